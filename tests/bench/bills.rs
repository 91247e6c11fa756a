//! Bills: how quick a run is beside raw insertions of the same rows, what a second core brings, how much memory a run
//! needs, and how many bills become PDF in a second of processor time.
//!
//! Memory is what a run needs *above the idle* of a process that has just opened the book and does nothing else: the
//! same run over a quarter of the accounts stands beside it. Each has a process of its own, for what an earlier
//! measurement has freed stays with its process and would hide what a run takes: two runs after the raw insertions,
//! which hold every row of forty thousand bills at once, have the same peak whatever they do.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number};
use anyhow::{Context, anyhow};
use cpu_time::ThreadTime;
use foil_app::Office;
use foil_app::billing::run_views::RunOrder;
use foil_app::billing::{Pace, run_bills, try_bills};
use foil_app::office::jobs::Progress;
use foil_app::office::{HOUSE, Order, Session};
use foil_domain::customers::{AccountStatus, ByLaw, Service};
use foil_domain::documents::BillDoc;
use foil_domain::ids::{BillId, CycleId};
use foil_domain::metering::register::Register;
use foil_domain::metering::{MeterState, Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::people::Right;
use foil_domain::text::{Code, Note};
use foil_domain::time::Day;
use foil_store::customers::{AccountData, BillingTerms, CustomerData, PropertyData};
use foil_store::cycles::CycleData;
use foil_store::readings::NewReading;
use foil_store::tariffs::NewVersion;
use foil_store::{Book, Tx, customers, cycles, meters, readings, tariffs};
use rust_decimal::Decimal;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

/// Accounts a transaction while a branch is made.
const TOGETHER: usize = 5_000;
/// Bills a transaction of the raw insertions: as many as a run writes.
const RAW_TOGETHER: usize = 2_000;

const TARIFF: &str = r#"
format = 1
name = "LT-2a Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2025-04-01
fixed_charge = [ { name = "Fixed charge", amount = 145, per = "kW" } ]
adjustment = [ { name = "FPPCA", rate = 0.36 }, { name = "P&G surcharge", rate = 0.36 } ]
tax = [ { name = "Tax on consumption", percent = 9, on = ["energy"] } ]
rounding = { total = { to = 1, mode = "half_up" } }
late_payment = { percent = 1, per = "month" }

[[energy_charge]]
name = "Energy charge"
slabs = [ { up_to = 50, rate = 4.15 }, { up_to = 100, rate = 5.60 }, { up_to = 200, rate = 7.15 }, { rate = 8.20 } ]
"#;

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let n = bench.scaled(40_000, 2_000);
    let path = bench.fresh("bills.book");
    let office = branch::founded(&path)?;
    supply(&office, "C01", n)?;
    cores(&office, figures, n)?;

    // The copy holds the same branch without the bills, for the raw insertions.
    drop(office);
    let beside = bench.fresh("raw.book");
    std::fs::copy(&path, &beside)?;
    let office = branch::opened(&path)?;
    let began = Instant::now();
    let run = run_bills(&office, &house(), &order("C01")?, &Progress::default(), Pace::default())?;
    let run_secs = began.elapsed().as_secs_f64();
    anyhow::ensure!(
        run.bills == i64::try_from(n)?,
        "{} of {n} accounts were billed: {:?}",
        run.bills,
        run.summary
    );
    let raw_secs = raw(&office, &beside)?;
    let rate = |secs: f64| n as f64 / secs;
    figures.add(
        format!("a run of {n} bills, posted"),
        format!("{} bills a second", number(rate(run_secs))),
        format!("the same rows inserted raw: {} a second", number(rate(raw_secs))),
        raw_secs / run_secs,
        Goal::AtLeast(0.5),
    );
    memory(bench, figures)
}

/// The calculation alone, on one core and on two.
fn cores(office: &Arc<Office>, figures: &mut Figures, n: usize) -> anyhow::Result<()> {
    let tried = |threads: usize| -> anyhow::Result<f64> {
        let began = Instant::now();
        let tried = try_bills(office, &order("C01")?, &Progress::default(), threads)?;
        anyhow::ensure!(
            tried.summary.bills == i64::try_from(n)?,
            "everybody has a bill: {:?}",
            tried.summary
        );
        Ok(began.elapsed().as_secs_f64())
    };
    tried(1)?;
    let (mut one, mut two) = (0.0, 0.0);
    // By turns, so that a noisy neighbour disturbs both alike.
    for _ in 0..3 {
        one += tried(1)?;
        two += tried(2)?;
    }
    let rate = |secs: f64| number(3.0 * n as f64 / secs);
    figures.add(
        format!("{n} bills worked out on two cores"),
        format!("{} bills a second", rate(two)),
        format!("on one: {} a second", rate(one)),
        one / two,
        Goal::AtLeast(1.7),
    );
    Ok(())
}

/// The first argument of the child whose memory is measured: `CHILD BOOK CYCLE`.
pub(crate) const CHILD: &str = "--bills-child";

/// Memory above idle that a run may need, MB. The book's page caches are most of it: 64 for the writer, 16 for each
/// reader that works bills out; the rest are the bills that wait for the next commit, and the commit itself.
const MOST_ABOVE: f64 = 200.0;

/// What a run of a hundred thousand accounts needs above idle, beside one of a quarter of them.
fn memory(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let (small, large) = (bench.scaled(25_000, 2_000), bench.scaled(100_000, 8_000));
    let path = bench.fresh("memory.book");
    let office = branch::founded(&path)?;
    supply(&office, "SMALL", small)?;
    supply(&office, "LARGE", large)?;
    drop(office);
    let (first, second) = (Held::by_a_run(&path, "SMALL")?, Held::by_a_run(&path, "LARGE")?);
    let told = |held: &Held| format!("{} MB above an idle of {}", number(held.above()), number(held.idle));
    figures.add(
        format!("memory while {large} accounts are billed"),
        told(&second),
        format!("{small} accounts: {}", told(&first)),
        second.above() / first.above().max(1.0),
        Goal::AtMost(1.25),
    );
    figures.add(
        format!("memory above idle while {large} accounts are billed"),
        format!("{} MB", number(second.above())),
        format!("peak {} MB", number(second.peak)),
        second.above(),
        Goal::AtMost(MOST_ABOVE),
    );
    Ok(())
}

/// The memory of a process that runs bills and nothing else, in megabytes.
struct Held {
    /// When the book was opened.
    idle: f64,
    /// The highest while the run went on.
    peak: f64,
}

impl Held {
    fn by_a_run(book: &Path, cycle: &str) -> anyhow::Result<Held> {
        let out = Command::new(std::env::current_exe()?)
            .arg(CHILD)
            .arg(book)
            .arg(cycle)
            .stderr(Stdio::inherit())
            .output()
            .context("running the child that bills")?;
        anyhow::ensure!(out.status.success(), "the child that bills failed: {}", out.status);
        let told = String::from_utf8(out.stdout)?;
        let (idle, peak) = told.trim().split_once(' ').context("the child prints two figures")?;
        Ok(Held { idle: idle.parse()?, peak: peak.parse()? })
    }

    fn above(&self) -> f64 {
        self.peak - self.idle
    }
}

/// What the child does: opens the book, posts one run, and prints idle and peak.
pub(crate) fn child(args: &[String]) -> anyhow::Result<()> {
    let [book, cycle] = args else { anyhow::bail!("the child that bills wants a book and a cycle") };
    let office = branch::opened(Path::new(book))?;
    let order = order(cycle)?;
    let idle = megabytes_now();
    reset_peak();
    let run = run_bills(&office, &house(), &order, &Progress::default(), Pace::default())?;
    anyhow::ensure!(run.bills > 0, "nobody was billed: {:?}", run.summary);
    println!("{idle} {}", peak_megabytes());
    Ok(())
}

/// Bills as PDF in a second of processor time, one by one and as a batch.
pub(crate) fn measure_pdfs(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let n = bench.scaled(1_000, 100);
    let office = branch::founded(&bench.fresh("pdfs.book"))?;
    supply(&office, "C01", n)?;
    let run = run_bills(&office, &house(), &order("C01")?, &Progress::default(), Pace::default())?;
    let papers = office.book().read(|tx| foil_store::runs::papers_after(tx, run.id, BillId(0), 10_000))?;
    let docs: Vec<BillDoc> = papers
        .iter()
        .map(|p| serde_json::from_str(&p.document))
        .collect::<Result<_, _>>()
        .context("reading bills")?;
    foil_documents::bill_pdf(&docs[0])?;
    let (cpu, mut bytes) = (ThreadTime::now(), 0);
    for doc in &docs {
        bytes += foil_documents::bill_pdf(doc)?.len();
    }
    let rate = docs.len() as f64 / cpu.elapsed().as_secs_f64();
    let measured = format!("{} a CPU second, {} bytes each", number(rate), bytes / docs.len());
    figures.add("bills as PDF/A-3b", measured, "", rate, Goal::AtLeast(300.0));
    let cpu = ThreadTime::now();
    let batch = foil_documents::bills_pdf(&docs, "a batch")?;
    let rate = docs.len() as f64 / cpu.elapsed().as_secs_f64();
    let measured = format!("{} a CPU second, {} bytes each", number(rate), batch.len() / docs.len());
    figures.add(format!("{n} bills as one PDF/A-3b"), measured, "", rate, Goal::AtLeast(300.0));
    Ok(())
}

fn house() -> Session {
    Session::house()
}

fn order(cycle: &str) -> anyhow::Result<RunOrder> {
    let text = |e: String| anyhow!(e);
    Ok(RunOrder { cycle: Code::parse(cycle).map_err(text)?, route: Note::parse("").map_err(text)?, to: None })
}

/// Adds accounts of a cycle, each with a meter that was read two months, one month and no month ago.
fn supply(office: &Office, code: &str, n: usize) -> anyhow::Result<()> {
    let today = office.book().read(foil_store::office::find)?.business_on;
    let code = code.to_owned();
    let cycle = arranged(office, move |act| {
        if tariffs::by_name(act.tx, "LT-2a Domestic")?.is_none() {
            let tariff = tariffs::insert(act.tx, "LT-2a Domestic", "electricity")?;
            let new = NewVersion {
                tariff,
                valid_from: Day::new(2025, 4, 1).expect("a day"),
                revision: 1,
                text: TARIFF,
                sha256: "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
                note: "",
                person: HOUSE,
                stored_at: act.now,
            };
            tariffs::add_version(act.tx, &new)?;
        }
        cycles::insert(
            act.tx,
            &CycleData { code: &code, name: "Bench", months: 1, due_days: 15, active: true },
        )
    })?;
    let base = office.book().read(|tx| tx.number("SELECT COUNT(*) AS n FROM account", &[]))?;
    let base = usize::try_from(base)?;
    for first in (0..n).step_by(TOGETHER) {
        let last = n.min(first + TOGETHER);
        arranged(office, move |act| {
            for at in first..last {
                account(act.tx, base + at, cycle, today, act.now)?;
            }
            Ok(0)
        })?;
    }
    Ok(())
}

fn arranged<T>(
    office: &Office,
    mut work: impl FnMut(&mut foil_app::Act<'_>) -> foil_app::Result<T> + Send + 'static,
) -> anyhow::Result<T>
where
    T: serde::Serialize + serde::de::DeserializeOwned + Send + 'static,
{
    let order = Order::new("arrange", Right::EditCustomers);
    Ok(office.perform(&Session::house(), order, move |act| {
        act.changed(json!({}));
        work(act)
    })?)
}

fn account(
    tx: &Tx<'_>,
    at: usize,
    cycle: CycleId,
    today: Day,
    now: foil_domain::time::Instant,
) -> foil_app::Result<()> {
    let customer = customers::insert(
        tx,
        &CustomerData {
            number: format!("K{at:07}"),
            name: format!("Asha Rao {at}"),
            phone: String::new(),
            email: String::new(),
            language: String::new(),
            by_law: ByLaw::None,
            note: String::new(),
            active: true,
        },
    )?;
    let address = format!("{at} Kadri Hills, Mangaluru 575004");
    let property = customers::insert_property(tx, &PropertyData { customer, address, active: true })?;
    let account = customers::insert_account(
        tx,
        &AccountData {
            property,
            customer,
            service: Service::Electricity,
            number: format!("E{at:07}"),
            meter: format!("M{at:07}"),
            tariff: "LT-2a Domestic".into(),
            status: AccountStatus::Active,
            cut_on: None,
            disconnection_on: None,
            terms: BillingTerms {
                cycle: Some(cycle),
                route: format!("R{:02}", at % 20),
                route_n: i64::try_from(at).unwrap_or(0),
                sanctioned_load_kw: "3".into(),
                contract_demand_kw: String::new(),
            },
        },
    )?;
    let register =
        Register { n: 1, band: String::new(), unit: "kWh".into(), digits: 6, multiplier: Decimal::ONE };
    let meter = meters::insert(
        tx,
        &format!("M{at:07}"),
        Service::Electricity,
        MeterState::Installed,
        "",
        &[register],
    )?;
    meters::begin_span(tx, meter, account, today.plus_days(-31), "new")?;
    let used = Decimal::from(40 + (at * 37) % 260);
    for (on, value, units, purpose) in [
        (today.plus_days(-31), Decimal::ONE_THOUSAND, Decimal::ZERO, Purpose::Install),
        (today.plus_days(-1), Decimal::ONE_THOUSAND + used, used, Purpose::Cycle),
    ] {
        let new = NewReading {
            account,
            meter,
            register: 1,
            on,
            value,
            units,
            kind: ReadingKind::Actual,
            purpose,
            remark: Remark::Working,
            rolled_over: false,
            source: ReadingSource::File,
            checks: "[]",
            reason: "",
            person: HOUSE,
            at: now,
        };
        readings::insert(tx, &new)?;
    }
    Ok(())
}

foil_store::row! {
    /// A bill, all columns but its id.
    pub struct RawBill {
        /// Id.
        id: i64,
        /// Account.
        account_id: i64,
        /// Number.
        number: String,
        /// Folded.
        number_fold: String,
        /// From.
        period_from_on: String,
        /// To.
        period_to_on: String,
        /// Issued.
        issued_on: String,
        /// Due.
        due_on: String,
        /// Units.
        units: String,
        /// Total.
        total_minor: i64,
        /// Left.
        left_minor: i64,
        /// Run.
        run_id: Option<i64>,
        /// Version.
        tariff_version_id: Option<i64>,
        /// Paper.
        document: String,
    }
}

foil_store::row! {
    /// A line of a bill.
    pub struct RawLine {
        /// Bill.
        bill_id: i64,
        /// Place.
        line: i64,
        /// Kind.
        kind: String,
        /// Label.
        label: String,
        /// Quantity.
        quantity: String,
        /// Rate.
        rate: String,
        /// Amount.
        amount_minor: i64,
    }
}

/// How long the rows of a run take when they are only inserted, in a book that has the same branch.
fn raw(office: &Office, beside: &Path) -> anyhow::Result<f64> {
    let (bills, lines) = office.book().read(|tx| {
        let bills: Vec<RawBill> = tx.all(
            "SELECT id, account_id, number, number_fold, period_from_on, period_to_on, issued_on, due_on, units,
                    total_minor, left_minor, run_id, tariff_version_id, document FROM bill ORDER BY id LIMIT 1000000",
            &[],
        )?;
        let lines: Vec<RawLine> = tx.all(
            "SELECT bill_id, line, kind, label, quantity, rate, amount_minor FROM bill_line
              ORDER BY bill_id, line LIMIT 100000000",
            &[],
        )?;
        Ok((bills, lines))
    })?;
    let book = Book::open(beside, &branch::key(), branch::now())?;
    book.write(|tx| {
        // The bills name their run; everything else they name is in the copy.
        tx.run(
            "INSERT INTO bill_run (id, cycle_id, route, period_to_on, issued_on, due_on, state, last_account, bills,
                    total_minor, summary, person_id, started_at, version)
             VALUES (1, 1, '', '2026-01-01', '2026-01-01', '2026-01-02', 'posting', 0, 0, 0, '{}', 1, 0, 1)",
            &[],
        )
    })?;
    let lines: Vec<Vec<RawLine>> = lines.chunk_by(|a, b| a.bill_id == b.bill_id).map(<[_]>::to_vec).collect();
    let all: Vec<(RawBill, Vec<RawLine>)> = bills.into_iter().zip(lines).collect();
    let batches: Vec<Arc<Vec<_>>> = all.chunks(RAW_TOGETHER).map(|c| Arc::new(c.to_vec())).collect();
    let began = Instant::now();
    for batch in batches {
        book.write(move |tx| batch.iter().try_for_each(|(bill, lines)| insert(tx, bill, lines)))?;
    }
    Ok(began.elapsed().as_secs_f64())
}

fn insert(tx: &Tx<'_>, b: &RawBill, lines: &[RawLine]) -> foil_app::Result<()> {
    let id = tx.insert(
        "INSERT INTO bill (account_id, number, number_fold, period_from_on, period_to_on, issued_on, due_on, units,
                total_minor, surcharge_minor, left_minor, surcharge_left_minor, cancelled, kind, run_id,
                tariff_version_id, credit_used_minor, document)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, 0, 0, 'bill', $11, $12, 0, $13)",
        &[
            &b.account_id,
            &b.number,
            &b.number_fold,
            &b.period_from_on,
            &b.period_to_on,
            &b.issued_on,
            &b.due_on,
            &b.units,
            &b.total_minor,
            &b.left_minor,
            &b.run_id,
            &b.tariff_version_id,
            &b.document,
        ],
    )?;
    for l in lines {
        tx.run(
            "INSERT INTO bill_line (bill_id, line, kind, label, quantity, rate, amount_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[&id, &l.line, &l.kind, &l.label, &l.quantity, &l.rate, &l.amount_minor],
        )?;
    }
    let entry = tx.insert(
        "INSERT INTO journal (kind, source_id, business_on) VALUES ('bill', $1, $2)",
        &[&id, &b.issued_on],
    )?;
    let other = -b.total_minor;
    for (line, ledger, account, amount) in
        [(1i64, "receivable", Some(b.account_id), b.total_minor), (2, "billed", None, other)]
    {
        tx.run(
            "INSERT INTO journal_line (journal_id, line, ledger, account_id, amount_minor) VALUES ($1, $2, $3, $4, $5)",
            &[&entry, &line, &ledger, &account, &amount],
        )?;
    }
    Ok(())
}

/// Forgets the highest memory so far, where the system can.
pub(crate) fn reset_peak() {
    // Linux only; elsewhere the peak is that of the whole process, which makes the figure worse, never better.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The highest memory since, in megabytes.
pub(crate) fn peak_megabytes() -> f64 {
    told_megabytes("VmHWM:")
}

/// The memory held now, in megabytes.
pub(crate) fn megabytes_now() -> f64 {
    told_megabytes("VmRSS:")
}

fn told_megabytes(which: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix(which));
    line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse::<f64>().ok())
        .map_or(f64::NAN, |kb| kb / 1024.0)
}
