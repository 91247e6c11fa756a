//! Cheques: what becomes of each, and the slips they go to the bank on.

use crate::tx::Tx;
use foil_domain::cheques::{ChequeState, Drawn};
use foil_domain::ids::{
    AccountId, BillId, ChequeId, CounterId, CustomerId, DepositSlipId, PaymentId, ShiftId, UserId,
};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::text::{fold, fold_number};
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A cheque, with the words a list shows.
    pub struct ChequeRow {
        /// Id.
        id: ChequeId,
        /// The payment it was given for.
        payment_id: PaymentId,
        /// That receipt's number.
        receipt: String,
        /// Who gave it.
        customer_id: CustomerId,
        /// Their name.
        name: String,
        /// Where it stands.
        state: ChequeState,
        /// Its number.
        number: String,
        /// The bank it is drawn on.
        bank: String,
        /// Whose cheque it is, by the name that stands on it.
        drawer: String,
        /// With number, bank and day it tells a paper from another: mostly that name, folded. Empty for those of before.
        drawer_fold: String,
        /// Whether somebody read that name off it; else it was taken to be the payer's own.
        drawer_said: bool,
        /// Its amount, as far as this receipt goes.
        amount_minor: Money,
        /// What the whole paper was given for, as far as is known: never less than it was seen to be worth.
        paper_minor: Money,
        /// Business date it was received on.
        received_on: Day,
        /// Business date it went to the bank.
        deposited_on: Option<Day>,
        /// The slip's number.
        slip: Option<String>,
        /// Business date it was realised, bounced or handed back.
        ended_on: Option<Day>,
        /// The bank's reason, by its word; empty unless it bounced.
        reason: String,
        /// In somebody's own words.
        note: String,
        /// The claim of the fee.
        fee: Option<String>,
        /// Whether a letter was written to the payer.
        has_letter: bool,
        /// For edits.
        version: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT q.id, q.payment_id, p.number AS receipt, p.customer_id, k.name, q.state, q.number, q.bank, ",
            "q.drawer, q.drawer_fold, q.drawer_said, q.amount_minor, q.paper_minor, q.received_on, q.deposited_on, ",
            "s.number AS slip, q.ended_on, q.reason, q.note, ",
            "b.number AS fee, CASE WHEN q.letter = '' THEN 0 ELSE 1 END AS has_letter, q.version ",
            "FROM cheque q JOIN payment p ON p.id = q.payment_id JOIN customer k ON k.id = p.customer_id ",
            "LEFT JOIN deposit_slip s ON s.id = q.slip_id LEFT JOIN bill b ON b.id = q.fee_bill_id ",
            $rest
        )
    };
}

/// A cheque.
pub fn find(tx: &Tx<'_>, id: ChequeId) -> Result<Option<ChequeRow>> {
    tx.maybe(select!("WHERE q.id = $1"), &[&id])
}

/// The cheques of a payment, in the order of its tenders.
pub fn of_payment(tx: &Tx<'_>, payment: PaymentId) -> Result<Vec<ChequeRow>> {
    tx.all(select!("WHERE q.payment_id = $1 ORDER BY q.line LIMIT 100"), &[&payment])
}

/// Every row of the same paper: one number, bank, day and drawer, on whichever receipts.
pub fn same_paper(tx: &Tx<'_>, id: ChequeId) -> Result<Vec<ChequeRow>> {
    tx.all(
        select!(
            "JOIN cheque w ON w.number_fold = q.number_fold AND w.bank_fold = q.bank_fold
                AND w.received_on = q.received_on AND w.drawer_fold = q.drawer_fold
              WHERE w.id = $1 ORDER BY q.id LIMIT 500"
        ),
        &[&id],
    )
}

/// Cheques of a state before an id, newest first.
pub fn of_state(tx: &Tx<'_>, state: ChequeState, before: ChequeId, limit: i64) -> Result<Vec<ChequeRow>> {
    tx.all(
        select!("WHERE q.state = $1 AND q.id < $2 ORDER BY q.id DESC LIMIT $3"),
        &[&state, &before, &limit],
    )
}

/// Cheques of any state before an id, newest first.
pub fn before(tx: &Tx<'_>, before: ChequeId, limit: i64) -> Result<Vec<ChequeRow>> {
    tx.all(select!("WHERE q.id < $1 ORDER BY q.id DESC LIMIT $2"), &[&before, &limit])
}

/// The cheques on a deposit slip.
pub fn on_slip(tx: &Tx<'_>, slip: DepositSlipId) -> Result<Vec<ChequeRow>> {
    tx.all(select!("WHERE q.slip_id = $1 AND q.slip_id IS NOT NULL ORDER BY q.id LIMIT 5000"), &[&slip])
}

crate::row! {
    /// How many cheques are in a state, and what they come to.
    pub struct StateCount {
        /// The state.
        state: ChequeState,
        /// How many.
        count: i64,
        /// Their amount.
        amount: Money,
    }
}

/// What is in the office and what is with the bank.
pub fn counts(tx: &Tx<'_>) -> Result<Vec<StateCount>> {
    tx.all(
        "SELECT state, COUNT(*) AS count, CAST(SUM(amount_minor) AS BIGINT) AS amount FROM cheque
          WHERE state IN ('received', 'deposited') GROUP BY state ORDER BY state LIMIT 10",
        &[],
    )
}

crate::row! {
    /// Cheques that lie in the office.
    pub struct HereRow {
        /// How many.
        count: i64,
        /// Their amount.
        amount: Money,
    }
}

/// What was received, and is neither with the bank nor handed back.
pub fn here(tx: &Tx<'_>) -> Result<HereRow> {
    tx.one(
        "SELECT COUNT(*) AS count, CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS amount FROM cheque
          WHERE state = 'received'",
        &[],
    )
}

crate::row! {
    /// A cheque by its number.
    pub struct OldestRow {
        /// Its number.
        number: String,
        /// Business date it was received on.
        received_on: Day,
    }
}

/// The one of those that has lain there longest.
pub fn oldest_here(tx: &Tx<'_>) -> Result<Option<OldestRow>> {
    tx.maybe(
        "SELECT number, received_on FROM cheque WHERE state = 'received' ORDER BY received_on, id LIMIT 1",
        &[],
    )
}

/// A cheque whose fate is open and that pays for an account by a receipt that stands.
pub fn open_of_account(tx: &Tx<'_>, account: AccountId) -> Result<Option<ChequeRow>> {
    tx.maybe(
        select!(
            "WHERE q.state IN ('received', 'deposited')
                AND EXISTS (SELECT 1 FROM payment_share s
                             WHERE s.account_id = $1 AND s.payment_id = q.payment_id)
                AND NOT EXISTS (SELECT 1 FROM payment_fallen f WHERE f.payment_id = q.payment_id)
              ORDER BY q.id LIMIT 1"
        ),
        &[&account],
    )
}

crate::row! {
    /// The cheques of a shift in one state.
    pub struct ShiftCheques {
        /// The state.
        state: ChequeState,
        /// What they come to.
        amount: Money,
    }
}

/// What has become of the cheques that a shift of a business date took, by their state.
pub fn of_shift(tx: &Tx<'_>, shift: ShiftId, on: Day) -> Result<Vec<ShiftCheques>> {
    tx.all(
        "SELECT q.state, CAST(SUM(q.amount_minor) AS BIGINT) AS amount
           FROM payment p JOIN cheque q ON q.payment_id = p.id
          WHERE p.business_on = $1 AND p.shift_id = $2
          GROUP BY q.state ORDER BY q.state LIMIT 10",
        &[&on, &shift],
    )
}

/// Writes down that a cheque was received as a payment's tender, and what its paper is given for with that: whoever takes it
/// again, for less, after a mistake, has it in their hand.
pub fn received(
    tx: &Tx<'_>,
    (payment, line): (PaymentId, i64),
    paper: &Paper<'_>,
    amount: Money,
    on: Day,
) -> Result<ChequeId> {
    let (number_fold, bank_fold) = (fold_number(paper.number), fold(paper.bank));
    let id = tx.insert(
        "INSERT INTO cheque (payment_id, line, state, number, number_fold, bank, bank_fold, drawer, drawer_fold,
                drawer_said, amount_minor, received_on, reason, note, letter, version, stepped)
         VALUES ($1, $2, 'received', $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', '', 1, 1)",
        &[
            &payment,
            &line,
            &paper.number,
            &number_fold,
            &paper.bank,
            &bank_fold,
            &paper.drawn.drawer,
            &paper.drawn.fold,
            &paper.drawn.said,
            &amount,
            &on,
        ],
    )?;
    tx.run(
        "UPDATE cheque SET paper_minor = x.amount
           FROM (SELECT CAST(SUM(amount_minor) AS BIGINT) AS amount FROM cheque
                  WHERE number_fold = $1 AND bank_fold = $2 AND received_on = $3 AND drawer_fold = $4
                    AND state = 'received') x
          WHERE number_fold = $1 AND bank_fold = $2 AND received_on = $3 AND drawer_fold = $4 AND state = 'received'",
        &[&number_fold, &bank_fold, &on, &paper.drawn.fold],
    )?;
    Ok(ChequeId(id))
}

/// A paper as it lies on the counter.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// Its number.
    pub number: &'a str,
    /// The bank it is drawn on.
    pub bank: &'a str,
    /// Whose it is.
    pub drawn: &'a Drawn,
}

/// What was taken on a day of papers of this number and bank, whoever drew them, but for what was handed back.
pub fn taken_on(tx: &Tx<'_>, (number, bank): (&str, &str), on: Day) -> Result<Vec<ChequeRow>> {
    tx.all(
        select!(
            "WHERE q.number_fold = $1 AND q.bank_fold = $2 AND q.received_on = $3 AND q.state <> 'returned'
              ORDER BY q.id LIMIT 500"
        ),
        &[&fold_number(number), &fold(bank), &on],
    )
}

/// Days for which a cheque is good, with room: after them a number of the same bank is another paper's.
const PAPER_GOOD_FOR: i64 = 180;

/// A row that says that a paper is not in anybody's hand any more: it has been in the office since another day, is with
/// the bank, or the bank has paid it; or it was taken to the bank today. On another day it is the same paper by its name;
/// and by who gave it, unless somebody read a name off it both times: else another name would bring it in twice.
pub fn gone(tx: &Tx<'_>, paper: &Paper<'_>, payer: CustomerId, today: Day) -> Result<Option<ChequeRow>> {
    let rows: Vec<ChequeRow> = tx.all(
        select!(
            "WHERE q.number_fold = $1 AND q.bank_fold = $2 AND q.received_on > $3
                AND (q.state IN ('deposited', 'realised') OR (q.state = 'received' AND q.received_on <> $4)
                     OR (q.state = 'bounced' AND q.received_on = $4))
              ORDER BY q.id DESC LIMIT 500"
        ),
        &[&fold_number(paper.number), &fold(paper.bank), &today.plus_days(-PAPER_GOOD_FOR), &today],
    )?;
    let named = fold(&paper.drawn.drawer);
    let is_it = |q: &ChequeRow| match q.received_on == today {
        true => q.drawer_fold == paper.drawn.fold,
        false => {
            let both_read = q.drawer_said && paper.drawn.said;
            // Of those of before, whose drawer nobody wrote down, it is the payer's alone.
            (!q.drawer_fold.is_empty() && fold(&q.drawer) == named) || (q.customer_id == payer && !both_read)
        }
    };
    Ok(rows.into_iter().find(is_it))
}

/// A cheque went to the bank on a slip.
pub fn deposited(tx: &Tx<'_>, id: ChequeId, slip: DepositSlipId, on: Day) -> Result<()> {
    tx.hit(
        "UPDATE cheque SET state = 'deposited', slip_id = $1, deposited_on = $2, version = version + 1, stepped = version + 1
          WHERE id = $3 AND state = 'received'",
        &[&slip, &on, &id],
    )
}

/// A cheque came off a slip that was taken back: it is in the office again.
pub fn off_the_slip(tx: &Tx<'_>, id: ChequeId) -> Result<()> {
    tx.hit(
        "UPDATE cheque SET state = 'received', slip_id = NULL, deposited_on = NULL, version = version + 1, stepped = version + 1
          WHERE id = $1 AND state = 'deposited'",
        &[&id],
    )
}

/// The bank has paid a cheque.
pub fn realised(tx: &Tx<'_>, id: ChequeId, on: Day) -> Result<()> {
    tx.hit(
        "UPDATE cheque SET state = 'realised', ended_on = $1, version = version + 1, stepped = version + 1
          WHERE id = $2 AND state = 'deposited'",
        &[&on, &id],
    )
}

/// The bank has not paid a cheque after all: it is with the bank, as before.
pub fn not_realised(tx: &Tx<'_>, id: ChequeId) -> Result<()> {
    tx.hit(
        "UPDATE cheque SET state = 'deposited', ended_on = NULL, version = version + 1, stepped = version + 1
          WHERE id = $1 AND state = 'realised'",
        &[&id],
    )
}

/// A cheque was handed back before the bank saw it.
pub fn returned(tx: &Tx<'_>, id: ChequeId, on: Day) -> Result<()> {
    tx.hit(
        "UPDATE cheque SET state = 'returned', ended_on = $1, version = version + 1, stepped = version + 1
          WHERE id = $2 AND state = 'received'",
        &[&on, &id],
    )
}

/// What is written down of a bounce.
#[derive(Debug)]
pub struct Bounce<'a> {
    /// Business date.
    pub on: Day,
    /// The bank's reason, by its word.
    pub reason: &'a str,
    /// In somebody's own words.
    pub note: &'a str,
    /// The claim of the fee.
    pub fee: Option<BillId>,
    /// The letter as JSON; empty on the further rows of one paper.
    pub letter: &'a str,
}

/// The bank has not paid a cheque.
pub fn bounced(tx: &Tx<'_>, id: ChequeId, b: &Bounce<'_>) -> Result<()> {
    tx.hit(
        "UPDATE cheque SET state = 'bounced', ended_on = $1, reason = $2, note = $3, fee_bill_id = $4, letter = $5,
                version = version + 1, stepped = version + 1
          WHERE id = $6 AND state IN ('deposited', 'realised')",
        &[&b.on, &b.reason, &b.note, &b.fee, &b.letter, &id],
    )
}

/// Writes down by which claim the payer owes what had been handed back of a cheque, which its bank has debited.
pub fn claimed(tx: &Tx<'_>, id: ChequeId, claim: BillId) -> Result<()> {
    tx.hit("INSERT INTO cheque_claim (cheque_id, bill_id, debited) VALUES ($1, $2, 1)", &[&id, &claim])
}

/// Whether a claim asks for what was handed back on a cheque that then came back.
pub fn is_claimed_by(tx: &Tx<'_>, claim: BillId) -> Result<bool> {
    Ok(tx.number("SELECT COUNT(*) AS n FROM cheque_claim WHERE bill_id = $1", &[&claim])? > 0)
}

/// The letter about a bounced cheque, as JSON; empty when there is none.
pub fn letter(tx: &Tx<'_>, id: ChequeId) -> Result<String> {
    tx.one::<crate::tx::Text>("SELECT letter AS t FROM cheque WHERE id = $1", &[&id]).map(|row| row.t)
}

/// Counts a bounce, and says whether the customer pays in cash only from now on.
pub fn count_bounce(tx: &Tx<'_>, customer: CustomerId, cash_only: bool) -> Result<()> {
    tx.hit(
        "UPDATE customer SET bounces = bounces + 1, cash_only = $1, version = version + 1 WHERE id = $2",
        &[&cash_only, &customer],
    )
}

/// Says whether a customer pays in cash only; who is let off begins to count anew.
pub fn set_cash_only(tx: &Tx<'_>, customer: CustomerId, cash_only: bool) -> Result<()> {
    tx.hit(
        "UPDATE customer SET cash_only = $1, bounces = CASE WHEN $1 = 0 THEN 0 ELSE bounces END,
                version = version + 1
          WHERE id = $2",
        &[&cash_only, &customer],
    )
}

/// A deposit slip of cheques on its way into the book.
#[derive(Debug)]
pub struct NewSlip<'a> {
    /// Its number.
    pub number: &'a str,
    /// Business date.
    pub on: Day,
    /// What its cheques come to.
    pub amount: Money,
    /// What stands on it, as JSON.
    pub document: &'a str,
    /// Who made it.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// The counter.
    pub counter: CounterId,
    /// Its audit row.
    pub audit_seq: i64,
}

/// Writes a deposit slip of cheques.
pub fn add_slip(tx: &Tx<'_>, s: &NewSlip<'_>) -> Result<DepositSlipId> {
    let n = tx.insert(
        "INSERT INTO deposit_slip (number, kind, business_on, amount_minor, document, person_id, made_at, counter_id,
                audit_seq)
         VALUES ($1, 'cheques', $2, $3, $4, $5, $6, $7, $8)",
        &[&s.number, &s.on, &s.amount, &s.document, &s.person, &s.at, &s.counter, &s.audit_seq],
    )?;
    Ok(DepositSlipId(n))
}

crate::row! {
    /// A deposit slip of cheques.
    pub struct SlipRow {
        /// Id.
        id: DepositSlipId,
        /// Its number.
        number: String,
        /// Business date.
        business_on: Day,
        /// What its cheques come to.
        amount_minor: Money,
        /// Whose chain it is logged in.
        counter_id: CounterId,
        /// Its audit row.
        audit_seq: i64,
        /// What stands on it, as JSON.
        document: String,
        /// Whether it was taken back.
        taken_back: bool,
        /// Whether the bank has said something of one of its cheques.
        settled: bool,
    }
}

/// A deposit slip of cheques.
pub fn slip(tx: &Tx<'_>, id: DepositSlipId) -> Result<Option<SlipRow>> {
    tx.maybe(
        "SELECT d.id, d.number, d.business_on, d.amount_minor, d.counter_id, d.audit_seq, d.document,
                CASE WHEN k.slip_id IS NULL THEN 0 ELSE 1 END AS taken_back,
                CASE WHEN EXISTS (SELECT 1 FROM cheque q WHERE q.slip_id = d.id AND q.slip_id IS NOT NULL
                                     AND q.state <> 'deposited') THEN 1 ELSE 0 END AS settled
           FROM deposit_slip d LEFT JOIN deposit_taken_back k ON k.slip_id = d.id
          WHERE d.id = $1 AND d.kind = 'cheques'",
        &[&id],
    )
}

/// Deposit slips of cheques before an id, newest first.
pub fn slips(tx: &Tx<'_>, before: DepositSlipId, limit: i64) -> Result<Vec<SlipRow>> {
    tx.all(
        "SELECT d.id, d.number, d.business_on, d.amount_minor, d.counter_id, d.audit_seq, d.document,
                CASE WHEN k.slip_id IS NULL THEN 0 ELSE 1 END AS taken_back,
                CASE WHEN EXISTS (SELECT 1 FROM cheque q WHERE q.slip_id = d.id AND q.slip_id IS NOT NULL
                                     AND q.state <> 'deposited') THEN 1 ELSE 0 END AS settled
           FROM deposit_slip d LEFT JOIN deposit_taken_back k ON k.slip_id = d.id
          WHERE d.kind = 'cheques' AND d.id < $1 ORDER BY d.id DESC LIMIT $2",
        &[&before, &limit],
    )
}
