//! Formats for programs: JSON with its JSON Schema, and annotations of a workflow run.

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{places, rows, sentence};
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
pub fn json(report: &Report) -> Result<String> {
    let summary = Summary {
        verdict: report.verdict(),
        breaking: report.count(Severity::Breaking),
        potential: report.count(Severity::Potential),
        additive: report.count(Severity::Additive),
        docs: report.count(Severity::Docs),
        accepted: report.accepted().count(),
        handled: report.handled().count(),
    };
    Ok(serde_json::to_string_pretty(&Document { report, summary })? + "\n")
}

/// Returns the JSON Schema of [`json`].
///
/// # Errors
/// If the schema cannot be serialized, which does not happen.
pub fn json_schema() -> Result<Value> {
    let mut schema = serde_json::to_value(schemars::schema_for!(Document<'_>))?;
    // `deny_unknown_fields` has no effect next to `flatten`.
    schema["additionalProperties"] = Value::Bool(false);
    Ok(schema)
}

/// The number of annotations that the host shows for a step.
const LIMIT: usize = 10;

/// Returns workflow commands, the worst findings first. They annotate lines of the files that a pull request
/// changes; the last one states how many are missing.
pub fn github(report: &Report) -> String {
    let mut grave = rows(report.open(Severity::Breaking));
    grave.extend(rows(report.open(Severity::Potential)));
    grave.retain(|row| row[0].place().is_some());
    let shown = if grave.len() > LIMIT { LIMIT - 1 } else { grave.len() };
    let mut text = String::new();
    for row in &grave[..shown] {
        let finding = row[0];
        let Some(place) = finding.place() else { continue };
        let command = if finding.severity == Severity::Breaking { "error" } else { "warning" };
        let others = if row.len() > 1 { format!(" (at {})", places(row)) } else { String::new() };
        let message = data(&format!("{}{others} [{}]", sentence(row), finding.fingerprint));
        let (file, line, title) = (property(&place.file), place.line, property(finding.rule.id()));
        text.push_str(&format!("::{command} file={file},line={line},title={title}::{message}\n"));
    }
    let rest = grave.len() - shown;
    let others = report.count(Severity::Additive) + report.count(Severity::Docs);
    if rest > 0 {
        text.push_str(&format!(
            "::notice::{rest} more to review, and {others} additive or about documentation; see the complete report\n"
        ));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workflow_commands_are_escaped() {
        assert_eq!((data("50%\na"), property("a:b,c")), ("50%25%0Aa".into(), "a%3Ab%2Cc".into()));
    }
}
