//! Courses of subscriptions and their orders.

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use imcloud_raw::types::{OrderStatus, OrderStatusCode, OrderType};

use crate::{
    clock::{midnight, shifted},
    random::Random,
};

/// The course of a subscription, besides its sale and its renewals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifecycle {
    Steady,
    /// Brought in from elsewhere instead of sold.
    Migrated,
    /// Still being provisioned.
    Pending,
    Hold,
    Changed,
    ChangedAtRenewal,
    /// Changed by the next renewal. The order is processing until then (observed).
    ChangesAtRenewal,
    ChangeWithdrawn,
    ChangeFailed,
    /// Some of its units were moved to the previous subscription.
    Moved,
    CancellationWithdrawn,
    /// Ended without an order (observed).
    Lapsed,
    Cancelled,
    Terminated,
}

/// The first subscriptions: a handful has one of each course.
pub(super) const FIRST: [Lifecycle; 16] = [
    Lifecycle::Steady,
    Lifecycle::Moved,
    Lifecycle::Changed,
    Lifecycle::Lapsed,
    Lifecycle::ChangesAtRenewal,
    Lifecycle::Cancelled,
    Lifecycle::ChangedAtRenewal,
    Lifecycle::ChangeWithdrawn,
    Lifecycle::ChangeFailed,
    Lifecycle::Pending,
    Lifecycle::Hold,
    Lifecycle::Terminated,
    Lifecycle::Migrated,
    Lifecycle::CancellationWithdrawn,
    Lifecycle::Steady,
    Lifecycle::Lapsed,
];

/// Weights. Far more are removed than terminated (1,056 to 3 at one time, observed); few cancellations are
/// withdrawn (1 of 28, observed).
const LATER: &[(u64, Lifecycle)] = &[
    (420, Lifecycle::Steady),
    (270, Lifecycle::Lapsed),
    (100, Lifecycle::Cancelled),
    (60, Lifecycle::Changed),
    (30, Lifecycle::Migrated),
    (25, Lifecycle::ChangedAtRenewal),
    (20, Lifecycle::ChangesAtRenewal),
    (20, Lifecycle::Moved),
    (20, Lifecycle::Hold),
    (8, Lifecycle::ChangeWithdrawn),
    (8, Lifecycle::ChangeFailed),
    (5, Lifecycle::Pending),
    (4, Lifecycle::CancellationWithdrawn),
    (3, Lifecycle::Terminated),
];

impl Lifecycle {
    pub(super) fn of(index: usize, random: &mut Random) -> Self {
        FIRST.get(index).copied().unwrap_or_else(|| *random.weighted(LATER))
    }

    /// Returns the event that distinguishes it from others, besides sale and renewals.
    pub(super) fn event(self) -> Option<Event> {
        match self {
            Self::Steady | Self::Migrated | Self::Pending | Self::Hold | Self::Lapsed => None,
            Self::Changed => Some(Event::Change),
            Self::ChangedAtRenewal => Some(Event::ChangeAtRenewal),
            Self::ChangesAtRenewal => Some(Event::ChangeToCome),
            Self::ChangeWithdrawn => Some(Event::ChangeWithdrawn),
            Self::ChangeFailed => Some(Event::ChangeFailed),
            Self::Moved => Some(Event::Move),
            Self::CancellationWithdrawn => Some(Event::CancellationWithdrawn),
            Self::Cancelled | Self::Terminated => Some(Event::Cancellation),
        }
    }

    /// Returns the number of orders that it needs besides the sale.
    pub(super) fn min_orders(self) -> usize {
        usize::from(self.event().is_some()) + usize::from(self == Self::ChangedAtRenewal)
    }

    pub(super) fn has_ended(self) -> bool {
        matches!(self, Self::Lapsed | Self::Cancelled | Self::Terminated)
    }
}

/// An order of a subscription.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Sale,
    Migration,
    Renewal,
    Change,
    ChangeAtRenewal,
    ChangeToCome,
    ChangeWithdrawn,
    ChangeFailed,
    Move,
    Cancellation,
    CancellationWithdrawn,
}

impl Event {
    /// Returns type, status and status code of the order.
    pub(super) fn order(self) -> (OrderType, OrderStatus, OrderStatusCode) {
        let completed = |type_| (type_, OrderStatus::Completed, OrderStatusCode::Cp);
        let withdrawn = |type_| (type_, OrderStatus::Cancelled, OrderStatusCode::Cl);
        match self {
            Self::Sale => completed(OrderType::Sales),
            Self::Migration => completed(OrderType::Migration),
            Self::Renewal => completed(OrderType::Renewal),
            Self::Cancellation => completed(OrderType::Cancellation),
            Self::CancellationWithdrawn => withdrawn(OrderType::Cancellation),
            Self::Change | Self::ChangeAtRenewal | Self::Move => completed(OrderType::Change),
            Self::ChangeToCome => (OrderType::Change, OrderStatus::Processing, OrderStatusCode::As),
            Self::ChangeWithdrawn => withdrawn(OrderType::Change),
            // Assumed: no real failed order is known.
            Self::ChangeFailed => (OrderType::Change, OrderStatus::Error, "ER".into()),
        }
    }
}

/// Moves a time, without a fraction of a second: the service writes none (documented).
pub(super) fn seconds_later(time: DateTime<Utc>, seconds: i64) -> DateTime<Utc> {
    shifted(time, TimeDelta::seconds(seconds)).trunc_subsecs(0)
}

/// Draws a second of the day between two hours.
pub(super) fn within(date: NaiveDate, first_hour: i64, last_hour: i64, random: &mut Random) -> DateTime<Utc> {
    seconds_later(midnight(date), random.between(first_hour * 3_600, last_hour * 3_600 - 1))
}
