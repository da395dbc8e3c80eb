//! Faults: what goes wrong on demand, and when.
//!
//! Faults hit requests that passed the checks of key, budget and login; requests rejected before that use up
//! nothing. A request meets at most one fault: the first that is certain to hit it, else one of those with a
//! chance.

mod distortion;
mod injected;
mod kind;
mod schedule;

pub(crate) use injected::InjectedFaults;
pub use injected::{FaultId, InjectedFault};
pub(crate) use kind::Kind;
pub(crate) use schedule::{DOWNLOAD, known_operation};
pub use schedule::{Fault, FaultError};
