//! The demo's people, and the clock they work by.

use super::USERS;
use crate::office::{HOUSE_CODE, HOUSE_COUNTER, NewOffice, Order, Session, set_up_with};
use crate::people::views::FirstAdmin;
use crate::{Office, Result};
use anyhow::anyhow;
use foil_domain::audit::seal::OfficeKey;
use foil_domain::ids::{CounterId, CustomerId, UserId};
use foil_domain::people::{Right, Role};
use foil_domain::press::Press;
use foil_domain::refusal::{Error, Refusal};
use foil_domain::text::{Address, Login, Name, Note};
use foil_domain::time::{Instant, Zone};
use foil_store::Book;
use foil_store::people::NewPerson;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The zone of the branch.
const ZONE: &str = "Asia/Kolkata";

/// The zone of the branch, as the calendar needs it.
pub(super) fn zone() -> Result<Zone> {
    Zone::parse(ZONE).map_err(|expected| Refusal::bad_input("zone", expected).into())
}

/// The office with its people at their counters and a clock that the demo turns.
pub(super) struct Crew {
    pub office: Arc<Office>,
    clock: Arc<AtomicI64>,
    /// Who sits at C1, C2 and C3. The first is the `clerk` of the log-in screen.
    pub clerks: [Session; 3],
    pub manager: Session,
    pub admin: Session,
}

/// The counters beside the first.
const COUNTERS: [(&str, &str); 2] = [("C2", "Counter 2"), ("C3", "Counter 3")];

/// Colleagues of the clerk, so that there are other people's payments. Nobody knows their passwords.
const COLLEAGUES: [(&str, &str); 2] = [("nisha", "Nisha Bangera"), ("prakash", "Prakash Kamath")];

/// Founds the office at `start` and brings its people in.
pub(super) fn hire(book: Book, press: Arc<dyn Press>, start: Instant, seed: u64) -> Result<Crew> {
    let [clerk, manager, admin, official, _] = USERS;
    // Whoever knows the seed has the key: a demo branch proves nothing to anybody.
    let key = OfficeKey::of(&Sha256::digest(format!("the key of demo branch {seed}")).into());
    set_up_with(
        &book,
        start,
        &new_office()?,
        &FirstAdmin {
            login: login(admin.login)?,
            name: name("Anil Shenoy")?,
            password: admin.password.into(),
        },
        key,
    )?;
    let clock = Arc::new(AtomicI64::new(start.millis()));
    let shown = clock.clone();
    let clock_of_office = Arc::new(move || Instant::from_millis(shown.load(Ordering::Relaxed)));
    let office = Arc::new(Office::open(Arc::new(book), clock_of_office, press)?);
    furnish(&office)?;
    let counter = |code: &str| -> Result<(CounterId, String)> {
        let row = office.book().read(|tx| foil_store::office::counter_by_code(tx, code))?;
        row.map(|c| (c.id, c.code)).ok_or_else(|| anyhow!("there is no counter {code}").into())
    };
    let person = |user: UserId, login: &str, name: &str, role: Role, counter: (CounterId, String)| Session {
        user,
        login: login.to_owned(),
        name: name.to_owned(),
        role,
        counter: counter.0,
        counter_code: counter.1,
        customer: None,
        came_with: None,
    };
    let hire = |login: &'static str, name: &'static str, role: Role, password: &str, at: &str| {
        let user = employ(&office, login, name, role, password, None)?;
        Ok::<Session, Error>(person(user, login, name, role, counter(at)?))
    };
    let clerks = [
        hire(clerk.login, "Kavya Poojary", Role::Clerk, clerk.password, "C1")?,
        hire(COLLEAGUES[0].0, COLLEAGUES[0].1, Role::Clerk, &nobodys()?, "C2")?,
        hire(COLLEAGUES[1].0, COLLEAGUES[1].1, Role::Clerk, &nobodys()?, "C3")?,
    ];
    let manager = hire(manager.login, "Sudha Hegde", Role::Manager, manager.password, "C1")?;
    hire(official.login, "B. R. Nayak", Role::Official, official.password, "C1")?;
    let found = office.book().read(|tx| foil_store::people::by_login(tx, admin.login))?;
    let id = found.map(|p| p.id).ok_or_else(|| anyhow!("the first admin is missing"))?;
    let admin = person(id, admin.login, "Anil Shenoy", Role::Admin, (HOUSE_COUNTER, HOUSE_CODE.to_owned()));
    Ok(Crew { office, clock, clerks, manager, admin })
}

impl Crew {
    /// Turns the clock, forward only: an office whose clock went back is one that an auditor asks about. Says what it shows.
    pub(super) fn it_is(&self, now: Instant) -> Instant {
        let before = self.clock.fetch_max(now.millis(), Ordering::Relaxed);
        Instant::from_millis(before.max(now.millis()))
    }

    /// Gives a customer their log-in.
    pub(super) fn welcome_consumer(&self, customer: CustomerId, name: &str) -> Result<()> {
        let consumer = USERS[4];
        employ(&self.office, consumer.login, name, consumer.role, consumer.password, Some(customer))
            .map(|_| ())
    }
}

fn new_office() -> Result<NewOffice> {
    let text = |field: &'static str, e: String| Error::Refused(Refusal::bad_input(field, e));
    Ok(NewOffice {
        name: name("Mangalore Central")?,
        address: Address::parse("Lighthouse Hill Road; Hampankatta; Mangaluru 575001")
            .map_err(|e| text("address", e))?,
        phone: Note::parse("+91 824 555 0100").map_err(|e| text("phone", e))?,
        registration: Note::parse("GSTIN 29AAACD0000D1Z5; Demo branch, invented customers")
            .map_err(|e| text("registration", e))?,
        currency: "INR".into(),
        zone: ZONE.into(),
        language: "en".into(),
        year_starts_in: 4,
        demo: true,
    })
}

fn name(text: &str) -> Result<Name> {
    Name::parse(text).map_err(|e| Refusal::bad_input("name", e).into())
}

fn login(text: &str) -> Result<Login> {
    Login::parse(text).map_err(|e| Refusal::bad_input("login", e).into())
}

/// A password that is not kept anywhere.
fn nobodys() -> Result<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| Error::Broke(anyhow!("no randomness: {e}")))?;
    Ok(hex::encode(bytes))
}

fn furnish(office: &Office) -> Result<()> {
    office.perform(&Session::house(), Order::new("save_office", Right::SeeFrame), |act| {
        for (code, name) in COUNTERS {
            foil_store::office::add_counter(act.tx, None, code, name, true)?;
        }
        let mut row = act.office.clone();
        row.shifts_required = false;
        row.footer = "Thank you. Bills can also be paid by bank transfer or in the drop box.".into();
        if !foil_store::office::update(act.tx, &row, row.version)? {
            return Err(Refusal::ChangedMeanwhile { what: "office".into() }.into());
        }
        act.changed(json!({ "counters": COUNTERS.map(|(code, _)| code), "footer": row.footer }));
        Ok(())
    })
}

fn employ(
    office: &Office,
    login: &'static str,
    name: &str,
    role: Role,
    password: &str,
    customer: Option<CustomerId>,
) -> Result<UserId> {
    let (password, name) = (crate::people::hashed(password)?, name.to_owned());
    office.perform(&Session::house(), Order::new("save_user", Right::SeeFrame), move |act| {
        let person = NewPerson {
            login,
            name: &name,
            role,
            password: &password,
            active: true,
            customer,
            must_change: false,
        };
        let id = foil_store::people::insert(act.tx, &person)?;
        act.changed(json!({
            "user": id, "by": act.who.user, "made": true, "login": login, "role": role, "active": true,
            "customer": customer,
        }));
        Ok(id)
    })
}
