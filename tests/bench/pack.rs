//! A month's audit pack of a million payments: how long it takes beside writing the same bytes raw, what memory it
//! holds above idle, and the same of verifying it.
//!
//! Idle is what the program holds with the book open and nothing made yet, in a process that has done nothing else: after a
//! first pack the heap keeps some of what that took, and the second would look flatter than an office's first one is. So the
//! first is what is measured of memory, and the second, with warm caches, of time.

use crate::Bench;
use crate::bills::{megabytes_now, peak_megabytes, reset_peak};
use crate::branch;
use crate::figures::{Figures, Goal, number};
use crate::growth::big_book;
use anyhow::{Context, ensure};
use foil_app::Office;
use foil_app::audit::views::{ExportPack, PackMade};
use foil_app::audit::{Against, export_pack, verify_against};
use foil_app::office::Session;
use foil_app::office::views::JobRef;
use foil_domain::time::Month;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Memory above idle that a pack may take, MB.
const MOST_ABOVE: f64 = 200.0;

/// The argument that makes this program the one that is measured.
pub(crate) const CHILD: &str = "--pack-child";

/// What the child has measured: seconds, megabytes, and bytes of the pack.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Measured {
    receipts: i64,
    content: i64,
    zipped: i64,
    took: f64,
    raw: f64,
    idle: f64,
    above: f64,
    verify_took: f64,
    verify_above: f64,
}

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let (path, _) = big_book(bench)?;
    let child = std::process::Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .args([path.as_path(), bench.scratch.as_path()])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    ensure!(child.status.success(), "the program that makes the packs ended with {}", child.status);
    let m: Measured = serde_json::from_slice(&child.stdout).context("reading what was measured")?;
    figures.add(
        format!("audit pack of {} payments", m.receipts),
        format!(
            "{} s, {} MB of content in {} MB",
            number(m.took),
            number(megabytes(m.content)),
            number(megabytes(m.zipped))
        ),
        format!("the same content written raw: {} s", number(m.raw)),
        m.took / m.raw,
        Goal::None,
    );
    figures.add(
        "memory above idle while it is made",
        format!("{} MB", number(m.above)),
        format!("idle {} MB", number(m.idle)),
        m.above,
        Goal::AtMost(MOST_ABOVE),
    );
    figures.add(
        "verifying it",
        format!("{} s", number(m.verify_took)),
        format!("{} MB above idle", number(m.verify_above)),
        m.verify_above,
        Goal::AtMost(MOST_ABOVE),
    );
    Ok(())
}

/// Makes packs of the book at the first path in the folder at the second, and prints what was measured.
pub(crate) fn child(args: &[String]) -> anyhow::Result<()> {
    let [path, scratch] = args else { anyhow::bail!("a book and a folder") };
    let (path, scratch) = (Path::new(path), Path::new(scratch));
    let office = branch::opened(path)?;
    let on = office.book().read(|tx| tx.one::<foil_store::tx::Text>(BUSIEST, &[]))?;
    let month = Month::parse(&on.t).map_err(|e| anyhow::anyhow!(e))?;

    let idle = megabytes_now();
    reset_peak();
    pack(&office, month, &scratch.join("warm"))?;
    let first_above = peak_megabytes() - idle;

    // Caches are as full as they get now, statements compiled.
    let began = Instant::now();
    let made = pack(&office, month, &scratch.join("measured"))?;
    let took = began.elapsed().as_secs_f64();
    let above = first_above.max(peak_megabytes() - idle);
    let content: i64 = made.files.iter().map(|file| file.bytes).sum();
    let receipts = made.files.iter().find(|f| f.name == "registers/receipts.json").map_or(0, |f| f.rows);
    let raw = raw(&scratch.join("raw"), content)?;

    let resting = megabytes_now();
    reset_peak();
    let began = Instant::now();
    let report = verify_against(Path::new(&made.path), Against::default())?;
    let (verify_took, verify_above) = (began.elapsed().as_secs_f64(), peak_megabytes() - resting);
    ensure!(report.sound, "the bench's pack is not sound: {:?}", report.findings);
    let zipped = made.bytes;
    let measured = Measured { receipts, content, zipped, took, raw, idle, above, verify_took, verify_above };
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

/// The month with the most payments: those of the big book were all taken on the days it was made.
const BUSIEST: &str = "SELECT substr(business_on, 1, 7) AS t FROM payment GROUP BY substr(business_on, 1, 7)
                        ORDER BY COUNT(*) DESC LIMIT 1";

fn pack(office: &Arc<Office>, month: Month, folder: &Path) -> anyhow::Result<PackMade> {
    let input = ExportPack { month, folder: folder.display().to_string(), sample: None, seed: None };
    let mut job = export_pack(office, &Session::house(), input)?;
    while job.state == "running" {
        std::thread::sleep(std::time::Duration::from_millis(20));
        job = foil_app::office::job(office, &Session::house(), JobRef { job: job.id })?;
    }
    office.lets_jobs_end();
    ensure!(job.state == "done", "the pack was not made: {}", job.result);
    serde_json::from_value(job.result).context("reading what came of a pack")
}

/// Seconds that so many bytes take to be written and made durable, and nothing else.
fn raw(path: &Path, bytes: i64) -> anyhow::Result<f64> {
    let block = vec![0x5au8; 1 << 20];
    let mut left = usize::try_from(bytes)?;
    let began = Instant::now();
    let mut file = std::fs::File::create(path)?;
    while left > 0 {
        let now = left.min(block.len());
        file.write_all(&block[..now])?;
        left -= now;
    }
    file.sync_all()?;
    let took = began.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(took)
}

fn megabytes(bytes: i64) -> f64 {
    bytes as f64 / 1_048_576.0
}
