//! The handle of a running sandbox.

use std::{fmt, io, net::SocketAddr, sync::Arc, thread, time::Duration};

use chrono::{DateTime, Utc};
use imcloud_raw::Secret;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    Clock, Credentials, Dataset, Fault, FaultError, FaultId, Journal, Manners, ManualClock, SandboxBuilder,
    StartError,
    builder::Data,
    clock::SandboxClock,
    fault::Injected,
    random::Random,
    server::{self, Shared},
    world::World,
};

/// Like the real one it has several segments, so that a client which loses a part of its base address fails here too.
pub(crate) const BASE_PATH: &str = "/marketplace/sandbox";

/// Not below the base path: files of reports lie in another service.
pub(crate) const DOWNLOADS_PATH: &str = "/rated-data";

/// A running sandbox. It stops when this is dropped: its connections close and its port is free again.
///
/// The server has a thread and a runtime of its own, so that it works from any async runtime or none, and goes on while a test blocks or
/// has paused its runtime's time.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::Sandbox;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start_blocking()?;
/// let credentials = sandbox.credentials();
/// assert!(credentials.username.ends_with(".api"));
/// assert!(sandbox.base_url().ends_with("/marketplace/sandbox"));
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    address: SocketAddr,
    base_url: String,
    shared: Arc<Shared>,
    server: Option<Server>,
}

/// Ends when it is told to, or when nobody could tell it any more.
struct Server {
    stop: oneshot::Sender<()>,
    thread: thread::JoinHandle<()>,
}

impl Sandbox {
    /// A sandbox to be: set what you care for, then start it.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// The base address for clients, without a slash at the end, such as `http://127.0.0.1:4711/marketplace/sandbox`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client logs in with at present.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        self.shared.credentials()
    }

    /// The time in the sandbox.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.clock.now()
    }

    /// Lets time pass without waiting: orders move on, tokens expire, budgets refill, reports are made.
    ///
    /// All that is due happens one after the other: years are a matter of moments, thousands of years are not.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
        drop(self.shared.world_at(self.now()));
    }

    /// Changes how it behaves from now on. What is already on its way keeps its times.
    pub fn set_manners(&self, manners: Manners) {
        self.shared.world_at(self.now()).set_manners(manners);
    }

    /// Makes something go wrong from the next request on.
    ///
    /// # Errors
    /// When the fault makes no sense: an operation that does not exist, a chance above 1.
    pub fn inject(&self, fault: Fault) -> Result<FaultId, FaultError> {
        Ok(self.shared.faults().add(fault.check()?))
    }

    /// Removes a fault; false when it is not there any more.
    pub fn remove_fault(&self, id: FaultId) -> bool {
        self.shared.faults().remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// The requests that came.
    #[must_use]
    pub fn journal(&self) -> Journal {
        self.shared.journal.clone()
    }

    /// How many requests came, those that the journal has forgotten among them.
    #[must_use]
    pub fn requests_served(&self) -> u64 {
        self.shared.served()
    }

    /// Ends all tokens before their time, as when the sessions behind them end (assumed of the real service).
    pub fn kill_tokens(&self) {
        self.shared.kill_tokens();
    }

    /// Activates the API user, or deactivates it: its login is refused with 401 (documented), and its tokens die (assumed).
    pub fn set_user_active(&self, active: bool) {
        self.shared.set_user_active(active);
    }

    /// Replaces all subscription keys by a new one, as changing the API user can do silently (documented). Tokens stay good (assumed).
    pub fn rotate_subscription_key(&self) -> Secret {
        self.shared.replace_subscription_keys()
    }

    /// Makes another subscription key, with a budget of its own. The vendor recommends one key for each reseller (documented);
    /// operators may do otherwise.
    pub fn add_subscription_key(&self) -> Secret {
        self.shared.add_subscription_key()
    }

    /// A copy of everything that the sandbox knows now. A new sandbox can be started with it.
    #[must_use]
    pub fn dataset(&self) -> Dataset {
        self.shared.world_at(self.now()).dataset()
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(Server { stop, thread }) = self.server.take() {
            // A server that has ended cannot be told, and a panic of it has been printed already.
            let _ = stop.send(());
            // On the server's own thread it is dropped when whoever asked for it went away while it was starting.
            if thread.thread().id() != thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

/// Starts the server on a thread of its own, which tells how it went.
pub(crate) fn launch(
    builder: SandboxBuilder,
    tell: impl FnOnce(Result<Sandbox, StartError>) + Send + 'static,
) -> io::Result<()> {
    let (handle, handed) = std::sync::mpsc::sync_channel(1);
    let thread = thread::Builder::new().name("imcloud-sandbox".to_owned()).spawn(move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return tell(Err(error.into())),
        };
        runtime.block_on(async {
            match prepare(builder).await {
                Ok((listener, mut sandbox)) => {
                    let (stop, stopped) = oneshot::channel();
                    let shared = Arc::clone(&sandbox.shared);
                    sandbox.server = handed.recv().ok().map(|thread| Server { stop, thread });
                    tell(Ok(sandbox));
                    tokio::select! {
                        _ = server::serve(listener, shared) => {}
                        _ = stopped => {}
                    }
                }
                Err(error) => tell(Err(error)),
            }
        });
        // Dropping the runtime drops what it runs, and with that every connection.
    })?;
    // The thread waits for its own handle; it is gone only when preparing failed.
    let _ = handle.send(thread);
    Ok(())
}

/// Data are as old as the clock, and without a clock of its own it is as late as the data.
fn data_and_clock(data: Data, clock: Option<Arc<dyn Clock>>, seed: u64) -> (Dataset, SandboxClock) {
    let (dataset, clock) = match data {
        Data::Given(dataset) => {
            let clock = clock.unwrap_or_else(|| Arc::new(ManualClock::at(dataset.as_of)));
            (*dataset, clock)
        }
        Data::Generated(size) => {
            let clock = clock.unwrap_or_else(|| Arc::new(ManualClock::default()));
            (Dataset::generate(seed, size, clock.now()), clock)
        }
    };
    (dataset, SandboxClock::new(clock))
}

/// What keeps the draws of one purpose apart from those of another.
const SERVER: u64 = 0x5ea5_1de0_0000_0001;
const FAULTS: u64 = 0x5ea5_1de0_0000_0002;

async fn prepare(builder: SandboxBuilder) -> Result<(TcpListener, Sandbox), StartError> {
    // What the server draws is independent of the data.
    let mut random = Random::new(builder.seed ^ SERVER);
    let mut credentials = builder.credentials.unwrap_or_else(|| Credentials::drawn(&mut random));
    if let Some(marketplace) = builder.marketplace {
        credentials.marketplace = marketplace;
    }
    let mut faults = Injected::new(Random::new(builder.seed ^ FAULTS));
    for fault in builder.faults {
        faults.add(fault.check()?);
    }
    let wanted = builder.address;
    let listener =
        TcpListener::bind(wanted).await.map_err(|source| StartError::Listen { address: wanted, source })?;
    let address = listener.local_addr()?;
    let downloads = format!("http://{address}{DOWNLOADS_PATH}");
    let (dataset, clock) = data_and_clock(builder.data, builder.clock, builder.seed);
    let world = World::new(dataset, builder.manners, downloads);
    let shared = Arc::new(Shared::new(builder.options, clock, credentials, random, faults, world));
    let base_url = format!("http://{address}{BASE_PATH}");
    Ok((listener, Sandbox { address, base_url, shared, server: None }))
}
