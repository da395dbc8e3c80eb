//! What a change of seats comes to.

use std::fmt;

use imcloud_raw::{
    Date, Id,
    rust_decimal::Decimal as Number,
    types::{
        OrderInput, OrderLineProductInput, OrderType, Period, PeriodInput, ScheduledOn, Subscription,
        SubscriptionProduct, SubscriptionStatus,
    },
};

use super::{
    LicenseError, SeatLimits,
    seat_change::{Amount, Choice},
};

/// A product of a subscription, by what tells it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeatProduct {
    /// Id in the catalogue.
    pub id: Option<Id>,
    /// Part number.
    pub mpn: Option<String>,
    /// Name for people.
    pub name: Option<String>,
}

impl SeatProduct {
    fn of(product: &SubscriptionProduct) -> Self {
        Self { id: product.id.clone(), mpn: product.mpn.clone(), name: product.name.clone() }
    }

    /// Whether these are its id and part number; the id decides where both sides have one.
    pub(super) fn is(&self, id: Option<&Id>, mpn: Option<&str>) -> bool {
        match (&self.id, id) {
            (Some(own), Some(other)) => own == other,
            _ => self.mpn.is_some() && self.mpn.as_deref() == mpn,
        }
    }
}

impl fmt::Display for SeatProduct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or("a product without name"))?;
        match (&self.mpn, &self.id) {
            (Some(mpn), Some(id)) => write!(f, " (mpn {mpn}, id {id})"),
            (Some(mpn), None) => write!(f, " (mpn {mpn})"),
            (None, Some(id)) => write!(f, " (id {id})"),
            (None, None) => Ok(()),
        }
    }
}

/// A change of seats, worked out but not ordered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SeatPlan {
    /// The subscription.
    pub subscription_id: Id,
    /// Whom it belongs to.
    pub customer_id: Id,
    /// The product whose seats change.
    pub product: SeatProduct,
    /// Seats now.
    pub current: Number,
    /// Seats afterwards, in all.
    pub wanted: Number,
    /// Whether it waits for the next renewal; otherwise it is at once.
    pub at_renewal: bool,
    /// The day of the next renewal, when the service says it.
    pub renewal_date: Option<Date>,
    /// What the catalogue allows; `None` when it does not list the product.
    pub limits: Option<SeatLimits>,
    /// The order. Its quantity is the total.
    pub order: OrderInput,
}

impl SeatPlan {
    /// Seats more, or fewer where it is negative.
    #[must_use]
    pub fn difference(&self) -> Number {
        self.wanted - self.current
    }

    /// Whether there is anything to change.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.wanted != self.current
    }

    /// The quantity that the order reads back with: the difference, or the total when it waits for the renewal (both observed).
    pub(super) fn expected_read_back(&self) -> Number {
        if self.at_renewal { self.wanted } else { self.difference() }
    }

    /// Works out a change from what the subscription holds. Limits and open changes are not looked at here.
    pub(super) fn of(
        subscription: &Subscription,
        subscription_id: &Id,
        amount: Amount,
        choice: &Choice,
        at_renewal: bool,
        po_number: Option<&str>,
    ) -> Result<Self, LicenseError> {
        let subscription_id = subscription_id.clone();
        let missing =
            |missing| LicenseError::Incomplete { subscription_id: subscription_id.clone(), missing };
        amount.check()?;
        match &subscription.status {
            None | Some(SubscriptionStatus::Active) => {}
            Some(status) => return Err(LicenseError::NotActive { subscription_id, status: status.clone() }),
        }
        let line = chosen(subscription, &subscription_id, choice)?;
        let product = SeatProduct::of(line);
        if product.id.is_none() && product.mpn.is_none() {
            return Err(missing("products[].id and products[].mpn"));
        }
        let customer_id = subscription.customer_id.clone().ok_or_else(|| missing("customerId"))?;
        let quantity = line.quantity.as_ref().and_then(|quantity| quantity.to_decimal().ok());
        let current = quantity.ok_or_else(|| missing("products[].quantity"))?;
        let wanted = amount.total(current)?;
        let only_product = subscription.products.as_ref().is_none_or(|products| products.len() == 1);
        if wanted.is_zero() && !current.is_zero() && only_product {
            return Err(LicenseError::NothingLeft { subscription_id });
        }

        // What a client that ran against the real service copied from the subscription. The id of the subscription is documented on the order, and was
        // sent on the line.
        let mut ordered = OrderLineProductInput::new()
            .subscription_id(&subscription_id)
            .quantity(imcloud_raw::Decimal::from(wanted.normalize()));
        ordered.id.clone_from(&line.id);
        ordered.mpn.clone_from(&line.mpn);
        ordered.vendor.clone_from(&line.vendor);
        ordered.subscription_period = subscription.subscription_period.as_ref().and_then(period);
        ordered.billing_period = subscription.billing_period.as_ref().and_then(period);
        let mut order = OrderInput::new(customer_id.clone(), OrderType::Change)
            .subscription_id(&subscription_id)
            .products([ordered]);
        order.po_number = po_number.map(str::to_owned);
        order.scheduled_on = at_renewal.then_some(ScheduledOn::Renewal);
        Ok(Self {
            subscription_id,
            customer_id,
            product,
            current,
            wanted,
            at_renewal,
            renewal_date: subscription.renewal_date.clone(),
            limits: None,
            order,
        })
    }
}

/// Seats of a product now; `None` when the subscription does not hold it or does not say.
pub(super) fn quantity_held(subscription: &Subscription, product: &SeatProduct) -> Option<Number> {
    let mut held = subscription.products.iter().flatten();
    let line = held.find(|line| product.is(line.id.as_ref(), line.mpn.as_deref()))?;
    line.quantity.as_ref()?.to_decimal().ok()
}

fn chosen<'a>(
    subscription: &'a Subscription,
    subscription_id: &Id,
    choice: &Choice,
) -> Result<&'a SubscriptionProduct, LicenseError> {
    let held = subscription.products.as_deref().unwrap_or_default();
    let fits = |product: &&SubscriptionProduct| match choice {
        Choice::Only => true,
        Choice::Mpn(mpn) => product.mpn.as_ref() == Some(mpn),
        Choice::Id(id) => product.id.as_ref() == Some(id),
    };
    let fitting: Vec<_> = held.iter().filter(fits).collect();
    let all = || held.iter().map(SeatProduct::of).collect();
    let subscription_id = subscription_id.clone();
    match (&fitting[..], choice) {
        ([product], _) => Ok(product),
        ([], Choice::Only) => {
            Err(LicenseError::ProductNotHeld { subscription_id, wanted: None, held: all() })
        }
        ([], Choice::Mpn(wanted)) => {
            Err(LicenseError::ProductNotHeld { subscription_id, wanted: Some(wanted.clone()), held: all() })
        }
        ([], Choice::Id(wanted)) => Err(LicenseError::ProductNotHeld {
            subscription_id,
            wanted: Some(wanted.to_string()),
            held: all(),
        }),
        _ => Err(LicenseError::ProductUnclear { subscription_id, held: all() }),
    }
}

fn period(period: &Period) -> Option<PeriodInput> {
    Some(PeriodInput::new(period.duration?, period.type_.clone()?))
}
