//! A download that has not begun.

use std::{fmt, path::Path};

use bytes::{Bytes, BytesMut};
use imcloud_raw::types::{ReportFormat, ReportStatus};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::{
    Chunks, Progress, ReportFile, Rows,
    chunks::chunks,
    file,
    receipt::{Piece, Receipt},
    transfer::{OPERATION, Transfer},
};
use crate::{
    error::{Details, Error, ErrorKind, Result},
    http::Stack,
};

/// A file whose length is no mistake; reports are far smaller (assumed).
const LARGEST: u64 = 1 << 30;

/// The file of a report, to be fetched into one of several things. Made by [`Reports::download`](crate::resources::Reports::download).
///
/// Each ending sends requests until the file is whole, and can be dropped at any time. The retry policy of the client holds, its retry budget and rate limit do not: the
/// store is another service. [`Timeouts::attempt`](crate::Timeouts::attempt) limits how long nothing may come, and nothing limits the whole.
///
/// # Errors
///
/// Of every ending:
/// * [`is_permission_denied`](Error::is_permission_denied): the address expired, or was changed. Fetch the report again.
/// * [`is_not_found`](Error::is_not_found): the file is gone.
/// * [`is_too_large`](Error::is_too_large): see [`Download::max_bytes`].
/// * [`is_invalid_request`](Error::is_invalid_request): the report has no file yet, or its address cannot be used. Nothing was sent.
/// * [`is_retryable`](Error::is_retryable): the connection broke more often than the policy allows.
///
/// # Examples
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = imcloud_sandbox::Sandbox::builder().start().await?;
/// # let credentials = sandbox.credentials();
/// # let client = imcloud::Client::builder().base_url(sandbox.base_url()).marketplace(credentials.marketplace)
/// #     .login(credentials.username, credentials.password).subscription_key(credentials.subscription_key).build()?;
/// # let directory = tempfile::tempdir()?;
/// # let target = directory.path().join("charges.csv");
/// use imcloud::{ReportFilter, types::{ReportFormat, ReportStatus}};
///
/// let filter = ReportFilter::new().format(ReportFormat::Csv).status(ReportStatus::Completed);
/// let reports = client.reports().list(filter).collect(100).await?;
/// let newest = reports.first().ok_or("no report")?;
/// let bytes = client
///     .reports()
///     .download(newest)
///     .on_progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total))
///     .to_file(&target)
///     .await?;
/// assert_eq!(std::fs::metadata(&target)?.len(), bytes);
/// # Ok(())
/// # }
/// ```
#[must_use = "a download sends nothing before one of its endings is awaited"]
pub struct Download {
    stack: Stack,
    file: ReportFile,
    bound: u64,
    delimiter: u8,
    keep_partial: bool,
    on_progress: Option<Box<dyn FnMut(Progress) + Send>>,
}

impl Download {
    pub(crate) fn new(stack: Stack, file: ReportFile) -> Self {
        Self { stack, file, bound: LARGEST, delimiter: b',', keep_partial: false, on_progress: None }
    }

    /// The longest file to take, in bytes; 1 GiB by default, `u64::MAX` for any. A longer one is an error, before its bytes are fetched where the store says
    /// its length.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.bound = bytes;
        self
    }

    /// Is told when the file begins, and after every piece. Called inline: return soon.
    pub fn on_progress(mut self, tell: impl FnMut(Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(tell));
        self
    }

    /// What stands between the columns of csv; a comma by default. For [`Download::rows`].
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Keeps what came when [`Download::to_file`] ends early, by an error or because it was dropped, and goes on from there the next time. Not done by default.
    ///
    /// It is kept beside the target as `NAME.part`, with its version in `NAME.part.etag`; both are gone when the file is whole. A part of another file, or of a
    /// version that is no longer there, is begun anew. A store that names no versions cannot be resumed.
    pub fn keep_partial(mut self) -> Self {
        self.keep_partial = true;
        self
    }

    /// The file as a stream of chunks.
    pub fn chunks(self) -> Chunks {
        Chunks::new(chunks(self.transfer(false)))
    }

    /// The whole file in memory.
    ///
    /// # Errors
    /// Those of [`Download`].
    pub async fn bytes(self) -> Result<Bytes> {
        let mut transfer = self.transfer(true)?;
        let mut whole = BytesMut::new();
        while let Some(piece) = transfer.next().await? {
            match piece {
                Piece::Begin(_) => whole.clear(),
                Piece::Bytes(bytes) => whole.extend_from_slice(&bytes),
            }
        }
        Ok(whole.freeze())
    }

    /// Writes the file to `writer` and flushes it; returns the number of bytes.
    ///
    /// # Errors
    /// Those of [`Download`], and what the writer says as an `io::Error` in [`source`](std::error::Error::source). What was written stays.
    pub async fn to_writer<W: AsyncWrite + Unpin + ?Sized>(self, writer: &mut W) -> Result<u64> {
        let mut chunks = self.chunks();
        let mut written = 0;
        while let Some(bytes) = chunks.next().await {
            let bytes = bytes?;
            writer.write_all(&bytes).await.map_err(|error| unwritable("the writer", error))?;
            written += bytes.len() as u64;
        }
        writer.flush().await.map_err(|error| unwritable("the writer", error))?;
        Ok(written)
    }

    /// Writes the file to `path`, and returns its length in bytes.
    ///
    /// It is written beside the target under another name, brought to the disk, and then renamed: under its own name it is whole, or as it was
    /// before. After an error, or when the future is dropped, nothing is left, unless [`Download::keep_partial`] says so.
    ///
    /// # Errors
    /// Those of [`Download`], and what the file system says as an `io::Error` in [`source`](std::error::Error::source). A folder, a device or a pipe is
    /// refused before anything is fetched.
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref().to_owned();
        if self.keep_partial {
            file::resume(self.transfer(true)?, path).await
        } else {
            file::write(self.transfer(true)?, path).await
        }
    }

    /// The rows of a csv or json file, each as a `T`.
    ///
    /// csv: the first line names the columns, which are matched with the members of `T` by name; columns that `T` does not have are passed over. json: an
    /// array of objects. Which columns there are is set up in the platform and not part of the API (documented). The format is the
    /// report's, or else what the store calls it.
    pub fn rows<T: DeserializeOwned>(self) -> Rows<T> {
        let (format, delimiter) = (self.file.format.clone(), self.delimiter);
        // A file that is listed as unknown is what the store says.
        let format = format.filter(|format| *format != ReportFormat::Unknown);
        Rows::new(chunks(self.transfer(false)), format, delimiter)
    }

    fn transfer(self, may_restart: bool) -> Result<Transfer> {
        let Some(address) = &self.file.url else {
            let remedy = match &self.file.status {
                Some(ReportStatus::Error) => "the platform could not make it; schedule it again".to_owned(),
                Some(status) => {
                    format!("the report is {status}; wait until it is completed and fetch it again")
                }
                None => "fetch it again when it is completed".to_owned(),
            };
            return Err(Error::invalid_request(OPERATION, format!("has no file to fetch: {remedy}")));
        };
        let url = self.stack.sender.files.check(address)?;
        let receipt = Receipt::new(self.bound, may_restart, self.on_progress);
        Transfer::new(self.stack, url, receipt)
    }
}

/// The error of what a download is written to.
pub(crate) fn unwritable(what: impl fmt::Display, error: std::io::Error) -> Error {
    let reason = format!("could not write to {what}: {error}");
    Details { source: Some(std::sync::Arc::new(error)), ..Details::new(ErrorKind::Io, OPERATION, reason) }
        .into()
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("file", &self.file)
            .field("max_bytes", &self.bound)
            .finish_non_exhaustive()
    }
}
