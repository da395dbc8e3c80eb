//! Downloads of report files: in memory, as chunks, into a local file, or as typed rows.
//!
//! [`Reports::download`](crate::resources::Reports::download) creates a [`Download`]. Nothing is sent before
//! one of its methods is awaited.
//!
//! * **No credentials are sent.** The URL of a file is signed and leads to a blob store (documented by
//!   example). A separate HTTP client fetches it without redirects. Its query is never logged.
//! * **Interrupted downloads are resumed** with `Range` and `If-Range`, as often as the
//!   [`RetryPolicy`](crate::RetryPolicy) allows without a new byte. If the file changed meanwhile,
//!   [`Download::bytes`] and [`Download::to_file`] start again; the others fail once they returned bytes.
//! * **Memory is bounded.** Chunks and CSV rows are not stored, [`Download::max_bytes`] limits the rest.

mod errors;
mod range;
mod rows;
mod transfer;

use std::{
    fs,
    future::ready,
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_util::{
    TryStreamExt as _,
    stream::{self, BoxStream},
};
use imcloud_raw::{
    SignedUrl,
    types::{Report, ReportFormat, ReportStatus, ReportSummary},
};
use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncSeekExt as _, AsyncWrite, AsyncWriteExt as _, BufWriter},
    task::spawn_blocking,
};

pub(crate) use self::errors::write_failed;
use self::{
    errors::OPERATION,
    range::{Piece, RangeState},
    transfer::Transfer,
};
pub use self::{
    range::Progress,
    rows::{Rows, deserialize_from_str},
};
use crate::{
    error::{Error, Result},
    http::Stack,
    pagination::ResultStream,
};

/// Default of [`Download::max_bytes`]. Reports are far smaller (assumed).
const MAX_BYTES: u64 = 1 << 30;

/// Default of [`Download::max_bytes`] for the rows of JSON files, which are read into memory.
const MAX_JSON_BYTES: u64 = 64 << 20;

/// Default of [`Download::timeout`]. A signed URL is not valid for much longer (assumed).
const TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// The file of a report: its signed URL, and its format if it is known.
///
/// Created from a [`Report`], [`ReportSummary`] or [`SignedUrl`], which has no format.
///
/// # Examples
///
/// ```
/// use imcloud::{SignedUrl, reports::ReportFile, types::ReportFormat};
///
/// let url = SignedUrl::from("https://store.example/charges.csv?sig=abc");
/// let file = ReportFile::from(url).format(ReportFormat::Csv);
/// assert!(!format!("{file:?}").contains("abc"));
/// ```
#[derive(Clone, Debug)]
pub struct ReportFile {
    url: Option<SignedUrl>,
    format: Option<ReportFormat>,
    status: Option<ReportStatus>,
}

setters! { impl ReportFile {
    /// Sets the format of the file, if the report has none or a wrong one.
    format(format: ReportFormat) => format = Some(format);
}}

impl From<SignedUrl> for ReportFile {
    fn from(url: SignedUrl) -> Self {
        Self { url: Some(url), format: None, status: None }
    }
}

impl From<&SignedUrl> for ReportFile {
    fn from(url: &SignedUrl) -> Self {
        url.clone().into()
    }
}

macro_rules! from_report {
    ($($report:ident),*) => {$(
        impl From<&$report> for ReportFile {
            fn from(report: &$report) -> Self {
                let $report { download_url, format, status, .. } = report;
                Self { url: download_url.clone(), format: format.clone(), status: status.clone() }
            }
        }
    )*};
}

from_report!(Report, ReportSummary);

/// A download of a report file. Created by [`Reports::download`](crate::resources::Reports::download).
///
/// Its methods start it, and it can be dropped at any time. The retry policy of the client applies, its retry
/// budget and rate limit do not: the store is another service.
/// [`Timeouts::attempt`](crate::Timeouts::attempt) limits the time without a new byte, and
/// [`Download::timeout`] all waits for the store.
///
/// # Errors
///
/// All ways to download a file can fail with:
/// * [`is_permission_denied`](Error::is_permission_denied): the signed URL expired or was changed. Fetch the
///   report again.
/// * [`is_not_found`](Error::is_not_found): the file does not exist or was removed.
/// * [`is_too_large`](Error::is_too_large): the file exceeds [`Download::max_bytes`].
/// * [`is_invalid_request`](Error::is_invalid_request): no file yet, or an invalid URL. Nothing was sent.
/// * [`is_decode`](Error::is_decode): an HTML page, such as a login page and with any content type, or a
///   compressed file was received instead of the report.
/// * [`is_retryable`](Error::is_retryable): too many interruptions for the retry policy.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use imcloud::{ReportFilter, types::{ReportFormat, ReportStatus}};
///
/// let filter = ReportFilter::new().format(ReportFormat::Csv).status(ReportStatus::Completed);
/// let reports = client.reports().list().filter(filter).collect(100).await?;
/// let newest = reports.first().ok_or("no report")?;
/// let bytes = client
///     .reports()
///     .download(newest)
///     .on_progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total))
///     .to_file("charges.csv")
///     .await?;
/// println!("{bytes} bytes");
/// # Ok(())
/// # }
/// ```
#[must_use = "a download sends nothing before one of its methods is awaited"]
pub struct Download {
    stack: Stack,
    file: ReportFile,
    max_bytes: Option<u64>,
    timeout: Duration,
    delimiter: u8,
    on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
}

setters! { blocking impl Download {
    /// Sets the maximum length of the file in bytes. Defaults to 1 GiB, and to 64 MiB for the rows of JSON
    /// files. A longer file is an error, before its bytes are fetched if the store reports the length.
    max_bytes(bytes: u64) => max_bytes = Some(bytes);

    /// Sets the time limit for all waits for the store, not for the caller. Defaults to one hour.
    timeout(limit: Duration) => timeout = limit;

    /// Sets a function that is called when the file starts and after each chunk. It must return quickly.
    on_progress(report: impl FnMut(Progress) + Send + 'static) => on_progress = Some(Box::new(report));

    /// Sets the delimiter between the columns of CSV files, for [`Download::rows`]. Defaults to a comma.
    delimiter(delimiter: u8) => delimiter = delimiter;
}}

impl Download {
    pub(crate) fn new(stack: Stack, file: ReportFile) -> Self {
        Self { stack, file, max_bytes: None, timeout: TIMEOUT, delimiter: b',', on_progress: None }
    }

    /// Returns the file as a stream of chunks.
    pub fn chunks(self) -> Chunks {
        let bytes = pieces(self.transfer(false)).try_filter_map(|piece| {
            ready(Ok(match piece {
                Piece::Start { .. } => None,
                Piece::Bytes(bytes) => Some(bytes),
            }))
        });
        ResultStream::new(bytes)
    }

    /// Downloads the file into memory.
    ///
    /// # Errors
    /// See [`Download`].
    pub async fn bytes(self) -> Result<Bytes> {
        let mut transfer = self.transfer(true)?;
        let mut file = BytesMut::new();
        while let Some(piece) = transfer.next().await? {
            match piece {
                Piece::Start { .. } => file.clear(),
                Piece::Bytes(bytes) => file.extend_from_slice(&bytes),
            }
        }
        Ok(file.freeze())
    }

    /// Writes the file to `writer`, flushes it and returns the number of bytes.
    ///
    /// # Errors
    /// See [`Download`]. [`Error::get_ref`] is the `io::Error` of the writer. Bytes written before stay.
    pub async fn to_writer<W: AsyncWrite + Unpin + ?Sized>(self, writer: &mut W) -> Result<u64> {
        let mut chunks = self.chunks();
        let mut written = 0;
        while let Some(bytes) = chunks.next().await {
            let bytes = bytes?;
            writer.write_all(&bytes).await.map_err(|error| write_failed("the writer", error))?;
            written += bytes.len() as u64;
        }
        writer.flush().await.map_err(|error| write_failed("the writer", error))?;
        Ok(written)
    }

    /// Writes the file to `path` and returns its length in bytes.
    ///
    /// An existing file is replaced atomically: the bytes go to a temporary file in the same directory, which
    /// is renamed when it is complete and on the disk. It is removed after an error or a drop.
    ///
    /// # Errors
    /// See [`Download`]. [`Error::get_ref`] is the `io::Error` of the file system. If `path` is a directory,
    /// device or pipe, the call fails before anything is sent.
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref().to_owned();
        write_file(self.transfer(true)?, path).await
    }

    /// Returns the rows of a CSV or JSON file, each deserialized into a `T`.
    ///
    /// * The first line of a CSV file names the columns. They are matched with the fields of `T` by name, and
    ///   other columns are ignored. Rows are returned while the file is received. A row has up to 1 MiB and
    ///   4,096 columns.
    /// * A JSON file is an array of objects. It is read into memory first, see [`Download::max_bytes`].
    ///
    /// The columns are configured in the platform and not part of the API (documented). The format is the one
    /// of the report, or else of the content type. A byte order mark is ignored; only UTF-8 is valid.
    pub fn rows<T: DeserializeOwned>(self) -> Rows<T> {
        let (format, delimiter) = (self.file.format.clone(), self.delimiter);
        let format = format.filter(|format| *format != ReportFormat::Unknown);
        let max_json_bytes = self.max_bytes.unwrap_or(MAX_JSON_BYTES);
        Rows::new(pieces(self.transfer(false)), format, delimiter, max_json_bytes)
    }

    fn transfer(self, may_restart: bool) -> Result<Transfer> {
        let Some(url) = &self.file.url else {
            let hint = match &self.file.status {
                Some(ReportStatus::Error) => "the platform could not create it; schedule it again".to_owned(),
                Some(status) if *status != ReportStatus::Completed => {
                    format!("its status is {status}; wait until it is completed and fetch it again")
                }
                _ => "fetch it again when it is completed".to_owned(),
            };
            return Err(Error::invalid_request(OPERATION, format!("the report has no file: {hint}")));
        };
        let max_bytes = self.max_bytes.unwrap_or(MAX_BYTES);
        Transfer::new(
            self.stack,
            url,
            RangeState::new(max_bytes, may_restart, self.on_progress),
            self.timeout,
        )
    }
}

impl_debug!(Download, self, file = self.file, max_bytes = self.max_bytes);

/// Returns the pieces of a transfer. The stream ends after an error.
fn pieces(transfer: Result<Transfer>) -> BoxStream<'static, Result<Piece>> {
    match transfer {
        Err(error) => Box::pin(stream::iter([Err(error)])),
        Ok(transfer) => Box::pin(stream::try_unfold(transfer, |mut transfer| async move {
            Ok(transfer.next().await?.map(|piece| (piece, transfer)))
        })),
    }
}

/// The bytes of a file, in chunks of any length, which are never empty. Interruptions leave no trace.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> imcloud::Result<()> {
/// let mut chunks = client.reports().latest("Monthly charges").await?.download().chunks();
/// while let Some(bytes) = chunks.try_next().await? {
///     println!("{} bytes", bytes.len());
/// }
/// # Ok(())
/// # }
/// ```
pub type Chunks = ResultStream<Bytes>;

/// Size of the write buffer in bytes. Chunks are a few KiB, and each write runs on another thread.
const BUFFER: usize = 256 * 1024;

/// Downloads into a temporary file and renames it to `path` once it is complete and on the disk.
///
/// The rename is not left to another thread: it would happen there even if the future was dropped meanwhile.
/// The temporary file is removed when the future is dropped.
async fn write_file(mut transfer: Transfer, path: PathBuf) -> Result<u64> {
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
    let synced = blocking(move || file.sync_all().and_then(|()| Ok((file.metadata()?.len(), file)))).await;
    let (length, _file) = synced.map_err(failed)?;
    temporary.persist(&path).map_err(|error| failed(error.error))?;
    // The directory entry. Not supported by all file systems, and the file is complete anyway.
    #[cfg(unix)]
    let _ = blocking(move || fs::File::open(directory(&path))?.sync_all()).await;
    Ok(length)
}

/// Creates a temporary file in the directory of the target, so that the rename is atomic.
fn create(target: &Path) -> io::Result<tempfile::NamedTempFile> {
    // A directory cannot be replaced by a file; a device or a pipe must not be.
    if fs::metadata(target).is_ok_and(|found| !found.is_file()) {
        let reason = "it exists and is not a regular file; choose another path, or use to_writer";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    temporary_file(directory(target), false)
}

/// Creates a temporary file, locked by this process, and removes those of killed ones. Not public API.
#[doc(hidden)]
pub fn temporary_file(directory: &Path, is_private: bool) -> io::Result<tempfile::NamedTempFile> {
    const ENDS: [&str; 2] = [".imcloud-", ".tmp"];
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap_or_default();
        let is_temporary = name.starts_with(ENDS[0]) && name.ends_with(ENDS[1]);
        if is_temporary && fs::File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            // Another process may have done it.
            let _ = fs::remove_file(entry.path());
        }
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(ENDS[0]).suffix(ENDS[1]);
    #[cfg(unix)]
    if !is_private {
        // As for any new file. The default of tempfile is for secrets.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    for _ in 0..100 {
        let file = builder.tempfile_in(directory)?;
        // Not every file system has locks. Before the lock, another process can remove the file.
        let is_taken = matches!(file.as_file().try_lock(), Err(fs::TryLockError::WouldBlock));
        if !is_taken && file.path().exists() {
            return Ok(file);
        }
    }
    Err(io::Error::other("other processes remove its temporary file"))
}

async fn restart(file: &mut BufWriter<tokio::fs::File>) -> io::Result<()> {
    file.flush().await?;
    file.get_mut().set_len(0).await?;
    file.rewind().await.map(drop)
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
