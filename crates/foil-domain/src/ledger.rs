//! Double entry: every act that moves money writes lines that sum to zero.

use crate::ids::AccountId;
use crate::money::Money;
use crate::refusal::Refusal;

words! {
    /// The ledger a line stands in. Debit is above zero, credit below.
    pub enum Ledger {
        /// Notes and coins in the drawers.
        Cash = "cash",
        /// Cheques received.
        Cheque = "cheque",
        /// Card slips.
        Card = "card",
        /// UPI transfers.
        Upi = "upi",
        /// Bank transfers and bank files.
        Bank = "bank",
        /// What customers owe on bills.
        Receivable = "receivable",
        /// What the office holds for customers; normally below zero.
        Credit = "credit",
        /// What was billed.
        Billed = "billed",
        /// What was given up: never paid, and taken off what is owed.
        WrittenOff = "written_off",
        /// Money on its way from one account to another; sums to zero.
        Transfer = "transfer",
        /// Deposits held for customers; normally below zero.
        Deposit = "deposit",
        /// What was put into drawers or taken out of them for other ends than payments: petty expenses, change bought.
        PettyCash = "petty_cash",
        /// What counts found too much (below zero) or too little in drawers.
        OverShort = "over_short",
    }
}

/// One line of a journal entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The ledger.
    pub ledger: Ledger,
    /// The customer's account, where the ledger is kept per account.
    pub account: Option<AccountId>,
    /// Debit above zero, credit below.
    pub amount: Money,
}

/// A journal entry that balances. There is no other way to make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry(Vec<Line>);

impl Entry {
    /// Lines that sum to zero, without the empty ones. Refuses sums out of range; a set that does
    /// not balance is a fault of the program and comes back as `None`.
    pub fn balanced(lines: impl IntoIterator<Item = Line>) -> Result<Option<Entry>, Refusal> {
        let lines: Vec<Line> = lines.into_iter().filter(|l| !l.amount.is_zero()).collect();
        let sum = Money::sum(lines.iter().map(|l| l.amount)).ok_or(Refusal::TooMuch)?;
        Ok(sum.is_zero().then_some(Entry(lines)))
    }

    /// The lines, in order.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.0
    }

    /// The equal and opposite entry.
    #[must_use]
    pub fn reversed(&self) -> Entry {
        Entry(self.0.iter().map(|l| Line { amount: l.amount.negated(), ..*l }).collect())
    }
}
