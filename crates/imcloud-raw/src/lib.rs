#![doc = include_str!("../README.md")]

#[macro_use]
mod object;
#[macro_use]
mod open_enum;

#[doc(hidden)]
pub mod body;
mod client;
mod error;
mod path;
mod response;
pub mod scalar;
mod transport;

#[rustfmt::skip]
#[allow(clippy::all, reason = "generated")]
mod generated;

pub use client::Client;
pub use error::{DecodeError, Error, ErrorResponse};
pub use generated::{API_VERSION, operations, types};
pub use open_enum::{ParseEnumError, UnknownValue};
pub use response::Response;
pub use scalar::{Date, DateTime, Decimal, Id, Secret, SignedUrl};
pub use transport::{Operation, SendFuture, Transport, TransportError};
// Crates whose types are part of the public API, in matching versions.
pub use {bytes, chrono, reqwest, rust_decimal, serde_json, uuid};
