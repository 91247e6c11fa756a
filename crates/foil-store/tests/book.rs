//! A book as a file: keys, commits shared by several acts, and what the engine itself refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Instant;
use foil_store::{Book, BookInMaking, Key, Opening, Seal, Tx, outbox};
use std::path::Path;
use std::sync::Arc;

const NOW: Instant = Instant::from_millis(1_795_000_000_000);

fn made(dir: &Path) -> (Book, Key) {
    let key = Key::random().unwrap();
    (Book::create(&dir.join("a.book"), &Opening::Key(key.clone()), NOW).unwrap(), key)
}

fn add(book: &Book, id: i64) -> Result<()> {
    book.write(move |tx| {
        tx.hit(
            "INSERT INTO counter (id, code, name, active, version) VALUES ($1, $2, 'x', 1, 1)",
            &[&id, &format!("C{id}")],
        )
    })
}

fn counters(book: &Book) -> i64 {
    book.read(|tx| tx.number("SELECT COUNT(*) AS n FROM counter", &[])).unwrap()
}

#[test]
fn a_book_opens_with_its_key_and_with_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let (book, key) = made(dir.path());
    let path = book.path().to_owned();
    add(&book, 1).unwrap();
    drop(book);

    let wrong = Book::open(&path, &Opening::Key(Key::random().unwrap()), NOW).unwrap_err();
    assert_eq!(wrong.refusal(), Some(&Refusal::WrongKey));
    let recovery = Opening::from_text(&key.recovery_text());
    assert_eq!(counters(&Book::open(&path, &recovery, NOW).unwrap()), 1, "the recovery key is the key");
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"), "the file is encrypted from its first byte");
    let again = Book::create(&path, &recovery, NOW).unwrap_err();
    assert!(matches!(again.refusal(), Some(Refusal::FileExists(_))), "nothing is overwritten");
}

#[test]
fn a_book_has_its_name_only_when_it_is_whole_and_a_killed_making_stands_in_nobodys_way() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new.book");
    let opening = Opening::Key(Key::random().unwrap());
    let killed = BookInMaking::begin(&path).unwrap();
    let half = Book::create(killed.part(), &opening, NOW).unwrap();
    add(&half, 1).unwrap();
    // As a program that was killed leaves them: nothing is closed, nothing is taken away.
    std::mem::forget((half, killed));
    assert!(!path.exists(), "half a book has not the name of a whole one");

    let making = BookInMaking::begin(&path).unwrap();
    let book = Book::create(making.part(), &opening, NOW).unwrap();
    add(&book, 2).unwrap();
    let key = book.key().clone();
    drop(book);
    making.finish(&key).unwrap();

    let names = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["new.book"], "one file, whole by itself");
    assert_eq!(counters(&Book::open(&path, &opening, NOW).unwrap()), counters_of_a_new_book() + 1);
    let again = BookInMaking::begin(&path).unwrap_err();
    assert!(matches!(again.refusal(), Some(Refusal::FileExists(_))), "nothing is written over");
}

#[test]
fn a_making_that_is_given_up_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let making = BookInMaking::begin(&dir.path().join("new.book")).unwrap();
    let opening = Opening::Key(Key::random().unwrap());
    drop(Book::create(making.part(), &opening, NOW).unwrap());
    drop(making);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

fn counters_of_a_new_book() -> i64 {
    let dir = tempfile::tempdir().unwrap();
    counters(&made(dir.path()).0)
}

#[test]
fn a_passphrase_opens_the_book_it_made_and_the_recovery_key_opens_it_too() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.book");
    let opening = Opening::from_text("correct horse battery staple");
    let recovery = Book::create(&path, &opening, NOW).unwrap().key().recovery_text();
    assert!(Book::open(&path, &opening, NOW).is_ok());
    assert!(Book::open(&path, &Opening::from_text(&recovery), NOW).is_ok());
    let wrong = Book::open(&path, &Opening::from_text("correct horse battery stable"), NOW).unwrap_err();
    assert_eq!(wrong.refusal(), Some(&Refusal::WrongKey));
}

#[test]
fn a_passphrase_that_reads_like_a_key_is_refused_and_a_book_that_has_one_opens() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.book");
    let phrase = "5c".repeat(31) + "ab";
    let made = |text: &str| Book::create(&path, &Opening::Passphrase(text.to_owned().into()), NOW);
    for weak in ["a", "short", phrase.as_str()] {
        let refused = made(weak).unwrap_err();
        assert_eq!(refused.refusal().map(Refusal::code), Some("bad_input"), "{weak}");
        assert!(!path.exists(), "{weak}");
    }
    // As a program of before made it: the key is derived with the salt that the file begins with.
    let salt = [7; 16];
    let key = Key::from_passphrase(&phrase, &salt).unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    let keyed = format!(
        "PRAGMA key = \"x'{}{}'\"; {}",
        key.hex().as_str(),
        "07".repeat(16),
        Seal::quicker().pragma()
    );
    raw.execute_batch(&keyed).unwrap();
    raw.execute_batch("CREATE TABLE of_old (n INTEGER); DROP TABLE of_old").unwrap();
    drop(raw);
    assert!(Book::open(&path, &Opening::from_text(&phrase), NOW).is_ok());
    let other = Key::random().unwrap().hex();
    let wrong = Book::open(&path, &Opening::from_text(&other), NOW).unwrap_err();
    assert_eq!(wrong.refusal(), Some(&Refusal::WrongKey));
}

#[test]
fn a_file_that_is_no_book_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("letter.txt");
    std::fs::write(&path, "Dear customer, ".repeat(600)).unwrap();
    let refused = Book::open(&path, &Opening::Key(Key::random().unwrap()), NOW).unwrap_err();
    assert_eq!(refused.refusal(), Some(&Refusal::WrongKey));
    assert_eq!(std::fs::read_to_string(&path).unwrap().len(), 15 * 600);
}

#[test]
fn a_newer_book_is_refused_by_name_and_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    let (book, key) = made(dir.path());
    let path = book.path().to_owned();
    book.write(|tx| {
        tx.script(
            "INSERT INTO migration (version, name, applied_at) VALUES (99, '0099_later', 0);
             PRAGMA user_version = 99",
        )
    })
    .unwrap();
    drop(book);
    let refused = Book::open(&path, &Opening::Key(key), NOW).unwrap_err();
    assert!(
        matches!(refused.refusal(), Some(Refusal::NewerBook { book: 99, next, .. }) if next == "0099_later"),
        "{refused}"
    );
}

#[test]
fn an_act_that_refuses_breaks_or_panics_takes_nobody_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let (book, _) = made(dir.path());
    let book = Arc::new(book);
    let act = |n: i64| {
        let book = book.clone();
        std::thread::spawn(move || match n % 4 {
            0 => add(&book, n),
            1 => book.write(move |tx| {
                insert(tx, n)?;
                Err(Error::Refused(Refusal::NobodyWaiting))
            }),
            2 => book.write(move |tx| {
                insert(tx, n)?;
                // A failed statement that an act swallows must not be committed around.
                let _ = tx.run("INSERT INTO counter (id) VALUES ($1)", &[&n]);
                Ok(())
            }),
            _ => book.write(move |tx| {
                insert(tx, n)?;
                panic!("act {n} panics")
            }),
        })
    };
    let outcomes: Vec<bool> =
        (1..=80).map(act).collect::<Vec<_>>().into_iter().map(|t| t.join().unwrap().is_ok()).collect();
    assert_eq!(outcomes.iter().filter(|ok| **ok).count(), 20);
    assert_eq!(counters(&book), 20, "the good ones are there, and nothing of the others");
}

#[test]
fn several_who_write_at_once_and_then_one_alone_are_all_told() {
    let dir = tempfile::tempdir().unwrap();
    let (book, _) = made(dir.path());
    let book = Arc::new(book);
    // The others are expected to come again after each commit; the last of them wait for nobody who has gone.
    let some = |from: i64, n: i64| {
        let book = book.clone();
        std::thread::spawn(move || (from..from + n).all(|id| add(&book, id).is_ok()))
    };
    let callers: Vec<_> = (0..8).map(|caller| some(caller * 100 + 1, 10 + caller)).collect();
    assert!(callers.into_iter().all(|caller| caller.join().unwrap()));
    assert!(some(1_001, 5).join().unwrap());
    assert_eq!(counters(&book), (0..8).map(|caller| 10 + caller).sum::<i64>() + 5);
}

/// The log and the stack as they were kept by their keys, with the rows of two counters and one person.
const KEPT_BY_KEY: &str = "
  CREATE TABLE counter (id INTEGER PRIMARY KEY); INSERT INTO counter VALUES (1), (2);
  CREATE TABLE person (id INTEGER PRIMARY KEY); INSERT INTO person VALUES (7);
  CREATE TABLE audit (counter_id INTEGER NOT NULL REFERENCES counter (id), seq INTEGER NOT NULL CHECK (seq > 0),
    at INTEGER NOT NULL, business_on TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL, request_id TEXT,
    input_hash TEXT, changes TEXT NOT NULL, result TEXT, hash TEXT NOT NULL, PRIMARY KEY (counter_id, seq))
    STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX audit_request ON audit (request_id) WHERE request_id IS NOT NULL;
  CREATE INDEX audit_switched ON audit (counter_id, seq) WHERE act = 'import_customers';
  CREATE INDEX audit_told ON audit (act, counter_id, seq) WHERE act = 'save_user';
  CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  INSERT INTO audit VALUES (2, 1, 5, '2026-11-21', 'w', 'a', 'r1', 'i', '{\"n\":1}', 'ok', 'h1'),
    (1, 2, 7, '2026-11-21', 'w', 'b', NULL, NULL, '{}', NULL, 'h3'), (1, 1, 6, '2026-11-21', 'w', 'a', 'r2', 'i', '{}', 'ok', 'h2');
  CREATE TABLE undo_step (person_id INTEGER NOT NULL REFERENCES person (id), n INTEGER NOT NULL CHECK (n > 0),
    at INTEGER NOT NULL, business_on TEXT NOT NULL, act TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')), plan TEXT NOT NULL,
    PRIMARY KEY (person_id, n)) STRICT, WITHOUT ROWID;
  CREATE INDEX undo_step_undone ON undo_step (person_id, state, n) WHERE state = 'undone';
  INSERT INTO undo_step VALUES (7, 1, 5, '2026-11-21', 'a', 'done', '{}'), (7, 2, 6, '2026-11-21', 'a', 'undone', '{}');";

#[test]
fn a_log_that_was_kept_by_its_keys_is_kept_as_it_comes_row_by_row() {
    let conn = rusqlite::Connection::open_in_memory().unwrap();
    conn.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    conn.execute_batch(KEPT_BY_KEY).unwrap();
    let rows = |sql: &str| -> Vec<String> {
        let mut read = conn.prepare(sql).unwrap();
        read.query_map([], |row| row.get(0)).unwrap().map(|row| row.unwrap()).collect()
    };
    let log = "SELECT json_array(counter_id, seq, at, business_on, who, act, request_id, input_hash, changes, result, hash)
                 FROM audit ORDER BY counter_id, seq";
    let stack = "SELECT json_array(person_id, n, at, business_on, act, state, plan) FROM undo_step ORDER BY person_id, n";
    let before = (rows(log), rows(stack));
    assert_eq!((before.0.len(), before.1.len()), (3, 2));

    conn.execute_batch(include_str!("../../../migrations/0044_log_as_it_comes.sql")).unwrap();
    assert_eq!((rows(log), rows(stack)), before);
    assert_eq!(rows("SELECT rowid || ' ' || hash FROM audit ORDER BY rowid"), ["1 h2", "2 h3", "3 h1"]);
    assert_eq!(rows("SELECT name FROM sqlite_schema WHERE name LIKE '%before'"), Vec::<String>::new());
    for sql in ["UPDATE audit SET who = 'x'", "DELETE FROM audit"] {
        assert!(conn.execute(sql, []).unwrap_err().to_string().contains("append-only"), "{sql}");
    }
    let twice = "INSERT INTO audit SELECT counter_id, seq + 9, at, business_on, who, act, request_id, input_hash, changes,
                   result, hash FROM audit WHERE request_id = 'r1'";
    assert!(conn.execute(twice, []).unwrap_err().to_string().contains("request_id"));
}

fn insert(tx: &Tx<'_>, n: i64) -> Result<()> {
    tx.hit(
        "INSERT INTO counter (id, code, name, active, version) VALUES ($1, $2, 'x', 1, 1)",
        &[&n, &format!("C{n}")],
    )
}

#[test]
fn a_reader_cannot_write_and_sees_one_unchanging_book() {
    let dir = tempfile::tempdir().unwrap();
    let (book, _) = made(dir.path());
    add(&book, 1).unwrap();
    assert!(book.read(|tx| tx.run("DELETE FROM counter", &[])).is_err());
    let seen = book.read(|tx| {
        let before = tx.number("SELECT COUNT(*) AS n FROM counter", &[])?;
        add(&book, 2)?;
        Ok((before, tx.number("SELECT COUNT(*) AS n FROM counter", &[])?))
    });
    assert_eq!(seen.unwrap(), (1, 1));
    assert_eq!(counters(&book), 2);
}

#[test]
fn the_engine_refuses_to_change_what_is_written_once() {
    let dir = tempfile::tempdir().unwrap();
    let (book, _) = made(dir.path());
    book.write(|tx| {
        insert(tx, 1)?;
        tx.hit(
            "INSERT INTO audit (counter_id, seq, at, business_on, who, act, changes, hash)
             VALUES (1, 1, 0, '2026-11-21', 'w', 'a', '{}', 'h')",
            &[],
        )?;
        tx.hit("INSERT INTO journal (kind, source_id, business_on) VALUES ('bill', 1, '2026-11-21')", &[])
    })
    .unwrap();
    for sql in [
        "UPDATE audit SET who = 'x'",
        "DELETE FROM audit",
        "UPDATE journal SET source_id = 2",
        "DELETE FROM journal",
    ] {
        let refused = book.write(move |tx| tx.run(sql, &[])).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
    }
    assert_eq!(book.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn a_book_opens_whichever_way_its_pages_are_sealed() {
    for seal in Seal::in_turn() {
        let dir = tempfile::tempdir().unwrap();
        let (path, key) = (dir.path().join("a.book"), Key::random().unwrap());
        let raw = rusqlite::Connection::open(&path).unwrap();
        raw.execute_batch(&format!("PRAGMA key = \"x'{}'\"; {}", key.hex().as_str(), seal.pragma())).unwrap();
        raw.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE of_old (n INTEGER); DROP TABLE of_old")
            .unwrap();

        // Opened while its log is still beside it, by the right key and by a wrong one.
        let wrong = Book::open(&path, &Opening::Key(Key::random().unwrap()), NOW).unwrap_err();
        assert_eq!(wrong.refusal(), Some(&Refusal::WrongKey));
        let book = Book::open(&path, &Opening::Key(key.clone()), NOW).unwrap();
        drop(raw);

        assert_eq!(book.seal(), seal, "it keeps the seal it was made with");
        add(&book, 1).unwrap();
        assert_eq!(book.integrity().unwrap(), Vec::<String>::new());
        drop(book);
        assert_eq!(counters(&Book::open(&path, &Opening::Key(key), NOW).unwrap()), 1, "{seal:?}");
    }
}

#[test]
fn a_new_book_is_sealed_in_the_way_that_is_quicker_here() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(made(dir.path()).0.seal(), Seal::quicker());
    assert_eq!(Seal::in_turn()[0], Seal::quicker(), "and that is tried first");
}

#[test]
fn what_two_programs_worked_is_taken_out_once_though_its_id_was_given_again() {
    let dir = tempfile::tempdir().unwrap();
    let (book, _) = made(dir.path());
    let push = |at: Instant| book.write(move |tx| outbox::push(tx, "day_files", "{}", at)).unwrap();
    let due = || book.read(|tx| outbox::due(tx, NOW.plus_secs(60), 10)).unwrap();
    push(NOW);
    let (here, there) = (due().remove(0), due().remove(0));
    let taken = here.id;
    book.write(move |tx| outbox::done(tx, &here)).unwrap();
    push(NOW.plus_secs(5));
    assert_eq!(due()[0].id, taken, "the engine gives the id again");

    book.write(move |tx| {
        outbox::later(tx, &there, NOW.plus_secs(9), "late")?;
        outbox::done(tx, &there)
    })
    .unwrap();

    assert_eq!(due().len(), 1, "the newer row is still to be done");
    assert_eq!(due()[0].attempts, 0);
}
