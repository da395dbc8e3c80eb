//! Subscriptions and their orders.
//!
//! Each subscription has an outline: its [`Lifecycle`] and its number of renewals decide its start and its
//! orders. [`subscription_history`](super::subscription_history) creates them in the order of time, so that
//! each line has the quantity before it. Until all orders exist, ids are positions in lists.

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use imcloud_raw::types::{AccountStatus, OrderStatus, OrderStatusCode, OrderType};
use uuid::Uuid;

use super::{Size, accounts::Account, catalogue::Offer};
use crate::{
    clock::{midnight, shifted},
    model::{Order, Subscription},
    random::Random,
};

/// Limit of renewals of yearly terms, so that none starts long ago.
const YEARLY_RENEWALS: usize = 4;

/// Percentage of possible renewals that are changes instead.
const CHANGES: u64 = 8;

pub(super) struct HistoryBuilder<'a> {
    pub(super) as_of: DateTime<Utc>,
    pub(super) offers: &'a [Offer],
    pub(super) customers: &'a [Account],
    /// The tenant of each customer at the directory service.
    pub(super) tenants: &'a [Uuid],
    pub(super) random: &'a mut Random,
    pub(super) subscriptions: Vec<Subscription>,
    pub(super) orders: Vec<Order>,
}

/// The plan of a subscription.
pub(super) struct Outline<'a> {
    pub(super) lifecycle: Lifecycle,
    pub(super) customer: usize,
    pub(super) offer: &'a Offer,
    pub(super) renewals: usize,
    /// Changes besides those of its lifecycle, each in another term.
    pub(super) changes: usize,
}

impl<'a> HistoryBuilder<'a> {
    /// Creates the numbers of subscriptions and orders of the size.
    pub(super) fn build(mut self, size: Size) -> (Vec<Subscription>, Vec<Order>) {
        let has_orders = |&customer: &usize| {
            !matches!(self.customers[customer].profile.status, AccountStatus::Pending | AccountStatus::Error)
        };
        let customers: Vec<usize> = (0..self.customers.len()).filter(has_orders).collect();
        let mut offer_before = None;
        for index in 0..size.subscriptions() {
            let left = size.subscriptions() - index;
            let spare = (size.orders() - self.orders.len()).saturating_sub(left);
            let outline = self.outline(index, left, spare, &customers, offer_before);
            offer_before = Some(outline.offer);
            self.add_subscription(&outline);
        }
        (self.subscriptions, self.orders)
    }

    /// `spare` is the number of orders beyond one for each of the subscriptions `left`.
    fn outline(
        &mut self,
        index: usize,
        left: usize,
        spare: usize,
        customers: &[usize],
        offer_before: Option<&'a Offer>,
    ) -> Outline<'a> {
        let is_last = left == 1;
        let reserved: usize = FIRST.iter().skip(index + 1).map(|lifecycle| lifecycle.min_orders()).sum();
        let available = spare.saturating_sub(reserved);

        let mut customer = match customers.get(index) {
            Some(&customer) => customer,
            // Some have much more than others.
            None => {
                let (one, other) = (self.random.index(customers.len()), self.random.index(customers.len()));
                customers[one.min(other)]
            }
        };
        let mut lifecycle = Lifecycle::of(index, self.random);
        let before = self.subscriptions.last().filter(|before| before.is_active());
        let target = match (lifecycle, before, offer_before) {
            (Lifecycle::Moved, Some(before), Some(offer)) => Some((before, offer)),
            _ => None,
        };
        if let Some((before, _)) = target {
            customer = usize::try_from(before.customer_id).unwrap_or(customer);
        }
        let has_left = self.customers[customer].profile.status == AccountStatus::Cancelled;
        let is_impossible = lifecycle.min_orders() > available
            || (lifecycle == Lifecycle::Moved && target.is_none())
            || (is_last
                && matches!(lifecycle, Lifecycle::Pending | Lifecycle::Moved | Lifecycle::ChangesAtRenewal));
        if has_left && (is_impossible || !lifecycle.has_ended()) {
            lifecycle = Lifecycle::Lapsed;
        } else if is_impossible {
            lifecycle = Lifecycle::Steady;
        }

        let mut orders = if is_last {
            spare
        } else {
            let twice_the_mean = (2 * spare).div_ceil(left);
            let min = lifecycle.min_orders();
            self.random.index(twice_the_mean + 1).clamp(min, available.max(min))
        };
        let own = usize::from(lifecycle.event().is_some());
        let offer = match (lifecycle, target) {
            (Lifecycle::Moved, Some((_, offer))) => offer,
            _ => {
                let needs_year = lifecycle == Lifecycle::ChangesAtRenewal;
                let needs_month = !needs_year && orders - own > YEARLY_RENEWALS;
                let fits = |offer: &&Offer| match offer.term.months() {
                    12 => !needs_month,
                    _ => !needs_year,
                };
                let fitting: Vec<&Offer> = self.offers.iter().filter(fits).collect();
                *self.random.pick(&fitting)
            }
        };
        if lifecycle == Lifecycle::Pending {
            orders = 0;
        } else if offer.term.months() == 12 {
            orders = orders.min(YEARLY_RENEWALS + own);
        }

        let free = orders - own;
        let scripted = index < FIRST.len();
        let changes = if scripted { 0 } else { (0..free).filter(|_| self.random.percent(CHANGES)).count() };
        // The last term has the event of the lifecycle; a change at renewal takes the one before it as well.
        let changes = changes.min(free / 2).min((free - free / 2).saturating_sub(1));
        Outline { lifecycle, customer, offer, renewals: free - changes, changes }
    }
}

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
const FIRST: [Lifecycle; 16] = [
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
    fn of(index: usize, random: &mut Random) -> Self {
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
    fn min_orders(self) -> usize {
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
