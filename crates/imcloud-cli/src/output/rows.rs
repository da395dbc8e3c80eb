//! Rows, written as they come where the format allows it.

use std::io::Write as _;

use serde::Serialize;

use super::{
    Column, Format, Printer, Query, cell,
    printer::{Look, Out, out, pick, to_json, unwritten, yaml},
    table,
};
use crate::{
    failure::{Exit, Failure},
    json::Json,
};

/// A list on its way to standard output.
pub(crate) struct Rows {
    kind: Kind,
    columns: Vec<Column>,
    /// Whether the columns were asked for: then they are all that is written in any format.
    chosen: bool,
    /// Columns that were asked for and that no row has had yet.
    unseen: Vec<Column>,
    heading: bool,
    count: u64,
}

enum Kind {
    Table(Vec<Json>, Look),
    Query { query: Query, then: Printer, rows: Vec<Json> },
    Json(Out),
    Ndjson(Out),
    Csv(Box<csv::Writer<Out>>, Vec<Column>),
    Yaml(Out),
}

impl Rows {
    pub(super) fn new(format: Format, columns: Vec<Column>, chosen: bool, look: Look) -> Self {
        let kind = match format {
            Format::Table => Kind::Table(Vec::new(), look),
            Format::Json => Kind::Json(out()),
            Format::Ndjson => Kind::Ndjson(out()),
            Format::Yaml => Kind::Yaml(out()),
            Format::Csv => {
                let apart = columns.iter().flat_map(Column::apart).collect();
                // Rows of one shape only; a scalar has no heading.
                let writer = csv::WriterBuilder::new().flexible(true).from_writer(out());
                Kind::Csv(Box::new(writer), apart)
            }
        };
        let unseen = if chosen { columns.clone() } else { Vec::new() };
        Self { kind, columns, chosen, unseen, heading: true, count: 0 }
    }

    pub(super) fn queried(query: Query, then: Printer) -> Self {
        let kind = Kind::Query { query, then, rows: Vec::new() };
        Self { kind, columns: Vec::new(), chosen: false, unseen: Vec::new(), heading: true, count: 0 }
    }

    /// Whether rows appear on standard output only at the end.
    pub(crate) fn is_held_back(&self) -> bool {
        matches!(self.kind, Kind::Table(..) | Kind::Query { .. })
    }

    /// Leaves out the heading of a spreadsheet, whose first part has it.
    pub(crate) fn leave_out_heading(&mut self) {
        self.heading = false;
    }

    /// Writes a row.
    pub(crate) fn push<T: Serialize + ?Sized>(&mut self, row: &T) -> Result<(), Failure> {
        let first = self.count == 0;
        self.count += 1;
        let picked = self.chosen.then(|| to_json(row)).transpose()?.map(|row| {
            self.unseen.retain(|column| column.path.find(&row).is_none());
            pick(&row, &self.columns)
        });
        match (&mut self.kind, picked) {
            (Kind::Table(rows, _) | Kind::Query { rows, .. }, _) => rows.push(to_json(row)?),
            (Kind::Json(out), picked) => {
                let text = match picked {
                    Some(row) => serde_json::to_string_pretty(&row),
                    None => serde_json::to_string_pretty(row),
                };
                let text = text.map_err(unwritten)?;
                out.write_all(if first { b"[\n" } else { b",\n" })?;
                // A text in JSON has no line breaks of its own.
                for (index, line) in text.lines().enumerate() {
                    write!(out, "{}  {line}", if index > 0 { "\n" } else { "" })?;
                }
            }
            (Kind::Ndjson(out), picked) => {
                match picked {
                    Some(row) => serde_json::to_writer(&mut *out, &row),
                    None => serde_json::to_writer(&mut *out, row),
                }
                .map_err(unwritten)?;
                out.write_all(b"\n")?;
            }
            (Kind::Yaml(out), picked) => {
                let row = match picked {
                    Some(row) => Json::Object(row),
                    None => to_json(row)?,
                };
                out.write_all(yaml(&Json::Array(vec![row]))?.as_bytes())?;
            }
            (Kind::Csv(writer, columns), _) => {
                let row = to_json(row)?;
                let record = if row.is_object() {
                    if first && self.heading {
                        writer.write_record(columns.iter().map(|column| &column.name)).map_err(unfiled)?;
                    }
                    columns.iter().map(|column| cell::exact(column.path.find(&row))).collect()
                } else if let Some(fields) = row.as_array() {
                    fields.iter().map(|field| cell::exact(Some(field))).collect()
                } else {
                    vec![cell::exact(Some(&row))]
                };
                writer.write_record(record).map_err(unfiled)?;
            }
        }
        Ok(())
    }

    /// Hands on what was written so far, so that whoever reads does not wait for the next page.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        match &mut self.kind {
            Kind::Table(..) | Kind::Query { .. } => {}
            Kind::Json(out) | Kind::Ndjson(out) | Kind::Yaml(out) => out.flush()?,
            Kind::Csv(writer, _) => writer.flush()?,
        }
        Ok(())
    }

    /// Columns that were asked for and that no row has: misspelt, perhaps.
    pub(crate) fn unseen(&self) -> Vec<String> {
        let names = self.unseen.iter().map(|column| column.name.clone());
        if self.count == 0 { Vec::new() } else { names.collect() }
    }

    /// Ends the list, and gives the names of columns for which there was no room. A list that is not ended stays visibly incomplete: a JSON array
    /// without its bracket.
    pub(crate) fn finish(mut self) -> Result<Vec<String>, Failure> {
        let mut left_out = Vec::new();
        match &mut self.kind {
            Kind::Table(rows, look) => {
                let mut out = out();
                let (text, narrow) = table::list(rows, &self.columns, *look);
                out.write_all(text.as_bytes())?;
                out.flush()?;
                left_out = narrow;
            }
            Kind::Query { query, then, rows } => {
                let found = query.apply(&Json::Array(std::mem::take(rows)))?;
                left_out = then.any(&found)?;
            }
            Kind::Json(out) => out.write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?,
            Kind::Yaml(out) if self.count == 0 => out.write_all(b"[]\n")?,
            Kind::Csv(writer, columns) if self.count == 0 && self.heading && !columns.is_empty() => {
                writer.write_record(columns.iter().map(|column| &column.name)).map_err(unfiled)?;
            }
            Kind::Ndjson(_) | Kind::Yaml(_) | Kind::Csv(..) => {}
        }
        self.flush()?;
        Ok(left_out)
    }
}

fn unfiled(error: csv::Error) -> Failure {
    let text = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        _ => Failure::new(Exit::Failed, format!("the data cannot be written as CSV: {text}")),
    }
}
