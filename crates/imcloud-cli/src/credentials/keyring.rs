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

enum Action<'a> {
    Check,
    Store(&'a str),
    Read,
    Remove,
}

/// Returns a failure with a hint if the keyring is missing.
pub(crate) fn check() -> Result {
    call(&Action::Check, "").map(drop).map_err(|reason| {
        Failure::configuration(format!("no keyring found: {reason}"))
            .hint("Store the secrets in the configuration file: imcloud auth login --secrets file")
    })
}

pub(super) fn save(profile: &str, secrets: &Secrets) -> Result {
    let text = json!({
        "password": secrets.password.expose(),
        "subscriptionKey": secrets.subscription_key.expose(),
    });
    access(&Action::Store(&text.to_string()), profile).map(drop)
}

pub(super) fn load(profile: &str) -> Result<Secrets> {
    let value: Value = serde_json::from_str(&access(&Action::Read, profile)?).unwrap_or_default();
    let secret = |name: &str| value[name].as_str().map(Secret::from);
    match (secret("password"), secret("subscriptionKey")) {
        (Some(password), Some(subscription_key)) => Ok(Secrets { password, subscription_key }),
        _ => Err(failed(&Action::Read, profile, "the entry has another format")),
    }
}

/// Removes the secrets of a profile, if there are any.
pub(super) fn remove(profile: &str) -> Result {
    access(&Action::Remove, profile).map(drop)
}

fn access(action: &Action<'_>, profile: &str) -> Result<String> {
    check()?;
    call(action, profile).map_err(|reason| failed(action, profile, &reason))
}

fn failed(action: &Action<'_>, profile: &str, reason: &str) -> Failure {
    let verb = match action {
        Action::Store(_) => "store",
        Action::Remove => "remove",
        Action::Check | Action::Read => "read",
    };
    let message = format!("could not {verb} the secrets of profile {profile:?} in the keyring: {reason}");
    Failure::configuration(message).hint(format!(
        "Unlock it, or log in again with: imcloud auth login --profile {profile} --secrets file"
    ))
}

/// Returns the read entry, or an empty string.
#[cfg(any(target_os = "macos", windows))]
fn call(action: &Action<'_>, profile: &str) -> Result<String, String> {
    use keyring_core::{Entry, Error};

    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new();
    #[cfg(windows)]
    let store = windows_native_keyring_store::Store::new();
    keyring_core::set_default_store(store.map_err(|error| error.to_string())?);
    let entry = || Entry::new(SERVICE, profile);
    let result = match action {
        Action::Check => Ok(String::new()),
        Action::Store(text) => entry().and_then(|it| it.set_password(text)).map(|()| String::new()),
        Action::Read => entry().and_then(|it| it.get_password()),
        Action::Remove => match entry().and_then(|it| it.delete_credential()) {
            Err(Error::NoEntry) | Ok(()) => Ok(String::new()),
            Err(error) => Err(error),
        },
    };
    result.map_err(|error| error.to_string())
}

/// Returns the read entry, or the output of `secret-tool`. An error message is an error.
#[cfg(not(any(target_os = "macos", windows)))]
fn call(action: &Action<'_>, profile: &str) -> Result<String, String> {
    use std::{
        io::{ErrorKind, Write as _},
        process::{Command, Stdio},
    };

    let label = format!("--label=imcloud profile {profile}");
    let (arguments, input) = match action {
        // The entry cannot exist. An error is printed only if no service responds.
        Action::Check | Action::Read => (vec!["lookup"], None),
        Action::Store(text) => (vec!["store", &label], Some(text)),
        Action::Remove => (vec!["clear"], None),
    };
    let started = Command::new("secret-tool")
        .args(arguments)
        .args(["service", SERVICE, "profile", profile])
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
    match (message.trim(), action, output.status.success()) {
        ("", Action::Read, success) if !success || text.is_empty() => Err("it has no such entry".to_owned()),
        ("", Action::Store(_), false) => Err("secret-tool failed".to_owned()),
        ("", ..) => Ok(text),
        (message, ..) => Err(message.to_owned()),
    }
}
