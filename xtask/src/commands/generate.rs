//! `cargo xtask generate`

use std::{
    fs,
    io::{ErrorKind, Write},
    path::PathBuf,
};

use anyhow::Result;
use clap::Args;

use openapi_review::ApiVersion;

use crate::{
    lint,
    overlay::Outcome,
    pipeline::{self, Products},
    workspace::Workspace,
    write,
};

/// Options of `generate`.
#[derive(Debug, Clone, Args, Default)]
pub struct Generate {
    /// Print a diff and exit with 1 if a file is out of date; write nothing
    #[arg(long)]
    pub check: bool,
    /// API version to generate from [default: that of openapi/effective.yaml]
    #[arg(long, value_name = "VERSION")]
    pub spec_version: Option<ApiVersion>,
}

/// Generates, or checks that nothing is out of date; returns `false` for files out of date and lint findings
/// that stop generation.
///
/// # Errors
/// If the inputs cannot be read, or a pass or the generator rejects them.
pub fn run(workspace: &Workspace, options: &Generate, out: &mut dyn Write) -> Result<bool> {
    let mut printed = Vec::new();
    let in_order = generate(workspace, options, &mut printed)?;
    // A closed output changes neither the files nor the exit code.
    match out.write_all(&printed) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(in_order),
    }
}

fn generate(workspace: &Workspace, options: &Generate, out: &mut dyn Write) -> Result<bool> {
    let version = workspace.version_or_current(options.spec_version.as_ref())?;
    let inputs = pipeline::inputs(workspace, &version)?;
    let corrected = pipeline::correct(inputs.published, &inputs.overlays, &version);
    let mut findings = lint::overlays(&corrected.1);
    findings.extend(lint::rules(&corrected.0, None));
    findings.retain(|finding| finding.stops_generation);
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    if !findings.is_empty() {
        writeln!(
            out,
            "specification {version}: {} findings stop generation; nothing was written",
            findings.len()
        )?;
        return Ok(false);
    }
    let products = pipeline::generate(corrected, &inputs.descriptions, &version)?;
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
        writeln!(out, "\nthe committed files are out of date; run: cargo xtask generate")?;
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
    let nodes: usize = overlays.iter().map(|action| action.pointers.len()).sum();
    let skipped = overlays.iter().filter(|action| action.outcome == Outcome::Skipped).count();
    writeln!(out, "specification {version}: {}", generated.surface.summary())?;
    writeln!(
        out,
        "overlays: {} actions on {nodes} nodes ({skipped} more are for other versions)",
        overlays.len() - skipped
    )?;
    let rewrites: Vec<_> = passes.iter().map(|pass| format!("{} {}", pass.name, pass.changes)).collect();
    writeln!(out, "rewrites: {}", rewrites.join(", "))?;
    for (path, text) in files {
        let changed = write::atomically(path, text)?;
        writeln!(out, "{} {}", if changed { "wrote" } else { "unchanged" }, workspace.show(path))?;
    }
    Ok(true)
}
