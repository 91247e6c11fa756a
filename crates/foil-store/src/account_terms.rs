//! The plans and loads that accounts were billed by, and until when.

use crate::tx::Tx;
use foil_domain::ids::AccountId;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

/// Terms of an account that are looked through: so many changes inside one period are none that anybody made.
const MOST: i64 = 100;

crate::row! {
    /// What an account was billed by until a day.
    pub struct EndedTermsRow {
        /// The first day on which others held.
        until_on: Day,
        /// Tariff plan's name.
        tariff: String,
        /// kW as decimal text; empty where unknown.
        sanctioned_load_kw: String,
        /// kW as decimal text; empty where unknown.
        contract_demand_kw: String,
    }
}

/// What ended after a day, oldest first.
pub fn ended_after(tx: &Tx<'_>, account: AccountId, day: Day) -> Result<Vec<EndedTermsRow>> {
    tx.all(
        "SELECT until_on, tariff, sanctioned_load_kw, contract_demand_kw FROM account_terms_ended
          WHERE account_id = $1 AND until_on > $2 ORDER BY until_on LIMIT $3",
        &[&account, &day, &MOST],
    )
}

/// What ended, newest first.
pub fn newest_ended(tx: &Tx<'_>, account: AccountId) -> Result<Vec<EndedTermsRow>> {
    tx.all(
        "SELECT until_on, tariff, sanctioned_load_kw, contract_demand_kw FROM account_terms_ended
          WHERE account_id = $1 ORDER BY until_on DESC LIMIT $2",
        &[&account, &MOST],
    )
}

/// Keeps what ended on a day.
pub fn end(tx: &Tx<'_>, account: AccountId, row: &EndedTermsRow) -> Result<()> {
    tx.hit(
        "INSERT INTO account_terms_ended (account_id, until_on, tariff, sanctioned_load_kw, contract_demand_kw)
         VALUES ($1, $2, $3, $4, $5)",
        &[&account, &row.until_on, &row.tariff, &row.sanctioned_load_kw, &row.contract_demand_kw],
    )
}

/// Lets go of an end that was taken back: what ended then goes on.
pub fn goes_on(tx: &Tx<'_>, account: AccountId, until: Day) -> Result<()> {
    tx.hit("DELETE FROM account_terms_ended WHERE account_id = $1 AND until_on = $2", &[&account, &until])
}
