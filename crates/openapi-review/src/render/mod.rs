//! Output formats of a report.
//!
//! * [`text`] for a terminal, [`markdown`] for a comment on a pull request;
//! * [`programs`] for other tools and a browser.
//!
//! Formats for users show equal changes at several places as one row. JSON has all findings separately.

pub mod markdown;
pub mod programs;
pub mod text;

use std::{borrow::Cow, io::IsTerminal};

use anyhow::Result;
use clap::ValueEnum;

use crate::{Finding, Input, Level, Report, Use, finding::counted};

/// The output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for a terminal
    Text,
    /// A comment on a pull request
    Markdown,
    /// JSON; `openapi-review schema` prints its JSON Schema
    Json,
    /// Annotations of a workflow run
    Github,
    /// A page for a browser
    Html,
}

/// Returns the report in a format. `width` and `color` are those of a terminal.
///
/// # Errors
/// As [`programs::json`].
pub fn render(
    report: &Report,
    inputs: (&Input, &Input),
    format: Format,
    (width, color): (usize, bool),
) -> Result<String> {
    Ok(match format {
        Format::Text => text::render(report, width, color),
        Format::Markdown => markdown::render(report),
        Format::Json => programs::json(report)?,
        Format::Github => programs::github(report),
        Format::Html => programs::html(report, inputs.0, inputs.1),
    })
}

/// Returns true if colors are used: on a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
pub fn color() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Findings with the same change at different places.
pub(crate) type Row<'a> = Vec<&'a Finding>;

/// Groups equal changes, in the order of the first of each.
pub(crate) fn rows<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for finding in findings {
        let same = |row: &&mut Row<'a>| {
            let first = row[0];
            first.rule == finding.rule
                && first.message == finding.message
                && (first.severity, first.wire, first.source)
                    == (finding.severity, finding.wire, finding.source)
                && (&first.old_value, &first.new_value) == (&finding.old_value, &finding.new_value)
                && (&first.accepted, &first.masked_by) == (&finding.accepted, &finding.masked_by)
                && finding.level == Level::Published
        };
        match rows.iter_mut().find(same) {
            Some(row) => row.push(finding),
            None => rows.push(vec![finding]),
        }
    }
    rows
}

pub(crate) fn subjects(row: &[&Finding]) -> String {
    let mut names: Vec<&str> = row.iter().map(|finding| finding.subject.as_str()).collect();
    names.dedup();
    names.join(", ")
}

/// Returns the places of a row: `a.yaml:7, 12`.
pub(crate) fn places(row: &[&Finding]) -> String {
    let mut file = "";
    let places = row.iter().filter_map(|finding| finding.place()).map(|place| {
        let is_same = std::mem::replace(&mut file, &place.file) == place.file;
        if is_same { place.line.to_string() } else { format!("{}:{}", place.file, place.line) }
    });
    places.collect::<Vec<_>>().join(", ")
}

/// Returns the lines of code that are shown where room is short, and the number of further lines.
fn shown_uses<'a>(row: &[&'a Finding]) -> (Vec<&'a Use>, usize) {
    const MOST: usize = 6;
    let mut uses: Vec<&Use> = Vec::new();
    for used in row.iter().flat_map(|finding| &finding.uses) {
        if !uses.contains(&used) {
            uses.push(used);
        }
    }
    let more = uses.len().saturating_sub(MOST);
    uses.truncate(MOST);
    (uses, more)
}

/// Returns the effects of a row, and its reach: `sent and received`, `11 operations`.
pub(crate) fn facts(report: &Report, row: &[&Finding]) -> Vec<String> {
    let finding = row[0];
    let mut facts = vec![format!("wire {}", finding.wire), format!("source {}", finding.source)];
    if !finding.operations.is_empty() {
        let direction = match (finding.in_requests, finding.in_responses) {
            (true, true) => "sent and received",
            (true, false) => "sent",
            (false, true) => "received",
            (false, false) => "not on the wire",
        };
        facts.extend([direction.to_owned(), counted(finding.operations.len(), "operation")]);
    }
    if report.statistics.is_some()
        && finding.level == Level::Published
        && finding.is_structural()
        && finding.rust.is_empty()
    {
        facts.push("no effect on generated code".to_owned());
    }
    facts
}

/// Returns the edits of the caller that handle a change, and the reason of its acceptance.
pub(crate) fn notes(finding: &Finding) -> impl Iterator<Item = String> {
    let handled = finding.masked_by.iter().map(|action| format!("handled by {action}"));
    handled.chain(finding.accepted.iter().map(|reason| format!("accepted: {reason}")))
}

/// Returns the lines of a text of up to `width` characters. Longer words stay whole.
pub fn wrapped(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    let options = textwrap::Options::new(width).break_words(false);
    textwrap::wrap(text, options.word_splitter(textwrap::WordSplitter::NoHyphenation))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns `subjects: message` as one line.
pub(crate) fn sentence(row: &[&Finding]) -> String {
    one_line(&format!("{}: {}", subjects(row), row[0].message))
}
