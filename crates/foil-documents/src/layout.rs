//! Blocks to pages.
//!
//! Each block becomes slabs: pieces of a page of known height that are never torn. Slabs are
//! stacked until the page is full; the rows of a table bring their heading with them to the next
//! page. Nothing is ever clipped: what is too wide is set smaller, then broken. What runs over onto a second page by
//! little is set a little smaller as a whole.

mod charts;

use std::rc::Rc;

use crate::faces::Weight;
use crate::shape::{self, Line};
use crate::sheet::{Block, Cell, Fact, Foot, Head, Kind, Paper, Qr, Sheet, Sum, Table};

/// The few colours of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    Soft,
    Accent,
    Line,
    Wash,
    Alarm,
    White,
}

/// Something drawn, `y` measured downwards from the top of its slab or page.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    Text { x: f32, y: f32, line: Line, size: f32, ink: Ink },
    Fill { x: f32, y: f32, width: f32, height: f32, ink: Ink },
    Frame { x: f32, y: f32, width: f32, height: f32, ink: Ink },
    Qr { x: f32, y: f32, side: f32, code: Rc<Qr> },
}

impl Op {
    fn moved(mut self, dx: f32, dy: f32) -> Op {
        match &mut self {
            Op::Text { x, y, .. } | Op::Fill { x, y, .. } | Op::Frame { x, y, .. } | Op::Qr { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
        }
        self
    }
}

/// The smallest share of the usual size that a sheet is set in, to keep it on one page. Labels are the smallest print that
/// has to be read: six points then on A5, and a little more on A4, where the print is larger to begin with.
const fn least_share(paper: Paper) -> f32 {
    match paper {
        Paper::A5 => 0.9,
        Paper::A4 => 0.8,
    }
}

/// Puts a sheet on pages.
///
/// Scripts that stack their letters take taller lines: a receipt that is one page in English ran over by a few lines in
/// Kannada, and the second page was all but empty.
pub(crate) fn pages(sheet: &Sheet) -> Vec<Vec<Op>> {
    let ((usual, share), least) = (set(sheet, 1.0), least_share(sheet.paper));
    if usual.len() != 2 || share < least {
        return usual;
    }
    // Smaller letters break into fewer lines, seldom into more; so what is worked out nearly always fits.
    let tighter = [share, (share + least) / 2.0, least].into_iter();
    tighter.map(|share| set(sheet, share).0).find(|pages| pages.len() == 1).unwrap_or(usual)
}

/// Puts a sheet on pages at a share of the usual size; says at which share it would be all on one.
fn set(sheet: &Sheet, share: f32) -> (Vec<Vec<Op>>, f32) {
    let page = Page::of(sheet.paper, share);
    let mut stack = Stack::new(&page, &sheet.head, &sheet.foot);
    stack.put(page.head(&sheet.head));
    for slab in page.blocks(&sheet.blocks, page.width) {
        stack.put(slab);
    }
    if let Some(closing) = page.closing(sheet) {
        stack.put_at_foot(closing);
    }
    stack.finish()
}

/// The width of a hairline, in points.
const HAIR: f32 = 0.5;

#[derive(Clone, Copy)]
struct Face {
    size: f32,
    weight: Weight,
    ink: Ink,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// A piece of page that is never torn.
#[derive(Default, Clone)]
struct Slab {
    height: f32,
    ops: Vec<Op>,
    /// Comes along to the next page.
    heading: Option<Rc<Slab>>,
    /// Not left alone at the foot of a page.
    with_next: bool,
}

impl Slab {
    fn gap(height: f32) -> Slab {
        Slab { height, ..Slab::default() }
    }

    fn rule(&mut self, x: f32, width: f32, height: f32, ink: Ink) {
        self.ops.push(Op::Fill { x, y: self.height, width, height, ink });
    }

    /// Sets a text below what is there already.
    fn text(&mut self, text: &str, face: Face, x: f32, width: f32, side: Side) {
        let lines = shape::lines(text, face.size, face.weight, width);
        self.lines(&lines, face, x, width, side);
    }

    fn lines(&mut self, lines: &[Line], face: Face, x: f32, width: f32, side: Side) {
        for line in lines {
            let (above, below) = line.extent(face.size);
            let left = if side == Side::Right { x + width - line.width } else { x };
            let y = self.height + above;
            self.ops.push(Op::Text { x: left, y, line: line.clone(), size: face.size, ink: face.ink });
            self.height += above + below;
        }
    }

    /// Lays another slab over this one, `dx` to the right and `dy` down.
    fn overlay(&mut self, other: Slab, dx: f32, dy: f32) {
        self.height = self.height.max(other.height + dy);
        self.ops.extend(other.ops.into_iter().map(|op| op.moved(dx, dy)));
    }

    fn below(&mut self, other: Slab) {
        let dy = self.height;
        self.overlay(other, 0.0, dy);
    }
}

impl Line {
    /// Room above and below the baseline, in points: more where a script needs it.
    fn extent(&self, size: f32) -> (f32, f32) {
        let faces = self.runs.iter().filter(|run| run.face.is_complex()).map(|run| run.face.face());
        let (above, below) = faces.fold((1.0f32, 0.36f32), |(above, below), face| {
            (above.max(face.ascent.min(1.2)), below.max(face.descent.min(0.6)))
        });
        (above * size, below * size)
    }
}

/// The measures of a page.
struct Page {
    paper: Paper,
    width: f32,
    /// Everything is set this much larger than on A5.
    scale: f32,
}

impl Page {
    fn of(paper: Paper, share: f32) -> Page {
        Page { paper, width: paper.size().0 - 2.0 * paper.margin(), scale: paper.scale() * share }
    }

    fn face(&self, size: f32, weight: Weight, ink: Ink) -> Face {
        Face { size: size * self.scale, weight, ink }
    }

    fn body(&self) -> Face {
        self.face(8.2, Weight::Regular, Ink::Black)
    }

    fn strong(&self) -> Face {
        self.face(8.2, Weight::SemiBold, Ink::Black)
    }

    fn label(&self) -> Face {
        self.face(6.6, Weight::Regular, Ink::Soft)
    }

    fn detail(&self) -> Face {
        self.face(7.0, Weight::Regular, Ink::Soft)
    }

    fn head(&self, head: &Head) -> Slab {
        let gap = 14.0 * self.scale;
        let right_width = self.width * 0.35;
        let left_width = self.width - right_width - gap;
        let mut office = Slab::default();
        let name = self.face(12.0, Weight::SemiBold, Ink::Black);
        // A name a little too long is set a little smaller; a much longer one is broken.
        let fitted = self.fitting(&head.office, name, left_width);
        let name = if fitted.size < name.size * 0.85 { name } else { fitted };
        office.text(&head.office, name, 0.0, left_width, Side::Left);
        office.height += 1.5 * self.scale;
        for line in &head.office_lines {
            office.text(line, self.detail(), 0.0, left_width, Side::Left);
        }
        let mut slab = Slab::default();
        slab.rule(0.0, self.width, 2.2, Ink::Accent);
        slab.overlay(office, 0.0, 10.0 * self.scale);
        slab.overlay(self.title(head, right_width), self.width - right_width, 10.0 * self.scale);
        slab.height += 7.0 * self.scale;
        slab.rule(0.0, self.width, HAIR, Ink::Line);
        if let Some(band) = &head.band {
            slab.height += 6.0 * self.scale;
            slab.below(self.band(&band.word, &band.detail));
        }
        slab.height += 7.0 * self.scale;
        slab
    }

    fn title(&self, head: &Head, width: f32) -> Slab {
        let mut slab = Slab::default();
        let kind = self.face(9.0, Weight::SemiBold, Ink::Accent);
        slab.text(&head.kind, kind, 0.0, width, Side::Right);
        let number = self.fitting(&head.number, self.face(12.0, Weight::SemiBold, Ink::Black), width);
        slab.text(&head.number, number, 0.0, width, Side::Right);
        slab.text(&head.date, self.body(), 0.0, width, Side::Right);
        if let Some(mark) = &head.mark {
            slab.height += 4.0 * self.scale;
            slab.below(self.mark(&mark.word, &mark.detail, width));
        }
        slab
    }

    fn mark(&self, word: &str, detail: &str, width: f32) -> Slab {
        let face = self.fitting(word, self.face(7.6, Weight::SemiBold, Ink::Accent), width - 12.0);
        let inner = shape::width(word, face.size, face.weight);
        let (pad, height) = (6.0 * self.scale, 13.0 * self.scale);
        let framed = inner + 2.0 * pad;
        let mut slab = Slab::gap(height + 1.0);
        slab.ops.push(Op::Frame { x: width - framed, y: 0.0, width: framed, height, ink: Ink::Accent });
        let mut text = Slab::default();
        text.text(word, face, width - framed + pad, inner + 1.0, Side::Left);
        let dy = (height - text.height) / 2.0;
        slab.overlay(text, 0.0, dy);
        slab.text(detail, self.label(), 0.0, width, Side::Right);
        slab
    }

    fn band(&self, word: &str, detail: &str) -> Slab {
        let pad = 9.0 * self.scale;
        let mut text = Slab::default();
        let inner = self.width - 2.0 * pad;
        text.text(word, self.face(13.0, Weight::SemiBold, Ink::White), pad, inner, Side::Left);
        text.text(detail, self.face(7.4, Weight::Regular, Ink::White), pad, inner, Side::Left);
        let height = text.height + 8.0 * self.scale;
        let mut slab = Slab::default();
        slab.ops.push(Op::Fill { x: 0.0, y: 0.0, width: self.width, height, ink: Ink::Alarm });
        slab.overlay(text, 0.0, 4.0 * self.scale);
        slab.height = height;
        slab
    }

    /// The face, made smaller until the text fits on one line, though never too small to read.
    fn fitting(&self, text: &str, face: Face, width: f32) -> Face {
        let wide = shape::width(text, face.size, face.weight);
        let share = if wide > width { (width / wide * 0.995).max(0.5) } else { 1.0 };
        Face { size: face.size * share, ..face }
    }

    fn blocks(&self, blocks: &[Block], width: f32) -> Vec<Slab> {
        blocks.iter().flat_map(|block| self.block(block, width)).collect()
    }

    fn block(&self, block: &Block, width: f32) -> Vec<Slab> {
        match block {
            Block::Facts(facts) => vec![self.facts(facts, width)],
            Block::Heading(text) => vec![self.heading(text, width)],
            Block::Table(table) => self.table(table, width),
            Block::Lead { label, amount, detail } => vec![self.lead(label, amount, detail, width)],
            Block::Sums(sums) => self.sums(sums, width),
            Block::Note { label, text } => self.note(label, text, width),
            Block::Bars(bars) => vec![self.bars(bars, width)],
            Block::Chart(chart) => charts::chart(self, chart, width),
            Block::Signatures(names) => vec![self.signatures(names, width)],
        }
    }

    fn facts(&self, facts: &[Fact], width: f32) -> Slab {
        let gap = 12.0 * self.scale;
        let shares: f32 = facts.iter().map(|fact| fact.share).sum();
        let room = width - gap * count(facts.len().saturating_sub(1));
        // A strong value is larger; its neighbours stand on the same line.
        let tallest = if facts.iter().any(|fact| fact.strong) { 9.6 * self.scale } else { self.body().size };
        let mut slab = Slab::default();
        let mut x = 0.0;
        for fact in facts {
            let wide = room * fact.share / shares;
            let mut one = Slab::default();
            one.text(&fact.label, self.label(), x, wide, Side::Left);
            let value = if fact.strong { self.face(9.6, Weight::SemiBold, Ink::Black) } else { self.body() };
            one.height += tallest - value.size;
            one.text(&fact.value, value, x, wide, Side::Left);
            one.text(&fact.detail, self.detail(), x, wide, Side::Left);
            slab.overlay(one, 0.0, 0.0);
            x += wide + gap;
        }
        slab.height += 6.0 * self.scale;
        slab
    }

    fn heading(&self, text: &str, width: f32) -> Slab {
        let mut slab = Slab { with_next: true, ..Slab::gap(3.0 * self.scale) };
        slab.text(text, self.face(8.2, Weight::SemiBold, Ink::Accent), 0.0, width, Side::Left);
        slab.height += 1.0 * self.scale;
        slab
    }

    fn lead(&self, label: &str, amount: &str, detail: &str, width: f32) -> Slab {
        let pad = 10.0 * self.scale;
        let inner = width - 2.0 * pad;
        let label_face = self.face(9.0, Weight::SemiBold, Ink::Accent);
        let label_width = shape::width(label, label_face.size, label_face.weight).min(inner * 0.4);
        let big = self.face(18.0, Weight::SemiBold, Ink::Accent);
        let big = self.fitting(amount, big, inner - label_width - pad);
        let mut text = Slab::default();
        let mut right = Slab::default();
        right.text(amount, big, pad + label_width, inner - label_width, Side::Right);
        let mut left = Slab::default();
        left.text(label, label_face, pad, label_width + 1.0, Side::Left);
        // Both stand on one line.
        let drop = (big.size - label_face.size).max(0.0);
        text.overlay(right, 0.0, 0.0);
        text.overlay(left, 0.0, drop);
        text.text(detail, self.detail(), pad, inner, Side::Left);
        let height = text.height + 8.0 * self.scale;
        let mut slab = Slab::gap(2.0 * self.scale);
        slab.ops.push(Op::Fill { x: 0.0, y: slab.height, width, height, ink: Ink::Wash });
        slab.ops.push(Op::Fill { x: 0.0, y: slab.height, width: 2.2, height, ink: Ink::Accent });
        let top = slab.height + 2.5 * self.scale;
        slab.overlay(text, 0.0, top);
        slab.height = 2.0 * self.scale + height + 6.0 * self.scale;
        slab
    }

    fn sums(&self, sums: &[Sum], width: f32) -> Vec<Slab> {
        let mut slabs: Vec<Slab> = sums.iter().map(|sum| self.sum(sum, width)).collect();
        if let Some(last) = slabs.last_mut() {
            last.height += 4.0 * self.scale;
        }
        slabs
    }

    fn sum(&self, sum: &Sum, width: f32) -> Slab {
        let face = if sum.strong { self.face(9.2, Weight::SemiBold, Ink::Black) } else { self.body() };
        let amount = self.fitting(&sum.amount, face, width * 0.62);
        let amount_width = shape::width(&sum.amount, amount.size, amount.weight);
        let label_width = width - amount_width - 12.0;
        let mut left = Slab::default();
        if sum.strong {
            left.rule(0.0, width, HAIR, Ink::Line);
            left.height += 3.0 * self.scale;
        }
        let mut right = left.clone();
        right.ops.clear();
        left.text(&sum.label, face, 0.0, label_width, Side::Left);
        left.text(&sum.detail, self.detail(), 0.0, label_width, Side::Left);
        right.text(&sum.amount, amount, width - amount_width - 1.0, amount_width + 1.0, Side::Right);
        left.overlay(right, 0.0, 0.0);
        left.height += 0.8 * self.scale;
        left
    }

    fn note(&self, label: &str, text: &str, width: f32) -> Vec<Slab> {
        let mut slab = Slab { with_next: true, ..Slab::default() };
        slab.text(label, self.label(), 0.0, width, Side::Left);
        let mut slabs = vec![slab];
        let body = self.body();
        for line in shape::lines(text, body.size, body.weight, width) {
            let mut slab = Slab::default();
            slab.lines(&[line], body, 0.0, width, Side::Left);
            slabs.push(slab);
        }
        slabs.push(Slab::gap(6.0 * self.scale));
        slabs
    }

    fn bars(&self, bars: &[(String, String, f32)], width: f32) -> Slab {
        let tallest = 46.0 * self.scale;
        let step = width / count(bars.len().max(1));
        let wide = (step * 0.5).min(18.0 * self.scale);
        let mut slab = Slab::default();
        for (index, (label, value, share)) in bars.iter().enumerate() {
            let x = step * count(index);
            let tall = (tallest * share.clamp(0.0, 1.0)).max(0.6);
            let mut bar = Slab::default();
            let face = self.fitting(value, self.label(), step - 2.0);
            self.centred(&mut bar, value, face, x, step);
            let top = bar.height + tallest - tall;
            let bottom = bar.height + tallest;
            for op in &mut bar.ops {
                // The value stands on its bar.
                if let Op::Text { y, .. } = op {
                    *y += tallest - tall;
                }
            }
            // The latest month stands out.
            let ink = if index + 1 == bars.len() { Ink::Accent } else { Ink::Line };
            bar.ops.push(Op::Fill { x: x + (step - wide) / 2.0, y: top, width: wide, height: tall, ink });
            bar.height = bottom + 2.0;
            let face = self.fitting(label, self.label(), step - 2.0);
            self.centred(&mut bar, label, face, x, step);
            slab.overlay(bar, 0.0, 0.0);
        }
        slab.height += 8.0 * self.scale;
        slab
    }

    fn centred(&self, slab: &mut Slab, text: &str, face: Face, x: f32, width: f32) {
        let wide = shape::width(text, face.size, face.weight).min(width);
        slab.text(text, face, x + (width - wide) / 2.0, width, Side::Left);
    }

    fn signatures(&self, names: &[String], width: f32) -> Slab {
        let gap = 24.0 * self.scale;
        let wide = (width - gap * count(names.len().saturating_sub(1))) / count(names.len().max(1));
        let mut slab = Slab::default();
        for (index, name) in names.iter().enumerate() {
            let x = (wide + gap) * count(index);
            let mut one = Slab::gap(30.0 * self.scale);
            one.rule(x, wide, HAIR, Ink::Soft);
            one.height += 2.0;
            one.text(name, self.label(), x, wide, Side::Left);
            slab.overlay(one, 0.0, 0.0);
        }
        slab.height += 6.0 * self.scale;
        slab
    }

    /// Blocks at the left and the QR code at the right of the last page's foot.
    fn closing(&self, sheet: &Sheet) -> Option<Slab> {
        let side = if sheet.qr.is_some() { 68.0 * self.scale } else { 0.0 };
        let width = if sheet.qr.is_some() { self.width - side - 18.0 * self.scale } else { self.width };
        let mut left = Slab::default();
        for slab in self.blocks(&sheet.closing, width) {
            left.below(slab);
        }
        if let Some(qr) = &sheet.qr {
            let mut code = Slab::gap(2.0);
            code.ops.push(Op::Qr { x: 0.0, y: 2.0, side, code: Rc::new(qr.clone()) });
            // Four modules of white all round, or scanners miss it.
            code.height += side + 4.5;
            self.centred(&mut code, &qr.caption, self.face(5.8, Weight::Regular, Ink::Soft), 0.0, side);
            let dy = (left.height - code.height).max(0.0);
            left.overlay(code, self.width - side, dy);
        }
        (left.height > 0.0).then_some(left)
    }
}

impl Page {
    fn table(&self, table: &Table, width: f32) -> Vec<Slab> {
        let grid = Grid::fit(self, table, width);
        let heading = Rc::new(grid.heading(self, table, width));
        let mut slabs = vec![Slab { with_next: true, ..(*heading).clone() }];
        let (_, page_height) = self.paper.size();
        for row in &table.rows {
            // A row as tall as half a page is torn between its lines; any other stays whole.
            let slab = grid.row(self, table, row, width);
            if slab.height > page_height / 2.0 { slabs.extend(torn(slab)) } else { slabs.push(slab) }
        }
        for slab in &mut slabs[1..] {
            slab.heading = Some(heading.clone());
        }
        slabs.push(Slab::gap(5.0 * self.scale));
        slabs
    }
}

/// Cuts a slab between its lines of text.
fn torn(slab: Slab) -> Vec<Slab> {
    let mut ops = slab.ops;
    let at = |op: &Op| match op {
        Op::Text { y, .. } | Op::Fill { y, .. } | Op::Frame { y, .. } | Op::Qr { y, .. } => *y,
    };
    ops.sort_by(|a, b| at(a).total_cmp(&at(b)));
    let step = 12.0;
    let mut slabs: Vec<Slab> = Vec::new();
    let mut top = 0.0;
    for op in ops {
        // Text hangs above its baseline, so a new piece starts well above the line it begins with.
        if slabs.is_empty() || at(&op) - top > step * 4.0 {
            top = if slabs.is_empty() { 0.0 } else { at(&op) - step };
            slabs.push(Slab::default());
        }
        if let Some(last) = slabs.last_mut() {
            last.height = last.height.max(at(&op) - top + step / 2.0);
            last.ops.push(op.moved(0.0, -top));
        }
    }
    slabs
}

/// Where the columns of a table stand.
struct Grid {
    /// Left edge and width of each column.
    columns: Vec<(f32, f32)>,
    /// How much smaller than usual the table is set, to give wide amounts their room.
    shrink: f32,
}

impl Grid {
    fn fit(page: &Page, table: &Table, width: f32) -> Grid {
        let natural = natural_widths(page, table);
        let gap = 9.0 * page.scale;
        let room = width - gap * count(table.columns.len().saturating_sub(1));
        let is_words = |index: usize| table.columns[index].kind == Kind::Words;
        let words_natural: f32 =
            natural.iter().enumerate().filter(|(i, _)| is_words(*i)).map(|(_, w)| w).sum();
        let fixed: f32 = natural.iter().sum::<f32>() - words_natural;
        let word_columns = count((0..natural.len()).filter(|i| is_words(*i)).count());
        let words_least = words_natural.min(word_columns * 88.0 * page.scale).min(room * 0.5);
        let shrink =
            if fixed + words_least > room { ((room - words_least) / fixed).clamp(0.62, 1.0) } else { 1.0 };
        let fixed = fixed * shrink;
        // Smaller than this nobody can read; from here on even amounts are broken into lines.
        let squeeze = if fixed + words_least > room { (room - words_least) / fixed } else { 1.0 };
        let left = room - fixed * squeeze;
        let mut x = 0.0;
        let mut columns = Vec::with_capacity(natural.len());
        for (index, natural) in natural.iter().enumerate() {
            let wide = if !is_words(index) {
                natural * shrink * squeeze
            } else if words_natural > 0.0 && word_columns > 1.0 {
                left * (0.5 / word_columns + 0.5 * natural / words_natural)
            } else {
                left
            };
            columns.push((x, wide));
            x += wide + gap;
        }
        spread(&mut columns, table, width);
        Grid { columns, shrink }
    }

    fn side(table: &Table, index: usize) -> Side {
        if table.columns[index].kind == Kind::Amount { Side::Right } else { Side::Left }
    }

    fn smaller(&self, face: Face) -> Face {
        Face { size: face.size * self.shrink, ..face }
    }

    fn heading(&self, page: &Page, table: &Table, width: f32) -> Slab {
        let mut slab = Slab::default();
        for (index, column) in table.columns.iter().enumerate() {
            let (x, wide) = self.columns[index];
            let mut title = Slab::default();
            title.text(&column.title, self.smaller(page.label()), x, wide, Grid::side(table, index));
            slab.overlay(title, 0.0, 0.0);
        }
        slab.height += 1.5 * page.scale;
        slab.rule(0.0, width, HAIR, Ink::Soft);
        slab.height += HAIR;
        slab
    }

    fn row(&self, page: &Page, table: &Table, cells: &[Cell], width: f32) -> Slab {
        let mut slab = Slab::default();
        let mut tallest = 0.0f32;
        let mut set = Vec::with_capacity(cells.len());
        for (cell, (_, wide)) in cells.iter().zip(&self.columns) {
            let wide = *wide;
            let face = if cell.strong { page.strong() } else { page.body() };
            let face = self.smaller(face);
            let lines = shape::lines(&cell.text, face.size, face.weight, wide);
            tallest = tallest.max(lines.first().map_or(0.0, |line| line.extent(face.size).0));
            set.push((lines, face));
        }
        for (index, (cell, (lines, face))) in cells.iter().zip(set).enumerate() {
            let (x, wide) = self.columns[index];
            // All cells of a row begin on one line, however tall their script is.
            let above = lines.first().map_or(0.0, |line| line.extent(face.size).0);
            let mut one = Slab::gap(1.8 * page.scale + tallest - above);
            one.lines(&lines, face, x, wide, Grid::side(table, index));
            one.text(&cell.detail, self.smaller(page.detail()), x, wide, Grid::side(table, index));
            slab.overlay(one, 0.0, 0.0);
        }
        slab.height += 1.4 * page.scale;
        slab.rule(0.0, width, HAIR, Ink::Line);
        slab.height += HAIR;
        slab
    }
}

/// A table without a column of words would huddle at the left: its room goes between the columns.
fn spread(columns: &mut [(f32, f32)], table: &Table, width: f32) {
    let end = columns.last().map_or(0.0, |(x, wide)| x + wide);
    let spare = width - end;
    if columns.len() < 2 || spare <= 1.0 || table.columns.iter().any(|column| column.kind == Kind::Words) {
        return;
    }
    let step = spare / count(columns.len() - 1);
    for (index, column) in columns.iter_mut().enumerate() {
        column.0 += step * count(index);
    }
}

fn natural_widths(page: &Page, table: &Table) -> Vec<f32> {
    let wide = |text: &str, face: Face| {
        if text.is_empty() { 0.0 } else { shape::width(text, face.size, face.weight) }
    };
    let of_column = |(index, column): (usize, &crate::sheet::Column)| {
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        let widest = cells.map(|cell| {
            let face = if cell.strong { page.strong() } else { page.body() };
            wide(&cell.text, face).max(wide(&cell.detail, page.detail()))
        });
        let widest = widest.fold(wide(&column.title, page.label()), f32::max) + 0.5;
        // A code may be broken before everything is set too small to read; an amount may not.
        if column.kind == Kind::Code { widest.min(96.0 * page.scale) } else { widest }
    };
    table.columns.iter().enumerate().map(of_column).collect()
}

/// Pages filling up with slabs.
struct Stack<'a> {
    page: &'a Page,
    head: &'a Head,
    foot: &'a Foot,
    pages: Vec<Vec<Op>>,
    y: f32,
    bottom: f32,
    /// The height of everything but the heads of further pages.
    filled: f32,
    /// A slab that must not be the last of its page, until the next one is known.
    waiting: Vec<Slab>,
}

impl<'a> Stack<'a> {
    fn new(page: &'a Page, head: &'a Head, foot: &'a Foot) -> Stack<'a> {
        let top = page.paper.margin() * 0.75;
        let foot_height = foot_slab(page, foot, "").height;
        let bottom = page.paper.size().1 - page.paper.margin() * 0.75 - foot_height;
        Stack { page, head, foot, pages: vec![Vec::new()], y: top, bottom, filled: 0.0, waiting: Vec::new() }
    }

    fn put(&mut self, slab: Slab) {
        // Taller than a page can be: only text that nobody types by hand, but it is shown whole.
        if slab.height > self.bottom - self.page.paper.margin() * 2.0 && slab.ops.len() > 1 {
            for piece in torn(slab) {
                self.put(piece);
            }
            return;
        }
        if slab.with_next {
            self.waiting.push(slab);
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let height: f32 = waiting.iter().map(|slab| slab.height).sum::<f32>() + slab.height;
        let turned = self.y + height > self.bottom && self.turn();
        // A heading that was waiting for this row is already the one the row would bring along.
        if turned
            && waiting.is_empty()
            && let Some(heading) = &slab.heading
        {
            self.place((**heading).clone());
        }
        for slab in waiting {
            self.place(slab);
        }
        self.place(slab);
    }

    fn put_at_foot(&mut self, slab: Slab) {
        if self.y + slab.height > self.bottom {
            self.turn();
        }
        self.y = self.y.max(self.bottom - slab.height);
        self.place(slab);
    }

    fn place(&mut self, slab: Slab) {
        let (dx, dy) = (self.page.paper.margin(), self.y);
        if let Some(page) = self.pages.last_mut() {
            page.extend(slab.ops.into_iter().map(|op| op.moved(dx, dy)));
        }
        self.y += slab.height;
        self.filled += slab.height;
    }

    /// Starts a page, unless this one is still empty.
    fn turn(&mut self) -> bool {
        if self.pages.last().is_none_or(Vec::is_empty) {
            return false;
        }
        self.pages.push(Vec::new());
        self.y = self.page.paper.margin() * 0.75;
        let page = self.page;
        let mut slab = Slab::default();
        slab.rule(0.0, page.width, 2.2, Ink::Accent);
        let mut line = Slab::default();
        line.text(&self.head.office, page.detail(), 0.0, page.width * 0.55, Side::Left);
        let mut right = Slab::default();
        let title = format!("{} {}", self.head.kind, self.head.number);
        right.text(&title, page.detail(), page.width * 0.58, page.width * 0.42, Side::Right);
        line.overlay(right, 0.0, 0.0);
        slab.overlay(line, 0.0, 9.0);
        if let Some(band) = &self.head.band {
            slab.height += 5.0;
            slab.below(page.band(&band.word, ""));
        }
        slab.height += 9.0;
        let filled = self.filled;
        self.place(slab);
        self.filled = filled;
        true
    }

    /// The pages, and the share of its size at which all that is on them would fill one.
    fn finish(mut self) -> (Vec<Vec<Op>>, f32) {
        for slab in std::mem::take(&mut self.waiting) {
            self.place(slab);
        }
        // A little less than what would fill it to the last point; never more than it is set in now.
        let room = self.bottom - self.page.paper.margin() * 0.75;
        let share = (0.995 * room / self.filled.max(1.0)).min(0.99);
        let of = self.pages.len();
        let margin = self.page.paper.margin();
        let bottom = self.page.paper.size().1 - margin * 0.75;
        for (index, ops) in self.pages.iter_mut().enumerate() {
            let number =
                self.foot.page.replace("{n}", &(index + 1).to_string()).replace("{of}", &of.to_string());
            let slab = foot_slab(self.page, self.foot, &number);
            let dy = bottom - slab.height;
            ops.extend(slab.ops.into_iter().map(|op| op.moved(margin, dy)));
        }
        (self.pages, share)
    }
}

fn foot_slab(page: &Page, foot: &Foot, number: &str) -> Slab {
    let mut slab = Slab::gap(7.0);
    slab.rule(0.0, page.width, HAIR, Ink::Line);
    slab.height += 4.0;
    let small = page.face(5.8, Weight::Regular, Ink::Soft);
    let mut line = Slab::default();
    if foot.proof.is_empty() {
        line.text(&foot.note, page.label(), 0.0, page.width * 0.8, Side::Left);
    } else {
        slab.text(&foot.note, page.label(), 0.0, page.width, Side::Left);
        line.text(&foot.proof, small, 0.0, page.width * 0.8, Side::Left);
    }
    let mut right = Slab::default();
    right.text(number, small, page.width * 0.82, page.width * 0.18, Side::Right);
    line.overlay(right, 0.0, 0.0);
    // The page's number is not known before the last page is full, but its room is.
    line.height = line.height.max(small.size * 1.36);
    slab.below(line);
    slab
}

#[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
fn count(n: usize) -> f32 {
    n as f32
}
