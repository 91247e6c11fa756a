//! The office's own rules: document numbers and the financial year.

use crate::time::Day;

words! {
    /// A series of documents numbered without gaps.
    pub enum Series {
        /// Receipts.
        Receipt = "R",
        /// Cancellation slips.
        Slip = "V",
        /// Bills.
        Bill = "B",
        /// Credit notes, cancellations of bills, write-offs.
        CreditNote = "N",
        /// Debit notes, surcharges, one-off charges.
        DebitNote = "D",
        /// Reminders and final notices.
        Notice = "L",
        /// Shifts.
        Shift = "S",
        /// Z reports.
        ZReport = "Z",
        /// Slips of what is paid in at the bank.
        Deposit = "P",
        /// Refund vouchers.
        Refund = "F",
        /// Reversals, bounced cheques among them.
        Reversal = "X",
        /// Transfers of payments to other accounts.
        Transfer = "T",
    }
}

/// The financial year a day lies in, as it stands in numbers: `26-27`, or `26` when years begin in January.
///
/// `first_month` is 1 to 12 (4 in India).
#[must_use]
pub fn financial_year(day: Day, first_month: u32) -> String {
    let (year, month, _) = day.parts();
    let start = if month >= first_month { year } else { year - 1 };
    if first_month == 1 {
        return format!("{:02}", start.rem_euclid(100));
    }
    format!("{:02}-{:02}", start.rem_euclid(100), (start + 1).rem_euclid(100))
}

/// A document's number, at most 16 characters from letters, digits, `-` and `/` (Rule 46 of the
/// CGST Rules, 2017): receipts are `C2/26-27/000412`, slips `C2V/26-27/00012`.
///
/// `None` when the counter has used up the digits that fit.
#[must_use]
pub fn document_number(counter: &str, series: Series, year: &str, n: i64) -> Option<String> {
    let mark = match series {
        Series::Receipt => "",
        other => other.as_str(),
    };
    let digits = 16usize.checked_sub(counter.len() + mark.len() + year.len() + 2)?.min(6);
    let number = format!("{counter}{mark}/{year}/{n:0digits$}");
    (number.len() <= 16).then_some(number)
}

/// A bill's number, of one series for the whole office, sixteen characters at most: `B/26-27/00000412`.
///
/// Of one width within a year, so that the order of the texts is the order of the numbers. `None` when the
/// year has used up its hundred million.
#[must_use]
pub fn bill_number(year: &str, n: i64) -> Option<String> {
    let number = format!("{}/{year}/{n:08}", Series::Bill);
    (number.len() <= 16 && (1..100_000_000).contains(&n)).then_some(number)
}

/// Refuses a counter code that would not fit into document numbers: 1 to 3 capital letters or digits.
#[must_use]
pub fn counter_code_fits(code: &str) -> bool {
    (1..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_restart_with_the_financial_year_and_fit_sixteen_characters() {
        let day = |y, m| Day::new(y, m, 15).expect("a day");
        assert_eq!(financial_year(day(2026, 11), 4), "26-27");
        assert_eq!(financial_year(day(2026, 3), 4), "25-26");
        assert_eq!(financial_year(day(2099, 12), 4), "99-00");
        assert_eq!(financial_year(day(2026, 3), 1), "26");
        assert_eq!(document_number("C2", Series::Receipt, "26-27", 412).as_deref(), Some("C2/26-27/000412"));
        assert_eq!(document_number("C12", Series::Slip, "26-27", 7).as_deref(), Some("C12V/26-27/00007"));
        assert_eq!(
            document_number("C2", Series::Receipt, "26-27", 10_000_000).as_deref(),
            Some("C2/26-27/10000000").filter(|s| s.len() <= 16)
        );
        assert_eq!(bill_number("26-27", 412).as_deref(), Some("B/26-27/00000412"));
        assert_eq!(bill_number("26", 1).as_deref(), Some("B/26/00000001"), "years that begin in January");
        assert_eq!(bill_number("26-27", 100_000_000), None);
        assert_eq!(document_number("C12", Series::DebitNote, "26-27", 7).map(|n| n.len()), Some(16));
        assert_eq!(document_number("C2", Series::ZReport, "26-27", 12).as_deref(), Some("C2Z/26-27/000012"));
    }
}
