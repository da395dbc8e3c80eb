//! Results of changing seats.

use imcloud_raw::{
    Id,
    rust_decimal::Decimal as Number,
    types::{Order, OrderStatus},
};

use super::SeatPlan;
use crate::{Money, orders::OrderReference};

/// What the quantity of an order, placed or estimated, shows about the intended change.
///
/// Services return the new total or the difference, and some return both by turns (observed). So both are accepted, and only
/// [`Licenses::check`](super::Licenses::check) after completion shows the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// The quantity is the new total or the difference.
    Confirmed,
    /// The order has no usable quantity for the product.
    Inconclusive,
    /// The quantity is neither the new total nor the difference, or the order has other products only.
    Mismatch {
        /// The quantity; `None` if there is no line for the product.
        found: Option<Number>,
    },
}

impl Verification {
    pub(super) fn of(order: &Order, plan: &SeatPlan) -> Self {
        let lines = order.products.as_deref().unwrap_or_default();
        let matches = lines.iter().map(|line| plan.product.matches(line.id.as_ref(), line.mpn.as_deref()));
        let matches: Vec<_> = matches.collect();
        if !lines.is_empty() && matches.iter().all(|is_product| *is_product == Some(false)) {
            return Self::Mismatch { found: None };
        }
        let mut own = lines.iter().zip(matches).filter(|(_, is_product)| *is_product == Some(true));
        let (Some((line, _)), None) = (own.next(), own.next()) else { return Self::Inconclusive };
        match line.quantity.as_ref().and_then(|quantity| quantity.to_decimal().ok()) {
            None => Self::Inconclusive,
            Some(found) if found == plan.wanted || found == plan.difference() => Self::Confirmed,
            found => Self::Mismatch { found },
        }
    }
}

/// The estimated cost of a change. Nothing was ordered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SeatEstimate {
    /// The change.
    pub plan: SeatPlan,
    /// The price of the order, negative for a refund; `None` if there is nothing to change, or if the service returns no price.
    pub total: Option<Money>,
    /// The estimate with its price lines; `None` if there is nothing to change.
    pub order: Option<Order>,
    /// What the quantity of the estimate shows.
    pub verification: Verification,
}

/// The result of changing seats.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SeatOutcome {
    /// The subscription already has the wanted number of seats, and no change is open. Nothing was ordered.
    Unchanged(Box<SeatPlan>),
    /// The change was ordered. It takes effect when the order is completed.
    Placed(Box<PlacedChange>),
}

impl SeatOutcome {
    /// Returns the change if one was ordered.
    #[must_use]
    pub fn placed(&self) -> Option<&PlacedChange> {
        match self {
            Self::Placed(change) => Some(change),
            Self::Unchanged(_) => None,
        }
    }
}

/// A change that was ordered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PlacedChange {
    /// The change.
    pub plan: SeatPlan,
    /// The order. Its quantity is a total or a difference; [`SeatPlan::wanted`] and [`SeatPlan::difference`] are unambiguous.
    pub order: Order,
    /// The reference of the order.
    pub reference: OrderReference,
    /// What the quantity of the estimate shows; `None` if it was skipped.
    pub estimate: Option<Verification>,
    /// What the quantity of the order shows. Whatever it is, the order was placed: check the subscription after completion.
    pub verification: Verification,
}

impl PlacedChange {
    /// Returns the id of the order, to wait for it.
    #[must_use]
    pub fn order_id(&self) -> Option<&Id> {
        self.order.id.as_ref()
    }
}

/// The state of a change, returned by [`Licenses::check`](super::Licenses::check).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SeatState {
    /// The order is not completed yet.
    Open(Option<OrderStatus>),
    /// The order failed or was cancelled.
    Failed(OrderStatus),
    /// The order is completed, and the subscription has the wanted number of seats.
    Applied,
    /// The order is completed, and the subscription has another number of seats. Causes are a later change, a delay, or a service that
    /// understands quantities in another way.
    Differs {
        /// Seats of the product; `None` if the subscription does not have it.
        found: Option<Number>,
    },
}
