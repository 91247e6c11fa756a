//! Where a document's file stands: `2026/11/21/receipts/C1-26-27-000412.pdf` under the document folder.

use foil_domain::press::Format;
use foil_domain::time::Day;
use std::path::{Path, PathBuf};

/// The folder of a business date.
pub(crate) fn day_folder(root: &Path, on: Day) -> PathBuf {
    let (year, month, day) = on.parts();
    root.join(format!("{year:04}")).join(format!("{month:02}")).join(format!("{day:02}"))
}

/// A document number as a file's name on every platform: what is no letter, digit, `-`, `_` or inner
/// point becomes `-`, a name that Windows keeps for itself gets a `_` in front.
pub(super) fn file_name(number: &str, format: Format) -> String {
    let kept = number.chars().take(80);
    let kept: String =
        kept.map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect();
    let name = kept.trim_matches('.');
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let guard = if name.is_empty() || is_reserved(&stem) { "_" } else { "" };
    format!("{guard}{name}.{}", format.as_str())
}

fn is_reserved(stem: &str) -> bool {
    let numbered = |word: &str| {
        stem.strip_prefix(word).is_some_and(|n| n.chars().count() == 1 && n.chars().all(char::is_numeric))
    };
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_becomes_a_name_that_leads_nowhere_else() {
        for (number, name) in [
            ("C2/26-27/000412", "C2-26-27-000412.pdf"),
            ("../../etc/passwd", "-..-etc-passwd.pdf"),
            ("..", "_.pdf"),
            ("CON", "_CON.pdf"),
            ("con.x", "_con.x.pdf"),
            ("LPT1", "_LPT1.pdf"),
            ("C:\\x", "C--x.pdf"),
            ("ಬಿಲ್ 5", "ಬಿಲ--5.pdf"),
        ] {
            let made = file_name(number, Format::Pdf);
            assert_eq!(made, name);
            assert!(Path::new(&made).components().count() == 1, "{made}");
        }
    }
}
