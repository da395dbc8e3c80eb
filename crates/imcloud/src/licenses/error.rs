//! Errors of changing licenses.

use std::{error::Error as StdError, fmt};

use imcloud_raw::{Id, rust_decimal::Decimal as Number, types::SubscriptionStatus};

use super::{OpenChange, SeatLimits, SeatProduct};
use crate::{Error, orders::OutcomeUnknown};

/// Error returned when seats or renewal were not changed. Except for [`OutcomeUnknown`](Self::OutcomeUnknown), nothing was ordered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LicenseError {
    /// A call failed, or the service rejected the order for the reason in [`Error::message`].
    Call(Error),
    /// **The order may exist.** Do not order again before this is known.
    OutcomeUnknown(Box<OutcomeUnknown>),
    /// The subscription has an open change order, and there can be only one (observed).
    ChangeOpen(Box<OpenChange>),
    /// The subscription is in a status in which it cannot be changed.
    NotActive {
        /// The subscription.
        subscription_id: Id,
        /// Its status.
        status: SubscriptionStatus,
    },
    /// Several products of the subscription match.
    AmbiguousProduct {
        /// The subscription.
        subscription_id: Id,
        /// Its products.
        products: Vec<SeatProduct>,
    },
    /// The subscription does not have the product.
    ProductNotFound {
        /// The subscription.
        subscription_id: Id,
        /// The given part number or id; `None` if the subscription has no products.
        wanted: Option<String>,
        /// Its products.
        products: Vec<SeatProduct>,
    },
    /// The number of seats is not valid.
    InvalidAmount {
        /// The given number.
        amount: Number,
        /// Why it is not valid.
        reason: &'static str,
    },
    /// More seats are to be removed than the subscription has.
    TooFewSeats {
        /// Current seats.
        current: Number,
        /// Seats to be removed.
        removed: Number,
    },
    /// The change would remove the last seat. To end the subscription, place an order of type `cancellation`.
    NoSeatsLeft {
        /// The subscription.
        subscription_id: Id,
    },
    /// The catalog does not allow this number of seats.
    OutsideLimits {
        /// The wanted total.
        wanted: Number,
        /// The limits.
        limits: SeatLimits,
    },
    /// The subscription lacks a property that the order needs.
    IncompleteSubscription {
        /// The subscription.
        subscription_id: Id,
        /// The JSON name of the property.
        missing: &'static str,
    },
    /// The quantity of the estimate is neither the new total nor the difference, so the service may understand the order in another way.
    EstimateMismatch {
        /// The new total.
        total: Number,
        /// The difference.
        difference: Number,
        /// The quantity of the estimate; `None` if it has no line for the product.
        found: Option<Number>,
    },
    /// Automatic renewal was switched, but the subscription has the old value.
    RenewalMismatch {
        /// The subscription.
        subscription_id: Id,
        /// The requested value.
        renews: bool,
    },
}

impl From<Error> for LicenseError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

struct Products<'a>(&'a [SeatProduct]);

impl fmt::Display for Products<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (index, product) in self.0.iter().enumerate() {
            write!(f, "{}{product}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for LicenseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::OutcomeUnknown(unknown) => unknown.fmt(f),
            Self::ChangeOpen(open) => write!(
                f,
                "subscription {} has an open change: {open}; wait until it is completed, or cancel it",
                open.subscription_id
            ),
            Self::NotActive { subscription_id, status } => {
                write!(f, "subscription {subscription_id} is {status}; only an active one can be changed")
            }
            Self::AmbiguousProduct { subscription_id, products } => write!(
                f,
                "subscription {subscription_id} has several matching products: {}; select one by product_id or mpn",
                Products(products)
            ),
            Self::ProductNotFound { subscription_id, wanted: Some(wanted), products } => write!(
                f,
                "subscription {subscription_id} does not have product {wanted:?}; its products: {}",
                Products(products)
            ),
            Self::ProductNotFound { subscription_id, wanted: None, .. } => write!(
                f,
                "subscription {subscription_id} has no products; wait until it is provisioned, or place a sales order"
            ),
            Self::InvalidAmount { amount, reason } => {
                write!(f, "invalid number of seats {amount}: {reason}")
            }
            Self::TooFewSeats { current, removed } => {
                write!(f, "cannot remove {removed} of {current} seats; remove fewer, or set the total")
            }
            Self::NoSeatsLeft { subscription_id } => write!(
                f,
                "subscription {subscription_id} would have no seats left; place an order of type cancellation to end it"
            ),
            Self::OutsideLimits { wanted, limits } => {
                write!(f, "{wanted} seats are outside the limits of the product: {limits}")
            }
            Self::IncompleteSubscription { subscription_id, missing } => write!(
                f,
                "subscription {subscription_id} lacks {missing}, which the order needs; retry, or ask the support of the service"
            ),
            Self::EstimateMismatch { total, difference, found } => {
                f.write_str("nothing was ordered: the estimate ")?;
                match found {
                    Some(found) => write!(f, "has the quantity {found}")?,
                    None => f.write_str("has no line for the product")?,
                }
                write!(
                    f,
                    ", expected the new total {total} or the difference {difference}; to order anyway, skip the estimate"
                )
            }
            Self::RenewalMismatch { subscription_id, renews } => {
                let wanted = if *renews { "on" } else { "off" };
                write!(
                    f,
                    "automatic renewal of subscription {subscription_id} was switched {wanted}, but the subscription has the old value; \
                     check it again before its renewal date"
                )
            }
        }
    }
}

impl StdError for LicenseError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::OutcomeUnknown(unknown) => unknown.source(),
            _ => None,
        }
    }
}
