//! The entry of a bump in `CHANGELOG.md`.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result};

use crate::{workspace::Workspace, write};
use openapi_review::{
    ApiVersion, Finding, Level, Report, Source, Wire,
    code::{Change, What},
};

const FILE: &str = "CHANGELOG.md";
const TITLE: &str = "# Changelog\n";
const UNRELEASED: &str = "## Unreleased\n";

/// Returns the entry: the changes of the generated client, one level below the heading of the release.
pub(super) fn entry(review: &Report, version: &ApiVersion) -> String {
    let section = |(title, entries): (&str, Vec<String>)| {
        let entries: String = entries.iter().map(|entry| format!("- {entry}\n")).collect();
        format!("\n#### {title}\n\n{entries}")
    };
    let sections: String = sections(review).into_iter().map(section).collect();
    format!("### Version {version} of the API\n{sections}")
}

/// Returns the sections that have entries: heading and entries.
fn sections(report: &Report) -> Vec<(&'static str, Vec<String>)> {
    let mut sections: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    const TITLES: [&str; 4] = ["Added", "Changed", "Removed", "Fixed"];
    if !report.is_empty() {
        let entry = format!(
            "The client follows version {} of the API; before, it was {}.",
            report.new.title(),
            report.old.title()
        );
        sections.entry(1).or_default().push(entry);
    }
    // Fields and variants of one type in one entry.
    let mut fields: BTreeMap<(usize, &str), Vec<&Change>> = BTreeMap::new();
    for change in &report.rust {
        match change.what {
            What::FieldAdded | What::VariantAdded | What::SetterAdded => {
                fields.entry((0, change.owner())).or_default().push(change)
            }
            What::FieldRemoved | What::VariantRemoved | What::SetterRemoved => {
                fields.entry((2, change.owner())).or_default().push(change)
            }
            What::TypeAdded | What::OperationAdded => {
                sections.entry(0).or_default().push(format!("`{}`", change.item))
            }
            What::TypeRemoved | What::OperationRemoved => {
                sections.entry(2).or_default().push(format!("`{}`{}", change.item, breaking(change)))
            }
            What::PublishedIdChanged => {}
            _ => {
                let signature = |text: &Option<String>| text.clone().unwrap_or_default();
                let entry = format!(
                    "`{}`: `{}` became `{}`{}",
                    change.item,
                    signature(&change.before),
                    signature(&change.after),
                    breaking(change)
                );
                sections.entry(1).or_default().push(entry);
            }
        }
    }
    for ((section, owner), changes) in fields {
        let mut names: Vec<String> =
            changes.iter().map(|change| format!("`{}`", short_name(&change.item))).collect();
        names.sort();
        let suffix =
            if changes.iter().any(|change| change.source == Source::Breaks) { " (breaking)" } else { "" };
        sections.entry(section).or_default().push(format!("`{owner}`: {}{suffix}", names.join(", ")));
    }
    // What types do not show.
    for finding in report.findings.iter().filter(|finding| speaks_to_users(finding)) {
        let entry = format!("The service: {}: {}.", finding.subject, finding.message);
        sections.entry(1).or_default().push(entry);
    }
    sections.into_iter().map(|(index, entries)| (TITLES[index], entries)).collect()
}

fn speaks_to_users(finding: &Finding) -> bool {
    finding.wire == Wire::Fails && finding.rust.is_empty() && finding.level == Level::Published
}

fn breaking(change: &Change) -> &'static str {
    if change.source == Source::Breaks { " (breaking)" } else { "" }
}

fn short_name(item: &str) -> &str {
    let item = item.rsplit("::").next().unwrap_or(item);
    item.split_once('(').map_or(item, |(_, rest)| rest.trim_end_matches(')'))
}

/// Adds the entry at the top of the section "Unreleased", or replaces `previous`, the entry of an earlier
/// run. An entry that was edited since stays.
///
/// # Errors
/// If the file cannot be read or written.
pub(super) fn write(workspace: &Workspace, previous: &str, entry: &str) -> Result<()> {
    let path = workspace.root().join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => TITLE.to_owned(),
        result => result.with_context(|| format!("could not read {FILE}"))?.replace("\r\n", "\n"),
    };
    write::atomically(&path, &with_entry(&text, previous, entry)).map(drop)
}

fn with_entry(text: &str, previous: &str, entry: &str) -> String {
    let heading = entry.lines().next().unwrap_or_default();
    if !previous.is_empty() && text.contains(previous) {
        return text.replacen(previous, entry, 1);
    } else if text.lines().any(|line| line == heading) {
        return text.to_owned();
    }
    let (head, rest) = match text.split_once(UNRELEASED) {
        Some((head, rest)) => (head, rest),
        // Above the newest release.
        None => text.split_at(text.find("\n## ").map_or(text.len(), |at| at + 1)),
    };
    let rest = rest.trim_start();
    let gap = if rest.is_empty() { "" } else { "\n" };
    format!("{}\n\n{UNRELEASED}\n{entry}{gap}{rest}", head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_is_added_below_unreleased() {
        let released = "## 0.1.0 (2026-01-01)\n\n- First.\n";
        for (text, expected) in [
            ("# Changelog\n", "# Changelog\n\n## Unreleased\n\nNEW\n"),
            (
                "# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n",
                "# Changelog\n\n## Unreleased\n\nNEW\n\n### Added\n\n- One.\n",
            ),
            (
                &format!("# Changelog\n\n{released}"),
                &format!("# Changelog\n\n## Unreleased\n\nNEW\n\n{released}"),
            ),
            (
                &format!("# Changelog\n\n## Unreleased\n\n{released}"),
                &format!("# Changelog\n\n## Unreleased\n\nNEW\n\n{released}"),
            ),
        ] {
            assert_eq!(with_entry(text, "", "NEW\n"), expected);
        }
    }

    #[test]
    fn unedited_entry_is_replaced_and_edited_entry_stays() {
        let changelog = |entry: &str| format!("## Unreleased\n\n{entry}");
        let (old, new, edited) = ("### V\n\n- Old.\n", "### V\n\n- New.\n", "### V\n\n- Edited.\n");
        assert_eq!(with_entry(&changelog(old), old, new), changelog(new));
        assert_eq!(with_entry(&changelog(edited), old, new), changelog(edited));
        // An interrupt came before the state was written.
        assert_eq!(with_entry(&changelog(new), "", new), changelog(new));
    }
}
