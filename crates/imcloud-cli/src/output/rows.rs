//! The rows of a list, in any format.

use serde::Serialize;

use super::{
    Column, CsvDialect, Format, Look, Printer, Query,
    csv::CsvRows,
    json::{self, JsonRows, NdjsonRows},
    table::TableRows,
    yaml::YamlRows,
};
use crate::{
    failure::Failure,
    json::{Json, Object, of},
};

/// An output format. Each format is one implementation in a separate file.
pub(super) trait RowWriter {
    /// Writes a row.
    fn write(&mut self, row: Json) -> Result<(), Failure>;

    /// Passes the written rows on to standard output.
    fn flush(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    /// Ends the list and returns the names of columns that did not fit.
    fn finish(&mut self) -> Result<Vec<String>, Failure>;

    /// Returns true if rows appear on standard output only at the end.
    fn is_held_back(&self) -> bool {
        false
    }
}

/// A list that is written to standard output.
pub(crate) struct Rows {
    writer: Box<dyn RowWriter>,
    /// The requested columns, if the format writes properties instead of columns.
    picked: Option<Vec<Column>>,
    /// Requested columns that no row has had so far.
    unseen: Vec<Column>,
    count: u64,
}

/// The layout of rows.
pub(super) struct Layout {
    pub(super) format: Format,
    pub(super) columns: Vec<Column>,
    /// True if the user requested the columns. All formats then write only these.
    pub(super) chosen: bool,
    pub(super) dialect: Option<CsvDialect>,
    pub(super) look: Look,
    /// True if CSV begins with a heading. The continuation of an interrupted list does not.
    pub(super) heading: bool,
}

impl Rows {
    pub(super) fn new(layout: Layout) -> Self {
        let Layout { format, columns, chosen, dialect, look, heading } = layout;
        let unseen = if chosen { columns.clone() } else { Vec::new() };
        let has_columns = matches!(format, Format::Table | Format::Csv);
        let picked = (chosen && !has_columns).then(|| columns.clone());
        let writer: Box<dyn RowWriter> = match format {
            Format::Table => Box::new(TableRows::new(columns, look)),
            Format::Json => Box::new(JsonRows::new()),
            Format::Ndjson => Box::new(NdjsonRows::new()),
            Format::Csv => Box::new(CsvRows::new(&columns, dialect, heading)),
            Format::Yaml => Box::new(YamlRows::new()),
        };
        Self { writer, picked, unseen, count: 0 }
    }

    pub(super) fn queried(query: Query, printer: Printer) -> Self {
        let writer = Box::new(QueriedRows { query, printer, rows: Vec::new() });
        Self { writer, picked: None, unseen: Vec::new(), count: 0 }
    }

    /// Returns true if rows appear on standard output only at the end.
    pub(crate) fn is_held_back(&self) -> bool {
        self.writer.is_held_back()
    }

    /// Writes a row.
    pub(crate) fn push<T: Serialize + ?Sized>(&mut self, row: &T) -> Result<(), Failure> {
        self.count += 1;
        let row = of(row).map_err(json::failure)?;
        self.unseen.retain(|column| column.path.find(&row).is_none());
        match &self.picked {
            Some(columns) => self.writer.write(Json::Object(pick(&row, columns))),
            None => self.writer.write(row),
        }
    }

    /// Passes the written rows on, so that readers do not wait for the next page.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.writer.flush()
    }

    /// Returns the names of requested columns that no row has.
    pub(crate) fn unseen(&self) -> Vec<String> {
        let names = self.unseen.iter().map(|column| column.name.clone());
        if self.count == 0 { Vec::new() } else { names.collect() }
    }

    /// Ends the list and returns the names of columns that did not fit.
    pub(crate) fn finish(mut self) -> Result<Vec<String>, Failure> {
        self.writer.finish()
    }
}

/// Collects the rows of a query, and prints its outputs.
struct QueriedRows {
    query: Query,
    printer: Printer,
    rows: Vec<Json>,
}

impl RowWriter for QueriedRows {
    fn write(&mut self, row: Json) -> Result<(), Failure> {
        self.rows.push(row);
        Ok(())
    }

    fn finish(&mut self) -> Result<Vec<String>, Failure> {
        let outputs = self.query.apply(&Json::Array(std::mem::take(&mut self.rows)))?;
        self.printer.outputs(outputs)
    }

    fn is_held_back(&self) -> bool {
        true
    }
}

/// Returns the properties that the columns name.
pub(super) fn pick(row: &Json, columns: &[Column]) -> Object {
    let property =
        |column: &Column| (column.name.clone(), column.path.find(row).cloned().unwrap_or(Json::Null));
    columns.iter().map(property).collect()
}
