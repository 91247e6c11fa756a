//! Documents made from the book: what was decided with the act, on paper.

use super::place::{day_folder, file_name};
use super::views::DocumentRef;
use crate::office::{head_at, head_then, zone_of};
use crate::reports::views::ReportQuery;
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use foil_domain::arrears::papers::ArrearsPaper;
use foil_domain::billing::{BillLineKind, BillState, ClaimKind, CorrectionKind, Lateness, lateness};
use foil_domain::documents::{
    BillCorrection, BillDoc, BillDocLine, BillPaper, BounceLetterDoc, ChequeSlipDoc, Copy, MoneyPaper,
    MonthUse, NoteDoc, NoteKind, ReceiptDoc, ReportDoc, SlipDoc, UseLetterDoc, VoidMark, VoucherDoc,
};
use foil_domain::ids::{BillId, CounterId, PaymentId, PayoutId, UseCaseId, ZReportId};
use foil_domain::money::Money;
use foil_domain::press::Format;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::shifts::papers::{DayDoc, DepositDoc, ShiftReport, TillPaper};
use foil_domain::time::{Day, Instant, Zone};
use foil_store::Tx;
use foil_store::bills::BillRow;
use foil_store::copies::CopyRow;
use foil_store::former;
use foil_store::office::OfficeRow;
use foil_store::payments::{PaymentRow, VoidRow};
use foil_store::payouts::PayoutRow;
use foil_store::reversals::ReversalRow;
use foil_store::z_reports::ZRow;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Months of use on a bill.
const MONTHS_SHOWN: i64 = 12;

/// A document ready to be saved.
pub(super) struct Made {
    /// Where it stands under the document folder.
    pub path: PathBuf,
    /// A good name for Save as….
    pub name: String,
    /// What it says.
    pub bytes: Vec<u8>,
}

/// What a document says, read from the book; drawing it needs the book no more.
pub(super) enum Sheet {
    Receipt(Box<ReceiptDoc>, Copy, Option<VoidMark>),
    Slip(Box<SlipDoc>, Copy),
    Bill(Box<BillDoc>),
    Arrears(Box<ArrearsPaper>),
    Note(Box<NoteDoc>, Option<Copy>),
    Till(Box<TillPaper>),
    UseLetter(Box<UseLetterDoc>),
    Report(Box<ReportDoc>),
    Money(MoneyPaper),
}

/// A sheet with its place under the document folder.
pub(super) struct Drawn {
    pub sheet: Sheet,
    pub format: Format,
    pub path: PathBuf,
}

impl Drawn {
    /// Draws it.
    pub fn made(self, office: &Office) -> Result<Made> {
        let bytes = match &self.sheet {
            Sheet::Receipt(doc, copy, void) => office.press.receipt(doc, copy, void.as_ref(), self.format)?,
            Sheet::Slip(doc, copy) => office.press.slip(doc, copy, self.format)?,
            Sheet::Bill(doc) => office.press.bill(doc, self.format)?,
            Sheet::Arrears(paper) => office.press.arrears(paper, self.format)?,
            Sheet::Note(doc, copy) => office.press.note(doc, copy.as_ref(), self.format)?,
            Sheet::Till(paper) => office.press.till(paper, self.format)?,
            Sheet::UseLetter(doc) => office.press.use_letter(doc)?,
            Sheet::Report(doc) => office.press.report(doc, self.format)?,
            Sheet::Money(paper) => office.press.money_paper(paper, self.format)?,
        };
        let name = self.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Made { path: self.path, name, bytes })
    }
}

/// Reads what a document says; `n` above 0 is that duplicate of a paper that has an original. Refuses what is
/// not there: a slip of a payment that stands, a duplicate that was never handed out.
pub(super) fn read(
    tx: &Tx<'_>,
    office: &OfficeRow,
    root: &Path,
    what: &DocumentRef,
    n: i64,
) -> Result<Drawn> {
    read_for(tx, office, root, what, n, None)
}

/// The same for somebody at a moment: a shift so far, and a report, show what they may see of it by then.
pub(super) fn read_for(
    tx: &Tx<'_>,
    office: &OfficeRow,
    root: &Path,
    what: &DocumentRef,
    n: i64,
    for_whom: Option<(&Session, Instant)>,
) -> Result<Drawn> {
    match what {
        DocumentRef::XReport { .. }
        | DocumentRef::ZReport { .. }
        | DocumentRef::DepositSlip { .. }
        | DocumentRef::DayPaper { .. } => till(tx, office, root, what, for_whom),
        DocumentRef::Receipt { payment, format } => {
            let p = find(tx, *payment)?;
            let handed = handed(tx, office, what, n)?;
            let path = day_folder(root, p.business_on).join("receipts").join(handed.file(&p.number, *format));
            let void = handed.void(tx, *payment)?;
            let sheet = Sheet::Receipt(Box::new(receipt(tx, &p)?), handed.copy, void);
            Ok(Drawn { sheet, format: *format, path })
        }
        DocumentRef::Slip { payment, format } => {
            let void = void_of(tx, *payment)?;
            let handed = handed(tx, office, what, n)?;
            let path =
                day_folder(root, void.business_on).join("slips").join(handed.file(&void.number, *format));
            Ok(Drawn { sheet: Sheet::Slip(Box::new(slip(tx, &void)?), handed.copy), format: *format, path })
        }
        DocumentRef::Voucher { payment, format } => {
            let row = voucher_of(tx, *payment)?;
            let kept = (row.business_on, &*row.number, &*row.document, row.counter_id, row.audit_seq);
            voucher(tx, office, (root, what, n), kept, *format)
        }
        DocumentRef::PayOut { payout, format } => {
            let row = payout_of(tx, *payout)?;
            let kept = (row.business_on, &*row.number, &*row.document, row.counter_id, row.audit_seq);
            voucher(tx, office, (root, what, n), kept, *format)
        }
        DocumentRef::BounceLetter { cheque } => {
            let text = match foil_store::cheques::find(tx, *cheque)? {
                Some(_) => foil_store::cheques::letter(tx, *cheque)?,
                None => String::new(),
            };
            if text.is_empty() {
                return Err(Refusal::not_found("letter about cheque", cheque).into());
            }
            let doc: BounceLetterDoc = kept(&text, "letter")?;
            let name = file_name(&format!("cheque-{cheque}-{}", doc.number), Format::Pdf);
            let path = day_folder(root, doc.written_on).join("letters").join(name);
            let paper = MoneyPaper::BounceLetter(Box::new(doc));
            Ok(Drawn { sheet: Sheet::Money(paper), format: Format::Pdf, path })
        }
        DocumentRef::ChequeSlip { slip, format } => {
            let row = foil_store::cheques::slip(tx, *slip)?;
            let row = row.ok_or_else(|| Refusal::not_found("deposit slip", slip))?;
            let path =
                day_folder(root, row.business_on).join("deposits").join(file_name(&row.number, *format));
            let doc: ChequeSlipDoc = kept(&row.document, "deposit slip")?;
            let doc = ChequeSlipDoc { audit_hash: sealed_by(tx, row.counter_id, row.audit_seq)?, ..doc };
            let paper = MoneyPaper::ChequeSlip(Box::new(doc));
            Ok(Drawn { sheet: Sheet::Money(paper), format: *format, path })
        }
        DocumentRef::Notice { notice, format } => {
            let row = foil_store::notices::find(tx, *notice)?;
            let row = row.ok_or_else(|| Refusal::not_found("notice", notice))?;
            let path =
                day_folder(root, row.business_on).join("notices").join(file_name(&row.number, *format));
            let document = foil_store::notices::document(tx, *notice)?;
            let paper = ArrearsPaper::Notice(kept(&document, "notice")?);
            Ok(Drawn { sheet: Sheet::Arrears(Box::new(paper)), format: *format, path })
        }
        DocumentRef::Agreement { plan, format } => {
            let row = foil_store::plans::find(tx, *plan)?.ok_or_else(|| Refusal::not_found("plan", plan))?;
            let name = file_name(&format!("agreement-{}-{}", row.id, row.account), *format);
            let path = day_folder(root, row.made_on).join("agreements").join(name);
            let paper = ArrearsPaper::Agreement(kept(&row.document, "agreement")?);
            Ok(Drawn { sheet: Sheet::Arrears(Box::new(paper)), format: *format, path })
        }
        DocumentRef::Statement { account, from, until, format } => {
            let doc = crate::arrears::statement(tx, office, *account, *from, *until)?;
            let name = file_name(&format!("statement-{}-{from}-{until}", doc.to.account), *format);
            let path = root.join("statements").join(name);
            Ok(Drawn { sheet: Sheet::Arrears(Box::new(ArrearsPaper::Statement(doc))), format: *format, path })
        }
        DocumentRef::CutList { orders, route, format } => {
            let doc = crate::arrears::cut_list(tx, office, *orders, office.business_on, route.as_deref())?;
            let of_route = route.as_deref().map_or(String::new(), |r| format!("-{r}"));
            let name = file_name(&format!("{orders}{of_route}"), *format);
            let path = day_folder(root, office.business_on).join("orders").join(name);
            Ok(Drawn { sheet: Sheet::Arrears(Box::new(ArrearsPaper::CutList(doc))), format: *format, path })
        }
        DocumentRef::Report { report, from, to, format } => {
            let asked = ReportQuery { report: *report, from: *from, to: *to };
            let blind = for_whom.map(|(who, _)| crate::shifts::counted_blind(tx, office, who)).transpose()?;
            let doc = crate::reports::paper(tx, office, asked, blind.flatten(), *format)?;
            let path = root.join("reports").join(file_name(&format!("{report}-{from}-{to}"), *format));
            Ok(Drawn { sheet: Sheet::Report(Box::new(doc)), format: *format, path })
        }
        DocumentRef::UseLetter { case } => {
            let doc = use_letter(tx, office, *case)?;
            let path = root.join("letters").join(file_name(&format!("use-{}", doc.number), Format::Pdf));
            Ok(Drawn { sheet: Sheet::UseLetter(Box::new(doc)), format: Format::Pdf, path })
        }
        DocumentRef::Bill { bill, format } => {
            let found =
                foil_store::bills::find(tx, *bill)?.ok_or_else(|| Refusal::not_found("bill", bill))?;
            let (number, kind) = (found.number.clone(), found.kind);
            let sheet = match kind {
                ClaimKind::Bill => Sheet::Bill(Box::new(bill_doc(tx, office, found)?)),
                ClaimKind::DebitNote | ClaimKind::Surcharge | ClaimKind::Charge => {
                    Sheet::Note(Box::new(kept(&foil_store::bills::document(tx, *bill)?, "note")?), None)
                }
            };
            Ok(Drawn {
                sheet,
                format: *format,
                path: root.join("bills").join(own_name(&number, bill.0, *format)),
            })
        }
        DocumentRef::Correction { correction, format } => {
            let found = foil_store::corrections::find(tx, *correction)?
                .ok_or_else(|| Refusal::not_found("correction", correction))?;
            let doc: NoteDoc = kept(&foil_store::corrections::document(tx, *correction)?, "correction")?;
            let audit_hash = sealed_by(tx, found.counter_id, found.audit_seq)?;
            let handed = handed(tx, office, what, n)?;
            let path = day_folder(root, found.business_on)
                .join("corrections")
                .join(handed.file(&found.number, *format));
            let sheet = Sheet::Note(Box::new(NoteDoc { audit_hash, ..doc }), Some(handed.copy));
            Ok(Drawn { sheet, format: *format, path })
        }
    }
}

/// A voucher for money that went back: its day, its number, what it says, and the place of its row in the log.
fn voucher(
    tx: &Tx<'_>,
    office: &OfficeRow,
    (root, what, n): (&Path, &DocumentRef, i64),
    (on, number, document, counter, seq): (Day, &str, &str, CounterId, i64),
    format: Format,
) -> Result<Drawn> {
    let handed = handed(tx, office, what, n)?;
    let path = day_folder(root, on).join("vouchers").join(handed.file(number, format));
    let doc: VoucherDoc = kept(document, "voucher")?;
    let doc = VoucherDoc { audit_hash: sealed_by(tx, counter, seq)?, ..doc };
    let paper = MoneyPaper::Voucher(Box::new(doc), handed.copy);
    Ok(Drawn { sheet: Sheet::Money(paper), format, path })
}

/// A paper of the drawers.
fn till(
    tx: &Tx<'_>,
    office: &OfficeRow,
    root: &Path,
    what: &DocumentRef,
    for_whom: Option<(&Session, Instant)>,
) -> Result<Drawn> {
    let (paper, format, path) = match what {
        DocumentRef::XReport { shift, format } => {
            let row =
                foil_store::shifts::find(tx, *shift)?.ok_or_else(|| Refusal::not_found("shift", shift))?;
            let (who, now) = for_whom.ok_or_else(|| anyhow!("an X report is made for somebody"))?;
            let doc = crate::shifts::x_document(tx, office, who, &row, now)?;
            let name = file_name(&format!("X-{}", row.number), *format);
            (
                TillPaper::Shift(Box::new(doc)),
                format,
                day_folder(root, row.business_on).join("shifts").join(name),
            )
        }
        DocumentRef::ZReport { z, format } => {
            let row =
                foil_store::z_reports::find(tx, *z)?.ok_or_else(|| Refusal::not_found("Z report", z))?;
            let name = file_name(&row.number, *format);
            let path = day_folder(root, row.business_on).join("shifts").join(name);
            (TillPaper::Shift(Box::new(z_doc(tx, &row)?)), format, path)
        }
        DocumentRef::DepositSlip { slip, format } => {
            let none = || Refusal::not_found("deposit slip", slip);
            let row =
                foil_store::deposits::find(tx, *slip)?.filter(|row| row.kind == "cash").ok_or_else(none)?;
            let doc: DepositDoc = kept(&foil_store::deposits::document(tx, *slip)?, "deposit slip")?;
            let audit_hash = sealed_by(tx, row.counter_id, row.audit_seq)?;
            let name = file_name(&row.number, *format);
            let path = day_folder(root, row.business_on).join("deposits").join(name);
            (TillPaper::Deposit(DepositDoc { audit_hash, ..doc }), format, path)
        }
        DocumentRef::DayPaper { on, format } => {
            let row =
                foil_store::day_closes::find(tx, *on)?.ok_or_else(|| Refusal::not_found("closed day", on))?;
            let doc: DayDoc = kept(&row.document, "day's paper")?;
            let audit_hash = sealed_by(tx, row.counter_id, row.audit_seq)?;
            let seal = code_of(foil_store::seals::of_day(tx, *on)?)?;
            let name = file_name(&format!("day-{on}"), *format);
            (TillPaper::Day(DayDoc { audit_hash, seal, ..doc }), format, day_folder(root, *on).join(name))
        }
        _ => return Err(anyhow!("this is no paper of the drawers").into()),
    };
    Ok(Drawn { sheet: Sheet::Till(Box::new(paper)), format: *format, path })
}

/// A Z report as it was stored, with the hash of the audit row that closed its shift.
fn z_doc(tx: &Tx<'_>, row: &ZRow) -> Result<ShiftReport> {
    let doc: ShiftReport = kept(&foil_store::z_reports::document(tx, row.id)?, "Z report")?;
    let seal = code_of(foil_store::seals::last_before(tx, row.business_on)?)?;
    Ok(ShiftReport { audit_hash: sealed_by(tx, row.counter_id, row.audit_seq)?, seal, ..doc })
}

/// What a daily seal's code says; nothing where there is no seal.
fn code_of(seal: Option<foil_store::seals::SealRow>) -> Result<String> {
    seal.map(|seal| Ok(seal.signed()?.qr())).unwrap_or_else(|| Ok(String::new()))
}

/// A Z report as JSON, beside its PDF: what stands on it, for machines.
pub(super) fn z_json(tx: &Tx<'_>, root: &Path, z: ZReportId) -> Result<(PathBuf, Vec<u8>)> {
    let row = foil_store::z_reports::find(tx, z)?.ok_or_else(|| Refusal::not_found("Z report", z))?;
    let pdf = file_name(&row.number, Format::Pdf);
    let path = day_folder(root, row.business_on).join("shifts").join(pdf).with_extension("json");
    let mut json = serde_json::to_vec_pretty(&z_doc(tx, &row)?).context("writing a Z report")?;
    json.push(b'\n');
    Ok((path, json))
}

/// The number of a paper that has an original.
pub(super) fn number(tx: &Tx<'_>, what: &DocumentRef) -> Result<String> {
    match what {
        DocumentRef::Receipt { payment, .. } => Ok(find(tx, *payment)?.number),
        DocumentRef::Slip { payment, .. } => Ok(void_of(tx, *payment)?.number),
        DocumentRef::Voucher { payment, .. } => Ok(voucher_of(tx, *payment)?.number),
        DocumentRef::PayOut { payout, .. } => Ok(payout_of(tx, *payout)?.number),
        DocumentRef::Correction { correction, .. } => {
            let found = foil_store::corrections::find(tx, *correction)?;
            Ok(found.ok_or_else(|| Refusal::not_found("correction", correction))?.number)
        }
        _ => Err(anyhow!("this paper has no original").into()),
    }
}

fn void_of(tx: &Tx<'_>, payment: PaymentId) -> Result<VoidRow> {
    let void = foil_store::payments::find_void(tx, payment)?;
    Ok(void.ok_or_else(|| Refusal::not_found("cancellation of payment", payment))?)
}

fn voucher_of(tx: &Tx<'_>, payment: PaymentId) -> Result<ReversalRow> {
    let fell = foil_store::reversals::of(tx, payment)?;
    Ok(fell.ok_or_else(|| Refusal::not_found("voucher of payment", payment))?)
}

fn payout_of(tx: &Tx<'_>, id: PayoutId) -> Result<PayoutRow> {
    Ok(foil_store::payouts::find(tx, id)?.ok_or_else(|| Refusal::not_found("pay-out", id))?)
}

/// A paper as it was handed out: the original, or a duplicate at its moment.
struct HandedPaper {
    copy: Copy,
    /// Of a duplicate: when it was handed out, and by which clock.
    duplicate: Option<(CopyRow, Zone)>,
}

fn handed(tx: &Tx<'_>, office: &OfficeRow, what: &DocumentRef, n: i64) -> Result<HandedPaper> {
    let Some((paper, id)) = what.has_an_original().filter(|_| n > 0) else {
        return Ok(HandedPaper { copy: Copy::Original, duplicate: None });
    };
    let none = || Refusal::not_found("duplicate", n);
    let row = foil_store::copies::find(tx, paper, id, n)?.ok_or_else(none)?;
    let (zone, n) = (zone_of(office)?, u32::try_from(n).map_err(|_| none())?);
    let copy = Copy::Duplicate { n, by: row.login.clone(), at_local: shown(zone, row.handed_at) };
    Ok(HandedPaper { copy, duplicate: Some((row, zone)) })
}

impl HandedPaper {
    fn file(&self, number: &str, format: Format) -> String {
        match self.copy {
            Copy::Original => file_name(number, format),
            Copy::Duplicate { n, .. } => file_name(&format!("{number}-duplicate-{n}"), format),
        }
    }

    /// The band across a receipt: void, or fallen later, only if it was when this copy was handed out. Clocks go back, so
    /// that is kept with the copy; by its moment it is told of copies from before it was.
    fn void(&self, tx: &Tx<'_>, payment: PaymentId) -> Result<Option<VoidMark>> {
        let Some((copy, zone)) = &self.duplicate else { return Ok(None) };
        let was_so = |since: Instant| copy.void.unwrap_or(since <= copy.handed_at);
        if let Some(fell) = foil_store::reversals::of(tx, payment)?.filter(|r| was_so(r.made_at)) {
            let doc: VoucherDoc = kept(&fell.document, "voucher")?;
            let at_local = shown(*zone, fell.made_at);
            return Ok(Some(VoidMark { slip: fell.number, at_local, by: doc.by, reason: doc.reason }));
        }
        let void = foil_store::payments::find_void(tx, payment)?.filter(|v| was_so(v.voided_at));
        void.map(|v| void_mark(&v, *zone)).transpose()
    }
}

/// A file's name by a number that may hold anything: two numbers may become the same name, ids do not.
fn own_name(number: &str, id: i64, format: Format) -> String {
    let name = file_name(number, format);
    let plain = number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if plain { name } else { format!("{id}-{name}") }
}

pub(super) fn find(tx: &Tx<'_>, id: PaymentId) -> Result<PaymentRow> {
    let found = foil_store::payments::find(tx, id)?;
    Ok(found.ok_or_else(|| Refusal::not_found("payment", id))?)
}

fn receipt(tx: &Tx<'_>, p: &PaymentRow) -> Result<ReceiptDoc> {
    let doc: ReceiptDoc = kept(&p.document, "receipt")?;
    Ok(ReceiptDoc { audit_hash: sealed_by(tx, p.counter_id, p.audit_seq)?, ..doc })
}

fn slip(tx: &Tx<'_>, void: &VoidRow) -> Result<SlipDoc> {
    let doc: SlipDoc = kept(&void.document, "cancellation slip")?;
    Ok(SlipDoc { audit_hash: sealed_by(tx, void.counter_id, void.audit_seq)?, ..doc })
}

fn void_mark(void: &VoidRow, zone: Zone) -> Result<VoidMark> {
    let slip: SlipDoc = kept(&void.document, "cancellation slip")?;
    Ok(VoidMark {
        slip: void.number.clone(),
        at_local: shown(zone, void.voided_at),
        by: slip.by,
        reason: slip.reason,
    })
}

/// A bill as it stands now: the paper it was issued on, with what has become of it, and of the account, since.
fn bill_doc(tx: &Tx<'_>, office: &OfficeRow, bill: BillRow) -> Result<BillDoc> {
    let left = bill.left_minor.plus(bill.surcharge_left_minor).ok_or(Refusal::TooMuch)?;
    let issued = foil_store::bills::document(tx, bill.id)?;
    if issued.is_empty() {
        return imported(tx, office, bill, left);
    }
    let mut doc: BillDoc = kept(&issued, "bill")?;
    let kinds: Vec<_> = foil_store::bills::lines(tx, bill.id)?.into_iter().map(|line| line.kind).collect();
    group(&mut doc, &kinds);
    let used = bill.credit_used_minor.max(Money::ZERO);
    let taken = foil_store::corrections::taken(tx, bill.id)?.unpaid;
    let paid = [left, used, taken].into_iter().try_fold(bill.total_minor, Money::minus);
    let paid = paid.ok_or(Refusal::TooMuch)?;
    let now = doc.paper.as_ref().map(|paper| paper_now(tx, &bill, left, paper)).transpose()?;
    // As it was issued while nothing has become of it or of the rest, so that the first copy and the batch are
    // the same paper.
    let corrections = corrections_of(tx, bill.id)?;
    let untouched = paid.is_zero() && corrections.is_empty() && !bill.cancelled;
    if untouched && now == doc.paper.as_deref().cloned() {
        return Ok(BillDoc { paid, balance: left, ..doc });
    }
    let status = if untouched { "" } else { state(&bill, left, paid) };
    Ok(BillDoc {
        paid,
        corrections,
        balance: left,
        late: late(tx, &bill, office, left)?.to_owned(),
        status: status.to_owned(),
        as_of: Some(office.business_on),
        paper: now.map(Box::new),
        ..doc
    })
}

/// Says of each line of a paper what it is for, as the book has it beside the paper, line by line.
pub(super) fn group(doc: &mut BillDoc, kinds: &[BillLineKind]) {
    if doc.lines.len() == kinds.len() {
        doc.lines.iter_mut().zip(kinds).for_each(|(line, kind)| line.group = Some(*kind));
    }
}

/// What corrections have taken off a bill: a copy adds up with them alone.
fn corrections_of(tx: &Tx<'_>, bill: BillId) -> Result<Vec<BillCorrection>> {
    let kind = |kind: CorrectionKind| match kind {
        CorrectionKind::Cancel => NoteKind::Cancel,
        CorrectionKind::CreditNote => NoteKind::CreditNote,
        CorrectionKind::WriteOff => NoteKind::WriteOff,
    };
    let rows = foil_store::corrections::of_bill(tx, bill)?.into_iter();
    Ok(rows
        .map(|row| BillCorrection {
            kind: kind(row.kind),
            number: row.number,
            amount: row.amount_minor,
            credited: row.credited_minor,
        })
        .collect())
}

/// The paper with what the account owes today beside this bill: a copy must not ask for arrears that were paid.
fn paper_now(tx: &Tx<'_>, bill: &BillRow, left: Money, paper: &BillPaper) -> Result<BillPaper> {
    if !left.is_positive() && bill.credit_used_minor < bill.total_minor {
        return Ok(paper.clone());
    }
    let account = foil_store::customers::account(tx, bill.account_id)?;
    let credit_left = account.map_or(Money::ZERO, |a| a.credit_minor);
    let arrears = foil_store::bills::open_beside(tx, bill.account_id, Some(bill.id))?;
    let payable = left.plus(arrears).and_then(|sum| sum.minus(credit_left)).ok_or(Refusal::TooMuch)?;
    Ok(BillPaper { arrears, credit_left, payable: payable.max(Money::ZERO), ..paper.clone() })
}

/// A bill that was issued elsewhere: with the names, the meter and the office of its day of issue, and the use up to its own
/// period. What is left to pay of it is of today, and says so once something has become of it.
fn imported(tx: &Tx<'_>, office: &OfficeRow, bill: BillRow, left: Money) -> Result<BillDoc> {
    let id = bill.id;
    let account = foil_store::customers::account(tx, bill.account_id)?;
    let account = account.ok_or_else(|| anyhow!("account {} of bill {id} is gone", bill.account_id))?;
    let property = foil_store::customers::property(tx, account.property_id)?;
    let taken = foil_store::corrections::taken(tx, id)?.unpaid;
    let paid = bill.total_minor.minus(left).and_then(|rest| rest.minus(taken)).ok_or(Refusal::TooMuch)?;
    let mut history: Vec<MonthUse> = foil_store::bills::usage_until(tx, &bill, MONTHS_SHOWN)?
        .into_iter()
        .map(|u| MonthUse { month: month_of(&u.period_to_on.long()), units: u.units })
        .collect();
    history.reverse();
    let customer = foil_store::customers::find(tx, bill.customer_id)?;
    let language = customer.map(|c| c.language).unwrap_or_default();
    let on = bill.issued_on;
    let late = late(tx, &bill, office, left)?.to_owned();
    let corrections = corrections_of(tx, id)?;
    let untouched = paid.is_zero() && corrections.is_empty() && !bill.cancelled && late.is_empty();
    Ok(BillDoc {
        office: crate::payments::head_for(head_at(tx, office, on)?, &language),
        account: former::account_number_then(tx, account.id, on)?
            .unwrap_or_else(|| bill.account_number.clone()),
        customer: former::name_then(tx, bill.customer_id, on)?.unwrap_or_else(|| bill.customer_name.clone()),
        address: match former::address_then(tx, account.property_id, on)? {
            Some(then) => then,
            None => property.map(|p| p.address).unwrap_or_default(),
        },
        service: bill.service.as_str().to_owned(),
        meter: former::meter_then(tx, account.id, on)?.unwrap_or(account.meter),
        period_from: bill.period_from_on,
        period_to: bill.period_to_on,
        issued_on: bill.issued_on,
        due_on: bill.due_on,
        lines: lines(tx, id)?,
        total: bill.total_minor,
        paid,
        corrections,
        balance: left,
        late,
        history,
        status: state(&bill, left, paid).to_owned(),
        as_of: (!untouched).then_some(office.business_on),
        number: bill.number,
        paper: None,
    })
}

/// What a case of abnormal use is about, as it is written to the customer.
fn use_letter(tx: &Tx<'_>, office: &OfficeRow, id: UseCaseId) -> Result<UseLetterDoc> {
    let case = foil_store::use_cases::find(tx, id)?.ok_or_else(|| Refusal::not_found("case", id))?;
    let account = foil_store::customers::account(tx, case.account_id)?;
    let account = account.ok_or_else(|| anyhow!("account {} of case {id} is gone", case.account_id))?;
    let property = foil_store::customers::property(tx, account.property_id)?;
    let history = crate::metering::recent_use(tx, account.id, usize::try_from(MONTHS_SHOWN).unwrap_or(12))?;
    let customer = foil_store::customers::find(tx, account.customer_id)?;
    let language = customer.map(|c| c.language).unwrap_or_default();
    let (words, findings) = crate::metering::asked_with_figures(&case.checks);
    Ok(UseLetterDoc {
        office: crate::payments::head_for(head_then(tx, office, case.last_on)?, &language),
        number: format!("{id}/{}", case.periods),
        written_on: case.last_on,
        customer: case.name,
        address: property.map(|p| p.address).unwrap_or_default(),
        account: case.account_number,
        service: account.service.as_str().to_owned(),
        meter: account.meter,
        finding: case.kind.as_str().to_owned(),
        words,
        findings,
        history: history
            .into_iter()
            .map(|(to, units)| MonthUse { month: month_of(&to.long()), units })
            .collect(),
    })
}

fn lines(tx: &Tx<'_>, id: BillId) -> Result<Vec<BillDocLine>> {
    let filled = |text: String| Some(text).filter(|t| !t.is_empty());
    let rows = foil_store::bills::lines(tx, id)?.into_iter();
    Ok(rows
        .map(|l| BillDocLine {
            label: l.label,
            quantity: filled(l.quantity),
            rate: filled(l.rate),
            amount: l.amount_minor,
            wording: None,
            group: Some(l.kind),
        })
        .collect())
}

fn late(tx: &Tx<'_>, bill: &BillRow, office: &OfficeRow, left: foil_domain::Money) -> Result<&'static str> {
    let from = foil_store::taken_up::late_since(tx, bill.id, office.business_on)?;
    Ok(match lateness(left, from, office.business_on) {
        Lateness::Overdue(_) if !bill.cancelled => "overdue",
        _ => "",
    })
}

fn state(bill: &BillRow, left: foil_domain::Money, paid: foil_domain::Money) -> &'static str {
    match BillState::of(bill.cancelled, bill.total_minor, left, bill.written_off_minor, bill.credited_minor) {
        BillState::Open if paid.is_positive() => "part_paid",
        state => state.as_str(),
    }
}

/// `Oct 2026` of `31 Oct 2026`.
fn month_of(long: &str) -> String {
    long.split_once(' ').map_or(long, |(_, month)| month).to_owned()
}

/// A moment as documents show it: `21 Nov 2026, 14:05`.
fn shown(zone: Zone, at: Instant) -> String {
    format!("{}, {}", zone.day_of(at).long(), zone.clock(at))
}

fn sealed_by(tx: &Tx<'_>, counter: CounterId, seq: i64) -> Result<String> {
    let hash = foil_store::audit::hash_of(tx, counter, seq)?;
    Ok(hash.ok_or_else(|| anyhow!("audit row {seq} of counter {counter} is missing"))?)
}

fn kept<D: DeserializeOwned>(json: &str, what: &str) -> Result<D> {
    serde_json::from_str(json).with_context(|| format!("reading a stored {what}")).map_err(Error::Broke)
}
