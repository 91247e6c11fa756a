//! The first run: a new book, or the demo branch.

use crate::{
    key_file,
    seat::{Seat, now},
};
use anyhow::Context;
use foil_api::ApiError;
use foil_app::demo::{self, Branch};
use foil_app::office::{NewOffice, set_up};
use foil_app::people::views::FirstAdmin;
use foil_documents::Paper;
use foil_domain::refusal::{Error, Result as FoilResult};
use foil_domain::text::{Address, Name, Note};
use foil_domain::time::Zone;
use foil_store::{Book, BookInMaking, Key, Opening};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

type Answer<T> = Result<T, ApiError>;

/// What the first run asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBook {
    name: Name,
    address: String,
    phone: Note,
    registration: Note,
    language: String,
    currency: String,
    /// IANA time zone, for good.
    zone: String,
    /// The month (1–12) in which the financial year begins, for good.
    year_starts_in: u32,
    admin: FirstAdmin,
    /// Opens the book instead of a key in the keychain.
    passphrase: Option<String>,
}

/// To be written down; an admin can have it shown again.
#[derive(Serialize)]
pub struct Recovery {
    /// As it is written down.
    pub recovery_key: String,
}

/// Makes an empty book at the seat and opens it. With a passphrase that opens it from now on;
/// without one a random key does, which is kept in the keychain.
pub fn create(seat: &Seat, new: NewBook) -> Answer<Recovery> {
    let made = office_of(&new).map_err(Error::from).and_then(|office| book(seat, &new, &office));
    made.map_err(|error| ApiError::of("create_book", &error))
}

fn book(seat: &Seat, new: &NewBook, office: &NewOffice) -> FoilResult<Recovery> {
    let opening = match &new.passphrase {
        Some(passphrase) => Opening::Passphrase(Zeroizing::new(passphrase.clone())),
        None => Opening::Key(seat.key_for_new_book()?),
    };
    let path = seat.book();
    make_room(path)?;
    let making = BookInMaking::begin(path)?;
    let book = Book::create(making.part(), &opening, now())?;
    set_up(&book, now(), office, &new.admin)?;
    let key = book.key().clone();
    drop(book);
    // The book gets its name last: there is none whose key nobody has.
    if new.passphrase.is_none() {
        seat.keep_key(&key)?;
    }
    making.finish(&key)?;
    let recovery_key = key.recovery_text().to_string();
    seat.sit_down(Book::open(path, &Opening::Key(key), now())?)?;
    Ok(Recovery { recovery_key })
}

fn office_of(new: &NewBook) -> Result<NewOffice, foil_domain::Refusal> {
    let address =
        new.address.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    Ok(NewOffice {
        name: new.name.clone(),
        address: Address::parse(&address)
            .map_err(|expected| foil_domain::Refusal::bad_input("address", expected))?,
        phone: new.phone.clone(),
        registration: new.registration.clone(),
        currency: new.currency.clone(),
        zone: new.zone.clone(),
        language: new.language.clone(),
        year_starts_in: new.year_starts_in,
        demo: false,
    })
}

/// The zone that this machine is set to: what the first run proposes.
pub fn zone_here() -> String {
    iana_time_zone::get_timezone().unwrap_or_else(|_| "Etc/UTC".into())
}

/// The month (1–12) in which public accounts begin where a currency is spent, as far as it is not January: what the first
/// run proposes.
pub const FINANCIAL_YEARS: &[(&str, u32)] = &[
    ("INR", 4),
    ("GBP", 4),
    ("JPY", 4),
    ("CAD", 4),
    ("HKD", 4),
    ("SGD", 4),
    ("ZAR", 4),
    ("NZD", 4),
    ("AUD", 7),
    ("PKR", 7),
    ("BDT", 7),
    ("EGP", 7),
    ("KES", 7),
    ("TZS", 7),
    ("UGX", 7),
];

/// Opens the demo branch in the data folder, made where there is none yet. Its key lies beside it:
/// there is nothing in it to protect.
pub fn demo(seat: &Seat, data_dir: &Path) -> Answer<()> {
    let done = (|| {
        let (path, key_path) = (data_dir.join("demo.book"), data_dir.join("demo.key"));
        let known = key_file::read(&key_path).ok().and_then(|text| Key::from_text(&text));
        let opening = match known {
            Some(key) if path.is_file() => Opening::Key(key),
            _ => made_demo(&path, &key_path)?,
        };
        seat.sit_down(Book::open(&path, &opening, now())?)
    })();
    done.map_err(|error| ApiError::of("create_demo", &error))
}

fn made_demo(path: &Path, key_path: &Path) -> FoilResult<Opening> {
    make_room(path)?;
    take_away(path);
    let key = Key::random()?;
    // A key without its book, or a book without its key, is of no use: both begin anew.
    let _ = fs::remove_file(key_path);
    key.write_new(key_path).context("writing the demo's key")?;
    let opening = Opening::Key(key);
    let zone = Zone::parse("Asia/Kolkata").map_err(|what| anyhow::anyhow!("the demo's zone: {what}"))?;
    let branch = Branch::usual(zone.day_of(now()), now());
    let mut told = |done, all| tracing::info!(done, all, "months of the demo branch");
    demo::make(path, &opening, &branch, Arc::new(Paper), &mut told)?;
    Ok(opening)
}

fn make_room(path: &Path) -> FoilResult<()> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    Ok(made.map_err(|error| anyhow::Error::new(error).context("making the folder of the book"))?)
}

/// Removes a book that nobody has the key of, with what the engine keeps beside it.
fn take_away(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let _ = fs::remove_file(PathBuf::from(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{args::Args, seat::BookState};
    use serde_json::{Value, json};

    fn seat(dir: &Path) -> Seat {
        let args = Args { book: Some(dir.join("new").join("office.book")), ..Args::default() };
        Seat::new(&args, dir, Arc::new(|_| {}))
    }

    fn answers() -> Value {
        json!({
            "name": "Mangalore Central", "address": "Kadri Hills Road\n\nMangaluru 575002", "phone": "",
            "registration": "", "language": "en", "currency": "INR", "zone": "Asia/Kolkata", "year_starts_in": 4,
            "admin": { "login": "asha", "name": "Asha Rao", "password": "a long pass phrase" },
            "passphrase": "correct horse battery staple",
        })
    }

    #[test]
    fn a_new_book_opens_by_its_passphrase_and_by_its_recovery_key() {
        let dir = tempfile::tempdir().unwrap();
        let first = seat(dir.path());
        let recovery = create(&first, serde_json::from_value(answers()).unwrap()).unwrap();
        assert_eq!(first.state(), BookState::Open);
        drop(first);

        for secret in ["correct horse battery staple", &recovery.recovery_key] {
            let again = seat(dir.path());
            assert_eq!(again.state(), BookState::Closed { refused: None });
            again.open_with(secret, false).unwrap();
            assert_eq!(again.state(), BookState::Open);
        }
        assert!(seat(dir.path()).open_with("wrong", false).is_err());
    }

    #[test]
    fn the_first_run_offers_the_languages_of_documents_and_refuses_another() {
        let dir = tempfile::tempdir().unwrap();
        let seat = seat(dir.path());
        let offered = serde_json::to_value(seat.state()).unwrap();
        let codes: Vec<&Value> =
            offered["languages"].as_array().unwrap().iter().map(|l| &l["code"]).collect();
        assert_eq!(codes, ["en", "hi", "kn"]);
        let mut unknown = answers();
        unknown["language"] = json!("fr");
        let refused = create(&seat, serde_json::from_value(unknown.clone()).unwrap()).err().unwrap();
        assert_eq!(refused.code, "bad_input", "{refused:?}");
        unknown["language"] = json!("kn");
        create(&seat, serde_json::from_value(unknown).unwrap()).unwrap();
        assert_eq!(seat.status().unwrap().language, "kn");
    }

    #[test]
    fn what_is_fixed_for_good_is_asked_for_and_kept_as_it_was_answered() {
        let dir = tempfile::tempdir().unwrap();
        let seat = seat(dir.path());
        let offered = serde_json::to_value(seat.state()).unwrap();
        assert!(!offered["zone"].as_str().unwrap().is_empty(), "{offered}");
        assert!(offered["financial_years"].as_array().unwrap().contains(&json!(["INR", 4])), "{offered}");
        let mut elsewhere = answers();
        (elsewhere["zone"], elsewhere["year_starts_in"]) = (json!("Nowhere/Atall"), json!(1));
        let refused = create(&seat, serde_json::from_value(elsewhere.clone()).unwrap()).err().unwrap();
        assert_eq!(refused.code, "bad_input", "{refused:?}");
        elsewhere["zone"] = json!("Africa/Nairobi");
        create(&seat, serde_json::from_value(elsewhere).unwrap()).unwrap();
        let office = seat.desk().unwrap().office().book().read(foil_store::office::find).unwrap();
        assert_eq!((office.zone.as_str(), office.year_starts_in), ("Africa/Nairobi", 1));
    }

    #[test]
    fn the_halls_window_shows_its_numbers_with_nobody_logged_in_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let seat = seat(dir.path());
        create(&seat, serde_json::from_value(answers()).unwrap()).unwrap();
        assert_eq!(seat.hall("hall").unwrap()["office"], "Mangalore Central");
        for other in ["users", "customers", "log_in", "HALL"] {
            assert_eq!(seat.hall(other).unwrap_err().code, "no_such_command", "{other}");
        }
        assert_eq!(seat.call("hall", Value::Null, false).unwrap_err().code, "not_logged_in");
    }

    #[test]
    fn a_first_run_that_was_killed_half_way_can_be_done_again() {
        let dir = tempfile::tempdir().unwrap();
        let killed = seat(dir.path());
        make_room(killed.book()).unwrap();
        let making = BookInMaking::begin(killed.book()).unwrap();
        let half = Book::create(making.part(), &Opening::Key(Key::random().unwrap()), now()).unwrap();
        std::mem::forget((half, making));

        let seat = seat(dir.path());
        assert!(matches!(seat.state(), BookState::None { .. }), "half a book is none");
        create(&seat, serde_json::from_value(answers()).unwrap()).unwrap();
        assert_eq!(seat.state(), BookState::Open);
    }

    #[test]
    fn a_key_file_that_is_there_is_what_opens_the_new_book_and_stays_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let (book, key_file) = (dir.path().join("office.book"), dir.path().join("office.key"));
        let args = Args { book: Some(book.clone()), key_file: Some(key_file.clone()), counter: None };
        let mut answers = answers();
        answers["passphrase"] = Value::Null;
        fs::write(&key_file, "no key at all").unwrap();
        let seat = || Seat::new(&args, dir.path(), Arc::new(|_| {}));
        let refused = create(&seat(), serde_json::from_value(answers.clone()).unwrap()).err().unwrap();
        assert_eq!(refused.code, "wrong_key", "{refused:?}");
        assert!(!book.exists());

        let key = Key::random().unwrap();
        fs::write(&key_file, key.hex().as_str()).unwrap();
        let recovery = create(&seat(), serde_json::from_value(answers).unwrap()).unwrap();
        assert_eq!(recovery.recovery_key, key.recovery_text().as_str());
        assert_eq!(fs::read_to_string(&key_file).unwrap(), key.hex().as_str());
        let again = seat();
        again.open_unasked();
        assert_eq!(again.state(), BookState::Open);
    }

    #[test]
    fn a_weak_passphrase_is_refused_by_whoever_makes_the_book_and_not_by_its_page_alone() {
        let dir = tempfile::tempdir().unwrap();
        let seat = seat(dir.path());
        for weak in ["a", &format!("{}ab01", "5c".repeat(30))] {
            let mut answers = answers();
            answers["passphrase"] = json!(weak);
            let refused = create(&seat, serde_json::from_value(answers).unwrap()).err().unwrap();
            assert_eq!(refused.code, "bad_input", "{refused:?}");
            assert!(matches!(seat.state(), BookState::None { .. }));
        }
    }

    #[test]
    fn a_first_run_that_is_refused_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let seat = seat(dir.path());
        let mut weak = answers();
        weak["admin"]["password"] = json!("short");
        let refused = create(&seat, serde_json::from_value(weak).unwrap()).err().unwrap();
        assert!(!refused.is_fault(), "{refused:?}");
        assert!(matches!(seat.state(), BookState::None { .. }), "no half-made book stands in the way");
        create(&seat, serde_json::from_value(answers()).unwrap()).unwrap();
    }
}
