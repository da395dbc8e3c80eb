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
    let (mut stdout, mut printed) = (std::io::stdout().lock(), Vec::new());
    // A bump takes long and reports its steps. A closed output stops it, and nothing else.
    let out: &mut dyn Write =
        if matches!(cli.command, Command::Bump(_)) { &mut stdout } else { &mut printed };
    let result = Workspace::find().and_then(|workspace| cli.command.run(&workspace, out));
    let result = match stdout.write_all(&printed) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => result.and(Err(error.into())),
        _ => result,
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}
