//! The files and folders that a person gave to this program: in a dialog, or dropped on a window.
//!
//! A page names paths in what it asks for. It may name those that a person gave, and no others: what a
//! page could be talked into must not read any file of the machine, nor write anywhere.

use crate::words;
use foil_api::ApiError;
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Commands that read or write where their input says, and the field that says it.
const PATHS: &[(&str, &str)] = &[
    ("preview_import", "path"),
    ("start_import", "path"),
    ("check_tariff", "path"),
    ("import_tariff", "path"),
    ("verify", "path"),
    ("verify", "seals"),
    ("export_day", "folder"),
    ("export_month", "folder"),
    ("export_pack", "folder"),
    ("export_bill_batch", "folder"),
    ("export_notice_batch", "folder"),
    ("save_office", "document_folder"),
    ("save_metering_settings", "watch_folder"),
];

/// The views that say which folder stands in a setting: saved again, it needs no dialog.
const STANDING: &[(&str, &str)] =
    &[("save_office", "office"), ("save_metering_settings", "metering_settings")];

/// What a person gave since the program began.
#[derive(Default)]
pub struct Given(Mutex<HashSet<String>>);

impl Given {
    /// A person chose this, or dropped it here.
    pub fn add(&self, path: &Path) {
        // As the page gets it, for that is how it comes back.
        let path = path.to_string_lossy().into_owned();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }

    /// Refuses an input that names what nobody gave. `view` reads what stands in a setting.
    pub fn check(
        &self,
        command: &str,
        input: &Value,
        view: impl Fn(&str) -> Result<Value, ApiError>,
    ) -> Result<(), ApiError> {
        for (_, field) in PATHS.iter().filter(|(name, _)| *name == command) {
            let named = texts(&input[*field]);
            if named.iter().all(|path| path.is_empty() || self.has(path)) {
                continue;
            }
            let standing = STANDING.iter().find(|(name, _)| *name == command);
            let stays = match standing {
                Some((_, settings)) => view(settings)?[*field] == input[*field],
                None => false,
            };
            if !stays {
                return Err(words::refusal("not_given", "notGiven"));
            }
        }
        Ok(())
    }

    fn has(&self, path: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }
}

/// A path, or several; anything else is none, and is refused where the input is read.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(path) => vec![path],
        Value::Array(paths) => paths.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(given: &Given, command: &str, input: &Value) -> Result<(), String> {
        let settings = |view: &str| match view {
            "office" => Ok(json!({ "document_folder": "/papers" })),
            _ => Ok(json!({ "watch_folder": "" })),
        };
        given.check(command, input, settings).map_err(|error| error.code)
    }

    #[test]
    fn a_page_names_only_what_a_dialog_or_a_drop_gave() {
        for (command, field) in PATHS {
            let given = Given::default();
            let input = |path: &str| {
                let path = if *field == "seals" { json!([path]) } else { json!(path) };
                json!({ *field: path })
            };
            assert_eq!(
                check(&given, command, &input("/mnt/stick/office.key")),
                Err("not_given".into()),
                "{command}"
            );
            given.add(Path::new("/mnt/stick/rows.csv"));
            assert_eq!(check(&given, command, &input("/mnt/stick/rows.csv")), Ok(()), "{command}");
            for other in ["/mnt/stick/rows.csv/..", "/mnt/stick", "/mnt/stick/./rows.csv"] {
                assert_eq!(
                    check(&given, command, &input(other)),
                    Err("not_given".into()),
                    "{command} {other}"
                );
            }
        }
    }

    #[test]
    fn a_setting_is_saved_again_with_the_folder_that_stands_there_and_with_none() {
        let given = Given::default();
        assert_eq!(check(&given, "save_office", &json!({ "document_folder": "/papers" })), Ok(()));
        assert_eq!(check(&given, "save_office", &json!({ "document_folder": "" })), Ok(()));
        let elsewhere = json!({ "document_folder": "/etc" });
        assert_eq!(check(&given, "save_office", &elsewhere), Err("not_given".into()));
    }

    #[test]
    fn a_command_that_names_no_path_is_left_alone() {
        let given = Given::default();
        assert_eq!(check(&given, "take_payment", &json!({ "path": "/etc/passwd" })), Ok(()));
        assert_eq!(
            check(&given, "verify", &json!({ "path": 7, "seals": null })),
            Ok(()),
            "refused where it is read"
        );
    }

    #[test]
    fn every_input_that_names_a_path_is_guarded() {
        let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/backend/generated");
        let commands = std::fs::read_to_string(types.join("commands.ts")).unwrap();
        let mut found = 0;
        for line in commands.lines() {
            let Some((name, rest)) = line.trim().split_once(": [input: ") else { continue };
            let input = rest.split(',').next().unwrap();
            let Ok(text) = std::fs::read_to_string(types.join(format!("{input}.ts"))) else { continue };
            let fields = text
                .lines()
                .filter_map(|line| line.split_once(':'))
                .map(|(field, _)| field.trim_end_matches('?'));
            for field in
                fields.filter(|field| *field == "path" || *field == "seals" || field.ends_with("folder"))
            {
                assert!(PATHS.contains(&(name, field)), "{name} names a path in `{field}`");
                found += 1;
            }
        }
        assert_eq!(found, PATHS.len(), "every guarded field is there");
    }
}
