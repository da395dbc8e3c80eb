//! The records behind the API, and how requests and time change them. Does not know HTTP.
//!
//! ```text
//! Call -> operations (customers, resellers, catalog, orders, subscriptions, validation, reports) -> JSON or Rejection
//!              |                                                  ^
//!              +-> timeline: what is due later -> advance_to -----+
//! ```
//!
//! Everything that exists is in a [`table`] in order of creation; lists show it backwards. An operation reads
//! or changes tables and puts what happens later on the [`timeline`]; `advance_to` lets it happen.

/// Creates a response type with these fields; the others are absent. The types cannot be constructed outside
/// their crate.
macro_rules! fill {
    ($type:ident { $($member:ident: $value:expr),* $(,)? }) => {{
        let mut value = imcloud_raw::types::$type::default();
        $(value.$member = $value.into();)*
        value
    }};
}

mod accounts;
mod call;
mod catalogue;
mod customers;
mod insertion;
mod operations;
mod orders;
mod page;
mod parameters;
mod pricing;
mod report_file;
mod reports;
mod resellers;
mod subscriptions;
mod table;
mod timeline;
mod validation;
#[allow(clippy::module_inception, reason = "the type after which the module is named")]
mod world;

pub(crate) use call::{Call, Rejection};
pub(crate) use reports::{DOWNLOADS_PATH, FileError};
pub(crate) use world::{Summary, World};
