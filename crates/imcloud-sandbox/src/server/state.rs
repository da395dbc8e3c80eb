//! State that requests, the control interface and the handle share.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use imcloud_raw::Secret;

use super::access::{Access, Gateway, Tokens, subscription_key};
use crate::{
    Behavior, Clock, Credentials, Dataset, Fault, FaultError, FaultId, Size,
    clock::{ManualClock, SandboxClock},
    fault::InjectedFaults,
    journal::Journal,
    random::Random,
    world::World,
};

/// Seeds of the server and of faults, which differ from that of the data.
const SERVER: u64 = 0x5ea5_1de0_0000_0001;
const FAULTS: u64 = 0x5ea5_1de0_0000_0002;

pub(crate) struct Shared {
    pub(crate) clock: SandboxClock,
    pub(crate) journal: Journal,
    /// Scheme, host and port, such as `http://127.0.0.1:4711`.
    pub(crate) origin: String,
    pub(super) start: Start,
    served: AtomicU64,
    access: Mutex<Access>,
    faults: Mutex<InjectedFaults>,
    world: Mutex<World>,
}

/// The state at the start, which a reset restores.
#[derive(Clone, Default)]
pub(crate) struct Start {
    pub(crate) seed: u64,
    /// Of generated data, without a data set.
    pub(crate) size: Size,
    pub(crate) dataset: Option<Arc<Dataset>>,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<Secret>,
    pub(crate) subscription_key: Option<Secret>,
    pub(crate) marketplace: Option<String>,
    pub(crate) behavior: Behavior,
    pub(crate) faults: Vec<Fault>,
    pub(crate) journal_capacity: usize,
    pub(crate) max_body: usize,
}

/// A panic in one request must not end all others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Start {
    fn access(&self) -> Access {
        let mut random = Random::new(self.seed ^ SERVER);
        let drawn = Credentials::drawn(&mut random);
        let credentials = Credentials {
            username: self.username.clone().unwrap_or(drawn.username),
            password: self.password.clone().unwrap_or(drawn.password),
            subscription_key: self.subscription_key.clone().unwrap_or(drawn.subscription_key),
            marketplace: self.marketplace.clone().unwrap_or(drawn.marketplace),
        };
        Access {
            gateway: Gateway::new(credentials.subscription_key.clone()),
            credentials,
            tokens: Tokens::default(),
            user_is_active: true,
            behavior: self.behavior.clone(),
            random,
        }
    }

    fn faults(&self) -> InjectedFaults {
        let mut faults = InjectedFaults::new(Random::new(self.seed ^ FAULTS));
        for fault in &self.faults {
            faults.add(fault.clone());
        }
        faults
    }

    fn world(&self, now: DateTime<Utc>) -> World {
        let data = match &self.dataset {
            Some(dataset) => Dataset::clone(dataset),
            None => Dataset::generate(self.seed, self.size, now),
        };
        World::new(data, self.behavior.clone())
    }
}

impl Shared {
    /// Faults were checked before.
    pub(crate) fn new(start: Start, clock: Option<Arc<dyn Clock>>, origin: String) -> Self {
        let clock = clock.unwrap_or_else(|| {
            let as_of = start.dataset.as_ref().map(|dataset| dataset.as_of);
            Arc::new(as_of.map_or_else(ManualClock::default, ManualClock::at))
        });
        Self {
            journal: Journal::new(start.journal_capacity),
            origin,
            served: AtomicU64::new(0),
            access: Mutex::new(start.access()),
            faults: Mutex::new(start.faults()),
            world: Mutex::new(start.world(clock.now())),
            clock: SandboxClock::new(clock),
            start,
        }
    }

    pub(crate) fn access(&self) -> MutexGuard<'_, Access> {
        lock(&self.access)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, InjectedFaults> {
        lock(&self.faults)
    }

    pub(crate) fn world_at(&self, now: DateTime<Utc>) -> MutexGuard<'_, World> {
        let mut world = lock(&self.world);
        world.advance_to(now);
        world
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world_at(self.clock.now())
    }

    /// Restores the state after the start.
    pub(crate) fn reset(&self) {
        let (mut access, mut faults, mut world) = (self.access(), self.faults(), lock(&self.world));
        self.clock.reset();
        *access = self.start.access();
        *faults = self.start.faults();
        *world = self.start.world(self.clock.now());
        self.journal.clear();
    }

    /// Replaces data and time. Budgets are full again, because their windows can be in the future.
    pub(crate) fn restore(&self, data: Dataset) {
        let (mut access, mut world) = (self.access(), lock(&self.world));
        self.clock.set(data.as_of);
        access.gateway.clear_usage();
        *world = World::new(data, access.behavior.clone());
    }

    pub(crate) fn inject(&self, fault: Fault) -> Result<FaultId, FaultError> {
        fault.check()?;
        Ok(self.faults().add(fault))
    }

    pub(crate) fn set_behavior(&self, behavior: Behavior) {
        let mut access = self.access();
        self.world().set_behavior(behavior.clone());
        access.behavior = behavior;
    }

    pub(super) fn count(&self) {
        self.served.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn served(&self) -> u64 {
        self.served.load(Ordering::Relaxed)
    }

    pub(crate) fn set_user_active(&self, active: bool) {
        let mut access = self.access();
        access.user_is_active = active;
        if !active {
            access.tokens.kill_all();
        }
    }

    /// Draws a subscription key and adds it, or replaces all others by it.
    pub(crate) fn new_subscription_key(&self, replace: bool) -> Secret {
        let mut access = self.access();
        let key = subscription_key(&mut access.random);
        if replace {
            access.gateway = Gateway::new(key.clone());
            access.credentials.subscription_key = key.clone();
        } else {
            access.gateway.add_key(key.clone());
        }
        key
    }

    /// Draws a correlation id, or returns the one of the caller if the behavior keeps it.
    pub(super) fn correlation_id(&self, given: Option<&axum::http::HeaderValue>) -> String {
        let mut access = self.access();
        let given = given.filter(|id| access.behavior.keep_correlation_ids && !id.is_empty());
        let kept = given.and_then(|id| id.to_str().ok()).map(str::to_owned);
        // The form of a captured error response (observed).
        kept.unwrap_or_else(|| format!("a8n-{}", access.random.uuid()))
    }
}
