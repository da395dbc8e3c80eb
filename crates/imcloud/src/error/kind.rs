//! The kinds of failure.

use std::fmt;

/// What kind of failure an [`Error`](crate::Error) is; for metrics and logs. To decide what to do, ask the error's predicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built; nothing was sent.
    InvalidRequest,
    /// The credentials gave no token for a reason of their own; nothing was sent.
    NoToken,
    /// No connection came about; nothing was sent.
    Unreachable,
    /// The time for an attempt or for the whole call was over.
    TimedOut,
    /// The connection broke before an answer came.
    Disconnected,
    /// The body of an answer broke off.
    BrokenOff,
    /// An answer was a success, but its body is not what the specification says.
    Unreadable,
    /// The login or the token was not accepted (401).
    Unauthorized,
    /// The gateway did not accept the subscription key (401).
    KeyRefused,
    /// The platform forbids it to this user (403).
    Forbidden,
    /// The key's quota of calls is used up (403 of the gateway).
    QuotaExceeded,
    /// Too many calls in a short time (429).
    RateLimited,
    /// There is no such thing (404, or 400 with a message that says so).
    NotFound,
    /// It clashes with the state of things (409).
    Conflict,
    /// A business rule forbids it (500 with a message).
    BusinessRefusal,
    /// Something in the request is wrong (400 or 422).
    Rejected,
    /// The service points somewhere else (3xx), which is not followed.
    Redirected,
    /// The service or something in front of it is in trouble (5xx or 408).
    ServerTrouble,
    /// Refused with another status.
    Refused,
    /// The signed address of a file was not accepted: it expired, or was changed (401, 403 or 409 of the store).
    SignatureRefused,
    /// A file is larger than its bound.
    TooLarge,
    /// What a file is written to failed: the disk, a writer.
    Unwritable,
    /// A list cannot be read whole: it changed too fast, or is longer than its bound.
    Listing,
}

impl ErrorKind {
    /// A short name in lower case, for `error.type` in traces and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::NoToken => "no_token",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timeout",
            Self::Disconnected => "disconnected",
            Self::BrokenOff => "broken_off",
            Self::Unreadable => "unreadable",
            Self::Unauthorized => "unauthorized",
            Self::KeyRefused => "key_refused",
            Self::Forbidden => "forbidden",
            Self::QuotaExceeded => "quota_exceeded",
            Self::RateLimited => "rate_limited",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::BusinessRefusal => "business_refusal",
            Self::Rejected => "rejected",
            Self::Redirected => "redirected",
            Self::ServerTrouble => "server_trouble",
            Self::Refused => "refused",
            Self::SignatureRefused => "signature_refused",
            Self::TooLarge => "too_large",
            Self::Unwritable => "unwritable",
            Self::Listing => "listing",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
