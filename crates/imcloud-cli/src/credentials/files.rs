//! Private files of the user: where they are, and access to them.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use etcetera::base_strategy::{BaseStrategy as _, choose_base_strategy};

use crate::{
    failure::{Exit, Failure},
    file::{Readers, decode, directory_of, read_limited, replace},
};

pub(super) fn config_file() -> Result<PathBuf, Failure> {
    if let Some(path) = env::var_os("IMCLOUD_CONFIG").filter(|path| !path.is_empty()) {
        return Ok(path.into());
    }
    Ok(base()?.config_dir().join("imcloud").join("config.toml"))
}

pub(super) fn cache_directory() -> Result<PathBuf, Failure> {
    Ok(base()?.cache_dir().join("imcloud"))
}

fn base() -> Result<impl etcetera::BaseStrategy, Failure> {
    choose_base_strategy().map_err(|error| {
        Failure::new(Exit::Configuration, format!("could not find the home directory: {error}"))
            .hint("Set HOME, or IMCLOUD_CONFIG to a file; or use the IMCLOUD_* variables alone.")
    })
}

/// Reads a file, `None` if it is missing. One that other users can read is rejected, because they may know
/// its secrets.
pub(super) fn read(path: &Path) -> Result<Option<String>, Failure> {
    let failed = |error: io::Error| {
        Failure::new(Exit::Configuration, format!("could not read {}: {error}", path.display()))
    };
    let file = match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(failed)?,
    };
    // Of the open file, which cannot be exchanged.
    if let Some(mode) = others_may(&file.metadata().map_err(failed)?) {
        return Err(Failure::new(
            Exit::Configuration,
            format!("{} can be read or changed by others (mode {mode:o})", path.display()),
        )
        .hint(format!("Run chmod 600 {}, and change the secrets in it.", path.display())));
    }
    let not_utf8 = |encoding: &'static encoding_rs::Encoding| {
        failed(io::Error::other(format!("not UTF-8, but probably {}", encoding.name())))
    };
    decode(&read_limited(file).map_err(failed)?).map(Some).map_err(not_utf8)
}

#[cfg(unix)]
fn others_may(metadata: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Directories of users are private there.
#[cfg(not(unix))]
fn others_may(_: &fs::Metadata) -> Option<u32> {
    None
}

/// Replaces a file atomically, readable by its owner only. Creates its directory if it is missing.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    create_directory(&directory_of(path))?;
    replace(path, text.as_bytes(), Readers::Owner)
}

/// Creates a directory that only its owner can read.
pub(super) fn create_directory(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}
