//! Credentials, their sources and the tokens fetched with them.
//!
//! Sources in this order, never mixed:
//!
//! 1. `--profile NAME`;
//! 2. the five `IMCLOUD_*` variables, if any of them is set, or files named by variables such as
//!    `IMCLOUD_PASSWORD_FILE`;
//! 3. `IMCLOUD_PROFILE`, or the default profile of the configuration file.
//!
//! The configuration file is TOML: the file named by `IMCLOUD_CONFIG`, or `imcloud/config.toml` in the user's
//! configuration directory (`$XDG_CONFIG_HOME`, by default `~/.config`; `%APPDATA%` on Windows). Only its
//! owner may be able to read it. Secrets of a profile are in the keyring of the system, in the file, or
//! printed by `password_command` and `subscription_key_command`. Tokens are cached in `imcloud/tokens.json`
//! in the user's cache directory, and shared by concurrent processes.

pub(crate) mod keyring;
mod profiles;
mod token_cache;

use std::{
    collections::HashMap,
    env,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use etcetera::base_strategy::{BaseStrategy as _, choose_base_strategy};
use imcloud::Builder;

pub(crate) use profiles::{Profile, Profiles, SecretPlace, Secrets};
pub(crate) use token_cache::TokenCache;

use crate::{
    failure::{Failure, Result},
    file::{decode, directory_of, read_limited, read_text, replace_private},
    system::{create_private_directory, mode_for_others},
};

#[derive(Clone, Debug, Args)]
pub(crate) struct AccountOptions {
    /// Use the credentials of this profile
    #[arg(long, global = true, value_name = "NAME", add = ArgValueCandidates::new(profile_names))]
    pub(crate) profile: Option<String>,

    /// Base URL of the API
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// Code of the marketplace, such as us or nl
    #[arg(long, global = true, value_name = "CODE")]
    pub(crate) marketplace: Option<String>,
}

/// Returns the names of profiles, for the completion in a shell, which cannot show errors.
pub(crate) fn profile_names() -> Vec<CompletionCandidate> {
    Profiles::read().iter().flat_map(Profiles::names).map(CompletionCandidate::new).collect()
}

pub(crate) const VARIABLES: [&str; 5] = [
    "IMCLOUD_BASE_URL",
    "IMCLOUD_USERNAME",
    "IMCLOUD_PASSWORD",
    "IMCLOUD_SUBSCRIPTION_KEY",
    "IMCLOUD_MARKETPLACE",
];

/// The source of credentials: the `IMCLOUD_*` variables, or a profile by its name.
pub(crate) enum Source {
    Environment,
    Profile(String, Box<Profiles>),
}

/// Returns the value of a variable, or the content of the file named by the variable with `_FILE` after its
/// name. Empty variables count as unset.
pub(crate) fn variable(name: &str) -> Result<Option<OsString>> {
    let file_variable = format!("{name}_FILE");
    match (non_empty(name), non_empty(&file_variable)) {
        (value, None) => Ok(value),
        (None, Some(path)) => {
            let failed = |reason: &str| Failure::configuration(format!("{file_variable}: {reason}"));
            let content = read_text(&path.to_string_lossy()).map_err(|failure| failed(&failure.message))?;
            Ok(Some(content.trim_end_matches(['\r', '\n']).into()))
        }
        (Some(_), Some(_)) => Err(Failure::configuration(format!("both {name} and {file_variable} are set"))
            .hint("Unset one of them.")),
    }
}

fn non_empty(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.to_string_lossy().trim().is_empty())
}

/// Returns the source to use, without its secrets.
pub(crate) fn source(options: &AccountOptions) -> Result<Source> {
    if let Some(name) = &options.profile {
        return Ok(Source::Profile(name.clone(), Box::new(Profiles::read()?)));
    }
    let is_set = |name: &&str| non_empty(name).or_else(|| non_empty(&format!("{name}_FILE"))).is_some();
    if VARIABLES.iter().any(is_set) {
        return Ok(Source::Environment);
    }
    let profiles = Profiles::read()?;
    let wanted = non_empty("IMCLOUD_PROFILE").map(|name| name.to_string_lossy().into_owned());
    match wanted.or_else(|| profiles.default_name().map(str::to_owned)) {
        Some(name) => Ok(Source::Profile(name, Box::new(profiles))),
        None => Err(Failure::configuration("there are no credentials").hint(format!(
            "Log in with: imcloud auth login\nor set {};\nor look around without an account: imcloud --sandbox customers list",
            VARIABLES.join(", ")
        ))),
    }
}

/// Finds the credentials by the command line, the environment and the configuration file. Returns the base
/// URL, a builder with the credentials and their cached tokens, and the failure if there is no token cache.
pub(crate) async fn find(options: &AccountOptions) -> Result<(String, Builder, Option<Failure>)> {
    let (mut base_url, mut builder, secrets) = match source(options)? {
        Source::Profile(name, profiles) => {
            let profile = profiles.get(&name)?;
            let secrets = profile.secrets(&name).await?;
            let builder = Builder::default()
                .base_url(&profile.base_url)
                .marketplace(&profile.marketplace)
                .login(&profile.username, secrets.password.clone())
                .subscription_key(secrets.subscription_key.clone());
            (profile.base_url.clone(), builder, secrets)
        }
        Source::Environment => {
            let mut values = HashMap::new();
            for name in VARIABLES {
                let flag = match name {
                    "IMCLOUD_BASE_URL" => &options.base_url,
                    "IMCLOUD_MARKETPLACE" => &options.marketplace,
                    _ => &None,
                };
                let value = if let Some(flag) = flag { Some(flag.into()) } else { variable(name)? };
                values.extend(value.map(|value| (name, value)));
            }
            let builder = Builder::from_lookup(|name| values.get(name).cloned())?;
            let value =
                |name| values.get(name).map(|value| value.to_string_lossy().into_owned()).unwrap_or_default();
            let secrets = Secrets {
                password: value("IMCLOUD_PASSWORD").into(),
                subscription_key: value("IMCLOUD_SUBSCRIPTION_KEY").into(),
            };
            (value("IMCLOUD_BASE_URL"), builder, secrets)
        }
    };
    if let Some(url) = &options.base_url {
        builder = builder.base_url(url);
        base_url.clone_from(url);
    }
    if let Some(code) = &options.marketplace {
        builder = builder.marketplace(code);
    }
    let (builder, no_cache) = match TokenCache::open() {
        Ok(cache) => (builder.token_store(Arc::new(cache.store(secrets))), None),
        Err(failure) => (builder, Some(failure)),
    };
    Ok((base_url, builder, no_cache))
}

fn config_file() -> Result<PathBuf> {
    if let Some(path) = env::var_os("IMCLOUD_CONFIG").filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    Ok(base()?.config_dir().join("imcloud").join("config.toml"))
}

fn base() -> Result<impl etcetera::BaseStrategy> {
    choose_base_strategy().map_err(|error| {
        Failure::configuration(format!("could not find the home directory: {error}"))
            .hint("Set HOME, or IMCLOUD_CONFIG to a file; or use the IMCLOUD_* variables alone.")
    })
}

/// Reads a file, `None` if it is missing. One that other users can read is rejected, because they may know
/// its secrets.
fn read_private(path: &Path) -> Result<Option<String>> {
    let failed =
        |error: io::Error| Failure::configuration(format!("could not read {}: {error}", path.display()));
    let file = match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(failed)?,
    };
    // Of the open file, which cannot be exchanged.
    if let Some(mode) = mode_for_others(&file.metadata().map_err(failed)?) {
        let path = path.display();
        let message = format!("{path} can be read or changed by others (mode {mode:o})");
        let hint = format!("Run chmod 600 {path}, and change the secrets in it.");
        return Err(Failure::configuration(message).hint(hint));
    }
    let not_utf8 = |encoding: &'static encoding_rs::Encoding| {
        failed(io::Error::other(format!("not UTF-8, but probably {}", encoding.name())))
    };
    decode(&read_limited(file).map_err(failed)?).map(Some).map_err(not_utf8)
}

/// Replaces a file atomically, readable by its owner only. Creates its directory if it is missing.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    create_private_directory(&directory_of(path))?;
    replace_private(path, text.as_bytes())
}
