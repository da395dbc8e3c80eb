//! The rows of a CSV or JSON file.

use std::{
    fmt::Display,
    marker::PhantomData,
    pin::Pin,
    str::FromStr,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes, BytesMut};
use csv::{ByteRecord, StringRecord};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use futures_core::Stream;
use futures_util::stream::BoxStream;
use imcloud_raw::types::ReportFormat;
use serde::{
    Deserialize as _, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::value::RawValue;

use super::{
    errors::{OPERATION, row_error, too_large},
    range::Piece,
};
use crate::error::{Details, Error, ErrorKind, Result};

/// The rows of a CSV or JSON file, in order, each as a `T`. Ends after the last row or the first error.
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
        let (decoder, is_start, ended, rows) = (None, true, false, PhantomData);
        Self { pieces, format, delimiter, max_json_bytes, decoder, is_start, ended, rows }
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
/// For the columns of CSV rows. [`Decimal`](crate::Decimal) needs it: CSV decoders convert digits to floats.
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

/// Maximum size of a row in bytes. A longer one is an error, such as a quotation mark that is never closed.
const MAX_ROW_BYTES: usize = 1 << 20;

const MAX_COLUMNS: usize = 4_096;

/// A decoder of chunks, by the core of the csv crate, because its reader cannot stop within a row.
#[derive(Default)]
struct CsvDecoder {
    reader: Reader,
    /// Bytes that were not read yet.
    input: Bytes,
    /// The fields of the current record, and their ends.
    fields: Vec<u8>,
    fields_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    /// The previous record. Its memory is used again.
    record: Option<StringRecord>,
    header: Option<StringRecord>,
    row: u64,
}

impl CsvDecoder {
    fn new(delimiter: u8) -> Self {
        Self { reader: ReaderBuilder::new().delimiter(delimiter).build(), ..Self::default() }
    }

    /// Adds bytes. All rows of the previous ones must have been read.
    fn push(&mut self, bytes: Bytes) {
        self.input = bytes;
    }

    /// Returns the next row; `None` if more bytes are needed or the file ended.
    fn next<T: DeserializeOwned>(&mut self, complete: bool) -> Result<Option<T>> {
        if self.header.is_none() {
            if !self.next_record(complete)? {
                return Ok(None);
            }
            self.header = Some(self.record.iter().flatten().map(str::trim).collect());
        }
        if !self.next_record(complete)? {
            return Ok(None);
        }
        self.row += 1;
        let (Some(record), Some(header)) = (&self.record, &self.header) else { return Ok(None) };
        if record.len() != header.len() {
            let reason = format!("it has {} columns, the header has {}", record.len(), header.len());
            return Err(row_error(self.row, None, reason));
        }
        let row = record.deserialize(Some(header));
        row.map(Some).map_err(|error| decode_error::<T>(self.row, record, header, &error))
    }

    /// Reads the next record; `false` if more bytes are needed or the file ended.
    fn next_record(&mut self, complete: bool) -> Result<bool> {
        loop {
            if self.input.is_empty() && !complete {
                return Ok(false);
            }
            let (result, read, written, ended) = self.reader.read_record(
                &self.input,
                &mut self.fields[self.fields_len..],
                &mut self.ends[self.ends_len..],
            );
            self.input.advance(read);
            self.fields_len += written;
            self.ends_len += ended;
            let number = if self.header.is_some() { self.row + 1 } else { 0 };
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() >= MAX_ROW_BYTES => {
                    let reason =
                        format!("it is longer than {MAX_ROW_BYTES} bytes; a quotation mark may be missing");
                    return Err(row_error(number, None, reason));
                }
                ReadRecordResult::OutputFull => self.fields.resize((self.fields.len() * 2).max(1024), 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= MAX_COLUMNS => {
                    return Err(row_error(number, None, format!("it has more than {MAX_COLUMNS} columns")));
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize((self.ends.len() * 2).max(32), 0),
                ReadRecordResult::Record => return self.complete_record(number).map(|()| true),
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    fn complete_record(&mut self, number: u64) -> Result<()> {
        // Not `mem::take`: an empty record allocates.
        let mut record: ByteRecord = self.record.take().unwrap_or_default().into_byte_record();
        record.clear();
        let mut start = 0;
        for end in &self.ends[..self.ends_len] {
            record.push_field(&self.fields[start..*end]);
            start = *end;
        }
        (self.fields_len, self.ends_len) = (0, 0);
        let record = StringRecord::from_byte_record(record).map_err(|error| {
            let column = self.header.as_ref().and_then(|header| header.get(error.utf8_error().field()));
            row_error(number, column, "it is not UTF-8; download the bytes and convert them")
        })?;
        self.record = Some(record);
        Ok(())
    }
}

/// Returns the error of a row with its column.
///
/// Errors about strings have no column. It is the last one without which the row fails in another way.
fn decode_error<T: DeserializeOwned>(
    number: u64,
    record: &StringRecord,
    header: &StringRecord,
    error: &csv::Error,
) -> Error {
    let reason = reason(error);
    let (mut record, mut columns) = (record.clone(), header.clone());
    let column = (0..header.len()).rev().find(|column| {
        record.truncate(*column);
        columns.truncate(*column);
        record.deserialize::<T>(Some(&columns)).err().is_none_or(|error| self::reason(&error) != reason)
    });
    row_error(number, column.and_then(|column| header.get(column)), reason)
}

/// Returns the message without the position, which `row_error` adds.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
        _ => error.to_string(),
    }
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

#[cfg(test)]
mod csv_tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        name: String,
        seats: Option<u32>,
    }

    fn read(file: &[u8], chunk: usize) -> Result<Vec<Row>> {
        let mut decoder = CsvDecoder::new(b',');
        let mut rows = Vec::new();
        for bytes in file.chunks(chunk) {
            decoder.push(Bytes::copy_from_slice(bytes));
            while let Some(row) = decoder.next(false)? {
                rows.push(row);
            }
        }
        while let Some(row) = decoder.next(true)? {
            rows.push(row);
        }
        Ok(rows)
    }

    #[test]
    fn chunk_size_does_not_change_rows() {
        let file = "note,name,seats\r\n\"a, \"\"b\"\"\nc\",Drumvale,3\r\n\r\n,\"Zoë\",\nx,last,7".as_bytes();
        let expected = [("Drumvale", Some(3)), ("Zoë", None), ("last", Some(7))]
            .map(|(name, seats)| Row { name: name.to_owned(), seats });
        for chunk in 1..=file.len() {
            assert_eq!(read(file, chunk).ok().unwrap(), expected, "chunks of {chunk}");
        }
    }

    #[test]
    fn invalid_row_is_reported_with_column() {
        let long = "name,seats\na,1\nb,many\n".as_bytes();
        for (file, path, reason) in [
            (long, "[1].seats", "at row 2, seats: invalid digit"),
            (b"name,seats\na\n", "[0]", "at row 1: it has 1 columns, the header has 2"),
            (b"title,seats\na,1\n", "[0]", "at row 1: missing field `name`"),
            (b"name,seats\nZo\xeb,1\n", "[0].name", "at row 1, name: it is not UTF-8"),
        ] {
            let error = read(file, 3).unwrap_err();
            assert_eq!(error.json_path(), Some(path));
            assert!(error.to_string().contains(reason), "{error}");
        }
    }

    #[test]
    fn file_without_rows_is_empty() {
        assert_eq!(read(b"", 1).ok().unwrap(), []);
        assert_eq!(read(b"name,seats\n", 1).ok().unwrap(), []);
    }

    #[test]
    fn memory_of_long_row_is_bounded() {
        let commas = ",".repeat(8 << 20);
        let quote = format!("\"{}", "x".repeat(8 << 20));
        for (line, reason) in [(commas, "more than 4096 columns"), (quote, "longer than 1048576 bytes")] {
            for (file, row) in [(line.clone(), 0), (format!("name,seats\na,1\n{line}"), 2)] {
                let mut decoder = CsvDecoder::new(b',');
                let mut result = Ok(None);
                for chunk in Bytes::from(file).chunks(1 << 16) {
                    decoder.push(Bytes::copy_from_slice(chunk));
                    while let Ok(Some(Row { .. })) = {
                        result = decoder.next(false);
                        &result
                    } {}
                    if result.is_err() {
                        break;
                    }
                }
                let error = result.unwrap_err();
                assert!(error.to_string().contains(&format!("at row {row}: it ")), "{error}");
                assert!(error.to_string().contains(reason), "{error}");
                assert!(decoder.fields.capacity() <= MAX_ROW_BYTES && decoder.ends.capacity() <= MAX_COLUMNS);
            }
        }
    }
}
