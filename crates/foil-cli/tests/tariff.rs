//! The built program with tariff files: no book, no log-in, no key.

// Helpers of tests may unwrap just as tests do.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn kept(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../foil-domain/tests/tariffs").join(file)
}

fn run(args: &[&str], home: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .arg("tariff")
        .args(args)
        .current_dir(home)
        .env_remove("COUNTERFOIL_KEY")
        .env("HOME", home)
        .env("XDG_DATA_HOME", home)
        .output()
        .unwrap()
}

fn said(out: &Output) -> Value {
    let stderr = String::from_utf8_lossy(&out.stderr);
    serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"))
}

#[test]
fn a_sound_tariff_is_told_sound_and_a_broken_one_line_by_line_with_exit_code_3() {
    let home = tempfile::tempdir().unwrap();
    let sound = kept("lt2a-domestic.toml");
    let out = run(&["check", sound.to_str().unwrap()], home.path());
    assert!(out.status.success());
    assert!(String::from_utf8_lossy(&out.stdout).starts_with("LT-2a Domestic is sound"));

    let text = std::fs::read_to_string(&sound).unwrap();
    let broken =
        text.replace("up_to = 200, ", "up_to = 90, ").replace("on = [\"energy\"]", "on = [\"enrgy\"]");
    std::fs::write(home.path().join("broken.toml"), broken).unwrap();
    let out = run(&["--json", "check", "broken.toml"], home.path());
    assert_eq!(out.status.code(), Some(3));
    let faults = said(&out)["faults"].clone();
    assert_eq!(faults[0]["line"], 21);
    assert_eq!(faults[0]["field"], "energy_charge[1].slabs[3].up_to");
    assert_eq!(faults[1]["field"], "tax[1].on");
    let error: Value = serde_json::from_slice(&out.stderr).unwrap();
    assert_eq!(error["code"], "bad_tariff");
    let out = run(&["check", "broken.toml"], home.path());
    assert!(
        String::from_utf8_lossy(&out.stdout).contains("line 21: energy_charge[1].slabs[3].up_to: expected")
    );
    assert_eq!(run(&["check", "nowhere.toml"], home.path()).status.code(), Some(3));
}

#[test]
fn a_quote_is_json_with_exact_groups_and_the_arithmetic_of_each_line() {
    let home = tempfile::tempdir().unwrap();
    let (tariff, case) = (kept("cases/kepco-225.toml"), kept("cases/kepco-225.json"));
    for flags in [&[][..], &["--json"]] {
        let mut args = flags.to_vec();
        args.extend(["quote", tariff.to_str().unwrap(), case.to_str().unwrap()]);
        let quote = said(&run(&args, home.path()));
        assert_eq!(quote["total_minor"], 28_370);
        assert_eq!(quote["groups_minor"]["energy"], 23_357);
        assert_eq!(quote["groups_minor"].as_object().unwrap().len(), 7);
        let lines = quote["lines"].as_array().unwrap();
        assert_eq!(lines[2]["label"], "Energy charge, over 200 to 300 kWh");
        assert_eq!(
            (lines[2]["quantity"].as_str(), lines[2]["rate"].as_str()),
            (Some("25 kWh"), Some("187.9"))
        );
        let sum: i64 = lines.iter().map(|line| line["amount_minor"].as_i64().unwrap()).sum();
        assert_eq!(sum, 28_370, "the rounding is a line of its own");
    }
    assert_eq!(run(&["quote", tariff.to_str().unwrap()], home.path()).status.code(), Some(2));
}

#[test]
fn a_quote_refuses_nothing_that_changes_no_price_and_an_import_does() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    // A ladder to 500, a subsidy to 100, two riders of one name, hours nobody knows, two late percents, a rate in quotes.
    let doubtful = r#"
        name = "Doubtful"
        service = "electricity"
        currency = "INR"
        unit = "kWh"
        energy_charge = [
            { name = "Energy", band = "peak", slabs = [{ up_to = 500, rate = "4.50" }] },
            { name = "Energy", band = "night", slabs = [{ rate = 2 }] },
        ]
        demand_charge = [{ name = "Demand", band = "peak", slabs = [{ rate = 100 }] },
            { name = "Demand", band = "night", slabs = [{ rate = 50 }] }]
        adjustment = [
            { name = "Adjustments (fuel, riders)", rate = 0.10 },
            { name = "Adjustments (fuel, riders)", rate = 0.05 },
            { name = "Subsidy", by_usage = [{ up_to = 100, rate = -1 }] },
        ]
        time_band = [{ name = "peak" }, { name = "night" }]
        late_payment = { percent = 2, steps = [{ up_to = 30, percent = 1 }] }
        example = [{ usage = { total = 1 }, period = { days = 30 } }]
    "#;
    std::fs::write(at("doubtful.toml"), doubtful).unwrap();
    let case = |peak: u32| {
        format!(
            r#"{{ "period": {{ "days": 30 }}, "usage": {{ "bands": {{ "peak": "{peak}" }}, "demand": {{ "peak": "3", "night": "0" }} }} }}"#
        )
    };
    // 60 × (4.50 + 0.15 - 1) + 3 × 100; 200 × (4.50 + 0.15) + 3 × 100; the third lies beyond the ladder.
    for (name, peak) in [("doubtful", 60), ("more", 200), ("beyond", 501)] {
        let json =
            case(peak).replacen('{', r#"{ "tariff": "doubtful.toml","#, usize::from(name != "doubtful"));
        std::fs::write(at(&format!("{name}.json")), json).unwrap();
    }

    let all = said(&run(&["quote", "--many", "."], home.path()));

    assert_eq!(all["doubtful"]["total_minor"], 51_900, "{all}");
    assert_eq!(all["more"]["total_minor"], 123_000, "no subsidy where its ladder has ended");
    assert_eq!(all["beyond"]["error"]["code"], "bad_input", "what would be free by mistake is refused");
    let notes: Vec<&str> =
        all["doubtful"]["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    for told in
        ["energy_charge[1].slabs", "rate", "adjustment[2].name", "time_band[1].when", "late_payment.percent"]
    {
        assert!(notes.iter().any(|note| note.contains(told)), "{told}: {notes:?}");
    }
    let checked = run(&["--json", "check", "doubtful.toml"], home.path());
    assert_eq!(checked.status.code(), Some(3), "into a book it does not come");
    let broken = doubtful.replace("rate = 2 }", "ratte = 2 }");
    std::fs::write(at("doubtful.toml"), broken).unwrap();
    let one = run(&["quote", "doubtful.toml", "doubtful.json"], home.path());
    assert_eq!(one.status.code(), Some(3), "a field that nobody knows may be a price");
}

#[test]
fn paying_late_costs_what_the_tariffs_rule_says() {
    let home = tempfile::tempdir().unwrap();
    let (tariff, case) = (home.path().join("late.toml"), home.path().join("late.json"));
    let rule = |rule: &str| {
        let head = "name = \"L\"\nservice = \"water\"\ncurrency = \"INR\"\nunit = \"kL\"\n[[energy_charge]]\nname = \"E\"\nslabs = [{ rate = 10 }]\n";
        std::fs::write(&tariff, format!("{head}[late_payment]\n{rule}")).unwrap();
    };
    let asks = |late: &str| {
        let json = format!(
            r#"{{ "tariff": "late.toml", "period": {{ "days": 30 }}, "usage": {{ "total": "100" }}, "late": {late}, "latte": 1 }}"#
        );
        std::fs::write(&case, json).unwrap();
        said(&run(&["quote", "--many", "."], home.path()))["late"].clone()
    };
    rule("percent = 1.25\nper = \"month\"\ngrace_days = 5\n");
    // The bill is 1,000.00; on the 46th day the second month has begun.
    let told = asks(r#"{ "due_on": "2026-06-15", "on": "2026-07-31" }"#);
    assert_eq!(
        (told["total_minor"].as_i64(), told["surcharge_minor"].as_i64()),
        (Some(100_000), Some(2_500))
    );
    assert_eq!(told["total_after_due_minor"], 102_500);
    assert_eq!(told["notes"], serde_json::json!(["latte is not known and was not used"]));
    assert_eq!(asks(r#"{ "days": "5" }"#)["surcharge_minor"], 0, "within the grace days");
    assert_eq!(asks(r#"{ "days": 6, "principal_minor": "40000" }"#)["surcharge_minor"], 500);
    assert_eq!(asks(r#"{ "on": "2026-07-31" }"#)["error"]["code"], "bad_input");
    assert!(asks("null").get("surcharge_minor").is_none(), "who does not ask is not told");

    let late = |args: &[&str]| said(&run(&[&["late", "late.toml"], args].concat(), home.path()));
    let told = late(&["--principal", "400.00", "--days", "6"]);
    assert_eq!((told["surcharge_minor"].as_i64(), told["months"].as_i64()), (Some(500), Some(1)));
    let told = late(&["--principal", "400", "--due", "2026-06-15", "--on", "2026-06-15"]);
    assert_eq!(told["surcharge_minor"], 0, "on the due date nothing is late");
    rule("percent = 1\nminimum = 50\nper = \"once\"\n");
    assert_eq!(late(&["--principal", "400", "--days", "1"])["surcharge_minor"], 5_000, "the least there is");
    rule("percent = 1\nper = \"week\"\n");
    assert_eq!(asks(r#"{ "days": 6 }"#)["error"]["code"], "bad_tariff", "nobody knows what that rule says");
    assert_eq!(asks("null")["total_minor"], 100_000, "but what the bill is");
    assert_eq!(run(&["late", "late.toml", "--principal", "1"], home.path()).status.code(), Some(2));
    rule("percent = 1\nper = \"day\"\n");
    let days =
        |days: &str| run(&["late", "late.toml", "--principal", "1", "--days", days], home.path()).status;
    assert!(days("36600").success());
    assert_eq!(days("36601").code(), Some(3), "nobody is later than a hundred years");
    assert_eq!(asks(r#"{ "days": 36601 }"#)["error"]["code"], "bad_input");
    assert_eq!(asks(r#"{ "due_on": "1990-01-01", "on": "2126-01-01" }"#)["error"]["code"], "bad_input");
}

#[test]
fn many_cases_are_told_by_their_ids_and_one_that_is_refused_stops_no_other() {
    let home = tempfile::tempdir().unwrap();
    for file in ["cases/tneb-bimonthly-400.toml", "cases/tneb-bimonthly-400.json", "cases/kepco-225.json"] {
        std::fs::copy(kept(file), home.path().join(Path::new(file).file_name().unwrap())).unwrap();
    }
    std::fs::write(home.path().join("broken.json"), "{").unwrap();
    std::fs::write(home.path().join("latin.json"), b"{ \"id\": \"caf\xe9\" }").unwrap();
    let same = std::fs::read_to_string(kept("cases/tneb-bimonthly-400.json")).unwrap();
    let same = same.replacen("\"tneb-bimonthly-400\"", "\"twice\"", 1);
    for name in ["one.json", "other.json"] {
        std::fs::write(home.path().join(name), &same).unwrap();
    }
    let out = run(&["quote", "--many", "."], home.path());
    assert!(out.status.success());
    let all = said(&out);
    assert_eq!(all.as_object().unwrap().len(), 5);
    let twice = all["twice"]["error"]["message"].as_str().unwrap();
    assert!(twice.contains("one.json and other.json"), "nobody could tell which it is: {twice}");
    assert_eq!(all["tneb-bimonthly-400"]["total_minor"], 112_500);
    assert_eq!(all["kepco-225"]["error"]["code"], "file", "its tariff is not in the folder");
    for spoilt in ["broken", "latin"] {
        let hint = all[spoilt]["error"]["hint"].as_str().unwrap();
        assert!(hint.contains("UTF-8") && hint.contains("JSON"), "{spoilt}: {hint}");
    }
    assert_eq!(run(&["quote", "--many", "nowhere"], home.path()).status.code(), Some(3));
}
