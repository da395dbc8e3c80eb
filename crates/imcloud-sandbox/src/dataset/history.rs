//! Subscriptions, and the orders that made them what they are.
//!
//! Each subscription is told on its own: a [`Story`] and a number of renewals decide when it began and which orders it had; they are
//! then [written down](super::telling) in the order of time, so that each line knows the quantity before it. Until all orders are
//! known, ids are places in lists.

use chrono::{DateTime, Utc};
use imcloud_raw::types::{AccountStatus, SubscriptionStatus};
use uuid::Uuid;

use super::{
    Size,
    accounts::Account,
    catalogue::Offer,
    story::{FIRST, Story},
};
use crate::model::{Order, Subscription};
use crate::random::Random;

/// Yearly terms that are renewed more often are not made: that would be a long time ago.
const YEARLY_RENEWALS: usize = 4;

/// Of a hundred renewals that there could be, so many are changes instead.
const CHANGES: u64 = 8;

pub(super) struct Historian<'a> {
    pub(super) as_of: DateTime<Utc>,
    pub(super) offers: &'a [Offer],
    pub(super) customers: &'a [Account],
    /// The tenant of each customer at the directory service.
    pub(super) tenants: &'a [Uuid],
    pub(super) random: &'a mut Random,
    pub(super) subscriptions: Vec<Subscription>,
    pub(super) orders: Vec<Order>,
}

/// A subscription to be told.
pub(super) struct Plot<'a> {
    pub(super) story: Story,
    pub(super) customer: usize,
    pub(super) offer: &'a Offer,
    pub(super) renewals: usize,
    /// Changes besides the story's own, each in another term.
    pub(super) changes: usize,
}

impl<'a> Historian<'a> {
    /// Makes exactly as many subscriptions and orders as the size says.
    pub(super) fn tell(mut self, size: Size) -> (Vec<Subscription>, Vec<Order>) {
        let has_orders = |&customer: &usize| {
            !matches!(self.customers[customer].profile.status, AccountStatus::Pending | AccountStatus::Error)
        };
        let customers: Vec<usize> = (0..self.customers.len()).filter(has_orders).collect();
        let mut offer_before = None;
        for index in 0..size.subscriptions() {
            let left = size.subscriptions() - index;
            let spare = (size.orders() - self.orders.len()).saturating_sub(left);
            let plot = self.plot(index, left, spare, &customers, offer_before);
            offer_before = Some(plot.offer);
            self.write_down(&plot);
        }
        (self.subscriptions, self.orders)
    }

    /// `spare` orders are to be had beyond one for each of the subscriptions `left`.
    fn plot(
        &mut self,
        index: usize,
        left: usize,
        spare: usize,
        customers: &[usize],
        offer_before: Option<&'a Offer>,
    ) -> Plot<'a> {
        let is_last = left == 1;
        let reserved: usize = FIRST.iter().skip(index + 1).map(|story| story.least_orders()).sum();
        let available = spare.saturating_sub(reserved);

        let mut customer = match customers.get(index) {
            Some(&customer) => customer,
            // Some have much more than others.
            None => {
                let places = [self.random.index(customers.len()), self.random.index(customers.len())];
                customers[places[0].min(places[1])]
            }
        };
        let mut story = Story::of(index, self.random);
        let before = self.subscriptions.last().filter(|before| before.status == SubscriptionStatus::Active);
        let target = match (story, before, offer_before) {
            (Story::Moved, Some(before), Some(offer)) => Some((before, offer)),
            _ => None,
        };
        if let Some((before, _)) = target {
            customer = usize::try_from(before.customer_id).unwrap_or(customer);
        }
        let is_gone = self.customers[customer].profile.status == AccountStatus::Cancelled;
        let is_impossible = story.least_orders() > available
            || (story == Story::Moved && target.is_none())
            || (is_last && matches!(story, Story::Pending | Story::Moved | Story::ChangesAtRenewal));
        if is_gone && (is_impossible || !story.has_ended()) {
            story = Story::Lapsed;
        } else if is_impossible {
            story = Story::Steady;
        }

        let mut orders = if is_last {
            spare
        } else {
            let twice_the_mean = (2 * spare).div_ceil(left);
            self.random
                .index(twice_the_mean + 1)
                .clamp(story.least_orders(), available.max(story.least_orders()))
        };
        let offer = match (story, target) {
            (Story::Moved, Some((_, offer))) => offer,
            _ => {
                let needs_year = story == Story::ChangesAtRenewal;
                let needs_month = !needs_year && orders - story.own_orders() > YEARLY_RENEWALS;
                let fits = |offer: &&Offer| match offer.term.months() {
                    12 => !needs_month,
                    _ => !needs_year,
                };
                let fitting: Vec<&Offer> = self.offers.iter().filter(fits).collect();
                *self.random.pick(&fitting)
            }
        };
        if story == Story::Pending {
            orders = 0;
        } else if offer.term.months() == 12 {
            orders = orders.min(YEARLY_RENEWALS + story.own_orders());
        }

        let free = orders - story.own_orders();
        let scripted = index < FIRST.len();
        let changes = if scripted { 0 } else { (0..free).filter(|_| self.random.percent(CHANGES)).count() };
        // The last term is the story's; a change at renewal takes the one before it as well.
        let changes = changes.min(free / 2).min((free - free / 2).saturating_sub(1));
        Plot { story, customer, offer, renewals: free - changes, changes }
    }
}
