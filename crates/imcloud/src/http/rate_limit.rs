//! The rate limiter, which delays requests.
//!
//! The service allows a number of calls per window of about a minute (observed) and documents neither number.
//! By default nothing is limited until the first 429. That response delays all calls of the client until the
//! end of the window, which is in `Retry-After`. Without the header the client probes: it waits 1 s, 2 s, 4
//! s, up to 30 s, and sends one call each time until one is accepted.
//!
//! After a 429 in the window after a delay, the rate is reduced to 70 %, and recovers within one window.
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

const MAX_PROBE_PAUSE: Duration = Duration::from_secs(30);

/// Calls that may be sent at once after an idle time, in seconds of the rate.
const BURST_SECONDS: f64 = 5.0;

/// The rate at which a client sends requests. Clones of a client share it.
///
/// Example: see [`Builder`](crate::Builder).
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

/// A permit to send one request. Dropping it unused returns it.
#[derive(Debug)]
pub(crate) struct Permit<'a> {
    limiter: &'a RateLimiter,
    /// The time that the call waited for the permit.
    pub(super) waited: Duration,
}

impl Permit<'_> {
    pub(crate) fn use_up(self) {
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.limiter.state().permits += 1.0;
        self.limiter.changed.notify_waiters();
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
        let queue = state.queue(self.priority);
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

    /// Waits for a permit; `None` if it would be available only after `deadline`. `priority` calls go first.
    pub(crate) async fn permit(
        &self,
        runtime: &dyn Runtime,
        priority: bool,
        deadline: Deadline,
    ) -> Option<Permit<'_>> {
        let started = runtime.now();
        let mut now = started;
        let ticket = self.enqueue(priority, now);
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
                    None => return Some(Permit { limiter: self, waited: now - started }),
                    Some(wait) if deadline.left(now) <= if certain { wait } else { Duration::ZERO } => {
                        return None;
                    }
                    Some(wait) => wait.min(deadline.left(now)),
                }
            };
            select(runtime.sleep(wait), std::pin::pin!(changed)).await;
            now = runtime.now();
        }
    }

    fn enqueue(&self, priority: bool, now: Instant) -> Ticket<'_> {
        let mut state = self.state();
        // Before the call joins the queue, because each ticket there reserves a permit beyond the burst.
        state.update(now);
        let number = state.next_ticket;
        state.next_ticket += 1;
        state.queue(priority).push_back(number);
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

    /// Records a 429 for a request sent at `sent`. Delays all calls by `retry_after` or exponentially.
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
    fn queue(&mut self, priority: bool) -> &mut VecDeque<u64> {
        if priority { &mut self.priority } else { &mut self.waiting }
    }

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
        let position = self.queue(ticket.priority).binary_search(&ticket.number).unwrap_or(0);
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
        self.queue(ticket.priority).remove(position);
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::runtime::ManualRuntime;

    const SECOND: Duration = Duration::from_secs(1);

    /// Rounding of a wait, so that its permit is available at the next update.
    const ROUNDING: Duration = Duration::from_micros(1);

    fn limiter(limit: RateLimit) -> (ManualRuntime, RateLimiter) {
        let runtime = ManualRuntime::new();
        let limiter = RateLimiter::new(limit, runtime.now());
        (runtime, limiter)
    }

    /// Updates the state, and takes the permit of a ticket or returns the wait for it.
    fn take(limiter: &RateLimiter, ticket: &Ticket<'_>, now: Instant) -> Option<Duration> {
        let mut state = limiter.state();
        state.update(now);
        state.take(ticket, now)
    }

    /// Returns the number of permits that are available at once.
    fn available(limiter: &RateLimiter, now: Instant) -> usize {
        (0..1_000).take_while(|_| take(limiter, &limiter.enqueue(false, now), now).is_none()).count()
    }

    #[test]
    fn priority_calls_get_the_first_permits() {
        let (runtime, limiter) = limiter(RateLimit::per_minute(30));
        let now = runtime.now();
        limiter.state().permits = 0.5;
        let first = limiter.enqueue(false, now);
        let urgent = [limiter.enqueue(true, now), limiter.enqueue(true, now)];
        let second = limiter.enqueue(false, now);
        let wait = |ticket: &Ticket<'_>, now: Instant| take(&limiter, ticket, now);
        for (ticket, seconds) in [(&urgent[0], 1), (&urgent[1], 3), (&first, 5), (&second, 7)] {
            assert_eq!(wait(ticket, now), Some(seconds * SECOND + ROUNDING));
        }
        let now = now + SECOND;
        assert_eq!(wait(&first, now), Some(4 * SECOND + ROUNDING));
        assert_eq!(wait(&urgent[0], now), None);
        assert_eq!(wait(&urgent[1], now), Some(2 * SECOND + ROUNDING));
        assert_eq!(wait(&second, now), Some(6 * SECOND + ROUNDING));
        let [issued, dropped] = urgent;
        drop((issued, first, dropped));
        assert_eq!(wait(&second, now), Some(2 * SECOND + ROUNDING));
        assert_eq!(wait(&second, now + 2 * SECOND), None);
    }

    #[test]
    fn burst_is_five_seconds_of_the_rate() {
        for (calls, burst) in [(120, 10), (12, 1), (1, 1)] {
            let (runtime, limiter) = limiter(RateLimit::per_minute(calls));
            let mut now = runtime.now();
            for _ in 0..2 {
                assert_eq!(available(&limiter, now), burst, "{calls} per minute");
                now += 1_000 * SECOND;
            }
        }
        let (runtime, limiter) = limiter(RateLimit::adaptive());
        assert_eq!(available(&limiter, runtime.now()), 1_000);
    }

    #[test]
    fn idle_time_allows_exactly_one_burst() {
        for (calls, burst) in [(120, 10), (60, 5), (12, 1)] {
            let (runtime, limiter) = limiter(RateLimit::per_minute(calls));
            runtime.advance(1_000 * SECOND);
            let permit = || limiter.permit(&runtime, false, Deadline::NEVER).now_or_never();
            let issued = (0..100).map_while(|_| permit()).map(|permit| permit.unwrap().use_up()).count();
            assert_eq!(issued, burst, "{calls} per minute");
        }
    }

    #[test]
    fn permits_are_reserved_for_the_queue() {
        let (runtime, limiter) = limiter(RateLimit::per_minute(60));
        let now = runtime.now();
        let _queued = [true, true, true, false, false].map(|priority| limiter.enqueue(priority, now));
        limiter.state().update(now + 1_000 * SECOND);
        assert_eq!(limiter.state().permits, 10.0);
    }

    #[test]
    fn unused_permit_is_returned() {
        let (runtime, limiter) = limiter(RateLimit::per_minute(60));
        let permit = || limiter.permit(&runtime, false, Deadline::NEVER).now_or_never();
        for _ in 0..20 {
            let permit = permit().unwrap().unwrap();
            assert_eq!((permit.waited, limiter.state().permits), (Duration::ZERO, 4.0));
        }
        for left in (0..5).rev() {
            permit().unwrap().unwrap().use_up();
            assert_eq!(limiter.state().permits, f64::from(left));
        }
        assert!(permit().is_none());
    }

    #[test]
    fn permit_reports_its_wait() {
        let (runtime, limiter) = limiter(RateLimit::off());
        runtime.advance(7 * SECOND);
        limiter.rejected(runtime.now(), runtime.now(), Some(3 * SECOND), &runtime);
        let mut permit = std::pin::pin!(limiter.permit(&runtime, false, Deadline::NEVER));
        assert!(permit.as_mut().now_or_never().is_none());
        runtime.advance(3 * SECOND);
        assert_eq!(permit.now_or_never().unwrap().unwrap().waited, 3 * SECOND);
    }

    #[test]
    fn deadline_before_permit_fails_at_once() {
        let (runtime, limiter) = limiter(RateLimit::off());
        limiter.rejected(runtime.now(), runtime.now(), Some(3 * SECOND), &runtime);
        let permit = |limit| {
            let deadline = Deadline::after(runtime.now(), limit);
            limiter.permit(&runtime, false, deadline).now_or_never().map(|permit| permit.map(drop))
        };
        assert_eq!(permit(3 * SECOND), Some(None));
        assert_eq!(permit(4 * SECOND), None);
        // A probe that succeeds ends the delay early.
        limiter.state().probing = true;
        assert_eq!(permit(SECOND), None);
        assert_eq!(permit(Duration::ZERO), Some(None));
    }

    #[test]
    fn reduced_rate_recovers_within_a_window() {
        let (runtime, limiter) = limiter(RateLimit::adaptive());
        let now = runtime.now();
        let mut state = limiter.state();
        state.rate = Some(AdaptedRate { reduced: 1.5, before: 4.5 });
        for (seconds, rate) in [(0, Some(1.5)), (20, Some(2.5)), (40, Some(3.5)), (60, None), (90, None)] {
            assert_eq!(state.rate(now + seconds * SECOND), rate, "{seconds} seconds");
        }
        state.limit = RateLimit::per_minute(120);
        assert_eq!([0, 20, 90].map(|seconds| state.rate(now + seconds * SECOND).unwrap()), [1.5, 2.0, 2.0]);
        state.probing = true;
        assert_eq!(state.rate(now), Some(PROBE_RATE));
    }

    /// Returns the reduced rate and the one before a 429, after this number of seconds and accepted calls.
    fn adapted(limit: RateLimit, seconds: u32, accepted: u64) -> Option<(f64, f64)> {
        let (runtime, limiter) = limiter(limit);
        let now = runtime.now();
        limiter.rejected(now, now, Some(SECOND), &runtime);
        (0..accepted).for_each(|_| limiter.accepted());
        let later = now + SECOND + seconds * SECOND;
        limiter.rejected(later, later, Some(SECOND), &runtime);
        limiter.state().rate.map(|rate| (rate.reduced, rate.before))
    }

    #[test]
    fn rejection_after_a_delay_reduces_the_rate() {
        for (limit, seconds, accepted, expected) in [
            (RateLimit::adaptive(), 10, 40, Some((2.8, 4.0))),
            (RateLimit::adaptive(), 0, 8, Some((5.6, 8.0))),
            // Not below the minimum.
            (RateLimit::adaptive(), 50, 1, Some((MIN_RATE, MIN_RATE))),
            (RateLimit::per_minute(120), 10, 5, Some((1.4, 2.0))),
            // In another window, without accepted calls, or without adaptation.
            (RateLimit::adaptive(), 59, 59, Some((0.7, 1.0))),
            (RateLimit::adaptive(), 60, 60, None),
            (RateLimit::adaptive(), 10, 0, None),
            (RateLimit::off(), 10, 40, None),
        ] {
            let rates = adapted(limit, seconds, accepted);
            let is_close = rates.zip(expected).is_none_or(|(rates, expected)| {
                (rates.0 - expected.0).abs() < 1e-9 && (rates.1 - expected.1).abs() < 1e-9
            });
            assert!(rates.is_some() == expected.is_some() && is_close, "{limit:?}, {seconds} s: {rates:?}");
        }
    }

    #[test]
    fn first_rejection_does_not_reduce_the_rate() {
        let (runtime, limiter) = limiter(RateLimit::adaptive());
        (0..40).for_each(|_| limiter.accepted());
        limiter.rejected(runtime.now(), runtime.now(), None, &runtime);
        let state = limiter.state();
        assert!(state.rate.is_none() && state.probing && state.permits == 1.0, "{state:?}");
    }

    /// Rejects requests at these times of being sent, in seconds. Returns the delay after each, in seconds.
    fn delays(retry_after: Option<Duration>, sent: &[u32]) -> Vec<f64> {
        let (runtime, limiter) = limiter(RateLimit::adaptive());
        let start = runtime.now();
        let reject = |sent: &u32| {
            let now = start + *sent * SECOND;
            limiter.rejected(now, now, retry_after, &runtime);
            limiter.state().resume_at.saturating_duration_since(now).as_secs_f64()
        };
        sent.iter().map(reject).collect()
    }

    #[test]
    fn delays_double_while_every_call_is_rejected() {
        let half = Some(SECOND / 2);
        assert_eq!(delays(half, &[0, 100, 200, 300]), [0.5, 1.0, 2.0, 4.0]);
        assert_eq!(delays(Some(3 * SECOND), &[0, 100, 200, 300]), [3.0, 3.0, 3.0, 4.0]);
        for stated in [None, Some(Duration::ZERO)] {
            let estimated = delays(stated, &[0, 100, 200, 300]);
            for (delay, least) in estimated.iter().zip([1.0, 2.0, 4.0, 8.0]) {
                assert!((least..=least * 1.1).contains(delay), "{estimated:?}");
            }
        }
        // A delay that is too long to add is a window.
        assert_eq!(delays(Some(Duration::MAX), &[5]), [60.0]);
    }

    #[test]
    fn accepted_call_ends_probing_and_resets_delays() {
        let (runtime, limiter) = limiter(RateLimit::adaptive());
        let mut now = runtime.now();
        for (accepted, probing, count) in [(0, true, 1), (0, true, 2), (2, true, 1)] {
            (0..accepted).for_each(|_| limiter.accepted());
            assert_eq!(limiter.state().accepted, accepted);
            limiter.rejected(now, now, None, &runtime);
            let state = limiter.state();
            assert_eq!((state.probing, state.last_rejection.unwrap().count), (probing, count));
            drop(state);
            now += 100 * SECOND;
        }
        limiter.accepted();
        assert!(!limiter.state().probing);
    }

    #[test]
    fn requests_before_the_first_rejection_do_not_count() {
        let (runtime, limiter) = limiter(RateLimit::adaptive());
        let start = runtime.now();
        // Seconds of the response and of sending, and the delay.
        for (at, sent, stated, count, probing, delay) in [
            (0, 0, None, 1, true, 1),
            (1, 0, None, 1, true, 1),
            // Its Retry-After counts.
            (1, 0, Some(9), 1, false, 10),
            // A shorter delay does not end a longer one.
            (2, 1, Some(1), 2, false, 10),
        ] {
            let [now, sent] = [at, sent].map(|seconds| start + seconds * SECOND);
            limiter.rejected(now, sent, stated.map(Duration::from_secs), &runtime);
            let state = limiter.state();
            let resumed = (state.resume_at - start).as_secs();
            assert_eq!(
                (state.last_rejection.unwrap().count, state.probing, resumed),
                (count, probing, delay)
            );
        }
    }

    #[test]
    fn probe_delay_has_a_maximum_and_jitter() {
        for (count, seconds) in [(0, 0), (1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (7, 30), (u32::MAX, 30)] {
            assert_eq!(probe_pause(count, 0), seconds * SECOND, "{count}");
        }
        assert_eq!(probe_pause(1, 255), Duration::from_nanos(1_099_609_375));
        assert_eq!(probe_pause(6, 128), Duration::from_millis(31_500));
    }
}
