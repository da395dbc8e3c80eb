//! The entry of a bump in `CHANGELOG.md`.

use std::fs;

use anyhow::{Context, Result};

use crate::{workspace::Workspace, write};
use openapi_review::{ApiVersion, Report, render};

const FILE: &str = "CHANGELOG.md";
const TITLE: &str = "# Changelog\n";
const UNRELEASED: &str = "## Unreleased\n";

/// Returns the entry: the changes of the generated client, one level below the heading of the release.
pub(super) fn entry(review: &Report, version: &ApiVersion) -> String {
    let sections = render::changelog::render(review).replace("\n### ", "\n#### ");
    let sections = sections.strip_prefix("### ").map_or(sections.clone(), |rest| format!("#### {rest}"));
    format!("### Version {version} of the API\n\n{}\n", sections.trim_end())
}

/// Adds the entry at the top of the section "Unreleased", or replaces `previous`, the entry of an earlier run. An entry that was edited since stays.
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
