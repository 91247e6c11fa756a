//! The built program: its exit codes, its JSON, and a walk from an empty folder to a verified export.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    fn open() -> Shop {
        Shop { folder: tempfile::tempdir().unwrap() }
    }

    /// A small demo branch, `demo.book` with `demo.key`.
    fn demo() -> Shop {
        let shop = Shop::open();
        let made = shop.says(&[
            "--key-file",
            "demo.key",
            "demo",
            "demo.book",
            "--accounts",
            "20",
            "--today",
            "2026-11-21",
        ]);
        assert_eq!(made["book"], "demo.book");
        shop
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run_as(&self, password: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_counterfoil"))
            .args(args)
            .current_dir(self.path())
            .env_remove("COUNTERFOIL_KEY")
            .env("COUNTERFOIL_PASSWORD", password)
            // No keychain and no log of whoever runs the tests.
            .env("COUNTERFOIL_KEYCHAIN", "none")
            .env("HOME", self.path())
            .env("XDG_DATA_HOME", self.path())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap()
    }

    /// The exit code, and what is said on standard error, with something piped in.
    fn piped(&self, args: &[&std::ffi::OsStr], input: &[u8]) -> (Option<i32>, String) {
        let mut running = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
            .args(args)
            .current_dir(self.path())
            .env_remove("COUNTERFOIL_KEY")
            .env("COUNTERFOIL_PASSWORD", "manager-demo")
            .env("COUNTERFOIL_KEYCHAIN", "none")
            .env("HOME", self.path())
            .env("XDG_DATA_HOME", self.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        // One that is refused before it reads has closed its end.
        let _ = std::io::Write::write_all(&mut running.stdin.take().unwrap(), input);
        let out = running.wait_with_output().unwrap();
        (out.status.code(), String::from_utf8_lossy(&out.stderr).into_owned())
    }

    fn says(&self, args: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend_from_slice(args);
        let out = self.run_as("manager-demo", &all);
        let stderr = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{args:?}: {stderr}");
        serde_json::from_slice(&out.stdout).unwrap()
    }

    fn at_demo(&self, args: &[&str]) -> Value {
        let mut all = vec!["--book", "demo.book", "--key-file", "demo.key", "--user", "manager"];
        all.extend_from_slice(args);
        self.says(&all)
    }

    /// The exit code and the error's code.
    fn fails(&self, password: &str, args: &[&str]) -> (Option<i32>, String) {
        let mut all = vec!["--json"];
        all.extend_from_slice(args);
        let out = self.run_as(password, &all);
        let error: Value = serde_json::from_slice(&out.stderr).unwrap_or_else(|e| {
            panic!("{args:?}: {e}: {}", String::from_utf8_lossy(&out.stderr));
        });
        for field in ["code", "message", "hint", "reference"] {
            assert!(error[field].is_string(), "{field} of {error}");
        }
        (out.status.code(), error["code"].as_str().unwrap().to_owned())
    }
}

fn refused(code: &str) -> (Option<i32>, String) {
    (Some(3), code.to_owned())
}

fn misused() -> (Option<i32>, String) {
    (Some(2), "usage".to_owned())
}

#[test]
fn a_command_line_that_makes_no_sense_is_told_so() {
    let shop = Shop::open();
    assert_eq!(shop.fails("x", &["frobnicate"]), misused());
    assert_eq!(shop.fails("x", &["check"]), misused(), "no book was named");
    assert_eq!(shop.fails("x", &["--book", "a.book", "check"]), misused(), "no user was named");
    assert_eq!(shop.fails("x", &["call", "frame", "{"]), misused(), "no JSON");
    assert_eq!(shop.run_as("x", &[]).status.code(), Some(2));
    assert_eq!(shop.run_as("x", &["--version"]).status.code(), Some(0));
    assert_eq!(shop.run_as("x", &["help"]).status.code(), Some(0));
}

#[test]
fn what_a_command_line_lacks_is_named_also_as_json() {
    let out = Shop::open().run_as("x", &["--json", "bill", "B/26-27/00000001"]);
    let error: Value = serde_json::from_slice(&out.stderr).unwrap();
    assert_eq!(error["message"], "the following required arguments were not provided: --out <FILE>");
}

#[cfg(unix)]
#[test]
fn a_command_line_that_is_no_text_is_wrong_usage_and_no_panic() {
    use std::os::unix::ffi::OsStrExt;
    let shop = Shop::open();
    let os = |bytes: &'static [u8]| std::ffi::OsStr::from_bytes(bytes);
    for line in [
        [os(b"call"), os(b"frame"), os(b"\xff")],
        [os(b"--user"), os(b"a\xff"), os(b"check")],
        [os(b"--book"), os(b"b\xffcro.book"), os(b"frobnicate")],
    ] {
        let (code, said) = shop.piped(&line, b"");
        assert_eq!(code, Some(2), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        let (code, said) = shop.piped(&[&line[..], &[os(b"--json")]].concat(), b"");
        let error: Value = serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}"));
        assert_eq!((code, &error["code"]), (Some(2), &json!("usage")));
    }
}

#[test]
fn what_is_piped_in_is_text_with_or_without_its_mark_and_anything_else_is_wrong_usage() {
    let shop = Shop::demo();
    let line = [
        "--json",
        "--book",
        "demo.book",
        "--key-file",
        "demo.key",
        "--user",
        "manager",
        "call",
        "payments",
        "-",
    ];
    let line: Vec<&std::ffi::OsStr> = line.iter().map(std::ffi::OsStr::new).collect();
    let (code, said) = shop.piped(&line, b"\xff");
    assert_eq!(code, Some(2), "{said}");
    let error: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&error["code"], &error["message"]), (&json!("usage"), &json!("standard input is not UTF-8")));
    assert_eq!(shop.piped(&line, b"{\"limit\":1}"), (Some(0), String::new()));
    assert_eq!(shop.piped(&line, "\u{FEFF}{\"limit\":1}\r\n".as_bytes()), (Some(0), String::new()));
    let key = shop.path().join("demo.key");
    let marked = format!("\u{FEFF}{}", std::fs::read_to_string(&key).unwrap());
    std::fs::write(&key, marked).unwrap();
    assert_eq!(shop.piped(&line, b"{\"limit\":1}"), (Some(0), String::new()), "as an editor saves a key");
}

#[test]
fn a_new_book_shows_its_recovery_key_once_and_keeps_its_key_from_others() {
    let shop = Shop::open();
    assert_eq!(shop.fails("correct horse battery", &["new", "a.book"]), refused("no_key"));
    assert_eq!(shop.fails("weak", &["--key-file", "a.key", "new", "a.book"]), refused("weak_password"));
    assert_eq!(std::fs::read_dir(shop.path()).unwrap().filter(is_ours).count(), 0, "nothing half made");

    let french = ["--key-file", "a.key", "new", "a.book", "--language", "fr"];
    assert_eq!(shop.fails("correct horse battery", &french), refused("bad_input"));
    let kannada = ["--json", "--key-file", "a.key", "new", "a.book", "--language", "kn"];
    let made = shop.run_as("correct horse battery", &kannada);
    assert!(made.status.success());
    let made: Value = serde_json::from_slice(&made.stdout).unwrap();
    let recovery = made["recovery_key"].as_str().unwrap();
    assert_eq!(recovery.len(), 69);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(shop.path().join("a.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = shop.fails("correct horse battery", &["--key-file", "a.key", "new", "a.book"]);
    assert_eq!(again, refused("file_exists"));

    std::fs::write(shop.path().join("paper.key"), recovery.to_lowercase()).unwrap();
    std::fs::write(shop.path().join("other.key"), "5c".repeat(32)).unwrap();
    let frame = |key: &str, password: &str| {
        shop.run_as(
            password,
            &["--json", "--book", "a.book", "--key-file", key, "--user", "admin", "call", "frame"],
        )
    };
    assert!(frame("paper.key", "correct horse battery").status.success(), "the recovery key opens it");
    assert_eq!(frame("other.key", "correct horse battery").status.code(), Some(3));
    assert_eq!(frame("missing.key", "correct horse battery").status.code(), Some(3));
    assert_eq!(frame("a.key", "wrong").status.code(), Some(3));
}

fn is_ours(entry: &std::io::Result<std::fs::DirEntry>) -> bool {
    entry.as_ref().is_ok_and(|e| e.file_name().to_string_lossy().starts_with("a."))
}

#[test]
fn the_table_is_listed_with_its_types_and_roles_are_refused() {
    let shop = Shop::demo();
    let commands = shop.says(&["commands"]);
    let frame = commands.as_array().unwrap().iter().find(|c| c["name"] == "frame").unwrap();
    assert_eq!((&frame["kind"], &frame["output"]), (&json!("view"), &json!("Frame")));

    let undo = shop.says(&["commands", "undo"]);
    assert!(undo["types"]["Undo"].as_str().unwrap().contains("reason?: UndoReason | null"), "{undo}");
    assert!(undo["types"]["UndoReason"].as_str().unwrap().contains("\"wrong_amount\""));
    let words = String::from_utf8(shop.run_as("", &["commands", "undo"]).stdout).unwrap();
    assert!(words.starts_with("act   undo(Undo) -> Undone\n"), "{words}");
    assert_eq!(shop.fails("", &["commands", "nothing_like_it"]), refused("no_such_command"));

    assert_eq!(shop.at_demo(&["call", "frame"])["login"], "manager");
    let as_clerk = |args: &[&str]| {
        let mut all = vec!["--book", "demo.book", "--key-file", "demo.key", "--user", "clerk"];
        all.extend_from_slice(args);
        shop.fails("clerk-demo", &all)
    };
    assert_eq!(as_clerk(&["call", "users"]), refused("not_allowed"));
    assert_eq!(as_clerk(&["export", "month", "2026-11", "--out", "."]), refused("not_allowed"));
    assert_eq!(as_clerk(&["call", "nothing_like_it"]), refused("no_such_command"));
    assert_eq!(as_clerk(&["call", "take_payment", "{\"request_id\":1}"]), refused("bad_input"));
    assert_eq!(as_clerk(&["--counter", "C9", "call", "frame"]), refused("not_found"));
    assert_eq!(as_clerk(&["receipt", "C9/26-27/000001", "--out", "r.pdf"]), refused("not_found"));
}

#[test]
fn a_month_is_exported_verified_and_an_edit_is_named_with_exit_code_3() {
    let shop = Shop::demo();
    let exported = shop.at_demo(&["export", "month", "2026-11", "--out", "out"]);
    let files = exported["files"].as_array().unwrap();
    let (seals, lists): (Vec<&Value>, Vec<&Value>) =
        files.iter().partition(|file| file["name"].as_str().unwrap().ends_with(".seal.json"));
    assert_eq!(lists.len(), 13, "six lists, each twice, and the manifest");
    assert!(!seals.is_empty(), "and a seal for each closed day");
    let day = shop.at_demo(&["export", "day", "2026-11-21", "--out", "day"]);
    assert_eq!(day["files"].as_array().unwrap().len(), 4);
    assert_eq!(shop.says(&["verify", "out/audit-2026-11"])["sound"], true);
    assert_eq!(shop.says(&["verify", "day"])["sound"], true);
    assert_eq!(shop.says(&["verify", "day/daily-2026-11-21.csv"])["sound"], true);

    let path = shop.path().join("out/audit-2026-11/transactions.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let edited = text.replacen(".00", ".01", 1);
    std::fs::write(&path, edited).unwrap();
    let out = shop.run_as("", &["--json", "verify", "out/audit-2026-11"]);
    assert_eq!(out.status.code(), Some(3));
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["findings"][0], "transactions.csv: row 1 (line 2): it was edited");
    assert_eq!(shop.fails("", &["verify", "out/audit-2026-11"]), refused("not_sound"));
    assert_eq!(shop.fails("", &["verify", "demo.key"]), refused("not_verifiable"));
    assert_eq!(shop.fails("", &["verify", "nowhere"]), refused("file"));
}

#[test]
fn a_months_pack_is_verified_without_a_log_in_by_older_seals_and_by_the_book() {
    let shop = Shop::demo();
    let made = shop.at_demo(&["export", "audit", "--month", "2026-10", "--out", "out", "--sample", "7"]);
    assert_eq!((made["closed"].as_bool(), made["drawn"].as_i64()), (Some(true), Some(7)));
    let pack = "out/audit-2026-10.zip";
    assert_eq!(shop.says(&["verify", pack])["sound"], true);

    shop.at_demo(&["export", "audit", "--month", "2026-11", "--out", "out"]);
    let later = "out/audit-2026-11.zip";
    let held = shop.says(&["verify", pack, "--seals", later]);
    assert_eq!((held["sound"].as_bool(), held["findings"].clone()), (Some(true), json!([])));
    assert!(held["proof"]["witnesses"].as_i64().unwrap() > 10, "every day of the later pack is sealed");
    let book = ["--key-file", "demo.key", "--book", "demo.book"];
    let held = shop.says(&[&["verify", later, "--seals", pack][..], &book].concat());
    assert_eq!((held["findings"].clone(), held["proof"]["book"].as_bool()), (json!([]), Some(true)));

    let path = shop.path().join(pack);
    let mut bytes = std::fs::read(&path).unwrap();
    // Inside what a file of it holds: a name is told twice, and nobody reads the first.
    let at = (bytes.len() / 3..).find(|at| bytes[*at..].starts_with(b"PK\x03\x04")).unwrap();
    let long = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let inside = at + 30 + long(at + 26) + long(at + 28) + 100;
    bytes[inside] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(shop.fails("", &["verify", pack]), refused("not_sound"));
    assert_eq!(shop.fails("", &["verify", later, "--seals", "demo.key"]), refused("not_verifiable"));
}

#[test]
fn the_queue_is_worked_the_book_checks_out_and_documents_are_on_the_disk() {
    let shop = Shop::demo();
    shop.at_demo(&["queue", "process"]);
    let report = shop.at_demo(&["check"]);
    assert_eq!(report["problems"], json!([]));
    let payments = shop.at_demo(&["call", "payments", "{\"limit\":1}"]);
    let number = payments["rows"][0]["number"].as_str().unwrap();
    assert_eq!(shop.at_demo(&["receipt", number, "--out", "r.pdf"])["copy"], 0);
    let saved = std::fs::read(shop.path().join("r.pdf")).unwrap();
    assert!(saved.starts_with(b"%PDF"));
    let name = format!("{}.pdf", number.replace('/', "-"));
    let written = shop.path().join("demo.documents/2026/11/21/receipts").join(name);
    assert_eq!(std::fs::read(&written).unwrap(), saved, "the first is the very original");
    assert_eq!(
        shop.at_demo(&["receipt", number, "--out", "again.pdf"])["copy"],
        1,
        "the next is a duplicate"
    );
    let again = std::fs::read(shop.path().join("again.pdf")).unwrap();
    assert!(again.starts_with(b"%PDF") && again != saved);
    assert_eq!(std::fs::read(written).unwrap(), saved, "which leaves the office's copy alone");
}

#[test]
fn an_act_whose_papers_cannot_be_written_is_done_and_the_papers_are_told_beside_its_answer() {
    let shop = Shop::demo();
    let documents = shop.path().join("demo.documents");
    if documents.exists() {
        std::fs::remove_dir_all(&documents).unwrap();
    }
    std::fs::write(&documents, "a file where the folder should be").unwrap();
    let days = r#"{"from":"2026-11-01","to":"2026-11-21"}"#;
    let seat = ["--json", "--book", "demo.book", "--key-file", "demo.key", "--user", "admin"];
    let out = shop.run_as("admin-demo", &[&seat[..], &["call", "write_papers_again", days]].concat());
    let told = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(0), "{told}");
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert!(report["papers"].as_i64().unwrap() > 0, "{report}");
    assert!(told.contains("stay in the outbox"), "{told}");
}

#[test]
fn nobody_lets_their_own_act_happen_from_a_terminal() {
    let shop = Shop::demo();
    // A payment of today, posted by the worker.
    shop.at_demo(&["queue", "process"]);
    let payment = &shop.at_demo(&["call", "payments", "{\"limit\":1}"])["rows"][0]["id"].clone();
    let asked = |request: u32, more: Value| {
        let mut input = json!({
            "request_id": format!("019a0000-0000-7000-8000-{request:012}"),
            "asked": { "act": "void_payment", "input": { "payment": payment, "reason": "wrong_amount", "note": "" } },
            "reason": "typed wrongly",
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input.to_string()
    };
    let as_manager = |command: &str, input: &str| {
        let here =
            ["--book", "demo.book", "--key-file", "demo.key", "--user", "manager", "call", command, input];
        shop.fails("manager-demo", &here)
    };
    let oneself = json!({ "manager": { "login": "manager", "password": "manager-demo" } });
    assert_eq!(as_manager("ask_approval", &asked(1, oneself)), refused("own_request"));

    let waits = shop.at_demo(&["call", "ask_approval", &asked(2, json!({}))])["approval"].clone();
    let decision = json!({
        "request_id": "019a0000-0000-7000-8000-000000000003", "approval": waits["id"], "version": waits["version"],
        "decision": "approve", "note": "",
    });
    assert_eq!(as_manager("decide_approval", &decision.to_string()), refused("own_request"));
    assert_eq!(as_manager("ask_approval", &asked(4, json!({}))), refused("duplicate"), "nor by asking again");
}

#[test]
fn nobody_is_their_own_second_person_from_a_terminal_by_a_user_whom_they_have_made() {
    let shop = Shop::demo();
    shop.at_demo(&["queue", "process"]);
    let payment = &shop.at_demo(&["call", "payments", "{\"limit\":1}"])["rows"][0]["id"].clone();
    let line = |who: &str, command: &str, input: &Value| {
        let line = ["--book", "demo.book", "--key-file", "demo.key", "--user", who, "call", command];
        let mut line = line.map(str::to_owned).to_vec();
        line.push(input.to_string());
        line
    };
    let does = |who: &str, password: &str, command: &str, input: &Value| -> Value {
        let all = [vec!["--json".to_owned()], line(who, command, input)].concat();
        let out = shop.run_as(password, &all.iter().map(String::as_str).collect::<Vec<_>>());
        let told = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(0), "{command}: {told}");
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let fails = |who: &str, password: &str, command: &str, input: &Value| {
        let line = line(who, command, input);
        shop.fails(password, &line.iter().map(String::as_str).collect::<Vec<_>>())
    };
    // The manager is the admin, too, under another log-in, and makes a second manager.
    let users = does("admin", "admin-demo", "users", &json!({}));
    let of =
        |login: &str| users.as_array().unwrap().iter().find(|one| one["login"] == login).unwrap().clone();
    let (admin, manager) = (of("admin"), of("manager"));
    let named = json!({ "user": admin["id"], "version": admin["version"], "login": "admin", "name": manager["name"],
        "role": "admin", "active": true });
    does("admin", "admin-demo", "save_user", &named);
    let (given, own) = ("words of an admin, 12", "words of her own, 77");
    let second =
        json!({ "login": "second", "name": "Second", "role": "manager", "active": true, "password": given });
    does("admin", "admin-demo", "save_user", &second);
    does("second", given, "change_password", &json!({ "old": given, "new": own }));

    let asked = |request: u32, more: Value| {
        let mut input = json!({
            "request_id": format!("019a0000-0000-7000-8000-{request:012}"),
            "asked": { "act": "void_payment", "input": { "payment": payment, "reason": "wrong_amount", "note": "" } },
            "reason": "typed wrongly",
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let here = json!({ "manager": { "login": "second", "password": own } });
    assert_eq!(fails("manager", "manager-demo", "ask_approval", &asked(1, here)), refused("in_their_hand"));
    let waits = does("manager", "manager-demo", "ask_approval", &asked(2, json!({})))["approval"].clone();
    let decision = json!({
        "request_id": "019a0000-0000-7000-8000-000000000003", "approval": waits["id"], "version": waits["version"],
        "decision": "approve", "note": "",
    });
    assert_eq!(fails("second", own, "decide_approval", &decision), refused("in_their_hand"));
}

#[test]
fn a_table_with_bad_rows_is_tried_and_refused_in_words() {
    let shop = Shop::demo();
    std::fs::write(shop.path().join("bad.csv"), "nonsense\n1\n").unwrap();
    let import = |args: &[&str]| {
        let mut all = vec!["--book", "demo.book", "--key-file", "demo.key", "--user", "manager", "import"];
        all.extend_from_slice(args);
        shop.fails("manager-demo", &all)
    };
    assert_eq!(import(&["customers", "bad.csv"]).0, Some(3));
    assert_eq!(import(&["customers", "missing.csv"]).0, Some(3));
    assert_eq!(import(&["cats", "bad.csv"]), misused());
    std::fs::write(shop.path().join("none.csv"), "meter,date,reading\nNOBODY,20/11/2026,5\n").unwrap();
    let nothing = (Some(3), "bad_rows".to_owned());
    assert_eq!(import(&["readings", "none.csv"]), nothing, "a script is told that nothing was kept");
    assert_eq!(import(&["readings", "none.csv", "--dry-run"]), nothing);
    std::fs::write(shop.path().join("short.csv"), "meter,date,reading\nNOBODY\n").unwrap();
    let short = ["--user", "manager", "import", "readings", "short.csv"];
    let short = [&["--book", "demo.book", "--key-file", "demo.key"][..], &short].concat();
    let words = String::from_utf8(shop.run_as("manager-demo", &short).stdout).unwrap();
    assert!(words.contains("\n  row 2: expected 3 columns"), "no field of it is bad: {words}");
    let saved =
        ["--book", "demo.book", "--key-file", "demo.key", "--user", "manager", "bill", "B/26-27/00000001"];
    let as_word = [&saved[..], &["--out", "bill.docx"]].concat();
    assert_eq!(shop.fails("manager-demo", &as_word), refused("bad_input"), "no PDF under another name");
}

#[test]
fn bills_are_run_tried_and_saved_from_a_terminal() {
    let shop = Shop::demo();
    let run = ["bill", "run", "--cycle", "E-01", "--to", "2026-11-20"];
    let tried = shop.at_demo(&[&run[..], &["--dry-run"]].concat());
    assert!(tried["summary"]["accounts"].as_i64().unwrap() > 0, "{tried}");
    let posted = shop.at_demo(&run);
    assert_eq!(posted["summary"]["bills"], tried["summary"]["bills"], "what was tried is what is posted");
    assert_eq!(posted["posted_before"], false);
    let again = shop.at_demo(&run);
    assert_eq!(again["id"], posted["id"], "the same again bills nobody twice");
    assert_eq!(again["posted_before"], true, "and says that it was posted before");

    // The demo's own runs made bills; the newest is in every branch.
    let found = shop.at_demo(&["call", "find_bills", r#"{"text":"B/26-27","limit":5}"#]);
    let number = found[0]["number"].as_str().unwrap();
    shop.at_demo(&["bill", number, "--out", "bill.pdf"]);
    shop.at_demo(&["bill", number, "--out", "bill.csv"]);
    assert!(std::fs::read(shop.path().join("bill.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    assert!(std::fs::read_to_string(shop.path().join("bill.csv")).unwrap().contains(number));

    let runs = shop.at_demo(&["call", "bill_runs"]);
    let with_bills = runs.as_array().unwrap().iter().find(|r| r["bills"].as_i64() > Some(0)).unwrap();
    let id = with_bills["id"].to_string();
    let batch = shop.at_demo(&["bill", "batch", &id, "--out", "batch.pdf"]);
    assert_eq!(batch["bills"], with_bills["bills"]);
    assert!(std::fs::read(shop.path().join("batch.pdf")).unwrap().starts_with(b"%PDF-1.7"));

    let here = ["--book", "demo.book", "--key-file", "demo.key", "--user", "manager"];
    let fails = |more: &[&str]| shop.fails("manager-demo", &[&here[..], more].concat());
    assert_eq!(fails(&["bill", "run", "--cycle", "NONE"]), refused("not_found"));
    assert_eq!(fails(&["bill", "NO-SUCH-BILL", "--out", "x.pdf"]), refused("not_found"));
    assert_eq!(fails(&["bill", "run", "--cycle", "E-01", "--to", "2027-01-01"]), refused("bad_input"));
    let account = found[0]["account_number"].as_str().unwrap();
    let days = ["--from", "2026-11-01", "--to", "2026-10-01", "--out", "x.pdf"];
    let backwards = shop.run_as("manager-demo", &[&here[..], &["statement", account], &days].concat());
    let told = String::from_utf8_lossy(&backwards.stderr).into_owned();
    assert!(told.contains("to: expected 2026-11-01 or later"), "the flag is named as it is typed: {told}");
    assert!(!shop.path().join("x.pdf").exists());
}

#[test]
fn tariff_files_are_tried_stored_once_and_refused_with_their_lines() {
    let shop = Shop::demo();
    let order = "format = 1\nname = \"LT-6 Street lights\"\nservice = \"electricity\"\ncurrency = \"INR\"\n\
                 unit = \"kWh\"\nvalid_from = 2026-04-01\n\n[[energy_charge]]\nname = \"Energy\"\nslabs = [{ rate = 6.5 }]\n";
    std::fs::create_dir(shop.path().join("orders")).unwrap();
    std::fs::write(shop.path().join("orders/lt6.toml"), order).unwrap();
    let admin = |args: &[&str]| {
        let mut all = vec![
            "--json",
            "--book",
            "demo.book",
            "--key-file",
            "demo.key",
            "--user",
            "admin",
            "import",
            "tariffs",
        ];
        all.extend_from_slice(args);
        let out = shop.run_as("admin-demo", &all);
        (out.status.code(), serde_json::from_slice::<Value>(&out.stdout).unwrap_or_default())
    };
    let effect = |report: &Value| report["files"][0]["effect"].clone();
    let (code, tried) = admin(&["orders", "--dry-run"]);
    assert_eq!((code, &tried["stored"], effect(&tried)), (Some(0), &json!(false), json!("new_plan")));
    let (code, stored) = admin(&["orders", "--note", "Order 40"]);
    assert_eq!((code, &stored["stored"]), (Some(0), &json!(true)));
    let (code, again) = admin(&["orders/lt6.toml"]);
    assert_eq!((code, &again["stored"], effect(&again)), (Some(0), &json!(false), json!("unchanged")));

    std::fs::write(shop.path().join("orders/bad.toml"), order.replace("6.5", "\"free\"")).unwrap();
    let (code, bad) = admin(&["orders"]);
    assert_eq!(
        (code, &bad["stored"], &bad["files"][0]["faults"][0]["line"]),
        (Some(3), &json!(false), &json!(10))
    );
    let clerk =
        ["--book", "demo.book", "--key-file", "demo.key", "--user", "clerk", "import", "tariffs", "orders"];
    assert_eq!(shop.fails("clerk-demo", &clerk), refused("not_allowed"));
}

#[test]
fn an_admin_who_forgot_their_password_is_let_in_again_by_whoever_holds_the_recovery_key() {
    let shop = Shop::demo();
    std::fs::write(shop.path().join("other.key"), "5c".repeat(32)).unwrap();
    let reset = |user: &str, key: &[&str], new: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_counterfoil"))
            .args(["--json", "--book", "demo.book", "--user", user, "admin", "reset"])
            .args(key)
            .current_dir(shop.path())
            // What a script has at hand does not show that somebody holds the key.
            .env("COUNTERFOIL_KEY", std::fs::read_to_string(shop.path().join("demo.key")).unwrap())
            .env("COUNTERFOIL_NEW_PASSWORD", new)
            .env("COUNTERFOIL_KEYCHAIN", "none")
            .env("HOME", shop.path())
            .env("XDG_DATA_HOME", shop.path())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let told = if out.status.success() { &out.stdout } else { &out.stderr };
        let told: Value = serde_json::from_slice(told).unwrap();
        (out.status.code(), told["code"].as_str().unwrap_or_default().to_owned())
    };
    let key: &[&str] = &["--key-file", "demo.key"];
    let new = "a quite new one";
    assert_eq!(reset("admin", &[], new), misused());
    assert_eq!(reset("admin", &["--key-file", "other.key"], new), refused("wrong_key"));
    assert_eq!(reset("manager", key, new), refused("bad_input"), "an admin gives them another");
    assert_eq!(reset("nobody", key, new), refused("not_found"));
    assert_eq!(reset("admin", key, "short"), refused("weak_password"));
    let users = ["--book", "demo.book", "--key-file", "demo.key", "--user", "admin", "call", "users"];
    let asks = |password: &str| shop.run_as(password, &[&["--json"], &users[..]].concat());
    assert!(asks("admin-demo").status.success(), "until then nothing has changed");

    assert_eq!(reset("admin", key, new), (Some(0), String::new()));
    assert_eq!(shop.fails("admin-demo", &users), refused("invalid_credentials"));
    assert_eq!(shop.fails(new, &users), refused("password_of_another"));
    let own = "{\"old\":\"a quite new one\",\"new\":\"words of her own\"}";
    let call =
        ["--book", "demo.book", "--key-file", "demo.key", "--user", "admin", "call", "change_password", own];
    assert!(shop.run_as(new, &call).status.success());
    assert!(asks("words of her own").status.success());
}

#[test]
fn a_key_file_that_is_there_opens_a_new_book_and_outlives_one_that_was_refused() {
    let shop = Shop::open();
    let key = "5c".repeat(32);
    std::fs::write(shop.path().join("a.key"), &key).unwrap();
    assert_eq!(shop.fails("weak", &["--key-file", "a.key", "new", "a.book"]), refused("weak_password"));
    assert_eq!(std::fs::read_to_string(shop.path().join("a.key")).unwrap(), key);
    let made = shop.run_as("correct horse battery", &["--key-file", "a.key", "new", "a.book"]);
    assert!(made.status.success());
    assert_eq!(std::fs::read_to_string(shop.path().join("a.key")).unwrap(), key);
}
