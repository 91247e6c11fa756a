//! The bills of a run as one table, for whoever reckons with them: a row for each bill, its lines added up by what they are
//! for. It streams, so that memory stays flat however many bills there are.

use super::batch::is_of_run;
use super::files::FileBeingWritten;
use super::made::group;
use super::parts::{not_of_another, number_in};
use super::views::BatchFiles;
use crate::Office;
use crate::office::jobs::Progress;
use anyhow::{Context, anyhow};
use foil_domain::billing::BillLineKind;
use foil_domain::documents::BillDoc;
use foil_domain::ids::{BillId, BillRunId};
use foil_domain::money::Money;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::runs;
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;

/// Bills that are held in memory at once.
const TOGETHER: i64 = 500;

/// The columns before the sums of the lines.
const BEFORE: [&str; 15] = [
    "bill",
    "account",
    "customer",
    "address",
    "service",
    "meter",
    "issued_on",
    "due_on",
    "period_from",
    "period_to",
    "days",
    "tariff",
    "units",
    "unit",
    "estimated",
];

/// The columns after them.
const AFTER: [&str; 9] = [
    "total",
    "credit_used",
    "credit_given",
    "arrears",
    "credit_left",
    "to_pay",
    "after_due_from",
    "after_due",
    "currency",
];

/// Writes the standing bills of a run to `out` as one table, as they were issued: so the same run gives the same bytes.
///
/// Refuses a run without standing bills, a name under which something else lies than this run's table, and what the
/// disk refuses; what was there before stays then.
pub fn write_batch_table(
    office: &Arc<Office>,
    run: BillRunId,
    out: &Path,
    progress: &Progress,
) -> Result<BatchFiles> {
    let row = office.book().read(|tx| runs::find(tx, run))?;
    let row = row.ok_or_else(|| Refusal::not_found("bill run", run))?;
    progress.set_total(row.bills);
    let standing = office.book().read(|tx| runs::standing_bills(tx, run))?;
    if standing == 0 {
        return Err(Refusal::not_found("standing bill of run", run).into());
    }
    not_of_another(out, &|told: &str| is_of_run(office, run, number_in(told)))?;
    let header: Vec<&str> =
        BEFORE.into_iter().chain(BillLineKind::ALL.iter().map(|kind| kind.as_str())).chain(AFTER).collect();
    let mut file = FileBeingWritten::begin(out)?;
    let mut bills =
        Bills { office, run, progress, after: BillId(0), read: VecDeque::new(), done: 0, failed: None };
    let made = office.press.table(&mut file, &header, &mut bills);
    if let Some(failed) = bills.failed {
        return Err(failed);
    }
    made.map_err(|e| Refusal::File { path: out.display().to_string(), problem: e.to_string() })?;
    if bills.done != standing {
        return Err(Refusal::ChangedMeanwhile { what: format!("bill run {run}") }.into());
    }
    file.finish()?;
    Ok(BatchFiles { files: vec![out.display().to_string()], bills: bills.done })
}

/// The rows, as they are read from the book.
struct Bills<'a> {
    office: &'a Arc<Office>,
    run: BillRunId,
    progress: &'a Progress,
    after: BillId,
    read: VecDeque<Vec<String>>,
    done: i64,
    /// Why there are no more, where that is not the end.
    failed: Option<Error>,
}

impl Iterator for Bills<'_> {
    type Item = anyhow::Result<Vec<String>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_empty()
            && let Err(error) = self.more()
        {
            self.failed = Some(error);
            return Some(Err(anyhow!("the book could not be read on")));
        }
        let row = self.read.pop_front()?;
        self.done += 1;
        Some(Ok(row))
    }
}

impl Bills<'_> {
    /// Reads the next bills, if there are any.
    fn more(&mut self) -> Result<()> {
        self.progress.go_on()?;
        self.progress.set_done(self.done);
        let (run, after) = (self.run, self.after);
        let (papers, lines) = self.office.book().read(move |tx| {
            let papers = runs::papers_after(tx, run, after, TOGETHER)?;
            let lines = match papers.last() {
                Some(last) => runs::line_kinds(tx, run, after, last.id)?,
                None => Vec::new(),
            };
            Ok((papers, lines))
        })?;
        let mut kinds: HashMap<BillId, Vec<BillLineKind>> = HashMap::new();
        lines.into_iter().for_each(|line| kinds.entry(line.bill_id).or_default().push(line.kind));
        for paper in papers {
            let mut doc: BillDoc = serde_json::from_str(&paper.document).context("reading a stored bill")?;
            group(&mut doc, kinds.get(&paper.id).map_or(&[], Vec::as_slice));
            self.read.push_back(row_of(&doc)?);
            self.after = paper.id;
        }
        Ok(())
    }
}

/// A bill as a row.
fn row_of(doc: &BillDoc) -> Result<Vec<String>> {
    let plain = |amount: Money| doc.office.currency.plain(amount);
    let paper = doc.paper.as_deref();
    let of_paper =
        |text: fn(&foil_domain::documents::BillPaper) -> String| paper.map(text).unwrap_or_default();
    let mut row = vec![
        doc.number.clone(),
        doc.account.clone(),
        doc.customer.clone(),
        doc.address.clone(),
        doc.service.clone(),
        doc.meter.clone(),
        doc.issued_on.to_string(),
        doc.due_on.to_string(),
        doc.period_from.to_string(),
        doc.period_to.to_string(),
        of_paper(|p| p.days.to_string()),
        of_paper(|p| p.tariff.clone()),
        of_paper(|p| p.units.clone()),
        of_paper(|p| p.unit.clone()),
        of_paper(|p| if p.estimated { "yes" } else { "no" }.to_owned()),
    ];
    for kind in BillLineKind::ALL {
        let lines = doc.lines.iter().filter(|line| line.group.unwrap_or(BillLineKind::Other) == *kind);
        row.push(plain(Money::sum(lines.map(|line| line.amount)).ok_or(Refusal::TooMuch)?));
    }
    row.push(plain(doc.total));
    let sums = [
        paper.map(|p| p.credit_used.negated()),
        paper.map(|p| p.credit_given),
        paper.map(|p| p.arrears),
        paper.map(|p| p.credit_left.negated()),
    ];
    row.extend(sums.map(|sum| plain(sum.unwrap_or(Money::ZERO))));
    row.push(plain(paper.map_or(doc.balance, |p| p.payable)));
    let late = paper.and_then(|p| p.after_due);
    row.push(late.map(|late| late.from.to_string()).unwrap_or_default());
    row.push(late.map(|late| plain(late.amount)).unwrap_or_default());
    row.push(doc.office.currency.code.clone());
    Ok(row)
}
