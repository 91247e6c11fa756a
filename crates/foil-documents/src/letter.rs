//! A letter about what a meter shows: what was found, what the customer may do about it, the use so far.

use foil_domain::documents::{MonthUse, UseLetterDoc};

use crate::receipt::{foot, office_lines};
use crate::sheet::{Block, Fact, Head, Paper, Sheet};
use crate::words::Words;

/// What was found, with its figures: in the customer's language, or as the check that found it says.
fn found(doc: &UseLetterDoc, words: &Words) -> String {
    let Some(said) = told(words.letter.findings, &doc.finding) else { return sentence(&doc.words) };
    let figures = words.letter.figures.into_iter();
    let figures = figures.flat_map(|figures| doc.findings.iter().map(|found| figures.said(found, words)));
    std::iter::once(said.to_owned()).chain(figures).collect::<Vec<_>>().join(" ")
}

fn told(list: &'static [(&'static str, &'static str)], finding: &str) -> Option<&'static str> {
    list.iter().find(|(known, _)| *known == finding).map(|(_, told)| *told)
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
        Block::Note { label: words.letter.found.into(), text: found(doc, words) },
        Block::Note {
            label: words.letter.asked.into(),
            text: told(words.letter.requests, &doc.finding).unwrap_or(words.letter.request).into(),
        },
    ];
    if !doc.history.is_empty() {
        blocks.push(Block::Heading(words.your_use.into()));
        blocks.push(Block::Bars(bars(&doc.history, words)));
    }
    Sheet {
        paper: Paper::A4,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words),
            kind: words.letter.kind.into(),
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

fn bars(history: &[MonthUse], words: &Words) -> Vec<(String, String, f32)> {
    // Only how tall a bar stands; what is printed is the text itself.
    let height = |used: &MonthUse| used.units.parse::<f32>().unwrap_or_default().max(0.0);
    let largest = history.iter().map(height).fold(0.0_f32, f32::max).max(1.0);
    history
        .iter()
        .map(|used| (words.dated(&used.month), used.units.clone(), height(used) / largest))
        .collect()
}
