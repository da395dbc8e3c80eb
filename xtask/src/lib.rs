//! The pipeline from the published IM Cloud specification to the raw client crate.
//!
//! Data flows one way: [`vendor`] keeps the structure of what the provider publishes, [`overlay`] corrects
//! it, [`passes`] rewrite the result into the form that the generator needs, with [`descriptions`] added, and
//! [`generator`] writes Rust; [`pipeline`] is all of that in one.
//! [`lint`] finds what would break or degrade the client. [`review`] compares a new version of the
//! specification, and [`bump`] switches to it. [`commands`] are the commands of the command line.

pub mod bump;
pub mod commands;
mod contract;
pub mod descriptions;
pub mod generator;
pub mod lint;
pub mod nodes;
pub mod overlay;
pub mod passes;
pub mod pipeline;
pub mod review;
pub mod vendor;
pub mod workspace;
