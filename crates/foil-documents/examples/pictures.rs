//! Writes a few documents into the folder named on the command line, to be looked at.

#[path = "../tests/samples/mod.rs"]
mod samples;

use foil_documents::{bill_pdf, receipt_pdf, slip_pdf};
use foil_domain::documents::Copy;

fn main() -> anyhow::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".into()));
    std::fs::create_dir_all(&folder)?;
    let again = Copy::Duplicate { n: 2, by: "Meena Shetty".into(), at_local: "22 Nov 2026, 09:12".into() };
    for (name, bytes) in [
        ("plain", receipt_pdf(&samples::plain_receipt(), &Copy::Original, None)?),
        ("receipt", receipt_pdf(&samples::receipt(), &Copy::Original, None)?),
        ("duplicate", receipt_pdf(&samples::receipt(), &again, Some(&samples::void()))?),
        ("long", receipt_pdf(&samples::long_receipt(), &Copy::Original, None)?),
        ("extreme", receipt_pdf(&samples::extreme_receipt(), &again, Some(&samples::void()))?),
        ("bill", bill_pdf(&samples::bill())?),
        ("slip", slip_pdf(&samples::slip(), &Copy::Original)?),
    ] {
        std::fs::write(folder.join(name).with_extension("pdf"), &bytes)?;
        println!("{name}: {} bytes", bytes.len());
    }
    Ok(())
}
