//! Cases of abnormal use.

use crate::tx::Tx;
use foil_domain::ids::{AccountId, ReadingId, UseCaseId};
use foil_domain::metering::case::{CaseKind, CaseState, CaseStep};
use foil_domain::refusal::Result;
use foil_domain::time::Day;
use serde::{Deserialize, Serialize};

crate::row! {
    /// A case with the words a screen shows beside it.
    pub struct UseCaseRow {
        /// Id.
        id: UseCaseId,
        /// Its account.
        account_id: AccountId,
        /// The account's number.
        account_number: String,
        /// The customer's name.
        name: String,
        /// What is abnormal.
        kind: CaseKind,
        /// How far it has come.
        step: CaseStep,
        /// Open or closed.
        state: CaseState,
        /// Abnormal periods.
        periods: i64,
        /// Since.
        opened_on: Day,
        /// Day of the reading that moved it last.
        last_on: Day,
        /// That reading.
        reading_id: ReadingId,
        /// What was said when a person moved or closed it.
        outcome: String,
        /// For edits.
        version: i64,
        /// What its last reading was asked about, as JSON.
        checks: String,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.account_id, a.number AS account_number, c.name, u.kind, u.step, u.state, u.periods, ",
            "u.opened_on, u.last_on, u.reading_id, u.outcome, u.version, r.checks FROM use_case u ",
            "JOIN account a ON a.id = u.account_id JOIN customer c ON c.id = a.customer_id ",
            "JOIN reading r ON r.id = u.reading_id ",
            $rest
        )
    };
}

/// What may change of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseData {
    /// What is abnormal.
    pub kind: CaseKind,
    /// How far it has come.
    pub step: CaseStep,
    /// Open or closed.
    pub state: CaseState,
    /// Abnormal periods.
    pub periods: i64,
    /// Day of the reading that moved it last.
    pub last_on: Day,
    /// That reading.
    pub reading: ReadingId,
    /// What was said of it.
    pub outcome: String,
}

impl UseCaseRow {
    /// What may change of it.
    #[must_use]
    pub fn data(&self) -> CaseData {
        CaseData {
            kind: self.kind,
            step: self.step,
            state: self.state,
            periods: self.periods,
            last_on: self.last_on,
            reading: self.reading_id,
            outcome: self.outcome.clone(),
        }
    }
}

/// A case.
pub fn find(tx: &Tx<'_>, id: UseCaseId) -> Result<Option<UseCaseRow>> {
    tx.maybe(select!("WHERE u.id = $1"), &[&id])
}

/// The open case of an account.
pub fn open_of_account(tx: &Tx<'_>, account: AccountId) -> Result<Option<UseCaseRow>> {
    tx.maybe(select!("WHERE u.account_id = $1 AND u.state = 'open'"), &[&account])
}

crate::row! {
    /// The days of a case.
    pub struct CaseSpanRow {
        /// Open or closed.
        state: CaseState,
        /// Since.
        opened_on: Day,
        /// Day of the reading that moved it last.
        last_on: Day,
    }
}

impl CaseSpanRow {
    /// Whether it was open when a reading was taken on a day, by the readings that opened and moved it.
    #[must_use]
    pub fn was_open_on(&self, day: Day) -> bool {
        self.opened_on <= day && (self.state == CaseState::Open || day <= self.last_on)
    }
}

/// An account's cases, the newest first.
pub fn of_account(tx: &Tx<'_>, account: AccountId) -> Result<Vec<CaseSpanRow>> {
    tx.all(
        "SELECT state, opened_on, last_on FROM use_case
          WHERE account_id = $1 ORDER BY opened_on DESC, id DESC LIMIT 500",
        &[&account],
    )
}

/// The cases of a state after one, those that moved last first.
pub fn list(tx: &Tx<'_>, state: CaseState, before: (Day, UseCaseId), limit: i64) -> Result<Vec<UseCaseRow>> {
    tx.all(
        select!(
            "WHERE u.state = $1 AND (u.last_on, u.id) < ($2, $3) ORDER BY u.last_on DESC, u.id DESC LIMIT $4"
        ),
        &[&state, &before.0, &before.1, &limit],
    )
}

/// How many cases of a state there are.
pub fn count(tx: &Tx<'_>, state: CaseState) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM use_case WHERE state = $1", &[&state])
}

/// Opens a case.
pub fn insert(tx: &Tx<'_>, account: AccountId, on: Day, c: &CaseData) -> Result<UseCaseId> {
    let n = tx.insert(
        "INSERT INTO use_case (account_id, kind, step, state, periods, opened_on, last_on, reading_id, outcome,
                version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        &[&account, &c.kind, &c.step, &c.state, &c.periods, &on, &c.last_on, &c.reading, &c.outcome],
    )?;
    Ok(UseCaseId(n))
}

/// Changes a case. `false` when the version is stale.
pub fn update(tx: &Tx<'_>, id: UseCaseId, c: &CaseData, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE use_case SET kind = $1, step = $2, state = $3, periods = $4, last_on = $5, reading_id = $6,
                outcome = $7, version = version + 1
          WHERE id = $8 AND version = $9",
        &[&c.kind, &c.step, &c.state, &c.periods, &c.last_on, &c.reading, &c.outcome, &id, &seen],
    )?;
    Ok(touched == 1)
}
