//! The fonts that documents are set in, parsed once, and which of them has a character.

use std::sync::OnceLock;

use harfrust::{Direction, Script, ShapePlan};

/// How heavy the letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Weight {
    #[default]
    Regular,
    SemiBold,
}

/// A script's font in one weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FaceId {
    family: u8,
    weight: Weight,
}

/// The family of Latin, Greek, Cyrillic, digits and signs.
pub(crate) const PLAIN: u8 = 0;

/// What stands for a character that no font has.
pub(crate) const UNKNOWN: char = '\u{FFFD}';

struct Family {
    script: Script,
    regular: &'static [u8],
    semibold: &'static [u8],
}

macro_rules! family {
    ($script:ident, $file:literal) => {
        Family {
            script: Script::$script,
            regular: include_bytes!(concat!("../fonts/NotoSans", $file, "-Regular.ttf")),
            semibold: include_bytes!(concat!("../fonts/NotoSans", $file, "-SemiBold.ttf")),
        }
    };
}

static FAMILIES: [Family; 11] = [
    family!(LATIN, ""),
    family!(KANNADA, "Kannada"),
    family!(DEVANAGARI, "Devanagari"),
    family!(TAMIL, "Tamil"),
    family!(TELUGU, "Telugu"),
    family!(MALAYALAM, "Malayalam"),
    family!(BENGALI, "Bengali"),
    family!(GUJARATI, "Gujarati"),
    family!(GURMUKHI, "Gurmukhi"),
    family!(ARABIC, "Arabic"),
    family!(HEBREW, "Hebrew"),
];

/// A font ready for shaping and for embedding.
pub(crate) struct Face {
    pub(crate) shaping: harfrust::Font,
    pub(crate) embedding: krilla::text::Font,
    /// Ascent and descent above and below the baseline, as shares of the size.
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    units_per_em: f32,
    unknown: u32,
    plans: [[OnceLock<ShapePlan>; 2]; 3],
}

static FACES: [[OnceLock<Face>; 2]; FAMILIES.len()] =
    [const { [const { OnceLock::new() }; 2] }; FAMILIES.len()];

impl FaceId {
    pub(crate) const fn new(family: u8, weight: Weight) -> FaceId {
        FaceId { family, weight }
    }

    /// The font itself, parsed at its first use.
    pub(crate) fn face(self) -> &'static Face {
        let weight = usize::from(self.weight == Weight::SemiBold);
        FACES[usize::from(self.family)][weight].get_or_init(|| {
            let family = &FAMILIES[usize::from(self.family)];
            Face::parse(if weight == 0 { family.regular } else { family.semibold })
        })
    }

    /// True for every script but Latin, Greek and Cyrillic.
    pub(crate) fn is_complex(self) -> bool {
        self.family != PLAIN
    }

    /// True when the script's letters stack or change places, so that glyphs no longer answer to
    /// characters one by one. Arabic letters join, but keep their places.
    pub(crate) fn reorders(self) -> bool {
        self.is_complex()
            && !matches!(FAMILIES[usize::from(self.family)].script, Script::ARABIC | Script::HEBREW)
    }
}

impl Face {
    fn parse(data: &'static [u8]) -> Face {
        let shaping = harfrust::Font::new(data, 0).expect("a font built into the program");
        let embedding = krilla::text::Font::new(data.into(), 0).expect("a font built into the program");
        let units_per_em = f32::from(shaping.units_per_em());
        let line = shaping.metrics().hhea_line;
        let ascent = line.map_or(1.0, |line| line.ascender.to_f32() / units_per_em);
        let descent = line.map_or(0.36, |line| line.descender.to_f32().abs() / units_per_em);
        let charmap = shaping.charmap();
        let unknown = [UNKNOWN, '\u{25CC}', ' '].into_iter().find_map(|c| charmap.map_unicode(c));
        let unknown = unknown.map_or(0, |glyph| glyph.to_u32());
        Face { shaping, embedding, ascent, descent, units_per_em, unknown, plans: Default::default() }
    }

    /// A length in the font's own units as a share of the size.
    #[expect(clippy::cast_precision_loss, reason = "font units are small whole numbers")]
    pub(crate) fn share(&self, units: i32) -> f32 {
        units as f32 / self.units_per_em
    }

    /// The glyph that stands for a character the font cannot show.
    pub(crate) fn unknown_glyph(&self) -> u32 {
        self.unknown
    }

    /// How runs of this script and direction are shaped; worked out at the first one.
    pub(crate) fn plan(&self, script: Script, direction: Direction) -> &ShapePlan {
        let slot = match script {
            Script::GREEK => 1,
            Script::CYRILLIC => 2,
            _ => 0,
        };
        self.plans[slot][usize::from(direction == Direction::RightToLeft)]
            .get_or_init(|| ShapePlan::new(&self.shaping, direction, Some(script), None, &[]))
    }

    pub(crate) fn has(&self, c: char) -> bool {
        self.shaping.charmap().map_unicode(c).is_some()
    }
}

/// Which family shows a character and as which script, next to a character shown by `before`.
///
/// Signs, marks and spaces stay in the font of the word they belong to; Latin letters and digits
/// always come from the plain font, so that numbers look the same next to every script.
/// `None` when no font has the character.
pub(crate) fn family_of(c: char, before: Option<u8>) -> Option<u8> {
    if c.is_ascii_alphanumeric() {
        return Some(PLAIN);
    }
    let has = |family: u8| FaceId::new(family, Weight::Regular).face().has(c);
    if let Some(before) = before.filter(|family| has(*family)) {
        return Some(before);
    }
    if let Some(family) = home_of(c) {
        return has(family).then_some(family);
    }
    (0..FAMILIES.len()).filter_map(|family| u8::try_from(family).ok()).find(|family| has(*family))
}

/// The family of a character's own block, so that a look-up does not parse every font.
fn home_of(c: char) -> Option<u8> {
    match u32::from(c) {
        0x0000..=0x052F | 0x1E00..=0x200B | 0x2010..=0x20CF => None,
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => Some(10),
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Some(9),
        0x0900..=0x097F => Some(2),
        0x0980..=0x09FF => Some(6),
        0x0A00..=0x0A7F => Some(8),
        0x0A80..=0x0AFF => Some(7),
        0x0B80..=0x0BFF => Some(3),
        0x0C00..=0x0C7F => Some(4),
        0x0C80..=0x0CFF => Some(1),
        0x0D00..=0x0D7F => Some(5),
        _ => None,
    }
}

/// The script that a character of a family is shaped as.
pub(crate) fn script_of(c: char, family: u8) -> Option<Script> {
    if family != PLAIN {
        return Some(FAMILIES[usize::from(family)].script);
    }
    match u32::from(c) {
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Some(Script::GREEK),
        0x0400..=0x052F => Some(Script::CYRILLIC),
        _ if c.is_alphabetic() => Some(Script::LATIN),
        _ => None,
    }
}
