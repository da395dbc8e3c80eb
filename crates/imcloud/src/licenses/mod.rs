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
//! Seats are changed by orders that cost money, and the service's own form of them is a trap: a change order asks for the wanted **total** (seen in client code that
//! ran against the real service) and is read back as the signed **difference** (observed); one for the next renewal is read back as the total (observed).
//! [`Licenses::add`], [`remove`](Licenses::remove) and [`set`](Licenses::set) take what is meant. Before anything is ordered they look
//!
//! * at the subscription: is it active, which product is meant, how many seats are there;
//! * for a change that is still open, of which there can be only one (observed): [`LicenseError::ChangeOpen`];
//! * at the product's limits in the catalogue: [`LicenseError::OutsideLimits`];
//! * at an estimate of the very order: if its quantity reads back as something else than the change, the service understands quantities in another
//!   way, and nothing is ordered: [`LicenseError::EstimateMismatch`].
//!
//! The order goes through the duplicate-safe `orders().place`, and is read back: [`LicenseError::OrderMismatch`] carries an order that was placed and
//! does not say what was meant.
//!
//! # Inventory
//!
//! [`Licenses::inventory`] streams a row for each product of each subscription. It costs one call per subscription, because rows of lists have no products
//! (observed); several are under way at a time, at the pace of the client's rate limiter. In memory are a page of the list, the subscriptions under way, and a name per
//! customer. After an interruption, [`Inventory::skip`] skips the subscriptions that were read.

mod accessor;
mod error;
pub mod inventory;
mod limits;
mod open_change;
mod outcome;
mod read_back;
mod renewal;
mod seat_change;
mod seat_plan;

pub use accessor::Licenses;
pub use error::LicenseError;
pub use inventory::{Inventory, InventoryError, InventoryRow, InventoryRows};
pub use limits::SeatLimits;
pub use open_change::OpenChange;
pub use outcome::{PlacedChange, SeatEstimate, SeatOutcome, SeatState};
pub use read_back::Verification;
pub use renewal::AutoRenewal;
pub use seat_change::SeatChange;
pub use seat_plan::{SeatPlan, SeatProduct};
