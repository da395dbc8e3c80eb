//! For machines. The form is described by `xtask/schemas/diff-report.json`, and its version stands in `schema_version`.

use anyhow::Result;
use serde::Serialize;

use crate::{Report, Severity};

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    report: &'a Report,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    verdict: String,
    breaking: usize,
    potential: usize,
    additive: usize,
    docs: usize,
    accepted: usize,
}

/// The report as JSON, indented.
///
/// # Errors
/// Never for a report of this program.
pub fn render(report: &Report) -> Result<String> {
    let summary = Summary {
        verdict: report.verdict(),
        breaking: report.count(Severity::Breaking),
        potential: report.count(Severity::Potential),
        additive: report.count(Severity::Additive),
        docs: report.count(Severity::Docs),
        accepted: report.findings.iter().filter(|finding| finding.accepted.is_some()).count(),
    };
    Ok(serde_json::to_string_pretty(&Whole { report, summary })? + "\n")
}
