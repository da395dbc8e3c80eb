//! Data on standard output.
//!
//! A command writes either one value ([`Printer::value`]) or rows ([`Printer::rows`]). JSON, NDJSON, CSV and
//! YAML write each row immediately, so memory does not grow with the list. A table needs the cells of all
//! rows for its widths, a query all rows.
//!
//! ```text
//! row -> JSON value -> [query over all rows] -> [columns] -> RowWriter: table, json, ndjson, csv, yaml -> escape -> stdout
//! ```

mod column;
mod csv;
mod documents;
mod query;
mod stdout;
mod table;

use std::io::{IsTerminal as _, stdout};

use clap::ValueEnum;
use indexmap::IndexSet;
use serde::Serialize;

pub(crate) use column::{Column, Path, exact, parse_columns};
pub(crate) use csv::{CsvDialect, decimal_point, unprotected};
pub(crate) use query::Query;
pub(crate) use stdout::{out, stdout_error, write_all, write_error};

use crate::{
    failure::{Failure, Result},
    json::{Json, Object, of},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned columns that fit the terminal
    Table,
    /// One array or object
    Json,
    /// One JSON object per line
    Ndjson,
    /// Comma-separated values
    Csv,
    /// YAML 1.2
    Yaml,
}

#[derive(Clone)]
pub(crate) struct Printer {
    pub(crate) format: Format,
    pub(crate) dialect: Option<CsvDialect>,
    pub(crate) query: Option<Query>,
    /// The requested columns, instead of those of the command.
    pub(crate) columns: Option<Vec<Column>>,
    pub(crate) look: Look,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    /// Width in columns. Without a terminal it is `None`, and nothing is cut.
    pub(crate) width: Option<u16>,
    pub(crate) color: bool,
}

impl Look {
    pub(crate) fn of_stdout(color: bool) -> Self {
        let terminal = stdout().is_terminal();
        let size = terminal.then(|| terminal_size::terminal_size_of(stdout())).flatten();
        Self { width: size.map(|(width, _)| width.0), color: color && terminal }
    }
}

impl Printer {
    /// Starts a list, or its continuation without a heading.
    pub(crate) fn rows(&self, columns: &str, heading: bool) -> Result<Rows> {
        Ok(self.open(parse_columns(columns).map_err(Failure::usage)?, heading))
    }

    /// Starts a list whose columns are the properties of these rows, unless the user requested others.
    pub(crate) fn rows_like(&self, rows: &[Json]) -> Rows {
        let objects = rows.iter().take(1_000).filter_map(Json::as_object);
        let names: IndexSet<&String> = objects.flat_map(Object::keys).collect();
        self.open(columns_of(names.into_iter().cloned()), true)
    }

    fn open(&self, columns: Vec<Column>, heading: bool) -> Rows {
        match (&self.query, &self.columns) {
            (Some(query), _) => {
                let printer = Self { query: None, ..self.clone() };
                Rows::of(Box::new(QueriedRows { query: query.clone(), printer, rows: Vec::new() }))
            }
            (None, Some(chosen)) => Rows {
                picked: (!matches!(self.format, Format::Table | Format::Csv)).then(|| chosen.clone()),
                unseen: chosen.clone(),
                ..Rows::of(self.writer(chosen.clone(), heading))
            },
            (None, None) => Rows::of(self.writer(columns, heading)),
        }
    }

    fn writer(&self, columns: Vec<Column>, heading: bool) -> Box<dyn RowWriter> {
        match self.format {
            Format::Table => Box::new(table::TableRows::new(columns, self.look)),
            Format::Csv => Box::new(csv::CsvRows::new(&columns, self.dialect, heading)),
            format => Box::new(documents::DocumentRows::new(format)),
        }
    }

    pub(crate) fn value<T: Serialize + ?Sized>(&self, value: &T) -> Result {
        self.one(of(value)?).map(drop)
    }

    fn one(&self, value: Json) -> Result<Vec<String>> {
        if let Some(query) = &self.query {
            return Self { query: None, ..self.clone() }.outputs(query.apply(&value)?);
        }
        let value = match (&self.columns, value) {
            (Some(columns), value @ Json::Object(_)) => Json::Object(pick(&value, columns)),
            (_, value) => value,
        };
        let columns = match (self.format, &value) {
            (format @ (Format::Json | Format::Yaml), _) => {
                return documents::document(&value, format).map(|()| Vec::new());
            }
            (Format::Table, Json::Object(object)) => {
                return table::record(object, self.look).map(|()| Vec::new());
            }
            (Format::Csv, Json::Object(object)) => flat_columns(object),
            (Format::Table | Format::Csv, scalar) => return csv::scalar(scalar).map(|()| Vec::new()),
            (Format::Ndjson, _) => Vec::new(),
        };
        finished(Rows::of(self.writer(columns, true)), [value])
    }

    /// Writes the outputs of a query: a single one like any value, several in a sequence.
    fn outputs(&self, mut outputs: Vec<Json>) -> Result<Vec<String>> {
        match (outputs.len(), self.format) {
            (1, _) => self.any(outputs.remove(0)),
            // A sequence of documents, like that of jq.
            (_, format @ Format::Json) => {
                outputs.iter().try_for_each(|value| documents::document(value, format)).map(|()| Vec::new())
            }
            (0, _) => Ok(Vec::new()),
            _ => finished(self.rows_like(&outputs), outputs),
        }
    }

    /// Returns true if rows appear on standard output only at the end.
    pub(crate) fn is_held_back(&self) -> bool {
        self.query.is_some() || self.format == Format::Table
    }

    /// Writes rows or one value, and returns the names of columns that did not fit.
    pub(crate) fn any(&self, value: Json) -> Result<Vec<String>> {
        match value {
            Json::Array(elements) if self.query.is_none() => finished(self.rows_like(&elements), elements),
            one => self.one(one),
        }
    }
}

fn finished(mut rows: Rows, values: impl IntoIterator<Item = Json>) -> Result<Vec<String>> {
    values.into_iter().try_for_each(|value| rows.write(value))?;
    rows.finish()
}

/// Returns a column for each name that is a path, in reading order.
fn columns_of(names: impl Iterator<Item = String>) -> Vec<Column> {
    let mut names: Vec<String> = names.collect();
    names.sort_by_key(|name| table::reading_order(name));
    names.iter().filter_map(|name| Column::parse(name).ok()).collect()
}

/// Returns a column for each property of an object, including those of its objects.
fn flat_columns(object: &Object) -> Vec<Column> {
    let names = object.iter().flat_map(|(name, value)| match value {
        Json::Object(properties) if column::in_text(value).is_none() => {
            properties.keys().map(|property| format!("{name}.{property}")).collect()
        }
        Json::Object(properties) if properties.contains_key("amount") => vec![format!("{name}$")],
        _ => vec![name.clone()],
    });
    columns_of(names)
}

/// The writer of an output format.
trait RowWriter {
    fn write(&mut self, row: Json) -> Result;

    fn flush(&mut self) -> Result {
        Ok(())
    }

    /// Ends the list and returns the names of columns that did not fit.
    fn finish(&mut self) -> Result<Vec<String>> {
        self.flush().map(|()| Vec::new())
    }
}

/// A list that is written to standard output.
pub(crate) struct Rows {
    writer: Box<dyn RowWriter>,
    /// The requested columns, if the format writes properties instead of columns.
    picked: Option<Vec<Column>>,
    /// Requested columns that no row has had so far.
    pub(crate) unseen: Vec<Column>,
    pub(crate) count: u64,
}

impl Rows {
    fn of(writer: Box<dyn RowWriter>) -> Self {
        Self { writer, picked: None, unseen: Vec::new(), count: 0 }
    }

    pub(crate) fn push<T: Serialize + ?Sized>(&mut self, row: &T) -> Result {
        self.write(of(row)?)
    }

    pub(crate) fn write(&mut self, row: Json) -> Result {
        self.count += 1;
        self.unseen.retain(|column| column.path.find(&row).is_none());
        match &self.picked {
            Some(columns) => self.writer.write(Json::Object(pick(&row, columns))),
            None => self.writer.write(row),
        }
    }

    /// Passes the written rows on, so that readers do not wait for the next page.
    pub(crate) fn flush(&mut self) -> Result {
        self.writer.flush()
    }

    /// Ends the list and returns the names of columns that did not fit.
    pub(crate) fn finish(mut self) -> Result<Vec<String>> {
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
    fn write(&mut self, row: Json) -> Result {
        self.rows.push(row);
        Ok(())
    }

    fn finish(&mut self) -> Result<Vec<String>> {
        let outputs = self.query.apply(&Json::Array(std::mem::take(&mut self.rows)))?;
        self.printer.outputs(outputs)
    }
}

fn pick(row: &Json, columns: &[Column]) -> Object {
    let property =
        |column: &Column| (column.name.clone(), column.path.find(row).cloned().unwrap_or(Json::Null));
    columns.iter().map(property).collect()
}
