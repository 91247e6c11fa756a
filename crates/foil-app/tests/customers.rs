//! Customers are found, shown, kept, and put back.

#![allow(clippy::unwrap_used)]

mod desk;

use desk::{Desk, code};
use foil_app::Nothing;
use foil_app::customers::views::{
    CustomerCard, CustomerList, CustomerRef, Hit, HitTarget, SaveAccount, SaveCustomer, SaveProperty, Search,
    SwitchAccount,
};
use foil_app::customers::{
    customer_card, customers, own_card, save_account, save_customer, save_property, search, switch_account,
};
use foil_app::undo::views::{Redo, Undo};
use foil_domain::customers::{AccountStatus, ByLaw, Service};
use foil_domain::ids::{AccountId, CustomerId, RequestId};
use foil_domain::money::Money;
use foil_domain::text::{Address, Code, Name, Note, Reason};
use foil_domain::time::Day;
use foil_store::bills::NewBill;

fn customer(number: &str, name: &str, phone: &str) -> SaveCustomer {
    SaveCustomer {
        customer: None,
        version: None,
        number: Code::parse(number).unwrap(),
        name: Name::parse(name).unwrap(),
        phone: Note::parse(phone).unwrap(),
        email: Note::parse("").unwrap(),
        language: Note::parse("kn").unwrap(),
        by_law: ByLaw::None,
        note: Note::parse("").unwrap(),
        active: true,
    }
}

fn again(card: &CustomerCard) -> SaveCustomer {
    SaveCustomer {
        customer: Some(card.id),
        version: Some(card.version),
        ..customer(&card.number, &card.name, &card.phone)
    }
}

impl Desk {
    fn makes(&self, number: &str, name: &str, phone: &str) -> CustomerCard {
        save_customer(&self.office, &self.clerk, customer(number, name, phone)).unwrap()
    }

    fn adds(&self, to: CustomerId, address: &str) -> CustomerCard {
        save_property(&self.office, &self.clerk, property(to, address)).unwrap()
    }

    fn opens(&self, card: &CustomerCard, number: &str, meter: &str) -> CustomerCard {
        save_account(&self.office, &self.clerk, account(card, number, meter)).unwrap()
    }

    fn finds(&self, text: &str) -> Vec<Hit> {
        search(&self.office, &self.clerk, Search { text: text.into(), limit: None }).unwrap()
    }

    fn names(&self, text: &str) -> Vec<String> {
        self.finds(text).into_iter().map(|hit| hit.name).collect()
    }

    fn shows(&self, id: CustomerId) -> CustomerCard {
        customer_card(&self.office, &self.clerk, CustomerRef { customer: id }).unwrap()
    }

    fn undoes(&self) -> foil_app::Result<foil_app::undo::views::Undone> {
        let input = Undo { request_id: request(), target: None, reason: None, note: None, manager: None };
        foil_app::undo::undo(&self.office, &self.clerk, input)
    }

    fn redoes(&self) -> foil_app::Result<foil_app::undo::views::Undone> {
        foil_app::undo::redo(&self.office, &self.clerk, Redo { request_id: request(), step: None })
    }

    fn bills(&self, account: AccountId, number: &str, due: &str, minor: i64) {
        let (number, due) = (number.to_owned(), Day::parse(due).unwrap());
        let made = self.office.book().write(move |tx| {
            let bill = NewBill {
                account,
                number: &number,
                number_fold: &foil_domain::text::fold_number(&number),
                period_from: due.plus_days(-60),
                period_to: due.plus_days(-30),
                issued_on: due.plus_days(-20),
                due_on: due,
                units: "142.5",
                total: Money::from_minor(minor),
                surcharge: Money::ZERO,
                left: Money::from_minor(minor),
                surcharge_left: Money::ZERO,
            };
            foil_store::bills::insert(tx, &bill)
        });
        made.unwrap();
    }
}

fn property(to: CustomerId, address: &str) -> SaveProperty {
    SaveProperty {
        property: None,
        version: None,
        customer: to,
        address: Address::parse(address).unwrap(),
        active: true,
    }
}

fn account(card: &CustomerCard, number: &str, meter: &str) -> SaveAccount {
    SaveAccount {
        account: None,
        version: None,
        property: card.properties[0].id,
        service: Service::Electricity,
        number: Code::parse(number).unwrap(),
        meter: Note::parse(meter).unwrap(),
        tariff: Name::parse("LT-2a").unwrap(),
        terms: None,
        terms_from: None,
    }
}

fn request() -> RequestId {
    RequestId::parse(&uuid::Uuid::now_v7().to_string()).unwrap()
}

fn switch(card: &CustomerCard, status: AccountStatus, order: Option<&str>) -> SwitchAccount {
    SwitchAccount {
        account: card.accounts[0].id,
        version: card.accounts[0].version,
        status,
        disconnection_on: order.map(|on| Day::parse(on).unwrap()),
        reason: Reason::parse("notice served").unwrap(),
    }
}

#[test]
fn a_name_is_found_however_it_is_typed() {
    let desk = Desk::open();
    for (number, name) in [
        ("K1", "José Álvarez"),
        ("K2", "ಶ್ರೀಕೃಷ್ಣ ಭಟ್"),
        ("K3", "Asha Rao"),
        ("K4", "Ashalata R. Shetty"),
        ("K5", "स्मिता राव"),
    ] {
        desk.makes(number, name, "");
    }
    assert_eq!(desk.names("jose alv"), ["José Álvarez"]);
    assert_eq!(desk.names("ÁLVAREZ"), ["José Álvarez"]);
    assert_eq!(desk.names("ಶ್ರೀಕೃ"), ["ಶ್ರೀಕೃಷ್ಣ ಭಟ್"], "the beginning of a Kannada word");
    assert_eq!(desk.names("ಭಟ್ ಶ್ರೀ"), ["ಶ್ರೀಕೃಷ್ಣ ಭಟ್"], "words in any order");
    assert_eq!(desk.names("स्मि"), ["स्मिता राव"]);
    assert_eq!(
        desk.names("asha"),
        ["Asha Rao", "Ashalata R. Shetty"],
        "the whole word before its beginnings"
    );
    assert_eq!(
        desk.names("asha r"),
        ["Asha Rao", "Ashalata R. Shetty"],
        "one letter narrows what the rest finds"
    );
    assert_eq!(desk.names("asha rx"), [""; 0]);
}

#[test]
fn who_is_still_typing_is_understood() {
    let desk = Desk::open();
    for (number, name) in [
        ("K1", "Ram Shenoy"),
        ("K2", "Ramesh Shetty"),
        ("K3", "Kiran Rao"),
        ("K4", "Kiran Raorane"),
        ("K5", "Kirana Rao"),
    ] {
        desk.makes(number, name, "");
    }
    assert_eq!(desk.names("ram she"), ["Ram Shenoy", "Ramesh Shetty"], "a short word may be a beginning");
    assert_eq!(
        desk.names("kiran rao"),
        ["Kiran Rao", "Kiran Raorane"],
        "only the last word is still being typed"
    );
    assert_eq!(desk.names("kir rao"), ["Kiran Rao", "Kiran Raorane", "Kirana Rao"]);
    assert_eq!(desk.names("kirana ra"), ["Kirana Rao"]);
}

#[test]
fn an_address_is_found_among_a_street_of_them() {
    let desk = Desk::open();
    for house in 1..=130 {
        let card = desk.makes(&format!("K{house}"), &format!("Person {house:03}"), "");
        desk.adds(card.id, &format!("D.No. {house}-7, Temple Road, Urwa, Mangaluru"));
    }
    assert_eq!(desk.names("d no 97-7 temple road urwa mangaluru"), ["Person 097"]);
    assert_eq!(desk.names("temple roa urw mang 113")[..1], ["Person 113"]);
    assert_eq!(desk.names("97-7 tem"), ["Person 097"], "the beginning of an address");
    assert_eq!(desk.names("97 temple"), ["Person 097"], "a number of two, and the street");
    assert_eq!(desk.names("person 97 temple"), ["Person 097"], "with the name before it");
    assert_eq!(desk.names("97 urwa"), ["Person 097"], "a number, and a word that stands elsewhere");
    assert_eq!(desk.names("97 kadri"), [""; 0]);

    // A house may be called as a person is, and its number may stand elsewhere in the address.
    desk.adds(desk.makes("K910", "Uma Bhat", "").id, "5, Rao Complex");
    desk.adds(desk.makes("K911", "Kiran Rao", "").id, "5, Car Street");
    desk.adds(desk.makes("K912", "Ravi Pai", "").id, "Rao Nagar, Flat 5, Tower B");
    assert_eq!(desk.names("5 rao"), ["Kiran Rao", "Ravi Pai", "Uma Bhat"]);

    // Who moves is found at the new address, and not at the old one.
    let card = desk.adds(desk.makes("K900", "Asha Rao", "").id, "12, Kadri Road");
    assert_eq!(desk.names("12 kadri"), ["Asha Rao"]);
    let moved = SaveProperty {
        property: Some(card.properties[0].id),
        version: Some(card.properties[0].version),
        ..property(card.id, "15, Kadri Road")
    };
    save_property(&desk.office, &desk.clerk, moved).unwrap();
    assert_eq!(desk.names("15 kadri"), ["Asha Rao"]);
    assert_eq!(desk.names("12 kadri"), [""; 0]);
}

#[test]
fn no_text_breaks_the_search() {
    let desk = Desk::open();
    desk.makes("K1", "Asha \"Rao\" AND (NOT) OR*", "");
    for text in [
        "\"",
        "*",
        "a*",
        "NEAR(",
        "AND",
        "\"a\" OR \"b\"",
        "-",
        "'; DROP TABLE customer",
        "🅐sha",
        "a🅐b",
        "",
        "  ",
        "((((",
        "^a",
        "words:asha",
        "%",
        "_",
        "\u{200D}",
    ] {
        let found = search(&desk.office, &desk.clerk, Search { text: text.into(), limit: None });
        assert!(found.is_ok(), "{text:?}: {found:?}");
    }
    let long = search(&desk.office, &desk.clerk, Search { text: "x".repeat(10_000_000), limit: None });
    assert_eq!(code(long), "bad_input");
    assert_eq!(
        code(search(&desk.office, &desk.clerk, Search { text: "a\u{0}b".into(), limit: None })),
        "bad_input"
    );
    assert_eq!(
        code(search(&desk.office, &desk.clerk, Search { text: "a".into(), limit: Some(0) })),
        "bad_input"
    );
}

#[test]
fn numbers_are_found_by_their_beginning_and_a_scan_comes_first() {
    let desk = Desk::open();
    let card = desk.makes("CN-0001", "Asha Rao", "+91 98450 12345");
    let card = desk.adds(card.id, "4-7, Car Street, Mangalore");
    let card = desk.opens(&card, "E-1000 2345", "M77-001");
    desk.bills(card.accounts[0].id, "B/2026/000412", "2026-12-01", 10_000);
    let other = desk.makes("CN-0002", "Nagesh Pai", "");
    let other = desk.adds(other.id, "5-1, Temple Square, Mangalore");
    desk.opens(&other, "E-1000 23456", "");

    let hits = desk.finds("e10002345");
    assert!(hits[0].exact && matches!(hits[0].target, HitTarget::Account(_)), "{hits:?}");
    assert_eq!(hits.len(), 2);
    assert!(matches!(desk.finds("m77")[0].target, HitTarget::Account(_)));
    assert!(matches!(desk.finds("B/2026/0004")[0].target, HitTarget::Bill(_)));
    assert!(matches!(desk.finds("cn0002")[0].target, HitTarget::Customer(_)));
    for phone in ["98450 12", "+91 98450", "09845012345", "919845012345", "+919845012345"] {
        assert_eq!(desk.names(phone), ["Asha Rao"], "{phone}");
    }
    desk.makes("CN-0003", "Bela Pinto", "90080 55443");
    for phone in ["+91 90080 55443", "+919008055443", "90080"] {
        assert_eq!(desk.names(phone), ["Bela Pinto"], "{phone}");
    }
    assert_eq!(desk.finds("car street")[0].detail, "4-7, Car Street, Mangalore");
    assert_eq!(desk.names("temple nagesh"), ["Nagesh Pai"], "a word of the name and one of the address");
}

#[test]
fn a_changed_name_is_found_and_the_old_one_is_not() {
    let desk = Desk::open();
    let card = desk.makes("K1", "Asha Rao", "");
    let card = desk.adds(card.id, "Car Street");
    let renamed = SaveCustomer { name: Name::parse("Asha Kamath").unwrap(), ..again(&card) };
    save_customer(&desk.office, &desk.clerk, renamed).unwrap();
    assert!(desk.names("rao").is_empty());
    assert_eq!(desk.names("kamath car"), ["Asha Kamath"]);
    desk.undoes().unwrap();
    assert_eq!(desk.names("rao"), ["Asha Rao"]);
}

#[test]
fn duplicates_are_refused_by_name_and_stale_edits_by_version() {
    let desk = Desk::open();
    let card = desk.makes("K-1", "Asha Rao", "");
    assert_eq!(code(save_customer(&desk.office, &desk.clerk, customer("k1", "Else", ""))), "duplicate");
    let card = desk.adds(card.id, "Car Street");
    assert_eq!(code(save_property(&desk.office, &desk.clerk, property(card.id, "CAR street"))), "duplicate");
    let card = desk.opens(&card, "E1", "M1");
    assert_eq!(code(save_account(&desk.office, &desk.clerk, account(&card, "e-1", ""))), "duplicate");
    assert_eq!(code(save_account(&desk.office, &desk.clerk, account(&card, "E2", "m 1"))), "duplicate");

    let seen = again(&card);
    save_customer(
        &desk.office,
        &desk.clerk,
        SaveCustomer { note: Note::parse("x").unwrap(), ..seen.clone() },
    )
    .unwrap();
    assert_eq!(code(save_customer(&desk.office, &desk.clerk, seen)), "changed_meanwhile");
    let without = SaveCustomer { version: None, ..again(&desk.shows(card.id)) };
    assert_eq!(code(save_customer(&desk.office, &desk.clerk, without)), "bad_input");
    let moved = SaveAccount {
        account: Some(card.accounts[0].id),
        version: Some(card.accounts[0].version),
        service: Service::Gas,
        ..account(&card, "E1", "M1")
    };
    assert_eq!(code(save_account(&desk.office, &desk.clerk, moved)), "bad_input");
}

#[test]
fn bad_contacts_and_empty_numbers_are_refused() {
    let desk = Desk::open();
    for input in [
        customer("-/-", "A", ""),
        customer("K1", "A", "12"),
        SaveCustomer { email: Note::parse("not an address").unwrap(), ..customer("K1", "A", "") },
        SaveCustomer { language: Note::parse("???").unwrap(), ..customer("K1", "A", "") },
    ] {
        assert_eq!(code(save_customer(&desk.office, &desk.clerk, input)), "bad_input");
    }
    assert_eq!(desk.count("customer"), 0);
}

#[test]
fn what_has_money_open_is_not_retired() {
    let desk = Desk::open();
    let card = desk.makes("K1", "Asha Rao", "");
    let card = desk.adds(card.id, "Car Street");
    let card = desk.opens(&card, "E1", "");
    desk.bills(card.accounts[0].id, "B1", "2026-11-01", 5_000);
    let card = desk.shows(card.id);
    assert_eq!(card.due, Money::from_minor(5_000));
    let retired = SaveCustomer { active: false, ..again(&card) };
    assert_eq!(code(save_customer(&desk.office, &desk.clerk, retired)), "money_open");
    let closed = switch(&card, AccountStatus::Closed, None);
    assert_eq!(code(switch_account(&desk.office, &desk.manager, closed)), "money_open");
    let unused = SaveProperty {
        property: Some(card.properties[0].id),
        version: Some(card.properties[0].version),
        active: false,
        ..property(card.id, "Car Street")
    };
    assert_eq!(code(save_property(&desk.office, &desk.clerk, unused)), "bad_input");
}

#[test]
fn an_account_is_ordered_to_be_cut_is_cut_and_comes_back() {
    let desk = Desk::open();
    let card = desk.makes("K1", "Asha Rao", "");
    let card = desk.adds(card.id, "Car Street");
    let card = desk.opens(&card, "E1", "");
    let order = switch(&card, AccountStatus::Active, Some("2026-11-25"));
    assert_eq!(code(switch_account(&desk.office, &desk.clerk, order.clone())), "not_allowed");
    let past = switch(&card, AccountStatus::Active, Some("2026-11-20"));
    assert_eq!(code(switch_account(&desk.office, &desk.manager, past)), "bad_input");
    let card = switch_account(&desk.office, &desk.manager, order).unwrap();
    assert_eq!(card.accounts[0].disconnection_on.map(|d| d.to_string()), Some("2026-11-25".into()));

    let both = switch(&card, AccountStatus::Cut, Some("2026-11-25"));
    assert_eq!(code(switch_account(&desk.office, &desk.manager, both)), "bad_input");
    let card = switch_account(&desk.office, &desk.manager, switch(&card, AccountStatus::Cut, None)).unwrap();
    assert_eq!(card.accounts[0].cut_on.map(|d| d.to_string()), Some("2026-11-21".into()));
    assert_eq!(card.accounts[0].disconnection_on, None);
    let card =
        switch_account(&desk.office, &desk.manager, switch(&card, AccountStatus::Active, None)).unwrap();
    assert_eq!((card.accounts[0].status, card.accounts[0].cut_on), (AccountStatus::Active, None));
    let card =
        switch_account(&desk.office, &desk.manager, switch(&card, AccountStatus::Closed, None)).unwrap();
    assert_eq!(card.accounts[0].status, AccountStatus::Closed);
}

#[test]
fn two_edits_go_back_one_after_the_other_and_forth_again() {
    let desk = Desk::open();
    let card = desk.makes("K1", "Asha Rao", "");
    let first = SaveCustomer { name: Name::parse("Asha Kamath").unwrap(), ..again(&card) };
    let card = save_customer(&desk.office, &desk.clerk, first).unwrap();
    let second = SaveCustomer { note: Note::parse("hard of hearing").unwrap(), ..again(&card) };
    let card = save_customer(&desk.office, &desk.clerk, second).unwrap();

    desk.undoes().unwrap();
    assert_eq!(desk.shows(card.id).note, "");
    desk.undoes().unwrap();
    assert_eq!(desk.shows(card.id).name, "Asha Rao");
    desk.undoes().unwrap();
    assert!(!desk.shows(card.id).active, "a customer whose making was taken back is retired");
    for _ in 0..3 {
        desk.redoes().unwrap();
    }
    let now = desk.shows(card.id);
    assert_eq!((now.name.as_str(), now.note.as_str(), now.active), ("Asha Kamath", "hard of hearing", true));
    assert!(now.version > card.version, "no version is ever given twice");
}

#[test]
fn an_edit_that_somebody_else_built_on_does_not_go_back() {
    let desk = Desk::open();
    let card = desk.makes("K1", "Asha Rao", "");
    let edit = SaveCustomer {
        customer: Some(card.id),
        version: Some(card.version),
        ..customer("K1", "Asha Kamath", "")
    };
    let card = save_customer(&desk.office, &desk.clerk, edit).unwrap();
    let other = SaveCustomer { phone: Note::parse("98450 12345").unwrap(), ..again(&card) };
    save_customer(&desk.office, &desk.manager, other).unwrap();
    assert_eq!(code(desk.undoes()), "undo_refused");
    assert_eq!(desk.shows(card.id).name, "Asha Kamath");
}

#[test]
fn a_card_shows_the_most_urgent_account_first_and_how_late_each_bill_is() {
    let desk = Desk::open();
    let card = desk.makes("K1", "Asha Rao", "98450 12345");
    let card = desk.adds(card.id, "Car Street");
    let card = desk.opens(&card, "A1", "");
    let card = desk.opens(&card, "A2", "");
    let card = desk.opens(&card, "A3", "");
    let by = |number: &str| card.accounts.iter().find(|a| a.number == number).unwrap().id;
    desk.bills(by("A2"), "B2", "2026-10-01", 700);
    desk.bills(by("A3"), "B3", "2026-12-24", 900);
    let mut cut = switch(&card, AccountStatus::Cut, None);
    cut.account = by("A1");
    switch_account(&desk.office, &desk.manager, cut).unwrap();

    let card = desk.shows(card.id);
    let order: Vec<&str> = card.accounts.iter().map(|a| a.number.as_str()).collect();
    assert_eq!(order, ["A1", "A2", "A3"]);
    assert_eq!(card.accounts[1].overdue, Money::from_minor(700));
    assert_eq!(card.accounts[2].overdue, Money::ZERO);
    assert_eq!(card.accounts[1].usage[0].units, "142.5");
    assert_eq!(card.due, Money::from_minor(1_600));
    assert_eq!(card.phone_masked, "98••• ••345");
}

#[test]
fn a_consumer_sees_their_own_card_and_no_other() {
    let desk = Desk::open();
    let mine = desk.makes("K1", "Asha Rao", "");
    let other = desk.makes("K2", "Nagesh Pai", "");
    let consumer = desk.consumer("asha", mine.id);
    assert_eq!(own_card(&desk.office, &consumer, Nothing {}).unwrap().id, mine.id);
    assert_eq!(
        code(customer_card(&desk.office, &consumer, CustomerRef { customer: other.id })),
        "not_allowed"
    );
    assert_eq!(
        code(search(&desk.office, &consumer, Search { text: "nagesh".into(), limit: None })),
        "not_allowed"
    );
    assert_eq!(code(own_card(&desk.office, &desk.clerk, Nothing {})), "not_allowed");
}

#[test]
fn customers_come_a_page_at_a_time_in_order_of_their_numbers() {
    let desk = Desk::open();
    for number in ["K3", "K1", "K2"] {
        desk.makes(number, "Asha Rao", "");
    }
    let page = |after| customers(&desk.office, &desk.clerk, CustomerList { after, limit: 2 }).unwrap();
    let first = page(None);
    assert_eq!(first.total, Some(3));
    assert_eq!(first.rows.iter().map(|r| r.number.as_str()).collect::<Vec<_>>(), ["K1", "K2"]);
    let second = page(Some(first.rows[1].id));
    assert_eq!(second.total, None, "all are counted once, not for each page");
    assert_eq!(second.rows.iter().map(|r| r.number.as_str()).collect::<Vec<_>>(), ["K3"]);
    for limit in [0, -1, 501, i64::MAX] {
        assert_eq!(
            code(customers(&desk.office, &desk.clerk, CustomerList { after: None, limit })),
            "bad_input"
        );
    }
}
