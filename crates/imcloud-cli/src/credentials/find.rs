//! The credentials of a call.

use std::{env, fmt, sync::Arc};

use imcloud::Builder;

use super::{Profiles, Secrets, TokenCache};
use crate::{
    cli::Global,
    failure::{Exit, Failure},
};

const VARIABLES: [&str; 5] = [
    "IMCLOUD_BASE_URL",
    "IMCLOUD_USERNAME",
    "IMCLOUD_PASSWORD",
    "IMCLOUD_SUBSCRIPTION_KEY",
    "IMCLOUD_MARKETPLACE",
];

/// Where credentials come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The `IMCLOUD_*` variables.
    Environment,
    /// A profile of the configuration file.
    Profile(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("the IMCLOUD_* variables"),
            Self::Profile(name) => write!(f, "the profile {name}"),
        }
    }
}

/// The source to use, without its secrets.
pub(crate) fn source(global: &Global) -> Result<(Source, Option<Profiles>), Failure> {
    if let Some(name) = &global.profile {
        return Ok((Source::Profile(name.clone()), Some(Profiles::read()?)));
    }
    if VARIABLES.iter().any(|name| env::var_os(name).is_some()) {
        return Ok((Source::Environment, None));
    }
    let profiles = Profiles::read()?;
    let wanted = env::var("IMCLOUD_PROFILE").ok().filter(|name| !name.is_empty());
    match wanted.or_else(|| profiles.default_name().map(str::to_owned)) {
        Some(name) => Ok((Source::Profile(name), Some(profiles))),
        None => Err(Failure::new(Exit::Credentials, "there are no credentials").remedy(format!(
            "Log in with: imcloud auth login\nor set {};\nor look around without an account: imcloud --sandbox customers list",
            VARIABLES.join(", ")
        ))),
    }
}

/// Credentials on their way into a client.
pub(crate) struct Found {
    builder: Builder,
    secrets: Secrets,
}

/// The credentials that the command line, the environment and the file speak of.
pub(crate) fn find(global: &Global) -> Result<Found, Failure> {
    let (source, profiles) = source(global)?;
    let (mut builder, secrets) = match (&source, profiles) {
        (Source::Profile(name), Some(profiles)) => {
            let profile = profiles.get(name)?;
            let secrets = profile.secrets(name)?;
            let builder = Builder::default()
                .base_url(&profile.base_url)
                .marketplace(&profile.marketplace)
                .login(&profile.username, secrets.password.clone())
                .subscription_key(secrets.subscription_key.clone());
            (builder, secrets)
        }
        _ => {
            let builder = Builder::from_lookup(|name| match name {
                "IMCLOUD_BASE_URL" if global.base_url.is_some() => global.base_url.clone().map(Into::into),
                "IMCLOUD_MARKETPLACE" if global.marketplace.is_some() => {
                    global.marketplace.clone().map(Into::into)
                }
                name => env::var_os(name),
            })?;
            let variable = |name| env::var(name).unwrap_or_default().into();
            let password = variable("IMCLOUD_PASSWORD");
            (builder, Secrets { password, subscription_key: variable("IMCLOUD_SUBSCRIPTION_KEY") })
        }
    };
    if let Some(url) = &global.base_url {
        builder = builder.base_url(url);
    }
    if let Some(code) = &global.marketplace {
        builder = builder.marketplace(code);
    }
    Ok(Found { builder, secrets })
}

impl Found {
    /// Returns a builder with the credentials and their cached tokens, and the failure if there is no token
    /// cache.
    pub(crate) fn into_builder(self) -> (Builder, Option<Failure>) {
        match TokenCache::open() {
            Err(failure) => (self.builder, Some(failure)),
            Ok(cache) => (self.builder.token_store(Arc::new(cache.store(self.secrets))), None),
        }
    }
}
