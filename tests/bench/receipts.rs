//! Receipts as PDF in a second of processor time, on receipts that payments left in the book: in English, and in Kannada,
//! whose two more faces and shaped words cost half as much again.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number};
use crate::payments::pay;
use anyhow::Context;
use cpu_time::ThreadTime;
use foil_domain::documents::{Copy, ReceiptDoc};
use foil_domain::ids::PaymentId;

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let n = bench.scaled(2_000, 100);
    let office = branch::founded(&bench.fresh("receipts.book"))?;
    branch::add_accounts(&office, 1, n)?;
    let clerks = branch::clerks(&office)?;
    pay(&office, &clerks, 8, &(1..=n).collect::<Vec<_>>())?;
    let docs = office.book().read(|tx| {
        let on = foil_store::office::find(tx)?.business_on;
        foil_store::payments::of_day(tx, on, PaymentId(i64::MAX), i64::try_from(n).unwrap_or(i64::MAX))
    })?;
    let docs: Result<Vec<ReceiptDoc>, _> = docs.iter().map(|p| serde_json::from_str(&p.document)).collect();
    let mut docs = docs.context("reading receipts")?;
    for (language, name) in [("en", "English"), ("kn en", "Kannada")] {
        for doc in &mut docs {
            language.clone_into(&mut doc.office.language);
        }
        foil_documents::receipt_pdf(&docs[0], &Copy::Original, None)?;
        let (cpu, mut bytes) = (ThreadTime::now(), 0);
        for doc in &docs {
            bytes += foil_documents::receipt_pdf(doc, &Copy::Original, None)?.len();
        }
        let rate = docs.len() as f64 / cpu.elapsed().as_secs_f64();
        let measured = format!("{} a CPU second, {} bytes each", number(rate), bytes / docs.len());
        figures.add(format!("receipts as PDF/A-3b, in {name}"), measured, "", rate, Goal::AtLeast(400.0));
    }
    Ok(())
}
