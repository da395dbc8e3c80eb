//! The pipeline in memory: inputs -> corrected -> effective -> generated.
//!
//! `generate`, `lint`, `diff` and `bump` all go through it.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use openapi_review::{
    ApiVersion,
    document::{canonical, tree},
};
use serde_json::Value;

use crate::{
    contract,
    descriptions::Descriptions,
    generator::{self, Generated},
    lint,
    overlay::{self, Applied, Overlay},
    passes, vendor,
    workspace::{EFFECTIVE, GENERATED, Workspace},
};

/// The results of one run, in memory.
#[derive(Debug)]
pub struct Products {
    /// The document that the generator read.
    pub effective: Value,
    /// The same as text.
    pub effective_text: String,
    /// The generated code.
    pub generated: Generated,
    /// The JSON Schemas of requests, for the sandbox.
    pub contract: String,
    pub(crate) overlays: Vec<Applied>,
}

impl Products {
    pub(crate) fn files(&self, workspace: &Workspace) -> [(PathBuf, &str); 3] {
        [
            (EFFECTIVE, &self.effective_text),
            (GENERATED, &self.generated.code),
            ("crates/imcloud-sandbox/src/contract.json", &self.contract),
        ]
        .map(|(path, text): (_, &String)| (workspace.root().join(path), text.as_str()))
    }
}

/// The inputs of one run.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The published structure.
    pub published: Value,
    /// The overlays, in the order in which they are applied.
    pub overlays: Vec<Overlay>,
    /// The descriptions.
    pub descriptions: Descriptions,
}

/// Reads the inputs of a checkout. Fails if the version is not vendored, or an overlay or a file of
/// descriptions cannot be read.
pub fn inputs(workspace: &Workspace, version: &ApiVersion) -> Result<Inputs> {
    Ok(Inputs {
        published: published(workspace, version)?,
        overlays: overlay::read_directory(workspace)?,
        descriptions: Descriptions::read(workspace)?,
    })
}

fn published(workspace: &Workspace, version: &ApiVersion) -> Result<Value> {
    let text = workspace.read_published(version)?;
    tree::parse_sorted(&text).with_context(|| workspace.show(&workspace.published(version)))
}

/// Returns a finding for each description that neither the inputs nor another vendored version have a place
/// for. Fails if the places of a version are not known because it cannot be read or named.
pub fn obsolete_descriptions(
    workspace: &Workspace,
    inputs: &Inputs,
    version: &ApiVersion,
) -> Result<Vec<lint::Finding>> {
    let named = |version: &ApiVersion, published: Value| {
        let mut document = correct(published, &inputs.overlays, version).0;
        passes::name(&mut document).with_context(|| format!("version {version}"))?;
        Ok(document)
    };
    let others = workspace.versions()?.into_iter().filter(|other| other != version);
    let mut documents =
        others.map(|other| named(&other, published(workspace, &other)?)).collect::<Result<Vec<_>>>()?;
    documents.push(named(version, inputs.published.clone())?);
    Ok(lint::obsolete_descriptions(&inputs.descriptions, &documents))
}

/// Applies the overlays to a published document, after removing the provider's extensions.
pub fn correct(mut published: Value, overlays: &[Overlay], version: &ApiVersion) -> (Value, Vec<Applied>) {
    vendor::remove_extensions(&mut published);
    flatten_and_apply(published, overlays, version)
}

/// Flattens inheritance by `allOf` and applies the overlays, which so do not depend on how a schema is
/// divided into parts. Lint reports what cannot be flattened.
pub(crate) fn flatten_and_apply(
    mut document: Value,
    overlays: &[Overlay],
    version: &ApiVersion,
) -> (Value, Vec<Applied>) {
    drop(passes::references::flatten(&mut document));
    let applied = overlay::apply(&mut document, overlays, version);
    (document, applied)
}

/// Runs the pipeline in memory. Fails if an action of an overlay does not fit, or a pass, a description or
/// the generator rejects its input.
pub fn produce(inputs: Inputs, version: &ApiVersion) -> Result<Products> {
    let corrected = correct(inputs.published, &inputs.overlays, version);
    if let Some(problem) = lint::overlays(&corrected.1).first() {
        bail!("{problem}");
    }
    generate(corrected, &inputs.descriptions, version)
}

/// Runs the pipeline from the corrected document on.
pub(crate) fn generate(
    (mut effective, overlays): (Value, Vec<Applied>),
    descriptions: &Descriptions,
    version: &ApiVersion,
) -> Result<Products> {
    passes::run(&mut effective, descriptions)?;
    let header = [
        format!(
            "What the generator reads: openapi/published/{version}.yaml, corrected by openapi/overlays/, rewritten by the passes in xtask."
        ),
        "Derived; do not edit. Regenerate with: cargo xtask generate".to_owned(),
    ];
    Ok(Products {
        effective_text: canonical::to_yaml(&effective, &header)?,
        generated: generator::generate(&effective)?,
        contract: contract::of(&effective),
        effective,
        overlays,
    })
}
