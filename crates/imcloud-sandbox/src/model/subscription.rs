//! Subscriptions.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use imcloud_raw::types::SubscriptionStatus;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Period;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Subscription {
    pub(crate) id: u64,
    pub(crate) customer_id: u64,
    pub(crate) name: String,
    #[serde(deserialize_with = "super::valid::listed")]
    pub(crate) status: SubscriptionStatus,
    /// True if it renews by itself.
    pub(crate) renewal_status: bool,
    pub(crate) created: DateTime<Utc>,
    pub(crate) last_modified: NaiveDate,
    pub(crate) renewal_date: NaiveDate,
    pub(crate) expiration_date: NaiveDate,
    pub(crate) plan_id: u64,
    pub(crate) billing_period: Period,
    pub(crate) subscription_period: Period,
    #[serde(deserialize_with = "super::valid::currency")]
    pub(crate) currency: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, String>,
    /// Empty while it is pending.
    pub(crate) products: Vec<Seats>,
    /// Parameters of the order, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) order_parameters: BTreeMap<String, Value>,
    /// Parameters that the vendor returned, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) fulfillment_parameters: BTreeMap<String, Value>,
}

/// A product of a subscription, and how many.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Seats {
    pub(crate) product_id: String,
    #[serde(deserialize_with = "super::valid::not_negative")]
    pub(crate) quantity: Decimal,
    /// The vendor's id of it.
    pub(crate) vendor_subscription_id: String,
    /// Instead of the catalog's, per unit and billing period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_price: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_cost: Option<Decimal>,
    /// What the provider pays; the catalog does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_provider_cost: Option<Decimal>,
    /// From which quantity on which special price counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) special_price_tiers: Vec<(Decimal, Decimal)>,
}
