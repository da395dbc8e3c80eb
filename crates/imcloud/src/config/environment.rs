//! Settings of the environment.

use std::ffi::OsString;

use super::{Builder, ConfigError, Problem};

/// The variables, the names of their settings in the builder, and hints.
const VARIABLES: [(&str, &[&str], &str); 5] = [
    (
        "IMCLOUD_BASE_URL",
        &["base URL"],
        "set it to the URL that the portal shows, for example https://api.cloud.im/marketplace/na",
    ),
    ("IMCLOUD_USERNAME", &["user name", "login"], "set it to the name of the API user, for example acme.api"),
    ("IMCLOUD_PASSWORD", &["password"], "set it to the password of the API user"),
    ("IMCLOUD_SUBSCRIPTION_KEY", &["subscription key"], "set it to the key that the portal shows"),
    ("IMCLOUD_MARKETPLACE", &["marketplace"], "set it to the code of your marketplace, for example us or nl"),
];

impl Builder {
    /// Creates a builder from the environment variables `IMCLOUD_BASE_URL`, `IMCLOUD_USERNAME`,
    /// `IMCLOUD_PASSWORD`, `IMCLOUD_SUBSCRIPTION_KEY` and `IMCLOUD_MARKETPLACE`. All five are required.
    ///
    /// # Errors
    /// [`ConfigError`] with every variable that is missing, empty or invalid.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// Creates a builder from another source of these variables, such as a settings file.
    ///
    /// # Errors
    /// As [`Builder::from_env`].
    ///
    /// # Examples
    ///
    /// ```
    /// use imcloud::Builder;
    ///
    /// let lookup = |name: &str| (name == "IMCLOUD_MARKETPLACE").then(|| "us".into());
    /// let error = Builder::from_lookup(lookup).unwrap_err();
    /// assert_eq!(error.problems().len(), 4);
    /// assert_eq!(error.problems()[0].setting(), "IMCLOUD_BASE_URL");
    /// ```
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let values = VARIABLES.map(|(name, _, hint)| {
            let found = match lookup(name).map(OsString::into_string) {
                None => Err("is not set"),
                Some(Err(_)) => Err("is not valid UTF-8"),
                Some(Ok(value)) if value.trim().is_empty() => Err("is empty"),
                Some(Ok(value)) => Ok(value),
            };
            found.unwrap_or_else(|reason| {
                problems.push(Problem::new(name, reason, hint));
                String::new()
            })
        });
        let [base_url, username, password, key, marketplace] = values;
        let builder = Self::default()
            .base_url(base_url)
            .login(username, password)
            .subscription_key(key)
            .marketplace(marketplace);
        if let Err(invalid) = builder.check(true) {
            problems.extend(invalid.by_variable().problems);
        }
        if problems.is_empty() {
            return Ok(builder);
        }
        problems.sort_by_key(|problem| VARIABLES.iter().position(|(name, ..)| *name == problem.setting()));
        // The value of a missing variable is invalid, too.
        problems.dedup_by(|next, first| next.setting() == first.setting());
        Err(ConfigError { problems })
    }
}

impl ConfigError {
    /// Returns the same problems with the names of the variables.
    pub(crate) fn by_variable(mut self) -> Self {
        for problem in &mut self.problems {
            let variable = VARIABLES.iter().find(|(_, settings, _)| settings.contains(&problem.setting()));
            if let Some((name, ..)) = variable {
                problem.setting = name;
            }
        }
        self
    }
}
