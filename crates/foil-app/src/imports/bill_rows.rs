//! Issued bills with their lines, a line a row. The rows of a bill need not stand together.
//!
//! A bill in the book is never edited: the same contents again change nothing, others are refused. What is left of it is a
//! part of them: an export that has it otherwise, for somebody paid elsewhere since, is told and not passed over.

use super::cells::{self, Cells, code, folded_number};
use super::keep::{Batch, Desk, Gather, Keep, Kept, Keys};
use super::views::RowError;
use crate::office::Act;
use crate::{Error, Refusal, Result};
use anyhow::anyhow;
use foil_domain::billing::BillLineKind;
use foil_domain::customers::AccountStatus;
use foil_domain::ids::AccountId;
use foil_domain::ledger::{Entry, Ledger, Line};
use foil_domain::money::Money;
use foil_domain::time::Day;
use foil_store::bills::{self, BillLineRow, BillRow, Claimed, NewBill};
use foil_store::customers::{self, Bulk};
use foil_store::{Tx, journal};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

// The places of the fields in their list.
const NUMBER: usize = 0;
const ACCOUNT: usize = 1;
const FROM: usize = 2;
const TO: usize = 3;
const ISSUED: usize = 4;
const DUE: usize = 5;
const UNITS: usize = 6;
const KIND: usize = 7;
const LABEL: usize = 8;
const QUANTITY: usize = 9;
const RATE: usize = 10;
const AMOUNT: usize = 11;
const LEFT: usize = 12;

/// Lines of one bill at most.
const MOST_LINES: usize = 1_000;

/// A bill as the file has it.
#[derive(Clone)]
pub(super) struct BillLines {
    head: Head,
    lines: Vec<BillLineRow>,
    /// The first row's line in the file.
    line: i64,
    /// Rows it came from.
    rows: i64,
    /// A row of it is bad, and so is all of it.
    bad: bool,
}

impl BillLines {
    /// Whether another row says nothing else than its first one.
    fn says(&self, head: &Head, line: Option<&BillLineRow>) -> bool {
        self.head == *head && self.lines.first().zip(line).is_some_and(same_line)
    }

    /// Adds another row that is of this bill.
    fn add(
        &mut self,
        row: std::result::Result<(Head, BillLineRow), Head>,
        with_lines: bool,
        cells: &mut Cells<'_>,
    ) {
        self.rows += 1;
        let Ok((head, line)) = row else {
            self.bad = true;
            return;
        };
        if head != self.head {
            cells.refuse(
                NUMBER,
                format!(
                    "the number, account, dates, units and what is left as in row {} of this bill",
                    self.line
                ),
            );
            self.bad = true;
        } else if !with_lines {
            // A statement of charges whose column of them nobody knows: none of its rows is the bill.
            let first = self.line;
            let lines = "or a column that is known for the words or kinds of its lines";
            cells.refuse(NUMBER, format!("one row of each bill (row {first} is of this one, too), {lines}"));
            self.bad = true;
        } else if self.lines.len() == MOST_LINES {
            cells.refuse(NUMBER, format!("at most {MOST_LINES} lines"));
            self.bad = true;
        } else {
            self.lines.push(line);
        }
    }
}

/// What every row of a bill says alike.
#[derive(Clone, PartialEq)]
struct Head {
    number: String,
    number_fold: String,
    account: String,
    account_fold: String,
    from: Day,
    to: Day,
    issued: Day,
    due: Day,
    units: String,
    left: Option<Money>,
}

/// Gathers bills from their lines.
#[derive(Clone)]
pub(super) struct GatherBills {
    decimals: u32,
    /// The file has columns of lines; without, a row is a whole bill.
    with_lines: bool,
    keys: Keys,
    /// Bills whose rows do not stand together, as the look through the file found them.
    scattered: Arc<HashSet<u64>>,
    looked: Arc<HashSet<u64>>,
    last: Option<u64>,
    /// The bill whose rows are being read.
    open: Option<(u64, BillLines)>,
    /// Bills that wait for the end of the file, by their first row, and where they are.
    waiting: BTreeMap<i64, BillLines>,
    places: HashMap<u64, i64>,
    /// Rows of those.
    rows_waiting: i64,
    /// Bills of which a bad row came first.
    spoiled: HashSet<u64>,
}

impl GatherBills {
    pub(super) fn new(decimals: u32, columns: &[Option<usize>]) -> GatherBills {
        let with_lines = [KIND, LABEL, QUANTITY, RATE].iter().any(|field| columns[*field].is_some());
        GatherBills {
            decimals,
            with_lines,
            keys: Keys::default(),
            scattered: Arc::default(),
            looked: Arc::default(),
            last: None,
            open: None,
            waiting: BTreeMap::new(),
            places: HashMap::new(),
            rows_waiting: 0,
            spoiled: HashSet::new(),
        }
    }

    fn add(&mut self, key: u64, row: std::result::Result<(Head, BillLineRow), Head>, cells: &mut Cells<'_>) {
        self.rows_waiting += i64::from(self.scattered.contains(&key));
        let with_lines = self.with_lines;
        let bill = match self.place_of(key) {
            Some(bill) => bill,
            None => {
                let (head, lines, bad) = match row {
                    Ok((head, line)) => (head, vec![line], false),
                    Err(head) => (head, Vec::new(), true),
                };
                let bad = bad || self.spoiled.contains(&key);
                let bill = BillLines { head, lines, line: cells.line(), rows: 1, bad };
                if self.scattered.contains(&key) {
                    self.places.insert(key, bill.line);
                    self.waiting.insert(bill.line, bill);
                } else {
                    self.open = Some((key, bill));
                }
                return;
            }
        };
        bill.add(row, with_lines, cells);
    }

    fn place_of(&mut self, key: u64) -> Option<&mut BillLines> {
        if self.open.as_ref().is_some_and(|(open, _)| *open == key) {
            return self.open.as_mut().map(|(_, bill)| bill);
        }
        let line = self.places.get(&key)?;
        self.waiting.get_mut(line)
    }
}

impl Gather for GatherBills {
    type Row = BillLines;

    fn look(&mut self, cells: &mut Cells<'_>) {
        let Some(key) = cells.peek(NUMBER).map(|text| self.keys.of(folded_number(text))) else { return };
        if self.last != Some(key) && !Arc::make_mut(&mut self.looked).insert(key) {
            Arc::make_mut(&mut self.scattered).insert(key);
        }
        self.last = Some(key);
    }

    fn take(&mut self, cells: &mut Cells<'_>, batch: &mut Batch<BillLines>) {
        let Some(head) = head(cells, self.decimals) else {
            self.spoil(cells);
            batch.bad += 1;
            return;
        };
        let line = line(cells, self.decimals, self.with_lines);
        let key = self.keys.of(&head.number_fold);
        if !self.with_lines
            && let Some(bill) = self.place_of(key)
            && bill.says(&head, line.as_ref())
        {
            cells.refuse(NUMBER, "each bill once");
            batch.bad += 1;
            return;
        }
        if self.open.as_ref().is_some_and(|(open, _)| *open != key)
            && let Some((_, bill)) = self.open.take()
        {
            give(bill, self.decimals, batch);
        }
        let row = match line {
            Some(line) => Ok((head, line)),
            None => Err(head),
        };
        self.add(key, row, cells);
    }

    fn spoil(&mut self, cells: &Cells<'_>) {
        let Some(key) = cells.peek(NUMBER).map(|text| self.keys.of(folded_number(text))) else { return };
        match self.place_of(key) {
            Some(bill) => bill.bad = true,
            None => drop(self.spoiled.insert(key)),
        }
    }

    fn waiting(&self) -> i64 {
        self.rows_waiting
    }

    fn end(&mut self, batch: &mut Batch<BillLines>) {
        if let Some((_, bill)) = self.open.take() {
            give(bill, self.decimals, batch);
        }
        for bill in std::mem::take(&mut self.waiting).into_values() {
            give(bill, self.decimals, batch);
        }
    }
}

/// Hands a bill on, once its sums are known to fit.
fn give(bill: BillLines, decimals: u32, batch: &mut Batch<BillLines>) {
    if bill.bad {
        batch.bad += bill.rows;
        return;
    }
    match sums(&bill, decimals) {
        Ok(_) => batch.rows.push(bill),
        Err(error) => {
            batch.bad += bill.rows;
            batch.errors.push(error);
        }
    }
}

/// Whether cells read as a row of a bill, whatever the book says to it.
pub(super) fn reads(cells: &mut Cells<'_>, decimals: u32) -> bool {
    head(cells, decimals).is_some() && cells.money(AMOUNT, decimals).is_some()
}

fn head(cells: &mut Cells<'_>, decimals: u32) -> Option<Head> {
    let number = code(cells, NUMBER);
    let account = code(cells, ACCOUNT);
    let (from, to) = (cells.day(FROM), cells.day(TO));
    let (issued, due) = (cells.day(ISSUED), cells.day(DUE));
    let units = cells.maybe(UNITS, 40);
    let units = units
        .and_then(|t| if t.is_empty() { Some(String::new()) } else { cells.read(UNITS, &t, cells::decimal) });
    let left = cells.text(LEFT, 0, 40);
    let left = left.and_then(|t| {
        if t.is_empty() { Some(None) } else { cells.read(LEFT, &t, |t| Money::parse(t, decimals)).map(Some) }
    });
    let (from, to, issued, due) = (from?, to?, issued?, due?);
    if from >= to {
        cells.refuse(TO, format!("a day after {from}"));
        return None;
    }
    if due < issued {
        cells.refuse(DUE, format!("{issued} or later"));
        return None;
    }
    let (number, account) = (number?, account?);
    Some(Head {
        number_fold: folded_number(&number),
        number,
        account_fold: folded_number(&account),
        account,
        from,
        to,
        issued,
        due,
        units: units?,
        left: left?,
    })
}

fn line(cells: &mut Cells<'_>, decimals: u32, with_lines: bool) -> Option<BillLineRow> {
    let amount = cells.money(AMOUNT, decimals);
    if !with_lines {
        let (kind, label) = (BillLineKind::Other, "Total".to_owned());
        return Some(BillLineRow {
            kind,
            label,
            quantity: String::new(),
            rate: String::new(),
            amount_minor: amount?,
        });
    }
    let kind = cells.text(KIND, 0, 40).and_then(|t| cells.read(KIND, &t, line_kind));
    let label = cells.text(LABEL, 0, 120);
    let (quantity, rate) = (cells.maybe(QUANTITY, 40), cells.maybe(RATE, 40));
    let kind = kind?;
    let label = label.map(|t| if t.is_empty() { named(kind) } else { t.into_owned() });
    Some(BillLineRow {
        kind,
        label: label?,
        quantity: quantity?.into_owned(),
        rate: rate?.into_owned(),
        amount_minor: amount?,
    })
}

/// A line without words of its own is called by its kind: `Energy`.
fn named(kind: BillLineKind) -> String {
    let mut word = kind.as_str().to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

fn line_kind(text: &str) -> std::result::Result<BillLineKind, String> {
    Ok(match folded_number(text).as_str() {
        "" => BillLineKind::Other,
        "energycharge" | "energycharges" | "consumption" | "usage" => BillLineKind::Energy,
        "fixedcharge" | "fixedcharges" | "rent" | "meterrent" => BillLineKind::Fixed,
        "demandcharge" | "demandcharges" => BillLineKind::Demand,
        "subsidy" | "discount" | "concession" => BillLineKind::Rebate,
        "duty" | "cess" | "gst" | "vat" | "electricitytax" => BillLineKind::Tax,
        "latefee" | "latepaymentsurcharge" | "lpsc" | "interest" | "penalty" => BillLineKind::Surcharge,
        "roundoff" | "roundingoff" => BillLineKind::Rounding,
        word => BillLineKind::from_word(word).ok_or_else(|| {
            let words: Vec<&str> = BillLineKind::ALL.iter().map(|k| k.as_str()).collect();
            format!("one of {}", words.join(", "))
        })?,
    })
}

/// What a bill comes to.
struct Sums {
    total: Money,
    surcharge: Money,
    left: Money,
    surcharge_left: Money,
}

/// Adds a bill up. Its surcharge is paid before the rest, as at the counter.
fn sums(bill: &BillLines, decimals: u32) -> std::result::Result<Sums, RowError> {
    let bad = |field: &str, value: String, expected: String| RowError {
        row: bill.line,
        field: field.to_owned(),
        value,
        expected,
    };
    let sum = |only: fn(BillLineKind) -> bool| {
        let lines = bill.lines.iter().filter(|line| only(line.kind));
        Money::sum(lines.map(|line| line.amount_minor))
    };
    let number = &bill.head.number;
    let large = || bad("amount", String::new(), format!("a total of bill {number} below 90 million million"));
    let text = |amount: Money| amount.plain(decimals);
    let total = sum(|_| true).ok_or_else(large)?;
    let surcharge = sum(|kind| kind == BillLineKind::Surcharge).ok_or_else(large)?;
    if total.is_negative() {
        let expected = format!("lines of bill {number} whose sum is not below zero");
        return Err(bad("amount", text(total), expected));
    }
    if surcharge.is_negative() || surcharge > total {
        let expected = format!("surcharges between zero and the total of bill {number}, {}", text(total));
        return Err(bad("amount", text(surcharge), expected));
    }
    let open = bill.head.left.unwrap_or(total);
    if open.is_negative() || open > total {
        let expected = format!("between zero and the total of bill {number}, {}", text(total));
        return Err(bad("left", text(open), expected));
    }
    let rest = total.minus(surcharge).ok_or_else(large)?;
    let left = open.min(rest);
    Ok(Sums { total, surcharge, left, surcharge_left: open.minus(left).ok_or_else(large)? })
}

/// Keeps bills.
pub(super) struct KeepBills {
    decimals: u32,
    fresh: bool,
    build: Vec<String>,
}

impl KeepBills {
    pub(super) fn new(decimals: u32) -> KeepBills {
        KeepBills { decimals, fresh: false, build: Vec::new() }
    }
}

impl Keep for KeepBills {
    type Row = BillLines;

    fn nothing_yet(tx: &Tx<'_>) -> Result<bool> {
        bills::none_yet(tx)
    }

    fn begin(&mut self, desk: &Desk<'_>) -> Result<()> {
        self.build = Vec::new();
        self.fresh = Self::nothing_yet(desk.tx)?;
        if self.fresh && desk.large && desk.act.is_some() {
            self.build = customers::drop_indexes(desk.tx, Bulk::Bills)?;
        }
        Ok(())
    }

    fn keep(&mut self, desk: &Desk<'_>, bill: &BillLines) -> Result<Kept> {
        let bad = |field: &str, value: &str, expected: &str| {
            let (field, expected) = (field.to_owned(), expected.to_owned());
            Ok(Kept::Bad(vec![RowError { row: bill.line, field, value: cells::shown(value), expected }]))
        };
        let sums = match sums(bill, self.decimals) {
            Ok(sums) => sums,
            Err(error) => return Ok(Kept::Bad(vec![error])),
        };
        let Some(account) = customers::account_by_number(desk.tx, &bill.head.account)? else {
            return bad("account_number", &bill.head.account, "the number of an account in this book");
        };
        // Within a transaction that began without bills, only this file makes any, each one once.
        if !(self.fresh && desk.large)
            && let Some(found) = bills::by_number(desk.tx, &bill.head.number)?
        {
            if !same_bill(desk.tx, &found, bill, account.id, &sums)? {
                let expected = "the bill as issued; bills are never edited: cancel and rebill";
                return bad("bill_number", &bill.head.number, expected);
            }
            return match self.other_left(desk.tx, &found, bill)? {
                None => Ok(Kept::Unchanged),
                Some((says, expected)) => bad("left", &says, &expected),
            };
        }
        let open = sums.left.is_positive() || sums.surcharge_left.is_positive();
        if account.status == AccountStatus::Closed && open {
            return bad(
                "account_number",
                &bill.head.account,
                "an account that is not closed, or nothing left",
            );
        }
        if let Some(act) = desk.act {
            write(act, desk, bill, account.id, &sums)?;
        }
        Ok(Kept::Created)
    }

    fn end(&mut self, desk: &Desk<'_>) -> Result<()> {
        customers::build_indexes(desk.tx, &std::mem::take(&mut self.build))
    }

    fn rows(bill: &BillLines) -> i64 {
        bill.rows
    }
}

impl KeepBills {
    /// What the file says is left of a bill that the book has, where that is neither what was left of it as it came into the
    /// book nor what is left now, and what was expected. A file that says nothing of it asks for nothing.
    fn other_left(&self, tx: &Tx<'_>, found: &BillRow, bill: &BillLines) -> Result<Option<(String, String)>> {
        let Some(says) = bill.head.left else { return Ok(None) };
        let now = found.left_minor.plus(found.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
        let began = bills::left_at_first(tx, found.id)?;
        if says == now || says == began {
            return Ok(None);
        }
        let plain = |amount: Money| amount.plain(self.decimals);
        let now = if now == began { String::new() } else { format!(", or {} as now", plain(now)) };
        let expected = format!(
            "{}, as it came into the book{now}; no file changes a bill: give a credit note for what was paid elsewhere",
            plain(began)
        );
        Ok(Some((plain(says), expected)))
    }
}

/// Whether a bill in the book has these contents.
fn same_bill(
    tx: &Tx<'_>,
    found: &BillRow,
    bill: &BillLines,
    account: AccountId,
    sums: &Sums,
) -> Result<bool> {
    let head = &bill.head;
    let same = found.account_id == account
        && (found.period_from_on, found.period_to_on) == (head.from, head.to)
        && (found.issued_on, found.due_on) == (head.issued, head.due)
        && found.units == head.units
        && (found.total_minor, found.surcharge_minor) == (sums.total, sums.surcharge);
    Ok(same && same_lines(&bills::lines(tx, found.id)?, &bill.lines))
}

fn same_lines(found: &[BillLineRow], lines: &[BillLineRow]) -> bool {
    found.len() == lines.len() && found.iter().zip(lines).all(same_line)
}

fn same_line((a, b): (&BillLineRow, &BillLineRow)) -> bool {
    (a.kind, &a.label, &a.quantity, &a.rate, a.amount_minor)
        == (b.kind, &b.label, &b.quantity, &b.rate, b.amount_minor)
}

fn write(act: &Act<'_>, desk: &Desk<'_>, bill: &BillLines, account: AccountId, sums: &Sums) -> Result<()> {
    let head = &bill.head;
    let id = act.claims(
        &NewBill {
            account,
            number: &head.number,
            number_fold: &head.number_fold,
            period_from: head.from,
            period_to: head.to,
            issued_on: head.issued,
            due_on: head.due,
            units: &head.units,
            total: sums.total,
            surcharge: sums.surcharge,
            left: sums.left,
            surcharge_left: sums.surcharge_left,
        },
        &Claimed::IMPORTED,
    )?;
    for (at, line) in (1i64..).zip(&bill.lines) {
        bills::add_line(desk.tx, id, at, line)?;
    }
    customers::bump_account(desk.tx, account)?;
    // What was paid before the book began was never this book's money.
    let owed = sums.left.plus(sums.surcharge_left).ok_or(Refusal::TooMuch)?;
    if owed.is_zero() {
        return Ok(());
    }
    let entry = Entry::balanced([
        Line { ledger: Ledger::Receivable, account: Some(account), amount: owed },
        Line { ledger: Ledger::Billed, account: None, amount: owed.negated() },
    ])?;
    let entry = entry.ok_or_else(|| Error::Broke(anyhow!("the entry of bill {id} does not balance")))?;
    journal::post(desk.tx, "bill", id.0, desk.today, &entry)
}
