//! A clock for tests.

use std::{
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

use super::{Runtime, Wait};

/// The clock stops here: adding more to an `Instant` could overflow.
const MAX_ELAPSED: Duration = Duration::from_secs(1_000 * 365 * 86_400);

/// 2026-01-01T00:00:00Z.
const SYSTEM_START: Duration = Duration::from_secs(1_767_225_600);

/// Times that [`ManualRuntime::run`] yields to other tasks before it advances the clock. tokio polls the
/// future of `block_on` and sockets only once for 61 tasks.
const IDLE_ROUNDS: u32 = 200;

/// A clock that moves only when a test advances it.
///
/// * A **sleep** is pending until the clock reaches its deadline. [`ManualRuntime::slept`] lists all sleeps.
/// * A **timer** limits a request in flight and a **deadline** an operation of several waits. They are
///   pending until the clock reaches them, too.
/// * [`ManualRuntime::advance`] moves the clock. [`ManualRuntime::run`] advances it to the next sleep
///   whenever no request is in flight.
/// * Random numbers are generated from a seed and are the same in each run.
///
/// Clones share the clock. Available with the feature `testing`.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use imcloud::runtime::{ManualRuntime, Runtime};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let runtime = ManualRuntime::new();
/// let start = runtime.now();
/// runtime.run(runtime.sleep(Duration::from_secs(3600))).await;
/// assert_eq!(runtime.now() - start, Duration::from_secs(3600));
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct ManualRuntime(Arc<Mutex<State>>);

struct State {
    start: Instant,
    elapsed: Duration,
    /// Pending sleeps and timers by deadline and id.
    pending: BTreeMap<(Duration, u64), Entry>,
    next_id: u64,
    slept: Vec<Duration>,
    /// Wakers of [`ManualRuntime::run`].
    drivers: Vec<Waker>,
    seed: u64,
}

impl State {
    /// Returns the earliest deadline that is not due yet.
    fn next(&self) -> Option<Duration> {
        self.pending.keys().map(|(deadline, _)| *deadline).find(|deadline| *deadline > self.elapsed)
    }

    fn timers(&self) -> usize {
        self.pending.values().filter(|entry| entry.kind == WaitKind::Timer).count()
    }
}

struct Entry {
    kind: WaitKind,
    waker: Option<Waker>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WaitKind {
    Sleep,
    Timer,
    Deadline,
}

getters! { impl ManualRuntime {
    /// Returns the number of pending timers, that is, of requests in flight.
    timers(self) -> usize = self.state().timers();

    /// Returns the time by which the clock has moved.
    elapsed(self) -> Duration = self.state().elapsed;

    /// Returns the length of every sleep so far, in the order in which they began.
    slept(self) -> Vec<Duration> = self.state().slept.clone();

    /// Returns the time until the next wait of any kind is due; `None` if there is none.
    until_next(self) -> Option<Duration> = {
        let state = self.state();
        state.next().map(|deadline| deadline - state.elapsed)
    };
}}

impl ManualRuntime {
    /// Creates a clock at 2026-01-01T00:00:00Z with a fixed seed.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(State {
            start: Instant::now(),
            elapsed: Duration::ZERO,
            pending: BTreeMap::new(),
            next_id: 0,
            slept: Vec::new(),
            drivers: Vec::new(),
            seed: 0x1234_5678_9abc_def0,
        })))
    }

    /// Sets the seed of the random numbers.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        self.state().seed = seed;
        self
    }

    /// Moves the clock forward and completes the sleeps and timers that are due.
    pub fn advance(&self, duration: Duration) {
        let due = {
            let mut state = self.state();
            state.elapsed = state.elapsed.saturating_add(duration).min(MAX_ELAPSED);
            let elapsed = state.elapsed;
            let due = state.pending.range_mut(..=(elapsed, u64::MAX));
            due.filter_map(|(_, entry)| entry.waker.take()).collect::<Vec<_>>()
        };
        due.into_iter().for_each(Waker::wake);
    }

    /// Runs a future and advances the clock to the next sleep whenever no request is in flight.
    ///
    /// Needs a runtime with one thread: with several, the clock may advance while another thread is about to
    /// send a request. Requests in flight are recognized by their timers. A request that never completes
    /// stops the clock: call [`ManualRuntime::advance`] to let its timer expire.
    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let (mut rounds, mut last_id) = (0, 0);
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(output);
            }
            let mut state = self.state();
            if state.drivers.iter().all(|driver| !driver.will_wake(context.waker())) {
                state.drivers.push(context.waker().clone());
            }
            let (elapsed, idle, next_id) = (state.elapsed, state.timers() == 0, state.next_id);
            let next = state.next();
            drop(state);
            if let (true, Some(deadline)) = (idle, next) {
                rounds = if next_id == last_id { rounds + 1 } else { 0 };
                last_id = next_id;
                if rounds > IDLE_ROUNDS {
                    rounds = 0;
                    self.advance(deadline - elapsed);
                }
                context.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await
    }

    fn wait(&self, duration: Duration, kind: WaitKind) -> Wait {
        let mut state = self.state();
        let key = (state.elapsed.saturating_add(duration), state.next_id);
        state.next_id += 1;
        state.pending.insert(key, Entry { kind, waker: None });
        if kind == WaitKind::Sleep {
            state.slept.push(duration);
        }
        let drivers = std::mem::take(&mut state.drivers);
        drop(state);
        drivers.into_iter().for_each(Waker::wake);
        Box::pin(Pending { clock: self.clone(), key })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Pending {
    clock: ManualRuntime,
    key: (Duration, u64),
}

impl Future for Pending {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if state.elapsed >= self.key.0 {
            return Poll::Ready(());
        }
        if let Some(entry) = state.pending.get_mut(&self.key) {
            entry.waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let mut state = self.clock.state();
        let removed = state.pending.remove(&self.key);
        let is_timer = removed.is_some_and(|entry| entry.kind == WaitKind::Timer);
        let drivers = if is_timer { std::mem::take(&mut state.drivers) } else { Vec::new() };
        drop(state);
        drivers.into_iter().for_each(Waker::wake);
    }
}

impl Default for ManualRuntime {
    fn default() -> Self {
        Self::new()
    }
}

impl Runtime for ManualRuntime {
    fn now(&self) -> Instant {
        let state = self.state();
        state.start + state.elapsed
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + SYSTEM_START + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        self.wait(duration, WaitKind::Sleep)
    }

    fn timer(&self, duration: Duration) -> Wait {
        self.wait(duration, WaitKind::Timer)
    }

    fn deadline(&self, duration: Duration) -> Wait {
        self.wait(duration, WaitKind::Deadline)
    }

    fn random(&self) -> u64 {
        // SplitMix64.
        let mut state = self.state();
        state.seed = state.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl_debug!(ManualRuntime, self, elapsed = self.elapsed());
