//! What is left to do after a bump.

use std::{collections::BTreeSet, io::Write};

use anyhow::Result;

use openapi_review::{Report, Severity, finding::counted};

/// Writes a numbered list.
///
/// # Errors
/// If `out` cannot be written.
pub(super) fn report<'a>(
    review: &Report,
    written: impl Iterator<Item = &'a str>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut items = Vec::new();
    let grave = review.count(Severity::Breaking) + review.count(Severity::Potential);
    if grave > 0 {
        let name = |about: &openapi_review::report::About| {
            about.version.clone().unwrap_or_else(|| about.file.clone())
        };
        let findings = counted(grave, "finding");
        items.push(format!(
            "Review {findings} that break or may break: cargo xtask diff {} {} --format html",
            name(&review.old),
            name(&review.new)
        ));
    }
    let of_rule = |rule: &'static str| review.findings.iter().filter(move |finding| finding.rule == rule);
    let uses: BTreeSet<_> = review
        .findings
        .iter()
        .flat_map(|finding| &finding.uses)
        .map(|used| (&used.file, used.line))
        .collect();
    if !uses.is_empty() {
        items.push(format!(
            "Review {} of hand-written crates that name what changed.",
            counted(uses.len(), "line")
        ));
    }
    let added = of_rule("operation.added").count();
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
