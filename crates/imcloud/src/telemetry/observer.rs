//! A hook for metrics.

use std::time::Duration;

use reqwest::StatusCode;

use crate::ErrorKind;

/// Is told what a client does. Every method does nothing unless implemented.
///
/// Called inline: return soon, and never block. Nothing in the events is secret.
///
/// # Examples
///
/// ```
/// use std::sync::{Arc, atomic::{AtomicU64, Ordering}};
/// use imcloud::telemetry::{CallEvent, Observe};
///
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl Observe for Failures {
///     fn call(&self, event: &CallEvent<'_>) {
///         if event.error.is_some() {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let failures = Arc::new(Failures::default());
/// let builder = imcloud::Client::builder().observer(failures.clone());
/// ```
pub trait Observe: Send + Sync + 'static {
    /// A request was sent and answered, or not.
    fn attempt(&self, _event: &AttemptEvent<'_>) {}

    /// A call came to its end; its attempts were reported before.
    fn call(&self, _event: &CallEvent<'_>) {}

    /// The client is about to pause, or waited for its turn.
    fn wait(&self, _event: &WaitEvent<'_>) {}
}

/// One request and what came of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptEvent<'a> {
    /// The operation's name, or method and path.
    pub operation: &'a str,
    /// The HTTP method.
    pub method: &'a str,
    /// The path, with names in the place of ids for operations of the API; a metric's label of few values.
    pub path_template: &'a str,
    /// Which attempt of its call it was, from 1.
    pub number: u32,
    /// The status; `None` without an answer.
    pub status: Option<StatusCode>,
    /// What went wrong; `None` for a success.
    pub error: Option<ErrorKind>,
    /// From sending to the end of the body.
    pub duration: Duration,
    /// Length of the answer's body in bytes; 0 without one.
    pub body_bytes: usize,
}

/// One call and what came of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallEvent<'a> {
    /// The operation's name, or method and path. Token calls are reported as well.
    pub operation: &'a str,
    /// The HTTP method.
    pub method: &'a str,
    /// The path, with names in the place of ids for operations of the API.
    pub path_template: &'a str,
    /// How often the request was sent; 0 when it never was.
    pub attempts: u32,
    /// The last status; `None` without an answer.
    pub status: Option<StatusCode>,
    /// What went wrong; `None` for a success.
    pub error: Option<ErrorKind>,
    /// All of it, pauses included.
    pub duration: Duration,
}

/// A pause.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WaitEvent<'a> {
    /// The operation's name, or method and path.
    pub operation: &'a str,
    /// Why.
    pub reason: WaitReason,
    /// How long.
    pub duration: Duration,
}

/// Why a client pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// The rate limit, learned or set, gives calls their turns.
    RateLimit,
    /// The last attempt failed, and another one follows.
    Backoff,
}
