//! JSON for programs, and the JSON Schema that describes it.

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{Report, Severity};

/// A report with its summary.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Report")]
struct Document<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// The counts of open findings.
    summary: Summary,
}

/// The verdict, and the number of open findings by severity.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Summary {
    /// The result in one sentence.
    verdict: String,
    breaking: usize,
    potential: usize,
    additive: usize,
    docs: usize,
    /// Accepted findings of any severity.
    accepted: usize,
    /// Findings that edits of the caller keep from the client, of any severity.
    handled: usize,
}

/// Returns the report as indented JSON.
///
/// # Errors
/// If a value cannot be serialized, which no report contains.
pub fn render(report: &Report) -> Result<String> {
    let summary = Summary {
        verdict: report.verdict(),
        breaking: report.count(Severity::Breaking),
        potential: report.count(Severity::Potential),
        additive: report.count(Severity::Additive),
        docs: report.count(Severity::Docs),
        accepted: report.findings.iter().filter(|finding| finding.accepted.is_some()).count(),
        handled: report.handled().count(),
    };
    Ok(serde_json::to_string_pretty(&Document { report, summary })? + "\n")
}

/// Returns the JSON Schema of [`render`].
///
/// # Errors
/// If the schema cannot be serialized, which does not happen.
pub fn schema() -> Result<Value> {
    let mut schema = serde_json::to_value(schemars::schema_for!(Document<'_>))?;
    // `deny_unknown_fields` has no effect next to `flatten`.
    schema["additionalProperties"] = Value::Bool(false);
    Ok(schema)
}
