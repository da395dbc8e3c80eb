//! The command line as a whole.

use std::{ffi::OsString, process::ExitCode, time::Duration};

use clap::{
    Args, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    commands::Command,
    failure::{EXIT_CODES, Failure},
    output::{self, Column, Format, parse_columns},
};

const EXAMPLES: &str = "\
Examples:
  imcloud --sandbox customers list
  imcloud auth login
  imcloud orders list --status processing --output csv > orders.csv
  imcloud subscriptions list --query '[?renewalStatus==`false`].[id, name]'";

/// Customers, orders, subscriptions and reports of the IM Cloud Marketplace API.
#[derive(Debug, Parser)]
#[command(
    name = "imcloud",
    bin_name = "imcloud",
    version,
    propagate_version = false,
    max_term_width = 110,
    after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"),
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Talk to a service with demo data inside this process: no account, no credentials, nothing kept
    #[arg(long, global = true, conflicts_with_all = ["profile", "base_url"])]
    pub(crate) sandbox: bool,

    /// Use the credentials of this profile, as IMCLOUD_PROFILE does
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,

    /// Address of the API, instead of that of the credentials
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// Code of the marketplace, such as us or nl, instead of that of the credentials
    #[arg(long, global = true, value_name = "CODE")]
    pub(crate) marketplace: Option<String>,

    /// Form of the data on standard output [default: table; json for api]
    #[arg(
        short,
        long,
        global = true,
        value_name = "table|json|ndjson|csv|yaml",
        hide_possible_values = true
    )]
    pub(crate) output: Option<Format>,

    /// JMESPath expression over all the data, such as "[?status=='active'].name"; it compares and calculates in double precision
    #[arg(long, global = true, value_name = "EXPRESSION")]
    pub(crate) query: Option<String>,

    /// Members to show, with commas between them: PATH or NAME:PATH, such as id,city:address.city
    #[arg(long, global = true, value_name = "LIST", value_parser = columns)]
    pub(crate) columns: Option<Columns>,

    /// No colors, as if NO_COLOR were set
    #[arg(long, global = true)]
    pub(crate) no_color: bool,

    /// Nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Tell of each request and its time on standard error
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// Time for each call, or for the whole of a wait, such as 90s or 15m
    #[arg(long, global = true, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Option<Duration>,

    /// Do not ask before spending money or ending a service
    #[arg(short, long, global = true)]
    pub(crate) yes: bool,

    /// Print the request that a changing command would send, and send nothing
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
}

/// The columns of `--columns`; a list of its own, because clap takes a `Vec` for a repeated argument.
#[derive(Clone, Debug)]
pub(crate) struct Columns(pub(crate) Vec<Column>);

fn columns(text: &str) -> Result<Columns, String> {
    parse_columns(text).map(Columns)
}

impl Global {
    /// Whether programs read our errors.
    pub(crate) fn fails_in_json(&self) -> bool {
        matches!(self.output, Some(Format::Json | Format::Ndjson))
    }

    /// Whether colors are wanted, should there be a terminal.
    pub(crate) fn wants_color(&self) -> bool {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        !self.no_color && !refused && !is_dumb()
    }
}

/// Whether the terminal says that it knows no commands: then there are neither colors nor lines that change.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Which part of a list to read.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ListOptions {
    /// At most so many rows
    #[arg(long, value_name = "ROWS", allow_negative_numbers = true)]
    pub(crate) limit: Option<u64>,

    /// Leave out so many rows at the beginning, to go on with a list that broke off
    #[arg(
        long,
        value_name = "ROWS",
        default_value_t = 0,
        hide_default_value = true,
        allow_negative_numbers = true
    )]
    pub(crate) offset: u64,
}

/// Hides values that may be secrets in an error of the command line.
fn hide_values(error: &mut clap::Error) {
    const WORDS: [&str; 6] = ["pass", "secret", "token", "key", "pwd", "login"];
    let is_secret = |text: &str| WORDS.iter().any(|word| text.to_ascii_lowercase().contains(word));
    let string = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (argument, value) = (string(ContextKind::InvalidArg), string(ContextKind::InvalidValue));
    if argument.contains('=') || is_secret(&argument) || is_secret(&value) {
        error.insert(ContextKind::InvalidValue, ContextValue::String("[hidden]".to_owned()));
    }
    // An unexpected value, such as a password after `auth login`.
    let mut line = std::env::args_os().skip(1);
    if error.kind() == ErrorKind::UnknownArgument
        && !argument.starts_with('-')
        && line.any(|word| is_secret(&word.to_string_lossy()))
    {
        error.insert(ContextKind::InvalidArg, ContextValue::String("[hidden]".to_owned()));
        error.remove(ContextKind::Suggested);
    }
}

/// Prints help, the version, or an error of the command line.
pub(crate) fn misread(mut error: clap::Error) -> ExitCode {
    hide_values(&mut error);
    let as_json = error.use_stderr() && wants_json(std::env::args_os().skip(1));
    if as_json {
        return failure_of(&error.render().to_string()).report(true);
    }
    match error.print() {
        // Help that cannot be written is no help; but whoever closed the stream does not want to read it.
        Err(unwritten) if !error.use_stderr() => Failure::from(output::told(unwritten)).report(false),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// The sentence of a usage error, and its tips as the remedy.
fn failure_of(text: &str) -> Failure {
    let mut parts = text.trim().split("\n\n");
    let sentence = parts.next().unwrap_or_default().strip_prefix("error: ").unwrap_or("no command was given");
    let of_tips = |line: &str| line.trim().strip_prefix("tip: ").map(str::to_owned);
    let mut remedies: Vec<String> = text.lines().filter_map(of_tips).collect();
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: "));
    remedies.push(match usage {
        Some(usage) => format!("Usage: {usage}; see also --help"),
        None => "See --help".to_owned(),
    });
    let sentence: Vec<&str> = sentence.lines().map(str::trim).collect();
    Failure::usage(sentence.join(" ")).remedy(remedies.join("; "))
}

/// Whether programs read our errors, of a command line that could not be read.
fn wants_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    let is_json = |value: &str| matches!(value, "json" | "ndjson");
    while let Some(argument) = arguments.next() {
        let value = if argument == "--" {
            return false;
        } else if let Some(long) = argument.strip_prefix("--") {
            match long.strip_prefix("output") {
                Some("") => arguments.next(),
                Some(value) => value.strip_prefix('=').map(str::to_owned),
                None => None,
            }
        } else if let Some(short) = argument.strip_prefix('-').filter(|short| short.contains('o')) {
            // Flags without values may stand before it: -qo json.
            match short.split_once('o') {
                Some((flags, value)) if flags.chars().all(|flag| "qvy".contains(flag)) => match value {
                    "" => arguments.next(),
                    value => Some(value.trim_start_matches('=').to_owned()),
                },
                _ => None,
            }
        } else {
            None
        };
        if value.is_some_and(|value| is_json(&value)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_is_found_however_it_is_written() {
        for (line, json) in [
            ("customers lst --output json", true),
            ("customers lst --output=ndjson", true),
            ("-o json customers lst", true),
            ("-ojson customers lst", true),
            ("-qo=json customers lst", true),
            ("customers lst --output yaml", false),
            ("customers lst --outputs json", false),
            ("customers lst -- --output json", false),
            ("customers lst --output", false),
            ("customers get json", false),
        ] {
            let found = wants_json(line.split(' ').map(OsString::from));
            assert_eq!(found, json, "{line}");
        }
    }
}
