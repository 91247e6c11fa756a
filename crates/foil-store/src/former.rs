//! What numbers were before they changed, so that the lists of a day that is over read as they did that day.
//!
//! A row says: until this business date the customer, or the account, had this number. The number that stood when
//! a day ended is that of the first row after it, or the present one when there is none.

use crate::tx::Tx;
use foil_domain::ids::{AccountId, CustomerId};
use foil_domain::refusal::Result;

/// Keeps the number of a customer that is about to get another; of one day's changes, what stood before the first.
pub(crate) fn keep_of_customer(tx: &Tx<'_>, id: CustomerId, next: &str, seen: i64) -> Result<()> {
    tx.run(
        "INSERT INTO former_number (kind, id, until_on, number)
         SELECT 'customer', c.id, o.business_on, c.number FROM customer c CROSS JOIN office o
          WHERE c.id = $1 AND c.version = $2 AND c.number <> $3
             ON CONFLICT DO NOTHING",
        &[&id, &seen, &next],
    )
    .map(|_| ())
}

/// Keeps the number of an account that is about to get another; of one day's changes, what stood before the first.
pub(crate) fn keep_of_account(tx: &Tx<'_>, id: AccountId, next: &str, seen: i64) -> Result<()> {
    tx.run(
        "INSERT INTO former_number (kind, id, until_on, number)
         SELECT 'account', a.id, o.business_on, a.number FROM account a CROSS JOIN office o
          WHERE a.id = $1 AND a.version = $2 AND a.number <> $3
             ON CONFLICT DO NOTHING",
        &[&id, &seen, &next],
    )
    .map(|_| ())
}
