//! What the window is told when it is started.

use clap::Parser;
use std::path::PathBuf;

/// The counter of a utility's branch office.
#[derive(Debug, Clone, Default, Parser)]
#[command(name = "counterfoil-desktop", version)]
pub struct Args {
    /// The book to open; without it, the one in the app's data folder
    #[arg(long, value_name = "FILE")]
    pub book: Option<PathBuf>,
    /// A file that holds the book's key, instead of the system's keychain
    #[arg(long, value_name = "FILE", env = "COUNTERFOIL_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Which counter of the office this machine is, such as `C2` or `2`
    #[arg(long, value_name = "COUNTER")]
    pub counter: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_the_key_and_the_counter_are_named() {
        let line = ["counterfoil-desktop", "--book", "a.book", "--key-file", "a.key", "--counter", "2"];
        let args = Args::try_parse_from(line).unwrap();
        assert_eq!(args.book, Some("a.book".into()));
        assert_eq!(args.key_file, Some("a.key".into()));
        assert_eq!(args.counter.as_deref(), Some("2"));
        assert!(Args::try_parse_from(["counterfoil-desktop", "--buch"]).is_err());
    }
}
