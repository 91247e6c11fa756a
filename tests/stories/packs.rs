//! The month's audit pack, the daily seal, and the reports.

use expect_test::expect;
use foil_app::audit::views::{Exception, MonthSummary, PackMade, SealPage, VerifyReport};
use foil_app::reports::views::{ReportRow, ReportView};
use foil_app::shifts::views::DepositView;
use foil_domain::audit::seal::{SignedSeal, Stub, signed_by};
use foil_domain::customers::Service;
use foil_domain::ids::PaymentId;
use foil_domain::money::Money;
use foil_testkit::{Hall, Person, Way, refused, rupees};
use foil_tests::{Reads, raw};
use serde_json::{Value, json};
use std::path::Path;

fn pack(hall: &Hall, who: &Person, into: &str, asks: &Value) -> PackMade {
    pack_of(hall, who, "2026-11", into, asks)
}

/// Makes the pack of a month; the month's screen must tell what it tells.
pub fn pack_of(hall: &Hall, who: &Person, month: &str, into: &str, asks: &Value) -> PackMade {
    let mut input = json!({ "month": month, "folder": hall.folder().join(into) });
    for (name, value) in asks.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    let job = hall.does_job(who, "export_pack", input).unwrap();
    assert_eq!(job.state, "done", "{}", job.result);
    assert_eq!(job.done, job.total, "it ends where it said it would");
    let made: PackMade = serde_json::from_value(job.result).unwrap();
    let looked: MonthSummary = hall.ask(who, "month_summary", json!({ "month": month })).unwrap();
    assert_eq!(shown(&looked), kept(&made.path), "the month's screen tells what its pack tells");
    made
}

/// The exceptions that the month's screen shows: kind, day, subject, who, amount, detail.
fn shown(month: &MonthSummary) -> Vec<[String; 6]> {
    let amount = |minor: i64| {
        format!("{}{}.{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100)
    };
    let row = |e: &Exception| {
        let amount = e.amount.map(|a| amount(a.minor())).unwrap_or_default();
        [e.kind.clone(), e.on.to_string(), e.subject.clone(), e.who.clone(), amount, e.detail.clone()]
    };
    month.exceptions.iter().map(row).collect()
}

/// The same from the pack's register.
pub fn kept(pack: &str) -> Vec<[String; 6]> {
    let text = inside(pack, "registers/exceptions.csv");
    let rows =
        csv::Reader::from_reader(text.as_bytes()).into_records().map(Result::unwrap).collect::<Vec<_>>();
    let rows = rows.iter().filter(|row| &row[0] != "#end");
    rows.map(|row| std::array::from_fn(|at| row[at + 1].trim_start_matches('\'').to_owned())).collect()
}

/// The text of one file of a pack.
pub fn inside(pack: &str, name: &str) -> String {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(std::fs::File::open(pack).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What `verify` finds in a pack, held against the book.
pub fn verified(hall: &Hall, who: &Person, path: &str) -> VerifyReport {
    hall.ask(who, "verify", json!({ "path": path, "book": true })).unwrap()
}

#[test]
fn a_closed_day_leaves_a_signed_seal_that_names_every_chain_and_the_seal_before_it() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let account = hall.bills(900);
    hall.pays(&asha, &account, 100).unwrap();
    hall.pays(&asha, &account, 100).unwrap();
    hall.undoes(&asha).unwrap();
    let days: Vec<_> = (0..2)
        .map(|_| {
            let on = hall.frame(&maya).unwrap().business_on;
            hall.next_morning(&maya);
            on
        })
        .collect();
    hall.office().finish_outbox().unwrap();

    let folder = hall.office().document_folder().unwrap();
    let of = |on: foil_domain::time::Day| {
        let (year, month, day) = on.parts();
        let folder = folder.join(format!("{year:04}/{month:02}/{day:02}"));
        SignedSeal::read(&std::fs::read_to_string(folder.join(format!("daily-{on}.seal.json"))).unwrap())
            .unwrap()
    };
    let (first, second) = (of(days[0]), of(days[1]));
    assert_eq!((first.fault(), second.fault()), (None, None));
    assert_eq!(second.seal.previous, first.sha256);
    let chains: Vec<&str> = first.seal.heads.iter().map(|head| head.counter.as_str()).collect();
    assert_eq!(chains, ["OF", "C1", "C2"]);
    let receipts = &first.seal.receipts[0];
    assert_eq!((receipts.count, receipts.voids, receipts.gaps), (2, 1, 0));

    let page: SealPage = hall.ask(&omar, "daily_seals", json!({ "limit": 10 })).unwrap();
    assert_eq!(page.seals.iter().map(|s| s.n).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(page.key, first.seal.key);
    let scanned = Stub::scanned(&page.seals[1].code).unwrap();
    assert_eq!(scanned.sha256, first.sha256);
    assert!(
        signed_by(&page.key, scanned.sha256.as_bytes(), &scanned.signature),
        "the code is a proof by itself"
    );
    assert_eq!(refused(hall.call(&asha, "daily_seals", json!({ "limit": 10 }))), "not_allowed");
    hall.books_balance();
}

#[test]
fn the_pack_of_a_closed_month_is_the_same_bytes_and_holds_every_register() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let late = hall.account("Asha Rao", Service::Electricity).owes(900).overdue_days(40).moves_in();
    let paying = hall.bills(500);
    hall.pays(&asha, &paying, 200).unwrap();
    hall.pays(&asha, &paying, 100).unwrap();
    hall.pays(&maya, &late, 100).unwrap();
    hall.undoes(&asha).unwrap();
    let early = pack(&hall, &omar, "early", &json!({}));
    assert!(!early.closed);
    assert_eq!(verified(&hall, &omar, &early.path).findings, Vec::<String>::new());
    hall.days_pass(&maya, 15);

    let first = pack(&hall, &maya, "one", &json!({}));
    let again = pack(&hall, &omar, "two", &json!({}));
    assert!(first.closed);
    assert_eq!(first.sha256, again.sha256, "a closed month");
    assert_eq!(std::fs::read(&first.path).unwrap(), std::fs::read(&again.path).unwrap());
    let report = verified(&hall, &omar, &first.path);
    assert_eq!(report.findings, Vec::<String>::new());
    let proof = report.proof.unwrap();
    assert_eq!((proof.seals, proof.book, proof.key == first.key), (1, true, true));

    let without_hashes = |name: &str| {
        let text = inside(&first.path, name);
        let lines = text.lines().map(|line| line.rsplit_once(',').map_or(line, |(rest, _)| rest).to_owned());
        lines.collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        row,business_on,counter,clerk,method,receipts,taken,voids,voided,returned,net
        1,2026-11-21,C1,asha,cash,2,300.00,1,100.00,0.00,200.00
        2,2026-11-21,C2,maya,cash,1,100.00,0,0.00,0.00,100.00
        #end,2,,,,,,,,,"#]]
    .assert_eq(&without_hashes("registers/collections.csv"));
    expect![[r#"
        row,paper,counter,series,follows,first,last,count,voids,gaps
        1,receipt,C1,C1/26-27,,C1/26-27/000001,C1/26-27/000002,2,1,0
        2,receipt,C2,C2/26-27,,C2/26-27/000001,C2/26-27/000001,1,0,0
        3,slip,C1,C1V/26-27,,C1V/26-27/000001,C1V/26-27/000001,1,0,0
        4,z_report,C1,C1Z/26-27,,C1Z/26-27/000001,C1Z/26-27/000001,1,0,0
        5,z_report,C2,C2Z/26-27,,C2Z/26-27/000001,C2Z/26-27/000001,1,0,0
        #end,5,,,,,,,,"#]]
    .assert_eq(&without_hashes("certificate.csv"));
    let defaulters = without_hashes("registers/defaulters.csv");
    assert!(defaulters.contains(",electricity,1,") && defaulters.contains("800.00"), "{defaulters}");
    let names: Vec<&str> = first.files.iter().map(|file| file.name.as_str()).collect();
    for name in ["summary.pdf", "certificate.pdf", "seals/daily-2026-11-21.seal.json", "chain/audit-log.json"]
    {
        assert!(names.contains(&name), "{names:?}");
    }
    hall.books_balance();
}

#[test]
fn a_closed_month_is_the_same_bytes_whatever_is_decided_worked_off_handed_out_or_renamed_since() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let (ina, omar) = (hall.admin("ina"), hall.official("omar"));
    let (account, other) = (hall.bills(9_000), hall.bills(400));
    let hours = |hours: i64| {
        hall.arranges(move |act| {
            let rule = foil_store::approvals::rule(act.tx)?;
            foil_store::approvals::update_rule(act.tx, &foil_store::approvals::RuleRow { hours, ..rule })
        });
    };
    let paid = [100, 110, 120, 130].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    hall.next_morning(&maya);
    let to = Way::To(&other);
    hall.asks_back(&bela, paid[0], &to).now().unwrap();
    hours(720);
    let [moved, withdrawn, refused_later] =
        [paid[1], paid[2], paid[3]].map(|paid| hall.asks_back(&bela, paid, &to).now().unwrap().approval);
    let path = hall.folder().join("bank.csv");
    std::fs::write(&path, "utr,account,amount,mode\nU1,E-91,120,bank\nU2,E-92,130,bank\nU3,E-93,140,bank\n")
        .unwrap();
    let import = json!({ "path": path, "kind": "payments", "mode": "good_rows", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", import).unwrap().state, "done");
    let dead = hall.in_hand(&maya).unwrap().dead;
    hall.asks_off(&bela, &dead[0], "sent back to the bank").allowed_by(&maya).now().unwrap();
    let receipt = json!({ "kind": "receipt", "payment": paid[3], "format": "pdf" });
    let prints =
        || hall.call(&bela, "hand_out", json!({ "request_id": hall.request(), "document": receipt }));
    prints().unwrap();
    prints().unwrap();
    hall.log_in("bela", "not hers").unwrap_err();
    hall.days_pass(&maya, 15);
    let folder = |into: &str| {
        let input = json!({ "month": "2026-11", "folder": hall.folder().join(into) });
        assert_eq!(hall.does_job(&omar, "export_month", input).unwrap().state, "done");
        std::fs::read_to_string(hall.folder().join(into).join("audit-2026-11/manifest.json")).unwrap()
    };
    let (first, files) = (pack(&hall, &maya, "one", &json!({})), folder("one"));

    hall.approves(&maya, &moved).unwrap();
    hall.withdraws(&bela, &withdrawn).unwrap();
    hall.says_to(&maya, &refused_later, "refuse", "it was right").unwrap();
    hall.asks_back(&bela, paid[0], &to).now().unwrap();
    hall.retries(&maya, &dead[1], Some(&account)).unwrap();
    assert_eq!(hall.worker_runs(&maya).unwrap().paid, 1);
    hall.asks_off(&bela, &dead[2], "sent back, too").allowed_by(&maya).now().unwrap();
    prints().unwrap();
    hall.sets_office(&ina, &json!({ "name": "Mangalore North", "phone": "0824 000000" })).unwrap();
    // What happens in the same moment as a change of name is of either name.
    hall.minutes_pass(1);
    for (who, login) in [(&bela, "bindu"), (&maya, "mira"), (&asha, "usha")] {
        let role = if login == "mira" { "manager" } else { "clerk" };
        let renamed = json!({ "user": who.user(), "version": 1, "login": login, "name": login, "role": role,
            "active": true });
        hall.call(&ina, "save_user", renamed).unwrap();
    }
    let again = pack(&hall, &maya, "two", &json!({}));

    for name in first.files.iter().map(|file| &file.name).filter(|name| !name.ends_with(".pdf")) {
        assert_eq!(inside(&first.path, name), inside(&again.path, name), "{name}");
    }
    assert_eq!(first.sha256, again.sha256);
    assert_eq!(files, folder("two"), "the month's folder, too");
    assert_eq!(verified(&hall, &omar, &again.path).findings, Vec::<String>::new());
    let states = |register: &str, state: &str| register.lines().filter(|l| l.contains(state)).count();
    let approvals = inside(&first.path, "registers/approvals.csv");
    assert_eq!((states(&approvals, ",asked,"), states(&approvals, ",expired,")), (3, 1), "{approvals}");
    let exceptions = inside(&first.path, "registers/exceptions.csv");
    assert_eq!((states(&exceptions, ",dead_letter,"), states(&exceptions, ",money_cancelled,")), (2, 1));
    assert!(exceptions.contains(",bela,"), "by the name that they had: {exceptions}");

    let december = json!({ "month": "2026-12", "folder": hall.folder().join("three") });
    let job = hall.does_job(&maya, "export_pack", december).unwrap();
    let made: PackMade = serde_json::from_value(job.result).unwrap();
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    assert_eq!(
        states(&exceptions, ",money_cancelled,"),
        1,
        "each in the month in which it happened: {exceptions}"
    );
    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

/// The register of people of a pack: who, by which log-in name, what they were, and how they were changed.
fn people_of(pack: &str) -> Vec<String> {
    let rows: Vec<Value> = serde_json::from_str(&inside(pack, "registers/people.json")).unwrap();
    let rows = rows.iter().filter(|row| row["row"] != "#end");
    rows.map(|row| {
        ["login", "name", "role", "state", "changed_by"].map(|name| row[name].as_str().unwrap()).join(", ")
    })
    .collect()
}

#[test]
fn the_log_in_of_a_customer_whoever_turns_one_and_a_name_that_was_given_up_raise_no_alarm() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let (ina, omar, account) = (hall.admin("ina"), hall.official("omar"), hall.bills(1_000));
    let saves = |user: Value| hall.call(&ina, "save_user", user).unwrap();
    let kiran = saves(json!({ "login": "kiran", "name": "Kiran Rao", "role": "consumer", "active": true,
        "customer": account.customer, "password": "seven quiet herons" }));
    saves(json!({ "user": kiran["id"], "version": kiran["version"], "login": "kiran", "name": "Kiran Rao",
        "role": "consumer", "active": true, "customer": account.customer, "password": "eleven grey geese" }));
    for who in [&asha, &bela] {
        hall.visit(who).account(&account).pays(100).cash(100).take().unwrap();
    }
    let last = foil_domain::time::Day::parse("2026-11-30").unwrap();
    hall.days_pass(&maya, last.days_since(hall.today()));
    hall.visit(&asha).account(&account).pays(100).cash(100).take().unwrap();
    hall.drawers_are_counted();
    hall.minutes_pass(1);
    saves(
        json!({ "user": asha.user(), "version": 1, "login": "asha2", "name": "Asha", "role": "clerk", "active": true }),
    );
    hall.closes_day(&maya, None).unwrap();
    // Nobody logs her out: she acts on, by the name that she has now.
    hall.visit(&asha).account(&account).pays(100).cash(100).take().unwrap();
    let november = pack(&hall, &omar, "one", &json!({}));
    assert_eq!(verified(&hall, &omar, &november.path).findings, Vec::<String>::new());
    assert_eq!(
        people_of(&november.path),
        [
            "arun, Arun, admin, active, ",
            "asha, Asha, clerk, active, ",
            "asha2, Asha, clerk, active, ina",
            "bela, Bela, clerk, active, ",
            "maya, Maya, manager, active, ",
            "ina, Ina, admin, active, ",
            "omar, Omar, official, active, ",
            "office, Office, program, , ",
        ]
    );

    // From here on she is a customer, who is called otherwise.
    hall.minutes_pass(1);
    saves(
        json!({ "user": bela.user(), "version": 1, "login": "belarao", "name": "Bela Rao", "role": "consumer",
        "active": true, "customer": account.customer }),
    );
    let december = pack_of(&hall, &omar, "2026-12", "two", &json!({}));
    assert_eq!(verified(&hall, &omar, &december.path).findings, Vec::<String>::new());
    let told = people_of(&december.path);
    for who in ["asha2, Asha, clerk, active, ", "bela, Bela, clerk, active, ", ", , consumer, active, ina"] {
        assert!(told.iter().any(|row| row == who), "{who}: {told:#?}");
    }
    let again = pack(&hall, &omar, "three", &json!({}));
    assert_eq!(people_of(&again.path), people_of(&november.path), "a closed month is the same for good");
    assert_eq!(verified(&hall, &omar, &again.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn two_changes_of_one_person_around_a_clock_that_was_set_back_are_told_as_they_came() {
    let hall = Hall::open();
    let (maya, ina, _) = (hall.manager("maya"), hall.admin("ina"), hall.official("omar"));
    let counter = hall.clerk("asha").counter();
    let there = hall.logs_in("ina", counter);
    let mut dev = json!({ "login": "dev", "name": "Dev", "role": "clerk", "active": true, "password": "seven quiet herons" });
    for (role, minutes, who) in [("clerk", 5, &ina), ("manager", -60, &ina), ("official", 0, &there)] {
        dev["role"] = json!(role);
        let saved = hall.call(who, "save_user", dev.clone()).unwrap();
        dev = json!({ "user": saved["id"], "version": saved["version"], "login": "dev", "name": "Dev", "active": true });
        hall.minutes_pass(minutes);
    }
    let made = pack(&hall, &maya, "one", &json!({}));
    let told: Vec<String> = people_of(&made.path).into_iter().filter(|row| row.starts_with("dev")).collect();
    assert_eq!(told, ["clerk", "manager", "official"].map(|role| format!("dev, Dev, {role}, active, ina")));
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn changes_of_one_person_at_two_counters_are_told_as_they_came_whatever_the_clock_showed() {
    let hall = Hall::open();
    let (maya, ina) = (hall.manager("maya"), hall.admin("ina"));
    let at_a_counter = hall.logs_in("ina", Some(foil_domain::ids::CounterId(1)));
    let mut dev = json!({ "login": "dev", "name": "Dev", "role": "clerk", "active": true, "password": "seven quiet herons" });
    for (admin, role, minutes) in [
        (&ina, "clerk", 5),
        (&at_a_counter, "manager", -60),
        (&ina, "official", 0),
        (&at_a_counter, "clerk", -9),
    ] {
        dev["role"] = json!(role);
        let saved = hall.call(admin, "save_user", dev.clone()).unwrap();
        dev = json!({ "user": saved["id"], "version": saved["version"], "login": "dev", "name": "Dev", "active": true });
        hall.minutes_pass(minutes);
    }
    hall.minutes_pass(90);
    hall.next_morning(&maya);
    let made = pack(&hall, &maya, "one", &json!({}));
    let told: Vec<String> = people_of(&made.path).into_iter().filter(|row| row.starts_with("dev")).collect();
    let roles = ["clerk", "manager", "official", "clerk"];
    assert_eq!(told, roles.map(|role| format!("dev, Dev, {role}, active, ina")));
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn a_clock_that_stood_years_ahead_for_one_act_keeps_nobodys_new_name_off_the_papers() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.admin("ina");
    let years = 4 * 365 * 24 * 60;
    hall.minutes_pass(years);
    let dev = json!({ "login": "dev", "name": "Dev", "role": "clerk", "active": true, "password": "seven quiet herons" });
    hall.call(&hall.logs_in("ina", None), "save_user", dev).unwrap();
    hall.minutes_pass(-years);
    hall.saves(&hall.logs_in("ina", None), "asha", json!({ "login": "asha.rao" })).unwrap();
    hall.minutes_pass(1);
    let named =
        hall.office().book().read(|tx| foil_store::people::login_at(tx, asha.user(), hall.now())).unwrap();
    assert_eq!(named.as_deref(), Some("asha.rao"));
}

#[test]
fn names_that_are_changed_around_a_clock_that_was_put_right_raise_no_alarm() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let (omar, ina, chitra) = (hall.official("omar"), hall.admin("ina"), hall.clerk("chitra"));
    let account = hall.bills(5_000);
    let [paid, other] = [100, 110].map(|amount| hall.pays(&chitra, &account, amount).unwrap().payment);
    hall.minds_drawers();
    let asks = |payment| hall.asks_void(&bela, payment).now().unwrap();
    let prints = |who: &Person| {
        let receipt = json!({ "kind": "receipt", "payment": paid, "format": "pdf" });
        hall.call(who, "hand_out", json!({ "request_id": hall.request(), "document": receipt })).unwrap();
    };

    // The names are changed while the clock is fast; what comes then is earlier by it.
    hall.minutes_pass(5);
    for (login, new) in [("asha", "asha.rao"), ("omar", "osman")] {
        hall.saves(&ina, login, json!({ "login": new })).unwrap();
    }
    hall.minutes_pass(-4);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    for _ in 0..4 {
        prints(&asha);
        assert_eq!(refused(hall.drops(&asha, 90_000)), "not_enough_cash");
    }
    assert!(hall.log_in("asha.rao", "not the password").is_err());
    pack(&hall, &omar, "early", &json!({}));

    // What was done while it was fast stays that of the old name, though by the clock the new one was first.
    hall.minutes_pass(5);
    asks(paid);
    prints(&bela);
    hall.minutes_pass(-3);
    asks(other);
    hall.minutes_pass(1);
    hall.saves(&ina, "bela", json!({ "login": "bindu" })).unwrap();
    hall.saves(&ina, "bindu", json!({ "login": "bina" })).unwrap();
    prints(&bela);

    let made = pack(&hall, &omar, "late", &json!({}));
    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    let told = inside(&made.path, "registers/exceptions.csv");
    for kind in [",first_float,", ",failed_log_in,", ",drawer_probed,"] {
        assert!(
            told.lines().any(|line| line.contains(kind) && line.contains(",asha.rao,")),
            "{kind}: {told}"
        );
    }
    assert!(
        told.lines().any(|line| line.contains(",seen_before_count,") && line.contains(",osman,")),
        "{told}"
    );
    let copies = inside(&made.path, "registers/reprints.csv");
    let by = |login: &str| copies.lines().filter(|line| line.contains(login)).count();
    assert_eq!((by(",asha.rao,"), by(",bela,"), by(",bina,")), (3, 1, 1), "{copies}");
    let asked = inside(&made.path, "registers/approvals.csv");
    assert_eq!(asked.lines().filter(|line| line.contains(",bela,")).count(), 2, "{asked}");
    hall.books_balance();
}

#[test]
fn the_sample_is_drawn_by_the_seed_and_an_auditor_may_bring_their_own() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    // Drawers are open: who might count one is told nothing of the day.
    let omar = hall.official("omar");
    let account = hall.bills(5_000);
    for _ in 0..12 {
        hall.pays(&asha, &account, 10).unwrap();
    }
    let drawn = |asks: Value, into: &str| {
        let made = pack(&hall, &omar, into, &asks);
        let text = inside(&made.path, "sample.csv");
        let receipts = text.lines().skip(1).filter(|line| !line.starts_with('#'));
        let mut receipts: Vec<String> =
            receipts.map(|line| line.split(',').nth(2).unwrap().to_owned()).collect();
        receipts.sort();
        (made.seed, receipts)
    };
    let own = drawn(json!({ "sample": 4, "seed": "the auditor's birthday" }), "own");
    assert_eq!((own.0.as_str(), own.1.len()), ("the auditor's birthday", 4));
    assert_eq!(drawn(json!({ "sample": 4, "seed": "the auditor's birthday" }), "again"), own);
    assert_ne!(drawn(json!({ "sample": 4, "seed": "another" }), "other").1, own.1);
    assert_eq!(drawn(json!({}), "usual").1.len(), 12, "no more than there are");
    let input = json!({ "month": "2026-11", "folder": hall.folder(), "sample": 1_001 });
    assert_eq!(refused(hall.call(&maya, "export_pack", input)), "bad_input");
}

#[test]
fn whoever_verifies_a_pack_is_told_whether_somebody_chose_the_seed_of_its_sample() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let account = hall.bills(5_000);
    for _ in 0..12 {
        hall.pays(&asha, &account, 10).unwrap();
    }
    let sample = |pack: &str| {
        let report = verified(&hall, &omar, pack);
        assert_eq!(report.findings, Vec::<String>::new());
        let sample = report.proof.unwrap().sample;
        (sample.drawn, sample.asked_for, sample.given_by)
    };
    // No day is sealed yet; then one is.
    assert_eq!(sample(&pack(&hall, &omar, "unsealed", &json!({})).path), (12, 60, None));
    hall.next_morning(&maya);
    let usual = pack(&hall, &maya, "usual", &json!({}));
    assert_eq!(sample(&usual.path), (12, 60, None));
    assert_eq!((usual.asked_for, &usual.given_by), (60, &None));

    // A seed that looks like the usual one, and spares what its giver dislikes.
    let chosen = pack(&hall, &maya, "chosen", &json!({ "seed": "3f9c3f9c3f9c3f9c", "sample": 3 }));
    assert_eq!(sample(&chosen.path), (3, 3, Some("maya".into())));
    assert_eq!(chosen.given_by.as_deref(), Some("maya"));
    let none = pack(&hall, &maya, "none", &json!({ "sample": 0 }));
    assert_eq!(sample(&none.path), (0, 0, None), "that none was asked for is told, too");
    // Nor is the word of its manifest needed: the seed of the seal is worked out.
    let said = inside(&usual.path, "MANIFEST.json").contains("given_by");
    assert!(!said && inside(&chosen.path, "MANIFEST.json").contains("\"given_by\": \"maya\""));
    let log =
        hall.office().book().read(|tx| foil_store::audit::page(tx, maya.counter().unwrap(), i64::MAX, 50));
    let begun =
        log.unwrap().into_iter().filter(|row| row.act == "start_job" && row.changes.contains("\"sample\""));
    let begun: Vec<String> = begun.map(|row| row.changes).collect();
    assert!(begun.iter().any(|row| row.contains("\"seed\":\"3f9c3f9c3f9c3f9c\"")), "{begun:#?}");
    assert!(begun.iter().any(|row| row.contains("\"asked_for\":0")), "{begun:#?}");
}

#[test]
fn a_pack_is_made_by_who_may_export_and_replaces_nothing_but_a_pack() {
    let hall = Hall::open();
    let (asha, admin, omar) = (hall.clerk("asha"), hall.admin("anand"), hall.official("omar"));
    let input = |folder: &Path| json!({ "month": "2026-11", "folder": folder });
    for who in [&asha, &admin] {
        assert_eq!(refused(hall.call(who, "export_pack", input(hall.folder()))), "not_allowed");
    }
    let there = hall.folder().join("there");
    std::fs::create_dir_all(&there).unwrap();
    std::fs::write(there.join("audit-2026-11.zip"), "somebody's letters").unwrap();
    assert_eq!(refused(hall.call(&omar, "export_pack", input(&there))), "file_exists");
    assert_eq!(std::fs::read_to_string(there.join("audit-2026-11.zip")).unwrap(), "somebody's letters");
    let not_yet = json!({ "month": "2026-12", "folder": hall.folder() });
    assert_eq!(refused(hall.call(&omar, "export_pack", not_yet)), "bad_input");
    assert_eq!(
        refused(hall.call(&omar, "export_pack", json!({ "month": "2026-11", "folder": "out" }))),
        "bad_input"
    );
    let made = pack(&hall, &omar, "mine", &json!({}));
    assert_eq!(pack(&hall, &omar, "mine", &json!({})).path, made.path, "a pack is made anew in its place");
    let beside = json!({ "path": there.join("audit-2026-11.zip"), "seals": [there] });
    assert_eq!(refused(hall.call(&omar, "verify", beside)), "not_verifiable");
}

/// A report as text: a line for each row, what was before in brackets.
fn report(hall: &Hall, who: &Person, which: &str, from: &str, to: &str) -> String {
    let view: ReportView =
        hall.ask(who, "report", json!({ "report": which, "from": from, "to": to })).unwrap();
    let figures = |all: &[Option<i64>]| {
        all.iter().map(|n| n.map_or("-".to_owned(), |n| n.to_string())).collect::<Vec<_>>().join(" ")
    };
    let line = |row: &ReportRow| format!("{}: {} ({})\n", row.name, figures(&row.now), figures(&row.before));
    view.rows.iter().chain([&view.total]).map(line).collect()
}

#[test]
fn a_report_stands_beside_the_period_before() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    // Drawers are open: who might count one is told nothing of the day.
    let omar = hall.official("omar");
    let power = hall.account("Asha Rao", Service::Electricity).owes(900).overdue_days(40).moves_in();
    let water = hall.account("Bina Kamath", Service::Water).owes(400).overdue_days(3).moves_in();
    hall.pays(&asha, &power, 300).unwrap();
    hall.pays(&bela, &water, 100).unwrap();
    hall.next_morning(&maya);
    hall.visit(&asha).account(&power).pays(200).upi(200, "U-1").take().unwrap();
    hall.pays(&asha, &water, 50).unwrap();
    hall.undoes(&asha).unwrap();

    let today = |which: &str| report(&hall, &omar, which, "2026-11-22", "2026-11-22");
    expect![[r#"
        2026-11-22: 2 1 0 20000 (2 0 0 40000)
        total: 2 1 0 20000 (2 0 0 40000)
    "#]]
    .assert_eq(&today("days"));
    expect![[r#"
        asha: 2 1 0 20000 (1 0 0 30000)
        bela:  (1 0 0 10000)
        total: 2 1 0 20000 (2 0 0 40000)
    "#]]
    .assert_eq(&today("clerks"));
    expect![[r#"
        cash: 1 0 0 0 (2 0 40000 10000)
        upi: 1 0 20000 10000 ()
        total: 2 0 20000 10000 (2 0 40000 10000)
    "#]]
    .assert_eq(&today("tenders"));
    expect![[r#"
        electricity: 1 20000 10000 (1 30000 7500)
        water:  (1 10000 2500)
        total: 1 20000 10000 (2 40000 10000)
    "#]]
    .assert_eq(&today("services"));
    expect![[r#"
        electricity: 1 0 40000 0 0 40000 (1 0 60000 0 0 60000)
        water: 1 30000 0 0 0 30000 (1 30000 0 0 0 30000)
        total: 2 30000 40000 0 0 70000 (2 30000 60000 0 0 90000)
    "#]]
    .assert_eq(&today("aging"));
    expect![[r#"
        wrong_amount: 1 5000 ()
        total: 1 5000 (0 0)
    "#]]
    .assert_eq(&today("voids"));
    for which in ["days", "clerks", "tenders", "services", "aging", "demand", "voids", "variances", "waits"] {
        stands_on_paper(&hall, &omar, which);
    }
    hall.books_balance();
}

/// A report is a page with its chart, and a list with every column beside the same of the period before.
fn stands_on_paper(hall: &Hall, who: &Person, which: &str) {
    let asked = json!({ "report": which, "from": "2026-11-22", "to": "2026-11-22" });
    let view: ReportView = hall.ask(who, "report", asked).unwrap();
    let made = |format: &str| {
        let document = json!({ "kind": "report", "report": which, "from": "2026-11-22", "to": "2026-11-22",
            "format": format });
        let handed = json!({ "request_id": hall.request(), "document": document });
        std::fs::read(hall.call(who, "hand_out", handed).unwrap()["path"].as_str().unwrap()).unwrap()
    };
    assert!(made("pdf").starts_with(b"%PDF-"), "{which}");
    let list = String::from_utf8(made("csv")).unwrap();
    let header = list.trim_start_matches('\u{feff}').lines().next().unwrap();
    for column in &view.columns {
        let (now, before) = (format!(",{}", column.name), format!(",{}_before", column.name));
        assert!(header.contains(&now) && header.contains(&before), "{which}: {header}");
    }
    assert_eq!(list.lines().count(), view.rows.len() + 2, "{which}: its rows and their sum: {list}");
    assert!(!list.contains(",000.00"), "figures as a spreadsheet reads them: {list}");
}

#[test]
fn months_that_run_stand_beside_as_much_of_as_many_months_before() {
    let hall = Hall::open();
    let (asha, omar) = (hall.clerk("asha"), hall.official("omar"));
    // A bill on the first of each month from June on: a hundred, two hundred, ….
    let first = hall.account("Asha Rao", Service::Electricity);
    let account = [(100, 154), (200, 124), (300, 93), (400, 62), (500, 32), (600, 1)]
        .into_iter()
        .fold(first, |account, (whole, overdue)| account.owes(whole).overdue_days(overdue))
        .moves_in();
    hall.pays(&asha, &account, 150).unwrap();

    let asked = json!({ "report": "demand", "from": "2026-09-01", "to": "2026-11-30" });
    let view: ReportView = hall.ask(&omar, "report", asked).unwrap();
    let days = [view.to, view.before_from, view.before_to].map(|day| day.to_string());
    assert_eq!(days, ["2026-11-21", "2026-06-01", "2026-08-21"], "up to today, and no further before");
    assert!(view.so_far);
    expect![[r#"
        2026-09: 40000 0 0 (10000 0 0)
        2026-10: 50000 0 0 (20000 0 0)
        2026-11: 60000 15000 2500 (30000 0 0)
        total: 150000 15000 1000 (60000 0 0)
    "#]]
    .assert_eq(&report(&hall, &omar, "demand", "2026-09-01", "2026-11-30"));
    // The same asked for as far as it has got is no month, and goes beside as many days.
    let asked = json!({ "report": "days", "from": "2026-11-01", "to": "2026-11-21" });
    let view: ReportView = hall.ask(&omar, "report", asked).unwrap();
    assert_eq!((view.so_far, view.before_from.to_string()), (false, "2026-10-11".to_owned()));
    hall.books_balance();
}

#[test]
fn duplicates_and_overrides_of_a_month_are_read_in_the_window_by_whoever_reads_everything() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (omar, arun) = (hall.official("omar"), hall.admin("arun"));
    let account = hall.bills(900);
    let payment = hall.pays(&asha, &account, 900).unwrap().payment;
    for _ in 0..2 {
        let document = json!({ "kind": "receipt", "payment": payment, "format": "pdf" });
        hall.call(&maya, "hand_out", json!({ "request_id": hall.request(), "document": document })).unwrap();
    }
    hall.sets_office(&arun, &json!({ "phone": "0820 252 0000" })).unwrap();
    let of = |register: &str, month: &str| {
        let page =
            hall.call(&omar, "month_register", json!({ "month": month, "register": register })).unwrap();
        assert_eq!(page["cut"], false);
        let rows = page["rows"].as_array().unwrap().iter();
        rows.map(|r| format!("{} {} {} {}", r["on"], r["who"], r["act"], r["subject"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("reprints", "2026-11"), ["2026-11-21 maya hand_out C1/26-27/000001 DUPLICATE 1"]);
    let told = of("overrides", "2026-11");
    assert!(told.iter().any(|row| row.starts_with("2026-11-21 arun save_office ")), "{told:?}");
    assert_eq!(of("overrides", "2026-10"), Vec::<String>::new());
    let asks = json!({ "month": "2026-11", "register": "reprints" });
    assert_eq!(refused(hall.call(&asha, "month_register", asks)), "not_allowed");
}

#[test]
fn a_register_of_a_month_that_is_longer_than_a_screen_looks_through_says_from_which_day_on_it_tells() {
    let hall = Hall::open();
    let (asha, maya, arun) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("arun"));
    let account = hall.bills(900);
    hall.pays(&asha, &account, 100).unwrap();
    hall.sets_office(&arun, &json!({ "phone": "0820 252 0000" })).unwrap();
    hall.days_pass(&maya, 2);
    hall.pays(&asha, &account, 100).unwrap();
    let page = || {
        let asks = json!({ "month": "2026-11", "register": "overrides" });
        hall.call(&maya, "month_register", asks).unwrap()
    };
    let whole = page();
    assert_eq!((&whole["cut"], &whole["since"]), (&json!(false), &json!(null)));
    assert!(whole["rows"].as_array().unwrap().iter().any(|row| row["act"] == "save_office"));

    // A month of payments at one counter, and none of them is an override.
    raw(&hall.path(), hall.key())
        .execute_batch(
            "WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 20000)
             INSERT INTO audit (counter_id, seq, at, business_on, who, act, request_id, input_hash, changes, result, hash)
             SELECT a.counter_id, a.seq + more.n, a.at + more.n, a.business_on, a.who, a.act, NULL, NULL, a.changes, NULL, a.hash
               FROM audit a, more WHERE a.counter_id = 1 AND a.seq = (SELECT MAX(seq) FROM audit WHERE counter_id = 1)",
        )
        .unwrap();
    let cut = page();
    assert_eq!(
        (&cut["rows"], &cut["cut"]),
        (&json!([]), &json!(true)),
        "what is older is told of no counter"
    );
    assert_eq!(cut["since"], "2026-11-23", "and it is said from which day on");
}

#[test]
fn who_was_never_called_is_counted_and_makes_no_wait_longer() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let called = hall.bills(900);
    let left = hall.account("Vani Bhat", Service::Water).owes(400).moves_in();
    hall.takes_ticket(&asha, &called).unwrap();
    hall.takes_ticket(&asha, &left).unwrap();
    hall.minutes_pass(10);
    let ticket = hall.calls_next(&asha).unwrap();
    hall.finishes(&asha, &ticket).unwrap();
    hall.minutes_pass(50);
    hall.closes_day(&maya, None).unwrap();
    let told = report(&hall, &omar, "waits", "2026-11-21", "2026-11-21");
    let rows: Vec<&str> = told.lines().collect();
    assert!(rows.iter().any(|row| row.contains(": 1 600 600 0 ")), "{told}");
    // Until when somebody waited who was never called nobody knows: the day was closed when a manager came to it.
    assert!(rows.iter().any(|row| row.starts_with("not_called: 1 - - - ")), "{told}");
    assert!(rows.last().unwrap().starts_with("total: 2 600 600 0 "), "{told}");
}

#[test]
fn the_first_call_ends_a_wait_and_who_left_before_it_is_counted() {
    let hall = Hall::open();
    let (asha, omar) = (hall.clerk("asha"), hall.official("omar"));
    let (fetches, leaves, mistaken) = (hall.bills(900), hall.bills(800), hall.bills(700));
    let version = |ticket: &foil_app::queue::views::TicketView| json!({ "ticket": ticket.id, "version": ticket.version });
    hall.takes_ticket(&asha, &mistaken).unwrap();
    hall.undoes(&asha).unwrap();
    hall.takes_ticket(&asha, &fetches).unwrap();
    hall.minutes_pass(3);
    let called = hall.calls_next(&asha).unwrap();
    let held = hall.ask(&asha, "hold_ticket", version(&called)).unwrap();
    let left = hall.takes_ticket(&asha, &leaves).unwrap();
    hall.minutes_pass(84);
    let mut leaving = version(&left);
    leaving["reason"] = json!("gone home");
    hall.call(&asha, "cancel_ticket", leaving).unwrap();
    let again = hall.ask(&asha, "call_ticket", version(&held)).unwrap();
    hall.finishes(&asha, &again).unwrap();

    expect![[r#"
        left: 1 - - - ()
        regular: 1 180 180 0 ()
        total: 2 180 180 0 (0 - - 0)
    "#]]
    .assert_eq(&report(&hall, &omar, "waits", "2026-11-21", "2026-11-21"));
}

#[test]
fn a_report_of_a_closed_period_is_the_same_bytes_whatever_the_office_is_by_then() {
    let hall = Hall::open();
    let (asha, maya, omar, arun) =
        (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"), hall.admin("arun"));
    let account = hall.bills(900);
    let waits = |minutes: i64| {
        let ticket = hall.takes_ticket(&asha, &account).unwrap();
        hall.minutes_pass(minutes);
        let called = hall.calls_next(&asha).unwrap();
        assert_eq!(called.id, ticket.id);
        hall.finishes(&asha, &called).unwrap();
    };
    let limit = |secs: i64| {
        let queue = json!({ "max_urgent_in_a_row": 3, "max_wait_secs": secs, "bulk_accounts": 5 });
        hall.sets_office(&arun, &json!({ "queue": queue })).unwrap();
    };
    limit(1_200);
    waits(25);
    hall.next_morning(&maya);
    // From the second day on half an hour is no long wait.
    limit(1_500);
    limit(1_800);
    waits(25);
    hall.next_morning(&maya);
    let made = |which: &str, format: &str| {
        let document = json!({ "kind": "report", "report": which, "from": "2026-11-21", "to": "2026-11-22",
            "format": format });
        let handed = json!({ "request_id": hall.request(), "document": document });
        std::fs::read(hall.call(&omar, "hand_out", handed).unwrap()["path"].as_str().unwrap()).unwrap()
    };
    let all =
        || [("waits", "csv"), ("waits", "pdf"), ("days", "pdf")].map(|(which, format)| made(which, format));
    let late = |on: &str| report(&hall, &omar, "waits", on, on).lines().last().unwrap().to_owned();
    let before = all();
    assert!(late("2026-11-21").starts_with("total: 1 1500 1500 1 "), "{}", late("2026-11-21"));
    assert!(late("2026-11-22").starts_with("total: 1 1500 1500 0 "), "{}", late("2026-11-22"));

    limit(60);
    let moved =
        json!({ "name": "Udupi Utility Branch", "address": "Car Street; Udupi", "phone": "0820 252 0000" });
    hall.sets_office(&arun, &moved).unwrap();
    assert_eq!(all(), before, "made again it is what it was");
    waits(2);
    hall.next_morning(&maya);
    assert_eq!(all(), before);
    assert!(late("2026-11-23").starts_with("total: 1 120 120 1 "), "{}", late("2026-11-23"));
    hall.books_balance();
}

#[test]
fn what_was_not_looked_at_in_time_stands_in_the_pack_and_is_missed_where_it_does_not() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let omar = hall.official("omar");
    hall.approves_by(Some(50_000), 0, 0);
    let account = hall.bills(900);
    let [one, two] = [100, 110].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    let late = hall.asks_void(&bela, one).done_first().now().unwrap().approval;
    hall.approves(&maya, &hall.asks_void(&bela, two).done_first().now().unwrap().approval).unwrap();
    hall.days_pass(&maya, 4);
    hall.approves(&maya, &late).unwrap();
    hall.days_pass(&maya, 8);
    let made = pack(&hall, &omar, "out", &json!({}));
    let told = kept(&made.path);
    let overdue: Vec<&[String; 6]> = told.iter().filter(|e| e[0] == "second_look_overdue").collect();
    assert_eq!(overdue.len(), 1, "{told:#?}");
    assert_eq!((overdue[0][1].as_str(), overdue[0][4].as_str()), ("2026-11-21", "100.00"));
    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    hall.books_balance();

    // Whoever writes into the book that it was looked at in time is told by the log.
    let conn = raw(&hall.path(), hall.key());
    conn.execute_batch("DROP TRIGGER approval_late_stands; UPDATE approval SET late = 0;").unwrap();
    let forged = pack(&hall, &omar, "forged", &json!({}));
    let findings = verified(&hall, &omar, &forged.path).findings;
    assert!(findings.iter().any(|f| f.contains("it lacks the second_look_overdue of")), "{findings:#?}");
}

#[test]
fn a_defaulter_register_that_is_not_the_books_is_named_by_its_accounts() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let owes = |name, whole, days| {
        hall.account(name, Service::Electricity).owes(whole).overdue_days(days).moves_in()
    };
    let accounts = [owes("Farida Begum", 1_000, 10), owes("Ganesh Pai", 400, 40), owes("Hema Rao", 90, 5)];
    hall.pays(&asha, &accounts[1], 100).unwrap();
    hall.days_pass(&maya, 12);
    let honest = pack(&hall, &omar, "honest", &json!({}));
    assert_eq!(verified(&hall, &omar, &honest.path).findings, Vec::<String>::new());

    // Who has the book's key makes a pack in which one owes what the other does, signed as any.
    let conn = raw(&hall.path(), hall.key());
    let moves = |by: i64| {
        for (account, by) in [(&accounts[0], -by), (&accounts[1], by)] {
            let sql = "UPDATE bill SET left_minor = left_minor + ?1 WHERE account_id = ?2";
            assert_eq!(conn.execute(sql, (by, account.id.0)).unwrap(), 1);
        }
    };
    moves(5_000);
    let forged = pack(&hall, &omar, "forged", &json!({}));
    moves(-5_000);
    let findings = verified(&hall, &omar, &forged.path).findings;
    let named = |account: &foil_testkit::Account| {
        findings
            .iter()
            .any(|f| f.contains(&format!("defaulters.json: {} owed something else", account.number)))
    };
    assert_eq!(accounts.each_ref().map(named), [true, true, false], "{findings:#?}");
}

#[test]
fn no_report_tells_whoever_has_a_drawer_to_count_what_its_day_took() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let account = hall.bills(5_000);
    hall.pays(&asha, &account, 400).unwrap();
    hall.next_morning(&maya);
    hall.minds_drawers();
    hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 750).unwrap();

    let of = |who: &Person, which: &str| report(&hall, who, which, "2026-11-21", "2026-11-22");
    let month = |who: &Person| hall.call(who, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let today = |who: &Person| hall.call(who, "day_figures", json!({ "on": "2026-11-22" })).unwrap();
    for which in ["days", "clerks", "tenders", "services", "demand"] {
        let (blind, seeing) = (of(&maya, which), of(&omar, which));
        assert!(!blind.contains("75000") && !blind.contains("115000"), "{which}: {blind}");
        assert!(seeing.contains("75000") || seeing.contains("115000"), "{which}: {seeing}");
        assert!(blind.contains("40000"), "{which}: what is closed is told: {blind}");
    }
    let view =
        hall.call(&maya, "report", json!({ "report": "days", "from": "2026-11-22", "to": "2026-11-22" }));
    assert_eq!(view.unwrap()["left_out"], "2026-11-22", "and it says that it leaves the day out");
    let wanted = json!({ "kind": "report", "report": "tenders", "from": "2026-11-21", "to": "2026-11-22",
        "format": "csv" });
    let handed = json!({ "request_id": hall.request(), "document": wanted });
    let paper = hall.call(&maya, "hand_out", handed).unwrap();
    let csv = std::fs::read_to_string(paper["path"].as_str().unwrap()).unwrap();
    assert!(csv.contains("400.00") && !csv.contains("1,150.00") && !csv.contains("1150.00"), "{csv}");
    assert_eq!(month(&maya)["figures"]["taken"], 40_000);
    assert_eq!(month(&omar)["figures"]["taken"], 115_000);
    assert_eq!(month(&maya)["days"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&today(&maya)["taken"], &today(&maya)["receipts"]),
        (&json!(0), &json!(1)),
        "the numbers are no secret"
    );
    assert_eq!(today(&omar)["taken"], 75_000);

    // Once it is counted to its end, it is told: they know it then.
    hall.counts(&maya, &[(50, 14)], &[]).unwrap();
    assert!(!of(&maya, "tenders").contains("115000"), "it differs, and is counted again");
    hall.counts(&maya, &[(50, 15)], &[]).unwrap();
    assert!(of(&maya, "tenders").contains("115000"));
    hall.closes_shift(&maya, &json!({ "keep": 0 })).unwrap();
    assert!(month(&maya)["figures"].get("left_out").is_none());
}

#[test]
fn a_day_that_nothing_is_told_of_is_left_out_on_both_sides_and_what_was_billed_on_it_is_told() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(50_000);
    for _ in 0..5 {
        hall.pays(&asha, &account, 100).unwrap();
        hall.next_morning(&maya);
    }
    // On the sixth day a drawer is open.
    hall.pays(&asha, &account, 100).unwrap();
    hall.account("Bina Kamath", Service::Water).owes(7_000).due_in(24).moves_in();

    let of = |which: &str, from: &str| report(&hall, &maya, which, from, "2026-11-26");
    expect![[r#"
        cash: 2 0 20000 10000 (2 0 20000 10000)
        total: 2 0 20000 10000 (2 0 20000 10000)
    "#]]
    .assert_eq(&of("tenders", "2026-11-24"));
    expect![[r#"
        2026-11-24: 1 0 0 10000 (1 0 0 10000)
        2026-11-25: 1 0 0 10000 (1 0 0 10000)
        total: 2 0 0 20000 (2 0 0 20000)
    "#]]
    .assert_eq(&of("days", "2026-11-24"));
    expect![[r#"
        total:  ()
    "#]]
    .assert_eq(&of("days", "2026-11-26"));
    assert!(of("demand", "2026-11-26").contains(": 700000 0 0 "), "{}", of("demand", "2026-11-26"));
    let asked = json!({ "report": "clerks", "from": "2026-11-24", "to": "2026-11-26" });
    let view: ReportView = hall.ask(&maya, "report", asked).unwrap();
    assert_eq!(
        [view.before_from, view.before_to, view.left_out.unwrap()].map(|day| day.to_string()),
        ["2026-11-22", "2026-11-23", "2026-11-26"],
        "and it says beside what"
    );
}

#[test]
fn nothing_tells_a_manager_what_a_drawer_must_hold_that_they_may_have_to_count() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let (maya, omar) = (hall.manager("maya"), hall.official("omar"));
    hall.minds_drawers();
    let account = hall.bills(5_000);
    let own = hall.opens_shift(&asha, &[]).unwrap();
    hall.opens_shift(&bela, &[]).unwrap();
    hall.pays(&asha, &account, 750).unwrap();
    hall.visit(&asha).account(&account).pays(90).upi(90, "UPI778").take().unwrap();
    hall.pays(&bela, &account, 400).unwrap();
    hall.counts(&bela, &[(100, 4)], &[]).unwrap();
    hall.closes_shift(&bela, &json!({ "keep": 0 })).unwrap();

    let cash_of_day = |who: &Person| {
        let state = hall.day_state(who).unwrap();
        let cash = state.tenders.iter().find(|t| t.method == "cash").map(|t| t.amount.minor());
        (cash, state.cash_hidden, state.ended.len(), state.tenders.iter().any(|t| t.method == "upi"))
    };
    assert_eq!(cash_of_day(&maya), (None, true, 1, false), "what was counted is told, and no tender of it");
    assert_eq!(cash_of_day(&omar), (Some(115_000), false, 1, true));
    let reports = |who: &Person| {
        let all = ["days", "clerks", "tenders", "services", "demand"];
        all.map(|which| report(&hall, who, which, "2026-11-21", "2026-11-21")).join("\n")
    };
    let tells = |text: &str| ["75000", "84000", "115000", "124000"].iter().any(|sum| text.contains(sum));
    assert!(!tells(&reports(&maya)) && tells(&reports(&omar)), "{}", reports(&maya));
    let asked = json!({ "report": "clerks", "from": "2026-11-21", "to": "2026-11-21" });
    assert_eq!(hall.call(&maya, "report", asked).unwrap()["left_out"], "2026-11-21", "and it says so");
    let day = |who: &Person| hall.call(who, "day_figures", json!({ "on": "2026-11-21" })).unwrap();
    let month = |who: &Person| hall.call(who, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let figures = |who: &Person| format!("{} {}", day(who), month(who)["figures"]);
    assert!(!tells(&figures(&maya)) && tells(&figures(&omar)), "{}", figures(&maya));
    assert!(hall.x_report(&maya, Some(own.id)).unwrap().cash.is_none());
    assert!(hall.x_report(&omar, Some(own.id)).unwrap().cash.is_some());
    let paper = json!({ "kind": "report", "report": "clerks", "from": "2026-11-21", "to": "2026-11-21",
        "format": "csv" });
    let paper =
        hall.call(&maya, "hand_out", json!({ "request_id": hall.request(), "document": paper })).unwrap();
    let csv = std::fs::read_to_string(paper["path"].as_str().unwrap()).unwrap();
    assert!(!csv.contains("840.00") && !csv.contains("400.00"), "{csv}");
    // The audit's files are written at any hour, and the log says by whom and before which count.
    let day_of = json!({ "on": "2026-11-21", "folder": hall.folder().join("early") });
    hall.call(&maya, "export_day", day_of).unwrap();

    // Asha is gone: Maya counts in her place without the figure, and knows it then.
    let there = hall.sits_at(&maya, &asha);
    let count = |hundreds: i64| {
        let pieces = json!([{ "value": 10_000, "count": hundreds }, { "value": 5_000, "count": 1 }]);
        let tenders = json!([{ "method": "upi", "amount": 9_000 }]);
        let input =
            json!({ "request_id": hall.request(), "shift": own.id, "pieces": pieces, "tenders": tenders });
        hall.call(&there, "count_shift", input).unwrap()
    };
    assert_eq!(count(6)["next"], "count_again");
    assert_eq!(cash_of_day(&maya).0, None, "nor between two counts");
    assert_eq!(count(7)["next"], "close");
    assert_eq!(cash_of_day(&maya), (Some(115_000), false, 1, true));
    assert!(tells(&reports(&maya)) && tells(&figures(&maya)));
    hall.books_balance();
}

#[test]
fn whoever_has_figures_exported_before_a_drawer_is_counted_is_told_of_on_its_z_report_and_in_the_pack() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let account = hall.bills(5_000);
    hall.pays(&asha, &account, 400).unwrap();
    hall.days_pass(&maya, 10);
    hall.minds_drawers();
    let hers = hall.opens_shift(&asha, &[]).unwrap();
    let own = hall.opens_shift(&maya, &[]).unwrap();
    hall.pays(&maya, &account, 700).unwrap();
    let told = |who: &Person| -> Vec<String> {
        let month = hall.call(who, "month_summary", json!({ "month": "2026-12" })).unwrap();
        let found =
            month["exceptions"].as_array().unwrap().iter().filter(|e| e["kind"] == "seen_before_count");
        found.map(|e| format!("{} {} {}", e["subject"], e["who"], e["detail"]).replace('"', "")).collect()
    };

    // A month that is over tells of no drawer.
    pack_of(&hall, &maya, "2026-11", "before", &json!({}));
    assert_eq!(told(&omar), Vec::<String>::new());
    let early = pack_of(&hall, &maya, "2026-12", "early", &json!({}));
    pack_of(&hall, &maya, "2026-12", "again", &json!({}));
    let [of_own, of_hers] = [
        format!("{} maya exported the day's figures before counting their own drawer", own.number),
        format!("{} maya exported the day's figures before it was counted", hers.number),
    ];
    let mut by_maya = told(&omar);
    by_maya.sort();
    let mut wanted = vec![of_own.clone(), of_hers.clone()];
    wanted.sort();
    assert_eq!(by_maya, wanted, "each drawer once");
    assert_eq!(
        verified(&hall, &omar, &early.path).findings,
        Vec::<String>::new(),
        "the pack tells of itself"
    );

    hall.counts(&maya, &[(100, 7)], &[]).unwrap();
    let z = hall.closes_shift(&maya, &json!({ "keep": 0 })).unwrap().z.unwrap();
    let paper = hall.z_text(z.id).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(paper.contains("the day's figures were exported before the count by: Maya"), "{paper}");
    // The day's files tell as much, whoever asks for them; of what is counted nothing is told any more.
    let day = json!({ "on": "2026-12-01", "folder": hall.folder().join("day") });
    hall.call(&omar, "export_day", day).unwrap();
    assert_eq!(told(&omar).len(), 3);
    assert!(told(&omar).contains(&of_hers.replace(" maya ", " omar ")));
    hall.counts(&asha, &[], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    let paper = hall.z_text(z.id).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(paper.contains("exported before the count by: Maya, Omar"), "{paper}");
    let late = pack_of(&hall, &omar, "2026-12", "late", &json!({}));
    assert_eq!(told(&omar).len(), 3);
    assert_eq!(verified(&hall, &omar, &late.path).findings, Vec::<String>::new());

    // A drawer that nobody looked at before its count says nothing.
    hall.closes_day(&maya, None).unwrap();
    hall.opens_shift(&asha, &[]).unwrap();
    hall.counts(&asha, &[], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    assert!(!hall.z_text(z.id).contains("exported"));
    hall.books_balance();

    // Whoever takes it out of the book is told by the log.
    let conn = raw(&hall.path(), hall.key());
    conn.execute_batch("DROP TRIGGER drawer_seen_is_never_deleted; DELETE FROM drawer_seen;").unwrap();
    let forged = pack_of(&hall, &omar, "2026-12", "forged", &json!({}));
    let findings = verified(&hall, &omar, &forged.path).findings;
    let lacks = format!("it lacks the seen_before_count of {}", own.number);
    assert!(findings.iter().any(|f| f.contains(&lacks)), "{findings:#?}");
}

#[test]
fn what_falls_later_is_taken_off_on_its_own_day_and_money_that_moves_is_counted_once() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let power = hall.account("Asha Rao", Service::Electricity).owes(900).overdue_days(40).moves_in();
    let water = hall.account("Bina Kamath", Service::Water).owes(400).overdue_days(3).moves_in();
    let gas = hall.account("Bhima Naik", Service::Gas).owes(700).moves_in();
    let refunded = hall.pays(&asha, &power, 300).unwrap();
    let moved = hall.visit(&asha).account(&power).pays(200).upi(200, "U-1").take().unwrap();
    let bounced = hall.visit(&asha).account(&gas).pays(700).cheque(600, "000123", "Canara Bank").cash(100);
    let bounced = bounced.take().unwrap();
    hall.next_morning(&maya);
    let closed_day = report(&hall, &omar, "days", "2026-11-21", "2026-11-21");
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.asks_back(&asha, refunded.payment, &Way::Refund).allowed_by(&maya).now().unwrap();
    let asked = hall.asks_back(&asha, moved.payment, &Way::To(&water)).now().unwrap();
    hall.approves(&maya, &asked.approval).unwrap();
    let cheque = hall.cheque_of(&maya, bounced.payment);
    hall.deposits(&maya, &[cheque.id]).unwrap();
    hall.bounces(&maya, &hall.cheque_of(&maya, bounced.payment)).unwrap();
    hall.visit(&maya).account(&water).pays(50).cash(50).take().unwrap();

    let both = |which: &str| report(&hall, &omar, which, "2026-11-22", "2026-11-22");
    expect![[r#"
        2026-11-22: 2 0 110000 -85000 (3 0 0 120000)
        total: 2 0 110000 -85000 (3 0 0 120000)
    "#]]
    .assert_eq(&both("days"));
    expect![[r#"
        asha: 0 0 30000 -30000 (3 0 0 120000)
        maya: 2 0 80000 -55000 ()
        total: 2 0 110000 -85000 (3 0 0 120000)
    "#]]
    .assert_eq(&both("clerks"));
    expect![[r#"
        cash: 1 30000 -25000 - (2 0 40000 3333)
        cheque: 0 60000 -60000 - (1 0 60000 5000)
        transfer: 1 20000 0 - ()
        upi:  (1 0 20000 1667)
        total: 2 110000 -85000 - (4 0 120000 10000)
    "#]]
    .assert_eq(&both("tenders"));
    expect![[r#"
        electricity: 0 -50000 - (2 50000 4167)
        gas: 0 -60000 - (1 70000 5833)
        water: 2 25000 - ()
        total: 2 -85000 - (3 120000 10000)
    "#]]
    .assert_eq(&both("services"));
    expect![[r#"
        2026-11: 0 -85000 - (0 120000 -)
        total: 0 -85000 - (0 120000 -)
    "#]]
    .assert_eq(&both("demand"));
    expect![[r#"
        bounce: 1 60000 ()
        refund: 1 30000 ()
        transfer: 1 20000 ()
        total: 3 110000 (0 0)
    "#]]
    .assert_eq(&both("voids"));
    assert_eq!(report(&hall, &omar, "days", "2026-11-21", "2026-11-21"), closed_day, "a closed day");
    hall.books_balance();

    hall.days_pass(&maya, 15);
    let first = pack(&hall, &maya, "one", &json!({}));
    assert_eq!(verified(&hall, &omar, &first.path).findings, Vec::<String>::new());
    let rows = |name: &str| {
        let text = inside(&first.path, name);
        let lines = text.lines().map(|line| line.rsplit_once(',').map_or(line, |(rest, _)| rest).to_owned());
        lines.collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        row,business_on,counter,clerk,method,receipts,taken,voids,voided,returned,net
        1,2026-11-21,C1,asha,cash,2,400.00,0,0.00,0.00,400.00
        2,2026-11-21,C1,asha,cheque,1,600.00,0,0.00,0.00,600.00
        3,2026-11-21,C1,asha,upi,1,200.00,0,0.00,0.00,200.00
        4,2026-11-22,C1,asha,cash,0,0.00,0,0.00,300.00,-300.00
        5,2026-11-22,C2,maya,cash,1,50.00,0,0.00,0.00,50.00
        6,2026-11-22,C2,maya,cheque,0,0.00,0,0.00,600.00,-600.00
        7,2026-11-22,C2,maya,transfer,1,200.00,0,0.00,200.00,0.00
        #end,7,,,,,,,,,"#]]
    .assert_eq(&rows("registers/collections.csv"));
    expect![[r#"
        row,paper,counter,series,follows,first,last,count,voids,gaps
        1,receipt,C1,C1/26-27,,C1/26-27/000001,C1/26-27/000003,3,0,0
        2,receipt,C2,C2/26-27,,C2/26-27/000001,C2/26-27/000002,2,0,0
        3,z_report,C1,C1Z/26-27,,C1Z/26-27/000001,C1Z/26-27/000002,2,0,0
        4,z_report,C2,C2Z/26-27,,C2Z/26-27/000001,C2Z/26-27/000001,1,0,0
        5,refund,C1,C1F/26-27,,C1F/26-27/000001,C1F/26-27/000001,1,0,0
        6,refund,C2,C2T/26-27,,C2T/26-27/000001,C2T/26-27/000001,1,0,0
        7,refund,C2,C2X/26-27,,C2X/26-27/000001,C2X/26-27/000001,1,0,0
        8,deposit,C2,C2P/26-27,,C2P/26-27/000001,C2P/26-27/000001,1,0,0
        #end,8,,,,,,,,"#]]
    .assert_eq(&rows("certificate.csv"));
    expect![[r#"
        row,section,item,count,amount
        1,period,taken,5,1450.00
        2,period,voided,0,0.00
        3,period,returned,3,1100.00
        4,period,net,5,350.00
        5,period,overdue,2,1050.00
        6,period,reprints,0,
        7,period,audit_rows,44,
        8,method,cash,3,150.00
        9,method,cheque,1,0.00
        10,method,transfer,1,0.00
        11,method,upi,1,200.00
        12,clerk,asha,3,900.00
        13,clerk_voids,asha,0,
        14,clerk,maya,2,-550.00
        15,clerk_voids,maya,0,
        16,receipts,C1/26-27/000001 to C1/26-27/000003,3,
        17,receipts_void,C1,0,
        18,receipts_missing,C1,0,
        19,receipts,C2/26-27/000001 to C2/26-27/000002,2,
        20,receipts_void,C2,0,
        21,receipts_missing,C2,0,
        22,day,2026-11-21,3,1200.00
        23,day,2026-11-22,2,-850.00
        #end,23,,,"#]]
    .assert_eq(&rows("summary.csv"));
    let input = json!({ "month": "2026-11", "folder": hall.folder() });
    let job = hall.does_job(&maya, "export_month", input).unwrap();
    assert_eq!(job.state, "done", "{}", job.result);
    let folder = hall.folder().join("audit-2026-11");
    let report: VerifyReport = hall.ask(&omar, "verify", json!({ "path": folder })).unwrap();
    assert_eq!(report.findings, Vec::<String>::new());
    let summary = std::fs::read_to_string(folder.join("summary.csv")).unwrap();
    assert_eq!(summary, inside(&first.path, "summary.csv"), "the month's folder and its pack say the same");
}

#[test]
fn a_report_is_for_managers_and_officials_and_of_a_period_that_can_be() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let input = |from: &str, to: &str| json!({ "report": "days", "from": from, "to": to });
    assert_eq!(refused(hall.call(&asha, "report", input("2026-11-01", "2026-11-30"))), "not_allowed");
    hall.call(&omar, "report", input("2026-11-01", "2026-11-30")).unwrap();
    for (from, to) in
        [("2026-11-30", "2026-11-01"), ("2026-12-01", "2026-12-31"), ("2020-01-01", "2026-11-21")]
    {
        assert_eq!(refused(hall.call(&maya, "report", input(from, to))), "bad_input");
    }
}

#[test]
fn no_pack_and_no_export_of_a_month_in_which_a_second_look_is_open() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let account = hall.bills(900);
    let paid = hall.pays(&asha, &account, 100).unwrap();
    hall.next_morning(&maya);
    hall.opens_shift(&asha, &[(500, 1)]).unwrap();
    hall.approves_by(Some(50_000), 0, 0);
    let asked = hall.asks_back(&asha, paid.payment, &foil_testkit::Way::Refund).done_first().now().unwrap();
    let month = || json!({ "month": "2026-11", "folder": hall.folder().join("out") });

    // With the drawers counted nothing else stands against it.
    hall.drawers_are_counted();
    for who in [&maya, &omar] {
        for act in ["export_pack", "export_month"] {
            assert_eq!(refused(hall.call(who, act, month())), "second_looks_open", "{act}");
        }
    }
    assert!(!hall.folder().join("out").exists(), "and nothing was begun");
    let before = json!({ "month": "2026-10", "folder": hall.folder().join("out") });
    assert_eq!(hall.does_job(&maya, "export_pack", before).unwrap().state, "done", "another month may");

    hall.approves(&maya, &asked.approval).unwrap();
    let made = pack(&hall, &omar, "out", &json!({}));
    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn cash_that_leaves_a_drawer_and_a_float_that_is_not_what_was_kept_are_told_though_every_count_is_even() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    // Drawers are open: who might count one is told nothing of the day.
    let omar = hall.official("omar");
    let account = hall.bills(900);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    hall.takes_out(&asha, 40).unwrap();
    hall.counts(&asha, &[(10, 86)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 86_000 })).unwrap();
    assert_eq!(refused(hall.opens_with(&asha, &[(10, 20)])), "float_differs");
    hall.asks(&asha, "allow_float", hall.wants_float(&[(10, 20)])).allowed_by(&maya).now().unwrap();
    hall.opens_with(&asha, &[(10, 20)]).unwrap();
    hall.counts(&asha, &[(10, 20)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 20_000 })).unwrap();
    hall.opens_shift(&asha, &[(10, 20)]).unwrap();

    let made = pack(&hall, &omar, "out", &json!({}));

    let moves = inside(&made.path, "registers/cash_moves.csv");
    assert_eq!(moves.lines().filter(|line| line.contains(",float,")).count(), 2, "{moves}");
    assert!(
        moves.contains(",cash_out,2026-11-21,") && moves.contains(",40.00,done,petty_expense,tea"),
        "{moves}"
    );
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    let of = |kind: &str| exceptions.lines().filter(|line| line.contains(kind)).collect::<Vec<_>>();
    let out = of(",cash_out,");
    assert!(out.len() == 1 && out[0].contains(",asha,40.00,petty_expense: tea"), "{exceptions}");
    let more = of(",kept_more,");
    assert!(
        more.len() == 2
            && more[0].contains(",asha,200.00,change for the morning")
            && more[1].contains(",asha,860.00,change for the morning"),
        "this counter's float is none, whatever stayed in its drawer since: {exceptions}"
    );
    let float = of(",other_float,");
    assert!(
        float.len() == 1 && float[0].contains(",asha,-660.00,"),
        "only the first of the two: {exceptions}"
    );
    let told = report(&hall, &omar, "variances", "2026-11-21", "2026-11-21");
    assert!(
        told.starts_with("asha: 2 0 0 -66000 -66000 0 0 0 0 ()"),
        "the float is of the variance, too: {told}"
    );
    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn what_is_missing_in_the_safe_is_paid_in_as_it_is_by_two_persons_and_told() {
    let hall = Hall::open();
    let (asha, maya, nandini) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("nandini"));
    let account = hall.bills(900);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    hall.counts(&asha, &[(100, 9)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    let notes = |hundreds: i64| json!([{ "value": 10_000, "count": hundreds }]);
    let slip = |hundreds: i64| {
        let input =
            json!({ "request_id": hall.request(), "bank": "Karavali Bank", "pieces": notes(hundreds) });
        hall.call(&maya, "make_deposit_slip", input)
    };
    assert_eq!(refused(slip(8)), "needs_approval", "a hundred is missing, and nobody else has seen it");
    let otherwise =
        |hundreds: i64| json!({ "bank": "Karavali Bank", "pieces": notes(hundreds), "reason": "unknown" });
    assert_eq!(
        refused(hall.asks(&maya, "pay_in_otherwise", otherwise(9)).now()),
        "bad_input",
        "what waits is paid in without a word"
    );
    assert_eq!(refused(hall.asks(&asha, "pay_in_otherwise", otherwise(8)).now()), "not_allowed");
    let asked = hall.asks(&maya, "pay_in_otherwise", otherwise(8)).now().unwrap().approval;
    assert_eq!(asked.amount, Some(Money::from_minor(10_000)));
    assert_eq!(asked.off[0].variance, Money::from_minor(-10_000), "it is short");
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request");
    let done = hall.approves(&nandini, &asked).unwrap().approval;
    assert_eq!(done.off[0].variance, Money::from_minor(-10_000));
    assert!(done.outcome.contains("P/"), "{done:?}");
    assert_eq!(refused(slip(9)), "nothing_to_bank", "all of it is done with");
    hall.books_balance();

    let made = pack(&hall, &maya, "out", &json!({}));
    let deposits = inside(&made.path, "registers/deposits.csv");
    let maker_and_checker = ",maya,800.00,900.00,-100.00,unknown,,nandini,";
    assert!(deposits.contains(maker_and_checker), "{deposits}");
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    assert!(
        exceptions.lines().any(|l| l.contains(",deposit_differs,") && l.contains(",maya,-100.00,")),
        "{exceptions}"
    );
    let told = report(&hall, &maya, "variances", "2026-11-21", "2026-11-21");
    assert!(told.contains("maya: ") && !told.contains("nandini: "), "nor is it whoever let it pass: {told}");
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn a_bag_that_never_reached_the_safe_is_found_when_the_slip_is_counted_though_every_drawer_was_even() {
    let hall = Hall::open();
    let (asha, maya, nandini) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("nandini"));
    let account = hall.bills(900);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    hall.drops(&asha, 300).unwrap();
    hall.counts(&asha, &[(100, 6)], &[]).unwrap();
    let closed = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    let z = closed.z.unwrap();
    assert!(z.variance.is_zero(), "the drawer is even: a drop is its clerk's word");
    assert_eq!(z.banked.minor(), 90_000, "what the Z report left, what was dropped with it");
    assert_eq!(hall.day_state(&maya).unwrap().to_bank.minor(), 90_000, "is what the safe must hold");

    let six = json!({ "pieces": [{ "value": 10_000, "count": 6 }], "reason": "unknown" });
    let found = hall.asks(&maya, "pay_in_otherwise", six).allowed_by(&nandini).now().unwrap();
    assert_eq!(found.approval.amount.unwrap().minor(), 30_000, "the bag");
    let slip = hall.day_state(&maya).unwrap().deposits.pop().unwrap();
    let paper = hall.deposit_text(slip.id);
    assert!(
        paper.contains("300.00") && paper.contains("600.00"),
        "the slip says whose drops it paid in: {paper}"
    );
    assert_eq!(in_ledger(&hall, "over_short"), 30_000);
    hall.books_balance();
}

#[test]
fn the_safe_is_counted_blind_and_what_is_missing_is_noted_by_two_persons_posted_and_told() {
    let hall = Hall::open();
    let (asha, maya, nandini) = (hall.clerk("asha"), hall.manager("maya"), hall.manager("nandini"));
    let rules = json!({
        "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0,
        "manager_tolerance": rupees(10), "denominations": [],
    });
    hall.sets_office(&hall.admin("arun"), &json!({ "shifts": rules })).unwrap();
    let account = hall.bills(900);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    hall.drops(&asha, 300).unwrap();
    let counted = |who: &Person, hundreds: i64, tens: i64| {
        let pieces = json!([{ "value": 10_000, "count": hundreds }, { "value": 1_000, "count": tens }]);
        hall.call(who, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces }))
    };
    assert_eq!(refused(counted(&asha, 3, 0)), "not_allowed", "a clerk counts their own drawer");
    let even = counted(&maya, 3, 0).unwrap();
    assert_eq!(
        (&even["next"], &even["off"]),
        (&json!("even"), &json!(0)),
        "what was dropped is there already"
    );
    hall.counts(&asha, &[(100, 6)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();

    // Ten rupees are within a manager's tolerance, and still have a reason.
    let little = counted(&maya, 8, 9).unwrap();
    assert_eq!((&little["next"], &little["expected"]), (&json!("explain"), &json!(90_000)));
    let explains = |count: &Value, reason: &str| {
        let input = json!({ "request_id": hall.request(), "count": count["count"], "reason": reason });
        hall.call(&maya, "explain_safe", input)
    };
    assert_eq!(refused(explains(&little, "other")), "bad_input", "another reason has a note");
    assert_eq!(explains(&little, "bad_note").unwrap()["next"], "explained");
    assert_eq!(refused(explains(&little, "bad_note")), "has_ended");
    assert_eq!(hall.day_state(&maya).unwrap().to_bank.minor(), 89_000, "what is there waits for the bank");

    // A bag of two hundred is not, and nobody lets it pass alone.
    let bag = counted(&maya, 6, 9).unwrap();
    assert_eq!((&bag["next"], &bag["off"]), (&json!("allow"), &json!(-20_000)));
    assert_eq!(refused(explains(&bag, "unknown")), "needs_approval");
    let why = |count: &Value| json!({ "count": count["count"], "reason": "unknown" });
    assert_eq!(
        refused(hall.asks(&maya, "allow_safe", why(&even)).now()),
        "not_found",
        "an older count is of the past"
    );
    let asked = hall.asks(&maya, "allow_safe", why(&bag)).now().unwrap().approval;
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request");
    let would = hall.call(&nandini, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(would["effects"][0]["variance"], -20_000, "{would}");
    let done = hall.approves(&nandini, &asked).unwrap().approval;
    assert_eq!(done.off[0].variance, Money::from_minor(-20_000));
    assert_eq!(in_ledger(&hall, "over_short"), 21_000);
    hall.books_balance();

    let slip = hall.pays_in(&maya).unwrap();
    assert_eq!(slip.amount.minor(), 69_000, "the bank gets what the safe holds");
    assert!(hall.deposit_text(slip.id).contains("Counted in the safe, over or short"));
    // Found again, they wait for the bank.
    let found = counted(&maya, 2, 0).unwrap();
    hall.asks(&maya, "allow_safe", why(&found)).allowed_by(&nandini).now().unwrap();
    let second = hall.pays_in(&maya).unwrap();
    assert_eq!(second.amount.minor(), 20_000);
    let less = counted(&maya, 1, 0).unwrap();
    let input = json!({ "slip": second.id, "reason": "the bank was shut" });
    hall.asks(&maya, "take_deposit_back", input).allowed_by(&nandini).now().unwrap();
    assert_eq!(
        refused(hall.asks(&maya, "allow_safe", why(&less)).now()),
        "changed_meanwhile",
        "a slip has gone since: it is counted again"
    );
    assert_eq!(hall.pays_in(&maya).unwrap().amount.minor(), 20_000);
    hall.books_balance();

    let made = pack(&hall, &maya, "out", &json!({}));
    let register = inside(&made.path, "registers/variances.csv");
    assert!(register.contains("SAFE/3,,C2,maya,2026-11-21,"), "{register}");
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    let told: Vec<&str> = exceptions
        .lines()
        .filter(|line| line.contains(",safe_differs,") || line.starts_with("safe_differs,"))
        .collect();
    assert_eq!(told.len(), 4, "each count that differed, explained or not: {exceptions}");
    assert!(told.iter().any(|line| line.contains("SAFE/5,maya,100.00,not explained")), "{exceptions}");
    assert!(told.iter().any(|line| line.contains("SAFE/3,maya,-200.00,unknown")), "{exceptions}");
    let told = report(&hall, &maya, "variances", "2026-11-21", "2026-11-21");
    assert!(told.contains("maya: 0 20000 -21000"), "{told}");
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn change_from_the_safe_leaves_it_when_a_drawer_takes_it_and_the_slip_leaves_it_out() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let account = hall.bills(500);
    let holds = || {
        let pieces = json!([{ "value": 1_000, "count": 0 }]);
        let told = hall
            .call(&maya, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces }))
            .unwrap();
        told["expected"].as_i64().unwrap()
    };
    let brings = |whole: i64| {
        let input = json!({ "request_id": hall.request(), "amount": rupees(whole), "reason": "change" });
        hall.call(&asha, "cash_in", input)
    };
    hall.opens_shift(&asha, &[]).unwrap();
    let told = brings(901).unwrap_err();
    assert_eq!(told.code, "not_in_safe", "the safe has nine hundred");
    assert!(told.message.contains("the safe has to hold"), "{}", told.message);
    let before = in_ledger(&hall, "cash");
    brings(200).unwrap();
    assert_eq!(in_ledger(&hall, "cash"), before, "no cash has come into the office");
    assert_eq!(holds(), 70_000, "what is in the drawer is in the safe no more");
    assert_eq!(hall.day_state(&maya).unwrap().to_bank.minor(), 70_000);

    // The drawer leaves it in the safe in the evening, with what was taken: there it is once, as it is in a hand.
    hall.pays(&asha, &account, 50).unwrap();
    hall.counts(&asha, &[(100, 2), (50, 1)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap().z.unwrap();
    assert!(z.variance.is_zero(), "{z:?}");
    assert_eq!((z.banked.minor(), holds()), (25_000, 95_000));
    let even = json!([{ "value": 10_000, "count": 9 }, { "value": 5_000, "count": 1 }]);
    let even =
        hall.call(&maya, "count_safe", json!({ "request_id": hall.request(), "pieces": even })).unwrap();
    assert_eq!(even["next"], "even", "{even}");
    let slip = hall.pays_in(&maya).unwrap();
    assert_eq!(slip.amount.minor(), 95_000);
    let paper = hall.deposit_text(slip.id);
    assert!(
        paper.contains("Change brought from the safe to drawers") && paper.contains("-200.00"),
        "{paper}"
    );
    assert_eq!((holds(), in_ledger(&hall, "cash")), (0, 0), "the bank has all of it");
    hall.pays_in(&maya).unwrap_err();

    // A slip that goes back lets all of it wait again, and the next one leaves the same change out.
    let nandini = hall.manager("nandini");
    hall.asks(&maya, "take_deposit_back", mistaken(&slip)).allowed_by(&nandini).now().unwrap();
    assert_eq!(holds(), 95_000);
    assert_eq!(hall.pays_in(&maya).unwrap().amount.minor(), 95_000);
    hall.books_balance();
    hall.next_morning(&maya);
    let made = pack(&hall, &maya, "out", &json!({}));
    assert!(inside(&made.path, "registers/cash_moves.csv").contains(",from_safe,"));
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn a_fund_is_kept_in_the_safe_floats_come_from_it_and_the_bank_gets_the_takings_alone() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let (bela, nandini) = (hall.clerk("bela"), hall.manager("nandini"));
    let account = hall.bills(5_000);
    let rules = json!({
        "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
        "denominations": [], "safe_fund": rupees(5_000),
    });
    let sets = |who: &Person, rules: &Value| hall.sets_office(who, &json!({ "shifts": rules }));
    assert_eq!(
        refused(sets(&maya, &rules)),
        "not_allowed",
        "who takes money does not say how much stays here"
    );
    let admin = hall.admin("arun");
    sets(&admin, &rules).unwrap();
    let state = || hall.day_state(&maya).unwrap();
    let in_safe = |lies: i64, stays: i64| {
        let now = state();
        assert_eq!((now.in_safe.minor(), now.stays.minor()), (rupees(lies), rupees(stays)));
        assert_eq!(now.to_bank.minor(), rupees(lies - stays));
    };
    // There is no fund yet: what lies there is less than is to stay.
    in_safe(900, 900);
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank");
    assert_eq!(refused(hall.brings_to_safe(&asha, &maya, 5_000)), "not_allowed", "the safe is the managers'");
    let unsaid = hall.from_the_bank("", 5_000);
    assert_eq!(
        refused(hall.asks(&maya, "bring_to_safe", unsaid).allowed_by(&nandini).now()),
        "bad_input",
        "by which paper?"
    );
    let (cash, bank) = (in_ledger(&hall, "cash"), in_ledger(&hall, "bank"));
    hall.brings_to_safe(&maya, &nandini, 5_000).unwrap();
    assert_eq!(in_ledger(&hall, "cash") - cash, rupees(5_000));
    assert_eq!(in_ledger(&hall, "bank") - bank, -rupees(5_000), "the bank's cash is here now");
    in_safe(5_900, 5_000);
    let first = hall.pays_in(&maya).unwrap();
    assert_eq!(first.amount.minor(), rupees(900), "what the Z report left, and nothing of the fund");
    let paper = hall.deposit_text(first.id);
    assert!(
        paper.contains("Brought to the safe from outside") && paper.contains("Stays in the safe"),
        "{paper}"
    );
    hall.next_morning(&maya);

    // The morning: two thousand for a drawer, the rest stays.
    let told = hall.opens_from_safe(&bela, 5_001).unwrap_err();
    assert_eq!(told.code, "not_in_safe", "the safe has five thousand");
    assert!(told.hint.contains("the shift can begin without it"), "{}", told.hint);
    hall.opens_from_safe(&asha, 2_000).unwrap();
    in_safe(3_000, 3_000);
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank");
    hall.pays(&asha, &account, 700).unwrap();
    hall.drops(&asha, 500).unwrap();
    let pieces = json!([{ "value": 50_000, "count": 7 }]);
    let counted =
        hall.call(&maya, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces })).unwrap();
    assert_eq!(counted["next"], "even", "the rest of the fund and what was dropped: {counted}");
    assert_eq!(refused(hall.closes_day(&maya, None)), "shifts_open");

    // The evening: everything back, and the bank gets the takings.
    hall.counts(&asha, &[(500, 4), (100, 2)], &[]).unwrap();
    let z = hall.closes_shift(&asha, &json!({})).unwrap().z.unwrap();
    assert_eq!((z.kept.minor(), z.banked.minor(), z.variance.minor()), (0, rupees(2_700), 0), "{z:?}");
    in_safe(5_700, 5_000);
    let second = hall.pays_in(&maya).unwrap();
    assert_eq!(second.amount.minor(), rupees(700), "the takings");
    let paper = hall.deposit_text(second.id);
    for line in ["Kept in the safe before", "Change brought from the safe to drawers", "Stays in the safe"] {
        assert!(paper.contains(line), "{paper}");
    }
    in_safe(5_000, 5_000);
    hall.asks(&maya, "take_deposit_back", mistaken(&second)).allowed_by(&nandini).now().unwrap();
    in_safe(5_700, 5_000);
    assert_eq!(hall.pays_in(&maya).unwrap().amount.minor(), rupees(700));
    let today = hall.today().to_string();
    hall.next_morning(&maya);
    let paper = hall.day_text(&today);
    assert!(paper.contains("Stays in the safe") && paper.contains("5,000.00"), "{paper}");

    // Given back: a slip on which less stays, or a smaller fund.
    let keeps = |whole: i64, counted: i64| {
        let pieces = json!([{ "value": 100, "count": counted }]);
        let input = json!({ "request_id": hall.request(), "pieces": pieces, "keep": rupees(whole) });
        hall.call(&maya, "make_deposit_slip", input)
    };
    assert_eq!(refused(keeps(5_001, 1)), "bad_input", "no more stays than the office says");
    assert_eq!(refused(keeps(4_000, 900)), "needs_approval", "a hundred is missing");
    keeps(4_000, 1_000).unwrap();
    in_safe(4_000, 4_000);
    sets(&admin, &json!({
        "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0, "manager_tolerance": 0,
        "denominations": [], "safe_fund": 0,
    }))
    .unwrap();
    in_safe(4_000, 0);
    assert_eq!(hall.pays_in(&maya).unwrap().amount.minor(), rupees(4_000), "all of it");
    in_safe(0, 0);
    assert_eq!(in_ledger(&hall, "cash"), 0);
    hall.books_balance();
    hall.next_morning(&maya);
    let report = hall.check(&maya).unwrap().problems;
    assert_eq!(report, Vec::<String>::new());

    let made = pack(&hall, &maya, "out", &json!({}));
    let moves = inside(&made.path, "registers/cash_moves.csv");
    assert!(
        moves.contains("safe_in,2026-11-21,")
            && moves.contains(",maya,,,5000.00,done,bank,\"SAFE-IN/1, 000451\","),
        "{moves}"
    );
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    assert!(!exceptions.contains("cash_in,"), "the safe has to hold less by it: {exceptions}");
    assert!(
        exceptions.contains("safe_in,2026-11-21,SAFE-IN/1,maya,5000.00,bank: 000451,"),
        "whether it left the bank, no count says: {exceptions}"
    );
    let deposits = inside(&made.path, "registers/deposits.csv");
    assert!(
        deposits.lines().any(|line| line.contains(&second.number) && line.contains(",5000.00,")),
        "{deposits}"
    );
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn a_slip_at_noon_pays_in_yesterdays_takings_though_a_part_of_the_fund_is_in_drawers() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &hall.manager("nandini"), 5_000).unwrap();
    hall.next_morning(&maya);
    hall.opens_from_safe(&asha, 2_000).unwrap();
    let slip = hall.pays_in(&maya).unwrap();
    assert_eq!(slip.amount.minor(), rupees(900), "what is out comes back: it is not made up for");
    hall.counts(&asha, &[(500, 4)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({})).unwrap();
    let state = hall.day_state(&maya).unwrap();
    assert_eq!((state.in_safe.minor(), state.to_bank.minor()), (rupees(5_000), 0));
    hall.books_balance();
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new());
}

#[test]
fn what_is_said_to_be_brought_to_the_safe_is_told_among_the_exceptions_of_its_month() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &hall.manager("nandini"), 5_000).unwrap();
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let told: Vec<&Value> =
        month["exceptions"].as_array().unwrap().iter().filter(|e| e["kind"] == "safe_in").collect();
    assert_eq!(told.len(), 1, "{month}");
    assert_eq!(
        *told[0],
        json!({
            "kind": "safe_in", "on": "2026-11-21", "subject": "SAFE-IN/1", "who": "maya", "amount": 500_000,
            "detail": "bank: 000451", "changed": [],
        })
    );
}

#[test]
fn a_paper_brings_its_cash_to_the_safe_once_and_the_day_shows_what_came() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &nandini, 5_000).unwrap();
    let told = hall.brings_to_safe(&nandini, &maya, 4_000).unwrap_err();
    assert_eq!(told.code, "duplicate");
    assert!(told.message.contains("000451 (SAFE-IN/1 of 21 Nov 2026, by Maya"), "{}", told.message);
    assert_eq!(hall.day_state(&maya).unwrap().in_safe.minor(), rupees(5_900), "once");
    let other = json!({
        "pieces": [{ "value": 10_000, "count": 1 }], "came_from": "head_office", "voucher": "000451", "note": "coins",
    });
    hall.asks(&nandini, "bring_to_safe", other).allowed_by(&maya).now().unwrap();
    let today = || hall.call(&maya, "brought_today", json!({})).unwrap();
    let all = today();
    let shown = |at: usize, field: &str| all[at][field].clone();
    assert_eq!((shown(0, "number"), shown(0, "amount")), (json!("SAFE-IN/1"), json!(500_000)));
    assert_eq!((shown(1, "number"), shown(1, "note")), (json!("SAFE-IN/2"), json!("coins")));
    assert_eq!(all.as_array().unwrap().len(), 2, "another's paper may have the same number: {all}");
    hall.next_morning(&maya);
    assert_eq!(today(), json!([]));
    assert_eq!(refused(hall.brings_to_safe(&maya, &nandini, 5_000)), "duplicate", "nor tomorrow");
    hall.books_balance();
}

/// What a request to take back what was brought first says.
fn first_back(hall: &Hall, who: &Person) -> Value {
    json!({ "brought": hall.brought_today(who).unwrap()[0].id, "reason": "a nought too many" })
}

#[test]
fn nobody_brings_cash_to_the_safe_alone_and_what_was_brought_by_mistake_is_taken_back_by_two_and_brought_again()
 {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    hall.keeps_in_safe(5_000);
    let (cash, bank) = (in_ledger(&hall, "cash"), in_ledger(&hall, "bank"));
    let unknown = hall.call(&maya, "bring_to_safe", hall.from_the_bank("000451", 5_000));
    assert_eq!(refused(unknown), "no_such_command", "there is no way to do it alone");
    let asks =
        |who: &Person, whole: i64| hall.asks(who, "bring_to_safe", hall.from_the_bank("000451", whole));
    assert_eq!(refused(asks(&maya, 5_000).allowed_by(&maya).now()), "own_request");
    assert_eq!(refused(asks(&maya, 5_000).done_first().now()), "needs_approval", "another manager is there");
    assert_eq!(refused(asks(&maya, 5_000).allowed_by(&asha).now()), "not_allowed", "a clerk's word is none");

    // From the list. Meanwhile it lies in the safe and in no book: no count is made good by it.
    let asked = asks(&maya, 5_000).now().unwrap().approval;
    assert_eq!((asked.kind.as_str(), asked.about.as_str()), ("safe_in", "bank 000451 · Maya"));
    assert_eq!(refused(asks(&nandini, 100).now()), "duplicate", "one at a time");
    let over = hall.counts_safe(&maya, &[(50_000, 10), (10_000, 9)]).unwrap();
    assert_eq!((over.off.minor(), over.next.as_str()), (rupees(5_000), "waits"));
    let why = json!({ "count": over.count, "reason": "unknown" });
    let told = hall.asks(&maya, "allow_safe", why).allowed_by(&nandini).now().unwrap_err();
    assert_eq!(told.code, "bringing_waits");
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request");
    let preview = hall.call(&nandini, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(
        preview["effects"],
        json!([{ "effect": "brought_to_safe", "came_from": "bank", "voucher": "000451", "amount": 500_000,
                 "in_safe": 590_000 }])
    );
    let done = hall.approves(&nandini, &asked).unwrap().done.unwrap();
    assert_eq!(done.number, "SAFE-IN/1");
    assert_eq!(
        (in_ledger(&hall, "cash") - cash, in_ledger(&hall, "bank") - bank),
        (rupees(5_000), -rupees(5_000))
    );

    // Five hundred came, not five thousand: a count finds it, and it is taken back.
    let short = hall.counts_safe(&maya, &[(50_000, 1), (10_000, 9)]).unwrap();
    assert_eq!((short.off.minor(), short.next.as_str()), (-rupees(4_500), "allow"));
    let back = |who: &Person| hall.asks(who, "take_brought_back", first_back(&hall, &maya));
    assert_eq!(refused(back(&asha).now()), "not_allowed");
    assert_eq!(refused(back(&maya).allowed_by(&maya).now()), "own_request");
    assert_eq!(refused(back(&maya).done_first().now()), "needs_approval");
    let asked = back(&maya).now().unwrap().approval;
    assert_eq!((asked.kind.as_str(), asked.about.as_str()), ("reversal", "SAFE-IN/1 · Maya"));
    let preview = hall.call(&nandini, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(
        preview["effects"],
        json!([{ "effect": "brought_taken_back", "number": "SAFE-IN/1", "amount": 500_000, "in_safe": 90_000 }])
    );
    assert_eq!(hall.day_state(&maya).unwrap().in_safe.minor(), rupees(5_900), "nothing happens before that");
    hall.approves(&nandini, &asked).unwrap();
    assert_eq!((in_ledger(&hall, "cash"), in_ledger(&hall, "bank")), (cash, bank), "both ways");
    assert_eq!(refused(back(&maya).allowed_by(&nandini).now()), "has_ended", "once");
    hall.books_balance();

    asks(&maya, 500).allowed_by(&nandini).now().unwrap();
    assert_eq!(refused(asks(&maya, 500).now()), "duplicate", "the paper stands again");
    let today: Vec<(String, i64, String)> = hall
        .brought_today(&maya)
        .unwrap()
        .into_iter()
        .map(|one| (one.number, one.amount.minor(), one.taken_back))
        .collect();
    assert_eq!(
        today,
        [
            ("SAFE-IN/1".to_owned(), rupees(5_000), "a nought too many".to_owned()),
            ("SAFE-IN/2".to_owned(), rupees(500), String::new()),
        ],
        "its number stays"
    );
    let closes = || hall.call(&maya, "close_day", json!({ "request_id": hall.request(), "to": Value::Null }));
    assert_eq!(refused(closes()), "counted_before");
    assert_eq!(hall.counts_safe(&maya, &[(50_000, 1), (10_000, 9)]).unwrap().next.as_str(), "even");
    let on = hall.today().to_string();
    hall.next_morning(&maya);
    let paper = hall.day_text(&on);
    for line in
        ["SAFE-IN/1, bank 000451, Maya", "SAFE-IN/2, bank 000451, Maya", "SAFE-IN/1, a nought too many"]
    {
        assert!(paper.contains(line), "{paper}");
    }
    hall.books_balance();
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new());

    let made = pack(&hall, &maya, "out", &json!({}));
    let moves = inside(&made.path, "registers/cash_moves.csv");
    assert!(
        moves.contains("safe_back,")
            && moves.contains(",5000.00,done,bank,\"SAFE-IN/1, a nought too many\","),
        "{moves}"
    );
    let told = |kind: &str| kept(&made.path).into_iter().filter(|e| e[0] == kind).collect::<Vec<_>>();
    assert_eq!(told("safe_in").len(), 2);
    let back = &told("safe_back")[0];
    assert_eq!(
        [&back[2], &back[3], &back[4], &back[5]],
        ["SAFE-IN/1", "maya", "5000.00", "bank: a nought too many"]
    );
    let requests = inside(&made.path, "registers/approvals.csv");
    assert!(requests.contains("SAFE-IN/1") && requests.contains("SAFE-IN/2"), "{requests}");
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn what_was_brought_is_not_taken_back_where_the_sums_would_not_stay_right() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &nandini, 5_000).unwrap();
    let wrong = first_back(&hall, &maya);
    let back = || hall.asks(&maya, "take_brought_back", wrong.clone()).allowed_by(&nandini).now();
    let says = |why: &str, instead: &str| {
        let told = back().unwrap_err();
        assert_eq!(told.code, "stays_in_safe", "{told:?}");
        assert!(told.message.contains(why) && told.hint.contains(instead), "{told:?}");
    };

    // A slip has counted it in.
    let slip = hall.pays_in(&maya).unwrap();
    says(&format!("slip {} has counted it in", slip.number), "Take that slip back first");
    hall.asks(&maya, "take_deposit_back", mistaken(&slip)).allowed_by(&nandini).now().unwrap();
    back().unwrap();
    hall.books_balance();
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new());
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank", "nine hundred are less than the fund");

    // What is in a drawer was there.
    hall.asks(&maya, "bring_to_safe", hall.from_the_bank("000452", 5_000))
        .allowed_by(&nandini)
        .now()
        .unwrap();
    let second = json!({ "brought": hall.brought_today(&maya).unwrap()[1].id, "reason": "another paper" });
    let back = || hall.asks(&maya, "take_brought_back", second.clone()).allowed_by(&nandini).now();
    hall.opens_from_safe(&asha, 2_000).unwrap();
    assert_eq!(back().unwrap_err().code, "stays_in_safe");
    hall.counts(&asha, &[(500, 4)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();

    // A count has made up for it.
    let short = hall.counts_safe(&maya, &[(50_000, 10)]).unwrap();
    let why = json!({ "count": short.count, "reason": "unknown" });
    hall.asks(&maya, "allow_safe", why).allowed_by(&nandini).now().unwrap();
    let told = back().unwrap_err();
    assert!(told.message.contains("count SAFE/1 had it in it"), "{}", told.message);
    assert!(told.hint.contains("booked as missing by that"), "{}", told.hint);
    hall.next_morning(&maya);
    let told = back().unwrap_err();
    assert!(told.message.contains("is closed") && told.hint.contains("Count the safe"), "{told:?}");
    hall.books_balance();
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new());
}

#[test]
fn where_nobody_else_is_cash_is_brought_first_and_somebody_looks_before_the_month_is_closed() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let omar = hall.official("omar");
    hall.keeps_in_safe(5_000);
    let ask = hall.asks(&maya, "bring_to_safe", hall.from_the_bank("000451", 5_000));
    let first = ask.done_first().now().unwrap();
    assert_eq!((first.approval.state.as_str(), first.approval.done_first), ("second_look", true));
    assert!(first.approval.look_by.is_some(), "it has a time");
    assert_eq!(hall.day_state(&maya).unwrap().in_safe.minor(), rupees(5_900), "it lies there");
    assert_eq!(refused(hall.approves(&maya, &first.approval)), "own_request");
    let month = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
    assert_eq!(refused(hall.call(&maya, "export_pack", month)), "second_looks_open");
    hall.approves(&omar, &first.approval).unwrap();
    hall.next_morning(&maya);
    let made = pack(&hall, &maya, "out", &json!({}));
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new());
}

#[test]
fn what_was_brought_to_the_safe_by_one_person_breaks_the_rule() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    hall.brings_to_safe(&maya, &nandini, 500).unwrap();
    hall.asks(&maya, "take_brought_back", first_back(&hall, &maya)).allowed_by(&nandini).now().unwrap();
    hall.brings_to_safe(&maya, &nandini, 400).unwrap();
    let found = || hall.check(&maya).unwrap().problems;
    assert_eq!(found(), Vec::<String>::new());
    let book = raw(&hall.path(), hall.key());
    book.execute_batch(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER safe_brought_is_never_changed;
         DROP TRIGGER safe_brought_back_is_never_changed;",
    )
    .unwrap();
    for (sql, back, says) in [
        (
            "UPDATE safe_brought SET approval_id = NULL WHERE id = 2",
            "UPDATE safe_brought SET approval_id = (SELECT MAX(id) FROM approval) WHERE id = 2",
            "was let happen by nobody else",
        ),
        (
            "UPDATE safe_brought_back SET brought_id = 2",
            "UPDATE safe_brought_back SET brought_id = 1",
            "what is taken back here",
        ),
        (
            "UPDATE safe_brought_back SET approval_id = (SELECT MAX(id) FROM approval)",
            "UPDATE safe_brought_back SET approval_id = (SELECT MAX(id) - 1 FROM approval)",
            "what is taken back here",
        ),
    ] {
        assert_eq!(book.execute(sql, []).unwrap(), 1);
        assert!(found().iter().any(|one| one.contains(says)), "{sql}: {:#?}", found());
        book.execute(back, []).unwrap();
    }
    assert_eq!(found(), Vec::<String>::new());
    for (sql, says) in [
        ("DELETE FROM safe_brought_back WHERE id = 1", "is never deleted"),
        (
            "INSERT INTO safe_brought SELECT 9, business_on, amount_minor, denominations, came_from, 'X', note,
                    person_id, made_at, counter_id, audit_seq, NULL FROM safe_brought WHERE id = 2",
            "by two persons",
        ),
        (
            "INSERT INTO safe_brought SELECT 9, business_on, amount_minor, denominations, came_from, voucher, note,
                    person_id, made_at, counter_id, audit_seq, approval_id FROM safe_brought WHERE id = 2",
            "this paper has brought its cash",
        ),
        (
            "INSERT INTO safe_brought_back SELECT 9, 2, reason, person_id, made_at, '2026-11-22', counter_id,
                    audit_seq, approval_id, newest_slip FROM safe_brought_back WHERE id = 1",
            "on its own day",
        ),
    ] {
        let told = book.execute(sql, []).map_err(|e| e.to_string());
        assert!(told.as_ref().is_err_and(|told| told.contains(says)), "{sql}: {told:?}");
    }
}

#[test]
fn a_slip_that_was_counted_before_says_which_notes_go_and_which_stay() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &hall.manager("nandini"), 5_000).unwrap();
    let pays = |pieces: Value| {
        let input = json!({ "request_id": hall.request(), "pieces": pieces });
        let slip: DepositView = hall.ask(&maya, "make_deposit_slip", input).unwrap();
        (hall.deposit_text(slip.id), slip)
    };
    let nine = json!([{ "value": 10_000, "count": 9 }]);
    let (paper, slip) = pays(nine.clone());
    assert_eq!(paper.matches("Stays in the safe").count(), 1, "nobody has counted what stays: {paper}");
    hall.asks(&maya, "take_deposit_back", mistaken(&slip)).allowed_by(&hall.manager("noor")).now().unwrap();
    hall.counts_safe(&maya, &[(50_000, 9), (10_000, 14)]).unwrap();
    let (paper, _) = pays(nine);
    let stays = paper.rsplit("Stays in the safe").next().unwrap();
    assert!(stays.contains("4,500.00") && stays.contains("500.00"), "nine of five hundred and five: {paper}");
    assert_eq!(paper.matches("Stays in the safe").count(), 2, "{paper}");
}

#[test]
fn a_counters_first_float_is_told_among_the_exceptions_of_its_month() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    let own = hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.counts(&asha, &[(500, 4)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(2_000) })).unwrap();
    hall.next_morning(&maya);
    hall.opens_shift(&asha, &[(500, 4)]).unwrap();
    hall.counts(&asha, &[(500, 4)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": rupees(2_000) })).unwrap();
    hall.next_morning(&maya);
    let made = pack(&hall, &maya, "out", &json!({}));
    let told: Vec<_> = kept(&made.path).into_iter().filter(|e| e[0] == "first_float").collect();
    assert_eq!(told.len(), 1, "the second morning begins with what was kept: {told:?}");
    assert_eq!([&told[0][2], &told[0][3], &told[0][4]], [own.number.as_str(), "asha", "2000.00"]);
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn what_was_drawn_of_the_fund_is_out_though_its_drawer_was_handed_over() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let bela = hall.clerk("bela");
    hall.minds_drawers();
    let account = hall.bills(5_000);
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &hall.manager("nandini"), 5_000).unwrap();
    hall.next_morning(&maya);
    let own = hall.opens_from_safe(&asha, 2_000).unwrap();
    let waits = || {
        let now = hall.day_state(&maya).unwrap();
        (now.stays.minor(), now.to_bank.minor())
    };
    assert_eq!(waits(), (rupees(3_000), rupees(900)));
    hall.pays(&asha, &account, 100).unwrap();
    hall.counts(&asha, &[(500, 4), (100, 1)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "hand_over_to": bela.user() })).unwrap();
    assert_eq!(waits(), (rupees(3_000), rupees(900)));
    let beside = hall.sits_at(&bela, &asha);
    let taken = hall.answers_hand_over(&beside, own.id, true).unwrap().shift;
    assert_eq!(waits(), (rupees(3_000), rupees(900)), "the two thousand are in the same drawer");
    // And back in the evening's hands, with what is dropped on the way: that is banked, and is out no more.
    hall.drops(&beside, 500).unwrap();
    hall.counts(&beside, &[(500, 3), (100, 1)], &[]).unwrap();
    hall.closes_shift(&beside, &json!({ "hand_over_to": asha.user() })).unwrap();
    hall.answers_hand_over(&asha, taken.id, true).unwrap();
    assert_eq!(waits(), (rupees(3_500), rupees(900)), "fifteen hundred are out");
    assert_eq!(hall.pays_in(&maya).unwrap().amount.minor(), rupees(900));
    hall.counts(&asha, &[(500, 3), (100, 1)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    assert_eq!(waits(), (rupees(5_000), rupees(100)), "the fund is whole, and the takings wait");
    hall.books_balance();
    assert_eq!(hall.check(&maya).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_first_drawer_begins_with_cash_of_the_safe_where_a_fund_is_kept_and_with_none_from_nowhere() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let bela = hall.clerk("bela");
    hall.minds_drawers();
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &hall.manager("nandini"), 5_000).unwrap();
    let cash = in_ledger(&hall, "cash");
    let told = hall.opens_with(&bela, &[(500, 4)]).unwrap_err();
    assert_eq!(told.code, "float_from_safe");
    assert!(told.hint.contains("brought from the safe"), "{}", told.hint);
    hall.opens_from_safe(&bela, 2_000).unwrap();
    assert_eq!(in_ledger(&hall, "cash"), cash, "no cash has come into the office");
    let pieces = json!([{ "value": 10_000, "count": 39 }]);
    let count = json!({ "request_id": hall.request(), "pieces": pieces });
    assert_eq!(hall.call(&maya, "count_safe", count).unwrap()["next"], "even", "3,000 and yesterday's 900");
    hall.books_balance();
}

#[test]
fn a_drawer_that_draws_what_another_has_dropped_makes_nothing_wait_for_the_bank() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let bela = hall.clerk("bela");
    let account = hall.bills(5_000);
    hall.pays_in(&maya).unwrap();
    hall.minds_drawers();
    hall.opens_shift(&bela, &[]).unwrap();
    hall.pays(&bela, &account, 1_500).unwrap();
    hall.drops(&bela, 1_500).unwrap();
    hall.keeps_in_safe(5_000);
    hall.opens_from_safe(&asha, 1_000).unwrap();
    let state = hall.day_state(&maya).unwrap();
    assert_eq!((state.in_safe.minor(), state.stays.minor(), state.to_bank.minor()), (-rupees(1_000), 0, 0));
    assert_eq!(refused(hall.pays_in(&maya)), "nothing_to_bank");
    hall.counts(&bela, &[], &[]).unwrap();
    hall.closes_shift(&bela, &json!({})).unwrap();
    let state = hall.day_state(&maya).unwrap();
    assert_eq!((state.in_safe.minor(), state.to_bank.minor()), (rupees(500), 0), "a thousand is out");
    hall.books_balance();
}

#[test]
fn a_slip_that_leaves_otherwise_in_the_safe_breaks_the_rule() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    hall.keeps_in_safe(500);
    hall.brings_to_safe(&maya, &hall.manager("nandini"), 500).unwrap();
    hall.pays_in(&maya).unwrap();
    let found = || hall.check(&maya).unwrap().problems;
    assert_eq!(found(), Vec::<String>::new());
    let book = raw(&hall.path(), hall.key());
    book.execute_batch(
        "DROP TRIGGER IF EXISTS deposit_slip_is_never_changed; DROP TRIGGER safe_brought_is_never_changed",
    )
    .unwrap();
    for (sql, back, says) in [
        (
            "UPDATE deposit_slip SET stays_minor = 40000",
            "UPDATE deposit_slip SET stays_minor = 50000",
            "this deposit slip does not pay in",
        ),
        (
            "UPDATE safe_brought SET amount_minor = 60000",
            "UPDATE safe_brought SET amount_minor = 50000",
            "this cash that was brought to the safe",
        ),
        (
            "UPDATE safe_brought SET came_from = 'head_office'",
            "UPDATE safe_brought SET came_from = 'bank'",
            "this cash that was brought to the safe",
        ),
    ] {
        assert_eq!(book.execute(sql, []).unwrap(), 1);
        assert!(found().iter().any(|one| one.contains(says)), "{sql}: {:#?}", found());
        book.execute(back, []).unwrap();
    }
    assert_eq!(found(), Vec::<String>::new());
}

#[test]
fn a_movement_of_cash_that_is_missing_on_a_day_that_runs_is_named_with_its_drawer_and_its_row() {
    let hall = Hall::open();
    let (asha, omar) = (hall.clerk("asha"), hall.official("omar"));
    let account = hall.bills(900);
    hall.pays(&asha, &account, 500).unwrap();
    hall.drops(&asha, 300).unwrap();
    hall.drops(&asha, 50).unwrap();
    let seq =
        hall.office().book().read(|tx| foil_store::audit::page(tx, asha.counter().unwrap(), i64::MAX, 1));
    let seq = seq.unwrap()[0].seq - 1;
    let sound = pack(&hall, &omar, "sound", &json!({}));
    assert_eq!(verified(&hall, &omar, &sound.path).findings, Vec::<String>::new());

    raw(&hall.path(), hall.key())
        .execute_batch(
            "DROP TRIGGER shift_cash_is_never_deleted;
             DELETE FROM shift_cash WHERE kind = 'drop' AND amount_minor = 30000",
        )
        .unwrap();
    let attacked = pack(&hall, &omar, "attacked", &json!({}));
    let findings = verified(&hall, &omar, &attacked.path).findings;
    let named = format!(
        "a movement of cash of 300.00 in shift C1S/26-27/000001 is missing or was changed: \
         row {seq} of counter C1 in the log (drop_cash) says one that is not in it"
    );
    assert!(findings.iter().any(|finding| finding.contains(&named)), "{named}: {findings:#?}");
}

#[test]
fn who_asked_for_a_look_at_the_safe_finds_the_request_there_and_takes_it_back() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    let pieces = json!([{ "value": 10_000, "count": 4 }]);
    let count =
        hall.call(&nandini, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces })).unwrap();
    let why = json!({ "count": count["count"], "reason": "unknown" });
    let asked = hall.asks(&maya, "allow_safe", why.clone()).now().unwrap().approval;
    let own = |who: &Person| hall.day_state(who).unwrap().safe.unwrap().own_request;
    assert_eq!((own(&maya), own(&nandini)), (Some(asked.id), None), "it is hers to take back");
    hall.call(&maya, "withdraw_approval", json!({ "approval": asked.id })).unwrap();
    assert_eq!(own(&maya), None);
    let done = hall.asks(&maya, "allow_safe", why).done_first().now().unwrap();
    assert_eq!(done.approval.state.as_str(), "second_look");
    hall.books_balance();
}

#[test]
fn what_is_small_is_paid_in_first_though_another_manager_is_there() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    hall.manager("nandini");
    let offered = || {
        let now = hall.day_state(&maya).unwrap();
        (now.alone, now.second_look.map(Money::minor))
    };
    hall.approves_by(None, 0, 0);
    assert_eq!(offered(), (false, None));
    hall.approves_by(Some(20_000), 0, 0);
    assert_eq!(offered(), (false, Some(20_000)), "the panel offers what is done so");
    let pieces = json!([{ "value": 10_000, "count": 8 }]);
    let less = json!({ "pieces": pieces, "reason": "unknown" });
    hall.asks(&maya, "pay_in_otherwise", less).done_first().now().unwrap();
    hall.books_balance();
}

#[test]
fn change_that_was_brought_before_the_safe_was_kept_account_of_stays_as_it_was_booked() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    hall.opens_shift(&asha, &[]).unwrap();
    let input = json!({ "request_id": hall.request(), "amount": rupees(200), "reason": "petty_expense" });
    hall.call(&asha, "cash_in", input).unwrap();
    // As a version before wrote it: from nowhere, and in the journal.
    raw(&hall.path(), hall.key())
        .execute_batch(
            "DROP TRIGGER shift_cash_is_never_edited;
             UPDATE shift_cash SET reason = 'change' WHERE reason = 'petty_expense'",
        )
        .unwrap();
    hall.counts(&asha, &[(100, 2)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    assert_eq!(hall.day_state(&maya).unwrap().to_bank.minor(), 110_000);
    assert_eq!(hall.pays_in(&maya).unwrap().amount.minor(), 110_000);
    let report = hall.check(&maya).unwrap().problems;
    assert_eq!(report, Vec::<String>::new());
}

#[test]
fn a_day_is_not_closed_over_a_safe_that_differs_until_another_has_let_it_pass_or_it_is_counted_again() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    let rules = json!({
        "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0,
        "manager_tolerance": rupees(20), "denominations": [],
    });
    hall.sets_office(&hall.admin("arun"), &json!({ "shifts": rules })).unwrap();
    let counted = |tens: i64| {
        let pieces = json!([{ "value": 1_000, "count": tens }]);
        hall.call(&maya, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces })).unwrap()
    };
    let closes = || hall.closes_day(&maya, None);
    let why = |count: &Value| json!({ "count": count["count"], "reason": "unknown" });
    assert_eq!(counted(80)["next"], "allow");
    let told = closes().unwrap_err();
    assert_eq!(told.code, "safe_differs");
    assert!(told.message.contains("SAFE/1"), "{}", told.message);
    let waits = counted(70);
    let asked = hall.asks(&maya, "allow_safe", why(&waits)).now().unwrap().approval;
    assert_eq!(refused(closes()), "safe_differs", "nobody has answered");
    hall.call(&maya, "withdraw_approval", json!({ "approval": asked.id })).unwrap();
    // Counted again it is little, which holds nobody up: it stands among the month's exceptions.
    assert_eq!(counted(89)["next"], "explain");
    hall.next_morning(&maya);

    let bag = counted(50);
    hall.asks(&maya, "allow_safe", why(&bag)).allowed_by(&nandini).now().unwrap();
    hall.next_morning(&maya);
    // Whoever made a slip since has counted what is there.
    counted(1);
    assert_eq!(refused(closes()), "safe_differs");
    hall.pays_in(&maya).unwrap();
    hall.next_morning(&maya);
    hall.books_balance();
}

#[test]
fn a_safe_that_keeps_a_fund_is_counted_each_day_and_a_slip_of_the_takings_counts_no_fund() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    hall.keeps_in_safe(5_000);
    hall.brings_to_safe(&maya, &nandini, 5_000).unwrap();
    let closes = || hall.call(&maya, "close_day", json!({ "request_id": hall.request(), "to": Value::Null }));
    let fives = |n: i64| hall.counts_safe(&maya, &[(50_000, n), (10_000, 9)]).unwrap();
    assert_eq!(refused(closes()), "safe_not_counted", "who would see that it is there?");

    // A thousand of the fund is gone. The takings are all there, and say nothing of it.
    let short = fives(8);
    assert_eq!((short.off.minor(), short.next.as_str()), (-rupees(1_000), "allow"));
    hall.pays_in(&maya).unwrap();
    assert_eq!(hall.day_state(&maya).unwrap().safe.unwrap().next.as_str(), "moved");
    assert_eq!(refused(closes()), "safe_differs");
    let why = |count: i64| json!({ "count": count, "reason": "unknown" });
    let late = hall.asks(&maya, "allow_safe", why(short.count.0)).now();
    assert_eq!(refused(late), "changed_meanwhile", "what was counted is on a slip by now");

    // Counted before it was booked, cash that is brought is not found once more.
    let found = hall.counts_safe(&maya, &[(50_000, 10)]).unwrap();
    assert_eq!(found.next.as_str(), "even", "somebody had it in another drawer");
    let early = hall.counts_safe(&maya, &[(50_000, 12)]).unwrap();
    assert_eq!((early.off.minor(), early.next.as_str()), (rupees(1_000), "allow"));
    let brought = hall.from_the_bank("000452", 1_000);
    hall.asks(&maya, "bring_to_safe", brought).allowed_by(&nandini).now().unwrap();
    let late = hall.asks(&maya, "allow_safe", why(early.count.0)).allowed_by(&nandini).now();
    assert_eq!(refused(late), "changed_meanwhile");
    assert_eq!(refused(closes()), "safe_differs", "it is counted again");
    assert_eq!(hall.counts_safe(&maya, &[(50_000, 12)]).unwrap().next.as_str(), "even");
    hall.next_morning(&maya);
    assert_eq!(in_ledger(&hall, "over_short"), 0);
    assert_eq!(refused(closes()), "safe_not_counted", "yesterday's count is yesterday's");
    hall.books_balance();
}

#[test]
fn a_manager_who_is_alone_closes_the_day_over_a_safe_that_differs_and_another_looks_afterwards() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let pieces = json!([{ "value": 10_000, "count": 5 }]);
    let count =
        hall.call(&maya, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces })).unwrap();
    assert_eq!(refused(hall.closes_day(&maya, None)), "safe_differs");
    let why = json!({ "count": count["count"], "reason": "unknown" });
    let done = hall.asks(&maya, "allow_safe", why).done_first().now().unwrap();
    assert_eq!(done.approval.state.as_str(), "second_look");
    hall.next_morning(&maya);
    hall.books_balance();
}

#[test]
fn of_two_managers_the_one_who_has_not_counted_is_offered_to_let_the_safe_pass_first() {
    let counted_by_another = || {
        let (hall, _, maya, _) = nine_hundred_for_the_bank();
        let nandini = hall.manager("nandini");
        hall.approves_by(None, 0, 0);
        let pieces = json!([{ "value": 10_000, "count": 4 }]);
        let count =
            hall.call(&nandini, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces }));
        let count = count.unwrap();
        assert_eq!(count["second_look"], Value::Null, "whoever counted asks the other");
        (hall, maya, json!({ "count": count["count"], "reason": "unknown" }))
    };
    let offered =
        |hall: &Hall, who: &Person| hall.day_state(who).unwrap().safe.unwrap().second_look.map(Money::minor);

    // Nandini has gone home, and her word would not count: the count is hers.
    let (hall, maya, why) = counted_by_another();
    assert_eq!(refused(hall.closes_day(&maya, None)), "safe_differs");
    assert_eq!(offered(&hall, &maya), Some(50_000), "the whole of it: nobody else is who could");
    let done = hall.asks(&maya, "allow_safe", why).done_first().now().unwrap();
    assert_eq!(done.approval.state.as_str(), "second_look");
    hall.next_morning(&maya);
    hall.books_balance();

    let (hall, maya, why) = counted_by_another();
    hall.manager("omar");
    assert_eq!(offered(&hall, &maya), None, "he could");
    assert_eq!(refused(hall.asks(&maya, "allow_safe", why.clone()).done_first().now()), "needs_approval");
    hall.approves_by(Some(60_000), 0, 0);
    assert_eq!(offered(&hall, &maya), Some(60_000), "what is small is done first whoever is there");
    hall.asks(&maya, "allow_safe", why).done_first().now().unwrap();
}

#[test]
fn small_differences_of_the_safe_add_up_and_whoever_counted_it_lets_none_of_them_pass() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let (nandini, omar) = (hall.manager("nandini"), hall.manager("omar"));
    let rules = json!({
        "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0,
        "manager_tolerance": rupees(20), "denominations": [],
    });
    hall.sets_office(&hall.admin("arun"), &json!({ "shifts": rules })).unwrap();
    let counted = |tens: i64| {
        let pieces = json!([{ "value": 1_000, "count": tens }]);
        hall.call(&maya, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces })).unwrap()
    };
    let why = |count: &Value| json!({ "count": count["count"], "reason": "unknown" });
    let explains = |count: &Value| {
        let mut input = why(count);
        input["request_id"] = json!(hall.request());
        hall.call(&maya, "explain_safe", input)
    };
    let first = counted(89);
    assert_eq!(first["next"], "explain");
    explains(&first).unwrap();
    let second = counted(88);
    assert_eq!(second["next"], "explain", "ten and ten are twenty");
    explains(&second).unwrap();
    let third = counted(87);
    assert_eq!((&third["off"], &third["next"]), (&json!(-1_000), &json!("allow")), "thirty are not");
    assert_eq!(refused(explains(&third)), "needs_approval");

    // Somebody else asks, and who counted is no second person all the same, neither from the list nor at the screen.
    let asked = hall.asks(&nandini, "allow_safe", why(&third)).now().unwrap().approval;
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request");
    let withdraws = json!({ "approval": asked.id });
    hall.call(&nandini, "withdraw_approval", withdraws).unwrap();
    let at_the_screen = hall.asks(&nandini, "allow_safe", why(&third)).allowed_by(&maya).now();
    assert_eq!(refused(at_the_screen), "own_request");
    hall.asks(&maya, "allow_safe", why(&third)).allowed_by(&omar).now().unwrap();
    assert_eq!(in_ledger(&hall, "over_short"), 3_000);

    // What two persons have looked at counts no more; what was let pass alone does.
    let found = counted(88);
    assert_eq!(found["next"], "allow", "twenty were let pass alone, and ten more");
    hall.books_balance();
}

#[test]
fn a_difference_that_one_person_let_pass_above_the_tolerance_of_then_breaks_the_rule() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let tolerance = |whole: i64| {
        let rules = json!({
            "required": true, "cash_ceiling": null, "ceiling_refuses": false, "tolerance": 0,
            "manager_tolerance": rupees(whole), "denominations": [],
        });
        hall.sets_office(&hall.admin("arun"), &json!({ "shifts": rules })).unwrap();
    };
    tolerance(20);
    for tens in [89, 88] {
        let pieces = json!([{ "value": 1_000, "count": tens }]);
        let input = json!({ "request_id": hall.request(), "pieces": pieces });
        let count = hall.call(&maya, "count_safe", input).unwrap()["count"].clone();
        let why = json!({ "request_id": hall.request(), "count": count, "reason": "unknown" });
        hall.call(&maya, "explain_safe", why).unwrap();
    }
    // What is held against them is what was allowed then.
    tolerance(0);
    let found = || hall.check(&maya).unwrap().problems;
    assert_eq!(found(), Vec::<String>::new());

    let book = raw(&hall.path(), hall.key());
    book.execute_batch("DROP TRIGGER safe_difference_is_never_changed").unwrap();
    let breaks = |sql: &str| {
        assert_eq!(book.execute(sql, []).unwrap(), 1);
        let found = found();
        assert!(
            found.iter().any(|one| one.contains("let pass by nobody or by too few")),
            "{sql}: {found:#?}"
        );
    };
    breaks("UPDATE safe_difference SET tolerance_minor = 1999 WHERE count_id = 2");
    breaks("UPDATE safe_difference SET tolerance_minor = NULL WHERE count_id = 2");
    // Both are of a version that kept no tolerance: nobody knows.
    book.execute_batch("UPDATE safe_difference SET tolerance_minor = NULL").unwrap();
    assert_eq!(found(), Vec::<String>::new());
}

/// A drawer of nine hundred-rupee notes that was closed, and nothing kept in it.
fn nine_hundred_for_the_bank() -> (Hall, Person, Person, PaymentId) {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(900);
    hall.opens_shift(&asha, &[]).unwrap();
    let paid = hall.pays(&asha, &account, 900).unwrap().payment;
    hall.counts(&asha, &[(100, 9)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    (hall, asha, maya, paid)
}

/// What the journal has in a ledger.
fn in_ledger(hall: &Hall, ledger: &str) -> i64 {
    let sql =
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM journal_line WHERE ledger = $1";
    hall.office().book().read(|tx| tx.number(sql, &[&ledger])).unwrap()
}

fn mistaken(slip: &DepositView) -> Value {
    json!({ "slip": slip.id, "reason": "the bank was shut" })
}

#[test]
fn a_slip_of_cash_that_was_a_mistake_is_taken_back_on_its_day_by_two_persons_with_its_number_kept() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    let waits = || hall.day_state(&maya).unwrap().to_bank.minor();
    let wrong = hall.pays_in(&maya).unwrap();
    assert_eq!(waits(), 0);
    assert_eq!(refused(hall.asks(&asha, "take_deposit_back", mistaken(&wrong)).now()), "not_allowed");
    assert_eq!(
        refused(hall.asks(&maya, "take_deposit_back", mistaken(&wrong)).done_first().now()),
        "needs_approval"
    );
    let asked = hall.asks(&maya, "take_deposit_back", mistaken(&wrong)).now().unwrap().approval;
    assert_eq!(
        (asked.amount, waits()),
        (Some(wrong.amount), 0),
        "nothing happens before somebody else says so"
    );
    let shown = hall.call(&nandini, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(
        shown["effects"],
        json!([{ "effect": "slip_taken_back", "number": wrong.number, "amount": 90_000, "waits": 90_000 }])
    );
    assert_eq!(refused(hall.approves(&maya, &asked)), "own_request");
    hall.approves(&nandini, &asked).unwrap();

    assert_eq!(waits(), 90_000, "what the Z reports left waits for the bank again");
    assert_eq!(in_ledger(&hall, "bank"), 0);
    hall.books_balance();
    assert_eq!(refused(hall.asks(&maya, "take_deposit_back", mistaken(&wrong)).now()), "has_ended");

    let right = hall.pays_in(&maya).unwrap();
    assert_ne!(right.number, wrong.number, "its number is not given twice");
    assert_eq!((right.amount, waits()), (wrong.amount, 0));
    hall.books_balance();
    let made = pack(&hall, &maya, "out", &json!({}));
    let deposits = inside(&made.path, "registers/deposits.csv");
    let of = |number: &str| deposits.lines().find(|line| line.contains(number)).unwrap().to_owned();
    assert!(of(&wrong.number).contains(",the bank was shut,maya,nandini,"), "{deposits}");
    assert!(of(&right.number).contains(",C1Z/26-27/000001,0.00,,,,"), "{deposits}");
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    let told = exceptions.lines().filter(|l| l.contains(",slip_taken_back,")).collect::<Vec<_>>();
    assert!(
        told.len() == 1 && told[0].contains(&wrong.number) && told[0].contains(",900.00,"),
        "{exceptions}"
    );
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());

    hall.next_morning(&maya);
    let paper = hall.day_text("2026-11-21");
    assert!(paper.contains(&right.number) && !paper.contains(&wrong.number), "{paper}");
    assert_eq!(
        refused(hall.asks(&maya, "take_deposit_back", mistaken(&right)).now()),
        "has_ended",
        "nothing lands in a closed day"
    );
}

#[test]
fn slips_of_cash_go_back_from_the_newest_on_and_a_difference_goes_back_with_its_slip() {
    let (hall, asha, maya, _) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    let waits = || hall.day_state(&maya).unwrap().to_bank.minor();
    let back =
        |slip: &DepositView| hall.asks(&maya, "take_deposit_back", mistaken(slip)).allowed_by(&nandini).now();
    let one = hall.pays_in(&maya).unwrap();
    let account = hall.bills(400);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 400).unwrap();
    hall.counts(&asha, &[(100, 4)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    let less = json!({ "pieces": [{ "value": 10_000, "count": 3 }], "reason": "unknown" });
    hall.asks(&maya, "pay_in_otherwise", less).allowed_by(&nandini).now().unwrap();
    let two = hall.day_state(&maya).unwrap().deposits.pop().unwrap();
    assert_eq!((two.amount.minor(), waits(), in_ledger(&hall, "over_short")), (30_000, 0, 10_000));

    assert_eq!(refused(back(&one)), "has_ended", "the later one begins where it ended");
    back(&two).unwrap();
    assert_eq!((waits(), in_ledger(&hall, "over_short")), (40_000, 0), "the missing note may turn up yet");
    hall.books_balance();
    back(&one).unwrap();
    assert_eq!((waits(), in_ledger(&hall, "bank")), (130_000, 0));
    hall.books_balance();
    let all = hall.pays_in(&maya).unwrap();
    assert_eq!((all.amount.minor(), waits()), (130_000, 0), "one slip for both");
    hall.books_balance();
    hall.next_morning(&maya);
    let made = pack(&hall, &maya, "out", &json!({}));
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn where_one_manager_is_alone_a_slip_of_cash_goes_back_first_and_is_looked_at() {
    let (hall, _, maya, _) = nine_hundred_for_the_bank();
    let omar = hall.official("omar");
    let wrong = hall.pays_in(&maya).unwrap();
    let done = hall.asks(&maya, "take_deposit_back", mistaken(&wrong)).done_first().now().unwrap();
    assert_eq!(done.approval.state.as_str(), "second_look");
    assert_eq!(hall.day_state(&maya).unwrap().to_bank, wrong.amount);
    hall.books_balance();
    let month = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
    assert_eq!(refused(hall.call(&maya, "export_pack", month)), "second_looks_open");
    hall.approves(&omar, &done.approval).unwrap();
    let made = pack(&hall, &maya, "out", &json!({}));
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn cash_of_a_slip_that_was_taken_back_is_in_the_office_and_a_payment_of_it_is_voided_again() {
    let (hall, _, maya, paid) = nine_hundred_for_the_bank();
    let nandini = hall.manager("nandini");
    let state = || hall.call(&maya, "preview_undo", json!({ "payment": paid })).unwrap()["state"].clone();
    let before = state();
    let slip = hall.pays_in(&maya).unwrap();
    assert_ne!(state(), before, "at the bank it is two persons' work");
    hall.asks(&maya, "take_deposit_back", mistaken(&slip)).allowed_by(&nandini).now().unwrap();
    assert_eq!(state(), before);
}

#[test]
fn where_nobody_else_could_let_it_pass_what_is_paid_in_otherwise_waits_for_a_second_look() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(900);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 900).unwrap();
    hall.counts(&asha, &[(100, 9)], &[]).unwrap();
    hall.closes_shift(&asha, &json!({ "keep": 0 })).unwrap();
    let input = json!({ "pieces": [{ "value": 10_000, "count": 10 }], "reason": "wrong_change" });
    let done = hall.asks(&maya, "pay_in_otherwise", input).done_first().now().unwrap();
    assert_eq!(done.approval.state.as_str(), "second_look");
    hall.books_balance();
    let month = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
    assert_eq!(refused(hall.call(&maya, "export_pack", month)), "second_looks_open");
}

#[test]
fn what_is_taken_off_bills_and_money_that_one_person_brought_or_sent_elsewhere_are_told_with_their_amounts() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let (account, other) = (hall.bills(900), hall.bills(400));
    let note = hall.credits(&maya, account.bills[0], 5_000, "wrong_reading").unwrap();
    hall.cancels(&maya, other.bills[0]).unwrap();
    let path = hall.folder().join("bank.csv");
    std::fs::write(&path, "utr,account,amount,mode\nU1,E-91,120,bank\nU2,E-92,130,bank\n").unwrap();
    let import = json!({ "path": path, "kind": "payments", "mode": "good_rows", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", import).unwrap().state, "done");
    hall.worker_runs(&maya).unwrap();
    let dead = hall.in_hand(&asha).unwrap().dead;
    hall.retries(&asha, &dead[0], Some(&account)).unwrap();
    assert_eq!(hall.worker_runs(&asha).unwrap().paid, 1, "one is worked off the same day");

    let made = pack(&hall, &maya, "out", &json!({}));

    let corrections = inside(&made.path, "registers/corrections.csv");
    let of_note = corrections.lines().find(|line| line.contains(&note.number)).unwrap();
    assert!(of_note.contains(",credit_note,") && of_note.contains(",maya,,50.00,0.00,"), "{corrections}");
    assert_eq!(corrections.lines().filter(|line| line.contains(",cancel,")).count(), 1, "{corrections}");
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    let of = |kind: &str| exceptions.lines().find(|line| line.contains(kind)).unwrap_or_default();
    assert!(of(",credit_note,").contains(",maya,50.00,"), "{exceptions}");
    assert!(of(",cancel,").contains(",maya,400.00,"), "{exceptions}");
    let brought = of(",money_imported,");
    assert!(brought.contains(",bank.csv,maya,250.00,2 payments"), "{exceptions}");
    let sent = of(",money_redirected,");
    assert!(sent.contains(",asha,") && sent.contains(&format!("sent to {}", account.number)), "{exceptions}");
    assert!(inside(&made.path, "certificate.csv").contains(",credit_note,"), "no number of them is missing");
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn an_account_that_a_file_has_cut_is_told_with_its_number() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let account = hall.account("Asha Rao", foil_domain::customers::Service::Electricity).owes(900).moves_in();
    let path = hall.folder().join("people.csv");
    let heading = "customer number,name,address,service,account number,status";
    let row = format!("K0001,Asha Rao,\"1 Car Street, Mangaluru\",electricity,{},cut", account.number);
    std::fs::write(&path, format!("{heading}\n{row}\n")).unwrap();
    let import = json!({ "path": path, "kind": "customers", "mode": "all_or_nothing", "dry_run": false });
    assert_eq!(hall.does_job(&maya, "start_import", import.clone()).unwrap().state, "done");
    assert_eq!(hall.does_job(&maya, "start_import", import).unwrap().state, "done", "twice changes nothing");

    let made = pack(&hall, &maya, "out", &json!({}));

    let exceptions = inside(&made.path, "registers/exceptions.csv");
    let told: Vec<_> = exceptions.lines().filter(|line| line.contains(",switched_by_file,")).collect();
    assert_eq!(told.len(), 1, "{exceptions}");
    assert!(told[0].contains(",people.csv,maya,,") && told[0].contains("E-1001: active to cut"), "{told:?}");
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
}

#[test]
fn a_cheque_a_slip_and_a_transfer_that_differ_at_the_close_are_in_the_register_and_each_is_an_exception() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(9_000);
    hall.opens_shift(&asha, &[]).unwrap();
    hall.pays(&asha, &account, 300).unwrap();
    hall.visit(&asha).account(&account).pays(500).cheque(500, "004711", "Karavali Bank").take().unwrap();
    hall.visit(&asha).account(&account).pays(250).card(250, "T-7781").take().unwrap();
    hall.visit(&asha).account(&account).pays(120).upi(120, "U-1").take().unwrap();
    // The cheque is not there, a card slip too many is, and of UPI ten rupees are lacking; the cash is even.
    let others = [("card", 290), ("upi", 110)];
    for _ in 0..2 {
        hall.counts(&asha, &[(100, 3)], &others).unwrap();
    }
    let word = json!({ "login": "maya", "password": foil_testkit::PASSWORD });
    let ended =
        hall.closes_shift(&asha, &json!({ "keep": 0, "reason": "wrong_tender", "manager": word })).unwrap();

    let z = ended.z.unwrap();
    let off: Vec<_> = z.tenders.iter().map(|t| (t.method.as_str(), t.variance.minor() / 100)).collect();
    assert_eq!(off, [("cheque", -500), ("card", 40), ("upi", -10)]);
    assert_eq!(z.variance.minor(), 0, "of cash nothing lacks, and the ledger of it moves by nothing");
    let paper = hall.z_text(z.id);
    let cheque = paper.lines().find(|line| line.starts_with("Cheque"));
    assert!(cheque.is_some_and(|line| line.ends_with("0.00     -500.00")), "{paper}");

    let made = pack(&hall, &maya, "out", &json!({}));
    let register = inside(&made.path, "registers/variances.csv");
    assert!(
        register.contains(",300.00,300.00,0.00,-500.00,40.00,-10.00,0.00,wrong_tender,maya,"),
        "{register}"
    );
    let of_tenders: Vec<_> = kept(&made.path).into_iter().filter(|row| row[0] == "tender_variance").collect();
    let of_tenders: Vec<_> = of_tenders.iter().map(|row| [&*row[2], &*row[3], &*row[4], &*row[5]]).collect();
    assert_eq!(
        of_tenders,
        [
            ["C1Z/26-27/000001", "asha", "-10.00", "upi: wrong_tender"],
            ["C1Z/26-27/000001", "asha", "40.00", "card: wrong_tender"],
            ["C1Z/26-27/000001", "asha", "-500.00", "cheque: wrong_tender"],
        ]
    );
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
    hall.days_pass(&maya, 1);
    let closed: Value = hall.call(&maya, "day_state", json!({})).unwrap()["closed"][0].clone();
    assert_eq!(closed["tenders"][0]["variance"], -50_000, "the closed day says it, too: {closed}");
    hall.books_balance();

    let told = report(&hall, &maya, "variances", "2026-11-21", "2026-11-21");
    expect![[r#"
        asha: 1 0 0 0 0 -50000 4000 -1000 0 ()
        total: 1 0 0 0 0 -50000 4000 -1000 0 (0 0 0 0 0 0 0 0 0)
    "#]]
    .assert_eq(&told);

    // Whoever holds the book counts the cheque anew, and has a pack made of that.
    let shell = raw(&hall.folder().join("branch.foil"), hall.key());
    shell
        .execute_batch(
            "DROP TRIGGER shift_count_is_never_changed;
             UPDATE shift_count SET counted_minor = expected_minor WHERE method = 'cheque';",
        )
        .unwrap();
    drop(shell);
    let made = pack(&hall, &maya, "again", &json!({}));
    let found = verified(&hall, &maya, &made.path).findings.join("\n");
    assert!(found.contains("C1Z/26-27/000001"), "{found}");
}

#[test]
fn the_register_of_cheques_tells_each_step_with_its_day_and_who_as_the_month_saw_it() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let omar = hall.official("omar");
    hall.approves_by(None, rupees(250), 1);
    let accounts = ["Asha Rao", "Bhima Naik", "Chitra Pai"];
    let accounts = accounts.map(|name| hall.account(name, Service::Water).owes(5_000).moves_in());
    let gives = |who: &Person, at: usize, whole: i64, number: &str| {
        hall.visit(who).account(&accounts[at]).pays(whole).cheque(whole, number, "Canara Bank")
    };
    let stays = gives(&asha, 0, 100, "000101").take().unwrap().payment;
    let bounces = gives(&asha, 1, 200, "000102").take().unwrap().payment;
    let is_paid = gives(&bela, 2, 300, "000103").take().unwrap().payment;
    let goes_back = gives(&bela, 2, 400, "000104").drawn_by("Esha Rai").take().unwrap().payment;
    // The neighbour's of one number, bank and day, and one that is with the bank when the month ends.
    let neighbours = gives(&bela, 2, 150, "000101").drawn_by("Chitra Pai").paper("another");
    let neighbours = neighbours.take().unwrap().payment;
    let cheque = |payment: PaymentId| hall.cheque_of(&maya, payment);
    let wrong = hall.deposits(&asha, &[cheque(stays).id]).unwrap();
    hall.takes_slip_back(&maya, wrong.id).unwrap();
    hall.deposits(&asha, &[cheque(bounces).id, cheque(is_paid).id, cheque(neighbours).id]).unwrap();
    hall.undoing(&bela).payment(goes_back).now().unwrap();
    hall.next_morning(&maya);
    hall.realises(&bela, &[cheque(is_paid).id, cheque(bounces).id]).unwrap();
    hall.unrealises(&bela, &[cheque(bounces).id]).unwrap();
    hall.bounces(&maya, &cheque(bounces)).unwrap();
    hall.books_balance();

    // But for where each stands in the log, and the hashes.
    let told = |path: &str| {
        let text = inside(path, "registers/cheques.csv");
        let row = |line: &str| line.rsplitn(5, ',').last().unwrap_or_default().to_owned();
        text.lines().map(row).collect::<Vec<_>>().join("\n")
    };
    let made = pack(&hall, &maya, "out", &json!({}));
    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    expect![[r#"
        row,cheque,number,bank,drawer,receipt,amount,received_on,received_by,slip,deposited_on,deposited_by,realised_on,realised_by,bounced_on,bounced_by,allowed_by,reason,note,fee,cash_only,returned_on,returned_by,state,steps
        1,1,000101,Canara Bank,Asha Rao,C1/26-27/000001,100.00,2026-11-21,asha,,,,,,,,,,,,,,,received,3
        2,2,000102,Canara Bank,Bhima Naik,C1/26-27/000002,200.00,2026-11-21,asha,C1P/26-27/000002,2026-11-21,asha,,,2026-11-22,maya,,insufficient_funds,,C3D/26-27/000001,cash only,,,bounced,5
        3,3,000103,Canara Bank,Chitra Pai,C2/26-27/000001,300.00,2026-11-21,bela,C1P/26-27/000002,2026-11-21,asha,2026-11-22,bela,,,,,,,,,,realised,3
        4,4,000104,Canara Bank,Esha Rai,C2/26-27/000002,400.00,2026-11-21,bela,,,,,,,,,,,,,2026-11-21,bela,returned,2
        5,5,000101,Canara Bank,Chitra Pai,C2/26-27/000003,150.00,2026-11-21,bela,C1P/26-27/000002,2026-11-21,asha,,,,,,,,,,,,deposited,2
        #end,5,,,,,,,,,,,,,,,,,,,,,,,"#]].assert_eq(&told(&made.path));

    // What happens in another month does not change what this one says, and stands in that one's.
    hall.days_pass(&maya, 15);
    let closed = pack(&hall, &maya, "closed", &json!({}));
    hall.realises(&bela, &[cheque(neighbours).id]).unwrap();
    let again = pack(&hall, &omar, "again", &json!({}));
    assert_eq!(closed.sha256, again.sha256, "a closed month's pack is the same bytes");
    let next = pack_of(&hall, &omar, "2026-12", "next", &json!({}));
    assert_eq!(verified(&hall, &omar, &next.path).findings, Vec::<String>::new());
    expect![[r#"
        row,cheque,number,bank,drawer,receipt,amount,received_on,received_by,slip,deposited_on,deposited_by,realised_on,realised_by,bounced_on,bounced_by,allowed_by,reason,note,fee,cash_only,returned_on,returned_by,state,steps
        1,5,000101,Canara Bank,Chitra Pai,C2/26-27/000003,150.00,2026-11-21,bela,C1P/26-27/000002,2026-11-21,asha,2026-12-07,bela,,,,,,,,,,realised,3
        #end,1,,,,,,,,,,,,,,,,,,,,,,,"#]].assert_eq(&told(&next.path));
    hall.books_balance();
}

#[test]
fn what_was_done_first_and_found_wrong_is_an_exception_and_no_refusal_is_called_approved() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    // Drawers are open: who might count one is told nothing of the day.
    let omar = hall.official("omar");
    hall.approves_by(Some(50_000), 0, 0);
    let account = hall.bills(900);
    let [first, second, third] =
        [100, 110, 120].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    let done_first = hall.asks_void(&bela, first).done_first().now().unwrap().approval;
    hall.says_to(&maya, &done_first, "refuse", "it was no duplicate").unwrap();
    let asked = hall.asks_void(&bela, second).now().unwrap().approval;
    hall.says_to(&maya, &asked, "refuse", "it was right").unwrap();
    hall.asks_void(&bela, third).allowed_by(&maya).now().unwrap();

    let made = pack(&hall, &omar, "out", &json!({}));

    let exceptions = inside(&made.path, "registers/exceptions.csv");
    let told = exceptions.lines().find(|line| line.contains("second_look_refused")).expect("it is told");
    assert!(told.contains("C1/26-27/000001") && told.contains("it was no duplicate"), "{told}");
    let overrides = inside(&made.path, "registers/overrides.csv");
    let kinds = |kind: &str| overrides.lines().filter(|l| l.split(',').nth(1) == Some(kind)).count();
    assert_eq!((kinds("refused"), kinds("approved")), (2, 0), "{overrides}");
    assert_eq!((kinds("done_first"), kinds("allowed_at_the_screen")), (1, 1), "{overrides}");
    assert!(!overrides.contains('{'), "the log's own text stays in the log: {overrides}");
    assert!(overrides.contains(",refused,"), "{overrides}");
    assert!(
        overrides.contains(",it was no duplicate,bela,maya,"),
        "why, who asked, who decided: {overrides}"
    );
    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn a_request_that_is_decided_at_a_counter_before_its_own_raises_no_alarm() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    // Drawers are open: who might count one is told nothing of the day.
    let omar = hall.official("omar");
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let account = hall.bills(900);
    let [first, second] = [100, 110].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    let asked = hall.asks_void(&bela, first).now().unwrap().approval;
    hall.approves(&maya, &asked).unwrap();
    let other = hall.asks_void(&bela, second).now().unwrap().approval;
    hall.says_to(&maya, &other, "refuse", "it was right").unwrap();

    let made = pack(&hall, &omar, "out", &json!({}));

    assert_eq!(verified(&hall, &omar, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn what_has_expired_stays_so_when_the_clock_goes_back_and_the_pack_tells_of_clock_rules_and_rights() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let (maya, ina) = (hall.manager("maya"), hall.admin("ina"));
    let omar = hall.official("omar");
    let paid = hall.pays(&asha, &hall.bills(900), 100).unwrap().payment;
    let asked = hall.asks_void(&bela, paid).now().unwrap().approval;
    hall.minutes_pass(25 * 60);
    for who in [&asha, &maya] {
        hall.second_window(who);
    }
    hall.minutes_pass(-25 * 60);
    let (maya, ina) = (hall.second_window(&maya), hall.second_window(&ina));

    assert_eq!(refused(hall.approves(&maya, &asked)), "has_ended", "counter C1 has seen a later hour");

    let rules = hall.call(&ina, "approval_rules", json!({})).unwrap();
    let looser = json!({ "version": rules["version"], "hours": 48, "bounce_fee": rules["bounce_fee"],
        "bounces_to_cash_only": rules["bounces_to_cash_only"] });
    hall.call(&ina, "save_approval_rules", looser).unwrap();
    let other = json!({ "user": bela.user(), "version": 1, "login": "bela", "name": "Bela Rao", "role": "clerk",
        "active": true });
    hall.call(&ina, "save_user", other).unwrap();
    // A drawer is open: who might count it is told nothing of the day.
    let omar = hall.second_window(&omar);
    let made = pack(&hall, &omar, "out", &json!({}));
    let exceptions = inside(&made.path, "registers/exceptions.csv");
    let of = |kind: &str| exceptions.lines().filter(|line| line.contains(kind)).collect::<Vec<_>>();
    let clock = of(",clock_went_back,");
    assert!(clock.len() == 1 && clock[0].contains(",C3 ") && clock[0].contains(",maya,"), "{exceptions}");
    let rules = of(",rules_changed,");
    assert!(
        rules.len() == 1 && rules[0].contains("hours") && !rules[0].contains("ceilings"),
        "only what differs: {exceptions}"
    );
    assert!(of(",rights_changed,").iter().any(|line| line.contains("Bela Rao")), "{exceptions}");
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

#[test]
fn changed_rules_are_told_one_by_one_from_what_to_what_with_amounts_in_the_currency() {
    let hall = Hall::open();
    let (maya, arun) = (hall.manager("maya"), hall.admin("arun"));
    let shifts = json!({
        "required": false, "cash_ceiling": rupees(50_000), "ceiling_refuses": true, "tolerance": rupees(5),
        "manager_tolerance": 0, "denominations": [],
    });
    hall.sets_office(&arun, &json!({ "void_ceiling": rupees(500), "phone": "0820 1", "shifts": shifts }))
        .unwrap();
    let rules = hall.call(&arun, "approval_rules", json!({})).unwrap();
    let most = json!({ "role": "manager", "kind": "void", "most": rupees(1_000) });
    let looser = json!({ "version": rules["version"], "hours": 48, "bounce_fee": rupees(250),
        "second_look_ceiling": rules["second_look_ceiling"], "bounces_to_cash_only": rules["bounces_to_cash_only"],
        "ceilings": [most] });
    hall.call(&arun, "save_approval_rules", looser).unwrap();
    hall.next_morning(&maya);
    let made = pack(&hall, &maya, "out", &json!({}));

    let told: Vec<_> = kept(&made.path).into_iter().filter(|e| e[0] == "rules_changed").collect();
    let of = |what: &str| told.iter().find(|e| e[2] == what).map(|e| e[5].as_str()).unwrap_or_default();
    assert_eq!(told.len(), 2, "{told:?}");
    let office = of("office settings");
    for says in [
        "most that a clerk voids from none to INR 500.00",
        "most cash in a drawer from none to INR 50000.00",
        "tolerance of a count from INR 0.00 to INR 5.00",
        "a full drawer takes no more from no to yes",
        "phone changed",
    ] {
        assert!(office.contains(says), "{says}: {office}");
    }
    assert!(!office.contains("0820") && !office.contains("manager"), "what stayed is not told: {office}");
    let rules = of("approval rules");
    for says in [
        "bounce fee from INR 0.00 to INR 250.00",
        "hours until a request ends from 24 to 48",
        "manager void from none to INR 1000.00",
    ] {
        assert!(rules.contains(says), "{says}: {rules}");
    }
    let overrides = inside(&made.path, "registers/overrides.csv");
    assert!(overrides.contains("most that a clerk voids INR 500.00"), "{overrides}");
    assert!(!overrides.contains("50000\"") && !overrides.contains("5000000"), "no coins: {overrides}");
    assert!(!overrides.contains('{') && !kept(&made.path).iter().any(|e| e[2].contains('{')), "no log text");

    // The window says it in its own words, from the same.
    let month = hall.call(&maya, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let all = month["exceptions"].as_array().unwrap();
    let changed = all.iter().find(|e| e["subject"] == "approval rules").unwrap()["changed"].clone();
    assert!(
        changed.as_array().unwrap().contains(&json!({ "rule": "manager void", "from": { "is": "nothing" },
            "to": { "is": "amount", "amount": rupees(1_000) } })),
        "{changed}"
    );
    let asks = json!({ "month": "2026-11", "register": "overrides" });
    let register = hall.call(&maya, "month_register", asks).unwrap();
    let saved =
        register["rows"].as_array().unwrap().iter().find(|row| row["act"] == "save_approval_rules").unwrap();
    assert_eq!((&saved["subject"], &saved["changed"]), (&json!("approval rules"), &changed));
    assert_eq!(verified(&hall, &maya, &made.path).findings, Vec::<String>::new());
    hall.books_balance();
}

/// The findings about a copy of a folder in which something was changed.
#[test]
fn a_page_of_codes_as_the_window_saves_it_and_an_older_pack_are_what_a_pack_is_held_against() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(900);
    hall.pays(&asha, &account, 100).unwrap();
    hall.next_morning(&maya);
    let older = pack(&hall, &maya, "older", &json!({}));
    hall.pays(&asha, &account, 200).unwrap();
    hall.next_morning(&maya);
    let page = hall.call(&maya, "daily_seals", json!({ "limit": 200 })).unwrap();
    let codes =
        page["seals"].as_array().unwrap().iter().map(|seal| format!("{}\n", seal["code"].as_str().unwrap()));
    let saved = hall.folder().join("seals.txt");
    std::fs::write(&saved, codes.collect::<String>()).unwrap();
    let newest = pack(&hall, &maya, "newest", &json!({}));

    let held = json!({ "path": newest.path, "seals": [saved, older.path] });
    let report = hall.call(&maya, "verify", held).unwrap();
    assert_eq!(report["findings"], json!([]), "{report}");
    assert_eq!(
        report["proof"]["witnesses"],
        json!(3),
        "two codes of the page, and the seal in the older pack"
    );
    hall.books_balance();
}

#[test]
fn a_packs_z_report_bears_the_seal_that_was_printed_on_it_and_its_hash() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(900);
    hall.pays(&asha, &account, 300).unwrap();
    hall.next_morning(&maya);
    hall.pays(&asha, &account, 200).unwrap();
    hall.next_morning(&maya);

    let made = pack(&hall, &maya, "out", &json!({}));
    let printed = |name: &str| -> Value {
        serde_json::from_str(&inside(&made.path, &format!("z-reports/{name}.json"))).unwrap()
    };
    let [first, second] = ["C1Z-26-27-000001", "C1Z-26-27-000002"].map(printed);
    let sealed = inside(&made.path, "seals/daily-2026-11-21.seal.json");
    let seal: SignedSeal = serde_json::from_str(&sealed).unwrap();
    assert_eq!(second["seal"], seal.qr(), "the last seal before its day leaves the office on it");
    assert!(
        first.get("seal").is_none_or(|none| none == ""),
        "before the first day was closed there was none"
    );
    for z in [first, second] {
        let register = inside(&made.path, "registers/variances.csv");
        let hash = z["audit_hash"].as_str().unwrap();
        let line = register.lines().find(|line| line.contains(z["z"].as_str().unwrap())).unwrap();
        assert!(hash.len() == 64 && line.contains(hash), "the hash of its row of the log: {line}");
    }
}

fn after(folder: &Path, change: &dyn Fn(&Path)) -> Vec<String> {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|e| e.path().is_file()) {
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    change(copy.path());
    foil_app::audit::verify_path(copy.path()).unwrap().findings
}

#[test]
fn the_seals_lie_in_each_export_and_hold_its_log_and_its_receipts() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(5_000);
    for _ in 0..3 {
        hall.pays(&asha, &account, 100).unwrap();
        hall.pays(&asha, &account, 50).unwrap();
        hall.next_morning(&maya);
    }
    hall.clerk("bela");
    let input = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
    let job = hall.does_job(&maya, "export_month", input).unwrap();
    assert_eq!(job.state, "done", "{}", job.result);
    let month = hall.folder().join("out/audit-2026-11");
    let seal = |day: u32| format!("daily-2026-11-{day}.seal.json");
    for day in 21..24 {
        let lies = std::fs::read_to_string(month.join(seal(day))).unwrap();
        assert_eq!(SignedSeal::read(&lies).unwrap().fault(), None);
    }
    assert!(!month.join(seal(24)).exists(), "that day is not over");
    assert_eq!(after(&month, &|_| {}), Vec::<String>::new());

    let says = |findings: Vec<String>, what: &str| {
        assert!(findings.iter().any(|f| f.contains(what)), "{what}: {findings:?}");
    };
    says(
        after(&month, &|at| std::fs::remove_file(at.join(seal(22))).unwrap()),
        "seal.json: the file is missing",
    );
    says(
        after(&month, &|at| edited(&at.join(seal(22)), "\"count\": 2", "\"count\": 1")),
        "what it says was edited",
    );
    says(
        after(&month, &|at| assert!(std::fs::copy(at.join(seal(21)), at.join(seal(22))).is_ok())),
        "it does not follow the seal of 2026-11-21",
    );
    says(
        after(&month, &|at| assert!(std::fs::copy(at.join(seal(21)), at.join(seal(25))).is_ok())),
        "daily-2026-11-25.seal.json: this file is not part of the export",
    );

    // A day's folder: its list is held against its seal.
    let day = hall.folder().join("day");
    hall.call(&maya, "export_day", json!({ "on": "2026-11-22", "folder": day })).unwrap();
    assert!(day.join(seal(22)).is_file());
    assert_eq!(after(&day, &|_| {}), Vec::<String>::new());
    let other = hall.folder().join("other");
    hall.call(&maya, "export_day", json!({ "on": "2026-11-23", "folder": other })).unwrap();
    says(
        after(&day, &|at| {
            for end in ["json", "csv"] {
                let from = other.join(format!("daily-2026-11-23.{end}"));
                std::fs::copy(from, at.join(format!("daily-2026-11-22.{end}"))).unwrap();
            }
        }),
        "the day was sealed with 2",
    );
    hall.books_balance();
}

fn edited(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_months_figures_are_those_of_its_closed_days_and_no_payment_of_them_is_read_again() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    // Drawers are open: who might count one is told nothing of the day.
    let omar = hall.official("omar");
    let accounts: Vec<_> = (0..3).map(|_| hall.bills(5_000)).collect();
    let month = || hall.call(&omar, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let mut refunded = None;
    for day in 0..3 {
        for (n, account) in accounts.iter().enumerate() {
            let who = if n % 2 == 0 { &asha } else { &bela };
            let taken = hall.pays(who, account, 100 + day * 10).unwrap();
            refunded.get_or_insert(taken.payment);
        }
        hall.visit(&bela).account(&accounts[1]).pays(250).cash(50).upi(200, "UPI778").take().unwrap();
        hall.pays(&asha, &accounts[0], 50).unwrap();
        hall.undoes(&asha).unwrap();
        if day == 1 {
            let back = hall.asks_back(&asha, refunded.unwrap(), &Way::Refund);
            back.allowed_by(&maya).now().unwrap();
        }
        if day < 2 {
            hall.next_morning(&maya);
        }
    }
    let before = month();
    let figures = &before["figures"];
    // (100 + 110 + 120) x 3, three times 250, three of 50 that are void; 100 went back on the second day.
    let money = ["receipts", "taken", "voids", "voided", "returns", "returned", "net"]
        .map(|f| figures[f].as_i64().unwrap());
    assert_eq!(money, [15, 189_000, 3, 15_000, 1, 10_000, 164_000]);
    let made = pack(&hall, &omar, "out", &json!({}));
    let summary = inside(&made.path, "summary.csv");
    assert!(
        summary.contains(",period,taken,15,1890.00,") && summary.contains(",period,net,12,1640.00,"),
        "{summary}"
    );
    for clerk in figures["by_clerk"].as_array().unwrap() {
        let net = clerk["amount"].as_i64().unwrap();
        let line = format!(
            ",clerk,{},{},{}.{:02},",
            clerk["clerk"].as_str().unwrap(),
            clerk["count"],
            net / 100,
            net % 100
        );
        assert!(summary.contains(&line), "{line}: {summary}");
    }
    hall.books_balance();

    let before = month();
    // Were a payment of a closed day read for it, this would be told: it is `check` that tells it.
    let shell = raw(hall.office().book().path(), hall.key());
    shell.execute_batch("DROP TRIGGER payment_is_never_changed").unwrap();
    shell
        .execute("UPDATE payment SET paid_minor = paid_minor + 1, tendered_minor = tendered_minor + 1 WHERE business_on < '2026-11-23'", [])
        .unwrap();
    let after = month();
    for part in ["figures", "days"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    let problems = hall.check(&maya).unwrap().problems;
    assert!(problems.iter().any(|p| p.contains("what this day was closed with")), "{problems:?}");
}
