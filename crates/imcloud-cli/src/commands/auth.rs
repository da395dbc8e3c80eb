//! `imcloud auth`.

use std::{
    io::{self, IsTerminal as _},
    time::SystemTime,
};

use clap::Subcommand;
use imcloud::{Client, Secret};
use serde_json::json;

use crate::{
    credentials::{self, Profile, Profiles, SecretPlace, Secrets, Source, TokenCache, keyring},
    failure::{Failure, Result},
    prompt,
    session::Session,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    /// Store credentials as a profile, after checking them
    #[command(after_help = "\
Examples:
  imcloud auth login
  imcloud auth login --profile acme --base-url https://api.cloud.im/marketplace/eu --marketplace nl --username acme.api
  printf '%s\\n%s\\n' \"$PASSWORD\" \"$KEY\" | imcloud auth login --username acme.api --marketplace nl --base-url ...

Password and subscription key are read from the terminal without echo, or without a terminal from the first two lines of
standard input. They are not accepted on the command line.")]
    Login {
        /// Name of the API user
        #[arg(long, value_name = "NAME")]
        username: Option<String>,
        /// Where to store the secrets [default: keyring, if any]
        #[arg(long, value_name = "STORE")]
        secrets: Option<SecretPlace>,
        /// Store them without checking them
        #[arg(long)]
        no_check: bool,
    },
    /// Remove a profile, its secrets and its tokens
    #[command(after_help = "Example:\n  imcloud auth logout --profile acme")]
    Logout,
    /// Show which credentials are used, without sending anything
    #[command(after_help = "Example:\n  imcloud auth status --output json")]
    Status,
    /// List the profiles
    #[command(after_help = "Example:\n  imcloud auth list")]
    List,
    /// Make a profile the default
    #[command(after_help = "Example:\n  imcloud auth switch acme")]
    Switch {
        /// Name of the profile
        #[arg(add = clap_complete::engine::ArgValueCandidates::new(credentials::profile_names))]
        name: String,
    },
    /// Check the credentials with the service
    #[command(after_help = "Example:\n  imcloud auth check --profile acme")]
    Check,
}

pub(super) async fn run(session: &Session, command: Auth) -> Result {
    match command {
        Auth::Login { username, secrets, no_check } => login(session, username, secrets, no_check).await,
        Auth::Logout => logout(session).await,
        Auth::Status => status(session).await,
        Auth::List => list(session),
        Auth::Switch { name } => switch(session, &name),
        Auth::Check => {
            session.client().await?.verify().await?;
            session.note("the credentials are valid");
            Ok(())
        }
    }
}

async fn login(
    session: &Session,
    username: Option<String>,
    store: Option<SecretPlace>,
    no_check: bool,
) -> Result {
    if session.global.sandbox {
        return Err(Failure::usage("the sandbox needs no login"));
    }
    let name = session.global.account.profile.clone().unwrap_or_else(|| "default".to_owned());
    let mut profiles = Profiles::read()?;
    let place = secret_place(session, store)?;
    let base_url = given(session.global.account.base_url.clone(), "Base URL, as the portal shows it").await?;
    let marketplace =
        given(session.global.account.marketplace.clone(), "Marketplace, such as us or nl").await?;
    let username = given(username, "Name of the API user").await?;
    let password = secret("Password").await?;
    let subscription_key = secret("Subscription key").await?;
    let client = Client::builder()
        .base_url(&base_url)
        .marketplace(&marketplace)
        .login(&username, password.clone())
        .subscription_key(subscription_key.clone())
        .build()?;
    if !no_check {
        client.verify().await?;
    }
    let is_account = is_account(&base_url, &username);
    let profile = Profile::new(base_url, marketplace, username, place);
    profiles.put(&name, &profile, &Secrets { password, subscription_key })?;
    // Tokens of earlier credentials are not used again. A cache that cannot be opened has none.
    if let Ok(cache) = TokenCache::open() {
        let _ = cache.remove(is_account).await;
    }
    let secrets = match place {
        SecretPlace::Keyring => "its secrets are in the keyring",
        SecretPlace::File => "its secrets are in that file, which only you can read",
    };
    session.note(&format!("stored as the profile {name} in {}; {secrets}", profiles.path.display()));
    Ok(())
}

/// Returns the keyring if there is one, unless another store was requested.
fn secret_place(session: &Session, wanted: Option<SecretPlace>) -> Result<SecretPlace> {
    if wanted == Some(SecretPlace::File) {
        return Ok(SecretPlace::File);
    }
    match keyring::check() {
        Err(failure) if wanted.is_none() => {
            session.note(&format!("{}; storing secrets in the configuration file", failure.message));
            Ok(SecretPlace::File)
        }
        checked => checked.map(|()| SecretPlace::Keyring),
    }
}

async fn given(flag: Option<String>, question: &str) -> Result<String> {
    let given = match flag {
        Some(value) => value,
        None if prompt::is_possible() => prompt::line(&format!("{question}: ")).await?,
        None => {
            return Err(Failure::usage(format!("missing value, and stdin is not a terminal: {question}"))
                .hint("Pass --base-url, --marketplace and --username."));
        }
    };
    match given.trim() {
        "" => Err(Failure::usage(format!("missing value: {question}"))),
        value => Ok(value.to_owned()),
    }
}

async fn secret(what: &'static str) -> Result<Secret> {
    let secret = if io::stdin().is_terminal() {
        prompt::secret(format!("{what}: ")).await?
    } else {
        prompt::read_line().await?.trim_end_matches(['\r', '\n']).into()
    };
    if secret.expose().is_empty() {
        return Err(Failure::usage(format!("missing {}", what.to_lowercase())));
    }
    Ok(secret)
}

async fn logout(session: &Session) -> Result {
    let Source::Profile(name, mut profiles) = credentials::source(&session.global.account)? else {
        return Err(Failure::usage("the credentials are in the IMCLOUD_* variables, and no profile is used")
            .hint("Unset them, or name a profile: --profile NAME"));
    };
    let profile = profiles.get(&name)?.clone();
    if session.global.dry_run {
        session.note(&format!("dry run: the profile {name} would be removed"));
        return Ok(());
    }
    profiles.remove(&name)?;
    TokenCache::open()?.remove(is_account(&profile.base_url, &profile.username)).await?;
    session.note(&format!("removed the profile {name}"));
    Ok(())
}

/// Lists the profiles. Their secrets are not read.
fn list(session: &Session) -> Result {
    let profiles = Profiles::read()?;
    let profile = |name: &str| -> Result<serde_json::Value> {
        let profile = profiles.get(name)?;
        Ok(json!({
            "name": name,
            "default": profiles.default_name() == Some(name),
            "baseUrl": profile.base_url,
            "marketplace": profile.marketplace,
            "username": profile.username,
        }))
    };
    let rows: Vec<_> = profiles.names().map(profile).collect::<Result<_, _>>()?;
    session.rows(&rows, "name,default,baseUrl,marketplace,username")
}

fn switch(session: &Session, name: &str) -> Result {
    let mut profiles = Profiles::read()?;
    profiles.get(name)?;
    if session.global.dry_run {
        session.note(&format!("dry run: the profile {name} would be the default"));
        return Ok(());
    }
    profiles.set_default(name)?;
    session.note(&format!("the default profile is now {name}"));
    Ok(())
}

async fn status(session: &Session) -> Result {
    let options = &session.global.account;
    let source = credentials::source(options)?;
    let variable = |name: &str| -> Result<String> {
        Ok(credentials::variable(name)?.unwrap_or_default().to_string_lossy().into_owned())
    };
    let (name, mut account, secrets, path) = match &source {
        Source::Profile(name, profiles) => {
            let profile = profiles.get(name)?;
            let place = match profile.secrets {
                SecretPlace::Keyring => "keyring",
                SecretPlace::File => "configuration file",
            };
            let path = profiles.path.display().to_string();
            (format!("the profile {name}"), profile.clone(), place, Some(path))
        }
        Source::Environment => {
            let [url, marketplace, username] =
                ["IMCLOUD_BASE_URL", "IMCLOUD_MARKETPLACE", "IMCLOUD_USERNAME"].map(variable);
            let account = Profile::new(url?, marketplace?, username?, SecretPlace::File);
            ("the IMCLOUD_* variables".to_owned(), account, "environment", None)
        }
    };
    account.base_url = options.base_url.clone().unwrap_or(account.base_url);
    account.marketplace = options.marketplace.clone().unwrap_or(account.marketplace);
    let expiry = TokenCache::open()?.expiry(is_account(&account.base_url, &account.username)).await?;
    let token = expiry.map(|end| {
        let left = end.duration_since(SystemTime::now()).unwrap_or_default().as_secs();
        format!("cached, expires in {left} seconds")
    });
    session.show(&json!({
        "source": name,
        "configuration": path,
        "baseUrl": account.base_url,
        "marketplace": account.marketplace,
        "username": account.username,
        "secrets": secrets,
        "token": token.unwrap_or_else(|| "none".to_owned()),
    }))
}

/// Returns whether a name in the token cache is that of this user, in any marketplace.
fn is_account(base_url: &str, username: &str) -> impl Fn(&str) -> bool + Send + use<> {
    let (start, end) = (format!("{} ", base_url.trim_end_matches('/')), format!(" {username}"));
    move |account| account.starts_with(&start) && account.ends_with(&end)
}
