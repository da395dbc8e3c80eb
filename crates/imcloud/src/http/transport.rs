//! The transport of a client: every call of the raw client goes through it.

use std::sync::Arc;

use imcloud_raw::{Operation, SendFuture, Transport, TransportError};
use reqwest::Request;

use super::{Answer, Auth, Call, RetryPolicy, Sender};
use crate::{auth::TokenCache, config::Timeouts, error::Error, runtime::Deadline};

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
    pub(crate) async fn call(&self, call: &Call, request: &Request) -> Result<Answer, Error> {
        self.sender.call(call, request, Auth::Bearer(&self.tokens), &self.limits).await
    }
}

impl Transport for Stack {
    fn send<'a>(&'a self, operation: &'static Operation, request: Request) -> SendFuture<'a> {
        Box::pin(async move {
            let answer = self.call(&Call::of(operation), &request).await;
            answer.map(Into::into).map_err(|error| Box::new(error) as TransportError)
        })
    }
}

impl_debug!(Stack, self, limits = self.limits);
