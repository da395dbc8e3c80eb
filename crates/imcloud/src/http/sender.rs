//! The loop of attempts, and one attempt: a request and its complete response within a time limit.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_util::{
    FutureExt as _,
    future::{Either, select},
};
use imcloud_raw::{Response, Secret};
use reqwest::{
    Request, StatusCode,
    header::{AUTHORIZATION, HeaderName, HeaderValue},
};
use tracing::Instrument as _;

use super::{
    BaseUrl, HttpClients, Limits, RateLimiter, RetryBudget, TokenCache,
    classify::{no_client, no_response, refused, root, undecodable},
    retry::{Next, RetryState},
    token_cache::{AfterRejection, BearerToken},
};
use crate::{
    call::Call,
    error::{Details, Error, ErrorKind},
    runtime::{Deadline, Runtime},
    telemetry::{Outcome, attempt_ended, attempt_span, call_ended, call_span, waits},
};

const KEY: HeaderName = HeaderName::from_static("x-subscription-key");
const CLIENT_ID: HeaderName = HeaderName::from_static("x-client-id");

/// Time that a single call waits for its first permit by default.
const MAX_PERMIT_WAIT: Duration = Duration::from_secs(300);

/// Number of requests of a call that are resent after a rejected token.
const MAX_TOKEN_RETRIES: u32 = 3;

/// The state that all calls of a client share, below the tokens.
pub(crate) struct Sender {
    pub(crate) runtime: Arc<dyn Runtime>,
    /// The HTTP client of the base URL, which also builds requests.
    pub(crate) http: reqwest::Client,
    pub(crate) http_clients: HttpClients,
    #[cfg(feature = "testing")]
    pub(crate) stub: Option<StubTransport>,
    /// HTTP client for report files, which sends no credentials.
    pub(crate) download_clients: HttpClients,
    pub(crate) allow_plain_http: bool,
    pub(crate) base: BaseUrl,
    pub(crate) key: Secret,
    pub(crate) key_header: HeaderValue,
    pub(crate) client_id: Option<HeaderValue>,
    pub(crate) body_limits: BodyLimits,
    pub(crate) limiter: RateLimiter,
    pub(crate) budget: RetryBudget,
}

/// Responds to requests in tests, instead of sockets. `None` closes the connection without a response.
#[cfg(feature = "testing")]
pub(crate) type StubTransport =
    Arc<dyn Fn(Request) -> futures_util::future::BoxFuture<'static, Option<reqwest::Response>> + Send + Sync>;

/// The source of a request's authorization.
#[derive(Clone, Copy)]
pub(crate) enum Auth<'a> {
    /// The tokens of the client.
    Bearer(&'a Arc<TokenCache>),
    /// The request itself. It contains these secrets, which must not be shown.
    Own(&'a [&'a Secret]),
}

/// A call with all of its attempts.
struct Attempts<'a> {
    sender: &'a Arc<Sender>,
    call: &'a Call,
    request: &'a Request,
    auth: Auth<'a>,
    limits: &'a Limits,
    /// Number of attempts so far.
    count: u32,
}

impl Attempts<'_> {
    async fn run(&mut self) -> Result<Response<Bytes>, Error> {
        let Self { sender, call, auth, limits, .. } = *self;
        let runtime = sender.runtime.as_ref();
        let timeouts = &limits.timeouts;
        let permit_wait = timeouts.max_permit_wait.unwrap_or(MAX_PERMIT_WAIT);
        let mut deadline = limits.deadline.min(Deadline::after(runtime.now(), permit_wait));
        let mut retries = RetryState::default();
        let mut token_retries = 0;
        let mut last: Option<Error> = None;
        loop {
            // The transport allocates the future of a call. Several small allocations are faster than a large
            // one, so the futures of the permit and of the attempt have their own.
            //
            // A token request is part of a call that has its permit.
            let priority = self.count > 0 || matches!(auth, Auth::Own(_));
            let permit = Box::pin(sender.limiter.permit(runtime, priority, deadline)).await;
            let Some(permit) = permit else {
                let note = "the deadline of the call is before its next permit";
                let reason = "would get no permit of the rate limiter in time; make fewer calls at once or allow more time";
                return Err(match last {
                    Some(error) => error.concluded(self.count, Some(note)),
                    None => Details::new(ErrorKind::Timeout, call.name.clone(), reason).into(),
                });
            };
            if !permit.waited.is_zero() {
                waits(call, "rate_limit", permit.waited);
            }
            if last.is_none() {
                deadline = limits.deadline.min(Deadline::after(runtime.now(), timeouts.total));
            }
            // Not earlier, because tokens can expire while calls wait for permits.
            let bearer = match auth {
                Auth::Bearer(tokens) => Some(tokens.get(sender, deadline).await?),
                Auth::Own(_) => None,
            };
            let token = bearer.as_deref();
            let http = sender.http_clients.for_url(self.request.url());
            let http = http.map_err(|error| no_client(call.name.clone(), &error))?;
            permit.use_up();
            let error = match Box::pin(self.attempt(http, token, deadline)).await {
                Ok(response) => {
                    sender.budget.succeeded();
                    return Ok(response);
                }
                Err(error) => error,
            };
            if let (Auth::Bearer(tokens), Some(token)) = (auth, token)
                && error.kind() == ErrorKind::Authentication
            {
                token_retries += 1;
                let may_retry = token_retries <= MAX_TOKEN_RETRIES;
                match tokens.rejected(token, &call.name, token_retries > 1, sender) {
                    AfterRejection::Retry if may_retry => {
                        tracing::debug!("the token was rejected; the request is sent again with a new one");
                        last = Some(error);
                        continue;
                    }
                    AfterRejection::Retry => return Err(error),
                    AfterRejection::Fail(note) => return Err(error.concluded(self.count, Some(note))),
                }
            }
            let left = deadline.left(runtime.now());
            match retries.after(&error, call, &limits.retry, left, runtime, &sender.budget) {
                Next::Queue => {}
                Next::BackOff(pause) => {
                    waits(call, "backoff", pause);
                    runtime.sleep(pause).await;
                }
                Next::Fail(note) => return Err(error.concluded(self.count, note)),
            }
            last = Some(error);
        }
    }

    /// Returns the request of one attempt, with the headers that this crate is responsible for.
    fn prepare(&self, token: Option<&BearerToken>) -> Result<Request, Error> {
        let mut request = self.request.try_clone().ok_or_else(|| {
            let reason = "has a body that can be sent only once; give it whole";
            Error::invalid_request(self.call.name.clone(), reason)
        })?;
        let (to_base, headers) = (self.sender.base.is_origin_of(request.url()), request.headers_mut());
        // Token servers of other operators do not receive the key of the gateway.
        if to_base {
            headers.insert(KEY, self.sender.key_header.clone());
            if let Some(id) = &self.sender.client_id {
                headers.insert(CLIENT_ID, id.clone());
            }
        }
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.header.clone());
        }
        Ok(request)
    }

    async fn attempt(
        &mut self,
        http: &reqwest::Client,
        token: Option<&BearerToken>,
        deadline: Deadline,
    ) -> Result<Response<Bytes>, Error> {
        let Self { sender, call, request, auth, limits, .. } = *self;
        // Pinned here, because every function that takes a future by value stores it twice.
        let failed = |error| no_response(call, error, &sender.http_clients.route(request.url()));
        let sending = pin!(sender.execute(call, http, self.prepare(token)?, failed));
        self.count += 1;
        let span = attempt_span(call, request.url(), self.count);
        let sent = sender.runtime.now();
        let timeouts = &limits.timeouts;
        let limit =
            if call.slow { timeouts.order_attempt } else { timeouts.attempt }.min(deadline.left(sent));
        let attempt = attempt(sending, call, sender.runtime.as_ref(), limit, sender.body_limits);
        let result = attempt.instrument(span.clone()).await;
        let now = sender.runtime.now();

        let body_bytes = result.as_ref().ok().map(|response| response.value().len());
        let result = match result {
            Ok(response) if response.status().is_success() => match undecodable(call, &response) {
                Some(error) => Err(error),
                None => Ok(response),
            },
            Ok(response) => {
                // The response can repeat the request.
                let token = token.map(BearerToken::secret);
                let mut secrets: Vec<_> = [Some(&sender.key), token].into_iter().flatten().collect();
                if let Auth::Own(more) = auth {
                    secrets.extend(more);
                }
                Err(refused(call, request, &response, &secrets, sender.runtime.system_time()))
            }
            Err(error) => Err(error),
        };
        match &result {
            Err(error) if error.kind() == ErrorKind::RateLimited => {
                let retry_after = error.retry_after().filter(|after| *after <= limits.retry.max_retry_after);
                sender.limiter.rejected(now, sent, retry_after, sender.runtime.as_ref());
            }
            _ if body_bytes.is_some() => sender.limiter.accepted(),
            _ => {}
        }
        let body_bytes = body_bytes.unwrap_or_default();
        attempt_ended(call, &span, Outcome::from(&result), self.count, now - sent, body_bytes);
        result
    }
}

impl Sender {
    /// Sends a request as often as necessary and allowed. The returned response has a status of 2xx.
    pub(crate) async fn call(
        self: &Arc<Self>,
        call: &Call,
        request: &Request,
        auth: Auth<'_>,
        limits: &Limits,
    ) -> Result<Response<Bytes>, Error> {
        let mut attempts = Attempts { sender: self, call, request, auth, limits, count: 0 };
        let (result, span) = {
            let mut run = pin!(attempts.run().instrument(call_span(call, &self.base.url)));
            (run.as_mut().await, run.span().clone())
        };
        let result = result.map_err(|error| error.concluded(attempts.count, None));
        call_ended(&span, Outcome::from(&result), attempts.count);
        result
    }

    /// Sends a request, or has the stub of a test respond to it.
    pub(crate) fn execute<'a>(
        &'a self,
        #[cfg_attr(not(feature = "testing"), allow(unused_variables, reason = "the stub needs it"))]
        call: &'a Call,
        http: &reqwest::Client,
        request: Request,
        failed: impl FnOnce(reqwest::Error) -> Error + Send + 'a,
    ) -> impl Future<Output = Result<reqwest::Response, Error>> + Send + 'a {
        #[cfg(feature = "testing")]
        if let Some(stub) = &self.stub {
            let reason = "connection closed before a response was received";
            let closed = move || Details::of(call, ErrorKind::Interrupted, reason).into();
            return stub(request).map(move |response| response.ok_or_else(closed)).left_future();
        }
        let sending = http.execute(request).map(move |result| result.map_err(failed));
        #[cfg(feature = "testing")]
        let sending = sending.right_future();
        sending
    }
}

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
async fn attempt(
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
