//! `cargo xtask lint`

use std::{fs, io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{lint, pipeline, workspace::Workspace};
use openapi_review::{ApiVersion, document::tree};

/// Options of `lint`.
#[derive(Debug, Clone, Args, Default)]
pub struct Lint {
    /// Documents to look at as they are, without overlays [default: the published document with the overlays].
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The API version to look at [default: that of openapi/effective.yaml].
    #[arg(long, value_name = "VERSION", conflicts_with = "files")]
    pub spec_version: Option<ApiVersion>,
}

/// Prints every finding; returns whether there is none.
///
/// # Errors
/// When a document cannot be read, or an overlay cannot be laid over it.
pub fn run(workspace: &Workspace, options: &Lint, out: &mut dyn Write) -> Result<bool> {
    let mut documents = Vec::new();
    for path in &options.files {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        documents.push((name.clone(), tree::parse_sorted(&text).context(name)?));
    }
    if documents.is_empty() {
        let version = workspace.version_or_current(options.spec_version.as_ref())?;
        let (published, overlays) = pipeline::inputs(workspace, &version)?;
        documents
            .push((format!("specification {version}"), pipeline::correct(published, &overlays, &version)?.0));
    }
    let mut clean = true;
    for (name, document) in &documents {
        let findings = lint::lint(document);
        for finding in &findings {
            writeln!(out, "{finding}")?;
        }
        clean &= findings.is_empty();
        writeln!(out, "{name}: {} findings", findings.len())?;
    }
    Ok(clean)
}
