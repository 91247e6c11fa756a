//! What of a period went to the bank, and what lay in the office when its last day was closed.
//!
//! The closing of that day says what lay there ([`Lying`]), and nothing that is done later changes it: a month that is over
//! tells the same whenever it is asked.

use super::exceptions::{Kinds, found_in_log, said};
use super::lists::{Period, chains};
use super::views::{AtEnd, Banking, Exception};
use crate::office::LYING;
use crate::shifts::{Lying, Waits};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;
use serde_json::Value;

/// Cash that Z reports left for the bank, and that no slip took there in time.
pub(super) const NOT_BANKED: &str = "not_banked";

/// Cheques that nobody took to the bank in time.
pub(super) const CHEQUES_NOT_DEPOSITED: &str = "cheques_not_deposited";

/// A period's last closed day.
struct LastClosed {
    on: Day,
    /// Who closed it.
    who: String,
    lying: Lying,
}

impl LastClosed {
    /// None where no day of the period is closed, or its closing is of a version that said nothing of what lay there.
    fn of(period: &Period<'_>) -> Result<Option<LastClosed>> {
        let closed = foil_store::day_closes::last_until(period.tx, period.to)?;
        let Some(day) = closed.filter(|day| day.business_on >= period.from) else { return Ok(None) };
        let chain = chains(period.tx)?.into_iter().find(|chain| chain.id == day.counter_id);
        let Some(chain) = chain else { return Ok(None) };
        let Some(row) = found_in_log(period.tx, (chain.id, &chain.code), day.audit_seq)? else {
            return Ok(None);
        };
        let lying = lying_by(&said(&row));
        Ok(lying.map(|lying| LastClosed { on: day.business_on, who: row.who, lying }))
    }
}

/// What the act that closed a day says of what lay there; none where it does not.
pub(super) fn lying_by(changes: &Value) -> Option<Lying> {
    serde_json::from_value(changes[LYING].clone()).ok()
}

/// Something that lay in the office too long, as it is told.
pub(super) struct Late {
    pub kind: &'static str,
    pub subject: String,
    pub amount: Money,
    pub detail: String,
}

/// What of all that should have been at the bank when a day was over.
pub(super) fn late(lying: &Lying, on: Day) -> Vec<Late> {
    let is_late = |waits: &&Waits| waits.is_late(lying.worked_on, on);
    let cash = lying.cash.as_ref().filter(is_late).map(|cash| Late {
        kind: NOT_BANKED,
        subject: if cash.oldest.is_empty() { IN_NO_DRAWER.to_owned() } else { cash.oldest.clone() },
        amount: cash.amount_minor,
        detail: left_by(cash),
    });
    let cheques = lying.cheques.as_ref().filter(is_late).map(|cheques| Late {
        kind: CHEQUES_NOT_DEPOSITED,
        subject: cheques.oldest.clone(),
        amount: cheques.amount_minor,
        detail: since(&many(cheques.count, "cheque"), cheques.on),
    });
    cash.into_iter().chain(cheques).collect()
}

/// The oldest cash, where no Z report left it.
const IN_NO_DRAWER: &str = "in no drawer";

fn left_by(cash: &Waits) -> String {
    let days = (cash.days > 0).then(|| format!("{} in no drawer", many(cash.days, "day")));
    let reports = (cash.count > 0).then(|| many(cash.count, "Z report"));
    since(&reports.into_iter().chain(days).collect::<Vec<_>>().join(" and "), cash.on)
}

fn since(what: &str, on: Day) -> String {
    format!("{what}, since {on}")
}

fn many(n: i64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// What lay in the office too long when the period's last day was closed, told as of that day.
pub(super) fn lay_there(period: &Period<'_>, all: &mut Kinds) -> Result<()> {
    let Some(closed) = LastClosed::of(period)? else { return Ok(()) };
    for Late { kind, subject, amount, detail } in late(&closed.lying, closed.on) {
        all.tell(Exception {
            changed: Vec::new(),
            kind: kind.to_owned(),
            on: closed.on,
            subject,
            who: closed.who.clone(),
            amount: Some(amount),
            detail,
        });
    }
    Ok(())
}

/// What of a period was left for the bank and paid in there, up to a day, and what lay in the office at its end.
pub(super) fn banking(period: &Period<'_>, to: Day) -> Result<Banking> {
    let at_end = LastClosed::of(period)?.map(|closed| {
        let cheques = closed.lying.cheques;
        AtEnd {
            on: closed.on,
            in_safe: closed.lying.in_safe_minor,
            cheques: cheques.as_ref().map_or(0, |cheques| cheques.count),
            cheques_amount: cheques.map_or(Money::ZERO, |cheques| cheques.amount_minor),
        }
    });
    Ok(Banking {
        left: foil_store::z_reports::banked_between(period.tx, period.from, to)?,
        paid_in: foil_store::deposits::paid_in_between(period.tx, period.from, to)?,
        at_end,
    })
}
