//! Bills from a terminal: runs for a cron job, a bill or a batch as files.

use crate::args::{Args, Bill, BillWhat};
use crate::outcome::{Failed, Outcome, Said};
use crate::seat::{Seat, whole};
use anyhow::Context as _;
use foil_domain::documents::CurrencyStyle;
use foil_domain::ids::BillRunId;
use foil_domain::money::Money;
use serde_json::{Value, json};
use std::path::Path;

/// Does what was said about bills.
pub fn bill(args: &Args, bill: &Bill) -> Outcome {
    match (&bill.what, &bill.number, &bill.out) {
        (Some(BillWhat::Run { cycle, route, to, dry_run }), ..) => {
            let input = json!({ "cycle": cycle, "route": route, "to": to });
            let name = if *dry_run { "preview_bill_run" } else { "post_bill_run" };
            let seat = Seat::take(args)?;
            let Said { value, .. } = seat.call(name, input)?;
            let words = words(&value, *dry_run, &currency(&seat)?);
            Ok(Said::new(value, words))
        }
        (Some(BillWhat::Batch { run, out }), ..) => batch(args, *run, out),
        (None, Some(number), Some(out)) => {
            Seat::take(args)?.save_bill(number, out)?;
            Ok(Said::new(json!({ "bill": number, "file": out }), format!("{} is written.", out.display())))
        }
        (None, ..) => Err(Failed::Usage("this needs a bill's number and --out FILE".into())),
    }
}

fn batch(args: &Args, run: i64, out: &Path) -> Outcome {
    let Said { value, .. } = Seat::take(args)?.save_batch(BillRunId(run), &whole(out)?)?;
    let files: Vec<&str> =
        value["files"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let words = format!("{} bills in {} files:\n  {}", value["bills"], files.len(), files.join("\n  "));
    Ok(Said::new(value, words))
}

/// How the book's amounts are written.
fn currency(seat: &Seat) -> Result<CurrencyStyle, Failed> {
    let Said { value, .. } = seat.call("frame", json!({}))?;
    let style = serde_json::from_value(value["currency"].clone());
    Ok(style.context("reading the book's currency")?)
}

/// Outliers that are told in words; all of them are in the JSON.
const OUTLIERS_TOLD: usize = 20;

fn words(told: &Value, tried: bool, style: &CurrencyStyle) -> String {
    let sum = &told["summary"];
    let n = |field: &str| sum[field].as_i64().unwrap_or_default();
    let money = |value: &Value| value.as_i64().map(|minor| style.text(Money::from_minor(minor)));
    let run = if tried { "Tried, nothing stored".to_owned() } else { format!("Run {}", told["id"]) };
    let mut words = format!(
        "{run}: {} accounts, {} bills over {} ({} last time over {}), {} billed before, {} not read, \
         {} with problems, {} on estimates, {} without use, {} far from the bill before",
        n("accounts"),
        n("bills"),
        money(&sum["total"]).unwrap_or_default(),
        n("last_bills"),
        money(&sum["last_total"]).unwrap_or_default(),
        n("already"),
        n("no_reading"),
        n("problems"),
        n("estimated"),
        n("zero"),
        n("changed"),
    );
    let outliers = sum["outliers"].as_array().map_or(&[][..], Vec::as_slice);
    for outlier in outliers.iter().take(OUTLIERS_TOLD) {
        let text = |field: &str| outlier[field].as_str().unwrap_or_default();
        let amount = |field: &str| money(&outlier[field]).unwrap_or_else(|| "-".to_owned());
        let line = format!(
            "\n  {:10} {}  {} (before {}) {}",
            text("kind").replace('_', " "),
            text("number"),
            amount("total"),
            amount("last_total"),
            text("reason")
        );
        words += line.trim_end();
    }
    if let Some(more) = outliers.len().checked_sub(OUTLIERS_TOLD).filter(|more| *more > 0) {
        words += &format!("\n  and {more} more: --json lists them");
    }
    words
}
