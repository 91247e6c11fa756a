//! What must hold of every tariff and every use: bills that do not fall, slabs that sum to the use, parts
//! that sum to the whole, and nothing that brings the engine down.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use foil_domain::refusal::Refusal;
use foil_domain::tariffs::{
    Case, Decimal, Group, Part, Period, Quote, Register, Sum, Tariff, Usage, quote, quote_parts, register_use,
};
use foil_domain::time::Day;
use proptest::prelude::*;
use std::fmt::Write as _;

const HEAD: &str =
    "name = \"T\"\nservice = \"electricity\"\ncurrency = \"INR\"\nunit = \"kWh\"\nvalid_from = 2026-01-01\n";

/// A ladder of rising limits with rates of thousandths.
fn ladder() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((1u32..400, 0u32..20_000), 1..7)
}

/// Its slabs as a file has them.
fn slabs(ladder: &[(u32, u32)]) -> String {
    let (mut text, mut limit) = (String::new(), 0);
    for (index, (step, rate)) in ladder.iter().enumerate() {
        limit += step;
        let open = index + 1 == ladder.len();
        let up_to = if open { String::new() } else { format!("up_to = {limit}, ") };
        let _ = write!(text, "{{ {up_to}rate = {}.{:03} }}, ", rate / 1_000, rate % 1_000);
    }
    format!("slabs = [{text}]\n")
}

fn tariff(body: &str) -> Tariff {
    Tariff::parse(&format!("{HEAD}{body}")).unwrap_or_else(|faults| panic!("{body}: {faults:?}"))
}

/// The same tariff as a version of its own, so that a period which it splits is priced by two.
fn from_another_day(tariff: &Tariff) -> Tariff {
    let mut other = tariff.clone();
    other.valid_from = Some(day("2026-06-15"));
    other
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn case(thousandths: u64, from: &str, to: &str) -> Case {
    Case {
        period: Period::between(day(from), day(to)).unwrap(),
        usage: Usage::of(Decimal::new(i64::try_from(thousandths).unwrap(), 3)),
        account: foil_domain::tariffs::AccountFacts::default(),
        minor_per_major: None,
        notes: Vec::new(),
    }
}

fn june(thousandths: u64) -> Case {
    case(thousandths, "2026-06-01", "2026-07-01")
}

fn slab_units(quote: &Quote) -> Decimal {
    let units = quote.lines.iter().filter_map(|line| match line.sum {
        Sum::Slab { units, .. } | Sum::FlatSlab { units, .. } => Some(units),
        _ => None,
    });
    units.sum()
}

fn exact(quote: &Quote) -> Decimal {
    quote.lines.iter().map(|line| line.amount).sum()
}

/// What a line comes to by the figures that stand on it, in whole paise: what is counted, each part of it a number or a
/// fraction, times the rate.
fn multiplied_out(quantity: &str, rate: &str) -> i128 {
    let (mut above, mut below) = (rate.parse::<Decimal>().unwrap() * Decimal::ONE_HUNDRED, Decimal::ONE);
    for part in quantity.split(" × ") {
        let number = part.split(' ').next().unwrap();
        let (part, of) = number.split_once('/').unwrap_or((number, "1"));
        above *= part.parse::<Decimal>().unwrap();
        below *= of.parse::<Decimal>().unwrap();
    }
    let scale = Decimal::from(10i64.pow(above.scale().max(below.scale())));
    let whole = |n: Decimal| i128::try_from((n * scale).normalize()).unwrap();
    let (above, below) = (whole(above), whole(below));
    (2 * above + below).div_euclid(2 * below)
}

proptest! {
    #[test]
    fn a_charge_by_time_or_load_is_what_the_figures_on_its_line_come_to(
        (first, long, cut) in (1u32..29, 2i64..400, 1i64..60), (kw, hundredths) in (0u32..500_000, 1u32..50_000_000),
        (by, base) in (prop::sample::select(vec!["none", "by_days", "by_months"]), 28u32..32),
        factor in prop::sample::select(vec!["", "factor_to = 0.01\n"]), at_least in 1u32..101, due in 0i64..13,
    ) {
        let amount = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let fixed = |per: &str| format!("[[fixed_charge]]\nname = \"{per}\"\namount = {amount}\nper = \"{per}\"\n");
        let seasonal = |season: &str| format!(
            "[[fixed_charge]]\nname = \"F {season}\"\namount = {amount}\nper = \"kW\"\nseason = \"{season}\"\n\
             [[demand_charge]]\nname = \"D {season}\"\nseason = \"{season}\"\nmin_percent_of_contract = {at_least}\n\
             slabs = [{{ up_to = 20.125, rate = {amount} }}, {{ rate = {amount} }}]\n"
        );
        let tariff = tariff(&format!(
            "on_change = \"split_by_days\"\n[proration]\nfixed = \"{by}\"\nbase_days = {base}\n{factor}\
             [[season]]\nname = \"a\"\nmonths = [1, 2, 3, 4, 5, 6]\n[[season]]\nname = \"b\"\nmonths = [7, 8, 9, 10, 11, 12]\n{}{}{}",
            ["bill", "month", "day", "kW", "avg_month"].map(fixed).concat(), seasonal("a"), seasonal("b"),
        ));
        let other = from_another_day(&tariff);
        let from = day(&format!("2026-06-{first:02}"));
        let to = from.plus_days(long);
        let load = Decimal::new(kw.into(), 3);
        let account = foil_domain::tariffs::AccountFacts { sanctioned_load_kw: Some(load), contract_demand_kw: Some(load) };
        let period = Period { months_due: Some(due.into()), ..Period::between(from, to).unwrap() };
        let usage = Usage { demand: vec![("max".to_owned(), Decimal::from(kw / 2_000))], ..Usage::of(Decimal::ZERO) };
        let case = Case { period, usage, account, minor_per_major: None, notes: Vec::new() };
        let at = from.plus_days(cut.min(long - 1));
        let part = |tariff, days| Part { tariff, days: Some(days), account: None };
        let parts = [part(&tariff, (from, at)), part(&other, (at, to))];
        for quote in [quote(&tariff, &case).unwrap(), quote_parts(&parts, &case).unwrap()] {
            for line in quote.lines.iter().filter(|line| matches!(line.sum, Sum::Times { .. } | Sum::Load { .. })) {
                let (quantity, rate) = (quote.printed_quantity(line), quote.printed_rate(line));
                let printed = i128::from(quote.printed(line).minor());
                prop_assert_eq!(multiplied_out(&quantity, &rate), printed, "{}: {} × {}", line.label(), quantity, rate);
            }
        }
    }

    #[test]
    fn a_telescopic_bill_never_falls_when_use_rises(
        ladder in ladder(), less in 0u64..3_000_000, more in 0u64..1_000_000, per_day in any::<bool>(), tax in 0u32..30,
    ) {
        let per_day = if per_day { "limits_per = \"day\"\n" } else { "" };
        let tariff = tariff(&format!(
            "[[energy_charge]]\nname = \"E\"\n{per_day}{}[[tax]]\nname = \"T\"\npercent = {tax}\non = \"all\"\n[minimum_bill]\namount = 50\n",
            slabs(&ladder)
        ));
        let (low, high) = (quote(&tariff, &june(less)).unwrap(), quote(&tariff, &june(less + more)).unwrap());
        prop_assert!(low.total <= high.total, "{} at {less}, {} at {}", low.total.minor(), high.total.minor(), less + more);
    }

    #[test]
    fn slabs_sum_to_the_use(ladder in ladder(), units in 0u64..3_000_000, days in 20i64..70) {
        let tariff = tariff(&format!("[proration]\nblocks = \"by_days\"\nlimit_to = 1\n[[energy_charge]]\nname = \"E\"\n{}", slabs(&ladder)));
        let mut case = june(units);
        case.period.days = days.into();
        let quote = quote(&tariff, &case).unwrap();
        prop_assert_eq!(slab_units(&quote), quote.units);
    }

    #[test]
    fn a_step_or_a_half_is_found_however_limits_are_stretched(
        limit in 1i128..500, days in 1i128..100, base in 28i128..32, units in 0i128..900, rates in prop::array::uniform2(0i128..1_000),
        to in prop::sample::select(vec![1i128, 5, 50, 100, 1_000]), mode in 0usize..4,
    ) {
        let mode = ["half_up", "half_even", "down", "up"][mode];
        let [low, high] = rates;
        let tariff = tariff(&format!(
            "[proration]\nblocks = \"by_days\"\nbase_days = {base}\n[rounding]\ntotal = {{ to = {}.{:02}, mode = \"{mode}\" }}\n\
             [[energy_charge]]\nname = \"E\"\nslabs = [{{ up_to = {limit}, rate = {}.{:02} }}, {{ rate = {}.{:02} }}]\n",
            to / 100, to % 100, low / 100, low % 100, high / 100, high % 100,
        ));
        let mut case = june(0);
        case.usage.total = Some(Decimal::from(units));
        case.period.days = Decimal::from(days);
        let quote = quote(&tariff, &case).unwrap();
        // The same in whole numbers: parts of a paisa, so many of which as the factor has below its line.
        let below = (units * base).min(limit * days);
        let (exact, step) = (below * low + (units * base - below) * high, to * base);
        let (down, rest) = (exact / step, exact % step);
        let up = match mode {
            "half_up" => 2 * rest >= step,
            "half_even" => 2 * rest > step || (2 * rest == step && down % 2 == 1),
            "up" => rest > 0,
            _ => false,
        };
        prop_assert_eq!(i128::from(quote.total.minor()), (down + i128::from(up)) * to);
    }

    #[test]
    fn a_period_split_by_season_costs_what_the_whole_costs_when_the_seasons_are_alike(
        ladder in ladder(), units in 0u64..3_000_000, first in 1u32..28,
    ) {
        let seasonal = |season: &str| format!("[[energy_charge]]\nname = \"E\"\nseason = \"{season}\"\n{}", slabs(&ladder));
        let split = tariff(&format!(
            "[[season]]\nname = \"a\"\nmonths = [1, 2, 3, 4, 5, 6]\n[[season]]\nname = \"b\"\nmonths = [7, 8, 9, 10, 11, 12]\n{}{}",
            seasonal("a"), seasonal("b")
        ));
        let whole = tariff(&format!("[[energy_charge]]\nname = \"E\"\n{}", slabs(&ladder)));
        let case = case(units, &format!("2026-06-{first:02}"), &format!("2026-07-{first:02}"));
        let (split, whole) = (quote(&split, &case).unwrap(), quote(&whole, &case).unwrap());
        prop_assert_eq!(split.total, whole.total);
        prop_assert!((exact(&split) - exact(&whole)).abs() < Decimal::new(1, 12));
        prop_assert!((slab_units(&split) - slab_units(&whole)).abs() < Decimal::new(1, 12));
    }

    #[test]
    fn slabs_as_they_are_printed_sum_to_the_use_as_it_is_printed(
        ladder in ladder(), other in ladder(), units in 0u64..3_000_000, first in 1u32..28, cut in 1i64..29,
        whole_usage in any::<bool>(), days in 20i64..70,
    ) {
        let method = if whole_usage { "whole_usage" } else { "telescopic" };
        let seasonal = |season: &str, slabs: &str| {
            format!("[[energy_charge]]\nname = \"E\"\nmethod = \"{method}\"\nseason = \"{season}\"\n{slabs}")
        };
        let file = |ladder: &[(u32, u32)], name: &str| tariff(&format!(
            "[proration]\nblocks = \"by_days\"\nbase_days = 31\n\
             [[season]]\nname = \"a\"\nmonths = [1, 2, 3, 4, 5, 6]\n[[season]]\nname = \"b\"\nmonths = [7, 8, 9, 10, 11, 12]\n\
             {}{}[[energy_charge]]\nname = \"{name}\"\n{}[[adjustment]]\nname = \"Fuel\"\nrate = 0.3\n",
            seasonal("a", &slabs(ladder)), seasonal("b", &slabs(ladder)), slabs(ladder),
        ));
        // A new version calls a charge otherwise, in the middle of a period in which the season changes too.
        let (old, new) = (file(&ladder, "Wheeling"), file(&other, "Use of lines"));
        let mut case = case(units, &format!("2026-06-{first:02}"), &format!("2026-07-{first:02}"));
        let (from, to) = (case.period.from.unwrap(), case.period.to.unwrap());
        case.period.days = days.into();
        let at = from.plus_days(cut);
        let parts = [Part { tariff: &old, days: Some((from, at)), account: None }, Part { tariff: &new, days: Some((at, to)), account: None }];
        for quote in [quote_parts(&parts, &case).unwrap(), quote(&old, &case).unwrap()] {
            let printed = |names: &[&str]| -> Decimal {
                let lines = quote.lines.iter().filter(|line| names.contains(&&*line.name));
                lines.map(|line| quote.printed_quantity(line).trim_end_matches(" kWh").parse::<Decimal>().unwrap()).sum()
            };
            prop_assert_eq!(printed(&["E"]), quote.units, "{:#?}", quote.lines);
            prop_assert_eq!(printed(&["Wheeling", "Use of lines"]), quote.units, "{:#?}", quote.lines);
            prop_assert_eq!(printed(&["Fuel"]), quote.units);
            for line in &quote.lines {
                if let (Sum::Slab { units, .. }, Some(printed)) = (line.sum, line.printed_units) {
                    prop_assert!((units - printed).abs() < Decimal::new(2, 3) && !printed.is_sign_negative());
                }
            }
        }
    }

    #[test]
    fn use_of_a_band_that_one_season_has_is_all_charged_wherever_the_period_is_split(
        units in prop::array::uniform3(0u64..3_000_000), first in 1u32..28, cut in 1i64..29, limit in 1u32..3_000, shared in any::<bool>(),
    ) {
        let scope = if shared { "total" } else { "band" };
        let kinds = [("a", "peak"), ("a", "mid"), ("a", "low"), ("b", "peak"), ("b", "low")];
        let ladders = kinds.map(|(season, band)| format!(
            "[[energy_charge]]\nname = \"{band}\"\nseason = \"{season}\"\nband = \"{band}\"\nblock_scope = \"{scope}\"\n\
             slabs = [{{ up_to = {limit}, rate = 2 }}, {{ rate = 2 }}]\n[[adjustment]]\nname = \"{band} {season} fuel\"\nseason = \"{season}\"\nband = \"{band}\"\nrate = 1\n"
        ));
        let tariff = tariff(&format!(
            "[[season]]\nname = \"a\"\nmonths = [1, 2, 3, 4, 5, 6]\n[[season]]\nname = \"b\"\nmonths = [7, 8, 9, 10, 11, 12]\n\
             [[time_band]]\nname = \"peak\"\nwhen = \"17:00-21:00\"\n[[time_band]]\nname = \"mid\"\nseason = \"a\"\nwhen = \"12:00-17:00\"\n\
             [[time_band]]\nname = \"low\"\nwhen = \"otherwise\"\n{}", ladders.concat()
        ));
        let other = from_another_day(&tariff);
        let mut case = case(0, &format!("2026-06-{first:02}"), &format!("2026-07-{first:02}"));
        let bands = ["peak", "mid", "low"].into_iter().zip(units);
        case.usage = Usage::default();
        case.usage.bands = bands.map(|(band, units)| (band.to_owned(), Decimal::new(units.cast_signed(), 3))).collect();
        let (from, to) = (case.period.from.unwrap(), case.period.to.unwrap());
        let at = from.plus_days(cut);
        let parts = [Part { tariff: &tariff, days: Some((from, at)), account: None }, Part { tariff: &other, days: Some((at, to)), account: None }];
        for quote in [quote(&tariff, &case), quote_parts(&parts, &case)] {
            // A period that begins with July has none of the band.
            let Ok(quote) = quote else { continue };
            prop_assert!((exact(&quote) - Decimal::from(3) * quote.units).abs() < Decimal::new(1, 12), "{:#?}", quote.lines);
            for (band, units) in &case.usage.bands {
                let lines = quote.lines.iter().filter(|line| *line.name == **band);
                let printed: Decimal = lines.filter_map(|line| line.printed_units).sum();
                prop_assert_eq!(printed, *units, "{}: {:#?}", band, quote.lines);
            }
        }
    }

    #[test]
    fn a_period_split_by_versions_costs_what_the_whole_costs_when_the_versions_are_alike(
        ladder in ladder(), units in 0u64..3_000_000, first in 1u32..28, cut in 1i64..29, whole_usage in any::<bool>(),
        minimum in 0u32..20_000, steps in prop::array::uniform2(prop::sample::select(vec!["", "0.01", "1", "10"])), mode in 0usize..4,
        lines in any::<bool>(), kw in 0u32..20,
    ) {
        let method = if whole_usage { "whole_usage" } else { "telescopic" };
        let mode = ["half_up", "half_even", "down", "up"][mode];
        let [groups, tax] = steps;
        let step = |field: &str, to: &str| if to.is_empty() { String::new() } else { format!("{field} = {{ to = {to}, mode = \"{mode}\" }}\n") };
        let tax = if tax.is_empty() { String::new() } else { format!("to = {tax}\nmode = \"{mode}\"\n") };
        let seasonal = |season: &str| format!(
            "[[energy_charge]]\nname = \"E {season}\"\nmethod = \"{method}\"\nseason = \"{season}\"\n{}[[fixed_charge]]\nname = \"F {season}\"\namount = 7\nseason = \"{season}\"\n",
            slabs(&ladder)
        );
        let tariff = tariff(&format!(
            "[minimum_bill]\namount = {minimum}\nper = \"month\"\n[rounding]\n{}{}\
             [[season]]\nname = \"a\"\nmonths = [1, 2, 3, 4, 5, 6]\n[[season]]\nname = \"b\"\nmonths = [7, 8, 9, 10, 11, 12]\n{}{}\
             [[fixed_charge]]\nname = \"F\"\namount = 40.25\nper = \"month\"\n[[fixed_charge]]\nname = \"D\"\namount = 0.07\nper = \"day\"\n\
             [[fixed_charge]]\nname = \"K\"\namount = 3.35\nper = \"kW\"\n[[adjustment]]\nname = \"A\"\nrate = 0.173\n\
             [[rebate]]\nname = \"R\"\npercent = -3\non = [\"energy\"]\n[[tax]]\nname = \"T\"\npercent = 9\non = \"all\"\n{tax}[[tax]]\nname = \"U\"\npercent = 1.5\non = [\"T\"]\n",
            step("groups", groups), if lines { "lines = { to = 0.01 }\n" } else { "" }, seasonal("a"), seasonal("b")
        ));
        let mut case = case(units, &format!("2026-06-{first:02}"), &format!("2026-07-{first:02}"));
        case.account.sanctioned_load_kw = Some(kw.into());
        let (from, to) = (case.period.from.unwrap(), case.period.to.unwrap());
        let at = from.plus_days(cut);
        let whole = quote(&tariff, &case).unwrap();
        let split = |next: &Tariff| {
            let part = |tariff, days| Part { tariff, days: Some(days), account: None };
            quote_parts(&[part(&tariff, (from, at)), part(next, (at, to))], &case).unwrap()
        };
        // Nothing but the account's row was written twice: not even a line is another.
        prop_assert_eq!(&split(&tariff).lines, &whole.lines);
        let split = split(&from_another_day(&tariff));
        let apart = (exact(&split) - exact(&whole)).abs();
        if lines {
            // Each line of a part is rounded by itself.
            let coarse = !groups.is_empty() || !tax.is_empty();
            prop_assert!(coarse || apart <= Decimal::new(5, 1), "{apart}: {:#?}", split.lines);
        } else {
            prop_assert_eq!(split.total, whole.total, "{:#?}", split.lines);
            prop_assert!(apart < Decimal::new(1, 12));
        }
        let taxes = split.lines.iter().filter(|line| line.group == Group::Tax && line.sum != Sum::Rounding);
        prop_assert_eq!(taxes.count(), 2, "each tax is on the whole bill");
    }

    #[test]
    fn printed_lines_and_the_rounding_line_sum_to_the_total(ladder in ladder(), units in 0u64..3_000_000, to in 1u32..1_000) {
        let tariff = tariff(&format!(
            "[rounding]\ntotal = {{ to = {}.{:02}, mode = \"down\" }}\n[[energy_charge]]\nname = \"E\"\n{}[[adjustment]]\nname = \"A\"\nrate = -0.137\n",
            to / 100, to % 100, slabs(&ladder)
        ));
        let quote = quote(&tariff, &june(units)).unwrap();
        let printed: i64 = quote.lines.iter().map(|line| quote.printed(line).minor()).sum();
        prop_assert_eq!(printed + quote.printed_rounding().minor(), quote.total.minor());
        prop_assert!((quote.minor(exact(&quote) + quote.rounding) - Decimal::from(quote.total.minor())).is_zero());
    }

    #[test]
    fn a_register_that_counts_on_gives_what_it_counted(
        digits in 3u32..9, start in any::<u64>(), counted in any::<u64>(), multiplier in 1u32..500,
    ) {
        let range = 10u64.pow(digits);
        let (start, counted) = (start % range, counted % (range / 2));
        let register = Register {
            previous: start.into(),
            current: ((start + counted) % range).into(),
            multiplier: multiplier.into(),
            digits: Some(digits),
            band: None,
        };
        prop_assert_eq!(register_use(&register), Ok(Decimal::from(counted) * Decimal::from(multiplier)));
    }

    #[test]
    fn any_numbers_are_priced_or_refused_and_never_a_panic(
        numbers in prop::collection::vec("-?[0-9]{1,15}(\\.[0-9]{1,12})?", 12), words in prop::collection::vec(0usize..4, 4),
    ) {
        let n = |i: usize| numbers[i].as_str();
        let mode = |i: usize| ["half_up", "half_even", "down", "up"][words[i]];
        let positive = |i: usize| n(i).trim_start_matches('-');
        let text = format!(
            "{HEAD}[proration]\nblocks = \"by_days\"\nlimit_to = 0.{}1\nlimit_mode = \"{}\"\n[[energy_charge]]\nname = \"E\"\nlimits_per = \"day\"\nslabs = [{{ up_to = {}, rate = {} }}, {{ rate = {} }}]\n\
             [[fixed_charge]]\nname = \"F\"\nper = \"kW\"\namount = {}\n[[adjustment]]\nname = \"A\"\nrate = {}\nover = {}\n[[tax]]\nname = \"T\"\npercent = {}\non = \"all\"\nto = 0.01\nmode = \"{}\"\n\
             [rounding]\ntotal = {{ to = {}, mode = \"{}\" }}\n",
            "0".repeat(words[3] * 2), mode(0), positive(0), n(1), n(2), n(3), n(4), positive(5), n(6), mode(1), positive(7), mode(2),
        );
        let Ok(tariff) = Tariff::parse(&text) else { return Ok(()) };
        let value = serde_json::json!({
            "period": { "days": positive(8), "months": positive(9) }, "usage": { "total": positive(10), "unit_factor": positive(11) },
            "account": { "sanctioned_load_kw": positive(11) },
        });
        let outcome = Case::from_json(&value).and_then(|case| quote(&tariff, &case));
        if let Ok(quote) = outcome {
            let printed: i64 = quote.lines.iter().map(|line| quote.printed(line).minor()).sum();
            prop_assert_eq!(printed + quote.printed_rounding().minor(), quote.total.minor());
            let _: Vec<String> = quote.lines.iter().map(|line| line.label() + &line.quantity() + &line.rate()).collect();
        } else if let Err(refusal) = outcome {
            prop_assert!(matches!(refusal, Refusal::BadInput { .. } | Refusal::TooMuch), "{refusal}");
        }
    }
}
