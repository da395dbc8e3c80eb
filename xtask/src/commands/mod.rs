//! The commands of `cargo xtask`.
//!
//! Each returns whether it found everything in order, and writes what it has to say to a given writer, so that
//! tests can read it.

pub mod bump;
pub mod changelog;
pub mod conform;
pub mod diff;
pub mod fetch_latest;
pub mod generate;
pub mod lint;
pub mod vendor;
