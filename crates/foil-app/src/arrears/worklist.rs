//! Who is late, by rung, the largest sums first; and the orders for whoever walks a route.

use super::dossier::Dossier;
use super::kept::Mark;
use super::views::{ArrearsList, ArrearsPage, ListedAfter, RungCount};
use crate::{Office, Refusal, Result, Session};
use foil_domain::arrears::ladder::Rung;
use foil_domain::arrears::papers::{CutListDoc, CutListRow};
use foil_domain::arrears::{OrderKind, Rule};
use foil_domain::customers::Service;
use foil_domain::ids::AccountId;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::office::OfficeRow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Late accounts looked at together.
const TOGETHER: i64 = 500;

/// Orders on one list at most: what a crew would carry on paper many times over.
const MOST_ORDERS: usize = 20_000;

/// The late accounts with how each stands, the largest sums first, and how many stand on each rung.
///
/// The rows of the page are looked at as they are now. Their order and the counts are of a walk over all late
/// accounts, which is made anew after every act or, where thousands are late, once the last is half a minute old.
pub fn arrears_list(office: &Arc<Office>, who: &Session, input: ArrearsList) -> Result<ArrearsPage> {
    let limit = match usize::try_from(input.limit) {
        Ok(limit @ 1..=500) => limit,
        _ => return Err(Refusal::bad_input("limit", "1 to 500").into()),
    };
    office.view(who, Right::SeeArrears, |tx, row| {
        let today = row.business_on;
        let rule = foil_store::arrears::rule(tx)?.rule();
        let mark = Mark { today, acts: foil_store::runs::acts(tx)? };
        let walk = office.late.get(mark, office.now(), || {
            let walk = Walk::over(tx, &rule, today)?;
            let late = i64::try_from(walk.late.len()).unwrap_or(i64::MAX);
            Ok((walk, late))
        })?;
        let asked: Vec<&Late> = walk.late.iter().filter(|late| walk.fits(late, &input)).collect();
        let rungs = counted(&asked)?;
        let asked: Vec<&Late> =
            asked.into_iter().filter(|late| input.rung.is_none_or(|rung| rung == late.rung)).collect();
        let mut rows = Vec::with_capacity(limit);
        for late in &asked[begins(&asked, input.after)..] {
            if rows.len() == limit {
                break;
            }
            let dossier = Dossier::one(tx, late.account)?;
            let shown = dossier.shown(&dossier.stand(&rule, today), today);
            // Who has paid since the walk is not late any more, or on another rung.
            if shown.rung != Rung::Clear && input.rung.is_none_or(|rung| rung == shown.rung) {
                rows.push(shown);
            }
        }
        let total = i64::try_from(asked.len()).unwrap_or(i64::MAX);
        Ok(ArrearsPage { rows, rungs, total })
    })
}

/// Everybody who is late, as one walk over the accounts found them: some 32 bytes each, the largest sums first.
pub(crate) struct Walk {
    late: Vec<Late>,
    routes: Vec<String>,
}

/// A late account on the walk.
struct Late {
    overdue: Money,
    account: AccountId,
    rung: Rung,
    service: Service,
    held: bool,
    /// Its place among the walk's routes.
    route: u32,
}

impl Walk {
    /// Looks at every account that may be late, some hundred at a time.
    fn over(tx: &Tx<'_>, rule: &Rule, today: Day) -> Result<Walk> {
        let (mut late, mut routes) = (Vec::new(), HashMap::new());
        let mut after = AccountId(0);
        loop {
            let (dossiers, next) = Dossier::some(tx, after, today, TOGETHER)?;
            for dossier in &dossiers {
                let standing = dossier.stand(rule, today);
                if standing.rung == Rung::Clear {
                    continue;
                }
                let fresh = u32::try_from(routes.len()).unwrap_or(u32::MAX);
                let route = *routes.entry(dossier.account.route.clone()).or_insert(fresh);
                late.push(Late {
                    overdue: standing.overdue,
                    account: dossier.account.id,
                    rung: standing.rung,
                    service: dossier.account.service,
                    held: standing.held.is_some(),
                    route,
                });
            }
            match next {
                Some(next) => after = next,
                None => break,
            }
        }
        late.sort_by_key(|late| place(late.overdue, late.account));
        let mut names = vec![String::new(); routes.len()];
        for (name, at) in routes {
            names[at as usize] = name;
        }
        Ok(Walk { late, routes: names })
    }

    fn fits(&self, late: &Late, asked: &ArrearsList) -> bool {
        asked.service.is_none_or(|service| service == late.service)
            && asked.route.as_ref().is_none_or(|route| *route == self.routes[late.route as usize])
    }
}

/// The order of the list: the largest sum first, then by account.
fn place(overdue: Money, account: AccountId) -> (Reverse<Money>, AccountId) {
    (Reverse(overdue), account)
}

/// Where a page begins: after the last row of the one before, wherever that account is by now.
fn begins(asked: &[&Late], after: Option<ListedAfter>) -> usize {
    let Some(after) = after else { return 0 };
    match asked.iter().position(|late| late.account == after.account) {
        Some(at) => at + 1,
        None => {
            let last = place(after.overdue, after.account);
            asked.partition_point(|late| place(late.overdue, late.account) <= last)
        }
    }
}

fn counted(asked: &[&Late]) -> Result<Vec<RungCount>> {
    let mut rungs: BTreeMap<Rung, RungCount> = BTreeMap::new();
    for late in asked {
        let empty = RungCount { rung: late.rung, accounts: 0, overdue: Money::ZERO, held: 0 };
        let count = rungs.entry(late.rung).or_insert(empty);
        count.accounts += 1;
        count.overdue = count.overdue.plus(late.overdue).ok_or(Refusal::TooMuch)?;
        count.held += i64::from(late.held);
    }
    Ok(rungs.into_values().collect())
}

/// The open orders of a kind that are to be done by a day, in the order of the walk; of one route, or all. Refuses a
/// list that would be longer than anybody carries: one that ends in the middle is worse than none.
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
        Ok(listed.len() <= MOST_ORDERS)
    })?;
    if listed.len() > MOST_ORDERS {
        let expected = format!("one route: more than {MOST_ORDERS} orders are open, too many for one list");
        return Err(Refusal::bad_input("route", expected).into());
    }
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
