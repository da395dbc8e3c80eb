//! One page for a browser, without network or other files. The page has the report as JSON, and a script that
//! shows it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{facts, markdown::subject, notes, places, rows, subjects};
use crate::{Finding, Input, Place, Report, Severity, document::canonical};

const PAGE: &str = include_str!("page.html");

const LINES: usize = 40;

/// The report as one page; the nodes on both sides come from the documents.
pub fn render(report: &Report, old: &Input, new: &Input) -> String {
    let (handled, others): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| !finding.masked_by.is_empty());
    let shown = |findings: Vec<&Finding>| -> Vec<Value> {
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
        "findings": shown(others),
        "handled": shown(handled),
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

/// Returns the node at a place as YAML, cut after some lines.
fn excerpt(place: &Place, input: &Input) -> Option<Value> {
    let node = input.document.pointer(&place.pointer);
    let node = node.filter(|_| place.file == input.about.file && !place.pointer.is_empty())?;
    let key = place.pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    let text = canonical::to_yaml(&[(key, node.clone())].into_iter().collect(), &[]).ok()?;
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    lines.extend(text.lines().nth(LINES).map(|_| "…"));
    Some(json!({ "place": format!("{}:{}", place.file, place.line), "text": lines.join("\n") }))
}
