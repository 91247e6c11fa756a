use super::super::past::tests::{day, months};
use super::*;
use proptest::prelude::*;

fn d(n: i64) -> Decimal {
    Decimal::from(n)
}

fn rules() -> Rules {
    Rules { high: d(2), spike: d(4), low: Decimal::new(4, 1), floor: d(20), estimates_in_a_row: 2 }
}

fn register() -> Register {
    Register { digits: 5, ..Register::plain("kWh") }
}

/// Read on 1 November at 4,000; the business day is 1 December.
fn known<'a>(register: &'a Register, past: &'a [PastUse]) -> Known<'a> {
    let on = day("2026-11-01");
    Known {
        register,
        installed_on: None,
        last: Some(Last { on, value: d(4000), kind: ReadingKind::Actual }),
        measured: Some((on, d(4000))),
        estimated: Decimal::ZERO,
        estimates: 0,
        past,
        billed: false,
        today: day("2026-12-01"),
    }
}

fn entry(value: i64) -> Entry {
    Entry {
        on: day("2026-12-01"),
        value: d(value),
        kind: ReadingKind::Actual,
        purpose: Purpose::Cycle,
        remark: Remark::Working,
        rolled_over: None,
    }
}

fn said(judged: &Judged) -> Vec<String> {
    judged.checks.iter().map(|c| format!("{} {}: {}", c.weight, c.kind, c.words)).collect()
}

/// A year of 120 kWh a month; November of last year had 118.
fn year() -> Vec<PastUse> {
    let mut units = [120; 13];
    units[11] = 118;
    months("2026-11-01", &units)
}

#[test]
fn what_was_estimated_is_not_said_to_have_been_read() {
    let (register, past) = (register(), year());
    let guess = Some(Last { on: day("2026-11-30"), value: d(4115), kind: ReadingKind::Estimated });
    let guessed = Known { last: guess, estimated: d(115), estimates: 1, ..known(&register, &past) };
    let on = |day: Day, known: &Known<'_>| {
        said(&judge(&rules(), known, &Entry { on: day, ..entry(4100) })).join("; ")
    };
    let billed = Known { billed: true, ..guessed };
    assert_eq!(
        [
            on(day("2026-11-28"), &guessed),
            on(day("2026-11-28"), &billed),
            on(day("2026-11-30"), &guessed),
            on(day("2026-10-28"), &known(&register, &past)),
        ],
        [
            "refused before_last: nobody read it on 30 Nov 2026 (4115): that was estimated; replace that one if this is \
             what the register shows",
            "refused before_last: nobody read it on 30 Nov 2026 (4115): that was estimated, and it is billed; what the \
             register shows now makes it good, or cancel that bill first",
            "refused duplicate: it was estimated that day already: 4115 (estimated); replace that reading if it was wrong",
            "refused before_last: it was read later, on 1 Nov 2026 (4000)",
        ]
    );
}

#[test]
fn usual_use_is_not_talked_about() {
    let (register, past) = (register(), year());
    for value in [4060, 4120, 4200] {
        let judged = judge(&rules(), &known(&register, &past), &entry(value));
        assert_eq!(said(&judged), Vec::<String>::new(), "{value}");
        assert_eq!((judged.units, judged.days), (d(value - 4000), 30));
    }
}

#[test]
fn every_doubt_is_explained_with_its_figures() {
    let (register, past) = (register(), year());
    let cases = [
        (4300, "ask high: 300 kWh in 30 days is 2.6 × its usual 117 (last November 118)"),
        (4900, "ask spike: 900 kWh in 30 days is 7.7 × its usual 117 (last November 118)"),
        (4020, "ask low: 20 kWh in 30 days is 17 % of its usual 117 (last November 118)"),
        (4000, "ask zero: nothing was used in 30 days; its usual is 117 kWh (last November 118)"),
    ];
    for (value, words) in cases {
        let judged = judge(&rules(), &known(&register, &past), &entry(value));
        assert_eq!(said(&judged), [words], "{value}");
        assert!(judged.abnormal.is_some());
    }
}

#[test]
fn what_was_used_last_winter_is_no_surprise_this_winter() {
    let register = register();
    let mut units = [60; 13];
    units[11] = 300;
    let past = months("2026-11-01", &units);
    let judged = judge(&rules(), &known(&register, &past), &entry(4310));
    assert_eq!(said(&judged), Vec::<String>::new());
    assert_eq!(judged.usual, Some(d(300)));
}

#[test]
fn a_month_more_or_less_of_days_is_scaled() {
    let (register, past) = (register(), year());
    let five_weeks = Entry { on: day("2026-12-06"), ..entry(4140) };
    let later = Known { today: day("2026-12-06"), ..known(&register, &past) };
    let judged = judge(&rules(), &later, &five_weeks);
    assert_eq!((judged.days, judged.usual, judged.is_asked()), (35, Some(d(137)), false));
}

#[test]
fn what_cannot_be_is_refused_whatever_the_reason() {
    let (register, past) = (register(), year());
    let known = known(&register, &past);
    let refusals = [
        (
            Entry { on: day("2026-12-02"), ..entry(4100) },
            "future: 2 Dec 2026 is after the business day 1 Dec 2026",
        ),
        (
            Entry { on: day("2026-10-30"), ..entry(4100) },
            "before_last: it was read later, on 1 Nov 2026 (4000)",
        ),
        (entry(123_456), "overflow: 123456: at most 5 digits before the point, as the register has"),
        (
            Entry { on: day("2026-11-01"), ..entry(4001) },
            "duplicate: it was read that day already: 4000 (actual); replace that reading if it was wrong",
        ),
        (
            Entry { remark: Remark::Replaced, ..entry(4100) },
            "remark: another meter hangs there: enter it as an exchange",
        ),
        (Entry { remark: Remark::NoMeter, ..entry(4100) }, "remark: there was no meter to be read"),
    ];
    for (entry, words) in refusals {
        let judged = judge(&rules(), &known, &entry);
        assert!(judged.is_refused(), "{words}");
        assert_eq!(said(&judged), [format!("refused {words}")]);
    }
    let again = judge(&rules(), &known, &Entry { on: day("2026-11-01"), ..entry(4000) });
    assert!(again.same && !again.is_refused(), "the same once more is no mistake");
    let early = Known { installed_on: Some(day("2026-12-01")), last: None, measured: None, ..known };
    let before = judge(&rules(), &early, &Entry { on: day("2026-11-30"), ..entry(5) });
    assert_eq!(said(&before), ["refused before_last: the meter came here on 1 Dec 2026"]);
}

#[test]
fn a_fall_is_asked_about_and_a_person_says_which() {
    let (register, past) = (register(), year());
    let high = Known {
        last: Some(Last { on: day("2026-11-01"), value: d(99_950), kind: ReadingKind::Actual }),
        measured: Some((day("2026-11-01"), d(99_950))),
        ..known(&register, &past)
    };
    let over = judge(&rules(), &high, &entry(60));
    assert!(over.rolled_over && !over.is_asked());
    assert_eq!(said(&over), ["note rollover: the register ran through zero, from 99950 to 60: 110 kWh"]);

    let unknown = Known { past: &[], ..high };
    let little = judge(&rules(), &unknown, &entry(60));
    assert!(little.rolled_over && !little.is_asked(), "from the end of the dial to its beginning");
    let much = judge(&rules(), &unknown, &entry(40_000));
    assert!(
        !much.rolled_over && much.needs_word,
        "a digit too few falls as far: without a past somebody says which"
    );
    let word = judge(&rules(), &unknown, &Entry { rolled_over: Some(true), ..entry(40_000) });
    assert!(word.rolled_over && word.is_asked() && !word.needs_word, "and why");

    let known = known(&register, &past);
    let fell = judge(&rules(), &known, &entry(3900));
    assert!(fell.needs_word && fell.abnormal == Some(CaseKind::Negative));
    assert_eq!(
        said(&fell),
        [
            "ask rollover: the register fell from 4000 to 3900; if it ran through zero, 99900 kWh were used: is \
          that so, or was the last reading wrong?"
        ]
    );
    let really = judge(&rules(), &known, &Entry { rolled_over: Some(false), ..entry(3900) });
    assert_eq!((really.units, really.needs_word), (d(-100), false));
    assert_eq!(said(&really), ["ask negative: the register fell from 4000 to 3900: 100 kWh are taken back"]);
    let reset = judge(&rules(), &known, &Entry { remark: Remark::Reset, ..entry(90) });
    assert_eq!((reset.units, reset.is_asked()), (d(90), true));
}

#[test]
fn estimates_are_counted_and_made_good() {
    let (register, past) = (register(), year());
    let last = Last { on: day("2026-12-01"), value: d(4240), kind: ReadingKind::Estimated };
    let estimated = Known {
        last: Some(last),
        estimated: d(240),
        estimates: 2,
        today: day("2026-12-31"),
        ..known(&register, &past)
    };
    let third = Entry { on: day("2026-12-31"), kind: ReadingKind::Estimated, ..entry(4360) };
    let judged = judge(&rules(), &estimated, &third);
    assert_eq!(judged.abnormal, Some(CaseKind::Estimates));
    assert_eq!(
        said(&judged),
        ["ask estimates: nobody has read this meter 3 times in a row, since 1 Nov 2026; the limit is 2"]
    );
    let actual = judge(&rules(), &estimated, &Entry { on: day("2026-12-31"), ..entry(4200) });
    assert_eq!((actual.units, actual.total, actual.days), (d(-40), d(200), 60));
    assert_eq!(
        said(&actual),
        [
            "note trued_up: 200 kWh were used since 1 Nov 2026, 240 of them estimated: -40 kWh are left for this \
          reading"
        ]
    );
    assert_eq!(actual.abnormal, None, "too high an estimate is no negative use");
}

#[test]
fn a_first_reading_counts_from_itself() {
    let register = register();
    let first = Known { last: None, measured: None, ..known(&register, &[]) };
    let judged = judge(&rules(), &first, &entry(7000));
    assert_eq!(judged.units, Decimal::ZERO);
    assert_eq!(said(&judged), ["note first: the first reading of this meter here; use counts from 7000"]);
}

proptest! {
    #[test]
    fn use_is_below_nothing_only_where_a_person_is_asked_or_an_estimate_was_too_high(
        from in 0i64..100_000, to in 0i64..100_000, estimates in 0i64..4, estimated in 0i64..500,
        word in proptest::option::of(any::<bool>()), units in proptest::collection::vec(0i64..500, 0..14),
    ) {
        let (register, past) = (register(), months("2026-11-01", &units));
        let estimated = if estimates == 0 { d(0) } else { d(estimated) };
        let on = day("2026-11-01");
        let known = Known {
            last: Some(Last { on, value: d(from), kind: ReadingKind::Actual }),
            measured: Some((on, d(from))),
            estimated, estimates,
            ..known(&register, &past)
        };
        let judged = judge(&rules(), &known, &Entry { rolled_over: word, ..entry(to) });
        prop_assert!(judged.total >= Decimal::ZERO || judged.is_asked());
        prop_assert!(judged.units >= Decimal::ZERO || judged.is_asked() || estimates > 0);
        prop_assert_eq!(estimated + judged.units, judged.total, "estimates and true-up are the actual total");
    }
}
