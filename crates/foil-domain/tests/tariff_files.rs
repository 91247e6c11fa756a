//! Tariff files that are not as they must be: each is refused with its line, the field, and what was
//! expected; and no text, however broken, brings the reader down.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use foil_domain::tariffs::{Tariff, TariffFault};
use proptest::prelude::*;

const WHOLE: &str = include_str!("tariffs/every-field.toml");
const LT2A: &str = include_str!("tariffs/lt2a-domestic.toml");

fn faults(text: &str) -> Vec<TariffFault> {
    Tariff::parse(text).err().unwrap_or_default()
}

fn shown(faults: &[TariffFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The file with the first such place changed, and the line on which that place begins.
fn broken(text: &str, find: &str, put: &str) -> (String, usize) {
    let at = text.find(find).unwrap_or_else(|| panic!("{find:?} must stand in the file"));
    let blank = find.len() - find.trim_start().len();
    (text.replacen(find, put, 1), text[..at + blank].matches('\n').count() + 1)
}

#[test]
fn a_tariff_with_every_field_is_read_and_proves_its_own_example() {
    let read = Tariff::parse(WHOLE);
    let tariff = read.unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    assert_eq!((tariff.energy.len(), tariff.taxes.len(), tariff.examples.len()), (5, 2, 1));
    for plain in [LT2A, include_str!("tariffs/two-season-tou.toml")] {
        assert!(Tariff::parse(plain).is_ok(), "{}", shown(&faults(plain)));
        let from_windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
        assert!(Tariff::parse(&from_windows).is_ok(), "{}", shown(&faults(&from_windows)));
    }
}

/// Every field of the format wrong once: what is put where, the field that is told, a part of what was expected.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("format = 1", "format = 2", "format", "1, the only format"),
    ("name = \"Every field\"", "name = 7", "name", "text"),
    ("name = \"Every field\"", "", "name", "it is missing"),
    ("service = \"electricity\"", "service = \"steam\"", "service", "electricity, water, gas, sewer"),
    ("currency = \"INR\"", "currency = \"rupees\"", "currency", "ISO 4217"),
    ("unit = \"kWh\"", "unit = \"\"", "unit", "text"),
    ("billing_months = 2", "billing_months = 0", "billing_months", "1 to 24"),
    ("valid_from = 2026-04-01", "valid_from = \"soon\"", "valid_from", "YYYY-MM-DD"),
    ("on_change = \"split_by_days\"", "on_change = \"now\"", "on_change", "next_reading, split_by_days"),
    ("months = [4, 5, 6, 7, 8, 9]", "months = [4, 5, 6, 7, 8, 13]", "season[1].months[6]", "1 to 12"),
    (
        "months = [4, 5, 6, 7, 8, 9]",
        "months = [4, 5, 6, 7, 8, 9, 10]",
        "season[2].months",
        "10 is in \"summer\"",
    ),
    ("months = [4, 5, 6, 7, 8, 9]", "months = [5, 6, 7, 8, 9]", "season[2].months", "4 is in none"),
    ("name = \"winter\"", "name = \"summer\"", "season[1].name", "there twice"),
    ("when = \"Mon-Fri 18:00-22:00\"", "when = \"evenings\"", "time_band[1].when", "Mon-Fri 16:00-21:00"),
    ("when = \"otherwise\"", "when = \"Mon 19:00-20:00\"", "time_band[3].when", "\"peak\" has Mon 19:00"),
    (
        "hours_weekday = \"......XXXX..............\"",
        "hours_weekday = \"XXXX\"",
        "time_band[2].hours_weekday",
        "24 characters",
    ),
    (
        "hours_weekend = \"........................\"",
        "hours_weekend = \"?.......................\"",
        "time_band[2].hours_weekend",
        "24 characters",
    ),
    ("season = \"summer\"\nwhen", "season = \"monsoon\"\nwhen", "time_band[1].season", "summer, winter"),
    ("name = \"Summer off-peak\"", "title = \"Summer off-peak\"", "energy_charge[1].title", "no such field"),
    ("method = \"telescopic\"", "method = \"stepped\"", "energy_charge[1].method", "telescopic, whole_usage"),
    (
        "season = \"winter\"\nband = \"peak\"",
        "season = \"autumn\"\nband = \"peak\"",
        "energy_charge[4].season",
        "summer, winter",
    ),
    (
        "band = \"off-peak\"\nblock_scope",
        "band = \"night\"\nblock_scope",
        "energy_charge[1].band",
        "peak, off-peak",
    ),
    ("block_scope = \"total\"", "block_scope = \"all\"", "energy_charge[1].block_scope", "band, total"),
    (
        "{ up_to = 200, rate = 4.00 }",
        "{ up_to = -200, rate = 4.00 }",
        "energy_charge[1].slabs[1].up_to",
        "0 or more",
    ),
    (
        "{ up_to = 200, rate = 4.00 }",
        "{ up_to = 200, rate = \"four\" }",
        "energy_charge[1].slabs[1].rate",
        "a number",
    ),
    ("{ up_to = 200, rate = 4.00 }", "{ up_to = 200 }", "energy_charge[1].slabs[1].rate", "both are missing"),
    (
        "{ up_to = 200, rate = 4.00 }",
        "{ up_to = 200, rate = 4.00, flat = 3 }",
        "energy_charge[1].slabs[1].flat",
        "not both",
    ),
    (
        "{ up_to = 200, rate = 4.00 }",
        "{ upto = 200, rate = 4.00 }",
        "energy_charge[1].slabs[1].upto",
        "no such field",
    ),
    ("{ up_to = 200, rate = 4.00 }", "{ rate = 4.00 }", "energy_charge[1].slabs[1].up_to", "only the last"),
    (
        "{ up_to = 200, rate = 4.00 }",
        "{ up_to = 200, rate = 1e40 }",
        "energy_charge[1].slabs[1].rate",
        "15 digits",
    ),
    (
        "{ up_to = 200, rate = 4.00 }",
        "{ up_to = 200, rate = nan }",
        "energy_charge[1].slabs[1].rate",
        "a number",
    ),
    ("  { rate = 6.00 },", "  { up_to = 200, rate = 6.00 },", "energy_charge[1].slabs[2].up_to", "above 200"),
    ("  { rate = 6.00 },", "  { up_to = 100, rate = 6.00 },", "energy_charge[1].slabs[2].up_to", "above 200"),
    ("slabs = [{ rate = 9.00 }]", "slabs = []", "energy_charge[2].slabs", "1 to 200"),
    ("slabs = [{ rate = 9.00 }]", "slabs = 9", "energy_charge[2].slabs", "a list"),
    (
        "slabs = [{ rate = 9.00 }]",
        "slabs = [{ up_to = 500, rate = 9.00 }]",
        "energy_charge[2].slabs",
        "without up_to",
    ),
    ("limits_per = \"day\"", "limits_per = \"week\"", "energy_charge[3].limits_per", "day"),
    (
        "{ up_to = 10, flat = 50 }",
        "{ up_to = 10, flat = true }",
        "energy_charge[4].slabs[1].flat",
        "a number",
    ),
    (
        "when_usage = { over = 1000, up_to = 5000 }",
        "when_usage = { over = 5000, up_to = 1000 }",
        "energy_charge[5].when_usage.up_to",
        "more than over",
    ),
    (
        "when_usage = { over = 1000, up_to = 5000 }",
        "when_usage = {}",
        "energy_charge[5].when_usage",
        "over, up_to, or both",
    ),
    ("amount = 40", "amount = \"forty\"", "fixed_charge[1].amount", "a number"),
    ("amount = 40", "", "fixed_charge[1].amount", "both are missing"),
    ("per = \"kW\"", "per = \"hp\"", "fixed_charge[1].per", "bill, month, day, kW, avg_month"),
    (
        "by_usage = [{ up_to = 100, amount = 10 }, { amount = 20 }]",
        "by_usage = [{ up_to = 100, amount = 10 }]",
        "fixed_charge[2].by_usage",
        "over 100",
    ),
    (
        "by_usage = [{ up_to = 100, amount = 10 }, { amount = 20 }]",
        "by_usage = [{ up_to = 100, rate = 10 }, { amount = 20 }]",
        "fixed_charge[2].by_usage[1].amount",
        "it is missing",
    ),
    ("per = \"kVA\"", "per = \"day\"", "demand_charge[1].per", "kW, kVA"),
    (
        "min_percent_of_contract = 75",
        "min_percent_of_contract = 750",
        "demand_charge[1].min_percent_of_contract",
        "up to 100",
    ),
    (
        "{ up_to = 10, rate = 100 }, { rate = 150 }",
        "{ up_to = 10, rate = 100 }, { up_to = 20, rate = 150 }",
        "demand_charge[1].slabs",
        "over 20",
    ),
    ("rate = 0.36", "rate = []", "adjustment[1].rate", "a number"),
    ("over = 20\n", "over = 500\n", "adjustment[2].up_to", "more than over"),
    ("percent = -2.5", "percent = 2.5", "rebate[1].percent", "takes off"),
    (
        "on = [\"energy\", \"FPPCA\"]",
        "on = [\"energy\", \"FPPCB\"]",
        "rebate[1].on",
        "nothing is named \"FPPCB\"",
    ),
    ("on = [\"energy\", \"FPPCA\"]", "on = []", "rebate[1].on", "what it is on"),
    ("on = [\"energy\", \"FPPCA\"]", "on = [\"minimum\"]", "rebate[1].on", "comes later"),
    ("on = [\"energy\", \"FPPCA\"]", "", "rebate[1].on", "it is missing"),
    ("amount = 120", "amount = -120", "minimum_bill.amount", "0 or more"),
    ("per = \"month\"\non = [", "per = \"year\"\non = [", "minimum_bill.per", "bill, month, day, kW"),
    ("percent = 9\n", "percent = 9000\n", "tax[1].percent", "at most 1000"),
    ("to = 0.01\nmode = \"down\"", "to = 0\nmode = \"down\"", "tax[1].to", "above 0"),
    ("to = 0.01\nmode = \"down\"", "mode = \"down\"", "tax[1].mode", "to beside it"),
    ("mode = \"down\"\n\n", "mode = \"floor\"\n\n", "tax[1].mode", "half_up, half_even, down, up"),
    ("on = [\"Duty\", \"minimum\"]", "on = [\"Cess\"]", "tax[2].on", "nothing is named \"Cess\""),
    ("blocks = \"by_days\"", "blocks = \"by_weeks\"", "proration.blocks", "none, by_days, by_months"),
    ("base_days = 60", "base_days = 0", "proration.base_days", "1 to 3660"),
    (
        "only_outside_days = [55, 65]",
        "only_outside_days = [65, 55]",
        "proration.only_outside_days",
        "smaller first",
    ),
    ("factor_to = 0.01", "factor_to = -0.01", "proration.factor_to", "above 0"),
    ("factor_mode = \"down\"", "factor_mode = \"cut\"", "proration.factor_mode", "half_up"),
    ("limit_to = 1\n", "", "proration.limit_mode", "limit_to beside it"),
    ("fixed = \"by_months\"", "fixed = true", "proration.fixed", "none, by_days, by_months"),
    (
        "season_change = \"split_by_days\"",
        "season_change = \"end\"",
        "proration.season_change",
        "split_by_days",
    ),
    ("lines = { to = 0.01, mode = \"half_even\" }", "lines = 0.01", "rounding.lines", "a table"),
    (
        "groups = { to = 0.01, mode = \"up\" }",
        "groups = { mode = \"up\" }",
        "rounding.groups.to",
        "it is missing",
    ),
    (
        "total = { to = 1, mode = \"half_up\" }",
        "total = { to = 1, way = \"half_up\" }",
        "rounding.total.way",
        "no such field",
    ),
    (
        "per = \"month\"\ngrace_days",
        "per = \"week\"\ngrace_days",
        "late_payment.per",
        "once, day, month, year",
    ),
    ("grace_days = 5", "grace_days = 1.5", "late_payment.grace_days", "whole days"),
    (
        "{ up_to = 60, percent = 1 }, { percent = 1.5 }",
        "{ up_to = 60, percent = 1 }",
        "late_payment.steps",
        "without up_to",
    ),
    ("steps = [", "percent = 1\nsteps = [", "late_payment.percent", "either percent"),
    ("minimum = 10\n", "minimum = -10\n", "late_payment.minimum", "0 or more"),
    ("on_over = 100", "on_over = \"100\"", "late_payment.on_over", "0 or more"),
    ("compound = false", "compound = \"no\"", "late_payment.compound", "true or false"),
    (
        "total_minor = 416500",
        "total_minor = 416600",
        "example \"Two summer months\"",
        "total_minor is 416500",
    ),
    (
        "groups_minor = { energy = 166000 }",
        "groups_minor = { energie = 166000 }",
        "example[1].expected.groups_minor.energie",
        "a group",
    ),
    ("peak = 60", "peak = true", "example[1].usage.bands.peak", "a number"),
    ("tolerance_minor = 0", "tolerence_minor = 0", "example[1].tolerence_minor", "no such field"),
    ("valid_from = 2026-04-01", "valid_from = 2026-04-01\ncolour = \"red\"", "colour", "no such field"),
    ("[proration]", "[proratoin]", "proratoin", "no such field"),
];

#[test]
fn every_field_that_is_wrong_is_told_with_its_line_and_what_was_expected() {
    let mut missed = Vec::new();
    for (find, put, field, expected) in WRONG {
        let (text, line) = broken(WHOLE, find, put);
        let found = faults(&text);
        // A field that is missing, or a rule that two places break, is told where the other place stands.
        let near = |fault: &&TariffFault| {
            let elsewhere =
                put.is_empty() || expected.contains(" is in ") || expected.contains("no such field");
            elsewhere
                || fault.field.starts_with("example")
                || (fault.line >= line.saturating_sub(6) && fault.line <= line + 3)
        };
        let told = found.iter().find(|f| f.field == *field && f.expected.contains(expected)).filter(near);
        if told.is_none() {
            missed.push(format!("{put:?} at line {line} wants {field}: {expected}\n{}", shown(&found)));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

#[test]
fn a_fault_is_one_sentence_with_line_field_and_expectation() {
    let (text, _) = broken(LT2A, "{ up_to = 200, rate = 7.15 }", "{ up_to = 90, rate = 7.15 }");
    let told = shown(&faults(&text));
    assert_eq!(
        told,
        "line 21: energy_charge[1].slabs[3].up_to: expected a limit above 100, the one before it, found 90"
    );
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_lines() {
    let text = LT2A.replace("INR", "Rs").replace("per = \"kW\"", "per = \"hp\"").replace("9.10", "\"x\"");
    let lines: Vec<usize> = faults(&text).iter().map(|fault| fault.line).collect();
    assert!(lines.len() >= 3 && lines.is_sorted(), "{lines:?}");
}

#[test]
fn a_file_that_is_no_toml_is_refused_at_the_line_that_breaks_it() {
    for (text, line) in [
        ("name = \"x\"\nservice = \n", 2),
        ("name = \"x\"\nname = \"y\"\n", 2),
        ("\u{0}", 1),
        ("[[energy_charge]]\nname = \"a\"\n[energy_charge]\n", 3),
    ] {
        let found = faults(text);
        assert_eq!((found[0].line, found[0].field.as_str()), (line, "file"), "{text:?}: {}", shown(&found));
    }
    let deep = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!faults(&deep).is_empty(), "nesting without end is refused, not followed");
    assert!(!faults(&"# \n".repeat(600_000)).is_empty(), "a file of megabytes is no tariff");
}

#[test]
fn a_ladder_may_end_only_where_nothing_is_left_without_a_price() {
    let open = LT2A.replace("  { rate = 9.10 },             # last slab: no limit\n", "");
    assert!(shown(&faults(&open)).contains("over 300"), "{}", shown(&faults(&open)));
    // A ladder for up to 300 units that ends there leaves nothing open, where another goes on.
    let covered = open.replace("slabs = [", "when_usage = { up_to = 300 }\nslabs = [")
        + "[[energy_charge]]\nname = \"Large use\"\nwhen_usage = { over = 300 }\nslabs = [{ rate = 10 }]\n";
    assert!(Tariff::parse(&covered).is_ok(), "{}", shown(&faults(&covered)));
    // Another charge that stops at the same limit opens nothing; it is one more that is left without a price.
    let ends = open.replace("amount = 145\n", "by_usage = [{ up_to = 300, amount = 145 }]\n");
    let told = shown(&faults(&ends));
    assert!(told.contains("energy_charge[1].slabs") && told.contains("fixed_charge[1].by_usage"), "{told}");
    assert!(Tariff::parse_to_quote(&ends).is_ok(), "up to there it can be quoted from");
}

#[test]
fn a_name_stands_for_one_kind_of_charge_and_for_no_group() {
    let told =
        |name: &str| shown(&faults(&format!("{LT2A}\n[[adjustment]]\nname = \"{name}\"\nrate = 0.1\n")));
    assert_eq!(told("Fuel, a name of its own"), "");
    let fixed = Tariff::parse(LT2A).unwrap().fixed[0].name.to_string();
    for taken in ["energy", "all", "tax", &fixed] {
        assert!(told(taken).contains("a name of its own"), "{taken}: {}", told(taken));
    }
}

#[test]
fn ladders_for_ranges_of_use_leave_no_use_without_a_price() {
    let ladder = |name: &str, fields: &str| {
        format!("[[energy_charge]]\nname = \"{name}\"\n{fields}\nslabs = [{{ rate = 2 }}]\n")
    };
    let head = "name = \"R\"\nservice = \"water\"\ncurrency = \"INR\"\nunit = \"kL\"\n";
    let told = |ladders: &[String]| shown(&faults(&format!("{head}{}", ladders.concat())));
    let (to_500, over_600) =
        (ladder("Small", "when_usage = { up_to = 500 }"), ladder("Large", "when_usage = { over = 600 }"));
    let gap = told(&[over_600.clone(), to_500.clone()]);
    assert!(gap.contains("energy_charge[2].when_usage") && gap.contains("over 500 to 600 units"), "{gap}");
    let above = told(std::slice::from_ref(&to_500));
    assert!(above.contains("energy_charge[1].when_usage") && above.contains("over 500"), "{above}");
    for sound in [
        vec![to_500.clone(), ladder("Middle", "when_usage = { over = 500, up_to = 600 }"), over_600.clone()],
        vec![
            to_500.clone(),
            ladder("Large", "when_usage = { over = 500 }"),
            ladder("Wheeling, small", "when_usage = { up_to = 300 }"),
            ladder("Wheeling, large", "when_usage = { over = 300 }"),
        ],
        vec![to_500.clone(), ladder("All", "")],
        vec![over_600.clone()],
    ] {
        assert_eq!(told(&sound), "", "{sound:?}");
    }
    let over_400 = ladder("Over 400", "when_usage = { over = 400 }");
    let middle = ladder("Middle", "when_usage = { over = 400, up_to = 600 }");
    for overlapping in [
        vec![to_500.clone(), over_400.clone()],
        vec![to_500.clone(), middle, over_600.clone()],
        vec![ladder("To 400", "when_usage = { up_to = 400 }"), over_400, over_600.clone()],
    ] {
        let told = told(&overlapping);
        assert!(told.contains("when_usage") && told.contains("do not overlap"), "{told}");
    }
    let ends = to_500.replace("{ rate", "{ up_to = 500, rate")
        + "[[fixed_charge]]\nname = \"F\"\nby_usage = [{ up_to = 500, amount = 1 }]\n";
    assert!(told(&[ends]).contains("over 500"), "whatever else ends there");
    let summer = |fields: &str| ladder("Summer", &format!("season = \"summer\"\n{fields}"));
    let winter = ladder("Winter", "season = \"winter\"");
    let seasons = told(&[
        winter.clone(),
        summer("when_usage = { up_to = 500 }"),
        summer("when_usage = { over = 501 }"),
    ]);
    assert!(
        seasons.contains("energy_charge[2].when_usage"),
        "one season's hole is not filled by another: {seasons}"
    );
    assert_eq!(
        told(&[winter, summer("when_usage = { up_to = 500 }"), summer("when_usage = { over = 500 }")]),
        ""
    );
}

#[test]
fn the_same_charge_twice_is_a_slip_and_the_same_name_in_two_seasons_is_not() {
    let twice = format!("{LT2A}\n[[adjustment]]\nname = \"FPPCA\"\nrate = 0.36\n");
    assert!(shown(&faults(&twice)).contains("adjustment[3].name"), "{}", shown(&faults(&twice)));
    let seasons = include_str!("tariffs/cases/us-bge-schedule-rd-tou-Jul-tou.toml");
    assert!(Tariff::parse(seasons).is_ok());
}

#[test]
fn a_percentage_of_what_the_file_does_not_have_is_a_slip() {
    for (find, put, field, has) in [
        // The demand charge was written as a fixed charge; the tax on it would take nothing for years.
        ("on = [\"energy\"]", "on = [\"demand\"]", "tax[1].on", "energy, fixed, per_unit"),
        ("on = [\"energy\"]", "on = [\"minimum\", \"demand\"]", "tax[1].on", "energy, fixed, per_unit"),
    ] {
        let (text, line) = broken(LT2A, find, put);
        let told = faults(&text);
        let [fault] = told.as_slice() else { panic!("{}", shown(&told)) };
        assert_eq!((fault.line, fault.field.as_str()), (line, field), "{fault}");
        assert!(fault.expected.contains(has), "{fault}");
        // What is priced without being stored is priced as it stands.
        let (_, doubts) = Tariff::parse_to_quote(&text).unwrap();
        assert_eq!(doubts.len(), 1, "and said so");
    }
    // One word that meets something is enough.
    let one = LT2A.replace("on = [\"energy\"]", "on = [\"energy\", \"demand\"]");
    assert_eq!(shown(&faults(&one)), "");
    let rebate = "[[rebate]]\nname = \"Of rebates\"\npercent = -5\non = [\"rebate\"]\n";
    assert!(shown(&faults(&format!("{LT2A}\n{rebate}"))).contains("rebate[1].on"));
}

/// Where the value that begins here ends.
fn end_of_value(text: &str, from: usize) -> usize {
    let (mut depth, mut quoted) = (0, false);
    for (at, c) in text[from..].char_indices() {
        match c {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted && depth == 0 => return from + at,
            ']' | '}' if !quoted => depth -= 1,
            ',' | '\n' if !quoted && depth == 0 => return from + at,
            _ => {}
        }
    }
    text.len()
}

#[test]
fn each_field_of_the_format_that_holds_what_it_cannot_is_told_by_its_name() {
    let mut keys = 0;
    // What a case of an example says is told at the example.
    let example = WHOLE[..WHOLE.find("[[example]]").unwrap()].matches('\n').count() + 1;
    for (at, _) in WHOLE.match_indices(" = ") {
        let line = WHOLE[..at].rfind('\n').map_or(0, |n| n + 1);
        if WHOLE[line..at].starts_with('#') {
            continue;
        }
        let name = WHOLE[..at].rfind([' ', '\n', '{', '[']).map_or(0, |n| n + 1);
        let key = WHOLE[name..at].trim_matches('"');
        let end = end_of_value(WHOLE, at + 3);
        let wrong = if WHOLE[at + 3..].starts_with('{') { "7" } else { "{ what = 1 }" };
        let text = format!("{}{wrong}{}", &WHOLE[..at + 3], &WHOLE[end..]);
        let told = faults(&text);
        let line = WHOLE[..at].matches('\n').count() + 1;
        assert!(
            told.iter().any(|fault| (fault.line == line || line > example && fault.line == example)
                && fault.field.contains(key)),
            "{key} on line {line} holds {wrong}: {}",
            shown(&told)
        );
        keys += 1;
    }
    assert!(keys > 100, "all of the format: {keys}");
}

/// Bits of tariff files, sound and unsound, to be put anywhere.
fn scrap() -> impl Strategy<Value = String> {
    let bits = [
        "{ up_to = 1e999999999, rate = 1 }",
        "rate = 9999999999999999999999999999999",
        "-0",
        "nan",
        "inf",
        "0x7fffffffffffffff",
        "slabs = [",
        "]",
        "{",
        "}",
        "\"",
        "'''",
        "[[tax]]",
        "[rounding]",
        "on = \"all\"",
        "up_to = 0.0000000000000000000000000001",
        "1979-05-27T07:32:00Z",
        "\u{202E}",
        "\r",
        "#",
        "=",
        "\\u0000",
        "percent = -99999999999999",
        "billing_months = 9223372036854775807",
        "[[example]]",
        "expected = {}",
        "hours_weekday = \"\"",
        "when = \"Mon-Mon 00:00-24:00\"",
        "months = [1,1,1]",
        "factor_to = 1e-28",
    ];
    prop_oneof![
        prop::sample::select(bits.to_vec()).prop_map(str::to_owned),
        "[ -~\n]{0,20}",
        any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,300}") {
        let _ = Tariff::parse(&text);
    }

    #[test]
    fn a_tariff_with_anything_put_anywhere_is_read_or_refused(
        places in prop::collection::vec((0.0..1.0f64, 0usize..30, scrap()), 1..6),
    ) {
        let mut chars: Vec<char> = WHOLE.chars().collect();
        for (place, cut, scrap) in places {
            let at = ((chars.len() as f64) * place) as usize;
            let end = (at + cut).min(chars.len());
            chars.splice(at..end, scrap.chars());
        }
        let text: String = chars.into_iter().collect();
        match Tariff::parse(&text) {
            Ok(_) => {}
            Err(faults) => prop_assert!(!faults.is_empty(), "a refusal says why"),
        }
    }

    #[test]
    fn a_tariff_with_any_number_in_any_place_is_priced_or_refused(
        number in prop_oneof![
            "-?[0-9]{1,15}(\\.[0-9]{1,13})?", "-?[0-9]\\.[0-9]{1,20}e-?[0-9]{1,3}", Just("999999999999999".to_owned()),
        ],
        which in 0usize..200,
    ) {
        let mut seen = 0;
        let mut text = String::new();
        let mut rest = WHOLE;
        // Replaces the number that comes `which`th after an equals sign.
        while let Some(at) = rest.find("= ") {
            text.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(rest.len());
            if end > 0 {
                text.push_str(if seen == which { &number } else { &rest[..end] });
                rest = &rest[end..];
                seen += 1;
            }
        }
        text.push_str(rest);
        match Tariff::parse(&text) {
            Ok(_) => {}
            Err(faults) => prop_assert!(!faults.is_empty(), "a refusal says why"),
        }
    }
}
