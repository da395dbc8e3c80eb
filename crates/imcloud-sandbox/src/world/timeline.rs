//! Scheduled changes.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};
use imcloud_raw::types::{AccountStatus, OrderStatus, ReportStatus, SubscriptionStatus};
use uuid::Uuid;

use super::{Call, World, reports::next_run};
use crate::{
    clock::{later, midnight},
    model::{Profile, Subscription},
};

impl World {
    /// Schedules the events of open orders, accounts, reports and terms.
    pub(super) fn schedule_open_work(&mut self) {
        let Self { data, behavior, timeline, now, .. } = self;
        let mut after = |duration, event| timeline.add(later(*now, duration), event);
        for order in data.orders.iter() {
            match order.status {
                OrderStatus::Submitted => after(behavior.order_submission, Event::OrderAdvances(order.id)),
                OrderStatus::Processing if !order.at_renewal => {
                    after(behavior.order_processing, Event::OrderAdvances(order.id));
                }
                _ => {}
            }
        }
        let customers = data.customers.iter().map(|it| (&it.profile, Event::CustomerActivates(it.id)));
        let resellers = data.resellers.iter().map(|it| (&it.profile, Event::ResellerActivates(it.id)));
        for (profile, event) in customers.chain(resellers) {
            if profile.status == AccountStatus::Pending {
                after(behavior.account_activation, event);
            }
        }
        for report in data.reports.iter() {
            if matches!(report.status, ReportStatus::Submitted | ReportStatus::Processing) {
                after(behavior.report_step, Event::ReportAdvances(report.id));
            }
        }
        for (number, definition) in data.report_definitions.iter().enumerate() {
            if let Some(at) = next_run(&definition.type_, *now) {
                timeline.add(at, Event::ReportDue(number));
            }
        }
        for subscription in data.subscriptions.iter() {
            match subscription.status {
                SubscriptionStatus::Active => timeline.add_term_end(subscription),
                SubscriptionStatus::Terminated => {
                    let at = later(midnight(subscription.last_modified), REMOVAL);
                    timeline.add(at, Event::SubscriptionRemoved(subscription.id));
                }
                _ => {}
            }
        }
    }

    /// Applies all events that are due. Time never goes back.
    pub(crate) fn advance_to(&mut self, now: DateTime<Utc>) {
        while let Some((at, event)) = self.timeline.next_until(now) {
            self.now = self.now.max(at);
            self.apply(event);
        }
        self.now = self.now.max(now);
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::OrderAdvances(order) => self.advance_order(order),
            Event::CustomerActivates(id) => {
                activate(self.data.customers.get_mut(&id).map(|it| &mut it.profile))
            }
            Event::ResellerActivates(id) => {
                activate(self.data.resellers.get_mut(&id).map(|it| &mut it.profile))
            }
            Event::ReportAdvances(report) => self.advance_report(report),
            Event::TermEnds(subscription, day) => self.end_term(subscription, day),
            Event::SubscriptionRemoved(id) => {
                if let Some(subscription) = self.data.subscriptions.get_mut(&id) {
                    subscription.status = SubscriptionStatus::Removed;
                }
            }
            Event::ReportDue(definition) => self.make_due_report(definition),
            Event::Deferred(number) => {
                if let Some(call) = self.deferred.get_mut(number).and_then(Option::take) {
                    // Its response was sent before.
                    let _ = self.respond(&call);
                }
            }
        }
    }

    pub(crate) fn respond_later(&mut self, call: Call, delay: Duration) {
        self.later(delay, Event::Deferred(self.deferred.len()));
        self.deferred.push(Some(call));
    }

    pub(super) fn later(&mut self, delay: Duration, event: Event) {
        self.timeline.add(later(self.now, delay), event);
    }
}

/// The time after which a terminated subscription is `removed` (assumed).
pub(super) const REMOVAL: Duration = Duration::from_secs(30 * 24 * 3600);

fn activate(account: Option<&mut Profile>) {
    if let Some(account) = account.filter(|account| account.status == AccountStatus::Pending) {
        account.status = AccountStatus::Active;
    }
}

/// A scheduled change. Its record may have changed meanwhile, so the handler checks it.
#[derive(Debug)]
pub(crate) enum Event {
    OrderAdvances(u64),
    CustomerActivates(u64),
    ResellerActivates(u64),
    ReportAdvances(Uuid),
    /// The end of a term, unless the day of renewal has changed.
    TermEnds(u64, NaiveDate),
    SubscriptionRemoved(u64),
    /// A periodical report, by the number of its definition.
    ReportDue(usize),
    /// A request, by its number.
    Deferred(usize),
}

/// Events by time, those of the same time in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    events: BTreeMap<(DateTime<Utc>, u64), Event>,
    added: u64,
}

impl Timeline {
    pub(crate) fn add(&mut self, at: DateTime<Utc>, event: Event) {
        self.added += 1;
        self.events.insert((at, self.added), event);
    }

    /// Adds the day of renewal, on which a term ends.
    pub(crate) fn add_term_end(&mut self, subscription: &Subscription) {
        let day = subscription.renewal_date;
        self.add(midnight(day), Event::TermEnds(subscription.id, day));
    }

    /// Removes and returns the next event that is due by `now`.
    pub(crate) fn next_until(&mut self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Event)> {
        let next = self.events.first_entry().filter(|next| next.key().0 <= now)?;
        let ((at, _), event) = next.remove_entry();
        Some((at, event))
    }
}
