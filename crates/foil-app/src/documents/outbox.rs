//! The outbox: what acts left to be written after their commit.
//!
//! Every row may be worked twice and gives the same file. A row leaves the outbox only after its file
//! is on the disk; what fails is tried again later, later each time. Day files are not rewritten with
//! each payment: a payment leaves word that its day changed, and once a few seconds have gone by the
//! day's files are written once for all of them.

use super::document_file::put;
use super::made;
use super::views::DocumentRef;
use crate::Office;
use crate::office::jobs::{Event, guarded};
use anyhow::Context;
use foil_domain::ids::{ChequeId, DepositSlipId, NoticeId, PaymentId, PayoutId, PlanId, ZReportId};
use foil_domain::press::Format;
use foil_domain::refusal::{Error, Result};
use foil_domain::time::{Day, Instant};
use foil_store::outbox::{LONGEST_WAIT_SECS, OutboxRow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeSet, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

/// Rows worked before they leave the outbox together.
const TOGETHER: i64 = 64;

/// Seconds between a payment and the rewriting of its day's files.
const DAY_FILES_AFTER_SECS: i64 = 5;

/// Seconds until the first new try; doubled with each further one, up to an hour.
const FIRST_RETRY_SECS: i64 = 5;

/// How long the worker sleeps at most: what was put off comes due without a ring.
const NAP: Duration = Duration::from_secs(2);

#[derive(Deserialize)]
struct OfPayment {
    payment: PaymentId,
}

#[derive(Deserialize)]
struct OfPayout {
    payout: PayoutId,
}

#[derive(Deserialize)]
struct OfCheque {
    cheque: ChequeId,
}

#[derive(Deserialize)]
struct OfNotice {
    notice: NoticeId,
}

#[derive(Deserialize)]
struct OfPlan {
    plan: PlanId,
}

#[derive(Deserialize)]
struct OfZ {
    z: ZReportId,
}

#[derive(Deserialize)]
struct OfSlip {
    slip: DepositSlipId,
}

#[derive(Serialize, Deserialize)]
struct OfDay {
    on: Day,
}

impl Office {
    /// Works what is due in the outbox, at most `most` rows; gives back how many were done.
    ///
    /// What cannot be written stays and is tried again later; only a fault of the book is an error.
    pub fn work_outbox(&self, most: usize) -> Result<usize> {
        let mut done = 0;
        let mut failed = HashSet::new();
        while done < most {
            let now = self.now();
            let limit = TOGETHER.min(i64::try_from(most - done).unwrap_or(TOGETHER));
            match self.work_some(now, limit, &mut failed)? {
                Some(worked) => done += worked,
                None => break,
            }
        }
        Ok(done)
    }

    /// Works everything in the outbox, also what was put off, each row once: before the program ends.
    pub fn finish_outbox(&self) -> Result<usize> {
        let mut done = 0;
        let mut failed = HashSet::new();
        let whenever = Instant::from_millis(i64::MAX);
        while let Some(worked) = self.work_some(whenever, TOGETHER, &mut failed)? {
            done += worked;
        }
        Ok(done)
    }

    /// How much could not be written yet, and why what has waited longest could not.
    pub fn unwritten(&self) -> Result<(i64, String)> {
        self.book.read(|tx| {
            let n = foil_store::unwritten::by_kind(tx)?.iter().map(|kind| kind.count).sum();
            Ok((n, foil_store::unwritten::problem(tx)?.unwrap_or_default()))
        })
    }

    /// Starts the thread that works the outbox until the office is dropped, or the worker is.
    pub fn start_outbox_worker(self: &Arc<Self>) -> Result<OutboxWorker> {
        let stop = Arc::new(AtomicBool::new(false));
        let (seen, office, bell) = (stop.clone(), Arc::downgrade(self), self.outbox_bell.clone());
        let thread = std::thread::Builder::new().name("outbox".into()).spawn(move || {
            while !seen.load(Ordering::Relaxed) && work_once(&office) {
                bell.wait(NAP);
            }
        });
        let thread = thread.context("starting the outbox's worker")?;
        Ok(OutboxWorker { stop, bell: self.outbox_bell.clone(), thread: Some(thread) })
    }

    /// Works a handful of rows that are due at `at` and did not fail in this round; `None` when there
    /// are none.
    fn work_some(&self, at: Instant, limit: i64, failures: &mut HashSet<i64>) -> Result<Option<usize>> {
        let most = limit.saturating_add(i64::try_from(failures.len()).unwrap_or(0));
        let mut rows = self.book.read(|tx| foil_store::outbox::due(tx, at, most))?;
        rows.retain(|row| !failures.contains(&row.id));
        if rows.is_empty() {
            return Ok(None);
        }
        let mut days = BTreeSet::new();
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        let mut mended = false;
        for row in rows {
            match guarded(|| self.work(&row)) {
                Ok(day) => {
                    mended |= row.attempts > 0;
                    days.extend(day);
                    done.push(row);
                }
                Err(error) => {
                    failures.insert(row.id);
                    failed.push((row, error));
                }
            }
        }
        let worked = done.len();
        let told = mended || !failed.is_empty();
        self.settle(done, failed, days)?;
        if told {
            // The frame says what cannot be written.
            self.jobs.tell(Event::Changed(&["office"]));
        }
        Ok(Some(worked))
    }

    /// Writes what a row asks for; gives back the day whose files are stale now.
    fn work(&self, row: &OutboxRow) -> Result<Option<Day>> {
        match row.kind.as_str() {
            "receipt" => {
                let OfPayment { payment } = payload(row)?;
                self.save(&DocumentRef::Receipt { payment, format: Format::Pdf })?;
                self.save(&DocumentRef::Receipt { payment, format: Format::Csv })?;
                self.book.read(|tx| made::find(tx, payment)).map(|p| Some(p.business_on))
            }
            "slip" => {
                let OfPayment { payment } = payload(row)?;
                self.save(&DocumentRef::Slip { payment, format: Format::Pdf })?;
                self.save(&DocumentRef::Slip { payment, format: Format::Csv })?;
                self.book.read(|tx| made::find(tx, payment)).map(|p| Some(p.business_on))
            }
            "voucher" => {
                let OfPayment { payment } = payload(row)?;
                self.save(&DocumentRef::Voucher { payment, format: Format::Pdf })?;
                self.save(&DocumentRef::Voucher { payment, format: Format::Csv }).map(|()| None)
            }
            "pay_out" => {
                let OfPayout { payout } = payload(row)?;
                self.save(&DocumentRef::PayOut { payout, format: Format::Pdf })?;
                self.save(&DocumentRef::PayOut { payout, format: Format::Csv }).map(|()| None)
            }
            "bounce_letter" => {
                let OfCheque { cheque } = payload(row)?;
                self.save(&DocumentRef::BounceLetter { cheque }).map(|()| None)
            }
            "cheque_slip" => {
                let OfSlip { slip } = payload(row)?;
                self.save(&DocumentRef::ChequeSlip { slip, format: Format::Pdf })?;
                self.save(&DocumentRef::ChequeSlip { slip, format: Format::Csv }).map(|()| None)
            }
            "notice" => {
                let OfNotice { notice } = payload(row)?;
                self.save(&DocumentRef::Notice { notice, format: Format::Pdf }).map(|()| None)
            }
            "agreement" => {
                let OfPlan { plan } = payload(row)?;
                self.save(&DocumentRef::Agreement { plan, format: Format::Pdf }).map(|()| None)
            }
            "z_report" => {
                let OfZ { z } = payload(row)?;
                self.save(&DocumentRef::ZReport { z, format: Format::Pdf })?;
                let folder = self.document_folder()?;
                let (path, bytes) = self.book.read(|tx| made::z_json(tx, &folder, z))?;
                put(&path, &bytes).map(|()| None)
            }
            "deposit_slip" => {
                let OfSlip { slip } = payload(row)?;
                self.save(&DocumentRef::DepositSlip { slip, format: Format::Pdf }).map(|()| None)
            }
            "day_paper" => {
                let OfDay { on } = payload(row)?;
                self.save(&DocumentRef::DayPaper { on, format: Format::Pdf }).map(|()| None)
            }
            "day_files" => {
                let OfDay { on } = payload(row)?;
                crate::audit::write_day(self, on).map(|()| None)
            }
            other => Err(Error::Broke(anyhow::anyhow!("nobody knows how to work {other}"))),
        }
    }

    fn save(&self, what: &DocumentRef) -> Result<()> {
        let drawn = self.book.read(|tx| {
            let office = foil_store::office::find(tx)?;
            made::read(tx, &office, &self.folder_of(&office), what, 0)
        })?;
        let made = drawn.made(self)?;
        put(&made.path, &made.bytes)
    }

    /// Takes out what was done, puts off what failed, and leaves word of the days whose files are
    /// stale: all in one commit, so that none of it is forgotten. No act of anybody's: no audit row.
    fn settle(
        &self,
        done: Vec<OutboxRow>,
        failed: Vec<(OutboxRow, Error)>,
        days: BTreeSet<Day>,
    ) -> Result<()> {
        let now = self.now();
        let later: Vec<(OutboxRow, Instant, String)> = failed
            .into_iter()
            .map(|(row, error)| {
                tracing::warn!(kind = row.kind, id = row.id, "left in the outbox: {error:#}");
                let doubled = FIRST_RETRY_SECS.saturating_mul(1 << row.attempts.clamp(0, 10));
                let problem: String = error.to_string().chars().take(500).collect();
                (row, now.plus_secs(doubled.min(LONGEST_WAIT_SECS)), problem)
            })
            .collect();
        self.book.write(move |tx| {
            for row in &done {
                foil_store::outbox::done(tx, row)?;
            }
            for (row, at, problem) in &later {
                foil_store::unwritten::failed(tx, row, now)?;
                foil_store::outbox::later(tx, row, *at, problem)?;
            }
            for on in &days {
                let word = json!(OfDay { on: *on }).to_string();
                if !foil_store::outbox::is_put_off(tx, "day_files", &word, now)? {
                    foil_store::outbox::push(tx, "day_files", &word, now.plus_secs(DAY_FILES_AFTER_SECS))?;
                }
            }
            Ok(())
        })
    }
}

fn payload<P: serde::de::DeserializeOwned>(row: &OutboxRow) -> Result<P> {
    serde_json::from_str(&row.payload).context("reading the outbox").map_err(Error::Broke)
}

/// One round; `false` when the office is gone.
fn work_once(office: &Weak<Office>) -> bool {
    let Some(office) = office.upgrade() else { return false };
    if let Err(error) = guarded(|| office.work_outbox(usize::MAX)) {
        tracing::error!("the outbox cannot be worked: {error:#}");
    }
    true
}

/// The outbox's thread. Dropping it lets the round that runs end, then stops.
pub struct OutboxWorker {
    stop: Arc<AtomicBool>,
    bell: Arc<crate::office::Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for OutboxWorker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.bell.ring();
        // The worker itself may hold the last office and drop this: it cannot wait for itself.
        if let Some(thread) = self.thread.take().filter(|t| t.thread().id() != std::thread::current().id()) {
            let _ = thread.join();
        }
    }
}
