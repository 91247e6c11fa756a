//! Checking a whole book: the file, every rule of the books, every number and every chain.

use super::core::{HOUSE_COUNTER, Office, Session};
use super::seals::{Seal, seals};
use super::views::{CheckReport, Checked};
use crate::Nothing;
use foil_domain::audit::seal::{FIRST, Head};
use foil_domain::audit::{ChainCheck, GENESIS};
use foil_domain::office::Series;
use foil_domain::people::Right;
use foil_domain::refusal::Result;
use foil_domain::undo::ReversalKind;
use foil_store::Tx;
use foil_store::check::Numbered;
use std::collections::HashMap;
use std::sync::Arc;

/// Problems a report tells at most.
const MOST: usize = 100;

/// Checks the file and every rule of the books over the whole book, on one unchanging view of it:
///
/// every journal entry sums to zero, and so does the journal; drawers hold by their Z reports what went into them less
/// what went out, and deposit slips what the Z reports left for the bank; bills, accounts, credits, receipts and
/// tenders say what their shares and journal lines say; people are what the log says of them last; tariffs are the texts that were stored; receipts and
/// slips are numbered without gaps; every audit chain holds from its first row, and each day's seal holds all
/// chains, is signed, and follows the one before it. Rows stream by; it takes a while on a large book, and is refused with
/// `leaving` where the program ends meanwhile.
pub fn check_book(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<CheckReport> {
    office.view(who, Right::VerifyAudit, |_, _| Ok(()))?;
    let mut report = Report::default();
    for problem in office.book.integrity()? {
        report.wrong(format!("the file: {problem}"));
    }
    office.look(who, Right::VerifyAudit, |tx, _| {
        for rule in foil_store::check::RULES {
            report.checked(rule.what, rule.count(tx)?);
            for problem in rule.breaks(tx, report.room())? {
                report.wrong(problem);
            }
        }
        foil_store::taken_up::each_unread(tx, |number| {
            report.wrong(format!(
                "bill {number}: its paper cannot be read, so what it has taken up is not known"
            ));
            Ok(report.room() > 0)
        })?;
        let sum = foil_store::check::journal_sum(tx)?;
        if sum != 0 {
            report.wrong(format!("the journal sums to {sum} minor units, not to zero"));
        }
        let versions = crate::tariffs::check_versions(tx, |problem| report.wrong(problem))?;
        report.checked("tariff_versions", versions);
        numbers(tx, &mut report)?;
        crate::audit::unlike_the_log(tx)?.into_iter().for_each(|problem| report.wrong(problem));
        chains(tx, &mut report)?;
        signed_seals(tx, &mut report)
    })?;
    Ok(report.0)
}

struct Report(CheckReport);

impl Default for Report {
    fn default() -> Report {
        Report(CheckReport { checked: Vec::new(), problems: Vec::new() })
    }
}

impl Report {
    fn checked(&mut self, what: &str, count: i64) {
        self.0.checked.push(Checked { what: what.to_owned(), count });
    }

    fn wrong(&mut self, problem: String) {
        if self.room() > 0 {
            self.0.problems.push(problem);
        }
    }

    fn room(&self) -> usize {
        MOST.saturating_sub(self.0.problems.len())
    }
}

/// The last number met of each counter and year.
type Lasts = HashMap<(i64, String), i64>;

fn numbers(tx: &Tx<'_>, report: &mut Report) -> Result<()> {
    let mut receipts = Lasts::new();
    foil_store::check::each_receipt(tx, |row| Ok(in_order(&row, &mut receipts, report)))?;
    let mut slips = Lasts::new();
    foil_store::check::each_slip(tx, |row| Ok(in_order(&row, &mut slips, report)))?;
    let mut corrections = Lasts::new();
    foil_store::check::each_correction(tx, |row| Ok(in_order(&row, &mut corrections, report)))?;
    let mut bills = Lasts::new();
    foil_store::check::each_claim(tx, true, |row| Ok(in_order(&row, &mut bills, report)))?;
    let mut claims = Lasts::new();
    foil_store::check::each_claim(tx, false, |row| Ok(in_order(&row, &mut claims, report)))?;
    let (mut reversals, mut refunds, mut transfers) = (Lasts::new(), Lasts::new(), Lasts::new());
    for (kind, lasts) in [
        (ReversalKind::Reversal, &mut reversals),
        (ReversalKind::Refund, &mut refunds),
        (ReversalKind::Transfer, &mut transfers),
    ] {
        foil_store::check::each_reversal(tx, kind, |row| Ok(in_order(&row, lasts, report)))?;
    }
    let mut till = HashMap::new();
    for series in [Series::Shift, Series::ZReport, Series::Deposit] {
        let lasts: &mut Lasts = till.entry(series).or_default();
        foil_store::check::each_till_number(tx, series, |row| Ok(in_order(&row, lasts, report)))?;
    }
    let told = [&receipts, &slips, &corrections, &bills, &claims, &reversals, &refunds, &transfers];
    let series = told.into_iter().chain(till.values()).map(HashMap::len).sum::<usize>();
    report.checked("series", series as i64);
    for series in foil_store::check::series(tx)? {
        let lasts = match Series::from_word(&series.kind) {
            Some(Series::Receipt) => &receipts,
            Some(Series::Slip) => &slips,
            Some(Series::CreditNote) => &corrections,
            Some(Series::Bill) => &bills,
            Some(Series::DebitNote) => &claims,
            Some(Series::Reversal) => &reversals,
            Some(Series::Refund) => &refunds,
            Some(Series::Transfer) => &transfers,
            Some(other) => match till.get(&other) {
                Some(lasts) => lasts,
                None => continue,
            },
            None => continue,
        };
        let last = lasts.get(&(series.counter_id, series.year.clone())).copied().unwrap_or_default();
        if last != series.last_n {
            report.wrong(format!(
                "counter {}, series {} {}: {} numbers were given, the last document has {last}",
                series.counter_id, series.kind, series.year, series.last_n
            ));
        }
    }
    Ok(())
}

/// Whether a number follows the one before it; always goes on.
fn in_order(row: &Numbered, lasts: &mut Lasts, report: &mut Report) -> bool {
    let mut parts = row.number.rsplitn(3, '/');
    let n = parts.next().and_then(|n| n.parse::<i64>().ok()).unwrap_or_default();
    let year = parts.next().unwrap_or_default().to_owned();
    let last = lasts.entry((row.counter_id, year)).or_default();
    if n != *last + 1 {
        report.wrong(format!("{}: this number does not follow {last}", row.number));
    }
    *last = n;
    true
}

fn chains(tx: &Tx<'_>, report: &mut Report) -> Result<()> {
    let mut rows = 0;
    let mut counters: Vec<_> = foil_store::office::counter(tx, HOUSE_COUNTER)?.into_iter().collect();
    counters.extend(foil_store::office::counters(tx)?);
    let mut sealed: Vec<(String, Seal)> = Vec::new();
    for counter in &counters {
        let mut check = ChainCheck::whole();
        let mut prev = GENESIS.to_owned();
        foil_store::audit::each(tx, counter.id, i64::MIN, i64::MAX, |stored| {
            let row = stored.linked(&counter.code, &prev);
            if let Some(broken) = check.take(&row) {
                report.wrong(format!("the audit log: {broken}"));
            }
            let by = || format!("row {} of counter {}", row.seq, counter.code);
            sealed.extend(seals(&row.act, &row.changes).into_iter().map(|seal| (by(), seal)));
            prev = row.hash;
            Ok(true)
        })?;
        rows += check.rows();
    }
    report.checked("audit_rows", rows);
    report.checked("daily_seals", sealed.len() as i64);
    for (by, seal) in sealed {
        let chain = counters.iter().find(|counter| counter.code == seal.counter);
        let hash = match chain {
            Some(counter) => foil_store::audit::hash_of(tx, counter.id, seal.seq)?,
            None => None,
        };
        if hash.as_ref() != Some(&seal.hash) {
            let Seal { counter, seq, .. } = seal;
            report.wrong(format!(
                "the audit log: counter {counter}: row {seq} is not the one that {by} sealed"
            ));
        }
    }
    Ok(())
}

/// The signed seals: each by itself, each after the one before, and every chain as each saw it.
fn signed_seals(tx: &Tx<'_>, report: &mut Report) -> Result<()> {
    let key = foil_store::seals::office_key(tx)?.map(|key| key.public());
    let mut counters: HashMap<String, _> = HashMap::new();
    for counter in super::seals::chains(tx)? {
        counters.insert(counter.code, counter.id);
    }
    let mut last = (0, FIRST.to_owned());
    let mut wrong = Vec::new();
    foil_store::seals::every(tx, |row| {
        let (n, on) = (row.n, row.business_on);
        let signed = row.signed()?;
        if let Some(fault) = signed.fault() {
            wrong.push(format!("the seal of {on}: {fault}"));
        }
        if Some(&signed.seal.key) != key.as_ref() {
            wrong.push(format!("the seal of {on}: it is not signed with the office's key"));
        }
        if (n, &signed.seal.previous) != (last.0 + 1, &last.1) {
            wrong.push(format!("the seal of {on}: it does not follow the one before it"));
        }
        for head in &signed.seal.heads {
            let hash = match counters.get(&head.counter) {
                Some(counter) => foil_store::audit::hash_of(tx, *counter, head.seq)?,
                None => None,
            };
            if hash.as_ref() != Some(&head.hash) {
                let Head { counter, seq, .. } = head;
                wrong
                    .push(format!("the seal of {on}: counter {counter}: row {seq} is not the one it sealed"));
            }
        }
        last = (n, signed.sha256);
        Ok(wrong.len() < MOST)
    })?;
    report.checked("signed_seals", last.0);
    wrong.into_iter().for_each(|what| report.wrong(what));
    Ok(())
}
