//! Atomic writes of files.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result};

/// Prefix of the names of temporary files, which an interrupt may leave.
pub const TEMPORARY: &str = ".xtask-";

/// Writes `text` to `path` through a temporary file in the same directory; returns whether the contents
/// changed.
///
/// # Errors
/// If the directory cannot be created or written to. The old file is then unchanged.
pub fn atomically(path: &Path, text: &str) -> Result<bool> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    let context = || format!("cannot write {}", path.display());
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).with_context(context)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // A temporary file would otherwise be readable by its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(folder).with_context(context)?;
    file.write_all(text.as_bytes()).with_context(context)?;
    file.as_file().sync_all().with_context(context)?;
    file.persist(path).with_context(context)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_the_whole_file_and_tells_whether_it_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/file.txt");
        assert!(atomically(&path, "one").unwrap());
        assert!(!atomically(&path, "one").unwrap());
        assert!(atomically(&path, "two").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no temporary file is left");
    }
}
