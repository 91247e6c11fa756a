//! Whether a drawer is asked for a drop, without telling what is in it.
//!
//! Where the ask begins is another figure for each row of payments: who has sounded it out while they knew what the drawer
//! held knows nothing of it once money has come in. It comes of the office's key, so neither a clerk nor a manager can work it
//! out, and it stays while a row goes on: an ask that is there is not gone by the next payment.

use foil_domain::ids::ShiftId;
use foil_domain::refusal::Result;
use foil_domain::shifts::asks_above;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;

/// Whether a drawer holds so much that it is asked for a drop.
pub(super) fn drop_asked(tx: &Tx<'_>, office: &OfficeRow, shift: ShiftId, on: Day) -> Result<bool> {
    let Some(ceiling) = office.cash_ceiling_minor else { return Ok(false) };
    let held = foil_store::shifts::drawer(tx, shift, on)?.expected()?;
    if held > ceiling || held <= asks_above(ceiling, u64::MAX) {
        return Ok(held > ceiling);
    }
    Ok(held > asks_above(ceiling, drawn(tx, shift, on)?))
}

/// A number that nobody can foresee, and the same each time until another row of payments begins. In a book from before there
/// were keys it is nought.
fn drawn(tx: &Tx<'_>, shift: ShiftId, on: Day) -> Result<u64> {
    let Some(key) = foil_store::seals::office_key(tx)? else { return Ok(0) };
    let row = foil_store::shifts::row_began_with(tx, shift, on)?;
    let signed = key.sign(format!("a drop of shift {shift} since payment {row}").as_bytes());
    Ok(signed.get(..16).and_then(|first| u64::from_str_radix(first, 16).ok()).unwrap_or_default())
}
