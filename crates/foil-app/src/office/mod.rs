//! office
pub mod views;
pub mod jobs;
pub mod sessions;
mod core;
pub use core::*;
#[allow(unused_imports)]
use crate::{Nothing, Result};
/// Pending.
pub fn frame(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::office::views::Frame> { crate::pending() }
/// Pending.
pub fn office(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::office::views::OfficeView> { crate::pending() }
/// Pending.
pub fn save_office(_: &std::sync::Arc<Office>, _: &Session, _: crate::office::views::SaveOffice) -> Result<crate::office::views::OfficeView> { crate::pending() }
/// Pending.
pub fn counters(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<Vec<crate::office::views::CounterView>> { crate::pending() }
/// Pending.
pub fn save_counter(_: &std::sync::Arc<Office>, _: &Session, _: crate::office::views::SaveCounter) -> Result<crate::office::views::CounterView> { crate::pending() }
/// Pending.
pub fn move_business_day(_: &std::sync::Arc<Office>, _: &Session, _: crate::office::views::MoveBusinessDay) -> Result<crate::office::views::Frame> { crate::pending() }
/// Pending.
pub fn jobs(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<Vec<crate::office::views::JobView>> { crate::pending() }
/// Pending.
pub fn job(_: &std::sync::Arc<Office>, _: &Session, _: crate::office::views::JobRef) -> Result<crate::office::views::JobView> { crate::pending() }
/// Pending.
pub fn cancel_job(_: &std::sync::Arc<Office>, _: &Session, _: crate::office::views::JobRef) -> Result<crate::office::views::JobView> { crate::pending() }
/// Pending.
pub fn check_book(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::office::views::CheckReport> { crate::pending() }
