//! What the sandbox never does: orders that say something else than was meant.

use imcloud::{
    Client,
    licenses::{LicenseError, Verification},
};
use serde_json::{Value, json};

use crate::service::{Service, ok, platform};

/// A subscription with ten seats, and orders that read back as they are told.
async fn ten_seats(estimated: Value, placed: Value) -> (Service, Client) {
    let service = Service::start().await;
    let held = json!({"id": "P1", "mpn": "DOCS", "name": "Docs", "quantity": 10});
    let subscription = json!({"id": "7", "customerId": "5", "status": "active", "products": [held]});
    let product = json!({"id": "P1", "mpn": "DOCS", "minimumQuantity": "1.0", "maximumQuantity": "0"});
    let list = |rows: Value| {
        let total = rows.as_array().unwrap().len();
        ok(json!({"data": rows, "pagination": {"offset": 0, "limit": 500, "total": total}}))
    };
    service.on("GET", "/na/subscriptions/7", ok(subscription)).await;
    service.on("GET", "/na/orders", list(json!([]))).await;
    service.on("GET", "/na/products", list(json!([product]))).await;
    service.on("POST", "/na/orders/estimate", ok(estimated)).await;
    service.on("GET", "/na/orders/99", ok(placed.clone())).await;
    service.on("POST", "/na/orders", ok(placed)).await;
    let client = service.client();
    (service, client)
}

fn order(quantity: impl Into<Value>) -> Value {
    json!({"id": "99", "orderNumber": "CH99", "type": "change", "customerId": "5",
        "products": [{"id": "P1", "quantity": quantity.into()}]})
}

#[tokio::test]
async fn an_estimate_that_takes_the_total_for_the_difference_holds_the_order_back() {
    let (service, client) = ten_seats(order(12), order(2)).await;
    let error = client.licenses().add("7", 2).place().await.unwrap_err();
    let LicenseError::EstimateMismatch { sent, expected, found } = &error else { panic!("{error}") };
    assert_eq!((*sent, *expected, *found), (12.into(), 2.into(), Some(12.into())));
    assert!(error.to_string().starts_with("nothing was ordered"), "{error}");
    assert_eq!(service.count("/na/orders").await, 1, "only the list was asked for");
}

#[tokio::test]
async fn who_knows_that_estimates_repeat_the_total_can_order_without() {
    let (_service, client) = ten_seats(order(12), order(2)).await;
    let outcome = client.licenses().add("7", 2).skip_estimate().place().await.unwrap();
    assert_eq!(outcome.placed().unwrap().read_back, Verification::Agrees);
}

#[tokio::test]
async fn an_estimate_without_products_holds_nothing_back() {
    let (_service, client) = ten_seats(json!({"total": {"currency": "USD", "amount": "4"}}), order(2)).await;
    let estimate = client.licenses().add("7", 2).estimate().await.unwrap();
    assert_eq!(estimate.read_back, Verification::Silent);
    assert_eq!(estimate.total.unwrap().to_string(), "4 USD");
    client.licenses().add("7", 2).place().await.unwrap();
}

#[tokio::test]
async fn a_placed_order_that_says_something_else_is_an_error_with_the_order() {
    let (_service, client) = ten_seats(order(2), order("12.0")).await;
    let error = client.licenses().add("7", 2).place().await.unwrap_err();
    let LicenseError::OrderMismatch { order, expected, found } = &error else { panic!("{error}") };
    assert_eq!((*expected, *found), (2.into(), Some(12.into())));
    assert_eq!(order.order_number.as_deref(), Some("CH99"));
    assert_eq!(
        error.to_string(),
        "order CH99 (id 99) was placed and should read back as 2, but reads back as 12.0; look at it now, and withdraw it if it is wrong"
    );
}

#[tokio::test]
async fn an_order_for_another_product_is_a_contradiction_too() {
    let other = json!({"id": "99", "products": [{"id": "P2", "mpn": "DOCS", "quantity": 2}]});
    let (_service, client) = ten_seats(order(2), other).await;
    let error = client.licenses().add("7", 2).place().await.unwrap_err();
    assert!(matches!(error, LicenseError::OrderMismatch { found: None, .. }), "{error}");
}

#[tokio::test]
async fn an_answer_without_products_is_read_again() {
    let (service, client) = ten_seats(order(2), json!({"id": "99"})).await;
    let outcome = client.licenses().add("7", 2).place().await.unwrap();
    assert_eq!(outcome.placed().unwrap().read_back, Verification::Silent);
    assert_eq!(service.count("/na/orders/99").await, 1);
}

#[tokio::test]
async fn a_refusal_keeps_the_words_of_the_service() {
    let refusing = Service::start().await;
    let held = json!({"id": "P1", "quantity": 10});
    let subscription = json!({"id": "7", "customerId": "5", "status": "active", "products": [held]});
    let empty = json!({"data": [], "pagination": {"total": 0}});
    refusing.on("GET", "/na/subscriptions/7", ok(subscription)).await;
    refusing.on("GET", "/na/orders", ok(empty.clone())).await;
    refusing.on("GET", "/na/products", ok(empty)).await;
    refusing
        .on("POST", "/na/orders/estimate", platform(500, "Seats cannot be reduced before renewal."))
        .await;
    let error = refusing.client().licenses().remove("7", 1).place().await.unwrap_err();
    let LicenseError::Call(error) = error else { panic!("{error}") };
    assert_eq!(error.message(), Some("Seats cannot be reduced before renewal."));
}

#[tokio::test]
async fn a_subscription_that_lacks_what_an_order_needs_says_what() {
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
