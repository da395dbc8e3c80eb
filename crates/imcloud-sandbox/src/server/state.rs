//! What requests and the handle share.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use imcloud_raw::Secret;

use super::{correlation, gateway::Gateway, tokens::Tokens};
use crate::{
    Credentials, builder::Options, clock::SandboxClock, credentials::subscription_key, fault::Injected,
    journal::Journal, random::Random, world::World,
};

pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) clock: SandboxClock,
    pub(crate) journal: Journal,
    served: AtomicU64,
    access: Mutex<Access>,
    faults: Mutex<Injected>,
    world: Mutex<World>,
}

/// Who may come in.
pub(super) struct Access {
    pub(super) credentials: Credentials,
    pub(super) gateway: Gateway,
    pub(super) tokens: Tokens,
    pub(super) user_is_active: bool,
    /// Of correlation ids, tokens and keys.
    pub(super) random: Random,
}

/// A panic in one request must not end all others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(
        options: Options,
        clock: SandboxClock,
        credentials: Credentials,
        random: Random,
        faults: Injected,
        world: World,
    ) -> Self {
        let gateway = Gateway::new(credentials.subscription_key.clone(), options.rate_limit.clone());
        Self {
            journal: Journal::new(options.journal_capacity),
            options,
            clock,
            served: AtomicU64::new(0),
            access: Mutex::new(Access {
                credentials,
                gateway,
                tokens: Tokens::default(),
                user_is_active: true,
                random,
            }),
            faults: Mutex::new(faults),
            world: Mutex::new(world),
        }
    }

    pub(super) fn access(&self) -> MutexGuard<'_, Access> {
        lock(&self.access)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Injected> {
        lock(&self.faults)
    }

    /// The world as it is at this time.
    pub(crate) fn world_at(&self, now: DateTime<Utc>) -> MutexGuard<'_, World> {
        let mut world = lock(&self.world);
        world.advance_to(now);
        world
    }

    pub(super) fn count(&self) {
        self.served.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn served(&self) -> u64 {
        self.served.load(Ordering::Relaxed)
    }

    pub(crate) fn credentials(&self) -> Credentials {
        self.access().credentials.clone()
    }

    pub(crate) fn kill_tokens(&self) {
        self.access().tokens.kill_all();
    }

    pub(crate) fn set_user_active(&self, active: bool) {
        let mut access = self.access();
        access.user_is_active = active;
        if !active {
            access.tokens.kill_all();
        }
    }

    pub(crate) fn replace_subscription_keys(&self) -> Secret {
        let mut access = self.access();
        let key = subscription_key(&mut access.random);
        access.gateway.replace_keys(key.clone());
        access.credentials.subscription_key = key.clone();
        key
    }

    pub(crate) fn add_subscription_key(&self) -> Secret {
        let mut access = self.access();
        let key = subscription_key(&mut access.random);
        access.gateway.add_key(key.clone());
        key
    }

    pub(super) fn correlation_id(&self, given: Option<&axum::http::HeaderValue>) -> String {
        let given = correlation::given(given).filter(|_| self.options.keep_correlation_ids);
        given.unwrap_or_else(|| correlation::draw(&mut self.access().random))
    }
}
