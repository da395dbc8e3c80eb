//! Successes that cannot be read.

use std::fmt;

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;

use super::text::{debug, excerpt, write_correlation_id};
use crate::{Operation, response::correlation_id};

/// A successful answer whose body is not what the specification says.
///
/// Neither `Display` nor `Debug` shows a body that is JSON: it may hold a token or a signed address.
pub struct DecodeError {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    path: String,
    source: serde_json::Error,
}

impl DecodeError {
    pub(crate) fn new<T: DeserializeOwned>(
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        error: serde_json::Error,
    ) -> Self {
        // Reading once more, only now, so that answers that can be read do not pay for finding the path.
        let deserializer = &mut serde_json::Deserializer::from_slice(&body);
        let (path, source) = match serde_path_to_error::deserialize::<_, T>(deserializer) {
            // Something follows the value.
            Ok(_) => (".".to_owned(), error),
            Err(error) => (error.path().to_string(), error.into_inner()),
        };
        Self { operation, status, headers, body, path, source }
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

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Where in the body reading failed, for example `data[3].address`; `.` for the body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What reading failed on. It can quote a value of the body.
    #[must_use]
    pub fn reason(&self) -> &serde_json::Error {
        &self.source
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, path, .. } = self;
        write!(f, "the answer of {operation} ({status}) cannot be read")?;
        match excerpt(&self.body) {
            excerpt if excerpt.is_empty() => f.write_str(": it has no body")?,
            excerpt if excerpt.starts_with('<') => write!(f, ": it is a page and no JSON: {excerpt}")?,
            _ if path == "." => write!(f, ": {}", self.source)?,
            _ => write!(f, " at {path}: {}", self.source)?,
        }
        write_correlation_id(f, correlation_id(&self.headers))
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "DecodeError", self.operation, self.status, &self.body)
    }
}
