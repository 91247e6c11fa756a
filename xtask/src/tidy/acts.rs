//! Nothing is printed, sent or written to disk inside an act: it may be rolled back, or run again.
//!
//! What an act runs is the closure that `Office::perform` is given, and all that it calls. Words alone cannot
//! follow every call (closures and handed-in traits), so the rule is held from both ends. Here: code that is
//! handed an act or a transaction names neither the disk nor the press nor a listener; and only a few files of
//! foil-app can change the disk at all. There: each of those asks `outside_acts` first, at run time, so an act
//! that came to one by whatever way fails whole, and with it every test that takes that way.

use super::{
    File, Violation,
    source::{Source, closing, has_word},
};

/// The files of foil-app that change the disk. Each asks `outside_acts` before it does.
const HANDS: &[&str] = &[
    "crates/foil-app/src/audit/export_month.rs",
    "crates/foil-app/src/audit/pack/mod.rs",
    "crates/foil-app/src/documents/files.rs",
    "crates/foil-app/src/imports/errors.rs",
    "crates/foil-app/src/imports/watch.rs",
    "crates/foil-app/src/office/jobs.rs",
];

/// How the disk is changed, or another program started.
const CHANGES: &[&str] = &[
    "fs::write",
    "fs::rename",
    "disk::moved",
    "disk::put_in_place",
    "fs::copy",
    "fs::remove",
    "fs::create_dir",
    "fs::hard_link",
    "fs::set_permissions",
    "File::create",
    "File::options",
    "OpenOptions",
    "Command::new",
    "UdpSocket",
    "TcpStream",
];

/// What has no business in code that is handed an act or a transaction.
const BARRED: &[&str] = &[
    "std::fs",
    "fs::",
    "disk::",
    "File::",
    "OpenOptions",
    "Command::new",
    "write_file",
    "FileBeingWritten",
    "ListFile::begin",
    ".press",
    ".tell(",
    "wake_outbox",
    "work_outbox",
    "finish_outbox",
];

/// Where code is handed an act: the closure given to the seam, and the outbox's own transaction.
const SEAMS: &[&str] = &["perform(", "perform_many(", ".write("];

/// Every place of foil-app where an act could reach out, and none that draws papers may touch the disk.
pub fn check(file: &File) -> Vec<Violation> {
    let app = file.is_below("crates/foil-app/src");
    let draws = file.is_below("crates/foil-documents/src");
    if !(app || draws) || !file.ends_in("rs") {
        return Vec::new();
    }
    let source = Source::rust(&file.text);
    let mut found = hands(file, &source);
    if app {
        found.extend(inside(file, &source));
    }
    found
}

fn hands(file: &File, source: &Source) -> Vec<Violation> {
    let changes = |word: &&str| begins_word(&source.code, word);
    let found = CHANGES.iter().flat_map(changes).collect::<Vec<usize>>();
    let asks = has_word(&source.code, "outside_acts()");
    if HANDS.contains(&file.path.as_str()) && asks {
        return Vec::new();
    }
    let rule = "only the hands in tidy/acts.rs change the disk, and each asks `outside_acts` first";
    found.into_iter().map(|line| file.breaks(line, rule)).collect()
}

/// The lines on which something begins with this word: `fs::remove` begins `fs::remove_file`.
fn begins_word(code: &str, word: &str) -> Vec<usize> {
    let wordy = |c: char| c.is_alphanumeric() || c == '_';
    let whole = |at: usize| !code[..at].chars().next_back().is_some_and(wordy);
    let hits = code.match_indices(word).filter(|(at, _)| whole(*at));
    hits.map(|(at, _)| line_of(code, at)).collect()
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

fn inside(file: &File, source: &Source) -> Vec<Violation> {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    // A hand may write what one unchanging view of the book shows it: there a transaction is a reader's.
    let reads = HANDS.contains(&file.path.as_str());
    for (from, to) in handed(&source.code, reads) {
        let first = line_of(&source.code, from);
        let text = &source.code[from..to];
        for (line, number) in text.lines().zip(first..) {
            lines.extend(BARRED.iter().filter(|word| has_word(line, word)).map(|word| (number, *word)));
        }
    }
    lines.sort_unstable();
    lines.dedup();
    let breaks = |(line, word): (usize, &str)| {
        file.breaks(line, format!("`{word}` inside an act: leave it to what runs after the commit"))
    };
    lines.into_iter().map(breaks).collect()
}

/// The spans of code that are handed an act or, unless it only `reads`, a transaction.
fn handed(code: &str, reads: bool) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    for seam in SEAMS {
        for (at, _) in code.match_indices(seam) {
            let open = at + seam.len() - 1;
            spans.push((open, open + closing(&code[open..], '(', ')')));
        }
    }
    for (at, _) in code.match_indices("fn ") {
        let rest = &code[at..];
        let Some(open) = rest.find('{').filter(|open| rest.find(';').is_none_or(|end| *open < end)) else {
            continue;
        };
        let head = &rest[..open];
        if has_word(head, "Act<") || (has_word(head, "Tx<") && !reads) {
            spans.push((at + open, at + open + closing(&rest[open..], '{', '}')));
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::{file, lines};

    fn broken(path: &str, text: &str) -> Vec<usize> {
        lines(&check(&file(path, text)))
    }

    const PAY: &str = "crates/foil-app/src/payments/pay.rs";

    #[test]
    fn an_act_that_writes_a_file_is_found_where_it_is_given_and_where_it_calls() {
        let given = "office.perform(who, order, move |act| {\n    write_file(&path, b\"x\")?;\n    Ok(())\n})?;\nwrite_file(&path, b\"x\")?;\n";
        assert_eq!(broken(PAY, given), [2], "after the commit it may");
        let called = "fn post(act: &mut Act<'_>) -> Result<()> {\n    office.press.receipt(doc)?;\n    std::fs::read(p)?;\n}\n";
        assert_eq!(broken(PAY, called), [2, 3, 3]);
        let reads = "fn row(tx: &Tx<'_>) -> Result<()> {\n    self.jobs.tell(event);\n}\nfn other() {\n    self.jobs.tell(event);\n}\n";
        assert_eq!(broken(PAY, reads), [2]);
    }

    #[test]
    fn only_the_hands_change_the_disk_and_they_ask_first() {
        for line in
            ["std::fs::write(p, b)?;", "fs::remove_dir_all(p)?;", "File::create(p)?;", "Command::new(p);"]
        {
            assert_eq!(broken(PAY, line), [1], "{line}");
            assert_eq!(broken(HANDS[2], line), [1], "{line}: it does not ask");
            assert!(broken(HANDS[2], &format!("outside_acts()?;\n{line}")).is_empty(), "{line}");
            assert_eq!(
                broken("crates/foil-documents/src/pdf.rs", line),
                [1],
                "{line}: papers are drawn, not kept"
            );
        }
        assert!(broken(PAY, "fs::metadata(p)?;\nprefs::write(p)?;\n").is_empty(), "reading is no change");
    }
}
