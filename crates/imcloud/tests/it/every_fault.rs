//! Each fault of the sandbox, met by the client.

use std::{collections::BTreeSet, time::Duration};

use imcloud::{ErrorKind, RetryPolicy, orders::PlaceOrderError, types::Order};
use imcloud_sandbox::Fault;

use crate::test_env::TestEnv;

/// What a fault comes to.
enum Comes {
    /// As this error, when the call is made once; with retries the right answer comes.
    Passing(ErrorKind),
    /// As this error, with retries too.
    Lasting(ErrorKind),
    /// To nothing: the right answer comes in any case.
    Nothing,
    /// To an answer that is not quite the right one.
    Another(fn(&Order) -> bool),
}

use Comes::{Another, Lasting, Nothing, Passing};

fn faults() -> Vec<(&'static str, Fault, Comes)> {
    let moment = Duration::from_millis(2);
    vec![
        ("status", Fault::status(503), Passing(ErrorKind::Server)),
        ("gateway_timeout", Fault::gateway_timeout(), Passing(ErrorKind::Server)),
        ("internal_error", Fault::internal_error(), Passing(ErrorKind::Server)),
        ("rate_limited", Fault::rate_limited(Some(5)), Passing(ErrorKind::RateLimited)),
        ("quota_spent", Fault::quota_spent(Some(5)), Lasting(ErrorKind::QuotaExceeded)),
        ("dead_token", Fault::dead_token(), Nothing),
        ("no_entity_found", Fault::no_entity_found(), Lasting(ErrorKind::NotFound)),
        ("reset", Fault::reset(), Passing(ErrorKind::Interrupted)),
        ("reset_in_body", Fault::reset_in_body(), Passing(ErrorKind::Interrupted)),
        ("no_answer", Fault::no_answer(), Passing(ErrorKind::Timeout)),
        ("truncated_body", Fault::truncated_body(), Passing(ErrorKind::Interrupted)),
        ("slow_body", Fault::slow_body(3, moment), Nothing),
        ("delay", Fault::delay(moment), Nothing),
        ("content_type", Fault::content_type("text/plain"), Nothing),
        ("empty_body", Fault::empty_body(), Lasting(ErrorKind::Decode)),
        ("nulls", Fault::nulls(), Another(|order| order.id.is_some() && order.status.is_none())),
        ("nulls_for", Fault::nulls_for(["status"]), Another(|order| order.status.is_none())),
        ("numbers_as_texts", Fault::numbers_as_texts(), Nothing),
        ("unknown_members", Fault::unknown_members(), Nothing),
        ("unknown_values", Fault::unknown_values(), Another(is_unlisted)),
        ("unknown_values_for", Fault::unknown_values_for(["status"]), Another(is_unlisted)),
        ("inserted_rows", Fault::inserted_rows(2), Nothing),
    ]
}

fn is_unlisted(order: &Order) -> bool {
    matches!(order.status, Some(imcloud::types::OrderStatus::UnknownValue(_)))
}

#[test]
fn no_fault_of_the_sandbox_is_left_out() {
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

/// Lets the time of attempts run out whenever the sandbox leaves a request without an answer.
async fn waiting_out<T>(env: &TestEnv, operation: &'static str, call: impl Future<Output = T>) -> T {
    let (runtime, journal) = (env.runtime.clone(), env.sandbox.journal());
    let unanswered = move || {
        let entries = journal.of(operation).unwrap();
        entries
            .iter()
            .filter(|entry| entry.fault().is_some_and(|fault| fault.starts_with("no answer")))
            .count()
    };
    let mut before = unanswered();
    let clock = tokio::spawn(async move {
        loop {
            if unanswered() > before {
                before += 1;
                runtime.advance(Duration::from_secs(180));
            }
            tokio::task::yield_now().await;
        }
    });
    let end = call.await;
    clock.abort();
    end
}

#[tokio::test]
async fn a_read_meets_each_fault_as_the_right_error_and_gets_through_where_it_passes() {
    let env = TestEnv::open().await;
    let id = env.client.orders().place(&env.order()).await.unwrap().order.id.unwrap();
    // A change of its state would be a difference.
    env.runtime.advance(Duration::from_secs(600));
    let right = env.client.orders().get(&id).await.unwrap();
    let once = env.client.with_retry(RetryPolicy::disabled());
    for (name, fault, comes) in faults() {
        let fault = fault.on("get_order").once();
        env.sandbox.inject(fault.clone()).unwrap();
        let end = waiting_out(&env, "get_order", once.orders().get(&id)).await;
        match (&comes, end) {
            (Passing(kind) | Lasting(kind), Err(error)) => {
                assert_eq!(error.kind(), *kind, "{name}: {error}");
                assert!(!error.is_ambiguous(), "{name}: a read");
            }
            (Nothing, Ok(order)) => assert_eq!(order, right, "{name}"),
            (Another(expected), Ok(order)) => assert!(expected(&order), "{name}: {order:?}"),
            (_, end) => panic!("{name}: {end:?}"),
        }
        env.sandbox.inject(fault).unwrap();
        let end = waiting_out(&env, "get_order", env.client.orders().get(&id)).await;
        match (comes, end) {
            (Passing(_) | Nothing, Ok(order)) => assert_eq!(order, right, "{name}"),
            (Lasting(kind), Err(error)) => assert_eq!(error.kind(), kind, "{name}"),
            (Another(expected), Ok(order)) => assert!(expected(&order), "{name}"),
            (_, end) => panic!("{name}: {end:?}"),
        }
    }
}

#[tokio::test]
async fn a_list_through_each_passing_fault_has_every_row_once() {
    let env = TestEnv::open().await;
    let right = env.client.orders().list(()).page_size(7).collect(100).await.unwrap();
    for (name, fault, comes) in faults() {
        if matches!(comes, Lasting(_) | Another(_)) || name == "inserted_rows" {
            continue;
        }
        // One call that meets two dead tokens is refused.
        let times = if name == "dead_token" { 1 } else { 2 };
        env.sandbox.inject(fault.on("list_orders").skip(2).times(times)).unwrap();
        let listing = env.client.orders().list(()).page_size(7).prefetch(2).collect(100);
        let end = waiting_out(&env, "list_orders", listing).await;
        let ids =
            |rows: &[imcloud::types::OrderSummary]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&end.unwrap()), ids(&right), "{name}");
        env.sandbox.clear_faults();
    }
}

#[tokio::test]
async fn an_order_through_each_fault_exists_once_or_was_refused() {
    let env = TestEnv::open().await;
    // No service refuses what it has carried out.
    let refusals = ["rate_limited", "quota_spent", "dead_token", "no_entity_found"];
    for (name, fault, _) in faults() {
        for worked in [true, false] {
            let fault = if worked { fault.clone().after_work() } else { fault.clone().before_work() };
            // Whether it has a meaning before the work is the sandbox's to say.
            if (worked && refusals.contains(&name))
                || env.sandbox.inject(fault.on("create_order").once()).is_err()
            {
                continue;
            }
            let placing = env.client.orders().place(&env.order());
            let number = placing.reference().po_number().to_owned();
            let end = waiting_out(&env, "create_order", placing.into_future()).await;
            let exist = env.orders_by_number().get(&number).map_or(0, Vec::len);
            match end {
                Ok(_) => assert_eq!(exist, 1, "{name}"),
                Err(PlaceOrderError::Rejected(_)) if refusals.contains(&name) => {
                    assert_eq!(exist, 0, "{name}")
                }
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
}
