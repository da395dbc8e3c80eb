use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use imcloud::{
    types::{CustomerInput, OrderInput, OrderLineProductInput, OrderType, ReportFormat, ScheduledOn},
    wait::{Interval, WaitError},
};
use imcloud_sandbox::Fault;
use serde_json::json;

use crate::{
    service::{Service, html, in_turn, ok, platform},
    test_env::TestEnv,
};

const SECOND: Duration = Duration::from_secs(1);

async fn placed(env: &TestEnv) -> imcloud::Id {
    env.client.orders().place(&env.order()).await.unwrap().order.id
}

#[tokio::test]
async fn progress_reports_each_state_of_an_order() {
    let env = TestEnv::open().await;
    let id = placed(&env).await;
    let updates = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&updates);
    let order = env
        .client
        .orders()
        .wait_for(id)
        .on_progress(move |update| {
            let status = update.current.status.as_ref().unwrap().as_str().to_owned();
            log.lock().unwrap().push((update.polls, status, update.delay, update.elapsed));
        })
        .await
        .unwrap();
    assert!(order.provisioning_date.is_some());
    let updates = updates.lock().unwrap();
    let states: Vec<_> = updates.iter().map(|(_, status, ..)| &**status).collect();
    assert!(
        states.starts_with(&["submitted", "submitted"]) && states.ends_with(&["processing"]),
        "{states:?}"
    );
    let pauses: Duration = updates.iter().map(|(_, _, pause, _)| *pause).sum();
    assert!(
        pauses >= 65 * SECOND && updates.last().unwrap().3 + updates.last().unwrap().2 == pauses,
        "{updates:?}"
    );
    assert_eq!(updates.last().unwrap().0 as usize, updates.len());
}

#[tokio::test]
async fn all_kinds_of_objects_are_waited_for() {
    let env = TestEnv::open().await;
    let input: CustomerInput = serde_json::from_value(json!({
        "name": "Fabrikam", "language": "en",
        "address": {"streetAddress": "1 Quay", "city": "Harbour", "postalCode": "10001", "countryCode": "US", "state": "NY"},
        "contactPersons": [{"type": "admin", "firstName": "A", "lastName": "B", "email": "a@example.com", "phoneNumber": "1##2125550100#"}],
    }))
    .unwrap();
    let client = &env.client;
    let customer = client.customers().create(&input).await.unwrap();
    let customer = client.customers().wait_for(customer.id).await.unwrap();
    assert_eq!(customer.status.unwrap().as_str(), "active");

    let order = client.orders().place(&env.order()).await.unwrap().order;
    let subscription = client.subscriptions().wait_for(order.subscription_id.unwrap()).await.unwrap();
    assert_eq!(subscription.status.unwrap().as_str(), "active");

    let reports = client.reports().list().collect(100).await.unwrap();
    let named = reports.iter().find(|row| row.format == Some(ReportFormat::Csv)).unwrap();
    let input =
        serde_json::from_value(json!({"name": named.name, "startDate": "2026-01-01T00:00:00Z"})).unwrap();
    let report = client.reports().create(&input).await.unwrap();
    let report = client.reports().wait_for(report.id).await.unwrap();
    assert!(report.download_url.is_some());
}

#[tokio::test]
async fn cancelled_order_ends_waiting() {
    let env = TestEnv::open().await;
    let id = placed(&env).await;
    let cancel = serde_json::from_value(json!({"statusCode": "CL"})).unwrap();
    env.client.orders().update(&id, &cancel).await.unwrap();
    let error = env.client.orders().wait_for(&id).await.unwrap_err();
    assert!(matches!(&error, WaitError::Cancelled(order) if order.id == id), "{error:?}");
    assert_eq!(error.to_string(), format!("order {} is cancelled and will not be completed", id.as_str()));
}

#[tokio::test]
async fn change_at_renewal_ends_waiting() {
    let env = TestEnv::open().await;
    let sold = env.client.orders().place(&env.order()).await.unwrap().order;
    env.runtime.advance(300 * SECOND);
    let subscription = sold.subscription_id.unwrap();
    let line = OrderLineProductInput::new().id(env.product.clone()).quantity(9);
    let mut change = OrderInput::new(env.customers[0].clone(), OrderType::Change)
        .subscription_id(subscription)
        .products([line]);
    change.scheduled_on = Some(ScheduledOn::Renewal);
    let placed = env.client.orders().place(&change).await.unwrap().order;
    let error = env.client.orders().wait_for(placed.id).await.unwrap_err();
    let WaitError::Scheduled(order) = &error else { panic!("{error:?}") };
    assert_eq!(order.status.as_ref().unwrap().as_str(), "processing");
    assert!(error.to_string().contains("is processing until its subscription renews"), "{error}");
}

/// A service with a report whose status changes with each poll.
async fn report(states: impl IntoIterator<Item = &str>) -> Service {
    let service = Service::start().await;
    let states: Vec<_> = states.into_iter().map(|state| ok(json!({"id": "7", "status": state}))).collect();
    service.on("GET", "/na/reports/7", in_turn(states)).await;
    service
}

#[tokio::test]
async fn failed_report_is_returned() {
    let service = report(["submitted", "processing", "error"]).await;
    let error = service.client().reports().wait_for("7").await.unwrap_err();
    assert!(matches!(error, WaitError::Failed(_)), "{error:?}");
    assert_eq!(error.to_string(), "report 7 is error; the control panel shows the reason");
    assert_eq!(service.count("/na/reports/7").await, 3);
}

#[tokio::test]
async fn last_poll_is_before_the_timeout() {
    let service = report(["processing"]).await;
    let waiting = || service.client().reports().wait_for("7").interval(Interval::steady(40 * SECOND));
    let error = waiting().timeout(100 * SECOND).await.unwrap_err();
    let WaitError::TimedOut { last, elapsed } = &error else { panic!("{error:?}") };
    assert_eq!((last.status.as_ref().unwrap().as_str(), *elapsed), ("processing", 98 * SECOND));
    assert!(error.to_string().starts_with("report 7 is processing after 98s"), "{error}");
    assert_eq!(service.runtime.elapsed(), 98 * SECOND);
    assert!((4..=5).contains(&service.count("/na/reports/7").await));

    let service = report(["processing", "completed"]).await;
    let done = service.client().reports().wait_for("7").interval(Interval::steady(600 * SECOND));
    assert!(done.timeout(10 * SECOND).await.is_ok(), "the last poll returns the final state");

    let service = report(["processing"]).await;
    let error = service.client().reports().wait_for("7").timeout(Duration::ZERO).await.unwrap_err();
    assert!(matches!(error, WaitError::TimedOut { .. }) && service.count("/na/reports/7").await == 1);
}

#[tokio::test]
async fn timeout_includes_retries_of_polls() {
    for (name, failure) in [
        ("503", html(503)),
        ("429", html(429).insert_header("retry-after", "7")),
        ("429 at once", html(429).insert_header("retry-after", "0")),
        ("404", platform(404, "No entity has been found")),
    ] {
        for first in [Some("processing"), None] {
            for limit in [2 * SECOND, 30 * SECOND, 90 * SECOND] {
                let service = Service::start().await;
                let first = first.map(|status| ok(json!({"id": "7", "status": status})));
                let had_state = first.is_some();
                service.on("GET", "/na/orders/7", in_turn(first.into_iter().chain([failure.clone()]))).await;
                let error = service.client().orders().wait_for("7").timeout(limit).await.unwrap_err();
                let elapsed = service.runtime.elapsed();
                assert!(elapsed <= limit, "{name}, {limit:?}: {elapsed:?}");
                assert_eq!(error.last().is_some(), had_state, "{name}, {limit:?}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn hanging_poll_ends_at_the_timeout() {
    let service = Service::start().await;
    let processing = ok(json!({"id": "7", "status": "processing"}));
    let hanging = processing.clone().set_delay(600 * SECOND);
    service.on("GET", "/na/orders/7", in_turn([processing, hanging])).await;
    let client = service.client();
    let waiting = tokio::spawn(client.orders().wait_for("7").timeout(5 * SECOND).into_future());
    while service.count("/na/orders/7").await < 2 {
        tokio::task::yield_now().await;
    }
    // The response never arrives, so the test moves the clock.
    while !waiting.is_finished() && service.runtime.elapsed() < 60 * SECOND {
        service.runtime.advance(SECOND / 10);
        tokio::task::yield_now().await;
    }
    let error = waiting.await.unwrap().unwrap_err();
    let WaitError::TimedOut { elapsed, .. } = error else { panic!("{error:?}") };
    assert!(elapsed <= 5 * SECOND + SECOND / 5, "{elapsed:?}");
}

#[tokio::test]
async fn missing_object_is_polled_for_a_minute() {
    let missing = || platform(404, "No entity has been found");
    let done = || ok(json!({"id": "7", "status": "completed"}));
    let service = Service::start().await;
    service.on("GET", "/na/orders/7", in_turn([missing(), missing(), missing(), done()])).await;
    assert!(service.client().orders().wait_for("7").await.is_ok());

    let service = Service::start().await;
    service.on("GET", "/na/orders/7", missing()).await;
    let error = service.client().orders().wait_for("7").await.unwrap_err();
    assert!(error.call_error().unwrap().is_not_found() && error.last().is_none(), "{error:?}");
    let elapsed = service.runtime.elapsed();
    assert!((60 * SECOND..90 * SECOND).contains(&elapsed), "{elapsed:?}");
}

#[tokio::test]
async fn endless_durations_do_not_panic() {
    let service = report(["processing", "completed"]).await;
    let waiting = service.client().reports().wait_for("7").timeout(Duration::MAX);
    assert!(waiting.await.is_ok());

    // An endless delay ends with the timeout.
    let service = report(["processing"]).await;
    let waiting = service.client().reports().wait_for("7").timeout(60 * SECOND);
    let error = waiting.interval(Interval::growing(Duration::MAX, Duration::MAX)).await.unwrap_err();
    assert!(matches!(error, WaitError::TimedOut { .. }), "{error}");
    assert_eq!(service.count("/na/reports/7").await, 2);
}

#[tokio::test]
async fn unknown_states_are_polled_again() {
    let service = report(["queued_up", "unknown", "queued_up"]).await;
    let error = service.client().reports().wait_for("7").timeout(90 * SECOND).await.unwrap_err();
    assert_eq!(error.last().unwrap().status.as_ref().unwrap().as_str(), "queued_up");
    assert!(matches!(error, WaitError::TimedOut { .. }));
    let service = report(["queued_up", "completed"]).await;
    assert!(service.client().reports().wait_for("7").await.is_ok());
}

#[tokio::test]
async fn transient_errors_do_not_end_waiting() {
    let service = Service::start().await;
    let processing = || ok(json!({"id": "7", "status": "processing"}));
    let failures = std::iter::repeat_with(|| html(503)).take(12);
    let responses =
        std::iter::once(processing()).chain(failures).chain([ok(json!({"id": "7", "status": "completed"}))]);
    service.on("GET", "/na/reports/7", in_turn(responses)).await;
    assert!(service.client().reports().wait_for("7").await.is_ok());

    service.on("GET", "/na/reports/8", in_turn([processing(), platform(403, "Not yours")])).await;
    let error = service.client().reports().wait_for("8").await.unwrap_err();
    assert!(error.call_error().unwrap().is_permission_denied() && error.last().is_some(), "{error:?}");
    assert!(error.to_string().contains("report 7 is processing as of the last successful poll"), "{error}");

    service.on("GET", "/na/reports/9", html(503)).await;
    let error = service.client().reports().wait_for("9").timeout(60 * SECOND).await.unwrap_err();
    assert!(matches!(&error, WaitError::CallFailed { last: None, .. }), "{error:?}");
    assert!(service.count("/na/reports/9").await > 12, "polls continue until the timeout");
}

#[tokio::test]
async fn waiting_continues_after_each_fault() {
    let env = TestEnv::open().await;
    let id = placed(&env).await;
    env.runtime.advance(300 * SECOND);
    for fault in
        [Fault::reset(), Fault::truncated_body(), Fault::gateway_timeout(), Fault::rate_limited(Some(9))]
    {
        env.sandbox.inject(fault.on("get_order").once()).unwrap();
    }
    env.client.orders().wait_for(id).await.unwrap();
}
