//! Whether an order says what was meant.

use imcloud_raw::{rust_decimal::Decimal as Number, types::Order};

use super::SeatPlan;

/// What an order, placed or estimated, says about the change that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// Its quantity is that of the change.
    Agrees,
    /// It has no products or no quantity, and says nothing.
    Silent,
    /// Its quantity is another.
    Contradicts {
        /// What should have been there.
        expected: Number,
        /// What is; `None` when there is no line for the product.
        found: Option<Number>,
    },
}

impl Verification {
    pub(super) fn of(order: &Order, plan: &SeatPlan) -> Self {
        let lines = order.products.as_deref().unwrap_or_default();
        let expected = plan.expected_read_back();
        let mut own = lines.iter().filter(|line| plan.product.is(line.id.as_ref(), line.mpn.as_deref()));
        let Some(line) = own.next() else {
            return if lines.is_empty() { Self::Silent } else { Self::Contradicts { expected, found: None } };
        };
        let Some(quantity) = &line.quantity else { return Self::Silent };
        let found = quantity.to_decimal().ok();
        if found == Some(expected) && own.next().is_none() {
            Self::Agrees
        } else {
            Self::Contradicts { expected, found }
        }
    }
}
