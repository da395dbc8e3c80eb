//! A download into a file.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use reqwest::header::HeaderValue;
use tempfile::TempPath;
use tokio::{
    io::{AsyncSeekExt as _, AsyncWriteExt as _, BufWriter},
    task::spawn_blocking,
};

use super::{
    download::unwritable,
    receipt::{Head, Piece},
    transfer::Transfer,
};
use crate::error::Result;

/// Chunks are a few KiB, and each write is a trip to another thread.
const BUFFER: usize = 256 * 1024;

/// Into a file that disappears unless it becomes whole.
pub(super) async fn write(mut transfer: Transfer, path: PathBuf) -> Result<u64> {
    let failed = |error| unwritable(path.display(), error);
    let target = path.clone();
    let begin = move || {
        check(&target)?;
        Ok((beside(&directory(&target))?.into_parts(), target))
    };
    let ((file, temporary), target) = blocking(begin).await.map_err(failed)?;
    let mut file = BufWriter::with_capacity(BUFFER, tokio::fs::File::from_std(file));
    while let Some(piece) = transfer.next().await? {
        match piece {
            Piece::Begin(_) => restart(&mut file).await.map_err(failed)?,
            Piece::Bytes(bytes) => file.write_all(&bytes).await.map_err(failed)?,
        }
    }
    let file = finish(file).await.map_err(failed)?;
    blocking(move || persist(file, temporary, &target)).await.map_err(failed)
}

/// Into `NAME.part`, which stays when it does not become whole.
pub(super) async fn resume(transfer: Transfer, path: PathBuf) -> Result<u64> {
    let failed = |error| unwritable(path.display(), error);
    let (target, address) = (path.clone(), transfer.address());
    let (part, file) = blocking(move || Part::open(&target, address)).await.map_err(failed)?;
    let mut transfer = match part.begun.clone() {
        Some((bytes, version)) => transfer.after(bytes, version),
        None => transfer,
    };
    let mut file = BufWriter::with_capacity(BUFFER, tokio::fs::File::from_std(file));
    let end = loop {
        match transfer.next().await {
            Ok(None) => break Ok(()),
            Ok(Some(Piece::Bytes(bytes))) => file.write_all(&bytes).await.map_err(failed)?,
            Ok(Some(Piece::Begin(head))) if head.from > 0 => {}
            Ok(Some(Piece::Begin(head))) => {
                // Never a mark beside bytes that are not of its version.
                restart(&mut file).await.map_err(failed)?;
                let marked = part.clone();
                blocking(move || marked.mark(&head)).await.map_err(failed)?;
            }
            Err(error) => break Err(error),
        }
    };
    let flushed = finish(file).await;
    end?;
    let file = flushed.map_err(failed)?;
    blocking(move || part.complete(&file)).await.map_err(failed)
}

/// Folders cannot be replaced by a file, and devices and pipes must not.
fn check(target: &Path) -> io::Result<()> {
    match fs::metadata(target) {
        Ok(found) if !found.is_file() => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is there and not a file; name another path, or write to what it leads to with to_writer",
        )),
        _ => Ok(()),
    }
}

async fn restart(file: &mut BufWriter<tokio::fs::File>) -> io::Result<()> {
    file.flush().await?;
    file.get_mut().set_len(0).await?;
    file.rewind().await.map(drop)
}

async fn finish(mut file: BufWriter<tokio::fs::File>) -> io::Result<File> {
    file.flush().await?;
    Ok(file.into_inner().into_std().await)
}

fn persist(file: File, temporary: TempPath, target: &Path) -> io::Result<u64> {
    file.sync_all()?;
    let length = file.metadata()?.len();
    drop(file);
    temporary.persist(target).map_err(|error| error.error)?;
    Ok(length)
}

/// A file that was begun.
#[derive(Clone)]
struct Part {
    target: PathBuf,
    path: PathBuf,
    mark: PathBuf,
    address: String,
    /// Its length and version, where it can be gone on with.
    begun: Option<(u64, HeaderValue)>,
}

impl Part {
    /// Opens or makes it, for this download alone.
    fn open(target: &Path, address: String) -> io::Result<(Self, File)> {
        check(target)?;
        let (path, mark) = (with_suffix(target, ".part"), with_suffix(target, ".part.etag"));
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let reason = format!("{} is being written by another download; wait for it", path.display());
                return Err(io::Error::new(io::ErrorKind::ResourceBusy, reason));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let length = io::Seek::seek(&mut file, io::SeekFrom::End(0))?;
        let version = read_mark(&mark, &address)?.filter(|_| length > 0);
        let begun = version.map(|version| (length, version));
        Ok((Self { target: target.to_owned(), path, mark, address, begun }, file))
    }

    /// Notes which version the bytes to come are of.
    fn mark(&self, head: &Head) -> io::Result<()> {
        let Some(version) = &head.version else {
            return remove(&self.mark);
        };
        let mut file = beside(&directory(&self.target))?;
        writeln!(file, "{}", self.address)?;
        file.write_all(version.as_bytes())?;
        file.persist(&self.mark).map_err(|error| error.error)?;
        Ok(())
    }

    fn complete(&self, file: &File) -> io::Result<u64> {
        file.sync_all()?;
        let length = file.metadata()?.len();
        fs::rename(&self.path, &self.target)?;
        remove(&self.mark)?;
        Ok(length)
    }
}

/// The version that the mark names, if it is of this address.
fn read_mark(mark: &Path, address: &str) -> io::Result<Option<HeaderValue>> {
    let mut text = String::new();
    match File::open(mark) {
        Ok(mut file) => file.read_to_string(&mut text)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let version = text.split_once('\n').filter(|(of, _)| *of == address).map(|(_, version)| version);
    Ok(version.and_then(|version| HeaderValue::from_str(version).ok()))
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A temporary file in the same directory, so that renaming it is one step.
fn beside(directory: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".imcloud-").suffix(".part");
    // As any new file; tempfile's own default is for secrets.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(directory)
}

fn directory(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
