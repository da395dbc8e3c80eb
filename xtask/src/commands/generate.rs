//! `cargo xtask generate`

use std::{fs, io::Write, path::PathBuf};

use anyhow::Result;
use clap::Args;

use openapi_review::ApiVersion;

use crate::{
    pipeline::{self, Products},
    workspace::Workspace,
    write,
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

/// Regenerates, or checks that nothing needs to be regenerated; returns whether all is in order.
///
/// # Errors
/// When the inputs cannot be read or refuse to become a client.
pub fn run(workspace: &Workspace, options: &Generate, out: &mut dyn Write) -> Result<bool> {
    let version = workspace.version_or_current(options.spec_version.as_ref())?;
    let products = pipeline::produce(pipeline::inputs(workspace, &version)?, &version)?;
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
    writeln!(out, "specification {version}: {}", generated.surface.summary())?;
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
