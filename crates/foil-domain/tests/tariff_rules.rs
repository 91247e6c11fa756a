//! Each rule of the tariff format, alone: a small tariff, a usage, and the bill worked out by hand.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use foil_domain::refusal::Refusal;
use foil_domain::tariffs::{Case, Group, Quote, QuoteLine, Tariff, quote};
use serde_json::{Value, json};

const HEAD: &str = "name = \"T\"\nservice = \"electricity\"\ncurrency = \"INR\"\nunit = \"kWh\"\n";

fn tariff(body: &str) -> Tariff {
    let read = Tariff::parse(&format!("{HEAD}{body}"));
    read.unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{body}\n{}", lines.join("\n"))
    })
}

fn case(usage: &Value) -> Value {
    json!({ "period": { "from": "2026-06-01", "to": "2026-07-01" }, "usage": usage })
}

fn used(units: &str) -> Value {
    case(&json!({ "total": units }))
}

fn days(units: &str, days: u32) -> Value {
    json!({ "period": { "days": days, "months": "1" }, "usage": { "total": units } })
}

fn priced(body: &str, case: &Value) -> Result<Quote, Refusal> {
    quote(&tariff(body), &Case::from_json(case)?)
}

fn total(body: &str, case: &Value) -> i64 {
    priced(body, case).unwrap_or_else(|no| panic!("{body}\n{case}\n{no}")).total.minor()
}

/// A table: the tariff, and for each case the total in paise.
fn table(body: &str, rows: &[(Value, i64)]) {
    for (case, expected) in rows {
        assert_eq!(total(body, case), *expected, "{body}\n{case}");
    }
}

fn refused(body: &str, case: &Value) -> String {
    match priced(body, case) {
        Ok(quote) => panic!("priced at {}: {body}\n{case}", quote.total.minor()),
        Err(refusal) => refusal.to_string(),
    }
}

const SLABS: &str = "[[energy_charge]]\nname = \"Energy\"\nslabs = [{ up_to = 100, rate = 3 }, { up_to = 300, rate = 5 }, { rate = 8 }]\n";

#[test]
fn a_limit_is_in_its_slab_and_a_fraction_goes_on_in_the_next() {
    let rows = [("0", 0), ("100", 30_000), ("100.5", 30_250), ("300", 130_000), ("301", 130_800)];
    table(SLABS, &rows.map(|(units, minor)| (used(units), minor)));
}

#[test]
fn whole_usage_prices_all_units_at_the_slab_reached() {
    let whole = SLABS.replace("slabs", "method = \"whole_usage\"\nslabs");
    let rows = [("0", 0), ("100", 30_000), ("100.5", 50_250), ("300", 150_000), ("301", 240_800)];
    table(&whole, &rows.map(|(units, minor)| (used(units), minor)));
}

#[test]
fn a_flat_first_slab_is_due_even_at_zero_use_and_a_later_one_once_it_is_begun() {
    let body = "[[energy_charge]]\nname = \"Water\"\nslabs = [{ up_to = 5, flat = 27 }, { up_to = 10, flat = 40 }, { rate = 9 }]\n";
    let rows = [("0", 2_700), ("5", 2_700), ("5.1", 6_700), ("10", 6_700), ("12", 8_500)];
    table(body, &rows.map(|(units, minor)| (used(units), minor)));
}

#[test]
fn a_ladder_for_a_range_of_use_applies_only_there() {
    let body = "[[energy_charge]]\nname = \"Small\"\nwhen_usage = { up_to = 500 }\nslabs = [{ rate = 1 }]\n\
                [[energy_charge]]\nname = \"Large\"\nwhen_usage = { over = 500 }\nslabs = [{ rate = 2 }]\n";
    table(body, &[("500", 50_000), ("500.01", 100_002)].map(|(units, minor)| (used(units), minor)));
}

#[test]
fn limits_follow_the_period_in_each_way_a_tariff_may_choose() {
    let body = |proration: &str| format!("[proration]\n{proration}\n{SLABS}");
    // 150 units: the first slab's limit decides.
    let with = |limit: f64| ((limit * 3.0 + (150.0 - limit) * 5.0) * 100.0).round() as i64;
    for (proration, period_days, limit) in [
        ("blocks = \"none\"", 45, 100.0),
        ("blocks = \"by_days\"", 30, 100.0),
        ("blocks = \"by_days\"", 36, 120.0),
        ("blocks = \"by_days\"\nbase_days = 31", 31, 100.0),
        ("blocks = \"by_days\"\nfactor_to = 0.01\nfactor_mode = \"down\"", 31, 103.0),
        ("blocks = \"by_days\"\nfactor_to = 0.01\nfactor_mode = \"up\"", 31, 104.0),
        ("blocks = \"by_days\"\nlimit_to = 1\nlimit_mode = \"half_up\"", 31, 103.0),
        ("blocks = \"by_days\"\nlimit_to = 1\nlimit_mode = \"up\"", 31, 104.0),
        ("blocks = \"by_days\"\nonly_outside_days = [25, 35]", 25, 100.0),
        ("blocks = \"by_days\"\nonly_outside_days = [25, 35]", 35, 100.0),
        ("blocks = \"by_days\"\nonly_outside_days = [25, 35]", 36, 120.0),
        ("blocks = \"by_days\"\nonly_outside_days = [25, 35]", 24, 80.0),
    ] {
        assert_eq!(
            total(&body(proration), &days("150", period_days)),
            with(limit),
            "{proration}: {period_days}"
        );
    }
    let months =
        |months: &str| json!({ "period": { "days": 45, "months": months }, "usage": { "total": "150" } });
    table(&body("blocks = \"by_months\""), &[(months("1.5"), with(150.0)), (months("1"), with(100.0))]);
}

#[test]
fn limits_for_two_months_stretch_from_two_months() {
    let two = |proration: &str| format!("billing_months = 2\n[proration]\n{proration}\n{SLABS}");
    let period = |days: u32, months: &str| json!({ "period": { "days": days, "months": months }, "usage": { "total": "100" } });
    for (proration, case) in [
        ("blocks = \"by_days\"", period(60, "2")),
        ("blocks = \"by_days\"\nbase_days = 60", period(60, "2")),
        ("blocks = \"by_days\"\nbase_days = 30", period(60, "2")),
        ("blocks = \"by_months\"", period(61, "2")),
    ] {
        assert_eq!(total(&two(proration), &case), 30_000, "{proration}");
    }
    assert_eq!(
        total(&two("blocks = \"by_months\""), &period(30, "1")),
        40_000,
        "half the limits for half the time"
    );
}

#[test]
fn limits_per_day_are_for_the_days_of_the_period_and_rounded_as_stretched_ones() {
    let body = "[[energy_charge]]\nname = \"Step\"\nlimits_per = \"day\"\nslabs = [{ up_to = 22.1918, rate = 1 }, { rate = 2 }]\n";
    assert_eq!(total(body, &days("1288", 58)), 128_888, "1287.1244 units at 1, the rest at 2");
    let whole = format!("[proration]\nlimit_to = 1\n{body}");
    assert_eq!(total(&whole, &days("1288", 58)), 128_900);
    // A limit that holds as it stands is not rounded.
    let plain = "[proration]\nlimit_to = 10\n[[energy_charge]]\nname = \"E\"\nslabs = [{ up_to = 12, rate = 1 }, { rate = 2 }]\n";
    assert_eq!(total(plain, &days("13", 58)), 1_400);
}

#[test]
fn every_limit_that_is_compared_with_use_stretches_alike() {
    let body = "[proration]\nblocks = \"by_days\"\n[[fixed_charge]]\nname = \"F\"\nby_usage = [{ up_to = 100, amount = 1 }, { amount = 2 }]\n\
                [[adjustment]]\nname = \"A\"\nrate = 1\nover = 100\n[[energy_charge]]\nname = \"E\"\nwhen_usage = { over = 100 }\nslabs = [{ rate = 1 }]\n";
    table(body, &[(days("110", 30), 200 + 1_000 + 11_000), (days("110", 36), 100)]);
}

#[test]
fn a_fixed_charge_is_for_the_bill_the_month_the_day_the_load_or_the_average_month() {
    let body = |per: &str| format!("[[fixed_charge]]\nname = \"F\"\namount = 36.50\nper = \"{per}\"\n");
    let case = json!({
        "period": { "from": "2026-06-01", "to": "2026-08-01", "days": 61, "months": "2" },
        "usage": { "total": "0" }, "account": { "sanctioned_load_kw": "1.5" },
    });
    for (per, minor) in
        [("bill", 3_650), ("month", 7_300), ("day", 222_650), ("kW", 10_950), ("avg_month", 7_320)]
    {
        assert_eq!(total(&body(per), &case), minor, "{per}");
    }
    assert!(refused(&body("kW"), &used("0")).contains("account.sanctioned_load_kw"));
}

#[test]
fn a_bill_says_how_many_months_days_or_kilowatts_and_prints_rates_in_coins() {
    let printed = |per: &str, days: u32, months: &str| {
        let body = format!("[[fixed_charge]]\nname = \"F\"\namount = 36.5\nper = \"{per}\"\n");
        let case = json!({
            "period": { "from": "2026-06-01", "to": "2026-08-01", "days": days, "months": months },
            "usage": { "total": "0" }, "account": { "sanctioned_load_kw": "1.5" },
        });
        let quote = priced(&body, &case).unwrap();
        format!("{} at {}", quote.printed_quantity(&quote.lines[0]), quote.printed_rate(&quote.lines[0]))
    };
    for (per, one, two) in [
        ("bill", "1 at 36.50", "1 at 36.50"),
        ("month", "1 month at 36.50", "2 months at 36.50"),
        ("day", "30 days at 36.50", "61 days at 36.50"),
        ("kW", "1.5 kW at 36.50", "1.5 kW × 2 months at 36.50"),
    ] {
        assert_eq!((printed(per, 30, "1").as_str(), printed(per, 61, "2").as_str()), (one, two), "{per}");
    }
}

#[test]
fn a_part_of_a_month_is_printed_as_the_fraction_it_is_and_multiplies_out() {
    let printed = |body: &str, from: &str, to: &str| -> Vec<String> {
        let case = json!({
            "period": { "from": from, "to": to, "months": "1" }, "usage": { "total": "0", "demand": { "max": "500" } },
            "account": { "sanctioned_load_kw": "50" },
        });
        let quote = priced(body, &case).unwrap();
        let line = |l| {
            let (quantity, rate) = (quote.printed_quantity(l), quote.printed_rate(l));
            format!("{quantity} × {rate} = {}", quote.printed(l).minor())
        };
        quote.lines.iter().map(line).collect()
    };
    let season = |name: &str, months: &str, rate: u32| {
        format!(
            "[[season]]\nname = \"{name}\"\nmonths = {months}\n\
             [[demand_charge]]\nname = \"D {name}\"\nper = \"kVA\"\nseason = \"{name}\"\nslabs = [{{ rate = {rate} }}]\n"
        )
    };
    let seasons = season("dry", "[1, 2, 3, 4, 5, 6]", 350) + &season("wet", "[7, 8, 9, 10, 11, 12]", 400);
    assert_eq!(
        printed(&seasons, "2026-06-16", "2026-07-17"),
        ["500 kVA × 15/31 months × 350.00 = 8467742", "500 kVA × 16/31 months × 400.00 = 10322581"]
    );
    let fixed = |head: &str, per: &str, season: &str| {
        format!("{head}[[fixed_charge]]\nname = \"F\"\namount = 145\nper = \"{per}\"\n{season}")
    };
    let by_days = "[proration]\nfixed = \"by_days\"\n";
    let june = "season = \"a\"\n[[season]]\nname = \"a\"\nmonths = [6]\n[[season]]\nname = \"b\"\nmonths = [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]\n";
    for (body, line) in [
        (fixed(by_days, "kW", ""), "50 kW × 35/30 months × 145.00 = 845833"),
        (fixed(by_days, "bill", ""), "35/30 × 145.00 = 16917"),
        (fixed("", "avg_month", ""), "420/365 months × 145.00 = 16685"),
        // 17 days of June: of 35 days at 35/30, and of 35 days at 420/365.
        (fixed(by_days, "month", june), "17/30 months × 145.00 = 8217"),
        (fixed("", "avg_month", june), "204/365 months × 145.00 = 8104"),
        (fixed("", "month", june), "17/35 months × 145.00 = 7043"),
        (
            fixed("[proration]\nfixed = \"by_days\"\nfactor_to = 0.01\n", "month", june),
            "19.89/35 months × 145.00 = 8240",
        ),
        (
            fixed("billing_months = 2\n[proration]\nfixed = \"by_days\"\nbase_days = 31\n", "month", june),
            "34/62 months × 145.00 = 7952",
        ),
        (
            fixed("billing_months = 2\n[proration]\nfixed = \"by_months\"\n", "bill", june),
            "17/35 × 1/2 × 145.00 = 3521",
        ),
    ] {
        assert_eq!(printed(&body, "2026-06-14", "2026-07-19"), [line], "{body}");
    }
}

#[test]
fn fixed_amounts_follow_the_period_only_where_the_tariff_says_so() {
    let body = |fixed: &str, per: &str| {
        format!(
            "[proration]\nfixed = \"{fixed}\"\n[[fixed_charge]]\nname = \"F\"\namount = 30\nper = \"{per}\"\n"
        )
    };
    for (fixed, per, minor) in [
        ("none", "bill", 3_000),
        ("none", "month", 3_000),
        ("by_days", "bill", 1_000),
        ("by_days", "month", 1_000),
        ("by_months", "bill", 3_000),
    ] {
        assert_eq!(total(&body(fixed, per), &days("0", 10)), minor, "{fixed} {per}");
    }
}

#[test]
fn a_demand_charge_climbs_its_ladder_on_the_reading_or_a_part_of_the_contract() {
    let body = "[[demand_charge]]\nname = \"Demand\"\nmin_percent_of_contract = 75\nslabs = [{ up_to = 20, rate = 5 }, { rate = 9 }]\n";
    let at = |kw: &str, months: &str| {
        json!({
            "period": { "days": 30, "months": months }, "usage": { "total": "0", "demand": { "max": kw } },
            "account": { "contract_demand_kw": "30" },
        })
    };
    table(body, &[(at("20.5", "1"), 12_250), (at("25", "1"), 14_500), (at("25", "2"), 29_000)]);
    let lines = |kw: &str, months: &str| {
        let quote = priced(body, &at(kw, months)).unwrap();
        let line =
            |l| format!("{}: {} × {}", QuoteLine::label(l), quote.printed_quantity(l), quote.printed_rate(l));
        quote.lines.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        lines("25", "2"),
        ["Demand, up to 20 kW: 20 kW × 2 months × 5.00", "Demand, over 20 kW: 5 kW × 2 months × 9.00"],
        "kW and months are two things"
    );
    assert_eq!(
        lines("18", "1"),
        [
            "Demand, up to 20 kW (75 % of 30 kW; 18 kW measured): 20 kW × 5.00",
            "Demand, over 20 kW: 2.5 kW × 9.00"
        ],
        "whoever pays for more than was measured is told why"
    );
    assert!(
        refused(body, &case(&json!({ "total": "0", "demand": { "max": "5" } })))
            .contains("contract_demand_kw")
    );
    assert!(refused(body, &used("0")).contains("usage.demand.max"));
    let banded = body.replace("name", "band = \"peak\"\nname").replace("min_percent_of_contract = 75", "");
    let both = case(&json!({ "total": "0", "demand": { "peak": "10", "off-peak": "99" } }));
    assert_eq!(total(&banded, &both), 5_000, "only the band's own reading counts");
    let any = banded.replace("band = \"peak\"", "");
    assert_eq!(total(&any, &both), 10_000 + 79 * 900, "without a band, the highest of all");
}

#[test]
fn a_load_that_nobody_told_by_its_band_is_refused_and_never_free() {
    let charge = |band: &str, rate: u32| {
        format!(
            "[[demand_charge]]\nname = \"Load {band}\"\nband = \"{band}\"\nslabs = [{{ rate = {rate} }}]\n"
        )
    };
    let hours = "[[time_band]]\nname = \"peak\"\nwhen = \"16:00-21:00\"\n[[time_band]]\nname = \"off-peak\"\nwhen = \"otherwise\"\n";
    let body = [hours, &charge("peak", 10), &charge("off-peak", 1)].concat();
    let loads = |demand: Value| case(&json!({ "total": "0", "demand": demand }));
    table(
        &body,
        &[
            (loads(json!({ "peak": "25", "off-peak": "30" })), 28_000),
            (loads(json!({ "max": "30", "peak": "25", "off-peak": "30" })), 28_000),
            (loads(json!({ "peak": "25" })), 25_000),
            (loads(json!({ "max": "25", "peak": "25", "shoulder": "0" })), 25_000),
        ],
    );
    for (demand, field, expected) in [
        (json!({ "max": "25" }), "peak", "in the band peak"),
        (json!({ "max": "25", "off-peak": "20" }), "peak", "Load peak is on it"),
        (json!({ "Peak": "25", "off-peak": "20" }), "Peak", "max or one of peak, off-peak"),
        (json!({ "shoulder": "25" }), "shoulder", "max or one of peak, off-peak"),
        (json!({}), "peak", "in the band peak"),
    ] {
        let told = refused(&body, &loads(demand.clone()));
        assert!(told.starts_with(&format!("usage.demand.{field}: expected")), "{demand}: {told}");
        assert!(told.contains(expected), "{demand}: {told}");
    }
    // Where no hours are told, the charges alone name bands; another name says nothing of theirs.
    let told = refused(&charge("peak", 10), &loads(json!({ "Peak": "25" })));
    assert!(told.starts_with("usage.demand.peak: expected"), "{told}");
    // What no charge is on by its band may be called anything.
    let any = format!("{hours}[[demand_charge]]\nname = \"Load\"\nslabs = [{{ rate = 10 }}]\n");
    assert_eq!(total(&any, &loads(json!({ "shoulder": "25" }))), 25_000);
}

#[test]
fn an_adjustment_is_on_all_units_on_some_or_on_a_bands() {
    let adjusted = |fields: &str| format!("[[adjustment]]\nname = \"A\"\n{fields}\n");
    table(&adjusted("rate = -0.172"), &[(used("100"), -1_720)]);
    table(
        &adjusted("rate = 1\nover = 50\nup_to = 80"),
        &[(used("40"), 0), (used("70"), 2_000), (used("100"), 3_000)],
    );
    let by_usage = "by_usage = [{ up_to = 200, rate = -1 }, { rate = 0 }]";
    table(&adjusted(by_usage), &[(used("200"), -20_000), (used("200.1"), 0)]);
    let bands = case(&json!({ "bands": { "peak": "10", "night": "90" } }));
    table(
        &format!(
            "[[energy_charge]]\nname = \"E\"\nslabs = [{{ rate = 0 }}]\n{}",
            adjusted("rate = 2\nband = \"peak\"")
        ),
        &[(bands, 2_000)],
    );
}

#[test]
fn every_band_climbs_its_own_ladder_or_shares_one_by_use() {
    let body = |scope: &str| {
        ["peak", "night"].map(|band| {
            let rate = if band == "peak" { 10 } else { 1 };
            format!("[[energy_charge]]\nname = \"{band}\"\nband = \"{band}\"\nblock_scope = \"{scope}\"\nslabs = [{{ up_to = 100, rate = {rate} }}, {{ rate = {} }}]\n", rate * 2)
        }).concat()
    };
    let use_of = |peak: &str, night: &str| case(&json!({ "bands": { "peak": peak, "night": night } }));
    // Own ladders: 60 at 10; 100 at 1 and 140 at 2.
    table(&body("band"), &[(use_of("60", "240"), 60_000 + 10_000 + 28_000)]);
    // Shared: of 300 units a third is in the first slab, so 20 of the peak's 60 and 80 of the night's 240.
    table(&body("total"), &[(use_of("60", "240"), 20_000 + 80_000 + 8_000 + 32_000), (use_of("0", "0"), 0)]);
    assert!(refused(&body("band"), &used("300")).contains("peak, night"), "the tariff prices by band");
    assert!(refused(&body("band"), &case(&json!({ "bands": { "peek": "5" } }))).contains("usage.bands.peek"));
    assert_eq!(total(&body("band"), &used("0")), 0, "nothing used needs no bands");
}

#[test]
fn a_percentage_is_on_what_it_names_and_all_is_everything_above() {
    let body = "[[energy_charge]]\nname = \"Energy\"\nslabs = [{ rate = 1 }]\n[[fixed_charge]]\nname = \"Rent\"\namount = 10\n\
                [[fixed_charge]]\nname = \"Line\"\namount = 20\n[[adjustment]]\nname = \"Fuel\"\nrate = 0.5\n";
    let taxed = |tax: &str| format!("{body}[[tax]]\nname = \"Duty\"\npercent = 10\n{tax}\n");
    // Before tax: 100 + 30 + 50.
    for (on, minor) in [
        ("on = [\"energy\"]", 1_000),
        ("on = \"energy\"", 1_000),
        ("on = [\"fixed\"]", 300),
        ("on = [\"Rent\"]", 100),
        ("on = [\"energy\", \"Line\", \"per_unit\"]", 1_700),
        ("on = \"all\"", 1_800),
        ("on = \"all\"\n[[tax]]\nname = \"Cess\"\npercent = 10\non = \"all\"", 1_800 + 1_980),
        ("on = \"all\"\n[[tax]]\nname = \"Cess\"\npercent = 10\non = [\"Duty\"]", 1_800 + 180),
        ("on = [\"energy\"]\nto = 1\nmode = \"up\"", 1_000),
    ] {
        assert_eq!(total(&taxed(on), &used("100")), 18_000 + minor, "{on}");
    }
    // What is on a group that the file has nothing of never gets into a book; priced all the same, it comes to nothing.
    let (of_nothing, doubts) =
        Tariff::parse_to_quote(&(HEAD.to_owned() + &taxed("on = [\"demand\"]"))).unwrap();
    assert_eq!(doubts.len(), 1);
    let priced = quote(&of_nothing, &Case::from_json(&used("100")).unwrap()).unwrap();
    assert_eq!(priced.total.minor(), 18_000);
    let by_usage = body.to_owned()
        + "[[tax]]\nname = \"Duty\"\non = [\"energy\"]\nby_usage = [{ up_to = 50, percent = 0 }, { percent = 20 }]\n";
    table(&by_usage, &[(used("50"), 10_500), (used("100"), 20_000)]);
}

#[test]
fn a_rebate_comes_before_the_minimum_and_the_minimum_before_taxes() {
    let body = "[[energy_charge]]\nname = \"Energy\"\nslabs = [{ rate = 1 }]\n[[rebate]]\nname = \"Off\"\npercent = -50\non = [\"energy\"]\n\
                [minimum_bill]\namount = 40\non = \"all\"\n[[tax]]\nname = \"VAT\"\npercent = 10\non = \"all\"\n";
    table(body, &[(used("100"), 5_500), (used("60"), 4_400), (used("80"), 4_400), (used("0"), 4_400)]);
    let quote = priced(body, &used("60")).unwrap();
    assert_eq!(quote.printed_label(&quote.lines[2]), "Minimum bill, 40.00 less 30.00");
    assert_eq!(quote.group_minor(Group::Rebate), (-3_000).into());
    assert_eq!(
        quote.group_minor(Group::Minimum),
        1_000.into(),
        "40 less what 60 units and the rebate come to"
    );
    let per = |per: &str| body.replace("amount = 40", &format!("amount = 40\nper = \"{per}\""));
    let two = json!({ "period": { "days": 60, "months": "2" }, "usage": { "total": "0" } });
    assert_eq!((total(&per("month"), &two), total(&per("day"), &two)), (8_800, 264_000));
    let on_energy = body.replace("amount = 40\non = \"all\"", "amount = 40\non = [\"energy\"]");
    assert_eq!(total(&on_energy, &used("60")), 3_300, "60 of energy are over 40; the rebate is not counted");
}

#[test]
fn rounding_is_of_lines_groups_taxes_or_the_total_and_the_difference_is_a_line() {
    let body = "[[energy_charge]]\nname = \"Energy\"\nslabs = [{ up_to = 10, rate = 1.26 }, { rate = 1.37 }]\n[[fixed_charge]]\nname = \"Fixed\"\namount = 2.345\n";
    // Exact: 12.60 + 6.85 + 2.345 = 21.795 at 15 units.
    for (rounding, minor) in [
        ("", 2_180),
        ("total = { to = 0.01, mode = \"down\" }", 2_179),
        ("total = { to = 1 }", 2_200),
        ("total = { to = 1, mode = \"down\" }", 2_100),
        ("total = { to = 10, mode = \"up\" }", 3_000),
        ("total = { to = 0.05 }", 2_180),
        ("lines = { to = 0.1, mode = \"down\" }", 2_170),
        ("lines = { to = 1, mode = \"half_up\" }", 2_200),
        ("groups = { to = 1, mode = \"down\" }", 2_100),
        ("groups = { to = 1, mode = \"up\" }", 2_300),
    ] {
        let quote = priced(&format!("[rounding]\n{rounding}\n{body}"), &used("15")).unwrap();
        assert_eq!(quote.total.minor(), minor, "{rounding}");
        let printed: i64 = quote.lines.iter().map(|line| quote.printed(line).minor()).sum();
        assert_eq!(
            printed + quote.printed_rounding().minor(),
            minor,
            "printed lines sum to the total: {rounding}"
        );
    }
    let half_even =
        "[rounding]\ntotal = { to = 1, mode = \"half_even\" }\n[[fixed_charge]]\nname = \"F\"\namount = ";
    assert_eq!(total(&format!("{half_even}2.50\n"), &used("0")), 200);
    assert_eq!(total(&format!("{half_even}3.50\n"), &used("0")), 400);
}

#[test]
fn percentages_are_of_the_rounded_lines_as_they_are_printed() {
    let body = "[rounding]\nlines = { to = 1, mode = \"down\" }\n[[energy_charge]]\nname = \"E\"\nslabs = [{ rate = 1.5 }]\n\
                [[tax]]\nname = \"VAT\"\npercent = 10\non = \"all\"\nto = 0.01\n[[tax]]\nname = \"Fund\"\npercent = 10\non = [\"energy\"]\n";
    // 1.5 × 101 = 151.5 → 151; VAT 15.10 on its own rounding; the fund 15.1 → 15 as every line.
    assert_eq!(total(body, &used("101")), 15_100 + 1_510 + 1_500);
}

#[test]
fn the_smallest_coin_is_the_currencys() {
    let in_currency = |code: &str| {
        HEAD.replace("INR", code) + "[[energy_charge]]\nname = \"E\"\nslabs = [{ rate = 1.2345 }]\n"
    };
    for (code, minor, coins) in
        [("KRW", 123, 1), ("INR", 12_345, 100), ("KWD", 123_450, 1_000), ("VND", 123, 1)]
    {
        let tariff = Tariff::parse(&in_currency(code)).unwrap();
        let quote = quote(&tariff, &Case::from_json(&used("100")).unwrap()).unwrap();
        assert_eq!((quote.total.minor(), quote.minor_per_major), (minor, coins), "{code}");
    }
}

#[test]
fn readings_give_use_by_difference_multiplier_and_rollover() {
    let body = "[[energy_charge]]\nname = \"E\"\nslabs = [{ rate = 1 }]\n";
    let read = |registers: Value| case(&json!({ "registers": registers }));
    table(
        body,
        &[
            (read(json!([{ "previous": "4410", "current": "4478" }])), 6_800),
            (read(json!([{ "previous": "10", "current": "12.5", "multiplier": "40" }])), 10_000),
            (read(json!([{ "previous": "99971", "current": "00033", "digits": 5 }])), 6_200),
            (read(json!([{ "previous": "9998", "current": "3", "digits": "4", "multiplier": "10" }])), 5_000),
            // A meter exchanged inside the period: the old one's part and the new one's.
            (
                read(
                    json!([{ "previous": "8000", "current": "8050" }, { "previous": "0", "current": "30" }]),
                ),
                8_000,
            ),
        ],
    );
    for (registers, field) in [
        (json!([{ "previous": "100", "current": "90" }]), "usage.registers[0].current"),
        (json!([{ "previous": "04500", "current": "04400", "digits": 5 }]), "usage.registers[0].current"),
        (json!([{ "previous": "1", "current": "123456", "digits": 5 }]), "usage.registers[0].current"),
        (json!([{ "previous": "-1", "current": "5" }]), "usage.registers[0].previous"),
        (json!([{ "previous": "1", "current": "5", "multiplier": "0" }]), "usage.registers[0].multiplier"),
        (json!([{ "previous": "1", "current": "5", "digits": 99 }]), "usage.registers[0].digits"),
        (json!([{ "previous": "1" }]), "usage.registers[0].current"),
        (
            json!([{ "previous": "1", "current": "2", "band": "peak" }, { "previous": "1", "current": "2" }]),
            "usage.registers",
        ),
    ] {
        assert!(refused(body, &read(registers.clone())).starts_with(field), "{registers}");
    }
}

#[test]
fn registers_of_bands_and_a_unit_factor_are_added_up_band_by_band() {
    let body = "[[energy_charge]]\nname = \"P\"\nband = \"peak\"\nslabs = [{ rate = 2 }]\n[[energy_charge]]\nname = \"N\"\nband = \"night\"\nslabs = [{ rate = 1 }]\n";
    let usage = json!({
        "registers": [
            { "previous": "0", "current": "10", "band": "peak" },
            { "previous": "5", "current": "15.4", "band": "night" },
            { "previous": "0", "current": "1", "band": "night" },
        ],
        "unit_factor": "10", "round_usage_to": "1", "round_usage_mode": "down",
    });
    assert_eq!(total(body, &case(&usage)), 20_000 + 11_400);
    let contradicting = json!({ "total": "50", "bands": { "peak": "10", "night": "20" } });
    assert!(refused(body, &case(&contradicting)).starts_with("usage.bands"));
}

#[test]
fn gas_becomes_energy_and_is_rounded_as_the_case_says() {
    let body = "[[energy_charge]]\nname = \"Gas\"\nslabs = [{ rate = 1 }]\n";
    let gas = |extra: Value| {
        let mut gas = json!({ "volume_correction": "1.02264", "calorific_value": "40" });
        for (name, value) in extra.as_object().unwrap() {
            gas[name] = value.clone();
        }
        case(&json!({ "total": "1", "gas": gas }))
    };
    table(
        body,
        &[
            (gas(json!({})), 1_136),
            (gas(json!({ "round_energy_to": "1" })), 1_100),
            (gas(json!({ "round_energy_to": "1", "round_energy_mode": "up" })), 1_200),
            (gas(json!({ "to_m3": "2.83" })), 3_216),
        ],
    );
}

#[test]
fn a_period_over_two_seasons_is_split_by_days_use_and_limits_alike() {
    let body = "[[season]]\nname = \"winter\"\nmonths = [10, 11, 12, 1, 2, 3, 4]\n[[season]]\nname = \"summer\"\nmonths = [5, 6, 7, 8, 9]\n\
                [[energy_charge]]\nname = \"W\"\nseason = \"winter\"\nslabs = [{ up_to = 100, rate = 1 }, { rate = 2 }]\n\
                [[energy_charge]]\nname = \"S\"\nseason = \"summer\"\nslabs = [{ up_to = 100, rate = 3 }, { rate = 4 }]\n\
                [[fixed_charge]]\nname = \"F\"\namount = 6\nseason = \"summer\"\n[[fixed_charge]]\nname = \"All year\"\namount = 10\n";
    let period =
        |from: &str, to: &str| json!({ "period": { "from": from, "to": to }, "usage": { "total": "300" } });
    // Whole: winter 100 + 400, summer 300 + 800 + 6.
    let (winter, summer) = (50_000, 110_600);
    table(
        body,
        &[
            (period("2026-03-01", "2026-04-01"), winter + 1_000),
            (period("2026-05-01", "2026-06-01"), summer + 1_000),
            (period("2026-04-16", "2026-05-16"), winter / 2 + summer / 2 + 1_000),
            (period("2026-04-21", "2026-05-21"), (winter + summer * 2) / 3 + 1_000),
        ],
    );
    let quote = priced(body, &period("2026-04-21", "2026-05-21")).unwrap();
    let lines: Vec<String> = quote
        .lines
        .iter()
        .map(|line| format!("{}: {} × {}", line.label(), line.quantity(), line.rate()))
        .collect();
    assert_eq!(lines[0], "W, up to 33.333 kWh (winter, 10 of 30 days): 33.333 kWh × 1");
}

#[test]
fn a_season_comes_from_the_case_where_the_tariff_gives_no_months() {
    let body = "[[energy_charge]]\nname = \"W\"\nseason = \"winter\"\nslabs = [{ rate = 1 }]\n[[energy_charge]]\nname = \"S\"\nseason = \"summer\"\nslabs = [{ rate = 3 }]\n";
    let period = |extra: Value| {
        let mut case = used("300");
        for (name, value) in extra.as_object().unwrap() {
            case["period"][name] = value.clone();
        }
        case
    };
    table(
        body,
        &[
            (period(json!({ "season": "winter" })), 30_000),
            (period(json!({ "season": "Winter" })), 30_000),
            (period(json!({ "season_days": { "winter": 10, "summer": "20" } })), 10_000 + 60_000),
        ],
    );
    assert!(refused(body, &used("300")).contains("period.season"));
    assert!(refused(body, &period(json!({ "season": "monsoon" }))).contains("winter, summer"));
}

#[test]
fn what_a_case_says_otherwise_than_its_dates_is_used_and_told() {
    let mut case = used("10");
    case["period"]["days"] = json!(91);
    case["usage"]["totl"] = json!("5");
    let quote = priced("[[fixed_charge]]\nname = \"F\"\namount = 1\nper = \"day\"\n", &case).unwrap();
    assert_eq!(quote.total.minor(), 9_100);
    assert_eq!(
        quote.notes,
        ["usage.totl is not known and was not used", "91 days are given and used; the dates give 30"]
    );
}

#[test]
fn a_case_that_leaves_out_what_prices_nothing_is_priced() {
    let monthly = "[[fixed_charge]]\nname = \"F\"\namount = 20\nper = \"month\"\n";
    let quote = priced(monthly, &json!({ "period": { "months": "2" }, "usage": { "total": "0" } })).unwrap();
    assert_eq!(
        (quote.total.minor(), quote.notes),
        (4_000, vec!["period.days is not there; 60 days are taken".into()])
    );
    let banded = "[[energy_charge]]\nname = \"E\"\nband = \"peak\"\nslabs = [{ rate = 10 }]\n";
    let use_of = |total: &str| case(&json!({ "total": total, "bands": { "peak": "33.333", "night": "0" } }));
    assert_eq!(total(banded, &use_of("33.33")), 33_333, "a total that was rounded is the same use");
    assert!(refused(banded, &use_of("34")).contains("sum to the total"));
    let free = "[[demand_charge]]\nname = \"None\"\nslabs = [{ rate = 0 }]\n";
    assert_eq!(total(free, &used("10")), 0, "a load that costs nothing need not be known");
}

#[test]
fn a_case_that_cannot_be_priced_is_refused_by_its_field() {
    for (case, field) in [
        (json!({ "usage": { "total": "1" } }), "period"),
        (json!({ "period": { "days": 30 } }), "usage"),
        (json!({ "period": { "days": 30 }, "usage": {} }), "usage"),
        (json!({ "period": { "days": 0 }, "usage": { "total": "1" } }), "period.days"),
        (json!({ "period": { "days": 30, "months": "0" }, "usage": { "total": "1" } }), "period.months"),
        (
            json!({ "period": { "from": "2026-07-01", "to": "2026-06-01" }, "usage": { "total": "1" } }),
            "period.to",
        ),
        (
            json!({ "period": { "from": "1 June", "to": "2026-06-01" }, "usage": { "total": "1" } }),
            "period.from",
        ),
        (json!({ "period": { "days": 30 }, "usage": { "total": "-5" } }), "usage.total"),
        (json!({ "period": { "days": 30 }, "usage": { "total": "many" } }), "usage.total"),
        (json!({ "period": { "days": 30 }, "usage": { "total": 0.123_456_789_012_345_6 } }), "usage.total"),
        (
            json!({ "period": { "days": 30 }, "usage": { "total": "1", "gas": {} } }),
            "usage.gas.calorific_value",
        ),
        (
            json!({ "period": { "days": 30 }, "usage": { "total": "1" }, "minor_per_major": 7 }),
            "minor_per_major",
        ),
        (json!([]), "case"),
    ] {
        let told = refused(SLABS, &case);
        assert!(told.starts_with(&format!("{field}: expected")), "{case}: {told}");
    }
}

#[test]
fn totals_that_no_bill_can_hold_are_refused() {
    let huge = "[[energy_charge]]\nname = \"E\"\nslabs = [{ rate = 999999999999999 }]\n[[tax]]\nname = \"T\"\npercent = 1000\non = \"all\"\n";
    assert_eq!(refused(huge, &used("999999999999999")), Refusal::TooMuch.to_string());
    let ends = "[[energy_charge]]\nname = \"E\"\nslabs = [{ up_to = 120, rate = 1 }]\n[[fixed_charge]]\nname = \"F\"\nby_usage = [{ up_to = 120, amount = 1 }]\n";
    let (ends, doubts) = Tariff::parse_to_quote(&format!("{HEAD}{ends}")).unwrap();
    let asked = |units: &str| quote(&ends, &Case::from_json(&used(units)).unwrap());
    assert_eq!(doubts.len(), 2, "no book takes it");
    assert_eq!(asked("120").unwrap().total.minor(), 12_100);
    let told = asked("120.1").unwrap_err().to_string();
    assert!(told.contains("at most 120 units"), "the tariff ends there as a whole: {told}");
}

const SUMMER: &str = "[[season]]\nname = \"summer\"\nmonths = [6, 7, 8]\n[[season]]\nname = \"winter\"\nmonths = [1, 2, 3, 4, 5, 9, 10, 11, 12]\n";

fn in_season(season: &str, rate: u32) -> String {
    format!("[[energy_charge]]\nname = \"{season}\"\nseason = \"{season}\"\nslabs = [{{ rate = {rate} }}]\n")
}

#[test]
fn the_dates_tell_the_season_and_the_case_only_confirms_it() {
    let body = format!("{SUMMER}{}{}", in_season("summer", 1), in_season("winter", 3));
    let asked = |from: &str, to: &str, more: Value| {
        let mut period = json!({ "from": from, "to": to });
        period.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let quote = priced(&body, &json!({ "period": period, "usage": { "total": "30" } })).unwrap();
        (quote.total.minor(), quote.notes.join("; "))
    };
    let (total, note) = asked("2026-06-01", "2026-07-01", json!({ "season": "winter" }));
    assert_eq!(total, 3_000, "June is summer");
    assert_eq!(note, "the season given (winter) is not used; the dates give summer");
    let straddling = |more| asked("2026-05-22", "2026-06-11", more);
    for order in [json!({ "summer": 10, "winter": "10" }), json!({ "winter": 10, "summer": 10 })] {
        assert_eq!(straddling(json!({ "season_days": order })), (6_000, String::new()));
    }
    let (total, note) = straddling(json!({ "season_days": { "summer": 20 } }));
    assert_eq!(total, 6_000);
    assert!(note.contains("winter 10 of 20 days, summer 10 of 20 days"), "{note}");
    // Another spelling confirms it; another name is told and leaves the dates as they are.
    for (more, minor, note) in [
        (json!({ "season": "Summer" }), 3_000, ""),
        (json!({ "season_days": { " SUMMER": "30", "winter": 0 } }), 3_000, ""),
        (
            json!({ "season": "monsoon" }),
            3_000,
            "the season given (monsoon) is not used; the dates give summer",
        ),
        (
            json!({ "season_days": { "monsoon": "25", "summer": "5" } }),
            3_000,
            "the season given (monsoon 25, summer 5) is not used; the dates give summer",
        ),
        (
            json!({ "season_days": { "summer": "-1" } }),
            3_000,
            "the season given (summer -1) is not used; the dates give summer",
        ),
    ] {
        assert_eq!(asked("2026-06-01", "2026-07-01", more.clone()), (minor, note.to_owned()), "{more}");
    }
}

#[test]
fn a_season_that_prices_nothing_need_not_be_known() {
    let hours = "[[season]]\nname = \"summer\"\n[[season]]\nname = \"winter\"\n[[time_band]]\nname = \"peak\"\nseason = \"summer\"\nwhen = \"16:00-21:00\"\n\
                 [[time_band]]\nname = \"peak\"\nseason = \"winter\"\nwhen = \"06:00-10:00\"\n[[time_band]]\nname = \"night\"\nwhen = \"otherwise\"\n";
    let ladder = |band: &str, rate: u32| {
        format!("[[energy_charge]]\nname = \"{band}\"\nband = \"{band}\"\nslabs = [{{ rate = {rate} }}]\n")
    };
    let body = [hours, &ladder("peak", 9), &ladder("night", 1)].concat();
    assert_eq!(total(&body, &case(&json!({ "bands": { "peak": "10", "night": "20" } }))), 11_000);
    // Nor in a month of no season, where nothing was used; what was used has no price there.
    let body = format!(
        "[[season]]\nname = \"summer\"\nmonths = [7, 8]\n{}[[fixed_charge]]\nname = \"F\"\namount = 5\n",
        in_season("summer", 1)
    );
    let (tariff, _) = Tariff::parse_to_quote(&format!("{HEAD}{body}")).unwrap();
    let asked = |units: &str| quote(&tariff, &Case::from_json(&used(units)).unwrap());
    assert_eq!(asked("0").unwrap().total.minor(), 500);
    assert!(asked("1").unwrap_err().to_string().contains("months that are in none"));
}

#[test]
fn days_of_a_season_that_no_ladder_prices_are_refused() {
    let straddling =
        |usage: Value| json!({ "period": { "from": "2026-05-21", "to": "2026-06-21" }, "usage": usage });
    let body = format!("{SUMMER}{}", in_season("summer", 1));
    let told = refused(&body, &straddling(json!({ "total": "300" })));
    assert!(told.contains("period.season") && told.contains("winter has none"), "{told}");
    assert_eq!(
        total(&body, &straddling(json!({ "total": "0" }))),
        0,
        "without units nothing is left unpriced"
    );
    assert_eq!(total(&body, &used("300")), 30_000, "in summer it has a price");
    // So of a band that only one of the seasons prices.
    let banded = body.replace("season =", "band = \"peak\"\nseason =")
        + "[[energy_charge]]\nname = \"Night\"\nband = \"night\"\nslabs = [{ rate = 1 }]\n";
    let hours = "[[time_band]]\nname = \"peak\"\nwhen = \"Mon-Fri 16:00-21:00\"\n[[time_band]]\nname = \"night\"\nwhen = \"otherwise\"\n";
    let banded = banded + hours;
    let told = refused(&banded, &straddling(json!({ "bands": { "peak": "10", "night": "10" } })));
    assert!(told.contains("usage.bands.peak"), "it has hours in winter, and no price: {told}");
    assert_eq!(total(&banded, &straddling(json!({ "bands": { "peak": "0", "night": "10" } }))), 1_000);
}

/// Peak and off-peak all year, mid-peak in summer alone.
const HOURS: &str = "[[season]]\nname = \"summer\"\nmonths = [6, 7, 8, 9]\n[[season]]\nname = \"winter\"\nmonths = [1, 2, 3, 4, 5, 10, 11, 12]\n\
    [[time_band]]\nname = \"peak\"\nwhen = \"Mon-Fri 16:00-21:00\"\n[[time_band]]\nname = \"off-peak\"\nwhen = \"otherwise\"\n\
    [[time_band]]\nname = \"mid-peak\"\nseason = \"summer\"\nwhen = \"Mon-Fri 12:00-16:00\"\n";

/// A ladder for each band that a season has.
fn by_band(more: &str, slabs: impl Fn(&str, &str) -> String) -> String {
    let kinds = [
        ("summer", "peak"),
        ("summer", "mid-peak"),
        ("summer", "off-peak"),
        ("winter", "peak"),
        ("winter", "off-peak"),
    ];
    let ladder = |(season, band): (&str, &str)| {
        let slabs = slabs(season, band);
        format!(
            "[[energy_charge]]\nname = \"{season} {band}\"\nseason = \"{season}\"\nband = \"{band}\"\n{more}slabs = [{slabs}]\n"
        )
    };
    kinds.map(ladder).concat()
}

#[test]
fn a_band_that_only_one_of_the_seasons_has_was_used_in_that_one_alone() {
    let straddling = |from: &str, to: &str| {
        json!({ "period": { "from": from, "to": to },
            "usage": { "bands": { "peak": "60", "mid-peak": "40", "off-peak": "200" } } })
    };
    let half = straddling("2026-09-16", "2026-10-16");
    let rate = |season: &str, band: &str| match (season, band) {
        ("summer", "peak") => "{ rate = 10 }",
        (_, "mid-peak") => "{ up_to = 30, rate = 5 }, { rate = 8 }",
        ("summer", _) => "{ rate = 2 }",
        (_, "peak") => "{ rate = 6 }",
        _ => "{ rate = 1 }",
    };
    let own = format!("{HOURS}{}", by_band("", |season, band| rate(season, band).to_owned()));
    // Half of the others in each season; all of mid-peak in summer, 15 of it within half a limit.
    assert_eq!(total(&own, &half), 30_000 + 7_500 + 20_000 + 20_000 + 18_000 + 10_000);
    let quote = priced(&own, &half).unwrap();
    let told: Vec<String> = quote.lines.iter().map(|l| format!("{}: {}", l.label(), l.quantity())).collect();
    assert_eq!(told[1], "summer mid-peak, up to 15 kWh (summer, 15 of 30 days): 15 kWh");
    assert_eq!(told[2], "summer mid-peak, over 15 kWh (summer, 15 of 30 days): 25 kWh");
    // Ten days of summer, twenty of winter: a third of the limit.
    let third = straddling("2026-09-21", "2026-10-21");
    assert_eq!(total(&own, &third), 20_000 + 5_000 + 24_000 + 13_333 + 24_000 + 13_333 + 1);
    let winter = straddling("2026-11-01", "2026-12-01");
    assert!(refused(&own, &winter).contains("usage.bands.mid-peak"), "winter has none of it");

    // A limit on the total: 170 of 300 were used in summer, of which 75 are in half the first slab.
    let shared =
        by_band("block_scope = \"total\"\n", |_, _| "{ up_to = 150, rate = 1 }, { rate = 3 }".to_owned());
    assert_eq!(total(&format!("{HOURS}{shared}"), &half), 7_500 + 28_500 + 7_500 + 16_500);
    // A ladder for all use of a season takes what was used in it.
    let all = |season: &str, rate: u32| {
        format!(
            "[[energy_charge]]\nname = \"{season}\"\nseason = \"{season}\"\nslabs = [{{ rate = {rate} }}]\n"
        )
    };
    assert_eq!(total(&format!("{HOURS}{}{}", all("summer", 1), all("winter", 3)), &half), 17_000 + 39_000);
    // A rider on the band, with the season told or not.
    for season in ["", "season = \"summer\"\n"] {
        let rider = format!(
            "{HOURS}[[energy_charge]]\nname = \"E\"\nslabs = [{{ rate = 1 }}]\n\
             [[adjustment]]\nname = \"R\"\nband = \"mid-peak\"\n{season}rate = 2\n"
        );
        assert_eq!(total(&rider, &half), 30_000 + 8_000, "{season}");
    }
}

#[test]
fn a_band_without_an_hour_in_a_season_is_none_of_that_season() {
    let marks = |season: &str, band: &str, hours: &str| {
        format!("[[time_band]]\nname = \"{band}\"\nseason = \"{season}\"\nhours_weekday = \"{hours}\"\n")
    };
    let ladder = |season: &str, band: &str, rate: u32| {
        format!(
            "[[energy_charge]]\nname = \"{season} {band}\"\nseason = \"{season}\"\nband = \"{band}\"\nslabs = [{{ rate = {rate} }}]\n"
        )
    };
    let body = [
        SUMMER,
        &marks("summer", "peak", "............XXXX........"),
        &marks("summer", "night", "XXXXXXXXXXXX....XXXXXXXX"),
        &marks("winter", "peak", "........................"),
        &marks("winter", "night", "XXXXXXXXXXXXXXXXXXXXXXXX"),
        &ladder("summer", "peak", 9),
        &ladder("summer", "night", 1),
        &ladder("winter", "night", 3),
    ];
    let case = json!({ "period": { "from": "2026-05-22", "to": "2026-06-11" },
        "usage": { "bands": { "peak": "10", "night": "20" } } });
    assert_eq!(total(&body.concat(), &case), 9_000 + 1_000 + 3_000);
}

#[test]
fn where_no_hours_are_told_the_charges_tell_in_which_season_a_band_is() {
    let ladder = |season: &str, band: &str, rate: u32| {
        format!(
            "[[energy_charge]]\nname = \"{season} {band}\"\nseason = \"{season}\"\nband = \"{band}\"\nslabs = [{{ rate = {rate} }}]\n"
        )
    };
    let body =
        [SUMMER, &ladder("summer", "peak", 9), &ladder("summer", "night", 1), &ladder("winter", "night", 3)]
            .concat();
    let used = |from: &str, to: &str| json!({ "period": { "from": from, "to": to }, "usage": { "bands": { "peak": "10", "night": "20" } } });
    let quote = priced(&body, &used("2026-05-22", "2026-06-11")).unwrap();
    assert_eq!(quote.total.minor(), 9_000 + 1_000 + 3_000);
    assert_eq!(
        quote.notes,
        ["all use in the band peak is taken to be of summer, which alone has a price for it"]
    );
    assert!(refused(&body, &used("2026-04-01", "2026-05-01")).contains("usage.bands.peak"));
}

#[test]
fn use_between_ladders_or_above_them_is_refused_and_never_free() {
    let ladder = |fields: &str| {
        format!(
            "[[energy_charge]]\nname = \"{fields}\"\nwhen_usage = {{ {fields} }}\nslabs = [{{ rate = 1 }}]\n"
        )
    };
    let file = format!("{HEAD}{}{}", ladder("over = 50, up_to = 100"), ladder("over = 200, up_to = 300"));
    assert!(Tariff::parse(&file).is_err());
    let (tariff, _) = Tariff::parse_to_quote(&file).unwrap();
    let asked = |units: &str| quote(&tariff, &Case::from_json(&used(units)).unwrap());
    for (units, minor) in [("50", 0), ("50.5", 5_050), ("100", 10_000), ("201", 20_100), ("300", 30_000)] {
        assert_eq!(asked(units).unwrap().total.minor(), minor, "{units}");
    }
    for units in ["100.5", "150", "200", "300.1"] {
        let told = asked(units).unwrap_err().to_string();
        assert!(told.contains("usage") && told.contains(units), "{told}");
    }
}

#[test]
fn what_rounding_ladders_together_adds_is_on_none_of_them_alone() {
    let body = |on: &str| {
        format!(
            "[[energy_charge]]\nname = \"A\"\nslabs = [{{ rate = 1.237 }}]\n[[energy_charge]]\nname = \"B\"\nslabs = [{{ rate = 0.77 }}]\n\
             [[tax]]\nname = \"T\"\npercent = 50\non = {on}\nto = 0.01\n[rounding]\ngroups = {{ to = 1 }}\ntotal = {{ to = 0.01 }}\n"
        )
    };
    // A 41.1921 and B 25.6410, together 67.
    for (on, tax) in
        [("[\"B\"]", 1_282), ("[\"A\"]", 2_060), ("[\"A\", \"B\"]", 3_350), ("[\"energy\"]", 3_350)]
    {
        assert_eq!(total(&body(on), &used("33.3")), 6_700 + tax, "{on}");
    }
    let quote = priced(&body("\"all\""), &used("33.3")).unwrap();
    assert_eq!(quote.lines[2].label(), "A + B, rounded together");
}

#[test]
fn minor_units_are_those_of_the_currency_or_those_in_which_the_case_counts() {
    let quoted = |currency: &str, minor: Option<u32>| {
        let head = HEAD.replace("INR", currency);
        let body = "[[energy_charge]]\nname = \"E\"\nslabs = [{ rate = 0.3737 }]\n[[fixed_charge]]\nname = \"F\"\namount = 20\n";
        let tariff = Tariff::parse(&format!("{head}{body}")).unwrap();
        let mut case = used("100");
        case["minor_per_major"] = json!(minor);
        quote(&tariff, &Case::from_json(&case).unwrap()).map(|quote| {
            assert_eq!(
                quote.printed_rounding().minor()
                    + quote.lines.iter().map(|l| quote.printed(l).minor()).sum::<i64>(),
                quote.total.minor()
            );
            (quote.total.minor(), quote.minor_per_major, quote.notes.join("; "))
        })
    };
    // 57.37
    let plain = |minor, per| Ok((minor, per, String::new()));
    for (currency, minor, per) in [("INR", 5_737, 100), ("KRW", 57, 1), ("KWD", 57_370, 1_000)] {
        assert_eq!(quoted(currency, None), plain(minor, per), "{currency}");
        assert_eq!(quoted(currency, Some(per)), plain(minor, per), "{currency}");
    }
    // Who counts rupiah without sen, or dinars by hundredths, is answered as he counts.
    for (currency, per, minor, has) in
        [("IDR", 1, 57, 100), ("KWD", 100, 5_737, 1_000), ("UGX", 100, 5_737, 1)]
    {
        let note = format!("{per} minor units in a major one are given and used; {currency} has {has}");
        assert_eq!(quoted(currency, Some(per)), Ok((minor, per, note)), "{currency}");
    }
    let told = quoted("INR", Some(7)).unwrap_err().to_string();
    assert!(told.starts_with("minor_per_major: expected 100, as INR has it"), "{told}");
}
