//! What the shell itself says to people: titles of windows and dialogs, notices, its own refusals.
//!
//! The words stand in the page's catalogue, `ui/src/words`, with all others; here is only how they are found.

use foil_api::ApiError;
use serde_json::Value;
use std::sync::LazyLock;

static SHELL: LazyLock<Value> = LazyLock::new(|| read(include_str!("../../ui/src/words/en/shell.json")));
static SHARED: LazyLock<Value> = LazyLock::new(|| read(include_str!("../../ui/src/words/en/shared.json")));

/// A catalogue that is no JSON would say nothing; a test reads both.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The words at a place, `notice.jobDone`, with what stands in their gaps.
pub fn words(place: &str, gaps: &[(&str, &str)]) -> String {
    filled(found(&SHELL, place), gaps)
}

/// What a job does, as every screen calls it.
pub fn of_job(kind: &str) -> &'static str {
    match found(&SHARED, &format!("job.kind.{kind}")) {
        "" => found(&SHARED, "job.kind.other"),
        words => words,
    }
}

/// A refusal of the shell's own: its sentence stands at `refusal.PLACE`, its hint beside.
pub fn refusal(code: &str, place: &str) -> ApiError {
    ApiError {
        code: code.into(),
        message: words(&format!("refusal.{place}"), &[]),
        hint: words(&format!("refusal.{place}Hint"), &[]),
        reference: String::new(),
    }
}

fn found(catalogue: &'static Value, place: &str) -> &'static str {
    let at = place.split('.').try_fold(catalogue, |at, step| at.get(step));
    at.and_then(Value::as_str).unwrap_or_default()
}

fn filled(words: &str, gaps: &[(&str, &str)]) -> String {
    // From left to right and once, so that what is put in is never taken for a gap.
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, behind) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(before);
        out.extend(gaps.iter().find(|(gap, _)| *gap == name).map(|(_, text)| *text));
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_the_shell_asks_for_stands_in_the_catalogue() {
        let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut asked = 0;
        for file in std::fs::read_dir(sources).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let product = text.split("#[cfg(test)]").next().unwrap();
            for (_, call) in
                product.match_indices("words(\"").map(|(at, open)| (at, &product[at + open.len()..]))
            {
                let place = call.split('"').next().unwrap();
                assert!(!words(place, &[]).is_empty(), "{place}");
                asked += 1;
            }
        }
        assert!(asked > 15, "{asked} places were looked at");
        for place in ["notGiven", "notOurs", "noViewer", "noBook"] {
            let no = refusal("x", place);
            assert!(!no.message.is_empty() && !no.hint.is_empty(), "{place}");
        }
    }

    #[test]
    fn gaps_are_filled_once_and_what_is_put_in_is_no_gap() {
        assert_eq!(words("save", &[("name", "a {{name}}.pdf")]), "Save a {{name}}.pdf");
        assert_eq!(words("save", &[]), "Save ");
        assert_eq!(filled("{{a}} and {{b}}", &[("b", "2"), ("a", "1")]), "1 and 2");
    }

    #[test]
    fn a_job_is_called_as_on_the_screens() {
        assert_eq!(of_job("import"), "Import");
        assert_eq!(of_job("something new"), "Job");
    }
}
