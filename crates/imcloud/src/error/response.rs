//! Errors of responses: their bodies, and the conversion of errors of the raw client.

use bytes::Bytes;
use imcloud_raw::{
    Operation, Response, Secret,
    body::{self, InvalidBody},
};
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Details, Error, ErrorKind, excerpt, scrub};
use crate::call::Call;

/// The author of an error body, recognized by its properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The platform's own form: `message` with `timeStamp` or `correlationId`, and no `error` (observed).
    Platform,
    /// `statusCode` (documented by the gateway's vendor).
    Gateway,
    /// The error page of the framework of the platform (`timestamp`, `status`, `error`), HTML, an empty body,
    /// or other JSON.
    Other,
}

/// The known properties of an error body, without secrets.
#[derive(Clone, Debug)]
pub(crate) struct ErrorBody {
    pub(crate) shape: Shape,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) correlation_id: Option<String>,
    pub(crate) excerpt: String,
}

impl ErrorBody {
    pub(crate) fn read(body: &[u8], hidden: &[&Secret]) -> Self {
        let json = body::decode(body).unwrap_or(Value::Null);
        // Properties can be numbers, and an empty message must not hide `error`.
        let text = |name: &str| {
            let text = match json.get(name)? {
                Value::String(text) => scrub(text, hidden),
                Value::Number(number) => scrub(&number.to_string(), hidden),
                _ => return None,
            };
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let has = |name| json.get(name).is_some_and(|value| !value.is_null());
        let shape = if has("statusCode") {
            Shape::Gateway
        } else if text("message").is_some() && (has("timeStamp") || has("correlationId")) && !has("error") {
            Shape::Platform
        } else {
            Shape::Other
        };
        // OAuth servers send a code in `error` and a message in `error_description`.
        let (code, message) = match text("error_description") {
            Some(description) => (text("error"), Some(description)),
            None => {
                (text("statusCode").or_else(|| text("status")), text("message").or_else(|| text("error")))
            }
        };
        Self { shape, code, message, correlation_id: text("correlationId"), excerpt: excerpt(body, hidden) }
    }

    pub(crate) fn mentions(&self, needles: &[&str]) -> bool {
        let message = self.message.as_deref().unwrap_or_default().to_lowercase();
        needles.iter().any(|needle| message.contains(needle))
    }
}

pub(crate) fn received<T>(
    operation: &'static Operation,
    result: Result<Response<T>, imcloud_raw::Error>,
) -> Result<T, Error> {
    result.map(Response::into_inner).map_err(|error| of_raw(error, operation.name))
}

pub(crate) fn decode<T: DeserializeOwned>(call: &Call, response: &Response<Bytes>) -> Result<T, Error> {
    body::decode(response.value()).map_err(|invalid| {
        undecodable(call, response.status(), response.headers(), response.value(), &invalid)
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
                body: Some(ErrorBody::read(response.body(), &[])),
                // The request is unknown here.
                sent_secrets: true,
                ..after(&Call::of(response.operation()), kind, format!("failed: {status}"))
            }
            .at(status, response.headers())
            .into()
        }
        Raw::Decode(error) => {
            let call = Call::of(error.operation());
            undecodable(&call, error.status(), error.headers(), error.body(), error.invalid())
        }
        Raw::Interrupted { operation, status, headers, source } => {
            let cause = source.without_url();
            let reason =
                format!("failed: connection closed before the end of the response ({status}): {cause}");
            after(&Call::of(operation), ErrorKind::Interrupted, reason).at(status, &headers).into()
        }
        other => Error::invalid_request(name, format!("failed: {}", scrub(&other.to_string(), &[]))),
    }
}

fn undecodable(
    call: &Call,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    invalid: &InvalidBody,
) -> Error {
    let reason = format!("failed: could not decode response ({status}){}", scrub(&invalid.cause(body), &[]));
    let json_path = Some(invalid.path.clone());
    Details { json_path, ..after(call, ErrorKind::Decode, reason).at(status, headers) }.into()
}

fn after(call: &Call, kind: ErrorKind, reason: String) -> Details {
    Details { attempts: 1, ..Details::of(call, kind, reason) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (Shape, Option<String>, Option<String>) {
        let body = ErrorBody::read(body.as_bytes(), &[]);
        (body.shape, body.code, body.message)
    }

    #[test]
    fn known_forms_are_recognized() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            read(r#"{"status":"400","message":"Bad","correlationId":"a"}"#),
            (Shape::Platform, some("400"), some("Bad"))
        );
        assert_eq!(
            read(r#"{"status":404,"error":"Not Found","message":""}"#),
            (Shape::Other, some("404"), some("Not Found"))
        );
        assert_eq!(
            read(
                r#"{"timestamp":"now","status":500,"error":"Bad","message":"Read timed out","correlationId":"a"}"#
            ),
            (Shape::Other, some("500"), some("Read timed out"))
        );
        assert_eq!(read(r#"{"status":500,"message":"No"}"#).0, Shape::Other);
        assert_eq!(read(r#"{"message":"No","timeStamp":"now","error":null}"#).0, Shape::Platform);
        assert_eq!(
            read(r#"{"statusCode":429,"message":"Slow down"}"#),
            (Shape::Gateway, some("429"), some("Slow down"))
        );
        assert_eq!(
            read(r#"{"error":"invalid_grant","error_description":"Account disabled"}"#),
            (Shape::Other, some("invalid_grant"), some("Account disabled"))
        );
        assert_eq!(
            read("\u{feff}{\"status\":404,\"message\":\"Gone\",\"correlationId\":\"a\"}"),
            (Shape::Platform, some("404"), some("Gone"))
        );
        for body in ["", "null", "[]", "<html><title>504</title>", r#"{"message":{}}"#] {
            assert_eq!(read(body), (Shape::Other, None, None), "{body}");
        }
    }
}
