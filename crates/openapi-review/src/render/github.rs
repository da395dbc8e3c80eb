//! Annotations of a workflow run, on the lines of the files that a pull request changes.

use super::sentence;
use crate::{Finding, Report, Severity};

/// The host shows about so many for a step and drops the rest.
const LIMIT: usize = 10;

/// Workflow commands, the worst findings first; the last one says how many are missing.
#[must_use]
pub fn render(report: &Report) -> String {
    let grave: Vec<&Finding> = report
        .open(Severity::Breaking)
        .chain(report.open(Severity::Potential))
        .filter(|finding| finding.place().is_some())
        .collect();
    let shown = if grave.len() > LIMIT { LIMIT - 1 } else { grave.len() };
    let mut text = String::new();
    for finding in &grave[..shown] {
        let Some(place) = finding.place() else { continue };
        let command = if finding.severity == Severity::Breaking { "error" } else { "warning" };
        text.push_str(&format!(
            "::{command} file={},line={},title={}::{}\n",
            property(&place.file),
            place.line,
            property(finding.rule.id()),
            data(&format!("{} [{}]", sentence(finding), finding.fingerprint))
        ));
    }
    let rest = grave.len() - shown;
    let others = report.count(Severity::Additive) + report.count(Severity::Docs);
    if rest > 0 {
        text.push_str(&format!(
            "::notice::{rest} more that need a look, and {others} that do not; see the whole report\n"
        ));
    }
    text
}

/// Text after the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text among the command's properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_commands_give_a_meaning() {
        assert_eq!((data("50%\na"), property("a:b,c")), ("50%25%0Aa".into(), "a%3Ab%2Cc".into()));
    }
}
