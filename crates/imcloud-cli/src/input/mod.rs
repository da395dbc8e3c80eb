//! Input of commands: values of flags, request bodies, documents and spreadsheets.
//!
//! A body starts with the file of `--from`, if any, and flags replace its properties. It is then checked
//! against the specification and the request type, and all errors are reported at once with their paths.
//! Read-only properties are left out with a note, unknown ones are errors: `imcloud api` sends anything.

mod arguments;
mod body;
mod table;

pub(crate) use arguments::{Fields, Listed, Pair, day, object_of, time_from, time_to};
pub(crate) use body::{Body, From, read_document};
pub(crate) use table::{Table, TableOptions};

/// A receiver of notes to the user.
pub(crate) trait Notes {
    /// Prints a note.
    fn note(&self, text: &str);
}
