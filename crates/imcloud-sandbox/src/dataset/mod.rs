//! The data that a sandbox starts with.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{Customer, Order, Plan, Product, Report, ReportDefinition, Reseller, Subscription};

/// Everything that a sandbox knows: accounts, catalogue, subscriptions, orders, reports.
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

impl Dataset {
    pub(crate) const VERSION: u32 = 1;

    pub(crate) fn empty() -> Self {
        Self {
            version: Self::VERSION,
            as_of: DateTime::from_timestamp(1_768_467_600, 0).unwrap_or_default(),
            reseller_id: 1,
            resellers: Vec::new(),
            customers: Vec::new(),
            plans: Vec::new(),
            products: Vec::new(),
            subscriptions: Vec::new(),
            orders: Vec::new(),
            report_definitions: Vec::new(),
            reports: Vec::new(),
        }
    }
}
