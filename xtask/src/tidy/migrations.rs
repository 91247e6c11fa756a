//! A migration that has landed is never edited: books out there have run it.
//!
//! `migrations/checksums.txt` holds one line for each, as `sha256sum` writes them. One that was
//! never shared may still change: take its line out, and run `cargo xtask gen`.

use super::{File, Violation, sum};
use anyhow::{Context, Result};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

const DIR: &str = "migrations";
const SUMS: &str = "migrations/checksums.txt";

/// Every migration that changed, vanished, or was never sealed.
pub fn check(files: &[File]) -> Vec<Violation> {
    let sealed = files.iter().find(|file| file.path == SUMS).map(|file| read(&file.text)).unwrap_or_default();
    let here: BTreeMap<&str, String> =
        files.iter().filter_map(|file| Some((name(&file.path)?, sum_of(&file.text)))).collect();
    let broken =
        |name: &str, rule: &str| Violation { path: format!("{DIR}/{name}"), line: 0, rule: rule.into() };

    let changed = sealed.iter().filter_map(|(name, sum)| match here.get(name.as_str()) {
        None => Some(broken(name, "a landed migration is never removed")),
        Some(now) if now != sum => Some(broken(name, "a landed migration is never edited: add a new one")),
        Some(_) => None,
    });
    let unsealed = here.keys().filter(|name| !sealed.contains_key(**name));
    changed.chain(unsealed.map(|name| broken(name, "not in checksums.txt: run `cargo xtask gen`"))).collect()
}

/// Adds a line for each new migration; those that are there stay as they are.
pub fn seal(root: &Path) -> Result<()> {
    let path = root.join(SUMS);
    let mut lines = fs::read_to_string(&path).unwrap_or_default();
    let sealed = read(&lines);
    let mut new = Vec::new();
    for entry in fs::read_dir(root.join(DIR)).context("listing the migrations")? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        let below = format!("{DIR}/{file}");
        if name(&below).is_some() && !sealed.contains_key(&file) {
            new.push(file);
        }
    }
    new.sort();
    for file in new {
        let text =
            fs::read_to_string(root.join(DIR).join(&file)).with_context(|| format!("reading {file}"))?;
        writeln!(lines, "{}  {file}", sum_of(&text)).context("adding a line")?;
    }
    fs::write(&path, lines).with_context(|| format!("writing {SUMS}"))
}

/// `0001_counter.sql` is a migration, `schema.sql` is not.
fn name(path: &str) -> Option<&str> {
    let name = path.strip_prefix(DIR)?.strip_prefix('/')?;
    (name.ends_with(".sql") && name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
}

/// Windows may check files out with other line ends; the migration is the same.
fn sum_of(text: &str) -> String {
    sum::of(text.replace("\r\n", "\n").as_bytes()).to_string()
}

fn read(sums: &str) -> BTreeMap<String, String> {
    let pairs = sums.lines().filter_map(|line| line.split_once("  "));
    pairs.map(|(sum, name)| (name.trim().to_owned(), sum.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::file;

    fn sealed(text: &str) -> File {
        file(SUMS, &format!("{}  0001_a.sql\n", sum_of(text)))
    }

    #[test]
    fn an_edited_a_removed_and_an_unsealed_migration_are_found() {
        let edited = check(&[sealed("CREATE"), file("migrations/0001_a.sql", "CREATE -- edited")]);
        assert!(edited[0].rule.contains("never edited"), "{edited:?}");
        let removed = check(&[sealed("CREATE")]);
        assert!(removed[0].rule.contains("never removed"), "{removed:?}");
        let new =
            check(&[sealed("A"), file("migrations/0001_a.sql", "A"), file("migrations/0002_b.sql", "B")]);
        assert_eq!((new.len(), new[0].path.as_str()), (1, "migrations/0002_b.sql"));
    }

    #[test]
    fn line_ends_and_the_snapshot_do_not_matter() {
        let files = [
            sealed("A\nB\n"),
            file("migrations/0001_a.sql", "A\r\nB\r\n"),
            file("migrations/schema.sql", ""),
        ];
        assert!(check(&files).is_empty());
    }

    #[test]
    fn sealing_adds_what_is_new_and_never_touches_what_is_there() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join(DIR);
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("0001_a.sql"), "A").unwrap();
        seal(root.path()).unwrap();
        let first = fs::read_to_string(root.path().join(SUMS)).unwrap();
        fs::write(dir.join("0001_a.sql"), "edited").unwrap();
        fs::write(dir.join("0002_b.sql"), "B").unwrap();
        seal(root.path()).unwrap();
        let second = fs::read_to_string(root.path().join(SUMS)).unwrap();
        assert!(second.starts_with(&first), "{second}");
        assert_eq!(second.lines().count(), 2);
    }
}
