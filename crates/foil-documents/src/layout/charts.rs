//! A chart of bars: from a line at nought upwards and downwards, beside those of the period before, in as many lines as
//! it takes. All lines are on one scale, or they could not be read against each other.

use super::{Face, HAIR, Ink, Op, Page, Side, Slab, count};
use crate::shape;
use foil_domain::documents::{Bar, Chart};

/// Bars side by side where their names are as short as a day's number, and where they are words: a quarter's weeks.
const MOST_SHORT: usize = 31;
const MOST_WORDS: usize = 13;

/// Fewer than so many stand no further apart: a single bar is no wall.
const LEAST: usize = 6;

/// What the lines of one chart have in common.
struct Scale {
    /// Room of one bar and the one beside it.
    step: f32,
    /// Whether there are bars beside.
    pairs: bool,
    /// Height of the longest bar, and how far bars reach above and below nought.
    tall: f32,
    up: f32,
    down: f32,
    /// Room of a printed value beyond its bar; nought where none is printed.
    value: f32,
}

impl Scale {
    fn of(page: &Page, chart: &Chart, width: f32) -> (Scale, usize) {
        let short = chart.bars.iter().all(|bar| bar.label.chars().count() <= 3);
        let most = if short { MOST_SHORT } else { MOST_WORDS };
        let lines = chart.bars.len().div_ceil(most).max(1);
        let per_line = chart.bars.len().div_ceil(lines).max(1);
        let tall = if lines > 2 { 40.0 } else { 64.0 } * page.scale;
        let (above, below) = reach(&chart.bars);
        let printed = chart.bars.iter().any(|bar| !bar.value.is_empty());
        let scale = Scale {
            step: width / count(per_line.max(LEAST)),
            pairs: !chart.before.is_empty(),
            tall,
            up: tall * above,
            down: tall * below,
            value: if printed { page.label().size * 1.5 } else { 0.0 },
        };
        (scale, per_line)
    }

    /// Where nought is, from the top of a line.
    fn nought(&self) -> f32 {
        self.value + self.up
    }
}

/// A chart as slabs: what its bars are, then its lines.
pub(super) fn chart(page: &Page, chart: &Chart, width: f32) -> Vec<Slab> {
    let (scale, per_line) = Scale::of(page, chart, width);
    let legend = Slab { with_next: true, ..legend(page, chart, width) };
    let lines = chart.bars.chunks(per_line).map(|bars| line(page, bars, &scale, width));
    std::iter::once(legend).chain(lines).collect()
}

/// How far bars reach above and below nought, as shares of the longest.
fn reach(bars: &[Bar]) -> (f32, f32) {
    let all = bars.iter().flat_map(|bar| [Some(bar.share), bar.before]).flatten();
    all.fold((0.0, 0.0), |(above, below): (f32, f32), n| (above.max(share(n)), below.max(-share(n))))
}

#[expect(clippy::cast_precision_loss, reason = "a share of 10,000")]
fn share(n: i64) -> f32 {
    n.clamp(-10_000, 10_000) as f32 / 10_000.0
}

/// Which bars are which: a small square of each ink before its words.
fn legend(page: &Page, chart: &Chart, width: f32) -> Slab {
    let mut slab = Slab::gap(2.0 * page.scale);
    let (mut x, top) = (0.0, slab.height);
    for (words, ink) in [(&chart.before, Ink::Line), (&chart.now, Ink::Accent)] {
        if words.is_empty() {
            continue;
        }
        let face = page.label();
        let side = face.size * 0.8;
        let mut one = Slab::default();
        one.text(words, face, x + side + 3.0, width - x - side - 3.0, Side::Left);
        let dy = (one.height - side) / 2.0;
        one.ops.push(Op::Fill { x, y: dy, width: side, height: side, ink });
        slab.overlay(one, 0.0, top);
        x += side + 3.0 + shape::width(words, face.size, face.weight) + 14.0 * page.scale;
    }
    slab.height += 3.0 * page.scale;
    slab
}

/// One line of bars, with nought drawn through all of them and their names below.
fn line(page: &Page, bars: &[Bar], scale: &Scale, width: f32) -> Slab {
    let mut slab = Slab::default();
    for (index, bar) in bars.iter().enumerate() {
        pair(page, &mut slab, bar, scale, scale.step * count(index));
    }
    slab.ops.push(Op::Fill { x: 0.0, y: scale.nought(), width, height: HAIR, ink: Ink::Soft });
    let below = if scale.down > 0.0 { scale.down + scale.value } else { 0.0 };
    slab.height = scale.nought() + below + 2.0;
    let mut names = Slab::default();
    for (index, bar) in bars.iter().enumerate() {
        let mut name = Slab::default();
        let face = page.fitting(&bar.label, page.label(), scale.step - 2.0);
        page.centred(&mut name, &bar.label, face, scale.step * count(index), scale.step);
        names.overlay(name, 0.0, 0.0);
    }
    slab.below(names);
    slab.height += 7.0 * page.scale;
    slab
}

/// A bar, the one of the period before at its left, and its value beyond them.
fn pair(page: &Page, slab: &mut Slab, bar: &Bar, scale: &Scale, x: f32) {
    let wide = (scale.step * 0.36).min(13.0 * page.scale);
    let middle = x + scale.step / 2.0;
    let own = if scale.pairs { middle } else { middle - wide / 2.0 };
    let before = bar.before.unwrap_or_default();
    for (x, n, ink) in [(middle - wide, before, Ink::Line), (own, bar.share, Ink::Accent)] {
        if n != 0 {
            // A bar of next to nothing is still seen.
            let height = (share(n).abs() * scale.tall).max(0.6);
            let y = if n < 0 { scale.nought() } else { scale.nought() - height };
            slab.ops.push(Op::Fill { x, y, width: wide, height, ink });
        }
    }
    let mut value = Slab::default();
    let face = Face { ink: Ink::Black, ..page.fitting(&bar.value, page.label(), scale.step - 3.0) };
    page.centred(&mut value, &bar.value, face, x, scale.step);
    let (now, before) = (share(bar.share), share(before));
    let y = if now < 0.0 {
        scale.nought() + now.min(before).abs() * scale.tall + 1.0
    } else {
        scale.nought() - now.max(before).max(0.0) * scale.tall - value.height - 0.5
    };
    slab.overlay(value, 0.0, y);
}

#[cfg(test)]
mod tests {
    use super::super::least_share;
    use super::*;
    use crate::sheet::Paper;

    fn bar(label: &str, share: i64, before: Option<i64>) -> Bar {
        Bar { label: label.to_owned(), value: String::new(), share, before }
    }

    fn drawn(bars: Vec<Bar>) -> (Vec<Slab>, f32) {
        let page = Page::of(Paper::A4, least_share(Paper::A4));
        let now = Chart { now: "Net".to_owned(), before: "1 Oct to 31 Oct".to_owned(), bars };
        (chart(&page, &now, page.width), page.width)
    }

    /// The bars of a line, each with where it stands: left, top, foot, ink.
    fn bars_of(line: &Slab) -> Vec<(f32, f32, f32, Ink)> {
        let bars = line.ops.iter().filter_map(|op| match op {
            Op::Fill { x, y, height, ink, .. } if *ink != Ink::Soft => Some((*x, *y, y + height, *ink)),
            _ => None,
        });
        bars.collect()
    }

    #[test]
    fn what_is_below_nought_hangs_from_the_line_beside_what_it_was_before() {
        let (slabs, _) = drawn(vec![bar("1", 5_000, Some(10_000)), bar("2", -2_500, Some(-5_000))]);
        let nought = slabs[1].ops.iter().find_map(|op| match op {
            Op::Fill { y, ink: Ink::Soft, .. } => Some(*y),
            _ => None,
        });
        let nought = nought.expect("a line at nought");
        let bars = bars_of(&slabs[1]);
        let [was, now, was_below, below] = bars[..] else { panic!("four bars: {bars:?}") };
        assert!(was.0 < now.0 && was.3 == Ink::Line && now.3 == Ink::Accent, "before stands at its left");
        assert!((was.2 - nought).abs() < 0.01 && (now.2 - nought).abs() < 0.01, "these stand on the line");
        assert!((was_below.1 - nought).abs() < 0.01 && (below.1 - nought).abs() < 0.01, "these hang from it");
        assert!(((nought - was.1) / (nought - now.1) - 2.0).abs() < 0.01, "on one scale");
        assert!(((was_below.2 - nought) / (below.2 - nought) - 2.0).abs() < 0.01);
    }

    #[test]
    fn every_bar_is_drawn_however_many_there_are_and_none_beside_the_page() {
        for n in [1, 13, 31, 40, 200] {
            let (slabs, width) = drawn((0..n).map(|i| bar(&format!("clerk{i}"), 10_000, Some(1))).collect());
            let all: Vec<_> = slabs[1..].iter().flat_map(bars_of).collect();
            assert_eq!(all.len(), n * 2, "{n} and what they were before");
            assert!(all.iter().all(|(x, ..)| (0.0..width).contains(x)), "{n}: {all:?}");
        }
    }
}
