//! The lines of hand-written crates that no longer compile.

use std::{env, io::Write, process::Command};

use anyhow::{Context, Result};
use openapi_review::{Report, Use};

use crate::{
    review::rust::uses::{CRATES, from_compiler},
    workspace::Workspace,
};

/// How many lines are listed of one kind.
const MOST: usize = 40;

/// Compiles everything that can be compiled and lists the errors; for crates that the compiler did not reach, the lines that name what changed.
///
/// # Errors
/// If cargo cannot be started.
pub(super) fn report(copy: &Workspace, review: &Report, out: &mut dyn Write) -> Result<()> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "check",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--keep-going",
            "--message-format=json",
        ])
        .current_dir(copy.root())
        .output()
        .context("could not start cargo")?;
    let compiled = from_compiler(&String::from_utf8_lossy(&output.stdout));
    list("do not compile (from the compiler)", compiled.errors.iter(), out)?;
    for name in CRATES.iter().filter(|name| !compiled.reached.contains(&name.replace('-', "_"))) {
        let folder = format!("crates/{name}/");
        let uses = review.findings.iter().flat_map(|finding| &finding.uses);
        let mut uses: Vec<&Use> = uses.filter(|used| used.file.starts_with(&folder)).collect();
        uses.sort();
        uses.dedup();
        list(
            &format!("of {name}, which was not compiled, name what changed (by name)"),
            uses.into_iter(),
            out,
        )?;
    }
    Ok(())
}

fn list<'a>(what: &str, uses: impl ExactSizeIterator<Item = &'a Use>, out: &mut dyn Write) -> Result<()> {
    let count = uses.len();
    if count > 0 {
        writeln!(out, "lines that {what}: {count}")?;
    }
    for used in uses.take(MOST) {
        writeln!(out, "  {}:{}: {}", used.file, used.line, used.text)?;
    }
    if count > MOST {
        writeln!(out, "  and {} more", count - MOST)?;
    }
    Ok(())
}
