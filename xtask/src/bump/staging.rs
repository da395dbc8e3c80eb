//! A copy of the workspace in which a bump is tried out.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{workspace::Workspace, write};

/// Folders that are no part of the workspace's contents.
const NOT_COPIED: &[&str] = &["target", ".git", "node_modules"];

/// A copy of a workspace.
#[derive(Debug)]
pub struct Staging {
    original: Workspace,
    copy: Workspace,
}

impl Staging {
    /// Copies the workspace to `target/bump`; a copy that is there already is brought up to date, so that what was compiled there is used again.
    ///
    /// # Errors
    /// When a file cannot be copied.
    pub fn of(workspace: &Workspace) -> Result<Self> {
        let folder = workspace.root().join("target/bump/workspace");
        let mut wanted = Vec::new();
        files(workspace.root(), Path::new(""), &mut wanted)?;
        let mut there = Vec::new();
        if folder.is_dir() {
            files(&folder, Path::new(""), &mut there)?;
        }
        for file in there.iter().filter(|file| !wanted.contains(file)) {
            fs::remove_file(folder.join(file))
                .with_context(|| format!("cannot remove {}", folder.join(file).display()))?;
        }
        for file in &wanted {
            let (from, to) = (workspace.root().join(file), folder.join(file));
            let contents = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
            // What did not change keeps its time, and so is not compiled again.
            if fs::read(&to).is_ok_and(|old| old == contents) {
                continue;
            }
            let parent = to.parent().context("a file without a folder")?;
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
            fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        }
        Ok(Self { original: workspace.clone(), copy: Workspace::at(folder) })
    }

    /// The copy.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        &self.copy
    }

    /// Runs cargo in the copy, with compiled code in `target`, or else where the original has it.
    ///
    /// # Errors
    /// When cargo cannot be started or does not succeed; what it said has been shown.
    pub fn cargo(&self, arguments: &[String], target: Option<&Path>) -> Result<()> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let usual = || {
            std::env::var_os("CARGO_TARGET_DIR")
                .map_or_else(|| self.original.root().join("target"), PathBuf::from)
        };
        let target = target.map_or_else(usual, Path::to_owned);
        let status = Command::new(cargo)
            .args(arguments)
            .current_dir(self.copy.root())
            .env("CARGO_TARGET_DIR", target)
            // Snapshots show what changed; they are reviewed with the rest of the change.
            .env("INSTA_UPDATE", "always")
            .status()
            .context("cargo cannot be started")?;
        if !status.success() {
            bail!(
                "`cargo {}` does not succeed in {}; the workspace itself is unchanged. Mend what it names (in the workspace, not in the copy), and run the same command again",
                arguments.join(" "),
                self.original.show(self.copy.root())
            );
        }
        Ok(())
    }

    /// Writes every file that differs back to the original; returns them.
    ///
    /// # Errors
    /// When a file cannot be written; those that were are whole.
    pub fn write_back(&self) -> Result<Vec<String>> {
        let mut all = Vec::new();
        files(self.copy.root(), Path::new(""), &mut all)?;
        let mut written = Vec::new();
        for file in all {
            let (from, to) = (self.copy.root().join(&file), self.original.root().join(&file));
            let contents = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
            if fs::read(&to).is_ok_and(|old| old == contents) || is_scratch(&file) {
                continue;
            }
            let text =
                String::from_utf8(contents).with_context(|| format!("{} is no text", file.display()))?;
            write::atomically(&to, &text)?;
            written.push(file.display().to_string());
        }
        Ok(written)
    }
}

/// Files that tests leave behind.
fn is_scratch(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".snap.new") || name.ends_with(".pending-snap")
}

fn files(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let path = root.join(folder);
    let mut entries: Vec<_> = fs::read_dir(&path)
        .with_context(|| format!("cannot list {}", path.display()))?
        .collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let inside = folder.join(&name);
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !NOT_COPIED.contains(&name.to_string_lossy().as_ref()) {
                files(root, &inside, found)?;
            }
        } else if kind.is_file() && !(folder.as_os_str().is_empty() && name == ".git") {
            found.push(inside);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_what_belongs_to_the_workspace_and_brings_back_what_differs() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (file, text) in [("a.txt", "a"), ("sub/b.txt", "b"), ("target/c.txt", "c"), (".git", "gitdir: x")]
        {
            write::atomically(&root.join(file), text).unwrap();
        }
        let staging = Staging::of(&Workspace::at(root)).unwrap();
        let copy = staging.workspace().root();
        assert!(
            copy.join("sub/b.txt").is_file() && !copy.join("target").exists() && !copy.join(".git").exists()
        );
        for (file, text) in [("a.txt", "A"), ("new/d.txt", "d"), ("x.snap.new", "n")] {
            write::atomically(&copy.join(file), text).unwrap();
        }
        assert_eq!(fs::read_to_string(root.join("a.txt")).unwrap(), "a", "nothing is written before");
        assert_eq!(staging.write_back().unwrap(), ["a.txt", "new/d.txt"]);
        assert_eq!(fs::read_to_string(root.join("a.txt")).unwrap(), "A");

        // A second copy starts from the workspace again.
        write::atomically(&copy.join("left-over.txt"), "x").unwrap();
        Staging::of(&Workspace::at(root)).unwrap();
        assert!(!copy.join("left-over.txt").exists());
    }
}
