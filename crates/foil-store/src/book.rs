//! A book: one encrypted file, one writer, several readers.

use crate::key::Key;
use crate::migrations::migrate;
use crate::seal::Seal;
use crate::tx::{Tx, fault};
use crate::writer::Writer;
use anyhow::anyhow;
use foil_domain::people::passphrase_will_do;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::Instant;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How a book is opened.
#[derive(Debug, Clone)]
pub enum Opening {
    /// With its raw key, from the keychain, a key file, or as the recovery key.
    Key(Key),
    /// With its passphrase.
    Passphrase(zeroize::Zeroizing<String>),
    /// With text that reads as a key. Books were once made with such text as their passphrase, so it may be that, too.
    Text(Key, zeroize::Zeroizing<String>),
}

impl Opening {
    /// Text that is a key (hex or recovery key) opens as a key, anything else as a passphrase.
    #[must_use]
    pub fn from_text(text: &str) -> Opening {
        let typed = zeroize::Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned());
        match Key::from_text(text) {
            Some(key) => Opening::Text(key, typed),
            None => Opening::Passphrase(typed),
        }
    }
}

/// How long a statement waits for another program that writes the same book.
const BUSY: Duration = Duration::from_secs(10);

/// Steps of the engine after which a look asks whether anybody still waits for it: well below a millisecond.
const STEPS: i32 = 10_000;

/// Idle reading connections kept open.
const READERS_KEPT: usize = 8;

/// An open book. Cheap to share behind an `Arc`; closes when the last one drops.
pub struct Book {
    path: PathBuf,
    key: Key,
    seal: Seal,
    writer: Writer,
    readers: Mutex<Vec<Connection>>,
    /// Whether the program ends, and nobody waits for what is looked at any more.
    left: Arc<AtomicBool>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Book {
    /// Makes a new, empty book. Refuses a path at which there is a file already, and a passphrase that will not do.
    ///
    /// With a passphrase the key is derived from it and a random salt, which becomes the file's first
    /// 16 bytes; so the recovery key of any book is simply its raw key.
    pub fn create(path: &Path, opening: &Opening, now: Instant) -> Result<Book> {
        if path.exists() {
            return Err(Error::Refused(Refusal::FileExists(path.display().to_string())));
        }
        let mut salt = [0u8; 16];
        getrandom::fill(&mut salt).map_err(|e| Error::Broke(anyhow!("no randomness: {e}")))?;
        let key = match opening {
            Opening::Key(key) | Opening::Text(key, _) => key.clone(),
            Opening::Passphrase(text) => {
                passphrase_will_do(text)?;
                Key::from_passphrase(text, &salt)?
            }
        };
        let seal = Seal::quicker();
        let salted = zeroize::Zeroizing::new(format!("{}{}", key.hex().as_str(), hex::encode(salt)));
        let made = connect(path, true)
            .and_then(|conn| unlock(&conn, &salted, seal).map(|()| conn))
            .and_then(|conn| Book::from_connection(path, key, seal, conn, now));
        if made.is_err() {
            // Nothing half made is left behind; the file did not exist before.
            for suffix in ["", "-wal", "-shm"] {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                let _ = std::fs::remove_file(name);
            }
        }
        made
    }

    /// Opens a book and brings it up to date. Refuses a wrong key and a book newer than this program.
    pub fn open(path: &Path, opening: &Opening, now: Instant) -> Result<Book> {
        if !path.is_file() {
            return Err(Error::Refused(Refusal::not_found("book", path.display())));
        }
        let (key, otherwise) = match opening {
            Opening::Key(key) => (key.clone(), None),
            Opening::Text(key, text) => (key.clone(), Some(text)),
            Opening::Passphrase(text) => (Key::from_passphrase(text, &salt_of(path)?)?, None),
        };
        let (key, (conn, seal)) = match (unlocked(path, &key), otherwise) {
            (Err(Error::Refused(Refusal::WrongKey)), Some(text)) => {
                let key = Key::from_passphrase(text, &salt_of(path)?)?;
                let opened = unlocked(path, &key)?;
                (key, opened)
            }
            (opened, _) => (key, opened?),
        };
        Book::from_connection(path, key, seal, conn, now)
    }

    fn from_connection(path: &Path, key: Key, seal: Seal, conn: Connection, now: Instant) -> Result<Book> {
        fault(
            conn.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
                 PRAGMA checkpoint_fullfsync = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
                 PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;
                 PRAGMA journal_size_limit = 67108864;",
            ),
            "preparing the book",
        )?;
        plan_once(&conn)?;
        conn.set_prepared_statement_cache_capacity(256);
        migrate(&conn, now)?;
        Ok(Book {
            path: path.to_owned(),
            key,
            seal,
            writer: Writer::new(conn),
            readers: Mutex::default(),
            left: Arc::default(),
        })
    }

    /// Where the book is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The raw key, to be kept in the keychain or shown as the recovery key.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// How its pages are sealed.
    #[must_use]
    pub fn seal(&self) -> Seal {
        self.seal
    }

    /// Runs `work` in a writing transaction; when this returns `Ok`, it is on disk.
    ///
    /// Only `Office::perform` and its like call this. `work` must have no effect outside the
    /// transaction: it shares a commit with others and is rolled back alone when it refuses.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.write(work)
    }

    /// Runs `work` on one unchanging view of the book. It cannot write.
    pub fn read<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        let conn = self.some_reader()?;
        let outcome = on_one_view(&conn, work);
        self.keep_reader(conn);
        outcome
    }

    /// The same for whoever wants to see something, and for nothing that the program itself has to write down: it is stopped
    /// in the middle, and refused with `leaving`, once the program ends.
    pub fn look<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.go_on()?;
        let mut conn = self.some_reader()?;
        self.stoppable(&mut conn)?;
        let outcome = on_one_view(&conn, work);
        fault(conn.progress_handler(0, None::<fn() -> bool>), "looking to the end")?;
        self.keep_reader(conn);
        outcome
    }

    /// From now on nobody waits for a look: those that run are stopped.
    pub fn leave(&self) {
        self.left.store(true, Ordering::Relaxed);
    }

    /// Whether the program ends, for work that looks at more than this book.
    #[must_use]
    pub fn left(&self) -> &Arc<AtomicBool> {
        &self.left
    }

    fn go_on(&self) -> Result<()> {
        match self.left.load(Ordering::Relaxed) {
            true => Err(Error::Refused(Refusal::Leaving)),
            false => Ok(()),
        }
    }

    fn stoppable(&self, conn: &mut Connection) -> Result<()> {
        let left = Arc::clone(&self.left);
        fault(conn.progress_handler(STEPS, Some(move || left.load(Ordering::Relaxed))), "beginning to look")
    }

    fn some_reader(&self) -> Result<Connection> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| self.reader(), Ok)
    }

    fn keep_reader(&self, conn: Connection) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT {
            readers.push(conn);
        }
    }

    fn reader(&self) -> Result<Connection> {
        let conn = connect(&self.path, false)?;
        unlock(&conn, &self.key.hex(), self.seal)?;
        fault(
            conn.execute_batch(
                "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;",
            ),
            "preparing a reader",
        )?;
        plan_once(&conn)?;
        conn.set_prepared_statement_cache_capacity(128);
        Ok(conn)
    }

    /// The schema as text, for the snapshot in `migrations/schema.sql`.
    pub fn schema(&self) -> Result<String> {
        let texts = self.read(|tx| {
            tx.all::<crate::tx::Text>(
                "SELECT sql AS t FROM sqlite_schema
                  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'customer_words_%'
                  ORDER BY type DESC, name LIMIT 10000",
                &[],
            )
        })?;
        Ok(texts.into_iter().map(|row| row.t + ";\n\n").collect())
    }

    /// Asks the engine whether every page can be read and every index fits its table. A look: see [`Book::look`].
    pub fn integrity(&self) -> Result<Vec<String>> {
        self.go_on()?;
        let mut conn = self.reader()?;
        self.stoppable(&mut conn)?;
        let run = |sql: &str| -> rusqlite::Result<Vec<String>> {
            let mut statement = conn.prepare(sql)?;
            let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
            rows.collect()
        };
        let mut problems = fault(run("PRAGMA integrity_check(20)"), "checking the file")?;
        problems.retain(|p| p != "ok");
        self.go_on()?;
        problems.extend(fault(run("PRAGMA cipher_integrity_check"), "checking the pages")?);
        self.go_on()?;
        let strays = fault(run("PRAGMA foreign_key_check"), "checking references")?;
        problems.extend(strays.into_iter().take(20).map(|t| format!("a row of {t} points nowhere")));
        Ok(problems)
    }
}

fn on_one_view<T>(conn: &Connection, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
    fault(conn.execute_batch("BEGIN"), "beginning to read")?;
    let outcome = work(&Tx::new(conn));
    fault(conn.execute_batch("COMMIT"), "ending to read")?;
    outcome
}

/// Brings all that the log holds into the file, which then stands alone. Refuses nobody, but fails while
/// somebody has the book open.
pub(crate) fn settle(path: &Path, key: &Key) -> Result<()> {
    let (conn, _) = unlocked(path, key)?;
    let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    match fault(busy, "settling a new book")? {
        0 => fault(conn.close().map_err(|(_, error)| error), "closing a new book"),
        _ => Err(Error::Broke(anyhow!("the new book {} is still open", path.display()))),
    }
}

fn connect(path: &Path, create: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let conn = Connection::open_with_flags(path, flags).map_err(|e| {
        Error::Refused(Refusal::File { path: path.display().to_string(), problem: e.to_string() })
    })?;
    fault(conn.busy_timeout(BUSY), "setting the time to wait")?;
    Ok(conn)
}

/// Has statements planned once, without looking at what is bound to them. Otherwise each new value
/// for a LIMIT, or beside a partial index, has the statement compiled again: a fifth of a payment's
/// time.
fn plan_once(conn: &Connection) -> Result<()> {
    let set = conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
    fault(set.map(|_| ()), "fixing plans")
}

/// A connection to a book that is there, with the seal it was made with.
fn unlocked(path: &Path, key: &Key) -> Result<(Connection, Seal)> {
    let mut outcome = Err(Error::Refused(Refusal::WrongKey));
    for seal in Seal::in_turn() {
        let conn = connect(path, false)?;
        outcome = unlock(&conn, &key.hex(), seal).map(|()| (conn, seal));
        // A wrong seal looks like a wrong key.
        if !matches!(outcome, Err(Error::Refused(Refusal::WrongKey))) {
            break;
        }
    }
    outcome
}

fn unlock(conn: &Connection, hex: &str, seal: Seal) -> Result<()> {
    // The key is hex made by this program: nothing of a user's gets into this text. What the engine thinks of a wrong key
    // is told by the refusal; its own lines would stand before the error that a script reads.
    let pragma = zeroize::Zeroizing::new(format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{hex}'\"; {}",
        seal.pragma()
    ));
    fault(conn.execute_batch(&pragma), "giving the key")?;
    match conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
        Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            Err(Error::Refused(Refusal::WrongKey))
        }
        other => fault(other, "opening the book"),
    }
}

fn salt_of(path: &Path) -> Result<[u8; 16]> {
    use std::io::Read;
    let mut salt = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut f| f.read_exact(&mut salt));
    read.map_err(|e| {
        Error::Refused(Refusal::File { path: path.display().to_string(), problem: e.to_string() })
    })?;
    Ok(salt)
}
