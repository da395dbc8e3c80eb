//! For a terminal.

use anstyle::{AnsiColor, Style};

use super::{Row, facts, notes, rows, sentence, shown_uses};
use crate::{
    Finding, Report, Severity, Source,
    code::{Bump, Change, Release},
    finding::counted,
};

/// The width of a terminal that does not state one.
pub const DEFAULT_WIDTH: usize = 100;

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Breaking => AnsiColor::Red,
        Severity::Potential => AnsiColor::Yellow,
        Severity::Additive => AnsiColor::Green,
        Severity::Docs => AnsiColor::Blue,
    };
    Style::new().fg_color(Some(color.into()))
}

/// A text with a width and optional colors.
struct Page {
    text: String,
    width: usize,
    color: bool,
}

impl Page {
    fn painted(&self, style: Style, text: &str) -> String {
        if self.color { format!("{}{text}{}", style.render(), style.render_reset()) } else { text.to_owned() }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// Adds text, wrapped at the width; lines after the first are indented.
    fn filled(&mut self, first: &str, first_width: usize, text: &str) {
        let (mut line, mut used) = (first.to_owned(), first_width);
        for word in text.split(' ') {
            let length = word.chars().count();
            if used > first_width && used + 1 + length > self.width {
                self.line(&line);
                (line, used) = (" ".repeat(first_width), first_width);
            } else if used > first_width {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
        self.line(&line);
    }
}

/// Returns the report as text. Without colors it is plain text.
pub fn render(report: &Report, width: usize, color: bool) -> String {
    let mut page = Page { text: String::new(), width: width.max(40), color };
    if report.is_empty() {
        page.line("no changes");
        return page.text;
    }
    let title =
        page.painted(Style::new().bold(), &format!("{} -> {}", report.old.title(), report.new.title()));
    page.line(&title);
    page.filled("", 0, &report.verdict());
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| page.painted(style(*severity), &format!("{} {severity}", report.count(*severity))))
        .collect();
    page.line(&counts.join(", "));
    for (rule, severity) in &report.overrides {
        page.line(&format!("severity of {rule} set to {severity} by configuration"));
    }
    for severity in Severity::ALL {
        section(&mut page, report, "", rows(report.open(severity)));
    }
    section(&mut page, report, "handled by overlays", rows(report.handled()));
    let accepted = report.findings.iter().filter(|finding| finding.accepted.is_some());
    section(&mut page, report, "accepted", rows(accepted));
    changes(&mut page, &report.rust);
    releases(&mut page, report);
    page.text
}

fn section(page: &mut Page, report: &Report, title: &str, rows: Vec<Row<'_>>) {
    if rows.is_empty() {
        return;
    }
    page.line("");
    if !title.is_empty() {
        let count = rows.iter().map(Vec::len).sum();
        page.line(&format!("{} {title}:", counted(count, "finding")));
    }
    for row in rows {
        one(page, report, &row);
    }
}

fn one(page: &mut Page, report: &Report, row: &[&Finding]) {
    let finding = row[0];
    let label = page.painted(style(finding.severity), &format!("{:9}", finding.severity));
    let width = (9 + 2 + finding.rule.id().len() + 2).min(40);
    page.filled(&format!("{label}  {}  ", finding.rule), width, &sentence(row));
    let mut fact = |text: &str| page.filled("           ", 11, text);
    finding.details.iter().for_each(|detail| fact(detail));
    if matches!(finding.severity, Severity::Additive | Severity::Docs) {
        return notes(finding).for_each(|note| fact(&note));
    }
    let facts: Vec<String> = facts(report, row).into_iter().filter(|text| !text.is_empty()).collect();
    fact(&facts.join(" · "));
    notes(finding).for_each(|note| fact(&note));
    let (shown, more) = shown_uses(row);
    for used in shown {
        fact(&format!("{} {}:{}: {}", used.found_by, used.file, used.line, used.text));
    }
    if more > 0 {
        fact(&format!("and in {}", counted(more, "more line")));
    }
    let fingerprints: Vec<&str> = row.iter().map(|finding| finding.fingerprint.as_str()).collect();
    fact(&format!("fingerprint {}; {}", fingerprints.join(", "), finding.rule.info().hint));
}

fn changes(page: &mut Page, changes: &[Change]) {
    if changes.is_empty() {
        return;
    }
    page.line("");
    page.line(&format!("{} of the generated code:", counted(changes.len(), "change")));
    for change in changes {
        let severity = if change.source == Source::Breaks { Severity::Breaking } else { Severity::Additive };
        let text = change.to_string();
        let (sign, rest) = text.split_at(1);
        let sign = page.painted(style(severity), sign);
        page.filled(&format!("  {sign} "), 4, rest.trim_start());
    }
}

fn releases(page: &mut Page, report: &Report) {
    if report.releases.is_empty() {
        return;
    }
    page.line("");
    for release in &report.releases {
        let Release { name, current, next, bump, reasons } = release;
        let reasons = reasons.join("; ");
        let text = match bump {
            Bump::None => format!("{name} stays at {current}: {reasons}"),
            _ => format!("publish {name} {next} (now {current}): {reasons}"),
        };
        page.filled("", 0, &text);
    }
}
