//! A document before it is drawn: a head, blocks one below the other, a foot.
//!
//! Receipt, bill and slip are all told in these few blocks. [`crate::layout`] puts them on pages
//! and [`crate::text`] writes them as plain text, so both always say the same.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// A sheet of paper, upright, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    /// 148 × 210 mm.
    A5,
    /// 210 × 297 mm.
    A4,
}

impl Paper {
    pub(crate) const fn size(self) -> (f32, f32) {
        match self {
            Paper::A5 => (419.53, 595.28),
            Paper::A4 => (595.28, 841.89),
        }
    }

    pub(crate) const fn margin(self) -> f32 {
        match self {
            Paper::A5 => 32.0,
            Paper::A4 => 56.0,
        }
    }

    /// How much larger than on A5 things are set.
    pub(crate) const fn scale(self) -> f32 {
        match self {
            Paper::A5 => 1.0,
            Paper::A4 => 1.2,
        }
    }
}

/// Everything on one document, in words.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub(crate) paper: Paper,
    pub(crate) head: Head,
    pub(crate) blocks: Vec<Block>,
    /// Set at the foot of the last page, the QR code to its right.
    pub(crate) closing: Vec<Block>,
    pub(crate) qr: Option<Qr>,
    pub(crate) foot: Foot,
}

/// Who issues it and what it is.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub(crate) office: String,
    pub(crate) office_lines: Vec<String>,
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) date: String,
    pub(crate) mark: Option<Mark>,
    pub(crate) band: Option<Band>,
}

/// ORIGINAL, DUPLICATE 2, PAID: a word in a frame, and what it needs to be said below it.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) word: String,
    pub(crate) detail: String,
}

/// A band across the page that nobody overlooks.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    pub(crate) word: String,
    pub(crate) detail: String,
}

#[derive(Debug, Clone)]
pub(crate) enum Block {
    /// Labels with values below them, side by side.
    Facts(Vec<Fact>),
    Heading(String),
    Table(Table),
    /// The one amount that matters.
    Lead {
        label: String,
        amount: String,
        detail: String,
    },
    /// Amounts one below the other.
    Sums(Vec<Sum>),
    /// A label and a sentence.
    Note {
        label: String,
        text: String,
    },
    /// A small chart: label, value as printed, share of the largest (0 to 1).
    Bars(Vec<(String, String, f32)>),
    /// Bars from a line at nought, beside those of the period before.
    Chart(foil_domain::documents::Chart),
    /// Lines to sign on, each with what stands below it.
    Signatures(Vec<String>),
}

#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) detail: String,
    /// Its share of the row's width.
    pub(crate) share: f32,
    pub(crate) strong: bool,
}

impl Fact {
    pub(crate) fn new(label: &str, value: &str, share: f32) -> Fact {
        Fact { label: label.into(), value: value.into(), detail: String::new(), share, strong: false }
    }

    pub(crate) fn strong(mut self) -> Fact {
        self.strong = true;
        self
    }

    pub(crate) fn detail(mut self, detail: &str) -> Fact {
        self.detail = detail.into();
        self
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text; takes the room that amounts leave.
    Words,
    /// Short text, never broken if it can be helped.
    Code,
    /// Stands at the right edge of its column.
    Amount,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) title: String,
    pub(crate) kind: Kind,
}

impl Column {
    pub(crate) fn new(title: &str, kind: Kind) -> Column {
        Column { title: title.into(), kind }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    /// Said below, smaller.
    pub(crate) detail: String,
    pub(crate) strong: bool,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    pub(crate) fn strong(mut self) -> Cell {
        self.strong = true;
        self
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Cell {
        self.detail = detail.into();
        self
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Sum {
    pub(crate) label: String,
    pub(crate) detail: String,
    pub(crate) amount: String,
    pub(crate) strong: bool,
}

impl Sum {
    pub(crate) fn new(label: &str, amount: String) -> Sum {
        Sum { label: label.into(), detail: String::new(), amount, strong: false }
    }

    pub(crate) fn strong(mut self) -> Sum {
        self.strong = true;
        self
    }

    pub(crate) fn detail(mut self, detail: &str) -> Sum {
        self.detail = detail.into();
        self
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Foot {
    pub(crate) note: String,
    /// Left below the note: what makes this paper checkable.
    pub(crate) proof: String,
    /// `Page {n} of {of}`.
    pub(crate) page: &'static str,
}

/// A QR code and the text in it.
#[derive(Clone)]
pub(crate) struct Qr {
    pub(crate) text: String,
    /// What is printed below it.
    pub(crate) caption: String,
    modules: QrCode,
}

impl std::fmt::Debug for Qr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Qr").field(&self.text).finish()
    }
}

impl Qr {
    /// The code of a text; `None` when no code can hold so much.
    pub(crate) fn new(text: String, caption: &str) -> Option<Qr> {
        let segments = QrSegment::make_segments(&text);
        // One mask for all: trying all eight costs as much as setting the text of a receipt, and
        // the hash in the code already looks like noise, which is all that a mask is for.
        let mask = Some(Mask::new(4));
        let modules = QrCode::encode_segments_advanced(
            &segments,
            QrCodeEcc::Medium,
            Version::MIN,
            Version::MAX,
            mask,
            true,
        );
        let modules = modules.ok()?;
        Some(Qr { text, caption: caption.into(), modules })
    }

    /// Modules on a side.
    pub(crate) fn side(&self) -> i32 {
        self.modules.size()
    }

    /// True where the module at column `x`, row `y` is dark.
    pub(crate) fn is_dark(&self, x: i32, y: i32) -> bool {
        self.modules.get_module(x, y)
    }
}
