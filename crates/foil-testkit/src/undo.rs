//! Taking back, and doing again.

use crate::Told;
use crate::hall::{Hall, PASSWORD, Person};
use foil_app::undo::views::{MyActs, UndoPreview, Undone};
use foil_domain::ids::{PaymentId, StepId};
use serde_json::{Value, json};

/// An undo on its way.
#[derive(Debug, Clone)]
#[must_use]
pub struct Undoing<'h> {
    hall: &'h Hall,
    who: Person,
    target: Value,
    reason: Value,
    note: Option<String>,
    manager: Option<(String, String)>,
    request: Option<String>,
}

impl Hall {
    /// Takes the newest act of somebody back, as a wrong amount where a reason is asked for.
    pub fn undoes(&self, who: &Person) -> Told<Undone> {
        self.undoing(who).now()
    }

    /// An undo with its circumstances.
    pub fn undoing(&self, who: &Person) -> Undoing<'_> {
        Undoing {
            hall: self,
            who: who.clone(),
            target: json!({}),
            reason: json!("wrong_amount"),
            note: None,
            manager: None,
            request: None,
        }
    }

    /// Does again what was taken back last.
    pub fn redoes(&self, who: &Person) -> Told<Undone> {
        self.ask(who, "redo", json!({ "request_id": self.request() }))
    }

    /// Does a payment of one's own again, whatever was taken back last.
    pub fn redoes_step(&self, who: &Person, step: StepId) -> Told<Undone> {
        self.ask(who, "redo", json!({ "request_id": self.request(), "step": step }))
    }

    /// Somebody's stack.
    pub fn acts_of(&self, who: &Person) -> Told<MyActs> {
        self.ask(who, "my_acts", json!({ "limit": 50 }))
    }

    /// What a redo would change.
    pub fn previews_redo(&self, who: &Person) -> Told<UndoPreview> {
        self.ask(who, "preview_redo", json!({}))
    }
}

impl Undoing<'_> {
    /// Of this payment, whoever took it.
    pub fn payment(mut self, payment: PaymentId) -> Self {
        self.target = json!({ "payment": payment });
        self
    }

    /// Of this older step of one's own.
    pub fn step(mut self, step: StepId) -> Self {
        self.target = json!({ "step": step });
        self
    }

    /// For this reason.
    pub fn reason(mut self, word: &str) -> Self {
        self.reason = json!(word);
        self
    }

    /// Without a reason.
    pub fn no_reason(mut self) -> Self {
        self.reason = Value::Null;
        self
    }

    /// With a note.
    pub fn note(mut self, text: &str) -> Self {
        self.note = Some(text.into());
        self
    }

    /// A manager logs in at the screen to allow it.
    pub fn allowed_by(self, manager: &Person) -> Self {
        let login = manager.login().to_owned();
        self.with_log_in(&login, PASSWORD)
    }

    /// Somebody types this at the screen to allow it.
    pub fn with_log_in(mut self, login: &str, password: &str) -> Self {
        self.manager = Some((login.into(), password.into()));
        self
    }

    /// Sent under this request id.
    pub fn request(mut self, id: &str) -> Self {
        self.request = Some(id.into());
        self
    }

    /// What it would change.
    pub fn preview(&self) -> Told<UndoPreview> {
        self.hall.ask(&self.who, "preview_undo", self.target.clone())
    }

    /// Takes it back.
    pub fn now(self) -> Told<Undone> {
        let request = self.request.clone().unwrap_or_else(|| self.hall.request());
        let mut input = json!({ "request_id": request, "target": self.target, "reason": self.reason });
        if let Some(note) = &self.note {
            input["note"] = json!(note);
        }
        if let Some((login, password)) = &self.manager {
            input["manager"] = json!({ "login": login, "password": password });
        }
        self.hall.ask(&self.who, "undo", input)
    }
}
