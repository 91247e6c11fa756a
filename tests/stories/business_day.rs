//! The day that a manager closes.

use expect_test::expect;
use foil_domain::customers::Service;
use foil_domain::time::Day;
use foil_testkit::{Hall, Person, Told, refused};
use foil_tests::{Reads, raw};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_business_day_moves_by_a_managers_act_and_not_at_midnight() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.minutes_pass(15 * 60);

    let late = hall.second_window(&asha);
    hall.pays(&late, &account, 100).unwrap();
    let frame = hall.frame(&late).unwrap();
    assert_eq!(
        (frame.business_on.to_string(), frame.clock_on.to_string()),
        ("2026-11-21".into(), "2026-11-22".into())
    );
    hall.day_book_reads(
        &late,
        expect![[r#"
        C1/26-27/000001  Asha Rao  cash  100.00
    "#]],
    );

    let maya = hall.second_window(&maya);
    hall.drawers_are_counted();
    let to = |day: &str| hall.closes_day(&maya, Some(Day::parse(day).unwrap()));
    assert_eq!(to("2026-11-21").unwrap_err().code, "business_day", "it only moves on");
    assert_eq!(to("2026-11-24").unwrap_err().code, "business_day", "the clock has not got there");
    to("2026-11-22").unwrap();
    hall.pays(&late, &account, 100).unwrap();
    hall.day_book_reads(
        &late,
        expect![[r#"
        C1/26-27/000002  Asha Rao  cash  100.00
    "#]],
    );
    hall.books_balance();
}

#[test]
fn a_day_that_nobody_closed_is_named_before_a_drawer_opens_on_it_and_an_evening_catches_up() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let opens = |more: Value| {
        let mut input = json!({ "request_id": hall.request(), "pieces": [] });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        hall.call(&asha, "open_shift", input)
    };
    let counts = || {
        let held = hall.office().book().read(foil_store::shifts::not_closed).unwrap().remove(0);
        let (id, on) = (held.id, held.business_on);
        let cash = hall.office().book().read(|tx| foil_store::shifts::drawer(tx, id, on)).unwrap();
        hall.counts(&asha, &[(1, cash.expected().unwrap().minor() / 100)], &[]).unwrap();
        hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    };
    let days = || {
        let frame = hall.frame(&asha).unwrap();
        format!("{} by the clock {}", frame.business_on, frame.clock_on)
    };
    let offered = || {
        let day = hall.day_state(&maya).unwrap();
        (day.next_on.unwrap().to_string(), day.choices.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let evening = |minutes: i64| {
        hall.minutes_pass(minutes);
        hall.closes_day(&maya, None).unwrap().business_on.to_string()
    };
    let night = |minutes: i64| {
        hall.minutes_pass(minutes);
        hall.everybody_logs_in();
    };

    // Saturday evening: the office goes to Sunday, on which nobody comes.
    opens(json!({})).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    counts();
    assert_eq!(evening(8 * 60), "2026-11-22");
    // Monday, ten to nine.
    night((24 + 14) * 60 + 50);
    assert_eq!(days(), "2026-11-22 by the clock 2026-11-23");
    let refused_behind = opens(json!({})).unwrap_err();
    assert_eq!(refused_behind.code, "day_behind");
    assert!(refused_behind.message.contains("2026-11-22"), "{}", refused_behind.message);
    assert_eq!(offered(), ("2026-11-23".into(), vec!["2026-11-23".into(), "2026-11-24".into()]));
    assert_eq!(evening(0), "2026-11-23", "nothing was done on it: the day that begins is the clock's");
    opens(json!({})).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    counts();
    assert_eq!(evening(9 * 60), "2026-11-24", "and the evening is as any other");

    // Tuesday evening everybody forgets; on Wednesday no manager is there.
    night(15 * 60);
    opens(json!({})).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    counts();
    night(24 * 60);
    assert_eq!(days(), "2026-11-24 by the clock 2026-11-25");
    assert_eq!(refused(opens(json!({}))), "day_behind", "its drawers are counted: the day is over");
    assert_eq!(refused(opens(json!({ "on": "2026-11-25" }))), "changed_meanwhile");
    opens(json!({ "on": "2026-11-24" })).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    let bela = hall.clerk("bela");
    let second = json!({ "request_id": hall.request(), "pieces": [] });
    hall.call(&bela, "open_shift", second).unwrap();
    assert_eq!(refused(hall.closes_day(&maya, None)), "shifts_open");
    hall.counts(&bela, &[], &[]).unwrap();
    hall.closes_shift(&bela, &json!({ "keep": 0 })).unwrap();
    counts();
    // What was done on Wednesday is booked on Tuesday: Thursday shall have its own day.
    assert_eq!(offered(), ("2026-11-26".into(), vec!["2026-11-25".into(), "2026-11-26".into()]));
    assert_eq!(evening(9 * 60), "2026-11-26");
    night(15 * 60);
    assert_eq!(days(), "2026-11-26 by the clock 2026-11-26", "the next morning is on its own day");
    opens(json!({})).unwrap();
    let log =
        hall.office().book().read(|tx| foil_store::audit::page(tx, asha.counter().unwrap(), i64::MAX, 50));
    let log = log.unwrap();
    let known: Vec<_> =
        log.iter().filter(|row| row.changes.contains("\"clock_on\":\"2026-11-25\"")).collect();
    assert_eq!(known.len(), 1, "the log says of the drawer that it was opened on a day that was over");
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let all = month["exceptions"].as_array().unwrap().iter().filter(|e| e["kind"] == "old_day");
    let told: Vec<_> =
        all.map(|e| format!("{} {} {}", e["on"], e["who"], e["detail"]).replace('"', "")).collect();
    assert_eq!(
        told,
        ["2026-11-24 asha opened knowing that it was 2026-11-25 by the clock"],
        "who named the day is told of, not who followed"
    );
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    hall.books_balance();
}

/// Opens a drawer with nothing in it; `on` is the day that is named.
fn opens(hall: &Hall, who: &Person, on: Option<&str>) -> Told<Value> {
    hall.call(who, "open_shift", json!({ "request_id": hall.request(), "pieces": [], "on": on }))
}

/// The next business day that is proposed, and those that may be chosen.
fn proposed(hall: &Hall, who: &Person) -> (String, Vec<String>) {
    let day = hall.day_state(who).unwrap();
    (day.next_on.unwrap().to_string(), day.choices.iter().map(ToString::to_string).collect())
}

/// The night passes, and everybody comes again.
fn night(hall: &Hall, minutes: i64) {
    hall.minutes_pass(minutes);
    hall.everybody_logs_in();
}

#[test]
fn a_drawer_that_was_left_open_hides_from_nobody_that_its_day_is_behind() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    // Saturday: Bela goes home with her drawer open, so Maya cannot close. Sunday, ten to nine.
    let left = opens(&hall, &bela, None).unwrap();
    hall.pays(&bela, &account, 100).unwrap();
    night(&hall, 22 * 60 + 50);
    assert_eq!(refused(hall.closes_day(&maya, None)), "shifts_open");
    let behind = opens(&hall, &asha, None).unwrap_err();
    assert_eq!(behind.code, "day_behind");
    let says_whose = format!("{} of Bela at counter C2", left["number"].as_str().unwrap());
    assert!(behind.message.contains(&says_whose), "{}", behind.message);
    assert_eq!(refused(opens(&hall, &bela, None)), "shift_open", "whoever has one is told of that");
    hall.pays(&bela, &account, 100).unwrap();
    assert_eq!(refused(opens(&hall, &asha, None)), "day_behind", "what she takes into it is nobody's word");
    opens(&hall, &asha, Some("2026-11-21")).unwrap();
    hall.books_balance();
}

#[test]
fn a_drawer_that_is_taken_over_in_the_morning_names_the_day_that_is_behind() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    hall.minds_drawers();
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.counts(&asha, &[], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "hand_over_to": bela.user() })).unwrap();
    night(&hall, 22 * 60 + 50);
    let bela = hall.sits_at(&bela, &asha);
    let answers = |on: Option<&str>| {
        let answer = json!({ "request_id": hall.request(), "shift": own.id, "accept": true, "on": on });
        hall.call(&bela, "accept_hand_over", answer)
    };
    assert_eq!(refused(answers(None)), "day_behind");
    assert_eq!(refused(answers(Some("2026-11-22"))), "changed_meanwhile");
    answers(Some("2026-11-21")).unwrap();
    let omar = hall.official("omar");
    let month = hall.call(&omar, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let told: Vec<_> =
        month["exceptions"].as_array().unwrap().iter().filter(|e| e["kind"] == "old_day").collect();
    let [told] = told[..] else { panic!("{told:?}") };
    assert_eq!((told["who"].as_str(), told["on"].as_str()), (Some("bela"), Some("2026-11-21")));
    assert_eq!(hall.verifies_pack(&omar, "2026-11"), json!([]));
    hall.books_balance();
}

#[test]
fn where_all_went_on_in_the_same_drawers_the_evening_goes_on_to_tomorrow() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    // Nobody closes anything on Saturday, and on Sunday all go on in the drawers that they have.
    opens(&hall, &asha, None).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    night(&hall, 24 * 60);
    let both = vec!["2026-11-22".to_owned(), "2026-11-23".to_owned()];
    assert_eq!(proposed(&hall, &maya), ("2026-11-22".into(), both.clone()), "nothing was done on it yet");
    hall.pays(&asha, &account, 200).unwrap();
    hall.minutes_pass(8 * 60);
    hall.counts(&asha, &[(100, 3)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    assert_eq!(proposed(&hall, &maya), ("2026-11-23".into(), both), "Sunday was worked, and is on Saturday");
    assert_eq!(hall.closes_day(&maya, None).unwrap().business_on.to_string(), "2026-11-23");
    hall.books_balance();
}

#[test]
fn what_is_done_in_the_night_belongs_to_the_evening_and_costs_no_day() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    night(&hall, 13 * 60 + 50);
    hall.counts(&asha, &[(100, 1)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "hand_over_to": bela.user() })).unwrap();
    // Five past twelve: Bela takes the drawer over, and at half past nobody has another.
    hall.minutes_pass(15);
    let late = hall.sits_at(&bela, &asha);
    let answer = json!({ "request_id": hall.request(), "shift": own.id, "accept": true });
    hall.call(&late, "accept_hand_over", answer).unwrap();
    hall.pays(&late, &account, 100).unwrap();
    hall.counts(&late, &[(100, 2)], &[]).unwrap();
    hall.closes_shift(&late, &json!({ "keep": 0 })).unwrap();
    opens(&hall, &asha, None).unwrap();
    hall.counts(&asha, &[], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    hall.minutes_pass(25);
    let sunday = || ("2026-11-22".to_owned(), vec!["2026-11-22".to_owned(), "2026-11-23".to_owned()]);
    assert_eq!(proposed(&hall, &maya), sunday(), "Sunday has not begun");
    // In the morning it is still so.
    night(&hall, 8 * 60 + 20);
    assert_eq!(proposed(&hall, &maya), sunday());
    assert_eq!(refused(opens(&hall, &bela, None)), "day_behind");
    assert_eq!(hall.closes_day(&maya, None).unwrap().business_on.to_string(), "2026-11-22");
    opens(&hall, &bela, None).unwrap();
    hall.books_balance();
}

#[test]
fn money_that_the_worker_posts_is_no_work_of_the_morning() {
    let hall = Hall::open();
    let (asha, arun, maya) = (hall.clerk("asha"), hall.admin("arun"), hall.manager("maya"));
    hall.minds_drawers();
    let rules = json!({
        "required": false, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
        "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "shifts": rules })).unwrap();
    let account = hall.account("Bina Kamath", Service::Water).owes(900).moves_in();
    hall.pays(&asha, &account, 100).unwrap();
    // Sunday, nine o'clock: the bank's file of the night is posted by itself.
    night(&hall, 23 * 60);
    let path = hall.folder().join("night.csv");
    std::fs::write(&path, format!("utr,account,amount,mode\nn-1,{},300,upi\n", account.number)).unwrap();
    let input = json!({ "path": path, "kind": "payments", "mode": "good_rows", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", input).unwrap().state, "done");
    hall.worker_runs(&maya).unwrap();
    assert_eq!(hall.payment_of_number(&maya, "OF/26-27/000001").0, 2, "it is posted");
    assert_eq!(proposed(&hall, &maya).0, "2026-11-22");
    hall.pays(&asha, &account, 100).unwrap();
    assert_eq!(proposed(&hall, &maya).0, "2026-11-23");
    hall.books_balance();
}

#[test]
fn receipts_begin_at_one_again_with_the_financial_year() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    assert_eq!(hall.pays(&asha, &account, 100).unwrap().number, "C1/26-27/000001");
    hall.minutes_pass(131 * 24 * 60);
    hall.next_morning(&maya);
    assert_eq!(hall.frame(&asha).unwrap().business_on.to_string(), "2027-04-02");
    assert_eq!(hall.pays(&asha, &account, 100).unwrap().number, "C1/27-28/000001");
    hall.books_balance();
}

#[test]
fn a_clerk_does_not_move_the_day() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.minutes_pass(10 * 60);
    let to = hall.today().plus_days(1);
    assert_eq!(refused(hall.closes_day(&asha, Some(to))), "not_allowed");
}

#[test]
fn the_files_of_a_day_that_is_over_are_the_same_bytes_whenever_they_are_made_again() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let late = hall.account("Asha Rao", Service::Electricity).owes(500).overdue_days(40).moves_in();
    let paying = hall.account("Bina Kamath", Service::Water).owes(300).overdue_days(3).moves_in();
    hall.pays(&asha, &paying, 100).unwrap();
    let today = || hall.frame(&maya).unwrap().business_on;
    let first = today();
    hall.next_morning(&maya);
    let made = |on: Day, into: &str| {
        let folder = hall.folder().join(into);
        hall.call(&maya, "export_day", json!({ "on": on, "folder": folder })).unwrap();
        ["overdue", "daily"].map(|list| {
            ["csv", "json"]
                .map(|end| std::fs::read_to_string(folder.join(format!("{list}-{on}.{end}"))).unwrap())
        })
    };
    let as_it_was = made(first, "then");
    let second = today();

    let renumber = |customer: &str, account: &str| {
        for paper in [&late, &paying] {
            let card = hall.call(&asha, "customer_card", json!({ "customer": paper.customer })).unwrap();
            let mut edit = json!({ "customer": paper.customer });
            for field in ["version", "name", "phone", "email", "language", "by_law", "note", "active"] {
                edit[field] = card[field].clone();
            }
            edit["number"] = json!(format!("{customer}-{}", paper.id));
            hall.call(&asha, "save_customer", edit).unwrap();
            let of = &card["accounts"][0];
            let edit = json!({
                "account": paper.id, "version": hall.account_version(paper.id), "property": of["property"],
                "service": of["service"], "number": format!("{account}-{}", paper.id), "meter": of["meter"],
                "tariff": of["tariff"],
            });
            hall.call(&asha, "save_account", edit).unwrap();
        }
    };
    renumber("K-TYPO", "A-TYPO");
    renumber("K-NEW", "A-NEW");
    assert_eq!(made(first, "changed"), as_it_was, "what changed the day after is not of that day");
    let shown = made(second, "second");
    assert!(shown[0][0].contains("A-NEW") && shown[0][0].contains("K-NEW"), "{}", shown[0][0]);

    hall.next_morning(&maya);
    renumber("K-NEWER", "A-NEWER");
    hall.undoes(&asha).unwrap();
    hall.next_morning(&maya);
    assert_eq!(made(first, "later"), as_it_was);
    assert_eq!(made(second, "later"), shown, "each day as it was when it ended");
    let third = made(today().plus_days(-1), "later");
    assert!(third[0][0].contains("K-NEWER"), "{}", third[0][0]);
    assert!(
        !third[0][0].contains(&format!("A-NEWER-{}", paying.id)),
        "the last edit was undone: {}",
        third[0][0]
    );
    hall.books_balance();
}

#[test]
fn a_days_close_seals_every_chain_so_that_none_can_be_written_anew_by_itself() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(500);
    hall.pays(&asha, &account, 100).unwrap();
    hall.next_morning(&maya);
    hall.books_balance();

    // Whoever holds the machine and its key writes the head of Asha's chain anew: by itself it is sound.
    let counter = asha.counter().unwrap();
    let rows = hall.office().book().read(|tx| foil_store::audit::page(tx, counter, i64::MAX, 2)).unwrap();
    let prev = rows[1].hash.clone();
    let mut head = rows.into_iter().next().unwrap().linked("C1", &prev);
    head.who = "nobody".into();
    let head = head.sealed();
    let book = raw(&hall.path(), hall.key());
    book.execute_batch("DROP TRIGGER audit_is_never_changed").unwrap();
    let forged = (&head.who, &head.hash, counter.0, head.seq);
    book.execute("UPDATE audit SET who = ?1, hash = ?2 WHERE counter_id = ?3 AND seq = ?4", forged).unwrap();

    let problems = hall.check(&maya).unwrap().problems;

    assert_eq!(problems.len(), 2, "{problems:?}");
    let seq = head.seq;
    assert!(
        problems[0].starts_with(&format!("the audit log: counter C1: row {seq} is not the one that row"))
    );
    assert!(problems[0].ends_with("of counter C2 sealed"), "{problems:?}");
    assert_eq!(
        problems[1],
        format!("the seal of 2026-11-21: counter C1: row {seq} is not the one it sealed"),
        "the signed seal says so, too"
    );
}

/// Every file below a folder, with what stands in it.
fn files(below: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(below).unwrap().to_string_lossy().replace('\\', "/");
                all.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    all
}

#[test]
fn a_clock_that_goes_back_overwrites_nothing_and_acts_keep_their_order() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(5_000);
    let folder = hall.office().document_folder().unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    hall.office().finish_outbox().unwrap();
    let before = files(&folder);
    // The second receipt is still to be written when somebody sets the clock to another year.
    hall.pays(&asha, &account, 200).unwrap();
    hall.minutes_pass(-400 * 24 * 60);
    let third = hall.pays(&asha, &account, 300).unwrap();
    assert!(hall.office().work_outbox(1_000).unwrap() > 0);
    hall.minutes_pass(1);
    while hall.office().work_outbox(1_000).unwrap() > 0 {}
    assert_eq!(hall.office().work_outbox(1_000).unwrap(), 0, "nothing waits for the time to come again");

    let after = files(&folder);
    let is_list = |name: &str| name.contains("daily-") || name.contains("overdue-");
    for (name, bytes) in before.iter().filter(|(name, _)| !is_list(name)) {
        assert_eq!(after.get(name), Some(bytes), "{name} is as it was");
    }
    let receipts: Vec<&String> =
        after.keys().filter(|name| name.contains("receipts/") && name.ends_with(".pdf")).collect();
    assert_eq!(
        receipts.len(),
        3,
        "each has a file of its own, in the folder of the business date: {receipts:?}"
    );
    assert!(receipts.iter().all(|name| name.starts_with("2026/11/21/")), "{receipts:?}");
    let daily = after.iter().find(|(name, _)| name.ends_with("daily-2026-11-21.csv")).unwrap().1;
    let daily = String::from_utf8_lossy(daily).into_owned();
    let places: Vec<_> = (1..=3).map(|n| daily.find(&format!("C1/26-27/00000{n}"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "in the order of the acts: {daily}");

    let undone = hall.undoes(&asha).unwrap();
    assert!(
        undone.slip.is_some() && hall.payment(&asha, third.payment).unwrap().row.void,
        "the newest, though it bears the oldest time"
    );
    assert_eq!(refused(hall.closes_day(&maya, None)), "business_day", "no day begins again");
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let told = month["exceptions"].as_array().unwrap();
    assert!(told.iter().any(|e| e["kind"] == "clock_went_back"), "the auditor is told: {told:?}");
    hall.books_balance();

    // The clock is right again: the day is closed, and its pack is sound.
    hall.minutes_pass(400 * 24 * 60);
    hall.next_morning(&maya);
    assert_eq!(hall.frame(&asha).unwrap().business_on.to_string(), "2026-11-22");
    hall.books_balance();
}
