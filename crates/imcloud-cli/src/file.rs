//! Files that appear whole or not at all.

use std::{
    io::{self, Write as _},
    path::Path,
};

use tempfile::NamedTempFile;

use crate::failure::{Exit, Failure};

/// Replaces a file as a whole. An interrupt leaves what was there.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let written = || -> io::Result<()> {
        let mut file = beside(path)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    written()
        .map_err(|error| Failure::new(Exit::Failed, format!("{} cannot be written: {error}", path.display())))
}

/// A temporary file in the folder of another, so that it can take its place. It goes away unless it does.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // As any other new file, by the user's umask, and not private as temporary files are.
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    builder.prefix(".imcloud-").tempfile_in(folder)
}
