//! The contents of a data set.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{Customer, Order, Plan, Product, Report, ReportDefinition, Reseller, Subscription};

/// The version of the form of data files that is written, and the only one that is read.
pub(crate) const VERSION: u32 = 1;

/// Everything that a sandbox knows: accounts, catalog, subscriptions, orders, reports.
///
/// [Generate](Self::generate) one, or [load](Self::load) your own; the easiest way to one's own is to
/// [save](Self::save) a generated one and to change the file.
///
#[doc = include_str!("format.md")]
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

/// The number of records.
impl Dataset {
    /// The time of the data.
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
