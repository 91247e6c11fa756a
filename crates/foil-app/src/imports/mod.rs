//! imports
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn preview_import(_: &std::sync::Arc<Office>, _: &Session, _: crate::imports::views::PreviewImport) -> Result<crate::imports::views::ImportPreview> { crate::pending() }
/// Pending.
pub fn start_import(_: &std::sync::Arc<Office>, _: &Session, _: crate::imports::views::StartImport) -> Result<crate::office::views::JobView> { crate::pending() }
