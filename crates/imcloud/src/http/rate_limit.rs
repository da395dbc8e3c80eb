//! The rate limiter, which delays requests.
//!
//! The service allows a number of calls per window of about a minute (observed) and documents neither number.
//! By default nothing is limited until the first 429. That response delays all calls of the client until the
//! end of the window, which is in `Retry-After`. Without the header the client probes: it waits 1 s, 2 s, 4
//! s, up to 30 s, and sends one call each time until one is accepted.
//!
//! A 429 in the window after a delay means that the client itself is too fast. Its rate is then reduced to 70
//! %, and recovers within one window.
//!
//! Waiting calls form a queue. A call in the queue owns only a position, so a future that is never polled
//! delays other calls by at most one permit. Retries and token requests have priority over new calls.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use futures_util::future::select;
use tokio::sync::Notify;

use crate::runtime::{Deadline, Runtime};

/// The window in which the service counts calls (observed).
const WINDOW: Duration = Duration::from_secs(60);

const BACKOFF_FACTOR: f64 = 0.7;

/// The lowest adaptive rate, in calls per second: half of the vendor's recommended limit.
const MIN_RATE: f64 = 0.5;

/// The rate of probes after a delay without `Retry-After`, in calls per second.
const PROBE_RATE: f64 = 1.0;

/// The maximum delay before a probe.
const MAX_PROBE_PAUSE: Duration = Duration::from_secs(30);

/// Calls that may be sent at once after an idle time, in seconds of the rate.
const BURST_SECONDS: f64 = 5.0;

/// The rate at which a client sends requests. Clones of a client share it.
///
/// # Examples
///
/// ```
/// use imcloud::{Client, RateLimit};
///
/// // Two programs share a key that allows 60 calls per minute.
/// let builder = Client::builder().rate_limit(RateLimit::per_minute(30));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    ceiling: Option<u32>,
    adaptive: bool,
}

impl RateLimit {
    /// Limits nothing until the service responds with 429, then adapts to what it accepts. The default.
    #[must_use]
    pub fn adaptive() -> Self {
        Self { ceiling: None, adaptive: true }
    }

    /// Sends up to `calls` per minute, and fewer if the service accepts fewer. 0 is taken as 1.
    #[must_use]
    pub fn per_minute(calls: u32) -> Self {
        Self { ceiling: Some(calls.max(1)), adaptive: true }
    }

    /// Limits nothing. A 429 still delays the client.
    #[must_use]
    pub fn off() -> Self {
        Self { ceiling: None, adaptive: false }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::adaptive()
    }
}

/// Issues permits to send a request.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    state: Mutex<State>,
    /// Notified when waiting calls can be sent earlier than expected.
    changed: Notify,
}

#[derive(Debug)]
struct State {
    limit: RateLimit,
    /// Waiting calls by ticket, first to last.
    priority: VecDeque<u64>,
    waiting: VecDeque<u64>,
    next_ticket: u64,
    rate: Option<AdaptedRate>,
    /// Permits available now, one reserved for each ticket in the queue.
    permits: f64,
    updated_at: Instant,
    resume_at: Instant,
    /// The delay was estimated, and no call has been accepted since.
    probing: bool,
    /// Calls accepted since the last 429.
    accepted: u64,
    last_rejection: Option<Rejection>,
}

/// A rate in calls per second that recovers within a window after the last delay.
#[derive(Clone, Copy, Debug)]
struct AdaptedRate {
    reduced: f64,
    before: f64,
}

/// The last 429 that was not caused by a request sent before the one before it.
#[derive(Clone, Copy, Debug)]
struct Rejection {
    at: Instant,
    /// Number of consecutive 429s without an accepted call between them.
    count: u32,
}

/// The permit would be available only after the deadline.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLate;

/// A permit to send one request. Dropping it unused returns it.
#[derive(Debug)]
pub(crate) struct Permit<'a> {
    limiter: &'a RateLimiter,
    /// The time that the call waited for the permit.
    pub(super) waited: Duration,
    used: bool,
}

impl Permit<'_> {
    pub(crate) fn use_up(mut self) {
        self.used = true;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.used {
            self.limiter.state().permits += 1.0;
            self.limiter.changed.notify_waiters();
        }
    }
}

/// A position in the queue. Dropping it lets the calls after it move up.
struct Ticket<'a> {
    limiter: &'a RateLimiter,
    number: u64,
    priority: bool,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.state();
        let queue = if self.priority { &mut state.priority } else { &mut state.waiting };
        // Tickets are numbered in order. One with a permit has left the queue.
        if let Ok(position) = queue.binary_search(&self.number) {
            queue.remove(position);
            drop(state);
            self.limiter.changed.notify_waiters();
        }
    }
}

impl RateLimiter {
    pub(crate) fn new(limit: RateLimit, now: Instant) -> Self {
        let mut state = State {
            limit,
            priority: VecDeque::new(),
            waiting: VecDeque::new(),
            next_ticket: 0,
            rate: None,
            permits: 0.0,
            updated_at: now,
            resume_at: now,
            probing: false,
            accepted: 0,
            last_rejection: None,
        };
        state.permits = state.burst(now);
        Self { state: Mutex::new(state), changed: Notify::new() }
    }

    /// Waits for a permit until `deadline`. `priority` calls go before all others.
    pub(crate) async fn permit(
        &self,
        runtime: &dyn Runtime,
        priority: bool,
        deadline: Deadline,
    ) -> Result<Permit<'_>, TooLate> {
        let started = runtime.now();
        let mut now = started;
        let ticket = self.enqueue(priority);
        loop {
            let changed = self.changed.notified();
            let wait = {
                let mut state = self.state();
                state.update(now);
                let wait = state.take(&ticket, now);
                // A probe that succeeds ends the wait early.
                let certain = !state.probing;
                drop(state);
                match wait {
                    None => return Ok(Permit { limiter: self, waited: now - started, used: false }),
                    Some(wait) if deadline.left(now) <= if certain { wait } else { Duration::ZERO } => {
                        return Err(TooLate);
                    }
                    Some(wait) => wait.min(deadline.left(now)),
                }
            };
            select(runtime.sleep(wait), std::pin::pin!(changed)).await;
            now = runtime.now();
        }
    }

    fn enqueue(&self, priority: bool) -> Ticket<'_> {
        let mut state = self.state();
        let number = state.next_ticket;
        state.next_ticket += 1;
        if priority { &mut state.priority } else { &mut state.waiting }.push_back(number);
        Ticket { limiter: self, number, priority }
    }

    /// Records a response other than 429.
    pub(crate) fn accepted(&self) {
        let mut state = self.state();
        state.accepted += 1;
        if state.probing {
            state.probing = false;
            drop(state);
            self.changed.notify_waiters();
        }
    }

    /// Records a 429 for a request sent at `sent`. Delays all calls by `retry_after` or, without one, by an
    /// exponential backoff.
    pub(crate) fn rejected(
        &self,
        now: Instant,
        sent: Instant,
        retry_after: Option<Duration>,
        runtime: &dyn Runtime,
    ) {
        let mut state = self.state();
        state.update(now);
        // Responses to requests that were in flight at the first 429 say nothing new.
        let is_new = state.last_rejection.is_none_or(|last| sent > last.at);
        if is_new {
            state.back_off(now);
        }
        let count = state.last_rejection.map_or(1, |last| last.count);
        let stated = retry_after.filter(|pause| !pause.is_zero());
        let pause = match stated {
            Some(pause) => pause.max(probe_pause(count - 1, 0)),
            None => probe_pause(count, runtime.random()),
        };
        if is_new || stated.is_some() {
            state.probing = stated.is_none();
            let resume_at = now.checked_add(pause).unwrap_or_else(|| now + WINDOW);
            state.resume_at = state.resume_at.max(resume_at);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the rate in calls per second, `None` if it is not limited.
    fn rate(&self, now: Instant) -> Option<f64> {
        let ceiling = self.limit.ceiling.map(|calls| f64::from(calls) / WINDOW.as_secs_f64());
        let adapted = self.rate.and_then(|rate| {
            let share = now.saturating_duration_since(self.resume_at).as_secs_f64() / WINDOW.as_secs_f64();
            (share < 1.0).then_some(rate.reduced + (rate.before - rate.reduced) * share)
        });
        let probe = self.probing.then_some(PROBE_RATE);
        [ceiling, adapted, probe].into_iter().flatten().reduce(f64::min)
    }

    fn burst(&self, now: Instant) -> f64 {
        self.rate(now).map_or(1.0, |rate| (rate * BURST_SECONDS).max(1.0))
    }

    /// Adds the permits that have become available since the last update.
    fn update(&mut self, now: Instant) {
        let since = self.updated_at.max(self.resume_at);
        if let Some(rate) = self.rate(now) {
            self.permits += now.saturating_duration_since(since).as_secs_f64() * rate;
        }
        let queued = (self.priority.len() + self.waiting.len()) as f64;
        self.permits = self.permits.min(self.burst(now) + queued);
        self.updated_at = self.updated_at.max(now);
    }

    /// Takes the permit of a ticket, or returns the time until it is available.
    fn take(&mut self, ticket: &Ticket<'_>, now: Instant) -> Option<Duration> {
        let queue = if ticket.priority { &self.priority } else { &self.waiting };
        let position = queue.binary_search(&ticket.number).unwrap_or(0);
        let ahead = position + if ticket.priority { 0 } else { self.priority.len() };
        let pause = self.resume_at.saturating_duration_since(now);
        let missing = ahead as f64 + 1.0 - self.permits;
        match self.rate(now) {
            None if pause.is_zero() => {}
            None => return Some(pause),
            Some(_) if pause.is_zero() && missing <= 0.0 => self.permits -= 1.0,
            Some(rate) => {
                let seconds = missing.max(0.0) / rate;
                // Rounded up, so that the permit is available at the next update.
                let wait = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
                return Some(pause.saturating_add(wait).saturating_add(Duration::from_micros(1)));
            }
        }
        if ticket.priority {
            self.priority.remove(position);
        } else {
            self.waiting.remove(position);
        }
        None
    }

    /// Handles a new 429: reduces the rate if the client was too fast since the last delay.
    fn back_off(&mut self, now: Instant) {
        let count = match self.last_rejection {
            Some(last) if self.accepted == 0 => last.count.saturating_add(1),
            _ => 1,
        };
        // Before the first delay, other programs may have used up the window.
        let recent = self.last_rejection.is_some() && now.saturating_duration_since(self.resume_at) < WINDOW;
        if self.limit.adaptive && recent && self.accepted > 0 {
            let seconds = now.saturating_duration_since(self.resume_at).as_secs_f64().max(1.0);
            let before = self.rate(now).unwrap_or(self.accepted as f64 / seconds);
            let reduced = (before * BACKOFF_FACTOR).max(MIN_RATE);
            self.rate = Some(AdaptedRate { reduced, before: before.max(reduced) });
        }
        self.accepted = 0;
        self.last_rejection = Some(Rejection { at: now, count });
        // The first call after the delay need not wait longer than that.
        self.permits = 1.0;
    }
}

/// Returns the delay before the probe after `count` rejections, with up to 10 % jitter.
fn probe_pause(count: u32, random: u64) -> Duration {
    let Some(doublings) = count.checked_sub(1) else { return Duration::ZERO };
    let pause = Duration::from_secs(1_u64 << doublings.min(5)).min(MAX_PROBE_PAUSE);
    pause + pause / 10 / 256 * u32::from(random.to_le_bytes()[0])
}
