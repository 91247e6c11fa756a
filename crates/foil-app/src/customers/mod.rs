//! customers
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn search(_: &std::sync::Arc<Office>, _: &Session, _: crate::customers::views::Search) -> Result<Vec<crate::customers::views::Hit>> { crate::pending() }
/// Pending.
pub fn customers(_: &std::sync::Arc<Office>, _: &Session, _: crate::customers::views::CustomerList) -> Result<crate::customers::views::CustomerPage> { crate::pending() }
/// Pending.
pub fn customer_card(_: &std::sync::Arc<Office>, _: &Session, _: crate::customers::views::CustomerRef) -> Result<crate::customers::views::CustomerCard> { crate::pending() }
/// Pending.
pub fn own_card(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::customers::views::CustomerCard> { crate::pending() }
/// Pending.
pub fn save_customer(_: &std::sync::Arc<Office>, _: &Session, _: crate::customers::views::SaveCustomer) -> Result<crate::customers::views::CustomerCard> { crate::pending() }
/// Pending.
pub fn save_property(_: &std::sync::Arc<Office>, _: &Session, _: crate::customers::views::SaveProperty) -> Result<crate::customers::views::CustomerCard> { crate::pending() }
/// Pending.
pub fn save_account(_: &std::sync::Arc<Office>, _: &Session, _: crate::customers::views::SaveAccount) -> Result<crate::customers::views::CustomerCard> { crate::pending() }
/// Pending.
pub fn switch_account(_: &std::sync::Arc<Office>, _: &Session, _: crate::customers::views::SwitchAccount) -> Result<crate::customers::views::CustomerCard> { crate::pending() }
