//! Tariffs of the demo branch, as much of them as its bills need. The rates are plausible, no more.

use foil_domain::billing::BillLineKind;
use foil_domain::customers::Service;
use foil_domain::money::Money;
use foil_store::bills::BillLineRow;

/// A tariff plan. Rates and amounts in paise.
#[derive(Debug)]
pub(super) struct Plan {
    pub name: &'static str,
    pub service: Service,
    /// Units up to which a rate holds, and the rate; the last holds for all the rest.
    slabs: &'static [(i64, i64)],
    /// What is charged every month, for each unit of sanctioned load.
    fixed: (&'static str, i64),
    /// So much for every unit used.
    adjustment: Option<(&'static str, i64)>,
    /// Percent on the units' charge.
    tax: Option<(&'static str, i64)>,
    /// Use in an ordinary month: least and most.
    pub usual: (i64, i64),
}

const REST: i64 = i64::MAX;

pub(super) const DOMESTIC_POWER: Plan = Plan {
    name: "LT-2a Domestic",
    service: Service::Electricity,
    slabs: &[(50, 415), (100, 560), (200, 715), (300, 820), (REST, 910)],
    fixed: ("Fixed charge", 14_500),
    adjustment: Some(("Fuel adjustment", 36)),
    tax: Some(("Tax on consumption", 9)),
    usual: (38, 260),
};

pub(super) const SHOP_POWER: Plan = Plan {
    name: "LT-3a Commercial",
    service: Service::Electricity,
    slabs: &[(50, 800), (REST, 900)],
    fixed: ("Fixed charge", 21_000),
    adjustment: Some(("Fuel adjustment", 36)),
    tax: Some(("Tax on consumption", 9)),
    usual: (140, 1_400),
};

pub(super) const DOMESTIC_WATER: Plan = Plan {
    name: "W-1 Domestic",
    service: Service::Water,
    slabs: &[(8, 700), (25, 950), (REST, 1_300)],
    fixed: ("Service charge", 6_000),
    adjustment: None,
    tax: None,
    usual: (6, 34),
};

pub(super) const SHOP_WATER: Plan = Plan {
    name: "W-3 Non-domestic",
    service: Service::Water,
    slabs: &[(15, 2_800), (REST, 3_600)],
    fixed: ("Service charge", 17_500),
    adjustment: None,
    tax: None,
    usual: (10, 90),
};

pub(super) const DOMESTIC_GAS: Plan = Plan {
    name: "PNG-1 Domestic",
    service: Service::Gas,
    slabs: &[(REST, 4_950)],
    fixed: ("Meter rent", 5_000),
    adjustment: None,
    tax: Some(("VAT", 5)),
    usual: (6, 17),
};

/// The surcharge on what is overdue when a bill is made, in percent.
const LATE_PERCENT: i64 = 1;

/// A priced bill.
#[derive(Debug)]
pub(super) struct Priced {
    pub lines: Vec<BillLineRow>,
    /// Whole rupees, surcharge included.
    pub total: Money,
    pub surcharge: Money,
}

/// How much of the usual is used in a month (1 to 12), in percent: fans in April and May, rain from June.
pub(super) fn season(service: Service, month: u32) -> i64 {
    let electricity = [92, 96, 112, 132, 138, 104, 88, 86, 92, 100, 98, 94];
    let water = [100, 104, 112, 120, 122, 96, 86, 86, 92, 98, 100, 100];
    let gas = [106, 102, 98, 95, 92, 100, 104, 104, 102, 100, 102, 106];
    let table = match service {
        Service::Electricity => electricity,
        Service::Water => water,
        Service::Gas => gas,
    };
    table[(month as usize).clamp(1, 12) - 1]
}

impl Plan {
    /// Prices a month's use. `load` is the sanctioned load, `overdue` what is late on the account, in paise.
    pub(super) fn price(&self, units: i64, load: i64, overdue: i64) -> Priced {
        let mut lines = vec![line(BillLineKind::Fixed, self.fixed.0, load, self.fixed.1)];
        let mut below = 0;
        for (up_to, rate) in self.slabs {
            let here = units.min(*up_to) - below;
            if here <= 0 {
                break;
            }
            let label = match (below, *up_to) {
                (0, REST) => "All units".to_owned(),
                (0, to) => format!("First {to} units"),
                (from, REST) => format!("Above {from} units"),
                (from, to) => format!("{} to {to} units", from + 1),
            };
            lines.push(line(BillLineKind::Energy, &label, here, *rate));
            below = *up_to;
        }
        let energy: i64 = of(&lines, BillLineKind::Energy);
        if let Some((label, rate)) = self.adjustment.filter(|_| units > 0) {
            lines.push(line(BillLineKind::Adjustment, label, units, rate));
        }
        if let Some((label, percent)) = self.tax {
            let amount = (energy * percent + 50) / 100;
            let percent = (String::new(), format!("{percent} %"));
            lines.extend(amount_line(BillLineKind::Tax, label, percent, amount));
        }
        let late = (String::new(), format!("{LATE_PERCENT} %"));
        let surcharge = (overdue * LATE_PERCENT + 50) / 100;
        lines.extend(amount_line(BillLineKind::Surcharge, "Late payment surcharge", late, surcharge));
        let exact: i64 = lines.iter().map(|l| l.amount_minor.minor()).sum();
        let total = (exact + 50) / 100 * 100;
        lines.extend(amount_line(BillLineKind::Rounding, "Rounding", Default::default(), total - exact));
        Priced { lines, total: Money::from_minor(total), surcharge: Money::from_minor(surcharge) }
    }
}

fn of(lines: &[BillLineRow], kind: BillLineKind) -> i64 {
    lines.iter().filter(|l| l.kind == kind).map(|l| l.amount_minor.minor()).sum()
}

fn line(kind: BillLineKind, label: &str, quantity: i64, rate: i64) -> BillLineRow {
    BillLineRow {
        kind,
        label: label.to_owned(),
        quantity: quantity.to_string(),
        rate: Money::from_minor(rate).plain(2),
        amount_minor: Money::from_minor(quantity * rate),
    }
}

/// A line without a quantity; none when it comes to nothing.
fn amount_line(
    kind: BillLineKind,
    label: &str,
    (quantity, rate): (String, String),
    amount: i64,
) -> Option<BillLineRow> {
    let amount_minor = Money::from_minor(amount);
    (amount != 0).then(|| BillLineRow { kind, label: label.to_owned(), quantity, rate, amount_minor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_is_the_sum_of_its_lines_in_whole_rupees() {
        let priced = DOMESTIC_POWER.price(163, 2, 123_456);
        let sum = Money::sum(priced.lines.iter().map(|l| l.amount_minor)).unwrap();
        assert_eq!(sum, priced.total);
        assert_eq!(priced.total.minor() % 100, 0);
        assert_eq!(priced.surcharge.minor(), 1_235);
        // 50 × 4.15 + 50 × 5.60 + 63 × 7.15, and 9 % on it.
        assert_eq!(of(&priced.lines, BillLineKind::Energy), 93_795);
        assert_eq!(of(&priced.lines, BillLineKind::Tax), 8_442);
    }

    #[test]
    fn an_empty_house_pays_the_fixed_charge() {
        let priced = DOMESTIC_WATER.price(0, 1, 0);
        assert_eq!(priced.lines.len(), 1);
        assert_eq!(priced.total.minor(), 6_000);
    }
}
