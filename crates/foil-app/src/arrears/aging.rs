//! What is open, by age.

use super::kept::Mark;
use super::views::{AgingOf, AgingSums, AgingView};
use crate::{Nothing, Office, Refusal, Result, Session};
use foil_domain::arrears::aging::edges;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_store::arrears::AgingRow;
use std::sync::Arc;

/// What is open in the whole office by days past the due date, for each service and in all; where that is very much,
/// as it was up to half a minute ago.
pub fn aging(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<AgingView> {
    office.view(who, Right::SeeArrears, |tx, row| {
        let today = row.business_on;
        let mark = Mark { today, acts: foil_store::runs::acts(tx)? };
        let rows = office.aging.get(mark, office.now(), || {
            let rows = foil_store::arrears::aging(tx, edges(today))?;
            let accounts = rows.iter().map(|r| r.accounts).sum();
            Ok((rows, accounts))
        })?;
        let services = rows.iter().map(|r| Ok(AgingOf { service: r.service, sums: sums(r)? }));
        let services = services.collect::<Result<Vec<_>>>()?;
        let all = services.iter().try_fold(AgingSums::default(), |all, of| plus(&all, &of.sums))?;
        Ok(AgingView { today, services, all })
    })
}

fn sums(r: &AgingRow) -> Result<AgingSums> {
    let total = Money::sum([r.not_due, r.to_30, r.to_60, r.to_90, r.over_90]).ok_or(Refusal::TooMuch)?;
    Ok(AgingSums {
        accounts: r.accounts,
        late_accounts: r.late_accounts,
        not_due: r.not_due,
        to_30: r.to_30,
        to_60: r.to_60,
        to_90: r.to_90,
        over_90: r.over_90,
        total,
    })
}

fn plus(a: &AgingSums, b: &AgingSums) -> Result<AgingSums> {
    let add = |x: Money, y: Money| x.plus(y).ok_or(Refusal::TooMuch);
    Ok(AgingSums {
        accounts: a.accounts + b.accounts,
        late_accounts: a.late_accounts + b.late_accounts,
        not_due: add(a.not_due, b.not_due)?,
        to_30: add(a.to_30, b.to_30)?,
        to_60: add(a.to_60, b.to_60)?,
        to_90: add(a.to_90, b.to_90)?,
        over_90: add(a.over_90, b.over_90)?,
        total: add(a.total, b.total)?,
    })
}
