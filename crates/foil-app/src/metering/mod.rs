//! Meters, their readings, and what is unusual about them.
//!
//! This room owns the life line of a meter, the entry and checking of readings, estimates, and cases of
//! abnormal use. It refuses to know what use costs: billing asks [`period_use()`] and nothing else. A
//! reading is judged (`verdict`) and then kept; the grid, the counter, files and estimates all go that way.

mod cases;
mod correct_meter;
mod crew;
mod enter;
mod estimate_missing;
mod grid;
mod hang;
mod known;
mod life_line;
mod meter_move;
mod period_use;
mod put_back;
mod settings;
mod take_back;
mod take_in;
mod usage;
mod verdict;

pub mod views;

pub use cases::{advance_case, close_case, use_cases};
pub use correct_meter::{correct_meter, preview_meter_correction};
pub use enter::{enter_readings, preview_readings, replace_reading};
pub use estimate_missing::estimate_readings;
pub use grid::{reading_grid, reading_routes};
pub use hang::{exchange_meter, install_meter, remove_meter};
pub use life_line::{life_line, readings};
pub use period_use::{billed_to, period_use};
pub use put_back::MeterPutRight;
pub use settings::{metering_settings, save_metering_settings};
pub use usage::usage_history;
pub use verdict::{MovedCase, Turned};

pub(crate) use cases::asked_with_figures;
pub(crate) use crew::{CrewRead, crew_reading};
pub(crate) use enter::put_right;
pub(crate) use hang::{MOST_OF_UNIT, band, may_be_renamed};
pub use meter_move::{CameOff, MeterMove, WasHung};
pub(crate) use meter_move::{meter_move_effects, meter_move_name, turn_meter_move};
pub(crate) use put_back::{meter_put_right_effects, meter_put_right_name, turn_meter_put_right};
pub(crate) use take_back::{readings_effects, readings_name, turn_readings};
pub(crate) use take_in::{MeterLine, TakenIn, take_in_meter};
pub(crate) use usage::recent_use;
pub(crate) use verdict::{Ahead, Fate, Verdict, Wanted, keep as keep_reading, verdict_ahead as verdict_of};
