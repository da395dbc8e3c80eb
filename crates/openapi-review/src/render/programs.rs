//! Formats for programs: JSON with its JSON Schema, annotations of a workflow run, and one page for a
//! browser, without network or other files. The page has the report as JSON, and a script that shows it.

use std::collections::BTreeSet;

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::{facts, markdown::subject, notes, places, rows, sentence, subjects};
use crate::{Finding, Input, Place, Report, Severity, document::canonical};

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

/// Returns the JSON Schema of [`json()`].
///
/// # Errors
/// If the schema cannot be serialized, which does not happen.
pub fn json_schema() -> Result<Value> {
    let mut schema = serde_json::to_value(schemars::schema_for!(Document<'_>))?;
    // `deny_unknown_fields` has no effect next to `flatten`.
    schema["additionalProperties"] = Value::Bool(false);
    Ok(schema)
}

const LIMIT: usize = 10;

/// Returns workflow commands, the worst findings first. They annotate lines of the files that a pull request
/// changes; the last one states how many are missing.
pub fn github(report: &Report) -> String {
    let mut grave = rows(report.open(Severity::Breaking));
    grave.extend(rows(report.open(Severity::Potential)));
    grave.retain(|row| row[0].place().is_some());
    let count = if grave.len() > LIMIT { LIMIT - 1 } else { grave.len() };
    let mut text = String::new();
    for row in &grave[..count] {
        let finding = row[0];
        let Some(place) = finding.place() else { continue };
        let command = if finding.severity == Severity::Breaking { "error" } else { "warning" };
        let others = if row.len() > 1 { format!(" (at {})", places(row)) } else { String::new() };
        let message = data(&format!("{}{others} [{}]", sentence(row), finding.fingerprint));
        let (file, line, title) = (property(&place.file), place.line, property(finding.rule.id()));
        text.push_str(&format!("::{command} file={file},line={line},title={title}::{message}\n"));
    }
    let rest = grave.len() - count;
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

const PAGE: &str = include_str!("page.html");

const LINES: usize = 40;

/// The report as one page; the nodes on both sides come from the documents.
pub fn html(report: &Report, old: &Input, new: &Input) -> String {
    let (handled, others): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| !finding.masked_by.is_empty());
    let list = |findings: Vec<&Finding>| -> Vec<Value> {
        rows(findings.into_iter()).iter().map(|row| row_data(report, row, (old, new))).collect()
    };
    let counts = Severity::ALL.map(|severity| {
        let findings = report.findings.iter().filter(|finding| finding.severity == severity);
        json!({ "severity": severity, "count": findings.count() })
    });
    let about = |input: &Input| format!("{} (SHA-256 {})", input.about.file, &input.about.sha256[..12]);
    let data = json!({
        "title": format!("API {} → {}", old.about.title(), new.about.title()),
        "verdict": report.verdict(),
        "about": format!("{} → {}", about(old), about(new)),
        "counts": counts,
        "releases": report.releases,
        "findings": list(others),
        "handled": list(handled),
    });
    // No tag can be in the JSON.
    PAGE.replacen("{{data}}", &data.to_string().replace('<', "\\u003c"), 1)
}

fn row_data(report: &Report, row: &[&Finding], inputs: (&Input, &Input)) -> Value {
    let finding = row[0];
    let operations: BTreeSet<&String> = row.iter().flat_map(|finding| &finding.operations).collect();
    let sides = |finding: &&Finding| {
        let sides = [(&finding.old, inputs.0), (&finding.new, inputs.1)];
        sides.map(|(place, input)| place.as_ref().and_then(|place| excerpt(place, input)))
    };
    let changes = row.iter().flat_map(|finding| &finding.rust).filter_map(|index| report.rust.get(*index));
    let uses = row.iter().flat_map(|finding| &finding.uses);
    let uses = uses.map(|used| format!("{} {}:{}: {}", used.found_by, used.file, used.line, used.text));
    json!({
        "severity": finding.severity,
        "rule": finding.rule,
        "names": subjects(row),
        "message": finding.message,
        "subjects": row.iter().map(|finding| subject(finding)).collect::<BTreeSet<_>>(),
        "operations": operations,
        "request": row.iter().any(|finding| finding.in_requests),
        "response": row.iter().any(|finding| finding.in_responses),
        "place": places(row),
        "facts": facts(report, row),
        "fingerprints": row.iter().map(|finding| &finding.fingerprint).collect::<Vec<_>>(),
        "notes": finding.details.iter().cloned().chain(notes(finding)).collect::<Vec<_>>(),
        "hint": finding.rule.info().hint,
        "sides": row.iter().map(sides).collect::<Vec<_>>(),
        "changes": changes.map(ToString::to_string).collect::<Vec<_>>(),
        "uses": uses.collect::<Vec<_>>(),
    })
}

fn excerpt(place: &Place, input: &Input) -> Option<Value> {
    let node = input.document.pointer(&place.pointer);
    let node = node.filter(|_| place.file == input.about.file && !place.pointer.is_empty())?;
    let key = place.pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    let text = canonical::to_yaml(&[(key, node.clone())].into_iter().collect(), &[]).ok()?;
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    lines.extend(text.lines().nth(LINES).map(|_| "…"));
    Some(json!({ "place": format!("{}:{}", place.file, place.line), "text": lines.join("\n") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workflow_commands_are_escaped() {
        assert_eq!((data("50%\na"), property("a:b,c")), ("50%25%0Aa".into(), "a%3Ab%2Cc".into()));
    }
}
