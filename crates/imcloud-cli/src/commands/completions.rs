//! `imcloud completions`.

use std::io::Write as _;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::{cli::Cli, failure::Failure, output};

/// Completions of a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  imcloud completions bash > ~/.local/share/bash-completion/completions/imcloud
  imcloud completions fish > ~/.config/fish/completions/imcloud.fish")]
pub(crate) struct Completions {
    /// Which shell
    shell: Shell,
}

pub(super) fn run(command: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Cli::command(), "imcloud", &mut script);
    let mut out = output::raw();
    out.write_all(&script)?;
    Ok(out.flush()?)
}
