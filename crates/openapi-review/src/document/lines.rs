//! The line of each node of a file.

use std::collections::HashMap;

use anyhow::Result;

use crate::document::tree;

/// The line of every node of a YAML or JSON file, by JSON Pointer.
///
/// A property is on the line of its key, a list element on the line where it starts. Scalars in lists are
/// also found by their text: `/required/name`. A key that occurs twice is on its first line.
#[derive(Debug, Default, Clone)]
pub struct Lines {
    by_pointer: HashMap<String, usize>,
}

impl Lines {
    /// Returns the lines of a text.
    ///
    /// # Errors
    /// As [`tree::parse`].
    pub fn of(text: &str) -> Result<Self> {
        Ok(tree::parse(text)?.lines)
    }

    /// Records the line of a node, unless it has one.
    pub(super) fn record(&mut self, pointer: &str, line: usize) {
        if !self.by_pointer.contains_key(pointer) {
            self.by_pointer.insert(pointer.to_owned(), line);
        }
    }

    /// Returns the line of a node, or of its nearest ancestor.
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
