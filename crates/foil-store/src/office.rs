//! The office's one row, its counters, and the numbers it gives.

use crate::tx::Tx;
use foil_domain::billing::BillTitle;
use foil_domain::ids::CounterId;
use foil_domain::money::Money;
use foil_domain::office::Series;
use foil_domain::payments::AllocationOrder;
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// The office's settings.
    pub struct OfficeRow {
        /// Name.
        name: String,
        /// Address.
        address: String,
        /// Phone.
        phone: String,
        /// Registration numbers, separated by semicolons.
        registration: String,
        /// The last line of documents.
        footer: String,
        /// ISO 4217 code.
        currency: String,
        /// What stands before amounts.
        symbol: String,
        /// Digits after the point.
        decimals: i64,
        /// `indian` or `thousands`.
        digit_groups: String,
        /// IANA time zone.
        zone: String,
        /// Language code.
        language: String,
        /// The business date.
        business_on: Day,
        /// Month (1–12) the financial year starts in.
        year_starts_in: i64,
        /// Queue rule.
        max_urgent_in_a_row: i64,
        /// Queue rule.
        max_wait_secs: i64,
        /// Queue rule.
        bulk_accounts: i64,
        /// Seconds until the window locks.
        idle_lock_secs: i64,
        /// The most a clerk may take in one payment.
        payment_ceiling_minor: Option<Money>,
        /// The most a clerk may void.
        void_ceiling_minor: Option<Money>,
        /// Which open parts a payment serves first.
        allocation: AllocationOrder,
        /// Folder for documents; empty means beside the book.
        document_folder: String,
        /// What bills are called by law.
        bill_title: BillTitle,
        /// Registrations on bills only, separated by semicolons.
        bill_registration: String,
        /// Where a scanned bill is paid to; empty for none.
        upi_id: String,
        /// Days until a claim without a cycle is due.
        due_days: i64,
        /// The most a clerk may charge in one act.
        fee_ceiling_minor: Option<Money>,
        /// The most that is corrected without approval.
        correction_ceiling_minor: Option<Money>,
        /// The most that is written off without approval.
        write_off_ceiling_minor: Option<Money>,
        /// Whether money is taken only by who has an open shift.
        shifts_required: bool,
        /// The most cash a drawer should hold.
        cash_ceiling_minor: Option<Money>,
        /// Whether a drawer that holds more takes no more cash.
        cash_ceiling_refuses: bool,
        /// How far a clerk's count may differ.
        variance_tolerance_minor: Money,
        /// How far a manager's count may differ.
        manager_tolerance_minor: Money,
        /// The notes and coins that are counted, as `foil_domain::shifts::pieces` writes them; empty for the
        /// currency's own.
        denominations: String,
        /// What may stay in a drawer overnight without a word; none is what the first drawer of its counter began with.
        float_minor: Option<Money>,
        /// How much of what lies in the safe is not paid in at the bank; nought is nothing.
        safe_fund_minor: Money,
        /// A demo branch.
        demo: bool,
        /// For edits.
        version: i64,
    }
}

/// The office's row.
pub fn find(tx: &Tx<'_>) -> Result<OfficeRow> {
    tx.one(
        "SELECT name, address, phone, registration, footer, currency, symbol, decimals, digit_groups, zone,
                language, business_on, year_starts_in, max_urgent_in_a_row, max_wait_secs, bulk_accounts,
                idle_lock_secs, payment_ceiling_minor, void_ceiling_minor, allocation, document_folder, bill_title,
                bill_registration, upi_id, due_days, fee_ceiling_minor, correction_ceiling_minor,
                write_off_ceiling_minor, shifts_required, cash_ceiling_minor, cash_ceiling_refuses,
                variance_tolerance_minor, manager_tolerance_minor, denominations, float_minor, safe_fund_minor,
                demo, version
           FROM office WHERE id = 1",
        &[],
    )
}

/// Cash in no drawer is paid in by slips from this business date on.
pub fn pays_in_from(tx: &Tx<'_>, on: Day) -> Result<()> {
    tx.hit("UPDATE office SET slips_from = $1 WHERE id = 1", &[&on])
}

/// Whether the book has an office yet: it has one from its first act on.
pub fn is_set_up(tx: &Tx<'_>) -> Result<bool> {
    Ok(tx.number("SELECT COUNT(*) AS n FROM office", &[])? == 1)
}

/// Writes the office's row of a new book.
pub fn insert(tx: &Tx<'_>, o: &OfficeRow) -> Result<()> {
    tx.hit(
        "INSERT INTO office (id, name, address, phone, registration, footer, currency, symbol, decimals,
                digit_groups, zone, language, business_on, year_starts_in, max_urgent_in_a_row, max_wait_secs,
                bulk_accounts, idle_lock_secs, payment_ceiling_minor, void_ceiling_minor, allocation, document_folder,
                bill_title, bill_registration, upi_id, due_days, fee_ceiling_minor, correction_ceiling_minor,
                write_off_ceiling_minor, shifts_required, cash_ceiling_minor, cash_ceiling_refuses,
                variance_tolerance_minor, manager_tolerance_minor, denominations, float_minor, safe_fund_minor,
                demo, version)
         VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38)",
        &[
            &o.name,
            &o.address,
            &o.phone,
            &o.registration,
            &o.footer,
            &o.currency,
            &o.symbol,
            &o.decimals,
            &o.digit_groups,
            &o.zone,
            &o.language,
            &o.business_on,
            &o.year_starts_in,
            &o.max_urgent_in_a_row,
            &o.max_wait_secs,
            &o.bulk_accounts,
            &o.idle_lock_secs,
            &o.payment_ceiling_minor,
            &o.void_ceiling_minor,
            &o.allocation,
            &o.document_folder,
            &o.bill_title,
            &o.bill_registration,
            &o.upi_id,
            &o.due_days,
            &o.fee_ceiling_minor,
            &o.correction_ceiling_minor,
            &o.write_off_ceiling_minor,
            &o.shifts_required,
            &o.cash_ceiling_minor,
            &o.cash_ceiling_refuses,
            &o.variance_tolerance_minor,
            &o.manager_tolerance_minor,
            &o.denominations,
            &o.float_minor,
            &o.safe_fund_minor,
            &o.demo,
            &o.version,
        ],
    )
}

/// Writes changed settings; currency, zone, business date and the demo mark stay. `false` when the
/// version is stale.
pub fn update(tx: &Tx<'_>, o: &OfficeRow, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE office SET name = $1, address = $2, phone = $3, registration = $4, footer = $5, language = $6,
                max_urgent_in_a_row = $7, max_wait_secs = $8, bulk_accounts = $9, idle_lock_secs = $10,
                payment_ceiling_minor = $11, void_ceiling_minor = $12, allocation = $13, document_folder = $14,
                bill_title = $15, bill_registration = $16, upi_id = $17, due_days = $18, fee_ceiling_minor = $19,
                correction_ceiling_minor = $20, write_off_ceiling_minor = $21, shifts_required = $22,
                cash_ceiling_minor = $23, cash_ceiling_refuses = $24, variance_tolerance_minor = $25,
                manager_tolerance_minor = $26, denominations = $27, float_minor = $28, safe_fund_minor = $29,
                version = version + 1
          WHERE id = 1 AND version = $30",
        &[
            &o.name,
            &o.address,
            &o.phone,
            &o.registration,
            &o.footer,
            &o.language,
            &o.max_urgent_in_a_row,
            &o.max_wait_secs,
            &o.bulk_accounts,
            &o.idle_lock_secs,
            &o.payment_ceiling_minor,
            &o.void_ceiling_minor,
            &o.allocation,
            &o.document_folder,
            &o.bill_title,
            &o.bill_registration,
            &o.upi_id,
            &o.due_days,
            &o.fee_ceiling_minor,
            &o.correction_ceiling_minor,
            &o.write_off_ceiling_minor,
            &o.shifts_required,
            &o.cash_ceiling_minor,
            &o.cash_ceiling_refuses,
            &o.variance_tolerance_minor,
            &o.manager_tolerance_minor,
            &o.denominations,
            &o.float_minor,
            &o.safe_fund_minor,
            &seen,
        ],
    )?;
    Ok(touched == 1)
}

/// Moves the business date.
pub fn move_business_day(tx: &Tx<'_>, to: Day) -> Result<()> {
    tx.hit("UPDATE office SET business_on = $1, version = version + 1 WHERE id = 1", &[&to])
}

crate::row! {
    /// A counter.
    pub struct CounterRow {
        /// Id; 0 is the office itself.
        id: CounterId,
        /// Code in document numbers.
        code: String,
        /// Name.
        name: String,
        /// Whether one can sit down at it.
        active: bool,
        /// For edits.
        version: i64,
    }
}

/// All counters but the office's own, at most 1,000.
pub fn counters(tx: &Tx<'_>) -> Result<Vec<CounterRow>> {
    tx.all("SELECT id, code, name, active, version FROM counter WHERE id > 0 ORDER BY id LIMIT 1000", &[])
}

/// A counter by its id.
pub fn counter(tx: &Tx<'_>, id: CounterId) -> Result<Option<CounterRow>> {
    tx.maybe("SELECT id, code, name, active, version FROM counter WHERE id = $1", &[&id])
}

/// A counter by its code.
pub fn counter_by_code(tx: &Tx<'_>, code: &str) -> Result<Option<CounterRow>> {
    tx.maybe("SELECT id, code, name, active, version FROM counter WHERE code = $1", &[&code])
}

/// Adds a counter; with an id for the office's own, without for the others.
pub fn add_counter(
    tx: &Tx<'_>,
    id: Option<CounterId>,
    code: &str,
    name: &str,
    active: bool,
) -> Result<CounterId> {
    let n = tx.insert(
        "INSERT INTO counter (id, code, name, active, version) VALUES ($1, $2, $3, $4, 1)",
        &[&id, &code, &name, &active],
    )?;
    Ok(CounterId(n))
}

/// Changes a counter's name and whether it is used. `false` when the version is stale.
pub fn update_counter(tx: &Tx<'_>, id: CounterId, name: &str, active: bool, seen: i64) -> Result<bool> {
    let touched = tx.run(
        "UPDATE counter SET name = $1, active = $2, version = version + 1 WHERE id = $3 AND version = $4",
        &[&name, &active, &id, &seen],
    )?;
    Ok(touched == 1)
}

/// The next number of a series, taken inside the commit: an act that fails gives it back.
pub fn next_number(tx: &Tx<'_>, counter: CounterId, series: Series, year: &str) -> Result<i64> {
    next_numbers(tx, counter, series, year, 1)
}

/// The first of so many next numbers of a series, all taken inside the commit.
pub fn next_numbers(tx: &Tx<'_>, counter: CounterId, series: Series, year: &str, count: i64) -> Result<i64> {
    let taken = tx.run(
        "UPDATE series SET last_n = last_n + $1 WHERE counter_id = $2 AND kind = $3 AND year = $4",
        &[&count, &counter, &series, &year],
    )?;
    if taken == 0 {
        tx.hit(
            "INSERT INTO series (counter_id, kind, year, last_n) VALUES ($1, $2, $3, $4)",
            &[&counter, &series, &year, &count],
        )?;
    }
    let last = tx.number(
        "SELECT last_n AS n FROM series WHERE counter_id = $1 AND kind = $2 AND year = $3",
        &[&counter, &series, &year],
    )?;
    Ok(last - count + 1)
}
