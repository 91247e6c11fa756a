//! Customers with accounts and bills, built in the words of the trade.

use crate::hall::{Hall, locked};
use crate::rupees;
use foil_app::Act;
use foil_domain::billing::BillLineKind;
use foil_domain::customers::{AccountStatus, ByLaw, Service};
use foil_domain::ids::{AccountId, BillId, CustomerId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::text::{fold, fold_number};
use foil_domain::time::Day;
use foil_store::bills::{BillLineRow, Claimed, NewBill};
use foil_store::customers::{AccountData, CustomerData, PropertyData};
use foil_store::{bills, customers};
use serde::{Deserialize, Serialize};
use std::sync::atomic::Ordering;

/// An account of the hall, as a story holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub customer: CustomerId,
    /// Its number.
    pub number: String,
    /// Its bills, in the order they were built.
    pub bills: Vec<BillId>,
}

#[derive(Debug, Clone)]
struct Owed {
    rest: i64,
    surcharge: i64,
    due_in: i64,
}

/// An account being built; [`Builder::moves_in`] puts it into the book.
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder<'h> {
    hall: &'h Hall,
    name: String,
    service: Service,
    by_law: ByLaw,
    status: AccountStatus,
    cut_days: i64,
    disconnection_in: Option<i64>,
    owed: Vec<Owed>,
}

impl Hall {
    /// An account of a customer of this name; the same name again is the same customer.
    pub fn account(&self, name: &str, service: Service) -> Builder<'_> {
        Builder {
            hall: self,
            name: name.into(),
            service,
            by_law: ByLaw::None,
            status: AccountStatus::Active,
            cut_days: 0,
            disconnection_in: None,
            owed: Vec::new(),
        }
    }

    /// An electricity account of Asha Rao that owes so many rupees, due in ten days.
    pub fn bills(&self, owes: i64) -> Account {
        self.account("Asha Rao", Service::Electricity).owes(owes).moves_in()
    }
}

impl Builder<'_> {
    /// A bill of so many rupees, due in ten days.
    pub fn owes(self, whole: i64) -> Self {
        self.owes_paise(rupees(whole))
    }

    /// A bill of so many paise, due in ten days.
    pub fn owes_paise(mut self, paise: i64) -> Self {
        self.owed.push(Owed { rest: paise, surcharge: 0, due_in: 10 });
        self
    }

    /// The bill named last has been due for so many days.
    pub fn overdue_days(self, days: i64) -> Self {
        self.due_in(-days)
    }

    /// The bill named last is due in so many days.
    pub fn due_in(mut self, days: i64) -> Self {
        if let Some(bill) = self.owed.last_mut() {
            bill.due_in = days;
        }
        self
    }

    /// The bill named last carries a surcharge of so many rupees on top.
    pub fn surcharge(mut self, whole: i64) -> Self {
        if let Some(bill) = self.owed.last_mut() {
            bill.surcharge = rupees(whole);
        }
        self
    }

    /// Whom the law puts first.
    pub fn by_law(mut self, by_law: ByLaw) -> Self {
        self.by_law = by_law;
        self
    }

    /// Cut so many days ago.
    pub fn cut_days(mut self, days: i64) -> Self {
        self.status = AccountStatus::Cut;
        self.cut_days = days;
        self
    }

    /// A disconnection is ordered for so many days from now.
    pub fn disconnection_in(mut self, days: i64) -> Self {
        self.disconnection_in = Some(days);
        self
    }

    /// Ended.
    pub fn closed(mut self) -> Self {
        self.status = AccountStatus::Closed;
        self
    }

    /// Puts the account with its bills into the book.
    pub fn moves_in(self) -> Account {
        let n = self.hall.numbers.fetch_add(1, Ordering::SeqCst) + 1;
        let today = self.hall.today;
        let known = locked(&self.hall.customers).get(&self.name).copied();
        let Builder { hall, name, service, by_law, status, cut_days, disconnection_in, owed } = self;
        let scene = Scene {
            n,
            today,
            known,
            name: name.clone(),
            service,
            by_law,
            status,
            cut_on: (status == AccountStatus::Cut).then(|| today.plus_days(-cut_days)),
            disconnection_on: disconnection_in.map(|days| today.plus_days(days)),
            owed,
        };
        let account = hall.arranges(move |act| scene.set(act));
        locked(&hall.customers).insert(name, account.customer);
        account
    }
}

struct Scene {
    n: i64,
    today: Day,
    known: Option<CustomerId>,
    name: String,
    service: Service,
    by_law: ByLaw,
    status: AccountStatus,
    cut_on: Option<Day>,
    disconnection_on: Option<Day>,
    owed: Vec<Owed>,
}

impl Scene {
    fn set(&self, act: &Act<'_>) -> foil_app::Result<Account> {
        let tx = act.tx;
        let customer = match self.known {
            Some(known) => known,
            None => customers::insert(tx, &self.customer())?,
        };
        let address = format!("{} Car Street, Mangaluru", self.n);
        let property = PropertyData { customer, address, active: true };
        let property = customers::insert_property(tx, &property)?;
        let letter = self.service.as_str()[..1].to_uppercase();
        let number = format!("{letter}-{}", 1000 + self.n);
        let id = customers::insert_account(
            tx,
            &AccountData {
                property,
                customer,
                service: self.service,
                number: number.clone(),
                meter: format!("M{letter}{}", 7000 + self.n),
                tariff: "Domestic".into(),
                status: self.status,
                cut_on: self.cut_on,
                disconnection_on: self.disconnection_on,
                terms: foil_store::customers::BillingTerms::default(),
            },
        )?;
        let issued = (1..).zip(&self.owed).map(|(k, owed)| self.bill(act, id, &letter, k, owed));
        Ok(Account { id, customer, bills: issued.collect::<foil_app::Result<_>>()?, number })
    }

    fn customer(&self) -> CustomerData {
        CustomerData {
            number: format!("K{:04}", self.n),
            name: self.name.clone(),
            phone: format!("98450{:05}", self.n),
            email: String::new(),
            language: String::new(),
            by_law: self.by_law,
            note: String::new(),
            active: true,
        }
    }

    fn bill(
        &self,
        act: &Act<'_>,
        account: AccountId,
        letter: &str,
        k: i64,
        owed: &Owed,
    ) -> foil_app::Result<BillId> {
        let due_on = self.today.plus_days(owed.due_in);
        let number = format!("{letter}B-{}-{k}", 1000 + self.n);
        let (rest, surcharge) = (Money::from_minor(owed.rest), Money::from_minor(owed.surcharge));
        let total = Money::from_minor(owed.rest + owed.surcharge);
        let new = NewBill {
            account,
            number: &number,
            number_fold: &fold_number(&fold(&number)),
            period_from: due_on.plus_days(-50),
            period_to: due_on.plus_days(-20),
            issued_on: due_on.plus_days(-19),
            due_on,
            units: "120",
            total,
            surcharge,
            left: rest,
            surcharge_left: surcharge,
        };
        let tx = act.tx;
        let id = act.claims(&new, &Claimed::IMPORTED)?;
        let line = |kind: BillLineKind, label: &str, amount_minor| BillLineRow {
            kind,
            label: label.into(),
            quantity: String::new(),
            rate: String::new(),
            amount_minor,
        };
        bills::add_line(tx, id, 1, &line(BillLineKind::Energy, "Use", rest))?;
        if surcharge.is_positive() {
            bills::add_line(tx, id, 2, &line(BillLineKind::Surcharge, "Late payment", surcharge))?;
        }
        let lines = [
            Line { ledger: Ledger::Receivable, account: Some(account), amount: total },
            Line { ledger: Ledger::Billed, account: None, amount: total.negated() },
        ];
        if let Some(entry) = Entry::balanced(lines)? {
            foil_store::journal::post(tx, "bill", id.0, self.today, &entry)?;
        }
        Ok(id)
    }
}
