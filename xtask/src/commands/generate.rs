//! `cargo xtask generate`

use std::{fs, io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;

use crate::{
    contract,
    generator::{self, Generated},
    overlay::{self, Applied, Overlay},
    passes::{self, Ran},
    workspace::Workspace,
    write,
};
use openapi_review::{
    ApiVersion,
    document::{canonical, tree},
};

/// Options of `generate`.
#[derive(Debug, Clone, Args, Default)]
pub struct Generate {
    /// Write nothing; exit with 1 and a diff when the committed files are not what the inputs give.
    #[arg(long)]
    pub check: bool,
    /// The API version to generate from [default: that of openapi/effective.yaml].
    #[arg(long, value_name = "VERSION")]
    pub spec_version: Option<ApiVersion>,
}

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
    let text = fs::read_to_string(&path).with_context(|| {
        format!("{} cannot be read; vendor it first: cargo xtask vendor {version}", workspace.show(&path))
    })?;
    let published = tree::parse_sorted(&text).with_context(|| workspace.show(&path))?;
    Ok((published, overlay::file::read_folder(&workspace.overlays())?))
}

/// Lays the overlays over a published document.
///
/// # Errors
/// As [`overlay::apply()`].
pub fn correct(
    published: Value,
    overlays: &[Overlay],
    version: &ApiVersion,
) -> Result<(Value, Vec<Applied>)> {
    let mut corrected = published;
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
    let (corrected, applied) = correct(published, overlays, version)?;
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

/// Regenerates, or checks that nothing needs to be regenerated; returns whether all is in order.
///
/// # Errors
/// When the inputs cannot be read or refuse to become a client.
pub fn run(workspace: &Workspace, options: &Generate, out: &mut dyn Write) -> Result<bool> {
    let version = workspace.version_or_current(options.spec_version.as_ref())?;
    let (published, overlays) = inputs(workspace, &version)?;
    let products = produce(published, &overlays, &version)?;
    let files = [
        (workspace.effective(), &products.effective_text),
        (workspace.generated(), &products.generated.code),
        (workspace.contract(), &products.contract),
    ];
    if options.check { check(workspace, &files, out) } else { write_all(workspace, &products, &files, out) }
}

fn check(workspace: &Workspace, files: &[(PathBuf, &String)], out: &mut dyn Write) -> Result<bool> {
    let mut in_order = true;
    for (path, text) in files {
        let old = fs::read_to_string(path).unwrap_or_default();
        let name = workspace.show(path);
        if old == **text {
            writeln!(out, "up to date {name}")?;
        } else {
            in_order = false;
            let diff = similar::TextDiff::from_lines(old.as_str(), text.as_str());
            let (left, right) = (format!("{name} (committed)"), format!("{name} (from the inputs)"));
            write!(out, "{}", diff.unified_diff().context_radius(3).header(&left, &right))?;
        }
    }
    if !in_order {
        writeln!(
            out,
            "\nThe committed files are not what the inputs give. Repair with: cargo xtask generate"
        )?;
    }
    Ok(in_order)
}

fn write_all(
    workspace: &Workspace,
    products: &Products,
    files: &[(PathBuf, &String)],
    out: &mut dyn Write,
) -> Result<bool> {
    let Products { version, generated, overlays, passes, .. } = products;
    let actions: usize = overlays.iter().map(|overlay| overlay.actions).sum();
    let nodes: usize = overlays.iter().map(|overlay| overlay.nodes).sum();
    let skipped: usize = overlays.iter().map(|overlay| overlay.skipped).sum();
    writeln!(
        out,
        "specification {version}: {} operations, {} structs, {} open enums",
        generated.operations, generated.structs, generated.enums
    )?;
    writeln!(
        out,
        "overlays: {actions} actions on {nodes} nodes from {} files ({skipped} actions are for other versions)",
        overlays.len()
    )?;
    let rewrites: Vec<_> = passes.iter().map(|pass| format!("{} {}", pass.name, pass.changes)).collect();
    writeln!(out, "rewrites: {}", rewrites.join(", "))?;
    for (path, text) in files {
        let changed = write::atomically(path, text)?;
        writeln!(out, "{} {}", if changed { "wrote" } else { "unchanged" }, workspace.show(path))?;
    }
    Ok(true)
}
