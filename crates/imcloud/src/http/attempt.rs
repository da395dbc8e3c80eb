//! One exchange: a request sent once, its answer read to the end, within a time.

use std::{fmt, future::Future, pin::pin, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::future::{Either, select};
use reqwest::{
    Response, ResponseBuilderExt as _, StatusCode, Url,
    header::{HeaderMap, LOCATION},
};

use crate::runtime::Runtime;

/// An answer that was read to its end.
#[derive(Clone)]
pub(crate) struct Answer {
    url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn correlation_id(&self) -> Option<&str> {
        self.headers.get("x-correlation-id")?.to_str().ok()
    }
}

impl From<Answer> for reqwest::Response {
    fn from(answer: Answer) -> Self {
        // With an address: reqwest would parse one that it makes up, which costs as much as all else here.
        let empty = http::Response::builder().url(answer.url).body(());
        let mut response = empty.unwrap_or_default().map(|()| answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        response.into()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Bodies and headers can hold secrets.
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// Nothing was sent.
    NotConnected(Arc<reqwest::Error>),
    /// It is not known what the service received.
    Disconnected(Arc<reqwest::Error>),
    /// The same; within this time no answer came, or not all of it.
    TimedOut(Duration),
    /// An answer began.
    BrokenOff { status: StatusCode, headers: HeaderMap, source: Arc<reqwest::Error> },
}

/// Sends a request to `url` and reads the whole answer within `limit`.
pub(crate) async fn attempt(
    request: impl Future<Output = reqwest::Result<Response>>,
    url: &Url,
    runtime: &dyn Runtime,
    limit: Duration,
) -> Result<Answer, Failure> {
    let timer = runtime.timer(limit);
    match select(pin!(exchange(request, url)), timer).await {
        Either::Left((end, _)) => end,
        Either::Right(((), _)) => Err(Failure::TimedOut(limit)),
    }
}

async fn exchange(
    request: impl Future<Output = reqwest::Result<Response>>,
    url: &Url,
) -> Result<Answer, Failure> {
    let mut response = request.await.map_err(|error| {
        // Its address may hold names of people.
        let error = error.without_url();
        if error.is_connect() || error.is_builder() {
            Failure::NotConnected(Arc::new(error))
        } else {
            Failure::Disconnected(Arc::new(error))
        }
    })?;
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    match response.bytes().await {
        Ok(body) => Ok(Answer { url: url.clone(), status, headers, body }),
        Err(source) => Err(Failure::BrokenOff { status, headers, source: Arc::new(source.without_url()) }),
    }
}

/// Where an answer points to, without what may be secret in it.
pub(crate) fn destination(headers: &HeaderMap) -> Option<String> {
    Some(crate::error::scrub(headers.get(LOCATION)?.to_str().ok()?, &[]))
}
