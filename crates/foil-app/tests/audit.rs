//! Audit files and documents, from a small demo branch: written, tampered with, verified, rebuilt.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use foil_app::audit::verify_path;
use foil_app::audit::views::{DayRef, ExportDay, ExportMonth};
use foil_app::demo::{Branch, make};
use foil_app::documents::views::{DocumentRef, HandOut};
use foil_app::imports::views::{ImportKind, ImportMode, StartImport};
use foil_app::office::views::JobRef;
use foil_app::office::{Order, Session};
use foil_app::payments::views::PaymentList;
use foil_app::people::views::LogIn;
use foil_app::{Nothing, Office, Refusal, Result};
use foil_documents::Paper;
use foil_domain::ids::{AccountId, RequestId};
use foil_domain::people::Right;
use foil_domain::press::Format;
use foil_domain::time::{Day, Instant, Month, Zone};
use foil_store::{Book, Key, Opening};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

fn today() -> Day {
    Day::new(2026, 11, 21).unwrap()
}

fn noon() -> Instant {
    Zone::parse("Asia/Kolkata").unwrap().at(today(), 12, 0)
}

struct Hall {
    office: Arc<Office>,
    manager: Session,
    folder: tempfile::TempDir,
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.office.lets_jobs_end();
    }
}

impl Hall {
    fn open() -> Hall {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.book");
        let key = Opening::Key(Key::from_text(&"5c".repeat(32)).unwrap());
        let branch = Branch { accounts: 40, seed: 7, today: today(), now: noon() };
        make(&path, &key, &branch, Arc::new(Paper), &mut |_, _| {}).unwrap();
        let book = Arc::new(Book::open(&path, &key, noon()).unwrap());
        let office = Arc::new(Office::open(book, Arc::new(noon), Arc::new(Paper)).unwrap());
        let manager = session(&office, "manager");
        Hall { office, manager, folder }
    }

    fn logs_in(&self, login: &str) -> Session {
        session(&self.office, login)
    }

    fn exports(&self, month: &str) -> PathBuf {
        self.exports_again(month).unwrap()
    }

    fn exports_again(&self, month: &str) -> Result<PathBuf> {
        let folder = self.folder.path().join("out");
        let input = ExportMonth { month: Month::parse(month).unwrap(), folder: folder.display().to_string() };
        let mut job = foil_app::audit::export_month(&self.office, &self.manager, input)?;
        while job.state == "running" {
            std::thread::sleep(Duration::from_millis(5));
            job = foil_app::office::job(&self.office, &self.manager, JobRef { job: job.id }).unwrap();
        }
        assert_eq!(job.state, "done", "{}", job.result);
        Ok(folder.join(format!("audit-{month}")))
    }
}

fn session(office: &Office, login: &str) -> Session {
    let log_in = LogIn { login: login.into(), password: format!("{login}-demo"), counter: None };
    let token = office.log_in(&log_in).unwrap().session;
    office.session(&token, true).unwrap()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(foil_app::Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

/// The findings after `change` was done to one file of a copy of the export.
fn after(export: &Path, file: &str, change: impl FnOnce(&mut Vec<String>)) -> Vec<String> {
    let copy = tempfile::tempdir().unwrap();
    for (name, bytes) in contents(export) {
        fs::write(copy.path().join(name), bytes).unwrap();
    }
    let path = copy.path().join(file);
    let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    change(&mut lines);
    fs::write(&path, lines.concat()).unwrap();
    let whole = verify_path(copy.path()).unwrap();
    assert_eq!(whole.sound, whole.findings.is_empty());
    // By itself, without the manifest, it is found too.
    fs::remove_file(copy.path().join("manifest.json")).unwrap();
    if let Ok(alone) = verify_path(&path) {
        assert!(!alone.sound, "{file} alone");
    }
    whole.findings
}

#[test]
fn every_way_of_tampering_is_found_and_named() {
    let hall = Hall::open();
    let export = hall.exports("2026-11");
    let sound = verify_path(&export).unwrap();
    assert!(sound.sound, "{:?}", sound.findings);
    let seals = contents(&export).into_keys().filter(|name| name.ends_with(".seal.json")).count();
    assert!(seals > 10, "every closed day of the month, and the one before it");
    assert_eq!(sound.files.len(), 13 + seals);

    for (file, first) in
        [("transactions.csv", 1), ("transactions.json", 1), ("audit-log.csv", 1), ("audit-log.json", 1)]
    {
        // The line of row 5.
        let at = first + 4;
        let says =
            |change: fn(&mut Vec<String>, usize)| after(&export, file, |lines| change(lines, at)).join("\n");
        let edited = says(|lines, at| lines[at] = lines[at].replacen("2026-11-", "2026-10-", 1));
        assert!(edited.contains(&format!("{file}: row 5")) && edited.contains("edited"), "{edited}");
        let removed = says(|lines, at| drop(lines.remove(at)));
        assert!(
            removed.contains(&format!("{file}: row 6")) && removed.contains("row 5 before it"),
            "{removed}"
        );
        let inserted = says(|lines, at| lines.insert(at, lines[at - 1].clone()));
        assert!(inserted.contains(&format!("{file}: row 4")) && inserted.contains("inserted"), "{inserted}");
        let swapped = says(|lines, at| lines.swap(at, at + 1));
        assert!(swapped.contains(&format!("{file}: row 5")) && swapped.contains("moved here"), "{swapped}");
        let cut = says(|lines, at| lines.truncate(at));
        assert!(cut.contains("its end is missing; it was cut after row 4"), "{cut}");
        let last = after(&export, file, |lines| {
            let end = lines.iter().position(|l| l.contains("#end")).unwrap();
            lines.remove(end - 1);
        });
        assert!(last.join("\n").contains("1 row(s) after row"), "{last:?}");
    }
    let emptied = after(&export, "voids.csv", |lines| {
        lines.truncate(1);
    });
    assert!(emptied.join("\n").contains("its end is missing"), "{emptied:?}");
}

#[test]
fn a_row_edited_with_its_hash_worked_out_anew_is_found_at_the_next_and_named_there() {
    use sha2::{Digest, Sha256};
    let hall = Hall::open();
    let export = hall.exports("2026-11");
    let hash = |row: &str| {
        let at = row.find("\"row_hash\":\"").unwrap() + 12;
        row[at..at + 64].to_owned()
    };
    let forged = after(&export, "transactions.json", |lines| {
        let before = hash(&lines[4]);
        let mut row: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(lines[5].trim_end().trim_end_matches(',')).unwrap();
        row["paid"] = "1.00".into();
        let mut digest = Sha256::new();
        let fields = row.iter().filter(|(name, _)| *name != "row_hash").map(|(_, value)| match value {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        for field in std::iter::once(before).chain(fields) {
            digest.update(format!("{}:{field}\n", field.len()));
        }
        row["row_hash"] = hex::encode(digest.finalize()).into();
        lines[5] = format!("{},\n", serde_json::to_string(&row).unwrap());
    });
    assert_eq!(
        forged,
        ["transactions.json: row 6 (line 7): it was edited, or row 5 was, with its hash worked out anew"]
    );
}

#[test]
fn a_changed_manifest_a_missing_file_a_stranger_and_a_swapped_file_are_found() {
    let hall = Hall::open();
    let export = hall.exports("2026-10");
    let manifest = after(&export, "manifest.json", |lines| {
        lines[2] = lines[2].replace("10", "09");
    });
    assert!(manifest.iter().any(|f| f.starts_with("manifest.json: it was edited")), "{manifest:?}");

    let copy = |change: &dyn Fn(&Path)| {
        let copy = tempfile::tempdir().unwrap();
        for (name, bytes) in contents(&export) {
            fs::write(copy.path().join(name), bytes).unwrap();
        }
        change(copy.path());
        verify_path(copy.path()).unwrap().findings.join("\n")
    };
    let missing = copy(&|folder| fs::remove_file(folder.join("overdue.json")).unwrap());
    assert_eq!(missing, "overdue.json: the file is missing");
    let stranger = copy(&|folder| fs::write(folder.join("extra.csv"), "row\n").unwrap());
    assert_eq!(stranger, "extra.csv: this file is not part of the export");

    let other = hall.exports("2026-09");
    let swapped = copy(&|folder| {
        fs::copy(other.join("transactions.csv"), folder.join("transactions.csv")).unwrap();
    });
    assert!(swapped.contains("transactions.csv: "), "a whole file of another month: {swapped}");
    let not_ours = hall.folder.path().join("note.csv");
    fs::write(&not_ours, "a,b\n1,2\n").unwrap();
    assert_eq!(refused(verify_path(&not_ours)).code(), "not_verifiable");
    assert_eq!(refused(verify_path(&hall.folder.path().join("nothing"))).code(), "file");
}

#[test]
fn a_receipt_whose_audit_row_was_forged_is_found_by_the_log() {
    let hall = Hall::open();
    let export = hall.exports("2026-11");
    let forged = after(&export, "transactions.json", |lines| {
        let row = &lines[1];
        let at = row.find("\"audit_hash\":\"").unwrap() + 14;
        lines[1] = format!("{}{}{}", &row[..at], "0".repeat(64), &row[at + 64..]);
    });
    assert!(forged.iter().any(|f| f.contains("has another hash in the audit log")), "{forged:?}");
}

#[test]
fn a_closed_month_gives_the_same_bytes_each_time_and_only_an_export_is_replaced() {
    let hall = Hall::open();
    let first = contents(&hall.exports("2026-10"));
    assert_eq!(first, contents(&hall.exports("2026-10")));
    assert!(String::from_utf8_lossy(&first["manifest.json"]).contains("\"closed\": true"));
    let target = hall.folder.path().join("out/audit-2026-09");
    fs::create_dir_all(&target).unwrap();
    fs::write(target.join("holiday.jpg"), "not ours").unwrap();
    assert_eq!(refused(hall.exports_again("2026-09")).code(), "file_exists");
    assert!(target.join("holiday.jpg").exists());
    assert_eq!(refused(hall.exports_again("2027-01")).code(), "bad_input");
    let left: Vec<_> = contents_names(&hall.folder.path().join("out"));
    assert_eq!(left, ["audit-2026-09", "audit-2026-10"], "nothing half made is left");
}

#[test]
fn a_new_export_deletes_nothing_that_somebody_laid_beside_the_old_one() {
    let hall = Hall::open();
    let export = hall.exports("2026-09");
    for stranger in ["daily-2026-09-30.seal.json", "remarks of the auditor.txt"] {
        let laid = export.join(stranger);
        fs::write(&laid, "{}").unwrap();
        assert_eq!(refused(hall.exports_again("2026-09")).code(), "file_exists", "{stranger}");
        assert!(laid.exists(), "{stranger}");
        fs::remove_file(&laid).unwrap();
    }
    fs::create_dir(export.join("letters")).unwrap();
    assert_eq!(refused(hall.exports_again("2026-09")).code(), "file_exists", "a folder");
    fs::remove_dir(export.join("letters")).unwrap();
    for litter in [".DS_Store", "Thumbs.db", "desktop.ini"] {
        fs::write(export.join(litter), "x").unwrap();
    }
    fs::write(export.join("~$transactions.csv"), "a spreadsheet has it open").unwrap();
    let report = verify_path(&export).unwrap();
    assert!(!report.findings.iter().any(|f| f.contains("not part of the export")), "{:?}", report.findings);
    fs::remove_file(export.join("~$transactions.csv")).unwrap();
    hall.exports_again("2026-09").unwrap();
}

#[test]
fn an_export_that_was_cut_off_between_its_renames_is_put_back_by_the_next() {
    let hall = Hall::open();
    let export = hall.exports("2026-09");
    let former = export.with_file_name(".audit-2026-09.former");
    fs::rename(&export, &former).unwrap();
    fs::create_dir(export.with_file_name(".audit-2026-09.part")).unwrap();
    fs::write(former.join("remarks.txt"), "x").unwrap();

    let folder = export.parent().unwrap();
    let input = ExportMonth { month: Month::parse("2026-09").unwrap(), folder: folder.display().to_string() };
    let mut job = foil_app::audit::export_month(&hall.office, &hall.manager, input).unwrap();
    while job.state == "running" {
        std::thread::sleep(Duration::from_millis(5));
        job = foil_app::office::job(&hall.office, &hall.manager, JobRef { job: job.id }).unwrap();
    }

    assert_eq!((job.state.as_str(), job.result["code"].as_str()), ("failed", Some("file_exists")));
    assert!(
        export.join("remarks.txt").exists() && export.join("manifest.json").exists(),
        "what was there is back"
    );
    fs::remove_file(export.join("remarks.txt")).unwrap();
    hall.exports_again("2026-09").unwrap();
    let left = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["audit-2026-09"], "nothing hidden is left");
}

#[test]
fn a_bill_that_comes_in_late_changes_nothing_of_a_day_that_is_over() {
    let hall = Hall::open();
    let yesterday = today().plus_days(-1);
    let files = || {
        let folder = hall.folder.path().join("days");
        let input = ExportDay { on: yesterday, folder: folder.display().to_string() };
        foil_app::audit::export_day(&hall.office, &hall.manager, input).unwrap();
        (contents(&folder), contents(&hall.exports("2026-10")))
    };
    let before = files();

    let account =
        hall.office.book().read(|tx| foil_store::customers::account(tx, AccountId(1))).unwrap().unwrap();
    let csv = hall.folder.path().join("late.csv");
    let head = "bill_number,account_number,period_from,period_to,issued_on,due_on,amount";
    let row = format!("LATE-1,{},2026-08-01,2026-08-31,2026-09-01,2026-09-20,900.00", account.number);
    fs::write(&csv, format!("{head}\n{row}\n")).unwrap();
    let input = StartImport {
        path: csv.display().to_string(),
        kind: ImportKind::Bills,
        mapping: None,
        mode: ImportMode::AllOrNothing,
        dry_run: false,
    };
    let report = foil_app::imports::run_import(&hall.office, &hall.manager, input).unwrap();
    assert_eq!((report.created, report.bad), (1, 0), "{report:?}");

    assert!(files() == before, "the files of closed days are those that were written then");
    let input = ExportDay { on: today(), folder: hall.folder.path().join("today").display().to_string() };
    foil_app::audit::export_day(&hall.office, &hall.manager, input).unwrap();
    let overdue = fs::read_to_string(hall.folder.path().join("today/overdue-2026-11-21.csv")).unwrap();
    assert!(overdue.contains("LATE-1"), "today it is overdue");
}

fn contents_names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_months_rows_add_up_to_its_figures() {
    let hall = Hall::open();
    let month = Month::parse("2026-11").unwrap();
    // A drawer is open: a manager, who may have to count it, is not told what its day took.
    let summary = foil_app::audit::month_summary(
        &hall.office,
        &hall.logs_in("official"),
        foil_app::audit::views::MonthRef { month },
    )
    .unwrap();
    let export = hall.exports("2026-11");
    let mut rows = csv::Reader::from_path(export.join("transactions.csv")).unwrap();
    let head = rows.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|h| h == name).unwrap();
    let (mut taken, mut net, mut receipts) = (0, 0, 0);
    for row in rows.records().map(|r| r.unwrap()).filter(|r| &r[0] != "#end") {
        let paid: i64 = row[at("paid")].replace('.', "").parse().unwrap();
        taken += paid;
        net += if row[at("void_slip")].is_empty() { paid } else { 0 };
        receipts += 1;
    }
    let f = &summary.figures;
    assert_eq!((taken, net, receipts), (f.taken.minor(), f.net.minor(), f.receipts));
    assert!(f.sequences.iter().all(|s| s.gaps == 0));
    assert_eq!(summary.days.iter().map(|d| d.net.minor()).sum::<i64>(), net);
    assert_eq!(f.by_clerk.iter().map(|c| c.amount.minor()).sum::<i64>(), net);
    assert_eq!(f.by_method.iter().map(|m| m.amount.minor()).sum::<i64>(), net);
}

#[test]
fn documents_are_rebuilt_byte_for_byte_and_a_forged_file_is_put_right() {
    let hall = Hall::open();
    hall.office.finish_outbox().unwrap();
    let list = PaymentList { on: Some(today()), before: None, limit: 5 };
    let payment = foil_app::payments::payments(&hall.office, &hall.manager, list).unwrap().rows[0].id;
    let receipt = DocumentRef::Receipt { payment, format: Format::Pdf };
    let asks = |request: &str| {
        let input = HandOut { request_id: RequestId::parse(request).unwrap(), document: receipt.clone() };
        let handed = foil_app::documents::hand_out(&hall.office, &hall.manager, input).unwrap();
        (handed.copy.unwrap(), PathBuf::from(handed.path))
    };
    let request = |n: u32| format!("018f0000-0000-7000-8000-{n:012}");
    let (n, path) = asks(&request(1));
    let written = fs::read(&path).unwrap();
    assert!(n == 0 && written.starts_with(b"%PDF"));
    fs::remove_file(&path).unwrap();
    assert_eq!(asks(&request(1)), (0, path.clone()), "the same request is the same copy");
    assert_eq!(fs::read(&path).unwrap(), written, "missing: made again");
    fs::write(&path, b"%PDF forged").unwrap();

    let (n, duplicate) = asks(&request(2));
    assert_eq!(fs::read(&path).unwrap(), written, "forged: put right by whatever is handed out next");
    let first = fs::read(&duplicate).unwrap();
    assert!(n == 1 && first != written);
    assert_eq!(asks(&request(3)).0, 2);
    fs::remove_file(&duplicate).unwrap();
    assert_eq!(asks(&request(2)), (1, duplicate.clone()));
    assert_eq!(fs::read(&duplicate).unwrap(), first, "a duplicate is the same paper whenever it is made");
    assert_eq!(fs::read(&path).unwrap(), written, "a copy leaves the original alone");
}

#[test]
fn the_outbox_writes_each_receipt_and_then_the_days_files_and_is_safe_to_run_twice() {
    let hall = Hall::open();
    let folder = hall.office.document_folder().unwrap().join("2026/11/21");
    hall.office.finish_outbox().unwrap();
    let figures = foil_app::audit::day_figures(&hall.office, &hall.manager, DayRef { on: None }).unwrap();
    let receipts = contents_names(&folder.join("receipts"));
    let pdf = receipts.iter().filter(|name| name.ends_with(".pdf")).count() as i64;
    assert_eq!((pdf, receipts.len() as i64), (figures.receipts, figures.receipts * 2));
    assert!(receipts.iter().all(|name| !name.contains("part")), "{receipts:?}");
    let report = verify_path(&folder).unwrap();
    assert!(report.sound, "{:?}", report.findings);
    assert_eq!(contents_names(&folder).iter().filter(|n| n.starts_with("daily-2026-11-21.")).count(), 2);
    // A list that was taken out whole is missed, here and where the folder was copied to.
    for list in ["daily-2026-11-21", "overdue-2026-11-21"] {
        let names = [format!("{list}.json"), format!("{list}.csv")];
        let away = hall.folder.path().join("away");
        fs::create_dir_all(&away).unwrap();
        for name in &names {
            fs::rename(folder.join(name), away.join(name)).unwrap();
        }
        for of in [&folder, &away] {
            let report = verify_path(of).unwrap();
            assert!(!report.sound, "{list}");
            assert!(
                report.findings.iter().all(|f| f.contains("the file is missing")),
                "{:?}",
                report.findings
            );
        }
        for name in &names {
            fs::rename(away.join(name), folder.join(name)).unwrap();
        }
    }
    assert_eq!(hall.office.finish_outbox().unwrap(), 0, "nothing is left");

    let daily = fs::read(folder.join("daily-2026-11-21.csv")).unwrap();
    let elsewhere = hall.folder.path().join("elsewhere");
    let input = ExportDay { on: today(), folder: elsewhere.display().to_string() };
    foil_app::audit::export_day(&hall.office, &hall.manager, input).unwrap();
    assert_eq!(fs::read(elsewhere.join("daily-2026-11-21.csv")).unwrap(), daily);
    for bad in ["relative/folder", "../x"] {
        let input = ExportDay { on: today(), folder: bad.into() };
        assert_eq!(
            refused(foil_app::audit::export_day(&hall.office, &hall.manager, input)).code(),
            "bad_input"
        );
    }
    let input = ExportDay { on: today().plus_days(1), folder: String::new() };
    assert_eq!(refused(foil_app::audit::export_day(&hall.office, &hall.manager, input)).code(), "bad_input");
}

#[test]
fn what_cannot_be_written_waits_in_the_outbox() {
    let hall = Hall::open();
    let folder = hall.office.document_folder().unwrap();
    // A file stands where the folder should be.
    fs::write(&folder, "in the way").unwrap();
    assert_eq!(hall.office.finish_outbox().unwrap(), 0);
    assert_eq!(hall.office.work_outbox(100).unwrap(), 0, "put off");
    fs::remove_file(&folder).unwrap();
    assert!(hall.office.finish_outbox().unwrap() > 0);
    assert!(folder.join("2026/11/21/receipts").is_dir());
}

#[test]
fn an_act_that_reaches_for_the_disk_fails_whole() {
    let hall = Hall::open();
    let path = hall.folder.path().join("too-early.pdf");
    let rows = || {
        hall.office.book().read(|tx| foil_store::audit::head(tx, hall.manager.counter)).unwrap().unwrap().seq
    };
    let (before, early) = (rows(), path.clone());
    let order = Order::new("too_early", Right::SeeFrame);
    let told = hall.office.perform(&hall.manager, order, move |act| {
        foil_store::outbox::push(act.tx, "receipt", "{}", act.now)?;
        foil_app::documents::write_file(&early, b"printed before it is true")
    });
    assert!(told.unwrap_err().to_string().contains("before it was committed"));
    assert!(!path.exists() && rows() == before, "nothing is on the disk, and nothing in the book");
    foil_app::documents::write_file(&path, b"afterwards").unwrap();
}

#[test]
fn the_worker_writes_by_itself_and_ends_with_the_office() {
    let hall = Hall::open();
    let folder = hall.office.document_folder().unwrap().join("2026/11/21/receipts");
    let worker = hall.office.start_outbox_worker().unwrap();
    hall.office.wake_outbox();
    let mut waited = 0;
    while !folder.is_dir() && waited < 3_000 {
        std::thread::sleep(Duration::from_millis(10));
        waited += 1;
    }
    assert!(folder.is_dir());
    drop(worker);
    assert_eq!(Arc::strong_count(&hall.office), 1, "the worker holds no office");
}

#[test]
fn a_sound_branch_checks_out() {
    let hall = Hall::open();
    let report = foil_app::office::check_book(&hall.office, &hall.manager, Nothing {}).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    assert!(report.checked.iter().any(|c| c.what == "audit_rows" && c.count > 100));
}
