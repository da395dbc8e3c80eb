//! `cargo xtask diff`

use std::io::{IsTerminal, Write};

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};

use openapi_review::{Input, Level, Report, Severity, render};

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
    #[arg(long, value_name = "SEVERITY", value_parser = ["breaking", "potential", "additive", "docs"])]
    pub fail_on: Option<String>,
    /// Show only what stands at, above or below this JSON Pointer.
    #[arg(long, value_name = "POINTER")]
    pub only: Option<String>,
}

/// The faces of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for a terminal.
    Text,
    /// A comment for a pull request.
    Markdown,
    /// JSON; its form is described by xtask/schemas/diff-report.json.
    Json,
    /// Annotations of a workflow run.
    Github,
    /// One page for a browser.
    Html,
    /// A section of a changelog.
    Changelog,
}

/// How far a review goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Depth {
    /// What the publisher changed.
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
/// When a document cannot be read.
pub fn run(workspace: &Workspace, options: &Diff, out: &mut dyn Write) -> Result<bool> {
    let old = Side::read(workspace, &options.old)?;
    let new = Side::read(workspace, &options.new)?;
    let mut review = report::review(&old, &new, &Context::read(workspace)?, options.level.into())?;
    if let Some(pointer) = &options.only {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        ensure!(
            pointer.starts_with('/'),
            "{pointer:?} is no JSON Pointer; write for example /components/schemas/Order"
        );
        let stands = |input: &Input| input.document.pointer(pointer).is_some();
        ensure!(stands(&old.input) || stands(&new.input), "nothing stands at {pointer} in either document");
        review.keep_only(pointer);
    }
    write_report(&review, (&old.input, &new.input), options.format, out)?;
    let threshold = options.fail_on.as_deref().map(str::parse::<Severity>).transpose()?;
    Ok(threshold.is_none_or(|threshold| !review.reaches(threshold)))
}

fn write_report(
    review: &Report,
    inputs: (&Input, &Input),
    format: Format,
    out: &mut dyn Write,
) -> Result<()> {
    let text = match format {
        Format::Text => render::text::render(review, width(), is_colourful()),
        Format::Markdown => render::markdown::render(review),
        Format::Json => render::json::render(review)?,
        Format::Github => render::github::render(review),
        Format::Html => render::html::render(review, inputs.0, inputs.1),
        Format::Changelog => render::changelog::render(review),
    };
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn width() -> usize {
    terminal_size::terminal_size().map_or(render::text::DEFAULT_WIDTH, |(width, _)| width.0.into())
}

/// Colours on a terminal, unless the user does not want them (<https://no-color.org>).
fn is_colourful() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
