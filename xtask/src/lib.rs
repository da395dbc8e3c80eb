//! The pipeline from the published IM Cloud specification to the raw client crate.
//!
//! Data flows one way: [`vendor`] keeps the structure of what the publisher serves, [`overlay`] lays our corrections and our
//! words over it, [`passes`] put the result into the form the generator needs, [`generator`] makes Rust of it, [`lint`] looks
//! for what would break or weaken the client. [`review`] compares a new version of the specification, and [`bump`]
//! switches to it. [`commands`] are the commands of the command line.

pub mod bump;
pub mod commands;
pub mod contract;
pub mod generator;
pub mod inventory;
pub mod lint;
pub mod overlay;
pub mod package;
pub mod passes;
pub mod pipeline;
pub mod review;
pub mod vendor;
pub mod version;
pub mod workspace;
pub mod write;
