//! A clock for tests.

use std::{
    fmt,
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant, SystemTime},
};

use super::{Runtime, Wait};

/// A clock that moves only when something sleeps, or by [`ManualRuntime::advance`].
///
/// * A **sleep** ends at once and moves the clock forward by its length; [`ManualRuntime::slept`] lists them.
/// * A **timer** (a time limit) ends when [`ManualRuntime::advance`] moves the clock to its end or beyond. Sleeps alone never end it.
/// * Random numbers come from a seed, the same each run.
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
/// runtime.sleep(Duration::from_secs(3600)).await; // at once
/// assert_eq!(runtime.now() - start, Duration::from_secs(3600));
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct ManualRuntime(Arc<Mutex<State>>);

struct State {
    start: Instant,
    system_start: SystemTime,
    elapsed: Duration,
    /// How far [`ManualRuntime::advance`] has come; timers look at this alone.
    advanced_to: Option<Duration>,
    slept: Vec<Duration>,
    waiting: Vec<Waker>,
    seed: u64,
}

impl ManualRuntime {
    /// A clock that stands at 2026-01-01T00:00:00Z, with a fixed seed.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(State {
            start: Instant::now(),
            system_start: SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600),
            elapsed: Duration::ZERO,
            advanced_to: None,
            slept: Vec::new(),
            waiting: Vec::new(),
            seed: 0x1234_5678_9abc_def0,
        })))
    }

    /// The same with another seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        self.state().seed = seed;
        self
    }

    /// Moves the clock forward and ends the timers that are due.
    pub fn advance(&self, duration: Duration) {
        let waiting = {
            let mut state = self.state();
            state.elapsed += duration;
            state.advanced_to = Some(state.elapsed);
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// How far the clock has moved since the beginning.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// The length of every sleep so far, in the order in which they began.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        let state = self.state();
        state.system_start + state.elapsed
    }

    fn sleep(&self, duration: Duration) -> Wait {
        let clock = self.clone();
        Box::pin(async move {
            let mut state = clock.state();
            state.elapsed += duration;
            state.slept.push(duration);
        })
    }

    fn timer(&self, duration: Duration) -> Wait {
        let end = self.state().elapsed + duration;
        let clock = self.clone();
        Box::pin(poll_fn(move |context| {
            let mut state = clock.state();
            if state.advanced_to.is_some_and(|reached| reached >= end) {
                return Poll::Ready(());
            }
            if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                state.waiting.push(context.waker().clone());
            }
            Poll::Pending
        }))
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

impl fmt::Debug for ManualRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualRuntime").field("elapsed", &self.elapsed()).finish_non_exhaustive()
    }
}
