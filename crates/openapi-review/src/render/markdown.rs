//! Markdown for a comment on a pull request: serious findings are open, the rest is folded.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Row, facts, notes, one_line, places, rows, shown_uses};
use crate::{
    Finding, Level, Report, Severity,
    document::fingerprint,
    report::{Change, Release},
};

/// The marker by which a workflow finds its own comment.
pub const MARKER: &str = "<!-- openapi-review -->";

/// A comment may have 65,536 characters; the host counts some of them twice.
pub const LIMIT: usize = 65_000;

/// A part of the comment that can be left out as a whole.
struct Section {
    title: &'static str,
    body: String,
    folded: bool,
    entries: usize,
}

/// Returns the report as Markdown, within the limit of a comment.
pub fn render(report: &Report) -> String {
    let titles = [&report.old, &report.new].map(|about| escape(&about.title())).join(" → ");
    let mut text = format!("{MARKER}\n\n# API {titles}\n\n**{}**\n\n", report.verdict());
    if report.is_empty() {
        return text;
    }
    text.push_str(&overview(report));
    let open = |severity| report.open(severity).filter(|finding| finding.level != Level::Overlays);
    let overlays = || {
        let findings = report.findings.iter();
        findings.filter(|finding| finding.level == Level::Overlays && finding.accepted.is_none())
    };
    let is_urgent = overlays().any(|finding| finding.severity == Severity::Breaking);
    let changes: Vec<&Change> = report.rust.iter().collect();
    let diff = format!("```diff\n{}```\n", diff(&changes, usize::MAX).replace("\n  ", "\n").trim_start());
    // In the order of reading. The last sections are left out first.
    let sections = [
        by_subject("Breaking", report, open(Severity::Breaking)),
        by_subject("Potentially breaking", report, open(Severity::Potential)),
        Section { folded: !is_urgent, ..table("Overlays", overlays()) },
        table("Handled by overlays", report.handled()),
        table("Additive", open(Severity::Additive)),
        table("Accepted", report.accepted()),
        table("Documentation", open(Severity::Docs)),
        Section { title: "Every change of the public API", body: diff, folded: true, entries: changes.len() },
    ];
    let mut left_out = Vec::new();
    for section in sections.into_iter().filter(|section| section.entries > 0) {
        let complete = wrapped(&section);
        // Room for the note about what is left out.
        let room = LIMIT.saturating_sub(400 + text.chars().count());
        let is_short = complete.chars().count() <= room;
        text.push_str(&if is_short { complete } else { shortened(section, room, &mut left_out) });
    }
    if !left_out.is_empty() {
        text.push_str(&format!(
            "Left out, to fit into a comment: {}. Other formats show everything.\n",
            left_out.join(", ")
        ));
    }
    text
}

fn wrapped(section: &Section) -> String {
    let (title, body) = (format!("{} ({})", section.title, section.entries), section.body.trim_end());
    match section.folded {
        true => format!("<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>\n\n"),
        false => format!("## {title}\n\n{body}\n\n"),
    }
}

/// Returns the paragraphs of a section for which there is room; folded sections are left out.
fn shortened(section: Section, room: usize, left_out: &mut Vec<String>) -> String {
    let mut body = String::new();
    for paragraph in section.body.split("\n\n### ").take_while(|_| !section.folded) {
        let separator = if body.is_empty() { "" } else { "\n\n### " };
        if body.chars().count() + separator.len() + paragraph.chars().count() + 200 > room {
            break;
        }
        body.push_str(&format!("{separator}{paragraph}"));
    }
    let title = section.title.to_lowercase();
    if body.is_empty() {
        left_out.push(format!("{title} ({})", section.entries));
        return String::new();
    }
    left_out.push(format!("part of {title}"));
    wrapped(&Section { body, ..section })
}

fn overview(report: &Report) -> String {
    let counts = Severity::ALL.map(|severity| report.count(severity).to_string()).join(" | ");
    let mut text = "| breaking | potentially breaking | additive | documentation |\n".to_owned();
    text.push_str(&format!("| ---: | ---: | ---: | ---: |\n| {counts} |\n\n"));
    if !report.releases.is_empty() {
        text.push_str("| crate | now | publish | why |\n| --- | --- | --- | --- |\n");
        for Release { name, current, next, reasons, .. } in &report.releases {
            let reasons = escape(&reasons.join("; "));
            text.push_str(&format!("| {name} | {current} | **{next}** | {reasons} |\n"));
        }
        text.push('\n');
    }
    if let Some([before, after]) = &report.statistics {
        text.push_str(&format!(
            "Generated code: {} → {} operations, {} → {} types.\n\n",
            before.operations, after.operations, before.types, after.types
        ));
    }
    for (rule, severity) in &report.overrides {
        text.push_str(&format!("Severity of `{rule}` set to {severity} by configuration.\n\n"));
    }
    text
}

/// Returns findings in full, by subject.
fn by_subject<'a>(
    title: &'static str,
    report: &'a Report,
    findings: impl Iterator<Item = &'a Finding>,
) -> Section {
    let mut groups: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    let mut entries = 0;
    for row in rows(findings) {
        entries += row.len();
        let group = if row.len() > 1 { "Several places" } else { subject(row[0]) };
        groups.entry(group).or_default().push(row);
    }
    let mut body = String::new();
    for (group, rows) in groups {
        body.push_str(&format!("### {}\n\n", escape(group)));
        body.extend(rows.iter().map(|row| entry(report, row)));
    }
    Section { title, body, folded: false, entries }
}

/// Returns the schema or operation that a finding is about.
pub(super) fn subject(finding: &Finding) -> &str {
    let subject = finding.subject.split(['.', ',', '[']).next().unwrap_or_default();
    // Paths contain points and commas too.
    if subject.contains(' ') || subject.starts_with('/') {
        finding.subject.split(", ").next().unwrap_or_default()
    } else {
        subject
    }
}

fn table<'a>(title: &'static str, findings: impl Iterator<Item = &'a Finding>) -> Section {
    let mut body = String::from("| | | rule | change | place |\n| --- | --- | --- | --- | --- |\n");
    let mut entries = 0;
    for row in rows(findings) {
        entries += row.len();
        let finding = row[0];
        let notes = finding.details.iter().cloned().chain(notes(finding));
        let notes: String = notes.map(|note| format!("<br>{}", escape(&note))).collect();
        let change = escape(&finding.message) + &reworded(finding) + &notes;
        let (severity, rule, place) = (finding.severity, finding.rule, code(&places(&row)));
        body.push_str(&format!("| {severity} | {} | `{rule}` | {change} | {place} |\n", names(&row)));
    }
    Section { title, body, folded: true, entries }
}

/// Returns the differences of a description by word, or nothing if only fingerprints are known.
fn reworded(finding: &Finding) -> String {
    let text = |value: &Option<Value>| {
        let text = value.as_ref().and_then(Value::as_str).map(str::to_owned);
        text.filter(|text| !finding.is_structural() && !fingerprint::is(text))
    };
    let (Some(old), Some(new)) = (text(&finding.old_value), text(&finding.new_value)) else {
        return String::new();
    };
    let diff = similar::TextDiff::from_words(old.as_str(), new.as_str());
    let changes = diff.iter_all_changes().map(|change| match change.tag() {
        similar::ChangeTag::Equal => change.value().to_owned(),
        similar::ChangeTag::Delete => format!("\u{1}{}\u{2}", change.value()),
        similar::ChangeTag::Insert => format!("\u{3}{}\u{4}", change.value()),
    });
    let marked = escape(&changes.collect::<String>());
    let tags = [("\u{1}", "<del>"), ("\u{2}", "</del>"), ("\u{3}", "<ins>"), ("\u{4}", "</ins>")];
    let html = tags.iter().fold(marked, |text, (mark, tag)| text.replace(mark, tag));
    format!(": {html}")
}

fn entry(report: &Report, row: &[&Finding]) -> String {
    let finding = row[0];
    let mut lines = vec![format!("- **{}** {}", names(row), escape(&finding.message))];
    lines.extend(finding.details.iter().map(|detail| escape(detail)));
    let mut parts = vec![format!("`{}`", finding.rule)];
    parts.extend(Some(places(row)).filter(|places| !places.is_empty()).map(|places| code(&places)));
    parts.extend(facts(report, row));
    parts.extend(row.iter().map(|finding| format!("`{}`", finding.fingerprint)));
    lines.extend([parts.join(" · "), escape(finding.rule.info().hint)]);
    let mut text = lines.join("\n  <br>") + "\n";
    let changes: Vec<&Change> =
        row.iter().flat_map(|finding| &finding.rust).filter_map(|index| report.rust.get(*index)).collect();
    if !changes.is_empty() {
        text.push_str(&format!("\n  ```diff\n{}  ```\n", diff(&changes, 12)));
    }
    text.push('\n');
    let (shown, more) = shown_uses(row);
    for used in &shown {
        let (how, file, line, used) = (used.found_by, code(&used.file), used.line, code(&used.text));
        text.push_str(&format!("  - {how} {file}:{line}: {used}\n"));
    }
    if more > 0 {
        text.push_str(&format!("  - and {more} more\n"));
    }
    if !shown.is_empty() {
        text.push('\n');
    }
    text
}

fn names(row: &[&Finding]) -> String {
    row.iter().map(|finding| code(&finding.subject)).collect::<Vec<_>>().join(", ")
}

fn diff(changes: &[&Change], limit: usize) -> String {
    let mut text = String::new();
    for change in changes.iter().take(limit) {
        for (sign, side) in [('-', &change.before), ('+', &change.after)] {
            if let Some(signature) = side {
                text.push_str(&format!("  {sign} {}: {}\n", change.item, signature.replace("```", "'''")));
            }
        }
    }
    if changes.len() > limit {
        text.push_str(&format!("  ! and {} more\n", changes.len() - limit));
    }
    text
}

/// Escapes text for paragraphs and tables.
fn escape(text: &str) -> String {
    let escaped = |character| match character {
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '&' => "&amp;".to_owned(),
        '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' => format!("\\{character}"),
        '@' => "@\u{200b}".to_owned(),
        other => other.to_string(),
    };
    one_line(text).chars().map(escaped).collect()
}

/// Returns text as code, for tables too.
fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_syntax_is_escaped() {
        assert_eq!(escape("a|b `c` <d> @team\n#1"), "a\\|b \\`c\\` &lt;d&gt; @\u{200b}team \\#1");
        assert_eq!((code("a|b"), code("a`b")), ("`a\\|b`".to_owned(), "`` a`b ``".to_owned()));
    }
}
