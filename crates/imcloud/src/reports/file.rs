//! Downloads into a local file.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use tokio::{
    io::{AsyncSeekExt as _, AsyncWriteExt as _, BufWriter},
    task::spawn_blocking,
};

use super::{errors::write_failed, range::Piece, transfer::Transfer};
use crate::error::Result;

/// Size of the write buffer in bytes. Chunks are a few KiB, and each write runs on another thread.
const BUFFER: usize = 256 * 1024;

/// Downloads into a temporary file and renames it to `path` once it is complete and on the disk.
///
/// The rename is not left to another thread: it would happen there even if the future was dropped meanwhile.
/// The temporary file is removed when the future is dropped.
pub(super) async fn write(mut transfer: Transfer, path: PathBuf) -> Result<u64> {
    let failed = |error| write_failed(path.display(), error);
    let target = path.clone();
    let created = blocking(move || Ok(create(&target)?.into_parts())).await;
    let (file, temporary) = created.map_err(failed)?;
    let mut file = BufWriter::with_capacity(BUFFER, tokio::fs::File::from_std(file));
    while let Some(piece) = transfer.next().await? {
        match piece {
            Piece::Start { .. } => restart(&mut file).await.map_err(failed)?,
            Piece::Bytes(bytes) => file.write_all(&bytes).await.map_err(failed)?,
        }
    }
    file.flush().await.map_err(failed)?;
    let file = file.into_inner().into_std().await;
    // The lock of the file is held until the rename.
    let (length, _file) = blocking(move || Ok((sync(&file)?, file))).await.map_err(failed)?;
    temporary.persist(&path).map_err(|error| failed(error.error))?;
    // Not supported by all file systems, and the file is complete anyway.
    let _ = blocking(move || sync_directory(&path)).await;
    Ok(length)
}

/// Creates a temporary file in the directory of the target, so that the rename is atomic. Its lock ends with
/// this process.
fn create(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    // A directory cannot be replaced by a file; a device or a pipe must not be.
    if fs::metadata(target).is_ok_and(|found| !found.is_file()) {
        let reason = "it exists and is not a regular file; choose another path, or use to_writer";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // As for any new file. The default of tempfile is for secrets.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let directory = directory(target);
    remove_leftovers(directory);
    for _ in 0..100 {
        let file = builder.tempfile_in(directory)?;
        // Not every file system has locks. Between creation and lock, another process can remove the file.
        let is_taken = matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock));
        if !is_taken && file.path().exists() {
            return Ok(file);
        }
    }
    Err(io::Error::other("other processes remove its temporary file"))
}

const PREFIX: &str = ".imcloud-";
const SUFFIX: &str = ".tmp";

/// Removes the temporary files of processes that were killed. Those of running processes are locked.
fn remove_leftovers(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let is_temporary =
            name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if is_temporary && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            // Another process may have done it.
            let _ = fs::remove_file(path);
        }
    }
}

async fn restart(file: &mut BufWriter<tokio::fs::File>) -> io::Result<()> {
    file.flush().await?;
    file.get_mut().set_len(0).await?;
    file.rewind().await.map(drop)
}

/// Writes a file to the disk, and returns its length.
fn sync(file: &File) -> io::Result<u64> {
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// Writes the directory entry of a renamed file to the disk.
fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory(path))?.sync_all() } else { Ok(()) }
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
