//! Searching for an order that may exist, and comparing orders with the one that was sent.

use std::{collections::HashSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use imcloud_raw::{
    Id,
    types::{Order, OrderInput, OrderLineProduct, OrderLineProductInput, OrderType},
};

use super::{OrderReference, UnknownReason};
use crate::{
    Client, OrderFilter,
    error::{Details, Error, ErrorKind},
    wait::{Interval, TimeLimit},
};

/// This many of the customer's newest orders are checked whatever their dates, because clocks can be wrong.
const NEWEST: usize = 5;

/// List items cost little, and the order is among the first.
const PAGE: u32 = 50;

/// Bound for the list items of one search, for a service that ignores the filter and sends no dates.
const MAX_ITEMS: usize = 1_000;

/// Delay before a single search, because an order can become visible shortly after the response.
const SETTLE: Duration = Duration::from_secs(2);

/// Searches for one order. Orders that do not match are fetched once only.
pub(super) struct Searcher<'a> {
    pub(super) client: &'a Client,
    pub(super) matcher: OrderMatcher<'a>,
    pub(super) timeout: Duration,
    pub(super) limit: &'a TimeLimit<'a>,
    pub(super) others: HashSet<Id>,
    pub(super) searches: u32,
}

pub(super) enum Finding {
    Found(Box<Order>),
    /// The last search was complete and nothing matched.
    Absent,
    Unknown(UnknownReason, Vec<Order>, Option<Error>),
}

#[derive(Default)]
pub(super) struct Matches {
    pub(super) ours: Vec<Order>,
    possible: Vec<Order>,
    /// The error that interrupted the search.
    error: Option<Error>,
}

impl Searcher<'_> {
    /// Searches until the order is found, or the search timeout has expired and the last search after that is
    /// complete. `once` ends after a complete search. `find_all` checks orders after the first match, too.
    pub(super) async fn run(&mut self, once: bool, find_all: bool) -> Finding {
        let runtime = self.client.runtime();
        let interval = Interval::growing(Duration::from_secs(2), Duration::from_secs(30));
        let search = TimeLimit::start(runtime, self.timeout);
        if once {
            runtime.sleep(SETTLE.min(self.timeout).min(self.limit.until_last_poll())).await;
        }
        let mut searches = 0;
        loop {
            if self.limit.left().is_zero() {
                return Finding::Unknown(UnknownReason::TimedOut, Vec::new(), None);
            }
            // Read before the search: an earlier one is not a search after the timeout.
            let is_last = search.left().is_zero();
            let Matches { mut ours, possible, error } = self.search(find_all).await;
            searches += 1;
            let until_last = self.limit.until_last_poll();
            let may_repeat = !is_last && !until_last.is_zero() && error.as_ref().is_none_or(is_transient);
            if ours.len() > 1 {
                return Finding::Unknown(UnknownReason::MultipleMatches, ours, error);
            }
            // In an interrupted search, a generated number is enough. A complete one shows duplicates, too.
            let is_certain = error.is_none() || (self.matcher.reference.is_generated() && !may_repeat);
            if ours.len() == 1 && is_certain {
                return Finding::Found(Box::new(ours.remove(0)));
            }
            ours.extend(possible);
            let is_absent = error.is_none() && ours.is_empty();
            if is_absent && (is_last || once) {
                return Finding::Absent;
            }
            if !may_repeat {
                let reason = match error {
                    _ if !is_last && until_last.is_zero() => UnknownReason::TimedOut,
                    Some(_) => UnknownReason::SearchFailed,
                    None => UnknownReason::PossibleMatches,
                };
                return Finding::Unknown(reason, ours, error);
            }
            let delay = interval.delay(searches, runtime.random());
            runtime.sleep(delay.min(search.left()).min(until_last)).await;
        }
    }

    pub(super) async fn search(&mut self, find_all: bool) -> Matches {
        self.searches += 1;
        let mut matches = Matches::default();
        matches.error = self.read(find_all, &mut matches).await.err();
        tracing::debug!(
            po_number = self.matcher.reference.po_number(),
            found = matches.ours.len(),
            possible = matches.possible.len(),
            complete = matches.error.is_none(),
            "searched for an order"
        );
        matches
    }

    async fn read(&mut self, find_all: bool, matches: &mut Matches) -> Result<(), Error> {
        let client = self.client.with_remaining(self.limit.left());
        let filter = OrderFilter::new().customer_id(&self.matcher.sent.customer_id);
        let mut pages = client.orders().list().filter(filter).page_size(PAGE).pages();
        let (mut seen, mut total) = (0, 0);
        while let Some(page) = pages.next().await {
            let page = page?;
            total = page.total.unwrap_or_default();
            for item in page.items {
                seen += 1;
                if seen > NEWEST && self.matcher.is_old(created_at(item.creation_date.as_ref())) {
                    return Ok(());
                }
                if seen > MAX_ITEMS {
                    return Err(incomplete("more than 1000 orders may be the one searched for"));
                }
                // The service ignores filters that it does not know.
                let of_another = item.customer_id.is_some_and(|id| id != self.matcher.sent.customer_id);
                if of_another || self.matcher.type_(item.type_.as_ref()) == Property::Different {
                    continue;
                }
                let id = item.id;
                if id.is_empty() {
                    return Err(incomplete("an order without an id may be the one searched for"));
                }
                if self.others.contains(&id) {
                    continue;
                }
                let order = client.orders().get(&id).await?;
                match self.matcher.compare(&order) {
                    Match::Other => {
                        self.others.insert(id);
                    }
                    Match::Possible => matches.possible.push(order),
                    Match::Ours => {
                        matches.ours.push(order);
                        // No other order has this number, unless it was sent more than once.
                        if self.matcher.reference.is_generated() && !find_all {
                            return Ok(());
                        }
                    }
                }
            }
        }
        // The order may be among the items that were not listed, or that were inserted before the first page.
        if total > seen as u64 {
            return Err(incomplete("the list has fewer orders than its total"));
        }
        Ok(())
    }
}

fn incomplete(reason: &'static str) -> Error {
    Details::new(ErrorKind::Pagination, "list_orders", reason).into()
}

fn is_transient(error: &Error) -> bool {
    !(error.is_authentication() || error.is_permission_denied() || error.is_quota_exceeded())
}

/// Allowance for the clocks of both sides and for rounded dates, where the number alone does not decide.
const TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// The result of comparing an order with the one that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    Ours,
    /// It lacks a property, or is too old, to be certain.
    Possible,
    Other,
}

/// The result of comparing a property, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Property {
    Equal,
    Missing,
    Different,
}

/// The criteria by which the order that was sent is recognized.
#[derive(Debug)]
pub(super) struct OrderMatcher<'a> {
    pub(super) sent: &'a OrderInput,
    pub(super) reference: &'a OrderReference,
    pub(super) since: DateTime<Utc>,
    /// Older orders are others, unless their number matches.
    pub(super) earliest: DateTime<Utc>,
}

impl OrderMatcher<'_> {
    /// Returns true if an order was created before the one that was sent, whatever the clocks.
    fn is_old(&self, created: Option<DateTime<Utc>>) -> bool {
        created.is_some_and(|created| created < self.earliest)
    }

    fn compare(&self, order: &Order) -> Match {
        use Property::{Different, Equal, Missing};
        let number =
            property(order.po_number.as_deref(), |number| number.trim() == self.reference.po_number().trim());
        let type_ = self.type_(order.type_.as_ref());
        match (number, type_) {
            (Different, _) | (_, Different) => return Match::Other,
            (Equal, _) if self.reference.is_generated() => return Match::Ours,
            _ => {}
        }
        let customer = property(order.customer_id.as_ref(), |id| *id == self.sent.customer_id);
        let properties = [number, type_, customer, self.subscription(order), self.products(order)];
        let created = created_at(order.creation_date.as_ref());
        if properties.contains(&Different) || (number == Missing && self.is_old(created)) {
            return Match::Other;
        }
        let is_new = created
            .and_then(|created| created.checked_add_signed(TOLERANCE))
            .is_some_and(|created| created >= self.since);
        if is_new && !properties.contains(&Missing) { Match::Ours } else { Match::Possible }
    }

    fn type_(&self, found: Option<&OrderType>) -> Property {
        let known = found.filter(|type_| !matches!(type_, OrderType::Unknown | OrderType::UnknownValue(_)));
        property(known, |type_| *type_ == self.sent.type_)
    }

    /// Both requests and responses have it on the order or on its lines.
    fn subscription(&self, order: &Order) -> Property {
        let sent = self.sent.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let sent: Vec<_> = sent.chain(&self.sent.subscription_id).collect();
        if sent.is_empty() {
            return Property::Equal;
        }
        let found = order.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let found: Vec<_> = found.chain(&order.subscription_id).collect();
        property((!found.is_empty()).then_some(found), |found| found.iter().any(|id| sent.contains(id)))
    }

    fn products(&self, order: &Order) -> Property {
        let sent = self.sent.products.as_deref().unwrap_or_default();
        // Renewals and cancellations have none (observed).
        if sent.is_empty() || matches!(self.sent.type_, OrderType::Renewal | OrderType::Cancellation) {
            return Property::Equal;
        }
        let found = order.products.as_deref().unwrap_or_default();
        if found.is_empty() {
            return Property::Missing;
        }
        // The quantity of a change is sent as the total and read as the total or the difference (observed).
        let has_quantity = self.sent.type_ != OrderType::Change;
        let best = |line| found.iter().map(|other| compare_line(line, other, has_quantity)).min();
        sent.iter().filter_map(best).max().unwrap_or(Property::Equal)
    }
}

/// Returns the creation date of an order; `None` without a valid one.
fn created_at(date: Option<&imcloud_raw::DateTime>) -> Option<DateTime<Utc>> {
    date.and_then(|date| date.to_utc().ok())
}

fn compare_line(sent: &OrderLineProductInput, found: &OrderLineProduct, has_quantity: bool) -> Property {
    let product = match (&sent.id, &found.id, &sent.mpn, &found.mpn) {
        (Some(sent), Some(found), ..) => property(Some(found), |found| found == sent),
        (_, _, Some(sent), Some(found)) => property(Some(found), |found| found.eq_ignore_ascii_case(sent)),
        _ => Property::Missing,
    };
    let quantity = match &sent.quantity {
        Some(sent) if has_quantity => property(found.quantity.as_ref(), |found| found == sent),
        _ => Property::Equal,
    };
    product.max(quantity)
}

fn property<T>(found: Option<T>, is_equal: impl FnOnce(T) -> bool) -> Property {
    match found.map(is_equal) {
        None => Property::Missing,
        Some(true) => Property::Equal,
        Some(false) => Property::Different,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SINCE: &str = "2026-05-04T06:00:00Z";

    fn compare(sent: Value, generated: bool, found: Value) -> Match {
        let sent: OrderInput = serde_json::from_value(sent).unwrap();
        let reference = json!({"poNumber": sent.po_number, "since": SINCE, "generated": generated});
        let reference: OrderReference = serde_json::from_value(reference).unwrap();
        let since = reference.since().to_utc().unwrap();
        let earliest = since - TimeDelta::hours(1);
        let matcher = OrderMatcher { sent: &sent, reference: &reference, since, earliest };
        matcher.compare(&serde_json::from_value(found).unwrap())
    }

    fn sales() -> Value {
        json!({"customerId": "5", "type": "sales", "poNumber": "N", "products": [{"mpn": "A-1", "quantity": 3}]})
    }

    fn read_back() -> Value {
        json!({"id": "1", "customerId": "5", "type": "sales", "poNumber": "N", "creationDate": "2026-05-04T06:00:02Z",
            "products": [{"id": "p", "mpn": "a-1", "quantity": 3.0}]})
    }

    fn with(mut order: Value, property: &str, value: Value) -> Value {
        order[property] = value;
        order
    }

    #[test]
    fn custom_number_requires_equal_properties() {
        use Match::{Other, Ours, Possible};
        for (property, value, expected) in [
            ("id", json!("1"), Ours),
            ("poNumber", json!(" N "), Ours),
            ("poNumber", json!("M"), Other),
            ("poNumber", json!(null), Possible),
            ("type", json!("renewal"), Other),
            ("type", json!("of_the_next_version"), Possible),
            ("customerId", json!("6"), Other),
            ("customerId", json!(null), Possible),
            ("products", json!(null), Possible),
            ("products", json!([{"mpn": "A-1", "quantity": 4}]), Other),
            ("products", json!([{"mpn": "B-2", "quantity": 3}]), Other),
            ("products", json!([{"id": "p", "quantity": 3}]), Possible),
            ("products", json!([{"mpn": "A-1"}]), Possible),
            ("products", json!([{"mpn": "B-2", "quantity": 3}, {"mpn": "A-1", "quantity": "3.0"}]), Ours),
            ("creationDate", json!(null), Possible),
            ("creationDate", json!("2026-05-04T05:59:00Z"), Ours),
            ("creationDate", json!("2026-05-04T05:58:59Z"), Possible),
            ("creationDate", json!("2020-01-01T00:00:00Z"), Possible),
        ] {
            let found = with(read_back(), property, value);
            assert_eq!(compare(sales(), false, found.clone()), expected, "{found}");
        }
    }

    #[test]
    fn generated_number_decides_except_for_renewals() {
        for (property, value) in [
            ("products", json!([{"mpn": "B-2", "quantity": 9}])),
            ("customerId", json!(null)),
            ("creationDate", json!("2020-01-01T00:00:00Z")),
            ("type", json!(null)),
        ] {
            let found = with(read_back(), property, value);
            assert_eq!(compare(sales(), true, found.clone()), Match::Ours, "{found}");
        }
        assert_eq!(compare(sales(), true, with(read_back(), "type", json!("renewal"))), Match::Other);
    }

    #[test]
    fn missing_number_matches_recent_equal_orders_only() {
        let unnumbered = with(read_back(), "poNumber", json!(null));
        for generated in [true, false] {
            assert_eq!(compare(sales(), generated, unnumbered.clone()), Match::Possible);
            let other = with(unnumbered.clone(), "products", json!([{"mpn": "B-2", "quantity": 3}]));
            assert_eq!(compare(sales(), generated, other), Match::Other);
            let oldest = with(unnumbered.clone(), "creationDate", json!("2026-05-04T05:00:00Z"));
            assert_eq!(compare(sales(), generated, oldest), Match::Possible);
            let older = with(unnumbered.clone(), "creationDate", json!("2026-05-04T04:59:59Z"));
            assert_eq!(compare(sales(), generated, older), Match::Other);
        }
    }

    #[test]
    fn change_is_compared_without_quantities() {
        let change = |subscription: &str| {
            json!({"customerId": "5", "type": "change", "poNumber": "N",
                "products": [{"mpn": "A-1", "quantity": 10, "subscriptionId": subscription}]})
        };
        let found = with(with(read_back(), "type", json!("change")), "subscriptionId", json!("77"));
        assert_eq!(compare(change("77"), false, found.clone()), Match::Ours);
        assert_eq!(compare(change("78"), false, found.clone()), Match::Other);
        assert_eq!(compare(change("77"), false, with(found, "subscriptionId", json!(null))), Match::Possible);
        let cancellation =
            json!({"customerId": "5", "type": "cancellation", "poNumber": "N", "subscriptionId": "77"});
        let found = json!({"customerId": "5", "type": "cancellation", "poNumber": "N", "subscriptionId": "77",
            "creationDate": SINCE});
        assert_eq!(compare(cancellation, false, found), Match::Ours);
    }
}
