//! A branch to measure in: accounts with an open bill each, counters, and a clerk at every counter.

use crate::names;
use anyhow::{Context, anyhow};
use foil_app::Office;
use foil_app::office::{NewOffice, Order, Session, set_up};
use foil_app::payments::views::{SeenAccount, TakePayment, TenderInput};
use foil_app::people::views::FirstAdmin;
use foil_app::shifts::open_shift;
use foil_app::shifts::views::OpenShift;
use foil_app::{Error, Refusal};
use foil_documents::Paper;
use foil_domain::billing::BillLineKind;
use foil_domain::customers::{AccountStatus, ByLaw, Service};
use foil_domain::ids::{AccountId, RequestId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::{Right, Role};
use foil_domain::text::{Address, Login, Name, Note};
use foil_domain::time::{Day, Instant};
use foil_store::bills::{BillLineRow, NewBill};
use foil_store::customers::{AccountData, CustomerData, PropertyData};
use foil_store::people::NewPerson;
use foil_store::{Book, Key, Opening, Tx};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;
use uuid::Uuid;

/// What is due on every bill, in paise.
pub(crate) const DUE: i64 = 84_200;
/// Counters, and clerks at them; as many callers can pay at once without sharing a chain.
pub(crate) const COUNTERS: usize = 32;
/// Customers a transaction while a branch is made.
const TOGETHER: usize = 10_000;

/// The key of every book of the bench; they hold nothing but invented rows.
pub(crate) fn key() -> Opening {
    let text = "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfa0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
    Key::from_text(text).map_or_else(|| Opening::from_text(text), Opening::Key)
}

pub(crate) fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(0))
}

/// A new office without customers.
pub(crate) fn founded(path: &Path) -> anyhow::Result<Arc<Office>> {
    let text = |e: String| anyhow!(e);
    let book = Book::create(path, &key(), now())?;
    let office = NewOffice {
        name: Name::parse("Bench Branch").map_err(text)?,
        address: Address::parse("Lighthouse Hill Road; Mangaluru 575001").map_err(text)?,
        phone: Note::parse("0824 555 0100").map_err(text)?,
        registration: Note::parse("").map_err(text)?,
        currency: "INR".into(),
        zone: "Asia/Kolkata".into(),
        language: "en".into(),
        year_starts_in: 4,
        demo: true,
    };
    let admin = FirstAdmin {
        login: Login::parse("admin").map_err(text)?,
        name: Name::parse("Admin").map_err(text)?,
        password: "four sparrows drink".into(),
    };
    set_up(&book, now(), &office, &admin)?;
    open_on(book)
}

/// Opens the office of a book that is there.
pub(crate) fn opened(path: &Path) -> anyhow::Result<Arc<Office>> {
    open_on(Book::open(path, &key(), now())?)
}

fn open_on(book: Book) -> anyhow::Result<Arc<Office>> {
    Ok(Arc::new(Office::open(Arc::new(book), Arc::new(now), Arc::new(Paper))?))
}

/// Puts a clerk at each of the counters, by an act of the bench's own: those of the product say of each change who is changed, and
/// an audit pack is held against what they say.
pub(crate) fn clerks(office: &Arc<Office>) -> anyhow::Result<Vec<Session>> {
    let order = Order::new("bench_clerks", Right::SeeFrame);
    let made = office.perform(&Session::house(), order, |act| {
        let mut made = Vec::new();
        for n in 1..=COUNTERS {
            let (login, code) = (format!("clerk{n}"), format!("B{n}"));
            let person = match foil_store::people::by_login(act.tx, &login)? {
                Some(person) => person.id,
                None => foil_store::people::insert(
                    act.tx,
                    &NewPerson {
                        login: &login,
                        name: &login,
                        role: Role::Clerk,
                        password: "nobody's",
                        active: true,
                        customer: None,
                        must_change: false,
                    },
                )?,
            };
            let counter = match foil_store::office::counter_by_code(act.tx, &code)? {
                Some(counter) => counter.id,
                None => foil_store::office::add_counter(act.tx, None, &code, &code, true)?,
            };
            made.push((person, login, counter, code));
        }
        act.changed(json!({ "clerks": made.len() }));
        Ok(made)
    })?;
    let session = |(user, login, counter, counter_code): (_, String, _, _)| Session {
        user,
        name: login.clone(),
        login,
        role: Role::Clerk,
        counter,
        counter_code,
        customer: None,
        came_with: None,
    };
    let clerks: Vec<Session> = made.into_iter().map(session).collect();
    clerks.iter().try_for_each(|clerk| has_a_drawer(office, clerk))?;
    Ok(clerks)
}

/// Opens a clerk's shift, if it is not open from an earlier run.
fn has_a_drawer(office: &Arc<Office>, clerk: &Session) -> anyhow::Result<()> {
    let id = format!("0193a5d2-7c1e-7000-a000-{:012x}", clerk.user.0);
    let request_id = RequestId::parse(&id).map_err(|e| anyhow!(e))?;
    // The book may be of an earlier day.
    let on = Some(office.book().read(foil_store::office::find)?.business_on);
    match open_shift(
        office,
        clerk,
        OpenShift { request_id, pieces: Vec::new(), from_safe: Vec::new(), reason: None, note: None, on },
    ) {
        Ok(_) | Err(Error::Refused(Refusal::ShiftOpen { .. })) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Adds customers with an account and an open bill each, the first of them with number `from`.
pub(crate) fn add_accounts(office: &Office, from: usize, n: usize) -> anyhow::Result<()> {
    for start in (from..from + n).step_by(TOGETHER) {
        let end = (start + TOGETHER).min(from + n);
        let order = Order::new("import", Right::Import);
        office
            .perform(&Session::house(), order, move |act| {
                let today = act.today();
                for at in start..end {
                    let account = account(act.tx, at)?;
                    bill(act.tx, account, at, today)?;
                }
                act.changed(json!({ "kind": "customers", "created": end - start }));
                Ok(())
            })
            .context("adding accounts")?;
    }
    Ok(())
}

fn account(tx: &Tx<'_>, at: usize) -> foil_app::Result<AccountId> {
    let name = names::customer_name(at);
    let customer = foil_store::customers::insert(
        tx,
        &CustomerData {
            number: format!("K{at:08}"),
            name,
            phone: names::phone(at),
            email: String::new(),
            language: "kn".into(),
            by_law: ByLaw::None,
            note: String::new(),
            active: true,
        },
    )?;
    let address = names::address(at);
    let property =
        foil_store::customers::insert_property(tx, &PropertyData { customer, address, active: true })?;
    foil_store::customers::insert_account(
        tx,
        &AccountData {
            property,
            customer,
            service: Service::Electricity,
            number: format!("E{at:08}"),
            meter: format!("M{at:08}"),
            tariff: "LT-2a Domestic".into(),
            status: AccountStatus::Active,
            cut_on: None,
            disconnection_on: None,
            terms: foil_store::customers::BillingTerms::default(),
        },
    )
}

fn bill(tx: &Tx<'_>, account: AccountId, at: usize, today: Day) -> foil_app::Result<()> {
    let number = format!("E2610-{at:08}");
    let total = Money::from_minor(DUE);
    let id = foil_store::bills::insert(
        tx,
        &NewBill {
            account,
            number: &number,
            number_fold: &foil_domain::text::fold_number(&number),
            period_from: today.month_start(-1),
            period_to: today.month_start(0).plus_days(-1),
            issued_on: today.month_start(0),
            due_on: today.plus_days(9),
            units: "118",
            total,
            surcharge: Money::ZERO,
            left: total,
            surcharge_left: Money::ZERO,
        },
    )?;
    let lines = [
        (BillLineKind::Fixed, "Fixed charge", "2", "145.00", 29_000),
        (BillLineKind::Energy, "First 50 units", "50", "4.15", 20_750),
        (BillLineKind::Energy, "51 to 118 units", "68", "4.90", 33_320),
        (BillLineKind::Rounding, "Rounding", "", "", 1_130),
    ];
    for (n, (kind, label, quantity, rate, amount)) in (1i64..).zip(lines) {
        let line = BillLineRow {
            kind,
            label: label.into(),
            quantity: quantity.into(),
            rate: rate.into(),
            amount_minor: Money::from_minor(amount),
        };
        foil_store::bills::add_line(tx, id, n, &line)?;
    }
    let entry = Entry::balanced([
        Line { ledger: Ledger::Receivable, account: Some(account), amount: total },
        Line { ledger: Ledger::Billed, account: None, amount: total.negated() },
    ])?;
    let entry = entry.ok_or_else(|| anyhow!("a bill of the bench does not balance"))?;
    foil_store::journal::post(tx, "bill", id.0, today, &entry)
}

/// Pays the bill of an account in cash, with change, as the window would send it.
pub(crate) fn visit(account: i64) -> anyhow::Result<TakePayment> {
    Ok(TakePayment {
        request_id: RequestId::parse(&Uuid::now_v7().to_string()).map_err(|e| anyhow!(e))?,
        ticket: None,
        accounts: vec![SeenAccount { account: AccountId(account), version: 1 }],
        pay: Money::from_minor(DUE),
        tenders: vec![TenderInput {
            method: Method::Cash,
            amount: Money::from_minor(100_000),
            reference: None,
            bank: None,
            drawer: None,
            paper: None,
        }],
        use_credit: true,
        directed: None,
        note: None,
        seen: None,
    })
}
