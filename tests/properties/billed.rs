//! Money and bills: meters are read or estimated, bills made and taken back, claims corrected, put into plans and
//! disputes, surcharged, cut for and paid, in any order.

use crate::cases;
use crate::history::balances;
use foil_app::arrears::views::{DisputePage, PlanPage};
use foil_app::billing::views::BillView;
use foil_domain::arrears::plan::months_later;
use foil_domain::arrears::surcharge::{bill_of, period_of, taken_up_by};
use foil_domain::billing::BillState;
use foil_domain::documents::{BillDoc, Wording};
use foil_domain::ids::BillRunId;
use foil_domain::time::Day;
use foil_testkit::{Account, Hall, Person, Read, Told, read};
use foil_tests::problems;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;

const DOMESTIC: &str = r#"
format = 1
name = "LT-2a Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01
energy_charge = [ { name = "Energy", slabs = [ { up_to = 50, rate = 4.10 }, { up_to = 100, rate = 5.60 }, { rate = 7.15 } ] } ]
fixed_charge = [ { name = "Fixed charge", amount = 50, per = "kW" } ]
tax = [ { name = "Tax on consumption", percent = 9, on = ["energy"] } ]
rounding = { total = { to = 1, mode = "half_up" } }
late_payment = { percent = 1, per = "month" }
"#;

/// How a meter comes to be known.
#[derive(Debug, Clone, Copy)]
enum Seen {
    /// Somebody reads it.
    Read,
    /// It is estimated far too high.
    High,
    /// It is estimated too low.
    Low,
}

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// Days pass, the meters are read or estimated, and one account or the whole cycle is billed.
    /// A run is followed by another some days later.
    Bill { account: usize, days: i64, units: i64, seen: Seen, run: bool, later: i64 },
    /// The same for one account, and the bill is taken back at once.
    BillAndBack { account: usize, days: i64, units: i64, seen: Seen },
    /// A claim is taken back as a whole.
    Cancel { account: usize, nth: usize },
    /// A bill is taken back and made anew.
    Rebill { account: usize, nth: usize },
    /// A part of a claim is taken back.
    Credit { account: usize, nth: usize, percent: i64, discount: bool },
    /// More is claimed for a bill.
    Debit { account: usize, nth: usize, paise: i64 },
    /// What is left of a claim is given up.
    WriteOff { account: usize, nth: usize },
    /// A part of a claim is disputed.
    Dispute { account: usize, nth: usize, percent: i64 },
    /// The oldest open dispute is decided.
    Decide { outcome: usize },
    /// An instalment plan is agreed on.
    Plan { account: usize, parts: i64 },
    /// The oldest plan is ended.
    EndPlan,
    /// The ladder is run.
    Ladder,
    /// A crew carries an open order out, or cannot.
    Works { cut: bool, done: bool },
    /// A share of what is due is paid, and a bit more.
    Pay { account: usize, percent: i64, extra: i64, use_credit: bool },
    /// The clerk's newest act is taken back, or what was taken back is done again.
    Undo { again: bool },
    /// Days pass.
    Days { days: i64 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let account = 0usize..2;
    let nth = 0usize..4;
    let seen = prop_oneof![2 => Just(Seen::Read), 1 => Just(Seen::High), 1 => Just(Seen::Low)];
    prop_oneof![
        6 => (account.clone(), 20i64..40, 0i64..400, seen.clone(), any::<bool>(), 1i64..9).prop_map(
            |(account, days, units, seen, run, later)| Deed::Bill { account, days, units, seen, run, later }
        ),
        2 => (account.clone(), 20i64..40, 0i64..400, seen).prop_map(
            |(account, days, units, seen)| Deed::BillAndBack { account, days, units, seen }
        ),
        2 => (account.clone(), nth.clone()).prop_map(|(account, nth)| Deed::Cancel { account, nth }),
        2 => (account.clone(), nth.clone()).prop_map(|(account, nth)| Deed::Rebill { account, nth }),
        2 => (account.clone(), nth.clone(), 1i64..110, any::<bool>()).prop_map(
            |(account, nth, percent, discount)| Deed::Credit { account, nth, percent, discount }
        ),
        1 => (account.clone(), nth.clone(), 1i64..90_000).prop_map(
            |(account, nth, paise)| Deed::Debit { account, nth, paise }
        ),
        1 => (account.clone(), nth.clone()).prop_map(|(account, nth)| Deed::WriteOff { account, nth }),
        2 => (account.clone(), nth, 1i64..110).prop_map(
            |(account, nth, percent)| Deed::Dispute { account, nth, percent }
        ),
        2 => (0usize..4).prop_map(|outcome| Deed::Decide { outcome }),
        2 => (account.clone(), 2i64..6).prop_map(|(account, parts)| Deed::Plan { account, parts }),
        1 => Just(Deed::EndPlan),
        3 => Just(Deed::Ladder),
        2 => (any::<bool>(), prop::bool::weighted(0.8)).prop_map(|(cut, done)| Deed::Works { cut, done }),
        5 => (account, prop_oneof![Just(100i64), 1i64..160], prop_oneof![Just(0i64), 1i64..50_000], any::<bool>())
            .prop_map(|(account, percent, extra, use_credit)| Deed::Pay { account, percent, extra, use_credit }),
        3 => any::<bool>().prop_map(|again| Deed::Undo { again }),
        2 => (1i64..40).prop_map(|days| Deed::Days { days }),
    ]
}

/// What a meter has counted in truth, and what it is said to have.
#[derive(Debug, Clone, Copy)]
struct Dial {
    truth: i64,
    said: i64,
}

struct Scene {
    hall: Hall,
    asha: Person,
    maya: Person,
    accounts: Vec<Account>,
    dials: RefCell<Vec<Dial>>,
}

impl Scene {
    fn set() -> Scene {
        let hall = Hall::open();
        let (asha, maya, arun) = (hall.clerk("asha"), hall.manager("maya"), hall.admin("arun"));
        hall.tariff(&arun, DOMESTIC);
        hall.ladder(&arun, 50, 100);
        let cycle = hall.cycle("C01");
        let accounts: Vec<Account> =
            ["Asha Rao", "ಶ್ರೀಕೃಷ್ಣ ಭಟ್"].map(|name| hall.supplied(name, "LT-2a Domestic", cycle)).into();
        for account in &accounts {
            hall.round(account, &format!("M-{}", account.number), &[read("2026-10-21", "1000")]);
        }
        let dials = RefCell::new(vec![Dial { truth: 1_000, said: 1_000 }; accounts.len()]);
        Scene { hall, asha, maya, accounts, dials }
    }

    /// The business date, which moves.
    fn today(&self) -> String {
        self.hall.frame(&self.maya).expect("the frame").business_on.to_string()
    }

    /// Bills, credit, orders, tickets, and the ledgers' sums.
    fn balances(&self) -> Vec<String> {
        self.hall.office().book().read(balances).expect("the balances are read")
    }

    fn does(&self, deed: &Deed) -> Result<(), TestCaseError> {
        let (hall, maya) = (&self.hall, &self.maya);
        match deed {
            Deed::Bill { account, days, units, seen, run, later } => {
                hall.days_pass(maya, *days);
                if !run {
                    self.reads(*account, *units, *seen);
                    return self.tries(|| self.bills(*account).map(|_| ()));
                }
                for at in 0..self.accounts.len() {
                    self.reads(at, *units, *seen);
                }
                self.runs_twice()?;
                self.runs_once_more(*later, *units)
            }
            Deed::BillAndBack { account, days, units, seen } => {
                hall.days_pass(maya, *days);
                self.reads(*account, *units, *seen);
                self.bills_and_takes_back(*account)
            }
            Deed::Cancel { account, nth } => {
                self.on(*account, *nth, |bill| hall.cancels(maya, bill.id).map(|_| ()))
            }
            Deed::Rebill { account, nth } => {
                self.on(*account, *nth, |bill| hall.rebills(maya, bill.id).map(|_| ()))
            }
            Deed::Credit { account, nth, percent, discount } => self.on(*account, *nth, |bill| {
                let paise = bill.total.minor() * percent / 100;
                if *discount {
                    hall.credits(maya, bill.id, paise, "discount").map(|_| ())
                } else {
                    hall.credits_beside(maya, bill.id, paise).map(|_| ())
                }
            }),
            Deed::Debit { account, nth, paise } => {
                self.on(*account, *nth, |bill| hall.debits(maya, bill.id, *paise).map(|_| ()))
            }
            Deed::WriteOff { account, nth } => {
                self.on(*account, *nth, |bill| hall.writes_off(maya, bill.id).map(|_| ()))
            }
            Deed::Dispute { account, nth, percent } => self.on(*account, *nth, |bill| {
                let input = json!({ "request_id": hall.request(), "bill": bill.id,
                    "amount": bill.left.minor() * percent / 100, "reason": "the meter was read wrong" });
                hall.call(maya, "open_dispute", input).map(|_| ())
            }),
            Deed::Decide { outcome } => {
                self.decides(["upheld", "rejected", "withdrawn", "upheld in part"][*outcome])
            }
            Deed::Plan { account, parts } => {
                self.tries(|| hall.agrees_plan(maya, &self.accounts[*account], *parts, 0).map(|_| ()))
            }
            Deed::EndPlan => self.ends_a_plan(),
            Deed::Ladder => {
                hall.runs_the_ladder(maya);
                Ok(())
            }
            Deed::Works { cut, done } => self.works(*cut, *done),
            Deed::Pay { account, percent, extra, use_credit } => self.tries(|| {
                let mut visit = hall.visit(&self.asha).account(&self.accounts[*account]);
                if *use_credit {
                    visit = visit.with_credit();
                }
                let pay = visit.preview()?.to_pay.minor() * percent / 100;
                visit.pays_paise(pay).cash_paise((pay + extra).max(1)).take().map(|_| ())
            }),
            Deed::Undo { again } => self.tries(|| {
                if *again { hall.redoes(&self.asha).map(|_| ()) } else { hall.undoes(&self.asha).map(|_| ()) }
            }),
            Deed::Days { days } => {
                hall.days_pass(maya, *days);
                Ok(())
            }
        }
    }

    /// A refusal is a business word, never a fault, and changes nothing.
    fn tries(&self, act: impl FnOnce() -> Told<()>) -> Result<(), TestCaseError> {
        let before = self.balances();
        if let Err(told) = act() {
            prop_assert_ne!(&told.code, "fault", "{}", told.message);
            prop_assert_eq!(self.balances(), before, "refused ({}) changes nothing", told.code);
        }
        Ok(())
    }

    /// Tries something on the n-th claim of an account, if it has any.
    fn on(
        &self,
        account: usize,
        nth: usize,
        act: impl FnOnce(&BillView) -> Told<()>,
    ) -> Result<(), TestCaseError> {
        let claims = self.hall.bills_of(&self.maya, &self.accounts[account]).expect("the claims");
        match claims.get(nth % claims.len().max(1)) {
            Some(claim) => self.tries(|| act(claim)),
            None => Ok(()),
        }
    }

    /// The meter has counted so much more, and is seen or estimated.
    fn reads(&self, at: usize, units: i64, seen: Seen) {
        let mut dials = self.dials.borrow_mut();
        let dial = &mut dials[at];
        dial.truth += units;
        dial.said = match seen {
            Seen::Read => dial.truth,
            Seen::High => dial.said.max(dial.truth) + 2 * units,
            Seen::Low => dial.said + units / 4,
        };
        let account = &self.accounts[at];
        let reading: Read = read(&self.today(), &dial.said.to_string());
        let reading = if matches!(seen, Seen::Read) { reading } else { reading.estimated() };
        self.hall.round(account, &format!("M-{}", account.number), &[reading]);
    }

    fn bills(&self, account: usize) -> Told<BillView> {
        self.hall.issues_bill(&self.maya, &self.accounts[account], &self.today())
    }

    /// A run of the cycle; the same run again does nothing.
    fn runs_twice(&self) -> Result<(), TestCaseError> {
        let today = self.today();
        let first = self.hall.runs_bills(&self.maya, "C01", &today).expect("a run is posted");
        let after = self.balances();
        let again = self.hall.runs_bills(&self.maya, "C01", &today).expect("it stands");
        prop_assert_eq!((first.id, first.bills), (again.id, again.bills));
        prop_assert_eq!(self.balances(), after, "run twice is run once");
        Ok(())
    }

    /// A run some days later, with the meters read again: whom the one before has billed is not billed for these days.
    fn runs_once_more(&self, later: i64, units: i64) -> Result<(), TestCaseError> {
        let before = self.hall.runs_bills(&self.maya, "C01", &self.today()).expect("it stands").id;
        let billed = |account: &Account, run: BillRunId| {
            let asked =
                "SELECT COUNT(*) AS n FROM bill WHERE account_id = $1 AND run_id = $2 AND cancelled = 0";
            let id = account.id;
            self.hall.office().book().read(move |tx| tx.number(asked, &[&id, &run])).expect("its bills")
        };
        let had: Vec<i64> = self.accounts.iter().map(|account| billed(account, before)).collect();
        self.hall.days_pass(&self.maya, later);
        for at in 0..self.accounts.len() {
            self.reads(at, units / 10, Seen::Read);
        }
        let run = self.hall.runs_bills(&self.maya, "C01", &self.today()).expect("a run is posted").id;
        if run != before {
            for (account, had) in self.accounts.iter().zip(had) {
                prop_assert!(
                    had == 0 || billed(account, run) == 0,
                    "{} is billed for {later} days",
                    account.number
                );
            }
        }
        Ok(())
    }

    /// A bill and its cancellation sum to zero, whatever it trued up, used or set off. What was late until today is charged
    /// before credit is set off, and stays owed whatever becomes of the bill: months that had begun, each once.
    fn bills_and_takes_back(&self, account: usize) -> Result<(), TestCaseError> {
        let (before, known, charged) = (self.balances(), self.claims(), self.keys());
        let bill = match self.bills(account) {
            Ok(bill) => bill,
            Err(told) => {
                prop_assert_ne!(&told.code, "fault", "{}", told.message);
                return Ok(());
            }
        };
        self.hall.cancels(&self.maya, bill.id).expect("nothing stands against it");
        let (after, mut claims) = (self.balances(), self.claims());
        for (claim, left) in &known {
            // One that was charged anew has another number, and is the same by its key.
            prop_assert_eq!(claims.remove(claim), Some(*left), "{}", claim);
        }
        for (claim, left) in &claims {
            self.is_a_month_more(claim, *left, &charged)?;
        }
        prop_assert_eq!(accounts(&after), accounts(&before));
        let more: i64 = claims.values().sum();
        let mut expected = ledgers(&before);
        *expected.entry("billed 0".to_owned()).or_default() -= more;
        *expected.entry(format!("receivable {}", self.accounts[account].id)).or_default() += more;
        expected.retain(|_, amount| *amount != 0);
        prop_assert_eq!(ledgers(&after), expected);
        Ok(())
    }

    /// What is left of each claim that stands, by its key, or by its number where it has none.
    fn claims(&self) -> BTreeMap<String, i64> {
        let sql = "SELECT COALESCE(charge_key, number) || ' ' || (left_minor + surcharge_left_minor) AS t
                     FROM bill WHERE cancelled = 0 ORDER BY id LIMIT 1000";
        let lines = self.lines(sql);
        lines.iter().map(|line| sum_of(line)).collect()
    }

    /// Each key under which something was ever claimed.
    fn keys(&self) -> Vec<String> {
        self.lines("SELECT charge_key AS t FROM bill WHERE charge_key IS NOT NULL ORDER BY id LIMIT 1000")
    }

    fn lines(&self, sql: &str) -> Vec<String> {
        let rows = self.hall.office().book().read(|tx| tx.all::<foil_store::tx::Text>(sql, &[]));
        rows.expect("its lines").into_iter().map(|row| row.t).collect()
    }

    /// A surcharge for months that had begun by today and were not charged before, on no more than what was unpaid.
    fn is_a_month_more(&self, key: &str, amount: i64, charged: &[String]) -> Result<(), TestCaseError> {
        let (Some(n), Some(bill)) = (period_of(key), bill_of(key)) else {
            prop_assert!(false, "{} is claimed, and was not", key);
            return Ok(());
        };
        let part = (bill_of(key), taken_up_by(key));
        let same = charged.iter().filter(|key| (bill_of(key), taken_up_by(key)) == part);
        let last = same.filter_map(|key| period_of(key)).max().unwrap_or(0);
        let sees = |bill| self.hall.sees_bill(&self.maya, bill).expect("the claim");
        let (due_on, today) = (sees(taken_up_by(key).unwrap_or(bill)).due_on, self.today());
        prop_assert!(n > last, "{} after {}", key, last);
        prop_assert!(months_later(due_on, n - 1).to_string() < today, "{} by {}", key, today);
        let most = (sees(bill).left.minor() * (n - last) + 50) / 100 + 1;
        prop_assert!(amount <= most, "{}: {} of {}", key, amount, most);
        Ok(())
    }

    fn decides(&self, outcome: &str) -> Result<(), TestCaseError> {
        let open: DisputePage =
            self.hall.ask(&self.maya, "disputes", json!({ "open": true, "limit": 10 })).expect("disputes");
        match open.rows.first() {
            Some(dispute) if outcome == "upheld in part" => {
                let half = (dispute.amount.minor() / 2).max(1);
                self.tries(|| self.hall.upholds(&self.maya, dispute, half).map(|_| ()))
            }
            Some(dispute) => self.tries(|| self.hall.decides(&self.maya, dispute, outcome).map(|_| ())),
            None => Ok(()),
        }
    }

    fn ends_a_plan(&self) -> Result<(), TestCaseError> {
        let plans: PlanPage =
            self.hall.ask(&self.maya, "plans", json!({ "active": true, "limit": 10 })).expect("plans");
        let Some(plan) = plans.rows.first() else { return Ok(()) };
        let input: Value = json!({ "plan": plan.id, "version": plan.version, "reason": "asked by the customer",
            "request_id": self.hall.request() });
        self.tries(|| self.hall.call(&self.maya, "cancel_plan", input).map(|_| ()))
    }

    fn works(&self, cut: bool, done: bool) -> Result<(), TestCaseError> {
        let kind = if cut { "disconnect" } else { "reconnect" };
        let orders = self.hall.orders(&self.maya, kind, "open");
        let Some(order) = orders.first() else { return Ok(()) };
        let (outcome, note) = if done { ("done", "") } else { ("failed", "the gate was locked") };
        self.tries(|| self.hall.works(&self.maya, order, outcome, note).map(|_| ()))
    }

    /// Nobody who owes nothing is on the cut list.
    fn nobody_is_cut_who_has_paid(&self) -> Result<(), TestCaseError> {
        for order in self.hall.orders(&self.maya, "disconnect", "open") {
            let account = self.accounts.iter().find(|a| a.id == order.account).expect("one of ours");
            let owed = self.overdue_by_its_bills(account);
            prop_assert!(owed > 0, "account {} is to be cut and owes {owed} by its bills", account.number);
        }
        Ok(())
    }

    /// What is overdue on an account, added up here from the rows of its bills, without asking the ladder: less what is
    /// in dispute, less what later bills have taken up and are not late themselves, less its credit, and nothing while a plan
    /// is being kept.
    fn overdue_by_its_bills(&self, account: &Account) -> i64 {
        let (id, today) = (account.id, self.hall.frame(&self.maya).expect("the frame").business_on);
        let ask = |sql: &str| {
            self.hall.office().book().read(|tx| tx.number(sql, &[&id, &today])).expect("the account's bills")
        };
        let planned =
            ask("SELECT COUNT(*) AS n FROM instalment_plan p WHERE p.account_id = $1 AND p.state = 'active'
                AND NOT EXISTS (SELECT 1 FROM instalment i WHERE i.plan_id = p.id AND i.due_on < $2)");
        if planned > 0 {
            return 0;
        }
        let owed = ask(
            "SELECT CAST(COALESCE(SUM(b.left_minor + b.surcharge_left_minor - MIN(b.left_minor + b.surcharge_left_minor,
                      COALESCE((SELECT d.amount_minor FROM dispute d WHERE d.bill_id = b.id AND d.state = 'open'), 0))), 0)
                    - (SELECT a.credit_minor FROM account a WHERE a.id = $1) AS INTEGER) AS n
               FROM bill b WHERE b.account_id = $1 AND b.cancelled = 0 AND b.due_on < $2",
        );
        owed - self.not_late_yet(account, today)
    }

    /// What of late claims later bills have taken up that are not late themselves, by the rows of the book.
    fn not_late_yet(&self, account: &Account, today: Day) -> i64 {
        let bills = self.hall.bills_of(&self.maya, account).expect("the bills");
        let late = bills.iter().filter(|bill| bill.state != BillState::Cancelled && bill.due_on < today);
        let of = |bill: &BillView| {
            let (id, left) = (bill.id, bill.left.minor());
            let ask = |sql: &str| {
                self.hall.office().book().read(|tx| tx.number(sql, &[&id, &today])).expect("its rows")
            };
            let disputed = ask("SELECT COALESCE(SUM(amount_minor), 0) AS n FROM dispute
                                 WHERE bill_id = $1 AND state = 'open' AND $2 = $2");
            let taken = ask(
                "SELECT COALESCE(SUM(u.amount_minor), 0) AS n FROM taken_up u JOIN bill w ON w.id = u.by_id
                              WHERE u.bill_id = $1 AND w.cancelled = 0 AND w.due_on >= $2",
            );
            taken.min((left - disputed).max(0))
        };
        late.map(of).sum()
    }

    /// What a bill has taken up is what its paper says that estimates were too high, less the credit that it gave for it; read
    /// off the paper here, without asking anybody. A claim that is due no sooner than that bill has no row of it.
    fn is_taken_up_as_the_papers_say(&self) -> Result<(), TestCaseError> {
        for account in &self.accounts {
            let bills = self.hall.bills_of(&self.maya, account).expect("the bills");
            for later in &bills {
                let id = later.id;
                let text = self.hall.office().book().read(move |tx| foil_store::bills::document(tx, id));
                let Ok(doc) = serde_json::from_str::<BillDoc>(&text.expect("its paper")) else { continue };
                let numbers = doc.paper.map(|paper| paper.made_good).unwrap_or_default();
                let more = |number: &String| {
                    let of = doc.lines.iter().filter(|line| match &line.wording {
                        Some(Wording::OnEstimate { bill, .. } | Wording::WrittenOff { bill }) => {
                            bill == number
                        }
                        _ => false,
                    });
                    (-of.map(|line| line.amount.minor()).sum::<i64>()).max(0)
                };
                let given = (-later.credit_used.minor()).max(0);
                let said = (numbers.iter().map(more).sum::<i64>() - given).max(0);
                let rows = self.hall.office().book().read(move |tx| {
                    tx.number(
                        "SELECT COALESCE(SUM(amount_minor), 0) AS n FROM taken_up WHERE by_id = $1",
                        &[&id],
                    )
                });
                let rows = rows.expect("its rows");
                let of = bills.iter().filter(|bill| numbers.contains(&bill.number));
                let ids: Vec<_> = of.map(|bill| bill.id).collect();
                let claims = |bill: &&BillView| {
                    ids.contains(&bill.id)
                        || bill.parent.is_some_and(|of| bill.id < later.id && ids.contains(&of))
                };
                if bills.iter().filter(claims).all(|bill| bill.due_on < later.due_on) {
                    prop_assert_eq!(rows, said, "bill {}", &later.number);
                }
                prop_assert!(rows <= said, "bill {}: {} of {}", &later.number, rows, said);
            }
        }
        Ok(())
    }
}

/// Balances of accounts and tickets without what a bill's return does not bring back: an order that fell with it, the
/// state of a supply.
fn accounts(balances: &[String]) -> Vec<String> {
    let cut = |line: &String| match line.strip_prefix("account ") {
        Some(rest) => rest.split(' ').take(2).collect::<Vec<_>>().join(" "),
        None => line.clone(),
    };
    let rest = balances.iter().filter(|line| !line.starts_with("bill ") && !line.starts_with("ledger "));
    rest.map(cut).collect()
}

/// What is in each ledger, of an account or of all.
fn ledgers(balances: &[String]) -> BTreeMap<String, i64> {
    balances.iter().filter_map(|line| line.strip_prefix("ledger ")).map(sum_of).collect()
}

/// What a line names, and the sum at its end.
fn sum_of(line: &str) -> (String, i64) {
    let (of, sum) = line.rsplit_once(' ').expect("a sum at its end");
    (of.to_owned(), sum.parse().expect("a sum"))
}

#[test]
fn a_surcharge_that_is_charged_anew_time_and_again_is_charged_once() {
    let scene = Scene::set();
    let back = |days, units| Deed::BillAndBack { account: 0, days, units, seen: Seen::Read };
    let deeds = [
        Deed::Bill { account: 0, days: 30, units: 60, seen: Seen::High, run: false, later: 1 },
        Deed::Days { days: 20 },
        Deed::Ladder,
        back(20, 5),
        back(31, 5),
        back(31, 5),
    ];
    for deed in &deeds {
        scene.does(deed).unwrap_or_else(|told| panic!("{deed:?}: {told}"));
    }
    let keys = scene.keys();
    let first = keys.iter().find(|key| key.ends_with(":1")).expect("a surcharge");
    let made = keys.iter().filter(|key| *key == first).count();
    assert!(made > 2, "it fell and was charged anew: {keys:?}");
    assert!(scene.is_a_month_more(first, 1, &keys).is_err(), "a month of before would be charged twice");
    assert_eq!(problems(scene.hall.office().book()), Vec::<String>::new());
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn whatever_becomes_of_bills_no_coin_is_lost_and_nobody_is_cut_who_has_paid(
        deeds in prop::collection::vec(deed(), 8..28),
    ) {
        let scene = Scene::set();
        for deed in &deeds {
            scene.does(deed)?;
            scene.nobody_is_cut_who_has_paid()?;
        }
        scene.is_taken_up_as_the_papers_say()?;
        prop_assert_eq!(problems(scene.hall.office().book()), Vec::<String>::new());
        let report = scene.hall.check(&scene.maya);
        prop_assert_eq!(report.expect("the book's check").problems, Vec::<String>::new());
    }
}
