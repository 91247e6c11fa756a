//! What can be said on the command line.

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The counter of a utility's branch office, from a terminal.
///
/// The password comes from COUNTERFOIL_PASSWORD or is asked for. The book's key comes from --key-file,
/// from COUNTERFOIL_KEY (hex, recovery key or passphrase), or from the system's keychain.
/// Exit codes: 0 done, 2 wrong usage, 3 refused, 4 a fault.
#[derive(Debug, Parser)]
#[command(name = "counterfoil", version, max_term_width = 100)]
pub struct Args {
    /// The book to work on.
    #[arg(long, value_name = "FILE", global = true)]
    pub book: Option<PathBuf>,
    /// Who logs in.
    #[arg(long, value_name = "NAME", global = true)]
    pub user: Option<String>,
    /// The code of the counter to sit at; without it, the first one.
    #[arg(long, value_name = "CODE", global = true)]
    pub counter: Option<String>,
    /// A file that holds the book's key.
    #[arg(long, value_name = "FILE", global = true)]
    pub key_file: Option<PathBuf>,
    /// Print results and errors as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new book, and print its recovery key once.
    New(New),
    /// Make a demo branch with users, customers, bills and a queue.
    Demo(Demo),
    /// Run any command of the table.
    Call {
        /// Its name; `counterfoil commands` lists them.
        name: String,
        /// Its input as JSON; `-` reads it from standard input.
        #[arg(default_value = "{}")]
        input: String,
    },
    /// List all commands with their types; of one, with all that its types are made of.
    Commands {
        /// The command whose types are told.
        name: Option<String>,
    },
    /// Import a CSV file, or tariff files.
    Import(Import),
    /// Work the queue's requests whose money is in hand.
    Queue {
        /// What to do with them.
        #[command(subcommand)]
        what: QueueWhat,
    },
    /// Work the ladder of what is late: reminders, final notices, the cut list.
    Arrears {
        /// What to do.
        #[command(subcommand)]
        what: ArrearsWhat,
    },
    /// Save a statement of account.
    Statement {
        /// The account's number.
        account: String,
        /// The first day, written YYYY-MM-DD.
        #[arg(long, value_name = "DATE")]
        from: String,
        /// The last day, written YYYY-MM-DD; without it, the business date.
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        /// The file to write, as PDF or, when it ends so, as CSV.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Write audit files.
    Export {
        /// Of which time.
        #[command(subcommand)]
        what: ExportWhat,
    },
    /// Verify exported files, and a month's pack against seals and a book. Needs no log-in, and no book of its own.
    Verify {
        /// A pack, a file, or a folder of files.
        path: PathBuf,
        /// A pack: seals that left the office earlier. Files, folders, older packs, or texts with scanned QR codes.
        #[arg(long, value_name = "FILES", num_args = 1..)]
        seals: Vec<PathBuf>,
        // `--book FILE` is everybody's: a pack is held against that book.
    },
    /// Let an administrator in again who forgot their password. Needs the recovery key.
    Admin {
        /// What to do.
        #[command(subcommand)]
        what: AdminWhat,
    },
    /// Check every rule of the books over the whole book.
    Check,
    /// Make bills, or save one.
    Bill(Bill),
    /// Check tariff files, and price usages by them. Needs no book.
    Tariff {
        /// What to do with them.
        #[command(subcommand)]
        what: TariffWhat,
    },
    /// Hand a receipt out: the original once, then a duplicate each time.
    Receipt {
        /// Its number.
        number: String,
        /// The file to write, as PDF or, when it ends so, as CSV.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// A new book.
#[derive(Debug, Group)]
pub struct New {
    /// The book's file; there must be none.
    pub file: PathBuf,
    /// The office's name.
    #[arg(long, default_value = "Branch office")]
    pub name: String,
    /// The office's address; semicolons part its lines.
    #[arg(long, default_value = "Address to be filled in")]
    pub address: String,
    /// The office's phone.
    #[arg(long, default_value = "")]
    pub phone: String,
    /// Registration numbers on documents, separated by semicolons.
    #[arg(long, default_value = "")]
    pub registration: String,
    /// The currency's ISO 4217 code.
    #[arg(long, default_value = "INR")]
    pub currency: String,
    /// The office's time zone.
    #[arg(long, default_value = "Asia/Kolkata")]
    pub zone: String,
    /// The language of the office's documents: en, hi or kn (English, Hindi, Kannada).
    #[arg(long, default_value = "en")]
    pub language: String,
    /// The month (1–12) in which the financial year starts.
    #[arg(long, default_value_t = 4)]
    pub year_starts_in: u32,
    /// The first admin's name. Their log-in name is --user, else `admin`.
    #[arg(long, default_value = "Admin")]
    pub admin_name: String,
}

/// A demo branch.
#[derive(Debug, Group)]
pub struct Demo {
    /// The book's file; there must be none.
    pub file: PathBuf,
    /// How many accounts.
    #[arg(long, default_value_t = 2_000)]
    pub accounts: u32,
    /// The same seed makes the same branch.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The business date, written YYYY-MM-DD; without it, today's.
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportWhat {
    /// Customers with properties and accounts.
    Customers,
    /// Bills with lines.
    Bills,
    /// Drop-box or bank payments.
    Payments,
    /// Tariff files: one, or a folder of them.
    Tariffs,
    /// Meter readings.
    Readings,
    /// Meters with their registers.
    Meters,
}

/// An import.
#[derive(Debug, Group)]
pub struct Import {
    /// What the file holds.
    pub what: ImportWhat,
    /// The CSV file; for tariffs a TOML file, or a folder of them.
    pub file: PathBuf,
    /// Check everything, store nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Store the good rows when others are bad; without it, all or nothing.
    #[arg(long)]
    pub good_rows: bool,
    /// The order or the reason that a tariff is stored for; needed to correct a version.
    #[arg(long, default_value = "")]
    pub note: String,
    /// Correct a tariff version although bills were made by it; those keep it.
    #[arg(long)]
    pub correct_priced: bool,
}

/// What to do with a tariff file.
#[derive(Debug, Subcommand)]
pub enum TariffWhat {
    /// Read a tariff file whole, run its examples, and list every fault with its line.
    Check {
        /// The TOML file.
        file: PathBuf,
    },
    /// Price a case (period, usage, account) and print the bill's arithmetic as JSON.
    Quote {
        /// The tariff's TOML file.
        #[arg(required_unless_present = "many")]
        tariff: Option<PathBuf>,
        /// The case's JSON file.
        #[arg(required_unless_present = "many")]
        case: Option<PathBuf>,
        /// A folder of cases, each naming its tariff file: one JSON object keyed by case id.
        #[arg(long, value_name = "DIR", conflicts_with_all = ["tariff", "case"])]
        many: Option<PathBuf>,
    },
    /// What paying late costs on a principal, by a tariff's rule, as JSON.
    Late {
        /// The tariff's TOML file.
        tariff: PathBuf,
        /// What is unpaid, such as 1250.00.
        #[arg(long, value_name = "AMOUNT")]
        principal: String,
        /// Days after the due date; months have 30 of them.
        #[arg(long, value_name = "N", required_unless_present = "due", conflicts_with = "due")]
        days: Option<i64>,
        /// The due date, written YYYY-MM-DD.
        #[arg(long, value_name = "DATE", requires = "on")]
        due: Option<String>,
        /// The day it is paid on.
        #[arg(long, value_name = "DATE", requires = "due")]
        on: Option<String>,
    },
}

/// What to do with the queue.
#[derive(Debug, Subcommand)]
pub enum QueueWhat {
    /// Post the payments that are due, in the queue's order.
    Process,
}

/// What to do for an administrator.
#[derive(Debug, Subcommand)]
pub enum AdminWhat {
    /// Set the password of the administrator that --user names, who sets one of their own at the next log-in. The recovery
    /// key is asked for, or read from --key-file; the new password from COUNTERFOIL_NEW_PASSWORD or asked for twice.
    Reset,
}

/// What to do with what is late.
#[derive(Debug, Subcommand)]
pub enum ArrearsWhat {
    /// Run the ladder over all late accounts.
    Run {
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Of which time.
#[derive(Debug, Subcommand)]
pub enum ExportWhat {
    /// A day's files.
    Day {
        /// The business date, written YYYY-MM-DD.
        on: String,
        /// The folder to write into.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// A month's audit pack: one signed ZIP with registers, log, seals, summary and sample.
    Audit {
        /// The month of business dates, written YYYY-MM.
        #[arg(long, value_name = "MONTH")]
        month: String,
        /// The folder to write into.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// How many receipts are drawn at random; without it, 60.
        #[arg(long, value_name = "N")]
        sample: Option<i64>,
        /// The auditor's own seed for the draw; without it, one from the month's last seal.
        #[arg(long, value_name = "WORD")]
        seed: Option<String>,
    },
    /// A month's audit files, in a folder of their own.
    Month {
        /// The month of business dates, written YYYY-MM.
        month: String,
        /// The folder to write into.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// Bills: `bill NUMBER --out FILE`, `bill run …`, `bill batch …`.
#[derive(Debug, Group)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Bill {
    /// What to do with many.
    #[command(subcommand)]
    pub what: Option<BillWhat>,
    /// The number of the bill, debit note or charge to save.
    #[arg(required = true)]
    pub number: Option<String>,
    /// The file to write, as PDF or, when it ends so, as CSV.
    #[arg(long, value_name = "FILE", required = true)]
    pub out: Option<PathBuf>,
}

/// What to do with many bills.
#[derive(Debug, Subcommand)]
pub enum BillWhat {
    /// Bill a cycle, or one of its routes; the same again bills nobody twice.
    Run {
        /// The cycle's code.
        #[arg(long, value_name = "CODE")]
        cycle: String,
        /// One route of it; without it, all.
        #[arg(long, value_name = "ROUTE", default_value = "")]
        route: String,
        /// Bill readings up to this day, written YYYY-MM-DD; without it, the business date.
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        /// Work everything out, store nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the bills of a run as PDFs of a thousand, or as one table: by how the file's name ends.
    Batch {
        /// The run, by its number.
        run: i64,
        /// The file to write, .pdf or .csv; further PDFs get -2of3, -3of3 … before their ending.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}
