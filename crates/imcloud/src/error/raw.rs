//! Errors of the raw client.

use imcloud_raw::{Operation, Response};

use super::{Details, Error, ErrorBody, ErrorKind, scrub};
use crate::Idempotency;

/// The value of an answer, or why there is none.
pub(crate) fn received<T>(
    operation: &'static Operation,
    end: Result<Response<T>, imcloud_raw::Error>,
) -> Result<T, Error> {
    end.map(Response::into_inner).map_err(|error| of_raw(error, operation.name))
}

/// Reads what a call by [`Client::raw`](crate::Client::raw) ended in.
impl From<imcloud_raw::Error> for Error {
    fn from(error: imcloud_raw::Error) -> Self {
        of_raw(error, "the request")
    }
}

fn of_raw(error: imcloud_raw::Error, name: &'static str) -> Error {
    use imcloud_raw::Error as Raw;
    match error {
        Raw::Request(source) => {
            Error::invalid_request(name, format!("could not be built: {}", scrub(&source.to_string(), &[])))
        }
        Raw::Transport { operation, source } => match source.downcast::<Error>() {
            Ok(error) => *error,
            // Of a client with another transport.
            Err(source) => after(
                operation,
                ErrorKind::Interrupted,
                format!("got no answer: {}", scrub(&source.to_string(), &[])),
            )
            .into(),
        },
        Raw::Response(refusal) => {
            let status = refusal.status();
            let kind = if status.is_server_error() { ErrorKind::Server } else { ErrorKind::UnexpectedStatus };
            Details {
                status: Some(status),
                headers: Some(refusal.headers().clone()),
                body: Some(ErrorBody::read(refusal.body(), &[])),
                ..after(refusal.operation(), kind, format!("was refused with {status}"))
            }
            .into()
        }
        Raw::Decode(unreadable) => {
            let status = unreadable.status();
            let what = match unreadable.body().trim_ascii_start().first() {
                None => "without a body".to_owned(),
                Some(b'<') => "with a page that is no JSON; check the base URL".to_owned(),
                Some(_) => {
                    let reason = scrub(&unreadable.reason().to_string(), &[]);
                    format!("with something that cannot be read at {}: {reason}", unreadable.path())
                }
            };
            Details {
                status: Some(status),
                headers: Some(unreadable.headers().clone()),
                json_path: Some(unreadable.path().to_owned()),
                ..after(
                    unreadable.operation(),
                    ErrorKind::Decode,
                    format!("was answered with {status} {what}"),
                )
            }
            .into()
        }
        Raw::Interrupted { operation, status, headers, source } => Details {
            status: Some(status),
            headers: Some(*headers),
            ..after(
                operation,
                ErrorKind::Interrupted,
                format!("was answered with {status}, but the body broke off: {}", source.without_url()),
            )
        }
        .into(),
        other => Error::invalid_request(name, scrub(&other.to_string(), &[])),
    }
}

fn after(operation: &'static Operation, kind: ErrorKind, reason: String) -> Details {
    Details {
        idempotency: Idempotency::of(operation),
        attempts: 1,
        ..Details::new(kind, operation.name, reason)
    }
}
