//! Responses that are errors: a status other than 2xx, or a body that cannot be decoded.

use std::fmt;

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use crate::{
    Operation, Response,
    body::{InvalidBody, decode},
    response::getters,
    types::ErrorBody,
};

/// A response with a status other than 2xx, unchanged.
///
/// A violated business rule is a 500 with a message (observed). The body of a gateway can be HTML or empty
/// (observed). `Display` shows the status and the message. Like the body, the message can repeat secrets of
/// the request. Example: see [`Error`](crate::Error).
#[derive(Clone)]
pub struct ErrorResponse {
    pub(crate) operation: &'static Operation,
    pub(crate) response: Response<Bytes>,
}

getters! { impl ErrorResponse {
    /// Returns the operation that was called.
    operation(self) -> &'static Operation = self.operation;
    /// Returns the status.
    status(self) -> StatusCode = self.response.status();
    /// Returns the headers, including `Retry-After` if the gateway sent it.
    headers(self) -> &HeaderMap = self.response.headers();
    /// Returns the body, unchanged; empty if there was none or it was truncated.
    body(self) -> &Bytes = self.response.value();
    /// Returns the body if it is JSON in one of the known forms.
    error_body(self) -> Option<ErrorBody> = decode(self.body()).ok();
    /// Returns the message: the property `message`, or `error` in the form of the framework.
    message(self) -> Option<String> = self.first_string(&["message", "error"]);
    /// Returns the correlation id for the support of the provider, from the header or the body.
    correlation_id(self) -> Option<String> = {
        let from_header = self.response.correlation_id().map(str::to_owned);
        from_header.or_else(|| self.first_string(&["correlationId"]))
    };
}}

impl ErrorResponse {
    /// Returns the first of these properties that is a string and not blank.
    ///
    /// Does not use `ErrorBody`: others can be invalid, and an empty `message` must not hide `error`.
    fn first_string(&self, names: &[&str]) -> Option<String> {
        let body: serde_json::Value = decode(self.body()).ok()?;
        let mut strings = names.iter().filter_map(|name| body.get(name)?.as_str()).map(str::trim);
        strings.find(|string| !string.is_empty()).map(str::to_owned)
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {}", self.operation, self.status())?;
        if let Some(message) = self.message() {
            write!(f, ": {message}")?;
        }
        write_correlation_id(f, self.correlation_id().as_deref())
    }
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "ErrorResponse", self.operation, &self.response)
    }
}

/// A successful response whose body does not match the specification.
///
/// Neither `Display` nor `Debug` shows the body, which can contain a token or a signed URL. Example: see
/// [`Error`](crate::Error).
pub struct DecodeError {
    pub(crate) operation: &'static Operation,
    pub(crate) response: Response<Bytes>,
    pub(crate) invalid: InvalidBody,
}

getters! { impl DecodeError {
    /// Returns the operation that was called.
    operation(self) -> &'static Operation = self.operation;
    /// Returns the status.
    status(self) -> StatusCode = self.response.status();
    /// Returns the headers.
    headers(self) -> &HeaderMap = self.response.headers();
    /// Returns the body, unchanged.
    body(self) -> &Bytes = self.response.value();
    /// Returns the JSON path of the invalid value, such as `data[3].address`; `.` for the complete body.
    path(self) -> &str = &self.invalid.path;
    /// Returns the cause, which can quote a value of the body.
    reason(self) -> &serde_json::Error = &self.invalid.source;
    /// Returns path and cause, for the client above this crate.
    #[doc(hidden)]
    invalid(self) -> &InvalidBody = &self.invalid;
}}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = self.invalid.cause(self.body());
        write!(f, "{} failed: could not decode response ({}){cause}", self.operation, self.status())?;
        write_correlation_id(f, self.response.correlation_id())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "DecodeError", self.operation, &self.response)
    }
}

/// Writes the `Debug` form of a response without its headers and body, which can contain secrets.
fn debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    operation: &Operation,
    response: &Response<Bytes>,
) -> fmt::Result {
    f.debug_struct(name)
        .field("operation", &operation.name)
        .field("status", &response.status())
        .field("body", &format_args!("[{} bytes]", response.value().len()))
        .finish_non_exhaustive()
}

fn write_correlation_id(f: &mut fmt::Formatter<'_>, id: Option<&str>) -> fmt::Result {
    match id {
        Some(id) => write!(f, " (correlation id {id})"),
        None => Ok(()),
    }
}
