//! The line of every node of a document.

use std::collections::HashMap;

use anyhow::{Context, Result};
use granit_parser::{Event, Parser};

use crate::document::pointer;

/// The line of every node of a YAML or JSON file, by JSON Pointer.
///
/// A property is on the line of its key, an element of a list on the line where it starts. Lists are also indexed by what identifies their
/// elements for a reader: `…/required/name` and `…/parameters/query:limit`.
#[derive(Debug, Default, Clone)]
pub struct Lines {
    by_pointer: HashMap<String, usize>,
}

/// What is being read, from the outside in.
enum Frame {
    Mapping { at: String, key: Option<(String, usize)> },
    Sequence { at: String, index: usize },
}

impl Lines {
    /// Reads the text once more, for its lines only.
    ///
    /// # Errors
    /// When the text is not YAML, which reading the document itself would have said before.
    pub fn of(text: &str) -> Result<Self> {
        let mut lines = Self::default();
        let mut stack: Vec<Frame> = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.context("the lines of the text cannot be counted")?;
            let line = span.start.line();
            match event {
                Event::MappingStart(..) => {
                    let at = lines.enter(&mut stack, line, None);
                    stack.push(Frame::Mapping { at, key: None });
                }
                Event::SequenceStart(..) => {
                    let at = lines.enter(&mut stack, line, None);
                    stack.push(Frame::Sequence { at, index: 0 });
                }
                Event::Scalar(text, ..) => {
                    if let Some(Frame::Mapping { key: key @ None, .. }) = stack.last_mut() {
                        *key = Some((text.into_owned(), line));
                    } else {
                        lines.enter(&mut stack, line, Some(&text));
                    }
                }
                Event::Alias(_) => drop(lines.enter(&mut stack, line, None)),
                Event::MappingEnd | Event::SequenceEnd => drop(stack.pop()),
                _ => {}
            }
        }
        Ok(lines)
    }

    /// Notes the line of a value that begins; returns its pointer.
    fn enter(&mut self, stack: &mut [Frame], line: usize, text: Option<&str>) -> String {
        let (at, line) = match stack.last_mut() {
            None => (String::new(), line),
            Some(Frame::Mapping { at, key }) => {
                let (name, line) = key.take().unwrap_or_default();
                (pointer::join(at, &name), line)
            }
            Some(Frame::Sequence { at, index }) => {
                if let Some(text) = text {
                    self.by_pointer.insert(pointer::join(at, text), line);
                }
                *index += 1;
                (pointer::join(at, &(*index - 1).to_string()), line)
            }
        };
        self.by_pointer.insert(at.clone(), line);
        at
    }

    /// The line of a node, or of the nearest one above it.
    #[must_use]
    pub fn line(&self, pointer: &str) -> Option<usize> {
        let mut pointer = pointer;
        loop {
            if let Some(line) = self.by_pointer.get(pointer) {
                return Some(*line);
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_keys_elements_and_names_in_lists() {
        let text = "# head\na:\n  b: 1\n  c:\n  - x\n  - {d: 2}\n  /e~f: |\n    long\n";
        let lines = Lines::of(text).unwrap();
        let line = |pointer: &str| lines.line(pointer).unwrap();
        assert_eq!(
            (line("/a"), line("/a/b"), line("/a/c/0"), line("/a/c/x"), line("/a/c/1/d")),
            (2, 3, 5, 5, 6)
        );
        assert_eq!(line("/a/~1e~0f"), 7);
        assert_eq!(line("/a/b/gone/deeper"), 3, "the nearest node above");
    }

    #[test]
    fn json_has_lines_too() {
        assert_eq!(Lines::of("{\n \"a\": [\n  {\"b\": 1}]}").unwrap().line("/a/0/b"), Some(3));
    }
}
