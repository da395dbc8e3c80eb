//! Each fault of the sandbox, with reads, lists and orders.

use std::{collections::BTreeSet, time::Duration};

use imcloud::{
    ErrorKind, RetryPolicy,
    orders::PlaceOrderError,
    types::{Order, OrderSummary},
};
use imcloud_sandbox::Fault;

use crate::test_env::TestEnv;

/// The effect of a fault on a read.
enum Effect {
    /// This error without retries, and the right response with them.
    Transient(ErrorKind),
    /// This error, with retries too.
    Permanent(ErrorKind),
    /// None: the right response in any case.
    Nothing,
    /// A response with other values.
    Changed(fn(&Order) -> bool),
}

use Effect::{Changed, Nothing, Permanent, Transient};

fn faults() -> Vec<(&'static str, Fault, Effect)> {
    let delay = Duration::from_millis(2);
    vec![
        ("status", Fault::status(503), Transient(ErrorKind::Server)),
        ("gateway_timeout", Fault::gateway_timeout(), Transient(ErrorKind::Server)),
        ("internal_error", Fault::internal_error(), Transient(ErrorKind::Server)),
        ("rate_limited", Fault::rate_limited(Some(5)), Transient(ErrorKind::RateLimited)),
        ("quota_spent", Fault::quota_spent(Some(5)), Permanent(ErrorKind::QuotaExceeded)),
        ("dead_token", Fault::dead_token(), Nothing),
        ("no_entity_found", Fault::no_entity_found(), Permanent(ErrorKind::NotFound)),
        ("reset", Fault::reset(), Transient(ErrorKind::Interrupted)),
        ("reset_in_body", Fault::reset_in_body(), Transient(ErrorKind::Interrupted)),
        ("no_response", Fault::no_response(), Transient(ErrorKind::Timeout)),
        ("truncated_body", Fault::truncated_body(), Transient(ErrorKind::Interrupted)),
        ("slow_body", Fault::slow_body(3, delay), Nothing),
        ("delay", Fault::delay(delay), Nothing),
        ("content_type", Fault::content_type("text/plain"), Nothing),
        ("empty_body", Fault::empty_body(), Permanent(ErrorKind::Decode)),
        ("nulls", Fault::nulls(), Changed(|order| !order.id.is_empty() && order.status.is_none())),
        ("nulls_for", Fault::nulls_for(["status"]), Changed(|order| order.status.is_none())),
        ("numbers_as_strings", Fault::numbers_as_strings(), Nothing),
        ("unknown_properties", Fault::unknown_properties(), Nothing),
        ("unknown_values", Fault::unknown_values(), Changed(is_unlisted)),
        ("unknown_values_for", Fault::unknown_values_for(["status"]), Changed(is_unlisted)),
        ("inserted_items", Fault::inserted_items(2), Nothing),
    ]
}

fn is_unlisted(order: &Order) -> bool {
    matches!(order.status, Some(imcloud::types::OrderStatus::UnknownValue(_)))
}

#[test]
fn every_fault_of_the_sandbox_is_tested() {
    let source = include_str!("../../../imcloud-sandbox/src/fault/schedule.rs");
    let constructors: BTreeSet<_> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub fn "))
        .filter(|signature| signature.ends_with("-> Self {") && !signature.contains("self"))
        .filter_map(|signature| signature.split(['(', '<']).next())
        .collect();
    let met: BTreeSet<_> = faults().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(met, constructors);
}

/// Advances the clock past the time limit of an attempt whenever the sandbox does not respond.
async fn with_timeouts<T>(env: &TestEnv, operation: &'static str, call: impl Future<Output = T>) -> T {
    let (runtime, journal) = (env.runtime.clone(), env.sandbox.journal());
    let unanswered = move || {
        let entries = journal.of(operation).unwrap();
        entries
            .iter()
            .filter(|entry| entry.fault().is_some_and(|fault| fault.starts_with("no response")))
            .count()
    };
    let mut before = unanswered();
    let clock = tokio::spawn(async move {
        loop {
            if unanswered() > before {
                before += 1;
                runtime.advance(Duration::from_secs(if operation == "create_order" { 180 } else { 90 }));
            }
            tokio::task::yield_now().await;
        }
    });
    let end = call.await;
    clock.abort();
    end
}

#[tokio::test]
async fn each_fault_returns_value_or_error() {
    let env = TestEnv::open().await;
    let id = env.client.orders().place(&env.order()).await.unwrap().order.id;
    // Its status must not change during the test.
    env.runtime.advance(Duration::from_secs(600));
    let right = env.client.orders().get(&id).await.unwrap();
    let once = env.client.with_retry(RetryPolicy::disabled());
    for (name, fault, effect) in faults() {
        let fault = fault.on("get_order").once();
        env.sandbox.inject(fault.clone()).unwrap();
        let end = with_timeouts(&env, "get_order", once.orders().get(&id)).await;
        match (&effect, end) {
            (Transient(kind) | Permanent(kind), Err(error)) => {
                assert_eq!(error.kind(), *kind, "{name}: {error}");
                assert!(!error.is_ambiguous(), "{name}: a read");
            }
            (Nothing, Ok(order)) => assert_eq!(order, right, "{name}"),
            (Changed(expected), Ok(order)) => assert!(expected(&order), "{name}: {order:?}"),
            (_, end) => panic!("{name}: {end:?}"),
        }
        env.sandbox.inject(fault).unwrap();
        let end = with_timeouts(&env, "get_order", env.client.orders().get(&id)).await;
        match (effect, end) {
            (Transient(_) | Nothing, Ok(order)) => assert_eq!(order, right, "{name}"),
            (Permanent(kind), Err(error)) => assert_eq!(error.kind(), kind, "{name}"),
            (Changed(expected), Ok(order)) => assert!(expected(&order), "{name}"),
            (_, end) => panic!("{name}: {end:?}"),
        }
    }
}

#[tokio::test]
async fn list_through_each_fault_has_every_item_once() {
    let name_of = |order: &OrderSummary| order.order_number.clone().unwrap();
    let missing_ids = ("missing ids", Fault::nulls_for(["id"]), Changed(|_| true));
    for (name, fault, effect) in faults().into_iter().chain([missing_ids]) {
        if matches!(effect, Permanent(_)) {
            continue;
        }
        let env = TestEnv::open().await;
        let right = env.client.orders().list().page_size(7).collect(100).await.unwrap();
        // One call with two rejected tokens fails.
        let times = if name == "dead_token" { 1 } else { 2 };
        env.sandbox.inject(fault.on("list_orders").skip(2).times(times)).unwrap();
        let listing = env.client.orders().list().page_size(7).prefetch(2).collect(100);
        let items = with_timeouts(&env, "list_orders", listing).await.unwrap();
        // Either the id or the number of an item can be missing.
        let position = |item: &OrderSummary| {
            right.iter().position(|right| right.id == item.id || right.order_number == item.order_number)
        };
        let positions: Vec<_> = items.iter().map(position).collect();
        let expected: Vec<_> = (0..right.len()).map(Some).collect();
        assert_eq!(positions, expected, "{name}: {:?}", items.iter().map(name_of).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn order_through_each_fault_has_true_outcome() {
    let env = TestEnv::open().await;
    // These responses prove that an order was not stored, so they are not tested after storing it: a gateway
    // that responded 429 to a stored order would make every client order twice.
    let proofs = ["rate_limited", "quota_spent", "dead_token", "no_entity_found"];
    let late = Duration::from_secs(30);
    for (name, fault, _) in faults() {
        for (when, fault) in [
            ("after", fault.clone().after_work()),
            ("late", fault.clone().late(late)),
            ("never", fault.clone().before_work()),
        ] {
            // The sandbox rejects combinations that make no sense.
            if (when != "never" && proofs.contains(&name))
                || env.sandbox.inject(fault.on("create_order").once()).is_err()
            {
                continue;
            }
            let placing = env.client.orders().place(&env.order());
            let number = placing.reference().po_number().to_owned();
            let result = with_timeouts(&env, "create_order", placing.into_future()).await;
            env.runtime.advance(2 * late);
            let existing = env.orders_by_number().get(&number).map_or(0, Vec::len);
            match result {
                Ok(_) => assert_eq!(existing, 1, "{name} {when}"),
                Err(PlaceOrderError::Rejected(error)) => {
                    assert_eq!((existing, proofs.contains(&name)), (0, true), "{name} {when}: {error}");
                }
                // An error page proves that the order was received, so it is not resent.
                Err(PlaceOrderError::OutcomeUnknown(unknown)) => {
                    assert_eq!((existing, when, name), (0, "never", "internal_error"), "{unknown}");
                }
            }
        }
    }
}
