//! Credit that a bill set off against other claims of its account. Rows are only added: one that is taken back gets
//! an opposite one.

use crate::tx::Tx;
use foil_domain::ids::BillId;
use foil_domain::money::Money;
use foil_domain::payments::Part;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// What a bill has set off against a part of a claim, as it stands.
    pub struct SetOffRow {
        /// The claim.
        claim_id: BillId,
        /// Its number.
        claim: String,
        /// Which part of it.
        part: Part,
        /// How much, above zero.
        amount: Money,
    }
}

crate::row! {
    /// What was set off, or taken back, once.
    pub struct SetOffEntry {
        /// Its place among all.
        id: i64,
        /// The bill whose credit it was.
        bill_id: BillId,
        /// The claim.
        claim_id: BillId,
        /// Which part of it.
        part: Part,
        /// How much; below zero where it was taken back.
        amount_minor: Money,
        /// Business date.
        business_on: Day,
    }
}

/// Streams them from one on, in the order in which they were made.
pub fn each(tx: &Tx<'_>, from: i64, take: impl FnMut(SetOffEntry) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT id, bill_id, claim_id, part, amount_minor, business_on FROM set_off WHERE id >= $1 ORDER BY id",
        &[&from],
        take,
    )
}

/// Writes what a bill sets off against a part of a claim; below zero where it is taken back. Gives back its place.
pub fn insert(tx: &Tx<'_>, bill: BillId, claim: BillId, part: Part, amount: Money, on: Day) -> Result<i64> {
    tx.insert(
        "INSERT INTO set_off (bill_id, claim_id, part, amount_minor, business_on) VALUES ($1, $2, $3, $4, $5)",
        &[&bill, &claim, &part, &amount, &on],
    )
}

/// What a bill has set off against other claims, in order of claims.
pub fn of_bill(tx: &Tx<'_>, bill: BillId) -> Result<Vec<SetOffRow>> {
    tx.all(
        "SELECT s.claim_id, c.number AS claim, s.part, CAST(SUM(s.amount_minor) AS BIGINT) AS amount
           FROM set_off s JOIN bill c ON c.id = s.claim_id
          WHERE s.bill_id = $1 GROUP BY s.claim_id, c.number, s.part HAVING SUM(s.amount_minor) > 0
          ORDER BY s.claim_id, s.part LIMIT 5000",
        &[&bill],
    )
}

/// What later bills have set off against a claim, as it stands.
pub fn of_claim(tx: &Tx<'_>, claim: BillId) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM set_off WHERE claim_id = $1",
        &[&claim],
    )?;
    Ok(Money::from_minor(n))
}
