//! `cargo xtask lint`

use std::{io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    lint::{self, Finding},
    pipeline,
    vendor::extensions,
    workspace::Workspace,
};
use openapi_review::{ApiVersion, document::tree};

/// Options of `lint`.
#[derive(Debug, Clone, Args, Default)]
pub struct Lint {
    /// Documents to check without overlays [default: the published document with overlays]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// API version to check [default: that of openapi/effective.yaml]
    #[arg(long, value_name = "VERSION", conflicts_with = "files")]
    pub spec_version: Option<ApiVersion>,
}

/// Prints every finding; returns whether there is none.
///
/// # Errors
/// If a document cannot be read, or an overlay cannot be applied.
pub fn run(workspace: &Workspace, options: &Lint, out: &mut dyn Write) -> Result<bool> {
    let mut results = Vec::new();
    for path in &options.files {
        let name = path.display().to_string();
        let mut parsed = tree::parse(&tree::read_file(path)?).context(name.clone())?;
        extensions::remove(&mut parsed.value);
        let duplicates = parsed.duplicates.iter().map(|duplicate| {
            let message = format!("{duplicate}; the values were merged");
            Finding::new("duplicate-key", "the document", &*duplicate.pointer, message)
        });
        let mut findings: Vec<Finding> = duplicates.collect();
        findings.extend(lint::lint(&parsed.value, None));
        results.push((name, findings));
    }
    if results.is_empty() {
        let version = workspace.version_or_current(options.spec_version.as_ref())?;
        let inputs = pipeline::inputs(workspace, &version)?;
        let (corrected, applied) = pipeline::correct(inputs.published.clone(), &inputs.overlays, &version);
        let mut findings = lint::overlays(&applied);
        findings.extend(lint::lint(&corrected, Some(&inputs.descriptions)));
        findings.extend(pipeline::obsolete_descriptions(workspace, &inputs, &version)?);
        results.push((format!("specification {version}"), findings));
    }
    for (name, findings) in &results {
        for finding in findings {
            writeln!(out, "{finding}")?;
        }
        writeln!(out, "{name}: {} findings", findings.len())?;
    }
    Ok(results.iter().all(|(_, findings)| findings.is_empty()))
}
