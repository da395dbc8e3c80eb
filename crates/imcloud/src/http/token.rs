//! Tokens, credentials that request them, and stores that share them.

use std::{
    error::Error as StdError,
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use imcloud_raw::{Secret, operations::GenerateAuthToken};
use reqwest::{Request, Url};

use super::{Auth, Limits, Sender};
use crate::{
    call::{Call, Idempotency},
    error::Error,
};

/// Maximum time between the refresh of a token and its expiry.
const MARGIN: Duration = Duration::from_secs(60);

/// A bearer token with the times of its response and expiry. It cannot be printed.
///
/// Example: see [`TokenStore`].
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
    /// Returns the time after which the token is refreshed: one minute before expiry or at 75 % of its
    /// lifetime, whichever is later.
    refresh_at(self) -> SystemTime = {
        let life = self.expires_at.duration_since(self.obtained_at).unwrap_or_default();
        self.expires_at.checked_sub(MARGIN.min(life / 4)).unwrap_or(self.expires_at)
    };
}}

impl AccessToken {
    /// Creates a token with a lifetime.
    #[must_use]
    pub fn new(secret: Secret, obtained_at: SystemTime, expires_at: SystemTime) -> Self {
        Self { secret, obtained_at, expires_at }
    }
}

/// The future of a [`TokenStore`]'s methods.
///
/// Example: see [`TokenStore`].
pub type StoreFuture<'a, T> =
    Pin<Box<dyn Future<Output = Result<T, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// A store of tokens, shared by several processes or runs of a command: token requests count as calls.
///
/// The client caches the current token in memory and uses the store only to get another one. A failing store
/// causes a request and a warning, not an error. A token is valid only for its `account`, which contains the
/// base URL, the marketplace and the user.
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

/// The future of [`Authenticate::token`].
///
/// Example: see [`Authenticate`].
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send + 'a>>;

/// Credentials that can obtain a token.
///
/// The client caches, shares and refreshes tokens. An implementation only requests one through the
/// [`TokenExchange`], which adds the gateway's headers, time limits, retries and traces.
///
/// # Examples
///
/// Tokens from another source, for example from a vault:
///
/// ```
/// use imcloud::{AccessToken, Authenticate, Error, TokenExchange, TokenFuture};
/// use std::time::Duration;
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl Authenticate for Vault {
///     fn account(&self) -> String {
///         "vault".to_owned()
///     }
///
///     fn token<'a>(&'a self, exchange: TokenExchange<'a>) -> TokenFuture<'a> {
///         Box::pin(async move {
///             let locked = || Error::no_token("needs a vault that is open; unlock it");
///             let secret = read_vault().ok_or_else(locked)?;
///             Ok(exchange.expires_in(secret.into(), Duration::from_secs(300)))
///         })
///     }
/// }
/// # fn read_vault() -> Option<String> { None }
/// ```
pub trait Authenticate: Send + Sync + 'static {
    /// Returns a name of the account, for [`TokenStore`](crate::TokenStore). Not secret.
    fn account(&self) -> String;

    /// Fetches a new token.
    ///
    /// # Errors
    /// Those of [`TokenExchange::send`], or [`Error::no_token`].
    fn token<'a>(&'a self, exchange: TokenExchange<'a>) -> TokenFuture<'a>;
}

/// Access to the client for requesting a token.
///
/// Example: see [`Authenticate`].
pub struct TokenExchange<'a> {
    pub(super) sender: &'a Arc<Sender>,
    pub(super) marketplace: Option<&'a str>,
    pub(super) limits: Limits,
}

getters! { impl TokenExchange<'a> {
    /// Returns the client's base URL without a trailing slash.
    base_url(self) -> &str = self.sender.base.as_str();
    /// Returns the client's marketplace, if configured.
    marketplace(self) -> Option<&str> = self.marketplace;
    /// Returns an HTTP client for building requests. Send them with [`TokenExchange::send`].
    http(self) -> &reqwest::Client = &self.sender.http;
}}

impl TokenExchange<'_> {
    /// Returns a token that was obtained now and has this lifetime.
    #[must_use]
    pub fn expires_in(&self, secret: Secret, life: Duration) -> AccessToken {
        let now: SystemTime = self.sender.runtime.system_time();
        AccessToken::new(secret, now, now.checked_add(life).unwrap_or(now + Duration::from_secs(86_400)))
    }

    /// Sends a request and returns the body of its response. Errors do not show the secrets in `hidden`, even
    /// if the response repeats them.
    ///
    /// Sends the gateway's headers to the host of the base URL only.
    ///
    /// # Errors
    /// Those of any call. The operation is `generate_auth_token`.
    pub async fn send(&self, request: Request, hidden: &[&Secret]) -> Result<Bytes, Error> {
        let call = Call {
            template: template(request.url(), self.base_url()).into(),
            idempotency: Idempotency::Safe,
            ..Call::of(&GenerateAuthToken::OPERATION)
        };
        let response = self.sender.call(&call, &request, Auth::Own(hidden), &self.limits).await?;
        Ok(response.into_inner())
    }
}

/// Returns the path under the base URL, or the complete path on another host.
fn template(url: &Url, base: &str) -> String {
    let path = url.as_str().split(['?', '#']).next().unwrap_or_default();
    path.strip_prefix(base).unwrap_or(url.path()).to_owned()
}
