//! The token cache of a client: one token and one fetch at a time.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant, SystemTime},
};

use futures_util::future::{BoxFuture, Either, FutureExt as _, Shared, select};
use imcloud_raw::{Secret, operations::GenerateAuthToken};
use reqwest::header::HeaderValue;
use tokio::sync::oneshot;
use tracing::Instrument as _;

use super::{AccessToken, Authenticate, Limits, RetryPolicy, Sender, StoreFuture, TokenExchange, TokenStore};
use crate::{
    error::{Details, Error, ErrorKind},
    runtime::{Deadline, Task},
};

/// Delay before the next early refresh after one failed.
const REFRESH_DELAY: Duration = Duration::from_secs(10);

const STORE_TIMEOUT: Duration = Duration::from_secs(5);

/// A younger rejected token is not replaced, because a new one would be rejected, too.
const FRESH: Duration = Duration::from_secs(60);

/// Number of stored operations that rejected a fresh token.
const MAX_DENIED: usize = 64;

/// Number of interrupted fetches that a call waits for before it fetches a token itself.
const MAX_LOST_FETCHES: u32 = 2;

const FRESH_REJECTED: &str =
    "a new token was rejected, too; the user may lack the permission for this operation";

/// The tokens of a client. Dropping it ends an early refresh.
pub(crate) struct TokenCache {
    inner: Arc<Inner>,
    /// Keeps an early refresh alive while no call waits for it.
    refresh: Mutex<Option<Arc<Fetch>>>,
}

struct Inner {
    credentials: Arc<dyn Authenticate>,
    store: Option<Arc<dyn TokenStore>>,
    /// The key of the token in the store.
    account: String,
    marketplace: Option<String>,
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<BearerToken>>,
    /// The last rejected token, which may still be in the store.
    rejected: Option<Secret>,
    no_refresh_before: Option<SystemTime>,
    /// Weak, so that a fetch ends when no caller waits for it.
    fetch: Weak<Fetch>,
    /// Operations that rejected a fresh token, and until when their 401s request no new one.
    denied: Vec<(String, Instant)>,
}

/// The result of a fetch; `None` if its runtime ended.
type FetchResult = Option<Result<Arc<BearerToken>, Error>>;

struct Fetch {
    result: Shared<BoxFuture<'static, FetchResult>>,
    _task: Task,
}

#[derive(Debug)]
pub(crate) struct BearerToken {
    token: AccessToken,
    pub(crate) header: HeaderValue,
}

impl BearerToken {
    fn new(token: AccessToken) -> Result<Self, Error> {
        let mut header =
            HeaderValue::from_str(&format!("Bearer {}", token.secret().expose())).map_err(|_| {
                let reason = "token contains characters that are not allowed in a header";
                Details::new(ErrorKind::Authentication, GenerateAuthToken::OPERATION.name, reason)
            })?;
        header.set_sensitive(true);
        Ok(Self { token, header })
    }

    pub(crate) fn secret(&self) -> &Secret {
        self.token.secret()
    }
}

/// The step after a 401.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AfterRejection {
    /// Send again: another token is available or will be fetched.
    Retry,
    Fail(&'static str),
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
        let state = Mutex::default();
        let inner = Arc::new(Inner { credentials, store, account, marketplace, limits, state });
        Self { inner, refresh: Mutex::default() }
    }

    pub(crate) async fn get(
        &self,
        sender: &Arc<Sender>,
        deadline: Deadline,
    ) -> Result<Arc<BearerToken>, Error> {
        let limit = || sender.runtime.deadline(deadline.left(sender.runtime.now()));
        for _ in 0..MAX_LOST_FETCHES {
            let fetch = match self.next(sender) {
                Either::Left(token) => return Ok(token),
                Either::Right(fetch) => fetch,
            };
            match select(fetch.result.clone(), limit()).await {
                Either::Left((Some(result), _)) => return result,
                Either::Left((None, _)) => {
                    let mut state = self.inner.state();
                    if Weak::ptr_eq(&state.fetch, &Arc::downgrade(&fetch)) {
                        state.fetch = Weak::new();
                    }
                }
                Either::Right(_) => return Err(too_late()),
            }
        }
        match select(self.inner.fetch(sender, false).boxed(), limit()).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(too_late()),
        }
    }

    /// Returns a token, or the fetch to wait for.
    fn next(&self, sender: &Arc<Sender>) -> Either<Arc<BearerToken>, Arc<Fetch>> {
        let now = sender.runtime.system_time();
        let mut state = self.inner.state();
        let valid = state.token.clone().filter(|token| now < token.token.expires_at());
        if let Some(token) = &valid
            && (now < token.token.refresh_at() || state.no_refresh_before.is_some_and(|then| now < then))
        {
            return Either::Left(Arc::clone(token));
        }
        let fetch = state.fetch.upgrade().unwrap_or_else(|| {
            let fetch = Inner::spawn_fetch(&self.inner, sender, valid.is_some());
            state.fetch = Arc::downgrade(&fetch);
            fetch
        });
        drop(state);
        match valid {
            // Calls with a valid token do not wait for the next one.
            Some(token) => {
                *self.refresh.lock().unwrap_or_else(PoisonError::into_inner) = Some(fetch);
                Either::Left(token)
            }
            None => Either::Right(fetch),
        }
    }

    /// Handles a 401 for a request with this token. `again` says that the call already replaced one.
    pub(crate) fn rejected(
        &self,
        used: &BearerToken,
        operation: &str,
        again: bool,
        sender: &Sender,
    ) -> AfterRejection {
        let now = sender.runtime.now();
        let mut state = self.inner.state();
        if state.token.as_ref().is_none_or(|token| token.secret() != used.secret()) {
            return AfterRejection::Retry;
        }
        state.denied.retain(|(_, until)| now < *until);
        if state.denied.iter().any(|(denied, _)| denied == operation) {
            return AfterRejection::Fail(FRESH_REJECTED);
        }
        let age = sender.runtime.system_time().duration_since(used.token.obtained_at());
        if again && age.is_ok_and(|age| age < FRESH) {
            if state.denied.len() < MAX_DENIED {
                state.denied.push((operation.to_owned(), now + FRESH));
            }
            return AfterRejection::Fail(FRESH_REJECTED);
        }
        state.token = None;
        state.rejected = Some(used.secret().clone());
        AfterRejection::Retry
    }

    /// Fetches and caches a token, to verify the credentials.
    pub(crate) async fn check(&self, sender: &Arc<Sender>) -> Result<(), Error> {
        let token = Arc::new(BearerToken::new(self.inner.request(sender, false).await?)?);
        self.inner.state().token = Some(Arc::clone(&token));
        self.inner.save(&token.token, sender).await;
        Ok(())
    }
}

impl Inner {
    /// Starts a fetch in the background, which makes progress even if no caller polls.
    fn spawn_fetch(inner: &Arc<Self>, sender: &Arc<Sender>, early: bool) -> Arc<Fetch> {
        let (done, result) = oneshot::channel();
        let (inner, owned) = (Arc::clone(inner), Arc::clone(sender));
        let task = async move {
            let fetched = inner.fetch(&owned, early).await;
            // This precedes the result, because the task ends when no call waits for it.
            if let Ok(token) = &fetched {
                inner.save(&token.token, &owned).await;
            }
            // No call may be waiting.
            let _ = done.send(fetched);
        };
        let task = sender.runtime.spawn(Box::pin(task.in_current_span()));
        Arc::new(Fetch { result: result.map(Result::ok).boxed().shared(), _task: task })
    }

    async fn fetch(&self, sender: &Arc<Sender>, early: bool) -> Result<Arc<BearerToken>, Error> {
        let fetched = match self.stored(sender).await {
            Some(token) => BearerToken::new(token),
            None => self.request(sender, early).await.and_then(BearerToken::new),
        };
        let fetched = fetched.map(Arc::new);
        let now = sender.runtime.system_time();
        // Clears the fetch before waking waiters, so later callers start a new one.
        let mut state = self.state();
        state.fetch = Weak::new();
        match &fetched {
            Ok(token) => {
                state.token = Some(Arc::clone(token));
                state.no_refresh_before = None;
                tracing::debug!(early, "a token was fetched");
            }
            Err(error) => {
                state.no_refresh_before = now.checked_add(REFRESH_DELAY);
                tracing::warn!(early, error.type = error.kind().as_str(), "no token could be fetched");
            }
        }
        fetched
    }

    /// Requests a new token with the credentials.
    async fn request(&self, sender: &Arc<Sender>, early: bool) -> Result<AccessToken, Error> {
        let mut limits = self.limits.clone();
        if early {
            // The current token is valid, and the next call tries again.
            limits.retry = RetryPolicy::disabled();
        }
        let exchange = TokenExchange { sender, marketplace: self.marketplace.as_deref(), limits };
        self.credentials.token(exchange).await
    }

    /// Returns a token of another process from the store, if it is valid for long enough.
    async fn stored(&self, sender: &Sender) -> Option<AccessToken> {
        let load = self.store.as_ref()?.load(&self.account);
        let token = from_store(load, sender, "read", "a token is fetched instead").await??;
        let now = sender.runtime.system_time();
        let is_rejected = self.state().rejected.as_ref() == Some(token.secret());
        (now < token.refresh_at() && !is_rejected).then_some(token)
    }

    async fn save(&self, token: &AccessToken, sender: &Sender) {
        let Some(store) = &self.store else { return };
        let effect = "other processes fetch a token of their own";
        let _ = from_store(store.save(&self.account, token), sender, "written", effect).await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Awaits a token store within its time limit, and warns if it fails.
async fn from_store<T>(future: StoreFuture<'_, T>, sender: &Sender, action: &str, effect: &str) -> Option<T> {
    match select(future, sender.runtime.timer(STORE_TIMEOUT)).await {
        Either::Left((Ok(value), _)) => return Some(value),
        Either::Left((Err(error), _)) => {
            tracing::warn!(%error, "the token store could not be {action}; {effect}");
        }
        Either::Right(_) => {
            tracing::warn!(timeout = ?STORE_TIMEOUT, "the token store did not respond; {effect}");
        }
    }
    None
}

/// The deadline of a call expired while it waited for a token.
fn too_late() -> Error {
    let reason = "no token was received before the deadline of the call";
    Details::new(ErrorKind::Timeout, GenerateAuthToken::OPERATION.name, reason).into()
}
