//! Data on standard output.
//!
//! A command writes either one value ([`Printer::value`]) or rows ([`Printer::rows`]). JSON, NDJSON, CSV and
//! YAML write each row immediately, so memory does not grow with the list. A table needs the cells of all
//! rows for its widths, a query all rows.
//!
//! ```text
//! row -> JSON value -> [query over all rows] -> [columns] -> RowWriter: table, json, ndjson, csv, yaml -> escape -> stdout
//! ```

mod cell;
mod column;
mod csv;
mod escape;
mod json;
mod path;
mod printer;
mod query;
mod rows;
mod stdout;
mod table;
mod yaml;

pub(crate) use column::{Column, parse_columns};
pub(crate) use csv::{CsvDialect, unprotected};
pub(crate) use escape::{escape, escape_lines};
pub(crate) use printer::{Format, Look, Printer};
pub(crate) use query::Query;
pub(crate) use rows::Rows;
pub(crate) use stdout::{out, stdout_error, write_error};
