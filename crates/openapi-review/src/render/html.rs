//! One page for a browser, without network or other files.

use std::{collections::BTreeSet, fmt::Write};

use serde_json::Value;

use super::{found, markdown::subject, places, reach, rows, subjects as names};
use crate::{Finding, Input, Place, Report, Severity, document::canonical, finding::counted};

/// The page around the findings, with its style and its script.
const PAGE: &str = include_str!("page.html");

/// Lines of a node that are shown.
const LINES: usize = 40;

/// The report as one page; the nodes on both sides come from the documents.
#[must_use]
pub fn render(report: &Report, old: &Input, new: &Input) -> String {
    let title = format!("API {} → {}", old.title(), new.title());
    let mut body = String::new();
    let (mut subjects, mut operations) = (BTreeSet::new(), BTreeSet::new());
    let (handled, others): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| !finding.masked_by.is_empty());
    for (title, findings) in [("", others), ("<h2>Handled by overlays</h2>", handled)] {
        if !findings.is_empty() {
            body.push_str(title);
        }
        for row in rows(findings.into_iter()) {
            subjects.extend(row.iter().map(|finding| subject(finding).to_owned()));
            operations.extend(row.iter().flat_map(|finding| finding.operations.iter().cloned()));
            add_row(&mut body, report, &row, (old, new));
        }
    }
    if report.findings.is_empty() {
        body.push_str("<p>No changes.</p>");
    }
    let options = |list: &BTreeSet<String>| {
        list.iter().map(|name| format!("<option>{}</option>", escape(name))).collect::<String>()
    };
    let counts: String = Severity::ALL
        .iter()
        .map(|severity| {
            format!(
                "<label class=\"{severity}\"><input type=\"checkbox\" name=\"severity\" value=\"{severity}\" checked> {} {severity}</label>",
                report.findings.iter().filter(|finding| finding.severity == *severity).count()
            )
        })
        .collect();
    let mut releases = String::new();
    for release in &report.releases {
        let _ = write!(
            releases,
            "<tr><td>{}</td><td>{}</td><td><b>{}</b></td><td>{}</td></tr>",
            escape(&release.name),
            escape(&release.current),
            escape(&release.next),
            escape(&release.reasons.join("; "))
        );
    }
    let about = format!(
        "{} (SHA-256 {}) → {} (SHA-256 {})",
        old.file,
        &old.sha256[..12],
        new.file,
        &new.sha256[..12]
    );
    let fills = [
        ("{{title}}", escape(&title)),
        ("{{verdict}}", escape(&report.verdict())),
        ("{{about}}", escape(&about)),
        ("{{counts}}", counts),
        ("{{subjects}}", options(&subjects)),
        ("{{operations}}", options(&operations)),
        ("{{releases}}", releases),
        ("{{rows}}", body),
    ];
    // In one pass, so that nothing that is filled in is taken for a place to fill.
    let mut page = String::new();
    let mut rest = PAGE;
    while let Some(start) = rest.find("{{") {
        let fill = fills.iter().find(|(name, _)| rest[start..].starts_with(name));
        match fill {
            Some((name, text)) => {
                page.push_str(&rest[..start]);
                page.push_str(text);
                rest = &rest[start + name.len()..];
            }
            None => {
                page.push_str(&rest[..start + 2]);
                rest = &rest[start + 2..];
            }
        }
    }
    page + rest
}

fn add_row(out: &mut String, report: &Report, row: &[&Finding], inputs: (&Input, &Input)) {
    let finding = row[0];
    let mut directions = Vec::new();
    directions.extend(row.iter().any(|finding| finding.in_requests).then_some("request"));
    directions.extend(row.iter().any(|finding| finding.in_responses).then_some("response"));
    let groups: BTreeSet<&str> = row.iter().map(|finding| subject(finding)).collect();
    let operations: BTreeSet<&str> =
        row.iter().flat_map(|finding| &finding.operations).map(String::as_str).collect();
    let list = |names: &BTreeSet<&str>, separator: &str| {
        escape(&names.iter().copied().collect::<Vec<_>>().join(separator))
    };
    let fingerprints: BTreeSet<&str> = row.iter().map(|finding| finding.fingerprint.as_str()).collect();
    let _ = write!(
        out,
        "<details class=\"finding {severity}\" data-severity=\"{severity}\" data-direction=\"{}\" data-subject=\"{}\" \
         data-operations=\"{}\"><summary><span class=\"badge\">{severity}</span> <code>{}</code> <b>{}</b> {}\
         <span class=\"place\">{}</span></summary><p>wire <b>{}</b> · source <b>{}</b> · {} · fingerprint <code>{}</code></p><p>{}</p>",
        directions.join(" "),
        list(&groups, "\n"),
        list(&operations, "\n"),
        finding.rule,
        escape(&names(row)),
        escape(&finding.message),
        escape(&places(row)),
        finding.wire,
        finding.source,
        escape(&reach(finding)),
        list(&fingerprints, ", "),
        escape(finding.rule.info().hint),
        severity = finding.severity,
    );
    for detail in &finding.details {
        let _ = write!(out, "<p>{}</p>", escape(detail));
    }
    for action in &finding.masked_by {
        let _ = write!(out, "<p>Handled by {}.</p>", escape(action));
    }
    if let Some(reason) = &finding.accepted {
        let _ = write!(out, "<p>Accepted: {}</p>", escape(reason));
    }
    for finding in row {
        let sides = [(&finding.old, inputs.0), (&finding.new, inputs.1)];
        let shown = sides.map(|(place, input)| excerpt(place.as_ref(), input));
        if shown.iter().any(|text| !text.is_empty()) {
            let _ = write!(out, "<div class=\"sides\"><pre>{}</pre><pre>{}</pre></div>", shown[0], shown[1]);
        }
    }
    let changes: Vec<String> = row
        .iter()
        .flat_map(|finding| &finding.rust)
        .filter_map(|index| Some(escape(&report.rust.get(*index)?.to_string())))
        .collect();
    if !changes.is_empty() {
        let _ = write!(out, "<pre>{}</pre>", changes.join("\n"));
    }
    for used in row.iter().flat_map(|finding| &finding.uses) {
        let place = format!("{}:{}", escape(&used.file), used.line);
        let (how, text) = (found(used), escape(&used.text));
        let _ = write!(out, "<p>{how} <code>{place}</code> <code>{text}</code></p>");
    }
    if !operations.is_empty() {
        let count = counted(operations.len(), "operation");
        let _ = write!(out, "<p class=\"operations\">{count}: {}</p>", list(&operations, ", "));
    }
    out.push_str("</details>\n");
}

/// Returns the node at a place as YAML, cut after some lines.
fn excerpt(place: Option<&Place>, input: &Input) -> String {
    let Some(place) = place.filter(|place| place.file == input.file && !place.pointer.is_empty()) else {
        return String::new();
    };
    let Some(node) = input.document.pointer(&place.pointer) else { return String::new() };
    let key = place.pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    let under: Value = [(key, node.clone())].into_iter().collect();
    let text = canonical::to_yaml(&under, &[]).unwrap_or_default();
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    if text.lines().count() > LINES {
        lines.push("…");
    }
    format!(
        "<span class=\"where\">{}:{}</span>\n{}",
        escape(&place.file),
        place.line,
        escape(&lines.join("\n"))
    )
}

/// Returns text for any place of the page, attributes included.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
