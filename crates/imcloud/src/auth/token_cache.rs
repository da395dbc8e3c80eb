//! The tokens of a client: one at a time, one fetch at a time.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use futures_util::future::{BoxFuture, FutureExt as _, Shared, WeakShared};
use imcloud_raw::Secret;

use super::{AccessToken, Authenticate, TokenExchange, TokenStore};
use crate::{
    error::Error,
    http::{Limits, RetryPolicy, Sender},
};

/// After a renewal ahead of time failed, the token in hand is used for so long before the next try.
const BETWEEN_EARLY_TRIES: Duration = Duration::from_secs(10);

type Fetch = BoxFuture<'static, Result<AccessToken, Error>>;

pub(crate) struct TokenCache {
    credentials: Arc<dyn Authenticate>,
    store: Option<Arc<dyn TokenStore>>,
    /// For the store.
    account: String,
    marketplace: Option<String>,
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<AccessToken>,
    /// The last token that was not accepted, for the store may still have it.
    rejected: Option<Secret>,
    not_early_before: Option<SystemTime>,
    /// Weak: when all who wait are gone, so is the fetch, and the next caller begins anew.
    fetch: Option<WeakShared<Fetch>>,
}

/// What to do about a token.
enum Next {
    Use(AccessToken),
    Await(Shared<Fetch>),
}

impl TokenCache {
    pub(crate) fn new(
        credentials: Arc<dyn Authenticate>,
        store: Option<Arc<dyn TokenStore>>,
        base_url: &str,
        marketplace: Option<String>,
        limits: Limits,
    ) -> Self {
        let market = marketplace.as_deref().unwrap_or_default();
        let account = format!("{base_url} {market} {}", credentials.account());
        Self { credentials, store, account, marketplace, limits, state: Mutex::default() }
    }

    /// A token that is good now.
    pub(crate) async fn get(self: &Arc<Self>, sender: &Arc<Sender>) -> Result<Secret, Error> {
        let fetch = match self.next(sender) {
            Next::Use(token) => return Ok(token.secret().clone()),
            Next::Await(fetch) => fetch,
        };
        match fetch.await {
            Ok(token) => Ok(token.secret().clone()),
            Err(error) => {
                let now = sender.runtime.system_time();
                let old = self.state().token.clone().filter(|token| now < token.expires_at());
                old.map(|token| token.secret().clone()).ok_or(error)
            }
        }
    }

    fn next(self: &Arc<Self>, sender: &Arc<Sender>) -> Next {
        let now = sender.runtime.system_time();
        let mut state = self.state();
        let under_way = state.fetch.as_ref().and_then(WeakShared::upgrade);
        let good = state.token.clone().filter(|token| now < token.expires_at());
        if let Some(token) = &good
            && (now < token.renew_at()
                || under_way.is_some()
                || state.not_early_before.is_some_and(|then| now < then))
        {
            return Next::Use(token.clone());
        }
        Next::Await(under_way.unwrap_or_else(|| {
            let (tokens, sender) = (Arc::clone(self), Arc::clone(sender));
            let fetch = async move { tokens.fetch(&sender, good.is_some()).await }.boxed().shared();
            state.fetch = fetch.downgrade();
            fetch
        }))
    }

    /// Forgets a token that was not accepted; one that came since stays.
    pub(crate) fn reject(&self, used: &Secret) {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|token| token.secret() == used) {
            state.token = None;
        }
        state.rejected = Some(used.clone());
    }

    async fn fetch(&self, sender: &Arc<Sender>, early: bool) -> Result<AccessToken, Error> {
        let now = sender.runtime.system_time();
        if let Some(token) = self.stored(now).await {
            self.done(Ok(&token), now);
            return Ok(token);
        }
        let fetched = self.request(sender, early).await;
        let now = sender.runtime.system_time();
        self.done(fetched.as_ref(), now);
        match &fetched {
            Ok(token) => {
                tracing::debug!(early, "a token was fetched");
                self.save(token).await;
            }
            Err(error) => {
                tracing::warn!(early, error.type = error.kind().as_str(), "no token could be fetched");
            }
        }
        fetched
    }

    /// A new token from the credentials, whatever is in hand.
    async fn request(&self, sender: &Arc<Sender>, early: bool) -> Result<AccessToken, Error> {
        let mut limits = self.limits.clone();
        if early {
            // There is one that works; nobody should wait for a service in trouble.
            limits.retry = RetryPolicy::disabled();
        }
        let exchange = TokenExchange { sender, marketplace: self.marketplace.as_deref(), limits };
        self.credentials.token(exchange).await
    }

    /// A new token, kept for the calls that follow; to find out whether the credentials are good.
    pub(crate) async fn check(&self, sender: &Arc<Sender>) -> Result<(), Error> {
        let token = self.request(sender, false).await?;
        self.state().token = Some(token.clone());
        self.save(&token).await;
        Ok(())
    }

    /// Ends the fetch before anybody hears of it, so that who comes later begins anew instead of sharing its end.
    fn done(&self, end: Result<&AccessToken, &Error>, now: SystemTime) {
        let mut state = self.state();
        state.fetch = None;
        match end {
            Ok(token) => {
                state.token = Some(token.clone());
                state.not_early_before = None;
            }
            Err(_) => state.not_early_before = Some(now + BETWEEN_EARLY_TRIES),
        }
    }

    /// A token that another process saved and that is worth using.
    async fn stored(&self, now: SystemTime) -> Option<AccessToken> {
        let token = match self.store.as_ref()?.load(&self.account).await {
            Ok(token) => token?,
            Err(error) => {
                tracing::warn!(%error, "the token store could not be read; a token is fetched instead");
                return None;
            }
        };
        let state = self.state();
        let known = state.rejected.as_ref() == Some(token.secret())
            || state.token.as_ref().is_some_and(|known| known.secret() == token.secret());
        (now < token.renew_at() && !known).then_some(token)
    }

    async fn save(&self, token: &AccessToken) {
        if let Some(store) = &self.store
            && let Err(error) = store.save(&self.account, token).await
        {
            tracing::warn!(%error, "the token store could not be written; other processes fetch their own token");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
