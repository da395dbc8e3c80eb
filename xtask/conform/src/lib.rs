//! Do captured payloads fit the generated types?
//!
//! [`payload`] finds files and reads their names, [`attempt`] decodes and re-encodes one with the type of its operation,
//! [`compare`] looks for what got lost or changed on the way ([`exact`] keeps the
//! digits of numbers), and [`members`] names the Rust field behind a JSON path.
//!
//! `cargo xtask conform` runs this as a separate program, because it is compiled against the raw crate.

pub mod attempt;
pub mod compare;
pub mod exact;
pub mod members;
pub mod payload;
pub mod report;
