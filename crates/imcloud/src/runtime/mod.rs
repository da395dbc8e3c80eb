//! Time, randomness and background tasks, injected into the client.
//!
//! Everything in this crate that waits, measures time or draws random numbers uses a [`Runtime`]: backoff,
//! rate limits, deadlines, token lifetimes and order references. [`TokioRuntime`] is the real one. The
//! feature `testing` adds `ManualRuntime`, whose clock moves only when a test advances it.

mod background;
#[cfg(feature = "testing")]
mod manual;

use std::{
    future::Future,
    hash::{BuildHasher, RandomState},
    pin::Pin,
    time::{Duration, Instant, SystemTime},
};

pub(crate) use background::Background;
#[cfg(feature = "testing")]
pub use manual::ManualRuntime;

/// The future of [`Runtime::sleep`] and [`Runtime::timer`], and the argument of [`Runtime::spawn`].
pub type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Provides time, waiting, randomness and background tasks.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, Instant, SystemTime};
/// use imcloud::runtime::{Runtime, TokioRuntime, Wait};
///
/// /// A runtime without jitter, for a program that must behave the same each time.
/// #[derive(Debug)]
/// struct Steady(TokioRuntime);
///
/// impl Runtime for Steady {
///     fn now(&self) -> Instant { self.0.now() }
///     fn system_time(&self) -> SystemTime { self.0.system_time() }
///     fn sleep(&self, duration: Duration) -> Wait { self.0.sleep(duration) }
///     fn random(&self) -> u64 { u64::MAX }
/// }
/// ```
pub trait Runtime: Send + Sync + 'static {
    /// Returns the time of a monotonic clock, for measuring and deadlines.
    fn now(&self) -> Instant;

    /// Returns the time of day, for token lifetimes, which processes may share, and for `Retry-After` dates.
    fn system_time(&self) -> SystemTime;

    /// Waits for `duration`. `Duration::MAX` means forever.
    fn sleep(&self, duration: Duration) -> Wait;

    /// Waits for `duration`, as the time limit of a request that is in flight.
    ///
    /// Defaults to [`Runtime::sleep`]. A test clock needs the difference: it must not advance while a
    /// response is on its way.
    fn timer(&self, duration: Duration) -> Wait {
        self.sleep(duration)
    }

    /// Waits for `duration`, as the deadline of an operation that consists of other waits.
    ///
    /// Defaults to [`Runtime::sleep`]. A test clock must not advance to it while the operation makes
    /// progress.
    fn deadline(&self, duration: Duration) -> Wait {
        self.sleep(duration)
    }

    /// Returns 64 random bits. They need not be secret but must differ between processes: order references
    /// are made of them.
    fn random(&self) -> u64;

    /// Runs a future in the background until it completes or the returned [`Task`] is dropped.
    ///
    /// Defaults to the tokio runtime of the caller. Without one the future is dropped at once; the client
    /// then runs it inline.
    fn spawn(&self, future: Wait) -> Task {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                let handle = runtime.spawn(future).abort_handle();
                Task::new(move || handle.abort())
            }
            Err(_) => Task::new(|| {}),
        }
    }
}

/// The system's clocks, tokio's timer, and randomness from the operating system. The default.
///
/// Its futures must be awaited within a tokio runtime that has its timer enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioRuntime;

impl Runtime for TokioRuntime {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        // The standard library seeds its hashers from the operating system, and each differently.
        RandomState::new().hash_one(0_u8)
    }
}

/// A background task. Dropping it aborts the task.
#[must_use = "dropping a task aborts it"]
pub struct Task(Option<Box<dyn FnOnce() + Send + Sync>>);

impl Task {
    /// Creates a task that is aborted by calling `abort`.
    pub fn new(abort: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(abort)))
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(abort) = self.0.take() {
            abort();
        }
    }
}

impl_debug!(Task, self);

/// A point in time after which waiting ends; none for limits that no clock reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) const NEVER: Self = Self(None);

    pub(crate) fn after(now: Instant, limit: Duration) -> Self {
        Self(now.checked_add(limit))
    }

    pub(crate) fn min(self, other: Self) -> Self {
        Self(self.0.into_iter().chain(other.0).min())
    }

    /// Returns the time left, `Duration::MAX` without a deadline.
    pub(crate) fn left(self, now: Instant) -> Duration {
        self.0.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(now))
    }
}
