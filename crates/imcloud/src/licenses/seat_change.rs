//! Changes of seats and their results.

use std::{fmt, time::Duration};

use futures_util::future::try_join;
use imcloud_raw::{
    Id,
    rust_decimal::Decimal as Number,
    types::{Order, OrderLineProduct, OrderStatus},
};

use super::{LicenseError, OpenChange, SeatLimits, SeatPlan};
use crate::{
    Client, Error, Money,
    orders::{OrderReference, PlaceOrderError, Placed},
    wait::WaitError,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    Add(Number),
    Remove(Number),
    Set(Number),
}

impl Amount {
    fn check(self) -> Result<(), LicenseError> {
        match self {
            Self::Add(amount) | Self::Remove(amount) if amount <= Number::ZERO => {
                Err(LicenseError::InvalidAmount { amount, reason: "add or remove at least one seat" })
            }
            Self::Set(amount) if amount < Number::ZERO => {
                Err(LicenseError::InvalidAmount { amount, reason: "a total cannot be negative" })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn apply(self, current: Number) -> Result<Number, LicenseError> {
        let (Self::Add(amount) | Self::Remove(amount) | Self::Set(amount)) = self;
        let total = match self {
            Self::Set(total) => Some(total),
            Self::Add(amount) => current.checked_add(amount),
            Self::Remove(removed) if removed > current => {
                return Err(LicenseError::TooFewSeats { current, removed });
            }
            Self::Remove(removed) => current.checked_sub(removed),
        };
        let reason = "the total or the difference has more than 28 digits";
        let valid = total.filter(|total| total.checked_sub(current).is_some());
        valid.ok_or(LicenseError::InvalidAmount { amount, reason })
    }
}

/// The product of the subscription to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Only,
    Mpn(String),
    Id(Id),
}

/// A change of seats. Created by methods of [`Licenses`](super::Licenses): `add`, `remove` and `set`.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::licenses::LicenseError> {
/// // A total of ten seats from the next renewal on, of one of several products.
/// let change = client.licenses().set("1000177", 10).mpn("FJ-DOCS-01").at_renewal().po_number("PO-7");
/// let estimate = change.estimate().await?;
/// println!("{estimate} Add {} seats?", estimate.plan.difference());
/// let outcome = change.place().await?;
/// match outcome.placed() {
///     Some(placed) => println!("order {}, quantity {:?}", placed.order.id, placed.verification),
///     None => println!("there are 10 seats already"),
/// }
/// outcome.wait().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is changed before `place` is awaited"]
pub struct SeatChange<'a> {
    client: &'a Client,
    pub(super) subscription: Id,
    pub(super) amount: Amount,
    pub(super) choice: Choice,
    pub(super) at_renewal: bool,
    pub(super) po_number: Option<String>,
    estimate_first: bool,
}

setters! { blocking impl SeatChange<'a> {
    /// Selects the product by its part number. Required if the subscription has several products.
    mpn(mpn: impl Into<String>) => choice = Choice::Mpn(mpn.into());
    /// Selects the product by its id in the catalog, if part numbers are ambiguous.
    product_id(id: impl Into<Id>) => choice = Choice::Id(id.into());
    /// Schedules the change for the next renewal. Until then it blocks other changes (observed).
    at_renewal() => at_renewal = true;
    /// Sets a custom number, to be used once only. Defaults to a UUID. See [orders](crate::orders).
    po_number(number: impl Into<String>) => po_number = Some(number.into());
    /// Orders without the estimate, a call that detects services that interpret the order differently.
    skip_estimate() => estimate_first = false;
}}

impl<'a> SeatChange<'a> {
    pub(super) fn new(client: &'a Client, subscription: Id, amount: Amount) -> Self {
        Self {
            client,
            subscription,
            amount,
            choice: Choice::Only,
            at_renewal: false,
            po_number: None,
            estimate_first: true,
        }
    }

    /// Plans the change. Reads the subscription, a page of its orders and of the catalog, and up to 10 open
    /// change orders. Nothing is ordered.
    ///
    /// # Errors
    /// The variants of [`LicenseError`] about changes that are not possible.
    pub async fn plan(&self) -> Result<SeatPlan, LicenseError> {
        self.amount.check()?;
        let subscription = self.client.subscriptions().get(&self.subscription).await?;
        let mut plan = SeatPlan::of(&subscription, self)?;
        let (open, limits) = try_join(
            OpenChange::find(self.client, &plan.subscription_id, &plan.customer_id),
            SeatLimits::find(self.client, &plan.product),
        )
        .await?;
        // First, because an open change alters the current seats and their limits.
        if let Some(open) = open {
            return Err(LicenseError::ChangeOpen(Box::new(open)));
        }
        plan.limits = limits;
        match limits {
            Some(limits) if plan.is_change() && !limits.allow(plan.wanted) => {
                Err(LicenseError::OutsideLimits { wanted: plan.wanted, limits })
            }
            _ => Ok(plan),
        }
    }

    /// Plans the change and requests its price. Nothing is ordered.
    ///
    /// # Errors
    /// Those of [`SeatChange::plan`], and the errors of the service for the order.
    pub async fn estimate(&self) -> Result<SeatEstimate, LicenseError> {
        let plan = self.plan().await?;
        self.estimate_plan(plan).await
    }

    /// Orders the change, unless there is none. A placed order is never an error: see [`Verification`].
    ///
    /// # Errors
    /// Those of [`SeatChange::estimate`]; [`LicenseError::EstimateMismatch`], in which case nothing is
    /// ordered; and [`LicenseError::OutcomeUnknown`] if the order may exist.
    pub async fn place(&self) -> Result<SeatOutcome, LicenseError> {
        let mut plan = self.plan().await?;
        if !plan.is_change() {
            return Ok(SeatOutcome::Unchanged(Box::new(plan)));
        }
        let mut estimate = None;
        if self.estimate_first {
            let estimated = self.estimate_plan(plan).await?;
            plan = estimated.plan;
            if let Verification::Mismatch { found } = estimated.verification {
                let (total, difference) = (plan.wanted, plan.difference());
                return Err(LicenseError::EstimateMismatch { total, difference, found });
            }
            estimate = Some(estimated.verification);
        }
        let Placed { mut order, reference, .. } = match self.client.orders().place(&plan.order).await {
            Ok(placed) => placed,
            Err(PlaceOrderError::Rejected(error)) => return Err(self.explain(&plan, error).await),
            Err(PlaceOrderError::OutcomeUnknown(unknown)) => {
                return Err(LicenseError::OutcomeUnknown(unknown));
            }
        };
        let mut verification = Verification::of(&order, &plan);
        // The response can lack the products. An error of this call must not hide an order that exists.
        if verification == Verification::Inconclusive
            && let Ok(read) = self.client.orders().get(&order.id).await
        {
            verification = Verification::of(&read, &plan);
            order = read;
        }
        let client = self.client.clone();
        let change = PlacedChange { plan, order, reference, estimate, verification, client };
        Ok(SeatOutcome::Placed(Box::new(change)))
    }

    async fn estimate_plan(&self, plan: SeatPlan) -> Result<SeatEstimate, LicenseError> {
        if !plan.is_change() {
            let verification = Verification::Inconclusive;
            return Ok(SeatEstimate { plan, total: None, order: None, verification });
        }
        let order = match self.client.orders().estimate(&plan.order).await {
            Ok(order) => order,
            Err(error) => return Err(self.explain(&plan, error).await),
        };
        let total = order.total.as_ref().and_then(|total| Money::try_from(total).ok());
        let verification = Verification::of(&order, &plan);
        Ok(SeatEstimate { plan, total, order: Some(order), verification })
    }

    /// Returns [`LicenseError::ChangeOpen`] if an open change, placed after the plan, explains the error.
    async fn explain(&self, plan: &SeatPlan, error: Error) -> LicenseError {
        if !error.is_business_rule() && !error.is_conflict() {
            return error.into();
        }
        match OpenChange::find(self.client, &plan.subscription_id, &plan.customer_id).await {
            Ok(Some(open)) => LicenseError::ChangeOpen(Box::new(open)),
            _ => error.into(),
        }
    }
}

/// Comparison of the quantity of an order, placed or estimated, with the intended change.
///
/// Both the new total and the difference are accepted (both observed), so only
/// [`Licenses::check`](super::Licenses::check) after completion verifies the effect.
///
/// Example: see [`SeatChange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// The quantity is the new total or the difference.
    Confirmed,
    /// The order has no usable quantity for the product.
    Inconclusive,
    /// The quantity is neither the new total nor the difference, or the order has other products only.
    Mismatch {
        /// Quantity; `None` if the product has no line.
        found: Option<Number>,
    },
}

impl Verification {
    pub(super) fn of(order: &Order, plan: &SeatPlan) -> Self {
        let lines = order.products.as_deref().unwrap_or_default();
        let matches = |line: &OrderLineProduct| plan.product.matches(line.id.as_ref(), line.mpn.as_deref());
        if !lines.is_empty() && lines.iter().all(|line| matches(line) == Some(false)) {
            return Self::Mismatch { found: None };
        }
        let mut own = lines.iter().filter(|line| matches(line) == Some(true));
        let (Some(line), None) = (own.next(), own.next()) else { return Self::Inconclusive };
        match line.quantity.as_ref().and_then(|quantity| quantity.to_decimal().ok()) {
            None => Self::Inconclusive,
            Some(found) if found == plan.wanted || found == plan.difference() => Self::Confirmed,
            found => Self::Mismatch { found },
        }
    }
}

/// The estimated cost of a change. Nothing was ordered. Displayed as the text of a question to the user: the
/// plan, its time and price, and a warning if the quantity of the estimate does not confirm the plan.
///
/// Example: see [`SeatChange`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SeatEstimate {
    /// The change.
    pub plan: SeatPlan,
    /// The price, negative for a refund; `None` if nothing changes, or if the service returns no price.
    pub total: Option<Money>,
    /// The estimate with its price lines; `None` if there is nothing to change.
    pub order: Option<Order>,
    /// Verification of the quantity of the estimate.
    pub verification: Verification,
}

impl fmt::Display for SeatEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.plan.at_renewal, &self.plan.renewal_date) {
            (false, _) => write!(f, "{}, now; ", self.plan),
            (true, Some(date)) => write!(f, "{}, at the renewal on {date}; ", self.plan),
            (true, None) => write!(f, "{}, at the renewal; ", self.plan),
        }?;
        match &self.total {
            Some(total) => write!(f, "estimated price {total}."),
            None => f.write_str("no estimated price."),
        }?;
        match self.verification {
            Verification::Confirmed => Ok(()),
            Verification::Mismatch { found: Some(found) } => write!(
                f,
                " The estimate is for a quantity of {found}, which is neither the total nor the difference."
            ),
            _ => f.write_str(" The estimate does not show the quantity."),
        }
    }
}

/// The result of changing seats.
///
/// Example: see [`SeatChange`].
#[derive(Clone, Debug)]
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

    /// Waits until the order is completed and the subscription has the wanted number of seats.
    ///
    /// Returns [`SeatState::Open`] at once for a change at renewal, and [`SeatState::Applied`] if nothing was
    /// ordered. The timeout is 10 minutes, and another minute for the subscription.
    ///
    /// # Errors
    /// [`LicenseError::SeatsMismatch`] if the subscription still has another number of seats, and
    /// [`LicenseError::Call`] if the order failed, was cancelled or takes longer.
    pub async fn wait(&self) -> Result<SeatState, LicenseError> {
        let Self::Placed(change) = self else { return Ok(SeatState::Applied) };
        match change.client.orders().wait_for(&change.order.id).await {
            Ok(_) => {}
            Err(WaitError::Scheduled(order)) => return Ok(SeatState::Open(order.status)),
            Err(error) => return Err(Error::from(error).into()),
        }
        let runtime = change.client.runtime();
        let completed = runtime.now();
        loop {
            match change.client.licenses().check(change).await? {
                SeatState::Differs { .. } if runtime.now().duration_since(completed) < SEATS_DELAY => {
                    runtime.sleep(SEATS_INTERVAL).await;
                }
                SeatState::Differs { found } => {
                    return Err(LicenseError::SeatsMismatch {
                        order_id: change.order.id.clone(),
                        subscription_id: change.plan.subscription_id.clone(),
                        wanted: change.plan.wanted,
                        found,
                    });
                }
                state => return Ok(state),
            }
        }
    }
}

/// A change that was ordered.
///
/// Example: see [`SeatChange`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlacedChange {
    /// The change.
    pub plan: SeatPlan,
    /// The order. Its quantity is [`SeatPlan::wanted`] or [`SeatPlan::difference`].
    pub order: Order,
    /// The reference of the order.
    pub reference: OrderReference,
    /// Verification of the quantity of the estimate; `None` if it was skipped.
    pub estimate: Option<Verification>,
    /// Verification of the quantity of the order.
    pub verification: Verification,
    client: Client,
}

/// The time after the completion of an order in which the subscription may have its old number of seats.
const SEATS_DELAY: Duration = Duration::from_secs(60);

const SEATS_INTERVAL: Duration = Duration::from_secs(10);

/// The state of a change, returned by [`Licenses::check`](super::Licenses::check).
///
/// Example: see [`Licenses`](super::Licenses).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SeatState {
    /// The order is not completed yet.
    Open(Option<OrderStatus>),
    /// The order failed or was cancelled.
    Failed(OrderStatus),
    /// The order is completed, and the subscription has the wanted number of seats.
    Applied,
    /// The order is completed, and the subscription has another number of seats. Causes are a later change, a
    /// delay, or a service that interprets quantities differently.
    Differs {
        /// Seats of the product; `None` if the subscription does not have it.
        found: Option<Number>,
    },
}
