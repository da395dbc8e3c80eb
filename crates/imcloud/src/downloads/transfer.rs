//! One exchange with the store after the other, until the file is whole.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, select};
use reqwest::{
    Response, StatusCode, Url,
    header::{
        ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
        IF_RANGE, LAST_MODIFIED, RANGE,
    },
};
use tracing::Span;

use super::{Progress, refusal::refused};
use crate::{
    error::{Details, Error, ErrorKind, Result},
    observe::{
        AttemptEvent, CallEvent, WaitEvent, WaitReason, attempt_span, call_span, record_end, shown_headers,
    },
    send::{Call, Effect, Stack, root},
};

pub(super) const OPERATION: &str = "download_report";

/// How much of a refusal is read.
const LARGEST_REFUSAL: usize = 64 * 1024;

/// What a transfer brings.
pub(super) enum Piece {
    /// The file begins, or goes on behind what is there already. A second one means that it begins anew; only transfers that may restart do.
    Begin(Head),
    Bytes(Bytes),
}

/// What is known of a file before its bytes come.
#[derive(Clone)]
pub(super) struct Head {
    /// The first byte to come.
    pub(super) from: u64,
    pub(super) version: Option<HeaderValue>,
    pub(super) content_type: Option<String>,
}

/// What is wanted, and of whom.
pub(super) struct Order {
    pub(super) stack: Stack,
    pub(super) url: Url,
    pub(super) bound: u64,
    /// Whether the caller can throw away what came.
    pub(super) may_restart: bool,
    pub(super) on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
}

pub(super) struct Transfer {
    order: Order,
    http: reqwest::Client,
    call: Call,
    span: Span,
    started: Instant,
    state: State,
    /// Bytes that the caller has.
    received: u64,
    /// Bytes to pass over, because the store sent them once more.
    skip: u64,
    total: Option<u64>,
    /// What `If-Range` takes: a strong entity tag, or else the time of the last change.
    version: Option<HeaderValue>,
    begun: bool,
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
    pub(super) fn new(order: Order) -> Result<Self> {
        let sender = &order.stack.sender;
        let http = sender.files.http()?;
        let call = Call {
            name: OPERATION.into(),
            method: "GET".into(),
            template: "{downloadUrl}".into(),
            effect: Effect::Read,
            slow: false,
        };
        let host = order.url.host_str().unwrap_or_default();
        let span = call_span(&call, host, order.url.port_or_known_default().unwrap_or_default());
        Ok(Self {
            http,
            call,
            span,
            started: sender.runtime.now(),
            state: State::Waiting,
            received: 0,
            skip: 0,
            total: None,
            version: None,
            begun: false,
            failed: 0,
            attempts: 0,
            order,
        })
    }

    /// The address without what is secret in it.
    pub(super) fn address(&self) -> String {
        format!("{}{}", self.order.url.origin().ascii_serialization(), self.order.url.path())
    }

    /// Goes on behind so many bytes of this version of the file.
    pub(super) fn after(mut self, bytes: u64, version: HeaderValue) -> Self {
        (self.received, self.version) = (bytes, Some(version));
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
                    let limit = self.order.stack.limits.attempt;
                    let timer = self.order.stack.sender.runtime.timer(limit);
                    let chunk = match select(Box::pin(exchange.response.chunk()), timer).await {
                        Either::Left((chunk, _)) => Some(chunk),
                        Either::Right(((), _)) => None,
                    };
                    match chunk {
                        Some(Ok(chunk)) => self.take(chunk),
                        Some(Err(error)) => Err(broken_off(exchange, error)),
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
                        Ok(pause) => self.order.stack.sender.runtime.sleep(pause).await,
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
        if self.received > 0 && self.version.is_none() {
            // Nobody can tell whether the rest would be of the same file.
            self.received = 0;
        }
        let sender = Arc::clone(&self.order.stack.sender);
        let mut request = self.http.get(self.order.url.clone()).header(ACCEPT_ENCODING, "identity");
        if let Some(version) = self.version.as_ref().filter(|_| self.received > 0) {
            request = request.header(RANGE, format!("bytes={}-", self.received)).header(IF_RANGE, version);
        }
        self.attempts += 1;
        let span = self.span.in_scope(|| attempt_span(&self.call, &self.order.url, self.attempts));
        let sent = sender.runtime.now();
        let limit = self.order.stack.limits.attempt;
        let end = select(Box::pin(request.send()), sender.runtime.timer(limit)).await;
        let response = match end {
            Either::Left((Ok(response), _)) => Ok(response),
            Either::Left((Err(error), _)) => Err(no_answer(&self.order.url, error)),
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
        match status {
            StatusCode::OK => self.whole(&headers),
            StatusCode::PARTIAL_CONTENT if self.received > 0 => self.part(&headers),
            StatusCode::RANGE_NOT_SATISFIABLE if self.received > 0 => match content_range(&headers) {
                Some((None, Some(total))) if total == self.received => {
                    self.total = Some(total);
                    self.check_bound()?;
                    self.exchange_ended(None);
                    self.state = State::Complete;
                    Ok(self.go_on(&headers))
                }
                _ => Err(self.changed(status, &headers)),
            },
            _ => Err(self.refusal(status, headers).await),
        }
    }

    /// The file comes from its beginning, whatever was asked for.
    fn whole(&mut self, headers: &HeaderMap) -> Result<Step> {
        if let Some(encoding) = headers.get(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
            let reason = format!("was answered with a file packed as {encoding:?}, which was not asked for");
            let note = Some("an intermediary may have packed it; go round it");
            return Err(
                Details { note, ..answered(ErrorKind::Unreadable, StatusCode::OK, headers, reason) }.into()
            );
        }
        let version = version(headers);
        self.total = length(headers);
        self.check_bound()?;
        if self.received > 0 && version.is_some() && version == self.version {
            // The store knows no ranges, but it is the same file.
            self.skip = self.received;
            return Ok(self.go_on(headers));
        }
        if self.begun && !self.order.may_restart {
            return Err(self.changed(StatusCode::OK, headers));
        }
        (self.received, self.skip, self.version) = (0, 0, version);
        Ok(self.begin(headers))
    }

    /// The part that was asked for, or so it should be.
    fn part(&mut self, headers: &HeaderMap) -> Result<Step> {
        let right = content_range(headers).is_some_and(|(first, total)| {
            first == Some(self.received) && (self.total.is_none() || total.is_none() || total == self.total)
        });
        if !right || version(headers).is_some_and(|version| Some(version) != self.version) {
            return Err(self.changed(StatusCode::PARTIAL_CONTENT, headers));
        }
        self.skip = 0;
        self.total = self.total.or_else(|| content_range(headers)?.1);
        self.check_bound()?;
        Ok(self.go_on(headers))
    }

    /// What is missing comes; the caller has to hear of it only once.
    fn go_on(&mut self, headers: &HeaderMap) -> Step {
        if self.begun { Step::Nothing } else { self.begin(headers) }
    }

    /// Forgets the version that was begun, for the store has another.
    fn changed(&mut self, status: StatusCode, headers: &HeaderMap) -> Error {
        self.version = None;
        let reason = "found another file at the address than the one that was begun".to_owned();
        let note = Some("begin anew");
        Details { note, ..answered(ErrorKind::BrokenOff, status, headers, reason) }.into()
    }

    fn begin(&mut self, headers: &HeaderMap) -> Step {
        self.begun = true;
        self.tell();
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Step::Piece(Piece::Begin(Head {
            from: self.received,
            version: self.version.clone(),
            content_type: content_type.map(str::to_owned),
        }))
    }

    /// Takes what came; `None` is the end of the body.
    fn take(&mut self, chunk: Option<Bytes>) -> Result<Step> {
        let Some(mut chunk) = chunk else {
            if self.total.is_some_and(|total| total != self.received) {
                let reason = format!(
                    "was answered with {} bytes of {}",
                    self.received,
                    self.total.unwrap_or_default()
                );
                return Err(Details::new(ErrorKind::BrokenOff, OPERATION, reason).into());
            }
            self.exchange_ended(None);
            return Ok(Step::Whole);
        };
        if let State::Receiving(exchange) = &mut self.state {
            exchange.bytes += chunk.len();
        }
        let skipped = self.skip.min(chunk.len() as u64);
        self.skip -= skipped;
        let chunk = chunk.split_off(usize::try_from(skipped).unwrap_or(chunk.len()));
        if chunk.is_empty() {
            return Ok(Step::Nothing);
        }
        self.received += chunk.len() as u64;
        self.check_bound()?;
        if self.version.is_some() {
            self.failed = 0;
        }
        self.tell();
        Ok(Step::Piece(Piece::Bytes(chunk)))
    }

    fn check_bound(&self) -> Result<()> {
        let (bound, known) = (self.order.bound, self.total.unwrap_or_default().max(self.received));
        if known <= bound {
            return Ok(());
        }
        let reason = format!("has {known} bytes or more, which is more than the bound of {bound}");
        let note = Some("raise max_bytes if that is a report and no mistake");
        Err(Details { note, ..Details::new(ErrorKind::TooLarge, OPERATION, reason) }.into())
    }

    fn tell(&mut self) {
        let progress = Progress { bytes: self.received, total: self.total };
        if let Some(tell) = &mut self.order.on_progress {
            tell(progress);
        }
    }

    async fn refusal(&mut self, status: StatusCode, headers: HeaderMap) -> Error {
        let runtime = Arc::clone(&self.order.stack.sender.runtime);
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
            select(Box::pin(read), runtime.timer(self.order.stack.limits.attempt)).await;
        }
        refused(status, &headers, &body, &self.order.url, runtime.system_time())
    }

    /// How long to wait before the next attempt, or that there is none.
    fn after_failure(&mut self, error: Error) -> Result<Duration> {
        let Stack { sender, limits, .. } = &self.order.stack;
        let retry = &limits.retry;
        self.state = State::Waiting;
        self.failed += 1;
        let passes = matches!(
            error.kind(),
            ErrorKind::Unreachable
                | ErrorKind::Disconnected
                | ErrorKind::TimedOut
                | ErrorKind::BrokenOff
                | ErrorKind::ServerTrouble
                | ErrorKind::RateLimited
        );
        if self.received > 0 && self.version.is_none() && self.begun && !self.order.may_restart {
            return Err(error.concluded(self.attempts, passes.then_some(NO_WAY_ON)));
        }
        if !passes || self.failed >= retry.max_attempts {
            return Err(error);
        }
        let asked = error.retry_after().unwrap_or_default();
        if asked > retry.longest_wait {
            return Err(error
                .concluded(self.attempts, Some("the store asks for a longer pause than the client makes")));
        }
        let pause = retry.pause(self.failed, sender.runtime.random()).max(asked);
        tracing::debug!(parent: &self.span, %error, ?pause, received = self.received, "going on after a pause");
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
        let sender = &self.order.stack.sender;
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
        let sender = &self.order.stack.sender;
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

enum Step {
    Piece(Piece),
    Nothing,
    Whole,
}

const NO_WAY_ON: &str = "the file cannot be taken up where it broke off, for the store does not say which version it is; begin anew";

fn no_answer(url: &Url, error: reqwest::Error) -> Error {
    // The address is a credential.
    let error = error.without_url();
    let host = url.host_str().unwrap_or_default();
    let (kind, reason) = if error.is_connect() || error.is_builder() {
        (ErrorKind::Unreachable, format!("could not connect to {host}: {}", root(&error)))
    } else if error.is_timeout() {
        (ErrorKind::TimedOut, "got no answer within the HTTP client's own time".to_owned())
    } else {
        (ErrorKind::Disconnected, format!("got no answer before the connection broke: {}", root(&error)))
    };
    Details { source: Some(Arc::new(error)), ..Details::new(kind, OPERATION, reason) }.into()
}

fn broken_off(exchange: &Exchange, error: reqwest::Error) -> Error {
    let error = error.without_url();
    let (status, headers) = (exchange.response.status(), exchange.response.headers());
    let reason = format!("was answered with {status}, but the file broke off: {}", root(&error));
    let details = answered(ErrorKind::BrokenOff, status, headers, reason);
    Details { source: Some(Arc::new(error)), ..details }.into()
}

fn stalled(limit: Duration) -> Error {
    Details::new(ErrorKind::TimedOut, OPERATION, format!("got nothing for {limit:?}")).into()
}

fn answered(kind: ErrorKind, status: StatusCode, headers: &HeaderMap, reason: String) -> Details {
    Details { status: Some(status), headers: Some(headers.clone()), ..Details::new(kind, OPERATION, reason) }
}

/// Weak tags say that two files mean the same, not that they have the same bytes.
fn version(headers: &HeaderMap) -> Option<HeaderValue> {
    let strong = headers.get(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""));
    strong.or_else(|| headers.get(LAST_MODIFIED)).cloned()
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(reqwest::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The first byte and the length of the whole, of `bytes 5-9/10`, `bytes 5-9/*` or `bytes */10`.
fn content_range(headers: &HeaderMap) -> Option<(Option<u64>, Option<u64>)> {
    let (range, total) =
        headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
    let first = range.split_once('-').and_then(|(first, _)| first.trim().parse().ok());
    Some((first, total.trim().parse().ok()))
}
