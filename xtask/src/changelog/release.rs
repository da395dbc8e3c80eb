//! Joining entries into changelogs.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, ensure};

use super::{Entry, entry::SECTIONS};
use crate::{workspace::Workspace, write};

const HEAD: &str = "# Changelog\n\nVersions follow [semantic versioning](https://semver.org) as cargo reads it: below 1.0, the second number says that code may break.\n";

/// The section of one release for one crate; `None` where no entry is about it.
#[must_use]
pub fn section(name: &str, version: &str, date: &str, entries: &[Entry]) -> Option<String> {
    let mut joined: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.crates.iter().any(|known| known == name)) {
        for (title, text) in &entry.sections {
            let index = SECTIONS.iter().position(|known| known == title).unwrap_or(SECTIONS.len());
            joined.entry(index).or_default().push(text);
        }
    }
    let parts: Vec<String> = joined
        .iter()
        .map(|(index, texts)| {
            format!("### {}\n\n{}\n", SECTIONS.get(*index).unwrap_or(&"Changed"), texts.join("\n"))
        })
        .collect();
    (!parts.is_empty()).then(|| format!("## {version} ({date})\n\n{}", parts.join("\n")))
}

/// Writes the release into the changelog of every crate that an entry is about, and removes the entries; returns what was done, a line each.
///
/// # Errors
/// When an entry names no crate of the workspace, or a changelog already has the version.
pub fn write_all(workspace: &Workspace, version: &str, date: &str) -> Result<Vec<String>> {
    let entries = Entry::all(&workspace.changes())?;
    check(workspace, &entries)?;
    let mut names: Vec<&String> = entries.iter().flat_map(|entry| &entry.crates).collect();
    names.sort();
    names.dedup();
    let mut files = Vec::new();
    for name in names {
        let path = workspace.root().join("crates").join(name).join("CHANGELOG.md");
        let old = fs::read_to_string(&path).unwrap_or_else(|_| HEAD.to_owned());
        ensure!(
            !old.contains(&format!("\n## {version} ")),
            "{} already has the version {version}",
            workspace.show(&path)
        );
        let section = section(name, version, date, &entries).context("an entry without sections")?;
        let (head, rest) = old
            .split_once("\n## ")
            .map_or((old.as_str(), String::new()), |(head, rest)| (head, format!("\n## {rest}")));
        files.push((path, format!("{}\n\n{section}{rest}", head.trim_end())));
    }
    let mut done = Vec::new();
    for (path, text) in files {
        write::atomically(&path, &text)?;
        done.push(format!("wrote {}", workspace.show(&path)));
    }
    for entry in entries {
        fs::remove_file(workspace.root().join(&entry.file))
            .with_context(|| format!("cannot remove {}", entry.file))?;
        done.push(format!("removed {}", entry.file));
    }
    Ok(done)
}

/// Makes sure that entries are about crates of this workspace.
///
/// # Errors
/// Names the first entry that is not.
pub fn check(workspace: &Workspace, entries: &[Entry]) -> Result<()> {
    for entry in entries {
        for name in &entry.crates {
            let known = workspace.root().join("crates").join(name).join("Cargo.toml").is_file();
            ensure!(known, "{} names the crate {name}, which is not in crates/", entry.file);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkout() -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b"] {
            write::atomically(&folder.path().join(format!("crates/{name}/Cargo.toml")), "").unwrap();
        }
        let workspace = Workspace::at(folder.path());
        (folder, workspace)
    }

    fn entry(workspace: &Workspace, name: &str, text: &str) {
        write::atomically(&workspace.changes().join(name), text).unwrap();
    }

    #[test]
    fn joins_entries_by_section_above_older_releases_and_removes_them() {
        let (_folder, workspace) = checkout();
        entry(&workspace, "one.md", "crates: a, b\n\n### Added\n\n- One.\n");
        entry(&workspace, "two.md", "crates: a\n\n### Fixed\n\n- Two.\n\n### Added\n\n- Three.\n");
        write_all(&workspace, "0.1.1", "2026-01-02").unwrap();
        entry(&workspace, "later.md", "crates: a\n\n### Removed\n\n- Four.\n");
        write_all(&workspace, "0.2.0", "2026-02-03").unwrap();
        let read = |name: &str| {
            fs::read_to_string(workspace.root().join(format!("crates/{name}/CHANGELOG.md"))).unwrap()
        };
        let body = |text: String| text[text.find("\n## ").unwrap() + 1..].to_owned();
        assert_eq!(
            body(read("a")),
            "## 0.2.0 (2026-02-03)\n\n### Removed\n\n- Four.\n\n## 0.1.1 (2026-01-02)\n\n### Added\n\n- One.\n- Three.\n\n### Fixed\n\n- Two.\n"
        );
        assert_eq!(body(read("b")), "## 0.1.1 (2026-01-02)\n\n### Added\n\n- One.\n");
        assert!(Entry::all(&workspace.changes()).unwrap().is_empty());
    }

    #[test]
    fn a_version_is_released_once_and_crates_are_known() {
        let (_folder, workspace) = checkout();
        entry(&workspace, "one.md", "crates: a\n\n### Added\n\n- One.\n");
        write_all(&workspace, "0.1.1", "2026-01-02").unwrap();
        entry(&workspace, "two.md", "crates: a\n\n### Added\n\n- Two.\n");
        let error = write_all(&workspace, "0.1.1", "2026-01-02").unwrap_err().to_string();
        assert_eq!(error, "crates/a/CHANGELOG.md already has the version 0.1.1");
        entry(&workspace, "two.md", "crates: c\n\n### Added\n\n- Two.\n");
        let error = write_all(&workspace, "0.1.2", "2026-01-02").unwrap_err().to_string();
        assert_eq!(error, "changes/two.md names the crate c, which is not in crates/");
    }
}
