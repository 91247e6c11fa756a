//! The registers of shifts, deposits, refunds and approvals, and the Z reports themselves.

use super::super::bound::stored;
use super::super::list_file::ListFile;
use super::super::lists::{CASH_MOVES, Period};
use super::archive::Archive;
use super::tally::Runs;
use anyhow::Context;
use foil_domain::money::Money;
use foil_domain::press::{Format, Press};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::shifts::papers::{ShiftReport, TillPaper};
use foil_domain::time::Instant;
use foil_store::money_control as kept;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the registers of money control added up to.
#[derive(Default)]
pub(super) struct Controlled {
    pub refunds: Runs,
    pub z_reports: Runs,
    pub deposits: Runs,
    pub corrections: Runs,
    /// What was taken off claims, by who did it and as what: how many, and how much.
    pub taken_off: BTreeMap<(String, &'static str), (i64, Money)>,
    /// Sums of variances: cash over, cash short.
    pub over: Money,
    pub short: Money,
    /// Of the other ways of paying, each by itself: too much of a card does not make up for a cheque.
    pub others_over: Money,
    pub others_short: Money,
    /// Sums of what drawers began with more, and less, than was kept in them.
    pub floats_over: Money,
    pub floats_short: Money,
    /// Requests of the month that nobody has looked at yet.
    pub open_looks: i64,
}

/// The refund register: every payment that fell after its day, a refund's cash or a bank's doing.
pub(super) fn refunds(period: &Period<'_>, sums: &mut Controlled, out: &mut ListFile<'_>) -> Result<()> {
    period.refunds_heard(out, &mut |r| {
        sums.refunds.take(&r.counter, &r.number, false);
        Ok(())
    })
}

/// The register of corrections.
pub(super) fn corrections(period: &Period<'_>, sums: &mut Controlled, out: &mut ListFile<'_>) -> Result<()> {
    foil_store::corrections::each(period.tx, period.from, period.to, |c| {
        sums.corrections.take(&c.counter, &c.number, false);
        let sum = sums.taken_off.entry((c.who.clone(), c.kind.as_str())).or_default();
        sum.0 += 1;
        sum.1 = sum.1.plus(c.amount).ok_or(Refusal::TooMuch)?;
        out.row(period.correction_row(c))?;
        Ok(true)
    })
}

/// The variance register: a row for each shift that ended, the even ones too, then one for each count of the safe.
pub(super) fn variances(period: &Period<'_>, sums: &mut Controlled, out: &mut ListFile<'_>) -> Result<()> {
    kept::each_z(period.tx, period.from, period.to, |z| {
        sums.z_reports.take(&z.counter, &z.number, false);
        onto(z.variance, (&mut sums.over, &mut sums.short))?;
        for (_, off) in z.tenders() {
            onto(off, (&mut sums.others_over, &mut sums.others_short))?;
        }
        out.row(period.z_row(z))?;
        Ok(true)
    })?;
    kept::each_safe(period.tx, period.from, period.to, |z| {
        // What nobody has explained is posted nowhere.
        if !z.reason.is_empty() {
            onto(z.variance, (&mut sums.over, &mut sums.short))?;
        }
        out.row(period.z_row(z))?;
        Ok(true)
    })
}

fn onto(off: Money, (over, short): (&mut Money, &mut Money)) -> Result<()> {
    let side = if off.is_negative() { short } else { over };
    *side = side.plus(off).ok_or(Refusal::TooMuch)?;
    Ok(())
}

/// What drawers did not begin with as it was kept in them; a row for each is among the exceptions.
pub(super) fn floats(period: &Period<'_>, sums: &mut Controlled) -> Result<()> {
    kept::each_other_float(period.tx, period.from, period.to, |s| {
        let off = s.float.minus(s.kept).ok_or(Refusal::TooMuch)?;
        onto(off, (&mut sums.floats_over, &mut sums.floats_short))?;
        Ok(true)
    })
}

/// The register of cash that was moved beside payments and voids, shift by shift, then what was brought to the safe.
pub(super) fn cash_moves(period: &Period<'_>, out: &mut ListFile<'_>) -> Result<()> {
    kept::each_cash(period.tx, period.from, period.to, |m| {
        out.row(period.cash_row(m))?;
        Ok(true)
    })?;
    kept::each_brought(period.tx, period.from, period.to, |m| {
        out.row(period.cash_row(m))?;
        Ok(true)
    })
}

/// The cash that was moved on one business date: how many movements, and the hash over them. The act that closes the
/// day says both, and so whoever changes a movement of a closed day is found out.
#[derive(Debug, Default)]
pub(in crate::audit) struct CashOfDay {
    rows: i64,
    hash: Sha256,
    with_clerks: Sha256,
}

/// What a day was closed with: how many movements, the hash over them without who moved them, as the first books said
/// it, and the hash over all.
pub(crate) type CashSaid = (i64, String, String);

impl CashOfDay {
    /// Takes the next row of the register.
    pub fn take(&mut self, fields: &[String]) {
        self.rows += 1;
        for (column, field) in CASH_MOVES.columns.iter().zip(fields) {
            let entry = format!("{}:{field}\n", field.len());
            if *column != "clerk" {
                self.hash.update(&entry);
            }
            self.with_clerks.update(&entry);
        }
    }

    /// How many, and the hashes.
    pub fn done(&self) -> CashSaid {
        let [hash, with_clerks] =
            [&self.hash, &self.with_clerks].map(|hash| hex::encode(hash.clone().finalize()));
        (self.rows, hash, with_clerks)
    }
}

/// The cash that was moved on a business date, as the act that closes it says it.
pub(in crate::audit) fn cash_of_day(period: &Period<'_>) -> Result<CashSaid> {
    let mut day = CashOfDay::default();
    let mut takes = |m: kept::CashRow| {
        day.take(&period.cash_row(m));
        Ok(true)
    };
    kept::each_cash(period.tx, period.from, period.to, &mut takes)?;
    kept::each_brought(period.tx, period.from, period.to, &mut takes)?;
    Ok(day.done())
}

/// Each Z report as it was printed, and as JSON.
pub(super) fn z_reports(period: &Period<'_>, press: &dyn Press, into: &mut Archive) -> Result<()> {
    kept::each_printed_z(period.tx, period.from, period.to, |z| {
        // As it was printed: with the last seal before its day, which it took out of the office. The JSON is what the
        // book keeps, whatever a later version reads into it: its act said its hash.
        let seal = foil_store::seals::last_before(period.tx, z.business_on)?;
        let seal = seal.map_or_else(|| Ok(String::new()), |seal| Ok::<_, Error>(seal.signed()?.qr()))?;
        let mut doc = stored(&z.document)?;
        doc.insert("audit_hash".to_owned(), z.audit_hash.into());
        doc.insert("seal".to_owned(), seal.into());
        let name = format!("z-reports/{}", z.number.replace('/', "-"));
        let mut json = serde_json::to_vec_pretty(&doc).context("writing a Z report")?;
        json.push(b'\n');
        let doc: ShiftReport =
            serde_json::from_value(Value::Object(doc)).context("reading a stored Z report")?;
        into.file(&format!("{name}.json"), &json)?;
        let paper = press.till(&TillPaper::Shift(Box::new(doc)), Format::Pdf)?;
        into.file(&format!("{name}.pdf"), &paper)?;
        Ok(true)
    })
}

/// The deposit register.
pub(super) fn deposits(period: &Period<'_>, sums: &mut Controlled, out: &mut ListFile<'_>) -> Result<()> {
    kept::each_deposit(period.tx, period.from, period.to, |d| {
        sums.deposits.take(&d.counter, &d.number, false);
        if d.taken_back.is_empty() {
            onto(d.off, (&mut sums.over, &mut sums.short))?;
        }
        out.row(period.deposit_row(d))?;
        Ok(true)
    })
}

/// The register of cheques.
pub(super) fn cheques(period: &Period<'_>, out: &mut ListFile<'_>) -> Result<()> {
    foil_store::cheque_steps::each(period.tx, period.from, period.to, |q| {
        out.row(period.cheque_row(&q))?;
        Ok(true)
    })
}

/// The approval register: what one person asked for and another decided, as it stood when the period ended, at a
/// moment.
pub(super) fn approvals(
    period: &Period<'_>,
    until: Instant,
    sums: &mut Controlled,
    out: &mut ListFile<'_>,
) -> Result<()> {
    kept::each_approval(period.tx, (period.from, period.to), until, |q| {
        sums.open_looks += i64::from(q.state == "second_look");
        out.row(period.approval_row(q))?;
        Ok(true)
    })
}
