//! An account that pays by instalments: money, credit notes, cancellations, credit that is used and set off, and what
//! is taken back of all that, in any order.

use crate::cases;
use foil_domain::billing::BillState;
use foil_domain::ids::BillId;
use foil_domain::money::Money;
use foil_testkit::{Account, Hall, Person, Told, read, rupees};
use foil_tests::problems;
use proptest::prelude::*;

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
    ]
}

struct Scene {
    hall: Hall,
    asha: Person,
    maya: Person,
    account: Account,
    /// What the plan was made of.
    planned: Vec<BillId>,
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
            .pays(200)
            .onto(planned[2], "bill", 200)
            .take()
            .expect("a receipt");
        hall.days_pass(&maya, 30);
        hall.agrees_plan(&maya, &account, 6, 60).expect("a plan");
        let newest = |table: &str| {
            let asked = format!("SELECT COALESCE(MAX(id), 0) AS n FROM {table}");
            hall.office().book().read(|tx| tx.number(&asked, &[])).expect("the newest")
        };
        let newest = (newest("payment"), newest("bill_correction"));
        Scene { asha, maya, account, planned, newest, hall }
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
                hall.credits(maya, claim.id, paise, "complaint").map(|_| ())
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
        }
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
    /// Where one of these was taken back, what was used of that is claimed anew.
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
        ) + rupees(200)
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
            prop_assert!(total - paid <= left, "paid {paid} of {total}, and {left} are left");
            prop_assert!(paid + left >= total && total > paid, "paid {paid} of {total}, and {left} are left");
        }
        Ok(())
    }
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
