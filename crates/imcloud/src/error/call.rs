//! The error of a call.

use std::{borrow::Cow, error::Error as StdError, fmt, sync::Arc, time::Duration};

use reqwest::{StatusCode, header::HeaderMap};

use super::{ErrorBody, ErrorKind};
use crate::Idempotency;

/// Why a call gave no value.
///
/// `Display` is one sentence: the operation, what happened, the service's own words, and the correlation id that the publisher's
/// support asks for. To decide what to do, ask: [`Error::is_not_found`], [`Error::is_retryable`], [`Error::is_ambiguous`] and the others,
/// each with its usual cause and remedy. Cheap to clone. Neither `Display` nor `Debug` shows a credential, also where the service repeats one.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// match client.orders().get("1000042").await {
///     Ok(order) => println!("{:?}", order.status),
///     Err(error) if error.is_not_found() => println!("no such order"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Error(pub(super) Arc<Details>);

/// What an error knows.
pub(crate) struct Details {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Cow<'static, str>,
    /// What may have been done where the end is not known.
    pub(crate) idempotency: Idempotency,
    /// What happened, in words; the service's are in `words`.
    pub(crate) reason: String,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: Option<HeaderMap>,
    pub(crate) body: Option<ErrorBody>,
    pub(crate) json_path: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) attempts: u32,
    /// Why it was not repeated, where that is not plain.
    pub(crate) note: Option<&'static str>,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Details {
    pub(crate) fn new(
        kind: ErrorKind,
        operation: impl Into<Cow<'static, str>>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            operation: operation.into(),
            idempotency: Idempotency::Safe,
            reason: reason.into(),
            status: None,
            headers: None,
            body: None,
            json_path: None,
            retry_after: None,
            attempts: 0,
            note: None,
            source: None,
        }
    }
}

impl Error {
    /// An error for [`Authenticate`](crate::Authenticate)s of your own: no token could be had, for this reason.
    #[must_use]
    pub fn no_token(reason: impl Into<String>) -> Self {
        Details::new(ErrorKind::Authentication, "authenticate", reason).into()
    }

    pub(crate) fn invalid_request(
        operation: impl Into<Cow<'static, str>>,
        reason: impl Into<String>,
    ) -> Self {
        Details::new(ErrorKind::InvalidRequest, operation, reason).into()
    }

    /// The same error with the number of attempts and a note, unless it has them already: that of a token call is its own.
    pub(crate) fn concluded(self, attempts: u32, note: Option<&'static str>) -> Self {
        match Arc::try_unwrap(self.0) {
            Ok(details) if details.attempts == 0 => {
                Details { attempts, note: details.note.or(note), ..details }.into()
            }
            Ok(details) => details.into(),
            Err(shared) => Self(shared),
        }
    }

    /// What kind of failure it is, for metrics.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed: the name in `imcloud::raw` such as `list_orders`, or method and path. `generate_auth_token` when it was
    /// the token for a call that could not be had.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// The status of the answer; `None` when there was no answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The headers of the answer; `None` when there was no answer.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers.as_ref()
    }

    /// The id to give to the publisher's support, from the header or the body. Absent when the gateway answered by itself.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        let header = || self.0.headers.as_ref()?.get("x-correlation-id")?.to_str().ok();
        header().or_else(|| self.body()?.correlation_id.as_deref())
    }

    /// The code in the body, apart from the HTTP status: `status` of the platform, `statusCode` of the gateway, `error` of an OAuth server.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.body()?.code.as_deref()
    }

    /// What the service said for people. For a business refusal it is the only explanation there is.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.body()?.message.as_deref()
    }

    /// The beginning of a refusal's body on one line, at most 500 characters, without credentials and signatures. `None` when there was no
    /// body; always `None` for answers that were successes, whose bodies may hold secrets.
    #[must_use]
    pub fn body_excerpt(&self) -> Option<&str> {
        self.body().map(|body| body.excerpt.as_str()).filter(|excerpt| !excerpt.is_empty())
    }

    /// Where in the body reading failed, for example `data[3].address`; `None` for other failures.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// How long the service asks to wait before the next call; `None` when it does not say.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    pub(crate) fn body(&self) -> Option<&ErrorBody> {
        self.0.body.as_ref()
    }
}

impl From<Details> for Error {
    fn from(details: Details) -> Self {
        Self(Arc::new(details))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &self.0;
        write!(f, "{} {}", details.operation, details.reason)?;
        if let Some(body) = &details.body {
            match &body.message {
                Some(message) => write!(f, ": {}", message.trim_end_matches('.'))?,
                None if body.excerpt.is_empty() => f.write_str(", without a body")?,
                None => write!(f, ": {}", body.excerpt)?,
            }
        }
        if self.is_ambiguous() {
            f.write_str("; whether it was carried out is not known, so look before repeating it")?;
        }
        if let Some(note) = details.note {
            write!(f, "; {note}")?;
        }
        let attempts = (details.attempts > 1).then(|| format!("{} attempts", details.attempts));
        let correlation_id = self.correlation_id().map(|id| format!("correlation id {id}"));
        match (attempts, correlation_id) {
            (None, None) => Ok(()),
            (Some(one), None) | (None, Some(one)) => write!(f, " ({one})"),
            (Some(attempts), Some(id)) => write!(f, " ({attempts}, {id})"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers can be cookies.
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("status", &self.0.status)
            .field("display", &format_args!("{self}"))
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
