//! Writing the files of a finished bump to the workspace.

use std::path::Path;

use anyhow::{Result, bail};

use super::git::{Change, Changes, Repository};

/// Writes the files that differ between the snapshot `base` and the worktree; returns those that were not written before.
///
/// # Errors
/// If one of them changed in the workspace since the snapshot. Nothing is written then.
pub(super) fn write(
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
    let is_ignored = |file: &str, change: Change| change == Change::Added && repository.exists(file);
    let conflicts: Vec<&str> = pending
        .iter()
        .filter(|(file, change)| edited.contains_key(*file) || is_ignored(file, **change))
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
