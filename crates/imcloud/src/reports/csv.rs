//! Rows of CSV files.

use bytes::{Buf as _, Bytes};
use csv::{ByteRecord, StringRecord};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde::de::DeserializeOwned;

use super::errors::row_error;
use crate::error::{Error, Result};

/// Maximum size of a row in bytes. A longer one is an error, such as a quotation mark that is never closed.
const MAX_ROW_BYTES: usize = 1 << 20;

/// Maximum number of columns.
const MAX_COLUMNS: usize = 4_096;

/// A decoder of chunks as they are received. The reader of the csv crate cannot stop within a row, so this
/// uses its core.
pub(super) struct CsvDecoder {
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
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            input: Bytes::new(),
            fields: vec![0; 1024],
            fields_len: 0,
            ends: vec![0; 32],
            ends_len: 0,
            record: None,
            header: None,
            row: 0,
        }
    }

    /// Adds bytes. All rows of the previous ones must have been read.
    pub(super) fn push(&mut self, bytes: Bytes) {
        self.input = bytes;
    }

    /// Returns the next row; `None` if more bytes are needed or the file ended.
    pub(super) fn next<T: DeserializeOwned>(&mut self, complete: bool) -> Result<Option<T>> {
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
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= MAX_COLUMNS => {
                    return Err(row_error(number, None, format!("it has more than {MAX_COLUMNS} columns")));
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
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
/// An error that a type reports about a string has no column. It is the last column without which the row
/// fails in another way.
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
