//! Errors of changing licenses.

use imcloud_raw::{Id, rust_decimal::Decimal as Number, types::SubscriptionStatus};

use super::{OpenChange, SeatLimits, SeatProduct};
use crate::{
    error::{Details, Error, ErrorKind},
    orders::{OutcomeUnknown, PlaceOrderError},
};

/// Error returned when seats or renewal were not changed. Except for
/// [`OutcomeUnknown`](Self::OutcomeUnknown), nothing was ordered.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LicenseError {
    /// A call failed, or the service rejected the order for the reason in [`Error::message`].
    #[error(transparent)]
    Call(#[from] Error),
    /// **The order may exist.** Do not order again before this is known.
    #[error(transparent)]
    OutcomeUnknown(Box<OutcomeUnknown>),
    /// The subscription has an open change order, and there can be only one (observed).
    #[error("subscription {id} has an open change: {0}; wait until it is completed, or cancel it", id = .0.subscription_id)]
    ChangeOpen(Box<OpenChange>),
    /// The subscription is in a status in which it cannot be changed.
    #[error("subscription {subscription_id} is {status}; only an active one can be changed")]
    NotActive {
        /// The subscription.
        subscription_id: Id,
        /// Its status.
        status: SubscriptionStatus,
    },
    /// Several products of the subscription match.
    #[error("subscription {subscription_id} has several matching products: {}; select one by product_id or mpn", list(.products))]
    AmbiguousProduct {
        /// The subscription.
        subscription_id: Id,
        /// Its products.
        products: Vec<SeatProduct>,
    },
    /// The subscription does not have the product.
    #[error("subscription {subscription_id} {}", not_found(.wanted.as_deref(), .products))]
    ProductNotFound {
        /// The subscription.
        subscription_id: Id,
        /// The given part number or id; `None` if the subscription has no products.
        wanted: Option<String>,
        /// Its products.
        products: Vec<SeatProduct>,
    },
    /// The number of seats is not valid.
    #[error("invalid number of seats {amount}: {reason}")]
    InvalidAmount {
        /// The given number.
        amount: Number,
        /// Reason.
        reason: &'static str,
    },
    /// More seats are to be removed than the subscription has.
    #[error("cannot remove {removed} of {current} seats; remove fewer, or set the total")]
    TooFewSeats {
        /// Current seats.
        current: Number,
        /// Seats to be removed.
        removed: Number,
    },
    /// The change would remove the last seat. To end the subscription, place an order of type `cancellation`.
    #[error(
        "subscription {subscription_id} would have no seats left; place an order of type cancellation to end it"
    )]
    NoSeatsLeft {
        /// The subscription.
        subscription_id: Id,
    },
    /// The catalog does not allow this number of seats.
    #[error("{wanted} seats are outside the limits of the product: {limits}")]
    OutsideLimits {
        /// The wanted total.
        wanted: Number,
        /// The limits.
        limits: SeatLimits,
    },
    /// The subscription lacks a property that the order needs.
    #[error(
        "subscription {subscription_id} lacks {missing}, which the order needs; retry, or ask the support of the service"
    )]
    IncompleteSubscription {
        /// The subscription.
        subscription_id: Id,
        /// The JSON name of the property.
        missing: &'static str,
    },
    /// The quantity of the estimate is neither the new total nor the difference, so the service may
    /// understand the order in another way.
    #[error(
        "nothing was ordered: the estimate {}, expected the new total {total} or the difference {difference}; \
         to order anyway, skip the estimate",
        .found.map_or("has no line for the product".to_owned(), |found| format!("has the quantity {found}"))
    )]
    EstimateMismatch {
        /// The new total.
        total: Number,
        /// The difference.
        difference: Number,
        /// The quantity of the estimate; `None` if it has no line for the product.
        found: Option<Number>,
    },
    /// The order is completed, but the subscription has another number of seats. Causes are a later change, a
    /// delay, or a service that interprets quantities differently.
    #[error(
        "order {order_id} is completed, but subscription {subscription_id} has {} instead of {wanted} seats; check it before the next change",
        .found.map_or("an unknown number".to_owned(), |found| found.to_string())
    )]
    SeatsMismatch {
        /// The order.
        order_id: Id,
        /// The subscription.
        subscription_id: Id,
        /// The wanted total.
        wanted: Number,
        /// Seats of the product; `None` if the subscription does not have it.
        found: Option<Number>,
    },
    /// Automatic renewal was switched, but the subscription has the old value.
    #[error(
        "automatic renewal of subscription {subscription_id} was switched {}, but the subscription has the old value; \
         check it again before its renewal date",
        .renews.then_some("on").unwrap_or("off")
    )]
    RenewalMismatch {
        /// The subscription.
        subscription_id: Id,
        /// The requested value.
        renews: bool,
    },
}

impl From<LicenseError> for Error {
    /// Converts the error of a call or of an order. Others have the kind [`ErrorKind::Conflict`] if they are
    /// about the state of the subscription, [`ErrorKind::InvalidRequest`] if they are about the requested
    /// number.
    fn from(error: LicenseError) -> Self {
        let kind = match error {
            LicenseError::Call(error) => return error,
            LicenseError::OutcomeUnknown(unknown) => return PlaceOrderError::OutcomeUnknown(unknown).into(),
            LicenseError::InvalidAmount { .. }
            | LicenseError::TooFewSeats { .. }
            | LicenseError::NoSeatsLeft { .. }
            | LicenseError::OutsideLimits { .. }
            | LicenseError::AmbiguousProduct { .. }
            | LicenseError::ProductNotFound { .. } => ErrorKind::InvalidRequest,
            _ => ErrorKind::Conflict,
        };
        Details::new(kind, "change of licenses", format!("failed: {error}")).into()
    }
}

fn list(products: &[SeatProduct]) -> String {
    let products: Vec<_> = products.iter().map(SeatProduct::to_string).collect();
    if products.is_empty() { "none".to_owned() } else { products.join(", ") }
}

fn not_found(wanted: Option<&str>, products: &[SeatProduct]) -> String {
    match wanted {
        Some(wanted) => format!("does not have product {wanted:?}; its products: {}", list(products)),
        None => "has no products; wait until it is provisioned, or place a sales order".to_owned(),
    }
}
