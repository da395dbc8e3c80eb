//! For a terminal.

use anstyle::{AnsiColor, Style};

use super::{has_no_effect, reach, sentence, shown_uses};
use crate::{Finding, Report, Severity, Source, code::Bump, code::Change, finding::counted};

/// How wide a terminal is taken to be when it does not say.
pub const DEFAULT_WIDTH: usize = 100;

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Breaking => AnsiColor::Red,
        Severity::Potential => AnsiColor::Yellow,
        Severity::Additive => AnsiColor::Green,
        Severity::Docs => AnsiColor::Blue,
    };
    Style::new().fg_color(Some(colour.into()))
}

/// A writer that knows how wide and how colourful it may be.
struct Page {
    text: String,
    width: usize,
    colour: bool,
}

impl Page {
    fn painted(&self, style: Style, text: &str) -> String {
        if self.colour {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// Words, filled up to the width; lines after the first are indented.
    fn filled(&mut self, first: &str, first_width: usize, text: &str) {
        let indent = " ".repeat(first_width);
        let mut line = first.to_owned();
        let mut used = first_width;
        let mut fresh = true;
        for word in text.split(' ') {
            let length = word.chars().count();
            if !fresh && used + 1 + length > self.width {
                self.line(&line);
                line.clone_from(&indent);
                used = first_width;
                fresh = true;
            }
            if !fresh {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
            fresh = false;
        }
        self.line(&line);
    }
}

/// The whole report; without colours it is plain text.
#[must_use]
pub fn render(report: &Report, width: usize, colour: bool) -> String {
    let mut page = Page { text: String::new(), width: width.max(40), colour };
    if report.is_empty() {
        page.line("no changes");
        return page.text;
    }
    let name = |about: &crate::report::About| about.version.clone().unwrap_or_else(|| about.file.clone());
    let bold = Style::new().bold();
    let title = page.painted(bold, &format!("{} -> {}", name(&report.old), name(&report.new)));
    page.line(&title);
    page.filled("", 0, &report.verdict());
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| page.painted(style(*severity), &format!("{} {severity}", report.count(*severity))))
        .collect();
    page.line(&counts.join(", "));
    let masked = report.findings.iter().filter(|finding| !finding.masked_by.is_empty()).count();
    if masked > 0 {
        page.line(&format!("{} kept from the client by overlays", counted(masked, "finding")));
    }
    for (rule, severity) in &report.overrides {
        page.line(&format!("severity of {rule} set to {severity} by openapi/accepted.yaml"));
    }
    for severity in Severity::ALL {
        let findings: Vec<&Finding> = report.open(severity).collect();
        if !findings.is_empty() {
            page.line("");
            for finding in findings {
                one(&mut page, report, finding);
            }
        }
    }
    accepted(&mut page, report);
    changes(&mut page, &report.rust);
    releases(&mut page, report);
    page.text
}

fn one(page: &mut Page, report: &Report, finding: &Finding) {
    let label = page.painted(style(finding.severity), &format!("{:9}", finding.severity));
    let head = format!("{label}  {}  ", finding.rule);
    let width = 9 + 2 + finding.rule.id().len() + 2;
    let grave = matches!(finding.severity, Severity::Breaking | Severity::Potential);
    if !grave {
        page.filled(&head, width.min(40), &sentence(finding));
        return;
    }
    page.filled(&head, width.min(40), &sentence(finding));
    let mut facts = Vec::new();
    if let Some(place) = finding.place() {
        facts.push(format!("{}:{}", place.file, place.line));
    }
    facts.push(format!("wire {}", finding.wire));
    facts.push(format!("source {}", finding.source));
    facts.push(reach(finding));
    if has_no_effect(report, finding) {
        facts.push("no effect on generated code".into());
    }
    facts.retain(|fact| !fact.is_empty());
    page.filled("           ", 11, &facts.join(" · "));
    let (shown, more) = shown_uses(finding);
    for used in shown {
        page.filled("           ", 11, &format!("used at {}:{}: {}", used.file, used.line, used.text));
    }
    if more > 0 {
        page.filled("           ", 11, &format!("used in {}", counted(more, "more line")));
    }
    page.filled(
        "           ",
        11,
        &format!("fingerprint {}; {}", finding.fingerprint, finding.rule.info().hint),
    );
}

fn accepted(page: &mut Page, report: &Report) {
    let accepted: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.accepted.is_some()).collect();
    if !accepted.is_empty() {
        page.line("");
        page.line(&format!("{} accepted:", counted(accepted.len(), "finding")));
        for finding in accepted {
            let reason = finding.accepted.as_deref().unwrap_or_default();
            page.filled("  ", 2, &format!("{}  {}: {reason}", finding.rule, sentence(finding)));
        }
    }
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
        let text = if release.bump == Bump::None {
            format!("{} stays at {}: {}", release.name, release.current, release.reasons.join("; "))
        } else {
            format!(
                "publish {} {} (now {}): {}",
                release.name,
                release.next,
                release.current,
                release.reasons.join("; ")
            )
        };
        page.filled("", 0, &text);
    }
}
