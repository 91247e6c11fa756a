//! What being late costs an account's bills: found, and charged as claims of their own.
//!
//! A run charges what its rules post; whoever takes money asks [`accrued`] first and charges that with the payment,
//! so that a bill paid between two runs has borne what its tariff says.

use super::dossier::{Dossier, Falling};
use crate::billing::{ClaimLine, NewClaim, claim, never_owed_of};
use crate::office::Act;
use crate::tariffs::Shelf;
use foil_domain::arrears::surcharge::{self, Surcharge};
use foil_domain::billing::{BillLineKind, ClaimKind};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, BillId, PaymentId, TariffVersionId};
use foil_domain::money::Money;
use foil_domain::payments::Part;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::tariffs::LatePayment;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::arrears::ClaimRow;
use foil_store::bills::BillLineRow;
use foil_store::office::OfficeRow;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A surcharge to be made on a bill.
#[derive(Debug, Clone)]
pub(crate) struct Charged {
    pub bill: BillId,
    /// The bill that has taken it up, where it is on that part: it is late with that one.
    pub by: Option<BillId>,
    pub number: String,
    pub period_to: Day,
    /// What it is on: what was unpaid of the bill.
    pub principal: Money,
    pub surcharge: Surcharge,
}

/// The tariffs' rules on late payment.
pub(super) struct LateRules<'a> {
    pub shelf: &'a Shelf,
    /// Smallest coins in the currency's unit.
    pub minor_per_major: u32,
}

impl<'a> LateRules<'a> {
    pub fn of(office: &OfficeRow, shelf: &'a Shelf) -> LateRules<'a> {
        let minor_per_major = 10u32.pow(u32::try_from(office.decimals).unwrap_or(2).min(4));
        LateRules { shelf, minor_per_major }
    }

    /// The rule of the version that priced a bill (of a debit note: the bill it goes back to), whatever plan the
    /// account is on by now; of a claim from elsewhere, of the version of its account's plan that was in force when
    /// it was issued.
    pub fn rule(&self, dossier: &Dossier, row: &ClaimRow) -> Option<&LatePayment> {
        let tariff = match row.tariff_version_id {
            Some(id) => self.shelf.version(TariffVersionId(id)),
            None => {
                let versions = self.shelf.versions(&dossier.account.tariff)?;
                versions.iter().rev().find(|v| v.valid_from <= row.issued_on).map(|v| &*v.tariff)
            }
        };
        tariff?.late_payment.as_ref()
    }
}

/// The surcharges of an account's bills up to a day that were not charged yet; `upto` says how many periods of a
/// rule are charged by then. Closed accounts bear none, nor does a surcharge, a fee, what an instalment plan covers
/// (who pays as agreed is not late; what is owed beside it is), what credit of the account covers (the office holds that
/// money already), and a bill that goes with its run. What a later bill has taken up of one bears its own, from that bill's
/// due date on. What a rule charges at least is charged once for a bill, on the part of it that bears a surcharge first.
pub(super) fn surcharges(
    dossier: &Dossier,
    late: &LateRules<'_>,
    today: Day,
    upto: fn(&LatePayment, Day, Day) -> i64,
) -> Result<Vec<Charged>> {
    let mut all: Vec<Charged> = Vec::new();
    if dossier.account.status == AccountStatus::Closed {
        return Ok(all);
    }
    for Principal { row, by, due_on, amount: principal } in principals(dossier)? {
        if due_on >= today || !bears_surcharge(row) || !principal.is_positive() {
            continue;
        }
        let Some(rule) = late.rule(dossier, row) else { continue };
        let now = all.iter().find(|charged| charged.bill == row.id).map(|charged| charged.by);
        let rule = &*least_once(rule, dossier.first_charged(row.id).or(now), by);
        let charged = dossier.charged(row.id, by, |until| surcharge::periods(rule, due_on, until));
        let upto = upto(rule, due_on, today);
        let due = surcharge::due(
            rule,
            principal,
            due_on,
            upto,
            charged,
            Some(dossier.unpaid_surcharge(row.id, by)?),
            late.minor_per_major,
        )?;
        all.extend(due.map(|surcharge| Charged {
            bill: row.id,
            by,
            number: row.number.clone(),
            period_to: row.period_to_on,
            principal,
            surcharge,
        }));
    }
    Ok(all)
}

/// A rule as it is for one part of a bill: what it charges at least is on the part that it was first charged on.
pub(super) fn least_once(
    rule: &LatePayment,
    first: Option<Option<BillId>>,
    by: Option<BillId>,
) -> Cow<'_, LatePayment> {
    match first {
        Some(first) if first != by => Cow::Owned(LatePayment { minimum: Decimal::ZERO, ..rule.clone() }),
        _ => Cow::Borrowed(rule),
    }
}

/// What a surcharge may be on.
struct Principal<'a> {
    row: &'a ClaimRow,
    /// The bill that has taken it up, if one has.
    by: Option<BillId>,
    due_on: Day,
    amount: Money,
}

/// What is unpaid of each claim and not in dispute, less what a plan is to pay of it and what the account's credit covers, the
/// oldest due date first; what a later bill has taken up of one stands by itself. Without those that go with their run.
fn principals(dossier: &Dossier) -> Result<Vec<Principal<'_>>> {
    let going: Vec<BillId> = dossier.claims.iter().filter(|row| row.going).map(|row| row.id).collect();
    let mut all = Vec::with_capacity(dossier.claims.len());
    for row in dossier.claims.iter().filter(|row| !row.going) {
        let parts = dossier.parts_by(row);
        let later = Money::sum(parts.iter().filter(|(by, _)| by.is_some()).map(|(_, part)| part.left));
        let own = row.left_minor.minus(row.disputed_minor).and_then(|own| own.minus(later?));
        let own = own.ok_or(Refusal::TooMuch)?.max(Money::ZERO);
        for (by, part) in parts {
            let unpaid = if by.is_none() { own } else { part.left };
            let amount = unpaid.minus(part.planned.min(unpaid)).ok_or(Refusal::TooMuch)?;
            if !by.is_some_and(|by| going.contains(&by)) {
                all.push(Principal { row, by, due_on: part.due_on, amount });
            }
        }
    }
    all.sort_by_key(|principal| principal.due_on);
    let mut credit = dossier.account.credit_minor;
    for Principal { amount, .. } in &mut all {
        let covered = (*amount).min(credit);
        credit = credit.minus(covered).ok_or(Refusal::TooMuch)?;
        *amount = amount.minus(covered).ok_or(Refusal::TooMuch)?;
    }
    Ok(all)
}

pub(super) fn bears_surcharge(row: &ClaimRow) -> bool {
    matches!(row.kind.as_str(), "bill" | "debit_note")
}

/// What has accrued on the late bills of some accounts up to today, for whoever takes money of them. Costs a
/// statement or two where no tariff knows a surcharge.
pub(crate) fn accrued(
    tx: &Tx<'_>,
    office: &OfficeRow,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<(AccountId, Charged)>> {
    accrued_until(tx, office, accounts, office.business_on)
}

/// The same up to a day before, on which money came that is posted today.
pub(crate) fn accrued_until(
    tx: &Tx<'_>,
    office: &OfficeRow,
    accounts: impl IntoIterator<Item = AccountId>,
    until: Day,
) -> Result<Vec<(AccountId, Charged)>> {
    let shelf = Shelf::load(tx)?;
    let mut all = Vec::new();
    if !shelf.has_late_rule() {
        return Ok(all);
    }
    let late = LateRules::of(office, &shelf);
    for account in accounts {
        let dossier = Dossier::one(tx, account)?;
        let found = surcharges(&dossier, &late, until, surcharge::periods)?;
        all.extend(found.into_iter().map(|charged| (account, charged)));
    }
    Ok(all)
}

/// Charges what has accrued on some of an account's bills up to today. Whoever is about to change what it would be on
/// (a dispute, a plan, credit that is set off) asks for it first, as money that is taken does: what has accrued by then
/// is owed, whatever comes of it.
pub(crate) fn charge_accrued(
    act: &mut Act<'_>,
    account: AccountId,
    due_on: Day,
    of: impl Fn(BillId) -> bool,
) -> Result<Vec<String>> {
    let found = accrued(act.tx, act.office, [account])?;
    charge_found(act, found, due_on, of)
}

/// What has accrued on an account's bills that credit is about to be set off against, as long as it covers them: the
/// months until then, and what the credit covered, as [`accrued`] has them. The bill whose credit that is has taken up nothing
/// yet: the month until then was borne before.
pub(crate) fn accrued_under(
    tx: &Tx<'_>,
    (office, shelf): (&OfficeRow, &Shelf),
    account: AccountId,
    credit: Money,
    of: impl Fn(BillId) -> bool,
) -> Result<Vec<(AccountId, Charged)>> {
    if !shelf.has_late_rule() {
        return Ok(Vec::new());
    }
    let mut dossier = Dossier::one(tx, account)?;
    dossier.account.credit_minor = credit;
    let found = surcharges(&dossier, &LateRules::of(office, shelf), office.business_on, surcharge::periods)?;
    Ok(found.into_iter().filter(|charged| of(charged.bill)).map(|charged| (account, charged)).collect())
}

/// Charges what has accrued where the account's credit has been taken already: what it covered until then bears nothing.
pub(crate) fn charge_accrued_under(
    act: &mut Act<'_>,
    account: AccountId,
    credit: Money,
    due_on: Day,
    of: impl Fn(BillId) -> bool,
) -> Result<Vec<String>> {
    let shelf = Shelf::load(act.tx)?;
    let found = accrued_under(act.tx, (act.office, &shelf), account, credit, of)?;
    charge_found(act, found, due_on, |_| true)
}

fn charge_found(
    act: &mut Act<'_>,
    found: Vec<(AccountId, Charged)>,
    due_on: Day,
    of: impl Fn(BillId) -> bool,
) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    for (account, charged) in found {
        if of(charged.bill) {
            numbers.push(charge(act, account, &charged, due_on)?.1);
        }
    }
    Ok(numbers)
}

/// What a payment that falls had hidden: the periods since it was taken in which surcharges were on what it had left of a
/// bill, as if that was all. On what it had paid and has `fell`, they are charged as it falls, by claims of their own, also on
/// what a later bill has taken up of one, by that bill's date; nothing on what of that was never owed, as a credit note or a
/// reading has said since.
///
/// Its shares stand until then: each bill is looked at as it will be without them.
pub(crate) fn hidden(
    tx: &Tx<'_>,
    (office, shelf): (&OfficeRow, &Shelf),
    falling: &Falling<'_>,
    (paid_on, fell): (Day, Money),
) -> Result<Vec<(AccountId, Charged)>> {
    let mut all = Vec::new();
    if !shelf.has_late_rule() {
        return Ok(all);
    }
    // Of a bounce only the cheque went: what was paid beside it the office had all the while.
    let mut fell = fell;
    let late = LateRules::of(office, shelf);
    let shares = falling.shares.iter();
    for share in shares.filter(|share| share.part == Part::Bill && share.amount_minor.is_positive()) {
        let dossier = Dossier::without(tx, share.account_id, falling)?;
        let Some(row) = dossier.claims.iter().find(|claim| Some(claim.id) == share.bill_id) else { continue };
        let Some(rule) = late.rule(&dossier, row) else { continue };
        if !bears_surcharge(row) {
            continue;
        }
        let amount = share.amount_minor.min(fell);
        fell = fell.minus(amount).ok_or(Refusal::TooMuch)?;
        let left = row.left_minor.minus(share.amount_minor).ok_or(Refusal::TooMuch)?;
        // What a later bill has taken up is owed with that one, though not for the claim's own period.
        let never = never_owed_of(tx, row.id)?.minus(dossier.all_taken_up(row.id)?);
        let never = never.ok_or(Refusal::TooMuch)?.max(Money::ZERO);
        let (amount, rest) = surcharge::owed_again((amount, left), never)?;
        let without = dossier.parts_when(row, amount.plus(rest).ok_or(Refusal::TooMuch)?);
        let stood = dossier.parts_when(row, rest);
        let since = foil_store::payments::paid_after(tx, share.account_id, row.id, falling.payment)?;
        let then = Then::of(&dossier, row, (amount, rest), since)?;
        let own = (row.due_on, surcharge::periods(rule, row.due_on, paid_on));
        for (by, due_on, part) in without {
            let rest = of_part(&stood, by);
            let principal = part.minus(rest).ok_or(Refusal::TooMuch)?;
            if !principal.is_positive() {
                continue;
            }
            let rule = &*least_once(rule, dossier.first_charged(row.id), by);
            let paid = surcharge::periods(rule, due_on, paid_on);
            let upto = dossier.charged(row.id, by, |_| 0);
            let hid = |share, rest, paid| {
                surcharge::hidden(rule, (share, rest), due_on, upto, paid, late.minor_per_major)
            };
            let as_now = if by.is_some() { principal.min(then.paid(by)?) } else { principal };
            let otherwise = principal.minus(as_now).ok_or(Refusal::TooMuch)?;
            let beside = rest.plus(as_now).ok_or(Refusal::TooMuch)?;
            let borne = paid.max(surcharge::borne_before(rule, own, due_on));
            let hidden = surcharge::together(hid(as_now, rest, paid)?, hid(otherwise, beside, borne)?)?;
            let (bill, number, period_to) = (row.id, row.number.clone(), row.period_to_on);
            let charged = |surcharge| Charged { bill, by, number, period_to, principal, surcharge };
            all.extend(hidden.map(|surcharge| (share.account_id, charged(surcharge))));
        }
    }
    Ok(all)
}

/// Which parts of a claim a payment paid as it was taken: what was paid since, what is due by the claim's own date first, is
/// of that by now, and what the payment had paid of it is owed with a later bill.
struct Then {
    before: Vec<(Option<BillId>, Day, Money)>,
    after: Vec<(Option<BillId>, Day, Money)>,
}

impl Then {
    /// By what is left without the payment, `paid` of it by the payment, and what others have paid since.
    fn of(dossier: &Dossier, row: &ClaimRow, (paid, rest): (Money, Money), since: Money) -> Result<Then> {
        let after = rest.plus(since).ok_or(Refusal::TooMuch)?;
        let before = after.plus(paid).ok_or(Refusal::TooMuch)?;
        Ok(Then { before: dossier.parts_when(row, before), after: dossier.parts_when(row, after) })
    }

    /// What it paid of a part.
    fn paid(&self, by: Option<BillId>) -> Result<Money> {
        let paid = of_part(&self.before, by).minus(of_part(&self.after, by));
        Ok(paid.ok_or(Refusal::TooMuch)?.max(Money::ZERO))
    }
}

fn of_part(parts: &[(Option<BillId>, Day, Money)], by: Option<BillId>) -> Money {
    parts.iter().find(|(of, ..)| *of == by).map_or(Money::ZERO, |(.., amount)| *amount)
}

/// Charges what a payment that has fallen had hidden. Its accounts are open by then.
pub(crate) fn charge_hidden(
    act: &mut Act<'_>,
    payment: PaymentId,
    hidden: &[(AccountId, Charged)],
) -> Result<()> {
    let due_on = usually_due(act);
    for (account, charged) in hidden {
        let key = match charged.by {
            Some(by) => surcharge::hidden_taken_up_key(charged.bill, by, payment),
            None => surcharge::hidden_key(charged.bill, payment),
        };
        charge_under(act, *account, charged, due_on, key)?;
    }
    Ok(())
}

/// The last day to pay a surcharge that is charged now.
pub(crate) fn usually_due(act: &Act<'_>) -> Day {
    act.today().plus_days(act.office.due_days)
}

/// Makes a surcharge: a claim of its own, once under its key, on the unpaid principal alone.
pub(crate) fn charge(
    act: &mut Act<'_>,
    account: AccountId,
    charged: &Charged,
    due_on: Day,
) -> Result<(BillId, String)> {
    let key = match charged.by {
        Some(by) => surcharge::taken_up_key(charged.bill, by, charged.surcharge.n),
        None => surcharge::key(charged.bill, charged.surcharge.n),
    };
    charge_under(act, account, charged, due_on, key)
}

fn charge_under(
    act: &mut Act<'_>,
    account: AccountId,
    charged: &Charged,
    due_on: Day,
    key: String,
) -> Result<(BillId, String)> {
    let style = crate::payments::currency(act.office);
    let lines = charged.surcharge.parts.iter().map(|part| {
        let wording = part.wording(&charged.number);
        let row = BillLineRow {
            kind: BillLineKind::Surcharge,
            label: wording.late_label(),
            quantity: part.base.map_or_else(String::new, |base| style.number(base)),
            rate: wording.late_rate(),
            amount_minor: part.amount,
        };
        ClaimLine { row, wording: Some(wording) }
    });
    let new = NewClaim {
        account,
        kind: ClaimKind::Surcharge,
        parent: Some(charged.bill),
        key: Some(key),
        lines: lines.collect(),
        due_on,
        reason: String::new(),
    };
    let made = claim(act, new)?;
    if foil_store::arrears::principal(act.tx, made.0)?.is_none() {
        foil_store::arrears::put_principal(act.tx, made.0, charged.principal)?;
    }
    Ok(made)
}
