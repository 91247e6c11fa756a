//! How many receipts one core makes in a second of its time, on ordinary receipts.

#[path = "../tests/samples/mod.rs"]
mod samples;

use foil_documents::receipt_pdf;
use foil_domain::documents::Copy;

fn main() -> anyhow::Result<()> {
    for (name, doc) in [
        ("one account, Latin", samples::plain_receipt()),
        ("two accounts, Kannada and Devanagari", samples::receipt()),
        ("forty bills", samples::long_receipt()),
    ] {
        let mut doc = doc;
        receipt_pdf(&doc, &Copy::Original, None)?;
        let rounds = std::env::args().nth(1).map_or(Ok(400u32), |n| n.parse())?;
        let (started, mut bytes) = (std::time::Instant::now(), 0);
        for n in 0..rounds {
            doc.number = format!("KD1/26-27/{n:06}");
            bytes += receipt_pdf(&doc, &Copy::Original, None)?.len();
        }
        let secs = started.elapsed().as_secs_f64();
        let each = secs * 1000.0 / f64::from(rounds);
        println!(
            "{name}: {:.0} a second, {each:.2} ms, {} bytes each",
            f64::from(rounds) / secs,
            bytes / rounds as usize
        );
    }
    Ok(())
}
