//! Errors of settings.

use std::{borrow::Cow, fmt};

use super::{Details, Error, ErrorKind};

/// Error of invalid or missing settings.
///
/// `Display` lists every problem with a hint. Nothing was sent. Values are never shown, because they can be
/// secrets.
///
/// # Examples
///
/// ```
/// let error = imcloud::Client::builder().base_url("ftp://example.com").build().unwrap_err();
/// assert!(error.to_string().contains("base URL"));
/// assert!(error.problems().len() > 1); // credentials and key are missing too
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    pub(crate) problems: Vec<Problem>,
}

/// A problem of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(crate) setting: &'static str,
    reason: Cow<'static, str>,
    hint: &'static str,
}

impl ConfigError {
    /// Returns all problems in the order of the settings.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

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

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.setting, self.reason, self.hint)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems: Vec<_> = self.problems.iter().map(ToString::to_string).collect();
        f.write_str(&problems.join("; "))
    }
}

impl std::error::Error for ConfigError {}

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
