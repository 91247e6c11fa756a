//! The words of the letter about what a meter shows.

use foil_domain::documents::{Finding, LastYear, UseShare};

use super::Words;

/// The letter's words in one language.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct LetterWords {
    /// What it is called at its head.
    pub kind: &'static str,
    /// Heading of what was found.
    pub found: &'static str,
    /// Heading of what is asked.
    pub asked: &'static str,
    /// What was found, by the book's word; where it is not told here, in the words of the check that found it.
    pub findings: &'static [(&'static str, &'static str)],
    /// How its figures are said behind it; none in English, where the check's own words have them.
    pub figures: Option<&'static FigureWords>,
    /// What is asked of the customer, by what was found.
    pub requests: &'static [(&'static str, &'static str)],
    /// What is asked where nothing more is known.
    pub request: &'static str,
}

/// How the figures of a finding are said, a sentence each.
#[derive(Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct FigureWords {
    /// Has `{used}`, `{unit}`, `{days}`, `{base}`, `{usual}` and `{times}`.
    pub more: &'static str,
    /// The same with `{percent}`.
    pub less: &'static str,
    /// Has `{days}`, `{base}`, `{usual}` and `{unit}`.
    pub nothing: &'static str,
    /// Where it is no share of the base; has `{used}`, `{unit}`, `{days}`, `{base}` and `{usual}`.
    pub beside: &'static str,
    /// Without a past; has `{used}`, `{unit}` and `{days}`.
    pub alone: &'static str,
    /// The base: what is usual.
    pub usual: &'static str,
    /// The base where there is only last year's use; has `{month}`.
    pub last_year: &'static str,
    /// Beside what is usual; has `{month}`, `{units}` and `{unit}`.
    pub season: &'static str,
    /// Has `{from}` and `{to}`.
    pub fell: &'static str,
    /// Behind it; has `{units}` and `{unit}`.
    pub if_over: &'static str,
    /// Behind it; has `{units}` and `{unit}`.
    pub taken_back: &'static str,
    /// Has `{from}`, `{to}`, `{units}` and `{unit}`.
    pub ran_over: &'static str,
    /// Has `{units}` and `{unit}`.
    pub reset: &'static str,
    /// Has `{times}` and `{limit}`.
    pub unread: &'static str,
    /// Behind it; has `{day}`.
    pub unread_since: &'static str,
}

impl FigureWords {
    /// A finding with all its figures.
    pub(crate) fn said(&self, finding: &Finding, words: &Words) -> String {
        match finding {
            Finding::Compared { used, unit, days, usual, last_year, share } => self
                .compared(used, usual, last_year.as_ref(), share.as_ref(), words)
                .replace("{used}", used)
                .replace("{unit}", unit)
                .replace("{days}", days),
            Finding::Fell { from, to, if_over, taken_back, unit } => {
                let fell = self.fell.replace("{from}", from).replace("{to}", to);
                let behind = match (if_over.as_str(), taken_back.as_str()) {
                    ("", "") => return fell,
                    ("", units) => self.taken_back.replace("{units}", units),
                    (units, _) => self.if_over.replace("{units}", units),
                };
                format!("{fell} {}", behind.replace("{unit}", unit))
            }
            Finding::RanOver { from, to, units, unit } => self
                .ran_over
                .replace("{from}", from)
                .replace("{to}", to)
                .replace("{units}", units)
                .replace("{unit}", unit),
            Finding::Reset { units, unit } => self.reset.replace("{units}", units).replace("{unit}", unit),
            Finding::Unread { times, since, limit } => {
                let unread = self.unread.replace("{times}", times).replace("{limit}", limit);
                match since {
                    Some(on) => format!("{unread} {}", self.unread_since.replace("{day}", &words.day(*on))),
                    None => unread,
                }
            }
        }
    }

    /// A use as it stands to what is usual, `{used}`, `{unit}` and `{days}` not filled in yet.
    fn compared(
        &self,
        used: &str,
        usual: &str,
        last_year: Option<&LastYear>,
        share: Option<&UseShare>,
        words: &Words,
    ) -> String {
        let month = last_year.map(|year| words.month_of(year.about)).unwrap_or_default();
        let (base, units, aside) = match (usual, last_year) {
            ("", None) => return self.alone.to_owned(),
            ("", Some(year)) => {
                (self.last_year.replace("{month}", &month), year.units.as_str(), String::new())
            }
            (usual, None) => (self.usual.to_owned(), usual, String::new()),
            (usual, Some(year)) => {
                let aside = self.season.replace("{month}", &month).replace("{units}", &year.units);
                (self.usual.to_owned(), usual, aside)
            }
        };
        let said = match share {
            _ if used.is_empty() => self.nothing.to_owned(),
            None => self.beside.to_owned(),
            Some(UseShare::Times(times)) => self.more.replace("{times}", times),
            Some(UseShare::Percent(percent)) => self.less.replace("{percent}", percent),
        };
        said.replace("{base}", &base).replace("{usual}", units) + &aside
    }
}

const LOOK: &str = "Please look for taps, pipes or appliances that use more than they should, and read your meter \
                    again. If its number is not as stated here, tell us: a mistake of ours is put right at once.";
const STANDS: &str = "If the premises stood empty, or you generate or store your own supply, please tell us. If not, \
     the meter may have stopped: we will come to look at it, and ask you to let us in.";

/// English has no findings of its own: the checks are worded in it, with their figures.
pub(super) static ENGLISH: LetterWords = LetterWords {
    kind: "About your meter",
    found: "What we found",
    asked: "What we ask of you",
    findings: &[],
    figures: None,
    requests: &[
        ("high", LOOK),
        ("spike", LOOK),
        ("low", STANDS),
        ("zero", STANDS),
        ("negative", STANDS),
        (
            "estimates",
            "We could not read your meter, so your bills are estimated. Please let our reader in, or read \
             the meter yourself and tell us its number: your next bill is then put right.",
        ),
    ],
    request: "Please read your meter and tell us its number.",
};
