//! Changes that are due later.

use std::{cmp::Reverse, collections::BinaryHeap, time::Duration};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use imcloud_raw::{
    Operation,
    types::{AccountStatus, OrderStatus, ReportStatus, SubscriptionStatus},
};
use uuid::Uuid;

use super::{Call, World, reports::next_run};
use crate::{
    clock::later,
    model::{Profile, Subscription},
};

/// A copy of a [`Call`].
#[derive(Debug)]
pub(super) struct Deferred {
    operation: &'static Operation,
    id: Option<String>,
    query: Vec<(String, String)>,
    body: Vec<u8>,
}

impl World {
    /// Schedules the events that open orders, accounts, reports and terms wait for.
    pub(super) fn schedule_open_work(&mut self) {
        let mut due = Vec::new();
        let after = |duration| later(self.now, duration);
        for order in self.data.orders.iter() {
            let step = match order.status {
                OrderStatus::Submitted => self.behavior.order_submission,
                OrderStatus::Processing if !order.at_renewal => self.behavior.order_processing,
                _ => continue,
            };
            due.push((after(step), Event::OrderAdvances(order.id)));
        }
        let activation = after(self.behavior.account_activation);
        let pending = |status: &AccountStatus| *status == AccountStatus::Pending;
        let customers = self.data.customers.iter().filter(|row| pending(&row.profile.status));
        due.extend(customers.map(|row| (activation, Event::CustomerActivates(row.id))));
        let resellers = self.data.resellers.iter().filter(|row| pending(&row.profile.status));
        due.extend(resellers.map(|row| (activation, Event::ResellerActivates(row.id))));
        for report in self.data.reports.iter() {
            if matches!(report.status, ReportStatus::Submitted | ReportStatus::Processing) {
                due.push((after(self.behavior.report_step), Event::ReportAdvances(report.id)));
            }
        }
        for (number, definition) in self.data.report_definitions.iter().enumerate() {
            due.extend(next_run(&definition.type_, self.now).map(|at| (at, Event::ReportDue(number))));
        }
        for subscription in self.data.subscriptions.iter() {
            match subscription.status {
                SubscriptionStatus::Active => due.push(term_end(subscription)),
                SubscriptionStatus::Terminated => due.push((
                    later(midnight(subscription.last_modified), REMOVAL),
                    Event::SubscriptionRemoved(subscription.id),
                )),
                _ => {}
            }
        }
        due.into_iter().for_each(|(at, event)| self.timeline.add(at, event));
    }

    /// Applies all events that are due. Time never goes back.
    pub(crate) fn advance_to(&mut self, now: DateTime<Utc>) {
        while let Some((at, event)) = self.timeline.next_until(now) {
            self.now = self.now.max(at);
            self.happen(event);
        }
        self.now = self.now.max(now);
    }

    fn happen(&mut self, event: Event) {
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
                if let Some(Deferred { operation, id, query, body }) =
                    self.deferred.get_mut(number).and_then(Option::take)
                {
                    // Its response was sent long ago.
                    let _ = self.respond(&Call { operation, id: id.as_deref(), query: &query, body: &body });
                }
            }
        }
    }

    /// Schedules a call, whose response is dropped.
    pub(crate) fn respond_later(&mut self, call: &Call<'_>, delay: Duration) {
        let event = Event::Deferred(self.deferred.len());
        self.deferred.push(Some(Deferred {
            operation: call.operation,
            id: call.id.map(str::to_owned),
            query: call.query.to_vec(),
            body: call.body.to_vec(),
        }));
        self.later(delay, event);
    }

    pub(super) fn later(&mut self, delay: Duration, event: Event) {
        self.timeline.add(later(self.now, delay), event);
    }
}

/// The time after which a terminated subscription is `removed` (assumed).
pub(super) const REMOVAL: Duration = Duration::from_secs(30 * 24 * 3600);

/// A term ends with the day on which it would renew.
pub(super) fn term_end(subscription: &Subscription) -> (DateTime<Utc>, Event) {
    let day = subscription.renewal_date;
    (midnight(day), Event::TermEnds(subscription.id, day))
}

pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn activate(account: Option<&mut Profile>) {
    if let Some(account) = account.filter(|account| account.status == AccountStatus::Pending) {
        account.status = AccountStatus::Active;
    }
}

/// A scheduled change. Its record may have changed meanwhile, so the handler checks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// An order goes from submitted to processing, or from processing to completed.
    OrderAdvances(u64),
    CustomerActivates(u64),
    ResellerActivates(u64),
    ReportAdvances(Uuid),
    /// The term of a subscription that was to end on this day is over.
    TermEnds(u64, NaiveDate),
    /// A terminated subscription vanishes from the vendor's side.
    SubscriptionRemoved(u64),
    /// A periodical report is due, by the number of its definition.
    ReportDue(usize),
    /// A request that was deferred, by its number.
    Deferred(usize),
}

/// Events by time, those of the same time in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    events: BinaryHeap<Reverse<(DateTime<Utc>, u64, Event)>>,
    added: u64,
}

impl Timeline {
    pub(crate) fn add(&mut self, at: DateTime<Utc>, event: Event) {
        self.added += 1;
        self.events.push(Reverse((at, self.added, event)));
    }

    /// The next event that is due by `now`.
    pub(crate) fn next_until(&mut self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Event)> {
        let Reverse((at, ..)) = self.events.peek()?;
        if *at > now {
            return None;
        }
        self.events.pop().map(|Reverse((at, _, event))| (at, event))
    }
}
