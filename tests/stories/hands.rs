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

    fn closes_month(&self) -> foil_testkit::Told<foil_app::office::views::DayClosed> {
        self.hall.closes_day(&self.maya, Some(Day::parse("2026-12-01").unwrap()))
    }

    /// What the month tells of these kinds: kind, subject, who, amount and detail.
    fn told(&self, month: &str) -> Vec<String> {
        let summary = self.hall.call(&self.maya, "month_summary", json!({ "month": month })).unwrap();
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

    fn is_sound(&self, month: &str) {
        assert_eq!(self.hall.verifies_pack(&self.maya, month), json!([]));
        self.hall.books_balance();
    }
}

type Lay = fn(&Branch);

/// By what Arun could come to close the month over what he did first as Maya.
const LAID: [(&str, bool, Lay, Option<Lay>); 6] = [
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
        for said in [
            &format!("request {} ({})", first.id, first.about),
            "Arun has changed or retired Noor",
            " and Olga",
            "Ina can appoint",
        ] {
            assert!(refusal.message.contains(said), "{how}: {refusal:?}");
        }
        assert!(refusal.hint.contains("Users"), "{refusal:?}");
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
    assert!(told.message.contains("Arun has changed or retired Noor and Olga"), "{told:?}");
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
        let all = ["noor", "olga"].map(|login| format!("{login} by {by} on 2026-11-21"));
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
    hall.days_pass(&branch.maya, 4);
    for look in [&first, &more] {
        hall.approves(&branch.noor, look).unwrap();
    }
    branch.is_sound("2026-11");
    branch.is_sound("2026-12");
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
