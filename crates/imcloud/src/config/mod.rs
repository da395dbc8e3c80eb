//! Making a [`Client`](crate::Client): settings, their checks, and what is said about wrong ones.

mod base_url;
mod builder;
mod environment;
mod error;
mod http;
pub mod region;
mod timeouts;

pub(crate) use base_url::{BaseUrl, is_loopback, same_origin};
pub use builder::Builder;
pub use error::{ConfigError, Problem};
pub(crate) use http::build as build_http;
pub use http::secure_client_builder;
pub use timeouts::Timeouts;
