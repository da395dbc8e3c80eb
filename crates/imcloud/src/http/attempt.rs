//! One attempt: a request sent once and its response, read to the end within a time limit.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, select};
use imcloud_raw::Response;
use reqwest::StatusCode;

use super::classify::root;
use crate::{
    call::Call,
    error::{Details, Error, ErrorKind},
    runtime::Runtime,
};

/// Limits for the bodies of responses, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyLimits {
    /// A larger body of a successful response is an error.
    pub(crate) response: usize,
    /// A larger body of an error response is truncated.
    pub(crate) error: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { response: 64 << 20, error: 64 << 10 }
    }
}

/// Sends a request and reads the complete response within `limit`.
pub(crate) async fn attempt(
    request: Pin<&mut impl Future<Output = Result<reqwest::Response, Error>>>,
    call: &Call,
    runtime: &dyn Runtime,
    limit: Duration,
    body_limits: BodyLimits,
) -> Result<Response<Bytes>, Error> {
    let timer = runtime.timer(limit);
    let mut received = None;
    let exchange = async {
        let mut response = request.await?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        received = Some(status);
        let (kind, reason, source) = match read_body(&mut response, status, body_limits).await {
            Ok(Some(body)) => return Ok(Response::new(body, status, headers)),
            Ok(None) => {
                let limit = body_limits.response;
                (ErrorKind::TooLarge, format!("response body exceeds the limit of {limit} bytes"), None)
            }
            Err(error) => {
                let (error, end) = (error.without_url(), "before the end of the response");
                let reason = format!("failed: connection closed {end} ({status}): {}", root(&error));
                (ErrorKind::Interrupted, reason, Some(Arc::new(error) as _))
            }
        };
        let details = Details::of(call, kind, reason);
        Err(Details { status: Some(status), headers: Some(headers), source, ..details }.into())
    };
    if let Either::Left((result, _)) = select(pin!(exchange), timer).await {
        return result;
    }
    let reason = match received {
        None => format!("failed: no response within {limit:?}"),
        Some(status) => format!("failed: incomplete response ({status}) after {limit:?}"),
    };
    Err(Details { status: received, ..Details::of(call, ErrorKind::Timeout, reason) }.into())
}

/// Reads a body; `None` if it exceeds the limit. Most bodies are a single chunk, which is not copied.
async fn read_body(
    response: &mut reqwest::Response,
    status: StatusCode,
    limits: BodyLimits,
) -> reqwest::Result<Option<Bytes>> {
    let limit = if status.is_success() { limits.response } else { limits.error };
    let mut first = Bytes::new();
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
        let length = first.len() + body.len();
        if chunk.len() > limit - length {
            if status.is_success() {
                return Ok(None);
            }
            body.extend_from_slice(&std::mem::take(&mut first));
            body.extend_from_slice(&chunk[..limit - length]);
            return Ok(Some(body.freeze()));
        }
        if length == 0 {
            first = chunk;
        } else {
            if body.is_empty() {
                body.reserve(first.len() + chunk.len());
                body.extend_from_slice(&std::mem::take(&mut first));
            }
            body.extend_from_slice(&chunk);
        }
    }
    Ok(Some(if body.is_empty() { first } else { body.freeze() }))
}
