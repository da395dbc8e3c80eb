//! One thing that lint has to say.

use std::fmt;

use serde::Serialize;

/// Something to mend, with the place and the way to do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The stable name of the rule.
    pub rule: &'static str,
    /// The operation or schema, as people call it.
    pub place: String,
    /// The JSON Pointer of the place in the document.
    pub pointer: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do about it, in a sentence.
    pub remedy: String,
    /// Whether the generator cannot work, or would generate wrong code.
    pub stops_generation: bool,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}: {}", self.rule, self.place, self.message)?;
        if !self.pointer.is_empty() {
            writeln!(f, "    at #{}", self.pointer)?;
        }
        write!(f, "    remedy: {}", self.remedy)
    }
}
