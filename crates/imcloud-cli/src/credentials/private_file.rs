//! Files that nobody else may read.

use std::{fs, io, path::Path};

use crate::{
    failure::{Exit, Failure},
    file::{Readers, directory_of, replace},
};

/// The text of a file; `None` when there is no such file. One that others can read is refused: what is in it may be known to them.
pub(super) fn read(path: &Path) -> Result<Option<String>, Failure> {
    let failed = |error: io::Error| {
        Failure::new(Exit::Credentials, format!("{} cannot be read: {error}", path.display()))
    };
    let mut file = match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(failed)?,
    };
    // Of the open file, so that it cannot be another one by then.
    if let Some(mode) = others_may(&file.metadata().map_err(failed)?) {
        return Err(Failure::new(
            Exit::Credentials,
            format!("{} can be read or changed by others (mode {mode:o})", path.display()),
        )
        .remedy(format!("Close it, and change what is secret in it: chmod 600 {}", path.display())));
    }
    let mut text = String::new();
    io::Read::read_to_string(&mut file, &mut text).map_err(failed)?;
    Ok(Some(text))
}

#[cfg(unix)]
fn others_may(metadata: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Folders of users are their own there.
#[cfg(not(unix))]
fn others_may(_: &fs::Metadata) -> Option<u32> {
    None
}

/// Replaces a file as a whole, readable by its owner alone. Its folder is made if it is missing.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    make_folder(&directory_of(path))?;
    replace(path, text.as_bytes(), Readers::Owner)
}

/// Makes a folder that only its owner can look into.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
