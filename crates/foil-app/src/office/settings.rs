//! The office's settings.

use super::core::{Office, Order, Session};
use super::currency::style_of;
use super::seals::chains;
use super::views::{BillingRules, Currency, OfficeView, SaveOffice, ShiftRules};
use crate::Nothing;
use foil_domain::billing::upi_id;
use foil_domain::customers::office_language;
use foil_domain::money::Money;
use foil_domain::people::Right;
use foil_domain::queue::Rules;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::pieces;
use foil_domain::text::Note;
use foil_domain::time::{Day, Instant};
use foil_store::Tx;
use foil_store::office::OfficeRow;
use serde_json::json;
use std::path::{Component, Path};
use std::sync::Arc;

/// The office's settings.
pub fn office(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<OfficeView> {
    office.view(who, Right::SeeFrame, |_, row| Ok(shown(office, row)))
}

/// Changes the office's settings. Currency, zone and financial year are fixed: what was written
/// before would change its meaning.
///
/// Refuses values out of range, a document folder that is not absolute, and a stale version.
pub fn save_office(office: &Arc<Office>, who: &Session, input: SaveOffice) -> Result<OfficeView> {
    fits(&input)?;
    let saved = office.perform(who, Order::new("save_office", Right::ManageOffice), move |act| {
        let before = act.office;
        if before.language != input.language.as_str() {
            office_language(input.language.as_str()).map_err(|e| Refusal::bad_input("language", e))?;
        }
        let after = changed(before, &input);
        if !foil_store::office::update(act.tx, &after, input.version)? {
            return Err(Refusal::ChangedMeanwhile { what: "the office".into() }.into());
        }
        if before.document_folder != after.document_folder {
            // Whoever mends the folder does not wait for the next try.
            foil_store::unwritten::again(act.tx, act.now)?;
        }
        act.changed(json!({ "fields": differing(before, &after) }));
        Ok(after.idle_lock_secs)
    })?;
    office.wake_outbox();
    office.sessions.set_idle_secs(saved);
    let row = office.book.read(foil_store::office::find)?;
    Ok(shown(office, &row))
}

fn fits(input: &SaveOffice) -> Result<()> {
    within("idle_lock_secs", input.idle_lock_secs, 30, 86_400)?;
    within("queue.max_urgent_in_a_row", input.queue.max_urgent_in_a_row, 1, 100)?;
    within("queue.max_wait_secs", input.queue.max_wait_secs, 60, 86_400)?;
    within("queue.bulk_accounts", input.queue.bulk_accounts, 2, 1_000)?;
    for (field, ceiling) in [("payment_ceiling", input.payment_ceiling), ("void_ceiling", input.void_ceiling)]
    {
        if ceiling.is_some_and(|most| !most.is_positive()) {
            return Err(Refusal::bad_input(field, "an amount above zero, or none").into());
        }
    }
    if let Some(billing) = &input.billing {
        billing_fits(billing)?;
    }
    if let Some(shifts) = &input.shifts {
        shifts_fit(shifts)?;
    }
    let folder = Path::new(input.document_folder.as_str());
    let leads_up = folder.components().any(|c| matches!(c, Component::ParentDir));
    if !folder.as_os_str().is_empty() && (!folder.is_absolute() || leads_up) {
        return Err(Refusal::bad_input("document_folder", "a whole path, or nothing").into());
    }
    Ok(())
}

fn billing_fits(rules: &BillingRules) -> Result<()> {
    within("billing.due_days", rules.due_days, 1, 120)?;
    upi_id(rules.upi_id.as_str()).map_err(|expected| Refusal::bad_input("billing.upi_id", expected))?;
    for (field, ceiling) in [
        ("billing.fee_ceiling", rules.fee_ceiling),
        ("billing.correction_ceiling", rules.correction_ceiling),
        ("billing.write_off_ceiling", rules.write_off_ceiling),
    ] {
        if ceiling.is_some_and(|most| !most.is_positive()) {
            return Err(Refusal::bad_input(field, "an amount above zero, or none").into());
        }
    }
    Ok(())
}

fn shifts_fit(rules: &ShiftRules) -> Result<()> {
    if rules.cash_ceiling.is_some_and(|most| !most.is_positive()) {
        return Err(Refusal::bad_input("shifts.cash_ceiling", "an amount above zero, or none").into());
    }
    for (field, most) in
        [("shifts.tolerance", rules.tolerance), ("shifts.manager_tolerance", rules.manager_tolerance)]
    {
        if most.is_negative() {
            return Err(Refusal::bad_input(field, "an amount from zero up").into());
        }
    }
    if rules.float.is_some_and(Money::is_negative) {
        return Err(Refusal::bad_input("shifts.float", "an amount from zero up, or none").into());
    }
    if rules.safe_fund.is_some_and(Money::is_negative) {
        return Err(Refusal::bad_input("shifts.safe_fund", "an amount from zero up").into());
    }
    Ok(pieces::fits(&rules.denominations)?)
}

fn within(field: &str, value: i64, least: i64, most: i64) -> Result<()> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Refusal::bad_input(field, format!("a number from {least} to {most}")).into())
}

fn changed(before: &OfficeRow, input: &SaveOffice) -> OfficeRow {
    let billing = input.billing.clone().unwrap_or_else(|| billing_rules(before));
    let shifts = input.shifts.clone().unwrap_or_else(|| shift_rules(before));
    OfficeRow {
        shifts_required: shifts.required,
        cash_ceiling_minor: shifts.cash_ceiling,
        cash_ceiling_refuses: shifts.ceiling_refuses,
        variance_tolerance_minor: shifts.tolerance,
        manager_tolerance_minor: shifts.manager_tolerance,
        denominations: pieces::written(&shifts.denominations),
        float_minor: shifts.float,
        safe_fund_minor: shifts.safe_fund.unwrap_or(before.safe_fund_minor),
        bill_title: billing.title,
        bill_registration: billing.registration.to_string(),
        upi_id: billing.upi_id.to_string(),
        due_days: billing.due_days,
        fee_ceiling_minor: billing.fee_ceiling,
        correction_ceiling_minor: billing.correction_ceiling,
        write_off_ceiling_minor: billing.write_off_ceiling,
        name: input.name.to_string(),
        address: input.address.to_string(),
        phone: input.phone.to_string(),
        registration: input.registration.to_string(),
        footer: input.footer.to_string(),
        language: input.language.to_string(),
        max_urgent_in_a_row: input.queue.max_urgent_in_a_row,
        max_wait_secs: input.queue.max_wait_secs,
        bulk_accounts: input.queue.bulk_accounts,
        idle_lock_secs: input.idle_lock_secs,
        payment_ceiling_minor: input.payment_ceiling,
        void_ceiling_minor: input.void_ceiling,
        allocation: input.allocation.unwrap_or(before.allocation),
        document_folder: input.document_folder.to_string(),
        ..before.clone()
    }
}

fn billing_rules(row: &OfficeRow) -> BillingRules {
    // What is stored was checked when it was typed.
    let note = |text: &str| Note::parse(text).or_else(|_| Note::parse("")).expect("an empty note is a note");
    BillingRules {
        title: row.bill_title,
        registration: note(&row.bill_registration),
        upi_id: note(&row.upi_id),
        due_days: row.due_days,
        fee_ceiling: row.fee_ceiling_minor,
        correction_ceiling: row.correction_ceiling_minor,
        write_off_ceiling: row.write_off_ceiling_minor,
    }
}

fn shift_rules(row: &OfficeRow) -> ShiftRules {
    let stored = row.denominations.split(' ').filter_map(|text| text.parse().ok());
    ShiftRules {
        required: row.shifts_required,
        cash_ceiling: row.cash_ceiling_minor,
        ceiling_refuses: row.cash_ceiling_refuses,
        tolerance: row.variance_tolerance_minor,
        manager_tolerance: row.manager_tolerance_minor,
        denominations: stored.map(Money::from_minor).collect(),
        float: row.float_minor,
        safe_fund: Some(row.safe_fund_minor),
    }
}

/// The names of the fields that changed; what they hold stays out of the log, except for figures.
fn differing(before: &OfficeRow, after: &OfficeRow) -> serde_json::Value {
    let minor = |ceiling: Option<Money>| json!(ceiling);
    let mut fields = serde_json::Map::new();
    let mut note = |name: &str, from: serde_json::Value, to: serde_json::Value, shown: bool| {
        if from != to {
            let what = if shown { json!({ "from": from, "to": to }) } else { json!("changed") };
            fields.insert(name.to_owned(), what);
        }
    };
    note("name", json!(before.name), json!(after.name), false);
    note("address", json!(before.address), json!(after.address), false);
    note("phone", json!(before.phone), json!(after.phone), false);
    note("registration", json!(before.registration), json!(after.registration), false);
    note("footer", json!(before.footer), json!(after.footer), false);
    note("document_folder", json!(before.document_folder), json!(after.document_folder), false);
    note("language", json!(before.language), json!(after.language), true);
    let queue = |o: &OfficeRow| json!([o.max_urgent_in_a_row, o.max_wait_secs, o.bulk_accounts]);
    note("queue", queue(before), queue(after), true);
    note("idle_lock_secs", json!(before.idle_lock_secs), json!(after.idle_lock_secs), true);
    let (from, to) = (minor(before.payment_ceiling_minor), minor(after.payment_ceiling_minor));
    note("payment_ceiling", from, to, true);
    note("void_ceiling", minor(before.void_ceiling_minor), minor(after.void_ceiling_minor), true);
    note("allocation", json!(before.allocation), json!(after.allocation), true);
    let (from, to) = (billing_rules(before), billing_rules(after));
    note("billing", json!(from), json!(to), true);
    note("shifts", json!(shift_rules(before)), json!(shift_rules(after)), true);
    fields.into()
}

/// How long nobody was to wait on the business dates `from..=to`, stretch by stretch with the first and the last day of
/// each: what a day ended with, as the log tells of the changes since.
pub(crate) fn wait_limits(tx: &Tx<'_>, row: &OfficeRow, from: Day, to: Day) -> Result<Vec<(Day, Day, i64)>> {
    let mut changes = Vec::new();
    for counter in chains(tx)? {
        let since = foil_store::audit::first_since(tx, counter.id, from)?;
        foil_store::audit::told_since(tx, counter.id, "save_office", since, |saved| {
            let said: serde_json::Value = serde_json::from_str(&saved.changes).unwrap_or_default();
            if let Some(before) = said["fields"]["queue"]["from"][1].as_i64() {
                changes.push((saved.business_on, saved.at, before));
            }
            Ok(true)
        })?;
    }
    changes.sort_by_key(|(on, at, _)| (*on, *at));
    Ok(stretches(&changes, row.max_wait_secs, from, to))
}

/// The days of a period in stretches of one limit, by the changes since it began, each with what was before it.
fn stretches(changes: &[(Day, Instant, i64)], now: i64, from: Day, to: Day) -> Vec<(Day, Day, i64)> {
    let after = |day: Day| changes.iter().find(|(on, ..)| *on > day).map_or(now, |(.., before)| *before);
    let mut all = Vec::new();
    let mut first = from;
    for (on, ..) in changes.iter().filter(|(on, ..)| *on <= to) {
        if *on > first {
            all.push((first, on.plus_days(-1), after(first)));
            first = *on;
        }
    }
    all.push((first, to, after(first)));
    all
}

fn shown(office: &Office, row: &OfficeRow) -> OfficeView {
    OfficeView {
        name: row.name.clone(),
        address: row.address.clone(),
        phone: row.phone.clone(),
        registration: row.registration.clone(),
        footer: row.footer.clone(),
        currency: Currency::from(&style_of(row)),
        zone: row.zone.clone(),
        language: row.language.clone(),
        year_starts_in: u32::try_from(row.year_starts_in).unwrap_or(1),
        queue: Rules {
            max_urgent_in_a_row: row.max_urgent_in_a_row,
            max_wait_secs: row.max_wait_secs,
            bulk_accounts: row.bulk_accounts,
        },
        idle_lock_secs: row.idle_lock_secs,
        payment_ceiling: row.payment_ceiling_minor,
        void_ceiling: row.void_ceiling_minor,
        allocation: row.allocation,
        billing: billing_rules(row),
        shifts: shift_rules(row),
        document_folder: row.document_folder.clone(),
        document_folder_in_use: office.folder_of(row).display().to_string(),
        version: row.version,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_the_limit_that_it_ended_with() {
        let day = |n| Day::new(2026, 11, n).unwrap();
        let at = |on, hour: i64, before| (day(on), Instant::from_millis(hour), before);
        // Twenty minutes; on the 10th half an hour and then forty minutes, on the 25th an hour.
        let changes = [at(10, 1, 1_200), at(10, 2, 1_800), at(25, 3, 2_400)];
        let of = |from, to| {
            stretches(&changes, 3_600, day(from), day(to))
                .into_iter()
                .map(|(a, b, secs)| (a.parts().2, b.parts().2, secs))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(1, 20), [(1, 9, 1_200), (10, 20, 2_400)]);
        assert_eq!(of(10, 30), [(10, 24, 2_400), (25, 30, 3_600)]);
        assert_eq!(of(11, 12), [(11, 12, 2_400)]);
        assert_eq!(stretches(&[], 3_600, day(1), day(2)), [(day(1), day(2), 3_600)]);
    }
}
