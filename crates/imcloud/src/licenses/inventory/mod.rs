//! What licenses there are: a row for each product of each subscription.
//!
//! ```text
//! customers --> names ----------------.
//! list of subscriptions --> skip what a checkpoint has --> details, several at a time, in order --> rows
//! ```
//!
//! A subscription that cannot be read is an error in the stream, which goes on; what concerns every subscription ends it. [`InventoryError::is_final`] tells them
//! apart. Rows are flat, so that they can be written as JSON, as JSON lines and as CSV, and read back; see [`InventoryRow`].

mod checkpoint;
mod details;
mod difference;
mod error;
mod names;
mod query;
mod record;
mod row;
mod rows;

pub use checkpoint::InventoryCheckpoint;
pub(super) use details::rows_of;
pub use difference::{InventoryDifference, RowChange};
pub use error::{InventoryError, SkipReason, SkippedSubscription};
pub use query::Inventory;
pub use row::InventoryRow;
pub use rows::InventoryRows;
