//! The kinds of failure.

use std::fmt;

/// The kind of an [`Error`](crate::Error).
///
/// # Examples
///
/// ```
/// use imcloud::{Error, ErrorKind};
///
/// fn may_succeed_later(error: &Error) -> bool {
///     match error.kind() {
///         ErrorKind::RateLimited | ErrorKind::Server | ErrorKind::Connect => true,
///         _ => error.is_retryable(),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built. Nothing was sent.
    InvalidRequest,
    /// The request contains an invalid value (400 or 422).
    BadRequest,
    /// TLS, the host name or the proxy is not configured correctly. Nothing was sent.
    Configuration,
    /// The login or the token was rejected (401), or the credentials did not supply a token.
    Authentication,
    /// The gateway rejected the subscription key (401).
    InvalidSubscriptionKey,
    /// The user lacks the permission (403), or the signed URL of a file was rejected (401, 403 or 409).
    PermissionDenied,
    /// The call quota of the key is used up (403 from the gateway).
    QuotaExceeded,
    /// Too many calls in a short time (429).
    RateLimited,
    /// The object does not exist (404, or 400 with a message that says so).
    NotFound,
    /// The request conflicts with the state of the object (409).
    Conflict,
    /// A business rule forbids the request (500 with a message of the platform).
    BusinessRule,
    /// The service failed (5xx or 408).
    Server,
    /// A status that the client does not handle, such as a redirect.
    UnexpectedStatus,
    /// No connection could be established. Nothing was sent.
    Connect,
    /// The time limit of an attempt or of the call expired.
    Timeout,
    /// The connection was closed before the response was complete.
    Interrupted,
    /// The body of a successful response does not match the specification.
    Decode,
    /// A body or a file exceeds its size limit.
    TooLarge,
    /// Reading or writing a local file failed.
    Io,
    /// A list could not be read completely: it changed too fast, or exceeds its limit.
    Pagination,
}

impl ErrorKind {
    /// Returns a short name in lower case, for `error.type` in traces and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::BadRequest => "bad_request",
            Self::Configuration => "configuration",
            Self::Authentication => "authentication",
            Self::InvalidSubscriptionKey => "invalid_subscription_key",
            Self::PermissionDenied => "permission_denied",
            Self::QuotaExceeded => "quota_exceeded",
            Self::RateLimited => "rate_limited",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::BusinessRule => "business_rule",
            Self::Server => "server",
            Self::UnexpectedStatus => "unexpected_status",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
            Self::Io => "io",
            Self::Pagination => "pagination",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
