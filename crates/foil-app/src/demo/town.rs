//! Who lives in the town: customers with their properties and accounts, and how they pay.

use super::dice::Dice;
use super::names;
use super::tariffs::{DOMESTIC_GAS, DOMESTIC_POWER, DOMESTIC_WATER, Plan, SHOP_POWER, SHOP_WATER};
use foil_domain::customers::{ByLaw, Service};

/// How somebody pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Temper {
    /// Within the due date.
    Prompt,
    /// Around it, often after it.
    Late,
    /// Leaves a month out now and then.
    Forgetful,
    /// Pays nothing from this month of the year (1 to 12) on.
    Broke(u32),
}

/// A service at a property.
#[derive(Debug)]
pub(super) struct Supply {
    /// Which of the customer's properties.
    pub property: usize,
    pub plan: &'static Plan,
    pub number: String,
    pub meter: String,
    /// Sanctioned load; what the fixed charge is counted by.
    pub load: i64,
    /// Units in an ordinary month.
    pub units: i64,
    /// Given up before the year began.
    pub closed: bool,
    /// What the meter had counted when the branch took it over.
    pub first_count: i64,
    /// Units for one count of the meter.
    pub multiplier: i64,
    /// The meter reader's route, and the place on it.
    pub route: (String, i64),
}

/// A customer.
#[derive(Debug)]
pub(super) struct Customer {
    pub number: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub language: &'static str,
    pub by_law: ByLaw,
    pub properties: Vec<String>,
    pub supplies: Vec<Supply>,
    pub temper: Temper,
}

/// The customers that together have so many accounts.
pub(super) fn town(accounts: u32, seed: u64) -> Vec<Customer> {
    let mut dice = Dice::new(seed, 1);
    let mut maker = Maker { accounts: 0, societies: 0 };
    let mut all: Vec<Customer> = Vec::new();
    while maker.accounts < accounts {
        let left = accounts - maker.accounts;
        let n = u32::try_from(all.len()).unwrap_or(u32::MAX);
        // Early in the list, so that also a small town has one of each.
        let customer = if n % 150 == 7 && left >= 6 {
            maker.society(&mut dice, n)
        } else if n % 9 == 4 {
            maker.shop(&mut dice, n, left)
        } else {
            maker.home(&mut dice, n, left)
        };
        all.push(customer);
    }
    lay_routes(&mut all, seed);
    all
}

/// Customers of a route.
const ON_ROUTE: usize = 60;
/// Counts of a register before it begins at zero again.
const RANGE: i64 = 100_000;

/// Meters, and the way the reader goes: neighbours follow each other. One home's meter is about to run through
/// zero.
fn lay_routes(town: &mut [Customer], seed: u64) {
    let mut dice = Dice::new(seed, 3);
    let mut rolls_over = true;
    for (n, customer) in town.iter_mut().enumerate() {
        for supply in &mut customer.supplies {
            let place = i64::try_from(n % ON_ROUTE).unwrap_or(0) * 10 + 10;
            supply.route = (format!("R{:02}", n / ON_ROUTE + 1), place);
            supply.multiplier = if supply.load >= 8 { 10 } else { 1 };
            supply.first_count = dice.between(1_200, 58_000);
            if rolls_over && supply.plan.name == DOMESTIC_POWER.name && !supply.closed {
                supply.first_count = RANGE - supply.units * 9;
                rolls_over = false;
            }
        }
    }
}

struct Maker {
    accounts: u32,
    societies: usize,
}

impl Maker {
    fn home(&mut self, dice: &mut Dice, n: u32, left: u32) -> Customer {
        let (name, language) = names::person(dice);
        let address = names::address(dice, language, "");
        let mut wanted: Vec<&'static Plan> = match dice.between(1, 100) {
            1..=52 => vec![&DOMESTIC_POWER],
            53..=70 => vec![&DOMESTIC_WATER],
            71..=80 => vec![&DOMESTIC_GAS],
            81..=92 => vec![&DOMESTIC_POWER, &DOMESTIC_WATER],
            93..=95 => vec![&DOMESTIC_POWER, &DOMESTIC_GAS],
            _ => vec![&DOMESTIC_POWER, &DOMESTIC_WATER, &DOMESTIC_GAS],
        };
        wanted.truncate(left as usize);
        let supplies = wanted.into_iter().map(|plan| self.supply(dice, 0, plan)).collect();
        let by_law = match dice.between(1, 100) {
            1..=7 => ByLaw::Elderly,
            8..=9 => ByLaw::Disabled,
            10 => ByLaw::Pregnant,
            _ => ByLaw::None,
        };
        let temper = temper(dice);
        customer(dice, n, (name, language), by_law, vec![address], supplies, temper)
    }

    fn shop(&mut self, dice: &mut Dice, n: u32, left: u32) -> Customer {
        let named = names::firm(dice);
        let address = names::address(dice, named.1, "Shop ");
        let mut supplies = vec![self.supply(dice, 0, &SHOP_POWER)];
        if dice.percent(40) && left > 1 {
            supplies.push(self.supply(dice, 0, &SHOP_WATER));
        }
        let temper = temper(dice);
        customer(dice, n, named, ByLaw::None, vec![address], supplies, temper)
    }

    /// One who pays for many: a bulk customer.
    fn society(&mut self, dice: &mut Dice, n: u32) -> Customer {
        let named = names::society(self.societies);
        self.societies += 1;
        let place = names::address(dice, named.1, "");
        let blocks = ["A", "B", "C", "D", "E", "F"];
        let properties = blocks.iter().map(|block| format!("Block {block}, {place}")).collect();
        let mut supplies: Vec<Supply> =
            (0..blocks.len()).map(|at| self.supply(dice, at, &DOMESTIC_WATER)).collect();
        for supply in supplies.iter_mut().filter(|s| s.closed) {
            supply.closed = false;
        }
        customer(dice, n, named, ByLaw::None, properties, supplies, Temper::Late)
    }

    fn supply(&mut self, dice: &mut Dice, property: usize, plan: &'static Plan) -> Supply {
        self.accounts += 1;
        let (letter, first) = match plan.service {
            Service::Electricity => ('E', 100_000),
            Service::Water => ('W', 500_000),
            Service::Gas => ('G', 700_000),
        };
        let serial = first + self.accounts;
        let units =
            dice.between(plan.usual.0, plan.usual.1).min(dice.between(plan.usual.0, plan.usual.1) * 2);
        let load = if plan.service == Service::Electricity { 1 + units / 120 } else { 1 };
        Supply {
            property,
            plan,
            number: format!("{letter}{serial}"),
            meter: format!("{letter}M{:07}", 4_100_000 + u64::from(self.accounts) * 37),
            load,
            units,
            closed: dice.between(1, 300) == 1,
            first_count: 0,
            multiplier: 1,
            route: (String::new(), 0),
        }
    }
}

fn temper(dice: &mut Dice) -> Temper {
    match dice.between(1, 100) {
        1..=64 => Temper::Prompt,
        65..=86 => Temper::Late,
        87..=95 => Temper::Forgetful,
        _ => Temper::Broke(u32::try_from(dice.between(8, 12)).unwrap_or(12)),
    }
}

fn customer(
    dice: &mut Dice,
    n: u32,
    (name, language): (String, &'static str),
    by_law: ByLaw,
    properties: Vec<String>,
    supplies: Vec<Supply>,
    temper: Temper,
) -> Customer {
    let start = *dice.one(&["98", "99", "94", "90", "86", "74", "63"]);
    let phone = format!("{start}{:08}", dice.between(10_000_000, 99_999_999));
    let email = if dice.percent(35) { format!("customer{}@example.com", n + 1) } else { String::new() };
    Customer {
        number: format!("MC-{:06}", n + 1),
        name,
        phone,
        email,
        language,
        by_law,
        properties,
        supplies,
        temper,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_has_as_many_accounts_as_were_asked_for_and_some_of_every_kind() {
        for accounts in [20, 333, 2_000] {
            let town = town(accounts, 1);
            let supplies: Vec<&Supply> = town.iter().flat_map(|c| &c.supplies).collect();
            assert_eq!(supplies.len(), accounts as usize);
        }
        let town = town(2_000, 1);
        let with = |test: fn(&Customer) -> bool| town.iter().filter(|c| test(c)).count();
        let several = with(|c| c.supplies.len() > 1) * 100 / town.len();
        assert!((14..=30).contains(&several), "{several} % have several accounts");
        assert!(with(|c| c.supplies.len() >= 5) >= 2, "bulk customers");
        assert!(with(|c| c.by_law != ByLaw::None) > 50);
        assert!(with(|c| c.language == "kn") > 100 && with(|c| c.language == "ur") > 20);
        assert!(with(|c| matches!(c.temper, Temper::Broke(_))) > 20);
    }
}
