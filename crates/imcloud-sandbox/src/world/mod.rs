//! The records of the service, and their changes by requests and time. Contains no HTTP.
//!
//! ```text
//! Call -> operations (accounts, catalog, orders, subscriptions, parameters, reports) -> JSON or Rejection
//!              |                                              ^
//!              +-> timeline: scheduled events -> advance_to --+
//! ```
//!
//! Each [`Table`] is in order of creation, and lists are the reverse. An operation reads or changes tables,
//! and adds later changes to the [`Timeline`]; `advance_to` applies them.

use std::{collections::BTreeMap, str::FromStr};

use chrono::{DateTime, Utc};
use serde::Serialize;

use self::timeline::{Event, Timeline};
use crate::{
    Behavior, Dataset,
    model::{Groups, Order, Record, Subscription, Table},
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

/// Copies fields of the same names.
macro_rules! copy {
    ($source:expr => $target:ident: $($field:ident),+ $(,)?) => {{
        let source = &$source;
        $($target.$field = source.$field.clone().into();)+
    }};
}

/// Creates a [`Rejection`] from a function of it and a formatted message.
macro_rules! rejection {
    ($kind:ident, $($message:tt)+) => { crate::world::Rejection::$kind(format!($($message)+)) };
}

/// Creates the response of a list from the items of a page and the total.
macro_rules! list {
    ($type:ident, $page:expr, $found:expr, $item:expr) => {{
        let (items, total) = $found;
        fill!($type {
            data: items.into_iter().map($item).collect::<Vec<_>>(),
            pagination: $page.envelope(total),
        })
    }};
}

mod accounts;
mod call;
mod catalogue;
mod insertion;
mod orders;
mod parameters;
mod profile;
mod report_file;
mod reports;
mod subscriptions;
mod timeline;
pub(crate) use call::{Call, Rejection};
use call::{Page, Result};
pub(crate) use reports::{DOWNLOADS_PATH, FileError};

#[derive(Debug)]
pub(crate) struct World {
    /// The time. That of `data` is the start.
    now: DateTime<Utc>,
    data: Dataset,
    behavior: Behavior,
    /// Scheme, host and port of download URLs.
    origin: String,
    subscriptions_of_customer: Groups,
    orders_of_customer: Groups,
    orders_of_subscription: Groups,
    timeline: Timeline,
    /// The last number of each kind.
    numbers: BTreeMap<&'static str, u64>,
    /// Requests that are carried out later, each once.
    deferred: Vec<Option<Call>>,
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

impl World {
    pub(crate) fn new(data: Dataset, behavior: Behavior) -> Self {
        let accounts =
            data.customers.iter().map(|it| it.id).chain(data.resellers.iter().map(|it| it.id)).max();
        let order_number = |order: &Order| {
            order.number.trim_start_matches(|letter: char| !letter.is_ascii_digit()).parse().ok()
        };
        let numbers = BTreeMap::from([
            ("account", accounts.unwrap_or(1_000_000)),
            ("subscription", data.subscriptions.iter().map(|it| it.id).max().unwrap_or(1_000_000)),
            ("order", data.orders.iter().map(|it| it.id).max().unwrap_or(1_000_000)),
            ("order number", data.orders.iter().filter_map(order_number).max().unwrap_or(0)),
            ("report", data.reports.len() as u64),
        ]);
        let mut world = Self {
            now: data.as_of,
            data,
            behavior,
            origin: String::new(),
            subscriptions_of_customer: Groups::default(),
            orders_of_customer: Groups::default(),
            orders_of_subscription: Groups::default(),
            timeline: Timeline::default(),
            numbers,
            deferred: Vec::new(),
        };
        (0..world.data.subscriptions.len()).for_each(|index| world.index_subscription(index));
        (0..world.data.orders.len()).for_each(|index| world.index_order(index));
        world.schedule_open_work();
        world
    }

    /// Returns the JSON of a successful call. The server handles tokens itself.
    pub(crate) fn respond(&mut self, call: &Call) -> Result<Vec<u8>> {
        if call.operation.path.starts_with("/resellers") && !self.behavior.may_manage_resellers {
            return Err(Rejection::forbidden("This account may not manage resellers."));
        }
        match call.operation.name {
            "list_customers" => json(&self.list_customers(call)?),
            "create_customer" => json(&self.create_customer(self.data.reseller_id, &call.body()?)?),
            "get_customer" => json(&self.get_customer(call.id())?),
            "update_customer" => json(&self.update_customer(call.id(), &call.body()?)?),
            "list_resellers" => json(&self.list_resellers(call)?),
            "create_reseller" => json(&self.create_reseller(&call.body()?)?),
            "get_reseller" => json(&self.get_reseller(call.id())?),
            "update_reseller" => json(&self.update_reseller(call.id(), &call.body()?)?),
            "list_reseller_customers" => json(&self.list_reseller_customers(call)?),
            "create_reseller_customer" => {
                let reseller = self.reseller(call.id())?.id;
                json(&self.create_customer(reseller, &call.body()?)?)
            }
            "list_reseller_orders" => json(&self.list_reseller_orders(call)?),
            "list_products" => json(&self.list_products(call)?),
            "list_plans" => json(&self.list_plans(call)?),
            "get_plan" => json(&self.get_plan(call.id())?),
            "list_orders" => json(&self.list_orders(call)?),
            "create_order" => json(&self.create_order(&call.body()?)?),
            "estimate_order" => json(&self.estimate_order(&call.body()?)?),
            "get_order" => json(&self.get_order(call.id())?),
            "update_order" => json(&self.update_order(call.id(), &call.body()?)?),
            "list_subscriptions" => json(&self.list_subscriptions(call)?),
            "get_subscription" => json(&self.get_subscription(call.id())?),
            "update_subscription" => json(&self.update_subscription(call.id(), &call.body()?)?),
            "update_subscription_special_pricing" => {
                json(&self.set_special_pricing(call.id(), &call.body()?)?)
            }
            "list_reports" => json(&self.list_reports(call)?),
            "create_report" => json(&self.create_report(&call.body()?)?),
            "get_report" => json(&self.get_report(call.id())?),
            "validate_parameters" => json(&self.validate_parameters(&call.body()?)?),
            other => Err(Rejection {
                status: 501,
                message: format!(
                    "The sandbox does not know the operation {other}; a newer version of it may."
                ),
            }),
        }
    }

    fn find<'a, T: Record<Id: FromStr>>(&self, records: &'a Table<T>, kind: &str, id: &str) -> Result<&'a T> {
        records.by_id(id).ok_or_else(|| Rejection::unknown(kind, id, &self.behavior))
    }

    /// Sets scheme, host and port of download URLs: those of the request, which can differ from those of the
    /// listener.
    pub(crate) fn set_origin(&mut self, scheme: &str, host: &str) {
        if self.origin.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")) != Some(host) {
            self.origin = format!("{scheme}://{host}");
        }
    }

    fn add_subscription(&mut self, subscription: Subscription) {
        let index = self.data.subscriptions.push(subscription);
        self.index_subscription(index);
    }

    fn index_subscription(&mut self, index: usize) {
        self.subscriptions_of_customer.add(self.data.subscriptions[index].customer_id, index);
    }

    fn store(&mut self, mut subscription: Subscription) {
        subscription.last_modified = self.now.date_naive();
        self.timeline.add_term_end(&subscription);
        if let Some(stored) = self.data.subscriptions.get_mut(&subscription.id) {
            *stored = subscription;
        }
    }

    fn add_order(&mut self, order: Order) {
        let index = self.data.orders.push(order);
        self.index_order(index);
    }

    fn index_order(&mut self, index: usize) {
        let order = &self.data.orders[index];
        self.orders_of_customer.add(order.customer_id, index);
        let lines =
            order.lines.iter().flat_map(|line| [Some(line.subscription_id), line.target_subscription_id]);
        for subscription in lines.flatten().chain([order.subscription_id]) {
            self.orders_of_subscription.add(subscription, index);
        }
    }

    /// Returns the orders with lines for a subscription, oldest first.
    fn orders_of(&self, subscription: u64) -> impl DoubleEndedIterator<Item = &Order> {
        self.orders_of_subscription.of(subscription).iter().map(|index| &self.data.orders[*index])
    }

    fn next_number(&mut self, kind: &'static str) -> u64 {
        let number = self.numbers.entry(kind).or_default();
        *number += 1;
        *number
    }

    pub(crate) fn set_behavior(&mut self, behavior: Behavior) {
        self.behavior = behavior;
    }

    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary {
            customers: self.data.customers.len(),
            resellers: self.data.resellers.len(),
            products: self.data.products.len(),
            reports: self.data.reports.len(),
            ..Summary::default()
        };
        for order in self.data.orders.iter() {
            *summary.orders.entry(order.status.to_string()).or_default() += 1;
        }
        for subscription in self.data.subscriptions.iter() {
            *summary.subscriptions.entry(subscription.status.to_string()).or_default() += 1;
        }
        summary
    }

    /// Returns a copy of the data at this time.
    pub(crate) fn dataset(&self) -> Dataset {
        Dataset { as_of: self.now, ..self.data.clone() }
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value)
        .map_err(|error| rejection!(business, "The response cannot be written: {error}."))
}
