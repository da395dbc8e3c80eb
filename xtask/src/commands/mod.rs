//! The commands of `cargo xtask`.
//!
//! Each returns whether everything is in order, and writes its output to a given writer, so that tests can
//! read it.

pub mod bump;
pub mod conform;
pub mod diff;
pub mod fetch_latest;
pub mod generate;
pub mod lint;
pub mod vendor;
