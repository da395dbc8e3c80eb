//! Orders.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use imcloud_raw::types::{self, OrderStatus, OrderStatusCode, OrderType};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Order {
    pub(crate) id: u64,
    /// With a prefix by type: SO sales, CH change, RN renewal (observed); CA cancellation, MI migration
    /// (assumed).
    pub(crate) number: String,
    #[serde(rename = "type", deserialize_with = "super::valid::listed")]
    pub(crate) type_: OrderType,
    #[serde(deserialize_with = "super::valid::listed")]
    pub(crate) status: OrderStatus,
    pub(crate) status_code: OrderStatusCode,
    pub(crate) customer_id: u64,
    pub(crate) subscription_id: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) po_number: Option<String>,
    pub(crate) created: DateTime<Utc>,
    /// Absent until provisioned (observed).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) provisioned: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "super::valid::currency")]
    pub(crate) currency: String,
    /// Takes effect when the subscription renews, and not at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) at_renewal: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) credit_check: Option<bool>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, String>,
    /// Empty for renewals and cancellations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lines: Vec<OrderLine>,
    /// Properties of the request that are returned unchanged, such as `alignExpirationDate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) given: Option<Box<types::Order>>,
}

impl Order {
    /// Neither done nor given up.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.status, OrderStatus::Submitted | OrderStatus::Processing)
    }
}

/// A product of an order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OrderLine {
    pub(crate) product_id: String,
    /// The subscription it is about: an order for products of several plans makes several.
    pub(crate) subscription_id: u64,
    /// What is read back: units ordered; in a change the signed difference (observed); in a change at renewal
    /// the total from then on (observed).
    pub(crate) quantity: Decimal,
    /// Per unit and billing period.
    pub(crate) unit_price: Decimal,
    /// What it comes to for one billing period. Not always the product of both: tiers.
    pub(crate) extended_price: Decimal,
    /// What is charged once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) setup_price: Option<Decimal>,
    /// The product that takes the place of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) new_product_id: Option<String>,
    /// The subscription that the units move to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) target_subscription_id: Option<u64>,
    /// Properties of the request that are returned unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) given: Option<Box<types::OrderLineProduct>>,
}
