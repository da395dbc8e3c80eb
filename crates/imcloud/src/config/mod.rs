//! Settings of a [`Client`](crate::Client) and their validation.

mod base_url;
mod builder;
mod environment;
mod error;
mod http;
mod timeouts;

pub(crate) use base_url::{BaseUrl, is_loopback, is_valid_host};
pub use builder::Builder;
pub use error::{ConfigError, Problem};
pub(crate) use http::{Configure, HttpClients, Route};
pub use timeouts::Timeouts;

/// Known base URLs. The portal shows the base URL of a reseller next to the key.
pub mod region {
    /// North America; also serves resellers in Brazil (documented for the region, seen in client code for Brazil).
    pub const NORTH_AMERICA: &str = "https://api.cloud.im/marketplace/na";

    /// Europe; seen in client code for the Netherlands, Sweden and Germany.
    pub const EUROPE: &str = "https://api.cloud.im/marketplace/eu";

    /// Laboratory for integrators; seen in client code of 2021. Ask support whether it still exists.
    pub const LAB: &str = "https://api-lab.cloud.im/marketplace/dev";
}
