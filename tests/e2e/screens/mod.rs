//! Every screen, looked at: in both lights axe-core finds nothing, nothing has to be scrolled sideways, and a
//! run that makes pictures keeps one of each size and light. What the acts do, other walks prove.

mod approvals;
mod arrears;
mod audit;
mod billing;
mod cheques;
mod counter;
mod customers;
mod day_close;
mod doors;
mod imports;
mod metering;
mod queue;
mod reports;
mod settings;
mod shift;
mod tariffs;
