//! The real clock.

use std::{
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant, SystemTime},
};

use super::{Runtime, Wait};

/// The system's clocks, tokio's timer, and randomness from the operating system. The default.
///
/// Its futures must be awaited within a tokio runtime that has its timer enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioRuntime;

impl Runtime for TokioRuntime {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        // The standard library seeds its hashers from the operating system, and each differently.
        RandomState::new().hash_one(0_u8)
    }
}
