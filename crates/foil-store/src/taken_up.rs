//! What bills have taken up of estimates that were too high: owed with those bills, and late with them.
//!
//! Whatever asks what is late asks it here: `not_due` and `late_from` are the one answer for a claim `b` of a
//! statement.

use crate::bills::OpenBillRow;
use crate::tx::{Number, Tx};
use anyhow::{Context, anyhow};
use foil_domain::billing::taken_up::{TooHigh, due_later, shares, told};
use foil_domain::documents::BillDoc;
use foil_domain::ids::{AccountId, BillId};
use foil_domain::money::Money;
use foil_domain::payments::OpenBill;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;

/// What is left of a claim `b`.
macro_rules! left {
    () => {
        "(b.left_minor + b.surcharge_left_minor)"
    };
}

/// What is left of a claim `b` and not in dispute: what is in dispute is none of what was taken up.
macro_rules! undisputed {
    () => {
        concat!(
            "(",
            crate::taken_up::left!(),
            " - COALESCE((SELECT CASE WHEN d.amount_minor < ",
            crate::taken_up::left!(),
            " THEN d.amount_minor ELSE ",
            crate::taken_up::left!(),
            " END FROM dispute d WHERE d.bill_id = b.id AND d.state = 'open'), 0))"
        )
    };
}

/// What is left of an open claim `b` that standing bills have taken up which are due `>= $1`, or what else is said.
macro_rules! not_due {
    ($when:literal) => {
        concat!(
            "COALESCE((SELECT CASE WHEN SUM(u.amount_minor) < ",
            crate::taken_up::undisputed!(),
            " THEN SUM(u.amount_minor) ELSE ",
            crate::taken_up::undisputed!(),
            " END FROM taken_up u JOIN bill w ON w.id = u.by_id
              WHERE u.account_id = b.account_id AND u.bill_id = b.id AND w.cancelled = 0 AND w.due_on ",
            $when,
            " GROUP BY u.bill_id), 0)"
        )
    };
}

/// Since when an open claim `b` is late on a business date, or from when it will be: by its own date, as long as anything of
/// it is due by that; else with the bill that has taken it up.
macro_rules! late_from {
    ($today:literal) => {
        concat!(
            "COALESCE((SELECT CASE WHEN ",
            crate::taken_up::left!(),
            " > SUM(u.amount_minor) OR EXISTS (SELECT 1 FROM dispute d WHERE d.bill_id = b.id AND d.state = 'open')
                                   THEN b.due_on
                                   WHEN ",
            crate::taken_up::left!(),
            " > COALESCE(SUM(u.amount_minor) FILTER (WHERE w.due_on >= ",
            $today,
            "), 0) THEN MIN(w.due_on)
                                   ELSE MIN(w.due_on) FILTER (WHERE w.due_on >= ",
            $today,
            ") END
                         FROM taken_up u JOIN bill w ON w.id = u.by_id
                        WHERE u.account_id = b.account_id AND u.bill_id = b.id AND w.cancelled = 0
                        GROUP BY u.bill_id), b.due_on)"
        )
    };
}

pub(crate) use {late_from, left, not_due, undisputed};

crate::row! {
    /// What a standing bill has taken up of a claim.
    pub struct TakenUpRow {
        /// Account.
        account_id: AccountId,
        /// The claim.
        bill_id: BillId,
        /// Its due date.
        due_on: Day,
        /// The bill that has taken it up.
        by_id: BillId,
        /// The day of its issue.
        by_on: Day,
        /// The last day to pay it.
        until_on: Day,
        /// How much.
        amount_minor: Money,
    }
}

/// What standing bills have taken up of claims of the accounts after one up to another, open or not; of an account the one
/// that is due last first.
pub fn between(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<TakenUpRow>> {
    tx.all(
        "SELECT u.account_id, u.bill_id, b.due_on, u.by_id, w.issued_on AS by_on, w.due_on AS until_on, u.amount_minor
           FROM taken_up u JOIN bill w ON w.id = u.by_id JOIN bill b ON b.id = u.bill_id
          WHERE u.account_id > $1 AND u.account_id <= $2 AND w.cancelled = 0
          ORDER BY u.account_id, w.due_on DESC, u.by_id DESC, u.bill_id DESC LIMIT 1000000",
        &[&after, &upto],
    )
}

/// Open claims of an account as the allocation of money wants them: each with what of it is due later, with the bills that
/// have taken it up.
pub fn open_bills(tx: &Tx<'_>, account: AccountId, rows: &[OpenBillRow]) -> Result<Vec<OpenBill>> {
    let taken = if rows.is_empty() { Vec::new() } else { between(tx, AccountId(account.0 - 1), account)? };
    Ok(rows.iter().map(|row| open_bill(row, &taken)).collect())
}

fn open_bill(row: &OpenBillRow, taken: &[TakenUpRow]) -> OpenBill {
    let left = row.left_minor.plus(row.surcharge_left_minor).and_then(|left| left.minus(row.disputed_minor));
    let of_it = taken.iter().filter(|taken| taken.bill_id == row.id);
    OpenBill {
        id: row.id,
        account: row.account_id,
        due_on: row.due_on,
        surcharge: row.surcharge_left_minor,
        rest: row.left_minor,
        disputed: row.disputed_minor,
        later: due_later(
            left.unwrap_or(Money::ZERO),
            of_it.map(|taken| (taken.until_on, taken.amount_minor)),
        ),
    }
}

crate::row! {
    /// Since when a claim is late.
    pub struct LateRow {
        /// The day.
        late_from_on: Day,
    }
}

/// Since when an open claim is late on a business date, or from when it will be.
pub fn late_since(tx: &Tx<'_>, bill: BillId, today: Day) -> Result<Day> {
    let row: LateRow = tx.one(
        concat!("SELECT ", late_from!("$1"), " AS late_from_on FROM bill b WHERE b.id = $2"),
        &[&today, &bill],
    )?;
    Ok(row.late_from_on)
}

crate::row! {
    /// A bill that has made estimates good.
    pub struct ByRow {
        /// The last day to pay it.
        due_on: Day,
        /// Credit that it used; below zero where it gave some.
        credit_used_minor: Money,
        /// Its paper.
        document: String,
    }
}

crate::row! {
    /// An estimate that a bill has made good.
    pub struct EstimateRow {
        /// Id.
        id: BillId,
        /// Number.
        number: String,
    }
}

crate::row! {
    /// An estimate or a debit note on it.
    pub struct LeftRow {
        /// Id.
        id: BillId,
        /// Due date.
        due_on: Day,
        /// What is left of it and not in dispute.
        left_minor: Money,
    }
}

/// Most estimates that one bill makes good, and most debit notes on one.
const MOST: i64 = 1_000;

crate::row! {
    /// What a bill has taken up of a claim, as it was written.
    pub struct TakenUpEntry {
        /// Its place among all.
        id: i64,
        /// The account.
        account_id: AccountId,
        /// The claim.
        bill_id: BillId,
        /// The bill that has taken it up.
        by_id: BillId,
        /// How much.
        amount_minor: Money,
    }
}

/// Streams them from one on, in the order in which they were written.
pub fn each(tx: &Tx<'_>, from: i64, take: impl FnMut(TakenUpEntry) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT id, account_id, bill_id, by_id, amount_minor FROM taken_up WHERE id >= $1 ORDER BY id",
        &[&from],
        take,
    )
}

/// Writes what a bill has taken up, as its paper says it, after what it has set off. Gives the rows.
pub fn write(tx: &Tx<'_>, account: AccountId, by: BillId) -> Result<Vec<TakenUpEntry>> {
    let row = by_row(tx, by)?;
    if row.document.is_empty() {
        return Ok(Vec::new());
    }
    let doc: BillDoc = serde_json::from_str(&row.document).context("reading the paper of a bill")?;
    written(tx, (account, by), &row, &doc)
}

fn by_row(tx: &Tx<'_>, by: BillId) -> Result<ByRow> {
    tx.one("SELECT due_on, credit_used_minor, document FROM bill WHERE id = $1", &[&by])
}

fn written(
    tx: &Tx<'_>,
    (account, by): (AccountId, BillId),
    row: &ByRow,
    doc: &BillDoc,
) -> Result<Vec<TakenUpEntry>> {
    let made_good = doc.paper.as_ref().map_or(&[][..], |paper| &paper.made_good);
    let known: Vec<EstimateRow> = tx.all(
        "SELECT b.id, b.number FROM true_use t JOIN bill b ON b.id = t.bill_id
          WHERE t.account_id = $1 AND t.by_id = $2 ORDER BY b.id LIMIT $3",
        &[&account, &by, &MOST],
    )?;
    let (mut estimates, mut due) = (Vec::new(), Vec::new());
    for number in made_good {
        let Some(estimate) = known.iter().find(|estimate| estimate.number == *number) else { continue };
        let (more, kept) = told(doc, number)?;
        let too_high = more.plus(kept).ok_or(Refusal::TooMuch)?.negated();
        let left = with_notes(tx, estimate.id, by)?;
        due.extend(left.iter().map(|row| (row.id, row.due_on)));
        let left = left.into_iter().map(|row| (row.id, row.left_minor)).collect();
        estimates.push(TooHigh { by: too_high.max(Money::ZERO), bill: estimate.id, left });
    }
    let all = Money::sum(estimates.iter().map(|estimate| estimate.by)).ok_or(Refusal::TooMuch)?;
    let credit = row.credit_used_minor.negated().max(Money::ZERO);
    let mut rows = Vec::new();
    for (bill, amount) in shares(all.minus(credit).ok_or(Refusal::TooMuch)?, &estimates)? {
        let own = due.iter().find(|(id, _)| *id == bill).map(|(_, due_on)| *due_on);
        // What is due no sooner by its own date is late no sooner.
        if own.ok_or_else(|| anyhow!("claim {bill} is none of those"))? < row.due_on {
            let id = tx.insert(
                "INSERT INTO taken_up (account_id, bill_id, by_id, amount_minor) VALUES ($1, $2, $3, $4)",
                &[&account, &bill, &by, &amount],
            )?;
            rows.push(TakenUpEntry {
                id,
                account_id: account,
                bill_id: bill,
                by_id: by,
                amount_minor: amount,
            });
        }
    }
    Ok(rows)
}

/// An estimate and the standing debit notes that a bill has counted with it, the newest first.
fn with_notes(tx: &Tx<'_>, estimate: BillId, by: BillId) -> Result<Vec<LeftRow>> {
    tx.all(
        concat!(
            "SELECT b.id, b.due_on, ",
            undisputed!(),
            " AS left_minor FROM bill b
              WHERE b.id IN (SELECT e.id FROM bill e WHERE e.id = $1
                             UNION SELECT n.id FROM bill n
                                    WHERE n.parent_id = $1 AND n.parent_id IS NOT NULL AND n.kind = 'debit_note'
                                      AND n.id < $2 AND n.cancelled = 0)
              ORDER BY b.id DESC LIMIT $3"
        ),
        &[&estimate, &by, &MOST],
    )
}

/// Accounts that are looked at together, and most bills of one that have made estimates good.
const A_PAGE: i64 = 1_000;

/// Writes what the bills of before have taken up, standing or not, by what is left of the estimates by now. A paper that
/// cannot be read says nothing of it: what its estimates still claim is late by their own dates, as it was, and the check of
/// the book names it.
pub(crate) fn of_before(tx: &Tx<'_>) -> Result<()> {
    let mut last = 0;
    loop {
        let accounts: Vec<Number> = tx.all(
            "SELECT DISTINCT account_id AS n FROM true_use WHERE account_id > $1 ORDER BY account_id LIMIT $2",
            &[&last, &A_PAGE],
        )?;
        for account in accounts.iter().map(|row| AccountId(row.n)) {
            let bills: Vec<Number> = tx.all(
                "SELECT DISTINCT by_id AS n FROM true_use WHERE account_id = $1 ORDER BY by_id LIMIT $2",
                &[&account, &A_PAGE],
            )?;
            for by in bills.into_iter().map(|row| BillId(row.n)) {
                let row = by_row(tx, by)?;
                if let Ok(doc) = serde_json::from_str(&row.document) {
                    written(tx, (account, by), &row, &doc)?;
                }
            }
        }
        match accounts.last() {
            Some(row) => last = row.n,
            None => return Ok(()),
        }
    }
}

crate::row! {
    /// A bill that has made estimates good, with its paper.
    pub struct PaperRow {
        /// Its number.
        number: String,
        /// Its paper.
        document: String,
    }
}

/// Streams the numbers of the bills that have made estimates good and whose papers cannot be read: nobody knows what they
/// have taken up.
pub fn each_unread(tx: &Tx<'_>, mut take: impl FnMut(String) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT b.number, b.document FROM bill b
          WHERE b.id IN (SELECT t.by_id FROM true_use t /* all */) AND b.document <> '' ORDER BY b.id",
        &[],
        |row: PaperRow| match serde_json::from_str::<BillDoc>(&row.document) {
            Ok(_) => Ok(true),
            Err(_) => take(row.number),
        },
    )
}
