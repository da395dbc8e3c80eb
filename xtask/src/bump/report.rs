//! Messages of a bump: the decisions to make, the lines that no longer compile, and what is left to do.

use std::{collections::BTreeSet, io::Write};

use anyhow::{Context, Result};
use openapi_review::{ApiVersion, Finding, Input, Report, Rule, Severity, Use, finding::counted};

use crate::{
    lint, pipeline,
    review::{
        self,
        uses::{CRATES, from_compiler},
    },
    workspace::{Workspace, cargo},
};

/// Rules that an accepted finding satisfies. Generation stops at all other findings about overlays, accepted
/// or not.
const ACCEPTABLE: &[&str] = &["overlay.premise-failed"];

/// Writes what stops the bump: overlays that do not fit, and findings of lint, missing descriptions included.
/// Returns whether there is anything.
pub(super) fn decisions(
    context: &review::Context,
    review: &Report,
    new: &Input,
    version: &ApiVersion,
    out: &mut dyn Write,
) -> Result<bool> {
    let stops = |finding: &&Finding| {
        finding.rule.id().starts_with("overlay.")
            && finding.severity == Severity::Breaking
            && !(finding.accepted.is_some() && ACCEPTABLE.contains(&finding.rule.id()))
    };
    let actions: Vec<&Finding> = review.findings.iter().filter(stops).collect();
    // With every overlay action that can be applied: one that cannot hides nothing else.
    let mut published = new.document.clone();
    published.sort_all_objects();
    let (corrected, _) = pipeline::correct(published, &context.overlays, version);
    let defects = lint::lint(&corrected, Some(&context.descriptions));
    if actions.is_empty() && defects.is_empty() {
        writeln!(out, "decide    nothing: every overlay fits, and lint has no findings")?;
        return Ok(false);
    }
    writeln!(out, "decide    {}:", counted(actions.len() + defects.len(), "finding"))?;
    for finding in actions {
        let place = finding.place().map_or(String::new(), |place| format!("{}:{}: ", place.file, place.line));
        writeln!(out, "  {place}{}: {} {}", finding.rule, finding.subject, finding.message)?;
        writeln!(out, "    {}", finding.rule.info().hint)?;
        if ACCEPTABLE.contains(&finding.rule.id()) {
            writeln!(out, "    Or accept {} in openapi/accepted.yaml, with a reason.", finding.fingerprint)?;
        }
    }
    for finding in defects {
        writeln!(out, "  {}", finding.to_string().replace('\n', "\n  "))?;
    }
    Ok(true)
}

/// The maximum number of lines listed of one kind.
const MOST: usize = 40;

/// Compiles everything that can be compiled and lists the errors; for crates that the compiler did not reach,
/// the lines that name what changed.
pub(super) fn compile_errors(copy: &Workspace, review: &Report, out: &mut dyn Write) -> Result<()> {
    const CHECK: &str = "check --workspace --all-targets --all-features --keep-going --message-format=json";
    let output = cargo().args(CHECK.split(' ')).current_dir(copy.root()).output();
    let output = output.context("could not start cargo")?;
    let compiled = from_compiler(&String::from_utf8_lossy(&output.stdout));
    list("do not compile (from the compiler)", compiled.errors.iter(), out)?;
    for name in CRATES.iter().filter(|name| !compiled.reached.contains(&name.replace('-', "_"))) {
        let directory = format!("crates/{name}/");
        let uses = review.findings.iter().flat_map(|finding| &finding.uses);
        let uses: BTreeSet<&Use> = uses.filter(|used| used.file.starts_with(&directory)).collect();
        let what = format!("of {name}, which was not compiled, name what changed (by name)");
        list(&what, uses.into_iter(), out)?;
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

/// Writes a numbered list of what is left to do after a bump.
pub(super) fn left_to_do<'a>(
    review: &Report,
    written: impl Iterator<Item = &'a str>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut items = Vec::new();
    let severe = review.count(Severity::Breaking) + review.count(Severity::Potential);
    if severe > 0 {
        let (findings, old, new) = (counted(severe, "finding"), review.old.title(), review.new.title());
        items.push(format!(
            "Review {findings} that break or may break: cargo xtask diff {old} {new} --format html"
        ));
    }
    let uses = review.findings.iter().flat_map(|finding| &finding.uses);
    let uses: BTreeSet<_> = uses.map(|used| (&used.file, used.line)).collect();
    if !uses.is_empty() {
        let lines = counted(uses.len(), "line");
        items.push(format!("Review {lines} of hand-written crates that name what changed."));
    }
    let added = review.findings.iter().filter(|finding| finding.rule == Rule::OperationAdded).count();
    if added > 0 {
        items.push(format!("Decide whether the wrapper offers {}.", counted(added, "new operation")));
    }
    for file in written {
        if file.ends_with(".snap") {
            items.push(format!("Review the snapshot {file}."));
        } else if file == "CHANGELOG.md" {
            items.push("Edit the entry in CHANGELOG.md for users.".to_owned());
        }
    }
    for release in &review.releases {
        items.push(format!("Publish {} {}: {}.", release.name, release.next, release.reasons.join("; ")));
    }
    items.push("Commit.".to_owned());
    writeln!(out, "\nLeft to do:")?;
    for (number, item) in items.iter().enumerate() {
        writeln!(out, "  {}. {item}", number + 1)?;
    }
    Ok(())
}
