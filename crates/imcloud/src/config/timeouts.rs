//! How long things may take.

use std::time::Duration;

/// Time limits of a client.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud::Timeouts;
///
/// let timeouts = Timeouts::new().attempt(Duration::from_secs(30)).total(Duration::from_secs(120));
/// assert_eq!(timeouts, timeouts.clone());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) order_attempt: Duration,
    pub(crate) total: Option<Duration>,
}

impl Timeouts {
    /// The defaults, which stand at each setter.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(90),
            order_attempt: Duration::from_secs(180),
            total: None,
        }
    }

    /// For the connection, TLS included. 10 seconds by default. Has no effect with [`Builder::http_client`](crate::Builder::http_client).
    #[must_use]
    pub fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// For one attempt, from sending to the end of the answer's body. 90 seconds by default: the gateway gives up after about 60
    /// (observed), and its answer says more than a time-out.
    #[must_use]
    pub fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// For one attempt to place, estimate or change an order. 180 seconds by default: over 60 happens (observed).
    #[must_use]
    pub fn order_attempt(mut self, limit: Duration) -> Self {
        self.order_attempt = limit;
        self
    }

    /// For a call with everything in it: waiting for its turn, getting a token, all attempts and the pauses between them. None by default, because a
    /// sweep over thousands of rows waits for its turns, and attempts are limited anyway. Set it where a person waits.
    #[must_use]
    pub fn total(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}
