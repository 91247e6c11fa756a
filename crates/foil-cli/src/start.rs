//! Making books: a new one, or a demo branch.

use crate::args::{Args, Demo, New};
use crate::outcome::{Failed, Outcome, Said, progress, progress_done};
use crate::seat::{file_refused, key_in_environment, now, password, read_key};
use foil_api::{ApiError, keychain};
use foil_app::demo::{Branch, USERS};
use foil_app::office::{NewOffice, set_up};
use foil_app::people::views::FirstAdmin;
use foil_documents::Paper;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::text::{Address, Login, Name, Note};
use foil_domain::time::{Day, Zone};
use foil_store::{Book, BookInMaking, Key, Opening};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Makes a new book with its office and first admin.
pub fn new(args: &Args, new: &New) -> Outcome {
    let (office, admin) = (office(new)?, admin(args, new)?);
    made(args, &new.file, |opening| {
        let making = BookInMaking::begin(&new.file)?;
        let book = Book::create(making.part(), opening, now())?;
        set_up(&book, now(), &office, &admin)?;
        let key = book.key().clone();
        drop(book);
        making.finish(&key)
    })
}

/// Makes a demo branch. Of another day than today it is as that day stood in the late morning, so that
/// the same seed and day give the same branch.
pub fn demo(args: &Args, demo: &Demo) -> Outcome {
    let zone = Zone::parse("Asia/Kolkata").map_err(anyhow::Error::msg)?;
    let now = now();
    let clock_on = zone.day_of(now);
    let today = match &demo.today {
        Some(text) => {
            Day::parse(text).map_err(|expected| ApiError::from(&Refusal::bad_input("today", expected)))?
        }
        None => clock_on,
    };
    let now = if today == clock_on { now } else { zone.at(today, 11, 30) };
    let branch = Branch { accounts: demo.accounts, seed: demo.seed, today, now };
    let Said { value, words, .. } = made(args, &demo.file, |opening| {
        let mut told = |done, total| progress(i64::from(done), i64::from(total));
        foil_app::demo::make(&demo.file, opening, &branch, Arc::new(Paper), &mut told)
    })?;
    progress_done();
    let users: Vec<String> = USERS.iter().map(|u| format!("  {} / {}", u.login, u.password)).collect();
    Ok(Said::new(value, format!("{words}\nLog in as:\n\n{}", users.join("\n"))))
}

/// Makes a book whose key is kept somewhere, and tells its recovery key. When it fails, `make` leaves
/// no book behind, and this no key.
fn made(args: &Args, file: &Path, make: impl FnOnce(&Opening) -> Result<()>) -> Outcome {
    if file.exists() {
        return Err(ApiError::from(&Refusal::FileExists(file.display().to_string())).into());
    }
    let kept = keep_key(args, file)?;
    if let Err(error) = make(&kept.opening) {
        kept.undo(file);
        return Err(error.into());
    }
    let recovery_key = match &kept.opening {
        Opening::Key(key) => key.recovery_text(),
        // Of a passphrase, the book knows the key.
        opening => Book::open(file, opening, now())?.key().recovery_text(),
    };
    let words = format!(
        "{} is made.\n\nRecovery key; write it down and keep it apart from the book:\n\n  {}\n",
        file.display(),
        recovery_key.as_str()
    );
    Ok(Said::new(json!({ "book": file, "recovery_key": recovery_key.as_str() }), words))
}

/// A key that is kept, and what to take back if no book comes of it.
struct Kept {
    opening: Opening,
    key_file: Option<PathBuf>,
    in_keychain: bool,
}

impl Kept {
    fn undo(&self, book: &Path) {
        if let Some(path) = &self.key_file {
            // It holds a key that opens nothing.
            let _ = std::fs::remove_file(path);
        }
        if self.in_keychain {
            keychain::forget(book);
        }
    }
}

fn keep_key(args: &Args, book: &Path) -> std::result::Result<Kept, Failed> {
    let kept = |opening| Kept { opening, key_file: None, in_keychain: false };
    match &args.key_file {
        Some(path) if path.exists() => return Ok(kept(Opening::Key(Key::parse(&read_key(path)?)?))),
        Some(path) => {
            let key = Key::random()?;
            key.write_new(path).map_err(|e| ApiError::from(&file_refused(path, &e)))?;
            return Ok(Kept { key_file: Some(path.clone()), ..kept(Opening::Key(key)) });
        }
        None => {}
    }
    if let Some(text) = key_in_environment() {
        return Ok(kept(Opening::from_text(text.trim())));
    }
    let key = Key::random()?;
    if keychain::keep(book, &key) {
        return Ok(Kept { in_keychain: true, ..kept(Opening::Key(key)) });
    }
    Err(ApiError::from(&Refusal::NoKey).into())
}

fn office(new: &New) -> Result<NewOffice> {
    let bad = |field: &str| {
        let field = field.to_owned();
        move |expected: String| Refusal::bad_input(field, expected)
    };
    Ok(NewOffice {
        name: Name::parse(&new.name).map_err(bad("name"))?,
        address: Address::parse(&new.address).map_err(bad("address"))?,
        phone: Note::parse(&new.phone).map_err(bad("phone"))?,
        registration: Note::parse(&new.registration).map_err(bad("registration"))?,
        currency: new.currency.clone(),
        zone: new.zone.clone(),
        language: new.language.clone(),
        year_starts_in: new.year_starts_in,
        demo: false,
    })
}

fn admin(args: &Args, new: &New) -> std::result::Result<FirstAdmin, Failed> {
    let login = args.user.as_deref().unwrap_or("admin");
    let bad =
        |field: &'static str| move |expected: String| ApiError::from(&Refusal::bad_input(field, expected));
    Ok(FirstAdmin {
        login: Login::parse(login).map_err(bad("user"))?,
        name: Name::parse(&new.admin_name).map_err(bad("admin-name"))?,
        password: password("A password for the first admin: ")?.to_string(),
    })
}
