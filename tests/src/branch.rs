//! A branch at work, for whoever wants a book with all in it: clerks pay, undo, drop, hand over, refund and close for days
//! on end, cheques bounce, the drop box is posted, managers approve, refuse and look again, and now and then the power
//! goes. What is done in the office beside the money is `papers`'. Beside the book the coins themselves are moved by hand, a heap for each drawer; whatever was done, the book must
//! say of each heap what lies in it.

use foil_app::cheques::views::ChequeView;
use foil_domain::approvals::ApprovalState;
use foil_domain::cheques::ChequeState;
use foil_domain::customers::Service;
use foil_domain::ids::{CashMoveId, CounterId, PaymentId, ShiftId};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_testkit::{Account, Hall, Person, Told, Way, rupees};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

mod papers;

pub use papers::{KINDS as PAPER_KINDS, PaperDeed, paper_deed};

/// One thing that somebody does: clerks by their places, amounts in paise (`whole`: in rupees), the `nth` payment that fits.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "its head says what the fields are")]
pub enum Deed {
    /// A clerk takes cash, and gives change.
    Pay { clerk: usize, paise: i64, extra: i64 },
    /// A clerk takes a cheque.
    Cheque { clerk: usize, whole: i64 },
    /// A clerk takes two cheques on one receipt.
    TwoCheques { clerk: usize, whole: i64, beside: i64 },
    /// A clerk takes one cheque that pays two receipts.
    TwoReceipts { clerk: usize, whole: i64, beside: i64 },
    /// A clerk takes a card.
    Card { clerk: usize, whole: i64 },
    /// A clerk takes back what they did last.
    Undo { clerk: usize },
    /// A manager voids a payment of the day.
    Void { nth: usize },
    /// A payment of a closed day is refunded in cash: by a manager's word here, from the list, or first; or it is asked
    /// for and refused, taken back, or left.
    Refund { clerk: usize, nth: usize, how: usize },
    /// A payment of a closed day moves to the account that it was meant for.
    Transfer { clerk: usize, nth: usize },
    /// A card of a closed day was never charged.
    Reverse { clerk: usize, nth: usize },
    /// A receipt is handed out, the first time as the original: by a clerk, then by the manager.
    Print { clerk: usize, nth: usize },
    /// A cheque goes to the bank and comes back.
    Bounce { nth: usize },
    /// A cheque goes to the bank, which pays it.
    Realise { nth: usize },
    /// Drops, puts in, takes out.
    Move { clerk: usize, act: usize, paise: i64 },
    /// Offers change to the next clerk.
    Change { clerk: usize, paise: i64, accept: bool },
    /// An envelope from the drop box.
    Envelope { whole: i64 },
    /// Counts, off by so many paise of cash, of cheques and of card slips, which a manager lets pass here or from the
    /// list; then closes with so many quarters of the cash kept in the drawer, or hands over.
    End { clerk: usize, off: [i64; 3], from_list: bool, hand_over: bool, quarters: i64 },
    /// Opens with what was kept in the drawer, or with so many paise more or less, which a manager lets pass; the first
    /// time with so many as are brought. Beside that so many are drawn from the safe.
    Open { clerk: usize, paise: i64, off: i64, from_list: bool, drawn: i64 },
    /// So many paise are brought to the safe, which another manager lets happen here or from the list; or that was a mistake, and
    /// is taken back.
    Bring { paise: i64, from_list: bool, back: bool },
    /// What is there goes to the bank.
    Bank,
    /// The safe is counted, with so many paise more or less in it, which is noted.
    Safe { off: i64 },
    /// Every drawer is closed, second looks are taken, and so many days are closed.
    Day { days: i64 },
    /// The power goes, and comes back.
    PowerCut,
    /// Something is done to claims, or to who works here.
    Paper(PaperDeed),
}

/// What somebody might do next; `most` days are closed at a time at most.
pub fn deed(most: i64) -> impl Strategy<Value = Deed> {
    prop::strategy::Union::new_weighted(kinds(most))
}

/// One deed of each kind, in any order, but those that end a day; of payments, cheques and what is done with cash a few,
/// for most of the rest is about them.
pub fn one_of_each() -> impl Strategy<Value = Vec<Deed>> {
    let most_of = |(weight, kind)| std::iter::repeat_n(kind, if weight > 2 { 2 } else { 1 });
    let each: Vec<BoxedStrategy<Deed>> = kinds(1).into_iter().flat_map(most_of).collect();
    let each = each.prop_shuffle();
    each.prop_map(|deeds| deeds.into_iter().filter(|deed| !matches!(deed, Deed::Day { .. })).collect())
}

/// The kinds of deeds at the counter, with how often each is done beside the others.
fn kinds(most: i64) -> Vec<(u32, BoxedStrategy<Deed>)> {
    let (clerk, paise, nth) = (0usize..3, 1i64..150_000, 0usize..8);
    macro_rules! kinds {
        ($($weight:literal => $kind:expr),+ $(,)?) => { vec![$(($weight, $kind.boxed())),+] };
    }
    kinds![
        8 => (clerk.clone(), paise.clone(), 0i64..20_000)
            .prop_map(|(clerk, paise, extra)| Deed::Pay { clerk, paise, extra }),
        2 => (clerk.clone(), 1i64..900).prop_map(|(clerk, whole)| Deed::Cheque { clerk, whole }),
        1 => (clerk.clone(), 1i64..900, 1i64..900)
            .prop_map(|(clerk, whole, beside)| Deed::TwoCheques { clerk, whole, beside }),
        1 => (clerk.clone(), 1i64..900, 1i64..900)
            .prop_map(|(clerk, whole, beside)| Deed::TwoReceipts { clerk, whole, beside }),
        2 => (clerk.clone(), 1i64..900).prop_map(|(clerk, whole)| Deed::Card { clerk, whole }),
        2 => clerk.clone().prop_map(|clerk| Deed::Undo { clerk }),
        1 => nth.clone().prop_map(|nth| Deed::Void { nth }),
        2 => (clerk.clone(), nth.clone(), 0usize..6)
            .prop_map(|(clerk, nth, how)| Deed::Refund { clerk, nth, how }),
        1 => (clerk.clone(), nth.clone()).prop_map(|(clerk, nth)| Deed::Transfer { clerk, nth }),
        1 => (clerk.clone(), nth.clone()).prop_map(|(clerk, nth)| Deed::Reverse { clerk, nth }),
        1 => (clerk.clone(), nth.clone()).prop_map(|(clerk, nth)| Deed::Print { clerk, nth }),
        3 => nth.clone().prop_map(|nth| Deed::Bounce { nth }),
        1 => nth.prop_map(|nth| Deed::Realise { nth }),
        4 => (clerk.clone(), 0usize..4, paise.clone())
            .prop_map(|(clerk, act, paise)| Deed::Move { clerk, act, paise }),
        2 => (clerk.clone(), paise.clone(), any::<bool>())
            .prop_map(|(clerk, paise, accept)| Deed::Change { clerk, paise, accept }),
        1 => (1i64..900).prop_map(|whole| Deed::Envelope { whole }),
        3 => (clerk.clone(), [off(), off(), off()], any::<bool>(), any::<bool>(), 0i64..5)
            .prop_map(|(clerk, off, from_list, hand_over, quarters)| {
                Deed::End { clerk, off, from_list, hand_over, quarters }
            }),
        4 => (clerk, paise.clone(), off(), any::<bool>(), prop_oneof![Just(0i64), 1i64..60_000])
            .prop_map(|(clerk, paise, off, from_list, drawn)| Deed::Open { clerk, paise, off, from_list, drawn }),
        1 => (paise, any::<bool>(), prop_oneof![2 => Just(false), 1 => Just(true)])
            .prop_map(|(paise, from_list, back)| Deed::Bring { paise, from_list, back }),
        1 => Just(Deed::Bank),
        1 => prop_oneof![Just(0i64), -90_000i64..90_000].prop_map(|off| Deed::Safe { off }),
        2 => (1..=most).prop_map(|days| Deed::Day { days }),
        1 => Just(Deed::PowerCut),
    ]
}

/// What a run has to have done for it to have shown anything, by the names of [`Branch::done`].
pub const KINDS: &[&str] = &[
    "pay",
    "cheque",
    "two_cheques",
    "two_receipts",
    "card",
    "undo",
    "void",
    "refund",
    "transfer",
    "reversal",
    "print",
    "bounce",
    "take_brought_back",
    "realise",
    "drop",
    "cash_in",
    "cash_out",
    "change",
    "envelope",
    "close",
    "hand_over",
    "variance",
    "open",
    "bring",
    "bank",
    "safe",
    "day",
    "power_cut",
];

/// By how much a count differs: mostly by nothing.
fn off() -> impl Strategy<Value = i64> {
    prop_oneof![2 => Just(0i64), 1 => -5_000i64..5_000]
}

/// A payment as it was seen at the counter.
#[derive(Debug, Clone)]
struct Taken {
    id: PaymentId,
    on: Day,
    /// Cash that was kept of it, in paise.
    cash: i64,
    /// Worth of its card slip.
    card: i64,
    shift: Option<ShiftId>,
    stands: bool,
}

/// A cheque, as the paper that it is.
#[derive(Debug, Clone)]
struct Paper {
    number: String,
    /// What of it each payment was given, by its place, and whether that part was taken back since.
    pays: Vec<(usize, i64, bool)>,
    at: Place,
}

/// Where a cheque is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the drawer it was taken into, or the office's safe.
    Here,
    /// At the bank, which has said nothing yet.
    AtBank,
    /// The bank has paid it, or sent it back; or it is with who gave it.
    Gone,
}

/// The branch: three clerks, a manager, and the coins.
pub struct Branch {
    hall: Option<Hall>,
    clerks: Vec<Person>,
    /// The manager.
    pub maya: Person,
    /// Another one, whose word the first needs for what she counted.
    nina: Person,
    account: Account,
    other: Account,
    /// The coins in each drawer, in paise.
    coins: BTreeMap<i64, i64>,
    /// The coins that were kept in the drawer of each counter whose shift was closed, in paise.
    kept: BTreeMap<CounterId, i64>,
    /// The coins in the safe, in paise.
    safe: i64,
    taken: Vec<Taken>,
    cheques: Vec<Paper>,
    slips: i64,
    /// The cheques and card slips that were counted otherwise than was taken: the Z report, the method, by how much.
    off: Vec<(String, String, i64)>,
    /// How often each kind of deed went through.
    done: BTreeMap<&'static str, usize>,
    /// Whose meters are read and billed, and who works here beside the money; none where nobody does that.
    papers: Option<papers::Papers>,
}

impl std::fmt::Debug for Branch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Branch").field("coins", &self.coins).finish_non_exhaustive()
    }
}

/// Whether all was as it should be.
pub type Tried = Result<(), TestCaseError>;

impl Branch {
    /// Opens it; up to so many paise are done first and looked at afterwards.
    ///
    /// # Panics
    /// When the scene cannot be set.
    #[must_use]
    pub fn open(second_look: Option<i64>) -> Branch {
        let hall = Hall::open();
        let clerks = ["asha", "bela", "chitra"].map(|login| hall.clerk(login)).to_vec();
        let maya = hall.manager("maya");
        let nina = hall.manager("nina");
        hall.minds_drawers();
        hall.approves_by(second_look, 0, 0);
        let account = hall.account("Asha Rao", Service::Electricity).owes_paise(100_000_000).moves_in();
        let other = hall.account("Bina Kamath", Service::Water).owes_paise(100_000).moves_in();
        // A clerk takes out so much alone; the rest is let pass by the manager.
        hall.takes_out_alone(300);
        let (coins, kept, taken, off) = (BTreeMap::new(), BTreeMap::new(), Vec::new(), Vec::new());
        Branch {
            hall: Some(hall),
            clerks,
            maya,
            nina,
            account,
            other,
            coins,
            kept,
            safe: 0,
            taken,
            cheques: Vec::new(),
            slips: 0,
            off,
            done: BTreeMap::new(),
            papers: None,
        }
    }

    /// The same, with homes whose meters are read and billed, and an admin who changes who may do what: for
    /// [`Deed::Paper`].
    ///
    /// # Panics
    /// When the scene cannot be set.
    #[must_use]
    pub fn open_with_papers(second_look: Option<i64>) -> Branch {
        let mut branch = Branch::open(second_look);
        branch.papers = Some(papers::Papers::of(branch.hall()));
        branch
    }

    /// How often each kind of deed went through; what was refused is in none of them.
    #[must_use]
    pub fn done(&self) -> &BTreeMap<&'static str, usize> {
        &self.done
    }

    fn did(&mut self, what: &'static str) {
        *self.done.entry(what).or_default() += 1;
    }

    /// The hall.
    ///
    /// # Panics
    /// While the power is gone.
    #[must_use]
    pub fn hall(&self) -> &Hall {
        self.hall.as_ref().expect("the hall is open")
    }

    /// The business date.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn today(&self) -> Day {
        self.hall().frame(&self.maya).expect("the frame").business_on
    }

    /// A clerk's own drawer, and its state.
    fn own(&self, clerk: usize) -> Option<(ShiftId, String)> {
        let drawer = self.hall().call(&self.clerks[clerk], "shift", json!({})).expect("the drawer");
        let own = &drawer["own"]["shift"];
        Some((ShiftId(own["id"].as_i64()?), own["state"].as_str()?.to_owned()))
    }

    fn own_open(&self, clerk: usize) -> Option<ShiftId> {
        self.own(clerk).filter(|(_, state)| state == "open").map(|(id, _)| id)
    }

    fn is_open(&self, shift: ShiftId) -> bool {
        (0..self.clerks.len()).any(|clerk| self.own_open(clerk) == Some(shift))
    }

    fn put(&mut self, shift: ShiftId, paise: i64) {
        *self.coins.entry(shift.0).or_default() += paise;
    }

    fn standing(&self, nth: usize, fits: impl Fn(&Taken) -> bool) -> Option<usize> {
        let fitting: Vec<usize> =
            (0..self.taken.len()).filter(|at| self.taken[*at].stands && fits(&self.taken[*at])).collect();
        (!fitting.is_empty()).then(|| fitting[nth % fitting.len()])
    }

    /// Does it, or is refused; says what the book then has otherwise than it is.
    ///
    /// # Errors
    /// When the book does not say what is there, or something broke.
    ///
    /// # Panics
    /// When the scene itself fails.
    pub fn does(&mut self, deed: &Deed) -> Tried {
        match *deed {
            Deed::Pay { clerk, paise, extra } => {
                let visit = self.hall().visit(&self.clerks[clerk]).account(&self.account);
                let told = visit.pays_paise(paise).cash_paise(paise + extra).take();
                self.is_taken("pay", clerk, told.map(|done| done.payment), [paise, 0], &[])
            }
            Deed::Card { clerk, whole } => {
                self.slips += 1;
                let visit = self.hall().visit(&self.clerks[clerk]).account(&self.account).pays(whole);
                let told = visit.card(whole, &format!("T-{}", self.slips)).take();
                self.is_taken("card", clerk, told.map(|done| done.payment), [0, rupees(whole)], &[])
            }
            Deed::Cheque { clerk, whole } => {
                let number = self.next_paper();
                self.cheque("cheque", clerk, &[(number, whole)])
            }
            Deed::TwoCheques { clerk, whole, beside } => {
                let (one, other) = (self.next_paper(), self.next_paper());
                self.cheque("two_cheques", clerk, &[(one, whole), (other, beside)])
            }
            Deed::TwoReceipts { clerk, whole, beside } => {
                let number = self.next_paper();
                self.cheque("cheque", clerk, &[(number.clone(), whole)])?;
                self.cheque("two_receipts", clerk, &[(number, beside)])
            }
            Deed::Undo { clerk } => {
                let told = self.hall().undoes(&self.clerks[clerk]);
                let own = self.own_open(clerk);
                match expected(told)?.and_then(|undone| undone.payment) {
                    Some(payment) => self.falls("undo", payment, own),
                    None => Ok(()),
                }
            }
            Deed::Void { nth } => {
                let today = self.today();
                let Some(at) = self.standing(nth, |p| p.on == today) else { return Ok(()) };
                let payment = self.taken[at].id;
                let told = self.hall().undoing(&self.maya).payment(payment).now();
                if expected(told)?.is_some() { self.falls("void", payment, None) } else { Ok(()) }
            }
            Deed::Refund { clerk, nth, how } => {
                let today = self.today();
                let Some(at) = self.standing(nth, |p| p.on < today && p.cash > 0) else { return Ok(()) };
                let Some(own) = self.own_open(clerk) else { return Ok(()) };
                let (payment, cash) = (self.taken[at].id, self.taken[at].cash);
                if self.refunds(clerk, payment, how)? {
                    prop_assert!(self.coins[&own.0] >= cash, "no drawer gives what is not in it");
                    self.put(own, -cash);
                    self.taken[at].stands = false;
                    self.did("refund");
                }
                Ok(())
            }
            Deed::Transfer { clerk, nth } => {
                let today = self.today();
                let Some(at) = self.standing(nth, |p| p.on < today) else { return Ok(()) };
                let to = Way::To(&self.other);
                let asked = self.hall().asks_back(&self.clerks[clerk], self.taken[at].id, &to);
                if expected(asked.allowed_by(&self.maya).now())?.is_some() {
                    self.taken[at].stands = false;
                    self.did("transfer");
                }
                Ok(())
            }
            Deed::Reverse { clerk, nth } => {
                let today = self.today();
                let Some(at) = self.standing(nth, |p| p.on < today && p.card > 0) else { return Ok(()) };
                let asked = self.hall().asks_back(&self.clerks[clerk], self.taken[at].id, &Way::Reversal);
                let told = asked.allowed_by(&self.maya).now();
                prop_assert!(
                    told.is_ok(),
                    "what never came is put right whatever became of it: {:?}",
                    told.err()
                );
                self.taken[at].stands = false;
                self.did("reversal");
                Ok(())
            }
            Deed::Print { clerk, nth } => {
                let Some(at) = self.standing(nth, |_| true) else { return Ok(()) };
                let receipt = json!({ "kind": "receipt", "payment": self.taken[at].id, "format": "pdf" });
                // A clerk, who may have no drawer now; and the manager, who has none.
                for who in [self.clerks[clerk].clone(), self.maya.clone()] {
                    let input = json!({ "request_id": self.hall().request(), "document": receipt });
                    if expected(self.hall().call(&who, "hand_out", input))?.is_some() {
                        self.did("print");
                    }
                }
                Ok(())
            }
            Deed::Bounce { nth } => {
                let Some(at) = self.banked(nth)? else { return Ok(()) };
                let told = self.hall().bounces(&self.maya, &self.shown(at));
                prop_assert!(told.is_ok(), "a bounce is never refused: {:?}", told.err());
                self.cheques[at].at = Place::Gone;
                for (payment, _, back) in self.cheques[at].pays.clone() {
                    self.taken[payment].stands &= back;
                }
                self.did("bounce");
                Ok(())
            }
            Deed::Realise { nth } => {
                let Some(at) = self.banked(nth)? else { return Ok(()) };
                let told = self.hall().realises(&self.maya, &[self.shown(at).id]);
                prop_assert!(told.is_ok(), "the bank has paid it: {:?}", told.err());
                self.cheques[at].at = Place::Gone;
                self.did("realise");
                Ok(())
            }
            Deed::Move { clerk, act, paise } => self.moves(clerk, act, paise),
            Deed::Change { clerk, paise, accept } => self.change(clerk, paise, accept),
            Deed::Envelope { whole } => self.envelope(whole),
            Deed::End { clerk, off, from_list, hand_over, quarters } => {
                self.ends(clerk, off, from_list, hand_over, quarters)
            }
            Deed::Open { clerk, paise, off, from_list, drawn } => {
                self.opens(clerk, paise, off, from_list, drawn)
            }
            Deed::Bring { paise, from_list, back } => self.brings(paise, from_list, back),
            Deed::Safe { off } => self.safe(off),
            Deed::Bank => {
                let Some(slip) = expected(self.hall().pays_in(&self.maya))? else { return Ok(()) };
                self.safe -= slip.amount.minor();
                prop_assert!(self.safe >= 0, "the bank gets what is there");
                self.did("bank");
                Ok(())
            }
            Deed::Day { days } => self.day(days),
            Deed::PowerCut => {
                self.hall = self.hall.take().map(Hall::loses_power);
                self.did("power_cut");
                Ok(())
            }
            Deed::Paper(paper) => self.paper(paper),
        }
    }

    /// Asks for a refund; whether it was done.
    fn refunds(&self, clerk: usize, payment: PaymentId, how: usize) -> Result<bool, TestCaseError> {
        let (hall, who) = (self.hall(), &self.clerks[clerk]);
        let ask = hall.asks_back(who, payment, &Way::Refund);
        match how {
            0 => return Ok(expected(ask.allowed_by(&self.maya).now())?.is_some()),
            1 => return Ok(expected(ask.done_first().now())?.is_some()),
            _ => {}
        }
        let Some(asked) = expected(ask.now())?.map(|outcome| outcome.approval) else { return Ok(false) };
        match how {
            2 => expected(hall.says_to(&self.maya, &asked, "refuse", "it was right")).map(|_| false),
            3 => expected(hall.withdraws(who, &asked)).map(|_| false),
            4 => Ok(false),
            _ => Ok(expected(hall.approves(&self.maya, &asked))?.is_some()),
        }
    }

    fn next_paper(&mut self) -> String {
        self.slips += 1;
        format!("{:06}", self.slips)
    }

    /// A clerk takes cheques on one receipt: their numbers, and what each is worth here, in rupees.
    fn cheque(&mut self, what: &'static str, clerk: usize, given: &[(String, i64)]) -> Tried {
        let visit = self.hall().visit(&self.clerks[clerk]).account(&self.account);
        let mut visit = visit.pays(given.iter().map(|(_, whole)| whole).sum());
        for (number, whole) in given {
            visit = visit.cheque(*whole, number, "Karavali Bank");
        }
        self.is_taken(what, clerk, visit.take().map(|done| done.payment), [0, 0], given)
    }

    fn is_taken(
        &mut self,
        what: &'static str,
        clerk: usize,
        told: Told<PaymentId>,
        [cash, card]: [i64; 2],
        given: &[(String, i64)],
    ) -> Tried {
        let Some(id) = expected(told)? else { return Ok(()) };
        let shift = self.own_open(clerk);
        prop_assert!(shift.is_some(), "no money without a drawer");
        self.put(shift.unwrap_or(ShiftId(0)), cash);
        let (on, at) = (self.today(), self.taken.len());
        self.taken.push(Taken { id, on, cash, card, shift, stands: true });
        self.did(what);
        for (number, whole) in given {
            let pays = (at, rupees(*whole), false);
            match self.cheques.iter_mut().find(|paper| paper.number == *number) {
                Some(paper) => paper.pays.push(pays),
                None => {
                    let number = number.clone();
                    self.cheques.push(Paper { number, pays: vec![pays], at: Place::Here });
                }
            }
        }
        Ok(())
    }

    /// A cheque as the desk shows it, by the first of its receipts that holds it.
    fn shown(&self, at: usize) -> ChequeView {
        let rows = self.hall().cheque_desk(&self.maya).expect("the desk").rows;
        let number = &self.cheques[at].number;
        let live = |q: &ChequeView| q.number == *number && q.state != ChequeState::Returned;
        rows.into_iter().find(live).expect("the cheque is at the desk")
    }

    /// A cheque that is at the bank, now if it was not before; none where there is none, or where a receipt that it paid
    /// was taken back and others hold it: no slip says less than the paper is worth.
    fn banked(&mut self, nth: usize) -> Result<Option<usize>, TestCaseError> {
        let live: Vec<usize> =
            (0..self.cheques.len()).filter(|at| self.cheques[*at].at != Place::Gone).collect();
        let Some(at) = (!live.is_empty()).then(|| live[nth % live.len()]) else { return Ok(None) };
        if self.cheques[at].at == Place::AtBank {
            return Ok(Some(at));
        }
        let short = self.cheques[at].pays.iter().any(|(_, _, back)| *back);
        let (hall, id) = (self.hall(), self.shown(at).id);
        let slip = expected(hall.deposits(&self.maya, &[id]))?;
        prop_assert_eq!(slip.is_none(), short, "a slip says what its papers are worth");
        let Some(slip) = slip else { return Ok(None) };
        let worth: i64 = self.cheques[at].pays.iter().map(|(_, worth, _)| worth).sum();
        prop_assert_eq!(slip.amount.minor(), worth);
        if nth.is_multiple_of(3) {
            // A slip that was a mistake: its cheque goes on another one.
            let back = hall.takes_slip_back(&self.maya, slip.id);
            prop_assert!(back.is_ok(), "it is of today: {:?}", back.err());
            expected(hall.deposits(&self.maya, &[id]))?;
        }
        self.cheques[at].at = Place::AtBank;
        Ok(Some(at))
    }

    /// A payment became void: its cash leaves the drawer of who hands it back, else the one it went into.
    fn falls(&mut self, what: &'static str, payment: PaymentId, own: Option<ShiftId>) -> Tried {
        let found = self.taken.iter().position(|p| p.id == payment);
        prop_assert!(found.is_some(), "only what was taken falls");
        let at = found.unwrap_or_default();
        let (cash, into) = (self.taken[at].cash, self.taken[at].shift);
        self.taken[at].stands = false;
        for paper in &mut self.cheques {
            paper.pays.iter_mut().filter(|(payment, ..)| *payment == at).for_each(|pays| pays.2 = true);
            if paper.pays.iter().all(|(_, _, back)| *back) {
                // Nothing holds it any more: it is handed back.
                paper.at = Place::Gone;
            }
        }
        match own.or(into.filter(|into| self.is_open(*into))) {
            Some(drawer) => {
                self.put(drawer, -cash);
                prop_assert!(self.coins[&drawer.0] >= 0, "nobody hands back what is not there");
            }
            None => {
                prop_assert!(into.is_none() || cash == 0, "cash comes out of a drawer that is open");
                // That of an envelope lies in the safe.
                self.safe -= cash;
            }
        }
        self.did(what);
        Ok(())
    }

    /// Cash is brought to the safe; from the first time on, the office keeps four hundred rupees there. What was a mistake is
    /// taken back at once: nothing has counted it in.
    fn brings(&mut self, paise: i64, from_list: bool, back: bool) -> Tried {
        let hall = self.hall();
        hall.keeps_in_safe(400);
        let paper = hall.request();
        let input = json!({
            "pieces": [{ "value": 1, "count": paise }], "came_from": "bank", "voucher": paper,
        });
        let ask = hall.asks(&self.maya, "bring_to_safe", input);
        let done = if from_list {
            let asked = ask.now();
            prop_assert!(asked.is_ok(), "{:?}", asked.err());
            hall.approves(&self.nina, &asked.expect("it is asked for").approval)
        } else {
            ask.allowed_by(&self.nina).now()
        };
        prop_assert!(done.is_ok(), "{:?}", done.err());
        if !back {
            self.safe += paise;
            self.did("bring");
            return Ok(());
        }
        let all = hall.brought_today(&self.maya).expect("what was brought");
        let wrong = all.iter().find(|one| one.voucher == paper).expect("it is there");
        let input = json!({ "brought": wrong.id, "reason": "another paper" });
        let told = hall.asks(&self.maya, "take_brought_back", input).allowed_by(&self.nina).now();
        prop_assert!(told.is_ok(), "{:?}", told.err());
        self.did("take_brought_back");
        Ok(())
    }

    /// The safe is counted with nothing in it, which tells what it had to hold: the coins that were put there. Then as it is.
    /// What differs is noted, by the word of another manager.
    fn safe(&mut self, off: i64) -> Tried {
        let hall = self.hall();
        let count = |coins: i64| {
            let pieces = json!([{ "value": 1, "count": coins }]);
            hall.call(&self.maya, "count_safe", json!({ "request_id": hall.request(), "pieces": pieces }))
        };
        let Some(told) = expected(count(0))? else { return Ok(()) };
        let holds = told["expected"].as_i64().expect("what it had to hold");
        prop_assert_eq!(holds, self.safe, "what was put into the safe less what was taken out of it");
        let Some(told) = expected(count((holds + off).max(0)))? else { return Ok(()) };
        prop_assert_eq!(told["off"].as_i64(), Some((holds + off).max(0) - holds), "nothing has moved");
        let why = json!({ "count": told["count"], "reason": "unknown" });
        match told["next"].as_str() {
            Some("even") => {}
            Some("explain") => {
                let mut input = why;
                input["request_id"] = json!(hall.request());
                prop_assert!(
                    hall.call(&self.maya, "explain_safe", input).is_ok(),
                    "it is within the tolerance"
                );
            }
            _ => {
                let asked = hall.asks(&self.maya, "allow_safe", why).allowed_by(&self.nina).now();
                prop_assert!(asked.is_ok(), "{:?}", asked.err());
            }
        }
        self.safe = (holds + off).max(0);
        self.did("safe");
        Ok(())
    }

    /// Cash goes into a drawer or out of it: to the safe, to nowhere that the book knows, from there, or from the safe.
    fn moves(&mut self, clerk: usize, act: usize, paise: i64) -> Tried {
        let (name, reason, signed, safe) = [
            ("drop_cash", None, -paise, paise),
            ("cash_in", Some("petty_expense"), paise, 0),
            ("cash_out", Some("petty_expense"), -paise, 0),
            ("cash_in", Some("change"), paise, -paise),
        ][act];
        let what = ["drop", "cash_in", "cash_out", "from_safe"][act];
        let mut input = json!({ "request_id": self.hall().request(), "amount": paise });
        if let Some(reason) = reason {
            input["reason"] = json!(reason);
        }
        let mut told = self.hall().call(&self.clerks[clerk], name, input.clone());
        if told.as_ref().is_err_and(|e| e.code == "needs_approval") {
            let asked = self.hall().asks(&self.clerks[clerk], "cash_out", input).allowed_by(&self.maya).now();
            told = asked.map(|_| Value::Null);
            prop_assert!(told.is_ok(), "what the drawer holds may be let out: {:?}", told.err());
        }
        if expected(told)?.is_some() {
            let own = self.own_open(clerk).expect("cash moves in an open drawer");
            self.put(own, signed);
            self.safe += safe;
            prop_assert!(self.coins[&own.0] >= 0 && self.safe >= 0, "nothing gives what is not in it");
            self.did(what);
        }
        Ok(())
    }

    fn change(&mut self, clerk: usize, paise: i64, accept: bool) -> Tried {
        let next = (clerk + 1) % self.clerks.len();
        let (Some(from), Some(to)) = (self.own_open(clerk), self.own_open(next)) else { return Ok(()) };
        let input = json!({ "request_id": self.hall().request(), "to": to, "amount": paise });
        let told = self.hall().call(&self.clerks[clerk], "offer_change", input);
        let Some(offered) = expected(told)? else { return Ok(()) };
        let offer = CashMoveId(offered["moved"]["id"].as_i64().expect("an offer"));
        prop_assert!(self.hall().answers_change(&self.clerks[next], offer, accept).is_ok());
        if accept {
            self.put(from, -paise);
            self.put(to, paise);
            self.did("change");
        }
        Ok(())
    }

    fn envelope(&mut self, whole: i64) -> Tried {
        self.slips += 1;
        let (hall, number) = (self.hall(), &self.account.number);
        let path = hall.folder().join(format!("box-{}.csv", self.slips));
        let file = format!("utr,account,amount,mode\nBOX{},{number},{whole},cash\n", self.slips);
        std::fs::write(&path, file).expect("a file");
        let input = json!({ "path": path, "kind": "payments", "mode": "good_rows", "dry_run": false });
        prop_assert_eq!(hall.does_job(&self.maya, "start_import", input).expect("an import").state, "done");
        prop_assert_eq!(hall.worker_runs(&self.maya).expect("the worker").paid, 1);
        let newest = hall.call(&self.maya, "payments", json!({ "limit": 1 })).expect("the payments");
        let id = PaymentId(newest["rows"][0]["id"].as_i64().expect("a payment"));
        let (on, cash) = (self.today(), rupees(whole));
        self.taken.push(Taken { id, on, cash, card: 0, shift: None, stands: true });
        self.safe += cash;
        self.did("envelope");
        Ok(())
    }

    /// The drawer's coins of yesterday are counted in the morning: what is not what was kept is let pass, or no shift.
    fn opens(&mut self, clerk: usize, paise: i64, off: i64, from_list: bool, drawn: i64) -> Tried {
        let who = self.clerks[clerk].clone();
        let at = who.counter().expect("a counter");
        let kept = self.kept.get(&at).copied();
        let float = kept.map_or(paise, |kept| (kept + off).max(0));
        let pieces = json!([{ "value": 1, "count": float }]);
        // Nobody draws more than lies in the safe.
        let drawn = drawn.min(self.safe).max(0);
        let from_safe = json!([{ "value": 1, "count": drawn }]);
        let open = |branch: &Branch| {
            let id = branch.hall().request();
            let on = branch.hall().business_on();
            let input = json!({ "request_id": id, "pieces": pieces, "from_safe": from_safe, "on": on });
            branch.hall().call(&who, "open_shift", input)
        };
        let mut told = open(self);
        if told.as_ref().is_err_and(|e| e.code == "float_differs") {
            prop_assert!(kept.is_some_and(|kept| kept != float), "an even float opens the shift");
            let input = json!({ "pieces": pieces, "reason": "unknown", "note": "" });
            let ask = self.hall().asks(&who, "allow_float", input);
            let asked = if from_list { ask.now() } else { ask.allowed_by(&self.maya).now() };
            prop_assert!(asked.is_ok(), "{:?}", asked.err());
            if from_list {
                let allowed = self.hall().approves(&self.maya, &asked.expect("it is asked for").approval);
                prop_assert!(allowed.is_ok(), "{:?}", allowed.err());
            }
            told = open(self);
            prop_assert!(told.is_ok(), "what was let pass opens the shift: {:?}", told.err());
        } else if told.is_ok() {
            prop_assert!(kept.is_none_or(|kept| kept == float), "no other float opens a shift");
        }
        if let Some(shift) = expected(told)? {
            self.kept.remove(&at);
            self.put(ShiftId(shift["id"].as_i64().expect("a shift")), float + drawn);
            self.safe -= drawn;
            self.did("open");
        }
        Ok(())
    }

    /// The coins, cheques and slips are counted as they lie there. What the book expects must be what they come to, to the
    /// coin, and each way of paying that is off must stand on the Z report as it is.
    fn ends(
        &mut self,
        clerk: usize,
        [off, cheques_off, cards_off]: [i64; 3],
        from_list: bool,
        hand_over: bool,
        quarters: i64,
    ) -> Tried {
        let Some(id) = self.own_open(clerk) else { return Ok(()) };
        let coins = self.coins.get(&id.0).copied().unwrap_or_default();
        prop_assert!(coins >= 0, "no drawer holds less than nothing");
        let counted = (coins + off).max(0);
        let off = counted - coins;
        let papers =
            [("cheque", self.cheques_there(id), cheques_off), ("card", self.slips_there(id), cards_off)];
        let papers = papers.map(|(method, there, off)| (method, (there + off).max(0), there));
        let others: Vec<(&str, i64)> = papers.iter().map(|(m, n, there)| (*m, n - there)).collect();
        let others: Vec<_> = others.into_iter().filter(|(_, off)| *off != 0).collect();
        let tenders = papers.map(|(method, n, _)| json!({ "method": method, "amount": n }));
        let count = |branch: &Branch| {
            let input = json!({
                "request_id": branch.hall().request(), "pieces": [{ "value": 1, "count": counted }],
                "tenders": tenders,
            });
            branch.hall().call(&branch.clerks[clerk], "count_shift", input)
        };
        let first = expected(count(self))?;
        prop_assert!(first.is_some(), "a drawer with nothing in the air is counted");
        let first = first.unwrap_or_default();
        let differs = off != 0 || !others.is_empty();
        prop_assert_eq!(first["next"] == "count_again", differs, "to the coin: {:?}, {}", first, off);
        if differs {
            let second = expected(count(self))?.unwrap_or_default();
            prop_assert_eq!(second["tenders"][0]["variance"].as_i64(), Some(off));
            prop_assert_eq!(&second["next"], "explain_and_allow");
        }
        let next = (clerk + 1) % self.clerks.len();
        let takes_over = hand_over && self.own(next).is_none();
        let keep = counted * quarters.min(4) / 4;
        let z = self.closes(clerk, id, differs, from_list, takes_over.then_some(next).ok_or(keep))?;
        self.coins.remove(&id.0);
        self.did("close");
        if differs {
            self.did("variance");
        }
        if !takes_over {
            self.kept.insert(self.clerks[clerk].counter().expect("a counter"), keep);
            self.safe += counted - keep;
            prop_assert_eq!(z["kept"].as_i64(), Some(keep));
            prop_assert_eq!(z["expected"].as_i64(), Some(coins));
            prop_assert_eq!(z["counted"].as_i64(), Some(counted));
            return self.is_on_z(&z, &others);
        }
        // The two change places; the drawer stays where it is.
        let there = self.hall().sits_at(&self.clerks[next], &self.clerks[clerk]);
        let elsewhere = self.hall().sits_at(&self.clerks[clerk], &self.clerks[next]);
        (self.clerks[next], self.clerks[clerk]) = (there, elsewhere);
        let taken = self.hall().answers_hand_over(&self.clerks[next], id, true);
        prop_assert!(taken.is_ok(), "{:?}", taken.err());
        let taken = taken.expect("it is accepted");
        prop_assert_eq!(taken.shift.float.minor(), counted, "the next float is what was counted");
        self.put(taken.shift.id, counted);
        self.did("hand_over");
        let z = taken.z.map(serde_json::to_value).transpose().expect("a Z report").unwrap_or_default();
        self.is_on_z(&z, &others)
    }

    /// What the cheques of a drawer come to that are in the office: neither at the bank nor handed back.
    fn cheques_there(&self, shift: ShiftId) -> i64 {
        let here = self.cheques.iter().filter(|paper| paper.at == Place::Here);
        let pays = here.flat_map(|paper| &paper.pays).filter(|(_, _, back)| !back);
        pays.filter(|(at, ..)| self.taken[*at].shift == Some(shift)).map(|(_, worth, _)| worth).sum()
    }

    /// What the card slips of a drawer come to, less those that became void.
    fn slips_there(&self, shift: ShiftId) -> i64 {
        let of_shift = self.taken.iter().filter(|p| p.shift == Some(shift) && p.card > 0);
        of_shift.filter(|p| p.stands || !self.is_void(p.id)).map(|p| p.card).sum()
    }

    /// A Z report says of each cheque and slip that is off by how much, and of no other.
    fn is_on_z(&mut self, z: &Value, others: &[(&str, i64)]) -> Tried {
        let told = z["tenders"].as_array().cloned().unwrap_or_default();
        let told: Vec<_> =
            told.iter().map(|t| (t["method"].as_str().unwrap_or_default(), t["variance"].as_i64())).collect();
        prop_assert_eq!(told, others.iter().map(|(m, off)| (*m, Some(*off))).collect::<Vec<_>>());
        // And its certificate: no number is missing between the first and the last, of receipts and of slips.
        let printed = self.hall().call(&self.maya, "z_report", json!({ "z": z["id"] })).expect("its paper");
        let gaps = ["receipts", "slips"].map(|series| printed[series]["gaps"].as_i64());
        prop_assert_eq!(gaps, [Some(0), Some(0)], "a Z report without gaps: {}", printed);
        let number = z["number"].as_str().unwrap_or_default();
        self.off.extend(others.iter().map(|(m, off)| (number.to_owned(), (*m).to_owned(), *off)));
        Ok(())
    }

    /// Every cheque and card slip that was off at a close: the Z report, the method, by how much.
    #[must_use]
    pub fn tenders_off(&self) -> Vec<(String, String, i64)> {
        self.off.clone()
    }

    fn is_void(&self, payment: PaymentId) -> bool {
        self.hall().payment(&self.maya, payment).expect("the payment").void.is_some()
    }

    fn closes(
        &self,
        clerk: usize,
        id: ShiftId,
        differs: bool,
        from_list: bool,
        to: Result<usize, i64>,
    ) -> Result<Value, TestCaseError> {
        let hall = self.hall();
        let mut input = json!({ "request_id": hall.request() });
        if differs && from_list {
            let asked = json!({ "shift": id, "reason": "unknown", "note": "" });
            let asked = hall.asks(&self.clerks[clerk], "allow_variance", asked).now();
            prop_assert!(asked.is_ok(), "{:?}", asked.err());
            let allowed = hall.approves(&self.maya, &asked.expect("it is asked for").approval);
            prop_assert!(allowed.is_ok(), "{:?}", allowed.err());
        } else if differs {
            input["reason"] = json!("unknown");
            input["manager"] = json!({ "login": "maya", "password": foil_testkit::PASSWORD });
        }
        match to {
            Ok(next) => input["hand_over_to"] = json!(self.clerks[next].user()),
            Err(keep) => {
                input["keep"] = json!(keep);
                input["keep_reason"] = json!("change for the morning");
            }
        }
        let ended = hall.call(&self.clerks[clerk], "close_shift", input);
        prop_assert!(ended.is_ok(), "{:?}", ended.err());
        Ok(ended.expect("it is closed")["z"].clone())
    }

    /// Every drawer is closed even, second looks are taken, and so many days are closed.
    ///
    /// # Errors
    /// When a drawer does not hold what the book says.
    ///
    /// # Panics
    /// When the scene itself fails.
    pub fn day(&mut self, days: i64) -> Tried {
        self.looks_again()?;
        for clerk in 0..self.clerks.len() {
            self.ends(clerk, [0; 3], false, false, 2)?;
        }
        self.own_names()?;
        self.hall().days_pass(&self.maya, days);
        self.did("day");
        Ok(())
    }

    /// Two of the three open their drawers in the morning, with what was kept in them; the third may take one over.
    ///
    /// # Errors
    /// When a drawer does not begin with what it should.
    ///
    /// # Panics
    /// When the scene itself fails.
    pub fn morning(&mut self) -> Tried {
        for clerk in 0..2 {
            self.does(&Deed::Open { clerk, paise: 5_000, off: 0, from_list: false, drawn: 0 })?;
        }
        Ok(())
    }

    /// The manager looks at what was done first.
    ///
    /// # Errors
    /// When one of them cannot be cleared.
    ///
    /// # Panics
    /// When the requests cannot be read.
    pub fn looks_again(&self) -> Tried {
        let waiting = self.hall().requests(&self.maya, true).expect("the requests").rows;
        for look in waiting.iter().filter(|look| look.state == ApprovalState::SecondLook) {
            let told = self.hall().approves(&self.maya, look);
            prop_assert!(told.is_ok(), "{:?}", told.err());
        }
        Ok(())
    }

    /// Everything of closed days that must read the same for good.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn closed(&self) -> BTreeMap<String, String> {
        let read = self.hall().office().book().read(|tx| {
            let mut all = BTreeMap::new();
            for (what, sql) in [
                ("day", "SELECT business_on || ' ' || document AS t FROM day_close ORDER BY business_on LIMIT 1000"),
                ("seal", "SELECT business_on || ' ' || seal || signature AS t FROM daily_seal ORDER BY n LIMIT 1000"),
                ("slip", "SELECT number || ' ' || document AS t FROM deposit_slip ORDER BY id LIMIT 1000"),
                (
                    "z",
                    "SELECT number || ' ' || document || expected_minor || counted_minor || banked_minor AS t
                       FROM z_report ORDER BY id LIMIT 1000",
                ),
            ] {
                for row in tx.all::<foil_store::tx::Text>(sql, &[])? {
                    let (name, text) = row.t.split_once(' ').expect("a name first");
                    all.insert(format!("{what} {name}"), text.to_owned());
                }
            }
            Ok(all)
        });
        read.expect("the papers")
    }
}

impl Branch {
    /// What each closed day comes to, worked out anew from its rows: what was taken and by whom, what fell on it and why, how
    /// it was paid and for which service, what was billed, owed and overdue by its end. Nothing that is done later may change it.
    ///
    /// # Panics
    /// When it cannot be worked out.
    #[must_use]
    pub fn figures(&self) -> BTreeMap<String, String> {
        let read = self.hall().office().book().read(|tx| {
            let days = tx.all::<foil_store::tx::Text>(
                "SELECT business_on AS t FROM day_close ORDER BY business_on LIMIT 1000",
                &[],
            )?;
            let days: Vec<Day> = days.iter().filter_map(|row| Day::parse(&row.t).ok()).collect();
            let mut all = BTreeMap::new();
            // Of a day on which nothing was done there is nothing to work out.
            for on in days.into_iter().filter(|on| moved_on(tx, *on).unwrap_or(true)) {
                all.insert(on.to_string(), of_day(tx, on)?);
            }
            Ok(all)
        });
        read.expect("the figures of closed days")
    }
}

fn moved_on(tx: &Tx<'_>, on: Day) -> foil_domain::Result<bool> {
    Ok(tx.number("SELECT COUNT(*) AS n FROM journal WHERE business_on = $1", &[&on])? > 0)
}

fn of_day(tx: &Tx<'_>, on: Day) -> foil_domain::Result<String> {
    use foil_store::{figures, registers};
    let mut text = String::new();
    let _ = writeln!(text, "{:?}", figures::totals(tx, on, on)?);
    let _ = writeln!(text, "{:?}", figures::by_method(tx, on, on)?);
    let _ = writeln!(text, "{:?}", figures::by_clerk(tx, on, on)?);
    let _ = writeln!(text, "{:?}", figures::by_day(tx, on, on)?);
    let _ = writeln!(text, "{:?}", registers::by_service(tx, on, on)?);
    let _ = writeln!(text, "{:?}", registers::billed(tx, on, on)?);
    let _ = writeln!(text, "{:?}", registers::receivable(tx, on)?);
    let _ = writeln!(text, "{:?}", figures::overdue_sum(tx, on)?);
    figures::each_void(tx, on, on, |row| {
        let _ = writeln!(text, "{row:?}");
        Ok(true)
    })?;
    figures::each_returned(tx, on, on, |row| {
        let _ = writeln!(text, "{row:?}");
        Ok(true)
    })?;
    Ok(text)
}

/// What was done; none for what the business refuses. A fault is never right.
fn expected<T>(told: Told<T>) -> Result<Option<T>, TestCaseError> {
    match told {
        Ok(done) => Ok(Some(done)),
        Err(e) if e.code == "fault" => Err(TestCaseError::fail(format!("{e:?}"))),
        Err(_) => Ok(None),
    }
}
