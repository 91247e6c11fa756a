//! Customers with their properties and accounts, an account a row.
//!
//! A row's customer, property and account are made where they are missing and changed where they
//! differ; an empty cell leaves the book as it is, and what an earlier row of the file has said. What a person may not do to an account, a file may not either: what
//! changes one goes by the customers room's own rules, and cuts or reconnects only for whoever has the right to.

use super::cells::{self, Cells, folded, folded_number};
use super::keep::{Batch, Desk, Gather, Keep, Kept, Keys};
use super::views::RowError;
use crate::customers::Plans;
use crate::{Error, Refusal, Result};
use anyhow::anyhow;
use foil_domain::customers::{
    AccountStatus, ByLaw, Service, email, findable, language_code, phone, phone_digits,
};
use foil_domain::ids::{CustomerId, PropertyId};
use foil_domain::people::Right;
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_store::customers::{
    self, AccountData, AccountRow, BillingTerms, Bulk, CustomerData, CustomerRow, NewCustomer,
};
use foil_store::{Tx, search};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

// The places of the fields in their list.
const NUMBER: usize = 0;
const NAME: usize = 1;
const PHONE: usize = 2;
const EMAIL: usize = 3;
const LANGUAGE: usize = 4;
const BY_LAW: usize = 5;
const ADDRESS: usize = 6;
const SERVICE: usize = 7;
const ACCOUNT: usize = 8;
const METER: usize = 9;
const TARIFF: usize = 10;
const STATUS: usize = 11;
const CUT_ON: usize = 12;
const DISCONNECTION_ON: usize = 13;

/// An account with its customer and property, as a row of the file has them. Empty texts and `None`
/// leave the book as it is.
pub(super) struct CustomerLine {
    line: i64,
    number: String,
    number_fold: String,
    name: String,
    phone: String,
    email: String,
    language: String,
    by_law: Option<ByLaw>,
    address: String,
    address_fold: String,
    service: Service,
    account: String,
    account_fold: String,
    meter: String,
    meter_fold: String,
    tariff: String,
    status: Option<AccountStatus>,
    cut_on: Option<Day>,
    disconnection_on: Option<Day>,
}

/// Gathers accounts.
#[derive(Clone, Default)]
pub(super) struct GatherCustomers;

impl Gather for GatherCustomers {
    type Row = CustomerLine;

    fn take(&mut self, cells: &mut Cells<'_>, batch: &mut Batch<CustomerLine>) {
        match read(cells) {
            Some(row) => batch.rows.push(row),
            None => batch.bad += 1,
        }
    }
}

/// Whether cells read as an account, whatever the book says to it.
pub(super) fn reads(cells: &mut Cells<'_>) -> bool {
    read(cells).is_some()
}

/// Every field is read before the row is given up, so that one look at the list corrects it all.
fn read(cells: &mut Cells<'_>) -> Option<CustomerLine> {
    let number = code(cells, NUMBER);
    let name = cells.text(NAME, 1, 120);
    let phone_text = checked(cells, PHONE, 40, phone);
    let email_text = checked(cells, EMAIL, 120, email);
    let spoken = cells.maybe(LANGUAGE, 35).and_then(|text| cells.read(LANGUAGE, &text, language_code));
    let by_law = word(cells, BY_LAW, cells::by_law);
    let address = cells.text(ADDRESS, 1, 240);
    let service = cells.text(SERVICE, 1, 40).and_then(|t| cells.read(SERVICE, &t, cells::service));
    let account = code(cells, ACCOUNT);
    let meter = checked(cells, METER, 40, |t| if t.is_empty() { Ok(()) } else { findable(t) });
    let tariff = cells.maybe(TARIFF, 120);
    let status = word(cells, STATUS, cells::status);
    let cut_on = cells.maybe_day(CUT_ON);
    let disconnection_on = cells.maybe_day(DISCONNECTION_ON);
    let (status, cut_on, disconnection_on) = (status?, cut_on?, disconnection_on?);
    let cut = status == Some(AccountStatus::Cut);
    if cut_on.is_some() && !cut {
        cells.refuse(CUT_ON, "nothing, or the status cut");
        return None;
    }
    if disconnection_on.is_some() && !matches!(status, None | Some(AccountStatus::Active)) {
        cells.refuse(DISCONNECTION_ON, "nothing, for an account that is not supplied");
        return None;
    }
    let (number, account, meter, address) = (number?, account?, meter?, address?.into_owned());
    Some(CustomerLine {
        line: cells.line(),
        number_fold: folded_number(&number),
        number,
        name: name?.into_owned(),
        phone: phone_text?,
        email: email_text?,
        language: spoken?,
        by_law: by_law?,
        address_fold: folded(&address),
        address,
        service: service?,
        account_fold: folded_number(&account),
        account,
        meter_fold: folded_number(&meter),
        meter,
        tariff: tariff?.into_owned(),
        status,
        cut_on,
        disconnection_on,
    })
}

fn code(cells: &mut Cells<'_>, field: usize) -> Option<String> {
    let text = cells.text(field, 1, 40)?;
    cells.read(field, &text, findable)?;
    Some(text.into_owned())
}

fn checked(
    cells: &mut Cells<'_>,
    field: usize,
    most: usize,
    check: impl FnOnce(&str) -> std::result::Result<(), String>,
) -> Option<String> {
    let text = cells.maybe(field, most)?;
    cells.read(field, &text, check)?;
    Some(text.into_owned())
}

fn word<T>(
    cells: &mut Cells<'_>,
    field: usize,
    read: impl FnOnce(&str) -> std::result::Result<T, String>,
) -> Option<Option<T>> {
    let text: Cow<'_, str> = cells.text(field, 0, 60)?;
    if text.is_empty() { Some(None) } else { cells.read(field, &text, read).map(Some) }
}

/// What rows have said of a customer, by short keys; 0 where they were silent.
#[derive(Clone, Copy, PartialEq)]
struct Said {
    name: u64,
    phone: u64,
    email: u64,
    language: u64,
    by_law: Option<ByLaw>,
}

impl Said {
    /// What both have said together; what differs is as the first has it.
    fn and(self, more: Said) -> Said {
        let or = |said: u64, more: u64| if said == 0 { more } else { said };
        Said {
            name: or(self.name, more.name),
            phone: or(self.phone, more.phone),
            email: or(self.email, more.email),
            language: or(self.language, more.language),
            by_law: self.by_law.or(more.by_law),
        }
    }
}

/// A customer seen in the file.
struct SeenCustomer {
    id: Option<CustomerId>,
    said: Said,
    line: i64,
    /// The first property: most customers have no other.
    address: u64,
    property: Option<PropertyId>,
}

/// What a row means to the book, before anything is written.
struct Meaning {
    customer: Meant<CustomerId, CustomerData>,
    property: Option<PropertyId>,
    account: Meant<AccountRow, AccountData>,
    /// How an account that is there already is cut, brought back or closed by this row.
    switched: Option<String>,
}

/// Accounts that one file may switch: the rows of the log name each, and one act may be all of it.
const MOST_SWITCHED: usize = 5_000;

/// The accounts that a file cuts, brings back or closes. They are counted over the whole file, however many transactions
/// it is kept in, so that a dry run refuses the rows that the run itself will.
#[derive(Default)]
struct Switches {
    /// Those of the running transaction, each as the log names it.
    named: Vec<String>,
    /// How many they are, told or not.
    running: usize,
    /// Those of the transactions that are on disk.
    before: usize,
}

impl Switches {
    /// Begins a transaction; what an attempt before it had is forgotten.
    fn begin(&mut self) {
        (self.named, self.running) = (Vec::new(), 0);
    }

    fn is_full(&self) -> bool {
        self.before + self.running >= MOST_SWITCHED
    }

    fn add(&mut self, switched: Option<String>) {
        self.running += usize::from(switched.is_some());
        self.named.extend(switched);
    }

    fn committed(&mut self) {
        self.before += self.running;
        self.begin();
    }
}

/// New, or there already, perhaps with other contents.
enum Meant<Id, Data> {
    New(Data),
    Same(Id),
    Changed(Id, i64, Data),
    /// A customer whom an earlier row had, and of whom this one says more.
    More(Id, i64, Data),
    /// Made by an earlier row of a file that is only checked.
    Promised,
}

/// Keeps accounts, and remembers what the file has had.
#[derive(Default)]
pub(super) struct KeepCustomers {
    keys: Keys,
    customers: HashMap<u64, SeenCustomer>,
    properties: HashMap<u64, Option<PropertyId>>,
    accounts: HashMap<u64, i64>,
    meters: HashMap<u64, i64>,
    /// What was remembered since the last commit.
    uncommitted: Vec<Trace>,
    /// The book had no customer when the transaction began: nothing needs to be looked up.
    fresh: bool,
    /// What builds the indexes that were taken away.
    build: Vec<String>,
    /// The words of the customer who was written last; more addresses may follow.
    words: Option<(CustomerId, String)>,
    /// Customers written earlier who got another address since.
    again: HashSet<CustomerId>,
    /// The plans that accounts may be put on.
    plans: Plans,
    /// Accounts that the file has cut, brought back or closed.
    switched: Switches,
}

enum Trace {
    Customer(u64),
    /// What was said of a customer before.
    Said(u64, Said),
    Property(u64),
    Account(u64),
    Meter(u64),
}

impl Keep for KeepCustomers {
    type Row = CustomerLine;

    fn nothing_yet(tx: &Tx<'_>) -> Result<bool> {
        customers::none_yet(tx)
    }

    fn begin(&mut self, desk: &Desk<'_>) -> Result<()> {
        for trace in self.uncommitted.drain(..).rev() {
            match trace {
                Trace::Customer(key) => drop(self.customers.remove(&key)),
                Trace::Said(key, said) => {
                    self.customers.entry(key).and_modify(|seen| seen.said = said);
                }
                Trace::Property(key) => drop(self.properties.remove(&key)),
                Trace::Account(key) => drop(self.accounts.remove(&key)),
                Trace::Meter(key) => drop(self.meters.remove(&key)),
            }
        }
        (self.words, self.again, self.build) = (None, HashSet::new(), Vec::new());
        self.switched.begin();
        self.fresh = Self::nothing_yet(desk.tx)?;
        self.plans = Plans::load(desk.tx)?;
        if self.fresh && desk.large && desk.act.is_some() {
            self.build = customers::drop_indexes(desk.tx, Bulk::Customers)?;
            search::begin_bulk(desk.tx)?;
        }
        Ok(())
    }

    fn keep(&mut self, desk: &Desk<'_>, row: &CustomerLine) -> Result<Kept> {
        let meaning = match self.meaning(desk, row)? {
            Ok(meaning) => meaning,
            Err(errors) => return Ok(Kept::Bad(errors)),
        };
        self.switched.add(meaning.switched.clone());
        let kept = match (&meaning.customer, &meaning.account) {
            (Meant::New(_), _) | (_, Meant::New(_)) => Kept::Created,
            (Meant::Changed(..) | Meant::More(..), _) | (_, Meant::Changed(..)) => Kept::Updated,
            _ => Kept::Unchanged,
        };
        let (customer, property) = if desk.act.is_some() {
            let (customer, property) = self.write(desk, row, meaning)?;
            (Some(customer), Some(property))
        } else {
            let known = match meaning.customer {
                Meant::Same(id) | Meant::Changed(id, ..) | Meant::More(id, ..) => Some(id),
                Meant::New(_) | Meant::Promised => None,
            };
            (known, meaning.property)
        };
        self.remember(row, customer, property);
        Ok(kept)
    }

    fn end(&mut self, desk: &Desk<'_>) -> Result<()> {
        if desk.act.is_none() {
            return Ok(());
        }
        self.flush_words(desk.tx)?;
        let large = !self.build.is_empty();
        customers::build_indexes(desk.tx, &std::mem::take(&mut self.build))?;
        for id in std::mem::take(&mut self.again) {
            search::refresh(desk.tx, id)?;
        }
        if large { search::end_bulk(desk.tx) } else { Ok(()) }
    }

    fn committed(&mut self) {
        self.uncommitted.clear();
        self.switched.committed();
    }

    fn told(&mut self) -> Option<(&'static str, Value)> {
        let named = std::mem::take(&mut self.switched.named);
        (!named.is_empty()).then(|| ("switched", json!(named)))
    }
}

impl KeepCustomers {
    fn said(&self, row: &CustomerLine) -> Said {
        let key = |text: &str| if text.is_empty() { 0 } else { self.keys.of(text) };
        Said {
            name: key(&row.name),
            // One number with and without its blanks is one.
            phone: key(&phone_digits(&row.phone).unwrap_or_default()),
            email: key(&folded(&row.email)),
            language: key(&row.language),
            by_law: row.by_law,
        }
    }

    /// Whether a customer has an address, by what the file has had; the inner `None` is a property
    /// that a checked file only promises.
    fn seen_property(&self, seen: &SeenCustomer, row: &CustomerLine) -> Option<Option<PropertyId>> {
        if self.keys.of(&row.address_fold) == seen.address {
            return Some(seen.property);
        }
        self.properties.get(&self.keys.of((&row.number_fold, &row.address_fold))).copied()
    }

    fn remember(&mut self, row: &CustomerLine, id: Option<CustomerId>, property: Option<PropertyId>) {
        let (key, said, line) = (self.keys.of(&row.number_fold), self.said(row), row.line);
        let address = self.keys.of(&row.address_fold);
        match self.customers.get_mut(&key) {
            None => {
                self.customers.insert(key, SeenCustomer { id, said, line, address, property });
                self.uncommitted.push(Trace::Customer(key));
            }
            Some(seen) => {
                let together = seen.said.and(said);
                if together != seen.said {
                    self.uncommitted.push(Trace::Said(key, seen.said));
                    seen.said = together;
                }
                if seen.address != address {
                    let key = self.keys.of((&row.number_fold, &row.address_fold));
                    if self.properties.insert(key, property).is_none() {
                        self.uncommitted.push(Trace::Property(key));
                    }
                }
            }
        }
        let key = self.keys.of(&row.account_fold);
        self.accounts.insert(key, line);
        self.uncommitted.push(Trace::Account(key));
        if !row.meter_fold.is_empty() && row.status != Some(AccountStatus::Closed) {
            let key = self.keys.of(&row.meter_fold);
            self.meters.insert(key, line);
            self.uncommitted.push(Trace::Meter(key));
        }
    }

    /// What a row means to the book, or what is wrong with it.
    fn meaning(
        &mut self,
        desk: &Desk<'_>,
        row: &CustomerLine,
    ) -> Result<std::result::Result<Meaning, Vec<RowError>>> {
        let mut bad = Vec::new();
        let seen = self.customers.get(&self.keys.of(&row.number_fold));
        let customer = self.customer(desk, row, seen, &mut bad)?;
        let known = match &customer {
            Meant::Same(id) | Meant::Changed(id, ..) | Meant::More(id, ..) => Some(*id),
            Meant::New(_) | Meant::Promised => None,
        };
        let property = match (seen.and_then(|seen| self.seen_property(seen, row)), known) {
            (Some(property), _) => property,
            (None, Some(id)) if !self.fresh => {
                customers::property_at(desk.tx, id, &row.address)?.map(|property| property.id)
            }
            (None, _) => None,
        };
        let account = self.account(desk, row, known, property, &mut bad)?;
        let mut switched = None;
        match &account {
            Meant::New(_) => self.may_open(desk, row, known, &mut bad)?,
            Meant::Changed(found, _, data) if bad.is_empty() => {
                may_change(desk, row, found, data, &mut bad)?;
                switched = switches(found, data);
                if switched.is_some() && self.switched.is_full() {
                    let expected =
                        format!("no more than {MOST_SWITCHED} in a file; bring in the rest by another");
                    bad.push(error(row, "status", &status_text(row), expected));
                }
            }
            Meant::Changed(..) | Meant::More(..) | Meant::Same(_) | Meant::Promised => {}
        }
        let meaning = Meaning { customer, property, account, switched };
        Ok(if bad.is_empty() { Ok(meaning) } else { Err(bad) })
    }

    /// What a new account needs of the book: a customer in business, a property in use.
    fn may_open(
        &self,
        desk: &Desk<'_>,
        row: &CustomerLine,
        customer: Option<CustomerId>,
        bad: &mut Vec<RowError>,
    ) -> Result<()> {
        // Whom the file itself has brought is no one who was retired.
        let Some(known) = customer.filter(|_| !self.fresh) else { return Ok(()) };
        if let Some(refusal) = wrong(crate::customers::in_business(desk.tx, known))? {
            bad.push(error(row, "customer_number", &row.number, wanted(&refusal)));
        }
        if customers::property_at(desk.tx, known, &row.address)?.is_some_and(|property| !property.active) {
            bad.push(error(row, "address", &row.address, "a property in use"));
        }
        Ok(())
    }

    fn customer(
        &self,
        desk: &Desk<'_>,
        row: &CustomerLine,
        seen: Option<&SeenCustomer>,
        bad: &mut Vec<RowError>,
    ) -> Result<Meant<CustomerId, CustomerData>> {
        if let Some(seen) = seen {
            return self.again(desk, row, seen, bad);
        }
        let found = if self.fresh { None } else { customers::by_number(desk.tx, &row.number)? };
        let Some(found) = found else { return Ok(Meant::New(new_customer(row))) };
        let (before, data) = (found.data(), changed_customer(row, &found));
        Ok(if data == before { Meant::Same(found.id) } else { Meant::Changed(found.id, found.version, data) })
    }

    /// What a further row of a customer means: nothing of what an earlier one said, and what none had said yet.
    fn again(
        &self,
        desk: &Desk<'_>,
        row: &CustomerLine,
        seen: &SeenCustomer,
        bad: &mut Vec<RowError>,
    ) -> Result<Meant<CustomerId, CustomerData>> {
        let (said, says) = (seen.said, self.said(row));
        for (field, value, said, says) in [
            ("name", &row.name, said.name, says.name),
            ("phone", &row.phone, said.phone, says.phone),
            ("email", &row.email, said.email, says.email),
            ("language", &row.language, said.language, says.language),
        ] {
            if said != 0 && says != 0 && said != says {
                bad.push(error(row, field, value, as_above(seen)));
            }
        }
        if let (Some(said), Some(says)) = (said.by_law, says.by_law)
            && said != says
        {
            bad.push(error(row, "by_law", says.as_str(), as_above(seen)));
        }
        match seen.id {
            None => Ok(Meant::Promised),
            Some(id) if said.and(says) == said || !bad.is_empty() => Ok(Meant::Same(id)),
            Some(id) => {
                let found = customers::find(desk.tx, id)?;
                let found = found.ok_or_else(|| Refusal::not_found("customer", &row.number))?;
                let (before, data) = (found.data(), changed_customer(row, &found));
                Ok(if data == before { Meant::Same(id) } else { Meant::More(id, found.version, data) })
            }
        }
    }

    fn account(
        &self,
        desk: &Desk<'_>,
        row: &CustomerLine,
        customer: Option<CustomerId>,
        property: Option<PropertyId>,
        bad: &mut Vec<RowError>,
    ) -> Result<Meant<AccountRow, AccountData>> {
        if let Some(line) = self.accounts.get(&self.keys.of(&row.account_fold)) {
            let expected = format!("each account once; it stands in row {line}");
            bad.push(error(row, "account_number", &row.account, expected));
            return Ok(Meant::Promised);
        }
        let found = if self.fresh { None } else { customers::account_by_number(desk.tx, &row.account)? };
        self.meter(desk, row, found.as_ref(), bad)?;
        if !row.tariff.is_empty()
            && found.as_ref().is_none_or(|found| fold(&found.tariff) != fold(&row.tariff))
            && let Err(expected) = self.plans.take(row.service, &row.tariff)
        {
            bad.push(error(row, "tariff", &row.tariff, expected));
        }
        let Some(found) = found else { return Ok(Meant::New(new_account(row, desk.today))) };
        if customer != Some(found.customer_id) {
            let expected = "an account of this customer; in the book it is another's";
            bad.push(error(row, "account_number", &row.account, expected));
        } else if property != Some(found.property_id) {
            let expected = "the address this account has in the book; an account does not move";
            bad.push(error(row, "address", &row.address, expected));
        }
        if found.service != row.service {
            let expected = format!("{}, as in the book", found.service);
            bad.push(error(row, "service", row.service.as_str(), expected));
        }
        let before = found.data();
        let data = changed_account(row, &found, desk.today);
        let version = found.version;
        Ok(if data == before { Meant::Same(found) } else { Meant::Changed(found, version, data) })
    }

    /// No two accounts that are not closed have one meter.
    fn meter(
        &self,
        desk: &Desk<'_>,
        row: &CustomerLine,
        account: Option<&AccountRow>,
        bad: &mut Vec<RowError>,
    ) -> Result<()> {
        let closed = row.status.or(account.map(|a| a.status)) == Some(AccountStatus::Closed);
        if row.meter_fold.is_empty() || closed {
            return Ok(());
        }
        if let Some(line) = self.meters.get(&self.keys.of(&row.meter_fold)) {
            let expected = format!("a meter of its own; this one stands in row {line}");
            bad.push(error(row, "meter", &row.meter, expected));
        } else if !self.fresh
            && let Some(other) = customers::account_by_meter(desk.tx, &row.meter)?
            && account.is_none_or(|a| a.id != other.id)
        {
            let expected = format!("a meter of its own; account {} has this one", other.number);
            bad.push(error(row, "meter", &row.meter, expected));
        } else if let Some(account) = account
            && let Some(span) = foil_store::meters::open_on_account(desk.tx, account.id)?
            && folded_number(&span.meter_number) != row.meter_fold
        {
            let expected = format!("{}, which hangs there; exchange it in Metering", span.meter_number);
            bad.push(error(row, "meter", &row.meter, expected));
        }
        Ok(())
    }

    fn write(
        &mut self,
        desk: &Desk<'_>,
        row: &CustomerLine,
        meaning: Meaning,
    ) -> Result<(CustomerId, PropertyId)> {
        let tx = desk.tx;
        let customer = match meaning.customer {
            Meant::New(data) => self.add_customer(tx, row, &data)?,
            Meant::Same(id) => id,
            Meant::Changed(id, version, data) => {
                if !customers::update(tx, id, &data, version)? {
                    return Err(moved(row));
                }
                id
            }
            // Its words are on their way into the index, or will be: what is said more is none of them.
            Meant::More(id, version, data) => {
                if !customers::update_contacts(tx, id, &data, version)? {
                    return Err(moved(row));
                }
                id
            }
            Meant::Promised => return Err(Error::Broke(anyhow!("a row was promised but not written"))),
        };
        let property = match meaning.property {
            Some(id) => id,
            None => {
                self.add_address(tx, customer, &row.address)?;
                customers::add_property(tx, customer, &row.address, &row.address_fold, true)?
            }
        };
        match meaning.account {
            Meant::New(data) => {
                let data = AccountData { property, customer, ..data };
                customers::add_account(tx, &data, &row.account_fold, &row.meter_fold)?;
            }
            Meant::Changed(found, _, data) => {
                crate::customers::terms_change(tx, &found, &data, desk.today)?;
                let act = desk.act.ok_or_else(|| anyhow!("a row is written by no act"))?;
                crate::customers::store(act, &found, &data)?;
            }
            Meant::More(..) | Meant::Same(_) | Meant::Promised => {}
        }
        Ok((customer, property))
    }

    fn add_customer(&mut self, tx: &Tx<'_>, row: &CustomerLine, data: &CustomerData) -> Result<CustomerId> {
        let new = NewCustomer {
            number: &data.number,
            number_fold: &row.number_fold,
            name: &data.name,
            phone: &data.phone,
            email: &data.email,
            language: &data.language,
            by_law: data.by_law,
            note: &data.note,
            active: data.active,
        };
        let id = customers::add(tx, &new)?;
        self.flush_words(tx)?;
        let mut words = String::with_capacity(data.name.len() + data.number.len() + row.address.len() + 3);
        search::add_words(&mut words, &data.name);
        search::add_words(&mut words, &data.number);
        self.words = Some((id, words));
        Ok(id)
    }

    fn add_address(&mut self, tx: &Tx<'_>, customer: CustomerId, address: &str) -> Result<()> {
        match &mut self.words {
            Some((id, words)) if *id == customer => search::add_address(words, address),
            _ => {
                self.flush_words(tx)?;
                self.again.insert(customer);
            }
        }
        Ok(())
    }

    fn flush_words(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.words.take().map_or(Ok(()), |(id, words)| search::add(tx, id, &words))
    }
}

/// What was expected of a cell that says otherwise than the rows above.
fn as_above(seen: &SeenCustomer) -> String {
    format!("what the rows of this customer above say, from row {} on, or nothing", seen.line)
}

/// A customer as a row has them; an empty cell changes nothing.
fn changed_customer(row: &CustomerLine, found: &CustomerRow) -> CustomerData {
    let or = |new: &str, old: &str| if new.is_empty() { old.to_owned() } else { new.to_owned() };
    let before = found.data();
    CustomerData {
        name: row.name.clone(),
        phone: or(&row.phone, &before.phone),
        email: or(&row.email, &before.email),
        language: or(&row.language, &before.language),
        by_law: row.by_law.unwrap_or(before.by_law),
        ..before
    }
}

fn new_customer(row: &CustomerLine) -> CustomerData {
    CustomerData {
        number: row.number.clone(),
        name: row.name.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        language: row.language.clone(),
        by_law: row.by_law.unwrap_or(ByLaw::None),
        note: String::new(),
        active: true,
    }
}

/// The property and customer are filled in when they are known.
fn new_account(row: &CustomerLine, today: Day) -> AccountData {
    let status = row.status.unwrap_or(AccountStatus::Active);
    AccountData {
        property: PropertyId(0),
        customer: CustomerId(0),
        service: row.service,
        number: row.account.clone(),
        meter: row.meter.clone(),
        tariff: row.tariff.clone(),
        status,
        cut_on: (status == AccountStatus::Cut).then(|| row.cut_on.unwrap_or(today)),
        disconnection_on: row.disconnection_on,
        terms: BillingTerms::default(),
    }
}

fn changed_account(row: &CustomerLine, found: &AccountRow, today: Day) -> AccountData {
    let before = found.data();
    let or = |new: &str, old: &str| if new.is_empty() { old.to_owned() } else { new.to_owned() };
    let status = row.status.unwrap_or(before.status);
    let same_meter = folded_number(&before.meter) == row.meter_fold;
    AccountData {
        meter: if same_meter { before.meter.clone() } else { or(&row.meter, &before.meter) },
        tariff: or(&row.tariff, &before.tariff),
        status,
        cut_on: (status == AccountStatus::Cut).then(|| row.cut_on.or(before.cut_on).unwrap_or(today)),
        disconnection_on: match status {
            AccountStatus::Active => row.disconnection_on.or(before.disconnection_on),
            AccountStatus::Cut | AccountStatus::Closed => None,
        },
        ..before
    }
}

/// What keeps an account from being changed as a row has it: whatever would keep a person at the screen from it.
fn may_change(
    desk: &Desk<'_>,
    row: &CustomerLine,
    found: &AccountRow,
    data: &AccountData,
    bad: &mut Vec<RowError>,
) -> Result<()> {
    if switches(found, data).is_some() && !desk.role.may(Right::SwitchService) {
        let expected =
            format!("{}, as in the book: this role may not cut or reconnect accounts", standing(found));
        bad.push(error(row, "status", &status_text(row), expected));
        return Ok(());
    }
    if data.disconnection_on != found.disconnection_on
        && data.disconnection_on.is_some_and(|on| on < desk.today)
    {
        let value = data.disconnection_on.map(|on| on.to_string()).unwrap_or_default();
        bad.push(error(row, "disconnection_on", &value, format!("{} or later", desk.today)));
    }
    if let Some(refusal) = wrong(crate::customers::fits(desk.tx, Some(found), data))? {
        bad.push(match &refusal {
            Refusal::BadInput { field, .. } if field == "tariff" => {
                error(row, "tariff", &row.tariff, wanted(&refusal))
            }
            Refusal::BadInput { field, .. } if field == "meter" => {
                error(row, "meter", &row.meter, wanted(&refusal))
            }
            Refusal::BadInput { .. } | Refusal::Duplicate { .. } => {
                error(row, "account_number", &row.account, wanted(&refusal))
            }
            // An account that may not end as it stands.
            _ => error(row, "status", &status_text(row), format!("{}, while {refusal}", standing(found))),
        });
    }
    Ok(())
}

/// How a row cuts an account, brings it back, closes it or moves its order, in words; none where it does neither.
fn switches(found: &AccountRow, data: &AccountData) -> Option<String> {
    if found.status == data.status && found.disconnection_on == data.disconnection_on {
        return None;
    }
    let (was, is) = (standing(found), stands(data.status, data.disconnection_on));
    Some(format!("{}: {was} to {is}", found.number))
}

fn standing(found: &AccountRow) -> String {
    stands(found.status, found.disconnection_on)
}

fn stands(status: AccountStatus, order: Option<Day>) -> String {
    order.map_or_else(|| status.to_string(), |on| format!("{status}, to be cut on {on}"))
}

fn status_text(row: &CustomerLine) -> String {
    let order = row.disconnection_on.map(|on| on.to_string());
    row.status.map(|status| status.to_string()).or(order).unwrap_or_default()
}

/// What the book refuses of a row; anything else is no row's fault.
fn wrong(outcome: Result<()>) -> Result<Option<Refusal>> {
    match outcome {
        Ok(()) => Ok(None),
        Err(Error::Refused(refusal)) => Ok(Some(refusal)),
        Err(fault) => Err(fault),
    }
}

/// What was wanted instead, as a list of bad rows says it.
fn wanted(refusal: &Refusal) -> String {
    match refusal {
        Refusal::BadInput { expected, .. } => expected.clone(),
        other => other.to_string(),
    }
}

fn error(row: &CustomerLine, field: &str, value: &str, expected: impl Into<String>) -> RowError {
    RowError { row: row.line, field: field.to_owned(), value: cells::shown(value), expected: expected.into() }
}

fn moved(row: &CustomerLine) -> Error {
    Refusal::ChangedMeanwhile { what: format!("account {}", row.account) }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_switches_as_many_accounts_in_many_transactions_as_in_one() {
        let switches = |file: &mut Switches| file.add(Some("1000 cut".into()));
        let (mut whole, mut in_chunks) = (Switches::default(), Switches::default());
        whole.begin();
        for n in 0..MOST_SWITCHED {
            if n % 2_000 == 0 {
                in_chunks.committed();
                in_chunks.begin();
            }
            assert_eq!((whole.is_full(), in_chunks.is_full()), (false, false), "{n}");
            switches(&mut whole);
            switches(&mut in_chunks);
            // What was told of a transaction is counted all the same.
            in_chunks.named.clear();
        }
        assert!(whole.is_full() && in_chunks.is_full());
        in_chunks.begin();
        assert!(!in_chunks.is_full(), "an attempt that was not committed does not count");
    }
}
