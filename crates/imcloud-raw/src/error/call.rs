//! Why a call gave no value.

use std::{error::Error as StdError, fmt};

use reqwest::{
    StatusCode,
    header::{HeaderMap, InvalidHeaderValue},
};

use super::{DecodeError, ErrorResponse, text::chain};
use crate::{Operation, TransportError};

/// Why a call gave no value.
///
/// `Display` is one sentence that names the operation and the reason, in the service's own words where it said anything.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be built: the base address is no URL, or a value cannot be written into a header or body. Nothing was sent.
    Request(Box<dyn StdError + Send + Sync>),
    /// The transport got no answer. Whether the service did what it was asked is not known.
    Transport {
        /// The operation that was called.
        operation: &'static Operation,
        /// What the transport says; a [`reqwest::Error`] when the transport is a plain [`reqwest::Client`].
        source: TransportError,
    },
    /// The service or the gateway in front of it answered with a status other than 2xx.
    Response(Box<ErrorResponse>),
    /// The answer was a success, but its body is not what the specification says. The service did what it was asked.
    Decode(Box<DecodeError>),
    /// The answer was a success, but its body broke off. The service did what it was asked.
    Interrupted {
        /// The operation that was called.
        operation: &'static Operation,
        /// The status of the answer.
        status: StatusCode,
        /// The headers of the answer.
        headers: Box<HeaderMap>,
        /// What happened to the body.
        source: reqwest::Error,
    },
}

impl Error {
    /// The status of the answer; `None` when there was no answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request(_) | Self::Transport { .. } => None,
            Self::Response(refusal) => Some(refusal.status()),
            Self::Decode(unreadable) => Some(unreadable.status()),
            Self::Interrupted { status, .. } => Some(*status),
        }
    }

    /// The headers of the answer; `None` when there was no answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Request(_) | Self::Transport { .. } => None,
            Self::Response(refusal) => Some(refusal.headers()),
            Self::Decode(unreadable) => Some(unreadable.headers()),
            Self::Interrupted { headers, .. } => Some(headers),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(source) => {
                write!(
                    f,
                    "the request could not be built, check the base address and the values of the call: {}",
                    chain(source.as_ref())
                )
            }
            Self::Transport { operation, source } => {
                write!(f, "{operation} got no answer: {}", chain(source.as_ref()))
            }
            Self::Response(refusal) => refusal.fmt(f),
            Self::Decode(unreadable) => unreadable.fmt(f),
            Self::Interrupted { operation, status, source, .. } => {
                write!(f, "the answer of {operation} ({status}) broke off: {}", chain(source))
            }
        }
    }
}

/// `source` is always `None`: the message holds the whole chain, and the causes are members of the variants.
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
    fn from(refusal: ErrorResponse) -> Self {
        Self::Response(Box::new(refusal))
    }
}

impl From<DecodeError> for Error {
    fn from(unreadable: DecodeError) -> Self {
        Self::Decode(Box::new(unreadable))
    }
}
