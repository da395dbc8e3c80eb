//! Exchanges with the store that bring no answer, or not all of it.

use std::{sync::Arc, time::Duration};

use reqwest::{Response, StatusCode, header::HeaderMap};

use super::transfer::OPERATION;
use crate::{
    config::Route,
    error::{Details, Error, ErrorKind},
    http::{connect_failure, root},
};

pub(super) fn no_answer(route: &Route, error: reqwest::Error) -> Error {
    // The URL is a credential.
    let error = error.without_url();
    let (kind, reason) = if error.is_connect() || error.is_builder() {
        connect_failure(&error, route)
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "got no answer within the HTTP client's own time".to_owned())
    } else {
        (ErrorKind::Interrupted, format!("got no answer before the connection broke: {}", root(&error)))
    };
    Details { source: Some(Arc::new(error)), ..Details::new(kind, OPERATION, reason) }.into()
}

pub(super) fn broken_off(response: &Response, error: reqwest::Error) -> Error {
    let error = error.without_url();
    let (status, headers) = (response.status(), response.headers());
    let reason = format!("was answered with {status}, but the file broke off: {}", root(&error));
    let details = answered(ErrorKind::Interrupted, status, headers, reason);
    Details { source: Some(Arc::new(error)), ..details }.into()
}

pub(super) fn stalled(limit: Duration) -> Error {
    Details::new(ErrorKind::Timeout, OPERATION, format!("got nothing for {limit:?}")).into()
}

pub(super) fn answered(kind: ErrorKind, status: StatusCode, headers: &HeaderMap, reason: String) -> Details {
    Details { status: Some(status), headers: Some(headers.clone()), ..Details::new(kind, OPERATION, reason) }
}
