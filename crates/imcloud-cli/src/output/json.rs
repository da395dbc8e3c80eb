//! JSON and NDJSON.

use std::io::Write as _;

use super::{
    RowWriter,
    stdout::{Out, out},
};
use crate::{failure::Result, json::Json};

/// Writes one array. A list that was interrupted lacks its closing bracket.
pub(super) struct JsonRows {
    pub(super) out: Out,
    pub(super) empty: bool,
}

pub(super) struct NdjsonRows(pub(super) Out);

impl RowWriter for JsonRows {
    fn write(&mut self, row: Json) -> Result {
        self.out.write_all(if self.empty { b"[\n" } else { b",\n" })?;
        self.empty = false;
        // Strings in JSON contain no line breaks.
        for (index, line) in serde_json::to_string_pretty(&row)?.lines().enumerate() {
            write!(self.out, "{}  {line}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result {
        Ok(self.out.flush()?)
    }

    fn finish(&mut self) -> Result<Vec<String>> {
        self.out.write_all(if self.empty { b"[]\n" } else { b"\n]\n" })?;
        self.flush().map(|()| Vec::new())
    }
}

impl RowWriter for NdjsonRows {
    fn write(&mut self, row: Json) -> Result {
        serde_json::to_writer(&mut self.0, &row)?;
        Ok(self.0.write_all(b"\n")?)
    }

    fn flush(&mut self) -> Result {
        Ok(self.0.flush()?)
    }
}

/// Writes one value on several lines.
pub(super) fn pretty(value: &Json) -> Result {
    let mut out = out();
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}
