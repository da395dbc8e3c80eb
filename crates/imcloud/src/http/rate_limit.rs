//! When the next request may go.
//!
//! The service gives a number of calls per window of about a minute (observed) and tells neither. So the limiter lets everything through
//! until the first 429, pauses everyone for as long as the service asks, and from then on spreads calls over time at nine tenths of what was accepted within the
//! last minute. While nothing is refused, the rate grows by a tenth a minute; when it grows too far, the next 429 corrects it. Callers wait in a
//! queue; repetitions and token calls go before it, so that nobody starves who was admitted once.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::runtime::Runtime;

/// The window in which the service is taken to count.
const WINDOW: Duration = Duration::from_secs(60);

/// The slowest rate that is learned, in calls per second: half of the vendor's recommended limit. Refusals that have nothing to do with the rate
/// must not bring a client to a standstill; below it, the pauses that the service asks for do the rest.
const SLOWEST: f64 = 0.5;

/// Above this rate a limit no longer matters, and it is forgotten.
const FASTEST: f64 = 200.0;

/// More accepted calls than the fastest rate gives in a window need not be remembered.
const MOST_REMEMBERED: usize = 12_000;

/// How many seconds' worth of calls may go at once after a quiet time.
const BURST: f64 = 5.0;

/// The rate at which a client attempts, shared by its clones.
///
/// # Examples
///
/// ```
/// use imcloud::RateLimit;
///
/// // Two programs share a key whose limit is 60 calls a minute.
/// let half = RateLimit::per_minute(30);
/// assert_ne!(half, RateLimit::adaptive());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    ceiling: Option<u32>,
    learn: bool,
}

impl RateLimit {
    /// No limit until the service refuses calls; then the rate that it accepted. The default.
    #[must_use]
    pub fn adaptive() -> Self {
        Self { ceiling: None, learn: true }
    }

    /// At most so many calls a minute, and fewer where the service accepts fewer. 0 is taken as 1.
    #[must_use]
    pub fn per_minute(calls: u32) -> Self {
        Self { ceiling: Some(calls.max(1)), learn: true }
    }

    /// No rate is kept. The pauses that the service asks for still are.
    #[must_use]
    pub fn off() -> Self {
        Self { ceiling: None, learn: false }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::adaptive()
    }
}

/// Lets requests through at the rate.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    limit: RateLimit,
    queue: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Calls per second; `None` for no limit.
    rate: Option<f64>,
    /// How many may go at once now.
    tokens: f64,
    filled_at: Instant,
    paused_until: Option<Instant>,
    /// When calls were accepted, over the last window.
    accepted: VecDeque<Instant>,
    /// When the last wave of refusals began, and how many there were in a row.
    last_wave: Option<Instant>,
    waves: u32,
}

/// The turn would come too late.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLate;

impl RateLimiter {
    pub(crate) fn new(limit: RateLimit, now: Instant) -> Self {
        let rate = limit.ceiling.map(|calls| f64::from(calls) / WINDOW.as_secs_f64());
        let state = State {
            rate,
            tokens: rate.map_or(0.0, burst),
            filled_at: now,
            paused_until: None,
            accepted: VecDeque::new(),
            last_wave: None,
            waves: 0,
        };
        Self { limit, queue: tokio::sync::Mutex::new(()), state: Mutex::new(state) }
    }

    /// Waits for a turn and returns how long it took, which is nothing at all where it is there at once. `first` lets it go before the queue.
    pub(crate) async fn turn(
        &self,
        runtime: &dyn Runtime,
        first: bool,
        deadline: Option<Instant>,
    ) -> Result<Duration, TooLate> {
        let started = runtime.now();
        // One of the queue at a time looks at the clock; the lock is fair.
        let place = if first { None } else { self.queue.try_lock().ok() };
        let mut now = started;
        let _place = match place {
            None if !first => {
                let place = self.queue.lock().await;
                now = runtime.now();
                Some(place)
            }
            place => place,
        };
        loop {
            let wait = self.state().wait(now);
            if wait.is_zero() {
                return Ok(now - started);
            }
            if deadline.is_some_and(|deadline| now + wait >= deadline) {
                return Err(TooLate);
            }
            runtime.sleep(wait).await;
            now = runtime.now();
        }
    }

    /// An answer came that was not 429.
    pub(crate) fn accepted(&self, now: Instant) {
        let mut state = self.state();
        state.forget_before(now);
        state.accepted.push_back(now);
        state.waves = 0;
        if let Some(rate) = state.rate {
            // A tenth more after a window's worth of calls.
            let faster = rate + 0.1 / WINDOW.as_secs_f64();
            state.rate = match self.ceiling() {
                Some(ceiling) => Some(faster.min(ceiling)),
                None if faster > FASTEST => None,
                None => Some(faster),
            };
        }
    }

    /// 429 came for a request sent at `sent`. Pauses everyone: for `asked`, or at growing lengths where the service did not say.
    pub(crate) fn refused(&self, now: Instant, sent: Instant, asked: Option<Duration>) {
        let mut state = self.state();
        state.forget_before(now);
        // What was under way when the refusals began says nothing new.
        let same_wave = state.last_wave.is_some_and(|began| sent <= began);
        if !same_wave {
            state.last_wave = Some(now);
            state.waves += 1;
            if self.limit.learn {
                #[allow(clippy::cast_precision_loss, reason = "a count of calls within a minute")]
                let seen = state.accepted.len() as f64 / WINDOW.as_secs_f64() * 0.9;
                let learned = seen.max(SLOWEST);
                let known = state.rate.or(self.ceiling()).unwrap_or(f64::INFINITY);
                state.rate = Some(learned.min(known));
                // Who is first after the pause need not wait longer than the service asked for.
                state.tokens = 1.0;
                state.filled_at = now;
            }
        }
        let doubling = Duration::from_secs(1 << state.waves.saturating_sub(1).min(6)).min(WINDOW);
        let until = now + asked.unwrap_or(doubling);
        state.paused_until = Some(state.paused_until.map_or(until, |known| known.max(until)));
    }

    fn ceiling(&self) -> Option<f64> {
        self.limit.ceiling.map(|calls| f64::from(calls) / WINDOW.as_secs_f64())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes a turn if there is one now, or says how long to wait before asking again.
    fn wait(&mut self, now: Instant) -> Duration {
        if let Some(until) = self.paused_until {
            if until > now {
                return until - now;
            }
            self.paused_until = None;
            // What would have gathered during the pause must not go at once.
            self.filled_at = self.filled_at.max(until);
        }
        let Some(rate) = self.rate else { return Duration::ZERO };
        let gathered = (now - self.filled_at).as_secs_f64() * rate;
        self.tokens = (self.tokens + gathered).min(burst(rate));
        self.filled_at = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Duration::ZERO;
        }
        // Rounded up, so that asking again finds the turn there.
        Duration::from_secs_f64((1.0 - self.tokens) / rate) + Duration::from_micros(1)
    }

    fn forget_before(&mut self, now: Instant) {
        while self.accepted.len() > MOST_REMEMBERED
            || self.accepted.front().is_some_and(|then| now - *then > WINDOW)
        {
            self.accepted.pop_front();
        }
    }
}

fn burst(rate: f64) -> f64 {
    (rate * BURST).max(1.0)
}
