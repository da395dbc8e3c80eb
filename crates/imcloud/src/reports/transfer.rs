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
    errors::{OPERATION, body_interrupted, error_response, request_failed, timed_out},
    range::{Piece, RangeState, Step},
};
use crate::{
    Idempotency,
    config::{HttpClients, is_loopback},
    error::{Error, ErrorKind, Result},
    http::{Call, Stack, no_client},
    telemetry::{Outcome, WaitReason, attempt_span, call_span, shown_headers},
};

/// Limit of the body of an error response, in bytes.
const MAX_ERROR_BODY: usize = 64 * 1024;

/// Limit of the requests of one download. Reached only if a store sends a few bytes per connection.
const MAX_REQUESTS: u32 = 1_000;

/// Access to the blob store, by HTTP clients without credentials.
pub(crate) struct FileStore {
    pub(crate) clients: HttpClients,
    pub(crate) allow_plain_http: bool,
}

impl FileStore {
    /// Parses and checks a URL. It is a credential, so it must not be sent in clear text to other hosts.
    pub(super) fn check(&self, signed: &SignedUrl) -> Result<Url, Error> {
        let invalid =
            |reason: &str| Error::invalid_request(OPERATION, format!("invalid URL {signed}: {reason}"));
        // A string that is not a URL may be a secret as a whole.
        let url = Url::parse(signed.expose())
            .map_err(|error| Error::invalid_request(OPERATION, format!("invalid URL: {error}")))?;
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.allow_plain_http || is_loopback(&url) => Ok(url),
            "http" => Err(invalid(
                "plain http sends its signature in clear text; call allow_plain_http on the builder to allow it",
            )),
            _ => Err(invalid("the scheme is neither https nor http")),
        }
    }
}

impl_debug!(FileStore, self);

/// A file that is being downloaded.
pub(super) struct Transfer {
    stack: Stack,
    url: Url,
    http: reqwest::Client,
    call: Call,
    span: Span,
    started: Instant,
    state: State,
    range: RangeState,
    /// Number of failed attempts since the last new byte.
    failed: u32,
    attempts: u32,
}

enum State {
    Idle,
    Receiving(Box<Exchange>),
    /// All bytes were received.
    Complete,
    Ended,
}

/// A request and its response.
struct Exchange {
    response: Response,
    span: Span,
    sent: Instant,
    bytes: usize,
}

impl Transfer {
    pub(super) fn new(stack: Stack, url: Url, range: RangeState) -> Result<Self> {
        let sender = &stack.sender;
        let http = sender.files.clients.for_url(&url).map_err(|error| no_client(OPERATION, &error))?.clone();
        let call = Call {
            name: OPERATION.into(),
            method: "GET".into(),
            template: "{downloadUrl}".into(),
            idempotency: Idempotency::Safe,
            slow: false,
        };
        let span = call_span(&call, &url);
        let started = sender.runtime.now();
        Ok(Self { http, call, span, started, state: State::Idle, range, failed: 0, attempts: 0, stack, url })
    }

    /// Returns the next piece; `None` when the file is complete or after an error.
    pub(super) async fn next(&mut self) -> Result<Option<Piece>> {
        let result = loop {
            let step = match &mut self.state {
                State::Ended => return Ok(None),
                State::Complete => Ok(Step::Complete),
                State::Idle => self.connect().await,
                State::Receiving(_) => self.receive().await,
            };
            match step {
                Ok(Step::Piece(piece)) => return Ok(Some(piece)),
                Ok(Step::Nothing) => {}
                Ok(Step::Complete) => break Ok(None),
                Err(error) => {
                    self.exchange_ended(Some(&error));
                    match self.after_failure(error) {
                        Ok(delay) => self.stack.sender.runtime.sleep(delay).await,
                        Err(error) => break Err(error.concluded(self.attempts, None)),
                    }
                }
            }
        };
        self.state = State::Ended;
        let complete = Outcome { status: Some(StatusCode::OK), error: None, correlation_id: None };
        let outcome = result.as_ref().err().map_or(complete, Outcome::from);
        self.stack.sender.call_ended(&self.call, &self.span, outcome, self.attempts, self.started);
        result
    }

    /// Requests the missing bytes.
    async fn connect(&mut self) -> Result<Step> {
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
        let limit = self.stack.limits.timeouts.attempt;
        let response = match select(Box::pin(request.send()), sender.runtime.timer(limit)).await {
            Either::Left((response, _)) => {
                response.map_err(|error| request_failed(&sender.files.clients.route(&self.url), error))
            }
            Either::Right(((), _)) => Err(timed_out(limit)),
        };
        let response = response.inspect_err(|error| self.attempt_ended(&span, sent, None, 0, Some(error)))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let shown = shown_headers(&headers);
        tracing::debug!(parent: &span, status = status.as_u16(), headers = shown, "response");
        self.state = State::Receiving(Box::new(Exchange { response, span, sent, bytes: 0 }));
        match self.range.response(status, &headers) {
            None => Err(self.error_response(status, headers).await),
            Some(Ok(step)) if status == StatusCode::RANGE_NOT_SATISFIABLE => {
                self.exchange_ended(None);
                self.state = State::Complete;
                Ok(step)
            }
            Some(step) => step,
        }
    }

    /// Reads the next chunk of the response.
    async fn receive(&mut self) -> Result<Step> {
        let State::Receiving(exchange) = &mut self.state else { return Ok(Step::Nothing) };
        let limit = self.stack.limits.timeouts.attempt;
        let timer = self.stack.sender.runtime.timer(limit);
        let chunk = match select(Box::pin(exchange.response.chunk()), timer).await {
            Either::Left((chunk, _)) => chunk,
            Either::Right(((), _)) => return Err(timed_out(limit)),
        };
        let Some(chunk) = chunk.map_err(|error| body_interrupted(&exchange.response, error))? else {
            let step = self.range.body_ended()?;
            self.exchange_ended(None);
            self.state = State::Complete;
            return Ok(step);
        };
        exchange.bytes += chunk.len();
        let before = self.range.received;
        let step = self.range.chunk(chunk)?;
        if self.range.received > before && self.range.version.is_some() {
            self.failed = 0;
        }
        Ok(step)
    }

    async fn error_response(&mut self, status: StatusCode, headers: HeaderMap) -> Error {
        let runtime = Arc::clone(&self.stack.sender.runtime);
        let mut body = BytesMut::new();
        if let State::Receiving(exchange) = &mut self.state {
            let read = async {
                // An incomplete body is good enough: the status matters most.
                while let Ok(Some(chunk)) = exchange.response.chunk().await {
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
        self.state = State::Idle;
        self.failed += 1;
        let is_transient = matches!(
            error.kind(),
            ErrorKind::Connect
                | ErrorKind::Interrupted
                | ErrorKind::Timeout
                | ErrorKind::Server
                | ErrorKind::RateLimited
        );
        if !self.range.can_continue() {
            return Err(error.concluded(self.attempts, is_transient.then_some(NOT_RESUMABLE)));
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
        self.span.in_scope(|| sender.waits(&self.call, WaitReason::Backoff, delay));
        Ok(delay)
    }

    /// Reports the end of the current exchange, if there is one.
    fn exchange_ended(&mut self, error: Option<&Error>) {
        if let State::Receiving(exchange) = std::mem::replace(&mut self.state, State::Idle) {
            let status = Some(exchange.response.status());
            self.attempt_ended(&exchange.span, exchange.sent, status, exchange.bytes, error);
        }
    }

    fn attempt_ended(
        &self,
        span: &Span,
        sent: Instant,
        status: Option<StatusCode>,
        body_bytes: usize,
        error: Option<&Error>,
    ) {
        let sender = &self.stack.sender;
        let outcome = Outcome { status, error: error.map(Error::kind), correlation_id: None };
        let duration = sender.runtime.now() - sent;
        sender.attempt_ended(&self.call, span, outcome, self.attempts, duration, body_bytes);
    }
}

const NOT_RESUMABLE: &str =
    "the store reports no version of the file, so the rest cannot be requested; start the download again";
