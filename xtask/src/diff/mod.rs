//! The review of a new version: what the publisher changed, what that does to our overlays, and what it does to callers in Rust.

pub mod accept;
pub mod coverage;
pub mod finding;
pub mod input;
pub mod lines;
pub mod overlays;
pub mod published;
pub mod reach;
pub mod render;
pub mod report;
pub mod rule;
pub mod rust;
pub mod severity;

pub use finding::{Finding, Level, Place, Use};
pub use input::Input;
pub use report::{Report, review};
pub use severity::{Severity, Source, Wire};
