//! One sound input for each command of the table: what the tests of rights and of bad input start from.

use foil_api::table::COMMANDS;
use foil_domain::customers::Service;
use foil_domain::ids::{CycleId, ReadingId, TariffId};
use foil_store::{customers, tariffs};
use foil_testkit::{Account, Hall, PASSWORD, Person, read};
use serde_json::{Value, json};

/// The name of the plan that the metered accounts are on.
const PLAN: &str = "LT-9 Sample";

/// A hall with one of everything, and an input for each command that names it.
#[derive(Debug)]
pub struct Samples {
    account: Account,
    /// Its meter's number; no meter hangs there yet.
    meter: String,
    payment: i64,
    ticket: Value,
    folder: String,
    /// Billed monthly, with the metered accounts in it.
    cycle: CycleId,
    plan: TariffId,
    plan_file: String,
    /// Read twice; not billed yet.
    metered: Account,
    /// Likewise; its meter is exchanged.
    exchanged: Account,
    /// Likewise; its meter is taken off.
    removed: Account,
    /// The newest reading of another one.
    reading: ReadingId,
    /// Long overdue.
    late: Account,
    /// Overdue, and without supply.
    cut: Account,
}

impl Samples {
    /// Sets the scene with this clerk: a paid and open bills, a receipt, a waiting ticket, a stored plan,
    /// a cycle with metered accounts, and accounts in arrears.
    ///
    /// # Panics
    /// When the scene cannot be set.
    #[must_use]
    pub fn set(hall: &Hall, clerk: &Person) -> Samples {
        let account = hall.account("Asha Rao", Service::Water).owes(500).owes(300).owes(200).moves_in();
        let payment = hall.pays(clerk, &account, 100).expect("a payment").payment.0;
        let ticket = hall.takes_ticket(clerk, &account).expect("a ticket");
        let folder = hall.folder().join("exports");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(hall.folder().join("customers.csv"), "number,name\nN-1,New One\n").expect("a file");
        let id = account.id;
        let row = hall.office().book().read(|tx| customers::account(tx, id)).expect("the book is read");
        let meter = row.expect("the account").meter;

        let text = plan(PLAN, "electricity", "kWh", "2025-04-01");
        let plan_file = hall.folder().join("plan.toml");
        std::fs::write(&plan_file, &text).expect("a file");
        // The office's first admin, who is there anyway.
        hall.tariff(&hall.admin("arun"), &text);
        let stored = hall.office().book().read(|tx| tariffs::by_name(tx, PLAN)).expect("the book is read");
        let cycle = hall.cycle("C-01");
        let metered = |name: &str| {
            let account = hall.supplied(name, PLAN, cycle);
            let number = format!("SM-{}", account.number);
            hall.round(&account, &number, &[read("2026-10-05", "1000"), read("2026-11-05", "1120")]);
            account
        };
        let misread = metered("Deepa Pai");
        let reading = hall.readings_of(clerk, &misread).expect("the readings")[0].id;
        Samples {
            account,
            meter,
            payment,
            ticket: json!({ "ticket": ticket.id, "version": ticket.version }),
            folder: folder.display().to_string(),
            cycle,
            plan: stored.expect("the plan").id,
            plan_file: plan_file.display().to_string(),
            metered: metered("Bina Kamath"),
            exchanged: metered("Celine Lobo"),
            removed: metered("Dinesh Rai"),
            reading,
            late: hall.account("Esha Nayak", Service::Water).owes(200).overdue_days(40).moves_in(),
            cut: hall
                .account("Farid Khan", Service::Water)
                .owes(100)
                .overdue_days(100)
                .cut_days(20)
                .moves_in(),
        }
    }

    /// A sound input for a command. A fresh one each time: request ids are never used twice.
    ///
    /// # Panics
    /// When the table has a command that has no sample here: add one.
    #[must_use]
    pub fn of(&self, hall: &Hall, name: &str) -> Value {
        self.of_tariffs(hall, name)
            .or_else(|| self.of_metering(hall, name))
            .or_else(|| self.of_billing(hall, name))
            .or_else(|| self.of_corrections(hall, name))
            .or_else(|| self.of_arrears(hall, name))
            .or_else(|| Samples::of_shifts(hall, name))
            .unwrap_or_else(|| self.of_the_counter(hall, name))
    }

    /// What the office, the counter, the queue and the audit take.
    fn of_the_counter(&self, hall: &Hall, name: &str) -> Value {
        let (account, customer) = (self.account.id.0, self.account.customer.0);
        let seen = json!([{ "account": account, "version": 2 }]);
        let cash = json!([{ "method": "cash", "amount": 10_000 }]);
        let file = hall.folder().join("customers.csv").display().to_string();
        match name {
            "frame" | "office" | "counters" | "jobs" | "check_book" | "users" | "names" | "own_card"
            | "board" | "hall" | "in_hand" | "approval_rules" | "preview_redo" | "call_next"
            | "process_queue" | "who_may_allow" | "write_again" => {
                json!({})
            }
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
            "payments_of_customer" => json!({ "customer": customer, "limit": 10 }),
            "payment" => json!({ "payment": self.payment }),
            "my_acts" => json!({ "limit": 10 }),
            "preview_undo" => json!({ "payment": self.payment }),
            "day_figures" => json!({ "on": hall.today() }),
            "month_summary" => json!({ "month": "2026-11" }),
            "month_register" => json!({ "month": "2026-11", "register": "overrides" }),
            "audit_rows" => json!({ "counter": "C1", "limit": 10 }),
            "verify" => json!({ "path": self.folder }),
            "hand_out" => json!({
                "request_id": hall.request(),
                "document": { "kind": "receipt", "payment": self.payment, "format": "pdf" },
            }),
            "preview_import" => json!({ "path": file, "kind": "customers" }),
            "start_import" => {
                json!({ "path": file, "kind": "customers", "mode": "all_or_nothing", "dry_run": true })
            }
            "save_office" => json!({
                "version": 2, "name": "Mangalore Utility Branch", "address": "Hampankatta", "phone": "",
                "registration": "", "footer": "", "language": "en", "idle_lock_secs": 600,
                "queue": { "max_urgent_in_a_row": 3, "max_wait_secs": 1200, "bulk_accounts": 5 },
                "document_folder": "", "payment_ceiling": null, "void_ceiling": null,
                "billing": {
                    "title": "bill", "registration": "", "upi_id": "office@bank", "due_days": 15,
                    "fee_ceiling": null, "correction_ceiling": null, "write_off_ceiling": null,
                },
            }),
            "save_counter" => json!({ "code": "C7", "name": "Counter 7", "active": true }),
            "close_day" => json!({
                "request_id": hall.request(), "on": hall.today(), "to": hall.today().plus_days(1),
            }),
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
                "terms": {
                    "cycle": self.cycle, "route": "R1", "route_n": 7, "sanctioned_load_kw": "3",
                    "contract_demand_kw": "",
                },
            }),
            "preview_terms" => json!({
                "account": self.metered.id, "tariff": PLAN, "sanctioned_load_kw": "5",
                "contract_demand_kw": "", "terms_from": hall.today(),
            }),
            "switch_account" => {
                json!({ "account": account, "version": 2, "status": "cut", "reason": "arrears" })
            }
            "take_ticket" => json!({ "kind": "payment", "accounts": [account], "note": "" }),
            "call_ticket" | "hold_ticket" | "finish_ticket" | "no_show" => self.ticket.clone(),
            "retry_dead_letter" => self.ticket.clone(),
            "retry_dead_letters" => {
                json!({ "request_id": hall.request(), "problem": "not_found", "newest": 9 })
            }
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
            "export_month" | "export_pack" => json!({ "month": "2026-11", "folder": self.folder }),
            "daily_seals" => json!({ "limit": 10 }),
            "report" => json!({ "report": "days", "from": "2026-11-01", "to": "2026-11-21" }),
            other => self.claims(hall, other),
        }
    }

    /// What approvals and the cheque desk take.
    fn claims(&self, hall: &Hall, name: &str) -> Value {
        let request = || hall.request();
        match name {
            "preview_pay_out" => json!({ "account": self.account.id }),
            "preview_reversal" => json!({ "payment": self.payment, "way": "refund", "back_by": "cash" }),
            "approvals" => json!({ "waiting": false, "limit": 10 }),
            "preview_request" => json!({ "approval": 1 }),
            "cheques" => json!({ "state": "received", "limit": 10 }),
            "preview_bounce" => json!({ "cheque": 1 }),
            "ask_approval" => json!({
                "request_id": request(), "reason": "taken twice", "done_first": false,
                "asked": { "act": "void_payment",
                    "input": { "payment": self.payment, "reason": "twice", "note": "" } },
            }),
            "decide_approval" => json!({
                "request_id": request(), "approval": 1, "version": 1, "decision": "refuse", "note": "it was right",
            }),
            "withdraw_approval" => json!({ "approval": 1 }),
            "save_approval_rules" => json!({
                "version": 2, "hours": 24, "second_look_ceiling": 50_000, "second_look_hours": 72,
                "cash_out_ceiling": 10_000, "bounce_fee": 25_000,
                "bounces_to_cash_only": 2, "ceilings": [{ "role": "manager", "kind": "refund", "most": 500_000 }],
            }),
            "show_recovery_key" => json!({ "password": PASSWORD }),
            "write_papers_again" => json!({ "from": "2026-11-01", "to": hall.today() }),
            "set_pin" => json!({ "password": PASSWORD, "pin": "1357" }),
            "deposit_cheques" | "realise_cheques" | "unrealise_cheques" => {
                json!({ "request_id": request(), "cheques": [1] })
            }
            "take_slip_back" => json!({ "request_id": request(), "slip": 1, "reason": "a cheque too many" }),
            "bounce_cheque" => json!({
                "request_id": request(), "cheque": 1, "version": 1, "reason": "insufficient_funds", "note": "",
            }),
            "set_cash_only" => {
                json!({ "customer": self.account.customer, "cash_only": true, "reason": "two bounces" })
            }
            other => panic!("{other} is new in the table: give it a sound input here"),
        }
    }

    /// What the shifts room takes.
    fn of_shifts(hall: &Hall, name: &str) -> Option<Value> {
        let id = hall.request();
        let notes = json!([{ "value": 50_000, "count": 2 }]);
        Some(match name {
            "shift" | "day_state" | "brought_today" => json!({}),
            "shifts" | "cash_of_day" => json!({ "on": hall.today() }),
            "x_report" => json!({ "shift": 1 }),
            "z_report" => json!({ "z": 1 }),
            "z_reports" => json!({ "from": hall.today(), "to": hall.today(), "limit": 10 }),
            "open_shift" => json!({ "request_id": id, "pieces": notes }),
            "cash_in" | "cash_out" => json!({
                "request_id": id, "amount": 100_000, "pieces": notes, "reason": "petty_expense", "note": "tea",
            }),
            "drop_cash" => json!({ "request_id": id, "amount": 100_000, "pieces": notes, "note": "bag 7" }),
            "offer_change" => {
                json!({ "request_id": id, "to": 1, "amount": 100_000, "pieces": notes, "note": "small notes" })
            }
            "accept_change" => json!({ "request_id": id, "offer": 1, "accept": true }),
            "count_shift" => json!({
                "request_id": id, "shift": null, "pieces": notes, "tenders": [{ "method": "cheque", "amount": 100 }],
            }),
            "close_shift" => json!({
                "request_id": id, "keep": 0, "hand_over_to": 3, "reason": "unknown", "note": "counted twice",
            }),
            "accept_hand_over" => json!({ "request_id": id, "shift": 1, "accept": true }),
            "count_safe" => json!({ "request_id": id, "pieces": notes }),
            "explain_safe" => {
                json!({ "request_id": id, "count": 1, "reason": "other", "note": "a bag too few" })
            }
            "make_deposit_slip" => json!({ "request_id": id, "bank": "Karavali Bank", "pieces": notes }),
            _ => return None,
        })
    }

    /// What the tariff room takes.
    fn of_tariffs(&self, hall: &Hall, name: &str) -> Option<Value> {
        let plan_id = self.plan;
        let row = || {
            let row = hall.office().book().read(|tx| tariffs::find(tx, plan_id)).expect("the book is read");
            row.expect("the plan").version
        };
        Some(match name {
            "tariffs" => json!({}),
            "tariff" => json!({ "tariff": plan_id }),
            "quote_tariff" => json!({
                "tariff": plan_id, "from": "2026-10-01", "to": "2026-10-31", "units": "120", "bands": [],
                "demand": [], "load_kw": "3",
            }),
            "check_tariff" => json!({ "path": self.plan_file }),
            "import_tariff" => json!({
                "text": plan("W-9 Sample", "water", "kL", "2026-04-01"), "note": "order 9",
                "correct_priced": false,
            }),
            "save_tariff_version" => json!({
                "tariff": plan_id, "version": row(), "text": plan(PLAN, "electricity", "kWh", "2027-04-01"),
                "note": "order 10", "correct_priced": false,
            }),
            "retire_tariff" => json!({ "tariff": plan_id, "version": row(), "active": true }),
            "simulate_tariff" => json!({
                "tariff": plan_id, "month": "2026-11",
                "text": plan(PLAN, "electricity", "kWh", "2026-04-01"),
            }),
            _ => return None,
        })
    }

    /// What the metering room takes.
    fn of_metering(&self, hall: &Hall, name: &str) -> Option<Value> {
        let (metered, today) = (self.metered.id, hall.today());
        let version = |account: &Account| hall.account_version(account.id);
        let rows = json!([{
            "account": metered, "register": 1, "on": today, "value": "1180", "kind": "actual",
            "remark": "working", "reason": "seen twice", "rolled_over": false,
        }]);
        let old = json!({
            "values": [{ "register": 1, "value": "1180", "rolled_over": false }], "remark": "working",
            "accept": "seen twice", "retired": true,
        });
        let right = json!([{ "register": 1, "digits": 5, "multiplier": "10", "unit": "kWh" }]);
        let hung = |number: &str| {
            json!({
                "number": number,
                "registers": [{ "register": 1, "band": "", "digits": 5, "multiplier": "1" }],
                "values": [{ "register": 1, "value": "7" }],
            })
        };
        Some(match name {
            "metering_settings" | "reading_routes" => json!({}),
            "life_line" => json!({ "account": metered }),
            "readings" => json!({ "account": metered, "all": true, "limit": 10 }),
            "reading_grid" => json!({
                "cycle": self.cycle, "route": "R1", "unread_since": today, "on": today,
                "after": { "route": "R1", "place": 0, "account": 1 }, "limit": 10,
            }),
            "preview_readings" => json!({ "rows": rows }),
            "usage_history" => json!({ "account": metered, "months": 12 }),
            "use_cases" => json!({ "state": "open", "limit": 10 }),
            "install_meter" => json!({
                "account": self.account.id, "version": version(&self.account), "on": today,
                "meter": hung(&self.meter), "reason": "new connection",
            }),
            "exchange_meter" => json!({
                "account": self.exchanged.id, "version": version(&self.exchanged), "on": today, "old": old,
                "new": hung("SM-NEW"), "reason": "display dead",
            }),
            "remove_meter" => json!({
                "account": self.removed.id, "version": version(&self.removed), "on": today, "old": old,
                "reason": "the house is empty",
            }),
            "preview_meter_correction" => json!({ "account": metered, "registers": right }),
            "correct_meter" => json!({
                "account": metered, "version": version(&self.metered), "registers": right,
                "reason": "the transformer is 10 to 1",
            }),
            "enter_readings" => json!({ "rows": rows, "all_or_nothing": false, "at_counter": true }),
            "replace_reading" => json!({
                "reading": self.reading, "value": "1130", "kind": "actual", "remark": "working",
                "rolled_over": false, "reason": "two digits were swapped",
            }),
            "estimate_readings" => json!({
                "cycle": self.cycle, "route": "R1", "unread_since": today, "on": today,
                "beyond_limit": "the house is locked",
            }),
            "advance_case" | "close_case" => {
                json!({ "case": 1, "version": 1, "outcome": "a leak was found" })
            }
            "save_metering_settings" => json!({
                "version": 1, "estimates_in_a_row": 2, "estimate_by": "average", "high_percent": 200,
                "spike_percent": 500, "low_percent": 40, "watch_folder": "",
            }),
            _ => return None,
        })
    }

    /// What bills, cycles and runs take.
    fn of_billing(&self, hall: &Hall, name: &str) -> Option<Value> {
        let (metered, today) = (self.metered.id, hall.today());
        Some(match name {
            "cycles" | "bill_runs" | "gas_factors" | "import_columns" => json!({}),
            "save_gas_factor" => json!({
                "route": "", "valid_from": today, "volume_correction": "1.02264", "calorific_value": "39.5",
                "round_to": "0.01", "round_mode": "half_up",
            }),
            "withdraw_gas_factor" => json!({ "factor": 1 }),
            "find_bills" => json!({ "text": "WB", "limit": 10 }),
            "bill_run" | "run_outliers" => json!({ "run": 1 }),
            "preview_bill" => json!({ "account": metered, "to": today, "due_on": today.plus_days(15) }),
            "issue_bill" => json!({
                "request_id": hall.request(), "account": metered, "version": hall.account_version(metered),
                "to": today, "due_on": today.plus_days(15),
            }),
            "save_cycle" => {
                json!({ "code": "C-02", "name": "Second round", "months": 2, "due_days": 15, "active": true })
            }
            "unbilled_accounts" => {
                let after = json!({ "cycle": null, "route": "", "place": 0, "account": 0 });
                json!({ "after": after, "limit": 10 })
            }
            "put_in_cycle" => json!({
                "cycle": self.cycle,
                "accounts": [{ "account": self.late.id, "version": hall.account_version(self.late.id) }],
            }),
            "preview_bill_run" | "post_bill_run" => json!({ "cycle": "C-01", "route": "R1", "to": today }),
            "cancel_bill_run" => json!({ "run": 1, "version": 1, "note": "wrong day" }),
            "export_bill_batch" => json!({ "run": 1, "folder": self.folder }),
            "export_notice_batch" => {
                json!({ "on": today, "kind": "reminder", "route": "R1", "folder": self.folder })
            }
            _ => return None,
        })
    }

    /// What claims beside bills, and corrections, take.
    fn of_corrections(&self, hall: &Hall, name: &str) -> Option<Value> {
        let (account, bills) = (self.account.id, &self.account.bills);
        let version = || hall.account_version(account);
        Some(match name {
            "corrections" => json!({ "limit": 10 }),
            "cancel_bill" => json!({
                "request_id": hall.request(), "bill": bills[1], "version": version(), "reason": "twice",
                "note": "",
            }),
            "preview_correction" => json!({ "bill": bills[0], "kind": "credit_note", "amount": 100 }),
            "cancel_and_rebill" | "preview_rebill" => json!({
                "request_id": hall.request(), "bill": bills[0], "version": version(),
                "reason": "wrong_reading", "note": "",
            }),
            "give_credit_note" => json!({
                "request_id": hall.request(), "bill": bills[0], "version": version(), "amount": 100,
                "reason": "discount", "note": "",
            }),
            "give_debit_note" => json!({
                "request_id": hall.request(), "bill": bills[0], "version": version(), "amount": 100,
                "label": "Units that were not billed", "due_on": hall.today().plus_days(15), "note": "",
            }),
            "write_off" => json!({
                "request_id": hall.request(), "bill": bills[2], "version": version(), "amount": 100,
                "note": "moved away, cannot be found",
            }),
            "charge_fee" => json!({
                "request_id": hall.request(), "account": account, "version": version(), "fee": "meter_rent",
                "label": "", "amount": 100, "due_on": hall.today().plus_days(15), "note": "",
            }),
            _ => return None,
        })
    }

    /// What the arrears room takes.
    fn of_arrears(&self, hall: &Hall, name: &str) -> Option<Value> {
        let late = self.late.id;
        Some(match name {
            "arrears_rule" | "aging" => json!({}),
            "arrears_list" => json!({
                "rung": "due", "service": "water", "after": { "overdue": 1_000_000, "account": 1 },
                "limit": 10,
            }),
            "account_arrears" => json!({ "account": late }),
            "notices" => json!({ "account": late, "limit": 10 }),
            "service_orders" => json!({
                "kind": "reconnect", "state": "open", "after": { "on": "2026-01-01", "order": 1 },
                "limit": 10,
            }),
            "plans" => json!({ "active": true, "limit": 10 }),
            "disputes" => json!({ "open": true, "limit": 10 }),
            "preview_upheld" => json!({ "dispute": 1, "amount": 2_000 }),
            "save_arrears_rule" => json!({
                "version": 1,
                "rule": {
                    "reminder_days": 7, "final_notice_days": 21, "notice_days": 15, "least": 10_000,
                    "stay_on_percent": 50, "reconnection_fee": 10_000,
                },
            }),
            "preview_arrears_run" | "run_arrears" => json!({}),
            "work_order" => json!({
                "request_id": hall.request(), "order": 1, "version": 1, "outcome": "failed",
                "reading": "4711", "note": "nobody was there",
            }),
            "order_reconnection" => json!({
                "request_id": hall.request(), "account": self.cut.id, "reason": "a baby in the house",
            }),
            "forget_import_columns" => json!({
                "request_id": hall.request(), "key": ["mtrno", "rdt"], "columns": [{ "field": "meter", "column": 0 }],
            }),
            "stop_reconnection" => json!({
                "request_id": hall.request(), "order": 1, "version": 1, "reason": "the wrong account",
            }),
            "preview_plan" => {
                json!({ "account": late, "instalments": 3, "first_on": hall.today().plus_days(5) })
            }
            "make_plan" => json!({
                "request_id": hall.request(), "account": late, "instalments": 3,
                "first_on": hall.today().plus_days(5), "note": "after harvest",
            }),
            "cancel_plan" => json!({
                "request_id": hall.request(), "plan": 1, "version": 1, "reason": "paid at once instead",
            }),
            "open_dispute" => json!({
                "request_id": hall.request(), "bill": self.late.bills[0], "amount": 5_000,
                "reason": "the meter was read wrong",
            }),
            // Upheld it needs a further right.
            "decide_dispute" => json!({
                "request_id": hall.request(), "dispute": 1, "version": 1, "outcome": "rejected",
                "note": "looked into",
            }),
            _ => return None,
        })
    }
}

/// A small sound tariff file.
fn plan(name: &str, service: &str, unit: &str, valid_from: &str) -> String {
    format!(
        r#"format = 1
name = "{name}"
service = "{service}"
currency = "INR"
unit = "{unit}"
billing_months = 1
valid_from = {valid_from}

[[fixed_charge]]
name = "Fixed charge"
amount = 50
per = "month"

[[energy_charge]]
name = "Use"
slabs = [ {{ up_to = 50, rate = 4.10 }}, {{ rate = 7.15 }} ]

[rounding]
total = {{ to = 1, mode = "half_up" }}
"#
    )
}

/// Every command's name, in the table's order.
#[must_use]
pub fn names() -> Vec<&'static str> {
    COMMANDS.iter().map(|c| c.name).collect()
}
