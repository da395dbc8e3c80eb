//! Settings of a sandbox.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use imcloud_raw::Secret;

use crate::{
    Behavior, Clock, Credentials, Dataset, Fault, FaultError, RateLimit, Sandbox, Size, sandbox,
    server::Start,
};

/// Builder of a [`Sandbox`].
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud_sandbox::{Fault, RateLimit, Sandbox};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder()
///     .seed(42)
///     .rate_limit(RateLimit::recommended())
///     .fault(Fault::gateway_timeout().on("create_order").once())
///     .start_blocking()?;
/// println!("{}", sandbox.base_url());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "nothing listens until it is started"]
pub struct SandboxBuilder {
    pub(crate) start: Start,
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) address: SocketAddr,
    pub(crate) control: Option<bool>,
    #[cfg(feature = "tls")]
    pub(crate) tls: bool,
}

/// Error of a sandbox that does not start.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::{Fault, Sandbox, StartError};
///
/// let result = Sandbox::builder().fault(Fault::status(99)).start_blocking();
/// assert!(matches!(result, Err(StartError::Fault(_))));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address or port is not available.
    #[error("cannot listen on {address}: {source}; choose another port, or none for a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The error of the system.
        source: std::io::Error,
    },
    /// The system provides no thread or no event queue.
    #[error("cannot start the server: {0}")]
    Server(#[from] std::io::Error),
    /// A fault is not valid.
    #[error(transparent)]
    Fault(#[from] FaultError),
    /// The certificate could not be created.
    #[cfg(feature = "tls")]
    #[error("cannot create a certificate: {0}")]
    Certificate(String),
    /// The server ended while it was starting.
    #[error(
        "the server stopped while it was starting; its thread's message on the standard error output says why"
    )]
    Stopped,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            start: Start { journal_capacity: 10_000, max_body: 1024 * 1024, ..Start::default() },
            clock: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            control: None,
            #[cfg(feature = "tls")]
            tls: false,
        }
    }
}

impl SandboxBuilder {
    /// Sets the seed of everything random: data, credentials, tokens, correlation ids, chances of faults.
    /// Defaults to 0. Requests sent one after the other get the same responses in every run.
    pub fn seed(mut self, seed: u64) -> Self {
        self.start.seed = seed;
        self
    }

    /// Sets the size of the data generated from the seed. Defaults to [`Size::handful`].
    pub fn size(mut self, size: Size) -> Self {
        (self.start.size, self.start.dataset) = (size, None);
        self
    }

    /// Starts with this data instead of generated data.
    pub fn dataset(mut self, dataset: Dataset) -> Self {
        self.start.dataset = Some(Arc::new(dataset));
        self
    }

    /// Sets the clock. Defaults to a [`ManualClock`](crate::ManualClock) at the time of the data, which
    /// [`Sandbox::advance`] moves. Data that is newer than the clock does not change until the clock gets
    /// there.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the port. Defaults to a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Sets the IP address to listen on. Defaults to 127.0.0.1. With any other than a loopback address, the
    /// control interface is off unless [`control`](Self::control) enables it.
    pub fn host(mut self, address: IpAddr) -> Self {
        self.address.set_ip(address);
        self
    }

    /// Enables or disables the control interface and the status page. Defaults to enabled on a loopback
    /// address, and disabled elsewhere.
    pub fn control(mut self, enabled: bool) -> Self {
        self.control = Some(enabled);
        self
    }

    /// Serves HTTPS with a certificate for the address and `localhost` that [`Sandbox::ca_certificate`]
    /// signed.
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Sets the accepted credentials. Defaults to credentials drawn from the seed.
    pub fn credentials(self, credentials: Credentials) -> Self {
        let Credentials { username, password, subscription_key, marketplace } = credentials;
        self.username(username).password(password).subscription_key(subscription_key).marketplace(marketplace)
    }

    /// Sets the accepted user name. Defaults to one drawn from the seed.
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.start.username = Some(username.into());
        self
    }

    /// Sets the accepted password. Defaults to one drawn from the seed.
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.start.password = Some(password.into());
        self
    }

    /// Sets the accepted subscription key. Defaults to one drawn from the seed.
    pub fn subscription_key(mut self, key: impl Into<Secret>) -> Self {
        self.start.subscription_key = Some(key.into());
        self
    }

    /// Sets the marketplace of the reseller. Defaults to `us`. Codes are lower case and country-like
    /// (documented).
    pub fn marketplace(mut self, marketplace: impl Into<String>) -> Self {
        self.start.marketplace = Some(marketplace.into());
        self
    }

    /// Sets all switches of [`Behavior`], including those with a method here.
    pub fn behavior(mut self, behavior: Behavior) -> Self {
        self.start.behavior = behavior;
        self
    }

    /// Sets [`Behavior::token_lifetime`].
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.start.behavior.token_lifetime = lifetime;
        self
    }

    /// Sets [`Behavior::newest_token_only`].
    pub fn newest_token_only(mut self, newest_only: bool) -> Self {
        self.start.behavior.newest_token_only = newest_only;
        self
    }

    /// Sets [`Behavior::rate_limit`].
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.start.behavior.rate_limit = Some(limit);
        self
    }

    /// Sets [`Behavior::retry_after`].
    pub fn retry_after(mut self, send: bool) -> Self {
        self.start.behavior.retry_after = send;
        self
    }

    /// Sets [`Behavior::keep_correlation_ids`].
    pub fn keep_correlation_ids(mut self, keep: bool) -> Self {
        self.start.behavior.keep_correlation_ids = keep;
        self
    }

    /// Sets [`Behavior::order_delay`].
    pub fn order_delay(mut self, delay: Duration) -> Self {
        self.start.behavior.order_delay = delay;
        self
    }

    /// Sets the number of requests in the journal. Defaults to 10,000.
    pub fn journal_capacity(mut self, capacity: usize) -> Self {
        self.start.journal_capacity = capacity;
        self
    }

    /// Sets the largest accepted body in bytes. Defaults to 1 MiB (assumed). Larger ones get 413.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.start.max_body = bytes;
        self
    }

    /// Injects a fault from the start, as [`Sandbox::inject`] does later.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.start.faults.push(fault);
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    /// [`StartError`] if the address is not available, a fault is not valid, or the system provides no
    /// thread.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let server = sandbox::launch(self, move |result| drop(sender.send(result)))?;
        let mut sandbox = receiver.await.unwrap_or(Err(StartError::Stopped))?;
        sandbox.server = Some(server);
        Ok(sandbox)
    }

    /// Starts the sandbox from code that is not async.
    ///
    /// # Errors
    /// Those of [`start`](Self::start).
    pub fn start_blocking(self) -> Result<Sandbox, StartError> {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        let server = sandbox::launch(self, move |result| drop(sender.send(result)))?;
        let mut sandbox = receiver.recv().unwrap_or(Err(StartError::Stopped))?;
        sandbox.server = Some(server);
        Ok(sandbox)
    }
}

impl std::fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SandboxBuilder").field("seed", &self.start.seed).finish_non_exhaustive()
    }
}
