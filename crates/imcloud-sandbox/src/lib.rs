#![doc = include_str!("../README.md")]
//!
//! # How it is built
//!
//! ```text
//! socket -> server -> gateway (key, rate, quota) -> tokens -> contract -> world -> answer -> faults -> socket
//! ```
//!
//! | module | holds |
//! | --- | --- |
//! | `sandbox`, `builder` | what a test sees: start, addresses, credentials, clock, faults, journal |
//! | `server` | sockets, routes, authentication, downloads; knows HTTP |
//! | `contract` | what the specification says about requests |
//! | `fault` | what can go wrong on demand, and when |
//! | `journal` | the requests that came, without secrets |
//! | `world` | customers, orders, subscriptions, reports and time; knows nothing of HTTP |
//! | `model` | the records of the world, which are also the records of a data file |
//! | `dataset` | generated, loaded and saved data |
//! | `manners` | how the service behaves where nobody knows, or where operators differ |

mod answer;
mod builder;
mod clock;
mod contract;
mod credentials;
mod dataset;
mod fault;
mod journal;
mod manners;
mod model;
mod random;
mod rate_limit;
mod sandbox;
mod server;
mod world;

pub use builder::{SandboxBuilder, StartError};
pub use clock::{Clock, ManualClock, SystemClock};
pub use contract::body_faults;
pub use credentials::Credentials;
pub use dataset::{Dataset, DatasetError, Size};
pub use fault::{Fault, FaultError, FaultId};
pub use journal::{Journal, JournalEntry};
pub use manners::{DependsOnForm, Manners, PageLimit, ReportRows, UnknownId};
pub use rate_limit::RateLimit;
pub use sandbox::Sandbox;
