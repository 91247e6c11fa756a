//! The crates' rules: what each floor may not contain.

use super::{
    File, Violation,
    source::{Literal, Source, has_word},
};

/// Every rule a Rust file breaks.
pub fn check(file: &File) -> Vec<Violation> {
    let Some(floor) = Floor::of(&file.path) else { return Vec::new() };
    let source = Source::rust(&file.text);
    let mut found = words(file, &source, floor);
    found.extend(sql(file, &source, floor));
    found.extend(writes(file, &source, floor));
    found
}

/// A crate, as far as the rules tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Floor {
    Domain,
    Store,
    App,
    /// Documents and notices: on the domain alone.
    Side,
    Api,
    /// Shells, programs and the test kit.
    Shell,
}

impl Floor {
    /// The floor of a file that ships. Tests, benches, examples and this tool have none.
    fn of(path: &str) -> Option<Self> {
        let krate = path.strip_prefix("crates/").or_else(|| path.strip_prefix("src-tauri/").map(|_| path))?;
        let (name, below) = krate.split_once('/')?;
        if !(below.starts_with("src/") || name == "src-tauri") || below.ends_with("/tests.rs") {
            return None;
        }
        Some(Self::of_crate(name))
    }

    fn of_crate(name: &str) -> Self {
        match name {
            "foil-domain" => Self::Domain,
            "foil-store" => Self::Store,
            "foil-app" => Self::App,
            "foil-documents" | "foil-notify" => Self::Side,
            "foil-api" => Self::Api,
            _ => Self::Shell,
        }
    }

    /// Words that must not stand in this floor's code, and why.
    fn absent(self) -> Vec<(&'static str, &'static str)> {
        let mut absent =
            vec![(".unwrap()", "say with `?` or `expect` why it cannot fail; `unwrap` is for tests")];
        let list = |words: &[&'static str], why: &'static str| {
            words.iter().map(|word| (*word, why)).collect::<Vec<_>>()
        };
        if self != Self::Shell {
            absent.extend(list(NETWORK, "nothing up to foil-api knows what carries its answers"));
        }
        if self == Self::Domain {
            absent
                .extend(list(EFFECTS, "the domain has no clock, files, randomness or async: values come in"));
        }
        if !matches!(self, Self::Store) {
            absent.extend(list(&["rusqlite"], "only foil-store knows the database"));
        }
        if matches!(self, Self::App | Self::Store) {
            absent.extend(list(CLOCKS, "the clock is handed in; only shells read it"));
        }
        absent
    }
}

const NETWORK: &[&str] = &["tauri", "axum", "hyper", "reqwest", "ureq", "tower_http", "http::"];
const CLOCKS: &[&str] = &["SystemTime::now", "Utc::now", "Local::now"];
const EFFECTS: &[&str] = &[
    "SystemTime::now",
    "Utc::now",
    "Local::now",
    "Instant::now",
    "now_v7",
    "new_v4",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "rand::",
    "getrandom",
    "tokio",
    "async fn",
    ".await",
];

fn words(file: &File, source: &Source, floor: Floor) -> Vec<Violation> {
    let breaks = |(word, why): (&'static str, &'static str)| {
        let lines: Vec<usize> = source.lines_with(word).collect();
        lines.into_iter().map(move |line| file.breaks(line, format!("`{word}`: {why}")))
    };
    floor.absent().into_iter().flat_map(breaks).collect()
}

/// SQL outside of the store, and inside it words that only one engine knows.
fn sql(file: &File, source: &Source, floor: Floor) -> Vec<Violation> {
    let statements = source.literals.iter().filter(|literal| is_sql(&literal.text));
    if floor == Floor::Store {
        return statements.flat_map(|literal| one_engine_words(file, literal)).collect();
    }
    statements
        .map(|literal| file.breaks(literal.line, "SQL stands in foil-store and migrations/ only"))
        .collect()
}

/// Pairs that make a string a statement; our SQL has its words in capitals.
const STATEMENTS: &[(&str, &str)] = &[
    ("SELECT", "FROM"),
    ("INSERT", "INTO"),
    ("UPDATE", "SET"),
    ("DELETE", "FROM"),
    ("CREATE", "TABLE"),
    ("CREATE", "INDEX"),
    ("CREATE", "TRIGGER"),
    ("PRAGMA", ""),
    ("BEGIN", "IMMEDIATE"),
];

fn is_sql(text: &str) -> bool {
    STATEMENTS.iter().any(|(verb, second)| {
        has_word(text, verb)
            && text.find(verb).is_some_and(|at| second.is_empty() || has_word(&text[at..], second))
    })
}

/// What SQLite understands and PostgreSQL does not, or differently. See the SQL rules in ARCHITECTURE.md.
const ONE_ENGINE: &[(&str, &str)] = &[
    ("INSERT OR", "ON CONFLICT"),
    ("REPLACE INTO", "ON CONFLICT"),
    ("ifnull", "COALESCE"),
    ("group_concat", "string_agg"),
    ("strftime", "the clock is handed in"),
    ("current_timestamp", "the clock is handed in"),
    ("datetime(", "the clock is handed in"),
    ("nocase", "store a folded column"),
    ("json_each", "JSON is read in Rust"),
    ("json_extract", "JSON is read in Rust"),
    ("total(", "CAST(SUM(x) AS BIGINT)"),
    ("avg(", "no floats: divide in Rust"),
    ("round(", "no floats: round in Rust"),
    ("glob", "a range over a folded column"),
    ("select *", "name the columns"),
];

fn one_engine_words(file: &File, literal: &Literal) -> Vec<Violation> {
    one_engine(&literal.text)
        .map(|(line, word, instead)| {
            file.breaks(literal.line + line, format!("`{word}` is one engine's: {instead}"))
        })
        .collect()
}

fn one_engine(sql: &str) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let lines: Vec<String> = sql.lines().map(|line| without_comment(line).to_lowercase()).collect();
    lines.into_iter().enumerate().flat_map(|(number, line)| {
        let broken = ONE_ENGINE.iter().filter(move |(word, _)| has_word(&line, &word.to_lowercase()));
        broken.map(move |(word, instead)| (number, *word, *instead))
    })
}

fn without_comment(line: &str) -> &str {
    line.split("--").next().unwrap_or(line)
}

/// A migration or a query in its own file: the same words are left alone.
pub fn check_sql(file: &File) -> Vec<Violation> {
    let ours = file.path.starts_with("migrations/") || file.path.starts_with("crates/foil-store/");
    let mut found: Vec<Violation> = one_engine(&file.text)
        .map(|(line, word, instead)| file.breaks(line + 1, format!("`{word}` is one engine's: {instead}")))
        .collect();
    if !ours && !file.path.starts_with("tests/") {
        found.push(file.breaks(0, "SQL stands in foil-store and migrations/ only"));
    }
    found
}

/// How a writing transaction begins, and the files that may: the seam, and the making of a book,
/// which cannot go through the seam because there is no office yet; and the outbox's worker, which
/// crosses off what it has written: nobody's act, so it has no audit row.
const WRITE_DOORS: &[&str] = &[".write(|", ".write(move |", "BEGIN IMMEDIATE"];
const PERFORM: &[&str] = &[
    "crates/foil-app/src/office/core.rs",
    "crates/foil-app/src/office/set_up.rs",
    "crates/foil-app/src/documents/outbox.rs",
];

fn writes(file: &File, source: &Source, floor: Floor) -> Vec<Violation> {
    if floor == Floor::Store || PERFORM.contains(&file.path.as_str()) {
        return Vec::new();
    }
    let breaks = |line| file.breaks(line, "only `Office::perform` begins a writing transaction");
    WRITE_DOORS.iter().flat_map(|door| source.lines_with(door).collect::<Vec<_>>()).map(breaks).collect()
}

/// The use cases of each room that act, as the command table names them: `queue::call_next`.
pub fn acts(table: &str) -> Vec<&str> {
    let acts = table.split_once("acts {").map_or("", |(_, acts)| acts);
    let sides = acts.lines().filter_map(|line| line.split_once(" = ")?.1.split_once(", needs "));
    sides.map(|(act, _)| act).collect()
}

/// A room may read another's views, call its rules, and use what it offers inside an act; it never
/// starts another room's use case.
pub fn check_rooms(file: &File, acts: &[&str]) -> Vec<Violation> {
    let Some((mine, _)) =
        file.path.strip_prefix("crates/foil-app/src/").and_then(|path| path.split_once('/'))
    else {
        return Vec::new();
    };
    // The demo branch is no room: it plays the people who start use cases.
    if mine == "demo" {
        return Vec::new();
    }
    let source = Source::rust(&file.text);
    let others = acts.iter().filter(|act| act.split_once("::").is_some_and(|(room, _)| room != mine));
    let breaks = |act: &&str| {
        let lines: Vec<usize> =
            source.lines_with(&format!("{act}(")).chain(imports_of(&source.code, act)).collect();
        let rule = format!("room `{mine}` starts `{act}`, another room's use case");
        lines.into_iter().map(move |line| file.breaks(line, rule.clone()))
    };
    others.flat_map(breaks).collect()
}

/// The lines on which a room's use case is brought in by name: `use crate::queue::call_next;`.
fn imports_of(code: &str, act: &str) -> Vec<usize> {
    let (room, verb) = act.split_once("::").unwrap_or((act, ""));
    let begins = format!("use crate::{room}::");
    let named = code.match_indices(&begins).filter(|(at, _)| {
        let rest = &code[at + begins.len()..];
        has_word(rest.split(';').next().unwrap_or(rest), verb)
    });
    named.map(|(at, _)| code[..at].matches('\n').count() + 1).collect()
}

/// Which of our crates a crate may stand on.
const MAY_USE: &[(&str, &[&str])] = &[
    ("foil-domain", &[]),
    ("foil-store", &["foil-domain"]),
    ("foil-documents", &["foil-domain"]),
    ("foil-notify", &["foil-domain"]),
    ("foil-app", &["foil-domain", "foil-store"]),
];

/// Other people's crates that a floor must not pull in.
const MAY_NOT_PULL: &[(&str, &[&str])] = &[
    ("foil-domain", &["rusqlite", "rand", "getrandom", "tokio", "reqwest", "tauri"]),
    ("foil-store", &["tauri", "tokio", "reqwest", "axum"]),
    ("foil-app", &["tauri", "rusqlite", "reqwest", "axum"]),
    ("foil-documents", &["tauri", "rusqlite", "tokio", "reqwest"]),
    ("foil-notify", &["tauri", "rusqlite"]),
    ("foil-api", &["tauri", "rusqlite", "reqwest", "axum"]),
];

/// A crate is a floor with a row of its own in ARCHITECTURE.md, which says what it owns and what it refuses
/// to know. What has no such reason is a module.
pub fn check_floor(file: &File, architecture: &str) -> Option<Violation> {
    let name = file.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
    let stands = architecture.lines().any(|line| line.starts_with(&format!("| `{name}` |")));
    let rule = "a new crate needs a reason of direction or of weight: give it a row among the floors";
    (!stands).then(|| file.breaks(0, rule))
}

/// The direction of dependencies, and the crates that stay out of a floor.
pub fn check_manifest(file: &File) -> Vec<Violation> {
    let Some(name) = file.path.strip_prefix("crates/").and_then(|path| path.strip_suffix("/Cargo.toml"))
    else {
        return Vec::new();
    };
    let of = |table: &[(&str, &'static [&'static str])]| {
        table.iter().find(|(of, _)| *of == name).map(|(_, list)| *list)
    };
    let (may, may_not) = (of(MAY_USE), of(MAY_NOT_PULL).unwrap_or_default());
    let broken = |dependency: &str| {
        let upwards = dependency.starts_with("foil-") && may.is_some_and(|may| !may.contains(&dependency));
        upwards || may_not.contains(&dependency)
    };
    dependencies(&file.text)
        .filter(|(_, dependency)| broken(dependency))
        .map(|(line, dependency)| file.breaks(line, format!("`{name}` must not depend on `{dependency}`")))
        .collect()
}

/// The lines and names below `[dependencies]`.
fn dependencies(manifest: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    manifest.lines().zip(1..).filter_map(move |(line, number)| {
        if line.starts_with('[') {
            inside = line.starts_with("[dependencies]")
                || line.starts_with("[target.") && line.contains(".dependencies]");
            return None;
        }
        let name = line.split(['.', '=', ' ']).next()?;
        (inside && !name.is_empty() && !line.starts_with('#')).then_some((number, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::{file, lines};

    fn broken(path: &str, text: &str) -> Vec<usize> {
        lines(&check(&file(path, text)))
    }

    #[test]
    fn the_domain_has_no_clock_files_randomness_or_async() {
        for line in [
            "let now = SystemTime::now();",
            "let now = chrono::Utc::now();",
            "let text = std::fs::read(path)?;",
            "let n = rand::random();",
            "async fn later() {}",
            "use rusqlite::Connection;",
        ] {
            assert_eq!(broken("crates/foil-domain/src/money.rs", line), [1], "{line}");
        }
        assert!(broken("crates/foil-domain/src/money.rs", "// SystemTime::now is for shells\n").is_empty());
    }

    #[test]
    fn sql_stands_in_the_store_only() {
        let text = "let q = \"SELECT id\n FROM bill\";\nlet s = \"select a bill from the list\";\n";
        assert_eq!(broken("crates/foil-app/src/billing/views.rs", text), [1]);
        assert!(broken("crates/foil-store/src/bills.rs", text).is_empty());
        let test = format!("#[cfg(test)]\nmod tests {{\n{text}}}\n");
        assert!(broken("crates/foil-app/src/billing/views.rs", &test).is_empty(), "tests may look inside");
    }

    #[test]
    fn words_of_one_engine_are_found_in_code_and_in_migrations() {
        for sql in [
            "INSERT OR IGNORE INTO bill (id) VALUES ($1)",
            "SELECT ifnull(a, 0) FROM bill",
            "SELECT group_concat(a) FROM bill",
            "SELECT strftime('%s') FROM bill",
            "SELECT id FROM bill WHERE a = CURRENT_TIMESTAMP",
            "SELECT id FROM bill ORDER BY a COLLATE NOCASE",
            "SELECT value FROM json_each($1)",
            "SELECT * FROM bill",
        ] {
            assert_eq!(
                broken("crates/foil-store/src/bills.rs", &format!("let q = \"{sql}\";")),
                [1],
                "{sql}"
            );
            assert_eq!(lines(&check_sql(&file("migrations/0001_a.sql", sql))), [1], "{sql}");
        }
        assert!(
            check_sql(&file("migrations/0001_a.sql", "-- no INSERT OR here\nSELECT id FROM bill;"))
                .is_empty()
        );
        assert_eq!(
            lines(&check_sql(&file("ui/a.sql", "SELECT id FROM bill;"))),
            [0],
            "SQL in the wrong place"
        );
    }

    #[test]
    fn nothing_up_to_the_api_knows_tauri_or_http() {
        for krate in ["foil-domain", "foil-store", "foil-app", "foil-documents", "foil-notify", "foil-api"] {
            assert_eq!(broken(&format!("crates/{krate}/src/lib.rs"), "use tauri::State;"), [1], "{krate}");
        }
        assert!(broken("src-tauri/src/main.rs", "use tauri::State;").is_empty());
    }

    #[test]
    fn only_perform_begins_a_writing_transaction() {
        let text = "book.write(move |tx| Ok(()))?;";
        assert_eq!(broken("crates/foil-app/src/payments/take_payment.rs", text), [1]);
        assert_eq!(broken("src-tauri/src/main.rs", text), [1]);
        assert!(broken(PERFORM[0], text).is_empty());
        assert!(broken("src-tauri/src/main.rs", "file.write(bytes)?;").is_empty(), "another kind of writing");
    }

    #[test]
    fn a_room_never_starts_another_rooms_use_case() {
        let table = "commands! {\n views {\n board(Nothing) -> Board = queue::board, needs SeeQueue, topics [];\n }\n\
                     acts {\n call_next(Nothing) -> Ticket = queue::call_next, needs ServeQueue, topics [];\n }\n}";
        let acts = acts(table);
        assert_eq!(acts, ["queue::call_next"], "views are open to all");
        let text =
            "crate::queue::call_next(office)?;\nqueue::board(office)?;\ncrate::queue::end_day(act)?;\n";
        assert_eq!(lines(&check_rooms(&file("crates/foil-app/src/payments/pay.rs", text), &acts)), [1]);
        assert!(check_rooms(&file("crates/foil-app/src/queue/worker.rs", text), &acts).is_empty());
    }

    #[test]
    fn a_room_does_not_start_anothers_use_case_by_a_shorter_name_either() {
        let acts = ["queue::call_next", "queue::take_ticket"];
        let broken =
            |text: &str| lines(&check_rooms(&file("crates/foil-app/src/payments/pay.rs", text), &acts));
        assert_eq!(broken("use crate::queue::call_next;\n"), [1]);
        assert_eq!(broken("use crate::queue::{self, end_day,\n    take_ticket};\n"), [1]);
        assert!(broken("use crate::queue::{end_day, views::TakeTicket};\n").is_empty());
    }

    #[test]
    fn a_crate_without_a_place_among_the_floors_is_found() {
        let floors = "| Crate | Owns | Refuses |\n| `foil-domain` | rules | SQL |\n";
        assert_eq!(check_floor(&file("crates/foil-domain/Cargo.toml", ""), floors), None);
        assert!(check_floor(&file("crates/foil-utils/Cargo.toml", ""), floors).is_some());
        assert_eq!(check_floor(&file("ui/package.json", ""), floors), None);
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text = "let a = b.unwrap();\n#[cfg(test)]\nmod tests { fn a() { b.unwrap(); } }\n";
        assert_eq!(broken("crates/foil-api/src/lib.rs", text), [1]);
        assert!(broken("crates/foil-api/tests/wire.rs", text).is_empty());
    }

    #[test]
    fn a_floor_stands_on_lower_floors_only() {
        let text = "[dependencies]\nfoil-app.workspace = true\nrusqlite = \"1\"\n[dev-dependencies]\nfoil-testkit = \"1\"\n";
        assert_eq!(lines(&check_manifest(&file("crates/foil-domain/Cargo.toml", text))), [2, 3]);
        assert_eq!(lines(&check_manifest(&file("crates/foil-store/Cargo.toml", text))), [2]);
        assert_eq!(lines(&check_manifest(&file("crates/foil-api/Cargo.toml", text))), [3]);
    }
}
