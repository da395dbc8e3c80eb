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
    env.client.orders().place(&env.order()).await.unwrap().order.id.unwrap()
}

#[tokio::test]
async fn an_order_is_awaited_through_its_states_which_are_told() {
    let env = TestEnv::open().await;
    let id = placed(&env).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&told);
    let order = env
        .client
        .orders()
        .wait_for(id)
        .on_progress(move |progress| {
            let status = progress.seen.status.as_ref().unwrap().as_str().to_owned();
            tell.lock().unwrap().push((progress.looks, status, progress.pause, progress.waited));
        })
        .await
        .unwrap();
    assert!(order.provisioning_date.is_some());
    let told = told.lock().unwrap();
    let states: Vec<_> = told.iter().map(|(_, status, ..)| &**status).collect();
    assert!(
        states.starts_with(&["submitted", "submitted"]) && states.ends_with(&["processing"]),
        "{states:?}"
    );
    let pauses: Duration = told.iter().map(|(_, _, pause, _)| *pause).sum();
    assert!(pauses >= 65 * SECOND && told.last().unwrap().3 + told.last().unwrap().2 == pauses, "{told:?}");
    assert_eq!(told.last().unwrap().0 as usize, told.len());
}

#[tokio::test]
async fn a_customer_a_subscription_and_a_report_are_awaited_alike() {
    let env = TestEnv::open().await;
    let input: CustomerInput = serde_json::from_value(json!({
        "name": "Fabrikam", "language": "en",
        "address": {"streetAddress": "1 Quay", "city": "Harbour", "postalCode": "10001", "countryCode": "US", "state": "NY"},
        "contactPersons": [{"type": "admin", "firstName": "A", "lastName": "B", "email": "a@example.com", "phoneNumber": "1##2125550100#"}],
    }))
    .unwrap();
    let client = &env.client;
    let customer = client.customers().create(&input).await.unwrap();
    let customer = client.customers().wait_for(customer.id.unwrap()).await.unwrap();
    assert_eq!(customer.status.unwrap().as_str(), "active");

    let order = client.orders().place(&env.order()).await.unwrap().order;
    let subscription = client.subscriptions().wait_for(order.subscription_id.unwrap()).await.unwrap();
    assert_eq!(subscription.status.unwrap().as_str(), "active");

    let reports = client.reports().list(()).collect(100).await.unwrap();
    let named = reports.iter().find(|row| row.format == Some(ReportFormat::Csv)).unwrap();
    let input =
        serde_json::from_value(json!({"name": named.name, "startDate": "2026-01-01T00:00:00Z"})).unwrap();
    let report = client.reports().create(&input).await.unwrap();
    let report = client.reports().wait_for(report.id.unwrap()).await.unwrap();
    assert!(report.download_url.is_some());
}

#[tokio::test]
async fn a_withdrawn_order_ends_the_waiting() {
    let env = TestEnv::open().await;
    let id = placed(&env).await;
    let cancel = serde_json::from_value(json!({"statusCode": "CL"})).unwrap();
    env.client.orders().update(&id, &cancel).await.unwrap();
    let end = env.client.orders().wait_for(&id).await.unwrap_err();
    assert!(matches!(&end, WaitError::Cancelled(order) if order.id.as_ref() == Some(&id)), "{end:?}");
    assert_eq!(end.to_string(), format!("order {} is cancelled and will not go on", id.as_str()));
}

#[tokio::test]
async fn a_change_at_renewal_is_told_apart_and_not_waited_for() {
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
    let end = env.client.orders().wait_for(placed.id.unwrap()).await.unwrap_err();
    let WaitError::Scheduled(order) = &end else { panic!("{end:?}") };
    assert_eq!(order.status.as_ref().unwrap().as_str(), "processing");
    assert!(end.to_string().contains("is processing until its subscription renews"), "{end}");
}

/// A report whose states come one after the other.
async fn report(states: impl IntoIterator<Item = &str>) -> Service {
    let service = Service::start().await;
    let states: Vec<_> = states.into_iter().map(|state| ok(json!({"id": "7", "status": state}))).collect();
    service.on("GET", "/na/reports/7", in_turn(states)).await;
    service
}

#[tokio::test]
async fn what_failed_is_told_with_its_last_state() {
    let service = report(["submitted", "processing", "error"]).await;
    let end = service.client().reports().wait_for("7").await.unwrap_err();
    assert!(matches!(end, WaitError::Failed(_)), "{end:?}");
    assert_eq!(end.to_string(), "report 7 is error; the control panel shows the reason");
    assert_eq!(service.count("/na/reports/7").await, 3);
}

#[tokio::test]
async fn the_last_look_is_at_the_deadline() {
    let service = report(["processing"]).await;
    let waiting = || service.client().reports().wait_for("7").interval(Interval::steady(40 * SECOND));
    let end = waiting().timeout(100 * SECOND).await.unwrap_err();
    let WaitError::TimedOut { last, waited } = &end else { panic!("{end:?}") };
    assert_eq!((last.status.as_ref().unwrap().as_str(), *waited), ("processing", 100 * SECOND));
    assert!(end.to_string().starts_with("report 7 is processing after 100s"), "{end}");
    assert_eq!(service.runtime.slept().iter().sum::<Duration>(), 100 * SECOND);
    assert_eq!(service.count("/na/reports/7").await, service.runtime.slept().len() + 1);

    // What is done at the deadline is done.
    let service = report(["processing", "completed"]).await;
    let done = service.client().reports().wait_for("7").interval(Interval::steady(600 * SECOND));
    assert!(done.timeout(10 * SECOND).await.is_ok());

    let service = report(["processing"]).await;
    let end = service.client().reports().wait_for("7").timeout(Duration::ZERO).await.unwrap_err();
    assert!(matches!(end, WaitError::TimedOut { .. }) && service.count("/na/reports/7").await == 1);
}

#[tokio::test]
async fn states_that_are_not_known_are_waited_on_and_kept() {
    let service = report(["queued_up", "unknown", "queued_up"]).await;
    let end = service.client().reports().wait_for("7").timeout(90 * SECOND).await.unwrap_err();
    assert_eq!(end.last().unwrap().status.as_ref().unwrap().as_str(), "queued_up");
    assert!(matches!(end, WaitError::TimedOut { .. }));
    let service = report(["queued_up", "completed"]).await;
    assert!(service.client().reports().wait_for("7").await.is_ok());
}

#[tokio::test]
async fn trouble_that_passes_is_waited_through_and_other_failures_end_it() {
    let service = Service::start().await;
    let processing = || ok(json!({"id": "7", "status": "processing"}));
    let trouble = std::iter::repeat_with(|| html(503)).take(12);
    let answers =
        std::iter::once(processing()).chain(trouble).chain([ok(json!({"id": "7", "status": "completed"}))]);
    service.on("GET", "/na/reports/7", in_turn(answers)).await;
    assert!(service.client().reports().wait_for("7").await.is_ok());

    service.on("GET", "/na/reports/8", in_turn([processing(), platform(404, "Gone")])).await;
    let end = service.client().reports().wait_for("8").await.unwrap_err();
    assert!(end.call_error().unwrap().is_not_found() && end.last().is_some(), "{end:?}");
    assert!(end.to_string().contains("could not be looked at again: get_report failed: 404"), "{end}");

    service.on("GET", "/na/reports/9", html(503)).await;
    let end = service.client().reports().wait_for("9").timeout(60 * SECOND).await.unwrap_err();
    assert!(matches!(&end, WaitError::CallFailed { last: None, .. }), "{end:?}");
    assert!(service.count("/na/reports/9").await > 12, "it was tried until the end");
}

#[tokio::test]
async fn a_fault_of_every_kind_is_waited_through() {
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
