//! A file of customers comes in: beside the same rows put in by bare prepared inserts into a book with
//! the same tables and indexes, and beside `sqlite3 .import` into one plain table without any.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number};
use crate::names;
use anyhow::Context;
use cpu_time::ProcessTime;
use foil_app::imports::run_import;
use foil_app::imports::views::{ImportKind, ImportMode, StartImport};
use foil_app::office::Session;
use rusqlite::Connection;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const BESIDE: &str = "the same, beside sqlite3 .import";

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let rows = bench.scaled(1_000_000, 20_000);
    let file = bench.scratch.join("customers.csv");
    write_file(&file, rows)?;
    let path = bench.fresh("imported.book");
    let office = branch::founded(&path)?;
    let (began, cpu) = (Instant::now(), ProcessTime::now());
    let report = run_import(
        &office,
        &Session::house(),
        StartImport {
            path: file.display().to_string(),
            kind: ImportKind::Customers,
            mapping: None,
            mode: ImportMode::GoodRows,
            dry_run: false,
        },
    )?;
    let (secs, cpu_secs) = (began.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    anyhow::ensure!(usize::try_from(report.created)? == rows, "{} of {rows} rows came in", report.created);
    drop(office);

    let raw = raw_insert(bench, &path)?;
    let rate = |secs: f64| format!("{} rows a second", number(rows as f64 / secs));
    let with_cpu = |secs: f64, cpu: f64| format!("{}, {} s of CPU", rate(secs), number(cpu));
    figures.add(
        format!("import of {rows} customers, by the clock"),
        with_cpu(secs, cpu_secs),
        format!("bare inserts {}", with_cpu(raw.0, raw.1)),
        raw.0 / secs,
        Goal::AtLeast(0.4),
    );
    figures.add(
        "the same, by CPU (all threads)",
        format!("{} s", number(cpu_secs)),
        format!("bare inserts {} s", number(raw.1)),
        raw.1 / cpu_secs,
        Goal::None,
    );
    let Some(shell) = shell_import(bench, &file) else {
        figures.miss(BESIDE, "sqlite3 is not here");
        return Ok(());
    };
    let beside = format!("sqlite3 .import, plain file, no index: {}", rate(shell));
    figures.add(BESIDE, rate(secs), beside, shell / secs, Goal::None);
    Ok(())
}

/// A file as a utility would export it.
pub(crate) fn write_file(path: &Path, rows: usize) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(out, "customer_number,name,phone,language,address,service,account_number,meter,tariff")?;
    for at in 1..=rows {
        let (name, phone, address) = (names::customer_name(at), names::phone(at), names::address(at));
        writeln!(
            out,
            "K{at:08},{name},{phone},kn,\"{address}\",electricity,E{at:08},M{at:08},LT-2a Domestic"
        )?;
    }
    out.flush().context("writing the file")
}

/// What is copied, row for row, and the columns of each.
const TABLES: [&str; 3] = ["customer", "property", "account"];

/// Puts the rows of one book into a new one with the same tables and indexes, by prepared inserts in
/// one transaction and nothing else. Gives back seconds by the clock and of the processor.
fn raw_insert(bench: &Bench, from: &Path) -> anyhow::Result<(f64, f64)> {
    let to = bench.fresh("raw.book");
    drop(branch::founded(&to)?);
    let source = plain_connection(from)?;
    let target = plain_connection(&to)?;
    let words = words(&source)?;
    let (mut secs, mut cpu_secs) = (0.0, 0.0);
    target.execute_batch("BEGIN IMMEDIATE")?;
    for table in TABLES {
        let mut select = source.prepare(&format!("SELECT * FROM {table} ORDER BY id"))?;
        let columns = select.column_count();
        let marks = vec!["?"; columns].join(", ");
        let mut insert = target.prepare(&format!("INSERT INTO {table} VALUES ({marks})"))?;
        let mut rows = select.query([])?;
        loop {
            // Reading is not part of the measure: rows come in handfuls, and only writing is timed.
            let mut handful: Vec<Vec<rusqlite::types::Value>> = Vec::with_capacity(5_000);
            while handful.len() < 5_000
                && let Some(row) = rows.next()?
            {
                handful.push((0..columns).map(|c| row.get(c)).collect::<Result<_, _>>()?);
            }
            if handful.is_empty() {
                break;
            }
            let (began, cpu) = (Instant::now(), ProcessTime::now());
            for row in &handful {
                insert.execute(rusqlite::params_from_iter(row))?;
            }
            secs += began.elapsed().as_secs_f64();
            cpu_secs += cpu.elapsed().as_secs_f64();
        }
    }
    let (began, cpu) = (Instant::now(), ProcessTime::now());
    let mut insert = target.prepare("INSERT INTO customer_words (rowid, words) VALUES (?, ?)")?;
    for (id, text) in &words {
        insert.execute(rusqlite::params![id, text])?;
    }
    target.execute_batch("COMMIT")?;
    Ok((secs + began.elapsed().as_secs_f64(), cpu_secs + cpu.elapsed().as_secs_f64()))
}

/// The words each customer is found by: the index itself keeps none.
fn words(source: &Connection) -> anyhow::Result<Vec<(i64, String)>> {
    let mut select = source.prepare(
        "SELECT c.id, c.name || ' ' || c.number || ' ' || p.address FROM customer c
           JOIN property p ON p.customer_id = c.id ORDER BY c.id",
    )?;
    let rows = select.query_map([], |r| Ok((r.get(0)?, r.get::<_, String>(1)?)))?;
    let mut all = Vec::new();
    for row in rows {
        let (id, text) = row?;
        all.push((id, foil_domain::customers::words(&text).join(" ")));
    }
    Ok(all)
}

/// The book opened without the product, as a baseline would.
fn plain_connection(path: &Path) -> anyhow::Result<Connection> {
    let foil_store::Opening::Key(key) = branch::key() else { anyhow::bail!("the bench's key is a key") };
    let conn = foil_tests::raw(path, &key);
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(conn)
}

/// What the shell's own import takes; `None` where there is no such shell.
fn shell_import(bench: &Bench, file: &Path) -> Option<f64> {
    let plain: PathBuf = bench.fresh("shell.db");
    let began = Instant::now();
    let import = format!(".import --csv \"{}\" customers", file.display());
    let status = Command::new("sqlite3").arg(&plain).arg(import).status();
    status.is_ok_and(|status| status.success()).then(|| began.elapsed().as_secs_f64())
}
