//! Deposit slips: what is paid in at the bank. Written once and never changed.

use crate::tx::Tx;
use foil_domain::ids::{
    ApprovalId, CashMoveId, CounterId, DepositSlipId, SafeBroughtId, SafeCountId, ShiftId, UserId, ZReportId,
};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A deposit slip.
    pub struct DepositRow {
        /// Id.
        id: DepositSlipId,
        /// Number.
        number: String,
        /// `cash` or `cheques`.
        kind: String,
        /// Business date.
        business_on: Day,
        /// How much.
        amount_minor: Money,
        /// Who made it.
        by_name: String,
        /// When.
        made_at: Instant,
        /// Counter.
        counter_id: CounterId,
        /// Its audit row.
        audit_seq: i64,
        /// Whether it was taken back on its day: nothing was paid in by it.
        taken_back: bool,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.number, d.kind, d.business_on, d.amount_minor, u.name AS by_name, d.made_at, ",
            "d.counter_id, d.audit_seq, CASE WHEN k.slip_id IS NULL THEN 0 ELSE 1 END AS taken_back ",
            "FROM deposit_slip d JOIN person u ON u.id = d.person_id ",
            "LEFT JOIN deposit_taken_back k ON k.slip_id = d.id ",
            $rest
        )
    };
}

/// A deposit slip.
pub fn find(tx: &Tx<'_>, id: DepositSlipId) -> Result<Option<DepositRow>> {
    tx.maybe(select!("WHERE d.id = $1"), &[&id])
}

/// A deposit slip by its number.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<DepositRow>> {
    tx.maybe(select!("WHERE d.number = $1"), &[&number])
}

/// The slips of the business dates `from..=to`, in order.
pub fn between(tx: &Tx<'_>, from: Day, to: Day, limit: i64) -> Result<Vec<DepositRow>> {
    tx.all(
        select!("WHERE d.business_on BETWEEN $1 AND $2 ORDER BY d.business_on, d.id LIMIT $3"),
        &[&from, &to, &limit],
    )
}

crate::row! {
    /// How far slips of cash have paid in.
    pub struct PaidInUntil {
        /// The last slip that stands.
        id: DepositSlipId,
        /// The last Z report that it has paid in; the nought before the first when there is none.
        until_z: ZReportId,
        /// The last closed day whose cash in no drawer it has paid in; empty before the first.
        until_day: String,
        /// The last count of the safe whose difference it has taken in; the nought before the first.
        until_count: SafeCountId,
        /// The last change from the safe that it has left out; the nought before the first.
        until_change: CashMoveId,
        /// The last of what was brought to the safe that it has counted in; the nought before the first.
        until_brought: SafeBroughtId,
        /// What it has left in the safe.
        stays_minor: Money,
    }
}

/// The last slip of cash that stands: what it did not pay in waits for the bank. They go back from the newest on, so it is
/// the one that reaches furthest, too.
pub fn last_standing(tx: &Tx<'_>) -> Result<Option<PaidInUntil>> {
    tx.maybe(
        "SELECT d.id, COALESCE(d.until_z, 0) AS until_z, d.until_day, d.until_count, d.until_change,
                d.until_brought, d.stays_minor FROM deposit_slip d
          WHERE d.kind = 'cash' AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id)
          ORDER BY d.id DESC LIMIT 1",
        &[],
    )
}

/// The last Z report that a slip of cash has paid in, the nought before the first when there is none, and the last closed
/// day whose cash in no drawer one has; empty before the first.
pub fn paid_in_until(tx: &Tx<'_>) -> Result<(ZReportId, String)> {
    let last = last_standing(tx)?;
    Ok(last.map_or((ZReportId(0), String::new()), |last| (last.until_z, last.until_day)))
}

/// What counts of the safe since that slip found more in it than had to be there, less what they found missing.
pub fn counted_otherwise(tx: &Tx<'_>) -> Result<Money> {
    let last = last_standing(tx)?.map_or(SafeCountId(0), |last| last.until_count);
    crate::safe::off_after(tx, last)
}

/// What change since that slip was brought from the safe to drawers.
pub fn change_brought(tx: &Tx<'_>) -> Result<Money> {
    let last = last_standing(tx)?.map_or(CashMoveId(0), |last| last.until_change);
    crate::safe::change_after(tx, last)
}

/// What the last slip has left in the safe, and what was brought to it since: the fund, as it lies there.
pub fn left_and_brought(tx: &Tx<'_>) -> Result<(Money, Money)> {
    let last = last_standing(tx)?;
    let left = last.as_ref().map_or(Money::ZERO, |last| last.stays_minor);
    let until = last.map_or(SafeBroughtId(0), |last| last.until_brought);
    Ok((left, crate::safe::brought_after(tx, until)?))
}

/// The newest slip of either kind; the nought before the first when there is none.
pub fn newest(tx: &Tx<'_>) -> Result<DepositSlipId> {
    let newest = tx.number(
        "SELECT COALESCE((SELECT d.id FROM deposit_slip d ORDER BY d.id DESC LIMIT 1), 0) AS n",
        &[],
    )?;
    Ok(DepositSlipId(newest))
}

crate::row! {
    /// What a slip of cash moved.
    pub struct Moved {
        /// What had waited for the bank.
        expected: Money,
        /// What was paid in less that.
        off: Money,
    }
}

/// What a slip of cash moved out of the office's cash, and by how much it was another sum that was paid in.
pub fn moved(tx: &Tx<'_>, id: DepositSlipId) -> Result<Moved> {
    tx.one(
        "SELECT COALESCE(f.expected_minor, d.amount_minor) AS expected, COALESCE(f.off_minor, 0) AS off
           FROM deposit_slip d LEFT JOIN deposit_difference f ON f.slip_id = d.id WHERE d.id = $1",
        &[&id],
    )
}

/// A slip that is taken back on its way into the book.
#[derive(Debug)]
pub struct TakenBack<'a> {
    /// The slip.
    pub slip: DepositSlipId,
    /// The ids of its cheques, as JSON.
    pub cheques: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Who takes it back.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Business date.
    pub on: Day,
    /// The counter.
    pub counter: CounterId,
    /// Its audit row.
    pub audit_seq: i64,
    /// The request that let it happen; none for a slip of cheques.
    pub approval: Option<ApprovalId>,
}

/// Writes down that a slip was taken back.
pub fn take_back(tx: &Tx<'_>, t: &TakenBack<'_>) -> Result<()> {
    let newest = newest(tx)?;
    tx.hit(
        "INSERT INTO deposit_taken_back (slip_id, cheques, reason, person_id, made_at, business_on, counter_id,
                audit_seq, approval_id, newest_slip)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &t.slip,
            &t.cheques,
            &t.reason,
            &t.person,
            &t.at,
            &t.on,
            &t.counter,
            &t.audit_seq,
            &t.approval,
            &newest,
        ],
    )
}

crate::row! {
    /// What a day took by one way of paying and has in no drawer.
    pub struct NoDrawer {
        /// The day.
        business_on: Day,
        /// Way of paying.
        method: Method,
        /// Tenders.
        count: i64,
        /// Taken less change, and less what fell; cash that a drawer handed back for a void is still here.
        amount: Money,
    }
}

/// What of a business date went into no drawer, by way of paying, whoever took it: money in hand that the worker posted,
/// and what was taken without a shift; less what was refunded in cash out of no drawer. What was moved from another
/// account is no money that came.
pub fn no_drawer(tx: &Tx<'_>, on: Day) -> Result<Vec<NoDrawer>> {
    tx.all(
        "SELECT x.business_on, x.method, SUM(x.count) AS count, CAST(SUM(x.amount) AS BIGINT) AS amount FROM (
           SELECT p.business_on, t.method, 1 AS count, t.amount_minor - t.change_minor AS amount
             FROM payment p JOIN payment_tender t ON t.payment_id = p.id
            WHERE p.business_on = $1 AND p.shift_id IS NULL AND t.method <> 'transfer'
              AND NOT EXISTS (SELECT 1 FROM payment_void v
                               WHERE v.payment_id = p.id AND (v.shift_id IS NULL OR t.method <> 'cash'))
            UNION ALL
           SELECT b.business_on, b.method, 0 AS count, -b.amount_minor AS amount FROM handed_back b
            WHERE b.business_on = $1 AND b.method = 'cash' AND b.shift_id IS NULL) x
          GROUP BY x.business_on, x.method ORDER BY x.method LIMIT 20",
        &[&on],
    )
}

/// Keeps what a day that is closed now has of cash in no drawer; a day that has none has no row.
pub fn keep_no_drawer(tx: &Tx<'_>, on: Day) -> Result<()> {
    let all = no_drawer(tx, on)?;
    let Some(cash) = all.iter().find(|row| row.method == Method::Cash) else { return Ok(()) };
    tx.hit(
        "INSERT INTO day_no_drawer (business_on, count, amount_minor) VALUES ($1, $2, $3)",
        &[&on, &cash.count, &cash.amount],
    )
}

crate::row! {
    /// The cash of a closed day that went into no drawer, less what was refunded out of none.
    pub struct ClosedNoDrawer {
        /// The day.
        business_on: Day,
        /// How much.
        amount_minor: Money,
    }
}

/// The cash of closed days after one that went into no drawer, a row a day that had any, in order; from the day on which
/// the office pays in by slips. It was added up when each day was closed: no payment is read here.
pub fn no_drawer_after(tx: &Tx<'_>, after: &str, limit: i64) -> Result<Vec<ClosedNoDrawer>> {
    tx.all(
        "SELECT business_on, amount_minor FROM day_no_drawer
          WHERE business_on > $1 AND business_on >= (SELECT o.slips_from FROM office o WHERE o.id = 1)
          ORDER BY business_on LIMIT $2",
        &[&after, &limit],
    )
}

/// The same, added up, however many days there are.
pub fn no_drawer_sum_after(tx: &Tx<'_>, after: &str) -> Result<Money> {
    let sum = tx.number(
        "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM day_no_drawer
          WHERE business_on > $1 AND business_on >= (SELECT o.slips_from FROM office o WHERE o.id = 1)",
        &[&after],
    )?;
    Ok(Money::from_minor(sum))
}

/// The last closed day that has cash in no drawer; none before the first.
pub fn newest_no_drawer(tx: &Tx<'_>) -> Result<Option<Day>> {
    let row: Option<crate::z_reports::OnRow> =
        tx.maybe("SELECT business_on FROM day_no_drawer ORDER BY business_on DESC LIMIT 1", &[])?;
    Ok(row.map(|row| row.business_on))
}

/// What slips of cash of the business dates `from..=to` that stand have paid in.
pub fn paid_in_between(tx: &Tx<'_>, from: Day, to: Day) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(d.amount_minor), 0) AS BIGINT) AS n FROM deposit_slip d
          WHERE d.business_on BETWEEN $1 AND $2 AND d.kind = 'cash'
            AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id)",
        &[&from, &to],
    )?;
    Ok(Money::from_minor(n))
}

/// What stands on it, as JSON.
pub fn document(tx: &Tx<'_>, id: DepositSlipId) -> Result<String> {
    tx.one::<crate::tx::Text>("SELECT document AS t FROM deposit_slip WHERE id = $1", &[&id]).map(|r| r.t)
}

/// A new slip's columns.
#[derive(Debug)]
pub struct NewDeposit<'a> {
    /// Number.
    pub number: &'a str,
    /// Business date.
    pub on: Day,
    /// How much, above zero.
    pub amount: Money,
    /// The last Z report it pays in; none where there is none yet.
    pub until: Option<ZReportId>,
    /// The closed day up to which what was in no drawer is paid in: the last one by then, unless there were more than a slip
    /// holds; empty before the first.
    pub until_day: &'a str,
    /// The last count of the safe whose difference it takes in.
    pub until_count: SafeCountId,
    /// The last change from the safe that it leaves out.
    pub until_change: CashMoveId,
    /// The last of what was brought to the safe that it counts in.
    pub until_brought: SafeBroughtId,
    /// What it leaves in the safe.
    pub stays: Money,
    /// What stands on it, as JSON.
    pub document: &'a str,
    /// Who makes it.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Counter.
    pub counter: CounterId,
    /// Its audit row.
    pub audit_seq: i64,
    /// Where another sum was counted than waited for the bank.
    pub differs: Option<Differs<'a>>,
}

/// By how much a slip of cash differs from what waited for the bank.
#[derive(Debug, Clone, Copy)]
pub struct Differs<'a> {
    /// What waited.
    pub expected: Money,
    /// What was counted less that.
    pub off: Money,
    /// Why.
    pub reason: &'a str,
    /// In somebody's own words; may be empty.
    pub note: &'a str,
    /// The request that let it pass.
    pub approval: ApprovalId,
}

/// Writes a slip of cash.
pub fn insert(tx: &Tx<'_>, d: &NewDeposit<'_>) -> Result<DepositSlipId> {
    let n = tx.insert(
        "INSERT INTO deposit_slip (number, kind, business_on, amount_minor, until_z, document, person_id, made_at,
                counter_id, audit_seq, until_day, all_cash, until_count, until_change, until_brought, stays_minor)
         VALUES ($1, 'cash', $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14)",
        &[
            &d.number,
            &d.on,
            &d.amount,
            &d.until,
            &d.document,
            &d.person,
            &d.at,
            &d.counter,
            &d.audit_seq,
            &d.until_day,
            &d.until_count,
            &d.until_change,
            &d.until_brought,
            &d.stays,
        ],
    )?;
    if let Some(differs) = &d.differs {
        tx.hit(
            "INSERT INTO deposit_difference (slip_id, expected_minor, off_minor, reason, note, approval_id)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[&n, &differs.expected, &differs.off, &differs.reason, &differs.note, &differs.approval],
        )?;
    }
    Ok(DepositSlipId(n))
}

/// Whether what a shift's Z report left for the bank was paid in by a slip.
pub fn paid_in(tx: &Tx<'_>, shift: ShiftId) -> Result<bool> {
    let n = tx.number(
        "SELECT COUNT(*) AS n FROM z_report z
          WHERE z.shift_id = $1 AND z.banked_minor > 0
            AND z.id <= $2",
        &[&shift, &paid_in_until(tx)?.0],
    )?;
    Ok(n > 0)
}
