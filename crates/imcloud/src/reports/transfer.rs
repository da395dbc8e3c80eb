//! One exchange with the store after the other, until the file is whole.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, select};
use reqwest::{
    Response, StatusCode, Url,
    header::{ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_RANGE, RANGE},
};
use tracing::Span;

use super::{
    failure::{broken_off, no_answer, stalled},
    receipt::{Piece, Receipt, Step},
    refusal::refused,
};
use crate::{
    Idempotency,
    error::{Error, ErrorKind, Result},
    http::{Call, Stack},
    telemetry::{
        AttemptEvent, CallEvent, WaitEvent, WaitReason, attempt_span, call_span, record_end, shown_headers,
    },
};

pub(super) const OPERATION: &str = "download_report";

/// How much of a refusal is read.
const LARGEST_REFUSAL: usize = 64 * 1024;

pub(super) struct Transfer {
    stack: Stack,
    url: Url,
    http: reqwest::Client,
    call: Call,
    span: Span,
    started: Instant,
    state: State,
    receipt: Receipt,
    /// Failures since the last new byte.
    failed: u32,
    attempts: u32,
}

enum State {
    Waiting,
    Receiving(Box<Exchange>),
    /// All is there.
    Complete,
    Ended,
}

/// A request and the answer that is coming in.
struct Exchange {
    response: Response,
    span: Span,
    sent: Instant,
    bytes: usize,
}

impl Transfer {
    pub(super) fn new(stack: Stack, url: Url, receipt: Receipt) -> Result<Self> {
        let sender = &stack.sender;
        let http = sender.files.http(&url)?;
        let call = Call {
            name: OPERATION.into(),
            method: "GET".into(),
            template: "{downloadUrl}".into(),
            idempotency: Idempotency::Safe,
            slow: false,
        };
        let host = url.host_str().unwrap_or_default();
        let span = call_span(&call, host, url.port_or_known_default().unwrap_or_default());
        Ok(Self {
            http,
            call,
            span,
            started: sender.runtime.now(),
            state: State::Waiting,
            receipt,
            failed: 0,
            attempts: 0,
            stack,
            url,
        })
    }

    /// The address without what is secret in it.
    pub(super) fn address(&self) -> String {
        format!("{}{}", self.url.origin().ascii_serialization(), self.url.path())
    }

    /// Goes on behind so many bytes of this version of the file.
    pub(super) fn after(mut self, bytes: u64, version: HeaderValue) -> Self {
        self.receipt.go_on_after(bytes, version);
        self
    }

    /// The next piece; `None` when the file is whole. Not to be called after an error.
    pub(super) async fn next(&mut self) -> Result<Option<Piece>> {
        let end = loop {
            let step = match &mut self.state {
                State::Ended => return Ok(None),
                State::Complete => Ok(Step::Whole),
                State::Waiting => self.connect().await,
                State::Receiving(exchange) => {
                    let limit = self.stack.limits.attempt;
                    let timer = self.stack.sender.runtime.timer(limit);
                    let chunk = match select(Box::pin(exchange.response.chunk()), timer).await {
                        Either::Left((chunk, _)) => Some(chunk),
                        Either::Right(((), _)) => None,
                    };
                    match chunk {
                        Some(Ok(chunk)) => self.take(chunk),
                        Some(Err(error)) => Err(broken_off(&exchange.response, error)),
                        None => Err(stalled(limit)),
                    }
                }
            };
            match step {
                Ok(Step::Piece(piece)) => return Ok(Some(piece)),
                Ok(Step::Nothing) => {}
                Ok(Step::Whole) => break Ok(None),
                Err(error) => {
                    self.exchange_ended(Some(&error));
                    match self.after_failure(error) {
                        Ok(pause) => self.stack.sender.runtime.sleep(pause).await,
                        Err(error) => break Err(error.concluded(self.attempts, None)),
                    }
                }
            }
        };
        self.state = State::Ended;
        self.report(end.as_ref().err());
        end
    }

    /// Sends a request for what is missing.
    async fn connect(&mut self) -> Result<Step> {
        let sender = Arc::clone(&self.stack.sender);
        let mut request = self.http.get(self.url.clone()).header(ACCEPT_ENCODING, "identity");
        if let Some((first, version)) = self.receipt.missing() {
            request = request.header(RANGE, format!("bytes={first}-")).header(IF_RANGE, version);
        }
        self.attempts += 1;
        let span = self.span.in_scope(|| attempt_span(&self.call, &self.url, self.attempts));
        let sent = sender.runtime.now();
        let limit = self.stack.limits.attempt;
        let end = select(Box::pin(request.send()), sender.runtime.timer(limit)).await;
        let response = match end {
            Either::Left((Ok(response), _)) => Ok(response),
            Either::Left((Err(error), _)) => Err(no_answer(&sender.files.route(&self.url), error)),
            Either::Right(((), _)) => Err(stalled(limit)),
        };
        let response = match response {
            Ok(response) => response,
            Err(error) => {
                self.attempt_ended(&span, sent, None, 0, Some(&error));
                return Err(error);
            }
        };
        let (status, headers) = (response.status(), response.headers().clone());
        tracing::debug!(parent: &span, status = status.as_u16(), headers = shown_headers(&headers), "answered");
        self.state = State::Receiving(Box::new(Exchange { response, span, sent, bytes: 0 }));
        match self.receipt.answer(status, &headers) {
            None => Err(self.refusal(status, headers).await),
            Some(Ok(step)) if status == StatusCode::RANGE_NOT_SATISFIABLE => {
                self.exchange_ended(None);
                self.state = State::Complete;
                Ok(step)
            }
            Some(step) => step,
        }
    }

    /// Takes what came; `None` is the end of the body.
    fn take(&mut self, chunk: Option<Bytes>) -> Result<Step> {
        if let (State::Receiving(exchange), Some(chunk)) = (&mut self.state, &chunk) {
            exchange.bytes += chunk.len();
        }
        let step = self.receipt.take(chunk)?;
        match &step {
            Step::Piece(_) if self.receipt.can_go_on() => self.failed = 0,
            Step::Whole => self.exchange_ended(None),
            _ => {}
        }
        Ok(step)
    }

    async fn refusal(&mut self, status: StatusCode, headers: HeaderMap) -> Error {
        let runtime = Arc::clone(&self.stack.sender.runtime);
        let mut body = BytesMut::new();
        if let State::Receiving(exchange) = &mut self.state {
            let read = async {
                // What can be had of it; the status says most.
                while let Ok(Some(chunk)) = exchange.response.chunk().await {
                    body.extend_from_slice(&chunk);
                    if body.len() > LARGEST_REFUSAL {
                        break;
                    }
                }
            };
            select(Box::pin(read), runtime.timer(self.stack.limits.attempt)).await;
        }
        refused(status, &headers, &body, &self.url, runtime.system_time())
    }

    /// How long to wait before the next attempt, or that there is none.
    fn after_failure(&mut self, error: Error) -> Result<Duration> {
        let Stack { sender, limits, .. } = &self.stack;
        let retry = &limits.retry;
        self.state = State::Waiting;
        self.failed += 1;
        let passes = matches!(
            error.kind(),
            ErrorKind::Connect
                | ErrorKind::Interrupted
                | ErrorKind::Timeout
                | ErrorKind::Server
                | ErrorKind::RateLimited
        );
        if self.receipt.is_stuck() {
            return Err(error.concluded(self.attempts, passes.then_some(NO_WAY_ON)));
        }
        if !passes || self.failed >= retry.max_attempts {
            return Err(error);
        }
        let asked = error.retry_after().unwrap_or_default();
        if asked > retry.max_retry_after {
            return Err(error
                .concluded(self.attempts, Some("the store asks for a longer pause than the client makes")));
        }
        let pause = retry.pause(self.failed, sender.runtime.random()).max(asked);
        tracing::debug!(parent: &self.span, %error, ?pause, received = self.receipt.received(), "going on after a pause");
        if let Some(observer) = &sender.observer {
            observer.wait(&WaitEvent { operation: OPERATION, reason: WaitReason::Backoff, duration: pause });
        }
        Ok(pause)
    }

    /// Closes the exchange that goes on, if any.
    fn exchange_ended(&mut self, error: Option<&Error>) {
        if let State::Receiving(exchange) = std::mem::replace(&mut self.state, State::Waiting) {
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
        let error = error.map(Error::kind);
        record_end(span, status, error, None);
        if let Some(observer) = &sender.observer {
            observer.attempt(&AttemptEvent {
                operation: OPERATION,
                method: &self.call.method,
                path_template: &self.call.template,
                number: self.attempts,
                status,
                error,
                duration: sender.runtime.now() - sent,
                body_bytes,
            });
        }
    }

    fn report(&self, error: Option<&Error>) {
        let sender = &self.stack.sender;
        let status = error.map_or(Some(StatusCode::OK), Error::status);
        if self.attempts > 1 {
            self.span.record("http.request.resend_count", self.attempts - 1);
        }
        record_end(&self.span, status, error.map(Error::kind), error.and_then(Error::correlation_id));
        if let Some(observer) = &sender.observer {
            observer.call(&CallEvent {
                operation: OPERATION,
                method: &self.call.method,
                path_template: &self.call.template,
                attempts: self.attempts,
                status,
                error: error.map(Error::kind),
                duration: sender.runtime.now() - self.started,
            });
        }
    }
}

const NO_WAY_ON: &str = "the file cannot be taken up where it broke off, for the store does not say which version it is; begin anew";
