//! The clock of a round, which runs faster than real time, and random numbers from a seed.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use chrono::{DateTime, Utc};
use imcloud::runtime::{Runtime, Wait};
use imcloud_sandbox::Clock;
use rand_pcg::{
    Pcg64,
    rand_core::{Rng as _, SeedableRng as _},
};

/// Seconds of the service in a second of real time. Latency and stalls of the machine grow by the same
/// factor, so a higher speed would turn most of them into timeouts.
pub(crate) const SPEED: u32 = 20;

/// Random numbers that depend on a seed only.
pub(crate) struct Rng(Pcg64);

impl Rng {
    /// Creates the generator of a part of a round. Parts with the same seed get different numbers.
    pub(crate) fn new(seed: u64, part: u64) -> Self {
        Self(Pcg64::seed_from_u64(seed ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// Returns a number from `first` to `last`.
    pub(crate) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    pub(crate) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// Returns an element of a slice that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap_or_default()]
    }
}

/// The clock of the client and of the sandbox. Clones show the same time.
#[derive(Clone)]
pub(crate) struct FastClock {
    started: Instant,
    epoch: SystemTime,
    rng: Arc<Mutex<Rng>>,
}

impl FastClock {
    /// Starts at the time of this machine, because the command line has no other clock.
    pub(crate) fn start(rng: Rng) -> Self {
        Self { started: Instant::now(), epoch: SystemTime::now(), rng: Arc::new(Mutex::new(rng)) }
    }

    /// Returns the time of the service since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed() * SPEED
    }
}

impl Runtime for FastClock {
    fn now(&self) -> Instant {
        self.started + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        self.epoch + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        Box::pin(tokio::time::sleep(duration / SPEED))
    }

    fn random(&self) -> u64 {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner).next()
    }
}

impl Clock for FastClock {
    fn now(&self) -> DateTime<Utc> {
        self.system_time().into()
    }
}
