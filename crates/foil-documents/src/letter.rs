//! A letter about what a meter shows: what was found, what the customer may do about it, the use so far.

use foil_domain::documents::{MonthUse, UseLetterDoc};

use crate::receipt::{foot, office_lines};
use crate::sheet::{Block, Fact, Head, Paper, Sheet};
use crate::words::Words;

/// What the letter is called at its head.
pub(crate) const KIND: &str = "About your meter";

/// What is asked of the customer, by what was found.
fn request(finding: &str) -> &'static str {
    match finding {
        "high" | "spike" => {
            "Please look for taps, pipes or appliances that use more than they should, and read your meter \
             again. If its number is not as stated here, tell us: a mistake of ours is put right at once."
        }
        "low" | "zero" | "negative" => {
            "If the premises stood empty, or you generate or store your own supply, please tell us. If not, \
             the meter may have stopped: we will come to look at it, and ask you to let us in."
        }
        "estimates" => {
            "We could not read your meter, so your bills are estimated. Please let our reader in, or read \
             the meter yourself and tell us its number: your next bill is then put right."
        }
        _ => "Please read your meter and tell us its number.",
    }
}

pub(crate) fn sheet(doc: &UseLetterDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let mut blocks = vec![
        Block::Facts(vec![
            Fact::new(words.customer, &doc.customer, 5.0).strong().detail(&doc.address),
            Fact::new(words.account, &doc.account, 2.5),
            Fact::new(words.service, &words.word(&doc.service), 2.5)
                .detail(&format!("{} {}", words.meter, doc.meter)),
        ]),
        Block::Note { label: "What we found".into(), text: sentence(&doc.words) },
        Block::Note { label: "What we ask of you".into(), text: request(&doc.finding).into() },
    ];
    if !doc.history.is_empty() {
        blocks.push(Block::Heading(words.your_use.into()));
        blocks.push(Block::Bars(bars(&doc.history)));
    }
    Sheet {
        paper: Paper::A4,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: KIND.into(),
            number: doc.number.clone(),
            date: words.day(doc.written_on),
            mark: None,
            band: None,
        },
        blocks,
        closing: Vec::new(),
        qr: None,
        foot: foot(&doc.office, "", words),
    }
}

/// What is said among other words begins small; here it stands alone.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let text: String = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}

fn bars(history: &[MonthUse]) -> Vec<(String, String, f32)> {
    // Only how tall a bar stands; what is printed is the text itself.
    let height = |used: &MonthUse| used.units.parse::<f32>().unwrap_or_default().max(0.0);
    let largest = history.iter().map(height).fold(0.0_f32, f32::max).max(1.0);
    history.iter().map(|used| (used.month.clone(), used.units.clone(), height(used) / largest)).collect()
}
