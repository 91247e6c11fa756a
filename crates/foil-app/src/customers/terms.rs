//! Since when an account is on its plan and has its loads.
//!
//! The account itself has those of today. What it was on before is kept with the day on which that ended, so that a
//! period is priced by what stood on its days ([`stood`]), whenever it is billed, and billed anew.

use crate::{Refusal, Result};
use foil_domain::ids::AccountId;
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::account_terms::{self, EndedTermsRow};
use foil_store::customers::{AccountData, AccountRow};
use foil_store::{readings, tariffs};

/// A plan and loads as an account has them: the plan's name, the sanctioned load and the contract demand in kW.
type Terms<'t> = (&'t str, &'t str, &'t str);

/// Keeps what an account was billed by until a day, where what is to be written changes it.
///
/// What was not known before (a load that nobody had written down, a plan that is in no tariff of the book) is not
/// changed by becoming known. Nor does it matter since when, while nothing was ever read.
///
/// Refuses a day before the last change: what stood then is part of bills.
pub(crate) fn terms_change(tx: &Tx<'_>, row: &AccountRow, data: &AccountData, from: Day) -> Result<()> {
    let before = row.data();
    if alike(of(&before), of(data)) || never_used(tx, row.id)? {
        return Ok(());
    }
    let known = |was: &str, is: &str| if was.is_empty() { is.to_owned() } else { was.to_owned() };
    let plan = if tariffs::by_name(tx, &before.tariff)?.is_some() { &before.tariff } else { &data.tariff };
    let ended = EndedTermsRow {
        until_on: from,
        tariff: plan.clone(),
        sanctioned_load_kw: known(&before.terms.sanctioned_load_kw, &data.terms.sanctioned_load_kw),
        contract_demand_kw: known(&before.terms.contract_demand_kw, &data.terms.contract_demand_kw),
    };
    while let Some(last) = account_terms::last_ended(tx, row.id)? {
        if alike(of_row(&last), of(&before)) {
            // A change that was taken back.
            account_terms::goes_on(tx, row.id, last.until_on)?;
            continue;
        }
        if from < last.until_on {
            let expected = format!("{} or later: its plan or loads changed then", last.until_on);
            return Err(Refusal::bad_input("terms_from", expected).into());
        }
        if from == last.until_on {
            // What is replaced never held: what stood before it goes up to this day already.
            return Ok(());
        }
        break;
    }
    if alike(of_row(&ended), of(data)) { Ok(()) } else { account_terms::end(tx, row.id, &ended) }
}

fn never_used(tx: &Tx<'_>, account: AccountId) -> Result<bool> {
    let mut never = readings::billed_to(tx, account)?.is_none();
    readings::newest_of_account(tx, account, |_| {
        never = false;
        Ok(false)
    })?;
    Ok(never)
}

/// What an account was on in a period: what ended inside it, oldest first, and what stood at its end; none where that
/// is what it is on now.
pub(crate) fn stood(
    tx: &Tx<'_>,
    account: AccountId,
    now: Terms<'_>,
    (from, to): (Day, Day),
) -> Result<(Vec<EndedTermsRow>, Option<EndedTermsRow>)> {
    let mut ended = account_terms::ended_after(tx, account, from)?;
    let inside = ended.partition_point(|row| row.until_on < to);
    let at_end = ended.drain(inside..).next();
    let mut next = at_end.clone();
    let mut parts: Vec<EndedTermsRow> = Vec::with_capacity(ended.len());
    for row in ended.into_iter().rev() {
        // A change that was taken back splits nothing.
        if !alike(of_row(&row), next.as_ref().map_or(now, of_row)) {
            next = Some(row.clone());
            parts.push(row);
        }
    }
    parts.reverse();
    Ok((parts, at_end))
}

fn of(data: &AccountData) -> Terms<'_> {
    (&data.tariff, &data.terms.sanctioned_load_kw, &data.terms.contract_demand_kw)
}

fn of_row(row: &EndedTermsRow) -> Terms<'_> {
    (&row.tariff, &row.sanctioned_load_kw, &row.contract_demand_kw)
}

fn alike(one: Terms<'_>, other: Terms<'_>) -> bool {
    let kw = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    let same = |a: &str, b: &str| a == b || (kw(a).is_some() && kw(a) == kw(b));
    fold(one.0) == fold(other.0) && same(one.1, other.1) && same(one.2, other.2)
}
