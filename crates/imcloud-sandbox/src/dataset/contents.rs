//! What a data set holds.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{Customer, Order, Plan, Product, Report, ReportDefinition, Reseller, Subscription};

/// The version of the form of data files that is written, and the only one that is read.
pub(crate) const VERSION: u32 = 1;

/// Everything that a sandbox knows: accounts, catalogue, subscriptions, orders, reports.
///
/// [Generate](Self::generate) one, or [load](Self::load) your own; the easiest way to one's own is to
/// [save](Self::save) a generated one and to change the file.
///
/// # The file
///
/// One JSON object. Properties are in camel case; those marked with `?` may be left out. Ids are numbers (of products and
/// reports, texts), amounts and quantities are decimals as texts, times are UTC as in `2026-03-01T12:00:00Z`, days are
/// `2026-03-01`. Statuses and types are the API's own words. Unknown properties are rejected.
///
/// | property | holds |
/// | --- | --- |
/// | `version` | 1 |
/// | `asOf` | when this was so; nothing was made later |
/// | `resellerId` | the reseller whose credentials are used, one of `resellers` |
/// | `resellers` | `id`, `currency`, `customerClass`?, `taxationProviderName`?, `profile` |
/// | `customers` | `id`, `resellerId`, `currency`, `profile` |
/// | `plans` | `id`, `name`, `shortDescription`, `longDescription`, `published`, `billingPeriod`, `billingModel`, `subscriptionPeriods`, `switches`? |
/// | `products` | `id`, `mpn`, `name`, `serviceName`, `vendor`, `planId`, `minimumQuantity`, `maximumQuantity`, `prices`, `costs`, `billingPeriod`, `subscriptionPeriod`, `billingModel`, `dependsOn`?, `coterming`?, `parameters`? |
/// | `subscriptions` | oldest first: `id`, `customerId`, `name`, `status`, `renewalStatus`, `created`, `lastModified`, `renewalDate`, `expirationDate`, `planId`, `billingPeriod`, `subscriptionPeriod`, `currency`, `products` (`productId`, `quantity`, `vendorSubscriptionId`, `specialPrice`?, `specialPriceTiers`?, `specialCost`?, `specialProviderCost`?), `attributes`?, `orderParameters`?, `fulfillmentParameters`? |
/// | `orders` | oldest first: `id`, `number`, `type`, `status`, `statusCode`, `customerId`, `subscriptionId`, `created`, `currency`, `poNumber`?, `provisioned`?, `atRenewal`?, `creditCheck`?, `attributes`?, `lines`? (`productId`, `subscriptionId`, `quantity`, `unitPrice`, `extendedPrice`, `setupPrice`?, `newProductId`?, `targetSubscriptionId`?, `given`?), `given`? |
/// | `reportDefinitions` | `name`, `format`, `type`, `customizationName`? |
/// | `reports` | oldest first: `id` (a UUID), `name`, `format`, `type`, `status`, `created`, `from`, `to`, `customizationName`? |
///
/// A `profile` is `name`, `status`, `created`, `language`, `address`, `contactPersons`, `externalId`?, `taxRegId`?,
/// `attributes`?; a period is `{"type": "month", "duration": 1}`; a price is `currency`, `amount`, `type`, `model`?,
/// `lowerLimit`?; a parameter is `name`, `required`, `kind` (`"text"`, `"domain"`, `"email"` or
/// `{"choice": [["value", "label"]]}`).
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::Dataset;
///
/// let dataset = Dataset::from_json(
///     r#"{
///   "version": 1,
///   "asOf": "2026-03-01T12:00:00Z",
///   "resellerId": 1,
///   "resellers": [{
///     "id": 1,
///     "currency": "USD",
///     "profile": {
///       "name": "Harrowdale Cloud Inc.", "status": "active", "created": "2020-01-01T00:00:00Z", "language": "en",
///       "address": { "streetAddress": "1 Mill Lane", "city": "Albany", "state": "NY", "postalCode": "12207", "countryCode": "US" },
///       "contactPersons": []
///     }
///   }],
///   "customers": [{
///     "id": 2,
///     "resellerId": 1,
///     "currency": "USD",
///     "profile": {
///       "name": "Fennbrook Foods LLC", "status": "active", "created": "2025-06-01T09:30:00Z", "language": "en",
///       "address": { "streetAddress": "9 Second Street", "city": "Madison", "state": "WI", "postalCode": "53703", "countryCode": "US" },
///       "contactPersons": []
///     }
///   }],
///   "plans": [{
///     "id": 3, "name": "Notes (monthly)", "shortDescription": "Notes", "longDescription": "Notes for teams.", "published": true,
///     "billingPeriod": { "type": "month", "duration": 1 }, "billingModel": "chargeBeforeBillingPeriod",
///     "subscriptionPeriods": [{ "period": { "type": "month", "duration": 1 }, "trial": false, "active": true }]
///   }],
///   "products": [{
///     "id": "PRD000001", "mpn": "NOTES", "name": "Notes", "serviceName": "Notes", "vendor": "Harrowdale", "planId": 3,
///     "minimumQuantity": "1", "maximumQuantity": "100",
///     "prices": [{ "currency": "USD", "amount": "4.50", "type": "recurring" }],
///     "costs": [{ "currency": "USD", "amount": "3.10", "type": "recurring" }],
///     "billingPeriod": { "type": "month", "duration": 1 }, "subscriptionPeriod": { "type": "month", "duration": 1 },
///     "billingModel": "chargeBeforeBillingPeriod"
///   }],
///   "subscriptions": [],
///   "orders": [],
///   "reportDefinitions": [],
///   "reports": []
/// }"#,
/// )?;
/// assert_eq!((dataset.customers(), dataset.products()), (1, 1));
/// # Ok::<(), imcloud_sandbox::DatasetError>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dataset {
    /// The version of the form of data files.
    pub(crate) version: u32,
    /// The point in time at which this was so.
    pub(crate) as_of: DateTime<Utc>,
    /// The reseller whose credentials are used; sees all others.
    pub(crate) reseller_id: u64,
    pub(crate) resellers: Vec<Reseller>,
    pub(crate) customers: Vec<Customer>,
    pub(crate) plans: Vec<Plan>,
    pub(crate) products: Vec<Product>,
    /// Oldest first, as orders and reports.
    pub(crate) subscriptions: Vec<Subscription>,
    pub(crate) orders: Vec<Order>,
    pub(crate) report_definitions: Vec<ReportDefinition>,
    pub(crate) reports: Vec<Report>,
}

/// How much there is of everything.
impl Dataset {
    /// When this was so.
    #[must_use]
    pub fn as_of(&self) -> DateTime<Utc> {
        self.as_of
    }

    /// Resellers, with the one whose credentials are used.
    #[must_use]
    pub fn resellers(&self) -> usize {
        self.resellers.len()
    }

    /// Customers of all resellers.
    #[must_use]
    pub fn customers(&self) -> usize {
        self.customers.len()
    }

    /// Service plans.
    #[must_use]
    pub fn plans(&self) -> usize {
        self.plans.len()
    }

    /// Products of all plans.
    #[must_use]
    pub fn products(&self) -> usize {
        self.products.len()
    }

    /// Subscriptions in every state.
    #[must_use]
    pub fn subscriptions(&self) -> usize {
        self.subscriptions.len()
    }

    /// Orders in every state.
    #[must_use]
    pub fn orders(&self) -> usize {
        self.orders.len()
    }

    /// Reports that have been made or asked for.
    #[must_use]
    pub fn reports(&self) -> usize {
        self.reports.len()
    }
}
