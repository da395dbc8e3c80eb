//! `cargo xtask bump`

use std::io::Write;

use anyhow::Result;
use clap::Args;

use crate::{bump::steps, workspace::Workspace};
use openapi_review::ApiVersion;

/// Options of `bump`.
#[derive(Debug, Clone, Args)]
pub struct Bump {
    /// The API version to switch to, for example 1.16.
    pub version: ApiVersion,
    /// The publisher's document [default: the vendored one, or else the publisher's URL].
    #[arg(long, value_name = "FILE|URL")]
    pub from: Option<String>,
    /// Write nothing; say what would be done and what has to be decided.
    #[arg(long)]
    pub dry_run: bool,
}

/// Switches to a version; returns whether it is done, and not waiting for a decision.
///
/// # Errors
/// As [`steps::run`].
pub fn run(workspace: &Workspace, options: &Bump, out: &mut dyn Write) -> Result<bool> {
    let bump = steps::Bump {
        version: options.version.clone(),
        from: options.from.clone(),
        dry_run: options.dry_run,
        verify: steps::Bump::default_verification(),
        target: None,
    };
    steps::run(workspace, &bump, out)
}
