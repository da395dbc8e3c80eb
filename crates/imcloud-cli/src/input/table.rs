//! Spreadsheets saved as CSV, with the delimiter and encoding of any country.

use std::borrow::Cow;

use clap::Args;
use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use encoding_rs::{Encoding, UTF_8};

use crate::{
    failure::{Failure, Result},
    file::{decode, name_of, read},
    output::{decimal_point, unprotected},
};

#[derive(Clone, Debug, Args)]
pub(crate) struct TableOptions {
    /// Delimiter of CSV: a character, or tab [default: detected]
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    delimiter: Option<Delimiter>,
    /// Encoding of CSV, such as windows-1252 [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,
}

type Delimiter = u8;

const DELIMITERS: [Delimiter; 4] = [b',', b';', b'\t', b'|'];

/// The number of records that decide about the delimiter.
const SAMPLE: usize = 50;

fn delimiter(text: &str) -> Result<Delimiter, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [character] if character.is_ascii() && !character.is_ascii_alphanumeric() && *character != b'"' => {
            Ok(*character)
        }
        _ => Err("expected one character such as ; or the word tab".to_owned()),
    }
}

fn encoding(text: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(text.as_bytes())
        .ok_or_else(|| "expected an encoding such as utf-8, utf-16le, windows-1252 or iso-8859-2".to_owned())
}

/// The text of a file, which is CSV unless the caller finds something else.
pub(crate) struct Table {
    pub(crate) text: String,
    encoding: &'static Encoding,
    /// Excel and `--csv-dialect excel` write a byte order mark. The latter protects cells with an apostrophe.
    has_mark: bool,
    delimiter: Option<Delimiter>,
}

pub(crate) struct Records {
    pub(crate) headings: StringRecord,
    pub(crate) rows: Vec<StringRecord>,
    /// A note about what was detected, unless it is a comma and UTF-8.
    pub(crate) note: Option<String>,
}

impl Table {
    pub(crate) fn read(path: &str, options: &TableOptions) -> Result<Self> {
        let bytes = read(path)?;
        let mark = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
        let decoded = match options.encoding {
            None => decode(&bytes).map(|text| (text, mark.unwrap_or(UTF_8))),
            Some(encoding) => Err(encoding),
        };
        let (text, encoding) = match decoded {
            Ok(decoded) => decoded,
            Err(encoding) => {
                let (text, invalid) = encoding.decode_with_bom_removal(&bytes);
                if invalid {
                    let (name, encoding) = (name_of(path), encoding.name());
                    return Err(Failure::usage(format!("could not read {name}: it is not {encoding}"))
                        .hint("Give its encoding with --encoding NAME."));
                }
                (text.into_owned(), encoding)
            }
        };
        Ok(Self { text, encoding, has_mark: mark.is_some(), delimiter: options.delimiter })
    }

    /// Reads the records of CSV. Numbers with a decimal comma, which a file with semicolons can have, get a
    /// point if `has_numbers`.
    pub(crate) fn records(&self, has_numbers: bool) -> Result<Records, csv::Error> {
        let (text, declared) = match self.text.strip_prefix("sep=") {
            Some(rest) => (
                rest.split_once('\n').map_or("", |(_, text)| text),
                rest.bytes().next().filter(u8::is_ascii_punctuation).or(Some(b'\t')),
            ),
            None => (self.text.as_str(), None),
        };
        let delimiter = self.delimiter.or(declared).unwrap_or_else(|| detect_delimiter(text));
        let has_commas = has_numbers && delimiter == b';';
        let unprotected = |record: &StringRecord| -> StringRecord {
            record.iter().map(|cell| self.unprotected(cell, has_commas)).collect()
        };
        let mut reader = reader(text, delimiter);
        let headings = unprotected(reader.headers()?);
        let rows = reader.records().map(|record| record.map(|record| unprotected(&record)));
        let rows = rows.collect::<Result<_, _>>()?;
        let note = (delimiter != b',' || self.encoding != UTF_8).then(|| {
            let name = if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() };
            format!("read as CSV with delimiter {name} and encoding {}", self.encoding.name())
        });
        Ok(Records { headings, rows, note })
    }

    /// Removes the apostrophe that protects text from a spreadsheet, or else the decimal comma of a number.
    fn unprotected<'a>(&self, cell: &'a str, has_commas: bool) -> Cow<'a, str> {
        match unprotected(cell) {
            text if self.has_mark && text != cell => text.into(),
            _ if has_commas => decimal_point(cell),
            _ => cell.into(),
        }
    }
}

fn reader(text: &str, delimiter: Delimiter) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(text.as_bytes())
}

/// Returns the delimiter that gives the first records the same number of columns, and the most.
fn detect_delimiter(text: &str) -> Delimiter {
    let columns = |delimiter: &Delimiter| {
        let mut reader = reader(text, *delimiter);
        let columns = reader.headers().map_or(0, StringRecord::len);
        // The reader rejects records of other lengths.
        let is_consistent = reader.records().take(SAMPLE).all(|record| record.is_ok());
        (is_consistent && columns > 1, columns)
    };
    // The first of equals.
    DELIMITERS.into_iter().rev().max_by_key(columns).filter(|it| columns(it).1 > 1).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table { text: text.to_owned(), encoding: UTF_8, has_mark: false, delimiter: None }
    }

    #[test]
    fn delimiter_is_detected() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", b','),
            ("Key;Company, Name\nk1;Example, Inc\nk2;Other\n", b';'),
            ("a\tb\n1\t2;3\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("\"a;b\",c\n\"1;2;3\",4\n", b','),
            ("a;b\n\"x;y\";2\n", b';'),
            ("id\n1\n", b','),
        ] {
            assert_eq!(detect_delimiter(text), delimiter, "{text}");
        }
    }

    #[test]
    fn sep_line_decides_about_delimiter() {
        let records = table("sep=;\r\na;b,c\r\n1;2,3\r\n").records(false).unwrap();
        assert_eq!((&records.headings[1], &records.rows[0][1]), ("b,c", "2,3"));
        assert_eq!(table("sep=\t\na\tb\n1\t2\n").records(false).unwrap().headings.len(), 2);
    }

    #[test]
    fn excel_apostrophes_are_removed_with_mark_only() {
        let text = "a,b,c,d\n'=1+1,'007,'t Hooft,''=x\n";
        let excel = Table { has_mark: true, ..table(text) }.records(false).unwrap();
        assert_eq!(excel.rows[0].iter().collect::<Vec<_>>(), ["=1+1", "007", "'t Hooft", "'=x"]);
        assert_eq!(&table(text).records(false).unwrap().rows[0][0], "'=1+1");
    }
}
