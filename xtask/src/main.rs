//! `cargo xtask`: see `cargo xtask --help`.

use std::{
    io::{ErrorKind, Write},
    process::ExitCode,
};

use clap::{CommandFactory, FromArgMatches, Parser};
use xtask::{
    commands::{Command, EXIT_CODES},
    workspace::Workspace,
};

/// Tasks of this repository: from the published specification to the raw client crate.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let command = Cli::command().mut_subcommands(|command| command.after_help(EXIT_CODES));
    let cli = Cli::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
    let out = &mut std::io::stdout().lock();
    match Workspace::find().and_then(|workspace| cli.command.run(&workspace, out)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) && !matches!(cli.command, Command::Bump(_)) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Returns true if the reader of the output stopped reading.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
