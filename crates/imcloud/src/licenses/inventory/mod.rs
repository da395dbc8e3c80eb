//! The license inventory: one row for each product of each subscription.
//!
//! ```text
//! customers --> names ------------------.
//! list of subscriptions --> filters --> details, several at a time, in order --> rows
//! ```
//!
//! A subscription that cannot be read is an error in the stream, which continues. A failure that affects
//! every subscription ends the stream. [`InventoryError::is_final`] distinguishes them.

mod details;
mod error;
mod names;
mod query;
mod row;
mod rows;

pub(super) use details::rows_of;
pub use error::{InventoryError, SkipReason, SkippedSubscription};
pub use query::Inventory;
pub use row::InventoryRow;
pub use rows::InventoryRows;
