//! Questions to ask of an error.

use reqwest::StatusCode;

use super::{Error, ErrorKind};
use crate::Idempotency;

impl Error {
    /// There is no such thing: 404, or 400 with a message that contains "No entity has been found" (both seen in client code).
    ///
    /// *Usual cause:* an id of another marketplace or of a test system, or a thing that was removed. *Remedy:* look it up by a list. A 404 of the
    /// gateway is not meant: that is a wrong base URL.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// It clashes with the state of things: 409, or a business refusal that speaks of a conflict.
    ///
    /// *Usual cause:* another change order of the same subscription is still open (observed). *Remedy:* wait for the order that the message names, or cancel it.
    /// The service has no code for this; it is judged by the words of the refusals that are known.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        let speaks_of_it = || {
            self.body()
                .is_some_and(|body| body.mentions(&["conflict", "prohibits", "already an ", "still open"]))
        };
        self.kind() == ErrorKind::Conflict || (self.is_business_rule() && speaks_of_it())
    }

    /// A business rule forbids it: 500 with a message of the platform, to a call that is no plain read (observed).
    ///
    /// *Usual cause:* what [`Error::message`] says, and nothing else says it. *Remedy:* do that; sending the same again gives the same.
    #[must_use]
    pub fn is_business_rule(&self) -> bool {
        self.kind() == ErrorKind::BusinessRule
    }

    /// Something in the request is wrong: 400 or 422, or it could not even be built.
    ///
    /// *Usual cause:* a value outside of what is allowed, such as two statuses in one filter (observed). *Remedy:* see [`Error::message`].
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.kind(), ErrorKind::BadRequest | ErrorKind::InvalidRequest)
    }

    /// Too many calls in a short time: 429, after as many pauses as the policy allows.
    ///
    /// *Usual cause:* other programs use the same key. *Remedy:* wait [`Error::retry_after`]; share one client; lower the rate with
    /// [`Builder::rate_limit`](crate::Builder::rate_limit).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// The key's quota of calls is used up: 403 of the gateway, unlike the 403 of the platform. Never repeated by the client.
    ///
    /// *Usual cause:* the daily number of calls. *Remedy:* wait [`Error::retry_after`], often hours; fetch less, or ask support for more.
    #[must_use]
    pub fn is_quota_exceeded(&self) -> bool {
        self.kind() == ErrorKind::QuotaExceeded
    }

    /// Login, token or subscription key were not accepted: 401, after the token was renewed once; or no token could be had.
    ///
    /// *Usual cause:* a changed password, a user that is not activated, a key that was reset with the user (documented). *Remedy:*
    /// [`Client::verify`](crate::Client::verify) says which of them.
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        matches!(self.kind(), ErrorKind::Authentication | ErrorKind::InvalidSubscriptionKey)
    }

    /// Returns true if the user lacks the permission (403), or if the signed URL of a file was rejected.
    ///
    /// *Usual cause:* calls about resellers from an ordinary reseller's account (assumed). *Remedy:* another account; repeating does not help.
    #[must_use]
    pub fn is_permission_denied(&self) -> bool {
        self.kind() == ErrorKind::PermissionDenied
    }

    /// The time for an attempt or for the whole call was over.
    ///
    /// *Usual cause:* a slow platform; orders take over a minute at times (observed). *Remedy:* [`Timeouts`](crate::Timeouts). For calls that
    /// change something see [`Error::is_ambiguous`].
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// No connection came about; nothing was sent.
    ///
    /// *Usual cause:* a wrong host name, a firewall, a proxy, a TLS interceptor. *Remedy:* check the base URL from this machine.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// The service or something in front of it is in trouble: 5xx that is no business refusal, or 408.
    ///
    /// *Usual cause:* load or maintenance. *Remedy:* later again; quote [`Error::correlation_id`] to support if it stays.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::Server
    }

    /// The answer was a success, but its body cannot be read or broke off. The service did what it was asked.
    ///
    /// *Usual cause:* a base URL that points to a web page, or a change of the service. *Remedy:* [`Error::json_path`] says where; report it with the
    /// correlation id.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
            || (self.kind() == ErrorKind::Interrupted
                && self.status().is_some_and(|status| status.is_success()))
    }

    /// A file is larger than its bound.
    ///
    /// *Usual cause:* a report over a long time. *Remedy:* [`Download::max_bytes`](crate::reports::Download::max_bytes), or a shorter time.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.kind() == ErrorKind::TooLarge
    }

    /// It is not known whether, or with which result, a call that changes something was carried out.
    ///
    /// *Usual cause:* a time-out, a broken connection, a 502 or 504 while the platform carries on (observed). *Remedy:* look before sending it
    /// again: for an order by its `poNumber`, for an account by its `externalId`. Never true for reads.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        let unclear = matches!(
            self.kind(),
            ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::Decode | ErrorKind::Server
        );
        unclear && self.0.idempotency != Idempotency::Safe && self.0.attempts > 0
    }

    /// Whether the same call may be sent again later without the danger of doing something twice, and with a chance.
    ///
    /// The client has done so already, as far as its policy allows; this is for the queue around it. See [`Error::retry_after`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::RateLimited | ErrorKind::QuotaExceeded => true,
            ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::Server => {
                self.0.idempotency != Idempotency::NonIdempotent || self.0.attempts == 0
            }
            _ => false,
        }
    }

    /// Whether the answer had this status.
    #[must_use]
    pub fn is_status(&self, status: StatusCode) -> bool {
        self.status() == Some(status)
    }
}
