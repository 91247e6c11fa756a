//! Counts of the safe, and what they found otherwise. Rows are only added.

use crate::tx::Tx;
use foil_domain::ids::{
    ApprovalId, CashMoveId, CounterId, DepositSlipId, SafeBroughtId, SafeCountId, ShiftId, UserId,
};
use foil_domain::money::Money;
use foil_domain::refusal::{Refusal, Result};
use foil_domain::shifts::BroughtFrom;
use foil_domain::time::{Day, Instant};

crate::row! {
    /// A count of the safe.
    pub struct SafeCountRow {
        /// Id.
        id: SafeCountId,
        /// Business date.
        business_on: Day,
        /// What was counted.
        counted_minor: Money,
        /// What the safe had to hold then.
        expected_minor: Money,
        /// The slip of cash that stood last; the nought before the first.
        last_slip: DepositSlipId,
        /// The last change or float that had been brought from it; the nought before the first.
        last_change: CashMoveId,
        /// The last of what had been brought to it; the nought before the first.
        last_brought: SafeBroughtId,
        /// The last that had been taken back of that; the nought before the first.
        last_back: i64,
        /// Who counted.
        person_id: UserId,
        /// Their name.
        by_name: String,
        /// When.
        made_at: Instant,
        /// Whether its difference was explained, and posted.
        explained: bool,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.business_on, c.counted_minor, c.expected_minor, c.last_slip, c.last_change, c.last_brought, c.last_back,
                c.person_id, u.name AS by_name, c.made_at, CASE WHEN f.count_id IS NULL THEN 0 ELSE 1 END AS explained
               FROM safe_count c JOIN person u ON u.id = c.person_id LEFT JOIN safe_difference f ON f.count_id = c.id ",
            $rest
        )
    };
}

/// The newest count of a business date.
pub fn newest(tx: &Tx<'_>, on: Day) -> Result<Option<SafeCountRow>> {
    tx.maybe(select!("WHERE c.business_on = $1 ORDER BY c.id DESC LIMIT 1"), &[&on])
}

/// A count.
pub fn find(tx: &Tx<'_>, id: SafeCountId) -> Result<Option<SafeCountRow>> {
    tx.maybe(select!("WHERE c.id = $1"), &[&id])
}

/// The notes and coins of a count, as JSON.
pub fn denominations(tx: &Tx<'_>, id: SafeCountId) -> Result<String> {
    tx.one::<crate::tx::Text>("SELECT denominations AS t FROM safe_count WHERE id = $1", &[&id]).map(|r| r.t)
}

/// The first count of a business date that had something in it that was brought, and whose difference was posted: whatever of
/// that was never there, the difference has made up for.
pub fn explained_with(tx: &Tx<'_>, on: Day, brought: SafeBroughtId) -> Result<Option<SafeCountRow>> {
    tx.maybe(
        select!(
            "WHERE c.business_on = $1 AND c.last_brought >= $2 AND f.count_id IS NOT NULL ORDER BY c.id LIMIT 1"
        ),
        &[&on, &brought],
    )
}

/// What the differences of a business date that nobody else has let pass come to, more and less alike.
pub fn let_pass_alone(tx: &Tx<'_>, on: Day) -> Result<Money> {
    let sum = tx.number(
        "SELECT CAST(COALESCE(SUM(ABS(f.off_minor)), 0) AS BIGINT) AS n
           FROM safe_count c JOIN safe_difference f ON f.count_id = c.id
          WHERE c.business_on = $1 AND f.approval_id IS NULL",
        &[&on],
    )?;
    Ok(Money::from_minor(sum))
}

/// A new count's columns.
#[derive(Debug)]
pub struct NewSafeCount<'a> {
    /// Business date.
    pub on: Day,
    /// What was counted.
    pub counted: Money,
    /// What the safe has to hold.
    pub expected: Money,
    /// The notes and coins, as JSON.
    pub denominations: &'a str,
    /// Who counts.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Counter.
    pub counter: CounterId,
    /// Its audit row.
    pub audit_seq: i64,
}

/// Writes a count.
pub fn insert(tx: &Tx<'_>, c: &NewSafeCount<'_>) -> Result<SafeCountId> {
    let last = crate::deposits::last_standing(tx)?.map_or(DepositSlipId(0), |last| last.id);
    let (change, brought, back) = (last_change(tx)?, last_brought(tx)?, last_back(tx)?);
    let id = tx.insert(
        "INSERT INTO safe_count (business_on, counted_minor, expected_minor, denominations, last_slip, last_change,
                last_brought, last_back, person_id, made_at, counter_id, audit_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            &c.on,
            &c.counted,
            &c.expected,
            &c.denominations,
            &last,
            &change,
            &brought,
            &back,
            &c.person,
            &c.at,
            &c.counter,
            &c.audit_seq,
        ],
    )?;
    Ok(SafeCountId(id))
}

/// Writes why a count differs, by how much, what could be explained by one person's word, and which request let it pass
/// where one had to.
pub fn explain(
    tx: &Tx<'_>,
    count: SafeCountId,
    off: Money,
    (reason, note): (&str, &str),
    (tolerance, approval): (Money, Option<ApprovalId>),
) -> Result<()> {
    tx.hit(
        "INSERT INTO safe_difference (count_id, off_minor, reason, note, tolerance_minor, approval_id)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[&count, &off, &reason, &note, &tolerance, &approval],
    )
}

/// The last count whose difference was posted; the nought before the first.
pub fn last_explained(tx: &Tx<'_>) -> Result<SafeCountId> {
    let last = "SELECT COALESCE((SELECT f.count_id FROM safe_difference f ORDER BY f.count_id DESC LIMIT 1), 0) AS n";
    Ok(SafeCountId(tx.number(last, &[])?))
}

/// What counts after one found more in the safe than had to be there, less what they found missing.
pub fn off_after(tx: &Tx<'_>, after: SafeCountId) -> Result<Money> {
    let sum =
        "SELECT CAST(COALESCE(SUM(off_minor), 0) AS BIGINT) AS n FROM safe_difference WHERE count_id > $1";
    Ok(Money::from_minor(tx.number(sum, &[&after])?))
}

/// The last change that was brought from the safe to a drawer; the nought before the first.
pub fn last_change(tx: &Tx<'_>) -> Result<CashMoveId> {
    let last = "SELECT COALESCE((SELECT m.id FROM shift_cash m WHERE m.reason = 'from_safe'
                                  ORDER BY m.id DESC LIMIT 1), 0) AS n";
    Ok(CashMoveId(tx.number(last, &[])?))
}

/// What change after one was brought from the safe to drawers.
pub fn change_after(tx: &Tx<'_>, after: CashMoveId) -> Result<Money> {
    let sum = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM shift_cash
                WHERE reason = 'from_safe' AND id > $1";
    Ok(Money::from_minor(tx.number(sum, &[&after])?))
}

/// What shifts that have no Z report yet have dropped to the safe.
pub fn dropped(tx: &Tx<'_>) -> Result<Money> {
    let sum = tx.number(
        "SELECT CAST(COALESCE(SUM((SELECT SUM(m.amount_minor) FROM shift_cash m
                                    WHERE m.shift_id = s.id AND m.kind = 'drop')), 0) AS BIGINT) AS n
           FROM shift s WHERE s.state <> 'closed'",
        &[],
    )?;
    Ok(Money::from_minor(sum))
}

crate::row! {
    /// What a shift has taken out of the safe, and what its Z report banked; nought while there is none.
    pub struct DrawnRow {
        /// The shift.
        id: ShiftId,
        /// Its counter.
        counter_id: CounterId,
        /// Whose it is.
        person_id: UserId,
        /// To whom it was handed over; none where it was not.
        handed_to: Option<UserId>,
        /// Floats and change from the safe.
        drawn: Money,
        /// What went to the bank.
        banked: Money,
    }
}

macro_rules! drawn {
    ($banked:literal, $rest:literal) => {
        concat!(
            "SELECT s.id, s.counter_id, s.person_id, s.handed_to,
                CAST(COALESCE((SELECT SUM(m.amount_minor) FROM shift_cash m
                                WHERE m.shift_id = s.id AND m.reason = 'from_safe'), 0) AS BIGINT) AS drawn, ",
            $banked,
            " AS banked FROM shift s ",
            $rest
        )
    };
}

/// Drawers at most: a counter has one that is not closed.
const MOST_DRAWERS: i64 = 10_000;

/// What drawers that are not closed have taken out of the safe, as floats and change: they themselves, and whoever handed
/// them over before, as far as the Z reports of these did not bank it.
pub fn drawn(tx: &Tx<'_>) -> Result<Money> {
    let open: Vec<DrawnRow> =
        tx.all(drawn!("0", "WHERE s.state <> 'closed' ORDER BY s.counter_id LIMIT $1"), &[&MOST_DRAWERS])?;
    let mut all = Money::ZERO;
    for drawer in open {
        let mut of_drawer = vec![drawer];
        while let Some(before) = of_drawer.last().map(|next| handed_on(tx, next)).transpose()?.flatten() {
            of_drawer.push(before);
        }
        let mut out = Money::ZERO;
        for shift in of_drawer.into_iter().rev() {
            let with = out.plus(shift.drawn).and_then(|with| with.minus(shift.banked));
            out = with.ok_or(Refusal::TooMuch)?.max(Money::ZERO);
        }
        all = all.plus(out).ok_or(Refusal::TooMuch)?;
    }
    Ok(all)
}

/// The shift out of which this one was handed its drawer.
fn handed_on(tx: &Tx<'_>, next: &DrawnRow) -> Result<Option<DrawnRow>> {
    let before: Option<DrawnRow> = tx.maybe(
        drawn!(
            "z.banked_minor",
            "JOIN z_report z ON z.shift_id = s.id
              WHERE z.counter_id = $1 AND z.shift_id < $2 ORDER BY z.id DESC LIMIT 1"
        ),
        &[&next.counter_id, &next.id],
    )?;
    Ok(before.filter(|before| before.handed_to == Some(next.person_id)))
}

/// Cash that is brought to the safe, on its way into the book.
#[derive(Debug)]
pub struct NewBrought<'a> {
    /// Business date.
    pub on: Day,
    /// How much, above zero.
    pub amount: Money,
    /// The notes and coins, as JSON.
    pub denominations: &'a str,
    /// Where it comes from.
    pub came_from: &'a str,
    /// The number of the paper that it came with.
    pub voucher: &'a str,
    /// In somebody's own words; may be empty.
    pub note: &'a str,
    /// Who brings it.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Counter.
    pub counter: CounterId,
    /// Its audit row.
    pub audit_seq: i64,
    /// The request that let it happen.
    pub approval: ApprovalId,
}

/// Writes down what is brought.
pub fn bring(tx: &Tx<'_>, b: &NewBrought<'_>) -> Result<SafeBroughtId> {
    let id = tx.insert(
        "INSERT INTO safe_brought (business_on, amount_minor, denominations, came_from, voucher, note, person_id, made_at,
                counter_id, audit_seq, approval_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            &b.on,
            &b.amount,
            &b.denominations,
            &b.came_from,
            &b.voucher,
            &b.note,
            &b.person,
            &b.at,
            &b.counter,
            &b.audit_seq,
            &b.approval,
        ],
    )?;
    Ok(SafeBroughtId(id))
}

/// What was brought by mistake, on its way back.
#[derive(Debug)]
pub struct NewBack<'a> {
    /// What was brought.
    pub brought: SafeBroughtId,
    /// Why it goes back.
    pub reason: &'a str,
    /// Who takes it back.
    pub person: UserId,
    /// When.
    pub at: Instant,
    /// Business date.
    pub on: Day,
    /// Counter.
    pub counter: CounterId,
    /// Its audit row.
    pub audit_seq: i64,
    /// The request that let it happen.
    pub approval: ApprovalId,
}

/// Writes down that something which was brought is taken back; gives back which that is.
pub fn take_back(tx: &Tx<'_>, b: &NewBack<'_>) -> Result<i64> {
    let newest = crate::deposits::newest(tx)?;
    tx.insert(
        "INSERT INTO safe_brought_back (brought_id, reason, person_id, made_at, business_on, counter_id, audit_seq,
                approval_id, newest_slip)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[&b.brought, &b.reason, &b.person, &b.at, &b.on, &b.counter, &b.audit_seq, &b.approval, &newest],
    )
}

/// The last that was taken back of what had been brought to the safe; the nought before the first.
pub fn last_back(tx: &Tx<'_>) -> Result<i64> {
    tx.number(
        "SELECT COALESCE((SELECT k.id FROM safe_brought_back k ORDER BY k.id DESC LIMIT 1), 0) AS n",
        &[],
    )
}

/// The last that was taken back on a business date; none where nothing was.
pub fn last_back_on(tx: &Tx<'_>, on: Day) -> Result<Option<i64>> {
    let last = tx.number(
        "SELECT COALESCE((SELECT k.id FROM safe_brought_back k WHERE k.business_on = $1
                           ORDER BY k.id DESC LIMIT 1), 0) AS n",
        &[&on],
    )?;
    Ok(Some(last).filter(|last| *last > 0))
}

crate::row! {
    /// Cash that was brought to the safe.
    pub struct BroughtRow {
        /// Id.
        id: SafeBroughtId,
        /// Business date.
        business_on: Day,
        /// How much.
        amount_minor: Money,
        /// Where it came from.
        came_from: BroughtFrom,
        /// The number of its paper.
        voucher: String,
        /// In somebody's own words; may be empty.
        note: String,
        /// Who brought it.
        by_name: String,
        /// When.
        made_at: Instant,
        /// Why it was taken back; empty while it stands.
        back: String,
    }
}

macro_rules! brought {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, b.business_on, b.amount_minor, b.came_from, b.voucher, b.note, u.name AS by_name, b.made_at,
                COALESCE(k.reason, '') AS back
               FROM safe_brought b JOIN person u ON u.id = b.person_id
                    LEFT JOIN safe_brought_back k ON k.brought_id = b.id ",
            $rest
        )
    };
}

/// What was brought by a paper and stands, if anything was.
pub fn brought_by(tx: &Tx<'_>, came_from: &str, voucher: &str) -> Result<Option<BroughtRow>> {
    tx.maybe(
        brought!("WHERE b.came_from = $1 AND b.voucher = $2 AND k.brought_id IS NULL LIMIT 1"),
        &[&came_from, &voucher],
    )
}

/// Something that was brought.
pub fn brought(tx: &Tx<'_>, id: SafeBroughtId) -> Result<Option<BroughtRow>> {
    tx.maybe(brought!("WHERE b.id = $1"), &[&id])
}

/// What was brought on a business date, in order.
pub fn brought_on(tx: &Tx<'_>, on: Day, limit: i64) -> Result<Vec<BroughtRow>> {
    tx.all(brought!("WHERE b.business_on = $1 ORDER BY b.id LIMIT $2"), &[&on, &limit])
}

/// The last of what was brought to the safe; the nought before the first.
pub fn last_brought(tx: &Tx<'_>) -> Result<SafeBroughtId> {
    let last = "SELECT COALESCE((SELECT b.id FROM safe_brought b ORDER BY b.id DESC LIMIT 1), 0) AS n";
    Ok(SafeBroughtId(tx.number(last, &[])?))
}

/// What was brought to the safe after one time of it, and stands.
pub fn brought_after(tx: &Tx<'_>, after: SafeBroughtId) -> Result<Money> {
    let sum = "SELECT CAST(COALESCE(SUM(b.amount_minor), 0) AS BIGINT) AS n FROM safe_brought b
                WHERE b.id > $1 AND NOT EXISTS (SELECT 1 FROM safe_brought_back k WHERE k.brought_id = b.id)";
    Ok(Money::from_minor(tx.number(sum, &[&after])?))
}
