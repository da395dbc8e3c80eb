//! Running cargo, and programs of this workspace that are separate packages.

use std::{env, process::Command};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// Returns a command that runs the cargo that runs this program.
#[must_use]
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns a command that builds and runs the program of a package.
///
/// They are not part of `xtask` because `generate` must not need what they are compiled from: the generated
/// client, which may not compile, and an HTTP client, which takes long to compile.
#[must_use]
pub fn command(workspace: &Workspace, package: &str) -> Command {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", package, "--manifest-path"]);
    command.arg(workspace.root().join("Cargo.toml")).arg("--");
    command
}

/// Runs the program of a package; returns its standard output.
///
/// # Errors
/// If the program cannot be built, or reports an error, which is the cause.
pub fn output(workspace: &Workspace, package: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = command(workspace, package).args(arguments).output().context("could not start cargo")?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let message = message.trim();
        bail!("{}", message.strip_prefix("error: ").unwrap_or(message));
    }
    Ok(output.stdout)
}
