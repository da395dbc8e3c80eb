//! The data that a sandbox starts with: generated, loaded or saved.
//!
//! ```text
//! generate: offers -> catalog -.
//!           places -> accounts --+-> lifecycle -> history -> orders -> Dataset
//! load:     JSON text -> version -> records -> check -> Dataset
//! ```

mod accounts;
mod calendar;
mod catalogue;
mod check;
mod contents;
mod file;
mod generate;
mod history;
mod lifecycle;
mod offers;
mod order_lines;
mod past_reports;
mod places;
mod size;
mod subscription_history;

pub use contents::Dataset;
pub(crate) use contents::VERSION;
pub use file::DatasetError;
pub use size::Size;
