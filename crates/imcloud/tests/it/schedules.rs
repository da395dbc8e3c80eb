//! The client under many schedules: random poll order, futures that are parked or dropped at any point.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use imcloud::{Client, RateLimit, RetryPolicy, Timeouts, runtime::Runtime as _};

use crate::simulation::{Fate, Rng, Simulation, StubBehavior, builder};

const MINUTE: Duration = Duration::from_secs(60);

/// Attempts, retries after 429 and retries after 401 of one call with the default policy.
const MAX_REQUESTS: usize = 6 + 20 + 3;

/// Calls `get` for a plan and counts the successful ones.
async fn call(client: Client, id: String, done: Arc<AtomicUsize>) {
    if client.plans().get(id).await.is_ok() {
        done.fetch_add(1, Ordering::SeqCst);
    }
}

fn fate(rng: &Rng) -> Fate {
    match rng.below(10) {
        0 | 1 => Fate::Parked(1 + rng.below(8)),
        2 | 3 => Fate::Dropped(1 + rng.below(8)),
        _ => Fate::Completes,
    }
}

#[test]
fn calls_complete_although_others_are_parked() {
    for seed in 0..200 {
        let rng = Rng::new(seed);
        let mut simulation = Simulation::new(seed);
        let limit = match seed % 3 {
            0 => RateLimit::adaptive(),
            1 => RateLimit::off(),
            _ => RateLimit::per_minute(60),
        };
        let behavior = StubBehavior {
            window: (seed % 2 == 0).then_some(40),
            retry_after: seed % 4 == 0,
            latency: (5, 300),
            faults: (rng.below(10), rng.below(10), rng.below(4)),
            ..StubBehavior::default()
        };
        let (client, service) = builder(&simulation, behavior, seed);
        let policy = RetryPolicy::new().budget(1_000);
        let client = client.rate_limit(limit).retry(policy).build().unwrap();
        let done = Arc::new(AtomicUsize::new(0));
        for number in 0..60 {
            let fate = fate(&rng);
            simulation.spawn(fate, call(client.clone(), format!("call-{number}"), Arc::clone(&done)));
        }
        simulation.run(60 * MINUTE);
        // A token that dies at once is taken for a missing permission, for a minute.
        let token_dies = behavior.faults.2 > 0;
        assert!(done.load(Ordering::SeqCst) > 0 || token_dies, "seed {seed}");

        let requests = service.requests.lock().unwrap().clone();
        for number in 0..60 {
            let path = format!("/plans/call-{number}");
            let count = requests.iter().filter(|(_, requested)| *requested == path).count();
            assert!(count <= MAX_REQUESTS, "seed {seed}: {count} requests of one call");
        }

        // No request after a drop.
        simulation.drop_callers();
        simulation.idle(Duration::from_millis(1));
        let before = service.count();
        simulation.idle(20 * MINUTE);
        assert_eq!(service.count(), before, "seed {seed}");

        // Permits were returned: after an idle time a call is sent at once.
        simulation.spawn(Fate::Completes, call(client.clone(), "last".to_owned(), Arc::default()));
        simulation.idle(Duration::from_secs(1));
        assert!(service.count() > before, "seed {seed}: no permit was left");
    }
}

#[test]
fn permits_are_issued_in_order_at_the_rate() {
    for seed in 0..40 {
        let mut simulation = Simulation::new(seed);
        let (client, service) = builder(&simulation, StubBehavior::default(), seed);
        let client = client.rate_limit(RateLimit::per_minute(60)).build().unwrap();
        // The first call gets the token.
        simulation.spawn(Fate::Completes, call(client.clone(), "first".to_owned(), Arc::default()));
        simulation.idle(10 * MINUTE);
        service.requests.lock().unwrap().clear();
        for number in 0..40_u64 {
            let fate = if number % 7 == 3 { Fate::Dropped(1 + seed % 3) } else { Fate::Completes };
            simulation.spawn(fate, call(client.clone(), format!("{number:02}"), Arc::default()));
            // Each caller joins the queue before the next.
            simulation.idle(Duration::from_millis(1));
        }
        simulation.run(60 * MINUTE);
        let requests = service.requests.lock().unwrap().clone();
        let paths: Vec<_> = requests.iter().map(|(_, path)| path.clone()).collect();
        let mut sorted = paths.clone();
        sorted.sort();
        assert_eq!(paths, sorted, "seed {seed}: calls overtook each other");
        // A burst of 5 seconds' worth, then one call per second.
        for (index, (sent, _)) in requests.iter().enumerate() {
            let earlier = requests[..index].iter().filter(|(then, _)| *sent - *then < MINUTE).count();
            assert!(earlier < 65, "seed {seed}: {earlier} calls in a minute");
        }
        let took = requests.last().unwrap().0 - requests[0].0;
        // Permits of calls that are dropped while they wait go to the others.
        let limit = if seed % 3 == 0 { 31 } else { 36 };
        assert!(
            took >= Duration::from_secs(27) && took <= Duration::from_secs(limit),
            "seed {seed}: {took:?}"
        );
    }
}

#[test]
fn parked_list_does_not_stop_other_calls() {
    for seed in 0..20 {
        let mut simulation = Simulation::new(seed);
        let behavior = StubBehavior { items: 400, latency: (20, 20), ..StubBehavior::default() };
        let (client, _) = builder(&simulation, behavior, seed);
        let client = client.rate_limit(RateLimit::per_minute(600)).build().unwrap();
        let read = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&read);
        simulation.spawn(Fate::Completes, async move {
            let mut items = client.orders().list().page_size(5).prefetch(4).items();
            while let Some(item) = items.next().await {
                client.orders().get(item.unwrap().id).await.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        simulation.run(3 * MINUTE);
        assert_eq!(read.load(Ordering::SeqCst), 400, "seed {seed}");
    }
}

/// Lists 800 items in a window that another program has nearly used up. Returns the time, the number of 429s
/// and the number of requests.
fn sweep(retry_after: bool, latency: u64, seed: u64) -> (Duration, usize, usize) {
    let mut simulation = Simulation::new(seed);
    let behavior = StubBehavior {
        window: Some(500),
        used_by_others: 480,
        retry_after,
        latency: (latency, 1),
        items: 800,
        ..StubBehavior::default()
    };
    let (client, service) = builder(&simulation, behavior, seed);
    let client = client.build().unwrap();
    let failed = Arc::new(Mutex::new(None));
    let error = Arc::clone(&failed);
    simulation.spawn(Fate::Completes, async move {
        let mut items = client.orders().list().page_size(50).prefetch(8).items();
        while let Some(item) = items.next().await {
            let result = match item {
                Ok(item) => client.orders().get(item.id).await.map(drop),
                Err(error) => Err(error),
            };
            if let Err(failure) = result {
                *error.lock().unwrap() = Some(failure);
                return;
            }
        }
    });
    simulation.run(30 * MINUTE);
    assert!(failed.lock().unwrap().is_none(), "{failed:?}");
    (simulation.runtime.clock.elapsed(), service.rejected.load(Ordering::SeqCst), service.count())
}

/// The time of a client that knows the window: 20 calls in the first one, 500 in each of the next.
fn ideal(requests: usize, latency: u64) -> Duration {
    let rest = requests - 20;
    let (windows, last) = (rest.div_ceil(500), (rest - 1) % 500 + 1);
    windows as u32 * MINUTE + Duration::from_millis(latency) * u32::try_from(last).unwrap()
}

#[test]
fn used_window_costs_little_extra_time() {
    for (retry_after, latency) in [(true, 0), (false, 0), (true, 50), (false, 50)] {
        for seed in 0..3 {
            let (took, rejected, requests) = sweep(retry_after, latency, seed);
            let ideal = ideal(requests - rejected, latency);
            let ratio = took.as_secs_f64() / ideal.as_secs_f64();
            if seed == 0 {
                println!(
                    "retry-after {retry_after}, latency {latency} ms: {took:?}, {ratio:.2} of ideal, {rejected} rejected"
                );
            }
            assert!(ratio <= 1.2, "retry-after {retry_after}, latency {latency}: {took:?}, ideal {ideal:?}");
            assert!(rejected <= 20, "retry-after {retry_after}, latency {latency}: {rejected} rejected");
        }
    }
}

#[test]
fn concurrent_sweep_completes_at_pace_of_service() {
    for (seed, retry_after) in [(1, true), (2, false)] {
        let mut simulation = Simulation::new(seed);
        let behavior =
            StubBehavior { window: Some(60), retry_after, latency: (50, 100), ..StubBehavior::default() };
        let (client, service) = builder(&simulation, behavior, seed);
        let client = client.timeouts(Timeouts::new().max_permit_wait(Duration::MAX)).build().unwrap();
        let done = Arc::new(AtomicUsize::new(0));
        for task in 0..20 {
            let (client, done) = (client.clone(), Arc::clone(&done));
            simulation.spawn(Fate::Completes, async move {
                for number in 0..30 {
                    client.plans().get(format!("{task}-{number}")).await.unwrap();
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        simulation.run(60 * MINUTE);
        let (took, rejected) = (simulation.runtime.clock.elapsed(), service.rejected.load(Ordering::SeqCst));
        println!("retry-after {retry_after}: 600 calls at 60 per minute in {took:?}, {rejected} rejected");
        // 601 calls need 10 minutes at least.
        assert!(took < 13 * MINUTE && rejected < 200, "{took:?}, {rejected} rejected");
    }
}

#[test]
fn rejected_calls_back_off_without_limiter() {
    for retry_after in [Some(0), None] {
        let mut simulation = Simulation::new(1);
        let behavior = StubBehavior { window: Some(1), retry_after: false, ..StubBehavior::default() };
        let behavior = StubBehavior { stated_retry_after: retry_after, ..behavior };
        let (client, service) = builder(&simulation, behavior, 1);
        let client = client.rate_limit(RateLimit::off()).build().unwrap();
        simulation.spawn(Fate::Completes, call(client.clone(), "7".to_owned(), Arc::default()));
        simulation.idle(Duration::from_secs(50));
        // After 1, 3, 7, 15 and 31 seconds.
        assert!(service.count() <= 8, "{} requests in 50 s", service.count());
        simulation.run(10 * MINUTE);
    }
}

#[test]
fn call_with_defaults_ends_within_five_minutes() {
    let mut simulation = Simulation::new(1);
    let behavior =
        StubBehavior { window: Some(1), used_by_others: 0, retry_after: false, ..StubBehavior::default() };
    let (client, _) = builder(&simulation, StubBehavior { always_limited: true, ..behavior }, 1);
    let client = client.build().unwrap();
    let kind = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&kind);
    simulation.spawn(Fate::Completes, async move {
        *seen.lock().unwrap() =
            client.plans().get("7").await.err().map(|error| (error.kind(), error.attempts()));
    });
    simulation.run(6 * MINUTE);
    let took = simulation.runtime.clock.elapsed();
    assert!(took <= 5 * MINUTE, "{took:?}");
    assert_eq!(kind.lock().unwrap().unwrap().0, imcloud::ErrorKind::RateLimited);
}

#[test]
fn endless_durations_do_not_overflow() {
    let mut simulation = Simulation::new(1);
    let behavior = StubBehavior { window: Some(1), retry_after: false, ..StubBehavior::default() };
    let (client, _) = builder(&simulation, behavior, 1);
    let timeouts = Timeouts::new()
        .connect(Duration::MAX)
        .attempt(Duration::MAX)
        .order_attempt(Duration::MAX)
        .total(Duration::MAX)
        .max_permit_wait(Duration::MAX);
    let policy = RetryPolicy::new().max_retry_after(Duration::MAX).backoff(Duration::MAX, Duration::MAX);
    let client = client.timeouts(timeouts).retry(policy).build().unwrap();
    let done = Arc::new(AtomicUsize::new(0));
    simulation.spawn(Fate::Completes, call(client.clone(), "7".to_owned(), Arc::clone(&done)));
    simulation.run(60 * MINUTE);
    assert_eq!(done.load(Ordering::SeqCst), 1);
    assert!(simulation.runtime.now() >= simulation.runtime.clock.now());
}
