//! Waiting for one object.

use std::{future::IntoFuture, time::Duration};

use futures_util::future::BoxFuture;
use imcloud_raw::Id;

use super::{Interval, Progress, TimeLimit, Waitable};
use crate::{
    Client,
    error::{Details, Error, ErrorKind},
};

/// A new object can be missing on some servers of the platform for this long.
pub(crate) const NOT_FOUND_TOLERANCE: Duration = Duration::from_secs(60);

/// The state after a poll that was not the last one.
///
/// Example: see [`Waiting`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WaitUpdate<'a, T> {
    /// The received object.
    pub current: &'a T,
    /// The time waited so far.
    pub elapsed: Duration,
    /// The number of polls so far, failed ones included.
    pub polls: u32,
    /// The delay before the next poll.
    pub delay: Duration,
}

type OnProgress<T> = Box<dyn FnMut(WaitUpdate<'_, T>) + Send>;

/// Waits for an object when awaited. See the [module](crate::wait) for the states and their meaning.
///
/// | default | order | customer | report | subscription |
/// | --- | --- | --- | --- | --- |
/// | [`timeout`](Self::timeout) | 10 min | 10 min | 30 min | 30 min |
/// | [`interval`](Self::interval) | 2 s to 30 s | 2 s to 30 s | 5 s to 60 s | 5 s to 60 s |
///
/// The first poll is sent at once, the last one 2 seconds before the timeout. After a transient error the
/// client polls again. So it does after [`is_not_found`](crate::Error::is_not_found) in the first minute,
/// because a new object can be missing on some servers. Every other error ends the waiting. Nothing runs once
/// the future is dropped.
///
/// # Errors
/// [`WaitError`] distinguishes the outcomes.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud::wait::Interval;
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc.rs")); }
/// # doc::run(async |sandbox, client| {
/// # let order = doc::order(&client).await?;
/// let placed = client.orders().place(&order).await?;
/// let completed = client
///     .orders()
///     .wait_for(placed.id)
///     .timeout(Duration::from_secs(300))
///     .interval(Interval::growing(Duration::from_secs(5), Duration::from_secs(20)))
///     .on_progress(move |update| {
///         println!("{:?}, next poll in {:?}", update.current.status, update.delay);
///         # sandbox.advance(update.delay);
///     })
///     .await?;
/// assert!(completed.provisioning_date.is_some());
/// # Ok(())
/// # }).unwrap();
/// ```
#[must_use = "nothing is polled until this is awaited"]
pub struct Waiting<T> {
    client: Client,
    id: Id,
    timeout: Duration,
    interval: Interval,
    on_progress: Option<OnProgress<T>>,
}

setters! { blocking impl Waiting<T> {
    /// Time limit for everything: all polls, their retries and the delays between them. With zero there is
    /// one poll, which has the time limits of the client.
    timeout(limit: Duration) => timeout = limit;

    /// Poll interval.
    interval(interval: Interval) => interval = interval;

    /// Calls a function after each successful poll that is followed by another one.
    on_progress(report: impl FnMut(WaitUpdate<'_, T>) + Send + 'static) =>
        on_progress = Some(Box::new(report));
}}

impl<T: Waitable> Waiting<T> {
    pub(crate) fn new(client: &Client, id: Id) -> Self {
        let (timeout, first, max) = T::DEFAULTS;
        Self {
            client: client.clone(),
            id,
            timeout: Duration::from_secs(timeout),
            interval: Interval::growing(Duration::from_secs(first), Duration::from_secs(max)),
            on_progress: None,
        }
    }

    async fn run(mut self) -> Result<T, WaitError<T>> {
        let client = self.client.clone();
        let runtime = client.runtime();
        let limit = TimeLimit::start(runtime, self.timeout);
        let (mut polls, mut last): (u32, Option<Box<T>>) = (0, None);
        loop {
            let remaining = if self.timeout.is_zero() { Duration::MAX } else { limit.left() };
            let result = T::fetch(&client.with_remaining(remaining), &self.id).await;
            polls = polls.saturating_add(1);
            let until_last = limit.until_last_poll();
            let mut delay = self.interval.delay(polls, runtime.random());
            match result {
                Ok(current) => {
                    let current = Box::new(current);
                    match current.progress() {
                        Progress::Done => return Ok(*current),
                        Progress::Failed => return Err(WaitError::Failed(current)),
                        Progress::Cancelled => return Err(WaitError::Cancelled(current)),
                        Progress::Scheduled => return Err(WaitError::Scheduled(current)),
                        Progress::Pending if until_last.is_zero() => {
                            return Err(WaitError::TimedOut { last: current, elapsed: limit.elapsed() });
                        }
                        Progress::Pending => {
                            delay = delay.min(until_last);
                            if let Some(on_progress) = &mut self.on_progress {
                                let elapsed = limit.elapsed();
                                on_progress(WaitUpdate { current: &current, elapsed, polls, delay });
                            }
                            last = Some(current);
                        }
                    }
                }
                Err(error) if until_last.is_zero() || !is_transient(&error, limit.elapsed()) => {
                    return Err(match last {
                        // The limit of the last poll is the timeout itself.
                        Some(last) if error.is_timeout() => {
                            WaitError::TimedOut { last, elapsed: limit.elapsed() }
                        }
                        last => WaitError::CallFailed { error, last },
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "could not poll the {}, polling again", T::KIND);
                    delay = delay.max(error.retry_after().unwrap_or_default()).min(until_last);
                }
            }
            runtime.sleep(delay).await;
        }
    }
}

/// Returns true if another poll may succeed. A quota is renewed in hours.
fn is_transient(error: &Error, elapsed: Duration) -> bool {
    let may_appear = error.is_not_found() && elapsed < NOT_FOUND_TOLERANCE;
    may_appear || (error.is_retryable() && !error.is_quota_exceeded())
}

impl<T: Waitable> IntoFuture for Waiting<T> {
    type Output = Result<T, WaitError<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl_debug!(Waiting<T>, self, id = self.id, timeout = self.timeout, interval = self.interval);

/// Error returned when waiting ends before the object is done.
///
/// # Examples
///
/// ```no_run
/// use imcloud::wait::WaitError;
///
/// # async fn example(client: imcloud::Client) -> Result<(), Box<dyn std::error::Error>> {
/// match client.orders().wait_for("1000042").await {
///     Ok(order) => println!("provisioned: {:?}", order.provisioning_date),
///     Err(WaitError::Scheduled(order)) => println!("takes effect on {:?}", order.scheduled_on),
///     Err(WaitError::TimedOut { last, .. }) => println!("still {:?}; poll again later", last.status),
///     Err(other) => return Err(other.into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError<T: Waitable> {
    /// It failed, or is in a state that does not lead to the expected one, such as `creditHold` of a
    /// customer. The API does not return the reason; the control panel shows it (documented).
    #[error("{}; the control panel shows the reason", shown(&**.0))]
    Failed(Box<T>),
    /// It was cancelled or has ended.
    #[error("{} and will not be completed", shown(&**.0))]
    Cancelled(Box<T>),
    /// The order was accepted and takes effect at the renewal of its subscription. Nothing failed; get the
    /// order again after that day.
    #[error("{} until its subscription renews; get it again after that day", shown(&**.0))]
    Scheduled(Box<T>),
    /// The timeout expired.
    #[error("{} after {elapsed:?}, and the timeout expired; it may still complete", shown(&**last))]
    TimedOut {
        /// The last received state.
        last: Box<T>,
        /// The time waited.
        elapsed: Duration,
    },
    /// A poll failed. After transient errors the client polls again until the timeout.
    #[error("{}", call_failed(error, last.as_deref()))]
    CallFailed {
        /// The error of the last poll.
        error: Error,
        /// The last received state; `None` if no poll succeeded.
        last: Option<Box<T>>,
    },
}

impl<T: Waitable> WaitError<T> {
    /// Returns the last received state; `None` if no poll succeeded.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::Failed(last)
            | Self::Cancelled(last)
            | Self::Scheduled(last)
            | Self::TimedOut { last, .. } => Some(last),
            Self::CallFailed { last, .. } => last.as_deref(),
        }
    }

    /// Returns the error of the last poll if that ended the waiting.
    #[must_use]
    pub fn call_error(&self) -> Option<&Error> {
        match self {
            Self::CallFailed { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl<T: Waitable> From<WaitError<T>> for Error {
    /// Converts the error of the last poll. A timeout is [`ErrorKind::Timeout`], every other outcome
    /// [`ErrorKind::Conflict`].
    fn from(error: WaitError<T>) -> Self {
        let kind = match error {
            WaitError::CallFailed { error, .. } => return error,
            WaitError::TimedOut { .. } => ErrorKind::Timeout,
            _ => ErrorKind::Conflict,
        };
        Details::new(kind, format!("wait for {}", T::KIND), format!("failed: {error}")).into()
    }
}

fn shown<T: Waitable>(last: &T) -> String {
    let state = last.state().map_or_else(|| "has no status".to_owned(), |state| format!("is {state}"));
    format!("{} {} {state}", T::KIND, last.id())
}

fn call_failed<T: Waitable>(error: &Error, last: Option<&T>) -> String {
    match last {
        None => format!("could not poll {}: {error}", T::KIND),
        Some(last) => {
            format!("{} as of the last successful poll, and polling failed: {error}", shown(last))
        }
    }
}
