//! Traces of the client, and metrics derived from them.
//!
//! **Spans.** Each call is a `tracing` span `imcloud.call` at level `INFO`. Each attempt is a span
//! `imcloud.attempt` within it at level `DEBUG`. Their fields have the names of the OpenTelemetry conventions
//! for HTTP clients, so that an OpenTelemetry layer exports them unchanged:
//!
//! | field | on | value |
//! | --- | --- | --- |
//! | `otel.name` | spans | `GET /orders/{id}` |
//! | `otel.kind` | spans | `internal` for the call, `client` for the attempt |
//! | `server.address`, `server.port` | spans | |
//! | `http.request.resend_count` | spans | number of retries |
//! | `imcloud.correlation_id` | spans | the service's `X-Correlation-ID` |
//! | `url.full` | attempt span | the URL; values of query parameters only if they are listed as harmless |
//! | `imcloud.operation` | call span, events | `get_order` |
//! | `http.request.method`, `url.template` | spans, attempt event | |
//! | `http.response.status_code` | spans, attempt event | |
//! | `error.type` | spans, attempt event | [`ErrorKind`](crate::ErrorKind); missing for a success |
//! | `http.response.body.size` | attempt event | bytes |
//! | `headers` | attempt event | response headers that are listed as harmless |
//! | `attempt` | attempt event | number of the attempt of its call, from 1 |
//! | `reason` | delay event | `rate_limit` or `backoff` |
//! | `duration` | events | seconds |
//!
//! **Events.** The end of each attempt and each delay is an event of the target `imcloud::telemetry` at level
//! `DEBUG`. Its message is a line for a log, and its fields are labels and values for metrics.
//! Token refreshes and their failures are events, too. Bodies are never logged.
//!
//! # Examples
//!
//! A layer that counts failed attempts by the kind of their error:
//!
//! ```
//! use std::{collections::BTreeMap, fmt::Debug, sync::Mutex};
//! use tracing::{Event, Subscriber, field::Field};
//! use tracing_subscriber::{Layer, layer::{Context, SubscriberExt as _}};
//!
//! #[derive(Default)]
//! struct Failures(Mutex<BTreeMap<String, u64>>);
//!
//! impl<S: Subscriber> Layer<S> for Failures {
//!     fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
//!         event.record(&mut |field: &Field, value: &dyn Debug| {
//!             if field.name() == "error.type" && event.metadata().target() == "imcloud::telemetry" {
//!                 *self.0.lock().unwrap().entry(format!("{value:?}")).or_default() += 1;
//!             }
//!         });
//!     }
//! }
//!
//! let subscriber = tracing_subscriber::registry().with(Failures::default());
//! ```

use std::{fmt::Write as _, time::Duration};

use bytes::Bytes;
use imcloud_raw::{Response, SignedUrl};
use reqwest::{StatusCode, Url, header::HeaderMap};
use tracing::{Span, field::Empty};

use crate::{
    call::Call,
    error::{Error, Result},
};

macro_rules! span {
    ($span:ident, $name:literal, $kind:literal, $call:ident, $url:ident, $resent:expr, $field:literal = $value:expr) => {
        tracing::$span!(
            $name,
            "otel.name" = format_args!("{} {}", $call.method, $call.template),
            "otel.kind" = $kind,
            "http.request.method" = &*$call.method,
            "url.template" = &*$call.template,
            "server.address" = $url.host_str().unwrap_or_default(),
            "server.port" = $url.port_or_known_default().unwrap_or_default(),
            "http.response.status_code" = Empty,
            "error.type" = Empty,
            "otel.status_code" = Empty,
            "imcloud.correlation_id" = Empty,
            "http.request.resend_count" = $resent,
            $field = $value
        )
    };
}

pub(crate) fn call_span(call: &Call, url: &Url) -> Span {
    span!(info_span, "imcloud.call", "internal", call, url, Empty, "imcloud.operation" = &*call.name)
}

pub(crate) fn attempt_span(call: &Call, url: &Url, number: u32) -> Span {
    span!(debug_span, "imcloud.attempt", "client", call, url, number - 1, "url.full" = masked_url(url))
}

#[derive(Clone, Copy)]
pub(crate) struct Outcome<'a> {
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: Option<&'a HeaderMap>,
    pub(crate) error: Option<&'a Error>,
}

impl<'a> From<&'a Result<Response<Bytes>>> for Outcome<'a> {
    fn from(result: &'a Result<Response<Bytes>>) -> Self {
        match result {
            Ok(response) => {
                Self { status: Some(response.status()), headers: Some(response.headers()), error: None }
            }
            Err(error) => Self { status: error.status(), headers: error.headers(), error: Some(error) },
        }
    }
}

impl Outcome<'_> {
    fn result(self) -> String {
        match (self.status.map(|status| status.as_u16()), self.error.map(Error::kind)) {
            (Some(status), None) => status.to_string(),
            (Some(status), Some(error)) => format!("{status} ({error})"),
            (None, Some(error)) => error.to_string(),
            (None, None) => "no response".to_owned(),
        }
    }

    fn record(self, span: &Span) {
        if span.is_disabled() {
            return;
        }
        if let Some(status) = self.status {
            span.record("http.response.status_code", status.as_u16());
        }
        if let Some(error) = self.error {
            span.record("error.type", error.kind().as_str());
            span.record("otel.status_code", "ERROR");
        }
        let header = || self.headers?.get("x-correlation-id")?.to_str().ok();
        if let Some(id) = self.error.map_or_else(header, Error::correlation_id) {
            span.record("imcloud.correlation_id", id);
        }
    }
}

pub(crate) fn call_ended(span: &Span, outcome: Outcome<'_>, attempts: u32) {
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    outcome.record(span);
}

pub(crate) fn attempt_ended(
    call: &Call,
    span: &Span,
    outcome: Outcome<'_>,
    number: u32,
    duration: Duration,
    body_bytes: usize,
) {
    outcome.record(span);
    tracing::debug!(
        parent: span,
        imcloud.operation = &*call.name,
        http.request.method = &*call.method,
        url.template = &*call.template,
        http.response.status_code = outcome.status.map(|status| status.as_u16()),
        http.response.body.size = body_bytes,
        error.type = outcome.error.map(|error| error.kind().as_str()),
        attempt = number,
        duration = duration.as_secs_f64(),
        headers = outcome.headers.map(shown_headers),
        "{} {} -> {} in {} ms, {body_bytes} bytes, attempt {number}",
        call.method,
        call.template,
        outcome.result(),
        duration.as_millis(),
    );
}

/// Reports a delay. `reason` is `rate_limit` or `backoff`.
pub(crate) fn waits(call: &Call, reason: &'static str, duration: Duration) {
    let purpose = if reason == "backoff" { "before the next attempt" } else { "for the rate limit" };
    tracing::debug!(
        imcloud.operation = &*call.name,
        reason,
        duration = duration.as_secs_f64(),
        "{} waits {} ms {purpose}",
        call.name,
        duration.as_millis(),
    );
}

/// Headers whose values are harmless and useful.
const HEADERS: &[&str] =
    &["content-type", "content-length", "date", "location", "retry-after", "server", "x-correlation-id"];

/// Query parameters with harmless values. Names of persons and companies are not harmless.
const PARAMETERS: &[&str] = &[
    "creationDateFrom",
    "creationDateTo",
    "creationTimeFrom",
    "creationTimeTo",
    "customerId",
    "format",
    "from",
    "limit",
    "mpn",
    "offset",
    "orderNumber",
    "resellerId",
    "status",
    "statusCode",
    "subscriptionId",
    "to",
    "type",
    "vendor",
];

/// Returns the URL without the values of parameters that are not listed.
fn masked_url(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    // URLs without a host have no user information.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    let mut text = String::from(shown);
    for (index, (name, value)) in url.query_pairs().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        let value = if PARAMETERS.contains(&&*name) { &*value } else { "[hidden]" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{name}={value}");
    }
    text
}

/// Returns the listed headers as one string. The target of a redirect is masked.
fn shown_headers(headers: &HeaderMap) -> String {
    let mut text = String::new();
    for (name, value) in headers.iter().filter(|(name, _)| HEADERS.contains(&name.as_str())) {
        let value = match value.to_str() {
            // A relative URL can have a secret query, too.
            Ok(value) if name == "location" => SignedUrl::from(value).to_string(),
            Ok(value) => value.to_owned(),
            Err(_) => continue,
        };
        let separator = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{separator}{name}: {value}");
    }
    text
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn only_listed_parameters_are_shown() {
        let url =
            "https://u:SECRET@api.example/na/customers?limit=5&email=SECRET%40x.example&sig=SECRET#SECRET";
        assert_eq!(
            masked_url(&url.parse().unwrap()),
            "https://api.example/na/customers?limit=5&email=[hidden]&sig=[hidden]"
        );
        assert_eq!(masked_url(&"https://api.example/na".parse().unwrap()), "https://api.example/na");
    }

    #[test]
    fn only_listed_headers_are_shown() {
        let mut headers = HeaderMap::new();
        headers.insert("set-cookie", HeaderValue::from_static("SECRET"));
        headers.insert("retry-after", HeaderValue::from_static("5"));
        headers.insert("location", HeaderValue::from_static("https://x.example/y?sig=SECRET"));
        assert_eq!(shown_headers(&headers), "retry-after: 5, location: https://x.example/y?[hidden]");
    }
}
