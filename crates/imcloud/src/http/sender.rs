//! The loop around attempts.

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::future::{Either, select};
use imcloud_raw::Secret;
use reqwest::{
    Request, Response,
    header::{AUTHORIZATION, HeaderName, HeaderValue},
};
use tracing::Instrument as _;

use super::{
    Answer, Call, RateLimiter, RetryBudget, RetryPolicy,
    attempt::attempt,
    classify::{no_answer, refused, undecodable},
    rate_limit::TooLate,
    retry::{Next, RetryState},
    root,
};
use crate::{
    Idempotency,
    auth::TokenCache,
    config::{BaseUrl, HttpClients},
    error::{Details, Error, ErrorKind},
    reports::FileStore,
    runtime::Runtime,
    telemetry::{
        AttemptEvent, CallEvent, Observe, WaitEvent, WaitReason, attempt_span, call_span, record_end,
        shown_headers,
    },
};

const KEY: HeaderName = HeaderName::from_static("x-subscription-key");
const CLIENT_ID: HeaderName = HeaderName::from_static("x-client-id");

/// What all calls of a client share, below the tokens.
pub(crate) struct Sender {
    pub(crate) runtime: Arc<dyn Runtime>,
    /// The HTTP client of the base URL, which also builds requests.
    pub(crate) http: reqwest::Client,
    pub(crate) http_clients: HttpClients,
    /// For files of reports, which take none of the credentials.
    pub(crate) files: FileStore,
    pub(crate) base: BaseUrl,
    pub(crate) key: Secret,
    pub(crate) client_id: Option<HeaderValue>,
    pub(crate) limiter: RateLimiter,
    pub(crate) budget: RetryBudget,
    pub(crate) observer: Option<Arc<dyn Observe>>,
}

/// What may differ between calls.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) attempt: Duration,
    pub(crate) order_attempt: Duration,
    pub(crate) total: Option<Duration>,
    pub(crate) retry: RetryPolicy,
}

/// Where the authorization of a request comes from.
#[derive(Clone, Copy)]
pub(crate) enum Auth<'a> {
    /// From the tokens of the client.
    Bearer(&'a Arc<TokenCache>),
    /// The request has its own, of which these texts must not be shown.
    Own(&'a [&'a Secret]),
}

/// What all attempts of a call have in common.
#[derive(Clone, Copy)]
struct Job<'a> {
    call: &'a Call,
    /// Without what is put on for each attempt.
    request: &'a Request,
    auth: Auth<'a>,
    limits: &'a Limits,
}

impl Sender {
    /// Sends a request as often as may be and needs be. What is returned has a status of 2xx.
    pub(crate) async fn call(
        self: &Arc<Self>,
        call: &Call,
        request: &Request,
        auth: Auth<'_>,
        limits: &Limits,
    ) -> Result<Answer, Error> {
        let span = call_span(call, self.base.host(), self.base.port());
        let started = self.runtime.now();
        let progress = Progress::default();
        let course = RetryState::new(call, limits, limits.total.map(|total| started + total));
        let end = {
            let job = Job { call, request, auth, limits };
            let run = self.run(job, course, &progress).instrument(span.clone());
            let mut run = pin!(run);
            match limits.total {
                None => run.as_mut().await,
                Some(total) => match select(run, self.runtime.timer(total)).await {
                    Either::Left((end, _)) => end,
                    Either::Right(((), _)) => Err(progress.time_is_over(call, total)),
                },
            }
        };
        let attempts = progress.sent.into_inner();
        let end = end.map_err(|error| error.concluded(attempts, None));
        self.report(call, &end, attempts, started, &span);
        end
    }

    async fn run(
        self: &Arc<Self>,
        job: Job<'_>,
        mut course: RetryState<'_>,
        progress: &Progress,
    ) -> Result<Answer, Error> {
        let Job { call, request, auth, limits } = job;
        let mut last: Option<Error> = None;
        loop {
            let sent = progress.sent.load(Ordering::Relaxed);
            // A token call is part of a call that has had its turn.
            let first = sent > 0 || matches!(auth, Auth::Own(_));
            match self.limiter.turn(self.runtime.as_ref(), first, course.deadline()).await {
                Ok(waited) if waited.is_zero() => {}
                Ok(waited) => self.waits(call, WaitReason::RateLimit, waited),
                Err(TooLate) => return Err(no_turn(call, limits, last, sent)),
            }
            let token = match auth {
                Auth::Bearer(tokens) => Some(tokens.get(self).await?),
                Auth::Own(_) => None,
            };
            let http = self.http_clients.for_url(request.url()).map_err(|error| {
                let reason = format!("failed: could not build the HTTP client: {}", root(&error));
                Error::from(Details::new(ErrorKind::Configuration, call.name.clone(), reason))
            })?;
            let pending = http.execute(self.prepare(call, request, token.as_ref())?);
            progress.begin();
            let end = self.attempt(job, token.as_ref(), pending, course.deadline(), sent + 1).await;
            progress.end();
            let error = match end {
                Ok(answer) => {
                    self.budget.succeeded();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            match course.after(&error, token.is_some(), self.runtime.as_ref(), &self.budget) {
                Next::Replay => {
                    tracing::debug!(
                        "the token was not accepted; another is got and the request sent once more"
                    );
                    if let (Auth::Bearer(tokens), Some(token)) = (auth, &token) {
                        tokens.reject(token);
                    }
                }
                Next::Queue => {}
                Next::Pause(pause) => {
                    self.waits(call, WaitReason::Backoff, pause);
                    self.runtime.sleep(pause).await;
                }
                Next::End(note) => return Err(error.concluded(sent + 1, note)),
            }
            last = Some(error);
        }
    }

    /// The request of one attempt, with the headers that this crate is responsible for.
    fn prepare(&self, call: &Call, request: &Request, token: Option<&Secret>) -> Result<Request, Error> {
        let refused = |reason: &str| Error::invalid_request(call.name.clone(), reason);
        let mut request = request
            .try_clone()
            .ok_or_else(|| refused("has a body that can be sent only once; give it whole"))?;
        let secret = |text: &str| {
            let mut value = HeaderValue::from_str(text)
                .map_err(|_| refused("has a token or key that cannot stand in a header; get another one"))?;
            value.set_sensitive(true);
            Ok::<_, Error>(value)
        };
        let (to_base, headers) = (self.base.is_origin_of(request.url()), request.headers_mut());
        // Token servers of other operators have no business with the gateway's key.
        if to_base {
            headers.insert(KEY, secret(self.key.expose())?);
            if let Some(id) = &self.client_id {
                headers.insert(CLIENT_ID, id.clone());
            }
        }
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, secret(&format!("Bearer {}", token.expose()))?);
        }
        Ok(request)
    }

    /// Sends once, and tells whoever wants to know.
    async fn attempt(
        &self,
        Job { call, request, auth, limits }: Job<'_>,
        token: Option<&Secret>,
        pending: impl Future<Output = reqwest::Result<Response>>,
        deadline: Option<Instant>,
        number: u32,
    ) -> Result<Answer, Error> {
        let span = attempt_span(call, request.url(), number);
        let sent = self.runtime.now();
        let mut limit = if call.slow { limits.order_attempt } else { limits.attempt };
        if let Some(deadline) = deadline {
            limit = limit.min(deadline.saturating_duration_since(sent));
        }
        let end =
            attempt(pending, request.url(), self.runtime.as_ref(), limit).instrument(span.clone()).await;
        let now = self.runtime.now();

        let (status, bytes, correlation_id) = match &end {
            Ok(answer) => {
                let headers = &answer.headers;
                tracing::debug!(parent: &span, status = answer.status.as_u16(), headers = shown_headers(headers), "answered");
                (Some(answer.status), answer.body.len(), answer.correlation_id().map(str::to_owned))
            }
            Err(_) => (None, 0, None),
        };
        let end = match end {
            Ok(answer) if answer.status.is_success() => match undecodable(call, &answer) {
                Some(error) => Err(error),
                None => Ok(answer),
            },
            Ok(answer) => {
                let mut secrets: Vec<_> = [Some(&self.key), token].into_iter().flatten().collect();
                if let Auth::Own(more) = auth {
                    secrets.extend(more);
                }
                Err(refused(call, request, &answer, &secrets, self.runtime.system_time()))
            }
            Err(failure) => Err(no_answer(call, &failure, &self.http_clients.route(request.url()))),
        };
        match &end {
            Err(error) if error.kind() == ErrorKind::RateLimited => {
                let asked = error.retry_after().filter(|asked| *asked <= limits.retry.max_retry_after);
                self.limiter.refused(now, sent, asked);
            }
            _ if status.is_some() => self.limiter.accepted(now),
            _ => {}
        }
        let error = end.as_ref().err().map(Error::kind);
        record_end(&span, status, error, correlation_id.as_deref());
        if let Some(observer) = &self.observer {
            observer.attempt(&AttemptEvent {
                operation: &call.name,
                method: &call.method,
                path_template: &call.template,
                number,
                status,
                error,
                duration: now - sent,
                body_bytes: bytes,
            });
        }
        end
    }

    fn waits(&self, call: &Call, reason: WaitReason, duration: Duration) {
        tracing::debug!(?reason, ?duration, "waiting");
        if let Some(observer) = &self.observer {
            observer.wait(&WaitEvent { operation: &call.name, reason, duration });
        }
    }

    fn report(
        &self,
        call: &Call,
        end: &Result<Answer, Error>,
        attempts: u32,
        started: Instant,
        span: &tracing::Span,
    ) {
        let (status, error, correlation_id) = match end {
            Ok(answer) => (Some(answer.status), None, answer.correlation_id()),
            Err(error) => (error.status(), Some(error.kind()), error.correlation_id()),
        };
        if attempts > 1 {
            span.record("http.request.resend_count", attempts - 1);
        }
        record_end(span, status, error, correlation_id);
        if let Some(observer) = &self.observer {
            observer.call(&CallEvent {
                operation: &call.name,
                method: &call.method,
                path_template: &call.template,
                attempts,
                status,
                error,
                duration: self.runtime.now() - started,
            });
        }
    }
}

/// How far a call has come, for when its time is over.
#[derive(Default)]
struct Progress {
    sent: AtomicU32,
    under_way: AtomicBool,
}

impl Progress {
    fn begin(&self) {
        self.sent.fetch_add(1, Ordering::Relaxed);
        self.under_way.store(true, Ordering::Relaxed);
    }

    fn end(&self) {
        self.under_way.store(false, Ordering::Relaxed);
    }

    fn time_is_over(&self, call: &Call, total: Duration) -> Error {
        // Between attempts nothing is unclear: what came before was worth repeating.
        let idempotency =
            if self.under_way.load(Ordering::Relaxed) { call.idempotency } else { Idempotency::Safe };
        let reason = format!("was not done within {total:?}");
        Details { idempotency, ..Details::new(ErrorKind::Timeout, call.name.clone(), reason) }.into()
    }
}

/// The turn would come after the deadline.
fn no_turn(call: &Call, limits: &Limits, last: Option<Error>, sent: u32) -> Error {
    if let Some(error) = last {
        return error.concluded(sent, Some("the time for the call ends before its next turn"));
    }
    let total = limits.total.unwrap_or_default();
    let reason =
        format!("would not have its turn within {total:?}; make fewer calls at once or allow more time");
    Details::new(ErrorKind::Timeout, call.name.clone(), reason).into()
}
