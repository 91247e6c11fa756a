//! What a page may ask the shell for; README.md lists it for those who write pages.
//!
//! Whatever may wait (the book, a person in front of a dialog, a disk) runs on a thread that may
//! block, so no window ever freezes and no panic gets further than its reference.

use crate::{
    book::{ApiError, Book, DocumentAsk},
    dialogs::{self, Kind},
    journal, save, windows,
};
use serde::Deserialize;
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tauri::{AppHandle, Emitter, State, WebviewWindow, async_runtime};

type Answer<T> = Result<T, ApiError>;
type OpenBook<'a> = State<'a, Arc<Book>>;

/// Told to every window when views went stale.
pub const BOOK_CHANGED: &str = "book:changed";

/// Runs one act or view of the command table.
#[tauri::command(async)]
pub async fn call(app: AppHandle, book: OpenBook<'_>, name: String, input: Value) -> Answer<Value> {
    let book = Arc::clone(&book);
    let touched = Book::touches(&name);
    let answer = blocking(move || book.call(&name, input)).await?;
    if !touched.is_empty() {
        // The window that asked refreshes by itself; this is for the others.
        app.emit(BOOK_CHANGED, touched).unwrap_or_else(|error| tracing::warn!(%error, "no window heard"));
    }
    Ok(answer)
}

/// Asks where by the system's dialog, and writes a document there.
#[tauri::command(async)]
pub async fn save_document(
    window: WebviewWindow,
    book: OpenBook<'_>,
    ask: DocumentAsk,
) -> Answer<Option<String>> {
    let book = Arc::clone(&book);
    blocking(move || {
        // Made before the dialog opens: what cannot be made should not be given a place first.
        let bytes = book.document(&ask)?;
        let title = format!("Save {} {}", ask.kind, ask.number);
        ask_and_save(&window, &title, &file_name(&ask), kind_of(&ask.format), &bytes)
    })
    .await
}

/// Asks where by the system's dialog, and writes a text there.
#[tauri::command(async)]
pub async fn save_text(
    window: WebviewWindow,
    suggested_name: String,
    text: String,
) -> Answer<Option<String>> {
    blocking(move || {
        let name = plain(&suggested_name);
        let extension = Path::new(&name).extension().map(|end| end.to_string_lossy().into_owned());
        let kind = kind_of(extension.as_deref().unwrap_or("csv"));
        ask_and_save(&window, &format!("Save {name}"), &name, kind, text.as_bytes())
    })
    .await
}

/// Shows a document with the system's viewer.
#[tauri::command(async)]
pub async fn open_document(book: OpenBook<'_>, ask: DocumentAsk) -> Answer<()> {
    let book = Arc::clone(&book);
    blocking(move || {
        let bytes = book.document(&ask)?;
        let folder = env::temp_dir().join("counterfoil");
        let path = folder.join(file_name(&ask));
        let made = fs::create_dir_all(&folder).map_err(Into::into).and_then(|()| save::whole(&path, &bytes));
        made.map_err(|error| broken("writing a document to show", &error))?;
        opener::open(&path).map_err(|error| no_viewer(&error))
    })
    .await
}

/// What a file is picked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pick {
    /// A table to import.
    Csv,
    /// An audit file to verify.
    Audit,
}

/// Asks for a file by the system's dialog.
#[tauri::command(async)]
pub async fn pick_file(window: WebviewWindow, kind: Pick) -> Answer<Option<String>> {
    blocking(move || {
        let picked = match kind {
            Pick::Csv => dialogs::open(&window, "Choose a CSV file", dialogs::CSV),
            Pick::Audit => dialogs::open(&window, "Choose an audit file", dialogs::AUDIT),
        };
        Ok(picked.map(shown))
    })
    .await
}

/// Asks for a folder by the system's dialog.
#[tauri::command(async)]
pub async fn pick_folder(window: WebviewWindow) -> Answer<Option<String>> {
    blocking(move || Ok(dialogs::folder(&window, "Choose a folder").map(shown))).await
}

/// Opens the window that shows the called numbers to the hall.
#[tauri::command(async)]
pub async fn open_hall(app: AppHandle) -> Answer<()> {
    windows::hall(&app).map_err(|error| broken("opening the hall's window", &error))
}

fn ask_and_save(
    window: &WebviewWindow,
    title: &str,
    name: &str,
    kind: Kind,
    bytes: &[u8],
) -> Answer<Option<String>> {
    let Some(path) = dialogs::save(window, title, name, kind) else { return Ok(None) };
    save::whole(&path, bytes).map_err(|error| not_saved(&error))?;
    Ok(Some(shown(path)))
}

/// Runs what may wait on a thread that may block; a panic there is a fault with its reference.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    match async_runtime::spawn_blocking(|| journal::guarded(work)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(reference)) => Err(ApiError::fault(reference)),
        Err(error) => Err(broken("running a command", &error.into())),
    }
}

fn broken(what: &str, error: &anyhow::Error) -> ApiError {
    ApiError::fault(journal::fault(what, &format!("{error:#}")))
}

/// The disk said no; the person may choose another place.
fn not_saved(error: &anyhow::Error) -> ApiError {
    ApiError {
        code: "not_saved".into(),
        message: format!("the file could not be saved: {}", error.root_cause()),
        hint: "Choose another place, or make room there.".into(),
        reference: Some(journal::fault("saving a file", &format!("{error:#}"))),
    }
}

fn no_viewer(error: &opener::OpenError) -> ApiError {
    ApiError {
        code: "no_viewer".into(),
        message: "this machine has no program to show the document with".into(),
        hint: "Save the document instead, or install a PDF viewer.".into(),
        reference: Some(journal::fault("opening a document", error)),
    }
}

fn kind_of(format: &str) -> Kind {
    match format {
        "pdf" => dialogs::PDF,
        "json" => dialogs::JSON,
        _ => dialogs::CSV,
    }
}

/// `receipt-C2-26-27-000412.pdf`: numbers have slashes, names of files do not.
fn file_name(ask: &DocumentAsk) -> String {
    plain(&format!("{}-{}.{}", ask.kind, ask.number, ask.format))
}

/// A name that is one on every platform and leads nowhere else.
fn plain(name: &str) -> String {
    let kept = name
        .chars()
        .take(120)
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '-' });
    let name: String = kept.collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "document".into() } else { name.into() }
}

fn shown(path: PathBuf) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_after_its_number_without_its_slashes() {
        let ask =
            DocumentAsk { kind: "receipt".into(), number: "C2/26-27/000412".into(), format: "pdf".into() };
        assert_eq!(file_name(&ask), "receipt-C2-26-27-000412.pdf");
    }

    #[test]
    fn no_name_leads_anywhere_else() {
        for name in ["../../etc/passwd", "..", "C:\\x", "a/b", "", "   ", "\u{0}", "\u{202e}fdp.exe"] {
            let plain = plain(name);
            assert!(
                !plain.is_empty() && !plain.contains(['/', '\\', ':', '\u{0}', '\u{202e}']),
                "{name:?}: {plain:?}"
            );
            assert!(!plain.starts_with('.'), "{plain:?}");
        }
    }
}
