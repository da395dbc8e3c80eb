//! The records of the world, which are also those of a data file.
//!
//! Ids are numbers here and strings of digits in responses. Dates without time are UTC.

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
    ActivationParameter, Charge, ParameterKind, Period, Plan, PlanPeriod, PlanSwitch, Price, Product,
};
pub(crate) use table::{Contradiction, Groups, Record, Table, unique};

/// The data of a sandbox: accounts, catalog, subscriptions, orders, reports.
///
/// [Generate](Self::generate) it, or [load](Self::load) your own: [save](Self::save) generated data, and
/// change the file.
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
                $(unique(stringify!($name), "id", self.$name.iter().map(Record::id))?;)*
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
    /// Without login and password, which the service never returns (documented).
    pub(crate) contact_persons: Vec<ContactPerson>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Customer {
    pub(crate) id: u64,
    pub(crate) reseller_id: u64,
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
    /// Takes effect when the subscription renews.
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
    /// Creates an order in the state after placing, without its numbers.
    pub(crate) fn new(
        type_: OrderType,
        customer_id: u64,
        subscription_id: u64,
        created: DateTime<Utc>,
        currency: &str,
    ) -> Self {
        Self {
            id: 0,
            number: String::new(),
            type_,
            status: OrderStatus::Submitted,
            status_code: OrderStatusCode::As,
            customer_id,
            subscription_id,
            po_number: None,
            created,
            provisioned: None,
            currency: currency.to_owned(),
            at_renewal: false,
            credit_check: None,
            attributes: BTreeMap::new(),
            lines: Vec::new(),
            given: None,
        }
    }

    pub(crate) fn set_numbers(&mut self, id: u64, number: u64) {
        let prefix = match self.type_ {
            OrderType::Sales => "SO",
            OrderType::Change => "CH",
            OrderType::Renewal => "RN",
            OrderType::Migration => "MI",
            _ => "CA",
        };
        (self.id, self.number) = (id, format!("{prefix}{number:06}"));
    }

    /// Returns true until it is completed, cancelled or failed.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.status, OrderStatus::Submitted | OrderStatus::Processing)
    }
}

/// A product of an order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OrderLine {
    pub(crate) product_id: String,
    /// Its subscription: an order for products of several plans creates several.
    pub(crate) subscription_id: u64,
    /// The returned quantity: units ordered; in a change the signed difference (observed); in a change at
    /// renewal the total from then on (observed).
    pub(crate) quantity: Decimal,
    /// Per unit and billing period.
    pub(crate) unit_price: Decimal,
    /// For one billing period. With tiers, it can differ from unit price times quantity.
    pub(crate) extended_price: Decimal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) setup_price: Option<Decimal>,
    /// The product that replaces this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) new_product_id: Option<String>,
    /// The subscription to which the units move.
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
    /// True if it renews automatically.
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

impl Subscription {
    /// Creates a subscription that is not provisioned yet, with the name and the periods of a product.
    pub(crate) fn pending(
        id: u64,
        customer_id: u64,
        product: &Product,
        currency: &str,
        created: DateTime<Utc>,
        end: NaiveDate,
    ) -> Self {
        Self {
            id,
            customer_id,
            name: product.name.clone(),
            status: SubscriptionStatus::Pending,
            renewal_status: true,
            created,
            last_modified: created.date_naive(),
            renewal_date: end,
            expiration_date: end,
            plan_id: product.plan_id,
            billing_period: product.billing_period.clone(),
            subscription_period: product.subscription_period.clone(),
            currency: currency.to_owned(),
            attributes: BTreeMap::new(),
            products: Vec::new(),
            order_parameters: BTreeMap::new(),
            fulfillment_parameters: BTreeMap::new(),
        }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.status == SubscriptionStatus::Active
    }

    pub(crate) fn seats(&self, product: &str) -> Option<&Seats> {
        self.products.iter().find(|seats| seats.product_id == product)
    }

    pub(crate) fn quantity(&self, product: &str) -> Decimal {
        self.seats(product).map_or(Decimal::ZERO, |seats| seats.quantity)
    }
}

/// A product of a subscription, with its quantity.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Seats {
    pub(crate) product_id: String,
    #[serde(deserialize_with = "valid::not_negative")]
    pub(crate) quantity: Decimal,
    pub(crate) vendor_subscription_id: String,
    /// Agreed price per unit and billing period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_price: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_cost: Option<Decimal>,
    /// The cost of the provider, which the catalog does not have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) special_provider_cost: Option<Decimal>,
    /// Agreed prices by the quantity from which they apply.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) special_price_tiers: Vec<(Decimal, Decimal)>,
}

/// A report that is configured in the control panel. Requests for reports name it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReportDefinition {
    pub(crate) name: String,
    #[serde(deserialize_with = "valid::listed")]
    pub(crate) format: ReportFormat,
    /// Reports of type `onetime` are created on request only.
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
    pub(crate) from: DateTime<Utc>,
    pub(crate) to: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) customization_name: Option<String>,
}
