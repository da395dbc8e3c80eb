use std::time::Duration;

use imcloud::{
    RateLimit, RetryPolicy, Timeouts,
    types::{CustomerInput, CustomerUpdate, OrderInput, OrderType, OrderUpdate},
};
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use crate::{
    service::{Service, gateway, html, in_turn, ok, platform},
    wire::{self, Wire},
};

fn order() -> OrderInput {
    OrderInput::new("1000042", OrderType::Sales).po_number("PO-1")
}

fn customer() -> CustomerInput {
    serde_json::from_value(json!({
        "name": "Acme",
        "address": {"countryCode": "US", "city": "Irvine", "streetAddress": "1 Main St", "postalCode": "92606", "state": "CA", "addressLine1": "1"},
        "contactPersons": [],
        "language": "en",
    }))
    .unwrap()
}

#[tokio::test]
async fn transient_errors_of_reads_are_retried() {
    let service = Service::start().await;
    let trouble = [
        html(504),
        platform(500, "Internal error"),
        html(502),
        ResponseTemplate::new(503),
        ok(json!({"id": "7"})),
    ];
    service.on("GET", "/na/plans/7", in_turn(trouble)).await;
    service.client().plans().get("7").await.unwrap();
    let slept = service.runtime.slept();
    assert_eq!(slept.len(), 4);
    for (pause, bound) in slept.iter().zip([500, 1000, 2000, 4000]) {
        assert!(*pause <= Duration::from_millis(bound), "{slept:?}");
    }
}

#[tokio::test]
async fn attempts_are_bounded() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", html(504)).await;
    let error = service.client().plans().get("7").await.unwrap_err();
    assert_eq!((error.attempts(), service.count("/na/plans/7").await), (6, 6));
    assert!(error.is_retryable() && !error.is_ambiguous());
    assert!(error.to_string().contains("(6 attempts)"), "{error}");

    let client = service.client().with_retry(RetryPolicy::new().max_attempts(2));
    assert_eq!(client.plans().get("7").await.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn order_rejected_with_500_keeps_message() {
    let service = Service::start().await;
    let message = "Cannot change subscription #860103: there is already an order #CH048112 in provisioning.";
    service.on("POST", "/na/orders", platform(500, message)).await;
    let error = service.client().orders().create(&order()).await.unwrap_err();
    assert!(error.is_business_rule() && error.is_conflict(), "{error:?}");
    assert!(!error.is_retryable() && !error.is_ambiguous());
    assert_eq!(error.message(), Some(message));
    assert_eq!(service.count("/na/orders").await, 1);
}

#[tokio::test]
async fn estimate_is_not_retried_after_business_rule() {
    let service = Service::start().await;
    service.on("POST", "/na/orders/estimate", in_turn([html(504), platform(500, "Not for sale here")])).await;
    let error = service.client().orders().estimate(&order()).await.unwrap_err();
    assert!(error.is_business_rule() && !error.is_ambiguous());
    assert_eq!(service.count("/na/orders/estimate").await, 2);
}

#[tokio::test]
async fn unknown_outcome_of_create_is_not_retried() {
    let service = Service::start().await;
    for trouble in [
        html(504),
        html(502),
        ResponseTemplate::new(503),
        html(500),
        ResponseTemplate::new(408),
        ResponseTemplate::new(500)
            .set_body_json(json!({"status": 500, "error": "Bad", "message": "Read timed out"})),
    ] {
        service.on("POST", "/na/orders", trouble.clone()).await;
        service.on("POST", "/na/customers", trouble.clone()).await;
        service.on("PATCH", "/na/orders/9", trouble).await;
        let client = service.client();
        let ends = [
            client.orders().create(&order()).await.unwrap_err(),
            client.customers().create(&customer()).await.unwrap_err(),
            client.orders().update("9", &OrderUpdate::new()).await.unwrap_err(),
        ];
        for error in ends {
            assert!(error.is_ambiguous() && !error.is_retryable(), "{error}");
            assert!(error.to_string().contains("the outcome is unknown"), "{error}");
            assert_eq!(error.attempts(), 1);
        }
        for path in ["/na/orders", "/na/customers", "/na/orders/9"] {
            assert_eq!(service.count(path).await, 1, "{path}");
        }
        service.server.reset().await;
        service.on("POST", "/na/token", ok(json!({"token": "t"}))).await;
    }
}

#[tokio::test]
async fn update_is_not_retried_after_business_rule() {
    let service = Service::start().await;
    service.on("PATCH", "/na/customers/5", in_turn([html(504), platform(500, "Credit hold is final")])).await;
    let changes = CustomerUpdate::new().name("Acme 2");
    let error = service.client().customers().update("5", &changes).await.unwrap_err();
    assert!(error.is_business_rule());
    assert_eq!(service.count("/na/customers/5").await, 2);
}

#[tokio::test]
async fn rate_limited_order_is_retried() {
    let service = Service::start().await;
    let slow = gateway(429, "Rate limit is exceeded.").insert_header("retry-after", "17");
    service.on("POST", "/na/orders", in_turn([slow, ok(json!({"id": "1"}))])).await;
    service.client().orders().create(&order()).await.unwrap();
    assert!(service.runtime.elapsed() >= Duration::from_secs(17));
    assert_eq!(service.count("/na/orders").await, 2);
}

#[tokio::test]
async fn order_without_connection_is_retried() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let runtime = crate::service::clock();
    let service = Service::start().await;
    let client =
        service.builder().runtime(runtime.clone()).base_url(format!("http://{address}")).build().unwrap();
    let error = client.orders().create(&order()).await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.is_ambiguous(), "{error}");
    assert_eq!(error.attempts(), 6);
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
    assert!(error.get_ref().is_some());
}

#[tokio::test]
async fn closed_connection_is_ambiguous_for_orders() {
    let wire = Wire::start(|number, _| match number {
        0 => wire::token(),
        1 | 2 => Vec::new(),
        3 => wire::response("200 OK", r#"{"id":"7"}"#, 0),
        _ => Vec::new(),
    })
    .await;
    let runtime = crate::service::clock();
    let client = wire.builder().runtime(runtime).build().unwrap();
    assert_eq!(client.plans().get("7").await.unwrap().id, "7");
    assert_eq!(wire.requests(), 3);

    let error = client.orders().create(&order()).await.unwrap_err();
    assert_eq!(wire.requests(), 4);
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!((error.status(), error.kind()), (None, imcloud::ErrorKind::Interrupted));
}

#[tokio::test]
async fn truncated_response_is_ambiguous_for_orders() {
    let wire = Wire::start(|number, _| match number {
        0 => wire::token(),
        1 => wire::response("200 OK", r#"{"id":"#, 50),
        2 => wire::response("200 OK", r#"{"id":"7"}"#, 0),
        _ => wire::response("200 OK", r#"{"id":"1000"#, 50),
    })
    .await;
    let client = wire.builder().runtime(crate::service::clock()).build().unwrap();
    client.plans().get("7").await.unwrap();
    assert_eq!(wire.requests(), 2);

    let error = client.orders().create(&order()).await.unwrap_err();
    assert_eq!(wire.requests(), 3);
    assert!(error.is_ambiguous() && error.is_decode(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.correlation_id(), Some("c-9"));
}

#[tokio::test]
async fn larger_of_backoff_and_retry_after_applies() {
    let service = Service::start().await;
    let now: chrono::DateTime<chrono::Utc> = imcloud::runtime::Runtime::system_time(&service.runtime).into();
    let date = (now + chrono::TimeDelta::seconds(40)).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let sent = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let responses = [
        html(503).insert_header("retry-after", "30"),
        html(503).insert_header("retry-after", &*date).insert_header("date", &*sent),
        html(503).insert_header("retry-after", "0"),
        ok(json!({"id": "7"})),
    ];
    service.on("GET", "/na/plans/7", in_turn(responses)).await;
    service.client().plans().get("7").await.unwrap();
    let slept = service.runtime.slept();
    assert_eq!(slept[..2], [Duration::from_secs(30), Duration::from_secs(40)]);
    assert!(slept[2] <= Duration::from_secs(2));
}

#[tokio::test]
async fn long_retry_after_is_returned() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", html(503).insert_header("retry-after", "3600")).await;
    service.on("GET", "/na/plans/8", gateway(429, "Slow down").insert_header("retry-after", "3600")).await;
    for id in ["7", "8"] {
        let error = service.client().plans().get(id).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
        assert_eq!(error.attempts(), 1, "{error}");
    }
    assert!(service.runtime.slept().is_empty());
}

#[tokio::test]
async fn quota_and_permission_errors_are_not_retried() {
    let service = Service::start().await;
    let quota = "Out of call volume quota. Quota will be replenished in 05:21:40.";
    for (id, response, quota) in [
        ("1", gateway(403, quota).insert_header("retry-after", "19300"), true),
        ("2", gateway(403, quota), true),
        ("3", platform(403, "Reseller 730010 has no access to this resource."), false),
        ("4", html(403), false),
    ] {
        service.on("GET", &format!("/na/plans/{id}"), response).await;
        let error = service.client().plans().get(id).await.unwrap_err();
        assert_eq!((error.is_quota_exceeded(), error.is_permission_denied()), (quota, !quota), "{error}");
        assert_eq!(error.attempts(), 1);
    }
    assert!(service.runtime.slept().is_empty());
}

#[tokio::test]
async fn retry_budget_bounds_load() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", html(503)).await;
    let client = service.builder().retry(RetryPolicy::new().budget(10)).build().unwrap();
    let mut sent = 0;
    for _ in 0..20 {
        sent += client.plans().get("7").await.unwrap_err().attempts();
    }
    // 20 first attempts and 10 retries. The token request returned a tenth of a retry.
    assert_eq!(sent, 30);
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.to_string().contains("retry budget"), "{error}");
}

#[tokio::test]
async fn backoff_beyond_deadline_is_not_started() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", html(503).insert_header("retry-after", "20")).await;
    let client = service.client().with_timeouts(Timeouts::new().total(Duration::from_secs(50)));
    let error = client.plans().get("7").await.unwrap_err();
    assert_eq!(error.attempts(), 3, "{error}");
    assert_eq!(service.runtime.elapsed(), Duration::from_secs(40));
    assert!(error.to_string().contains("deadline of the call"), "{error}");
}

/// Advances the clock at a request, and responds too late.
fn late(service: &Service, by: Duration) -> impl wiremock::Respond + 'static {
    let runtime = service.runtime.clone();
    move |_: &Request| {
        runtime.advance(by);
        ok(json!({"id": "7"})).set_delay(Duration::from_secs(600))
    }
}

#[tokio::test]
async fn order_attempts_have_longer_timeout() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", late(&service, Duration::from_secs(90))).await;
    let error = service.client().plans().get("7").await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    // Three attempts of 90 seconds, and one with the rest of 5 minutes.
    assert_eq!(error.attempts(), 4);

    let client = service.client().with_timeouts(Timeouts::new().total(Duration::MAX));
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("90s"), "{error}");
    assert_eq!(error.attempts(), 6);

    service.on("POST", "/na/orders", late(&service, Duration::from_secs(180))).await;
    let error = service.client().orders().create(&order()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
    assert!(error.to_string().contains("180s"), "{error}");
    assert_eq!(service.count("/na/orders").await, 1);
}

#[tokio::test]
async fn the_total_time_ends_an_attempt_too() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", late(&service, Duration::from_secs(30))).await;
    let client = service.client().with_timeouts(Timeouts::new().total(Duration::from_secs(30)));
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let other = Service::start().await;
    let service = Service::start().await;
    let to = format!("{}/plans/7?sig=SECRET", other.url());
    service.on("GET", "/na/plans/7", ResponseTemplate::new(302).insert_header("location", &*to)).await;
    service
        .on("POST", "/na/orders", ResponseTemplate::new(301).insert_header("location", "/na/orders/"))
        .await;
    let error = service.client().plans().get("7").await.unwrap_err();
    assert!(
        error.to_string().contains("/plans/7?[hidden], which is not followed; check the base URL"),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
    assert!(service.client().orders().create(&order()).await.is_err());
    assert_eq!(other.server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn deadline_before_permit_is_not_ambiguous() {
    let service = Service::start().await;
    let slow = gateway(429, "Slow down").insert_header("retry-after", "60");
    service.on("POST", "/na/orders", slow).await;
    let client = service.client().with_timeouts(Timeouts::new().total(Duration::from_secs(90)));
    let error = client.orders().create(&order()).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.is_ambiguous() && error.is_retryable(), "{error}");
    assert_eq!(error.attempts(), 2);

    service.server.reset().await;
    service.on("POST", "/na/token", ok(json!({"token": "t"}))).await;
    service.on("POST", "/na/orders", late(&service, Duration::from_secs(90))).await;
    let client = service.client().with_timeouts(Timeouts::new().total(Duration::from_secs(90)));
    let error = client.orders().create(&order()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_ambiguous(), "{error}");
}

#[tokio::test]
async fn rate_limit_retries_of_one_call_are_bounded() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", gateway(429, "Rate limit is exceeded.")).await;
    let client = service.client().with_timeouts(Timeouts::new().total(Duration::MAX));
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable(), "{error}");
    assert_eq!(error.attempts(), 21);
}

#[tokio::test]
async fn retries_precede_new_calls() {
    let service = Service::start().await;
    let first = [ok(json!({"id": "1"})), html(503), ok(json!({"id": "1"}))];
    service.on("GET", "/na/plans/1", in_turn(first)).await;
    for id in ["2", "3", "4"] {
        service.on("GET", &format!("/na/plans/{id}"), ok(json!({"id": id}))).await;
    }
    let client = service.builder().rate_limit(RateLimit::per_minute(12)).build().unwrap();
    client.plans().get("1").await.unwrap();
    service.runtime.advance(Duration::from_secs(60));
    let get = async |id: &str| client.plans().get(id).await.unwrap();
    tokio::join!(get("1"), get("2"), get("3"), get("4"));
    let requests = service.server.received_requests().await.unwrap();
    let paths: Vec<_> =
        requests.iter().map(|request| request.url.path().rsplit('/').next().unwrap()).collect();
    // One permit is available after the idle time, then one every 5 seconds.
    assert_eq!(paths, ["token", "1", "1", "1", "2", "3", "4"]);
}

#[tokio::test]
async fn accepted_probe_ends_the_delay() {
    let service = Service::start().await;
    let slow = gateway(429, "Rate limit is exceeded.");
    service.on("GET", "/na/plans/7", in_turn([slow, ok(json!({"id": "7"}))])).await;
    let client = service.client();
    client.plans().get("7").await.unwrap();
    let delay = service.runtime.elapsed();
    assert!(delay >= Duration::from_secs(1));
    for _ in 0..20 {
        client.plans().get("7").await.unwrap();
    }
    assert_eq!(service.runtime.elapsed(), delay);
}

#[tokio::test]
async fn permit_after_wait_limit_is_rejected() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", gateway(429, "Slow down").insert_header("retry-after", "60")).await;
    let limit = Duration::from_secs(30);
    let timeouts = Timeouts::new().total(limit).max_permit_wait(limit);
    let client = service.client().with_timeouts(timeouts);
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 1, "{error}");
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0 && error.is_retryable(), "{error}");
    assert_eq!(service.runtime.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn large_bodies_are_bounded() {
    let service = Service::start().await;
    let large = format!(r#"{{"id": "7", "name": "{}"}}"#, "x".repeat(300_000));
    service.on("GET", "/na/plans/7", ResponseTemplate::new(200).set_body_string(large.clone())).await;
    service.on("GET", "/na/plans/8", ResponseTemplate::new(400).set_body_string(large.clone())).await;
    let client = service.builder().max_response_bytes(200_000).max_error_bytes(1_000).build().unwrap();
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_too_large() && error.to_string().contains("200000 bytes"), "{error}");
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (200, 1));
    let error = client.plans().get("8").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (imcloud::ErrorKind::BadRequest, None),
        "the body is cut off"
    );
    let error = service.client().plans().get("8").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (imcloud::ErrorKind::BadRequest, None),
        "by default at 64 KiB"
    );
    assert_eq!(service.client().plans().get("7").await.unwrap().name.unwrap().len(), 300_000);
    let exact = service.builder().max_response_bytes(large.len()).build().unwrap();
    assert_eq!(exact.plans().get("7").await.unwrap().name.unwrap().len(), 300_000);
}
