//! Atomic writes of files.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::failure::{Exit, Failure};

/// Read permission of a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Only the owner.
    Owner,
    /// As for any new file of the user.
    Usual,
}

/// Replaces a file atomically. An interrupt leaves the previous file.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    replace(path, content, Readers::Usual)
        .map_err(|error| Failure::new(Exit::Failed, format!("could not write {}: {error}", path.display())))
}

/// Replaces a file atomically, and returns the plain error.
pub(crate) fn replace(path: &Path, content: &[u8], readers: Readers) -> io::Result<()> {
    // The target of a symbolic link is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if is_special_file(&path) {
        return fs::OpenOptions::new().write(true).open(&path)?.write_all(content);
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".imcloud-");
    if readers == Readers::Usual {
        // By the user's umask. Temporary files are private by default.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    // In the same directory, so that the rename is atomic. Removed on errors.
    let directory = directory_of(&path);
    let mut file = builder.tempfile_in(&directory)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    // Not supported by all file systems, and the file is complete anyway.
    #[cfg(unix)]
    let _ = fs::File::open(directory).and_then(|directory| directory.sync_all());
    Ok(())
}

/// Returns true for a pipe, a device or the like, which are written to and never replaced.
pub(crate) fn is_special_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Returns the directory of a file.
pub(crate) fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory.to_owned(),
        _ => PathBuf::from("."),
    }
}
