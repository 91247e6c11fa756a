//! Bills and their lines. What was issued never changes; what is left to pay does.

use crate::tx::Tx;
use foil_domain::billing::{BillLineKind, ClaimKind};
use foil_domain::customers::Service;
use foil_domain::ids::{AccountId, BillId, BillRunId, CustomerId, TariffVersionId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::text::fold_number;
use foil_domain::time::Day;

crate::row! {
    /// A bill with the words a screen shows beside it.
    pub struct BillRow {
        /// Id.
        id: BillId,
        /// Its account.
        account_id: AccountId,
        /// Number.
        number: String,
        /// First day of the period.
        period_from_on: Day,
        /// Last day of the period.
        period_to_on: Day,
        /// Day of issue.
        issued_on: Day,
        /// Due date.
        due_on: Day,
        /// Units as decimal text; may be empty.
        units: String,
        /// Total as issued.
        total_minor: Money,
        /// Of that, surcharge.
        surcharge_minor: Money,
        /// What is left of the total without surcharge.
        left_minor: Money,
        /// What is left of the surcharge.
        surcharge_left_minor: Money,
        /// Whether the office took it back.
        cancelled: bool,
        /// What it claims.
        kind: ClaimKind,
        /// The run that made it.
        run_id: Option<BillRunId>,
        /// The bill it goes back to.
        parent_id: Option<BillId>,
        /// Credit of the account that it used when it was issued; below zero when it gave some.
        credit_used_minor: Money,
        /// What write-offs took off it.
        written_off_minor: Money,
        /// What credit notes took off it.
        credited_minor: Money,
        /// The account's number.
        account_number: String,
        /// Whose account.
        customer_id: CustomerId,
        /// The customer's name.
        customer_name: String,
        /// Service.
        service: Service,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, b.account_id, b.number, b.period_from_on, b.period_to_on, b.issued_on, b.due_on, b.units, ",
            "b.total_minor, b.surcharge_minor, b.left_minor, b.surcharge_left_minor, b.cancelled, b.kind, b.run_id, ",
            "b.parent_id, b.credit_used_minor, ",
            "(SELECT CAST(COALESCE(SUM(x.amount_minor), 0) AS BIGINT) FROM bill_correction x ",
            "WHERE x.bill_id = b.id AND x.kind = 'write_off') AS written_off_minor, ",
            "(SELECT CAST(COALESCE(SUM(x.amount_minor), 0) AS BIGINT) FROM bill_correction x ",
            "WHERE x.bill_id = b.id AND x.kind = 'credit_note') AS credited_minor, ",
            "a.number AS account_number, a.customer_id, c.name AS customer_name, a.service ",
            "FROM bill b JOIN account a ON a.id = b.account_id JOIN customer c ON c.id = a.customer_id ",
            $rest
        )
    };
}

/// A bill.
pub fn find(tx: &Tx<'_>, id: BillId) -> Result<Option<BillRow>> {
    tx.maybe(select!("WHERE b.id = $1"), &[&id])
}

/// A bill by its number, however it is typed.
pub fn by_number(tx: &Tx<'_>, number: &str) -> Result<Option<BillRow>> {
    tx.maybe(select!("WHERE b.number_fold = $1"), &[&fold_number(number)])
}

/// What was left of a bill when it came into this book: what is left now, and whatever was taken off it since.
pub fn left_at_first(tx: &Tx<'_>, id: BillId) -> Result<Money> {
    let left = tx.number(
        "SELECT CAST(b.left_minor + b.surcharge_left_minor
                + COALESCE((SELECT SUM(s.amount_minor) FROM payment_share s
                             WHERE s.account_id = b.account_id AND s.bill_id = b.id
                               AND NOT EXISTS (SELECT 1 FROM payment_fallen v WHERE v.payment_id = s.payment_id)), 0)
                + COALESCE((SELECT SUM(c.left_minor + c.surcharge_left_minor) FROM bill_correction c
                             WHERE c.bill_id = b.id), 0)
                + COALESCE((SELECT SUM(o.amount_minor) FROM set_off o WHERE o.claim_id = b.id), 0) AS BIGINT) AS n
           FROM bill b WHERE b.id = $1",
        &[&id],
    )?;
    Ok(Money::from_minor(left))
}

/// The bills of an account, newest period first.
pub fn of_account(tx: &Tx<'_>, account: AccountId, limit: i64) -> Result<Vec<BillRow>> {
    tx.all(
        select!("WHERE b.account_id = $1 ORDER BY b.period_to_on DESC, b.id DESC LIMIT $2"),
        &[&account, &limit],
    )
}

/// Claims older than one, newest first; the first page is before `i64::MAX`.
pub fn newest(tx: &Tx<'_>, before: i64, limit: i64) -> Result<Vec<BillRow>> {
    tx.all(select!("WHERE b.id < $1 ORDER BY b.id DESC LIMIT $2"), &[&before, &limit])
}

/// The newest claims of one kind before one. Other claims than bills are few and have an index of their own; a page of
/// bills walks over those few.
pub fn newest_of_kind(tx: &Tx<'_>, kind: ClaimKind, before: i64, limit: i64) -> Result<Vec<BillRow>> {
    if kind == ClaimKind::Bill {
        return tx.all(
            select!("WHERE b.kind = 'bill' AND b.id < $1 ORDER BY b.id DESC LIMIT $2"),
            &[&before, &limit],
        );
    }
    tx.all(
        select!("WHERE b.kind <> 'bill' AND b.kind = $1 AND b.id < $2 ORDER BY b.id DESC LIMIT $3"),
        &[&kind, &before, &limit],
    )
}

/// Claims whose folded number begins so, in that order.
pub fn beginning(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<BillRow>> {
    let beyond = format!("{prefix}\u{10FFFF}");
    tx.all(
        select!("WHERE b.number_fold >= $1 AND b.number_fold < $2 ORDER BY b.number_fold LIMIT $3"),
        &[&prefix, &beyond, &limit],
    )
}

crate::row! {
    /// A bill with something left to pay.
    pub struct OpenBillRow {
        /// Id.
        id: BillId,
        /// Its account.
        account_id: AccountId,
        /// What it claims.
        kind: ClaimKind,
        /// Number.
        number: String,
        /// Last day of the period.
        period_to_on: Day,
        /// Due date.
        due_on: Day,
        /// Since when it is late, or from when it will be: later than its due date where later bills have taken up all of it.
        late_from_on: Day,
        /// What is left of the surcharge.
        surcharge_left_minor: Money,
        /// What is left of the rest.
        left_minor: Money,
        /// How much of both is in dispute.
        disputed_minor: Money,
        /// Of a surcharge or debit note: the claim it is on.
        parent_id: Option<BillId>,
    }
}

/// The open bills of an account, oldest due date first, held for the act that decides on them.
pub fn open_of_account(tx: &Tx<'_>, account: AccountId, most: i64) -> Result<Vec<OpenBillRow>> {
    tx.hold(
        concat!(
            "SELECT b.id, b.account_id, b.kind, b.number, b.period_to_on, b.due_on, ",
            crate::taken_up::late_from!("(SELECT o.business_on FROM office o WHERE o.id = 1)"),
            " AS late_from_on, b.surcharge_left_minor, b.left_minor,
                    COALESCE(d.amount_minor, 0) AS disputed_minor, b.parent_id
               FROM bill b LEFT JOIN dispute d ON d.bill_id = b.id AND d.state = 'open'
              WHERE b.account_id = $1 AND b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0
              ORDER BY b.due_on, b.id LIMIT $2"
        ),
        &[&account, &most],
    )
}

/// Sets what is left to pay on a bill: of the total without surcharge, and of the surcharge.
pub fn set_left(tx: &Tx<'_>, id: BillId, left: Money, surcharge_left: Money) -> Result<()> {
    tx.hit(
        "UPDATE bill SET left_minor = $1, surcharge_left_minor = $2 WHERE id = $3",
        &[&left, &surcharge_left, &id],
    )
}

crate::row! {
    /// What is open on an account, all bills.
    pub struct OpenSum {
        /// What is due.
        due: Money,
        /// Of that, past its due date on the day asked for.
        overdue: Money,
        /// The earliest due date; none when nothing is open.
        oldest_due_on: Option<Day>,
    }
}

/// What is open on an account on a business date. What a later bill has taken up is due with that bill.
pub fn open_sum(tx: &Tx<'_>, account: AccountId, today: Day) -> Result<OpenSum> {
    tx.one(
        concat!(
            "SELECT CAST(COALESCE(SUM(",
            crate::taken_up::left!(),
            "), 0) AS BIGINT) AS due,
                    CAST(COALESCE(SUM(",
            crate::taken_up::left!(),
            " - ",
            crate::taken_up::not_due!(">= $1"),
            ") FILTER (WHERE b.due_on < $1), 0) AS BIGINT) AS overdue,
                    MIN(",
            crate::taken_up::late_from!("$1"),
            ") AS oldest_due_on
               FROM bill b
              WHERE b.account_id = $2 AND b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0"
        ),
        &[&today, &account],
    )
}

/// What of its deposits an account has paid by cheques that the bank has not paid yet: receipts of them stand.
pub fn deposit_at_bank(tx: &Tx<'_>, account: AccountId) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(CASE WHEN x.paid < x.open THEN x.paid ELSE x.open END), 0) AS BIGINT) AS n
           FROM (SELECT SUM(s.amount_minor) AS paid,
                        (SELECT SUM(q.amount_minor) FROM cheque q
                          WHERE q.payment_id = s.payment_id AND q.state IN ('received', 'deposited')) AS open
                   FROM bill b CROSS JOIN payment_share s
                  WHERE b.account_id = $1 AND b.kind = 'charge' AND b.cancelled = 0
                    AND EXISTS (SELECT 1 FROM bill_line l WHERE l.bill_id = b.id AND l.kind = 'deposit')
                    AND s.account_id = b.account_id AND s.bill_id = b.id
                    AND NOT EXISTS (SELECT 1 FROM payment_fallen f WHERE f.payment_id = s.payment_id)
                  GROUP BY s.payment_id) x
          WHERE x.open > 0",
        &[&account],
    )?;
    Ok(Money::from_minor(n))
}

/// What of its deposits an account has paid and the office holds for it: what credit notes have set free is not.
pub fn deposit_held(tx: &Tx<'_>, account: AccountId) -> Result<Money> {
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(b.total_minor - b.left_minor - b.surcharge_left_minor - COALESCE((
                  SELECT SUM(x.amount_minor) FROM bill_correction x WHERE x.bill_id = b.id), 0)), 0) AS BIGINT) AS n
           FROM bill b
          WHERE b.account_id = $1 AND b.kind = 'charge' AND b.cancelled = 0
            AND EXISTS (SELECT 1 FROM bill_line l WHERE l.bill_id = b.id AND l.kind = 'deposit')",
        &[&account],
    )?;
    Ok(Money::from_minor(n))
}

/// What is open on an account, due or not, without what is in dispute; beside one claim, if one is named.
pub fn open_beside(tx: &Tx<'_>, account: AccountId, but: Option<BillId>) -> Result<Money> {
    // No claim has the number nought.
    let but = but.unwrap_or(BillId(0));
    let n = tx.number(
        "SELECT CAST(COALESCE(SUM(CASE WHEN d.amount_minor >= b.left_minor + b.surcharge_left_minor THEN 0
                                       ELSE b.left_minor + b.surcharge_left_minor - COALESCE(d.amount_minor, 0)
                                  END), 0) AS BIGINT) AS n
           FROM bill b LEFT JOIN dispute d ON d.bill_id = b.id AND d.state = 'open'
          WHERE b.account_id = $1 AND b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0 AND b.id <> $2",
        &[&account, &but],
    )?;
    Ok(Money::from_minor(n))
}

crate::row! {
    /// Use in one billing period.
    pub struct UsageRow {
        /// The bill.
        id: BillId,
        /// The period's last day.
        period_to_on: Day,
        /// Units as decimal text.
        units: String,
    }
}

/// The units of an account's latest bills that were not cancelled, newest first; of an estimate that was made good,
/// the true ones.
pub fn usage(tx: &Tx<'_>, account: AccountId, limit: i64) -> Result<Vec<UsageRow>> {
    let found = tx.all::<UsageRow>(
        "SELECT id, period_to_on, units FROM bill
          WHERE account_id = $1 AND cancelled = 0 AND units <> '' AND kind = 'bill'
          ORDER BY period_to_on DESC, id DESC LIMIT $2",
        &[&account, &limit],
    )?;
    crate::true_use::told(tx, account, found, |b| (b.id, &mut b.units))
}

/// The same up to a bill's own period, that bill included whatever became of it.
pub fn usage_until(tx: &Tx<'_>, bill: &BillRow, limit: i64) -> Result<Vec<UsageRow>> {
    let found = tx.all::<UsageRow>(
        "SELECT id, period_to_on, units FROM bill
          WHERE account_id = $1 AND (cancelled = 0 OR id = $2) AND units <> '' AND kind = 'bill'
            AND period_to_on <= $3
          ORDER BY period_to_on DESC, id DESC LIMIT $4",
        &[&bill.account_id, &bill.id, &bill.period_to_on, &limit],
    )?;
    crate::true_use::told(tx, bill.account_id, found, |b| (b.id, &mut b.units))
}

crate::row! {
    /// A line of a bill.
    pub struct BillLineRow {
        /// What it charges for.
        kind: BillLineKind,
        /// In words.
        label: String,
        /// Quantity as text; may be empty.
        quantity: String,
        /// Rate as text; may be empty.
        rate: String,
        /// Amount; rebates are below zero.
        amount_minor: Money,
    }
}

/// The lines of a bill, in order.
pub fn lines(tx: &Tx<'_>, id: BillId) -> Result<Vec<BillLineRow>> {
    tx.all(
        "SELECT kind, label, quantity, rate, amount_minor FROM bill_line WHERE bill_id = $1
          ORDER BY line LIMIT 1000",
        &[&id],
    )
}

/// A new bill's columns.
#[derive(Debug)]
pub struct NewBill<'a> {
    /// Its account.
    pub account: AccountId,
    /// Number.
    pub number: &'a str,
    /// Number as it is searched.
    pub number_fold: &'a str,
    /// First day of the period.
    pub period_from: Day,
    /// Last day of the period.
    pub period_to: Day,
    /// Day of issue.
    pub issued_on: Day,
    /// Due date.
    pub due_on: Day,
    /// Units as decimal text; may be empty.
    pub units: &'a str,
    /// Total, surcharge included.
    pub total: Money,
    /// Of that, surcharge.
    pub surcharge: Money,
    /// What is still to be paid of the total without surcharge.
    pub left: Money,
    /// What is still to be paid of the surcharge.
    pub surcharge_left: Money,
}

/// What a claim made by this office has beyond an imported bill's columns.
#[derive(Debug, Clone, Copy)]
pub struct Claimed<'a> {
    /// What it claims.
    pub kind: ClaimKind,
    /// The run that makes it.
    pub run: Option<BillRunId>,
    /// The bill it goes back to.
    pub parent: Option<BillId>,
    /// Names a charge that stands on its account once at most.
    pub key: Option<&'a str>,
    /// The version of the tariff that priced it.
    pub tariff_version: Option<i64>,
    /// Credit of the account that it uses; below zero when it gives some.
    pub credit_used: Money,
    /// Months for which it charges what is due by the month; only of a bill of use.
    pub months: Option<Months>,
    /// What stands on the paper, as JSON; empty for imported bills.
    pub document: &'a str,
}

impl Claimed<'_> {
    /// What a bill that was issued elsewhere has: none of it.
    pub const IMPORTED: Claimed<'static> = Claimed {
        kind: ClaimKind::Bill,
        run: None,
        parent: None,
        key: None,
        tariff_version: None,
        credit_used: Money::ZERO,
        months: None,
        document: "",
    };
}

/// Months for which a bill charges what is due by the month.
#[derive(Debug, Clone, Copy)]
pub struct Months {
    /// How many.
    pub charged: i64,
    /// For how many too many it and the bills before it have charged, in 365ths of one; none where nobody has added them up.
    pub over: Option<i64>,
}

/// Writes a bill that was issued elsewhere.
pub fn insert(tx: &Tx<'_>, b: &NewBill<'_>) -> Result<BillId> {
    insert_claim(tx, b, &Claimed::IMPORTED)
}

crate::row! {
    /// What of a claim is never edited, and says who owes how much from when on.
    pub struct FixedRow {
        /// Id.
        id: BillId,
        /// Its account.
        account_id: AccountId,
        /// Number.
        number: String,
        /// What it claims.
        kind: ClaimKind,
        /// First day of the period.
        period_from_on: Day,
        /// Last day of the period.
        period_to_on: Day,
        /// Day of issue.
        issued_on: Day,
        /// Due date.
        due_on: Day,
        /// Units as decimal text; may be empty.
        units: String,
        /// Total, surcharge included.
        total_minor: Money,
        /// Of that, surcharge.
        surcharge_minor: Money,
        /// Credit of the account that it used; below zero when it gave some.
        credit_used_minor: Money,
    }
}

/// Streams what is never edited of each claim from one on, in the order in which they were made.
pub fn each_fixed(tx: &Tx<'_>, from: BillId, take: impl FnMut(FixedRow) -> Result<bool>) -> Result<()> {
    tx.each(
        "SELECT id, account_id, number, kind, period_from_on, period_to_on, issued_on, due_on, units, total_minor,
                surcharge_minor, credit_used_minor
           FROM bill WHERE id >= $1 ORDER BY id",
        &[&from],
        take,
    )
}

/// Writes a claim that this office makes.
pub fn insert_claim(tx: &Tx<'_>, b: &NewBill<'_>, c: &Claimed<'_>) -> Result<BillId> {
    let n = tx.insert(
        "INSERT INTO bill (account_id, number, number_fold, period_from_on, period_to_on, issued_on, due_on,
                units, total_minor, surcharge_minor, left_minor, surcharge_left_minor, cancelled, kind, run_id,
                parent_id, charge_key, tariff_version_id, credit_used_minor, months_charged, months_over, document)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        &[
            &b.account,
            &b.number,
            &b.number_fold,
            &b.period_from,
            &b.period_to,
            &b.issued_on,
            &b.due_on,
            &b.units,
            &b.total,
            &b.surcharge,
            &b.left,
            &b.surcharge_left,
            &c.kind,
            &c.run,
            &c.parent,
            &c.key,
            &c.tariff_version,
            &c.credit_used,
            &c.months.map(|months| months.charged),
            &c.months.and_then(|months| months.over),
            &c.document,
        ],
    )?;
    Ok(BillId(n))
}

/// The claim that stands on an account under a key.
pub fn by_key(tx: &Tx<'_>, account: AccountId, key: &str) -> Result<Option<BillRow>> {
    tx.maybe(select!("WHERE b.account_id = $1 AND b.charge_key = $2 AND b.cancelled = 0"), &[&account, &key])
}

/// The standing claims that go back to one: debit notes and surcharges, oldest first. A bill made in its place is
/// none of them.
pub fn hanging_on(tx: &Tx<'_>, claim: BillId) -> Result<Vec<BillRow>> {
    tx.all(
        select!(
            "WHERE b.parent_id = $1 AND b.parent_id IS NOT NULL AND b.kind <> 'bill' AND b.cancelled = 0
             ORDER BY b.id LIMIT 1000"
        ),
        &[&claim],
    )
}

/// What stands charged on an account by one-off charges of a day.
pub fn charged_on(tx: &Tx<'_>, account: AccountId, day: Day) -> Result<Money> {
    let found = tx.one::<Charged>(
        "SELECT CAST(COALESCE(SUM(total_minor), 0) AS BIGINT) AS charged FROM bill
          WHERE account_id = $1 AND issued_on = $2 AND kind = 'charge' AND charge_key IS NULL AND cancelled = 0",
        &[&account, &day],
    )?;
    Ok(found.charged)
}

crate::row! {
    /// What stands charged.
    pub struct Charged {
        /// The sum.
        charged: Money,
    }
}

/// The standing period's bills of an account whose period ends after a day, newest first.
pub fn later(tx: &Tx<'_>, account: AccountId, after: Day, limit: i64) -> Result<Vec<LaterBill>> {
    tx.all(
        "SELECT id, number FROM bill
          WHERE account_id = $1 AND period_to_on > $2 AND kind = 'bill' AND cancelled = 0
          ORDER BY period_to_on DESC, id DESC LIMIT $3",
        &[&account, &after, &limit],
    )
}

/// The standing period's bills of an account whose period ends after a day, those just after it first.
pub fn following(tx: &Tx<'_>, account: AccountId, after: Day, limit: i64) -> Result<Vec<LaterBill>> {
    tx.all(
        "SELECT id, number FROM bill
          WHERE account_id = $1 AND period_to_on > $2 AND kind = 'bill' AND cancelled = 0
          ORDER BY period_to_on, id LIMIT $3",
        &[&account, &after, &limit],
    )
}

crate::row! {
    /// A bill of a later period.
    pub struct LaterBill {
        /// Id.
        id: BillId,
        /// Number.
        number: String,
    }
}

crate::row! {
    /// A standing bill of a period that was worked out in this book.
    pub struct MadeBill {
        /// Number.
        number: String,
        /// First day of its period.
        period_from_on: Day,
        /// Last day of its period.
        period_to_on: Day,
    }
}

/// The standing bills of an account that this book worked out and whose period reaches to a day or beyond it, oldest
/// first.
pub fn made_to(tx: &Tx<'_>, account: AccountId, day: Day, limit: i64) -> Result<Vec<MadeBill>> {
    tx.all(
        "SELECT number, period_from_on, period_to_on FROM bill
          WHERE account_id = $1 AND period_to_on >= $2 AND kind = 'bill' AND cancelled = 0
            AND tariff_version_id IS NOT NULL
          ORDER BY period_to_on, id LIMIT $3",
        &[&account, &day, &limit],
    )
}

/// The newest claim of the book; 0 while there is none.
pub fn newest_id(tx: &Tx<'_>) -> Result<BillId> {
    Ok(BillId(tx.number("SELECT COALESCE(MAX(id), 0) AS n FROM bill", &[])?))
}

/// The number of a standing bill of an account that this book worked out after another claim, and whose period reaches
/// to a day or beyond it; none where there is none.
pub fn made_since(tx: &Tx<'_>, account: AccountId, after: BillId, day: Day) -> Result<Option<String>> {
    let found = tx.maybe::<crate::tx::Text>(
        "SELECT number AS t FROM bill
          WHERE account_id = $1 AND period_to_on >= $2 AND kind = 'bill' AND cancelled = 0
            AND tariff_version_id IS NOT NULL AND id > $3
          ORDER BY period_to_on, id LIMIT 1",
        &[&account, &day, &after],
    )?;
    Ok(found.map(|row| row.t))
}

/// The number of a claim whose folded number lies within these, if there is one.
pub fn one_between(tx: &Tx<'_>, first: &str, last: &str) -> Result<Option<String>> {
    let found = tx.maybe::<crate::tx::Text>(
        "SELECT number AS t FROM bill WHERE number_fold >= $1 AND number_fold <= $2 ORDER BY number_fold LIMIT 1",
        &[&first, &last],
    )?;
    Ok(found.map(|row| row.t))
}

/// What stands on the paper of a bill, as JSON; empty for imported ones.
pub fn document(tx: &Tx<'_>, id: BillId) -> Result<String> {
    Ok(tx.one::<crate::tx::Text>("SELECT document AS t FROM bill WHERE id = $1", &[&id])?.t)
}

crate::row! {
    /// How a bill came about.
    pub struct Issued {
        /// What stands on its paper, as JSON; empty for imported ones.
        document: String,
        /// The version of the tariff that priced it.
        tariff_version_id: Option<TariffVersionId>,
    }
}

/// How a bill came about: its paper, and what priced it.
pub fn issued(tx: &Tx<'_>, id: BillId) -> Result<Issued> {
    tx.one("SELECT document, tariff_version_id FROM bill WHERE id = $1", &[&id])
}

/// Writes a line of an issued bill; `line` counts from 1.
pub fn add_line(tx: &Tx<'_>, id: BillId, line: i64, l: &BillLineRow) -> Result<()> {
    tx.hit(
        "INSERT INTO bill_line (bill_id, line, kind, label, quantity, rate, amount_minor)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[&id, &line, &l.kind, &l.label, &l.quantity, &l.rate, &l.amount_minor],
    )
}

/// Whether there is no bill yet.
pub fn none_yet(tx: &Tx<'_>) -> Result<bool> {
    Ok(tx.number("SELECT COUNT(*) AS n FROM (SELECT 1 FROM bill /* all */ LIMIT 1) t", &[])? == 0)
}
