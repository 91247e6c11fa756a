//! One sound input for each command of the table: what the tests of rights and of bad input start from.

use foil_api::table::COMMANDS;
use foil_domain::customers::Service;
use foil_testkit::{Account, Hall, PASSWORD, Person};
use serde_json::{Value, json};

/// A hall with one of everything, and an input for each command that names it.
#[derive(Debug)]
pub struct Samples {
    account: Account,
    payment: i64,
    ticket: Value,
    folder: String,
}

impl Samples {
    /// Sets the scene with this clerk: a paid and an open bill, a receipt, a waiting ticket.
    ///
    /// # Panics
    /// When the scene cannot be set.
    #[must_use]
    pub fn set(hall: &Hall, clerk: &Person) -> Samples {
        let account = hall.account("Asha Rao", Service::Water).owes(500).owes(300).moves_in();
        let payment = hall.pays(clerk, &account, 100).expect("a payment").payment.0;
        let ticket = hall.takes_ticket(clerk, &account).expect("a ticket");
        let folder = hall.folder().join("exports");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(hall.folder().join("customers.csv"), "number,name\nN-1,New One\n").expect("a file");
        Samples {
            account,
            payment,
            ticket: json!({ "ticket": ticket.id, "version": ticket.version }),
            folder: folder.display().to_string(),
        }
    }

    /// A sound input for a command. A fresh one each time: request ids are never used twice.
    ///
    /// # Panics
    /// When the table has a command that has no sample here: add one.
    #[must_use]
    pub fn of(&self, hall: &Hall, name: &str) -> Value {
        let (account, customer) = (self.account.id.0, self.account.customer.0);
        let seen = json!([{ "account": account, "version": 2 }]);
        let cash = json!([{ "method": "cash", "amount": 10_000 }]);
        let file = hall.folder().join("customers.csv").display().to_string();
        match name {
            "frame" | "office" | "counters" | "jobs" | "check_book" | "users" | "own_card" | "board"
            | "hall" | "in_hand" | "preview_redo" | "call_next" | "process_queue" => json!({}),
            "job" | "cancel_job" => json!({ "job": 1 }),
            "search" => json!({ "text": "Asha", "limit": 5 }),
            "customers" => json!({ "limit": 10 }),
            "customer_card" => json!({ "customer": customer }),
            "bill" => json!({ "bill": self.account.bills[0] }),
            "bills" => json!({ "account": account, "limit": 10 }),
            "preview_payment" => {
                json!({ "accounts": seen, "pay": 10_000, "tenders": cash, "use_credit": false })
            }
            "payments" => json!({ "limit": 10 }),
            "payment" | "reprint" => json!({ "payment": self.payment }),
            "my_acts" => json!({ "limit": 10 }),
            "preview_undo" => json!({ "payment": self.payment }),
            "day_figures" => json!({ "on": hall.today() }),
            "month_summary" => json!({ "month": "2026-11" }),
            "audit_rows" => json!({ "counter": "C1", "limit": 10 }),
            "verify" => json!({ "path": self.folder }),
            "document_file" => json!({ "kind": "receipt", "payment": self.payment, "format": "pdf" }),
            "preview_import" => json!({ "path": file, "kind": "customers" }),
            "start_import" => {
                json!({ "path": file, "kind": "customers", "mode": "all_or_nothing", "dry_run": true })
            }
            "save_office" => json!({
                "version": 2, "name": "Mangalore Utility Branch", "address": "Hampankatta", "phone": "",
                "registration": "", "footer": "", "language": "en", "idle_lock_secs": 600,
                "queue": { "max_urgent_in_a_row": 3, "max_wait_secs": 1200, "bulk_accounts": 5 },
                "document_folder": "",
            }),
            "save_counter" => json!({ "code": "C7", "name": "Counter 7", "active": true }),
            "move_business_day" => json!({ "to": hall.today().plus_days(1) }),
            "change_password" => json!({ "old": PASSWORD, "new": "five swallows sing" }),
            "save_user" => json!({
                "login": "newcomer", "name": "New Comer", "role": "clerk", "active": true, "password": PASSWORD,
            }),
            "save_customer" => json!({
                "number": "K-NEW", "name": "New Customer", "phone": "9845000000", "email": "", "language": "",
                "by_law": "none", "note": "", "active": true,
            }),
            "save_property" => json!({ "customer": customer, "address": "9 New Road", "active": true }),
            "save_account" => json!({
                "property": 1, "service": "gas", "number": "G-NEW", "meter": "", "tariff": "Domestic",
            }),
            "switch_account" => {
                json!({ "account": account, "version": 2, "status": "cut", "reason": "arrears" })
            }
            "take_ticket" => json!({ "kind": "payment", "accounts": [account], "note": "" }),
            "call_ticket" | "hold_ticket" | "finish_ticket" | "no_show" => self.ticket.clone(),
            "retry_dead_letter" => self.ticket.clone(),
            "cancel_ticket" => {
                let mut input = self.ticket.clone();
                input["reason"] = json!("went home");
                input
            }
            "take_payment" => json!({
                "request_id": hall.request(), "accounts": seen, "pay": 10_000, "tenders": cash,
                "use_credit": false, "note": "thank you",
            }),
            "undo" => json!({
                "request_id": hall.request(), "target": { "payment": self.payment }, "reason": "wrong_amount",
                "note": "",
            }),
            "redo" => json!({ "request_id": hall.request() }),
            "export_day" => json!({ "on": hall.today(), "folder": self.folder }),
            "export_month" => json!({ "month": "2026-11", "folder": self.folder }),
            other => panic!("{other} is new in the table: give it a sound input here"),
        }
    }
}

/// Every command's name, in the table's order.
#[must_use]
pub fn names() -> Vec<&'static str> {
    COMMANDS.iter().map(|c| c.name).collect()
}
