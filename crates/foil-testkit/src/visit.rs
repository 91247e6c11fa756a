//! A customer at the counter: what is paid, with what, and how it is split.

use crate::hall::{Hall, Person};
use crate::{Account, Told, rupees};
use foil_app::payments::views::{PaymentPreview, PaymentTaken, PaymentView};
use foil_domain::ids::{BillId, PaymentId, TicketId};
use serde_json::{Value, json};

/// A visit on its way to a receipt.
#[derive(Debug, Clone)]
#[must_use]
pub struct Visit<'h> {
    hall: &'h Hall,
    who: Person,
    accounts: Vec<Account>,
    seen: Option<Vec<i64>>,
    pay: Option<i64>,
    tenders: Vec<Value>,
    use_credit: bool,
    directed: Option<Vec<Value>>,
    ticket: Option<TicketId>,
    note: Option<String>,
    request: Option<String>,
}

impl Hall {
    /// A visit to this person's window.
    pub fn visit(&self, who: &Person) -> Visit<'_> {
        Visit {
            hall: self,
            who: who.clone(),
            accounts: Vec::new(),
            seen: None,
            pay: None,
            tenders: Vec::new(),
            use_credit: false,
            directed: None,
            ticket: None,
            note: None,
            request: None,
        }
    }

    /// Pays one account with so many rupees in cash: all that is due with change back, or a part of it.
    pub fn pays(&self, who: &Person, account: &Account, given: i64) -> Told<PaymentTaken> {
        let visit = self.visit(who).account(account).cash(given);
        let due = visit.preview()?.to_pay.minor();
        visit.pays_paise(due.min(rupees(given))).take()
    }

    /// A payment with all that hangs on it.
    pub fn payment(&self, who: &Person, payment: PaymentId) -> Told<PaymentView> {
        self.ask(who, "payment", json!({ "payment": payment }))
    }
}

impl Visit<'_> {
    /// Also this account.
    pub fn account(mut self, account: &Account) -> Self {
        self.accounts.push(account.clone());
        self
    }

    /// So many rupees are paid, change aside. All that is due when nothing is said.
    pub fn pays(self, whole: i64) -> Self {
        self.pays_paise(rupees(whole))
    }

    /// So many paise are paid, change aside.
    pub fn pays_paise(mut self, paise: i64) -> Self {
        self.pay = Some(paise);
        self
    }

    /// Notes and coins. Exactly what is paid, when no tender is said.
    pub fn cash(self, whole: i64) -> Self {
        self.cash_paise(rupees(whole))
    }

    /// Notes and coins in paise.
    pub fn cash_paise(self, paise: i64) -> Self {
        self.tender(json!({ "method": "cash", "amount": paise }))
    }

    /// A cheque.
    pub fn cheque(self, whole: i64, number: &str, bank: &str) -> Self {
        let amount = rupees(whole);
        self.tender(json!({ "method": "cheque", "amount": amount, "reference": number, "bank": bank }))
    }

    /// The cheque that was just given bears this name.
    ///
    /// # Panics
    /// When nothing was given yet.
    pub fn drawn_by(mut self, name: &str) -> Self {
        self.tenders.last_mut().expect("a cheque")["drawer"] = json!(name);
        self
    }

    /// It is said whether it is the paper of that number that was taken today, or another.
    ///
    /// # Panics
    /// When nothing was given yet.
    pub fn paper(mut self, which: &str) -> Self {
        self.tenders.last_mut().expect("a cheque")["paper"] = json!(which);
        self
    }

    /// A cheque of so many paise.
    pub fn cheque_paise(self, paise: i64) -> Self {
        let reference = format!("{:06}", paise % 1_000_000);
        self.tender(
            json!({ "method": "cheque", "amount": paise, "reference": reference, "bank": "Karavali Bank" }),
        )
    }

    /// A card's slip.
    pub fn card(self, whole: i64, reference: &str) -> Self {
        self.tender(json!({ "method": "card", "amount": rupees(whole), "reference": reference }))
    }

    /// A UPI transfer.
    pub fn upi(self, whole: i64, reference: &str) -> Self {
        self.tender(json!({ "method": "upi", "amount": rupees(whole), "reference": reference }))
    }

    fn tender(mut self, tender: Value) -> Self {
        self.tenders.push(tender);
        self
    }

    /// The accounts' credit is used first.
    pub fn with_credit(mut self) -> Self {
        self.use_credit = true;
        self
    }

    /// The customer's own split: rupees onto a bill's `bill` or `surcharge` part. May be said again.
    pub fn onto(mut self, bill: BillId, part: &str, whole: i64) -> Self {
        let share = json!({ "bill": bill, "part": part, "amount": rupees(whole) });
        self.directed.get_or_insert_default().push(share);
        self
    }

    /// For the ticket being served.
    pub fn ticket(mut self, ticket: TicketId) -> Self {
        self.ticket = Some(ticket);
        self
    }

    /// A remark for the receipt.
    pub fn note(mut self, text: &str) -> Self {
        self.note = Some(text.into());
        self
    }

    /// Sent under this request id.
    pub fn request(mut self, id: &str) -> Self {
        self.request = Some(id.into());
        self
    }

    /// The accounts as they are shown now; what changes later makes this visit stale.
    pub fn looks(mut self) -> Self {
        let seen = self.preview().expect("the accounts are shown").versions;
        self.seen = Some(seen);
        self
    }

    /// Where the money would go.
    pub fn preview(&self) -> Told<PaymentPreview> {
        let mut input = json!({
            "accounts": self.seen_accounts(&vec![0; self.accounts.len()]),
            "pay": self.pay.unwrap_or(0),
            "tenders": self.tenders,
            "use_credit": self.use_credit,
        });
        if let Some(directed) = &self.directed {
            input["directed"] = json!(directed);
        }
        self.hall.ask(&self.who, "preview_payment", input)
    }

    fn seen_accounts(&self, versions: &[i64]) -> Vec<Value> {
        let seen = self.accounts.iter().zip(versions);
        seen.map(|(a, version)| json!({ "account": a.id, "version": version })).collect()
    }

    /// The visit as it crosses the wire.
    pub fn sent(&self) -> Told<Value> {
        let preview = self.preview()?;
        let pay = self.pay.unwrap_or(preview.to_pay.minor());
        let tenders = match self.tenders.as_slice() {
            [] if pay > 0 => vec![json!({ "method": "cash", "amount": pay })],
            tenders => tenders.to_vec(),
        };
        let versions = self.seen.as_ref().unwrap_or(&preview.versions);
        let mut input = json!({
            "request_id": self.request.clone().unwrap_or_else(|| self.hall.request()),
            "accounts": self.seen_accounts(versions),
            "pay": pay,
            "tenders": tenders,
            "use_credit": self.use_credit,
        });
        if let Some(directed) = &self.directed {
            input["directed"] = json!(directed);
        }
        if let Some(ticket) = self.ticket {
            input["ticket"] = json!(ticket);
        }
        if let Some(note) = &self.note {
            input["note"] = json!(note);
        }
        Ok(input)
    }

    /// Takes the money.
    pub fn take(self) -> Told<PaymentTaken> {
        let input = self.sent()?;
        self.hall.ask(&self.who, "take_payment", input)
    }
}
