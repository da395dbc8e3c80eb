//! What an inventory could not do.

use std::{error::Error as StdError, fmt};

use imcloud_raw::Id;

use crate::{Error, MoneyError};

/// Why there are no rows, of one subscription or any more.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum InventoryError {
    /// One subscription could not be read. The stream goes on with the next; [`Licenses::rows_of`](crate::licenses::Licenses::rows_of) tries it again.
    Skipped(Box<SkippedSubscription>),
    /// A call failed in a way that affects every subscription, or the list itself. The stream ends.
    Ended(Error),
    /// Many subscriptions in a row could not be read. The stream ends.
    GivenUp {
        /// How many in a row.
        failures: usize,
        /// The last of them; each was yielded before.
        last: Box<SkippedSubscription>,
    },
}

/// A subscription without rows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SkippedSubscription {
    /// Its id; `None` when its row in the list had none.
    pub subscription_id: Option<Id>,
    /// Its name.
    pub subscription_name: Option<String>,
    /// Whom it belongs to.
    pub customer_id: Option<Id>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// Why.
    pub reason: SkipReason,
}

/// Why a subscription has no rows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SkipReason {
    /// It could not be fetched.
    Call(Error),
    /// A price or cost of it is no money, or its currencies do not fit together.
    Money(MoneyError),
    /// A quantity of it is no number.
    Quantity(String),
    /// Its row in the list has no id.
    NoId,
}

impl InventoryError {
    /// Whether the stream ends with it. Otherwise it is about one subscription.
    #[must_use]
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Skipped(_))
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Money(error) => error.fmt(f),
            Self::Quantity(text) => write!(f, "its quantity {text:?} is no number"),
            Self::NoId => f.write_str("its row in the list has no id"),
        }
    }
}

impl fmt::Display for SkippedSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subscription_id {
            Some(id) => write!(f, "subscription {id}")?,
            None => f.write_str("a subscription without id")?,
        }
        if let Some(customer) = &self.customer_id {
            write!(f, " of customer {customer}")?;
        }
        write!(f, " was left out: {}", self.reason)
    }
}

impl fmt::Display for InventoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped(skipped) => skipped.fmt(f),
            Self::Ended(error) => write!(f, "the inventory ended early: {error}"),
            Self::GivenUp { failures, last } => write!(
                f,
                "the inventory ended early, because {failures} subscriptions in a row could not be read; the last one: {last}"
            ),
        }
    }
}

impl StdError for InventoryError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let skipped = match self {
            Self::Ended(error) => return Some(error),
            Self::Skipped(skipped) | Self::GivenUp { last: skipped, .. } => skipped,
        };
        match &skipped.reason {
            SkipReason::Call(error) => Some(error),
            SkipReason::Money(error) => Some(error),
            SkipReason::Quantity(_) | SkipReason::NoId => None,
        }
    }
}
