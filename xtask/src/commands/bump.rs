//! `cargo xtask bump`

use std::io::Write;

use anyhow::Result;
use clap::Args;

use crate::{
    bump::{self, Action, Step},
    workspace::Workspace,
};
use openapi_review::ApiVersion;

/// Options of `bump`.
#[derive(Debug, Clone, Args)]
pub struct Bump {
    /// API version to switch to, for example 1.16
    pub version: ApiVersion,
    /// Document to read [default: vendored one, or the provider's]
    #[arg(long, value_name = "FILE|URL")]
    pub from: Option<String>,
    /// Compare and list the decisions; write nothing
    #[arg(long, conflicts_with_all = ["continue", "abort"])]
    pub dry_run: bool,
    /// Resume a bump that stopped, in its worktree
    #[arg(long, conflicts_with_all = ["from", "abort"])]
    pub r#continue: bool,
    /// Remove the worktree of a bump that stopped
    #[arg(long, conflicts_with = "from")]
    pub abort: bool,
    /// Verify with these cargo arguments [default: test everything]
    #[arg(long, value_name = "ARGUMENTS", allow_hyphen_values = true)]
    pub verify: Vec<String>,
}

/// Switches to a version; returns whether it is done, as opposed to waiting for a decision or a fix.
///
/// # Errors
/// As [`bump::run`].
pub fn run(workspace: &Workspace, options: &Bump, out: &mut dyn Write) -> Result<bool> {
    let from = options.from.clone();
    let action = match (options.r#continue, options.abort, options.dry_run) {
        (true, ..) => Action::Continue,
        (_, true, _) => Action::Abort,
        (_, _, true) => Action::DryRun(from),
        _ => Action::Start(from),
    };
    let verification = if options.verify.is_empty() {
        Step::all()
    } else {
        options.verify.iter().map(|arguments| Step::new(arguments)).collect()
    };
    bump::run(workspace, &bump::Bump { version: options.version.clone(), action, verification }, out)
}
