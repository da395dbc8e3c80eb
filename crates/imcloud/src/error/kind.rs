//! Kinds of errors, and predicates.

use std::fmt;

use super::Error;
use crate::call::Idempotency;

/// Defines an enum with a name for each variant.
macro_rules! named_enum {
    ($(#[$attribute:meta])* pub enum $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$attribute])*
        pub enum $type {$( $(#[$doc])* $variant, )*}

        impl $type {
            /// Returns a short name in lower case, for `error.type` in traces and metrics.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {$( Self::$variant => $name, )*}
            }
        }
    };
}

named_enum! {
/// The kind of an [`Error`].
///
/// More kinds can be added, so a `match` needs a last arm. Example: see [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built. Nothing was sent.
    InvalidRequest = "invalid_request",
    /// The request contains an invalid value (400 or 422).
    BadRequest = "bad_request",
    /// The URL, its host name, TLS or the proxy is not configured correctly. Nothing was sent.
    Configuration = "configuration",
    /// The login or the token was rejected (401), or the credentials did not supply a token.
    Authentication = "authentication",
    /// The gateway rejected the subscription key (401).
    InvalidSubscriptionKey = "invalid_subscription_key",
    /// The user lacks the permission (403), or the signed URL of a file was rejected (401, 403 or 409).
    PermissionDenied = "permission_denied",
    /// The call quota of the key is used up (403 from the gateway).
    QuotaExceeded = "quota_exceeded",
    /// Too many calls in a short time (429).
    RateLimited = "rate_limited",
    /// The object does not exist (404, or 400 with a message that says so).
    NotFound = "not_found",
    /// The request conflicts with the state of the object (409).
    Conflict = "conflict",
    /// A business rule forbids the request (500 with a message of the platform).
    BusinessRule = "business_rule",
    /// The service failed (5xx or 408).
    Server = "server",
    /// A status that the client does not handle, such as a redirect.
    UnexpectedStatus = "unexpected_status",
    /// No connection could be established. Nothing was sent.
    Connect = "connect",
    /// The time limit of an attempt or of the call expired.
    Timeout = "timeout",
    /// The connection was closed before the response was complete.
    Interrupted = "interrupted",
    /// The body of a successful response does not match the specification.
    Decode = "decode",
    /// A body or a file exceeds its size limit.
    TooLarge = "too_large",
    /// Reading or writing a local file failed.
    Io = "io",
    /// A list could not be read completely: it changed too fast, or exceeds its limit.
    Pagination = "pagination",
    /// An order may exist: see [`Error::unknown_order`]. The kind of a converted
    /// [`PlaceOrderError`](crate::orders::PlaceOrderError).
    OutcomeUnknown = "outcome_unknown",
}
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Defines predicates that compare the kind of an error: `name: Kind;`.
macro_rules! predicates {
    ($($(#[$doc:meta])* $name:ident: $($kind:ident)|+;)*) => {
        impl Error {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> bool {
                matches!(self.kind(), $(ErrorKind::$kind)|+)
            }
        )*}
    };
}

predicates! {
    /// Returns true if the object does not exist: 404, or 400 with the message "No entity has been found"
    /// (both seen in client code).
    ///
    /// *Usual cause:* an id of another marketplace, or a removed object. *Hint:* search a list for it.
    /// Excludes a 404 of the gateway, which is caused by a wrong base URL.
    is_not_found: NotFound;

    /// Returns true if a business rule forbids the request: 500 of the platform, except for reads (observed).
    ///
    /// *Cause and hint:* see [`Error::message`]. The same request fails again.
    is_business_rule: BusinessRule;

    /// Returns true if the request contains an invalid value (400 or 422), or could not be built.
    ///
    /// *Usual cause:* a value out of range, such as two statuses (observed). *Hint:* see [`Error::message`].
    is_invalid_request: BadRequest | InvalidRequest;

    /// Returns true if URL, host name, TLS or proxy is not configured correctly. Nothing was sent.
    ///
    /// *Usual cause:* a mistyped host, or a proxy that inspects TLS. *Hint:* check base URL and proxy
    /// variables; add the certificate by `SSL_CERT_FILE` or [`Builder::http`](crate::Builder::http).
    is_configuration: Configuration;

    /// Returns true if there were too many calls in a short time (429), after the retries of the policy.
    ///
    /// *Usual cause:* other programs use the same key. *Hint:* wait for [`Error::retry_after`], share one
    /// client, or lower the rate with [`Builder::rate_limit`](crate::Builder::rate_limit).
    is_rate_limited: RateLimited;

    /// Returns true if the call quota of the key is used up (403 of the gateway). It is never retried.
    ///
    /// *Usual cause:* the daily number of calls. *Hint:* wait for [`Error::retry_after`], often hours, or ask
    /// support for a higher quota.
    is_quota_exceeded: QuotaExceeded;

    /// Returns true if login, token or subscription key were rejected (401), or there is no token.
    ///
    /// *Usual cause:* a changed password, an inactive user, or a key that was reset with the user
    /// (documented). *Hint:* [`Client::verify`](crate::Client::verify) reports which one.
    is_authentication: Authentication | InvalidSubscriptionKey;

    /// Returns true if the user lacks the permission (403), or if the signed URL of a file was rejected.
    ///
    /// *Usual cause:* calls about resellers by an ordinary one (assumed). *Hint:* use another account.
    is_permission_denied: PermissionDenied;

    /// Returns true if the time limit of an attempt or of the call expired.
    ///
    /// *Usual cause:* a slow platform; orders can take over a minute (observed). *Hint:*
    /// [`Timeouts`](crate::Timeouts). For calls other than reads see [`Error::is_ambiguous`].
    is_timeout: Timeout;

    /// Returns true if no connection could be established. Nothing was sent.
    ///
    /// *Usual cause:* a wrong host name, a firewall or a proxy. *Hint:* check the base URL from this machine.
    is_connect: Connect;

    /// Returns true if the service or its gateway failed: 5xx other than a business rule, or 408.
    ///
    /// *Usual cause:* load or maintenance. *Hint:* retry later, or report the [`Error::correlation_id`].
    is_server_error: Server;

    /// Returns true if a body or file exceeds its size limit.
    ///
    /// *Usual cause:* a report of a long period. *Hint:*
    /// [`Download::max_bytes`](crate::reports::Download::max_bytes), or a shorter period.
    is_too_large: TooLarge;
}

getters! { impl Error {
    /// Returns true for a conflict with the state of the object: 409, or a business rule that mentions one.
    ///
    /// *Usual cause:* another change order of the same subscription is open (observed). *Hint:* wait for the
    /// order in the message, or cancel it. The service has no code for it; the known messages are recognized.
    is_conflict(self) -> bool = {
        let mentions_conflict = || {
            self.body()
                .is_some_and(|body| body.mentions(&["conflict", "prohibits", "already an ", "still open"]))
        };
        self.kind() == ErrorKind::Conflict || (self.is_business_rule() && mentions_conflict())
    };

    /// Returns true if the body of a successful response was truncated or invalid. The call was carried out.
    ///
    /// *Usual cause:* a base URL of a web page, or a change of the service. *Hint:* report
    /// [`Error::json_path`] with the correlation id.
    is_decode(self) -> bool =
        self.kind() == ErrorKind::Decode
            || (self.kind() == ErrorKind::Interrupted
                && self.status().is_some_and(|status| status.is_success()));

    /// Returns true if it is unknown whether, or with which result, a call other than a read was carried out.
    ///
    /// *Usual cause:* a timeout, a closed connection, or a 502 or 504 while the platform continues
    /// (observed). *Hint:* search before sending it again: an order by its `poNumber`, an account by its
    /// `externalId`. Never true for reads.
    is_ambiguous(self) -> bool = {
        let unknown = matches!(
            self.kind(),
            ErrorKind::Timeout
                | ErrorKind::Interrupted
                | ErrorKind::Decode
                | ErrorKind::TooLarge
                | ErrorKind::Server
        );
        let was_sent = self.0.idempotency != Idempotency::Safe && self.0.attempts > 0;
        self.kind() == ErrorKind::OutcomeUnknown || (unknown && was_sent)
    };

    /// Returns true if the same call may succeed later, without the risk of a duplicate.
    ///
    /// The client has already retried it, as far as its policy allows. See [`Error::retry_after`].
    is_retryable(self) -> bool = match self.kind() {
        ErrorKind::Connect | ErrorKind::RateLimited | ErrorKind::QuotaExceeded => true,
        ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::Server => {
            self.0.idempotency != Idempotency::NonIdempotent || self.0.attempts == 0
        }
        _ => false,
    };
}}
