//! The records of the world. A data file holds the same records under the same names, in camel case.
//!
//! Ids are numbers here and digits on the wire. Dates without time are UTC.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use imcloud_raw::types::{
    self, AccountStatus, Address, ContactPerson, OrderStatus, OrderStatusCode, OrderType, ReportFormat,
    ReportStatus, ReportType, SubscriptionStatus,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

mod catalogue;
mod table;
mod valid;

pub(crate) use catalogue::{
    ActivationParameter, Charge, ParameterKind, Period, Plan, PlanPeriod, PlanSwitch, Price, Product, charge,
};
pub(crate) use table::{Contradiction, Groups, Record, Table, unique};

/// Everything that a sandbox knows: accounts, catalog, subscriptions, orders, reports.
///
/// [Generate](Self::generate) one, or [load](Self::load) your own; the easiest way to a custom one is to
/// [save](Self::save) a generated one and to change the file.
///
/// # The file
///
/// One JSON object. Names of properties are in camel case. Properties marked with `?` are optional. Ids are
/// numbers, those of products and reports strings. Amounts and quantities are decimals as strings, times are
/// UTC as in `2026-03-01T12:00:00Z`, days are `2026-03-01`. Statuses and types have the values of the API.
/// Unknown properties are rejected.
///
/// * `version`: 1
/// * `asOf`: time of the data; no record is newer
/// * `resellerId`: the reseller whose credentials are used, one of `resellers`
/// * `resellers`: `id`, `currency`, `customerClass`?, `taxationProviderName`?, `profile`
/// * `customers`: `id`, `resellerId`, `currency`, `profile`
/// * `plans`: `id`, `name`, `shortDescription`, `longDescription`, `published`, `billingPeriod`,
///   `billingModel`, `subscriptionPeriods`, `switches`?
/// * `products`: `id`, `mpn`, `name`, `serviceName`, `vendor`, `planId`, `minimumQuantity`,
///   `maximumQuantity`, `prices`, `costs`, `billingPeriod`, `subscriptionPeriod`, `billingModel`,
///   `dependsOn`?, `coterming`?, `parameters`?
/// * `subscriptions`, oldest first: `id`, `customerId`, `name`, `status`, `renewalStatus`, `created`,
///   `lastModified`, `renewalDate`, `expirationDate`, `planId`, `billingPeriod`, `subscriptionPeriod`,
///   `currency`, `products` (`productId`, `quantity`, `vendorSubscriptionId`, `specialPrice`?,
///   `specialPriceTiers`?, `specialCost`?, `specialProviderCost`?), `attributes`?, `orderParameters`?,
///   `fulfillmentParameters`?
/// * `orders`, oldest first: `id`, `number`, `type`, `status`, `statusCode`, `customerId`,
///   `subscriptionId`, `created`, `currency`, `poNumber`?, `provisioned`?, `atRenewal`?, `creditCheck`?,
///   `attributes`?, `lines`? (`productId`, `subscriptionId`, `quantity`, `unitPrice`, `extendedPrice`,
///   `setupPrice`?, `newProductId`?, `targetSubscriptionId`?, `given`?), `given`?
/// * `reportDefinitions`: `name`, `format`, `type`, `customizationName`?
/// * `reports`, oldest first: `id` (a UUID), `name`, `format`, `type`, `status`, `created`, `from`, `to`,
///   `customizationName`?
///
/// A `profile` is `name`, `status`, `created`, `language`, `address`, `contactPersons`, `externalId`?,
/// `taxRegId`?, `attributes`?; a period is `{"type": "month", "duration": 1}`; a price is `currency`,
/// `amount`, `type`, `model`?, `lowerLimit`?; a parameter is `name`, `required`, `kind` (`"text"`,
/// `"domain"`, `"email"` or `{"choice": [["value", "label"]]}`).
///
#[doc = include_str!("../dataset/example.md")]
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dataset {
    /// The version of the form of data files.
    pub(crate) version: u32,
    pub(crate) as_of: DateTime<Utc>,
    pub(crate) reseller_id: u64,
    pub(crate) resellers: Table<Reseller>,
    pub(crate) customers: Table<Customer>,
    pub(crate) plans: Table<Plan>,
    pub(crate) products: Table<Product>,
    pub(crate) subscriptions: Table<Subscription>,
    pub(crate) orders: Table<Order>,
    pub(crate) report_definitions: Vec<ReportDefinition>,
    pub(crate) reports: Table<Report>,
}

/// Declares the records of each table: their type, their id, the tables to which properties refer, and the
/// method that counts them.
macro_rules! records {
    ($(
        $(#[$doc:meta])*
        $name:ident: $type:ty, $id:ty $({ $($field:ident $property:literal in $owners:ident),* })?;
    )*) => {
        $(impl Record for $type {
            type Id = $id;

            fn id(&self) -> $id {
                self.id.clone()
            }
        })*

        /// The number of records.
        impl Dataset {
            /// The time of the data.
            #[must_use]
            pub fn as_of(&self) -> DateTime<Utc> {
                self.as_of
            }

            $($(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> usize {
                self.$name.len()
            })*

            /// Checks that ids are unique, and that references exist.
            pub(crate) fn check_ids(&self) -> Result<(), Contradiction> {
                $(self.$name.check_unique(stringify!($name))?;)*
                $($($(for (index, record) in self.$name.iter().enumerate() {
                    self.$owners.expect(&record.$field, stringify!($owners), || {
                        format!("{}[{index}].{}", stringify!($name), $property)
                    })?;
                })*)?)*
                Ok(())
            }
        }
    };
}

records! {
    /// Resellers, with the one whose credentials are used.
    resellers: Reseller, u64;
    /// Customers of all resellers.
    customers: Customer, u64 { reseller_id "resellerId" in resellers };
    /// Service plans.
    plans: Plan, u64;
    /// Products of all plans.
    products: Product, String { plan_id "planId" in plans };
    /// Subscriptions in every state.
    subscriptions: Subscription, u64 { customer_id "customerId" in customers, plan_id "planId" in plans };
    /// Orders in every state.
    orders: Order, u64 { customer_id "customerId" in customers };
    /// Reports that have been made or asked for.
    reports: Report, Uuid;
}

/// The common properties of customers and resellers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) name: String,
    #[serde(deserialize_with = "valid::listed")]
    pub(crate) status: AccountStatus,
    pub(crate) created: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tax_reg_id: Option<String>,
    pub(crate) language: String,
    pub(crate) address: Address,
    /// Without login and password: the service never gives them back (documented), and nothing here needs
    /// them.
    pub(crate) contact_persons: Vec<ContactPerson>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Customer {
    pub(crate) id: u64,
    pub(crate) reseller_id: u64,
    /// The currency of its orders.
    #[serde(deserialize_with = "valid::currency")]
    pub(crate) currency: String,
    pub(crate) profile: Profile,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Reseller {
    pub(crate) id: u64,
    #[serde(deserialize_with = "valid::currency")]
    pub(crate) currency: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customer_class: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) taxation_provider_name: Option<String>,
    pub(crate) profile: Profile,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Order {
    pub(crate) id: u64,
    /// With a prefix by type: SO sales, CH change, RN renewal (observed); CA cancellation, MI migration
    /// (assumed).
    pub(crate) number: String,
    #[serde(rename = "type", deserialize_with = "valid::listed")]
    pub(crate) type_: OrderType,
    #[serde(deserialize_with = "valid::listed")]
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
    #[serde(deserialize_with = "valid::currency")]
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
    /// The quantity that is read back: units ordered; in a change the signed difference (observed); in a
    /// change at renewal the total from then on (observed).
    pub(crate) quantity: Decimal,
    /// Per unit and billing period.
    pub(crate) unit_price: Decimal,
    /// The price for one billing period. Not always the product of both: tiers.
    pub(crate) extended_price: Decimal,
    /// The price that is charged once.
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

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Subscription {
    pub(crate) id: u64,
    pub(crate) customer_id: u64,
    pub(crate) name: String,
    #[serde(deserialize_with = "valid::listed")]
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
    #[serde(deserialize_with = "valid::currency")]
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
    #[serde(deserialize_with = "valid::not_negative")]
    pub(crate) quantity: Decimal,
    /// The vendor's id of it.
    pub(crate) vendor_subscription_id: String,
    /// Instead of the catalog's, per unit and billing period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_price: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_cost: Option<Decimal>,
    /// The cost of the provider; the catalog does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_provider_cost: Option<Decimal>,
    /// From which quantity on which special price counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) special_price_tiers: Vec<(Decimal, Decimal)>,
}

/// A report that is configured in the control panel. One-time reports name it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReportDefinition {
    pub(crate) name: String,
    #[serde(deserialize_with = "valid::listed")]
    pub(crate) format: ReportFormat,
    /// `daily` and `monthly` make reports by the clock; others wait to be asked.
    #[serde(rename = "type", deserialize_with = "valid::listed")]
    pub(crate) type_: ReportType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customization_name: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Report {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    #[serde(deserialize_with = "valid::listed")]
    pub(crate) format: ReportFormat,
    #[serde(rename = "type", deserialize_with = "valid::listed")]
    pub(crate) type_: ReportType,
    #[serde(deserialize_with = "valid::listed")]
    pub(crate) status: ReportStatus,
    pub(crate) created: DateTime<Utc>,
    /// The period that it covers.
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customization_name: Option<String>,
}
