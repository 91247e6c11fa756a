//! undo
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn my_acts(_: &std::sync::Arc<Office>, _: &Session, _: crate::undo::views::MyActsList) -> Result<crate::undo::views::MyActs> { crate::pending() }
/// Pending.
pub fn preview_undo(_: &std::sync::Arc<Office>, _: &Session, _: crate::undo::views::StepRef) -> Result<crate::undo::views::UndoPreview> { crate::pending() }
/// Pending.
pub fn preview_redo(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::undo::views::UndoPreview> { crate::pending() }
/// Pending.
pub fn undo(_: &std::sync::Arc<Office>, _: &Session, _: crate::undo::views::Undo) -> Result<crate::undo::views::Undone> { crate::pending() }
/// Pending.
pub fn redo(_: &std::sync::Arc<Office>, _: &Session, _: crate::undo::views::Redo) -> Result<crate::undo::views::Undone> { crate::pending() }
