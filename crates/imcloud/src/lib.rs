#![doc = include_str!("../README.md")]

#[macro_use]
mod macros;

mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod client;
mod config;
mod error;
mod http;
pub mod licenses;
mod money;
pub mod orders;
pub mod pagination;
pub mod reports;
pub mod resources;
pub mod runtime;
pub mod telemetry;
pub mod wait;

pub use self::http::{
    AccessToken, Authenticate, RateLimit, RetryPolicy, StoreFuture, Timeouts, TokenExchange, TokenFuture,
    TokenStore,
};
pub use auth::{CredentialProblem, NativeLogin, OAuthPassword, VerifyError};
pub use call::Idempotency;
pub use client::Client;
pub use config::{Builder, region};
pub use error::{ConfigError, Error, ErrorKind, Problem, Result};
/// The raw client, whose types are this crate's types.
pub use imcloud_raw as raw;
pub use imcloud_raw::{Date, DateTime, Decimal, Id, Secret, SignedUrl, types};
/// Crates whose types are part of this API, in compatible versions.
pub use imcloud_raw::{bytes, chrono, reqwest, rust_decimal, serde_json, uuid};
pub use money::{Money, MoneyError, Totals};
pub use pagination::{Items, Listing, Page, Pages};
pub use resources::filters::*;
