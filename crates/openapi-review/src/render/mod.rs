//! Output formats of a report.
//!
//! * [`text`] for a terminal, [`markdown`] for a comment on a pull request, [`html`] for a browser;
//! * [`json`] and [`github`] for programs; [`mod@changelog`] for the users of generated code.
//!
//! Formats for people show equal changes at several places as one row. [`json`] has all findings separately.

pub mod changelog;
pub mod github;
pub mod html;
pub mod json;
pub mod markdown;
pub mod text;

use crate::{
    Finding, Level, Report, Use,
    finding::{FoundBy, counted},
};

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

/// Returns the subjects of a row.
pub(crate) fn subjects(row: &[&Finding]) -> String {
    let mut names: Vec<&str> = row.iter().map(|finding| finding.subject.as_str()).collect();
    names.dedup();
    names.join(", ")
}

/// Returns the places of a row: `a.yaml:7, 12`.
pub(crate) fn places(row: &[&Finding]) -> String {
    let mut text = String::new();
    let mut file = "";
    for place in row.iter().filter_map(|finding| finding.place()) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        if place.file != file {
            file = &place.file;
            text.push_str(&format!("{file}:"));
        }
        text.push_str(&place.line.to_string());
    }
    text
}

/// Returns the lines that are shown where room is short, and the number of further lines. [`json`] and [`html`] have all.
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

/// Returns how a line was found: `named at`.
fn found(used: &Use) -> &'static str {
    match used.found_by {
        FoundBy::Compiler => "does not compile at",
        FoundBy::Name => "named at",
    }
}

/// Returns directions and number of operations: `sent and received · 11 operations`.
#[must_use]
pub fn reach(finding: &Finding) -> String {
    let direction = match (finding.in_requests, finding.in_responses) {
        (true, true) => "sent and received",
        (true, false) => "sent",
        (false, true) => "received",
        (false, false) => "not on the wire",
    };
    match finding.operations.len() {
        0 => String::new(),
        number => format!("{direction} · {}", counted(number, "operation")),
    }
}

/// Whether a change of structure changes nothing in the generated code, as far as code was generated.
#[must_use]
pub fn has_no_effect(report: &Report, finding: &Finding) -> bool {
    let generated = report.statistics.is_some() && finding.level == Level::Published;
    generated && finding.is_structural() && finding.rust.is_empty()
}

/// Returns `subjects: message` as one line.
pub(crate) fn sentence(row: &[&Finding]) -> String {
    let message = row.first().map_or("", |finding| finding.message.as_str());
    format!("{}: {message}", subjects(row)).split_whitespace().collect::<Vec<_>>().join(" ")
}
