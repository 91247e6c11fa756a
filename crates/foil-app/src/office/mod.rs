//! The office: its settings, its counters, its business day, and the one seam through which every act
//! goes ([`Office::perform`]).
//!
//! This room owns the settings row, the counters, jobs and sessions. It refuses to know what acts do.
//! Start at [`Office`]; a new book begins with [`set_up()`].

mod check_book;
mod core;
mod counters;
mod currency;
mod day_close;
mod frame;
mod job_views;
pub mod jobs;
mod seals;
pub mod sessions;
mod set_up;
mod settings;
mod status;
pub mod views;

pub use check_book::check_book;
pub use core::*;
pub use counters::{counters, save_counter};
pub(crate) use day_close::{CLOSED_OVER, LYING};
pub use day_close::{close_day, day_state};
pub use frame::{document_languages, frame};
pub use job_views::{cancel_job, job, jobs};
pub(crate) use set_up::{HOUSE_LOGIN, HOUSE_NAME, set_up_with};
pub use set_up::{NewOffice, set_up};
pub use settings::{office, save_office};

pub(crate) use currency::style_of;
pub(crate) use day_close::{close, day_is_known, head_at, head_then};
pub(crate) use frame::zone_of;
pub(crate) use seals::{SEALING_ACTS, Seal, chains, seals};
pub(crate) use settings::wait_limits;
