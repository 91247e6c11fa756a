//! An office on a real book in a folder of its own, for the tests of the rooms customers and imports.

// Each test binary uses a part of the desk, and a test may unwrap.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use foil_app::office::{NewOffice, Session, set_up};
use foil_app::people::views::FirstAdmin;
use foil_app::{Office, Refusal, Result};
use foil_domain::documents::{Copy, ReceiptDoc, SlipDoc, VoidMark};
use foil_domain::ids::{CounterId, UserId};
use foil_domain::people::Role;
use foil_domain::press::{Format, Press, Rows};
use foil_domain::text::{Address, Login, Name, Note};
use foil_domain::time::Instant;
use foil_store::people::NewPerson;
use foil_store::{Book, Key, Opening};
use std::path::PathBuf;
use std::sync::Arc;

/// 21 November 2026, 10:00 in Mangalore.
pub const NOW: Instant = Instant::from_millis(1_795_235_400_000);

/// No document is printed in these rooms.
struct NoPress;

impl Press for NoPress {
    fn receipt(&self, _: &ReceiptDoc, _: &Copy, _: Option<&VoidMark>, _: Format) -> anyhow::Result<Vec<u8>> {
        Err(anyhow::anyhow!("nothing is printed here"))
    }
    fn slip(&self, _: &SlipDoc, _: &Copy, _: Format) -> anyhow::Result<Vec<u8>> {
        Err(anyhow::anyhow!("nothing is printed here"))
    }
    fn bill(&self, _: &foil_domain::documents::BillDoc, _: Format) -> anyhow::Result<Vec<u8>> {
        Err(anyhow::anyhow!("nothing is printed here"))
    }
    fn table(&self, _: &mut dyn std::io::Write, _: &[&str], _: Rows<'_>) -> anyhow::Result<u64> {
        Err(anyhow::anyhow!("nothing is printed here"))
    }
}

/// The desk: an office, and who sits at it.
pub struct Desk {
    pub office: Arc<Office>,
    pub clerk: Session,
    pub manager: Session,
    pub admin: Session,
    pub folder: tempfile::TempDir,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.office.lets_jobs_end();
    }
}

impl Desk {
    pub fn open() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::from_text(&"5c".repeat(32)).unwrap();
        let book = Book::create(&folder.path().join("branch.foil"), &Opening::Key(key), NOW).unwrap();
        let office = NewOffice {
            name: Name::parse("Kadri Branch").unwrap(),
            address: Address::parse("Kadri, Mangalore").unwrap(),
            phone: Note::parse("+91 824 2441234").unwrap(),
            registration: Note::parse("").unwrap(),
            currency: "INR".into(),
            zone: "Asia/Kolkata".into(),
            language: "en".into(),
            year_starts_in: 4,
            demo: false,
        };
        let admin = FirstAdmin {
            login: Login::parse("admin").unwrap(),
            name: Name::parse("Admin").unwrap(),
            password: "correct horse battery".into(),
        };
        set_up(&book, NOW, &office, &admin).unwrap();
        let add = |login: &str, role: Role| {
            let login = login.to_owned();
            book.write(move |tx| {
                let person = NewPerson {
                    login: &login,
                    name: &login,
                    role,
                    password: "$argon2id$none",
                    active: true,
                    customer: None,
                    must_change: false,
                };
                foil_store::people::insert(tx, &person)
            })
            .unwrap()
        };
        let (clerk, manager) = (add("clerk", Role::Clerk), add("manager", Role::Manager));
        let office = Office::open(Arc::new(book), Arc::new(|| NOW), Arc::new(NoPress)).unwrap();
        Desk {
            office: Arc::new(office),
            clerk: session(clerk, "clerk", Role::Clerk),
            manager: session(manager, "manager", Role::Manager),
            admin: session(UserId(2), "admin", Role::Admin),
            folder,
        }
    }

    /// Another program that opens the same book.
    pub fn second_program(&self) -> Arc<Office> {
        let key = Opening::Key(Key::from_text(&"5c".repeat(32)).unwrap());
        let book = Book::open(&self.folder.path().join("branch.foil"), &key, NOW).unwrap();
        Arc::new(Office::open(Arc::new(book), Arc::new(|| NOW), Arc::new(NoPress)).unwrap())
    }

    /// A file beside the book.
    pub fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.folder.path().join(name);
        std::fs::write(&path, contents).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// How many rows a table has; `what` is one of the book's tables.
    pub fn count(&self, what: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) AS n FROM {what}");
        self.office.book().read(|tx| tx.number(&sql, &[])).unwrap()
    }

    /// A consumer's session for a customer.
    pub fn consumer(&self, login: &str, customer: foil_domain::ids::CustomerId) -> Session {
        let name = login.to_owned();
        let id = self.office.book().write(move |tx| {
            let person = NewPerson {
                login: &name,
                name: &name,
                role: Role::Consumer,
                password: "$argon2id$none",
                active: true,
                customer: Some(customer),
                must_change: false,
            };
            foil_store::people::insert(tx, &person)
        });
        Session { customer: Some(customer), ..session(id.unwrap(), login, Role::Consumer) }
    }
}

fn session(user: UserId, login: &str, role: Role) -> Session {
    Session {
        user,
        login: login.into(),
        name: login.into(),
        role,
        counter: CounterId(1),
        counter_code: "C1".into(),
        customer: None,
        came_with: None,
    }
}

/// The code of a refusal; panics on anything else.
pub fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    let error = result.unwrap_err();
    error.refusal().map_or_else(|| panic!("a fault: {error:#}"), Refusal::code)
}
