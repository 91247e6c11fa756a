//! Books and their keys.

use foil_domain::refusal::{Error, Refusal};
use foil_domain::time::Instant;
use foil_store::{Book, Key, Opening};
use foil_testkit::{Hall, refused};
use foil_tests::{Reads, problems, raw};

const NOW: Instant = Instant::from_millis(1_795_000_000_000);

fn code(opened: foil_domain::Result<Book>) -> &'static str {
    match opened {
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(Error::Broke(fault)) => panic!("broke: {fault:#}"),
        Ok(_) => "opened",
    }
}

#[test]
fn a_book_cannot_be_read_without_its_key_and_says_nothing_of_what_it_holds() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.pays(&asha, &hall.bills(500), 500).unwrap();

    assert_eq!(code(Book::open(&hall.path(), &Opening::Key(Key::random().unwrap()), NOW)), "wrong_key");
    assert_eq!(code(Book::open(&hall.path(), &Opening::from_text("a passphrase"), NOW)), "wrong_key");
    for suffix in ["", "-wal"] {
        let mut path = hall.path().into_os_string();
        path.push(suffix);
        let bytes = std::fs::read(path).unwrap();
        for plain in [&b"SQLite format 3"[..], b"Asha Rao", b"take_payment"] {
            assert!(!bytes.windows(plain.len()).any(|w| w == plain), "plain text in the file{suffix}");
        }
    }
}

#[test]
fn the_recovery_key_opens_the_book_however_it_is_typed() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.pays(&asha, &hall.bills(500), 500).unwrap();
    let printed = hall.key().recovery_text();

    for typed in [printed.to_string(), printed.to_lowercase(), printed.replace('-', " ")] {
        assert_eq!(code(Book::open(&hall.path(), &Opening::from_text(&typed), NOW)), "opened");
    }
    hall.books_balance();
}

#[test]
fn a_book_with_a_passphrase_opens_with_it_and_with_its_recovery_key_and_with_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("branch.foil");
    let phrase = Opening::from_text("correct horse battery staple");
    let recovery = Book::create(&path, &phrase, NOW).unwrap().key().recovery_text();

    assert_eq!(code(Book::open(&path, &phrase, NOW)), "opened");
    assert_eq!(code(Book::open(&path, &Opening::from_text(&recovery), NOW)), "opened");
    assert_eq!(code(Book::open(&path, &Opening::from_text("correct horse"), NOW)), "wrong_key");
    assert_eq!(code(Book::create(&path, &phrase, NOW)), "file_exists", "a book is never written over");
}

#[test]
fn a_book_of_a_newer_program_is_refused_by_name_and_not_touched() {
    let hall = Hall::open();
    let (path, key) = (hall.path(), hall.key().clone());
    let conn = raw(&path, &key);
    let version: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
    let next = version + 1;
    conn.execute("INSERT INTO migration VALUES (?1, '0009_the_meters', 0)", [next]).unwrap();
    conn.execute_batch(&format!("PRAGMA user_version = {next}; CREATE TABLE meters (id INTEGER)")).unwrap();

    match Book::open(&path, &Opening::Key(key), NOW) {
        Err(Error::Refused(Refusal::NewerBook { book, known, next: name })) => {
            assert_eq!((book, known, name.as_str()), (next, version, "0009_the_meters"));
        }
        other => panic!("{other:?}"),
    }
    let tables: i64 =
        conn.query_row("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'meters'", [], |r| r.get(0)).unwrap();
    assert_eq!(tables, 1);
}

#[test]
fn a_migration_that_fails_half_way_leaves_the_book_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("branch.foil");
    let key = Key::random().unwrap();
    // A file in which a later statement of the first migration must fail: its table is there already.
    let conn = raw(&path, &key);
    conn.execute_batch("CREATE TABLE journal (something INTEGER)").unwrap();
    drop(conn);

    let opened = Book::open(&path, &Opening::Key(key.clone()), NOW);

    assert!(matches!(opened, Err(Error::Broke(_))), "{opened:?}");
    let conn = raw(&path, &key);
    let names: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema ORDER BY name")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(names, ["journal"], "nothing of the migration is there");
    let version: i64 = conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
    assert_eq!(version, 0);
}

#[test]
fn a_file_that_is_no_book_is_refused_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    std::fs::write(&path, "Dear sir, ".repeat(1_000)).unwrap();

    assert_eq!(code(Book::open(&path, &Opening::Key(Key::random().unwrap()), NOW)), "wrong_key");
    assert_eq!(code(Book::open(&folder.path().join("none"), &Opening::from_text("x"), NOW)), "not_found");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "Dear sir, ".repeat(1_000));
}

#[test]
fn receipts_bills_journal_and_log_cannot_be_edited_even_with_the_key() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.pays(&asha, &hall.bills(500), 500).unwrap();
    hall.undoes(&asha).unwrap();
    let conn = raw(&hall.path(), hall.key());
    for (table, column) in [
        ("payment", "number"),
        ("payment_share", "amount_minor"),
        ("payment_tender", "amount_minor"),
        ("payment_void", "reason"),
        ("journal", "kind"),
        ("journal_line", "amount_minor"),
        ("audit", "changes"),
        ("bill", "total_minor"),
        ("bill_line", "amount_minor"),
    ] {
        let edited = conn.execute_batch(&format!("UPDATE {table} SET {column} = {column}"));
        let deleted = conn.execute_batch(&format!("DELETE FROM {table}"));
        for refused in [edited.unwrap_err(), deleted.unwrap_err()] {
            let said = refused.to_string();
            assert!(said.contains("append-only") || said.contains("never"), "{table}: {said}");
        }
    }
}

#[test]
fn a_row_that_was_edited_behind_the_programs_back_is_found_and_named() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.pays(&asha, &hall.bills(500), 500).unwrap();
    let conn = raw(&hall.path(), hall.key());
    conn.execute_batch(
        "DROP TRIGGER audit_is_never_changed; UPDATE audit SET changes = replace(changes, '50000', '40000')
          WHERE act = 'take_payment'",
    )
    .unwrap();

    let found = hall.check(&hall.manager("maya")).unwrap().problems;

    assert!(found.iter().any(|p| p.contains("counter C1") && p.contains("edited")), "{found:?}");
    assert_eq!(problems(hall.office().book()).len(), 1, "the auditor finds the same");
}

#[test]
fn a_flipped_bit_in_the_file_is_noticed() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.pays(&asha, &hall.bills(500), 500).unwrap();
    let conn = raw(&hall.path(), hall.key());
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap_or_default();
    drop(conn);
    let copy = hall.folder().join("copy.foil");
    let mut bytes = std::fs::read(hall.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&copy, bytes).unwrap();

    let noticed = match Book::open(&copy, &Opening::Key(hall.key().clone()), NOW) {
        Ok(book) => book.integrity().map_or(true, |found| !found.is_empty()),
        Err(_) => true,
    };
    assert!(noticed);
}

#[test]
fn an_admin_has_the_recovery_key_shown_again_for_their_password_and_the_log_says_so() {
    let hall = Hall::open();
    let (tara, maya) = (hall.admin("tara"), hall.manager("maya"));
    let asks = |who: &foil_testkit::Person, password: &str| {
        hall.call(who, "show_recovery_key", serde_json::json!({ "password": password }))
    };
    assert_eq!(refused(asks(&maya, foil_testkit::PASSWORD)), "not_allowed");
    assert_eq!(refused(asks(&tara, "not this one")), "invalid_credentials");
    assert!(hall.logged(&maya, "show_recovery_key").is_empty());
    let shown = asks(&tara, foil_testkit::PASSWORD).unwrap();
    assert_eq!(shown["recovery_key"], hall.key().recovery_text().as_str());
    assert_eq!(
        hall.logged(&maya, "show_recovery_key"),
        ["{\"name\":\"Tara\"}"],
        "that it was shown, and nothing of the key"
    );
}

#[test]
fn the_only_admin_who_forgot_the_password_is_let_in_again_by_the_recovery_key_and_the_month_tells() {
    let hall = Hall::open();
    let (tara, maya) = (hall.admin("tara"), hall.manager("maya"));
    let reset = |key: &Key, login: &str, new: &str| {
        foil_app::people::reset_admin(hall.office(), key, login, new)
            .map_err(|error| foil_api::ApiError::of("reset", &error).code)
    };
    let new = "seven herons wade";
    assert_eq!(reset(&Key::random().unwrap(), "tara", new).unwrap_err(), "wrong_key");
    assert_eq!(reset(hall.key(), "maya", new).unwrap_err(), "bad_input", "she is no admin");
    assert_eq!(reset(hall.key(), "tara", "short").unwrap_err(), "weak_password");
    assert!(hall.logged(&maya, "save_user").iter().all(|changes| !changes.contains("by_recovery_key")));

    reset(hall.key(), "TARA", new).unwrap();
    assert_eq!(refused(hall.frame(&tara)), "not_logged_in", "her windows are closed");
    assert_eq!(refused(hall.log_in("tara", foil_testkit::PASSWORD)), "invalid_credentials");
    hall.log_in("tara", new).unwrap();
    let last =
        hall.logged(&maya, "save_user").into_iter().find(|changes| changes.contains("by_recovery_key"));
    let last = last.expect("it stands in the log");
    assert!(last.contains("\"name\":\"Tara\"") && !last.contains(new), "{last}");
    let month = hall.call(&maya, "month_summary", serde_json::json!({ "month": "2026-11" })).unwrap();
    let told: Vec<_> =
        month["exceptions"].as_array().unwrap().iter().map(|e| (&e["kind"], &e["subject"])).collect();
    assert!(
        told.iter().any(|(kind, subject)| *kind == "admin_reset" && *subject == "tara (Tara): password set"),
        "{told:?}"
    );
}
