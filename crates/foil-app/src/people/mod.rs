//! people
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn change_password(_: &std::sync::Arc<Office>, _: &Session, _: crate::people::views::ChangePassword) -> Result<Nothing> { crate::pending() }
/// Pending.
pub fn users(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<Vec<crate::people::views::UserView>> { crate::pending() }
/// Pending.
pub fn save_user(_: &std::sync::Arc<Office>, _: &Session, _: crate::people::views::SaveUser) -> Result<crate::people::views::UserView> { crate::pending() }
