//! YAML.

use std::io::Write as _;

use super::{
    rows::RowWriter,
    stdout::{Out, out},
};
use crate::{
    failure::{Exit, Failure},
    json::{Json, to_yaml},
};

/// Writes one sequence.
pub(super) struct YamlRows {
    out: Out,
    empty: bool,
}

impl YamlRows {
    pub(super) fn new() -> Self {
        Self { out: out(), empty: true }
    }
}

impl RowWriter for YamlRows {
    fn write(&mut self, row: Json) -> Result<(), Failure> {
        self.empty = false;
        Ok(self.out.write_all(text(&Json::Array(vec![row]))?.as_bytes())?)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    fn finish(&mut self) -> Result<Vec<String>, Failure> {
        if self.empty {
            self.out.write_all(b"[]\n")?;
        }
        self.flush().map(|()| Vec::new())
    }
}

/// Writes one value.
pub(super) fn document(value: &Json) -> Result<(), Failure> {
    let mut out = out();
    out.write_all(text(value)?.as_bytes())?;
    Ok(out.flush()?)
}

fn text(value: &Json) -> Result<String, Failure> {
    to_yaml(value).map_err(|error| Failure::new(Exit::Failed, format!("could not write YAML: {error}")))
}
