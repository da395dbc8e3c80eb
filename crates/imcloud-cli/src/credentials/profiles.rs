//! The configuration file.

use std::{collections::BTreeMap, io, ops::Range, path::PathBuf, process::Stdio, time::Duration};

use imcloud::Secret;
use serde::{Deserialize, Serialize};
use tokio::{io::AsyncReadExt as _, process::Command, time::timeout};
use toml_edit::{DocumentMut, Item, Table, value};

use super::{config_file, keyring, read_private, write_private};
use crate::{
    failure::{Context as _, Failure, Result},
    system::SHELL,
};

/// Time limit for a command, which may ask the user to unlock a password manager.
const TIMEOUT: Duration = Duration::from_secs(60);

const MAX_BYTES: u64 = 64 << 10;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SecretPlace {
    /// In the system's keyring.
    #[default]
    Keyring,
    /// In the configuration file, which only its owner can read.
    File,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) base_url: String,
    pub(crate) marketplace: String,
    pub(crate) username: String,
    pub(crate) secrets: SecretPlace,
    password: Option<Secret>,
    subscription_key: Option<Secret>,
    /// A shell command that prints the secret.
    password_command: Option<String>,
    subscription_key_command: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Secrets {
    pub(crate) password: Secret,
    pub(crate) subscription_key: Secret,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    default: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

#[derive(Debug)]
pub(crate) struct Profiles {
    pub(crate) path: PathBuf,
    /// With comments and order, which changes preserve.
    document: DocumentMut,
    written: Written,
}

impl Profiles {
    /// Reads the file, which may be missing.
    pub(crate) fn read() -> Result<Self> {
        let path = config_file()?;
        let text = read_private(&path)?.unwrap_or_default();
        Self::parse(path, &text)
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self> {
        let wrong = |message: &str, place: Option<Range<usize>>| {
            let before = place.and_then(|place| text.get(..place.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            let message = without_values(message);
            let message = format!("invalid configuration: {}, line {line}: {message}", path.display());
            Failure::configuration(message)
                .hint("Correct it, or move it away and create it again with: imcloud auth login")
        };
        let document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| wrong(error.message(), error.span()))?;
        let written = toml_edit::de::from_str(text).map_err(|error| wrong(error.message(), error.span()))?;
        Ok(Self { path, document, written })
    }

    pub(crate) fn default_name(&self) -> Option<&str> {
        let mut names = self.names();
        let only = names.next().filter(|_| names.next().is_none());
        self.written.default.as_deref().or(only)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.written.profiles.keys().map(String::as_str)
    }

    pub(crate) fn set_default(&mut self, name: &str) -> Result {
        self.get(name)?;
        self.document["default"] = value(name);
        self.write()
    }

    pub(crate) fn get(&self, name: &str) -> Result<&Profile> {
        self.written.profiles.get(name).ok_or_else(|| {
            let names = self.names().collect::<Vec<_>>().join(", ");
            let known = if names.is_empty() { "none" } else { &names };
            Failure::configuration(format!("there is no profile {name:?}; there are: {known}"))
                .hint(format!("Create it with: imcloud auth login --profile {name}"))
        })
    }

    /// Stores a profile and its secrets, and replaces one with the same name.
    pub(crate) fn put(&mut self, name: &str, profile: &Profile, secrets: &Secrets) -> Result {
        if profile.secrets == SecretPlace::Keyring {
            keyring::save(name, secrets)?;
        }
        let in_file = |secret: &Secret| (profile.secrets == SecretPlace::File).then(|| secret.clone());
        let written = Profile {
            password: in_file(&secrets.password),
            subscription_key: in_file(&secrets.subscription_key),
            ..profile.clone()
        };
        let table = toml_edit::ser::to_document(&written).context("could not write the profile")?;
        if self.written.profiles.is_empty() {
            self.document["default"] = value(name);
        }
        let profiles = self.document.entry("profiles").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        profiles[name] = Item::Table(table.as_table().clone());
        self.write()
    }

    pub(crate) fn remove(&mut self, name: &str) -> Result {
        if self.get(name)?.secrets == SecretPlace::Keyring {
            keyring::remove(name)?;
        }
        if let Some(profiles) = self.document.get_mut("profiles").and_then(Item::as_table_like_mut) {
            profiles.remove(name);
        }
        if self.written.default.as_deref() == Some(name) {
            self.document.remove("default");
        }
        self.write()
    }

    fn write(&self) -> Result {
        let text = self.document.to_string();
        write_private(&self.path, &text).context(format!("could not write {}", self.path.display()))
    }
}

impl Profile {
    pub(crate) fn new(base_url: String, marketplace: String, username: String, secrets: SecretPlace) -> Self {
        Self { base_url, marketplace, username, secrets, ..Self::default() }
    }

    pub(crate) async fn secrets(&self, name: &str) -> Result<Secrets> {
        let commands = [&self.password_command, &self.subscription_key_command];
        if self.secrets == SecretPlace::Keyring && commands.iter().all(|command| command.is_none()) {
            return keyring::load(name);
        }
        let secret = async |key: &str, value: &Option<Secret>, command: &Option<String>| {
            let failed = |reason: String| {
                Failure::configuration(format!("could not read the {key} of profile {name:?}: {reason}"))
            };
            match (value, command) {
                (Some(value), None) => Ok(value.clone()),
                (None, Some(command)) => secret_of(command, TIMEOUT)
                    .await
                    .map_err(|error| failed(format!("{key}_command failed: {error}"))),
                (Some(_), Some(_)) => Err(failed(format!("both {key} and {key}_command are set"))),
                (None, None) => Err(failed("it is not in the configuration file".to_owned()).hint(format!(
                    "Add {key}_command to the profile, or log in with: imcloud auth login --profile {name}"
                ))),
            }
        };
        let [of_password, of_key] = commands;
        Ok(Secrets {
            password: secret("password", &self.password, of_password).await?,
            subscription_key: secret("subscription_key", &self.subscription_key, of_key).await?,
        })
    }
}

/// Removes the parts of the file that messages of the parser quote, because they may be secrets.
fn without_values(message: &str) -> String {
    let (problem, expected) = match message.rsplit_once(", expected ") {
        Some((problem, expected)) => (problem, format!(", expected {expected}")),
        None => (message, String::new()),
    };
    let is_about_field = problem.starts_with("missing field");
    let shown = if is_about_field { problem } else { problem.split(['`', '"']).next().unwrap_or_default() };
    format!("{}{expected}", shown.trim_end())
}

/// Runs a command in the shell and returns the first line of its output. Its standard input is empty.
///
/// # Errors
/// A description of the failure, without the output.
async fn secret_of(command_line: &str, limit: Duration) -> Result<Secret, String> {
    let (shell, option) = SHELL;
    let mut command = Command::new(shell);
    command.args([option, command_line]).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let output = async {
        let mut child = command.spawn()?;
        let mut output = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            stdout.take(MAX_BYTES).read_to_end(&mut output).await?;
        }
        Ok((child.wait().await?, output))
    };
    // A background process of the command may hold the pipe open.
    let output = timeout(limit, output).await;
    let output = output.map_err(|_| format!("it did not end within {} s", limit.as_secs()))?;
    let (status, output) = output.map_err(|error: io::Error| error.to_string())?;
    if !status.success() {
        return Err(status.to_string());
    }
    let output = String::from_utf8(output).map_err(|_| "its output is not UTF-8".to_owned())?;
    match output.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.into()),
        _ => Err("it printed nothing".to_owned()),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = r#"# for both shops
default = "na"

[profiles.na] # production
base_url = "https://api.cloud.im/marketplace/na"
marketplace = "us"
username = "acme.api"
secrets = "file"
password = "HUNTER2"
subscription_key = 'HUNTER2'

[profiles."eu west"]
base_url = "https://api.cloud.im/marketplace/eu"
marketplace = "uk"
username = "acme.api"
secrets = "keyring"
password_command = "echo HUNTER2"
"#;

    /// Pieces that change the meaning of TOML.
    const PIECES: &[&str] = &[
        "",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\n",
        "=",
        ".",
        "[",
        "]",
        "{",
        "}",
        "#",
        ",",
        "`",
        "\\",
        "\\u00",
        "\0",
        "1",
        "true",
        "1979-05-27",
        "\u{feff}",
        "['HUNTER2']",
        "HUNTER2, expected ",
        "[[profiles]]\n",
        "\n[profiles.HUNTER2]\n",
        "\nHUNTER2 = 1\n",
        "default = 'HUNTER2'\n",
        "\nsecrets = \"HUNTER2\"\n",
        "profiles = \"HUNTER2\"\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..Default::default() })]

        #[test]
        fn any_configuration_is_kept_or_rejected_without_secrets(
            edits in prop::collection::vec(
                (any::<prop::sample::Index>(), 0..30_usize, prop::sample::select(PIECES)), 0..5),
        ) {
            let mut text = FILE.to_owned();
            for (at, length, piece) in edits {
                let at = text.floor_char_boundary(at.index(text.len() + 1));
                let end = text.ceil_char_boundary((at + length).min(text.len()));
                text.replace_range(at..end, piece);
            }
            match Profiles::parse("profiles.toml".into(), &text) {
                Err(failure) => {
                    let message = format!("{failure:?}");
                    prop_assert!(!message.contains("HUNTER2"), "{message}\n{text}");
                }
                Ok(profiles) => {
                    let kept = profiles.document.to_string();
                    prop_assert_eq!(kept.trim_end(), text.trim_start_matches('\u{feff}').trim_end());
                }
            }
        }
    }

    #[tokio::test]
    async fn first_line_is_the_secret() {
        let secret = secret_of("printf 'pass word\\nlogin: acme\\n'", TIMEOUT).await.unwrap();
        assert_eq!(secret.expose(), "pass word");
    }

    #[tokio::test]
    async fn failed_command_is_reported_without_output() {
        for (command, reason) in [
            ("echo HUNTER2; exit 3", "exit status: 3"),
            ("true", "printed nothing"),
            ("printf '\\377'", "not UTF-8"),
        ] {
            let error = secret_of(command, TIMEOUT).await.unwrap_err();
            assert!(error.contains(reason) && !error.contains("HUNTER2"), "{command}: {error}");
        }
    }

    #[tokio::test]
    async fn slow_command_is_stopped() {
        let start = std::time::Instant::now();
        for slow in ["sleep 30", "echo HUNTER2; sleep 30 & exit 0"] {
            let error = secret_of(slow, Duration::from_millis(200)).await.unwrap_err();
            assert!(error.contains("did not end") && start.elapsed() < Duration::from_secs(20), "{error}");
        }
    }
}
