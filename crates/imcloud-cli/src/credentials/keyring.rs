//! The system's keyring.
//!
//! macOS and Windows always have one. On Linux it is the Secret Service of the desktop, used through
//! `secret-tool` of libsecret: the crates that implement its protocol depend on some eighty crates of an
//! asynchronous D-Bus stack, for two calls. Systems without one, such as most servers, store secrets in the
//! configuration file.

use imcloud::Secret;
use serde_json::{Value, json};

use super::profiles::Secrets;
use crate::failure::{Failure, Result};

const SERVICE: &str = "imcloud";

/// Returns a failure with a hint if the keyring is missing.
pub(crate) fn check() -> Result {
    backend::check().map_err(|reason| {
        Failure::configuration(format!("no keyring found: {reason}"))
            .hint("Store the secrets in the configuration file: imcloud auth login --secrets file")
    })
}

pub(super) fn save(profile: &str, secrets: &Secrets) -> Result {
    check()?;
    let text = json!({
        "password": secrets.password.expose(),
        "subscriptionKey": secrets.subscription_key.expose(),
    });
    backend::save(profile, &text.to_string()).map_err(|reason| failed("store", profile, &reason))
}

pub(super) fn load(profile: &str) -> Result<Secrets> {
    check()?;
    let text = backend::load(profile).map_err(|reason| failed("read", profile, &reason))?;
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    let secret = |name: &str| value[name].as_str().map(Secret::from);
    match (secret("password"), secret("subscriptionKey")) {
        (Some(password), Some(subscription_key)) => Ok(Secrets { password, subscription_key }),
        _ => Err(failed("read", profile, "the entry has another format")),
    }
}

/// Removes the secrets of a profile, if there are any.
pub(super) fn remove(profile: &str) -> Result {
    check()?;
    backend::remove(profile).map_err(|reason| failed("remove", profile, &reason))
}

fn failed(what: &str, profile: &str, reason: &str) -> Failure {
    let message = format!("could not {what} the secrets of profile {profile:?} in the keyring: {reason}");
    Failure::configuration(message).hint(format!(
        "Unlock it, or log in again with: imcloud auth login --profile {profile} --secrets file"
    ))
}

#[cfg(any(target_os = "macos", windows))]
mod backend {
    use keyring_core::{Entry, Error};

    pub(super) fn check() -> Result<(), String> {
        #[cfg(target_os = "macos")]
        let store = apple_native_keyring_store::keychain::Store::new();
        #[cfg(windows)]
        let store = windows_native_keyring_store::Store::new();
        keyring_core::set_default_store(store.map_err(|error| error.to_string())?);
        Ok(())
    }

    pub(super) fn save(profile: &str, text: &str) -> Result<(), String> {
        entry(profile)?.set_password(text).map_err(|error| error.to_string())
    }

    pub(super) fn load(profile: &str) -> Result<String, String> {
        entry(profile)?.get_password().map_err(|error| error.to_string())
    }

    pub(super) fn remove(profile: &str) -> Result<(), String> {
        match entry(profile)?.delete_credential() {
            Err(Error::NoEntry) | Ok(()) => Ok(()),
            Err(error) => Err(error.to_string()),
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
        process::{Command, Stdio},
    };

    /// Looks up an entry that cannot exist. It prints an error only if no service responds.
    pub(super) fn check() -> Result<(), String> {
        run(&["lookup"], "", None).map(drop)
    }

    pub(super) fn save(profile: &str, text: &str) -> Result<(), String> {
        let label = format!("--label=imcloud profile {profile}");
        match run(&["store", &label], profile, Some(text))? {
            (true, _) => Ok(()),
            (false, _) => Err("secret-tool failed".to_owned()),
        }
    }

    pub(super) fn load(profile: &str) -> Result<String, String> {
        match run(&["lookup"], profile, None)? {
            (true, text) if !text.is_empty() => Ok(text),
            _ => Err("it has no such entry".to_owned()),
        }
    }

    pub(super) fn remove(profile: &str) -> Result<(), String> {
        run(&["clear"], profile, None).map(drop)
    }

    /// Returns true for success, and the output. An error message is an error.
    fn run(arguments: &[&str], profile: &str, input: Option<&str>) -> Result<(bool, String), String> {
        let started = Command::new("secret-tool")
            .args(arguments)
            .args(["service", super::SERVICE, "profile", profile])
            .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = started.map_err(|error| match error.kind() {
            ErrorKind::NotFound => "secret-tool of libsecret is not installed".to_owned(),
            _ => format!("secret-tool could not be started: {error}"),
        })?;
        if let (Some(text), Some(mut stdin)) = (input, child.stdin.take()) {
            stdin.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
        }
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        let [text, message] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        match message.trim() {
            "" => Ok((output.status.success(), text)),
            message => Err(message.to_owned()),
        }
    }
}
