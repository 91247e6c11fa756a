//! payments
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn preview_payment(_: &std::sync::Arc<Office>, _: &Session, _: crate::payments::views::PreviewPayment) -> Result<crate::payments::views::PaymentPreview> { crate::pending() }
/// Pending.
pub fn take_payment(_: &std::sync::Arc<Office>, _: &Session, _: crate::payments::views::TakePayment) -> Result<crate::payments::views::PaymentTaken> { crate::pending() }
/// Pending.
pub fn payments(_: &std::sync::Arc<Office>, _: &Session, _: crate::payments::views::PaymentList) -> Result<crate::payments::views::PaymentPage> { crate::pending() }
/// Pending.
pub fn payment(_: &std::sync::Arc<Office>, _: &Session, _: crate::payments::views::PaymentRef) -> Result<crate::payments::views::PaymentView> { crate::pending() }
