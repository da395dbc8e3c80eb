//! A change of seats, to be estimated or ordered.

use futures_util::future::try_join;
use imcloud_raw::{Id, rust_decimal::Decimal as Number};

use super::{
    LicenseError, PlacedChange, SeatEstimate, SeatOutcome, SeatPlan, Verification, limits, open_change,
};
use crate::{
    Client, Error, Money,
    orders::{PlaceOrderError, Placed},
};

/// How the number of seats is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    Add(Number),
    Remove(Number),
    Set(Number),
}

impl Amount {
    pub(super) fn check(self) -> Result<(), LicenseError> {
        match self {
            Self::Add(amount) | Self::Remove(amount) if amount <= Number::ZERO => {
                Err(LicenseError::Amount { amount, reason: "add or remove one seat or more" })
            }
            Self::Set(amount) if amount < Number::ZERO => {
                Err(LicenseError::Amount { amount, reason: "a total is never negative" })
            }
            _ => Ok(()),
        }
    }

    /// The wanted total.
    pub(super) fn total(self, current: Number) -> Result<Number, LicenseError> {
        match self {
            Self::Set(total) => Ok(total),
            Self::Add(amount) => current
                .checked_add(amount)
                .ok_or(LicenseError::Amount { amount, reason: "the total has more than 28 digits" }),
            Self::Remove(removed) if removed > current => Err(LicenseError::TooFew { current, removed }),
            Self::Remove(removed) => Ok(current - removed),
        }
    }
}

/// Which product of the subscription is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Only,
    Mpn(String),
    Id(Id),
}

/// A change of seats. Made by [`Licenses::add`](super::Licenses::add), [`remove`](super::Licenses::remove) and [`set`](super::Licenses::set).
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::licenses::LicenseError> {
/// // Ten seats in all from the next renewal on, of one product among several.
/// let outcome = client.licenses().set("1000177", 10).mpn("FJ-DOCS-01").at_renewal().po_number("PO-7").place().await?;
/// if let Some(change) = outcome.placed() {
///     println!("{:?}: {:+} seats", change.order.order_number, change.plan.difference());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is changed before `place` is awaited"]
pub struct SeatChange<'a> {
    client: &'a Client,
    subscription: Id,
    amount: Amount,
    choice: Choice,
    at_renewal: bool,
    po_number: Option<String>,
    estimate_first: bool,
}

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

    /// Of the product with this part number. Needed when the subscription has several products; nothing is ever guessed.
    pub fn mpn(mut self, mpn: impl Into<String>) -> Self {
        self.choice = Choice::Mpn(mpn.into());
        self
    }

    /// Of the product with this id in the catalogue, where part numbers are alike.
    pub fn product_id(mut self, id: impl Into<Id>) -> Self {
        self.choice = Choice::Id(id.into());
        self
    }

    /// At the next renewal instead of at once. The order stays open until then (observed), and no other change can be ordered meanwhile.
    pub fn at_renewal(mut self) -> Self {
        self.at_renewal = true;
        self
    }

    /// Your own number for the order, used once only. Otherwise it gets a UUID; see [placing](crate::orders) for what it is for.
    pub fn po_number(mut self, number: impl Into<String>) -> Self {
        self.po_number = Some(number.into());
        self
    }

    /// Orders without estimating first: one call less, and nothing holds back an order that the service would understand in another way.
    pub fn skip_estimate(mut self) -> Self {
        self.estimate_first = false;
        self
    }

    /// Looks at the subscription, its open orders and the catalogue, and works out the change. Three calls that read; nothing is ordered.
    ///
    /// # Errors
    /// Everything that [`LicenseError`] knows about changes that cannot be.
    pub async fn plan(&self) -> Result<SeatPlan, LicenseError> {
        self.amount.check()?;
        let subscription = self.client.subscriptions().get(&self.subscription).await?;
        let mut plan = SeatPlan::of(
            &subscription,
            &self.subscription,
            self.amount,
            &self.choice,
            self.at_renewal,
            self.po_number.as_deref(),
        )?;
        let (open, limits) = try_join(
            open_change::find(self.client, &plan.subscription_id, &plan.customer_id),
            limits::find(self.client, &plan.product),
        )
        .await?;
        // Before anything else: with a change open, neither the seats of today nor their limits mean much.
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

    /// A dry run: plans the change and has the service price it. Nothing is ordered.
    ///
    /// # Errors
    /// Those of [`SeatChange::plan`], and what the service has against the order.
    pub async fn estimate(&self) -> Result<SeatEstimate, LicenseError> {
        let plan = self.plan().await?;
        self.estimate_plan(plan).await
    }

    /// Orders the change, unless there is nothing to change.
    ///
    /// # Errors
    /// Those of [`SeatChange::estimate`]; [`LicenseError::EstimateMismatch`] when the estimate says something else than was meant, which is the last moment at
    /// which nothing is ordered; [`LicenseError::OutcomeUnknown`] when it is not known whether the order exists; and
    /// [`LicenseError::OrderMismatch`] when the placed order says something else.
    pub async fn place(&self) -> Result<SeatOutcome, LicenseError> {
        let mut plan = self.plan().await?;
        if !plan.is_change() {
            return Ok(SeatOutcome::Unchanged(Box::new(plan)));
        }
        if self.estimate_first {
            let estimate = self.estimate_plan(plan).await?;
            plan = estimate.plan;
            if let Verification::Contradicts { expected, found } = estimate.read_back {
                return Err(LicenseError::EstimateMismatch { sent: plan.wanted, expected, found });
            }
        }
        let Placed { mut order, reference, .. } = match self.client.orders().place(&plan.order).await {
            Ok(placed) => placed,
            Err(PlaceOrderError::Rejected(error)) => return Err(self.explain(&plan, error).await),
            Err(PlaceOrderError::OutcomeUnknown(undecided)) => {
                return Err(LicenseError::OutcomeUnknown(undecided));
            }
        };
        let mut read_back = Verification::of(&order, &plan);
        if read_back == Verification::Silent
            && let Some(id) = &order.id
            && let Ok(read) = self.client.orders().get(id).await
        {
            // Failing here would hide an order that exists.
            read_back = Verification::of(&read, &plan);
            order = read;
        }
        match read_back {
            Verification::Contradicts { expected, found } => {
                Err(LicenseError::OrderMismatch { order: Box::new(order), expected, found })
            }
            read_back => {
                Ok(SeatOutcome::Placed(Box::new(PlacedChange { plan, order, reference, read_back })))
            }
        }
    }

    async fn estimate_plan(&self, plan: SeatPlan) -> Result<SeatEstimate, LicenseError> {
        if !plan.is_change() {
            return Ok(SeatEstimate { plan, total: None, order: None, read_back: Verification::Silent });
        }
        let order = match self.client.orders().estimate(&plan.order).await {
            Ok(order) => order,
            Err(error) => return Err(self.explain(&plan, error).await),
        };
        let total = order.total.as_ref().and_then(|total| Money::try_from(total).ok());
        let read_back = Verification::of(&order, &plan);
        Ok(SeatEstimate { plan, total, order: Some(order), read_back })
    }

    /// Names the order that stands in the way, when there is one: it can have been placed since the plan was made. Looked for after every business refusal,
    /// because only its words would say so.
    async fn explain(&self, plan: &SeatPlan, error: Error) -> LicenseError {
        if !error.is_business_rule() && !error.is_conflict() {
            return error.into();
        }
        match open_change::find(self.client, &plan.subscription_id, &plan.customer_id).await {
            Ok(Some(open)) => LicenseError::ChangeOpen(Box::new(open)),
            _ => error.into(),
        }
    }
}
