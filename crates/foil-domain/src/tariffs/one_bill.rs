//! What the versions of a period ask for it, put together: one bill, whichever of them prices which days.
//!
//! Each version writes the lines of its own days. What belongs to the bill as a whole is worked out over all of them:
//! the minimum, what is rounded together, and rebates and taxes that the versions have alike. So a period that is split
//! into parts that are alike costs what it would cost whole.

use super::exact::RoundTo;
use super::exact::{is_over, minus, percent_of, plus, settled, sum};
use super::lines::{Group, MINIMUM_BILL, QuoteLine, Sum};
use super::model::{ByUse, On, Tariff};
use super::price::{Bill, no_unit};
use super::seasons::SeasonPart;
use crate::refusal::Refusal;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Writes the lines of all versions.
pub fn price(bills: &mut [Bill<'_>]) -> Result<(), Refusal> {
    one_charge(bills, |bill| {
        let tariff = bill.tariff;
        tariff.energy.iter().try_for_each(|charge| bill.energy(charge))
    })?;
    each(bills, |tariff| &tariff.fixed, |charge| &charge.name, |bill, charge| bill.fixed(charge))?;
    each(bills, |tariff| &tariff.demand, |charge| &charge.name, |bill, charge| bill.demand(charge))?;
    each(bills, |tariff| &tariff.adjustments, |charge| &charge.name, |bill, charge| bill.adjustment(charge))?;
    let together = if are_alike(bills) { bills.len() } else { 1 };
    for bills in bills.chunks_mut(together.max(1)) {
        rebates(bills)?;
    }
    minimum(bills)?;
    for bills in bills.chunks_mut(together.max(1)) {
        taxes(bills)?;
    }
    Ok(())
}

/// Whether all versions take the same percentages off and put the same on top, rounded alike: then they are of the
/// whole bill. Else each is of its version's own lines.
fn are_alike(bills: &[Bill<'_>]) -> bool {
    let of = |tariff: &Tariff| (tariff.rounding.lines, tariff.rounding.groups, tariff.minimum.is_some());
    let alike = |one: &Tariff, other: &Tariff| {
        std::ptr::eq(one, other)
            || of(one) == of(other)
                && one.rebates == other.rebates
                && one.taxes == other.taxes
                && one.proration == other.proration
                && one.billing_months == other.billing_months
    };
    bills.windows(2).all(|two| alike(two[0].tariff, two[1].tariff))
}

/// Lets every charge of a kind write its lines, and rounds what the versions call by one name together. Of several
/// charges with one name the first goes with the first of the next version, and so on.
fn each<'a, C: 'a>(
    bills: &mut [Bill<'a>],
    list: fn(&'a Tariff) -> &'a [C],
    name: fn(&C) -> &str,
    write: fn(&mut Bill<'a>, &C) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    if let [only] = bills {
        let charges = list(only.tariff);
        return charges.iter().try_for_each(|charge| one_charge(bills, |bill| write(bill, charge)));
    }
    let mut done: Vec<(&str, usize)> = Vec::new();
    for at in 0..bills.len() {
        for (n, charge) in list(bills[at].tariff).iter().enumerate() {
            let before =
                list(bills[at].tariff)[..n].iter().filter(|other| name(other) == name(charge)).count();
            let key = (name(charge), before);
            if done.contains(&key) {
                continue;
            }
            done.push(key);
            one_charge(bills, |bill| {
                let own = list(bill.tariff).iter().filter(|charge| name(charge) == key.0).nth(key.1);
                own.map_or(Ok(()), |charge| write(bill, charge))
            })?;
        }
    }
    Ok(())
}

fn rebates(bills: &mut [Bill<'_>]) -> Result<(), Refusal> {
    let Some(last) = bills.last() else { return Ok(()) };
    for rebate in &last.tariff.rebates {
        percentage(
            bills,
            Bill::by_use_if_any,
            (Group::Rebate, &rebate.name, &rebate.percent, &rebate.on),
            None,
        )?;
    }
    Ok(())
}

fn taxes(bills: &mut [Bill<'_>]) -> Result<(), Refusal> {
    let Some(last) = bills.last() else { return Ok(()) };
    for tax in &last.tariff.taxes {
        percentage(bills, Bill::by_use, (Group::Tax, &tax.name, &tax.percent, &tax.on), tax.rounding)?;
    }
    Ok(())
}

/// Writes a percentage of what the lines come to, behind those of the last version. `own` is its own rounding.
fn percentage<'a>(
    bills: &mut [Bill<'a>],
    at: fn(&Bill<'a>, &ByUse) -> Result<Decimal, Refusal>,
    (group, name, percent, on): (Group, &Arc<str>, &ByUse, &On),
    own: Option<RoundTo>,
) -> Result<(), Refusal> {
    let base = base(bills, on)?;
    let part = days(bills);
    let Some(last) = bills.last_mut() else { return Ok(()) };
    let percent = at(last, percent)?;
    if percent.is_zero() {
        return Ok(());
    }
    let (sum, amount) = (Sum::Percent { base, percent }, percent_of(percent, base)?);
    match own {
        Some(own) => {
            last.push(group, name, &no_unit(), &part, sum, own.apply(amount)?);
            Ok(())
        }
        None => one_charge(std::slice::from_mut(last), |bill| {
            bill.add(group, name, &no_unit(), &part, sum, amount)
        }),
    }
}

/// One line makes up what is missing to the least that the period costs: to the shares of all versions that have a
/// minimum, against what it is on in each of them.
fn minimum(bills: &mut [Bill<'_>]) -> Result<(), Refusal> {
    let (mut least, mut from, mut own, mut of) = (Decimal::ZERO, Decimal::ZERO, None, 0);
    for (at, bill) in bills.iter().enumerate() {
        let Some(minimum) = &bill.tariff.minimum else { continue };
        least = plus(least, bill.least(minimum)?)?;
        from = plus(from, base(std::slice::from_ref(bill), &minimum.on)?)?;
        (own, of) = (Some(at), of + 1);
    }
    let Some(last) = own else { return Ok(()) };
    if !is_over(least, from)? {
        return Ok(());
    }
    let part = if of == 1 { bills[last].part.clone() } else { days(bills) };
    let (sum, amount) = (Sum::TopUp { from, to: least }, minus(least, from)?);
    one_charge(&mut bills[last..=last], |bill| {
        bill.add(Group::Minimum, &Arc::from(MINIMUM_BILL), &no_unit(), &part, sum, amount)
    })
}

/// The days that some versions price together.
fn days(bills: &[Bill<'_>]) -> SeasonPart {
    match bills {
        [only] => only.part.clone(),
        _ => SeasonPart::whole(),
    }
}

/// What the lines come to that something is on.
fn base(bills: &[Bill<'_>], on: &On) -> Result<Decimal, Refusal> {
    let lines = || bills.iter().flat_map(|bill| &bill.lines);
    let own = |line: &QuoteLine| on.takes(line.group, &line.name);
    // What rounding ladders together added is on none of them alone.
    let ladders = || lines().filter(|line| line.group == Group::Energy && line.sum != Sum::Rounding);
    let takes = |line: &&QuoteLine| match (line.group, line.sum) {
        (Group::Energy, Sum::Rounding) => ladders().all(own),
        _ => own(line),
    };
    sum(lines().filter(takes).map(|line| line.amount))
}

/// Lets a charge write its lines in each version, and rounds them together where they round groups alike.
fn one_charge<'a>(
    bills: &mut [Bill<'a>],
    mut write: impl FnMut(&mut Bill<'a>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    if let [only] = bills {
        let first = only.lines.len();
        write(only)?;
        return round_together(bills, &[first]);
    }
    let mut firsts = Vec::with_capacity(bills.len());
    for bill in bills.iter_mut() {
        firsts.push(bill.lines.len());
        write(bill)?;
    }
    if bills.windows(2).all(|two| two[0].tariff.rounding.groups == two[1].tariff.rounding.groups) {
        return round_together(bills, &firsts);
    }
    bills.chunks_mut(1).zip(firsts).try_for_each(|(bill, first)| round_together(bill, &[first]))
}

/// Rounds the lines that were written since, as one; the difference stands behind the last of them.
fn round_together(bills: &mut [Bill<'_>], firsts: &[usize]) -> Result<(), Refusal> {
    let Some(rounding) = bills.last().and_then(|bill| bill.tariff.rounding.groups) else { return Ok(()) };
    let written = || bills.iter().zip(firsts).flat_map(|(bill, first)| &bill.lines[*first..]);
    let exact = sum(written().map(|line| line.amount))?;
    let difference = minus(rounding.apply(exact)?, exact)?;
    let Some(first) = written().next().filter(|_| !settled(difference).is_zero()) else { return Ok(()) };
    let (name, unit, group) = (names(written()), Arc::clone(&first.unit), first.group);
    let is_one = written().count() == 1;
    let mut with_lines =
        bills.iter_mut().zip(firsts).rev().filter(|(bill, first)| bill.lines.len() > **first);
    let Some((last, _)) = with_lines.next() else { return Ok(()) };
    match last.lines.last_mut().filter(|_| is_one) {
        Some(only) => only.amount = rounding.apply(exact)?,
        None => last.lines.push(QuoteLine {
            group,
            name,
            unit,
            split: None,
            sum: Sum::Rounding,
            printed_units: None,
            amount: difference,
        }),
    }
    Ok(())
}

/// The names of lines that were rounded together, each once; of more than a few the first and the last.
fn names<'l>(lines: impl Iterator<Item = &'l QuoteLine>) -> Arc<str> {
    let mut names: Vec<&str> = Vec::new();
    for line in lines {
        if !names.contains(&&*line.name) {
            names.push(&line.name);
        }
    }
    match names.as_slice() {
        [first, _, .., last] if names.len() > 3 => format!("{first} … {last}").into(),
        _ => names.join(" + ").into(),
    }
}
