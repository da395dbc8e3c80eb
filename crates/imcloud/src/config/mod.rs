//! Settings of a [`Client`](crate::Client) and their validation.

mod base_url;
mod builder;
mod environment;
mod error;
mod http;
pub mod region;
mod timeouts;

pub(crate) use base_url::{BaseUrl, is_loopback, is_valid_host};
pub use builder::Builder;
pub use error::{ConfigError, Problem};
pub(crate) use http::{Configure, HttpClients, Route};
pub use timeouts::Timeouts;
