//! Answers with a status other than 2xx.

use std::fmt;

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use super::text::{debug, excerpt, write_correlation_id};
use crate::{Operation, response::correlation_id, types::ErrorBody};

/// An answer with a status other than 2xx, exactly as it came.
///
/// A business refusal is a 500 whose message says why (observed); the body of a gateway may be HTML or empty (observed).
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

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, `Retry-After` among them where the gateway sends it.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came; empty when there was none or it broke off.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, when it is JSON in any of the known spellings.
    #[must_use]
    pub fn error_body(&self) -> Option<ErrorBody> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What the service says for people: `message`, or `error` in the framework's spelling.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.text_of(&["message", "error"])
    }

    /// The id to give to the publisher's support, from the header or the body.
    #[must_use]
    pub fn correlation_id(&self) -> Option<String> {
        let from_header = correlation_id(&self.headers).map(str::to_owned);
        from_header.or_else(|| self.text_of(&["correlationId"]))
    }

    /// The first of these members that says anything.
    ///
    /// Not by way of `ErrorBody`: another member may be odd, and an empty `message` must not hide `error`.
    fn text_of(&self, names: &[&str]) -> Option<String> {
        let body: serde_json::Value = serde_json::from_slice(&self.body).ok()?;
        let mut texts = names.iter().filter_map(|name| body.get(name)?.as_str()).map(str::trim);
        texts.find(|text| !text.is_empty()).map(str::to_owned)
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was refused with {}", self.operation, self.status)?;
        match self.message() {
            Some(message) => write!(f, ": {message}")?,
            None => match excerpt(&self.body) {
                excerpt if excerpt.is_empty() => f.write_str(", without a body")?,
                excerpt => write!(f, ": {excerpt}")?,
            },
        }
        write_correlation_id(f, self.correlation_id().as_deref())
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "ErrorResponse", self.operation, self.status, &self.body)
    }
}
