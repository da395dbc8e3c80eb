//! The system's keyring.
//!
//! macOS and Windows have one that is always there. On Linux it is the Secret Service of the desktop, reached
//! through `secret-tool` of libsecret: the crates that speak its protocol bring an asynchronous D-Bus stack
//! of some eighty crates, for two calls. Where there is none, as on most servers, profiles keep their secrets
//! in the configuration file.

use imcloud::Secret;
use serde_json::{Value, json};

use super::profiles::Secrets;
use crate::failure::{Exit, Failure};

const SERVICE: &str = "imcloud";

/// The keyring of this system.
#[derive(Debug)]
pub(crate) struct Keyring(backend::Backend);

impl Keyring {
    /// Opens it.
    ///
    /// Fails where there is none, and says what to do then.
    pub(crate) fn open() -> Result<Self, Failure> {
        backend::Backend::open().map(Self).map_err(|reason| {
            Failure::new(Exit::Configuration, format!("there is no keyring here: {reason}"))
                .hint("Keep the secrets in the configuration file: imcloud auth login --secrets file")
        })
    }

    /// Keeps the secrets of a profile.
    pub(super) fn save(&self, profile: &str, secrets: &Secrets) -> Result<(), Failure> {
        let text = json!({
            "password": secrets.password.expose(),
            "subscriptionKey": secrets.subscription_key.expose(),
        });
        self.0.save(profile, &text.to_string()).map_err(|reason| failed("take the secrets", profile, &reason))
    }

    /// The secrets of a profile.
    pub(super) fn load(&self, profile: &str) -> Result<Secrets, Failure> {
        let failed = |reason: &str| failed("give the secrets", profile, reason);
        let text = self.0.load(profile).map_err(|reason| failed(&reason))?;
        let value: Value = serde_json::from_str(&text).map_err(|_| failed("its entry is of another form"))?;
        let secret = |name: &str| value[name].as_str().map(Secret::from);
        match (secret("password"), secret("subscriptionKey")) {
            (Some(password), Some(subscription_key)) => Ok(Secrets { password, subscription_key }),
            _ => Err(failed("its entry is of another form")),
        }
    }

    /// Forgets the secrets of a profile; it is no failure if there were none.
    pub(super) fn remove(&self, profile: &str) -> Result<(), Failure> {
        self.0.remove(profile).map_err(|reason| failed("forget the secrets", profile, &reason))
    }
}

fn failed(what: &str, profile: &str, reason: &str) -> Failure {
    Failure::new(
        Exit::Configuration,
        format!("the keyring does not {what} of the profile {profile:?}: {reason}"),
    )
    .hint(format!("Unlock it, or log in anew with: imcloud auth login --profile {profile} --secrets file"))
}

#[cfg(any(target_os = "macos", windows))]
mod backend {
    use keyring_core::{Entry, Error};

    #[derive(Debug)]
    pub(super) struct Backend;

    impl Backend {
        pub(super) fn open() -> Result<Self, String> {
            #[cfg(target_os = "macos")]
            let store = apple_native_keyring_store::keychain::Store::new();
            #[cfg(windows)]
            let store = windows_native_keyring_store::Store::new();
            keyring_core::set_default_store(store.map_err(|error| error.to_string())?);
            Ok(Self)
        }

        pub(super) fn save(&self, profile: &str, text: &str) -> Result<(), String> {
            entry(profile)?.set_password(text).map_err(|error| error.to_string())
        }

        pub(super) fn load(&self, profile: &str) -> Result<String, String> {
            entry(profile)?.get_password().map_err(|error| error.to_string())
        }

        pub(super) fn remove(&self, profile: &str) -> Result<(), String> {
            match entry(profile)?.delete_credential() {
                Err(Error::NoEntry) | Ok(()) => Ok(()),
                Err(error) => Err(error.to_string()),
            }
        }
    }

    fn entry(profile: &str) -> Result<Entry, String> {
        Entry::new(super::SERVICE, profile).map_err(|error| error.to_string())
    }
}

#[cfg(not(any(target_os = "macos", windows)))]
mod backend {
    use std::{
        io::{ErrorKind, Write as _},
        process::{Command, Output, Stdio},
    };

    #[derive(Debug)]
    pub(super) struct Backend;

    impl Backend {
        pub(super) fn open() -> Result<Self, String> {
            // Asking for what cannot be there tells whether somebody answers.
            let output = run(&["lookup", "service", super::SERVICE, "profile", ""], None)?;
            if output.stderr.is_empty() { Ok(Self) } else { Err(words(&output)) }
        }

        pub(super) fn save(&self, profile: &str, text: &str) -> Result<(), String> {
            let label = format!("imcloud profile {profile}");
            let output = run(
                &["store", "--label", &label, "service", super::SERVICE, "profile", profile],
                Some(text),
            )?;
            if output.status.success() { Ok(()) } else { Err(words(&output)) }
        }

        pub(super) fn load(&self, profile: &str) -> Result<String, String> {
            let output = run(&["lookup", "service", super::SERVICE, "profile", profile], None)?;
            if !output.status.success() || output.stdout.is_empty() {
                return Err(words(&output));
            }
            String::from_utf8(output.stdout).map_err(|_| "its entry is of another form".to_owned())
        }

        pub(super) fn remove(&self, profile: &str) -> Result<(), String> {
            let output = run(&["clear", "service", super::SERVICE, "profile", profile], None)?;
            if output.stderr.is_empty() { Ok(()) } else { Err(words(&output)) }
        }
    }

    fn run(arguments: &[&str], input: Option<&str>) -> Result<Output, String> {
        let started = Command::new("secret-tool")
            .args(arguments)
            .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = started.map_err(|error| match error.kind() {
            ErrorKind::NotFound => "secret-tool of libsecret is not installed".to_owned(),
            _ => format!("secret-tool does not start: {error}"),
        })?;
        if let (Some(text), Some(mut stdin)) = (input, child.stdin.take()) {
            stdin.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
        }
        child.wait_with_output().map_err(|error| error.to_string())
    }

    fn words(output: &Output) -> String {
        let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if text.is_empty() { "it has no such entry".to_owned() } else { text }
    }
}
