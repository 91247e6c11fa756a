//! Drawers: whatever clerks do with them for days on end, each must hold what it holds.

use crate::cases;
use foil_domain::customers::Service;
use foil_domain::ids::{PaymentId, ShiftId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_testkit::{Account, Hall, Person};
use foil_tests::problems;
use proptest::prelude::*;
use serde_json::{Value, json};

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// Takes so many paise, by cash with change or by cheque.
    Pay { clerk: usize, paise: i64, extra: i64, cheque: bool },
    /// Takes the newest act back.
    Undo { clerk: usize },
    /// A manager voids the n-th payment of the day.
    Void { nth: usize },
    /// Drops, puts in, takes out.
    Move { clerk: usize, act: usize, paise: i64 },
    /// Offers change to the next clerk, who says yes or no.
    Change { clerk: usize, paise: i64, accept: bool },
    /// Counts, off by so many paise, and closes or hands over to the next clerk.
    End { clerk: usize, off: i64, hand_over: bool },
    /// Opens a shift with a float.
    Open { clerk: usize, paise: i64 },
    /// A manager pays in what there is.
    Bank,
    /// Everybody counts, and a day or more go by.
    Day { days: i64 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let (clerk, paise) = (0usize..3, 1i64..150_000);
    prop_oneof![
        8 => (clerk.clone(), paise.clone(), 0i64..20_000, prop::bool::weighted(0.2))
            .prop_map(|(clerk, paise, extra, cheque)| Deed::Pay { clerk, paise, extra, cheque }),
        2 => clerk.clone().prop_map(|clerk| Deed::Undo { clerk }),
        1 => (0usize..6).prop_map(|nth| Deed::Void { nth }),
        3 => (clerk.clone(), 0usize..3, paise.clone())
            .prop_map(|(clerk, act, paise)| Deed::Move { clerk, act, paise }),
        2 => (clerk.clone(), paise.clone(), any::<bool>())
            .prop_map(|(clerk, paise, accept)| Deed::Change { clerk, paise, accept }),
        2 => (clerk.clone(), prop_oneof![2 => Just(0i64), 1 => -5_000i64..5_000], any::<bool>())
            .prop_map(|(clerk, off, hand_over)| Deed::End { clerk, off, hand_over }),
        2 => (clerk, paise).prop_map(|(clerk, paise)| Deed::Open { clerk, paise }),
        1 => Just(Deed::Bank),
        1 => (1i64..4).prop_map(|days| Deed::Day { days }),
    ]
}

struct Scene {
    hall: Hall,
    clerks: Vec<Person>,
    maya: Person,
    account: Account,
}

impl Scene {
    fn set() -> Scene {
        let hall = Hall::open();
        let clerks = ["asha", "bela", "chitra"].map(|login| hall.clerk(login)).to_vec();
        let maya = hall.manager("maya");
        let account = hall.account("Asha Rao", Service::Electricity).owes_paise(100_000_000).moves_in();
        Scene { hall, clerks, maya, account }
    }

    fn does(&self, deed: &Deed) -> Result<(), TestCaseError> {
        let hall = &self.hall;
        let told: Result<(), String> = match deed {
            Deed::Pay { clerk, paise, extra, cheque } => {
                let visit = hall.visit(&self.clerks[*clerk]).account(&self.account).pays_paise(*paise);
                let visit =
                    if *cheque { visit.cheque_paise(*paise) } else { visit.cash_paise(paise + extra) };
                visit.take().map(|_| ()).map_err(|e| e.code)
            }
            Deed::Undo { clerk } => hall.undoes(&self.clerks[*clerk]).map(|_| ()).map_err(|e| e.code),
            Deed::Void { nth } => {
                let day = hall.call(&self.maya, "payments", json!({ "limit": 100 })).expect("the day");
                let Some(id) = day["rows"][nth]["id"].as_i64() else { return Ok(()) };
                hall.undoing(&self.maya).payment(PaymentId(id)).now().map(|_| ()).map_err(|e| e.code)
            }
            Deed::Move { clerk, act, paise } => {
                let act = ["drop_cash", "cash_in", "cash_out"][*act];
                let mut input = json!({ "request_id": hall.request(), "amount": paise });
                if act != "drop_cash" {
                    input["reason"] = json!("petty_expense");
                }
                hall.call(&self.clerks[*clerk], act, input).map(|_| ()).map_err(|e| e.code)
            }
            Deed::Change { clerk, paise, accept } => self.change(*clerk, *paise, *accept),
            Deed::End { clerk, off, hand_over } => return self.ends(*clerk, *off, *hand_over),
            Deed::Open { clerk, paise } => {
                let float = json!([{ "value": 1, "count": paise }]);
                let input = json!({ "request_id": hall.request(), "pieces": float });
                let told = hall.call(&self.clerks[*clerk], "open_shift", input);
                // Nothing was kept in a drawer that was closed before: it begins empty.
                let told = told.or_else(|e| match e.code.as_str() {
                    "float_differs" => {
                        let input = json!({ "request_id": hall.request(), "pieces": [] });
                        hall.call(&self.clerks[*clerk], "open_shift", input)
                    }
                    _ => Err(e),
                });
                told.map(|_| ()).map_err(|e| e.code)
            }
            Deed::Bank => hall.pays_in(&self.maya).map(|_| ()).map_err(|e| e.code),
            Deed::Day { days } => {
                self.everybody_answers();
                hall.days_pass(&self.maya, *days);
                Ok(())
            }
        };
        prop_assert_ne!(told, Err("fault".to_owned()));
        Ok(())
    }

    fn shift_of(&self, clerk: usize) -> Option<ShiftId> {
        let own = hall_drawer(&self.hall, &self.clerks[clerk])["own"]["shift"]["id"].as_i64();
        own.map(ShiftId)
    }

    fn change(&self, clerk: usize, paise: i64, accept: bool) -> Result<(), String> {
        let next = (clerk + 1) % self.clerks.len();
        let Some(to) = self.shift_of(next) else { return Ok(()) };
        let input = json!({ "request_id": self.hall.request(), "to": to, "amount": paise });
        let offered = self.hall.call(&self.clerks[clerk], "offer_change", input).map_err(|e| e.code)?;
        let offer = foil_domain::ids::CashMoveId(offered["moved"]["id"].as_i64().expect("an offer"));
        // Who sits at another counter than their drawer's cannot accept; nobody leaves change in the air.
        let answered = self.hall.answers_change(&self.clerks[next], offer, accept);
        let answered = answered.or_else(|_| self.hall.answers_change(&self.clerks[next], offer, false));
        answered.map(|_| ()).map_err(|e| e.code)
    }

    /// Hand-overs that wait are taken back, so that every drawer can be counted.
    fn everybody_answers(&self) {
        for clerk in 0..self.clerks.len() {
            let drawer = hall_drawer(&self.hall, &self.clerks[clerk]);
            if drawer["own"]["shift"]["state"] == "handed_over" {
                let id = ShiftId(drawer["own"]["shift"]["id"].as_i64().expect("a shift"));
                self.hall.answers_hand_over(&self.clerks[clerk], id, false).expect("it is taken back");
            }
            if drawer["own"]["shift"]["state"] != "open" && !drawer["own"].is_null() {
                self.closes(clerk, None).expect("a counted drawer is closed");
            }
        }
    }

    fn closes(&self, clerk: usize, to: Option<&Person>) -> Result<Value, String> {
        let mut input = json!({
            "request_id": self.hall.request(), "reason": "unknown",
            "manager": { "login": "maya", "password": foil_testkit::PASSWORD },
        });
        match to {
            Some(next) => input["hand_over_to"] = json!(next.user()),
            None => input["keep"] = json!(0),
        }
        self.hall.call(&self.clerks[clerk], "close_shift", input).map_err(|e| e.code)
    }

    fn ends(&self, clerk: usize, off: i64, hand_over: bool) -> Result<(), TestCaseError> {
        let hall = &self.hall;
        let Some(id) = self.shift_of(clerk) else { return Ok(()) };
        let shift =
            hall.office().book().read(|tx| foil_store::shifts::find(tx, id)).expect("a shift").expect("it");
        let (held, cheques) = hall
            .office()
            .book()
            .read(|tx| {
                let held = foil_store::shifts::drawer(tx, id, shift.business_on)?.expected()?;
                let taken = foil_store::shifts::tenders(tx, id, shift.business_on)?;
                let back = foil_store::shifts::voided(tx, id, shift.business_on)?;
                let sum = |m: Method| {
                    let given = taken.iter().filter(|t| t.method == m).map(|t| t.given.minor()).sum::<i64>();
                    given - back.iter().filter(|v| v.method == m).map(|v| v.amount.minor()).sum::<i64>()
                };
                Ok((held, sum(Method::Cheque)))
            })
            .expect("the sums");
        let cash = (held.minor() + off).max(0);
        let count = || {
            let input = json!({
                "request_id": hall.request(), "pieces": [{ "value": 1, "count": cash }],
                "tenders": [{ "method": "cheque", "amount": cheques }],
            });
            hall.call(&self.clerks[clerk], "count_shift", input)
        };
        let Ok(first) = count() else { return Ok(()) };
        let differs = cash != held.minor();
        prop_assert_eq!(first["next"] == "count_again", differs, "to the coin: {:?}", first);
        if differs {
            let second = count().expect("the second count");
            let shown = second["tenders"][0]["variance"].as_i64();
            prop_assert_eq!(shown, Some(cash - held.minor()));
        }
        let next = &self.clerks[(clerk + 1) % self.clerks.len()];
        let ended = self.closes(clerk, hand_over.then_some(next));
        prop_assert!(ended.is_ok(), "{:?}", ended);
        if hand_over {
            let beside = hall.sits_at(next, &self.clerks[clerk]);
            if let Ok(taken) = hall.answers_hand_over(&beside, id, true) {
                prop_assert_eq!(
                    taken.shift.float,
                    Money::from_minor(cash),
                    "the next float is what was counted"
                );
            }
        }
        Ok(())
    }
}

fn hall_drawer(hall: &Hall, who: &Person) -> Value {
    hall.call(who, "shift", json!({})).expect("the drawer")
}

/// Every closed day's papers, as they stand in the book.
fn closed(hall: &Hall) -> Vec<String> {
    let read = hall.office().book().read(|tx| {
        let mut all = Vec::new();
        for sql in [
            "SELECT d.business_on || d.document AS t FROM day_close d ORDER BY d.business_on LIMIT 1000",
            "SELECT z.number || z.document AS t FROM z_report z JOIN day_close d ON d.business_on = z.business_on
              ORDER BY z.id LIMIT 1000",
        ] {
            all.extend(tx.all::<foil_store::tx::Text>(sql, &[])?.into_iter().map(|row| row.t));
        }
        Ok(all)
    });
    read.expect("the papers")
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn whatever_is_done_with_drawers_each_z_is_right_to_the_coin_and_a_closed_day_never_changes(
        deeds in prop::collection::vec(deed(), 10..50),
    ) {
        let scene = Scene::set();
        let mut before: Vec<String> = Vec::new();
        for deed in &deeds {
            scene.does(deed)?;
            let now = closed(&scene.hall);
            prop_assert!(before.iter().all(|paper| now.contains(paper)), "a closed day was changed by {:?}", deed);
            before = now;
        }
        scene.everybody_answers();
        scene.hall.days_pass(&scene.maya, 1);
        prop_assert_eq!(problems(scene.hall.office().book()), Vec::<String>::new());
        let report = scene.hall.check(&scene.maya);
        prop_assert_eq!(report.expect("the book's check").problems, Vec::<String>::new());
    }
}
