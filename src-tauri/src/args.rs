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
    /// Which counter of the office this machine is
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub counter: Option<u16>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_numbered_from_one() {
        let parse = |counter| Args::try_parse_from(["counterfoil-desktop", "--counter", counter]);
        assert_eq!(parse("2").unwrap().counter, Some(2));
        assert!(parse("0").is_err());
        assert!(parse("two").is_err());
    }
}
