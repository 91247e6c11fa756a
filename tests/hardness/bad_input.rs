//! Input that nobody should send, to every command, field by field.
//!
//! Whatever comes is answered: by a refusal, or, where it happens to be sound, by the act. Never by a
//! fault, never by a panic, and a refusal stores nothing.

use foil_api::table::{COMMANDS, Kind};
use foil_app::office::views::JobView;
use foil_store::{Book, Opening};
use foil_testkit::{Hall, Person, Told};
use foil_tests::samples::{Samples, names};
use foil_tests::{fingerprint, problems};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// What stands where something else belongs.
fn nasty() -> Vec<Value> {
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let mut all = vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!((1i64 << 53) - 1),
        json!(1i64 << 53),
        json!(-(1i64 << 53)),
        json!(u64::MAX),
        json!(0.5),
        json!(1e308),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "a": 1 }),
        json!([1, "a", null, {}]),
        Value::Array(vec![json!(1); 5_000]),
        Value::Array(vec![json!({ "account": 1, "version": 1 }); 501]),
        deep,
    ];
    let texts = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "\u{1b}[31m",
        "\r\n",
        "\u{202E}evil",
        "\u{FEFF}",
        "\u{2028}",
        "\u{FFFF}",
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "-2+3",
        "'; DROP TABLE payment; --",
        "\" OR 1=1",
        "%",
        "_",
        "../../x",
        "..\\..\\x",
        "/",
        "CON",
        "NUL",
        "aux.txt",
        "C:x",
        "\\\\server\\share",
        "~",
        "$(id)",
        "2026-02-30",
        "9999-12-31",
        "1900-01-01",
        "2026-13",
        "0000-00",
        "०१२",
        "1e9",
        "0x10",
        "NaN",
        "00000000-0000-0000-0000-000000000000",
        "0193a5d2-7c1e-7b7a-9a43-5b1f0e6d2c11",
        "cash",
        "manager",
        "ಶ್ರೀಕೃಷ್ಣ",
        "\u{1F4A5}",
        "e\u{301}\u{301}\u{301}",
        "*",
        "\"",
        "NEAR(",
        "a AND",
        "^",
        "-",
    ];
    all.extend(texts.map(|t| json!(t)));
    all.push(json!("x".repeat(5_000)));
    all.push(json!("\u{301}".repeat(2_000)));
    all
}

struct Tried<'h> {
    hall: &'h Hall,
    people: Vec<Person>,
    print: Vec<(String, i64)>,
    /// Another program's eyes on the book: they tell at little cost whether anything was committed since.
    eyes: Book,
    seen: i64,
}

impl Tried<'_> {
    /// Sends it as whoever may, and judges the answer.
    fn sends(&mut self, name: &str, input: Value) {
        let who = self.may(name);
        // Only short inputs are shown: writing ten megabytes out for each call would take minutes.
        let shown = if long(&input) { "(long)".to_owned() } else { input.to_string() };
        let told: Told<Value> = self.hall.call(&who, name, input);
        match told {
            Err(error) => {
                assert_ne!(error.code, "fault", "{name} {shown}: {error:?}");
                assert!(error.message.len() < 2_000, "{name} {shown}: a refusal is a sentence");
                // At once: what a refusal stored would be taken for the work of the next value that happens to be sound.
                if error.code == "not_enough_cash" {
                    self.only_the_log_grew(name);
                } else if self.something_was_committed() {
                    self.nothing_stored(&format!("{name} {shown}"));
                }
            }
            Ok(answer) => {
                if let Ok(job) = serde_json::from_value::<JobView>(answer) {
                    let ended = if job.ended_at.is_some() { job } else { self.hall.waits_for(&job) };
                    assert_ne!(ended.result["code"], "fault", "{name} {shown}: {}", ended.result);
                }
                self.print = fingerprint(self.hall.office().book());
                self.something_was_committed();
            }
        }
    }

    /// Whether the book was written to since this was asked last.
    fn something_was_committed(&mut self) -> bool {
        let before = std::mem::replace(&mut self.seen, data_version(&self.eyes));
        before != self.seen
    }

    fn may(&self, name: &str) -> Person {
        let command = COMMANDS.iter().find(|c| c.name == name).expect("it is in the table");
        let at = match name {
            "own_card" => 2,
            _ if foil_domain::people::Role::Manager.may(command.right) => 0,
            _ => 1,
        };
        self.people[at].clone()
    }

    /// Who asks a drawer for more than it holds is written down, for that tells what is in it; and nothing else.
    fn only_the_log_grew(&mut self, name: &str) {
        let now = fingerprint(self.hall.office().book());
        let other = |print: &[(String, i64)]| -> Vec<(String, i64)> {
            print.iter().filter(|(table, _)| !table.starts_with("audit")).cloned().collect()
        };
        assert_eq!(other(&now), other(&self.print), "{name} refused, and stored something");
        self.print = now;
    }

    /// Since the last act that was sound, nothing was stored.
    fn nothing_stored(&self, name: &str) {
        assert_eq!(
            fingerprint(self.hall.office().book()),
            self.print,
            "{name} refused, and stored something"
        );
    }
}

/// Paths in the input are relative to here, wherever they lead from it. Once for all tests of this program, and never
/// taken away: where they share a process, one's folder must not be gone under another's feet.
static ELSEWHERE: LazyLock<()> = LazyLock::new(|| {
    let deep = std::env::temp_dir().join(format!("counterfoil-bad-input-{}/a/b/c/d", std::process::id()));
    std::fs::create_dir_all(&deep).unwrap();
    std::env::set_current_dir(&deep).unwrap();
});

fn scene(hall: &Hall) -> (Samples, Tried<'_>) {
    LazyLock::force(&ELSEWHERE);
    let maya = hall.manager("maya");
    let samples = Samples::set(hall, &maya);
    let account = hall.account("Kiran Shenoy", foil_domain::customers::Service::Gas).owes(10).moves_in();
    let people = vec![maya, hall.admin("ina"), hall.consumer("kiran", &account)];
    let print = fingerprint(hall.office().book());
    let eyes =
        Book::open(&hall.path(), &Opening::Key(hall.key().clone()), hall.now()).expect("a second program");
    let seen = data_version(&eyes);
    (samples, Tried { hall, people, print, eyes, seen })
}

/// Another number whenever another connection has committed something; of one reader, as long as nobody else reads there.
fn data_version(eyes: &Book) -> i64 {
    let seen = eyes.read(|tx| tx.number("SELECT data_version AS n FROM pragma_data_version", &[]));
    seen.expect("the book is looked at")
}

fn long(input: &Value) -> bool {
    match input {
        Value::String(text) => text.len() > 300,
        Value::Array(items) => items.len() > 20 || items.iter().any(long),
        Value::Object(fields) => fields.values().any(long),
        _ => false,
    }
}

/// Every place in an input where something else can stand.
fn places(input: &Value, at: &str, out: &mut Vec<String>) {
    match input {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let path = format!("{at}/{name}");
            out.push(path.clone());
            places(value, &path, out);
        }),
        Value::Array(items) => items.iter().take(1).for_each(|value| places(value, &format!("{at}/0"), out)),
        _ => {}
    }
}

/// They change the scene for everybody: each is tried in a hall of its own, by somebody of its own.
const CHANGE_THE_SCENE: [&str; 4] = ["change_password", "set_pin", "show_recovery_key", "close_day"];

fn tried_names() -> impl Iterator<Item = &'static str> {
    names().into_iter().filter(|name| !CHANGE_THE_SCENE.contains(name))
}

/// Sends the inputs of a command that changes the scene, each to a fresh window of the one who may: a wrong
/// password locks a name, and a sound one ends its other sessions.
fn sends_apart(name: &str, inputs: impl Fn(&Value) -> Vec<Value>) {
    let hall = Hall::open();
    let maya = hall.manager("maya");
    let samples = Samples::set(&hall, &maya);
    let before = hall.frame(&maya).unwrap().business_on;
    let command = COMMANDS.iter().find(|c| c.name == name).expect("it is in the table");
    let is_hers = foil_domain::people::Role::Manager.may(command.right);
    let mut who = if is_hers { maya } else { hall.admin("tara") };
    for input in inputs(&samples.of(&hall, name)) {
        let print = fingerprint(hall.office().book());
        let told: Told<Value> = hall.call(&who, name, input);
        let Err(error) = told else { panic!("{name} took what no command takes") };
        assert_ne!(error.code, "fault", "{name}: {error:?}");
        assert!(error.message.len() < 2_000, "{name}: a refusal is a sentence");
        if error.code == "bad_input" || error.code == "weak_password" {
            assert_eq!(fingerprint(hall.office().book()), print, "{name} refused, and stored something");
        }
        // An hour and a day on, no name is locked any more; the session has ended by then.
        hall.minutes_pass(25 * 60);
        who = hall.second_window(&who);
    }
    assert_eq!(hall.frame(&who).unwrap().business_on, before, "the day has not moved");
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

#[test]
fn neither_nonsense_nor_megabytes_change_a_password_a_pin_or_the_day() {
    let megabytes = || json!("ಕ".repeat(10_000_000 / 3));
    for name in CHANGE_THE_SCENE {
        sends_apart(name, |sound| {
            let mut all = Vec::new();
            places(sound, "", &mut all);
            let wrong = all.iter().flat_map(|path| {
                [json!(null), json!(-1), json!([]), json!("\u{0}"), json!("2026-2-30"), megabytes()].map(
                    |value| {
                        let mut input = sound.clone();
                        *input.pointer_mut(path).expect("the place is there") = value;
                        input
                    },
                )
            });
            wrong.collect()
        });
    }
}

#[test]
fn nothing_that_is_sent_instead_of_an_input_breaks_a_command() {
    let hall = Hall::open();
    let (_, mut tried) = scene(&hall);
    for name in names() {
        for value in nasty() {
            tried.sends(name, value);
        }
        tried.nothing_stored(name);
    }
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

#[test]
fn nothing_that_stands_in_one_field_of_a_sound_input_breaks_a_command() {
    let hall = Hall::open();
    let (samples, mut tried) = scene(&hall);
    let nasty = nasty();
    for name in tried_names() {
        let mut all = Vec::new();
        places(&samples.of(&hall, name), "", &mut all);
        for path in &all {
            for value in &nasty {
                let mut input = samples.of(&hall, name);
                *input.pointer_mut(path).expect("the place is there") = value.clone();
                tried.sends(name, input);
            }
            tried.nothing_stored(name);
        }
    }
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
}

#[test]
fn megabytes_in_any_field_are_refused_or_cut_short() {
    let hall = Hall::open();
    let (samples, mut tried) = scene(&hall);
    let long = json!("ಕ".repeat(10_000_000 / 3));
    let shorter = json!("ಕ".repeat(1_000_000 / 3));
    for name in tried_names() {
        let mut all = Vec::new();
        places(&samples.of(&hall, name), "", &mut all);
        // All ten into one place of each command, one into each of the others: the same code reads them.
        for (at, path) in all.iter().enumerate() {
            let mut input = samples.of(&hall, name);
            let text = if at == 0 { &long } else { &shorter };
            *input.pointer_mut(path).expect("the place is there") = text.clone();
            tried.sends(name, input);
        }
        tried.nothing_stored(name);
    }
    let size = std::fs::metadata(hall.path()).unwrap().len();
    assert!(size < 5_000_000, "nothing of it is in the book: {size} bytes");
}

#[test]
fn unknown_fields_missing_fields_and_unknown_commands_are_refused() {
    let hall = Hall::open();
    let (samples, mut tried) = scene(&hall);
    for name in tried_names() {
        let sample = samples.of(&hall, name);
        let fields: Vec<String> = sample.as_object().unwrap().keys().cloned().collect();
        for field in fields {
            let mut input = samples.of(&hall, name);
            input.as_object_mut().unwrap().remove(&field);
            tried.sends(name, input);
        }
        let mut more = samples.of(&hall, name);
        more["no_such_field"] = json!(1);
        let told = hall.call(&tried.may(name), name, more).unwrap_err();
        assert_eq!(told.code, "bad_input", "{name}");
    }
    for name in ["", "no_such", "take_payment ", "\u{0}", "../take_payment", &"x".repeat(1_000_000)] {
        let told = hall.call(&tried.people[0], name, json!({})).unwrap_err();
        assert_eq!(told.code, "no_such_command");
        assert!(told.message.len() < 200);
    }
}

#[test]
fn without_a_session_every_command_says_so_and_nothing_else() {
    let hall = Hall::open();
    let (samples, tried) = scene(&hall);
    for command in COMMANDS {
        let told = hall.call_as_stranger(command.name, samples.of(&hall, command.name)).unwrap_err();
        assert_eq!(told.code, "not_logged_in", "{}", command.name);
    }
    tried.nothing_stored("a stranger");
    assert!(COMMANDS.iter().any(|c| c.kind == Kind::Act));
}

#[test]
fn log_ins_of_any_shape_are_refused_in_one_sentence() {
    let hall = Hall::open();
    for name in ["", "office", "arun\u{0}", "ARUN ", "' OR 1=1", "\u{202E}arun"] {
        for password in ["", "\u{0}", "x"] {
            let told = hall.log_in(name, password).unwrap_err();
            assert!(
                ["invalid_credentials", "account_locked"].contains(&told.code.as_str()),
                "{name:?}: {told:?}"
            );
        }
    }
    let long = "x".repeat(10_000_000);
    assert_eq!(hall.log_in(&long, "x").unwrap_err().code, "invalid_credentials");
    assert_eq!(hall.log_in("arun", &long).unwrap_err().code, "invalid_credentials");
}
