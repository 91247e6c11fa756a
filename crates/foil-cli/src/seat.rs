//! A seat at a book: opened with whatever key is at hand, logged in, its outbox worked at the end.

use crate::args::Args;
use crate::outcome::{Failed, Outcome, Said, progress, progress_done, warn};
use foil_api::{ApiError, Desk, fresh_request_id, keychain, table};
use foil_app::Office;
use foil_app::documents::FileBeingWritten;
use foil_app::documents::views::{DocumentRef, HandOut};
use foil_app::people::views::LogIn;
use foil_documents::Paper;
use foil_domain::ids::{BillRunId, CounterId, RequestId};
use foil_domain::people::Right;
use foil_domain::press::Format;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::{Day, Instant};
use foil_store::{Book, Key, Opening};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

/// Somebody logged in at an open book.
pub struct Seat {
    desk: Desk,
    session: String,
}

impl Seat {
    /// Opens the book and logs in as the command line says.
    pub fn take(args: &Args) -> std::result::Result<Seat, Failed> {
        let path = args.book.as_deref().ok_or_else(|| Failed::Usage("this needs --book FILE".into()))?;
        let login = args.user.clone().ok_or_else(|| Failed::Usage("this needs --user NAME".into()))?;
        let desk = Desk::new(open(&whole(path)?, args.key_file.as_deref())?);
        let password = password("Password: ")?;
        let counter = args.counter.as_deref().map(|code| counter(&desk, code)).transpose()?;
        let begun = desk.log_in(&LogIn { login, password: password.to_string(), counter })?;
        Ok(Seat { desk, session: begun.session })
    }

    /// Runs a command of the table; one that starts a job is waited for. Documents are written before
    /// this returns, as far as they can be: the act is done, whatever becomes of its papers.
    pub fn call(&self, name: &str, input: Value) -> Outcome {
        let answer = self.desk.call(&self.session, name, input, true)?;
        let answer = if starts_a_job(name) { self.wait(answer)? } else { answer };
        if table::find(name).is_some_and(|command| command.kind == table::Kind::Act) {
            self.finish_outbox();
        }
        Ok(Said::plain(answer))
    }

    /// Writes what acts left to be written. What cannot be stays in the outbox, and is told beside the answer: an act that
    /// is on the disk was not refused.
    fn finish_outbox(&self) {
        let office = self.desk.office();
        let left = office.finish_outbox().and_then(|_| office.unwritten());
        let why = match left {
            Ok((0, _)) => return,
            Ok((n, why)) => format!("{n} documents could not be written yet and stay in the outbox: {why}"),
            Err(error) => {
                format!("the outbox could not be worked: {}", ApiError::of("outbox", &error).message)
            }
        };
        warn(&why);
    }

    fn wait(&self, mut job: Value) -> std::result::Result<Value, Failed> {
        while job["state"] == "running" {
            std::thread::sleep(Duration::from_millis(30));
            job = self.desk.call(&self.session, "job", json!({ "job": job["id"] }), true)?;
            progress(job["done"].as_i64().unwrap_or_default(), job["total"].as_i64().unwrap_or_default());
        }
        progress_done();
        match job["state"].as_str() {
            Some("done") => Ok(job["result"].take()),
            Some("failed") => Err(Failed::Told(of_job(&job["result"]))),
            _ => Err(Failed::Told(ApiError::from(&Refusal::Cancelled))),
        }
    }

    /// Saves a bill, debit note or charge under a name of the caller's choice.
    pub fn save_bill(&self, number: &str, out: &Path) -> std::result::Result<(), Failed> {
        let office = self.desk.office();
        let who = office.session(&self.session, true)?;
        let bill = foil_app::documents::bill_of_number(office, &who, number)?;
        let format = format_of(out)?;
        let (_, bytes) =
            foil_app::documents::document_bytes(office, &who, &DocumentRef::Bill { bill, format })?;
        Ok(foil_app::documents::write_file(out, &bytes)?)
    }

    /// Writes the bills of a run as PDFs of a thousand or as one table, by how the name ends, as a job on this thread.
    pub fn save_batch(&self, run: BillRunId, out: &Path) -> Outcome {
        let office = self.desk.office();
        let who = office.session(&self.session, true)?;
        let (title, format) = (run.to_string(), format_of(out)?);
        let made =
            office.run_job(&who, "export_bill_batch", Right::RunBills, &title, |office, progress| {
                let files = match format {
                    Format::Pdf => foil_app::documents::write_batch(office, run, out, progress)?,
                    Format::Csv => foil_app::documents::write_batch_table(office, run, out, progress)?,
                };
                serde_json::to_value(files).map_err(|e| foil_domain::Error::Broke(e.into()))
            })?;
        Ok(Said::plain(made))
    }

    /// Hands a receipt out under a name of the caller's choice; says which copy it is.
    pub fn save_receipt(&self, number: &str, out: &Path) -> std::result::Result<Option<i64>, Failed> {
        let who = self.desk.office().session(&self.session, true)?;
        let office = self.desk.office();
        let payment = foil_app::documents::payment_of_receipt(office, &who, number)?;
        let format = format_of(out)?;
        // Begun first: what cannot be saved is not handed out.
        let mut file = FileBeingWritten::begin(out)?;
        let request_id = RequestId::parse(&fresh_request_id())
            .map_err(|expected| ApiError::from(&Refusal::bad_input("request_id", expected)))?;
        let document = DocumentRef::Receipt { payment, format };
        let handed = foil_app::documents::hand_out(office, &who, HandOut { request_id, document })?;
        let refused = |e: std::io::Error| {
            ApiError::from(&Refusal::File { path: out.display().to_string(), problem: e.to_string() })
        };
        let bytes = std::fs::read(&handed.path).map_err(refused)?;
        file.write_all(&bytes).map_err(refused)?;
        file.finish()?;
        Ok(handed.copy)
    }
}

impl Seat {
    /// Saves a statement of account, up to the business date when no last day is said.
    pub fn save_statement(
        &self,
        account: &str,
        from: Day,
        until: Option<Day>,
        out: &Path,
    ) -> std::result::Result<(), Failed> {
        let office = self.desk.office();
        let who = office.session(&self.session, true)?;
        let (account, today) = foil_app::arrears::account_of_number(office, &who, account)?;
        let format = format_of(out)?;
        let what = DocumentRef::Statement { account, from, until: until.unwrap_or(today), format };
        let (_, bytes) = foil_app::documents::document_bytes(office, &who, &what)?;
        Ok(foil_app::documents::write_file(out, &bytes)?)
    }
}

/// What a file is to hold by how its name ends. Refuses another ending: nothing would open it as what it is.
fn format_of(out: &Path) -> std::result::Result<Format, ApiError> {
    match out.extension().map(|end| end.to_ascii_lowercase()) {
        None => Ok(Format::Pdf),
        Some(end) if end == "pdf" => Ok(Format::Pdf),
        Some(end) if end == "csv" => Ok(Format::Csv),
        Some(_) => Err(ApiError::from(&Refusal::bad_input("out", "a file that ends in .pdf or .csv"))),
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Err(error) = self.desk.log_out(&self.session) {
            tracing::warn!(code = error.code, "the log-out could not be recorded");
        }
    }
}

/// Whether a command answers with a job that has only begun.
fn starts_a_job(name: &str) -> bool {
    table::find(name)
        .is_some_and(|c| c.kind == table::Kind::Act && c.types().1 == "JobView" && name != "cancel_job")
}

fn of_job(result: &Value) -> ApiError {
    let text = |field: &str| result[field].as_str().unwrap_or_default().to_owned();
    ApiError {
        code: text("code"),
        message: text("message"),
        hint: text("hint"),
        reference: text("reference"),
    }
}

fn counter(desk: &Desk, code: &str) -> std::result::Result<CounterId, Failed> {
    let status = desk.status()?;
    let found = status.counters.iter().find(|c| c.code.eq_ignore_ascii_case(code)).map(|c| c.id);
    Ok(found.ok_or_else(|| ApiError::from(&Refusal::not_found("open counter", code)))?)
}

/// Opens a book with whatever key is at hand, without logging in.
pub fn open_book(path: &Path, key_file: Option<&Path>) -> std::result::Result<Book, Failed> {
    let path = whole(path)?;
    Ok(Book::open(&path, &key_at_hand(&path, key_file)?, now())?)
}

fn open(path: &Path, key_file: Option<&Path>) -> std::result::Result<Arc<Office>, Failed> {
    let book = open_book(path, key_file)?;
    Ok(Arc::new(Office::open(Arc::new(book), Arc::new(now), Arc::new(Paper))?))
}

/// The key file, else the environment, else the keychain, else whoever sits at the terminal.
fn key_at_hand(book: &Path, key_file: Option<&Path>) -> std::result::Result<Opening, Failed> {
    if let Some(path) = key_file {
        return Ok(Opening::from_text(read_key(path)?.trim()));
    }
    if let Some(text) = key_in_environment() {
        return Ok(Opening::from_text(text.trim()));
    }
    if !book.is_file() {
        return Err(ApiError::from(&Refusal::not_found("book", book.display())).into());
    }
    if let Some(key) = keychain::find(book) {
        return Ok(Opening::Key(key));
    }
    match asked("Passphrase or recovery key of the book: ") {
        Some(text) => Ok(Opening::from_text(&text)),
        None => Err(ApiError::from(&Refusal::NoKey).into()),
    }
}

/// The text of COUNTERFOIL_KEY, if it is set.
pub fn key_in_environment() -> Option<Zeroizing<String>> {
    std::env::var("COUNTERFOIL_KEY").ok().filter(|text| !text.trim().is_empty()).map(Zeroizing::new)
}

/// The text of a key file, without the byte-order mark that some editors begin a file with.
pub fn read_key(path: &Path) -> Result<Zeroizing<String>> {
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|e| file_refused(path, &e))?;
    Ok(text.strip_prefix('\u{FEFF}').map(|text| Zeroizing::new(text.to_owned())).unwrap_or(text))
}

/// A file that cannot be read or written.
pub fn file_refused(path: &Path, problem: &std::io::Error) -> Refusal {
    Refusal::File { path: path.display().to_string(), problem: problem.to_string() }
}

/// The password of COUNTERFOIL_PASSWORD, else whoever sits at the terminal types it.
pub fn password(prompt: &str) -> std::result::Result<Zeroizing<String>, Failed> {
    if let Ok(text) = std::env::var("COUNTERFOIL_PASSWORD") {
        return Ok(Zeroizing::new(text));
    }
    asked(prompt)
        .ok_or_else(|| Failed::Usage("this needs COUNTERFOIL_PASSWORD, or a terminal to ask at".into()))
}

/// A password that is not known yet: of that variable, else whoever sits at the terminal types it twice, for they do not see
/// it.
pub fn new_password(variable: &str, prompt: &str) -> std::result::Result<Zeroizing<String>, Failed> {
    if let Ok(text) = std::env::var(variable) {
        return Ok(Zeroizing::new(text));
    }
    twice(prompt, asked)
        .ok_or_else(|| Failed::Usage(format!("this needs {variable}, or a terminal to ask at")))?
        .map_err(|refused| ApiError::from(&refused).into())
}

/// The same text, typed twice; none where there is nobody to ask.
fn twice(
    prompt: &str,
    mut ask: impl FnMut(&str) -> Option<Zeroizing<String>>,
) -> Option<std::result::Result<Zeroizing<String>, Refusal>> {
    let (first, second) = (ask(prompt)?, ask("The same again: ")?);
    if first == second {
        return Some(Ok(first));
    }
    Some(Err(Refusal::bad_input("password", "the same twice: what was typed the second time differs")))
}

/// The recovery key of a book: of the key file, else whoever sits at the terminal types it. Neither the environment nor the
/// keychain will do where somebody has to show that they hold it.
fn recovery_key(key_file: Option<&Path>) -> std::result::Result<Key, Failed> {
    let text = match key_file {
        Some(path) => read_key(path)?,
        None => asked("Recovery key of the book: ").ok_or_else(|| {
            Failed::Usage("this needs --key-file, or a terminal to type the recovery key at".into())
        })?,
    };
    Ok(Key::parse(text.trim())?)
}

/// Sets the password of an admin who forgot it, for whoever holds the book's key.
pub fn reset_admin(args: &Args) -> Outcome {
    let path = args.book.as_deref().ok_or_else(|| Failed::Usage("this needs --book FILE".into()))?;
    let login = args.user.as_deref().ok_or_else(|| Failed::Usage("this needs --user NAME".into()))?;
    let key = recovery_key(args.key_file.as_deref())?;
    let book = Book::open(&whole(path)?, &Opening::Key(key.clone()), now())?;
    let office = Arc::new(Office::open(Arc::new(book), Arc::new(now), Arc::new(Paper))?);
    let new = new_password("COUNTERFOIL_NEW_PASSWORD", "A new password for the administrator: ")?;
    foil_app::people::reset_admin(&office, &key, login, &new)?;
    let words = format!("{login} logs in with the new password, and then sets one of their own.");
    Ok(Said::new(json!({ "user": login, "must_change": true }), words))
}

fn asked(prompt: &str) -> Option<Zeroizing<String>> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    rpassword::prompt_password(prompt).ok().map(Zeroizing::new)
}

/// The system's clock: read here and nowhere below.
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The whole path of one that may be relative to where the program was started.
pub fn whole(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|e| file_refused(path, &e).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What somebody types, one answer after the other.
    fn types(answers: &[&str]) -> Option<std::result::Result<String, Refusal>> {
        let mut answers = answers.iter();
        let told = twice("A password: ", |_| answers.next().map(|text| Zeroizing::new((*text).to_owned())));
        told.map(|told| told.map(|text| text.to_string()))
    }

    #[test]
    fn a_password_that_nobody_sees_is_typed_twice() {
        assert_eq!(types(&["four sparrows", "four sparrows"]), Some(Ok("four sparrows".to_owned())));
        let refused = types(&["four sparrows", "four sparows"]).unwrap().unwrap_err();
        assert_eq!(refused.code(), "bad_input");
        assert_eq!(types(&[]), None, "nobody is there");
    }
}
