//! A planned change of seats, and its conditions: open change orders and the limits of the catalog.

use std::fmt;

use imcloud_raw::{
    Date, Decimal, Id,
    rust_decimal::Decimal as Number,
    types::{
        Order, OrderInput, OrderLineProductInput, OrderStatus, OrderSummary, OrderType, Period, PeriodInput,
        Product, ScheduledOn, Subscription, SubscriptionProduct, SubscriptionStatus,
    },
};

use super::{LicenseError, SeatChange, seat_change::Choice};
use crate::{Client, OrderFilter, ProductFilter, error::Result};

/// A product of a subscription.
///
/// Example: see [`LicenseError`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeatProduct {
    /// Id in the catalog.
    pub id: Option<Id>,
    /// Part number.
    pub mpn: Option<String>,
    /// Display name.
    pub name: Option<String>,
}

impl SeatProduct {
    fn of(product: &SubscriptionProduct) -> Self {
        Self { id: product.id.clone(), mpn: product.mpn.clone(), name: product.name.clone() }
    }

    /// Compares ids or, if one side has none, part numbers. Returns `None` if neither can be compared.
    pub(super) fn matches(&self, id: Option<&Id>, mpn: Option<&str>) -> Option<bool> {
        match (&self.id, id, &self.mpn, mpn) {
            (Some(own), Some(other), ..) => Some(own == other),
            (_, _, Some(own), Some(other)) => Some(own.eq_ignore_ascii_case(other)),
            _ => None,
        }
    }
}

impl fmt::Display for SeatProduct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or("unnamed product"))?;
        match (&self.mpn, &self.id) {
            (Some(mpn), Some(id)) => write!(f, " (mpn {mpn}, id {id})"),
            (Some(mpn), None) => write!(f, " (mpn {mpn})"),
            (None, Some(id)) => write!(f, " (id {id})"),
            (None, None) => Ok(()),
        }
    }
}

/// A planned change of seats. Nothing was ordered. Displayed as the product and its seats.
///
/// Example: see [`SeatChange`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SeatPlan {
    /// The subscription.
    pub subscription_id: Id,
    /// The customer.
    pub customer_id: Id,
    /// The product whose seats change.
    pub product: SeatProduct,
    /// Current seats.
    pub current: Number,
    /// Seats after the change, in total.
    pub wanted: Number,
    /// True if the change takes effect at the next renewal. Otherwise it takes effect immediately.
    pub at_renewal: bool,
    /// The day of the next renewal, if the service returns it.
    pub renewal_date: Option<Date>,
    /// Limits of the catalog; `None` if the product was not found in it.
    pub limits: Option<SeatLimits>,
    /// The order. Its quantity is the total.
    pub order: OrderInput,
}

getters! { impl SeatPlan {
    /// Returns the number of seats added, negative if seats are removed.
    difference(self) -> Number = self.wanted.saturating_sub(self.current);
    /// Returns true if there is anything to change.
    is_change(self) -> bool = self.wanted != self.current;
}}

impl SeatPlan {
    /// Plans a change of a subscription. Limits and open changes are checked elsewhere.
    pub(super) fn of(subscription: &Subscription, change: &SeatChange<'_>) -> Result<Self, LicenseError> {
        let subscription_id = change.subscription.clone();
        let missing = |missing| {
            let subscription_id = subscription_id.clone();
            LicenseError::IncompleteSubscription { subscription_id, missing }
        };
        match &subscription.status {
            None | Some(SubscriptionStatus::Active) => {}
            Some(status) => return Err(LicenseError::NotActive { subscription_id, status: status.clone() }),
        }
        let line = choose(subscription, &subscription_id, &change.choice)?;
        let product = SeatProduct::of(line);
        if product.id.is_none() && product.mpn.is_none() {
            return Err(missing("products[].id and products[].mpn"));
        }
        let customer_id = subscription.customer_id.clone().ok_or_else(|| missing("customerId"))?;
        let quantity = line.quantity.as_ref().and_then(|quantity| quantity.to_decimal().ok());
        let current = quantity.ok_or_else(|| missing("products[].quantity"))?;
        let wanted = change.amount.apply(current)?;
        let only_product = subscription.products.as_ref().is_none_or(|products| products.len() == 1);
        if wanted.is_zero() && !current.is_zero() && only_product {
            return Err(LicenseError::NoSeatsLeft { subscription_id });
        }

        // A client that used the real service copied these properties from the subscription. It sent the id
        // of the subscription on the line; the documentation has it on the order.
        let mut ordered = OrderLineProductInput::new()
            .subscription_id(&subscription_id)
            .quantity(Decimal::from(wanted.normalize()));
        ordered.id.clone_from(&line.id);
        ordered.mpn.clone_from(&line.mpn);
        ordered.vendor.clone_from(&line.vendor);
        ordered.subscription_period = subscription.subscription_period.as_ref().and_then(period);
        ordered.billing_period = subscription.billing_period.as_ref().and_then(period);
        let mut order = OrderInput::new(customer_id.clone(), OrderType::Change)
            .subscription_id(&subscription_id)
            .products([ordered]);
        order.po_number.clone_from(&change.po_number);
        order.scheduled_on = change.at_renewal.then_some(ScheduledOn::Renewal);
        Ok(Self {
            subscription_id,
            customer_id,
            product,
            current,
            wanted,
            at_renewal: change.at_renewal,
            renewal_date: subscription.renewal_date.clone(),
            limits: None,
            order,
        })
    }
}

impl fmt::Display for SeatPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {} to {} seats", self.product, self.current, self.wanted)
    }
}

/// Returns the current seats of a product; `None` if the subscription does not have it.
pub(super) fn current_seats(subscription: &Subscription, product: &SeatProduct) -> Option<Number> {
    let mut held = subscription.products.iter().flatten();
    let line = held.find(|line| product.matches(line.id.as_ref(), line.mpn.as_deref()) == Some(true))?;
    line.quantity.as_ref()?.to_decimal().ok()
}

fn choose<'a>(
    subscription: &'a Subscription,
    subscription_id: &Id,
    choice: &Choice,
) -> Result<&'a SubscriptionProduct, LicenseError> {
    let held = subscription.products.as_deref().unwrap_or_default();
    let (wanted, matches): (_, &dyn Fn(&SubscriptionProduct) -> bool) = match choice {
        Choice::Only => (None, &|_| true),
        Choice::Mpn(mpn) => (Some(mpn.clone()), &|held| held.mpn.as_ref() == Some(mpn)),
        Choice::Id(id) => (Some(id.to_string()), &|held| held.id.as_ref() == Some(id)),
    };
    let fitting: Vec<_> = held.iter().filter(|held| matches(held)).collect();
    let subscription_id = subscription_id.clone();
    let products = || held.iter().map(SeatProduct::of).collect();
    match &fitting[..] {
        [product] => Ok(product),
        [] => Err(LicenseError::ProductNotFound { subscription_id, wanted, products: products() }),
        _ => Err(LicenseError::AmbiguousProduct { subscription_id, products: products() }),
    }
}

fn period(period: &Period) -> Option<PeriodInput> {
    Some(PeriodInput::new(period.duration?, period.type_.clone()?))
}

/// Items that each check reads. The filters leave few, unless the service ignores them.
const PAGE: u32 = 50;

/// Details of orders that the check for an open change reads.
const MAX_DETAILS: usize = 10;

/// The number of seats of a product that a subscription can have, by the catalog.
///
/// Example: see [`LicenseError`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeatLimits {
    /// Minimum; `None` if the catalog has none.
    pub min: Option<Number>,
    /// Maximum; `None` if the catalog has none, or one that is not above 0 (assumed to mean no limit).
    pub max: Option<Number>,
}

impl SeatLimits {
    pub(super) fn allow(&self, seats: Number) -> bool {
        self.min.is_none_or(|min| seats >= min) && self.max.is_none_or(|max| seats <= max)
    }

    fn of(product: &Product) -> Self {
        let number = |limit: &Option<Decimal>| limit.as_ref().and_then(|limit| limit.to_decimal().ok());
        Self {
            min: number(&product.minimum_quantity),
            max: number(&product.maximum_quantity).filter(|max| *max > Number::ZERO),
        }
    }

    /// Looks up a product on the first page of the catalog. Without exactly one match the service decides.
    pub(super) async fn find(client: &Client, product: &SeatProduct) -> Result<Option<Self>> {
        let filter = match (&product.mpn, &product.name) {
            (Some(mpn), _) => ProductFilter::new().mpn(mpn),
            (None, Some(name)) => ProductFilter::new().name(name),
            (None, None) => return Ok(None),
        };
        let page = client.products().list().filter(filter).page_size(PAGE).first_page().await?;
        let mut found = page
            .items
            .iter()
            .filter(|item| product.matches(Some(&item.id), item.mpn.as_deref()) == Some(true));
        Ok(match (found.next(), found.next()) {
            (Some(only), None) => Some(Self::of(only)),
            _ => None,
        })
    }
}

impl fmt::Display for SeatLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("none known"),
        }
    }
}

/// A change order that is not completed yet. One for the next renewal can be open for months (observed).
///
/// Example: see [`LicenseError`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OpenChange {
    /// The subscription that it changes.
    pub subscription_id: Id,
    /// The order.
    pub order: Order,
}

impl OpenChange {
    /// Searches the latest orders of a subscription for an open change. If the service ignores the filter,
    /// those of the customer are searched, and the service rejects what this misses.
    pub(super) async fn find(
        client: &Client,
        subscription_id: &Id,
        customer_id: &Id,
    ) -> Result<Option<Self>> {
        let filter = OrderFilter::new().subscription_id(subscription_id).customer_id(customer_id);
        let page = client.orders().list().filter(filter).page_size(PAGE).first_page().await?;
        let open = page.items.iter().filter(|item| is_open_change(item, customer_id));
        for id in open.map(|item| &item.id).filter(|id| !id.is_empty()).take(MAX_DETAILS) {
            // Items of lists do not have the subscription.
            let order = client.orders().get(id).await?;
            let lines = order.products.iter().flatten();
            let mut changed =
                lines.filter_map(|line| line.subscription_id.as_ref()).chain(&order.subscription_id);
            if changed.any(|id| id == subscription_id) {
                return Ok(Some(Self { subscription_id: subscription_id.clone(), order }));
            }
        }
        Ok(None)
    }
}

fn is_open_change(item: &OrderSummary, customer_id: &Id) -> bool {
    let is_final =
        matches!(item.status, Some(OrderStatus::Completed | OrderStatus::Error | OrderStatus::Cancelled));
    let of_customer = item.customer_id.as_ref().is_none_or(|id| id == customer_id);
    item.type_ == Some(OrderType::Change) && of_customer && !is_final
}

impl fmt::Display for OpenChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.order.order_number.as_deref().unwrap_or("without number");
        write!(f, "order {number} (id {}", self.order.id)?;
        if let Some(status) = &self.order.status {
            write!(f, ", {status}")?;
        }
        if let Some(event) = &self.order.scheduled_on {
            write!(f, ", scheduled for {event}")?;
        }
        f.write_str(")")
    }
}
