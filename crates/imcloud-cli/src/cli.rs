//! The command line: global options and the tree of commands.

use std::{ffi::OsString, process::ExitCode, time::Duration};

use clap::{
    ArgMatches, Args, ColorChoice, CommandFactory as _, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::{
    commands::Command,
    credentials::Profiles,
    failure::{EXIT_CODES, Failure},
    output::{self, Column, CsvDialect, Format, parse_columns},
};

pub(crate) const EXAMPLES: &str = "\
Examples:
  imcloud --sandbox customers list
  imcloud auth login
  imcloud orders list --status processing --output csv > orders.csv
  imcloud subscriptions list --query '.[] | select(.renewalStatus == false) | .id'";

/// Use the IM Cloud Marketplace API: customers, orders, subscriptions, reports
#[derive(Debug, Parser)]
#[command(
    name = "imcloud",
    bin_name = "imcloud",
    version,
    propagate_version = false,
    max_term_width = 110,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Use a service with demo data in this process
    #[arg(long, global = true, conflicts_with_all = ["profile", "base_url"])]
    pub(crate) sandbox: bool,

    /// Use the credentials of this profile
    #[arg(long, global = true, value_name = "NAME", add = ArgValueCandidates::new(profiles))]
    pub(crate) profile: Option<String>,

    /// Base URL of the API
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// Code of the marketplace, such as us or nl
    #[arg(long, global = true, value_name = "CODE")]
    pub(crate) marketplace: Option<String>,

    /// Output format [default: table; json for api]
    #[arg(short, long, global = true, value_name = "FORMAT")]
    pub(crate) output: Option<Format>,

    /// Filter the output with a jq expression
    #[arg(long, global = true, value_name = "JQ")]
    pub(crate) query: Option<String>,

    /// Write only these properties: PATH or NAME:PATH, ...
    #[arg(long, global = true, value_name = "LIST", value_parser = columns)]
    pub(crate) columns: Option<Columns>,

    /// Write CSV that a spreadsheet does not change
    #[arg(long, global = true, value_name = "DIALECT")]
    pub(crate) csv_dialect: Option<CsvDialect>,

    /// Disable colors
    #[arg(long, global = true)]
    pub(crate) no_color: bool,

    /// Print only errors to stderr
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Log each request and its duration to stderr
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// Time limit of a call or a wait, such as 90s or 15m
    #[arg(long, global = true, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Option<Duration>,

    /// Do not ask for confirmation
    #[arg(short, long, global = true)]
    pub(crate) yes: bool,

    /// Print the request of a change without sending it
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
}

/// The columns of `--columns`. A separate type, because clap takes a `Vec` for a repeated argument.
#[derive(Clone, Debug)]
pub(crate) struct Columns(pub(crate) Vec<Column>);

fn columns(text: &str) -> Result<Columns, String> {
    parse_columns(text).map(Columns)
}

/// Returns the names of profiles, for the completion in a shell.
pub(crate) fn profiles() -> Vec<CompletionCandidate> {
    // A shell cannot show errors.
    let names = Profiles::read().map(|profiles| profiles.names().map(str::to_owned).collect::<Vec<_>>());
    names.unwrap_or_default().into_iter().map(CompletionCandidate::new).collect()
}

impl Cli {
    /// Parses the command line.
    pub(crate) fn from_arguments() -> Result<Self, clap::Error> {
        let matches: ArgMatches = command().try_get_matches()?;
        <Self as clap::FromArgMatches>::from_arg_matches(&matches)
    }
}

/// Returns the tree of commands, with the global options only in the help of `imcloud`, and examples only in
/// `--help`.
pub(crate) fn command() -> clap::Command {
    let no_color = std::env::args_os().any(|argument| argument == "--no-color");
    let codes: String = EXIT_CODES.iter().map(|(code, meaning)| format!("\n  {code:<4} {meaning}")).collect();
    let command = Cli::command()
        .color(if no_color { ColorChoice::Never } else { ColorChoice::Auto })
        .after_help("See --help for examples and exit codes.")
        .after_long_help(format!("{EXAMPLES}\n\nExit codes:{codes}\n\nEnvironment and files: imcloud man"));
    // An argument that a command has already is not added to it again.
    let hidden: Vec<clap::Arg> = command
        .get_arguments()
        .filter(|argument| argument.is_global_set())
        .map(|argument| argument.clone().hide(true))
        .collect();
    command.mut_subcommands(|subcommand| with_short_help(subcommand.args(&hidden)))
}

/// Moves the examples of commands to `--help`.
fn with_short_help(command: clap::Command) -> clap::Command {
    let examples = command.get_after_long_help().or(command.get_after_help());
    let examples = examples.map(ToString::to_string).unwrap_or_default();
    let separator = if examples.is_empty() { "" } else { "\n\n" };
    command
        .after_long_help(format!("{examples}{separator}Global options: imcloud --help"))
        .after_help("See --help for examples. Global options: imcloud --help")
        .mut_subcommands(with_short_help)
}

impl Global {
    /// Returns true if programs read the errors.
    pub(crate) fn fails_in_json(&self) -> bool {
        matches!(self.output, Some(Format::Json | Format::Ndjson))
    }

    /// Returns true if colors are allowed on a terminal.
    pub(crate) fn wants_color(&self) -> bool {
        let is_disabled = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        !self.no_color && !is_disabled && !is_dumb()
    }
}

/// Returns true if the terminal supports neither colors nor lines that change.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The part of a list to read.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ListOptions {
    /// Maximum number of items
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) limit: Option<u64>,

    /// Skip the first N items
    #[arg(
        long,
        value_name = "N",
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
pub(crate) fn print_error(mut error: clap::Error) -> ExitCode {
    hide_values(&mut error);
    let as_json = error.use_stderr() && wants_json(std::env::args_os().skip(1));
    if as_json {
        return failure_of(&error.render().to_string()).report(true);
    }
    match error.print() {
        Err(unwritten) if !error.use_stderr() => Failure::from(output::stdout_error(unwritten)).report(false),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// Returns the failure of a usage error, with its tips as the hint.
fn failure_of(text: &str) -> Failure {
    let mut parts = text.trim().split("\n\n");
    let sentence = parts.next().unwrap_or_default().strip_prefix("error: ").unwrap_or("missing command");
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

/// Returns true if programs read the errors of a command line that could not be parsed.
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
            // Flags without values can precede it: -qo json.
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
    fn output_format_is_found_in_every_spelling() {
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
