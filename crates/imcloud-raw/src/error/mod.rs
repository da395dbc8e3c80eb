//! Errors of calls.

use std::{error::Error as StdError, fmt};

use reqwest::{
    StatusCode,
    header::{HeaderMap, InvalidHeaderValue},
};

use crate::{Operation, TransportError, response::getters};

mod response;

pub use response::{DecodeError, ErrorResponse};

/// Error returned by calls.
///
/// `Display` is one line with the operation, the cause and the message of the service. It never shows a body:
/// bodies can repeat secrets of the request.
///
/// # Examples
///
/// ```no_run
/// use imcloud_raw::Error;
///
/// # async fn example(client: imcloud_raw::Client) -> Result<(), Error> {
/// match client.get_order("1000042").send().await {
///     Ok(order) => println!("{:?}", order.value().status),
///     Err(Error::Response(response)) => println!("{}: {:?}", response.status(), response.message()),
///     Err(Error::Decode(error)) => println!("unexpected value at {}", error.path()),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub enum Error {
    /// The request could not be built: an invalid base URL, header or body. Nothing was sent.
    Request(Box<dyn StdError + Send + Sync>),
    /// The transport returned no response. It is unknown whether the service carried out the call.
    Transport {
        /// The operation that was called.
        operation: &'static Operation,
        /// Error of the transport; a [`reqwest::Error`] if the transport is a [`reqwest::Client`].
        source: TransportError,
    },
    /// The service or its gateway responded with a status other than 2xx.
    Response(Box<ErrorResponse>),
    /// The body of a successful response does not match the specification. The service carried out the call.
    Decode(Box<DecodeError>),
    /// The body of a successful response was truncated. The service carried out the call.
    Interrupted {
        /// The operation that was called.
        operation: &'static Operation,
        /// Status of the response.
        status: StatusCode,
        /// Headers of the response.
        headers: Box<HeaderMap>,
        /// Cause of the interruption.
        source: reqwest::Error,
    },
}

getters! { impl Error {
    /// Returns the status of the response, `None` without a response.
    status(self) -> Option<StatusCode> = self.response().map(|(status, _)| status);
    /// Returns the headers of the response, `None` without a response.
    headers(self) -> Option<&HeaderMap> = self.response().map(|(_, headers)| headers);
}}

impl Error {
    fn response(&self) -> Option<(StatusCode, &HeaderMap)> {
        match self {
            Self::Request(_) | Self::Transport { .. } => None,
            Self::Response(response) => Some((response.status(), response.headers())),
            Self::Decode(error) => Some((error.status(), error.headers())),
            Self::Interrupted { status, headers, .. } => Some((*status, headers)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(source) => write!(f, "could not build request: {}", chain(source.as_ref())),
            Self::Transport { operation, source } => {
                write!(f, "{operation} failed: {}", chain(source.as_ref()))
            }
            Self::Response(response) => response.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Interrupted { operation, status, source, .. } => {
                let cause = chain(source);
                write!(
                    f,
                    "{operation} failed: connection closed before the end of the response ({status}): {cause}"
                )
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers can be cookies.
        write!(f, "Error({self})")
    }
}

/// `source` is always `None`: the message contains the chain, and causes are fields of the variants.
impl StdError for Error {}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Request(error.into())
    }
}

impl From<InvalidHeaderValue> for Error {
    fn from(error: InvalidHeaderValue) -> Self {
        Self::Request(error.into())
    }
}

impl From<ErrorResponse> for Error {
    fn from(response: ErrorResponse) -> Self {
        Self::Response(Box::new(response))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

/// Returns the messages of an error and its sources; the first one is often just "error sending request".
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let more = error.to_string();
        // Some errors repeat their source.
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = error.source();
    }
    text
}
