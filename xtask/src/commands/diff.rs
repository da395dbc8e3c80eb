//! `cargo xtask diff`

use std::io::Write;

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};

use openapi_review::{
    Input, Level, Severity,
    render::{self, Format},
};

use crate::{
    review::{
        Side,
        report::{self, Context},
    },
    workspace::Workspace,
};

/// Options of `diff`.
#[derive(Debug, Clone, Args)]
pub struct Diff {
    /// The old document: a vendored version (1.6), a file, or REVISION:PATH.
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new document.
    #[arg(value_name = "NEW")]
    pub new: String,
    /// How to write the review.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// How far to look: at the published documents, at our overlays, at the generated code.
    #[arg(long, value_enum, default_value_t = Depth::Rust)]
    pub level: Depth,
    /// Exit with 1 when an open finding is at least as bad as this.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,
    /// Show only what stands at, above or below this JSON Pointer.
    #[arg(long, value_name = "POINTER")]
    pub only: Option<String>,
}

/// The level of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Depth {
    /// The changes of the provider.
    Published,
    /// And what that does to our overlays.
    Effective,
    /// And what that does to callers in Rust.
    Rust,
}

impl From<Depth> for Level {
    fn from(depth: Depth) -> Self {
        match depth {
            Depth::Published => Self::Published,
            Depth::Effective => Self::Overlays,
            Depth::Rust => Self::Rust,
        }
    }
}

/// Compares two documents and writes the review; returns whether it stays below the threshold.
///
/// # Errors
/// If a document cannot be read.
pub fn run(workspace: &Workspace, options: &Diff, out: &mut dyn Write) -> Result<bool> {
    let old = Side::read(workspace, &options.old)?;
    let new = Side::read(workspace, &options.new)?;
    let mut review = report::review(&old, &new, &Context::read(workspace)?, options.level.into())?;
    if let Some(pointer) = &options.only {
        let at = pointer.trim_start_matches('#');
        let exists = |input: &Input| input.document.pointer(at).is_some();
        ensure!(
            !at.starts_with('/') || exists(&old.input) || exists(&new.input),
            "neither document has a node at {at}"
        );
        review.keep_only(pointer)?;
    }
    let width =
        terminal_size::terminal_size().map_or(render::text::DEFAULT_WIDTH, |(width, _)| width.0.into());
    let inputs = (&old.input, &new.input);
    out.write_all(render::render(&review, inputs, options.format, (width, render::color()))?.as_bytes())?;
    Ok(options.fail_on.is_none_or(|threshold| !review.reaches(threshold)))
}
