//! Requests that one person makes and another decides, and the office's rule for them.

use crate::tx::{Text, Tx};
use foil_domain::approvals::{ApprovalKind, ApprovalState};
use foil_domain::ids::{ApprovalId, CounterId, UserId};
use foil_domain::money::Money;
use foil_domain::people::Role;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// How the office approves, and what a bounced cheque costs.
    pub struct RuleRow {
        /// Hours until a request expires.
        hours: i64,
        /// The most that a clerk does first and has looked at afterwards; none is nothing.
        second_look_ceiling_minor: Option<Money>,
        /// What a bounced cheque costs its payer.
        bounce_fee_minor: Money,
        /// Bounces after which a customer pays in cash only; 0 is never.
        bounces_to_cash_only: i64,
        /// The most that is taken out of a drawer, in one shift, without anybody else's word.
        cash_out_ceiling_minor: Money,
        /// Hours within which what was done first must be looked at.
        second_look_hours: i64,
        /// For edits.
        version: i64,
    }
}

/// The office's rule.
pub fn rule(tx: &Tx<'_>) -> Result<RuleRow> {
    tx.one(
        "SELECT hours, second_look_ceiling_minor, bounce_fee_minor, bounces_to_cash_only, cash_out_ceiling_minor,
                second_look_hours, version
           FROM approval_rule WHERE id = 1",
        &[],
    )
}

/// Changes the office's rule. `false` when the version is stale.
pub fn update_rule(tx: &Tx<'_>, r: &RuleRow) -> Result<bool> {
    let touched = tx.run(
        "UPDATE approval_rule SET hours = $1, second_look_ceiling_minor = $2, bounce_fee_minor = $3,
                bounces_to_cash_only = $4, cash_out_ceiling_minor = $5, second_look_hours = $6, version = version + 1
          WHERE id = 1 AND version = $7",
        &[
            &r.hours,
            &r.second_look_ceiling_minor,
            &r.bounce_fee_minor,
            &r.bounces_to_cash_only,
            &r.cash_out_ceiling_minor,
            &r.second_look_hours,
            &r.version,
        ],
    )?;
    Ok(touched == 1)
}

crate::row! {
    /// The most a role may approve of a kind.
    pub struct CeilingRow {
        /// The role.
        role: Role,
        /// The kind.
        kind: ApprovalKind,
        /// The most.
        amount_minor: Money,
    }
}

/// Every ceiling there is; a kind without one has none.
pub fn ceilings(tx: &Tx<'_>) -> Result<Vec<CeilingRow>> {
    tx.all("SELECT role, kind, amount_minor FROM approval_ceiling ORDER BY role, kind LIMIT 100", &[])
}

/// The most a role may approve of a kind; none is no ceiling.
pub fn ceiling(tx: &Tx<'_>, role: Role, kind: ApprovalKind) -> Result<Option<Money>> {
    let found: Option<CeilingRow> = tx.maybe(
        "SELECT role, kind, amount_minor FROM approval_ceiling WHERE role = $1 AND kind = $2",
        &[&role, &kind],
    )?;
    Ok(found.map(|row| row.amount_minor))
}

/// Sets, or with none lifts, the most a role may approve of a kind.
pub fn set_ceiling(tx: &Tx<'_>, role: Role, kind: ApprovalKind, most: Option<Money>) -> Result<()> {
    match most {
        None => {
            tx.run("DELETE FROM approval_ceiling WHERE role = $1 AND kind = $2", &[&role, &kind]).map(|_| ())
        }
        Some(most) => tx.hit(
            "INSERT INTO approval_ceiling (role, kind, amount_minor) VALUES ($1, $2, $3)
                 ON CONFLICT (role, kind) DO UPDATE SET amount_minor = excluded.amount_minor",
            &[&role, &kind, &most],
        ),
    }
}

crate::row! {
    /// A request, with the words a list shows.
    pub struct ApprovalRow {
        /// Id.
        id: ApprovalId,
        /// What is asked for.
        kind: ApprovalKind,
        /// What it is about: `payment:12`, `bill:7`.
        subject: String,
        /// The same by its number, and whose it is.
        about: String,
        /// How much.
        amount_minor: Money,
        /// The act that was asked for, as JSON.
        payload: String,
        /// Why, in the asker's words.
        reason: String,
        /// The counter it was asked at.
        counter_id: CounterId,
        /// Its code.
        counter: String,
        /// Who asked.
        asked_by: UserId,
        /// Their name.
        asked_name: String,
        /// When.
        asked_at: Instant,
        /// Business date.
        business_on: Day,
        /// Where it stands; what nobody decided in time still says `asked`.
        state: ApprovalState,
        /// Who decided.
        decided_by: Option<UserId>,
        /// Their name.
        decided_name: Option<String>,
        /// When.
        decided_at: Option<Instant>,
        /// Until when it may be decided.
        expires_at: Instant,
        /// Whether it was done before anybody else had looked at it.
        done_first: bool,
        /// Until when it must be looked at, of what was done first since there is such a time.
        look_by_at: Option<Instant>,
        /// The number of the paper that came of it.
        outcome: String,
        /// What who decided said.
        note: String,
        /// For edits.
        version: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.kind, a.subject, a.about, a.amount_minor, a.payload, a.reason, a.counter_id, c.code AS counter, ",
            "a.asked_by, p.name AS asked_name, a.asked_at, a.business_on, a.state, a.decided_by, d.name AS decided_name, ",
            "a.decided_at, a.expires_at, a.done_first, a.look_by_at, a.outcome, a.note, a.version ",
            "FROM approval a JOIN counter c ON c.id = a.counter_id JOIN person p ON p.id = a.asked_by ",
            "LEFT JOIN person d ON d.id = a.decided_by ",
            $rest
        )
    };
}

/// A request.
pub fn find(tx: &Tx<'_>, id: ApprovalId) -> Result<Option<ApprovalRow>> {
    tx.maybe(select!("WHERE a.id = $1"), &[&id])
}

/// Keeps what an act that is done first was going to do, as its preview says it.
pub fn keep_shown(tx: &Tx<'_>, id: ApprovalId, shown: &str) -> Result<()> {
    tx.hit("INSERT INTO approval_shown (approval_id, shown) VALUES ($1, $2)", &[&id, &shown])
}

/// What an act that was done first was going to do; none where nothing was kept.
pub fn shown(tx: &Tx<'_>, id: ApprovalId) -> Result<Option<String>> {
    let row = tx.maybe::<Text>("SELECT shown AS t FROM approval_shown WHERE approval_id = $1", &[&id])?;
    Ok(row.map(|row| row.t))
}

/// The request on a subject that waits to be decided.
pub fn open_of(tx: &Tx<'_>, subject: &str) -> Result<Option<ApprovalRow>> {
    tx.maybe(select!("WHERE a.subject = $1 AND a.state = 'asked'"), &[&subject])
}

/// The latest request on a subject that was asked for on a business date, whatever came of it.
pub fn latest_of(tx: &Tx<'_>, on: Day, subject: &str) -> Result<Option<ApprovalRow>> {
    tx.maybe(
        select!("WHERE a.business_on = $1 AND a.subject = $2 ORDER BY a.id DESC LIMIT 1"),
        &[&on, &subject],
    )
}

/// Requests before an id, newest first, of everybody.
pub fn before(tx: &Tx<'_>, id: ApprovalId, limit: i64) -> Result<Vec<ApprovalRow>> {
    tx.all(select!("WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2"), &[&id, &limit])
}

/// Requests before an id, newest first, of one person.
pub fn of_person(tx: &Tx<'_>, person: UserId, id: ApprovalId, limit: i64) -> Result<Vec<ApprovalRow>> {
    tx.all(
        select!("WHERE a.asked_by = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3"),
        &[&person, &id, &limit],
    )
}

/// What waits for somebody: requests that may still be decided, and second looks. Newest first, before an id.
pub fn waiting(tx: &Tx<'_>, now: Instant, id: ApprovalId, limit: i64) -> Result<Vec<ApprovalRow>> {
    tx.all(
        select!(
            "WHERE a.state IN ('asked', 'second_look') AND (a.state = 'second_look' OR a.expires_at > $1)
               AND a.id < $2 ORDER BY a.id DESC LIMIT $3"
        ),
        &[&now, &id, &limit],
    )
}

/// The same of what one person has asked for.
pub fn waiting_of(
    tx: &Tx<'_>,
    person: UserId,
    now: Instant,
    id: ApprovalId,
    limit: i64,
) -> Result<Vec<ApprovalRow>> {
    tx.all(
        select!(
            "WHERE a.asked_by = $1 AND a.state IN ('asked', 'second_look')
               AND (a.state = 'second_look' OR a.expires_at > $2) AND a.id < $3 ORDER BY a.id DESC LIMIT $4"
        ),
        &[&person, &now, &id, &limit],
    )
}

/// Requests that may still be decided, and second looks.
pub fn count_waiting(tx: &Tx<'_>, now: Instant) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM approval
          WHERE state IN ('asked', 'second_look') AND (state = 'second_look' OR expires_at > $1)",
        &[&now],
    )
}

/// Streams the second looks of the business dates `from..=to` that nobody has taken yet.
pub fn each_second_look(
    tx: &Tx<'_>,
    from: Day,
    to: Day,
    take: impl FnMut(ApprovalRow) -> Result<bool>,
) -> Result<()> {
    tx.each(
        select!("WHERE a.state = 'second_look' AND a.business_on BETWEEN $1 AND $2 ORDER BY a.id"),
        &[&from, &to],
        take,
    )
}

/// Streams what should have been looked at by now and was not, longest ago first.
pub fn each_overdue(tx: &Tx<'_>, now: Instant, take: impl FnMut(ApprovalRow) -> Result<bool>) -> Result<()> {
    tx.each(
        select!("WHERE a.state = 'second_look' AND a.look_by_at <= $1 ORDER BY a.look_by_at, a.id"),
        &[&now],
        take,
    )
}

/// What the subject of a second look begins with at what a second person let pass above the ceiling of their role; the request
/// that they decided follows.
pub const LOOK: &str = "look:";

/// The third person's look at what was let pass in a request, while it has no paper.
pub fn look_at(tx: &Tx<'_>, of: ApprovalId) -> Result<Option<ApprovalId>> {
    let found = tx.maybe::<crate::tx::Number>(
        "SELECT id AS n FROM approval WHERE id > $1 AND subject = $2 AND outcome = '' ORDER BY id LIMIT 1",
        &[&of, &format!("{LOOK}{of}")],
    )?;
    Ok(found.map(|row| ApprovalId(row.n)))
}

/// What one person has done first and nobody has looked at yet, added up; not what a second person has let pass.
pub fn first_of(tx: &Tx<'_>, person: UserId) -> Result<Money> {
    let sum = tx.number(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM approval
          WHERE asked_by = $1 AND state = 'second_look' AND subject NOT LIKE 'look:%'",
        &[&person],
    )?;
    Ok(Money::from_minor(sum))
}

/// Writes down that somebody was at work who could have let a request pass that was done first.
pub fn beside(tx: &Tx<'_>, id: ApprovalId, person: UserId) -> Result<()> {
    tx.hit("INSERT INTO approval_beside (approval_id, person_id) VALUES ($1, $2)", &[&id, &person])
}

/// The names of those who were at work and could have let a request pass that was done first.
pub fn who_was_beside(tx: &Tx<'_>, id: ApprovalId) -> Result<Vec<String>> {
    let rows: Vec<crate::tx::Text> = tx.all(
        "SELECT p.name AS t FROM approval_beside b JOIN person p ON p.id = b.person_id
          WHERE b.approval_id = $1 ORDER BY b.person_id LIMIT 50",
        &[&id],
    )?;
    Ok(rows.into_iter().map(|row| row.t).collect())
}

/// A request on its way into the book.
#[derive(Debug)]
pub struct NewApproval<'a> {
    /// What is asked for.
    pub kind: ApprovalKind,
    /// What it is about.
    pub subject: &'a str,
    /// The same by its number.
    pub about: &'a str,
    /// How much.
    pub amount: Money,
    /// The act, as JSON.
    pub payload: &'a str,
    /// Why.
    pub reason: &'a str,
    /// The counter.
    pub counter: CounterId,
    /// Who asks.
    pub by: UserId,
    /// When.
    pub at: Instant,
    /// Business date.
    pub on: Day,
    /// How it stands from the first: asked, or done and waiting for a second look.
    pub state: ApprovalState,
    /// Until when it may be decided.
    pub expires_at: Instant,
    /// Until when it must be looked at, of what is done first.
    pub look_by: Option<Instant>,
    /// Its audit row, in the chain of that counter.
    pub audit_seq: i64,
}

/// Writes a request.
pub fn insert(tx: &Tx<'_>, a: &NewApproval<'_>) -> Result<ApprovalId> {
    let done_first = a.state == ApprovalState::SecondLook;
    let n = tx.insert(
        "INSERT INTO approval (kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at,
                business_on, state, expires_at, done_first, look_by_at, audit_seq, outcome, note, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', '', 1)",
        &[
            &a.kind,
            &a.subject,
            &a.about,
            &a.amount,
            &a.payload,
            &a.reason,
            &a.counter,
            &a.by,
            &a.at,
            &a.on,
            &a.state,
            &a.expires_at,
            &done_first,
            &a.look_by,
            &a.audit_seq,
        ],
    )?;
    Ok(ApprovalId(n))
}

/// Decides a request. `false` when it has moved on meanwhile.
pub fn decide(
    tx: &Tx<'_>,
    id: ApprovalId,
    seen: i64,
    state: ApprovalState,
    (by, at, on): (UserId, Instant, Day),
    note: &str,
) -> Result<bool> {
    let touched = tx.run(
        "UPDATE approval SET state = $1, decided_by = $2, decided_at = $3, decided_on = $4, note = $5,
                version = version + 1
          WHERE id = $6 AND version = $7 AND state IN ('asked', 'second_look')",
        &[&state, &by, &at, &on, &note, &id, &seen],
    )?;
    Ok(touched == 1)
}

/// Says of what was done first, before it is decided, that it is looked at late.
pub fn is_late(tx: &Tx<'_>, id: ApprovalId) -> Result<()> {
    tx.hit("UPDATE approval SET late = 1 WHERE id = $1 AND state = 'second_look'", &[&id])
}

/// Ends a request that nobody decided, on a business date: taken back, or expired.
pub fn end(tx: &Tx<'_>, id: ApprovalId, state: ApprovalState, on: Day) -> Result<()> {
    tx.hit(
        "UPDATE approval SET state = $1, ended_on = $2, version = version + 1 WHERE id = $3 AND state = 'asked'",
        &[&state, &on, &id],
    )
}

/// Writes down which paper came of it, once.
pub fn set_outcome(tx: &Tx<'_>, id: ApprovalId, number: &str) -> Result<()> {
    tx.hit("UPDATE approval SET outcome = $1 WHERE id = $2 AND outcome = ''", &[&number, &id])
}
