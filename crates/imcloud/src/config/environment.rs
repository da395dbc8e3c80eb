//! Settings of the environment.

use std::ffi::OsString;

use super::{Builder, ConfigError, Problem};

/// A variable, the names of its settings in the builder, and a hint.
struct Variable {
    name: &'static str,
    settings: &'static [&'static str],
    hint: &'static str,
}

const VARIABLES: [Variable; 5] = [
    Variable {
        name: "IMCLOUD_BASE_URL",
        settings: &["base URL"],
        hint: "set it to the URL that the portal shows, for example https://api.cloud.im/marketplace/na",
    },
    Variable {
        name: "IMCLOUD_USERNAME",
        settings: &["user name", "login"],
        hint: "set it to the name of the API user, for example acme.api",
    },
    Variable {
        name: "IMCLOUD_PASSWORD",
        settings: &["password"],
        hint: "set it to the password of the API user",
    },
    Variable {
        name: "IMCLOUD_SUBSCRIPTION_KEY",
        settings: &["subscription key"],
        hint: "set it to the key that the portal shows",
    },
    Variable {
        name: "IMCLOUD_MARKETPLACE",
        settings: &["marketplace"],
        hint: "set it to the code of your marketplace, for example us or nl",
    },
];

impl Builder {
    /// Creates a builder from the environment variables `IMCLOUD_BASE_URL`, `IMCLOUD_USERNAME`, `IMCLOUD_PASSWORD`,
    /// `IMCLOUD_SUBSCRIPTION_KEY` and `IMCLOUD_MARKETPLACE`. All five are required.
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
    /// let error = Builder::from_lookup(|name| (name == "IMCLOUD_MARKETPLACE").then(|| "us".into())).unwrap_err();
    /// assert_eq!(error.problems().len(), 4);
    /// assert_eq!(error.problems()[0].setting(), "IMCLOUD_BASE_URL");
    /// ```
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let values = VARIABLES.map(|variable| {
            let found = match lookup(variable.name).map(OsString::into_string) {
                None => Err("is not set"),
                Some(Err(_)) => Err("is not valid UTF-8"),
                Some(Ok(value)) if value.trim().is_empty() => Err("is empty"),
                Some(Ok(value)) => Ok(value),
            };
            found.unwrap_or_else(|reason| {
                problems.push(Problem::new(variable.name, reason, variable.hint));
                String::new()
            })
        });
        let [base_url, username, password, key, marketplace] = values;
        let builder = Self::default()
            .base_url(base_url)
            .login(username, password)
            .subscription_key(key)
            .marketplace(marketplace);
        if let Err(malformed) = builder.check_values().map_err(ConfigError::by_variable) {
            let missing = problems.len();
            for problem in malformed.problems() {
                if problems[..missing].iter().all(|known| known.setting() != problem.setting()) {
                    problems.push(problem.clone());
                }
            }
        }
        if problems.is_empty() {
            return Ok(builder);
        }
        problems
            .sort_by_key(|problem| VARIABLES.iter().position(|variable| variable.name == problem.setting()));
        Err(ConfigError::new(problems))
    }
}

impl ConfigError {
    /// Returns the same problems with the names of the variables.
    pub(crate) fn by_variable(self) -> Self {
        Self::new(self.problems().iter().cloned().map(by_variable).collect())
    }
}

fn by_variable(problem: Problem) -> Problem {
    let variable = VARIABLES.iter().find(|variable| variable.settings.contains(&problem.setting()));
    match variable {
        Some(variable) => problem.named(variable.name),
        None => problem,
    }
}
