//! Data on standard output, and nothing else there.
//!
//! A command gives either one value ([`Printer::value`]) or rows ([`Printer::rows`]). `json`, `ndjson`, `csv` and `yaml` write each row as it comes, so
//! that memory does not grow with the list; a table needs all rows to know its widths, and a query all rows to look at.
//!
//! ```text
//! row -> JSON value -> [query, over all rows] -> [columns] -> format
//! ```

mod cell;
mod column;
mod path;
mod printer;
mod query;
mod rows;
mod table;

pub(crate) use column::{Column, parse_columns};
pub(crate) use printer::{Format, Look, Printer, out as raw, told, told_of};
pub(crate) use query::Query;
pub(crate) use rows::Rows;
