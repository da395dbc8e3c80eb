//! Seats with a service whose responses are not those of the sandbox.

use std::sync::{Arc, Mutex};

use imcloud::{
    Client,
    licenses::{LicenseError, SeatState, Verification},
};
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use crate::service::{Service, ok, platform};

/// A subscription with ten seats, and orders with the given contents.
async fn ten_seats(estimated: Value, placed: Value) -> (Service, Client) {
    let service = Service::start().await;
    service.on("GET", "/na/subscriptions/7", ok(subscription(10))).await;
    service.on("GET", "/na/orders", list(json!([]))).await;
    service.on("GET", "/na/products", list(json!([product()]))).await;
    service.on("POST", "/na/orders/estimate", ok(estimated)).await;
    service.on("GET", "/na/orders/99", ok(placed.clone())).await;
    service.on("POST", "/na/orders", ok(placed)).await;
    let client = service.client();
    (service, client)
}

fn subscription(seats: impl Into<Value>) -> Value {
    let product = json!({"id": "P1", "mpn": "DOCS", "name": "Docs", "quantity": seats.into()});
    json!({"id": "7", "customerId": "5", "status": "active", "products": [product]})
}

fn product() -> Value {
    json!({"id": "P1", "mpn": "DOCS", "minimumQuantity": "1.0", "maximumQuantity": "0"})
}

fn list(items: Value) -> ResponseTemplate {
    let total = items.as_array().unwrap().len();
    ok(json!({"data": items, "pagination": {"offset": 0, "limit": 500, "total": total}}))
}

fn order(quantity: impl Into<Value>) -> Value {
    json!({"id": "99", "orderNumber": "CH99", "type": "change", "customerId": "5",
        "products": [{"id": "P1", "quantity": quantity.into()}]})
}

#[tokio::test]
async fn totals_and_differences_are_both_confirmed() {
    let quantities = [json!(12), json!(2), json!("12.00"), json!("2.0"), json!(2.0)];
    for estimated in &quantities {
        for placed in &quantities {
            for at_renewal in [false, true] {
                let (_service, client) = ten_seats(order(estimated.clone()), order(placed.clone())).await;
                let change = client.licenses().add("7", 2);
                let change = if at_renewal { change.at_renewal() } else { change };
                let outcome = change.place().await.unwrap();
                let outcome = outcome.placed().unwrap();
                assert_eq!(
                    (outcome.estimate, outcome.verification),
                    (Some(Verification::Confirmed), Verification::Confirmed),
                    "{estimated} {placed}"
                );
            }
        }
    }
    let (_service, client) = ten_seats(order(-4), order(6)).await;
    let outcome = client.licenses().remove("7", 4).place().await.unwrap();
    assert_eq!(outcome.placed().unwrap().verification, Verification::Confirmed);
}

#[tokio::test]
async fn subscription_verifies_the_change_after_completion() {
    // The real service returned both totals and differences for one subscription.
    let seats = Arc::new(Mutex::new(19));
    for (total, quantity) in [(20, 20), (19, 19), (20, 20), (21, 1), (22, 1)] {
        let mut completed = order(quantity);
        completed["status"] = json!("completed");
        let (service, client) = ten_seats(order(total), completed).await;
        service.server.reset().await;
        let current = Arc::clone(&seats);
        let read = move |_: &Request| ok(subscription(*current.lock().unwrap()));
        service.on("POST", "/na/token", ok(json!({"token": "t"}))).await;
        service.on("GET", "/na/subscriptions/7", read).await;
        service.on("GET", "/na/orders", list(json!([]))).await;
        service.on("GET", "/na/products", list(json!([product()]))).await;
        let mut completed = order(quantity);
        completed["status"] = json!("completed");
        service.on("POST", "/na/orders/estimate", ok(order(total))).await;
        service.on("POST", "/na/orders", ok(completed.clone())).await;
        service.on("GET", "/na/orders/99", ok(completed)).await;
        let outcome = client.licenses().set("7", total).place().await.unwrap();
        let change = outcome.placed().unwrap();
        assert_eq!(change.verification, Verification::Confirmed);
        let before = *seats.lock().unwrap();
        let state = client.licenses().check(change).await.unwrap();
        assert_eq!(state, SeatState::Differs { found: Some(before.into()) });
        *seats.lock().unwrap() = total;
        assert_eq!(client.licenses().check(change).await.unwrap(), SeatState::Applied);
    }
}

#[tokio::test]
async fn mismatched_estimate_orders_nothing() {
    for (estimated, expected) in [
        (order(7), Some(7.into())),
        (json!({"products": [{"id": "P2", "mpn": "DOCS", "quantity": 2}]}), None),
    ] {
        let (service, client) = ten_seats(estimated, order(2)).await;
        let error = client.licenses().add("7", 2).place().await.unwrap_err();
        let LicenseError::EstimateMismatch { total, difference, found } = &error else { panic!("{error}") };
        assert_eq!((*total, *difference, *found), (12.into(), 2.into(), expected));
        assert!(error.to_string().starts_with("nothing was ordered"), "{error}");
        assert_eq!(service.count("/na/orders").await, 1, "only the list was read");

        let estimate = client.licenses().add("7", 2).estimate().await.unwrap();
        assert_eq!(estimate.verification, Verification::Mismatch { found: expected });
        let outcome = client.licenses().add("7", 2).skip_estimate().place().await.unwrap();
        assert_eq!(outcome.placed().unwrap().estimate, None);
    }
}

#[tokio::test]
async fn inconclusive_estimate_is_reported_in_the_result() {
    let lines = [
        json!(null),
        json!([]),
        json!([{"id": "P1"}]),
        json!([{"quantity": 2}]),
        json!([{"id": "P1", "quantity": "many"}]),
        json!([{"id": "P1", "quantity": -10}, {"id": "P1", "quantity": 12}]),
    ];
    for lines in lines {
        let estimated = json!({"total": {"currency": "USD", "amount": "4"}, "products": lines});
        let (_service, client) = ten_seats(estimated, order(2)).await;
        let estimate = client.licenses().add("7", 2).estimate().await.unwrap();
        assert_eq!(estimate.verification, Verification::Inconclusive, "{lines}");
        assert_eq!(estimate.total.unwrap().to_string(), "4 USD");
        let outcome = client.licenses().add("7", 2).place().await.unwrap();
        assert_eq!(outcome.placed().unwrap().estimate, Some(Verification::Inconclusive), "{lines}");
    }
}

#[tokio::test]
async fn placed_order_is_never_an_error() {
    let of_another = json!({"id": "99", "products": [{"id": "P2", "mpn": "DOCS", "quantity": 2}]});
    for (placed, expected) in [
        (order(7), Verification::Mismatch { found: Some(7.into()) }),
        (of_another, Verification::Mismatch { found: None }),
        (order("?"), Verification::Inconclusive),
        (json!({"id": "99"}), Verification::Inconclusive),
    ] {
        let (_service, client) = ten_seats(order(12), placed.clone()).await;
        let outcome = client.licenses().add("7", 2).place().await.unwrap();
        assert_eq!(outcome.placed().unwrap().verification, expected, "{placed}");
    }

    // Reading the order fails.
    let (service, client) = ten_seats(order(12), json!({"id": "98"})).await;
    let outcome = client.licenses().add("7", 2).place().await.unwrap();
    assert_eq!(outcome.placed().unwrap().verification, Verification::Inconclusive);
    assert!(service.count("/na/orders/98").await > 0);
}

#[tokio::test]
async fn response_without_products_is_read_again() {
    let (service, client) = ten_seats(order(2), json!({"id": "99"})).await;
    let outcome = client.licenses().add("7", 2).place().await.unwrap();
    assert_eq!(outcome.placed().unwrap().verification, Verification::Inconclusive);
    assert_eq!(service.count("/na/orders/99").await, 1);
}

#[tokio::test]
async fn missing_order_is_open_for_a_minute() {
    let (service, client) = ten_seats(order(2), order(2)).await;
    let outcome = client.licenses().add("7", 2).place().await.unwrap();
    let change = outcome.placed().unwrap();
    service.server.reset().await;
    service.on("GET", "/na/orders/99", platform(404, "No entity has been found")).await;
    assert_eq!(client.licenses().check(change).await.unwrap(), SeatState::Open(None));
    service.runtime.advance(std::time::Duration::from_secs(60));
    assert!(client.licenses().check(change).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn huge_quantities_do_not_panic() {
    let max = "79228162514264337593543950335";
    for (current, change) in [(format!("-{max}"), 5), (max.to_owned(), 5), ("1e28".to_owned(), -5)] {
        let service = Service::start().await;
        service.on("GET", "/na/subscriptions/7", ok(subscription(current.clone()))).await;
        service.on("GET", "/na/orders", list(json!([]))).await;
        service.on("GET", "/na/products", list(json!([]))).await;
        let client = service.client();
        let licenses = client.licenses();
        let huge: imcloud::rust_decimal::Decimal = max.parse().unwrap();
        for change in [licenses.add("7", huge), licenses.remove("7", huge), licenses.set("7", huge)] {
            if let Ok(plan) = change.plan().await {
                assert_eq!(plan.current + plan.difference(), plan.wanted, "{current}");
            }
        }
        let _ = licenses.set("7", change.max(0)).plan().await;
    }
}

#[tokio::test]
async fn ignored_filters_cost_few_calls() {
    let service = Service::start().await;
    let reads = Arc::new(Mutex::new(Vec::new()));
    let page = |kind: &'static str, item: fn(usize) -> Value| {
        let reads = Arc::clone(&reads);
        // The complete list, by pages, whatever the filter.
        move |request: &Request| {
            let query: std::collections::BTreeMap<_, _> = request.url.query_pairs().into_owned().collect();
            let number = |name: &str| query[name].parse::<usize>().unwrap();
            let (offset, limit) = (number("offset"), number("limit"));
            reads.lock().unwrap().push((kind, limit));
            let items: Vec<_> = (offset..(offset + limit).min(20_000)).map(item).collect();
            ok(json!({"data": items, "pagination": {"offset": offset, "limit": limit, "total": 20_000}}))
        }
    };
    service.on("GET", "/na/subscriptions/7", ok(subscription(10))).await;
    let open = |id: usize| json!({"id": id.to_string(), "type": "change", "status": "processing", "customerId": "5"});
    service.on("GET", "/na/orders", page("orders", open)).await;
    service.on("GET", "/na/products", page("products", |id| json!({"id": id.to_string(), "mpn": "X"}))).await;
    for id in 0..50 {
        let other = json!({"id": id.to_string(), "type": "change", "subscriptionId": "8"});
        service.on("GET", &format!("/na/orders/{id}"), ok(other)).await;
    }
    let plan = service.client().licenses().add("7", 2).plan().await.unwrap();
    assert_eq!(plan.limits, None, "the product is not on the first page");
    let mut reads = reads.lock().unwrap().clone();
    reads.sort_unstable();
    assert_eq!(reads, [("orders", 50), ("products", 50)]);
    let all = service.server.received_requests().await.unwrap();
    let details = all.iter().filter(|request| request.url.path().starts_with("/na/orders/")).count();
    assert_eq!(details, 10);
}

#[tokio::test]
async fn rejection_keeps_the_message() {
    let service = Service::start().await;
    let empty = json!({"data": [], "pagination": {"total": 0}});
    service.on("GET", "/na/subscriptions/7", ok(subscription(10))).await;
    service.on("GET", "/na/orders", ok(empty.clone())).await;
    service.on("GET", "/na/products", ok(empty)).await;
    service.on("POST", "/na/orders/estimate", platform(500, "Seats cannot be reduced before renewal.")).await;
    let error = service.client().licenses().remove("7", 1).place().await.unwrap_err();
    let LicenseError::Call(error) = error else { panic!("{error}") };
    assert_eq!(error.message(), Some("Seats cannot be reduced before renewal."));
}

#[tokio::test]
async fn incomplete_subscription_names_the_missing_property() {
    let service = Service::start().await;
    for (id, body, missing) in [
        ("1", json!({"customerId": "5", "products": [{"id": "P1"}]}), "products[].quantity"),
        ("2", json!({"products": [{"id": "P1", "quantity": 3}]}), "customerId"),
        ("3", json!({"customerId": "5", "products": [{"quantity": 3}]}), "products[].id"),
        ("4", json!({"customerId": "5"}), "no products"),
    ] {
        service.on("GET", &format!("/na/subscriptions/{id}"), ok(body)).await;
        let error = service.client().licenses().add(id, 1).plan().await.unwrap_err();
        assert!(error.to_string().contains(missing), "{error}");
    }
}
