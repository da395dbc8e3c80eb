//! Rows of the inventory and their errors.

use std::fmt;

use imcloud_raw::{
    Date, Decimal, Id,
    rust_decimal::Decimal as Number,
    types::{Period, Subscription, SubscriptionProduct, SubscriptionStatus},
};
use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use serde_json::value::RawValue;

use super::{Name, has_ended};
use crate::{
    Money, MoneyError,
    error::{Details, Error, ErrorKind},
};

/// Returns the amount of a raw property, if it has one.
macro_rules! money {
    ($raw:expr) => {
        match &$raw {
            Some(raw) => {
                let amount = raw.amount.as_ref().map(Decimal::as_str);
                Money::of_parts(amount, raw.currency.as_deref())?
            }
            None => None,
        }
    };
}

/// A product of a subscription with its quantity. All prices of a row have one currency, as do all costs.
///
/// The serialized form is flat, for tables and CSV: names are in camel case, quantities and amounts are exact
/// decimals, and `priceCurrency` and `costCurrency` come before the amounts.
///
/// Example: see [`Inventory`](super::Inventory).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InventoryRow {
    /// The customer.
    pub customer_id: Option<Id>,
    /// The customer's key in your records.
    pub customer_external_id: Option<Id>,
    /// Name of the customer; `None` if the list of customers does not have it.
    pub customer_name: Option<String>,
    /// The subscription.
    pub subscription_id: Option<Id>,
    /// Name of the subscription.
    pub subscription_name: Option<String>,
    /// Status of the subscription.
    pub status: Option<SubscriptionStatus>,
    /// Position of the product in the subscription, from 1; `None` without products, as before provisioning.
    pub line: Option<u32>,
    /// Id of the product in the catalog.
    pub product_id: Option<Id>,
    /// Part number.
    pub mpn: Option<String>,
    /// Name of the product.
    pub product_name: Option<String>,
    /// Id of the vendor.
    pub vendor: Option<String>,
    /// The vendor's id of the subscription.
    pub vendor_subscription_id: Option<Id>,
    /// Quantity.
    pub seats: Option<Number>,
    /// Price of one seat for the customer.
    pub unit_price: Option<Money>,
    /// Price of all seats for the customer, per billing period.
    pub extended_price: Option<Money>,
    /// Total price for the customer, for the entire subscription period (assumed from the name).
    pub total_subscription_price: Option<Money>,
    /// Cost of one seat for the reseller.
    pub unit_cost: Option<Money>,
    /// Total cost for the reseller, for the entire subscription period (assumed from the name).
    pub total_subscription_cost: Option<Money>,
    /// True if the subscription renews automatically.
    pub renews: Option<bool>,
    /// Day of the next renewal.
    pub renewal_date: Option<Date>,
    /// Day of expiration. Can be years ahead even if the subscription has ended (observed).
    pub expiration_date: Option<Date>,
    /// The term to which the customer commits, such as `1 year`.
    pub subscription_period: Option<String>,
    /// Billing period, such as `1 month`. Prices with different billing periods are not comparable.
    pub billing_period: Option<String>,
}

getters! { impl InventoryRow {
    /// Returns true if the subscription has ended: `terminated` or `removed`.
    has_ended(self) -> bool = self.status.as_ref().is_some_and(has_ended);
}}

impl InventoryRow {
    /// Creates the rows of a subscription, at least one. Fails for invalid numbers and mixed currencies.
    pub(super) fn of(subscription: &Subscription, customer: Option<&Name>) -> Result<Vec<Self>, SkipReason> {
        let about = Self {
            customer_id: subscription.customer_id.clone(),
            customer_external_id: customer.and_then(|name| name.external_id.clone()),
            customer_name: customer.and_then(|name| name.name.clone()),
            subscription_id: Some(subscription.id.clone()),
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
        self.vendor_subscription_id = product.vendor_subscription_id.clone().filter(|id| !id.is_empty());
        let number = |quantity: &Decimal| {
            quantity.to_decimal().map_err(|_| SkipReason::Quantity(quantity.to_string()))
        };
        self.seats = product.quantity.as_ref().map(number).transpose()?;
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

impl Serialize for InventoryRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decimal = |number: Option<Number>| {
            let digits = number.map(|number| RawValue::from_string(number.to_string()));
            digits.transpose().map_err(serde::ser::Error::custom)
        };
        let amount = |money: &Option<Money>| decimal(money.as_ref().map(Money::amount));
        let prices = [&self.unit_price, &self.extended_price, &self.total_subscription_price];
        let costs = [&self.unit_cost, &self.total_subscription_cost];
        let mut row = serializer.serialize_struct("InventoryRow", 25)?;
        row.serialize_field("customerId", &self.customer_id)?;
        row.serialize_field("customerExternalId", &self.customer_external_id)?;
        row.serialize_field("customerName", &self.customer_name)?;
        row.serialize_field("subscriptionId", &self.subscription_id)?;
        row.serialize_field("subscriptionName", &self.subscription_name)?;
        row.serialize_field("status", &self.status)?;
        row.serialize_field("line", &self.line)?;
        row.serialize_field("productId", &self.product_id)?;
        row.serialize_field("mpn", &self.mpn)?;
        row.serialize_field("productName", &self.product_name)?;
        row.serialize_field("vendor", &self.vendor)?;
        row.serialize_field("vendorSubscriptionId", &self.vendor_subscription_id)?;
        row.serialize_field("seats", &decimal(self.seats)?)?;
        row.serialize_field("priceCurrency", &currency(&prices))?;
        row.serialize_field("unitPrice", &amount(&self.unit_price)?)?;
        row.serialize_field("extendedPrice", &amount(&self.extended_price)?)?;
        row.serialize_field("totalSubscriptionPrice", &amount(&self.total_subscription_price)?)?;
        row.serialize_field("costCurrency", &currency(&costs))?;
        row.serialize_field("unitCost", &amount(&self.unit_cost)?)?;
        row.serialize_field("totalSubscriptionCost", &amount(&self.total_subscription_cost)?)?;
        row.serialize_field("renews", &self.renews)?;
        row.serialize_field("renewalDate", &self.renewal_date)?;
        row.serialize_field("expirationDate", &self.expiration_date)?;
        row.serialize_field("subscriptionPeriod", &self.subscription_period)?;
        row.serialize_field("billingPeriod", &self.billing_period)?;
        row.end()
    }
}

fn currency<'a>(amounts: &[&'a Option<Money>]) -> Option<&'a str> {
    amounts.iter().find_map(|amount| amount.as_ref().map(Money::currency))
}

fn check_currency(amounts: &[&Option<Money>]) -> Result<(), MoneyError> {
    let mut currencies = amounts.iter().filter_map(|amount| amount.as_ref().map(Money::currency));
    let Some(one) = currencies.next() else { return Ok(()) };
    let error = |other: &str| MoneyError::Currencies { one: one.to_owned(), other: other.to_owned() };
    currencies.find(|other| *other != one).map_or(Ok(()), |other| Err(error(other)))
}

fn text(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

fn period(period: &Period) -> Option<String> {
    Some(format!("{} {}", period.duration?, period.type_.as_ref()?))
}

/// Error returned when rows are missing, of one subscription or of all that follow.
///
/// Example: see [`Inventory`](super::Inventory).
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InventoryError {
    /// One subscription could not be read. The stream continues;
    /// [`Licenses::rows_of`](crate::licenses::Licenses::rows_of) retries it.
    #[error("{0}")]
    Skipped(Box<SkippedSubscription>),
    /// A call failed in a way that affects every subscription, or the list itself. The stream ends.
    #[error("the inventory ended early: {0}")]
    Ended(Error),
    /// Many subscriptions in a row could not be read. The stream ends.
    #[error(
        "the inventory ended early, because {failures} subscriptions in a row could not be read; the last one: {last}"
    )]
    GivenUp {
        /// The number of consecutive failures.
        failures: usize,
        /// The last of them. Each was yielded before.
        last: Box<SkippedSubscription>,
    },
}

/// A subscription without rows.
///
/// Example: see [`Inventory`](super::Inventory).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SkippedSubscription {
    /// Id; `None` if the list item had none.
    pub subscription_id: Option<Id>,
    /// Name.
    pub subscription_name: Option<String>,
    /// The customer.
    pub customer_id: Option<Id>,
    /// Name of the customer.
    pub customer_name: Option<String>,
    /// The reason.
    pub reason: SkipReason,
}

/// The reason that a subscription has no rows.
///
/// Example: see [`Inventory`](super::Inventory).
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SkipReason {
    /// It could not be fetched.
    #[error(transparent)]
    Call(Error),
    /// A price or cost is not valid, or currencies differ.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A quantity is not a number.
    #[error("its quantity {0:?} is not a valid number")]
    Quantity(String),
    /// The list item has no id.
    #[error("its list item has no id")]
    NoId,
}

getters! { impl InventoryError {
    /// Returns true if the stream ends with this error. Otherwise it concerns one subscription.
    is_final(self) -> bool = !matches!(self, Self::Skipped(_));
}}

impl From<InventoryError> for Error {
    /// Converts the error of the call. Invalid values have the kind [`ErrorKind::Decode`].
    fn from(error: InventoryError) -> Self {
        let reason = format!("failed: {error}");
        match error {
            InventoryError::Ended(error) => error,
            InventoryError::Skipped(skipped) | InventoryError::GivenUp { last: skipped, .. } => {
                match skipped.reason {
                    SkipReason::Call(error) => error,
                    _ => Details::new(ErrorKind::Decode, "license inventory", reason).into(),
                }
            }
        }
    }
}

impl fmt::Display for SkippedSubscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.subscription_id {
            Some(id) => write!(f, "subscription {id}")?,
            None => f.write_str("a subscription without id")?,
        }
        if let Some(customer) = &self.customer_id {
            write!(f, " of customer {customer}")?;
        }
        write!(f, " was left out: {}", self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serialized_row_is_flat_and_exact() {
        let row = InventoryRow {
            subscription_id: Some("1000177".into()),
            status: Some(SubscriptionStatus::Active),
            seats: Some(Number::new(120, 1)),
            extended_price: Some("19.80 EUR".parse().unwrap()),
            unit_cost: Some("7 USD".parse().unwrap()),
            ..InventoryRow::default()
        };
        let text = serde_json::to_string(&row).unwrap();
        for part in [
            r#"{"customerId":null,"#,
            r#""subscriptionId":"1000177","#,
            r#""status":"active","#,
            r#""seats":12.0,"priceCurrency":"EUR","unitPrice":null,"extendedPrice":19.80,"#,
            r#""costCurrency":"USD","unitCost":7,"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
