//! An observer for metrics.

use std::{fmt, time::Duration};

use reqwest::StatusCode;

use crate::error::ErrorKind;

/// An observer of a client. Every method does nothing by default.
///
/// Called inline: return soon, and never block. Events contain no secrets.
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
    /// Handles an attempt, with or without a response.
    fn attempt(&self, _event: &AttemptEvent<'_>) {}

    /// Handles the end of a call, after all of its attempts.
    fn call(&self, _event: &CallEvent<'_>) {}

    /// Handles a delay before or after it happens.
    fn wait(&self, _event: &WaitEvent<'_>) {}
}

/// An attempt and its outcome. Displayed as a line of a log.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptEvent<'a> {
    /// Name of the operation, or method and path.
    pub operation: &'a str,
    /// HTTP method.
    pub method: &'a str,
    /// Path with placeholders for ids if the operation is known. Suitable as a metric label.
    pub path_template: &'a str,
    /// Number of the attempt of its call, from 1.
    pub number: u32,
    /// HTTP status, `None` without a response.
    pub status: Option<StatusCode>,
    /// Kind of the error, `None` for a success.
    pub error: Option<ErrorKind>,
    /// Time from sending to the end of the body.
    pub duration: Duration,
    /// Length of the response body in bytes, 0 without one.
    pub body_bytes: usize,
}

impl fmt::Display for AttemptEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> ", self.method, self.path_template)?;
        match (self.status, self.error) {
            (Some(status), None) => write!(f, "{}", status.as_u16()),
            (Some(status), Some(error)) => write!(f, "{} ({error})", status.as_u16()),
            (None, Some(error)) => write!(f, "{error}"),
            (None, None) => f.write_str("no response"),
        }?;
        write!(f, " in {} ms, {} bytes", self.duration.as_millis(), self.body_bytes)?;
        if self.number > 1 { write!(f, ", attempt {}", self.number) } else { Ok(()) }
    }
}

/// A call and its outcome.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallEvent<'a> {
    /// Name of the operation, or method and path. Token requests are reported as well.
    pub operation: &'a str,
    /// HTTP method.
    pub method: &'a str,
    /// Path with placeholders for ids if the operation is known. Suitable as a metric label.
    pub path_template: &'a str,
    /// Number of attempts, 0 if nothing was sent.
    pub attempts: u32,
    /// Last HTTP status, `None` without a response.
    pub status: Option<StatusCode>,
    /// Kind of the error, `None` for a success.
    pub error: Option<ErrorKind>,
    /// Duration of the call, delays included.
    pub duration: Duration,
}

/// A delay. Displayed as a line of a log.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WaitEvent<'a> {
    /// Name of the operation, or method and path.
    pub operation: &'a str,
    /// Reason of the delay.
    pub reason: WaitReason,
    /// Length of the delay.
    pub duration: Duration,
}

impl fmt::Display for WaitEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            WaitReason::RateLimit => "for the rate limit",
            WaitReason::Backoff => "before the next attempt",
        };
        write!(f, "{} waits {} ms {reason}", self.operation, self.duration.as_millis())
    }
}

/// Reason of a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitReason {
    /// The configured or adaptive rate limit delays the call.
    RateLimit,
    /// The last attempt failed, and another one follows.
    Backoff,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_lines_of_a_log() {
        let mut event = AttemptEvent {
            operation: "create_order",
            method: "POST",
            path_template: "/orders",
            number: 1,
            status: Some(StatusCode::OK),
            error: None,
            duration: Duration::from_millis(12),
            body_bytes: 34,
        };
        assert_eq!(event.to_string(), "POST /orders -> 200 in 12 ms, 34 bytes");
        event = AttemptEvent { number: 2, status: None, ..event };
        assert_eq!(event.to_string(), "POST /orders -> no response in 12 ms, 34 bytes, attempt 2");
        event.error = Some(ErrorKind::Timeout);
        let kind = ErrorKind::Timeout;
        assert_eq!(event.to_string(), format!("POST /orders -> {kind} in 12 ms, 34 bytes, attempt 2"));
        let (reason, duration) = (WaitReason::Backoff, Duration::from_secs(1));
        let wait = WaitEvent { operation: "create_order", reason, duration };
        assert_eq!(wait.to_string(), "create_order waits 1000 ms before the next attempt");
    }
}
