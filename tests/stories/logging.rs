//! What the log says of each act, and what it never says.

use foil_testkit::Hall;
use serde_json::{Value, json};
use std::io::Write;
use std::sync::{Arc, Mutex};

/// Lines that are read instead of written to a file.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What the products log while `work` runs, a JSON object a line.
fn logged(work: impl FnOnce()) -> Vec<Value> {
    let lines = Lines::default();
    let to = lines.clone();
    let log = tracing_subscriber::fmt()
        .json()
        .with_max_level(foil_api::LOGGED.parse::<tracing::Level>().unwrap())
        .with_writer(move || to.clone())
        .finish();
    tracing::subscriber::with_default(log, work);
    let bytes = lines.0.lock().unwrap();
    String::from_utf8_lossy(&bytes).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_line_says_which_act_whose_and_under_which_request_and_nothing_personal() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.has_a_drawer(&asha);
    let account = hall.bills(500);
    let sent = hall.visit(&asha).account(&account).pays(500).note("for Asha Rao").sent().unwrap();
    let mut too_little = sent.clone();
    too_little["tenders"][0]["amount"] = json!(1);

    let lines = logged(|| {
        hall.call(&asha, "take_payment", too_little).unwrap_err();
        hall.call(&asha, "take_payment", sent.clone()).unwrap();
    });

    assert_eq!(lines.len(), 2, "{lines:?}");
    for line in &lines {
        let span = &line["span"];
        assert_eq!(span["act"], "take_payment");
        assert_eq!(span["user"], asha.user().0);
        assert_eq!(span["request"], sent["request_id"], "as the audit log has it");
        assert!(line["fields"]["micros"].is_number());
    }
    assert_eq!(lines[0]["fields"]["code"], "tender_too_small");
    let text = format!("{lines:?}");
    for personal in ["Asha Rao", "98450", "Car Street", "for Asha"] {
        assert!(!text.contains(personal), "{personal} stands in the log: {text}");
    }
}

#[test]
fn acts_leave_a_line_and_what_a_screen_asks_leaves_none() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    hall.has_a_drawer(&asha);
    let account = hall.bills(500);
    let lines = logged(|| {
        hall.call(&asha, "board", json!({})).unwrap();
        hall.call(&asha, "frame", json!({})).unwrap();
        hall.pays(&asha, &account, 500).unwrap();
        hall.undoes(&asha).unwrap();
    });
    let told = |line: &Value| {
        format!("{} {} {}", line["level"].as_str().unwrap(), line["span"]["act"], line["fields"]["message"])
    };
    let told: Vec<String> = lines.iter().map(told).collect();
    assert_eq!(told, ["INFO \"take_payment\" \"done\"", "INFO \"undo\" \"done\""]);
    assert!(!format!("{lines:?}").contains("asha"), "a number says who: {lines:?}");
}

#[test]
fn what_is_sent_in_place_of_a_name_does_not_fill_the_log() {
    let hall = Hall::open();
    let asha = hall.clerk("asha");
    let lines = logged(|| {
        let name = "Kiran Shenoy 9845012345 ".repeat(400_000);
        hall.call(&asha, &name, json!({})).unwrap_err();
    });
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["span"]["act"], "unknown");
    assert!(lines[0].to_string().len() < 1_000);
}
