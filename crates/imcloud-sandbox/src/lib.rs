#![doc = include_str!("../README.md")]
//!
//! # How it is built
//!
//! ```text
//! socket -> server -> key, rate, quota -> token -> contract -> world -> response -> faults -> socket
//! ```
//!
//! | module | holds |
//! | --- | --- |
//! | `sandbox`, `builder` | the Rust API: start, URLs, credentials, clock, faults, journal |
//! | `server` | sockets, TLS, routes, authentication, downloads, the control interface; knows HTTP |
//! | `contract` | checks of requests against the specification |
//! | `fault` | faults and their schedule |
//! | `journal` | received requests, without secrets |
//! | `world` | customers, orders, subscriptions, reports and time; does not know HTTP |
//! | `model` | the records of the world, which are also the records of a data file |
//! | `dataset` | generated, loaded and saved data |
//! | `behavior` | switches for behavior that is unknown or differs between operators |

mod behavior;
mod builder;
mod clock;
mod contract;
mod dataset;
mod fault;
mod journal;
mod model;
mod random;
mod response;
mod sandbox;
mod server;
mod world;

pub use behavior::{Behavior, DependsOnForm, PageLimit, RateLimit, ReportRows, UnknownId};
pub use builder::{SandboxBuilder, StartError};
pub use clock::{Clock, ManualClock, ScaledClock, SystemClock};
pub use contract::body_faults;
pub use dataset::{Dataset, DatasetError, Size};
pub use fault::{Fault, FaultError, FaultId, InjectedFault};
pub use journal::{Journal, JournalEntry};
pub use sandbox::Sandbox;
pub use server::Credentials;
