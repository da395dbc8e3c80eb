//! `imcloud man` and `imcloud completions`: files for the shell.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;
use clap_complete::{Shell, env::Shells};
use clap_mangen::{
    Man as Page,
    roff::{Roff, bold, roman},
};

use crate::{
    failure::{Context as _, EXIT_CODES, Result},
    file, output,
};

const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "IMCLOUD_BASE_URL, IMCLOUD_USERNAME, IMCLOUD_PASSWORD, IMCLOUD_SUBSCRIPTION_KEY, IMCLOUD_MARKETPLACE",
        "Credentials. They replace the default profile; --profile replaces them. With the suffix _FILE, the path of a file with the value.",
    ),
    ("IMCLOUD_PROFILE", "Name of the profile to use."),
    ("IMCLOUD_CONFIG", "Path of the configuration file."),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "Proxies, also in lower case. The sandbox never uses one.",
    ),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "Certificates of trusted authorities."),
    ("NO_COLOR, TERM", "No colors if NO_COLOR is set or TERM is dumb."),
];

const FILES: &[(&str, &str)] = &[
    (
        "~/.config/imcloud/config.toml",
        "Profiles. Only its owner can read it. In $XDG_CONFIG_HOME, or %APPDATA% on Windows. Written by imcloud auth.",
    ),
    (
        "~/.cache/imcloud/tokens.json",
        "Tokens, shared by all processes of the user. In $XDG_CACHE_HOME, or %LOCALAPPDATA% on Windows.",
    ),
];

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  imcloud man | man -l -
  imcloud man --dir ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for each command into this directory
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  imcloud completions bash > ~/.local/share/bash-completion/completions/imcloud
  imcloud completions fish > ~/.config/fish/completions/imcloud.fish

The script asks imcloud for candidates, so it completes commands, options and
values, such as the names of profiles.")]
pub(crate) struct Completions {
    /// Name of the shell
    shell: Shell,
}

pub(super) fn man(options: &Man, mut command: clap::Command) -> Result {
    command.build();
    let Some(directory) = &options.dir else {
        return output::write_all(&page(command)?);
    };
    std::fs::create_dir_all(directory).context(format!("could not create {}", directory.display()))?;
    write_pages(&command, "imcloud", directory)
}

fn write_pages(command: &clap::Command, name: &str, directory: &Path) -> Result {
    // The title of a page is the command line with dashes. clap takes static names.
    let title: &'static str = name.to_owned().leak();
    file::write(&directory.join(format!("{name}.1")), &page(command.clone().name(title))?)?;
    command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help").try_for_each(
        |subcommand| write_pages(subcommand, &format!("{name}-{}", subcommand.get_name()), directory),
    )
}

fn page(command: clap::Command) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    Page::new(command).render(&mut out)?;
    let mut sections = Roff::new();
    for (title, entries) in [("EXIT STATUS", EXIT_CODES), ("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)] {
        sections.control("SH", [title]);
        for (name, text) in entries {
            sections.control("TP", []).text([bold(*name)]).text([roman(*text)]);
        }
    }
    sections.to_writer(&mut out)?;
    Ok(out)
}

pub(super) fn completions(options: &Completions) -> Result {
    let name = options.shell.to_string();
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(&name) {
        shell.write_registration("COMPLETE", "imcloud", "imcloud", "imcloud", &mut script)?;
    }
    output::write_all(&script)
}
