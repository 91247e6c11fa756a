//! Rounds of the meter readers, and the bills that follow them.
//!
//! Power and water are read on the 1st; gas on the day of the month that today is, so that the round of today
//! is still to be billed. The branch has made its own bills for two months, by its own runs; those before were
//! brought over (`former`).

use super::meters::{DIGITS, Told};
use super::town::Customer;
use super::year::{Year, first_day, next_open};
use crate::arrears::Charged;
use crate::billing::run_views::RunOrder;
use crate::billing::{Pace, run_bills};
use crate::metering::views::{
    EnterReadings, ExchangeMeter, FinalReading, HungMeter, LastShown, NewRegister, ReadingEntry, ShownValue,
};
use crate::metering::{enter_readings, exchange_meter};
use crate::office::Order;
use crate::office::jobs::Progress;
use crate::tariffs::Shelf;
use crate::{Act, Refusal, Result};
use anyhow::anyhow;
use foil_domain::arrears::surcharge;
use foil_domain::billing::ClaimKind;
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, CycleId};
use foil_domain::metering::{Purpose, ReadingKind, Remark};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::text::{Code, Note, Reason};
use foil_domain::time::{Day, Instant};
use foil_store::cycles::CycleData;
use foil_store::{bills, meters};
use serde_json::json;

/// A billing cycle of the branch.
pub(super) struct Cycle {
    pub code: &'static str,
    name: &'static str,
    pub service: Service,
    pub due_days: i64,
}

pub(super) const POWER: Cycle =
    Cycle { code: "E-01", name: "Electricity, read on the 1st", service: Service::Electricity, due_days: 15 };
pub(super) const WATER: Cycle =
    Cycle { code: "W-01", name: "Water, read on the 1st", service: Service::Water, due_days: 25 };
pub(super) const GAS: Cycle =
    Cycle { code: "G-M", name: "Gas, read in the month", service: Service::Gas, due_days: 21 };

/// Months for which the branch has made its own bills.
const OWN_MONTHS: i32 = 2;

/// The cycles as the book knows them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cycles([CycleId; 3]);

impl Cycles {
    /// Writes the cycles into the book.
    pub(super) fn found(act: &Act<'_>) -> Result<Cycles> {
        let add = |c: &Cycle| {
            let data =
                CycleData { code: c.code, name: c.name, months: 1, due_days: c.due_days, active: true };
            foil_store::cycles::insert(act.tx, &data)
        };
        Ok(Cycles([add(&POWER)?, add(&WATER)?, add(&GAS)?]))
    }

    pub(super) fn of(self, service: Service) -> CycleId {
        let Cycles([power, water, gas]) = self;
        match service {
            Service::Electricity => power,
            Service::Water => water,
            Service::Gas => gas,
        }
    }
}

/// The day of the month on which gas is read.
fn gas_day(today: Day) -> u32 {
    today.parts().2.min(28)
}

/// The round of gas that is still to be billed: the last one up to today.
fn pending(today: Day) -> Day {
    today.month_start(0).plus_days(i64::from(gas_day(today)) - 1)
}

/// The day from which a service's meters are known: a month before its first round.
pub(super) fn taken_over(service: Service, today: Day) -> Day {
    let before = first_day(today).month_start(-1);
    match service {
        Service::Electricity | Service::Water => before,
        Service::Gas => before.plus_days(i64::from(gas_day(today)) - 1),
    }
}

impl Year<'_> {
    /// Whether gas is read and billed on a day.
    pub(super) fn reads_gas(day: Day, today: Day) -> bool {
        day.parts().2 == gas_day(today) && day < pending(today)
    }

    /// Reads the meters of some cycles, bills them, and lets everybody decide when to come.
    pub(super) fn issue(&mut self, day: Day, today: Day, cycles: &[&Cycle]) -> Result<()> {
        let own = day >= today.month_start(1 - OWN_MONTHS);
        for cycle in cycles {
            self.surcharge(day, cycle.service)?;
            let told = self.round(day, cycle.service);
            if !own {
                self.bring_over(cycle, day, &told)?;
            }
        }
        if own {
            self.flush()?;
            self.crew.it_is(self.at(day, 9, 5));
            for cycle in cycles {
                self.bill(cycle, day)?;
            }
        }
        let town = self.town;
        for (c, customer) in town.iter().enumerate() {
            if customer
                .supplies
                .iter()
                .any(|s| !s.closed && cycles.iter().any(|y| y.service == s.plan.service))
            {
                self.plan_visit(c, customer.temper, day, today);
            }
        }
        Ok(())
    }

    /// The readers' devices are emptied in the morning.
    fn round(&mut self, day: Day, service: Service) -> Vec<(Told, (usize, usize))> {
        let told = self.told(day, service);
        let (who, at) = (self.crew.clerks[2].clone(), self.at(day, 8, 58));
        let written = told.clone();
        self.send(&who, "import", Right::EnterReadings, at, move |act| {
            written.iter().try_for_each(|(told, _)| told.write(act, Purpose::Cycle))?;
            act.changed(json!({ "kind": "readings", "created": written.len() }));
            Ok(None)
        });
        told
    }

    /// What the book is told of a service's registers on a day, and whose they are.
    fn told(&mut self, day: Day, service: Service) -> Vec<(Told, (usize, usize))> {
        let month = day.plus_days(-15).parts().1;
        let mut all = Vec::new();
        let town = self.town;
        for (c, (customer, known)) in town.iter().zip(&mut self.known).enumerate() {
            for (i, (supply, account)) in customer.supplies.iter().zip(&mut known.accounts).enumerate() {
                if supply.plan.service == service
                    && let Some(dial) = &mut account.dial
                {
                    all.push((dial.read(&mut self.dice, supply, account.id, day, month), (c, i)));
                }
            }
        }
        all
    }

    /// The bill run of a cycle; what it claims is what the customers have in mind from then on.
    fn bill(&mut self, cycle: &Cycle, day: Day) -> Result<()> {
        let code = Code::parse(cycle.code).map_err(|e| Refusal::bad_input("cycle", e))?;
        let route = Note::parse("").map_err(|e| Refusal::bad_input("route", e))?;
        let order = RunOrder { cycle: code, route, to: Some(day) };
        let office = &self.crew.office;
        let run = run_bills(office, &self.crew.manager, &order, &Progress::default(), Pace::default())?;
        let places = &self.places;
        let known = &mut self.known;
        office.book().read(|tx| {
            foil_store::runs::each_claim(tx, run.id, |made| {
                let (c, i) = *places
                    .get(&made.account_id)
                    .ok_or_else(|| anyhow!("a bill of an account that the demo does not know"))?;
                let account = &mut known[c].accounts[i];
                account.credit -= made.credit_used_minor.minor();
                // What credit the bill leaves is set off against what was open.
                account.take(0);
                if made.left_minor.is_positive() {
                    account.open.push((made.due_on, made.left_minor.minor()));
                }
                Ok(true)
            })
        })
    }

    /// What is late is charged for each month begun, once.
    fn surcharge(&mut self, day: Day, service: Service) -> Result<()> {
        let mut late = Vec::new();
        for (customer, known) in self.town.iter().zip(&self.known) {
            for (supply, account) in customer.supplies.iter().zip(&known.accounts) {
                if supply.plan.service == service && !supply.closed && account.overdue(day) > 0 {
                    late.push((account.id, supply.plan.name));
                }
            }
        }
        if late.is_empty() {
            return Ok(());
        }
        self.flush()?;
        self.crew.it_is(self.at(day, 8, 56));
        let order = Order::new("run_arrears", Right::ManageArrears);
        let charged = self.crew.office.perform(&self.crew.manager, order, move |act| {
            let mut charged = Vec::new();
            let shelf = Shelf::load(act.tx)?;
            for (account, plan) in &late {
                charge(act, &shelf, *account, plan, &mut charged)?;
            }
            act.changed(json!({ "surcharges": charged.len() }));
            Ok(charged)
        })?;
        for (account, amount) in charged {
            if let Some((c, i)) = self.places.get(&account) {
                self.known[*c].accounts[*i].open.push((day, amount.minor()));
            }
        }
        Ok(())
    }

    /// The round of today: most meters of it are read, nothing is billed yet.
    pub(super) fn pending_round(&mut self, today: Day, now: Instant) -> Result<()> {
        let on = pending(today);
        let told = self.told(on, Service::Gas);
        let mut rows: Vec<ReadingEntry> = Vec::with_capacity(told.len());
        for (at, (told, _)) in told.iter().enumerate() {
            // Every tenth door was not reached; one house has a leak.
            if at % 10 != 9 {
                rows.push(told.entered(at == 3)?);
            }
        }
        self.crew.it_is(now.plus_secs(-185 * 60));
        for some in rows.chunks(400) {
            let input = EnterReadings { rows: some.to_vec(), all_or_nothing: false, at_counter: false };
            enter_readings(&self.crew.office, &self.crew.clerks[2], input)?;
        }
        Ok(())
    }

    /// A meter whose display is dead is exchanged in the middle of a month, after the counters have closed.
    pub(super) fn exchange(&mut self, day: Day) -> Result<()> {
        let Some((c, i)) = self.to_exchange.take() else { return Ok(()) };
        self.flush()?;
        self.crew.it_is(self.at(day, 17, 10));
        let (town, office) = (self.town, &self.crew.office);
        let supply = &town[c].supplies[i];
        let account = &mut self.known[c].accounts[i];
        let Some(dial) = &mut account.dial else { return Ok(()) };
        let last = dial.goes_on(supply, day);
        let id = account.id;
        let row = office.book().read(|tx| foil_store::customers::account(tx, id))?;
        let version = row.ok_or_else(|| Refusal::not_found("account", id))?.version;
        let number = format!("{}X", supply.meter);
        let text = |field: &'static str, e: String| Refusal::bad_input(field, e);
        let input = ExchangeMeter {
            account: id,
            version,
            on: day,
            old: FinalReading {
                values: vec![LastShown { register: 1, value: last.to_string(), rolled_over: None }],
                remark: Remark::Working,
                kind: None,
                accept: Some(
                    Reason::parse("Read together with the customer").map_err(|e| text("accept", e))?,
                ),
                retired: true,
            },
            new: HungMeter {
                number: Code::parse(&number).map_err(|e| text("number", e))?,
                registers: vec![NewRegister {
                    unit: None,
                    register: 1,
                    band: Note::parse("").map_err(|e| text("band", e))?,
                    digits: i64::from(DIGITS),
                    multiplier: supply.multiplier.to_string(),
                }],
                values: vec![ShownValue { register: 1, value: "0".into() }],
            },
            reason: Reason::parse("Display dead").map_err(|e| text("reason", e))?,
        };
        exchange_meter(office, &self.crew.manager, input)?;
        let new = office.book().read(|tx| meters::by_number(tx, &number))?;
        dial.exchanged(new.ok_or_else(|| Refusal::not_found("meter", &number))?.id);
        Ok(())
    }
}

/// The home whose meter is exchanged, and the day.
pub(super) fn to_exchange(town: &[Customer], today: Day) -> (Day, Option<(usize, usize)>) {
    let homes = town.iter().enumerate().flat_map(|(c, customer)| {
        let each = customer.supplies.iter().enumerate();
        each.filter(|(_, s)| s.plan.service == Service::Electricity && !s.closed).map(move |(i, _)| (c, i))
    });
    (next_open(today.month_start(-2).plus_days(14)), homes.take(5).last())
}

/// Charges what the tariff asks for another month begun on each late bill of an account.
fn charge(
    act: &mut Act<'_>,
    shelf: &Shelf,
    account: AccountId,
    plan: &str,
    charged: &mut Vec<(AccountId, Money)>,
) -> Result<()> {
    let rule = shelf.versions(plan).and_then(<[_]>::last).and_then(|v| v.tariff.late_payment.clone());
    let Some(rule) = rule else { return Ok(()) };
    let today = act.today();
    for bill in bills::open_of_account(act.tx, account, 100)? {
        if bill.kind != ClaimKind::Bill || bill.due_on >= today || !bill.left_minor.is_positive() {
            continue;
        }
        let upto = surcharge::periods(&rule, bill.due_on, today);
        let due = surcharge::due(&rule, bill.left_minor, bill.due_on, upto, upto - 1, None, 100)?;
        let Some(surcharge) = due else { continue };
        if bills::by_key(act.tx, account, &surcharge::key(bill.id, surcharge.n))?.is_some() {
            continue;
        }
        let amount = surcharge.amount;
        let (period_to, principal) = (bill.period_to_on, bill.left_minor);
        let late = Charged { bill: bill.id, by: None, number: bill.number, period_to, principal, surcharge };
        crate::arrears::charge(act, account, &late, today)?;
        charged.push((account, amount));
    }
    Ok(())
}

impl Told {
    /// The reading as a clerk types it; `leaks` makes far too much of it, and says why that is right.
    fn entered(&self, leaks: bool) -> Result<ReadingEntry> {
        let doubt = if leaks { Some("A leak behind the kitchen wall; seen and told") } else { self.reason() };
        let reason = doubt.map(Reason::parse).transpose().map_err(|e| Refusal::bad_input("reason", e))?;
        let locked = self.remark == Remark::Locked;
        let value = if leaks { self.value + 120 } else { self.value };
        Ok(ReadingEntry {
            account: self.account,
            register: 1,
            on: self.on,
            value: if locked { String::new() } else { value.to_string() },
            kind: if locked { ReadingKind::Estimated } else { ReadingKind::Actual },
            remark: self.remark,
            reason,
            rolled_over: None,
        })
    }
}
