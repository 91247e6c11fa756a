//! Money and undo.

use crate::cases;
use foil_app::payments::views::PaymentTaken;
use foil_domain::customers::Service;
use foil_domain::payments::AllocationOrder;
use foil_testkit::{Account, Hall, Person, Told};
use foil_tests::{fingerprint, problems};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// Pays some accounts: a share of what is due in per cent, a bit of change, with or without credit.
    Pay { clerk: usize, accounts: Vec<usize>, percent: i64, extra: i64, use_credit: bool, twice: bool },
    /// Takes the newest act back, and does it again when `back`.
    Undo { clerk: usize, back: bool },
    /// Takes the n-th of one's own payments back, and does it again when `back`.
    UndoOlder { clerk: usize, nth: usize, back: bool },
    /// Does again what was taken back last.
    Redo { clerk: usize },
    /// A manager voids the n-th payment of the day.
    Void { nth: usize },
    /// Takes a ticket.
    Ticket { clerk: usize, account: usize },
    /// Calls who is next, and pays, holds, misses or finishes.
    Serve { clerk: usize, how: u8 },
    /// Time passes.
    Wait { minutes: i64 },
    /// The office changes which parts of bills are paid first.
    Rule { order: usize },
    /// Sends a payment that is too small for its amount: refused.
    Stumble { clerk: usize, account: usize },
}

fn deed() -> impl Strategy<Value = Deed> {
    let clerk = 0usize..3;
    let pay = (
        clerk.clone(),
        prop::collection::btree_set(0usize..5, 1..4),
        prop_oneof![Just(100i64), 1i64..160],
        prop_oneof![Just(0i64), 1i64..50_000],
        any::<bool>(),
        prop::bool::weighted(0.2),
    );
    prop_oneof![
        6 => pay.prop_map(|(clerk, accounts, percent, extra, use_credit, twice)| Deed::Pay {
            clerk, accounts: accounts.into_iter().collect(), percent, extra, use_credit, twice,
        }),
        4 => (clerk.clone(), any::<bool>()).prop_map(|(clerk, back)| Deed::Undo { clerk, back }),
        2 => (clerk.clone(), 0usize..6, any::<bool>())
            .prop_map(|(clerk, nth, back)| Deed::UndoOlder { clerk, nth, back }),
        2 => clerk.clone().prop_map(|clerk| Deed::Redo { clerk }),
        1 => (0usize..8).prop_map(|nth| Deed::Void { nth }),
        2 => (clerk.clone(), 0usize..5).prop_map(|(clerk, account)| Deed::Ticket { clerk, account }),
        3 => (clerk.clone(), 0u8..5).prop_map(|(clerk, how)| Deed::Serve { clerk, how }),
        1 => (1i64..25).prop_map(|minutes| Deed::Wait { minutes }),
        1 => (0..AllocationOrder::ALL.len()).prop_map(|order| Deed::Rule { order }),
        1 => (clerk, 0usize..5).prop_map(|(clerk, account)| Deed::Stumble { clerk, account }),
    ]
}

struct Scene {
    hall: Hall,
    clerks: Vec<Person>,
    maya: Person,
    arun: Person,
    accounts: Vec<Account>,
}

impl Scene {
    fn set() -> Scene {
        let hall = Hall::open();
        let clerks = ["asha", "bela", "chitra"].map(|login| hall.clerk(login)).to_vec();
        let maya = hall.manager("maya");
        let arun = hall.admin("arun");
        let late = hall.account("Late Shetty", Service::Electricity);
        let accounts = vec![
            late.owes_paise(81_234)
                .surcharge(15)
                .overdue_days(40)
                .owes_paise(65_001)
                .disconnection_in(2)
                .moves_in(),
            hall.account("Late Shetty", Service::Water).owes_paise(20_050).moves_in(),
            hall.account("ಶ್ರೀಕೃಷ್ಣ ಭಟ್", Service::Gas).owes_paise(99_999).overdue_days(1).moves_in(),
            hall.account("Asha Rao", Service::Electricity).owes_paise(150_000).owes_paise(1).moves_in(),
            hall.account("Owes Nothing", Service::Water).moves_in(),
        ];
        // A refusal stores nothing: not the drawer either that a story's first payment opens.
        clerks.iter().chain([&maya]).for_each(|who| hall.has_a_drawer(who));
        Scene { hall, clerks, maya, arun, accounts }
    }

    /// Everything that undo must give back: bills, credit, orders, tickets, and the ledgers' sums.
    fn balances(&self) -> Vec<String> {
        self.hall.office().book().read(balances).expect("the balances are read")
    }

    fn does(&self, deed: &Deed) -> Result<(), TestCaseError> {
        let hall = &self.hall;
        match deed {
            Deed::Pay { clerk, accounts, percent, extra, use_credit, twice } => {
                let sent = self.visit(&self.clerks[*clerk], accounts, *percent, *extra, *use_credit, None);
                self.sends(&self.clerks[*clerk], &sent, *twice)
            }
            Deed::Undo { clerk, back } => self.undoes(&self.clerks[*clerk], *back),
            Deed::UndoOlder { clerk, nth, back } => self.undoes_older(&self.clerks[*clerk], *nth, *back),
            Deed::Redo { clerk } => {
                self.unchanged_if_refused(|| hall.redoes(&self.clerks[*clerk]).map(|_| ()))
            }
            Deed::Void { nth } => {
                let day: Value = hall.call(&self.maya, "payments", json!({ "limit": 500 })).expect("the day");
                let Some(id) = day["rows"][nth]["id"].as_i64() else { return Ok(()) };
                let id = foil_domain::ids::PaymentId(id);
                self.unchanged_if_refused(|| hall.undoing(&self.maya).payment(id).now().map(|_| ()))
            }
            Deed::Ticket { clerk, account } => {
                let taken = hall.takes_ticket(&self.clerks[*clerk], &self.accounts[*account]);
                prop_assert!(taken.is_ok());
                Ok(())
            }
            Deed::Serve { clerk, how } => self.serves(&self.clerks[*clerk], *how),
            Deed::Wait { minutes } => {
                hall.minutes_pass(*minutes);
                Ok(())
            }
            Deed::Rule { order } => {
                let order = AllocationOrder::ALL[*order];
                let set = hall.sets_office(&self.arun, &json!({ "allocation": order }));
                prop_assert!(set.is_ok(), "{set:?}");
                Ok(())
            }
            Deed::Stumble { clerk, account } => {
                let mut sent = self.visit(&self.clerks[*clerk], &[*account], 100, 0, false, None);
                sent["pay"] = json!(sent["pay"].as_i64().unwrap_or(0) + 1_000);
                let before = fingerprint(hall.office().book());
                let told = hall.call(&self.clerks[*clerk], "take_payment", sent).map(|_| ());
                prop_assert!(told.is_err(), "more is paid than was given");
                prop_assert_eq!(before, fingerprint(hall.office().book()), "a refusal stores nothing");
                Ok(())
            }
        }
    }

    fn visit(
        &self,
        clerk: &Person,
        accounts: &[usize],
        percent: i64,
        extra: i64,
        use_credit: bool,
        ticket: Option<i64>,
    ) -> Value {
        let mut visit = self.hall.visit(clerk);
        for at in accounts {
            visit = visit.account(&self.accounts[*at]);
        }
        if use_credit {
            visit = visit.with_credit();
        }
        let due = visit.preview().expect("it is shown").to_pay.minor();
        let pay = due * percent / 100;
        let mut sent = visit.pays_paise(pay).cash_paise((pay + extra).max(1)).sent().expect("it is shown");
        if pay == 0 {
            sent["tenders"] = json!([]);
        }
        if let Some(ticket) = ticket {
            sent["ticket"] = json!(ticket);
        }
        sent
    }

    /// Sends a payment, and sends it again when the answer seems lost.
    fn sends(&self, clerk: &Person, sent: &Value, twice: bool) -> Result<(), TestCaseError> {
        let mut first = None;
        self.unchanged_if_refused(|| {
            let told: Told<PaymentTaken> = self.hall.ask(clerk, "take_payment", sent);
            told.map(|taken| first = Some(taken))
        })?;
        if twice && let Some(first) = first {
            let before = fingerprint(self.hall.office().book());
            let again: PaymentTaken =
                self.hall.ask(clerk, "take_payment", sent).expect("a retry is answered");
            prop_assert_eq!(&first.number, &again.number);
            prop_assert_eq!(before, fingerprint(self.hall.office().book()), "a retry stores nothing");
        }
        Ok(())
    }

    /// A refusal is a business word, never a fault, and stores nothing at all; but that a drawer holds too little is told to
    /// the auditor, and nothing else of it.
    fn unchanged_if_refused(&self, act: impl FnOnce() -> Told<()>) -> Result<(), TestCaseError> {
        let before = (self.balances(), fingerprint(self.hall.office().book()));
        if let Err(error) = act() {
            prop_assert_ne!(&error.code, "fault");
            prop_assert_eq!(before.0, self.balances(), "{} moves nothing", error);
            if error.code != "not_enough_cash" {
                prop_assert_eq!(before.1, fingerprint(self.hall.office().book()), "{} stores nothing", error);
            }
        }
        Ok(())
    }

    /// One of one's own payments that is not the newest act: back and again, whatever was taken back before it.
    fn undoes_older(&self, clerk: &Person, nth: usize, back: bool) -> Result<(), TestCaseError> {
        let hall = &self.hall;
        let acts = hall.acts_of(clerk).expect("one's own acts");
        let mut own = acts.steps.into_iter().filter(|step| step.can_undo && step.payment.is_some());
        let Some(step) = own.nth(nth).map(|step| step.step) else { return Ok(()) };
        let done = self.balances();
        let mut undone = false;
        self.unchanged_if_refused(|| hall.undoing(clerk).step(step).now().map(|_| undone = true))?;
        if !(undone && back) {
            return Ok(());
        }
        let without = self.balances();
        let last = hall.acts_of(clerk).expect("one's own acts").redo.map(|step| step.step);
        prop_assert_eq!(last, Some(step), "what was taken back last is done again first");
        let told = hall.redoes(clerk);
        prop_assert!(told.is_ok(), "what was just undone can be done again: {:?}", told);
        prop_assert_eq!(self.balances(), done, "redo gives back what undo took");
        prop_assert!(hall.undoing(clerk).step(step).now().is_ok());
        prop_assert_eq!(self.balances(), without, "and undo the same again");
        Ok(())
    }

    /// Undo, then redo, then undo once more: each is the exact way back of the other.
    fn undoes(&self, clerk: &Person, back: bool) -> Result<(), TestCaseError> {
        let hall = &self.hall;
        let done = self.balances();
        if let Err(told) = hall.undoes(clerk) {
            prop_assert_ne!(told.code, "fault");
            prop_assert_eq!(self.balances(), done, "a refused undo changes nothing");
            return Ok(());
        }
        if back {
            let undone = self.balances();
            let told = hall.redoes(clerk);
            prop_assert!(told.is_ok(), "what was just undone can be done again: {:?}", told);
            prop_assert_eq!(self.balances(), done, "redo gives back what undo took");
            prop_assert!(hall.undoes(clerk).is_ok());
            prop_assert_eq!(self.balances(), undone, "and undo the same again");
        }
        Ok(())
    }

    fn serves(&self, clerk: &Person, how: u8) -> Result<(), TestCaseError> {
        let hall = &self.hall;
        let before = self.balances();
        let ticket = match hall.calls_next(clerk) {
            Ok(ticket) => ticket,
            Err(told) => {
                prop_assert!(["nobody_waiting", "still_serving"].contains(&told.code.as_str()), "{}", told);
                prop_assert_eq!(before, self.balances());
                let Some(serving) = hall.board(clerk).expect("the board").serving_here else { return Ok(()) };
                serving
            }
        };
        match how {
            0 => self.unchanged_if_refused(|| hall.holds(clerk, &ticket).map(|_| ())),
            1 => self.unchanged_if_refused(|| hall.misses(clerk, &ticket).map(|_| ())),
            2 => self.unchanged_if_refused(|| hall.finishes(clerk, &ticket).map(|_| ())),
            _ => {
                let own = |a: &&Account| ticket.accounts.contains(&a.id);
                let at: Vec<usize> = (0..self.accounts.len()).filter(|i| own(&&self.accounts[*i])).collect();
                let sent = self.visit(clerk, &at, 100, 500, true, Some(ticket.id.0));
                self.unchanged_if_refused(|| hall.call(clerk, "take_payment", sent).map(|_| ()))
            }
        }
    }
}

/// Everything that undo must give back: bills, credit, orders, tickets, and the ledgers' sums.
pub(crate) fn balances(tx: &foil_store::Tx<'_>) -> foil_domain::Result<Vec<String>> {
    let mut all = Vec::new();
    for sql in [
        "SELECT 'bill ' || b.number || ' ' || b.left_minor || ' ' || b.surcharge_left_minor AS t FROM bill b
          ORDER BY b.id LIMIT 1000",
        "SELECT 'account ' || a.number || ' ' || a.credit_minor || ' ' || a.status || ' ' ||
                COALESCE(a.disconnection_on, '-') AS t FROM account a ORDER BY a.id LIMIT 1000",
        "SELECT 'ticket ' || t.number || ' ' || t.state AS t FROM ticket t ORDER BY t.id LIMIT 1000",
        "SELECT 'ledger ' || l.ledger || ' ' || COALESCE(l.account_id, 0) || ' ' || CAST(SUM(l.amount_minor) AS BIGINT)
                AS t FROM journal_line l GROUP BY l.ledger, l.account_id HAVING SUM(l.amount_minor) <> 0
          ORDER BY l.ledger, l.account_id LIMIT 1000",
    ] {
        all.extend(tx.all::<foil_store::tx::Text>(sql, &[])?.into_iter().map(|row| row.t));
    }
    Ok(all)
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn whatever_several_clerks_do_no_coin_is_lost_and_every_undo_is_exact(
        deeds in prop::collection::vec(deed(), 10..45),
    ) {
        let scene = Scene::set();
        for deed in &deeds {
            scene.does(deed)?;
        }
        prop_assert_eq!(problems(scene.hall.office().book()), Vec::<String>::new());
        let report = scene.hall.check(&scene.maya);
        prop_assert_eq!(report.expect("the book's check").problems, Vec::<String>::new());
    }

    #[test]
    fn undoing_everything_leaves_every_balance_as_it_was_and_redoing_it_all_as_it_became(
        deeds in prop::collection::vec(deed(), 4..14),
    ) {
        let scene = Scene::set();
        let asha = &scene.clerks[0];
        let start = scene.balances();
        let alone =
            deeds.iter().filter(|d| matches!(d, Deed::Pay { .. } | Deed::Ticket { .. } | Deed::Rule { .. }));
        for deed in alone {
            let deed = match deed.clone() {
                Deed::Pay { accounts, percent, extra, use_credit, .. } =>
                    Deed::Pay { clerk: 0, accounts, percent, extra, use_credit, twice: false },
                Deed::Ticket { account, .. } => Deed::Ticket { clerk: 0, account },
                other => other,
            };
            scene.does(&deed)?;
        }
        let end = scene.balances();
        let mut undone = 0;
        while scene.hall.undoes(asha).is_ok() {
            undone += 1;
        }
        let still: Vec<String> = scene.balances().into_iter().filter(|b| !b.starts_with("ticket")).collect();
        prop_assert_eq!(still, start);
        for _ in 0..undone {
            let told = scene.hall.redoes(asha);
            prop_assert!(told.is_ok(), "{:?}", told);
        }
        prop_assert_eq!(scene.balances(), end);
        prop_assert_eq!(problems(scene.hall.office().book()), Vec::<String>::new());
    }
}
