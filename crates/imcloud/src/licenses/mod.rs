//! Licenses: seats, automatic renewal, and the inventory of all customers.
//!
//! ```text
//! SeatChange --plan--> SeatPlan --estimate--> SeatEstimate  Inventory --rows--> InventoryRows -> InventoryRow
//!     |                   |
//!     '------ place ------'--> SeatOutcome --check--> SeatState
//! ```
//!
//! # Seats
//!
//! Seats are changed by orders that cost money, and their quantities are ambiguous: a change order contains
//! the new **total** (seen in client code that ran against the real service), and the service returns the new
//! total or the signed **difference** (both observed, also for one subscription). [`Licenses::add`],
//! [`remove`](Licenses::remove) and [`set`](Licenses::set) take the intended change. First they check
//!
//! * the subscription: its status, the product and the current seats;
//! * for an open change, of which a subscription can have only one (observed): [`LicenseError::ChangeOpen`];
//! * the limits of the catalog: [`LicenseError::OutsideLimits`];
//! * an estimate of the same order: a quantity that is neither the new total nor the difference means another
//!   interpretation, and nothing is ordered: [`LicenseError::EstimateMismatch`].
//!
//! The order is placed without duplicates by [`Orders::place`](crate::resources::Orders::place). The
//! quantities of estimate and order are reported as [`Verification`] in the result and never make a placed
//! order an error. [`Licenses::check`] verifies the change by the subscription once the order is completed.
//!
//! # Inventory
//!
//! [`Licenses::inventory`] streams a row for each product of each subscription. It costs one call per
//! subscription, because list items have no products (observed). Several calls are in flight at a time,
//! within the client's rate limit. Memory contains a page of the list, the subscriptions in flight, and a
//! name per customer. After an interruption, [`Inventory::skip`] skips the subscriptions that were read.

pub mod inventory;
mod seat_change;
mod seat_plan;

use chrono::{DateTime, Utc};
use imcloud_raw::{
    Id,
    rust_decimal::Decimal as Number,
    types::{OrderStatus, Subscription, SubscriptionStatus, SubscriptionUpdate},
};

pub use self::{
    inventory::{Inventory, InventoryError, InventoryRow, InventoryRows, has_ended},
    seat_change::{PlacedChange, SeatChange, SeatEstimate, SeatOutcome, SeatState, Verification},
    seat_plan::{OpenChange, SeatLimits, SeatPlan, SeatProduct},
};
use self::{seat_change::Amount, seat_plan::current_seats};
use crate::{
    error::{Details, Error, ErrorKind, Result},
    orders::{OrderReference, OutcomeUnknown, PlaceOrderError},
    wait::NOT_FOUND_TOLERANCE,
};

resource! {
    /// Seats, automatic renewal and the inventory. See [the module](crate::licenses) for the checks.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// use imcloud::{SubscriptionFilter, licenses::{SeatOutcome, SeatState}, types::SubscriptionStatus};
    /// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc.rs")); }
    /// # doc::run(async |sandbox, client| {
    /// let active = SubscriptionFilter::new().status(SubscriptionStatus::Active);
    /// # let subscription = doc::subscription(&client, active).await?;
    /// let two_more = client.licenses().add(&subscription, 2);
    /// println!("{:?}", two_more.estimate().await?.total);
    /// if let SeatOutcome::Placed(change) = two_more.place().await? {
    ///     # sandbox.advance(Duration::from_secs(120));
    ///     // When the order is completed:
    ///     assert_eq!(client.licenses().check(&change).await?, SeatState::Applied);
    /// }
    /// # Ok(())
    /// # }).unwrap();
    /// ```
    Licenses {}
}

impl<'a> Licenses<'a> {
    /// Adds seats. Nothing is sent before [`SeatChange::place`] or another of its methods is awaited.
    pub fn add(&self, subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a> {
        SeatChange::new(self.client, subscription.into(), Amount::Add(seats.into()))
    }

    /// Removes seats. Vendors may not allow this before the next renewal; see [`SeatChange::at_renewal`].
    pub fn remove(&self, subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a> {
        SeatChange::new(self.client, subscription.into(), Amount::Remove(seats.into()))
    }

    /// Sets the total number of seats.
    pub fn set(&self, subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a> {
        SeatChange::new(self.client, subscription.into(), Amount::Set(seats.into()))
    }

    /// Verifies a change by the order and, once completed, by the seats of the subscription, the only proof.
    ///
    /// # Errors
    /// Those of the calls. An order that is missing in its first minute is [`SeatState::Open`].
    pub async fn check(&self, change: &PlacedChange) -> Result<SeatState> {
        let order = match self.client.orders().get(&change.order.id).await {
            Err(error) if error.is_not_found() && self.is_new(&change.reference) => {
                return Ok(SeatState::Open(change.order.status.clone()));
            }
            order => order?,
        };
        match order.status {
            Some(OrderStatus::Completed) => {}
            Some(status @ (OrderStatus::Error | OrderStatus::Cancelled)) => {
                return Ok(SeatState::Failed(status));
            }
            status => return Ok(SeatState::Open(status)),
        }
        let plan = &change.plan;
        let subscription = self.client.subscriptions().get(&plan.subscription_id).await?;
        let found = current_seats(&subscription, &plan.product);
        Ok(if found == Some(plan.wanted) { SeatState::Applied } else { SeatState::Differs { found } })
    }

    fn is_new(&self, reference: &OrderReference) -> bool {
        let now = DateTime::<Utc>::from(self.client.runtime().system_time());
        let age = reference.since().to_utc().ok().and_then(|since| (now - since).to_std().ok());
        age.is_some_and(|age| age < NOT_FOUND_TOLERANCE)
    }

    /// Switches the automatic renewal of a subscription at the end of its term, unless it is set already.
    ///
    /// # Errors
    /// [`LicenseError::RenewalMismatch`] if the subscription keeps its value, and [`LicenseError::Call`].
    pub async fn set_auto_renewal(
        &self,
        subscription: impl Into<Id>,
        renews: bool,
    ) -> Result<AutoRenewal, LicenseError> {
        let (subscriptions, id) = (self.client.subscriptions(), subscription.into());
        let before = subscriptions.get(&id).await?;
        if before.renewal_status == Some(renews) {
            return Ok(AutoRenewal::Unchanged(Box::new(before)));
        }
        let mut after = subscriptions.update(&id, &SubscriptionUpdate::new().renewal_status(renews)).await?;
        if after.renewal_status.is_none() {
            after = subscriptions.get(&id).await?;
        }
        if after.renewal_status == Some(renews) {
            Ok(AutoRenewal::Switched(Box::new(after)))
        } else {
            Err(LicenseError::RenewalMismatch { subscription_id: id, renews })
        }
    }

    /// Returns an inventory of all customers, to be filtered and then streamed by [`Inventory::rows`].
    pub fn inventory(&self) -> Inventory {
        Inventory::new(self.client)
    }

    /// Returns the rows of one subscription, for example of one that an inventory skipped.
    ///
    /// # Errors
    /// Those of the calls, and invalid amounts or quantities.
    pub async fn rows_of(&self, subscription: impl Into<Id>) -> Result<Vec<InventoryRow>, InventoryError> {
        inventory::rows_of(self.client, subscription.into()).await
    }
}

/// The result of switching automatic renewal.
///
/// # Examples
///
/// ```no_run
/// use imcloud::licenses::AutoRenewal;
///
/// # async fn example(client: imcloud::Client) -> Result<(), Box<dyn std::error::Error>> {
/// match client.licenses().set_auto_renewal("1000177", false).await? {
///     AutoRenewal::Unchanged(_) => println!("was off before"),
///     renewal => println!("ends on {:?}", renewal.subscription().expiration_date),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AutoRenewal {
    /// It was set already. Nothing was sent.
    Unchanged(Box<Subscription>),
    /// It was switched, and the subscription has the new value.
    Switched(Box<Subscription>),
}

getters! { impl AutoRenewal {
    /// Returns the subscription with its current values.
    subscription(self) -> &Subscription = match self {
        Self::Unchanged(subscription) | Self::Switched(subscription) => subscription,
    };
}}

/// Error returned when seats or renewal were not changed. Except for
/// [`OutcomeUnknown`](Self::OutcomeUnknown), nothing was ordered.
///
/// # Examples
///
/// ```no_run
/// use imcloud::licenses::LicenseError;
///
/// # async fn example(client: imcloud::Client) -> Result<(), LicenseError> {
/// match client.licenses().add("1000177", 2).place().await {
///     Err(LicenseError::ChangeOpen(open)) => println!("first complete or cancel order {}", open.order.id),
///     Err(LicenseError::OutsideLimits { limits, .. }) => println!("up to {:?} seats", limits.max),
///     Err(LicenseError::AmbiguousProduct { products, .. }) => println!("mpn {:?}?", products[0].mpn),
///     other => println!("{:?}", other?.placed()),
/// }
/// # Ok(())
/// # }
/// ```
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
    /// Several products match.
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
    /// The order is completed, but the subscription has another number of seats: see [`SeatState::Differs`].
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
    /// about the state of the subscription, [`ErrorKind::InvalidRequest`] if about the requested number.
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
