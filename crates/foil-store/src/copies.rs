//! Papers that were handed out: the one original, then duplicates, numbered, with who and when.

use crate::tx::Tx;
use foil_domain::documents::PaperKind;
use foil_domain::ids::{CounterId, ShiftId, UserId};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A paper that was handed out.
    pub struct CopyRow {
        /// 0 is the original, 1 the first duplicate.
        n: i64,
        /// The paper's number.
        number: String,
        /// Who handed it out, by their log-in name then.
        login: String,
        /// Their id.
        person_id: UserId,
        /// When.
        handed_at: Instant,
        /// The code of the counter that it was handed out at; empty where nobody kept that.
        counter: String,
        /// Whether it was of a receipt that had become void by then; none where nobody kept it.
        void: Option<bool>,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.n, c.number, ",
            crate::people::login_then!("u", "c.handed_at"),
            " AS login, c.person_id, c.handed_at, COALESCE(o.code, '') AS counter, c.void
               FROM paper_copy c JOIN person u ON u.id = c.person_id LEFT JOIN counter o ON o.id = c.counter_id ",
            $rest
        )
    };
}

crate::row! {
    /// What was handed out of a paper so far.
    pub struct SoFar {
        /// 1 when the original was.
        originals: i64,
        /// The number of the last duplicate; 0 when there is none.
        duplicates: i64,
    }
}

/// What was handed out of a paper so far.
pub fn so_far(tx: &Tx<'_>, paper: PaperKind, id: i64) -> Result<SoFar> {
    tx.one(
        "SELECT COUNT(*) FILTER (WHERE n = 0) AS originals, CAST(COALESCE(MAX(n), 0) AS BIGINT) AS duplicates
           FROM paper_copy WHERE paper = $1 AND paper_id = $2",
        &[&paper, &id],
    )
}

/// One copy of a paper.
pub fn find(tx: &Tx<'_>, paper: PaperKind, id: i64, n: i64) -> Result<Option<CopyRow>> {
    tx.maybe(select!("WHERE c.paper = $1 AND c.paper_id = $2 AND c.n = $3"), &[&paper, &id, &n])
}

/// A copy on its way into the book.
#[derive(Debug, Clone)]
pub struct NewCopy<'a> {
    /// Which kind of paper.
    pub paper: PaperKind,
    /// Which of that kind.
    pub id: i64,
    /// 0 is the original.
    pub n: i64,
    /// The paper's number.
    pub number: &'a str,
    /// Who hands it out.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Business date.
    pub on: Day,
    /// In which counter's chain its audit row stands.
    pub counter: CounterId,
    /// That row's place.
    pub audit_seq: i64,
    /// The drawer whose report tells it; none where it was handed out at none.
    pub shift: Option<ShiftId>,
    /// Whether it is of a receipt that has become void.
    pub void: bool,
}

/// Records that a copy was handed out. Each is recorded once.
pub fn add(tx: &Tx<'_>, copy: &NewCopy<'_>) -> Result<()> {
    tx.hit(
        "INSERT INTO paper_copy (paper, paper_id, n, number, person_id, handed_at, business_on, counter_id, audit_seq,
                shift_id, void)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &copy.paper,
            &copy.id,
            &copy.n,
            &copy.number,
            &copy.person,
            &copy.at,
            &copy.on,
            &copy.counter,
            &copy.audit_seq,
            &copy.shift,
            &copy.void,
        ],
    )
}

/// Duplicates handed out on the business dates `from..=to`.
pub fn duplicates(tx: &Tx<'_>, from: Day, to: Day) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM paper_copy WHERE n > 0 AND business_on BETWEEN $1 AND $2",
        &[&from, &to],
    )
}

/// The duplicates that a drawer's report tells, in order: each is of one drawer, or of none.
pub fn at_drawer(tx: &Tx<'_>, shift: ShiftId, limit: i64) -> Result<Vec<CopyRow>> {
    tx.all(
        select!("WHERE c.shift_id = $1 AND c.n > 0 ORDER BY c.handed_at, c.number, c.n LIMIT $2"),
        &[&shift, &limit],
    )
}

/// How many they are.
pub fn count_at_drawer(tx: &Tx<'_>, shift: ShiftId) -> Result<i64> {
    tx.number("SELECT COUNT(*) AS n FROM paper_copy WHERE shift_id = $1 AND n > 0", &[&shift])
}

/// The duplicates of a business date that were handed out at no drawer, in order.
pub fn at_none(tx: &Tx<'_>, on: Day, limit: i64) -> Result<Vec<CopyRow>> {
    tx.all(
        select!(
            "WHERE c.n > 0 AND c.business_on = $1 AND c.shift_id IS NULL
             ORDER BY c.handed_at, c.number, c.n LIMIT $2"
        ),
        &[&on, &limit],
    )
}

/// How many they are.
pub fn count_at_none(tx: &Tx<'_>, on: Day) -> Result<i64> {
    tx.number(
        "SELECT COUNT(*) AS n FROM paper_copy WHERE n > 0 AND business_on = $1 AND shift_id IS NULL",
        &[&on],
    )
}

crate::row! {
    /// A duplicate of a period.
    pub struct DuplicateRow {
        /// 1 is the first.
        n: i64,
        /// The paper's number.
        number: String,
        /// Who handed it out, as their row of the log has them; by the clock where nobody kept that.
        login: String,
        /// Business date.
        business_on: Day,
    }
}

/// The duplicates handed out on the business dates `from..=to`, newest first.
pub fn newest(tx: &Tx<'_>, from: Day, to: Day, limit: i64) -> Result<Vec<DuplicateRow>> {
    tx.all(
        concat!(
            "SELECT c.n, c.number, COALESCE(a.who, ",
            crate::people::login_then!("u", "c.handed_at"),
            ") AS login, c.business_on
               FROM paper_copy c JOIN person u ON u.id = c.person_id
                    LEFT JOIN audit a ON a.counter_id = c.counter_id AND a.seq = c.audit_seq
              WHERE c.n > 0 AND c.business_on BETWEEN $1 AND $2
              ORDER BY c.business_on DESC, c.handed_at DESC, c.number, c.n DESC LIMIT $3"
        ),
        &[&from, &to, &limit],
    )
}
