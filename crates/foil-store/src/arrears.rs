//! The office's ladder, what is open by age, and what is known of accounts that are late.

use crate::taken_up::not_due;
use crate::tx::{Number, Tx};
use foil_domain::arrears::Rule;
use foil_domain::customers::{AccountStatus, Service};
use foil_domain::ids::{AccountId, BillId, CorrectionId, CustomerId, DisputeId, PropertyId};
use foil_domain::money::Money;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// The office's ladder.
    pub struct RuleRow {
        /// Days until the reminder.
        reminder_days: i64,
        /// Days until the final notice.
        final_notice_days: i64,
        /// Days that a final notice gives.
        notice_days: i64,
        /// What is less is not pursued.
        least_minor: Money,
        /// Percent that keeps the supply on.
        stay_on_percent: i64,
        /// Charged with a cut.
        reconnection_fee_minor: Money,
        /// For edits.
        version: i64,
    }
}

impl RuleRow {
    /// The rule, as the ladder takes it.
    #[must_use]
    pub fn rule(&self) -> Rule {
        Rule {
            reminder_days: self.reminder_days,
            final_notice_days: self.final_notice_days,
            notice_days: self.notice_days,
            least: self.least_minor,
            stay_on_percent: self.stay_on_percent,
            reconnection_fee: self.reconnection_fee_minor,
        }
    }
}

/// The office's ladder.
pub fn rule(tx: &Tx<'_>) -> Result<RuleRow> {
    tx.one(
        "SELECT reminder_days, final_notice_days, notice_days, least_minor, stay_on_percent,
                reconnection_fee_minor, version
           FROM arrears_rule WHERE id = 1",
        &[],
    )
}

/// Changes the ladder. `false` when the version is stale.
pub fn update_rule(tx: &Tx<'_>, r: &Rule, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE arrears_rule SET reminder_days = $1, final_notice_days = $2, notice_days = $3, least_minor = $4,
                stay_on_percent = $5, reconnection_fee_minor = $6, version = version + 1
          WHERE id = 1 AND version = $7",
        &[
            &r.reminder_days,
            &r.final_notice_days,
            &r.notice_days,
            &r.least,
            &r.stay_on_percent,
            &r.reconnection_fee,
            &seen,
        ],
    )?;
    Ok(touched == 1)
}

crate::row! {
    /// What is open for one service, by age.
    pub struct AgingRow {
        /// Service.
        service: Service,
        /// Accounts with something open.
        accounts: i64,
        /// Of them, with something past its due date.
        late_accounts: i64,
        /// Not yet due.
        not_due: Money,
        /// Up to 30 days late.
        to_30: Money,
        /// 31 to 60 days.
        to_60: Money,
        /// 61 to 90 days.
        to_90: Money,
        /// Over 90 days.
        over_90: Money,
    }
}

/// What is open in the whole office, by service and age; what later bills have taken up, by their dates: the few accounts that
/// have such are looked at by themselves. `edges` are the days on which the buckets meet, as the domain's `aging::edges` gives
/// them.
pub fn aging(tx: &Tx<'_>, edges: [Day; 4]) -> Result<Vec<AgingRow>> {
    let [not_due, to_30, to_60, to_90] = edges;
    tx.all(
        concat!(
            "SELECT s.service, CAST(SUM(s.accounts) AS BIGINT) AS accounts,
                    CAST(SUM(s.late_accounts) AS BIGINT) AS late_accounts, CAST(SUM(s.not_due) AS BIGINT) AS not_due,
                    CAST(SUM(s.upto_30) - SUM(s.not_due) AS BIGINT) AS to_30,
                    CAST(SUM(s.upto_60) - SUM(s.upto_30) AS BIGINT) AS to_60,
                    CAST(SUM(s.upto_90) - SUM(s.upto_60) AS BIGINT) AS to_90,
                    CAST(SUM(s.open) - SUM(s.upto_90) AS BIGINT) AS over_90
               FROM (SELECT a.service, COUNT(DISTINCT b.account_id) AS accounts,
                            COUNT(DISTINCT b.account_id) FILTER (WHERE b.due_on <= $1) AS late_accounts,
                            SUM(b.left_minor + b.surcharge_left_minor) AS open,
                            COALESCE(SUM(b.left_minor + b.surcharge_left_minor) FILTER (WHERE b.due_on > $1), 0) AS not_due,
                            COALESCE(SUM(b.left_minor + b.surcharge_left_minor) FILTER (WHERE b.due_on > $2), 0) AS upto_30,
                            COALESCE(SUM(b.left_minor + b.surcharge_left_minor) FILTER (WHERE b.due_on > $3), 0) AS upto_60,
                            COALESCE(SUM(b.left_minor + b.surcharge_left_minor) FILTER (WHERE b.due_on > $4), 0) AS upto_90
                       FROM bill b JOIN account a ON a.id = b.account_id
                      WHERE b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0
                        AND NOT EXISTS (SELECT 1 FROM taken_up u WHERE u.account_id = b.account_id)
                      GROUP BY a.service
                     UNION ALL
                     SELECT a.service, COUNT(DISTINCT b.account_id) AS accounts,
                            COUNT(DISTINCT b.account_id) FILTER (WHERE b.due_on <= $1 AND b.left_minor + b.surcharge_left_minor > ",
            not_due!("> $1"),
            ") AS late_accounts,
                            SUM(b.left_minor + b.surcharge_left_minor) AS open,
                            SUM(CASE WHEN b.due_on > $1 THEN b.left_minor + b.surcharge_left_minor ELSE ",
            not_due!("> $1"),
            " END) AS not_due,
                            SUM(CASE WHEN b.due_on > $2 THEN b.left_minor + b.surcharge_left_minor ELSE ",
            not_due!("> $2"),
            " END) AS upto_30,
                            SUM(CASE WHEN b.due_on > $3 THEN b.left_minor + b.surcharge_left_minor ELSE ",
            not_due!("> $3"),
            " END) AS upto_60,
                            SUM(CASE WHEN b.due_on > $4 THEN b.left_minor + b.surcharge_left_minor ELSE ",
            not_due!("> $4"),
            " END) AS upto_90
                       FROM bill b JOIN account a ON a.id = b.account_id
                      WHERE b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0
                        AND EXISTS (SELECT 1 FROM taken_up u WHERE u.account_id = b.account_id)
                      GROUP BY a.service) s
              GROUP BY s.service ORDER BY s.service LIMIT 10"
        ),
        &[&not_due, &to_30, &to_60, &to_90],
    )
}

/// The account ids up to which the next `many` late accounts after one reach; none when there are fewer.
pub fn reach(tx: &Tx<'_>, after: AccountId, today: Day, many: i64) -> Result<Option<AccountId>> {
    let ids = tx.all::<Number>(
        "SELECT DISTINCT account_id AS n FROM bill
          WHERE left_minor + surcharge_left_minor > 0 AND cancelled = 0 AND account_id > $1 AND due_on < $2
          ORDER BY account_id LIMIT $3",
        &[&after, &today, &many],
    )?;
    let full = i64::try_from(ids.len()).unwrap_or(i64::MAX) >= many;
    Ok(ids.last().filter(|_| full).map(|row| AccountId(row.n)))
}

/// How many accounts have something past its due date.
pub fn late_accounts(tx: &Tx<'_>, today: Day) -> Result<i64> {
    tx.number(
        "SELECT COUNT(DISTINCT account_id) AS n FROM bill
          WHERE left_minor + surcharge_left_minor > 0 AND cancelled = 0 AND due_on < $1",
        &[&today],
    )
}

crate::row! {
    /// An account that the ladder looks at.
    pub struct LateAccountRow {
        /// Id.
        id: AccountId,
        /// Where it is.
        property_id: PropertyId,
        /// Whose it is.
        customer_id: CustomerId,
        /// Service.
        service: Service,
        /// Account number.
        number: String,
        /// Meter number; may be empty.
        meter: String,
        /// Tariff plan's name.
        tariff: String,
        /// Status.
        status: AccountStatus,
        /// Cut since.
        cut_on: Option<Day>,
        /// Disconnection ordered for.
        disconnection_on: Option<Day>,
        /// Credit kept.
        credit_minor: Money,
        /// The customer's name.
        name: String,
        /// The customer's language code; may be empty.
        language: String,
        /// Route; may be empty.
        route: String,
    }
}

macro_rules! select_account {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.property_id, a.customer_id, a.service, a.number, a.meter, a.tariff, a.status, a.cut_on, ",
            "a.disconnection_on, a.credit_minor, c.name, c.language, a.route FROM account a JOIN customer c ON c.id = a.customer_id ",
            $rest
        )
    };
}

/// One account, late or not.
pub fn account(tx: &Tx<'_>, id: AccountId) -> Result<Option<LateAccountRow>> {
    tx.maybe(select_account!("WHERE a.id = $1"), &[&id])
}

/// The accounts after one up to another that are late, cut, or have an open order or an active plan, in
/// order. The range bounds them: see [`reach`].
pub fn accounts(tx: &Tx<'_>, after: AccountId, upto: AccountId, today: Day) -> Result<Vec<LateAccountRow>> {
    tx.all(
        select_account!(
            "WHERE a.id IN (
               SELECT account_id FROM bill
                WHERE left_minor + surcharge_left_minor > 0 AND cancelled = 0
                  AND account_id > $1 AND account_id <= $2 AND due_on < $3
               UNION SELECT account_id FROM service_order
                WHERE state = 'open' AND account_id > $1 AND account_id <= $2
               UNION SELECT account_id FROM instalment_plan
                WHERE state = 'active' AND account_id > $1 AND account_id <= $2
               UNION SELECT id FROM account WHERE status = 'cut' AND id > $1 AND id <= $2)
             ORDER BY a.id LIMIT 1000000"
        ),
        &[&after, &upto, &today],
    )
}

crate::row! {
    /// A claim with something left to pay.
    pub struct ClaimRow {
        /// Its account.
        account_id: AccountId,
        /// Id.
        id: BillId,
        /// Number.
        number: String,
        /// What it is called: `bill`, `debit_note`, `surcharge`, `charge`.
        kind: String,
        /// Last day of the period.
        period_to_on: Day,
        /// Due date.
        due_on: Day,
        /// What is left of the total without surcharge.
        left_minor: Money,
        /// What is left of the surcharge.
        surcharge_left_minor: Money,
        /// What is in dispute.
        disputed_minor: Money,
        /// That dispute.
        dispute_id: Option<DisputeId>,
        /// Business date it was opened on.
        disputed_on: Option<Day>,
        /// The tariff version that priced it, or the bill it goes back to.
        tariff_version_id: Option<i64>,
        /// Issued on.
        issued_on: Day,
        /// The key of a charge that is made once; empty otherwise.
        charge_key: String,
        /// Whether its run is being taken back, and it with that run.
        going: bool,
    }
}

macro_rules! select_claim {
    ($rest:literal) => {
        concat!(
            "SELECT b.account_id, b.id, b.number, b.kind, b.period_to_on, b.due_on, b.left_minor, ",
            "b.surcharge_left_minor, COALESCE(d.amount_minor, 0) AS disputed_minor, d.id AS dispute_id, d.opened_on AS disputed_on, ",
            "COALESCE(b.tariff_version_id, p.tariff_version_id) AS tariff_version_id, b.issued_on, COALESCE(b.charge_key, '') AS charge_key, ",
            "COALESCE(g.cancelling, 0) AS going ",
            "FROM bill b LEFT JOIN bill p ON p.id = b.parent_id LEFT JOIN bill_run g ON g.id = b.run_id ",
            "LEFT JOIN dispute d ON d.bill_id = b.id AND d.state = 'open' ",
            $rest
        )
    };
}

/// What is open on the accounts after one up to another, by account and due date.
pub fn claims(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<ClaimRow>> {
    tx.all(
        select_claim!(
            "WHERE b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0
               AND b.account_id > $1 AND b.account_id <= $2
             ORDER BY b.account_id, b.due_on, b.id LIMIT 10000000"
        ),
        &[&after, &upto],
    )
}

/// One claim, whether anything is left of it or not.
pub fn claim(tx: &Tx<'_>, id: BillId) -> Result<Option<ClaimRow>> {
    tx.maybe(select_claim!("WHERE b.id = $1"), &[&id])
}

crate::row! {
    /// A surcharge that was charged on a bill, standing or taken back.
    pub struct ChargedRow {
        /// The bill.
        bill_id: BillId,
        /// The surcharge.
        id: BillId,
        /// Its key.
        charge_key: String,
        /// Whether all of it fell by the reading of a later bill: it was on what was not owed by then.
        fell: bool,
    }
}

/// Whether all of surcharge `s` fell by the reading of a later bill.
macro_rules! fell {
    () => {
        "CASE WHEN s.total_minor <= COALESCE((
                SELECT SUM(t.amount_minor) FROM bill_correction t
                 WHERE t.bill_id = s.id AND t.kind = 'credit_note' AND t.rebill_id IS NOT NULL), 0)
              THEN 1 ELSE 0 END"
    };
}

/// The surcharges charged on what is open on the accounts after one up to another.
pub fn charged(tx: &Tx<'_>, after: AccountId, upto: AccountId) -> Result<Vec<ChargedRow>> {
    tx.all(
        concat!(
            "SELECT p.id AS bill_id, s.id, s.charge_key, ",
            fell!(),
            " AS fell FROM bill p JOIN bill s ON s.parent_id = p.id
              WHERE p.left_minor + p.surcharge_left_minor > 0 AND p.cancelled = 0
                AND p.account_id > $1 AND p.account_id <= $2
                AND s.kind = 'surcharge' AND s.charge_key IS NOT NULL
              ORDER BY p.account_id, s.id LIMIT 10000000"
        ),
        &[&after, &upto],
    )
}

/// The surcharges charged on one bill, open or not.
pub fn charged_on(tx: &Tx<'_>, bill: BillId) -> Result<Vec<ChargedRow>> {
    tx.all(
        concat!(
            "SELECT s.parent_id AS bill_id, s.id, s.charge_key, ",
            fell!(),
            " AS fell FROM bill s
              WHERE s.parent_id = $1 AND s.parent_id IS NOT NULL AND s.kind = 'surcharge'
                AND s.charge_key IS NOT NULL
              ORDER BY s.id LIMIT 10000"
        ),
        &[&bill],
    )
}

/// Keeps what a surcharge is on.
pub fn put_principal(tx: &Tx<'_>, claim: BillId, principal: Money) -> Result<()> {
    tx.hit(
        "INSERT INTO surcharge_principal (claim_id, principal_minor) VALUES ($1, $2)",
        &[&claim, &principal],
    )
}

crate::row! {
    /// What a surcharge is on.
    pub struct PrincipalRow {
        /// What was unpaid of its bill.
        principal_minor: Money,
    }
}

/// What a surcharge is on; none of one that was made before the book kept it.
pub fn principal(tx: &Tx<'_>, claim: BillId) -> Result<Option<Money>> {
    let found = tx.maybe::<PrincipalRow>(
        "SELECT principal_minor FROM surcharge_principal WHERE claim_id = $1",
        &[&claim],
    )?;
    Ok(found.map(|row| row.principal_minor))
}

crate::row! {
    /// What a credit note, a cancellation or a write-off has taken off what was unpaid of a claim.
    pub struct FallenRow {
        /// The correction.
        id: CorrectionId,
        /// Its account.
        account_id: AccountId,
        /// The claim.
        bill_id: BillId,
        /// The claim's due date.
        due_on: Day,
        /// Its business date.
        business_on: Day,
        /// How much.
        amount_minor: Money,
        /// Where a dispute was upheld by it: that one.
        dispute_id: Option<DisputeId>,
        /// The business date on which that was opened.
        disputed_on: Option<Day>,
        /// What was in it, and was upheld.
        disputed_minor: Option<Money>,
    }
}

/// What credit notes, cancellations and write-offs have taken off what was unpaid of claims of the accounts after one up to
/// another that any paper was made for, on a day or later. A dispute was upheld by the last of them on its claim that day that
/// is no write-off. A surcharge that
/// was charged anew under its key, for the bill by whose reading it had fallen was taken back, is owed as ever: it has not
/// fallen.
pub fn fallen(tx: &Tx<'_>, after: AccountId, upto: AccountId, since: Day) -> Result<Vec<FallenRow>> {
    tx.all(
        "SELECT c.id, b.account_id, b.id AS bill_id, b.due_on, c.business_on, c.left_minor + c.surcharge_left_minor AS amount_minor,
                d.id AS dispute_id, d.opened_on AS disputed_on, d.amount_minor - d.rejected_minor AS disputed_minor
           FROM (SELECT n.account_id FROM notice n WHERE n.account_id > $1 AND n.account_id <= $2
                 UNION SELECT o.account_id FROM service_order o WHERE o.account_id > $1 AND o.account_id <= $2) x
                CROSS JOIN bill b CROSS JOIN bill_correction c
                LEFT JOIN dispute d ON c.kind <> 'write_off' AND d.id = (
                  SELECT MIN(e.id) FROM dispute e
                   WHERE e.bill_id = b.id AND e.state = 'upheld' AND e.ended_on = c.business_on
                     AND NOT EXISTS (SELECT 1 FROM bill_correction l
                                      WHERE l.bill_id = b.id AND l.business_on = c.business_on AND l.id > c.id
                                        AND l.kind <> 'write_off'))
          WHERE b.account_id = x.account_id AND c.bill_id = b.id AND c.business_on >= $3
            AND c.left_minor + c.surcharge_left_minor > 0
            AND NOT (b.parent_id IS NOT NULL
                     AND EXISTS (SELECT 1 FROM bill a WHERE a.parent_id = b.parent_id AND a.id > b.id
                                                        AND a.charge_key = b.charge_key)
                     AND (c.kind = 'cancel'
                          OR EXISTS (SELECT 1 FROM bill w WHERE w.id = c.rebill_id AND w.cancelled = 1)))
          ORDER BY b.account_id, c.id LIMIT 1000000",
        &[&after, &upto, &since],
    )
}
