//! The office's tariffs: stored, read, asked, tried, and never edited.

use foil_app::imports::views::ImportReport;
use foil_app::office::views::JobView;
use foil_app::tariffs::views::{
    SimulationReport, TariffEffect, TariffList, TariffQuote, TariffReport, TariffView, VersionState,
};
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, TariffVersionId};
use foil_testkit::{Hall, Person, Told, read, refused, rupees};
use foil_tests::Reads;
use serde_json::{Value, json};

/// 120 units: 50 at 4, 70 at 6, 9 % on 620, 100 fixed: 775.80, in whole rupees 776.
const DOMESTIC: &str = r#"format = 1
name = "Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
valid_from = 2026-04-01

[[fixed_charge]]
name = "Fixed charge"
amount = 100
per = "month"

[[energy_charge]]
name = "Energy charge"
slabs = [
  { up_to = 50, rate = 4 },
  { rate = 6 },
]

[[tax]]
name = "Duty"
percent = 9
on = ["energy"]

[rounding]
total = { to = 1, mode = "half_up" }

[[example]]
name = "Order 12, example 1"
period = { days = 30, months = 1 }
usage = { total = 120 }
expected = { total_minor = 77600 }
"#;

/// The same plan from another day, with what else is changed in it.
fn domestic(from: &str, changes: &[(&str, &str)]) -> String {
    let mut text = DOMESTIC.replace("2026-04-01", from);
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text
}

/// Without its example, which another rate would prove wrong.
fn dearer(from: &str) -> String {
    let text = domestic(from, &[("{ rate = 6 }", "{ rate = 7 }")]);
    text.split("[[example]]").next().unwrap().to_owned()
}

trait Tariffs {
    fn stores(&self, who: &Person, text: &str, note: &str) -> Told<TariffReport>;
    fn reads_plan(&self, who: &Person, name: &str) -> TariffView;
    fn plans(&self, who: &Person) -> TariffList;
}

impl Tariffs for Hall {
    fn stores(&self, who: &Person, text: &str, note: &str) -> Told<TariffReport> {
        self.ask(who, "import_tariff", json!({ "text": text, "note": note }))
    }

    fn reads_plan(&self, who: &Person, name: &str) -> TariffView {
        let id = self.plans(who).plans.iter().find(|plan| plan.name == name).unwrap().id;
        self.ask(who, "tariff", json!({ "tariff": id })).unwrap()
    }

    fn plans(&self, who: &Person) -> TariffList {
        self.ask(who, "tariffs", json!({})).unwrap()
    }
}

/// A bill of 120 units that a version has priced, as the billing room writes one.
fn billed_by(hall: &Hall, account: AccountId, version: TariffVersionId) {
    hall.arranges(move |act| {
        act.tx.hit(
            "INSERT INTO bill (account_id, number, number_fold, period_from_on, period_to_on, issued_on, due_on, units,
                    total_minor, surcharge_minor, left_minor, surcharge_left_minor, cancelled, tariff_version_id)
             VALUES ($1, 'E-1', 'e1', '2026-10-01', '2026-10-31', '2026-11-01', '2026-11-16', '120',
                    0, 0, 0, 0, 0, $2)",
            &[&account, &version],
        )
    });
}

#[test]
fn a_tariff_file_becomes_a_page_that_an_officer_can_read() {
    let hall = Hall::open();
    let (admin, asha) = (hall.admin("anil"), hall.clerk("asha"));
    hall.account("Asha Rao", Service::Electricity).moves_in();
    let before = hall.plans(&asha);
    assert_eq!(
        (before.plans.len(), before.unknown[0].name.as_str(), before.unknown[0].accounts),
        (0, "Domestic", 1)
    );

    let report = hall.stores(&admin, DOMESTIC, "Order 12").unwrap();
    assert_eq!(
        (report.stored, report.files[0].effect, report.files[0].examples),
        (true, TariffEffect::NewPlan, 1)
    );

    let list = hall.plans(&asha);
    assert!(list.unknown.is_empty(), "the accounts' plan is here now");
    let plan = &list.plans[0];
    assert_eq!(
        (plan.name.as_str(), plan.accounts, plan.unit.as_str(), plan.versions),
        ("Domestic", 1, "kWh", 1)
    );
    assert_eq!(plan.in_force_since.unwrap().to_string(), "2026-04-01");

    let read = hall.reads_plan(&asha, "Domestic");
    let ladder = &read.page.ladders[0];
    let slabs: Vec<_> =
        ladder.slabs.iter().map(|s| (s.over.as_str(), s.up_to.as_deref(), s.rate.as_deref())).collect();
    assert_eq!(slabs, [("0", Some("50"), Some("4")), ("50", None, Some("6"))]);
    let corners: Vec<_> = ladder.chart.iter().map(|c| (c.units.as_str(), c.rate.as_str())).collect();
    assert_eq!(corners, [("0", "4"), ("50", "6"), ("63", "6")]);
    assert_eq!(read.text, DOMESTIC, "the file as it was stored");
    let version = &read.versions[0];
    assert_eq!(
        (version.state, version.note.as_str(), version.person.as_str()),
        (VersionState::InForce, "Order 12", "Anil")
    );
    assert!(!version.has_priced && version.stored_at == hall.now());
    hall.books_balance();
}

#[test]
fn a_file_with_faults_is_refused_with_the_line_of_every_one_and_nothing_is_stored() {
    let hall = Hall::open();
    let admin = hall.admin("anil");
    let text = domestic(
        "2026-04-01",
        &[
            ("{ up_to = 50, rate = 4 }", "{ up_to = -50, rate = \"free\" }"),
            ("percent = 9", "percentage = 9"),
        ],
    );
    let report = hall.stores(&admin, &text, "").unwrap();
    assert_eq!((report.stored, report.files[0].effect), (false, TariffEffect::Faulty));
    let found = &report.files[0].faults;
    let lines: Vec<usize> = found.iter().map(|fault| fault.line).collect();
    assert!(lines.iter().filter(|line| **line == 16).count() >= 2, "both of line 16: {found:?}");
    assert!(found.iter().any(|fault| fault.field.contains("percent")), "{found:?}");
    assert!(hall.plans(&admin).plans.is_empty());

    let wrong = domestic("2026-04-01", &[("total_minor = 77600", "total_minor = 77500")]);
    let report = hall.stores(&admin, &wrong, "").unwrap();
    assert!(!report.stored, "a tariff that fails its own example bill stays out");
    assert!(report.files[0].faults[0].expected.contains("77600"), "{:?}", report.files[0].faults);

    let dollars = domestic("2026-04-01", &[("\"INR\"", "\"USD\"")]);
    let report = hall.stores(&admin, &dollars, "").unwrap();
    assert_eq!((report.stored, report.files[0].faults[0].field.as_str()), (false, "currency"));
}

#[test]
fn a_folder_goes_in_whole_or_not_at_all() {
    let hall = Hall::open();
    let admin = hall.admin("anil");
    let folder = hall.folder().join("orders");
    std::fs::create_dir(&folder).unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    put("a.toml", DOMESTIC);
    put("b.toml", &domestic("2026-04-01", &[("\"Domestic\"", "\"Shop\"")]));
    put("c.toml", "name = ");
    put("notes.txt", "not a tariff");
    let import =
        || hall.ask::<TariffReport>(&admin, "import_tariff", json!({ "path": folder, "note": "" })).unwrap();

    let report = import();
    assert_eq!((report.stored, report.files.len()), (false, 3));
    assert!(hall.plans(&admin).plans.is_empty(), "one faulty file keeps all out");

    put("c.toml", &domestic("2026-04-01", &[("\"Domestic\"", "\"SHOP\"")]));
    let report = import();
    assert_eq!(report.files[2].faults[0].field, "valid_from", "two files of one plan and day");

    std::fs::remove_file(folder.join("c.toml")).unwrap();
    let looked: TariffReport = hall.ask(&admin, "check_tariff", json!({ "path": folder })).unwrap();
    assert_eq!((looked.stored, hall.plans(&admin).plans.len()), (false, 0), "a look stores nothing");
    assert!(import().stored);
    let again = import();
    assert!(!again.stored && again.files.iter().all(|file| file.effect == TariffEffect::Unchanged));
    assert_eq!(hall.plans(&admin).plans.len(), 2);

    let missing = json!({ "path": folder.join("none.toml"), "note": "" });
    assert_eq!(refused(hall.call(&admin, "import_tariff", missing)), "file");
    let empty = hall.folder().join("empty");
    std::fs::create_dir(&empty).unwrap();
    assert_eq!(refused(hall.call(&admin, "import_tariff", json!({ "path": empty, "note": "" }))), "file");
    assert_eq!(refused(hall.call(&admin, "import_tariff", json!({ "note": "" }))), "bad_input");
}

#[test]
fn the_same_text_from_another_system_is_the_same_text() {
    let hall = Hall::open();
    let admin = hall.admin("anil");
    hall.stores(&admin, DOMESTIC, "").unwrap();
    let other = format!("\u{FEFF}{}", DOMESTIC.replace('\n', "\r\n"));
    let report = hall.stores(&admin, &other, "").unwrap();
    assert_eq!((report.stored, report.files[0].effect), (false, TariffEffect::Unchanged));
    assert_eq!(hall.reads_plan(&admin, "Domestic").versions.len(), 1);
}

#[test]
fn a_wrong_version_is_corrected_with_a_reason_and_bills_keep_the_one_that_priced_them() {
    let hall = Hall::open();
    let admin = hall.admin("anil");
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    hall.stores(&admin, DOMESTIC, "Order 12").unwrap();
    let first = hall.reads_plan(&admin, "Domestic").shown;
    billed_by(&hall, account.id, first.id);

    let text = dearer("2026-04-01");
    assert_eq!(refused(hall.stores(&admin, &text, "")), "bad_input", "a correction has a reason");
    let told = hall.stores(&admin, &text, "Order 12 says 7").unwrap_err();
    assert_eq!(told.code, "tariff_has_priced");
    assert!(told.hint.contains("bills already made keep it"), "{}", told.hint);
    assert_eq!(hall.reads_plan(&admin, "Domestic").versions.len(), 1);

    let knowingly = json!({ "text": text, "note": "Order 12 says 7", "correct_priced": true });
    let report: TariffReport = hall.ask(&admin, "import_tariff", knowingly).unwrap();
    assert_eq!((report.stored, report.files[0].effect), (true, TariffEffect::Correction));

    let plan = hall.reads_plan(&admin, "Domestic");
    let history: Vec<_> = plan.versions.iter().map(|v| (v.revision, v.state, v.has_priced)).collect();
    assert_eq!(history, [(2, VersionState::InForce, false), (1, VersionState::Replaced, true)]);
    let old = json!({ "tariff": plan.id, "version": first.id });
    let old: TariffView = hall.ask(&admin, "tariff", old).unwrap();
    assert_eq!(old.text, DOMESTIC, "the order of that day can still be read");
}

#[test]
fn an_order_that_comes_late_says_how_many_bills_were_made_without_it() {
    let hall = Hall::open();
    let admin = hall.admin("anil");
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    hall.stores(&admin, DOMESTIC, "Order 12").unwrap();
    billed_by(&hall, account.id, hall.reads_plan(&admin, "Domestic").shown.id);
    let late = |from: &str| {
        let seen: TariffReport = hall.ask(&admin, "check_tariff", json!({ "text": dearer(from) })).unwrap();
        (seen.files[0].effect, seen.files[0].billed_since)
    };
    assert_eq!(late("2026-10-01"), (TariffEffect::NewVersion, 1), "October was billed by the order before");
    assert_eq!(late("2026-10-20"), (TariffEffect::NewVersion, 1), "a part of it, too");
    assert_eq!(late("2026-11-01"), (TariffEffect::NewVersion, 0));
}

#[test]
fn a_new_order_is_written_in_the_app_and_takes_over_on_its_day() {
    let hall = Hall::open();
    let admin = hall.admin("anil");
    hall.stores(&admin, DOMESTIC, "").unwrap();
    let plan = hall.reads_plan(&admin, "Domestic");
    let save = |version: i64, text: &str| {
        let input = json!({ "tariff": plan.id, "version": version, "text": text, "note": "Order 31" });
        hall.ask::<TariffReport>(&admin, "save_tariff_version", input)
    };
    let other = save(plan.version, &domestic("2026-12-01", &[("\"Domestic\"", "\"Shop\"")])).unwrap();
    assert_eq!((other.stored, other.files[0].faults[0].field.as_str()), (false, "name"));
    assert!(save(plan.version, &dearer("2026-12-01")).unwrap().stored);
    assert_eq!(refused(save(plan.version, &dearer("2027-01-01"))), "changed_meanwhile");

    let plan = hall.reads_plan(&admin, "Domestic");
    let history: Vec<_> = plan.versions.iter().map(|v| (v.valid_from.to_string(), v.state)).collect();
    assert_eq!(
        history,
        [("2026-12-01".into(), VersionState::Coming), ("2026-04-01".into(), VersionState::InForce)]
    );
    assert_eq!(plan.versions[1].valid_to.unwrap().to_string(), "2026-11-30");
    assert_eq!(hall.plans(&admin).plans[0].next_from.unwrap().to_string(), "2026-12-01");
}

#[test]
fn what_would_120_units_cost() {
    let hall = Hall::open();
    let (admin, asha) = (hall.admin("anil"), hall.clerk("asha"));
    hall.stores(&admin, DOMESTIC, "").unwrap();
    hall.stores(&admin, &dearer("2026-12-01"), "").unwrap();
    let plan = hall.reads_plan(&asha, "Domestic");
    let ask = |units: &str, from: &str, to: &str| {
        let input = json!({ "tariff": plan.id, "from": from, "to": to, "units": units });
        hall.ask::<TariffQuote>(&asha, "quote_tariff", input)
    };
    let quote = ask("120", "2026-11-01", "2026-11-30").unwrap();
    let lines: Vec<_> = quote.lines.iter().map(|l| (l.label.as_str(), l.amount.minor())).collect();
    assert_eq!(
        lines,
        [
            ("Energy charge, up to 50 kWh", 20_000),
            ("Energy charge, over 50 kWh", 42_000),
            ("Fixed charge", 10_000),
            ("Duty", 5_580),
            ("Rounding", 20),
        ]
    );
    assert_eq!((quote.total.minor(), quote.days), (rupees(776), 30));
    assert_eq!(quote.total.minor(), quote.lines.iter().map(|l| l.amount.minor()).sum::<i64>());

    let december = ask("120", "2026-12-01", "2026-12-31").unwrap();
    assert_eq!(december.total.minor(), rupees(852), "70 at 7, and 9 % of it");
    assert_eq!(refused(ask("-3", "2026-11-01", "2026-11-30")), "bad_input");
    assert_eq!(refused(ask("1e9", "2026-11-01", "2026-11-30")), "bad_input");
    assert_eq!(refused(ask("120", "2026-11-30", "2026-11-01")), "bad_input");
    assert_eq!(refused(ask("120", "2025-01-01", "2025-01-31")), "not_found", "before the first order");
    let unknown = json!({ "tariff": 99, "from": "2026-11-01", "to": "2026-11-30", "units": "1" });
    assert_eq!(refused(hall.call(&asha, "quote_tariff", unknown)), "not_found");
}

#[test]
fn a_bill_is_tried_by_the_plan_that_priced_it_though_its_account_has_left_that_since() {
    let hall = Hall::open();
    let (admin, maya) = (hall.admin("anil"), hall.manager("maya"));
    hall.stores(&admin, DOMESTIC, "").unwrap();
    hall.stores(&admin, &DOMESTIC.replace("\"Domestic\"", "\"Farm\""), "").unwrap();
    let cycle = hall.cycle("C01");
    let stays = hall.supplied("Stays", "Domestic", cycle);
    let leaves = hall.supplied("Leaves", "Domestic", cycle);
    for (account, meter) in [(&stays, "M-1"), (&leaves, "M-2")] {
        hall.round(account, meter, &[read("2026-10-05", "1000"), read("2026-11-04", "1120")]);
        hall.issues_bill(&maya, account, "2026-11-21").unwrap();
    }
    hall.changes_plan(&maya, &leaves, "Farm", "2026-11-21").unwrap();
    let tries = |name: &str| -> SimulationReport {
        let plan = hall.reads_plan(&maya, name);
        let text = dearer("2027-04-01").replace("\"Domestic\"", &format!("\"{name}\""));
        let input = json!({ "tariff": plan.id, "month": "2026-11", "text": text });
        let job: JobView = hall.does_job(&maya, "simulate_tariff", input).unwrap();
        assert_eq!((job.state.as_str(), job.done), ("done", job.total), "{:?}", job.result);
        serde_json::from_value(job.result).unwrap()
    };
    let domestic = tries("Domestic");
    assert_eq!((domestic.bills, domestic.losers.bills), (2, 2), "both were billed by it in that month");
    assert_eq!(domestic.after.minor() - domestic.before.minor(), 2 * rupees(76));
    let farm = tries("Farm");
    assert_eq!((farm.bills, farm.left_out[0].bills), (0, 1), "{:?}", farm.left_out);
    assert_eq!(farm.left_out[0].reason, "another tariff priced it");
}

#[test]
fn an_imported_bill_is_tried_by_the_plan_that_its_account_was_on_then() {
    let hall = Hall::open();
    let (admin, maya) = (hall.admin("anil"), hall.manager("maya"));
    hall.stores(&admin, DOMESTIC, "").unwrap();
    hall.stores(&admin, &DOMESTIC.replace("\"Domestic\"", "\"Farm\""), "").unwrap();
    // Each bill is of 120 units, for a period that ended in November.
    hall.account("Stays", Service::Electricity).owes(776).moves_in();
    let leaves = hall.account("Leaves", Service::Electricity).owes(900).moves_in();
    hall.changes_plan(&maya, &leaves, "Farm", "2026-11-21").unwrap();
    let tries = |name: &str| -> SimulationReport {
        let plan = hall.reads_plan(&maya, name);
        let input = json!({ "tariff": plan.id, "month": "2026-11", "version": plan.shown.id });
        let job: JobView = hall.does_job(&maya, "simulate_tariff", input).unwrap();
        assert_eq!((job.state.as_str(), job.done), ("done", job.total), "{:?}", job.result);
        serde_json::from_value(job.result).unwrap()
    };
    let domestic = tries("Domestic");
    assert_eq!(
        (domestic.bills, domestic.before.minor()),
        (2, rupees(1_676)),
        "both were on it in that month"
    );
    assert_eq!(domestic.left_out.len(), 0);
    let farm = tries("Farm");
    assert_eq!((farm.bills, farm.left_out[0].bills), (0, 1), "{:?}", farm.left_out);
    assert_eq!(farm.left_out[0].reason, "another tariff priced it");
}

#[test]
fn a_bill_is_tried_by_no_tariff_that_charges_by_another_unit() {
    let hall = Hall::open();
    let (admin, maya) = (hall.admin("anil"), hall.manager("maya"));
    hall.stores(&admin, DOMESTIC, "").unwrap();
    let cycle = hall.cycle("C01");
    let account = hall.supplied("Mill", "Domestic", cycle);
    hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-04", "1120")]);
    hall.issues_bill(&maya, &account, "2026-11-21").unwrap();
    hall.account("Elsewhere", Service::Electricity).owes(776).moves_in();
    let plan = hall.reads_plan(&maya, "Domestic");
    let tries = |text: String| -> SimulationReport {
        let input = json!({ "tariff": plan.id, "month": "2026-11", "text": text });
        let job: JobView = hall.does_job(&maya, "simulate_tariff", input).unwrap();
        serde_json::from_value(job.result).unwrap()
    };
    let same = tries(dearer("2027-04-01"));
    assert_eq!((same.bills, same.left_out.len()), (2, 0), "{:?}", same.left_out);

    let other = tries(dearer("2027-04-01").replace("unit = \"kWh\"", "unit = \"kVAh\""));
    assert_eq!((other.bills, other.left_out.len()), (0, 1), "{:?}", other.left_out);
    let told = "it was charged by kWh, this version charges by kVAh";
    assert_eq!((other.left_out[0].reason.as_str(), other.left_out[0].bills), (told, 2));
}

#[test]
fn a_months_bills_are_tried_by_another_tariff_without_touching_them() {
    let hall = Hall::open();
    let (admin, asha) = (hall.admin("anil"), hall.clerk("asha"));
    hall.stores(&admin, DOMESTIC, "").unwrap();
    // Each bill is of 120 units, for a period that ended in November.
    for owes in [700, 776, 900, 1_000] {
        hall.account(&format!("Payer {owes}"), Service::Electricity).owes(owes).moves_in();
    }
    let plan = hall.reads_plan(&asha, "Domestic");
    let tries = |input: Value| -> SimulationReport {
        let job: JobView = hall.does_job(&asha, "simulate_tariff", input).unwrap();
        assert_eq!(job.state, "done", "{:?}", job.result);
        serde_json::from_value(job.result).unwrap()
    };
    let report = tries(json!({ "tariff": plan.id, "month": "2026-11", "version": plan.shown.id }));
    assert_eq!(
        (report.bills, report.before.minor(), report.after.minor()),
        (4, rupees(3_376), rupees(3_104))
    );
    assert_eq!((report.winners.bills, report.winners.change.minor()), (2, rupees(-348)));
    assert_eq!((report.losers.bills, report.losers.change.minor(), report.same), (1, rupees(76), 1));
    assert_eq!(report.falls[0].before.minor(), rupees(1_000), "the largest first");
    assert_eq!(report.distribution.iter().map(|bin| bin.bills).sum::<i64>(), 4);
    let twenties = report.distribution.iter().find(|bin| bin.from == Some(-50)).unwrap();
    assert_eq!(twenties.bills, 1, "1,000 to 776 is 22 % less");

    let dearer_text = dearer("2027-04-01");
    let report = tries(json!({ "tariff": plan.id, "month": "2026-11", "text": dearer_text }));
    assert_eq!(report.after.minor(), 4 * rupees(852));
    let bands = "\n[[time_band]]\nname = \"peak\"\nwhen = \"otherwise\"\n";
    let banded = dearer_text.replace("slabs = [", "band = \"peak\"\nslabs = [") + bands;
    let without = tries(json!({ "tariff": plan.id, "month": "2026-11", "text": banded }));
    assert_eq!((without.bills, without.left_out[0].bills), (0, 4), "one register cannot be priced by bands");
    let empty = tries(json!({ "tariff": plan.id, "month": "2026-08", "version": plan.shown.id }));
    assert_eq!(empty.bills, 0);

    let faulty = json!({ "tariff": plan.id, "month": "2026-11", "text": "name = " });
    assert_eq!(refused(hall.call(&asha, "simulate_tariff", faulty)), "bad_input");
    assert_eq!(hall.reads_plan(&asha, "Domestic").versions.len(), 1, "nothing is stored");
    hall.books_balance();
}

#[test]
fn a_retired_plan_keeps_its_accounts_and_takes_no_further_one() {
    let hall = Hall::open();
    let (admin, asha) = (hall.admin("anil"), hall.clerk("asha"));
    let account = hall.account("Asha Rao", Service::Electricity).moves_in();
    hall.stores(&admin, DOMESTIC, "").unwrap();
    hall.stores(&admin, &domestic("2026-04-01", &[("\"Domestic\"", "\"Shop\"")]), "").unwrap();
    let retire = |name: &str, active: bool| {
        let plan = hall.reads_plan(&admin, name);
        let input = json!({ "tariff": plan.id, "version": plan.version, "active": active });
        hall.ask::<TariffView>(&admin, "retire_tariff", input).unwrap()
    };
    assert!(!retire("Shop", false).active);
    assert!(!retire("Domestic", false).active);

    let card = hall.call(&asha, "customer_card", json!({ "customer": account.customer })).unwrap();
    let shown = &card["accounts"][0];
    let moves_to = |tariff: &str| {
        let input = json!({
            "account": account.id, "version": hall.account_version(account.id), "property": shown["property"],
            "service": "electricity", "number": shown["number"], "meter": shown["meter"], "tariff": tariff,
        });
        hall.call(&asha, "save_account", input)
    };
    assert_eq!(refused(moves_to("shop")), "bad_input", "however it is typed");
    assert!(moves_to("Domestic").is_ok(), "who is on it stays");
    assert!(moves_to("Imported plan").is_ok(), "with no plan in use, bills come from elsewhere");
    retire("Shop", true);
    let told = moves_to("Shopp").unwrap_err();
    assert_eq!(told.message, "tariff: expected a plan for electricity that is on the Tariffs screen: Shop");
    assert!(moves_to("Imported plan").is_ok(), "who is on it stays");
}

#[test]
fn a_file_puts_accounts_on_plans_that_the_book_knows_once_it_knows_any_of_their_service() {
    let hall = Hall::open();
    let (admin, maya) = (hall.admin("anil"), hall.manager("maya"));
    let imports = |rows: &str| -> ImportReport {
        let path = hall.folder().join("accounts.csv");
        let head = "customer_number,name,address,service,account_number,tariff\n";
        std::fs::write(&path, format!("{head}{rows}")).unwrap();
        let input = json!({ "path": path, "kind": "customers", "mode": "good_rows", "dry_run": false });
        let job = hall.does_job(&maya, "start_import", input).unwrap();
        serde_json::from_value(job.result).unwrap()
    };
    let before = imports("K-1,Asha Rao,Car Street,electricity,E-9001,LT 2 old\n");
    assert_eq!((before.created, before.bad), (1, 0), "accounts come before their tariffs");
    hall.stores(&admin, DOMESTIC, "").unwrap();

    let report = imports(
        "K-1,Asha Rao,Car Street,electricity,E-9001,LT 2 old\n\
         K-2,Bina Pai,Car Street,electricity,E-9002,Domestik\n\
         K-3,Celine Lobo,Car Street,water,W-9003,Domestic metered\n\
         K-4,Dinesh Rai,Car Street,electricity,E-9004,DOMESTIC\n\
         K-5,Esha Nayak,Car Street,water,W-9005,domestic\n",
    );

    let told: Vec<String> =
        report.errors.iter().map(|e| format!("{} {} {}: {}", e.row, e.field, e.value, e.expected)).collect();
    assert_eq!(
        told,
        [
            "3 tariff Domestik: a plan for electricity that is on the Tariffs screen: Domestic",
            "6 tariff domestic: a plan for water; Domestic is for electricity",
        ]
    );
    assert_eq!(
        (report.created, report.unchanged),
        (2, 1),
        "who is on one already stays, and water comes from elsewhere"
    );
}

#[test]
fn everybody_at_the_office_reads_tariffs_and_only_an_admin_changes_them() {
    let hall = Hall::open();
    let admin = hall.admin("anil");
    let account = hall.bills(100);
    hall.stores(&admin, DOMESTIC, "").unwrap();
    let plan = hall.reads_plan(&admin, "Domestic");
    let changes = [
        ("check_tariff", json!({ "text": "x" })),
        ("import_tariff", json!({ "text": "x", "note": "" })),
        (
            "save_tariff_version",
            json!({ "tariff": plan.id, "version": plan.version, "text": "x", "note": "" }),
        ),
        ("retire_tariff", json!({ "tariff": plan.id, "version": plan.version, "active": false })),
    ];
    for reader in [hall.clerk("asha"), hall.manager("maya"), hall.official("omar")] {
        assert!(hall.call(&reader, "tariffs", json!({})).is_ok(), "{}", reader.login());
        for (act, input) in &changes {
            assert_eq!(refused(hall.call(&reader, act, input.clone())), "not_allowed", "{act}");
        }
    }
    let consumer = hall.consumer("chitra", &account);
    assert_eq!(refused(hall.call(&consumer, "tariffs", json!({}))), "not_allowed");
    assert_eq!(refused(hall.call(&consumer, "tariff", json!({ "tariff": plan.id }))), "not_allowed");
}
