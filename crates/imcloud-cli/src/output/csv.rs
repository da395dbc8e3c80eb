//! CSV.

use std::{
    borrow::Cow,
    io::{IsTerminal as _, stdout},
};

use clap::ValueEnum;

use super::{
    Column, RowWriter, column,
    stdout::{Out, out, write_all},
};
use crate::{
    escape::escape,
    failure::{Exit, Failure, Result},
    json::Json,
};

/// The significant digits that a spreadsheet keeps.
const SPREADSHEET_DIGITS: usize = 15;

/// A dialect of CSV for spreadsheets. Without one, fields are written unchanged, for programs.
///
/// A byte order mark names the encoding. An apostrophe before a field keeps a spreadsheet from changing it:
/// formulas, and text that it would read as another number. [`unprotected`] removes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CsvDialect {
    /// Fields separated by commas
    Excel,
    /// Fields separated by semicolons, numbers with a decimal comma
    ExcelSemicolon,
}

impl CsvDialect {
    /// Returns a field that a spreadsheet does not change.
    fn field(self, field: String, is_number: bool) -> String {
        if is_number && is_plain_number(&field) {
            return if self == Self::Excel { field } else { field.replace('.', ",") };
        }
        let is_changed = is_changed_by_spreadsheet(&field)
            // Such text is a number or a day of a month in countries with a decimal comma.
            || self == Self::ExcelSemicolon && is_decimal(&field);
        if is_changed { format!("'{field}") } else { field }
    }
}

pub(super) struct CsvRows {
    writer: csv::Writer<Out>,
    columns: Vec<Column>,
    dialect: Option<CsvDialect>,
    /// True until the heading is written.
    needs_heading: bool,
    is_terminal: bool,
}

impl CsvRows {
    pub(super) fn new(columns: &[Column], dialect: Option<CsvDialect>, heading: bool) -> Self {
        let mut builder = csv::WriterBuilder::new();
        // The rows of a query need not have the same length.
        builder.flexible(true);
        if dialect.is_some() {
            builder.terminator(csv::Terminator::CRLF);
        }
        if dialect == Some(CsvDialect::ExcelSemicolon) {
            builder.delimiter(b';');
        }
        let columns = columns.iter().flat_map(Column::apart).collect();
        let (writer, is_terminal) = (builder.from_writer(out()), stdout().is_terminal());
        Self { writer, columns, dialect, needs_heading: heading, is_terminal }
    }

    fn record(&mut self, mut fields: Vec<String>) -> Result {
        let is_first = std::mem::take(&mut self.needs_heading);
        if let Some(first) = fields.first_mut().filter(|_| is_first && self.dialect.is_some()) {
            first.insert(0, '\u{feff}');
        }
        self.writer.write_record(fields).map_err(failure)
    }

    fn field(&self, value: Option<&Json>, is_number: bool) -> String {
        let field = self.readable(column::exact(value));
        let is_number = is_number || matches!(value, Some(Json::Number(_)));
        self.dialect.map_or(field.clone(), |dialect| dialect.field(field, is_number))
    }

    /// Escapes line breaks on a terminal. Elsewhere they are part of a field.
    fn readable(&self, text: String) -> String {
        if self.is_terminal { escape(&text).into_owned() } else { text }
    }

    fn write_heading(&mut self) -> Result {
        let name = |column: &Column| self.readable(column.name.clone());
        self.record(self.columns.iter().map(name).collect())
    }
}

impl RowWriter for CsvRows {
    fn write(&mut self, row: Json) -> Result {
        if row.is_object() && self.needs_heading {
            self.write_heading()?;
        }
        let fields = if row.is_object() {
            self.columns.iter().map(|column| self.field(column.path.find(&row), column.number)).collect()
        } else if let Some(fields) = row.as_array() {
            fields.iter().map(|field| self.field(Some(field), false)).collect()
        } else {
            vec![self.field(Some(&row), false)]
        };
        self.record(fields)
    }

    fn flush(&mut self) -> Result {
        Ok(self.writer.flush()?)
    }

    fn finish(&mut self) -> Result<Vec<String>> {
        if self.needs_heading && !self.columns.is_empty() {
            self.write_heading()?;
        }
        self.flush().map(|()| Vec::new())
    }
}

/// Writes one scalar without quotes, as a program reads it.
pub(super) fn scalar(value: &Json) -> Result {
    let text = column::exact(Some(value));
    let text = if stdout().is_terminal() { escape(&text) } else { Cow::Borrowed(&*text) };
    write_all(format!("{text}\n").as_bytes())
}

/// Removes the apostrophe that [`CsvDialect`] puts before a field.
pub(crate) fn unprotected(field: &str) -> &str {
    let is_protected = |rest: &&str| is_changed_by_spreadsheet(rest) || is_decimal(rest);
    field.strip_prefix('\'').filter(is_protected).unwrap_or(field)
}

/// Replaces the decimal comma of a number.
pub(crate) fn decimal_point(field: &str) -> Cow<'_, str> {
    if is_decimal(field) { Cow::Owned(field.replace(',', ".")) } else { Cow::Borrowed(field) }
}

fn is_decimal(field: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = field.strip_prefix('-').unwrap_or(field).split_once(['.', ',']);
    parts.is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
}

fn is_changed_by_spreadsheet(field: &str) -> bool {
    // An apostrophe is protected as well, so that it is not taken for the one of this dialect.
    field.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) && !is_plain_number(field)
        || field.parse::<f64>().is_ok_and(f64::is_finite) && !is_plain_number(field)
}

/// Returns true for a number that a spreadsheet shows with the same value: without leading zeros, plus sign
/// and exponent, and not too long.
fn is_plain_number(field: &str) -> bool {
    let digits = field.strip_prefix('-').unwrap_or(field);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole)
        && all_digits(fraction)
        && (whole == "0" || !whole.starts_with('0'))
        && digits.len() <= SPREADSHEET_DIGITS
}

fn failure(error: csv::Error) -> Failure {
    let text = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => Failure::new(Exit::Failed, format!("could not write CSV: {text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_fields_are_protected_and_restored() {
        for field in [
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-2+3",
            "@SUM(A1)",
            "\tx",
            "\r=1",
            "0001",
            "-01",
            "00.5",
            "+31150000000",
            "1e5",
            "2E10",
            "1234567890123456",
            "'=1",
            "'quoted'",
            "-",
            "+",
        ] {
            let written = CsvDialect::Excel.field(field.to_owned(), false);
            assert_eq!(written, format!("'{field}"));
            assert_eq!(unprotected(&written), field);
        }
    }

    #[test]
    fn other_fields_are_unchanged() {
        for field in
            ["", "0", "-3", "12.50", "-0.10", "Example = BV", "2026-01-31", "1.2.3", "a'b", "O'Neill", "inf"]
        {
            assert_eq!(CsvDialect::Excel.field(field.to_owned(), false), field);
            assert_eq!(unprotected(field), field);
        }
        assert_eq!(unprotected("'t Hooft"), "'t Hooft");
    }

    #[test]
    fn semicolon_dialect_writes_decimal_commas() {
        for (field, is_number, written) in [
            ("12.50", true, "12,50"),
            ("-0.10", true, "-0,10"),
            ("7", true, "7"),
            // As text, a spreadsheet would read these as numbers or days.
            ("3.10", false, "'3.10"),
            ("3,10", false, "'3,10"),
            ("1234567890123456.78", true, "'1234567890123456.78"),
            ("1.2.3", false, "1.2.3"),
            ("12.50 EUR", false, "12.50 EUR"),
        ] {
            assert_eq!(CsvDialect::ExcelSemicolon.field(field.to_owned(), is_number), written);
            let read =
                if written.starts_with('\'') { unprotected(written).into() } else { decimal_point(written) };
            assert_eq!(read, field);
        }
    }
}
