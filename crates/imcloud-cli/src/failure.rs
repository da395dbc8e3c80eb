//! Why a command did not do what it was asked, and how the process ends then.

use std::{
    fmt,
    io::{self, Write as _},
    process::ExitCode,
};

use imcloud::ErrorKind;
use serde_json::{Map, Value, json};

use crate::signals::Signal;

/// How a process ends. Scripts rely on these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Something else went wrong: the network, the service, a file.
    Failed = 1,
    /// The command line or the input is wrong; nothing was sent.
    Usage = 2,
    /// Credentials are missing or were not accepted.
    Credentials = 3,
    /// There is no such thing.
    NotFound = 4,
    /// The service refused it, and would again.
    Refused = 5,
    /// It is not known whether it was carried out.
    OutcomeUnknown = 6,
    /// What was waited for did not happen in time.
    TimedOut = 7,
    /// The terminal is gone: 128 and the number of `SIGHUP`, as shells tell it.
    HungUp = 129,
    /// Interrupted from the keyboard: 128 and the number of `SIGINT`.
    Interrupted = 130,
    /// Ended by another program: 128 and the number of `SIGTERM`.
    Terminated = 143,
}

/// The documented meaning of each code, for `--help` and the manual page.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    failed: network, service trouble, a file
  2    usage: the command line or the input is wrong; nothing was sent
  3    credentials are missing or were not accepted
  4    not found
  5    refused by the service
  6    undecided: an order or a change may or may not exist
  7    timed out waiting
  130  interrupted; 143 terminated, 129 hung up: cleaned up in the same way";

impl Exit {
    fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Credentials => "credentials",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::OutcomeUnknown => "undecided",
            Self::TimedOut => "timed_out",
            Self::HungUp => "hung_up",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }
}

/// Why a command failed: a sentence, what to do, and the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    sentence: String,
    remedy: Option<String>,
    /// What the service said, for programs.
    call: Option<Box<imcloud::Error>>,
    /// Every fault of an input, for programs.
    faults: Vec<String>,
    /// Whoever read our output is gone; that is no failure.
    closed: bool,
}

impl Failure {
    pub(crate) fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        Self { exit, sentence: sentence.into(), remedy: None, call: None, faults: Vec::new(), closed: false }
    }

    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Usage, sentence)
    }

    pub(crate) fn ended_by(signal: Signal) -> Self {
        match signal {
            Signal::Interrupt => Self::new(Exit::Interrupted, "interrupted"),
            Signal::Terminate => Self::new(Exit::Terminated, "terminated"),
            Signal::HangUp => Self::new(Exit::HungUp, "the terminal is gone"),
        }
    }

    /// What happened, without the remedy.
    pub(crate) fn sentence(&self) -> &str {
        &self.sentence
    }

    /// With what to do.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// With everything that is wrong with an input.
    pub(crate) fn faults(mut self, faults: Vec<String>) -> Self {
        self.faults = faults;
        self
    }

    /// Writes it to standard error and gives the exit code.
    pub(crate) fn report(self, as_json: bool) -> ExitCode {
        if self.closed {
            return ExitCode::SUCCESS;
        }
        let text = if as_json { json!({ "error": self.to_json() }).to_string() } else { self.to_string() };
        // Whoever closed standard error does not want to read it; the code says enough.
        let _ = writeln!(io::stderr(), "{text}");
        ExitCode::from(self.exit as u8)
    }

    fn to_json(&self) -> Map<String, Value> {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                object.insert(name.to_owned(), value);
            }
        };
        put("code", json!(self.exit.name()));
        put("exit", json!(self.exit as u8));
        put("message", json!(self.sentence));
        put("remedy", json!(self.remedy));
        if !self.faults.is_empty() {
            put("faults", json!(self.faults));
        }
        if let Some(error) = &self.call {
            put("kind", json!(error.kind().as_str()));
            put("operation", json!(error.operation()));
            put("status", json!(error.status().map(|status| status.as_u16())));
            put("serviceMessage", json!(error.message()));
            put("correlationId", json!(error.correlation_id()));
            put("retryAfterSeconds", json!(error.retry_after().map(|pause| pause.as_secs())));
        }
        object
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.sentence)?;
        for fault in &self.faults {
            write!(f, "\n  {fault}")?;
        }
        match &self.remedy {
            Some(remedy) => write!(f, "\n{remedy}"),
            None => Ok(()),
        }
    }
}

impl From<imcloud::Error> for Failure {
    fn from(error: imcloud::Error) -> Self {
        let exit = exit_of(&error);
        let remedy = remedy_of(&error).map(str::to_owned);
        Self { remedy, call: Some(Box::new(error.clone())), ..Self::new(exit, error.to_string()) }
    }
}

fn exit_of(error: &imcloud::Error) -> Exit {
    if error.is_ambiguous() {
        return Exit::OutcomeUnknown;
    }
    match error.kind() {
        ErrorKind::Authentication | ErrorKind::InvalidSubscriptionKey | ErrorKind::Configuration => {
            Exit::Credentials
        }
        ErrorKind::NotFound => Exit::NotFound,
        ErrorKind::PermissionDenied
        | ErrorKind::Conflict
        | ErrorKind::BusinessRule
        | ErrorKind::BadRequest
        | ErrorKind::UnexpectedStatus => Exit::Refused,
        ErrorKind::InvalidRequest => Exit::Usage,
        _ => Exit::Failed,
    }
}

fn remedy_of(error: &imcloud::Error) -> Option<&'static str> {
    if error.is_ambiguous() {
        return Some("Look before you repeat it: it may have been carried out.");
    }
    Some(match error.kind() {
        ErrorKind::Authentication | ErrorKind::InvalidSubscriptionKey => {
            "Find out which of them is wrong with: imcloud auth check"
        }
        ErrorKind::NotFound => "Look the id up with the list command of the same noun.",
        ErrorKind::PermissionDenied => {
            "Ask for the permission, or use the profile of another user: --profile NAME"
        }
        ErrorKind::RateLimited | ErrorKind::QuotaExceeded => {
            "Wait as long as it says; other programs may be using the same key."
        }
        ErrorKind::Connect => {
            "Check the base URL, and that firewall and proxy let this machine through: imcloud auth check"
        }
        ErrorKind::Timeout => "Try again later, or give it more time: --timeout 5m",
        ErrorKind::Server | ErrorKind::Interrupted => {
            "Try again later; if it stays, give the correlation id to the publisher's support."
        }
        _ => return None,
    })
}

impl From<imcloud::ConfigError> for Failure {
    fn from(error: imcloud::ConfigError) -> Self {
        let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        Self::new(Exit::Credentials, "the settings of the connection cannot be used").faults(problems)
    }
}

impl From<imcloud::VerifyError> for Failure {
    fn from(error: imcloud::VerifyError) -> Self {
        use imcloud::CredentialProblem as Problem;
        let exit = match error.problem() {
            Problem::Unreachable | Problem::Unclear => Exit::Failed,
            _ => Exit::Credentials,
        };
        let sentence = format!("{} ({})", error.problem(), error.error());
        let mut remedy = error.problem().remedy().to_owned();
        remedy[..1].make_ascii_uppercase();
        Self { call: Some(Box::new(error.error().clone())), ..Self::new(exit, sentence) }.remedy(remedy)
    }
}

impl From<io::Error> for Failure {
    /// An error of standard output, or of the system at large. Files have sentences of their own.
    fn from(error: io::Error) -> Self {
        let closed = error.kind() == io::ErrorKind::BrokenPipe;
        Self { closed, ..Self::new(Exit::Failed, error.to_string()) }
    }
}

impl From<imcloud_sandbox::StartError> for Failure {
    fn from(error: imcloud_sandbox::StartError) -> Self {
        Self::new(Exit::Failed, format!("the sandbox does not start: {error}"))
    }
}
