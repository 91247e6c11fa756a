//! Requests, approvals and cheques.

use crate::hall::{Hall, PASSWORD, Person, locked};
use crate::reads::in_rupees;
use crate::{Account, Told};
use foil_app::approvals::views::{ApprovalPage, ApprovalView, AskOutcome};
use foil_app::cheques::views::{BouncePreview, Bounced, ChequePage, ChequeSlipView, ChequeView};
use foil_app::payments::views::PayOutPreview;
use foil_app::payments::views::{PaymentPage, PaymentRow};
use foil_app::people::views::LogIn;
use foil_app::undo::views::ReversalPreview;
use foil_domain::approvals::ApprovalKind;
use foil_domain::documents::{BounceLetterDoc, ChequeSlipDoc, Copy, VoucherDoc};
use foil_domain::ids::{AccountId, ChequeId, DepositSlipId, PaymentId};
use foil_domain::people::{Right, Role};
use foil_domain::undo::ReversalKind;
use foil_store::people::NewPerson;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

/// A password that an admin sets.
const ANOTHERS: &str = "words of an admin, 12";

/// A request on its way.
#[derive(Debug, Clone)]
#[must_use]
pub struct Asking<'h> {
    hall: &'h Hall,
    who: Person,
    asked: Value,
    reason: String,
    manager: Value,
    done_first: bool,
    request: Option<String>,
}

/// A way to put a payment right after its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way<'a> {
    /// Money goes back in cash.
    Refund,
    /// Money goes back, each part the way it came.
    AsItCame,
    /// Money goes back by bank.
    BankRefund,
    /// It never came in, or its cheque is handed back.
    Reversal,
    /// To the account that it was meant for.
    To(&'a Account),
}

impl Way<'_> {
    fn sent(&self, payment: PaymentId) -> Value {
        let (kind, to, back_by) = match self {
            Way::Refund => (ReversalKind::Refund, None, Some("cash")),
            Way::AsItCame => (ReversalKind::Refund, None, None),
            Way::BankRefund => (ReversalKind::Refund, None, Some("bank")),
            Way::Reversal => (ReversalKind::Reversal, None, None),
            Way::To(account) => (ReversalKind::Transfer, Some(account.id), None),
        };
        json!({ "payment": payment, "way": kind, "to": to, "back_by": back_by })
    }
}

impl Hall {
    /// Asks for an act, as it crosses the wire.
    pub fn asks(&self, who: &Person, act: &str, input: Value) -> Asking<'_> {
        Asking {
            hall: self,
            who: who.clone(),
            asked: json!({ "act": act, "input": input }),
            reason: "the customer stands here".into(),
            manager: Value::Null,
            done_first: false,
            request: None,
        }
    }

    /// Asks for a payment of a closed day to be put right.
    pub fn asks_back(&self, who: &Person, payment: PaymentId, way: &Way<'_>) -> Asking<'_> {
        let mut input = way.sent(payment);
        input["reason"] = json!("wrong_account");
        input["note"] = json!("");
        self.asks(who, "reverse_payment", input)
    }

    /// Asks for a payment of today to be voided by somebody who may.
    pub fn asks_void(&self, who: &Person, payment: PaymentId) -> Asking<'_> {
        let input = json!({ "payment": payment, "reason": "twice", "note": "" });
        self.asks(who, "void_payment", input)
    }

    /// Asks for so much of an account's credit to be paid out, in cash or with a bank's reference.
    pub fn asks_out(&self, who: &Person, account: &Account, whole: i64, by_bank: Option<&str>) -> Asking<'_> {
        let back_by = if by_bank.is_some() { "bank" } else { "cash" };
        let input = json!({
            "account": account.id, "amount": crate::rupees(whole), "back_by": back_by,
            "reference": by_bank.unwrap_or_default(), "reason": "moves to another town",
        });
        self.asks(who, "pay_out_credit", input)
    }

    /// What of an account's credit may be paid out.
    pub fn previews_out(&self, who: &Person, account: &Account) -> Told<PayOutPreview> {
        self.ask(who, "preview_pay_out", json!({ "account": account.id }))
    }

    /// What a way would do.
    pub fn previews_back(&self, who: &Person, payment: PaymentId, way: &Way<'_>) -> Told<ReversalPreview> {
        self.ask(who, "preview_reversal", way.sent(payment))
    }

    /// Lets a request happen, from the list.
    pub fn approves(&self, who: &Person, request: &ApprovalView) -> Told<AskOutcome> {
        self.says_to(who, request, "approve", "")
    }

    /// Decides a request, from the list.
    pub fn says_to(
        &self,
        who: &Person,
        request: &ApprovalView,
        decision: &str,
        note: &str,
    ) -> Told<AskOutcome> {
        let input = json!({
            "request_id": self.request(), "approval": request.id, "version": request.version,
            "decision": decision, "note": note,
        });
        self.ask(who, "decide_approval", input)
    }

    /// Takes one's own request back.
    pub fn withdraws(&self, who: &Person, request: &ApprovalView) -> Told<Value> {
        self.ask(who, "withdraw_approval", json!({ "approval": request.id }))
    }

    /// Sets one's own PIN.
    pub fn sets_pin(&self, who: &Person, pin: &str) -> Told<Value> {
        self.ask(who, "set_pin", json!({ "password": PASSWORD, "pin": pin }))
    }

    /// The office does first, up to so many paise, what has a second look afterwards; a bounce costs so much.
    ///
    /// # Panics
    /// When the scene cannot be set.
    pub fn approves_by(&self, second_look: Option<i64>, bounce_fee: i64, bounces_to_cash_only: i64) {
        self.arranges(move |act| {
            let rule = foil_store::approvals::rule(act.tx)?;
            let rule = foil_store::approvals::RuleRow {
                second_look_ceiling_minor: second_look.map(foil_domain::Money::from_minor),
                bounce_fee_minor: foil_domain::Money::from_minor(bounce_fee),
                bounces_to_cash_only,
                ..rule
            };
            foil_store::approvals::update_rule(act.tx, &rule).map(|_| ())
        });
    }

    /// An admin gives somebody a new password, and they choose one of their own at once: everybody's again.
    ///
    /// # Panics
    /// When one of both is refused.
    pub fn gets_a_password(&self, admin: &Person, who: &Person) {
        self.saves(admin, who.login(), json!({ "password": ANOTHERS })).expect("a new password");
        self.has_one_of_their_own(who);
    }

    /// An admin makes a user, who logs in and chooses a password of their own at once: everybody's.
    ///
    /// # Panics
    /// When one of both is refused.
    pub fn makes(&self, admin: &Person, login: &str, role: Role) -> Person {
        let mut name = login.to_owned();
        name[..1].make_ascii_uppercase();
        let input =
            json!({ "login": login, "name": name, "role": role, "active": true, "password": ANOTHERS });
        let made = self.call(admin, "save_user", input).expect("a new user");
        let counter = role.may(Right::ServeQueue).then(|| self.free_counter());
        let user = serde_json::from_value(made["id"].clone()).expect("their id");
        let made = Person { login: login.into(), counter, token: Arc::default(), user };
        self.has_one_of_their_own(&made);
        locked(&self.seats).push(made.clone());
        made
    }

    fn has_one_of_their_own(&self, who: &Person) {
        let input = LogIn { login: who.login().into(), password: ANOTHERS.into(), counter: who.counter() };
        *locked(&who.token) = self.desk.log_in(&input).expect("they log in").session;
        let own = json!({ "old": ANOTHERS, "new": PASSWORD });
        self.call(who, "change_password", own).expect("one of their own");
    }

    /// An admin changes some of what a user is.
    ///
    /// # Panics
    /// When there is no such user.
    pub fn saves(&self, admin: &Person, login: &str, more: Value) -> Told<Value> {
        let users = self.call(admin, "users", json!({})).expect("the users");
        let all = users.as_array().expect("a list");
        let user = all.iter().find(|one| one["login"] == login).expect("the user");
        let mut input = json!({ "user": user["id"] });
        for field in ["version", "login", "name", "role", "active"] {
            input[field] = user[field].clone();
        }
        for (field, value) in more.as_object().expect("fields") {
            input[field] = value.clone();
        }
        self.call(admin, "save_user", input)
    }

    /// Managers approve at most so many paise of a kind; none is no ceiling.
    ///
    /// # Panics
    /// When the scene cannot be set.
    pub fn ceiling_of(&self, kind: &str, most: Option<i64>) {
        let kind = ApprovalKind::from_word(kind).expect("a kind");
        self.arranges(move |act| {
            let most = most.map(foil_domain::Money::from_minor);
            foil_store::approvals::set_ceiling(act.tx, foil_domain::people::Role::Manager, kind, most)
        });
    }

    /// Requests, newest first.
    pub fn requests(&self, who: &Person, waiting: bool) -> Told<ApprovalPage> {
        self.ask(who, "approvals", json!({ "waiting": waiting, "limit": 100 }))
    }

    /// Requests as lines, oldest first: what, about whom, how much, who asked, where it stands and by whom.
    ///
    /// # Panics
    /// When this person may not see them.
    #[must_use]
    pub fn requests_text(&self, who: &Person) -> String {
        let page = self.requests(who, false).expect("the requests");
        let mut out = String::new();
        for row in page.rows.iter().rev() {
            let by = if row.decided_name.is_empty() { "nobody" } else { &row.decided_name };
            let _ = writeln!(
                out,
                "{} of {} about {}: asked by {}, {} by {by}, {}",
                row.kind,
                row.amount.map_or_else(|| "something".to_owned(), in_rupees),
                row.about,
                row.asked_name,
                row.state,
                if row.outcome.is_empty() { "no paper" } else { &row.outcome },
            );
        }
        out
    }

    /// Takes a slip of cheques back.
    pub fn takes_slip_back(&self, who: &Person, slip: foil_domain::ids::DepositSlipId) -> Told<Value> {
        let input = json!({ "request_id": self.request(), "slip": slip, "reason": "one too many" });
        self.ask(who, "take_slip_back", input)
    }

    /// The cheque desk.
    pub fn cheque_desk(&self, who: &Person) -> Told<ChequePage> {
        self.ask(who, "cheques", json!({ "limit": 100 }))
    }

    /// The cheques as lines, oldest first.
    ///
    /// # Panics
    /// When this person may not see them.
    #[must_use]
    pub fn cheques_text(&self, who: &Person) -> String {
        let page = self.cheque_desk(who).expect("the desk");
        let mut out = String::new();
        for q in page.rows.iter().rev() {
            let slip = if q.slip.is_empty() { String::new() } else { format!(" on {}", q.slip) };
            let _ = writeln!(
                out,
                "{} {} {} for {}: {}{slip}",
                q.number,
                q.bank,
                in_rupees(q.amount),
                q.receipt,
                q.state
            );
        }
        out
    }

    /// The first cheque of a payment.
    ///
    /// # Panics
    /// When it has none.
    #[must_use]
    pub fn cheque_of(&self, who: &Person, payment: PaymentId) -> ChequeView {
        let page = self.cheque_desk(who).expect("the desk");
        page.rows.into_iter().rev().find(|q| q.payment == payment).expect("its cheque")
    }

    /// Takes cheques to the bank.
    pub fn deposits(&self, who: &Person, cheques: &[ChequeId]) -> Told<ChequeSlipView> {
        self.ask(who, "deposit_cheques", json!({ "request_id": self.request(), "cheques": cheques }))
    }

    /// The bank has paid cheques.
    pub fn realises(&self, who: &Person, cheques: &[ChequeId]) -> Told<Value> {
        self.ask(who, "realise_cheques", json!({ "request_id": self.request(), "cheques": cheques }))
    }

    /// The bank has not paid cheques after all.
    pub fn unrealises(&self, who: &Person, cheques: &[ChequeId]) -> Told<Value> {
        self.ask(who, "unrealise_cheques", json!({ "request_id": self.request(), "cheques": cheques }))
    }

    /// The bank has sent a cheque back, for want of funds.
    pub fn bounces(&self, who: &Person, cheque: &ChequeView) -> Told<Bounced> {
        let input = json!({
            "request_id": self.request(), "cheque": cheque.id, "version": cheque.version,
            "reason": "insufficient_funds", "note": "",
        });
        self.ask(who, "bounce_cheque", input)
    }

    /// What a bounce would do.
    pub fn previews_bounce(&self, who: &Person, cheque: &ChequeView) -> Told<BouncePreview> {
        self.ask(who, "preview_bounce", json!({ "cheque": cheque.id }))
    }

    /// The voucher of a payment that fell, as it is printed.
    ///
    /// # Panics
    /// When the payment stands.
    #[must_use]
    pub fn voucher_text(&self, payment: PaymentId) -> String {
        let row = self.office().book().read(|tx| foil_store::reversals::of(tx, payment));
        let row = row.expect("the voucher is read").expect("the payment fell");
        let doc: VoucherDoc = serde_json::from_str(&row.document).expect("a voucher");
        let doc = VoucherDoc { audit_hash: crate::reads::SOME_HASH.into(), ..doc };
        foil_documents::voucher_text(&doc, &Copy::Original)
    }

    /// The newest voucher of credit that was paid out, as it is printed.
    ///
    /// # Panics
    /// When none was.
    #[must_use]
    pub fn pay_out_text(&self) -> String {
        let row = self.office().book().read(|tx| {
            let of = |id| foil_store::payouts::find(tx, foil_domain::ids::PayoutId(id)).transpose();
            (1..).map_while(of).last().transpose()
        });
        let row = row.expect("the voucher is read").expect("credit was paid out");
        let doc: VoucherDoc = serde_json::from_str(&row.document).expect("a voucher");
        let doc = VoucherDoc { audit_hash: crate::reads::SOME_HASH.into(), ..doc };
        foil_documents::voucher_text(&doc, &Copy::Original)
    }

    /// The letter about a bounced cheque, as it is printed.
    ///
    /// # Panics
    /// When none was written.
    #[must_use]
    pub fn bounce_letter_text(&self, cheque: ChequeId) -> String {
        let text = self.office().book().read(|tx| foil_store::cheques::letter(tx, cheque));
        let doc: BounceLetterDoc = serde_json::from_str(&text.expect("the letter")).expect("a letter");
        foil_documents::bounce_letter_text(&doc)
    }

    /// An account as the book has it.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn account_row(&self, id: AccountId) -> foil_store::customers::AccountRow {
        let found = self.office().book().read(|tx| foil_store::customers::account(tx, id));
        found.expect("the account is read").expect("the account")
    }

    /// The payment of a receipt.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn payment_of_number(&self, who: &Person, number: &str) -> PaymentId {
        let page: PaymentPage = self.ask(who, "payments", json!({ "limit": 500 })).expect("the payments");
        page.rows.iter().find(|row| row.number == number).expect("the receipt").id
    }

    /// The payments of a business day as the day book's lines.
    ///
    /// # Panics
    /// When this person may not see them.
    #[must_use]
    pub fn day_book_of(&self, who: &Person, on: &str) -> String {
        let page: PaymentPage =
            self.ask(who, "payments", json!({ "on": on, "limit": 500 })).expect("the payments");
        let line = |row: &PaymentRow| format!("{}  {}  {}", row.number, in_rupees(row.paid), row.void);
        page.rows.iter().rev().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Gives a user another name, as an admin might.
    ///
    /// # Panics
    /// When there is no such user.
    pub fn renames(&self, login: &str, name: &str) {
        let (login, name) = (login.to_owned(), name.to_owned());
        self.staffs(move |act| {
            let p = foil_store::people::by_login(act.tx, &login)?.expect("the user");
            let new = NewPerson {
                login: &p.login,
                name: &name,
                role: p.role,
                password: &p.password,
                active: true,
                customer: None,
                must_change: false,
            };
            foil_store::people::update(act.tx, p.id, &new, act.now, p.version)?;
            act.changed(
                json!({ "user": p.id, "version": p.version + 1, "name": { "from": p.name, "to": name } }),
            );
            Ok(())
        });
    }

    /// A deposit slip of cheques, as it is printed.
    ///
    /// # Panics
    /// When there is no such slip.
    #[must_use]
    pub fn cheque_slip_text(&self, slip: DepositSlipId) -> String {
        let row = self.office().book().read(|tx| foil_store::cheques::slip(tx, slip));
        let row = row.expect("the slip is read").expect("the slip");
        let doc: ChequeSlipDoc = serde_json::from_str(&row.document).expect("a slip");
        foil_documents::cheque_slip_text(&ChequeSlipDoc { audit_hash: crate::reads::SOME_HASH.into(), ..doc })
    }
}

impl Asking<'_> {
    /// A manager gives their password at the screen.
    pub fn allowed_by(mut self, manager: &Person) -> Self {
        self.manager = json!({ "login": manager.login(), "password": PASSWORD });
        self
    }

    /// A manager gives a PIN at the screen.
    pub fn with_pin(mut self, manager: &Person, pin: &str) -> Self {
        self.manager = json!({ "login": manager.login(), "pin": pin });
        self
    }

    /// There is no manager: it is done first.
    pub fn done_first(mut self) -> Self {
        self.done_first = true;
        self
    }

    /// Sent under this request id.
    pub fn request(mut self, id: &str) -> Self {
        self.request = Some(id.into());
        self
    }

    /// Asks.
    pub fn now(self) -> Told<AskOutcome> {
        let input = json!({
            "request_id": self.request.clone().unwrap_or_else(|| self.hall.request()),
            "asked": self.asked, "reason": self.reason, "manager": self.manager, "done_first": self.done_first,
        });
        self.hall.ask(&self.who, "ask_approval", input)
    }
}
