//! Rows of csv.

use bytes::{Buf as _, Bytes};
use csv::{ByteRecord, StringRecord};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde::de::DeserializeOwned;

use super::{LONGEST_ROW, RowError};

/// Takes bytes as they come and gives rows as they are complete. The csv crate's own reader pulls; this is its core, which is pushed.
pub(super) struct CsvRows {
    reader: Reader,
    /// What was not read yet. The reader keeps what it read of a record itself.
    input: Bytes,
    ended: bool,
    /// The record that is coming in.
    text: Vec<u8>,
    text_end: usize,
    ends: Vec<usize>,
    fields: usize,
    /// The record that came last; its memory is used again.
    record: Option<StringRecord>,
    heading: Option<StringRecord>,
    row: u64,
}

impl CsvRows {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            input: Bytes::new(),
            ended: false,
            text: vec![0; 1024],
            text_end: 0,
            ends: vec![0; 32],
            fields: 0,
            record: None,
            heading: None,
            row: 0,
        }
    }

    /// Takes the next bytes, when those before were read.
    pub(super) fn push(&mut self, bytes: Bytes) {
        self.input = bytes;
    }

    pub(super) fn finish(&mut self) {
        self.ended = true;
    }

    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, RowError> {
        if self.heading.is_none() {
            if !self.next_record()? {
                return Ok(None);
            }
            // Excel begins files with a byte order mark.
            let names = self.record.iter().flatten();
            self.heading = Some(names.map(|name| name.trim_start_matches('\u{feff}').trim()).collect());
        }
        if !self.next_record()? {
            return Ok(None);
        }
        self.row += 1;
        let (Some(record), Some(heading)) = (&self.record, &self.heading) else { return Ok(None) };
        if record.len() != heading.len() {
            let reason = format!("it has {} columns where the heading has {}", record.len(), heading.len());
            return Err(RowError::new(self.row, reason));
        }
        let row = record.deserialize(Some(heading));
        row.map(Some).map_err(|error| undecodable::<T>(self.row, record, heading, &error))
    }

    /// Reads the next record; `false` when more bytes are needed, or there are none.
    fn next_record(&mut self) -> Result<bool, RowError> {
        loop {
            if self.input.is_empty() && !self.ended {
                return Ok(false);
            }
            let (result, read, written, ended) = self.reader.read_record(
                &self.input,
                &mut self.text[self.text_end..],
                &mut self.ends[self.fields..],
            );
            self.input.advance(read);
            self.text_end += written;
            self.fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.text.len() >= LONGEST_ROW => {
                    let reason =
                        format!("it is longer than {LONGEST_ROW} bytes; a quotation mark may be missing");
                    return Err(RowError::new(self.row + 1, reason));
                }
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => return self.complete().map(|()| true),
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    fn complete(&mut self) -> Result<(), RowError> {
        let mut record: ByteRecord = self.record.take().unwrap_or_default().into_byte_record();
        record.clear();
        let mut start = 0;
        for end in &self.ends[..self.fields] {
            record.push_field(&self.text[start..*end]);
            start = *end;
        }
        (self.text_end, self.fields) = (0, 0);
        let record = StringRecord::from_byte_record(record).map_err(|error| {
            let heading = self.heading.as_ref();
            let column = heading.and_then(|heading| heading.get(error.utf8_error().field()));
            RowError {
                row: if heading.is_some() { self.row + 1 } else { 0 },
                member: column.map(str::to_owned),
                reason: "it is not UTF-8; fetch the bytes and convert them".to_owned(),
            }
        })?;
        self.record = Some(record);
        Ok(())
    }
}

/// What a type says of its own about a text comes without the column: it is the one with which the row begins to fail in this way.
fn undecodable<T: DeserializeOwned>(
    row: u64,
    record: &StringRecord,
    heading: &StringRecord,
    error: &csv::Error,
) -> RowError {
    let reason = why(error);
    let (mut record, mut columns) = (record.clone(), heading.clone());
    let member = (0..heading.len()).rev().find(|column| {
        record.truncate(*column);
        columns.truncate(*column);
        record.deserialize::<T>(Some(&columns)).err().is_none_or(|error| why(&error) != reason)
    });
    RowError { row, member: member.and_then(|column| heading.get(column)).map(str::to_owned), reason }
}

/// The reason without the place, which csv tells in its own way.
fn why(error: &csv::Error) -> String {
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

    fn read(file: &[u8], piece: usize) -> Result<Vec<Row>, RowError> {
        let mut rows = CsvRows::new(b',');
        let mut all = Vec::new();
        for bytes in file.chunks(piece) {
            rows.push(Bytes::copy_from_slice(bytes));
            while let Some(row) = rows.next()? {
                all.push(row);
            }
        }
        rows.finish();
        while let Some(row) = rows.next()? {
            all.push(row);
        }
        Ok(all)
    }

    #[test]
    fn rows_are_the_same_wherever_the_pieces_break() {
        let file =
            "\u{feff}note,name,seats\r\n\"a, \"\"b\"\"\nc\",Drumvale,3\r\n\r\n,\"Zoë\",\nx,last,7".as_bytes();
        let expected = [("Drumvale", Some(3)), ("Zoë", None), ("last", Some(7))]
            .map(|(name, seats)| Row { name: name.to_owned(), seats });
        for piece in 1..=file.len() {
            assert_eq!(read(file, piece).ok().unwrap(), expected, "chunks of {piece}");
        }
    }

    #[test]
    fn a_bad_row_is_named_with_its_column() {
        for (file, row, member, reason) in [
            ("name,seats\na,1\nb,many\n", 2, Some("seats"), "invalid digit"),
            ("name,seats\na\n", 1, None, "1 columns where the heading has 2"),
            ("title,seats\na,1\n", 1, None, "missing field `name`"),
        ] {
            let error = read(file.as_bytes(), 3).unwrap_err();
            assert_eq!((error.row, error.member.as_deref()), (row, member), "{file}");
            assert!(error.reason.contains(reason), "{}", error.reason);
        }
        let error = read(b"name,seats\nZo\xeb,1\n", 100).unwrap_err();
        assert_eq!((error.row, error.member.as_deref()), (1, Some("name")));
    }

    #[test]
    fn a_file_without_rows_has_none() {
        assert_eq!(read(b"", 1).ok().unwrap(), []);
        assert_eq!(read(b"name,seats\n", 1).ok().unwrap(), []);
    }
}
