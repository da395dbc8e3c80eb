//! Conversion of errors of the raw client.

use bytes::Bytes;
use imcloud_raw::{
    Operation, Response,
    body::{self, InvalidBody},
};
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;

use super::{Details, Error, ErrorBody, ErrorKind, scrub};
use crate::call::Call;

/// Returns the value of a raw response.
pub(crate) fn received<T>(
    operation: &'static Operation,
    result: Result<Response<T>, imcloud_raw::Error>,
) -> Result<T, Error> {
    result.map(Response::into_inner).map_err(|error| of_raw(error, operation.name))
}

/// Decodes the body of a successful response.
pub(crate) fn decode<T: DeserializeOwned>(call: &Call, response: &Response<Bytes>) -> Result<T, Error> {
    body::decode(response.value()).map_err(|invalid| {
        let details = after(call, ErrorKind::Decode, String::new());
        undecodable(details, response.status(), response.headers().clone(), response.value(), &invalid)
    })
}

/// Converts an error of a call by [`Client::raw`](crate::Client::raw).
impl From<imcloud_raw::Error> for Error {
    fn from(error: imcloud_raw::Error) -> Self {
        of_raw(error, "request")
    }
}

fn of_raw(error: imcloud_raw::Error, name: &'static str) -> Error {
    use imcloud_raw::Error as Raw;
    match error {
        Raw::Request(source) => {
            let cause = scrub(&source.to_string(), &[]);
            Error::invalid_request(name, format!("failed: could not build request: {cause}"))
        }
        Raw::Transport { operation, source } => match source.downcast::<Error>() {
            Ok(error) => *error,
            // Of a raw client with another transport.
            Err(source) => {
                let reason = format!("failed: {}", scrub(&source.to_string(), &[]));
                after(&Call::of(operation), ErrorKind::Interrupted, reason).into()
            }
        },
        Raw::Response(response) => {
            let status = response.status();
            let kind = if status.is_server_error() { ErrorKind::Server } else { ErrorKind::UnexpectedStatus };
            Details {
                status: Some(status),
                headers: Some(response.headers().clone()),
                body: Some(ErrorBody::read(response.body(), &[])),
                // The request is unknown here.
                sent_secrets: true,
                ..after(&Call::of(response.operation()), kind, format!("failed: {status}"))
            }
            .into()
        }
        Raw::Decode(error) => {
            let (status, headers, body) = (error.status(), error.headers().clone(), error.body());
            let details = after(&Call::of(error.operation()), ErrorKind::Decode, String::new());
            undecodable(details, status, headers, body, error.invalid())
        }
        Raw::Interrupted { operation, status, headers, source } => {
            let cause = source.without_url();
            let reason =
                format!("failed: connection closed before the end of the response ({status}): {cause}");
            let details = after(&Call::of(operation), ErrorKind::Interrupted, reason);
            Details { status: Some(status), headers: Some(*headers), ..details }.into()
        }
        other => Error::invalid_request(name, format!("failed: {}", scrub(&other.to_string(), &[]))),
    }
}

fn undecodable(
    details: Details,
    status: StatusCode,
    headers: HeaderMap,
    body: &[u8],
    invalid: &InvalidBody,
) -> Error {
    let cause = scrub(&invalid.cause(body), &[]);
    Details {
        reason: format!("failed: could not decode response ({status}){cause}"),
        status: Some(status),
        headers: Some(headers),
        json_path: Some(invalid.path.clone()),
        ..details
    }
    .into()
}

fn after(call: &Call, kind: ErrorKind, reason: String) -> Details {
    Details { attempts: 1, ..Details::of(call, kind, reason) }
}
