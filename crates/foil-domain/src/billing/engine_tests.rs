//! Bills worked out by hand.

use super::*;
use crate::tariffs::Charged;

const DOMESTIC: &str = r#"
format = 1
name = "LT-2a Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01
energy_charge = [ { name = "Energy", slabs = [ { up_to = 50, rate = 4 }, { up_to = 100, rate = 6 }, { rate = 8 } ] } ]
fixed_charge = [ { name = "Fixed charge", amount = 100, per = "bill" } ]
tax = [ { name = "Tax on consumption", percent = 9, on = ["energy"] } ]
rounding = { total = { to = 1, mode = "half_up" } }
late_payment = { percent = 1, per = "month" }
"#;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn rupees(n: i64) -> Money {
    Money::from_minor(n * 100)
}

fn tariff(text: &str) -> Tariff {
    Tariff::parse(text).expect("a tariff")
}

fn used(from: &str, to: &str, units: i64, trued_up: bool) -> PeriodUse {
    PeriodUse {
        from: day(from),
        to: day(to),
        kind: ReadingKind::Actual,
        registers: vec![RegisterUse {
            meter: "M1".into(),
            register: 1,
            band: String::new(),
            unit: "kWh".into(),
            previous: 1_000.into(),
            current: (1_000 + units).into(),
            multiplier: Decimal::ONE,
            units: units.into(),
            previous_kind: if trued_up { ReadingKind::Estimated } else { ReadingKind::Actual },
            current_kind: ReadingKind::Actual,
            rolled_over: false,
        }],
        trued_up,
        measured_on: None,
    }
}

fn order<'a>(versions: &'a [Version<'a>], usage: &'a PeriodUse, estimated: &'a [Estimated<'a>]) -> Order<'a> {
    Order {
        account: "E-1001",
        facts: AccountFacts::default(),
        versions,
        ended: &[],
        usage,
        estimated,
        months_over: 0,
        gas: &[],
        minor_per_major: 100,
        credit: Money::ZERO,
        due_on: day("2026-11-30"),
    }
}

fn version(tariff: &Tariff) -> Version<'_> {
    Version { id: TariffVersionId(7), valid_from: tariff.valid_from.expect("dated"), tariff }
}

fn on_estimate<'a>(versions: &[Version<'a>], period: &PeriodUse, units: i64) -> Estimated<'a> {
    Estimated {
        number: "B/26-27/00000001".into(),
        from: period.from,
        to: period.to,
        used: Used::of([("", Decimal::from(units))]),
        counted: Used::of([("", Decimal::from(units))]),
        months: None,
        facts: AccountFacts::default(),
        gas: Vec::new(),
        versions: versions.to_vec(),
        ended: Vec::new(),
        guessed: Guessed { bands: vec![String::new()], made_good: Vec::new() },
        noted: Money::ZERO,
        written_off: Money::ZERO,
    }
}

fn made_good_by(made: &Made) -> Vec<Money> {
    let lines = made.lines.iter().filter(|l| l.label.contains("B/26-27/00000001"));
    lines.map(|l| l.amount).collect()
}

fn sum(made: &Made) -> Money {
    Money::sum(made.lines.iter().map(|l| l.amount)).expect("small")
}

#[test]
fn a_bill_is_its_lines_its_rounding_and_what_it_costs_when_it_is_late() {
    let (tariff, usage) = (tariff(DOMESTIC), used("2026-10-05", "2026-11-05", 120, false));
    let versions = [version(&tariff)];
    let made = bill(&order(&versions, &usage, &[])).expect("a bill");
    // 50 × 4 + 50 × 6 + 20 × 8 = 660; fixed 100; tax 9 % of 660 = 59.40; 819.40 rounds to 819.
    assert_eq!(made.total, rupees(819));
    assert_eq!(sum(&made), made.total, "the printed lines sum to the total");
    assert_eq!(made.lines.last().map(|l| (l.kind, l.amount.minor())), Some((BillLineKind::Rounding, -40)));
    assert_eq!((made.units, made.version), (120.into(), TariffVersionId(7)));
    assert_eq!(made.after_due, Some((day("2026-12-01"), Money::from_minor(82_719))), "1 % of 819 more");
}

#[test]
fn a_tariff_in_other_coins_than_the_books_makes_no_bill() {
    let (tariff, usage) = (tariff(DOMESTIC), used("2026-10-05", "2026-11-05", 120, false));
    let versions = [version(&tariff)];
    let refused = bill(&Order { minor_per_major: 1_000, ..order(&versions, &usage, &[]) });
    let refused = refused.expect_err("ten times of it");
    assert!(refused.to_string().contains("in INR"), "{refused}");
}

#[test]
fn credit_pays_what_it_can_and_the_rest_stays() {
    let (tariff, usage) = (tariff(DOMESTIC), used("2026-10-05", "2026-11-05", 0, false));
    let versions = [version(&tariff)];
    let rich = Order { credit: rupees(500), ..order(&versions, &usage, &[]) };
    let made = bill(&rich).expect("a bill of no use");
    assert_eq!((made.total, made.credit_used), (rupees(100), rupees(100)), "only the fixed charge");
    assert_eq!(made.payable(), Ok(Money::ZERO));
    assert_eq!(made.after_due, None, "nothing to be late with");
}

#[test]
fn a_month_that_bills_before_have_charged_is_not_charged_again_however_the_tariff_counts_it() {
    let by_bill = r#"fixed_charge = [ { name = "Fixed charge", amount = 100, per = "bill" } ]"#;
    let a_month = r#"fixed_charge = [ { name = "Fixed charge", amount = 100, per = "month" } ]"#;
    let a_month = DOMESTIC.replace(by_bill, a_month);
    let by_months = format!("{a_month}proration = {{ fixed = \"by_months\" }}\n");
    // Twelve of four weeks counted a month each: a month too many, all but a few days.
    let months_over = 12 * Charged { days: 28, months: 1 }.over();
    for text in [a_month, by_months] {
        let (tariff, usage) = (tariff(&text), used("2026-10-05", "2026-11-02", 0, false));
        let versions = [version(&tariff)];
        let first = bill(&order(&versions, &usage, &[])).expect("a bill of no use");
        assert_eq!((first.total, first.months), (rupees(100), 1));
        let next = bill(&Order { months_over, ..order(&versions, &usage, &[]) }).expect("a bill of nothing");
        assert_eq!((next.total, next.months), (Money::ZERO, 0));
        assert_eq!(next.months_over, months_over - 28 * 12, "it has caught up by its own days");
    }
}

#[test]
fn what_is_charged_by_the_day_or_the_bill_leaves_no_month_over_and_none_short() {
    let by_bill = r#"amount = 100, per = "bill""#;
    let daily = DOMESTIC.replace(by_bill, r#"amount = 3, per = "day""#);
    let shared = DOMESTIC.replace(by_bill, r#"amount = 100, per = "month""#);
    let shared = format!("{shared}proration = {{ fixed = \"by_days\", base_days = 30 }}\n");
    for text in [DOMESTIC.to_owned(), daily, shared] {
        let (tariff, usage) = (tariff(&text), used("2026-10-05", "2026-11-06", 0, false));
        let versions = [version(&tariff)];
        let made = bill(&Order { months_over: -100, ..order(&versions, &usage, &[]) }).expect("a bill");
        assert_eq!(made.months_over, -100, "{text}");
    }
}

#[test]
fn a_load_is_held_against_the_charge_that_is_on_it_alone() {
    let with = |demand: &str| {
        format!(
            "{DOMESTIC}demand_charge = [ {{ name = \"D\", per = \"kVA\", {demand} slabs = [ {{ rate = 350 }} ] }} ]\n"
        )
    };
    let tried = |text: &str, loads: &[(&str, &str, i64)]| {
        let tariff = tariff(text);
        let mut usage = used("2026-10-05", "2026-11-05", 0, false);
        let like = usage.registers[0].clone();
        usage.registers.extend(loads.iter().map(|(band, unit, units)| RegisterUse {
            band: (*band).to_owned(),
            unit: (*unit).to_owned(),
            units: (*units).into(),
            ..like.clone()
        }));
        let versions = [version(&tariff)];
        bill(&order(&versions, &usage, &[])).map(|made| made.charges)
    };
    // The plain register is the highest of all, by whichever name the charge has for it.
    for named in ["", "band = \"max\","] {
        assert!(tried(&with(named), &[("demand", "kW", 80)]).is_err(), "{named}");
        assert!(tried(&with(named), &[("demand", "kVA", 100)]).is_ok(), "{named}");
    }
    // What no charge is on may be measured in anything.
    assert!(tried(&with(""), &[("demand", "kVA", 100), ("demand export", "kW", 80)]).is_ok());
    assert!(
        tried(&with("band = \"peak\","), &[("demand peak", "kVA", 100), ("demand off", "kW", 80)]).is_ok()
    );
    assert!(tried(&with("band = \"peak\","), &[("demand peak", "kW", 80)]).is_err());
}

#[test]
fn a_contract_is_in_the_unit_of_the_charge_that_has_a_least_part_of_it() {
    let charge = |unit: &str, more: &str| {
        format!("{{ name = \"{unit}\", per = \"{unit}\", {more} slabs = [ {{ rate = 350 }} ] }}")
    };
    let season = "season = \"winter\",";
    let seasons = "season = [ { name = \"winter\", months = [12, 1, 2] } ]\n";
    for (charges, unit) in [
        (vec![], "kW"),
        (vec![charge("kVA", "")], "kVA"),
        (vec![charge("kW", "band = \"peak\","), charge("kVA", "min_percent_of_contract = 85,")], "kVA"),
        (vec![charge("kW", &format!("{season} min_percent_of_contract = 85,")), charge("kVA", "")], "kVA"),
    ] {
        let tariff = tariff(&format!("{DOMESTIC}demand_charge = [ {} ]\n{seasons}", charges.join(", ")));
        let mut usage = used("2026-10-05", "2026-11-05", 0, false);
        let like = usage.registers[0].clone();
        let loads = [("demand", "kVA"), ("demand peak", "kW")];
        usage.registers.extend(loads.map(|(band, unit)| RegisterUse {
            band: band.to_owned(),
            unit: unit.to_owned(),
            ..like.clone()
        }));
        let versions = [version(&tariff)];
        let facts = AccountFacts { contract_demand_kw: Some(100.into()), sanctioned_load_kw: Some(3.into()) };
        let made = bill(&Order { facts, ..order(&versions, &usage, &[]) }).expect("a bill");
        assert_eq!(made.priced[0].contract_unit, unit, "{charges:?}");
    }
}

#[test]
fn an_estimate_that_was_too_high_is_given_back_period_by_period() {
    let tariff = tariff(DOMESTIC);
    let versions = [version(&tariff)];
    let first = used("2026-09-05", "2026-10-05", 180, false);
    let estimated = bill(&order(&versions, &first, &[])).expect("a bill");
    let earlier = [on_estimate(&versions, &first, 180)];
    // 183 kWh in 61 days: 90 of them in the 30 days of September, 93 in the 31 of October.
    let second = used("2026-10-05", "2026-11-05", 3, true);
    let made = bill(&order(&versions, &second, &earlier)).expect("a bill");
    let alone = |from: &str, to: &str, units| {
        bill(&order(&versions, &used(from, to, units, false), &[])).expect("a bill").charges
    };
    let both = alone("2026-09-05", "2026-10-05", 90).plus(alone("2026-10-05", "2026-11-05", 93));
    let claimed = made.total.minus(made.credit_given).and_then(|net| net.plus(estimated.total));
    assert_eq!(claimed, both, "both bills together are what both periods cost in truth");
    assert!(made.lines.iter().any(|l| l.label.contains("B/26-27/00000001")), "the line names the bill");
    assert_eq!(sum(&made), made.total);
    assert_eq!(made.units, 93.into());
    let truth = made.truth.expect("the bill shows how 93 came about");
    assert_eq!((truth.since, truth.days, truth.total.units()), (day("2026-09-05"), 61, 183.into()));
    let bill = &truth.earlier[0];
    let in_lines = Money::sum(bill.lines.iter().map(|line| line.amount));
    assert_eq!(in_lines, Some(bill.costs), "what it costs in truth has its lines: {:?}", bill.lines);
    assert!(
        bill.lines.iter().any(|line| line.quantity == "40 kWh" && line.amount == rupees(240)),
        "{:?}",
        bill.lines
    );
    assert_eq!((bill.estimated, bill.units), (180.into(), 90.into()));
    assert_eq!(
        made.lines.iter().find(|l| l.label.contains(&bill.number)).map(|l| l.amount),
        bill.costs.minus(bill.charged)
    );
}

#[test]
fn a_bill_below_zero_becomes_credit_and_claims_nothing() {
    let tariff = tariff(DOMESTIC);
    let versions = [version(&tariff)];
    let first = used("2026-09-05", "2026-10-05", 900, false);
    let earlier = [on_estimate(&versions, &first, 900)];
    let second = used("2026-10-05", "2026-11-05", -839, true);
    let made = bill(&order(&versions, &second, &earlier)).expect("a bill");
    assert_eq!(made.total, Money::ZERO);
    assert!(made.credit_given.is_positive());
    assert_eq!(sum(&made), Money::ZERO, "what is given back stands on the bill as a line of its own");
    assert_eq!(made.credit_taken(), Ok(made.credit_given.negated()));
}

#[test]
fn a_load_or_tariff_that_changed_since_is_no_part_of_what_is_made_good() {
    let old = tariff(&DOMESTIC.replace("per = \"bill\"", "per = \"kW\""));
    let new = tariff(&DOMESTIC.replace("rate = 4 }", "rate = 5 }").replace("per = \"bill\"", "per = \"kW\""));
    let (before, now) = ([version(&old)], [version(&new)]);
    let load = |kw: i64| AccountFacts { sanctioned_load_kw: Some(kw.into()), contract_demand_kw: None };
    let period = used("2026-09-05", "2026-10-05", 120, false);
    let earlier =
        |units, noted| [Estimated { facts: load(3), noted, ..on_estimate(&before, &period, units) }];
    let read = used("2026-10-05", "2026-11-05", 124, true);
    let trued = |earlier: &[Estimated<'_>]| {
        let order = Order { facts: load(5), ..order(&now, &read, &[]) };
        bill(&Order { estimated: earlier, ..order }).expect("a bill")
    };

    // 244 kWh in 61 days: 120 of them in the 30 days of September, as they were billed.
    let right = made_good_by(&trued(&earlier(120, Money::ZERO)));
    assert!(right.is_empty(), "it was right; the load came later: {right:?}");
    // 110 of 224 were September's: 10 more than were billed.
    let low = made_good_by(&trued(&earlier(100, Money::ZERO)));
    let noted = made_good_by(&trued(&earlier(100, rupees(50))));
    assert_eq!(low[0].minus(noted[0]), Some(rupees(50)), "a debit note has charged a part of it already");
}

#[test]
fn a_load_that_changes_inside_a_period_has_one_minimum_and_prints_its_energy_once() {
    let least = "minimum_bill = { amount = 400, per = \"month\", on = [\"energy\", \"fixed\"] }\n";
    let tariff = tariff(&(DOMESTIC.replace("per = \"bill\"", "per = \"kW\"") + least));
    let versions = [version(&tariff)];
    let load = |kw: i64| AccountFacts { sanctioned_load_kw: Some(kw.into()), contract_demand_kw: None };
    // The row that ended names the same version.
    let ended = [Ended { until: day("2026-10-20"), facts: load(1), versions: versions.to_vec() }];
    let made = |units| {
        let usage = used("2026-10-05", "2026-11-05", units, false);
        let order = Order { facts: load(5), ended: &ended, ..order(&versions, &usage, &[]) };
        bill(&order).expect("a bill")
    };
    // 100 × 1 kW × 15/31 and 100 × 5 kW × 16/31 are 306.45; the first half alone came to less than its part of 400.
    let least = |made: &Made| made.lines.iter().find(|l| l.kind == BillLineKind::Minimum).map(|l| l.amount);
    assert_eq!((made(0).total, least(&made(0))), (rupees(400), Some(Money::from_minor(9_355))));
    let made = made(60);
    assert_eq!(least(&made), None, "260 more than that needs no top-up");
    assert_eq!(made.lines.iter().filter(|l| l.kind == BillLineKind::Energy).count(), 2, "{:?}", made.lines);
    assert_eq!(made.priced.len(), 2, "the bill tells which days had which load");
}

#[test]
fn a_meter_by_time_of_day_is_billed_over_a_change_of_season_that_ends_one_of_its_bands() {
    let ladder = |season: &str, band: &str, rate: u32| {
        format!(
            "{{ name = \"{band}\", season = \"{season}\", band = \"{band}\", slabs = [ {{ rate = {rate} }} ] }}"
        )
    };
    let ladders =
        [ladder("summer", "mid", 5), ladder("summer", "night", 2), ladder("winter", "night", 1)].join(", ");
    let energy = DOMESTIC.find("energy_charge").expect("its ladder");
    let end = energy + DOMESTIC[energy..].find('\n').expect("a line");
    let text = format!(
        "{}energy_charge = [ {ladders} ]{}\n[[season]]\nname = \"summer\"\nmonths = [6, 7, 8, 9]\n[[season]]\nname = \"winter\"\n\
         months = [1, 2, 3, 4, 5, 10, 11, 12]\n[[time_band]]\nname = \"mid\"\nseason = \"summer\"\nwhen = \"12:00-16:00\"\n\
         [[time_band]]\nname = \"night\"\nwhen = \"otherwise\"\n",
        &DOMESTIC[..energy],
        &DOMESTIC[end..]
    );
    let tariff = tariff(&text);
    let versions = [version(&tariff)];
    let mut usage = used("2026-09-16", "2026-10-16", 40, false);
    usage.registers[0].band = "mid".into();
    usage.registers.push(RegisterUse {
        register: 2,
        band: "night".into(),
        units: 200.into(),
        ..usage.registers[0].clone()
    });
    let made = bill(&order(&versions, &usage, &[])).expect("a bill");
    // 40 × 5 in summer, 100 × 2 and 100 × 1 by halves, fixed 100, and 9 % of 500.
    assert_eq!(made.total, rupees(200 + 200 + 100 + 100 + 45));
    assert_eq!(made.lines[0].quantity, "40 kWh");
}

#[test]
fn what_was_written_off_of_an_estimate_is_not_given_back_and_no_more_than_that_is_kept() {
    let tariff = tariff(DOMESTIC);
    let versions = [version(&tariff)];
    let period = used("2026-09-05", "2026-10-05", 900, false);
    let read = used("2026-10-05", "2026-11-05", -700, true);
    let trued = |written_off| {
        let earlier = [Estimated { written_off, ..on_estimate(&versions, &period, 900) }];
        made_good_by(&bill(&order(&versions, &read, &earlier)).expect("a bill"))
    };
    let [back] = trued(Money::ZERO)[..] else { panic!("one line") };
    assert!(back.is_negative());
    assert_eq!(trued(rupees(100)), [back, rupees(100)], "the paper says both");
    assert_eq!(trued(rupees(1_000_000)), [back, back.negated()], "never past zero");
}

#[test]
fn a_use_below_zero_that_no_estimate_explains_is_a_question() {
    let (tariff, usage) = (tariff(DOMESTIC), used("2026-10-05", "2026-11-05", -5, false));
    let versions = [version(&tariff)];
    let refused = bill(&order(&versions, &usage, &[])).expect_err("nobody knows why");
    assert_eq!(refused.code(), "cannot_bill");
}

#[test]
fn cubic_metres_are_not_billed_as_kilowatt_hours() {
    let (tariff, mut usage) = (tariff(DOMESTIC), used("2026-10-05", "2026-11-05", 50, false));
    let versions = [version(&tariff)];
    usage.registers[0].unit = "SCM".into();
    let refused = bill(&order(&versions, &usage, &[])).expect_err("a tenth of what was used");
    assert!(refused.to_string().contains("counts SCM, its tariff charges by kWh"), "{refused}");
    usage.registers[0].unit = "KWH ".into();
    assert!(bill(&order(&versions, &usage, &[])).is_ok(), "spelling is no unit");
    for (one, other) in [("kL", "m³"), ("m3", "KL"), ("ccf", "CCF")] {
        assert_eq!(folded_unit(one), folded_unit(other));
    }
}

#[test]
fn a_load_in_kilowatts_is_not_billed_as_kilovolt_amperes() {
    let demand = r#"demand_charge = [ { name = "Demand", per = "kVA", slabs = [ { rate = 350 } ] } ]"#;
    let tariff = tariff(&format!("{DOMESTIC}{demand}\n"));
    let (versions, mut usage) = ([version(&tariff)], used("2026-10-05", "2026-11-05", 50, false));
    let load = RegisterUse {
        register: 2,
        band: "demand".into(),
        unit: "kW".into(),
        units: 80.into(),
        ..usage.registers[0].clone()
    };
    usage.registers.push(load);
    let refused = bill(&order(&versions, &usage, &[])).expect_err("of how many kVA nobody knows");
    assert!(refused.to_string().contains("counts kW, its tariff charges by kVA"), "{refused}");
    usage.registers[1].unit = "KVA".into();
    let made = bill(&order(&versions, &usage, &[])).expect("a bill");
    assert!(made.lines.iter().any(|line| line.amount == rupees(28_000)), "{:?}", made.lines);
}

#[test]
fn meters_that_count_in_different_units_are_billed_up_to_their_exchange() {
    let (tariff, mut usage) = (tariff(DOMESTIC), used("2026-10-05", "2026-11-05", 50, false));
    let versions = [version(&tariff)];
    let new = RegisterUse { meter: "M2".into(), unit: "MWh".into(), ..usage.registers[0].clone() };
    usage.registers.push(new);
    let refused = bill(&order(&versions, &usage, &[])).expect_err("a thousandth of what was used");
    assert!(refused.to_string().contains("up to the day of the exchange first"), "{refused}");
}

#[test]
fn an_account_without_a_tariff_for_the_period_is_not_billed_by_a_guess() {
    let (tariff, usage) = (tariff(DOMESTIC), used("2026-02-05", "2026-03-05", 10, false));
    let versions = [version(&tariff)];
    let refused = bill(&order(&versions, &usage, &[])).expect_err("the order begins in April");
    assert!(refused.to_string().contains("5 Feb 2026"), "{refused}");
    let one_day = used("2026-10-05", "2026-10-06", 10, false);
    assert!(bill(&order(&versions, &one_day, &[])).is_err());
}

#[test]
fn registers_add_up_by_band_and_the_highest_load_counts() {
    let kw = |n: i64| Decimal::from(n);
    let used = Used::of([
        ("peak", kw(80)),
        ("off-peak", kw(20)),
        ("peak", kw(5)),
        ("demand", kw(12)),
        ("demand", kw(15)),
        ("demand peak", kw(9)),
    ]);
    assert_eq!(used.bands, [("peak".to_owned(), kw(85)), ("off-peak".to_owned(), kw(20))]);
    assert_eq!(used.demand, [("max".to_owned(), kw(15)), ("peak".to_owned(), kw(9))]);
    assert_eq!(used.units(), kw(105));
}

#[test]
fn a_register_that_was_measured_keeps_its_units_when_another_is_made_good() {
    let night = "{ name = \"Night\", band = \"night\", slabs = [ { rate = 1 } ] }";
    let text =
        DOMESTIC.replace("{ name = \"Energy\",", &format!("{night}, {{ name = \"Energy\", band = \"day\","));
    let tariff = tariff(&text);
    let versions = [version(&tariff)];
    let bands = |from: &str, to: &str, day_units: i64, night: i64, trued_up| {
        let mut usage = used(from, to, day_units, trued_up);
        usage.registers[0].band = "day".into();
        let measured = RegisterUse {
            register: 2,
            band: "night".into(),
            units: night.into(),
            previous_kind: ReadingKind::Actual,
            ..usage.registers[0].clone()
        };
        usage.registers.push(measured);
        usage
    };
    let september = bands("2026-09-05", "2026-10-05", 180, 10, false);
    let billed = Used::of([("day", Decimal::from(180)), ("night", Decimal::from(10))]);
    let earlier = Estimated {
        used: billed.clone(),
        counted: billed,
        guessed: Guessed { bands: vec!["day".into()], made_good: Vec::new() },
        ..on_estimate(&versions, &september, 180)
    };
    // 183 kWh by day in 61 days; by night 10 were measured in September, 95 in October.
    let october = bands("2026-10-05", "2026-11-05", 3, 95, true);
    let earlier = [earlier];
    let made = bill(&order(&versions, &october, &earlier)).expect("a bill");
    assert_eq!(made.used.bands, [("day".into(), 93.into()), ("night".into(), 95.into())]);
    let truth = made.truth.expect("it makes September good");
    assert_eq!(truth.total.bands, [("day".into(), 183.into())]);
    assert_eq!(truth.earlier[0].units, Decimal::from(90 + 10), "the night of September stays");
}
