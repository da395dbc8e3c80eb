//! Failures of commands, and exit codes.

use std::{
    fmt,
    io::{self, Write as _},
    process::ExitCode,
};

use imcloud::{
    ErrorKind,
    raw::operations::OPERATIONS,
    reqwest::StatusCode,
    wait::{WaitError, Waitable},
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    escape::{escape, escape_lines},
    progress,
    system::Signal,
};

/// An exit code. Scripts rely on these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Exit {
    Failed = 1,
    Usage = 2,
    Configuration = 3,
    NotFound = 4,
    Rejected = 5,
    OutcomeUnknown = 6,
    TimedOut = 7,
    EndedInError = 8,
    Found = 9,
    /// The terminal was closed: 128 and the number of `SIGHUP`.
    HungUp = 129,
    /// Interrupted from the keyboard: 128 and the number of `SIGINT`.
    Interrupted = 130,
    /// Terminated by another program: 128 and the number of `SIGTERM`.
    Terminated = 143,
}

pub(crate) const EXIT_CODES: &[(&str, &str)] = &[
    ("0", "success"),
    ("1", "failed: network, service or file; can succeed later"),
    ("2", "usage: invalid command line or input; nothing was sent"),
    ("3", "configuration: credentials, base URL or proxy"),
    ("4", "not found"),
    ("5", "rejected by the service"),
    ("6", "outcome unknown: an order or change may exist"),
    ("7", "timed out, or not ready yet"),
    ("8", "an order, report or customer ended in an error"),
    ("9", "found: differences or renewals, with --exit-code"),
    ("130", "interrupted (143: terminated, 129: terminal closed)"),
];

const AUTH_CHECK: &str = "Find out which setting is wrong with: imcloud auth check";

/// The result of a command, or of a part of it.
pub(crate) type Result<T = (), E = Failure> = std::result::Result<T, E>;

/// Turns any error into a failure: `CONTEXT: ERROR`.
pub(crate) trait Context<T> {
    fn context(self, context: impl fmt::Display) -> Result<T>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, context: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure::new(Exit::Failed, format!("{context}: {error}")))
    }
}

/// The failure of a command: a message, a hint, and the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    pub(crate) message: String,
    hint: Option<String>,
    /// The error of the call, for programs.
    call: Option<Box<imcloud::Error>>,
    /// Every problem of an input, for programs.
    problems: Vec<String>,
    /// Ends the process with the code only: the reader closed standard output, or everything was printed.
    silent: Option<ExitCode>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        let message = for_users(message.into());
        Self { exit, message, hint: None, call: None, problems: Vec::new(), silent: None }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Exit::Configuration, message)
    }

    /// Returns an exit code without a message.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self { silent: Some(ExitCode::from(exit as u8)), ..Self::new(exit, "") }
    }

    pub(crate) fn ended_by(signal: Signal) -> Self {
        match signal {
            Signal::Interrupt => Self::new(Exit::Interrupted, "interrupted"),
            Signal::Terminate => Self::new(Exit::Terminated, "terminated"),
            Signal::HangUp => Self::new(Exit::HungUp, "the terminal was closed"),
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(for_users(hint.into()));
        self
    }

    /// Sets the hint, unless the failure has one that is more specific: a wrong configuration.
    pub(crate) fn or_hint(self, hint: impl Into<String>) -> Self {
        if self.exit == Exit::Configuration { self } else { self.hint(hint) }
    }

    pub(crate) fn problems(mut self, problems: Vec<String>) -> Self {
        self.problems = problems.into_iter().map(for_users).collect();
        self
    }

    /// Writes the failure to standard error and returns the exit code.
    pub(crate) fn print(self, as_json: bool) -> ExitCode {
        if let Some(code) = self.silent {
            return code;
        }
        progress::clear();
        let text = if as_json { json!({ "error": self.to_json() }).to_string() } else { self.to_string() };
        // If standard error is closed, the code is enough.
        let _ = writeln!(io::stderr(), "{}", escape_lines(&text));
        ExitCode::from(self.exit as u8)
    }

    fn to_json(&self) -> Value {
        let call = self.call.as_deref();
        let mut json = json!({
            "code": self.exit,
            "exit": self.exit as u8,
            "message": self.message,
            "hint": self.hint,
            "problems": Some(&self.problems).filter(|problems| !problems.is_empty()),
            "kind": call.map(|error| error.kind().as_str()),
            "operation": call.map(imcloud::Error::operation),
            "status": call.and_then(imcloud::Error::status).map(|status| status.as_u16()),
            "serviceMessage": call.and_then(imcloud::Error::message),
            "correlationId": call.and_then(imcloud::Error::correlation_id),
            "retryAfterSeconds": call.and_then(imcloud::Error::retry_after).map(|delay| delay.as_secs()),
        });
        if let Some(properties) = json.as_object_mut() {
            properties.retain(|_, value| !value.is_null());
        }
        json
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", escape(&self.message))?;
        for problem in &self.problems {
            write!(f, "\n  {}", escape(problem))?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\n{}", escape_lines(hint)),
            None => Ok(()),
        }
    }
}

/// Terms of the Rust library, and their replacements.
const TERMS: &[(&str, &str)] = &[
    ("generate_auth_token", "token request"),
    ("download_report the connection", "download failed: the connection"),
    ("download_report", "download"),
    ("use https, or call allow_plain_http", "use an https:// URL"),
    ("; call allow_plain_http on the builder to allow it", ""),
    ("raise max_bytes if the report is that large", "choose a shorter period"),
    ("longer than max_retry_after", "longer than this command waits"),
    ("select one by product_id or mpn", "select one with --product-id or --mpn"),
    ("to order anyway, skip the estimate", "to order anyway, pass --no-estimate"),
];

/// Replaces names of operations and methods, which only Rust programs use, by words.
pub(crate) fn for_users(text: String) -> String {
    if !text.contains('_') && !text.contains("skip the estimate") {
        return text;
    }
    let text = TERMS.iter().fold(text, |text, (term, replacement)| text.replace(term, replacement));
    let operations = OPERATIONS.iter().map(|operation| operation.name).filter(|name| name.contains('_'));
    operations.fold(text, |text, name| {
        if text.contains(name) { text.replace(name, &name.replace('_', " ")) } else { text }
    })
}

impl From<imcloud::Error> for Failure {
    fn from(error: imcloud::Error) -> Self {
        let (exit, hint) = classify(&error);
        let failure = Self::new(exit, error.to_string());
        Self { hint: hint.map(str::to_owned), call: Some(Box::new(error)), ..failure }
    }
}

/// Returns true for the download of a report file, whose errors contain their hints.
fn is_download(error: &imcloud::Error) -> bool {
    error.operation() == "download_report"
}

/// Returns true if the response is not from the API: a login page, or a host with another API.
fn is_from_elsewhere(error: &imcloud::Error) -> bool {
    let is_unexpected = error.kind() == ErrorKind::UnexpectedStatus;
    let is_token_call = error.operation() == "generate_auth_token";
    let status = error.status();
    let no_such_url = status.is_some_and(|status| {
        matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::GONE)
    });
    let is_redirect = status.is_some_and(|status| status.is_redirection()) && !is_download(error);
    is_unexpected && (is_redirect || no_such_url)
        || is_token_call && (is_unexpected || no_such_url || error.kind() == ErrorKind::Decode)
}

/// Returns the exit code and the hint of an error.
fn classify(error: &imcloud::Error) -> (Exit, Option<&'static str>) {
    if error.status() == Some(StatusCode::PROXY_AUTHENTICATION_REQUIRED) {
        let hint = "Check user and password of the proxy in HTTPS_PROXY or HTTP_PROXY.";
        return (Exit::Configuration, Some(hint));
    }
    let (exit, hint) = match error.kind() {
        _ if is_from_elsewhere(error) => (Exit::Configuration, AUTH_CHECK),
        _ if error.is_ambiguous() => {
            (Exit::OutcomeUnknown, "Search for the result before you repeat the command.")
        }
        ErrorKind::Authentication | ErrorKind::InvalidSubscriptionKey | ErrorKind::Configuration => {
            (Exit::Configuration, AUTH_CHECK)
        }
        ErrorKind::NotFound => (Exit::NotFound, "Find the id with the list command of the same noun."),
        ErrorKind::PermissionDenied => {
            (Exit::Rejected, "Ask for the permission, or use the profile of another user: --profile NAME")
        }
        // A proxy responded instead of the store.
        ErrorKind::UnexpectedStatus if is_download(error) => (Exit::Failed, ""),
        ErrorKind::Conflict
        | ErrorKind::BusinessRule
        | ErrorKind::BadRequest
        | ErrorKind::UnexpectedStatus => (Exit::Rejected, ""),
        ErrorKind::InvalidRequest => (Exit::Usage, ""),
        ErrorKind::RateLimited | ErrorKind::QuotaExceeded => {
            (Exit::Failed, "Wait; other programs may be using the same key.")
        }
        ErrorKind::Connect => {
            (Exit::Failed, "Check the base URL, the firewall and the proxy: imcloud auth check")
        }
        ErrorKind::Timeout => (Exit::Failed, "Try again later, or allow more time: --timeout 5m"),
        ErrorKind::Server | ErrorKind::Interrupted => (
            Exit::Failed,
            "Try again later. If it persists, report the correlation id to the support of the provider.",
        ),
        _ => (Exit::Failed, ""),
    };
    let has_hint = exit == Exit::Configuration || exit == Exit::OutcomeUnknown || !is_download(error);
    (exit, Some(hint).filter(|hint| has_hint && !hint.is_empty()))
}

impl From<imcloud::ConfigError> for Failure {
    fn from(error: imcloud::ConfigError) -> Self {
        let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        Self::new(Exit::Configuration, "invalid connection settings").problems(problems)
    }
}

impl From<imcloud::VerifyError> for Failure {
    fn from(error: imcloud::VerifyError) -> Self {
        use imcloud::CredentialProblem as Problem;
        let exit = match error.problem() {
            Problem::Unclear if classify(error.error()).0 == Exit::Configuration => Exit::Configuration,
            Problem::Unreachable | Problem::Unclear => Exit::Failed,
            _ => Exit::Configuration,
        };
        let message = format!("{} ({})", error.problem(), error.error());
        let mut hint = error.problem().hint().to_owned();
        hint[..1].make_ascii_uppercase();
        Self { call: Some(Box::new(error.error().clone())), ..Self::new(exit, message) }.hint(hint)
    }
}

impl<T: Waitable> From<WaitError<T>> for Failure {
    fn from(error: WaitError<T>) -> Self {
        let message = error.to_string();
        match error {
            WaitError::CallFailed { error, .. } => error.into(),
            WaitError::Failed(_) | WaitError::Cancelled(_) => Self::new(Exit::EndedInError, message),
            WaitError::TimedOut { .. } => {
                Self::new(Exit::TimedOut, message).hint("Wait again, or longer: --timeout 30m")
            }
            WaitError::Scheduled(_) => Self::new(Exit::TimedOut, message),
            _ => Self::new(Exit::Failed, message),
        }
    }
}

impl From<io::Error> for Failure {
    /// Converts an error of standard output or of the system. Errors of files have separate messages.
    fn from(error: io::Error) -> Self {
        let silent = (error.kind() == io::ErrorKind::BrokenPipe).then_some(ExitCode::SUCCESS);
        Self { silent, ..Self::new(Exit::Failed, error.to_string()) }
    }
}

impl From<serde_json::Error> for Failure {
    /// Converts an error of a writer of JSON. An I/O error remains one, so that a closed pipe is recognized.
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() {
            return io::Error::from(error).into();
        }
        Self::new(Exit::Failed, format!("could not write JSON: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_has_no_rust_names() {
        let text = for_users(
            "update_subscription failed: is plain http: use https, or call allow_plain_http".to_owned(),
        );
        assert_eq!(text, "update subscription failed: is plain http: use an https:// URL");
    }
}
