//! Sends responses, as their faults want them.

use std::{
    convert::Infallible,
    future::{Future, pending},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderValue, header::CONTENT_LENGTH},
    response::Response,
};
use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Sleep, sleep};

use super::listener::Wire;
use crate::{
    fault::{Fault, Kind},
    journal::Record,
    response::ApiResponse,
};

/// Sends a response as its fault wants it sent.
pub(super) async fn deliver(
    response: ApiResponse,
    fault: Option<Arc<Fault>>,
    delay: Duration,
    wire: Wire,
    record: &Record,
) -> Response {
    if !delay.is_zero() {
        sleep(delay).await;
    }
    let kind = fault.as_ref().map(|fault| &fault.kind);
    match kind {
        Some(Kind::NoResponse {}) => return pending().await,
        Some(Kind::Reset {}) => {
            wire.reset();
            // Never written: the connection fails at the first byte.
            return Response::new(Body::empty());
        }
        _ => {}
    }
    // Set once, here.
    let _ = record.status.set(response.status);
    let length = response.body.len();
    match kind {
        Some(Kind::TruncatedBody {}) => {
            respond(response, |body| Body::from_stream(Broken::new(body, wire, false)), length.max(1))
        }
        Some(Kind::ResetInBody {}) => {
            respond(response, |body| Body::from_stream(Broken::new(body, wire, true)), length.max(1))
        }
        Some(Kind::SlowBody { chunks, interval }) => {
            respond(response, |body| Body::from_stream(Slow::new(body, *chunks, *interval)), length)
        }
        _ => respond(response, Body::from, length),
    }
}

fn respond(response: ApiResponse, body: impl FnOnce(Bytes) -> Body, length: usize) -> Response {
    let mut http = Response::new(body(response.body));
    *http.status_mut() = response.status;
    *http.headers_mut() = response.headers;
    http.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    http
}

/// The first half of a body, and the end of the connection after it was written.
struct Broken {
    half: Option<Bytes>,
    wire: Wire,
    seen: u64,
    reset: bool,
}

impl Broken {
    fn new(body: Bytes, wire: Wire, reset: bool) -> Self {
        Self { half: Some(body.slice(..body.len() / 2)), wire, seen: 0, reset }
    }
}

impl Stream for Broken {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(half) = self.half.take() {
            self.seen = self.wire.flushes();
            return Poll::Ready(Some(Ok(half)));
        }
        ready!(self.wire.poll_flushed(self.seen, context));
        if self.reset {
            self.wire.reset();
        }
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionAborted.into())))
    }
}

/// A body in chunks, each after a delay.
struct Slow {
    rest: Bytes,
    chunk: usize,
    interval: Duration,
    delay: Pin<Box<Sleep>>,
}

impl Slow {
    fn new(rest: Bytes, chunks: usize, interval: Duration) -> Self {
        let chunk = rest.len().div_ceil(chunks.max(1)).max(1);
        Self { chunk, rest, interval, delay: Box::pin(sleep(interval)) }
    }
}

impl Stream for Slow {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        ready!(self.delay.as_mut().poll(context));
        self.delay = Box::pin(sleep(self.interval));
        let length = self.chunk.min(self.rest.len());
        Poll::Ready(Some(Ok(self.rest.split_to(length))))
    }
}
