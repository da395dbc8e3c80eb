//! `cargo xtask conform`

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{package, workspace::Workspace};

/// Options of `conform`.
#[derive(Debug, Clone, Args)]
pub struct Conform {
    /// Payloads OPERATION_ID.request|response|error.LABEL.json
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
}

/// Decodes payloads with the generated types; returns whether all fit.
///
/// # Errors
/// If the program that does this cannot be built, or a path cannot be read.
pub fn run(workspace: &Workspace, options: &Conform) -> Result<bool> {
    let mut command = package::command(workspace, "xtask-conform");
    let status = command.args(&options.paths).status().context("could not start cargo")?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => bail!("could not check the payloads; see the message above"),
    }
}
