//! What is late: the ladder, the cut and the way back, plans, disputes, surcharges.

use expect_test::expect;
use foil_app::arrears::views::{OrderView, OrderWorked, PlanPreview};
use foil_app::billing::views::BillView;
use foil_app::customers::views::CustomerCard;
use foil_app::documents::views::DocumentRef;
use foil_app::imports::views::ImportReport;
use foil_app::office::jobs::Event;
use foil_app::undo::views::Effect;
use foil_domain::arrears::papers::NoticeDoc;
use foil_domain::arrears::{OrderKind, PlanState};
use foil_domain::billing::{BillState, ClaimKind};
use foil_domain::customers::Service;
use foil_domain::documents::{BillDoc, Copy, ReceiptDoc, SlipDoc, VoidMark};
use foil_domain::ids::{NoticeId, PaymentId};
use foil_domain::money::Money;
use foil_domain::press::{Format, Press, Rows};
use foil_store::{Book, Opening};
use foil_testkit::{Account, Hall, Person, PlainPress, Visit, in_rupees, read, refused, rupees};
use foil_tests::{Reads, fingerprint, raw};
use serde_json::json;
use std::sync::Arc;

/// A hall whose ladder is set: half of what is overdue keeps the supply on, 150 rupees bring it back.
struct Branch {
    hall: Hall,
    maya: Person,
    asha: Person,
}

impl Branch {
    fn opens() -> Branch {
        let hall = Hall::open();
        let (maya, asha, tara) = (hall.manager("maya"), hall.clerk("asha"), hall.admin("tara"));
        hall.ladder(&tara, 50, 150);
        Branch { hall, maya, asha }
    }

    fn owes(&self, name: &str, whole: i64, days: i64) -> Account {
        self.hall.account(name, Service::Electricity).owes(whole).overdue_days(days).moves_in()
    }

    /// Climbs until the disconnection is ordered: reminder, 14 days, final notice, 16 days, cut list.
    fn until_the_cut_list(&self) {
        for days in [14, 16, 0] {
            self.hall.runs_the_ladder(&self.maya);
            if days > 0 {
                self.hall.days_pass(&self.maya, days);
            }
        }
    }

    /// An account that owed 1000 rupees and was cut for it: 650 bring it back, the fee with them.
    fn cut(&self, name: &str) -> Account {
        let account = self.owes(name, 1_000, 7);
        self.cuts(&account);
        account
    }

    /// Waits until an account is on the cut list, and cuts it.
    fn cuts(&self, account: &Account) {
        self.until_the_cut_list();
        let open = self.hall.orders(&self.asha, "disconnect", "open");
        let order = open.iter().find(|order| order.account == account.id).expect("it is on the cut list");
        self.hall.works(&self.asha, order, "done", "").unwrap();
    }

    fn standing(&self, account: &Account) -> String {
        self.hall.standing(&self.asha, account)
    }

    /// Pays so many rupees, whatever is due.
    fn pays(&self, account: &Account, whole: i64) -> foil_app::payments::views::PaymentTaken {
        self.hall.visit(&self.asha).account(account).pays(whole).take().unwrap()
    }
}

/// Brings customers in from a file whose rows say how accounts stand.
fn brings(hall: &Hall, who: &Person, rows: &[(&Account, &str, &str)]) -> ImportReport {
    let path = hall.folder().join("people.csv");
    let mut text = "customer number,name,address,service,account number,status\n".to_owned();
    for (account, name, status) in rows {
        let n: i64 = account.number[2..].parse::<i64>().unwrap() - 1000;
        let number = &account.number;
        text += &format!("K{n:04},{name},\"{n} Car Street, Mangaluru\",electricity,{number},{status}\n");
    }
    std::fs::write(&path, text).unwrap();
    let input = json!({ "path": path, "kind": "customers", "mode": "good_rows", "dry_run": false });
    let job = hall.does_job(who, "start_import", input).unwrap();
    serde_json::from_value(job.result).unwrap()
}

#[test]
fn a_file_brings_an_account_back_as_a_person_would_and_only_for_whoever_may() {
    let b = Branch::opens();
    let (account, other) = (b.owes("Asha Rao", 1_000, 40), b.owes("Bina Shetty", 700, 3));
    b.until_the_cut_list();
    let order = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    b.hall.works(&b.asha, &order, "done", "").unwrap();
    b.pays(&account, 1_150);
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1);

    let nila = b.hall.admin("nila");
    let report = brings(&b.hall, &nila, &[(&account, "Asha Rao", "active"), (&other, "Bina R Shetty", "")]);
    assert_eq!(
        (report.updated, report.bad),
        (1, 1),
        "an admin corrects names, and reconnects nobody: {report:?}"
    );
    assert_eq!(report.errors[0].expected, "cut, as in the book: this role may not cut or reconnect accounts");
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1, "the crew still has its order");

    let report = brings(&b.hall, &b.maya, &[(&account, "Asha Rao", "active")]);
    assert_eq!((report.updated, report.bad), (1, 0), "{report:?}");
    assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty(), "nobody is sent to a supply that is on");
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "done").len(), 1);
    let logged = b.hall.logged(&b.maya, "import_customers");
    let switched: Vec<_> = logged.iter().filter(|row| row.contains("switched")).collect();
    let said = format!("\"switched\":[\"{}: cut to active\"]", account.number);
    assert!(switched.len() == 1 && switched[0].contains(&said), "{logged:?}");

    let report = brings(&b.hall, &b.maya, &[(&other, "Bina R Shetty", "disconnected")]);
    assert_eq!((report.updated, report.bad), (1, 0), "{report:?}");
    assert_eq!(
        b.hall.orders(&b.asha, "disconnect", "done").len(),
        2,
        "what was owed at the cut is written down"
    );
    b.hall.books_balance();
}

#[test]
fn a_file_ends_no_account_whose_money_is_still_on_its_way() {
    let b = Branch::opens();
    let account = b.owes("Asha Rao", 900, 3);
    b.hall.visit(&b.asha).account(&account).pays(900).cheque(900, "004711", "Karavali Bank").take().unwrap();
    let report = brings(&b.hall, &b.maya, &[(&account, "Asha Rao", "closed")]);
    assert_eq!((report.updated, report.bad), (0, 1), "{report:?}");
    let expected = &report.errors[0].expected;
    assert!(expected.starts_with("active, while account") && expected.contains("004711"), "{expected}");
    b.hall.books_balance();
}

#[test]
fn the_notices_of_a_day_are_one_file_in_the_order_of_the_walk() {
    let b = Branch::opens();
    for (name, days) in [("Asha Rao", 10), ("Bina Shetty", 30), ("Chitra Pai", 60)] {
        b.owes(name, 900, days);
    }
    b.hall.runs_the_ladder(&b.maya);
    let folder = b.hall.folder().join("walk");
    let on = b.hall.today();
    let export = |more: serde_json::Value| {
        let mut input = json!({ "on": on, "folder": folder });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        b.hall.does_job(&b.maya, "export_notice_batch", input)
    };
    let job = export(json!({})).unwrap();
    assert_eq!((job.state.as_str(), &job.result["bills"]), ("done", &json!(3)), "{}", job.result);
    let file = job.result["files"][0].as_str().unwrap();
    assert!(file.ends_with(&format!("notices-{on}.pdf")), "{file}");
    let first = std::fs::read(file).unwrap();
    assert!(first.starts_with(b"%PDF"));
    export(json!({})).unwrap();
    assert_eq!(std::fs::read(file).unwrap(), first, "the same day gives the same bytes");

    assert_eq!(refused(export(json!({ "route": "R-99" }))), "not_found");
    assert_eq!(refused(export(json!({ "on": "2020-01-01" }))), "not_found");
    assert_eq!(refused(export(json!({ "folder": "walk" }))), "bad_input");
}

#[test]
fn the_notices_of_a_route_are_written_anew_though_its_last_customer_has_moved_to_another() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let cycle = b.hall.cycle("C01");
    let accounts = ["First", "Last"].map(|name| {
        let account = b.hall.supplied(name, "Domestic", cycle);
        let readings = [read("2026-09-05", "900"), read("2026-10-05", "1000")];
        b.hall.round(&account, &format!("M-{name}"), &readings);
        b.hall.issues_bill(&b.maya, &account, "2026-10-20").unwrap();
        account
    });
    b.hall.days_pass(&b.maya, 30);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).reminders.n, 2);
    let folder = b.hall.folder().join("walk");
    let export = |route: &str| {
        let on = b.hall.frame(&b.maya).unwrap().business_on;
        let input = json!({ "on": on, "folder": folder, "route": route });
        b.hall.does_job(&b.maya, "export_notice_batch", input)
    };
    let written = |route: &str| {
        let job = export(route).unwrap();
        (job.state, job.result["bills"].clone())
    };
    assert_eq!(written("R1"), ("done".into(), json!(2)), "both walk one route");
    b.hall.walks(&accounts[1], "R_1");
    assert_eq!(written("R1"), ("done".into(), json!(1)), "the file of this morning is its own");

    // Another that is called alike as a file's name is another walk all the same.
    assert_eq!(written("R_1"), ("done".into(), json!(1)));
    b.hall.walks(&accounts[0], "R/1");
    let other = export("R/1").unwrap();
    assert_eq!(
        (other.state.as_str(), &other.result["code"]),
        ("failed", &json!("file_exists")),
        "{}",
        other.result
    );
}

/// A press in whose hands the ladder is run once more while it writes a batch of notices.
struct Meanwhile {
    hall: Arc<Hall>,
    maya: Person,
}

impl Press for Meanwhile {
    fn receipt(
        &self,
        doc: &ReceiptDoc,
        copy: &Copy,
        void: Option<&VoidMark>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        PlainPress.receipt(doc, copy, void, format)
    }

    fn slip(&self, doc: &SlipDoc, copy: &Copy, format: Format) -> anyhow::Result<Vec<u8>> {
        PlainPress.slip(doc, copy, format)
    }

    fn notices(&self, docs: &[NoticeDoc], title: &str) -> anyhow::Result<Vec<u8>> {
        self.hall.runs_the_ladder(&self.maya);
        PlainPress.notices(docs, title)
    }

    fn bill(&self, doc: &BillDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        PlainPress.bill(doc, format)
    }

    fn table(&self, out: &mut dyn std::io::Write, header: &[&str], rows: Rows<'_>) -> anyhow::Result<u64> {
        PlainPress.table(out, header, rows)
    }
}

#[test]
fn notices_that_are_made_while_their_batch_is_written_refuse_it_and_the_next_one_has_them() {
    let hall = Arc::new(Hall::open());
    let maya = hall.manager("maya");
    hall.ladder(&hall.admin("tara"), 50, 150);
    let owes = |name: &str| hall.account(name, Service::Electricity).owes(900).overdue_days(10).moves_in();
    owes("Asha Rao");
    assert_eq!(hall.runs_the_ladder(&maya).reminders.n, 1);
    owes("Bina Shetty");
    // A second program on the same book writes the batch; in the first the ladder is run meanwhile.
    let now = hall.now();
    let book = Arc::new(Book::open(&hall.path(), &Opening::Key(hall.key().clone()), now).unwrap());
    let press = Meanwhile { hall: hall.clone(), maya: maya.clone() };
    let second = Arc::new(foil_app::Office::open(book, Arc::new(move || now), Arc::new(press)).unwrap());
    let (told, ended) = std::sync::mpsc::channel();
    second.listen(Arc::new(move |event| {
        if let Event::Job(job) = event
            && job.state != "running"
        {
            told.send(*job).unwrap();
        }
    }));
    let who = hall.office().session(&maya.token(), true).unwrap();
    let folder = hall.folder().join("walk");
    let writes = || {
        let input = json!({ "on": hall.today(), "folder": folder });
        let input = serde_json::from_value(input).unwrap();
        foil_app::documents::export_notice_batch(&second, &who, input).unwrap();
        ended.recv_timeout(std::time::Duration::from_secs(600)).unwrap()
    };

    let grown = writes();
    assert_eq!(
        (grown.state.as_str(), &grown.result["code"]),
        ("failed", &json!("changed_meanwhile")),
        "{}",
        grown.result
    );
    let again = writes();
    assert_eq!((again.state.as_str(), &again.result["bills"]), ("done", &json!(2)), "{}", again.result);
    let there = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(
        (again.result["files"].as_array().unwrap().len(), there),
        (1, 1),
        "and nothing lies beside it"
    );
    // What has told its end is still at its book for a moment, and a program that ends under it would break.
    second.lets_jobs_end();
}

#[test]
fn an_unpaid_bill_climbs_the_ladder_is_cut_and_comes_back_when_the_minimum_is_paid() {
    let b = Branch::opens();
    let account = b.owes("ಶ್ರೀಕೃಷ್ಣ ಭಟ್", 1_000, 7);
    assert_eq!(b.standing(&account), "due (active), owed 1000.00, reminder from 2026-11-21, stay_on 500.00");

    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.accounts, run.reminders.n, run.final_notices.n), (1, 1, 0));
    let again = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(
        (again.reminders.n, again.final_notices.n),
        (0, 0),
        "a second run on the same day does nothing"
    );
    b.hall.days_pass(&b.maya, 14);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).final_notices.n, 1);
    expect![[r#"
        Mangalore Utility Branch                                  Disconnection notice
        Light House Hill Road                                         C1L/26-27/000002
        Hampankatta                                                         5 Dec 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        *** Disconnection after 20 Dec 2026 ***
        ------------------------------------------------------------------------------
        Customer         ಶ್ರೀಕೃಷ್ಣ ಭಟ್
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter ME7001
        The following has not been paid, although we have reminded you. Unless ₹1,000.00 is paid by 20 Dec 2026, your supply may be disconnected without further notice.

        To pay by 20 Dec 2026                                                ₹1,000.00
        Rupees one thousand only

        Overdue
        What                      Due          Days late      Left
        Bill EB-1001-1, Oct 2026  14 Nov 2026         21  1,000.00
        = Still to pay                                                       ₹1,000.00
        Minimum to stay on: Pay at least ₹500.00 by 20 Dec 2026 and your supply stays on; the rest stays due.
        Reconnection: Reconnecting a supply that was cut costs ₹150.00 on top of what is due.
        How to pay: At any counter of this office in cash, by cheque, card or UPI, or by bank transfer; give your account number. Ask at the counter if you want to pay in instalments.
        Not right?: If you think that a bill is wrong, tell us before the day named above: while it is in dispute, the amount in dispute is on hold.
        QR: COUNTERFOIL NOTICE C1L/26-27/000002 INR 1000.00 2026-12-20 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&b.hall.notice_text(&account));
    b.hall.days_pass(&b.maya, 15);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 0, "the last day to pay is the customer's");
    b.hall.days_pass(&b.maya, 1);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 1);
    assert_eq!(b.standing(&account), "cut_list (active), owed 1000.00, cut from 2026-12-21, stay_on 500.00");

    let order = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    let worked = b.hall.works(&b.asha, &order, "done", "").unwrap();
    assert_eq!(in_rupees(worked.fee), "150.00", "the fee is charged with the cut, in the same commit");
    assert_eq!(b.standing(&account), "cut (cut), owed 1000.00, get_back_on 650.00", "half, and the fee");
    assert_eq!(refused(b.hall.works(&b.asha, &order, "done", "")), "order_state", "nobody is cut twice");

    let paid = b.pays(&account, 650);
    assert_eq!(
        paid.gets_back_on,
        std::slice::from_ref(&account.number),
        "the reconnection is ordered in the same commit"
    );
    let undo = b.hall.undoing(&b.asha).preview().unwrap();
    let effects = serde_json::to_string(&undo.effects).unwrap();
    assert!(effects.contains("reconnection_off"), "{effects}");
    b.hall.undoes(&b.asha).unwrap();
    assert_eq!(b.standing(&account), "cut (cut), owed 1000.00, get_back_on 650.00", "as before the payment");
    assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty());
    b.hall.redoes(&b.asha).unwrap();

    let order = b.hall.orders(&b.asha, "reconnect", "open").remove(0);
    b.hall.works(&b.asha, &order, "done", "").unwrap();
    assert_eq!(
        b.standing(&account),
        "final_notice (active), owed 350.00, final_notice from 2027-01-04, held: minimum_paid",
        "it is on again, and what is left gets a new notice in its time"
    );
    b.hall.books_balance();
}

#[test]
fn the_minimum_that_is_shown_brings_the_supply_back_in_whichever_order_the_office_pays() {
    for order in ["arrears_first", "surcharges_first", "bills_first", "oldest_first"] {
        let b = Branch::opens();
        let arun = b.hall.admin("arun");
        b.hall.sets_office(&arun, &json!({ "allocation": order })).unwrap();
        let account = b.owes("Asha Rao", 1_000, 7);
        b.until_the_cut_list();
        let cut = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
        b.hall.works(&b.asha, &cut, "done", "").unwrap();
        // What is not due yet is older by nothing and larger than all that was asked for.
        b.hall.debits(&b.maya, account.bills[0], rupees(2_000)).unwrap();
        assert_eq!(b.standing(&account), "cut (cut), owed 1000.00, get_back_on 650.00", "{order}");

        let visit = b.hall.visit(&b.asha).account(&account).pays(650).cash(650);
        let shown: Vec<_> =
            visit.preview().unwrap().lines.iter().map(|l| (l.number.clone(), l.paid)).collect();
        let paid = visit.take().unwrap();

        assert_eq!(paid.gets_back_on, std::slice::from_ref(&account.number), "{order}: {shown:?}");
        let sum = Money::sum(shown.iter().map(|(_, m)| *m)).unwrap();
        assert_eq!(sum, Money::from_minor(rupees(650)), "the preview shows the same split");
        b.hall.books_balance();
    }
}

#[test]
fn who_pays_just_before_the_cut_is_not_cut_and_undo_brings_the_order_back() {
    let b = Branch::opens();
    let account = b.owes("Asha Rai", 1_000, 7);
    b.until_the_cut_list();
    let order = b.hall.orders(&b.asha, "disconnect", "open").remove(0);

    let little = b.pays(&account, 499);
    assert!(little.stays_on.is_empty());
    assert_eq!(b.standing(&account), "cut_list (active), owed 501.00, cut from 2026-12-21, stay_on 1.00");
    let enough = b.pays(&account, 1);
    assert_eq!(enough.stays_on, std::slice::from_ref(&account.number), "two part payments count as one");
    assert!(b.hall.orders(&b.asha, "disconnect", "open").is_empty());
    let stopped = b.hall.orders(&b.asha, "disconnect", "stopped").remove(0);
    assert_eq!(stopped.receipt, enough.number, "the order says which receipt stopped it");
    assert_eq!(refused(b.hall.works(&b.asha, &order, "done", "")), "order_state", "the crew comes too late");

    let undo = b.hall.undoing(&b.asha).preview().unwrap();
    assert!(serde_json::to_string(&undo.effects).unwrap().contains("urgent_again"));
    b.hall.undoes(&b.asha).unwrap();
    let back = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    assert_eq!((back.id, back.due_on, back.receipt.as_str()), (order.id, order.due_on, ""));
    assert_eq!(b.standing(&account), "cut_list (active), owed 501.00, cut from 2026-12-21, stay_on 1.00");
    b.hall.redoes(&b.asha).unwrap();
    assert!(b.hall.orders(&b.asha, "disconnect", "open").is_empty(), "done again, it stops again");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 0, "and no run orders it anew");
    b.hall.books_balance();
}

/// The crew's word on an order that was stopped meanwhile: it was cut all the same.
fn was_cut(b: &Branch, order: &OrderView, reading: &str) -> foil_testkit::Told<OrderWorked> {
    let input = json!({ "request_id": b.hall.request(), "order": order.id, "version": order.version,
        "outcome": "done", "reading": reading, "all_the_same": true });
    b.hall.ask(&b.asha, "work_order", input)
}

#[test]
fn a_crew_that_had_cut_before_the_payment_came_says_so_and_the_supply_comes_back() {
    let b = Branch::opens();
    let account = b.owes("Five Minutes Late", 1_000, 7);
    b.hall.installs(&b.maya, &account, "2026-11-05", &b.hall.meter_of(&account), 5, "100").unwrap();
    b.until_the_cut_list();
    let open = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    assert_eq!(refused(was_cut(&b, &open, "")), "bad_input", "an open order is worked as any");
    let paid = b.pays(&account, 500);
    let told = b.hall.works(&b.asha, &open, "done", "").unwrap_err();
    assert!(told.code == "order_state" && told.hint.contains("stopped"), "{told:?}");

    let stopped = b.hall.orders(&b.asha, "disconnect", "stopped").remove(0);
    let worked = was_cut(&b, &stopped, "284").unwrap();

    assert_eq!((worked.state.as_str(), worked.fee, worked.not_read.as_str()), ("done", Money::ZERO, ""));
    let standing = b.standing(&account);
    assert!(standing.starts_with("reconnection (cut)"), "as it is in truth: {standing}");
    let back = b.hall.orders(&b.asha, "reconnect", "open").remove(0);
    assert_eq!(
        (back.account, &back.receipt),
        (account.id, &paid.number),
        "by the receipt that came too late"
    );
    assert_eq!(b.hall.readings_of(&b.asha, &account).unwrap()[0].value, "284");
    b.hall.runs_the_ladder(&b.maya);
    assert_eq!(
        b.hall.orders(&b.asha, "reconnect", "open").len(),
        1,
        "no run calls it off for the other half"
    );
    assert_eq!(refused(was_cut(&b, &stopped, "")), "order_state", "it is said once");
    b.hall.works(&b.asha, &back, "done", "").unwrap();
    assert!(b.standing(&account).contains("(active)"), "{}", b.standing(&account));
    b.hall.books_balance();
}

#[test]
fn a_payment_that_came_after_the_cut_and_is_taken_back_calls_the_reconnection_off() {
    let b = Branch::opens();
    let account = b.owes("Never Paid", 1_000, 7);
    b.until_the_cut_list();
    b.pays(&account, 500);
    let stopped = b.hall.orders(&b.asha, "disconnect", "stopped").remove(0);
    was_cut(&b, &stopped, "").unwrap();
    let undo = b.hall.undoing(&b.asha).preview().unwrap();
    assert!(serde_json::to_string(&undo.effects).unwrap().contains("reconnection_off"), "{:?}", undo.effects);
    b.hall.undoes(&b.asha).unwrap();
    assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty());
    assert!(b.standing(&account).starts_with("cut (cut), owed 1000.00"), "{}", b.standing(&account));
    assert!(b.standing(&account).ends_with("get_back_on 650.00"), "with the fee: {}", b.standing(&account));
    b.hall.books_balance();
}

/// What is charged anew because a payment falls, as a person is told before.
fn charged(effects: &[Effect]) -> Vec<(String, i64)> {
    let of = |effect: &Effect| match effect {
        Effect::Charged { what, amount, .. } => Some((what.clone(), amount.minor())),
        _ => None,
    };
    effects.iter().filter_map(of).collect()
}

/// The fees for reconnection that an account was charged.
fn reconnection_fees(b: &Branch, account: &Account) -> Vec<Money> {
    let bills = b.hall.bills_of(&b.maya, account).unwrap();
    bills
        .iter()
        .filter(|bill| bill.kind == ClaimKind::Charge && bill.state != BillState::Cancelled)
        .map(|bill| bill.total)
        .collect()
}

#[test]
fn a_cut_that_a_payment_had_made_wrong_bears_its_fee_once_that_payment_falls() {
    let b = Branch::opens();
    let [in_time, accounts @ ..] =
        ["Cut In Time", "Still Cut", "On Again"].map(|name| b.owes(name, 1_000, 7));
    b.cuts(&in_time);
    let cheques = ["000123", "000124"];
    let paid = [0, 1].map(|at| {
        let visit = b.hall.visit(&b.asha).account(&accounts[at]).pays(500);
        visit.cheque(500, cheques[at], "Canara Bank").take().unwrap()
    });
    for order in b.hall.orders(&b.asha, "disconnect", "stopped") {
        was_cut(&b, &order, "").unwrap();
    }
    let [still_cut, on_again] = &accounts;
    let back = b.hall.orders(&b.asha, "reconnect", "open");
    b.hall.works(&b.asha, back.iter().find(|o| o.account == on_again.id).unwrap(), "done", "").unwrap();
    assert!(reconnection_fees(&b, still_cut).is_empty(), "who pays in time owes none");

    for (account, paid) in accounts.iter().zip(&paid) {
        let cheque = b.hall.cheque_of(&b.asha, paid.payment);
        b.hall.deposits(&b.asha, &[cheque.id]).unwrap();
        let cheque = b.hall.cheque_of(&b.asha, paid.payment);
        let told = charged(&b.hall.previews_bounce(&b.maya, &cheque).unwrap().effects);
        assert_eq!(told, [("reconnection_fee".to_owned(), rupees(150))], "told before");
        let effects = b.hall.bounces(&b.maya, &cheque).unwrap().effects;
        assert_eq!(charged(&effects), told, "and after");
        let effects = serde_json::to_string(&effects).unwrap();
        let falls = if account.id == on_again.id { "stays_on" } else { "reconnection_off" };
        assert!(effects.contains(falls), "{effects}");
        assert_eq!(reconnection_fees(&b, account), [Money::from_minor(rupees(150))]);
    }
    assert_eq!(b.standing(still_cut), b.standing(&in_time), "as of whoever was cut and has not paid");
    assert!(b.standing(on_again).contains("(active), owed 1000.00"), "{}", b.standing(on_again));

    b.pays(still_cut, 500);
    assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty(), "the fee is missing");
    b.pays(still_cut, 150);
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1);
    b.hall.undoes(&b.asha).unwrap();
    assert_eq!(reconnection_fees(&b, still_cut).len(), 1, "it is charged once");
    b.hall.books_balance();
}

#[test]
fn a_cut_that_another_payment_makes_wrong_still_bears_no_fee() {
    let b = Branch::opens();
    let account = b.owes("Paid Twice", 1_000, 7);
    b.until_the_cut_list();
    let first = b.pays(&account, 500);
    let stopped = b.hall.orders(&b.asha, "disconnect", "stopped").remove(0);
    was_cut(&b, &stopped, "").unwrap();
    b.pays(&account, 500);
    let undo = b.hall.undoing(&b.asha).payment(first.payment);
    assert!(charged(&undo.preview().unwrap().effects).is_empty());
    undo.now().unwrap();
    assert!(reconnection_fees(&b, &account).is_empty());
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1, "half is paid, as was asked for");

    // Once that falls, too, nobody had paid when the crew cut.
    for _ in 0..2 {
        let second = b.hall.undoing(&b.asha);
        let told = charged(&second.preview().unwrap().effects);
        assert_eq!(told, [("reconnection_fee".to_owned(), rupees(150))], "told before");
        second.now().unwrap();
        assert_eq!(reconnection_fees(&b, &account), [Money::from_minor(rupees(150))]);
        assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty(), "and nothing has earned it");
        b.hall.redoes(&b.asha).unwrap();
        assert!(reconnection_fees(&b, &account).is_empty(), "which the redo puts right");
        assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1);
    }
    b.hall.books_balance();
}

#[test]
fn a_payment_that_is_taken_back_and_done_again_spares_the_fee_again() {
    let b = Branch::opens();
    let accounts = ["Still Cut", "On Again"].map(|name| b.owes(name, 1_000, 7));
    b.until_the_cut_list();
    for account in &accounts {
        b.pays(account, 500);
        let stopped = b.hall.orders(&b.asha, "disconnect", "stopped");
        was_cut(&b, stopped.iter().find(|order| order.account == account.id).unwrap(), "").unwrap();
        let back = || b.hall.orders(&b.asha, "reconnect", "open");
        if account.id == accounts[1].id {
            let order = back().into_iter().find(|order| order.account == account.id).unwrap();
            b.hall.works(&b.asha, &order, "done", "").unwrap();
        }
        let first = b.standing(account);
        let ordered = |open: &[OrderView]| open.iter().filter(|o| o.account == account.id).count();
        let orders = ordered(&back());
        for _ in 0..2 {
            b.hall.undoes(&b.asha).unwrap();
            let fee = Money::from_minor(rupees(150));
            assert_eq!(reconnection_fees(&b, account), [fee], "nothing was paid: the cut was right");
            let told = b.hall.previews_redo(&b.asha).unwrap().effects;
            assert!(
                told.iter().any(|e| matches!(e, Effect::LessClaimed { amount, .. } if *amount == fee)),
                "told before: {told:?}"
            );
            b.hall.redoes(&b.asha).unwrap();
            assert!(reconnection_fees(&b, account).is_empty(), "it was paid in time after all");
            assert_eq!(b.standing(account), first, "as after the first payment");
            assert_eq!(ordered(&back()), orders, "and the supply is ordered back as then");
        }
        b.hall.runs_the_ladder(&b.maya);
        assert_eq!(b.standing(account), first);
    }
    b.hall.books_balance();
}

#[test]
fn a_receipt_taken_anew_the_same_day_for_a_mistake_at_the_counter_spares_the_fee_too() {
    let b = Branch::opens();
    let (tender, account) = (b.owes("Card For Cash", 1_000, 7), b.owes("Another's", 1_000, 7));
    b.until_the_cut_list();
    let mut anew = Vec::new();
    for (account, reason) in [(&tender, "wrong_tender"), (&account, "wrong_account")] {
        b.pays(account, 500);
        let stopped = b.hall.orders(&b.asha, "disconnect", "stopped");
        was_cut(&b, stopped.iter().find(|order| order.account == account.id).unwrap(), "").unwrap();
        b.hall.undoing(&b.asha).reason(reason).now().unwrap();
        assert_eq!(reconnection_fees(&b, account), [Money::from_minor(rupees(150))]);
        anew.push(b.pays(account, 500).payment);
    }
    let back = || b.hall.orders(&b.asha, "reconnect", "open");
    assert!(reconnection_fees(&b, &tender).is_empty(), "the money was there before the crew's word");
    assert_eq!(back().iter().map(|order| order.account).collect::<Vec<_>>(), [tender.id]);
    assert_eq!(reconnection_fees(&b, &account).len(), 1, "this one had not paid yet: the cut was right");

    b.hall.undoing(&b.asha).payment(anew[0]).now().unwrap();
    assert_eq!(reconnection_fees(&b, &tender).len(), 1, "and is owed again once that falls, too");
    assert!(back().is_empty());
    b.hall.books_balance();
}

/// A branch whose fee for a cut is 20, with an account that owes 1000 and was cut when a payment of 500 had been taken
/// already: that receipt is void now, and the fee claimed.
fn mistaken_at_the_counter(reason: &str) -> (Branch, Account) {
    let b = Branch::opens();
    b.hall.ladder(&b.hall.admin("tim"), 50, 20);
    let account = b.owes("Card For Cash", 1_000, 7);
    b.until_the_cut_list();
    b.pays(&account, 500);
    was_cut(&b, &b.hall.orders(&b.asha, "disconnect", "stopped")[0], "").unwrap();
    b.hall.undoing(&b.asha).reason(reason).now().unwrap();
    assert_eq!(reconnection_fees(&b, &account), [Money::from_minor(rupees(20))]);
    (b, account)
}

/// An account as the counter's card shows it.
fn account_on_card(b: &Branch, account: &Account) -> foil_app::customers::views::AccountView {
    let ask = json!({ "customer": account.customer });
    let card: foil_app::customers::views::CustomerCard = b.hall.ask(&b.asha, "customer_card", ask).unwrap();
    card.accounts.into_iter().find(|one| one.id == account.id).expect("its account")
}

#[test]
fn a_fee_that_falls_with_a_receipt_taken_anew_is_neither_asked_for_nor_paid_nor_printed() {
    let (b, account) = mistaken_at_the_counter("wrong_amount");
    let visit = || b.hall.visit(&b.asha).account(&account);
    let whole = visit().preview().unwrap().to_pay;
    assert_eq!(whole.minor(), rupees(1_000), "the fee is not asked for");
    let card = || account_on_card(&b, &account);
    let minimum = card().minimum;
    let minimum = minimum.as_ref().map(|least| (least.kind.as_str(), least.amount.minor()));
    assert_eq!(minimum, Some(("get_back_on", rupees(500))), "nor to get the supply back");

    let little = visit().pays(400).preview().unwrap();
    assert_eq!(
        (little.spared.minor(), little.left.minor()),
        (0, rupees(620)),
        "which stays with less than that"
    );
    let half = visit().pays(500).preview().unwrap();
    assert_eq!(
        (half.spared.minor(), half.left.minor(), half.due.minor()),
        (rupees(20), rupees(500), rupees(1_000))
    );
    let fee =
        b.hall.bills_of(&b.maya, &account).unwrap().into_iter().find(|bill| bill.kind == ClaimKind::Charge);
    let onto_the_fee =
        visit().pays(520).cash(520).onto(account.bills[0], "bill", 500).onto(fee.unwrap().id, "bill", 20);
    assert_eq!(refused(onto_the_fee.clone().take()), "bad_allocation", "nobody can direct money onto it");
    assert_eq!(onto_the_fee.preview().unwrap().refused.unwrap().code, "bad_allocation");

    let taken = visit().cash(1_000).take().unwrap();
    let told = (taken.spared.minor(), taken.credit_added.minor(), taken.left.minor());
    assert_eq!(told, (rupees(20), 0, 0), "all of it goes on the bill");
    let receipt = b.hall.receipt_text(taken.payment);
    assert!(!receipt.contains("20.00"), "{receipt}");
    assert!(reconnection_fees(&b, &account).is_empty());
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open")[0].receipt, taken.number);
    assert_eq!(card().credit, Money::ZERO);
    b.hall.books_balance();
}

#[test]
fn a_receipt_taken_anew_says_what_is_left_without_the_fee_that_falls_and_so_does_a_redo() {
    let (b, account) = mistaken_at_the_counter("wrong_tender");
    let anew = b.pays(&account, 500);
    assert_eq!((anew.left.minor(), anew.spared.minor()), (rupees(500), rupees(20)));
    let receipt = b.hall.receipt_text(anew.payment);
    assert!(receipt.contains("500.00") && !receipt.contains("520.00"), "{receipt}");
    b.hall.undoes(&b.asha).unwrap();
    assert_eq!(reconnection_fees(&b, &account).len(), 1);
    b.hall.redoes(&b.asha).unwrap();
    let again =
        b.hall.ask::<foil_app::payments::views::PaymentPage>(&b.asha, "payments", json!({ "limit": 1 }));
    let receipt = b.hall.receipt_text(again.unwrap().rows[0].id);
    assert!(receipt.contains("500.00") && !receipt.contains("520.00"), "{receipt}");
    assert!(b.standing(&account).contains("owed 500.00"), "{}", b.standing(&account));

    b.hall.undoes(&b.asha).unwrap();
    let fee = b.hall.bills_of(&b.maya, &account).unwrap().into_iter();
    let fee = fee.filter(|bill| bill.kind == ClaimKind::Charge && bill.state != BillState::Cancelled);
    let fee = fee.map(|bill| bill.id).collect::<Vec<_>>()[0];
    b.hall.visit(&b.asha).account(&account).pays(20).onto(fee, "bill", 20).take().unwrap();
    let anew = b.pays(&account, 500);
    assert_eq!((anew.left.minor(), anew.spared.minor()), (rupees(500), rupees(20)));
    let receipt = b.hall.receipt_text(anew.payment);
    assert!(
        receipt.contains("20.00"),
        "what was paid of the fee is credit, and the receipt says so: {receipt}"
    );
    assert_eq!(account_on_card(&b, &account).credit.minor(), rupees(20));
    b.hall.books_balance();
}

#[test]
fn whether_a_fee_falls_with_a_receipt_taken_anew_goes_by_the_void_of_the_last_one() {
    // Void as on the wrong account by mistake, done again; and that was of the wrong amount.
    let (b, account) = mistaken_at_the_counter("wrong_account");
    b.hall.redoes(&b.asha).unwrap();
    assert!(reconnection_fees(&b, &account).is_empty());
    b.hall.undoing(&b.asha).reason("wrong_amount").now().unwrap();
    assert_eq!(reconnection_fees(&b, &account).len(), 1);
    let anew = b.pays(&account, 1_000);
    assert_eq!(
        (anew.spared.minor(), anew.left.minor()),
        (rupees(20), 0),
        "the money was there before the crew's word"
    );
    assert!(reconnection_fees(&b, &account).is_empty());
    b.hall.books_balance();

    // Of the wrong amount, taken anew; and that was on the wrong account.
    let (b, account) = mistaken_at_the_counter("wrong_amount");
    let anew = b.pays(&account, 500);
    assert_eq!(anew.spared.minor(), rupees(20));
    b.hall.undoing(&b.asha).reason("wrong_account").now().unwrap();
    assert_eq!(b.hall.visit(&b.asha).account(&account).preview().unwrap().to_pay.minor(), rupees(1_020));
    let another = b.pays(&account, 1_020);
    assert_eq!(
        (another.spared.minor(), another.left.minor()),
        (0, 0),
        "this one had not paid: the cut was right"
    );
    assert_eq!(reconnection_fees(&b, &account).len(), 1);
    b.hall.books_balance();
}

#[test]
fn an_order_that_was_stopped_long_ago_or_followed_by_another_is_not_worked() {
    let b = Branch::opens();
    let (old, anew) = (b.owes("Long Ago", 1_000, 7), b.owes("Anew", 1_000, 7));
    b.until_the_cut_list();
    b.pays(&old, 1_000);
    b.pays(&anew, 1_000);
    let stopped = b.hall.orders(&b.asha, "disconnect", "stopped");
    let of = |account: &Account| stopped.iter().find(|order| order.account == account.id).unwrap();
    b.hall.switches(&b.maya, &anew, "active", Some("2026-12-30"));
    assert_eq!(refused(was_cut(&b, of(&anew), "")), "bad_input", "it is ordered anew");
    b.hall.days_pass(&b.maya, 8);
    assert_eq!(refused(was_cut(&b, of(&old), "")), "bad_input");
    assert!(b.standing(&old).contains("(active)"), "{}", b.standing(&old));
}

#[test]
fn a_payment_taken_back_after_the_crew_was_there_leaves_the_supply_on() {
    let b = Branch::opens();
    let account = b.owes("Late Twice", 1_000, 7);
    b.until_the_cut_list();
    let order = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    b.hall.works(&b.asha, &order, "done", "").unwrap();
    b.pays(&account, 650);
    let order = b.hall.orders(&b.asha, "reconnect", "open").remove(0);
    b.hall.works(&b.asha, &order, "done", "").unwrap();

    let undo = b.hall.undoing(&b.asha).preview().unwrap();
    assert!(serde_json::to_string(&undo.effects).unwrap().contains("stays_on"));
    b.hall.undoes(&b.asha).unwrap();
    let standing = b.standing(&account);
    assert!(standing.starts_with("final_notice (active), owed 1000.00, cut_list from"), "{standing}");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 1, "the next run lists it again");
    b.hall.books_balance();
}

#[test]
fn a_payment_taken_back_orders_no_cut_that_something_else_has_stopped_since() {
    let b = Branch::opens();
    let mut accounts = Vec::new();
    for name in ["Agreed Since", "Credited Since", "Paid Again", "Cut Since", "Nothing Since"] {
        accounts.push(b.owes(name, 1_000, 7));
    }
    b.until_the_cut_list();
    let firsts: Vec<_> = accounts.iter().map(|a| b.pays(a, 500).payment).collect();
    let [agreed, credited, again, cut, nothing] = &accounts[..] else { panic!("five accounts") };
    b.hall.agrees_plan(&b.maya, agreed, 5, 0).unwrap();
    b.hall.credits(&b.maya, credited.bills[0], rupees(500), "complaint").unwrap();
    b.pays(again, 500);
    b.hall.switches(&b.maya, cut, "cut", None);

    let mut told = Vec::new();
    for (account, first) in accounts.iter().zip(firsts) {
        let undo = b.hall.undoing(&b.asha).payment(first);
        let effects = serde_json::to_string(&undo.preview().unwrap().effects).unwrap();
        undo.now().unwrap();
        let open = b.hall.orders(&b.asha, "disconnect", "open");
        let ordered = open.iter().any(|o| o.account == account.id);
        assert_eq!(effects.contains("urgent_again"), ordered, "what was announced has happened");
        told.push(ordered);
    }
    assert_eq!(told, [false, false, false, false, true], "only where nothing else stands against it");
    assert!(b.standing(nothing).starts_with("cut_list"), "{}", b.standing(nothing));
    assert!(b.standing(cut).starts_with("cut (cut), owed 1000.00"), "{}", b.standing(cut));
    b.hall.books_balance();
}

#[test]
fn a_crew_that_found_nobody_comes_again_the_next_day() {
    let b = Branch::opens();
    let account = b.owes("Gate Locked", 800, 7);
    b.until_the_cut_list();
    let order = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    assert_eq!(refused(b.hall.works(&b.asha, &order, "failed", "")), "bad_input", "it says why");
    let failed = b.hall.works(&b.asha, &order, "failed", "the gate was locked").unwrap();
    let anew = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    assert_eq!((Some(anew.id), anew.due_on), (failed.again, order.due_on.plus_days(1)));
    assert_eq!(b.standing(&account), "cut_list (active), owed 800.00, cut from 2026-12-22, stay_on 400.00");
    b.hall.books_balance();
}

#[test]
fn what_the_crew_reads_of_a_meter_of_several_registers_is_a_reading_of_each() {
    let b = Branch::opens();
    let account = b.hall.account("By Hours", Service::Electricity).owes(1_000).overdue_days(7).moves_in();
    b.hall.installs_bands(&b.maya, &account, "2026-10-05", &["day", "night"]).unwrap();
    b.until_the_cut_list();
    let order = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    let works = |order: &OrderView, readings: serde_json::Value| -> OrderWorked {
        let input = json!({ "request_id": b.hall.request(), "order": order.id, "version": order.version,
            "outcome": "done", "readings": readings });
        b.hall.ask(&b.asha, "work_order", input).unwrap()
    };
    let worked = works(&order, json!([{ "register": 1, "value": "350" }, { "register": 2, "value": "88" }]));
    assert_eq!(worked.not_read, "");
    let read = || {
        let rows = b.hall.readings_of(&b.asha, &account).unwrap();
        let special = rows.iter().filter(|r| r.purpose.as_str() == "special");
        special.map(|r| format!("{} {} {}", r.band, r.value, r.units)).collect::<Vec<_>>()
    };
    assert_eq!(read(), ["night 88 88", "day 350 350"]);
    assert_eq!(b.hall.orders(&b.asha, "disconnect", "done")[0].reading, "1: 350, 2: 88");

    b.pays(&account, 650);
    b.hall.days_pass(&b.maya, 2);
    let order = b.hall.orders(&b.asha, "reconnect", "open").remove(0);
    let worked = works(&order, json!([{ "register": 1, "value": "350" }, { "register": 2, "value": "" }]));
    assert_eq!(worked.not_read, "register 2 (night): it was not read", "the other is read all the same");
    assert_eq!(read(), ["day 350 0", "night 88 88", "day 350 350"]);
    b.hall.books_balance();
}

#[test]
fn what_the_crew_reads_at_a_cut_is_a_reading() {
    let b = Branch::opens();
    let account = b.owes("Read At The Cut", 1_000, 7);
    b.hall.round(&account, "M-1", &[read("2026-09-05", "4000"), read("2026-10-05", "4100")]);
    b.until_the_cut_list();
    let order = b.hall.orders(&b.asha, "disconnect", "open").remove(0);
    let worked = b.hall.works_and_reads(&b.asha, &order, "done", "", "4350").unwrap();
    assert_eq!(worked.not_read, "", "it is as usual");
    let read = || {
        let input = json!({ "account": account.id, "all": false, "limit": 1 });
        let newest: Vec<foil_app::metering::views::ReadingView> =
            b.hall.ask(&b.asha, "readings", input).unwrap();
        let newest = &newest[0];
        format!("{} on {}, {}, {} units", newest.value, newest.on, newest.purpose, newest.units)
    };
    assert_eq!(read(), "4350 on 2026-12-21, special, 250 units", "the use up to the cut is known");

    b.pays(&account, 650);
    let order = b.hall.orders(&b.asha, "reconnect", "open").remove(0);
    let worked = b.hall.works_and_reads(&b.asha, &order, "done", "", "dial 43500").unwrap();
    assert!(!worked.not_read.is_empty(), "the supply is on again, whatever was scribbled");
    assert_eq!(
        b.hall.orders(&b.asha, "reconnect", "done")[0].reading,
        "dial 43500",
        "it stands on the order"
    );
    assert_eq!(read(), "4350 on 2026-12-21, special, 250 units");
    b.hall.books_balance();
}

#[test]
fn a_plan_that_is_kept_rests_the_ladder_and_a_broken_one_lets_it_go_on() {
    let b = Branch::opens();
    let account = b.owes("José D'Souza", 1_000, 7);
    b.until_the_cut_list();

    let plan = b.hall.agrees_plan(&b.maya, &account, 4, 5).unwrap();
    assert_eq!(plan.instalments.len(), 4);
    assert!(b.hall.orders(&b.asha, "disconnect", "open").is_empty(), "the order stops in the same commit");
    assert_eq!(b.standing(&account), "due (active), owed 0.00, held: plan_kept, keep_plan 250.00");
    expect![[r#"
        Mangalore Utility Branch                                  Instalment agreement
        Light House Hill Road                                                        1
        Hampankatta                                                        21 Dec 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         José D'Souza
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter ME7001
        What was due up to 20 Dec 2026 is paid in the following instalments. Bills that fall due later are paid beside them, each by its own due date. While the instalments are paid in time, what they cover bears no surcharge.

        Total                                                                ₹1,000.00
        Rupees one thousand only
        Instalment  Due          Amount
        1           26 Dec 2026  250.00
        2           26 Jan 2027  250.00
        3           26 Feb 2027  250.00
        4           26 Mar 2027  250.00
        If one is missed: If an instalment is not paid by its date, this agreement ends, the whole rest is due at once and bears surcharge again, and the supply may be disconnected as announced. A bill beside them that is not paid by its own date gets a reminder of its own.

        Customer  ______________  Maya
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&b.hall.agreement_text(&account));
    assert_eq!(refused(b.hall.agrees_plan(&b.maya, &account, 3, 5)), "no_plan", "one plan at a time");

    b.hall.days_pass(&b.maya, 5);
    b.pays(&account, 250);
    b.hall.days_pass(&b.maya, 1);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).plans_broken.n, 0, "paid on its day");
    assert_eq!(b.standing(&account), "due (active), owed 0.00, held: plan_kept, keep_plan 250.00");

    b.hall.days_pass(&b.maya, 31);
    let standing = b.standing(&account);
    assert!(standing.contains("stay_on 250.00"), "until a run breaks it, it can be caught up: {standing}");
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_broken.n, run.cut_list.n), (1, 1), "the notice had run out: the cut goes on");
    let standing = b.standing(&account);
    assert!(standing.starts_with("cut_list (active), owed 750.00"), "{standing}");

    b.pays(&account, 750);
    assert_eq!(b.standing(&account), "clear (active), owed 0.00");
    b.hall.books_balance();
}

#[test]
fn a_plan_paid_to_the_end_is_kept() {
    let b = Branch::opens();
    let account = b.owes("मीना शेट्टी", 900, 30);
    b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap();
    b.pays(&account, 900);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_kept.n, in_rupees(run.plans_kept.amount)), (1, "900.00".to_owned()));
    assert_eq!(refused(b.hall.agrees_plan(&b.maya, &account, 3, 0)), "no_plan", "nothing is overdue");
    b.hall.books_balance();
}

#[test]
fn a_plan_of_which_nothing_is_left_says_at_once_how_it_has_ended() {
    let b = Branch::opens();
    let told = |account: &Account| {
        let card = b.hall.arrears_of(&b.asha, account).unwrap().plan.expect("the plan");
        let list = json!({ "active": false, "before": null, "limit": 100 });
        let list: foil_app::arrears::views::PlanPage = b.hall.ask(&b.asha, "plans", list).unwrap();
        let listed = list.rows.iter().find(|plan| plan.account == account.id).expect("the plan").clone();
        assert_eq!((listed.state, listed.paid, listed.next), (card.state, card.paid, card.next));
        (card.state, in_rupees(card.paid), card.next)
    };
    let agreed = |name: &str| {
        let account = b.owes(name, 900, 30);
        (b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap(), account)
    };
    let (_, cancelled) = agreed("Cancelled");
    b.hall.cancels(&b.maya, cancelled.bills[0]).unwrap();
    let (plan, credited) = agreed("Credited");
    b.hall.credits(&b.maya, credited.bills[0], rupees(900), "complaint").unwrap();
    let (_, given_up) = agreed("Given Up");
    b.hall.writes_off(&b.maya, given_up.bills[0]).unwrap();
    let nothing = (PlanState::Cancelled, "0.00".to_owned(), None);
    for account in [&cancelled, &credited, &given_up] {
        assert_eq!(told(account), nothing, "nobody has paid anything");
    }
    assert_eq!(refused(b.hall.cancels_plan(&b.maya, &plan)), "has_ended");

    let (_, paid) = agreed("Paid");
    b.pays(&paid, 900);
    assert_eq!(told(&paid), (PlanState::Kept, "900.00".to_owned(), None));
    let (_, in_part) = agreed("Paid In Part");
    b.pays(&in_part, 600);
    b.hall.credits(&b.maya, in_part.bills[0], rupees(300), "complaint").unwrap();
    assert_eq!(told(&in_part).0, PlanState::Kept, "all that was left to pay of it was paid");
    let (_, again) = agreed("Taken Back");
    b.pays(&again, 900);
    b.hall.undoes(&b.asha).unwrap();
    assert_eq!(told(&again).0, PlanState::Active, "it is to be paid again");

    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_kept.n, run.plans_broken.n), (2, 0), "a run says the same");
    b.hall.books_balance();
}

#[test]
fn what_is_taken_back_of_a_plan_is_no_instalment_that_was_paid() {
    let b = Branch::opens();
    let two = |name: &str| {
        let account = b.hall.account(name, Service::Electricity).owes(500).overdue_days(30);
        let account = account.owes(1_000).overdue_days(20).moves_in();
        let plan = b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap();
        assert_eq!(in_rupees(plan.total), "1500.00");
        (account, plan.id)
    };
    let told = |account: &Account| {
        let plan = b.hall.arrears_of(&b.asha, account).unwrap().plan.expect("the plan");
        (in_rupees(plan.paid), in_rupees(plan.total), plan.state, plan.next.map(in_rupees))
    };
    let would = |bill, kind: &str, whole: Option<i64>| {
        let input = json!({ "bill": bill, "kind": kind, "amount": whole.map(rupees) });
        let would: serde_json::Value = b.hall.ask(&b.maya, "preview_correction", input).unwrap();
        (would["plan"].clone(), would["plan_falls"].clone())
    };
    let now = |paid: &str, total: &str, next: Option<&str>| {
        let state = if next.is_some() { PlanState::Active } else { PlanState::Kept };
        (paid.to_owned(), total.to_owned(), state, next.map(str::to_owned))
    };

    let (cancelled, plan) = two("Cancelled");
    assert_eq!(would(cancelled.bills[1], "cancel", None), (json!(plan), json!(rupees(1_000))));
    b.hall.cancels(&b.maya, cancelled.bills[1]).unwrap();
    assert_eq!(told(&cancelled), now("0.00", "500.00", Some("500.00")), "nobody has paid a coin");

    let (credited, plan) = two("Credited");
    b.pays(&credited, 500);
    assert_eq!(told(&credited), now("500.00", "1500.00", Some("500.00")));
    assert_eq!(would(credited.bills[1], "credit_note", Some(300)), (json!(plan), json!(rupees(300))));
    b.hall.credits(&b.maya, credited.bills[1], rupees(300), "complaint").unwrap();
    assert_eq!(told(&credited), now("500.00", "1200.00", Some("500.00")), "the last instalment falls");
    assert_eq!(would(credited.bills[1], "write_off", Some(100)), (json!(plan), json!(rupees(100))));

    let (rest, _) = two("Paid The Rest");
    b.pays(&rest, 500);
    b.hall.cancels(&b.maya, rest.bills[1]).unwrap();
    assert_eq!(told(&rest), now("500.00", "500.00", None), "what stands of it was paid");
    let (given, _) = two("Paid And Then Credited");
    b.pays(&given, 500);
    assert_eq!(would(given.bills[0], "credit_note", Some(200)), (json!(null), json!(0)));
    b.hall.credits(&b.maya, given.bills[0], rupees(200), "complaint").unwrap();
    assert_eq!(told(&given), now("500.00", "1500.00", Some("500.00")), "it was paid, and is credit now");

    b.hall.days_pass(&b.maya, 1);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_broken.n, run.plans_kept.n), (1, 1), "the first instalment was missed");
    assert_eq!(in_rupees(run.plans_kept.amount), "500.00");
    assert_eq!(told(&credited), now("500.00", "1200.00", Some("500.00")));
    let list = json!({ "active": false, "before": null, "limit": 100 });
    let list: foil_app::arrears::views::PlanPage = b.hall.ask(&b.asha, "plans", list).unwrap();
    let ended = list.rows.iter().find(|plan| plan.account == rest.id).expect("the plan");
    assert_eq!((ended.state, in_rupees(ended.paid)), (PlanState::Kept, "500.00".to_owned()));
    b.hall.books_balance();
}

#[test]
fn what_was_paid_of_a_plan_and_became_credit_counts_once_when_it_pays_the_rest() {
    let b = Branch::opens();
    let two = |name: &str| {
        let account = b.hall.account(name, Service::Electricity).owes(500).overdue_days(30);
        let account = account.owes(1_000).overdue_days(20).moves_in();
        b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap();
        b.pays(&account, 500);
        account
    };
    let told = |account: &Account| {
        let plan = b.hall.arrears_of(&b.asha, account).unwrap().plan.expect("the plan");
        (in_rupees(plan.paid), in_rupees(plan.total), plan.next.map(in_rupees))
    };
    let now = |paid: &str, total: &str, next| (paid.to_owned(), total.to_owned(), Some(String::from(next)));
    let uses_credit = |account: &Account| {
        b.hall.visit(&b.asha).account(account).with_credit().pays(0).take().unwrap();
    };

    let cancelled = two("Cancelled");
    b.hall.cancels(&b.maya, cancelled.bills[0]).unwrap();
    assert_eq!(told(&cancelled), now("500.00", "1500.00", "500.00"), "it stays paid while it is credit");
    uses_credit(&cancelled);
    assert_eq!(told(&cancelled), now("500.00", "1000.00", "500.00"), "500 were handed over, 500 are left");
    b.hall.undoes(&b.asha).unwrap();
    assert_eq!(told(&cancelled), now("500.00", "1500.00", "500.00"));
    b.hall.redoes(&b.asha).unwrap();
    let before = "DROP TRIGGER bill_correction_is_never_changed;
                  UPDATE bill_correction SET newest_payment = NULL, newest_bill = NULL";
    raw(&b.hall.path(), b.hall.key()).execute_batch(before).unwrap();
    assert_eq!(told(&cancelled), now("500.00", "1000.00", "500.00"), "of one of before the day says it");

    let credited = two("Credited");
    b.hall.credits(&b.maya, credited.bills[0], rupees(200), "complaint").unwrap();
    uses_credit(&credited);
    assert_eq!(told(&credited), now("500.00", "1300.00", "500.00"));
    b.pays(&credited, 300);
    b.hall.credits(&b.maya, credited.bills[1], rupees(700), "complaint").unwrap();
    assert_eq!(told(&credited).0, "800.00", "500 and 300 were handed over");

    b.hall.days_pass(&b.maya, 32);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_broken.n, run.plans_kept.n), (1, 1), "the second instalment was missed: {run:?}");
    b.hall.books_balance();
}

impl Branch {
    /// An account with two bills that are late, the first of them the longer.
    fn owes_two(&self, name: &str, first: i64, second: i64) -> Account {
        let account = self.hall.account(name, Service::Electricity).owes(first).overdue_days(30);
        account.owes(second).overdue_days(20).moves_in()
    }

    /// What of a plan is paid, what it comes to, and what is asked for.
    fn plan(&self, account: &Account) -> String {
        let plan = self.hall.arrears_of(&self.asha, account).unwrap().plan.expect("the plan");
        let next = plan.next.map_or_else(|| plan.state.as_str().to_owned(), in_rupees);
        format!("{} of {}, {next}", in_rupees(plan.paid), in_rupees(plan.total))
    }

    fn uses_credit(&self, account: &Account) {
        self.hall.visit(&self.asha).account(account).with_credit().pays(0).take().unwrap();
    }

    fn bounces(&self, paid: PaymentId) {
        self.hall.deposits(&self.asha, &[self.hall.cheque_of(&self.asha, paid).id]).unwrap();
        self.hall.bounces(&self.maya, &self.hall.cheque_of(&self.maya, paid)).unwrap();
    }
}

#[test]
fn what_was_paid_beside_a_plan_to_be_safe_is_credit_of_its_own_when_the_dispute_is_upheld() {
    let b = Branch::opens();
    let account = b.owes_two("To Be Safe", 1_000, 1_400);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 300).unwrap();
    b.hall.agrees_plan(&b.maya, &account, 6, 0).unwrap();
    let onto = b.hall.visit(&b.asha).account(&account).onto(account.bills[0], "bill", 1_000);
    onto.pays(1_000).take().unwrap();
    assert_eq!(b.plan(&account), "700.00 of 2100.00, 350.00");
    b.hall.decides(&b.maya, &dispute, "upheld").unwrap();
    assert_eq!(b.plan(&account), "700.00 of 2100.00, 350.00", "300 of it were paid beside the plan");
    b.uses_credit(&account);
    assert_eq!(b.plan(&account), "1000.00 of 2100.00, 50.00", "1000 were handed over, and all of it stands");
    b.hall.books_balance();
}

#[test]
fn credit_that_fell_with_its_cheque_is_used_by_nobody() {
    let b = Branch::opens();
    let cheque = |account: &Account, number: &str| {
        let visit = b.hall.visit(&b.asha).account(account).onto(account.bills[0], "bill", 600).pays(600);
        visit.cheque(600, number, "Canara Bank").take().unwrap().payment
    };
    // 400 were paid before the plan, and are credit that the customer uses in it.
    let own = b.owes_two("Own Credit", 1_000, 1_500);
    b.pays(&own, 400);
    b.hall.agrees_plan(&b.maya, &own, 6, 0).unwrap();
    let paid = cheque(&own, "000401");
    b.hall.cancels(&b.maya, own.bills[0]).unwrap();
    assert_eq!(b.plan(&own), "600.00 of 2100.00, 100.00");
    b.bounces(paid);
    assert_eq!(b.plan(&own), "0.00 of 1500.00, 350.00");
    b.uses_credit(&own);
    assert_eq!(b.plan(&own), "400.00 of 1500.00, 300.00", "the credit of the cheque had fallen with it");
    b.hall.days_pass(&b.maya, 1);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).plans_broken.n, 0, "the first instalment was paid in time");

    // What was used before the cheque came back is claimed anew, and was put in by nobody.
    let used = b.owes_two("Used Before", 600, 1_500);
    b.hall.agrees_plan(&b.maya, &used, 6, 0).unwrap();
    let paid = cheque(&used, "000402");
    b.hall.cancels(&b.maya, used.bills[0]).unwrap();
    b.uses_credit(&used);
    assert_eq!(b.plan(&used), "600.00 of 1500.00, 100.00");
    b.bounces(paid);
    assert_eq!(b.plan(&used), "0.00 of 900.00, 350.00");
    b.hall.books_balance();
}

#[test]
fn credit_that_a_claim_has_become_and_that_pays_it_again_is_counted_as_anywhere_else_in_the_plan() {
    let b = Branch::opens();
    // Some was paid before the plan, and the rest by a cheque; 300 are credited, and then the cheque comes back: the bill is
    // owed whole, and the credit stays, for what was paid before covers it, or some of it.
    // The credit pays what is due first: the same bill, or, where that is the later one, the other.
    let uses = |before: i64, number: &str, at: usize| {
        let (this, other) = (1_000, 1_500 + before);
        let account = if at == 0 { b.owes_two(number, this, other) } else { b.owes_two(number, other, this) };
        let onto = |whole: i64| {
            b.hall.visit(&b.asha).account(&account).onto(account.bills[at], "bill", whole).pays(whole)
        };
        if before > 0 {
            onto(before).take().unwrap();
        }
        b.hall.agrees_plan(&b.maya, &account, 5, 0).unwrap();
        let rest = this - before;
        let paid = onto(rest).cheque(rest, number, "Canara Bank").take().unwrap().payment;
        b.hall.credits(&b.maya, account.bills[at], rupees(300), "complaint").unwrap();
        b.bounces(paid);
        assert_eq!(b.plan(&account), "0.00 of 2500.00, 500.00");
        let left = |at: usize| b.hall.sees_bill(&b.maya, account.bills[at]).unwrap().left;
        let first = left(0);
        b.uses_credit(&account);
        assert_eq!(first.minus(left(0)), Some(Money::from_minor(rupees(300))));
        b.plan(&account)
    };
    let of = |before, numbers: [&str; 2]| [0, 1].map(|at| uses(before, numbers[at], at));
    let all = of(400, ["000411", "000412"]);
    assert_eq!(all, ["300.00 of 2500.00, 200.00", "300.00 of 2500.00, 200.00"], "who paid 400 has put it in");
    let some = of(200, ["000413", "000414"]);
    assert_eq!(
        some,
        ["200.00 of 2400.00, 300.00", "200.00 of 2400.00, 300.00"],
        "who paid 200 has put in 200"
    );
    let none = of(0, ["000415", "000416"]);
    assert_eq!(none, ["0.00 of 2200.00, 500.00", "0.00 of 2200.00, 500.00"], "nobody has put that in");
    b.hall.books_balance();
}

#[test]
fn what_was_used_of_the_credit_of_two_instalments_of_one_cheque_is_nobodys_once() {
    let b = Branch::opens();
    let account = b.hall.account("Two Of One", Service::Electricity).owes(300).overdue_days(40);
    let account = account.owes(600).overdue_days(30).owes(1_500).overdue_days(20).moves_in();
    b.hall.agrees_plan(&b.maya, &account, 6, 0).unwrap();
    // Of the cheque 900 are instalments. The rest is credit of its own, and pays an instalment before any of them is credit.
    let visit = b.hall.visit(&b.asha).account(&account).onto(account.bills[0], "bill", 300);
    let visit = visit.onto(account.bills[1], "bill", 600).pays(1_300);
    let paid = visit.cheque(1_300, "000413", "Canara Bank").take().unwrap().payment;
    b.uses_credit(&account);
    assert_eq!(b.plan(&account), "1300.00 of 2400.00, 300.00");
    // What is in dispute is not paid by credit: 100 are used of the first one's, and 300 when the second is credit, too.
    for (claim, open) in [(account.bills[0], 100), (account.bills[1], 300)] {
        let left = b.hall.sees_bill(&b.maya, account.bills[2]).unwrap().left.minor() / 100;
        let dispute = b.hall.disputes(&b.maya, account.bills[2], left - open).unwrap();
        b.hall.cancels(&b.maya, claim).unwrap();
        b.uses_credit(&account);
        b.hall.decides(&b.maya, &dispute, "withdrawn").unwrap();
    }
    assert_eq!(b.plan(&account), "1300.00 of 2000.00, 300.00");
    b.bounces(paid);
    assert_eq!(b.plan(&account), "400.00 of 1100.00, 400.00", "of what was used nobody has put in 400");

    b.hall.days_pass(&b.maya, 1);
    let twice = b.hall.charges(&b.maya, &account, "other", rupees(300)).unwrap().id;
    b.hall.visit(&b.asha).account(&account).onto(twice, "bill", 300).pays(300).take().unwrap();
    b.hall.cancels(&b.maya, twice).unwrap();
    b.uses_credit(&account);
    assert_eq!(b.plan(&account), "700.00 of 1100.00, 100.00", "credit of since is the customer's own");
    b.hall.books_balance();
}

#[test]
fn a_cheque_that_comes_back_orders_the_cut_again_where_its_instalment_was_used_and_the_plan_is_not_kept() {
    let b = Branch::opens();
    let account = b.owes_two("Used Before", 600, 1_500);
    b.hall.agrees_plan(&b.maya, &account, 6, 0).unwrap();
    b.hall.switches(&b.maya, &account, "active", Some("2026-12-25"));
    let visit = b.hall.visit(&b.asha).account(&account).onto(account.bills[0], "bill", 600).pays(600);
    let paid = visit.cheque(600, "000412", "Canara Bank").take().unwrap().payment;
    let open = || b.hall.orders(&b.asha, "disconnect", "open").len();
    assert_eq!(open(), 0, "it stops the order");
    b.hall.cancels(&b.maya, account.bills[0]).unwrap();
    b.uses_credit(&account);
    b.hall.days_pass(&b.maya, 1);
    assert_eq!(b.plan(&account), "600.00 of 1500.00, 100.00");
    b.hall.deposits(&b.asha, &[b.hall.cheque_of(&b.asha, paid).id]).unwrap();
    let cheque = b.hall.cheque_of(&b.maya, paid);
    let told = b.hall.previews_bounce(&b.maya, &cheque).unwrap().effects;
    assert!(told.iter().any(|effect| matches!(effect, Effect::UrgentAgain { .. })), "{told:?}");
    b.hall.bounces(&b.maya, &cheque).unwrap();
    assert_eq!(b.plan(&account), "0.00 of 900.00, 350.00", "the first instalment was yesterday");
    assert_eq!(open(), 1, "so the order stands again, in the same commit");
    b.hall.books_balance();
}

#[test]
fn what_was_paid_beside_a_cheque_that_comes_back_counts_and_brings_no_cut_back() {
    let b = Branch::opens();
    let accounts = ["Enough Beside", "Too Little"].map(|name| b.owes(name, 1_000, 7));
    b.until_the_cut_list();
    let open = || b.hall.orders(&b.asha, "disconnect", "open").len();
    for (account, (cheque, back)) in accounts.iter().zip([(400, false), (600, true)]) {
        let visit = b.hall.visit(&b.asha).account(account).pays(1_000).cash(1_000 - cheque);
        let visit = visit.cheque(cheque, &format!("{cheque:06}"), "Canara Bank");
        let paid = visit.take().unwrap().payment;
        b.hall.deposits(&b.asha, &[b.hall.cheque_of(&b.asha, paid).id]).unwrap();
        let before = open();
        let cheque = b.hall.cheque_of(&b.maya, paid);
        let told = b.hall.previews_bounce(&b.maya, &cheque).unwrap().effects;
        let again = told.iter().any(|effect| matches!(effect, Effect::UrgentAgain { .. }));
        assert_eq!(again, back, "half of the bill has to be paid, and is kept as credit: {told:?}");
        b.hall.bounces(&b.maya, &cheque).unwrap();
        assert_eq!(open() - before, usize::from(back));
    }
    b.hall.books_balance();
}

#[test]
fn credit_that_is_paid_out_is_no_instalment_as_far_as_there_is_other_credit() {
    let b = Branch::opens();
    let pays_out = |account: &Account, whole| {
        b.hall.asks_out(&b.asha, account, whole, Some("NEFT 4711")).allowed_by(&b.maya).now().unwrap();
    };
    let more = b.hall.account("More Credit", Service::Electricity).owes(1_500).overdue_days(40);
    let more = more.owes(500).overdue_days(30).owes(1_000).overdue_days(20).moves_in();
    b.pays(&more, 1_500);
    b.hall.agrees_plan(&b.maya, &more, 3, 0).unwrap();
    b.pays(&more, 500);
    b.hall.cancels(&b.maya, more.bills[0]).unwrap();
    b.hall.cancels(&b.maya, more.bills[1]).unwrap();
    assert_eq!(b.plan(&more), "500.00 of 1500.00, 500.00");
    let told = |account: &Account, amount: i64| {
        let input = json!({ "account": account.id, "amount": amount });
        let told: foil_app::payments::views::PayOutPreview =
            b.hall.ask(&b.asha, "preview_pay_out", input).unwrap();
        (told.plan, in_rupees(told.plan_falls))
    };
    assert_eq!(told(&more, rupees(500)), (None, "0.00".to_owned()));
    pays_out(&more, 500);
    assert_eq!(b.plan(&more), "500.00 of 1500.00, 500.00", "1000 of other credit had lain there");

    let own = b.owes_two("Own Credit", 2_000, 500);
    b.hall.agrees_plan(&b.maya, &own, 5, 0).unwrap();
    b.pays(&own, 2_000);
    b.hall.cancels(&b.maya, own.bills[0]).unwrap();
    // The request names the plan that it takes from, before anybody lets it happen.
    let plan = b.hall.arrears_of(&b.asha, &own).unwrap().plan.unwrap().id;
    let most = b.hall.previews_out(&b.asha, &own).unwrap();
    assert_eq!((most.plan, in_rupees(most.plan_falls)), (Some(plan), "1500.00".to_owned()));
    assert_eq!(told(&own, rupees(200)), (Some(plan), "200.00".to_owned()));
    let asked = b.hall.asks_out(&b.asha, &own, 1_500, Some("NEFT 4711")).now().unwrap().approval;
    assert!(asked.about.ends_with(&format!("· plan {plan}")), "{}", asked.about);
    let less = json!({ "effect": "plan_paid_less", "plan": plan, "amount": rupees(1_500) });
    let would = b.hall.call(&b.maya, "preview_request", json!({ "approval": asked.id })).unwrap();
    assert_eq!(would["effects"][1], less, "{would}");
    b.hall.withdraws(&b.asha, &asked).unwrap();
    let asking = b.hall.asks_out(&b.asha, &own, 1_500, Some("NEFT 4711")).allowed_by(&b.maya);
    let done = asking.now().unwrap().done.unwrap().effects;
    assert_eq!(serde_json::to_value(&done[1]).unwrap(), less, "and as it was done: {done:?}");
    assert_eq!(b.plan(&own), "500.00 of 1000.00, 500.00", "who has it back has not paid it");

    // A plan that has ended stands as it did then.
    let kept = b.owes_two("Kept", 500, 1_000);
    let plan = b.hall.agrees_plan(&b.maya, &kept, 3, 0).unwrap().id;
    b.pays(&kept, 500);
    b.hall.cancels(&b.maya, kept.bills[0]).unwrap();
    b.pays(&kept, 1_000);
    b.hall.days_pass(&b.maya, 1);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_kept.n, in_rupees(run.plans_kept.amount)), (1, "1500.00".to_owned()));
    let told = || {
        let list = json!({ "active": false, "before": null, "limit": 100 });
        let list: foil_app::arrears::views::PlanPage = b.hall.ask(&b.asha, "plans", list).unwrap();
        in_rupees(list.rows.iter().find(|row| row.id == plan).expect("the plan").paid)
    };
    assert_eq!(told(), "1500.00");
    pays_out(&kept, 500);
    assert_eq!(told(), "1500.00");
    b.hall.books_balance();
}

#[test]
fn a_correction_of_the_day_of_a_plan_before_it_has_made_credit_of_none_of_it() {
    let b = Branch::opens();
    let account = b.owes("Credited Before", 1_000, 20);
    b.pays(&account, 1_000);
    b.hall.credits(&b.maya, account.bills[0], rupees(300), "complaint").unwrap();
    b.hall.undoes(&b.asha).unwrap();
    b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap();
    assert_eq!(b.plan(&account), "0.00 of 1000.00, 333.34");
    b.uses_credit(&account);
    assert_eq!(b.plan(&account), "300.00 of 1000.00, 33.34", "it was the customer's before the plan");
    b.hall.books_balance();
}

#[test]
fn a_dispute_that_is_lost_breaks_no_plan_that_is_kept() {
    let b = Branch::opens();
    let account = b.hall.account("Two Bills", Service::Electricity).owes(600).overdue_days(30);
    let account = account.owes(900).overdue_days(20).moves_in();
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 600).unwrap();
    b.until_the_cut_list();
    let plan = b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap();
    assert_eq!(in_rupees(plan.total), "900.00", "what is in dispute is none of it");
    b.pays(&account, 300);
    b.hall.days_pass(&b.maya, 31);
    b.pays(&account, 300);

    b.hall.decides(&b.maya, &dispute, "rejected").unwrap();

    let plan = || b.hall.arrears_of(&b.asha, &account).unwrap().plan.expect("the plan");
    assert_eq!((in_rupees(plan().paid), plan().kept), ("600.00".to_owned(), true));
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_broken.n, run.cut_list.n), (0, 0), "two instalments were paid in time");
    assert_eq!(run.reminders.n, 1, "what was in dispute climbs by itself: no paper has asked for it yet");
    assert!(b.standing(&account).starts_with("reminder (active), owed 600.00"), "{}", b.standing(&account));
    let to_bill = |bill, whole| b.hall.visit(&b.asha).account(&account).pays(whole).onto(bill, "bill", whole);
    to_bill(account.bills[1], 300).take().unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).plans_kept.n, 1, "the last one is paid: that ends it");
    b.hall.books_balance();
}

#[test]
fn a_dispute_of_what_a_plan_pays_is_no_payment_of_it() {
    let b = Branch::opens();
    let account = b.owes("Disputes The Plan", 900, 30);
    let plan = b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap();
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 900).unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).plans_kept.n, 0, "nothing was paid");
    b.hall.days_pass(&b.maya, 40);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_kept.n, run.plans_broken.n), (0, 0), "it is on hold with its bill");
    let held = b.hall.arrears_of(&b.asha, &account).unwrap().plan.expect("the plan");
    assert_eq!((held.id, held.paid, held.kept, held.next), (plan.id, Money::ZERO, true, None));

    b.hall.decides(&b.maya, &dispute, "withdrawn").unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).plans_broken.n, 1, "two instalments were missed");
    b.hall.books_balance();
}

#[test]
fn a_cheque_from_before_a_plan_that_comes_back_breaks_it_not() {
    let b = Branch::opens();
    let other = b.hall.account("Other Bill", Service::Electricity).owes(600).overdue_days(30);
    let other = other.owes(900).overdue_days(20).moves_in();
    let same = b.owes("Same Bill", 1_500, 20);
    for account in [&other, &same] {
        let visit = b.hall.visit(&b.asha).account(account).pays(600);
        let paid = visit.cheque(600, &account.number, "Canara Bank").take().unwrap();
        b.hall.agrees_plan(&b.maya, account, 3, 0).unwrap();
        b.pays(account, 300);
        let cheque = b.hall.cheque_of(&b.asha, paid.payment);
        b.hall.deposits(&b.asha, &[cheque.id]).unwrap();
        let cheque = b.hall.cheque_of(&b.asha, paid.payment);
        b.hall.bounces(&b.maya, &cheque).unwrap();
        let plan = b.hall.arrears_of(&b.asha, account).unwrap().plan.expect("the plan");
        let told = (in_rupees(plan.paid), plan.kept, plan.next.map(in_rupees));
        assert_eq!(told, ("300.00".into(), true, Some("300.00".into())), "account {}", account.number);
        assert!(b.standing(account).contains("owed 600.00"), "{}", b.standing(account));
    }
    b.hall.days_pass(&b.maya, 1);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_broken.n, run.cut_list.n), (0, 0), "the first instalment was paid in time");
    b.hall.books_balance();
}

#[test]
fn a_receipt_from_before_a_plan_that_is_taken_again_twice_is_no_instalment() {
    let b = Branch::opens();
    let account = b.owes("Twice Again", 1_000, 20);
    b.pays(&account, 400);
    b.hall.agrees_plan(&b.maya, &account, 3, 0).unwrap();
    let paid = || in_rupees(b.hall.arrears_of(&b.asha, &account).unwrap().plan.expect("the plan").paid);
    assert_eq!(paid(), "0.00");
    for _ in 0..2 {
        b.hall.undoes(&b.asha).unwrap();
        b.hall.redoes(&b.asha).unwrap();
        assert_eq!(paid(), "0.00");
    }
    b.hall.books_balance();
}

#[test]
fn a_reconnection_that_failed_once_still_falls_with_the_cheque_that_earned_it() {
    let b = Branch::opens();
    let account = b.cut("Gate Locked");
    let visit = b.hall.visit(&b.asha).account(&account).pays(650);
    let paid = visit.cheque(650, "000123", "Canara Bank").take().unwrap();
    let first = b.hall.orders(&b.asha, "reconnect", "open").remove(0);
    b.hall.works(&b.asha, &first, "failed", "the gate was locked").unwrap();
    let second = b.hall.orders(&b.asha, "reconnect", "open").remove(0);
    assert_eq!(second.receipt, paid.number, "it is the same receipt that has earned it");

    let cheque = b.hall.cheque_of(&b.asha, paid.payment);
    b.hall.deposits(&b.asha, &[cheque.id]).unwrap();
    let cheque = b.hall.cheque_of(&b.asha, paid.payment);
    b.hall.bounces(&b.maya, &cheque).unwrap();

    assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty(), "it was not paid");
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "stopped")[0].id, second.id);
    assert!(b.standing(&account).starts_with("cut (cut), owed 1000.00"), "{}", b.standing(&account));
    b.hall.books_balance();
}

#[test]
fn a_reconnection_ends_with_the_plan_or_dispute_that_had_earned_it() {
    let b = Branch::opens();
    let fee_of = |account: &Account| {
        let bills = b.hall.bills_of(&b.asha, account).unwrap();
        bills.iter().find(|bill| bill.kind.as_str() == "charge").expect("the fee").id
    };
    let open = || b.hall.orders(&b.asha, "reconnect", "open").len();

    let disputed = b.cut("Disputed");
    let dispute = b.hall.disputes(&b.maya, disputed.bills[0], 1_000).unwrap();
    b.pays(&disputed, 150);
    assert_eq!(open(), 1, "the fee was paid, and the rest is in dispute");
    b.hall.decides(&b.maya, &dispute, "withdrawn").unwrap();
    assert_eq!(open(), 0, "it is owed again");

    let [cancelled, broken] = ["Cancelled", "Broken"].map(|name| {
        let account = b.cut(name);
        let plan = b.hall.agrees_plan(&b.maya, &account, 4, 0).unwrap();
        let visit = b.hall.visit(&b.asha).account(&account).pays(400);
        visit.onto(fee_of(&account), "bill", 150).onto(account.bills[0], "bill", 250).take().unwrap();
        (account, plan)
    });
    assert_eq!(open(), 2, "the fee and the first instalment were paid");
    b.hall.cancels_plan(&b.maya, &cancelled.1).unwrap();
    assert_eq!(open(), 1);
    b.hall.days_pass(&b.maya, 32);
    let tried = b.hall.tries_the_ladder(&b.maya);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_broken.n, run.stopped.n, run.reconnections.n), (1, 1, 0));
    assert_eq!(tried.stopped, run.stopped, "as it was tried");
    assert_eq!(open(), 0);
    assert!(b.standing(&broken.0).starts_with("cut (cut), owed 750.00"), "{}", b.standing(&broken.0));
    b.hall.books_balance();
}

#[test]
fn a_reconnection_that_falls_due_beside_a_new_bill_stays_ordered() {
    let b = Branch::opens();
    let account = b.hall.account("New Bill", Service::Electricity).owes(1_000).overdue_days(7);
    let account = account.owes(700).due_in(35).moves_in();
    b.cuts(&account);
    b.pays(&account, 650);
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1);
    b.hall.days_pass(&b.maya, 10);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).stopped.n, 0, "what fell due since raises nothing");
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1);
}

#[test]
fn a_reconnection_of_the_wrong_account_is_stopped_with_a_reason() {
    let b = Branch::opens();
    let (wrong, earned) = (b.cut("Wrong One"), b.cut("Has Paid"));
    b.hall.orders_back(&b.maya, &wrong).unwrap();
    let order = |of: &Account| {
        let open = b.hall.orders(&b.asha, "reconnect", "open");
        open.into_iter().find(|order| order.account == of.id).expect("an open order")
    };
    let first = order(&wrong);
    b.hall.works(&b.asha, &first, "failed", "nobody asked for it").unwrap();
    let anew = order(&wrong);
    assert_eq!(anew.note, first.note, "made anew for the reason for which it was made");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).stopped.n, 0, "a person's word stands");

    assert_eq!(refused(b.hall.stops_reconnection(&b.asha, &anew)), "not_allowed");
    assert_eq!(refused(b.hall.stops_reconnection(&b.maya, &first)), "order_state");
    b.hall.stops_reconnection(&b.maya, &anew).unwrap();
    let stopped = b.hall.orders(&b.asha, "reconnect", "stopped").remove(0);
    assert_eq!((stopped.id, stopped.note.as_str()), (anew.id, "the wrong account"));
    assert!(b.standing(&wrong).starts_with("cut (cut), owed 1150.00"), "{}", b.standing(&wrong));

    b.pays(&earned, 650);
    assert_eq!(refused(b.hall.stops_reconnection(&b.maya, &order(&earned))), "order_earned");
    b.hall.books_balance();
}

#[test]
fn a_debt_that_is_written_off_brings_no_supply_back() {
    let b = Branch::opens();
    let account = b.cut("Moved Away");
    b.hall.writes_off(&b.maya, account.bills[0]).unwrap();
    let fee = b.hall.bills_of(&b.asha, &account).unwrap()[0].id;
    b.hall.writes_off(&b.maya, fee).unwrap();
    assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty(), "nobody has paid");
    assert_eq!(b.standing(&account), "cut (cut), owed 0.00");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).reconnections.n, 0, "nor by the next run");
    b.hall.visit(&b.asha).account(&account).pays(1).cash(1).take().unwrap();
    assert!(b.hall.orders(&b.asha, "reconnect", "open").is_empty(), "nor by a coin that is kept as credit");
    b.hall.orders_back(&b.maya, &account).unwrap();
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1, "who is asked for comes back");

    let rest = b.cut("Pays The Rest");
    b.hall.writes_off(&b.maya, rest.bills[0]).unwrap();
    assert_eq!(b.standing(&rest), "cut (cut), owed 0.00, get_back_on 150.00");
    let paid = b.pays(&rest, 150);
    assert_eq!(paid.gets_back_on, std::slice::from_ref(&rest.number), "all that was asked for is paid");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).stopped.n, 0);
    b.hall.books_balance();
}

#[test]
fn orders_that_have_ended_are_listed_with_the_latest_first() {
    let b = Branch::opens();
    let accounts = [b.owes("First", 1_000, 7), b.owes("Second", 1_000, 7)];
    b.until_the_cut_list();
    for account in &accounts {
        b.hall.days_pass(&b.maya, 1);
        b.pays(account, 1_000);
    }
    let stopped = b.hall.orders(&b.asha, "disconnect", "stopped");
    let names: Vec<_> = stopped.iter().map(|order| order.name.as_str()).collect();
    assert_eq!(names, ["Second", "First"]);
    let page = json!({ "kind": "disconnect", "state": "stopped", "limit": 1,
        "after": { "on": stopped[0].ended_on, "order": stopped[0].id } });
    let page: foil_app::arrears::views::OrderPage = b.hall.ask(&b.asha, "service_orders", page).unwrap();
    assert_eq!((page.rows[0].id, page.total), (stopped[1].id, 2), "page by page");
}

const LATE: &str = r#"
format = 1
name = "Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01

[[energy_charge]]
name = "Energy charge"
slabs = [ { rate = 5 } ]

[late_payment]
percent = 2
per = "month"
"#;

#[test]
fn late_surcharges_that_open_again_are_told_by_their_bill_together() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Farida Begum", 1_000, 10);
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 31);
    b.hall.runs_the_ladder(&b.maya);
    let paid = b.pays(&account, 1_040);
    let undone = b.hall.undoes(&b.asha).unwrap();
    let told: Vec<String> = undone.effects.iter().map(|e| serde_json::to_string(e).unwrap()).collect();
    expect![[r#"
        {"effect":"receipt_void","number":"C2/26-27/000001"}
        {"effect":"surcharges_open","bill":"EB-1001-1","count":2,"left":4000}
        {"effect":"bill_opens","number":"EB-1001-1","left":100000}
        {"effect":"hand_back","method":"cash","amount":104000}"#]]
    .assert_eq(&told.join("\n"));
    let paper = b.hall.slip_text(paid.payment);
    let lines: Vec<&str> = paper.lines().filter(|line| line.contains("E-1001")).collect();
    expect![[r#"
        C1D/26-27/000001, Oct 2026 · Surcharge  E-1001       20.00
        EB-1001-1, Oct 2026                     E-1001    1,000.00
        C1D/26-27/000002, Oct 2026 · Surcharge  E-1001       20.00"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn late_surcharges_that_are_charged_with_a_payment_are_paid_in_the_order_of_their_bills() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let owing = [("Farida Begum", 1_000), ("Ganesh Pai", 500), ("Hema Rao", 200)];
    let visit =
        owing.map(|(name, owed)| b.owes(name, owed, 10)).iter().fold(b.hall.visit(&b.asha), Visit::account);
    let paid = visit.take().unwrap().payment;
    let paper = b.hall.receipt_text(paid);
    let lines: Vec<&str> = paper.lines().filter(|line| line.contains("Surcharge")).collect();
    expect![[r#"
        C2D/26-27/000001, Oct 2026 (Surcharge · E-1001)       20.00     20.00  0.00
        C2D/26-27/000002, Oct 2026 (Surcharge · E-1002)       10.00     10.00  0.00
        C2D/26-27/000003, Oct 2026 (Surcharge · E-1003)        4.00      4.00  0.00"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_surcharge_is_charged_once_for_each_month_on_what_is_unpaid() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Farida Begum", 1_000, 10);

    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.surcharges.n, in_rupees(run.surcharges.amount)), (1, "20.00".to_owned()));
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0, "surcharge twice is surcharge once");
    b.pays(&account, 420);
    b.hall.days_pass(&b.maya, 31);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(
        (run.surcharges.n, in_rupees(run.surcharges.amount)),
        (1, "11.60".to_owned()),
        "420 paid the oldest arrears, for the surcharge is not late yet: the second month bears 2 % of 580, and nothing on the surcharge"
    );
    let second = b.hall.bills_of(&b.asha, &account).unwrap()[0].id;
    expect![[r#"
        Mangalore Utility Branch                                        Late surcharge
        Light House Hill Road                                         C1D/26-27/000002
        Hampankatta                                                        22 Dec 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Farida Begum
                         1 Car Street, Mangaluru
        Account          E-1001
                         Electricity
        Bill             EB-1001-1
                         of 23 Oct 2026, ₹1,000.00
        Made             22 Dec 2026, 10:00
                         Counter C1
        By               Maya

        To pay by 22 Dec 2026                                                   ₹11.60
        Rupees eleven and paise sixty only
        Charge                                                                         Amount
        Late payment of EB-1001-1, 12 Dec 2026 – 11 Jan 2027 (580.00 × 2 % × 1 month)   11.60

        Customer  ______________  For the office
        QR: COUNTERFOIL C1D/26-27/000002 INR 11.60 2026-12-22
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&b.hall.claim_text(second));
    let shown: BillView = b.hall.ask(&b.asha, "bill", json!({ "bill": second })).unwrap();
    let lines: Vec<_> = shown.lines.iter().map(|l| [&*l.label, &*l.quantity, &*l.rate]).collect();
    assert_eq!(
        lines,
        [["Late payment of EB-1001-1, 12 Dec 2026 – 11 Jan 2027", "580.00", "2 % × 1 month"]],
        "the screen shows the same arithmetic"
    );
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-01,opening,,,1000.00
        2026-11-21,surcharge,C1D/26-27/000001,20.00,1020.00
        2026-11-21,payment,C2/26-27/000001,-420.00,600.00
        2026-12-22,surcharge,C1D/26-27/000002,11.60,611.60
        2026-12-31,closing,,,611.60
    "#]]
    .assert_eq(&b.hall.statement(&b.asha, &account, "2026-11-01", "2026-12-31"));
    b.hall.books_balance();
}

#[test]
fn a_plan_that_is_kept_bears_no_surcharge_and_a_broken_one_only_from_its_end() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Pays As Agreed", 1_000, 10);
    let plan = b.hall.agrees_plan(&b.maya, &account, 4, 0).unwrap();
    assert_eq!(in_rupees(plan.total), "1020.00", "the month that had begun is part of it");
    b.pays(&account, 255);
    b.hall.days_pass(&b.maya, 30);
    b.pays(&account, 255);
    b.hall.days_pass(&b.maya, 31);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.surcharges.n, run.reminders.n), (0, 0), "two months of a plan that is kept");
    assert_eq!(b.standing(&account), "due (active), owed 0.00, held: plan_kept, keep_plan 255.00");

    b.hall.days_pass(&b.maya, 1);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.plans_broken.n, run.surcharges.n), (1, 0), "what passed while it was kept stays free");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0);
    b.hall.days_pass(&b.maya, 21);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(
        in_rupees(run.surcharges.amount),
        "10.20",
        "2 % of 510 for the month that began after its end: 20 of what was paid was the surcharge"
    );
    b.hall.books_balance();
}

#[test]
fn what_is_owed_beside_a_plan_bears_its_surcharge_and_what_the_plan_pays_of_the_same_bill_does_not() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Lost Beside A Plan", 1_000, 10);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 400).unwrap();
    let plan = b.hall.agrees_plan(&b.maya, &account, 4, 0).unwrap();
    assert_eq!(in_rupees(plan.total), "600.00", "what nobody disputes");
    b.hall.decides(&b.maya, &dispute, "rejected").unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0, "the time of the dispute is free");
    b.pays(&account, 150);
    b.hall.days_pass(&b.maya, 30);
    b.pays(&account, 150);
    let charged = surcharges(&b, &account);
    assert_eq!(charged[0].0, "8.00", "2 % of 400: the payment has it charged first");
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.surcharges.n, run.plans_broken.n), (0, 0), "once, and the plan is kept");
    assert!(b.hall.arrears_of(&b.asha, &account).unwrap().plan.expect("the plan").kept);
    b.hall.books_balance();
}

#[test]
fn no_surcharge_runs_on_what_the_office_holds_as_credit() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Holds Credit", 1_000, 0);
    let kept = b.hall.visit(&b.asha).account(&account).pays(600).onto(account.bills[0], "bill", 100);
    assert_eq!(in_rupees(kept.take().unwrap().credit_added), "500.00", "as a true-up would leave it");
    b.hall.days_pass(&b.maya, 10);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(in_rupees(run.surcharges.amount), "8.00", "2 % of 400: of 900 the office holds 500");
    b.hall.books_balance();
}

#[test]
fn a_rule_by_days_is_charged_to_the_day_with_the_payment_that_shows_it_first() {
    let b = Branch::opens();
    let daily = LATE.replace("percent = 2", "percent = 0.05").replace("\"month\"", "\"day\"");
    b.hall.tariff(&b.hall.admin("tara"), &daily);
    let (whole, part) = (b.owes("Pays All", 1_000, 29), b.owes("Pays A Part", 1_000, 29));
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0, "a run waits for the end of a month");

    let visit = b.hall.visit(&b.asha).account(&whole);
    let shown = visit.preview().unwrap();
    let lines: Vec<_> = shown.lines.iter().map(|l| (l.part.as_str(), in_rupees(l.due))).collect();
    assert_eq!(lines, [("bill", "1000.00".to_owned()), ("surcharge", "14.50".to_owned())]);
    assert_eq!(in_rupees(shown.to_pay), "1014.50");
    let paid = visit.take().unwrap();
    assert_eq!((in_rupees(paid.paid), in_rupees(paid.left)), ("1014.50".into(), "0.00".into()));
    b.hall.undoes(&b.asha).unwrap();
    let again = b.hall.visit(&b.asha).account(&whole).preview().unwrap();
    assert_eq!(in_rupees(again.to_pay), "1014.50", "it was late all the same, and is charged once");
    b.hall.redoes(&b.asha).unwrap();
    assert_eq!(b.standing(&whole), "clear (active), owed 0.00");

    b.pays(&part, 400);
    b.hall.days_pass(&b.maya, 2);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(in_rupees(run.surcharges.amount), "0.60", "two days of what was left");
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-01,opening,,,1000.00
        2026-11-21,surcharge,C2D/26-27/000002,14.50,1014.50
        2026-11-21,payment,C2/26-27/000003,-400.00,614.50
        2026-11-23,surcharge,C1D/26-27/000001,0.60,615.10
        2026-11-30,closing,,,615.10
    "#]]
    .assert_eq(&b.hall.statement(&b.asha, &part, "2026-11-01", "2026-11-30"));
    b.hall.books_balance();
}

#[test]
fn who_pays_between_two_runs_bears_the_month_that_has_begun() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Between Two Runs", 1_000, 10);
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 25);
    let visit = b.hall.visit(&b.asha).account(&account);
    let shown = visit.preview().unwrap();
    assert_eq!(in_rupees(shown.due), "1040.00", "the run charged one month, the second has begun");
    let accrued = shown.lines.iter().find(|l| l.bill.0 < 0).unwrap();

    // The card beside the till explains each rupee of that: the bill, the surcharge on it, what has accrued since.
    let card: CustomerCard =
        b.hall.ask(&b.asha, "customer_card", json!({ "customer": account.customer })).unwrap();
    let [on_card] = card.accounts.as_slice() else { panic!("{card:?}") };
    assert_eq!(on_card.due.plus(on_card.accrued), Some(shown.due), "the card and the till say one sum");
    let open = &on_card.open_bills;
    let bill = open.iter().find(|bill| bill.kind.as_str() == "bill").unwrap();
    let surcharge = open.iter().find(|bill| bill.kind.as_str() == "surcharge").unwrap();
    assert_eq!((surcharge.parent, bill.parent), (Some(bill.id), None), "a surcharge says what it is on");
    assert_eq!((bill.accrued, surcharge.accrued), (on_card.accrued, Money::ZERO));
    assert_eq!(in_rupees(bill.accrued), "20.00");

    visit.pays(20).onto(accrued.bill, "surcharge", 20).take().unwrap();
    let bills = b.hall.bills_of(&b.asha, &account).unwrap();
    let paid: Vec<_> = bills.iter().map(|b| (b.kind.as_str(), in_rupees(b.left))).collect();
    assert_eq!(
        paid,
        [("surcharge", "0.00".to_owned()), ("surcharge", "20.00".to_owned()), ("bill", "1000.00".to_owned())],
        "directed to what was only announced, it goes there"
    );
    b.hall.books_balance();
}

#[test]
fn a_bill_keeps_the_late_rule_of_the_version_that_priced_it() {
    let b = Branch::opens();
    let tara = b.hall.admin("tara");
    b.hall.tariff(&tara, LATE);
    b.hall.tariff(&tara, &LATE.replace("Domestic", "Farm").replace("percent = 2", "percent = 7"));
    let account = b.hall.supplied("Changed Plan", "Domestic", b.hall.cycle("C01"));
    b.hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-05", "1100")]);
    let bill = b.hall.issues_bill(&b.maya, &account, "2026-11-21").unwrap();
    assert_eq!((in_rupees(bill.total), bill.due_on.to_string()), ("500.00".into(), "2026-12-06".into()));

    let corrected = LATE.replace("percent = 2", "percent = 9");
    let input = json!({ "text": corrected, "note": "order 12 says 9", "correct_priced": true });
    assert_eq!(b.hall.call(&tara, "import_tariff", input).unwrap()["stored"], json!(true));
    b.hall.days_pass(&b.maya, 16);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(in_rupees(run.surcharges.amount), "10.00", "2 %: bills that were made keep the revision");
    b.hall.changes_plan(&b.maya, &account, "Farm", "2026-12-07").unwrap();
    b.hall.days_pass(&b.maya, 31);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(
        in_rupees(run.surcharges.amount),
        "10.00",
        "2 %, though the account is on another plan by now"
    );
    b.hall.books_balance();
}

#[test]
fn a_disputed_bill_is_on_hold_while_the_rest_is_paid_and_upheld_it_is_credited() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Lavina D'Souza", 1_000, 7);
    b.until_the_cut_list();
    let due = |b: &Branch| b.hall.visit(&b.asha).account(&account).preview().unwrap();
    let before = due(&b).due;

    assert_eq!(
        refused(b.hall.disputes(&b.asha, account.bills[0], 700)),
        "not_allowed",
        "a manager puts it on hold"
    );
    assert_eq!(refused(b.hall.disputes(&b.maya, account.bills[0], 1_001)), "bad_input", "more than is left");
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 700).unwrap();
    assert_eq!(refused(b.hall.disputes(&b.maya, account.bills[0], 1)), "has_ended", "one dispute a bill");
    let shown = due(&b);
    assert_eq!(
        (shown.disputed, shown.to_pay),
        (Money::from_minor(rupees(700)), before.minus(shown.disputed).unwrap())
    );
    assert!(!b.hall.orders(&b.asha, "disconnect", "open").is_empty(), "300 are not in dispute");

    let paid = b.hall.visit(&b.asha).account(&account).take().unwrap();
    assert_eq!(paid.stays_on, std::slice::from_ref(&account.number), "all that is not in dispute was paid");
    assert!(b.standing(&account).ends_with("held: disputed"), "{}", b.standing(&account));
    b.hall.days_pass(&b.maya, 70);
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.surcharges.n, run.final_notices.n, run.cut_list.n), (0, 0, 0), "no surcharge and no cut");

    let decided = b.hall.decides(&b.maya, &dispute, "upheld").unwrap();
    assert!(decided.outcome.contains("N/"), "the credit note's number: {}", decided.outcome);
    assert_eq!(b.standing(&account), "clear (active), owed 0.00");
    assert_eq!(due(&b).due, Money::ZERO);
    b.hall.books_balance();
}

#[test]
fn a_credit_note_decides_no_dispute_and_says_of_a_disputed_bill_that_it_is_for_something_else() {
    let b = Branch::opens();
    let account = b.owes("Lavina D'Souza", 1_000, 1);
    let bill = account.bills[0];
    let dispute = b.hall.disputes(&b.maya, bill, 400).unwrap();
    let seen = |paise: i64, reason: &str, beside: bool| {
        let input = json!({
            "bill": bill, "kind": "credit_note", "amount": paise, "reason": reason, "beside_dispute": beside,
        });
        b.hall.ask::<serde_json::Value>(&b.maya, "preview_correction", input)
    };
    let left = || in_rupees(b.hall.sees_bill(&b.maya, bill).unwrap().left);

    // Whatever it comes to: what it is for nobody can tell by that.
    for whole in [300, 400, 450] {
        let told = b.hall.credits(&b.maya, bill, rupees(whole), "complaint").unwrap_err();
        assert_eq!(told.code, "in_dispute", "{}", told.message);
        assert!(told.message.contains("400.00"), "{}", told.message);
        let told = seen(rupees(whole), "complaint", false);
        assert_eq!(refused(told), "in_dispute", "the preview says so, too");
    }
    assert_eq!(seen(rupees(100), "discount", false).unwrap()["upholds"], 0);
    b.hall.credits(&b.maya, bill, rupees(100), "discount").unwrap();

    // Of the 900 that are claimed 500 are not in dispute.
    let told = b.hall.credits_beside(&b.maya, bill, rupees(501)).unwrap_err();
    assert_eq!(told.code, "bad_input", "{}", told.message);
    assert!(told.message.contains("500.00 at most: 400.00 are in dispute"), "{}", told.message);
    assert_eq!(refused(seen(rupees(501), "complaint", true)), "bad_input");
    assert_eq!(seen(rupees(450), "complaint", true).unwrap()["upholds"], 0);
    b.hall.credits_beside(&b.maya, bill, rupees(450)).unwrap();
    let open = b.hall.arrears_of(&b.asha, &account).unwrap().disputes;
    assert_eq!(open.len(), 1, "it is about something else: the dispute goes on");
    assert_eq!(left(), "450.00");
    b.hall.decides(&b.maya, &dispute, "upheld").unwrap();
    assert_eq!(left(), "50.00", "and gives all that was in it");
    assert_eq!(b.hall.credit_of(&account), 0);
    b.hall.books_balance();
}

#[test]
fn a_dispute_is_upheld_in_part_and_the_rest_of_it_is_owed_as_before() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Right In Part", 1_000, 40);
    let bill = account.bills[0];
    let dispute = b.hall.disputes(&b.maya, bill, 600).unwrap();
    assert_eq!(surcharges(&b, &account), [pair("40.00", "40.00")], "two months had begun");
    b.hall.days_pass(&b.maya, 31);

    let would = |amount: Option<i64>| {
        let input = json!({ "dispute": dispute.id, "amount": amount });
        b.hall.ask::<serde_json::Value>(&b.maya, "preview_upheld", input)
    };
    for none in [0, -1, rupees(600) + 1] {
        let told = b.hall.upholds(&b.maya, &dispute, none).unwrap_err();
        assert_eq!(told.code, "bad_input", "{none}: {}", told.message);
        assert!(told.message.contains("at most 600.00"), "{}", told.message);
        assert_eq!(refused(would(Some(none))), "bad_input", "{none}");
    }
    let rejects = json!({
        "request_id": b.hall.request(), "dispute": dispute.id, "version": dispute.version, "outcome": "rejected",
        "amount": 100, "note": "looked into",
    });
    assert_eq!(
        refused(b.hall.call(&b.maya, "decide_dispute", rejects)),
        "bad_input",
        "only of what is upheld"
    );
    assert_eq!(would(None).unwrap(), json!({ "upheld": rupees(600), "rejected": 0 }));
    assert_eq!(
        would(Some(rupees(250))).unwrap(),
        json!({ "upheld": rupees(250), "rejected": rupees(350) }),
        "both parts are named before"
    );
    assert!(b.standing(&account).contains("owed 440.00"), "{}", b.standing(&account));

    let decided = b.hall.upholds(&b.maya, &dispute, rupees(250)).unwrap();

    assert!(decided.outcome.contains("N/"), "the credit note's number: {}", decided.outcome);
    assert_eq!((decided.state.as_str(), in_rupees(decided.rejected)), ("upheld", "350.00".to_owned()));
    assert_eq!(in_rupees(b.hall.sees_bill(&b.maya, bill).unwrap().left), "750.00");
    // The third month on the 400 that nobody disputed; of the two before, a quarter was on what was not owed.
    assert_eq!(surcharges(&b, &account), [pair("8.00", "8.00"), pair("40.00", "30.00")]);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0, "the time of the dispute is free");
    b.hall.days_pass(&b.maya, 30);
    let next = b.hall.runs_the_ladder(&b.maya).surcharges.amount;
    assert_eq!(in_rupees(next), "15.00", "the next month is on all of the 750");
    assert_eq!(refused(b.hall.decides(&b.maya, &dispute, "rejected")), "has_ended");
    b.hall.books_balance();
}

#[test]
fn what_is_rejected_of_a_dispute_that_was_paid_to_be_safe_is_no_credit() {
    let b = Branch::opens();
    let upheld = |name: &str, paid: i64| {
        let account = b.owes(name, 1_000, 1);
        let dispute = b.hall.disputes(&b.maya, account.bills[0], 400).unwrap();
        b.pays(&account, paid);
        b.hall.upholds(&b.maya, &dispute, rupees(150)).unwrap();
        let left = b.hall.sees_bill(&b.maya, account.bills[0]).unwrap().left;
        (in_rupees(left), b.hall.credit_of(&account))
    };
    assert_eq!(upheld("Paid To Be Safe", 1_000), ("0.00".into(), rupees(150)));
    assert_eq!(upheld("Paid In Part", 900), ("0.00".into(), rupees(50)));
    assert_eq!(upheld("Paid The Rest", 600), ("250.00".into(), 0));
    b.hall.books_balance();
}

#[test]
fn a_reconnection_that_a_dispute_had_earned_is_off_with_the_part_that_is_rejected() {
    let b = Branch::opens();
    let account = b.cut("Disputed In Part");
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 1_000).unwrap();
    b.pays(&account, 150);
    let open = || b.hall.orders(&b.asha, "reconnect", "open").len();
    assert_eq!(open(), 1, "the fee was paid, and the rest is in dispute");
    b.hall.upholds(&b.maya, &dispute, rupees(100)).unwrap();
    assert_eq!(open(), 0, "900 are owed again");
    assert!(b.standing(&account).contains("(cut), owed 900.00"), "{}", b.standing(&account));
    b.hall.books_balance();
}

#[test]
fn what_is_rejected_of_a_dispute_beside_a_plan_stays_beside_it() {
    let b = Branch::opens();
    let account = b.owes("Beside A Plan", 1_000, 30);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 400).unwrap();
    let plan = b.hall.agrees_plan(&b.maya, &account, 3, 10).unwrap();
    assert_eq!(in_rupees(plan.total), "600.00");
    b.hall.upholds(&b.maya, &dispute, rupees(150)).unwrap();
    let plan = b.hall.arrears_of(&b.maya, &account).unwrap().plan.unwrap();
    assert_eq!((in_rupees(plan.total), plan.paid), ("600.00".into(), Money::ZERO), "as it was agreed on");
    assert!(b.standing(&account).contains("owed 250.00"), "{}", b.standing(&account));
    b.pays(&account, 600);
    assert_eq!(b.plan(&account), "600.00 of 600.00, kept", "the 250 are none of it");
    b.hall.books_balance();
}

#[test]
fn what_is_rejected_of_a_dispute_bears_no_surcharge_for_its_time() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("All In Dispute", 1_000, 1);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 1_000).unwrap();
    b.hall.days_pass(&b.maya, 40);
    b.hall.upholds(&b.maya, &dispute, rupees(250)).unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0, "the months of the dispute are free");
    b.hall.days_pass(&b.maya, 30);
    assert_eq!(in_rupees(b.hall.runs_the_ladder(&b.maya).surcharges.amount), "15.00", "the next one is not");
    b.hall.books_balance();
}

#[test]
fn what_fell_of_a_surcharge_while_it_was_in_dispute_is_not_given_again() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Half Of It Twice", 1_000, 30);
    b.hall.runs_the_ladder(&b.maya);
    let bills = b.hall.bills_of(&b.asha, &account).unwrap();
    let surcharge = bills.iter().find(|bill| bill.kind == ClaimKind::Surcharge).expect("a surcharge");
    let whole = surcharge.total.minor();
    assert_eq!(whole, rupees(20), "2 % of 1,000");
    let dispute = b.hall.disputes(&b.maya, surcharge.id, 10).unwrap();

    b.hall.credits(&b.maya, account.bills[0], rupees(500), "complaint").unwrap();
    let left = || in_rupees(b.hall.sees_bill(&b.maya, surcharge.id).unwrap().left);
    assert_eq!(left(), "10.00", "half of the bill was never owed, and half of its surcharge with it");
    let decided = b.hall.decides(&b.maya, &dispute, "upheld").unwrap();

    assert_eq!(left(), "10.00", "which is the half that was in dispute");
    assert!(!decided.outcome.contains("N/"), "no second note: {}", decided.outcome);
    b.hall.books_balance();
}

#[test]
fn what_was_given_before_a_dispute_or_as_a_kindness_is_none_of_what_upholding_gives() {
    let b = Branch::opens();
    let account = b.owes("Given Before", 1_000, 1);
    let bill = account.bills[0];
    b.hall.credits(&b.maya, bill, rupees(100), "complaint").unwrap();
    let dispute = b.hall.disputes(&b.maya, bill, 300).unwrap();
    b.hall.credits(&b.maya, bill, rupees(50), "discount").unwrap();
    b.hall.decides(&b.maya, &dispute, "upheld").unwrap();
    assert_eq!(
        in_rupees(b.hall.sees_bill(&b.maya, bill).unwrap().left),
        "550.00",
        "1,000 less 100, 50 and 300"
    );
    b.hall.books_balance();
}

#[test]
fn a_credit_note_that_was_asked_for_before_a_dispute_is_asked_for_anew() {
    let b = Branch::opens();
    let other = b.hall.manager("nandini");
    b.hall.ceilings(20_000);
    let account = b.owes("Asked Before", 1_000, 1);
    let bill = account.bills[0];
    let input = || {
        json!({ "request_id": b.hall.request(), "bill": bill, "amount": rupees(300), "reason": "complaint", "note": "",
            "version": b.hall.sees_bill(&b.maya, bill).unwrap().version })
    };
    let asked = b.hall.asks(&b.maya, "give_credit_note", input()).now().unwrap().approval;
    let dispute = b.hall.disputes(&b.maya, bill, 300).unwrap();
    assert_eq!(refused(b.hall.approves(&other, &asked)), "changed_meanwhile", "nobody had seen the dispute");
    b.hall.says_to(&other, &asked, "refuse", "it is in dispute since").unwrap();
    let again = b.hall.asks(&b.maya, "give_credit_note", input()).now();
    assert_eq!(refused(again), "in_dispute", "and says now what it is for");
    let mut beside = input();
    beside["beside_dispute"] = json!(true);
    let asked = b.hall.asks(&b.maya, "give_credit_note", beside).now().unwrap().approval;
    b.hall.approves(&other, &asked).unwrap();
    assert_eq!(in_rupees(b.hall.sees_bill(&b.maya, bill).unwrap().left), "700.00");
    assert_eq!(b.hall.arrears_of(&b.asha, &account).unwrap().disputes.len(), 1, "it goes on");
    b.hall.decides(&b.maya, &dispute, "rejected").unwrap();
    b.hall.books_balance();
}

#[test]
fn upholding_a_dispute_stops_no_cut_for_what_nobody_disputed() {
    let b = Branch::opens();
    let account = b.owes("Meera Pai", 1_000, 7);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 700).unwrap();
    b.until_the_cut_list();
    assert_eq!(b.hall.orders(&b.asha, "disconnect", "open").len(), 1, "300 are late and not in dispute");
    let before = b.standing(&account);

    b.hall.decides(&b.maya, &dispute, "upheld").unwrap();

    assert_eq!(b.hall.orders(&b.asha, "disconnect", "open").len(), 1, "they are late as ever");
    assert_eq!(b.standing(&account), before);
    b.hall.books_balance();
}

#[test]
fn an_upheld_dispute_gives_back_what_was_paid_meanwhile() {
    let b = Branch::opens();
    let upheld = |name: &str, paid: i64| {
        let account = b.owes(name, 1_000, 1);
        let dispute = b.hall.disputes(&b.maya, account.bills[0], 400).unwrap();
        b.pays(&account, paid);
        let open = b.hall.arrears_of(&b.asha, &account).unwrap().disputes;
        assert_eq!(open.len(), 1, "{name}: paid or not, the account shows its dispute");
        b.hall.decides(&b.maya, &dispute, "upheld").unwrap();
        let left = b.hall.sees_bill(&b.maya, account.bills[0]).unwrap().left;
        (in_rupees(left), b.hall.credit_of(&account))
    };
    assert_eq!(upheld("Paid To Be Safe", 1_000), ("0.00".into(), rupees(400)), "all of it back as credit");
    assert_eq!(upheld("Paid In Part", 800), ("0.00".into(), rupees(200)), "of 600 that were right");
    assert_eq!(upheld("Paid The Rest", 600), ("0.00".into(), 0));
    assert_eq!(upheld("Paid Little", 100), ("500.00".into(), 0));
    b.hall.books_balance();
}

#[test]
fn a_dispute_above_the_ceiling_is_upheld_by_two_and_by_nobody_alone() {
    let b = Branch::opens();
    let other = b.hall.manager("nandini");
    b.hall.ceilings(50_000);
    let account = b.owes("Much In Dispute", 1_000, 1);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 700).unwrap();
    assert_eq!(refused(b.hall.decides(&b.maya, &dispute, "upheld")), "needs_approval");
    let input = |outcome: &str| {
        json!({
            "request_id": b.hall.request(), "dispute": dispute.id, "version": dispute.version, "outcome": outcome,
            "note": "the meter ran fast",
        })
    };
    assert_eq!(
        refused(b.hall.asks(&b.maya, "uphold_dispute", input("rejected")).now()),
        "bad_input",
        "nobody has to be asked for that"
    );
    // What is upheld counts, not what is in dispute.
    let small = b.owes("Little Upheld", 1_000, 1);
    let of_700 = b.hall.disputes(&b.maya, small.bills[0], 700).unwrap();
    assert_eq!(refused(b.hall.upholds(&b.maya, &of_700, 50_001)), "needs_approval");
    let mut in_part = input("upheld");
    (in_part["dispute"], in_part["amount"]) = (json!(of_700.id), json!(60_000));
    let asked = b.hall.asks(&b.maya, "uphold_dispute", in_part).now().unwrap().approval;
    assert_eq!(asked.amount, Some(Money::from_minor(60_000)));
    let would = b.hall.call(&other, "preview_request", json!({ "approval": asked.id })).unwrap();
    let both = [("less_claimed", 60_000), ("off_hold", 10_000)]
        .map(|(effect, paise)| json!({ "effect": effect, "bill": of_700.bill_number, "amount": paise }));
    assert_eq!(would["effects"], json!(both), "both parts are named");
    b.hall.says_to(&other, &asked, "refuse", "too much").unwrap();
    b.hall.upholds(&b.maya, &of_700, 50_000).unwrap();
    assert_eq!(in_rupees(b.hall.sees_bill(&b.maya, small.bills[0]).unwrap().left), "500.00");

    let asked = b.hall.asks(&b.maya, "uphold_dispute", input("upheld")).now().unwrap().approval;
    assert_eq!(asked.amount, Some(Money::from_minor(rupees(700))));
    assert_eq!(refused(b.hall.approves(&b.maya, &asked)), "own_request", "never oneself");
    let done = b.hall.approves(&other, &asked).unwrap();
    assert!(done.approval.outcome.contains("N/"), "{:?}", done.approval.outcome);
    assert_eq!(in_rupees(b.hall.sees_bill(&b.maya, account.bills[0]).unwrap().left), "300.00");
    assert_eq!(refused(b.hall.decides(&b.maya, &dispute, "rejected")), "has_ended");
    b.hall.books_balance();
}

#[test]
fn a_rejected_dispute_is_owed_as_before_without_a_surcharge_for_its_time() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Ganesh Kamath", 1_000, 1);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 1_000).unwrap();
    assert_eq!(b.standing(&account), "due (active), owed 0.00, held: disputed");
    b.hall.days_pass(&b.maya, 40);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0);
    b.hall.decides(&b.maya, &dispute, "rejected").unwrap();
    assert_eq!(refused(b.hall.decides(&b.maya, &dispute, "upheld")), "has_ended");
    let run = b.hall.runs_the_ladder(&b.maya);
    assert_eq!((run.surcharges.n, run.reminders.n), (0, 1), "the months of the dispute are free");
    b.hall.days_pass(&b.maya, 30);
    assert_eq!(in_rupees(b.hall.runs_the_ladder(&b.maya).surcharges.amount), "20.00", "the next one is not");
    b.hall.books_balance();
}

/// The surcharges of an account, newest first: what each claimed, and what is left of it.
fn surcharges(b: &Branch, account: &Account) -> Vec<(String, String)> {
    let bills = b.hall.bills_of(&b.asha, account).unwrap();
    let found = bills.iter().filter(|bill| bill.kind.as_str() == "surcharge");
    found.map(|bill| (in_rupees(bill.total), in_rupees(bill.left))).collect()
}

fn pair(total: &str, left: &str) -> (String, String) {
    (total.to_owned(), left.to_owned())
}

#[test]
fn what_had_accrued_before_a_lost_dispute_and_beside_it_is_charged() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Lost In Part", 1_000, 40);
    let dispute = b.hall.disputes(&b.maya, account.bills[0], 600).unwrap();
    assert_eq!(surcharges(&b, &account), [pair("40.00", "40.00")], "two months had begun");
    b.hall.days_pass(&b.maya, 31);
    b.hall.decides(&b.maya, &dispute, "rejected").unwrap();
    let both = [pair("8.00", "8.00"), pair("40.00", "40.00")];
    assert_eq!(surcharges(&b, &account), both, "the third month on the 400 that nobody disputed");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0, "the rest of its time is free");
    b.hall.days_pass(&b.maya, 31);
    assert_eq!(in_rupees(b.hall.runs_the_ladder(&b.maya).surcharges.amount), "20.00");
    b.hall.books_balance();
}

#[test]
fn a_surcharge_on_money_that_was_never_owed_is_credited_with_it_and_a_discount_leaves_it() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Read Too High", 1_000, 10);
    b.hall.runs_the_ladder(&b.maya);
    b.pays(&account, 400);
    b.hall.days_pass(&b.maya, 31);
    b.hall.runs_the_ladder(&b.maya);
    assert_eq!(surcharges(&b, &account), [pair("12.00", "12.00"), pair("20.00", "20.00")]);
    b.hall.credits(&b.maya, account.bills[0], rupees(300), "wrong_reading").unwrap();
    assert_eq!(
        surcharges(&b, &account),
        [pair("12.00", "6.00"), pair("20.00", "14.00")],
        "300 of the 600 and of the 1000 that they were on"
    );
    b.hall.credits(&b.maya, account.bills[0], rupees(100), "discount").unwrap();
    assert_eq!(
        surcharges(&b, &account),
        [pair("12.00", "6.00"), pair("20.00", "14.00")],
        "it was owed, and late"
    );
    b.hall.books_balance();
}

#[test]
fn of_what_fell_by_a_credit_note_since_a_paper_no_share_stays_unpaid() {
    let b = Branch::opens();
    let (after, before) = (b.owes("Credited After", 1_000, 7), b.owes("Credited Before", 1_000, 7));
    let disputed = b.owes("Disputed Before", 1_000, 7);
    let credits = |account: &Account, whole: i64| {
        b.hall.credits(&b.maya, account.bills[0], rupees(whole), "wrong_reading").unwrap();
    };
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 14);
    // On one day the notices go out, and credit notes are given: one before them, one after.
    credits(&before, 400);
    let dispute = b.hall.disputes(&b.maya, disputed.bills[0], 400).unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).final_notices.n, 3);
    credits(&after, 400);
    b.hall.decides(&b.maya, &dispute, "upheld").unwrap();
    let half = "final_notice (active), owed 600.00, cut_list from 2026-12-21, stay_on 300.00";
    assert_eq!(b.standing(&after), half, "of the 1000 less the 400 that were never owed");
    assert_eq!(b.standing(&before), half, "its notice asked for 600");
    assert_eq!(b.standing(&disputed), half, "as the notice asked for nothing that was in dispute");

    b.hall.days_pass(&b.maya, 16);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 3);
    credits(&after, 200);
    assert!(b.standing(&after).contains("stay_on 200.00"), "{}", b.standing(&after));
    let orders = b.hall.orders(&b.asha, "disconnect", "open");
    let order = orders.iter().find(|order| order.account == after.id).unwrap();
    b.hall.works(&b.asha, order, "done", "").unwrap();
    assert!(b.standing(&after).contains("get_back_on 350.00"), "half of the 400, and the fee");
    credits(&after, 100);
    assert!(b.standing(&after).contains("get_back_on 300.00"), "half of the 300, and the fee");
    b.pays(&after, 300);
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1);
    b.hall.books_balance();
}

#[test]
fn who_pays_the_minimum_that_a_notice_prints_stays_on_though_a_dispute_is_older_than_it() {
    let b = Branch::opens();
    let (pays, cut) = (b.owes("Asha Rao", 1_000, 7), b.owes("Bina Kamath", 1_000, 7));
    for account in [&pays, &cut] {
        b.hall.disputes(&b.maya, account.bills[0], 400).unwrap();
    }
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 14);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).final_notices.n, 2);
    let papers = b.hall.office().book().read(|tx| {
        let all = foil_store::notices::list(tx, NoticeId(i64::MAX), 2)?;
        all.iter()
            .map(|n| foil_store::notices::document(tx, n.id))
            .collect::<foil_domain::refusal::Result<Vec<_>>>()
    });
    for paper in papers.unwrap() {
        let paper: foil_domain::arrears::papers::NoticeDoc = serde_json::from_str(&paper).unwrap();
        assert_eq!((paper.owed.minor(), paper.minimum.minor()), (rupees(600), rupees(300)));
    }
    let told = "final_notice (active), owed 600.00, cut_list from 2026-12-21, stay_on 300.00";
    assert_eq!((b.standing(&pays).as_str(), b.standing(&cut).as_str()), (told, told));

    b.pays(&pays, 300);
    b.hall.days_pass(&b.maya, 16);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 1, "of the other one alone");
    assert!(b.standing(&cut).contains("stay_on 300.00"), "{}", b.standing(&cut));
    let orders = b.hall.orders(&b.asha, "disconnect", "open");
    let order = orders.iter().find(|order| order.account == cut.id).unwrap();
    b.hall.works(&b.asha, order, "done", "").unwrap();
    assert!(b.standing(&cut).contains("get_back_on 450.00"), "the fee and half: {}", b.standing(&cut));
    b.hall.books_balance();
}

#[test]
fn a_claim_that_is_cancelled_with_its_dispute_falls_but_for_what_no_notice_asked_for() {
    let b = Branch::opens();
    let two = b.hall.account("Asha Rao", Service::Electricity).owes(1_000).overdue_days(7);
    let account = two.owes(1_000).overdue_days(7).moves_in();
    b.hall.disputes(&b.maya, account.bills[0], 400).unwrap();
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 14);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).final_notices.n, 1);
    assert!(b.standing(&account).contains("owed 1600.00"), "{}", b.standing(&account));
    b.hall.cancels(&b.maya, account.bills[0]).unwrap();
    let told = "final_notice (active), owed 1000.00, cut_list from 2026-12-21, stay_on 500.00";
    assert_eq!(b.standing(&account), told, "half of the 1,600 less the 600 that it had asked for of that");
    b.hall.books_balance();
}

#[test]
fn of_what_was_written_off_since_a_paper_no_share_stays_unpaid_for_nobody_has_paid_it() {
    let b = Branch::opens();
    let owes = |name: &str| {
        b.hall
            .account(name, Service::Electricity)
            .owes(400)
            .overdue_days(7)
            .owes(600)
            .overdue_days(7)
            .moves_in()
    };
    let (after, before) = (owes("Written Off After"), owes("Written Off Before"));
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 14);
    // On one day the notices go out, and something is written off: before one, and after the other.
    b.hall.writes_off(&b.maya, before.bills[0]).unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).final_notices.n, 2);
    b.hall.writes_off(&b.maya, after.bills[0]).unwrap();
    let half = "final_notice (active), owed 600.00, cut_list from 2026-12-21, stay_on 300.00";
    assert_eq!(b.standing(&after), half, "its notice asked for 1,000, and nobody has paid 400 of them");
    assert_eq!(b.standing(&before), half, "its notice asked for 600");

    b.hall.days_pass(&b.maya, 16);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 2, "neither has paid anything");
    b.pays(&after, 300);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).stopped.n, 0);
    assert_eq!(b.hall.orders(&b.asha, "disconnect", "open").len(), 1, "who pays the minimum is not cut");
    b.hall.books_balance();
}

#[test]
fn a_dispute_that_is_lost_on_the_day_of_a_notice_raises_no_minimum_if_the_notice_came_first() {
    let b = Branch::opens();
    let (after, before) = (b.owes("Lost After", 1_000, 7), b.owes("Lost Before", 1_000, 7));
    let disputes = [&after, &before].map(|account| b.hall.disputes(&b.maya, account.bills[0], 400).unwrap());
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 14);
    b.hall.decides(&b.maya, &disputes[1], "rejected").unwrap();
    assert_eq!(b.hall.runs_the_ladder(&b.maya).final_notices.n, 2);
    let printed = "final_notice (active), owed 600.00, cut_list from 2026-12-21, stay_on 300.00";
    assert_eq!(b.standing(&after), printed);
    b.hall.decides(&b.maya, &disputes[0], "rejected").unwrap();
    let told = b.standing(&after);
    assert!(told.contains("owed 1000.00") && told.contains("stay_on 300.00"), "as it is printed: {told}");
    let told = b.standing(&before);
    assert!(told.contains("owed 1000.00") && told.contains("stay_on 500.00"), "it asked for all: {told}");

    b.pays(&after, 300);
    b.hall.days_pass(&b.maya, 16);
    assert_eq!(b.hall.runs_the_ladder(&b.maya).cut_list.n, 1);
    let orders = b.hall.orders(&b.asha, "disconnect", "open");
    assert_eq!(orders.iter().map(|order| order.account).collect::<Vec<_>>(), [before.id]);

    // An order is such a paper, too.
    let dispute = b.hall.disputes(&b.maya, before.bills[0], 400).unwrap();
    b.hall.decides(&b.maya, &dispute, "withdrawn").unwrap();
    assert!(b.standing(&before).contains("cut_list (active), owed 1000.00"), "{}", b.standing(&before));
    assert!(b.standing(&before).contains("stay_on 500.00"), "{}", b.standing(&before));
    b.hall.books_balance();
}

#[test]
fn a_cheque_that_comes_back_hides_no_month_of_what_it_had_paid() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("Bounces", 1_000, 10);
    let paid = b
        .hall
        .visit(&b.asha)
        .account(&account)
        .pays(420)
        .cheque(420, "000123", "Canara Bank")
        .take()
        .unwrap();
    assert_eq!(surcharges(&b, &account), [pair("20.00", "20.00")]);
    let cheque = b.hall.cheque_of(&b.asha, paid.payment);
    b.hall.deposits(&b.asha, &[cheque.id]).unwrap();
    b.hall.days_pass(&b.maya, 31);
    assert_eq!(
        in_rupees(b.hall.runs_the_ladder(&b.maya).surcharges.amount),
        "11.60",
        "on the 580 that it left"
    );
    let cheque = b.hall.cheque_of(&b.asha, paid.payment);
    let told = |effects: &[Effect]| -> Vec<(String, Money)> {
        let charged = effects.iter().filter_map(|effect| match effect {
            Effect::Charged { what, amount, .. } => Some((what.clone(), *amount)),
            _ => None,
        });
        charged.collect()
    };
    let hidden = vec![("hidden_surcharge".to_owned(), Money::from_minor(840))];
    assert_eq!(told(&b.hall.previews_bounce(&b.maya, &cheque).unwrap().effects), hidden, "told before");
    assert_eq!(told(&b.hall.bounces(&b.maya, &cheque).unwrap().effects), hidden, "and after");
    let all = [pair("8.40", "8.40"), pair("11.60", "11.60"), pair("20.00", "20.00")];
    assert_eq!(surcharges(&b, &account), all, "the month on the 420 that were never paid");
    assert_eq!(b.hall.runs_the_ladder(&b.maya).surcharges.n, 0);

    // 300 were never owed: 2 % of them in each of the two months, though the second was charged by two claims.
    b.hall.credits(&b.maya, account.bills[0], rupees(300), "wrong_reading").unwrap();
    let all = [pair("8.40", "8.40"), pair("11.60", "5.60"), pair("20.00", "14.00")];
    assert_eq!(surcharges(&b, &account), all, "on the 580 alone that were unpaid all the while");
    // 400 more: 280 of the 580 are left, and 120 of the 420.
    b.hall.credits(&b.maya, account.bills[0], rupees(400), "wrong_reading").unwrap();
    let all = [pair("8.40", "6.00"), pair("11.60", "0.00"), pair("20.00", "6.00")];
    assert_eq!(surcharges(&b, &account), all);
    b.hall.books_balance();
}

#[test]
fn a_payment_that_falls_had_hidden_nothing_on_what_was_never_owed() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    // Of 1,000 a cheque pays 420, and 700 are credited: the 580 that are left, and 120 of what is paid.
    for (reason, hidden) in [("wrong_reading", 600), ("discount", 840)] {
        let account = b.owes(reason, 1_000, 10);
        let visit = b.hall.visit(&b.asha).account(&account).pays(420);
        let paid = visit.cheque(420, if hidden == 600 { "000123" } else { "000124" }, "Canara Bank");
        let paid = paid.take().unwrap();
        let cheque = b.hall.cheque_of(&b.asha, paid.payment);
        b.hall.deposits(&b.asha, &[cheque.id]).unwrap();
        b.hall.days_pass(&b.maya, 31);
        b.hall.runs_the_ladder(&b.maya);
        b.hall.credits(&b.maya, account.bills[0], rupees(700), reason).unwrap();
        let before = surcharges(&b, &account);

        let cheque = b.hall.cheque_of(&b.asha, paid.payment);
        b.hall.bounces(&b.maya, &cheque).unwrap();
        let charged = in_rupees(Money::from_minor(hidden));
        let mut all = vec![pair(&charged, &charged)];
        all.extend(before);
        assert_eq!(surcharges(&b, &account), all, "a month on what was owed of the 420");
        if reason == "wrong_reading" {
            let owed = [pair("6.00", "6.00"), pair("11.60", "0.00"), pair("20.00", "6.00")];
            assert_eq!(all, owed, "2 % of the 300 that were owed, in each of two months");
            b.hall.credits(&b.maya, account.bills[0], rupees(300), reason).unwrap();
            let nothing = [pair("6.00", "0.00"), pair("11.60", "0.00"), pair("20.00", "0.00")];
            assert_eq!(surcharges(&b, &account), nothing, "nor were those");
        }
    }
    b.hall.books_balance();
}

#[test]
fn a_plan_is_agreed_on_as_it_was_shown_with_what_has_accrued() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("In Parts", 1_000, 10);
    let input = json!({ "account": account.id, "instalments": 3, "first_on": "2026-11-25" });
    let seen: PlanPreview = b.hall.ask(&b.maya, "preview_plan", input.clone()).unwrap();
    assert_eq!((seen.total.minor(), seen.accrued.minor()), (rupees(1_020), rupees(20)), "2 % by now");
    let made = b.hall.agrees_plan(&b.maya, &account, 3, 4).unwrap();
    assert_eq!((made.total, &made.instalments), (seen.total, &seen.instalments));
    assert_eq!(refused(b.hall.call(&b.maya, "preview_plan", input)), "no_plan", "it has one by now");
    b.hall.books_balance();
}

#[test]
fn a_dry_run_says_what_a_run_does_and_changes_nothing() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    for n in 0..12 {
        b.owes(&format!("Number {n}"), 200 + n * 100, 5 + n * 9);
    }
    b.owes("Owes Too Little", 90, 60);
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 15);
    let before = fingerprint(b.hall.office().book());
    let tried = b.hall.tries_the_ladder(&b.maya);
    // A job is recorded, which is all that a dry run leaves.
    let after = fingerprint(b.hall.office().book());
    let said = |r: &foil_app::arrears::views::ArrearsReport| {
        json!([r.accounts, r.surcharges, r.reminders, r.final_notices, r.cut_list, r.held, r.first.len()])
    };
    let done = b.hall.runs_the_ladder(&b.maya);
    assert_eq!(said(&tried), said(&done));
    assert!(done.final_notices.n > 0, "{:?}", said(&done));
    assert!(done.surcharges.n > 0, "{:?}", said(&done));
    assert!(!done.held.is_empty(), "{:?}", said(&done));
    // Each table's name and how many rows it has, apart from those that record a job.
    let tables = |f: &[(String, i64)]| -> Vec<(String, i64)> {
        f.iter()
            .filter(|(table, _)| !["job", "audit", "audit_day"].contains(&table.as_str()))
            .cloned()
            .collect()
    };
    assert_eq!(tables(&before), tables(&after));
    let page = b.hall.worklist(&b.asha, 5).unwrap();
    assert_eq!((page.rows.len(), page.total), (5, 13));
    assert!(page.rows.windows(2).all(|w| w[0].overdue >= w[1].overdue), "the largest first");
    b.hall.books_balance();
}

#[test]
fn a_paper_asks_for_the_customers_own_language_first() {
    let b = Branch::opens();
    let account = b.owes("ಶಾಂತಾ ಭಟ್", 1_000, 7);
    let card: foil_app::customers::views::CustomerCard =
        b.hall.ask(&b.asha, "customer_card", json!({ "customer": account.customer })).unwrap();
    let speaks = json!({
        "customer": card.id, "version": card.version, "number": card.number, "name": card.name,
        "phone": card.phone, "email": "", "language": "kn", "by_law": "none", "note": "", "active": true,
    });
    b.hall.call(&b.asha, "save_customer", speaks).unwrap();
    b.hall.runs_the_ladder(&b.maya);
    let id = account.id;
    let kept = b.hall.office().book().read(|tx| {
        let notice = foil_store::notices::of_account(tx, id, 1)?.remove(0);
        foil_store::notices::document(tx, notice.id)
    });
    assert!(kept.unwrap().contains(r#""language":"kn en""#), "Kannada, else the office's English");
    let notice = b.hall.notice_text(&account);
    assert!(notice.contains("ಜ್ಞಾಪನ ಪತ್ರ") && !notice.contains("Reminder"), "{notice}");
}

#[test]
fn who_speaks_kannada_is_warned_and_thanked_in_kannada() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.owes("ಶಾಂತಾ ಭಟ್", 1_000, 10);
    b.hall.speaks(&account, "kn");
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 15);
    b.hall.runs_the_ladder(&b.maya);
    expect![[r#"
        Mangalore Utility Branch                                     ಸಂಪರ್ಕ ಕಡಿತ ಸೂಚನೆ
        Light House Hill Road                                         C1L/26-27/000002
        Hampankatta                                                       6 ಡಿಸೆಂ 2026
        Mangaluru 575001
        ದೂರವಾಣಿ 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        *** 21 ಡಿಸೆಂ 2026 ರ ನಂತರ ಸಂಪರ್ಕ ಕಡಿತ ***
        ------------------------------------------------------------------------------
        ಗ್ರಾಹಕರು         ಶಾಂತಾ ಭಟ್
                         1 Car Street, Mangaluru
        ಖಾತೆ ಸಂಖ್ಯೆ      E-1001
        ಸೇವೆ             ವಿದ್ಯುತ್
                         ಮೀಟರ್ ME7001
        ಜ್ಞಾಪನ ಪತ್ರ ನೀಡಿದ ನಂತರವೂ ಕೆಳಗಿನ ಮೊತ್ತ ಪಾವತಿಯಾಗಿಲ್ಲ. 21 ಡಿಸೆಂ 2026 ರೊಳಗೆ ₹1,020.00 ಪಾವತಿಸದಿದ್ದರೆ, ಮುಂದಿನ ಸೂಚನೆ ಇಲ್ಲದೆ ನಿಮ್ಮ ಸಂಪರ್ಕವನ್ನು ಕಡಿತಗೊಳಿಸಬಹುದು.

        21 ಡಿಸೆಂ 2026 ರೊಳಗೆ ಪಾವತಿಸಿ                                          ₹1,020.00
        ಒಂದು ಸಾವಿರದ ಇಪ್ಪತ್ತು ರೂಪಾಯಿ ಮಾತ್ರ

        ಅವಧಿ ಮೀರಿದ ಬಾಕಿ
        ವಿವರ                                ಕೊನೆಯ ದಿನಾಂಕ  ವಿಳಂಬ (ದಿನ)     ಉಳಿಕೆ
        ಬಿಲ್ EB-1001-1, ಅಕ್ಟೋ 2026          11 ನವೆಂ 2026           25  1,000.00
        ವಿಳಂಬ ಪಾವತಿ ಶುಲ್ಕ C1D/26-27/000001  21 ನವೆಂ 2026           15     20.00
        = ಪಾವತಿಸಬೇಕಾದ ಬಾಕಿ                                                   ₹1,020.00
        ಸಂಪರ್ಕ ಮುಂದುವರಿಯಲು ಕನಿಷ್ಠ ಮೊತ್ತ: 21 ಡಿಸೆಂ 2026 ರೊಳಗೆ ಕನಿಷ್ಠ ₹510.00 ಪಾವತಿಸಿದರೆ ನಿಮ್ಮ ಸಂಪರ್ಕ ಮುಂದುವರಿಯುತ್ತದೆ; ಉಳಿದದ್ದು ಬಾಕಿ ಇರುತ್ತದೆ.
        ಮರುಸಂಪರ್ಕ: ಕಡಿತಗೊಂಡ ಸಂಪರ್ಕವನ್ನು ಮರಳಿ ನೀಡಲು ಬಾಕಿಯ ಜೊತೆಗೆ ₹150.00 ಶುಲ್ಕವಿದೆ.
        ಪಾವತಿಸುವ ವಿಧಾನ: ಈ ಕಚೇರಿಯ ಯಾವುದೇ ಕೌಂಟರ್‌ನಲ್ಲಿ ನಗದು, ಚೆಕ್, ಕಾರ್ಡ್ ಅಥವಾ UPI ಮೂಲಕ, ಅಥವಾ ಬ್ಯಾಂಕ್ ವರ್ಗಾವಣೆ ಮೂಲಕ; ನಿಮ್ಮ ಖಾತೆ ಸಂಖ್ಯೆ ತಿಳಿಸಿ. ಕಂತುಗಳಲ್ಲಿ ಪಾವತಿಸಲು ಕೌಂಟರ್‌ನಲ್ಲಿ ವಿಚಾರಿಸಿ.
        ಬಿಲ್ ಸರಿಯಿಲ್ಲವೇ?: ಯಾವುದಾದರೂ ಬಿಲ್ ತಪ್ಪಾಗಿದೆ ಎನಿಸಿದರೆ ಮೇಲಿನ ದಿನಾಂಕದೊಳಗೆ ನಮಗೆ ತಿಳಿಸಿ: ವಿವಾದ ಇರುವವರೆಗೆ ವಿವಾದಿತ ಮೊತ್ತದ ವಸೂಲಿಯನ್ನು ತಡೆಹಿಡಿಯಲಾಗುವುದು.
        QR: COUNTERFOIL NOTICE C1L/26-27/000002 INR 1020.00 2026-12-21 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&b.hall.notice_text(&account));
    let paid = b.pays(&account, 500);
    expect![[r#"
        Mangalore Utility Branch                                                 ರಸೀದಿ
        Light House Hill Road                                          C2/26-27/000001
        Hampankatta                                                       6 ಡಿಸೆಂ 2026
        Mangaluru 575001                                                   [ಮೂಲ ಪ್ರತಿ]
        ದೂರವಾಣಿ 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        ಪಾವತಿಸಿದವರು      ಶಾಂತಾ ಭಟ್
                         1 Car Street, Mangaluru
        ಸ್ವೀಕರಿಸಿದ ಸಮಯ   6 ಡಿಸೆಂ 2026, 10:00
        ಗುಮಾಸ್ತರು        Asha
                         ಕೌಂಟರ್ C2
        ಪಾವತಿಯ ವಿವರ                                          ಮೊದಲಿನ ಬಾಕಿ   ಪಾವತಿ   ಉಳಿಕೆ
        C1D/26-27/000001, ಅಕ್ಟೋ 2026 (ವಿಳಂಬ ಶುಲ್ಕ · E-1001)        20.00   20.00    0.00
        EB-1001-1, ಅಕ್ಟೋ 2026 (ಬಿಲ್ · E-1001)                   1,000.00  480.00  520.00

        ಒಟ್ಟು ಪಾವತಿ                                                            ₹500.00
        ಐನೂರು ರೂಪಾಯಿ ಮಾತ್ರ
        ನಗದು                                                                   ₹500.00

        ಈಗ ನಿಮ್ಮ ಖಾತೆಗಳು
        ಖಾತೆ ಸಂಖ್ಯೆ        ಹೆಸರು                     ಪಾವತಿಸಬೇಕಾದ ಬಾಕಿ
        E-1001 (ವಿದ್ಯುತ್)  ಶಾಂತಾ ಭಟ್ (ಮೀಟರ್ ME7001)            520.00
        QR: COUNTERFOIL C2/26-27/000001 INR 500.00 2026-12-06 C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
        ಲೆಕ್ಕ ಪರಿಶೋಧನೆ c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00
    "#]].assert_eq(&b.hall.receipt_text(paid.payment));
    b.hall.books_balance();
}

#[test]
fn a_copy_of_a_bill_asks_for_no_arrears_that_were_paid_meanwhile() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let account = b.hall.supplied("Asks For A Copy", "Domestic", b.hall.cycle("C01"));
    b.hall.round(&account, "M-1", &[read("2026-09-05", "900"), read("2026-10-05", "1000")]);
    b.hall.issues_bill(&b.maya, &account, "2026-10-20").unwrap();
    b.hall.round(&account, "M-1", &[read("2026-11-05", "1080")]);
    let bill = b.hall.issues_bill(&b.maya, &account, "2026-11-21").unwrap();
    let asks = || {
        let csv = b.hall.paper(&b.asha, &DocumentRef::Bill { bill: bill.id, format: Format::Csv });
        let csv = String::from_utf8(csv).unwrap();
        let amount = csv.lines().find_map(|l| l.split_once(",to_pay,,,,")).map(|(_, rest)| rest.to_owned());
        amount.and_then(|rest| rest.split(',').next().map(str::to_owned))
    };
    assert_eq!(asks().as_deref(), Some("900.00"), "as it was issued, with the arrears");
    b.pays(&account, 500);
    assert_eq!(asks().as_deref(), Some("400.00"), "the arrears are paid");
    b.pays(&account, 400);
    assert_eq!(asks().as_deref(), Some("0.00"));
    b.hall.books_balance();
}

#[test]
fn the_late_accounts_of_one_route_are_listed_alone() {
    let b = Branch::opens();
    b.hall.tariff(&b.hall.admin("tara"), LATE);
    let walked = b.hall.supplied("On The Route", "Domestic", b.hall.cycle("C01"));
    b.hall.round(&walked, "M-1", &[read("2026-09-05", "900"), read("2026-10-05", "1000")]);
    b.hall.issues_bill(&b.maya, &walked, "2026-10-20").unwrap();
    b.owes("Elsewhere", 1_000, 7);
    b.hall.days_pass(&b.maya, 16);
    let listed = |route: Option<&str>| {
        let input = json!({ "route": route, "limit": 10 });
        let page: foil_app::arrears::views::ArrearsPage = b.hall.ask(&b.asha, "arrears_list", input).unwrap();
        (page.total, page.rows.len())
    };
    assert_eq!([listed(None), listed(Some("R1")), listed(Some("R2"))], [(2, 2), (1, 1), (0, 0)]);
}

#[test]
fn a_notice_is_made_again_byte_for_byte_when_the_name_has_changed() {
    let b = Branch::opens();
    let account = b.owes("ಪದ್ಮಾವತಿ ಆಚಾರ್ಯ", 1_000, 7);
    b.hall.runs_the_ladder(&b.maya);
    let id = b.hall.arrears_of(&b.asha, &account).unwrap().notices[0].id;
    let what = DocumentRef::Notice { notice: NoticeId(id.0), format: Format::Pdf };
    let first = b.hall.paper(&b.asha, &what);
    let card = b.hall.ask::<foil_app::customers::views::CustomerCard>(
        &b.asha,
        "customer_card",
        json!({ "customer": account.customer }),
    );
    let card = card.unwrap();
    let renamed = json!({
        "customer": card.id, "version": card.version, "number": card.number, "name": "Somebody Else",
        "phone": card.phone, "email": "", "language": "", "by_law": "none", "note": "", "active": true,
    });
    b.hall.call(&b.asha, "save_customer", renamed).unwrap();
    assert!(first == b.hall.paper(&b.asha, &what), "the same bytes");
    let list = DocumentRef::CutList { orders: OrderKind::Disconnect, route: None, format: Format::Csv };
    b.hall.days_pass(&b.maya, 14);
    b.hall.runs_the_ladder(&b.maya);
    b.hall.days_pass(&b.maya, 16);
    b.hall.runs_the_ladder(&b.maya);
    let csv = String::from_utf8(b.hall.paper(&b.asha, &list)).unwrap();
    assert!(csv.contains("E-1001") && csv.contains("Somebody Else") && csv.contains("1000.00"), "{csv}");
}

#[test]
fn an_order_made_by_hand_is_an_order_like_any_other() {
    let b = Branch::opens();
    let account = b.owes("By Hand", 600, 3);
    let switch = |status: &str, day: Option<&str>| b.hall.switches(&b.maya, &account, status, day);
    switch("active", Some("2026-11-25"));
    assert_eq!(b.hall.orders(&b.asha, "disconnect", "open").len(), 1);
    b.hall.undoes(&b.maya).unwrap();
    assert_eq!(b.hall.orders(&b.asha, "disconnect", "stopped").len(), 1, "undo stops it");
    switch("active", Some("2026-11-25"));
    switch("cut", None);
    assert_eq!(b.hall.orders(&b.asha, "disconnect", "done").len(), 1);
    assert_eq!(b.standing(&account), "cut (cut), owed 600.00, get_back_on 300.00", "no fee: nobody was sent");
    b.pays(&account, 300);
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "open").len(), 1);
    switch("active", None);
    assert_eq!(b.hall.orders(&b.asha, "reconnect", "done").len(), 1);
    b.hall.books_balance();
}

#[test]
fn bad_rules_are_refused_by_their_field_and_rights_are_kept() {
    let b = Branch::opens();
    let tara = b.hall.admin("tara");
    let rule = |field: &str, value: i64| {
        let mut rule = json!({
            "reminder_days": 7, "final_notice_days": 21, "notice_days": 15, "least": 0, "stay_on_percent": 100,
            "reconnection_fee": 0,
        });
        rule[field] = json!(value);
        let told =
            b.hall.call(&tara, "save_arrears_rule", json!({ "version": 2, "rule": rule })).unwrap_err();
        format!("{}: {}\n", told.code, told.message)
    };
    let all = [
        rule("reminder_days", -1),
        rule("final_notice_days", 6),
        rule("notice_days", 0),
        rule("stay_on_percent", 101),
        rule("least", -1),
        rule("reconnection_fee", -1),
    ];
    expect![[r#"
        bad_input: reminder_days: expected a number from 0 to 365
        bad_input: final_notice_days: expected a number from 7 to 730
        bad_input: notice_days: expected a number from 1 to 90
        bad_input: stay_on_percent: expected a number from 1 to 100
        bad_input: least: expected an amount of zero or more
        bad_input: reconnection_fee: expected an amount of zero or more
    "#]]
    .assert_eq(&all.concat());
    let omar = b.hall.official("omar");
    let asked = |who: &Person, name: &str, input: serde_json::Value| refused(b.hall.call(who, name, input));
    assert_eq!(asked(&b.asha, "run_arrears", json!({})), "not_allowed");
    let plan =
        json!({ "request_id": b.hall.request(), "account": 1, "instalments": 3, "first_on": "2026-11-21" });
    assert_eq!(asked(&b.asha, "make_plan", plan), "not_allowed");
    let rule = json!({ "version": 2, "rule": { "reminder_days": 1, "final_notice_days": 2, "notice_days": 1,
        "least": 0, "stay_on_percent": 1, "reconnection_fee": 0 } });
    assert_eq!(asked(&b.maya, "save_arrears_rule", rule), "not_allowed");
    assert!(b.hall.call(&omar, "aging", json!({})).is_ok(), "an official reads");
}
