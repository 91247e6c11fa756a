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
