//! Downloads of report files: in memory, as chunks, into a local file, or as typed rows.
//!
//! [`Reports::download`](crate::resources::Reports::download) creates a [`Download`]. Nothing is sent before
//! one of its methods is awaited.
//!
//! * **No credentials are sent.** The URL of a file is signed and leads to another service, a blob store
//!   (documented by example). A separate HTTP client without login, token and key fetches it. It follows no
//!   redirects, and the query of the URL is never logged.
//! * **Interrupted downloads are resumed** with `Range` and `If-Range`, as often as the
//!   [`RetryPolicy`](crate::RetryPolicy) allows without a new byte. If the file changed meanwhile,
//!   [`Download::bytes`] and [`Download::to_file`] start again; the others return an error once they returned
//!   bytes.
//! * **Memory is bounded.** Chunks and CSV rows are returned while they are received, and
//!   [`Download::max_bytes`] limits the rest.

mod csv;
mod download;
mod errors;
mod file;
mod range;
mod rows;
mod transfer;

pub use download::{Chunks, Download, ReportFile};
#[cfg(feature = "blocking")]
pub(crate) use errors::write_failed;
pub use range::Progress;
pub use rows::{Rows, deserialize_from_str};
