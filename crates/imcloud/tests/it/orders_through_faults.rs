//! A thousand orders while much goes wrong.

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
    orders::{OutcomeUnknown, PlaceOrderError, Placed},
    runtime::{ManualRuntime, Runtime, Wait},
};
use imcloud_sandbox::{Fault, Sandbox, Size};
use tokio::task::JoinSet;

use crate::test_env::{TestEnv, client};

const TASKS: usize = 16;

struct Run {
    placed: Vec<Placed>,
    undecided: Vec<OutcomeUnknown>,
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
                // Half with numbers of the caller's.
                if number % 2 == 0 { order } else { order.po_number(format!("PO-{number}")) }
            })
            .collect(),
    );
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (next, inputs, client) = (Arc::clone(&next), Arc::clone(&inputs), client.clone());
        tasks.spawn(async move {
            let (mut placed, mut undecided) = (Vec::new(), Vec::new());
            while let Some(order) = inputs.get(next.fetch_add(1, Ordering::Relaxed)) {
                match client.orders().place(order).await {
                    Ok(order) => placed.push(order),
                    Err(PlaceOrderError::OutcomeUnknown(order)) => undecided.push(*order),
                    Err(PlaceOrderError::Rejected(error)) => panic!("nothing was wrong with it: {error}"),
                }
            }
            (placed, undecided)
        });
    }
    let mut run = Run { placed: Vec::new(), undecided: Vec::new(), orders, env, before };
    while let Some(task) = tasks.join_next().await {
        let (placed, undecided) = task.unwrap();
        run.placed.extend(placed);
        run.undecided.extend(undecided);
    }
    run
}

impl Run {
    /// Every order exists once where it was placed, at most once where that is not decided, and nothing else does.
    fn assert_none_twice_and_none_lost(&self) {
        assert_eq!(self.placed.len() + self.undecided.len(), self.orders);
        let by_number = self.env.orders_by_number();
        for placed in &self.placed {
            let id = placed.order.id.as_ref().unwrap().to_string();
            assert_eq!(by_number[placed.reference.po_number()], [id]);
        }
        let ids: BTreeSet<_> =
            self.placed.iter().map(|placed| placed.order.id.as_ref().unwrap().as_str()).collect();
        assert_eq!(ids.len(), self.placed.len());
        let existing = self.undecided.iter().filter_map(|order| by_number.get(order.reference.po_number()));
        let existing: Vec<_> = existing.map(Vec::len).collect();
        assert!(existing.iter().all(|times| *times == 1), "{existing:?}");
        assert_eq!(self.env.sales() - self.before, self.placed.len() + existing.len());
    }

    fn faults(&self, body: &str) -> usize {
        let entries = self.env.sandbox.journal().of("create_order").unwrap();
        entries.iter().filter(|entry| entry.fault().as_deref() == Some(body)).count()
    }

    /// Shown with `--nocapture`.
    fn print(&self, seed: u64) {
        let journal = self.env.sandbox.journal();
        let sent = |name: &str| journal.of(name).unwrap().len();
        println!(
            "seed {seed}: {} placed ({} found, {} sent more than once), {} undecided; {} create_order, {} list_orders, {} get_order",
            self.placed.len(),
            self.placed.iter().filter(|placed| placed.found).count(),
            self.placed.iter().filter(|placed| placed.attempts > 1).count(),
            self.undecided.len(),
            sent("create_order"),
            sent("list_orders"),
            sent("get_order"),
        );
    }
}

fn carried_out() -> [Fault; 3] {
    [
        Fault::reset().after_work().on("create_order").chance(0.2),
        Fault::gateway_timeout().on("create_order").chance(0.1),
        Fault::rate_limited(Some(3)).on("create_order").chance(0.2),
    ]
}

async fn carried_out_and_lost(seed: u64) {
    let run = run(1_000, seed, carried_out(), |env| env.client.clone()).await;
    run.print(seed);
    run.assert_none_twice_and_none_lost();
    assert_eq!(run.placed.len(), run.orders, "each was carried out, so each is found");
    for (body, least) in [
        ("connection reset after the work", 200),
        ("gateway timeout after the work", 100),
        ("rate limited", 200),
    ] {
        assert!(run.faults(body) >= least, "{body}: {}", run.faults(body));
    }
    let found = run.placed.iter().filter(|placed| placed.found).count();
    assert!(found > 300 && run.placed.iter().all(|placed| placed.attempts == 1), "{found}");
}

#[tokio::test]
async fn a_thousand_orders_whose_answers_are_lost_exist_once_each_with_one_seed() {
    carried_out_and_lost(1).await;
}

#[tokio::test]
async fn a_thousand_orders_whose_answers_are_lost_exist_once_each_with_another_seed() {
    carried_out_and_lost(2).await;
}

#[tokio::test]
async fn orders_of_which_some_are_not_carried_out_exist_once_or_are_undecided() {
    let before_work = [
        Fault::reset().on("create_order").chance(0.2),
        Fault::status(503).on("list_orders").chance(0.1),
        Fault::truncated_body().on("get_order").chance(0.1),
    ];
    let run = run(500, 3, carried_out().into_iter().chain(before_work), |env| env.client.clone()).await;
    run.print(3);
    run.assert_none_twice_and_none_lost();
    assert!(run.undecided.len() < run.orders / 20, "{}", run.undecided.len());
    assert!(run.placed.iter().any(|placed| placed.attempts > 1));
}

/// Sleeps take no time, time limits do.
struct Impatient(ManualRuntime);

impl Runtime for Impatient {
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
async fn orders_of_which_some_take_too_long_exist_once_each() {
    let slow = Fault::delay(Duration::from_secs(2)).on("create_order").chance(0.1);
    let run = run(500, 4, carried_out().into_iter().chain([slow]), |env| {
        let timeouts = Timeouts::new().order_attempt(Duration::from_millis(200));
        client(&env.sandbox).runtime(Impatient(env.runtime.clone())).timeouts(timeouts).build().unwrap()
    })
    .await;
    run.print(4);
    run.assert_none_twice_and_none_lost();
    assert!(run.faults("delay") > 25);
}
