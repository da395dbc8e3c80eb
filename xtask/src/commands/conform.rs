//! `cargo xtask conform`

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace::Workspace;

/// Options of `conform`.
#[derive(Debug, Clone, Args)]
pub struct Conform {
    /// Payload files, or folders of them, called `<operationId>.<request|response|error>.<label>.json`.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// Tries payloads on the generated types; returns whether all fit.
///
/// This runs a program of its own, `xtask-conform`: it is compiled against the raw crate, and `xtask` must not be, or else it could not
/// repair a generated file that does not compile.
///
/// # Errors
/// When that program cannot be built or a path cannot be read.
pub fn run(workspace: &Workspace, options: &Conform) -> Result<bool> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "xtask-conform", "--manifest-path"])
        .arg(workspace.root().join("Cargo.toml"))
        .arg("--")
        .args(&options.paths)
        .status()
        .context("cargo cannot be started")?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => bail!("the payloads could not be tried; see the message above"),
    }
}
