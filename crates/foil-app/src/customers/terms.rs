//! Since when an account is on its plan and has its loads.
//!
//! The account itself has those of today. What it was on before is kept with the day on which that ended, so that a
//! period is priced by what stood on its days ([`stood`]), whenever it is billed, and billed anew.

use super::views::PreviewTerms;
use crate::billing::views::BilledBefore;
use crate::{Office, Refusal, Result, Session};
use foil_domain::ids::AccountId;
use foil_domain::people::Right;
use foil_domain::text::fold;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::account_terms::{self, EndedTermsRow};
use foil_store::customers::{self, AccountData, AccountRow};
use foil_store::{bills, readings, tariffs};
use std::sync::Arc;

/// Bills of one account that are looked through.
const MOST_BILLS: i64 = 1_000;
/// Days that are longer than anybody was supplied: a hundred years.
const LIFETIME: i64 = 36_525;

/// A plan and loads as an account has them: the plan's name, the sanctioned load and the contract demand in kW.
type Terms<'t> = (&'t str, &'t str, &'t str);

/// Keeps what an account was billed by until a day, where what is to be written changes it. Gives the first day that is
/// billed otherwise then; none where no day is.
///
/// What was not known before (a load that nobody had written down, a plan that is in no tariff of the book) is not
/// changed by becoming known: it holds for the days before, too. Nor does it matter since when, while nothing was ever
/// read.
///
/// Refuses a day before the last change: what stood then is part of bills.
pub(crate) fn terms_change(
    tx: &Tx<'_>,
    row: &AccountRow,
    data: &AccountData,
    from: Day,
) -> Result<Option<Day>> {
    let Some(change) = planned(tx, row, data, from)? else { return Ok(None) };
    for until in &change.go_on {
        account_terms::goes_on(tx, row.id, *until)?;
    }
    if let Some(ended) = &change.ends {
        account_terms::end(tx, row.id, ended)?;
    }
    Ok(Some(change.first))
}

/// The standing bills of an account from the days that a change of its plan or loads would rule. Nothing is stored.
///
/// Refuses an unknown account, and a day that [`super::save_account`] would.
pub fn preview_terms(office: &Arc<Office>, who: &Session, input: PreviewTerms) -> Result<BilledBefore> {
    office.view(who, Right::EditCustomers, |tx, office| {
        let row = customers::account(tx, input.account)?;
        let row = row.ok_or_else(|| Refusal::not_found("account", input.account))?;
        let from = ruled_from(input.terms_from, office.business_on)?;
        let mut data = row.data();
        data.tariff = input.tariff.to_string();
        data.terms.sanctioned_load_kw = input.sanctioned_load_kw.as_str().to_owned();
        data.terms.contract_demand_kw = input.contract_demand_kw.as_str().to_owned();
        match planned(tx, &row, &data, from)? {
            Some(change) => billed_since(tx, row.id, change.first),
            None => Ok(BilledBefore::default()),
        }
    })
}

/// The day from which another plan or load holds; refuses one to come.
pub(super) fn ruled_from(given: Option<Day>, today: Day) -> Result<Day> {
    let from = given.unwrap_or(today);
    if from > today {
        return Err(Refusal::bad_input("terms_from", format!("{today} or earlier")).into());
    }
    Ok(from)
}

/// The standing bills whose periods reach beyond a day. Whoever made them knew other terms.
pub(super) fn billed_since(tx: &Tx<'_>, account: AccountId, day: Day) -> Result<BilledBefore> {
    Ok(BilledBefore::of(&bills::made_to(tx, account, day, MOST_BILLS)?))
}

/// What a change of terms does to what is kept of those before.
struct Change {
    /// Ends that were taken back since.
    go_on: Vec<Day>,
    /// What ends.
    ends: Option<EndedTermsRow>,
    /// The first day that is billed otherwise.
    first: Day,
}

fn planned(tx: &Tx<'_>, row: &AccountRow, data: &AccountData, from: Day) -> Result<Option<Change>> {
    let before = row.data();
    if alike(of(&before), of(data)) || never_used(tx, row.id)? {
        return Ok(None);
    }
    let known = |was: &str, is: &str| if was.is_empty() { is.to_owned() } else { was.to_owned() };
    let plan = if tariffs::by_name(tx, &before.tariff)?.is_some() { &before.tariff } else { &data.tariff };
    let ended = EndedTermsRow {
        until_on: from,
        tariff: plan.clone(),
        sanctioned_load_kw: known(&before.terms.sanctioned_load_kw, &data.terms.sanctioned_load_kw),
        contract_demand_kw: known(&before.terms.contract_demand_kw, &data.terms.contract_demand_kw),
    };
    let mut go_on = Vec::new();
    let mut last = None;
    for row in account_terms::newest_ended(tx, row.id)? {
        if alike(of_row(&row), of(&before)) {
            // A change that was taken back.
            go_on.push(row.until_on);
            continue;
        }
        last = Some(row.until_on);
        break;
    }
    if let Some(last) = last.filter(|last| from < *last) {
        let expected = format!("{last} or later: its plan or loads changed then");
        return Err(Refusal::bad_input("terms_from", expected).into());
    }
    // What became known holds since the last change, and without one always has.
    let always = from.plus_days(-LIFETIME);
    let was_known = alike(of_row(&ended), of(&before));
    let first = if was_known { from } else { last.unwrap_or(always) };
    // What is replaced on the day of the last change never held: what stood before it goes up to this day already.
    let ends = (last != Some(from) && !alike(of_row(&ended), of(data))).then_some(ended);
    Ok(Some(Change { go_on, ends, first }))
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
