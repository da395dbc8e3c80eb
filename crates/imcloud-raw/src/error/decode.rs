//! Successful responses that cannot be decoded.

use std::fmt;

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use super::{debug, write_correlation_id};
use crate::{Operation, body::InvalidBody, response::correlation_id};

/// A successful response whose body does not match the specification.
///
/// Neither `Display` nor `Debug` shows the body, which can contain a token or a signed URL.
pub struct DecodeError {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    invalid: InvalidBody,
}

impl DecodeError {
    pub(crate) fn new(
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        invalid: InvalidBody,
    ) -> Self {
        Self { operation, status, headers, body, invalid }
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

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, unchanged.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the JSON path of the invalid value, such as `data[3].address`; `.` for the complete body.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.invalid.path
    }

    /// Returns the cause, which can quote a value of the body.
    #[must_use]
    pub fn reason(&self) -> &serde_json::Error {
        &self.invalid.source
    }

    /// Returns path and cause, for the client above this crate.
    #[doc(hidden)]
    #[must_use]
    pub fn invalid(&self) -> &InvalidBody {
        &self.invalid
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = self.invalid.cause(&self.body);
        write!(f, "{} failed: could not decode response ({}){cause}", self.operation, self.status)?;
        write_correlation_id(f, correlation_id(&self.headers))
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "DecodeError", self.operation, self.status, &self.body)
    }
}
