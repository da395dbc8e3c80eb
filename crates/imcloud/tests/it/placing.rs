use std::time::Duration;

use imcloud::{
    OrderFilter,
    orders::{OrderReference, OutcomeUnknown, PlaceOrderError, UnknownReason},
    types::{OrderLineProductInput, OrderType},
};
use imcloud_sandbox::Fault;
use serde_json::json;

use crate::{
    service::{Service, html, in_turn, ok, platform},
    test_env::TestEnv,
};

const MINUTE: Duration = Duration::from_secs(60);

fn outcome_unknown(end: Result<imcloud::orders::Placed, PlaceOrderError>) -> OutcomeUnknown {
    match end {
        Err(PlaceOrderError::OutcomeUnknown(undecided)) => *undecided,
        other => panic!("decided: {other:?}"),
    }
}

/// What leaves the end of an order open, whether or not it was carried out.
fn unclear_ends() -> Vec<(&'static str, Fault)> {
    vec![
        ("reset", Fault::reset()),
        ("502", Fault::status(502)),
        ("503", Fault::status(503)),
        ("504", Fault::gateway_timeout().before_work()),
        ("crash", Fault::internal_error()),
    ]
}

#[tokio::test]
async fn an_order_carries_a_number_of_its_own_unless_it_has_one() {
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
    assert!(env.sandbox.journal().of("list_orders").unwrap().is_empty(), "nothing was unclear");
}

#[tokio::test]
async fn after_an_unclear_end_the_order_is_found_and_not_sent_again() {
    let env = TestEnv::open().await;
    let answers = [
        ("cut off", Fault::truncated_body()),
        ("reset in the body", Fault::reset_in_body()),
        ("empty", Fault::empty_body()),
        ("a page", Fault::status(200).body("<html>")),
        ("nothing told", Fault::status(200).body("{}")),
        ("null", Fault::status(200).body("null")),
    ];
    for (number, (name, fault)) in unclear_ends().into_iter().chain(answers).enumerate() {
        let attempts = env.create_order_requests();
        env.sandbox.inject(fault.after_work().on("create_order").once()).unwrap();
        // By turns with a number of our own and of the caller's.
        let order = match number % 2 {
            0 => env.order(),
            _ => env.order().po_number(format!("PO-{number}")),
        };
        let placed =
            env.client.orders().place(&order).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(placed.found && placed.attempts == 1, "{name}: {placed:?}");
        assert_eq!(env.create_order_requests() - attempts, 1, "{name}");
        let exist = &env.orders_by_number()[placed.reference.po_number()];
        assert_eq!(exist, &[placed.order.id.unwrap().to_string()], "{name}");
    }
}

#[tokio::test]
async fn an_order_that_was_not_carried_out_is_sent_again_after_three_minutes_of_looking() {
    let env = TestEnv::open().await;
    for (name, fault) in unclear_ends() {
        let (attempts, began) = (env.create_order_requests(), env.runtime.elapsed());
        env.sandbox.inject(fault.on("create_order").once()).unwrap();
        let placed = env.client.orders().place(&env.order()).await.unwrap();
        assert!(!placed.found && placed.attempts == 2, "{name}: {placed:?}");
        assert_eq!(env.create_order_requests() - attempts, 2, "{name}");
        assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1, "{name}");
        assert_eq!(env.runtime.elapsed() - began, 3 * MINUTE, "{name}");
    }
}

#[tokio::test]
async fn an_order_without_any_answer_is_looked_for_when_its_time_is_over() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::no_answer().after_work().on("create_order").once()).unwrap();
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
async fn a_refusal_ends_it_with_its_words_and_nothing_is_looked_for() {
    let env = TestEnv::open().await;
    let order = env.order_of(&env.customers[0], 1_000_000);
    let Err(PlaceOrderError::Rejected(error)) = env.client.orders().place(&order).await else { panic!() };
    assert!(error.is_business_rule(), "{error}");
    assert!(error.message().unwrap().contains("outside its limits"));
    env.sandbox.inject(Fault::quota_spent(Some(3600)).on("create_order").once()).unwrap();
    let Err(PlaceOrderError::Rejected(error)) = env.client.orders().place(&env.order()).await else {
        panic!()
    };
    assert!(error.is_quota_exceeded(), "{error}");
    assert_eq!(env.create_order_requests(), 2);
    assert!(env.sandbox.journal().of("list_orders").unwrap().is_empty());
}

#[tokio::test]
async fn the_rate_limit_and_a_dead_token_leave_nothing_open() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::rate_limited(Some(7)).on("create_order").times(2)).unwrap();
    env.sandbox.inject(Fault::dead_token().on("create_order").once()).unwrap();
    let placed = env.client.orders().place(&env.order()).await.unwrap();
    assert!(!placed.found && placed.attempts == 1);
    assert_eq!(env.create_order_requests(), 4);
    assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1);
}

#[tokio::test]
async fn what_is_never_seen_is_undecided_and_carries_all_that_is_known() {
    let env = TestEnv::open().await;
    env.sandbox.inject(Fault::reset().on("create_order")).unwrap();
    let end = outcome_unknown(env.client.orders().place(&env.order()).await);
    assert_eq!((end.doubt, end.attempts, env.create_order_requests()), (UnknownReason::NeverSeen, 3, 3));
    assert!(end.send_error.as_ref().unwrap().is_ambiguous());
    assert!(end.found.is_empty() && end.search_error.is_none());
    assert_eq!(
        (&end.customer_id, end.reference.since().as_str()),
        (&env.customers[0], "2026-01-15T09:00:00Z")
    );
    assert_eq!(end.until.as_str(), "2026-01-15T09:09:00Z");
    let number = end.reference.po_number();
    let told = end.to_string();
    for part in [
        number,
        "2026-01-15T09:00:00Z",
        "2026-01-15T09:09:00Z",
        "sent 3 times: create_order failed: connection closed",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }

    let end = outcome_unknown(env.client.orders().place(&env.order()).max_attempts(1).await);
    assert_eq!((end.doubt, end.attempts), (UnknownReason::NeverSeen, 1));
}

#[tokio::test]
async fn nothing_is_sent_again_while_the_orders_cannot_be_read() {
    for (name, fault) in [
        ("trouble", Fault::status(503).on("list_orders")),
        ("quota", Fault::quota_spent(None).on("list_orders")),
        ("details", Fault::status(503).on("get_order")),
        ("gone", Fault::no_entity_found().on("get_order")),
        ("cut off", Fault::truncated_body().on("get_order")),
    ] {
        let env = TestEnv::open().await;
        env.client.orders().place(&env.order()).await.unwrap();
        env.sandbox.inject(Fault::reset().on("create_order").once()).unwrap();
        env.sandbox.inject(fault).unwrap();
        let end = outcome_unknown(env.client.orders().place(&env.order()).await);
        assert_eq!(
            (end.doubt, end.attempts, env.create_order_requests()),
            (UnknownReason::NotLooked, 1, 2),
            "{name}"
        );
        assert!(end.search_error.is_some() && end.send_error.is_some(), "{name}");
        if name == "quota" {
            assert_eq!(end.looks, 1, "a quota is not waited for");
        }

        // When they can be read again, it is sent, and only then.
        env.sandbox.clear_faults();
        let placed = env.client.orders().place(&env.order()).resume(end.reference).await.unwrap();
        assert!(!placed.found && placed.attempts == 1, "{name}");
    }
}

#[tokio::test]
async fn trouble_that_passes_while_looking_does_not_hide_the_order() {
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
async fn a_number_that_is_used_again_is_not_taken_for_the_same_order() {
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

    // The same contents a while later: it is not known whether the older order is this one, so nothing is sent.
    env.runtime.advance(10 * MINUTE);
    env.sandbox.inject(Fault::reset().on("create_order").once()).unwrap();
    let end = outcome_unknown(env.client.orders().place(&order).await);
    assert_eq!((end.doubt, end.attempts, end.found.len()), (UnknownReason::Alike, 1, 1));
    assert_eq!(end.found[0].id, first.order.id);
    assert!(end.to_string().contains(first.order.order_number.as_deref().unwrap()), "{end}");

    // If it was carried out, the newer one is taken.
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    let placed = env.client.orders().place(&order).await.unwrap();
    assert!(placed.found && placed.order.id != first.order.id);
}

#[tokio::test]
async fn an_automatic_renewal_with_the_same_number_is_another_order() {
    let env = TestEnv::open().await;
    env.client.orders().place(&env.order().po_number("RENEWED")).await.unwrap();
    // It inserts renewals of the newest order, with its number.
    env.sandbox.inject(Fault::inserted_rows(2).on("list_orders").once()).unwrap();
    env.client.orders().list(()).first_page().await.unwrap();
    assert_eq!(env.orders_by_number()["RENEWED"].len(), 3);
    let same = OrderReference::new("RENEWED", "2026-01-15T09:00:00Z".parse().unwrap());
    let resumed = env.client.orders().place(&env.order()).resume(same).max_attempts(0).await.unwrap();
    assert_eq!(resumed.order.type_, Some(OrderType::Sales));
}

#[tokio::test]
async fn a_change_is_recognised_although_it_reads_back_as_a_difference() {
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

    // Another change while it is open is a refusal, and so are two of the same.
    let Err(PlaceOrderError::Rejected(error)) = env.client.orders().place(&change).await else { panic!() };
    assert!(error.is_business_rule(), "{error}");
}

#[tokio::test]
async fn an_order_placed_more_than_once_is_told_and_shown() {
    let env = TestEnv::open().await;
    let kept = json!({"poNumber": "a7c9", "since": "2026-01-15T09:00:00Z", "generated": true});
    let order = env.order().po_number("a7c9");
    for _ in 0..2 {
        env.client.orders().create(&order).await.unwrap();
    }
    let reference = serde_json::from_value(kept).unwrap();
    let end = outcome_unknown(env.client.orders().place(&order).resume(reference).await);
    assert_eq!((end.doubt, end.found.len(), end.attempts), (UnknownReason::Several, 2, 0));
    assert!(end.to_string().contains("it was placed more than once, SO"), "{end}");
}

#[tokio::test]
async fn an_order_that_appears_late_is_found_by_a_later_look_or_told_to_be_there_twice() {
    let service = Service::start().await;
    let order = |id: &str| {
        json!({"id": id, "type": "sales", "customerId": "5", "poNumber": "late", "orderNumber": format!("SO{id}"),
            "creationDate": "2026-01-01T00:00:30Z", "status": "submitted", "products": [{"id": "p", "quantity": 1}]})
    };
    let rows = |ids: &[&str]| {
        let data: Vec<_> =
            ids.iter().map(|id| json!({"id": id, "type": "sales", "customerId": "5"})).collect();
        ok(json!({"pagination": {"offset": 0, "limit": 50, "total": data.len()}, "data": data}))
    };
    let none = || rows(&[]);
    for id in ["1", "2"] {
        service.on("GET", &format!("/na/orders/{id}"), ok(order(id))).await;
    }
    let input: imcloud::types::OrderInput = serde_json::from_value(
        json!({"customerId": "5", "type": "sales", "poNumber": "late", "products": [{"id": "p", "quantity": 1}]}),
    )
    .unwrap();
    service.on("GET", "/na/orders", in_turn([none(), none(), none(), rows(&["1"])])).await;
    service.on("POST", "/na/orders", html(504)).await;
    let placed = service.client().orders().place(&input).await.unwrap();
    assert!(placed.found && placed.attempts == 1);

    // It appears only after the search, when it was sent again.
    service.server.reset().await;
    service.on("POST", "/na/token", ok(json!({"token": "t"}))).await;
    for id in ["1", "2"] {
        service.on("GET", &format!("/na/orders/{id}"), ok(order(id))).await;
    }
    service.on("POST", "/na/orders", in_turn([html(504), ok(order("2"))])).await;
    service.on("GET", "/na/orders", in_turn([none(), rows(&["2", "1"])])).await;
    let end = outcome_unknown(service.client().orders().place(&input).search_timeout(Duration::ZERO).await);
    assert_eq!((end.doubt, end.found.len(), end.attempts), (UnknownReason::Several, 2, 2));

    // It was sent again and refused; the first may still appear.
    service.server.reset().await;
    service.on("POST", "/na/token", ok(json!({"token": "t"}))).await;
    service.on("POST", "/na/orders", in_turn([html(504), platform(500, "There is already an order")])).await;
    service.on("GET", "/na/orders", none()).await;
    let end = outcome_unknown(service.client().orders().place(&input).await);
    assert_eq!((end.doubt, end.attempts), (UnknownReason::NeverSeen, 2));
    assert!(end.send_error.unwrap().is_business_rule());
}

#[tokio::test]
async fn a_process_that_dies_in_between_is_resumed_with_the_same_reference() {
    let env = TestEnv::open().await;
    for (name, fault, attempts) in
        [("carried out", Fault::no_answer().after_work(), 0), ("not carried out", Fault::no_answer(), 1)]
    {
        let before = env.create_order_requests();
        env.sandbox.inject(fault.on("create_order").once()).unwrap();
        let placing = env.client.orders().place(&env.order());
        let kept = serde_json::to_string(placing.reference()).unwrap();
        let dying = tokio::spawn(placing.into_future());
        while env.create_order_requests() == before {
            tokio::task::yield_now().await;
        }
        dying.abort();
        assert!(dying.await.unwrap_err().is_cancelled());

        let reference: OrderReference = serde_json::from_str(&kept).unwrap();
        let only_look =
            env.client.orders().place(&env.order()).resume(reference.clone()).max_attempts(0).await;
        assert_eq!(only_look.is_ok(), attempts == 0, "{name}");
        let placed = env.client.orders().place(&env.order()).resume(reference).await.unwrap();
        assert_eq!((placed.found, placed.attempts), (attempts == 0, attempts), "{name}");
        assert_eq!(env.orders_by_number()[placed.reference.po_number()].len(), 1, "{name}");
    }
}

#[tokio::test]
async fn an_order_is_not_resumed_as_another_one() {
    let env = TestEnv::open().await;
    let moment = || "2026-01-15T09:00:00Z".parse().unwrap();
    let nowhen =
        serde_json::from_value(json!({"poNumber": "PO-1", "since": "soon", "generated": false})).unwrap();
    for (reference, words) in [
        (OrderReference::new("PO-2", moment()), "\"PO-1\""),
        (OrderReference::new(" ", moment()), "\"PO-1\""),
        (nowhen, "\"soon\" is not a date with time"),
    ] {
        // What was sent before may exist.
        let order = env.order().po_number("PO-1");
        let end = outcome_unknown(env.client.orders().place(&order).resume(reference).await);
        let error = end.search_error.unwrap();
        assert!(end.doubt == UnknownReason::NotLooked && error.is_invalid_request(), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    let nothing = OrderReference::new("", moment());
    let end = outcome_unknown(env.client.orders().place(&env.order()).resume(nothing).await);
    assert!(end.search_error.unwrap().to_string().contains("without a number"));
    let Err(PlaceOrderError::Rejected(error)) = env.client.orders().place(&env.order()).max_attempts(0).await
    else {
        panic!()
    };
    assert!(error.is_invalid_request());
    assert_eq!(env.create_order_requests(), 0);
}

#[tokio::test]
async fn a_wrong_clock_does_not_hide_an_order_with_a_number_of_ours() {
    let env = TestEnv::open().await;
    let wrong = crate::service::clock();
    wrong.advance(400 * 24 * 60 * MINUTE);
    let client = crate::test_env::client(&env.sandbox).runtime(wrong).build().unwrap();
    env.sandbox.inject(Fault::gateway_timeout().on("create_order").once()).unwrap();
    let placed = client.orders().place(&env.order()).await.unwrap();
    assert!(placed.found && placed.attempts == 1);
    let listed = env.client.orders().list(OrderFilter::new()).total().await.unwrap();
    assert_eq!(listed, Some(61));
}
