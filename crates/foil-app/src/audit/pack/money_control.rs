//! The registers of shifts, deposits, refunds and approvals, and the Z reports themselves.

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
use sha2::{Digest, Sha256};

/// What the registers of money control added up to.
#[derive(Default)]
pub(super) struct Controlled {
    pub refunds: Runs,
    pub z_reports: Runs,
    pub deposits: Runs,
    /// Sums of variances: cash over, cash short.
    pub over: Money,
    pub short: Money,
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

/// The variance register: a row for each shift that ended, the even ones too.
pub(super) fn variances(period: &Period<'_>, sums: &mut Controlled, out: &mut ListFile<'_>) -> Result<()> {
    kept::each_z(period.tx, period.from, period.to, |z| {
        sums.z_reports.take(&z.counter, &z.number, false);
        let side = if z.variance > Money::ZERO { &mut sums.over } else { &mut sums.short };
        *side = side.plus(z.variance).ok_or(Refusal::TooMuch)?;
        out.row(vec![
            z.number,
            z.shift,
            z.counter,
            z.clerk,
            z.business_on.to_string(),
            period.zone.stamp(z.closed_at),
            period.amount(z.expected),
            period.amount(z.counted),
            period.amount(z.variance),
            z.reason,
            z.approved_by,
            period.amount(z.kept),
            period.amount(z.banked),
            z.audit_seq.to_string(),
            z.audit_hash,
        ])?;
        Ok(true)
    })
}

/// The register of cash that was moved beside payments and voids.
pub(super) fn cash_moves(period: &Period<'_>, out: &mut ListFile<'_>) -> Result<()> {
    kept::each_cash(period.tx, period.from, period.to, |m| {
        out.row(cash_row(period, m))?;
        Ok(true)
    })
}

fn cash_row(period: &Period<'_>, m: kept::CashRow) -> Vec<String> {
    vec![
        m.kind,
        m.business_on.to_string(),
        period.zone.stamp(m.made_at),
        m.counter,
        m.clerk,
        m.shift,
        m.other,
        period.amount(m.amount),
        m.state,
        m.reason,
        m.note,
    ]
}

/// The cash that was moved on one business date: how many movements, and the hash over them. The act that closes the
/// day says both, and so whoever changes a movement of a closed day is found out.
#[derive(Debug, Default)]
pub(in crate::audit) struct CashOfDay {
    rows: i64,
    hash: Sha256,
}

impl CashOfDay {
    /// Takes the next row of the register, without the name of who moved it: they may bear another one by now.
    pub fn take(&mut self, fields: &[String]) {
        self.rows += 1;
        for (_, field) in CASH_MOVES.columns.iter().zip(fields).filter(|(column, _)| **column != "clerk") {
            self.hash.update(format!("{}:{field}\n", field.len()));
        }
    }

    /// How many, and the hash.
    pub fn done(&self) -> (i64, String) {
        (self.rows, hex::encode(self.hash.clone().finalize()))
    }
}

/// The cash that was moved on a business date, as the act that closes it says it.
pub(in crate::audit) fn cash_of_day(period: &Period<'_>) -> Result<(i64, String)> {
    let mut day = CashOfDay::default();
    kept::each_cash(period.tx, period.from, period.to, |m| {
        day.take(&cash_row(period, m));
        Ok(true)
    })?;
    Ok(day.done())
}

/// Each Z report as it was printed, and as JSON.
pub(super) fn z_reports(period: &Period<'_>, press: &dyn Press, into: &mut Archive) -> Result<()> {
    kept::each_printed_z(period.tx, period.from, period.to, |z| {
        let doc: ShiftReport = serde_json::from_str(&z.document).context("reading a stored Z report")?;
        // As it was printed: with the last seal before its day, which it took out of the office.
        let seal = foil_store::seals::last_before(period.tx, doc.business_on)?;
        let seal = seal.map_or_else(|| Ok(String::new()), |seal| Ok::<_, Error>(seal.signed()?.qr()))?;
        let doc = ShiftReport { audit_hash: z.audit_hash, seal, ..doc };
        let name = format!("z-reports/{}", z.number.replace('/', "-"));
        let mut json = serde_json::to_vec_pretty(&doc).context("writing a Z report")?;
        json.push(b'\n');
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
        out.row(vec![
            d.number,
            d.kind,
            d.business_on.to_string(),
            period.zone.stamp(d.made_at),
            d.counter,
            d.who,
            period.amount(d.amount),
            d.until_z,
            d.audit_seq.to_string(),
            d.audit_hash,
        ])?;
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
        out.row(vec![
            q.approval.to_string(),
            q.kind,
            q.about,
            period.amount(q.amount),
            q.business_on.to_string(),
            period.zone.stamp(q.asked_at),
            q.asked_by,
            q.decided_by,
            q.state,
            if q.done_first { "done first" } else { "" }.to_owned(),
            q.outcome,
            q.reason,
            q.note,
            q.counter,
            q.audit_seq.to_string(),
            q.audit_hash,
        ])?;
        Ok(true)
    })
}
