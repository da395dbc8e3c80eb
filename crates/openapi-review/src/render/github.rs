//! Annotations of a workflow run, on the lines of the files that a pull request changes.

use super::{places, rows, sentence};
use crate::{Report, Severity};

/// The number of annotations that the host shows for a step.
const LIMIT: usize = 10;

/// Returns workflow commands, the worst findings first. The last one states how many are missing.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut grave = rows(report.open(Severity::Breaking));
    grave.extend(rows(report.open(Severity::Potential)));
    grave.retain(|row| row[0].place().is_some());
    let shown = if grave.len() > LIMIT { LIMIT - 1 } else { grave.len() };
    let mut text = String::new();
    for row in &grave[..shown] {
        let finding = row[0];
        let Some(place) = finding.place() else { continue };
        let command = if finding.severity == Severity::Breaking { "error" } else { "warning" };
        let others = if row.len() > 1 { format!(" (at {})", places(row)) } else { String::new() };
        text.push_str(&format!(
            "::{command} file={},line={},title={}::{}\n",
            property(&place.file),
            place.line,
            property(finding.rule.id()),
            data(&format!("{}{others} [{}]", sentence(row), finding.fingerprint))
        ));
    }
    let rest = grave.len() - shown;
    let others = report.count(Severity::Additive) + report.count(Severity::Docs);
    if rest > 0 {
        text.push_str(&format!(
            "::notice::{rest} more to review, and {others} additive or about documentation; see the whole report\n"
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
