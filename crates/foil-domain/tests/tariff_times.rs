//! A tariff over time: which version prices which days, and what a late bill costs.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use foil_domain::Money;
use foil_domain::refusal::Refusal;
use foil_domain::tariffs::{
    AccountFacts, Case, Decimal, Late, LatePayment, OnChange, Part, Quote, QuoteLine, Tariff, quote_parts,
    quote_versions, versions_for,
};
use foil_domain::time::Day;
use serde_json::json;

const HEAD: &str = "name = \"T\"\nservice = \"electricity\"\ncurrency = \"INR\"\nunit = \"kWh\"\n";

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn version(valid_from: &str, on_change: &str, rate: &str, fixed: &str) -> Tariff {
    let text = format!(
        "{HEAD}valid_from = {valid_from}\non_change = \"{on_change}\"\n[[energy_charge]]\nname = \"Energy\"\n\
         slabs = [{{ up_to = 100, rate = {rate} }}, {{ rate = 10 }}]\n[[fixed_charge]]\nname = \"Fixed\"\namount = {fixed}\n"
    );
    Tariff::parse(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn june(units: &str) -> Case {
    Case::from_json(
        &json!({ "period": { "from": "2026-06-01", "to": "2026-07-01" }, "usage": { "total": units } }),
    )
    .unwrap()
}

#[test]
fn a_new_version_waits_for_the_next_reading_or_splits_the_period_by_days() {
    let old = version("2025-04-01", "next_reading", "3", "30");
    let waits = version("2026-06-11", "next_reading", "6", "60");
    let splits = version("2026-06-11", "split_by_days", "6", "60");
    let total = |versions: &[&Tariff]| quote_versions(versions, &june("150")).unwrap().total.minor();
    assert_eq!(total(&[&old, &waits]), 83_000, "300 + 500 + 30: the whole period by the old version");
    // Ten days of 830 by the old one, twenty of 1160 by the new one.
    assert_eq!(total(&[&splits, &old]), 27_667 + 77_333);
    let quote = quote_versions(&[&old, &splits], &june("150")).unwrap();
    let labels: Vec<String> = quote.lines.iter().map(|line| line.label()).collect();
    assert_eq!(labels[0], "Energy, up to 33.333 kWh (from 1 Jun 2026, 10 of 30 days)");
    assert_eq!(labels[4], "Energy, over 66.667 kWh (from 11 Jun 2026, 20 of 30 days)");
}

#[test]
fn the_version_in_force_on_the_first_day_prices_the_period() {
    let parts = |versions: &[(&str, OnChange)]| {
        let versions: Vec<_> = versions.iter().map(|(from, on)| (day(from), *on)).collect();
        let found = versions_for(day("2026-06-01"), day("2026-07-01"), &versions)?;
        Ok::<_, Refusal>(
            found.iter().map(|p| format!("{} {}-{}", p.version, p.from, p.to)).collect::<Vec<_>>(),
        )
    };
    let (next, split) = (OnChange::NextReading, OnChange::SplitByDays);
    let all = |version: usize| Ok(vec![format!("{version} 2026-06-01-2026-07-01")]);
    assert_eq!(parts(&[("2025-01-01", next), ("2026-06-01", next)]), all(1), "its own first day counts");
    assert_eq!(parts(&[("2026-06-01", split), ("2025-01-01", next)]), all(0));
    assert_eq!(
        parts(&[("2025-01-01", split), ("2026-07-01", split)]),
        all(0),
        "the day after the last does not"
    );
    assert_eq!(parts(&[("2025-01-01", next), ("2026-06-30", next), ("2026-06-20", next)]), all(0));
    assert_eq!(
        parts(&[("2025-01-01", next), ("2026-06-11", split), ("2026-06-15", next), ("2026-06-21", split)]),
        Ok(vec![
            "0 2026-06-01-2026-06-11".to_owned(),
            "1 2026-06-11-2026-06-21".to_owned(),
            "3 2026-06-21-2026-07-01".to_owned(),
        ])
    );
    assert!(
        matches!(parts(&[("2026-06-02", split)]), Err(Refusal::NotFound { .. })),
        "no version holds on the 1st"
    );
}

#[test]
fn a_season_inside_a_version_inside_a_period_takes_its_days_of_the_whole() {
    let text = |from: &str, rate: u32| {
        format!(
            "{HEAD}valid_from = {from}\non_change = \"split_by_days\"\n[[season]]\nname = \"a\"\nmonths = [1, 2, 3, 4, 5]\n\
             [[season]]\nname = \"b\"\nmonths = [6, 7, 8, 9, 10, 11, 12]\n[[energy_charge]]\nname = \"A\"\nseason = \"a\"\nslabs = [{{ rate = {rate} }}]\n\
             [[energy_charge]]\nname = \"B\"\nseason = \"b\"\nslabs = [{{ rate = {} }}]\n",
            rate * 10
        )
    };
    let (old, new) =
        (Tariff::parse(&text("2025-01-01", 1)).unwrap(), Tariff::parse(&text("2026-06-11", 2)).unwrap());
    // 12 May to 21 June, 40 days: 20 in May, 10 in June by the old version, 10 by the new one.
    let case = json!({ "period": { "from": "2026-05-12", "to": "2026-06-21" }, "usage": { "total": "40" } });
    let quote = quote_versions(&[&old, &new], &Case::from_json(&case).unwrap()).unwrap();
    assert_eq!(quote.total.minor(), 2_000 + 10_000 + 20_000);
    let labels: Vec<String> = quote.lines.iter().map(QuoteLine::label).collect();
    assert_eq!(
        labels,
        [
            "A (a, from 12 May 2026, 20 of 40 days)",
            "B (b, from 12 May 2026, 10 of 40 days)",
            "B (b, from 11 Jun 2026, 10 of 40 days)"
        ],
        "no two lines look alike"
    );
}

#[test]
fn a_band_of_one_season_stays_in_it_where_a_new_version_begins_with_the_next_one() {
    let text = |from: &str, rate: u32| {
        let ladder = |season: &str, band: &str, rate: u32| {
            format!(
                "[[energy_charge]]\nname = \"{season} {band}\"\nseason = \"{season}\"\nband = \"{band}\"\nslabs = [{{ rate = {rate} }}]\n"
            )
        };
        let ladders =
            [ladder("summer", "peak", 9), ladder("summer", "night", rate), ladder("winter", "night", rate)];
        format!(
            "{HEAD}valid_from = {from}\non_change = \"split_by_days\"\n[[season]]\nname = \"summer\"\nmonths = [6, 7, 8, 9]\n[[season]]\nname = \"winter\"\nmonths = [1, 2, 3, 4, 5, 10, 11, 12]\n\
             [[time_band]]\nname = \"peak\"\nseason = \"summer\"\nwhen = \"16:00-21:00\"\n[[time_band]]\nname = \"night\"\nwhen = \"otherwise\"\n\
             {}[[adjustment]]\nname = \"Rider\"\nband = \"peak\"\nrate = 1\n",
            ladders.concat()
        )
    };
    let read = |from, rate| Tariff::parse(&text(from, rate)).unwrap_or_else(|faults| panic!("{faults:?}"));
    let case = json!({ "period": { "from": "2026-09-16", "to": "2026-10-16" }, "usage": { "bands": { "peak": "40", "night": "100" } } });
    let case = Case::from_json(&case).unwrap();
    // 40 at 9 and 1, and the night by halves: with the season, five days before it and five after.
    for (begins, minor) in [
        ("2026-10-01", 40_000 + 10_000 + 20_000),
        ("2026-09-26", 40_000 + 6_667 + 26_667 - 1),
        ("2026-10-06", 40_000 + 13_333 + 13_333 + 1),
    ] {
        let (old, new) = (read("2026-01-01", 2), read(begins, 4));
        let quote = quote_versions(&[&old, &new], &case).unwrap();
        assert_eq!(quote.total.minor(), minor, "{begins}: {:#?}", quote.lines);
        let peak: Decimal = quote
            .lines
            .iter()
            .filter(|line| line.name.contains("peak") || &*line.name == "Rider")
            .map(|line| line.printed_units.unwrap())
            .sum();
        assert_eq!(peak, 80.into(), "each of them once by the ladder and once by the rider");
    }
}

fn lines(quote: &Quote) -> Vec<String> {
    quote.lines.iter().map(|line| format!("{}: {}", line.label(), quote.printed(line).minor())).collect()
}

/// June, in two parts from the 16th on, each with its tariff and load.
fn halves(case: &Case, parts: [(&Tariff, Option<i64>); 2]) -> Quote {
    let loads = parts.map(|(_, kw)| AccountFacts {
        sanctioned_load_kw: kw.map(Decimal::from),
        contract_demand_kw: kw.map(Decimal::from),
    });
    let days = [(day("2026-06-01"), day("2026-06-16")), (day("2026-06-16"), day("2026-07-01"))];
    let part = |at: usize| Part { tariff: parts[at].0, days: Some(days[at]), account: Some(&loads[at]) };
    quote_parts(&[part(0), part(1)], case).unwrap()
}

#[test]
fn a_load_that_changes_splits_what_is_charged_by_it_and_leaves_one_minimum() {
    let text = format!(
        "{HEAD}[[energy_charge]]\nname = \"Energy\"\nslabs = [{{ up_to = 50, rate = 1 }}, {{ rate = 2 }}]\n\
         [[fixed_charge]]\nname = \"Fixed\"\namount = 40\nper = \"kW\"\n[[fixed_charge]]\nname = \"Rent\"\namount = 0\n\
         [[tax]]\nname = \"Tax\"\npercent = 10\non = \"all\"\n[minimum_bill]\namount = 150\nper = \"month\"\non = [\"energy\", \"fixed\"]\n"
    );
    let tariff = Tariff::parse(&text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let quote = halves(&june("0"), [(&tariff, Some(2)), (&tariff, Some(5))]);
    assert_eq!(
        lines(&quote),
        [
            "Energy, up to 50 kWh: 0",
            "Fixed (from 1 Jun 2026, 15 of 30 days): 4000",
            "Fixed (from 16 Jun 2026, 15 of 30 days): 10000",
            "Minimum bill, 150 less 140: 1000",
            "Tax: 1500",
        ]
    );
    // Who pays more than the minimum pays no top-up, though the first part came to less than its half.
    let used = halves(&june("70"), [(&tariff, Some(2)), (&tariff, Some(5))]);
    assert_eq!(used.total.minor(), 25_300);
    assert_eq!(lines(&used)[..2], ["Energy, up to 50 kWh: 5000", "Energy, over 50 kWh: 4000"]);
    assert_eq!(
        halves(&june("0"), [(&tariff, Some(3)), (&tariff, Some(3))]).lines.len(),
        4,
        "nothing changed"
    );
    // A minimum by the load is the sum of what each load makes of it.
    let by_load = text.replace("amount = 150\nper = \"month\"", "amount = 60\nper = \"kW\"");
    let by_load = Tariff::parse(&by_load).unwrap_or_else(|faults| panic!("{faults:?}"));
    let quote = halves(&june("0"), [(&by_load, Some(2)), (&by_load, Some(5))]);
    assert_eq!(lines(&quote)[3], "Minimum bill, 210 less 140: 7000");
}

#[test]
fn a_contract_that_changes_splits_the_charge_on_demand_and_nothing_else() {
    let text = format!(
        "{HEAD}[[energy_charge]]\nname = \"Energy\"\nslabs = [{{ rate = 1.23 }}]\n[[demand_charge]]\nname = \"Demand\"\nmin_percent_of_contract = 80\nslabs = [{{ rate = 10 }}]\n\
         [[tax]]\nname = \"Fund\"\npercent = 3.7\non = [\"energy\", \"demand\"]\nto = 10\nmode = \"down\"\n[rounding]\ngroups = {{ to = 1, mode = \"up\" }}\n"
    );
    let tariff = Tariff::parse(&text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut case = june("100.5");
    case.usage.demand = vec![("max".to_owned(), 50.into())];
    let quote = halves(&case, [(&tariff, Some(50)), (&tariff, Some(100))]);
    assert_eq!(
        lines(&quote),
        [
            "Energy: 12400",
            "Demand (from 1 Jun 2026, 15 of 30 days): 25000",
            "Demand (80 % of 100 kW; 50 kW measured) (from 16 Jun 2026, 15 of 30 days): 40000",
            "Fund: 2000",
        ],
        "124 and 650 give a fund of 28.638, cut once"
    );
}

#[test]
fn versions_of_one_period_have_one_minimum_between_them() {
    let text = |from: &str, rate: u32, more: &str| {
        let text = format!(
            "{HEAD}valid_from = {from}\non_change = \"split_by_days\"\n[[energy_charge]]\nname = \"Water\"\nslabs = [{{ rate = {rate} }}]\n\
             [[fixed_charge]]\nname = \"Service\"\namount = 60\nper = \"month\"\n{more}"
        );
        Tariff::parse(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
    };
    let least = |amount: u32| {
        format!("[minimum_bill]\namount = {amount}\nper = \"month\"\non = [\"energy\", \"fixed\"]\n")
    };
    let quoted = |old: &str, new: &str| {
        let (old, new) = (text("2026-01-01", 3, old), text("2026-06-16", 9, new));
        quote_versions(&[&old, &new], &june("6")).unwrap()
    };
    // 9 and 30 until the 15th, 27 and 30 from then on: 96 in all.
    let quote = quoted(&least(100), &least(100));
    assert_eq!((quote.total.minor(), &*lines(&quote)[4]), (10_000, "Minimum bill, 100 less 96: 400"));
    let raised = quoted(&least(100), &least(140));
    assert_eq!(lines(&raised)[4], "Minimum bill, 120 less 96: 2400", "half of each");
    // One that only the new order has is of its own days, and so is one that it no longer has.
    assert_eq!(
        lines(&quoted("", &least(120)))[4],
        "Minimum bill, 60 less 57 (from 16 Jun 2026, 15 of 30 days): 300"
    );
    assert_eq!(
        lines(&quoted(&least(100), ""))[2],
        "Minimum bill, 50 less 39 (from 1 Jun 2026, 15 of 30 days): 1100"
    );
}

#[test]
fn what_versions_round_or_tax_alike_is_worked_out_over_all_of_them() {
    let text = |from: &str, rate: &str, tax: &str| {
        let text = format!(
            "name = \"T\"\nservice = \"electricity\"\ncurrency = \"KRW\"\nunit = \"kWh\"\nvalid_from = {from}\non_change = \"split_by_days\"\n\
             [[energy_charge]]\nname = \"Energy\"\nslabs = [{{ rate = {rate} }}]\n[[fixed_charge]]\nname = \"Rent\"\namount = 100.5\n\
             [[tax]]\nname = \"Fund\"\npercent = {tax}\non = [\"energy\", \"fixed\"]\nto = 10\nmode = \"down\"\n[rounding]\ngroups = {{ to = 1, mode = \"down\" }}\n"
        );
        Tariff::parse(&text).unwrap_or_else(|faults| panic!("{faults:?}"))
    };
    let quoted = |new: (&str, &str)| {
        let (old, new) = (text("2026-01-01", "110.47", "3.7"), text("2026-06-11", new.0, new.1));
        quote_versions(&[&old, &new], &june("225")).unwrap()
    };
    // 24855.75 and 100.5, cut to 24855 and 100; 3.7 % of them are 923.335.
    let alike = quoted(("110.47", "3.7"));
    assert_eq!((alike.total.minor(), &*lines(&alike)[3]), (24_955 + 920, "Energy, rounded together: -1"));
    assert_eq!(lines(&alike).last().unwrap(), "Fund: 920");
    // A tax that changes is on the lines of each version's own days: on 8318.75 and 20121.25.
    let other = quoted(("133.7", "5"));
    let funds: Vec<String> = lines(&other).into_iter().filter(|line| line.starts_with("Fund")).collect();
    assert_eq!(
        funds,
        ["Fund (from 1 Jun 2026, 10 of 30 days): 300", "Fund (from 11 Jun 2026, 20 of 30 days): 1000"]
    );
}

fn late(rule: &str) -> LatePayment {
    let text =
        format!("{HEAD}[[energy_charge]]\nname = \"E\"\nslabs = [{{ rate = 1 }}]\n[late_payment]\n{rule}\n");
    Tariff::parse(&text).unwrap_or_else(|faults| panic!("{faults:?}")).late_payment.unwrap()
}

/// What 1000.00 costs after so many days.
fn after(rule: &str, days: i64) -> i64 {
    late(rule).accrued(Money::from_minor(100_000), Late::of_days(days), 100).unwrap().minor()
}

#[test]
fn a_surcharge_runs_once_by_day_by_begun_month_or_by_the_year() {
    for (rule, days, minor) in [
        ("percent = 1.5\nper = \"once\"", 0, 0),
        ("percent = 1.5\nper = \"once\"", 1, 1_500),
        ("percent = 1.5\nper = \"once\"", 400, 1_500),
        ("percent = 0.05\nper = \"day\"", 10, 500),
        ("percent = 1.25\nper = \"month\"", 1, 1_250),
        ("percent = 1.25\nper = \"month\"", 30, 1_250),
        ("percent = 1.25\nper = \"month\"", 31, 2_500),
        ("percent = 18\nper = \"year\"", 73, 3_600),
        ("percent = 12", 1, 12_000),
    ] {
        assert_eq!(after(rule, days), minor, "{rule} after {days} days");
    }
}

#[test]
fn grace_minimum_and_threshold_decide_whether_and_how_much() {
    let rule = "percent = 1\nper = \"day\"\ngrace_days = 5";
    assert_eq!((after(rule, 5), after(rule, 6)), (0, 6_000), "after the grace it runs from the due date");
    assert_eq!(after("percent = 0.01\nper = \"day\"\nminimum = 25", 1), 2_500);
    assert_eq!(after("percent = 0\nper = \"day\"\nminimum = 25", 1), 0, "a minimum of nothing is nothing");
    assert_eq!(after("percent = 1\nper = \"once\"\non_over = 1000", 9), 0, "on more than 1000, not on 1000");
    assert_eq!(after("percent = 1\nper = \"once\"\non_over = 999.99", 9), 1_000);
    for nothing in [0, -5_000] {
        let due = late("percent = 1\nminimum = 5").accrued(Money::from_minor(nothing), Late::of_days(9), 100);
        assert_eq!(due, Ok(Money::ZERO), "nothing is charged on nothing");
    }
}

#[test]
fn steps_choose_the_percent_by_how_late_it_is() {
    let once =
        "per = \"once\"\nsteps = [{ up_to = 15, percent = 1 }, { up_to = 30, percent = 2 }, { percent = 5 }]";
    assert_eq!([15, 16, 31].map(|days| after(once, days)), [1_000, 2_000, 5_000]);
    let day = "per = \"day\"\nsteps = [{ up_to = 10, percent = 0.1 }, { percent = 0.2 }]";
    assert_eq!(after(day, 12), 1_000 + 400, "each day at the percent of its own step");
    let month = "per = \"month\"\nsteps = [{ up_to = 60, percent = 1 }, { percent = 1.5 }]";
    assert_eq!(after(month, 61), 1_000 + 1_000 + 1_500);
}

#[test]
fn earlier_surcharge_is_charged_on_only_where_the_tariff_compounds() {
    assert_eq!(after("percent = 10\nper = \"month\"", 60), 20_000);
    assert_eq!(after("percent = 10\nper = \"month\"\ncompound = true", 60), 21_000);
    assert_eq!(after("percent = 10\nper = \"year\"\ncompound = true", 730), 21_000);
    assert_eq!(after("percent = 10\nper = \"year\"", 730), 20_000);
}

#[test]
fn asking_again_charges_nothing_more_and_less_principal_takes_nothing_back() {
    let rule = late("percent = 1\nper = \"month\"");
    let further = |principal, days, charged| {
        rule.further(Money::from_minor(principal), Late::of_days(days), 100, Money::from_minor(charged))
            .unwrap()
            .minor()
    };
    assert_eq!(further(100_000, 10, 0), 1_000);
    assert_eq!(further(100_000, 20, 1_000), 0, "the same month, asked again");
    assert_eq!(further(100_000, 31, 1_000), 1_000, "the next month");
    assert_eq!(further(10_000, 31, 1_000), 0, "most was paid meanwhile; what was charged stays");
}

#[test]
fn months_late_end_on_the_due_dates_day() {
    for (due, on, days, months) in [
        ("2026-06-15", "2026-06-15", 0, 0),
        ("2026-06-15", "2026-06-10", 0, 0),
        ("2026-06-15", "2026-06-16", 1, 1),
        ("2026-06-15", "2026-07-15", 30, 1),
        ("2026-06-15", "2026-07-16", 31, 2),
        ("2026-01-31", "2026-02-28", 28, 1),
        ("2026-01-31", "2026-03-01", 29, 2),
        ("2025-12-20", "2026-01-21", 32, 2),
    ] {
        assert_eq!(Late::between(day(due), day(on)), Late { days, months }, "{due} to {on}");
    }
    assert_eq!((Late::of_days(30).months, Late::of_days(31).months), (1, 2));
}

#[test]
fn a_surcharge_beyond_any_book_is_refused() {
    let rule = late("percent = 100\nper = \"day\"\ncompound = true");
    let most = Money::from_minor(1 << 52);
    assert_eq!(rule.accrued(most, Late::of_days(30_000), 100), Err(Refusal::TooMuch));
}
