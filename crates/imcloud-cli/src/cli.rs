//! The command line: the root of the tree of commands, and errors of the parser.

use std::{ffi::OsString, process::ExitCode};

use clap::{
    ColorChoice, CommandFactory as _, FromArgMatches as _, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    commands::Command,
    failure::{EXIT_CODES, Failure},
    global::Global,
    output,
};

const EXAMPLES: &str = "\
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

impl Cli {
    pub(crate) fn from_arguments() -> Result<Self, clap::Error> {
        Self::from_arg_matches(&command().try_get_matches()?)
    }
}

/// Returns the tree of commands, with the global options only in the help of `imcloud`, and examples only in
/// `--help`.
fn command() -> clap::Command {
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

pub(crate) fn manual() -> clap::Command {
    command().after_long_help(EXAMPLES)
}

fn with_short_help(command: clap::Command) -> clap::Command {
    let examples = command.get_after_long_help().or(command.get_after_help());
    let examples = examples.map(ToString::to_string).unwrap_or_default();
    let separator = if examples.is_empty() { "" } else { "\n\n" };
    command
        .after_long_help(format!("{examples}{separator}Global options: imcloud --help"))
        .after_help("See --help for examples. Global options: imcloud --help")
        .mut_subcommands(with_short_help)
}

/// Hides values that may be secrets in an error of the command line.
fn hide_values(error: &mut clap::Error) {
    const SECRETS: [&str; 6] = ["pass", "secret", "token", "key", "pwd", "login"];
    let is_secret = |text: &str| SECRETS.iter().any(|word| text.to_ascii_lowercase().contains(word));
    let [argument, value] =
        [ContextKind::InvalidArg, ContextKind::InvalidValue].map(|kind| match error.get(kind) {
            Some(ContextValue::String(text)) => text.clone(),
            _ => String::new(),
        });
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
        return failure_of(&error.render().to_string()).print(true);
    }
    match error.print() {
        Err(unwritten) if !error.use_stderr() => Failure::from(output::stdout_error(unwritten)).print(false),
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
    Failure::usage(sentence.join(" ")).hint(remedies.join("; "))
}

/// Returns true if programs read the errors of a command line that could not be parsed.
fn wants_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    let arguments: Vec<String> = arguments.take_while(|argument| argument != "--").collect();
    let format = |(index, argument): (usize, &String)| {
        // Flags without values can precede it: -qo json.
        let short = || argument.strip_prefix('-')?.trim_start_matches(['q', 'v', 'y']).strip_prefix('o');
        match argument.strip_prefix("--output").or_else(short)? {
            "" => arguments.get(index + 1).cloned(),
            value => Some(value.trim_start_matches('=').to_owned()),
        }
    };
    arguments.iter().enumerate().filter_map(format).any(|format| format == "json" || format == "ndjson")
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
