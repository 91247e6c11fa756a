//! Bills from a terminal: runs for a cron job, a bill or a batch as files.

use crate::args::{Args, Bill, BillWhat};
use crate::outcome::{Failed, Outcome, Said};
use crate::seat::{Seat, whole};
use foil_domain::ids::BillRunId;
use serde_json::{Value, json};
use std::path::Path;

/// Does what was said about bills.
pub fn bill(args: &Args, bill: &Bill) -> Outcome {
    match (&bill.what, &bill.number, &bill.out) {
        (Some(BillWhat::Run { cycle, route, to, dry_run }), ..) => {
            let input = json!({ "cycle": cycle, "route": route, "to": to });
            let name = if *dry_run { "preview_bill_run" } else { "post_bill_run" };
            let Said { value, .. } = Seat::take(args)?.call(name, input)?;
            let words = words(&value, *dry_run);
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

fn words(told: &Value, tried: bool) -> String {
    let sum = &told["summary"];
    let n = |field: &str| sum[field].as_i64().unwrap_or_default();
    let run = if tried { "Tried, nothing stored".to_owned() } else { format!("Run {}", told["id"]) };
    let mut words = format!(
        "{run}: {} accounts, {} bills over {} minor units ({} last time over {}), {} billed before, {} not read, \
         {} with problems, {} on estimates, {} without use, {} far from the bill before",
        n("accounts"),
        n("bills"),
        n("total"),
        n("last_bills"),
        n("last_total"),
        n("already"),
        n("no_reading"),
        n("problems"),
        n("estimated"),
        n("zero"),
        n("changed"),
    );
    for outlier in sum["outliers"].as_array().into_iter().flatten().take(20) {
        let text = |field: &str| outlier[field].as_str().unwrap_or_default();
        let amount = |field: &str| outlier[field].as_i64().map_or("-".to_owned(), |minor| minor.to_string());
        words += &format!(
            "\n  {:10} {}  {} (before {}) {}",
            text("kind"),
            text("number"),
            amount("total"),
            amount("last_total"),
            text("reason")
        );
    }
    words
}
