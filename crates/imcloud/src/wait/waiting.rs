//! Waiting for one thing.

use std::{
    fmt,
    future::IntoFuture,
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;
use imcloud_raw::Id;

use super::{Interval, Stage, WaitError, Waitable};
use crate::Client;

/// What is told after each look that was not the last.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Progress<'a, T> {
    /// As it is now.
    pub seen: &'a T,
    /// How long it has been waited for.
    pub waited: Duration,
    /// How often it has been looked at, failed looks included.
    pub looks: u32,
    /// The pause before the next look.
    pub pause: Duration,
}

type Tell<T> = Box<dyn FnMut(Progress<'_, T>) + Send>;

/// Waits for something, once it is awaited itself. See the [module](crate::wait) for the states and their meaning.
///
/// | | order | customer | report | subscription |
/// | --- | --- | --- | --- | --- |
/// | [`timeout`](Self::timeout) | 10 min | 10 min | 30 min | 30 min |
/// | [`interval`](Self::interval) | 2 s to 30 s | 2 s to 30 s | 5 s to 60 s | 5 s to 60 s |
///
/// The first look is at once and the last one at the deadline, so that nothing is reported as unfinished that was finished in time. A call that
/// fails with trouble that passes is made again at the next look; any other failure ends the waiting. Nothing runs when the future is dropped.
///
/// # Errors
/// [`WaitError`] tells the endings apart.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// # use imcloud::{types::{OrderInput, OrderLineProductInput, OrderType}, wait::Interval, runtime::ManualRuntime};
/// # use imcloud_sandbox::Sandbox;
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// # let sandbox = std::sync::Arc::new(Sandbox::builder().seed(7).start().await?);
/// # let runtime = ManualRuntime::new();
/// # let clock = runtime.clone();
/// # tokio::spawn(async move { clock.run(std::future::pending::<()>()).await });
/// # let credentials = sandbox.credentials();
/// # let client = imcloud::Client::builder().base_url(sandbox.base_url()).marketplace(credentials.marketplace)
/// #     .login(credentials.username, credentials.password).subscription_key(credentials.subscription_key)
/// #     .runtime(runtime).build()?;
/// # let customers = client.customers().list(()).collect(10).await?;
/// # let customer = customers.iter().find(|row| row.status == Some(imcloud::types::AccountStatus::Active)).unwrap();
/// # let products = client.products().list(()).collect(500).await?;
/// # let seat = products.iter().find(|row| row.name.as_deref() == Some("Drumvale Signature Seat")).unwrap();
/// # let line = OrderLineProductInput::new().id(seat.id.clone().unwrap()).quantity(3);
/// # let order = OrderInput::new(customer.id.clone().unwrap(), OrderType::Sales).products([line]);
/// # let time = sandbox.clone();
/// let placed = client.orders().place(&order).await?.order;
/// let completed = client
///     .orders()
///     .wait_for(placed.id.unwrap())
///     .timeout(Duration::from_secs(300))
///     .interval(Interval::growing(Duration::from_secs(5), Duration::from_secs(20)))
///     .on_progress(move |progress| {
///         println!("{:?}, looking again in {:?}", progress.seen.status, progress.pause);
///         # time.advance(progress.pause);
///     })
///     .await?;
/// assert!(completed.provisioning_date.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "nothing is waited for until this is awaited"]
pub struct Waiting<T> {
    client: Client,
    id: Id,
    timeout: Duration,
    interval: Interval,
    tell: Option<Tell<T>>,
}

impl<T: Waitable> Waiting<T> {
    pub(crate) fn new(client: &Client, id: Id) -> Self {
        let (timeout, first, longest) = T::PATIENCE;
        Self {
            client: client.clone(),
            id,
            timeout: Duration::from_secs(timeout),
            interval: Interval::growing(Duration::from_secs(first), Duration::from_secs(longest)),
            tell: None,
        }
    }

    /// How long to wait. The last look begins no later than then; it ends within the time limits of its call. With zero there is one look.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// The pauses between looks.
    pub fn interval(mut self, interval: Interval) -> Self {
        self.interval = interval;
        self
    }

    /// Is told after each look after which the waiting goes on. A failed look is not told.
    pub fn on_progress(mut self, tell: impl FnMut(Progress<'_, T>) + Send + 'static) -> Self {
        self.tell = Some(Box::new(tell));
        self
    }

    async fn run(mut self) -> Result<T, WaitError<T>> {
        let client = self.client.clone();
        let runtime = client.runtime();
        let started = runtime.now();
        let deadline = started.checked_add(self.timeout);
        let (mut looks, mut last): (u32, Option<Box<T>>) = (0, None);
        loop {
            // The clock is read before the look: one that began earlier was not at the deadline.
            let is_last = deadline.is_some_and(|deadline| runtime.now() >= deadline);
            let look = T::fetch(&client, &self.id).await;
            looks = looks.saturating_add(1);
            match look {
                Ok(seen) => {
                    let seen = Box::new(seen);
                    match seen.stage() {
                        Stage::Done => return Ok(*seen),
                        Stage::Failed => return Err(WaitError::Failed(seen)),
                        Stage::Cancelled => return Err(WaitError::Cancelled(seen)),
                        Stage::Scheduled => return Err(WaitError::Scheduled(seen)),
                        Stage::UnderWay if is_last => {
                            return Err(WaitError::TimedOut { last: seen, waited: runtime.now() - started });
                        }
                        Stage::UnderWay => last = Some(seen),
                    }
                }
                Err(error) if is_last || !passes(&error) => {
                    return Err(WaitError::CallFailed { error, last });
                }
                Err(error) => {
                    tracing::debug!(%error, "{} could not be looked at and will be again", T::KIND);
                    let asked = error.retry_after().unwrap_or_default();
                    runtime.sleep(self.pause(looks, asked, deadline)).await;
                    continue;
                }
            }
            let pause = self.pause(looks, Duration::ZERO, deadline);
            if let (Some(tell), Some(seen)) = (&mut self.tell, &last) {
                tell(Progress { seen, waited: runtime.now() - started, looks, pause });
            }
            runtime.sleep(pause).await;
        }
    }

    /// The pause after so many looks, as long as asked for but not beyond the deadline.
    fn pause(&self, looks: u32, asked: Duration, deadline: Option<Instant>) -> Duration {
        let runtime = self.client.runtime();
        let pause = self.interval.pause(looks, runtime.random()).max(asked);
        let left = deadline.map(|deadline| deadline.saturating_duration_since(runtime.now()));
        left.map_or(pause, |left| pause.min(left))
    }
}

/// Whether another look may go better. A quota comes back in hours.
fn passes(error: &crate::Error) -> bool {
    error.is_retryable() && !error.is_quota_exceeded()
}

impl<T: Waitable> IntoFuture for Waiting<T> {
    type Output = Result<T, WaitError<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T: Waitable> fmt::Debug for Waiting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting")
            .field("for", &T::KIND)
            .field("id", &self.id)
            .field("timeout", &self.timeout)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
