//! The entry of a bump in `CHANGELOG.md`.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result};
use openapi_review::{
    ApiVersion, Level, Report, Source, Wire,
    code::{Change, What},
};

use crate::workspace::{Workspace, write_atomically};

const FILE: &str = "CHANGELOG.md";
const TITLE: &str = "# Changelog\n";
const UNRELEASED: &str = "## Unreleased\n";

/// Returns the entry: the changes of the generated client, one level below the heading of the release.
pub(super) fn entry(report: &Report, version: &ApiVersion) -> String {
    let mut sections: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut add = |section: usize, entry: String| sections.entry(section).or_default().push(entry);
    if !report.is_empty() {
        let (new, old) = (report.new.title(), report.old.title());
        add(1, format!("The client follows version {new} of the API; before, it was {old}."));
    }
    // Fields and variants of one type in one entry.
    let mut fields: BTreeMap<(usize, &str), Vec<&Change>> = BTreeMap::new();
    for change in &report.rust {
        let (item, owner, breaking) = (&change.item, change.owner(), breaking(&[change]));
        match change.what {
            What::FieldAdded | What::VariantAdded | What::SetterAdded => {
                fields.entry((0, owner)).or_default().push(change)
            }
            What::FieldRemoved | What::VariantRemoved | What::SetterRemoved => {
                fields.entry((2, owner)).or_default().push(change)
            }
            What::TypeAdded | What::OperationAdded => add(0, format!("`{item}`")),
            What::TypeRemoved | What::OperationRemoved => add(2, format!("`{item}`{breaking}")),
            What::PublishedIdChanged => {}
            _ => {
                let [before, after] =
                    [&change.before, &change.after].map(|text| text.clone().unwrap_or_default());
                add(1, format!("`{item}`: `{before}` became `{after}`{breaking}"));
            }
        }
    }
    for ((section, owner), changes) in fields {
        let mut names: Vec<String> =
            changes.iter().map(|change| format!("`{}`", short_name(&change.item))).collect();
        names.sort();
        add(section, format!("`{owner}`: {}{}", names.join(", "), breaking(&changes)));
    }
    // Changes that types do not show.
    for finding in &report.findings {
        if finding.wire == Wire::Fails && finding.rust.is_empty() && finding.level == Level::Published {
            add(1, format!("The service: {}: {}.", finding.subject, finding.message));
        }
    }
    let section = |(index, entries): (usize, Vec<String>)| {
        let entries: String = entries.iter().map(|entry| format!("- {entry}\n")).collect();
        format!("\n#### {}\n\n{entries}", ["Added", "Changed", "Removed"][index])
    };
    let sections: String = sections.into_iter().map(section).collect();
    format!("### Version {version} of the API\n{sections}")
}

fn breaking(changes: &[&Change]) -> &'static str {
    if changes.iter().any(|change| change.source == Source::Breaks) { " (breaking)" } else { "" }
}

fn short_name(item: &str) -> &str {
    let item = item.rsplit("::").next().unwrap_or(item);
    item.split_once('(').map_or(item, |(_, rest)| rest.trim_end_matches(')'))
}

/// Adds the entry at the top of the section "Unreleased", or replaces `previous`, the entry of an earlier
/// run. An entry that was edited since stays.
pub(super) fn write(workspace: &Workspace, previous: &str, entry: &str) -> Result<()> {
    let path = workspace.root().join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => TITLE.to_owned(),
        result => result.with_context(|| format!("could not read {FILE}"))?.replace("\r\n", "\n"),
    };
    write_atomically(&path, &with_entry(&text, previous, entry)).map(drop)
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
    fn edited_changelog_entry_stays() {
        let changelog = |entry: &str| format!("## Unreleased\n\n{entry}");
        let (old, new, edited) = ("### V\n\n- Old.\n", "### V\n\n- New.\n", "### V\n\n- Edited.\n");
        assert_eq!(with_entry(&changelog(old), old, new), changelog(new));
        assert_eq!(with_entry(&changelog(edited), old, new), changelog(edited));
        // An interrupt came before the state was written.
        assert_eq!(with_entry(&changelog(new), "", new), changelog(new));
    }
}
