//! Errors of settings.

use std::{borrow::Cow, error::Error, fmt};

/// Error of invalid or missing settings.
///
/// `Display` lists every problem with a hint. Nothing was sent. Values are never shown, because they can be secrets.
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
    pub(super) problems: Vec<Problem>,
}

/// A problem of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(super) setting: Cow<'static, str>,
    reason: Cow<'static, str>,
    hint: Cow<'static, str>,
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
    setting(self) -> &str = &self.setting;

    /// Returns the reason, a predicate such as `is missing`.
    reason(self) -> &str = &self.reason;

    /// Returns a hint for a solution.
    hint(self) -> &str = &self.hint;
}}

impl Problem {
    pub(crate) fn new(
        setting: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { setting: setting.into(), reason: reason.into(), hint: hint.into() }
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

impl Error for ConfigError {}

impl From<Problem> for ConfigError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}
