//! A demo branch: Mangalore Central, with a year of readings, bills and payments and a queue in the hall.
//!
//! Everything is drawn from one seed, so the same seed and day give the same branch. The year goes
//! through the office's own acts: receipts have their numbers, the journal balances and the audit
//! log is chained, as if clerks had sat there. This module knows the rooms; no room knows it.
//! Start at [`make`].

mod crew;
mod dice;
mod former;
mod meters;
mod names;
mod rounds;
mod tariffs;
mod tills;
mod today;
mod town;
mod year;

use crate::Result;
use crate::office::Order;
use crate::tariffs::Shelf;
use crew::Crew;
use foil_domain::customers::{AccountStatus, Service};
use foil_domain::ids::{AccountId, CustomerId};
use foil_domain::people::Right;
use foil_domain::people::Role;
use foil_domain::press::Press;
use foil_domain::refusal::Refusal;
use foil_domain::time::{Day, Instant};
use foil_store::customers::{AccountData, BillingTerms, CustomerData, PropertyData};
use foil_store::{Book, BookInMaking, Opening, Tx};
use meters::Dial;
use rounds::Cycles;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use town::Customer;
use year::{Account, Known, MONTHS, Year, first_day};

/// A log-in of the demo branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct User {
    /// The log-in name, which is the role's.
    pub login: &'static str,
    /// The password; it opens nothing but a demo.
    pub password: &'static str,
    /// The role.
    pub role: Role,
}

/// Who can log in to a demo branch, one of each role.
pub const USERS: [User; 5] = [
    User { login: "clerk", password: "clerk-demo", role: Role::Clerk },
    User { login: "manager", password: "manager-demo", role: Role::Manager },
    User { login: "admin", password: "admin-demo", role: Role::Admin },
    User { login: "official", password: "official-demo", role: Role::Official },
    User { login: "consumer", password: "consumer-demo", role: Role::Consumer },
];

/// Which branch is made.
#[derive(Debug, Clone, Copy)]
pub struct Branch {
    /// Accounts over the three services, 20 to 1,000,000.
    pub accounts: u32,
    /// The same seed gives the same branch.
    pub seed: u64,
    /// Its business date.
    pub today: Day,
    /// The time by the shell's clock: those in the queue came shortly before.
    pub now: Instant,
}

impl Branch {
    /// The usual one: 2,000 accounts.
    #[must_use]
    pub fn usual(today: Day, now: Instant) -> Branch {
        Branch { accounts: 2_000, seed: 1, today, now }
    }
}

/// Makes a book at `path` and fills it with the branch. `told` hears how far it is: months done, and
/// months in all.
///
/// Refuses a path at which there is a file. Until the branch is whole there is none at `path`, whatever ends
/// the program; when it fails, what was half made is removed again.
pub fn make(
    path: &Path,
    opening: &Opening,
    branch: &Branch,
    press: Arc<dyn Press>,
    told: &mut dyn FnMut(u32, u32),
) -> Result<()> {
    if !(20..=1_000_000).contains(&branch.accounts) {
        return Err(Refusal::bad_input("accounts", "20 to 1,000,000 accounts").into());
    }
    crate::office::outside_acts()?;
    let zone = crew::zone()?;
    let start = zone.at(first_day(branch.today), 8, 30);
    let making = BookInMaking::begin(path)?;
    let book = Book::create(making.part(), opening, start)?;
    let key = book.key().clone();
    fill(book, branch, press, told)?;
    making.finish(&key)
}

fn fill(book: Book, branch: &Branch, press: Arc<dyn Press>, told: &mut dyn FnMut(u32, u32)) -> Result<()> {
    let zone = crew::zone()?;
    let crew = crew::hire(book, press, zone.at(first_day(branch.today), 8, 30), branch.seed)?;
    let town: Arc<Vec<Customer>> = Arc::new(town::town(branch.accounts, branch.seed));
    tariffs::store_orders(&crew, first_day(branch.today).month_start(-1))?;
    let known = settle_in(&crew, &town, branch.today)?;
    consumer(&crew, &town, &known)?;
    let shelf = crew.office.book().read(Shelf::load)?;
    let mut year = Year::new(&crew, &town, known, shelf, zone, branch);
    year.live(branch.today, told)?;
    year.today(branch.today, branch.now)?;
    told(MONTHS as u32 + 1, MONTHS as u32 + 1);
    Ok(())
}

/// Writes the billing cycles, the customers and their meters into the book, as imports would.
fn settle_in(crew: &Crew, town: &Arc<Vec<Customer>>, today: Day) -> Result<Vec<Known>> {
    let customers = town.clone();
    let ids = crew.office.perform(&crew.admin, Order::new("import", Right::Import), move |act| {
        let cycles = Cycles::found(act)?;
        let ids: Result<Vec<_>> = customers.iter().map(|c| settle_one(act.tx, c, cycles)).collect();
        let accounts: usize = customers.iter().map(|c| c.supplies.len()).sum();
        act.changed(json!({ "kind": "customers", "created": accounts }));
        ids
    })?;
    let fresh = |id| Account { id, open: Vec::new(), credit: 0, cut: false, ordered: false, dial: None };
    let known = ids.into_iter();
    let known: Vec<Known> = known
        .map(|(id, accounts)| Known { id, accounts: accounts.into_iter().map(fresh).collect() })
        .collect();
    hang_meters(crew, town, known, today)
}

/// Hangs everybody's meter, with its first reading.
fn hang_meters(
    crew: &Crew,
    town: &Arc<Vec<Customer>>,
    mut known: Vec<Known>,
    today: Day,
) -> Result<Vec<Known>> {
    let customers = town.clone();
    let accounts: Vec<Vec<AccountId>> =
        known.iter().map(|k| k.accounts.iter().map(|a| a.id).collect()).collect();
    let dials = crew.office.perform(&crew.admin, Order::new("import", Right::Import), move |act| {
        let mut hung: Vec<Dial> = Vec::new();
        for (customer, ids) in customers.iter().zip(&accounts) {
            for (supply, id) in customer.supplies.iter().zip(ids).filter(|(s, _)| !s.closed) {
                let on = rounds::taken_over(supply.plan.service, today);
                hung.push(meters::hang(act, supply, *id, on)?);
            }
        }
        act.changed(json!({ "kind": "meters", "created": hung.len() }));
        Ok(hung)
    })?;
    let mut dials = dials.into_iter();
    for (customer, known) in town.iter().zip(&mut known) {
        for (supply, account) in customer.supplies.iter().zip(&mut known.accounts) {
            if !supply.closed {
                account.dial = dials.next();
            }
        }
    }
    Ok(known)
}

fn settle_one(tx: &Tx<'_>, c: &Customer, cycles: Cycles) -> Result<(CustomerId, Vec<AccountId>)> {
    let customer = foil_store::customers::insert(
        tx,
        &CustomerData {
            number: c.number.clone(),
            name: c.name.clone(),
            phone: c.phone.clone(),
            email: c.email.clone(),
            language: c.language.to_owned(),
            by_law: c.by_law,
            note: String::new(),
            active: true,
        },
    )?;
    let mut properties = Vec::with_capacity(c.properties.len());
    for address in &c.properties {
        let data = PropertyData { customer, address: address.clone(), active: true };
        properties.push(foil_store::customers::insert_property(tx, &data)?);
    }
    let open = |supply: &town::Supply| {
        foil_store::customers::insert_account(
            tx,
            &AccountData {
                property: properties[supply.property],
                customer,
                service: supply.plan.service,
                number: supply.number.clone(),
                meter: supply.meter.clone(),
                tariff: supply.plan.name.to_owned(),
                status: if supply.closed { AccountStatus::Closed } else { AccountStatus::Active },
                cut_on: None,
                disconnection_on: None,
                terms: terms(supply, cycles),
            },
        )
    };
    let accounts: Result<Vec<AccountId>> = c.supplies.iter().map(open).collect();
    Ok((customer, accounts?))
}

/// When and on what terms a supply is billed.
fn terms(supply: &town::Supply, cycles: Cycles) -> BillingTerms {
    let power = supply.plan.service == Service::Electricity;
    BillingTerms {
        cycle: Some(cycles.of(supply.plan.service)),
        route: supply.route.0.clone(),
        route_n: supply.route.1,
        sanctioned_load_kw: if power { supply.load.to_string() } else { String::new() },
        contract_demand_kw: String::new(),
    }
}

/// The consumer of the log-in screen: somebody with all three services.
fn consumer(crew: &Crew, town: &[Customer], known: &[Known]) -> Result<()> {
    let most = (0..town.len()).filter(|c| town[*c].supplies.len() < 5).max_by_key(|c| {
        let latin = town[*c].name.is_ascii();
        (town[*c].supplies.len(), latin, std::cmp::Reverse(*c))
    });
    match most {
        Some(c) => crew.welcome_consumer(known[c].id, &town[c].name),
        None => Ok(()),
    }
}
