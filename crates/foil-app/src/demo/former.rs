//! Bills of the time before the branch made its own: brought over with the readings they rest on.
//!
//! They are priced by the same orders, and have no paper here: it lies in the former system's archive.

use super::meters::Told;
use super::rounds::Cycle;
use super::town::Supply;
use super::year::{Account, Year};
use crate::tariffs::Shelf;
use crate::{Act, Result};
use anyhow::anyhow;
use foil_domain::billing::ClaimKind;
use foil_domain::billing::engine::{self, Made, Order, Version};
use foil_domain::ids::AccountId;
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::metering::period::{PeriodUse, RegisterUse};
use foil_domain::metering::{ReadingKind, plain};
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::tariffs::AccountFacts;
use foil_domain::text::fold_number;
use foil_domain::time::Day;
use foil_store::bills::{self, BillLineRow, Claimed, Months, NewBill};
use rust_decimal::Decimal;
use serde_json::json;

/// A bill on its way into the book.
struct Former {
    account: AccountId,
    number: String,
    issued: Day,
    due: Day,
    made: Made,
}

impl Year<'_> {
    /// Brings the bills of a round over, as the former system's file has them.
    pub(super) fn bring_over(
        &mut self,
        cycle: &Cycle,
        day: Day,
        told: &[(Told, (usize, usize))],
    ) -> Result<()> {
        let mut made = Vec::with_capacity(told.len());
        let town = self.town;
        for (told, (c, i)) in told {
            let (supply, account) = (&town[*c].supplies[*i], &mut self.known[*c].accounts[*i]);
            made.push(Former::make(&self.shelf, supply, account, told, day, cycle.due_days)?);
        }
        let (who, at) = (self.crew.admin.clone(), self.at(day, 9, 5));
        self.send(&who, "import", Right::Import, at, move |act| {
            made.iter().try_for_each(|bill| bill.write(act))?;
            act.changed(json!({ "kind": "bills", "created": made.len() }));
            Ok(None)
        });
        Ok(())
    }
}

impl Former {
    fn make(
        shelf: &Shelf,
        supply: &Supply,
        account: &mut Account,
        told: &Told,
        day: Day,
        due_days: i64,
    ) -> Result<Former> {
        let versions = shelf.versions(supply.plan.name).unwrap_or_default();
        let versions: Vec<Version<'_>> = versions
            .iter()
            .map(|v| Version { id: v.id, valid_from: v.valid_from, tariff: &v.tariff })
            .collect();
        let due = day.plus_days(due_days);
        let made = engine::bill(&Order {
            account: &supply.number,
            facts: AccountFacts { sanctioned_load_kw: Some(supply.load.into()), contract_demand_kw: None },
            versions: &versions,
            ended: &[],
            usage: &used(supply, told),
            estimated: &[],
            months_over: 0,
            gas: &[],
            minor_per_major: 100,
            credit: Money::ZERO,
            due_on: due,
        })?;
        account.open.push((due, made.total.minor()));
        let (year, month, _) = day.parts();
        let (letter, serial) = supply.number.split_at(1);
        let number = format!("{letter}{:02}{month:02}-{serial}", year.rem_euclid(100));
        Ok(Former { account: account.id, number, issued: day, due, made })
    }

    fn write(&self, act: &Act<'_>) -> Result<()> {
        let made = &self.made;
        let id = act.claims(
            &NewBill {
                account: self.account,
                number: &self.number,
                number_fold: &fold_number(&self.number),
                period_from: made.from,
                period_to: made.to.plus_days(-1),
                issued_on: self.issued,
                due_on: self.due,
                units: &plain(made.units),
                total: made.total,
                surcharge: Money::ZERO,
                left: made.total,
                surcharge_left: Money::ZERO,
            },
            &Claimed {
                kind: ClaimKind::Bill,
                run: None,
                parent: None,
                key: None,
                tariff_version: Some(made.version.0),
                credit_used: Money::ZERO,
                months: Some(Months { charged: made.months, over: None }),
                document: "",
            },
        )?;
        for (at, line) in (1i64..).zip(&made.lines) {
            let row = BillLineRow {
                kind: line.kind,
                label: line.label.clone(),
                quantity: line.quantity.clone(),
                rate: line.rate.clone(),
                amount_minor: line.amount,
            };
            bills::add_line(act.tx, id, at, &row)?;
        }
        let lines = [
            Line { ledger: Ledger::Receivable, account: Some(self.account), amount: made.total },
            Line { ledger: Ledger::Billed, account: None, amount: made.total.negated() },
        ];
        let entry =
            Entry::balanced(lines)?.ok_or_else(|| anyhow!("bill {} does not balance", self.number))?;
        foil_store::journal::post(act.tx, "bill", id.0, act.today(), &entry)?;
        foil_store::customers::bump_account(act.tx, self.account)
    }
}

/// What the round found, as a bill sees it.
fn used(supply: &Supply, told: &Told) -> PeriodUse {
    let register = RegisterUse {
        meter: supply.meter.clone(),
        register: 1,
        band: String::new(),
        unit: supply.plan.unit.into(),
        previous: Decimal::from(told.previous),
        current: Decimal::from(told.value),
        multiplier: Decimal::from(supply.multiplier),
        units: Decimal::from(told.units),
        previous_kind: ReadingKind::Actual,
        current_kind: told.kind,
        rolled_over: told.rolled_over,
    };
    PeriodUse {
        from: told.since,
        to: told.on,
        kind: told.kind,
        registers: vec![register],
        trued_up: false,
        measured_on: None,
    }
}
