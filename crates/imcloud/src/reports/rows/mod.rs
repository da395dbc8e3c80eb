//! The rows of a file.

mod csv_rows;
mod from_text;
mod json_rows;
mod stream;

pub use from_text::from_text;
pub use stream::Rows;

/// A row longer than this is a mistake: a quotation mark that is never closed, a file of another kind.
const LONGEST_ROW: usize = 16 * 1024 * 1024;

/// Why a row cannot be read.
struct RowError {
    /// Its number, from 1; the heading of csv does not count.
    row: u64,
    /// The member or column.
    member: Option<String>,
    reason: String,
}

impl RowError {
    fn new(row: u64, reason: impl Into<String>) -> Self {
        Self { row, member: None, reason: reason.into() }
    }
}
