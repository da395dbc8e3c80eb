//! The common jobs in the fewest lines, and ids and errors on the way.

use std::time::Duration;

use imcloud::{
    Client, ErrorKind, RetryPolicy,
    licenses::{LicenseError, SeatState},
    orders::UnknownReason,
    types::OrderStatus,
};
use imcloud_sandbox::Fault;
use reqwest::Method;
use serde_json::json;

use crate::{
    service::{Service, header, html, in_turn, ok},
    test_env::TestEnv,
};

/// Uses one error type for every kind of call.
async fn buy_and_add_seats(env: &TestEnv, client: &Client) -> imcloud::Result<SeatState> {
    let order = client.orders().place(&env.order()).await?.wait().await?;
    let subscription = order.subscription_id.unwrap();
    Ok(client.licenses().add(&subscription, 2).place().await?.wait().await?)
}

#[tokio::test]
async fn order_and_seats_are_waited_for() {
    let env = TestEnv::open().await;
    assert_eq!(buy_and_add_seats(&env, &env.client).await.unwrap(), SeatState::Applied);
}

#[tokio::test]
async fn details_of_orders_keep_order_and_filter() {
    let env = TestEnv::open().await;
    let completed = || env.client.orders().list().status(OrderStatus::Completed);
    let summaries = completed().collect(10_000).await.unwrap();
    let mut details = completed().page_size(7).with_details(8).items();
    let (mut ids, mut products) = (Vec::new(), 0);
    while let Some(order) = details.try_next().await.unwrap() {
        assert_eq!(order.status, Some(OrderStatus::Completed));
        products += order.products.map_or(0, |products| products.len());
        ids.push(order.id);
    }
    assert!(ids.len() > 20 && products > 0, "list items have no products");
    assert_eq!(ids, summaries.into_iter().map(|order| order.id).collect::<Vec<_>>());
    assert!(details.next().await.is_none());
}

#[tokio::test]
async fn removed_object_is_left_out_of_details() {
    let service = Service::start().await;
    let items = json!([{"id": "1"}, {"id": "2"}, {"id": "3"}]);
    service.on("GET", "/na/orders", ok(json!({"data": items, "pagination": {"total": 3}}))).await;
    for id in ["1", "3"] {
        service.on("GET", &format!("/na/orders/{id}"), ok(json!({"id": id}))).await;
    }
    let gone = json!({"status": 404, "message": "No entity has been found", "correlationId": "1"});
    service.on("GET", "/na/orders/2", wiremock::ResponseTemplate::new(404).set_body_json(gone)).await;
    let client = service.client();
    let mut orders = client.orders().list().with_details(2).items();
    let mut ids = Vec::new();
    while let Some(order) = orders.try_next().await.unwrap() {
        ids.push(order.id.to_string());
    }
    assert_eq!(ids, ["1", "3"]);
}

#[tokio::test]
async fn details_end_after_first_error() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::status(400).on("get_order").skip(3)).unwrap();
    let mut orders = env.client.orders().list().with_details(4).items();
    for _ in 0..3 {
        orders.try_next().await.unwrap().unwrap();
    }
    assert_eq!(orders.try_next().await.unwrap_err().kind(), ErrorKind::BadRequest);
    assert!(orders.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn latest_report_is_the_newest_completed() {
    let service = Service::start().await;
    let report = |id: &str, name: &str, status: &str, day: u32| {
        let date = format!("2026-01-{day:02}T00:00:00Z");
        json!({"id": id, "name": name, "status": status, "creationDate": date, "downloadUrl": service.url()})
    };
    let reports = json!([
        report("1", "Monthly charges", "completed", 3),
        report("2", "Monthly charges", "completed", 9),
        report("3", "Monthly charges", "error", 12),
        report("4", "Daily charges", "completed", 12),
        report("5", "Monthly charges", "completed", 7),
    ]);
    service.on("GET", "/na/reports", ok(json!({"data": reports}))).await;
    let client = service.client();
    let latest = client.reports().latest("Monthly charges").await.unwrap();
    assert_eq!(latest.report.id, "2");
    let error = client.reports().latest("Yearly charges").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), "list_reports found no completed report named \"Yearly charges\"");
}

#[tokio::test]
async fn missing_id_is_empty_and_is_never_sent() {
    let service = Service::start().await;
    service.on("GET", "/na/orders/7", ok(json!({"orderNumber": "SO7"}))).await;
    let client = service.client();
    let order = client.orders().get("7").await.unwrap();
    assert!(order.id.is_empty());
    assert_eq!(serde_json::to_value(&order).unwrap(), json!({"orderNumber": "SO7"}));
    let error = client.orders().get(&order.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    assert!(client.orders().wait_for(&order.id).await.is_err());
    assert_eq!(service.server.received_requests().await.unwrap().len(), 2, "a token and one order");
}

#[tokio::test]
async fn converted_error_keeps_unknown_order() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::reset().on("create_order")).unwrap();
    let error = buy_and_add_seats(&env, &env.client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert!(error.is_ambiguous() && !error.is_retryable());
    let unknown = error.unknown_order().unwrap();
    assert_eq!(unknown.reason, UnknownReason::NotFound);
    assert!(error.to_string().contains(unknown.reference.po_number()), "{error}");
    let copy = error.clone();
    assert_eq!(copy.unknown_order().unwrap().reference, unknown.reference);

    env.sandbox.clear_faults();
    let order = env.client.orders().place(&env.order()).resume(unknown.reference.clone()).await.unwrap();
    assert_eq!(env.orders_by_number()[unknown.reference.po_number()], [order.id.to_string()]);
}

#[tokio::test]
async fn seats_that_differ_are_an_error() {
    let service = Service::start().await;
    let product = |seats: u32| json!([{"id": "P1", "mpn": "DOCS", "name": "Docs", "quantity": seats}]);
    let subscription = json!({"id": "7", "customerId": "5", "status": "active", "products": product(10)});
    let order = json!({"id": "99", "type": "change", "status": "completed", "products": product(12)});
    service.on("GET", "/na/subscriptions/7", ok(subscription)).await;
    for list in ["/na/orders", "/na/products"] {
        service.on("GET", list, ok(json!({"data": [], "pagination": {"total": 0}}))).await;
    }
    for path in ["/na/orders", "/na/orders/estimate"] {
        service.on("POST", path, ok(order.clone())).await;
    }
    service.on("GET", "/na/orders/99", ok(order)).await;
    let client = service.client();
    let outcome = client.licenses().add("7", 2).place().await.unwrap();
    let started = service.runtime.elapsed();
    let error = outcome.wait().await.unwrap_err();
    assert!(matches!(&error, LicenseError::SeatsMismatch { found: Some(found), .. } if *found == 10.into()));
    assert!(service.runtime.elapsed() - started >= Duration::from_secs(60));
    assert_eq!(imcloud::Error::from(error).kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn request_settings_hold_for_one_request() {
    let service = Service::start().await;
    service.on("GET", "/na/things/5", in_turn([html(503), html(503), ok(json!({"id": "5"}))])).await;
    let client = service.client();
    let request = || client.request(Method::GET, "/things/5").header("x-trace", "abc");
    assert!(request().retry(RetryPolicy::disabled()).send_json().await.unwrap_err().is_server_error());
    assert_eq!(request().send_json().await.unwrap()["id"], "5");
    assert_eq!(service.count("/na/things/5").await, 3);
    assert_eq!(header(&service.requests("/na/things/5").await[0], "x-trace"), Some("abc"));

    for (name, value) in
        [("authorization", "Bearer mine"), ("X-Subscription-Key", "k"), ("a b", "c"), ("a", "\n")]
    {
        let error =
            client.request(Method::GET, "/things/5").header(name, value).send_json().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }

    // The first retry would be sent after 30 seconds.
    let busy = wiremock::ResponseTemplate::new(503).insert_header("retry-after", "30");
    service.on("GET", "/na/slow", busy).await;
    let started = service.runtime.elapsed();
    let slow = client.request(Method::GET, "/slow").timeout(Duration::from_secs(2));
    assert!(slow.send_json().await.unwrap_err().is_server_error());
    assert!(service.runtime.elapsed() - started <= Duration::from_secs(2));
    assert!(client.request(Method::GET, "/slow").send_json().await.is_err());
    assert!(service.runtime.elapsed() - started >= Duration::from_secs(30));
}
