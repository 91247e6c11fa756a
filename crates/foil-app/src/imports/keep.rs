//! What the kinds of files have in common: rows are gathered from cells, and kept in the book.

use super::cells::Cells;
use super::views::RowError;
use crate::{Act, Result};
use foil_domain::money::Money;
use foil_domain::people::Role;
use foil_domain::time::Day;
use foil_store::Tx;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::hash::{BuildHasher, Hash, RandomState};

/// Gathers rows of the book from rows of a file.
pub(super) trait Gather: Clone {
    /// What is kept: an account with its customer, a bill with its lines, a payment.
    type Row: Send + 'static;

    /// Looks at a row before the first pass, where the whole file must be known first.
    fn look(&mut self, _cells: &mut Cells<'_>) {}

    /// Takes a row of the file. What is wrong with it was noted by `cells`.
    fn take(&mut self, cells: &mut Cells<'_>, batch: &mut Batch<Self::Row>);

    /// Hears of a row that is bad, and counted as such, so that what it belongs to does not go without it.
    fn spoil(&mut self, _cells: &Cells<'_>) {}

    /// Rows of the file that wait for its end.
    fn waiting(&self) -> i64 {
        0
    }

    /// Gives out what was waiting for further rows.
    fn end(&mut self, _batch: &mut Batch<Self::Row>) {}
}

/// Rows on their way from the file to the book.
pub(super) struct Batch<R> {
    /// Good so far.
    pub(super) rows: Vec<R>,
    /// Rows of the file that are bad.
    pub(super) bad: i64,
    /// What is wrong with them.
    pub(super) errors: Vec<RowError>,
}

impl<R> Batch<R> {
    pub(super) fn new() -> Batch<R> {
        Batch { rows: Vec::new(), bad: 0, errors: Vec::new() }
    }
}

/// Where rows are kept, or only held against.
pub(super) struct Desk<'a> {
    /// The book.
    pub(super) tx: &'a Tx<'a>,
    /// The business date.
    pub(super) today: Day,
    /// The running act; none when nothing is to be stored.
    pub(super) act: Option<&'a Act<'a>>,
    /// The role that whoever imports has now: a file gives nobody a right that they have not.
    pub(super) role: Role,
    /// The whole file goes into one transaction, and is large.
    pub(super) large: bool,
}

/// Puts rows into the book, or says why not.
pub(super) trait Keep: Send + 'static {
    /// What is kept.
    type Row: Send + 'static;

    /// Whether the book has nothing yet of what is kept: then nobody can be waiting for it.
    fn nothing_yet(tx: &Tx<'_>) -> Result<bool>;

    /// Begins a transaction. What an attempt before it left, and did not commit, is forgotten.
    fn begin(&mut self, desk: &Desk<'_>) -> Result<()>;

    /// Keeps a row; a bad one leaves nothing behind.
    fn keep(&mut self, desk: &Desk<'_>, row: &Self::Row) -> Result<Kept>;

    /// Ends a transaction.
    fn end(&mut self, _desk: &Desk<'_>) -> Result<()> {
        Ok(())
    }

    /// The transaction is on disk.
    fn committed(&mut self) {}

    /// Rows of the file that a row of the book came from.
    fn rows(_row: &Self::Row) -> i64 {
        1
    }

    /// The money that comes into the book with a row.
    fn money(_row: &Self::Row) -> Money {
        Money::ZERO
    }

    /// What the rows of this transaction did that is told of by itself, for the act's row of the log.
    fn told(&mut self) -> Option<(&'static str, Value)> {
        None
    }
}

/// What became of a row.
#[derive(Debug)]
pub(super) enum Kept {
    Created,
    Updated,
    Unchanged,
    Bad(Vec<RowError>),
}

/// What became of many rows.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) unchanged: i64,
    pub(super) bad: i64,
    /// The money that came with what was created.
    #[serde(default)]
    pub(super) money: Money,
}

impl Counts {
    /// Counts what became of a row of the book, and gives back what is wrong with it.
    pub(super) fn count<K: Keep>(&mut self, kept: Kept, row: &K::Row) -> Vec<RowError> {
        let rows = K::rows(row);
        match kept {
            Kept::Created => {
                self.created += rows;
                self.money = self.money.plus(K::money(row)).unwrap_or(self.money);
            }
            Kept::Updated => self.updated += rows,
            Kept::Unchanged => self.unchanged += rows,
            Kept::Bad(errors) => {
                self.bad += rows;
                return errors;
            }
        }
        Vec::new()
    }

    pub(super) fn add(&mut self, more: Counts) {
        self.created += more.created;
        self.updated += more.updated;
        self.unchanged += more.unchanged;
        self.bad += more.bad;
        self.money = self.money.plus(more.money).unwrap_or(self.money);
    }
}

/// Short keys for what was seen in a file: 8 bytes each, whatever the number's length. Two numbers
/// get the same key once in ten million files of a million rows; the second is then listed as bad.
#[derive(Clone, Default)]
pub(super) struct Keys(RandomState);

impl Keys {
    pub(super) fn of(&self, what: impl Hash) -> u64 {
        self.0.hash_one(what)
    }
}
