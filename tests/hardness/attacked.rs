//! An insider with the book's key and a SQL shell: whatever they do to what was sealed is found by a seal that
//! left the office before, and named. And a hundred honest books raise no alarm.

use foil_app::Office;
use foil_app::audit::views::{ExportPack, PackMade, VerifyReport};
use foil_app::audit::{Against, export_pack, verify_against};
use foil_app::office::views::JobRef;
use foil_app::people::views::LogIn;
use foil_documents::Paper;
use foil_domain::audit::seal::{OfficeKey, Seal, SignedSeal};
use foil_domain::audit::{GENESIS, Row};
use foil_domain::customers::Service;
use foil_domain::ids::CounterId;
use foil_domain::people::Role;
use foil_domain::time::{Day, Instant, Month};
use foil_store::{Book, Key, Opening};
use foil_testkit::{Account, Hall, PASSWORD, Person, Way, read, refused, rupees};
use foil_tests::DOMESTIC;
use foil_tests::branch::{Branch as AtWork, Deed, KINDS, PAPER_KINDS, PaperDeed, Tried, deed, paper_deed};
use foil_tests::{problems, raw};
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Three days of two clerks and a manager, closed and sealed; the seals and the pack left the office since.
struct Branch {
    folder: TempDir,
    key: Key,
    now: Instant,
    seals: PathBuf,
    pack: PathBuf,
}

fn branch() -> Branch {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let accounts: Vec<Account> = (0..4).map(|_| hall.bills(5_000)).collect();
    for day in 0..3 {
        for (n, account) in accounts.iter().enumerate() {
            let who = if n % 2 == 0 { &asha } else { &bela };
            hall.pays(who, account, 100 + day * 10).unwrap();
            hall.minutes_pass(3);
        }
        hall.pays(&asha, &accounts[0], 50).unwrap();
        hall.undoes(&asha).unwrap();
        hall.next_morning(&maya);
    }
    closed(hall, &maya)
}

/// Two days in which money went back by two persons' word: a refund, a void, a transfer, a cheque that bounced.
fn branch_of_two_persons() -> Branch {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let accounts: Vec<Account> = (0..4).map(|_| hall.bills(5_000)).collect();
    let refunded = hall.pays(&asha, &accounts[0], 500).unwrap();
    let moved = hall.pays(&bela, &accounts[1], 300).unwrap();
    let by_cheque = hall.visit(&bela).account(&accounts[1]).pays(200).cheque(200, "004411", "Karavali Bank");
    let by_cheque = by_cheque.take().unwrap();
    // A slip that was a mistake is taken back, and the cheque goes on the next one.
    let cheque = hall.cheque_of(&maya, by_cheque.payment).id;
    let wrong = hall.deposits(&maya, &[cheque]).unwrap();
    hall.takes_slip_back(&maya, wrong.id).unwrap();
    hall.deposits(&maya, &[cheque]).unwrap();
    let stands = hall.pays(&asha, &accounts[3], 120).unwrap().payment;
    let receipt = json!({ "kind": "receipt", "payment": stands, "format": "pdf" });
    for _ in 0..2 {
        hall.call(&asha, "hand_out", json!({ "request_id": hall.request(), "document": receipt })).unwrap();
    }
    let mixed =
        hall.visit(&asha).account(&accounts[0]).pays(90).cash(40).upi(50, "UPI778").take().unwrap().payment;
    hall.drops(&asha, 300).unwrap();
    hall.credits(&maya, accounts[1].bills[0], 1_500, "wrong_reading").unwrap();
    hall.next_morning(&maya);
    let asked = hall.asks_back(&bela, stands, &Way::BankRefund).now().unwrap().approval;
    hall.says_to(&maya, &asked, "refuse", "it was right").unwrap();
    let void = hall.pays(&asha, &accounts[2], 900).unwrap();
    hall.pays(&bela, &accounts[3], 1_000).unwrap();
    hall.visit(&asha).account(&accounts[2]).pays(250).card(250, "T-7781").take().unwrap();
    // A part of it goes back in cash, the rest the way it came.
    hall.asks_back(&asha, mixed, &Way::AsItCame).allowed_by(&maya).now().unwrap();
    for asked in [
        hall.asks_back(&asha, refunded.payment, &Way::Refund).now(),
        hall.asks_void(&bela, void.payment).now(),
        hall.asks_back(&bela, moved.payment, &Way::To(&accounts[3])).now(),
    ] {
        hall.approves(&maya, &asked.unwrap().approval).unwrap();
    }
    hall.bounces(&maya, &hall.cheque_of(&maya, by_cheque.payment)).unwrap();
    hall.undoes(&asha).unwrap();
    hall.redoes(&asha).unwrap();
    hall.next_morning(&maya);
    closed(hall, &maya)
}

/// A day on which credit was paid out twice: in cash, and by a bank.
fn branch_of_credit_paid_out() -> Branch {
    let hall = Hall::open();
    let (asha, _bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.visit(&asha).account(&account).pays(900).cash(900).take().unwrap();
    hall.asks_out(&asha, &account, 150, None).allowed_by(&maya).now().unwrap();
    hall.asks_out(&asha, &account, 70, Some("NEFT 4711")).allowed_by(&maya).now().unwrap();
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn credit_that_was_paid_out_is_held_against_the_row_that_paid_it() {
    let branch = branch_of_credit_paid_out();
    assert_eq!(branch.attacked("honest_out", |_| {}).found(), Vec::<String>::new());
    assert_eq!(branch.attacked("honest_out_book", |_| {}).found_by_the_former_pack(), Vec::<String>::new());
    for (name, sql, what) in [
        (
            "out_less",
            "UPDATE credit_payout SET amount_minor = amount_minor - 1",
            "the amount is not the one that row",
        ),
        (
            "out_back_by",
            "UPDATE credit_payout SET back_by = 'bank', reference = 'NEFT 1', shift_id = NULL WHERE back_by = 'cash'",
            "its receipt or its way is not the one that row",
        ),
        ("out_why", "UPDATE credit_payout SET reason = 'because' WHERE id = 1", "the rest of its row is"),
        (
            "out_ref",
            "UPDATE credit_payout SET reference = 'NEFT 4712' WHERE id = 2",
            "the rest of its row is",
        ),
        ("out_gone", "DELETE FROM credit_payout WHERE id = 2", "which is not in registers/refunds.json"),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found(), what);
        assert!(!attacked.found_by_the_former_pack().is_empty(), "{name}: the pack from before");
    }
}

/// Its seals and its pack leave the office; the book is shut.
fn closed(hall: Hall, maya: &Person) -> Branch {
    let pack = packed(&hall, maya, "first");
    shut(hall, maya, pack)
}

/// The same with a pack that left before.
fn shut(hall: Hall, maya: &Person, pack: PathBuf) -> Branch {
    let seals = hall.folder().join("outside");
    leave(&hall, maya, &seals);
    let (key, now) = (hall.key().clone(), hall.now());
    let folder = hall.closes();
    // The copies are of the book's one file: what still stands in its log goes into it first.
    let shell = raw(&folder.path().join("branch.foil"), &key);
    let busy: i64 = shell.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap();
    assert_eq!(busy, 0, "nobody else has the book open");
    Branch { folder, key, now, seals, pack }
}

/// The seals of all closed days, as they are copied out of the office.
fn leave(hall: &Hall, who: &Person, outside: &Path) {
    fs::create_dir_all(outside).unwrap();
    let today = hall.frame(who).unwrap().business_on;
    let mut on = hall.today();
    while on < today {
        let folder = hall.folder().join("day");
        hall.call(who, "export_day", json!({ "on": on, "folder": folder })).unwrap();
        let name = format!("daily-{on}.seal.json");
        if folder.join(&name).exists() {
            fs::copy(folder.join(&name), outside.join(&name)).unwrap();
        }
        on = on.plus_days(1);
    }
}

fn packed(hall: &Hall, who: &Person, into: &str) -> PathBuf {
    packed_of(hall, who, Month::of(hall.today()), into)
}

fn packed_of(hall: &Hall, who: &Person, month: Month, into: &str) -> PathBuf {
    let folder = hall.folder().join(into);
    let input = json!({ "month": month, "folder": folder, "sample": 5 });
    let job = hall.does_job(who, "export_pack", input).unwrap();
    assert_eq!(job.state, "done", "{}", job.result);
    let made: PackMade = serde_json::from_value(job.result).unwrap();
    PathBuf::from(made.path)
}

impl Branch {
    /// A copy of the book that an insider works on, with every trigger dropped.
    fn attacked(&self, name: &str, attack: impl FnOnce(&Connection)) -> Attacked<'_> {
        let path = self.folder.path().join(format!("{name}.foil"));
        fs::copy(self.folder.path().join("branch.foil"), &path).unwrap();
        let shell = raw(&path, &self.key);
        shell.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
        let triggers: Vec<String> = {
            let mut all = shell.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
            let rows = all.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        for trigger in triggers {
            shell.execute_batch(&format!("DROP TRIGGER \"{trigger}\"")).unwrap();
        }
        attack(&shell);
        drop(shell);
        Attacked { branch: self, book: path }
    }

    /// The same as a program of before left it, whose seals said nothing of people: its book, what left it, and its pack.
    fn of_before(mut self) -> Branch {
        let former = self.attacked("before", |shell| {
            let sql = "UPDATE daily_seal
                          SET seal = json_remove(json_set(seal, '$.format', 'counterfoil seal 1'), '$.staff')";
            assert!(shell.execute(sql, []).unwrap() > 0);
            resealed(shell);
        });
        former.exported(Against::default());
        let book = former.book.clone();
        self.pack = book.with_extension("export").join("audit-2026-11.zip");
        let shell = raw(&book, &self.key);
        let busy: i64 = shell.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap();
        assert_eq!(busy, 0, "nobody else has the book open");
        let mut all = shell.prepare("SELECT seal, sha256, signature FROM daily_seal").unwrap();
        let seals = all.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)));
        for (seal, sha256, signature) in seals.unwrap().map(Result::unwrap) {
            let seal: Seal = serde_json::from_str(&seal).unwrap();
            let name = format!("daily-{}.seal.json", seal.business_on);
            fs::write(self.seals.join(name), SignedSeal { seal, sha256, signature }.file()).unwrap();
        }
        fs::copy(&book, self.folder.path().join("branch.foil")).unwrap();
        self
    }
}

struct Attacked<'a> {
    branch: &'a Branch,
    book: PathBuf,
}

impl Attacked<'_> {
    /// What is found in a pack that is exported from the attacked book, held against the seals from before.
    fn found(&self) -> Vec<String> {
        let report = self.exported(Against {
            seals: std::slice::from_ref(&self.branch.seals),
            book: None,
            ..Against::default()
        });
        assert_eq!(report.sound, report.findings.is_empty());
        report.findings
    }

    /// What is found without anything from outside.
    fn found_alone(&self) -> Vec<String> {
        self.exported(Against::default()).findings
    }

    /// What is found when the pack from before is held against the attacked book.
    fn found_by_the_former_pack(&self) -> Vec<String> {
        let book = Book::open(&self.book, &Opening::Key(self.branch.key.clone()), self.branch.now).unwrap();
        let against = Against { seals: &[], book: Some(&book), ..Against::default() };
        verify_against(&self.branch.pack, against).unwrap().findings
    }

    /// The office of the attacked book, and its manager.
    fn opened(&self) -> (Arc<Office>, foil_app::Session) {
        let now = self.branch.now;
        let book = Book::open(&self.book, &Opening::Key(self.branch.key.clone()), now).unwrap();
        let office = Arc::new(Office::open(Arc::new(book), Arc::new(move || now), Arc::new(Paper)).unwrap());
        let log_in = |counter| LogIn { login: "maya".into(), password: PASSWORD.into(), counter };
        let seat = office.log_in(&log_in(Some(CounterId(3)))).or_else(|_| office.log_in(&log_in(None)));
        let token = seat.unwrap().session;
        let who = office.session(&token, true).unwrap();
        (office, who)
    }

    /// What the check of the whole book tells.
    fn checked(&self) -> Vec<String> {
        let (office, who) = self.opened();
        foil_app::office::check_book(&office, &who, foil_app::Nothing {}).unwrap().problems
    }

    fn exported(&self, against: Against<'_>) -> VerifyReport {
        let (office, who) = self.opened();
        let folder = self.book.with_extension("export");
        let input = ExportPack {
            month: Month::parse("2026-11").unwrap(),
            folder: folder.display().to_string(),
            sample: Some(5),
            seed: None,
        };
        let mut job = export_pack(&office, &who, input).unwrap();
        while job.state == "running" {
            std::thread::sleep(std::time::Duration::from_millis(5));
            job = foil_app::office::job(&office, &who, JobRef { job: job.id }).unwrap();
        }
        office.lets_jobs_end();
        assert_eq!(job.state, "done", "{}", job.result);
        verify_against(&folder.join("audit-2026-11.zip"), against).unwrap()
    }
}

/// One of the findings says this.
#[track_caller]
fn says(found: &[String], what: &str) {
    assert!(found.iter().any(|finding| finding.contains(what)), "nothing says {what:?}: {found:#?}");
}

/// The place of the n-th payment in the chain of counter C1.
fn place(shell: &Connection, n: i64) -> i64 {
    let sql =
        "SELECT seq FROM audit WHERE counter_id = 1 AND act = 'take_payment' ORDER BY seq LIMIT 1 OFFSET ?1";
    shell.query_row(sql, [n - 1], |row| row.get(0)).unwrap()
}

#[test]
fn an_honest_book_is_sound_by_itself_by_its_seals_and_by_its_book() {
    let branch = branch();
    let untouched = branch.attacked("honest", |_| {});
    assert_eq!(untouched.found(), Vec::<String>::new());
    assert_eq!(untouched.found_alone(), Vec::<String>::new());
    assert_eq!(untouched.found_by_the_former_pack(), Vec::<String>::new());
    let report = verify_against(
        &branch.pack,
        Against { seals: std::slice::from_ref(&branch.seals), book: None, ..Against::default() },
    )
    .unwrap();
    assert_eq!(report.proof.unwrap().witnesses, 3);
}

#[test]
fn a_changed_an_inserted_a_deleted_and_a_moved_row_are_found_and_named() {
    let branch = branch();
    let mut at = 0;
    let changed = branch.attacked("changed", |shell| {
        at = place(shell, 2);
        let sql = "UPDATE audit SET changes = replace(changes, '\"paid_minor\":', '\"paid_minor\":1') WHERE \
                   counter_id = 1 AND seq = ?1";
        assert_eq!(shell.execute(sql, [at]).unwrap(), 1);
    });
    says(&changed.found(), &format!("counter C1: row {at} was edited"));
    says(&changed.found_by_the_former_pack(), &format!("counter C1: row {at} was edited"));

    let inserted = branch.attacked("inserted", |shell| {
        at = place(shell, 2);
        shell.execute("UPDATE audit SET seq = -seq WHERE counter_id = 1 AND seq > ?1", [at]).unwrap();
        shell.execute("UPDATE audit SET seq = 1 - seq WHERE counter_id = 1 AND seq < 0", []).unwrap();
        let sql = "INSERT INTO audit (counter_id, seq, at, business_on, who, act, changes, hash)
                   SELECT counter_id, seq + 1, at, business_on, who, act, changes, hash FROM audit
                    WHERE counter_id = 1 AND seq = ?1";
        shell.execute(sql, [at]).unwrap();
        days_again(shell);
    });
    says(&inserted.found(), &format!("counter C1: row {} was edited", at + 1));

    let deleted = branch.attacked("deleted", |shell| {
        at = place(shell, 2);
        shell.execute("DELETE FROM audit WHERE counter_id = 1 AND seq = ?1", [at]).unwrap();
    });
    says(&deleted.found(), &format!("counter C1: 1 row(s) removed before row {}", at + 1));
    says(&deleted.found_by_the_former_pack(), &format!("counter C1: row {at} is gone"));

    let moved = branch.attacked("moved", |shell| {
        at = place(shell, 2);
        shell.execute("UPDATE audit SET seq = -1 WHERE counter_id = 1 AND seq = ?1", [at]).unwrap();
        shell.execute("UPDATE audit SET seq = ?1 WHERE counter_id = 1 AND seq = ?2", [at, at + 1]).unwrap();
        shell.execute("UPDATE audit SET seq = ?1 WHERE counter_id = 1 AND seq = -1", [at + 1]).unwrap();
    });
    says(&moved.found(), &format!("counter C1: row {at} was edited"));
}

#[test]
fn an_amount_changed_beside_the_log_and_a_receipt_taken_out_are_found_and_named() {
    let branch = branch();
    let amount = branch.attacked("amount", |shell| {
        let sql = "UPDATE payment SET paid_minor = paid_minor - 100 WHERE number = 'C1/26-27/000002'";
        assert_eq!(shell.execute(sql, []).unwrap(), 1);
    });
    says(&amount.found(), "(C1/26-27/000002): the amount is not the one that row");
    says(&amount.found_by_the_former_pack(), "receipt C1/26-27/000002 is not the one");

    let taken_out = branch.attacked("taken_out", |shell| forget(shell, "C1/26-27/000002"));
    let found = taken_out.found();
    says(&found, "made C1/26-27/000002, which is not in registers/receipts.json");
    says(&found, "number(s) between C1/26-27/000001 and");
    says(&found, "counted 3 receipts from C1/26-27/000001");
}

#[test]
fn what_two_persons_gave_back_a_tender_and_a_z_report_are_held_against_the_rows_that_made_them() {
    let branch = branch_of_two_persons();
    assert_eq!(branch.attacked("honest_two", |_| {}).found(), Vec::<String>::new());
    let after = |name: &str, sql: &str| {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        attacked.found()
    };

    let found = after(
        "tender",
        "UPDATE payment_tender SET method = 'card' WHERE method = 'cash' AND payment_id =
           (SELECT id FROM payment WHERE number = 'C2/26-27/000003')",
    );
    says(&found, "(C2/26-27/000003): the way of paying is not the one that row");
    let found = after("banked", "UPDATE z_report SET banked_minor = banked_minor - 100 WHERE id = 1");
    says(&found, "what was expected, counted, kept or left for the bank is not the one that row");
    let found = after(
        "back_by",
        "UPDATE refund_part SET method = 'bank' WHERE payment_id =
           (SELECT payment_id FROM payment_reversal WHERE number = 'C3F/26-27/000001')",
    );
    says(&found, "(C3F/26-27/000001): its receipt or its way is not the one that row");
    let found = after("parts", "UPDATE refund_part SET amount_minor = amount_minor + 1 WHERE method = 'upi'");
    says(&found, "its receipt or its way is not the one that row");
    let found =
        after("less", "UPDATE payment_reversal SET amount_minor = amount_minor - 1 WHERE kind = 'refund'");
    says(&found, "(C3F/26-27/000001): the amount is not the one that row");

    // The last of a series leaves no gap: only the row that made it misses it.
    let found = after("no_refund", "DELETE FROM payment_reversal WHERE kind = 'refund'");
    says(&found, "made C3F/26-27/000001, which is not in registers/refunds.json");
    let found = after("no_bounce", "DELETE FROM payment_reversal WHERE kind = 'bounce'");
    says(&found, "which is not in registers/refunds.json");
    let found = after("no_void", "DELETE FROM payment_void WHERE number = 'C3V/26-27/000001'");
    says(&found, "made C3V/26-27/000001, which is not in registers/voids.json");
    says(&found, "daily-2026-11-22.seal.json counted");
    says(&found, "void receipts, the register has");
}

#[test]
fn a_slip_that_was_taken_back_is_held_against_the_row_that_took_it_back() {
    let branch = branch_of_two_persons();
    assert_eq!(branch.attacked("honest_slip", |_| {}).found(), Vec::<String>::new());
    let at = "registers/exceptions.json";
    for (name, sql, what) in [
        ("never_back", "DELETE FROM deposit_taken_back", "it lacks the slip_taken_back of C3P/26-27/000001"),
        ("why", "UPDATE deposit_taken_back SET reason = 'a word'", "it lacks the slip_taken_back of C3P/26-27/000001"),
        (
            "by_whom",
            "UPDATE deposit_taken_back SET person_id = (SELECT id FROM person WHERE login = 'bela')",
            "it has, and no register has, the slip_taken_back of C3P/26-27/000001 by bela",
        ),
        (
            "another_one",
            "UPDATE deposit_taken_back SET slip_id =
               (SELECT MAX(id) FROM deposit_slip WHERE kind = 'cheques')",
            "it has, and no register has, the slip_taken_back of C3P/26-27/000002",
        ),
        (
            "two_of_them",
            "INSERT INTO deposit_taken_back (slip_id, cheques, reason, person_id, made_at, business_on, counter_id,
                    audit_seq)
             SELECT (SELECT MAX(id) FROM deposit_slip WHERE kind = 'cheques'), cheques, reason, person_id, made_at,
                    business_on, counter_id, audit_seq
               FROM deposit_taken_back",
            "it has, and no register has, the slip_taken_back of C3P/26-27/000002",
        ),
        ("how_much", "UPDATE deposit_slip SET amount_minor = 1 WHERE kind = 'cheques'", "the amount is not the one"),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        let found = attacked.found();
        says(&found, what);
        assert!(name == "how_much" || found.iter().any(|one| one.contains(at)), "{found:#?}");
    }
}

/// A day on which a slip of cash was a mistake, and something was done first though a manager was at work.
fn branch_of_a_slip_of_cash() -> Branch {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let nandini = hall.manager("nandini");
    hall.approves_by(Some(50_000), 0, 2);
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[]).unwrap();
    let first = hall.pays(&asha, &account, 100).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    let looked_at = hall.asks_void(&bela, first.payment).done_first().now().unwrap().approval;
    hall.approves(&maya, &looked_at).unwrap();
    hall.counts(&asha, &[(100, 9)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    let wrong = hall.pays_in(&maya).unwrap();
    let input = json!({ "slip": wrong.id, "reason": "the bank was shut" });
    let asked = hall.asks(&maya, "take_deposit_back", input).now().unwrap().approval;
    hall.approves(&nandini, &asked).unwrap();
    hall.pays_in(&maya).unwrap();
    hall.next_morning(&maya);
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn a_slip_of_cash_that_was_taken_back_and_who_was_at_work_are_held_against_the_log() {
    let branch = branch_of_a_slip_of_cash();
    assert_eq!(branch.attacked("honest_cash", |_| {}).found(), Vec::<String>::new());
    assert_eq!(branch.attacked("honest_book", |_| {}).found_by_the_former_pack(), Vec::<String>::new());
    let of_slip = "deposit_taken_back SET";
    for (name, sql, what, book) in [
        (
            "cash_stands",
            "DELETE FROM deposit_taken_back".to_owned(),
            "it lacks the slip_taken_back of C3P/26-27/000001",
            "the book: slip taken back C3P/26-27/000001 is not the one",
        ),
        (
            "other_slip",
            format!("UPDATE {of_slip} slip_id = (SELECT MAX(id) FROM deposit_slip)"),
            "it has, and no register has, the slip_taken_back of C3P/26-27/000002",
            "the book: slip taken back C3P/26-27/000001 is not the one",
        ),
        (
            "other_reason",
            format!("UPDATE {of_slip} reason = 'a word'"),
            "registers/deposits.json: slip C3P/26-27/000001: who took it back, or why, is not what the log says",
            "the book: slip taken back C3P/26-27/000001 is not the one",
        ),
        (
            "by_nobody_else",
            format!("UPDATE {of_slip} approval_id = NULL"),
            "registers/deposits.json: slip C3P/26-27/000001: who took it back, or why, is not what the log says",
            "the book: slip taken back C3P/26-27/000001 is not the one",
        ),
        (
            "nobody_there",
            "DELETE FROM approval_beside WHERE person_id = (SELECT id FROM person WHERE login = 'maya')".to_owned(),
            "request 1: who was at work when it was done first is not what the log says",
            "the book: beside 1 is not the one that its row of the log says",
        ),
        (
            "made_up",
            "INSERT INTO approval (kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at,
                    business_on, state, decided_by, decided_at, decided_on, expires_at, done_first, outcome, note, version)
             SELECT kind, 'x', about, amount_minor, payload, reason, counter_id, asked_by, asked_at, business_on,
                    'approved', decided_by, decided_at, decided_on, expires_at, 0, '', '', 2
               FROM approval WHERE id = 2"
                .to_owned(),
            "request 3: no row of the log asked for it",
            "",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(&sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found(), what);
        if !book.is_empty() {
            says(&attacked.found_by_the_former_pack(), book);
        }
    }
}

/// A day on which the safe was counted twice with too little in it, once noted by two persons, after five hundred were
/// brought to it, four hundred of which stay when the rest goes to the bank.
fn branch_of_a_safe() -> Branch {
    let hall = Hall::open();
    let (asha, _, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let nandini = hall.manager("nandini");
    let account = hall.bills(5_000);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    hall.counts(&asha, &[(100, 9)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    let counts = |hundreds: i64| {
        let pieces = json!([{ "value": 10_000, "count": hundreds }]);
        hall.call(&maya, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces })).unwrap()
    };
    counts(5);
    let why = json!({ "count": counts(7)["count"], "reason": "unknown" });
    hall.asks(&maya, "allow_safe", why).allowed_by(&nandini).now().unwrap();
    hall.keeps_in_safe(400);
    let brought = |hundreds: i64| {
        json!({
            "pieces": [{ "value": 10_000, "count": hundreds }], "came_from": "head_office", "voucher": "HO-12",
        })
    };
    hall.asks(&maya, "bring_to_safe", brought(50)).allowed_by(&nandini).now().unwrap();
    let wrong = hall.brought_today(&maya).unwrap()[0].id;
    let why = json!({ "brought": wrong, "reason": "a nought too many" });
    hall.asks(&maya, "take_brought_back", why).allowed_by(&nandini).now().unwrap();
    hall.asks(&maya, "bring_to_safe", brought(5)).allowed_by(&nandini).now().unwrap();
    assert_eq!(hall.pays_in(&maya).unwrap().amount.minor(), 80_000);
    hall.next_morning(&maya);
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn a_count_of_the_safe_and_why_it_differed_are_held_against_the_log() {
    let branch = branch_of_a_safe();
    assert_eq!(branch.attacked("honest_safe", |_| {}).found(), Vec::<String>::new());
    assert_eq!(branch.attacked("honest_safe_book", |_| {}).found_by_the_former_pack(), Vec::<String>::new());
    let count = "the book: safe count SAFE/";
    for (name, sql, what, book) in [
        ("safe_full", "UPDATE safe_count SET counted_minor = 90000 WHERE id = 1", "rest of its row", count),
        ("safe_due_less", "UPDATE safe_count SET expected_minor = 50000 WHERE id = 1", "rest of its row", count),
        ("safe_never", "DELETE FROM safe_count WHERE id = 1", "made SAFE/1, which is not in registers/variances", count),
        (
            "safe_once_more",
            "INSERT INTO safe_count SELECT 9, business_on, counted_minor, expected_minor, denominations, last_slip,
                    person_id, made_at, counter_id, audit_seq, last_change, last_brought, last_back FROM safe_count WHERE id = 1",
            "made no such paper",
            "the book: safe count SAFE/9",
        ),
        (
            "safe_why",
            "UPDATE safe_difference SET reason = 'bad_note'",
            "SAFE/2: why it differed, or who let it pass, is not what the log says",
            "the book: safe explained SAFE/2",
        ),
        (
            "safe_by_nobody",
            "UPDATE safe_difference SET approval_id = NULL",
            "SAFE/2: why it differed, or who let it pass, is not what the log says",
            "the book: safe explained SAFE/2",
        ),
        (
            "safe_explained",
            "INSERT INTO safe_difference (count_id, off_minor, reason, note) VALUES (1, -40000, 'unknown', '')",
            "SAFE/1: why it differed is said, of which the log knows nothing",
            "the book: SAFE/1: no act in the log says why it differed",
        ),
        (
            "safe_tolerated",
            "UPDATE safe_difference SET tolerance_minor = 90000",
            "SAFE/2: what was tolerated then is not what the log says",
            "the book: safe tolerance SAFE/2",
        ),
        (
            "safe_untold",
            "UPDATE safe_difference SET tolerance_minor = NULL",
            "SAFE/2: what was tolerated then is not what the log says",
            "the book: safe tolerance SAFE/2",
        ),
        (
            "brought_less",
            "UPDATE safe_brought SET amount_minor = 40000 WHERE id = 2",
            "says one that is not in it",
            "the book: cash move SAFE-IN/2",
        ),
        (
            "brought_from",
            "UPDATE safe_brought SET came_from = 'bank' WHERE id = 2",
            "safe_in of 500.00: no act in the log has moved it",
            "the book: cash move SAFE-IN/2",
        ),
        (
            "brought_twice",
            "INSERT INTO safe_brought SELECT 3, business_on, amount_minor, denominations, came_from, 'HO-13', note,
                    person_id, made_at, counter_id, audit_seq, approval_id FROM safe_brought WHERE id = 2",
            "safe_in of 500.00: no act in the log has moved it",
            "the book: safe_in of 500.00: no act in the log has moved it",
        ),
        (
            "never_brought",
            "DELETE FROM safe_brought WHERE id = 2",
            "says one that is not in it",
            "the book: cash move SAFE-IN/2",
        ),
        (
            "never_back",
            "DELETE FROM safe_brought_back",
            "says one that is not in it",
            "the book: cash move SAFE-BACK/1",
        ),
        (
            "back_for_another_reason",
            "UPDATE safe_brought_back SET reason = 'the bank was shut'",
            "safe_back of 5000.00: no act in the log has moved it",
            "the book: cash move SAFE-BACK/1",
        ),
        (
            "back_by_another",
            "UPDATE safe_brought_back SET person_id = (SELECT id FROM person WHERE login = 'nandini')",
            "safe_back of 5000.00: no act in the log has moved it",
            "the book: cash move SAFE-BACK/1",
        ),
        (
            "taken_back_too",
            "INSERT INTO safe_brought_back SELECT 2, 2, reason, person_id, made_at, business_on, counter_id, audit_seq,
                    approval_id, newest_slip FROM safe_brought_back",
            "safe_back of 500.00: no act in the log has moved it",
            "the book: safe_back of 500.00: no act in the log has moved it",
        ),
        (
            "stays_less",
            "UPDATE deposit_slip SET stays_minor = 20000",
            "slip C3P/26-27/000001: what it leaves in the safe is not what the log says",
            "the book: slip stays C3P/26-27/000001",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found(), what);
        says(&attacked.found_by_the_former_pack(), book);
    }
}

/// What the rule for the steps of cheques says of an attacked book.
fn checked_steps(attacked: &Attacked<'_>) -> Vec<String> {
    let key = Opening::Key(attacked.branch.key.clone());
    let book = Book::open(&attacked.book, &key, attacked.branch.now).unwrap();
    let rule = foil_store::check::RULES.iter().find(|rule| rule.what == "cheque_steps").unwrap();
    book.read(|tx| rule.breaks(tx, 10)).unwrap()
}

#[test]
fn a_step_of_a_cheque_that_was_edited_inserted_or_deleted_is_found_by_verify_and_by_check() {
    let branch = branch_of_two_persons();
    let honest = branch.attacked("honest_cheques", |_| {});
    assert_eq!(honest.found(), Vec::<String>::new());
    assert_eq!(honest.found_by_the_former_pack(), Vec::<String>::new());
    assert_eq!(checked_steps(&honest), Vec::<String>::new());
    let (other, book) = ("it is not what row", "cheque 004411 of C2/26-27/000002 is not the one");
    let last = "n = (SELECT MAX(n) FROM cheque_step)";
    for (name, sql, what, book, checked) in [
        // Who gave it and who took it are bound, though no rule could know them otherwise.
        ("drawer", "UPDATE cheque SET drawer = 'Somebody Else'".to_owned(), other, book, false),
        ("by_bela", format!("UPDATE cheque_step SET person_id = (SELECT id FROM person WHERE login = 'bela') WHERE {last}"), other, book, false),
        ("step_day", format!("UPDATE cheque_step SET business_on = '2026-11-21' WHERE {last}"), other, book, true),
        ("step_state", format!("UPDATE cheque_step SET state = 'realised' WHERE {last}"), other, book, true),
        ("no_bounce", format!("DELETE FROM cheque_step WHERE {last}"), other, book, true),
        (
            "never_bounced",
            format!(
                "DELETE FROM cheque_step WHERE {last};
                 UPDATE cheque SET state = 'deposited', ended_on = NULL, reason = '', fee_bill_id = NULL, letter = '',
                        version = version - 1"
            ),
            other,
            book,
            false,
        ),
        ("no_first_slip", "DELETE FROM cheque_step WHERE n = 3".to_owned(), other, book, true),
        ("no_slip", "DELETE FROM cheque_step WHERE n = 4".to_owned(), other, book, true),
        (
            "realised_between",
            "UPDATE cheque_step SET n = 6 WHERE n = 5;
             INSERT INTO cheque_step SELECT cheque_id, 5, 'realised', slip_id, business_on, person_id, allowed_by, made_at,
                    counter_id, audit_seq FROM cheque_step WHERE n = 4;"
                .to_owned(),
            other,
            book,
            true,
        ),
        (
            "paper_gone",
            "DELETE FROM cheque_step; DELETE FROM cheque".to_owned(),
            "its cheques come to less",
            "of C2/26-27/000002 is gone, which the log says was given",
            false,
        ),
        (
            "paper_more",
            "INSERT INTO cheque SELECT 77, payment_id, 9, state, number, number_fold, bank, bank_fold, amount_minor,
                    received_on, deposited_on, slip_id, ended_on, reason, note, fee_bill_id, letter, version, paper_minor,
                    drawer, drawer_fold, drawer_said, stepped FROM cheque;
             INSERT INTO cheque_step SELECT 77, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id,
                    audit_seq FROM cheque_step;"
                .to_owned(),
            "its cheques come to more",
            "no act in the log has moved it",
            false,
        ),
        (
            "paper_of_before",
            "INSERT INTO cheque SELECT 77, payment_id, 9, 'received', number, number_fold, bank, bank_fold, amount_minor,
                    '2026-11-22', NULL, NULL, NULL, '', '', NULL, '', 1, paper_minor, drawer, drawer_fold, drawer_said,
                    stepped FROM cheque;
             INSERT INTO cheque_step SELECT 77, n, state, slip_id, '2026-11-22', person_id, allowed_by, made_at, counter_id,
                    0 FROM cheque_step WHERE n = 1;"
                .to_owned(),
            "no row of the log says it",
            "no act in the log has moved it",
            false,
        ),
    ] {
        let attacked = branch.attacked(name, |shell| {
            let before = shell.total_changes();
            shell.execute_batch(&sql).unwrap();
            assert!(shell.total_changes() > before, "{sql}");
        });
        says(&attacked.found(), what);
        says(&attacked.found_by_the_former_pack(), book);
        assert_eq!(!checked_steps(&attacked).is_empty(), checked, "{name}");
    }
}

/// A branch's pack as a version of before made it, signed with the office's own key: of the eighth format, which is that of today
/// but for the seals, of the seventh, which said of nobody but how they log in, and had no row for a cheque that was debited after a refund, of the sixth, whose overrides had amounts in
/// minor units and whose exceptions of changed rules the log's own text, of the fifth, whose overrides had that, of the fourth,
/// which said neither what was tolerated in the safe nor what slips leave there, or of the third, which had no register of
/// cheques.
fn of_format(branch: &Branch, format: i64) -> PathBuf {
    let shell = raw(&branch.folder.path().join("branch.foil"), &branch.key);
    let secret: Vec<u8> = shell.query_row("SELECT secret FROM office_key", [], |row| row.get(0)).unwrap();
    let key = OfficeKey::of(&secret.try_into().unwrap());
    let into = branch.folder.path().join(format!("of-format-{format}.zip"));
    let mut signature = String::new();
    let mut registers: Vec<(String, Vec<u8>)> = Vec::new();
    rewritten(&branch.pack, &into, |name, bytes| {
        if name == "registers/refunds.json" && format < 8 {
            let header = inside_bytes(&branch.pack, "registers/refunds.csv");
            let [json, csv] = without_debits(&header, &bytes);
            registers.push((name.to_owned(), json));
            registers.push(("registers/refunds.csv".to_owned(), csv));
        }
        if name == "registers/exceptions.json" && format < 7 {
            let [json, csv] = raw_rules(branch, &bytes);
            registers.push((name.to_owned(), json));
            registers.push(("registers/exceptions.csv".to_owned(), csv));
        }
        if name == "registers/overrides.json" && format < 7 {
            let [json, csv] =
                if format == 6 { in_minor_units(branch, &bytes) } else { raw_overrides(branch, &bytes) };
            registers.push((name.to_owned(), json));
            registers.push(("registers/overrides.csv".to_owned(), csv));
        }
        for (list, gone) in [("variances", "tolerance"), ("deposits", "stays")] {
            if format < 5 && name == format!("registers/{list}.json") {
                let header = inside_bytes(&branch.pack, &format!("registers/{list}.csv"));
                let [json, csv] = without_column((list, gone), &header, &bytes);
                registers.push((name.to_owned(), json));
                registers.push((format!("registers/{list}.csv"), csv));
            }
        }
        Some(bytes)
    });
    rewritten(&branch.pack, &into, |name, bytes| match name {
        "registers/cheques.json" | "registers/cheques.csv" if format == 3 => None,
        "registers/people.json" | "registers/people.csv" if format < 8 => None,
        "MANIFEST.json" => {
            let mut manifest: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(manifest["format"], "counterfoil pack 9");
            manifest["format"] = format!("counterfoil pack {format}").into();
            let files = manifest["files"].as_array_mut().unwrap();
            if format == 3 {
                let all = files.len();
                files.retain(|file| !file["name"].as_str().unwrap().starts_with("registers/cheques."));
                assert_eq!(files.len(), all - 2);
            }
            if format < 8 {
                let all = files.len();
                files.retain(|file| !file["name"].as_str().unwrap().starts_with("registers/people."));
                assert_eq!(files.len(), all - 2);
            }
            for file in files {
                if let Some((name, bytes)) = registers.iter().find(|(name, _)| file["name"] == **name) {
                    if name.starts_with("registers/refunds.") {
                        let json =
                            registers.iter().find(|(name, _)| name == "registers/refunds.json").unwrap();
                        let rows: ListRows = serde_json::from_slice(&json.1).unwrap();
                        file["rows"] = (rows.len() - 1).into();
                    }
                    file["bytes"] = bytes.len().into();
                    file["sha256"] = hex::encode(Sha256::digest(bytes)).into();
                }
            }
            let text = serde_json::to_string_pretty(&manifest).unwrap() + "\n";
            signature = key.sign(text.as_bytes());
            Some(text.into_bytes())
        }
        "SIGNATURE" => Some(signature.clone().into_bytes()),
        _ => Some(registers.iter().find(|(of, _)| of == name).map_or(bytes, |(_, former)| former.clone())),
    });
    into
}

/// The log's rows of an act in a branch's pack, as it says them.
fn of_act(branch: &Branch, act: &str) -> Vec<Value> {
    let log: ListRows = serde_json::from_slice(&inside_bytes(&branch.pack, "chain/audit-log.json")).unwrap();
    let of_act = log.iter().filter(|row| row.get("act").is_some_and(|of| of == act));
    of_act.map(|row| serde_json::from_str(row["changes"].as_str().unwrap()).unwrap()).collect()
}

/// The acts that change the rules of which the exceptions tell, by what they are called there.
const RULES_OF: [(&str, &str); 2] =
    [("office settings", "save_office"), ("approval rules", "save_approval_rules")];

/// The exceptions as they were told before the seventh format: of changed rules the first of what the log says.
fn raw_rules(branch: &Branch, json: &[u8]) -> [Vec<u8>; 2] {
    let mut rows: ListRows = serde_json::from_slice(json).unwrap();
    let header = String::from_utf8(inside_bytes(&branch.pack, "registers/exceptions.csv")).unwrap();
    let header = header.lines().next().unwrap().split(',').map(str::to_owned).collect();
    for row in rows.iter_mut().filter(|row| row.get("kind").is_some_and(|kind| kind == "rules_changed")) {
        let (_, act) = RULES_OF.into_iter().find(|(what, _)| row["subject"] == *what).expect("one of them");
        let cut: String = of_act(branch, act)[0].to_string().chars().take(300).collect();
        row.insert("subject".to_owned(), cut.into());
        row.insert("detail".to_owned(), "".into());
    }
    hashed_anew("exceptions", header, rows)
}

/// The overrides as the sixth format told them: of changed rules each value whole, amounts in minor units.
fn in_minor_units(branch: &Branch, json: &[u8]) -> [Vec<u8>; 2] {
    fn plain(value: &Value) -> String {
        match value {
            Value::Null => "none".to_owned(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::String(text) => text.clone(),
            Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
            Value::Object(of) => {
                let each =
                    of.iter().map(|(name, value)| format!("{} {}", name.replace('_', " "), plain(value)));
                each.collect::<Vec<_>>().join(", ")
            }
            other => other.to_string(),
        }
    }
    let mut rows: ListRows = serde_json::from_slice(json).unwrap();
    let header = String::from_utf8(inside_bytes(&branch.pack, "registers/overrides.csv")).unwrap();
    let header = header.lines().next().unwrap().split(',').map(str::to_owned).collect();
    for (_, act) in RULES_OF {
        for row in rows.iter_mut().filter(|row| row.get("act").is_some_and(|of| of == act)) {
            let said = of_act(branch, act).remove(0);
            let fields = said["fields"].as_object().or_else(|| said["rules"].as_object()).unwrap();
            let told = |at: &str, unsaid: &str| {
                let each = fields.iter().map(|(name, value)| {
                    let value = if value.is_string() { unsaid.to_owned() } else { plain(&value[at]) };
                    format!("{} {value}", name.replace('_', " "))
                });
                each.collect::<Vec<_>>().join("; ")
            };
            let (was, became) = (told("from", "another"), told("to", "changed"));
            row.insert("was".to_owned(), was.into());
            row.insert("became".to_owned(), became.into());
        }
    }
    hashed_anew("overrides", header, rows)
}

/// The overrides as they were told before: what an act was about, or the first of what the log says of it.
fn raw_overrides(branch: &Branch, json: &[u8]) -> [Vec<u8>; 2] {
    let log: ListRows = serde_json::from_slice(&inside_bytes(&branch.pack, "chain/audit-log.json")).unwrap();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of_log = |row: &serde_json::Map<String, Value>| {
        let at = [&row["counter"], &row["audit_seq"]].map(text);
        let said =
            log.iter().find(|said| said["row"] != "#end" && [&said["counter"], &said["seq"]].map(text) == at);
        serde_json::from_str::<Value>(&text(&said.expect("its row")["changes"])).unwrap()
    };
    let columns = [
        "row",
        "kind",
        "business_on",
        "at",
        "counter",
        "who",
        "act",
        "what",
        "audit_seq",
        "audit_hash",
        "row_hash",
    ];
    let mut rows: ListRows = serde_json::from_slice(json).unwrap();
    for row in rows.iter_mut().filter(|row| row["row"] != "#end") {
        let changes = of_log(row);
        let named = ["receipt", "slip", "number", "bill_number", "ticket", "name", "file"];
        let number = named.iter().find_map(|name| changes[*name].as_str());
        if row["act"] != "save_user" {
            let cut = || changes.to_string().chars().take(300).collect();
            row["what"] = Value::String(number.map_or_else(cut, str::to_owned));
        }
        row.retain(|name, _| columns.contains(&name.as_str()));
    }
    hashed_anew("overrides", columns.map(str::to_owned).to_vec(), rows)
}

/// The refunds as they were before the eighth format: without cheques that were debited after one, which stand last.
fn without_debits(csv: &[u8], json: &[u8]) -> [Vec<u8>; 2] {
    let mut rows: ListRows = serde_json::from_slice(json).unwrap();
    rows.retain(|row| row.get("kind").is_none_or(|kind| kind != "debited_after_refund"));
    let count = rows.len() - 1;
    rows.last_mut().unwrap().insert("rows".to_owned(), count.into());
    hashed_anew("refunds", header(csv), rows)
}

/// A register without one of its columns, its rows hashed anew: as JSON and as CSV.
fn without_column((list, gone): (&str, &str), csv: &[u8], json: &[u8]) -> [Vec<u8>; 2] {
    let mut rows: ListRows = serde_json::from_slice(json).unwrap();
    let header = header(csv).into_iter().filter(|name| *name != gone).collect();
    for row in &mut rows {
        row.shift_remove(gone);
    }
    hashed_anew(list, header, rows)
}

fn header(csv: &[u8]) -> Vec<String> {
    let header = csv::Reader::from_reader(csv).headers().unwrap().clone();
    header.iter().map(|name| name.trim_start_matches('\u{FEFF}').to_owned()).collect()
}

/// The files of a register of these rows, as whoever makes a pack of their own would hash them.
fn hashed_anew(list: &str, header: Vec<String>, mut rows: ListRows) -> [Vec<u8>; 2] {
    let hashed = |before: &str, fields: &[String]| {
        let mut digest = Sha256::new();
        for field in std::iter::once(before).chain(fields.iter().map(String::as_str)) {
            let field = foil_domain::text::bare_field(field);
            digest.update(format!("{}:{field}\n", field.len()));
        }
        hex::encode(digest.finalize())
    };
    let mut last = hashed("", &[vec!["counterfoil".to_owned(), list.to_owned()], header.clone()].concat());
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    csv.write_record(&header).unwrap();
    for row in &mut rows {
        let as_text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut fields: Vec<String> = row.values().map(as_text).collect();
        fields.pop();
        last = hashed(&last, &fields);
        row.insert("row_hash".to_owned(), last.clone().into());
        fields.resize(header.len() - 1, String::new());
        fields.push(last.clone());
        csv.write_record(&fields).unwrap();
    }
    let lines: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect();
    [format!("[\n{}\n]\n", lines.join(",\n")).into_bytes(), csv.into_inner().unwrap()]
}

/// A branch's pack with other exceptions, signed with the office's own key.
fn with_exceptions(branch: &Branch, name: &str, change: impl Fn(&mut ListRows)) -> PathBuf {
    with_register(branch, "exceptions", name, change)
}

/// A branch's pack with another register, signed with the office's own key.
fn with_register(branch: &Branch, list: &str, name: &str, change: impl Fn(&mut ListRows)) -> PathBuf {
    let shell = raw(&branch.folder.path().join("branch.foil"), &branch.key);
    let secret: Vec<u8> = shell.query_row("SELECT secret FROM office_key", [], |row| row.get(0)).unwrap();
    let key = OfficeKey::of(&secret.try_into().unwrap());
    let [json, csv] = ["json", "csv"].map(|kind| format!("registers/{list}.{kind}"));
    let mut rows: ListRows = serde_json::from_slice(&inside_bytes(&branch.pack, &json)).unwrap();
    let before = rows.len();
    change(&mut rows);
    let gone = i64::try_from(before).unwrap() - i64::try_from(rows.len()).unwrap();
    for (n, row) in (1_i64..).zip(&mut rows) {
        if row["row"] == "#end" {
            row.insert("rows".to_owned(), (n - 1).into());
        } else {
            row.insert("row".to_owned(), n.into());
        }
    }
    let header = header(&inside_bytes(&branch.pack, &csv));
    let [as_json, as_csv] = hashed_anew(list, header, rows);
    let files = [(json, as_json), (csv, as_csv)];
    let into = branch.folder.path().join(format!("{name}.zip"));
    let mut signature = String::new();
    rewritten(&branch.pack, &into, |name, bytes| match name {
        "MANIFEST.json" => {
            let mut manifest: Value = serde_json::from_slice(&bytes).unwrap();
            for file in manifest["files"].as_array_mut().unwrap() {
                if let Some((_, bytes)) = files.iter().find(|(name, _)| file["name"] == **name) {
                    file["bytes"] = bytes.len().into();
                    file["rows"] = (file["rows"].as_i64().unwrap() - gone).into();
                    file["sha256"] = hex::encode(Sha256::digest(bytes)).into();
                }
            }
            let text = serde_json::to_string_pretty(&manifest).unwrap() + "\n";
            signature = key.sign(text.as_bytes());
            Some(text.into_bytes())
        }
        "SIGNATURE" => Some(signature.clone().into_bytes()),
        _ => Some(files.iter().find(|(of, _)| of == name).map_or(bytes, |(_, other)| other.clone())),
    });
    into
}

/// The rows of a list in a pack.
type ListRows = Vec<serde_json::Map<String, Value>>;

#[test]
fn what_was_brought_to_the_safe_cannot_be_left_out_of_the_exceptions_nor_told_otherwise() {
    let branch = branch_of_a_safe();
    let told = |name: &str, change: &dyn Fn(&mut ListRows)| {
        let pack = with_exceptions(&branch, name, change);
        verify_against(&pack, Against::default()).unwrap().findings
    };
    let is = |row: &serde_json::Map<String, Value>| {
        row.get("kind").is_some_and(|kind| kind == "safe_in" || kind == "safe_back")
    };
    assert_eq!(
        told("as-they-are", &|rows| assert_eq!(rows.iter().filter(|row| is(row)).count(), 3)),
        [""; 0]
    );
    let each = ["safe_in of SAFE-IN/1", "safe_in of SAFE-IN/2", "safe_back of SAFE-IN/1"];
    let without = told("without", &|rows| rows.retain(|row| !is(row)));
    for one in each {
        says(&without, &format!("it lacks the {one} by maya"));
    }
    for (field, other) in
        [("amount", json!("400.00")), ("who", json!("nandini")), ("detail", json!("bank: HO-12"))]
    {
        let change = |rows: &mut ListRows| {
            for row in rows.iter_mut().filter(|row| is(row)) {
                assert_ne!(row[field], other);
                row[field] = other.clone();
            }
        };
        let found = told(field, &change);
        for one in each {
            says(&found, &format!("it lacks the {one} by maya"));
            says(&found, &format!("it has, and no register has, the {one}"));
        }
    }
}

#[test]
fn a_pack_from_before_there_was_a_register_of_cheques_is_verified_and_none_of_now_passes_for_one() {
    let branch = branch().of_before();
    let book =
        Book::open(&branch.folder.path().join("branch.foil"), &Opening::Key(branch.key.clone()), branch.now)
            .unwrap();
    let against =
        || Against { seals: std::slice::from_ref(&branch.seals), book: Some(&book), ..Against::default() };
    for format in [3, 4, 5, 6, 7, 8] {
        let report = verify_against(&of_format(&branch, format), against()).unwrap();
        assert_eq!((report.sound, report.findings), (true, Vec::new()), "of format {format}");
    }

    // Whoever holds the key takes the register out of a pack whose log says of cheques.
    let branch = branch_of_two_persons();
    let found = verify_against(&of_format(&branch, 3), Against::default()).unwrap().findings;
    says(&found, "the log says of cheques, of which a pack of this format has no register");
}

/// A day on which an admin changed what the office allows.
fn branch_of_other_rules() -> Branch {
    let hall = Hall::open();
    let (asha, maya, arun) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("arun"));
    hall.pays(&asha, &hall.bills(500), 100).unwrap();
    let shifts = json!({
        "required": false, "cash_ceiling": rupees(50_000), "ceiling_refuses": true, "tolerance": rupees(5),
        "manager_tolerance": 0, "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "void_ceiling": rupees(500), "phone": "0820 1", "shifts": shifts }))
        .unwrap();
    let rules = hall.call(&arun, "approval_rules", json!({})).unwrap();
    let looser = json!({ "version": rules["version"], "hours": 48, "bounce_fee": rupees(250),
        "bounces_to_cash_only": rules["bounces_to_cash_only"] });
    hall.call(&arun, "save_approval_rules", looser).unwrap();
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn packs_that_told_changed_rules_in_the_logs_own_text_are_verified_and_none_of_now_passes_for_one() {
    let branch = branch_of_other_rules().of_before();
    for format in [3, 4, 5, 6, 7, 8] {
        let report = verify_against(&of_format(&branch, format), Against::default()).unwrap();
        assert_eq!((report.sound, report.findings), (true, Vec::new()), "of format {format}");
    }
    let now = verify_against(&branch.pack, Against::default()).unwrap();
    assert_eq!(now.findings, Vec::<String>::new());
    // Another amount than the log has is no word of it.
    let into = with_exceptions(&branch, "other-rules", |rows| {
        for row in
            rows.iter_mut().filter(|row| row.get("subject").is_some_and(|what| what == "office settings"))
        {
            let detail = row["detail"].as_str().unwrap().replace("INR 500.00", "INR 50.00");
            row.insert("detail".to_owned(), detail.into());
        }
    });
    let found = verify_against(&into, Against::default()).unwrap().findings;
    says(&found, "it lacks the rules_changed of office settings by arun");
    let of_now = branch.folder.path().join("rules-now.zip");
    let manifest = inside_bytes(&of_format(&branch, 6), "MANIFEST.json");
    rewritten(&branch.pack, &of_now, |name, bytes| {
        Some(if name == "MANIFEST.json" { manifest.clone() } else { bytes })
    });
    assert!(!verify_against(&of_now, Against::default()).unwrap().sound);
}

/// A month in which a bank debited a cheque after its money had been handed back, and a clerk took another name and became a manager.
fn branch_of_a_debit() -> Branch {
    let hall = Hall::open();
    let (asha, maya, noor) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("noor"));
    let arun = hall.admin("arun");
    let account = hall.bills(1_000);
    let paid = hall.visit(&asha).account(&account).cheque(1_000, "77", "SBI").take().unwrap();
    let cheque = || hall.cheque_of(&maya, paid.payment);
    hall.deposits(&asha, &[cheque().id]).unwrap();
    hall.next_morning(&maya);
    hall.realises(&asha, &[cheque().id]).unwrap();
    hall.asks_back(&asha, paid.payment, &Way::BankRefund).allowed_by(&maya).now().unwrap();
    hall.next_morning(&maya);
    let late = json!({ "request_id": hall.request(), "cheque": cheque().id, "version": cheque().version,
        "reason": "insufficient_funds", "note": "" });
    hall.asks(&maya, "return_cheque", late).allowed_by(&noor).now().unwrap();
    let made = json!({ "login": "bela", "name": "Bela Rao", "role": "clerk", "active": true,
        "password": "seven quiet herons" });
    let bela = hall.call(&arun, "save_user", made).unwrap();
    let renamed = json!({ "user": bela["id"], "version": bela["version"], "login": "bela", "name": "Bela Kamath",
        "role": "manager", "active": true });
    hall.minutes_pass(1);
    hall.call(&arun, "save_user", renamed).unwrap();
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn a_debit_after_a_refund_and_who_everybody_is_are_told_by_the_pack_and_by_nobody_otherwise() {
    let branch = branch_of_a_debit().of_before();
    for format in [4, 5, 6, 7, 8] {
        let report = verify_against(&of_format(&branch, format), Against::default()).unwrap();
        assert_eq!((report.sound, report.findings), (true, Vec::new()), "of format {format}");
    }
    let branch = branch_of_a_debit();
    assert_eq!(verify_against(&branch.pack, Against::default()).unwrap().findings, Vec::<String>::new());
    let people: ListRows =
        serde_json::from_slice(&inside_bytes(&branch.pack, "registers/people.json")).unwrap();
    let of = |login: &str| -> Vec<String> {
        let own = people.iter().filter(|row| row.get("login").is_some_and(|of| of == login));
        own.map(|row| {
            ["name", "role", "state", "changed_by"].map(|name| row[name].as_str().unwrap()).join(", ")
        })
        .collect()
    };
    assert_eq!(of("bela"), ["Bela Rao, clerk, active, arun", "Bela Kamath, manager, active, arun"]);
    assert_eq!(of("maya"), ["Maya, manager, active, "]);
    assert_eq!(of("office"), ["Office, program, , "]);
    // Nor is anybody the program but the program, nor that anybody.
    for (column, other) in [("login", "kiran"), ("name", "Kiran Rao"), ("state", "active"), ("user", "9")] {
        let pack = with_register(&branch, "people", &format!("program-{column}"), |rows| {
            let row = rows.iter_mut().find(|row| row.get("role").is_some_and(|of| of == "program"));
            row.expect("the program").insert(column.to_owned(), other.into());
        });
        let found = verify_against(&pack, Against::default()).unwrap().findings;
        says(&found, "nobody is known by it to be what it says");
    }
    let twice = with_register(&branch, "people", "twice", |rows| {
        let at = rows.iter().position(|row| row.get("changed_by").is_some_and(|by| by == "arun")).unwrap();
        let mut more = rows[at].clone();
        more.insert("role".to_owned(), "official".into());
        rows.insert(at, more);
    });
    let found = verify_against(&twice, Against::default()).unwrap().findings;
    says(&found, "registers/people.json: two rows are by row ");

    let told = |list: &str, name: &str, change: &dyn Fn(&mut ListRows)| {
        verify_against(&with_register(&branch, list, name, change), Against::default()).unwrap().findings
    };
    let is_debit =
        |row: &serde_json::Map<String, Value>| row.get("kind").is_some_and(|k| k == "debited_after_refund");
    let gone = told("refunds", "debit-gone", &|rows| rows.retain(|row| !is_debit(row)));
    says(
        &gone,
        "registers/refunds.json: cheque 77 of C1/26-27/000001: the log says that it was debited after a refund",
    );
    says(&gone, "what was given back is not what registers/refunds says");
    for (column, value) in [
        ("number", "78"),
        ("receipt", "C1/26-27/000002"),
        ("receipt_on", "2026-11-01"),
        ("business_on", "2026-11-20"),
        ("made_at", "2026-11-20 10:00:00"),
        ("asked_by", "asha"),
        ("allowed_by", "asha"),
        ("amount", "1.00"),
        ("returned", "1.00"),
        ("reason", "irregular"),
        ("note", "nobody said so"),
        ("audit_seq", "1"),
        ("back_by", "cash 1.00"),
        ("to_receipt", "C1/26-27/000002"),
    ] {
        let found = told("refunds", &format!("debit-{column}"), &|rows| {
            for row in rows.iter_mut().filter(|row| is_debit(row)) {
                row.insert(column.to_owned(), value.into());
            }
        });
        assert!(
            found.iter().any(|f| f.starts_with("registers/refunds.json: cheque 7")),
            "{column}: {found:#?}"
        );
    }
    let more = told("refunds", "debit-twice", &|rows| {
        let debit = rows.iter().find(|row| is_debit(row)).unwrap().clone();
        rows.insert(rows.len() - 1, debit);
    });
    says(&more, "cheque 77 of C1/26-27/000001: no act in the log says that it was debited so");

    for (column, value) in [
        ("login", "bina"),
        ("name", "Bela Rao"),
        ("role", "clerk"),
        ("state", "retired"),
        ("since", "2026-11-20 10:00:00"),
        ("changed_by", "maya"),
        ("business_on", "2026-11-20"),
    ] {
        let found = told("people", &format!("people-{column}"), &|rows| {
            let last =
                rows.iter_mut().rfind(|row| row.get("login").is_some_and(|login| login == "bela")).unwrap();
            last.insert(column.to_owned(), value.into());
        });
        says(&found, "it does not say what row");
    }
    let found = told("people", "nobody", &|rows| {
        rows.retain(|row| row.get("login").is_none_or(|login| login != "asha"));
    });
    says(&found, "it does not say who asha is, who acts in the log");
    let found = told("people", "no-change", &|rows| {
        rows.retain(|row| row.get("name").is_none_or(|name| name != "Bela Kamath"));
    });
    says(&found, "it does not say what row");

    // Neither passes for the other format.
    let (mixed, of_now) = (branch.folder.path().join("mixed.zip"), branch.folder.path().join("now.zip"));
    let former = of_format(&branch, 7);
    for (from, with, into) in [(&former, &branch.pack, &mixed), (&branch.pack, &former, &of_now)] {
        let manifest = inside_bytes(with, "MANIFEST.json");
        rewritten(from, into, |name, bytes| {
            Some(if name == "MANIFEST.json" { manifest.clone() } else { bytes })
        });
        assert!(!verify_against(into, Against::default()).unwrap().sound);
    }
}

#[test]
fn who_somebody_was_before_anything_changed_is_held_against_the_book_and_the_book_against_the_log() {
    let mut branch = branch_of_a_debit();
    let book =
        Book::open(&branch.folder.path().join("branch.foil"), &Opening::Key(branch.key.clone()), branch.now);
    let book = book.unwrap();
    let by_the_book = |pack: &Path| {
        verify_against(pack, Against { book: Some(&book), ..Against::default() }).unwrap().findings
    };
    assert_eq!(by_the_book(&branch.pack), Vec::<String>::new());
    let is =
        |row: &serde_json::Map<String, Value>, login: &str| row.get("login").is_some_and(|of| of == login);
    for (column, other) in [("name", "Omar Shah"), ("role", "official"), ("state", "retired"), ("user", "77")]
    {
        let pack = with_register(&branch, "people", &format!("first-{column}"), |rows| {
            for row in rows.iter_mut().filter(|row| is(row, "asha")) {
                row.insert(column.to_owned(), other.into());
            }
        });
        says(&by_the_book(&pack), "registers/people.json: asha is not what the book has of them");
    }
    let made_up = with_register(&branch, "people", "made-up", |rows| {
        let mut more = rows[0].clone();
        for (column, value) in [("user", "78"), ("login", "zed"), ("name", "Zed"), ("role", "manager")] {
            more.insert(column.to_owned(), value.into());
        }
        rows.insert(1, more);
    });
    says(&by_the_book(&made_up), "registers/people.json: zed is not what the book has of them");
    // Who is said to be nobody of the office is nothing else, and acts.
    let beside = |name: &str, login: &str, role: &str, called: &str| {
        let pack = with_register(&branch, "people", name, |rows| {
            for row in rows.iter_mut().filter(|row| is(row, "asha")) {
                for (column, value) in
                    [("user", ""), ("login", login), ("name", called), ("role", role), ("state", "")]
                {
                    row.insert(column.to_owned(), value.into());
                }
            }
        });
        (verify_against(&pack, Against::default()).unwrap().findings, by_the_book(&pack))
    };
    says(
        &beside("beside-name", "asha", "consumer", "Zed").0,
        "asha: nobody is known by it to be what it says",
    );
    says(&beside("beside-role", "asha", "clerk", "").0, "asha: nobody is known by it to be what it says");
    says(&beside("beside-none", "zed", "consumer", "").0, "zed: nobody acts in the log by this name");
    says(
        &beside("beside", "asha", "consumer", "").1,
        "registers/people.json: asha is not what the book has of them",
    );

    // The book: what the log said last of somebody, and who was made by no act.
    let edited = branch.attacked("person", |shell| {
        let sql = "UPDATE person SET name = 'Omar Shah', role = 'official' WHERE login = 'bela'";
        assert_eq!(shell.execute(sql, []).unwrap(), 1);
        let copied = "INSERT INTO person (login, login_fold, name, role, password, active, must_change, failed_tries, version)
                      SELECT 'zed', 'zed', 'Zed', 'manager', password, 1, 0, 0, 1 FROM person WHERE login = 'maya'";
        assert_eq!(shell.execute(copied, []).unwrap(), 1);
    });
    let (found, checked) = (edited.found_by_the_former_pack(), edited.checked());
    for what in [
        "name \"Omar Shah\" is not what the log says, \"Bela Kamath\"",
        "role \"official\" is not what the log says, \"manager\"",
        "(zed): no act in the log has made them",
    ] {
        says(&found, what);
        says(&checked, what);
    }

    // A format that had no such rows lets none pass.
    branch.pack = of_format(&branch, 7);
    let of_before = with_register(&branch, "refunds", "debit-of-before", |rows| {
        let mut more = rows[0].clone();
        for (column, value) in [("kind", "debited_after_refund"), ("amount", "0.00"), ("returned", "0.00")] {
            more.insert(column.to_owned(), value.into());
        }
        rows.insert(1, more);
    });
    let found = verify_against(&of_before, Against::default()).unwrap().findings;
    assert!(found.iter().any(|what| what.starts_with("registers/refunds.json")), "{found:#?}");
}

/// A month in which nobody was changed but one who was retired, and the next, before it had a closing and when it was over.
fn branch_of_nobody_changed() -> (Branch, [PathBuf; 2]) {
    let hall = Hall::open();
    let (asha, _bela, maya, ina) =
        (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"), hall.admin("ina"));
    let account = hall.bills(1_000);
    hall.visit(&asha).account(&account).pays(100).cash(100).take().unwrap();
    let dev = json!({ "login": "dev", "name": "Dev Rao", "role": "clerk", "active": true,
        "password": "seven quiet herons" });
    let dev = hall.call(&ina, "save_user", dev).unwrap();
    hall.next_morning(&maya);
    let gone = json!({ "user": dev["id"], "version": dev["version"], "login": "dev", "name": "Dev Rao", "role": "clerk",
        "active": false });
    hall.call(&ina, "save_user", gone).unwrap();
    hall.next_morning(&maya);
    let last = Day::parse("2026-11-30").unwrap();
    let today = hall.frame(&maya).unwrap().business_on;
    hall.days_pass(&maya, last.days_since(today) + 1);
    let december = |into: &str| packed_of(&hall, &maya, Month::parse("2026-12").unwrap(), into);
    let begun = december("begun");
    hall.days_pass(&maya, 31);
    let over = december("over");
    (closed(hall, &maya), [begun, over])
}

/// A branch's pack without its seals, signed with the office's own key.
fn without_seals(branch: &Branch) -> PathBuf {
    let shell = raw(&branch.folder.path().join("branch.foil"), &branch.key);
    let secret: Vec<u8> = shell.query_row("SELECT secret FROM office_key", [], |row| row.get(0)).unwrap();
    let key = OfficeKey::of(&secret.try_into().unwrap());
    let into = branch.folder.path().join("without-seals.zip");
    let mut signature = String::new();
    rewritten(&branch.pack, &into, |name, bytes| match name {
        "MANIFEST.json" => {
            let mut manifest: Value = serde_json::from_slice(&bytes).unwrap();
            manifest["seal"] = Value::Null;
            let files = manifest["files"].as_array_mut().unwrap();
            files.retain(|file| !file["name"].as_str().unwrap().starts_with("seals/"));
            let text = serde_json::to_string_pretty(&manifest).unwrap() + "\n";
            signature = key.sign(text.as_bytes());
            Some(text.into_bytes())
        }
        "SIGNATURE" => Some(signature.clone().into_bytes()),
        _ => (!name.starts_with("seals/")).then_some(bytes),
    });
    into
}

/// Whoever is edited, put in or left out in a register of people, signed anew with the office's own key.
fn told_otherwise(branch: &Branch) {
    let is =
        |row: &serde_json::Map<String, Value>, login: &str| row.get("login").is_some_and(|of| of == login);
    let found = |name: &str, change: &dyn Fn(&mut ListRows)| {
        verify_against(&with_register(branch, "people", name, change), Against::default()).unwrap().findings
    };
    let said = |found: &[String]| says(found, "registers/people.json: who was of the office when 2026-11-");
    assert_eq!(found("as-it-is", &|_| {}), Vec::<String>::new());
    // Bela has done nothing, and Dev is retired.
    for login in ["asha", "bela", "dev", "maya"] {
        for (column, other) in [
            ("name", "Omar Shah"),
            ("role", "official"),
            ("state", "locked"),
            ("user", "77"),
            ("login", "omar"),
        ] {
            said(&found(&format!("{login}-{column}"), &|rows| {
                let row = rows.iter_mut().find(|row| is(row, login)).expect(login);
                row.insert(column.to_owned(), other.into());
            }));
        }
        said(&found(&format!("{login}-gone"), &|rows| rows.retain(|row| !is(row, login))));
        said(&found(&format!("{login}-customer"), &|rows| {
            let row = rows.iter_mut().find(|row| is(row, login)).expect(login);
            for (column, value) in [("user", ""), ("name", ""), ("role", "consumer"), ("state", "")] {
                row.insert(column.to_owned(), value.into());
            }
        }));
    }
    said(&found("made-up", &|rows| {
        let mut more = rows.iter().find(|row| is(row, "maya")).unwrap().clone();
        for (column, value) in [("user", "78"), ("login", "zed"), ("name", "Zed")] {
            more.insert(column.to_owned(), value.into());
        }
        rows.insert(1, more);
    }));
    // Beside the one who acts another is put, whom no seal knows.
    for (name, user, called, role, state) in [
        ("another", "", "Maya", "manager", "active"),
        ("customer", "", "", "consumer", ""),
        ("nobody", "", "", "unknown", ""),
        ("program", "1", "Anything", "program", ""),
    ] {
        let found = found(&format!("beside-{name}"), &|rows| {
            let at = rows.iter().position(|row| is(row, "asha")).expect("asha");
            let mut more = rows[at].clone();
            let user = if name == "another" { more["user"].clone() } else { user.into() };
            more.insert("user".to_owned(), user);
            for (column, value) in [("name", called), ("role", role), ("state", state)] {
                more.insert(column.to_owned(), value.into());
            }
            rows.insert(at + 1, more);
        });
        says(&found, "registers/people.json: asha: two rows say who that is");
    }
    // And of a row that is by no act nothing is said of one.
    for (column, other) in [
        ("since", "2026-11-03 10:00:00"),
        ("business_on", "2026-11-03"),
        ("counter", "C1"),
        ("changed_by", "maya"),
        ("audit_seq", "x"),
        ("user", "+3"),
    ] {
        let found = found(&format!("says-{column}"), &|rows| {
            let row = rows.iter_mut().find(|row| is(row, "asha")).expect("asha");
            row.insert(column.to_owned(), other.into());
        });
        says(&found, "registers/people.json: asha: its row says of itself what nothing shows");
    }
}

#[test]
fn who_everybody_is_whom_nobody_changed_is_held_against_the_seals() {
    let (mut branch, [begun, over]) = branch_of_nobody_changed();
    told_otherwise(&branch);
    // A month that has no closing goes by the seal before it.
    let november = std::mem::replace(&mut branch.pack, begun);
    told_otherwise(&branch);
    // Nor is that left out where it has left the office, whole or as a code.
    let unsealed = without_seals(&branch);
    let seals = std::slice::from_ref(&branch.seals);
    let found = verify_against(&unsealed, Against { seals, ..Against::default() }).unwrap().findings;
    says(&found, "seals/daily-2026-11-23.seal.json: it is missing, though it left the office");
    branch.pack = over;
    told_otherwise(&branch);
    // A pack of before had nobody who is retired and does nothing.
    branch.pack = of_format(&branch, 8);
    let without = with_register(&branch, "people", "of-before", |rows| {
        rows.retain(|row| row.get("login").is_none_or(|login| login != "dev"));
    });
    let book =
        Book::open(&branch.folder.path().join("branch.foil"), &Opening::Key(branch.key.clone()), branch.now)
            .unwrap();
    let against = Against { book: Some(&book), ..Against::default() };
    let found = verify_against(&without, against).unwrap().findings;
    assert!(!found.iter().any(|what| what.contains("it lacks")), "{found:#?}");
    drop(book);
    branch.pack = november;

    // The book: neither its pack nor its check has them any more, though no act had changed them.
    for (name, sql) in [
        ("person-name", "UPDATE person SET name = 'Omar Shah', role = 'official' WHERE login = 'asha'"),
        ("person-admin", "UPDATE person SET name = 'Omar Shah' WHERE login = 'arun'"),
        ("person-back", "UPDATE person SET active = 1 WHERE login = 'dev'"),
        (
            "person-more",
            "INSERT INTO person (login, login_fold, name, role, password, active, must_change, failed_tries, version)
             SELECT 'zed', 'zed', 'Zed', 'manager', password, 1, 0, 0, 1 FROM person WHERE login = 'maya'",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert_eq!(shell.execute(sql, []).unwrap(), 1, "{sql}"));
        says(&attacked.found_alone(), "registers/people.json: who was of the office when 2026-11-");
        let said = "who was of the office when 2026-11-21 was closed is not what its seal says";
        if name != "person-back" {
            says(&attacked.checked(), said);
            says(&attacked.found_by_the_former_pack(), said);
        }
    }

    // With the key, each seal is made anew to say so; but those that left say otherwise, and none is of before.
    let sealed_anew = |staff: &str| {
        branch.attacked("staff", |shell| {
            let sql = format!("UPDATE daily_seal SET seal = {staff}");
            assert!(shell.execute(&sql, []).unwrap() > 0);
            resealed(shell);
        })
    };
    let found = sealed_anew("json_set(seal, '$.staff', '00')").found();
    says(&found, "it is not the seal that left the office");
    says(&found, "registers/people.json: who was of the office when 2026-11-21 was closed");
    let of_before = sealed_anew(
        "CASE n WHEN 1 THEN seal ELSE json_remove(json_set(seal, '$.format', 'counterfoil seal 1'), '$.staff') END",
    );
    says(&of_before.found_alone(), "it says nothing of people, as the seal of 2026-11-21 does");

    // Nor is the register left out by whoever calls the pack one of before.
    for format in [3, 7] {
        let found = verify_against(&of_format(&branch, format), Against::default()).unwrap().findings;
        says(&found, "MANIFEST.json: its format has no register of people, of whom seals/daily-2026-11-21");
    }
}

#[test]
fn no_pack_of_now_is_said_to_be_of_before_the_fund() {
    // Whoever holds the key takes the columns out of a pack whose log says of them.
    let branch = branch_of_a_safe();
    let former = of_format(&branch, 4);
    let found = verify_against(&former, Against::default()).unwrap().findings;
    says(&found, "SAFE/2: what was tolerated then is not what the log says");
    says(&found, "slip C3P/26-27/000001: what it leaves in the safe is not what the log says");
    says(&found, "MANIFEST.json: its format has no register of people, of whom seals/daily-2026-11-21");
    assert_eq!(found.len(), 3, "{found:?}");
    let (mixed, of_now) = (branch.folder.path().join("mixed.zip"), branch.folder.path().join("now.zip"));
    let manifest = inside_bytes(&branch.pack, "MANIFEST.json");
    rewritten(&former, &mixed, |name, bytes| {
        Some(if name == "MANIFEST.json" { manifest.clone() } else { bytes })
    });
    let found = verify_against(&mixed, Against::default()).unwrap().findings;
    says(&found, "registers/variances.json: its columns are not those of the pack's format");
    let manifest = inside_bytes(&former, "MANIFEST.json");
    rewritten(&branch.pack, &of_now, |name, bytes| {
        Some(if name == "MANIFEST.json" { manifest.clone() } else { bytes })
    });
    let found = verify_against(&of_now, Against::default()).unwrap().findings;
    says(&found, "registers/deposits.json: its columns are not those of the pack's format");
}

fn inside_bytes(pack: &Path, name: &str) -> Vec<u8> {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(fs::File::open(pack).unwrap()).unwrap();
    let mut bytes = Vec::new();
    zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// Where in a ZIP a file's own head begins, where its line of the directory does, and where its content ends.
fn places(bytes: &[u8], name: &str) -> (usize, usize, usize) {
    let find = |magic: &[u8], name_at: usize| {
        let begins = |at: &usize| {
            bytes[*at..].starts_with(magic) && bytes[*at + name_at..].starts_with(name.as_bytes())
        };
        (0..bytes.len() - name_at).find(begins).unwrap()
    };
    let (own, line) = (find(b"PK\x03\x04", 30), find(b"PK\x01\x02", 46));
    let number = |at: usize, n: usize| {
        bytes[at..at + n].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let packed = number(own + 30 + number(own + 26, 2) + 12, 8);
    (own, line, own + 30 + number(own + 26, 2) + number(own + 28, 2) + packed)
}

#[test]
fn every_byte_of_a_packs_zip_belongs_to_something_and_what_does_not_is_told_with_its_place() {
    let branch = branch();
    let honest = fs::read(&branch.pack).unwrap();
    let into = branch.folder.path().join("bytes.zip");
    let found = |bytes: &[u8]| {
        fs::write(&into, bytes).unwrap();
        match verify_against(&into, Against::default()) {
            Ok(report) => report.findings,
            Err(refusal) => vec![refusal.to_string()],
        }
    };
    assert_eq!(found(&honest), Vec::<String>::new());
    let name = "registers/voids.csv";
    let (own, line, ends) = places(&honest, name);
    let directory = places(&honest, "README.txt").1;
    let flipped = |at: usize| {
        let mut bytes = honest.clone();
        bytes[at] ^= 1;
        found(&bytes)
    };
    // The name in its own head, which no reader looks at; its date; what else it says there.
    says(
        &flipped(own + 30 + 10),
        &format!("{name}: the name in its own head in the ZIP is not what the directory says"),
    );
    for at in [4, 6, 10, 12, 14, 34 + name.len(), 42 + name.len()] {
        says(&flipped(own + at), &format!("{name}: its own head in the ZIP"));
    }
    // The same in the directory.
    for at in [4, 6, 12, 14, 36, 38] {
        let told = flipped(line + at);
        assert!(!told.is_empty(), "byte {at} of the directory's line");
    }
    let with = |at: usize, more: &[u8]| {
        let mut bytes = honest.clone();
        bytes.splice(at..at, more.iter().copied());
        bytes
    };
    let moved = |mut bytes: Vec<u8>, by: u32| {
        let at = bytes.len() - 6;
        let start = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) + by;
        bytes[at..at + 4].copy_from_slice(&start.to_le_bytes());
        bytes
    };
    says(
        &found(&with(honest.len(), b"more")),
        "the ZIP's end: bytes after it, or a remark in it, belong to no file",
    );
    let mut remark = with(honest.len(), b"more");
    remark[honest.len() - 2] = 4;
    says(&found(&remark), "the ZIP's end: bytes after it, or a remark in it, belong to no file");
    assert!(!found(&with(0, b"more")).is_empty(), "before all of it");
    says(
        &found(&moved(with(directory, b"more"), 4)),
        "the ZIP's directory: the bytes before it belong to no file",
    );
    says(
        &found(&with(honest.len() - 22, b"more")),
        "the ZIP's directory: the bytes after it belong to no file",
    );
    // Hidden at the end of a file's content, which its reader never gets to; all places after it are put right.
    let mut hidden = moved(with(ends, b"more"), 4);
    let packed = own + 30 + name.len() + 12;
    hidden[packed] = hidden[packed].checked_add(4).unwrap();
    let mut at = directory + 4;
    while hidden[at..].starts_with(b"PK\x01\x02") {
        let lens = [28, 30].map(|of| usize::from(u16::from_le_bytes([hidden[at + of], hidden[at + of + 1]])));
        let place = u32::from_le_bytes(hidden[at + 42..at + 46].try_into().unwrap());
        if place as usize > own {
            hidden[at + 42..at + 46].copy_from_slice(&(place + 4).to_le_bytes());
        }
        if place as usize == own {
            let packed = at + 46 + lens[0] + 12;
            hidden[packed] = hidden[packed].checked_add(4).unwrap();
        }
        at += 46 + lens[0] + lens[1];
    }
    assert_eq!(found(&hidden), [format!("{name}: bytes after its content belong to nothing")]);
    // Nor may any other byte of what is around the files be another: here one in each 61, and all of the end.
    let end = honest.len() - 22;
    for at in (0..30).chain((directory..end).step_by(61)).chain(end..honest.len()) {
        assert!(!flipped(at).is_empty(), "byte {at} of {} belongs to nothing", honest.len());
    }
}

#[test]
fn a_book_whose_slip_was_taken_back_otherwise_is_found_by_the_pack_from_before() {
    let branch = branch_of_two_persons();
    let another = "UPDATE deposit_taken_back SET slip_id =
                     (SELECT MAX(id) FROM deposit_slip WHERE kind = 'cheques')";
    let attacked = branch.attacked("book_slip", |shell| assert!(shell.execute(another, []).unwrap() > 0));
    says(
        &attacked.found_by_the_former_pack(),
        "the book: slip taken back C3P/26-27/000002 is not the one that its row of the log says",
    );
}

#[test]
fn moved_cash_what_was_kept_requests_duplicates_and_days_are_held_against_the_log() {
    let branch = branch_of_two_persons();
    let attacked = |name: &str, sql: &str| {
        branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"))
    };
    for (name, sql, what) in [
        (
            "dropped_less",
            "UPDATE shift_cash SET amount_minor = amount_minor - 1 WHERE kind = 'drop'",
            "the cash moved on 2026-11-21 is not what the day was closed with: 1 rows, the log says 1",
        ),
        (
            "no_drop",
            "DELETE FROM shift_cash WHERE kind = 'drop'",
            "the cash moved on 2026-11-21 is not what the day was closed with: 0 rows, the log says 1",
        ),
        (
            "kept",
            "UPDATE z_report SET kept_minor = kept_minor + 1 WHERE id = 1",
            "what was expected, counted, kept or left for the bank is not the one that row",
        ),
        (
            "printed",
            "UPDATE z_report SET document = replace(document, '\"counted\":', '\"counted\":1') WHERE id = 1",
            "it does not say what its row in registers/variances says",
        ),
        (
            "another_day",
            "UPDATE payment SET business_on = '2026-11-22' WHERE number = 'C1/26-27/000001'",
            "its clerk or its day is not that of row",
        ),
        (
            "asked_less",
            "UPDATE approval SET amount_minor = 1 WHERE state = 'refused'",
            "(1): the amount is not the one that row",
        ),
        (
            "asked_otherwise",
            "UPDATE approval SET kind = 'transfer' WHERE state = 'refused'",
            "(1): what was asked for is not the one that row",
        ),
        (
            "approved",
            "UPDATE approval SET state = 'approved' WHERE id = 1",
            "request 1: it says approved, the log says refused",
        ),
        (
            "never_asked",
            "DELETE FROM approval WHERE id = 1",
            "made 1, which is not in registers/approvals.json",
        ),
        (
            "no_duplicate",
            "DELETE FROM paper_copy WHERE n = 1",
            "made receipt C1/26-27/000002 1, which is not in registers/reprints.json",
        ),
    ] {
        says(&attacked(name, sql).found(), what);
    }
    for (name, sql, what) in [
        (
            "book_refund",
            "UPDATE payment_reversal SET amount_minor = amount_minor - 1 WHERE kind = 'refund'",
            "the book: refund C3F/26-27/000001 is not the one that its row of the log says",
        ),
        (
            "book_z",
            "UPDATE z_report SET variance_minor = variance_minor - 1 WHERE id = 1",
            "is not the one that its row of the log says",
        ),
        (
            "book_day",
            "UPDATE day_close SET document = replace(document, '\"voids\":', '\"voids\":1') WHERE business_on = '2026-11-21'",
            "the book: the paper of 2026-11-21 is not the one that closed the day",
        ),
    ] {
        says(&attacked(name, sql).found_by_the_former_pack(), what);
    }
}

#[test]
fn whatever_of_a_paper_is_changed_beside_the_log_is_missed_by_the_hash_that_its_act_said() {
    let branch = branch_of_two_persons();
    let rest = "the rest of its row is not the one that row";
    for (name, sql, what) in [
        (
            "z_of_another",
            "UPDATE z_report SET person_id = (SELECT id FROM person WHERE login = 'maya') WHERE id = 1",
            rest,
        ),
        (
            "z_closed_by",
            "UPDATE shift SET ended_by = (SELECT id FROM person WHERE login = 'bela') WHERE id = 1",
            "who counted and closed it is not what the log says",
        ),
        (
            "z_counted_by",
            "UPDATE shift_count SET person_id = (SELECT id FROM person WHERE login = 'bela') WHERE shift_id = 1",
            "who counted and closed it is not what the log says",
        ),
        ("z_reason", "UPDATE z_report SET variance_reason = 'a coin in the street' WHERE id = 1", rest),
        (
            "z_paper",
            "UPDATE z_report SET document = replace(document, '\"voids\":0', '\"voids\":7') WHERE id = 1",
            "is not the paper that the log says closed its shift",
        ),
        (
            "z_clerk",
            "UPDATE z_report SET document = replace(document, '\"clerk\":\"', '\"clerk\":\"not ') WHERE id = 1",
            "is not the paper that the log says closed its shift",
        ),
        (
            "asked_by_another",
            "UPDATE approval SET asked_by = (SELECT id FROM person WHERE login = 'asha') WHERE id = 1",
            rest,
        ),
        ("asked_why", "UPDATE approval SET reason = 'as was said' WHERE id = 1", rest),
        (
            "decided_by_another",
            "UPDATE approval SET decided_by = (SELECT id FROM person WHERE login = 'asha') WHERE state = 'approved'",
            "who decided it, or how, is not what the log says",
        ),
        (
            "decided_how",
            "UPDATE approval SET note = 'by all means' WHERE state = 'refused'",
            "who decided it, or how, is not what the log says",
        ),
        (
            "came_of_it",
            "UPDATE approval SET outcome = 'C1/26-27/000001' WHERE outcome <> ''",
            "what came of it is not what the log says",
        ),
        (
            "refund_asked_by",
            "UPDATE payment_reversal SET person_id = (SELECT id FROM person WHERE login = 'bela')
              WHERE kind = 'refund' AND number = 'C3F/26-27/000001'",
            rest,
        ),
        (
            "refund_allowed_by",
            "UPDATE payment_reversal SET allowed_by = (SELECT id FROM person WHERE login = 'bela')
              WHERE kind = 'refund' AND number = 'C3F/26-27/000001'",
            rest,
        ),
        ("refund_why", "UPDATE payment_reversal SET note = 'asked nicely' WHERE kind = 'refund'", rest),
        ("credited_for", "UPDATE bill_correction SET reason = 'discount'", rest),
        ("credited_less", "UPDATE bill_correction SET amount_minor = 1", rest),
        ("credited_another", "UPDATE bill_correction SET bill_id = (SELECT MAX(id) FROM bill)", rest),
        (
            "never_credited",
            "DELETE FROM bill_correction",
            "made C3N/26-27/000001, which is not in registers/corrections.json",
        ),
        (
            "credited_by_nobody",
            "INSERT INTO bill_correction (bill_id, kind, number, amount_minor, left_minor, surcharge_left_minor,
                    credited_minor, reason, note, counter_id, person_id, business_on, made_at, audit_seq, document)
             SELECT bill_id, kind, 'C3N/26-27/000002', amount_minor, left_minor, surcharge_left_minor, credited_minor,
                    reason, note, counter_id, person_id, business_on, made_at,
                    (SELECT MAX(a.seq) FROM audit a WHERE a.counter_id = 3 AND a.act = 'close_day'
                        AND a.business_on = '2026-11-21'), document
               FROM bill_correction",
            "in the log made no such paper",
        ),
        (
            "another_cheque",
            "UPDATE payment_tender SET reference = '009999' WHERE method = 'cheque'",
            rest,
        ),
        ("slip_note", "UPDATE payment_void SET note = 'asked nicely'", rest),
        ("slip_at", "UPDATE payment_void SET voided_at = voided_at + 60000", rest),
        (
            "payer",
            "UPDATE payment SET document = replace(document, '\"payer_name\":\"', '\"payer_name\":\"Not ')
              WHERE number = 'C1/26-27/000001'",
            rest,
        ),
        (
            "shares",
            "UPDATE payment_share SET bill_id = (SELECT MAX(id) FROM bill) WHERE payment_id =
               (SELECT id FROM payment WHERE number = 'C1/26-27/000001')",
            rest,
        ),
        ("part", "UPDATE payment_share SET part = 'surcharge' WHERE part = 'bill'", rest),
        (
            "taken_at",
            "UPDATE payment SET taken_at = taken_at - 3600000 WHERE number = 'C1/26-27/000001'",
            rest,
        ),
        ("banked_kind", "UPDATE deposit_slip SET kind = 'cash' WHERE kind = 'cheques'", rest),
        (
            "banked_by",
            "UPDATE deposit_slip SET person_id = (SELECT id FROM person WHERE login = 'bela')",
            rest,
        ),
        (
            "dropped_by",
            "UPDATE shift_cash SET person_id = (SELECT id FROM person WHERE login = 'bela') WHERE kind = 'drop'",
            "the cash moved on 2026-11-21 is not what the day was closed with",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        let found = attacked.found();
        assert!(
            found.iter().any(|finding| finding.contains(what)),
            "{name}: nothing says {what:?}: {found:#?}"
        );
    }
    // Who handed a paper out is who the log says, whatever stands with the copy.
    let of_another = branch.attacked("handed_out_by", |shell| {
        let sql =
            "UPDATE paper_copy SET person_id = (SELECT id FROM person WHERE login = 'bela') WHERE n = 1";
        assert!(shell.execute(sql, []).unwrap() > 0);
    });
    assert_eq!(of_another.found(), Vec::<String>::new());
}

#[test]
fn a_book_in_which_anything_of_a_paper_was_changed_is_found_by_the_pack_from_before() {
    let branch = branch_of_two_persons();
    assert_eq!(branch.attacked("book_honest", |_| {}).found_by_the_former_pack(), Vec::<String>::new());
    for (name, sql, what) in [
        (
            "book_z_of_another",
            "UPDATE z_report SET person_id = (SELECT id FROM person WHERE login = 'maya') WHERE id = 1",
            "the book: z report",
        ),
        (
            "book_shares",
            "UPDATE payment_share SET bill_id = (SELECT MAX(id) FROM bill) WHERE payment_id =
               (SELECT id FROM payment WHERE number = 'C1/26-27/000001')",
            "the book: receipt C1/26-27/000001",
        ),
        (
            "book_decided_by",
            "UPDATE approval SET decided_by = (SELECT id FROM person WHERE login = 'asha') WHERE state = 'approved'",
            "the book: decision",
        ),
        (
            "book_receipt_paper",
            "UPDATE payment SET document = replace(document, '\"clerk\":\"', '\"clerk\":\"not ')
              WHERE number = 'C1/26-27/000001'",
            "the book: receipt C1/26-27/000001",
        ),
        (
            "book_voucher_paper",
            "UPDATE payment_reversal SET document = document || ' ' WHERE kind = 'refund'",
            "the book: refund C3F/26-27/000001",
        ),
        (
            "book_credited_by_nobody",
            "INSERT INTO bill_correction (bill_id, kind, number, amount_minor, left_minor, surcharge_left_minor,
                    credited_minor, reason, note, counter_id, person_id, business_on, made_at, audit_seq, document)
             SELECT bill_id, kind, 'C3N/26-27/000002', amount_minor, left_minor, surcharge_left_minor, credited_minor,
                    reason, note, counter_id, person_id, business_on, made_at, audit_seq, document
               FROM bill_correction",
            "the book: credit note C3N/26-27/000002",
        ),
        (
            "book_z_closer",
            "UPDATE shift SET ended_by = (SELECT id FROM person WHERE login = 'bela') WHERE id = 1",
            "the book: z closer",
        ),
        ("book_asked", "UPDATE approval SET reason = 'as was said' WHERE id = 1", "the book: approval 1"),
        ("book_slip", "UPDATE payment_void SET note = 'asked nicely'", "the book: slip"),
        (
            "book_z_paper",
            "UPDATE z_report SET document = replace(document, '\"clerk\":\"', '\"clerk\":\"not ') WHERE id = 1",
            "the book: z report",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        let found = attacked.found_by_the_former_pack();
        assert!(
            found.iter().any(|finding| finding.contains(what)),
            "{name}: nothing says {what:?}: {found:#?}"
        );
    }
}

/// What a manager did first is looked at by nobody, and the pack from before it left the office.
fn branch_with_an_open_look() -> Branch {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let _ = hall.official("olga");
    hall.approves_by(Some(100_000), 0, 0);
    let account = hall.bills(5_000);
    let paid = hall.pays(&asha, &account, 500).unwrap();
    hall.pays(&bela, &account, 100).unwrap();
    hall.next_morning(&maya);
    let pack = packed(&hall, &maya, "first");
    hall.pays(&maya, &account, 900).unwrap();
    hall.asks_back(&maya, paid.payment, &Way::Refund).done_first().now().unwrap();
    hall.next_morning(&maya);
    shut(hall, &maya, pack)
}

/// An admin who is a manager, too, closes November over what they did first, for they gave who could have looked a password;
/// and in December has voids of theirs let pass, and looked at, by a manager of the making of an admin whom they made. The packs
/// of both months, the second one's as the branch's own.
fn branch_of_hands() -> (Branch, PathBuf) {
    let hall = Hall::open();
    let (asha, arun, maya) = (hall.clerk("asha"), hall.admin("arun"), hall.manager("maya"));
    hall.renames("maya", "Arun");
    hall.approves_by(Some(100_000), 0, 0);
    let account = hall.bills(50_000);
    let paid = |amount: i64| hall.pays(&asha, &account, amount).unwrap().payment;
    let zoe = hall.makes(&arun, "zoe", Role::Admin);
    let nina = hall.manager("nina");
    let over = hall.asks_void(&maya, paid(500)).done_first().now().unwrap().approval;
    // Whom he made himself could not have looked; Nina could, until she had a password of his.
    hall.gets_a_password(&arun, &nina);
    hall.days_pass(&maya, 12);
    // By now she may, and November is packed once she has.
    hall.approves(&nina, &over).unwrap();
    let november = packed(&hall, &maya, "november");
    let vera = hall.makes(&zoe, "vera", Role::Manager);
    hall.asks_void(&maya, paid(600)).allowed_by(&vera).now().unwrap();
    let first = hall.asks_void(&maya, paid(700)).done_first().now().unwrap().approval;
    hall.approves(&vera, &first).unwrap();
    hall.days_pass(&maya, 30);
    let december = packed_of(&hall, &maya, Month::parse("2026-12").unwrap(), "december");
    (shut(hall, &maya, december), november)
}

#[test]
fn by_whose_hand_a_second_person_is_one_and_over_whose_looks_a_month_was_closed_cannot_be_left_out_nor_told_otherwise()
 {
    let (mut branch, november) = branch_of_hands();
    let kinds = [
        ("second_person_made", ["request 2", "request 3"].as_slice()),
        ("closed_over_looks", &["request 1"]),
    ];
    for (kind, requests) in kinds {
        if kind == "closed_over_looks" {
            branch.pack.clone_from(&november);
        }
        let told = |name: &str, change: &dyn Fn(&mut ListRows)| {
            let pack = with_exceptions(&branch, &format!("{kind}-{name}"), change);
            verify_against(&pack, Against::default()).unwrap().findings
        };
        let is = |row: &serde_json::Map<String, Value>| row.get("kind").is_some_and(|of| of == kind);
        let all = |rows: &mut ListRows| {
            let own: Vec<_> = rows.iter().filter(|row| is(row)).map(|row| row["subject"].clone()).collect();
            assert!(requests.iter().all(|of| own.contains(&json!(of))), "{kind}: {own:?}");
        };
        assert_eq!(told("as-they-are", &all), [""; 0]);
        let without = told("without", &|rows| rows.retain(|row| !is(row)));
        for of in requests {
            says(&without, &format!("it lacks the {kind} of {of} by maya"));
        }
        for (field, other) in [("amount", json!("400.00")), ("who", json!("asha")), ("detail", json!("void"))]
        {
            let change = |rows: &mut ListRows| {
                rows.iter_mut().filter(|row| is(row)).for_each(|row| row[field] = other.clone());
            };
            let found = told(field, &change);
            for of in requests {
                says(&found, &format!("it lacks the {kind} of {of} by maya"));
                says(&found, &format!("it has, and no register has, the {kind} of {of}"));
            }
        }
    }
}

#[test]
fn a_second_look_that_nobody_took_is_missed_by_the_row_that_takes_one() {
    let branch = branch_with_an_open_look();
    for (name, state, note) in [("cleared", "cleared", ""), ("refused", "refused", "it was wrong")] {
        let looked = branch.attacked(name, |shell| {
            let sql = "UPDATE approval SET state = ?1, note = ?2, decided_at = asked_at + 60000, decided_on = business_on,
                              decided_by = (SELECT id FROM person WHERE login = 'olga'), version = version + 1
                        WHERE state = 'second_look'";
            assert_eq!(shell.execute(sql, params![state, note]).unwrap(), 1);
        });
        says(&looked.found(), &format!("request 1: it says {state}, the log says second_look"));
        says(
            &looked.found_by_the_former_pack(),
            "the book: request 1 was decided otherwise than the log says",
        );
    }
}

/// A working day in which somebody with the book's key and a SQL shell does something before the drawers are counted.
fn meanwhile(sql: &str) -> Branch {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let account = hall.bills(50_000);
    hall.pays(&asha, &account, 6_000).unwrap();
    hall.pays(&bela, &account, 100).unwrap();
    hall.drops(&asha, 500).unwrap();
    let shift = hall.drawer(&bela).unwrap().own.unwrap().shift.id;
    for accept in [true, false] {
        let offered = hall.offers_change(&asha, shift, 200).unwrap();
        hall.answers_change(&bela, offered.moved.id, accept).unwrap();
    }
    hall.minutes_pass(3);
    if !sql.is_empty() {
        let shell = raw(&hall.path(), hall.key());
        shell.execute_batch("DROP TRIGGER shift_cash_is_never_edited").unwrap();
        assert_eq!(shell.execute(sql, []).unwrap(), 1, "{sql}");
    }
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn cash_that_no_act_moved_is_missed_however_even_the_count_is() {
    let sound = |branch: &Branch| {
        let against =
            Against { seals: std::slice::from_ref(&branch.seals), book: None, ..Against::default() };
        let found = verify_against(&branch.pack, against).unwrap().findings;
        (found, branch.attacked("as_it_is", |_| {}).found_by_the_former_pack())
    };
    assert_eq!(sound(&meanwhile("")), (Vec::new(), Vec::new()));
    for (sql, what, in_the_book) in [
        (
            "INSERT INTO shift_cash (shift_id, kind, amount_minor, denominations, other_shift_id, state, reason, note,
                    person_id, made_at, business_on)
             SELECT s.id, 'change_out', 500000, '[]', o.id, 'accepted', '', '', s.person_id, s.opened_at, s.business_on
               FROM shift s JOIN shift o ON o.person_id = (SELECT id FROM person WHERE login = 'bela')
              WHERE s.person_id = (SELECT id FROM person WHERE login = 'asha')",
            "change_out of 5000.00 in shift C1S/26-27/000001: no act in the log has moved it",
            "the book: change_out of 5000.00 in shift C1S/26-27/000001: no act in the log has moved it",
        ),
        (
            "INSERT INTO shift_cash (shift_id, kind, amount_minor, denominations, state, reason, note, person_id, made_at,
                    business_on)
             SELECT id, 'cash_out', 500000, '[]', 'done', 'petty_expense', 'tea', person_id, opened_at, business_on
               FROM shift WHERE person_id = (SELECT id FROM person WHERE login = 'asha')",
            "cash_out of 5000.00 in shift C1S/26-27/000001: no act in the log has moved it",
            "the book: cash_out of 5000.00",
        ),
        (
            "UPDATE shift_cash SET amount_minor = amount_minor + 500000 WHERE kind = 'drop'",
            "says one that is not in it",
            "the book: cash move",
        ),
        (
            "UPDATE shift_cash SET state = 'accepted' WHERE state = 'declined'",
            "change from shift C1S/26-27/000001: less of it came to shift C2S/26-27/000001 than left it",
            "",
        ),
    ] {
        let (found, book) = sound(&meanwhile(sql));
        says(&found, what);
        assert!(in_the_book.is_empty() || book.iter().any(|one| one.contains(in_the_book)), "{book:#?}");
    }
}

#[test]
fn what_a_count_expected_is_worked_out_anew_from_what_moved_the_drawer() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let account = hall.bills(50_000);
    hall.pays(&asha, &account, 6_000).unwrap();
    hall.pays(&bela, &account, 100).unwrap();
    // Five thousand went into a pocket; the drawer is counted twice, and then the book says that it is even.
    for _ in 0..2 {
        hall.counts(&asha, &[(500, 2)], &[]).unwrap();
    }
    let shell = raw(&hall.path(), hall.key());
    shell.execute_batch("DROP TRIGGER shift_count_is_never_changed").unwrap();
    let sql = "UPDATE shift_count SET expected_minor = counted_minor WHERE method = 'cash'";
    assert_eq!(shell.execute(sql, []).unwrap(), 2);
    drop(shell);
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    hall.next_morning(&maya);
    let branch = closed(hall, &maya);
    let found = verify_against(&branch.pack, Against::default()).unwrap().findings;
    says(
        &found,
        "2026-11-21: its Z reports expect other cash than its receipts, refunds and movements come to",
    );
    says(&found, "off by -500000 coins");
}

/// A branch in which a drawer began with less than was kept in it, an envelope was put into somebody's pocket, and the
/// money of another is for an account that nobody knows.
fn branch_of_pockets() -> Branch {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.account("Asha Rao", Service::Electricity).owes(50_000).moves_in();
    let _ = bela;
    hall.opens_with(&asha, &[(100, 20)]).unwrap();
    hall.pays(&asha, &account, 600).unwrap();
    hall.counts(&asha, &[(100, 26)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(2_000) })).unwrap();
    hall.next_morning(&maya);
    let less = [(100, 15)];
    hall.asks(&asha, "allow_float", hall.wants_float(&less)).allowed_by(&maya).now().unwrap();
    hall.opens_with(&asha, &less).unwrap();
    let path = hall.folder().join("box.csv");
    let file = format!("utr,account,amount,mode\nBOX1,{},450,cash\nBOX2,E-9999,75,cash\n", account.number);
    fs::write(&path, file).unwrap();
    let input = json!({ "path": path, "kind": "payments", "mode": "good_rows", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", input).unwrap().state, "done");
    let envelope = hall.in_hand(&maya).unwrap().waiting.remove(0);
    hall.asks_off(&asha, &envelope, "it was empty").allowed_by(&maya).now().unwrap();
    hall.undoes(&asha).unwrap();
    let envelope = hall.in_hand(&maya).unwrap().waiting.remove(0);
    hall.asks_off(&asha, &envelope, "it was empty").allowed_by(&maya).now().unwrap();
    let tara = hall.admin("tara");
    hall.call(&tara, "show_recovery_key", json!({ "password": PASSWORD })).unwrap();
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn exceptions_of_tables_that_no_register_has_are_held_against_the_acts_behind_them() {
    let branch = branch_of_pockets();
    assert_eq!(branch.attacked("honest_pockets", |_| {}).found(), Vec::<String>::new());
    for (name, sql, what) in [
        (
            "even_float",
            "UPDATE shift SET float_minor = 200000",
            "it lacks the other_float of C1S/26-27/000002 by asha",
        ),
        (
            "never_off",
            "DELETE FROM in_hand_day WHERE state = 'cancelled'",
            "it lacks the money_cancelled of M",
        ),
        (
            "less_off",
            "UPDATE ticket SET money_minor = 100 WHERE money_minor = 45000",
            "it lacks the money_cancelled of M",
        ),
        (
            "off_why",
            "UPDATE ticket SET note = 'for nobody' WHERE money_minor = 45000",
            "it lacks the money_cancelled of M",
        ),
        ("never_dead", "DELETE FROM in_hand_day WHERE state = 'dead'", "it lacks the dead_letter of M"),
        (
            "dead_why",
            "UPDATE in_hand_day SET problem = 'a word' WHERE state = 'dead'",
            "it lacks the dead_letter of M",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found(), what);
    }
}

/// A branch in which a drawer was sounded out, an envelope was put into somebody's pocket, and a log-in failed.
fn branch_of_names() -> Branch {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.account("Asha Rao", Service::Electricity).owes(50_000).moves_in();
    hall.opens_with(&asha, &[(100, 20)]).unwrap();
    let other = hall.opens_with(&bela, &[(100, 5)]).unwrap();
    for _ in 0..3 {
        let offer = hall.offers_change(&asha, other.id, 300).unwrap();
        hall.answers_change(&asha, offer.moved.id, false).unwrap();
        assert_eq!(refused(hall.drops(&asha, 9_000)), "not_enough_cash");
    }
    let path = hall.folder().join("box.csv");
    fs::write(&path, format!("utr,account,amount,mode\nBOX1,{},450,cash\n", account.number)).unwrap();
    let input = json!({ "path": path, "kind": "payments", "mode": "good_rows", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", input).unwrap().state, "done");
    let envelope = hall.in_hand(&maya).unwrap().waiting.remove(0);
    hall.asks_off(&asha, &envelope, "it was empty").allowed_by(&maya).now().unwrap();
    let wrong = LogIn { login: "bela".into(), password: "not her own".into(), counter: None };
    assert!(hall.office().log_in(&wrong).is_err());
    hall.counts(&asha, &[(100, 20)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(2_000) })).unwrap();
    hall.counts(&bela, &[(100, 5)], &[]).unwrap();
    hall.closes_shift(&bela, &json!({ "keep": rupees(500) })).unwrap();
    hall.next_morning(&maya);
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn who_sounded_a_drawer_out_who_cancelled_money_in_hand_and_whose_log_in_failed_are_those_that_the_log_says()
{
    let branch = branch_of_names();
    assert_eq!(branch.attacked("honest_names", |_| {}).found(), Vec::<String>::new());
    let id_of = |login: &str| format!("(SELECT id FROM person WHERE login = '{login}')");
    for (name, sql, what) in [
        (
            "off_by_another",
            "UPDATE in_hand_day SET who = 'bela' WHERE state = 'cancelled'".to_owned(),
            "it lacks the money_cancelled of M",
        ),
        (
            "sounded_by_another",
            format!("UPDATE shift_cash SET accepted_by = {} WHERE state = 'declined'", id_of("bela")),
            "it lacks the drawer_probed of C1S/26-27/000001 by asha",
        ),
        (
            "sounded_less",
            format!(
                "UPDATE shift_cash SET accepted_by = {} WHERE id = (SELECT MAX(id) FROM shift_cash
                  WHERE state = 'declined')",
                id_of("bela")
            ),
            "it lacks the drawer_probed of C1S/26-27/000001 by asha",
        ),
        (
            "failed_as_another",
            format!(
                "INSERT INTO former_login (person_id, login, until_at) SELECT {}, 'dora', 9000000000000",
                id_of("bela")
            ),
            "who counted and closed it is not what the log says",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(&sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found(), what);
    }
}

/// A branch in which a bill set the credit of an estimate that was too high off against that estimate, and was cancelled.
fn branch_of_set_offs() -> Branch {
    let hall = Hall::open();
    let (_, _, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.tariff(&hall.admin("tara"), DOMESTIC);
    let cycle = hall.cycle("C01");
    for (name, meter) in [("Asha Rao", "M-1"), ("Bina Kamath", "M-2")] {
        let account = hall.supplied(name, "LT-2a Domestic", cycle);
        hall.round(&account, meter, &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
        hall.issues_bill(&maya, &account, "2026-09-05").unwrap();
        hall.round(&account, meter, &[read("2026-10-05", "1100")]);
        let trued = hall.issues_bill(&maya, &account, "2026-10-05").unwrap();
        if meter == "M-2" {
            hall.cancels(&maya, trued.id).unwrap();
        }
    }
    hall.next_morning(&maya);
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn what_a_bill_set_off_is_held_against_the_act_that_set_it_off() {
    let branch = branch_of_set_offs();
    let honest = branch.attacked("honest_set_off", |_| {});
    assert_eq!(honest.found(), Vec::<String>::new());
    assert_eq!(honest.found_by_the_former_pack(), Vec::<String>::new());
    for (name, sql, what) in [
        (
            "set_off_more",
            "UPDATE set_off SET amount_minor = amount_minor + 100 WHERE id = 1",
            "the 1 set-off(s) up to 1",
        ),
        ("set_off_part", "UPDATE set_off SET part = 'surcharge' WHERE id = 1", "the 1 set-off(s) up to 1"),
        (
            "set_off_when",
            "UPDATE set_off SET business_on = '2026-11-22' WHERE id = 1",
            "the 1 set-off(s) up to 1",
        ),
        (
            "set_off_never",
            "DELETE FROM set_off WHERE id = 2",
            "the 1 set-off(s) are not those that their act made",
        ),
        (
            "set_off_beside",
            "INSERT INTO set_off (bill_id, claim_id, part, amount_minor, business_on)
             SELECT bill_id, claim_id, part, amount_minor, business_on FROM set_off WHERE id = 1",
            "set-off 4: no act in the log has made it",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found_by_the_former_pack(), what);
    }
}

/// A branch in which a bill took up a part of an estimate that was late before it.
fn branch_of_taken_up() -> Branch {
    let hall = Hall::open();
    let (_, _, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.tariff(&hall.admin("tara"), DOMESTIC);
    let cycle = hall.cycle("C01");
    let account = hall.supplied("Asha Rao", "LT-2a Domestic", cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(&maya, &account, "2026-09-05").unwrap();
    hall.next_morning(&maya);
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    hall.issues_bill(&maya, &account, "2026-10-05").unwrap();
    hall.next_morning(&maya);
    closed(hall, &maya)
}

#[test]
fn what_a_bill_has_taken_up_is_held_against_the_act_that_wrote_it_and_against_its_paper() {
    let branch = branch_of_taken_up();
    let honest = branch.attacked("honest_taken_up", |_| {});
    assert_eq!(honest.found(), Vec::<String>::new());
    assert_eq!(honest.found_by_the_former_pack(), Vec::<String>::new());
    let more = "has taken up more than its lines say that estimates were too high";
    for (name, sql, what) in [
        ("taken_up_more", "UPDATE taken_up SET amount_minor = 1000000000 WHERE id = 1", more),
        (
            "taken_up_a_little_more",
            "UPDATE taken_up SET amount_minor = amount_minor - 1 WHERE id = 1",
            "the 1 taken-up share(s) up to 1 are not those that their act made",
        ),
        (
            "never_taken_up",
            "DELETE FROM taken_up WHERE id = 1",
            "the 1 taken-up share(s) are not those that their act made",
        ),
        (
            "taken_up_by_nobody",
            "INSERT INTO taken_up (account_id, bill_id, by_id, amount_minor)
             SELECT account_id, by_id, by_id, 100 FROM taken_up WHERE id = 1",
            "taken-up share 2: no act in the log has made it",
        ),
        (
            "taken_up_before_the_log",
            "INSERT INTO taken_up (id, account_id, bill_id, by_id, amount_minor)
             SELECT 0, account_id, by_id, by_id, 1 FROM taken_up WHERE id = 1",
            more,
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found_by_the_former_pack(), what);
    }
}

#[test]
fn what_somebody_owes_is_not_made_less_beside_the_log() {
    let branch = branch_of_two_persons();
    for (name, sql, what) in [
        ("owes_nothing", "UPDATE bill SET total_minor = 0, left_minor = 0 WHERE id = 4", "are not those that their act made"),
        ("owes_later", "UPDATE bill SET due_on = '2027-03-31' WHERE id = 4", "are not those that their act made"),
        ("owed_by_another", "UPDATE bill SET account_id = 1 WHERE id = 4", "are not those that their act made"),
        ("never_billed", "DELETE FROM bill WHERE id = 4", "the book: the 1 claim(s) are not those that their act made"),
        ("nothing_left", "UPDATE bill SET left_minor = 0 WHERE id = 4", "the receivable of this account is not what is left"),
        (
            "billed_by_nobody",
            "INSERT INTO bill (account_id, number, number_fold, period_from_on, period_to_on, issued_on, due_on, units,
                    total_minor, surcharge_minor, left_minor, surcharge_left_minor, cancelled)
             SELECT account_id, 'X-1', 'x-1', period_from_on, period_to_on, issued_on, due_on, units, 100, 0, 100, 0, 0
               FROM bill WHERE id = 4",
            "the book: claim X-1: no act in the log has made it",
        ),
    ] {
        let attacked = branch.attacked(name, |shell| assert!(shell.execute(sql, []).unwrap() > 0, "{sql}"));
        says(&attacked.found_by_the_former_pack(), what);
    }
}

/// A receipt that never was.
fn forget(shell: &Connection, number: &str) {
    let id: i64 =
        shell.query_row("SELECT id FROM payment WHERE number = ?1", [number], |r| r.get(0)).unwrap();
    for sql in [
        "DELETE FROM payment_tender WHERE payment_id = ?1",
        "DELETE FROM payment_share WHERE payment_id = ?1",
        "DELETE FROM payment WHERE id = ?1",
    ] {
        assert!(shell.execute(sql, [id]).unwrap() > 0, "{sql}");
    }
}

#[test]
fn a_tail_that_was_cut_is_found_by_the_last_seal_alone() {
    let branch = branch();
    let mut from = 0;
    let cut = branch.attacked("cut", |shell| {
        // All of the third day at C1, as if the counter had not opened.
        let sql = "SELECT MIN(seq) FROM audit WHERE counter_id = 1 AND business_on = '2026-11-23'";
        from = shell.query_row(sql, [], |row| row.get(0)).unwrap();
        let papers: Vec<String> = {
            let sql = "SELECT number FROM payment WHERE counter_id = 1 AND business_on = '2026-11-23' ORDER BY id DESC";
            let mut all = shell.prepare(sql).unwrap();
            let rows = all.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        shell.execute("DELETE FROM payment_void WHERE business_on = '2026-11-23'", []).unwrap();
        shell.execute("DELETE FROM z_report WHERE counter_id = 1 AND business_on = '2026-11-23'", []).unwrap();
        papers.iter().for_each(|number| forget(shell, number));
        shell.execute("DELETE FROM audit WHERE counter_id = 1 AND seq >= ?1", [from]).unwrap();
        days_again(shell);
        resealed(shell);
    });
    assert_eq!(cut.found_alone(), Vec::<String>::new(), "a forger who signs anew is perfect by themself");
    let last = [branch.seals.join("daily-2026-11-23.seal.json")];
    let report = cut.exported(Against { seals: &last, book: None, ..Against::default() });
    says(&report.findings, &format!("counter C1: rows {from} to"));
    says(&report.findings, "were cut off: daily-2026-11-23.seal.json saw them on 2026-11-23");
    says(&report.findings, "seals/daily-2026-11-23.seal.json: it is not the seal that left the office");
}

#[test]
fn a_counter_that_is_taken_out_of_the_book_whole_is_missed_by_its_seals() {
    let branch = branch();
    let gone = branch.attacked("gone", |shell| {
        let papers: Vec<String> = {
            let mut all =
                shell.prepare("SELECT number FROM payment WHERE counter_id = 2 ORDER BY id DESC").unwrap();
            let rows = all.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        papers.iter().for_each(|number| forget(shell, number));
        shell.execute("DELETE FROM z_report WHERE counter_id = 2", []).unwrap();
        shell.execute("DELETE FROM audit WHERE counter_id = 2", []).unwrap();
        days_again(shell);
        resealed(shell);
    });
    assert_eq!(gone.found_alone(), Vec::<String>::new());
    let found = gone.found();
    says(&found, "counter C2: rows up to");
    says(&found, "counter C2 on 2026-11-21: daily-2026-11-21.seal.json counted 2 receipts");
}

#[test]
fn a_chain_written_anew_and_signed_anew_is_perfect_but_for_the_seal_that_left() {
    let branch = branch();
    let mut at = 0;
    let forged = branch.attacked("forged", |shell| {
        at = place(shell, 4);
        // A hundred rupees go from the second day into a pocket: payment, log, every chain and every seal.
        let sql =
            "UPDATE payment SET paid_minor = paid_minor - 10000, tendered_minor = tendered_minor - 10000
                    WHERE counter_id = 1 AND audit_seq = ?1";
        assert_eq!(shell.execute(sql, [at]).unwrap(), 1);
        let sql = "UPDATE payment_tender SET amount_minor = amount_minor - 10000 WHERE method = 'cash' AND payment_id =
                     (SELECT id FROM payment WHERE counter_id = 1 AND audit_seq = ?1)";
        assert_eq!(shell.execute(sql, [at]).unwrap(), 1);
        let (paid, changes): (i64, String) = shell
            .query_row(
                "SELECT p.paid_minor, a.changes FROM payment p JOIN audit a ON a.counter_id = 1 AND a.seq = ?1
                  WHERE p.counter_id = 1 AND p.audit_seq = ?1",
                [at],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        let mut changes: Value = serde_json::from_str(&changes).unwrap();
        changes["paid_minor"] = paid.into();
        for figure in ["/tendered_minor", "/tenders/0/1"] {
            let figure = changes.pointer_mut(figure).unwrap();
            *figure = (figure.as_i64().unwrap() - 10_000).into();
        }
        // Nor does the row bind its receipt any more, as rows from before there were such hashes.
        assert!(changes.as_object_mut().unwrap().remove("papers").is_some());
        let sql = "UPDATE audit SET changes = ?1 WHERE counter_id = 1 AND seq = ?2";
        shell.execute(sql, params![changes.to_string(), at]).unwrap();
        // Nor do the rows that closed the days say what was in no drawer: the Z report expects what was paid before.
        let sql = "UPDATE audit SET changes = json_remove(changes, '$.no_drawer_minor') WHERE act = 'close_day'";
        assert_eq!(shell.execute(sql, []).unwrap(), 3);
        resealed(shell);
    });
    assert_eq!(forged.found_alone(), Vec::<String>::new(), "no one who was not there before can tell");

    let found = forged.found();
    says(&found, "counter C1: row");
    says(&found, "sealed on 2026-11-22: the chain was written anew after row");
    says(&found, "seals/daily-2026-11-22.seal.json: it is not the seal that left the office");
    assert!(
        !found.iter().any(|f| f.starts_with("seals/daily-2026-11-21")),
        "the first day is as it was: {found:#?}"
    );
    let by_book = forged.found_by_the_former_pack();
    says(&by_book, &format!("the book: counter C1: row {at} is another one than in the pack"));

    let code = branch.folder.path().join("scanned.txt");
    let text = fs::read_to_string(branch.seals.join("daily-2026-11-23.seal.json")).unwrap();
    fs::write(&code, SignedSeal::read(&text).unwrap().qr()).unwrap();
    let by_paper = forged.exported(Against { seals: &[code], book: None, ..Against::default() });
    says(&by_paper.findings, "it is not the seal that left the office (scanned.txt, seal 3)");
}

#[test]
fn another_key_in_the_book_is_another_office() {
    let branch = branch();
    let swapped = branch.attacked("swapped", |shell| {
        let forger = OfficeKey::of(&[9; 32]);
        let sql = "UPDATE office_key SET public = ?1, secret = ?2";
        shell.execute(sql, params![forger.public(), forger.secret().to_vec()]).unwrap();
        resealed(shell);
    });
    assert_eq!(swapped.found_alone(), Vec::<String>::new());
    says(&swapped.found(), "it is signed with another key than the pack");
}

#[test]
fn a_pack_that_was_edited_without_the_key_is_found_and_named() {
    let branch = branch();
    let edited = branch.folder.path().join("edited.zip");
    rewritten(&branch.pack, &edited, |name, bytes| {
        if name != "registers/receipts.csv" {
            return Some(bytes);
        }
        let text = String::from_utf8(bytes).unwrap();
        Some(text.replacen("100.00", "900.00", 1).into_bytes())
    });
    let found = verify_against(&edited, Against::default()).unwrap().findings;
    says(&found, "registers/receipts.csv: row 1 (line 2): it was edited");

    rewritten(&branch.pack, &edited, |name, bytes| (name != "registers/voids.json").then_some(bytes));
    says(
        &verify_against(&edited, Against::default()).unwrap().findings,
        "registers/voids.json: the file is missing",
    );

    rewritten(&branch.pack, &edited, |name, bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Some(if name == "MANIFEST.json" {
            text.replacen("Mangalore", "Bangalore", 1).into_bytes()
        } else {
            bytes
        })
    });
    says(
        &verify_against(&edited, Against::default()).unwrap().findings,
        "SIGNATURE: it does not fit the manifest",
    );

    let whole = fs::read(&branch.pack).unwrap();
    fs::write(&edited, &whole[..whole.len() / 2]).unwrap();
    assert!(verify_against(&edited, Against::default()).is_err(), "half a pack is no pack");
}

fn rewritten(pack: &Path, into: &Path, mut change: impl FnMut(&str, Vec<u8>) -> Option<Vec<u8>>) {
    use std::io::{Read, Write};
    let mut from = zip::ZipArchive::new(fs::File::open(pack).unwrap()).unwrap();
    let mut to = zip::ZipWriter::new(fs::File::create(into).unwrap());
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let (name, mut bytes) = (file.name().unwrap().to_string(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            to.write_all(&bytes).unwrap();
        }
    }
    to.finish().unwrap();
}

/// Where each day begins in each chain, as the book keeps it.
fn days_again(shell: &Connection) {
    let sql = "DELETE FROM audit_day; INSERT INTO audit_day (counter_id, business_on, first_seq)
               SELECT counter_id, business_on, MIN(seq) FROM audit GROUP BY counter_id, business_on";
    shell.execute_batch(sql).unwrap();
}

/// The forger's masterpiece: every chain hashed anew and every day sealed anew, with the key from the book.
fn resealed(shell: &Connection) {
    let secret: Vec<u8> = shell.query_row("SELECT secret FROM office_key", [], |row| row.get(0)).unwrap();
    let key = OfficeKey::of(&secret.try_into().unwrap());
    let mut previous = GENESIS.to_owned();
    rehashed(shell);
    let days: Vec<i64> = {
        let mut all = shell.prepare("SELECT n FROM daily_seal ORDER BY n").unwrap();
        let rows = all.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    for n in days {
        let (text, counter, seq): (String, i64, i64) = shell
            .query_row("SELECT seal, counter_id, audit_seq FROM daily_seal WHERE n = ?1", [n], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        let mut seal: Seal = serde_json::from_str(&text).unwrap();
        seal.key = key.public();
        seal.previous.clone_from(&previous);
        let code = |code: &str| {
            let sql = "SELECT COUNT(*) FROM audit a JOIN counter c ON c.id = a.counter_id WHERE c.code = ?1";
            shell.query_row(sql, [code], |row| row.get::<_, i64>(0)).unwrap()
        };
        seal.heads.retain(|head| code(&head.counter) > 0);
        for head in &mut seal.heads {
            let sql = "SELECT a.seq, a.hash FROM audit a JOIN counter c ON c.id = a.counter_id
                        WHERE c.code = ?1 AND a.seq <= ?2 ORDER BY a.seq DESC LIMIT 1";
            (head.seq, head.hash) = shell
                .query_row(sql, params![head.counter, head.seq], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
        }
        seal.receipts.retain(|r| {
            let sql = "SELECT COUNT(*) FROM payment WHERE number = ?1";
            shell.query_row(sql, [&r.first], |row| row.get::<_, i64>(0)).unwrap() > 0
        });
        let signed = SignedSeal::of(seal, &key);
        let sql = "UPDATE daily_seal SET seal = ?1, sha256 = ?2, signature = ?3 WHERE n = ?4";
        shell.execute(sql, params![signed.seal.text(), signed.sha256, signed.signature, n]).unwrap();
        let sql = "SELECT changes FROM audit WHERE counter_id = ?1 AND seq = ?2";
        let changes: String = shell.query_row(sql, [counter, seq], |row| row.get(0)).unwrap();
        let mut changes: Value = serde_json::from_str(&changes).unwrap();
        changes["seal"] = signed.sha256.clone().into();
        changes["heads"] = signed.seal.heads.iter().map(|h| json!([h.counter, h.seq, h.hash])).collect();
        let sql = "UPDATE audit SET changes = ?1 WHERE counter_id = ?2 AND seq = ?3";
        shell.execute(sql, params![changes.to_string(), counter, seq]).unwrap();
        rehashed(shell);
        previous = signed.sha256;
    }
}

/// Every chain's hashes worked out anew from its first row.
fn rehashed(shell: &Connection) {
    let sql = "SELECT a.counter_id, c.code, a.seq, a.at, a.business_on, a.who, a.act, COALESCE(a.request_id, ''), \
               a.changes FROM audit a JOIN counter c ON c.id = a.counter_id ORDER BY a.counter_id, a.seq";
    let mut all = shell.prepare(sql).unwrap();
    let rows = all.query_map([], |r| {
        let on: String = r.get(4)?;
        let row = Row {
            counter: r.get(1)?,
            seq: r.get(2)?,
            at: Instant::from_millis(r.get(3)?),
            business_on: Day::parse(&on).unwrap(),
            who: r.get(5)?,
            act: r.get(6)?,
            request_id: r.get(7)?,
            changes: r.get(8)?,
            prev: String::new(),
            hash: String::new(),
        };
        Ok((r.get::<_, i64>(0)?, row))
    });
    let rows: Vec<(i64, Row)> = rows.unwrap().map(Result::unwrap).collect();
    let mut last = (-1, String::new());
    for (counter, mut row) in rows {
        row.prev = if last.0 == counter { last.1 } else { GENESIS.to_owned() };
        let row = row.sealed();
        let sql = "UPDATE audit SET hash = ?1 WHERE counter_id = ?2 AND seq = ?3";
        shell.execute(sql, params![row.hash, counter, row.seq]).unwrap();
        last = (counter, row.hash);
    }
}

/// How many honest books are made.
const HONEST: u64 = 100;

#[test]
fn a_hundred_honest_books_raise_no_alarm() {
    let next = AtomicU64::new(0);
    let done = Mutex::new(BTreeMap::<&str, usize>::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= HONEST {
                        return;
                    }
                    for (kind, n) in honest(seed).done() {
                        *done.lock().unwrap().entry(*kind).or_default() += *n;
                    }
                }
            });
        }
    });
    let done = done.into_inner().unwrap();
    // A power cut is none of what is drawn here.
    let all = KINDS.iter().chain(PAPER_KINDS).filter(|kind| **kind != "power_cut");
    let missing: Vec<_> = all.filter(|kind| !done.contains_key(**kind)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "was done in none of them: {done:?}");
}

/// A few random days of a branch in which all is done that is done there, and everything that can be held against them.
fn honest(seed: u64) -> AtWork {
    let mut drawn =
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seeded(seed)));
    let mut branch = AtWork::open_with_papers(Some(40_000));
    let told = |told: Tried| told.unwrap_or_else(|e| panic!("seed {seed}: {e}"));
    // What needs a day before it, or something else, comes about by chance in few of so many books.
    let (clerk, nth, paise) = (0usize..3, 0usize..8, 1i64..9_000);
    let seldom = prop_oneof![
        (clerk.clone(), 1i64..900).prop_map(|(clerk, whole)| Deed::Card { clerk, whole }),
        (clerk.clone(), nth.clone()).prop_map(|(clerk, nth)| Deed::Reverse { clerk, nth }),
        (clerk.clone(), nth.clone(), 0usize..6).prop_map(|(clerk, nth, how)| Deed::Refund {
            clerk,
            nth,
            how
        }),
        (clerk.clone(), 0usize..4, paise.clone()).prop_map(|(clerk, act, paise)| Deed::Move {
            clerk,
            act,
            paise
        }),
        (clerk, paise, any::<bool>()).prop_map(|(clerk, paise, accept)| Deed::Change {
            clerk,
            paise,
            accept
        }),
        nth.prop_map(|nth| Deed::Realise { nth }),
        (0usize..3).prop_map(|outcome| Deed::Paper(PaperDeed::Decide { outcome })),
        (0usize..2, 0usize..4).prop_map(|(home, nth)| {
            Deed::Paper(PaperDeed::Credit { home, nth, percent: 40, discount: false })
        }),
    ];
    let deeds = prop_oneof![6 => deed(3), 4 => paper_deed().prop_map(Deed::Paper), 2 => seldom];
    // Every other one works on two days, some days apart, and goes over the end of the month.
    let nights = [1 + seed as i64 % 7, 9];
    for days in nights.into_iter().take(if seed.is_multiple_of(2) { 2 } else { 1 }) {
        told(branch.morning());
        for _ in 0..DEEDS {
            let deed = deeds.new_tree(&mut drawn).expect("a deed").current();
            if !matches!(deed, Deed::PowerCut | Deed::Day { .. }) {
                branch.does(&deed).unwrap_or_else(|e| panic!("seed {seed}, {deed:?}: {e}"));
            }
        }
        // A drawer seldom has enough for what was paid on another day: of some books each is tried in turn.
        if seed.is_multiple_of(10) {
            for (clerk, nth) in (0..3).flat_map(|clerk| (0..3).map(move |nth| (clerk, nth))) {
                told(branch.does(&Deed::Refund { clerk, nth, how: nth % 2 }));
            }
        }
        told(branch.does(&Deed::Day { days }));
    }
    assert_eq!(problems(branch.hall().office().book()), Vec::<String>::new(), "seed {seed}");
    let outside = branch.hall().folder().join("outside");
    leave(branch.hall(), &branch.maya, &outside);
    let seals = if fs::read_dir(&outside).unwrap().count() > 0 { vec![outside] } else { Vec::new() };
    let against = Against { seals: &seals, book: Some(branch.hall().office().book()), ..Against::default() };
    let (first, last) = (Month::of(branch.hall().today()), Month::of(branch.today()));
    for month in [first].into_iter().chain((last != first).then_some(last)) {
        let pack = packed_of(branch.hall(), &branch.maya, month, &format!("pack-{month}"));
        let report = verify_against(&pack, against).unwrap();
        assert_eq!(report.findings, Vec::<String>::new(), "seed {seed}, {month}");
    }
    branch
}

/// What is done on each day of work, at most.
const DEEDS: usize = 14;

fn seeded(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes
}
