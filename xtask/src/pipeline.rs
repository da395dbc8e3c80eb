//! The pipeline in memory: inputs -> corrected -> effective -> generated.
//!
//! `generate`, `lint`, `diff` and `bump` all go through it.

use anyhow::{Context, Result};
use openapi_review::{
    ApiVersion,
    document::{canonical, tree},
};
use serde_json::Value;

use crate::{
    contract,
    generator::{self, Generated},
    overlay::{self, Applied, Overlay},
    passes::{self, Ran},
    vendor::extensions,
    workspace::Workspace,
};

/// Everything that comes out of one run, still in memory.
#[derive(Debug)]
pub struct Products {
    /// The version generated from.
    pub version: ApiVersion,
    /// The published structure with the overlays laid over it, before any pass.
    pub corrected: Value,
    /// The document that the generator read.
    pub effective: Value,
    /// The same as text.
    pub effective_text: String,
    /// The generated code.
    pub generated: Generated,
    /// What the document says about requests, for the sandbox.
    pub contract: String,
    /// What each overlay did.
    pub overlays: Vec<Applied>,
    /// What each pass did.
    pub passes: Vec<Ran>,
}

/// Reads the inputs of a checkout.
///
/// # Errors
/// When the version is not vendored or an overlay cannot be read.
pub fn inputs(workspace: &Workspace, version: &ApiVersion) -> Result<(Value, Vec<Overlay>)> {
    let path = workspace.published(version);
    let text = tree::read_file(&path).with_context(|| {
        format!("{} cannot be read; vendor it first: cargo xtask vendor {version}", workspace.show(&path))
    })?;
    let published = tree::parse_sorted(&text).with_context(|| workspace.show(&path))?;
    Ok((published, overlay::file::read_folder(&workspace.overlays())?))
}

/// Applies the overlays to a published document. The provider's extensions are removed before.
///
/// # Errors
/// As [`overlay::apply()`].
pub fn correct(
    published: Value,
    overlays: &[Overlay],
    version: &ApiVersion,
) -> Result<(Value, Vec<Applied>)> {
    let mut corrected = published;
    extensions::remove(&mut corrected);
    let applied = overlays
        .iter()
        .map(|overlay| overlay::apply(&mut corrected, overlay, version))
        .collect::<Result<_>>()?;
    Ok((corrected, applied))
}

/// Runs the pipeline in memory.
///
/// # Errors
/// When an overlay, a pass or the generator refuses its input.
pub fn produce(published: Value, overlays: &[Overlay], version: &ApiVersion) -> Result<Products> {
    generate(correct(published, overlays, version)?, version)
}

/// Runs the pipeline from the corrected document on.
///
/// # Errors
/// When a pass or the generator rejects it.
pub fn generate((corrected, applied): (Value, Vec<Applied>), version: &ApiVersion) -> Result<Products> {
    let mut effective = corrected.clone();
    let ran = passes::run(&mut effective)?;
    let header = [
        format!(
            "What the generator reads: openapi/published/{version}.yaml, corrected by openapi/overlays/, rewritten by the passes in xtask."
        ),
        "Derived; do not edit. Regenerate with: cargo xtask generate".to_owned(),
    ];
    Ok(Products {
        version: version.clone(),
        effective_text: canonical::to_yaml(&effective, &header)?,
        generated: generator::generate(&effective)?,
        contract: contract::of(&effective)?,
        corrected,
        effective,
        overlays: applied,
        passes: ran,
    })
}
