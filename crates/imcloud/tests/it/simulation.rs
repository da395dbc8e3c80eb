//! A deterministic executor. It polls tasks in random order, and advances the clock to the next wait when no
//! task can run.
//!
//! It covers cases that tokio's scheduler hides: futures that are started and never polled again, dropped
//! between any two polls, or overtaken. It does not cover faults of sockets or data races of threads.

use std::{
    collections::BTreeMap,
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Wake, Waker},
    time::{Duration, Instant, SystemTime},
};

use imcloud::{
    Client,
    reqwest::{Request, Response, ResponseBuilderExt as _, StatusCode, Url},
    runtime::{ManualRuntime, Runtime, Task, Wait},
};
use serde_json::{Value, json};

/// Random numbers below a bound, from a seed.
pub(crate) struct Rng(ManualRuntime);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ManualRuntime::new().with_seed(seed))
    }

    pub(crate) fn below(&self, bound: u64) -> u64 {
        self.0.random() % bound
    }

    pub(crate) fn chance(&self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A spawned future and its abort flag.
type Spawned = (Wait, Arc<AtomicBool>);

/// The runtime of a simulated client. Clones share clock and tasks.
#[derive(Clone)]
pub(crate) struct SimulatedRuntime {
    pub(crate) clock: ManualRuntime,
    spawned: Arc<Mutex<Vec<Spawned>>>,
    any_aborted: Arc<AtomicBool>,
}

impl Runtime for SimulatedRuntime {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn system_time(&self) -> SystemTime {
        self.clock.system_time()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        self.clock.sleep(duration)
    }

    fn random(&self) -> u64 {
        self.clock.random()
    }

    fn spawn(&self, future: Wait) -> Task {
        let aborted = Arc::new(AtomicBool::new(false));
        self.spawned.lock().unwrap().push((future, Arc::clone(&aborted)));
        let any_aborted = Arc::clone(&self.any_aborted);
        Task::new(move || {
            aborted.store(true, Ordering::SeqCst);
            any_aborted.store(true, Ordering::SeqCst);
        })
    }
}

/// Time at which a task is removed from the executor.
#[derive(Clone, Copy)]
pub(crate) enum Fate {
    /// It is polled until it completes.
    Completes,
    /// It is not polled again after this number of polls, and dropped at the end.
    Parked(u64),
    /// It is dropped after this number of polls.
    Dropped(u64),
}

struct Running {
    future: Wait,
    woken: Arc<Woken>,
    aborted: Arc<AtomicBool>,
    fate: Fate,
    polls: u64,
    background: bool,
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

pub(crate) struct Simulation {
    pub(crate) runtime: SimulatedRuntime,
    rng: Rng,
    tasks: Vec<Running>,
}

impl Simulation {
    pub(crate) fn new(seed: u64) -> Self {
        let clock = ManualRuntime::new().with_seed(seed);
        let runtime = SimulatedRuntime { clock, spawned: Arc::default(), any_aborted: Arc::default() };
        Self { runtime, rng: Rng::new(seed ^ 0x5555), tasks: Vec::new() }
    }

    pub(crate) fn spawn(&mut self, fate: Fate, future: impl Future<Output = ()> + Send + 'static) {
        self.add(Box::pin(future), Arc::default(), fate, false);
    }

    fn add(&mut self, future: Wait, aborted: Arc<AtomicBool>, fate: Fate, background: bool) {
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        self.tasks.push(Running { future, woken, aborted, fate, polls: 0, background });
    }

    /// Runs until every expected caller has completed. Panics if no task can run or the clock passes `limit`.
    pub(crate) fn run(&mut self, limit: Duration) {
        let waits = |task: &Running| !task.background && matches!(task.fate, Fate::Completes);
        self.run_until(limit, |simulation| !simulation.tasks.iter().any(waits));
    }

    /// Lets this much time pass.
    pub(crate) fn idle(&mut self, time: Duration) {
        let end = self.runtime.clock.elapsed() + time;
        let _alarm = self.runtime.clock.sleep(time);
        self.run_until(end, |simulation| simulation.runtime.clock.elapsed() >= end);
    }

    /// Drops every task that is not in the background, parked ones included.
    pub(crate) fn drop_callers(&mut self) {
        self.tasks.retain(|task| task.background);
    }

    fn run_until(&mut self, limit: Duration, done: impl Fn(&Self) -> bool) {
        loop {
            self.collect();
            if done(self) {
                return;
            }
            let (count, start) = (self.tasks.len(), self.rng.below(self.tasks.len().max(1) as u64));
            let order = (0..count).map(|step| (usize::try_from(start).unwrap() + step) % count);
            let ready = order.into_iter().find(|index| self.can_run(*index));
            let Some(index) = ready else {
                let next = self.runtime.clock.until_next();
                let next =
                    next.unwrap_or_else(|| panic!("stalled: nothing can run and nothing is waited for"));
                self.runtime.clock.advance(next);
                assert!(self.runtime.clock.elapsed() <= limit, "stalled: not done after {limit:?}");
                continue;
            };
            self.poll(index);
        }
    }

    /// Takes over spawned tasks and drops aborted ones.
    fn collect(&mut self) {
        let spawned = std::mem::take(&mut *self.runtime.spawned.lock().unwrap());
        for (future, aborted) in spawned {
            self.add(future, aborted, Fate::Completes, true);
        }
        // Dropping a task can abort others.
        while self.runtime.any_aborted.swap(false, Ordering::SeqCst) {
            self.tasks.retain(|task| !task.aborted.load(Ordering::SeqCst));
        }
    }

    fn can_run(&self, index: usize) -> bool {
        let task = &self.tasks[index];
        let is_parked = matches!(task.fate, Fate::Parked(polls) if task.polls >= polls);
        !is_parked && task.woken.0.load(Ordering::SeqCst)
    }

    fn poll(&mut self, index: usize) {
        let task = &mut self.tasks[index];
        task.polls += 1;
        task.woken.0.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&task.woken));
        let end = task.future.as_mut().poll(&mut Context::from_waker(&waker));
        let is_dropped = matches!(task.fate, Fate::Dropped(polls) if task.polls >= polls);
        if end.is_ready() || is_dropped {
            self.tasks.swap_remove(index);
        }
    }
}

/// A service without sockets: a fixed window of calls, random latency and random faults.
#[derive(Default)]
pub(crate) struct StubService {
    pub(crate) requests: Mutex<Vec<(Instant, String)>>,
    pub(crate) rejected: AtomicUsize,
    pub(crate) token_requests: AtomicUsize,
    tokens_in_flight: AtomicUsize,
    used: Mutex<BTreeMap<u64, u64>>,
    /// The token that is accepted; requests with another get a 401.
    valid_token: AtomicUsize,
}

#[derive(Clone, Copy)]
pub(crate) struct StubBehavior {
    /// Calls per window of 60 seconds.
    pub(crate) window: Option<u64>,
    /// Calls of other programs in the first window.
    pub(crate) used_by_others: u64,
    pub(crate) retry_after: bool,
    /// Value of `Retry-After` instead of the correct one.
    pub(crate) stated_retry_after: Option<u64>,
    /// Everything but token requests is rejected with 429.
    pub(crate) always_limited: bool,
    /// Latency in milliseconds: minimum, and maximum addition.
    pub(crate) latency: (u64, u64),
    /// Percentages of responses: 503, closed connection, a token that dies.
    pub(crate) faults: (u64, u64, u64),
    pub(crate) items: usize,
}

impl Default for StubBehavior {
    fn default() -> Self {
        Self {
            window: None,
            used_by_others: 0,
            retry_after: true,
            stated_retry_after: None,
            always_limited: false,
            latency: (0, 1),
            faults: (0, 0, 0),
            items: 0,
        }
    }
}

pub(crate) fn builder(
    simulation: &Simulation,
    behavior: StubBehavior,
    seed: u64,
) -> (imcloud::Builder, Arc<StubService>) {
    let service = Arc::new(StubService::default());
    let (runtime, stub) = (simulation.runtime.clone(), Arc::clone(&service));
    let rng = Arc::new(Rng::new(seed ^ 0xaaaa));
    let start = runtime.now();
    let builder = Client::builder()
        .base_url("https://api.example/na")
        .marketplace("us")
        .login("acme.api", "correct horse battery")
        .subscription_key("key-0123456789")
        .runtime(simulation.runtime.clone())
        .stub_transport(move |request| {
            let (runtime, stub, rng) = (runtime.clone(), Arc::clone(&stub), Arc::clone(&rng));
            async move { stub.respond(&request, behavior, &runtime, start, &rng).await }
        });
    (builder, service)
}

impl StubService {
    async fn respond(
        &self,
        request: &Request,
        behavior: StubBehavior,
        runtime: &SimulatedRuntime,
        start: Instant,
        rng: &Rng,
    ) -> Option<Response> {
        let path = request.url().path().trim_start_matches("/na").to_owned();
        let is_token = path == "/token";
        self.requests.lock().unwrap().push((runtime.now(), path.clone()));
        let _in_flight = is_token.then(|| {
            assert_eq!(
                self.tokens_in_flight.fetch_add(1, Ordering::SeqCst),
                0,
                "two token requests at a time"
            );
            InFlight(&self.tokens_in_flight)
        });
        runtime.sleep(Duration::from_millis(behavior.latency.0 + rng.below(behavior.latency.1.max(1)))).await;

        let elapsed = runtime.now() - start;
        let retry_after = |left| behavior.stated_retry_after.or(behavior.retry_after.then_some(left));
        if behavior.always_limited && !is_token {
            return Some(response(request.url(), 429, retry_after(1), json!({"statusCode": 429})));
        }
        if let Some(window) = behavior.window {
            let number = elapsed.as_secs() / 60;
            let mut used = self.used.lock().unwrap();
            let used = used.entry(number).or_insert(if number == 0 { behavior.used_by_others } else { 0 });
            if *used >= window {
                self.rejected.fetch_add(1, Ordering::SeqCst);
                let left = 60 - elapsed.as_secs() % 60;
                return Some(response(
                    request.url(),
                    429,
                    behavior.retry_after.then_some(left),
                    json!({"statusCode": 429}),
                ));
            }
            *used += 1;
        }
        let (unavailable, closed, dead_token) = behavior.faults;
        if rng.chance(closed) {
            return None;
        }
        if rng.chance(unavailable) {
            return Some(response(request.url(), 503, None, json!({})));
        }
        if is_token {
            let number = self.token_requests.fetch_add(1, Ordering::SeqCst) + 1;
            self.valid_token.store(number, Ordering::SeqCst);
            let body = json!({"token": number.to_string(), "expiresInSeconds": 1500});
            return Some(response(request.url(), 200, None, body));
        }
        let token =
            request.headers()["authorization"].to_str().unwrap().trim_start_matches("Bearer ").to_owned();
        if rng.chance(dead_token) {
            self.valid_token.store(0, Ordering::SeqCst);
        }
        if token.parse() != Ok(self.valid_token.load(Ordering::SeqCst)) {
            return Some(response(
                request.url(),
                401,
                None,
                json!({"status": 401, "message": "Session is over"}),
            ));
        }
        Some(response(request.url(), 200, None, self.body(request.url(), &path, behavior.items)))
    }

    fn body(&self, url: &Url, path: &str, items: usize) -> Value {
        if path != "/orders" {
            return json!({"id": path.rsplit('/').next()});
        }
        let number = |name: &str| {
            let value = url
                .query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.parse::<usize>().unwrap());
            value.unwrap_or_default()
        };
        let (offset, limit) = (number("offset"), number("limit"));
        let data: Vec<Value> =
            (offset..items.min(offset + limit)).map(|id| json!({"id": id.to_string()})).collect();
        json!({"data": data, "pagination": {"offset": offset, "limit": limit, "total": items}})
    }

    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

struct InFlight<'a>(&'a AtomicUsize);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn response(url: &Url, status: u16, retry_after: Option<u64>, body: Value) -> Response {
    let mut builder =
        http::Response::builder().status(StatusCode::from_u16(status).unwrap()).url(url.clone());
    if let Some(seconds) = retry_after {
        builder = builder.header("retry-after", seconds);
    }
    builder.body(body.to_string()).unwrap().into()
}
