//! What a page may ask the shell for; README.md lists it for those who write pages.
//!
//! Whatever may wait (the book, a person in front of a dialog, a disk) runs on a thread that may
//! block, so no window ever freezes and no panic gets further than its reference.

use crate::{
    dialogs::{self, Kind},
    events,
    first_run::{self, NewBook, Recovery},
    seat::{BookState, Opened, Seat},
    windows,
    words::{self, words},
};
use foil_api::{ApiError, table};
use foil_app::documents::{copy_file, write_file, write_private_file};
use foil_app::office::views::BookStatus;
use foil_app::people::views::{LogIn, Unlock};
use foil_domain::people::Right;
use foil_domain::refusal::Result as FoilResult;
use serde::Deserialize;
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tauri::{AppHandle, Manager, State, WebviewWindow, async_runtime};

type Answer<T> = Result<T, ApiError>;
type MySeat<'a> = State<'a, Arc<Seat>>;

/// Runs one act or view of the command table. `by_hand` is false for what a screen does by itself. The
/// hall's window may ask for its own board and for nothing else, whoever is logged in at the counter.
#[tauri::command(async)]
pub async fn call(
    app: AppHandle,
    window: WebviewWindow,
    seat: MySeat<'_>,
    name: String,
    input: Value,
    by_hand: bool,
) -> Answer<Value> {
    if window.label() == windows::HALL {
        return at(&seat, move |seat| seat.hall(&name)).await;
    }
    let command = table::find(&name);
    let answer = at(&seat, move |seat| seat.call(&name, input, by_hand)).await?;
    if let Some(act) = command.filter(|command| command.kind == table::Kind::Act) {
        events::changed_by(&app, window.label(), act.topics);
    }
    Ok(answer)
}

/// Whether there is a book to work on.
#[tauri::command(async)]
pub async fn book_state(seat: MySeat<'_>) -> Answer<BookState> {
    at(&seat, |seat| Ok(seat.state())).await
}

/// Opens a closed book by its passphrase or its recovery key, and keeps the latter's key in the keychain where that is wanted.
#[tauri::command(async)]
pub async fn open_book(seat: MySeat<'_>, secret: String, keep: bool) -> Answer<Opened> {
    at(&seat, move |seat| seat.open_with(&secret, keep)).await
}

/// Opens the book with what this machine holds for it, once more: another program may have let go of it.
#[tauri::command(async)]
pub async fn open_again(seat: MySeat<'_>) -> Answer<()> {
    at(&seat, |seat| {
        seat.open_unasked();
        Ok(())
    })
    .await
}

/// What anyone may know of the book before logging in.
#[tauri::command(async)]
pub async fn book_status(seat: MySeat<'_>) -> Answer<BookStatus> {
    at(&seat, |seat| seat.status()).await
}

/// Begins a session; its token stays here.
#[tauri::command(async)]
pub async fn log_in(seat: MySeat<'_>, input: LogIn) -> Answer<()> {
    at(&seat, move |seat| seat.log_in(input)).await
}

/// Locks the window.
#[tauri::command(async)]
pub async fn lock(seat: MySeat<'_>) -> Answer<()> {
    at(&seat, |seat| seat.lock()).await
}

/// Unlocks the window.
#[tauri::command(async)]
pub async fn unlock(seat: MySeat<'_>, input: Unlock) -> Answer<()> {
    at(&seat, move |seat| seat.unlock(&input)).await
}

/// Ends the session.
#[tauri::command(async)]
pub async fn log_out(seat: MySeat<'_>) -> Answer<()> {
    at(&seat, |seat| seat.log_out()).await
}

/// Makes an empty book; hands out its recovery key, to be written down.
#[tauri::command(async)]
pub async fn create_book(seat: MySeat<'_>, book: NewBook) -> Answer<Recovery> {
    at(&seat, move |seat| first_run::create(seat, book)).await
}

/// Opens the demo branch, made where there is none yet.
#[tauri::command(async)]
pub async fn create_demo(app: AppHandle, seat: MySeat<'_>) -> Answer<()> {
    at(&seat, move |seat| {
        let data = app
            .path()
            .app_data_dir()
            .map_err(|error| ApiError::fault("finding the data folder", &error.into()))?;
        first_run::demo(seat, &data)
    })
    .await
}

/// Asks where by the system's dialog, and hands a document out there.
#[tauri::command(async)]
pub async fn save_document(
    app: AppHandle,
    window: WebviewWindow,
    seat: MySeat<'_>,
    document: Value,
) -> Answer<Option<String>> {
    let saved = at(&seat, move |seat| {
        let ask = |name: &str| {
            let name = plain(name);
            dialogs::save(&window, &words("save", &[("name", &name)]), &name, kind_of(&name))
        };
        Ok(seat.save(&document, ask)?.map(shown))
    })
    .await;
    handed_out(&app);
    saved
}

/// Hands a document out to the system's viewer; says which copy it is, where there is an original.
#[tauri::command(async)]
pub async fn open_document(app: AppHandle, seat: MySeat<'_>, document: Value) -> Answer<Option<i64>> {
    let shown = at(&seat, move |seat| {
        let file = seat.hand_out(&document)?;
        opener::open(&file.path).map_err(no_viewer)?;
        seat.has(&document);
        Ok(file.copy)
    })
    .await;
    handed_out(&app);
    shown
}

/// Every window's view of a payment says which copy is next.
fn handed_out(app: &AppHandle) {
    let topics = table::find("hand_out").map_or(&[][..], |act| act.topics);
    events::changed(app, topics);
}

/// Copies a file that the program wrote to where the person says.
#[tauri::command(async)]
pub async fn save_copy(window: WebviewWindow, seat: MySeat<'_>, path: PathBuf) -> Answer<Option<String>> {
    at(&seat, move |seat| {
        // Whoever is no consumer: these are files about everybody.
        seat.may(Right::SeeJobs)?;
        let folder =
            seat.desk()?.office().document_folder().map_err(|error| ApiError::of("save_copy", &error))?;
        if !is_ours(&path, &folder) {
            return Err(words::refusal("not_a_document", "notOurs"));
        }
        let name = path.file_name().map(|name| plain(&name.to_string_lossy())).unwrap_or_default();
        ask_and_save(&window, &name, kind_of(&name), |to| copy_file(&path, to))
    })
    .await
}

/// Asks where by the system's dialog, and writes a text there; a secret for the eyes of this machine's user alone.
#[tauri::command(async)]
pub async fn save_text(
    window: WebviewWindow,
    suggested_name: String,
    text: String,
    secret: bool,
) -> Answer<Option<String>> {
    blocking(move || {
        let name = plain(&suggested_name);
        let kind = kind_of(&name);
        let write = if secret { write_private_file } else { write_file };
        ask_and_save(&window, &name, kind, |path| write(path, text.as_bytes()))
    })
    .await
}

/// What a file is picked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pick {
    /// A table to import.
    Csv,
    /// A tariff file to store.
    Tariff,
    /// An audit file to verify.
    Audit,
}

/// Asks for a file by the system's dialog.
#[tauri::command(async)]
pub async fn pick_file(window: WebviewWindow, seat: MySeat<'_>, kind: Pick) -> Answer<Option<String>> {
    at(&seat, move |seat| {
        let picked = match kind {
            Pick::Csv => dialogs::open(&window, &words("pick.csv", &[]), dialogs::CSV),
            Pick::Tariff => dialogs::open(&window, &words("pick.tariff", &[]), dialogs::TARIFF),
            Pick::Audit => dialogs::open(&window, &words("pick.audit", &[]), dialogs::AUDIT),
        };
        Ok(given(seat, picked))
    })
    .await
}

/// Asks for a folder by the system's dialog.
#[tauri::command(async)]
pub async fn pick_folder(window: WebviewWindow, seat: MySeat<'_>) -> Answer<Option<String>> {
    at(&seat, move |seat| Ok(given(seat, dialogs::folder(&window, &words("pick.folder", &[]))))).await
}

/// What a person chose, which the page may name from now on.
fn given(seat: &Seat, picked: Option<PathBuf>) -> Option<String> {
    picked.map(|path| {
        seat.is_given(&path);
        shown(path)
    })
}

/// Opens the window that shows the called numbers to the hall.
#[tauri::command(async)]
pub async fn open_hall(app: AppHandle) -> Answer<()> {
    windows::hall(&app).map_err(|error| ApiError::fault("opening the hall's window", &error))
}

/// Whether a file is one that the program writes for people, below the document folder, where the
/// imports' error lists are, too. A page must not be able to carry off any other file.
fn is_ours(path: &Path, documents: &Path) -> bool {
    let (Ok(path), Ok(documents)) = (path.canonicalize(), documents.canonicalize()) else { return false };
    path.is_file() && path.starts_with(&documents)
}

fn no_viewer(error: opener::OpenError) -> ApiError {
    let reference = ApiError::fault("opening a document", &error.into()).reference;
    ApiError { reference, ..words::refusal("no_viewer", "noViewer") }
}

/// Asks where, and has it written there; the path, or none when the person went back.
fn ask_and_save(
    window: &WebviewWindow,
    name: &str,
    kind: Kind,
    write: impl FnOnce(&Path) -> FoilResult<()>,
) -> Answer<Option<String>> {
    let title = words("save", &[("name", name)]);
    let Some(path) = dialogs::save(window, &title, name, kind) else { return Ok(None) };
    write(&path).map_err(|error| ApiError::of("saving a file", &error))?;
    Ok(Some(shown(path)))
}

/// Runs what concerns the seat on a thread that may wait for the book.
async fn at<T: Send + 'static>(
    seat: &Arc<Seat>,
    work: impl FnOnce(&Seat) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let seat = Arc::clone(seat);
    blocking(move || work(&seat)).await
}

/// Runs what may wait on a thread that may block; a panic there is a fault with its reference.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    match async_runtime::spawn_blocking(|| foil_api::guarded(work)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(panic)) => Err(panic),
        Err(error) => Err(ApiError::fault("running a command", &error.into())),
    }
}

/// By the end of a name.
fn kind_of(name: &str) -> Kind {
    let end = Path::new(name).extension().map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("pdf") => dialogs::PDF,
        Some("json") => dialogs::JSON,
        Some("txt") => dialogs::TEXT,
        Some("toml") => dialogs::TARIFF,
        _ => dialogs::CSV,
    }
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
    use std::fs;

    #[test]
    fn only_files_of_the_document_folder_can_be_copied() {
        let dir = tempfile::tempdir().unwrap();
        let documents = dir.path().join("office.documents");
        let lay = |below: &str| {
            let path = dir.path().join(below);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "x").unwrap();
            path
        };
        let receipt = lay("office.documents/2026/11/21/receipts/C1.pdf");
        let errors = lay("office.documents/imports/people-errors.csv");
        let beside = lay("imports/people-errors.csv");
        let key = lay("office.key");
        assert!(is_ours(&receipt, &documents));
        assert!(is_ours(&errors, &documents));
        assert!(!is_ours(&key, &documents), "a key is no document");
        assert!(!is_ours(&beside, &documents), "nor is what lies beside the documents");
        assert!(!is_ours(&documents.join("..").join("office.key"), &documents), "nor by a way around");
        assert!(!is_ours(&documents, &documents), "nor a folder");
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
