//! Text to glyphs: clean, order, choose fonts, shape, break into lines.
//!
//! A paragraph is cut where a line may break, each piece into runs of one font, script and
//! direction; runs are shaped, laid into lines in reading order and then put into the order in
//! which they are seen. Every glyph keeps the range of text it shows. In scripts whose letters
//! change places that is the range of the whole run, or a reader could not find the word. From right
//! to left letters keep their places, and readers turn the order round by themselves.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use harfrust::{Buffer, Direction, Script, ShapeOptions, ShaperFont};
use krilla::text::{GlyphId, KrillaGlyph};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::faces::{self, FaceId, PLAIN, UNKNOWN, Weight};

/// Longer than anything a page can hold; the rest of a text is cut off and marked with `…`.
const MOST_CHARS: usize = 1_000;

/// Glyphs of one font, in the order in which they are seen.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) face: FaceId,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// Sum of the advances, as a share of the size.
    pub(crate) width: f32,
    range: Range<usize>,
    level: Level,
}

/// One line of a paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The whole paragraph; the glyphs' ranges point into it.
    pub(crate) text: Rc<str>,
    pub(crate) runs: Vec<Run>,
    /// In points.
    pub(crate) width: f32,
}

/// Sets `text` into lines no wider than `width` points. Text that is empty gives no line.
pub(crate) fn lines(text: &str, size: f32, weight: Weight, width: f32) -> Vec<Line> {
    let text: Rc<str> = clean(text).into();
    if text.is_empty() {
        return Vec::new();
    }
    let pieces = pieces(&text, weight);
    let mut filler =
        Filler { text: &text, size, weight, width, lines: Vec::new(), line: Vec::new(), used: 0.0 };
    for tied in tied(&text, pieces) {
        filler.add_tied(tied);
    }
    filler.finish()
}

/// The width of `text` on one line, in points.
pub(crate) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    lines(text, size, weight, f32::INFINITY).iter().map(|line| line.width).fold(0.0, f32::max)
}

/// What is printed of a text: no control characters, nothing that turns the reading direction of
/// its surroundings, no endless length.
pub(crate) fn clean(text: &str) -> String {
    let mut out: String = text.chars().filter_map(printable).take(MOST_CHARS).collect();
    if out.chars().count() == MOST_CHARS {
        out.push('…');
    }
    let kept = out.trim().len();
    if kept == out.len() { out } else { out.trim().to_owned() }
}

fn printable(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => None,
        // Invisible by nature, and no part of a word in any script we set. Joiners and the two
        // direction marks stay.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => None,
        '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => None,
        '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' => None,
        '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => None,
        c if u32::from(c) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c) => None,
        c => Some(c),
    }
}

/// A stretch of text between two places where a line may break.
struct Piece {
    runs: Vec<Run>,
    range: Range<usize>,
}

impl Piece {
    fn width(&self) -> f32 {
        self.runs.iter().map(|run| run.width).sum()
    }
}

fn pieces(text: &str, weight: Weight) -> Vec<Piece> {
    let levels = levels(text);
    let mut start = 0;
    let mut out = Vec::new();
    for (end, _) in unicode_linebreak::linebreaks(text) {
        out.push(piece(text, start..end, &levels, weight));
        start = end;
    }
    out
}

/// Pieces that stay together on a line: a number and its unit, its month, its percent sign.
fn tied(text: &str, pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut all: Vec<Vec<Piece>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match all.last_mut() {
            Some(before) if ties(text, piece.range.start) => before.push(piece),
            _ => all.push(vec![piece]),
        }
    }
    all
}

/// Whether what begins here is the unit of the number before it.
fn ties(text: &str, at: usize) -> bool {
    let number = text[..at].strip_suffix(' ').is_some_and(|before| before.ends_with(char::is_numeric));
    number && text[at..].starts_with(|c: char| c.is_alphabetic() || c == '%')
}

fn piece(text: &str, range: Range<usize>, levels: &Levels, weight: Weight) -> Piece {
    let fresh = |range: Range<usize>| {
        let items = itemise(text, range, levels, weight);
        items.into_iter().map(|item| shape(text, &item)).collect::<Vec<Run>>()
    };
    let word = &text[range.clone()];
    if matches!(levels, Levels::Mixed(_)) || word.len() > MOST_REMEMBERED_BYTES {
        return Piece { runs: fresh(range.clone()), range };
    }
    let known = WORDS.with_borrow(|words| words[weight as usize].get(word).map(|runs| at(runs, range.start)));
    let runs = known.unwrap_or_else(|| {
        let runs = fresh(range.clone());
        WORDS.with_borrow_mut(|words| remember(&mut words[weight as usize], word, &runs, range.start));
        runs
    });
    Piece { runs, range }
}

/// Words longer than this come up once.
const MOST_REMEMBERED_BYTES: usize = 48;
/// A few hundred kilobytes; labels and the names of one day fit in.
const MOST_REMEMBERED: usize = 1_500;

type Words = HashMap<Box<str>, Vec<Run>>;

thread_local! {
    /// Words already shaped, for each weight, as if each stood at the start of its text. The same
    /// labels stand on every receipt, and shaping them again would cost a tenth of its time.
    static WORDS: RefCell<[Words; 2]> = RefCell::default();
}

fn remember(words: &mut Words, word: &str, runs: &[Run], start: usize) {
    if words.len() >= MOST_REMEMBERED {
        words.clear();
    }
    let back = |range: &Range<usize>| range.start - start..range.end - start;
    words.insert(word.into(), moved(runs, back));
}

fn at(runs: &[Run], start: usize) -> Vec<Run> {
    moved(runs, |range| range.start + start..range.end + start)
}

fn moved(runs: &[Run], to: impl Fn(&Range<usize>) -> Range<usize>) -> Vec<Run> {
    let mut runs = runs.to_vec();
    for run in &mut runs {
        run.range = to(&run.range);
        for glyph in &mut run.glyphs {
            glyph.text_range = to(&glyph.text_range);
        }
    }
    runs
}

/// The direction of each byte; most texts are from left to right throughout.
enum Levels {
    Ltr,
    Mixed(Vec<Level>),
}

impl Levels {
    fn at(&self, index: usize) -> Level {
        match self {
            Levels::Ltr => Level::ltr(),
            Levels::Mixed(levels) => levels.get(index).copied().unwrap_or(Level::ltr()),
        }
    }
}

fn levels(text: &str) -> Levels {
    // Everything below U+0590 runs from left to right, and so do the scripts of India.
    let ltr = |c: char| matches!(u32::from(c), 0..=0x058F | 0x0900..=0x1FFF | 0x2010..=0x2027 | 0x2030..=0x205E | 0x20A0..=0x20CF);
    if text.chars().all(ltr) {
        return Levels::Ltr;
    }
    Levels::Mixed(BidiInfo::new(text, None).levels)
}

/// A run before shaping.
struct Item {
    range: Range<usize>,
    face: FaceId,
    script: Script,
    level: Level,
    known: bool,
}

fn itemise(text: &str, range: Range<usize>, levels: &Levels, weight: Weight) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut before = None;
    for (offset, c) in text[range.clone()].char_indices() {
        let at = range.start + offset;
        let family = faces::family_of(c, before);
        before = family.or(before);
        let face = FaceId::new(family.unwrap_or(PLAIN), weight);
        let script = family.and_then(|family| faces::script_of(c, family));
        let level = levels.at(at);
        let end = at + c.len_utf8();
        match items.last_mut() {
            Some(last)
                if last.face == face
                    && last.level == level
                    && last.known == family.is_some()
                    && script.is_none_or(|script| script == last.script) =>
            {
                last.range.end = end;
            }
            _ => items.push(Item {
                range: at..end,
                face,
                script: script.unwrap_or(Script::LATIN),
                level,
                known: family.is_some(),
            }),
        }
    }
    items
}

thread_local! {
    static BUFFER: RefCell<Buffer> = RefCell::new(Buffer::new());
}

fn shape(text: &str, item: &Item) -> Run {
    BUFFER.with(|buffer| shape_in(&mut buffer.borrow_mut(), text, item))
}

fn shape_in(buffer: &mut Buffer, text: &str, item: &Item) -> Run {
    let face = item.face.face();
    let direction = if item.level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight };
    buffer.reset();
    for (offset, c) in text[item.range.clone()].char_indices() {
        let shown = if item.known { c } else { UNKNOWN };
        buffer.push(u32::from(shown), cluster(item.range.start + offset));
    }
    buffer.set_direction(direction);
    buffer.set_script(Some(item.script));
    let font = ShaperFont::new(&face.shaping);
    let plan = face.plan(item.script, direction);
    if harfrust::shape(&font, buffer, ShapeOptions::new().plan(Some(plan))).is_err() {
        // Only a plan that does not fit can fail; then show nothing rather than the wrong letters.
        return Run {
            face: item.face,
            glyphs: Vec::new(),
            width: 0.0,
            range: item.range.clone(),
            level: item.level,
        };
    }
    let ends = cluster_ends(buffer, item);
    let mut total = 0.0;
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).map(|(info, position)| {
        let start = info.cluster as usize;
        let text_range = if item.face.reorders() { item.range.clone() } else { start..ends(start) };
        let advance = face.share(position.x_advance);
        total += advance;
        KrillaGlyph::new(
            GlyphId::new(if info.glyph_id == 0 { face.unknown_glyph() } else { info.glyph_id }),
            advance,
            face.share(position.x_offset),
            face.share(position.y_offset),
            face.share(position.y_advance),
            text_range,
            None,
        )
    });
    let glyphs = glyphs.collect();
    Run { face: item.face, glyphs, width: total, range: item.range.clone(), level: item.level }
}

fn cluster(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Where the text of the cluster that starts at an index ends: where the next one starts.
fn cluster_ends(buffer: &Buffer, item: &Item) -> impl Fn(usize) -> usize + use<> {
    let mut starts: Vec<usize> = buffer.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let end = item.range.end;
    move |start| {
        let next = starts.partition_point(|other| *other <= start);
        starts.get(next).copied().unwrap_or(end)
    }
}

/// Puts pieces on lines, as many as fit.
struct Filler<'a> {
    text: &'a Rc<str>,
    size: f32,
    weight: Weight,
    width: f32,
    lines: Vec<Line>,
    line: Vec<Run>,
    used: f32,
}

impl Filler<'_> {
    fn add(&mut self, piece: Piece) {
        // A space at the end may hang over the edge: nobody sees it.
        let seen = self.text[piece.range.clone()].trim_end().len();
        let hangs = seen < piece.range.len();
        let width = piece.width() * self.size;
        let space = if hangs { self.size * 0.26 } else { 0.0 };
        if width - space > self.width {
            return self.add_broken(&piece);
        }
        if self.used + width - space > self.width {
            self.end_line();
        }
        self.used += width;
        self.line.extend(piece.runs);
    }

    /// Pieces that stay together, where a line can hold them.
    fn add_tied(&mut self, pieces: Vec<Piece>) {
        if pieces.len() > 1 {
            let width = pieces.iter().map(Piece::width).sum::<f32>() * self.size;
            if self.used + width > self.width && width <= self.width {
                self.end_line();
            }
        }
        for piece in pieces {
            self.add(piece);
        }
    }

    /// A word wider than the line is broken between letters, never inside one.
    fn add_broken(&mut self, piece: &Piece) {
        let levels = levels(self.text);
        let whole = self.text.clone();
        let mut start = piece.range.start;
        let mut fits: Option<Piece> = None;
        for (offset, letter) in whole[piece.range.clone()].grapheme_indices(true) {
            let end = piece.range.start + offset + letter.len();
            let tried = self::piece(&whole, start..end, &levels, self.weight);
            if self.used + tried.width() * self.size > self.width && (fits.is_some() || self.used > 0.0) {
                start = piece.range.start + offset;
                if let Some(piece) = fits.take() {
                    self.line.extend(piece.runs);
                }
                self.end_line();
                fits = Some(self::piece(&whole, start..end, &levels, self.weight));
            } else {
                fits = Some(tried);
            }
        }
        if let Some(piece) = fits {
            self.used += piece.width() * self.size;
            self.line.extend(piece.runs);
        }
    }

    fn end_line(&mut self) {
        let runs = std::mem::take(&mut self.line);
        self.used = 0.0;
        if !runs.is_empty() {
            self.lines.push(line(self.text, runs, self.size));
        }
    }

    fn finish(mut self) -> Vec<Line> {
        self.end_line();
        self.lines
    }
}

/// A finished line: no space at its end, runs in the order in which they are seen.
fn line(text: &Rc<str>, mut runs: Vec<Run>, size: f32) -> Line {
    drop_last_space(text, &mut runs);
    let mut runs = if runs.iter().any(|run| run.level.is_rtl()) { reorder(runs) } else { runs };
    join(&mut runs);
    let width = runs.iter().map(|run| run.width).sum::<f32>() * size;
    Line { text: text.clone(), runs, width }
}

fn drop_last_space(text: &str, runs: &mut [Run]) {
    let Some(last) = runs.last_mut() else { return };
    if !text[last.range.clone()].ends_with(' ') || last.range.len() == 1 && runs.len() == 1 {
        return;
    }
    let last = runs.last_mut().expect("looked at it above");
    // In reading order the space is last; from right to left that is the leftmost glyph.
    let space = if last.level.is_rtl() { 0 } else { last.glyphs.len().saturating_sub(1) };
    if space < last.glyphs.len() && last.glyphs.len() > 1 {
        last.width -= last.glyphs.remove(space).x_advance;
    }
}

fn reorder(runs: Vec<Run>) -> Vec<Run> {
    let levels: Vec<Level> = runs.iter().map(|run| run.level).collect();
    let mut runs: Vec<Option<Run>> = runs.into_iter().map(Some).collect();
    let order = BidiInfo::reorder_visual(&levels);
    order.into_iter().filter_map(|index| runs[index].take()).collect()
}

/// Makes one run of neighbours that a reader of the PDF may take as one: fewer instructions, and
/// words that stay together when they are found again.
fn join(runs: &mut Vec<Run>) {
    runs.dedup_by(|next, run| {
        let joins = run.face == next.face
            && !run.face.is_complex()
            && run.level == next.level
            && run.level.is_ltr()
            && run.range.end == next.range.start;
        if joins {
            run.glyphs.append(&mut next.glyphs);
            run.width += next.width;
            run.range.end = next.range.end;
        }
        joins
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each line of a text says, at ten points.
    fn set(text: &str, width: f32) -> Vec<String> {
        let said = |line: &Line| {
            let (from, to) = (line.runs.first()?.range.start, line.runs.last()?.range.end);
            Some(line.text[from..to].trim_end().to_owned())
        };
        lines(text, 10.0, Weight::Regular, width).iter().filter_map(said).collect()
    }

    #[test]
    fn a_number_stays_with_its_unit_its_month_and_its_percent_sign() {
        let text =
            "By 5 Dec 2026 pay for 1283 kWh in 31 days at 2 % each, or ask at the counter by 12 ಡಿಸೆಂ 2026.";
        for width in 60..300u16 {
            for line in set(text, f32::from(width)) {
                let ends_in_number = line.ends_with(|c: char| c.is_ascii_digit()) && !line.ends_with("2026");
                assert!(!ends_in_number, "{line:?} at {width} points");
            }
        }
        let narrow = set("1283 kWh", 30.0);
        assert_eq!(narrow, ["1283", "kWh"], "what no line can hold is broken all the same");
    }
}
