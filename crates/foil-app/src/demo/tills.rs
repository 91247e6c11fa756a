//! The clerks' drawers: opened with a float in the morning, dropped from at noon, counted and closed in the evening.
//!
//! The branch began to keep shifts on the first of last month; what was paid before is in no drawer.

use super::dice::Dice;
use super::year::Year;
use crate::cheques::views::BounceCheque;
use crate::cheques::{bounced, deposit as deposit_cheques, realise, would};
use crate::office::{Act, Order, Session};
use crate::shifts::views::{CountNext, CountedTender};
use crate::shifts::{Wanted, count, deposit, drop_to_safe, end, open, to_bank};
use anyhow::anyhow;
use foil_domain::cheques::{BounceReason, ChequeState};
use foil_domain::ids::{ChequeId, RequestId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::VarianceReason;
use foil_domain::shifts::pieces::{Pieces, usual};
use foil_domain::text::Note;
use foil_domain::time::{Day, Instant};
use foil_store::cheques;
use foil_store::shifts::ShiftRow;
use serde_json::json;

/// What the first drawer of a counter begins with, in rupees a piece and how many: ₹2,000.
const FLOAT: [(i64, i64); 5] = [(100, 10), (50, 10), (20, 15), (10, 15), (5, 10)];

/// What is dropped at noon stays above this, in paise.
const DROP_ABOVE: i64 = 1_000_000;

/// How far clerks' and managers' counts may differ, and what a drawer should hold at most, in paise.
const TOLERANCES: [i64; 2] = [500, 2_000];
const CEILING: i64 = 5_000_000;

/// Days until the bank has paid a cheque, and cheques that are taken there on one morning at most.
const CLEARED_AFTER: i64 = 4;
const MOST_CHEQUES: i64 = 200;

/// The request of the one cheque that comes back.
const BOUNCE: &str = "019ab000-0000-7000-8000-000000000001";

/// Where the branch's bank is.
const BANK: &str = "Karavali Bank, Hampankatta, 0042 118 2207";

/// The drawers of a branch.
pub(super) struct Tills {
    /// The first day on which shifts are kept.
    pub from: Day,
    open: bool,
    /// Whether something waits for the bank.
    waits: bool,
    dice: Dice,
}

impl Tills {
    pub(super) fn new(today: Day, seed: u64) -> Tills {
        Tills { from: today.month_start(-1), open: false, waits: false, dice: Dice::new(seed, 5) }
    }
}

impl Year<'_> {
    /// In the morning every clerk opens a shift; yesterday's cash goes to the bank.
    pub(super) fn open_tills(&mut self, day: Day, at: Instant) -> Result<()> {
        if day < self.tills.from || self.tills.open {
            return Ok(());
        }
        self.keep_shifts(at)?;
        if std::mem::take(&mut self.tills.waits) {
            let manager = self.crew.manager.clone();
            self.send(&manager, "make_deposit_slip", Right::BankCash, at, |act| {
                let waits = to_bank(act.tx, act.office)?;
                if waits.is_positive() {
                    deposit(act, (BANK, None), &in_pieces(waits.minor()), None)?;
                }
                Ok(None)
            });
        }
        self.cheques_to_the_bank(day, at.plus_secs(60));
        for clerk in self.crew.clerks.clone() {
            self.send(&clerk, "open_shift", Right::TakePayments, at.plus_secs(120), |act| {
                let kept = foil_store::z_reports::kept_at(act.tx, act.who.counter)?;
                let float = kept.map_or_else(first_float, |kept| in_pieces(kept.minor()));
                let id = open(act, &float, (None, ""))?;
                let begun = foil_store::shifts::find(act.tx, id)?.map(|shift| shift.float_minor);
                act.changed(json!({ "shift": id, "float": begun }));
                Ok(None)
            });
        }
        self.tills.open = true;
        Ok(())
    }

    /// Cheques of the days before go to the bank; what it has had for some days it has paid.
    fn cheques_to_the_bank(&mut self, day: Day, at: Instant) {
        let manager = self.crew.manager.clone();
        let newest = ChequeId(i64::MAX);
        self.send(&manager, "realise_cheques", Right::DepositCheques, at, move |act| {
            let there = cheques::of_state(act.tx, ChequeState::Deposited, newest, MOST_CHEQUES)?;
            let paid = |on: Option<Day>| on.is_some_and(|on| day.days_since(on) >= CLEARED_AFTER);
            let ids: Vec<ChequeId> = there.iter().filter(|q| paid(q.deposited_on)).map(|q| q.id).collect();
            if !ids.is_empty() {
                realise(act, &ids)?;
            }
            Ok(None)
        });
        self.send(&manager, "deposit_cheques", Right::DepositCheques, at.plus_secs(30), move |act| {
            let here = cheques::of_state(act.tx, ChequeState::Received, newest, MOST_CHEQUES)?;
            let ids: Vec<ChequeId> = here.iter().filter(|q| q.received_on < day).map(|q| q.id).collect();
            if !ids.is_empty() {
                deposit_cheques(act, &ids)?;
            }
            Ok(None)
        });
    }

    /// One of the cheques at the bank comes back today.
    pub(super) fn a_cheque_comes_back(&mut self, at: Instant) {
        let manager = self.crew.manager.clone();
        self.send(&manager, "bounce_cheque", Right::BounceCheques, at, |act| {
            let newest = ChequeId(i64::MAX);
            for q in cheques::of_state(act.tx, ChequeState::Deposited, newest, MOST_CHEQUES)? {
                if would(act.tx, q.id, act.office).is_err() {
                    continue;
                }
                bounced(
                    act,
                    &BounceCheque {
                        request_id: RequestId::parse(BOUNCE).map_err(|e| anyhow!(e))?,
                        cheque: q.id,
                        version: q.version,
                        reason: BounceReason::Funds,
                        note: Note::parse("").map_err(|e| anyhow!(e))?,
                    },
                )?;
                break;
            }
            Ok(None)
        });
    }

    /// The office begins to ask for shifts.
    fn keep_shifts(&mut self, at: Instant) -> Result<()> {
        if self.crew.office.book().read(foil_store::office::find)?.shifts_required {
            return Ok(());
        }
        let admin = self.crew.admin.clone();
        self.flush()?;
        self.crew.it_is(at);
        self.crew.office.perform(&admin, Order::new("save_office", Right::ManageOffice), |act| {
            let mut row = act.office.clone();
            row.shifts_required = true;
            row.cash_ceiling_minor = Some(Money::from_minor(CEILING));
            row.variance_tolerance_minor = Money::from_minor(TOLERANCES[0]);
            row.manager_tolerance_minor = Money::from_minor(TOLERANCES[1]);
            if !foil_store::office::update(act.tx, &row, row.version)? {
                return Err(Refusal::ChangedMeanwhile { what: "office".into() }.into());
            }
            // What was taken before is at the bank: it was paid in without slips.
            foil_store::office::pays_in_from(act.tx, act.today())?;
            act.changed(json!({ "fields": { "shifts": "kept from now on" } }));
            Ok(())
        })
    }

    /// At noon what is much goes to the safe.
    pub(super) fn drop_at_noon(&mut self, at: Instant) {
        if !self.tills.open {
            return;
        }
        for clerk in self.crew.clerks.clone() {
            self.send(&clerk, "drop_cash", Right::TakePayments, at, |act| {
                let shift = own(act)?;
                let held = foil_store::shifts::drawer(act.tx, shift.id, shift.business_on)?.expected()?;
                let more = (held.minor() - DROP_ABOVE) / 100_000 * 100_000;
                if more > 0 {
                    drop_to_safe(act, Money::from_minor(more))?;
                }
                Ok(None)
            });
        }
    }

    /// In the evening every clerk counts and closes. Now and then a count differs by a note.
    pub(super) fn close_tills(&mut self, at: Instant) {
        if !std::mem::take(&mut self.tills.open) {
            return;
        }
        let manager = self.crew.manager.clone();
        for clerk in self.crew.clerks.clone() {
            let off =
                if self.tills.dice.percent(6) { *self.tills.dice.one(&[-5_000, -1_000, 1_000]) } else { 0 };
            self.count_till(&clerk, at, off);
            if off != 0 {
                self.count_till(&clerk, at.plus_secs(420), off);
            }
            let reason = (off != 0).then_some(VarianceReason::WrongChange);
            let wanted = Wanted { reason, word: reason.map(|_| manager.clone()), ..Wanted::default() };
            self.send(&clerk, "close_shift", Right::TakePayments, at.plus_secs(600), move |act| {
                end(act, &own(act)?, &wanted)?;
                Ok(None)
            });
        }
        self.tills.waits = true;
    }

    fn count_till(&mut self, clerk: &Session, at: Instant, off: i64) {
        self.send(clerk, "count_shift", Right::TakePayments, at, move |act| {
            let shift = own(act)?;
            let drawer = foil_store::shifts::drawer(act.tx, shift.id, shift.business_on)?;
            let cash = in_pieces((drawer.expected()?.minor() + off).max(0));
            let mut others = Vec::new();
            for t in foil_store::shifts::tenders(act.tx, shift.id, shift.business_on)? {
                let back = foil_store::shifts::voided(act.tx, shift.id, shift.business_on)?;
                let back = back.iter().find(|v| v.method == t.method).map_or(Money::ZERO, |v| v.amount);
                let amount = t.given.minus(t.change).and_then(|m| m.minus(back)).ok_or(Refusal::TooMuch)?;
                if t.method != Method::Cash {
                    others.push(CountedTender { method: t.method, amount });
                }
            }
            let counted = count(act, &shift, &cash, &others)?;
            if counted.next == CountNext::CountAgain && off == 0 {
                return Err(anyhow!("the demo miscounted shift {}", shift.number).into());
            }
            act.changed(json!({ "shift": shift.number, "count": counted.n, "cash": counted.cash }));
            Ok(None)
        });
    }
}

fn own(act: &Act<'_>) -> Result<ShiftRow> {
    let own = foil_store::shifts::of_person(act.tx, act.who.user)?.ok_or(Refusal::NoOpenShift)?;
    Ok(foil_store::shifts::find(act.tx, own.id)?.ok_or(Refusal::NoOpenShift)?)
}

fn first_float() -> Vec<Pieces> {
    FLOAT.map(|(whole, count)| Pieces { value: Money::from_minor(whole * 100), count }).into()
}

/// An amount in the largest notes there are, the rest in loose coins.
fn in_pieces(minor: i64) -> Vec<Pieces> {
    let mut left = minor;
    let mut pieces: Vec<Pieces> = usual("INR", 2)
        .into_iter()
        .map(|value| {
            let count = left / value.minor();
            left -= count * value.minor();
            Pieces { value, count }
        })
        .filter(|p| p.count > 0)
        .collect();
    if left > 0 {
        pieces.push(Pieces { value: Money::from_minor(1), count: left });
    }
    pieces
}
