//! Money at the counter: tenders in, allocations out, change and credit between.
//!
//! Start at [`settle`]: it takes what is due, what the customer gives and wants, and says where
//! every coin goes. It stores nothing.

use crate::cheques::WhichPaper;
use crate::ids::{AccountId, BillId};
use crate::ledger::Ledger;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

words! {
    /// How money was given.
    pub enum Method {
        /// Notes and coins; the only one that gives change.
        Cash = "cash",
        /// A cheque, with its number and bank.
        Cheque = "cheque",
        /// A card slip, with the terminal's reference. Card numbers are never stored.
        Card = "card",
        /// A UPI transfer, with its reference.
        Upi = "upi",
        /// A bank transfer or a line of a bank's file, with its reference.
        Bank = "bank",
        /// A payment that was moved here from another account; nobody hands it over.
        Transfer = "transfer",
    }
}

impl Method {
    /// The ledger its money stands in.
    #[must_use]
    pub const fn ledger(self) -> Ledger {
        match self {
            Method::Cash => Ledger::Cash,
            Method::Cheque => Ledger::Cheque,
            Method::Card => Ledger::Card,
            Method::Upi => Ledger::Upi,
            Method::Bank => Ledger::Bank,
            Method::Transfer => Ledger::Transfer,
        }
    }
}

words! {
    /// The part of a bill, or of an account, that money goes to.
    pub enum Part {
        /// The bill's late surcharge.
        Surcharge = "surcharge",
        /// The rest of the bill.
        Bill = "bill",
        /// Credit kept on the account for the next bill.
        Credit = "credit",
    }
}

words! {
    /// Which open parts are paid first. Electricity, water and gas offices have conventions of their own, so it
    /// is a setting. Arrears are what is past its due date; inside each step the oldest due date goes first.
    pub enum AllocationOrder {
        /// Surcharges of arrears, arrears, current surcharges, current bills.
        ArrearsFirst = "arrears_first",
        /// Every surcharge, then the bills.
        SurchargesFirst = "surcharges_first",
        /// The bills, then every surcharge.
        BillsFirst = "bills_first",
        /// Bill by bill: the oldest whole, its surcharge first, then the next.
        OldestFirst = "oldest_first",
    }
}

impl AllocationOrder {
    /// The step in which a part of a bill is served; the lowest goes first.
    fn step(self, part: Part, current: bool) -> u8 {
        let surcharge = matches!(part, Part::Surcharge);
        match self {
            AllocationOrder::ArrearsFirst => 2 * u8::from(current) + u8::from(!surcharge),
            AllocationOrder::SurchargesFirst => u8::from(!surcharge),
            AllocationOrder::BillsFirst => u8::from(surcharge),
            AllocationOrder::OldestFirst => 0,
        }
    }
}

/// One tender, checked: its amount is above zero and its method has what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tender {
    /// How it was given.
    pub method: Method,
    /// How much, above zero.
    pub amount: Money,
    /// Cheque number, terminal or transfer reference; empty for cash.
    pub reference: String,
    /// The bank a cheque is drawn on; empty otherwise.
    pub bank: String,
    /// Whose cheque it is, by the name that stands on it; empty where nobody said so, and otherwise.
    pub drawer: String,
    /// Which paper it is, where the office has taken one of its number today, and where somebody said so.
    pub paper: Option<WhichPaper>,
}

impl Tender {
    /// Checks one tender: above zero; a cheque needs number and bank, everything but cash a reference.
    /// A reference that looks like a whole card number is refused, so that none is ever stored, and so is a
    /// transfer: no customer brings one.
    pub fn checked(method: Method, amount: Money, reference: &str, bank: &str) -> Result<Tender, Refusal> {
        let needs = |needs| Err(Refusal::TenderIncomplete { method: method.as_str(), needs });
        if !amount.is_positive() {
            return needs("an amount above zero");
        }
        let (reference_text, bank_text) = (reference.to_owned(), bank.to_owned());
        let tender = Tender {
            method,
            amount,
            reference: reference_text,
            bank: bank_text,
            drawer: String::new(),
            paper: None,
        };
        match method {
            Method::Cash if !reference.is_empty() || !bank.is_empty() => needs("no reference"),
            Method::Transfer => needs("somebody to move it from another account"),
            Method::Cheque if reference.is_empty() => needs("the cheque's number"),
            Method::Cheque if bank.is_empty() => needs("the bank it is drawn on"),
            Method::Card | Method::Upi | Method::Bank if reference.is_empty() => needs("its reference"),
            Method::Card if looks_like_a_card_number(reference) => {
                needs("the slip's reference, never the card's number")
            }
            _ => Ok(tender),
        }
    }

    /// The same with the name that stands on it, and which paper it is. Refuses either on anything but a cheque.
    pub fn drawn_by(self, drawer: &str, paper: Option<WhichPaper>) -> Result<Tender, Refusal> {
        if self.method != Method::Cheque && (!drawer.is_empty() || paper.is_some()) {
            return Err(Refusal::TenderIncomplete { method: self.method.as_str(), needs: "no drawer" });
        }
        Ok(Tender { drawer: drawer.to_owned(), paper, ..self })
    }
}

/// 13 to 19 digits that pass the Luhn check (ISO/IEC 7812).
fn looks_like_a_card_number(text: &str) -> bool {
    let digits: Vec<u32> =
        text.chars().filter(|c| !matches!(c, ' ' | '-')).map_while(|c| c.to_digit(10)).collect();
    if !(13..=19).contains(&digits.len()) {
        return false;
    }
    let doubled = |(i, d): (usize, &u32)| match (i % 2, d * 2) {
        (0, _) => *d,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// An open bill, as much of it as the allocation needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBill {
    /// The bill.
    pub id: BillId,
    /// Its account.
    pub account: AccountId,
    /// Its due date.
    pub due_on: Day,
    /// What is left of its surcharge.
    pub surcharge: Money,
    /// What is left of the rest.
    pub rest: Money,
    /// How much of both is in dispute: paid last, and only when the customer pays so much.
    pub disputed: Money,
    /// How much of both is due later, with the bills that have taken it up, and by when, the last first: none of it is in
    /// dispute.
    pub later: Vec<(Day, Money)>,
}

impl OpenBill {
    /// Its parts with their own dates. What was taken up is of its rest before it is of its surcharge.
    fn pieces(&self) -> Vec<(Day, Part, Money)> {
        let (mut surcharge, mut rest) = (self.surcharge, self.rest);
        let mut pieces = Vec::with_capacity(2 * (1 + self.later.len()));
        for (due_on, amount) in &self.later {
            let of_rest = (*amount).min(less(rest, self.disputed));
            let of_surcharge = less(*amount, of_rest).min(surcharge);
            pieces.push((*due_on, Part::Surcharge, of_surcharge));
            pieces.push((*due_on, Part::Bill, of_rest));
            (surcharge, rest) = (less(surcharge, of_surcharge), less(rest, of_rest));
        }
        pieces.push((self.due_on, Part::Surcharge, surcharge));
        pieces.push((self.due_on, Part::Bill, rest));
        pieces
    }
}

fn less(amount: Money, by: Money) -> Money {
    amount.minus(by).filter(|m| !m.is_negative()).unwrap_or(Money::ZERO)
}

/// Money that goes to one part of one bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Share {
    /// The bill; its account is known from it.
    pub bill: BillId,
    /// Surcharge or the rest.
    pub part: Part,
    /// How much, above zero.
    pub amount: Money,
}

/// What is paid before all else of an account, by the office's order inside it: what the minimum is made of, or an
/// instalment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    /// Whether it is what a plan pays of the bills: of one bill, that and the rest are two things.
    pub planned: bool,
    /// The bills, with how much of each belongs to it.
    pub of: Vec<(BillId, Money)>,
    /// How much together.
    pub most: Money,
}

/// What a visit asks for.
#[derive(Debug, Clone)]
pub struct Visit<'a> {
    /// Open bills of the chosen accounts.
    pub open: &'a [OpenBill],
    /// The chosen accounts with the credit each holds, in the order chosen; the first takes what is left over.
    pub accounts: &'a [(AccountId, Money)],
    /// What the customer pays in this visit, change aside; above zero unless credit settles everything.
    pub pay: Money,
    /// What was handed over.
    pub tenders: &'a [Tender],
    /// Use the accounts' credit for their own bills first.
    pub use_credit: bool,
    /// The customer's own split, instead of the office's rule.
    pub directed: Option<&'a [Share]>,
    /// What is paid before all else, whatever the office's rule is.
    pub first: &'a [First],
    /// The office's rule: which parts are paid first.
    pub order: AllocationOrder,
    /// The business date: what is past it is arrears.
    pub today: Day,
}

/// Where every coin of a visit goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Shares to bills, in the order in which they were served.
    pub shares: Vec<Share>,
    /// Credit used, per account.
    pub credit_used: Vec<(AccountId, Money)>,
    /// Credit added, per account.
    pub credit_added: Vec<(AccountId, Money)>,
    /// Money given, change included.
    pub tendered: Money,
    /// Cash to hand back.
    pub change: Money,
}

/// Settles a visit: credit first if wanted, then the money as directed, or first to what is asked for at least and the
/// rest by the office's rule; what is left over becomes credit of the first account; cash beyond `pay` is handed back. What is in
/// dispute is served last, and never from credit.
///
/// Refuses too little money, change on anything but cash, a directed split that does not fit,
/// and a visit with nothing to do.
pub fn settle(visit: &Visit<'_>) -> Result<Settlement, Refusal> {
    let tendered = Money::sum(visit.tenders.iter().map(|t| t.amount)).ok_or(Refusal::TooMuch)?;
    let change = change_of(visit, tendered)?;
    let due = pieces(visit.open, visit.order, visit.today);

    let agreed = undisputed(&due, visit.open);
    let mut agreed = in_order(agreed.as_deref().unwrap_or(&due), visit.first);
    let (credit_shares, credit_used) =
        if visit.use_credit { spend_credit(&mut agreed, visit.accounts) } else { Default::default() };
    let left = after(&due, &credit_shares);
    let (money_shares, over) = match visit.directed {
        Some(shares) => directed(&by_part(left), shares, visit.pay)?,
        None => disputed_last(&left, &mut agreed, visit.pay),
    };
    let credit_added = match visit.accounts.first() {
        Some((account, _)) if over.is_positive() => vec![(*account, over)],
        _ => Vec::new(),
    };
    let shares = merged(credit_shares, money_shares);
    if shares.is_empty() && credit_added.is_empty() {
        return Err(Refusal::NothingDue);
    }
    Ok(Settlement { shares, credit_used, credit_added, tendered, change })
}

fn change_of(visit: &Visit<'_>, tendered: Money) -> Result<Money, Refusal> {
    let change = tendered.minus(visit.pay).ok_or(Refusal::TooMuch)?;
    if visit.pay.is_negative() {
        return Err(Refusal::bad_input("pay", "an amount of zero or more"));
    }
    if change.is_negative() {
        return Err(Refusal::TenderTooSmall { due: visit.pay, given: tendered });
    }
    let cash = visit.tenders.iter().filter(|t| t.method == Method::Cash).map(|t| t.amount);
    let cash = Money::sum(cash).ok_or(Refusal::TooMuch)?;
    if change > cash || (change.is_positive() && change == cash) {
        // All of the cash handed back would make it no tender at all: a receipt would name money that
        // was only shown.
        return Err(Refusal::ChangeOnlyOnCash);
    }
    Ok(change)
}

/// The most of an account's credit that may be paid out while so much is open on it: the rest pays that.
///
/// Refuses an account without credit, and one whose credit what is open takes whole.
pub fn payable_credit(credit: Money, open: Money) -> Result<Money, Refusal> {
    let refused = |reason: &str| Err(Refusal::UndoRefused { reason: reason.to_owned() });
    if !credit.is_positive() {
        return refused("the account has no credit");
    }
    match credit.minus(open) {
        Some(rest) if rest.is_positive() => Ok(rest),
        _ => refused("what is open on the account takes all of its credit: let it pay that first"),
    }
}

/// What is due on one part of one bill, or a piece of that with a date of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The bill.
    pub bill: BillId,
    /// Its account.
    pub account: AccountId,
    /// Surcharge or the rest.
    pub part: Part,
    /// By when: the bill's own due date, or that of the bill that has taken it up.
    pub due_on: Day,
    /// How much.
    pub amount: Money,
}

/// The parts due, each as a whole, in the order in which the office's rule comes to them; inside each step the oldest due date
/// first, and of one bill its surcharge.
#[must_use]
pub fn due_parts(open: &[OpenBill], order: AllocationOrder, today: Day) -> Vec<Due> {
    by_part(pieces(open, order, today))
}

/// What is due in the order in which the office's rule serves it: what of a bill is due later, with the bill that has taken it
/// up, goes by that date, so that nothing is paid with it while something else is late.
fn pieces(open: &[OpenBill], order: AllocationOrder, today: Day) -> Vec<Due> {
    let mut keyed: Vec<((u8, Day, BillId, Part), Due)> = open
        .iter()
        .flat_map(|b| {
            b.pieces().into_iter().map(|(due_on, part, amount)| {
                let due = Due { bill: b.id, account: b.account, part, due_on, amount };
                ((order.step(part, due_on >= today), due_on, b.id, part), due)
            })
        })
        .filter(|(_, due)| due.amount.is_positive())
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, due)| due).collect()
}

/// Pieces of one part of a bill as one, where the first of them stood.
fn by_part(pieces: Vec<Due>) -> Vec<Due> {
    let mut at: HashMap<(BillId, Part), usize> = HashMap::with_capacity(pieces.len());
    let mut parts: Vec<Due> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match at.get(&(piece.bill, piece.part)) {
            // All pieces of a part sum to what is left of it.
            Some(first) => {
                let amount = &mut parts[*first].amount;
                *amount = amount.plus(piece.amount).unwrap_or(*amount);
            }
            None => {
                at.insert((piece.bill, piece.part), parts.len());
                parts.push(piece);
            }
        }
    }
    parts
}

/// Serves the parts due in their order until the money is used up; gives back what is left over.
#[must_use]
pub fn allocate(due: &[Due], pay: Money) -> (Vec<Share>, Money) {
    let mut left = pay;
    let mut shares = Vec::new();
    for d in due {
        let amount = d.amount.min(left);
        if amount.is_positive() {
            shares.push(Share { bill: d.bill, part: d.part, amount });
            left = left.minus(amount).unwrap_or(Money::ZERO);
        }
    }
    (shares, left)
}

/// Where credit goes that nobody directs: to what is open and agreed on, by the office's rule, never to what is in
/// dispute. What is left over stays credit.
#[must_use]
pub fn set_off(open: &[OpenBill], credit: Money, order: AllocationOrder, today: Day) -> Vec<Share> {
    let due = pieces(open, order, today);
    merged(Vec::new(), allocate(undisputed(&due, open).as_deref().unwrap_or(&due), credit).0)
}

/// The parts due without what is in dispute, when something is; of a bill that is disputed in part, its rest
/// is, before its surcharge.
fn undisputed(due: &[Due], open: &[OpenBill]) -> Option<Vec<Due>> {
    open.iter().find(|b| b.disputed.is_positive())?;
    let held = |d: &Due| {
        let held = |b: &&OpenBill| b.disputed.is_positive() && b.due_on == d.due_on;
        let Some(bill) = open.iter().find(|b| b.id == d.bill).filter(held) else {
            return Money::ZERO;
        };
        match d.part {
            Part::Surcharge => bill.disputed.minus(bill.rest).unwrap_or(Money::ZERO),
            _ => bill.disputed,
        }
    };
    let agreed = due
        .iter()
        .map(|d| Due { amount: d.amount.minus(held(d).max(Money::ZERO)).unwrap_or(Money::ZERO), ..*d })
        .filter(|d| d.amount.is_positive());
    Some(agreed.collect())
}

/// The parts due with what is paid before all else in front; a part may stand there in pieces.
fn in_order(due: &[Due], first: &[First]) -> Vec<Due> {
    let mut rest = due.to_vec();
    let mut pieces = Vec::with_capacity(due.len());
    let mut taken: HashMap<(BillId, bool), Money> = HashMap::new();
    for tier in first {
        let mut most = tier.most;
        let limits: HashMap<BillId, Money> = tier.of.iter().copied().collect();
        for d in &mut rest {
            let Some(limit) = limits.get(&d.bill) else { continue };
            let before = taken.entry((d.bill, tier.planned)).or_insert(Money::ZERO);
            let amount = d.amount.min(limit.minus(*before).unwrap_or(Money::ZERO)).min(most);
            if !amount.is_positive() {
                continue;
            }
            pieces.push(Due { amount, ..*d });
            d.amount = d.amount.minus(amount).unwrap_or(Money::ZERO);
            *before = before.plus(amount).unwrap_or(*limit);
            most = most.minus(amount).unwrap_or(Money::ZERO);
        }
    }
    pieces.extend(rest.into_iter().filter(|d| d.amount.is_positive()));
    pieces
}

/// Serves pieces in their order, those of one account or all, and takes what was served off them; gives back what is left
/// over.
fn serve(pieces: &mut [Due], account: Option<AccountId>, pay: Money) -> (Vec<Share>, Money) {
    let mut left = pay;
    let mut shares = Vec::new();
    for d in pieces.iter_mut().filter(|d| account.is_none_or(|id| d.account == id)) {
        let amount = d.amount.min(left);
        if amount.is_positive() {
            shares.push(Share { bill: d.bill, part: d.part, amount });
            d.amount = d.amount.minus(amount).unwrap_or(Money::ZERO);
            left = left.minus(amount).unwrap_or(Money::ZERO);
        }
    }
    (merged(Vec::new(), shares), left)
}

fn disputed_last(due: &[Due], agreed: &mut [Due], pay: Money) -> (Vec<Share>, Money) {
    let (first, over) = serve(agreed, None, pay);
    let (last, over) = allocate(&after(due, &first), over);
    (merged(first, last), over)
}

fn directed(due: &[Due], shares: &[Share], pay: Money) -> Result<(Vec<Share>, Money), Refusal> {
    let bad = |why: String| Err(Refusal::BadAllocation(why));
    for (i, share) in shares.iter().enumerate() {
        if !share.amount.is_positive() {
            return bad(format!("line {} is not above zero", i + 1));
        }
        if shares[..i].iter().any(|s| (s.bill, s.part) == (share.bill, share.part)) {
            return bad(format!("line {} names a bill's part a second time", i + 1));
        }
        match due.iter().find(|d| (d.bill, d.part) == (share.bill, share.part)) {
            None => return bad(format!("line {}: nothing is due there", i + 1)),
            Some(d) if share.amount > d.amount => {
                return bad(format!("line {} is above what is due there", i + 1));
            }
            Some(_) => {}
        }
    }
    let total = Money::sum(shares.iter().map(|s| s.amount)).ok_or(Refusal::TooMuch)?;
    match pay.minus(total) {
        Some(over) if !over.is_negative() => Ok((shares.to_vec(), over)),
        _ => bad("its lines come to more than is paid".to_owned()),
    }
}

/// An account with an amount of money.
type PerAccount = Vec<(AccountId, Money)>;

fn spend_credit(due: &mut [Due], accounts: &[(AccountId, Money)]) -> (Vec<Share>, PerAccount) {
    let mut shares = Vec::new();
    let mut used = Vec::new();
    for (account, credit) in accounts.iter().filter(|(_, credit)| credit.is_positive()) {
        let (served, over) = serve(due, Some(*account), *credit);
        let spent = credit.minus(over).unwrap_or(Money::ZERO);
        if spent.is_positive() {
            used.push((*account, spent));
            shares.extend(served);
        }
    }
    (shares, used)
}

fn after(due: &[Due], shares: &[Share]) -> Vec<Due> {
    let mut served = shares.to_vec();
    let mut left = Vec::with_capacity(due.len());
    for d in due {
        let share = served.iter_mut().find(|s| (s.bill, s.part) == (d.bill, d.part));
        let gone = share.map_or(Money::ZERO, |share| {
            let gone = share.amount.min(d.amount);
            share.amount = less(share.amount, gone);
            gone
        });
        left.push(Due { amount: less(d.amount, gone), ..*d });
    }
    left.retain(|d| d.amount.is_positive());
    left
}

fn merged(first: Vec<Share>, second: Vec<Share>) -> Vec<Share> {
    let mut all = first;
    for share in second {
        match all.iter_mut().find(|s| (s.bill, s.part) == (share.bill, share.part)) {
            Some(same) => same.amount = same.amount.plus(share.amount).unwrap_or(same.amount),
            None => all.push(share),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: &str = "2026-11-21";

    fn bill(id: i64, account: i64, due: &str, surcharge: i64, rest: i64) -> OpenBill {
        OpenBill {
            id: BillId(id),
            account: AccountId(account),
            due_on: Day::parse(due).unwrap(),
            surcharge: Money::from_minor(surcharge),
            rest: Money::from_minor(rest),
            disputed: Money::ZERO,
            later: Vec::new(),
        }
    }

    #[test]
    fn what_is_in_dispute_is_paid_last_and_never_from_credit() {
        let disputed = OpenBill { disputed: Money::from_minor(900), ..bill(1, 1, "2026-09-25", 20, 1000) };
        let open = [disputed, bill(2, 1, "2026-10-25", 0, 300)];
        let accounts = [(AccountId(1), Money::from_minor(50))];
        let tenders = [cash(370)];
        let agreed = settle(&visit(&open, &accounts, 370, &tenders)).unwrap();
        assert_eq!(
            reads(&agreed.shares),
            [(1, "surcharge", 20), (1, "bill", 100), (2, "bill", 300)],
            "credit of 50 and 370 in cash settle all that is not disputed"
        );
        let accounts = [(AccountId(1), Money::from_minor(2000))];
        let held = settle(&visit(&open, &accounts, 0, &[])).unwrap();
        assert_eq!(held.credit_used, [(AccountId(1), Money::from_minor(420))]);
        let accounts = [(AccountId(1), Money::ZERO)];
        let all = settle(&visit(&open, &accounts, 1320, &[cash(1320)])).unwrap();
        assert_eq!(reads(&all.shares), [(1, "surcharge", 20), (1, "bill", 1000), (2, "bill", 300)]);
    }

    fn cash(minor: i64) -> Tender {
        Tender::checked(Method::Cash, Money::from_minor(minor), "", "").unwrap()
    }

    fn visit<'a>(
        open: &'a [OpenBill],
        accounts: &'a [(AccountId, Money)],
        pay: i64,
        tenders: &'a [Tender],
    ) -> Visit<'a> {
        Visit {
            open,
            accounts,
            pay: Money::from_minor(pay),
            tenders,
            use_credit: true,
            directed: None,
            first: &[],
            order: AllocationOrder::ArrearsFirst,
            today: Day::parse(TODAY).unwrap(),
        }
    }

    fn reads(shares: &[Share]) -> Vec<(i64, &'static str, i64)> {
        shares.iter().map(|s| (s.bill.0, s.part.as_str(), s.amount.minor())).collect()
    }

    #[test]
    fn the_oldest_surcharge_goes_first_then_arrears_then_the_current_bill() {
        let open = [
            bill(3, 1, "2026-11-25", 5, 1000),
            bill(1, 1, "2026-09-25", 20, 500),
            bill(2, 1, "2026-10-25", 10, 700),
        ];
        let accounts = [(AccountId(1), Money::ZERO)];
        let tenders = [cash(2000)];
        let done = settle(&visit(&open, &accounts, 1800, &tenders)).unwrap();
        assert_eq!(
            reads(&done.shares),
            [
                (1, "surcharge", 20),
                (2, "surcharge", 10),
                (1, "bill", 500),
                (2, "bill", 700),
                (3, "surcharge", 5),
                (3, "bill", 565)
            ]
        );
        assert_eq!(done.change, Money::from_minor(200));
    }

    #[test]
    fn each_office_says_what_is_paid_first() {
        let open = [
            bill(3, 1, "2026-11-25", 5, 1000),
            bill(1, 1, "2026-09-25", 20, 500),
            bill(2, 1, "2026-10-25", 10, 700),
        ];
        for (order, served) in [
            (AllocationOrder::ArrearsFirst, "1s 2s 1b 2b 3s 3b"),
            (AllocationOrder::SurchargesFirst, "1s 2s 3s 1b 2b 3b"),
            (AllocationOrder::BillsFirst, "1b 2b 3b 1s 2s 3s"),
            (AllocationOrder::OldestFirst, "1s 1b 2s 2b 3s 3b"),
        ] {
            let due = due_parts(&open, order, Day::parse(TODAY).unwrap());
            let reads: Vec<String> =
                due.iter().map(|d| format!("{}{}", d.bill, &d.part.as_str()[..1])).collect();
            assert_eq!(reads.join(" "), served, "{order}");
        }
    }

    fn taken_up(mut bill: OpenBill, until: &str, amount: i64) -> OpenBill {
        bill.later.push((Day::parse(until).unwrap(), Money::from_minor(amount)));
        bill
    }

    #[test]
    fn what_a_later_bill_has_taken_up_is_paid_when_that_bill_is() {
        let open = [
            taken_up(bill(1, 1, "2026-09-25", 0, 1000), "2026-12-15", 800),
            bill(2, 1, "2026-10-25", 10, 500),
            bill(3, 1, "2026-12-15", 0, 300),
        ];
        let none = [(AccountId(1), Money::ZERO)];
        for (order, paid) in [
            (AllocationOrder::ArrearsFirst, vec![(2, "surcharge", 10), (1, "bill", 200), (2, "bill", 490)]),
            (
                AllocationOrder::SurchargesFirst,
                vec![(2, "surcharge", 10), (1, "bill", 200), (2, "bill", 490)],
            ),
            (AllocationOrder::BillsFirst, vec![(1, "bill", 200), (2, "bill", 500)]),
            (AllocationOrder::OldestFirst, vec![(1, "bill", 200), (2, "surcharge", 10), (2, "bill", 490)]),
        ] {
            let done = settle(&Visit { order, ..visit(&open, &none, 700, &[cash(700)]) }).unwrap();
            assert_eq!(reads(&done.shares), paid, "{order}");
            assert_eq!(
                reads(&set_off(&open, Money::from_minor(700), order, Day::parse(TODAY).unwrap())),
                paid
            );
        }
        let more = settle(&visit(&open, &none, 1200, &[cash(1200)])).unwrap();
        let all = [(2, "surcharge", 10), (1, "bill", 690), (2, "bill", 500)];
        assert_eq!(reads(&more.shares), all, "then the estimate, as the older of two that are due together");
        let directed = [Share { bill: BillId(1), part: Part::Bill, amount: Money::from_minor(1000) }];
        let tenders = [cash(1000)];
        let visit = Visit { directed: Some(&directed), ..visit(&open, &none, 1000, &tenders) };
        assert_eq!(
            reads(&settle(&visit).unwrap().shares),
            [(1, "bill", 1000)],
            "who directs it may pay it all"
        );
    }

    #[test]
    fn what_is_in_dispute_is_none_of_what_was_taken_up() {
        let disputed = OpenBill { disputed: Money::from_minor(300), ..bill(1, 1, "2026-09-25", 20, 1000) };
        let open = [taken_up(disputed, "2026-12-15", 710), bill(2, 1, "2026-10-25", 0, 50)];
        let none = [(AccountId(1), Money::ZERO)];
        let paid = |pay| reads(&settle(&visit(&open, &none, pay, &[cash(pay)])).unwrap().shares);
        assert_eq!(paid(60), [(1, "surcharge", 10), (2, "bill", 50)]);
        assert_eq!(paid(770), [(1, "surcharge", 20), (2, "bill", 50), (1, "bill", 700)]);
        assert_eq!(paid(1070), [(1, "surcharge", 20), (2, "bill", 50), (1, "bill", 1000)]);
        let parts = due_parts(&open, AllocationOrder::ArrearsFirst, Day::parse(TODAY).unwrap());
        let parts: Vec<(i64, i64)> = parts.iter().map(|d| (d.bill.0, d.amount.minor())).collect();
        assert_eq!(parts, [(1, 20), (1, 1000), (2, 50)], "shown as wholes");
    }

    #[test]
    fn only_the_credit_that_nothing_open_takes_may_be_paid_out() {
        let of = |credit, open| payable_credit(Money::from_minor(credit), Money::from_minor(open));
        assert_eq!(of(500, 0), Ok(Money::from_minor(500)));
        assert_eq!(of(500, 120), Ok(Money::from_minor(380)));
        for (credit, open) in [(0, 0), (500, 500), (500, 501), (0, 10)] {
            assert!(of(credit, open).is_err(), "{credit} of credit, {open} open");
        }
    }

    #[test]
    fn a_bill_that_is_due_today_is_no_arrears_whatever_the_order() {
        let open = [bill(1, 1, TODAY, 5, 100), bill(2, 1, "2026-11-20", 5, 100)];
        let due = due_parts(&open, AllocationOrder::ArrearsFirst, Day::parse(TODAY).unwrap());
        assert_eq!(due.iter().map(|d| d.bill.0).collect::<Vec<_>>(), [2, 2, 1, 1]);
    }

    #[test]
    fn what_is_left_over_becomes_credit_and_credit_is_used_first() {
        let open = [bill(1, 1, "2026-11-25", 0, 1000)];
        let accounts = [(AccountId(1), Money::from_minor(300))];
        let tenders = [cash(900)];
        let done = settle(&visit(&open, &accounts, 900, &tenders)).unwrap();
        assert_eq!(done.credit_used, [(AccountId(1), Money::from_minor(300))]);
        assert_eq!(done.credit_added, [(AccountId(1), Money::from_minor(200))]);
        assert_eq!(reads(&done.shares), [(1, "bill", 1000)]);
    }

    #[test]
    fn change_comes_from_cash_only() {
        let open = [bill(1, 1, "2026-11-25", 0, 1000)];
        let accounts = [(AccountId(1), Money::ZERO)];
        let card = Tender::checked(Method::Card, Money::from_minor(1200), "A-77", "").unwrap();
        assert_eq!(settle(&visit(&open, &accounts, 1000, &[card])), Err(Refusal::ChangeOnlyOnCash));
        let little = settle(&visit(&open, &accounts, 1000, &[cash(900)]));
        assert_eq!(
            little,
            Err(Refusal::TenderTooSmall { due: Money::from_minor(1000), given: Money::from_minor(900) })
        );
    }

    #[test]
    fn cash_that_would_all_be_handed_back_is_no_tender() {
        let open = [bill(1, 1, "2026-11-25", 0, 1000)];
        let accounts = [(AccountId(1), Money::from_minor(1000))];
        let nothing_to_pay = settle(&visit(&open, &accounts, 0, &[])).unwrap();
        assert_eq!(nothing_to_pay.credit_used, [(AccountId(1), Money::from_minor(1000))]);
        assert_eq!(settle(&visit(&open, &accounts, 0, &[cash(500)])), Err(Refusal::ChangeOnlyOnCash));
        let card = Tender::checked(Method::Card, Money::from_minor(1000), "A-77", "").unwrap();
        let beside = settle(&visit(&open, &accounts, 1000, &[card, cash(500)]));
        assert_eq!(beside, Err(Refusal::ChangeOnlyOnCash));
    }

    #[test]
    fn a_directed_split_must_fit() {
        let open = [bill(1, 1, "2026-10-25", 0, 500), bill(2, 1, "2026-11-25", 0, 500)];
        let accounts = [(AccountId(1), Money::ZERO)];
        let tenders = [cash(500)];
        let share =
            |bill, amount| Share { bill: BillId(bill), part: Part::Bill, amount: Money::from_minor(amount) };
        let split = |shares: &[Share]| {
            settle(&Visit { directed: Some(shares), ..visit(&open, &accounts, 500, &tenders) })
        };
        assert_eq!(reads(&split(&[share(2, 500)]).unwrap().shares), [(2, "bill", 500)]);
        for wrong in [
            vec![share(2, 501)],
            vec![share(3, 1)],
            vec![share(1, 0)],
            vec![share(1, 400), share(2, 400)],
            vec![share(1, 1), share(1, 1)],
        ] {
            assert!(matches!(split(&wrong), Err(Refusal::BadAllocation(_))), "{wrong:?}");
        }
    }

    #[test]
    fn a_card_number_is_never_taken_for_a_reference() {
        let card = |reference: &str| Tender::checked(Method::Card, Money::from_minor(1), reference, "");
        assert!(card("4111 1111 1111 1111").is_err());
        assert!(card("A-4111").is_ok());
    }

    proptest! {
        #[test]
        fn every_coin_is_accounted_for(
            bills in prop::collection::vec((1i64..4, 0i64..90, 0i64..500, 0i64..50_000, (1i64..90, 0i64..60_000)), 0..12),
            credits in prop::collection::vec(0i64..20_000, 3),
            pay in 0i64..200_000,
            extra in 0i64..5_000,
            use_credit: bool,
            order in prop::sample::select(AllocationOrder::ALL),
        ) {
            let start = Day::parse("2026-09-01").unwrap();
            let open: Vec<OpenBill> = bills.iter().enumerate().map(|(i, (account, day, surcharge, rest, (until, later)))| {
                let disputed = rest / 3 * (i as i64 % 2);
                let later = (*later).min(rest + surcharge - disputed) * (i as i64 % 3);
                let later = later.min(rest + surcharge - disputed);
                OpenBill {
                    id: BillId(i as i64), account: AccountId(*account), due_on: start.plus_days(*day),
                    surcharge: Money::from_minor(*surcharge), rest: Money::from_minor(*rest),
                    disputed: Money::from_minor(disputed),
                    later: (later > 0).then(|| (start.plus_days(day + until), Money::from_minor(later))).into_iter().collect(),
                }
            }).collect();
            let accounts: Vec<(AccountId, Money)> = credits.iter().enumerate()
                .map(|(i, c)| (AccountId(i as i64 + 1), Money::from_minor(*c))).collect();
            let tenders: Vec<Tender> = (pay > 0).then(|| cash(pay + extra)).into_iter().collect();
            let asked = Visit { use_credit, order, ..visit(&open, &accounts, pay, &tenders) };
            let Ok(done) = settle(&asked) else { return Ok(()) };

            let total = |amounts: &[(AccountId, Money)]| amounts.iter().map(|(_, m)| m.minor()).sum::<i64>();
            let shared: i64 = done.shares.iter().map(|s| s.amount.minor()).sum();
            prop_assert_eq!(done.tendered.minor() + total(&done.credit_used), shared + total(&done.credit_added) + done.change.minor());
            for share in &done.shares {
                let bill = open.iter().find(|b| b.id == share.bill).unwrap();
                let due = if share.part == Part::Surcharge { bill.surcharge } else { bill.rest };
                prop_assert!(share.amount.is_positive() && share.amount <= due);
            }
            for (account, used) in &done.credit_used {
                let held = accounts.iter().find(|(a, _)| a == account).unwrap().1;
                prop_assert!(*used <= held, "credit pays its own account's bills and no more than there is");
            }
            // What is paid does not hang on the order, only where it goes; and nothing that stands earlier in
            // the order is left open for something later, disputes and an account's own credit aside.
            let other = settle(&Visit { order: AllocationOrder::ArrearsFirst, ..asked.clone() }).unwrap();
            prop_assert_eq!(shared, other.shares.iter().map(|s| s.amount.minor()).sum::<i64>());
            let undisputed: Vec<OpenBill> =
                open.iter().map(|b| OpenBill { disputed: Money::ZERO, ..b.clone() }).collect();
            let plain = settle(&Visit { open: &undisputed, use_credit: false, ..asked });
            let Ok(plain) = plain else { return Ok(()) };
            let today = Day::parse(TODAY).unwrap();
            let due = pieces(&undisputed, order, today);
            let (in_order, _) = allocate(&due, Money::from_minor(pay));
            prop_assert_eq!(&plain.shares, &merged(Vec::new(), in_order), "{}: in order", order);
            // Nobody pays what is not late while something else is, but for surcharges and bills where those go first.
            let late = |paid: &[Share]| undisputed.iter().map(|b| {
                let paid: i64 = paid.iter().filter(|s| s.bill == b.id).map(|s| s.amount.minor()).sum();
                let left = b.surcharge.minor() + b.rest.minor() - paid;
                let later: i64 = b.later.iter().filter(|(until, _)| *until >= today).map(|(_, m)| m.minor()).sum();
                if b.due_on < today { left - later.min(left) } else { 0 }
            }).sum::<i64>();
            if matches!(order, AllocationOrder::ArrearsFirst | AllocationOrder::OldestFirst) {
                prop_assert_eq!(late(&plain.shares), (late(&[]) - pay).max(0), "{}", order);
            }
        }
    }
}
