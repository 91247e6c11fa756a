//! The steps of cheques: on which day, by whom and in which row of the log each went from one state to the next, and the
//! register that is read off them.

use crate::figures::{BETWEEN_SHARES, IN_SHARE};
use crate::tx::Tx;
use foil_domain::cheques::ChequeState;
use foil_domain::ids::{ChequeId, CounterId, UserId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

/// Who takes a step, when, and which row of the log says so.
#[derive(Debug, Clone, Copy)]
pub struct StepBy {
    /// Business date.
    pub on: Day,
    /// Who.
    pub person: UserId,
    /// Who let it happen, where somebody had to.
    pub allowed_by: Option<UserId>,
    /// When.
    pub at: Instant,
    /// The counter in whose chain the row stands.
    pub counter: CounterId,
    /// Its place there.
    pub audit_seq: i64,
}

/// Writes down the step that a cheque has just taken: as it stands now. Gives back its place among the cheque's.
pub fn stepped(tx: &Tx<'_>, id: ChequeId, by: &StepBy) -> Result<i64> {
    tx.hit(
        "INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id,
                audit_seq)
         SELECT q.id, q.version, q.state, q.slip_id, $1, $2, $3, $4, $5, $6 FROM cheque q WHERE q.id = $7",
        &[&by.on, &by.person, &by.allowed_by, &by.at, &by.counter, &by.audit_seq, &id],
    )?;
    tx.number("SELECT version AS n FROM cheque WHERE id = $1", &[&id])
}

crate::row! {
    /// A cheque as its register lists it, with its steps up to a day.
    pub struct ListedCheque {
        /// Its place in the book.
        cheque: i64,
        /// Its number.
        number: String,
        /// The bank it is drawn on.
        bank: String,
        /// Whose it is.
        drawer: String,
        /// The receipt that it pays.
        receipt: String,
        /// How much of that.
        amount: Money,
        /// Business date it was received on.
        received_on: Day,
        /// The bank's reason, by its word, should it have bounced.
        reason: String,
        /// In somebody's own words.
        note: String,
        /// The claim of the fee.
        fee: String,
        /// The letter to the payer, as JSON; empty where there is none.
        letter: String,
        /// Its steps, first to last: see [`ListedCheque::steps`].
        steps: String,
    }
}

/// One step of a cheque.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedStep {
    /// Its place among the cheque's.
    pub n: i64,
    /// Where the cheque went.
    pub state: ChequeState,
    /// Business date.
    pub on: String,
    /// Who, by the log-in name of then; empty where the book did not keep it.
    pub who: String,
    /// Who let it happen; mostly empty.
    pub allowed_by: String,
    /// The slip that the cheque is on.
    pub slip: String,
    /// The counter's code of its row of the log; empty for those of before.
    pub counter: String,
    /// That row's place; 0 for those of before.
    pub audit_seq: i64,
    /// That row's hash; empty while the act still runs.
    pub audit_hash: String,
}

impl ListedCheque {
    /// Its steps, first to last.
    #[must_use]
    pub fn steps(&self) -> Vec<ListedStep> {
        self.steps.split(BETWEEN_SHARES).filter_map(step).collect()
    }
}

fn step(text: &str) -> Option<ListedStep> {
    let mut parts = text.split(IN_SHARE);
    let n = parts.next()?.parse().ok()?;
    let state = ChequeState::from_word(parts.next()?)?;
    let mut text = || parts.next().map(str::to_owned);
    let (on, who, allowed_by, slip, counter) = (text()?, text()?, text()?, text()?, text()?);
    let audit_seq = text()?.parse().ok()?;
    Some(ListedStep { n, state, on, who, allowed_by, slip, counter, audit_seq, audit_hash: text()? })
}

macro_rules! listed {
    ($from:literal) => {
        concat!(
            "SELECT q.id AS cheque, q.number, q.bank, q.drawer, p.number AS receipt, q.amount_minor AS amount,
                    q.received_on, q.reason, q.note, COALESCE(b.number, '') AS fee, q.letter,
                    COALESCE((SELECT string_agg(s.n || '\u{1f}' || s.state || '\u{1f}' || s.business_on || '\u{1f}' ||
                                     COALESCE(",
            crate::people::login_then!("u", "s.made_at"),
            ", '') || '\u{1f}' || COALESCE(",
            crate::people::login_then!("m", "s.made_at"),
            ", '') || '\u{1f}' || COALESCE(d.number, '') || '\u{1f}' || COALESCE(c.code, '') || '\u{1f}' || s.audit_seq
                                     || '\u{1f}' || COALESCE(a.hash, ''), '\u{1e}' ORDER BY s.n)
                                FROM cheque_step s LEFT JOIN person u ON u.id = s.person_id
                                     LEFT JOIN person m ON m.id = s.allowed_by
                                     LEFT JOIN deposit_slip d ON d.id = s.slip_id
                                     LEFT JOIN counter c ON c.id = s.counter_id
                                     LEFT JOIN audit a ON a.counter_id = s.counter_id AND a.seq = s.audit_seq
                               WHERE s.cheque_id = q.id AND s.business_on <= $1), '') AS steps ",
            $from
        )
    };
}

/// Streams the cheques that took a step on one of the business dates `from..=to`, by the first of those, each as it stood
/// when the last of them ended.
pub fn each(tx: &Tx<'_>, from: Day, to: Day, take: impl FnMut(ListedCheque) -> Result<bool>) -> Result<()> {
    tx.each(
        listed!(
            "FROM cheque_step f JOIN cheque q ON q.id = f.cheque_id JOIN payment p ON p.id = q.payment_id
                  LEFT JOIN bill b ON b.id = q.fee_bill_id
            WHERE f.business_on BETWEEN $2 AND $1
              AND NOT EXISTS (SELECT 1 FROM cheque_step e
                               WHERE e.cheque_id = f.cheque_id AND e.n < f.n AND e.business_on >= $2)
            ORDER BY f.business_on, f.cheque_id"
        ),
        &[&to, &from],
        take,
    )
}

/// How many cheques took a step on one of the business dates `from..=to`.
pub fn count(tx: &Tx<'_>, from: Day, to: Day) -> Result<i64> {
    tx.number(
        "SELECT COUNT(DISTINCT cheque_id) AS n FROM cheque_step WHERE business_on BETWEEN $1 AND $2",
        &[&from, &to],
    )
}

/// One of them as it stands on a business date, also while the act that changes it still runs.
pub fn listed(tx: &Tx<'_>, id: ChequeId, on: Day) -> Result<Option<ListedCheque>> {
    tx.maybe(
        listed!(
            "FROM cheque q JOIN payment p ON p.id = q.payment_id LEFT JOIN bill b ON b.id = q.fee_bill_id
            WHERE q.id = $2"
        ),
        &[&on, &id],
    )
}
