//! Tickets of the queue.

use crate::tx::Tx;
use foil_domain::customers::ByLaw;
use foil_domain::ids::{AccountId, CounterId, CustomerId, TicketId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::queue::{Class, LONGEST_WAIT_SECS, Source, TicketKind, TicketState};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};

crate::row! {
    /// A ticket with the live state of its accounts.
    pub struct TicketRow {
        /// Id.
        id: TicketId,
        /// Business date it was taken on.
        business_on: Day,
        /// Number on the slip.
        number: String,
        /// What the customer came for.
        kind: TicketKind,
        /// Where it came from.
        source: Source,
        /// Where it stands.
        state: TicketState,
        /// Priority by law of who came.
        by_law: ByLaw,
        /// Remark.
        note: String,
        /// Customer.
        customer_id: Option<CustomerId>,
        /// When it came.
        arrived_at: Instant,
        /// When it was called.
        called_at: Option<Instant>,
        /// Its class when it was called.
        called_class: Option<Class>,
        /// When it ended.
        ended_at: Option<Instant>,
        /// Counter that serves it.
        counter_id: Option<CounterId>,
        /// Who serves it.
        person_id: Option<UserId>,
        /// Money in hand.
        money_minor: Option<Money>,
        /// How that money came.
        method: Option<Method>,
        /// Its reference.
        reference: String,
        /// The bank of a cheque.
        bank: String,
        /// Tries of the worker.
        attempts: i64,
        /// When the worker tries again.
        next_try_at: Option<Instant>,
        /// Why the worker failed.
        problem: String,
        /// For edits.
        version: i64,
        /// The customer's name, or empty.
        name: String,
        /// The customer's priority by law.
        customer_by_law: ByLaw,
        /// How many accounts it is for.
        accounts: i64,
        /// The longest-cut account's day.
        cut_on: Option<Day>,
        /// The earliest disconnection order.
        disconnection_on: Option<Day>,
        /// The earliest due date of what is open.
        oldest_due_on: Option<Day>,
    }
}

macro_rules! select {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, business_on, number, kind, source, state, by_law, note, customer_id, arrived_at, ",
            "called_at, called_class, ended_at, counter_id, person_id, money_minor, method, reference, bank, ",
            "attempts, next_try_at, problem, version, name, customer_by_law, accounts, cut_on, ",
            "disconnection_on, oldest_due_on FROM live_ticket ",
            $($rest),+
        )
    };
}

/// Still to be served or posted: what the index of live tickets covers. SQLite takes that index only where a
/// statement repeats its condition; without it a day's hall would read every ticket there ever was.
macro_rules! live {
    () => {
        " AND state IN ('waiting', 'serving', 'held', 'failed', 'dead') "
    };
}

/// Money in hand, written so that the index of references is no candidate: it holds every bank file's every row.
macro_rules! money_in_hand {
    () => {
        "(source IN ('drop_box', 'bank_file')) = (1 = 1)"
    };
}

/// Whoever was called in the hall, as the index of a day's calls has them: it is a candidate only where a statement says no less
/// than its condition, and taken before the index of numbers only for a range in it; without it a day's bank file is read row by
/// row.
macro_rules! called_in_the_hall {
    () => {
        "called_at > 0 AND source IN ('walk_in', 'network') AND business_on = $1 "
    };
}

const CALLED_CLASSES: &str = select!("WHERE ", called_in_the_hall!(), "ORDER BY called_at DESC LIMIT $2");

const MISSED: &str = select!(
    "WHERE ",
    called_in_the_hall!(),
    "AND state = 'no_show' ORDER BY ended_at DESC, id DESC LIMIT $2"
);

const SERVED: &str =
    concat!("SELECT COUNT(*) AS n FROM ticket WHERE ", called_in_the_hall!(), "AND state = 'done'");

/// A ticket.
pub fn find(tx: &Tx<'_>, id: TicketId) -> Result<Option<TicketRow>> {
    tx.maybe(select!("WHERE id = $1"), &[&id])
}

/// Those waiting in the hall, by arrival.
pub fn waiting(tx: &Tx<'_>, most: i64) -> Result<Vec<TicketRow>> {
    tx.all(
        select!(
            "WHERE state = 'waiting'",
            live!(),
            "AND source IN ('walk_in', 'network') ORDER BY arrived_at, id LIMIT $1"
        ),
        &[&most],
    )
}

/// Those in a live state (`serving`, `held`, `dead`), newest first.
pub fn in_state(tx: &Tx<'_>, state: TicketState, most: i64) -> Result<Vec<TicketRow>> {
    tx.all(
        select!("WHERE state = $1", live!(), "ORDER BY arrived_at DESC, id DESC LIMIT $2"),
        &[&state, &most],
    )
}

/// Those of a business date who were called and not there, newest first.
pub fn missed(tx: &Tx<'_>, on: Day, most: i64) -> Result<Vec<TicketRow>> {
    tx.all(MISSED, &[&on, &most])
}

/// Requests with money in hand that the worker may try now, by arrival.
pub fn in_hand(tx: &Tx<'_>, now: Instant, most: i64) -> Result<Vec<TicketRow>> {
    tx.all(
        select!(
            "WHERE state IN ('waiting', 'failed')",
            live!(),
            "AND ",
            money_in_hand!(),
            " AND (COALESCE(next_try_at, 0) <= $1 OR next_try_at > $2) ORDER BY arrived_at, id LIMIT $3"
        ),
        &[&now, &now.plus_secs(LONGEST_WAIT_SECS), &most],
    )
}

/// Requests that failed and are due to be tried again, by when they were due.
pub fn to_try_again(tx: &Tx<'_>, now: Instant, most: i64) -> Result<Vec<TicketRow>> {
    tx.all(
        select!(
            "WHERE state = 'failed'",
            live!(),
            "AND ",
            money_in_hand!(),
            " AND (next_try_at <= $1 OR next_try_at > $2) ORDER BY next_try_at, id LIMIT $3"
        ),
        &[&now, &now.plus_secs(LONGEST_WAIT_SECS), &most],
    )
}

/// The id given last.
pub fn newest(tx: &Tx<'_>) -> Result<TicketId> {
    Ok(TicketId(tx.number("SELECT COALESCE(MAX(id), 0) AS n FROM ticket", &[])?))
}

/// All requests with money in hand that wait, due now or later, by arrival.
pub fn in_hand_all(tx: &Tx<'_>, most: i64) -> Result<Vec<TicketRow>> {
    tx.all(
        select!(
            "WHERE state IN ('waiting', 'failed')",
            live!(),
            "AND ",
            money_in_hand!(),
            " ORDER BY arrived_at, id LIMIT $1"
        ),
        &[&most],
    )
}

/// What a counter serves.
pub fn served_at(tx: &Tx<'_>, counter: CounterId) -> Result<Option<TicketRow>> {
    tx.maybe(
        select!("WHERE state = 'serving'", live!(), "AND counter_id = $1 ORDER BY called_at DESC LIMIT 1"),
        &[&counter],
    )
}

/// The classes of the latest called tickets of a business date, newest first.
pub fn called_classes(tx: &Tx<'_>, on: Day, most: i64) -> Result<Vec<TicketRow>> {
    tx.all(CALLED_CLASSES, &[&on, &most])
}

/// How many stand in a live state, of the hall or with money in hand.
pub fn count(tx: &Tx<'_>, state: TicketState, money_in_hand: bool) -> Result<i64> {
    tx.number(
        concat!(
            "SELECT COUNT(*) AS n FROM ticket WHERE state = $1",
            live!(),
            "AND (source IN ('drop_box', 'bank_file')) = ($2 = 1)"
        ),
        &[&state, &money_in_hand],
    )
}

/// Tickets of the hall of a business date that were served; what a worker posted served nobody.
pub fn served(tx: &Tx<'_>, on: Day) -> Result<i64> {
    tx.number(SERVED, &[&on])
}

/// A request known by its source and reference.
pub fn by_reference(tx: &Tx<'_>, source: Source, reference: &str) -> Result<Option<TicketRow>> {
    tx.maybe(
        select!("WHERE source = $1 AND reference = $2 AND source IN ('drop_box', 'bank_file') LIMIT 1"),
        &[&source, &reference],
    )
}

/// Whose cheque a request brought; empty where nobody said so.
pub fn drawer(tx: &Tx<'_>, id: TicketId) -> Result<String> {
    tx.one::<crate::tx::Text>("SELECT drawer AS t FROM ticket WHERE id = $1", &[&id]).map(|row| row.t)
}

/// The account as its file named a request's; empty where none did, and in requests from before that was kept.
pub fn account_text(tx: &Tx<'_>, id: TicketId) -> Result<String> {
    tx.one::<crate::tx::Text>("SELECT account_text AS t FROM ticket WHERE id = $1", &[&id]).map(|row| row.t)
}

/// On which day a request was paid, as its file said: at the bank, or in the drop box. None where it did not say.
pub fn paid_on(tx: &Tx<'_>, id: TicketId) -> Result<Option<Day>> {
    let said =
        tx.one::<crate::tx::Text>("SELECT COALESCE(paid_on, '') AS t FROM ticket WHERE id = $1", &[&id])?;
    // Of older requests it was read off a remark: what is no day says nothing.
    Ok(Day::parse(&said.t).ok())
}

/// A new ticket's columns.
#[derive(Debug)]
pub struct NewTicket<'a> {
    /// Business date.
    pub on: Day,
    /// Number on the slip.
    pub number: &'a str,
    /// What the customer came for.
    pub kind: TicketKind,
    /// Where it came from.
    pub source: Source,
    /// Where it stands.
    pub state: TicketState,
    /// Priority by law of who came.
    pub by_law: ByLaw,
    /// Remark.
    pub note: &'a str,
    /// The account as its file named it; empty where no file did.
    pub account_text: &'a str,
    /// Customer.
    pub customer: Option<CustomerId>,
    /// When it came.
    pub arrived_at: Instant,
    /// Money in hand.
    pub money: Option<Money>,
    /// How that money came.
    pub method: Option<Method>,
    /// Its reference.
    pub reference: &'a str,
    /// The bank of a cheque.
    pub bank: &'a str,
    /// Whose cheque it is, where somebody said so.
    pub drawer: &'a str,
    /// When its money was paid, where its file said so.
    pub paid_on: Option<Day>,
    /// Why it is a dead letter at once, as a code and in words; else empty.
    pub problem: (&'a str, &'a str),
}

/// Adds a ticket for accounts.
pub fn insert(tx: &Tx<'_>, t: &NewTicket<'_>, accounts: &[AccountId]) -> Result<TicketId> {
    let n = tx.insert(
        "INSERT INTO ticket (business_on, number, kind, source, state, by_law, note, customer_id, arrived_at,
                money_minor, method, reference, bank, drawer, attempts, problem_code, problem, account_text, paid_on, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17, $18, 1)",
        &[
            &t.on,
            &t.number,
            &t.kind,
            &t.source,
            &t.state,
            &t.by_law,
            &t.note,
            &t.customer,
            &t.arrived_at,
            &t.money,
            &t.method,
            &t.reference,
            &t.bank,
            &t.drawer,
            &t.problem.0,
            &t.problem.1,
            &t.account_text,
            &t.paid_on,
        ],
    )?;
    let id = TicketId(n);
    if t.state == TicketState::Dead {
        stands(tx, id)?;
    }
    for account in accounts {
        tx.hit("INSERT INTO ticket_account (ticket_id, account_id) VALUES ($1, $2)", &[&id, account])?;
    }
    Ok(id)
}

/// Puts a dead letter onto another account.
pub fn set_account(tx: &Tx<'_>, id: TicketId, account: AccountId, customer: CustomerId) -> Result<()> {
    tx.run("DELETE FROM ticket_account WHERE ticket_id = $1", &[&id])?;
    tx.hit("INSERT INTO ticket_account (ticket_id, account_id) VALUES ($1, $2)", &[&id, &account])?;
    tx.hit("UPDATE ticket SET customer_id = $1 WHERE id = $2", &[&customer, &id])
}

crate::row! {
    /// An account's id.
    pub struct AccountIdRow {
        /// The account.
        account_id: AccountId,
    }
}

/// The accounts of a ticket, at most 500.
pub fn accounts(tx: &Tx<'_>, id: TicketId) -> Result<Vec<AccountId>> {
    let rows = tx.all::<AccountIdRow>(
        "SELECT account_id FROM ticket_account WHERE ticket_id = $1 ORDER BY account_id LIMIT 500",
        &[&id],
    )?;
    Ok(rows.into_iter().map(|r| r.account_id).collect())
}

/// The accounts of a customer that are not closed, at most `most`.
pub fn accounts_of_customer(tx: &Tx<'_>, customer: CustomerId, most: i64) -> Result<Vec<AccountId>> {
    let rows = tx.all::<AccountIdRow>(
        "SELECT id AS account_id FROM account WHERE customer_id = $1 AND status <> 'closed' ORDER BY id LIMIT $2",
        &[&customer, &most],
    )?;
    Ok(rows.into_iter().map(|r| r.account_id).collect())
}

/// The next ticket number of a letter on a business date.
pub fn next_number(tx: &Tx<'_>, letter: char, on: Day) -> Result<String> {
    let kind = format!("ticket {letter}");
    let n = tx.number(
        "INSERT INTO series (counter_id, kind, year, last_n) VALUES (0, $1, $2, 1)
         ON CONFLICT (counter_id, kind, year) DO UPDATE SET last_n = series.last_n + 1
         RETURNING last_n AS n",
        &[&kind, &on],
    )?;
    Ok(format!("{letter}-{n:03}"))
}

/// Gives a ticket its number.
pub fn set_number(tx: &Tx<'_>, id: TicketId, number: &str) -> Result<()> {
    tx.hit("UPDATE ticket SET number = $1 WHERE id = $2", &[&number, &id])
}

/// Where a ticket stands: the part of it that moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// State.
    pub state: TicketState,
    /// When it was called.
    pub called_at: Option<Instant>,
    /// Its class then.
    pub called_class: Option<Class>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// The counter that serves it.
    pub counter: Option<CounterId>,
    /// Who serves it.
    pub person: Option<UserId>,
}

impl TicketRow {
    /// Where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            state: self.state,
            called_at: self.called_at,
            called_class: self.called_class,
            ended_at: self.ended_at,
            counter: self.counter_id,
            person: self.person_id,
        }
    }
}

/// Puts a ticket somewhere else.
pub fn put(tx: &Tx<'_>, id: TicketId, place: &Place) -> Result<()> {
    // The first call stays, whatever becomes of the ticket: until then somebody waited. What was paid and is taken back is a
    // dead letter for a person's reason, and not for the worker's of before.
    tx.hit(
        "UPDATE ticket SET problem_code = CASE state WHEN 'done' THEN '' ELSE problem_code END, state = $1,
                first_called_at = COALESCE(first_called_at, called_at, $2),
                first_called_class = COALESCE(first_called_class, called_class, $3), called_at = $2, called_class = $3,
                ended_at = $4, counter_id = $5, person_id = $6, version = version + 1
          WHERE id = $7",
        &[
            &place.state,
            &place.called_at,
            &place.called_class,
            &place.ended_at,
            &place.counter,
            &place.person,
            &id,
        ],
    )?;
    stands(tx, id)
}

/// Keeps how a request with money in hand stands today that is, or ever was, a dead letter or cancelled: a period that
/// is over tells how it stood then.
fn stands(tx: &Tx<'_>, id: TicketId) -> Result<()> {
    tx.run(
        "INSERT INTO in_hand_day (ticket_id, business_on, state, problem, who)
         SELECT t.id, o.business_on, t.state, t.problem,
                CASE WHEN t.state = 'cancelled' THEN COALESCE(p.login, '') ELSE '' END
           FROM ticket t CROSS JOIN office o LEFT JOIN person p ON p.id = t.person_id
          WHERE t.id = $1 AND t.source IN ('drop_box', 'bank_file')
            AND (t.state IN ('dead', 'cancelled') OR EXISTS (SELECT 1 FROM in_hand_day d WHERE d.ticket_id = t.id))
             ON CONFLICT (ticket_id, business_on)
             DO UPDATE SET state = excluded.state, problem = excluded.problem, who = excluded.who",
        &[&id],
    )
    .map(|_| ())
}

/// Records a worker's try: how often, when again, and why it failed, as a code and in words.
pub fn tried(
    tx: &Tx<'_>,
    id: TicketId,
    state: TicketState,
    attempts: i64,
    next: Option<Instant>,
    (code, problem): (&str, &str),
) -> Result<()> {
    tx.hit(
        "UPDATE ticket SET state = $1, attempts = $2, next_try_at = $3, problem_code = $4, problem = $5,
                version = version + 1
          WHERE id = $6",
        &[&state, &attempts, &next, &code, &problem, &id],
    )?;
    stands(tx, id)
}

/// Ends what still stands in the hall's queue when its business day is over; gives back how many.
pub fn end_day(tx: &Tx<'_>, on: Day, now: Instant) -> Result<i64> {
    let n = tx.run(
        concat!(
            "UPDATE ticket SET state = 'no_show', ended_at = $1, version = version + 1
              WHERE state IN ('waiting', 'serving', 'held')",
            live!(),
            "AND source IN ('walk_in', 'network') AND business_on <= $2"
        ),
        &[&now, &on],
    )?;
    i64::try_from(n).map_err(|e| foil_domain::Error::Broke(e.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_called_today_is_found_without_reading_the_rows_of_a_banks_file() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        let schema = include_str!("../../../migrations/schema.sql");
        let made = |name: &str| {
            let mut all = schema.split(";\n\n").map(str::trim);
            let stands = |sql: &&str| sql.lines().any(|line| line.starts_with(name));
            format!("{};", all.find(stands).unwrap())
        };
        for table in
            ["ticket", "ticket_account", "customer", "account", "bill", "dispute", "taken_up", "office"]
        {
            conn.execute_batch(&made(&format!("CREATE TABLE {table} ("))).unwrap();
        }
        let indexes =
            schema.lines().filter(|line| line.starts_with("CREATE") && line.contains(" ON ticket ("));
        indexes.for_each(|sql| conn.execute_batch(sql).unwrap());
        conn.execute_batch(&made("CREATE VIEW live_ticket")).unwrap();

        for sql in [CALLED_CLASSES, MISSED, SERVED] {
            let mut explained = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let mut rows = explained.raw_query();
            let plan: String = rows.next().unwrap().unwrap().get(3).unwrap();
            assert!(plan.contains("ticket_hall (business_on=? AND called_at>?)"), "{plan}: {sql}");
        }
    }
}
