//! An account that pays by instalments: money, cheques that come back, disputes, credit notes, cancellations, credit that is
//! used, set off and paid out, and what is taken back of all that, in any order.

use crate::cases;
use foil_app::arrears::views::DisputePage;
use foil_app::billing::views::BillView;
use foil_domain::billing::BillState;
use foil_domain::ids::{BillId, PaymentId};
use foil_domain::money::Money;
use foil_testkit::{Account, Hall, Person, Told, read, rupees};
use foil_tests::problems;
use proptest::prelude::*;
use serde_json::json;

const DOMESTIC: &str = r#"
format = 1
name = "LT-2a Domestic"
service = "electricity"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01
energy_charge = [ { name = "Energy", slabs = [ { rate = 5 } ] } ]
"#;

/// What was paid of a claim before the plan, and what is in dispute of another, in rupees.
const PAID: i64 = 200;
const DISPUTED: i64 = 300;

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// So much of what is due is paid in money, with or without credit.
    Pay { percent: i64, use_credit: bool },
    /// Credit alone is used.
    UseCredit,
    /// More is paid onto one claim than the plan asks for.
    Onto { nth: usize, whole: i64 },
    /// A part of a claim is taken back.
    Credit { nth: usize, percent: i64 },
    /// A claim is taken back as a whole.
    Cancel { nth: usize },
    /// The clerk's newest act is taken back, or done again.
    Undo { again: bool },
    /// A month is billed by a reading, or by an estimate that is far too high.
    Bill { units: i64, high: bool },
    /// Something else is charged.
    Charge { whole: i64 },
    /// So much of what is due is paid by a cheque.
    Cheque { percent: i64 },
    /// The newest cheque comes back.
    Bounce,
    /// A claim is disputed.
    Dispute { nth: usize, whole: i64 },
    /// The oldest open dispute is decided: so much of it is upheld; rejected with nothing.
    Decide { percent: i64 },
    /// All the credit that may leave is paid out.
    PayOut,
    /// The newest bill is made anew.
    Rebill,
    /// What is left of a claim is given up.
    WriteOff { nth: usize },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (5i64..90, any::<bool>()).prop_map(|(percent, use_credit)| Deed::Pay { percent, use_credit }),
        3 => Just(Deed::UseCredit),
        2 => (0usize..6, 1i64..900).prop_map(|(nth, whole)| Deed::Onto { nth, whole }),
        3 => (0usize..6, 1i64..100).prop_map(|(nth, percent)| Deed::Credit { nth, percent }),
        3 => (0usize..6).prop_map(|nth| Deed::Cancel { nth }),
        3 => any::<bool>().prop_map(|again| Deed::Undo { again }),
        2 => (1i64..200, any::<bool>()).prop_map(|(units, high)| Deed::Bill { units, high }),
        1 => (1i64..600).prop_map(|whole| Deed::Charge { whole }),
        2 => (5i64..90).prop_map(|percent| Deed::Cheque { percent }),
        2 => Just(Deed::Bounce),
        1 => (0usize..6, 1i64..600).prop_map(|(nth, whole)| Deed::Dispute { nth, whole }),
        2 => prop_oneof![Just(0), Just(100), 1i64..100].prop_map(|percent| Deed::Decide { percent }),
        2 => Just(Deed::PayOut),
        1 => Just(Deed::Rebill),
        1 => (0usize..6).prop_map(|nth| Deed::WriteOff { nth }),
    ]
}

struct Scene {
    hall: Hall,
    asha: Person,
    maya: Person,
    account: Account,
    /// What the plan was made of.
    planned: Vec<BillId>,
    /// What it is to pay of each.
    agreed: [i64; 3],
    /// The newest receipt and correction when it was made.
    newest: (i64, i64),
}

impl Scene {
    fn set() -> Scene {
        let hall = Hall::open();
        let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
        hall.tariff(&hall.admin("arun"), DOMESTIC);
        let account = hall.supplied("Asha Rao", "LT-2a Domestic", hall.cycle("C01"));
        hall.round(&account, "M-1", &[read("2026-10-21", "1000")]);
        let charged = |whole| hall.charges(&maya, &account, "other", rupees(whole)).expect("a claim").id;
        let planned: Vec<BillId> = [500, 1_000, 700].map(charged).into();
        // Some of one was paid before.
        hall.visit(&asha)
            .account(&account)
            .pays(PAID)
            .onto(planned[2], "bill", PAID)
            .take()
            .expect("a receipt");
        hall.days_pass(&maya, 30);
        // Some of another is in dispute, and beside the plan.
        hall.disputes(&maya, planned[1], DISPUTED).expect("a dispute");
        hall.agrees_plan(&maya, &account, 6, 60).expect("a plan");
        let newest = |table: &str| {
            let asked = format!("SELECT COALESCE(MAX(id), 0) AS n FROM {table}");
            hall.office().book().read(|tx| tx.number(&asked, &[])).expect("the newest")
        };
        let newest = (newest("payment"), newest("bill_correction"));
        let agreed = [500, 1_000 - DISPUTED, 700 - PAID].map(rupees);
        Scene { asha, maya, account, planned, agreed, newest, hall }
    }

    fn does(&self, deed: &Deed) -> Told<()> {
        let (hall, maya, account) = (&self.hall, &self.maya, &self.account);
        let visit = || hall.visit(&self.asha).account(account);
        match deed {
            Deed::Pay { percent, use_credit } => {
                let visit = if *use_credit { visit().with_credit() } else { visit() };
                let pay = visit.preview()?.to_pay.minor() * percent / 100;
                visit.pays_paise(pay).take().map(|_| ())
            }
            Deed::UseCredit => visit().with_credit().pays(0).take().map(|_| ()),
            Deed::Onto { nth, whole } => {
                let claim = self.claim(*nth)?;
                visit().pays(*whole).onto(claim, "bill", *whole).take().map(|_| ())
            }
            Deed::Credit { nth, percent } => {
                let claim = hall.sees_bill(maya, self.claim(*nth)?)?;
                let paise = (claim.total.minor() * percent / 100).max(1);
                hall.credits_beside(maya, claim.id, paise).map(|_| ())
            }
            Deed::Cancel { nth } => hall.cancels(maya, self.claim(*nth)?).map(|_| ()),
            Deed::Undo { again: true } => hall.redoes(&self.asha).map(|_| ()),
            Deed::Undo { again: false } => hall.undoes(&self.asha).map(|_| ()),
            Deed::Bill { units, high } => {
                hall.days_pass(maya, 1);
                let today = hall.frame(maya)?.business_on.to_string();
                let used = hall.readings_of(maya, account)?;
                let last = used.first().and_then(|r| r.value.parse::<i64>().ok()).unwrap_or(1_000);
                let said = if *high { last + 5 * units } else { (last - units).max(1_000) };
                let seen = read(&today, &said.to_string());
                hall.round(account, "M-1", &[if *high { seen.estimated() } else { seen }]);
                hall.issues_bill(maya, account, &today).map(|_| ())
            }
            Deed::Charge { whole } => hall.charges(maya, account, "other", rupees(*whole)).map(|_| ()),
            Deed::WriteOff { nth } => hall.writes_off(maya, self.claim(*nth)?).map(|_| ()),
            Deed::Dispute { nth, whole } => hall.disputes(maya, self.claim(*nth)?, *whole).map(|_| ()),
            Deed::PayOut => {
                let whole = hall.previews_out(&self.asha, account)?.most.minor() / 100;
                hall.asks_out(&self.asha, account, whole, None).allowed_by(maya).now().map(|_| ())
            }
            Deed::Rebill => {
                let bills = hall.bills_of(maya, account)?;
                let of = |b: &&BillView| b.kind.as_str() == "bill" && b.state != BillState::Cancelled;
                let newest = bills.iter().filter(of).map(|b| b.id).max();
                newest.map_or(Ok(()), |bill| hall.rebills(maya, bill).map(|_| ()))
            }
            Deed::Decide { percent } => {
                let open = json!({ "open": true, "before": null, "limit": 10 });
                let open: DisputePage = hall.ask(maya, "disputes", open)?;
                let Some(one) = open.rows.last() else { return Ok(()) };
                let told = match percent {
                    0 => hall.decides(maya, one, "rejected"),
                    100 => hall.decides(maya, one, "upheld"),
                    part => hall.upholds(maya, one, (one.amount.minor() * part / 100).max(1)),
                };
                told.map(|_| ())
            }
            Deed::Cheque { .. } | Deed::Bounce => self.by_cheque(deed),
        }
    }

    fn by_cheque(&self, deed: &Deed) -> Told<()> {
        let hall = &self.hall;
        if let Deed::Cheque { percent } = deed {
            let visit = hall.visit(&self.asha).account(&self.account);
            let whole = (visit.preview()?.to_pay.minor() * percent / 10_000).max(1);
            let newest = self.sum("SELECT MAX(p.id) FROM payment p WHERE $1 = $1 AND $2 = $2 AND $3 = $3");
            let number = format!("{newest:06}");
            return visit.pays(whole).cheque(whole, &number, "Canara Bank").take().map(|_| ());
        }
        let newest = self.sum(
            "SELECT MAX(q.payment_id) FROM cheque q
              WHERE $1 = $1 AND q.payment_id > $2 AND $3 = $3
                AND NOT EXISTS (SELECT 1 FROM payment_fallen f WHERE f.payment_id = q.payment_id)",
        );
        if newest == 0 {
            return Ok(());
        }
        hall.deposits(&self.asha, &[hall.cheque_of(&self.asha, PaymentId(newest)).id])?;
        hall.bounces(&self.maya, &hall.cheque_of(&self.maya, PaymentId(newest))).map(|_| ())
    }

    /// One of the account's claims, those of the plan first.
    fn claim(&self, nth: usize) -> Told<BillId> {
        let all = self.hall.bills_of(&self.maya, &self.account)?;
        let standing = |id: BillId| all.iter().any(|b| b.id == id && b.state != BillState::Cancelled);
        let mut claims: Vec<BillId> = self.planned.iter().copied().filter(|id| standing(*id)).collect();
        claims.extend(all.iter().map(|b| b.id).filter(|id| !self.planned.contains(id) && standing(*id)));
        Ok(claims.get(nth % claims.len().max(1)).copied().unwrap_or(self.planned[0]))
    }

    fn sum(&self, sql: &str) -> i64 {
        let asked = format!("SELECT CAST(COALESCE(({sql}), 0) AS BIGINT) AS n");
        let (id, (payment, correction)) = (self.account.id, self.newest);
        self.hall.office().book().read(|tx| tx.number(&asked, &[&id, &payment, &correction])).expect("a sum")
    }

    /// All that came to the account since the plan was made, and not out of what that is made of: money, what
    /// corrections have made credit of other claims and of what had been paid before, and what bills have given.
    /// Where one of these was taken back, what was used of that is claimed anew. What was paid out is not there.
    fn put_in(&self) -> i64 {
        let planned: Vec<String> = self.planned.iter().map(ToString::to_string).collect();
        let planned = planned.join(", ");
        self.sum(
            "SELECT SUM(s.amount_minor) FROM payment_share s
              WHERE s.account_id = $1 AND s.payment_id > $2 AND $3 = $3
                AND NOT EXISTS (SELECT 1 FROM payment_fallen f WHERE f.payment_id = s.payment_id)",
        ) + self.sum(&format!(
            "SELECT SUM(x.credited_minor) FROM bill_correction x JOIN bill b ON b.id = x.bill_id
              WHERE b.account_id = $1 AND $2 = $2 AND x.id > $3 AND x.credited_minor > 0 AND b.id NOT IN ({planned})"
        )) + self.sum(
            "SELECT SUM(-b.credit_used_minor) FROM bill b
              WHERE b.account_id = $1 AND $2 = $2 AND $3 = $3 AND b.credit_used_minor < 0 AND b.cancelled = 0",
        ) + self.sum(
            "SELECT SUM(b.total_minor) FROM bill b
              WHERE b.account_id = $1 AND $2 = $2 AND $3 = $3 AND b.charge_key LIKE 'used_credit:%'",
        ) + self.sum(
            "SELECT SUM(k.short_minor) FROM payment_reversal_credit k
              WHERE k.account_id = $1 AND $2 = $2 AND $3 = $3",
        ) - self.paid_out()
            + rupees(PAID)
    }

    fn paid_out(&self) -> i64 {
        self.sum(
            "SELECT SUM(q.amount_minor) FROM credit_payout q
              WHERE q.account_id = $1 AND $2 = $2 AND $3 = $3",
        )
    }

    /// What stands paid of the plan's claims up to what was agreed on, where no receipt has fallen and no credit lies there: so
    /// much is paid whatever else was done.
    fn stands_paid(&self, all: &[BillView]) -> i64 {
        let fallen = self.sum("SELECT COUNT(*) FROM payment_fallen WHERE $1 = $1 AND $2 = $2 AND $3 = $3");
        if fallen > 0 || self.hall.credit_of(&self.account) > 0 {
            return 0;
        }
        let before = [0, 0, rupees(PAID)];
        let of = |at: usize| {
            let bill = all.iter().find(|b| b.id == self.planned[at]).expect("the claim");
            let taken = self.sum(&format!(
                "SELECT SUM(x.amount_minor) FROM bill_correction x
                  WHERE x.bill_id = {} AND $1 = $1 AND $2 = $2 AND $3 = $3",
                bill.id
            ));
            let stands = bill.total.minor() - bill.left.minor() - taken - before[at];
            stands.clamp(0, self.agreed[at])
        };
        (0..3).map(of).sum()
    }

    /// Nothing counts as paid that nobody put in, and what is neither paid nor left is none of the plan.
    fn holds(&self) -> Result<(), TestCaseError> {
        let told = self.hall.arrears_of(&self.maya, &self.account).expect("the account").plan;
        let Some(plan) = told else { return Ok(()) };
        let all = self.hall.bills_of(&self.maya, &self.account).expect("the claims");
        let left = all.iter().filter(|b| self.planned.contains(&b.id)).map(|b| b.left);
        let left = Money::sum(left).expect("a sum").minor();
        let (paid, total, put_in) = (plan.paid.minor(), plan.total.minor(), self.put_in());
        prop_assert!((0..=put_in).contains(&paid), "paid {paid} of {total}, and only {put_in} came in");
        if plan.state.as_str() == "active" {
            let stands = self.stands_paid(&all);
            prop_assert!(paid >= stands, "paid {paid} of {total}, and {stands} stand");
            prop_assert!(total - paid <= left && total > paid, "paid {paid} of {total}, and {left} are left");
            let beside = rupees(PAID + DISPUTED);
            prop_assert!(left - beside <= total - paid, "paid {paid} of {total}, and {left} are left");
        }
        Ok(())
    }
}

#[test]
fn each_deed_on_what_a_plan_is_made_of_takes_place() {
    let scene = Scene::set();
    let deeds = [
        Deed::Pay { percent: 20, use_credit: false },
        Deed::Onto { nth: 1, whole: 900 },
        Deed::Decide { percent: 60 },
        Deed::UseCredit,
        Deed::Undo { again: false },
        Deed::Undo { again: true },
        Deed::Cheque { percent: 30 },
        Deed::Cancel { nth: 0 },
        Deed::Bounce,
        Deed::Charge { whole: 200 },
        Deed::Dispute { nth: 1, whole: 20 },
        Deed::Decide { percent: 0 },
        Deed::Bill { units: 20, high: true },
        Deed::Rebill,
        Deed::Credit { nth: 1, percent: 20 },
        Deed::WriteOff { nth: 1 },
        Deed::Pay { percent: 100, use_credit: false },
        Deed::Credit { nth: 1, percent: 10 },
        Deed::PayOut,
    ];
    for deed in &deeds {
        scene.does(deed).unwrap_or_else(|told| panic!("{deed:?}: {told:?}"));
        scene.holds().unwrap_or_else(|told| panic!("{deed:?}: {told}"));
    }
    assert_eq!(problems(scene.hall.office().book()), Vec::<String>::new());
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn what_counts_as_paid_of_a_plan_was_put_into_it(deeds in prop::collection::vec(deed(), 1..14)) {
        let scene = Scene::set();
        for deed in &deeds {
            if let Err(told) = scene.does(deed) {
                prop_assert_ne!(&told.code, "fault", "{}", told.message);
            }
            scene.holds()?;
        }
        prop_assert_eq!(problems(scene.hall.office().book()), Vec::<String>::new());
    }
}
