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
    answer::Answer,
    fault::{Fault, Kind},
    journal::Record,
};

/// Sends a response as its fault wants it sent.
pub(super) async fn deliver(
    answer: Answer,
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
    let _ = record.status.set(answer.status);
    let length = answer.body.len();
    match kind {
        Some(Kind::TruncatedBody {}) => {
            respond(answer, |body| Body::from_stream(Broken::new(body, wire, false)), length.max(1))
        }
        Some(Kind::ResetInBody {}) => {
            respond(answer, |body| Body::from_stream(Broken::new(body, wire, true)), length.max(1))
        }
        Some(Kind::SlowBody { chunks, interval }) => {
            respond(answer, |body| Body::from_stream(Slow::new(body, *chunks, *interval)), length)
        }
        _ => respond(answer, Body::from, length),
    }
}

pub(super) fn respond(answer: Answer, body: impl FnOnce(Bytes) -> Body, promised: usize) -> Response {
    let mut response = Response::new(body(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(promised));
    response
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
