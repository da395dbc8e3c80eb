//! Placing an order.

use std::{collections::HashSet, future::IntoFuture, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use imcloud_raw::types::{Order, OrderInput};

use super::{
    OrderReference, OutcomeUnknown, PlaceOrderError, Placed, UnknownReason,
    search::{Finding, OrderMatcher, Searcher},
};
use crate::{
    Client,
    call::Idempotency,
    error::{Details, Error, ErrorKind, Shape},
    wait::TimeLimit,
};

/// Places an order without duplicates when awaited. See the [module](crate::orders) for the guarantees.
///
/// # Errors
/// [`PlaceOrderError`] distinguishes rejected orders from unknown outcomes.
///
/// # Examples
///
/// Resuming in another process:
///
/// ```
/// # use imcloud::orders::OrderReference;
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc.rs")); }
/// # doc::run(async |_sandbox, client| {
/// # let order = doc::order(&client).await?;
/// let placing = client.orders().place(&order);
/// // Store this before the order is sent.
/// let stored = serde_json::to_string(placing.reference())?;
/// let placed = placing.await?;
///
/// // Another process continues without knowing whether the order was sent.
/// let reference: OrderReference = serde_json::from_str(&stored)?;
/// let again = client.orders().place(&order).resume(reference).await?;
/// assert!(again.found && again.attempts == 0);
/// assert_eq!(again.order.id, placed.order.id);
/// # Ok(())
/// # }).unwrap();
/// ```
#[must_use = "nothing is ordered until this is awaited"]
#[derive(Clone)]
pub struct PlaceOrder {
    client: Client,
    order: OrderInput,
    reference: OrderReference,
    resumed: bool,
    timeout: Duration,
    search_timeout: Duration,
    lookback: Duration,
    max_attempts: u32,
}

setters! { blocking impl PlaceOrder {
    /// Time limit for attempts, searches and permits together. Defaults to 10 minutes. Then the outcome is
    /// unknown, or the order is rejected if nothing was sent.
    timeout(timeout: Duration) => timeout = timeout;

    /// Time to search for the order after an ambiguous attempt. Defaults to 3 minutes, because placing an
    /// order can take more than one (observed). The first search starts at once, the last one when this time
    /// is over. With zero there is one search.
    search_timeout(search_timeout: Duration) => search_timeout = search_timeout;

    /// Allowance for clock differences: the maximum time between the creation date of the order and the
    /// beginning of the call. Defaults to 1 hour. A longer time costs a call for each order in it.
    lookback(lookback: Duration) => lookback = lookback;

    /// Maximum number of attempts of this call. Defaults to 3. With 1 the order is never resent. With 0
    /// the client only searches, which is useful with [`resume`](Self::resume).
    max_attempts(max_attempts: u32) => max_attempts = max_attempts;
}}

getters! { impl PlaceOrder {
    /// Returns the reference of the order. Store it before awaiting to be able to [`resume`](Self::resume).
    reference(self) -> &OrderReference = &self.reference;
}}

impl PlaceOrder {
    pub(crate) fn new(client: &Client, order: &OrderInput) -> Self {
        Self {
            reference: OrderReference::now(order.po_number.as_deref(), client.runtime()),
            client: client.clone(),
            order: order.clone(),
            resumed: false,
            timeout: Duration::from_secs(600),
            search_timeout: Duration::from_secs(180),
            lookback: Duration::from_secs(3600),
            max_attempts: 3,
        }
    }

    /// Continues with an order that may have been sent. The client searches first and sends it if missing.
    ///
    /// The order must be the same. Its `poNumber` may be that of the reference or missing. With another one
    /// nothing is sent, and the outcome is [`PlaceOrderError::OutcomeUnknown`].
    pub fn resume(mut self, reference: OrderReference) -> Self {
        self.reference = reference;
        self.resumed = true;
        self
    }

    async fn run(mut self) -> Result<Placed, PlaceOrderError> {
        let client = self.client.clone();
        let limit = TimeLimit::start(client.runtime(), self.timeout);
        let mut progress = Progress::default();
        let since = match self.check() {
            Ok(since) => since,
            Err(error) if self.resumed => {
                // It may have been sent before.
                return Err(self.unknown(&progress, UnknownReason::SearchFailed, Vec::new(), Some(error)));
            }
            Err(error) => return Err(PlaceOrderError::Rejected(error)),
        };
        self.order.po_number = Some(self.reference.po_number().to_owned());
        let lookback = TimeDelta::from_std(self.lookback).unwrap_or(TimeDelta::MAX);
        let earliest = since.checked_sub_signed(lookback).unwrap_or(DateTime::<Utc>::MIN_UTC);
        let matcher = OrderMatcher { sent: &self.order, reference: &self.reference, since, earliest };
        let (timeout, others) = (self.search_timeout, HashSet::new());
        let mut searcher = Searcher { client: &client, matcher, timeout, limit: &limit, others, searches: 0 };
        let mut may_exist = self.resumed;
        loop {
            let evidence = progress.send_error.as_ref().map(Evidence::of);
            if may_exist {
                // Only the first attempt can be rejected: an earlier one may still succeed.
                let can_be_rejected =
                    evidence == Some(Evidence::PlatformFailure) && progress.attempts == 1 && !self.resumed;
                let finding = searcher.run(can_be_rejected, progress.attempts > 1 || self.resumed).await;
                progress.searches = searcher.searches;
                match finding {
                    Finding::Found(order) => return Ok(self.placed(*order, true, progress.attempts)),
                    Finding::Unknown(reason, candidates, search_error) => {
                        return Err(self.unknown(&progress, reason, candidates, search_error));
                    }
                    Finding::Absent => {}
                }
                if let Some(error) = progress.send_error.take_if(|_| can_be_rejected) {
                    return Err(PlaceOrderError::Rejected(error));
                }
                let may_resend = evidence.is_none_or(|evidence| evidence == Evidence::MaybeLost);
                if !may_resend || progress.attempts >= self.max_attempts {
                    return Err(self.unknown(&progress, UnknownReason::NotFound, Vec::new(), None));
                }
                tracing::debug!(
                    po_number = self.reference.po_number(),
                    "the order was not found, sending it"
                );
            }
            let left = limit.left();
            if left.is_zero() {
                if may_exist {
                    return Err(self.unknown(&progress, UnknownReason::TimedOut, Vec::new(), None));
                }
                let reason = "was not sent: the timeout expired";
                return Err(PlaceOrderError::Rejected(
                    Details::new(ErrorKind::Timeout, "create_order", reason).into(),
                ));
            }
            progress.attempts += 1;
            match self.send(left).await {
                Ok(order) => {
                    // An earlier attempt may have succeeded meanwhile. This order exists in any case.
                    let matches = if may_exist && !limit.left().is_zero() {
                        searcher.search(true).await.ours
                    } else {
                        Vec::new()
                    };
                    if matches.len() > 1 {
                        (progress.searches, progress.send_error) = (searcher.searches, None);
                        return Err(self.unknown(&progress, UnknownReason::MultipleMatches, matches, None));
                    }
                    return Ok(self.placed(order, false, progress.attempts));
                }
                Err(error) => {
                    let evidence = Evidence::of(&error);
                    if !may_exist && matches!(evidence, Evidence::NotReceived | Evidence::Rejected) {
                        return Err(PlaceOrderError::Rejected(error));
                    }
                    tracing::debug!(po_number = self.reference.po_number(), %error, ?evidence, "searching for the order");
                    may_exist = true;
                    progress.send_error = Some(error);
                }
            }
        }
    }

    /// Rejects contradictory settings. Returns the earliest time at which the order may exist.
    fn check(&self) -> Result<DateTime<Utc>, Error> {
        let invalid = |reason: String| Err(Error::invalid_request("create_order", reason));
        let number = self.reference.po_number();
        let custom = self.order.po_number.as_deref().filter(|custom| !custom.trim().is_empty());
        if let Some(custom) = custom.filter(|custom| *custom != number) {
            return invalid(format!(
                "has the poNumber {custom:?}, but the reference to resume has {number:?}; pass the order that was sent"
            ));
        }
        if number.trim().is_empty() {
            return invalid("cannot be resumed: the reference has no poNumber".to_owned());
        }
        if self.max_attempts == 0 && !self.resumed {
            return invalid("`max_attempts` is 0 and there is no reference to resume".to_owned());
        }
        let since = self.reference.since().to_utc();
        since.or_else(|error| invalid(format!("cannot be resumed: `since` of the reference: {error}")))
    }

    async fn send(&self, left: Duration) -> Result<Order, Error> {
        let order = self.client.with_remaining(left).orders().create(&self.order).await?;
        if !order.id.is_empty() {
            return Ok(order);
        }
        let details = Details::new(ErrorKind::Decode, "create_order", "response has no id of the order");
        Err(Details { idempotency: Idempotency::NonIdempotent, attempts: 1, ..details }.into())
    }

    fn placed(&self, order: Order, found: bool, attempts: u32) -> Placed {
        let (client, reference) = (self.client.clone(), self.reference.clone());
        Placed { id: order.id.clone(), order, reference, found, attempts, client }
    }

    fn unknown(
        &self,
        progress: &Progress,
        reason: UnknownReason,
        candidates: Vec<Order>,
        search_error: Option<Error>,
    ) -> PlaceOrderError {
        PlaceOrderError::OutcomeUnknown(Box::new(OutcomeUnknown {
            reason,
            reference: self.reference.clone(),
            customer_id: self.order.customer_id.clone(),
            until: DateTime::<Utc>::from(self.client.runtime().system_time()).into(),
            attempts: progress.attempts,
            searches: progress.searches,
            candidates,
            send_error: progress.send_error.clone(),
            search_error,
        }))
    }
}

#[derive(Default)]
struct Progress {
    attempts: u32,
    searches: u32,
    /// The error of the last attempt.
    send_error: Option<Error>,
}

impl IntoFuture for PlaceOrder {
    type Output = Result<Placed, PlaceOrderError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

// Without the order: activation parameters can be passwords.
impl_debug!(
    PlaceOrder,
    self,
    customer_id = self.order.customer_id,
    reference = self.reference,
    resumed = self.resumed
);

/// Evidence about the order in the error of a `create_order` call.
///
/// Only the status and the form of the response count. No message proves that an order was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Evidence {
    /// The platform did not receive the order.
    NotReceived,
    /// The platform rejected the order.
    Rejected,
    /// The platform returns an error in its format: a violated business rule, unless the order exists.
    PlatformFailure,
    /// The platform may not have received the order: there was no response, or a proxy responded.
    MaybeLost,
    /// The order was received. It may be stored by now, or later.
    Received,
}

impl Evidence {
    fn of(error: &Error) -> Self {
        // The call for a token failed, so the order was not sent.
        if error.operation() != "create_order" {
            return Self::NotReceived;
        }
        let status = error.status().map(|status| status.as_u16());
        match (status, error.body().map(|body| body.shape)) {
            (Some(401 | 429), _) | (Some(403), Some(Shape::Gateway)) => Self::NotReceived,
            (Some(400 | 404 | 409 | 422), Some(Shape::Platform)) => Self::Rejected,
            (Some(500), Some(Shape::Platform)) => Self::PlatformFailure,
            (Some(502..=504), _) => Self::MaybeLost,
            (Some(_), _) => Self::Received,
            (None, _) => match error.kind() {
                ErrorKind::Timeout | ErrorKind::Interrupted if error.is_ambiguous() => Self::MaybeLost,
                ErrorKind::Timeout
                | ErrorKind::Interrupted
                | ErrorKind::Connect
                | ErrorKind::Configuration
                | ErrorKind::Authentication
                | ErrorKind::InvalidRequest => Self::NotReceived,
                // A response that could not be used, such as an order without an id.
                _ => Self::Received,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::*;
    use crate::error::ErrorBody;

    fn error(operation: &'static str, kind: ErrorKind, attempts: u32) -> Details {
        let idempotency = Idempotency::NonIdempotent;
        Details { idempotency, attempts, ..Details::new(kind, operation, "failed") }
    }

    #[test]
    fn status_and_form_decide_about_responses() {
        use Evidence::{MaybeLost, NotReceived, PlatformFailure, Received, Rejected};
        const PLATFORM: &str = r#"{"status":500,"message":"No","timeStamp":"2026-01-01T00:00:00.000+00:00"}"#;
        const CORRELATED: &str = r#"{"message":"No","correlationId":"a8n-1"}"#;
        const FRAMEWORK: &str =
            r#"{"timestamp":"now","status":500,"error":"Bad","message":"No","path":"/orders"}"#;
        const MIXED: &str = r#"{"timeStamp":"now","correlationId":"1","error":"Bad","message":"No"}"#;
        const GATEWAY: &str = r#"{"statusCode":500,"message":"No"}"#;
        let bare = [r#"{"status":500,"message":"No"}"#, r#"{"timeStamp":"now","correlationId":"1"}"#];
        let others = [FRAMEWORK, MIXED, bare[0], bare[1], "<html>", "", "null", r#"{"message":""}"#];
        let of = |status: u16, body: &str| {
            // The kind is decided elsewhere and does not count.
            let details = Details {
                status: Some(StatusCode::from_u16(status).unwrap()),
                body: Some(ErrorBody::read(body.as_bytes(), &[])),
                ..error("create_order", ErrorKind::Server, 1)
            };
            Evidence::of(&details.into())
        };
        for status in [400, 404, 409, 422] {
            assert_eq!((of(status, PLATFORM), of(status, CORRELATED)), (Rejected, Rejected), "{status}");
            for body in others.into_iter().chain([GATEWAY]) {
                assert_eq!(of(status, body), Received, "{status} {body}");
            }
        }
        for body in [PLATFORM, CORRELATED] {
            assert_eq!(of(500, body), PlatformFailure);
            assert_eq!(of(403, body), Received);
        }
        assert_eq!((of(403, GATEWAY), of(500, GATEWAY)), (NotReceived, Received));
        for body in others {
            assert_eq!((of(500, body), of(403, body)), (Received, Received), "{body}");
        }
        for body in others.into_iter().chain([PLATFORM, GATEWAY]) {
            for (status, expected) in [(401, NotReceived), (429, NotReceived)]
                .into_iter()
                .chain([502, 503, 504].map(|status| (status, MaybeLost)))
                .chain([200, 204, 302, 402, 405, 408, 413, 425, 501, 505].map(|status| (status, Received)))
            {
                assert_eq!(of(status, body), expected, "{status} {body}");
            }
        }
    }

    #[test]
    fn missing_response_proves_nothing_after_sending() {
        use Evidence::{MaybeLost, NotReceived, Received};
        let of = |kind, attempts| Evidence::of(&error("create_order", kind, attempts).into());
        for kind in [ErrorKind::Timeout, ErrorKind::Interrupted] {
            assert_eq!((of(kind, 1), of(kind, 0)), (MaybeLost, NotReceived), "{kind}");
        }
        for kind in [ErrorKind::Connect, ErrorKind::Configuration, ErrorKind::InvalidRequest] {
            assert_eq!(of(kind, 1), NotReceived, "{kind}");
        }
        for kind in [ErrorKind::Decode, ErrorKind::TooLarge, ErrorKind::UnexpectedStatus] {
            assert_eq!(of(kind, 1), Received, "{kind}");
        }
        let interrupted = |status: u16| Details {
            status: StatusCode::from_u16(status).ok(),
            ..error("create_order", ErrorKind::Interrupted, 1)
        };
        assert_eq!(Evidence::of(&interrupted(200).into()), Received);
        assert_eq!(Evidence::of(&interrupted(504).into()), MaybeLost);
    }

    #[test]
    fn failed_token_call_proves_nothing_was_sent() {
        for kind in [ErrorKind::Timeout, ErrorKind::Server, ErrorKind::Decode] {
            let error = error("generate_auth_token", kind, 1).into();
            assert_eq!(Evidence::of(&error), Evidence::NotReceived, "{kind}");
        }
    }
}
