//! Sends responses, with the faults of their connection or body.

use std::{convert::Infallible, future::pending, io, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, header::CONTENT_LENGTH},
    response::Response,
};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use tokio::time::sleep;

use super::listener::Wire;
use crate::{
    fault::{Fault, Kind},
    journal::Record,
    response::ApiResponse,
};

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
    let (body, length) = match kind {
        Some(Kind::TruncatedBody {} | Kind::ResetInBody {}) => {
            let reset = matches!(kind, Some(Kind::ResetInBody {}));
            (Body::from_stream(first_half(response.body, wire, reset)), length.max(1))
        }
        Some(Kind::SlowBody { chunks, interval }) => {
            (Body::from_stream(slow(response.body, *chunks, *interval)), length)
        }
        _ => (Body::from(response.body), length),
    };
    let mut http = Response::new(body);
    *http.status_mut() = response.status;
    *http.headers_mut() = response.headers;
    http.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    http
}

/// The first half of a body, and the end of the connection after it was written.
fn first_half(body: Bytes, wire: Wire, reset: bool) -> impl Stream<Item = io::Result<Bytes>> {
    let half = body.slice(..body.len() / 2);
    stream::unfold((Some(half), wire.next_flush()), move |(half, mut flushed)| {
        let wire = wire.clone();
        async move {
            if let Some(half) = half {
                return Some((Ok(half), (None, wire.next_flush())));
            }
            // The wire exists as long as the body.
            let _ = flushed.changed().await;
            if reset {
                wire.reset();
            }
            Some((Err(io::ErrorKind::ConnectionAborted.into()), (None, flushed)))
        }
    })
}

/// A body in chunks, each after a delay.
fn slow(body: Bytes, chunks: usize, interval: Duration) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let chunk = body.len().div_ceil(chunks.max(1)).max(1);
    stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        sleep(interval).await;
        let length = chunk.min(rest.len());
        Some((Ok(rest.split_to(length)), rest))
    })
}
