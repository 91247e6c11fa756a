//! Who is late, by rung, the largest sums first; and the orders for whoever walks a route.

use super::dossier::Dossier;
use super::views::{ArrearsList, ArrearsPage, RungCount, StandingView};
use crate::{Office, Refusal, Result, Session};
use foil_domain::arrears::OrderKind;
use foil_domain::arrears::ladder::Rung;
use foil_domain::arrears::papers::{CutListDoc, CutListRow};
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use std::sync::Arc;

/// Late accounts looked at together.
const TOGETHER: i64 = 500;

/// Orders on one list at most: what a crew would carry on paper many times over.
const MOST_ORDERS: usize = 20_000;

/// The late accounts with how each stands, the largest sums first, and how many stand on each rung.
///
/// Every account is looked at as it is now, in one pass that holds no more than a page and some hundred
/// accounts.
pub fn arrears_list(office: &Arc<Office>, who: &Session, input: ArrearsList) -> Result<ArrearsPage> {
    let limit = match usize::try_from(input.limit) {
        Ok(limit @ 1..=500) => limit,
        _ => return Err(Refusal::bad_input("limit", "1 to 500").into()),
    };
    office.view(who, Right::SeeArrears, |tx, row| {
        let mut page = Page { input: &input, limit, rows: Vec::new(), rungs: Vec::new(), total: 0 };
        let rule = foil_store::arrears::rule(tx)?.rule();
        let mut after = AccountId(0);
        loop {
            let (dossiers, next) = Dossier::some(tx, after, row.business_on, TOGETHER)?;
            let walked = |d: &&Dossier| input.route.as_ref().is_none_or(|route| *route == d.account.route);
            for dossier in dossiers.iter().filter(walked) {
                let standing = dossier.stand(&rule, row.business_on);
                page.take(dossier.shown(&standing, row.business_on))?;
            }
            match next {
                Some(next) => after = next,
                None => break,
            }
        }
        Ok(page.finish())
    })
}

struct Page<'a> {
    input: &'a ArrearsList,
    limit: usize,
    rows: Vec<StandingView>,
    rungs: Vec<RungCount>,
    total: i64,
}

/// The order of the list: the largest sum first, then by account.
fn place(overdue: Money, account: AccountId) -> (std::cmp::Reverse<Money>, AccountId) {
    (std::cmp::Reverse(overdue), account)
}

impl Page<'_> {
    fn take(&mut self, row: StandingView) -> Result<()> {
        if row.rung == Rung::Clear || self.input.service.is_some_and(|s| s != row.service) {
            return Ok(());
        }
        let count = match self.rungs.iter_mut().position(|c| c.rung == row.rung) {
            Some(at) => &mut self.rungs[at],
            None => {
                self.rungs.push(RungCount { rung: row.rung, accounts: 0, overdue: Money::ZERO, held: 0 });
                let last = self.rungs.len() - 1;
                &mut self.rungs[last]
            }
        };
        count.accounts += 1;
        count.overdue = count.overdue.plus(row.overdue).ok_or(Refusal::TooMuch)?;
        count.held += i64::from(row.held.is_some());
        if self.input.rung.is_some_and(|rung| rung != row.rung) {
            return Ok(());
        }
        self.total += 1;
        let after = self.input.after.map(|a| place(a.overdue, a.account));
        if after.is_some_and(|after| place(row.overdue, row.account) <= after) {
            return Ok(());
        }
        self.rows.push(row);
        if self.rows.len() >= self.limit * 4 {
            self.trim();
        }
        Ok(())
    }

    fn trim(&mut self) {
        self.rows.sort_by_key(|row| place(row.overdue, row.account));
        self.rows.truncate(self.limit);
    }

    fn finish(mut self) -> ArrearsPage {
        self.trim();
        self.rungs.sort_by_key(|count| count.rung);
        ArrearsPage { rows: self.rows, rungs: self.rungs, total: self.total }
    }
}

/// The open orders of a kind that are to be done by a day, in the order of the walk; of one route, or all.
pub(crate) fn cut_list(
    tx: &Tx<'_>,
    office: &OfficeRow,
    kind: OrderKind,
    by: Day,
    route: Option<&str>,
) -> Result<CutListDoc> {
    let rule = foil_store::arrears::rule(tx)?.rule();
    let mut listed = Vec::new();
    foil_store::orders::each_to_do(tx, kind, by, route, |order| {
        listed.push(order);
        Ok(listed.len() < MOST_ORDERS)
    })?;
    let mut rows = Vec::with_capacity(listed.len());
    for order in listed {
        let standing = Dossier::one(tx, order.account_id)?.stand(&rule, office.business_on);
        rows.push(CutListRow {
            order: order.id.0,
            route: if order.route.is_empty() {
                String::new()
            } else {
                format!("{}/{}", order.route, order.route_n)
            },
            account: order.account,
            service: order.service.as_str().to_owned(),
            meter: order.meter,
            customer: order.name,
            address: order.address,
            phone: order.phone,
            due_on: order.due_on,
            owed: standing.owed,
            minimum: standing.minimum.map_or(Money::ZERO, |m| m.amount),
            days: standing.oldest_due_on.map_or(0, |due| office.business_on.days_since(due)),
        });
    }
    Ok(CutListDoc {
        office: crate::payments::office_head(office),
        route: route.unwrap_or_default().to_owned(),
        kind: kind.as_str().to_owned(),
        business_on: office.business_on,
        total: Money::sum(rows.iter().map(|r| r.owed)).ok_or(Refusal::TooMuch)?,
        rows,
    })
}
