//! The service inside this process.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use imcloud_sandbox::{Clock, Credentials, Dataset, Sandbox, SandboxBuilder, Size};

use crate::failure::{Exit, Failure};

/// How many seconds pass in the sandbox while one passes here: orders that take a minute are done in a moment.
pub(crate) const SPEED: u32 = 60;

/// A clock that begins at the same moment each time, so that the demo data are the same, and then runs fast.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DemoClock {
    start: DateTime<Utc>,
    begun: Instant,
    speed: u32,
}

impl DemoClock {
    /// Begins now, here, and at `start`, there.
    pub(crate) fn new(start: DateTime<Utc>, speed: u32) -> Self {
        Self { start, begun: Instant::now(), speed }
    }
}

impl Clock for DemoClock {
    fn now(&self) -> DateTime<Utc> {
        let passed = TimeDelta::from_std(self.begun.elapsed() * self.speed).unwrap_or(TimeDelta::MAX);
        self.start.checked_add_signed(passed).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// A sandbox with demo data: the same credentials and the same data each time.
pub(crate) fn sandbox() -> SandboxBuilder {
    builder(0, Size::handful(), SPEED)
}

/// A sandbox with generated data.
pub(crate) fn builder(seed: u64, size: Size, speed: u32) -> SandboxBuilder {
    let start = imcloud_sandbox::ManualClock::default().now();
    Sandbox::builder().seed(seed).size(size).clock(DemoClock::new(start, speed)).token_life(token_life(speed))
}

/// A sandbox with the data of a file.
pub(crate) fn of_file(path: &str, speed: u32) -> Result<SandboxBuilder, Failure> {
    let data = Dataset::load(path).map_err(|error| {
        Failure::new(Exit::Usage, format!("the sandbox cannot begin with {path}: {error}"))
    })?;
    let clock = DemoClock::new(data.as_of(), speed);
    Ok(Sandbox::builder().dataset(data).clock(clock).token_life(token_life(speed)))
}

/// The client's clock is not fast: a token lives as long for it as a real one would.
fn token_life(speed: u32) -> Duration {
    Duration::from_secs(1500) * speed.max(1)
}

/// What a client needs to log in there.
pub(crate) fn client_settings(builder: imcloud::Builder, sandbox: &Sandbox) -> imcloud::Builder {
    let Credentials { username, password, subscription_key, marketplace, .. } = sandbox.credentials();
    builder
        .base_url(sandbox.base_url())
        .login(username, password)
        .subscription_key(subscription_key)
        .marketplace(marketplace)
}
