//! The journal: balanced entries, never changed.

use crate::tx::Tx;
use foil_domain::ledger::Entry;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

/// Writes an entry. `kind` is `bill` (every claim), `payment`, `void`, `correction`, `shift`, `variance`, `deposit`, or
/// what became of a payment after its day (`reversal`, `refund`, `transfer`, `bounce`); `source` is the id of the bill,
/// payment, correction, movement of cash, Z report or deposit slip; of a `variance` that was counted in the safe the negated
/// id of that count; of credit that was paid out, a `refund` of no payment, the id below zero.
pub fn post(tx: &Tx<'_>, kind: &str, source: i64, on: Day, entry: &Entry) -> Result<()> {
    let id = tx.insert(
        "INSERT INTO journal (kind, source_id, business_on) VALUES ($1, $2, $3)",
        &[&kind, &source, &on],
    )?;
    for (at, line) in (1i64..).zip(entry.lines()) {
        tx.hit(
            "INSERT INTO journal_line (journal_id, line, ledger, account_id, amount_minor)
             VALUES ($1, $2, $3, $4, $5)",
            &[&id, &at, &line.ledger, &line.account, &line.amount],
        )?;
    }
    Ok(())
}
