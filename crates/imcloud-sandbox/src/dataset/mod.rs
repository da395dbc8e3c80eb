//! The data that a sandbox starts with: generated, loaded or saved.
//!
//! ```text
//! generate: catalog, accounts -> lifecycle -> history -> orders -> Dataset
//! load:     JSON text -> version -> records -> check -> Dataset
//! ```

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{Customer, Order, Plan, Product, Report, ReportDefinition, Reseller, Subscription};

mod accounts;
mod catalogue;
mod check;
mod file;
mod generate;
mod history;
mod lifecycle;
mod order_lines;
mod past_reports;
mod subscription_history;

pub use file::DatasetError;

/// The version of the form of data files that is written, and the only one that is read.
pub(crate) const VERSION: u32 = 1;

/// Everything that a sandbox knows: accounts, catalog, subscriptions, orders, reports.
///
/// [Generate](Self::generate) one, or [load](Self::load) your own; the easiest way to a custom one is to
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

/// The size of the data of [`Dataset::generate`](super::Dataset::generate). The number of orders decides; the
/// rest follows.
///
/// | | [`handful`](Self::handful) | `with_orders(20_000)` |
/// | --- | --- | --- |
/// | orders | 60 | 20,000 |
/// | subscriptions | 16 | 4,000 |
/// | customers | 6 | 909 |
/// | resellers below the account's | 2 | 12 |
///
/// Catalog and definitions of reports are the same for every size.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::Size;
///
/// assert_eq!(Size::default(), Size::handful());
/// assert_eq!(Size::with_orders(20_000).subscriptions(), 4_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    orders: usize,
}

impl Size {
    /// A small amount: 60 orders of 6 customers. The default.
    #[must_use]
    pub const fn handful() -> Self {
        Self { orders: 60 }
    }

    /// This many orders, exactly, and as many customers and subscriptions as such a reseller would have.
    ///
    /// With 0 there are neither orders nor subscriptions, but a customer and the catalog. From 48 on every
    /// kind of order and of subscription occurs.
    #[must_use]
    pub const fn with_orders(orders: usize) -> Self {
        Self { orders }
    }

    /// Orders.
    #[must_use]
    pub const fn orders(self) -> usize {
        self.orders
    }

    /// Subscriptions: one for every 3 orders at first, in the end for every 5.
    #[must_use]
    pub fn subscriptions(self) -> usize {
        self.orders.div_ceil(5).max(self.orders.div_ceil(3).min(16))
    }

    /// Customers: one for every 8 orders at first, in the end for every 22; at least one.
    #[must_use]
    pub fn customers(self) -> usize {
        (self.orders / 22).max((self.orders / 8).min(6)).max(1)
    }

    /// Resellers below the one whose credentials are used.
    #[must_use]
    pub const fn sub_resellers(self) -> usize {
        2 + self.orders / 2_000
    }
}

impl Default for Size {
    fn default() -> Self {
        Self::handful()
    }
}
