//! The work of a round, and its checks against the data of the sandbox.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use imcloud::{orders::OrderReference, rust_decimal::Decimal, types::OrderInput};
use serde_json::Value;

/// The outcome of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The id.
    Done(String),
    /// The reason.
    Rejected(String),
    /// The message of the error. The record may exist.
    Unknown(String),
    /// The call was dropped before its outcome.
    Dropped,
}

#[derive(Clone, Debug)]
pub(crate) struct OrderRecord {
    pub(crate) number: String,
    pub(crate) outcome: Outcome,
    /// Orders of the command line have a file instead.
    pub(crate) resume: Option<(OrderInput, OrderReference)>,
}

/// An addition of seats.
#[derive(Clone, Debug)]
pub(crate) struct SeatRecord {
    pub(crate) subscription: String,
    /// The reported change; `None` if the outcome of the order is unknown. Then the order itself decides.
    pub(crate) seats: Option<Decimal>,
    /// The `poNumber` of the order.
    pub(crate) number: String,
}

/// The work of a round. Each list only grows.
#[derive(Default)]
pub(crate) struct Records {
    pub(crate) orders: Vec<OrderRecord>,
    pub(crate) seats: Vec<SeatRecord>,
    /// Created customers by their external ids.
    pub(crate) customers: Vec<(String, Outcome)>,
    pub(crate) violations: Vec<String>,
    /// Successes, errors and dropped calls by operation.
    pub(crate) calls: BTreeMap<&'static str, [u64; 3]>,
}

#[derive(Default)]
pub(crate) struct Ledger(Mutex<Records>);

impl Ledger {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn violation(&self, message: impl Into<String>) {
        self.lock().violations.push(message.into());
    }

    pub(crate) fn count(&self, operation: &'static str, column: usize) {
        self.lock().calls.entry(operation).or_default()[column] += 1;
    }
}

struct StoredOrder {
    id: String,
    status: String,
    /// Of its first line: the difference, for a change.
    quantity: Decimal,
}

/// The data of the sandbox.
#[derive(Default)]
pub(crate) struct Truth {
    /// Orders by `poNumber`, except renewals: they have the number of the order that they renew.
    orders: BTreeMap<String, Vec<StoredOrder>>,
    /// Ids of customers by external id.
    customers: BTreeMap<String, Vec<String>>,
    /// Seats of the first product by subscription.
    seats: BTreeMap<String, Decimal>,
}

impl Truth {
    pub(crate) fn of(data: &Value) -> Self {
        let items = |name: &str| data[name].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let mut truth = Self::default();
        for order in items("orders") {
            if let Some(number) = order["poNumber"].as_str().filter(|_| order["type"] != "renewal") {
                let quantity = text(&order["lines"][0]["quantity"]).parse().unwrap_or_default();
                let found = StoredOrder { id: text(&order["id"]), status: text(&order["status"]), quantity };
                truth.orders.entry(number.to_owned()).or_default().push(found);
            }
        }
        for customer in items("customers") {
            if let Some(id) = customer["profile"]["externalId"].as_str() {
                truth.customers.entry(id.to_owned()).or_default().push(text(&customer["id"]));
            }
        }
        for subscription in items("subscriptions") {
            if let Ok(seats) = text(&subscription["products"][0]["quantity"]).parse() {
                truth.seats.insert(text(&subscription["id"]), seats);
            }
        }
        truth
    }

    pub(crate) fn check_orders(&self, records: &[OrderRecord]) -> Vec<String> {
        let mut violations = Vec::new();
        for OrderRecord { number, outcome, .. } in records {
            let found = self.orders.get(number).into_iter().flatten().map(|order| &*order.id);
            violations.extend(check_outcome("order", number, outcome, found));
            if let Outcome::Unknown(message) = outcome
                && !message.contains(number)
            {
                violations.push(format!("the error of order {number} does not name it: {message}"));
            }
        }
        violations
    }

    pub(crate) fn check_customers(&self, records: &[(String, Outcome)]) -> Vec<String> {
        let check = |(external_id, outcome): &(String, Outcome)| {
            let found = self.customers.get(external_id).into_iter().flatten().map(|id| &**id);
            check_outcome("customer", external_id, outcome, found)
        };
        records.iter().filter_map(check).collect()
    }

    /// Checks that the seats of each subscription grew by what was ordered for it.
    pub(crate) fn check_seats(
        &self,
        start: &BTreeMap<String, Decimal>,
        records: &[SeatRecord],
    ) -> Vec<String> {
        let mut violations = Vec::new();
        for (subscription, before) in start {
            let mut expected = *before;
            let mut orders = Vec::new();
            for record in records.iter().filter(|record| record.subscription == *subscription) {
                for order in self.orders.get(&record.number).into_iter().flatten() {
                    let seats = record.seats.unwrap_or(order.quantity);
                    orders.push(format!("{} ({}): {seats:+}", order.id, order.status));
                    if order.status == "completed" {
                        expected += seats;
                    }
                }
            }
            let found = self.seats.get(subscription);
            if found != Some(&expected) {
                violations.push(format!(
                    "subscription {subscription} has {found:?} seats instead of {before} and {orders:?}"
                ));
            }
        }
        violations
    }
}

/// Checks that created records exist once, rejected ones do not exist, and others exist at most once.
fn check_outcome<'a>(
    kind: &str,
    name: &str,
    outcome: &Outcome,
    found: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let found: Vec<&str> = found.collect();
    let valid = match outcome {
        Outcome::Done(id) => found == [id],
        Outcome::Rejected(_) => found.is_empty(),
        Outcome::Unknown(_) | Outcome::Dropped => found.len() <= 1,
    };
    (!valid).then(|| format!("{kind} {name}: {outcome:?}, but the service has {found:?}"))
}

/// Checks a list that was read to its end: every item that existed before, and none twice.
///
/// Items without an id cannot be recognized, so then the number of items counts. `missing` items were
/// reported to the caller.
pub(crate) fn check_list(
    name: &str,
    required: &BTreeSet<String>,
    read: &[String],
    missing: u64,
) -> Vec<String> {
    let mut violations = Vec::new();
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = read.iter().filter(|id| !id.is_empty() && !seen.insert(id.as_str())).collect();
    if !twice.is_empty() {
        violations.push(format!("the list of {name} has items twice: {twice:?}"));
    }
    let without_id = read.iter().filter(|id| id.is_empty()).count() as u64;
    let lost: Vec<_> = required.iter().filter(|id| !seen.contains(id.as_str())).collect();
    if lost.len() as u64 > without_id + missing {
        let (read, lost_count) = (read.len(), lost.len());
        violations.push(format!(
            "the list of {name} lacks {lost_count} items, such as {:?}; it has {read}, {without_id} of them without an id, and reports {missing} missing",
            lost[0]
        ));
    }
    violations
}

/// Checks that the client fetched a token only when it had none: at the start, after the end of one, and at
/// the end of a lifetime.
pub(crate) fn check_tokens(fetched: u64, deaths: u64, lifetimes: u64) -> Option<String> {
    (fetched > 1 + deaths + lifetimes)
        .then(|| format!("{fetched} tokens were fetched, but {deaths} ended early in {lifetimes} lifetimes"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn truth() -> Truth {
        let order = |id: u64, type_: &str, number: &str, quantity: &str| {
            json!({"id": id, "type": type_, "status": "completed", "poNumber": number,
                "lines": [{"quantity": quantity}]})
        };
        Truth::of(&json!({
            "orders": [order(1, "sales", "A", "2"), order(2, "sales", "B", "1"), order(3, "sales", "B", "1"),
                order(4, "change", "C", "3"), order(5, "renewal", "A", "2")],
            "customers": [{"id": 7, "profile": {"externalId": "X"}}, {"id": 8, "profile": {"externalId": "Y"}},
                {"id": 9, "profile": {"externalId": "Y"}}],
            "subscriptions": [{"id": 6, "products": [{"quantity": "13"}]}],
        }))
    }

    fn done(id: &str) -> Outcome {
        Outcome::Done(id.to_owned())
    }

    #[track_caller]
    fn assert_violation(found: &[String], expected: Option<&str>) {
        match expected {
            None => assert!(found.is_empty(), "{found:?}"),
            Some(text) => assert!(found.len() == 1 && found[0].contains(text), "{found:?}"),
        }
    }

    #[test]
    fn wrong_order_outcomes_are_violations() {
        for (number, outcome, violation) in [
            ("A", done("1"), None),
            ("A", done("9"), Some("order A: Done(\"9\"), but the service has [\"1\"]")),
            ("B", done("2"), Some("Done(\"2\"), but the service has [\"2\", \"3\"]")),
            ("Z", done("2"), Some("the service has []")),
            ("Z", Outcome::Rejected("400".to_owned()), None),
            (
                "A",
                Outcome::Rejected("400".to_owned()),
                Some("Rejected(\"400\"), but the service has [\"1\"]"),
            ),
            ("A", Outcome::Unknown("order A may exist".to_owned()), None),
            ("A", Outcome::Unknown("it may exist".to_owned()), Some("does not name it")),
            ("Z", Outcome::Dropped, None),
            ("B", Outcome::Dropped, Some("Dropped, but the service has [\"2\", \"3\"]")),
        ] {
            let record = OrderRecord { number: number.to_owned(), outcome, resume: None };
            assert_violation(&truth().check_orders(&[record]), violation);
        }
    }

    #[test]
    fn wrong_customer_outcomes_are_violations() {
        for (external_id, outcome, violation) in [
            ("X", done("7"), None),
            ("Y", done("8"), Some("customer Y")),
            ("X", Outcome::Rejected(String::new()), Some("customer X")),
            ("Z", Outcome::Rejected(String::new()), None),
            ("Y", Outcome::Dropped, Some("customer Y")),
            ("X", Outcome::Unknown(String::new()), None),
        ] {
            assert_violation(&truth().check_customers(&[(external_id.to_owned(), outcome)]), violation);
        }
    }

    #[test]
    fn lost_seats_are_violations() {
        let check = |before: u32, seats: Option<u32>| {
            let record =
                SeatRecord { subscription: "6".into(), seats: seats.map(Decimal::from), number: "C".into() };
            truth().check_seats(&BTreeMap::from([("6".to_owned(), before.into())]), &[record])
        };
        assert_violation(&check(10, Some(3)), None);
        assert_violation(&check(10, None), None);
        assert_violation(&check(10, Some(2)), Some("instead of 10"));
        assert_violation(&check(11, None), Some("instead of 11"));
    }

    #[test]
    fn incomplete_lists_are_violations() {
        let required = BTreeSet::from(["1".to_owned(), "2".to_owned()]);
        for (read, missing, violation) in [
            (&["3", "2", "1"][..], 0, None),
            (&["2", "2", "1"], 0, Some("twice")),
            (&["2"], 0, Some("lacks 1 items, such as \"1\"")),
            (&["2"], 1, None),
            (&["2", ""], 0, None),
            (&["", ""], 0, None),
            (&[""], 0, Some("lacks 2 items")),
        ] {
            let read: Vec<String> = read.iter().map(|id| (*id).to_owned()).collect();
            assert_violation(&check_list("orders", &required, &read, missing), violation);
        }
    }

    #[test]
    fn needless_token_is_a_violation() {
        assert_eq!(check_tokens(4, 2, 1), None);
        assert!(check_tokens(5, 2, 1).unwrap().starts_with("5 tokens were fetched"));
    }
}
