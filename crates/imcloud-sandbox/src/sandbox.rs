//! The handle of a running sandbox.

use std::{
    fmt, io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};
use imcloud_raw::Secret;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    Behavior, Credentials, Dataset, Fault, FaultError, FaultId, InjectedFault, Journal, SandboxBuilder,
    StartError,
    server::{self, BASE_PATH, CONTROL_PATH, Shared, Sockets},
};

/// A running sandbox. Dropping it closes its connections and frees its port.
///
/// The server has its own thread and runtime. It works from any async runtime or none, and continues while a
/// test blocks or has paused the time of its runtime.
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
    control_url: Option<String>,
    ca_certificate: Option<String>,
    shared: Arc<Shared>,
    /// Absent until it has started.
    pub(crate) server: Option<Server>,
}

/// The thread of the server. It ends when `stop` is sent or dropped.
pub(crate) struct Server {
    stop: oneshot::Sender<()>,
    thread: thread::JoinHandle<()>,
}

impl Sandbox {
    /// Returns a builder.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// Returns the base URL for clients without a final slash, such as
    /// `http://127.0.0.1:4711/marketplace/sandbox`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the URL of the control interface, such as `http://127.0.0.1:4711/__sandbox`, if it is enabled.
    #[must_use]
    pub fn control_url(&self) -> Option<&str> {
        self.control_url.as_deref()
    }

    /// Returns the certificate, in PEM, that signed the one of the server, if it serves HTTPS.
    #[must_use]
    pub fn ca_certificate(&self) -> Option<&str> {
        self.ca_certificate.as_deref()
    }

    /// Returns the address on which it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the current credentials.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        self.shared.access().credentials.clone()
    }

    /// Returns the time in the sandbox.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.clock.now()
    }

    /// Advances the time without waiting: orders progress, tokens expire, budgets refill, reports are
    /// completed.
    ///
    /// Everything due happens in order. Years take milliseconds, thousands of years take longer.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
        drop(self.shared.world());
    }

    /// Stops the clock, or lets it continue. Tokens and budgets keep the time of the clock below, so that
    /// clients can wait for them.
    pub fn set_frozen(&self, frozen: bool) {
        self.shared.clock.set_frozen(frozen);
    }

    /// Returns the behavior.
    #[must_use]
    pub fn behavior(&self) -> Behavior {
        self.shared.access().behavior.clone()
    }

    /// Changes the behavior. Scheduled changes keep their time.
    pub fn set_behavior(&self, behavior: Behavior) {
        self.shared.set_behavior(behavior);
    }

    /// Injects a fault, from the next request on.
    ///
    /// # Errors
    /// [`FaultError`] if the fault is not valid: an operation that does not exist, a chance above 1.
    pub fn inject(&self, fault: Fault) -> Result<FaultId, FaultError> {
        self.shared.inject(fault)
    }

    /// Returns the injected faults, oldest first.
    #[must_use]
    pub fn faults(&self) -> Vec<InjectedFault> {
        self.shared.faults().list().to_vec()
    }

    /// Removes a fault. Returns false if there is no fault with this id.
    pub fn remove_fault(&self, id: FaultId) -> bool {
        self.shared.faults().remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// Returns the received requests.
    #[must_use]
    pub fn journal(&self) -> Journal {
        self.shared.journal.clone()
    }

    /// Returns the number of received requests, including those that the journal dropped.
    #[must_use]
    pub fn requests_served(&self) -> u64 {
        self.shared.served()
    }

    /// Ends all tokens before their time, as when their sessions end (assumed of the real service).
    pub fn kill_tokens(&self) {
        self.shared.access().tokens.kill_all();
    }

    /// Activates or deactivates the API user. Logins of an inactive one get 401 (documented), and its tokens
    /// end (assumed).
    pub fn set_user_active(&self, active: bool) {
        self.shared.set_user_active(active);
    }

    /// Replaces all subscription keys by a new one, as changing the API user can do silently (documented).
    /// Tokens stay valid (assumed).
    pub fn rotate_subscription_key(&self) -> Secret {
        self.shared.new_subscription_key(true)
    }

    /// Adds a subscription key with its own budget. The vendor recommends one key for each reseller
    /// (documented); operators may do otherwise.
    pub fn add_subscription_key(&self) -> Secret {
        self.shared.new_subscription_key(false)
    }

    /// Returns a copy of the data. [`restore`](Self::restore) and [`SandboxBuilder::dataset`] take it.
    #[must_use]
    pub fn dataset(&self) -> Dataset {
        self.shared.world().dataset()
    }

    /// Replaces the data, and sets the clock to its time.
    pub fn restore(&self, dataset: Dataset) {
        self.shared.restore(dataset);
    }

    /// Goes back to data, credentials, faults and behavior of the start, without tokens and with an empty
    /// journal. A clock that runs by itself shows its own time again, any other the time of the start.
    pub fn reset(&self) {
        self.shared.reset();
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
            // The server may have ended already.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}

/// Starts the server on its own thread, and reports the result.
pub(crate) fn launch(
    builder: SandboxBuilder,
    report: impl FnOnce(Result<Sandbox, StartError>) + Send + 'static,
) -> io::Result<Server> {
    let (stop, stopped) = oneshot::channel();
    let thread = thread::Builder::new().name("imcloud-sandbox".to_owned()).spawn(move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return report(Err(error.into())),
        };
        runtime.block_on(async {
            match prepare(builder).await {
                Ok((sockets, sandbox)) => {
                    let shared = Arc::clone(&sandbox.shared);
                    let control = sandbox.control_url.is_some();
                    report(Ok(sandbox));
                    tokio::select! {
                        _ = server::serve(sockets, shared, control) => {}
                        _ = stopped => {}
                    }
                }
                Err(error) => report(Err(error)),
            }
        });
        // Dropping the runtime drops its tasks, and with them every connection.
    })?;
    Ok(Server { stop, thread })
}

async fn prepare(builder: SandboxBuilder) -> Result<(Sockets, Sandbox), StartError> {
    for fault in &builder.start.faults {
        fault.check()?;
    }
    let wanted = builder.address;
    let listener =
        TcpListener::bind(wanted).await.map_err(|source| StartError::Listen { address: wanted, source })?;
    let address = listener.local_addr()?;
    let mut reachable = address;
    if address.ip().is_unspecified() {
        let loopback =
            if address.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() };
        reachable.set_ip(loopback);
    }
    #[cfg(feature = "tls")]
    let (sockets, ca_certificate) = if builder.tls {
        let (acceptor, certificate) = server::certificate(address.ip()).map_err(StartError::Certificate)?;
        (Sockets::tls(listener, acceptor), Some(certificate))
    } else {
        (Sockets::plain(listener), None)
    };
    #[cfg(not(feature = "tls"))]
    let (sockets, ca_certificate) = (Sockets::plain(listener), None);
    let scheme = if ca_certificate.is_some() { "https" } else { "http" };
    let origin = format!("{scheme}://{reachable}");
    let control = builder.control.unwrap_or(address.ip().is_loopback());
    let sandbox = Sandbox {
        address,
        base_url: format!("{origin}{BASE_PATH}"),
        control_url: control.then(|| format!("{origin}{CONTROL_PATH}")),
        ca_certificate,
        shared: Arc::new(Shared::new(builder.start, builder.clock, origin)),
        server: None,
    };
    Ok((sockets, sandbox))
}
