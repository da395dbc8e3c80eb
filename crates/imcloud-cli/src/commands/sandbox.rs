//! `imcloud sandbox`.

use std::{fs, net::IpAddr, path::Path, time::Duration};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand, ValueEnum};
use imcloud::Secret;
use imcloud_sandbox::{
    Clock as _, Credentials, Dataset, Fault, RateLimit, Sandbox, SandboxBuilder, ScaledClock, Size,
    SystemClock,
};
use serde_json::Value;

use crate::{
    credentials::{Profile, Profiles, SecretPlace, Secrets, VARIABLES},
    failure::{Context as _, Failure, Result},
    file,
    input::time_from,
    output::{self, Format},
    session::Session,
    system,
};

#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    /// Serve the API until interrupted, and print the variables of a client
    #[command(after_long_help = "\
Examples:
  imcloud sandbox serve > sandbox.env &   # then: . ./sandbox.env; imcloud customers list
  imcloud sandbox serve --fault gateway_timeout,operation=create_order,times=1
  imcloud sandbox serve --port 4711 --rate-limit off --speed 60 --state shop.json
  curl -X PATCH http://127.0.0.1:4711/__sandbox/clock \\
    -H 'content-type: application/json' -d '{\"advanceSeconds\": 3600}'

While it runs, http://127.0.0.1:PORT/ shows its state. The control interface below /__sandbox/
changes faults, clock, state, journal and behavior. GET /__sandbox/openapi.json describes it.

A fault is a kind and its properties, or JSON, as in the control interface. Kinds:
  status gateway_timeout internal_error rate_limited quota_spent dead_token no_entity_found
  reset reset_in_body no_response truncated_body slow_body delay content_type empty_body
  nulls numbers_as_strings unknown_properties unknown_values inserted_items
Properties of all kinds:
  operation times skip chance afterWork lateSeconds delaySeconds")]
    Serve(Box<Serve>),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Port; a free one by default
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// IP address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Serve HTTPS, and write the certificate of its authority
    #[cfg(feature = "rustls")]
    #[arg(long, value_name = "CA_FILE")]
    tls: Option<String>,
    /// Enable the control interface beyond loopback addresses
    #[arg(long)]
    control: bool,

    /// Seed of generated data and credentials
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// Number of generated orders; customers follow
    #[arg(long, value_name = "NUMBER", default_value_t = Size::handful().orders())]
    orders: usize,
    /// Start with the data of a file
    #[arg(long, value_name = "FILE", conflicts_with = "orders")]
    data: Option<String>,
    /// Load the data of a file if it exists, and save them at exit
    #[arg(long, value_name = "FILE")]
    state: Option<String>,

    /// Start of its clock: now, a time or a day
    #[arg(long, value_name = "now|TIME", default_value = "now", value_parser = clock)]
    clock: Start,
    /// Speed of its clock, in seconds per second
    #[arg(long, value_name = "FACTOR", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    speed: u32,
    /// Inject a fault (repeatable); see --help for kinds
    #[arg(long = "fault", value_name = "SPEC")]
    faults: Vec<Fault>,
    /// Calls per time, or off, which also turns off the quota
    #[arg(long, value_name = "N/TIME|off", default_value = "60/60s", value_parser = budget)]
    rate_limit: Budget,
    /// Calls per period, or off [default: 5000/24h]
    #[arg(long, value_name = "N/TIME|off", value_parser = budget)]
    quota: Option<Budget>,
    /// Lifetime of a token
    #[arg(long, value_name = "TIME", default_value = "1500s", value_parser = humantime::parse_duration)]
    token_lifetime: Duration,

    /// Accepted user name; from the seed by default
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Accepted password; from the seed by default
    #[arg(long, value_name = "PASSWORD")]
    password: Option<Secret>,
    /// Accepted subscription key; from the seed by default
    #[arg(long, value_name = "KEY")]
    subscription_key: Option<Secret>,

    /// Syntax of the variables [default: sh, or JSON with -o json]
    #[arg(long, value_name = "SYNTAX")]
    env_format: Option<EnvFormat>,
    /// Save URL and credentials as a profile
    #[arg(long, value_name = "NAME")]
    write_profile: Option<String>,
}

/// The start of the clock; `None` is now.
type Start = Option<DateTime<Utc>>;

fn clock(text: &str) -> Result<Start, String> {
    if text == "now" {
        return Ok(None);
    }
    time_from(text)?.to_utc().map(Some).map_err(|error| error.to_string())
}

/// Calls per time; `None` is no limit.
type Budget = Option<(usize, Duration)>;

fn budget(text: &str) -> Result<Budget, String> {
    if text == "off" {
        return Ok(None);
    }
    let wrong = || "expected a number of calls and a time such as 60/60s, or off".to_owned();
    let (calls, time) = text.split_once('/').ok_or_else(wrong)?;
    let calls = calls.parse().map_err(|_| wrong())?;
    humantime::parse_duration(time).map(|time| Some((calls, time))).map_err(|_| wrong())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EnvFormat {
    Sh,
    Powershell,
    Cmd,
    Dotenv,
    Json,
}

pub(super) async fn run(session: &Session, command: SandboxCommand) -> Result {
    let SandboxCommand::Serve(serve) = command;
    for (name, given) in [
        ("--dry-run", session.global.dry_run),
        ("--sandbox", session.global.sandbox),
        ("--profile", session.global.account.profile.is_some()),
        ("--base-url", session.global.account.base_url.is_some()),
    ] {
        if given {
            return Err(Failure::usage(format!("{name} has no effect on sandbox serve; remove it")));
        }
    }
    let marketplace = session.global.account.marketplace.iter();
    let builder = marketplace.fold(serve.builder(session)?, SandboxBuilder::marketplace);
    let sandbox = builder.start().await.context("could not start the sandbox")?;
    let variables = serve.variables(&sandbox)?;
    if let Some(name) = &serve.write_profile {
        let Credentials { username, password, subscription_key, marketplace, .. } = sandbox.credentials();
        let url = sandbox.base_url().to_owned();
        let profile = Profile::new(url, marketplace, username, SecretPlace::File);
        Profiles::read()?.put(name, &profile, &Secrets { password, subscription_key })?;
    }
    // Before others learn the URL and can send signals.
    let interrupted = system::handle_signal()?;
    match serve.env_format {
        None if session.printer.format != Format::Table => session.show(&object_of(&variables))?,
        format => output::write_all(lines(format.unwrap_or(EnvFormat::Sh), &variables)?.as_bytes())?,
    }
    let page = sandbox.control_url().map(|url| url.trim_end_matches("__sandbox"));
    let page = page.map(|url| format!("; status page at {url}")).unwrap_or_default();
    session.note(&format!("serving at {} until interrupted{page}", sandbox.base_url()));
    interrupted.await;
    if let Some(path) = &serve.state {
        sandbox.dataset().save(path).context("could not save the state")?;
        session.note(&format!("saved the state in {path}"));
    }
    Ok(())
}

impl Serve {
    fn builder(&self, session: &Session) -> Result<SandboxBuilder> {
        let mut builder = Sandbox::builder()
            .seed(self.seed)
            .size(Size::with_orders(self.orders))
            .port(self.port)
            .host(self.host)
            .token_lifetime(self.token_lifetime);
        let directory = self.state.as_ref().and_then(|path| Path::new(path).parent());
        if let Some(missing) = directory.filter(|path| !path.as_os_str().is_empty() && !path.is_dir()) {
            return Err(Failure::usage(format!("there is no directory {} for --state", missing.display())));
        }
        let state = self.state.as_ref().filter(|path| Path::new(path).exists());
        let mut start = self.clock.unwrap_or_else(|| SystemClock.now());
        let mut follows_system = self.clock.is_none() && self.speed == 1;
        if let Some(path) = state.or(self.data.as_ref()) {
            let data = Dataset::load(path).map_err(|error| Failure::usage(error.to_string()))?;
            if data.as_of() > start {
                if self.clock.is_some() {
                    let as_of = data.as_of().to_rfc3339();
                    return Err(Failure::usage(format!("--clock is before the time of the data, {as_of}")));
                }
                start = data.as_of();
                session.note(&format!("the clock starts at {}, the time of the data", start.to_rfc3339()));
                follows_system = false;
            }
            builder = builder.dataset(data);
        }
        builder = match follows_system {
            true => builder.clock(SystemClock),
            false => builder.clock(ScaledClock::new(start, self.speed)),
        };
        #[cfg(feature = "rustls")]
        if self.tls.is_some() {
            builder = builder.tls();
        }
        if self.control {
            builder = builder.control(true);
        }
        builder = self.limit().into_iter().fold(builder, SandboxBuilder::rate_limit);
        builder = self.faults.iter().cloned().fold(builder, SandboxBuilder::fault);
        builder = self.username.iter().fold(builder, SandboxBuilder::username);
        builder = self.password.iter().cloned().fold(builder, SandboxBuilder::password);
        Ok(self.subscription_key.iter().cloned().fold(builder, SandboxBuilder::subscription_key))
    }

    /// The recommended quota applies unless the rate limit is off.
    fn limit(&self) -> Option<RateLimit> {
        let recommended = self.rate_limit.and(Some((5000, Duration::from_secs(24 * 3600))));
        let quota = self.quota.unwrap_or(recommended);
        let limit = match self.rate_limit {
            Some((calls, window)) => RateLimit::new(calls, window),
            None => RateLimit::new(usize::MAX, Duration::ZERO),
        };
        match quota {
            Some((calls, period)) => Some(limit.quota(u64::try_from(calls).unwrap_or(u64::MAX), period)),
            None => self.rate_limit.map(|_| limit),
        }
    }

    fn variables(&self, sandbox: &Sandbox) -> Result<Vec<(&'static str, String)>> {
        let credentials = sandbox.credentials();
        let values = [
            sandbox.base_url().to_owned(),
            credentials.username,
            credentials.password.expose().to_owned(),
            credentials.subscription_key.expose().to_owned(),
            credentials.marketplace,
        ];
        let mut variables: Vec<_> = VARIABLES.into_iter().zip(values).collect();
        variables.extend(sandbox.control_url().map(|url| ("IMCLOUD_SANDBOX_CONTROL_URL", url.to_owned())));
        #[cfg(feature = "rustls")]
        if let (Some(path), Some(certificate)) = (&self.tls, sandbox.ca_certificate()) {
            file::write(Path::new(path), certificate.as_bytes())?;
            let path = fs::canonicalize(path)?.display().to_string();
            // Read by rustls and OpenSSL, and by Node.
            variables.extend(["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"].map(|name| (name, path.clone())));
        }
        Ok(variables)
    }
}

fn object_of(variables: &[(&str, String)]) -> Value {
    variables.iter().map(|(name, value)| ((*name).to_owned(), value.as_str())).collect()
}

/// Returns a line for each variable, or one object.
fn lines(format: EnvFormat, variables: &[(&str, String)]) -> Result<String> {
    let mut text = String::new();
    for (name, value) in variables {
        let line = match format {
            EnvFormat::Sh => format!("export {name}='{}'", value.replace('\'', r"'\''")),
            EnvFormat::Powershell => {
                // PowerShell takes typographic quotes for quotes.
                let quotes = ["'", "\u{2018}", "\u{2019}", "\u{201a}", "\u{201b}"];
                let double = |value: String, quote| value.replace(quote, &str::repeat(quote, 2));
                format!("$env:{name} = '{}'", quotes.into_iter().fold(value.to_owned(), double))
            }
            EnvFormat::Cmd if value.contains(['"', '%', '!', '\r', '\n']) => {
                let message = format!("{name} has a character that cmd cannot quote; use another format");
                return Err(Failure::usage(message));
            }
            EnvFormat::Cmd => format!("set \"{name}={value}\""),
            EnvFormat::Dotenv => {
                let escapes = [("\\", "\\\\"), ("\"", "\\\""), ("$", "\\$"), ("\n", "\\n")];
                let escape = |value: String, (from, to)| value.replace(from, to);
                format!("{name}=\"{}\"", escapes.into_iter().fold(value.to_owned(), escape))
            }
            EnvFormat::Json => return Ok(format!("{}\n", object_of(variables))),
        };
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_for_each_syntax() {
        let variables = [("NAME", "a'b\u{2019}\"$c\\".to_owned())];
        for (format, line) in [
            (EnvFormat::Sh, "export NAME='a'\\''b\u{2019}\"$c\\'\n"),
            (EnvFormat::Powershell, "$env:NAME = 'a''b\u{2019}\u{2019}\"$c\\'\n"),
            (EnvFormat::Dotenv, "NAME=\"a'b\u{2019}\\\"\\$c\\\\\"\n"),
            (EnvFormat::Json, "{\"NAME\":\"a'b\u{2019}\\\"$c\\\\\"}\n"),
        ] {
            assert_eq!(lines(format, &variables).unwrap(), line);
        }
        assert!(lines(EnvFormat::Cmd, &variables).is_err());
        let plain = [("NAME", "a b'&c".to_owned())];
        assert_eq!(lines(EnvFormat::Cmd, &plain).unwrap(), "set \"NAME=a b'&c\"\n");
    }

    #[test]
    fn budget_is_calls_per_time_or_off() {
        assert_eq!(budget("100/1m").unwrap(), Some((100, Duration::from_secs(60))));
        assert_eq!(budget("off").unwrap(), None);
        for wrong in ["", "60", "x/60s", "60/x", "-1/60s"] {
            assert!(budget(wrong).unwrap_err().starts_with("expected a number of calls"), "{wrong}");
        }
    }
}
