//! Meters and readings come in as files: whole or by their good rows, twice without harm, by a watched folder.

#![allow(clippy::unwrap_used)]

mod desk;

use desk::Desk;
use foil_app::audit::audit_rows;
use foil_app::audit::views::AuditList;
use foil_app::imports::views::{
    ColumnMap, ForgetColumns, ImportKind, ImportMode, ImportReport, PreviewImport, StartImport,
};
use foil_app::imports::{Seen, forget_import_columns, import_columns, preview_import, run_import};
use foil_app::metering::views::{LifeLineOf, ReadingList, SaveMeteringSettings};
use foil_app::metering::{life_line, metering_settings, readings, save_metering_settings};
use foil_app::office::jobs::Event;
use foil_domain::ids::{AccountId, RequestId};
use foil_domain::text::Note;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

const CUSTOMERS: &str = "\
customer number,name,address,service,account number,meter
C-1,Asha Rao,4 Car Street,electricity,E-1001,M1
C-2,Bina Shetty,5 Car Street,water,W-1002,
C-3,Chitra Pai,6 Car Street,electricity,E-1003,M3
";

const METERS: &str = "\
Meter No,A/C No,Installed On,Dials,MF,Initial Reading
M1,E-1001,05/06/2026,5,1,99700
W-77,W-1002,05/06/2026,,1,12.5
M3,E-1003,05/06/2026,6,40,100
";

/// Five months of M1, which runs through zero in September; W-77 and M3 twice.
const READINGS: &str = "\
Meter No,Reading Date,Meter Reading,Status,Remark
M1,05/07/2026,99800,,
M1,05/08/2026,99900,A,ok
M1,05/09/2026,5,A,
W-77,05/07/2026,24.5,actual,
M3,05/07/2026,103,,
M1,05/10/2026,105,Customer,
W-77,05/08/2026,36.5,actual,
M3,05/08/2026,106,,
";

impl Desk {
    fn tries(&self, kind: ImportKind, text: &str, mode: ImportMode, dry_run: bool) -> ImportReport {
        let path = self.file("import.csv", text);
        run_import(&self.office, &self.manager, StartImport { path, kind, mapping: None, mode, dry_run })
            .unwrap()
    }

    fn imports(&self, kind: ImportKind, text: &str) -> ImportReport {
        self.tries(kind, text, ImportMode::AllOrNothing, false)
    }

    fn with_meters() -> Desk {
        let desk = Desk::open();
        assert_eq!(figures(&desk.imports(ImportKind::Customers, CUSTOMERS)), [3, 3, 0, 0, 0]);
        let report = desk.imports(ImportKind::Meters, METERS);
        assert_eq!((figures(&report), report.errors), ([3, 3, 0, 0, 0], vec![]));
        desk
    }

    fn account(&self, number: &str) -> AccountId {
        let found = self.office.book().read(|tx| foil_store::customers::account_by_number(tx, number));
        found.unwrap().unwrap().id
    }

    fn lines(&self, number: &str) -> Vec<String> {
        let list =
            ReadingList { account: self.account(number), all: false, before: None, until: None, limit: 100 };
        let rows = readings(&self.office, &self.clerk, list).unwrap();
        rows.iter().rev().map(|r| format!("{} {} {} {}", r.on, r.value, r.units, r.kind)).collect()
    }
}

fn figures(r: &ImportReport) -> [i64; 5] {
    [r.rows, r.created, r.updated, r.unchanged, r.bad]
}

fn said(report: &ImportReport) -> Vec<String> {
    report.errors.iter().map(|e| format!("{} {}: {}", e.row, e.field, e.expected)).collect()
}

/// What is wrong, in the order of the rows.
fn by_row(report: &ImportReport) -> Vec<String> {
    let mut errors = said(report);
    errors.sort_by_key(|e| e.split(' ').next().unwrap().parse::<i64>().unwrap());
    errors
}

#[test]
fn meters_come_in_with_their_registers_and_their_accounts_follow() {
    let desk = Desk::with_meters();
    let line = life_line(
        &desk.office,
        &desk.clerk,
        LifeLineOf { account: Some(desk.account("W-1002")), ..LifeLineOf::default() },
    )
    .unwrap();
    assert_eq!(line.account.unwrap().meter, "W-77", "an account without a meter is given one");
    assert_eq!(line.spans[0].from.to_string(), "2026-06-05");
    assert_eq!(figures(&desk.imports(ImportKind::Meters, METERS)), [3, 0, 0, 3, 0], "twice changes nothing");
    let known = METERS.replace("W-77,W-1002,05/06/2026,,", "W-77,W-1002,05/06/2026,4,");
    assert_eq!(figures(&desk.imports(ImportKind::Meters, &known)), [3, 0, 1, 2, 0], "digits become known");
}

#[test]
fn a_file_that_does_not_say_what_a_register_counts_leaves_its_unit() {
    let desk = Desk::open();
    let gas = "\
customer number,name,address,service,account number,meter
C-1,Asha Rao,4 Car Street,gas,G-1001,M1
C-2,Bina Shetty,5 Car Street,gas,G-1002,M2
";
    desk.imports(ImportKind::Customers, gas);
    let first = "\
Meter No,A/C No,Installed On,Dials,MF,Initial Reading,UOM
M1,G-1001,05/06/2026,,1,100,ft3
M2,G-1002,05/06/2026,,1,7,
";
    assert_eq!(figures(&desk.imports(ImportKind::Meters, first)), [2, 2, 0, 0, 0]);
    let units = || {
        ["M1", "M2"].map(|number| {
            let of = LifeLineOf { number: Some(number.into()), ..LifeLineOf::default() };
            let line = life_line(&desk.office, &desk.clerk, of).unwrap();
            line.meter.unwrap().registers.remove(0).unit
        })
    };
    assert_eq!(units(), ["ft3", "SCM"], "as it was said, else the service's own");
    let digits = "Meter No,A/C No,Installed On,Dials,MF\nM1,G-1001,05/06/2026,5,1\n";
    assert_eq!(
        figures(&desk.imports(ImportKind::Meters, digits)),
        [1, 0, 1, 0, 0],
        "its digits become known"
    );
    assert_eq!(units()[0], "ft3");
    let other = "Meter No,A/C No,Installed On,Unit\nM1,G-1001,05/06/2026,SCM\n";
    let report = desk.imports(ImportKind::Meters, other);
    assert_eq!(by_row(&report), ["2 unit: ft3 as it was read with; a wrong one is put right in Metering"]);
}

#[test]
fn bad_meters_are_refused_by_row_and_field_and_nothing_is_stored() {
    let desk = Desk::with_meters();
    let before = ["meter", "meter_register", "meter_span", "reading"].map(|t| desk.count(t));
    let bad = "\
meter,account_number,installed_on,register,digits,multiplier,value
M9,E-9999,2026-06-05,1,5,1,0
M9,E-1001,2026-06-05,1,5,1,0
M3,E-1001,2026-06-05,2,6,40,100
X1,W-1002,2026-06-05,1,5,1,0
M1,E-1001,2026-12-05,2,5,1,0
M1,E-1001,2026-06-05,1,13,1,0
M1,E-1001,2026-06-05,3,5,0,0
M1,E-1001,2026-06-05,4,5,1,123456
M3,E-1003,2026-06-05,1,6,20,100
";
    let report = desk.imports(ImportKind::Meters, bad);
    assert_eq!(
        by_row(&report),
        [
            "2 account_number: the number of an account in this book",
            "3 register: each register of a meter once; it stands in row 2",
            "4 meter: M1, the meter of this account; exchange it in Metering",
            "5 meter: W-77, the meter of this account; exchange it in Metering",
            "6 installed_on: 2026-11-21 or earlier",
            "7 digits: the whole digits of the register, 1 to 12, or 0 when they are not known",
            "8 multiplier: a number above 0 up to 100000, such as 1 or 40",
            "9 value: at most 5 digits before the point, as the register has",
            "10 multiplier: 40 as it was read with; a wrong one is put right in Metering",
        ]
    );
    assert_eq!(["meter", "meter_register", "meter_span", "reading"].map(|t| desk.count(t)), before);
}

#[test]
fn a_history_of_readings_comes_in_once_however_often_it_is_sent() {
    for mode in [ImportMode::AllOrNothing, ImportMode::GoodRows] {
        let desk = Desk::with_meters();
        let tried = desk.tries(ImportKind::Readings, READINGS, mode, true);
        assert_eq!((figures(&tried), said(&tried)), ([8, 8, 0, 0, 0], vec![]), "a try stores nothing");
        assert_eq!(desk.lines("E-1001").len(), 1);
        let report = desk.tries(ImportKind::Readings, READINGS, mode, false);
        assert_eq!((figures(&report), said(&report)), ([8, 8, 0, 0, 0], vec![]));
        assert_eq!(
            desk.lines("E-1001"),
            [
                "2026-06-05 99700 0 actual",
                "2026-07-05 99800 100 actual",
                "2026-08-05 99900 100 actual",
                "2026-09-05 5 105 actual",
                "2026-10-05 105 100 customer",
            ]
        );
        assert_eq!(desk.lines("E-1003")[2], "2026-08-05 106 120 actual", "times the multiplier");
        let again = desk.tries(ImportKind::Readings, READINGS, mode, false);
        assert_eq!((figures(&again), said(&again)), ([8, 0, 0, 8, 0], vec![]));
    }
}

#[test]
fn a_dirty_file_is_refused_by_row_and_field_or_taken_by_its_good_rows() {
    let dirty = "\
meter,account,date,reading,kind,remark,reason
M1,,05/07/2026,99800,,,
NOBODY,,05/07/2026,1,,,
M1,,05/12/2026,99900,,,
M1,,05/08/2026,123456,,,
M3,,05/07/2026,103,,,
W-77,E-1001,05/07/2026,20,,,
W-77,,31/02/2026,20,,,
W-77,,05/07/2026,twenty,,,
M3,,05/08/2026,,,locked,
M3,,05/08/2026,,,,
M3,,05/09/2026,110,guess,,
,W-1002,05/08/2026,20.5,,,
W-77,,05/09/2026,\"21,5\",,,
";
    let desk = Desk::with_meters();
    let report = desk.imports(ImportKind::Readings, dirty);
    assert_eq!(report.created, 0, "all or nothing");
    assert_eq!(desk.count("reading"), 3);
    let errors = by_row(&report);
    assert_eq!(
        errors,
        [
            "3 meter: the number of a meter that hangs on an account of this book",
            "4 read_on: another day: 5 Dec 2026 is after the business day 21 Nov 2026",
            "5 value: at most 5 digits before the point, as the register has",
            "7 account_number: the account that meter W-77 hangs on",
            "8 read_on: a day such as 2026-11-21 or 21/11/2026",
            "9 value: what the register shows, such as 4512 or 4512.5",
            "11 read_on: each register once a day; it stands in row 10",
            "12 kind: actual, estimated, customer or provisional",
            "14 value: what the register shows, such as 4512 or 4512.5; a point, not a comma",
        ]
    );
    let list = fs::read_to_string(&report.error_file).unwrap();
    assert_eq!(list.lines().count(), 1 + errors.len());
    let good = desk.tries(ImportKind::Readings, dirty, ImportMode::GoodRows, false);
    assert_eq!((good.created, good.bad), (4, 9), "{:?}", said(&good));
    assert_eq!(desk.lines("E-1003")[2], "2026-08-05 106 120 estimated", "a locked door is an estimate");
}

#[test]
fn a_doubtful_reading_in_a_file_needs_its_reason_there() {
    let desk = Desk::with_meters();
    desk.imports(ImportKind::Readings, READINGS);
    let file = |reason: &str| format!("meter,date,reading,reason\nM1,05/11/2026,905,{reason}\n");
    let without = desk.imports(ImportKind::Readings, &file(""));
    assert_eq!(said(&without), ["2 reason: a reason, for 800 kWh in 31 days is 7.8 × its usual 103"]);
    assert_eq!(desk.count("use_case"), 0);
    let with = desk.imports(ImportKind::Readings, &file("a wedding in the house"));
    assert_eq!(figures(&with), [1, 1, 0, 0, 0]);
    assert_eq!(desk.count("use_case"), 1, "the case is opened in the same commit");
}

#[test]
fn a_preview_guesses_the_columns_of_an_export_and_names_what_is_missing() {
    let desk = Desk::with_meters();
    let path = desk.file("r.csv", READINGS);
    let input = PreviewImport { path, kind: ImportKind::Readings, mapping: None };
    let preview = preview_import(&desk.office, &desk.manager, input).unwrap();
    assert_eq!((preview.missing, preview.errors.len(), preview.mapping.len()), (vec![], 0, 5));
    let path = desk.file("n.csv", "date,reading\n05/11/2026,5\n");
    let input = PreviewImport { path, kind: ImportKind::Readings, mapping: None };
    assert_eq!(preview_import(&desk.office, &desk.manager, input).unwrap().missing, ["meter"]);
}

#[test]
fn a_file_in_the_watched_folder_comes_in_once_it_is_whole_and_is_put_away() {
    let desk = Desk::with_meters();
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let ear = told.clone();
    desk.office.listen(Arc::new(move |event| {
        if let Event::FolderFile { file, good, bad, problem } = event {
            ear.lock().unwrap().push(format!("{file}: {good} good, {bad} bad {problem}"));
        }
    }));
    let mut seen = Seen::default();
    let look = |seen: &mut Seen| desk.office.look_into_folder(seen).unwrap();
    assert_eq!(look(&mut seen), 0, "no folder is watched");

    let folder = desk.folder.path().join("exports");
    fs::create_dir(&folder).unwrap();
    let settings = metering_settings(&desk.office, &desk.admin, foil_app::Nothing {}).unwrap();
    let with = |watch_folder: &str| SaveMeteringSettings {
        version: settings.version,
        estimates_in_a_row: 2,
        estimate_by: settings.estimate_by,
        high_percent: 200,
        spike_percent: 400,
        low_percent: 40,
        watch_folder: Note::parse(watch_folder).unwrap(),
    };
    let relative = save_metering_settings(&desk.office, &desk.admin, with("exports"));
    assert_eq!(desk::code(relative), "bad_input");
    save_metering_settings(&desk.office, &desk.admin, with(folder.to_str().unwrap())).unwrap();

    let away = |who| {
        let framed = foil_app::office::frame(&desk.office, who, foil_app::Nothing {}).unwrap();
        framed.folder_away.map(|away| away.folder)
    };
    look(&mut seen);
    assert_eq!(away(&desk.manager), None);
    fs::remove_dir(&folder).unwrap();
    assert_eq!(look(&mut seen), 0);
    assert_eq!(away(&desk.manager).as_deref(), folder.to_str(), "a share that is off is missed by somebody");
    fs::create_dir(&folder).unwrap();
    look(&mut seen);
    assert_eq!(away(&desk.manager), None);

    fs::write(folder.join("round.csv"), &READINGS[..100]).unwrap();
    fs::write(folder.join("round.csv.part"), READINGS).unwrap();
    assert_eq!(look(&mut seen), 0, "it may still be growing");
    fs::write(folder.join("round.csv"), READINGS).unwrap();
    assert_eq!(look(&mut seen), 0, "it has grown");
    assert_eq!(look(&mut seen), 1);
    assert_eq!(desk.lines("E-1001").len(), 5);
    let names = |of: &str| -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder.join(of))
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("done"), ["round-20261121100000.csv"]);

    // A program that was killed left its file aside; another file has a bad row, a third is no table.
    fs::write(folder.join("in-work/left.csv"), READINGS).unwrap();
    fs::write(folder.join("bad.csv"), "meter,date,reading\nNOBODY,05/11/2026,5\nM3,05/11/2026,112\n")
        .unwrap();
    fs::write(folder.join("binary.csv"), b"PK\x03\x04\0\0").unwrap();
    look(&mut seen);
    look(&mut seen);
    assert_eq!(names("in-work"), Vec::<String>::new());
    assert_eq!(names("done"), ["left-20261121100000.csv", "round-20261121100000.csv"]);
    assert_eq!(
        names("failed"),
        [
            "bad-20261121100000.csv",
            "bad-20261121100000.errors.csv",
            "binary-20261121100000.csv",
            "binary-20261121100000.problem.txt"
        ]
    );
    let errors = fs::read_to_string(folder.join("failed/bad-20261121100000.errors.csv")).unwrap();
    assert!(errors.contains("NOBODY"), "{errors}");
    assert_eq!(desk.lines("E-1003").len(), 4, "the good row came in");
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0] == "round.csv: 8 good, 0 bad " && told[1] == "left.csv: 8 good, 0 bad ", "{told:?}");
}

/// A vendor's nightly export, whose headings mean nothing to the program.
const EXPORT: &str = "MTRNO;RDT;KWH\nM3;05/07/2026;103\nM3;05/08/2026;106\n";

/// A folder of exports that is watched from now on.
fn watched(desk: &Desk) -> PathBuf {
    let folder = desk.folder.path().join("exports");
    fs::create_dir(&folder).unwrap();
    let settings = metering_settings(&desk.office, &desk.admin, foil_app::Nothing {}).unwrap();
    let watched = SaveMeteringSettings {
        version: settings.version,
        estimates_in_a_row: 2,
        estimate_by: settings.estimate_by,
        high_percent: 200,
        spike_percent: 400,
        low_percent: 40,
        watch_folder: Note::parse(folder.to_str().unwrap()).unwrap(),
    };
    save_metering_settings(&desk.office, &desk.admin, watched).unwrap();
    folder
}

#[test]
fn a_sound_file_waits_in_the_watched_folder_while_the_disk_is_full() {
    let desk = Desk::with_meters();
    let folder = watched(&desk);
    let says = |sql: &'static str| desk.office.book().write(move |tx| tx.run(sql, &[])).unwrap();
    says("CREATE TABLE ballast (b BLOB)");
    says(
        "CREATE TRIGGER trouble BEFORE INSERT ON reading BEGIN INSERT INTO ballast VALUES (zeroblob(1000000)); END",
    );
    let disk_has = |more: i64| {
        let holds = desk.office.book().write(move |tx| {
            let pages = tx.number("SELECT page_count AS n FROM pragma_page_count", &[])?;
            tx.script(&format!("PRAGMA max_page_count = {}", pages + more))
        });
        holds.unwrap();
    };
    disk_has(100);
    fs::write(folder.join("round.csv"), READINGS).unwrap();
    let mut seen = Seen::default();
    let mut looks = || desk.office.look_into_folder(&mut seen).unwrap();
    looks();
    assert_eq!(looks(), 0);
    assert!(folder.join("in-work/round.csv").exists() && !folder.join("failed").exists());

    disk_has(1_000_000);
    assert_eq!(looks(), 1);
    assert_eq!(desk.lines("E-1001").len(), 5);
    assert!(!folder.join("failed").exists());
}

#[test]
fn what_a_person_said_of_an_export_once_the_watched_folder_goes_by_from_then_on() {
    let desk = Desk::with_meters();
    let folder = watched(&desk);
    let mut seen = Seen::default();
    let mut drops = |name: &str, text: &str| {
        fs::write(folder.join(name), text).unwrap();
        desk.office.look_into_folder(&mut seen).unwrap();
        assert_eq!(desk.office.look_into_folder(&mut seen).unwrap(), 1, "{name}");
    };
    let at = |place: &str| folder.join(place).exists();

    drops("night1.csv", EXPORT);
    let problem = fs::read_to_string(folder.join("failed/night1-20261121100000.problem.txt")).unwrap();
    for told in ["“MTRNO”, “RDT”, “KWH”", "read_on", "Import this file once by hand"] {
        assert!(problem.contains(told), "{problem}");
    }

    let column = |field: &str, column: i64| ColumnMap { field: field.into(), column };
    let said = vec![column("meter", 0), column("read_on", 1), column("value", 2)];
    let by_hand = |dry_run: bool| {
        let path = desk.file("by-hand.csv", EXPORT);
        let (kind, mode) = (ImportKind::Readings, ImportMode::AllOrNothing);
        let input = StartImport { path, kind, mapping: Some(said.clone()), mode, dry_run };
        figures(&run_import(&desk.office, &desk.manager, input).unwrap())
    };
    assert_eq!(by_hand(true), [2, 2, 0, 0, 0]);
    drops("night2.csv", EXPORT);
    assert!(at("failed/night2-20261121100000.csv"), "what was only tried is not confirmed");
    assert_eq!(by_hand(false), [2, 2, 0, 0, 0]);

    drops("night3.csv", "mtr no;Rdt;KWh\nM3;05/09/2026;109\n");
    assert!(at("done/night3-20261121100000.csv"), "the headings are the same but for their spelling");
    drops("night4.csv", "MTRNO;KWH;RDT\nM3;112;05/10/2026\n");
    assert!(at("failed/night4-20261121100000.problem.txt"), "of other headings nobody has said anything");
    assert_eq!(desk.lines("E-1003").last().map(String::as_str), Some("2026-09-05 109 120 actual"));

    let path = desk.file("shown.csv", EXPORT);
    let (kind, mapping) = (ImportKind::Readings, None);
    let preview = preview_import(&desk.office, &desk.manager, PreviewImport { path, kind, mapping }).unwrap();
    assert_eq!((preview.mapping, preview.missing), (said, vec![]), "the screen begins with it, too");
}

#[test]
fn only_what_a_person_says_otherwise_than_the_program_is_kept_and_it_can_be_forgotten() {
    let desk = Desk::with_meters();
    let by_hand = |text: &str, columns: &[(&str, i64)]| {
        let path = desk.file("by-hand.csv", text);
        let (kind, mode) = (ImportKind::Readings, ImportMode::AllOrNothing);
        let column = |(field, column): &(&str, i64)| ColumnMap { field: (*field).into(), column: *column };
        let mapping = Some(columns.iter().map(column).collect());
        run_import(&desk.office, &desk.manager, StartImport { path, kind, mapping, mode, dry_run: false })
            .unwrap()
    };
    let kept = || import_columns(&desk.office, &desk.manager, foil_app::Nothing {}).unwrap();
    let log = || {
        let list = AuditList { counter: Some("C1".into()), before: None, limit: 20 };
        let rows = audit_rows(&desk.office, &desk.admin, list).unwrap().rows;
        let row = rows.into_iter().find(|row| row.act.contains("import")).unwrap();
        (row.act, serde_json::from_str::<serde_json::Value>(&row.changes).unwrap())
    };
    let plain = "Meter No,Reading Date,Meter Reading,Old\nM3,05/07/2026,103,100\n";
    by_hand(plain, &[("value", 2), ("read_on", 1), ("meter", 0)]);
    assert!(kept().is_empty(), "the program takes them so by itself");
    assert_eq!(log().1.get("columns_kept"), None);

    let wrong = plain.replace("05/07/2026,103,100", "05/08/2026,106,107");
    by_hand(&wrong, &[("meter", 0), ("read_on", 1), ("value", 3)]);
    let one = kept().remove(0);
    assert_eq!((one.said_by.as_str(), one.said_at), ("manager", Some(desk::NOW)));
    assert_eq!(one.headings, ["Meter No", "Reading Date", "Meter Reading", "Old"]);
    let told = log().1["columns_kept"].clone();
    assert_eq!(told["headings"].as_array().unwrap().len(), 4, "{told}");
    assert_eq!(told["columns"]["value"], serde_json::json!([3, "Old"]), "{told}");

    // Said as the program takes them, the other word goes.
    by_hand(
        &plain.replace("05/07/2026,103", "05/09/2026,110"),
        &[("meter", 0), ("read_on", 1), ("value", 2)],
    );
    assert!(kept().is_empty());
    assert_eq!(log().1["columns_forgotten"]["columns"]["value"][0], 3);

    let export = "MTRNO;RDT;KWH\nM3;05/10/2026;113\n";
    by_hand(export, &[("meter", 0), ("read_on", 1), ("value", 2)]);
    let one = kept().remove(0);
    let n = std::cell::Cell::new(0);
    let forgets = |who: &foil_app::Session, columns: &[ColumnMap]| {
        n.set(n.get() + 1);
        let request_id = RequestId::parse(&format!("0193a5d2-7c1e-7000-8000-{:012x}", n.get())).unwrap();
        let input = ForgetColumns { request_id, key: one.key.clone(), columns: columns.to_vec() };
        forget_import_columns(&desk.office, who, input)
    };
    assert_eq!(desk::code(forgets(&desk.clerk, &one.columns)), "not_allowed");
    assert_eq!(desk::code(forgets(&desk.manager, &one.columns[1..])), "changed_meanwhile");
    forgets(&desk.manager, &one.columns).unwrap();
    assert!(kept().is_empty());
    let (act, changes) = log();
    assert_eq!(
        (act.as_str(), &changes["columns_forgotten"]["columns"]["value"][1]),
        ("forget_import_columns", &serde_json::json!("KWH"))
    );
    assert_eq!(desk::code(forgets(&desk.manager, &one.columns)), "not_found");
}
