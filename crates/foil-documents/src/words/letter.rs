//! The words of the letter about what a meter shows.

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
    /// What is asked of the customer, by what was found.
    pub requests: &'static [(&'static str, &'static str)],
    /// What is asked where nothing more is known.
    pub request: &'static str,
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
