//! Shifts, what moves a drawer's cash beside payments, and counts.

use crate::tx::Tx;
use foil_domain::ids::{ApprovalId, CashMoveId, CounterId, ShiftId, UserId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Role;
use foil_domain::refusal::Result;
use foil_domain::shifts::{CashKind, CashState, Drawer, ShiftState};
use foil_domain::time::{Day, Instant};
use foil_domain::undo::UndoReason;

crate::row! {
    /// A shift with the words a list shows.
    pub struct ShiftRow {
        /// Id.
        id: ShiftId,
        /// Number.
        number: String,
        /// Counter.
        counter_id: CounterId,
        /// Its code.
        counter: String,
        /// Whose it is.
        person_id: UserId,
        /// Their log-in name.
        login: String,
        /// Their name.
        name: String,
        /// Their role, as it is now.
        role: Role,
        /// Business date.
        business_on: Day,
        /// State.
        state: ShiftState,
        /// When it was opened.
        opened_at: Instant,
        /// When it was closed.
        closed_at: Option<Instant>,
        /// What the drawer began with.
        float_minor: Money,
        /// What the last Z report of its counter had kept in it; none in shifts of versions that did not ask.
        kept_before_minor: Option<Money>,
        /// What its Z report will keep as the next float.
        kept_minor: Money,
        /// Who is to take the drawer over.
        handed_to: Option<UserId>,
        /// Why its count differs.
        reason: String,
        /// A note on that.
        note: String,
        /// Who allowed it.
        allowed_by: Option<UserId>,
        /// Who ended it by its last count; none before, and in shifts of versions that did not say.
        ended_by: Option<UserId>,
        /// For edits.
        version: i64,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.number, s.counter_id, c.code AS counter, s.person_id, u.login, u.name, u.role, ",
            "s.business_on, s.state, s.opened_at, s.closed_at, s.float_minor, s.kept_before_minor, s.kept_minor, s.handed_to, ",
            "s.reason, s.note, s.allowed_by, s.ended_by, s.version ",
            "FROM shift s JOIN counter c ON c.id = s.counter_id JOIN person u ON u.id = s.person_id ",
            $rest
        )
    };
}

crate::row! {
    /// The drawer somebody has: what a payment needs to know of it.
    pub struct OwnDrawer {
        /// The shift.
        id: ShiftId,
        /// Its number.
        number: String,
        /// Where it stands.
        counter_id: CounterId,
        /// Its state.
        state: ShiftState,
        /// Its business date.
        business_on: Day,
    }
}

/// The shift of a person that is not closed yet; by the index that has at most one of each person.
pub fn of_person(tx: &Tx<'_>, person: UserId) -> Result<Option<OwnDrawer>> {
    tx.maybe(
        "SELECT id, number, counter_id, state, business_on FROM shift WHERE person_id = $1 AND state <> 'closed'",
        &[&person],
    )
}

/// The shift at a counter that is not closed yet.
pub fn at_counter(tx: &Tx<'_>, counter: CounterId) -> Result<Option<ShiftRow>> {
    tx.maybe(select!("WHERE s.counter_id = $1 AND s.state <> 'closed'"), &[&counter])
}

/// A shift.
pub fn find(tx: &Tx<'_>, id: ShiftId) -> Result<Option<ShiftRow>> {
    tx.maybe(select!("WHERE s.id = $1"), &[&id])
}

/// The shifts of a business date in the order they were opened, at most 1,000.
pub fn of_day(tx: &Tx<'_>, on: Day) -> Result<Vec<ShiftRow>> {
    tx.all(select!("WHERE s.business_on = $1 ORDER BY s.id LIMIT 1000"), &[&on])
}

/// Shifts that are not closed, of whatever day, at most 1,000.
pub fn not_closed(tx: &Tx<'_>) -> Result<Vec<ShiftRow>> {
    tx.all(select!("WHERE s.state <> 'closed' ORDER BY s.counter_id LIMIT 1000"), &[])
}

/// Whether a drawer of a business date was opened at or after a time.
pub fn opened_since(tx: &Tx<'_>, on: Day, since: Instant) -> Result<bool> {
    let n = tx.number(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM shift WHERE business_on = $1 AND opened_at >= $2 LIMIT 1) s",
        &[&on, &since],
    )?;
    Ok(n > 0)
}

/// The latest shift of a person that is closed.
pub fn last_closed(tx: &Tx<'_>, person: UserId, on: Day) -> Result<Option<ShiftRow>> {
    tx.maybe(
        select!(
            "WHERE s.business_on = $1 AND s.person_id = $2 AND s.state = 'closed' ORDER BY s.id DESC LIMIT 1"
        ),
        &[&on, &person],
    )
}

/// A new shift's columns.
#[derive(Debug)]
pub struct NewShift<'a> {
    /// Number.
    pub number: &'a str,
    /// Counter.
    pub counter: CounterId,
    /// Whose it is.
    pub person: UserId,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// What the drawer begins with.
    pub float: Money,
    /// What the last Z report of its counter kept in it.
    pub kept_before: Money,
    /// The audit row that opens it.
    pub audit_seq: i64,
}

/// Opens a shift.
pub fn insert(tx: &Tx<'_>, s: &NewShift<'_>) -> Result<ShiftId> {
    let n = tx.insert(
        "INSERT INTO shift (number, counter_id, person_id, business_on, state, opened_at, float_minor,
                kept_before_minor, opened_seq, version)
         VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, 1)",
        &[&s.number, &s.counter, &s.person, &s.on, &s.at, &s.float, &s.kept_before, &s.audit_seq],
    )?;
    Ok(ShiftId(n))
}

/// Moves a shift on to another state that is not the last one.
pub fn set_state(tx: &Tx<'_>, id: ShiftId, state: ShiftState) -> Result<()> {
    tx.hit("UPDATE shift SET state = $1, version = version + 1 WHERE id = $2", &[&state, &id])
}

/// Writes why a counted shift's variance is let pass, and by whom; none while a second look is open.
pub fn allow(tx: &Tx<'_>, id: ShiftId, reason: &str, note: &str, allowed_by: Option<UserId>) -> Result<()> {
    tx.hit(
        "UPDATE shift SET reason = $1, note = $2, allowed_by = $3, version = version + 1
          WHERE id = $4 AND state = 'counting'",
        &[&reason, &note, &allowed_by, &id],
    )
}

/// How a counted shift is to end.
#[derive(Debug, Clone)]
pub struct Ending<'a> {
    /// Kept as the next float.
    pub kept: Money,
    /// Who takes the drawer over.
    pub handed_to: Option<UserId>,
    /// Why its count differs; empty when it does not.
    pub reason: &'a str,
    /// A note on that.
    pub note: &'a str,
    /// Who allowed it.
    pub allowed_by: Option<UserId>,
    /// Who ends it.
    pub ended_by: Option<UserId>,
}

/// Writes how a shift is to end; without a time it waits for the next person, with one it is closed.
pub fn end(tx: &Tx<'_>, id: ShiftId, e: &Ending<'_>, closed_at: Option<Instant>) -> Result<()> {
    let state = if closed_at.is_some() { ShiftState::Closed } else { ShiftState::HandedOver };
    tx.hit(
        "UPDATE shift SET state = $1, kept_minor = $2, handed_to = $3, reason = $4, note = $5, allowed_by = $6,
                ended_by = $7, closed_at = $8, version = version + 1
          WHERE id = $9",
        &[&state, &e.kept, &e.handed_to, &e.reason, &e.note, &e.allowed_by, &e.ended_by, &closed_at, &id],
    )
}

crate::row! {
    /// Cash in or out beside payments.
    pub struct CashRow {
        /// Id.
        id: CashMoveId,
        /// The shift.
        shift_id: ShiftId,
        /// Its number.
        shift: String,
        /// What.
        kind: CashKind,
        /// How much.
        amount_minor: Money,
        /// Notes and coins as JSON.
        denominations: String,
        /// The other shift, for change.
        other_shift_id: Option<ShiftId>,
        /// Its number; empty when there is none.
        other: String,
        /// Whether it counts.
        state: CashState,
        /// Why.
        reason: String,
        /// Note.
        note: String,
        /// Who.
        person_id: UserId,
        /// Their name.
        by_name: String,
        /// When.
        made_at: Instant,
    }
}

macro_rules! select_cash {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.shift_id, s.number AS shift, m.kind, m.amount_minor, m.denominations, ",
            "m.other_shift_id, COALESCE(o.number, '') AS other, m.state, m.reason, m.note, m.person_id, ",
            "u.name AS by_name, m.made_at FROM shift_cash m JOIN shift s ON s.id = m.shift_id ",
            "JOIN person u ON u.id = m.person_id LEFT JOIN shift o ON o.id = m.other_shift_id ",
            $rest
        )
    };
}

/// What moved a drawer's cash beside payments, in order, at most 5,000.
pub fn cash(tx: &Tx<'_>, shift: ShiftId) -> Result<Vec<CashRow>> {
    tx.all(select_cash!("WHERE m.shift_id = $1 ORDER BY m.id LIMIT 5000"), &[&shift])
}

crate::row! {
    /// What went back by card or UPI of a payment of another day, at the terminal of a shift.
    pub struct GivenBack {
        /// The receipt.
        receipt: String,
        /// Which way.
        method: Method,
        /// How much.
        amount_minor: Money,
        /// When.
        made_at: Instant,
    }
}

/// What a shift gave back by card or UPI, in order, at most 500: no cash of its drawer, and no part of its count, which is of
/// what was taken; but whoever holds its terminal's total against it has to know.
pub fn given_back(tx: &Tx<'_>, shift: ShiftId) -> Result<Vec<GivenBack>> {
    tx.all(
        "SELECT p.number AS receipt, f.method, f.amount_minor, r.made_at
           FROM refund_part f JOIN payment_reversal r ON r.payment_id = f.payment_id
                JOIN payment p ON p.id = f.payment_id
          WHERE f.shift_id = $1 AND f.method IN ('card', 'upi') ORDER BY r.made_at, f.payment_id LIMIT 500",
        &[&shift],
    )
}

/// One movement of cash.
pub fn cash_move(tx: &Tx<'_>, id: CashMoveId) -> Result<Option<CashRow>> {
    tx.maybe(select_cash!("WHERE m.id = $1"), &[&id])
}

/// Change that was offered to a shift and waits for a yes or no, at most 100.
pub fn offered_to(tx: &Tx<'_>, shift: ShiftId) -> Result<Vec<CashRow>> {
    tx.all(
        select_cash!("WHERE m.other_shift_id = $1 AND m.state = 'offered' ORDER BY m.id LIMIT 100"),
        &[&shift],
    )
}

/// Change that a shift has offered and nobody has answered, at most 100.
pub fn offered_by(tx: &Tx<'_>, shift: ShiftId) -> Result<Vec<CashRow>> {
    tx.all(select_cash!("WHERE m.shift_id = $1 AND m.state = 'offered' ORDER BY m.id LIMIT 100"), &[&shift])
}

/// A movement of cash on its way into the book.
#[derive(Debug)]
pub struct NewCash<'a> {
    /// The shift.
    pub shift: ShiftId,
    /// What.
    pub kind: CashKind,
    /// How much.
    pub amount: Money,
    /// Notes and coins as JSON.
    pub denominations: &'a str,
    /// The other shift, for change.
    pub other: Option<ShiftId>,
    /// Whether it counts.
    pub state: CashState,
    /// Why.
    pub reason: &'a str,
    /// Note.
    pub note: &'a str,
    /// Who.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Business date.
    pub on: Day,
    /// The request by which somebody else let it happen.
    pub approval: Option<ApprovalId>,
}

/// What a shift has taken out for other ends by nobody's word but the drawer's owner's.
pub fn taken_out_alone(tx: &Tx<'_>, shift: ShiftId) -> Result<Money> {
    let sum = tx.number(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM shift_cash
          WHERE shift_id = $1 AND kind = 'cash_out' AND approval_id IS NULL",
        &[&shift],
    )?;
    Ok(Money::from_minor(sum))
}

/// Writes a movement of cash.
pub fn add_cash(tx: &Tx<'_>, m: &NewCash<'_>) -> Result<CashMoveId> {
    let n = tx.insert(
        "INSERT INTO shift_cash (shift_id, kind, amount_minor, denominations, other_shift_id, state, reason, note,
                person_id, made_at, business_on, approval_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            &m.shift,
            &m.kind,
            &m.amount,
            &m.denominations,
            &m.other,
            &m.state,
            &m.reason,
            &m.note,
            &m.person,
            &m.at,
            &m.on,
            &m.approval,
        ],
    )?;
    Ok(CashMoveId(n))
}

/// Answers offered change.
pub fn answer(tx: &Tx<'_>, id: CashMoveId, state: CashState, by: UserId) -> Result<()> {
    tx.hit("UPDATE shift_cash SET state = $1, accepted_by = $2 WHERE id = $3", &[&state, &by, &id])
}

crate::row! {
    /// Sums of a drawer's movements by kind.
    pub struct KindSum {
        /// Which kind.
        kind: CashKind,
        /// Their sum.
        sum: Money,
    }
}

/// Everything that moved the cash of a shift, as sums.
pub fn drawer(tx: &Tx<'_>, shift: ShiftId, on: Day) -> Result<Drawer> {
    let mut d = Drawer::default();
    for row in tenders(tx, shift, on)?.into_iter().filter(|t| t.method == Method::Cash) {
        (d.tendered, d.change) = (row.given, row.change);
    }
    for row in voided(tx, shift, on)?.into_iter().filter(|t| t.method == Method::Cash) {
        d.voids = row.amount;
    }
    for row in tx.all::<KindSum>(
        "SELECT kind, CAST(SUM(amount_minor) AS BIGINT) AS sum FROM shift_cash
          WHERE shift_id = $1 AND state IN ('done', 'accepted') GROUP BY kind LIMIT 20",
        &[&shift],
    )? {
        let sum = match row.kind {
            CashKind::Float => &mut d.float,
            CashKind::CashIn => &mut d.cash_in,
            CashKind::CashOut => &mut d.cash_out,
            CashKind::Drop => &mut d.drops,
            CashKind::ChangeOut => &mut d.change_out,
            CashKind::ChangeIn => &mut d.change_in,
            CashKind::Refund => &mut d.refunds,
            // They say what the float was off by; the float itself is what was counted.
            CashKind::FloatOver | CashKind::FloatShort => continue,
        };
        *sum = row.sum;
    }
    Ok(d)
}

/// The first payment of a shift since anything else moved its cash; of the row of payments before that where none came since,
/// and 0 before the first.
pub fn row_began_with(tx: &Tx<'_>, shift: ShiftId, on: Day) -> Result<i64> {
    tx.number(
        "SELECT COALESCE(MIN(p.id), 0) AS n FROM payment p
          WHERE p.business_on = $1 AND p.shift_id = $2
            AND p.taken_at > (SELECT COALESCE(MAX(m.made_at), 0) FROM shift_cash m
                               WHERE m.shift_id = $2
                                 AND m.made_at < (SELECT MAX(l.taken_at) FROM payment l
                                                   WHERE l.business_on = $1 AND l.shift_id = $2))",
        &[&on, &shift],
    )
}

crate::row! {
    /// One way of paying in a shift.
    pub struct ShiftTender {
        /// Which.
        method: Method,
        /// Tenders.
        count: i64,
        /// Given.
        given: Money,
        /// Handed back of it.
        change: Money,
    }
}

/// What a shift took, by way of paying, whether void since or not.
pub fn tenders(tx: &Tx<'_>, shift: ShiftId, on: Day) -> Result<Vec<ShiftTender>> {
    tx.all(
        "SELECT t.method, COUNT(*) AS count, CAST(SUM(t.amount_minor) AS BIGINT) AS given,
                CAST(SUM(t.change_minor) AS BIGINT) AS change
           FROM payment p JOIN payment_tender t ON t.payment_id = p.id
          WHERE p.business_on = $1 AND p.shift_id = $2
          GROUP BY t.method ORDER BY t.method LIMIT 20",
        &[&on, &shift],
    )
}

crate::row! {
    /// What is gone for voids, by way of paying.
    pub struct VoidedTender {
        /// Which.
        method: Method,
        /// How much, net of change.
        amount: Money,
    }
}

/// What is not there any more for voids: cash that left this drawer, whoever had taken it, and what else this shift
/// had taken itself: a card slip is void where it lies.
pub fn voided(tx: &Tx<'_>, shift: ShiftId, on: Day) -> Result<Vec<VoidedTender>> {
    tx.all(
        "SELECT x.method, CAST(SUM(x.kept) AS BIGINT) AS amount FROM (
           SELECT t.method, t.amount_minor - t.change_minor AS kept
             FROM payment_void v JOIN payment_tender t ON t.payment_id = v.payment_id
            WHERE v.business_on = $1 AND v.shift_id = $2 AND t.method = 'cash'
            UNION ALL
           SELECT t.method, t.amount_minor - t.change_minor AS kept
             FROM payment_void v JOIN payment p ON p.id = v.payment_id
                  JOIN payment_tender t ON t.payment_id = v.payment_id
            WHERE v.business_on = $1 AND p.shift_id = $2 AND t.method <> 'cash') x
          GROUP BY x.method ORDER BY x.method LIMIT 20",
        &[&on, &shift],
    )
}

crate::row! {
    /// A void that touches a drawer.
    pub struct DrawerVoid {
        /// The receipt.
        receipt: String,
        /// The slip.
        slip: String,
        /// What had been paid.
        amount: Money,
        /// Why.
        reason: UndoReason,
        /// Who allowed it; empty when nobody had to.
        allowed_by: String,
    }
}

/// The voids whose money left a shift's drawer, and those of its own receipts, at most 1,000.
pub fn voids(tx: &Tx<'_>, shift: ShiftId, on: Day) -> Result<Vec<DrawerVoid>> {
    tx.all(
        "SELECT p.number AS receipt, v.number AS slip, p.paid_minor AS amount, v.reason,
                COALESCE(m.name, '') AS allowed_by
           FROM payment_void v JOIN payment p ON p.id = v.payment_id LEFT JOIN person m ON m.id = v.allowed_by
          WHERE v.business_on = $1 AND (v.shift_id = $2 OR p.shift_id = $2)
          ORDER BY v.voided_at, v.number LIMIT 1000",
        &[&on, &shift],
    )
}

/// Streams the voids of a business date, whichever drawer they are of, in order.
pub fn each_void(tx: &Tx<'_>, on: Day, take: impl FnMut(DrawerVoid) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT p.number AS receipt, v.number AS slip, p.paid_minor AS amount, v.reason,
                COALESCE(m.name, '') AS allowed_by
           FROM payment_void v JOIN payment p ON p.id = v.payment_id LEFT JOIN person m ON m.id = v.allowed_by
          WHERE v.business_on = $1 ORDER BY v.voided_at, v.number",
        &[&on],
        take,
    )
}

crate::row! {
    /// A number that was given in a shift.
    pub struct GivenNumber {
        /// The number.
        number: String,
        /// Whether it is void.
        void: bool,
    }
}

/// Streams the receipt numbers of a shift: those of its drawer, and those that its counter gave meanwhile for money that
/// came into none, such as a transfer's. They are of one series, which has a gap without them. Which of these are of this
/// shift the log says, whose rows of a counter follow one another; of shifts of before the log was asked, the clock.
pub fn each_receipt(
    tx: &Tx<'_>,
    shift: ShiftId,
    on: Day,
    take: impl FnMut(GivenNumber) -> Result<bool>,
) -> Result<()> {
    tx.each(
        "SELECT p.number, CASE WHEN v.payment_id IS NULL THEN 0 ELSE 1 END AS void
           FROM payment p LEFT JOIN payment_void v ON v.payment_id = p.id
          WHERE p.business_on = $1
            AND (p.shift_id = $2
                 OR (p.shift_id IS NULL
                     AND p.counter_id = (SELECT s.counter_id FROM shift s WHERE s.id = $2)
                     AND EXISTS (SELECT 1 FROM shift s WHERE s.id = $2
                                  AND CASE WHEN s.opened_seq IS NULL THEN p.taken_at >= s.opened_at
                                           ELSE p.audit_seq > s.opened_seq END)))
          ORDER BY p.id",
        &[&on, &shift],
        take,
    )
}

/// Streams the numbers of the cancellation slips that a shift's counter gave since it was opened, by the log as well.
pub fn each_slip(
    tx: &Tx<'_>,
    shift: ShiftId,
    on: Day,
    take: impl FnMut(GivenNumber) -> Result<bool>,
) -> Result<()> {
    tx.each(
        "SELECT v.number, 0 AS void FROM payment_void v
          WHERE v.business_on = $1 AND v.counter_id = (SELECT s.counter_id FROM shift s WHERE s.id = $2)
            AND EXISTS (SELECT 1 FROM shift s WHERE s.id = $2
                         AND CASE WHEN s.opened_seq IS NULL THEN v.voided_at >= s.opened_at
                                  ELSE v.audit_seq > s.opened_seq END)
          ORDER BY v.payment_id",
        &[&on, &shift],
        take,
    )
}

/// That somebody has had figures exported from which follows what a drawer must hold, on its way into the book.
#[derive(Debug)]
pub struct NewSeen {
    /// The shift.
    pub shift: ShiftId,
    /// Who.
    pub person: UserId,
    /// Business date.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// In which counter's chain its audit row stands.
    pub counter: CounterId,
    /// That row's place.
    pub audit_seq: i64,
}

/// Writes it down, once of each person and drawer; whether it was the first time.
pub fn seen(tx: &Tx<'_>, s: &NewSeen) -> Result<bool> {
    let rows = tx.run(
        "INSERT INTO drawer_seen (shift_id, person_id, business_on, seen_at, counter_id, audit_seq)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (shift_id, person_id) DO NOTHING",
        &[&s.shift, &s.person, &s.on, &s.at, &s.counter, &s.audit_seq],
    )?;
    Ok(rows > 0)
}

/// The names of who has had figures exported before a shift's drawer was counted, at most 20.
pub fn seen_by(tx: &Tx<'_>, shift: ShiftId) -> Result<Vec<String>> {
    let rows = tx.all::<crate::tx::Text>(
        "SELECT u.name AS t FROM drawer_seen d JOIN person u ON u.id = d.person_id
          WHERE d.shift_id = $1 ORDER BY d.seen_at, u.id LIMIT 20",
        &[&shift],
    )?;
    Ok(rows.into_iter().map(|row| row.t).collect())
}

crate::row! {
    /// A way of paying that was counted.
    pub struct CountRow {
        /// The first or second count.
        n: i64,
        /// Which.
        method: Method,
        /// What was counted.
        counted_minor: Money,
        /// What it had to be.
        expected_minor: Money,
        /// Notes and coins as JSON.
        denominations: String,
        /// Who counted.
        person_id: UserId,
        /// When.
        counted_at: Instant,
    }
}

/// The counts of a shift, in order.
pub fn counts(tx: &Tx<'_>, shift: ShiftId) -> Result<Vec<CountRow>> {
    tx.all(
        "SELECT n, method, counted_minor, expected_minor, denominations, person_id, counted_at FROM shift_count
          WHERE shift_id = $1 ORDER BY n, id LIMIT 100",
        &[&shift],
    )
}

/// A count on its way into the book.
#[derive(Debug)]
pub struct NewCount<'a> {
    /// The shift.
    pub shift: ShiftId,
    /// The first or second count.
    pub n: i64,
    /// Which way of paying.
    pub method: Method,
    /// What was counted.
    pub counted: Money,
    /// What it had to be.
    pub expected: Money,
    /// Notes and coins as JSON.
    pub denominations: &'a str,
    /// Who counted.
    pub person: UserId,
    /// When.
    pub at: Instant,
}

/// Writes a count.
pub fn add_count(tx: &Tx<'_>, c: &NewCount<'_>) -> Result<()> {
    tx.hit(
        "INSERT INTO shift_count (shift_id, n, method, counted_minor, expected_minor, denominations, person_id,
                counted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&c.shift, &c.n, &c.method, &c.counted, &c.expected, &c.denominations, &c.person, &c.at],
    )
}
