//! Global options, and options of lists.

use std::time::Duration;

use clap::Args;

use crate::{
    credentials::AccountOptions,
    output::{Column, CsvDialect, Format, parse_columns},
};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Use a service with demo data in this process
    #[arg(long, global = true, conflicts_with_all = ["profile", "base_url"])]
    pub(crate) sandbox: bool,

    #[command(flatten)]
    pub(crate) account: AccountOptions,

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

/// The columns of `--columns`, because clap takes a `Vec` for a repeated argument.
type Columns = Box<[Column]>;

fn columns(text: &str) -> Result<Columns, String> {
    parse_columns(text).map(Into::into)
}

impl Global {
    /// Returns true if programs read the errors.
    pub(crate) fn fails_in_json(&self) -> bool {
        matches!(self.output, Some(Format::Json | Format::Ndjson))
    }

    pub(crate) fn wants_color(&self) -> bool {
        let is_disabled = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        !self.no_color && !is_disabled && !is_dumb()
    }
}

/// Returns true if the terminal supports neither colors nor lines that change.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ById {
    /// Id, as the list shows it
    pub(crate) id: String,
}

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
