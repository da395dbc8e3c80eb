//! Markdown for a comment on a pull request: serious findings are open, the rest is folded.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Row, changelog, found, has_no_effect, places, reach, rows, shown_uses};
use crate::{Finding, Level, Report, Severity, code::Change, document::fingerprint, finding::counted};

/// By which a workflow finds its own comment again.
pub const MARKER: &str = "<!-- openapi-review -->";

/// A comment may have 65,536 characters; the host counts some of them twice.
pub const LIMIT: usize = 65_000;

/// A part of the comment that can be left out as a whole.
struct Section {
    title: String,
    body: String,
    folded: bool,
    entries: usize,
}

/// The report as Markdown, within the limit of a comment.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut text = format!("{MARKER}\n\n{}", headline(report));
    if report.is_empty() {
        return text;
    }
    // In the order of reading. The last sections are left out first.
    let sections = [
        findings(report, Severity::Breaking, "Breaking", false),
        findings(report, Severity::Potential, "Potentially breaking", false),
        overlays(report),
        handled(report),
        findings(report, Severity::Additive, "Additive", true),
        generated(report),
        accepted(report),
        operations(report),
        findings(report, Severity::Docs, "Documentation", true),
        changes(report),
    ];
    let mut left_out = Vec::new();
    for section in sections.into_iter().filter(|section| section.entries > 0) {
        let whole = wrapped(&section);
        // Room for the note about what is left out.
        if text.chars().count() + whole.chars().count() > LIMIT - 400 {
            let shortened =
                shortened(section, LIMIT.saturating_sub(400 + text.chars().count()), &mut left_out);
            text.push_str(&shortened);
        } else {
            text.push_str(&whole);
        }
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
    if section.folded {
        let title = format!("{} ({})", section.title, section.entries);
        format!("<details>\n<summary>{title}</summary>\n\n{}\n\n</details>\n\n", section.body.trim_end())
    } else {
        format!("## {} ({})\n\n{}\n\n", section.title, section.entries, section.body.trim_end())
    }
}

/// As many paragraphs of a section as there is room for; folded ones go as a whole.
fn shortened(section: Section, room: usize, left_out: &mut Vec<String>) -> String {
    let mut body = String::new();
    let mut kept = 0;
    if !section.folded {
        for paragraph in section.body.split("\n\n### ") {
            let paragraph = if kept == 0 { paragraph.to_owned() } else { format!("\n\n### {paragraph}") };
            if body.chars().count() + paragraph.chars().count() + 200 > room {
                break;
            }
            body.push_str(&paragraph);
            kept += 1;
        }
    }
    let title = section.title.to_lowercase();
    if kept == 0 {
        left_out.push(format!("{title} ({})", section.entries));
        return String::new();
    }
    left_out.push(format!("part of {title}"));
    wrapped(&Section { body, ..section })
}

fn headline(report: &Report) -> String {
    let mut text = format!("# API {} → {}\n\n", escape(report.old.title()), escape(report.new.title()));
    text.push_str(&format!("**{}**\n\n", report.verdict()));
    if report.is_empty() {
        return text;
    }
    text.push_str(
        "| breaking | potentially breaking | additive | documentation |\n| ---: | ---: | ---: | ---: |\n",
    );
    let counts = Severity::ALL.map(|severity| report.count(severity).to_string());
    text.push_str(&format!("| {} |\n\n", counts.join(" | ")));
    if !report.releases.is_empty() {
        text.push_str("| crate | now | publish | why |\n| --- | --- | --- | --- |\n");
        for release in &report.releases {
            let (name, now, next) = (&release.name, &release.current, &release.next);
            text.push_str(&format!(
                "| {name} | {now} | **{next}** | {} |\n",
                escape(&release.reasons.join("; "))
            ));
        }
        text.push('\n');
    }
    for (rule, severity) in &report.overrides {
        text.push_str(&format!("Severity of `{rule}` set to {severity} by configuration.\n\n"));
    }
    text
}

/// Returns the findings of one severity, by subject.
fn findings(report: &Report, severity: Severity, title: &str, folded: bool) -> Section {
    let open = || report.open(severity).filter(|finding| finding.level != Level::Overlays);
    let mut groups: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for row in rows(open()) {
        let group = if row.len() > 1 { "Several places" } else { subject(row[0]) };
        groups.entry(group).or_default().push(row);
    }
    let mut body = String::new();
    if folded {
        body = table(groups.into_values().flatten());
    } else {
        for (group, rows) in groups {
            body.push_str(&format!("### {}\n\n", escape(group)));
            body.extend(rows.iter().map(|row| entry(report, row)));
        }
    }
    Section { title: title.to_owned(), body, folded, entries: open().count() }
}

/// Returns the schema or operation that a finding is about.
pub(super) fn subject(finding: &Finding) -> &str {
    let subject = finding.subject.split(['.', ',', '[']).next().unwrap_or_default();
    // Paths have points and commas of their own.
    if subject.contains(' ') || subject.starts_with('/') {
        finding.subject.split(", ").next().unwrap_or_default()
    } else {
        subject
    }
}

fn table<'a>(rows: impl Iterator<Item = Row<'a>>) -> String {
    let mut body = String::from("| | rule | change | line |\n| --- | --- | --- | ---: |\n");
    for row in rows {
        let names: Vec<String> = row.iter().map(|finding| code(&finding.subject)).collect();
        let lines = row.iter().filter_map(|finding| Some(finding.place()?.line.to_string()));
        let message = escape(&row[0].message) + &reworded(row[0]);
        let details = row[0].details.iter().map(|detail| format!("<br>{}", escape(detail)));
        body.push_str(&format!(
            "| {} | `{}` | {message}{} | {} |\n",
            names.join(", "),
            row[0].rule,
            details.collect::<String>(),
            lines.collect::<Vec<_>>().join(", ")
        ));
    }
    body
}

/// Returns the changes that edits of the caller keep from the client, with their severities.
fn handled(report: &Report) -> Section {
    let mut body = String::new();
    for severity in Severity::ALL {
        let found = rows(report.handled().filter(|finding| finding.severity == severity));
        if !found.is_empty() {
            body.push_str(&format!("{severity}:\n\n{}\n", table(found.into_iter())));
        }
    }
    Section { title: "Handled by overlays".into(), body, folded: true, entries: report.handled().count() }
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
    let words = diff.iter_all_changes().map(|change| match change.tag() {
        similar::ChangeTag::Equal => change.value().to_owned(),
        similar::ChangeTag::Delete => format!("\u{1}{}\u{2}", change.value()),
        similar::ChangeTag::Insert => format!("\u{3}{}\u{4}", change.value()),
    });
    let marked = escape(&words.collect::<String>());
    let tags = [("\u{1}", "<del>"), ("\u{2}", "</del>"), ("\u{3}", "<ins>"), ("\u{4}", "</ins>")];
    let html = tags.iter().fold(marked, |text, (mark, tag)| text.replace(mark, tag));
    format!(": {html}")
}

/// Returns a row in full.
fn entry(report: &Report, row: &[&Finding]) -> String {
    let finding = row[0];
    let names: Vec<String> = row.iter().map(|finding| code(&finding.subject)).collect();
    let mut text = format!("- **{}** {}", names.join(", "), escape(&finding.message));
    for detail in &finding.details {
        text.push_str(&format!("\n  <br>{}", escape(detail)));
    }
    let mut facts = vec![
        format!("`{}`", finding.rule),
        format!("wire {}", finding.wire),
        format!("source {}", finding.source),
        code(&places(row)),
        reach(finding),
    ];
    if has_no_effect(report, finding) {
        facts.push("no effect on generated code".into());
    }
    facts.extend(row.iter().map(|finding| format!("`{}`", finding.fingerprint)));
    facts.retain(|fact| !fact.is_empty() && fact != "``");
    text.push_str(&format!("\n  <br>{}\n  <br>{}\n", facts.join(" · "), escape(finding.rule.info().hint)));
    let changes: Vec<&Change> =
        row.iter().flat_map(|finding| &finding.rust).filter_map(|index| report.rust.get(*index)).collect();
    if !changes.is_empty() {
        text.push_str(&format!("\n  ```diff\n{}  ```\n", diff(&changes, 12)));
    }
    text.push('\n');
    let (shown, more) = shown_uses(row);
    for used in shown {
        text.push_str(&format!(
            "  - {} {}:{}: {}\n",
            found(used),
            code(&used.file),
            used.line,
            code(&used.text)
        ));
    }
    if more > 0 {
        text.push_str(&format!("  - and {more} more\n"));
    }
    if row.iter().any(|finding| !finding.uses.is_empty()) {
        text.push('\n');
    }
    text
}

/// Changes as a diff block.
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

fn overlays(report: &Report) -> Section {
    let findings: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Overlays && finding.accepted.is_none())
        .collect();
    let mut body = String::from("| | rule | where | what |\n| --- | --- | --- | --- |\n");
    for finding in &findings {
        let place = finding.place().map_or(String::new(), |place| format!("{}:{}", place.file, place.line));
        body.push_str(&format!(
            "| {} | `{}` | {} | {} |\n",
            finding.severity,
            finding.rule,
            code(&place),
            escape(&finding.message)
        ));
    }
    let open = findings.iter().any(|finding| finding.severity == Severity::Breaking);
    Section { title: "Overlays".into(), body, folded: !open, entries: findings.len() }
}

fn generated(report: &Report) -> Section {
    let Some([before, after]) = &report.statistics else {
        return Section { title: String::new(), body: String::new(), folded: true, entries: 0 };
    };
    let row = |name: &str, before: usize, after: usize| format!("| {name} | {before} | {after} |\n");
    let body = format!(
        "| | before | after |\n| --- | ---: | ---: |\n{}{}\n{}",
        row("operations", before.operations, after.operations),
        row("types", before.types, after.types),
        changelog::render(report).replace("### ", "#### ")
    );
    Section { title: "Generated code".into(), body, folded: true, entries: report.rust.len().max(1) }
}

fn accepted(report: &Report) -> Section {
    let findings: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
    let mut body = String::new();
    for finding in &findings {
        let reason = finding.accepted.as_deref().unwrap_or_default();
        body.push_str(&format!(
            "- {} `{}` {}: {}\n",
            code(&finding.subject),
            finding.rule,
            escape(&finding.message),
            escape(reason)
        ));
    }
    Section { title: "Accepted".into(), body, folded: true, entries: findings.len() }
}

/// What reaches each operation.
fn operations(report: &Report) -> Section {
    let mut index: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for finding in
        report.findings.iter().filter(|finding| finding.is_structural() && finding.accepted.is_none())
    {
        for operation in &finding.operations {
            index.entry(operation).or_default().insert(&finding.subject);
        }
    }
    let mut body = String::new();
    for (operation, subjects) in &index {
        let shown: Vec<String> = subjects.iter().take(12).map(|subject| code(subject)).collect();
        let more = subjects.len() - shown.len();
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        body.push_str(&format!("- {}: {}{more}\n", code(operation), shown.join(", ")));
    }
    Section { title: "By operation".into(), body, folded: true, entries: index.len() }
}

fn changes(report: &Report) -> Section {
    let changes: Vec<&Change> = report.rust.iter().collect();
    let body = format!("```diff\n{}```\n", diff(&changes, usize::MAX).replace("\n  ", "\n").trim_start());
    let title = format!("Every {} of the public API", counted(1, "change").trim_start_matches("1 "));
    Section { title, body, folded: true, entries: changes.len() }
}

/// Text in a paragraph or a table.
fn escape(text: &str) -> String {
    let mut made = String::new();
    for character in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match character {
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            '&' => made.push_str("&amp;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' => {
                made.push('\\');
                made.push(character);
            }
            '@' => made.push_str("@\u{200b}"),
            other => made.push(other),
        }
    }
    made
}

/// Text as code, in a table as well.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_gives_a_meaning_is_escaped() {
        assert_eq!(escape("a|b `c` <d> @team\n#1"), "a\\|b \\`c\\` &lt;d&gt; @\u{200b}team \\#1");
        assert_eq!((code("a|b"), code("a`b")), ("`a\\|b`".to_owned(), "`` a`b ``".to_owned()));
    }
}
