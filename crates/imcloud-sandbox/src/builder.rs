//! What a sandbox is started with.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use crate::{Clock, Credentials, Dataset, Fault, FaultError, Manners, RateLimit, Sandbox, Size, sandbox};

/// Starts a sandbox; made by [`Sandbox::builder`].
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
    pub(crate) seed: u64,
    pub(crate) data: Data,
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) address: SocketAddr,
    pub(crate) faults: Vec<Fault>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) marketplace: Option<String>,
    pub(crate) manners: Manners,
    pub(crate) options: Options,
}

/// Where the data come from.
#[derive(Clone)]
pub(crate) enum Data {
    Generated(Size),
    Given(Box<Dataset>),
}

/// What the server keeps to.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) token_life: Duration,
    pub(crate) newest_token_only: bool,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) retry_after: bool,
    pub(crate) keep_correlation_ids: bool,
    pub(crate) order_delay: Duration,
    pub(crate) journal_capacity: usize,
    pub(crate) max_body: usize,
}

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port cannot be had.
    #[error("cannot listen on {address}: {source}; choose another port, or none for a free one")]
    Listen {
        /// The address wanted.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The system gives no thread or no means to wait for sockets.
    #[error("cannot start the server: {0}")]
    Server(#[from] std::io::Error),
    /// A fault that cannot be injected.
    #[error(transparent)]
    Fault(#[from] FaultError),
    /// The server ended while it was starting.
    #[error(
        "the server stopped while it was starting; its thread's message on the standard error output says why"
    )]
    Stopped,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            seed: 0,
            data: Data::Generated(Size::default()),
            clock: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            faults: Vec::new(),
            credentials: None,
            marketplace: None,
            manners: Manners::default(),
            options: Options {
                token_life: Duration::from_secs(1500),
                newest_token_only: false,
                rate_limit: None,
                retry_after: true,
                keep_correlation_ids: false,
                order_delay: Duration::ZERO,
                journal_capacity: 10_000,
                max_body: 1024 * 1024,
            },
        }
    }
}

impl SandboxBuilder {
    /// What everything random follows: data, credentials, tokens, correlation ids, chances of faults; 0 by default. Requests that come one
    /// after the other get the same answers in every run.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How much data is generated from the seed; [`Size::handful`] by default.
    pub fn size(mut self, size: Size) -> Self {
        self.data = Data::Generated(size);
        self
    }

    /// The data to begin with, instead of generated ones.
    pub fn dataset(mut self, dataset: Dataset) -> Self {
        self.data = Data::Given(Box::new(dataset));
        self
    }

    /// The time to go by. By default a [`ManualClock`](crate::ManualClock) that stands at the time of the data until [`Sandbox::advance`] puts it
    /// forward. Data that is newer than the clock stays as it is until the clock has come there.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The port to listen on; a free one by default.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// The credentials to accept; drawn from the seed by default.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// The marketplace of the reseller; `us` by default. Codes are lower case and country-like (documented).
    pub fn marketplace(mut self, marketplace: impl Into<String>) -> Self {
        self.marketplace = Some(marketplace.into());
        self
    }

    /// How the service behaves where nobody knows, or where operators differ.
    pub fn manners(mut self, manners: Manners) -> Self {
        self.manners = manners;
        self
    }

    /// How long a token is good; 1500 seconds by default (documented). Parts of a second count, but are not told.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.options.token_life = life;
        self
    }

    /// Whether a new token ends all older ones (unknown). False by default: clients that fetch a token for each run get by (observed).
    pub fn newest_token_only(mut self, newest_only: bool) -> Self {
        self.options.newest_token_only = newest_only;
        self
    }

    /// The budget of a subscription key. None by default, because a budget does not refill while the clock stands still.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.options.rate_limit = Some(limit);
        self
    }

    /// Whether refusals for a spent budget carry `Retry-After`. True by default (documented for the gateway product); clients saw 429
    /// without it too (observed).
    pub fn retry_after(mut self, send: bool) -> Self {
        self.options.retry_after = send;
        self
    }

    /// Whether an `X-Correlation-ID` in a request becomes that of the answer (unknown). False by default.
    pub fn keep_correlation_ids(mut self, keep: bool) -> Self {
        self.options.keep_correlation_ids = keep;
        self
    }

    /// How long placing an order takes, in real time. Nothing by default; more than a minute happens in the real service (observed).
    pub fn order_delay(mut self, delay: Duration) -> Self {
        self.options.order_delay = delay;
        self
    }

    /// How many requests the journal remembers; 10,000 by default.
    pub fn journal_capacity(mut self, capacity: usize) -> Self {
        self.options.journal_capacity = capacity;
        self
    }

    /// The largest body that is accepted, in bytes; 1 MiB by default (assumed). Larger ones get 413.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.options.max_body = bytes;
        self
    }

    /// Injects a fault from the start, as [`Sandbox::inject`] does later.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    /// When the port is taken, a fault makes no sense, or the system refuses a thread.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let (tell, told) = tokio::sync::oneshot::channel();
        sandbox::launch(self, move |started| {
            // Nobody waits any longer: dropping the sandbox stops it.
            let _ = tell.send(started);
        })?;
        told.await.unwrap_or(Err(StartError::Stopped))
    }

    /// Starts the sandbox from code that is not async.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> Result<Sandbox, StartError> {
        let (tell, told) = std::sync::mpsc::sync_channel(1);
        sandbox::launch(self, move |started| {
            let _ = tell.send(started);
        })?;
        told.recv().unwrap_or(Err(StartError::Stopped))
    }
}

impl std::fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SandboxBuilder").field("seed", &self.seed).finish_non_exhaustive()
    }
}
