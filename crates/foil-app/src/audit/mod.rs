//! audit
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn day_figures(_: &std::sync::Arc<Office>, _: &Session, _: crate::audit::views::DayRef) -> Result<crate::audit::views::Figures> { crate::pending() }
/// Pending.
pub fn month_summary(_: &std::sync::Arc<Office>, _: &Session, _: crate::audit::views::MonthRef) -> Result<crate::audit::views::MonthSummary> { crate::pending() }
/// Pending.
pub fn audit_rows(_: &std::sync::Arc<Office>, _: &Session, _: crate::audit::views::AuditList) -> Result<crate::audit::views::AuditPage> { crate::pending() }
/// Pending.
pub fn export_day(_: &std::sync::Arc<Office>, _: &Session, _: crate::audit::views::ExportDay) -> Result<crate::audit::views::Exported> { crate::pending() }
/// Pending.
pub fn export_month(_: &std::sync::Arc<Office>, _: &Session, _: crate::audit::views::ExportMonth) -> Result<crate::office::views::JobView> { crate::pending() }
/// Pending.
pub fn verify(_: &std::sync::Arc<Office>, _: &Session, _: crate::audit::views::Verify) -> Result<crate::audit::views::VerifyReport> { crate::pending() }
