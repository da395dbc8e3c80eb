//! What can go wrong with a call.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{HeaderMap, InvalidHeaderValue},
};
use serde::de::DeserializeOwned;

use crate::{Operation, TransportError, response::correlation_id, types::ErrorBody};

/// How much of a body stands in a message.
const EXCERPT: usize = 200;

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
    Refused(Box<Refusal>),
    /// The answer was a success, but its body is not what the specification says. The service did what it was asked.
    Unreadable(Box<Unreadable>),
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
            Self::Refused(refusal) => Some(refusal.status()),
            Self::Unreadable(unreadable) => Some(unreadable.status()),
            Self::Interrupted { status, .. } => Some(*status),
        }
    }

    /// The headers of the answer; `None` when there was no answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Request(_) | Self::Transport { .. } => None,
            Self::Refused(refusal) => Some(refusal.headers()),
            Self::Unreadable(unreadable) => Some(unreadable.headers()),
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
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
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

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(Box::new(unreadable))
    }
}

/// An answer with a status other than 2xx, exactly as it came.
///
/// A business refusal is a 500 whose message says why (observed); the body of a gateway may be HTML or empty (observed).
#[derive(Clone)]
pub struct Refusal {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Refusal {
    pub(crate) fn new(
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self { operation, status, headers, body }
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, `Retry-After` among them where the gateway sends it.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came; empty when there was none or it broke off.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, when it is JSON in any of the known spellings.
    #[must_use]
    pub fn error_body(&self) -> Option<ErrorBody> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What the service says for people: `message`, or `error` in the framework's spelling.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.text_of(&["message", "error"])
    }

    /// The id to give to the publisher's support, from the header or the body.
    #[must_use]
    pub fn correlation_id(&self) -> Option<String> {
        let from_header = correlation_id(&self.headers).map(str::to_owned);
        from_header.or_else(|| self.text_of(&["correlationId"]))
    }

    /// The first of these members that says anything.
    ///
    /// Not by way of `ErrorBody`: another member may be odd, and an empty `message` must not hide `error`.
    fn text_of(&self, names: &[&str]) -> Option<String> {
        let body: serde_json::Value = serde_json::from_slice(&self.body).ok()?;
        let mut texts = names.iter().filter_map(|name| body.get(name)?.as_str()).map(str::trim);
        texts.find(|text| !text.is_empty()).map(str::to_owned)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was refused with {}", self.operation, self.status)?;
        match self.message() {
            Some(message) => write!(f, ": {message}")?,
            None => match excerpt(&self.body) {
                excerpt if excerpt.is_empty() => f.write_str(", without a body")?,
                excerpt => write!(f, ": {excerpt}")?,
            },
        }
        write_correlation_id(f, self.correlation_id().as_deref())
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "Refusal", self.operation, self.status, &self.body)
    }
}

/// A successful answer whose body is not what the specification says.
///
/// Neither `Display` nor `Debug` shows a body that is JSON: it may hold a token or a signed address.
pub struct Unreadable {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    path: String,
    source: serde_json::Error,
}

impl Unreadable {
    pub(crate) fn new<T: DeserializeOwned>(
        operation: &'static Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        error: serde_json::Error,
    ) -> Self {
        // Reading once more, only now, so that answers that can be read do not pay for finding the path.
        let deserializer = &mut serde_json::Deserializer::from_slice(&body);
        let (path, source) = match serde_path_to_error::deserialize::<_, T>(deserializer) {
            // Something follows the value.
            Ok(_) => (".".to_owned(), error),
            Err(error) => (error.path().to_string(), error.into_inner()),
        };
        Self { operation, status, headers, body, path, source }
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Where in the body reading failed, for example `data[3].address`; `.` for the body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What reading failed on. It can quote a value of the body.
    #[must_use]
    pub fn reason(&self) -> &serde_json::Error {
        &self.source
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, path, .. } = self;
        write!(f, "the answer of {operation} ({status}) cannot be read")?;
        match excerpt(&self.body) {
            excerpt if excerpt.is_empty() => f.write_str(": it has no body")?,
            excerpt if excerpt.starts_with('<') => write!(f, ": it is a page and no JSON: {excerpt}")?,
            _ if path == "." => write!(f, ": {}", self.source)?,
            _ => write!(f, " at {path}: {}", self.source)?,
        }
        write_correlation_id(f, correlation_id(&self.headers))
    }
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(f, "Unreadable", self.operation, self.status, &self.body)
    }
}

fn debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    operation: &Operation,
    status: StatusCode,
    body: &[u8],
) -> fmt::Result {
    f.debug_struct(name)
        .field("operation", &operation.name)
        .field("status", &status)
        .field("body", &format_args!("[{} bytes]", body.len()))
        .finish_non_exhaustive()
}

fn write_correlation_id(f: &mut fmt::Formatter<'_>, id: Option<&str>) -> fmt::Result {
    match id {
        Some(id) => write!(f, " (correlation id {id})"),
        None => Ok(()),
    }
}

/// An error and everything behind it; the first text alone is often no more than "error sending request".
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let more = error.to_string();
        // Some errors repeat what is behind them.
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = error.source();
    }
    text
}

/// The beginning of a body on one line.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(EXCERPT * 4)]);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}
