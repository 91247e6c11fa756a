//! What a month's receipts add up to, worked out while they stream by once: sums by day, clerk and way of paying,
//! the runs of their numbers, and the auditor's sample.

use super::super::views::{ClerkSum, DaySum, MethodSum, Sequence};
use foil_domain::audit::sample::Draw;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::time::Day;
use foil_store::figures::{ReturnedRow, TransactionRow};
use std::collections::BTreeMap;

/// A clerk's takings at a counter, on a day, by a way of paying.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Collected {
    pub receipts: i64,
    pub taken: Money,
    pub voids: i64,
    pub voided: Money,
    pub returned: Money,
}

/// Whose takings: day, counter, clerk, way of paying.
pub(super) type Whose = (Day, String, String, &'static str);

/// A receipt in the sample: number, day, counter, clerk, paid, place and hash of its audit row.
pub(super) type Drawn = (String, Day, String, String, Money, i64, String);

/// The receipts of a period so far.
pub(super) struct Tally {
    pub receipts: i64,
    pub taken: Money,
    pub voids: i64,
    pub voided: Money,
    pub returns: i64,
    pub returned: Money,
    pub collected: BTreeMap<Whose, Collected>,
    days: BTreeMap<Day, DaySum>,
    clerks: BTreeMap<String, ClerkSum>,
    methods: BTreeMap<&'static str, MethodSum>,
    last_returned: String,
    pub runs: Runs,
    pub draw: Draw<Drawn>,
}

impl Tally {
    pub fn new(draw: Draw<Drawn>) -> Tally {
        Tally {
            receipts: 0,
            taken: Money::ZERO,
            voids: 0,
            voided: Money::ZERO,
            returns: 0,
            returned: Money::ZERO,
            collected: BTreeMap::new(),
            days: BTreeMap::new(),
            clerks: BTreeMap::new(),
            methods: BTreeMap::new(),
            last_returned: String::new(),
            runs: Runs::default(),
            draw,
        }
    }

    /// Takes the next receipt.
    pub fn take(&mut self, t: &TransactionRow) -> Result<()> {
        let void = t.slip.is_some();
        let net = if void { Money::ZERO } else { t.paid };
        self.receipts += 1;
        add(&mut self.taken, t.paid)?;
        if void {
            self.voids += 1;
            add(&mut self.voided, t.paid)?;
        }
        let day = self.day(t.business_on);
        day.receipts += 1;
        day.voids += i64::from(void);
        add(&mut day.net, net)?;
        let clerk = self.clerk(&t.clerk);
        clerk.count += 1;
        clerk.voids += i64::from(void);
        add(&mut clerk.amount, net)?;
        self.ways(t, void)?;
        self.runs.take(&t.counter, &t.number, void);
        self.draw.take(&t.number, || {
            let (counter, clerk) = (t.counter.clone(), t.clerk.clone());
            (t.number.clone(), t.business_on, counter, clerk, t.paid, t.audit_seq, t.audit_hash.clone())
        });
        Ok(())
    }

    /// Takes what went back of a payment that fell, on the day on which it fell; those of one number come one after
    /// the other.
    pub fn give_back(&mut self, r: &ReturnedRow) -> Result<()> {
        if self.last_returned != r.number {
            self.returns += 1;
            self.last_returned.clone_from(&r.number);
        }
        add(&mut self.returned, r.amount)?;
        let day = self.day(r.business_on);
        add(&mut day.returned, r.amount)?;
        take_off(&mut day.net, r.amount)?;
        let clerk = self.clerk(&r.clerk);
        add(&mut clerk.returned, r.amount)?;
        take_off(&mut clerk.amount, r.amount)?;
        let Some(method) = r.method else { return Ok(()) };
        let sum = self.method(method);
        add(&mut sum.returned, r.amount)?;
        take_off(&mut sum.amount, r.amount)?;
        let whose = (r.business_on, r.counter.clone(), r.clerk.clone(), method.as_str());
        add(&mut self.collected.entry(whose).or_default().returned, r.amount)
    }

    fn day(&mut self, on: Day) -> &mut DaySum {
        let none = DaySum { on, receipts: 0, net: Money::ZERO, voids: 0, returned: Money::ZERO };
        self.days.entry(on).or_insert(none)
    }

    fn clerk(&mut self, login: &str) -> &mut ClerkSum {
        self.clerks.entry(login.to_owned()).or_insert_with(|| ClerkSum {
            clerk: login.to_owned(),
            count: 0,
            amount: Money::ZERO,
            voids: 0,
            returned: Money::ZERO,
        })
    }

    fn method(&mut self, method: Method) -> &mut MethodSum {
        let none = MethodSum { method, count: 0, returned: Money::ZERO, amount: Money::ZERO };
        self.methods.entry(method.as_str()).or_insert(none)
    }

    fn ways(&mut self, t: &TransactionRow, void: bool) -> Result<()> {
        let ways = [
            (Method::Cash, t.cash),
            (Method::Cheque, t.cheque),
            (Method::Card, t.card),
            (Method::Upi, t.upi),
            (Method::Bank, t.bank),
            (Method::Transfer, t.transfer),
        ];
        for (method, amount) in ways.into_iter().filter(|(_, amount)| *amount != Money::ZERO) {
            let sum = self.method(method);
            sum.count += 1;
            if !void {
                add(&mut sum.amount, amount)?;
            }
            let whose = (t.business_on, t.counter.clone(), t.clerk.clone(), method.as_str());
            let collected = self.collected.entry(whose).or_default();
            collected.receipts += 1;
            add(&mut collected.taken, amount)?;
            if void {
                collected.voids += 1;
                add(&mut collected.voided, amount)?;
            }
        }
        Ok(())
    }

    pub fn by_day(&self) -> Vec<DaySum> {
        self.days.values().cloned().collect()
    }

    pub fn by_clerk(&self) -> Vec<ClerkSum> {
        self.clerks.values().cloned().collect()
    }

    pub fn by_method(&self) -> Vec<MethodSum> {
        self.methods.values().cloned().collect()
    }
}

fn take_off(sum: &mut Money, amount: Money) -> Result<()> {
    *sum = sum.minus(amount).ok_or(Refusal::TooMuch)?;
    Ok(())
}

fn add(sum: &mut Money, amount: Money) -> Result<()> {
    *sum = sum.plus(amount).ok_or(Refusal::TooMuch)?;
    Ok(())
}

/// The runs of numbers, by counter and series.
#[derive(Debug, Default)]
pub(in crate::audit) struct Runs(BTreeMap<(String, String), Run>);

#[derive(Debug)]
struct Run {
    first: (i64, String),
    last: (i64, String),
    count: i64,
    voids: i64,
}

impl Runs {
    /// Takes the next number of a counter.
    pub fn take(&mut self, counter: &str, number: &str, void: bool) {
        let (series, n) = number.rsplit_once('/').unwrap_or((number, "0"));
        let n: i64 = n.parse().unwrap_or_default();
        let here = (n, number.to_owned());
        let run = self.0.entry((counter.to_owned(), series.to_owned())).or_insert_with(|| Run {
            first: here.clone(),
            last: here.clone(),
            count: 0,
            voids: 0,
        });
        if n < run.first.0 {
            run.first = here.clone();
        }
        if n > run.last.0 {
            run.last = here;
        }
        run.count += 1;
        run.voids += i64::from(void);
    }

    /// First and last number of each counter and series, and how many are missing between them.
    pub fn sequences(&self) -> Vec<(String, Sequence)> {
        let sequence = |((counter, series), run): (&(String, String), &Run)| {
            let gaps = run.last.0 - run.first.0 + 1 - run.count;
            let sequence = Sequence {
                counter: counter.clone(),
                first: run.first.1.clone(),
                last: run.last.1.clone(),
                count: run.count,
                voids: run.voids,
                gaps,
            };
            (series.clone(), sequence)
        };
        self.0.iter().map(sequence).collect()
    }
}
