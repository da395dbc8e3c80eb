//! Rows of csv.

use csv::StringRecord;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde::de::DeserializeOwned;

use super::{LONGEST_ROW, RowError};

/// Takes bytes as they come and gives rows as they are complete. The csv crate's own reader pulls; this is its core, which is pushed.
pub(super) struct CsvRows {
    reader: Reader,
    input: Vec<u8>,
    /// How much of the input was read.
    read: usize,
    ended: bool,
    /// The record that is coming in.
    text: Vec<u8>,
    text_end: usize,
    ends: Vec<usize>,
    fields: usize,
    record: StringRecord,
    heading: Option<StringRecord>,
    row: u64,
}

impl CsvRows {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            input: Vec::new(),
            read: 0,
            ended: false,
            text: vec![0; 1024],
            text_end: 0,
            ends: vec![0; 32],
            fields: 0,
            record: StringRecord::new(),
            heading: None,
            row: 0,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.input.drain(..self.read);
        self.read = 0;
        self.input.extend_from_slice(bytes);
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
            let heading = self.record.iter().map(|name| name.trim_start_matches('\u{feff}').trim());
            self.heading = Some(heading.collect());
        }
        if !self.next_record()? {
            return Ok(None);
        }
        self.row += 1;
        let heading = self.heading.as_ref();
        let expected = heading.map_or(0, StringRecord::len);
        if self.record.len() != expected {
            let reason = format!("it has {} columns where the heading has {expected}", self.record.len());
            return Err(RowError::new(self.row, reason));
        }
        self.record.deserialize(heading).map(Some).map_err(|error| self.undecodable::<T>(&error))
    }

    /// What a type says of its own about a text comes without the column: it is the one with which the row begins to fail in this way.
    fn undecodable<T: DeserializeOwned>(&self, error: &csv::Error) -> RowError {
        let (mut heading, reason) = (self.heading.clone().unwrap_or_default(), why(error));
        let columns: Vec<_> = heading.iter().map(str::to_owned).collect();
        let mut record = self.record.clone();
        let mut member = None;
        for column in (0..columns.len()).rev() {
            record.truncate(column);
            heading.truncate(column);
            if record.deserialize::<T>(Some(&heading)).err().is_none_or(|error| why(&error) != reason) {
                member = columns.get(column).cloned();
                break;
            }
        }
        RowError { row: self.row, member, reason }
    }

    /// Reads the next record; `false` when more bytes are needed, or there are none.
    fn next_record(&mut self) -> Result<bool, RowError> {
        loop {
            let input = &self.input[self.read..];
            if input.is_empty() && !self.ended {
                return Ok(false);
            }
            let (result, read, written, ended) = self.reader.read_record(
                input,
                &mut self.text[self.text_end..],
                &mut self.ends[self.fields..],
            );
            self.read += read;
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
        self.record.clear();
        let mut start = 0;
        for (column, end) in self.ends[..self.fields].iter().enumerate() {
            let field = std::str::from_utf8(&self.text[start..*end]).map_err(|_| {
                let heading = self.heading.as_ref();
                RowError {
                    row: if heading.is_some() { self.row + 1 } else { 0 },
                    member: heading.and_then(|heading| heading.get(column)).map(str::to_owned),
                    reason: "it is not UTF-8; fetch the bytes and convert them".to_owned(),
                }
            })?;
            self.record.push_field(field);
            start = *end;
        }
        (self.text_end, self.fields) = (0, 0);
        Ok(())
    }
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
            rows.push(bytes);
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
            assert_eq!(read(file, piece).ok().unwrap(), expected, "pieces of {piece}");
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
