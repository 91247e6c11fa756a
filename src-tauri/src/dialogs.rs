//! The system's own dialogs. Each blocks its thread until the person answers, so none may be
//! called on the main one.

use crate::words::words;
use std::path::PathBuf;
use tauri::{Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

/// Kinds of files, as a dialog narrows to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Where the catalogue has what a person reads in the list of kinds.
    pub words: &'static str,
    /// Without their dots.
    pub extensions: &'static [&'static str],
}

/// A printed document.
pub const PDF: Kind = Kind { words: "kind.pdf", extensions: &["pdf"] };
/// A table.
pub const CSV: Kind = Kind { words: "kind.csv", extensions: &["csv"] };
/// A structured file.
pub const JSON: Kind = Kind { words: "kind.json", extensions: &["json"] };
/// Words.
pub const TEXT: Kind = Kind { words: "kind.text", extensions: &["txt"] };
/// A tariff file.
pub const TARIFF: Kind = Kind { words: "kind.tariff", extensions: &["toml"] };
/// An audit file that can be verified.
pub const AUDIT: Kind = Kind { words: "kind.audit", extensions: &["zip", "json", "csv", "txt"] };

/// Where to save; `None` when the person went back. The name gets its extension if it has none.
pub fn save(window: &WebviewWindow, title: &str, name: &str, kind: Kind) -> Option<PathBuf> {
    let asked = of(window, title)
        .set_file_name(name)
        .add_filter(words(kind.words, &[]), kind.extensions)
        .blocking_save_file();
    path(asked).map(|path| with_extension(path, kind))
}

/// A file to read.
pub fn open(window: &WebviewWindow, title: &str, kind: Kind) -> Option<PathBuf> {
    path(of(window, title).add_filter(words(kind.words, &[]), kind.extensions).blocking_pick_file())
}

/// A folder.
pub fn folder(window: &WebviewWindow, title: &str) -> Option<PathBuf> {
    path(of(window, title).set_can_create_directories(true).blocking_pick_folder())
}

fn of(window: &WebviewWindow, title: &str) -> FileDialogBuilder<tauri::Wry> {
    let dialog = window.dialog().file().set_title(title).set_parent(window);
    // Else some desktops begin at the recent files, where nothing can be saved.
    match home(window) {
        Some(home) => dialog.set_directory(home),
        None => dialog,
    }
}

fn home(window: &WebviewWindow) -> Option<PathBuf> {
    let documents = window.path().document_dir().ok().filter(|dir| dir.is_dir());
    documents.or_else(|| window.path().home_dir().ok())
}

/// On a desktop every answer is a path; a URL would be a phone's.
fn path(asked: Option<FilePath>) -> Option<PathBuf> {
    asked.and_then(|path| path.into_path().ok())
}

fn with_extension(path: PathBuf, kind: Kind) -> PathBuf {
    match (path.extension(), kind.extensions.first()) {
        (None, Some(extension)) => path.with_extension(extension),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_file_has_its_words() {
        for kind in [PDF, CSV, JSON, TEXT, TARIFF, AUDIT] {
            assert!(!words(kind.words, &[]).is_empty(), "{}", kind.words);
        }
    }

    #[test]
    fn a_name_without_an_extension_gets_one() {
        assert_eq!(with_extension("out/receipt".into(), PDF), PathBuf::from("out/receipt.pdf"));
        assert_eq!(with_extension("out/receipt.PDF".into(), PDF), PathBuf::from("out/receipt.PDF"));
    }
}
