//! A file is imported: looked through, checked, and kept in one transaction or in many.

use super::bill_rows::{self, GatherBills, KeepBills};
use super::cells::{self, Cells};
use super::columns::{self, Said};
use super::customer_rows::{self, GatherCustomers, KeepCustomers};
use super::errors::Errors;
use super::fields::{self, Field, Twice};
use super::keep::{Batch, Counts, Desk, Gather, Keep};
use super::meter_rows::{self, GatherMeters, KeepMeters};
use super::payment_rows::{self, GatherPayments, KeepPayments};
use super::quotes::IsRow;
use super::reading_rows::{self, GatherReadings, KeepReadings};
use super::source::{self, Rows, Source};
use super::views::{ColumnMap, ImportKind, ImportMode, ImportReport, RowError, StartImport};
use crate::office::Order;
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::{Act, Error, Office, Refusal, Result, Session};
use anyhow::{Context, anyhow};
use foil_domain::metering::ReadingSource;
use foil_domain::people::Right;
use foil_store::office::OfficeRow;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Rows a transaction where counters go on meanwhile.
const CHUNK: usize = 2_000;
/// Rows handed to the writer at a time where the file is one transaction.
const HANDED: usize = 512;
/// Rows that are read between two looks at whether the user has cancelled.
const LOOK_EVERY: i64 = 4_096;
/// From so many rows on, an empty table's indexes are built afterwards.
const LARGE: i64 = 10_000;

/// Imports a file as a job. Refuses at once what is no text file and what lacks a needed column.
pub fn start_import(office: &Arc<Office>, who: &Session, input: StartImport) -> Result<JobView> {
    let title = ready(office, who, &input)?;
    let doer = who.of_a_job();
    office.start_job(who, "import", Right::Import, &title, move |office, progress| {
        import(office, &doer, &input, ReadingSource::File, progress)
    })
}

/// Imports a file on this thread, recorded as a job like any other.
///
/// A file with bad rows is no refusal: the report lists them, and says what was stored in spite of
/// them (nothing, unless good rows were to be kept).
pub fn run_import(office: &Arc<Office>, who: &Session, input: StartImport) -> Result<ImportReport> {
    let title = ready(office, who, &input)?;
    let report = office.run_job(who, "import", Right::Import, &title, |office, progress| {
        import(office, who, &input, ReadingSource::File, progress)
    })?;
    Ok(serde_json::from_value(report).context("reading an import's report")?)
}

/// Imports a file of readings that was dropped in the watched folder: its good rows, as a job of the office.
pub(super) fn import_dropped(office: &Arc<Office>, path: String) -> Result<ImportReport> {
    let who = Session::house();
    let (kind, mode) = (ImportKind::Readings, ImportMode::GoodRows);
    let input = StartImport { path, kind, mapping: None, mode, dry_run: false };
    let job = Job::open(office, &who, &input.path, kind, None)?;
    let missing = [job.missing(), job.unclear()].concat();
    if !missing.is_empty() {
        return Err(unknown_headings(&job.source, &missing).into());
    }
    let title = job.source.name;
    let report = office.run_job(&who, "import", Right::Import, &title, |office, progress| {
        import(office, &who, &input, ReadingSource::Folder, progress)
    })?;
    Ok(serde_json::from_value(report).context("reading an import's report")?)
}

/// Why the folder cannot take a file whose headings nobody has explained yet, and what to do about it once.
fn unknown_headings(source: &Source, missing: &[String]) -> Refusal {
    let found: Vec<String> = source.headings.iter().take(50).map(|h| format!("“{h}”")).collect();
    Refusal::HeadingsUnknown { missing: missing.join(", "), found: found.join(", ") }
}

/// The job's title, once the file can be imported at all.
fn ready(office: &Arc<Office>, who: &Session, input: &StartImport) -> Result<String> {
    let job = Job::open(office, who, &input.path, input.kind, input.mapping.clone())?;
    let missing = job.missing();
    if let Some(twice) = job.twice.first() {
        return Err(source::unfit(&input.path, &twice.to_string()).into());
    }
    if !missing.is_empty() {
        return Err(Refusal::bad_input("mapping", format!("a column for {}", missing.join(", "))).into());
    }
    Ok(job.source.name)
}

fn import(
    office: &Arc<Office>,
    who: &Session,
    input: &StartImport,
    source: ReadingSource,
    progress: &Progress,
) -> Result<Value> {
    let job = Job::open(office, who, &input.path, input.kind, input.mapping.clone())?;
    let times = if input.mode == ImportMode::AllOrNothing && !input.dry_run { 2 } else { 1 };
    let run = Run { office, who, job: &job, input, progress, times };
    let report = match input.kind {
        ImportKind::Customers => run.all(GatherCustomers, KeepCustomers::default),
        ImportKind::Bills => {
            let decimals = job.decimals;
            run.all(job.bills(), move || KeepBills::new(decimals))
        }
        ImportKind::Payments => {
            let last = office.book.read(foil_store::tickets::newest)?;
            let report = run.all(job.payments(), || KeepPayments);
            crate::queue::tell_dead_since(office, last)?;
            report
        }
        ImportKind::Readings => run.all(GatherReadings::default(), move || KeepReadings::new(source)),
        ImportKind::Meters => run.all(GatherMeters::default(), KeepMeters::default),
    }?;
    Ok(serde_json::to_value(report).context("writing an import's report")?)
}

/// A file that can be read, and what its columns stand for.
pub(super) struct Job {
    pub(super) source: Source,
    kind: ImportKind,
    pub(super) mapping: Vec<ColumnMap>,
    /// Headings that stand in several columns, where nobody has said which of them is meant.
    twice: Vec<Twice>,
    pub(super) columns: Vec<Option<usize>>,
    pub(super) fields: &'static [Field],
    decimals: u32,
    /// The folder of the lists of bad rows, and what the name of this file's begins with.
    errors: PathBuf,
    errors_name: String,
}

impl Job {
    /// Opens a file, after checking the right to.
    pub(super) fn open(
        office: &Arc<Office>,
        who: &Session,
        path: &str,
        kind: ImportKind,
        given: Option<Vec<ColumnMap>>,
    ) -> Result<Job> {
        let row: OfficeRow = office.view(who, Right::Import, |_, row| Ok(row.clone()))?;
        let source = Source::open(path, |heading| fields::is_heading(kind, heading))?;
        let given = match given {
            Some(given) => Some(given),
            None => said_of(office, kind, &source.headings)?,
        };
        let twice = if given.is_none() { fields::twice(kind, &source.headings) } else { Vec::new() };
        let mapping = fields::mapping(kind, &source.headings, given)?;
        let columns = fields::columns(kind, &mapping);
        let errors = office.folder_of(&row).join("imports");
        let errors_name = errors_name(office, &row, &source.name)?;
        let decimals = u32::try_from(row.decimals).unwrap_or(2);
        Ok(Job {
            source,
            kind,
            mapping,
            twice,
            columns,
            fields: fields::of(kind),
            decimals,
            errors,
            errors_name,
        })
    }

    /// Where bad rows are listed. Two files of one name within a second are two jobs.
    fn errors(&self, progress: &Progress) -> PathBuf {
        self.errors.join(format!("{}-{}.csv", self.errors_name, progress.job()))
    }

    /// The rows below the headings.
    pub(super) fn body(&self) -> Result<Rows> {
        self.source.body(self.is_row())
    }

    /// Whether cells read as a row of this kind, whatever the book says to it.
    fn is_row(&self) -> IsRow {
        let (headings, delimiter) = (self.source.headings.len(), self.source.delimiter);
        let columns = self.columns.clone();
        let (kind, fields, decimals) = (self.kind, self.fields, self.decimals);
        Rc::new(move |record| {
            let mut bad = Vec::new();
            let mut cells = Cells::new(record, &columns, fields, 0, &mut bad);
            unfit(headings, delimiter, record, 0).is_none()
                && match kind {
                    ImportKind::Customers => customer_rows::reads(&mut cells),
                    ImportKind::Bills => bill_rows::reads(&mut cells, decimals),
                    ImportKind::Payments => payment_rows::reads(&mut cells, decimals),
                    ImportKind::Readings => reading_rows::reads(&mut cells),
                    ImportKind::Meters => meter_rows::reads(&mut cells),
                }
        })
    }

    /// What is wrong with the row that was read last as a whole, before its cells are looked at.
    pub(super) fn wrong(&self, body: &Rows) -> Option<RowError> {
        let Some(broken) = body.broken() else {
            return unfit(self.source.headings.len(), self.source.delimiter, body.record(), body.line);
        };
        Some(RowError {
            row: broken.line,
            field: String::new(),
            value: cells::shown(&broken.text),
            expected: broken.expected(),
        })
    }

    /// The needed fields that no column stands for.
    pub(super) fn missing(&self) -> Vec<String> {
        let unclear = self.unclear();
        fields::missing(self.kind, &self.mapping)
            .into_iter()
            .filter(|field| !unclear.contains(field))
            .collect()
    }

    /// The fields of which nobody has said in which of several columns of their heading they stand.
    pub(super) fn unclear(&self) -> Vec<String> {
        self.twice.iter().map(|twice| twice.field.to_owned()).collect()
    }

    pub(super) fn decimals(&self) -> u32 {
        self.decimals
    }

    pub(super) fn bills(&self) -> GatherBills {
        GatherBills::new(self.decimals, &self.columns)
    }

    pub(super) fn payments(&self) -> GatherPayments {
        GatherPayments::new(self.decimals)
    }
}

/// What a person has said, at an import of readings, of a file with the same headings; none of another file.
fn said_of(office: &Office, kind: ImportKind, headings: &[String]) -> Result<Option<Vec<ColumnMap>>> {
    if kind != ImportKind::Readings {
        return Ok(None);
    }
    let headings = columns::folded(headings)?;
    let kept = office.book.read(|tx| foil_store::import_columns::of(tx, &headings))?;
    kept.map(|kept| columns::columns_of(&kept)).transpose()
}

/// `errors-<file>-<time>`, of characters that every file system takes.
fn errors_name(office: &Office, row: &OfficeRow, file: &str) -> Result<String> {
    let zone =
        foil_domain::time::Zone::parse(&row.zone).map_err(|e| Error::Broke(anyhow!("the zone: {e}")))?;
    let stamp: String = zone.stamp(office.now()).chars().map(|c| if c == ' ' { '-' } else { c }).collect();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    let stem: String = stem.chars().map(plain).take(60).collect();
    Ok(format!("errors-{stem}-{}", stamp.replace(':', "")))
}

/// What is wrong with a row that has not as many cells as there are headings.
fn unfit(headings: usize, delimiter: u8, record: &csv::ByteRecord, line: i64) -> Option<RowError> {
    let more = record.iter().skip(headings).any(|cell| !cell.is_empty());
    if record.len() >= headings && !more {
        return None;
    }
    Some(RowError {
        row: line,
        field: String::new(),
        value: cells::shown(&String::from_utf8_lossy(&record.iter().collect::<Vec<_>>().join(&delimiter))),
        expected: format!("{headings} columns as in the heading, not {}", record.len()),
    })
}

struct Run<'a> {
    office: &'a Arc<Office>,
    who: &'a Session,
    job: &'a Job,
    input: &'a StartImport,
    progress: &'a Progress,
    /// How often the file is gone through: looked through first, then kept, or only one of both.
    times: i64,
}

impl Run<'_> {
    fn all<G: Gather, K: Keep<Row = G::Row>>(
        &self,
        mut gather: G,
        keep: impl Fn() -> K + Send + Clone + 'static,
    ) -> Result<ImportReport> {
        let rows = self.look(&mut gather)?;
        let mut errors = Errors::new(self.job.errors(self.progress));
        let all_or_nothing = self.input.mode == ImportMode::AllOrNothing;
        let twice = self.times == 2;
        self.progress.set_total(rows);
        let mut counts = if self.input.dry_run || all_or_nothing {
            self.check(gather.clone(), keep(), &mut errors)?
        } else if rows >= LARGE && self.office.view(self.who, Right::Import, |tx, _| K::nothing_yet(tx))? {
            // An empty book has no counter waiting, so its first large file may take the writer whole.
            self.one_act(gather.clone(), keep.clone(), rows, &mut errors)?
        } else {
            let mut counts = Counts::default();
            if let Err(why) = self.good_rows(gather.clone(), keep(), &mut errors, &mut counts) {
                // What was stored stays: whoever looks at the job is told, with the rows that were not.
                self.tell_so_far(rows, counts, errors)?;
                return Err(why);
            }
            counts
        };
        if twice && counts.bad == 0 && counts.created + counts.updated > 0 {
            counts = self.one_act(gather, keep, rows, &mut errors)?;
        }
        if twice {
            self.progress.set_done(rows);
            if counts.bad > 0 {
                (counts.created, counts.updated, counts.unchanged) = (0, 0, 0);
            }
        }
        self.report(rows, counts, errors)
    }

    fn report(&self, rows: i64, counts: Counts, errors: Errors) -> Result<ImportReport> {
        let (first, error_file) = errors.finish()?;
        Ok(ImportReport {
            file: self.job.source.name.clone(),
            dry_run: self.input.dry_run,
            rows,
            created: counts.created,
            updated: counts.updated,
            unchanged: counts.unchanged,
            bad: counts.bad,
            errors: first,
            error_file,
        })
    }

    fn tell_so_far(&self, rows: i64, counts: Counts, errors: Errors) -> Result<()> {
        let report = serde_json::to_value(self.report(rows, counts, errors)?);
        self.progress.set_so_far(report.context("writing an import's report")?);
        Ok(())
    }

    /// Goes through the file once: how many rows there are, and what must be known before them.
    fn look<G: Gather>(&self, gather: &mut G) -> Result<i64> {
        let mut body = self.job.body()?;
        let (mut rows, mut unread) = (0, Vec::new());
        while body.step()? {
            rows += 1;
            let mut cells =
                Cells::new(body.record(), &self.job.columns, self.job.fields, body.line, &mut unread);
            gather.look(&mut cells);
            unread.clear();
            if rows % LOOK_EVERY == 0 {
                self.progress.go_on()?;
            }
        }
        Ok(rows)
    }

    /// Streams the file through `hand`, some rows at a time. Progress counts on from `before`.
    fn stream<G: Gather>(
        &self,
        mut gather: G,
        size: usize,
        before: i64,
        mut hand: impl FnMut(Batch<G::Row>) -> Result<()>,
    ) -> Result<()> {
        let mut body = self.job.body()?;
        let (mut batch, mut bad, mut read) = (Batch::new(), Vec::new(), 0);
        // A row that waits is half done.
        let done =
            |read: i64, waiting: i64| self.progress.set_done((before + read - waiting / 2) / self.times);
        while body.step()? {
            read += 1;
            let wrong = self.job.wrong(&body);
            let mut cells =
                Cells::new(body.record(), &self.job.columns, self.job.fields, body.line, &mut bad);
            match wrong {
                Some(error) => {
                    gather.spoil(&cells);
                    batch.bad += 1;
                    batch.errors.push(error);
                }
                None => gather.take(&mut cells, &mut batch),
            }
            batch.errors.append(&mut bad);
            let full = batch.rows.len() >= size || batch.errors.len() >= size;
            if full || read % LOOK_EVERY == 0 {
                self.progress.go_on()?;
                if full {
                    hand(std::mem::replace(&mut batch, Batch::new()))?;
                }
                done(read, gather.waiting());
            }
        }
        let waiting = gather.waiting();
        gather.end(&mut batch);
        let all = batch.rows.len();
        let mut rows = std::mem::take(&mut batch.rows).into_iter();
        let mut given = 0;
        // What waited comes all at once, and is handed on like the rest.
        loop {
            self.progress.go_on()?;
            batch.rows.extend(rows.by_ref().take(size));
            given += batch.rows.len();
            hand(std::mem::replace(&mut batch, Batch::new()))?;
            let left = waiting as f64 * (all - given) as f64 / all.max(1) as f64;
            done(read, left as i64);
            if given == all {
                return Ok(());
            }
        }
    }

    /// Holds every row against the book, on one unchanging view of it and without holding anybody up.
    fn check<G: Gather, K: Keep<Row = G::Row>>(
        &self,
        gather: G,
        mut keep: K,
        errors: &mut Errors,
    ) -> Result<Counts> {
        self.office.view(self.who, Right::Import, |tx, row| {
            let role = crate::office::role_now(tx, self.who)?;
            let desk = Desk { tx, today: row.business_on, act: None, role, large: true };
            let mut counts = Counts::default();
            keep.begin(&desk)?;
            self.stream(gather, HANDED, 0, |batch| {
                counts.bad += batch.bad;
                errors.extend(batch.errors)?;
                for row in &batch.rows {
                    errors.extend(counts.count::<K>(keep.keep(&desk, row)?, row))?;
                }
                Ok(())
            })?;
            Ok(counts)
        })
    }

    /// Keeps the file in one transaction: this thread reads, the writer's writes. Where all rows were
    /// wanted, one bad row takes all of them back; whatever else goes wrong, nothing of the file stays.
    fn one_act<G: Gather, K: Keep<Row = G::Row>>(
        &self,
        gather: G,
        keep: impl Fn() -> K + Send + Clone + 'static,
        rows: i64,
        errors: &mut Errors,
    ) -> Result<Counts> {
        let all = self.input.mode == ImportMode::AllOrNothing;
        let (sender, receiver) = sync_channel::<Handed<G::Row>>(4);
        let found = Arc::new(Mutex::new(Vec::new()));
        let writer = Writer { all, rows, found: found.clone(), says: self.says()? };
        let (mut door, mut unread) = (Some(receiver), 0);
        let outcome = std::thread::scope(|scope| {
            let writing = scope.spawn(move || {
                self.office.perform(self.who, order_of(self.input.kind), move |act| {
                    // The rows come through once; a second attempt asks the user to begin again.
                    let door = door.take().ok_or(Refusal::Busy)?;
                    writer.write(act, keep(), &door)
                })
            });
            let read = self.stream(gather, HANDED, if all { rows } else { 0 }, |batch| {
                if all && let Some(error) = batch.errors.first() {
                    return Err(changed_file(error));
                }
                unread += batch.bad;
                errors.extend(batch.errors)?;
                errors.extend(taken(&found))?;
                // A writer that has given up says why below.
                let gone = sender.send(Handed::Rows(batch.rows)).is_err();
                if gone { Err(Refusal::Cancelled.into()) } else { Ok(()) }
            });
            let read = read.map(|()| sender.send(Handed::End).is_ok());
            drop(sender);
            let written = writing.join().map_err(|_| anyhow!("the writing thread panicked"))?;
            match (written, read) {
                // The file stopped coming because reading failed: that is the reason to tell.
                (Err(Error::Refused(Refusal::Cancelled)), Err(why)) => Err(why),
                (written, _) => written,
            }
        });
        let bad_rows = match outcome {
            Err(Error::Refused(Refusal::BadRows { bad, .. })) => Ok(Counts { bad, ..Counts::default() }),
            outcome => outcome,
        };
        errors.extend(taken(&found))?;
        bad_rows.map(|counts| Counts { bad: counts.bad + unread, ..counts })
    }

    /// Keeps the good rows, some thousand a transaction, so that counters go on meanwhile.
    fn good_rows<G: Gather, K: Keep<Row = G::Row>>(
        &self,
        gather: G,
        keep: K,
        errors: &mut Errors,
        counts: &mut Counts,
    ) -> Result<()> {
        let keep = Arc::new(Mutex::new(keep));
        self.stream(gather, CHUNK, 0, |batch| {
            counts.bad += batch.bad;
            errors.extend(batch.errors)?;
            if batch.rows.is_empty() {
                return Ok(());
            }
            let (rows, keeper, says) = (batch.rows, keep.clone(), self.says()?);
            let order = order_of(self.input.kind);
            let (more, bad) = self.office.perform(self.who, order, move |act| {
                let mut keep = keeper.lock().unwrap_or_else(PoisonError::into_inner);
                write_chunk(act, &mut *keep, &rows, &says)
            })?;
            keep.lock().unwrap_or_else(PoisonError::into_inner).committed();
            counts.add(more);
            errors.extend(bad)
        })
    }

    fn says(&self) -> Result<Says> {
        let said = self.input.mapping.as_deref();
        let columns = Said::of(self.input.kind, &self.job.source.headings, said)?;
        Ok(Says { kind: self.input.kind, file: self.job.source.name.clone(), columns })
    }
}

/// The act that an import is: money that comes into the book by a file, and accounts that are switched by one, are told
/// of by themselves.
fn order_of(kind: ImportKind) -> Order<'static> {
    match kind {
        ImportKind::Payments => Order::new("import_payments", Right::Import),
        ImportKind::Customers => Order::new("import_customers", Right::Import),
        ImportKind::Bills | ImportKind::Readings | ImportKind::Meters => Order::new("import", Right::Import),
    }
}

/// What goes from the reading thread to the writing one. A channel that closes without an end was
/// given up.
enum Handed<R> {
    Rows(Vec<R>),
    End,
}

/// What the audit log says of an import beside its figures.
#[derive(Clone)]
struct Says {
    kind: ImportKind,
    file: String,
    /// What somebody says that the columns of a file of readings are: the watched folder goes by it.
    columns: Option<Said>,
}

impl Says {
    fn say(&self, act: &mut Act<'_>, counts: Counts, told: Option<(&'static str, Value)>) -> Result<()> {
        let mut said = json!({
            "kind": self.kind,
            "file": self.file,
            "created": counts.created,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "bad": counts.bad,
        });
        if counts.money.is_positive() {
            said["amount_minor"] = json!(counts.money);
        }
        if let Some((name, what)) = told {
            said[name] = what;
        }
        let good = counts.created + counts.updated + counts.unchanged > 0;
        if let Some(columns) = self.columns.as_ref().filter(|_| good) {
            columns.keep(act, &mut said)?;
        }
        act.changed(said);
        Ok(())
    }
}

/// What is wrong with rows that the writing thread has met, as far as nobody has taken it.
fn taken(found: &Mutex<Vec<RowError>>) -> Vec<RowError> {
    std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The writing end of [`Run::one_act`].
struct Writer {
    /// One bad row takes the whole file back.
    all: bool,
    rows: i64,
    found: Arc<Mutex<Vec<RowError>>>,
    says: Says,
}

impl Writer {
    fn write<K: Keep>(
        &self,
        act: &mut Act<'_>,
        mut keep: K,
        door: &Receiver<Handed<K::Row>>,
    ) -> Result<Counts> {
        let mut counts = Counts::default();
        {
            let desk = at(act, self.rows >= LARGE);
            keep.begin(&desk)?;
            while let Handed::Rows(some) = door.recv().map_err(|_| Refusal::Cancelled)? {
                for row in &some {
                    let bad = counts.count::<K>(keep.keep(&desk, row)?, row);
                    if bad.is_empty() {
                        continue;
                    }
                    self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(bad);
                    if self.all {
                        // The book has moved on since the file was checked.
                        return Err(Refusal::BadRows { bad: counts.bad, rows: self.rows }.into());
                    }
                }
            }
            keep.end(&desk)?;
        }
        self.says.say(act, counts, keep.told())?;
        Ok(counts)
    }
}

/// Where a running act keeps rows.
fn at<'a>(act: &'a Act<'a>, large: bool) -> Desk<'a> {
    Desk { tx: act.tx, today: act.today(), act: Some(act), role: act.who.role, large }
}

fn write_chunk<K: Keep>(
    act: &mut Act<'_>,
    keep: &mut K,
    rows: &[K::Row],
    says: &Says,
) -> Result<(Counts, Vec<RowError>)> {
    let (mut counts, mut bad) = (Counts::default(), Vec::new());
    {
        let desk = at(act, false);
        keep.begin(&desk)?;
        for row in rows {
            bad.extend(counts.count::<K>(keep.keep(&desk, row)?, row));
        }
        keep.end(&desk)?;
    }
    says.say(act, counts, keep.told())?;
    Ok((counts, bad))
}

fn changed_file(error: &RowError) -> Error {
    let problem = format!("it was changed while it was read (row {}); import it again", error.row);
    Refusal::FileContent { path: "the file".into(), problem }.into()
}
