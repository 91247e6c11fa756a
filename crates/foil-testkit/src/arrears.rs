//! What is late, in the words of the arrears room.

use crate::hall::{Hall, Person};
use crate::reads::in_rupees;
use crate::{Account, Told};
use foil_app::arrears::Run;
use foil_app::arrears::views::{
    AccountArrears, ArrearsPage, ArrearsReport, ArrearsRule, DisputeView, OrderPage, OrderView, OrderWorked,
    PlanView,
};
use foil_app::documents::views::DocumentRef;
use foil_domain::arrears::papers::{AgreementDoc, NoticeDoc};
use foil_domain::ids::BillId;
use foil_domain::press::Format;
use foil_domain::time::Day;
use serde_json::json;
use std::fmt::Write as _;

impl Hall {
    /// An admin sets the office's ladder: reminder after 7 days, final notice after 21, fifteen days to pay;
    /// such a share of what is overdue keeps the supply on, and so many rupees bring it back.
    ///
    /// # Panics
    /// When it is not stored.
    pub fn ladder(&self, admin: &Person, stay_on_percent: i64, fee: i64) {
        let before: ArrearsRule = self.ask(admin, "arrears_rule", json!({})).expect("the ladder");
        let rule = json!({
            "reminder_days": 7, "final_notice_days": 21, "notice_days": 15, "least": 10_000,
            "stay_on_percent": stay_on_percent, "reconnection_fee": crate::rupees(fee),
        });
        let input = json!({ "version": before.version, "rule": rule });
        self.call(admin, "save_arrears_rule", input).expect("the ladder is stored");
    }

    /// The ladder is run over all late accounts.
    ///
    /// # Panics
    /// When it may not be, or breaks.
    pub fn runs_the_ladder(&self, who: &Person) -> ArrearsReport {
        self.ladder_run(who, Run::InEarnest)
    }

    /// The ladder is tried.
    ///
    /// # Panics
    /// When it may not be, or breaks.
    pub fn tries_the_ladder(&self, who: &Person) -> ArrearsReport {
        self.ladder_run(who, Run::Dry)
    }

    fn ladder_run(&self, who: &Person, run: Run) -> ArrearsReport {
        let session = self.office().session(&who.token(), true).expect("a session");
        foil_app::arrears::run(self.office(), &session, run).expect("the ladder runs")
    }

    /// What is known of an account that may be late.
    pub fn arrears_of(&self, who: &Person, account: &Account) -> Told<AccountArrears> {
        self.ask(who, "account_arrears", json!({ "account": account.id }))
    }

    /// How an account stands, in a line: its rung, what is next, why not, and the least to pay.
    ///
    /// # Panics
    /// When this person may not see it.
    #[must_use]
    pub fn standing(&self, who: &Person, account: &Account) -> String {
        let s = self.arrears_of(who, account).expect("the standing").standing;
        let mut out = format!("{} ({}), owed {}", s.rung, s.status, in_rupees(s.owed));
        if let (Some(step), Some(on)) = (s.next, s.next_on) {
            let _ = write!(out, ", {step} from {on}");
        }
        if let Some(held) = s.held {
            let _ = write!(out, ", held: {held}");
        }
        if let Some(m) = s.minimum {
            let _ = write!(out, ", {} {}", m.kind, in_rupees(m.amount));
        }
        out
    }

    /// The late accounts, the largest sums first, with how many stand on each rung.
    pub fn worklist(&self, who: &Person, limit: i64) -> Told<ArrearsPage> {
        self.ask(who, "arrears_list", json!({ "limit": limit }))
    }

    /// The open orders of a kind, `disconnect` or `reconnect`.
    ///
    /// # Panics
    /// When this person may not see them.
    #[must_use]
    pub fn orders(&self, who: &Person, kind: &str, state: &str) -> Vec<OrderView> {
        let input = json!({ "kind": kind, "state": state, "limit": 100 });
        let page: OrderPage = self.ask(who, "service_orders", input).expect("the orders");
        page.rows
    }

    /// The crew says what became of an order; it did not look at the meter.
    pub fn works(&self, who: &Person, order: &OrderView, outcome: &str, note: &str) -> Told<OrderWorked> {
        self.works_and_reads(who, order, outcome, note, "")
    }

    /// The crew says what became of an order, and what the meter showed.
    pub fn works_and_reads(
        &self,
        who: &Person,
        order: &OrderView,
        outcome: &str,
        note: &str,
        reading: &str,
    ) -> Told<OrderWorked> {
        let input = json!({
            "request_id": self.request(), "order": order.id, "version": order.version, "outcome": outcome,
            "reading": reading, "note": note,
        });
        self.ask(who, "work_order", input)
    }

    /// A manager switches an account by hand.
    ///
    /// # Panics
    /// When it is not switched.
    pub fn switches(&self, who: &Person, account: &Account, status: &str, cut_from: Option<&str>) {
        let input = json!({
            "account": account.id, "version": self.account_version(account.id), "status": status,
            "disconnection_on": cut_from, "reason": "ordered by the engineer",
        });
        self.call(who, "switch_account", input).expect("it is switched");
    }

    /// An instalment plan is agreed on, its first part so many days from today.
    pub fn agrees_plan(&self, who: &Person, account: &Account, parts: i64, first_in: i64) -> Told<PlanView> {
        let today = self.frame(who)?.business_on;
        let input = json!({
            "request_id": self.request(), "account": account.id, "instalments": parts,
            "first_on": today.plus_days(first_in),
        });
        self.ask(who, "make_plan", input)
    }

    /// A plan is ended before its time.
    pub fn cancels_plan(&self, who: &Person, plan: &PlanView) -> Told<PlanView> {
        let input = json!({
            "request_id": self.request(), "plan": plan.id, "version": plan.version, "reason": "paid nothing",
        });
        self.ask(who, "cancel_plan", input)
    }

    /// A cut supply is ordered back, whatever was paid.
    pub fn orders_back(&self, who: &Person, account: &Account) -> Told<serde_json::Value> {
        let input =
            json!({ "request_id": self.request(), "account": account.id, "reason": "a baby in the house" });
        self.call(who, "order_reconnection", input)
    }

    /// An order to bring a supply back is stopped.
    pub fn stops_reconnection(&self, who: &Person, order: &OrderView) -> Told<serde_json::Value> {
        let input = json!({
            "request_id": self.request(), "order": order.id, "version": order.version,
            "reason": "the wrong account",
        });
        self.call(who, "stop_reconnection", input)
    }

    /// A customer disputes so many rupees of a bill.
    pub fn disputes(&self, who: &Person, bill: BillId, whole: i64) -> Told<DisputeView> {
        let input = json!({
            "request_id": self.request(), "bill": bill, "amount": crate::rupees(whole),
            "reason": "the meter was read wrong",
        });
        self.ask(who, "open_dispute", input)
    }

    /// A dispute is decided.
    pub fn decides(&self, who: &Person, dispute: &DisputeView, outcome: &str) -> Told<DisputeView> {
        let input = json!({
            "request_id": self.request(), "dispute": dispute.id, "version": dispute.version,
            "outcome": outcome, "note": "looked into",
        });
        self.ask(who, "decide_dispute", input)
    }

    /// A dispute is upheld for so many paise of what is in it.
    pub fn upholds(&self, who: &Person, dispute: &DisputeView, paise: i64) -> Told<DisputeView> {
        let input = json!({
            "request_id": self.request(), "dispute": dispute.id, "version": dispute.version,
            "outcome": "upheld", "amount": paise, "note": "looked into",
        });
        self.ask(who, "decide_dispute", input)
    }

    /// The latest notice of an account as it is printed.
    ///
    /// # Panics
    /// When it has none.
    #[must_use]
    pub fn notice_text(&self, account: &Account) -> String {
        let id = account.id;
        let document = self.office().book().read(|tx| {
            let row = foil_store::notices::of_account(tx, id, 1)?.pop().expect("a notice");
            foil_store::notices::document(tx, row.id)
        });
        let document = document.expect("the notice's paper");
        let doc: NoticeDoc = serde_json::from_str(&document).expect("a notice's document");
        foil_documents::notice_text(&doc)
    }

    /// The agreement of an account's plan as it is printed.
    ///
    /// # Panics
    /// When it has none.
    #[must_use]
    pub fn agreement_text(&self, account: &Account) -> String {
        let id = account.id;
        let row = self.office().book().read(|tx| foil_store::plans::active_of(tx, id));
        let row = row.expect("the plans").expect("a plan");
        let doc: AgreementDoc = serde_json::from_str(&row.document).expect("an agreement");
        foil_documents::agreement_text(&doc)
    }

    /// The statement of an account over some days, as CSV without its first four columns.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn statement(&self, who: &Person, account: &Account, from: &str, until: &str) -> String {
        let day = |text| Day::parse(text).expect("a day");
        let (from, until) = (day(from), day(until));
        let what = DocumentRef::Statement { account: account.id, from, until, format: Format::Csv };
        let text = String::from_utf8(self.paper(who, &what)).expect("UTF-8");
        text.lines().map(|l| l.splitn(5, ',').nth(4).unwrap_or_default().to_owned() + "\n").collect()
    }

    /// A document's bytes.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn paper(&self, who: &Person, what: &DocumentRef) -> Vec<u8> {
        let session = self.office().session(&who.token(), true).expect("a session");
        foil_app::documents::document_bytes(self.office(), &session, what).expect("the paper").1
    }
}
