//! Payments whose money is in hand, from the drop box or a bank, a payment a row.
//!
//! Each becomes a request that the queue's worker processes. One whose account nobody knows is kept,
//! too: its money is here, so it becomes a dead letter that a person works off.

use super::cells::{self, Cells, code, folded_number};
use super::keep::{Batch, Desk, Gather, Keep, Kept, Keys};
use super::views::RowError;
use crate::Result;
use crate::queue::{InHandRow, Intake, intake, other_than};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::queue::Source;
use foil_store::{Tx, customers, tickets};
use std::collections::HashMap;

// The places of the fields in their list.
const REFERENCE: usize = 0;
const ACCOUNT: usize = 1;
const AMOUNT: usize = 2;
const METHOD: usize = 3;
const BANK: usize = 4;
const PAID_ON: usize = 5;
const SOURCE: usize = 6;
const DRAWER: usize = 7;

/// A payment as the file has it.
pub(super) struct PaymentLine {
    line: i64,
    row: InHandRow,
}

/// Gathers payments.
#[derive(Clone)]
pub(super) struct GatherPayments {
    decimals: u32,
    keys: Keys,
    seen: HashMap<u64, i64>,
}

impl GatherPayments {
    pub(super) fn new(decimals: u32) -> GatherPayments {
        GatherPayments { decimals, keys: Keys::default(), seen: HashMap::new() }
    }
}

impl Gather for GatherPayments {
    type Row = PaymentLine;

    fn take(&mut self, cells: &mut Cells<'_>, batch: &mut Batch<PaymentLine>) {
        let Some(row) = read(cells, self.decimals) else {
            batch.bad += 1;
            return;
        };
        let key = self.keys.of((row.row.source, &row.row.reference));
        if let Some(line) = self.seen.get(&key) {
            cells.refuse(REFERENCE, format!("each reference once; it stands in row {line}"));
            batch.bad += 1;
            return;
        }
        self.seen.insert(key, row.line);
        batch.rows.push(row);
    }
}

/// Whether cells read as a payment, whatever the book says to it.
pub(super) fn reads(cells: &mut Cells<'_>, decimals: u32) -> bool {
    read(cells, decimals).is_some()
}

fn read(cells: &mut Cells<'_>, decimals: u32) -> Option<PaymentLine> {
    let reference = code(cells, REFERENCE);
    let account = code(cells, ACCOUNT);
    let amount = cells.money(AMOUNT, decimals);
    let method = cells.text(METHOD, 0, 40).and_then(|t| cells.read(METHOD, &t, method));
    let bank = cells.maybe(BANK, 120);
    let paid_on = cells.maybe_day(PAID_ON);
    let source = cells.text(SOURCE, 0, 40).and_then(|t| cells.read(SOURCE, &t, source));
    let drawer = cells.maybe(DRAWER, 120);
    let (amount, method, bank, drawer) = (amount?, method?, bank?, drawer?);
    if !amount.is_positive() {
        cells.refuse(
            AMOUNT,
            format!("an amount above zero, such as {}", Money::from_minor(123_450).plain(decimals)),
        );
        return None;
    }
    let source = source?.unwrap_or(match method {
        Some(Method::Cash | Method::Cheque) => Source::DropBox,
        Some(Method::Card | Method::Upi | Method::Bank | Method::Transfer) | None => Source::BankFile,
    });
    let method = method.unwrap_or(if source == Source::DropBox { Method::Cash } else { Method::Bank });
    if method == Method::Cheque && bank.is_empty() {
        cells.refuse(BANK, "the bank the cheque is drawn on");
        return None;
    }
    let row = InHandRow {
        source,
        reference: reference?,
        account: None,
        account_text: account?,
        amount,
        method,
        bank: bank.into_owned(),
        // A bank's file may name who sent any payment; only of a cheque it tells which paper it is.
        drawer: if method == Method::Cheque { drawer.into_owned() } else { String::new() },
        paid_on: paid_on?,
    };
    Some(PaymentLine { line: cells.line(), row })
}

fn method(text: &str) -> std::result::Result<Option<Method>, String> {
    Ok(Some(match folded_number(text).as_str() {
        "" => return Ok(None),
        "cash" => Method::Cash,
        "cheque" | "check" | "chq" | "dd" | "demanddraft" => Method::Cheque,
        "card" | "debitcard" | "creditcard" | "pos" => Method::Card,
        "upi" | "bhim" | "qr" | "bharatqr" => Method::Upi,
        "bank" | "neft" | "rtgs" | "imps" | "ecs" | "nach" | "netbanking" | "transfer" | "banktransfer" => {
            Method::Bank
        }
        _ => return Err("cash, cheque, card, upi or bank".to_owned()),
    }))
}

fn source(text: &str) -> std::result::Result<Option<Source>, String> {
    Ok(Some(match folded_number(text).as_str() {
        "" => return Ok(None),
        "dropbox" | "box" => Source::DropBox,
        "bankfile" | "bank" => Source::BankFile,
        _ => return Err("drop_box or bank_file".to_owned()),
    }))
}

/// Keeps payments as requests of the queue.
#[derive(Default)]
pub(super) struct KeepPayments;

impl Keep for KeepPayments {
    type Row = PaymentLine;

    fn nothing_yet(_tx: &Tx<'_>) -> Result<bool> {
        // Counters may be waiting, whether there were payments in hand before or not.
        Ok(false)
    }

    fn begin(&mut self, _desk: &Desk<'_>) -> Result<()> {
        Ok(())
    }

    fn keep(&mut self, desk: &Desk<'_>, payment: &PaymentLine) -> Result<Kept> {
        let account = customers::account_by_number(desk.tx, &payment.row.account_text)?.map(|a| a.id);
        let row = InHandRow { account, ..payment.row.clone() };
        if let Some(found) = tickets::by_reference(desk.tx, row.source, &row.reference)? {
            let Some(other) = other_than(desk.tx, &found, &row)? else { return Ok(Kept::Unchanged) };
            return Ok(Kept::Bad(vec![RowError {
                row: payment.line,
                field: "reference".to_owned(),
                value: cells::shown(&row.reference),
                expected: format!("a reference of its own; the book has it with another {other}"),
            }]));
        }
        let Some(act) = desk.act else { return Ok(Kept::Created) };
        Ok(match intake(act, &row)? {
            Intake::Created => Kept::Created,
            Intake::Known => Kept::Unchanged,
        })
    }

    fn money(payment: &PaymentLine) -> Money {
        payment.row.amount
    }
}
