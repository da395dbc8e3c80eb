//! The loop around attempts.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::future::{Either, select};
use imcloud_raw::Secret;
use reqwest::{
    Request,
    header::{AUTHORIZATION, HeaderName, HeaderValue},
};
use tracing::Instrument as _;

use super::{
    Answer, Call, RateLimiter, Refused, RetryBudget, RetryPolicy,
    attempt::attempt,
    judgement::{is_worth_another, no_answer},
};
use crate::{
    auth::Tokens,
    config::BaseUrl,
    error::{Details, Error, ErrorKind},
    observe::{
        AttemptEvent, CallEvent, Observe, WaitEvent, WaitReason, attempt_span, call_span, record_end,
        shown_headers,
    },
    runtime::Runtime,
};

const KEY: HeaderName = HeaderName::from_static("x-subscription-key");
const CLIENT_ID: HeaderName = HeaderName::from_static("x-client-id");

/// What all calls of a client share, below the tokens.
pub(crate) struct Sender {
    pub(crate) runtime: Arc<dyn Runtime>,
    pub(crate) http: reqwest::Client,
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
    Bearer(&'a Arc<Tokens>),
    /// The request has its own, of which these texts must not be shown.
    Own(&'a [&'a Secret]),
}

impl Sender {
    /// Sends a request as often as may be and needs be. What is returned has a status of 2xx.
    pub(crate) async fn call(
        self: &Arc<Self>,
        call: &Call,
        request: Request,
        auth: Auth<'_>,
        limits: &Limits,
    ) -> Result<Answer, Error> {
        let span = call_span(call, self.base.host(), self.base.port());
        let started = self.runtime.now();
        let progress = AtomicU32::new(0);
        let end = {
            let run = self.run(call, request, auth, limits, started, &progress).instrument(span.clone());
            match limits.total {
                None => run.await,
                Some(total) => match select(Box::pin(run), self.runtime.timer(total)).await {
                    Either::Left((end, _)) => end,
                    Either::Right(((), _)) => Err(time_is_over(call, total)),
                },
            }
        };
        let attempts = progress.into_inner();
        let end = end.map_err(|error| error.concluded(attempts, None));
        self.report(call, &end, attempts, started, &span);
        end
    }

    async fn run(
        self: &Arc<Self>,
        call: &Call,
        request: Request,
        auth: Auth<'_>,
        limits: &Limits,
        started: Instant,
        progress: &AtomicU32,
    ) -> Result<Answer, Error> {
        let deadline = limits.total.map(|total| started + total);
        let (mut failed, mut throttled, mut replayed) = (0, 0, false);
        let mut last: Option<Error> = None;
        loop {
            let sent = progress.load(Ordering::Relaxed);
            // A token call is part of a call that has had its turn.
            let first = sent > 0 || matches!(auth, Auth::Own(_));
            let waited = self.limiter.turn(self.runtime.as_ref(), first, deadline).await.map_err(|_| {
                last.take().map_or_else(
                    || {
                        let total = limits.total.unwrap_or_default();
                        Details::new(
                            ErrorKind::TimedOut,
                            call.name.clone(),
                            format!("would not have its turn within {total:?}; make fewer calls at once or allow more time"),
                        )
                        .into()
                    },
                    |error| error.concluded(sent, Some("the time for the call ends before its next turn")),
                )
            })?;
            if !waited.is_zero() {
                self.waits(call, WaitReason::RateLimit, waited);
            }
            let token = match auth {
                Auth::Bearer(tokens) => Some(tokens.get(self).await?),
                Auth::Own(_) => None,
            };
            let prepared = self.prepare(call, &request, token.as_ref())?;
            progress.store(sent + 1, Ordering::Relaxed);
            let error = match self.attempt(call, prepared, auth, limits, deadline, sent + 1).await {
                Ok(answer) => {
                    self.budget.succeeded();
                    return Ok(answer);
                }
                Err(error) => error,
            };

            if error.kind() == ErrorKind::Unauthorized
                && !replayed
                && let (Auth::Bearer(tokens), Some(token)) = (auth, &token)
            {
                replayed = true;
                tokens.reject(token);
                tracing::debug!(
                    "the token was not accepted; a new one is fetched and the request sent once more"
                );
                continue;
            }
            let asked = error.retry_after();
            let too_long = asked.is_some_and(|asked| asked > limits.retry.longest_wait);
            if error.kind() == ErrorKind::RateLimited {
                throttled += 1;
                if too_long {
                    return Err(error.concluded(sent + 1, Some("that is longer than the client waits")));
                }
                if throttled > limits.retry.max_throttled {
                    return Err(error);
                }
                // The limiter makes everyone wait, this call first.
                last = Some(error);
                continue;
            }
            failed += 1;
            if failed >= limits.retry.max_attempts || !is_worth_another(call, &error) {
                return Err(error);
            }
            if too_long {
                return Err(error
                    .concluded(sent + 1, Some("the service asks for a longer pause than the client makes")));
            }
            if !self.budget.take() {
                return Err(error.concluded(
                    sent + 1,
                    Some("the client's retry budget is used up, so it was not repeated"),
                ));
            }
            let pause = limits.retry.pause(failed, self.runtime.random()).max(asked.unwrap_or_default());
            if deadline.is_some_and(|deadline| self.runtime.now() + pause >= deadline) {
                return Err(
                    error.concluded(sent + 1, Some("the time for the call ends before the next attempt"))
                );
            }
            self.waits(call, WaitReason::Backoff, pause);
            self.runtime.sleep(pause).await;
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

    #[allow(clippy::too_many_arguments, reason = "what one attempt needs to know of the loop around it")]
    async fn attempt(
        &self,
        call: &Call,
        request: Request,
        auth: Auth<'_>,
        limits: &Limits,
        deadline: Option<Instant>,
        number: u32,
    ) -> Result<Answer, Error> {
        let span = attempt_span(call, request.url(), number);
        let sent = self.runtime.now();
        let mut limit = if call.slow { limits.order_attempt } else { limits.attempt };
        if let Some(deadline) = deadline {
            limit = limit.min(deadline.saturating_duration_since(sent));
        }
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let authorization = request.headers().get(AUTHORIZATION).cloned();
        let end = attempt(&self.http, request, self.runtime.as_ref(), limit).instrument(span.clone()).await;
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
            Ok(answer) if answer.status.is_success() => Ok(answer),
            Ok(answer) => {
                // Whatever was sent may be repeated by the answer.
                let sent = authorization.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
                let sent = Secret::from(sent.split_once(' ').map_or(sent, |(_, credentials)| credentials));
                let mut hidden = vec![&self.key, &sent];
                if let Auth::Own(more) = auth {
                    hidden.extend(more);
                }
                Err(Refused::read(call, &answer, &hidden, self.runtime.system_time()))
            }
            Err(failure) => Err(no_answer(call, &failure, &host)),
        };
        match &end {
            Err(error) if error.kind() == ErrorKind::RateLimited => {
                let asked = error.retry_after().filter(|asked| *asked <= limits.retry.longest_wait);
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

fn time_is_over(call: &Call, total: Duration) -> Error {
    Details {
        effect: call.effect,
        ..Details::new(ErrorKind::TimedOut, call.name.clone(), format!("was not done within {total:?}"))
    }
    .into()
}
