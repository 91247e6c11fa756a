//! Pages to PDF/A-3b, with the document's data attached.
//!
//! The bytes depend on the document alone: its dates and ids come from its data, never from a
//! clock or from chance.

use std::rc::Rc;
use std::sync::OnceLock;

use anyhow::{Context as _, anyhow};
use foil_domain::time::Day;
use krilla::color::rgb;
use krilla::configure::{Archival, Configuration, ConfigurationBuilder};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};

use crate::layout::{self, Ink, Op};
use crate::shape::clean;
use crate::sheet::{Qr, Sheet};

/// What a PDF says of itself.
pub(crate) struct About<'a> {
    pub(crate) title: String,
    pub(crate) author: &'a str,
    pub(crate) language: &'a str,
    pub(crate) day: Day,
    /// The name of the attached file, ending in `.json`.
    pub(crate) data_name: String,
    /// What the attached file is, for a reader of the PDF.
    pub(crate) data_is: &'a str,
    pub(crate) data: Vec<u8>,
}

/// Draws a sheet and attaches its data.
pub(crate) fn write(sheet: &Sheet, about: About<'_>) -> anyhow::Result<Vec<u8>> {
    let mut document = empty()?;
    put(&mut document, sheet)?;
    finished(document, about)
}

/// Draws sheets one after another, each beginning a page of its own, and attaches the data of all.
pub(crate) fn write_all(sheets: impl Iterator<Item = Sheet>, about: About<'_>) -> anyhow::Result<Vec<u8>> {
    let mut document = empty()?;
    for sheet in sheets {
        put(&mut document, &sheet)?;
    }
    finished(document, about)
}

fn empty() -> anyhow::Result<Document> {
    Ok(Document::new_with(SerializeSettings {
        configuration: archival()?,
        enable_tagging: false,
        ..SerializeSettings::default()
    }))
}

fn put(document: &mut Document, sheet: &Sheet) -> anyhow::Result<()> {
    let (width, height) = sheet.paper.size();
    let settings = PageSettings::from_wh(width, height).context("a page has a size")?;
    for ops in layout::pages(sheet) {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        for op in ops {
            draw(&mut surface, op);
        }
        surface.finish();
        page.finish();
    }
    Ok(())
}

fn finished(mut document: Document, about: About<'_>) -> anyhow::Result<Vec<u8>> {
    attach(&mut document, about)?;
    document.finish().map_err(|error| anyhow!("the PDF could not be written: {error:?}"))
}

fn archival() -> anyhow::Result<Configuration> {
    static CONFIGURATION: OnceLock<Option<Configuration>> = OnceLock::new();
    let build = || ConfigurationBuilder::new().with_archival_validator(Archival::A3_B).finish().ok();
    CONFIGURATION.get_or_init(build).context("PDF/A-3b has a version of PDF")
}

fn attach(document: &mut Document, about: About<'_>) -> anyhow::Result<()> {
    let date = date(about.day);
    document.embed_file(EmbeddedFile {
        path: about.data_name,
        mime_type: MimeType::new("application/json"),
        description: Some(about.data_is.to_owned()),
        association_kind: AssociationKind::Source,
        data: about.data.into(),
        modification_date: Some(date),
        compress: Some(true),
        location: None,
    });
    document.set_metadata(
        Metadata::new()
            .title(clean(&about.title))
            .authors(vec![clean(about.author)])
            .language(about.language.to_owned())
            .creator("Counterfoil".to_owned())
            .producer("Counterfoil".to_owned())
            .creation_date(date),
    );
    Ok(())
}

fn date(day: Day) -> DateTime {
    let (year, month, of_month) = day.parts();
    let small = |part: u32| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(year).unwrap_or(1900);
    DateTime::new(year)
        .month(small(month))
        .day(small(of_month))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
}

fn draw(surface: &mut Surface<'_>, op: Op) {
    match op {
        Op::Text { x, y, line, size, ink } => draw_line(surface, x, y, &line, size, ink),
        Op::Fill { x, y, width, height, ink } => {
            fill(surface, ink, |path| push_rect(path, x, y, width, height))
        }
        Op::Frame { x, y, width, height, ink } => frame(surface, x, y, width, height, ink),
        Op::Qr { x, y, side, code } => draw_code(surface, x, y, side, &code),
    }
}

fn draw_line(surface: &mut Surface<'_>, x: f32, y: f32, line: &crate::shape::Line, size: f32, ink: Ink) {
    surface.set_stroke(None);
    surface.set_fill(Some(paint(ink)));
    let mut x = x;
    for run in &line.runs {
        let font = run.face.face().embedding.clone();
        surface.draw_glyphs(Point::from_xy(x, y), &run.glyphs, font, &line.text, size, false);
        x += run.width * size;
    }
}

fn fill(surface: &mut Surface<'_>, ink: Ink, shape: impl FnOnce(&mut PathBuilder)) {
    let mut path = PathBuilder::new();
    shape(&mut path);
    let Some(path) = path.finish() else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(paint(ink)));
    surface.draw_path(&path);
}

fn frame(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
    let mut path = PathBuilder::new();
    push_rect(&mut path, x, y, width, height);
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: color(ink).into(), width: 0.8, ..Stroke::default() }));
    surface.draw_path(&path);
}

fn push_rect(path: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32) {
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
}

/// A module is a unit of its own measure: in points, each corner of some four hundred rectangles is a long fraction,
/// which was half of what a receipt says.
#[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
fn draw_code(surface: &mut Surface<'_>, x: f32, y: f32, side: f32, code: &Rc<Qr>) {
    let module = side / code.side() as f32;
    surface.push_transform(&Transform::from_row(module, 0.0, 0.0, module, x, y));
    fill(surface, Ink::Black, |path| push_code(path, code));
    surface.pop();
}

/// Dark modules that touch in a row are drawn as one rectangle.
#[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
fn push_code(path: &mut PathBuilder, code: &Rc<Qr>) {
    let modules = code.side();
    for row in 0..modules {
        let mut column = 0;
        while column < modules {
            let start = column;
            while column < modules && code.is_dark(column, row) {
                column += 1;
            }
            if column > start {
                push_rect(path, start as f32, row as f32, (column - start) as f32, 1.0);
            }
            column += 1;
        }
    }
}

fn paint(ink: Ink) -> Fill {
    Fill { paint: color(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn color(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Black => rgb::Color::new(0x18, 0x20, 0x20),
        Ink::Soft => rgb::Color::new(0x55, 0x63, 0x63),
        Ink::Accent => rgb::Color::new(0x0f, 0x5f, 0x5a),
        Ink::Line => rgb::Color::new(0xc8, 0xd2, 0xd1),
        Ink::Wash => rgb::Color::new(0xed, 0xf4, 0xf3),
        Ink::Alarm => rgb::Color::new(0xa3, 0x26, 0x1d),
        Ink::White => rgb::Color::new(0xff, 0xff, 0xff),
    }
}
