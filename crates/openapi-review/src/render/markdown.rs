//! Markdown for a comment on a pull request: serious findings are open, the rest is folded.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Row, facts, notes, places, rows, shown_uses};
use crate::{Finding, Level, Report, Severity, code::Change, document::fingerprint};

/// By which a workflow finds its own comment again.
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

/// The report as Markdown, within the limit of a comment.
pub fn render(report: &Report) -> String {
    let mut text = format!("{MARKER}\n\n{}", headline(report));
    if report.is_empty() {
        return text;
    }
    let open = |severity| report.open(severity).filter(|finding| finding.level != Level::Overlays);
    let overlays = || {
        let findings = report.findings.iter();
        findings.filter(|finding| finding.level == Level::Overlays && finding.accepted.is_none())
    };
    let accepted = report.findings.iter().filter(|finding| finding.accepted.is_some());
    let urgent = overlays().any(|finding| finding.severity == Severity::Breaking);
    let changes: Vec<&Change> = report.rust.iter().collect();
    let diff = format!("```diff\n{}```\n", diff(&changes, usize::MAX).replace("\n  ", "\n").trim_start());
    // In the order of reading. The last sections are left out first.
    let sections = [
        by_subject("Breaking", report, open(Severity::Breaking)),
        by_subject("Potentially breaking", report, open(Severity::Potential)),
        Section { folded: !urgent, ..table("Overlays", overlays()) },
        table("Handled by overlays", report.handled()),
        table("Additive", open(Severity::Additive)),
        table("Accepted", accepted),
        table("Documentation", open(Severity::Docs)),
        Section { title: "Every change of the public API", body: diff, folded: true, entries: changes.len() },
    ];
    let mut left_out = Vec::new();
    for section in sections.into_iter().filter(|section| section.entries > 0) {
        let complete = wrapped(&section);
        // Room for the note about what is left out.
        let room = LIMIT.saturating_sub(400 + text.chars().count());
        if complete.chars().count() > room {
            text.push_str(&shortened(section, room, &mut left_out));
        } else {
            text.push_str(&complete);
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
    let (title, body) = (format!("{} ({})", section.title, section.entries), section.body.trim_end());
    match section.folded {
        true => format!("<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>\n\n"),
        false => format!("## {title}\n\n{body}\n\n"),
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
    let mut text = format!("# API {} → {}\n\n", escape(&report.old.title()), escape(&report.new.title()));
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
    if let Some([before, after]) = &report.statistics {
        let (operations, types) = (before.operations, before.types);
        text.push_str(&format!(
            "Generated code: {operations} → {} operations, {types} → {} types.\n\n",
            after.operations, after.types
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
    // Paths have points and commas of their own.
    if subject.contains(' ') || subject.starts_with('/') {
        finding.subject.split(", ").next().unwrap_or_default()
    } else {
        subject
    }
}

/// Returns findings as a folded table.
fn table<'a>(title: &'static str, findings: impl Iterator<Item = &'a Finding>) -> Section {
    let mut body = String::from("| | | rule | change | place |\n| --- | --- | --- | --- | --- |\n");
    let mut entries = 0;
    for row in rows(findings) {
        entries += row.len();
        let finding = row[0];
        let names: Vec<String> = row.iter().map(|finding| code(&finding.subject)).collect();
        let notes = finding.details.iter().cloned().chain(notes(finding));
        let notes: String = notes.map(|note| format!("<br>{}", escape(&note))).collect();
        let change = escape(&finding.message) + &reworded(finding) + &notes;
        let (severity, rule, place) = (finding.severity, finding.rule, code(&places(&row)));
        body.push_str(&format!("| {severity} | {} | `{rule}` | {change} | {place} |\n", names.join(", ")));
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
    let mut facts = facts(report, row).map(|fact| escape(&fact));
    facts[0] = code(&places(row));
    let fingerprints = row.iter().map(|finding| format!("`{}`", finding.fingerprint));
    let facts = [format!("`{}`", finding.rule)].into_iter().chain(facts).chain(fingerprints);
    let facts: Vec<String> = facts.filter(|fact| !fact.is_empty() && fact != "``").collect();
    text.push_str(&format!("\n  <br>{}\n  <br>{}\n", facts.join(" · "), escape(finding.rule.info().hint)));
    let changes: Vec<&Change> =
        row.iter().flat_map(|finding| &finding.rust).filter_map(|index| report.rust.get(*index)).collect();
    if !changes.is_empty() {
        text.push_str(&format!("\n  ```diff\n{}  ```\n", diff(&changes, 12)));
    }
    text.push('\n');
    let (shown, more) = shown_uses(row);
    for used in shown {
        let (how, file, line, used) = (used.found_by, code(&used.file), used.line, code(&used.text));
        text.push_str(&format!("  - {how} {file}:{line}: {used}\n"));
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
