//! Subscriptions and their orders.
//!
//! Each subscription has an outline: its [`Lifecycle`] and its number of renewals decide its start and its
//! orders. [`subscription_history`](super::subscription_history) creates them in the order of time, so that
//! each line has the quantity before it. Until all orders exist, ids are positions in lists.

use chrono::{DateTime, Utc};
use imcloud_raw::types::{AccountStatus, SubscriptionStatus};
use uuid::Uuid;

use super::{
    Size,
    accounts::Account,
    catalogue::Offer,
    lifecycle::{FIRST, Lifecycle},
};
use crate::model::{Order, Subscription};
use crate::random::Random;

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
        let before = self.subscriptions.last().filter(|before| before.status == SubscriptionStatus::Active);
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
