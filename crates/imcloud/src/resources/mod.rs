//! The API, by resource. Every accessor is cheap, and everything goes through the client's tokens, retries and limits.
//!
//! | accessor | operations |
//! | --- | --- |
//! | [`Client::customers`](crate::Client::customers) | list, get, create, update; wait for one |
//! | [`Client::resellers`](crate::Client::resellers) | list, get, create, update; a reseller's customers and orders |
//! | [`Client::products`](crate::Client::products) | list |
//! | [`Client::plans`](crate::Client::plans) | list, get |
//! | [`Client::orders`](crate::Client::orders) | list, get, create, estimate, update; place one, wait for one |
//! | [`Client::subscriptions`](crate::Client::subscriptions) | list, get, update, special pricing; wait for one |
//! | [`Client::reports`](crate::Client::reports) | list, get, create; wait for one |
//! | [`Client::validation`](crate::Client::validation) | parameters |
//!
//! TokenCache are fetched by the client itself; [`Client::request`](crate::Client::request) reaches what is not listed here.

#[macro_use]
mod filter;

mod customers;
mod external_ids;
mod orders;
mod plans;
mod products;
mod reports;
mod request;
mod resellers;
mod subscriptions;
mod validation;

pub use customers::{CustomerFilter, Customers};
pub use orders::{OrderFilter, Orders};
pub use plans::Plans;
pub use products::{ProductFilter, Products};
pub use reports::{ReportFilter, Reports};
pub use request::RequestBuilder;
pub use resellers::{ResellerCustomerFilter, ResellerFilter, ResellerOrderFilter, Resellers};
pub use subscriptions::{SubscriptionFilter, Subscriptions};
pub use validation::Validation;
