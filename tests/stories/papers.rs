//! What leaves the office on paper: one original, and duplicates that say so.

use expect_test::expect;
use foil_app::audit::views::MonthSummary;
use foil_app::customers::views::CustomerCard;
use foil_app::documents::views::{DocumentRef, HandedOut};
use foil_domain::customers::Service;
use foil_domain::documents::{BillDoc, Copy, PaperKind, ReceiptDoc, ReportDoc, SlipDoc, VoidMark};
use foil_domain::ids::{BillId, PaymentId};
use foil_domain::money::Money;
use foil_domain::press::{Format, Press, Rows};
use foil_domain::text::fold_number;
use foil_domain::time::{Day, Instant, Zone};
use foil_store::bills::NewBill;
use foil_store::customers::{self, AccountData};
use foil_store::{Book, Opening};
use foil_testkit::{Account, Hall, Person, PlainPress, Told, refused};
use foil_tests::Reads;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

fn receipt(payment: PaymentId) -> Value {
    json!({ "kind": "receipt", "payment": payment, "format": "pdf" })
}

fn slip(payment: PaymentId) -> Value {
    json!({ "kind": "slip", "payment": payment, "format": "pdf" })
}

/// Prints, opens or saves: to the office it is the same.
fn prints(hall: &Hall, who: &Person, document: &Value) -> Told<HandedOut> {
    prints_again(hall, who, &hall.request(), document)
}

fn prints_again(hall: &Hall, who: &Person, request: &str, document: &Value) -> Told<HandedOut> {
    hall.ask(who, "hand_out", json!({ "request_id": request, "document": document }))
}

#[test]
fn a_deposit_slip_of_one_kind_is_none_of_the_other() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let account = hall.bills(1_250);
    let paid = hall.visit(&asha).account(&account).cheque(1_250, "004211", "Karavali Bank").take().unwrap();
    let slip = hall.deposits(&maya, &[hall.cheque_of(&maya, paid.payment).id]).unwrap().id;
    let paper = |kind: &str| prints(&hall, &maya, &json!({ "kind": kind, "slip": slip, "format": "pdf" }));
    assert_eq!(paper("cheque_slip").unwrap().copy, None);
    assert_eq!(paper("deposit_slip").unwrap_err().code, "not_found");
}

#[test]
fn a_receipt_leaves_the_office_once_as_the_original_and_then_as_numbered_duplicates() {
    let hall = Hall::open();
    let (asha, maya, omar) = (hall.clerk("asha"), hall.manager("maya"), hall.official("omar"));
    let account = hall.bills(1_250);
    let payment = hall.pays(&asha, &account, 1_250).unwrap().payment;
    hall.office().finish_outbox().unwrap();
    assert_eq!(hall.payment(&asha, payment).unwrap().next_copy, 0, "what the office keeps is not handed out");

    let original = prints(&hall, &asha, &receipt(payment)).unwrap();
    assert_eq!((original.copy, original.name.as_str()), (Some(0), "C1-26-27-000001.pdf"));
    let kept = std::fs::read(&original.path).unwrap();

    // The printer jammed: the paper is out all the same, and nobody can tell whether it was read.
    let second = prints(&hall, &asha, &receipt(payment)).unwrap();
    assert_eq!((second.copy, second.name.as_str()), (Some(1), "C1-26-27-000001-duplicate-1.pdf"));
    assert_eq!(prints(&hall, &maya, &receipt(payment)).unwrap().copy, Some(2));
    assert_ne!(std::fs::read(&second.path).unwrap(), kept, "it says DUPLICATE");
    assert_eq!(std::fs::read(&original.path).unwrap(), kept, "a copy leaves the office's own alone");

    let view = hall.payment(&asha, payment).unwrap();
    assert_eq!((view.reprints, view.next_copy), (2, 3));
    expect![[r#"
        {"paper":"receipt","number":"C1/26-27/000001","copy":"original"}
        {"paper":"receipt","number":"C1/26-27/000001","copy":"duplicate 1"}
        {"paper":"receipt","number":"C1/26-27/000001","copy":"duplicate 2"}"#]]
    .assert_eq(&hall.logged(&omar, "hand_out").join("\n"));
    let month: MonthSummary = hall.ask(&omar, "month_summary", json!({ "month": "2026-11" })).unwrap();
    let copies: Vec<_> = month.exceptions.iter().filter(|e| e.kind == "reprint").collect();
    let copies: Vec<_> = copies.iter().map(|e| format!("{} {} {}", e.subject, e.detail, e.who)).collect();
    assert_eq!(copies.len(), 2, "the auditor sees both duplicates: {copies:?}");
    assert!(copies.contains(&"C1/26-27/000001 duplicate 2 maya".to_owned()), "{copies:?}");
    hall.books_balance();
}

#[test]
fn a_print_that_failed_is_no_duplicate() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let payment = hall.pays(&asha, &hall.bills(100), 100).unwrap().payment;
    let folder = hall.office().document_folder().unwrap();

    std::fs::write(&folder, "a file where the folder should be").unwrap();
    assert_eq!(refused(prints(&hall, &asha, &receipt(payment))), "file");
    std::fs::remove_file(&folder).unwrap();

    // No viewer, a dialog that was closed: the window asks again under the same request.
    let request = hall.request();
    for _ in 0..3 {
        let handed = prints_again(&hall, &asha, &request, &receipt(payment)).unwrap();
        assert_eq!(handed.copy, Some(0), "nobody has it yet");
    }
    assert_eq!(hall.logged(&hall.official("omar"), "hand_out").len(), 1);
    let maya = hall.manager("maya");
    assert_eq!(refused(prints_again(&hall, &maya, &request, &receipt(payment))), "request_reused");
    assert_eq!(prints(&hall, &asha, &receipt(payment)).unwrap().copy, Some(1));
}

#[test]
fn whoever_only_reads_gets_a_duplicate_and_leaves_the_original_to_the_counter() {
    let hall = Hall::open();
    let (asha, omar) = (hall.clerk("asha"), hall.official("omar"));
    let account = hall.bills(100);
    let kiran = hall.consumer("kiran", &account);
    let payment = hall.pays(&asha, &account, 100).unwrap().payment;

    assert_eq!(prints(&hall, &omar, &receipt(payment)).unwrap().copy, Some(1));
    assert_eq!(prints(&hall, &kiran, &receipt(payment)).unwrap().copy, Some(2));
    assert_eq!(prints(&hall, &asha, &receipt(payment)).unwrap().copy, Some(0), "the customer's, at last");
    assert_eq!(prints(&hall, &asha, &receipt(payment)).unwrap().copy, Some(3));
}

#[test]
fn a_void_receipt_has_no_original_to_give_any_more_and_its_slip_has_one() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let payment = hall.pays(&asha, &hall.bills(100), 100).unwrap().payment;
    hall.undoes(&asha).unwrap();

    assert_eq!(prints(&hall, &asha, &receipt(payment)).unwrap().copy, Some(1), "it says CANCELLED");
    let view = hall.payment(&asha, payment).unwrap();
    assert_eq!((view.next_copy, view.void.unwrap().next_copy), (2, 0));
    let original = prints(&hall, &asha, &slip(payment)).unwrap();
    let copy = prints(&hall, &asha, &slip(payment)).unwrap();
    assert_eq!((original.copy, copy.copy), (Some(0), Some(1)));
    assert_eq!(copy.name, "C1V-26-27-000001-duplicate-1.pdf");
}

/// A duplicate that is handed out now, as the press makes it with the band of its receipt's void.
fn with_the_band(hall: &Hall, payment: PaymentId, n: u32, by: &str) -> Vec<u8> {
    let (receipt, hash, void, zone) = hall
        .office()
        .book()
        .read(move |tx| {
            let receipt = foil_store::payments::find(tx, payment)?.expect("the receipt");
            let hash =
                foil_store::audit::hash_of(tx, receipt.counter_id, receipt.audit_seq)?.expect("its row");
            let void = foil_store::payments::find_void(tx, payment)?.expect("its void");
            Ok((receipt, hash, void, foil_store::office::find(tx)?.zone))
        })
        .unwrap();
    let zone = Zone::parse(&zone).unwrap();
    let shown = |at: Instant| format!("{}, {}", zone.day_of(at).long(), zone.clock(at));
    let doc = ReceiptDoc { audit_hash: hash, ..serde_json::from_str(&receipt.document).unwrap() };
    let slip: SlipDoc = serde_json::from_str(&void.document).unwrap();
    let mark =
        VoidMark { slip: void.number, at_local: shown(void.voided_at), by: slip.by, reason: slip.reason };
    let copy = Copy::Duplicate { n, by: by.to_owned(), at_local: shown(hall.now()) };
    foil_documents::receipt_pdf(&doc, &copy, Some(&mark)).unwrap()
}

#[test]
fn a_duplicate_of_a_void_receipt_says_so_also_after_a_clock_that_went_back() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let payment = hall.pays(&asha, &hall.bills(100), 100).unwrap().payment;
    let stood = prints(&hall, &asha, &receipt(payment)).unwrap();
    hall.minutes_pass(2);
    hall.undoes(&asha).unwrap();

    // Somebody sets the clock back, or the machine is set right by the network.
    hall.minutes_pass(-60);
    let copy = prints(&hall, &asha, &receipt(payment)).unwrap();

    assert_eq!((stood.copy, copy.copy), (Some(0), Some(1)));
    let said = with_the_band(&hall, payment, 1, "asha");
    assert!(fs::read(&copy.path).unwrap() == said, "nobody takes it for a proof of money paid");
}

#[test]
fn a_receipt_that_nobody_got_before_it_became_void_says_cancelled() {
    let hall = Hall::open();
    let (asha, omar) = (hall.clerk("asha"), hall.official("omar"));
    let payment = hall.pays(&asha, &hall.bills(100), 100).unwrap().payment;
    // The stick was full: the window keeps the request, and nobody has the paper.
    let request = hall.request();
    let first = prints_again(&hall, &asha, &request, &receipt(payment)).unwrap();
    hall.undoes(&asha).unwrap();

    let again = prints_again(&hall, &asha, &request, &receipt(payment)).unwrap();

    assert_eq!((first.copy, again.copy), (Some(0), Some(1)), "there is no original of it any more");
    assert!(fs::read(&again.path).unwrap() == with_the_band(&hall, payment, 1, "asha"));
    let once_more = prints_again(&hall, &asha, &request, &receipt(payment)).unwrap();
    assert_eq!(once_more.copy, Some(1), "a print that failed is no duplicate");
    assert_eq!(
        hall.logged(&omar, "hand_out"),
        [
            r#"{"paper":"receipt","number":"C1/26-27/000001","copy":"original"}"#,
            r#"{"paper":"receipt","number":"C1/26-27/000001","copy":"duplicate 1"}"#
        ]
    );
    hall.books_balance();
}

#[test]
fn a_duplicate_names_who_handed_it_out_as_they_were_called_then() {
    let hall = Hall::open();
    let (asha, ina) = (hall.clerk("asha"), hall.admin("ina"));
    let payment = hall.pays(&asha, &hall.bills(100), 100).unwrap().payment;
    for _ in 0..2 {
        prints(&hall, &asha, &receipt(payment)).unwrap();
    }
    hall.minutes_pass(1);
    let renamed = json!({ "user": asha.user(), "version": 1, "login": "noor", "name": "Noor", "role": "clerk",
        "active": true });
    hall.call(&ina, "save_user", renamed).unwrap();

    let copy =
        hall.office().book().read(move |tx| foil_store::copies::find(tx, PaperKind::Receipt, payment.0, 1));
    assert_eq!(copy.unwrap().unwrap().login, "asha");
}

#[test]
fn a_file_that_says_already_what_it_should_is_left_alone() {
    let hall = Hall::open();
    let (asha, maya, tara) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("tara"));
    let day = hall.today();
    hall.pays(&asha, &hall.bills(900), 500).unwrap();
    hall.next_morning(&maya);
    hall.office().finish_outbox().unwrap();
    let folder = hall.office().document_folder().unwrap();
    // Of a file that a viewer holds open Windows lets nobody write another, not even the same bytes.
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let papers: Vec<_> = files_below(&folder).into_keys().map(|name| folder.join(name)).collect();
    for path in &papers {
        File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }

    hall.call(&tara, "write_papers_again", json!({ "from": day, "to": day })).unwrap();
    hall.minutes_pass(1);
    hall.office().finish_outbox().unwrap();
    hall.office().finish_outbox().unwrap();

    assert!(papers.len() > 6, "{papers:?}");
    let written: Vec<_> =
        papers.iter().filter(|path| fs::metadata(path).unwrap().modified().unwrap() != long_ago).collect();
    assert!(written.is_empty(), "{written:?}");
}

/// Nothing takes this name any more: as where a viewer holds what stands there open.
fn held_open(path: &Path) {
    let _ = fs::remove_file(path);
    fs::create_dir_all(path).unwrap();
}

#[test]
fn a_bill_whose_former_paper_is_held_open_is_given_beside_it() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(100);
    let bill = json!({ "kind": "bill", "bill": account.bills[0], "format": "pdf" });
    let former = prints(&hall, &asha, &bill).unwrap();
    held_open(Path::new(&former.path));
    hall.pays(&asha, &account, 60).unwrap();

    let beside = prints(&hall, &asha, &bill).unwrap();

    assert_eq!(beside.name, former.name);
    assert_eq!(beside.path, former.path.replace(".pdf", " (2).pdf"));
    assert!(fs::read(&beside.path).unwrap() == bill_now(&hall, &asha, account.bills[0]));
    assert_eq!(prints(&hall, &asha, &bill).unwrap().path, beside.path, "which says it already");
    held_open(Path::new(&beside.path));
    hall.pays(&asha, &account, 40).unwrap();
    let third = prints(&hall, &asha, &bill).unwrap();
    assert_eq!(third.path, former.path.replace(".pdf", " (3).pdf"));
    assert!(fs::read(&third.path).unwrap() == bill_now(&hall, &asha, account.bills[0]));

    // Closed again, the paper has its own name.
    fs::remove_dir(&former.path).unwrap();
    assert_eq!(prints(&hall, &asha, &bill).unwrap().path, former.path);
}

fn bill_now(hall: &Hall, who: &Person, bill: BillId) -> Vec<u8> {
    hall.paper(who, &DocumentRef::Bill { bill, format: Format::Pdf })
}

#[test]
fn a_list_that_is_held_open_keeps_neither_the_others_nor_the_days_seal_back() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.pays(&asha, &hall.bills(900), 500).unwrap();
    hall.office().finish_outbox().unwrap();
    let day = hall.office().document_folder().unwrap().join("2026/11/21");
    held_open(&day.join("daily-2026-11-21.csv"));
    let _ = fs::remove_file(day.join("overdue-2026-11-21.json"));

    hall.next_morning(&maya);
    hall.office().finish_outbox().unwrap();

    for name in ["daily-2026-11-21.seal.json", "daily-2026-11-21.json", "overdue-2026-11-21.json"] {
        assert!(day.join(name).is_file(), "{name}");
    }
    let told = hall.frame(&maya).unwrap().unwritten.unwrap();
    assert!(told.problem.contains("daily-2026-11-21.csv"), "{}", told.problem);
    fs::remove_dir(day.join("daily-2026-11-21.csv")).unwrap();
    hall.call(&asha, "write_again", json!({})).unwrap();
    hall.office().finish_outbox().unwrap();
    assert!(day.join("daily-2026-11-21.csv").is_file() && hall.frame(&maya).unwrap().unwritten.is_none());
}

#[test]
fn a_bill_that_was_issued_elsewhere_stays_the_paper_that_it_was() {
    let hall = Hall::open();
    let (asha, maya, tara) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("tara"));
    let account = hall.account("Asha Rao", Service::Water).owes(900).moves_in();
    hall.next_morning(&maya);
    let issued = bill_now(&hall, &asha, account.bills[0]);

    names_another_meter(&hall, &account);
    hall.sets_office(&tara, &json!({ "name": "Another Board", "registration": "GSTIN 29NEWER" })).unwrap();
    takes_other_words(&hall, &asha, &account);
    hall.next_morning(&maya);
    is_billed_for_later_days(&hall, &account);

    assert!(bill_now(&hall, &asha, account.bills[0]) == issued, "issued once, never edited");
    // What is left to pay is of today, and says so.
    hall.visit(&asha).account(&account).pays(300).cash(300).take().unwrap();
    assert!(bill_now(&hall, &asha, account.bills[0]) != issued);
}

fn is_billed_for_later_days(hall: &Hall, account: &Account) {
    let id = account.id;
    hall.arranges(move |act| {
        let day = |text: &str| Day::parse(text).expect("a day");
        let new = NewBill {
            account: id,
            number: "WB-LATER",
            number_fold: &fold_number("WB-LATER"),
            period_from: day("2026-11-12"),
            period_to: day("2026-11-21"),
            issued_on: day("2026-11-22"),
            due_on: day("2026-12-20"),
            units: "40",
            total: Money::from_minor(5_000),
            surcharge: Money::ZERO,
            left: Money::from_minor(5_000),
            surcharge_left: Money::ZERO,
        };
        foil_store::bills::insert(act.tx, &new)
    });
}

fn names_another_meter(hall: &Hall, account: &Account) {
    let id = account.id;
    hall.arranges(move |act| {
        let row = customers::account(act.tx, id)?.expect("the account");
        let data = AccountData { meter: "M-NEW".into(), ..row.data() };
        customers::update_account(act.tx, id, &data, row.version)
    });
}

/// The customer is called otherwise, and so is where they live.
fn takes_other_words(hall: &Hall, who: &Person, account: &Account) {
    let card: CustomerCard = hall.ask(who, "customer_card", json!({ "customer": account.customer })).unwrap();
    let name = json!({ "customer": card.id, "version": card.version, "number": card.number,
        "name": "Asha Rao Prabhu", "phone": card.phone, "email": "", "language": "", "by_law": "none",
        "note": "", "active": true });
    hall.call(who, "save_customer", name).unwrap();
    let property = &card.properties[0];
    let address = json!({ "property": property.id, "version": property.version, "customer": card.id,
        "address": "99 New Street, Udupi", "active": true });
    hall.call(who, "save_property", address).unwrap();
}

#[test]
fn what_cannot_be_written_is_said_in_the_frame_until_it_is_written() {
    let hall = Hall::open();
    let (asha, omar) = (hall.clerk("asha"), hall.official("omar"));
    let account = hall.bills(100);
    let kiran = hall.consumer("kiran", &account);
    let says = |who: &Person| hall.frame(who).unwrap().unwritten;
    let folder = hall.office().document_folder().unwrap();
    std::fs::write(&folder, "a file where the folder should be").unwrap();

    hall.pays(&asha, &account, 60).unwrap();
    assert!(says(&asha).is_none(), "it was not tried yet");
    let failed_at = hall.now();
    hall.office().work_outbox(100).unwrap();

    let told = says(&asha).unwrap();
    let what: Vec<_> = told.what.iter().map(|one| (one.kind.as_str(), one.count)).collect();
    assert_eq!((what.as_slice(), told.since), ([("receipt", 1)].as_slice(), failed_at));
    assert_eq!(told.folder, folder.display().to_string());
    assert!(told.problem.contains(&told.folder), "{}", told.problem);
    assert!(says(&omar).is_some() && says(&kiran).is_none(), "it is the office's business");

    hall.minutes_pass(30);
    hall.pays(&asha, &account, 40).unwrap();
    hall.office().work_outbox(100).unwrap();
    let told = says(&asha).unwrap();
    assert_eq!((told.what[0].count, told.since), (2, failed_at), "since the first of them failed");

    std::fs::remove_file(&folder).unwrap();
    assert_eq!(hall.office().work_outbox(100).unwrap(), 0, "the next try is later");
    assert_eq!(refused(hall.call(&omar, "write_again", json!({}))), "not_allowed");
    hall.call(&asha, "write_again", json!({})).unwrap();
    assert_eq!(hall.office().work_outbox(100).unwrap(), 2);
    assert!(says(&asha).is_none());
    assert!(folder.join("2026/11/21/receipts/C1-26-27-000002.pdf").is_file());
    assert_eq!(hall.logged(&omar, "write_again"), [r#"{"papers":2}"#]);
    hall.books_balance();
}

/// A press that breaks over one customer's receipts.
struct Cracked;

impl Press for Cracked {
    fn receipt(
        &self,
        doc: &ReceiptDoc,
        copy: &Copy,
        void: Option<&VoidMark>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        assert_ne!(doc.payer_name, "Asha Rao", "on purpose");
        PlainPress.receipt(doc, copy, void, format)
    }

    fn slip(&self, doc: &SlipDoc, copy: &Copy, format: Format) -> anyhow::Result<Vec<u8>> {
        PlainPress.slip(doc, copy, format)
    }

    fn bill(&self, doc: &BillDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        PlainPress.bill(doc, format)
    }

    fn report(&self, doc: &ReportDoc, format: Format) -> anyhow::Result<Vec<u8>> {
        PlainPress.report(doc, format)
    }

    fn table(&self, out: &mut dyn std::io::Write, header: &[&str], rows: Rows<'_>) -> anyhow::Result<u64> {
        PlainPress.table(out, header, rows)
    }
}

#[test]
fn a_receipt_that_breaks_the_press_keeps_no_other_paper_from_the_disk_and_the_frame_says_so() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let owes = |name| hall.account(name, Service::Water).owes(100).moves_in();
    hall.pays(&asha, &owes("Asha Rao"), 60).unwrap();
    hall.pays(&asha, &owes("Bina Shetty"), 40).unwrap();
    let clock = Arc::new(AtomicI64::new(hall.now().millis()));
    let now = clock.clone();
    let now = Arc::new(move || Instant::from_millis(now.load(Ordering::Relaxed)));
    let book = Book::open(&hall.path(), &Opening::Key(hall.key().clone()), hall.now()).unwrap();
    let second = foil_app::Office::open(Arc::new(book), now, Arc::new(Cracked)).unwrap();

    assert_eq!(second.work_outbox(100).unwrap(), 1);
    let told = hall.frame(&asha).unwrap().unwritten.unwrap();
    assert_eq!((told.what[0].kind.as_str(), told.what[0].count), ("receipt", 1));
    assert!(told.problem.contains("panicked"), "{}", told.problem);
    let day = second.document_folder().unwrap().join("2026/11/21");
    assert!(day.join("receipts/C1-26-27-000002.pdf").is_file());
    clock.fetch_add(6_000, Ordering::Relaxed);
    second.work_outbox(100).unwrap();
    assert!(day.join("daily-2026-11-21.csv").is_file(), "the day's files are written");

    hall.call(&asha, "write_again", json!({})).unwrap();
    hall.office().work_outbox(100).unwrap();
    assert!(day.join("receipts/C1-26-27-000001.pdf").is_file());
    assert!(hall.frame(&asha).unwrap().unwritten.is_none());
}

#[test]
fn another_document_folder_is_tried_as_soon_as_it_is_chosen() {
    let hall = Hall::open();
    let (asha, arun) = (hall.clerk("asha"), hall.admin("arun"));
    std::fs::write(hall.office().document_folder().unwrap(), "in the way").unwrap();
    hall.pays(&asha, &hall.bills(100), 100).unwrap();
    hall.office().work_outbox(100).unwrap();
    assert!(hall.frame(&arun).unwrap().unwritten.is_some());

    let other = hall.folder().join("papers");
    hall.sets_office(&arun, &json!({ "document_folder": other })).unwrap();
    assert_eq!(hall.office().work_outbox(100).unwrap(), 1);
    assert!(hall.frame(&arun).unwrap().unwritten.is_none());
    assert!(other.join("2026/11/21/receipts/C1-26-27-000001.pdf").is_file());
}

#[test]
fn a_credit_note_has_one_original_too() {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let account = hall.bills(100);
    let note = hall.credits(&maya, account.bills[0], 1_000, "complaint").unwrap();

    let paper = json!({ "kind": "correction", "correction": note.id, "format": "pdf" });
    let copies = [(); 3].map(|()| prints(&hall, &maya, &paper).unwrap().copy.unwrap());
    assert_eq!(copies, [0, 1, 2]);
}

#[test]
fn a_bill_is_as_it_stands_now_and_figures_are_no_paper_so_neither_is_counted() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(100);
    let payment = hall.pays(&asha, &account, 60).unwrap().payment;

    let bill = json!({ "kind": "bill", "bill": account.bills[0], "format": "pdf" });
    let figures = json!({ "kind": "receipt", "payment": payment, "format": "csv" });
    for document in [bill, figures] {
        assert_eq!(prints(&hall, &asha, &document).unwrap().copy, None);
    }
    assert!(hall.logged(&hall.official("omar"), "hand_out").is_empty());
}

#[test]
fn a_document_folder_that_was_lost_is_filled_again_with_the_same_bytes_and_no_duplicate() {
    let hall = Hall::open();
    let (asha, maya, tara) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("tara"));
    let account = hall.bills(900);
    let paid = hall.pays(&asha, &account, 500).unwrap();
    hall.pays(&asha, &account, 400).unwrap();
    hall.undoing(&asha).payment(paid.payment).now().unwrap();
    let day = hall.today();
    // A letter about a cheque, and an agreement, too.
    let cheque = hall.visit(&asha).account(&account).pays(100).cheque(100, "004711", "Karavali Bank");
    let by_cheque = cheque.take().unwrap().payment;
    hall.deposits(&maya, &[hall.cheque_of(&maya, by_cheque).id]).unwrap();
    hall.bounces(&maya, &hall.cheque_of(&maya, by_cheque)).unwrap();
    let late = hall.account("Bina Kamath", Service::Water).owes(600).overdue_days(20).moves_in();
    hall.agrees_plan(&maya, &late, 2, 5).unwrap();
    hall.next_morning(&maya);
    hall.office().finish_outbox().unwrap();
    let folder = hall.office().document_folder().unwrap();
    let before = files_below(&folder);
    assert!(before.len() > 6, "{:?}", before.keys());
    for kind in ["letters", "agreements"] {
        assert!(before.keys().any(|path| path.components().any(|part| part.as_os_str() == kind)), "{kind}");
    }

    std::fs::remove_dir_all(&folder).unwrap();
    let again = |who: &foil_testkit::Person, from, to| {
        hall.call(who, "write_papers_again", serde_json::json!({ "from": from, "to": to }))
    };
    assert_eq!(refused(again(&maya, day, day)), "not_allowed");
    assert_eq!(refused(again(&tara, day.plus_days(-40), day)), "bad_input");
    assert_eq!(refused(again(&tara, day, day.plus_days(9))), "bad_input");
    again(&tara, day, day).unwrap();
    hall.minutes_pass(1);
    hall.office().finish_outbox().unwrap();
    hall.office().finish_outbox().unwrap();

    assert_eq!(files_below(&folder), before, "every paper, and the same bytes");
    assert!(hall.logged(&maya, "hand_out").is_empty(), "nothing left the office");
    assert_eq!(hall.payment(&asha, paid.payment).unwrap().row.number, paid.number);
    hall.books_balance();
}

/// Every file below a folder, by its path there.
fn files_below(folder: &std::path::Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut all = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    all
}
