//! What an exchange came to, and what follows from it.

use std::{error::Error as StdError, sync::Arc, time::SystemTime};

use imcloud_raw::Secret;
use reqwest::{StatusCode, header::WWW_AUTHENTICATE};

use super::{
    Answer, Call,
    attempt::{Failure, destination},
    retry_after::retry_after,
};
use crate::error::{Details, Error, ErrorBody, ErrorKind, Shape};

/// The error that an answer other than 2xx is.
pub(super) fn refused(call: &Call, answer: &Answer, hidden: &[&Secret], now: SystemTime) -> Error {
    let body = ErrorBody::read(&answer.body, hidden);
    let retry_after = retry_after(&answer.headers, now);
    let kind = kind(call, answer, &body, retry_after.is_some());
    let mut reason = format!("was refused with {}", answer.status);
    if kind == ErrorKind::UnexpectedStatus {
        let to = destination(&answer.headers).unwrap_or_else(|| "nowhere".to_owned());
        reason =
            format!("was redirected ({}) to {to}, which is not followed; check the base URL", answer.status);
    }
    Details {
        idempotency: call.idempotency,
        status: Some(answer.status),
        headers: Some(answer.headers.clone()),
        // A redirect has no words but its destination.
        body: (kind != ErrorKind::UnexpectedStatus).then_some(body),
        retry_after,
        ..Details::new(kind, call.name.clone(), reason)
    }
    .into()
}

fn kind(call: &Call, answer: &Answer, body: &ErrorBody, asks_to_wait: bool) -> ErrorKind {
    let gateway = body.shape == Shape::Gateway;
    match answer.status {
        StatusCode::UNAUTHORIZED if gateway && is_about_the_key(answer, body) => {
            ErrorKind::InvalidSubscriptionKey
        }
        StatusCode::UNAUTHORIZED => ErrorKind::Authentication,
        // The platform's refusals have no Retry-After, and its body says `status`.
        StatusCode::FORBIDDEN if asks_to_wait || (gateway && body.mentions(&["quota"])) => {
            ErrorKind::QuotaExceeded
        }
        StatusCode::FORBIDDEN => ErrorKind::PermissionDenied,
        // The gateway knows no things, only addresses.
        StatusCode::NOT_FOUND if !gateway => ErrorKind::NotFound,
        StatusCode::BAD_REQUEST if body.mentions(&["no entity has been found"]) => ErrorKind::NotFound,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => ErrorKind::BadRequest,
        StatusCode::CONFLICT => ErrorKind::Conflict,
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY => ErrorKind::Server,
        StatusCode::INTERNAL_SERVER_ERROR if is_business_rule(call, body) => ErrorKind::BusinessRule,
        status if status.is_redirection() => ErrorKind::UnexpectedStatus,
        status if status.is_server_error() => ErrorKind::Server,
        _ => ErrorKind::UnexpectedStatus,
    }
}

fn is_about_the_key(answer: &Answer, body: &ErrorBody) -> bool {
    let challenge = answer.headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
    body.mentions(&["subscription key"])
        || challenge.is_some_and(|challenge| challenge.contains("ApiManagementKey"))
}

/// Reads have no business rules. All other forms of a 500 are failures of the service, whatever their message.
fn is_business_rule(call: &Call, body: &ErrorBody) -> bool {
    call.can_be_refused_with_500() && body.shape == Shape::Platform
}

/// The error that a missing answer is.
pub(super) fn no_answer(call: &Call, failure: &Failure, host: &str) -> Error {
    let details = |kind, reason: String| Details {
        idempotency: call.idempotency,
        ..Details::new(kind, call.name.clone(), reason)
    };
    match failure {
        Failure::NotConnected(source) => Details {
            source: Some(Arc::clone(source) as _),
            ..details(ErrorKind::Connect, format!("could not connect to {host}: {}", root(source.as_ref())))
        },
        Failure::Disconnected(None) => {
            details(ErrorKind::Interrupted, "connection closed before a response was received".to_owned())
        }
        Failure::Disconnected(Some(source)) if source.is_timeout() => Details {
            source: Some(Arc::clone(source) as _),
            ..details(ErrorKind::Timeout, "got no answer within the HTTP client's own time".to_owned())
        },
        Failure::Disconnected(Some(source)) => Details {
            source: Some(Arc::clone(source) as _),
            ..details(
                ErrorKind::Interrupted,
                format!("got no answer before the connection broke: {}", root(source.as_ref())),
            )
        },
        Failure::TimedOut(limit) => {
            details(ErrorKind::Timeout, format!("got no answer within {limit:?}"))
        }
        Failure::BrokenOff { status, headers, source } => Details {
            status: Some(*status),
            headers: Some(headers.clone()),
            source: Some(Arc::clone(source) as _),
            ..details(
                ErrorKind::Interrupted,
                format!("was answered with {status}, but the body broke off: {}", root(source.as_ref())),
            )
        },
        Failure::TooLarge { status, headers, limit } => Details {
            status: Some(*status),
            headers: Some(headers.clone()),
            ..details(ErrorKind::TooLarge, format!("response body exceeds the limit of {limit} bytes"))
        },
        Failure::Strayed(url) => details(
            ErrorKind::UnexpectedStatus,
            format!(
                "was redirected to {} with its subscription key by the HTTP client that was given; replace the key, and pass the \
                 client through imcloud::secure_client_builder",
                crate::telemetry::masked_url(url)
            ),
        ),
    }
    .into()
}

/// The end of the chain, which says most.
pub(crate) fn root(error: &(dyn StdError + 'static)) -> String {
    let mut deepest = error;
    while let Some(next) = deepest.source() {
        deepest = next;
    }
    deepest.to_string()
}
