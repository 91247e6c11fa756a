//! Deposit slips: what is paid in at the bank. Written once and never changed.

use crate::tx::Tx;
use foil_domain::ids::{CounterId, DepositSlipId, UserId, ZReportId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A deposit slip.
    pub struct DepositRow {
        /// Id.
        id: DepositSlipId,
        /// Number.
        number: String,
        /// `cash` or `cheques`.
        kind: String,
        /// Business date.
        business_on: Day,
        /// How much.
        amount_minor: Money,
        /// Who made it.
        by_name: String,
        /// When.
        made_at: Instant,
        /// Counter.
        counter_id: CounterId,
        /// Its audit row.
        audit_seq: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.number, d.kind, d.business_on, d.amount_minor, u.name AS by_name, d.made_at, ",
            "d.counter_id, d.audit_seq FROM deposit_slip d JOIN person u ON u.id = d.person_id ",
            $rest
        )
    };
}

/// A deposit slip.
pub fn find(tx: &Tx<'_>, id: DepositSlipId) -> Result<Option<DepositRow>> {
    tx.maybe(select!("WHERE d.id = $1"), &[&id])
}

/// The slips of the business dates `from..=to`, in order.
pub fn between(tx: &Tx<'_>, from: Day, to: Day, limit: i64) -> Result<Vec<DepositRow>> {
    tx.all(
        select!("WHERE d.business_on BETWEEN $1 AND $2 ORDER BY d.business_on, d.id LIMIT $3"),
        &[&from, &to, &limit],
    )
}

/// The last Z report that a slip of cash has paid in; the nought before the first when there is none.
pub fn last_z(tx: &Tx<'_>) -> Result<ZReportId> {
    let n =
        tx.number("SELECT COALESCE(MAX(until_z), 0) AS n FROM deposit_slip WHERE until_z IS NOT NULL", &[])?;
    Ok(ZReportId(n))
}

/// What stands on it, as JSON.
pub fn document(tx: &Tx<'_>, id: DepositSlipId) -> Result<String> {
    tx.one::<crate::tx::Text>("SELECT document AS t FROM deposit_slip WHERE id = $1", &[&id]).map(|r| r.t)
}

/// A new slip's columns.
#[derive(Debug)]
pub struct NewDeposit<'a> {
    /// Number.
    pub number: &'a str,
    /// `cash` or `cheques`.
    pub kind: &'a str,
    /// Business date.
    pub on: Day,
    /// How much, above zero.
    pub amount: Money,
    /// The last Z report it pays in; none on a slip of cheques.
    pub until: Option<ZReportId>,
    /// What stands on it, as JSON.
    pub document: &'a str,
    /// Who makes it.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Counter.
    pub counter: CounterId,
    /// Its audit row.
    pub audit_seq: i64,
}

/// Writes a slip.
pub fn insert(tx: &Tx<'_>, d: &NewDeposit<'_>) -> Result<DepositSlipId> {
    let n = tx.insert(
        "INSERT INTO deposit_slip (number, kind, business_on, amount_minor, until_z, document, person_id, made_at,
                counter_id, audit_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &d.number,
            &d.kind,
            &d.on,
            &d.amount,
            &d.until,
            &d.document,
            &d.person,
            &d.at,
            &d.counter,
            &d.audit_seq,
        ],
    )?;
    Ok(DepositSlipId(n))
}
