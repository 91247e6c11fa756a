//! The rules of a tariff file: rebates, minimum, taxes, proration, rounding, late payment.

use super::super::exact::{RoundTo, RoundingMode};
use super::super::late::{LatePayment, LatePer};
use super::super::lines::Group;
use super::super::model::{
    ByUse, Ladder, MinimumBill, On, Per, Proration, ProrationBy, Rebate, Rounding, Step, Tax,
};
use super::charges::{by_use, ladder, name};
use super::checks::Ends;
use super::reader::{Field, Table, Weight};
use rust_decimal::Decimal;

/// The rules.
pub struct Rules {
    pub rebates: Vec<Rebate>,
    pub taxes: Vec<Tax>,
    pub minimum: Option<MinimumBill>,
    pub proration: Proration,
    pub rounding: Rounding,
    pub late_payment: Option<LatePayment>,
}

/// Reads all of them; a rule with a fault is left out, and the fault is kept.
pub fn read(root: &Table<'_>, ends: &Ends, billing_months: u32) -> Rules {
    let table = |name| root.get(name).and_then(|f| f.table());
    Rules {
        rebates: root.list("rebate").iter().filter_map(|t| rebate(t, ends)).collect(),
        taxes: root.list("tax").iter().filter_map(|t| tax(t, ends)).collect(),
        minimum: table("minimum_bill").and_then(|t| minimum(&t)),
        proration: proration(table("proration").as_ref(), billing_months),
        rounding: table("rounding").map(|t| rounding(&t)).unwrap_or_default(),
        late_payment: root
            .faults
            .weighing(Weight::BreaksLate, || table("late_payment").and_then(|t| late_payment(&t))),
    }
}

fn rebate(table: &Table<'_>, ends: &Ends) -> Option<Rebate> {
    let name = name(table);
    let percent = by_use(table, "percent", ends);
    let on = table.need("on", ON).and_then(|f| on(&f));
    table.no_more();
    if let Some(percent) = &percent {
        each(
            percent,
            |p| p <= Decimal::ZERO && p >= -Decimal::ONE_HUNDRED,
            || {
                table.fault("percent", "a percentage from -100 to 0: a rebate takes off");
            },
        );
    }
    Some(Rebate { name, percent: percent?, on: on? })
}

fn tax(table: &Table<'_>, ends: &Ends) -> Option<Tax> {
    let name = name(table);
    let percent = by_use(table, "percent", ends);
    let on = table.need("on", ON).and_then(|f| on(&f));
    let rounding = step(table, "to", "mode");
    table.no_more();
    if let Some(percent) = &percent {
        each(
            percent,
            |p| p.abs() <= Decimal::ONE_THOUSAND,
            || {
                table.fault("percent", "a percentage of at most 1000");
            },
        );
    }
    Some(Tax { name, percent: percent?, on: on?, rounding })
}

fn each(figure: &ByUse, fits: impl Fn(Decimal) -> bool, fault: impl FnOnce()) {
    let all_fit = match figure {
        ByUse::Same(same) => fits(*same),
        ByUse::Ladder(ladder) => ladder.steps().iter().all(|step| fits(step.price)),
    };
    if !all_fit {
        fault();
    }
}

fn minimum(table: &Table<'_>) -> Option<MinimumBill> {
    let amount = table.need("amount", "an amount of 0 or more");
    let amount = amount.and_then(|f| f.number_where("an amount of 0 or more", |n| n >= Decimal::ZERO));
    let pers = [Per::Bill, Per::Month, Per::Day, Per::Kw];
    let per = table.get("per").map(|f| f.word(&pers, Per::as_str));
    let on = table.get("on").map_or(Some(On::All), |f| on(&f));
    table.no_more();
    Some(MinimumBill { amount: amount?, per: per.flatten().unwrap_or(Per::Bill), on: on? })
}

const ON: &str =
    "what it is on: \"all\", or a list of energy, fixed, demand, per_unit, rebate, minimum and charge names";

/// Whether the names stand for charges is checked when all of them are known.
fn on(field: &Field<'_>) -> Option<On> {
    let items = if field.is_text() { vec![field.clone()] } else { field.items(ON)? };
    if items.is_empty() {
        field.fault(ON);
        return None;
    }
    let (mut groups, mut names) = (Vec::new(), Vec::new());
    for item in items {
        let word = item.name()?;
        match Group::from_word(&word).filter(|group| *group != Group::Tax) {
            _ if &*word == "all" => return Some(On::All),
            Some(group) => groups.push(group),
            None => names.push(word),
        }
    }
    Some(On::These { groups, names })
}

fn proration(table: Option<&Table<'_>>, billing_months: u32) -> Proration {
    let months = Decimal::from(billing_months);
    let month = Decimal::from(30);
    let Some(table) = table else {
        return Proration {
            blocks: ProrationBy::None,
            fixed: ProrationBy::None,
            base_days: month * months,
            only_outside_days: None,
            factor: None,
            limit: None,
        };
    };
    let by = |name| {
        let word = table.get(name).map(|f| f.word(ProrationBy::ALL, ProrationBy::as_str));
        word.flatten().unwrap_or(ProrationBy::None)
    };
    let (blocks, fixed) = (by("blocks"), by("fixed"));
    let base_days = table.get("base_days").map(|f| f.number_where("days, 1 to 3660", days));
    let only_outside_days = table.get("only_outside_days").and_then(|f| outside(&f));
    let factor = step(table, "factor_to", "factor_mode");
    let limit = step(table, "limit_to", "limit_mode");
    if let Some(field) = table.get("season_change") {
        field.word(&["split_by_days"], |word| word);
    }
    table.no_more();
    let base_days = base_days.flatten().unwrap_or(month);
    // "30 days" beside limits for two months can only be days of a month.
    let base_days = if base_days <= Decimal::from(31) { base_days * months } else { base_days };
    Proration { blocks, fixed, base_days, only_outside_days, factor, limit }
}

fn days(n: Decimal) -> bool {
    n >= Decimal::ONE && n <= Decimal::from(3_660)
}

fn outside(field: &Field<'_>) -> Option<(Decimal, Decimal)> {
    let expected = "two numbers of days, the smaller first, such as [25, 35]";
    let items = field.items(expected)?;
    let numbers: Option<Vec<Decimal>> =
        items.iter().map(|f| f.number_where("days, 1 to 3660", days)).collect();
    match numbers?.as_slice() {
        [least, most] if least <= most => Some((*least, *most)),
        _ => {
            field.fault(expected);
            None
        }
    }
}

/// A rounding in two fields of a table; a mode alone is a fault.
fn step(table: &Table<'_>, to: &'static str, mode: &'static str) -> Option<RoundTo> {
    let step = table.get(to).map(|f| f.number_where("a step above 0, such as 0.01, 1 or 10", above_zero));
    let word = table.get(mode).map(|f| f.word(RoundingMode::ALL, RoundingMode::as_str));
    if step.is_none() && word.is_some() {
        table.fault(mode, format!("{to} beside it, to say what is rounded to"));
    }
    Some(RoundTo { to: step.flatten()?, mode: word.flatten().unwrap_or(RoundingMode::HalfUp) })
}

fn above_zero(n: Decimal) -> bool {
    n > Decimal::ZERO && n.scale() <= 12
}

fn rounding(table: &Table<'_>) -> Rounding {
    let part = |name| table.get(name).and_then(|f| f.table()).and_then(|t| round_to(&t));
    let (lines, groups, total) = (part("lines"), part("groups"), part("total"));
    table.no_more();
    Rounding { lines, groups, total }
}

fn round_to(table: &Table<'_>) -> Option<RoundTo> {
    table.need("to", "a step above 0, such as 0.01, 1 or 10");
    let rounding = step(table, "to", "mode");
    table.no_more();
    rounding
}

fn late_payment(table: &Table<'_>) -> Option<LatePayment> {
    let percent = table.get("percent").map(|f| late_percent(&f));
    let steps = table
        .get("steps")
        .map(|f| ladder(&f, |t| t.need("percent", "a percentage").and_then(|f| late_percent(&f))));
    let per = table.get("per").map(|f| f.word(LatePer::ALL, LatePer::as_str));
    let grace = table.get("grace_days").map(|f| f.whole("whole days, 0 to 366", 0..367));
    let amount =
        |name| table.get(name).map(|f| f.number_where("an amount of 0 or more", |n| n >= Decimal::ZERO));
    let (minimum, on_over) = (amount("minimum"), amount("on_over"));
    let compound = table.get("compound").map(|f| f.flag());
    table.no_more();
    let percent = match (percent, steps) {
        (Some(percent), None) => Ladder(vec![Step { up_to: None, price: percent? }]),
        (None, Some(steps)) => {
            let steps = steps?;
            if let Some(end) = steps.end() {
                let open = format!("a last step without up_to, for what is later than {end} days");
                table.faults.weighing(Weight::Doubt, || table.fault("steps", open));
            }
            steps
        }
        (Some(percent), Some(steps)) => {
            table.faults.weighing(Weight::Doubt, || table.fault("percent", PERCENT_OR_STEPS));
            steps_then(steps?, percent?)
        }
        (None, None) => {
            table.fault("percent", PERCENT_OR_STEPS);
            return None;
        }
    };
    Some(LatePayment {
        percent,
        per: per.unwrap_or(Some(LatePer::Month))?,
        grace_days: grace.unwrap_or(Some(0))?,
        minimum: minimum.unwrap_or(Some(Decimal::ZERO))?,
        on_over: on_over.unwrap_or(Some(Decimal::ZERO))?,
        compound: compound.unwrap_or(Some(false))?,
    })
}

const PERCENT_OR_STEPS: &str =
    "either percent, or steps such as [{ up_to = 30, percent = 1 }, { percent = 2 }]";

/// Where both are given, the percent is for what is later than the steps go.
fn steps_then(steps: Ladder<Decimal>, percent: Decimal) -> Ladder<Decimal> {
    let open = steps.end().map(|_| Step { up_to: None, price: percent });
    Ladder(steps.0.into_iter().chain(open).collect())
}

fn late_percent(field: &Field<'_>) -> Option<Decimal> {
    let fits = |n| n >= Decimal::ZERO && n <= Decimal::ONE_HUNDRED;
    field.number_where("a percentage, 0 to 100", fits)
}
