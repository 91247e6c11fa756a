//! Today at the branch: payments since the morning, a void, who waits in the hall, and what the bank
//! sent.

use super::year::Year;
use crate::office::{Order, Session};
use crate::queue::views::TakeTicket;
use crate::queue::{InHandRow, call_next, intake, take_ticket};
use crate::{Nothing, Result};
use foil_domain::customers::ByLaw;
use foil_domain::ids::{AccountId, TicketId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::queue::{Source, TicketKind};
use foil_domain::text::Note;
use foil_domain::time::{Day, Instant};
use foil_domain::undo::UndoReason;
use serde_json::json;

/// Payments since the morning.
const PAYMENTS: i64 = 26;

/// Who stands in the hall, and how many minutes ago they came. One has waited longer than the office
/// promises, so that the screen has that reason to show, too.
const HALL: [(Came, i64); 15] = [
    (Came::Regular, 37),
    (Came::Overdue, 18),
    (Came::Regular, 17),
    (Came::Bulk, 16),
    (Came::ByLaw, 15),
    (Came::Regular, 13),
    (Came::Overdue, 12),
    (Came::Disconnection, 11),
    (Came::Regular, 9),
    (Came::Reconnection, 8),
    (Came::Overdue, 7),
    (Came::ByLaw, 5),
    (Came::Disconnection, 4),
    (Came::Regular, 3),
    (Came::Reconnection, 1),
];

/// What somebody came for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Reconnection,
    Disconnection,
    Overdue,
    ByLaw,
    Regular,
    Bulk,
}

impl Came {
    fn kind(self) -> TicketKind {
        match self {
            Came::Reconnection => TicketKind::Reconnection,
            Came::Disconnection => TicketKind::Disconnection,
            Came::Overdue => TicketKind::Overdue,
            Came::ByLaw | Came::Regular | Came::Bulk => TicketKind::Payment,
        }
    }
}

/// Requests of the bank's file: five for accounts there are, and two for accounts there are not.
const BANK_ROWS: usize = 5;
const UNKNOWN: [&str; 2] = ["E999017", "W500O12"];

impl Year<'_> {
    /// Fills today up to `now`.
    pub(super) fn today(&mut self, today: Day, now: Instant) -> Result<()> {
        if self.on != today {
            self.move_to(today, self.at(today, 8, 55))?;
        }
        self.flush()?;
        self.open_tills(today, now.plus_secs(-195 * 60))?;
        self.flush()?;
        self.pending_round(today, now)?;
        let mut taken = vec![false; self.town.len()];
        self.morning(today, now, &mut taken)?;
        self.bank_file(today, now, &mut taken)?;
        self.hall(today, now, &mut taken)?;
        self.a_cheque_comes_back(now);
        self.flush()?;
        self.crew.it_is(now);
        Ok(())
    }

    /// The next customer who was not here today and of whom `fits` is true.
    fn somebody(&self, taken: &mut [bool], fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        // Strides, so that it is not always the first of the list.
        let n = self.town.len();
        let c = (0..n).map(|i| (i * 37 + n / 3) % n).find(|c| !taken[*c] && fits(self, *c))?;
        taken[c] = true;
        Some(c)
    }

    fn owes(&self, c: usize) -> bool {
        self.known[c].accounts.iter().any(|a| a.net() > 0)
    }

    /// Payments since the morning, by three clerks; the last ones end tickets, and two are voided.
    fn morning(&mut self, today: Day, now: Instant, taken: &mut [bool]) -> Result<()> {
        for n in 0..PAYMENTS {
            // Most of them are late, so that enough ordinary ones are left for the hall.
            let fits = |year: &Self, c: usize| match year.came(c, today) {
                Some(Came::Overdue) => true,
                Some(Came::Regular | Came::ByLaw) => n % 3 == 0,
                _ => false,
            };
            let Some(c) = self.somebody(taken, fits) else { break };
            let method =
                *self.dice.one(&[Method::Cash, Method::Cash, Method::Upi, Method::Card, Method::Cheque]);
            let when = now.plus_secs((n - PAYMENTS) * 5 * 60 - 45 * 60);
            let who = self.crew.clerks[usize::try_from(n % 3).unwrap_or(0)].clone();
            let before = self.known[c].accounts.clone();
            let ticket = if n % 4 == 1 { Some(self.served(c, &who, when)?) } else { None };
            let Some(order) = self.order(c, method) else { continue };
            let payment = self.pay_at_once(&who, order, ticket, when)?;
            if n == 12 || n == 16 {
                let reason = if n == 12 { UndoReason::WrongAmount } else { UndoReason::CustomerChangedMind };
                self.take_back(&who, payment.payment, reason, when.plus_secs(100))?;
                self.known[c].accounts = before;
            }
            if n == 12
                && let Some(order) = self.order(c, Method::Cash)
            {
                self.pay_at_once(&who, order, None, when.plus_secs(170))?;
            }
        }
        Ok(())
    }

    /// Somebody takes a ticket and is called at once.
    fn served(&self, c: usize, who: &Session, when: Instant) -> Result<TicketId> {
        self.crew.it_is(when.plus_secs(-190));
        take_ticket(&self.crew.office, who, self.ticket(c, TicketKind::Payment, None))?;
        self.crew.it_is(when.plus_secs(-130));
        Ok(call_next(&self.crew.office, who, Nothing {})?.id)
    }

    fn ticket(&self, c: usize, kind: TicketKind, note: Option<Note>) -> TakeTicket {
        TakeTicket { kind, customer: Some(self.known[c].id), accounts: Vec::new(), by_law: None, note }
    }

    /// Who waits in the hall; counter 2 is serving the first of them to come.
    fn hall(&mut self, today: Day, now: Instant, taken: &mut [bool]) -> Result<()> {
        let second = self.crew.clerks[1].clone();
        if let Some(c) = self.somebody(taken, |year, c| year.came(c, today) == Some(Came::Regular)) {
            self.crew.it_is(now.plus_secs(-43 * 60));
            take_ticket(&self.crew.office, &second, self.ticket(c, TicketKind::Payment, None))?;
            self.crew.it_is(now.plus_secs(-40 * 60));
            call_next(&self.crew.office, &second, Nothing {})?;
        }
        for (came, minutes) in HALL {
            let Some(c) = self.somebody(taken, |year, c| year.came(c, today) == Some(came)) else { continue };
            self.crew.it_is(now.plus_secs(-minutes * 60));
            let clerk = &self.crew.clerks[2];
            take_ticket(&self.crew.office, clerk, self.ticket(c, came.kind(), None))?;
        }
        Ok(())
    }

    /// What somebody would come for today; `None` for those who would stay at home.
    fn came(&self, c: usize, today: Day) -> Option<Came> {
        let accounts = &self.known[c].accounts;
        let late = accounts.iter().any(|a| a.owed() > 0 && a.days_late(today) > 0);
        match () {
            () if accounts.iter().any(|a| a.cut) => Some(Came::Reconnection),
            () if accounts.iter().any(|a| a.ordered) => Some(Came::Disconnection),
            () if !self.owes(c) => None,
            () if late => Some(Came::Overdue),
            () if self.town[c].by_law != ByLaw::None => Some(Came::ByLaw),
            () if accounts.len() >= 5 => Some(Came::Bulk),
            () => Some(Came::Regular),
        }
    }

    /// The bank's file of this morning: money in hand, for the worker; some of it for nobody.
    fn bank_file(&mut self, today: Day, now: Instant, taken: &mut [bool]) -> Result<()> {
        let mut rows = Vec::new();
        for _ in 0..BANK_ROWS {
            let one = |year: &Self, c: usize| {
                year.known[c].accounts.len() == 1 && year.came(c, today) == Some(Came::Overdue)
            };
            let Some(c) = self.somebody(taken, one) else { break };
            let account = &self.known[c].accounts[0];
            rows.push((Some(account.id), self.town[c].supplies[0].number.clone(), account.net()));
        }
        rows.extend(
            UNKNOWN.iter().zip([64_200, 31_500]).map(|(number, paid)| (None, (*number).to_owned(), paid)),
        );
        self.crew.it_is(now.plus_secs(-44 * 60));
        let order = Order::new("import", Right::Import);
        self.crew.office.perform(&self.crew.manager, order, move |act| {
            for (at, (account, number, paid)) in (1..).zip(&rows) {
                intake(act, &in_hand(at, *account, number, *paid))?;
            }
            act.changed(json!({ "kind": "payments", "created": rows.len() }));
            Ok(())
        })
    }
}

fn in_hand(at: i64, account: Option<AccountId>, number: &str, paid: i64) -> InHandRow {
    InHandRow {
        source: Source::BankFile,
        reference: format!("KBNEFT26{:06}", 118_200 + at * 7),
        account,
        account_text: number.to_owned(),
        amount: Money::from_minor(paid),
        method: Method::Bank,
        bank: "Karavali Bank".into(),
        drawer: String::new(),
        paid_on: None,
    }
}
