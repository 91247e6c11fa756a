//! What the tests share: an auditor who reads the tables themselves and trusts no room.
//!
//! The product has its own check of a book. This one was written apart from it, in other words, so
//! that a mistake in one is found by the other. Start at [`problems`].

mod audit;
pub mod branch;
mod ledger;
pub mod samples;

pub use audit::{Count, fingerprint, problems};
pub use ledger::ledger_text;

use expect_test::Expect;
use foil_store::{Key, Seal};
use foil_testkit::{Hall, Person};
use rusqlite::Connection;
use std::path::Path;

/// A tariff by slabs, with a late payment of one per cent a month.
pub const DOMESTIC: &str = r#"
format = 1
name = "LT-2a Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01

[[fixed_charge]]
name = "Fixed charge"
amount = 50
per = "kW"

[[energy_charge]]
name = "Energy charge"
slabs = [ { up_to = 50, rate = 4.10 }, { up_to = 100, rate = 5.60 }, { rate = 7.15 } ]

[[adjustment]]
name = "FPPCA"
rate = 0.36

[[tax]]
name = "Tax on consumption"
percent = 9
on = ["energy"]

[rounding]
total = { to = 1, mode = "half_up" }

[late_payment]
percent = 1
per = "month"
"#;

/// The book's file opened without the product, as somebody with its key and SQLCipher would.
///
/// # Panics
///
/// When the key does not open it.
#[must_use]
pub fn raw(path: &Path, key: &Key) -> Connection {
    let opened = Seal::in_turn().into_iter().find_map(|seal| {
        let conn = Connection::open(path).ok()?;
        conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"; {}", key.hex().as_str(), seal.pragma())).ok()?;
        let read = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
        read.ok().map(|()| conn)
    });
    opened.unwrap_or_else(|| panic!("{} does not open with this key", path.display()))
}

/// What a story asks of a hall beside the trade: that it reads like this, and that the books balance.
pub trait Reads {
    /// The ledger, entry by entry.
    fn ledger_reads(&self, expected: Expect);
    /// The queue's board as this person sees it.
    fn queue_reads(&self, who: &Person, expected: Expect);
    /// The day's payments as this person sees them.
    fn day_book_reads(&self, who: &Person, expected: Expect);
    /// The auditor finds nothing, and neither does the product's own check.
    fn books_balance(&self);
}

impl Reads for Hall {
    fn ledger_reads(&self, expected: Expect) {
        expected.assert_eq(&ledger_text(self.office().book()));
    }

    fn queue_reads(&self, who: &Person, expected: Expect) {
        expected.assert_eq(&self.queue_text(who));
    }

    fn day_book_reads(&self, who: &Person, expected: Expect) {
        expected.assert_eq(&self.day_book(who));
    }

    fn books_balance(&self) {
        assert_eq!(problems(self.office().book()), Vec::<String>::new(), "the auditor's own sums");
        let report = self.check(&self.official("omar")).expect("the book's check");
        assert_eq!(report.problems, Vec::<String>::new(), "the product's check");
    }
}
