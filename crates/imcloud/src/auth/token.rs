//! A token, its lifetime, and stores for tokens.

use std::{
    error::Error,
    future::Future,
    pin::Pin,
    time::{Duration, SystemTime},
};

use imcloud_raw::Secret;

/// Maximum time between the refresh of a token and its expiry.
const MARGIN: Duration = Duration::from_secs(60);

/// A bearer token with the times of its response and expiry. It cannot be printed.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use imcloud::AccessToken;
///
/// let now = SystemTime::now();
/// let token = AccessToken::new("abc".into(), now, now + Duration::from_secs(1500));
/// assert!(!format!("{token:?}").contains("abc"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    secret: Secret,
    obtained_at: SystemTime,
    expires_at: SystemTime,
}

getters! { impl AccessToken {
    /// Returns the token. Store it in a secret store only.
    secret(self) -> &Secret = &self.secret;
    /// Time of the response.
    obtained_at(self) -> SystemTime = self.obtained_at;
    /// Time of the expiry.
    expires_at(self) -> SystemTime = self.expires_at;
}}

impl AccessToken {
    /// Creates a token with a lifetime.
    #[must_use]
    pub fn new(secret: Secret, obtained_at: SystemTime, expires_at: SystemTime) -> Self {
        Self { secret, obtained_at, expires_at }
    }

    /// Returns the time after which the token is refreshed: one minute before expiry or at 75 % of its
    /// lifetime, whichever is later.
    #[must_use]
    pub fn refresh_at(&self) -> SystemTime {
        let life = self.expires_at.duration_since(self.obtained_at).unwrap_or_default();
        self.expires_at.checked_sub(MARGIN.min(life / 4)).unwrap_or(self.expires_at)
    }
}

/// The future of a [`TokenStore`]'s methods.
pub type StoreFuture<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, Box<dyn Error + Send + Sync>>> + Send + 'a>>;

/// A store of tokens, shared by several processes or runs of a command: token requests count against the call
/// limit of the key.
///
/// The client caches the current token in memory and uses the store only to get another one. A failing store
/// results in a token request and a warning, and never fails a call. `account` contains the base URL, the
/// marketplace and the user. A token is valid only for the account it was saved for.
///
/// # Examples
///
/// ```
/// use std::{collections::HashMap, sync::Mutex};
/// use imcloud::{AccessToken, StoreFuture, TokenStore};
///
/// #[derive(Default)]
/// struct Shared(Mutex<HashMap<String, AccessToken>>);
///
/// impl TokenStore for Shared {
///     fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
///         Box::pin(async move { Ok(self.0.lock().map_err(|_| "poisoned")?.get(account).cloned()) })
///     }
///
///     fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
///         Box::pin(async move {
///             self.0.lock().map_err(|_| "poisoned")?.insert(account.to_owned(), token.clone());
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// Returns the token saved last for this account; `None` without one. The client ignores expired tokens.
    fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>>;

    /// Stores a token and replaces the previous one.
    fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()>;
}
