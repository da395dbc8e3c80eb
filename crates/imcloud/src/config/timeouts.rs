//! Time limits.

use std::time::Duration;

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

    /// Limit for one attempt, from sending to the end of the response body. Defaults to 90 seconds: the gateway gives up after about 60
    /// (observed), and its response says more than a timeout.
    attempt(limit: Duration) => attempt = limit;

    /// Limit for one attempt to place, estimate or change an order. Defaults to 180 seconds: over 60 happens (observed).
    order_attempt(limit: Duration) => order_attempt = limit;

    /// Limit for a call from its first permit of the rate limiter on: fetching a token, all attempts and the backoff between them.
    /// Defaults to 5 minutes.
    total(limit: Duration) => total = limit;

    /// Limit for the wait for the first permit of the rate limiter. Defaults to 5 minutes for single calls; the calls of a list
    /// or an inventory wait without limit unless one is set here.
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
