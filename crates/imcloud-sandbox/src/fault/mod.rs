//! What can go wrong on demand, and when.
//!
//! A [`Fault`] says both. Faults hit requests that key, budget and login have let through; a request refused before that uses up nothing.
//! One request is hit by one fault at most: the first whose turn it certainly is, or else one of those with a chance.

mod distortion;
mod injected;
mod kind;
mod schedule;

pub(crate) use distortion::Distortion;
pub use injected::FaultId;
pub(crate) use injected::Injected;
pub(crate) use kind::{Kind, Reset};
pub(crate) use schedule::{DOWNLOAD, known_operation};
pub use schedule::{Fault, FaultError};
