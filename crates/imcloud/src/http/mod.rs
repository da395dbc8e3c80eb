//! Sending of requests: permits, tokens, attempts and retries.
//!
//! [`Stack`] is the [`Transport`] of a client. [`Sender`] is the loop of attempts, for token requests, too.
//!
//! A call waits for a permit, takes the token, sends, reads the complete response and classifies it. After a
//! 401 it sends again with a new token. After a transient failure it backs off and waits for another permit,
//! which retries get before new calls. Every wait ends at the deadline of the call.
//!
//! The `TokenCache` requests a token at the first call, once for all waiting calls. It refreshes the token in
//! the background, and uses the old one until it expires if the refresh fails. After a 401 it drops the token
//! that was used. Errors are not cached. A [`TokenStore`] lets processes share tokens.

mod classify;
mod clients;
mod rate_limit;
mod retry;
mod sender;
mod token;
mod token_cache;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use imcloud_raw::{Operation, Response, SendFuture, Transport};
use reqwest::Request;

#[cfg(feature = "testing")]
pub(crate) use self::sender::StubTransport;
pub(crate) use self::{
    classify::{date, no_client, no_response, retry_after, root},
    clients::{BaseUrl, Configure, HttpClients, is_loopback, proxy_problem},
    rate_limit::RateLimiter,
    retry::RetryBudget,
    sender::{Auth, BodyLimits, Sender},
    token_cache::TokenCache,
};
pub use self::{
    rate_limit::RateLimit,
    retry::RetryPolicy,
    token::{AccessToken, Authenticate, StoreFuture, TokenExchange, TokenFuture, TokenStore},
};
use crate::{call::Call, error::Error, runtime::Deadline};

/// Everything between a request and its response, for calls with these limits.
#[derive(Clone)]
pub(crate) struct Stack {
    pub(crate) sender: Arc<Sender>,
    pub(crate) tokens: Arc<TokenCache>,
    pub(crate) limits: Limits,
}

/// Limits that may differ between calls of a client.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) timeouts: Timeouts,
    /// Ends the call in any case, for operations that consist of several calls.
    pub(crate) deadline: Deadline,
    pub(crate) retry: RetryPolicy,
}

impl Stack {
    pub(crate) async fn call(&self, call: &Call, request: &Request) -> Result<Response<Bytes>, Error> {
        self.sender.call(call, request, Auth::Bearer(&self.tokens), &self.limits).await
    }
}

impl Transport for Stack {
    fn send<'a>(&'a self, operation: &'static Operation, request: Request) -> SendFuture<'a> {
        Box::pin(async move {
            let (call, auth) = (Call::of(operation), Auth::Bearer(&self.tokens));
            let response = self.sender.call(&call, &request, auth, &self.limits).await;
            response.map_err(|error| imcloud_raw::Error::Transport { operation, source: error.into() })
        })
    }
}

impl_debug!(Stack, self, limits = self.limits);

/// The time limits of a client. `Duration::MAX` turns a limit off.
///
/// Example: see [`Builder`](crate::Builder).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) order_attempt: Duration,
    pub(crate) total: Duration,
    pub(crate) max_permit_wait: Option<Duration>,
}

setters! { impl Timeouts {
    /// Limit for the connection, TLS included. Defaults to 10 seconds.
    connect(limit: Duration) => connect = limit;

    /// Limit for one attempt, from sending to the end of the response body. Defaults to 90 seconds: the
    /// gateway gives up after about 60 (observed), and its response says more than a timeout.
    attempt(limit: Duration) => attempt = limit;

    /// Limit for one attempt to place, estimate or change an order. Defaults to 180 seconds: over 60 happens
    /// (observed).
    order_attempt(limit: Duration) => order_attempt = limit;

    /// Limit for a call from its first permit on: token, all attempts and backoff. Defaults to 5 minutes.
    total(limit: Duration) => total = limit;

    /// Limit for the wait for the first permit of the rate limiter. Defaults to 5 minutes for single calls;
    /// the calls of a list or an inventory wait without limit unless one is set here.
    max_permit_wait(limit: Duration) => max_permit_wait = Some(limit);
}}

impl Timeouts {
    /// Creates time limits with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(90),
            order_attempt: Duration::from_secs(180),
            total: Duration::from_secs(300),
            max_permit_wait: None,
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}
