//! Making books: a new one, or a demo branch.

use crate::args::{Args, Demo, New};
use crate::outcome::{Failed, Outcome, Said, progress, progress_done};
use crate::seat::{file_refused, key_in_environment, new_password, now, read_key};
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
    made(args, &new.file, |keeping| {
        let making = BookInMaking::begin(&new.file)?;
        let book = Book::create(making.part(), &keeping.opening, now())?;
        set_up(&book, now(), &office, &admin)?;
        let key = book.key().clone();
        drop(book);
        // The book gets its name last: there is none whose key nobody has, and no key is kept of a book that was refused.
        keeping.keep(&new.file)?;
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
    let Said { value, words, .. } = made(args, &demo.file, |keeping| {
        keeping.keep(&demo.file)?;
        let mut told = |done, total| progress(i64::from(done), i64::from(total));
        foil_app::demo::make(&demo.file, &keeping.opening, &branch, Arc::new(Paper), &mut told)
    })?;
    progress_done();
    let users: Vec<String> = USERS.iter().map(|u| format!("  {} / {}", u.login, u.password)).collect();
    Ok(Said::new(value, format!("{words}\nLog in as:\n\n{}", users.join("\n"))))
}

/// Makes a book whose key is kept somewhere, and tells its recovery key. When it fails, `make` leaves
/// no book behind, and this no key.
fn made(args: &Args, file: &Path, make: impl FnOnce(&mut Keeping) -> Result<()>) -> Outcome {
    if file.exists() {
        return Err(ApiError::from(&Refusal::FileExists(file.display().to_string())).into());
    }
    let mut keeping = Keeping::of(args, file)?;
    if let Err(error) = make(&mut keeping) {
        keeping.undo(file);
        return Err(error.into());
    }
    let recovery_key = match &keeping.opening {
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

/// What opens a new book, and where that is to be kept.
struct Keeping {
    opening: Opening,
    place: Place,
    /// Whether it lies there because of us, and is taken back if no book comes of it.
    kept: bool,
}

/// Where a new book's key is kept.
enum Place {
    /// Somebody has it already: it was there, or was given with the command.
    Known,
    /// In a file that is not there yet.
    File(PathBuf),
    /// In the keychain, which has none for this book yet.
    Keychain,
}

impl Keeping {
    /// A key that lies where this book's would lie is taken, and never written over: it may open another book that stood
    /// here, and be all that does.
    fn of(args: &Args, book: &Path) -> std::result::Result<Keeping, Failed> {
        let keeping = |opening, place| Keeping { opening, place, kept: false };
        match &args.key_file {
            Some(path) if path.exists() => {
                return Ok(keeping(Opening::Key(Key::parse(&read_key(path)?)?), Place::Known));
            }
            Some(path) => return Ok(keeping(Opening::Key(Key::random()?), Place::File(path.clone()))),
            None => {}
        }
        if let Some(text) = key_in_environment() {
            return Ok(keeping(Opening::from_text(text.trim()), Place::Known));
        }
        if let Some(key) = keychain::find(book) {
            return Ok(keeping(Opening::Key(key), Place::Known));
        }
        if keychain::is_there() {
            return Ok(keeping(Opening::Key(Key::random()?), Place::Keychain));
        }
        Err(ApiError::from(&Refusal::NoKey).into())
    }

    fn keep(&mut self, book: &Path) -> Result<()> {
        let Opening::Key(key) = &self.opening else { return Ok(()) };
        match &self.place {
            Place::Known => {}
            Place::File(path) => {
                key.write_new(path).map_err(|e| file_refused(path, &e))?;
                self.kept = true;
            }
            Place::Keychain => {
                // A key that was there before is another book's, and left alone by whatever follows.
                self.kept = keychain::keep(book, key) == keychain::Kept::Yes;
                if !self.kept {
                    return Err(Refusal::NoKey.into());
                }
            }
        }
        Ok(())
    }

    fn undo(&self, book: &Path) {
        match &self.place {
            Place::File(path) if self.kept => {
                // It holds a key that opens nothing.
                let _ = std::fs::remove_file(path);
            }
            Place::Keychain if self.kept => keychain::forget(book),
            _ => {}
        }
    }
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
        password: new_password("COUNTERFOIL_PASSWORD", "A password for the first admin: ")?.to_string(),
    })
}
