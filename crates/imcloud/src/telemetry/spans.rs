//! Spans with the names of OpenTelemetry.

use reqwest::{StatusCode, Url};
use tracing::{Span, field::Empty};

use super::masked_url;
use crate::{Error, ErrorKind, http::Call};

pub(crate) fn call_span(call: &Call, url: &Url) -> Span {
    tracing::info_span!(
        "imcloud.call",
        "otel.name" = format_args!("{} {}", call.method, call.template),
        "otel.kind" = "internal",
        "imcloud.operation" = &*call.name,
        "http.request.method" = &*call.method,
        "url.template" = &*call.template,
        "server.address" = url.host_str().unwrap_or_default(),
        "server.port" = url.port_or_known_default().unwrap_or_default(),
        "http.request.resend_count" = Empty,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
        "otel.status_code" = Empty,
        "imcloud.correlation_id" = Empty,
    )
}

pub(crate) fn attempt_span(call: &Call, url: &Url, number: u32) -> Span {
    tracing::debug_span!(
        "imcloud.attempt",
        "otel.name" = format_args!("{} {}", call.method, call.template),
        "otel.kind" = "client",
        "http.request.method" = &*call.method,
        "url.template" = &*call.template,
        "url.full" = masked_url(url),
        "server.address" = url.host_str().unwrap_or_default(),
        "server.port" = url.port_or_known_default().unwrap_or_default(),
        "http.request.resend_count" = number - 1,
        "http.response.status_code" = Empty,
        "error.type" = Empty,
        "otel.status_code" = Empty,
        "imcloud.correlation_id" = Empty,
    )
}

/// The outcome of a call or an attempt.
#[derive(Clone, Copy)]
pub(crate) struct Outcome<'a> {
    pub(crate) status: Option<StatusCode>,
    pub(crate) error: Option<ErrorKind>,
    pub(crate) correlation_id: Option<&'a str>,
}

impl<'a> From<&'a Error> for Outcome<'a> {
    fn from(error: &'a Error) -> Self {
        Self { status: error.status(), error: Some(error.kind()), correlation_id: error.correlation_id() }
    }
}

impl Outcome<'_> {
    /// Adds the outcome to a span.
    pub(crate) fn record(self, span: &Span) {
        if span.is_disabled() {
            return;
        }
        if let Some(status) = self.status {
            span.record("http.response.status_code", status.as_u16());
        }
        if let Some(error) = self.error {
            span.record("error.type", error.as_str());
            span.record("otel.status_code", "ERROR");
        }
        if let Some(id) = self.correlation_id {
            span.record("imcloud.correlation_id", id);
        }
    }
}
