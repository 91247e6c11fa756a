//! What is done in a branch beside the money at its counters: meters are read and billed, claims corrected, given up,
//! disputed and put into plans, a customer says where their money goes, somebody tries passwords, and an admin makes users
//! and changes their names and rights. The coins are `branch`'s.

use super::{Branch, Tried, expected};
use crate::DOMESTIC;
use foil_app::arrears::views::DisputePage;
use foil_app::billing::views::BillView;
use foil_domain::customers::Service;
use foil_domain::ids::UserId;
use foil_testkit::{Account, Hall, PASSWORD, Person, read, rupees};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One thing that somebody does: homes by their places, the `nth` claim of a home.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "its head says what the fields are")]
pub enum PaperDeed {
    /// A meter has counted so much more, is read, and its home is billed up to today.
    Bill { home: usize, units: i64 },
    /// A home is charged once.
    Charge { home: usize, paise: i64 },
    /// A part of a claim is taken back.
    Credit { home: usize, nth: usize, percent: i64, discount: bool },
    /// More is claimed for a bill.
    Debit { home: usize, nth: usize, paise: i64 },
    /// A claim is taken back as a whole.
    Cancel { home: usize, nth: usize },
    /// A bill is taken back and made anew.
    Rebill { home: usize, nth: usize },
    /// What is left of a claim is given up.
    WriteOff { home: usize, nth: usize },
    /// A part of a claim is disputed.
    Dispute { home: usize, nth: usize, percent: i64 },
    /// The oldest open dispute is decided.
    Decide { outcome: usize },
    /// A home that is late pays in parts.
    Plan { home: usize, parts: i64 },
    /// A customer says which bill their money is for.
    Directed { clerk: usize, home: usize, whole: i64, card: bool },
    /// Somebody logs in with a wrong password, by a name that there is or by one that there is not.
    WrongPassword { known: bool },
    /// A user has another name.
    Rename,
    /// A user whom nobody needs has another log-in name, or a clerk has; so many minutes pass by the clock before it
    /// and after it, or it is set back by them.
    LogIn { clerk: Option<usize>, before: i64, after: i64 },
    /// The clock is set back by so many minutes.
    SetBack { minutes: i64 },
    /// A user has another role: they may become a consumer, and be one no more.
    Role { consumer: bool },
    /// A user is retired, or comes back.
    Retire,
    /// A user is made, for an office or for a customer.
    NewUser { consumer: bool },
    /// A customer's user gets another password.
    Password,
}

/// What a run has to have done for it to have shown anything, by the names of [`Branch::done`].
pub const KINDS: &[&str] = &[
    "bill",
    "charge",
    "credit_note",
    "debit_note",
    "cancel",
    "rebill",
    "write_off",
    "dispute",
    "decide",
    "plan",
    "directed",
    "wrong_password",
    "rename",
    "login",
    "clerks_login",
    "set_back",
    "role",
    "turned",
    "retire",
    "new_user",
    "new_consumer",
    "password",
];

/// What somebody might do next.
pub fn paper_deed() -> impl Strategy<Value = PaperDeed> {
    let (home, nth) = (0usize..2, 0usize..4);
    prop_oneof![
        4 => (home.clone(), 20i64..400).prop_map(|(home, units)| PaperDeed::Bill { home, units }),
        1 => (home.clone(), 1i64..90_000).prop_map(|(home, paise)| PaperDeed::Charge { home, paise }),
        1 => (home.clone(), nth.clone(), 1i64..110, any::<bool>())
            .prop_map(|(home, nth, percent, discount)| PaperDeed::Credit { home, nth, percent, discount }),
        1 => (home.clone(), nth.clone(), 1i64..90_000)
            .prop_map(|(home, nth, paise)| PaperDeed::Debit { home, nth, paise }),
        3 => (home.clone(), nth.clone()).prop_map(|(home, nth)| PaperDeed::Cancel { home, nth }),
        3 => (home.clone(), nth.clone()).prop_map(|(home, nth)| PaperDeed::Rebill { home, nth }),
        1 => (home.clone(), nth.clone()).prop_map(|(home, nth)| PaperDeed::WriteOff { home, nth }),
        2 => (home.clone(), nth, 1i64..110)
            .prop_map(|(home, nth, percent)| PaperDeed::Dispute { home, nth, percent }),
        2 => (0usize..3).prop_map(|outcome| PaperDeed::Decide { outcome }),
        1 => (home.clone(), 2i64..6).prop_map(|(home, parts)| PaperDeed::Plan { home, parts }),
        2 => (0usize..3, home, 1i64..300, any::<bool>())
            .prop_map(|(clerk, home, whole, card)| PaperDeed::Directed { clerk, home, whole, card }),
        1 => any::<bool>().prop_map(|known| PaperDeed::WrongPassword { known }),
        1 => Just(PaperDeed::Rename),
        2 => (prop::option::of(0usize..3), -4i64..6, -6i64..4)
            .prop_map(|(clerk, before, after)| PaperDeed::LogIn { clerk, before, after }),
        1 => (1i64..7).prop_map(|minutes| PaperDeed::SetBack { minutes }),
        2 => any::<bool>().prop_map(|consumer| PaperDeed::Role { consumer }),
        1 => Just(PaperDeed::Retire),
        1 => any::<bool>().prop_map(|consumer| PaperDeed::NewUser { consumer }),
        1 => Just(PaperDeed::Password),
    ]
}

/// Two homes with meters, two that are late, the admin, and two users whom nobody needs, one of them a customer's.
pub(super) struct Papers {
    homes: Vec<Account>,
    late: Vec<Account>,
    dials: Vec<i64>,
    arun: Person,
    dev: UserId,
    kiran: UserId,
    users: i64,
}

impl Papers {
    pub(super) fn of(hall: &Hall) -> Papers {
        let arun = hall.admin("arun");
        hall.tariff(&arun, DOMESTIC);
        let cycle = hall.cycle("C01");
        let homes = ["Devi Bhat", "Esha Rai"].map(|name| hall.supplied(name, "LT-2a Domestic", cycle));
        for home in &homes {
            hall.round(home, &format!("M-{}", home.number), &[read("2026-10-21", "1000")]);
        }
        let late = ["Farah Khan", "Girish Pai"].map(|name| {
            hall.account(name, Service::Gas).owes_paise(64_500).surcharge(15).overdue_days(40).moves_in()
        });
        let id =
            |made: foil_testkit::Told<Value>| UserId(made.expect("a user")["id"].as_i64().expect("the user"));
        let dev = id(made(hall, &arun, "dev", None));
        let kiran = id(made(hall, &arun, "kiran", Some(&homes[0])));
        Papers {
            dials: vec![1_000; homes.len()],
            homes: homes.into(),
            late: late.into(),
            arun,
            dev,
            kiran,
            users: 0,
        }
    }
}

fn made(hall: &Hall, arun: &Person, login: &str, of: Option<&Account>) -> foil_testkit::Told<Value> {
    let role = if of.is_some() { "consumer" } else { "clerk" };
    let input = json!({ "login": login, "name": "Dev Rao", "role": role, "active": true, "password": PASSWORD,
        "customer": of.map(|account| account.customer) });
    hall.call(arun, "save_user", input)
}

/// What a log-in name has behind it when it was changed.
const RENAMED: &str = ".rao";

impl Branch {
    /// The clerks have the log-in names again that they come to work by.
    pub(super) fn own_names(&self) -> Tried {
        let Some(papers) = &self.papers else { return Ok(()) };
        let users = self.hall().call(&papers.arun, "users", json!({})).expect("the users");
        let all = users.as_array().expect("a list");
        // No name changes while the log is ahead of the clock.
        self.hall().minutes_pass(120);
        for clerk in &self.clerks {
            if all.iter().any(|one| one["login"] == clerk.login()) {
                continue;
            }
            let back = saves(self.hall(), papers, clerk.user(), |user| {
                user["login"] = json!(clerk.login());
                "login"
            })?;
            prop_assert!(back.is_some(), "{} has their name again", clerk.login());
        }
        Ok(())
    }

    /// Does it, or is refused.
    pub(super) fn paper(&mut self, deed: PaperDeed) -> Tried {
        let Some(mut papers) = self.papers.take() else { return Ok(()) };
        let told = self.does_paper(&mut papers, deed);
        self.papers = Some(papers);
        if let Some(what) = told? {
            self.did(what);
        }
        Ok(())
    }

    /// What was done; none where it was refused, or counted already.
    fn does_paper(
        &mut self,
        papers: &mut Papers,
        deed: PaperDeed,
    ) -> Result<Option<&'static str>, TestCaseError> {
        let on = self.today().to_string();
        let (hall, maya) = (self.hall(), &self.maya);
        let claim = |home: usize, nth: usize| -> Option<BillView> {
            let mut claims = hall.bills_of(maya, &papers.homes[home]).expect("the claims");
            let at = nth % claims.len().max(1);
            (at < claims.len()).then(|| claims.swap_remove(at))
        };
        Ok(match deed {
            PaperDeed::Bill { home, units } => {
                papers.dials[home] += units;
                let (home, dial) = (&papers.homes[home], papers.dials[home].to_string());
                expected(hall.reading(home, &on, &dial).entered(maya))?;
                expected(hall.issues_bill(maya, home, &on))?.map(|_| "bill")
            }
            PaperDeed::Charge { home, paise } => {
                expected(hall.charges(maya, &papers.homes[home], "meter_rent", paise))?.map(|_| "charge")
            }
            PaperDeed::Credit { home, nth, percent, discount } => {
                let Some(bill) = claim(home, nth) else { return Ok(None) };
                let reason = if discount { "discount" } else { "complaint" };
                let paise = bill.total.minor() * percent / 100;
                expected(hall.credits(maya, bill.id, paise, reason))?.map(|_| "credit_note")
            }
            PaperDeed::Debit { home, nth, paise } => {
                let Some(bill) = claim(home, nth) else { return Ok(None) };
                expected(hall.debits(maya, bill.id, paise))?.map(|_| "debit_note")
            }
            PaperDeed::Cancel { home, nth } => {
                let Some(bill) = claim(home, nth) else { return Ok(None) };
                expected(hall.cancels(maya, bill.id))?.map(|_| "cancel")
            }
            PaperDeed::Rebill { home, nth } => {
                let Some(bill) = claim(home, nth) else { return Ok(None) };
                expected(hall.rebills(maya, bill.id))?.map(|_| "rebill")
            }
            PaperDeed::WriteOff { home, nth } => {
                let Some(bill) = claim(home, nth) else { return Ok(None) };
                expected(hall.writes_off(maya, bill.id))?.map(|_| "write_off")
            }
            PaperDeed::Dispute { home, nth, percent } => {
                let Some(bill) = claim(home, nth) else { return Ok(None) };
                let input = json!({ "request_id": hall.request(), "bill": bill.id,
                    "amount": bill.left.minor() * percent / 100, "reason": "the meter was read wrong" });
                expected(hall.call(maya, "open_dispute", input))?.map(|_| "dispute")
            }
            PaperDeed::Decide { outcome } => {
                let asked = json!({ "open": true, "limit": 10 });
                let open: DisputePage = hall.ask(maya, "disputes", asked).expect("the disputes");
                let Some(dispute) = open.rows.first() else { return Ok(None) };
                let outcome = ["upheld", "rejected", "withdrawn"][outcome];
                expected(hall.decides(maya, dispute, outcome))?.map(|_| "decide")
            }
            PaperDeed::Plan { home, parts } => {
                expected(hall.agrees_plan(maya, &papers.late[home], parts, 0))?.map(|_| "plan")
            }
            PaperDeed::Directed { clerk, home, whole, card } => {
                let bills = hall.bills_of(maya, &papers.homes[home]).expect("the claims");
                let Some(bill) = bills.iter().find(|bill| bill.left.minor() >= rupees(whole)) else {
                    return Ok(None);
                };
                let visit = hall.visit(&self.clerks[clerk]).account(&papers.homes[home]);
                let visit = visit.pays(whole).onto(bill.id, "bill", whole);
                let visit = match card {
                    true => visit.card(whole, &format!("D-{}", self.slips)),
                    false => visit.cash(whole),
                };
                let told = visit.take().map(|done| done.payment);
                self.slips += 1;
                let came = if card { [0, rupees(whole)] } else { [rupees(whole), 0] };
                self.is_taken("directed", clerk, told, came, &[])?;
                None
            }
            PaperDeed::WrongPassword { known } => {
                let told = hall.log_in(if known { "dev" } else { "nobody" }, "not the password");
                prop_assert!(told.is_err(), "nobody is let in by a wrong password");
                expected(told)?;
                Some("wrong_password")
            }
            PaperDeed::Rename => saves(hall, papers, papers.dev, |user| {
                user["name"] = json!(if user["name"] == "Dev Rao" { "Dev Kamath" } else { "Dev Rao" });
                "rename"
            })?,
            PaperDeed::LogIn { clerk, before, after } => {
                let user = clerk.map_or(papers.dev, |clerk| self.clerks[clerk].user());
                hall.minutes_pass(before);
                let done = saves(hall, papers, user, |user| {
                    let old = user["login"].as_str().unwrap_or_default();
                    let new =
                        old.strip_suffix(RENAMED).map_or_else(|| format!("{old}{RENAMED}"), str::to_owned);
                    user["login"] = json!(new);
                    if clerk.is_some() { "clerks_login" } else { "login" }
                })?;
                hall.minutes_pass(after);
                done
            }
            PaperDeed::SetBack { minutes } => {
                hall.minutes_pass(-minutes);
                Some("set_back")
            }
            PaperDeed::Role { consumer: false } => saves(hall, papers, papers.dev, |user| {
                user["role"] = json!(if user["role"] == "clerk" { "official" } else { "clerk" });
                user["customer"] = Value::Null;
                "role"
            })?,
            PaperDeed::Role { consumer: true } => saves(hall, papers, papers.dev, |user| {
                // Who turns may take another name at once.
                user["name"] = json!("Dev Shenoy");
                user["role"] = json!("consumer");
                user["customer"] = json!(papers.homes[1].customer);
                "turned"
            })?,
            PaperDeed::Retire => saves(hall, papers, papers.dev, |user| {
                user["active"] = json!(user["active"] == false);
                "retire"
            })?,
            PaperDeed::Password => saves(hall, papers, papers.kiran, |user| {
                user["password"] = json!("eleven grey geese");
                "password"
            })?,
            PaperDeed::NewUser { consumer } => {
                papers.users += 1;
                let login = format!("user{}", papers.users);
                let of = consumer.then(|| &papers.homes[1]);
                let what = if consumer { "new_consumer" } else { "new_user" };
                expected(made(hall, &papers.arun, &login, of))?.map(|_| what)
            }
        })
    }
}

/// The admin changes a user whom nobody needs.
fn saves(
    hall: &Hall,
    papers: &Papers,
    user: UserId,
    change: impl FnOnce(&mut Value) -> &'static str,
) -> Result<Option<&'static str>, TestCaseError> {
    let users = hall.call(&papers.arun, "users", json!({})).expect("the users");
    let own = users.as_array().and_then(|all| all.iter().find(|one| one["id"] == json!(user)));
    let own = own.expect("the user");
    let mut input = json!({ "user": user });
    for field in ["version", "login", "name", "role", "active", "customer"] {
        input[field] = own[field].clone();
    }
    let what = change(&mut input);
    Ok(expected(hall.call(&papers.arun, "save_user", input))?.map(|_| what))
}
