use std::time::Duration;

use imcloud::{
    RetryPolicy, Timeouts,
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
async fn a_read_is_repeated_through_passing_trouble_with_growing_pauses() {
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
async fn the_number_of_attempts_is_bounded_and_the_last_refusal_is_told() {
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
async fn a_500_to_an_order_is_a_refusal_whose_words_reach_the_caller() {
    let service = Service::start().await;
    let words = "Cannot change subscription #860103: there is already an order #CH048112 in provisioning.";
    service.on("POST", "/na/orders", platform(500, words)).await;
    let error = service.client().orders().create(&order()).await.unwrap_err();
    assert!(error.is_business_rule() && error.is_conflict(), "{error:?}");
    assert!(!error.is_retryable() && !error.is_ambiguous());
    assert_eq!(error.message(), Some(words));
    assert_eq!(service.count("/na/orders").await, 1);
}

#[tokio::test]
async fn an_estimate_is_repeated_through_trouble_but_not_after_a_refusal() {
    let service = Service::start().await;
    service.on("POST", "/na/orders/estimate", in_turn([html(504), platform(500, "Not for sale here")])).await;
    let error = service.client().orders().estimate(&order()).await.unwrap_err();
    assert!(error.is_business_rule() && !error.is_ambiguous());
    assert_eq!(service.count("/na/orders/estimate").await, 2);
}

#[tokio::test]
async fn what_acts_each_time_is_never_sent_again_when_its_end_is_unclear() {
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
async fn what_sets_values_is_repeated_but_not_after_a_refusal_for_business_reasons() {
    let service = Service::start().await;
    service.on("PATCH", "/na/customers/5", in_turn([html(504), platform(500, "Credit hold is final")])).await;
    let changes = CustomerUpdate::new().name("Acme 2");
    let error = service.client().customers().update("5", &changes).await.unwrap_err();
    assert!(error.is_business_rule());
    assert_eq!(service.count("/na/customers/5").await, 2);
}

#[tokio::test]
async fn a_refusal_by_the_rate_limit_is_waited_out_for_orders_too() {
    let service = Service::start().await;
    let slow = gateway(429, "Rate limit is exceeded.").insert_header("retry-after", "17");
    service.on("POST", "/na/orders", in_turn([slow, ok(json!({"id": "1"}))])).await;
    service.client().orders().create(&order()).await.unwrap();
    assert!(service.runtime.elapsed() >= Duration::from_secs(17));
    assert_eq!(service.count("/na/orders").await, 2);
}

#[tokio::test]
async fn no_connection_means_that_nothing_was_sent_so_even_an_order_is_repeated() {
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
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_broken_connection_is_repeated_for_reads_and_ambiguous_for_orders() {
    let wire = Wire::start(|number, _| match number {
        0 => wire::token(),
        1 | 2 => Vec::new(),
        3 => wire::answer("200 OK", r#"{"id":"7"}"#, 0),
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
async fn a_truncated_answer_is_repeated_for_reads_and_keeps_its_status_for_orders() {
    let wire = Wire::start(|number, _| match number {
        0 => wire::token(),
        1 => wire::answer("200 OK", r#"{"id":"#, 50),
        2 => wire::answer("200 OK", r#"{"id":"7"}"#, 0),
        _ => wire::answer("200 OK", r#"{"id":"1000"#, 50),
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
async fn the_larger_of_backoff_and_retry_after_counts_in_both_its_forms() {
    let service = Service::start().await;
    let now: chrono::DateTime<chrono::Utc> = imcloud::runtime::Runtime::system_time(&service.runtime).into();
    let date = (now + chrono::TimeDelta::seconds(40)).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let sent = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let answers = [
        html(503).insert_header("retry-after", "30"),
        html(503).insert_header("retry-after", &*date).insert_header("date", &*sent),
        html(503).insert_header("retry-after", "0"),
        ok(json!({"id": "7"})),
    ];
    service.on("GET", "/na/plans/7", in_turn(answers)).await;
    service.client().plans().get("7").await.unwrap();
    let slept = service.runtime.slept();
    assert_eq!(slept[..2], [Duration::from_secs(30), Duration::from_secs(40)]);
    assert!(slept[2] <= Duration::from_secs(2));
}

#[tokio::test]
async fn a_pause_longer_than_the_client_waits_is_left_to_the_caller() {
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
async fn a_used_up_quota_is_not_a_missing_permission_and_neither_is_repeated() {
    let service = Service::start().await;
    let quota = "Out of call volume quota. Quota will be replenished in 05:21:40.";
    for (id, answer, quota) in [
        ("1", gateway(403, quota).insert_header("retry-after", "19300"), true),
        ("2", gateway(403, quota), true),
        ("3", platform(403, "Reseller 730010 has no access to this resource."), false),
        ("4", html(403), false),
    ] {
        service.on("GET", &format!("/na/plans/{id}"), answer).await;
        let error = service.client().plans().get(id).await.unwrap_err();
        assert_eq!((error.is_quota_exceeded(), error.is_permission_denied()), (quota, !quota), "{error}");
        assert_eq!(error.attempts(), 1);
    }
    assert!(service.runtime.slept().is_empty());
}

#[tokio::test]
async fn the_budget_keeps_many_callers_from_multiplying_the_load() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", html(503)).await;
    let client = service.builder().retry(RetryPolicy::new().budget(10)).build().unwrap();
    let mut sent = 0;
    for _ in 0..20 {
        sent += client.plans().get("7").await.unwrap_err().attempts();
    }
    // 20 first attempts, 10 repetitions, and a tenth of one for the token call.
    assert_eq!(sent, 30);
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.to_string().contains("retry budget"), "{error}");
}

#[tokio::test]
async fn the_total_time_is_kept_by_not_beginning_a_pause_that_would_exceed_it() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", html(503).insert_header("retry-after", "20")).await;
    let client = service.client().with_timeouts(Timeouts::new().total(Duration::from_secs(50)));
    let error = client.plans().get("7").await.unwrap_err();
    assert_eq!(error.attempts(), 3, "{error}");
    assert_eq!(service.runtime.elapsed(), Duration::from_secs(40));
    assert!(error.to_string().contains("deadline of the call"), "{error}");
}

/// Moves the clock when a request has arrived, and never answers in time.
fn late(service: &Service, by: Duration) -> impl wiremock::Respond + 'static {
    let runtime = service.runtime.clone();
    move |_: &Request| {
        runtime.advance(by);
        ok(json!({"id": "7"})).set_delay(Duration::from_secs(600))
    }
}

#[tokio::test]
async fn an_attempt_has_its_time_and_orders_have_more() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", late(&service, Duration::from_secs(90))).await;
    let error = service.client().plans().get("7").await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    // Three of 90 seconds, and what is left of 5 minutes.
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
async fn a_redirect_is_not_followed_and_says_where_it_points() {
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
async fn an_order_whose_time_ends_while_it_waits_for_its_next_turn_is_not_ambiguous() {
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
async fn permit_after_the_limit_is_not_waited_for() {
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
}
