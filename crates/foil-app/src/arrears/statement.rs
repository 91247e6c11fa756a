//! The statement of account: what was owed, what happened, what is owed.

use super::papers::addressee;
use crate::{Refusal, Result};
use anyhow::Context as _;
use foil_domain::arrears::papers::{StatementDoc, StatementKind, StatementLine, StatementSide};
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use foil_store::statements::{self, Moved};

/// Days of one statement at most: ten years.
const MOST_DAYS: i64 = 3_653;

/// An account's statement over the days `from..=until`: opening balance, every bill, payment and correction
/// in the order of their days, closing balance. Below zero is credit.
///
/// Refuses an unknown account, days the wrong way round, and more than ten years.
pub(crate) fn statement(
    tx: &Tx<'_>,
    office: &OfficeRow,
    account: AccountId,
    from: Day,
    until: Day,
) -> Result<StatementDoc> {
    if from > until {
        return Err(Refusal::bad_input("until", format!("{from} or later")).into());
    }
    if until.days_since(from) > MOST_DAYS {
        return Err(Refusal::bad_input("from", "ten years before the last day at most").into());
    }
    let row =
        foil_store::arrears::account(tx, account)?.ok_or_else(|| Refusal::not_found("account", account))?;
    let mut doc = StatementDoc {
        office: crate::payments::office_head_for(office, &row.language),
        to: addressee(tx, &row)?,
        from,
        until,
        business_on: office.business_on,
        opening: Money::ZERO,
        lines: Vec::new(),
        billed: Money::ZERO,
        paid: Money::ZERO,
        taken_back: Money::ZERO,
        corrected: Money::ZERO,
        closing: Money::ZERO,
    };
    for moved in statements::moved(tx, account, until)? {
        let amount = moved.amount_minor;
        doc.closing = doc.closing.plus(amount).ok_or(Refusal::TooMuch)?;
        if moved.on_day < from {
            doc.opening = doc.closing;
            continue;
        }
        let kind = StatementKind::from_word(&moved.kind)
            .with_context(|| format!("a statement has no word for {}", moved.kind))?;
        let sum = match kind.side() {
            StatementSide::Charged => &mut doc.billed,
            StatementSide::Paid => &mut doc.paid,
            StatementSide::TakenBack => &mut doc.taken_back,
            StatementSide::Credited => &mut doc.corrected,
        };
        *sum = sum.plus(amount).ok_or(Refusal::TooMuch)?;
        doc.lines.push(line(kind, moved, doc.closing));
    }
    (doc.paid, doc.corrected) = (doc.paid.negated(), doc.corrected.negated());
    Ok(doc)
}

fn line(kind: StatementKind, moved: Moved, balance: Money) -> StatementLine {
    StatementLine {
        on: moved.on_day,
        kind,
        number: moved.number,
        detail: moved.detail,
        amount: moved.amount_minor,
        balance,
    }
}
