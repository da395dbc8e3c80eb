//! Decisions to make before anything is generated.

use std::io::Write;

use anyhow::Result;

use crate::{lint, pipeline::Inputs, review::overlays, workspace::Workspace};
use openapi_review::{ApiVersion, Finding, Input, Report, Severity, finding::counted};

/// Rules that an accepted finding satisfies. Generation stops at all other findings about overlays, accepted or not.
const ACCEPTABLE: &[&str] = &["overlay.premise-failed"];

/// Writes what stops the bump: overlays that do not fit, and findings of lint, missing descriptions included. Returns whether there is anything.
///
/// # Errors
/// If an input cannot be read.
pub(super) fn report(
    workspace: &Workspace,
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
    let defects = defects(workspace, new, version)?;
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

/// Lints the new document with every overlay action that can be applied: one that cannot hides nothing else.
fn defects(workspace: &Workspace, new: &Input, version: &ApiVersion) -> Result<Vec<lint::Finding>> {
    let mut published = new.document.clone();
    published.sort_all_objects();
    let inputs = Inputs::of(workspace, published)?;
    let corrected = overlays::trace(inputs.published, &inputs.overlays, version).0;
    Ok(lint::lint(&corrected, Some(&inputs.descriptions)))
}
