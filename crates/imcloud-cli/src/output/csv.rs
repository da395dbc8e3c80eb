//! CSV.

use std::io::{IsTerminal as _, Write as _, stdout};

use clap::ValueEnum;

use super::{
    Column, cell,
    escape::escape,
    rows::RowWriter,
    stdout::{Out, out},
};
use crate::{
    failure::{Exit, Failure},
    json::Json,
};

/// The significant digits that a spreadsheet keeps.
const SPREADSHEET_DIGITS: usize = 15;

/// A dialect of CSV for spreadsheets. Without one, fields are written unchanged, for programs.
///
/// A byte order mark names the encoding. An apostrophe before a field keeps a spreadsheet from changing it:
/// formulas, and digits that it would read as another number. [`unprotected`] removes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CsvDialect {
    /// Fields separated by commas
    Excel,
    /// Fields separated by semicolons, for countries with a decimal comma
    ExcelSemicolon,
}

/// Writes CSV, row by row.
pub(super) struct CsvRows {
    writer: csv::Writer<Out>,
    columns: Vec<Column>,
    dialect: Option<CsvDialect>,
    heading: bool,
    is_terminal: bool,
    empty: bool,
}

impl CsvRows {
    /// `columns` of money become two: amount and currency.
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
        Self {
            writer: builder.from_writer(out()),
            columns,
            dialect,
            heading,
            is_terminal: stdout().is_terminal(),
            empty: true,
        }
    }

    fn record(&mut self, mut fields: Vec<String>) -> Result<(), Failure> {
        if let Some(first) =
            fields.first_mut().filter(|_| self.empty && self.heading && self.dialect.is_some())
        {
            first.insert(0, '\u{feff}');
        }
        self.empty = false;
        self.writer.write_record(fields).map_err(failure)
    }

    fn field(&self, value: Option<&Json>) -> String {
        let field = self.readable(cell::exact(value));
        if self.dialect.is_some() { protected(field) } else { field }
    }

    /// Escapes line breaks on a terminal. Elsewhere they are part of a field.
    fn readable(&self, text: String) -> String {
        if self.is_terminal { escape(&text).into_owned() } else { text }
    }

    fn write_heading(&mut self) -> Result<(), Failure> {
        let name = |column: &Column| self.readable(column.name.clone());
        self.record(self.columns.iter().map(name).collect())
    }
}

impl RowWriter for CsvRows {
    fn write(&mut self, row: Json) -> Result<(), Failure> {
        if row.is_object() && self.empty && self.heading {
            self.write_heading()?;
        }
        let fields = if row.is_object() {
            self.columns.iter().map(|column| self.field(column.path.find(&row))).collect()
        } else if let Some(fields) = row.as_array() {
            fields.iter().map(|field| self.field(Some(field))).collect()
        } else {
            vec![self.field(Some(&row))]
        };
        self.record(fields)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.writer.flush()?)
    }

    fn finish(&mut self) -> Result<Vec<String>, Failure> {
        if self.empty && self.heading && !self.columns.is_empty() {
            self.write_heading()?;
        }
        self.flush().map(|()| Vec::new())
    }
}

/// Writes one scalar without quotes, as a program reads it.
pub(super) fn scalar(value: &Json) -> Result<(), Failure> {
    let text = cell::exact(Some(value));
    let mut out = out();
    if stdout().is_terminal() {
        writeln!(out, "{}", escape(&text))?
    } else {
        writeln!(out, "{text}")?
    }
    Ok(out.flush()?)
}

/// Puts an apostrophe before a field that a spreadsheet would change.
fn protected(field: String) -> String {
    if is_changed_by_spreadsheet(&field) { format!("'{field}") } else { field }
}

/// Removes the apostrophe that [`CsvDialect`] puts before a field.
pub(crate) fn unprotected(field: &str) -> &str {
    field.strip_prefix('\'').filter(|rest| is_changed_by_spreadsheet(rest)).unwrap_or(field)
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
            let written = protected(field.to_owned());
            assert_eq!(written, format!("'{field}"));
            assert_eq!(unprotected(&written), field);
        }
    }

    #[test]
    fn other_fields_are_unchanged() {
        for field in
            ["", "0", "-3", "12.50", "-0.10", "Example = BV", "2026-01-31", "1.2.3", "a'b", "O'Neill", "inf"]
        {
            assert_eq!(protected(field.to_owned()), field);
            assert_eq!(unprotected(field), field);
        }
        assert_eq!(unprotected("'t Hooft"), "'t Hooft");
    }
}
