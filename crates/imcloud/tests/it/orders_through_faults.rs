//! A thousand orders through faults.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use imcloud::{
    Client, Timeouts,
    orders::{OutcomeUnknown, PlaceOrderError, Placed, UnknownReason},
    runtime::{ManualRuntime, Runtime, Wait},
};
use imcloud_sandbox::{Fault, Sandbox, Size};
use serde_json::json;
use tokio::task::JoinSet;

use crate::test_env::{TestEnv, client};

const TASKS: usize = 16;

struct Run {
    placed: Vec<Placed>,
    unknown: Vec<OutcomeUnknown>,
    /// The PO numbers of rejected orders, with the errors.
    rejected: Vec<(String, imcloud::Error)>,
    orders: usize,
    env: TestEnv,
    before: usize,
}

async fn run(
    orders: usize,
    seed: u64,
    faults: impl IntoIterator<Item = Fault>,
    client: impl FnOnce(&TestEnv) -> Client,
) -> Run {
    let builder = Sandbox::builder().seed(seed).size(Size::with_orders(2_200)).journal_capacity(100_000);
    let env = TestEnv::with(builder).await;
    let client = client(&env);
    let before = env.sales();
    for fault in faults {
        env.sandbox.inject(fault).unwrap();
    }
    let next = Arc::new(AtomicUsize::new(0));
    let inputs: Arc<Vec<_>> = Arc::new(
        (0..orders)
            .map(|number| {
                let customer = &env.customers[number % env.customers.len()];
                let order = env.order_of(customer, 1 + u32::try_from(number % 5).unwrap());
                // Half with custom numbers.
                if number % 2 == 0 { order } else { order.po_number(format!("PO-{number}")) }
            })
            .collect(),
    );
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (next, inputs, client) = (Arc::clone(&next), Arc::clone(&inputs), client.clone());
        tasks.spawn(async move {
            let (mut placed, mut unknown, mut rejected) = (Vec::new(), Vec::new(), Vec::new());
            while let Some(order) = inputs.get(next.fetch_add(1, Ordering::Relaxed)) {
                let placing = client.orders().place(order);
                let number = placing.reference().po_number().to_owned();
                match placing.await {
                    Ok(order) => placed.push(order),
                    Err(PlaceOrderError::OutcomeUnknown(order)) => unknown.push(*order),
                    Err(PlaceOrderError::Rejected(error)) => rejected.push((number, error)),
                }
            }
            (placed, unknown, rejected)
        });
    }
    let (placed, unknown, rejected) = (Vec::new(), Vec::new(), Vec::new());
    let mut run = Run { placed, unknown, rejected, orders, env, before };
    while let Some(task) = tasks.join_next().await {
        let (placed, unknown, rejected) = task.unwrap();
        run.placed.extend(placed);
        run.unknown.extend(unknown);
        run.rejected.extend(rejected);
    }
    // Everything that is late is done by now.
    run.env.sandbox.clear_faults();
    run.env.runtime.advance(Duration::from_secs(600));
    run.env.client.orders().list().total().await.unwrap();
    run
}

impl Run {
    /// Asserts that placed orders exist once, rejected ones do not exist, unknown ones at most once, and no
    /// others exist.
    fn assert_outcomes_are_true(&self) {
        assert_eq!(self.placed.len() + self.unknown.len() + self.rejected.len(), self.orders);
        let by_number = self.env.orders_by_number();
        for placed in &self.placed {
            let id = placed.order.id.to_string();
            assert_eq!(by_number[placed.reference.po_number()], [id]);
        }
        let ids: BTreeSet<_> = self.placed.iter().map(|placed| placed.order.id.as_str()).collect();
        assert_eq!(ids.len(), self.placed.len());
        for (number, error) in &self.rejected {
            assert!(!by_number.contains_key(number), "rejected, but exists: {error}");
        }
        let existing = self.unknown.iter().filter_map(|order| by_number.get(order.reference.po_number()));
        let existing: Vec<_> = existing.map(Vec::len).collect();
        assert!(existing.iter().all(|times| *times == 1), "{existing:?}");
        assert_eq!(self.env.sales() - self.before, self.placed.len() + existing.len());
    }

    fn faults(&self, name: &str) -> usize {
        let entries = self.env.sandbox.journal().of("create_order").unwrap();
        entries.iter().filter(|entry| entry.fault().as_deref() == Some(name)).count()
    }

    /// Visible with `--nocapture`.
    fn print(&self, name: &str) {
        let journal = self.env.sandbox.journal();
        let calls = |name: &str| journal.of(name).unwrap().len();
        println!(
            "{name}: {} orders, {} placed ({} found, {} resent), {} unknown, {} rejected; {} create_order, {} list_orders, {} get_order",
            self.orders,
            self.placed.len(),
            self.placed.iter().filter(|placed| placed.found).count(),
            self.placed.iter().filter(|placed| placed.attempts > 1).count(),
            self.unknown.len(),
            self.rejected.len(),
            calls("create_order"),
            calls("list_orders"),
            calls("get_order"),
        );
    }
}

/// Faults after the order is stored. Their chances leave one order in two alone.
fn stored() -> [Fault; 3] {
    [
        Fault::reset().after_work().on("create_order").chance(0.2),
        Fault::gateway_timeout().on("create_order").chance(0.1),
        Fault::rate_limited(Some(3)).on("create_order").chance(0.2),
    ]
}

/// A failure in the platform's own form.
fn platform_failure(message: &str) -> Fault {
    let body = json!({"correlationId": "a8n-1", "status": 500, "message": message, "path": "/orders",
        "timeStamp": "2026-01-15T09:00:00.000+00:00"});
    Fault::status(500).body(body.to_string())
}

/// The error page of the framework with a message.
fn error_page(message: &str) -> Fault {
    let body = json!({"timestamp": "2026-01-15T09:00:00.000+0000", "status": 500, "error": "Internal Server Error",
        "message": message, "path": "/orders"});
    Fault::status(500).body(body.to_string())
}

/// Status 500 with a message after the order is stored, at once and late.
fn stored_with_message() -> Vec<Fault> {
    let second = Duration::from_secs(1);
    let at_once = ["Read timed out", "There is already an order"].map(|message| {
        [error_page(message).after_work().chance(0.06), platform_failure(message).after_work().chance(0.06)]
    });
    let late = [1, 30, 90].map(|delay| error_page("Connection reset").late(delay * second).chance(0.06));
    let late = late.into_iter().chain([platform_failure("No").late(second).chance(0.06)]);
    at_once.into_iter().flatten().chain(late).map(|fault| fault.on("create_order")).collect()
}

#[tokio::test]
async fn thousand_stored_orders_exist_once() {
    let run = run(1_000, 1, stored(), |env| env.client.clone()).await;
    run.print("stored");
    run.assert_outcomes_are_true();
    assert_eq!(run.placed.len(), run.orders, "each was stored, so each is found");
    for (name, min) in
        [("reset after the work", 200), ("gateway timeout after the work", 100), ("rate limited", 200)]
    {
        assert!(run.faults(name) >= min, "{name}: {}", run.faults(name));
    }
    let found = run.placed.iter().filter(|placed| placed.found).count();
    assert!(found > 300 && run.placed.iter().all(|placed| placed.attempts == 1), "{found}");
}

#[tokio::test]
async fn thousand_orders_through_messages_exist_once() {
    let named = [
        Fault::reset().after_work().on("create_order").chance(0.08),
        Fault::gateway_timeout().on("create_order").chance(0.06),
        Fault::rate_limited(Some(3)).on("create_order").chance(0.08),
    ];
    let run = run(1_000, 5, named.into_iter().chain(stored_with_message()), |env| env.client.clone()).await;
    run.print("stored, 500 with a message at once and late");
    run.assert_outcomes_are_true();
    assert_eq!((run.placed.len(), run.unknown.len(), run.rejected.len()), (1_000, 0, 0));
    assert!(run.placed.iter().all(|placed| placed.attempts == 1), "none was resent");
    for (name, min) in [("status 500 after the work", 150), ("status 500, 30s before the work", 30)] {
        assert!(run.faults(name) >= min, "{name}: {}", run.faults(name));
    }
}

#[tokio::test]
async fn unstored_orders_are_rejected_or_unknown() {
    let lost = [
        error_page("There is already an order").chance(0.1),
        platform_failure("Read timed out").chance(0.1),
        platform_failure("There is already an order").after_work().chance(0.1),
        Fault::status(400).body("<html>").chance(0.05),
    ];
    let faults = lost.map(|fault| fault.on("create_order"));
    let run = run(500, 6, faults, |env| env.client.clone()).await;
    run.print("not stored, 500 with a message");
    run.assert_outcomes_are_true();
    let found = run.placed.iter().filter(|placed| placed.found).count();
    assert!(found > 25 && run.rejected.len() > 25 && run.unknown.len() > 40, "{found}");
    assert!(run.rejected.iter().all(|(_, error)| error.is_business_rule()));
    assert!(run.unknown.iter().all(|order| order.reason == UnknownReason::NotFound && order.attempts == 1));
}

#[tokio::test]
async fn lost_orders_exist_once_or_are_unknown() {
    let lost = [
        Fault::reset().on("create_order").chance(0.2),
        Fault::status(503).on("list_orders").chance(0.1),
        Fault::truncated_body().on("get_order").chance(0.1),
    ];
    let run = run(500, 3, stored().into_iter().chain(lost), |env| env.client.clone()).await;
    run.print("lost");
    run.assert_outcomes_are_true();
    assert!(run.rejected.is_empty() && run.unknown.len() < run.orders / 20, "{}", run.unknown.len());
    assert!(run.placed.iter().any(|placed| placed.attempts > 1));
}

/// A runtime whose sleeps take no real time, while its timers do.
struct RealTimers(ManualRuntime);

impl Runtime for RealTimers {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_time()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        self.0.sleep(duration)
    }

    fn timer(&self, duration: Duration) -> Wait {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        self.0.random()
    }
}

#[tokio::test]
async fn slow_orders_exist_once() {
    let slow = Fault::delay(Duration::from_secs(2)).on("create_order").chance(0.1);
    let run = run(500, 4, stored().into_iter().chain([slow]), |env| {
        let timeouts = Timeouts::new().order_attempt(Duration::from_millis(200));
        client(&env.sandbox).runtime(RealTimers(env.runtime.clone())).timeouts(timeouts).build().unwrap()
    })
    .await;
    run.print("slow");
    run.assert_outcomes_are_true();
    assert!(run.faults("delay") > 25);
}
