//! One page to look at in a browser: no network, no other files.

use std::{collections::BTreeSet, fmt::Write};

use serde_json::Value;

use super::{masked, reach};
use crate::{Finding, Input, Place, Report, Severity, document::canonical, finding::counted};

/// The page around the findings, with its style and its script.
const PAGE: &str = include_str!("page.html");

/// Lines of a node that are shown.
const LINES: usize = 40;

/// The report as one page; the nodes on both sides come from the documents.
#[must_use]
pub fn render(report: &Report, old: &Input, new: &Input) -> String {
    let title = format!("API {} → {}", old.title(), new.title());
    let mut rows = String::new();
    let (mut subjects, mut operations) = (BTreeSet::new(), BTreeSet::new());
    for (index, finding) in report.findings.iter().enumerate() {
        let group = finding.subject.split(['.', ',', '[']).next().unwrap_or_default();
        subjects.insert(group.to_owned());
        operations.extend(finding.operations.iter().cloned());
        row(&mut rows, report, finding, index, group, (old, new));
    }
    if report.findings.is_empty() {
        rows.push_str("<p>No changes.</p>");
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
        ("{{rows}}", rows),
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

fn row(
    out: &mut String,
    report: &Report,
    finding: &Finding,
    index: usize,
    group: &str,
    inputs: (&Input, &Input),
) {
    let mut directions = Vec::new();
    directions.extend(finding.in_requests.then_some("request"));
    directions.extend(finding.in_responses.then_some("response"));
    let operations: Vec<&str> = finding.operations.iter().map(String::as_str).collect();
    let place = finding.place().map_or(String::new(), |place| format!("{}:{}", place.file, place.line));
    let _ = write!(
        out,
        "<details class=\"finding {severity}\" id=\"f{index}\" data-severity=\"{severity}\" data-direction=\"{}\" data-subject=\"{}\" \
         data-operations=\"{}\"><summary><span class=\"badge\">{severity}</span> <code>{}</code> <b>{}</b> {}<span class=\"place\">{}</span></summary>",
        directions.join(" "),
        escape(group),
        escape(&operations.join("\n")),
        finding.rule,
        escape(&finding.subject),
        escape(&format!("{}{}", finding.message, masked(finding))),
        escape(&place),
        severity = finding.severity,
    );
    let _ = write!(
        out,
        "<p>wire <b>{}</b> · source <b>{}</b> · {} · fingerprint <code>{}</code></p><p>{}</p>",
        finding.wire,
        finding.source,
        escape(&reach(finding)),
        finding.fingerprint,
        escape(finding.rule.info().hint)
    );
    for action in &finding.masked_by {
        let _ = write!(out, "<p>Kept from the client by {}.</p>", escape(action));
    }
    if let Some(reason) = &finding.accepted {
        let _ = write!(out, "<p>Accepted: {}</p>", escape(reason));
    }
    let sides = [(&finding.old, inputs.0), (&finding.new, inputs.1)];
    let shown: Vec<String> = sides.iter().map(|(place, input)| excerpt(place.as_ref(), input)).collect();
    if shown.iter().any(|text| !text.is_empty()) {
        let _ = write!(out, "<div class=\"sides\"><pre>{}</pre><pre>{}</pre></div>", shown[0], shown[1]);
    }
    if !finding.rust.is_empty() {
        out.push_str("<pre class=\"rust\">");
        for change in finding.rust.iter().filter_map(|index| report.rust.get(*index)) {
            let _ = writeln!(out, "{}", escape(&change.to_string()));
        }
        out.push_str("</pre>");
    }
    for used in &finding.uses {
        let _ = write!(
            out,
            "<p><code>{}:{}</code> <code>{}</code></p>",
            escape(&used.file),
            used.line,
            escape(&used.text)
        );
    }
    if !operations.is_empty() {
        let _ = write!(
            out,
            "<p class=\"operations\">{}: {}</p>",
            counted(operations.len(), "operation"),
            escape(&operations.join(", "))
        );
    }
    out.push_str("</details>\n");
}

/// The node under a place as YAML, cut after some lines.
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

/// Text that may stand anywhere in the page, also in attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
