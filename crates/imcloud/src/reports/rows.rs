//! The rows of a CSV or JSON file.

use std::{
    fmt::Display,
    marker::PhantomData,
    pin::Pin,
    str::FromStr,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_core::Stream;
use futures_util::stream::BoxStream;
use imcloud_raw::types::ReportFormat;
use serde::{
    Deserialize as _, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::value::RawValue;

use super::{
    csv::CsvDecoder,
    errors::{OPERATION, row_error, too_large},
    range::Piece,
};
use crate::error::{Details, Error, ErrorKind, Result};

/// The rows of a CSV or JSON file, in order, each deserialized into a `T`. Ends after the last row or the
/// first error.
///
/// The error of an invalid row reports the number of the row, from 1 and without the header, and the column
/// or property. It [`is_decode`](Error::is_decode).
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> imcloud::Result<()> {
/// use imcloud::{Decimal, ReportFilter, reports::deserialize_from_str, types::{ReportFormat, ReportStatus}};
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct Charge {
///     customer_name: String,
///     #[serde(deserialize_with = "deserialize_from_str")]
///     amount: Decimal,
/// }
///
/// let filter = ReportFilter::new().format(ReportFormat::Csv).status(ReportStatus::Completed);
/// let reports = client.reports().list().filter(filter).collect(100).await?;
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
    pieces: BoxStream<'static, Result<Piece>>,
    format: Option<ReportFormat>,
    delimiter: u8,
    max_json_bytes: u64,
    /// Set by the start of the file.
    decoder: Option<Decoder>,
    /// True until the first bytes were received.
    is_start: bool,
    ended: bool,
    rows: PhantomData<fn() -> T>,
}

enum Decoder {
    Csv(Box<CsvDecoder>),
    Json(JsonDecoder),
}

impl<T: DeserializeOwned> Rows<T> {
    pub(super) fn new(
        pieces: BoxStream<'static, Result<Piece>>,
        format: Option<ReportFormat>,
        delimiter: u8,
        max_json_bytes: u64,
    ) -> Self {
        Self {
            pieces,
            format,
            delimiter,
            max_json_bytes,
            decoder: None,
            is_start: true,
            ended: false,
            rows: PhantomData,
        }
    }

    next_methods!(T, Error);

    fn fail(&mut self, error: Error) -> Poll<Option<Result<T>>> {
        (self.ended, self.decoder) = (true, None);
        Poll::Ready(Some(Err(error)))
    }

    /// Selects the decoder by the format of the report, or else by the content type.
    fn start(&mut self, content_type: &str) -> Result<()> {
        let format = match (&self.format, content_type) {
            (Some(format), _) => format,
            (None, "text/csv" | "application/csv") => &ReportFormat::Csv,
            (None, "application/json" | "text/json") => &ReportFormat::Json,
            (None, _) => {
                let reason = "the format of the file is unknown; set it with ReportFile::format";
                return Err(Error::invalid_request(OPERATION, reason));
            }
        };
        self.decoder = Some(match format {
            ReportFormat::Csv => Decoder::Csv(Box::new(CsvDecoder::new(self.delimiter))),
            ReportFormat::Json => Decoder::Json(JsonDecoder::default()),
            other => {
                let reason =
                    format!("cannot read rows of {other}; schedule the report as csv or json, or use bytes");
                return Err(Error::invalid_request(OPERATION, reason));
            }
        });
        Ok(())
    }

    fn push(&mut self, mut bytes: Bytes) -> Result<()> {
        // The first bytes come in one piece.
        if std::mem::take(&mut self.is_start) {
            if bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.advance(3);
            } else if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
                let reason = "could not decode the file: the file is UTF-16; download the bytes and convert them to UTF-8";
                return Err(Details::new(ErrorKind::Decode, OPERATION, reason).into());
            }
        }
        match &mut self.decoder {
            Some(Decoder::Csv(decoder)) => decoder.push(bytes),
            Some(Decoder::Json(decoder)) => decoder.push(&bytes, self.max_json_bytes)?,
            None => {}
        }
        Ok(())
    }
}

impl<T: DeserializeOwned> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let rows = self.get_mut();
        loop {
            let row = match &mut rows.decoder {
                None => Ok(None),
                Some(Decoder::Csv(decoder)) => decoder.next(rows.ended),
                Some(Decoder::Json(decoder)) => decoder.next(rows.ended),
            };
            match row {
                Ok(Some(row)) => return Poll::Ready(Some(Ok(row))),
                Ok(None) if rows.ended => return Poll::Ready(None),
                Ok(None) => {}
                Err(error) => return rows.fail(error),
            }
            let result = match ready!(rows.pieces.as_mut().poll_next(context)) {
                Some(Ok(Piece::Start { content_type })) => rows.start(&content_type),
                Some(Ok(Piece::Bytes(bytes))) => rows.push(bytes),
                Some(Err(error)) => Err(error),
                None => {
                    rows.ended = true;
                    Ok(())
                }
            };
            if let Err(error) = result {
                return rows.fail(error);
            }
        }
    }
}

impl_debug!(Rows<T>, self, format = self.format);

/// A decoder of an array of rows, which is complete before the first row is read.
#[derive(Default)]
struct JsonDecoder {
    file: BytesMut,
    /// Position after the last row.
    position: usize,
    row: u64,
}

impl JsonDecoder {
    fn push(&mut self, bytes: &[u8], max_bytes: u64) -> Result<()> {
        let length = self.file.len().saturating_add(bytes.len()) as u64;
        if length > max_bytes {
            return Err(too_large(length, max_bytes));
        }
        self.file.extend_from_slice(bytes);
        Ok(())
    }

    /// Returns the next row; `None` if the file is not complete or after the last row.
    fn next<T: DeserializeOwned>(&mut self, complete: bool) -> Result<Option<T>> {
        if !complete {
            return Ok(None);
        }
        // The next byte decides: `[` or `,` before a row, `]` after the last one.
        let rest = self.file[self.position..].trim_ascii_start();
        let (separator, rest) = rest.split_first().map_or((b' ', rest), |(first, rest)| (*first, rest));
        let value = rest.trim_ascii_start();
        match separator {
            b'[' if self.row == 0 && value.trim_ascii_end() == b"]" => return Ok(None),
            b'[' if self.row == 0 => {}
            b',' if self.row > 0 => {}
            b']' if self.row > 0 && value.is_empty() => return Ok(None),
            _ if self.row == 0 => return Err(row_error(0, None, "the file is not an array of rows")),
            b' ' => return Err(row_error(self.row, None, "the file is truncated")),
            _ => return Err(row_error(self.row, None, "unexpected characters after the row")),
        }
        self.row += 1;
        let mut values = serde_json::Deserializer::from_slice(value).into_iter::<&RawValue>();
        let row = match values.next() {
            Some(Ok(row)) => row.get(),
            Some(Err(error)) => return Err(row_error(self.row, None, error)),
            None => return Err(row_error(self.row, None, "the file is truncated")),
        };
        self.position = self.file.len() - value.len() + values.byte_offset();
        let deserializer = &mut serde_json::Deserializer::from_str(row);
        serde_path_to_error::deserialize(deserializer).map(Some).map_err(|error| {
            let path = error.path().to_string();
            row_error(self.row, (path != ".").then_some(&*path), error.inner())
        })
    }
}

/// Deserializes a value from its string representation, for types that implement [`FromStr`].
///
/// For the columns of CSV rows. [`Decimal`](crate::Decimal) needs it, because a CSV decoder would convert its
/// digits to a float.
///
/// # Errors
/// The error of [`FromStr`].
///
/// # Examples
///
/// See [`Rows`].
pub fn deserialize_from_str<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.trim().parse().map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        name: String,
        #[serde(default)]
        lines: Vec<u32>,
    }

    fn read(file: &str) -> Result<Vec<Row>> {
        let mut decoder = JsonDecoder::default();
        decoder.push(file.as_bytes(), u64::MAX).unwrap();
        assert!(matches!(decoder.next::<Row>(false), Ok(None)), "the file is not complete");
        std::iter::from_fn(|| decoder.next(true).transpose()).collect()
    }

    #[test]
    fn json_rows_are_read_in_order() {
        let file =
            " [ {\"name\": \"a,]}\\\" \\\\\", \"lines\": [1, 2]} ,\n{\"name\":\"Zoë\"},{\"name\":\"\"}\n] \n";
        let expected = [("a,]}\" \\", vec![1, 2]), ("Zoë", vec![]), ("", vec![])]
            .map(|(name, lines)| Row { name: name.to_owned(), lines });
        assert_eq!(read(file).ok().unwrap(), expected);
        assert_eq!(read(" [ ] ").ok().unwrap(), []);
    }

    #[test]
    fn invalid_json_row_is_reported_with_property() {
        for (file, row, field, reason) in [
            (r#"[{"name":"a"},{"name":"b","lines":[1,"x"]}]"#, 2, Some("lines[1]"), "invalid type"),
            (r#"[{"name":"a"},{}]"#, 2, None, "missing field `name`"),
            (r#"[{"name":"a"},]"#, 2, None, "expected value"),
            (r#"[{"name":"a"},"#, 2, None, "truncated"),
            (r#"[{"name":"a"},{"name""#, 2, None, "EOF"),
            (r#"[{"name":"a"}"#, 1, None, "truncated"),
            (r#"[{"name":"a"} {"name":"b"}]"#, 1, None, "after the row"),
            (r#"[{"name":"a"}] x"#, 1, None, "after the row"),
            (r#"{"data":[]}"#, 0, None, "not an array"),
            ("[] x", 1, None, "expected value"),
            ("", 0, None, "not an array"),
        ] {
            let error = read(file).unwrap_err();
            let field = field.map(|field| format!(", {field}")).unwrap_or_default();
            assert!(error.to_string().contains(&format!("at row {row}{field}: ")), "{file}: {error}");
            assert!(error.to_string().contains(reason), "{file}: {error}");
        }
    }
}
