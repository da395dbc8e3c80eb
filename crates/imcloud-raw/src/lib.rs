#![doc = include_str!("../README.md")]

// Generated code names this crate by its path.
extern crate self as imcloud_raw;

#[macro_use]
mod object;
#[macro_use]
mod open_enum;

mod client;
mod error;
mod path;
mod response;
pub mod scalar;
mod transport;

#[rustfmt::skip]
#[allow(clippy::all, reason = "written by progenitor; style is not what this file is reviewed for")]
mod generated;

pub use client::Client;
pub use error::{Error, Refusal, Unreadable};
pub use generated::{API_VERSION, operations, types};
pub use open_enum::Unlisted;
pub use response::Response;
pub use scalar::{Date, DateTime, Decimal, Id, Secret, SignedUrl};
pub use transport::{Operation, SendFuture, Transport, TransportError};
