//! `cargo xtask lint`

use std::{fs, io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{descriptions::Descriptions, lint, pipeline, workspace::Workspace};
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
/// When a document cannot be read, or an overlay cannot be applied to it.
pub fn run(workspace: &Workspace, options: &Lint, out: &mut dyn Write) -> Result<bool> {
    let mut clean = true;
    let mut report = |name: &str, findings: &[lint::Finding]| -> Result<()> {
        for finding in findings {
            writeln!(out, "{finding}")?;
        }
        clean &= findings.is_empty();
        Ok(writeln!(out, "{name}: {} findings", findings.len())?)
    };
    for path in &options.files {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        let document = tree::parse_sorted(&text).with_context(|| name.clone())?;
        report(&name, &lint::lint(&document, &Descriptions::default()))?;
    }
    if options.files.is_empty() {
        let version = workspace.version_or_current(options.spec_version.as_ref())?;
        let inputs = pipeline::inputs(workspace, &version)?;
        let corrected = pipeline::correct(inputs.published.clone(), &inputs.overlays, &version)?.0;
        let mut findings = lint::lint(&corrected, &inputs.descriptions);
        findings.extend(pipeline::obsolete_descriptions(workspace, &inputs, &version)?);
        report(&format!("specification {version}"), &findings)?;
    }
    Ok(clean)
}
