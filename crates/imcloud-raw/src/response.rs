//! Successful responses.

use std::fmt;

use reqwest::{
    StatusCode,
    header::{HeaderMap, HeaderName},
};

/// The value of a successful response, with its status and headers.
///
/// [`Response::into_inner`] returns the value. `Debug` shows no headers, which can be cookies.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    /// Creates a response, for tests.
    #[must_use]
    pub fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self { value, status, headers }
    }

    /// Returns a reference to the value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the value, the status and the headers.
    #[must_use]
    pub fn into_parts(self) -> (T, StatusCode, HeaderMap) {
        (self.value, self.status, self.headers)
    }

    /// Returns the status: 200 for all known successes (documented). Any other 2xx is accepted.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the header `X-Correlation-ID`, for the support of the provider. Missing in responses of the
    /// gateway itself.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        correlation_id(&self.headers)
    }
}

pub(crate) fn correlation_id(headers: &HeaderMap) -> Option<&str> {
    const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");
    headers.get(CORRELATION_ID)?.to_str().ok()
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
