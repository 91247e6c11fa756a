//! What stands on a receipt, a bill and a cancellation slip.
//!
//! A document is a plain value with everything on it already decided: names as they were on that
//! day, amounts as they were posted, times as the office's clock showed them. The book keeps that
//! value as JSON, so the same paper can be made again, byte for byte, when names and tariffs have
//! long changed. Nothing here draws; start at [`ReceiptDoc`], and at [`CurrencyStyle::text`] for
//! how an amount is written.

mod bills;
mod notes;
mod reports;
mod reversals;
mod wording;

pub use bills::{
    AfterDue, BillPaper, BillReading, BilledUse, EndedTerms, GasPart, GasUse, SetOffLine, TrueBand,
    TruePeriod, TrueUse,
};
pub use notes::{AboutBill, BillCorrection, NoteDoc, NoteKind};
pub use reports::{Bar, Chart, Code, ReportColumn, ReportDoc, ReportFact, ReportTable, Section};
pub use reversals::{BounceLetterDoc, ChequeSlipDoc, MoneyPaper, MovedTo, SlipCheque, VoucherDoc};
pub use wording::{
    ChargeWording, Finding, LastYear, LateRate, LateTime, LeastWording, LineName, SplitWording, TimeUnit,
    TimesWording, UseShare, Wording,
};

use serde::{Deserialize, Serialize};

use crate::billing::BillLineKind;
use crate::money::Money;
use crate::time::Day;

/// Who issues the document, as its head shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OfficeHead {
    /// The office's name.
    pub name: String,
    /// Its address, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address_lines: Vec<String>,
    /// Its telephone number; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Registrations that the law wants on paper, such as `GSTIN 29ABCDE1234F1Z5`, a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registration_lines: Vec<String>,
    /// How amounts are written.
    pub currency: CurrencyStyle,
    /// The office's own words at the foot; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub footer_note: String,
    /// The languages for the printed words by their codes, the best first, as in `kn en`: the customer's, then the
    /// office's. Without one that is known, English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

/// A language that documents are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its code, ISO 639.
    pub code: &'static str,
    /// Its own name, in its own script.
    pub name: &'static str,
    /// Its English name.
    pub english: &'static str,
}

/// The languages that documents are printed in.
pub const LANGUAGES: [Language; 3] = [
    Language { code: "en", name: "English", english: "English" },
    Language { code: "hi", name: "हिन्दी", english: "Hindi" },
    Language { code: "kn", name: "ಕನ್ನಡ", english: "Kannada" },
];

impl Language {
    /// The language that papers are in for a code such as `kn` or `kn-IN`; none that has no papers.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Language> {
        let first = code.split('-').next().unwrap_or_default();
        LANGUAGES.iter().find(|language| language.code == first)
    }
}

words! {
    /// How the digits of a large amount are grouped.
    pub enum Grouping {
        /// 1,23,45,678: three digits, then twos.
        Indian = "indian",
        /// 12,345,678: threes.
        Thousands = "thousands",
    }
}

/// How the book's one currency is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyStyle {
    /// The ISO 4217 code, such as `INR`.
    pub code: String,
    /// What stands before the amount, such as `₹`; may be empty.
    pub symbol: String,
    /// Digits after the point, 0 to 4.
    pub decimals: u32,
    /// How digits are grouped.
    pub grouping: Grouping,
}

impl Default for CurrencyStyle {
    /// Indian rupees.
    fn default() -> CurrencyStyle {
        CurrencyStyle { code: "INR".into(), symbol: "₹".into(), decimals: 2, grouping: Grouping::Indian }
    }
}

impl CurrencyStyle {
    /// The amount as people write it: `₹1,23,456.50`, `-₹12.00`, `KSh 1,200`.
    #[must_use]
    pub fn text(&self, amount: Money) -> String {
        let number = self.number(amount);
        let (sign, digits) = number.strip_prefix('-').map_or(("", number.as_str()), |rest| ("-", rest));
        // A symbol made of letters would run into the digits; a sign such as ₹ does not.
        let gap = if self.symbol.ends_with(char::is_alphabetic) { "\u{A0}" } else { "" };
        format!("{sign}{}{gap}{digits}", self.symbol)
    }

    /// The amount grouped but without its symbol: `1,23,456.50`.
    #[must_use]
    pub fn number(&self, amount: Money) -> String {
        let plain = amount.plain(self.places());
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{}{point}{fraction}", self.grouped(whole))
    }

    /// The amount for machines, without symbol or grouping: `123456.50`.
    #[must_use]
    pub fn plain(&self, amount: Money) -> String {
        amount.plain(self.places())
    }

    /// Digits after the point, kept to what a currency can have.
    #[must_use]
    pub fn places(&self) -> u32 {
        self.decimals.min(4)
    }

    fn grouped(&self, whole: &str) -> String {
        let mut out = String::with_capacity(whole.len() * 3 / 2);
        for (index, digit) in whole.chars().enumerate() {
            let left = whole.len() - index;
            let comma = match self.grouping {
                Grouping::Thousands => left.is_multiple_of(3),
                Grouping::Indian => left == 3 || (left > 3 && left % 2 == 1),
            };
            if comma && index > 0 {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }
}

words! {
    /// A paper of which there is one original: it proves that money came, went back, or is owed no longer.
    pub enum PaperKind {
        /// Of a payment.
        Receipt = "receipt",
        /// Of a payment that became void.
        Slip = "slip",
        /// A credit note, a cancellation of a bill, a write-off.
        Correction = "correction",
        /// Of a payment that fell after its day.
        Voucher = "voucher",
        /// Of credit that was paid out.
        PayOut = "pay_out",
    }
}

/// Which copy of a paper is handed out next: 0 is the original, n is DUPLICATE n. The original waits for somebody
/// who may give it.
#[must_use]
pub fn next_copy(original_is_out: bool, duplicates: i64, may_give_original: bool) -> i64 {
    if may_give_original && !original_is_out { 0 } else { duplicates + 1 }
}

/// Which paper this is: the one original, or one of its copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Copy {
    /// Handed out once.
    Original,
    /// Handed out again.
    Duplicate {
        /// 1 for the first copy.
        n: u32,
        /// Who printed it.
        by: String,
        /// When, as the office's clock showed it.
        at_local: String,
    },
}

/// That a receipt was taken back, for the band across its later copies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidMark {
    /// The number of the cancellation slip.
    pub slip: String,
    /// When, as the office's clock showed it.
    pub at_local: String,
    /// Who took it back.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Proof of money taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiptDoc {
    /// Who took it.
    pub office: OfficeHead,
    /// The receipt's number.
    pub number: String,
    /// The business day it counts for.
    pub business_on: Day,
    /// When it was taken, as the office's clock showed it, such as `21 Nov 2026, 14:05`.
    pub taken_at_local: String,
    /// The counter.
    pub counter: String,
    /// The clerk.
    pub clerk: String,
    /// Who paid.
    pub payer_name: String,
    /// The payer's address; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub payer_address: String,
    /// The accounts that money went to, and how they stand now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<ReceiptAccount>,
    /// How the money was split.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allocations: Vec<ReceiptAllocation>,
    /// How it was paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenders: Vec<ReceiptTender>,
    /// What the accounts were paid, in all.
    pub total: Money,
    /// What was put on the counter.
    pub tendered: Money,
    /// What was handed back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub change: Money,
    /// Credit of earlier payments that was used up.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit_used: Money,
    /// What was left over and kept as credit.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit_added: Money,
    /// Rounding to the coins that exist; below zero when rounded down.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rounding: Money,
    /// Earlier payments, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_payments: Vec<EarlierPayment>,
    /// A remark; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The hash of the audit row of this payment, in hex; filled in when the document is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
    /// The number of the taken-back receipt that this one does again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Since when the office or its bank has the money, where that was before the day the receipt counts for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money_since: Option<Day>,
}

/// One account on a receipt, as it stands after the payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiptAccount {
    /// The service's word: `electricity`, `water`, `gas`.
    pub service: String,
    /// The account number.
    pub number: String,
    /// The meter number; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meter: String,
    /// The name the account is held in.
    pub name: String,
    /// What is still to pay.
    pub balance_after: Money,
    /// The credit it holds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub credit_after: Money,
}

words! {
    /// What part of a debt an amount went to.
    pub enum PaidPart {
        /// The surcharge for paying late.
        Surcharge = "surcharge",
        /// The bill itself.
        Bill = "bill",
        /// Nothing yet: kept as credit.
        Credit = "credit",
    }
}

/// One line of how the money was split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiptAllocation {
    /// What was paid, such as `Bill E-2026-000123, Oct 2026`.
    pub what: String,
    /// Which part of it.
    pub part: PaidPart,
    /// The account number.
    pub account: String,
    /// What was due before.
    pub due_before: Money,
    /// What was paid of it.
    pub paid: Money,
    /// What is left of it.
    pub left: Money,
}

/// One means of payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiptTender {
    /// The method's word: `cash`, `cheque`, `card`, `upi`, `bank`.
    pub method: String,
    /// The amount.
    pub amount: Money,
    /// Cheque number and bank, the card's last four digits, a UPI or bank reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A payment made before this one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarlierPayment {
    /// Its receipt's number.
    pub receipt: String,
    /// Its business day.
    pub on: Day,
    /// Its amount.
    pub amount: Money,
}

/// A bill, with what has been paid of it so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillDoc {
    /// Who bills.
    pub office: OfficeHead,
    /// The bill's number.
    pub number: String,
    /// The account number.
    pub account: String,
    /// The customer's name.
    pub customer: String,
    /// The address of supply; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The service's word: `electricity`, `water`, `gas`.
    pub service: String,
    /// The meter number; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meter: String,
    /// The first day billed.
    pub period_from: Day,
    /// The last day billed.
    pub period_to: Day,
    /// The day it was issued.
    pub issued_on: Day,
    /// The last day to pay without surcharge.
    pub due_on: Day,
    /// What it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<BillDocLine>,
    /// The sum of the lines.
    pub total: Money,
    /// What has been paid of it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub paid: Money,
    /// What corrections have taken off it since, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<BillCorrection>,
    /// What is left to pay.
    pub balance: Money,
    /// How late it is, in the book's word such as `overdue`; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub late: String,
    /// Units used in earlier months, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<MonthUse>,
    /// The bill's state, in the book's word such as `open`, `part_paid`, `paid`.
    pub status: String,
    /// The day whose sums it shows, on a copy that is no longer as it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// How it came about, on a bill that this office made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Box<BillPaper>>,
}

/// One line of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillDocLine {
    /// What is charged.
    pub label: String,
    /// How much of it, with its unit, such as `120 kWh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// At what rate, such as `5.10`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// What it comes to; below zero for a rebate.
    pub amount: Money,
    /// What it says, for print in another language than the label's English; none prints the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Wording>,
    /// What it is for. No paper says it: it is known where a table is made of the paper.
    #[serde(skip)]
    pub group: Option<BillLineKind>,
}

/// The use of one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthUse {
    /// The month, such as `Oct 2026`.
    pub month: String,
    /// Units used, as they stand on the bill, such as `120` or `14.5`.
    pub units: String,
}

/// A letter to a customer about what their meter shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UseLetterDoc {
    /// Who writes.
    pub office: OfficeHead,
    /// What the letter is found by, such as `42/1` (the case and its period).
    pub number: String,
    /// The letter's date: the day of the reading that it is about.
    pub written_on: Day,
    /// The customer's name.
    pub customer: String,
    /// The property's address.
    pub address: String,
    /// The account's number.
    pub account: String,
    /// The service, in the book's word.
    pub service: String,
    /// The meter's number.
    pub meter: String,
    /// What is abnormal, in the book's word such as `high`, `zero`, `estimates`.
    pub finding: String,
    /// The same with its figures, in English.
    pub words: String,
    /// The figures, for other languages; readings of before they were kept have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Use by period, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<MonthUse>,
}

/// The slip that is always printed when a receipt is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlipDoc {
    /// Who cancels.
    pub office: OfficeHead,
    /// The slip's own number.
    pub number: String,
    /// The receipt it cancels.
    pub receipt: String,
    /// The business day of that receipt.
    pub receipt_on: Day,
    /// The business day of the cancellation.
    pub business_on: Day,
    /// When it was cancelled, as the office's clock showed it.
    pub at_local: String,
    /// The counter.
    pub counter: String,
    /// Who cancelled it.
    pub by: String,
    /// Who allowed it, when that was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised_by: Option<String>,
    /// Why.
    pub reason: String,
    /// Who had paid.
    pub payer_name: String,
    /// What the receipt was for.
    pub total: Money,
    /// Bills that are open again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reopened: Vec<Restored>,
    /// Credit that was taken back, or given back where it had been used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<Restored>,
    /// What is handed back, by tender.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hand_back: Vec<ReceiptTender>,
    /// The hash of the audit row of the cancellation, in hex; filled in when the document is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audit_hash: String,
}

/// One thing that a cancellation put back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Restored {
    /// What, such as `Bill E-2026-000123, Oct 2026`.
    pub what: String,
    /// The account number.
    pub account: String,
    /// The amount; of a bill, what is due on it again.
    pub amount: Money,
    /// Whether it is what came on top of a bill for paying late: its number alone does not say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

impl Restored {
    /// Something that is not for paying late.
    #[must_use]
    pub fn new(what: impl Into<String>, account: impl Into<String>, amount: Money) -> Restored {
        Restored { what: what.into(), account: account.into(), amount, late: false }
    }
}

fn is_zero(amount: &Money) -> bool {
    amount.is_zero()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(grouping: Grouping, symbol: &str, decimals: u32) -> CurrencyStyle {
        CurrencyStyle { code: "XXX".into(), symbol: symbol.into(), decimals, grouping }
    }

    #[test]
    fn amounts_are_written_as_people_write_them() {
        let rupees = CurrencyStyle::default();
        for (minor, text) in [
            (0, "₹0.00"),
            (5, "₹0.05"),
            (99_999, "₹999.99"),
            (100_000, "₹1,000.00"),
            (12_345_650, "₹1,23,456.50"),
            (-12_345_650, "-₹1,23,456.50"),
            (1_000_000_000, "₹1,00,00,000.00"),
            (9_007_199_254_740_991, "₹9,00,71,99,25,47,409.91"),
        ] {
            assert_eq!(rupees.text(Money::from_minor(minor)), text);
        }
    }

    #[test]
    fn other_currencies_keep_their_own_habits() {
        assert_eq!(style(Grouping::Thousands, "$", 2).text(Money::from_minor(123_456_789)), "$1,234,567.89");
        assert_eq!(style(Grouping::Thousands, "KSh", 0).text(Money::from_minor(1_200)), "KSh\u{A0}1,200");
        assert_eq!(style(Grouping::Thousands, "KD", 3).text(Money::from_minor(1_500)), "KD\u{A0}1.500");
    }

    #[test]
    fn a_head_keeps_only_what_it_says() {
        let head = OfficeHead { name: "Kadri".into(), ..OfficeHead::default() };
        let json = serde_json::to_string(&head).expect("plain values");
        assert!(!json.contains("phone"), "empty fields stay out of the book: {json}");
        assert_eq!(serde_json::from_str::<OfficeHead>(&json).expect("reads back"), head);
    }
}
