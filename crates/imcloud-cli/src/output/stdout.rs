//! Standard output.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write as _, stdout};

use crate::{escape::escape_bytes, failure::Result, progress};

/// Buffered standard output. Text on a terminal is escaped, see [`escape`](crate::escape::escape()).
pub(crate) type Out = BufWriter<Escaping>;

pub(crate) fn out() -> Out {
    open(stdout().is_terminal())
}

/// Returns standard output for text that is escaped already and may contain colors.
pub(super) fn out_with_colors() -> Out {
    open(false)
}

pub(crate) fn write_all(content: &[u8]) -> Result {
    let mut out = out();
    out.write_all(content)?;
    Ok(out.flush()?)
}

fn open(escapes: bool) -> Out {
    BufWriter::with_capacity(64 * 1024, Escaping { stdout: stdout(), escapes, incomplete: Vec::new() })
}

/// Standard output, whose errors name it.
#[derive(Debug)]
pub(crate) struct Escaping {
    stdout: Stdout,
    escapes: bool,
    incomplete: Vec<u8>,
}

pub(crate) fn stdout_error(error: io::Error) -> io::Error {
    write_error("standard output", &error)
}

pub(crate) fn write_error(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("could not write to {name}: {error}"))
}

impl io::Write for Escaping {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        progress::clear();
        if !self.escapes {
            return self.stdout.write(bytes).map_err(stdout_error);
        }
        self.incomplete.extend_from_slice(bytes);
        let mut text = String::new();
        let done = escape_bytes(&self.incomplete, &mut text);
        self.incomplete.drain(..done);
        self.stdout.write_all(text.as_bytes()).map_err(stdout_error)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush().map_err(stdout_error)
    }
}
