//! Formats of data, and the printer of a command.

use std::io::{IsTerminal as _, stdout};

use clap::ValueEnum;
use serde::Serialize;

use super::{
    Column, CsvDialect, Query, Rows, cell, csv, json,
    path::Path,
    rows::{Layout, pick},
    table, yaml,
};
use crate::{
    failure::Failure,
    json::{Json, Object, of},
};

/// A format of data on standard output.
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

/// Writes the result of a command.
#[derive(Clone, Debug)]
pub(crate) struct Printer {
    pub(crate) format: Format,
    pub(crate) dialect: Option<CsvDialect>,
    pub(crate) query: Option<Query>,
    /// The requested columns, instead of those of the command.
    pub(crate) columns: Option<Vec<Column>>,
    pub(crate) look: Look,
}

/// The capabilities of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    /// Width in columns. Without a terminal it is `None`, and nothing is cut.
    pub(crate) width: Option<u16>,
    pub(crate) color: bool,
}

impl Look {
    /// Returns the look of standard output.
    pub(crate) fn of_stdout(color: bool) -> Self {
        let terminal = stdout().is_terminal();
        let size = terminal.then(|| terminal_size::terminal_size_of(stdout())).flatten();
        Self { width: size.map(|(width, _)| width.0), color: color && terminal }
    }
}

impl Printer {
    /// Starts a list with these columns, unless the user requested others.
    pub(crate) fn rows(&self, columns: &[&str]) -> Result<Rows, Failure> {
        self.open(columns, true)
    }

    /// Starts the continuation of a list, without a heading.
    pub(crate) fn more_rows(&self, columns: &[&str]) -> Result<Rows, Failure> {
        self.open(columns, false)
    }

    fn open(&self, columns: &[&str], heading: bool) -> Result<Rows, Failure> {
        if let Some(query) = &self.query {
            return Ok(Rows::queried(query.clone(), self.without_query()));
        }
        let defaults = || columns.iter().map(|column| Column::parse(column)).collect::<Result<_, _>>();
        let (columns, chosen) = match &self.columns {
            Some(columns) => (columns.clone(), true),
            None => (defaults().map_err(Failure::usage)?, false),
        };
        Ok(Rows::new(self.layout(columns, chosen, heading)))
    }

    fn layout(&self, columns: Vec<Column>, chosen: bool, heading: bool) -> Layout {
        Layout { format: self.format, columns, chosen, dialect: self.dialect, look: self.look, heading }
    }

    /// Writes one value.
    pub(crate) fn value<T: Serialize + ?Sized>(&self, value: &T) -> Result<(), Failure> {
        let mut value = of(value).map_err(json::failure)?;
        if let Some(query) = &self.query {
            return self.without_query().outputs(query.apply(&value)?).map(drop);
        }
        if let (Some(columns), Json::Object(_)) = (&self.columns, &value) {
            value = Json::Object(pick(&value, columns));
        }
        self.one(&value)
    }

    fn one(&self, value: &Json) -> Result<(), Failure> {
        match (self.format, value) {
            (Format::Json, _) => json::pretty(value),
            (Format::Ndjson, _) => {
                finished(Rows::new(self.layout(Vec::new(), false, true)), [value]).map(drop)
            }
            (Format::Yaml, _) => yaml::document(value),
            (Format::Table, Json::Object(object)) => table::record(object, self.look),
            (Format::Csv, Json::Object(object)) => {
                let rows = Rows::new(self.layout(flat_columns(object), false, true));
                finished(rows, [value]).map(drop)
            }
            (Format::Table | Format::Csv, scalar) => csv::scalar(scalar),
        }
    }

    /// Writes the outputs of a query: a single one like any value, several in a sequence.
    pub(super) fn outputs(&self, outputs: Vec<Json>) -> Result<Vec<String>, Failure> {
        match (&*outputs, self.format) {
            ([one], _) => self.any(one),
            // A sequence of documents, like that of jq.
            (several, Format::Json) => several.iter().try_for_each(json::pretty).map(|()| Vec::new()),
            ([], _) => Ok(Vec::new()),
            (several, _) => finished(self.rows_like(several)?, several),
        }
    }

    /// Returns true if rows appear on standard output only at the end.
    pub(crate) fn holds_back(&self) -> bool {
        self.query.is_some() || self.format == Format::Table
    }

    /// Starts a list whose columns are the properties of these rows, unless the user requested others.
    pub(crate) fn rows_like(&self, rows: &[Json]) -> Result<Rows, Failure> {
        let names = columns_of(rows);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.rows(&names)
    }

    /// Writes rows or one value, and returns the names of columns that did not fit.
    pub(crate) fn any(&self, value: &Json) -> Result<Vec<String>, Failure> {
        match value {
            Json::Array(elements) if self.query.is_none() => finished(self.rows_like(elements)?, elements),
            one => self.value(one).map(|()| Vec::new()),
        }
    }

    fn without_query(&self) -> Self {
        Self { query: None, ..self.clone() }
    }
}

fn finished<'v>(mut rows: Rows, values: impl IntoIterator<Item = &'v Json>) -> Result<Vec<String>, Failure> {
    values.into_iter().try_for_each(|value| rows.push(value))?;
    rows.finish()
}

/// Returns the names of the properties of rows, in reading order.
fn columns_of(rows: &[Json]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows.iter().take(1_000) {
        for name in row.as_object().into_iter().flat_map(Object::keys) {
            if !names.contains(name) && Path::parse(name).is_ok() {
                names.push(name.clone());
            }
        }
    }
    table::sort_in_reading_order(&mut names);
    names
}

/// Returns a column for each property of an object, including those of its objects.
fn flat_columns(object: &Object) -> Vec<Column> {
    let mut names = Vec::new();
    for (name, value) in object {
        match value {
            Json::Object(properties) if cell::in_words(value).is_none() => {
                names.extend(properties.keys().map(|property| format!("{name}.{property}")));
            }
            Json::Object(properties) if properties.contains_key("amount") => names.push(format!("{name}$")),
            _ => names.push(name.clone()),
        }
    }
    table::sort_in_reading_order(&mut names);
    names.iter().filter_map(|name| Column::parse(name).ok()).collect()
}
