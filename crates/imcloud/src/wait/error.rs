//! Outcomes of waiting other than success.

use std::{error::Error as StdError, fmt, time::Duration};

use super::Waitable;
use crate::error::Error;

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
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WaitError<T> {
    /// It failed, or is in a state that does not lead to the expected one, such as `creditHold` of a customer. The API does not return the
    /// reason; the control panel shows it (documented).
    Failed(Box<T>),
    /// It was cancelled or has ended.
    Cancelled(Box<T>),
    /// The order was accepted and takes effect at the renewal of its subscription. Nothing failed; get the order again after that day.
    Scheduled(Box<T>),
    /// The timeout expired.
    TimedOut {
        /// The last received state.
        last: Box<T>,
        /// The time waited.
        elapsed: Duration,
    },
    /// A poll failed. After transient errors the client polls again; then this is the outcome only if the timeout expired meanwhile.
    CallFailed {
        /// The error of the last poll.
        error: Error,
        /// The last received state; `None` if no poll succeeded.
        last: Option<Box<T>>,
    },
}

impl<T> WaitError<T> {
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

impl<T: Waitable> fmt::Display for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(last) = self.last() {
            write!(f, "{}", T::KIND)?;
            if let Some(id) = last.id() {
                write!(f, " {}", id.as_str())?;
            }
            match last.state() {
                Some(state) => write!(f, " is {state}")?,
                None => f.write_str(" has no status")?,
            }
        }
        match self {
            Self::Failed(_) => f.write_str("; the control panel shows the reason"),
            Self::Cancelled(_) => f.write_str(" and will not be completed"),
            Self::Scheduled(_) => f.write_str(" until its subscription renews; get it again after that day"),
            Self::TimedOut { elapsed, .. } => {
                write!(f, " after {elapsed:?}, and the timeout expired; it may still complete")
            }
            Self::CallFailed { error, last: None } => write!(f, "could not poll {}: {error}", T::KIND),
            Self::CallFailed { error, last: Some(_) } => {
                write!(f, " as of the last successful poll, and polling failed: {error}")
            }
        }
    }
}

impl<T: Waitable> StdError for WaitError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.call_error().map(|error| error as _)
    }
}
