//! `cargo xtask`: see `cargo xtask --help`.

use std::{io::Write, process::ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{
    commands::{bump, conform, diff, fetch_latest, generate, lint, vendor},
    workspace::Workspace,
};

/// Tasks of this repository: from the published specification to the raw client crate.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  success
  1  a file is out of date, a finding, a newer version, or a bump that stopped for a decision or a fix
  2  wrong usage, or an input that cannot be read or used; nothing was changed";

#[derive(Debug, Subcommand)]
enum Command {
    /// Keep the structure of a published document in openapi/published/.
    #[command(after_help = EXIT_CODES)]
    Vendor(vendor::Vendor),
    /// Make openapi/effective.yaml and the raw client crate from published structure and overlays.
    #[command(after_help = EXIT_CODES)]
    Generate(generate::Generate),
    /// Find what the generator would choke on, or what would weaken the client.
    #[command(after_help = EXIT_CODES)]
    Lint(lint::Lint),
    /// Review a new version: what changed, what that does to the overlays, and what breaks in Rust.
    #[command(after_help = EXIT_CODES)]
    Diff(diff::Diff),
    /// Switch to another version: vendor, compare, generate, test
    #[command(after_help = EXIT_CODES)]
    Bump(bump::Bump),
    /// Look up newer versions at the provider
    #[command(after_help = EXIT_CODES)]
    FetchLatest(fetch_latest::FetchLatest),
    /// Decode captured payloads with the generated types
    #[command(after_help = EXIT_CODES)]
    Conform(conform::Conform),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) && !matches!(cli.command, Command::Bump(_)) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<bool> {
    let out = &mut std::io::stdout().lock();
    let workspace = Workspace::find()?;
    match command {
        Command::Vendor(options) => vendor::run(&workspace, options, out).map(|()| true),
        Command::Generate(options) => generate::run(&workspace, options, out),
        Command::Lint(options) => lint::run(&workspace, options, out),
        Command::Diff(options) => diff::run(&workspace, options, out),
        Command::Bump(options) => bump::run(&workspace, options, out),
        Command::FetchLatest(options) => fetch_latest::run(&workspace, options, out),
        Command::Conform(options) => conform::run(&workspace, options),
    }
}

/// Returns whether the reader of the output stopped reading.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
