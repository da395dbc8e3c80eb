//! Time and randomness, given from outside.
//!
//! Everything in this crate that waits, measures or rolls dice asks a [`Runtime`]: back-off, rate limits, deadlines, the life of tokens, and the
//! references of orders. [`TokioRuntime`] is the real one. With the feature `testing` there is `ManualRuntime`, whose clock
//! moves only when something sleeps or a test says so; tests of hours then take milliseconds.

#[cfg(feature = "testing")]
mod manual;
mod tokio;

use std::{
    future::Future,
    pin::Pin,
    time::{Duration, Instant, SystemTime},
};

#[cfg(feature = "testing")]
pub use manual::ManualRuntime;
pub use tokio::TokioRuntime;

/// The future of [`Runtime::sleep`] and [`Runtime::timer`].
pub type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time, waits, and gives random numbers.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, Instant, SystemTime};
/// use imcloud::runtime::{Runtime, TokioRuntime, Wait};
///
/// /// Jitter without chance, for a program that must behave the same each time.
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
    /// A clock that never goes back; for measuring and deadlines.
    fn now(&self) -> Instant;

    /// The time of day; for the life of tokens, which other processes may share, and for `Retry-After` dates.
    fn system_time(&self) -> SystemTime;

    /// Waits, because there is nothing to do until then.
    fn sleep(&self, duration: Duration) -> Wait;

    /// Ends after `duration`, to limit something that goes on meanwhile.
    ///
    /// The same as [`Runtime::sleep`] unless told otherwise. A clock that moves when somebody sleeps needs the difference: a time limit
    /// must not use itself up.
    fn timer(&self, duration: Duration) -> Wait {
        self.sleep(duration)
    }

    /// 64 random bits. They need not be secret, but must differ between processes: references of orders are made of them.
    fn random(&self) -> u64;
}
