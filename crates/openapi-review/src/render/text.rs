//! For a terminal.

use anstyle::{AnsiColor, Style};

use super::{facts, notes, places, rows, sentence, shown_uses, wrapped};
use crate::{
    Finding, Report, Severity, Source,
    finding::counted,
    report::{Bump, Release},
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
        let indent = " ".repeat(first_width);
        for (index, line) in wrapped(text, self.width - first_width).iter().enumerate() {
            self.line(&format!("{}{line}", if index == 0 { first } else { &indent }));
        }
    }

    fn section<'a>(&mut self, report: &Report, title: &str, findings: impl Iterator<Item = &'a Finding>) {
        let rows = rows(findings);
        if rows.is_empty() {
            return;
        }
        self.line("");
        if !title.is_empty() {
            let count = rows.iter().map(Vec::len).sum();
            self.line(&format!("{} {title}:", counted(count, "finding")));
        }
        for row in rows {
            self.row(report, &row);
        }
    }

    fn row(&mut self, report: &Report, row: &[&Finding]) {
        let finding = row[0];
        let label = self.painted(style(finding.severity), &format!("{:9}", finding.severity));
        let width = (9 + 2 + finding.rule.id().len() + 2).min(40);
        self.filled(&format!("{label}  {}  ", finding.rule), width, &sentence(row));
        let mut lines = finding.details.clone();
        let is_grave = finding.severity <= Severity::Potential;
        if is_grave {
            let facts = [places(row)].into_iter().chain(facts(report, row));
            lines.push(facts.filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · "));
        }
        lines.extend(notes(finding));
        if is_grave {
            let (shown, more) = shown_uses(row);
            for used in shown {
                lines.push(format!("{} {}:{}: {}", used.found_by, used.file, used.line, used.text));
            }
            if more > 0 {
                lines.push(format!("and in {}", counted(more, "more line")));
            }
            let fingerprints: Vec<&str> = row.iter().map(|finding| finding.fingerprint.as_str()).collect();
            lines.push(format!("fingerprint {}; {}", fingerprints.join(", "), finding.rule.info().hint));
        }
        for line in lines {
            self.filled("           ", 11, &line);
        }
    }
}

/// Returns the report as text. Without colors it is plain text.
pub fn render(report: &Report, width: usize, color: bool) -> String {
    let mut page = Page { text: String::new(), width: width.max(40), color };
    if report.is_empty() {
        page.line("no changes");
        return page.text;
    }
    let title = format!("{} -> {}", report.old.title(), report.new.title());
    page.line(&page.painted(Style::new().bold(), &title));
    page.filled("", 0, &report.verdict());
    let counts = Severity::ALL
        .map(|severity| page.painted(style(severity), &format!("{} {severity}", report.count(severity))));
    page.line(&counts.join(", "));
    for (rule, severity) in &report.overrides {
        page.line(&format!("severity of {rule} set to {severity} by configuration"));
    }
    for severity in Severity::ALL {
        page.section(report, "", report.open(severity));
    }
    page.section(report, "handled by overlays", report.handled());
    page.section(report, "accepted", report.accepted());
    if !report.rust.is_empty() {
        page.line("");
        page.line(&format!("{} of the generated code:", counted(report.rust.len(), "change")));
    }
    for change in &report.rust {
        let is_breaking = change.source == Source::Breaks;
        let style = style(if is_breaking { Severity::Breaking } else { Severity::Additive });
        let text = change.to_string();
        let (sign, rest) = text.split_at(1);
        page.filled(&format!("  {} ", page.painted(style, sign)), 4, rest.trim_start());
    }
    if !report.releases.is_empty() {
        page.line("");
    }
    for Release { name, current, next, bump, reasons } in &report.releases {
        let reasons = reasons.join("; ");
        let text = match bump {
            Bump::None => format!("{name} stays at {current}: {reasons}"),
            _ => format!("publish {name} {next} (now {current}): {reasons}"),
        };
        page.filled("", 0, &text);
    }
    page.text
}
