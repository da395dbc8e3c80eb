//! The records behind the API, and how requests and time change them. Does not know HTTP.
//!
//! ```text
//! Call -> operations (customers, resellers, catalog, orders, subscriptions, validation, reports) -> JSON or Rejection
//!              |                                                  ^
//!              +-> timeline: what is due later -> advance_to -----+
//! ```
//!
//! Everything that exists is in a [`table`] in order of creation; lists show it backwards. An operation reads
//! or changes tables and puts what happens later on the [`Timeline`]; `advance_to` lets it happen.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use imcloud_raw::{
    Operation,
    types::{AccountStatus, OrderStatus, ReportStatus, SubscriptionStatus},
};
use serde::Serialize;
use uuid::Uuid;

use self::{
    catalogue::Catalogue,
    reports::next_run,
    table::{Groups, Table},
};
use crate::{
    Behavior, Dataset,
    clock::later,
    dataset::VERSION,
    model::{Customer, Order, Plan, Report, ReportDefinition, Reseller, Subscription},
};

/// Creates a response type with these fields; the others are absent. The types cannot be constructed outside
/// their crate.
macro_rules! fill {
    ($type:ident { $($member:ident: $value:expr),* $(,)? }) => {{
        let mut value = imcloud_raw::types::$type::default();
        $(value.$member = $value.into();)*
        value
    }};
}

mod accounts;
mod catalogue;
mod customers;
mod insertion;
mod operations;
mod orders;
mod parameters;
mod report_file;
mod reports;
mod resellers;
mod subscriptions;
mod table;
pub(crate) use operations::{Call, Rejection};
pub(crate) use reports::{DOWNLOADS_PATH, FileError};

/// The records of the service.
#[derive(Debug)]
pub(crate) struct World {
    now: DateTime<Utc>,
    behavior: Behavior,
    /// Scheme, host and port of download URLs.
    origin: String,
    /// The reseller whose credentials are used.
    reseller_id: u64,
    resellers: Table<Reseller>,
    customers: Table<Customer>,
    plans: Table<Plan>,
    catalogue: Catalogue,
    subscriptions: Table<Subscription>,
    subscriptions_of_customer: Groups,
    orders: Table<Order>,
    orders_of_customer: Groups,
    orders_of_subscription: Groups,
    report_definitions: Vec<ReportDefinition>,
    reports: Table<Report>,
    timeline: Timeline,
    /// The last number given out, by what it is for.
    numbers: BTreeMap<&'static str, u64>,
    /// Requests to be carried out later. Each is taken once.
    deferred: Vec<Option<Deferred>>,
}

/// The number of records. Orders and subscriptions are counted by status.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Summary {
    pub(crate) customers: usize,
    pub(crate) resellers: usize,
    pub(crate) products: usize,
    pub(crate) reports: usize,
    pub(crate) orders: BTreeMap<String, usize>,
    pub(crate) subscriptions: BTreeMap<String, usize>,
}

/// A copy of a [`Call`].
#[derive(Debug)]
struct Deferred {
    operation: &'static Operation,
    id: Option<String>,
    query: Vec<(String, String)>,
    body: Vec<u8>,
}

impl World {
    pub(crate) fn new(data: Dataset, behavior: Behavior) -> Self {
        let highest = |ids: &mut dyn Iterator<Item = u64>, floor: u64| ids.max().unwrap_or(floor);
        let accounts =
            &mut data.customers.iter().map(|row| row.id).chain(data.resellers.iter().map(|row| row.id));
        let order_number = |order: &Order| {
            order.number.trim_start_matches(|letter: char| !letter.is_ascii_digit()).parse().ok()
        };
        let numbers = BTreeMap::from([
            ("account", highest(accounts, 1_000_000)),
            ("subscription", highest(&mut data.subscriptions.iter().map(|row| row.id), 1_000_000)),
            ("order", highest(&mut data.orders.iter().map(|row| row.id), 1_000_000)),
            ("order number", highest(&mut data.orders.iter().filter_map(order_number), 0)),
            ("report", data.reports.len() as u64),
        ]);
        let mut world = Self {
            now: data.as_of,
            behavior,
            origin: String::new(),
            reseller_id: data.reseller_id,
            resellers: Table::new(data.resellers),
            customers: Table::new(data.customers),
            plans: Table::new(data.plans),
            catalogue: Catalogue::new(data.products),
            subscriptions: Table::new(Vec::new()),
            subscriptions_of_customer: Groups::default(),
            orders: Table::new(Vec::new()),
            orders_of_customer: Groups::default(),
            orders_of_subscription: Groups::default(),
            report_definitions: data.report_definitions,
            reports: Table::new(data.reports),
            timeline: Timeline::default(),
            numbers,
            deferred: Vec::new(),
        };
        data.subscriptions.into_iter().for_each(|subscription| world.add_subscription(subscription));
        data.orders.into_iter().for_each(|order| world.add_order(order));
        world.schedule_open_work();
        world
    }

    /// Sets scheme, host and port of download URLs: those by which the client calls, which need not be those
    /// of the listener.
    pub(crate) fn set_origin(&mut self, scheme: &str, host: &str) {
        if self.origin.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")) != Some(host) {
            self.origin = format!("{scheme}://{host}");
        }
    }

    /// Schedules the events that open orders, accounts, reports and terms wait for.
    fn schedule_open_work(&mut self) {
        let mut due = Vec::new();
        let after = |duration| later(self.now, duration);
        for order in self.orders.rows() {
            let step = match order.status {
                OrderStatus::Submitted => self.behavior.order_submission,
                OrderStatus::Processing if !order.at_renewal => self.behavior.order_processing,
                _ => continue,
            };
            due.push((after(step), Event::OrderAdvances(order.id)));
        }
        let activation = after(self.behavior.account_activation);
        let pending = |status: &AccountStatus| *status == AccountStatus::Pending;
        let customers = self.customers.rows().iter().filter(|row| pending(&row.profile.status));
        due.extend(customers.map(|row| (activation, Event::CustomerActivates(row.id))));
        let resellers = self.resellers.rows().iter().filter(|row| pending(&row.profile.status));
        due.extend(resellers.map(|row| (activation, Event::ResellerActivates(row.id))));
        for report in self.reports.rows() {
            if matches!(report.status, ReportStatus::Submitted | ReportStatus::Processing) {
                due.push((after(self.behavior.report_step), Event::ReportAdvances(report.id)));
            }
        }
        for (number, definition) in self.report_definitions.iter().enumerate() {
            due.extend(next_run(&definition.type_, self.now).map(|at| (at, Event::ReportDue(number))));
        }
        for subscription in self.subscriptions.rows() {
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
                if let Some(customer) = self.customers.get_mut(id) {
                    activate(&mut customer.profile.status);
                }
            }
            Event::ResellerActivates(id) => {
                if let Some(reseller) = self.resellers.get_mut(id) {
                    activate(&mut reseller.profile.status);
                }
            }
            Event::ReportAdvances(report) => self.advance_report(report),
            Event::TermEnds(subscription, day) => self.end_term(subscription, day),
            Event::SubscriptionRemoved(id) => {
                if let Some(subscription) = self.subscriptions.get_mut(id) {
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
    pub(crate) fn respond_later(&mut self, call: &Call<'_>, delay: std::time::Duration) {
        let event = Event::Deferred(self.deferred.len());
        self.deferred.push(Some(Deferred {
            operation: call.operation,
            id: call.id.map(str::to_owned),
            query: call.query.to_vec(),
            body: call.body.to_vec(),
        }));
        self.later(delay, event);
    }

    fn later(&mut self, delay: std::time::Duration, event: Event) {
        self.timeline.add(later(self.now, delay), event);
    }

    fn add_subscription(&mut self, subscription: Subscription) {
        let customer = subscription.customer_id;
        let place = self.subscriptions.push(subscription);
        self.subscriptions_of_customer.add(customer, place);
    }

    fn add_order(&mut self, order: Order) {
        let customer = order.customer_id;
        let lines =
            order.lines.iter().flat_map(|line| [Some(line.subscription_id), line.target_subscription_id]);
        let subscriptions: Vec<u64> = lines.flatten().chain([order.subscription_id]).collect();
        let place = self.orders.push(order);
        self.orders_of_customer.add(customer, place);
        for subscription in subscriptions {
            self.orders_of_subscription.add(subscription, place);
        }
    }

    /// The orders that touch a subscription, oldest first.
    fn orders_of(&self, subscription: u64) -> impl DoubleEndedIterator<Item = &Order> {
        self.orders_of_subscription.of(subscription).iter().map(|place| &self.orders.rows()[*place])
    }

    /// The next number of its kind.
    fn next_number(&mut self, kind: &'static str) -> u64 {
        let number = self.numbers.entry(kind).or_default();
        *number += 1;
        *number
    }

    pub(crate) fn set_behavior(&mut self, behavior: Behavior) {
        self.behavior = behavior;
    }

    /// Counts what exists.
    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary {
            customers: self.customers.rows().len(),
            resellers: self.resellers.rows().len(),
            products: self.catalogue.products().len(),
            reports: self.reports.rows().len(),
            ..Summary::default()
        };
        for order in self.orders.rows() {
            *summary.orders.entry(order.status.to_string()).or_default() += 1;
        }
        for subscription in self.subscriptions.rows() {
            *summary.subscriptions.entry(subscription.status.to_string()).or_default() += 1;
        }
        summary
    }

    /// Returns all data, to start another sandbox with.
    pub(crate) fn dataset(&self) -> Dataset {
        Dataset {
            version: VERSION,
            as_of: self.now,
            reseller_id: self.reseller_id,
            resellers: self.resellers.rows().to_vec(),
            customers: self.customers.rows().to_vec(),
            plans: self.plans.rows().to_vec(),
            products: self.catalogue.products().to_vec(),
            subscriptions: self.subscriptions.rows().to_vec(),
            orders: self.orders.rows().to_vec(),
            report_definitions: self.report_definitions.clone(),
            reports: self.reports.rows().to_vec(),
        }
    }
}

/// The time after which a terminated subscription is `removed` (assumed).
const REMOVAL: std::time::Duration = std::time::Duration::from_secs(30 * 24 * 3600);

/// A term ends with the day on which it would renew.
fn term_end(subscription: &Subscription) -> (DateTime<Utc>, Event) {
    let day = subscription.renewal_date;
    (midnight(day), Event::TermEnds(subscription.id, day))
}

fn midnight(day: chrono::NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn activate(status: &mut AccountStatus) {
    if *status == AccountStatus::Pending {
        *status = AccountStatus::Active;
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
