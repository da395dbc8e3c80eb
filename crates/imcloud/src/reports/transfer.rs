//! Requests to the store until a file is complete.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::BytesMut;
use futures_util::future::{Either, select};
use imcloud_raw::SignedUrl;
use reqwest::{
    Response, StatusCode, Url,
    header::{ACCEPT_ENCODING, HeaderMap, IF_RANGE, RANGE},
};
use tracing::Span;

use super::{
    errors::{OPERATION, body_interrupted, error_response, incomplete, timed_out},
    range::{Piece, RangeState},
};
use crate::{
    call::{Call, Idempotency},
    error::{Error, Result},
    http::{Stack, is_loopback, no_client, no_response},
    telemetry::{Outcome, attempt_ended, attempt_span, call_ended, call_span, waits},
};

/// Limit of the body of an error response, in bytes.
const MAX_ERROR_BODY: usize = 64 * 1024;

/// Limit of the requests of one download. Reached only if a store sends a few bytes per connection.
const MAX_REQUESTS: u32 = 1_000;

/// Parses and checks a URL. It is a credential, so it must not be sent in clear text to other hosts.
fn parse_url(signed: &SignedUrl, allow_plain_http: bool) -> Result<Url> {
    let invalid = |reason: String| Error::invalid_request(OPERATION, format!("invalid URL{reason}"));
    // A string that is not a URL may be a secret as a whole.
    let url = Url::parse(signed.expose()).map_err(|error| invalid(format!(": {error}")))?;
    let reason = match url.scheme() {
        "https" => return Ok(url),
        "http" if allow_plain_http || is_loopback(&url) => return Ok(url),
        "http" => {
            "plain http sends its signature in clear text; call allow_plain_http on the builder to allow it"
        }
        _ => "the scheme is neither https nor http",
    };
    Err(invalid(format!(" {signed}: {reason}")))
}

pub(super) struct Transfer {
    stack: Stack,
    url: Url,
    http: reqwest::Client,
    call: Call,
    span: Span,
    exchange: Option<Exchange>,
    /// True once all bytes were received.
    is_complete: bool,
    has_ended: bool,
    range: RangeState,
    /// Number of failed attempts since the last new byte.
    failed: u32,
    attempts: u32,
    timeout: Duration,
    time_left: Duration,
}

struct Exchange {
    response: Option<Response>,
    span: Span,
    sent: Instant,
    bytes: usize,
}

impl Transfer {
    pub(super) fn new(stack: Stack, url: &SignedUrl, range: RangeState, timeout: Duration) -> Result<Self> {
        let sender = &stack.sender;
        let url = parse_url(url, sender.allow_plain_http)?;
        let http =
            sender.download_clients.for_url(&url).map_err(|error| no_client(OPERATION, &error))?.clone();
        let call = Call {
            name: OPERATION.into(),
            method: "GET".into(),
            template: "{downloadUrl}".into(),
            idempotency: Idempotency::Safe,
            slow: false,
        };
        let span = call_span(&call, &url);
        Ok(Self {
            http,
            call,
            span,
            exchange: None,
            is_complete: false,
            has_ended: false,
            range,
            failed: 0,
            attempts: 0,
            timeout,
            time_left: timeout,
            stack,
            url,
        })
    }

    /// Returns the next piece; `None` when the file is complete or after an error.
    pub(super) async fn next(&mut self) -> Result<Option<Piece>> {
        let runtime = Arc::clone(&self.stack.sender.runtime);
        let result = loop {
            // The time that the caller spends between two pieces does not count.
            let started = runtime.now();
            let result = match self.exchange {
                _ if self.has_ended => return Ok(None),
                _ if self.is_complete => break Ok(None),
                _ if self.time_left.is_zero() => Err(incomplete(self.timeout)),
                Some(_) => self.receive().await,
                None => self.connect().await,
            };
            self.time_left = self.time_left.saturating_sub(runtime.now() - started);
            match result {
                Ok(Some(piece)) => return Ok(Some(piece)),
                Ok(None) => {}
                Err(error) => {
                    self.exchange_ended(Some(&error));
                    match self.after_failure(error) {
                        Ok(delay) => {
                            self.time_left = self.time_left.saturating_sub(delay);
                            runtime.sleep(delay).await;
                        }
                        Err(error) => break Err(error.concluded(self.attempts, None)),
                    }
                }
            }
        };
        self.has_ended = true;
        let error = result.as_ref().err();
        let status = error.map_or(Some(StatusCode::OK), Error::status);
        call_ended(&self.span, Outcome { status, headers: None, error }, self.attempts);
        result
    }

    async fn connect(&mut self) -> Result<Option<Piece>> {
        let sender = Arc::clone(&self.stack.sender);
        let mut request = self.http.get(self.url.clone()).header(ACCEPT_ENCODING, "identity");
        if let Some((first, version)) = self.range.missing() {
            request = request.header(RANGE, format!("bytes={first}-")).header(IF_RANGE, version);
        }
        self.attempts += 1;
        // The complete query is secret, the names of its parameters too.
        let mut shown = self.url.clone();
        shown.set_query(None);
        let span = self.span.in_scope(|| attempt_span(&self.call, &shown, self.attempts));
        let sent = sender.runtime.now();
        self.exchange = Some(Exchange { response: None, span: span.clone(), sent, bytes: 0 });
        let limit = self.stack.limits.timeouts.attempt.min(self.time_left);
        let failed = |error| no_response(&self.call, error, &sender.download_clients.route(&self.url));
        let sending = sender.execute(&self.call, &self.http, request.build().map_err(failed)?, failed);
        let response = match select(Box::pin(sending), sender.runtime.timer(limit)).await {
            Either::Left((response, _)) => response?,
            Either::Right(((), _)) => return Err(timed_out(limit)),
        };
        let (status, headers) = (response.status(), response.headers().clone());
        self.exchange = Some(Exchange { response: Some(response), span, sent, bytes: 0 });
        match self.range.response(status, &headers) {
            None => Err(self.error_response(status, headers).await),
            Some(Ok(piece)) if status == StatusCode::RANGE_NOT_SATISFIABLE => Ok(self.complete(piece)),
            Some(result) => result,
        }
    }

    async fn receive(&mut self) -> Result<Option<Piece>> {
        let Some(Exchange { response: Some(response), bytes, .. }) = &mut self.exchange else {
            self.exchange = None;
            return Ok(None);
        };
        let limit = self.stack.limits.timeouts.attempt.min(self.time_left);
        let timer = self.stack.sender.runtime.timer(limit);
        let chunk = match select(Box::pin(response.chunk()), timer).await {
            Either::Left((chunk, _)) => chunk,
            Either::Right(((), _)) => return Err(timed_out(limit)),
        };
        let Some(chunk) = chunk.map_err(|error| body_interrupted(response, error))? else {
            let piece = self.range.body_ended()?;
            return Ok(self.complete(piece));
        };
        *bytes += chunk.len();
        let before = self.range.received;
        let piece = self.range.chunk(chunk)?;
        if self.range.received > before && self.range.version.is_some() {
            self.failed = 0;
        }
        Ok(piece)
    }

    fn complete<T>(&mut self, last: T) -> T {
        self.exchange_ended(None);
        self.is_complete = true;
        last
    }

    async fn error_response(&mut self, status: StatusCode, headers: HeaderMap) -> Error {
        let runtime = Arc::clone(&self.stack.sender.runtime);
        let mut body = BytesMut::new();
        if let Some(Exchange { response: Some(response), .. }) = &mut self.exchange {
            let read = async {
                // An incomplete body is good enough: the status matters most.
                while let Ok(Some(chunk)) = response.chunk().await {
                    body.extend_from_slice(&chunk);
                    if body.len() > MAX_ERROR_BODY {
                        break;
                    }
                }
            };
            select(Box::pin(read), runtime.timer(self.stack.limits.timeouts.attempt)).await;
        }
        error_response(status, &headers, &body, &self.url, runtime.system_time())
    }

    /// Returns the delay before the next attempt, or the error if there is none.
    fn after_failure(&mut self, error: Error) -> Result<Duration> {
        let Stack { sender, limits, .. } = &self.stack;
        let retry = &limits.retry;
        self.failed += 1;
        if self.time_left.is_zero() {
            return Err(incomplete(self.timeout));
        }
        let is_transient = error.is_retryable();
        if !self.range.can_continue() {
            let note = "the store reports no version of the file, so the rest cannot be requested; start the download again";
            return Err(error.concluded(self.attempts, is_transient.then_some(note)));
        }
        if !is_transient || self.failed >= retry.max_attempts || self.attempts >= MAX_REQUESTS {
            return Err(error);
        }
        let retry_after = error.retry_after().unwrap_or_default();
        if retry_after > retry.max_retry_after {
            return Err(error.concluded(self.attempts, Some("Retry-After is longer than max_retry_after")));
        }
        let delay = retry.pause(self.failed, sender.runtime.random()).max(retry_after);
        tracing::debug!(parent: &self.span, %error, received = self.range.received, "retrying");
        self.span.in_scope(|| waits(&self.call, "backoff", delay));
        Ok(delay)
    }

    fn exchange_ended(&mut self, error: Option<&Error>) {
        if let Some(Exchange { response, span, sent, bytes }) = self.exchange.take() {
            let (status, headers) =
                response.as_ref().map(|response| (response.status(), response.headers())).unzip();
            let duration = self.stack.sender.runtime.now() - sent;
            let outcome = Outcome { status, headers, error };
            attempt_ended(&self.call, &span, outcome, self.attempts, duration, bytes);
        }
    }
}
