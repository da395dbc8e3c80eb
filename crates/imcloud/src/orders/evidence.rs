//! Evidence about an order in the error of a call to place it.

use crate::error::{Error, ErrorKind, Shape};

/// Evidence about the order in the error of a `create_order` call.
///
/// Only the status and the form of the response count. No message proves that an order was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
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
    pub(super) fn of(error: &Error) -> Self {
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
                // A response that could not be used, such as an order without an id or a redirect that was
                // followed.
                _ => Self::Received,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::*;
    use crate::{
        Idempotency,
        error::{Details, ErrorBody},
    };

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
