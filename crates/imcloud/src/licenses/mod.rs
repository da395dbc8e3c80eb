//! Licenses: seats, automatic renewal, and what there is of them over all customers.
//!
//! ```text
//! SeatChange --plan--> SeatPlan --estimate--> SeatEstimate      Inventory --rows--> InventoryRows --> InventoryRow
//!     |                   |
//!     '------ place ------'--> SeatOutcome --check--> SeatState
//! ```
//!
//! # Seats
//!
//! Seats are changed by orders that cost money, and their quantities are ambiguous: a change order contains the new **total** (seen in client
//! code that ran against the real service), and the service returns the new total or the signed **difference** (both observed, also by turns).
//! [`Licenses::add`], [`remove`](Licenses::remove) and [`set`](Licenses::set) take the intended change. Before anything is ordered they check
//!
//! * the subscription: its status, the product and the current seats;
//! * for an open change, of which a subscription can have only one (observed): [`LicenseError::ChangeOpen`];
//! * the limits of the catalog: [`LicenseError::OutsideLimits`];
//! * an estimate of the same order: a quantity that is neither the new total nor the difference means that the service understands the
//!   order in another way. Then nothing is ordered: [`LicenseError::EstimateMismatch`].
//!
//! The order is placed without duplicates by [`Orders::place`](crate::resources::Orders::place). The quantities of estimate and order are reported as
//! [`Verification`] in the result and never make a placed order an error. [`Licenses::check`] verifies the change by the subscription once the order is
//! completed.
//!
//! # Inventory
//!
//! [`Licenses::inventory`] streams a row for each product of each subscription. It costs one call per subscription, because rows of lists have no products
//! (observed); several are under way at a time, at the pace of the client's rate limiter. In memory are a page of the list, the subscriptions under way, and a name per
//! customer. After an interruption, [`Inventory::skip`] skips the subscriptions that were read.

mod accessor;
mod error;
pub mod inventory;
mod outcome;
mod preconditions;
mod seat_change;
mod seat_plan;

pub use accessor::{AutoRenewal, Licenses};
pub use error::LicenseError;
pub use inventory::{Inventory, InventoryError, InventoryRow, InventoryRows};
pub use outcome::{PlacedChange, SeatEstimate, SeatOutcome, SeatState, Verification};
pub use preconditions::{OpenChange, SeatLimits};
pub use seat_change::SeatChange;
pub use seat_plan::{SeatPlan, SeatProduct};
