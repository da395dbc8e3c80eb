//! What comes of changing seats.

use imcloud_raw::{
    Id,
    rust_decimal::Decimal as Number,
    types::{Order, OrderStatus},
};

use super::{SeatPlan, Verification};
use crate::{Money, orders::OrderReference};

/// What a change would cost. Nothing was ordered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SeatEstimate {
    /// What would be ordered.
    pub plan: SeatPlan,
    /// The price of the order, negative for money back; `None` when nothing is to be changed, or the service does not say.
    pub total: Option<Money>,
    /// The estimate as it came, with price lines; `None` when nothing is to be changed.
    pub order: Option<Order>,
    /// Whether the service understood the change as it was meant.
    pub read_back: Verification,
}

/// The end of changing seats.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SeatOutcome {
    /// There are as many seats as were wanted, and no change is open; nothing was ordered.
    Unchanged(Box<SeatPlan>),
    /// The change was ordered. It takes effect when the order is through.
    Placed(Box<PlacedChange>),
}

impl SeatOutcome {
    /// The change, if one was ordered.
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
    /// What was ordered.
    pub plan: SeatPlan,
    /// The order as it was read back; its quantity is the service's, a difference or a total. [`SeatPlan::difference`] is what was meant.
    pub order: Order,
    /// By what the order can be recognised.
    pub reference: OrderReference,
    /// [`Verification::Agrees`], or [`Verification::Silent`] when the service did not repeat the quantity.
    pub read_back: Verification,
}

impl PlacedChange {
    /// The id of the order, to wait for.
    #[must_use]
    pub fn order_id(&self) -> Option<&Id> {
        self.order.id.as_ref()
    }
}

/// What has become of a change, by [`Licenses::check`](super::Licenses::check).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SeatState {
    /// The order is not through yet.
    Open(Option<OrderStatus>),
    /// The order ended without effect.
    WaitError(OrderStatus),
    /// The order is completed, and the subscription has the wanted number of seats.
    Applied,
    /// The order is completed, and the subscription has another number of seats: by a later change, or because the service understood it differently.
    Differs {
        /// Seats of the product; `None` when the subscription does not say.
        found: Option<Number>,
    },
}
