//! Responses with a status other than 2xx.

use std::fmt;

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use super::{debug, write_correlation_id};
use crate::{Operation, body::decode, response::correlation_id, types::ErrorBody};

/// A response with a status other than 2xx, unchanged.
///
/// A violated business rule is a 500 with a message (observed). The body of a gateway can be HTML or empty
/// (observed). `Display` shows the status and the message. Like the body, the message can repeat secrets of
/// the request.
#[derive(Clone)]
pub struct ErrorResponse {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl ErrorResponse {
    pub(crate) fn new(
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self { operation, status, headers, body }
    }

    /// Returns the operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers, including `Retry-After` if the gateway sent it.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, unchanged; empty if there was none or it was truncated.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body if it is JSON in one of the known forms.
    #[must_use]
    pub fn error_body(&self) -> Option<ErrorBody> {
        decode(&self.body).ok()
    }

    /// Returns the message: the property `message`, or `error` in the form of the framework.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.first_string(&["message", "error"])
    }

    /// Returns the correlation id for the support of the provider, from the header or the body.
    #[must_use]
    pub fn correlation_id(&self) -> Option<String> {
        let from_header = correlation_id(&self.headers).map(str::to_owned);
        from_header.or_else(|| self.first_string(&["correlationId"]))
    }

    /// Returns the first of these properties that is a string and not blank.
    ///
    /// Does not use `ErrorBody`: another property can be invalid, and an empty `message` must not hide
    /// `error`.
    fn first_string(&self, names: &[&str]) -> Option<String> {
        let body: serde_json::Value = decode(&self.body).ok()?;
        let mut strings = names.iter().filter_map(|name| body.get(name)?.as_str()).map(str::trim);
        strings.find(|string| !string.is_empty()).map(str::to_owned)
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {}", self.operation, self.status)?;
        if let Some(message) = self.message() {
            write!(f, ": {message}")?;
        }
        write_correlation_id(f, self.correlation_id().as_deref())
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "ErrorResponse", self.operation, self.status, &self.body)
    }
}
