//! The review as people and machines read it: one value, several faces.
//!
//! * [`text`] for a terminal, [`markdown`] for a comment on a pull request, [`html`] to look at in a browser;
//! * [`json`] and [`github`] for machines; [`mod@changelog`] for the users of the crates.

pub mod changelog;
pub mod github;
pub mod html;
pub mod json;
pub mod markdown;
pub mod text;

use super::{Finding, Level, Report, Use};

/// The lines of the crates above that are shown where room is short, and how many more there are; [`json`] and [`html`] have all.
fn shown_uses(finding: &Finding) -> (&[Use], usize) {
    const MOST: usize = 6;
    let (shown, more) = finding.uses.split_at(finding.uses.len().min(MOST));
    (shown, more.len())
}

/// How a finding travels and who reaches it: `sent and received · 11 operations`.
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
        number => format!("{direction} · {}", super::finding::counted(number, "operation")),
    }
}

/// What is said of a change that does not reach callers.
#[must_use]
pub fn masked(finding: &Finding) -> &'static str {
    if finding.masked_by.is_empty() { "" } else { " (kept from the client by an overlay)" }
}

/// Whether a change of structure changes nothing in the generated code, as far as that was looked at.
#[must_use]
pub fn has_no_effect(report: &Report, finding: &Finding) -> bool {
    let looked = report.statistics.is_some() && finding.level == Level::Published;
    looked && finding.is_structural() && finding.rust.is_empty()
}

/// `subject: message`, as one line.
#[must_use]
pub fn sentence(finding: &Finding) -> String {
    format!("{}: {}{}", finding.subject, finding.message, masked(finding))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
