//! Bills from a terminal: runs for a cron job, a bill or a batch as files.

use crate::args::{Args, Bill, BillWhat};
use crate::outcome::{Failed, Outcome, Said, counted};
use crate::seat::{Seat, whole};
use anyhow::Context as _;
use foil_domain::documents::CurrencyStyle;
use foil_domain::ids::BillRunId;
use foil_domain::money::Money;
use foil_domain::time::Day;
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
    let bills = counted(value["bills"].as_i64().unwrap_or_default(), "bill");
    let in_files = counted(i64::try_from(files.len()).unwrap_or_default(), "file");
    let words = format!("{bills} in {in_files}:\n  {}", files.join("\n  "));
    Ok(Said::new(value, words))
}

/// How the book's amounts are written.
fn currency(seat: &Seat) -> Result<CurrencyStyle, Failed> {
    let Said { value, .. } = seat.call("frame", json!({}))?;
    let style = serde_json::from_value(value["currency"].clone());
    Ok(style.context("reading the book's currency")?)
}

/// Which run it is that is told of: tried, posted now, or posted before.
fn run(told: &Value, tried: bool) -> String {
    let id = &told["id"];
    if tried {
        return "Tried, nothing stored".to_owned();
    }
    if told["posted_before"] == true {
        let day = told["issued_on"].as_str().and_then(|day| Day::parse(day).ok());
        let day = day.map(Day::long).unwrap_or_default();
        return format!("Run {id} was posted before, with bills of {day}: nobody is billed twice. It had");
    }
    format!("Run {id}")
}

/// Outliers that are told in words; all of them are in the JSON.
const OUTLIERS_TOLD: usize = 20;

fn words(told: &Value, tried: bool, style: &CurrencyStyle) -> String {
    let sum = &told["summary"];
    let n = |field: &str| sum[field].as_i64().unwrap_or_default();
    let money = |value: &Value| value.as_i64().map(|minor| style.text(Money::from_minor(minor)));
    let mut words = format!(
        "{}: {}, {} over {} ({} last time over {}), {} billed before, {} not read, {} with problems, {} on estimates, \
         {} without use, {} far from the bill before",
        run(told, tried),
        counted(n("accounts"), "account"),
        counted(n("bills"), "bill"),
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

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn one_is_one_and_a_run_that_was_posted_before_says_so() {
        let told = |before: bool| {
            let summary =
                json!({ "accounts": 1, "bills": 1, "total": 46_600, "last_bills": 1, "last_total": 40_000 });
            json!({ "id": 7, "issued_on": "2026-11-21", "posted_before": before, "summary": summary })
        };
        let now = words(&told(false), false, &CurrencyStyle::default());
        assert!(
            now.starts_with("Run 7: 1 account, 1 bill over ₹466.00 (1 last time over ₹400.00), "),
            "{now}"
        );
        let again = words(&told(true), false, &CurrencyStyle::default());
        let said = "Run 7 was posted before, with bills of 21 Nov 2026: nobody is billed twice. It had: 1 account, 1 bill";
        assert!(again.starts_with(said), "{again}");
        assert_eq!(counted(0, "bill"), "0 bills");
    }
}
