//! Waiting until something is done, by looking at it again and again: the API has no notifications.
//!
//! | awaited | by | done | failed | cancelled |
//! | --- | --- | --- | --- | --- |
//! | order | [`Orders::wait_for`](crate::resources::Orders::wait_for) | `completed` | `error` | `cancelled` |
//! | customer | [`Customers::wait_for`](crate::resources::Customers::wait_for) | `active` | `error`, `creditHold`, `adminHold` | `cancelled` |
//! | report | [`Reports::wait_for`](crate::resources::Reports::wait_for) | `completed` | `error` | |
//! | subscription | [`Subscriptions::wait_for`](crate::resources::Subscriptions::wait_for) | `active` | `hold` | `terminated`, `removed` |
//!
//! Every other state, one that this version does not know among them, is waited on. [`Waiting`] says how long and how often; [`WaitError`] tells the
//! other endings apart.
//!
//! **Orders at renewal.** A change that is put off to the renewal of its subscription stays `processing` until then, for months with an annual term
//! (observed). It cannot be awaited in the usual sense: once it is `processing`, waiting ends with [`WaitError::Scheduled`]. Such an order is recognised by its
//! `scheduledOn`, which the detail of an order has and rows of lists have not (observed).

mod error;
mod interval;
mod waitable;
mod waiting;

pub use error::WaitError;
pub use interval::Interval;
pub use waitable::{Stage, Waitable};
pub use waiting::{Progress, Waiting};
