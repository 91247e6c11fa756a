//! What numbers, names, addresses and meters were before they changed, so that the lists of a day that is over, and the papers
//! of bills that were issued elsewhere, read as they did that day.
//!
//! A row says: until this business date the customer, the property or the account had this. What stood when a day ended
//! is that of the first row after it, or the present one when there is none.

use crate::customers::{AccountData, CustomerData, PropertyData};
use crate::tx::{Text, Tx};
use foil_domain::ids::{AccountId, CustomerId, PropertyId};
use foil_domain::refusal::Result;
use foil_domain::time::Day;

/// The name that a customer had when a day ended; none when it has stood since.
pub fn name_then(tx: &Tx<'_>, id: CustomerId, on: Day) -> Result<Option<String>> {
    word_then(tx, "name", id.0, on)
}

/// The address that a property had when a day ended; none when it has stood since.
pub fn address_then(tx: &Tx<'_>, id: PropertyId, on: Day) -> Result<Option<String>> {
    word_then(tx, "address", id.0, on)
}

/// The meter that an account named when a day ended; none when it has named it since.
pub fn meter_then(tx: &Tx<'_>, id: AccountId, on: Day) -> Result<Option<String>> {
    word_then(tx, "meter", id.0, on)
}

/// The number that an account had when a day ended; none when it has stood since.
pub fn account_number_then(tx: &Tx<'_>, id: AccountId, on: Day) -> Result<Option<String>> {
    let found = tx.maybe::<Text>(
        "SELECT number AS t FROM former_number WHERE kind = 'account' AND id = $1 AND until_on > $2
          ORDER BY until_on LIMIT 1",
        &[&id, &on],
    )?;
    Ok(found.map(|row| row.t))
}

fn word_then(tx: &Tx<'_>, kind: &str, id: i64, on: Day) -> Result<Option<String>> {
    let found = tx.maybe::<Text>(
        "SELECT word AS t FROM former_word WHERE kind = $1 AND id = $2 AND until_on > $3 ORDER BY until_on LIMIT 1",
        &[&kind, &id, &on],
    )?;
    Ok(found.map(|row| row.t))
}

/// Keeps the number and the name of a customer that is about to get others; of one day's changes, what stood before the
/// first.
pub(crate) fn keep_of_customer(tx: &Tx<'_>, id: CustomerId, next: &CustomerData, seen: i64) -> Result<()> {
    tx.run(
        "INSERT INTO former_number (kind, id, until_on, number)
         SELECT 'customer', c.id, o.business_on, c.number FROM customer c CROSS JOIN office o
          WHERE c.id = $1 AND c.version = $2 AND c.number <> $3
             ON CONFLICT DO NOTHING",
        &[&id, &seen, &next.number],
    )?;
    tx.run(
        "INSERT INTO former_word (kind, id, until_on, word)
         SELECT 'name', c.id, o.business_on, c.name FROM customer c CROSS JOIN office o
          WHERE c.id = $1 AND c.version = $2 AND c.name <> $3 AND c.name <> ''
             ON CONFLICT DO NOTHING",
        &[&id, &seen, &next.name],
    )
    .map(|_| ())
}

/// Keeps the address of a property that is about to get another, likewise.
pub(crate) fn keep_of_property(tx: &Tx<'_>, id: PropertyId, next: &PropertyData, seen: i64) -> Result<()> {
    tx.run(
        "INSERT INTO former_word (kind, id, until_on, word)
         SELECT 'address', p.id, o.business_on, p.address FROM property p CROSS JOIN office o
          WHERE p.id = $1 AND p.version = $2 AND p.address <> $3 AND p.address <> ''
             ON CONFLICT DO NOTHING",
        &[&id, &seen, &next.address],
    )
    .map(|_| ())
}

/// Keeps the number of an account that is about to get another, and of its meter, likewise.
pub(crate) fn keep_of_account(tx: &Tx<'_>, id: AccountId, next: &AccountData, seen: i64) -> Result<()> {
    tx.run(
        "INSERT INTO former_number (kind, id, until_on, number)
         SELECT 'account', a.id, o.business_on, a.number FROM account a CROSS JOIN office o
          WHERE a.id = $1 AND a.version = $2 AND a.number <> $3
             ON CONFLICT DO NOTHING",
        &[&id, &seen, &next.number],
    )?;
    tx.run(
        "INSERT INTO former_word (kind, id, until_on, word)
         SELECT 'meter', a.id, o.business_on, a.meter FROM account a CROSS JOIN office o
          WHERE a.id = $1 AND a.version = $2 AND a.meter <> $3 AND a.meter <> ''
             ON CONFLICT DO NOTHING",
        &[&id, &seen, &next.meter],
    )
    .map(|_| ())
}
