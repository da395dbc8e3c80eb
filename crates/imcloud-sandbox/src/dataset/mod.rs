//! The data that a sandbox starts with: generated, loaded or saved.
//!
//! ```text
//! generate: catalog, accounts -> history -> subscriptions, orders -> Dataset
//! load:     JSON text -> version -> records -> check -> Dataset
//! ```

mod accounts;
mod catalogue;
mod file;
mod generate;
mod history;
mod subscription_history;

pub use crate::model::Dataset;
pub use file::DatasetError;

/// The version of the form of data files that is written, and the only one that is read.
pub(crate) const VERSION: u32 = 1;

/// The size of the data of [`Dataset::generate`](Dataset::generate). The number of orders decides; the
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
