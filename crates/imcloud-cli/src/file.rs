//! Files that appear whole or not at all.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::failure::{Exit, Failure};

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner alone.
    Owner,
    /// Whoever the user lets read new files.
    Usual,
}

/// Replaces a file as a whole. An interrupt leaves what was there.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    replace(path, content, Readers::Usual)
        .map_err(|error| Failure::new(Exit::Failed, format!("{} cannot be written: {error}", path.display())))
}

/// The same for whoever has a sentence of their own.
pub(crate) fn replace(path: &Path, content: &[u8], readers: Readers) -> io::Result<()> {
    // A link stays one; what it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if is_no_plain_file(&path) {
        return fs::OpenOptions::new().write(true).open(&path)?.write_all(content);
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".imcloud-");
    if readers == Readers::Usual {
        // By the user's umask, and not private as temporary files are.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    // Beside it, so that it can take its place. It goes away unless it does.
    let mut file = builder.tempfile_in(folder_of(&path))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Whether a path leads to a pipe, a device or the like, which are written to and never replaced.
pub(crate) fn is_no_plain_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
