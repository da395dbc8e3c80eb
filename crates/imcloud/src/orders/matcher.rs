//! Comparing orders with the one that was sent.

use chrono::{DateTime, TimeDelta, Utc};
use imcloud_raw::types::{Order, OrderInput, OrderLineProduct, OrderLineProductInput, OrderType};

use super::OrderReference;

/// Allowance for the clocks of both sides and for rounded dates, where the number alone does not decide.
const TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// The result of comparing an order with the one that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
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
    /// Returns true if an order of this type may match.
    pub(super) fn may_be_type(&self, found: Option<&OrderType>) -> bool {
        self.type_(found) != Property::Different
    }

    pub(super) fn compare(&self, order: &Order) -> Match {
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
        let created = order.creation_date.as_ref().and_then(|date| date.to_utc().ok());
        let is_old = created.is_some_and(|created| created < self.earliest);
        if properties.contains(&Different) || (number == Missing && is_old) {
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
            let old = with(unnumbered.clone(), "creationDate", json!("2026-05-04T04:59:59Z"));
            assert_eq!(compare(sales(), generated, old), Match::Other);
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
