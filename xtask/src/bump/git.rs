//! Snapshots of a working tree and worktrees, by git commands that leave the index, branches and stash of the
//! user alone.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::{TEMPORARY, git};

/// The files that differ between two trees, with the letter of git: `A` (added), `D` (removed), `M` or `T`.
pub(super) type Changes = BTreeMap<String, String>;

#[derive(Debug)]
pub(super) struct Repository {
    root: PathBuf,
}

impl Repository {
    /// Opens the repository whose working tree is at `root`. Fails if that is not its top directory, or its
    /// `target` directory is not ignored.
    pub(super) fn open(root: &Path) -> Result<Self> {
        let repository = Self { root: root.to_owned() };
        let prefix = repository.text(&["rev-parse", "--show-prefix"]);
        let prefix = prefix.context("bump works in a git worktree and needs a repository; run `git init`")?;
        ensure!(prefix.is_empty(), "{} is not the top directory of its git repository", root.display());
        let ignored = repository.text(&["check-ignore", "target/bump"]).is_ok();
        ensure!(ignored, "git does not ignore `target`; add `/target` to .gitignore");
        Ok(repository)
    }

    fn git(&self, arguments: &[&str], index: Option<&Path>, input: &str) -> Result<String> {
        let output = git(&self.root, index, input, arguments)
            .with_context(|| format!("`git {}` failed", arguments[0]))?;
        Ok(output.trim_end_matches('\n').to_owned())
    }

    fn text(&self, arguments: &[&str]) -> Result<String> {
        self.git(arguments, None, "")
    }

    /// Returns a temporary directory on the same file system. If this process is killed, the end of a bump
    /// removes it.
    fn scratch(&self) -> Result<tempfile::TempDir> {
        let parent = self.root.join("target/bump");
        fs::create_dir_all(&parent)
            .and_then(|()| tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(&parent))
            .with_context(|| format!("could not create a directory in {}", parent.display()))
    }

    /// Stores the working tree, uncommitted and untracked files included; returns the id of the tree.
    pub(super) fn snapshot(&self) -> Result<String> {
        let scratch = self.scratch()?;
        let index = scratch.path().join("index");
        // The index knows ignored files that are tracked, and which files need not be read again.
        let original = self.root.join(self.text(&["rev-parse", "--git-path", "index"])?);
        if original.is_file() {
            // git reads files again that are not older than the index.
            fs::copy(&original, &index)
                .and_then(|_| {
                    fs::File::options()
                        .write(true)
                        .open(&index)?
                        .set_modified(original.metadata()?.modified()?)
                })
                .with_context(|| format!("could not copy {}", original.display()))?;
        }
        let temporary = format!(":(exclude,glob)**/{}*", TEMPORARY);
        self.git(&["add", "--all", "--", ".", &temporary], Some(&index), "")?;
        self.git(&["write-tree"], Some(&index), "")
    }

    /// Returns a new commit of a tree, without parents and branches.
    pub(super) fn commit(&self, tree: &str) -> Result<String> {
        self.text(&["commit-tree", tree, "-m", "Working tree before a bump"])
    }

    pub(super) fn add_worktree(&self, path: &str, commit: &str) -> Result<()> {
        self.text(&["worktree", "add", "--quiet", "--force", "--detach", path, commit]).map(drop)
    }

    /// Removes a worktree with everything in it, if it exists.
    pub(super) fn remove_worktree(&self, path: &str) -> Result<()> {
        let directory = self.root.join(path);
        // git does not remove a directory that an interrupt left incomplete.
        if self.text(&["worktree", "remove", "--force", "--force", path]).is_err() && directory.exists() {
            fs::remove_dir_all(directory).with_context(|| format!("could not remove {path}"))?;
        }
        Ok(())
    }

    pub(super) fn changes(&self, from: &str, to: &str) -> Result<Changes> {
        let output = self.text(&["diff-tree", "-r", "-z", "--no-renames", "--name-status", from, to])?;
        let fields: Vec<&str> = output.split_terminator('\0').collect();
        Ok(fields.chunks_exact(2).map(|pair| (pair[1].to_owned(), pair[0].to_owned())).collect())
    }

    pub(super) fn ignored(&self, pattern: &str) -> Result<Vec<String>> {
        let list =
            self.text(&["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", pattern])?;
        Ok(list.split_terminator('\0').map(str::to_owned).collect())
    }

    /// Writes files of a tree to the working tree. Each file is replaced atomically, with its mode.
    fn check_out(&self, tree: &str, files: &Changes) -> Result<()> {
        let scratch = self.scratch()?;
        let index = scratch.path().join("index");
        let staged = scratch.path().join("files");
        let (removed, written): (Vec<_>, Vec<_>) = files.iter().partition(|(_, change)| *change == "D");
        let list: String = written.iter().map(|(file, _)| format!("{file}\0")).collect();
        let prefix = format!("--prefix={}/", staged.display());
        self.git(&["read-tree", tree], Some(&index), "")?;
        self.git(&["checkout-index", "-z", "--stdin", &prefix], Some(&index), &list)?;
        // Removals first: a file may have become a directory.
        for (file, _) in removed {
            let path = self.root.join(file);
            if let Err(error) = fs::remove_file(&path)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                return Err(error).with_context(|| format!("could not remove {file}"));
            }
            // Directories that are empty now; git has none either.
            path.ancestors().skip(1).all(|parent| fs::remove_dir(parent).is_ok());
        }
        for (file, _) in written {
            let path = self.root.join(file);
            path.parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::rename(staged.join(file), &path))
                .with_context(|| format!("could not write {file}"))?;
        }
        Ok(())
    }
}

/// Writes the files that differ between the snapshot `base` and the worktree; returns those that were not
/// written before. Writes nothing if one of them changed in the workspace since the snapshot.
pub(super) fn write_back(
    repository: &Repository,
    base: &str,
    worktree: &Path,
    changes: &Changes,
) -> Result<Vec<String>> {
    let new = Repository::open(worktree)?.snapshot()?;
    let now = repository.snapshot()?;
    let edited = repository.changes(base, &now)?;
    // An interrupted run may have written some of them.
    let pending: Changes =
        repository.changes(&now, &new)?.into_iter().filter(|(file, _)| changes.contains_key(file)).collect();
    // git ignores a file that exists and is not in the snapshot.
    let exists = |file: &str| repository.root.join(file).symlink_metadata().is_ok();
    let is_ignored = |file: &str, change: &str| change == "A" && exists(file);
    let conflicts: Vec<&str> = pending
        .iter()
        .filter(|(file, change)| edited.contains_key(*file) || is_ignored(file, change))
        .map(|(file, _)| file.as_str())
        .collect();
    if !conflicts.is_empty() {
        bail!(
            "changed in the workspace since the bump started: {}; nothing was written. Undo the change in the workspace, or make the file the same there and in {}; then continue",
            conflicts.join(", "),
            worktree.display()
        );
    }
    repository.check_out(&new, &pending)?;
    Ok(pending.into_keys().collect())
}
