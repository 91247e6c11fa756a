//! Who comes in, who stays out, and what each role may do.

use foil_api::Desk;
use foil_api::table::COMMANDS;
use foil_domain::customers::Service;
use foil_domain::people::Role;
use foil_store::{Book, Opening};
use foil_testkit::{Hall, PASSWORD, Person, PlainPress, refused};
use foil_tests::samples::Samples;
use foil_tests::{Reads, fingerprint};
use serde_json::json;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

#[test]
fn a_wrong_name_and_a_wrong_password_are_told_the_same() {
    let hall = Hall::open();
    hall.clerk("asha");

    let name = hall.log_in("nobody", PASSWORD).unwrap_err();
    let password = hall.log_in("asha", "a wrong password").unwrap_err();

    assert_eq!(name, password, "so that names cannot be guessed");
    assert_eq!(name.code, "invalid_credentials");
    assert!(hall.log_in("ASHA", PASSWORD).is_ok(), "in whatever case the name is typed");
    assert_eq!(
        hall.log_in("office", "").unwrap_err().code,
        "invalid_credentials",
        "nobody is the office itself"
    );
}

#[test]
fn five_wrong_passwords_lock_the_name_for_longer_each_time_and_a_right_one_forgets_them() {
    let hall = Hall::open();
    hall.clerk("asha");
    let wrong = || hall.log_in("asha", "a wrong password").unwrap_err();

    for _ in 0..4 {
        assert_eq!(wrong().code, "invalid_credentials");
    }
    assert!(wrong().message.contains("5 more minutes"), "the fifth locks it");
    assert_eq!(
        hall.log_in("asha", PASSWORD).unwrap_err().code,
        "account_locked",
        "even for the right password"
    );
    hall.minutes_pass(5);
    assert!(wrong().message.contains("10 more minutes"), "the sixth, for twice as long");
    hall.minutes_pass(10);
    assert!(hall.log_in("asha", PASSWORD).is_ok());
    assert_eq!(wrong().code, "invalid_credentials", "it counts from the beginning again");
}

#[test]
fn a_name_that_does_not_exist_locks_just_like_one_that_does() {
    let hall = Hall::open();
    hall.clerk("asha");
    let tries = |name: &str| -> Vec<String> {
        (0..7).map(|_| hall.log_in(name, "a wrong password").unwrap_err().message).collect()
    };
    assert_eq!(tries("asha"), tries("nobody"));
}

#[test]
fn a_window_locks_after_idling_and_a_screens_own_refresh_does_not_keep_it_open() {
    let hall = Hall::open();
    let (asha, ina) = (hall.clerk("asha"), hall.admin("ina"));
    let office: serde_json::Value = hall.call(&ina, "office", json!({})).unwrap();
    hall.call(
        &ina,
        "save_office",
        json!({
            "version": office["version"], "name": office["name"], "address": office["address"], "phone": "",
            "registration": "", "footer": "", "language": "en", "queue": office["queue"], "idle_lock_secs": 300,
            "document_folder": "",
        }),
    )
    .unwrap();

    let refresh = || hall.desk().call(&asha.token(), "board", json!({}), false);
    hall.minutes_pass(4);
    assert!(refresh().is_ok());
    hall.minutes_pass(2);
    assert_eq!(refresh().unwrap_err().code, "session_locked", "nobody has touched it for six minutes");
    assert_eq!(hall.call(&asha, "call_next", json!({})).unwrap_err().code, "session_locked");

    let unlock = |password: &str| {
        hall.desk().unlock(&asha.token(), &foil_app::people::views::Unlock { password: password.into() })
    };
    assert_eq!(unlock("a wrong password").unwrap_err().code, "invalid_credentials");
    unlock(PASSWORD).unwrap();
    hall.minutes_pass(4);
    assert!(hall.board(&asha).is_ok());
    hall.minutes_pass(4);
    assert!(hall.board(&asha).is_ok(), "who works is not locked out");
}

#[test]
fn a_window_can_be_locked_at_once_and_a_session_ends_with_its_log_out() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.desk().lock(&asha.token());
    assert_eq!(refused(hall.board(&asha)), "session_locked");
    hall.desk().log_out(&asha.token()).unwrap();
    assert_eq!(refused(hall.board(&asha)), "not_logged_in");
    assert!(hall.desk().log_out(&asha.token()).is_ok(), "twice is no error");
}

#[test]
fn a_restart_of_the_program_asks_everybody_to_log_in_again() {
    let hall = Hall::open();
    let token = hall.clerk("asha").token();
    let hall = hall.restarts();
    assert_eq!(hall.desk().call(&token, "board", json!({}), true).unwrap_err().code, "not_logged_in");
}

#[test]
fn who_is_retired_or_changes_role_loses_the_old_rights_at_once() {
    let hall = Hall::open();
    let (maya, ina) = (hall.manager("maya"), hall.admin("ina"));
    let save = |role: &str, active: bool, version: i64| {
        let input = json!({ "user": maya.user(), "version": version, "login": "maya", "name": "Maya", "role": role,
            "active": active });
        hall.call(&ina, "save_user", input)
    };
    assert!(hall.call(&maya, "day_figures", json!({})).is_ok());
    save("clerk", true, 1).unwrap();
    assert_ne!(hall.call(&maya, "day_figures", json!({})).map_err(|e| e.code), Ok(json!(null)));
    assert!(hall.call(&maya, "day_figures", json!({})).is_err(), "a clerk sees no audit");
    save("clerk", false, 2).unwrap();
    assert_eq!(hall.call(&maya, "board", json!({})).unwrap_err().code, "not_logged_in");
    assert_eq!(hall.log_in("maya", PASSWORD).unwrap_err().code, "invalid_credentials");
    assert_eq!(save("manager", true, 1).unwrap_err().code, "changed_meanwhile");
}

#[test]
fn who_takes_another_name_stands_in_the_log_under_both() {
    let hall = Hall::open();
    let (maya, ina) = (hall.manager("maya"), hall.admin("ina"));
    let renamed = json!({ "user": maya.user(), "version": 1, "login": "noor", "name": "Noor", "role": "manager",
        "active": true });
    hall.call(&ina, "save_user", renamed).unwrap();
    let sql = "SELECT changes FROM audit WHERE act = 'save_user' AND changes LIKE '%login_changed%'";
    let shell = foil_tests::raw(&hall.path(), hall.key());
    let changes: String = shell.query_row(sql, [], |row| row.get(0)).unwrap();
    let said: serde_json::Value = serde_json::from_str(&changes).unwrap();
    assert_eq!(said["login"], json!({ "from": "maya", "to": "noor" }));
    assert_eq!(said["name"]["to"], "Noor");
}

#[test]
fn whoever_reads_the_log_is_told_what_people_are_called_but_for_a_log_in_name_that_two_have_had() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let (ina, account) = (hall.admin("ina"), hall.bills(900));
    hall.consumer("kiran", &account);
    let renames = |who: &Person, login: &str, name: &str| {
        let input = json!({ "user": who.user(), "version": 1, "login": login, "name": name, "role": "clerk",
            "active": true });
        hall.call(&ina, "save_user", input).unwrap();
    };
    renames(&asha, "asharao", "Asha Rao");
    renames(&bela, "belashet", "Bela Shet");
    let new = json!({ "login": "bela", "name": "Bela D'Souza", "role": "clerk", "active": true, "password": PASSWORD });
    hall.call(&ina, "save_user", new).unwrap();
    let names = hall.call(&maya, "names", json!({})).unwrap();
    let names: Vec<String> = names
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}: {}", one["login"].as_str().unwrap(), one["name"].as_str().unwrap()))
        .collect();
    assert_eq!(
        names,
        [
            "arun: Arun",
            "asha: Asha Rao",
            "asharao: Asha Rao",
            "belashet: Bela Shet",
            "ina: Ina",
            "maya: Maya"
        ],
        "no consumer, and no \"bela\", who may be either of two"
    );
    assert_eq!(
        refused(hall.call(&hall.logs_in("asharao", asha.counter()), "names", json!({}))),
        "not_allowed"
    );
}

#[test]
fn the_office_keeps_at_least_one_admin() {
    let hall = Hall::open();
    let ina = hall.admin("ina");
    let retire = |user: i64, login: &str| {
        let input = json!({ "user": user, "version": 1, "login": login, "name": "Somebody", "role": "admin",
            "active": false });
        hall.call(&ina, "save_user", input)
    };
    assert!(retire(2, "arun").is_ok(), "there is another one");
    assert_eq!(retire(ina.user().0, "ina").unwrap_err().code, "last_admin");
}

fn one_of_each(hall: &Hall) -> Vec<(Role, Person)> {
    let account = hall.account("Kiran Shenoy", Service::Gas).owes(10).moves_in();
    vec![
        (Role::Clerk, hall.clerk("asha")),
        (Role::Manager, hall.manager("maya")),
        (Role::Admin, hall.admin("ina")),
        (Role::Official, hall.official("omar")),
        (Role::Consumer, hall.consumer("kiran", &account)),
    ]
}

#[test]
fn every_command_is_allowed_to_exactly_the_roles_that_have_its_right() {
    let hall = Hall::open();
    let people = one_of_each(&hall);
    let samples = Samples::set(&hall, &people[0].1);
    let mut wrong = Vec::new();
    // Moving the day and changing passwords come last: they change the scene for the others.
    let late = ["close_day", "change_password"];
    let mut commands: Vec<_> = COMMANDS.iter().collect();
    // Undo comes first: its payment goes back from the drawer it went into, which another command closes.
    commands.sort_by_key(|c| (late.contains(&c.name), c.name != "undo"));
    for command in commands {
        // Who may not comes first, so that nobody's act gets in the way of another's refusal.
        let mut each: Vec<_> = people.iter().collect();
        each.sort_by_key(|(role, _)| role.may(command.right));
        for (role, person) in each {
            let before = fingerprint(hall.office().book());
            let told = hall.call(person, command.name, samples.of(&hall, command.name));
            let allowed = !matches!(&told, Err(e) if e.code == "not_allowed");
            if allowed != role.may(command.right) {
                wrong.push(format!("{role} {}: {told:?}", command.name));
            }
            if matches!(&told, Err(e) if e.code == "fault") {
                wrong.push(format!("{role} {}: {told:?}", command.name));
            }
            if !allowed && before != fingerprint(hall.office().book()) {
                wrong.push(format!("{role} {}: refused, and stored something", command.name));
            }
            if let Ok(job) = told.map(serde_json::from_value::<foil_app::office::views::JobView>)
                && let Ok(job) = job
                && job.ended_at.is_none()
            {
                hall.waits_for(&job);
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn who_reads_everything_sees_who_may_log_in_and_changes_nobody() {
    let hall = Hall::open();
    let people = one_of_each(&hall);
    for (role, person) in &people {
        let told = hall.call(person, "users", json!({}));
        match role {
            Role::Admin | Role::Official => {
                let told = told.unwrap();
                let found = told.as_array().unwrap().iter().find(|one| one["login"] == "maya").unwrap();
                assert_eq!(found["role"], "manager");
            }
            _ => assert_eq!(refused(told), "not_allowed", "{role}"),
        }
    }
    let new =
        json!({ "login": "zoya", "name": "Zoya", "role": "clerk", "active": true, "password": PASSWORD });
    assert_eq!(refused(hall.call(&people[3].1, "save_user", new)), "not_allowed");
}

#[test]
fn a_consumer_sees_their_own_card_and_nobody_elses() {
    let hall = Hall::open();
    let own = hall.account("Kiran Shenoy", Service::Gas).owes(10).moves_in();
    let other = hall.account("Asha Rao", Service::Gas).owes(10).moves_in();
    let kiran = hall.consumer("kiran", &own);

    let card = hall.call(&kiran, "own_card", json!({})).unwrap();
    assert_eq!(card["name"], "Kiran Shenoy");
    assert_eq!(card["accounts"].as_array().unwrap().len(), 1);
    for customer in [own.customer, other.customer] {
        let told = hall.call(&kiran, "customer_card", json!({ "customer": customer })).unwrap_err();
        assert_eq!(told.code, "not_allowed");
    }
    let search = hall.call(&kiran, "search", json!({ "text": "Asha" })).unwrap_err();
    assert_eq!(search.code, "not_allowed");
}

#[test]
fn a_consumer_opens_their_own_bills_and_receipts_and_to_them_there_are_no_others() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let own = hall.account("Kiran Shenoy", Service::Gas).owes(10).owes(20).moves_in();
    let other = hall.account("Asha Rao", Service::Gas).owes(30).moves_in();
    let kiran = hall.consumer("kiran", &own);
    let mine = hall.pays(&asha, &own, 10).unwrap().payment;
    let theirs = hall.pays(&asha, &other, 10).unwrap().payment;
    // Kiran paid for a neighbour, too: that receipt says what the neighbour owes.
    let both = hall.visit(&asha).account(&own).account(&other).pays(5).cash(5).take().unwrap().payment;
    let asks = |name: &str, input: serde_json::Value| hall.call(&kiran, name, input);
    let code = |told: Result<serde_json::Value, foil_api::ApiError>| told.err().map(|e| e.code);

    let bills = asks("bills", json!({ "account": own.id, "limit": 10 })).unwrap();
    assert_eq!(bills.as_array().unwrap().len(), 2, "the paid one too");
    assert!(asks("bill", json!({ "bill": own.bills[0] })).is_ok());
    assert!(asks("payment", json!({ "payment": mine })).is_ok());
    let out = |paper| asks("hand_out", json!({ "request_id": hall.request(), "document": paper }));
    for format in ["pdf", "csv"] {
        assert!(out(json!({ "kind": "receipt", "payment": mine, "format": format })).is_ok());
    }
    assert!(out(json!({ "kind": "bill", "bill": own.bills[1], "format": "pdf" })).is_ok());

    let not_there = Some("not_found".to_owned());
    assert_eq!(code(asks("bills", json!({ "account": other.id, "limit": 10 }))), not_there);
    assert_eq!(code(asks("bill", json!({ "bill": other.bills[0] }))), not_there);
    for payment in [theirs, both] {
        assert_eq!(code(asks("payment", json!({ "payment": payment }))), not_there);
        for paper in [
            json!({ "kind": "receipt", "payment": payment, "format": "pdf" }),
            json!({ "kind": "slip", "payment": payment, "format": "pdf" }),
            json!({ "kind": "receipt", "payment": payment, "format": "csv" }),
        ] {
            assert_eq!(code(out(paper)), not_there);
        }
    }
    let bill = json!({ "kind": "bill", "bill": other.bills[0], "format": "pdf" });
    assert_eq!(code(out(bill)), not_there);
    assert_eq!(code(asks("payments", json!({ "limit": 5 }))).as_deref(), Some("not_allowed"));
}

#[test]
fn a_remark_for_clerks_is_not_shown_to_whom_it_is_about() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let own = hall.account("Kiran Shenoy", Service::Gas).owes(10).moves_in();
    let kiran = hall.consumer("kiran", &own);
    let card = hall.call(&asha, "customer_card", json!({ "customer": own.customer })).unwrap();
    let mut edit = json!({ "customer": own.customer, "note": "argues about every bill" });
    for field in ["version", "number", "name", "phone", "email", "language", "by_law", "active"] {
        edit[field] = card[field].clone();
    }
    hall.call(&asha, "save_customer", edit).unwrap();

    assert_eq!(hall.call(&kiran, "own_card", json!({})).unwrap()["note"], "");
}

#[test]
fn every_act_stands_in_the_log_with_who_did_it_and_nothing_personal() {
    let hall = Hall::open();
    let (asha, omar) = (hall.clerk("asha"), hall.official("omar"));
    let account = hall.bills(500);
    let ticket = hall.takes_ticket(&asha, &account).unwrap();
    hall.calls_next(&asha).unwrap();
    hall.visit(&asha).account(&account).ticket(ticket.id).take().unwrap();
    hall.undoes(&asha).unwrap();
    hall.redoes(&asha).unwrap();

    expect_test::expect![[r#"
        1 asha log_in
        2 asha take_ticket
        3 asha call_next
        4 asha open_shift
        5 asha take_payment
        6 asha undo
        7 asha redo
    "#]]
    .assert_eq(&hall.audit_text(&omar, "C1"));
    let page = hall.call(&omar, "audit_rows", json!({ "counter": "C1", "limit": 500 })).unwrap().to_string();
    for personal in ["Asha Rao", "98450", "Car Street", PASSWORD] {
        assert!(!page.contains(personal), "{personal} stands in the log");
    }
    hall.books_balance();
}

#[test]
fn whose_password_an_admin_knows_lets_nothing_happen_until_they_have_set_their_own() {
    let hall = Hall::open();
    let (asha, bela) = (hall.clerk("asha"), hall.clerk("bela"));
    let (maya, ina) = (hall.manager("maya"), hall.admin("ina"));
    let account = hall.bills(900);
    let [first, second] = [100, 110].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    let asked = hall.asks_void(&bela, first).now().unwrap().approval;
    let reset = json!({ "user": maya.user(), "version": 1, "login": "maya", "name": "Maya", "role": "manager",
        "active": true, "password": PASSWORD });
    hall.call(&ina, "save_user", reset).unwrap();

    let maya = hall.second_window(&maya);
    assert_eq!(refused(hall.approves(&maya, &asked)), "password_of_another");
    let by_word = || hall.asks_void(&bela, second).allowed_by(&maya).now();
    assert_eq!(refused(by_word()), "password_of_another");

    hall.call(&maya, "change_password", json!({ "old": PASSWORD, "new": "words of her own, 77" })).unwrap();
    hall.approves(&maya, &asked).unwrap();
    assert_eq!(refused(by_word()), "invalid_credentials", "and the admin's password is nobody's any more");
    hall.books_balance();
}

#[test]
fn a_new_person_chooses_their_own_password_before_they_do_anything_else() {
    let hall = Hall::open();
    let (ina, omar) = (hall.admin("ina"), hall.official("omar"));
    let account = hall.bills(900);
    let new =
        json!({ "login": "bela", "name": "Bela", "role": "clerk", "active": true, "password": PASSWORD });
    let made = hall.call(&ina, "save_user", new).unwrap();
    assert_eq!(made["must_change"], true, "the admin sees that she has not chosen yet");

    let bela = hall.logs_in("bela", hall.clerk("asha").counter());
    assert_eq!(hall.call(&bela, "frame", json!({})).unwrap()["must_change"], true);
    assert_eq!(refused(hall.pays(&bela, &account, 100)), "password_of_another");
    assert_eq!(refused(hall.call(&bela, "search", json!({ "text": "asha" }))), "password_of_another");

    let (weak, own) = ("short", "words of her own, 77");
    let sets = |new: &str| hall.call(&bela, "change_password", json!({ "old": PASSWORD, "new": new }));
    assert_eq!(refused(sets(weak)), "weak_password");
    assert_eq!(refused(sets(PASSWORD)), "weak_password", "nor the one that the admin knows");
    sets(own).unwrap();
    hall.pays(&bela, &account, 100).unwrap();
    assert_eq!(refused(hall.log_in("bela", PASSWORD)), "invalid_credentials");
    let log = hall.audit_text(&omar, "C1");
    assert!(log.contains("bela change_password"), "{log}");
}

#[test]
fn a_pin_that_was_tried_ten_times_in_a_row_is_withdrawn_until_its_owner_sets_another() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let paid = hall.pays(&asha, &hall.bills(900), 100).unwrap().payment;
    hall.sets_pin(&maya, "2846").unwrap();
    let a_day = || hall.minutes_pass(24 * 60);
    for _ in 0..10 {
        hall.log_in("maya", "a wrong password").unwrap_err();
        a_day();
    }

    let word = |pin: &str| hall.asks_void(&hall.second_window(&bela), paid).with_pin(&maya, pin).now();
    assert_eq!(refused(word("2846")), "account_locked", "whoever sets the clock on has no more tries");
    a_day();
    hall.sets_pin(&hall.second_window(&maya), "7391").unwrap();
    word("7391").unwrap();
    hall.books_balance();
}

#[test]
fn a_pin_that_was_right_is_worth_nothing_when_tries_beside_it_have_locked_its_owner_meanwhile() {
    let hall = Hall::open();
    let (asha, bela, maya) = (hall.clerk("asha"), hall.clerk("bela"), hall.manager("maya"));
    let paid = hall.pays(&asha, &hall.bills(900), 100).unwrap().payment;
    hall.sets_pin(&maya, "2846").unwrap();
    let bela = hall.second_window(&bela);

    // The pen is held while the right PIN is being worked out; by then five others have gone wrong.
    let (held, holds) = channel();
    let book = hall.office().book().clone();
    let (until, told) = (hall.now().plus_secs(300).millis(), Mutex::new(held));
    let told = thread::scope(|scope| {
        scope.spawn(move || {
            book.write(move |tx| {
                told.lock().unwrap().send(()).unwrap();
                thread::sleep(Duration::from_millis(400));
                tx.run(
                    "UPDATE person SET failed_tries = 5, locked_until_at = $1 WHERE login = $2",
                    &[&until, &"maya"],
                )
            })
            .unwrap();
        });
        holds.recv().unwrap();
        hall.asks_void(&bela, paid).with_pin(&maya, "2846").now()
    });

    assert_eq!(refused(told), "account_locked");
    hall.minutes_pass(5);
    let bela = hall.second_window(&bela);
    hall.asks_void(&bela, paid).with_pin(&maya, "2846").now().unwrap();
    hall.books_balance();
}

#[test]
fn whoever_got_another_password_or_place_is_out_in_every_program() {
    let hall = Hall::open();
    let (ina, asha, omar) = (hall.admin("ina"), hall.clerk("asha"), hall.official("omar"));
    let book = Book::open(&hall.path(), &Opening::Key(hall.key().clone()), hall.now()).unwrap();
    let now = hall.now();
    let office = foil_app::Office::open(Arc::new(book), Arc::new(move || now), Arc::new(PlainPress)).unwrap();
    let second = Desk::new(Arc::new(office));
    let sits = |login: &str, password: &str, counter| {
        let input = json!({ "login": login, "password": password, "counter": counter });
        second.log_in(&serde_json::from_value(input).unwrap()).unwrap().session
    };
    let sees = |session: &str| second.call(session, "frame", json!({}), true).map(|_| ());
    let (hers, his) = (sits("asha", PASSWORD, asha.counter()), sits("omar", PASSWORD, None));
    sees(&hers).unwrap();
    sees(&his).unwrap();

    let own = "words of her own, 77";
    hall.call(&asha, "change_password", json!({ "old": PASSWORD, "new": own })).unwrap();
    assert_eq!(sees(&hers).unwrap_err().code, "not_logged_in", "whoever knew the old one");
    hall.call(&asha, "frame", json!({})).unwrap();
    sees(&sits("asha", own, asha.counter())).unwrap();

    // An official sits at no counter: made a clerk, he would take money there.
    sees(&his).unwrap();
    let clerk = json!({ "user": omar.user(), "login": "omar", "name": "Omar", "role": "clerk", "active": true, "version": 1 });
    hall.call(&ina, "save_user", clerk).unwrap();
    assert_eq!(sees(&his).unwrap_err().code, "not_logged_in");
    assert!(hall.call(&omar, "frame", json!({})).is_err());
}

#[test]
fn a_session_that_has_lasted_its_day_is_over_locked_or_not_and_asks_for_no_password() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.desk().lock(&asha.token());
    hall.minutes_pass(12 * 60);
    let input = serde_json::json!({ "password": foil_testkit::PASSWORD });
    let unlock: foil_app::people::views::Unlock = serde_json::from_value(input).unwrap();
    let refused = hall.desk().unlock(&asha.token(), &unlock).unwrap_err();
    assert_eq!(refused.code, "not_logged_in", "a log-in, and no password first");
    let maya = hall.second_window(&maya);
    assert!(hall.logged(&maya, "unlock").is_empty(), "nothing was unlocked");
}
