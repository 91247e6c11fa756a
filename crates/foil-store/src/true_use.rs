//! What was used in truth in periods that were billed on estimates, as the bill that makes them good says it.

use crate::tx::Tx;
use foil_domain::ids::{AccountId, BillId};
use foil_domain::refusal::Result;

crate::row! {
    /// The true use of a bill's period.
    pub struct TrueUseRow {
        /// The bill on an estimate.
        bill_id: BillId,
        /// Units as decimal text, of the unit that the bill charged by.
        units: String,
    }
}

crate::row! {
    /// A bill on an estimate, and a standing bill that made it good.
    pub struct MadeGoodRow {
        /// Account.
        account_id: AccountId,
        /// The bill on an estimate.
        bill_id: BillId,
        /// Its number.
        number: String,
        /// The bill that made it good.
        by_id: BillId,
    }
}

/// The bills on estimates that standing bills have made good, of the accounts after one up to another: with each that is
/// open those that the same bill made good, open or not.
pub fn open_between(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<MadeGoodRow>> {
    tx.all(
        "SELECT t.account_id, t.bill_id, b.number, t.by_id
           FROM true_use t JOIN bill b ON b.id = t.bill_id JOIN bill w ON w.id = t.by_id
          WHERE t.account_id > $1 AND t.account_id <= $2 AND w.cancelled = 0
            AND EXISTS (SELECT 1 FROM true_use o JOIN bill e ON e.id = o.bill_id
                         WHERE o.account_id = t.account_id AND o.by_id = t.by_id AND e.left_minor > 0)
          ORDER BY t.account_id, t.by_id, t.bill_id LIMIT 1000000",
        &[&after, &upto],
    )
}

/// The same of one bill, whether anything is left of it or not: with it those that the same bills made good.
pub fn of_bill(tx: &Tx<'_>, account: AccountId, bill: BillId) -> Result<Vec<MadeGoodRow>> {
    tx.all(
        "SELECT t.account_id, t.bill_id, b.number, t.by_id
           FROM true_use t JOIN bill b ON b.id = t.bill_id JOIN bill w ON w.id = t.by_id
          WHERE t.account_id = $1 AND w.cancelled = 0
            AND t.by_id IN (SELECT o.by_id FROM true_use o WHERE o.account_id = $1 AND o.bill_id = $2)
          ORDER BY t.by_id, t.bill_id LIMIT 1000",
        &[&account, &bill],
    )
}

/// Writes what a bill's period used in truth, as the bill `by` made it good.
pub fn insert(tx: &Tx<'_>, account: AccountId, bill: BillId, by: BillId, units: &str) -> Result<()> {
    tx.hit(
        "INSERT INTO true_use (account_id, bill_id, by_id, units) VALUES ($1, $2, $3, $4)",
        &[&account, &bill, &by, &units],
    )
}

/// The true use of an account's bills on estimates that standing bills have made good.
pub fn of_account(tx: &Tx<'_>, account: AccountId) -> Result<Vec<TrueUseRow>> {
    tx.all(
        "SELECT t.bill_id, t.units FROM true_use t JOIN bill w ON w.id = t.by_id
          WHERE t.account_id = $1 AND w.cancelled = 0 ORDER BY t.bill_id LIMIT 1000",
        &[&account],
    )
}

/// The units of an account's bills, each as it was used in truth where a standing bill has made it good.
pub(crate) fn told<B>(
    tx: &Tx<'_>,
    account: AccountId,
    mut bills: Vec<B>,
    of: impl Fn(&mut B) -> (BillId, &mut String),
) -> Result<Vec<B>> {
    if bills.is_empty() {
        return Ok(bills);
    }
    let truths = of_account(tx, account)?;
    for bill in &mut bills {
        let (id, units) = of(bill);
        if let Some(truth) = truths.iter().find(|t| t.bill_id == id) {
            units.clone_from(&truth.units);
        }
    }
    Ok(bills)
}
