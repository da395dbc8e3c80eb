//! Settings of a [`Client`](crate::Client) and their validation.

mod base_url;
mod builder;
mod environment;
mod http;

use std::{borrow::Cow, fmt, time::Duration};

use crate::error::{Details, Error, ErrorKind};

pub(crate) use base_url::{BaseUrl, is_loopback, is_valid_host};
pub use builder::Builder;
pub(crate) use http::{Configure, HttpClients, Route};

/// Known base URLs. The portal shows the base URL of a reseller next to the key.
pub mod region {
    /// North America; also serves resellers in Brazil (documented for the region, seen in client code for
    /// Brazil).
    pub const NORTH_AMERICA: &str = "https://api.cloud.im/marketplace/na";

    /// Europe; seen in client code for the Netherlands, Sweden and Germany.
    pub const EUROPE: &str = "https://api.cloud.im/marketplace/eu";

    /// Laboratory for integrators; seen in client code of 2021. Ask support whether it still exists.
    pub const LAB: &str = "https://api-lab.cloud.im/marketplace/dev";
}

/// Error of invalid or missing settings.
///
/// `Display` lists every problem with a hint. Nothing was sent. Values are never shown, because they can be
/// secrets.
///
/// # Examples
///
/// ```
/// let error = imcloud::Client::builder().base_url("ftp://example.com").build().unwrap_err();
/// assert!(error.to_string().contains("base URL"));
/// assert!(error.problems().len() > 1); // credentials and key are missing too
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    pub(super) problems: Vec<Problem>,
}

/// A problem of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(super) setting: &'static str,
    reason: Cow<'static, str>,
    hint: &'static str,
}

impl ConfigError {
    /// Returns all problems in the order of the settings.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

getters! { impl Problem {
    /// Returns the name of the setting: `base URL` of the builder, or `IMCLOUD_BASE_URL` of the environment.
    setting(self) -> &str = self.setting;

    /// Returns the reason, a predicate such as `is missing`.
    reason(self) -> &str = &self.reason;

    /// Returns a hint for a solution.
    hint(self) -> &str = self.hint;
}}

impl Problem {
    pub(crate) fn new(
        setting: &'static str,
        reason: impl Into<Cow<'static, str>>,
        hint: &'static str,
    ) -> Self {
        Self { setting, reason: reason.into(), hint }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.setting, self.reason, self.hint)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems: Vec<_> = self.problems.iter().map(ToString::to_string).collect();
        f.write_str(&problems.join("; "))
    }
}

impl std::error::Error for ConfigError {}

impl From<ConfigError> for Error {
    /// Makes an error of the kind [`ErrorKind::Configuration`].
    fn from(error: ConfigError) -> Self {
        Details::new(ErrorKind::Configuration, "client", format!("is not configured correctly: {error}"))
            .into()
    }
}

impl From<Problem> for ConfigError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

/// The time limits of a client. `Duration::MAX` turns a limit off.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud::{Client, Timeouts};
///
/// let timeouts = Timeouts::new().attempt(Duration::from_secs(30)).total(Duration::from_secs(120));
/// let builder = Client::builder().timeouts(timeouts);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) order_attempt: Duration,
    pub(crate) total: Duration,
    pub(crate) max_permit_wait: Option<Duration>,
}

setters! { impl Timeouts {
    /// Limit for the connection, TLS included. Defaults to 10 seconds.
    connect(limit: Duration) => connect = limit;

    /// Limit for one attempt, from sending to the end of the response body. Defaults to 90 seconds: the
    /// gateway gives up after about 60 (observed), and its response says more than a timeout.
    attempt(limit: Duration) => attempt = limit;

    /// Limit for one attempt to place, estimate or change an order. Defaults to 180 seconds: over 60 happens
    /// (observed).
    order_attempt(limit: Duration) => order_attempt = limit;

    /// Limit for a call from its first permit of the rate limiter on: fetching a token, all attempts and the
    /// backoff between them. Defaults to 5 minutes.
    total(limit: Duration) => total = limit;

    /// Limit for the wait for the first permit of the rate limiter. Defaults to 5 minutes for single calls;
    /// the calls of a list or an inventory wait without limit unless one is set here.
    max_permit_wait(limit: Duration) => max_permit_wait = Some(limit);
}}

impl Timeouts {
    /// Creates time limits with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(90),
            order_attempt: Duration::from_secs(180),
            total: Duration::from_secs(300),
            max_permit_wait: None,
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}
