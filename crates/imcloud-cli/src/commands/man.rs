//! `imcloud man`.

use std::{io::Write as _, path::PathBuf};

use clap::{Args, CommandFactory as _};
use clap_mangen::Man as Page;

use crate::{cli::Cli, failure::Failure, file, output};

/// Manual pages.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  imcloud man | man -l -
  imcloud man --dir ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for each command into this folder, instead of one to standard output
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

pub(super) fn run(command: &Man) -> Result<(), Failure> {
    let mut tool = Cli::command();
    tool.build();
    let Some(folder) = &command.dir else {
        let mut out = output::raw();
        out.write_all(&page(tool)?)?;
        return Ok(out.flush()?);
    };
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::usage(format!("{} cannot be made: {error}", folder.display())))?;
    write_all(&tool, "imcloud", folder)
}

fn write_all(command: &clap::Command, name: &str, folder: &std::path::Path) -> Result<(), Failure> {
    // The name of a page is that of a command line, with dashes.
    let own: &'static str = name.to_owned().leak();
    file::write(&folder.join(format!("{name}.1")), &page(command.clone().name(own))?)?;
    command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
        .try_for_each(|sub| write_all(sub, &format!("{name}-{}", sub.get_name()), folder))
}

fn page(command: clap::Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Page::new(command).render(&mut page)?;
    Ok(page)
}
