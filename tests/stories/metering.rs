//! Meters are hung, read, exchanged; what is unusual is asked about, and what was wrong is taken back.

use expect_test::expect;
use foil_app::imports::views::ImportReport;
use foil_app::metering::views::RowVerdict;
use foil_domain::customers::Service;
use foil_domain::metering::ReadingKind;
use foil_store::use_cases;
use foil_testkit::{Account, Hall, Person, read, refused};
use rust_decimal::Decimal;
use serde_json::json;

/// A year of an electricity meter of five digits that uses about 120 kWh a month, read up to 5 November.
fn a_year(hall: &Hall, clerk: &Person) -> Account {
    a_year_from(hall, clerk, 4_000)
}

fn a_year_from(hall: &Hall, clerk: &Person, first: i64) -> Account {
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    let boss = hall.manager("meena");
    let meter = format!("M{}", account.number.replace("E-", "E").replace("E1", "E7"));
    hall.installs(&boss, &account, "2025-11-05", &meter, 5, &first.to_string()).unwrap();
    let rounds: Vec<(String, i64)> = (0..12)
        .map(|k| {
            let (year, month) = if k == 0 { (2025, 12) } else { (2026, k) };
            (format!("{year}-{month:02}-05"), first + 120 * (k + 1) - if k == 0 { 2 } else { 0 })
        })
        .collect();
    for (on, value) in &rounds {
        let round = [(on.as_str(), *value)];
        if on.as_str() <= "2026-11-05" {
            hall.reads(clerk, &account, &round);
        }
    }
    account
}

fn words(said: &RowVerdict) -> Vec<String> {
    said.checks.iter().map(|c| format!("{} {}: {}", c.weight, c.kind, c.words)).collect()
}

#[test]
fn a_meter_is_exchanged_and_no_use_is_lost_or_negative() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let meena = hall.manager("kiran");

    let line = hall.exchanges(&meena, &account, "2026-11-15", "5480", ("N-9001", 6, "3")).unwrap();

    assert_eq!(line.account.unwrap().meter, "N-9001", "the account is found by the meter that hangs there");
    assert_eq!(line.spans.len(), 2);
    hall.reads(&ravi, &account, &[("2026-11-21", 28)]);
    let used = hall.use_of(&account, Some("2026-11-05"), "2026-11-21").unwrap();
    let parts: Vec<String> = used
        .registers
        .iter()
        .map(|r| format!("{} {} to {}: {}", r.meter, r.previous, r.current, r.units))
        .collect();
    assert_eq!(parts, ["ME7001 5440 to 5480: 40", "N-9001 3 to 28: 25"], "two parts, priced once");
    assert_eq!((used.units(), used.from.to_string().as_str()), (Decimal::from(65), "2026-11-05"));
    let edited =
        hall.ask::<serde_json::Value>(&meena, "life_line", serde_json::json!({ "number": "me7001" }));
    assert_eq!(edited.unwrap()["meter"]["state"], "retired");
}

#[test]
fn a_register_that_runs_through_zero_is_understood_where_that_is_plausible() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year_from(&hall, &ravi, 98_520);

    // 98,520 + 12 months of 120 are 99,960.
    let said = hall.reading(&account, "2026-11-21", "20").entered(&ravi).unwrap();

    assert_eq!(words(&said), ["note rollover: the register ran through zero, from 99960 to 20: 60 kWh"]);
    assert_eq!((said.fate.as_str(), said.units.as_str()), ("good", "60"));
    let used = hall.use_of(&account, Some("2026-11-05"), "2026-11-21").unwrap();
    assert!(used.registers[0].rolled_over && used.units() == Decimal::from(60));
}

#[test]
fn a_fall_that_is_no_rollover_is_asked_about_and_stored_only_with_a_word_and_a_reason() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);

    let asked = hall.reading(&account, "2026-11-21", "5300").entered(&ravi).unwrap();
    assert_eq!((asked.fate.as_str(), asked.needs_word), ("asked", true));
    let reasoned = hall.reading(&account, "2026-11-21", "5300").because("seen twice").entered(&ravi).unwrap();
    assert_eq!(reasoned.fate.as_str(), "asked", "a reason does not say which of the two it is");
    let stored = hall
        .reading(&account, "2026-11-21", "5300")
        .because("the last one was read wrong")
        .rolled_over(false)
        .entered(&ravi)
        .unwrap();
    assert_eq!((stored.fate.as_str(), stored.units.as_str()), ("good", "-140"));
    assert_eq!(hall.use_of(&account, Some("2026-11-05"), "2026-11-21").unwrap().units(), Decimal::from(-140));
    let cases = hall.open_cases(&ravi).unwrap();
    assert_eq!((cases.len(), cases[0].kind.as_str(), cases[0].step.as_str()), (1, "negative", "letter"));
}

#[test]
fn an_estimate_is_marked_counted_and_trued_up_by_the_next_actual() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    hall.installs(&hall.manager("meena"), &account, "2026-05-05", "ME7001", 5, "1000").unwrap();
    hall.reads(&ravi, &account, &[("2026-06-05", 1_120), ("2026-07-05", 1_240), ("2026-08-05", 1_362)]);

    let locked = hall.reading(&account, "2026-09-05", "").remark("locked").entered(&ravi).unwrap();
    assert_eq!((locked.kind, locked.value.as_str()), (ReadingKind::Estimated, "1484"));
    let again = hall.reading(&account, "2026-10-05", "").remark("locked").entered(&ravi).unwrap();
    assert_eq!(again.fate.as_str(), "good", "two in a row are allowed");
    let third = hall.reading(&account, "2026-11-05", "").remark("locked").entered(&ravi).unwrap();
    assert_eq!(
        words(&third),
        ["ask estimates: nobody has read this meter 3 times in a row, since 5 Aug 2026; the limit is 2"]
    );
    let actual = hall.reading(&account, "2026-11-05", "1590").entered(&ravi).unwrap();
    assert_eq!(
        words(&actual),
        [
            "note trued_up: 228 kWh were used since 5 Aug 2026, 240 of them estimated: -12 kWh are left for this \
          reading"
        ]
    );

    expect![[r#"
        2026-05-05  ME7001  1000  0  actual  install
        2026-06-05  ME7001  1120  120  actual
        2026-07-05  ME7001  1240  120  actual
        2026-08-05  ME7001  1362  122  actual
        2026-09-05  ME7001  1484  122  estimated
        2026-10-05  ME7001  1602  118  estimated
        2026-11-05  ME7001  1590  -12  actual
    "#]]
    .assert_eq(&hall.readings_text(&ravi, &account));
    let estimated = hall.use_of(&account, Some("2026-08-05"), "2026-10-05").unwrap();
    assert_eq!((estimated.kind, estimated.units()), (ReadingKind::Estimated, Decimal::from(240)));
    let trued = hall.use_of(&account, Some("2026-10-05"), "2026-11-05").unwrap();
    assert_eq!((trued.trued_up, trued.units()), (true, Decimal::from(-12)));
    assert_eq!(estimated.units() + trued.units(), Decimal::from(1_590 - 1_362), "what was used, to the unit");
}

#[test]
fn checks_between_two_rounds_take_nothing_off_an_estimate() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    hall.installs(&hall.manager("meena"), &account, "2026-05-01", "ME7001", 5, "1000").unwrap();
    let months = [("2026-06-01", 1_300), ("2026-07-01", 1_600), ("2026-08-01", 1_900), ("2026-09-01", 2_200)];
    hall.reads(&ravi, &account, &months);
    for on in ["2026-09-03", "2026-09-05", "2026-09-08"] {
        hall.reading(&account, on, "2200").because("seen twice").entered(&ravi).unwrap();
    }
    let october = hall.reading(&account, "2026-10-01", "").remark("locked").entered(&ravi).unwrap();
    // 900 kWh from 1 June to 8 September, 99 days; 23 days are left to 1 October.
    assert_eq!((october.kind, october.value.as_str()), (ReadingKind::Estimated, "2409"));
}

#[test]
fn zero_use_and_a_period_of_five_weeks_are_held_against_their_days() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let standing = hall.reading(&account, "2026-11-21", "5440").entered(&ravi).unwrap();
    assert_eq!(
        words(&standing),
        ["ask zero: nothing was used in 16 days; its usual is 63 kWh (last November 63)"]
    );

    let other = hall.account("Bina Shetty", Service::Electricity).moves_in();
    hall.installs(&hall.manager("kiran"), &other, "2026-06-10", "ME7002", 5, "0").unwrap();
    let rounds = [("2026-07-10", 90), ("2026-08-10", 183), ("2026-09-10", 276), ("2026-10-10", 366)];
    hall.reads(&ravi, &other, &rounds);
    let five_weeks = hall.reading(&other, "2026-11-14", "471").entered(&ravi).unwrap();
    assert_eq!((five_weeks.fate.as_str(), five_weeks.days, five_weeks.usual.as_str()), ("good", 35, "105"));
}

#[test]
fn a_look_at_the_meter_some_days_later_is_no_further_period_of_a_case() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let takes = |on: &str, value: &str| {
        let said = hall.reading(&account, on, value).because("seen twice").entered(&ravi).unwrap();
        assert_eq!(said.fate.as_str(), "good", "{:?}", said.checks);
        let case = hall.open_cases(&ravi).unwrap();
        case.first().map(|case| (case.step.as_str().to_owned(), case.periods))
    };
    let letter = Some(("letter".to_owned(), 1));
    assert_eq!(takes("2026-11-13", "5840"), letter, "400 units in eight days");
    assert_eq!(takes("2026-11-16", "5850"), letter, "three usual days end nothing");
    assert_eq!(takes("2026-11-20", "6250"), letter, "nor are four days another period");
}

#[test]
fn a_case_goes_on_by_the_reading_that_stands_in_the_place_of_a_wrong_one() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    hall.reading(&account, "2026-11-21", "8540").because("seen twice").entered(&ravi).unwrap();
    let case = || {
        let open = hall.office().book().read(|tx| use_cases::open_of_account(tx, account.id));
        let open = open.unwrap().expect("an open case");
        (open.kind.as_str(), open.reading_id)
    };
    let wrong = hall.readings_of(&ravi, &account).unwrap().remove(0);
    assert_eq!(case(), ("spike", wrong.id));

    let right = hall.replaces(&ravi, &wrong, "5640").unwrap();

    assert_eq!(case(), ("high", right.reading.unwrap()), "its papers quote what the meter showed");
    hall.undoes(&ravi).unwrap();
    assert_eq!(case(), ("spike", wrong.id), "as it was");
}

#[test]
fn abnormal_use_escalates_from_letter_to_review_over_three_periods() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    hall.installs(&hall.manager("meena"), &account, "2026-05-05", "ME7001", 5, "0").unwrap();
    hall.reads(&ravi, &account, &[("2026-06-05", 120), ("2026-07-05", 240), ("2026-08-05", 360)]);
    let mut seen = Vec::new();
    for (on, value) in [("2026-09-05", "1000"), ("2026-10-05", "2200"), ("2026-11-05", "4600")] {
        let stored = hall.reading(&account, on, value).because("seen by the reader").entered(&ravi).unwrap();
        assert_eq!(stored.fate.as_str(), "good", "{:?}", stored.checks);
        let case = hall.open_cases(&ravi).unwrap().remove(0);
        seen.push(format!("{on} {} {} {}", case.kind, case.step, case.periods));
    }
    assert_eq!(
        seen,
        ["2026-09-05 spike letter 1", "2026-10-05 spike inspection 2", "2026-11-05 spike review 3"]
    );
    let found =
        hall.office().book().read(|tx| Ok(use_cases::open_of_account(tx, account.id)?.unwrap().checks));
    let figures = r#""finding":{"code":"compared","used":"2400","unit":"kWh","days":"31","usual":"#;
    let found = found.unwrap();
    assert!(found.contains(figures), "a letter in another language needs the figures: {found}");

    let usage = hall.usage_of(&ravi, &account).unwrap();
    let marked: Vec<bool> = usage.periods.iter().map(|p| p.abnormal.is_some()).collect();
    assert_eq!(marked, [false, false, false, true, true, true]);

    hall.undoes(&ravi).unwrap();
    let case = hall.open_cases(&ravi).unwrap().remove(0);
    assert_eq!((case.step.as_str(), case.periods), ("inspection", 2), "with the reading goes its step");
    hall.redoes(&ravi).unwrap();
    assert_eq!(hall.open_cases(&ravi).unwrap()[0].step.as_str(), "review");
}

/// A year of 120 kWh a month, read up to 5 August.
fn a_year_until_august(hall: &Hall, clerk: &Person, boss: &Person, name: &str) -> Account {
    let account = hall.account(name, Service::Electricity).moves_in();
    hall.installs(boss, &account, "2025-08-05", &hall.meter_of(&account), 5, "1000").unwrap();
    let months = (1..=12).map(|k| (2025 + (7 + k) / 12, (7 + k) % 12 + 1, 1_000 + 120 * i64::from(k)));
    for (year, month, value) in months {
        hall.reads(clerk, &account, &[(format!("{year}-{month:02}-05").as_str(), value)]);
    }
    account
}

#[test]
fn use_that_stays_abnormal_comes_to_the_review_and_use_as_before_ends_its_case() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    for (name, units, kind) in [("A leak", 252, "high"), ("A slow meter", 45, "low")] {
        let account = a_year_until_august(&hall, &ravi, &boss, name);
        let mut seen = Vec::new();
        for (k, on) in (1..).zip(["2026-09-05", "2026-10-05", "2026-11-05"]) {
            let reading = hall.reading(&account, on, &(2_440 + units * k).to_string());
            let asked = reading.preview(&ravi).unwrap();
            assert_eq!((asked.fate.as_str(), asked.checks[0].kind.as_str()), ("asked", kind), "{on}");
            reading.because("seen by the reader").entered(&ravi).unwrap();
            let case = hall.open_cases(&ravi).unwrap().into_iter().find(|c| c.account == account.id).unwrap();
            seen.push(format!("{} {} {}", case.kind, case.step, case.periods));
        }
        assert_eq!(
            seen,
            [format!("{kind} letter 1"), format!("{kind} inspection 2"), format!("{kind} review 3")]
        );
        let usage = hall.usage_of(&ravi, &account).unwrap();
        let marked: Vec<_> = usage.periods.iter().rev().take(4).map(|p| p.abnormal.is_some()).collect();
        assert_eq!(marked, [true, true, true, false], "the chart says the same");

        let back = (2_440 + units * 3 + 64).to_string();
        let usual = hall.reading(&account, "2026-11-21", &back).preview(&ravi).unwrap();
        assert_eq!((usual.fate.as_str(), usual.usual.as_str()), ("good", "64"), "what was usual before it");
    }

    let account = a_year_until_august(&hall, &ravi, &boss, "Repaired");
    let open = || hall.open_cases(&ravi).unwrap().iter().filter(|c| c.account == account.id).count();
    hall.reading(&account, "2026-09-05", "2692").because("a leak").entered(&ravi).unwrap();
    assert_eq!(open(), 1);
    hall.reads(&ravi, &account, &[("2026-10-05", 2_812)]);
    assert_eq!(open(), 0, "use is as usual again");
    hall.undoes(&ravi).unwrap();
    assert_eq!(open(), 1);
}

#[test]
fn the_months_of_a_case_stay_marked_on_the_chart_when_it_is_closed() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    let marked = |name: &str, closed_first: bool| {
        let account = a_year_until_august(&hall, &ravi, &boss, name);
        for (k, on) in (1..).zip(["2026-09-05", "2026-10-05"]) {
            let reading = hall.reading(&account, on, &(2_440 + 252 * k).to_string());
            reading.because("seen by the reader").entered(&ravi).unwrap();
        }
        let close = || {
            let case = hall.open_cases(&ravi).unwrap().remove(0);
            let input = json!({ "case": case.id, "version": case.version, "outcome": "the pipe was mended" });
            hall.call(&boss, "close_case", input).unwrap();
        };
        if closed_first {
            close();
        }
        hall.reads(&ravi, &account, &[("2026-11-05", 3_064)]);
        if !closed_first {
            close();
        }
        assert!(hall.open_cases(&ravi).unwrap().is_empty(), "{name}");
        let usage = hall.usage_of(&ravi, &account).unwrap();
        usage.periods.iter().rev().take(4).map(|p| p.abnormal.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(marked("Closed at once", true), [false, true, true, false]);
    assert_eq!(marked("Closed when it was as usual", false), [false, true, true, false]);
}

/// Something of a case, as the story compares it.
type Marked = (i64, String, i64);

#[test]
fn an_entry_that_ends_one_case_and_opens_another_or_moves_one_twice_is_taken_back_whole() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    let open = |account: &Account| -> Vec<(i64, String, i64)> {
        let cases = hall.open_cases(&ravi).unwrap().into_iter().filter(|c| c.account == account.id);
        cases.map(|c| (c.id.0, c.step.as_str().to_owned(), c.periods)).collect()
    };
    let again = |account: &Account, (before, after): (&[Marked], &[Marked])| {
        for _ in 0..2 {
            hall.undoes(&ravi).unwrap();
            assert_eq!(open(account), before, "as it was");
            hall.redoes(&ravi).unwrap();
            assert_eq!(open(account), after, "and as it was done");
        }
    };

    let account = a_year_until_august(&hall, &ravi, &boss, "Two leaks");
    hall.reading(&account, "2026-09-05", "2692").because("a leak").entered(&ravi).unwrap();
    let before = open(&account);
    let rows = [
        hall.reading(&account, "2026-10-05", "2812"),
        hall.reading(&account, "2026-11-05", "3412").because("another leak"),
    ];
    assert_eq!(hall.enters(&ravi, &rows, true).unwrap().stored, 2);
    let after = open(&account);
    assert!(after.len() == 1 && after[0].0 != before[0].0, "the first one has ended: {after:?}");
    again(&account, (&before, &after));

    let account = a_year_until_august(&hall, &ravi, &boss, "One long leak");
    let leaks = |on: &str, value: &str| hall.reading(&account, on, value).because("a leak");
    let rows = [leaks("2026-09-05", "2692"), leaks("2026-10-05", "2944"), leaks("2026-11-05", "3196")];
    assert_eq!(hall.enters(&ravi, &rows, true).unwrap().stored, 3);
    let after = open(&account);
    assert_eq!((after[0].1.as_str(), after[0].2), ("review", 3));
    again(&account, (&[], &after));
}

#[test]
fn a_file_is_tried_as_it_would_be_kept_while_use_is_abnormal() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    let account = a_year_until_august(&hall, &ravi, &boss, "A leak");
    let meter = hall.meter_of(&account);
    let csv = format!(
        "meter,date,reading,reason\n{meter},2026-09-05,2692,a leak\n{meter},2026-10-05,2944,\n{meter},2026-11-05,3064,\n"
    );
    let tried = brings(&hall, &boss, &csv, true);
    let kept = brings(&hall, &boss, &csv, false);
    let words = |report: &ImportReport| -> Vec<(i64, String)> {
        report.errors.iter().map(|e| (e.row, e.expected.clone())).collect()
    };
    let (row, why) = &words(&tried)[0];
    assert!(*row == 3 && why.contains("252 kWh in 30 days is 2.1 × its usual 119"), "{why}");
    assert_eq!((words(&tried).len(), words(&kept)), (1, words(&tried)));
    assert!(hall.open_cases(&ravi).unwrap().is_empty(), "the last one is as usual again");
}

#[test]
fn a_case_on_a_meter_of_several_registers_ends_when_all_that_count_use_are_as_usual() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    let account = hall.account("By hours", Service::Electricity).moves_in();
    hall.installs_bands(&boss, &account, "2026-05-05", &["day", "night", "demand"]).unwrap();
    let reads = |on: &str, register: i64, value: i64| {
        let reading = hall.reading(&account, on, &value.to_string()).register(register);
        let said = reading.because("seen").entered(&ravi).unwrap();
        assert_eq!(said.fate.as_str(), "good", "{:?}", said.checks);
        hall.open_cases(&ravi).unwrap().len()
    };
    for (k, on) in (1..).zip(["2026-06-05", "2026-07-05", "2026-08-05", "2026-09-05"]) {
        assert_eq!([reads(on, 1, 100 * k), reads(on, 2, 60 * k), reads(on, 3, 5)], [0, 0, 0]);
    }
    assert_eq!([reads("2026-10-05", 1, 900), reads("2026-10-05", 2, 300)], [1, 1]);
    assert_eq!(reads("2026-11-05", 1, 1_000), 1, "the night is not known yet");
    assert_eq!(reads("2026-11-05", 2, 360), 0, "now all use is; a load is none");
}

#[test]
fn a_meter_that_nobody_can_read_and_that_has_no_past_comes_off_with_a_provisional_value() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    let account = hall.account("Burnt", Service::Electricity).moves_in();
    hall.installs(&boss, &account, "2026-11-05", &hall.meter_of(&account), 5, "1000").unwrap();
    let off = |old: serde_json::Value| {
        let input = json!({ "account": account.id, "version": hall.account_version(account.id), "on": "2026-11-20",
            "old": old, "reason": "burnt",
            "new": { "number": "N-1", "registers": [], "values": [{ "register": 1, "value": "3" }] } });
        hall.ask::<serde_json::Value>(&boss, "exchange_meter", input)
    };
    let old = |value: &str, kind: &str| json!({ "values": [{ "register": 1, "value": value }], "remark": "no_meter", "kind": kind, "retired": true });
    assert_eq!(refused(off(old("", "actual"))), "bad_input", "there is nothing to estimate it from");
    assert_eq!(refused(off(old("1050", "actual"))), "bad_input", "there was no meter to be read");
    assert_eq!(refused(off(old("1050", "customer"))), "bad_input");

    off(old("1050", "provisional")).unwrap();

    let spans = hall.life_line(&ravi, &account).unwrap().spans;
    let old = spans.iter().find(|span| span.meter_number != "N-1").unwrap();
    assert_eq!((old.ends[0].last.as_str(), old.ends[0].last_kind), ("1050", ReadingKind::Provisional));
    hall.reads(&ravi, &account, &[("2026-11-21", 7)]);
    let used = hall.use_of(&account, Some("2026-11-05"), "2026-11-21").unwrap();
    let lines: Vec<_> = used.registers.iter().map(|r| (r.units, r.current_kind)).collect();
    assert_eq!(
        lines,
        [(50.into(), ReadingKind::Provisional), (4.into(), ReadingKind::Actual)],
        "a bill marks it"
    );
}

/// Brings readings in from a file, by its good rows.
fn brings(hall: &Hall, who: &Person, csv: &str, dry_run: bool) -> ImportReport {
    let path = hall.folder().join("readings.csv");
    std::fs::write(&path, csv).unwrap();
    let input = json!({ "path": path, "kind": "readings", "mode": "good_rows", "dry_run": dry_run });
    let job = hall.does_job(who, "start_import", input).unwrap();
    assert_eq!(job.state, "done", "{}", job.result);
    serde_json::from_value(job.result).unwrap()
}

#[test]
fn what_was_only_estimated_makes_way_for_what_somebody_read() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let boss = hall.manager("kiran");
    let estimates = json!({ "cycle": null, "route": "", "unread_since": "2026-11-10", "on": "2026-11-13" });
    assert_eq!(hall.does_job(&boss, "estimate_readings", estimates).unwrap().state, "done");
    let guess = hall.readings_of(&ravi, &account).unwrap().remove(0);
    assert_eq!(
        (guess.kind.as_str(), guess.remark.as_str()),
        ("estimated", "working"),
        "nobody was at its door"
    );
    hall.reading(&account, "2026-11-20", "").remark("locked").entered(&ravi).unwrap();
    let guessed = hall.readings_text(&ravi, &account);

    let meter = hall.meter_of(&account);
    let csv = format!("meter,date,reading\n{meter},2026-11-11,5470\n");
    let tried = brings(&hall, &boss, &csv, true);
    assert_eq!((tried.created, tried.bad), (1, 0), "{:?}", tried.errors);
    let said = hall.reading(&account, "2026-11-11", "5470").entered(&ravi).unwrap();
    assert_eq!(
        words(&said),
        [
            "note trued_up: nobody read it on 13 Nov 2026 (5471): this reading takes the place of that estimate and one after it"
        ]
    );
    let told = hall.readings_text(&ravi, &account);
    hall.undoes(&ravi).unwrap();
    assert_eq!(hall.readings_text(&ravi, &account), guessed);
    hall.redoes(&ravi).unwrap();
    assert_eq!(hall.readings_text(&ravi, &account), told);
    let again = brings(&hall, &boss, &csv, false);
    assert_eq!((again.created, again.unchanged), (0, 1), "the same once more changes nothing");

    let same_day = hall.reading(&account, "2026-11-20", "5505").kind("customer").entered(&ravi).unwrap();
    assert_eq!(same_day.fate.as_str(), "good", "{:?}", same_day.checks);
    let before = hall.reading(&account, "2026-11-12", "5465").entered(&ravi).unwrap();
    assert_eq!(words(&before), ["refused before_last: it was read later, on 20 Nov 2026 (5505)"]);
    let lines: Vec<String> =
        hall.readings_text(&ravi, &account).lines().rev().take(4).map(str::to_owned).collect();
    expect![[r#"
        2026-11-20  ME7001  5505  27  customer
        2026-11-13  ME7001  5478  8  estimated
        2026-11-11  ME7001  5470  30  actual
        2026-11-05  ME7001  5440  120  actual
    "#]]
    .assert_eq(&(lines.join("\n") + "\n"));
    assert_eq!(
        hall.use_of(&account, Some("2026-11-05"), "2026-11-20").unwrap().units(),
        Decimal::from(5_505 - 5_440)
    );
    assert!(hall.check(&boss).unwrap().problems.is_empty());
}

#[test]
fn a_case_that_too_many_estimates_have_opened_ends_when_the_meter_was_read_all_the_same() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    for on in ["2026-11-10", "2026-11-12", "2026-11-20"] {
        hall.reading(&account, on, "").remark("locked").because("nobody is ever in").entered(&ravi).unwrap();
    }
    let cases =
        || hall.open_cases(&ravi).unwrap().iter().map(|case| case.kind.to_string()).collect::<Vec<_>>();
    assert_eq!(cases(), ["estimates"]);
    hall.reading(&account, "2026-11-19", "5490").entered(&ravi).unwrap();
    assert!(cases().is_empty(), "somebody has read it");
    hall.undoes(&ravi).unwrap();
    assert_eq!(cases(), ["estimates"]);
}

#[test]
fn an_estimate_that_is_billed_stays_and_is_not_said_to_have_been_read() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = hall.account("Bina Shetty", Service::Water).owes(100).moves_in();
    let (first, last) = (hall.today().plus_days(-40).to_string(), hall.today().plus_days(-10));
    let rounds = [read(&first, "10"), read(&last.to_string(), "40").estimated()];
    hall.round(&account, &hall.meter_of(&account), &rounds);
    let said = hall.reading(&account, &last.plus_days(-2).to_string(), "39").entered(&ravi).unwrap();
    assert_eq!(
        words(&said),
        [
            "refused before_last: nobody read it on 11 Nov 2026 (40): that was estimated, and it is billed; what the register \
          shows now makes it good, or cancel that bill first"
        ]
    );
    let later =
        hall.reading(&account, &last.plus_days(1).to_string(), "39").because("seen").entered(&ravi).unwrap();
    assert_eq!(later.units, "-1", "and so it does");
}

#[test]
fn an_exchange_with_a_mistyped_last_reading_is_taken_back_and_done_right() {
    let hall = Hall::open();
    let meena = hall.manager("meena");
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    let hung = hall.meter_of(&account);
    hall.installs(&meena, &account, "2026-09-05", &hung, 5, "1000").unwrap();
    hall.reads(&meena, &account, &[("2026-10-05", 1100)]);
    let before = hall.readings_text(&meena, &account);
    hall.exchanges(&meena, &account, "2026-10-20", "1510", ("ME-2", 5, "7")).unwrap();
    let wrong = hall.readings_text(&meena, &account);
    assert_eq!(hall.meter_of(&account), "ME-2");

    let seen = hall.undoing(&meena).preview().unwrap();
    let told = serde_json::to_string(&seen.effects).unwrap();
    assert!(told.contains("meter_off") && told.contains("meter_hangs") && told.contains("1510"), "{told}");
    hall.undoes(&meena).unwrap();
    assert_eq!((hall.meter_of(&account), hall.readings_text(&meena, &account)), (hung.clone(), before));
    hall.redoes(&meena).unwrap();
    assert_eq!((hall.meter_of(&account), hall.readings_text(&meena, &account)), ("ME-2".into(), wrong));
    hall.undoes(&meena).unwrap();

    hall.exchanges(&meena, &account, "2026-10-20", "1150", ("ME-2", 5, "7")).unwrap();
    hall.reads(&meena, &account, &[("2026-11-05", 77)]);
    assert_eq!(hall.use_of(&account, Some("2026-10-05"), "2026-11-05").unwrap().units(), 120.into());
    let line = hall.life_line(&meena, &account).unwrap();
    assert_eq!(line.spans.len(), 2, "what never was is no part of its life: {:?}", line.spans);
    hall.undoes(&meena).unwrap();
    hall.undoes(&meena).unwrap();
    assert_eq!(hall.meter_of(&account), hung, "the reading first, then the exchange");
    assert!(hall.check(&meena).unwrap().problems.is_empty());
}

#[test]
fn a_meter_that_was_billed_or_read_by_others_stays_where_it_is() {
    let hall = Hall::open();
    let (meena, ravi) = (hall.manager("meena"), hall.clerk("ravi"));
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    let hung = hall.meter_of(&account);
    hall.installs(&meena, &account, "2026-09-05", &hung, 5, "1000").unwrap();
    hall.reads(&ravi, &account, &[("2026-10-05", 1100)]);
    assert_eq!(refused(hall.undoes(&meena)), "undo_refused", "somebody has read it");
    hall.undoes(&ravi).unwrap();
    let version = hall.account_version(account.id);
    let old =
        json!({ "values": [{ "register": 1, "value": "1010" }], "remark": "working", "retired": false });
    hall.call(
        &meena,
        "remove_meter",
        json!({ "account": account.id, "version": version, "on": "2026-11-10", "old": old, "reason": "empty" }),
    )
    .unwrap();
    assert_eq!(hall.meter_of(&account), "");
    hall.undoes(&meena).unwrap();
    assert_eq!(hall.meter_of(&account), hung);
    hall.undoes(&meena).unwrap();
    assert_eq!(hall.life_line(&meena, &account).unwrap().spans.len(), 0);
    hall.redoes(&meena).unwrap();
    hall.redoes(&meena).unwrap();
    assert_eq!(hall.readings_of(&meena, &account).unwrap()[0].value, "1010");

    let billed = hall.account("Bina Shetty", Service::Water).owes(100).moves_in();
    hall.installs(&meena, &billed, "2026-11-05", &hall.meter_of(&billed), 5, "10").unwrap();
    assert_eq!(refused(hall.undoes(&meena)), "undo_refused", "its period is billed");
    assert!(hall.check(&meena).unwrap().problems.is_empty());
}

#[test]
fn a_batch_taken_back_stands_no_longer_and_can_be_done_again() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let one = a_year(&hall, &ravi);
    let two = hall.account("Bina Shetty", Service::Water).moves_in();
    let batch = [hall.reading(&one, "2026-11-21", "5500"), hall.reading(&two, "2026-11-21", "77")];
    let entered = hall.enters(&ravi, &batch, true).unwrap();
    assert_eq!((entered.stored, entered.asked, entered.refused), (2, 0, 0));
    let before = hall.readings_text(&ravi, &one);

    let preview = hall.undoing(&ravi).preview().unwrap();
    assert_eq!(preview.effects.len(), 2, "{:?}", preview.effects);
    hall.undoes(&ravi).unwrap();
    assert_eq!(hall.readings_of(&ravi, &two).unwrap().len(), 0);
    let usual = hall.reading(&one, "2026-11-21", "5510").preview(&ravi).unwrap();
    assert_eq!(usual.units, "70", "use counts from the reading before");
    hall.redoes(&ravi).unwrap();
    assert_eq!(hall.readings_text(&ravi, &one), before);

    hall.undoes(&ravi).unwrap();
    let sita = hall.clerk("sita");
    hall.reads(&sita, &one, &[("2026-11-20", 5_490)]);
    assert_eq!(refused(hall.redoes(&ravi)), "undo_refused", "use would be counted from the wrong place");
}

#[test]
fn a_wrong_reading_is_replaced_and_a_billed_one_is_not() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let swapped = hall.reading(&account, "2026-11-21", "5940").because("seen").entered(&ravi).unwrap();
    assert_eq!(swapped.fate.as_str(), "good");
    let wrong = hall.readings_of(&ravi, &account).unwrap().remove(0);

    let right = hall.replaces(&ravi, &wrong, "5494").unwrap();

    assert_eq!(right.units, "54");
    assert!(hall.open_cases(&ravi).unwrap().is_empty(), "the case was the mistake's");
    let older = hall.readings_of(&ravi, &account).unwrap().remove(1);
    assert_eq!(refused(hall.replaces(&ravi, &older, "5430")), "reading_fixed", "one was taken after it");
    hall.undoes(&ravi).unwrap();
    assert_eq!(hall.readings_of(&ravi, &account).unwrap()[0].value, "5940");
    assert_eq!(hall.open_cases(&ravi).unwrap().len(), 1, "and its case is open again");

    let billed = hall.account("Bina Shetty", Service::Water).owes(100).moves_in();
    let last = hall.today().plus_days(-10).to_string();
    hall.reads(&ravi, &billed, &[(last.as_str(), 40)]);
    let reading = hall.readings_of(&ravi, &billed).unwrap().remove(0);
    assert!(!reading.replaceable);
    assert_eq!(refused(hall.replaces(&ravi, &reading, "41")), "reading_fixed");
    assert_eq!(hall.undoing(&ravi).preview().unwrap().refused.unwrap().code, "undo_refused");
}

#[test]
fn bad_readings_are_refused_in_words_and_nothing_is_stored() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let before = hall.readings_text(&ravi, &account);
    let said = |reading: foil_testkit::Reading<'_>| {
        let row = reading.entered(&ravi).unwrap();
        assert_eq!(row.fate.as_str(), "refused", "{:?}", row.checks);
        row.refused.as_ref().map_or_else(|| words(&row).join("; "), |r| r.message.clone())
    };
    let nobody = Account { id: foil_domain::ids::AccountId(9_999), ..account.clone() };
    let closed = hall.account("Bina Shetty", Service::Water).closed().moves_in();
    let lines = [
        said(hall.reading(&account, "2026-11-22", "5500")),
        said(hall.reading(&account, "2026-11-01", "5500")),
        said(hall.reading(&account, "2026-11-21", "123456")),
        said(hall.reading(&account, "2026-11-21", "54o0")),
        said(hall.reading(&account, "2026-11-21", "")),
        said(hall.reading(&account, "2026-11-21", "5500").remark("replaced")),
        said(hall.reading(&account, "2026-11-21", "5500").remark("locked")),
        said(hall.reading(&nobody, "2026-11-21", "5500")),
        said(hall.reading(&closed, "2026-11-21", "5500")),
    ];
    expect![[r#"
        refused future: 22 Nov 2026 is after the business day 21 Nov 2026
        refused before_last: it was read later, on 5 Nov 2026 (5440)
        refused overflow: 123456: at most 5 digits before the point, as the register has
        refused overflow: expected what the register shows, such as 4512 or 4512.5
        refused remark: expected what the register shows, or a remark that says why nobody could read it
        refused remark: another meter hangs there: enter it as an exchange
        refused remark: behind a locked door nobody read it: take the customer's reading, or leave it empty for an estimate
        there is no account 9999
        account W-1002 is closed
    "#]]
    .assert_eq(&(lines.join("\n") + "\n"));
    assert_eq!(hall.readings_text(&ravi, &account), before);
    let half = [hall.reading(&account, "2026-11-21", "5500"), hall.reading(&account, "2026-11-22", "5510")];
    let entered = hall.enters(&ravi, &half, true).unwrap();
    assert_eq!((entered.stored, entered.refused), (0, 1), "all or nothing");
    assert_eq!(hall.readings_text(&ravi, &account), before);
    let good = hall.enters(&ravi, &half, false).unwrap();
    assert_eq!((good.stored, good.refused), (1, 1), "or the good rows");
}

#[test]
fn a_mistyped_last_reading_of_a_meter_that_was_taken_off_is_put_right() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let boss = hall.manager("kiran");
    hall.exchanges(&boss, &account, "2026-11-20", "5529", ("N-1", 5, "0")).unwrap();
    hall.reads(&ravi, &account, &[("2026-11-21", 4)]);
    let readings = hall.readings_of(&ravi, &account).unwrap();
    let last = readings.iter().find(|r| r.purpose.as_str() == "final").unwrap();
    assert!(last.replaceable, "nothing is billed past it");

    let right = hall.replaces(&ravi, last, "5492").unwrap();

    assert_eq!(right.units, "52", "it is judged by the old meter");
    assert_eq!(hall.life_line(&ravi, &account).unwrap().spans.len(), 2, "the meters stay where they are");
    hall.undoes(&ravi).unwrap();
    let readings = hall.readings_of(&ravi, &account).unwrap();
    assert!(readings.iter().any(|r| r.value == "5529"), "as it was");
}

#[test]
fn a_meter_that_hangs_is_exchanged_and_never_overwritten() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let account = a_year(&hall, &ravi);
    let other = hall.account("Bina Shetty", Service::Electricity).moves_in();
    let boss = hall.manager("kiran");
    let twice = hall.exchanges(&boss, &other, "2026-11-20", "100", ("ME7001", 5, "5440"));
    assert_eq!(refused(twice), "duplicate", "it hangs on another account");
    assert_eq!(refused(hall.installs(&ravi, &other, "2026-11-20", "X1", 5, "0")), "not_allowed");
    let future = hall.exchanges(&boss, &account, "2026-12-01", "5500", ("N-1", 5, "0"));
    assert_eq!(refused(future), "bad_input");
    let doubtful = hall.exchanges(&boss, &account, "2026-11-20", "9999", ("N-1", 5, "0"));
    assert_eq!(refused(doubtful), "needs_reason", "the last reading is judged like any other");
    assert_eq!(hall.life_line(&ravi, &account).unwrap().spans.len(), 1, "nothing half done");
}

#[test]
fn a_meter_from_stock_is_hung_as_it_is_on_record_and_not_by_what_a_form_leaves_open() {
    let hall = Hall::open();
    let ravi = hall.clerk("ravi");
    let boss = hall.manager("kiran");
    let [mill, shop] = ["Mill", "Shop"].map(|name| hall.account(name, Service::Electricity).moves_in());
    let ct = json!({ "number": hall.meter_of(&mill), "values": [{ "register": 1, "value": "100" }],
        "registers": [{ "register": 1, "band": "", "digits": 6, "multiplier": "40", "unit": "kWh" }] });
    let hangs = |account: &Account, on: &str, meter: serde_json::Value| {
        let input = json!({ "account": account.id, "version": hall.account_version(account.id), "on": on,
            "reason": "new connection", "meter": meter });
        hall.ask::<serde_json::Value>(&boss, "install_meter", input)
    };
    hangs(&mill, "2026-09-05", ct.clone()).unwrap();
    let old = json!({ "values": [{ "register": 1, "value": "100" }], "remark": "working", "retired": false,
        "accept": "no load was on it" });
    let off = json!({ "account": mill.id, "version": hall.account_version(mill.id), "on": "2026-09-20",
        "old": old, "reason": "load was given up" });
    hall.ask::<serde_json::Value>(&boss, "remove_meter", off).unwrap();

    let new = |registers| {
        json!({ "account": shop.id, "version": hall.account_version(shop.id),
        "on": "2026-10-05", "reason": "more load", "old": old,
        "new": { "number": ct["number"], "registers": registers, "values": [{ "register": 1, "value": "100" }] } })
    };
    let hung = |registers| hall.ask::<serde_json::Value>(&boss, "exchange_meter", new(registers));
    let by_hand = json!([{ "register": 1, "band": "", "digits": 0, "multiplier": "1" }]);
    assert_eq!(refused(hung(by_hand)), "bad_input", "it was read as 40 units a count");
    let banded = json!([{ "register": 1, "band": "peak", "digits": 0, "multiplier": "40" }]);
    assert_eq!(refused(hung(banded)), "bad_input");
    let line = hung(json!([])).unwrap();
    let register = &line["meter"]["registers"][0];
    assert_eq!((&register["multiplier"], &register["digits"]), (&json!("40"), &json!(6)));
    hall.reading(&shop, "2026-11-05", "150").because("a mill").entered(&ravi).unwrap();
    let used = hall.use_of(&shop, Some("2026-10-05"), "2026-11-05").unwrap();
    assert_eq!(used.units(), Decimal::from(2_000), "fifty counts of forty");
}

/// An account names a meter that nobody has read on it yet, or none.
fn names(hall: &Hall, account: &Account, meter: &str) {
    let (id, meter) = (account.id, meter.to_owned());
    hall.arranges(move |act| {
        let row = foil_store::customers::account(act.tx, id)?.unwrap();
        let data = foil_store::customers::AccountData { meter: meter.clone(), ..row.data() };
        foil_store::customers::update_account(act.tx, id, &data, row.version).map(|_| ())
    });
}

/// Moved out on 20 November with 5,500 on the meter, which hangs there still; the next tenant has none yet.
fn moved_out(hall: &Hall, clerk: &Person, boss: &Person) -> (Account, Account, String) {
    let old = a_year(hall, clerk);
    hall.reads(clerk, &old, &[("2026-11-20", 5_500)]);
    let meter = hall.meter_of(&old);
    hall.switches(boss, &old, "closed", None);
    let next = hall.account("Bina Shetty", Service::Electricity).moves_in();
    names(hall, &next, "");
    (old, next, meter)
}

/// Brings meters in from a file.
fn brings_meters(hall: &Hall, who: &Person, rows: &str) -> ImportReport {
    let path = hall.folder().join("meters.csv");
    std::fs::write(&path, format!("meter,account,installed on,register,digits,reading\n{rows}")).unwrap();
    let [tried, kept] = [true, false].map(|dry_run| {
        let input = json!({ "path": path, "kind": "meters", "mode": "good_rows", "dry_run": dry_run });
        let job = hall.does_job(who, "start_import", input).unwrap();
        assert_eq!(job.state, "done", "{}", job.result);
        serde_json::from_value::<ImportReport>(job.result).unwrap()
    });
    assert_eq!((tried.created, tried.bad), (kept.created, kept.bad), "as it was tried: {tried:?} {kept:?}");
    kept
}

#[test]
fn the_next_tenant_begins_where_the_meter_was_read_last() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("kiran"));
    let (old, next, meter) = moved_out(&hall, &ravi, &boss);

    let told = hall.installs(&boss, &next, "2026-11-15", &meter, 5, "5490").unwrap_err();
    assert_eq!(told.code, "bad_input", "{}", told.message);
    assert!(told.message.contains("2026-11-20") && told.message.contains(&old.number), "{}", told.message);
    let file = brings_meters(&hall, &boss, &format!("{meter},{},2026-11-15,1,5,5490\n", next.number));
    assert_eq!((file.created, file.bad), (0, 1), "nor by a file: {file:?}");
    assert_eq!(file.errors[0].field, "installed_on");
    names(&hall, &next, &meter);
    let typed = hall.reading(&next, "2026-11-15", "5490").entered(&ravi).unwrap();
    assert_eq!(
        words(&typed),
        [
            "refused before_last: meter ME7001 was read on account E-1001 on 20 Nov 2026 (5500): it is nobody else's before that"
        ]
    );
    let csv = format!("meter,date,reading\n{meter},2026-11-15,5490\n");
    assert_eq!(brings(&hall, &boss, &csv, false).bad, 1, "nor as a reading from a file");

    assert_eq!(hall.readings_of(&ravi, &next).unwrap().len(), 0);
    assert_eq!(hall.life_line(&ravi, &old).unwrap().spans[0].to, None, "it hangs where it hung");
    hall.installs(&boss, &next, "2026-11-20", &meter, 5, "5500").unwrap();
    hall.reads(&ravi, &next, &[("2026-11-21", 5_508)]);
    let used = hall.use_of(&next, None, "2026-11-21").unwrap();
    assert_eq!((used.units(), used.from.to_string().as_str()), (8.into(), "2026-11-20"));
    assert!(hall.check(&boss).unwrap().problems.is_empty());
}

#[test]
fn a_meter_from_stock_hangs_nowhere_before_it_came_off() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("kiran"));
    let account = a_year(&hall, &ravi);
    let meter = hall.meter_of(&account);
    hall.exchanges(&boss, &account, "2026-11-10", "5460", ("N-1", 5, "0")).unwrap();
    let next = hall.account("Bina Shetty", Service::Electricity).moves_in();
    names(&hall, &next, "");
    hall.arranges({
        let meter = meter.clone();
        move |act| {
            let known = foil_store::meters::by_number(act.tx, &meter)?.unwrap();
            foil_store::meters::set_state(act.tx, known.id, foil_domain::metering::MeterState::Stock)
        }
    });
    let file = brings_meters(&hall, &boss, &format!("{meter},{},2026-11-01,1,5,5440\n", next.number));
    assert_eq!((file.created, file.bad), (0, 1), "{file:?}");
    assert_eq!(refused(hall.installs(&boss, &next, "2026-11-01", &meter, 5, "5440")), "bad_input");
    let file = brings_meters(&hall, &boss, &format!("{meter},{},2026-11-10,1,5,5460\n", next.number));
    assert_eq!((file.created, file.bad), (1, 0), "{file:?}");
}

#[test]
fn what_is_put_right_of_who_had_a_meter_before_is_no_reading_of_who_has_it_now() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("kiran"));
    let (old, next, meter) = moved_out(&hall, &ravi, &boss);
    hall.installs(&boss, &next, "2026-11-20", &meter, 5, "5490").unwrap();
    let wrong = hall.readings_of(&ravi, &old).unwrap().remove(0);
    hall.replaces(&ravi, &wrong, "5490").unwrap();

    hall.reads(&ravi, &next, &[("2026-11-21", 5_498)]);

    assert_eq!(hall.readings_of(&ravi, &next).unwrap()[0].units, "8", "no first reading a second time");
}

/// The accounts and registers that a walk has still to read, as the grid asks for them.
fn to_read(hall: &Hall, who: &Person, since: &str, on: &str) -> Vec<String> {
    let input = json!({ "cycle": null, "route": "", "unread_since": since, "on": on, "limit": 100 });
    let page: foil_app::metering::views::GridPage = hall.ask(who, "reading_grid", input).unwrap();
    let mut accounts: Vec<_> = page.rows.iter().map(|row| row.number.clone()).collect();
    accounts.dedup();
    assert_eq!(page.total, Some(accounts.len() as i64), "counted as they are shown");
    page.rows.iter().map(|row| format!("{} {}/{}", row.number, row.meter, row.register)).collect()
}

fn estimates(hall: &Hall, who: &Person, since: &str, on: &str) -> serde_json::Value {
    let input = json!({ "cycle": null, "route": "", "unread_since": since, "on": on });
    hall.does_job(who, "estimate_readings", input).unwrap().result
}

#[test]
fn an_exchange_just_before_the_round_is_no_reading_of_the_round() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("kiran"));
    let account = a_year(&hall, &ravi);
    let walk = || to_read(&hall, &ravi, "2026-11-06", "2026-11-21");
    assert_eq!(walk(), ["E-1001 ME7001/1"]);
    hall.exchanges(&boss, &account, "2026-11-15", "5480", ("N-1", 5, "0")).unwrap();
    assert_eq!(walk(), ["E-1001 N-1/1"], "the new meter is to be read");
    assert_eq!(estimates(&hall, &boss, "2026-11-06", "2026-11-21")["estimated"], 1);
    assert!(walk().is_empty());
    hall.undoes(&boss).unwrap();
    hall.reads(&ravi, &account, &[("2026-11-21", 24)]);
    assert!(walk().is_empty());

    // A meter that was read on its round before it came off needs no further one.
    let other = hall.account("Chitra Rao", Service::Electricity).moves_in();
    hall.installs(&boss, &other, "2026-09-05", &hall.meter_of(&other), 5, "1000").unwrap();
    hall.reads(&ravi, &other, &[("2026-10-05", 1_120), ("2026-11-05", 1_240), ("2026-11-18", 1_290)]);
    hall.exchanges(&boss, &other, "2026-11-19", "1294", ("N-2", 5, "0")).unwrap();
    assert!(walk().is_empty(), "{:?}", walk());
    // The first reading of a meter that nobody has read before is one of the round.
    let never = hall.account("Bina Shetty", Service::Electricity).moves_in();
    assert_eq!(walk().len(), 1);
    hall.reads(&ravi, &never, &[("2026-11-21", 77)]);
    assert!(walk().is_empty(), "{:?}", walk());
}

#[test]
fn an_exchange_on_the_day_of_the_round_is_its_reading() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("kiran"));
    let account = a_year(&hall, &ravi);
    let walk = |on: &str| to_read(&hall, &ravi, "2026-11-06", on);
    hall.exchanges(&boss, &account, "2026-11-21", "5484", ("N-1", 5, "0")).unwrap();
    assert!(walk("2026-11-21").is_empty(), "both were read today: nobody is sent there");
    let report = estimates(&hall, &boss, "2026-11-06", "2026-11-21");
    assert_eq!((&report["estimated"], &report["refused"]), (&json!(0), &json!(0)), "{report}");
    let used = hall.use_of(&account, Some("2026-11-05"), "2026-11-21").unwrap();
    assert_eq!((used.units(), used.kind), (44.into(), ReadingKind::Actual));
    hall.undoes(&boss).unwrap();
    assert_eq!(walk("2026-11-21"), ["E-1001 ME7001/1"], "nothing was exchanged");

    // One that gets its first meter today was read today, too.
    let next = hall.account("Bina Shetty", Service::Electricity).moves_in();
    hall.installs(&boss, &next, "2026-11-21", &hall.meter_of(&next), 5, "0").unwrap();
    assert_eq!(walk("2026-11-21"), ["E-1001 ME7001/1"]);
}

#[test]
fn where_the_walk_came_by_on_the_day_of_an_exchange_nobody_goes_again_nor_guesses() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("kiran"));
    let cycle = hall.cycle("C01");
    let homes = ["Asha Rao", "Bina Shetty", "Chitra Pai"].map(|name| {
        let home = hall.supplied(name, "", cycle);
        let rounds = [("2026-09-05", "1000"), ("2026-10-05", "1120"), ("2026-11-05", "1240")];
        hall.round(&home, &format!("M-{}", home.number), &rounds.map(|(on, value)| read(on, value)));
        home
    });
    let [asha, bina, chitra] = &homes;
    let walk = || to_read(&hall, &ravi, "2026-11-06", "2026-11-21");
    hall.exchanges(&boss, bina, "2026-11-20", "1300", ("N-1", 5, "0")).unwrap();
    assert_eq!(walk().len(), 3, "yesterday nobody walked here: the new one is to be read");

    // A customer who brings a figure to the counter is no walk; whoever is typed in off the sheets was read on it.
    hall.reads(&ravi, asha, &[("2026-11-20", 1_299)]);
    assert_eq!(walk().len(), 2);
    hall.undoes(&ravi).unwrap();
    let rows = [(asha, "1299"), (chitra, "1301")].map(|(of, value)| hall.reading(of, "2026-11-20", value));
    assert_eq!(hall.enters(&ravi, &rows, true).unwrap().stored, 2);

    assert!(walk().is_empty(), "the round was yesterday: {:?}", walk());
    assert_eq!(estimates(&hall, &boss, "2026-11-06", "2026-11-21")["estimated"], 0);
    let used = hall.use_of(bina, Some("2026-11-05"), "2026-11-21").unwrap();
    assert_eq!((used.to.to_string().as_str(), used.units()), ("2026-11-20", 60.into()));
}

#[test]
fn a_meter_of_which_one_register_was_read_stays_in_the_walk() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    let account = hall.account("By hours", Service::Electricity).moves_in();
    hall.installs_bands(&boss, &account, "2026-08-05", &["day", "night"]).unwrap();
    let reads = |on: &str, register: i64, value: i64| {
        let said = hall.reading(&account, on, &value.to_string()).register(register).entered(&ravi).unwrap();
        assert_eq!(said.fate.as_str(), "good", "{:?}", said.checks);
    };
    for (k, on) in (1..).zip(["2026-09-05", "2026-10-05", "2026-11-05"]) {
        reads(on, 1, 100 * k);
        reads(on, 2, 60 * k);
    }
    let walk = || to_read(&hall, &ravi, "2026-11-06", "2026-11-21");
    assert_eq!(walk().len(), 2);
    reads("2026-11-21", 1, 352);
    assert!(walk().iter().any(|row| row.ends_with("/2")), "the night is not read yet: {:?}", walk());

    let report = estimates(&hall, &boss, "2026-11-06", "2026-11-21");
    assert_eq!((&report["estimated"], &report["refused"]), (&json!(1), &json!(0)), "{report}");
    assert!(walk().is_empty());
    let used = hall.use_of(&account, Some("2026-11-05"), "2026-11-21").unwrap();
    let kinds: Vec<_> = used.registers.iter().map(|r| (r.band.as_str(), r.current_kind)).collect();
    assert_eq!(kinds, [("day", ReadingKind::Actual), ("night", ReadingKind::Estimated)]);
}

#[test]
fn the_last_reading_of_a_meter_that_works_is_not_guessed_because_it_was_forgotten() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("kiran"));
    let account = a_year(&hall, &ravi);
    let off = |value: &str, remark: &str| {
        let old = json!({ "values": [{ "register": 1, "value": value }], "remark": remark, "retired": true });
        let input = json!({ "account": account.id, "version": hall.account_version(account.id), "on": "2026-11-20",
            "old": old, "reason": "display dead",
            "new": { "number": "N-1", "registers": [], "values": [{ "register": 1, "value": "3" }] } });
        hall.ask::<serde_json::Value>(&boss, "exchange_meter", input)
    };
    let told = off("", "working").unwrap_err();
    assert_eq!(told.code, "bad_input");
    assert!(told.message.starts_with("old.values: expected what the register shows"), "{}", told.message);
    // Nor because somebody had guessed it that very day.
    hall.reading(&account, "2026-11-20", "").remark("locked").entered(&ravi).unwrap();
    assert_eq!(refused(off("", "working")), "bad_input");
    hall.undoes(&ravi).unwrap();
    off("", "breakdown").unwrap();
    let last = hall.readings_of(&ravi, &account).unwrap().into_iter().find(|r| r.purpose.as_str() == "final");
    assert_eq!(last.unwrap().kind, ReadingKind::Estimated, "it stood still");
}

#[test]
fn each_register_of_a_meter_that_comes_off_is_asked_about_for_itself() {
    let hall = Hall::open();
    let (ravi, boss) = (hall.clerk("ravi"), hall.manager("meena"));
    let account = hall.account("By hours", Service::Electricity).moves_in();
    let register =
        |n: i64, band: &str| json!({ "register": n, "band": band, "digits": 5, "multiplier": "1" });
    let meter = json!({ "number": hall.meter_of(&account), "registers": [register(1, "day"), register(2, "night")],
        "values": [{ "register": 1, "value": "70000" }, { "register": 2, "value": "500" }] });
    let hung = json!({ "account": account.id, "version": hall.account_version(account.id), "on": "2026-10-05",
        "reason": "new connection", "meter": meter });
    hall.ask::<serde_json::Value>(&boss, "install_meter", hung).unwrap();
    let off = |over: serde_json::Value, accept: Option<&str>| {
        let value = |register: i64, value: &str| json!({ "register": register, "value": value, "rolled_over": over[register.to_string()] });
        let old = json!({ "values": [value(1, "60"), value(2, "300")], "remark": "working", "retired": true,
            "accept": accept });
        let input = json!({ "account": account.id, "version": hall.account_version(account.id), "on": "2026-11-20",
            "old": old, "reason": "display dead" });
        hall.ask::<serde_json::Value>(&boss, "remove_meter", input)
    };
    let told = off(json!({}), None).unwrap_err();
    assert_eq!(told.code, "needs_reason");
    assert!(
        told.message.contains("register 1 (day): ") && told.message.contains("register 2 (night): "),
        "{}",
        told.message
    );

    off(json!({ "1": true, "2": false }), Some("seen twice")).unwrap();

    let units: Vec<_> =
        hall.readings_of(&ravi, &account).unwrap().iter().take(2).map(|r| r.units.clone()).collect();
    assert_eq!(units, ["-200", "30060"], "one ran through zero, the other was read wrong before");
}
