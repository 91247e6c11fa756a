//! The seam for a room whose own act needs a second person's word, given at the screen.

use super::carry_out::has_happened;
use super::list::none_overdue;
use super::preview::{before, keep};
use super::views::{AskedAct, RequestPreview};
use crate::office::sessions::LONGEST_SECS;
use crate::office::{Act, Grant};
use crate::people::{Change, Hands};
use crate::{Result, Session};
use foil_domain::approvals::{
    ApprovalKind, ApprovalState, Decider, Decision, Request, Someone, decide, done_first, looked_at_after,
};
use foil_domain::ids::{ApprovalId, UserId};
use foil_domain::money::Money;
use foil_domain::people::{Right, Role};
use foil_domain::refusal::Refusal;
use foil_domain::time::Instant;
use foil_store::Tx;
use foil_store::approvals::{self, ApprovalRow, LOOK, NewApproval};
use foil_store::people::AtWork;
use serde_json::{Value, json};

/// What is asked for.
pub(crate) struct Ask<'a> {
    /// Its kind.
    pub kind: ApprovalKind,
    /// What it is about, such as `payment:12`.
    pub subject: &'a str,
    /// The same by its number, and whose it is.
    pub about: &'a str,
    /// How much.
    pub amount: Money,
    /// The act, as JSON; empty where it cannot be carried out from the list.
    pub payload: &'a str,
    /// Why.
    pub reason: &'a str,
    /// It has happened, whatever is said to it: a drawer that differs, a cheque that the bank has debited.
    pub happened: bool,
}

/// Writes the request down with somebody's word for it, and gives back who let it happen. `word` is somebody
/// [`crate::Office::word_of`] has checked.
///
/// Refuses without a word (`needs_approval`), and the word of who may not give it: one's own by whatever log-in,
/// somebody's without the right, or whom the asker has in their hand, an amount above their ceiling. What has happened is let pass
/// above it, too, for it takes two persons as what is below does; then a third looks at it afterwards.
pub(crate) fn granted(act: &mut Act<'_>, ask: &Ask<'_>, word: Option<&Session>) -> Result<Grant> {
    let Some(by) = word else {
        let what = ask.kind.called();
        return Err(Refusal::NeedsApproval { what, ceiling: Money::ZERO, amount: ask.amount }.into());
    };
    let id = written(act, ask, ApprovalState::Asked)?;
    let row = request(act, ask, id);
    let decider = decider(act.tx, &Hands::of(act.tx)?, by, &row)?;
    decide(&row, &decider, Decision::Approve, act.now)?;
    let above = looked_at_after(&row, &decider);
    let decided = (by.user, act.now, act.today());
    approvals::decide(act.tx, id, 1, ApprovalState::Approved, decided, "")?;
    let hand = made_by_whose(act.tx, by.user, (ask.kind, ask.amount), &whose(act, ask)?)?;
    decision(act, id, ApprovalState::Approved, (false, hand));
    if above {
        let shown = before(act, act.who.counter, ask)?;
        let asker = act.who.user;
        look_follows(act, ask, (id, asker), &by.name, shown.as_ref())?;
    }
    Ok(Grant {
        approval: id,
        kind: ask.kind,
        amount: ask.amount,
        asked_by: (act.who.user, act.who.name.clone()),
        counter: act.who.counter,
        allowed_by: Some((by.user, by.name.clone())),
    })
}

/// Writes the request down as done first, to be looked at by somebody else, and who was at work then and could have been
/// asked: an office of two must work, so nobody's presence holds it up, but whoever looks afterwards sees it.
///
/// Refuses all of it while something else was not looked at in time, what gives something up for good, and what is too large for that together with whatever else the asker has
/// done first that nobody has looked at yet: many small ones are a large one. What has happened anyway, a drawer that differs
/// or a cheque that the bank has debited, is written down first whatever the amount where nobody else is who could let it
/// pass: the books must say it. Where somebody is, it takes both of them, however large it is.
pub(crate) fn first(act: &mut Act<'_>, ask: &Ask<'_>) -> Result<Grant> {
    let ceiling = approvals::rule(act.tx)?.second_look_ceiling_minor;
    let open = approvals::first_of(act.tx, act.who.user)?;
    let in_all = open.plus(ask.amount).ok_or(Refusal::TooMuch)?;
    let mut not_by = vec![act.who.user];
    not_by.extend(whose_cash(act.tx, ask.payload)?.map(|(user, _)| user));
    // What has happened is written down although something is overdue, where nobody is there who could let it pass: a drawer
    // must be closed. So even whoever has laid hands on those who could look does that much first.
    if !ask.happened || crate::shifts::somebody_may_allow(act.tx, &not_by)? {
        none_overdue(act.tx, act.latest()?, &Someone { user: act.who.user, name: &act.who.name })?;
        done_first(ask.kind, in_all, ceiling)?;
    }
    // Looked at before it is done: afterwards nobody can say what it did.
    let shown = before(act, act.who.counter, ask)?;
    let id = written(act, ask, ApprovalState::SecondLook)?;
    if let Some(shown) = shown {
        keep(act, id, &shown)?;
    }
    let beside = could_be_asked(act, ask)?;
    for who in &beside {
        approvals::beside(act.tx, id, who.id)?;
    }
    act.made(json!({
        "paper": "beside", "number": id.to_string(), "who": beside.iter().map(|who| who.id).collect::<Vec<_>>(),
    }));
    Ok(Grant {
        approval: id,
        kind: ask.kind,
        amount: ask.amount,
        asked_by: (act.who.user, act.who.name.clone()),
        counter: act.who.counter,
        allowed_by: None,
    })
}

/// Puts down that a third person has to look at what a second one let pass above what their role may approve: in the name of
/// who asked for it, and neither of the two looks. `shown` is what it would do, as it stood before it was done.
pub(super) fn look_follows(
    act: &mut Act<'_>,
    ask: &Ask<'_>,
    (of, asker): (ApprovalId, UserId),
    by: &str,
    shown: Option<&RequestPreview>,
) -> Result<()> {
    let subject = format!("{LOOK}{of}");
    let reason = format!("{}, let pass by {by} in request {of}", ask.reason);
    let look = Ask { subject: &subject, reason: &reason, ..*ask };
    let id = written_by(act, &look, ApprovalState::SecondLook, asker)?;
    if let Some(shown) = shown {
        keep(act, id, shown)?;
    }
    match approvals::find(act.tx, of)? {
        Some(done) if !done.outcome.is_empty() => has_outcome(act, id, &done.outcome),
        _ => Ok(()),
    }
}

/// The request that a third person's look is at; none of another request.
pub(super) fn looked_at(tx: &Tx<'_>, subject: &str) -> Result<Option<ApprovalRow>> {
    let Some(of) = subject.strip_prefix(LOOK).and_then(|id| id.parse().ok()) else { return Ok(None) };
    approvals::find(tx, ApprovalId(of))
}

/// Who has let pass what is to be looked at because it was above what they may approve; none of another request.
pub(super) fn whose_word(tx: &Tx<'_>, subject: &str) -> Result<Option<(UserId, String)>> {
    Ok(looked_at(tx, subject)?.and_then(|row| row.decided_by.zip(row.decided_name)))
}

/// Who is at work, beside who asks, and might let this pass: up to their ceiling, and not by their own name again.
fn could_be_asked(act: &Act<'_>, ask: &Ask<'_>) -> Result<Vec<AtWork>> {
    let mut all = at_work(act.tx, (act.who.user, &act.who.name), act.now)?;
    for role in Role::ALL.iter().filter(|role| role.may(Right::Approve)) {
        let ceiling = approvals::ceiling(act.tx, *role, ask.kind)?;
        if !has_happened(ask.payload) && ceiling.is_some_and(|most| ask.amount > most) {
            all.retain(|who| who.role != *role);
        }
    }
    // Nobody's word counts for their own cash, nor that of whom they have in their hand.
    if let Some((user, name)) = whose_cash(act.tx, ask.payload)? {
        let owner = Someone { user, name: &name };
        all.retain(|who| who.id != owner.user);
        all = not_held(act.tx, &owner, all)?;
    }
    Ok(all)
}

/// Who is at work and may let others' requests pass, but for one person, by whatever log-in.
pub(super) fn at_work(tx: &Tx<'_>, (but, name): (UserId, &str), now: Instant) -> Result<Vec<AtWork>> {
    let since = now.plus_secs(-LONGEST_SECS);
    let asker = Someone { user: but, name };
    let mut all = Vec::new();
    for role in Role::ALL.iter().filter(|role| role.may(Right::Approve)) {
        all.extend(foil_store::people::at_work(tx, *role, since)?);
    }
    all.retain(|who| !Someone { user: who.id, name: &who.name }.is(&asker));
    not_held(tx, &asker, all)
}

/// Those of them whom this person has not in their hand.
fn not_held(tx: &Tx<'_>, asker: &Someone<'_>, all: Vec<AtWork>) -> Result<Vec<AtWork>> {
    let hands = Hands::of(tx)?;
    Ok(all.into_iter().filter(|who| !hands.hold(asker, who.id)).collect())
}

/// Whose difference is to pass: who owns the counted drawer, whoever counted it, or who counted the safe; none for another
/// act. They let it pass for nobody.
pub(super) fn whose_cash(tx: &Tx<'_>, payload: &str) -> Result<Option<(UserId, String)>> {
    Ok(match serde_json::from_str(payload) {
        Ok(AskedAct::AllowVariance(input)) => {
            foil_store::shifts::find(tx, input.shift)?.map(|shift| (shift.person_id, shift.name))
        }
        Ok(AskedAct::AllowSafe(input)) => {
            foil_store::safe::find(tx, input.count)?.map(|count| (count.person_id, count.by_name))
        }
        _ => None,
    })
}

/// Writes the request down. Refuses a second one on the same thing while the first waits.
pub(super) fn written(act: &mut Act<'_>, ask: &Ask<'_>, state: ApprovalState) -> Result<ApprovalId> {
    written_by(act, ask, state, act.who.user)
}

fn written_by(act: &mut Act<'_>, ask: &Ask<'_>, state: ApprovalState, asker: UserId) -> Result<ApprovalId> {
    if let Some(open) = approvals::open_of(act.tx, ask.subject)? {
        if open.expires_at > act.latest()? {
            return Err(Refusal::Duplicate { what: "request", which: open.id.to_string() }.into());
        }
        approvals::end(act.tx, open.id, ApprovalState::Expired, act.today())?;
    }
    let rule = approvals::rule(act.tx)?;
    let within = |hours: i64| Ok::<_, crate::Error>(act.latest()?.plus_secs(hours * 3600));
    let look_by = (state == ApprovalState::SecondLook).then(|| within(rule.second_look_hours)).transpose()?;
    let id = approvals::insert(
        act.tx,
        &NewApproval {
            kind: ask.kind,
            subject: ask.subject,
            about: ask.about,
            amount: ask.amount,
            payload: ask.payload,
            reason: ask.reason,
            counter: act.who.counter,
            by: asker,
            at: act.now,
            on: act.today(),
            state,
            expires_at: within(rule.hours)?,
            look_by,
            audit_seq: act.audit_seq,
        },
    )?;
    let mut paper = json!({
        "paper": "approval", "number": id.to_string(), "kind": ask.kind, "amount_minor": ask.amount, "state": state,
    });
    if let Some(look_by) = look_by {
        paper["look_by_ms"] = json!(look_by.millis());
    }
    act.made(paper);
    Ok(id)
}

/// Says in the row of the running act what became of a request, of a second look whether it came late, and by whose hand the
/// one who decided is what they are.
pub(super) fn decision(
    act: &mut Act<'_>,
    id: ApprovalId,
    state: ApprovalState,
    (late, hand): (bool, Option<Value>),
) {
    let mut paper = json!({ "paper": "decision", "number": id.to_string(), "state": state });
    if late {
        paper["late"] = json!(true);
    }
    if let Some(hand) = hand {
        paper[HAND] = hand;
    }
    act.made(paper);
}

/// Under which name a row of the log says that somebody had made or changed whoever decides, or could have; the index of
/// such rows goes by it.
pub(crate) const HAND: &str = "hand";

/// Of a request: its kind, how much, who asked when, and who was made or changed by whom.
pub(super) fn by_hand(
    tx: &Tx<'_>,
    kind: ApprovalKind,
    amount: Money,
    (asker, asked_at): (UserId, Instant),
    changes: &[&Change],
) -> Result<Value> {
    let login = foil_store::people::login_at(tx, asker, asked_at)?;
    let of = Hands::told(tx, changes)?;
    Ok(json!({ "kind": kind, "amount_minor": amount, "asked_login": login, "of": of }))
}

/// A request that somebody decides: whose it is, and when it was asked for. First who asked, then whose cash it is and whose
/// word is looked at, if any.
pub(super) struct Whose {
    all: Vec<(UserId, String)>,
    asked_at: Instant,
}

impl Whose {
    pub fn of_row(tx: &Tx<'_>, row: &ApprovalRow) -> Result<Whose> {
        let asker = (row.asked_by, row.asked_name.as_str(), row.asked_at);
        Whose::of(tx, asker, (&row.payload, &row.subject))
    }

    pub fn of(
        tx: &Tx<'_>,
        (asker, name, asked_at): (UserId, &str, Instant),
        (payload, subject): (&str, &str),
    ) -> Result<Whose> {
        let mut all = vec![(asker, name.to_owned())];
        all.extend(whose_cash(tx, payload)?);
        all.extend(whose_word(tx, subject)?);
        Ok(Whose { all, asked_at })
    }

    pub fn all(&self) -> Vec<Someone<'_>> {
        self.all.iter().map(|(user, name)| Someone { user: *user, name }).collect()
    }
}

fn whose(act: &Act<'_>, ask: &Ask<'_>) -> Result<Whose> {
    Whose::of(act.tx, (act.who.user, &act.who.name, act.now), (ask.payload, ask.subject))
}

/// What the log says where somebody lets pass, or looks at, what is of one who has made or changed them in the last twelve
/// months, by whatever log-in or by whom they had made. In the month that is not closed yet it is refused; before that it
/// is not, for an office must be able to work with whom it hired, but the month tells of it.
pub(super) fn made_by_whose(
    tx: &Tx<'_>,
    decides: UserId,
    (kind, amount): (ApprovalKind, Money),
    whose: &Whose,
) -> Result<Option<Value>> {
    let hands = Hands::of_a_year(tx)?;
    for one in whose.all() {
        let way = hands.way_to(&one, decides);
        if !way.is_empty() {
            let asked = (whose.all[0].0, whose.asked_at);
            return Ok(Some(by_hand(tx, kind, amount, asked, &way)?));
        }
    }
    Ok(None)
}

/// Keeps the number of the paper that came of a request, and of a third person's look at it, and says so in the row of the
/// running act.
pub(crate) fn came_of(act: &mut Act<'_>, id: ApprovalId, number: &str) -> Result<()> {
    has_outcome(act, id, number)?;
    match approvals::look_at(act.tx, id)? {
        Some(look) => has_outcome(act, look, number),
        None => Ok(()),
    }
}

fn has_outcome(act: &Act<'_>, id: ApprovalId, number: &str) -> Result<()> {
    approvals::set_outcome(act.tx, id, number)?;
    act.made(json!({ "paper": "outcome", "number": id.to_string() }));
    Ok(())
}

fn request<'a>(act: &'a Act<'_>, ask: &Ask<'_>, id: ApprovalId) -> Request<'a> {
    Request {
        id: id.0,
        kind: ask.kind,
        amount: ask.amount,
        asked_by: Someone { user: act.who.user, name: &act.who.name },
        state: ApprovalState::Asked,
        expires_at: act.now.plus_secs(1),
        happened: has_happened(ask.payload),
    }
}

/// Somebody who decides on a request, with the most their role may approve of its kind.
pub(super) fn decider<'a>(
    tx: &Tx<'_>,
    hands: &Hands,
    by: &'a Session,
    request: &Request<'_>,
) -> Result<Decider<'a>> {
    let right = match request.state {
        ApprovalState::SecondLook => Right::TakeSecondLook,
        _ => Right::Approve,
    };
    let held = hands.hold(&request.asked_by, by.user);
    Ok(Decider {
        who: Someone { user: by.user, name: &by.name },
        role: by.role,
        ceiling: approvals::ceiling(tx, by.role, request.kind)?,
        held: held.then(|| hands.others(tx, &request.asked_by, right)).transpose()?,
    })
}
