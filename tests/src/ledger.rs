//! The ledger as lines that a person can read.

use foil_domain::money::Money;
use foil_store::Book;
use std::fmt::Write as _;

foil_store::row! {
    /// A journal line with its entry.
    pub struct Posted {
        /// The entry.
        id: i64,
        /// Bill, payment or void.
        kind: String,
        /// Ledger.
        ledger: String,
        /// The account's number; empty for the office's own ledgers.
        account: String,
        /// Debit above zero.
        amount: Money,
    }
}

/// Every entry but those of bills, a line each: `payment  cash +1250.00  receivable E-1001 -1250.00`.
///
/// # Panics
/// When the book cannot be read.
#[must_use]
pub fn ledger_text(book: &Book) -> String {
    let lines = book.read(|tx| {
        tx.all::<Posted>(
            "SELECT j.id, j.kind, l.ledger, COALESCE(a.number, '') AS account, l.amount_minor AS amount
               FROM journal j JOIN journal_line l ON l.journal_id = j.id LEFT JOIN account a ON a.id = l.account_id
              WHERE j.kind <> 'bill' ORDER BY j.id, l.line LIMIT 100000",
            &[],
        )
    });
    let lines = lines.expect("the ledger");
    let mut out = String::new();
    for entry in lines.chunk_by(|a, b| a.id == b.id) {
        let _ = write!(out, "{}", entry[0].kind);
        for line in entry {
            let sign = if line.amount.is_negative() { "" } else { "+" };
            let account = if line.account.is_empty() { String::new() } else { format!(" {}", line.account) };
            let _ = write!(out, "  {}{account} {sign}{}", line.ledger, line.amount.plain(2));
        }
        out.push('\n');
    }
    out
}
