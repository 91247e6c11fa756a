//! billing
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn bill(_: &std::sync::Arc<Office>, _: &Session, _: crate::billing::views::BillRef) -> Result<crate::billing::views::BillView> { crate::pending() }
/// Pending.
pub fn bills(_: &std::sync::Arc<Office>, _: &Session, _: crate::billing::views::BillList) -> Result<Vec<crate::billing::views::BillView>> { crate::pending() }
