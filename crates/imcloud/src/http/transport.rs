//! Calls and the transport of a client: every call of the raw client goes through it.

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use imcloud_raw::{Operation, Response, SendFuture, Transport};
use reqwest::{Method, Request};

use super::{Auth, RetryPolicy, Sender};
use crate::{Idempotency, auth::TokenCache, config::Timeouts, error::Error, runtime::Deadline};

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

/// A call, whether of a listed operation or not.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The operation's name, or method and path.
    pub(crate) name: Cow<'static, str>,
    pub(crate) method: Cow<'static, str>,
    /// Path under the base URL, with placeholders for ids if the operation is known.
    pub(crate) template: Cow<'static, str>,
    pub(crate) idempotency: Idempotency,
    /// True if the operation is slow, like all operations that calculate the price of an order.
    pub(crate) slow: bool,
}

impl Call {
    pub(crate) fn of(operation: &'static Operation) -> Self {
        Self {
            name: operation.name.into(),
            method: operation.method.into(),
            template: operation.path.into(),
            idempotency: Idempotency::of(operation),
            slow: is_slow(operation.method, operation.path),
        }
    }

    pub(crate) fn unlisted(method: &Method, path: &str, idempotency: Idempotency) -> Self {
        let template = path.split('?').next().unwrap_or_default().to_owned();
        Self {
            name: format!("{method} {template}").into(),
            method: method.as_str().to_owned().into(),
            slow: is_slow(method.as_str(), &template),
            template: template.into(),
            idempotency,
        }
    }
}

fn is_slow(method: &str, path: &str) -> bool {
    method != "GET" && (path == "/orders" || path.starts_with("/orders/"))
}
