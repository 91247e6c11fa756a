//! The year before today: meters read and billed month by month, payments as people are, arrears, cuts.
//!
//! The demo keeps in mind what everybody owes, as the customers themselves would, and sends the
//! office's own acts, many to a commit.

use super::Branch;
use super::crew::Crew;
use super::dice::Dice;
use super::meters::Dial;
use super::rounds::{GAS, POWER, WATER, to_exchange};
use super::tills::Tills;
use super::town::{Customer, Temper};
use crate::office::{Act, HOUSE, Sent, Session, Work};
use crate::payments::views::{PaymentTaken, SeenAccount, TenderInput};
use crate::payments::{PayOrder, pay};
use crate::tariffs::Shelf;
use crate::undo::undo;
use crate::undo::views::{StepRef, Undo};
use anyhow::anyhow;
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, CustomerId, PaymentId, RequestId, TicketId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::Note;
use foil_domain::time::{Day, Instant, Zone};
use foil_domain::undo::UndoReason;
use foil_store::customers::AccountData;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::mem;

/// Months whose bills were issued, the last of them on the first of this month.
pub(super) const MONTHS: i32 = 12;

/// Acts to a commit.
const TOGETHER: usize = 400;

/// An account, as its customer has it in mind.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub id: AccountId,
    /// Bills with something left: due date, and what is left in paise.
    pub open: Vec<(Day, i64)>,
    pub credit: i64,
    pub cut: bool,
    pub ordered: bool,
    /// Its meter; none for an account that was given up.
    pub dial: Option<Dial>,
}

impl Account {
    pub(super) fn owed(&self) -> i64 {
        self.open.iter().map(|(_, left)| left).sum()
    }

    /// What is to be paid once its credit is used.
    pub(super) fn net(&self) -> i64 {
        (self.owed() - self.credit).max(0)
    }

    pub(super) fn overdue(&self, today: Day) -> i64 {
        self.open.iter().filter(|(due, _)| *due < today).map(|(_, left)| left).sum()
    }

    pub(super) fn days_late(&self, today: Day) -> i64 {
        self.open.first().map_or(0, |(due, _)| today.days_since(*due))
    }

    /// Takes off what is paid, the oldest first; what is left over becomes credit.
    pub(super) fn take(&mut self, money: i64) {
        let mut left = money + self.credit;
        for (_, owed) in &mut self.open {
            let now = left.min(*owed);
            *owed -= now;
            left -= now;
        }
        self.open.retain(|(_, owed)| *owed > 0);
        self.credit = left;
    }
}

/// A customer in the book.
#[derive(Debug)]
pub(super) struct Known {
    pub id: CustomerId,
    /// In the order of the customer's supplies.
    pub accounts: Vec<Account>,
}

type Waiting = (Sent, Work<Option<PaymentTaken>>);

/// The year as it goes on.
pub(super) struct Year<'a> {
    pub crew: &'a Crew,
    pub town: &'a [Customer],
    pub known: Vec<Known>,
    /// The tariffs.
    pub shelf: Shelf,
    /// Where each account stands among what is known.
    pub places: HashMap<AccountId, (usize, usize)>,
    pub dice: Dice,
    pub tills: Tills,
    zone: Zone,
    /// Before it all is done that today's doors wait for: a morning's work before now.
    morning: Instant,
    /// The business date.
    pub on: Day,
    waiting: Vec<Waiting>,
    visits: BTreeMap<Day, Vec<usize>>,
    reckonings: BTreeMap<Day, Vec<usize>>,
    /// Who is reminded or warned on a day, before the reckoning.
    letters: BTreeMap<Day, Vec<usize>>,
    exchange_on: Day,
    /// Whose meter is exchanged then.
    pub to_exchange: Option<(usize, usize)>,
}

/// Whether the office is open; its Sundays are free.
fn open_on(day: Day) -> bool {
    let monday = Day::new(2024, 1, 1).unwrap_or(day);
    day.days_since(monday).rem_euclid(7) != 6
}

pub(super) fn next_open(mut day: Day) -> Day {
    while !open_on(day) {
        day = day.plus_days(1);
    }
    day
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// The first day of the year that ends today.
pub(super) fn first_day(today: Day) -> Day {
    today.month_start(1 - MONTHS)
}

impl<'a> Year<'a> {
    pub(super) fn new(
        crew: &'a Crew,
        town: &'a [Customer],
        known: Vec<Known>,
        shelf: Shelf,
        zone: Zone,
        branch: &Branch,
    ) -> Year<'a> {
        let &Branch { seed, today, now, .. } = branch;
        let (exchange_on, to_exchange) = to_exchange(town, today);
        let mut places = HashMap::new();
        for (c, customer) in known.iter().enumerate() {
            places.extend(customer.accounts.iter().enumerate().map(|(i, account)| (account.id, (c, i))));
        }
        Year {
            crew,
            town,
            known,
            shelf,
            places,
            exchange_on,
            to_exchange,
            dice: Dice::new(seed, 2),
            tills: Tills::new(today, seed),
            zone,
            morning: now.plus_secs(-200 * 60),
            on: first_day(today),
            waiting: Vec::new(),
            visits: BTreeMap::new(),
            reckonings: BTreeMap::new(),
            letters: BTreeMap::new(),
        }
    }

    /// Lives through the year until the evening before `today`. `told` hears of each month.
    pub(super) fn live(&mut self, today: Day, told: &mut dyn FnMut(u32, u32)) -> Result<()> {
        self.plan_reckonings(today);
        let mut issued = 0;
        let mut day = self.on;
        while day < today {
            let (first, gas) = (day == day.month_start(0), Self::reads_gas(day, today));
            if day != self.on && (open_on(day) || first || gas) {
                self.move_to(day, self.at(day, 8, 55))?;
            }
            if first {
                self.issue(day, today, &[&POWER, &WATER])?;
                issued += 1;
                told(issued, MONTHS as u32 + 1);
            }
            if gas {
                self.issue(day, today, &[&GAS])?;
            }
            if open_on(day) {
                self.open_doors(day)?;
            }
            if day == self.exchange_on {
                self.exchange(day)?;
            }
            day = day.plus_days(1);
        }
        if today == today.month_start(0) && today != self.on {
            self.move_to(today, self.at(today, 8, 55))?;
            self.issue(today, today, &[&POWER, &WATER])?;
        }
        self.flush().map(|_| ())
    }

    /// That time of that day, but never later than this morning: a branch made in the night has nothing that lies ahead.
    pub(super) fn at(&self, day: Day, hour: u32, minute: u32) -> Instant {
        self.zone.at(day, hour, minute).min(self.morning)
    }

    /// Moves the business day. Documents of days gone by need not be written: they are made again
    /// whenever somebody asks for them.
    pub(super) fn move_to(&mut self, to: Day, at: Instant) -> Result<()> {
        let manager = self.crew.manager.clone();
        self.close_tills(self.at(self.on, 17, 40));
        self.send(&manager, "close_day", Right::MoveBusinessDay, at, move |act| {
            crate::office::close(act, to)?;
            for row in foil_store::outbox::due(act.tx, act.now, 1_000_000)? {
                foil_store::outbox::done(act.tx, &row)?;
            }
            Ok(None)
        });
        self.on = to;
        if self.waiting.len() >= TOGETHER { self.flush().map(|_| ()) } else { Ok(()) }
    }

    pub(super) fn send(
        &mut self,
        who: &Session,
        act: &'static str,
        right: Right,
        at: Instant,
        work: impl FnMut(&mut Act<'_>) -> Result<Option<PaymentTaken>> + Send + 'static,
    ) {
        let at = self.crew.it_is(at);
        self.waiting.push((Sent { who: who.clone(), act, right, request: None, at }, Box::new(work)));
    }

    /// Stores what was sent; gives back what came of it.
    pub(super) fn flush(&mut self) -> Result<Vec<Option<PaymentTaken>>> {
        let waiting = mem::take(&mut self.waiting);
        if waiting.is_empty() { Ok(Vec::new()) } else { self.crew.office.perform_many(waiting) }
    }

    pub(super) fn plan_visit(&mut self, c: usize, temper: Temper, issued: Day, today: Day) {
        let month = today.month_start(0).days_since(issued) / 28;
        let index = i64::from(MONTHS) - month; // 1 is the first month of the year
        let days = match temper {
            Temper::Prompt => self.dice.between(1, 14),
            Temper::Late => self.dice.between(9, 34),
            Temper::Forgetful if self.dice.percent(35) => return,
            Temper::Forgetful => self.dice.between(4, 29),
            Temper::Broke(from) if index >= i64::from(from) => return,
            Temper::Broke(_) => self.dice.between(6, 28),
        };
        let day = next_open(issued.plus_days(days));
        self.visits.entry(day).or_default().push(c);
    }

    fn plan_reckonings(&mut self, today: Day) {
        for (c, customer) in self.town.iter().enumerate() {
            if matches!(customer.temper, Temper::Broke(_)) {
                let day = next_open(today.plus_days(-self.dice.between(3, 18)));
                self.reckonings.entry(day).or_default().push(c);
                // Nobody is cut who was not told twice: a reminder, then the notice, whose days run out before.
                for before in [36, 17] {
                    self.letters.entry(next_open(day.plus_days(-before))).or_default().push(c);
                }
            }
        }
    }

    /// A day at the counters.
    fn open_doors(&mut self, day: Day) -> Result<()> {
        self.write_letters(day);
        for c in self.reckonings.remove(&day).unwrap_or_default() {
            self.reckon(c, day);
        }
        let mut visitors = self.visits.remove(&day).unwrap_or_default();
        self.dice.shuffle(&mut visitors);
        let n = i64::try_from(visitors.len()).unwrap_or(1).max(1);
        let opens = self.at(day, 9, 30);
        self.open_tills(day, self.at(day, 9, 20))?;
        let mut last = None;
        for (at, c) in (0i64..).zip(visitors) {
            if at == n / 2 {
                self.drop_at_noon(opens.plus_secs(at * (7 * 3600 / n)));
            }
            let when = opens.plus_secs(at * (7 * 3600 / n) + self.dice.between(0, 50));
            let before = self.known[c].accounts.clone();
            let method = self.method();
            if let Some(order) = self.order(c, method) {
                let who = self.taker(method, at);
                self.pay(&who, order, when);
                last = Some((c, who, before, when));
            }
        }
        match last {
            Some((c, who, before, when)) if who.user != HOUSE && self.dice.percent(6) => {
                self.mistake(c, &who, before, when)
            }
            _ => Ok(()),
        }
    }

    /// The last payment of a day was a mistake: it is taken back, and taken again rightly.
    fn mistake(&mut self, c: usize, who: &Session, before: Vec<Account>, when: Instant) -> Result<()> {
        let Some(Some(taken)) = self.flush()?.pop() else { return Ok(()) };
        let reason = *self.dice.one(&[UndoReason::WrongTender, UndoReason::WrongAmount, UndoReason::Twice]);
        self.take_back(who, taken.payment, reason, when.plus_secs(140))?;
        self.known[c].accounts = before;
        if reason != UndoReason::Twice
            && let Some(order) = self.order(c, Method::Cash)
        {
            self.pay(who, order, when.plus_secs(260));
        }
        Ok(())
    }

    /// Undoes a payment, as its clerk would.
    pub(super) fn take_back(
        &mut self,
        who: &Session,
        payment: PaymentId,
        reason: UndoReason,
        when: Instant,
    ) -> Result<()> {
        self.crew.it_is(when);
        let id = self.dice.uuid().to_string();
        let request_id = RequestId::parse(&id).map_err(|e| Error::Broke(anyhow!(e)))?;
        let target = Some(StepRef { step: None, payment: Some(payment) });
        undo(
            &self.crew.office,
            who,
            Undo { request_id, target, reason: Some(reason), note: None, manager: None },
        )?;
        Ok(())
    }

    /// The ladder is run over those who are going to be cut or ordered to be.
    fn write_letters(&mut self, day: Day) {
        let customers = self.letters.remove(&day).unwrap_or_default();
        let accounts: Vec<AccountId> = customers
            .iter()
            .flat_map(|c| &self.known[*c].accounts)
            .filter(|account| account.overdue(day) > 0)
            .map(|account| account.id)
            .collect();
        if accounts.is_empty() {
            return;
        }
        let manager = self.crew.manager.clone();
        let at = self.at(day, 9, 5);
        self.send(&manager, "run_arrears", Right::ManageArrears, at, move |act| {
            crate::arrears::climb(act, &accounts)?;
            act.changed(json!({ "accounts": accounts.len() }));
            Ok(None)
        });
    }

    /// After long arrears: a cut, or the order for one.
    fn reckon(&mut self, c: usize, day: Day) {
        let at = self.at(day, 9, 15);
        let manager = self.crew.manager.clone();
        let mut switches = Vec::new();
        for account in &mut self.known[c].accounts {
            match account.days_late(day) {
                late if late > 75 => account.cut = true,
                late if late > 45 => account.ordered = true,
                _ => continue,
            }
            switches.push((account.id, account.cut));
        }
        for (id, cut) in switches {
            let on = day.plus_days(self.dice.between(6, 16));
            self.send(&manager, "switch_account", Right::SwitchService, at, move |act| {
                switch(act, id, cut, on)
            });
        }
    }

    fn method(&mut self) -> Method {
        match self.dice.between(1, 100) {
            1..=46 => Method::Cash,
            47..=76 => Method::Upi,
            77..=86 => Method::Card,
            87..=93 => Method::Cheque,
            _ => Method::Bank,
        }
    }

    fn taker(&self, method: Method, at: i64) -> Session {
        if method == Method::Bank {
            return Session::house();
        }
        let counter = usize::try_from(at.rem_euclid(3)).unwrap_or(0);
        self.crew.clerks[counter].clone()
    }

    /// What a customer pays on a visit: usually everything; sometimes a part, or more for next month.
    /// `None` when nothing is due.
    pub(super) fn order(&mut self, c: usize, method: Method) -> Option<PayOrder> {
        let accounts = &mut self.known[c].accounts;
        let due: Vec<usize> = (0..accounts.len()).filter(|i| accounts[*i].owed() > 0).collect();
        let first = *due.first()?;
        let net: i64 = due.iter().map(|i| accounts[*i].net()).sum();
        let mut paid = net;
        let whim = self.dice.between(1, 100);
        if whim <= 5 && due.len() == 1 && net > 50_000 {
            paid = net * self.dice.between(40, 80) / 100 / 10_000 * 10_000;
        } else if (6..=10).contains(&whim) && net > 0 {
            paid = (net / 50_000 + 1) * 50_000;
        }
        for i in &due {
            let account = &mut accounts[*i];
            let share = if due.len() == 1 { paid } else { account.net() };
            account.take(share);
        }
        if due.len() > 1 {
            accounts[first].credit += paid - net;
        }
        let seen = |i: &usize| SeenAccount { account: accounts[*i].id, version: 0 };
        let accounts = due.iter().map(seen).collect();
        let tenders = if paid > 0 { self.tenders(method, paid) } else { Vec::new() };
        Some(PayOrder {
            accounts,
            pay: money(paid),
            tenders,
            use_credit: true,
            directed: None,
            ticket: None,
            note: String::new(),
            stops: Vec::new(),
            fees: Vec::new(),
            seen: None,
            here_since: None,
        })
    }

    fn tenders(&mut self, method: Method, paid: i64) -> Vec<TenderInput> {
        let note = |text: String| Note::parse(&text).ok();
        let plain = |method, amount| TenderInput {
            method,
            amount: money(amount),
            reference: None,
            bank: None,
            drawer: None,
            paper: None,
        };
        let serial = self.dice.between(100_000, 999_999);
        match method {
            Method::Cash if self.dice.percent(55) => {
                let notes = if paid > 150_000 { 50_000 } else { 10_000 };
                vec![plain(Method::Cash, (paid + notes - 1) / notes * notes)]
            }
            Method::Cash => vec![plain(Method::Cash, paid)],
            Method::Upi if paid > 100_000 && self.dice.percent(12) => {
                let cash = paid / 2 / 10_000 * 10_000;
                let reference = note(format!("UPI4128{serial}"));
                vec![TenderInput { reference, ..plain(Method::Upi, paid - cash) }, plain(Method::Cash, cash)]
            }
            Method::Upi => {
                vec![TenderInput { reference: note(format!("UPI4127{serial}")), ..plain(method, paid) }]
            }
            Method::Card => {
                vec![TenderInput { reference: note(format!("SLIP {serial}")), ..plain(method, paid) }]
            }
            Method::Cheque => {
                let bank = *self.dice.one(&["Karavali Bank", "Tungabhadra Sahakari Bank", "Netravathi Bank"]);
                let (reference, bank) = (note(serial.to_string()), note(bank.to_owned()));
                vec![TenderInput { reference, bank, ..plain(method, paid) }]
            }
            Method::Bank | Method::Transfer => {
                vec![TenderInput { reference: note(format!("NEFT{serial}")), ..plain(method, paid) }]
            }
        }
    }

    pub(super) fn pay(&mut self, who: &Session, order: PayOrder, when: Instant) {
        self.send(who, "take_payment", Right::TakePayments, when, move |act| pay_now(act, &order).map(Some));
    }

    /// Takes a payment at once, for a ticket if there is one.
    pub(super) fn pay_at_once(
        &mut self,
        who: &Session,
        order: PayOrder,
        ticket: Option<TicketId>,
        when: Instant,
    ) -> Result<PaymentTaken> {
        self.pay(who, PayOrder { ticket, ..order }, when);
        let taken = self.flush()?.pop().flatten();
        taken.ok_or_else(|| anyhow!("a payment of the demo was not taken").into())
    }
}

/// Pays with the versions the accounts have now: nobody else is in the demo's office. Who is late pays what that
/// costs by today, too.
fn pay_now(act: &mut Act<'_>, order: &PayOrder) -> Result<PaymentTaken> {
    let mut order = order.clone();
    let late = crate::arrears::accrued(act.tx, act.office, order.accounts.iter().map(|seen| seen.account))?;
    let late =
        Money::sum(late.iter().map(|(_, charged)| charged.surcharge.amount)).ok_or(Refusal::TooMuch)?;
    if let Some(tender) = order.tenders.last_mut().filter(|_| late.is_positive()) {
        // Nobody has the paise of a surcharge in hand: there is change.
        let coins = if tender.method == Method::Cash { 1_000 } else { 1 };
        let more = money((late.minor() + coins - 1) / coins * coins);
        tender.amount = tender.amount.plus(more).ok_or(Refusal::TooMuch)?;
        order.pay = order.pay.plus(late).ok_or(Refusal::TooMuch)?;
    }
    for seen in &mut order.accounts {
        let account = foil_store::customers::account(act.tx, seen.account)?;
        seen.version = account.ok_or_else(|| Refusal::not_found("account", seen.account))?.version;
    }
    pay(act, &order, None)
}

fn switch(act: &mut Act<'_>, id: AccountId, cut: bool, on: Day) -> Result<Option<PaymentTaken>> {
    let account =
        foil_store::customers::account(act.tx, id)?.ok_or_else(|| Refusal::not_found("account", id))?;
    let today = act.today();
    let data = if cut {
        AccountData {
            status: AccountStatus::Cut,
            cut_on: Some(today),
            disconnection_on: None,
            ..account.data()
        }
    } else {
        AccountData { disconnection_on: Some(on), ..account.data() }
    };
    if !foil_store::customers::update_account(act.tx, id, &data, account.version)? {
        return Err(Refusal::ChangedMeanwhile { what: format!("account {}", account.number) }.into());
    }
    crate::arrears::followed(act, &account, &data)?;
    act.changed(json!({
        "account": id, "status": data.status, "cut_on": data.cut_on, "disconnection_on": data.disconnection_on,
        "reason": "arrears",
    }));
    Ok(None)
}
