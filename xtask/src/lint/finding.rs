//! A finding of the lint.

use std::fmt;

use serde::Serialize;

/// A defect with its place and a hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The stable name of the rule.
    pub rule: &'static str,
    /// The operation or schema.
    pub place: String,
    /// The JSON Pointer of the node.
    pub pointer: String,
    /// The defect, a sentence.
    pub message: String,
    /// How to fix it, a sentence.
    pub remedy: String,
    /// Whether generation would fail, or generate wrong code.
    pub stops_generation: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}: {}", self.rule, self.place, self.message)?;
        if !self.pointer.is_empty() {
            writeln!(f, "    at #{}", self.pointer)?;
        }
        write!(f, "    hint: {}", self.remedy)
    }
}
