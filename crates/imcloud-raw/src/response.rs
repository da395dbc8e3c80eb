//! Successful responses.

use std::fmt;

use reqwest::{StatusCode, header::HeaderMap};

/// Defines methods that return an expression: `name(self) -> Type = self.field;`.
macro_rules! getters {
    (impl $type:ident$(<$generic:tt>)? {
        $($(#[$attribute:meta])* $name:ident($self:ident) -> $result:ty = $value:expr;)*
    }) => {
        impl$(<$generic>)? $type$(<$generic>)? {$(
            $(#[$attribute])*
            #[must_use]
            pub fn $name(&$self) -> $result {
                $value
            }
        )*}
    };
}

pub(crate) use getters;

/// The value of a successful response, with its status and headers.
///
/// [`Response::into_inner`] returns the value. `Debug` shows no headers, which can be cookies.
///
/// Example: see [`Client`](crate::Client).
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
}

getters! { impl Response<T> {
    /// Returns a reference to the value.
    value(self) -> &T = &self.value;
    /// Returns the status: 200 for all known successes (documented). Any other 2xx is accepted.
    status(self) -> StatusCode = self.status;
    /// Returns the headers.
    headers(self) -> &HeaderMap = &self.headers;
    /// Returns the header `X-Correlation-ID`, for support. Responses of the gateway have none.
    correlation_id(self) -> Option<&str> = self.headers.get("x-correlation-id")?.to_str().ok();
}}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
