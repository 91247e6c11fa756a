//! Making and changing users.

use super::password;
use super::users::shown;
use super::views::{SaveUser, UserView};
use crate::office::{Act, CameWith, HOUSE, Order};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::ids::UserId;
use foil_domain::people::{Right, Role, password_will_do};
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Instant;
use foil_store::people::{NewPerson, PersonRow};
use serde_json::json;
use std::sync::Arc;

/// Makes a user, or changes one. Who is retired, gets another role or a new password is logged out. Whose password
/// another has set, as a new user's is, may do nothing until they have set one of their own.
///
/// Refuses a log-in name that is taken, a weak password, a new user without one, a consumer without a
/// customer, a stale version, and whatever would leave the office without an active admin.
pub fn save_user(office: &Arc<Office>, who: &Session, input: SaveUser) -> Result<UserView> {
    who.role.must(Right::ManageUsers)?;
    fits(&input)?;
    let hash = input.password.as_deref().map(password::hashed).transpose()?;
    let before = match input.user {
        Some(id) => office.book.read(|tx| foil_store::people::find(tx, id))?.map(|p| p.role),
        None => None,
    };
    // Another role sits at another place: an official made clerk would take money at no counter.
    let other_role = before.is_some_and(|role| role != input.role);
    let with = hash.as_deref().map(CameWith::of);
    let logs_out = input.user.filter(|_| hash.is_some() || !input.active || other_role);
    let saved = office.perform(who, Order::new("save_user", Right::ManageUsers), move |act| {
        let person = match input.user {
            None => made(act, &input, hash.as_deref())?,
            Some(_) => changed(act, &input, hash.as_deref())?,
        };
        Ok(shown(person, act.now))
    })?;
    if let Some(user) = logs_out {
        if let Some(with) = with.filter(|_| user == who.user) {
            office.sessions.came_with(user, with);
        }
        office.sessions.end_all_of(user, user == who.user && saved.active && !other_role);
    }
    Ok(saved)
}

fn fits(input: &SaveUser) -> Result<()> {
    match (&input.password, input.user) {
        (Some(password), _) => password_will_do(password, input.login.as_str())?,
        (None, None) => return Err(Refusal::bad_input("password", "a password for the new user").into()),
        (None, Some(_)) => {}
    }
    match (input.role, input.customer) {
        (Role::Consumer, None) => Err(Refusal::bad_input("customer", "the consumer's own customer").into()),
        (Role::Consumer, Some(_)) | (_, None) => Ok(()),
        _ => Err(Refusal::bad_input("customer", "none, for anybody but a consumer").into()),
    }
}

fn made(act: &mut Act<'_>, input: &SaveUser, hash: Option<&str>) -> Result<PersonRow> {
    let hash = hash.ok_or_else(|| anyhow!("a new user has no password"))?;
    free_and_whole(act, input)?;
    let id = foil_store::people::insert(act.tx, &columns(input, hash))?;
    let person = foil_store::people::find(act.tx, id)?;
    let person = person.ok_or_else(|| anyhow!("user {id} was not stored"))?;
    let mut changes = json!({
        "user": id, "by": act.who.user, "made": true, "role": input.role, "active": input.active,
        "version": person.version,
    });
    if said_by_name(input.role) {
        changes["login"] = json!(input.login);
        changes["name"] = json!(input.name);
    }
    act.changed(changes);
    Ok(person)
}

fn changed(act: &mut Act<'_>, input: &SaveUser, hash: Option<&str>) -> Result<PersonRow> {
    let id = input.user.unwrap_or(HOUSE);
    let before = foil_store::people::find(act.tx, id)?.filter(|p| p.id != HOUSE);
    let before = before.ok_or_else(|| Refusal::not_found("user", id))?;
    free_and_whole(act, input)?;
    let stays_admin = input.role == Role::Admin && input.active;
    if before.role == Role::Admin
        && before.active
        && !stays_admin
        && foil_store::people::active_of(act.tx, Role::Admin)? <= 1
    {
        return Err(Refusal::LastAdmin.into());
    }
    if before.login != input.login.as_str() && act.latest()? > act.now {
        // Papers name people as they were called then; a name that changed "before" would change them.
        let expected = "the same name until the clock has passed the last row of the log: it was set back";
        return Err(Refusal::bad_input("login", expected).into());
    }
    let seen = input.version.unwrap_or_default();
    let until = if before.login == input.login.as_str() { act.now } else { given_up_at(act, id)? };
    if !foil_store::people::update(act.tx, id, &columns(input, &before.password), until, seen)? {
        return Err(Refusal::ChangedMeanwhile { what: format!("user {}", before.login) }.into());
    }
    if let Some(hash) = hash {
        foil_store::people::set_password(act.tx, id, hash, id != act.who.user)?;
        // Whoever sets another's password does not come to their PIN by it.
        foil_store::people::set_pin(act.tx, id, "")?;
    }
    let person = foil_store::people::find(act.tx, id)?.ok_or_else(|| anyhow!("user {id} is gone"))?;
    // The version tells the order of their changes, which no clock does: each counter's machine has its own. Nor does one
    // tell who had the log-in name of whoever does it.
    let mut changes = json!({
        "user": id,
        "by": act.who.user,
        "version": person.version,
        "role": { "from": before.role, "to": input.role },
        "active": { "from": before.active, "to": input.active },
        "login_changed": before.login != input.login.as_str(),
        "new_password": hash.is_some(),
    });
    let ends = [
        ("from", before.role, before.login.as_str(), before.name.as_str()),
        ("to", input.role, input.login.as_str(), input.name.as_str()),
    ];
    for (end, _, login, name) in ends.into_iter().filter(|(_, role, ..)| said_by_name(*role)) {
        changes["login"][end] = json!(login);
        changes["name"][end] = json!(name);
    }
    act.changed(changes);
    Ok(person)
}

/// So far ahead of now a clock that has been set back since is heard: it covers a wrong time zone. One that stood years ahead
/// for one act would keep everybody's new name off all papers until then.
const AHEAD_SECS: i64 = 24 * 60 * 60;

/// From when on papers that go by the clock have the new log-in name: from now on, but never of what was done before, in
/// the same moment or by a clock that has been set back since; nor before the name that they gave up last.
fn given_up_at(act: &Act<'_>, id: UserId) -> Result<Instant> {
    let after = |at: Instant| Instant::from_millis(at.millis().saturating_add(1));
    let newest = foil_store::audit::newest_at(act.tx, act.now.plus_secs(AHEAD_SECS))?;
    let now = if newest >= act.now { after(newest) } else { act.now };
    Ok(now.max(after(foil_store::people::gave_up_last(act.tx, id)?)))
}

/// Whether the log names a user: those of the office, whose other acts stand in it under their log-in names, so that
/// who took another name is found by the old one. A consumer is a customer; of who becomes one the log says what they were
/// called before, and of who was one what they are called now.
const fn said_by_name(role: Role) -> bool {
    !matches!(role, Role::Consumer)
}

/// The log-in name is nobody else's, and a consumer's customer exists.
fn free_and_whole(act: &Act<'_>, input: &SaveUser) -> Result<()> {
    let other =
        foil_store::people::by_login(act.tx, input.login.as_str())?.filter(|p| Some(p.id) != input.user);
    if other.is_some() {
        return Err(Refusal::Duplicate { what: "log-in name", which: input.login.to_string() }.into());
    }
    match input.customer {
        Some(id) if foil_store::customers::find(act.tx, id)?.is_none() => {
            Err(Refusal::not_found("customer", id).into())
        }
        _ => Ok(()),
    }
}

fn columns<'a>(input: &'a SaveUser, hash: &'a str) -> NewPerson<'a> {
    NewPerson {
        login: input.login.as_str(),
        name: input.name.as_str(),
        role: input.role,
        password: hash,
        active: input.active,
        customer: input.customer,
        must_change: true,
    }
}
