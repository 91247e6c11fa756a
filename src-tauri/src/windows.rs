//! The two windows: the counter's, and the display of called numbers for the hall.

use crate::words::words;
use anyhow::Result;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};

/// The counter's window.
pub fn main(app: &AppHandle) -> Result<()> {
    WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title(words("window.main", &[]))
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .build()?;
    Ok(())
}

/// What the hall's window is called.
pub const HALL: &str = "hall";

/// The hall's window; a second wish for it brings the first one to the front.
pub fn hall(app: &AppHandle) -> Result<()> {
    if let Some(open) = app.get_webview_window(HALL) {
        open.set_focus()?;
        return Ok(());
    }
    WebviewWindowBuilder::new(app, HALL, WebviewUrl::App("index.html#/hall".into()))
        .title(words("window.hall", &[]))
        .inner_size(1280.0, 720.0)
        .build()?;
    Ok(())
}
