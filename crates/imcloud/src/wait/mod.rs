//! Waiting for a final state by polling: the API has no notifications.
//!
//! | object | method | done | failed | cancelled |
//! | --- | --- | --- | --- | --- |
//! | order | [`Orders::wait_for`] | `completed` | `error` | `cancelled` |
//! | customer | [`Customers::wait_for`] | `active` | `error`, `creditHold`, `adminHold` | `cancelled` |
//! | report | [`Reports::wait_for`] | `completed` | `error` | |
//! | subscription | [`Subscriptions::wait_for`] | `active` | `hold` | `terminated`, `removed` |
//!
//! In every other state, unknown ones included, the client keeps polling. [`Waiting`] sets how long and how
//! often. [`WaitError`] distinguishes the other outcomes.
//!
//! **Orders at renewal.** A change that is scheduled for the renewal of its subscription stays `processing`
//! until then, for months with an annual term (observed). Waiting ends with [`WaitError::Scheduled`] once
//! such an order is `processing`. The client recognizes it by `scheduledOn`, a property of order details that
//! items of lists do not have (observed).
//!
//! [`Customers::wait_for`]: crate::resources::Customers::wait_for
//! [`Orders::wait_for`]: crate::resources::Orders::wait_for
//! [`Reports::wait_for`]: crate::resources::Reports::wait_for
//! [`Subscriptions::wait_for`]: crate::resources::Subscriptions::wait_for

mod schedule;
mod waitable;
mod waiting;

pub use schedule::Interval;
pub(crate) use schedule::TimeLimit;
pub use waitable::{Progress, Waitable};
pub(crate) use waiting::NOT_FOUND_TOLERANCE;
pub use waiting::{WaitError, WaitUpdate, Waiting};
