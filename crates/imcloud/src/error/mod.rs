//! Errors of calls.

use std::{any::Any, borrow::Cow, error::Error as StdError, fmt, sync::Arc, time::Duration};

use reqwest::{StatusCode, header::HeaderMap};

use crate::call::{Call, Idempotency};

mod kind;
mod response;
mod scrub;

pub use kind::ErrorKind;
pub(crate) use response::{ErrorBody, Shape, decode, received};
pub(crate) use scrub::{excerpt, scrub, secrets_in_body};

/// The result of a call.
///
/// Example: see [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Error returned by API calls.
///
/// `Display` is one line: the operation, the cause, the message of the service, and the correlation id for
/// the support of the provider. Match on [`Error::kind`], or use predicates such as [`Error::is_not_found`],
/// [`Error::is_retryable`] and [`Error::is_ambiguous`], which describe cause and hint. Cheap to clone.
///
/// Neither `Display` nor `Debug` shows credentials, passwords of the request body or signed URLs, even if the
/// service echoes them: known secrets are replaced by `[hidden]`, also in their JSON, URL and HTML encodings.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// use imcloud::ErrorKind;
///
/// match client.orders().get("1000042").await {
///     Ok(order) => println!("{:?}", order.status),
///     Err(error) => match error.kind() {
///         ErrorKind::NotFound => println!("no such order"),
///         ErrorKind::RateLimited => println!("retry in {:?}", error.retry_after()),
///         _ => return Err(error),
///     },
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Error(pub(crate) Arc<Details>);

pub(crate) struct Details {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Cow<'static, str>,
    /// Idempotency of the call if its outcome is unknown.
    pub(crate) idempotency: Idempotency,
    /// Predicate of a sentence whose subject is the operation, such as `failed: 404 Not Found`.
    pub(crate) reason: String,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: Option<HeaderMap>,
    pub(crate) body: Option<ErrorBody>,
    /// True if the request contained secrets of its own. The error body is then not displayed.
    pub(crate) sent_secrets: bool,
    pub(crate) json_path: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) attempts: u32,
    /// Hint, or the reason why the call was not retried.
    pub(crate) note: Option<&'static str>,
    pub(crate) source: Option<Arc<dyn StdError + Send + Sync>>,
    /// The error that was converted into this one, whose message is the reason.
    pub(crate) converted: Option<Arc<dyn Any + Send + Sync>>,
}

impl Details {
    pub(crate) fn at(self, status: StatusCode, headers: &HeaderMap) -> Self {
        Self { status: Some(status), headers: Some(headers.clone()), ..self }
    }

    pub(crate) fn of(call: &Call, kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self { idempotency: call.idempotency, ..Self::new(kind, call.name.clone(), reason) }
    }

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
            sent_secrets: false,
            json_path: None,
            retry_after: None,
            attempts: 0,
            note: None,
            source: None,
            converted: None,
        }
    }
}

getters! { impl Error {
    /// Returns the kind of the error, for `match` and for metrics.
    kind(self) -> ErrorKind = self.0.kind;

    /// Returns the operation that failed: its name in `imcloud::raw`, such as `list_orders`, or method and
    /// path. If the token request of a call failed, it is `generate_auth_token`.
    operation(self) -> &str = &self.0.operation;

    /// Returns the status of the response, `None` without a response.
    status(self) -> Option<StatusCode> = self.0.status;

    /// Returns the headers of the response, `None` without a response.
    headers(self) -> Option<&HeaderMap> = self.0.headers.as_ref();

    /// Returns the code in the body: `status` (platform), `statusCode` (gateway), `error` (OAuth server).
    code(self) -> Option<&str> = self.body()?.code.as_deref();

    /// Returns the message of the service. For a violated business rule it is the only explanation.
    message(self) -> Option<&str> = self.body()?.message.as_deref();

    /// Returns the first 500 characters of an error body on one line, without known secrets and signatures.
    /// `None` for successful responses, whose bodies can contain other secrets.
    body_excerpt(self) -> Option<&str> =
        self.body().map(|body| body.excerpt.as_str()).filter(|excerpt| !excerpt.is_empty());

    /// Returns the JSON path of the value that could not be decoded, such as `data[3].address`.
    json_path(self) -> Option<&str> = self.0.json_path.as_deref();

    /// Returns the delay that the service requested with `Retry-After`.
    retry_after(self) -> Option<Duration> = self.0.retry_after;

    /// Returns the number of times that the request was sent.
    attempts(self) -> u32 = self.0.attempts;

    /// Returns the correlation id for support, from header or body. Responses of the gateway have none.
    correlation_id(self) -> Option<&str> = {
        let header = || self.0.headers.as_ref()?.get("x-correlation-id")?.to_str().ok();
        header().or_else(|| self.body()?.correlation_id.as_deref())
    };

    /// Returns the error that caused this one, such as a [`reqwest::Error`] or an [`std::io::Error`], if
    /// there was one. `Display` contains its message.
    get_ref(self) -> Option<&(dyn StdError + Send + Sync + 'static)> = self.0.source.as_deref();
}}

impl Error {
    /// Creates the error of a custom [`Authenticate`](crate::Authenticate) that has no token.
    ///
    /// `reason` is a predicate of the sentence `authenticate ...`, such as `failed: the vault is locked`.
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

    /// Adds the number of attempts and a note, unless the error has them, as errors of token requests do.
    pub(crate) fn concluded(self, attempts: u32, note: Option<&'static str>) -> Self {
        match Arc::try_unwrap(self.0) {
            Ok(details) if details.attempts == 0 => {
                Details { attempts, note: details.note.or(note), ..details }.into()
            }
            Ok(details) => details.into(),
            Err(shared) => Self(shared),
        }
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
                None if body.excerpt.is_empty() || details.sent_secrets => {}
                None => write!(f, ": {}", body.excerpt)?,
            }
        }
        if self.is_ambiguous() && self.kind() != ErrorKind::OutcomeUnknown {
            f.write_str("; the outcome is unknown, so search for its result before sending it again")?;
        }
        if let Some(note) = details.note {
            write!(f, "; {note}")?;
        }
        let attempts = (details.attempts > 1).then(|| format!("{} attempts", details.attempts));
        let correlation_id = self.correlation_id().map(|id| format!("correlation id {id}"));
        let numbers: Vec<_> = attempts.into_iter().chain(correlation_id).collect();
        if numbers.is_empty() { Ok(()) } else { write!(f, " ({})", numbers.join(", ")) }
    }
}

// Headers can be cookies.
impl_debug!(Error, self, kind = self.0.kind, status = self.0.status, display = format_args!("{self}"));

/// `source` is always `None`: the message contains that of the cause, [`get_ref`](Error::get_ref).
impl StdError for Error {}

/// Error of invalid or missing settings.
///
/// `Display` lists every problem with a hint, without values, which can be secrets. Nothing was sent.
///
/// # Examples
///
/// ```
/// let error = imcloud::Client::builder().base_url("ftp://example.com").build().unwrap_err();
/// assert!(error.problems().len() > 1); // credentials and key are missing too
/// for problem in error.problems() {
///     println!("{} {}. Hint: {}", problem.setting(), problem.reason(), problem.hint());
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct ConfigError {
    pub(crate) problems: Vec<Problem>,
}

/// A problem of one setting.
///
/// Example: see [`ConfigError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting} {reason}: {hint}")]
pub struct Problem {
    pub(crate) setting: &'static str,
    reason: Cow<'static, str>,
    hint: &'static str,
}

getters! { impl ConfigError {
    /// Returns all problems in the order of the settings.
    problems(self) -> &[Problem] = &self.problems;
}}

getters! { impl Problem {
    /// Returns the name of the setting: `base URL` of the builder, or `IMCLOUD_BASE_URL` of the environment.
    setting(self) -> &str = self.setting;

    /// Returns the reason, a predicate such as `is missing`.
    reason(self) -> &str = &self.reason;

    /// Returns a hint for a solution.
    hint(self) -> &str = self.hint;
}}

impl Problem {
    pub(crate) fn new(
        setting: &'static str,
        reason: impl Into<Cow<'static, str>>,
        hint: &'static str,
    ) -> Self {
        Self { setting, reason: reason.into(), hint }
    }
}

impl From<ConfigError> for Error {
    /// Makes an error of the kind [`ErrorKind::Configuration`].
    fn from(error: ConfigError) -> Self {
        Details::new(ErrorKind::Configuration, "client", format!("is not configured correctly: {error}"))
            .into()
    }
}

impl From<Problem> for ConfigError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}
