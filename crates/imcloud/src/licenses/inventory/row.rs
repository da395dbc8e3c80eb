//! A row of the inventory.

use imcloud_raw::{
    Date, Id,
    rust_decimal::Decimal as Number,
    types::{CustomerSummary, Period, Subscription, SubscriptionProduct, SubscriptionStatus},
};

use super::{SkipReason, names::Name, query::has_ended};
use crate::{Money, MoneyError};

/// The money of a raw member, if there is any.
macro_rules! money {
    ($raw:expr) => {
        match &$raw {
            Some(raw) => {
                let amount = raw.amount.as_ref().map(imcloud_raw::Decimal::as_str);
                Money::of_parts(amount, raw.currency.as_deref()).map_err(SkipReason::Money)?
            }
            None => None,
        }
    };
}
/// A product of a subscription with its quantity. All prices of a row have one currency, as do all costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InventoryRow {
    /// The customer.
    pub customer_id: Option<Id>,
    /// The customer's key in your own records.
    pub customer_external_id: Option<Id>,
    /// The customer's name; `None` when the list of customers does not have it.
    pub customer_name: Option<String>,
    /// The subscription.
    pub subscription_id: Option<Id>,
    /// Its name.
    pub subscription_name: Option<String>,
    /// Its state.
    pub status: Option<SubscriptionStatus>,
    /// The place of the product in the subscription, from 1 on; `None` when the subscription has no products, as while it is set up.
    pub line: Option<u32>,
    /// Id of the product in the catalogue.
    pub product_id: Option<Id>,
    /// Part number.
    pub mpn: Option<String>,
    /// Name of the product.
    pub product_name: Option<String>,
    /// Id of the vendor.
    pub vendor: Option<String>,
    /// The vendor's id of the subscription.
    pub vendor_subscription_id: Option<Id>,
    /// How many.
    pub seats: Option<Number>,
    /// What the customer pays for one.
    pub unit_price: Option<Money>,
    /// What the customer pays for all of them, in each billing period.
    pub extended_price: Option<Money>,
    /// What the customer pays in total, by its name for the whole subscription period (assumed).
    pub total_subscription_price: Option<Money>,
    /// What the reseller pays for one.
    pub unit_cost: Option<Money>,
    /// What the reseller pays in total, by its name for the whole subscription period (assumed).
    pub total_subscription_cost: Option<Money>,
    /// Whether the subscription renews by itself.
    pub renews: Option<bool>,
    /// When it is due for renewal.
    pub renewal_date: Option<Date>,
    /// When it runs out; years ahead even where it has ended already (observed).
    pub expiration_date: Option<Date>,
    /// The term to which the customer commits, such as `1 year`.
    pub subscription_period: Option<String>,
    /// How often it is invoiced, such as `1 month`. Prices of rows with other billing periods do not compare.
    pub billing_period: Option<String>,
}

impl InventoryRow {
    /// Whether the subscription has ended: `terminated` or `removed`.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.status.as_ref().is_some_and(has_ended)
    }

    /// The rows of a subscription that was fetched in full; one without a product when it has none.
    ///
    /// # Errors
    /// Amounts and quantities that are no numbers, and prices or costs in several currencies.
    pub fn of(
        subscription: &Subscription,
        customer: Option<&CustomerSummary>,
    ) -> Result<Vec<Self>, SkipReason> {
        Self::named(subscription, customer.map(Name::from).as_ref())
    }

    pub(super) fn named(
        subscription: &Subscription,
        customer: Option<&Name>,
    ) -> Result<Vec<Self>, SkipReason> {
        let about = Self {
            customer_id: subscription.customer_id.clone(),
            customer_external_id: customer.and_then(|name| name.external_id.clone()),
            customer_name: customer.and_then(|name| name.name.clone()),
            subscription_id: subscription.id.clone(),
            subscription_name: text(&subscription.name),
            status: subscription.status.clone(),
            renews: subscription.renewal_status,
            renewal_date: subscription.renewal_date.clone(),
            expiration_date: subscription.expiration_date.clone(),
            subscription_period: subscription.subscription_period.as_ref().and_then(period),
            billing_period: subscription.billing_period.as_ref().and_then(period),
            ..Self::default()
        };
        let products = subscription.products.as_deref().unwrap_or_default();
        if products.is_empty() {
            return Ok(vec![about]);
        }
        (1..).zip(products).map(|(line, product)| about.clone().with(line, product)).collect()
    }

    fn with(mut self, line: u32, product: &SubscriptionProduct) -> Result<Self, SkipReason> {
        self.line = Some(line);
        self.product_id.clone_from(&product.id);
        self.mpn = text(&product.mpn);
        self.product_name = text(&product.name);
        self.vendor = text(&product.vendor);
        self.vendor_subscription_id = product.vendor_subscription_id.clone().filter(|id| *id != "");
        self.seats = match &product.quantity {
            Some(quantity) => {
                Some(quantity.to_decimal().map_err(|_| SkipReason::Quantity(quantity.to_string()))?)
            }
            None => None,
        };
        self.unit_price = money!(product.unit_price);
        self.extended_price = money!(product.extended_price);
        self.total_subscription_price = money!(product.total_subscription_price);
        self.unit_cost = money!(product.unit_cost);
        self.total_subscription_cost = money!(product.total_subscription_cost);
        check_currency(&[&self.unit_price, &self.extended_price, &self.total_subscription_price])?;
        check_currency(&[&self.unit_cost, &self.total_subscription_cost])?;
        Ok(self)
    }
}

/// Rejects amounts of different currencies.
fn check_currency(amounts: &[&Option<Money>]) -> Result<(), SkipReason> {
    let mut currencies = amounts.iter().filter_map(|amount| amount.as_ref().map(Money::currency));
    let Some(one) = currencies.next() else { return Ok(()) };
    match currencies.find(|other| *other != one) {
        Some(other) => {
            let error = MoneyError::Currencies { one: one.to_owned(), other: other.to_owned() };
            Err(SkipReason::Money(error))
        }
        None => Ok(()),
    }
}

fn text(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

fn period(period: &Period) -> Option<String> {
    Some(format!("{} {}", period.duration?, period.type_.as_ref()?))
}
