//! The endings of waiting other than success.

use std::{error::Error as StdError, fmt, time::Duration};

use super::Waitable;
use crate::error::Error;

/// Why waiting ended although what was waited for is not done.
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
///     Err(WaitError::TimedOut { last, .. }) => println!("still {:?}; ask again later", last.status),
///     Err(other) => return Err(other.into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WaitError<T> {
    /// It went wrong, or came to rest in a state that does not lead there, such as `creditHold` of a customer. The API does not tell why; the control
    /// panel does (documented).
    Failed(Box<T>),
    /// It was withdrawn or has ended.
    Cancelled(Box<T>),
    /// It is an order that was accepted and takes effect at the renewal of its subscription. Nothing is wrong; ask for it after that day.
    Scheduled(Box<T>),
    /// The time ran out. The last look at it was at the deadline.
    TimedOut {
        /// As it was at the deadline.
        last: Box<T>,
        /// How long it was waited for.
        waited: Duration,
    },
    /// It could not be looked at. Trouble that passes is waited through; then this is the ending only if the time ran out in it.
    CallFailed {
        /// What went wrong.
        error: Error,
        /// As it was when it could be seen last; `None` if it never could.
        last: Option<Box<T>>,
    },
}

impl<T> WaitError<T> {
    /// As it was seen last; `None` only where it could not be looked at even once.
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

    /// The error of the call, where that was the ending.
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
                None => f.write_str(" does not tell its state")?,
            }
        }
        match self {
            Self::Failed(_) => f.write_str("; the control panel shows the reason"),
            Self::Cancelled(_) => f.write_str(" and will not go on"),
            Self::Scheduled(_) => f.write_str(" until its subscription renews; ask for it after that day"),
            Self::TimedOut { waited, .. } => {
                write!(
                    f,
                    " after {waited:?}, which was the time to wait; it may still be done, so look again later"
                )
            }
            Self::CallFailed { error, last: None } => {
                write!(f, "the {} could not be looked at: {error}", T::KIND)
            }
            Self::CallFailed { error, last: Some(_) } => {
                write!(f, " as last seen, and could not be looked at again: {error}")
            }
        }
    }
}

impl<T: Waitable> StdError for WaitError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.call_error().map(|error| error as _)
    }
}
