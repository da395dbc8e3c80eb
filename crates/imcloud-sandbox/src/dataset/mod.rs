//! The data that a sandbox starts with: generated, loaded or saved.
//!
//! ```text
//! generate: offers -> catalogue -.
//!           places -> accounts --+-> story -> history -> telling -> Dataset
//! load:     JSON text -> version -> records -> check -> Dataset
//! ```

mod accounts;
mod calendar;
mod catalogue;
mod charge;
mod check;
mod contents;
mod file;
mod generate;
mod history;
mod offers;
mod parameters;
mod past_reports;
mod places;
mod size;
mod story;
mod telling;

pub(crate) use charge::{Charge, charge};
pub use contents::Dataset;
pub(crate) use contents::VERSION;
pub use file::DatasetError;
pub use size::Size;
