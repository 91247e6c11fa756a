//! [`Tx`]: the one way to run SQL. Four kinds of values in, rows as structs out.
//!
//! Any error poisons the transaction: an act that swallowed one must not commit.

use anyhow::anyhow;
use foil_domain::refusal::{Error, Refusal, Result};
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::borrow::Cow;
use std::cell::Cell;

/// An open transaction. Writers get one from `Book::write`, readers from `Book::read`.
pub struct Tx<'c> {
    conn: &'c rusqlite::Connection,
    poisoned: Cell<bool>,
}

/// A borrowed value on its way into a statement.
pub enum Value<'a> {
    /// No value.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What can be bound to a statement.
pub trait Param {
    /// The value to bind.
    fn value(&self) -> Value<'_>;
}

/// What can be read from a column.
pub trait Column: Sized {
    /// Reads the value; the error says what was expected.
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String>;
}

/// A struct that is read from a row, column by column in the order of its fields.
pub trait Row: Sized {
    /// The column names, in order.
    const COLUMNS: &'static [&'static str];
    /// Reads the row.
    fn read(row: &rusqlite::Row<'_>) -> std::result::Result<Self, String>;
}

struct Bound<'a>(Value<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match &self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(t) => ValueRef::Text(t.as_bytes()),
            Value::Bytes(b) => ValueRef::Blob(b),
        }))
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: &'c rusqlite::Connection) -> Tx<'c> {
        Tx { conn, poisoned: Cell::new(false) }
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.poisoned.get()
    }

    /// Runs a write; gives back how many rows it touched.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn run(&self, sql: &str, params: &[&dyn Param]) -> Result<usize> {
        self.with(sql, |statement| statement.execute(bound(params)))
    }

    /// Adds one row; gives back the id it was given.
    ///
    /// Not `INSERT … RETURNING`: SQLite runs that as a trigger, which opens a savepoint for the statement
    /// and has the full-text index written out each time. The other engine would have it appended here.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn insert(&self, sql: &str, params: &[&dyn Param]) -> Result<i64> {
        self.hit(sql, params)?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Runs a write that must touch exactly one row.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn hit(&self, sql: &str, params: &[&dyn Param]) -> Result<()> {
        match self.run(sql, params)? {
            1 => Ok(()),
            n => {
                self.poisoned.set(true);
                Err(Error::Broke(anyhow!("touched {n} rows instead of one: {sql}")))
            }
        }
    }

    /// The one row there is; none or a second is a fault.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn one<R: Row>(&self, sql: &str, params: &[&dyn Param]) -> Result<R> {
        self.maybe(sql, params)?.ok_or_else(|| {
            self.poisoned.set(true);
            Error::Broke(anyhow!("no row: {sql}"))
        })
    }

    /// The first row, if there is one.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn maybe<R: Row>(&self, sql: &str, params: &[&dyn Param]) -> Result<Option<R>> {
        let mut found = None;
        self.each(sql, params, |row| {
            found = Some(row);
            Ok(false)
        })?;
        Ok(found)
    }

    /// All rows. The statement limits them; there is no list without a limit.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn all<R: Row>(&self, sql: &str, params: &[&dyn Param]) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| {
            rows.push(row);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// All rows of what will be changed by this transaction (`FOR UPDATE` where the engine has it).
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn hold<R: Row>(&self, sql: &str, params: &[&dyn Param]) -> Result<Vec<R>> {
        // SQLite: the transaction began IMMEDIATE, so nobody else writes until it ends.
        self.all(sql, params)
    }

    /// Streams rows through `take` until it says `false`; memory stays flat.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn each<R: Row>(
        &self,
        sql: &str,
        params: &[&dyn Param],
        mut take: impl FnMut(R) -> Result<bool>,
    ) -> Result<()> {
        let mut inner = None;
        self.with(sql, |statement| {
            check_columns::<R>(statement, sql);
            let mut rows = statement.query(bound(params))?;
            while let Some(row) = rows.next()? {
                let read = R::read(row).map_err(|e| Error::Broke(anyhow!("{e}: {sql}")));
                match read.and_then(&mut take) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(e) => {
                        inner = Some(e);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        inner.map_or(Ok(()), Err)
    }

    /// Runs several statements without parameters; for migrations and index building only.
    pub fn script(&self, sql: &str) -> Result<()> {
        self.conn.execute_batch(sql).map_err(|e| self.broken(e, sql))
    }

    #[cfg_attr(debug_assertions, track_caller)]
    fn with<T>(
        &self,
        sql: &str,
        work: impl FnOnce(&mut rusqlite::CachedStatement<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        debug_assert!(numbered_in_order(sql), "parameters are numbered in order of first appearance: {sql}");
        #[cfg(debug_assertions)]
        crate::scans::none_by_accident(self.conn, sql, std::panic::Location::caller().file());
        let prepared = self.conn.prepare_cached(sql);
        prepared.and_then(|mut s| work(&mut s)).map_err(|e| self.broken(e, sql))
    }

    fn broken(&self, error: rusqlite::Error, sql: &str) -> Error {
        self.poisoned.set(true);
        explained(error, sql)
    }
}

/// Turns an engine's error into a refusal where a person can do something about it.
pub(crate) fn explained(error: rusqlite::Error, doing: &str) -> Error {
    use rusqlite::ErrorCode as Code;
    match error.sqlite_error_code() {
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => Error::Refused(Refusal::Busy),
        // Nothing but a look is ever stopped: see `Book::look`.
        Some(Code::OperationInterrupted) => Error::Refused(Refusal::Leaving),
        Some(Code::DiskFull) => Error::Refused(Refusal::File {
            path: "the book".into(),
            problem: "the disk is full; nothing was stored".into(),
        }),
        _ => Error::Broke(anyhow::Error::new(error).context(format!("while running {doing}"))),
    }
}

fn bound<'a>(params: &'a [&'a dyn Param]) -> impl rusqlite::Params + 'a {
    rusqlite::params_from_iter(params.iter().map(|p| Bound(p.value())))
}

fn check_columns<R: Row>(statement: &rusqlite::CachedStatement<'_>, sql: &str) {
    debug_assert!(statement.column_names().eq(R::COLUMNS.iter().copied()), "columns of {sql}");
}

/// `$1` before `$2` before `$3`: legal in both engines only then.
fn numbered_in_order(sql: &str) -> bool {
    let mut highest = 0;
    for part in sql.split('$').skip(1) {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        match digits.parse::<u32>() {
            Ok(n) if n <= highest => {}
            Ok(n) if n == highest + 1 => highest = n,
            _ => return false,
        }
    }
    true
}

/// Declares a row struct; its fields are the statement's columns, in order.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* $field:ident : $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type),+ }

        impl $crate::tx::Row for $name {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];
            fn read(row: &rusqlite::Row<'_>) -> std::result::Result<Self, String> {
                let mut at = 0;
                Ok($name { $($field: $crate::tx::column(row, &mut at, stringify!($field))?),+ })
            }
        }
    };
}

/// Reads the next column of a row; for [`row!`](crate::row).
#[doc(hidden)]
pub fn column<C: Column>(
    row: &rusqlite::Row<'_>,
    at: &mut usize,
    name: &str,
) -> std::result::Result<C, String> {
    let value = row.get_ref(*at).map_err(|e| format!("column {name}: {e}"))?;
    *at += 1;
    C::read(value).map_err(|e| format!("column {name}: {e}"))
}

impl Param for i64 {
    fn value(&self) -> Value<'_> {
        Value::Int(*self)
    }
}

impl Param for bool {
    fn value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl Param for str {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl Param for &str {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl Param for String {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl Param for Vec<u8> {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::value)
    }
}

impl Column for i64 {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        value.as_i64().map_err(|_| format!("expected a whole number, found {}", value.data_type()))
    }
}

impl Column for bool {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        match i64::read(value)? {
            0 => Ok(false),
            1 => Ok(true),
            n => Err(format!("expected 0 or 1, found {n}")),
        }
    }
}

impl Column for String {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        value.as_str().map(str::to_owned).map_err(|_| format!("expected text, found {}", value.data_type()))
    }
}

impl Column for Vec<u8> {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        value
            .as_blob()
            .map(<[u8]>::to_vec)
            .map_err(|_| format!("expected bytes, found {}", value.data_type()))
    }
}

impl<T: Column> Column for Option<T> {
    fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::read(value).map(Some),
        }
    }
}

macro_rules! numbers {
    ($($type:ty: $wrap:expr, $unwrap:expr);+ $(;)?) => {$(
        impl Param for $type {
            fn value(&self) -> Value<'_> { let unwrap: fn(&$type) -> i64 = $unwrap; Value::Int(unwrap(self)) }
        }
        impl Column for $type {
            fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
                let wrap: fn(i64) -> std::result::Result<$type, String> = $wrap;
                i64::read(value).and_then(wrap)
            }
        }
    )+};
}

use foil_domain::ids::{
    AccountId, BillId, CounterId, CustomerId, CycleId, JobId, MeterId, PaymentId, PropertyId, ReadingId,
    RequestId, StepId, TariffId, TariffVersionId, TicketId, UseCaseId, UserId,
};
use foil_domain::ids::{ApprovalId, ChequeId};
use foil_domain::ids::{DisputeId, GasFactorId, NoticeId, OrderId, PlanId};
use foil_domain::money::Money;
use foil_domain::time::{Day, Instant};

numbers! {
    CustomerId: |n| Ok(CustomerId(n)), |id| id.0;
    PropertyId: |n| Ok(PropertyId(n)), |id| id.0;
    AccountId: |n| Ok(AccountId(n)), |id| id.0;
    BillId: |n| Ok(BillId(n)), |id| id.0;
    PaymentId: |n| Ok(PaymentId(n)), |id| id.0;
    UserId: |n| Ok(UserId(n)), |id| id.0;
    CounterId: |n| Ok(CounterId(n)), |id| id.0;
    TicketId: |n| Ok(TicketId(n)), |id| id.0;
    StepId: |n| Ok(StepId(n)), |id| id.0;
    JobId: |n| Ok(JobId(n)), |id| id.0;
    NoticeId: |n| Ok(NoticeId(n)), |id| id.0;
    OrderId: |n| Ok(OrderId(n)), |id| id.0;
    PlanId: |n| Ok(PlanId(n)), |id| id.0;
    DisputeId: |n| Ok(DisputeId(n)), |id| id.0;
    ApprovalId: |n| Ok(ApprovalId(n)), |id| id.0;
    ChequeId: |n| Ok(ChequeId(n)), |id| id.0;
    MeterId: |n| Ok(MeterId(n)), |id| id.0;
    ReadingId: |n| Ok(ReadingId(n)), |id| id.0;
    UseCaseId: |n| Ok(UseCaseId(n)), |id| id.0;
    CycleId: |n| Ok(CycleId(n)), |id| id.0;
    GasFactorId: |n| Ok(GasFactorId(n)), |id| id.0;
    TariffId: |n| Ok(TariffId(n)), |id| id.0;
    TariffVersionId: |n| Ok(TariffVersionId(n)), |id| id.0;
    Money: Money::try_from, |m| m.minor();
    Instant: |n| Ok(Instant::from_millis(n)), |at| at.millis();
}

macro_rules! texts {
    ($($type:ty: $read:expr, $write:expr);+ $(;)?) => {$(
        impl Param for $type {
            fn value(&self) -> Value<'_> { let write: fn(&$type) -> Cow<'_, str> = $write; Value::Text(write(self)) }
        }
        impl Column for $type {
            fn read(value: ValueRef<'_>) -> std::result::Result<Self, String> {
                let read: fn(&str) -> std::result::Result<$type, String> = $read;
                value.as_str().map_err(|_| format!("expected text, found {}", value.data_type())).and_then(read)
            }
        }
    )+};
}

macro_rules! word_columns {
    ($($type:ty),+ $(,)?) => { texts! { $(
        $type: |w| <$type>::from_word(w).ok_or_else(|| format!("unknown word {w}")), |w| Cow::Borrowed(w.as_str());
    )+ } };
}

texts! {
    Day: Day::parse, |d| Cow::Owned(d.to_string());
    RequestId: RequestId::parse, |id| Cow::Borrowed(id.as_str());
    rust_decimal::Decimal: |t| t.parse().map_err(|_| format!("expected a decimal, found {t}")),
        |n| Cow::Owned(n.normalize().to_string());
}

word_columns! {
    foil_domain::people::Role,
    foil_domain::customers::Service,
    foil_domain::customers::AccountStatus,
    foil_domain::customers::ByLaw,
    foil_domain::billing::BillLineKind,
    foil_domain::tariffs::RoundingMode,
    foil_domain::queue::TicketKind,
    foil_domain::queue::Source,
    foil_domain::queue::TicketState,
    foil_domain::queue::Class,
    foil_domain::documents::PaperKind,
    foil_domain::payments::AllocationOrder,
    foil_domain::payments::Method,
    foil_domain::payments::Part,
    foil_domain::ledger::Ledger,
    foil_domain::undo::UndoReason,
    foil_domain::undo::UndoState,
    foil_domain::undo::ReversalKind,
    foil_domain::approvals::ApprovalKind,
    foil_domain::approvals::ApprovalState,
    foil_domain::cheques::ChequeState,
    foil_domain::office::Series,
    foil_domain::arrears::NoticeKind,
    foil_domain::arrears::OrderKind,
    foil_domain::arrears::OrderState,
    foil_domain::arrears::PlanState,
    foil_domain::arrears::DisputeState,
}

word_columns! {
    foil_domain::metering::ReadingKind,
    foil_domain::metering::Purpose,
    foil_domain::metering::Remark,
    foil_domain::metering::ReadingSource,
    foil_domain::metering::MeterState,
    foil_domain::metering::EstimateBy,
    foil_domain::metering::case::CaseKind,
    foil_domain::metering::case::CaseStep,
    foil_domain::metering::case::CaseState,
}

// The shifts room's.
numbers! {
    foil_domain::ids::ShiftId: |n| Ok(foil_domain::ids::ShiftId(n)), |id| id.0;
    foil_domain::ids::CashMoveId: |n| Ok(foil_domain::ids::CashMoveId(n)), |id| id.0;
    foil_domain::ids::SafeCountId: |n| Ok(foil_domain::ids::SafeCountId(n)), |id| id.0;
    foil_domain::ids::SafeBroughtId: |n| Ok(foil_domain::ids::SafeBroughtId(n)), |id| id.0;
    foil_domain::ids::ZReportId: |n| Ok(foil_domain::ids::ZReportId(n)), |id| id.0;
    foil_domain::ids::PayoutId: |n| Ok(foil_domain::ids::PayoutId(n)), |id| id.0;
    foil_domain::ids::DepositSlipId: |n| Ok(foil_domain::ids::DepositSlipId(n)), |id| id.0;
}

word_columns! {
    foil_domain::shifts::ShiftState,
    foil_domain::shifts::BroughtFrom,
    foil_domain::shifts::CashKind,
    foil_domain::shifts::CashState,
}

// The billing room's.
numbers! {
    foil_domain::ids::BillRunId: |n| Ok(foil_domain::ids::BillRunId(n)), |id| id.0;
    foil_domain::ids::CorrectionId: |n| Ok(foil_domain::ids::CorrectionId(n)), |id| id.0;
}

word_columns! {
    foil_domain::billing::BillTitle,
    foil_domain::billing::ClaimKind,
    foil_domain::billing::CorrectionKind,
    foil_domain::billing::CorrectionReason,
    foil_domain::billing::RunState,
}

row! {
    /// A single number.
    pub struct Number {
        /// The number.
        n: i64
    }
}

row! {
    /// A single text.
    pub struct Text {
        /// The text.
        t: String
    }
}

impl Tx<'_> {
    /// The one number a statement gives, in a column named `n`.
    #[cfg_attr(debug_assertions, track_caller)]
    pub fn number(&self, sql: &str, params: &[&dyn Param]) -> Result<i64> {
        self.one::<Number>(sql, params).map(|row| row.n)
    }
}

pub(crate) fn fault<T>(result: std::result::Result<T, rusqlite::Error>, doing: &str) -> Result<T> {
    result.map_err(|e| explained(e, doing))
}

#[cfg(test)]
mod tests {
    use super::numbered_in_order;

    #[test]
    fn parameters_count_from_one_in_order_of_first_appearance() {
        assert!(numbered_in_order("SELECT $1, $2, $1, $3"));
        assert!(!numbered_in_order("SELECT $2, $1"));
        assert!(!numbered_in_order("SELECT $x"));
    }
}
