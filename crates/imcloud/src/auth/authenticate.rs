//! The trait of credentials.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use imcloud_raw::{Secret, operations::GenerateAuthToken};
use reqwest::{Request, Url};

use super::AccessToken;
use crate::{
    Idempotency,
    error::Error,
    http::{Call, Limits, Sender},
};

/// The future of [`Authenticate::token`].
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
    /// Returns a name of the account, by which a [`TokenStore`](crate::TokenStore) distinguishes tokens. Not
    /// secret.
    fn account(&self) -> String;

    /// Fetches a new token.
    ///
    /// # Errors
    /// Those of [`TokenExchange::send`], or [`Error::no_token`].
    fn token<'a>(&'a self, exchange: TokenExchange<'a>) -> TokenFuture<'a>;
}

/// Access to the client for requesting a token.
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
        let response =
            self.sender.call(&call, &request, crate::http::Auth::Own(hidden), &self.limits).await?;
        Ok(response.into_inner())
    }
}

/// Returns the path under the base URL, or the complete path on another host.
fn template(url: &Url, base: &str) -> String {
    let path = url.as_str().split(['?', '#']).next().unwrap_or_default();
    path.strip_prefix(base).unwrap_or(url.path()).to_owned()
}
