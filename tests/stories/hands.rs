//! Nobody comes to be alone, nor to a second person of their own, by laying hands on others' log-ins: what that holds up, who
//! can help, and what is told of it where nothing holds it up.

use foil_app::approvals::views::ApprovalView;
use foil_domain::ids::PaymentId;
use foil_domain::people::Role;
use foil_domain::time::Day;
use foil_testkit::{Hall, Person, refused, rupees};
use foil_tests::Reads;
use serde_json::{Value, json};

/// An office whose admin works at the counter, too, under a log-in of their own; Noor and Olga could look.
struct Branch {
    hall: Hall,
    asha: Person,
    arun: Person,
    maya: Person,
    noor: Person,
    olga: Person,
    paid: Vec<PaymentId>,
}

fn branch() -> Branch {
    let hall = Hall::open();
    let (asha, arun, maya) = (hall.clerk("asha"), hall.admin("arun"), hall.manager("maya"));
    let (noor, olga) = (hall.manager("noor"), hall.official("olga"));
    hall.renames("maya", "Arun");
    hall.approves_by(Some(rupees(500)), 0, 2);
    let account = hall.bills(5_000);
    let paid = [100, 110, 120].map(|amount| hall.pays(&asha, &account, amount).unwrap().payment);
    Branch { hall, asha, arun, maya, noor, olga, paid: paid.to_vec() }
}

impl Branch {
    fn first(&self) -> ApprovalView {
        self.hall.asks_void(&self.maya, self.paid[0]).done_first().now().unwrap().approval
    }

    fn of_both(&self, by: &Person, more: &Value) {
        for login in ["noor", "olga"] {
            self.hall.saves(by, login, more.clone()).unwrap();
        }
    }

    fn get_passwords(&self) {
        for who in [&self.noor, &self.olga] {
            self.hall.gets_a_password(&self.arun, who);
        }
    }

    /// The last evening of November, when all drawers are counted.
    fn last_evening(&self) {
        self.hall.minutes_pass(9 * 24 * 60);
        self.hall.everybody_logs_in();
        self.hall.drawers_are_counted();
    }

    /// Until the last evening of December, November being over, but for what is done on its own last one; and whose void was
    /// done first then.
    fn december(&self, eve: Lay) -> ApprovalView {
        let hall = &self.hall;
        hall.minutes_pass(40 * 24 * 60);
        hall.everybody_logs_in();
        hall.drawers_are_counted();
        eve(self);
        hall.closes_day(&self.maya, Some(Day::parse("2026-12-31").unwrap())).unwrap();
        let paid = hall.pays(&self.asha, &hall.bills(900), 200).unwrap().payment;
        let first = hall.asks_void(&self.maya, paid).done_first().now().unwrap().approval;
        hall.drawers_are_counted();
        first
    }

    fn closes_december(&self) -> foil_testkit::Told<foil_app::office::views::DayClosed> {
        self.hall.closes_day(&self.maya, Some(Day::parse("2027-01-01").unwrap()))
    }

    fn closes_month(&self) -> foil_testkit::Told<foil_app::office::views::DayClosed> {
        self.hall.closes_day(&self.maya, Some(Day::parse("2026-12-01").unwrap()))
    }

    fn told(&self, month: &str) -> Vec<String> {
        told(&self.hall, &self.maya, month)
    }

    fn is_sound(&self, month: &str) {
        assert_eq!(self.hall.verifies_pack(&self.maya, month), json!([]));
        self.hall.books_balance();
    }
}

/// What the month tells of these kinds: kind, subject, who, amount and detail.
fn told(hall: &Hall, who: &Person, month: &str) -> Vec<String> {
    let summary = hall.call(who, "month_summary", json!({ "month": month })).unwrap();
    let kinds = ["closed_over_looks", "second_person_made"];
    let all = summary["exceptions"].as_array().unwrap().iter();
    let own = all.filter(|e| kinds.iter().any(|kind| e["kind"] == *kind));
    let text = |e: &Value, name: &str| e[name].as_str().unwrap().to_owned();
    own.map(|e| {
        format!(
            "{} {}: {}, {} {}",
            text(e, "on"),
            text(e, "kind"),
            text(e, "subject"),
            text(e, "who"),
            text(e, "detail")
        )
    })
    .collect()
}

type Lay = fn(&Branch);

/// By what Arun could come to close the month over what he did first as Maya.
const LAID: [(&str, bool, Lay, Option<Lay>); 9] = [
    (
        "retired for a minute",
        false,
        |b| b.of_both(&b.arun, &json!({ "active": false })),
        Some(|b| b.of_both(&b.arun, &json!({ "active": true }))),
    ),
    (
        "another role for a minute",
        false,
        |b| b.of_both(&b.arun, &json!({ "role": "clerk" })),
        Some(|b| b.of_both(&b.arun, &json!({ "role": "official" }))),
    ),
    ("passwords", false, Branch::get_passwords, None),
    ("passwords before the first act", true, Branch::get_passwords, None),
    (
        "another name",
        false,
        |b| {
            b.hall.saves(&b.arun, "noor", json!({ "name": "Noor Jahan" })).unwrap();
            b.hall.saves(&b.arun, "olga", json!({ "name": "Olga Shah" })).unwrap();
        },
        None,
    ),
    (
        "his own name for a minute",
        false,
        |b| b.of_both(&b.arun, &json!({ "name": "Arun" })),
        Some(|b| {
            b.hall.saves(&b.arun, "noor", json!({ "name": "Noor" })).unwrap();
            b.hall.saves(&b.arun, "olga", json!({ "name": "Olga" })).unwrap();
        }),
    ),
    (
        "customers by his own name for a minute",
        false,
        |b| b.of_both(&b.arun, &json!({ "role": "consumer", "customer": 1, "name": "Arun" })),
        Some(|b| {
            b.hall.saves(&b.arun, "noor", json!({ "name": "Noor", "role": "manager" })).unwrap();
            b.hall.saves(&b.arun, "olga", json!({ "name": "Olga", "role": "official" })).unwrap();
        }),
    ),
    (
        "a name of theirs for himself, and retired",
        false,
        |b| {
            for name in ["Noor", "Olga", "Arun"] {
                b.hall.saves(&b.arun, "maya", json!({ "name": name })).unwrap();
            }
            b.of_both(&b.arun, &json!({ "active": false }));
        },
        None,
    ),
    (
        "retired by an admin of his making",
        false,
        |b| b.of_both(&b.hall.makes(&b.arun, "zoe", Role::Admin), &json!({ "active": false })),
        None,
    ),
];

#[test]
fn nobody_closes_a_month_over_their_own_looks_by_changing_who_could_look_while_an_admin_is_free_of_them() {
    for (how, before, lay, back) in LAID {
        let branch = branch();
        let hall = &branch.hall;
        let ina = hall.admin("ina");
        if before {
            lay(&branch);
        }
        let first = branch.first();
        branch.last_evening();
        if !before {
            lay(&branch);
        }
        let refusal = branch.closes_month().unwrap_err();
        assert_eq!(refusal.code, "lookers_changed", "{how}: {refusal:?}");
        let by = if how.contains("of his making") { "Zoe (zoe)" } else { "Arun (arun)" };
        // The log names no customer.
        let of_customers = how.starts_with("customers");
        for said in [
            &*format!("request {} ({})", first.id, first.about),
            &*format!("{by} has changed or retired "),
            if of_customers { "user 5 and " } else { " (noor) and " },
            if of_customers { "user 6 in a month" } else { " (olga) in a month" },
            "Ina can appoint",
        ] {
            assert!(refusal.message.contains(said), "{how}: {refusal:?}");
        }
        assert!(refusal.hint.contains("Users") && refusal.hint.contains("a role"), "{refusal:?}");
        let month = json!({ "month": "2026-11", "folder": hall.folder().join("out") });
        assert_eq!(refused(hall.call(&branch.maya, "export_pack", month)), "lookers_changed", "{how}");
        if let Some(back) = back {
            back(&branch);
            assert_eq!(refused(branch.closes_month()), "lookers_changed", "{how}, and back");
            let olga = hall.logs_in("olga", None);
            assert_eq!(refused(hall.approves(&olga, &first)), "in_their_hand", "{how}");
        }

        // The admin who is none of his makes somebody who looks.
        let vera = hall.makes(&ina, "vera", Role::Official);
        assert_eq!(refused(branch.closes_month()), "second_looks_open", "{how}");
        hall.approves(&vera, &first).unwrap();
        branch.closes_month().unwrap();
        assert_eq!(branch.told("2026-11"), [""; 0], "{how}");
        branch.is_sound("2026-11");
    }
}

#[test]
fn whom_the_asker_has_retired_another_admin_takes_back_and_they_look() {
    let branch = branch();
    let hall = &branch.hall;
    let ina = hall.admin("ina");
    let first = branch.first();
    branch.last_evening();
    branch.of_both(&branch.arun, &json!({ "active": false }));
    assert_eq!(refused(branch.closes_month()), "lookers_changed");
    hall.saves(&ina, "noor", json!({ "active": true })).unwrap();
    assert_eq!(refused(branch.closes_month()), "second_looks_open");
    hall.approves(&hall.logs_in("noor", None), &first).unwrap();
    branch.closes_month().unwrap();
    assert_eq!(branch.told("2026-11"), [""; 0]);
    branch.is_sound("2026-11");
}

#[test]
fn whoever_has_changed_those_who_could_look_does_no_more_first_and_others_do() {
    let branch = branch();
    let hall = &branch.hall;
    let ina = hall.admin("ina");
    let first = branch.first();
    branch.get_passwords();
    hall.minutes_pass(72 * 60);
    let (asha, maya) = (hall.second_window(&branch.asha), hall.second_window(&branch.maya));
    let told = hall.asks_void(&maya, branch.paid[1]).done_first().now().unwrap_err();
    assert_eq!(told.code, "lookers_changed", "{told:?}");
    assert!(
        told.message.contains("Arun (arun) has changed or retired Noor (noor) and Olga (olga)"),
        "{told:?}"
    );
    let hers = hall.asks_void(&asha, branch.paid[2]).done_first().now().unwrap().approval;
    let omar = hall.makes(&hall.second_window(&ina), "omar", Role::Official);
    for look in [&first, &hers] {
        hall.approves(&omar, look).unwrap();
    }
    hall.asks_void(&maya, branch.paid[1]).done_first().now().unwrap();
    hall.books_balance();
}

#[test]
fn where_nobody_else_could_appoint_anybody_the_month_is_closed_and_tells_of_it() {
    for (how, before, lay, _) in LAID {
        let branch = branch();
        if before {
            lay(&branch);
        }
        let first = branch.first();
        branch.last_evening();
        if !before {
            lay(&branch);
        }
        branch.closes_month().unwrap_or_else(|e| panic!("{how}: {e:?}"));
        let by = if how.contains("of his making") { "zoe" } else { "arun" };
        let logins = if how.starts_with("customers") { ["user 5", "user 6"] } else { ["noor", "olga"] };
        let all = logins.map(|login| format!("{login} by {by} on 2026-11-21"));
        let detail = format!("void, nobody is left to look, changed or retired: {}", all.join(", "));
        let told = format!("2026-11-21 closed_over_looks: request {}, maya {detail}", first.id);
        assert_eq!(branch.told("2026-11"), [told], "{how}");
    }
}

#[test]
fn an_office_of_two_managers_one_of_whom_is_the_admin_closes_the_month_after_a_forgotten_password() {
    let branch = branch();
    let hall = &branch.hall;
    hall.saves(&branch.arun, "olga", json!({ "role": "clerk" })).unwrap();
    let first = branch.first();
    hall.gets_a_password(&branch.arun, &branch.noor);
    hall.minutes_pass(72 * 60);
    let maya = hall.second_window(&branch.maya);
    let more = hall.asks_void(&maya, branch.paid[1]).done_first().now().unwrap().approval;
    hall.minutes_pass(6 * 24 * 60);
    hall.everybody_logs_in();
    hall.drawers_are_counted();
    branch.closes_month().unwrap();
    assert_eq!(branch.told("2026-11").len(), 2, "{:?}", branch.told("2026-11"));

    // Once it has told of it Noor may look again, and the next month waits until she has.
    hall.minutes_pass(31 * 24 * 60);
    hall.everybody_logs_in();
    hall.drawers_are_counted();
    let january = Some(Day::parse("2027-01-01").unwrap());
    assert_eq!(refused(hall.closes_day(&branch.maya, january)), "second_looks_open");
    for look in [&first, &more] {
        hall.approves(&branch.noor, look).unwrap();
    }
    hall.closes_day(&branch.maya, january).unwrap();
    let told = branch.told("2026-12");
    assert!(told.len() == 2 && told.iter().all(|one| one.contains(" second_person_made: ")), "{told:?}");
    branch.is_sound("2026-11");
    branch.is_sound("2026-12");
    // Made again, it is the same bytes.
    let made = |folder: &str| {
        let input = json!({ "month": "2026-11", "folder": hall.folder().join(folder) });
        let job = hall.does_job(&branch.maya, "export_pack", input).unwrap();
        std::fs::read(job.result["path"].as_str().unwrap()).unwrap()
    };
    assert_eq!(made("one"), made("two"));
}

/// What was told of the last evening of December, of Noor and Olga, with how and when each was changed.
fn over(first: &ApprovalView, how: &str) -> String {
    let all = ["noor", "olga"].map(|login| format!("{login} by {how}")).join(", ");
    let detail = format!("void, nobody is left to look, changed or retired: {all}");
    format!("2026-12-31 closed_over_looks: request {}, maya {detail}", first.id)
}

#[test]
fn an_admin_made_in_a_month_before_lays_hands_on_others_for_whoever_made_them() {
    for is_ina_there in [true, false] {
        let branch = branch();
        let hall = &branch.hall;
        if is_ina_there {
            hall.admin("ina");
        }
        let zoe = hall.makes(&branch.arun, "zoe", Role::Admin);
        let first = branch.december(|_| ());
        branch.of_both(&zoe, &json!({ "active": false }));
        if is_ina_there {
            let told = branch.closes_december().unwrap_err();
            assert_eq!(told.code, "lookers_changed", "{told:?}");
            let said = "Zoe (zoe) has changed or retired Noor (noor) and Olga (olga)";
            assert!(told.message.contains(said) && told.message.contains("; Ina can appoint"), "{told:?}");
            let vera = hall.makes(&hall.logs_in("ina", None), "vera", Role::Official);
            hall.approves(&vera, &first).unwrap();
        }
        branch.closes_december().unwrap();
        let told = over(&first, "zoe on 2026-12-31");
        assert_eq!(branch.told("2026-12"), if is_ina_there { vec![] } else { vec![told] });
        branch.is_sound("2026-12");
    }
}

#[test]
fn whoever_is_put_out_of_looking_on_the_eve_of_a_month_is_told_with_what_nobody_looks_at_in_it() {
    for is_ina_there in [true, false] {
        let branch = branch();
        let hall = &branch.hall;
        if is_ina_there {
            hall.admin("ina");
        }
        let first = branch.december(|b| b.of_both(&b.arun, &json!({ "active": false })));
        // It was done before the month, maybe long before: that holds nothing up.
        branch.closes_december().unwrap();
        assert_eq!(branch.told("2026-12"), [over(&first, "arun on 2026-11-21")]);
        branch.is_sound("2026-12");
    }
}

#[test]
fn whoever_is_put_out_of_looking_in_one_month_and_taken_back_in_the_next_with_a_password_could_have_looked() {
    let branch = branch();
    let hall = &branch.hall;
    hall.admin("ina");
    let first = branch.december(|b| b.of_both(&b.arun, &json!({ "active": false })));
    for login in ["noor", "olga"] {
        let back = json!({ "active": true, "password": "words of another, 81" });
        hall.saves(&branch.arun, login, back).unwrap();
    }
    let told = branch.closes_december().unwrap_err();
    assert_eq!(told.code, "lookers_changed", "{told:?}");
    let vera = hall.makes(&hall.logs_in("ina", None), "vera", Role::Official);
    hall.approves(&vera, &first).unwrap();
    branch.closes_december().unwrap();
    assert_eq!(branch.told("2026-12"), [""; 0]);
    branch.is_sound("2026-12");
}

#[test]
fn the_month_tells_too_that_the_only_one_who_could_appoint_somebody_was_laid_hands_on() {
    let branch = branch();
    let hall = &branch.hall;
    hall.admin("ina");
    let first = branch.first();
    branch.last_evening();
    branch.of_both(&branch.arun, &json!({ "active": false }));
    assert_eq!(refused(branch.closes_month()), "lookers_changed");
    hall.saves(&branch.arun, "ina", json!({ "active": false })).unwrap();
    branch.closes_month().unwrap();
    let by = ["noor", "olga"].map(|login| format!("{login} by arun on 2026-11-21")).join(", ");
    let detail = format!("{by}; and who could appoint somebody: ina by arun on 2026-11-21");
    let told = branch.told("2026-11");
    let all =
        format!("request {}, maya void, nobody is left to look, changed or retired: {detail}", first.id);
    assert_eq!(told, [format!("2026-11-21 closed_over_looks: {all}")]);
    branch.is_sound("2026-11");
}

#[test]
fn an_admin_by_whose_name_somebody_was_called_by_mistake_holds_no_month_up() {
    let branch = branch();
    let hall = &branch.hall;
    let ina = hall.admin("ina");
    let first = branch.first();
    for name in ["Ina", "Arun"] {
        hall.saves(&branch.arun, "maya", json!({ "name": name })).unwrap();
    }
    branch.last_evening();
    branch.of_both(&branch.arun, &json!({ "active": false }));
    // Whom she makes could not look for Maya, whose name was hers: there is no way out, so it is told.
    let vera = hall.makes(&ina, "vera", Role::Official);
    assert_eq!(refused(hall.approves(&vera, &first)), "in_their_hand");
    branch.closes_month().unwrap();
    assert_eq!(branch.told("2026-11").len(), 1);
    hall.approves(&vera, &first).unwrap();
    branch.is_sound("2026-11");
}

#[test]
fn no_honest_office_is_locked_out_nor_told_of_what_it_did_not_do() {
    // One manager alone, another is the admin, and nobody was changed.
    let hall = Hall::open();
    let (asha, maya, _ina) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("ina"));
    hall.approves_by(Some(rupees(500)), 0, 2);
    let account = hall.bills(5_000);
    let paid = hall.pays(&asha, &account, 100).unwrap().payment;
    hall.asks_void(&maya, paid).done_first().now().unwrap();
    hall.days_pass(&maya, 12);
    assert_eq!(hall.verifies_pack(&maya, "2026-11"), json!([]));
    assert_eq!(told(&hall, &maya, "2026-11"), [""; 0]);

    // Colleagues who left were retired by somebody who asked nothing; or what is open is a clerk's.
    let honest: [(&str, Lay); 3] = [
        ("retired by another admin", |b| {
            b.first();
            b.last_evening();
            b.of_both(&b.hall.admin("ina"), &json!({ "active": false }));
        }),
        ("retired by an admin who asked nothing", |b| {
            b.hall.asks_void(&b.asha, b.paid[0]).done_first().now().unwrap();
            b.hall.admin("ina");
            b.last_evening();
            b.of_both(&b.arun, &json!({ "active": false }));
        }),
        ("whom he made by mistake and took back", |b| {
            b.first();
            let ina = b.hall.admin("ina");
            b.last_evening();
            b.of_both(&ina, &json!({ "active": false }));
            b.hall.makes(&b.arun, "vera", Role::Official);
            b.hall.saves(&b.arun, "vera", json!({ "active": false })).unwrap();
        }),
    ];
    for (how, does) in honest {
        let branch = branch();
        does(&branch);
        let closed = branch.closes_month();
        if how.contains("asked nothing") {
            assert_eq!(refused(closed), "second_looks_open", "{how}: Maya can look");
            continue;
        }
        closed.unwrap_or_else(|e| panic!("{how}: {e:?}"));
        assert_eq!(branch.told("2026-11"), [""; 0], "{how}");
    }
}

#[test]
fn a_second_person_whom_one_made_in_a_month_before_may_decide_and_the_pack_tells_by_whose_hand_they_are() {
    let branch = branch();
    let Branch { hall, asha, arun, maya, .. } = &branch;
    let zoe = hall.makes(arun, "zoe", Role::Admin);
    hall.days_pass(maya, 12);
    let vera = hall.makes(&zoe, "vera", Role::Manager);
    let account = hall.bills(900);
    let paid = [200, 210, 220].map(|amount| hall.pays(asha, &account, amount).unwrap().payment);

    // At the screen, from the list, and afterwards.
    let at_once = hall.asks_void(maya, paid[0]).allowed_by(&vera).now().unwrap().approval;
    let asked = hall.asks_void(maya, paid[1]).now().unwrap().approval;
    hall.approves(&vera, &asked).unwrap();
    let first = hall.asks_void(maya, paid[2]).done_first().now().unwrap().approval;
    hall.approves(&vera, &first).unwrap();
    let by = "by one they had made or changed: vera by zoe on 2026-12-03, zoe by arun on 2026-11-21";
    let tell = |of: &ApprovalView, how: &str| {
        format!("2026-12-03 second_person_made: request {}, maya void, {how} {by}", of.id)
    };
    let mut told = branch.told("2026-12");
    told.sort();
    let all = [tell(&at_once, "let pass"), tell(&asked, "let pass"), tell(&first, "looked at")];
    for one in &all {
        assert!(told.contains(one), "{one}: {told:#?}");
    }

    // Of a clerk nothing is told, nor of a word by whom somebody else has made.
    let before = branch.told("2026-12").len();
    let paid = [300, 310].map(|amount| hall.pays(asha, &account, amount).unwrap().payment);
    hall.asks_void(asha, paid[0]).allowed_by(&vera).now().unwrap();
    hall.asks_void(maya, paid[1]).allowed_by(&branch.noor).now().unwrap();
    assert_eq!(branch.told("2026-12").len(), before);
    branch.is_sound("2026-12");
    hall.days_pass(maya, 30);
    branch.is_sound("2026-12");
}

#[test]
fn after_a_year_nothing_is_told_any_more_of_whom_somebody_made() {
    let branch = branch();
    let Branch { hall, asha, arun, maya, noor, .. } = &branch;
    hall.gets_a_password(arun, noor);
    let account = hall.bills(900);
    let paid = || hall.pays(asha, &account, 100).unwrap().payment;
    for (days, month, n) in [(370, "2027-11", 1), (31, "2027-12", 0)] {
        hall.days_pass(maya, days);
        hall.asks_void(maya, paid()).allowed_by(noor).now().unwrap();
        let told = branch.told(month);
        assert_eq!(told.len(), n, "{told:?}");
    }
}
