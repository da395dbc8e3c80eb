//! `cargo xtask vendor`

use std::{io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    vendor::{self, source},
    workspace::Workspace,
    write,
};
use openapi_review::ApiVersion;

/// Options of `vendor`.
#[derive(Debug, Clone, Args)]
pub struct Vendor {
    /// The API version, for example 1.15.
    pub version: ApiVersion,
    /// The file or URL to read [default: the publisher's URL for the version].
    #[arg(long, value_name = "FILE|URL")]
    pub from: Option<String>,
    /// The file to write [default: openapi/published/VERSION.yaml].
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Reads the published document and writes its structure.
///
/// # Errors
/// When the document cannot be read or is no whole OpenAPI document; the old file is then untouched.
pub fn run(workspace: &Workspace, options: &Vendor, out: &mut dyn Write) -> Result<()> {
    let from = options.from.clone().unwrap_or_else(|| source::publisher_url(&options.version));
    let text = source::read(workspace, &from)?;
    let vendored =
        vendor::vendor(&options.version, &text).with_context(|| format!("{from} was not vendored"))?;
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
