//! Every word that is printed, in one place, so that a language can be added.

use foil_domain::documents::{CurrencyStyle, PaidPart};
use foil_domain::money::Money;
use foil_domain::time::Day;

use crate::amount_words;

mod hi;
mod kn;
mod letter;
mod line;
mod till;

pub use letter::LetterWords;
pub use line::LineWords;
pub use till::TillWords;

/// The printed words of one language.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
#[expect(missing_docs, reason = "each is the English word it is named after")]
pub struct Words {
    /// The language's code, such as `en`.
    pub code: &'static str,
    /// January to December, short.
    pub months: [&'static str; 12],
    /// An amount in words, as receipts carry it.
    #[cfg_attr(test, serde(skip))]
    pub amount: fn(Money, &CurrencyStyle) -> String,

    pub receipt: &'static str,
    pub bill: &'static str,
    pub cancellation_slip: &'static str,
    pub original: &'static str,
    pub duplicate: &'static str,
    /// `{by}` and `{at}` are filled in.
    pub printed_by: &'static str,
    pub cancelled: &'static str,
    /// `{slip}`, `{at}`, `{by}` and `{reason}` are filled in.
    pub cancelled_how: &'static str,

    pub received_from: &'static str,
    pub taken: &'static str,
    pub counter: &'static str,
    pub clerk: &'static str,
    pub replaces: &'static str,
    /// Before the day since which the office or its bank has the money.
    pub money_since: &'static str,
    pub paid_for: &'static str,
    pub account: &'static str,
    pub service: &'static str,
    pub meter: &'static str,
    pub held_by: &'static str,
    pub due_before: &'static str,
    pub paid: &'static str,
    pub left: &'static str,
    pub total_paid: &'static str,
    pub tendered: &'static str,
    pub change: &'static str,
    pub credit_used: &'static str,
    pub credit_added: &'static str,
    pub rounding: &'static str,
    pub accounts_now: &'static str,
    pub still_to_pay: &'static str,
    pub credit: &'static str,
    pub last_payments: &'static str,
    pub date: &'static str,
    pub amount_head: &'static str,
    pub note: &'static str,
    pub scan: &'static str,
    pub proof: &'static str,
    /// `{n}` and `{of}` are filled in.
    pub page: &'static str,
    pub phone: &'static str,

    pub customer: &'static str,
    pub period: &'static str,
    pub issued: &'static str,
    pub due: &'static str,
    pub charge: &'static str,
    pub quantity: &'static str,
    pub rate: &'static str,
    pub total: &'static str,
    pub paid_so_far: &'static str,
    /// `{day}` is filled in.
    pub pay_by: &'static str,
    pub nothing_to_pay: &'static str,
    pub your_use: &'static str,

    pub tax_invoice: &'static str,
    pub bill_of_supply: &'static str,
    pub tariff: &'static str,
    /// `{day}` is filled in.
    pub tariff_from: &'static str,
    /// `{days}` is filled in.
    pub days: &'static str,
    pub load: &'static str,
    pub contract: &'static str,
    pub readings: &'static str,
    pub register: &'static str,
    pub previous: &'static str,
    pub current: &'static str,
    pub multiplier: &'static str,
    pub units: &'static str,
    /// `{meter}` is filled in.
    pub rolled_over: &'static str,
    pub estimate_note: &'static str,
    pub provisional_note: &'static str,
    pub customer_note: &'static str,
    pub trued_up_note: &'static str,
    /// `{claims}` is filled in.
    pub set_off_note: &'static str,
    pub true_use: &'static str,
    /// `{opened}`, `{closed}`, `{since}`, `{days}` and `{total}` are filled in.
    pub true_use_read: &'static str,
    /// `{read}`, `{estimated}`, `{since}`, `{days}` and `{total}` are filled in.
    pub true_use_sum: &'static str,
    pub estimated_units: &'static str,
    pub used_units: &'static str,
    pub charged_then: &'static str,
    pub costs_in_truth: &'static str,
    pub difference: &'static str,
    /// `{counted}` and `{charged}` are filled in.
    pub gas: &'static str,
    pub volume: &'static str,
    pub correction: &'static str,
    pub calorific_value: &'static str,
    /// `{divided}`, `{step}` and `{unit}` are filled in.
    pub gas_energy: &'static str,
    /// In that, where the unit is not the MJ; `{mj}` and `{unit}` are filled in.
    pub gas_divided: &'static str,
    /// `{step}` and `{unit}` are filled in.
    pub gas_volume: &'static str,
    /// `{unit}` and `{to_m3}` are filled in.
    pub gas_to_m3: &'static str,
    pub this_bill: &'static str,
    pub from_credit: &'static str,
    pub arrears: &'static str,
    pub to_pay_in_all: &'static str,
    /// What else is open on the account, on a copy of a later day.
    pub also_open: &'static str,
    /// Has `{day}`.
    pub as_of: &'static str,
    pub credit_left: &'static str,
    /// `{day}` is filled in.
    pub after_due: &'static str,
    /// `{receipt}` and `{day}` are filled in.
    pub last_payment: &'static str,
    pub scan_to_pay: &'static str,
    pub in_place_of: &'static str,

    pub debit_note: &'static str,
    pub surcharge_note: &'static str,
    pub charge_note: &'static str,
    pub credit_note: &'static str,
    pub write_off_note: &'static str,
    pub bill_cancellation: &'static str,
    pub about_bill: &'static str,
    /// `{day}` and `{total}` are filled in.
    pub about_bill_of: &'static str,
    pub made: &'static str,
    pub made_by: &'static str,
    pub amount_claimed: &'static str,
    pub amount_taken_back: &'static str,
    pub amount_written_off: &'static str,
    pub kept_as_credit: &'static str,
    pub taken_from_credit: &'static str,
    pub left_on_bill: &'static str,
    pub new_bill: &'static str,
    pub office_signature: &'static str,

    pub cancels_receipt: &'static str,
    pub receipt_date: &'static str,
    pub cancelled_at: &'static str,
    pub cancelled_by: &'static str,
    pub authorised_by: &'static str,
    pub nobody_yet: &'static str,
    pub reason: &'static str,
    pub payer: &'static str,
    pub amount_cancelled: &'static str,
    pub what: &'static str,
    pub open_again: &'static str,
    pub due_again: &'static str,
    pub credit_restored: &'static str,
    pub hand_back: &'static str,
    pub customer_signature: &'static str,
    pub clerk_signature: &'static str,
    pub second_signature: &'static str,

    pub reversal_voucher: &'static str,
    pub refund_voucher: &'static str,
    pub transfer_slip: &'static str,
    pub bounce_voucher: &'static str,
    pub goes_back_to: &'static str,
    pub asked_by: &'static str,
    pub amount_reversed: &'static str,
    pub amount_refunded: &'static str,
    pub amount_moved: &'static str,
    pub amount_bounced: &'static str,
    pub moved_to: &'static str,
    pub credit_moved: &'static str,
    pub claimed_anew: &'static str,
    pub bounce_letter: &'static str,
    pub bounced_what: &'static str,
    /// `{cheque}`, `{bank}`, `{day}`, `{amount}` and `{reason}` are filled in.
    pub bounced_says: &'static str,
    pub receipts_fallen: &'static str,
    pub due_now: &'static str,
    pub how_to_pay_bounced: &'static str,
    pub cash_only: &'static str,
    pub cash_only_says: &'static str,
    pub cheque_number: &'static str,
    pub cheque_slip: &'static str,
    pub cheques: &'static str,
    pub bank_signature: &'static str,

    pub reminder: &'static str,
    pub final_notice: &'static str,
    pub reminder_says: &'static str,
    pub final_notice_says: &'static str,
    pub disconnection_after: &'static str,
    pub overdue_bills: &'static str,
    pub days_late: &'static str,
    pub in_dispute: &'static str,
    pub in_plan: &'static str,
    pub minimum_to_stay_on: &'static str,
    pub minimum_says: &'static str,
    pub reconnection: &'static str,
    pub reconnection_says: &'static str,
    pub how_to_pay: &'static str,
    pub how_to_pay_says: &'static str,
    pub not_right: &'static str,
    pub not_right_says: &'static str,
    pub agreement: &'static str,
    pub agreement_says: &'static str,
    pub instalment: &'static str,
    pub if_missed: &'static str,
    pub if_missed_says: &'static str,
    pub statement: &'static str,
    pub opening_balance: &'static str,
    pub closing_balance: &'static str,
    pub in_your_favour: &'static str,
    pub charged: &'static str,
    pub balance: &'static str,
    pub billed: &'static str,
    /// Of what was paid: what stands no more.
    pub paid_back: &'static str,
    pub corrected: &'static str,
    pub cr: &'static str,
    pub cut_list: &'static str,
    pub reconnection_list: &'static str,
    pub cut_list_says: &'static str,
    pub reconnection_list_says: &'static str,
    pub order: &'static str,
    pub orders: &'static str,
    pub owed_and_days: &'static str,
    pub reading: &'static str,
    pub route: &'static str,
    pub all_routes: &'static str,
    pub crew_signature: &'static str,
    pub manager_signature: &'static str,

    /// Those of the drawers' papers.
    pub till: &'static TillWords,
    /// Those of the lines of bills and notes; none in English, which their labels speak.
    pub line: Option<&'static LineWords>,
    /// Those of the letter about a meter.
    pub letter: &'static LetterWords,

    /// What the file attached to a PDF is.
    pub data_is: &'static str,
    /// Words of the book (services, methods, states) and how they are printed.
    pub of_book: &'static [(&'static str, &'static str)],
    /// Why a claim was taken back, where the word alone would not say it.
    pub of_corrections: &'static [(&'static str, &'static str)],
    /// What a line of a statement is, where the book's word means something else elsewhere: a transfer is
    /// money that came there, and money that went here.
    pub of_statement: &'static [(&'static str, &'static str)],
    pub parts: [&'static str; 3],
}

impl Words {
    /// The words of the first of these languages that is known, as in `kn en`; else English.
    #[must_use]
    pub fn of(codes: &str) -> &'static Words {
        let known = |code: &str| {
            let language = code.split(['-', '_']).next().unwrap_or_default();
            ALL.iter().find(|words| words.code == language).copied()
        };
        codes.split_whitespace().find_map(known).unwrap_or(&ENGLISH)
    }

    /// The words of papers that stay in the office: X and Z reports, slips for the bank, reports. They are read by
    /// who reads the screens, and half of what they say comes from there, so they speak what the screens speak.
    #[must_use]
    pub fn of_staff() -> &'static Words {
        &ENGLISH
    }

    /// A text with dates in it as papers keep them (`21 Nov 2026, 14:05`, `E-2026-000123, Oct 2026`), with this
    /// language's months.
    #[must_use]
    pub fn dated(&self, text: &str) -> String {
        if self.months == ENGLISH.months {
            return text.to_owned();
        }
        let mut parts: Vec<&str> = text.split(' ').collect();
        for at in 1..parts.len() {
            let year = parts[at].trim_end_matches(',');
            let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
            let month = ENGLISH.months.iter().position(|month| *month == parts[at - 1]);
            if let Some(month) = month.filter(|_| is_year) {
                parts[at - 1] = self.months[month];
            }
        }
        parts.join(" ")
    }

    /// A day as it is printed: `21 Nov 2026`.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        let (year, month, of_month) = day.parts();
        let month = self.months.get(month as usize - 1).copied().unwrap_or_default();
        format!("{of_month} {month} {year}")
    }

    /// A month as it is printed: `Nov 2026`.
    #[must_use]
    pub fn month_of(&self, day: Day) -> String {
        let (year, month, _) = day.parts();
        let month = self.months.get(month as usize - 1).copied().unwrap_or_default();
        format!("{month} {year}")
    }

    /// A word of the book as it is printed; one that is not known, with blanks for underscores.
    #[must_use]
    pub fn word(&self, word: &str) -> String {
        if let Some((_, printed)) = self.of_book.iter().find(|(known, _)| *known == word) {
            return (*printed).to_owned();
        }
        let spaced = word.replace('_', " ");
        let mut letters = spaced.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// A reason as it is printed: the word of the list with the note behind it, or free text as it is.
    #[must_use]
    pub fn reason(&self, text: &str) -> String {
        let (code, note) = coded(text);
        if code.is_empty() { text.to_owned() } else { self.word(code) + note }
    }

    /// The same of a correction: `twice` is billed twice here, and taken twice on a slip.
    #[must_use]
    pub fn correction_reason(&self, text: &str) -> String {
        let (code, note) = coded(text);
        match self.of_corrections.iter().find(|(known, _)| *known == code) {
            Some((_, printed)) => format!("{printed}{note}"),
            None => self.reason(text),
        }
    }

    /// What a line of a statement is.
    #[must_use]
    pub fn statement_kind(&self, kind: &str) -> String {
        let own = self.of_statement.iter().find(|(known, _)| *known == kind);
        own.map_or_else(|| self.word(kind), |(_, printed)| (*printed).to_owned())
    }

    /// A bank's reason to send a cheque back, as it stands within a sentence.
    #[must_use]
    pub fn bounce_reason(&self, text: &str) -> String {
        let printed = self.reason(text);
        let mut letters = printed.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }

    /// A word of the book as it is printed, or a document's number as it is.
    #[must_use]
    pub fn word_or_number(&self, what: &str) -> String {
        let word = !what.is_empty() && what.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if word { self.word(what) } else { self.dated(what) }
    }

    /// What part of a debt was paid.
    #[must_use]
    pub fn part(&self, part: PaidPart) -> &'static str {
        match part {
            PaidPart::Surcharge => self.parts[0],
            PaidPart::Bill => self.parts[1],
            PaidPart::Credit => self.parts[2],
        }
    }
}

/// The word of a list at the head of a reason, and what follows it; without one, no word.
fn coded(text: &str) -> (&str, &str) {
    let (code, note) = text.split_at(text.find(": ").unwrap_or(text.len()));
    let listed = code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if listed { (code, note) } else { ("", text) }
}

/// The languages of the domain's list, [`foil_domain::documents::LANGUAGES`].
static ALL: &[&Words] = &[&ENGLISH, &hi::HINDI, &kn::KANNADA];

static ENGLISH: Words = Words {
    code: "en",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    amount: amount_words::english,
    receipt: "Receipt",
    bill: "Bill",
    cancellation_slip: "Cancellation slip",
    original: "ORIGINAL",
    duplicate: "DUPLICATE",
    printed_by: "{by}, {at}",
    cancelled: "CANCELLED",
    cancelled_how: "Slip {slip}, {at}, {by}: {reason}",
    received_from: "Received from",
    taken: "Taken",
    counter: "Counter",
    clerk: "Clerk",
    replaces: "In place of",
    money_since: "Money received",
    paid_for: "Paid for",
    account: "Account",
    service: "Service",
    meter: "Meter",
    held_by: "Name",
    due_before: "Due before",
    paid: "Paid",
    left: "Left",
    total_paid: "Total paid",
    tendered: "Given",
    change: "Change",
    credit_used: "From your credit",
    credit_added: "Kept as credit",
    rounding: "Rounding",
    accounts_now: "Your accounts now",
    still_to_pay: "Still to pay",
    credit: "Credit",
    last_payments: "Last payments",
    date: "Date",
    amount_head: "Amount",
    note: "Note",
    scan: "Scan to check",
    proof: "Audit",
    page: "Page {n} of {of}",
    phone: "Phone",
    customer: "Customer",
    period: "Period",
    issued: "Issued",
    due: "Due",
    charge: "Charge",
    quantity: "Quantity",
    rate: "Rate",
    total: "Total",
    paid_so_far: "Paid so far",
    pay_by: "To pay by {day}",
    nothing_to_pay: "Nothing to pay",
    your_use: "Your use",
    tax_invoice: "Tax invoice",
    bill_of_supply: "Bill of supply",
    tariff: "Tariff",
    tariff_from: "in force from {day}",
    days: "{days} days",
    load: "Sanctioned load",
    contract: "Contract demand",
    readings: "Readings",
    register: "Meter",
    previous: "Previous",
    current: "Present",
    multiplier: "Multiplier",
    units: "Units",
    rolled_over: "ran through zero",
    estimate_note: "E: estimated. It is made good by the next reading that is taken.",
    provisional_note: "P: provisional. It is made good by the next reading that is taken.",
    customer_note: "C: read by the customer.",
    trued_up_note: "This bill makes good what was billed on estimates before.",
    set_off_note: "Credit of this bill is set off against earlier ones: {claims}.",
    true_use: "How the estimates are made good",
    true_use_read: "Read {opened} on {since} and {closed} now: {total} in {days} days, shared by days.",
    true_use_sum: "{read} read here and {estimated} billed on estimates: {total} in the {days} days since {since}, shared by days.",
    estimated_units: "Estimated",
    used_units: "Used",
    charged_then: "Charged then",
    costs_in_truth: "Costs in truth",
    difference: "Difference",
    gas: "From {counted} to {charged}",
    volume: "Volume",
    correction: "Correction",
    calorific_value: "MJ/m³",
    gas_energy: "Volume × correction for pressure and temperature × calorific value{divided}, in {unit}; rounded to {step} {unit}.",
    gas_divided: " ÷ {mj} (MJ in 1 {unit})",
    gas_volume: "Volume × correction for pressure and temperature; rounded to {step} {unit}.",
    gas_to_m3: "1 {unit} is {to_m3} m³.",
    this_bill: "This bill",
    from_credit: "From your credit",
    arrears: "Earlier bills still open",
    to_pay_in_all: "To pay in all",
    also_open: "Also open on the account",
    as_of: "as of {day}",
    credit_left: "Credit on your account",
    after_due: "This bill, from {day}",
    last_payment: "Last payment: receipt {receipt}, {day}",
    scan_to_pay: "Scan to pay",
    in_place_of: "In place of bill",
    debit_note: "Debit note",
    surcharge_note: "Late surcharge",
    charge_note: "Charge",
    credit_note: "Credit note",
    write_off_note: "Write-off",
    bill_cancellation: "Cancellation of a bill",
    about_bill: "Bill",
    about_bill_of: "of {day}, {total}",
    made: "Made",
    made_by: "By",
    amount_claimed: "Amount charged",
    amount_taken_back: "Amount taken back",
    amount_written_off: "Amount given up",
    kept_as_credit: "Kept as credit on the account",
    taken_from_credit: "Taken from the account’s credit",
    left_on_bill: "Left to pay on the bill",
    new_bill: "Billed anew as",
    office_signature: "For the office",
    cancels_receipt: "Cancels receipt",
    receipt_date: "Receipt of",
    cancelled_at: "Cancelled",
    cancelled_by: "By",
    authorised_by: "Authorised by",
    nobody_yet: "Nobody yet: done first, a second look follows",
    reason: "Reason",
    payer: "Payer",
    amount_cancelled: "Amount cancelled",
    what: "What",
    open_again: "Open again",
    due_again: "Due again",
    credit_restored: "Credit put back",
    hand_back: "Hand back",
    customer_signature: "Customer",
    clerk_signature: "Clerk",
    second_signature: "Second look",
    reversal_voucher: "Reversal",
    refund_voucher: "Refund voucher",
    transfer_slip: "Transfer slip",
    bounce_voucher: "Bounced cheque",
    goes_back_to: "Receipt",
    asked_by: "Asked by",
    amount_reversed: "Amount reversed",
    amount_refunded: "Amount refunded",
    amount_moved: "Amount moved",
    amount_bounced: "Receipt that stands no more",
    moved_to: "Moved to account",
    credit_moved: "Credit",
    claimed_anew: "Charged",
    bounce_letter: "Your cheque was returned",
    bounced_what: "What happened",
    bounced_says: "Your cheque {cheque}, {bank}, of {amount}, which we received on {day}, was returned by the bank: {reason}. What was paid with it is unpaid again.",
    receipts_fallen: "These receipts stand no more",
    due_now: "Due now",
    how_to_pay_bounced: "At any counter of this office, or by bank transfer; give your account number. Please bring this letter: the cheque is given back against it.",
    cash_only: "Cheques",
    cash_only_says: "Because cheques of yours have been returned before, we can take no further cheques from you for now. Cash, card, UPI and bank transfer are welcome.",
    cheque_number: "Cheque",
    cheque_slip: "Deposit slip: cheques",
    cheques: "Cheques",
    bank_signature: "Bank",
    reminder: "Reminder",
    final_notice: "Disconnection notice",
    reminder_says: "The following has not been paid. If you have paid it in the last days, we thank you; please take no notice of this letter.",
    final_notice_says: "The following has not been paid, although we have reminded you. Unless {amount} is paid by {day}, your supply may be disconnected without further notice.",
    disconnection_after: "Disconnection after {day}",
    overdue_bills: "Overdue",
    days_late: "Days late",
    in_dispute: "In dispute",
    in_plan: "In your instalment plan",
    minimum_to_stay_on: "Minimum to stay on",
    minimum_says: "Pay at least {amount} by {day} and your supply stays on; the rest stays due.",
    reconnection: "Reconnection",
    reconnection_says: "Reconnecting a supply that was cut costs {amount} on top of what is due.",
    how_to_pay: "How to pay",
    how_to_pay_says: "At any counter of this office in cash, by cheque, card or UPI, or by bank transfer; give your account number. Ask at the counter if you want to pay in instalments.",
    not_right: "Not right?",
    not_right_says: "If you think that a bill is wrong, tell us before the day named above: while it is in dispute, the amount in dispute is on hold.",
    agreement: "Instalment agreement",
    agreement_says: "What was due up to {day} is paid in the following instalments. Bills that fall due later are paid beside them, each by its own due date. While the instalments are paid in time, what they cover bears no surcharge.",
    instalment: "Instalment",
    if_missed: "If one is missed",
    if_missed_says: "If an instalment is not paid by its date, this agreement ends, the whole rest is due at once and bears surcharge again, and the supply may be disconnected as announced. A bill beside them that is not paid by its own date gets a reminder of its own.",
    statement: "Statement of account",
    opening_balance: "Opening balance",
    closing_balance: "Closing balance",
    in_your_favour: "In your favour",
    charged: "Charged",
    balance: "Balance",
    billed: "Billed",
    paid_back: "Taken back",
    corrected: "Credited",
    cr: "Cr",
    cut_list: "Disconnection list",
    reconnection_list: "Reconnection list",
    cut_list_says: "Ask the office before you cut: who has paid since this list was made is no longer on it.",
    reconnection_list_says: "Each of these has paid what brings the supply back.",
    order: "Order",
    orders: "Orders",
    owed_and_days: "Owed, days late",
    reading: "Reading",
    route: "Route",
    all_routes: "All routes",
    crew_signature: "Crew",
    manager_signature: "Manager",
    till: &till::ENGLISH,
    line: None,
    letter: &letter::ENGLISH,
    data_is: "The data of this document",
    of_book: &[
        ("upi", "UPI"),
        ("bank", "Bank transfer"),
        ("cash", "Cash"),
        ("cheque", "Cheque"),
        ("card", "Card"),
        ("transfer", "Moved from another account"),
        ("credit", "Credit"),
        ("electricity", "Electricity"),
        ("water", "Water"),
        ("gas", "Gas"),
        ("part_paid", "Part paid"),
        ("written_off", "Written off"),
        ("credited", "Credited"),
    ],
    of_corrections: &[
        ("wrong_tariff", "Wrong tariff or load"),
        ("wrong_account", "Wrong account or period"),
        ("meter_fault", "Faulty meter"),
        ("twice", "Billed twice"),
        ("subsidy", "Subsidy by order"),
        ("complaint", "Complaint upheld"),
        ("uncollectable", "Will never be paid"),
        ("run_cancelled", "Whole run taken back"),
    ],
    of_statement: &[
        ("paid_before", "Paid before"),
        ("void", "Payment cancelled"),
        ("reversal", "Payment reversed"),
        ("refund", "Refund"),
        ("transfer", "Moved to another account"),
        ("bounce", "Cheque returned by the bank"),
        ("cancel", "Bill cancelled"),
    ],
    parts: ["Surcharge", "Bill", "Credit"],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::{FaceId, Weight, family_of};
    use foil_domain::billing::{BillState, CorrectionReason};
    use foil_domain::cheques::BounceReason;
    use foil_domain::customers::Service;
    use foil_domain::documents::{LANGUAGES, LineName};
    use foil_domain::payments::Method;
    use serde_json::Value;
    use std::collections::BTreeMap;

    /// Every text of these words, by the field it stands in.
    fn texts(words: &Words) -> BTreeMap<String, Vec<String>> {
        fn gather(value: &Value, into: &mut Vec<String>) {
            match value {
                Value::String(text) => into.push(text.clone()),
                Value::Array(all) => all.iter().for_each(|one| gather(one, into)),
                Value::Object(all) => all.values().for_each(|one| gather(one, into)),
                _ => {}
            }
        }
        let Value::Object(fields) = serde_json::to_value(words).expect("plain values") else {
            panic!("words have fields");
        };
        let of = |(field, value): (String, Value)| {
            let mut all = Vec::new();
            gather(&value, &mut all);
            (field, all)
        };
        fields.into_iter().map(of).collect()
    }

    /// The places in a text that are filled in, sorted.
    fn places(text: &str) -> Vec<String> {
        let mut all: Vec<String> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(p, _)| p.to_owned())
            .collect();
        all.sort();
        all
    }

    #[test]
    fn every_language_says_everything_and_fills_in_the_same() {
        let english = texts(&ENGLISH);
        for words in ALL.iter().filter(|words| words.code != "en") {
            let own = texts(words);
            for (field, texts) in &english {
                assert!(
                    own[field].iter().all(|text| !text.is_empty()),
                    "{} says nothing as {field}",
                    words.code
                );
                // Lists are as long as a language needs, and hold no places.
                if texts.len() != 1 {
                    continue;
                }
                assert_eq!(places(&own[field][0]), places(&texts[0]), "{}: {field}", words.code);
            }
            assert!(words.line.is_some(), "{} words its lines: their labels are English", words.code);
        }
    }

    #[test]
    fn every_language_knows_every_word_of_the_book() {
        let keys = |list: &[(&'static str, &str)]| list.iter().map(|(key, _)| *key).collect::<Vec<_>>();
        let printed: Vec<&str> = keys(ENGLISH.of_book)
            .into_iter()
            .chain(Service::ALL.iter().map(|w| w.as_str()))
            .chain(Method::ALL.iter().map(|w| w.as_str()))
            .chain(BillState::ALL.iter().map(|w| w.as_str()))
            .chain(CorrectionReason::ALL.iter().map(|w| w.as_str()))
            .chain(BounceReason::ALL.iter().map(|w| w.as_str()))
            .chain(foil_domain::undo::UndoReason::ALL.iter().map(|w| w.as_str()))
            .chain(foil_domain::billing::ClaimKind::ALL.iter().map(|w| w.as_str()))
            .chain(["overdue"])
            .collect();
        for words in ALL.iter().filter(|words| words.code != "en") {
            let own = keys(words.of_book);
            for word in &printed {
                assert!(own.contains(word), "{} has no word for {word}", words.code);
            }
            for (theirs, own) in
                [(ENGLISH.of_corrections, words.of_corrections), (ENGLISH.of_statement, words.of_statement)]
            {
                assert_eq!(keys(theirs), keys(own), "{}", words.code);
            }
            for kind in foil_domain::arrears::papers::StatementKind::ALL {
                let said = words.statement_kind(kind.as_str());
                assert!(!said.is_ascii(), "{} says {said} for {kind}", words.code);
            }
            assert_eq!(keys(words.letter.requests), keys(ENGLISH.letter.requests), "{}", words.code);
            assert_eq!(keys(words.letter.findings), keys(ENGLISH.letter.requests), "{}", words.code);
            assert!(words.letter.figures.is_some(), "{} says the figures that it found", words.code);
            let lines = words.line.expect("it words its lines");
            for name in LineName::ALL {
                assert!(lines.names.iter().any(|(known, _)| known == name), "{}: {name}", words.code);
            }
        }
    }

    #[test]
    fn the_languages_are_those_that_the_domain_offers() {
        let codes: Vec<&str> = ALL.iter().map(|words| words.code).collect();
        assert_eq!(codes, LANGUAGES.map(|language| language.code));
    }

    #[test]
    fn every_letter_of_every_language_is_in_its_fonts() {
        for words in ALL {
            let named = LANGUAGES.iter().filter(|l| l.code == words.code).map(|l| l.name.to_owned());
            let texts = texts(words).into_values().flatten().chain(named);
            let amounts = (0..100_000)
                .step_by(37)
                .map(|n| (words.amount)(Money::from_minor(n * 101), &CurrencyStyle::default()));
            for text in texts.chain(amounts) {
                let mut before = None;
                for c in text.chars() {
                    let family = family_of(c, before);
                    before = family.or(before);
                    for weight in [Weight::Regular, Weight::SemiBold] {
                        let has = family.is_some_and(|family| FaceId::new(family, weight).face().has(c));
                        assert!(has, "{}: no {weight:?} glyph for {c:?} of {text:?}", words.code);
                    }
                }
            }
        }
    }

    #[test]
    fn dates_within_a_text_are_in_its_language() {
        let kannada = Words::of("kn");
        assert_eq!(kannada.dated("21 Nov 2026, 14:05"), "21 ನವೆಂ 2026, 14:05");
        assert_eq!(kannada.dated("E-2026-000123, Oct 2026"), "E-2026-000123, ಅಕ್ಟೋ 2026");
        assert_eq!(kannada.dated("May Jun 14"), "May Jun 14", "no date, no month");
        assert_eq!(Words::of("en").dated("21 Nov 2026, 14:05"), "21 Nov 2026, 14:05");
    }

    #[test]
    fn a_reason_is_printed_in_words_and_free_text_is_left_alone() {
        let words = Words::of("en");
        assert_eq!(words.reason("wrong_amount"), "Wrong amount");
        assert_eq!(words.reason("twice"), "Twice");
        assert_eq!(words.correction_reason("twice: both in March"), "Billed twice: both in March");
        assert_eq!(words.correction_reason("wrong_reading"), "Wrong reading");
        assert_eq!(words.correction_reason("Order 12: less"), "Order 12: less");
        assert_eq!(
            words.reason("other: paid for the neighbour: twice"),
            "Other: paid for the neighbour: twice"
        );
        assert_eq!(words.reason("Paid to the neighbour’s account"), "Paid to the neighbour’s account");
        assert_eq!(words.reason(""), "");
    }
}
