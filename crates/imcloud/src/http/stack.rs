//! The transport of a client.

use std::{fmt, sync::Arc};

use imcloud_raw::{Operation, SendFuture, Transport, TransportError};
use reqwest::Request;

use super::{Answer, Auth, Call, Limits, Sender};
use crate::{auth::TokenCache, error::Error};

/// Everything between a request and its answer, for calls with these limits.
#[derive(Clone)]
pub(crate) struct Stack {
    pub(crate) sender: Arc<Sender>,
    pub(crate) tokens: Arc<TokenCache>,
    pub(crate) limits: Limits,
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

impl fmt::Debug for Stack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stack").field("limits", &self.limits).finish_non_exhaustive()
    }
}
