use std::{collections::BTreeMap, time::Duration};

use imcloud::{
    OrderFilter,
    orders::{OrderReference, OutcomeUnknown, PlaceOrderError, Placed, UnknownReason},
    types::{OrderInput, OrderLineProductInput, OrderType},
};
use imcloud_sandbox::Fault;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::{
    service::{Service, html, in_turn, ok, platform},
    test_env::TestEnv,
};

const MINUTE: Duration = Duration::from_secs(60);

fn outcome_unknown(result: Result<Placed, PlaceOrderError>) -> OutcomeUnknown {
    match result {
        Err(PlaceOrderError::OutcomeUnknown(unknown)) => *unknown,
        other => panic!("not unknown: {other:?}"),
    }
}

fn rejected(result: Result<Placed, PlaceOrderError>) -> imcloud::Error {
    match result {
        Err(PlaceOrderError::Rejected(error)) => error,
        other => panic!("not rejected: {other:?}"),
    }
}

/// Failures after which the platform may not have received the order.
fn losses() -> Vec<(String, Fault)> {
    let statuses = [502, 503, 504].into_iter().flat_map(|status| {
        bodies().into_iter().map(move |(form, body)| {
            (
                format!("{status} {form}"),
                Fault::status(status).header("content-type", "application/json").body(body),
            )
        })
    });
    statuses
        .chain([("reset".to_owned(), Fault::reset()), ("page".to_owned(), Fault::gateway_timeout())])
        .collect()
}

/// Bodies of error responses by form.
fn bodies() -> BTreeMap<&'static str, String> {
    let framework = |message: &str| {
        json!({"timestamp": "2026-01-15T09:00:00.000+0000", "status": 500, "error": "Internal Server Error",
            "message": message, "path": "/orders", "correlationId": "a8n-1"})
        .to_string()
    };
    BTreeMap::from([
        ("platform", platform_body("There is already an order")),
        (
            "framework timeout",
            framework("I/O error on POST request for \"http://oss/orders\": Read timed out"),
        ),
        ("framework commit", framework("Could not commit JPA transaction")),
        ("framework reset", framework("Connection reset")),
        (
            "framework business",
            framework("Subscription #7: there is already an order, which prohibits another"),
        ),
        (
            "framework without message",
            json!({"timestamp": "now", "status": 500, "error": "Internal Server Error"}).to_string(),
        ),
        ("gateway", json!({"statusCode": 500, "message": "Internal server error"}).to_string()),
        ("bare", json!({"status": 500, "message": "There is already an order"}).to_string()),
        ("page", "<html><title>Error</title></html>".to_owned()),
        ("empty", String::new()),
    ])
}

fn platform_body(message: &str) -> String {
    json!({"correlationId": "a8n-1", "status": 500, "message": message, "path": "/orders",
        "timeStamp": "2026-01-15T09:00:00.000+00:00"})
    .to_string()
}

/// Responses after which the order may be stored, but is never resent.
fn ambiguous_responses() -> Vec<(String, Fault)> {
    let mut responses = vec![("unreadable".to_owned(), Fault::status(200).body("<html>"))];
    responses.push(("null".to_owned(), Fault::status(200).body("null")));
    responses.push(("without id".to_owned(), Fault::status(200).body("{}")));
    responses.push(("empty id".to_owned(), Fault::status(200).body(r#"{"id": ""}"#)));
    responses.push(("no content".to_owned(), Fault::status(204)));
    responses.push(("redirect".to_owned(), Fault::status(302).header("location", "/login")));
    for status in [400, 403, 404, 405, 408, 409, 413, 418, 422, 425, 500, 501] {
        for (form, body) in bodies() {
            let is_proof = match form {
                "platform" => matches!(status, 400 | 404 | 409 | 422 | 500),
                "gateway" => status == 403,
                _ => false,
            };
            if !is_proof {
                responses.push((format!("{status} {form}"), Fault::status(status).body(body)));
            }
        }
    }
    responses
}

#[tokio::test]
async fn missing_po_number_is_generated() {
    let env = TestEnv::open().await;
    let placed = env.client.orders().place(&env.order()).await.unwrap();
    assert!(!placed.found && placed.attempts == 1 && placed.reference.is_generated());
    let number = placed.order.po_number.unwrap();
    assert_eq!(placed.reference.po_number(), number);
    let uuid = imcloud::Id::from(&*number).to_uuid().unwrap();
    assert_eq!(uuid.get_version_num(), 4);

    let placed = env.client.orders().place(&env.order().po_number("PO-7")).await.unwrap();
    assert_eq!((placed.order.po_number.as_deref(), placed.reference.is_generated()), (Some("PO-7"), false));
    let blank = env.client.orders().place(&env.order().po_number(" ")).await.unwrap();
    assert!(blank.reference.is_generated());
    assert_eq!(env.create_order_requests(), 3);
    assert!(env.sandbox.journal().of("list_orders").unwrap().is_empty(), "no outcome was ambiguous");
}

/// Stored orders must be found once, whatever the response.
async fn assert_found(env: &TestEnv, name: &str, order: &OrderInput, fault: Fault) {
    let before = env.create_order_requests();
    env.sandbox.inject(fault.on("create_order").once()).unwrap();
    let placed = env.client.orders().place(order).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(placed.found && placed.attempts == 1, "{name}: {placed:?}");
    assert_eq!(env.create_order_requests() - before, 1, "{name}");
    let existing = &env.orders_by_number()[placed.reference.po_number()];
    assert_eq!(*existing, [placed.order.id.to_string()], "{name}");
}

#[tokio::test]
async fn stored_order_is_found_not_resent() {
    let env = TestEnv::open().await;
    let interrupted = [
        ("truncated", Fault::truncated_body()),
        ("reset in body", Fault::reset_in_body()),
        ("empty body", Fault::empty_body()),
        ("error page", Fault::internal_error()),
    ];
    let interrupted = interrupted.map(|(name, fault)| (name.to_owned(), fault));
    let faults = losses().into_iter().chain(ambiguous_responses()).chain(interrupted);
    for (number, (name, fault)) in faults.enumerate() {
        // Generated and custom numbers by turns. Older orders of a customer would only slow the test down.
        let customer = &env.customers[number % env.customers.len()];
        let order = env.order_of(customer, 3);
        let order = if number % 2 == 0 { order } else { order.po_number(format!("PO-{number}")) };
        assert_found(&env, &name, &order, fault.after_work()).await;
        env.runtime.advance(70 * MINUTE);
    }
}

#[tokio::test]
async fn order_visible_late_is_found_not_resent() {
    let env = TestEnv::open().await;
    let forms = bodies();
    for (name, fault) in [
        ("reset", Fault::reset()),
        ("504", Fault::gateway_timeout()),
        ("502", Fault::status(502).body(forms["page"].clone())),
        ("503", Fault::status(503).body(forms["platform"].clone())),
        ("error page", Fault::status(500).body(forms["framework timeout"].clone())),
        ("error page without message", Fault::internal_error()),
        ("other 500", Fault::status(500).body(forms["bare"].clone())),
        ("other 400", Fault::status(400).body(forms["page"].clone())),
        ("unreadable", Fault::status(200).body("<html>")),
    ] {
        for delay in [1, 30, 90] {
            let name = format!("{name}, {delay} s late");
            assert_found(&env, &name, &env.order(), fault.clone().late(Duration::from_secs(delay))).await;
            env.runtime.advance(70 * MINUTE);
        }
    }
    // This form proves most, so the single search is short.
    let fault = Fault::status(500).body(forms["platform"].clone());
    assert_found(&env, "platform", &env.order(), fault.late(Duration::from_secs(1))).await;
}

#[tokio::test]
async fn platform_failure_after_storing_is_found() {
    let env = TestEnv::open().await;
    for message in ["Read timed out", "There is already an order", "Internal error", "x"] {
        let fault = Fault::status(500).body(platform_body(message)).after_work();
        assert_found(&env, message, &env.order(), fault).await;
    }
}

#[tokio::test]
async fn lost_order_is_resent_after_search() {
    let env = TestEnv::open().await;
    for (name, fault) in losses() {
        let (before, started) = (env.create_order_requests(), env.runtime.elapsed());
        env.sandbox.inject(fault.before_work().on("create_order").once()).unwrap();
        let placed = env.client.orders().place(&env.order()).await.unwrap();
        assert!(!placed.found && placed.attempts == 2, "{name}: {placed:?}");
        assert_eq!(env.create_order_requests() - before, 2, "{name}");
        assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1, "{name}");
        assert_eq!(env.runtime.elapsed() - started, 3 * MINUTE, "{name}");
        env.runtime.advance(70 * MINUTE);
    }
}

#[tokio::test]
async fn received_order_is_never_resent() {
    let env = TestEnv::open().await;
    for (name, fault) in ambiguous_responses() {
        let (before, started) = (env.create_order_requests(), env.runtime.elapsed());
        env.sandbox.inject(fault.on("create_order").once()).unwrap();
        let unknown = outcome_unknown(env.client.orders().place(&env.order()).await);
        assert_eq!((unknown.reason, unknown.attempts), (UnknownReason::NotFound, 1), "{name}");
        assert_eq!(env.create_order_requests() - before, 1, "{name}");
        assert_eq!(env.runtime.elapsed() - started, 3 * MINUTE, "{name}");
        assert!(unknown.send_error.is_some() && unknown.searches > 5, "{name}: {unknown}");
    }
}

#[tokio::test]
async fn order_without_response_is_searched_after_timeout() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::no_response().after_work().on("create_order").once()).unwrap();
    let placing = tokio::spawn(env.client.orders().place(&env.order()).into_future());
    while env.create_order_requests() == 0 {
        tokio::task::yield_now().await;
    }
    env.runtime.advance(3 * MINUTE);
    let placed = placing.await.unwrap().unwrap();
    assert!(placed.found && placed.attempts == 1);
    assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1);
}

#[tokio::test]
async fn platform_failure_is_rejected_after_one_search() {
    let env = TestEnv::open().await;
    let started = env.runtime.elapsed();
    let order = env.order_of(&env.customers[0], 1_000_000);
    let error = rejected(env.client.orders().place(&order).await);
    assert!(error.is_business_rule() && error.message().unwrap().contains("outside its limits"), "{error}");
    assert_eq!((env.create_order_requests(), env.sandbox.journal().of("list_orders").unwrap().len()), (1, 1));
    assert_eq!(env.runtime.elapsed() - started, Duration::from_secs(2));

    // With a failed search it is not known.
    env.sandbox.inject(Fault::status(500).on("list_orders")).unwrap();
    let unknown = outcome_unknown(env.client.orders().place(&order).await);
    assert_eq!((unknown.reason, unknown.attempts), (UnknownReason::SearchFailed, 1));
    assert!(unknown.send_error.unwrap().is_business_rule());
}

#[tokio::test]
async fn rejection_by_platform_needs_no_search() {
    let env = TestEnv::open().await;
    for status in [400, 404, 409, 422] {
        let fault = Fault::status(status).body(platform_body("No"));
        env.sandbox.inject(fault.on("create_order").once()).unwrap();
        let error = rejected(env.client.orders().place(&env.order()).await);
        assert_eq!((error.status().unwrap().as_u16(), error.message()), (status, Some("No")));
    }
    env.sandbox.inject(Fault::quota_spent(Some(3600)).on("create_order").once()).unwrap();
    assert!(rejected(env.client.orders().place(&env.order()).await).is_quota_exceeded());
    assert!(env.sandbox.journal().of("list_orders").unwrap().is_empty());
    assert_eq!(env.create_order_requests(), 5);
}

#[tokio::test]
async fn rate_limit_and_401_start_no_search() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::rate_limited(Some(7)).on("create_order").times(2)).unwrap();
    env.sandbox.inject(Fault::dead_token().on("create_order").once()).unwrap();
    let placed = env.client.orders().place(&env.order()).await.unwrap();
    assert!(!placed.found && placed.attempts == 1);
    assert_eq!(env.create_order_requests(), 4);
    assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1);
}

#[tokio::test]
async fn failed_token_request_is_a_rejection() {
    let env = TestEnv::open().await;
    env.sandbox.kill_tokens();
    for fault in [Fault::status(200).body("<html>"), Fault::status(500), Fault::status(400)] {
        env.sandbox.inject(fault.on("generate_auth_token")).unwrap();
        let client = crate::test_env::client(&env.sandbox).runtime(env.runtime.clone()).build().unwrap();
        let error = rejected(client.orders().place(&env.order()).await);
        assert_eq!(error.operation(), "generate_auth_token", "{error}");
        env.sandbox.clear_faults();
    }
    assert_eq!(env.create_order_requests(), 0);
}

#[tokio::test]
async fn unknown_outcome_reports_all_details() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::reset().on("create_order")).unwrap();
    let unknown = outcome_unknown(env.client.orders().place(&env.order()).await);
    assert_eq!(
        (unknown.reason, unknown.attempts, env.create_order_requests()),
        (UnknownReason::NotFound, 3, 3)
    );
    assert!(unknown.send_error.as_ref().unwrap().is_ambiguous());
    assert!(unknown.candidates.is_empty() && unknown.search_error.is_none());
    assert_eq!(
        (&unknown.customer_id, unknown.reference.since().as_str()),
        (&env.customers[0], "2026-01-15T09:00:00Z")
    );
    assert_eq!(unknown.until.as_str(), "2026-01-15T09:09:00Z");
    let number = unknown.reference.po_number();
    let message = unknown.to_string();
    for part in [number, "2026-01-15T09:00:00Z", "2026-01-15T09:09:00Z", "3 attempts: create_order"] {
        assert!(message.contains(part), "{part} in {message}");
    }

    let unknown = outcome_unknown(env.client.orders().place(&env.order()).max_attempts(1).await);
    assert_eq!((unknown.reason, unknown.attempts), (UnknownReason::NotFound, 1));
}

#[tokio::test]
async fn timeout_ends_searches_and_attempts() {
    let env = TestEnv::open().await;
    for (name, limit, faults) in [
        ("attempts", 600, vec![Fault::reset().on("create_order")]),
        ("long search", 120, vec![Fault::gateway_timeout().before_work().on("create_order")]),
        ("short", 10, vec![Fault::status(500).on("create_order")]),
        ("failing search", 90, vec![Fault::reset().on("create_order"), Fault::status(503).on("list_orders")]),
        (
            "throttled search",
            45,
            vec![Fault::reset().on("create_order"), Fault::rate_limited(Some(100)).on("list_orders")],
        ),
    ] {
        let limit = Duration::from_secs(limit);
        for fault in faults {
            env.sandbox.inject(fault).unwrap();
        }
        let started = env.runtime.elapsed();
        let placing = env.client.orders().place(&env.order());
        let placing = placing.timeout(limit).search_timeout(4 * MINUTE).max_attempts(9);
        let reference = placing.reference().clone();
        let unknown = outcome_unknown(placing.await);
        assert_eq!((unknown.reason, &unknown.reference), (UnknownReason::TimedOut, &reference), "{name}");
        let elapsed = env.runtime.elapsed() - started;
        // The last search begins two seconds before the timeout.
        assert!(elapsed <= limit && elapsed + 2 * (MINUTE / 4) > limit, "{name}: {elapsed:?}");
        assert!(unknown.to_string().contains("the timeout expired; check the orders"), "{unknown}");
        env.sandbox.clear_faults();
        env.runtime.advance(10 * MINUTE);
    }
}

#[tokio::test]
async fn timeout_before_sending_is_a_rejection() {
    let env = TestEnv::open().await;
    let before = env.sales();
    let error = rejected(env.client.orders().place(&env.order()).timeout(Duration::ZERO).await);
    assert!(error.is_timeout() && !error.is_ambiguous(), "{error}");
    // Retries after status 429 end as well.
    env.sandbox.inject(Fault::rate_limited(Some(30)).on("create_order")).unwrap();
    let started = env.runtime.elapsed();
    let error = rejected(env.client.orders().place(&env.order()).timeout(MINUTE).await);
    assert!(error.is_rate_limited(), "{error}");
    assert!(env.runtime.elapsed() - started <= MINUTE);
    assert_eq!(env.sales(), before, "nothing was stored");
}

#[tokio::test]
async fn default_timeout_is_ten_minutes() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::reset().on("create_order")).unwrap();
    let started = env.runtime.elapsed();
    let placing = env.client.orders().place(&env.order()).max_attempts(100);
    assert_eq!(outcome_unknown(placing.await).reason, UnknownReason::TimedOut);
    let elapsed = env.runtime.elapsed() - started;
    assert!(elapsed <= 10 * MINUTE && elapsed > 9 * MINUTE, "{elapsed:?}");
}

#[tokio::test]
async fn endless_durations_do_not_panic() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    let placing = env.client.orders().place(&env.order());
    let placing = placing.timeout(Duration::MAX).search_timeout(Duration::MAX).lookback(Duration::MAX);
    assert!(placing.await.unwrap().found);
}

#[tokio::test]
async fn search_costs_one_list_and_new_details() {
    let env = TestEnv::open().await;
    let calls = || {
        let journal = env.sandbox.journal();
        (journal.of("list_orders").unwrap().len(), journal.of("get_order").unwrap().len())
    };
    // Twelve orders of the customer, two of them within the lookback.
    for number in 0..12 {
        if number == 10 {
            env.runtime.advance(120 * MINUTE);
        }
        env.client.orders().create(&env.order().po_number(format!("PO-{number}"))).await.unwrap();
    }
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    let before = calls();
    assert!(env.client.orders().place(&env.order()).await.unwrap().found);
    assert_eq!((calls().0 - before.0, calls().1 - before.1), (1, 1), "the newest order is checked first");

    env.sandbox.inject(Fault::status(500).on("create_order").once()).unwrap();
    let before = calls();
    let unknown = outcome_unknown(env.client.orders().place(&env.order()).await);
    assert_eq!(calls().0 - before.0, unknown.searches as usize, "one list per search");
    assert_eq!(calls().1 - before.1, 5, "details of the newest five, once each");
    assert!((8..=13).contains(&unknown.searches), "{}", unknown.searches);
}

#[tokio::test]
async fn nothing_is_resent_while_searches_fail() {
    for (name, fault) in [
        ("list", Fault::status(503).on("list_orders")),
        ("quota", Fault::quota_spent(None).on("list_orders")),
        ("details", Fault::status(503).on("get_order")),
        ("missing", Fault::no_entity_found().on("get_order")),
        ("truncated", Fault::truncated_body().on("get_order")),
    ] {
        let env = TestEnv::open().await;
        env.client.orders().place(&env.order()).await.unwrap();
        env.sandbox.inject(Fault::reset().on("create_order").once()).unwrap();
        env.sandbox.inject(fault).unwrap();
        let unknown = outcome_unknown(env.client.orders().place(&env.order()).await);
        assert_eq!(
            (unknown.reason, unknown.attempts, env.create_order_requests()),
            (UnknownReason::SearchFailed, 1, 2),
            "{name}"
        );
        assert!(unknown.search_error.is_some() && unknown.send_error.is_some(), "{name}");
        if name == "quota" {
            assert_eq!(unknown.searches, 1, "the client does not wait for a quota");
        }

        // It is resent once the orders can be read again.
        env.sandbox.clear_faults();
        let placed = env.client.orders().place(&env.order()).resume(unknown.reference).await.unwrap();
        assert!(!placed.found && placed.attempts == 1, "{name}");
    }
}

#[tokio::test]
async fn transient_search_errors_do_not_hide_orders() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    env.sandbox.inject(Fault::status(503).on("list_orders").times(7)).unwrap();
    env.sandbox.inject(Fault::no_entity_found().on("get_order").once()).unwrap();
    env.sandbox.inject(Fault::nulls().on("get_order").once()).unwrap();
    env.sandbox.inject(Fault::unknown_values().on("list_orders").times(1).skip(8)).unwrap();
    let placed = env.client.orders().place(&env.order()).await.unwrap();
    assert!(placed.found && placed.attempts == 1);
}

#[tokio::test]
async fn reused_number_does_not_match_other_orders() {
    let env = TestEnv::open().await;
    let order = env.order().po_number("BLANKET");
    let first = env.client.orders().place(&order).await.unwrap();
    let other_customer = env.order_of(&env.customers[1], 3).po_number("BLANKET");
    let other_seats = env.order_of(&env.customers[0], 4).po_number("BLANKET");
    for (name, order) in [("seats", &other_seats), ("customer", &other_customer)] {
        env.sandbox.inject(Fault::reset().on("create_order").once()).unwrap();
        let placed = env.client.orders().place(order).await.unwrap();
        assert!(!placed.found && placed.attempts == 2, "{name}: {placed:?}");
    }

    // The same contents later: the older order may be this one, so nothing is resent.
    env.runtime.advance(10 * MINUTE);
    env.sandbox.inject(Fault::reset().on("create_order").once()).unwrap();
    let unknown = outcome_unknown(env.client.orders().place(&order).await);
    assert_eq!(
        (unknown.reason, unknown.attempts, unknown.candidates.len()),
        (UnknownReason::PossibleMatches, 1, 1)
    );
    assert_eq!(unknown.candidates[0].id, first.order.id);
    assert!(unknown.to_string().contains(first.order.order_number.as_deref().unwrap()), "{unknown}");

    // If it was stored, the newer one matches.
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    let placed = env.client.orders().place(&order).await.unwrap();
    assert!(placed.found && placed.order.id != first.order.id);
}

#[tokio::test]
async fn renewal_with_same_number_does_not_match() {
    let env = TestEnv::open().await;
    env.client.orders().place(&env.order().po_number("RENEWED")).await.unwrap();
    // Inserts renewals of the newest order with its number.
    env.sandbox.inject(Fault::inserted_items(2).on("list_orders").once()).unwrap();
    env.client.orders().list().first_page().await.unwrap();
    assert_eq!(env.orders_by_number()["RENEWED"].len(), 3);
    let same = OrderReference::new("RENEWED", "2026-01-15T09:00:00Z".parse().unwrap());
    let resumed = env.client.orders().place(&env.order()).resume(same).max_attempts(0).await.unwrap();
    assert_eq!(resumed.order.type_, Some(OrderType::Sales));
}

#[tokio::test]
async fn change_is_found_by_its_subscription() {
    let env = TestEnv::open().await;
    let sold = env.client.orders().place(&env.order()).await.unwrap().order;
    env.runtime.advance(5 * MINUTE);
    let subscription = sold.subscription_id.unwrap();
    let line = OrderLineProductInput::new()
        .id(env.product.clone())
        .quantity(10)
        .subscription_id(subscription.clone());
    let mut change = env.order().po_number("MORE").products([line]);
    change.type_ = OrderType::Change;
    change.subscription_id = Some(subscription);
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    let placed = env.client.orders().place(&change).await.unwrap();
    assert!(placed.found && placed.attempts == 1);
    assert_eq!(placed.order.products.unwrap()[0].quantity, Some(7.into()));

    // The service rejects a second change while this one is open.
    let error = rejected(env.client.orders().place(&change.po_number("MORE-2")).await);
    assert!(error.is_business_rule(), "{error}");
}

#[tokio::test]
async fn order_placed_twice_is_reported() {
    for (generated, reason) in
        [(true, "it was placed more than once as SO"), (false, "several orders match, SO")]
    {
        let env = TestEnv::open().await;
        let stored = json!({"poNumber": "a7c9", "since": "2026-01-15T09:00:00Z", "generated": generated});
        let order = env.order().po_number("a7c9");
        for _ in 0..2 {
            env.client.orders().create(&order).await.unwrap();
        }
        let reference = serde_json::from_value(stored).unwrap();
        let unknown = outcome_unknown(env.client.orders().place(&order).resume(reference).await);
        assert_eq!(
            (unknown.reason, unknown.candidates.len(), unknown.attempts),
            (UnknownReason::MultipleMatches, 2, 0)
        );
        assert!(unknown.to_string().contains(reason), "{unknown}");
    }
}

/// An order of [`order_input`] as returned by the service.
fn order_of_input(id: &str, number: &str) -> ResponseTemplate {
    ok(
        json!({"id": id, "type": "sales", "customerId": "5", "poNumber": number, "orderNumber": format!("SO{id}"),
        "creationDate": "2026-01-01T00:00:30Z", "status": "submitted", "products": [{"id": "p", "quantity": 1}]}),
    )
}

fn order_input(number: Option<&str>) -> OrderInput {
    let products = json!([{"id": "p", "quantity": 1}]);
    serde_json::from_value(
        json!({"customerId": "5", "type": "sales", "poNumber": number, "products": products}),
    )
    .unwrap()
}

/// The response to a list of orders with these ids, newest first.
fn order_list(ids: &[&str]) -> ResponseTemplate {
    let data: Vec<_> = ids.iter().map(|id| json!({"id": id, "type": "sales", "customerId": "5"})).collect();
    ok(json!({"pagination": {"offset": 0, "limit": 50, "total": data.len()}, "data": data}))
}

#[tokio::test]
async fn order_resent_without_response_is_found_twice() {
    let service = Service::start().await;
    let client = service.client();
    let placing = client.orders().place(&order_input(None)).search_timeout(Duration::ZERO);
    let number = placing.reference().po_number().to_owned();
    for id in ["1", "2"] {
        service.on("GET", &format!("/na/orders/{id}"), order_of_input(id, &number)).await;
    }
    service.on("POST", "/na/orders", html(504)).await;
    service.on("GET", "/na/orders", in_turn([order_list(&[]), order_list(&["2", "1"])])).await;
    let unknown = outcome_unknown(placing.await);
    assert_eq!(
        (unknown.reason, unknown.candidates.len(), unknown.attempts),
        (UnknownReason::MultipleMatches, 2, 2)
    );
}

#[tokio::test]
async fn interrupted_search_needs_generated_number() {
    for generated in [true, false] {
        let service = Service::start().await;
        service.on("GET", "/na/orders", order_list(&["2", "1"])).await;
        service.on("GET", "/na/orders/2", order_of_input("2", "N")).await;
        service.on("GET", "/na/orders/1", html(503)).await;
        let reference = json!({"poNumber": "N", "since": "2026-01-01T00:00:00Z", "generated": generated});
        let reference = serde_json::from_value(reference).unwrap();
        let result = service.client().orders().place(&order_input(None)).resume(reference).await;
        if generated {
            let placed = result.unwrap();
            assert!(placed.found && placed.id.as_str() == "2");
        } else {
            let unknown = outcome_unknown(result);
            assert_eq!((unknown.reason, unknown.candidates.len()), (UnknownReason::SearchFailed, 1));
        }
        // A complete search is attempted first.
        assert!(service.runtime.elapsed() >= 3 * MINUTE, "{:?}", service.runtime.elapsed());
    }
}

#[tokio::test]
async fn search_ends_after_1000_orders() {
    for (count, reason) in [(1000, UnknownReason::NotFound), (1001, UnknownReason::SearchFailed)] {
        let service = Service::start().await;
        service.on("POST", "/na/orders", html(504)).await;
        let list = move |request: &wiremock::Request| {
            let offset = request.url.query_pairs().find(|(name, _)| name == "offset");
            let offset: usize = offset.map_or(0, |(_, value)| value.parse().unwrap());
            let item = |id: usize| json!({"id": id.to_string(), "type": "renewal", "customerId": "5"});
            let data: Vec<_> = (offset..count).take(50).map(item).collect();
            ok(json!({"pagination": {"offset": offset, "limit": 50, "total": count}, "data": data}))
        };
        service.on("GET", "/na/orders", list).await;
        let client = service.client();
        let placing =
            client.orders().place(&order_input(None)).search_timeout(Duration::ZERO).max_attempts(1);
        assert_eq!(outcome_unknown(placing.await).reason, reason);
    }
}

#[tokio::test]
async fn order_visible_after_resend_is_reported() {
    let service = Service::start().await;
    let (rows, none) = (order_list, || order_list(&[]));
    let input = order_input(Some("late"));
    for id in ["1", "2"] {
        service.on("GET", &format!("/na/orders/{id}"), order_of_input(id, "late")).await;
    }
    service.on("GET", "/na/orders", in_turn([none(), none(), none(), rows(&["1"])])).await;
    service.on("POST", "/na/orders", html(504)).await;
    let placed = service.client().orders().place(&input).await.unwrap();
    assert!(placed.found && placed.attempts == 1);

    // It appears only after the search and the resend.
    service.server.reset().await;
    service.on("POST", "/na/token", ok(json!({"token": "t"}))).await;
    for id in ["1", "2"] {
        service.on("GET", &format!("/na/orders/{id}"), order_of_input(id, "late")).await;
    }
    service.on("POST", "/na/orders", in_turn([html(504), order_of_input("2", "late")])).await;
    service.on("GET", "/na/orders", in_turn([none(), rows(&["2", "1"])])).await;
    let unknown =
        outcome_unknown(service.client().orders().place(&input).search_timeout(Duration::ZERO).await);
    assert_eq!(
        (unknown.reason, unknown.candidates.len(), unknown.attempts),
        (UnknownReason::MultipleMatches, 2, 2)
    );

    // The resend is rejected; the first attempt may still succeed.
    service.server.reset().await;
    service.on("POST", "/na/token", ok(json!({"token": "t"}))).await;
    service.on("POST", "/na/orders", in_turn([html(504), platform(500, "There is already an order")])).await;
    service.on("GET", "/na/orders", none()).await;
    let unknown = outcome_unknown(service.client().orders().place(&input).await);
    assert_eq!((unknown.reason, unknown.attempts), (UnknownReason::NotFound, 2));
    assert!(unknown.send_error.unwrap().is_business_rule());
}

#[tokio::test]
async fn missing_list_items_prevent_resend() {
    // The total counts an order that is not listed, which may be the one searched for.
    for items in [json!([]), json!([{"id": "1", "type": "sales", "customerId": "6"}])] {
        let service = Service::start().await;
        let total = items.as_array().unwrap().len() + 1;
        let page = ok(json!({"data": items, "pagination": {"offset": 0, "limit": 50, "total": total}}));
        service.on("GET", "/na/orders", page).await;
        service.on("POST", "/na/orders", html(504)).await;
        let order = OrderInput::new("5", OrderType::Sales);
        let unknown = outcome_unknown(service.client().orders().place(&order).await);
        assert_eq!((unknown.reason, unknown.attempts), (UnknownReason::SearchFailed, 1), "{unknown}");
    }
}

#[tokio::test]
async fn dropped_call_is_resumed_by_reference() {
    let env = TestEnv::open().await;
    for (name, fault, attempts) in
        [("stored", Fault::no_response().after_work(), 0), ("not stored", Fault::no_response(), 1)]
    {
        let before = env.create_order_requests();
        env.sandbox.inject(fault.on("create_order").once()).unwrap();
        let placing = env.client.orders().place(&env.order());
        let stored = serde_json::to_string(placing.reference()).unwrap();
        let dropped = tokio::spawn(placing.into_future());
        while env.create_order_requests() == before {
            tokio::task::yield_now().await;
        }
        dropped.abort();
        assert!(dropped.await.unwrap_err().is_cancelled());

        let reference: OrderReference = serde_json::from_str(&stored).unwrap();
        let only_searched =
            env.client.orders().place(&env.order()).resume(reference.clone()).max_attempts(0).await;
        assert_eq!(only_searched.is_ok(), attempts == 0, "{name}");
        let placed = env.client.orders().place(&env.order()).resume(reference).await.unwrap();
        assert_eq!((placed.found, placed.attempts), (attempts == 0, attempts), "{name}");
        assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1, "{name}");
    }
}

#[tokio::test]
async fn other_order_is_not_resumed() {
    let env = TestEnv::open().await;
    let since = || "2026-01-15T09:00:00Z".parse().unwrap();
    let undated =
        serde_json::from_value(json!({"poNumber": "PO-1", "since": "soon", "generated": false})).unwrap();
    for (reference, message) in [
        (OrderReference::new("PO-2", since()), "\"PO-1\""),
        (OrderReference::new(" ", since()), "\"PO-1\""),
        (undated, "\"soon\" is not a date with time"),
    ] {
        // The order sent before may exist.
        let order = env.order().po_number("PO-1");
        let unknown = outcome_unknown(env.client.orders().place(&order).resume(reference).await);
        let error = unknown.search_error.unwrap();
        assert!(unknown.reason == UnknownReason::SearchFailed && error.is_invalid_request(), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    let nothing = OrderReference::new("", since());
    let unknown = outcome_unknown(env.client.orders().place(&env.order()).resume(nothing).await);
    assert!(unknown.search_error.unwrap().to_string().contains("the reference has no poNumber"));
    let error = rejected(env.client.orders().place(&env.order()).max_attempts(0).await);
    assert!(error.is_invalid_request());
    assert_eq!(env.create_order_requests(), 0);
}

#[tokio::test]
async fn wrong_clock_does_not_hide_orders() {
    let env = TestEnv::open().await;
    let wrong = crate::service::clock();
    wrong.advance(400 * 24 * 60 * MINUTE);
    let client = crate::test_env::client(&env.sandbox).runtime(wrong).build().unwrap();
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    let placed = client.orders().place(&env.order()).await.unwrap();
    assert!(placed.found && placed.attempts == 1);
    let listed = env.client.orders().list().filter(OrderFilter::new()).total().await.unwrap();
    assert_eq!(listed, Some(61));
}
