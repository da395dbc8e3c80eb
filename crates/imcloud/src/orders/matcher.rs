//! Whether an order is the one that was sent.

use chrono::{TimeDelta, Utc};
use imcloud_raw::types::{Order, OrderInput, OrderLineProduct, OrderLineProductInput, OrderType};

use super::OrderReference;

/// By how much the clocks of both sides may differ, and creation dates are rounded, where the number alone does not decide.
const TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// What an order is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    Ours,
    /// It shows too little, or is too old, to be sure.
    Alike,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Agrees,
    Differs,
    /// The order does not show it.
    Hidden,
}

/// The order that was sent, as far as it can be recognised.
#[derive(Debug)]
pub(super) struct OrderMatcher<'a> {
    pub(super) sent: &'a OrderInput,
    pub(super) reference: &'a OrderReference,
    pub(super) since: chrono::DateTime<Utc>,
    /// Older orders are others, unless they have a number of ours.
    pub(super) earliest: chrono::DateTime<Utc>,
}

impl OrderMatcher<'_> {
    /// Whether a row of this type may be ours.
    pub(super) fn fits_type(&self, found: Option<&OrderType>) -> bool {
        self.type_(found) != Mark::Differs
    }

    pub(super) fn judge(&self, order: &Order) -> Match {
        use Mark::{Agrees, Differs, Hidden};
        let number =
            of(order.po_number.as_deref(), |number| number.trim() == self.reference.po_number().trim());
        let type_ = self.type_(order.type_.as_ref());
        match (number, type_) {
            (Differs, _) | (_, Differs) => return Match::Other,
            (Agrees, _) if self.reference.is_generated() => return Match::Ours,
            _ => {}
        }
        let customer = of(order.customer_id.as_ref(), |id| *id == self.sent.customer_id);
        let marks = [number, type_, customer, self.subscription(order), self.products(order)];
        let created = order.creation_date.as_ref().and_then(|date| date.to_utc().ok());
        let too_old = created.is_some_and(|created| created < self.earliest);
        if marks.contains(&Differs) || (number == Hidden && too_old) {
            return Match::Other;
        }
        let in_time = created.is_some_and(|created| created >= self.since - TOLERANCE);
        if in_time && !marks.contains(&Hidden) { Match::Ours } else { Match::Alike }
    }

    fn type_(&self, found: Option<&OrderType>) -> Mark {
        let told = found.filter(|type_| !matches!(type_, OrderType::Unknown | OrderType::UnknownValue(_)));
        of(told, |type_| *type_ == self.sent.type_)
    }

    /// It can stand on the order or on its lines, in both directions.
    fn subscription(&self, order: &Order) -> Mark {
        let sent = self.sent.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let sent: Vec<_> = sent.chain(&self.sent.subscription_id).collect();
        if sent.is_empty() {
            return Mark::Agrees;
        }
        let found = order.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let found: Vec<_> = found.chain(&order.subscription_id).collect();
        of((!found.is_empty()).then_some(found), |found| found.iter().any(|id| sent.contains(id)))
    }

    fn products(&self, order: &Order) -> Mark {
        let sent = self.sent.products.as_deref().unwrap_or_default();
        // Renewals and cancellations show none (observed).
        if sent.is_empty() || matches!(self.sent.type_, OrderType::Renewal | OrderType::Cancellation) {
            return Mark::Agrees;
        }
        let found = order.products.as_deref().unwrap_or_default();
        if found.is_empty() {
            return Mark::Hidden;
        }
        // The quantity of a change is sent as the total and read back as the difference (observed).
        let counts = self.sent.type_ != OrderType::Change;
        let marks = sent.iter().map(|line| {
            let of_found = found.iter().map(|other| same_product(line, other, counts));
            of_found.min_by_key(|mark| match mark {
                Mark::Agrees => 0,
                Mark::Hidden => 1,
                Mark::Differs => 2,
            })
        });
        let marks: Vec<_> = marks.flatten().collect();
        [Mark::Differs, Mark::Hidden].into_iter().find(|mark| marks.contains(mark)).unwrap_or(Mark::Agrees)
    }
}

fn same_product(sent: &OrderLineProductInput, found: &OrderLineProduct, counts: bool) -> Mark {
    let product = match (&sent.id, &found.id, &sent.mpn, &found.mpn) {
        (Some(sent), Some(found), ..) => of(Some(found), |found| found == sent),
        (_, _, Some(sent), Some(found)) => of(Some(found), |found| found.eq_ignore_ascii_case(sent)),
        _ => Mark::Hidden,
    };
    let quantity = match &sent.quantity {
        Some(sent) if counts => of(found.quantity.as_ref(), |found| found == sent),
        _ => Mark::Agrees,
    };
    match (product, quantity) {
        (Mark::Differs, _) | (_, Mark::Differs) => Mark::Differs,
        (Mark::Hidden, _) | (_, Mark::Hidden) => Mark::Hidden,
        _ => Mark::Agrees,
    }
}

fn of<T>(shown: Option<T>, agrees: impl FnOnce(T) -> bool) -> Mark {
    match shown.map(agrees) {
        None => Mark::Hidden,
        Some(true) => Mark::Agrees,
        Some(false) => Mark::Differs,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SINCE: &str = "2026-05-04T06:00:00Z";

    /// What an order is to somebody who sent another.
    fn judge(sent: Value, generated: bool, found: Value) -> Match {
        let sent: OrderInput = serde_json::from_value(sent).unwrap();
        let reference = json!({"poNumber": sent.po_number, "since": SINCE, "generated": generated});
        let reference: OrderReference = serde_json::from_value(reference).unwrap();
        let since = reference.since().to_utc().unwrap();
        let earliest = since - TimeDelta::hours(1);
        let marks = OrderMatcher { sent: &sent, reference: &reference, since, earliest };
        marks.judge(&serde_json::from_value(found).unwrap())
    }

    fn sales() -> Value {
        json!({"customerId": "5", "type": "sales", "poNumber": "N", "products": [{"mpn": "A-1", "quantity": 3}]})
    }

    fn read_back() -> Value {
        json!({"id": "1", "customerId": "5", "type": "sales", "poNumber": "N", "creationDate": "2026-05-04T06:00:02Z",
            "products": [{"id": "p", "mpn": "a-1", "quantity": 3.0}]})
    }

    fn but(mut order: Value, member: &str, value: Value) -> Value {
        order[member] = value;
        order
    }

    #[test]
    fn with_a_number_of_the_callers_every_mark_must_agree() {
        use Match::{Alike, Other, Ours};
        for (member, value, expected) in [
            ("id", json!("1"), Ours),
            ("poNumber", json!(" N "), Ours),
            ("poNumber", json!("M"), Other),
            ("poNumber", json!(null), Alike),
            ("type", json!("renewal"), Other),
            ("type", json!("of_the_next_version"), Alike),
            ("customerId", json!("6"), Other),
            ("customerId", json!(null), Alike),
            ("products", json!(null), Alike),
            ("products", json!([{"mpn": "A-1", "quantity": 4}]), Other),
            ("products", json!([{"mpn": "B-2", "quantity": 3}]), Other),
            ("products", json!([{"id": "p", "quantity": 3}]), Alike),
            ("products", json!([{"mpn": "A-1"}]), Alike),
            ("products", json!([{"mpn": "B-2", "quantity": 3}, {"mpn": "A-1", "quantity": "3.0"}]), Ours),
            ("creationDate", json!(null), Alike),
            ("creationDate", json!("2026-05-04T05:59:00Z"), Ours),
            ("creationDate", json!("2026-05-04T05:58:59Z"), Alike),
            ("creationDate", json!("2020-01-01T00:00:00Z"), Alike),
        ] {
            let found = but(read_back(), member, value);
            assert_eq!(judge(sales(), false, found.clone()), expected, "{found}");
        }
    }

    #[test]
    fn a_number_of_ours_decides_but_for_automatic_renewals() {
        for (member, value) in [
            ("products", json!([{"mpn": "B-2", "quantity": 9}])),
            ("customerId", json!(null)),
            ("creationDate", json!("2020-01-01T00:00:00Z")),
            ("type", json!(null)),
        ] {
            let found = but(read_back(), member, value);
            assert_eq!(judge(sales(), true, found.clone()), Match::Ours, "{found}");
        }
        assert_eq!(judge(sales(), true, but(read_back(), "type", json!("renewal"))), Match::Other);
    }

    #[test]
    fn an_order_without_a_number_is_another_if_anything_differs_or_it_is_old() {
        let hidden = but(read_back(), "poNumber", json!(null));
        for generated in [true, false] {
            assert_eq!(judge(sales(), generated, hidden.clone()), Match::Alike);
            let other = but(hidden.clone(), "products", json!([{"mpn": "B-2", "quantity": 3}]));
            assert_eq!(judge(sales(), generated, other), Match::Other);
            let old = but(hidden.clone(), "creationDate", json!("2026-05-04T04:59:59Z"));
            assert_eq!(judge(sales(), generated, old), Match::Other);
        }
    }

    #[test]
    fn a_change_is_known_by_its_subscription_and_products_and_not_by_quantities() {
        let change = |subscription: &str| {
            json!({"customerId": "5", "type": "change", "poNumber": "N",
                "products": [{"mpn": "A-1", "quantity": 10, "subscriptionId": subscription}]})
        };
        let found = but(but(read_back(), "type", json!("change")), "subscriptionId", json!("77"));
        assert_eq!(judge(change("77"), false, found.clone()), Match::Ours);
        assert_eq!(judge(change("78"), false, found.clone()), Match::Other);
        assert_eq!(judge(change("77"), false, but(found, "subscriptionId", json!(null))), Match::Alike);
        let cancellation =
            json!({"customerId": "5", "type": "cancellation", "poNumber": "N", "subscriptionId": "77"});
        let found = json!({"customerId": "5", "type": "cancellation", "poNumber": "N", "subscriptionId": "77",
            "creationDate": SINCE});
        assert_eq!(judge(cancellation, false, found), Match::Ours);
    }
}
