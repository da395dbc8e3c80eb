//! `cargo xtask vendor`

use std::{io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{vendor, workspace::Workspace, write};
use openapi_review::ApiVersion;

/// Options of `vendor`.
#[derive(Debug, Clone, Args)]
pub struct Vendor {
    /// API version, for example 1.15
    pub version: ApiVersion,
    /// File or URL to read [default: the provider's URL]
    #[arg(long, value_name = "FILE|URL")]
    pub from: Option<String>,
    /// File to write [default: openapi/published/VERSION.yaml]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Reads the published document and writes its structure.
///
/// # Errors
/// If the document cannot be read or is not a complete OpenAPI document. The old file is then unchanged.
pub fn run(workspace: &Workspace, options: &Vendor, out: &mut dyn Write) -> Result<()> {
    let from = options.from.clone().unwrap_or_else(|| vendor::publisher_url(&options.version));
    let text = vendor::read(workspace, &from)?;
    let vendored =
        vendor::vendor(&options.version, &text).with_context(|| format!("could not vendor {from}"))?;
    let path = options.out.clone().unwrap_or_else(|| workspace.published(&options.version));
    let changed = write::atomically(&path, &vendored.text)?;
    for warning in &vendored.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    writeln!(
        out,
        "{} {}: {} operations, {} schemas",
        if changed { "wrote" } else { "unchanged" },
        workspace.show(&path),
        vendored.operations,
        vendored.schemas
    )?;
    Ok(())
}
