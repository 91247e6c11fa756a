//! documents
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn document_file(_: &std::sync::Arc<Office>, _: &Session, _: crate::documents::views::DocumentRef) -> Result<crate::documents::views::DocumentFile> { crate::pending() }
/// Pending.
pub fn reprint(_: &std::sync::Arc<Office>, _: &Session, _: crate::payments::views::PaymentRef) -> Result<crate::documents::views::Reprinted> { crate::pending() }
