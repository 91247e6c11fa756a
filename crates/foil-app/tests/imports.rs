//! Files come into the book: whole or by their good rows, twice without harm, never by half.

#![allow(clippy::unwrap_used)]

mod desk;

use desk::{Desk, NOW, code};
use foil_app::customers::views::{CustomerRef, Search};
use foil_app::customers::{customer_card, search};
use foil_app::imports::views::{
    ColumnMap, ImportKind, ImportMode, ImportPreview, ImportReport, PreviewImport, RowError, StartImport,
};
use foil_app::imports::{preview_import, run_import, start_import};
use foil_app::office::jobs::Event;
use foil_app::queue::look_for_dead_letters;
use foil_domain::customers::AccountStatus;
use foil_domain::money::Money;
use foil_domain::people::Right;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::mpsc::channel;

const CUSTOMERS: &str = "\
Consumer No,Consumer Name,Mobile,E-mail,Language,Priority,Service Address,Service Type,RR Number,Meter No,Tariff,Status,Disconnection Date
C-1,Asha Rao,98450 12345,asha@example.org,kn,none,\"4-7, Car Street\nMangalore\",Electricity,E-1001,M1,LT-2a,Active,
C-1,Asha Rao,98450 12345,asha@example.org,kn,none,\"4-7, Car Street\nMangalore\",water,W-1001,M2,D-1,active,30/11/2026
C-2,ಶ್ರೀಕೃಷ್ಣ ಭಟ್,,,kn,senior citizen,\"Temple Square, Kadri\",gas,G-1001,,PNG,disconnected,
C-1,Asha Rao,98450 12345,asha@example.org,kn,none,\"Beach Road, Ullal\",electricity,E-1002,M3,LT-2a,active,
";

const BILLS: &str = "\
bill_number,account_number,period_from,period_to,issued_on,due_on,units,line_kind,line_label,quantity,rate,amount
B-1,E-1001,01/10/2026,31/10/2026,02/11/2026,17/11/2026,142.5,energy,Energy charge,142.5,6.10,869.25
B-2,W-1001,2026-10-01,2026-10-31,2026-11-02,2026-11-17,12,,Water,12,10,120.00
B-1,E-1001,01/10/2026,31/10/2026,02/11/2026,17/11/2026,142.5,fixed,Fixed charge,,,\"1,100.00\"
B-1,E-1001,01/10/2026,31/10/2026,02/11/2026,17/11/2026,142.5,surcharge,Late fee,,,30.75
";

impl Desk {
    fn imports(&self, kind: ImportKind, text: impl AsRef<[u8]>, mode: ImportMode) -> ImportReport {
        let path = self.file("import.csv", text);
        let input = StartImport { path, kind, mapping: None, mode, dry_run: false };
        run_import(&self.office, &self.manager, input).unwrap()
    }

    fn all(&self, kind: ImportKind, text: impl AsRef<[u8]>) -> ImportReport {
        self.imports(kind, text, ImportMode::AllOrNothing)
    }

    fn good(&self, kind: ImportKind, text: impl AsRef<[u8]>) -> ImportReport {
        self.imports(kind, text, ImportMode::GoodRows)
    }

    fn names(&self, text: &str) -> Vec<String> {
        let hits = search(&self.office, &self.clerk, Search { text: text.into(), limit: Some(50) }).unwrap();
        hits.into_iter().map(|hit| hit.name).collect()
    }

    /// Everything an import writes, counted.
    fn contents(&self) -> [i64; 7] {
        ["customer", "property", "account", "bill", "bill_line", "journal", "ticket"].map(|t| self.count(t))
    }
}

fn figures(r: &ImportReport) -> [i64; 5] {
    [r.rows, r.created, r.updated, r.unchanged, r.bad]
}

/// A clean file of so many customers with an account each.
fn many(rows: usize) -> String {
    let mut text = String::from("customer number,name,address,service,account number,meter\n");
    for n in 0..rows {
        writeln!(text, "C{n},Name {n},Street {n},water,A{n},M{n}").unwrap();
    }
    text
}

#[test]
fn a_language_is_imported_by_its_code_or_name_and_anything_else_is_refused_in_words() {
    let desk = Desk::open();
    let named = CUSTOMERS.replace(",kn,none,", ",Kannada,none,").replace(",,,kn,senior", ",,,ಕನ್ನಡ,senior");
    let report = desk.all(ImportKind::Customers, named);
    assert_eq!((figures(&report), &report.errors), ([4, 4, 0, 0, 0], &vec![]));
    assert_eq!(desk.count("customer WHERE language = 'kn'"), 2, "papers find a language by its code");

    let unknown = CUSTOMERS.replace(",,,kn,senior", ",,,Kanada?,senior");
    let report = desk.good(ImportKind::Customers, unknown);
    assert_eq!(report.errors.len(), 1, "{:?}", report.errors);
    let error = &report.errors[0];
    assert_eq!((error.row, error.value.as_str()), (6, "Kanada?"));
    assert!(error.expected.contains("en, hi, kn"), "{error:?}");
}

#[test]
fn customers_come_in_with_their_properties_and_accounts() {
    for mode in [ImportMode::AllOrNothing, ImportMode::GoodRows] {
        let desk = Desk::open();
        let report = desk.imports(ImportKind::Customers, CUSTOMERS, mode);
        assert_eq!((figures(&report), &report.errors), ([4, 4, 0, 0, 0], &vec![]), "{mode}");
        assert_eq!(&desk.contents()[..3], [2, 3, 4]);
        assert_eq!(desk.names("asha ullal"), ["Asha Rao"], "an address that came later in the file");
        assert_eq!(desk.names("ಶ್ರೀ kadri"), ["ಶ್ರೀಕೃಷ್ಣ ಭಟ್"]);
        let id = search(&desk.office, &desk.clerk, Search { text: "C-1".into(), limit: None }).unwrap()[0]
            .customer;
        let card = customer_card(&desk.office, &desk.clerk, CustomerRef { customer: id.unwrap() }).unwrap();
        assert_eq!(card.properties[0].address, "4-7, Car Street Mangalore", "a line break is a blank");
        assert_eq!(card.accounts[0].number, "W-1001", "a disconnection is ordered");
        assert_eq!(card.accounts[0].disconnection_on.map(|d| d.to_string()), Some("2026-11-30".into()));
    }
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_changed_row_is_changed() {
    for mode in [ImportMode::AllOrNothing, ImportMode::GoodRows] {
        let desk = Desk::open();
        desk.imports(ImportKind::Customers, CUSTOMERS, mode);
        desk.imports(ImportKind::Bills, BILLS, mode);
        let before = desk.contents();
        assert_eq!(figures(&desk.imports(ImportKind::Customers, CUSTOMERS, mode)), [4, 0, 0, 4, 0]);
        assert_eq!(figures(&desk.imports(ImportKind::Bills, BILLS, mode)), [4, 0, 0, 4, 0]);
        assert_eq!(desk.contents(), before);
        let changed = CUSTOMERS.replace("E-1001,M1,LT-2a,Active", "E-1001,M9,LT-3,temporarily disconnected");
        assert_eq!(figures(&desk.imports(ImportKind::Customers, &changed, mode)), [4, 0, 1, 3, 0]);
        assert_eq!(desk.contents(), before);
        let account = desk
            .office
            .book()
            .read(|tx| foil_store::customers::account_by_number(tx, "E1001"))
            .unwrap()
            .unwrap();
        assert_eq!(
            (account.meter.as_str(), account.tariff.as_str(), account.status),
            ("M9", "LT-3", AccountStatus::Cut)
        );
        assert_eq!(account.cut_on.map(|d| d.to_string()), Some("2026-11-21".into()));
    }
}

#[test]
fn bills_come_in_with_their_lines_wherever_those_stand() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let report = desk.all(ImportKind::Bills, BILLS);
    assert_eq!((figures(&report), &report.errors), ([4, 4, 0, 0, 0], &vec![]));
    let bill = desk.office.book().read(|tx| foil_store::bills::by_number(tx, "b1")).unwrap().unwrap();
    assert_eq!(bill.total_minor, Money::from_minor(200_000));
    assert_eq!(
        (bill.surcharge_minor, bill.surcharge_left_minor),
        (Money::from_minor(3_075), Money::from_minor(3_075))
    );
    assert_eq!(bill.left_minor, Money::from_minor(196_925));
    assert_eq!(desk.count("bill_line WHERE bill_id = 1") + desk.count("bill_line WHERE bill_id = 2"), 4);
    let sum = "SELECT CAST(SUM(amount_minor) AS BIGINT) AS n FROM journal_line WHERE ledger = 'receivable'";
    let owed = desk.office.book().read(|tx| tx.number(sum, &[])).unwrap();
    assert_eq!(owed, 212_000, "the ledger knows what was billed");

    let edited = BILLS.replace("869.25", "800.00");
    let report = desk.good(ImportKind::Bills, &edited);
    assert_eq!(figures(&report), [4, 0, 0, 1, 3]);
    assert!(report.errors[0].expected.contains("cancel and rebill"), "{:?}", report.errors);
}

#[test]
fn a_file_without_lines_gives_bills_of_one_line_and_what_is_left_may_be_less() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let text = "Bill No;A/C No;From;To;Bill Date;Due Date;Amount;Balance\n\
        B1;E-1001;1-9-2026;30-9-2026;2-10-2026;17-10-2026;500.00;0\n\
        B2;E-1001;1-10-2026;31-10-2026;2-11-2026;17-11-2026;600.00;250.00\n\
        B2;E-1001;1-10-2026;31-10-2026;2-11-2026;17-11-2026;600.00;250.00\n";
    let report = desk.good(ImportKind::Bills, text);
    assert_eq!(figures(&report), [3, 2, 0, 0, 1]);
    assert_eq!((report.errors[0].row, report.errors[0].expected.as_str()), (4, "each bill once"));
    let bill = desk.office.book().read(|tx| foil_store::bills::by_number(tx, "B2")).unwrap().unwrap();
    assert_eq!(bill.left_minor, Money::from_minor(25_000));
    assert_eq!(desk.count("journal"), 1, "what was paid before is no money of this book");
}

/// Bills of a file whose column of lines nobody knows: its heading means nothing to the program.
fn charges(rows: &[(&str, &str, &str)]) -> String {
    let mut text = String::from("Bill No;A/C No;From;To;Bill Date;Due Date;Charge head;Amount\n");
    for (number, head, amount) in rows {
        let days = "1-10-2026;31-10-2026;2-11-2026;17-11-2026";
        writeln!(text, "{number};E-1001;{days};{head};{amount}").unwrap();
    }
    text
}

const CHARGES: [(&str, &str, &str); 5] = [
    ("B1", "Energy", "712.50"),
    ("B1", "Fixed", "120.00"),
    ("B2", "Energy", "300.00"),
    ("B1", "Duty", "44.13"),
    ("B3", "Energy", "90.00"),
];

#[test]
fn a_bill_whose_lines_nobody_knows_as_such_stays_out_whole_and_every_row_of_it_is_bad() {
    for mode in [ImportMode::GoodRows, ImportMode::AllOrNothing] {
        let desk = Desk::open();
        desk.all(ImportKind::Customers, CUSTOMERS);
        let report = desk.imports(ImportKind::Bills, charges(&CHARGES), mode);
        let kept = if mode == ImportMode::GoodRows { 2 } else { 0 };
        assert_eq!(figures(&report), [5, kept, 0, 0, 3], "{:?}", report.errors);
        assert_eq!(desk.count("bill WHERE number = 'B1'"), 0, "the first of its lines is not the bill");
        assert_eq!(desk.count("bill"), kept);
        let named: Vec<(i64, &str)> = report.errors.iter().map(|e| (e.row, e.field.as_str())).collect();
        assert_eq!(named, [(3, "bill_number"), (5, "bill_number")]);
        assert!(report.errors[0].expected.contains("row 2 is of this one, too"), "{:?}", report.errors);

        let known = charges(&CHARGES).replace("Charge head", "line label");
        let wanted = match mode {
            // Bills of one line have their words now, and so they are others than those that came in.
            ImportMode::GoodRows => [5, 3, 0, 0, 2],
            ImportMode::AllOrNothing => [5, 5, 0, 0, 0],
        };
        assert_eq!(figures(&desk.imports(ImportKind::Bills, known, mode)), wanted);
        assert_eq!(desk.count("bill WHERE number = 'B1' AND total_minor = 87663"), 1, "the right file");
    }
}

#[test]
fn a_bill_without_lines_that_stands_twice_is_bad_where_one_of_its_rows_is() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let wrong_first = [("B1", "", "1e5"), ("B2", "", "300"), ("B1", "", "100"), ("B1", "", "100")];
    let report = desk.good(ImportKind::Bills, charges(&wrong_first));
    assert_eq!(figures(&report), [4, 1, 0, 0, 3], "{:?}", report.errors);
    assert_eq!(desk.count("bill WHERE number = 'B1'"), 0);

    let short = charges(&[("B4", "", "100"), ("B5", "", "300")]) + "B4;E-1001;1-10-2026\n";
    let report = desk.good(ImportKind::Bills, short);
    assert_eq!(figures(&report), [3, 1, 0, 0, 2], "{:?}", report.errors);
    assert_eq!(desk.count("bill WHERE number = 'B4'"), 0, "a bad row of it may be what is missing");

    let twice = [("B6", "", "100"), ("B7", "", "300"), ("B6", "", "100.00")];
    let report = desk.good(ImportKind::Bills, charges(&twice));
    assert_eq!(figures(&report), [3, 2, 0, 0, 1], "the same said twice is no other bill");
    assert_eq!((report.errors[0].row, report.errors[0].expected.as_str()), (4, "each bill once"));
    assert_eq!(desk.count("bill WHERE number = 'B6' AND total_minor = 10000"), 1);
}

#[test]
fn a_look_into_a_file_marks_the_lines_of_a_bill_wherever_they_stand() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let path = desk.file("look.csv", charges(&CHARGES));
    let input = PreviewImport { path, kind: ImportKind::Bills, mapping: None };
    let seen = preview_import(&desk.office, &desk.manager, input).unwrap();
    assert_eq!(seen.errors.iter().map(|e| e.row).collect::<Vec<_>>(), [3, 5], "{:?}", seen.errors);
}

#[test]
fn sums_that_will_not_do_are_named_by_what_they_come_to() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let head = "bill_number;account_number;period_from;period_to;issued_on;due_on;line_kind;amount;left\n";
    let row = |number: &str, kind: &str, amount: &str, left: &str| {
        format!("{number};E-1001;1-10-2026;31-10-2026;2-11-2026;17-11-2026;{kind};{amount};{left}\n")
    };
    let rows = [
        row("B1", "energy", "100", ""),
        row("B1", "rebate", "-600.00", ""),
        row("B2", "energy", "500", "600"),
        row("B3", "energy", "-100", ""),
        row("B3", "surcharge", "300", ""),
    ];
    let report = desk.good(ImportKind::Bills, format!("{head}{}", rows.concat()));
    assert_eq!(figures(&report), [5, 0, 0, 0, 5]);
    let said = |e: &RowError| format!("{}, {}: {}; {}", e.row, e.field, e.value, e.expected);
    let said: Vec<String> = report.errors.iter().map(said).collect();
    let wanted = [
        "2, amount: -500.00; lines of bill B1 whose sum is not below zero",
        "4, left: 600.00; between zero and the total of bill B2, 500.00",
        "5, amount: 300.00; surcharges between zero and the total of bill B3, 200.00",
    ];
    assert_eq!(said, wanted);
}

#[test]
fn one_bad_row_keeps_a_whole_file_out_and_is_named() {
    let desk = Desk::open();
    let text = many(300) + "C300,Name,Street,water,A5,M300\n";
    let before = desk.contents();
    let report = desk.all(ImportKind::Customers, &text);
    assert_eq!(figures(&report), [301, 0, 0, 0, 1]);
    assert_eq!(desk.contents(), before);
    assert_eq!((report.errors[0].row, report.errors[0].value.as_str()), (302, "A5"));
    assert!(report.errors[0].expected.contains("row 7"), "{:?}", report.errors);
    let listed = std::fs::read_to_string(&report.error_file).unwrap();
    assert!(listed.contains("302,account_number,A5,"), "{listed}");

    let report = desk.good(ImportKind::Customers, &text);
    assert_eq!(figures(&report), [301, 300, 0, 0, 1]);
    assert_eq!(desk.count("account"), 300);
}

#[test]
fn a_large_file_is_one_act_and_its_indexes_stand_again() {
    let desk = Desk::open();
    let acts = desk.count("audit");
    let report = desk.all(ImportKind::Customers, many(12_000));
    assert_eq!(figures(&report), [12_000, 12_000, 0, 0, 0]);
    assert_eq!(desk.count("audit") - acts, 3, "the job begins, the file, the job ends");
    assert_eq!(desk.office.book().integrity().unwrap(), [""; 0]);
    assert_eq!(desk.count("sqlite_schema WHERE type = 'index' AND name = 'account_number'"), 1);
    assert_eq!(desk.names("name 11999"), ["Name 11999"]);
    assert_eq!(figures(&desk.good(ImportKind::Customers, many(12_001))), [12_001, 1, 0, 12_000, 0]);
}

#[test]
fn a_dry_run_tells_and_stores_nothing() {
    let desk = Desk::open();
    let before = desk.contents();
    for mode in [ImportMode::AllOrNothing, ImportMode::GoodRows] {
        let path = desk.file("dry.csv", CUSTOMERS);
        let input = StartImport { path, kind: ImportKind::Customers, mapping: None, mode, dry_run: true };
        let report = run_import(&desk.office, &desk.manager, input).unwrap();
        assert_eq!(figures(&report), [4, 4, 0, 0, 0]);
    }
    assert_eq!(desk.contents(), before);
}

#[test]
fn a_cancelled_import_of_all_rows_leaves_nothing() {
    let desk = Desk::open();
    let path = desk.file("many.csv", many(60_000));
    let (tell, told) = channel();
    desk.office.listen(std::sync::Arc::new(move |event| {
        if let Event::Job(view) = event {
            let _ = tell.send(*view);
        }
    }));
    let input = StartImport {
        path,
        kind: ImportKind::Customers,
        mapping: None,
        mode: ImportMode::AllOrNothing,
        dry_run: false,
    };
    let job = start_import(&desk.office, &desk.manager, input).unwrap();
    foil_app::office::cancel_job(
        &desk.office,
        &desk.manager,
        foil_app::office::views::JobRef { job: job.id },
    )
    .unwrap();
    let ended = told.iter().find(|view| view.state != "running").unwrap();
    assert_eq!(ended.state, "cancelled");
    assert_eq!(&desk.contents()[..3], [0, 0, 0]);
}

#[test]
fn a_cancelled_import_of_good_rows_says_what_it_stored_and_which_rows_were_bad() {
    let desk = Desk::open();
    desk.good(ImportKind::Customers, many(10));
    let rows = many(60_000).replacen("C15,Name 15,Street 15,water,", "C15,Name 15,Street 15,steam,", 1);
    let path = desk.file("many.csv", rows);
    let (tell, told) = channel();
    desk.office.listen(std::sync::Arc::new(move |event| {
        if let Event::Job(view) = event {
            let _ = tell.send(*view);
        }
    }));
    let (kind, mode) = (ImportKind::Customers, ImportMode::GoodRows);
    let job = start_import(
        &desk.office,
        &desk.manager,
        StartImport { path, kind, mapping: None, mode, dry_run: false },
    )
    .unwrap();
    let going = told.iter().find(|view| view.done > 0).unwrap();
    assert_eq!(going.state, "running", "it is met on the way");
    let job = foil_app::office::views::JobRef { job: job.id };
    foil_app::office::cancel_job(&desk.office, &desk.manager, job).unwrap();
    let ended = told.iter().find(|view| view.state != "running").unwrap();
    assert_eq!(ended.state, "cancelled");
    let so_far: ImportReport = serde_json::from_value(ended.result["so_far"].clone()).unwrap();
    assert!(so_far.created > 0 && so_far.created < 60_000, "{so_far:?}");
    assert_eq!(desk.count("account"), 10 + so_far.created, "what is counted is stored, and nothing else");
    assert_eq!((so_far.rows, so_far.bad, so_far.errors[0].value.as_str()), (60_000, 1, "steam"));
    assert!(std::fs::read_to_string(&so_far.error_file).unwrap().contains("17,service,steam"));
}

#[test]
fn a_second_program_leaves_the_first_ones_running_job_alone_and_marks_what_was_left_behind() {
    let desk = Desk::open();
    let opens_again = || {
        let second = desk.second_program();
        let jobs = foil_app::office::jobs(&second, &desk.manager, foil_app::Nothing {}).unwrap();
        jobs[0].state.clone()
    };
    let ran = desk.office.run_job(&desk.manager, "import", Right::Import, "rows.csv", |_, _| {
        assert_eq!(opens_again(), "running");
        desk.office.look_for_left_jobs()?;
        assert_eq!(opens_again(), "running", "a look takes nobody's running job for left");
        Ok(serde_json::json!({}))
    });
    ran.unwrap();
    assert_eq!(opens_again(), "done");

    let person = desk.manager.user;
    let left = move |tx: &foil_store::Tx<'_>| foil_store::jobs::begin(tx, "import", "", person, NOW);
    desk.office.book().write(left).unwrap();
    desk.office.look_for_left_jobs().unwrap();
    let jobs = foil_app::office::jobs(&desk.office, &desk.manager, foil_app::Nothing {}).unwrap();
    assert_eq!(jobs[0].state, "interrupted", "nobody runs it any more, as is seen here, too");
    desk.office.book().write(left).unwrap();
    assert_eq!(opens_again(), "interrupted", "nobody runs it any more");
}

#[test]
fn a_dead_letter_that_another_program_made_is_told_in_this_one_and_only_once() {
    let desk = Desk::open();
    let (send, told) = channel();
    desk.office.listen(Arc::new(move |event| send.send(event).unwrap_or_default()));
    let heard = || {
        let numbers = told.try_iter().filter_map(|event| match event {
            Event::DeadLetter(number) => Some(number),
            _ => None,
        });
        numbers.collect::<Vec<_>>()
    };
    let lost = |office: &Arc<foil_app::Office>, reference: &str| {
        let path = desk.file("bank.csv", format!("utr,account,amount,mode\n{reference},E-9999,100,bank\n"));
        let input = StartImport {
            path,
            kind: ImportKind::Payments,
            mapping: None,
            mode: ImportMode::GoodRows,
            dry_run: false,
        };
        run_import(office, &desk.manager, input).unwrap();
    };
    lost(&desk.second_program(), "UTR1");
    look_for_dead_letters(&desk.office).unwrap();
    assert!(heard().is_empty(), "what was there before is no news");

    lost(&desk.second_program(), "UTR2");
    look_for_dead_letters(&desk.office).unwrap();
    assert_eq!(heard().len(), 1, "the other program's is told here, too");
    lost(&desk.office, "UTR3");
    assert_eq!(heard().len(), 1, "our own is told as it is made");
    look_for_dead_letters(&desk.office).unwrap();
    assert!(heard().is_empty(), "and none twice");
}

#[test]
fn formulas_are_text_like_any_other() {
    let desk = Desk::open();
    let text = "customer number,name,address,service,account number\nC1,\"=HYPERLINK(\"\"http://x\"\")\",@SUM(A1),gas,+G-1\n";
    assert_eq!(figures(&desk.all(ImportKind::Customers, text)), [1, 1, 0, 0, 0]);
    assert_eq!(desk.names("hyperlink"), ["=HYPERLINK(\"http://x\")"]);
}

#[test]
fn hundreds_of_malformed_rows_are_each_named_and_none_is_stored() {
    let desk = Desk::open();
    let mut text = String::from(
        "customer number,name,phone,email,address,service,account number,status,disconnection date\n",
    );
    let good = ["C", "Asha", "98450", "a@b.org", "Street", "gas", "A", "active", ""];
    let bad: &[(usize, &str)] = &[
        (0, ""),
        (0, "-/-"),
        (1, ""),
        (1, "   "),
        (1, "a\u{202E}b"),
        (1, "a\u{7}"),
        (2, "12"),
        (2, "call"),
        (2, "12345678901234567"),
        (3, "nobody"),
        (3, "@"),
        (4, ""),
        (5, "steam"),
        (5, ""),
        (6, ""),
        (6, "..."),
        (7, "asleep"),
        (8, "31/02/2026"),
        (8, "11/25/2026"),
        (8, "2026-13-01"),
        (8, "soon"),
        (8, "1/1/26"),
        (8, "٢٠٢٦-١١-٢١"),
    ];
    let long = "x".repeat(5_000);
    let mut rows = 0;
    for n in 0..20 {
        for (column, value) in bad {
            let mut cells = good
                .map(|cell| format!("{cell}{}", if cell.len() == 1 { n.to_string() } else { String::new() }));
            cells[*column] = (*value).to_owned();
            writeln!(text, "{}", cells.join(",")).unwrap();
            rows += 1;
        }
        for broken in
            [long.as_str(), "only one", ",,,,,,,,", "1,2,3,4,5,6,7,8,9,10,11", "\"a\"b,c\"\"d,,,,,,,"]
        {
            writeln!(text, "{broken}").unwrap();
            rows += 1;
        }
    }
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(b"C9,caf\xE9,,,Street,gas,A9,active,\n");
    rows += 1;
    let before = desk.contents();
    let report = desk.good(ImportKind::Customers, &bytes);
    assert_eq!(figures(&report), [rows, 0, 0, 0, rows]);
    assert!(
        report.errors.iter().all(|e| e.row > 1 && !e.expected.is_empty() && e.value.chars().count() <= 80)
    );
    assert_eq!(figures(&desk.all(ImportKind::Customers, &bytes)), [rows, 0, 0, 0, rows]);
    assert_eq!(desk.contents(), before);
}

#[test]
fn a_stray_quotation_mark_takes_no_other_payment_with_it_and_gives_none_another_amount() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let head = "utr,account,amount,mode,narration\n";
    let rest: String = (2..=302).map(|n| format!("U{n},W-1001,{n}.00,upi,rent\n")).collect();
    let money = |what: &str| desk.count(&format!("ticket WHERE {what}"));

    let open = format!("{head}U1,E-1001,500.00,upi,\"FINAL BILL\n{rest}");
    let report = desk.all(ImportKind::Payments, &open);
    assert_eq!(figures(&report), [302, 0, 0, 0, 1], "nothing of it is stored, and the row is named");
    let error = &report.errors[0];
    assert_eq!((error.row, error.value.as_str()), (2, "U1,E-1001,500.00,upi,\"FINAL BILL"));
    assert!(
        error.expected.contains("nothing closes the quotation mark that opens it in line 2"),
        "{error:?}"
    );
    let report = desk.good(ImportKind::Payments, &open);
    assert_eq!(figures(&report), [302, 301, 0, 0, 1], "and of good rows none is lost");

    let closed_below = format!("{head}V1,E-1001,500.00,upi,\"FINAL\n{}", rest.replace('U', "V"))
        .replace("V302,W-1001,302.00,upi,rent", "V302,W-1001,302.00,upi,PIPE 5\"");
    let report = desk.good(ImportKind::Payments, &closed_below);
    assert_eq!(figures(&report), [302, 301, 0, 0, 1], "nor where another stray mark seems to close it");
    assert!(report.errors[0].expected.contains("takes in line 3, a row of its own"), "{:?}", report.errors);

    let wrong = "utr,account,amount,mode\nX1,\"10002345,500.00,upi\nX2,\"10009999\",700.00,upi\n";
    let report = desk.good(ImportKind::Payments, wrong);
    assert_eq!((figures(&report), report.errors[0].row), ([2, 1, 0, 0, 1], 2), "{:?}", report.errors);
    assert_eq!((money("reference = 'X1'"), money("reference = 'X2' AND money_minor = 70000")), (0, 1));

    let two = format!("{head}\"Y1\nY2\",E-1001,500.00,upi,x\nY3,E-1001,\"5\n00\",upi,x\n");
    let report = desk.good(ImportKind::Payments, two);
    assert_eq!(figures(&report), [2, 0, 0, 0, 2], "two numbers in a cell are not one");

    let fine = format!(
        "{head}Z1,E-1001,500.00,upi,PIPE 5\"\nZ2,E-1001,\"1,500.00\" ,upi,\"said \"\"yes\"\",\nand went, twice\"\n"
    );
    let report = desk.all(ImportKind::Payments, &fine);
    assert_eq!((figures(&report), &report.errors), ([2, 2, 0, 0, 0], &vec![]), "marks that are right");
    let path = desk.file("look.csv", open);
    let seen = preview_import(
        &desk.office,
        &desk.manager,
        PreviewImport { path, kind: ImportKind::Payments, mapping: None },
    );
    let seen = seen.unwrap();
    assert_eq!((seen.rows.len(), seen.errors.len(), seen.errors[0].row), (20, 1, 2));
}

#[test]
fn a_bill_stays_out_whole_where_a_quotation_mark_in_one_of_its_lines_is_broken() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let broken = BILLS.replace("fixed,Fixed charge", "fixed,\"Fixed charge");
    let report = desk.good(ImportKind::Bills, &broken);
    assert_eq!(figures(&report), [4, 1, 0, 0, 3], "{:?}", report.errors);
    assert_eq!(desk.count("bill WHERE number = 'B-2'"), 1);
}

#[test]
fn a_bill_that_is_said_to_be_paid_elsewhere_since_is_told_and_not_passed_over() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let bill = |left: &str| {
        format!(
            "Bill No;A/C No;From;To;Bill Date;Due Date;Amount;Balance\n\
             B2;E-1001;1-10-2026;31-10-2026;2-11-2026;17-11-2026;600.00;{left}\n"
        )
    };
    assert_eq!(figures(&desk.all(ImportKind::Bills, bill("450.00"))), [1, 1, 0, 0, 0]);
    assert_eq!(figures(&desk.all(ImportKind::Bills, bill("450"))), [1, 0, 0, 1, 0], "the same once more");
    assert_eq!(figures(&desk.all(ImportKind::Bills, bill(""))), [1, 0, 0, 1, 0], "which says nothing of it");
    let report = desk.good(ImportKind::Bills, bill("0"));
    assert_eq!(figures(&report), [1, 0, 0, 0, 1]);
    let error = &report.errors[0];
    assert_eq!((error.row, error.field.as_str(), error.value.as_str()), (2, "left", "0.00"));
    assert!(error.expected.starts_with("450.00, as it came into the book; "), "{error:?}");
    assert!(error.expected.contains("credit note"), "{error:?}");
}

/// Bills of two lines each, all energy lines before all fixed charges.
fn lines_apart(bills: usize) -> String {
    let mut text =
        String::from("bill_number,account_number,period_from,period_to,issued_on,due_on,line_kind,amount\n");
    for kind in ["energy", "fixed"] {
        for n in 0..bills {
            writeln!(text, "B{n},E-1001,2026-10-01,2026-10-31,2026-11-02,2026-11-17,{kind},5").unwrap();
        }
    }
    text
}

#[test]
fn bills_whose_lines_stand_apart_are_stored_in_parts_so_that_counters_go_on() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let acts = desk.count("audit WHERE act = 'import'");
    let report = desk.good(ImportKind::Bills, lines_apart(4_500));
    assert_eq!(figures(&report), [9_000, 9_000, 0, 0, 0]);
    assert_eq!(desk.count("bill WHERE total_minor = 1000"), 4_500);
    assert_eq!(desk.count("audit WHERE act = 'import'") - acts, 3, "some thousand a transaction");
}

#[test]
fn an_import_of_bills_whose_lines_stand_apart_shows_how_far_it_is_and_can_be_cancelled() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    desk.all(ImportKind::Bills, BILLS);
    let (tell, told) = channel();
    desk.office.listen(std::sync::Arc::new(move |event| {
        if let Event::Job(view) = event {
            let _ = tell.send(*view);
        }
    }));
    let path = desk.file("apart.csv", lines_apart(12_000));
    let (kind, mode) = (ImportKind::Bills, ImportMode::GoodRows);
    let order = StartImport { path, kind, mapping: None, mode, dry_run: false };
    let job = start_import(&desk.office, &desk.manager, order).unwrap();
    let going = told.iter().find(|view| view.done > 0).unwrap();
    assert_eq!((going.state.as_str(), going.total), ("running", 24_000), "it is told on the way");
    let job = foil_app::office::views::JobRef { job: job.id };
    foil_app::office::cancel_job(&desk.office, &desk.manager, job).unwrap();
    let ended = told.iter().find(|view| view.state != "running").unwrap();
    assert_eq!(ended.state, "cancelled");
    let so_far: ImportReport = serde_json::from_value(ended.result["so_far"].clone()).unwrap();
    assert!(so_far.created < 24_000, "{so_far:?}");
    assert_eq!(desk.count("bill"), 2 + so_far.created / 2, "what is counted is stored, and nothing else");
}

#[test]
fn an_empty_cell_agrees_with_what_another_row_of_the_customer_says() {
    let head = "customer number,name,phone,email,address,service,account number\n";
    let rows = "C1,Asha Rao,98450 12345,,Car Street,electricity,E-1\n\
                C1,Asha Rao,,asha@example.org,Car Street,water,W-1\n\
                C1,Asha Rao,9845012345,,Beach Road,gas,G-1\n\
                C2,Bhima,,,Kadri,gas,G-2\nC2,Bhima,98450 99999,,Kadri,water,W-2\n";
    let contacts = "customer WHERE (number, phone, phone_digits, email) IN \
                    (VALUES ('C1', '98450 12345', '9845012345', 'asha@example.org'), ('C2', '98450 99999', '9845099999', ''))";
    for mode in [ImportMode::AllOrNothing, ImportMode::GoodRows] {
        let desk = Desk::open();
        let report = desk.imports(ImportKind::Customers, format!("{head}{rows}"), mode);
        assert_eq!((figures(&report), &report.errors), ([5, 5, 0, 0, 0], &vec![]), "{mode}");
        assert_eq!(desk.count(contacts), 2, "what any of its rows says is kept");
        assert_eq!(desk.names("asha beach"), ["Asha Rao"]);
        let again = desk.imports(ImportKind::Customers, format!("{head}{rows}"), mode);
        assert_eq!(figures(&again), [5, 0, 0, 5, 0]);
        let later = format!("{head}C2,Bhima,,,Kadri,gas,G-2\nC2,Bhima,,b@example.org,Kadri,water,W-2\n");
        assert_eq!(figures(&desk.imports(ImportKind::Customers, &later, mode)), [2, 0, 1, 1, 0]);
        assert_eq!(desk.count("customer WHERE number = 'C2' AND email = 'b@example.org'"), 1);
    }
    let desk = Desk::open();
    let rows = rows.replace("C1,Asha Rao,9845012345,", "C1,Asha Rao,98451,");
    let report = desk.good(ImportKind::Customers, format!("{head}{rows}"));
    assert_eq!(figures(&report), [5, 4, 0, 0, 1]);
    let error = &report.errors[0];
    assert_eq!((error.row, error.field.as_str(), error.value.as_str()), (4, "phone", "98451"));
    assert!(error.expected.contains("from row 2 on"), "{error:?}");
}

#[test]
fn what_is_known_of_customers_only_in_later_rows_of_a_large_first_file_gets_in() {
    let desk = Desk::open();
    let mut text = String::from("customer number,name,phone,address,service,account number\n");
    for n in 0..6_000 {
        writeln!(text, "C{n},Name {n},,Street {n},electricity,E{n}").unwrap();
    }
    for n in 0..6_000 {
        writeln!(text, "C{n},Name {n},98450{n:05},Street {n},water,W{n}").unwrap();
    }
    let report = desk.all(ImportKind::Customers, &text);
    assert_eq!((figures(&report), &report.errors), ([12_000, 12_000, 0, 0, 0], &vec![]));
    assert_eq!(
        desk.count("customer WHERE phone_digits = '98450' || printf('%05d', SUBSTR(number, 2))"),
        6_000
    );
    assert_eq!(desk.names("9845005999"), ["Name 5999"]);
    assert_eq!(desk.names("name 5999"), ["Name 5999"]);
    assert_eq!(desk.office.book().integrity().unwrap(), [""; 0]);
}

#[test]
fn bad_rows_are_listed_by_row() {
    let desk = Desk::open();
    let mut text = many(3_000);
    // What the book says of a row is known after what is wrong with rows far below it.
    text = text.replace("\nC2,Name 2,Street 2,water,A2,", "\nC2,Name 2,Street 2,water,A1,");
    text = text
        .replace(",Street 500,water,", ",Street 500,steam,")
        .replace(",Street 9,water,", ",Street 9,steam,");
    for mode in [ImportMode::AllOrNothing, ImportMode::GoodRows] {
        let report = desk.imports(ImportKind::Customers, &text, mode);
        let rows: Vec<i64> = report.errors.iter().map(|e| e.row).collect();
        assert_eq!(rows, [4, 11, 502], "{mode}");
        let listed = std::fs::read_to_string(&report.error_file).unwrap();
        let rows: Vec<&str> = listed.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert_eq!(rows, ["4", "11", "502"], "{mode}");
    }
}

#[test]
fn malformed_bills_are_named_and_take_their_whole_bill_with_them() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let head = "bill_number,account_number,period_from,period_to,issued_on,due_on,line_kind,amount\n";
    let row =
        |number: &str,
         account: &str,
         from: &str,
         to: &str,
         issued: &str,
         due: &str,
         kind: &str,
         amount: &str| { format!("{number},{account},{from},{to},{issued},{due},{kind},{amount}\n") };
    let fine = |number: &str, amount: &str| {
        row(number, "E-1001", "2026-10-01", "2026-10-31", "2026-11-02", "2026-11-17", "energy", amount)
    };
    let text = [
        head.to_owned(),
        fine("GOOD", "100"),
        fine("B1", "100"),
        fine("B1", "1e5"),
        fine("B2", "-5"),
        fine("B3", "1.005"),
        row("B4", "E-1001", "2026-10-31", "2026-10-01", "2026-11-02", "2026-11-17", "tax", "5"),
        row("B5", "E-1001", "2026-10-01", "2026-10-31", "2026-11-02", "2026-11-01", "tax", "5"),
        row("B6", "nobody", "2026-10-01", "2026-10-31", "2026-11-02", "2026-11-17", "tax", "5"),
        row("B7", "E-1001", "2026-10-01", "2026-10-31", "2026-11-02", "2026-11-17", "bribe", "5"),
        fine("B8", "5"),
        row("B8", "E-1002", "2026-10-01", "2026-10-31", "2026-11-02", "2026-11-17", "energy", "5"),
        fine("B9", "99999999999999999999"),
        fine("B10", "9007199254740990"),
        row("B11", "E-1001", "never", "2026-10-31", "2026-11-02", "2026-11-17", "energy", "5"),
        fine("B11", "5"),
        fine("B12", "5"),
        "B12,E-1001,2026-10-01\n".to_owned(),
        "B13,E-1001\n".to_owned(),
        fine("B13", "5"),
        fine("B11", "5"),
    ]
    .concat();
    let report = desk.good(ImportKind::Bills, &text);
    assert_eq!(desk.count("bill"), 1, "{report:?}");
    assert_eq!(figures(&report), [20, 1, 0, 0, 19]);
    assert_eq!(figures(&desk.all(ImportKind::Bills, &text)), [20, 0, 0, 0, 19]);
}

#[test]
fn payments_in_hand_wait_for_the_worker_and_one_of_nobody_is_kept_too() {
    let desk = Desk::open();
    desk.all(ImportKind::Customers, CUSTOMERS);
    let text = "UTR No,Account No,Amount,Mode,Bank,Date\n\
        U1,E-1001,500.00,NEFT,,20/11/2026\n\
        000123,W-1001,250,cheque,Canara Bank,\n\
        000124,W-1001,250,cheque,,\n\
        U2,nobody,75.50,upi,,\n\
        U1,E-1001,500.00,NEFT,,20/11/2026\n\
        U3,E-1001,0,upi,,\n\
        U4,E-1001,-5,barter,,\n";
    let report = desk.good(ImportKind::Payments, text);
    assert_eq!(figures(&report), [7, 3, 0, 0, 4], "{:?}", report.errors);
    assert_eq!(desk.count("ticket WHERE state = 'waiting'"), 2);
    assert_eq!(desk.count("ticket WHERE state = 'dead'"), 1, "its money is here all the same");
    let again = desk.good(ImportKind::Payments, text);
    assert_eq!(figures(&again), [7, 0, 0, 3, 4]);
    let other = desk.good(ImportKind::Payments, "Reference,Account No,Amount\nU1,E-1001,700.00\n");
    assert!(other.errors[0].expected.contains("another amount"), "{other:?}");
}

#[test]
fn a_preview_shows_the_first_rows_and_what_is_missing() {
    let desk = Desk::open();
    let look = |text: &str, mapping| {
        let path = desk.file("look.csv", text);
        preview_import(
            &desk.office,
            &desk.manager,
            PreviewImport { path, kind: ImportKind::Customers, mapping },
        )
    };
    let seen = look(CUSTOMERS, None).unwrap();
    assert_eq!(
        (seen.delimiter.as_str(), seen.rows.len(), seen.missing.len(), seen.errors.len()),
        (",", 4, 0, 0)
    );
    assert_eq!(seen.mapping.len(), 13);
    let lines = |seen: &ImportPreview| seen.rows.iter().map(|row| row.line).collect::<Vec<_>>();
    assert_eq!(lines(&seen), [2, 4, 6, 7], "an address with a line break stands on two lines");
    let steam = format!("sep=,\n{}", CUSTOMERS.replace(",gas,", ",steam,").replacen("\nC-2", "\n\nC-2", 1));
    let seen = look(&steam, None).unwrap();
    let (at, bad) = (seen.rows.iter().find(|row| row.cells[0] == "C-2").unwrap().line, &seen.errors[0]);
    assert_eq!((bad.row, bad.field.as_str(), at), (8, "service", 8), "the mark stands in the file's own row");
    let seen = look("Nummer;Wer\n1;Asha\n", None).unwrap();
    assert_eq!(seen.missing, ["customer_number", "name", "address", "service", "account_number"]);
    let map = |field: &str, column| ColumnMap { field: field.into(), column };
    let seen = look("Nummer;Wer\n1;Asha\n", Some(vec![map("name", 1)])).unwrap();
    assert!(!seen.missing.contains(&"name".to_owned()));
    assert_eq!(code(look("Nummer;Wer\n1;Asha\n", Some(vec![map("name", 2)]))), "bad_input");
    let bad = look(&CUSTOMERS.replace("gas", "steam"), None).unwrap();
    assert_eq!((bad.errors[0].row, bad.errors[0].field.as_str()), (6, "service"));
}

#[test]
fn a_heading_that_stands_twice_is_asked_about_and_not_taken_by_its_first_column() {
    let desk = Desk::open();
    let text = "Customer No,Name,Phone,Name,Address,Service,Account No\nC1,Asha,98450,Rao,Street,gas,A1\n";
    let path = desk.file("twice.csv", text);
    let (kind, mode) = (ImportKind::Customers, ImportMode::AllOrNothing);
    let start = |mapping| {
        let path = path.clone();
        run_import(&desk.office, &desk.manager, StartImport { path, kind, mapping, mode, dry_run: false })
    };
    let refused = start(None).unwrap_err().to_string();
    assert!(refused.contains("“Name” stands in the columns 2 and 4"), "{refused}");
    let look = |mapping| {
        let path = path.clone();
        preview_import(&desk.office, &desk.manager, PreviewImport { path, kind, mapping }).unwrap()
    };
    let mut seen = look(None);
    assert_eq!((seen.unclear, seen.missing, seen.errors), (vec!["name".to_owned()], vec![], vec![]));
    seen.mapping.push(ColumnMap { field: "name".into(), column: 3 });
    let said = look(Some(seen.mapping.clone()));
    assert!(said.unclear.is_empty() && said.missing.is_empty() && said.errors.is_empty(), "{said:?}");
    assert_eq!(figures(&start(Some(seen.mapping)).unwrap()), [1, 1, 0, 0, 0]);
    assert_eq!(desk.names("A1"), ["Rao"]);

    let both = "Consumer No,Consumer No,Name,Address,Service,Account No\n1,2,Asha,Street,gas,A1\n";
    let path = desk.file("both.csv", both);
    let seen =
        preview_import(&desk.office, &desk.manager, PreviewImport { path, kind, mapping: None }).unwrap();
    assert_eq!(seen.unclear, ["customer_number"], "no other number stands in for one of the two");
}

#[test]
fn imports_of_one_second_have_a_list_of_bad_rows_each() {
    let desk = Desk::open();
    let first = desk.good(ImportKind::Customers, many(2).replace(",water,A0,", ",steam,A0,"));
    let second = desk.good(ImportKind::Customers, many(2).replace(",water,A1,", ",rain,A1,"));
    assert_ne!(first.error_file, second.error_file);
    let list = |report: &ImportReport| std::fs::read_to_string(&report.error_file).unwrap();
    assert!(list(&first).contains("2,service,steam") && list(&second).contains("3,service,rain"));
}

#[test]
fn a_row_of_too_few_cells_is_shown_as_it_stands() {
    let desk = Desk::open();
    let text = "customer number;name;address;service;account number\nC-9006;Short\n";
    let report = desk.good(ImportKind::Customers, text);
    let error = &report.errors[0];
    assert_eq!((error.row, error.field.as_str(), error.value.as_str()), (2, "", "C-9006;Short"));
}

#[test]
fn files_that_cannot_be_imported_are_refused_before_a_job_begins() {
    let desk = Desk::open();
    let start = |path: String| {
        let (kind, mode) = (ImportKind::Customers, ImportMode::AllOrNothing);
        start_import(
            &desk.office,
            &desk.manager,
            StartImport { path, kind, mapping: None, mode, dry_run: false },
        )
    };
    let folder = desk.folder.path().to_str().unwrap().to_owned();
    for path in [folder, "/no/such/file.csv".into(), String::new(), "../../../etc".into()] {
        assert_eq!(code(start(path)), "file");
    }
    assert_eq!(code(start(desk.file("a.xlsx", b"PK\x03\x04"))), "file");
    assert_eq!(code(start(desk.file("b.csv", "x,y\n1,2\n"))), "bad_input");
    assert_eq!(desk.count("job"), 0);
    let path = desk.file("c.csv", CUSTOMERS);
    let input = StartImport {
        path,
        kind: ImportKind::Customers,
        mapping: None,
        mode: ImportMode::GoodRows,
        dry_run: false,
    };
    assert_eq!(code(run_import(&desk.office, &desk.clerk, input)), "not_allowed");
}
