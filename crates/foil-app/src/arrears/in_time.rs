//! Money that was here before it is posted: paid at the bank or in the drop box on one day, worked by the office on a later.
//!
//! Its payer is late by the day of the money. What was charged for the days since, which are the office's own, falls as
//! the money is posted; it is what a payment that falls has hidden (`hidden`), the other way round.

use super::dossier::Dossier;
use super::surcharges::{LateRules, bears_surcharge, least_once};
use crate::office::Act;
use crate::tariffs::Shelf;
use foil_domain::arrears::surcharge::{self, hidden_by, period_of, taken_up_by};
use foil_domain::billing::ClaimKind;
use foil_domain::ids::{AccountId, BillId, TicketId};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::tariffs::LatePayment;
use foil_domain::time::Day;
use foil_store::arrears::ClaimRow;
use foil_store::bills::BillRow;
use foil_store::office::OfficeRow;
use foil_store::{Tx, arrears, bills, corrections, payments};

/// A surcharge that was charged since money came which is posted now.
pub(crate) struct ChargedSince {
    /// The surcharge.
    pub claim: BillId,
    bill: BillId,
    number: String,
    /// What corrections have taken off it already, and what of it stands.
    taken: Money,
    stands: Money,
    periods: Option<Periods>,
}

/// The periods of a surcharge, of which those after the day of the money fall; none of one that this money's own fall had
/// charged before it is posted again, for that falls whole.
struct Periods {
    rule: LatePayment,
    due_on: Day,
    principal: Money,
    /// The last one before the day of the money, or that an earlier surcharge had charged.
    stay: i64,
    last: i64,
    /// Whether none of its own was before that day.
    all: bool,
    minor_per_major: u32,
}

impl ChargedSince {
    /// How much of it falls when so much of its bill was paid in time.
    fn falls(&self, paid: Money) -> Result<Money> {
        if !paid.is_positive() {
            return Ok(Money::ZERO);
        }
        let Some(p) = &self.periods else { return Ok(self.stands) };
        let share = paid.min(p.principal);
        let rest = p.principal.minus(share).ok_or(Refusal::TooMuch)?;
        if p.all && rest.is_zero() {
            return Ok(self.stands);
        }
        let off = surcharge::hidden(&p.rule, (share, rest), p.due_on, p.last, p.stay, p.minor_per_major)?;
        let off = off.map_or(Money::ZERO, |off| off.amount).minus(self.taken).ok_or(Refusal::TooMuch)?;
        Ok(off.max(Money::ZERO).min(self.stands))
    }
}

/// The surcharges on what is open of an account that were charged after a day, on which money of a request came. Without those
/// on what a later bill has taken up, and those that do not say what they are on: they stay.
pub(crate) fn charged_since(
    tx: &Tx<'_>,
    office: &OfficeRow,
    account: AccountId,
    (since, ticket): (Day, Option<TicketId>),
) -> Result<Vec<ChargedSince>> {
    let mut all = Vec::new();
    let shelf = Shelf::load(tx)?;
    if !shelf.has_late_rule() {
        return Ok(all);
    }
    let late = LateRules::of(office, &shelf);
    let dossier = Dossier::one(tx, account)?;
    for row in dossier.claims.iter().filter(|row| bears_surcharge(row) && !row.going) {
        let Some(rule) = late.rule(&dossier, row) else { continue };
        let rule = &*least_once(rule, dossier.first_charged(row.id), None);
        for claim in bills::hanging_on(tx, row.id)? {
            if claim.kind != ClaimKind::Surcharge || claim.issued_on <= since {
                continue;
            }
            let key = arrears::claim(tx, claim.id)?.map(|claim| claim.charge_key).unwrap_or_default();
            let periods = match hidden_by(&key) {
                Some(fallen) => {
                    let fallen = payments::find(tx, fallen)?;
                    if ticket.is_none() || fallen.is_none_or(|fallen| fallen.ticket_id != ticket) {
                        continue;
                    }
                    None
                }
                None => {
                    let found = periods(tx, (rule, late.minor_per_major), (row, &claim, &key), since)?;
                    if found.is_none() {
                        continue;
                    }
                    found
                }
            };
            let taken = corrections::taken(tx, claim.id)?.amount;
            let stands = claim.total_minor.minus(taken).ok_or(Refusal::TooMuch)?;
            let (bill, number) = (row.id, row.number.clone());
            all.push(ChargedSince { claim: claim.id, bill, number, taken, stands, periods });
        }
    }
    Ok(all)
}

fn periods(
    tx: &Tx<'_>,
    (rule, minor_per_major): (&LatePayment, u32),
    (row, claim, key): (&ClaimRow, &BillRow, &str),
    since: Day,
) -> Result<Option<Periods>> {
    let (Some(last), None) = (period_of(key), taken_up_by(key)) else { return Ok(None) };
    let Some(principal) = arrears::principal(tx, claim.id)? else { return Ok(None) };
    let charged = arrears::charged_on(tx, row.id)?;
    let own = charged.iter().map(|c| &*c.charge_key).filter(|key| taken_up_by(key).is_none());
    let before = own.filter_map(period_of).filter(|n| *n < last).max().unwrap_or(0);
    let begun = surcharge::periods(rule, row.due_on, since);
    if begun >= last {
        return Ok(None);
    }
    Ok(Some(Periods {
        rule: rule.clone(),
        due_on: row.due_on,
        principal,
        stay: before.max(begun),
        last,
        all: before >= begun,
        minor_per_major,
    }))
}

/// Lets surcharges fall as far as they would not have been charged had the money been posted on its day, by what `paid` says
/// that it pays of each bill. Says whether anything fell.
pub(crate) fn fall_since(
    act: &mut Act<'_>,
    all: &[ChargedSince],
    since: Day,
    paid: impl Fn(BillId) -> Result<Money>,
) -> Result<bool> {
    let mut fell = false;
    for one in all {
        let off = one.falls(paid(one.bill)?)?;
        if off.is_positive() {
            let note = format!("bill {} was paid on {since}, before it was charged", one.number);
            crate::billing::surcharge_falls(act, one.claim, off, &note)?;
            fell = true;
        }
    }
    Ok(fell)
}
