//! Taking a payment.

use super::receipt;
use super::views::{PaymentTaken, SeenAccount, TakePayment, TenderInput};
use crate::arrears::{Charged, OrderMoved, Spared};
use crate::office::{Act, HOUSE, Order, UndoPlan, input_hash};
use crate::{Office, Session};
use anyhow::anyhow;
use foil_domain::arrears::OrderKind;
use foil_domain::billing::ClaimKind;
use foil_domain::cheques::{ChequeState, Drawn, Taken, whose};
use foil_domain::customers::AccountStatus;
use foil_domain::ids::{AccountId, BillId, OrderId, PaymentId, ShiftId, StepId, TicketId};
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::payments::{First, Method, OpenBill, Part, Settlement, Share, Tender, Visit, settle};
use foil_domain::people::Right;
use foil_domain::queue::TicketState;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::Note;
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::bills::OpenBillRow;
use foil_store::cheques::Paper;
use foil_store::customers::{AccountRow, CustomerRow};
use foil_store::figures::{BETWEEN_SHARES, TransactionRow, reference_text, share_text};
use foil_store::office::OfficeRow;
use foil_store::payments::TenderRow;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// Accounts in one visit at most.
pub(super) const MOST_ACCOUNTS: usize = 500;
/// Tenders in one visit at most.
const MOST_TENDERS: usize = 20;
/// Open bills of one account that one visit can settle; the rest waits for the next.
const MOST_OPEN_BILLS: i64 = 600;

/// Open bills of one visit at most: each takes two shares, and a void must be able to read them all.
const MOST_BILLS: usize = 4_000;

/// What a visit asks for, kept with the step so that it can be taken again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PayOrder {
    /// The accounts, with the versions that were shown.
    pub accounts: Vec<SeenAccount>,
    /// What is paid, change aside.
    pub pay: Money,
    /// What is handed over.
    pub tenders: Vec<TenderInput>,
    /// Use the accounts' credit first.
    pub use_credit: bool,
    /// The customer's own split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directed: Option<Vec<Share>>,
    /// The ticket being served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
    /// A remark for the receipt.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Accounts whose disconnection its void has put back: done again, it stops them again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<AccountId>,
    /// Orders to cut whose fee its void has charged: done again, it takes that back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<OrderId>,
    /// Where the money went in the preview that was shown, if one was (`going`).
    #[serde(skip)]
    pub seen: Option<String>,
    /// Since when the money is here, where it came before it is posted.
    #[serde(skip)]
    pub here_since: Option<Day>,
}

/// Takes a payment: charges what being late has cost up to today, settles the accounts' bills in the office's order
/// (or as the customer directs), keeps what is left over as credit, and gives the receipt its number, all in one
/// commit.
///
/// Refuses who has no open shift at this counter, a stale account, money that would go otherwise than the preview said that was
/// shown, for another claim, rule or day, a closed account, too little money, change on anything but cash, a tender
/// without its reference, an amount above the role's ceiling, and a ticket that is not being served.
pub fn take_payment(office: &Arc<Office>, who: &Session, input: TakePayment) -> Result<PaymentTaken> {
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order = PayOrder {
        accounts: input.accounts,
        pay: input.pay,
        tenders: input.tenders,
        use_credit: input.use_credit,
        directed: input.directed,
        ticket: input.ticket,
        note: input.note.map(String::from).unwrap_or_default(),
        stops: Vec::new(),
        fees: Vec::new(),
        seen: input.seen,
        here_since: None,
    };
    let stamped =
        Order { request: Some((&request, &hash)), ..Order::new("take_payment", Right::TakePayments) };
    let taken = office.perform(who, stamped, move |act| pay(act, &order, None))?;
    office.wake_outbox();
    Ok(taken)
}

/// An account of a visit with what is open on it.
pub(super) struct Chosen {
    pub account: AccountRow,
    pub open: Vec<OpenBillRow>,
    /// Surcharges that have accrued on it; each stands in `open` under an id of its own, [`not_yet`], until it is charged.
    accrued: Vec<(BillId, Charged)>,
    /// What was open on it and falls with the payment ([`sparing`]).
    left_out: Vec<OpenBillRow>,
}

impl Chosen {
    pub(super) fn due(&self) -> Option<Money> {
        Money::sum(self.open.iter().flat_map(|b| [b.left_minor, b.surcharge_left_minor]))
    }

    /// Of that, in dispute.
    pub(super) fn disputed(&self) -> Option<Money> {
        let held = |b: &OpenBillRow| Some(b.disputed_minor.min(b.left_minor.plus(b.surcharge_left_minor)?));
        Money::sum(self.open.iter().filter_map(held))
    }
}

/// Reads the accounts of a visit; refuses unknown, doubled and closed ones, those a bill of which is being taken back with
/// its run, and too many.
pub(super) fn chosen(tx: &Tx<'_>, seen: &[SeenAccount]) -> Result<Vec<Chosen>> {
    if seen.is_empty() || seen.len() > MOST_ACCOUNTS {
        return Err(Refusal::bad_input("accounts", format!("1 to {MOST_ACCOUNTS} accounts")).into());
    }
    let mut all: Vec<Chosen> = Vec::with_capacity(seen.len());
    for SeenAccount { account: id, .. } in seen {
        if all.iter().any(|c| c.account.id == *id) {
            return Err(Refusal::bad_input("accounts", "each account once").into());
        }
        let account = foil_store::customers::account(tx, *id)?;
        let account = account.ok_or_else(|| Refusal::not_found("account", id))?;
        if account.status == AccountStatus::Closed {
            return Err(Refusal::AccountClosed(account.number).into());
        }
        crate::billing::not_going(tx, *id)?;
        let open = foil_store::bills::open_of_account(tx, *id, MOST_OPEN_BILLS)?;
        all.push(Chosen { account, open, accrued: Vec::new(), left_out: Vec::new() });
    }
    if all.iter().map(|c| c.open.len()).sum::<usize>() > MOST_BILLS {
        let fewer = format!("fewer accounts; these have more than {MOST_BILLS} open bills together");
        return Err(Refusal::bad_input("accounts", fewer).into());
    }
    Ok(all)
}

/// Adds what has accrued on late bills up to the day of the money, which is today at a counter: it is due with them, and
/// charged when the money is taken.
pub(super) fn add_accrued(tx: &Tx<'_>, office: &OfficeRow, until: Day, chosen: &mut [Chosen]) -> Result<()> {
    let bears = |b: &OpenBillRow| matches!(b.kind, ClaimKind::Bill | ClaimKind::DebitNote);
    let is_late = |c: &&Chosen| c.open.iter().any(|b| b.due_on < until && bears(b));
    let late: Vec<AccountId> = chosen.iter().filter(is_late).map(|c| c.account.id).collect();
    if late.is_empty() {
        return Ok(());
    }
    for (at, (account, charged)) in (0i64..).zip(crate::arrears::accrued_until(tx, office, late, until)?) {
        let Some(c) = chosen.iter_mut().find(|c| c.account.id == account) else { continue };
        let id = not_yet(&charged, at);
        c.open.push(OpenBillRow {
            id,
            account_id: account,
            kind: ClaimKind::Surcharge,
            number: charged.number.clone(),
            period_to_on: charged.period_to,
            due_on: accrued_due_on(office),
            late_from_on: accrued_due_on(office),
            surcharge_left_minor: charged.surcharge.amount,
            left_minor: Money::ZERO,
            disputed_minor: Money::ZERO,
            parent_id: Some(charged.bill),
        });
        c.accrued.push((id, charged));
    }
    Ok(())
}

/// What of these accounts is paid before all else, where nobody directs the money: what was asked of them, or an instalment
/// of a plan. An account that has nothing late and is not cut was asked for nothing, and is not looked at.
pub(super) fn first(tx: &Tx<'_>, today: Day, chosen: &[Chosen]) -> Result<Vec<First>> {
    let mut all = Vec::new();
    for c in chosen {
        let cut = c.account.status == AccountStatus::Cut || c.account.disconnection_on.is_some();
        if cut || c.open.iter().any(|b| b.due_on < today) {
            let without: Vec<BillId> = c.left_out.iter().map(|b| b.id).collect();
            all.extend(crate::arrears::first_of(tx, c.account.id, today, &without)?);
        }
    }
    Ok(all)
}

/// Below every id that a bill's own surcharge has before it is in the book, and one that a screen can count to.
const TAKEN_UP: i64 = -(1 << 52);
/// Below every id in the book, and above those of [`TAKEN_UP`]: of two bills of one date the older one's surcharge is paid first,
/// as it is once both are in the book.
const OWN: i64 = -(1 << 51);

/// Under what id the n-th surcharge that has accrued is known before it is in the book: no row has it. A bill bears one on
/// what others have taken up of it beside its own.
fn not_yet(charged: &Charged, n: i64) -> BillId {
    BillId(if charged.by.is_some() { TAKEN_UP + n } else { OWN + charged.bill.0 })
}

/// A surcharge that is charged with a payment and not paid by it has the days of any other claim: nobody has told
/// the customer before.
fn accrued_due_on(office: &OfficeRow) -> Day {
    office.business_on.plus_days(office.due_days)
}

/// Charges what has accrued, and lets the shares go to the claims that it became.
fn charge_accrued(act: &mut Act<'_>, chosen: &mut [Chosen], settled: &mut Settlement) -> Result<()> {
    let due_on = accrued_due_on(act.office);
    for c in chosen {
        for (before, charged) in std::mem::take(&mut c.accrued) {
            let (id, number) = crate::arrears::charge(act, c.account.id, &charged, due_on)?;
            for row in c.open.iter_mut().filter(|b| b.id == before) {
                (row.id, row.number) = (id, number.clone());
            }
            settled.shares.iter_mut().filter(|s| s.bill == before).for_each(|s| s.bill = id);
        }
    }
    Ok(())
}

/// The open bills as the rule wants them.
pub(super) fn open_bills(tx: &Tx<'_>, chosen: &[Chosen]) -> Result<Vec<OpenBill>> {
    let mut all = Vec::with_capacity(chosen.iter().map(|c| c.open.len()).sum());
    for c in chosen {
        all.extend(foil_store::taken_up::open_bills(tx, c.account.id, &c.open)?);
    }
    Ok(all)
}

/// What the accounts of a visit owe and hold, as the rule wants it.
pub(super) struct Owed {
    pub open: Vec<OpenBill>,
    /// The accounts, with their credit.
    pub accounts: Vec<(AccountId, Money)>,
    first: Vec<First>,
}

/// What somebody pays of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pays<'a> {
    pub pay: Money,
    pub tenders: &'a [Tender],
    pub use_credit: bool,
    pub directed: Option<&'a [Share]>,
}

impl Owed {
    /// By the office's rule, or as somebody directs it: who does pays nothing before all else.
    pub(super) fn of(tx: &Tx<'_>, today: Day, chosen: &[Chosen], is_directed: bool) -> Result<Owed> {
        Ok(Owed {
            open: open_bills(tx, chosen)?,
            accounts: chosen.iter().map(|c| (c.account.id, c.account.credit_minor)).collect(),
            first: if is_directed { Vec::new() } else { first(tx, today, chosen)? },
        })
    }

    /// Where the money goes.
    pub(super) fn settled(&self, office: &OfficeRow, pays: Pays<'_>) -> Result<Settlement> {
        let Pays { pay, tenders, use_credit, directed } = pays;
        let Owed { open, accounts, first } = self;
        let (order, today) = (office.allocation, office.business_on);
        Ok(settle(&Visit { open, accounts, pay, tenders, use_credit, directed, first, order, today })?)
    }
}

/// The fees that may fall with a visit's payment.
pub(super) fn may_fall(tx: &Tx<'_>, today: Day, chosen: &[Chosen]) -> Result<Vec<Spared>> {
    let accounts: Vec<AccountId> = chosen.iter().map(|c| c.account.id).collect();
    crate::arrears::taken_anew(tx, today, &accounts)
}

/// Says where the money goes, without the fees that fall with it: of those that may, each whose cut it makes wrong,
/// wherever it goes then. They are neither asked for nor paid.
///
/// Refuses a split that names a fee which falls.
pub(super) fn sparing(
    tx: &Tx<'_>,
    today: Day,
    (chosen, may_fall): (&mut [Chosen], &[Spared]),
    directed: Option<&[Share]>,
    goes: impl Fn(&[Chosen]) -> Result<Settlement>,
) -> Result<(Settlement, Vec<Spared>)> {
    let is_named = |spared: &Spared| directed.unwrap_or_default().iter().any(|s| s.bill == spared.fee);
    let (named, mut spared): (Vec<Spared>, Vec<Spared>) = may_fall.iter().cloned().partition(is_named);
    loop {
        leave_out(chosen, &spared);
        let settled = match goes(chosen) {
            // Nothing else is owed: then nothing is taken anew.
            Err(Error::Refused(Refusal::NothingDue)) if !spared.is_empty() => {
                spared.clear();
                continue;
            }
            settled => settled?,
        };
        let is_wrong = |fee: &Spared| -> Result<bool> {
            let credit = credit_after(chosen, &settled, fee.account)?;
            crate::arrears::is_wrong(tx, today, fee, (&settled.shares, credit))
        };
        let mut stays = None;
        for (at, fee) in spared.iter().enumerate() {
            if !is_wrong(fee)? {
                stays = Some(at);
                break;
            }
        }
        let Some(at) = stays else {
            for fee in &named {
                if is_wrong(fee)? {
                    let why = format!("{} is not owed: it falls with this payment", fee.number);
                    return Err(Refusal::BadAllocation(why).into());
                }
            }
            return Ok((settled, spared));
        };
        spared.remove(at);
    }
}

/// Leaves fees that fall out of what is open, and nothing else.
fn leave_out(chosen: &mut [Chosen], spared: &[Spared]) {
    for c in chosen {
        c.open.append(&mut c.left_out);
        let falls = |b: &OpenBillRow| spared.iter().any(|fee| fee.fee == b.id);
        (c.left_out, c.open) = std::mem::take(&mut c.open).into_iter().partition(falls);
    }
}

/// What credit an account holds after a payment, without what was paid of a fee that falls with it.
pub(super) fn credit_after(chosen: &[Chosen], settled: &Settlement, account: AccountId) -> Result<Money> {
    let of = |amounts: &[(AccountId, Money)]| {
        Money::sum(amounts.iter().filter(|(a, _)| *a == account).map(|(_, m)| *m)).ok_or(Refusal::TooMuch)
    };
    let before =
        chosen.iter().find(|c| c.account.id == account).map_or(Money::ZERO, |c| c.account.credit_minor);
    let after = before.minus(of(&settled.credit_used)?).ok_or(Refusal::TooMuch)?;
    Ok(after.plus(of(&settled.credit_added)?).ok_or(Refusal::TooMuch)?)
}

/// Checks tenders one by one.
pub(super) fn tenders(input: &[TenderInput]) -> Result<Vec<Tender>> {
    if input.len() > MOST_TENDERS {
        return Err(Refusal::bad_input("tenders", format!("at most {MOST_TENDERS} tenders")).into());
    }
    let text = |note: &Option<Note>| note.as_ref().map_or(String::new(), |n| n.as_str().to_owned());
    let checked = input.iter().map(|t| {
        let tender = Tender::checked(t.method, t.amount, &text(&t.reference), &text(&t.bank))?;
        tender.drawn_by(&text(&t.drawer), t.paper)
    });
    Ok(checked.collect::<std::result::Result<_, _>>()?)
}

/// A payment that is taken again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Again {
    /// The void payment.
    pub of: PaymentId,
    /// Its step, which the new payment takes over.
    pub step: StepId,
}

/// Takes a payment inside an act; `again` names the void payment it does again.
pub(crate) fn pay(act: &mut Act<'_>, order: &PayOrder, again: Option<Again>) -> Result<PaymentTaken> {
    let tenders = tenders(&order.tenders)?;
    act.within(act.office.payment_ceiling_minor, order.pay)?;
    let takes_cash = tenders.iter().any(|t| t.method == Method::Cash);
    let shift = crate::shifts::drawer_for(act, takes_cash)?;
    let taken = settled(act, order, &tenders, again, shift)?;
    act.undo_with(&UndoPlan::VoidPayment {
        payment: taken.0.payment,
        order: order.clone(),
        stopped: taken.1.orders,
        moved: taken.1.moved,
    })?;
    Ok(taken.0)
}

/// Pays on an account, inside an act, what another payment brought: no money is handed over, and the step of who
/// acts is none of its own. `receipt` is the number of the payment that fell elsewhere for it.
pub(super) fn pay_moved(
    act: &mut Act<'_>,
    to: SeenAccount,
    amount: Money,
    receipt: &str,
    note: String,
) -> Result<PaymentTaken> {
    let order = PayOrder {
        accounts: vec![to],
        pay: amount,
        tenders: Vec::new(),
        use_credit: false,
        directed: None,
        ticket: None,
        note,
        stops: Vec::new(),
        fees: Vec::new(),
        seen: None,
        here_since: None,
    };
    // No drawer: no money comes in.
    Ok(settled(act, &order, &[moved_from(receipt, amount)], None, None)?.0)
}

/// Takes up, inside an act, as credit of an account what other cheques had paid of a payment that bounced: it pays no
/// bill before the bank has said what it thinks of them.
pub(super) fn pay_kept(
    act: &mut Act<'_>,
    to: SeenAccount,
    amount: Money,
    receipt: &str,
) -> Result<PaymentTaken> {
    let account = to.account;
    let order = PayOrder {
        accounts: vec![to],
        pay: amount,
        tenders: Vec::new(),
        use_credit: false,
        directed: None,
        ticket: None,
        note: String::new(),
        stops: Vec::new(),
        fees: Vec::new(),
        seen: None,
        here_since: None,
    };
    let chosen = chosen(act.tx, &order.accounts)?;
    let settled = Settlement {
        shares: Vec::new(),
        credit_used: Vec::new(),
        credit_added: vec![(account, amount)],
        tendered: amount,
        change: Money::ZERO,
    };
    let tenders = [moved_from(receipt, amount)];
    let going = Going { chosen, settled, spared: Vec::new(), again: None, shift: None };
    Ok(received(act, &order, &tenders, going)?.0)
}

fn moved_from(receipt: &str, amount: Money) -> Tender {
    let (reference, none) = (receipt.to_owned(), String::new());
    Tender { method: Method::Transfer, amount, reference, bank: none.clone(), drawer: none, paper: None }
}

/// Where a payment's money goes.
struct Going {
    chosen: Vec<Chosen>,
    settled: Settlement,
    /// The fees that fall with it.
    spared: Vec<Spared>,
    again: Option<Again>,
    shift: Option<ShiftId>,
}

fn settled(
    act: &mut Act<'_>,
    order: &PayOrder,
    tenders: &[Tender],
    again: Option<Again>,
    shift: Option<ShiftId>,
) -> Result<(PaymentTaken, Written)> {
    let mut chosen = chosen(act.tx, &order.accounts)?;
    for (seen, c) in order.accounts.iter().zip(&chosen) {
        if seen.version != c.account.version {
            let what = format!("account {}", c.account.number);
            return Err(Refusal::ChangedMeanwhile { what }.into());
        }
    }
    if again.is_none() {
        let until = order.here_since.map_or(act.today(), |on| on.min(act.today()));
        if until < act.today() && in_time(act, order, (tenders, until), &chosen)? {
            chosen = self::chosen(act.tx, &order.accounts)?;
        }
        add_accrued(act.tx, act.office, until, &mut chosen)?;
    }
    let (mut settled, spared) = match again {
        Some(again) => {
            let spared = crate::arrears::fees_of(act.tx, &order.fees)?;
            leave_out(&mut chosen, &spared);
            (as_before(act.tx, again.of, &chosen)?, spared)
        }
        None => {
            let (tx, office, today, directed) = (act.tx, act.office, act.today(), order.directed.as_deref());
            let pays = Pays { pay: order.pay, tenders, use_credit: order.use_credit, directed };
            let may_fall = may_fall(tx, today, &chosen)?;
            let goes =
                |chosen: &[Chosen]| Owed::of(tx, today, chosen, directed.is_some())?.settled(office, pays);
            sparing(tx, today, (&mut chosen, &may_fall), directed, goes)?
        }
    };
    as_seen(order, &settled, &spared)?;
    charge_accrued(act, &mut chosen, &mut settled)?;
    received(act, order, tenders, Going { chosen, settled, spared, again, shift })
}

/// Lets the surcharges fall that nobody would have charged had the money been posted on the day it came, by where it would have
/// gone then. Says whether any fell.
fn in_time(
    act: &mut Act<'_>,
    order: &PayOrder,
    (tenders, came): (&[Tender], Day),
    chosen: &[Chosen],
) -> Result<bool> {
    let mut since = Vec::new();
    for c in chosen {
        let all = crate::arrears::charged_since(act.tx, act.office, c.account.id, (came, order.ticket))?;
        since.extend(all);
    }
    if since.is_empty() {
        return Ok(false);
    }
    let mut then = self::chosen(act.tx, &order.accounts)?;
    for c in &mut then {
        c.open.retain(|b| since.iter().all(|one| one.claim != b.id));
    }
    add_accrued(act.tx, act.office, came, &mut then)?;
    let pays = Pays { pay: order.pay, tenders, use_credit: order.use_credit, directed: None };
    let went = Owed::of(act.tx, act.today(), &then, false)?.settled(act.office, pays)?;
    crate::arrears::fall_since(act, &since, came, |bill| {
        let own = went.shares.iter().filter(|s| s.bill == bill && s.part == Part::Bill);
        Ok(Money::sum(own.map(|s| s.amount)).ok_or(Refusal::TooMuch)?)
    })
}

/// Where a payment's money goes and which fees fall with it, in a word that is another wherever that is otherwise.
pub(super) fn going(settled: &Settlement, spared: &[Spared]) -> Result<String> {
    let fees: Vec<BillId> = spared.iter().map(|fee| fee.fee).collect();
    let going = (&settled.shares, &settled.credit_used, &settled.credit_added, settled.change, fees);
    input_hash(&going)
}

/// Refuses money that would go otherwise than the clerk and the customer were shown.
fn as_seen(order: &PayOrder, settled: &Settlement, spared: &[Spared]) -> Result<()> {
    match &order.seen {
        Some(seen) if *seen != going(settled, spared)? => {
            Err(Refusal::ChangedMeanwhile { what: "where this money would go".into() }.into())
        }
        _ => Ok(()),
    }
}

/// Writes a payment whose money goes so: its receipt, its rows, the end of its ticket.
fn received(
    act: &mut Act<'_>,
    order: &PayOrder,
    tenders: &[Tender],
    Going { chosen, settled, spared, again, shift }: Going,
) -> Result<(PaymentTaken, Written)> {
    let ticket = match order.ticket {
        Some(id) => Some(served(act, id, again)?),
        None => None,
    };

    let payer = foil_store::customers::find(act.tx, chosen[0].account.customer_id)?
        .ok_or_else(|| anyhow!("account {} has no customer", chosen[0].account.id))?;
    none_in_cash_only(act.tx, &chosen, tenders)?;
    let drawn = cheque_will_do(act.tx, act.today(), &payer, tenders, again.map(|a| a.of))?;
    let tenders: &[Tender] = &named(tenders, &drawn);
    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, Series::Receipt, &year)?;
    let number = document_number(&act.who.counter_code, Series::Receipt, &year, n)
        .ok_or_else(|| anyhow!("counter {} has used up its numbers", act.who.counter_code))?;
    let (chosen, settled, spared) = (&*chosen, &settled, &*spared);
    let paid = Paid { number, order, chosen, tenders, drawn: &drawn, settled, spared, again, shift };
    let written = write(act, &paid, &payer)?;
    let payment = written.payment;

    if let Some(ticket) = ticket {
        let done = foil_store::tickets::Place {
            state: TicketState::Done,
            ended_at: Some(act.now),
            ..ticket.place()
        };
        foil_store::tickets::put(act.tx, ticket.id, &done)?;
        crate::queue::say_in_hand(act, ticket.id, (ticket.state, done.state))?;
    }
    act.afterwards("receipt", &json!({ "payment": payment }))?;
    let mut changed = json!({
        "payment": payment,
        "receipt": paid.number,
        "paid_minor": order.pay,
        "tendered_minor": settled.tendered,
        "tenders": tenders.iter().map(|t| json!([t.method, t.amount])).collect::<Vec<_>>(),
        "shares": settled.shares.iter().map(|s| json!([s.bill, s.part, s.amount])).collect::<Vec<_>>(),
        "credit_used": settled.credit_used,
        "credit_added": settled.credit_added,
        "directed": order.directed.is_some(),
        "redo_of": again.map(|a| a.of),
        "spared": spared.iter().map(|fee| &fee.number).collect::<Vec<_>>(),
    });
    if let Some(on) = order.here_since.filter(|on| *on < act.today()) {
        changed["here_since"] = json!(on);
    }
    act.changed(changed);
    let taken = taken(act, paid, &written)?;
    Ok((taken, written))
}

/// Refuses a cheque where any account of the visit is of somebody who pays in cash only: whoever of them is named first.
pub(super) fn none_in_cash_only(tx: &Tx<'_>, chosen: &[Chosen], tenders: &[Tender]) -> Result<()> {
    if !tenders.iter().any(|t| t.method == Method::Cheque) {
        return Ok(());
    }
    let mut seen = Vec::new();
    for customer in chosen.iter().map(|c| c.account.customer_id) {
        if seen.contains(&customer) {
            continue;
        }
        seen.push(customer);
        if let Some(row) = foil_store::customers::find(tx, customer)?.filter(|row| row.cash_only) {
            return Err(Refusal::CashOnly(row.name).into());
        }
    }
    Ok(())
}

/// Whose each cheque among the tenders is, in their order, and by what that is told. Those of a payment that is done `again`
/// are the papers that they were, whatever was taken meanwhile.
///
/// Refuses a cheque of somebody whose cheques have bounced too often, one of which it must be said whose it is, and a
/// paper that is not in their hand any more.
pub(super) fn cheque_will_do(
    tx: &Tx<'_>,
    today: Day,
    payer: &CustomerRow,
    tenders: &[Tender],
    again: Option<PaymentId>,
) -> Result<Vec<Drawn>> {
    let mut drawn = Vec::new();
    let given = tenders.iter().filter(|t| t.method == Method::Cheque);
    let mut before = again.map(|of| foil_store::cheques::of_payment(tx, of)).transpose()?.unwrap_or_default();
    before.reverse();
    for t in given {
        if payer.cash_only {
            return Err(Refusal::CashOnly(payer.name.clone()).into());
        }
        let own = match before.pop() {
            Some(q) => Drawn { drawer: q.drawer, fold: q.drawer_fold, said: q.drawer_said },
            None => drawn_today(tx, today, payer, t)?,
        };
        let paper = Paper { number: &t.reference, bank: &t.bank, drawn: &own };
        if let Some(gone) = foil_store::cheques::gone(tx, &paper, payer.id, today)? {
            let why = match gone.state {
                // A paper lies in one drawer on one day, and is counted there.
                ChequeState::Received => {
                    "this paper was given on another day and counted there: let somebody take that receipt back, and it \
                     pays all of it today"
                }
                _ => "this paper was taken to the bank already: it pays nothing else",
            };
            let (number, state) = (gone.number, gone.state.as_str());
            return Err(Refusal::ChequeState { number, state, why }.into());
        }
        drawn.push(own);
    }
    Ok(drawn)
}

/// Whose a cheque is that is given today.
fn drawn_today(tx: &Tx<'_>, today: Day, payer: &CustomerRow, t: &Tender) -> Result<Drawn> {
    let rows = foil_store::cheques::taken_on(tx, (&t.reference, &t.bank), today)?;
    let taken: Vec<Taken<'_>> = rows
        .iter()
        .map(|q| Taken {
            drawer: &q.drawer,
            fold: &q.drawer_fold,
            payer: &q.name,
            said: q.drawer_said,
            same_payer: q.customer_id == payer.id,
        })
        .collect();
    let refused = |drawer| Refusal::WhoseCheque { number: t.reference.clone(), bank: t.bank.clone(), drawer };
    Ok(whose(&t.drawer, t.paper, &payer.name, &taken).map_err(refused)?)
}

/// The tenders, each cheque with its drawer's name.
fn named(tenders: &[Tender], drawn: &[Drawn]) -> Vec<Tender> {
    let mut drawn = drawn.iter();
    let mut one = |t: &Tender| match t.method {
        Method::Cheque => {
            Tender { drawer: drawn.next().map(|d| d.drawer.clone()).unwrap_or_default(), ..t.clone() }
        }
        _ => t.clone(),
    };
    tenders.iter().map(&mut one).collect()
}

/// Whether a void payment could be taken again as it was; refuses as taking it would.
pub(crate) fn fits_again(tx: &Tx<'_>, of: PaymentId, order: &PayOrder) -> Result<()> {
    as_before(tx, of, &chosen(tx, &order.accounts)?).map(|_| ())
}

/// Where a void payment's money had gone, for taking it again: to the coin, whatever the rule would say
/// now. Its undo left room for exactly that; where others have used the room since, it is refused.
fn as_before(tx: &Tx<'_>, of: PaymentId, chosen: &[Chosen]) -> Result<Settlement> {
    let changed = |what: &str| Refusal::RedoRefused { reason: format!("{what} was changed since") };
    let before = foil_store::payments::find(tx, of)?.ok_or_else(|| Refusal::not_found("payment", of))?;
    let mut settled = Settlement {
        shares: Vec::new(),
        credit_used: Vec::new(),
        credit_added: Vec::new(),
        tendered: before.tendered_minor,
        change: before.tendered_minor.minus(before.paid_minor).ok_or(Refusal::TooMuch)?,
    };
    for share in foil_store::payments::shares(tx, of)? {
        let at = chosen.iter().find(|c| c.account.id == share.account_id);
        let at = at.ok_or_else(|| anyhow!("payment {of} has a share on an account it was not for"))?;
        let amount = share.amount_minor;
        match share.bill_id {
            Some(id) => {
                let due = at.open.iter().find(|b| b.id == id).map(|b| match share.part {
                    Part::Surcharge => b.surcharge_left_minor,
                    _ => b.left_minor,
                });
                if due.is_none_or(|due| due < amount) {
                    return Err(changed(&format!("bill {}", share.bill)).into());
                }
                settled.shares.push(Share { bill: id, part: share.part, amount });
            }
            None if amount.is_positive() => settled.credit_added.push((share.account_id, amount)),
            None if at.account.credit_minor < amount.negated() => {
                return Err(changed(&format!("the credit of account {}", share.account)).into());
            }
            None => settled.credit_used.push((share.account_id, amount.negated())),
        }
    }
    Ok(settled)
}

fn taken(act: &Act<'_>, paid: Paid<'_>, written: &Written) -> Result<PaymentTaken> {
    let sum =
        |amounts: &[(AccountId, Money)]| Money::sum(amounts.iter().map(|(_, m)| *m)).ok_or(Refusal::TooMuch);
    let due = Money::sum(paid.chosen.iter().filter_map(Chosen::due)).ok_or(Refusal::TooMuch)?;
    let settled = Money::sum(paid.settled.shares.iter().map(|s| s.amount)).ok_or(Refusal::TooMuch)?;
    let number =
        |id: AccountId| paid.chosen.iter().find(|c| c.account.id == id).map(|c| c.account.number.clone());
    let back_on = written.moved.iter().filter(|m| m.kind == OrderKind::Reconnect);
    Ok(PaymentTaken {
        payment: written.payment,
        stays_on: written.orders.iter().filter_map(|(id, _)| number(*id)).collect(),
        gets_back_on: back_on.filter_map(|m| number(m.account)).collect(),
        number: paid.number,
        paid: paid.order.pay,
        tendered: paid.settled.tendered,
        change: paid.settled.change,
        credit_used: sum(&paid.settled.credit_used)?,
        credit_added: sum(&paid.settled.credit_added)?,
        left: due.minus(settled).ok_or(Refusal::TooMuch)?,
        spared: sum_of(paid.spared)?,
        audit_seq: act.audit_seq,
    })
}

/// What is not claimed any more of fees that fall.
pub(super) fn sum_of(spared: &[Spared]) -> Result<Money> {
    Ok(Money::sum(spared.iter().map(|fee| fee.amount)).ok_or(Refusal::TooMuch)?)
}

/// The ticket a payment ends; refuses one that is not being served, one that another counter serves,
/// and money in hand, which only the worker posts. A payment done again also ends one that its undo
/// sent back into the line.
fn served(act: &Act<'_>, id: TicketId, again: Option<Again>) -> Result<foil_store::tickets::TicketRow> {
    let ticket = foil_store::tickets::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("ticket", id))?;
    if ticket.source.money_in_hand() && act.who.user != HOUSE {
        return Err(Refusal::MoneyInHand(ticket.number).into());
    }
    let elsewhere = ticket.counter_id.filter(|at| *at != act.who.counter && again.is_none());
    if let (TicketState::Serving, Some(at)) = (ticket.state, elsewhere) {
        let counter = foil_store::office::counter(act.tx, at)?.map(|c| c.code).unwrap_or_default();
        return Err(Refusal::StillServing { counter, ticket: ticket.number }.into());
    }
    let sent_back = again.is_some() && ticket.state == TicketState::Waiting;
    if sent_back || crate::queue::may_be_paid(&ticket) {
        return Ok(ticket);
    }
    Err(Refusal::TicketState { ticket: ticket.number, state: ticket.state.as_str() }.into())
}

/// A payment on its way into the book.
pub(super) struct Paid<'a> {
    pub number: String,
    pub order: &'a PayOrder,
    pub chosen: &'a [Chosen],
    pub tenders: &'a [Tender],
    /// Whose each cheque of them is, and by what that is told.
    pub drawn: &'a [Drawn],
    pub settled: &'a Settlement,
    /// The fees that fall with it.
    pub spared: &'a [Spared],
    pub again: Option<Again>,
    /// The drawer the money goes into.
    pub shift: Option<ShiftId>,
}

impl Paid<'_> {
    fn is_moved(&self) -> bool {
        self.tenders.iter().any(|t| t.method == Method::Transfer)
    }
}

struct Written {
    payment: PaymentId,
    /// Disconnections that are off, with the days they were ordered for.
    orders: Vec<(AccountId, Day)>,
    /// Service orders that moved.
    moved: Vec<OrderMoved>,
}

fn write(act: &mut Act<'_>, paid: &Paid<'_>, payer: &CustomerRow) -> Result<Written> {
    let settled = paid.settled;
    let sum =
        |amounts: &[(AccountId, Money)]| Money::sum(amounts.iter().map(|(_, m)| *m)).ok_or(Refusal::TooMuch);
    let doc = receipt::receipt(act, paid, payer)?;
    let document = serde_json::to_string(&doc)
        .map_err(|e| Error::Broke(anyhow::Error::new(e).context("writing a receipt")))?;
    let payment = foil_store::payments::insert(
        act.tx,
        &foil_store::payments::NewPayment {
            number: &paid.number,
            counter: act.who.counter,
            person: act.who.user,
            customer: payer.id,
            ticket: paid.order.ticket,
            on: act.today(),
            at: act.now,
            paid: paid.order.pay,
            tendered: settled.tendered,
            credit_used: sum(&settled.credit_used)?,
            credit_added: sum(&settled.credit_added)?,
            redo_of: paid.again.map(|a| a.of),
            step: match paid.again {
                Some(again) => again.step,
                // What was moved here is on nobody's stack: it goes back by another transfer.
                None if paid.is_moved() => StepId(0),
                None => act.step()?,
            },
            audit_seq: act.audit_seq,
            document: &document,
            shift: paid.shift,
            directed: paid.order.directed.is_some(),
        },
    )?;
    write_shares(act, paid, payment)?;
    let tender_rows = with_change(paid.tenders, settled.change);
    let mut drawn = paid.drawn.iter();
    for (at, tender) in (1i64..).zip(&tender_rows) {
        foil_store::payments::add_tender(act.tx, payment, at, tender)?;
        if tender.method == Method::Cheque {
            let drawn = drawn.next().ok_or_else(|| anyhow!("nobody drew a cheque"))?;
            let paper = Paper { number: &tender.reference, bank: &tender.bank, drawn };
            let (amount, on) = (tender.amount_minor, act.today());
            let cheque = foil_store::cheques::received(act.tx, (payment, at), &paper, amount, on)?;
            crate::audit::cheque_stepped(act, cheque, &paid.number)?;
        }
    }
    post(act, paid, payment, &tender_rows)?;
    let listed = listed(act, paid, &tender_rows)?;
    let said = crate::audit::receipt_said(act, TransactionRow { document, ..listed }, &doc)?;
    act.made(said);
    let (orders, moved) = settle_accounts(act, paid, payment)?;
    Ok(Written { payment, orders, moved })
}

/// The payment as the receipt register will list it.
fn listed(act: &Act<'_>, paid: &Paid<'_>, tenders: &[TenderRow]) -> Result<TransactionRow> {
    let settled = paid.settled;
    let sum = |amounts: &mut dyn Iterator<Item = Money>| Money::sum(amounts).ok_or(Refusal::TooMuch);
    let net = |method: Method| {
        let own = tenders.iter().filter(|t| t.method == method);
        sum(&mut own.filter_map(|t| t.amount_minor.minus(t.change_minor)))
    };
    let named = tenders.iter().filter(|t| !t.reference.is_empty());
    let references: Vec<String> = named.map(|t| reference_text(t.method, &t.reference, &t.bank)).collect();
    let mut shares = Vec::new();
    for share in &settled.shares {
        let bill = bill_of(paid.chosen, share)?;
        shares.push(share_text(Some(&bill.number), bill.account_id, share.part, share.amount));
    }
    let added = settled.credit_added.iter().map(|(a, m)| (*a, *m));
    let used = settled.credit_used.iter().map(|(a, m)| (*a, m.negated()));
    shares.extend(added.chain(used).map(|(account, amount)| share_text(None, account, Part::Credit, amount)));
    Ok(TransactionRow {
        number: paid.number.clone(),
        business_on: act.today(),
        taken_at: act.now,
        counter: act.who.counter_code.clone(),
        clerk: act.who.login.clone(),
        paid: paid.order.pay,
        tendered: settled.tendered,
        change: sum(&mut tenders.iter().map(|t| t.change_minor))?,
        credit_used: sum(&mut settled.credit_used.iter().map(|(_, m)| *m))?,
        credit_added: sum(&mut settled.credit_added.iter().map(|(_, m)| *m))?,
        cash: net(Method::Cash)?,
        cheque: net(Method::Cheque)?,
        card: net(Method::Card)?,
        upi: net(Method::Upi)?,
        bank: net(Method::Bank)?,
        transfer: net(Method::Transfer)?,
        refs: references.join(&BETWEEN_SHARES.to_string()),
        paid_for: shares.join(&BETWEEN_SHARES.to_string()),
        slip: None,
        audit_seq: act.audit_seq,
        audit_hash: String::new(),
        document: String::new(),
        changes: String::new(),
    })
}

fn write_shares(act: &Act<'_>, paid: &Paid<'_>, payment: PaymentId) -> Result<()> {
    let mut line = 0;
    let mut next = || {
        line += 1;
        line
    };
    for share in &paid.settled.shares {
        let bill = bill_of(paid.chosen, share)?;
        foil_store::payments::add_share(
            act.tx,
            payment,
            next(),
            bill.account_id,
            Some(share.bill),
            share.part,
            share.amount,
        )?;
        let (mut left, mut surcharge) = (bill.left_minor, bill.surcharge_left_minor);
        for s in paid.settled.shares.iter().filter(|s| s.bill == share.bill) {
            let part = if s.part == Part::Surcharge { &mut surcharge } else { &mut left };
            *part = part.minus(s.amount).ok_or(Refusal::TooMuch)?;
        }
        foil_store::bills::set_left(act.tx, share.bill, left, surcharge)?;
    }
    let added = paid.settled.credit_added.iter().map(|(a, m)| (*a, *m));
    let used = paid.settled.credit_used.iter().map(|(a, m)| (*a, m.negated()));
    for (account, amount) in added.chain(used) {
        foil_store::payments::add_share(act.tx, payment, next(), account, None, Part::Credit, amount)?;
    }
    Ok(())
}

pub(super) fn bill_of<'a>(chosen: &'a [Chosen], share: &Share) -> Result<&'a OpenBillRow> {
    let found = chosen.iter().flat_map(|c| &c.open).find(|b| b.id == share.bill);
    found.ok_or_else(|| Error::Broke(anyhow!("bill {} was settled but is not open", share.bill)))
}

/// Change is handed back out of the cash, the last cash tender first.
fn with_change(tenders: &[Tender], change: Money) -> Vec<TenderRow> {
    let mut left = change;
    let mut rows: Vec<TenderRow> = tenders
        .iter()
        .rev()
        .map(|t| {
            let back = if t.method == Method::Cash { t.amount.min(left) } else { Money::ZERO };
            left = left.minus(back).unwrap_or(Money::ZERO);
            TenderRow {
                method: t.method,
                amount_minor: t.amount,
                change_minor: back,
                reference: t.reference.clone(),
                bank: t.bank.clone(),
            }
        })
        .collect();
    rows.reverse();
    rows
}

fn post(act: &Act<'_>, paid: &Paid<'_>, payment: PaymentId, tenders: &[TenderRow]) -> Result<()> {
    let mut lines = Vec::new();
    for t in tenders {
        let amount = t.amount_minor.minus(t.change_minor).ok_or(Refusal::TooMuch)?;
        lines.push(Line { ledger: t.method.ledger(), account: None, amount });
    }
    for c in paid.chosen {
        let shares = paid.settled.shares.iter();
        let own = shares.filter(|s| c.open.iter().any(|b| b.id == s.bill)).map(|s| s.amount);
        let settled = Money::sum(own).ok_or(Refusal::TooMuch)?;
        lines.push(Line {
            ledger: Ledger::Receivable,
            account: Some(c.account.id),
            amount: settled.negated(),
        });
    }
    let used = paid.settled.credit_used.iter().map(|(a, m)| (*a, *m));
    let added = paid.settled.credit_added.iter().map(|(a, m)| (*a, m.negated()));
    lines.extend(used.chain(added).map(|(account, amount)| Line {
        ledger: Ledger::Credit,
        account: Some(account),
        amount,
    }));
    let entry = Entry::balanced(lines)?.ok_or_else(|| anyhow!("payment {payment} does not balance"))?;
    foil_store::journal::post(act.tx, "payment", payment.0, act.today(), &entry)
}

/// Disconnections that are off, with the days they were ordered for, and the service orders that moved.
type Moves = (Vec<(AccountId, Day)>, Vec<OrderMoved>);

/// Writes each account's credit and bumps its version. When the minimum is paid, a disconnection order stops
/// and a reconnection is ordered: paid in the morning is never cut in the afternoon.
fn settle_accounts(act: &mut Act<'_>, paid: &Paid<'_>, payment: PaymentId) -> Result<Moves> {
    let (mut stopped, mut moved) = Moves::default();
    for c in paid.chosen {
        let credit = credit_after(paid.chosen, paid.settled, c.account.id)?;
        // To the order, too, a redo is the exact way back, though another's void meanwhile left more open.
        let stops = paid.again.is_some() && paid.order.stops.contains(&c.account.id);
        let eased = crate::arrears::eased(act, &c.account, credit, Some(payment), stops)?;
        stopped.extend(eased.stopped.map(|on| (c.account.id, on)));
        moved.extend(eased.moved);
        let order = c.account.disconnection_on.filter(|_| eased.stopped.is_none());
        foil_store::payments::settle_account(act.tx, c.account.id, credit, order)?;
    }
    let fees = match paid.again {
        Some(_) => paid.order.fees.clone(),
        None => paid.spared.iter().map(|fee| fee.order).collect(),
    };
    moved.extend(crate::arrears::spared_again(act, &fees, payment)?);
    Ok((stopped, moved))
}
