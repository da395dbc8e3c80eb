//! How data is to be written.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write as _, stdout};

use clap::ValueEnum;
use serde::Serialize;

use super::{Column, Query, Rows, cell, table};
use crate::{
    failure::{Exit, Failure},
    json::{self, Json, Object},
};

/// The form of data on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people; fits the terminal.
    Table,
    /// One array, or one object.
    Json,
    /// One JSON object a line, written as it comes.
    Ndjson,
    /// For spreadsheets, written as it comes.
    Csv,
    /// For people and programs.
    Yaml,
}

/// Writes what a command gives.
#[derive(Debug)]
pub(crate) struct Printer {
    pub(crate) format: Format,
    pub(crate) query: Option<Query>,
    /// Those that were asked for, instead of the command's own.
    pub(crate) columns: Option<Vec<Column>>,
    pub(crate) look: Look,
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    /// Columns of text; `None` when nobody looks, and then nothing is cut.
    pub(crate) width: Option<u16>,
    pub(crate) color: bool,
}

impl Look {
    /// That of standard output.
    pub(crate) fn of_stdout(color: bool) -> Self {
        let terminal = stdout().is_terminal();
        let size = terminal.then(|| terminal_size::terminal_size_of(stdout())).flatten();
        Self { width: size.map(|(width, _)| width.0), color: color && terminal }
    }
}

/// Standard output, buffered: a row is no system call.
pub(crate) type Out = BufWriter<Told>;

pub(crate) fn out() -> Out {
    BufWriter::with_capacity(64 * 1024, Told(stdout()))
}

/// Standard output, whose errors say what could not be written.
#[derive(Debug)]
pub(crate) struct Told(Stdout);

/// An error of standard output.
pub(crate) fn told(error: io::Error) -> io::Error {
    told_of("standard output", &error)
}

/// An error of whatever data are written to.
pub(crate) fn told_of(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name} cannot be written: {error}"))
}

impl io::Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(told)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(told)
    }
}

impl Printer {
    /// Begins a list whose columns are these unless others were asked for.
    pub(crate) fn rows(&self, columns: &[&str]) -> Result<Rows, Failure> {
        let own = || columns.iter().map(|column| Column::parse(column)).collect::<Result<Vec<_>, _>>();
        let chosen = self.columns.is_some();
        let columns = match &self.columns {
            Some(columns) => columns.clone(),
            None => own().map_err(Failure::usage)?,
        };
        Ok(match &self.query {
            Some(query) => Rows::queried(query.clone(), self.plain()),
            None => Rows::new(self.format, columns, chosen, self.look),
        })
    }

    /// Writes one value.
    pub(crate) fn value<T: Serialize + ?Sized>(&self, value: &T) -> Result<(), Failure> {
        if let Some(query) = &self.query {
            return self.plain().any(&query.apply(&to_json(value)?)?).map(drop);
        }
        let mut out = out();
        match self.format {
            Format::Json if self.columns.is_none() => {
                serde_json::to_writer_pretty(&mut out, value).map_err(unwritten)?;
                out.write_all(b"\n")?;
            }
            Format::Ndjson if self.columns.is_none() => {
                serde_json::to_writer(&mut out, value).map_err(unwritten)?;
                out.write_all(b"\n")?;
            }
            _ => self.json(&to_json(value)?, &mut out)?,
        }
        Ok(out.flush()?)
    }

    fn json(&self, value: &Json, out: &mut Out) -> Result<(), Failure> {
        let members;
        let mut value = value;
        if let (Some(columns), Json::Object(_)) = (&self.columns, value) {
            members = Json::Object(pick(value, columns));
            value = &members;
        }
        match (self.format, value) {
            (Format::Json, _) => {
                serde_json::to_writer_pretty(&mut *out, value).map_err(unwritten)?;
                out.write_all(b"\n")?;
            }
            (Format::Ndjson, _) => {
                serde_json::to_writer(&mut *out, value).map_err(unwritten)?;
                out.write_all(b"\n")?;
            }
            (Format::Yaml, _) => out.write_all(yaml(value)?.as_bytes())?,
            (Format::Table, Json::Object(object)) => {
                out.write_all(table::record(object, self.look).as_bytes())?;
            }
            (Format::Csv, Json::Object(object)) => {
                let columns: Vec<_> = flat_columns(object);
                let mut rows = Rows::new(Format::Csv, columns, false, self.look);
                rows.push(value)?;
                rows.finish()?;
            }
            (Format::Table | Format::Csv, scalar) => writeln!(out, "{}", cell::exact(Some(scalar)))?,
        }
        Ok(())
    }

    /// Whether rows appear only at the end.
    pub(crate) fn holds_back(&self) -> bool {
        self.query.is_some() || self.format == Format::Table
    }

    /// Begins a list whose columns are the members of these rows, unless others were asked for.
    pub(crate) fn rows_like(&self, rows: &[Json]) -> Result<Rows, Failure> {
        let names = columns_of(rows);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        self.rows(&names)
    }

    /// Writes what may be rows or one value, and gives the names of columns for which there was no room.
    pub(crate) fn any(&self, value: &Json) -> Result<Vec<String>, Failure> {
        match value {
            Json::Array(elements) => {
                let mut rows = self.rows_like(elements)?;
                for element in elements {
                    rows.push(element)?;
                }
                rows.finish()
            }
            one => self.value(one).map(|()| Vec::new()),
        }
    }

    /// The same without a query, for what the query gave.
    fn plain(&self) -> Self {
        Self { format: self.format, query: None, columns: self.columns.clone(), look: self.look }
    }
}

pub(super) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Json, Failure> {
    json::of(value).map_err(unwritten)
}

pub(super) fn yaml(value: &Json) -> Result<String, Failure> {
    json::to_yaml(value)
        .map_err(|error| Failure::new(Exit::Failed, format!("the data cannot be written as YAML: {error}")))
}

/// A writer's own error stays what it is, so that a closed pipe is recognised.
pub(super) fn unwritten(error: serde_json::Error) -> Failure {
    if error.is_io() {
        return io::Error::from(error).into();
    }
    Failure::new(Exit::Failed, format!("the data cannot be written as JSON: {error}"))
}

/// The members that the columns name.
pub(super) fn pick(row: &Json, columns: &[Column]) -> Object {
    let member =
        |column: &Column| (column.name.clone(), column.path.find(row).cloned().unwrap_or(Json::Null));
    columns.iter().map(member).collect()
}

/// Names of the members that rows of unknown form have, in reading order.
fn columns_of(rows: &[Json]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows.iter().take(1_000) {
        for name in row.as_object().into_iter().flat_map(Object::keys) {
            if !names.contains(name) && super::path::Path::parse(name).is_ok() {
                names.push(name.clone());
            }
        }
    }
    table::in_reading_order(&mut names);
    names
}

/// A column for each member of an object, those of its objects included.
fn flat_columns(object: &Object) -> Vec<Column> {
    let mut names = Vec::new();
    for (name, value) in object {
        match value {
            Json::Object(members) if cell::in_words(value).is_none() => {
                names.extend(members.keys().map(|member| format!("{name}.{member}")));
            }
            Json::Object(members) if members.contains_key("amount") => names.push(format!("{name}$")),
            _ => names.push(name.clone()),
        }
    }
    table::in_reading_order(&mut names);
    names.iter().filter_map(|name| Column::parse(name).ok()).collect()
}
