#![doc = include_str!("../README.md")]

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
pub use error::{DecodeError, Error, ErrorResponse};
pub use generated::{API_VERSION, operations, types};
pub use open_enum::UnknownValue;
pub use response::Response;
pub use scalar::{Date, DateTime, Decimal, Id, Secret, SignedUrl};
pub use transport::{Operation, SendFuture, Transport, TransportError};
// Their types are part of this crate's surface; whoever uses them from here has the right versions.
pub use {bytes, chrono, reqwest, rust_decimal, serde_json, uuid};
