//! The office's settings, changed as an admin changes them.

use crate::Told;
use crate::hall::{Hall, Person};
use foil_app::office::views::OfficeView;
use serde_json::{Value, json};

impl Hall {
    /// Changes what is named of the office's settings; the rest stays as it is.
    pub fn sets_office(&self, who: &Person, changes: &Value) -> Told<OfficeView> {
        let now = self.call(who, "office", json!({}))?;
        let mut input = json!({});
        for field in [
            "version",
            "name",
            "address",
            "phone",
            "registration",
            "footer",
            "language",
            "queue",
            "idle_lock_secs",
            "payment_ceiling",
            "void_ceiling",
            "document_folder",
        ] {
            input[field] = changes.get(field).unwrap_or(&now[field]).clone();
        }
        for field in ["allocation", "billing", "shifts"] {
            if let Some(value) = changes.get(field) {
                input[field] = value.clone();
            }
        }
        self.ask(who, "save_office", input)
    }
}
