//! A file as a stream of rows.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use imcloud_raw::types::ReportFormat;
use serde::de::DeserializeOwned;

use super::{RowError, csv_rows::CsvRows, json_rows::JsonRows};
use crate::{
    error::{Details, Error, ErrorKind, Result},
    reports::{
        chunks::PieceStream,
        receipt::{Head, Piece},
        transfer::OPERATION,
    },
};

/// The rows of a csv or json file, in order, each read into a `T`. Ends after the last row or the first error.
///
/// Rows are read as the file comes, so memory does not grow with the file. An error of a row names the row, from 1 and without the heading, and the column or
/// member; it [`is_decode`](Error::is_decode).
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
/// use imcloud::{Decimal, ReportFilter, downloads::from_text, types::{ReportFormat, ReportStatus}};
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct Charge {
///     customer_name: String,
///     #[serde(deserialize_with = "from_text")]
///     amount: Decimal,
/// }
///
/// let filter = ReportFilter::new().format(ReportFormat::Csv).status(ReportStatus::Completed);
/// let reports = client.reports().list(filter).collect(100).await?;
/// let mut charges = client.reports().download(&reports[0]).rows::<Charge>();
/// while let Some(charge) = charges.next().await {
///     let charge = charge?;
///     println!("{} {}", charge.customer_name, charge.amount);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Rows<T> {
    chunks: PieceStream,
    format: Option<ReportFormat>,
    delimiter: u8,
    decoder: Option<Decoder>,
    ended: bool,
    rows: PhantomData<fn() -> T>,
}

enum Decoder {
    Csv(Box<CsvRows>),
    Json(JsonRows),
}

impl Decoder {
    /// Takes the next piece, when there are no more rows in those before.
    fn push(&mut self, bytes: Bytes) {
        match self {
            Self::Csv(rows) => rows.push(bytes),
            Self::Json(rows) => rows.push(&bytes),
        }
    }

    fn finish(&mut self) {
        match self {
            Self::Csv(rows) => rows.finish(),
            Self::Json(rows) => rows.finish(),
        }
    }

    fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, RowError> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::Json(rows) => rows.next(),
        }
    }
}

impl<T: DeserializeOwned> Rows<T> {
    pub(in crate::reports) fn new(chunks: PieceStream, format: Option<ReportFormat>, delimiter: u8) -> Self {
        Self { chunks, format, delimiter, decoder: None, ended: false, rows: PhantomData }
    }

    /// The next row; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if self.ended && self.decoder.is_none() {
                return Poll::Ready(None);
            }
            if let Some(decoder) = &mut self.decoder {
                match decoder.next() {
                    Ok(Some(row)) => return Poll::Ready(Some(Ok(row))),
                    Ok(None) if self.ended => {
                        self.decoder = None;
                        return Poll::Ready(None);
                    }
                    Ok(None) => {}
                    Err(error) => return self.fail(unreadable(error)),
                }
            }
            match ready!(self.chunks.as_mut().poll_next(context)) {
                Some(Ok(Piece::Begin(head))) => match self.decoder_for(&head) {
                    Ok(decoder) => self.decoder = Some(decoder),
                    Err(error) => return self.fail(error),
                },
                Some(Ok(Piece::Bytes(bytes))) => {
                    if let Some(decoder) = &mut self.decoder {
                        decoder.push(bytes);
                    }
                }
                Some(Err(error)) => return self.fail(error),
                None => {
                    self.ended = true;
                    self.decoder.iter_mut().for_each(Decoder::finish);
                }
            }
        }
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<T>>> {
        (self.ended, self.decoder) = (true, None);
        Poll::Ready(Some(Err(error)))
    }

    fn decoder_for(&self, head: &Head) -> Result<Decoder> {
        let named = head.content_type.as_deref().unwrap_or_default().split(';').next().unwrap_or_default();
        let found = match (&self.format, named.trim()) {
            (Some(format), _) => Some(format.clone()),
            (None, "text/csv" | "application/csv") => Some(ReportFormat::Csv),
            (None, "application/json" | "text/json") => Some(ReportFormat::Json),
            (None, _) => None,
        };
        match found {
            Some(ReportFormat::Csv) => Ok(Decoder::Csv(Box::new(CsvRows::new(self.delimiter)))),
            Some(ReportFormat::Json) => Ok(Decoder::Json(JsonRows::default())),
            Some(other) => Err(Error::invalid_request(
                OPERATION,
                format!(
                    "cannot read rows of {other}; schedule the report as csv or json, or fetch its bytes"
                ),
            )),
            None => Err(Error::invalid_request(
                OPERATION,
                format!(
                    "does not know the format of the file, which the store calls {named:?}; say it by ReportFile::format"
                ),
            )),
        }
    }
}

fn unreadable(error: RowError) -> Error {
    let at = error.member.as_ref().map(|member| format!(", {member}")).unwrap_or_default();
    let path = match &error.member {
        Some(member) => format!("[{}].{member}", error.row.saturating_sub(1)),
        None => format!("[{}]", error.row.saturating_sub(1)),
    };
    let reason = format!("brought a file that cannot be read at row {}{at}: {}", error.row, error.reason);
    Details { json_path: Some(path), ..Details::new(ErrorKind::Decode, OPERATION, reason) }.into()
}

impl<T: DeserializeOwned> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> Unpin for Rows<T> {}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("format", &self.format).finish_non_exhaustive()
    }
}
