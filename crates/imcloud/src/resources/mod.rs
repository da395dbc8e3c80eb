//! The API, by resource. Calls for unknown ids return an error that
//! [`is_not_found`](crate::Error::is_not_found).
//!
//! | accessor | operations |
//! | --- | --- |
//! | [`Client::customers`](crate::Client::customers) | list, get, create, update, wait, external ids |
//! | [`Client::resellers`](crate::Client::resellers) | list, get, create, update, customers, orders |
//! | [`Client::products`](crate::Client::products) | list |
//! | [`Client::plans`](crate::Client::plans) | list, get |
//! | [`Client::orders`](crate::Client::orders) | list, get, create, place, estimate, update, wait |
//! | [`Client::subscriptions`](crate::Client::subscriptions) | list, get, update, special pricing, wait |
//! | [`Client::reports`](crate::Client::reports) | list, get, create, download, wait |
//! | [`Client::validation`](crate::Client::validation) | parameters |
//!
//! [`Client::request`](crate::Client::request) sends other calls.

mod catalog;
mod customers;
mod orders;
mod reports;
mod request;
mod resellers;
mod subscriptions;

pub use catalog::{Plans, ProductFilter, Products, Validation};
pub use customers::{CustomerFilter, Customers};
pub use orders::{OrderFilter, Orders};
pub use reports::{LatestReport, ReportFilter, Reports};
pub use request::RequestBuilder;
pub use resellers::{ResellerCustomerFilter, ResellerFilter, ResellerOrderFilter, Resellers};
pub use subscriptions::{SubscriptionFilter, Subscriptions};
