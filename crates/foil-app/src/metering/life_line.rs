//! What became of a meter: where it hung, from when to when, and what it showed.

use super::known::{Hanging, account, chain, hanging};
use super::verdict::text;
use super::views::{
    LifeLine, LifeLineOf, MeterView, MeteredAccount, ReadingList, ReadingView, RegisterView, SpanEnds,
    SpanView,
};
use crate::{Error, Office, Refusal, Result, Session};
use foil_domain::ids::{AccountId, MeterId, ReadingId};
use foil_domain::metering::register::Register;
use foil_domain::metering::{MeterState, ReadingKind, period};
use foil_domain::people::Right;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::customers::{self, AccountRow};
use foil_store::meters::{self, MeterRow, SpanRow};
use foil_store::readings::{self, ReadingRow};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Spans shown.
const SPANS: i64 = 100;

/// The life line of an account's meters, or of one meter. Refuses what names neither.
pub fn life_line(office: &Arc<Office>, who: &Session, input: LifeLineOf) -> Result<LifeLine> {
    office.view(who, Right::SeeCustomers, |tx, row| {
        if let Some(id) = input.account {
            return line_of_account(tx, row.business_on, id);
        }
        let found = match (&input.meter, &input.number) {
            (Some(id), _) => meters::find(tx, *id)?,
            (None, Some(number)) => meters::by_number(tx, number)?,
            (None, None) => {
                return Err(Refusal::bad_input("account", "an account, a meter or a number").into());
            }
        };
        if let Some(meter) = found {
            return line_of_meter(tx, row.business_on, &meter);
        }
        // A number that an account names, and nobody has read yet.
        let number = input.number.clone().unwrap_or_default();
        match customers::account_by_meter(tx, &number)? {
            Some(account) => line_of_account(tx, row.business_on, account.id),
            None => Err(Refusal::not_found("meter", number).into()),
        }
    })
}

/// The life line of an account's meters.
pub(super) fn line_of_account(tx: &Tx<'_>, today: Day, id: AccountId) -> Result<LifeLine> {
    let account = account(tx, id)?;
    let meter = match hanging(tx, &account) {
        Ok(hanging) => Some(hanging_view(tx, &account, &hanging)?),
        Err(Error::Refused(_)) => None,
        Err(fault) => return Err(fault),
    };
    let spans = meters::spans_of_account(tx, id, SPANS)?;
    Ok(LifeLine { account: Some(shown(tx, today, &account)?), meter, spans: with_ends(tx, spans)? })
}

fn line_of_meter(tx: &Tx<'_>, today: Day, meter: &MeterRow) -> Result<LifeLine> {
    let spans = meters::spans_of_meter(tx, meter.id, SPANS)?;
    let open = spans.iter().find(|span| span.to_on.is_none());
    let account = open.map(|span| account(tx, span.account_id)).transpose()?;
    let registers = meters::registers(tx, meter.id)?;
    let views = registers.iter().map(|r| match open {
        Some(span) => register_view(tx, span.account_id, Some((meter.id, Some(span.from_on))), r),
        None => Ok(bare(r)),
    });
    let view = MeterView {
        id: Some(meter.id),
        number: meter.number.clone(),
        service: meter.service,
        state: meter.state,
        note: meter.note.clone(),
        registers: views.collect::<Result<_>>()?,
    };
    let account = account.map(|a| shown(tx, today, &a)).transpose()?;
    Ok(LifeLine { account, meter: Some(view), spans: with_ends(tx, spans)? })
}

fn shown(tx: &Tx<'_>, today: Day, account: &AccountRow) -> Result<MeteredAccount> {
    let name = customers::find(tx, account.customer_id)?.map(|c| c.name).unwrap_or_default();
    Ok(MeteredAccount {
        id: account.id,
        number: account.number.clone(),
        name,
        service: account.service,
        meter: account.meter.clone(),
        version: account.version,
        today,
    })
}

fn hanging_view(tx: &Tx<'_>, account: &AccountRow, hanging: &Hanging) -> Result<MeterView> {
    let meter = hanging.meter.map(|id| meters::find(tx, id)).transpose()?.flatten();
    let hangs = hanging.meter.map(|meter| (meter, hanging.since));
    let registers = hanging.registers.iter().map(|r| register_view(tx, account.id, hangs, r));
    Ok(MeterView {
        id: hanging.meter,
        number: hanging.number.clone(),
        service: account.service,
        state: meter.as_ref().map_or(MeterState::Installed, |m| m.state),
        note: meter.as_ref().map(|m| m.note.clone()).unwrap_or_default(),
        registers: registers.collect::<Result<_>>()?,
    })
}

fn register_view(
    tx: &Tx<'_>,
    account: AccountId,
    hangs: Option<(MeterId, Option<Day>)>,
    register: &Register,
) -> Result<RegisterView> {
    let last = match hangs {
        Some(hangs) => chain(tx, account, hangs, register.n, None)?.last,
        None => None,
    };
    Ok(RegisterView {
        last_on: last.map(|l| l.on),
        last_value: last.map(|l| text(l.value)).unwrap_or_default(),
        last_kind: last.map(|l| l.kind),
        ..bare(register)
    })
}

fn bare(register: &Register) -> RegisterView {
    RegisterView {
        register: register.n,
        band: register.band.clone(),
        unit: register.unit.clone(),
        digits: i64::from(register.digits),
        multiplier: text(register.multiplier),
        last_on: None,
        last_value: String::new(),
        last_kind: None,
    }
}

fn with_ends(tx: &Tx<'_>, spans: Vec<SpanRow>) -> Result<Vec<SpanView>> {
    spans.into_iter().map(|span| span_view(tx, span)).collect()
}

fn span_view(tx: &Tx<'_>, span: SpanRow) -> Result<SpanView> {
    let mut ends: BTreeMap<i64, (Decimal, Decimal, Decimal, ReadingKind)> = BTreeMap::new();
    for register in meters::registers(tx, span.meter_id)? {
        readings::newest_of_register(tx, span.meter_id, register.n, |reading| {
            let inside = reading.account_id == span.account_id
                && reading.read_on >= span.from_on
                && span.to_on.is_none_or(|to| reading.read_on <= to);
            if inside {
                let (value, kind) = (reading.value, reading.kind);
                let (first, _, units, _) =
                    ends.entry(register.n).or_insert((value, value, Decimal::ZERO, kind));
                *first = reading.value;
                *units = if period::is_demand(&register.band) {
                    reading.use_units.max(*units)
                } else {
                    *units + reading.use_units
                };
            }
            Ok(reading.read_on >= span.from_on)
        })?;
    }
    let ends = ends.into_iter().map(|(register, (first, last, units, last_kind))| SpanEnds {
        register,
        first: text(first),
        last: text(last),
        last_kind,
        units: text(units),
    });
    Ok(SpanView {
        meter: span.meter_id,
        meter_number: span.meter_number,
        account: span.account_id,
        account_number: span.account_number,
        from: span.from_on,
        to: span.to_on,
        reason: span.reason,
        ends: ends.collect(),
    })
}

/// The readings of an account, newest first.
pub fn readings(office: &Arc<Office>, who: &Session, input: ReadingList) -> Result<Vec<ReadingView>> {
    office.view(who, Right::SeeCustomers, |tx, office| {
        let last = match input.before {
            Some(id) => {
                let row = readings::find(tx, id)?.ok_or_else(|| Refusal::not_found("reading", id))?;
                (row.read_on, id)
            }
            None => (input.until.unwrap_or(office.business_on).plus_days(1), ReadingId(i64::MIN)),
        };
        let rows = readings::of_account(tx, input.account, !input.all, last, input.limit.clamp(1, 500))?;
        let billed_to = readings::billed_to(tx, input.account)?;
        let mut newest: BTreeMap<(i64, i64), ReadingId> = BTreeMap::new();
        readings::newest_of_account(tx, input.account, |row| {
            newest.entry((row.meter_id.0, row.register_n)).or_insert(row.id);
            Ok(billed_to.is_none_or(|to| row.read_on > to))
        })?;
        let show = |row: ReadingRow| {
            let replaceable = row.stands
                && newest.get(&(row.meter_id.0, row.register_n)) == Some(&row.id)
                && billed_to.is_none_or(|to| row.read_on > to);
            reading_view(row, replaceable)
        };
        Ok(rows.into_iter().map(show).collect())
    })
}

fn reading_view(row: ReadingRow, replaceable: bool) -> ReadingView {
    ReadingView {
        id: row.id,
        on: row.read_on,
        meter: row.meter_number,
        register: row.register_n,
        band: row.band,
        value: text(row.value),
        units: text(row.use_units),
        kind: row.kind,
        purpose: row.purpose,
        remark: row.remark,
        rolled_over: row.rolled_over,
        source: row.source,
        checks: serde_json::from_str(&row.checks).unwrap_or_default(),
        reason: row.reason,
        by: row.person_name,
        entered_at: row.entered_at,
        stands: row.stands,
        replaceable,
    }
}
