//! Spans with the names of OpenTelemetry. They show the listed headers and parameters only.

use std::fmt::Write as _;

use imcloud_raw::SignedUrl;
use reqwest::{StatusCode, Url, header::HeaderMap};
use tracing::{Span, field::Empty};

use crate::{
    call::Call,
    error::{Error, ErrorKind},
};

macro_rules! span {
    ($span:ident, $name:literal, $kind:literal, $call:ident, $url:ident, $($field:literal = $value:expr),*) => {
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
            $($field = $value),*
        )
    };
}

pub(crate) fn call_span(call: &Call, url: &Url) -> Span {
    let operation = &*call.name;
    span!(
        info_span,
        "imcloud.call",
        "internal",
        call,
        url,
        "imcloud.operation" = operation,
        "http.request.resend_count" = Empty
    )
}

pub(crate) fn attempt_span(call: &Call, url: &Url, number: u32) -> Span {
    let resent = number - 1;
    span!(
        debug_span,
        "imcloud.attempt",
        "client",
        call,
        url,
        "url.full" = masked_url(url),
        "http.request.resend_count" = resent
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
pub(crate) fn masked_url(url: &Url) -> String {
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
pub(crate) fn shown_headers(headers: &HeaderMap) -> String {
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
