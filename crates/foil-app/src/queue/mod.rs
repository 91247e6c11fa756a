//! queue
pub mod views;
#[allow(unused_imports)]
use crate::{Nothing, Office, Session, Result};
/// Pending.
pub fn board(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::queue::views::Board> { crate::pending() }
/// Pending.
pub fn hall(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::queue::views::HallBoard> { crate::pending() }
/// Pending.
pub fn in_hand(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::queue::views::InHand> { crate::pending() }
/// Pending.
pub fn take_ticket(_: &std::sync::Arc<Office>, _: &Session, _: crate::queue::views::TakeTicket) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn call_next(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn call_ticket(_: &std::sync::Arc<Office>, _: &Session, _: crate::queue::views::TicketRef) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn hold_ticket(_: &std::sync::Arc<Office>, _: &Session, _: crate::queue::views::TicketRef) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn finish_ticket(_: &std::sync::Arc<Office>, _: &Session, _: crate::queue::views::TicketRef) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn no_show(_: &std::sync::Arc<Office>, _: &Session, _: crate::queue::views::TicketRef) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn cancel_ticket(_: &std::sync::Arc<Office>, _: &Session, _: crate::queue::views::CancelTicket) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn retry_dead_letter(_: &std::sync::Arc<Office>, _: &Session, _: crate::queue::views::RetryTicket) -> Result<crate::queue::views::TicketView> { crate::pending() }
/// Pending.
pub fn process_queue(_: &std::sync::Arc<Office>, _: &Session, _: Nothing) -> Result<crate::office::views::JobView> { crate::pending() }
