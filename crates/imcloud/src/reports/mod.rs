//! Files of reports: fetched whole, in chunks, into a file, or row by row.
//!
//! [`Reports::download`](crate::resources::Reports::download) makes a [`Download`]; nothing is sent before one of its endings is awaited.
//!
//! * **No credentials.** The address of a file is signed and lies in another service, a blob store (documented by example). It is fetched by an HTTP client of
//!   its own, which has never seen login, token or key, follows no redirects, and is never logged with its query.
//! * **What breaks is taken up again** where it broke, with `Range` and `If-Range`, as often as the client's [`RetryPolicy`](crate::RetryPolicy) allows without
//!   a new byte. A file that changed meanwhile is begun anew where nobody has seen its beginning yet ([`Download::bytes`], [`Download::to_file`]), and an
//!   error where somebody has.
//! * **Nothing half.** A file appears under its name only when it is whole and on the disk; see [`Download::keep_partial`] for the alternative.
//! * **Memory stays flat.** Chunks and rows are handed on as they come. [`Rows`] reads csv and json into a type of yours.
//!
//! ```text
//! Download --> Transfer (one exchange after the other, until the file is whole) --> chunks --> bytes, writer, file, Rows
//!                 |-- FileStore (HTTP client)   |-- Receipt (what has come)   |-- failure, refusal (why nothing comes)
//! ```

mod chunks;
mod download;
mod failure;
mod file;
mod file_store;
mod headers;
mod progress;
mod receipt;
mod refusal;
mod report_file;
mod rows;
mod transfer;

pub use chunks::Chunks;
pub use download::Download;
#[cfg(feature = "blocking")]
pub(crate) use download::unwritable;
pub(crate) use file_store::FileStore;
pub use progress::Progress;
pub use report_file::ReportFile;
pub use rows::{Rows, from_text};
