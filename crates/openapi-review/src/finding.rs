//! One difference with everything that is known about it.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Rule, Severity, Source, Wire};

/// Which of the three questions a finding answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// What the publisher changed.
    Published,
    /// What that does to our overlays.
    Overlays,
    /// What that does to the generated code and to the crates above it.
    Rust,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as reports name it.
    pub file: String,
    /// The JSON Pointer in it; empty for files that are no documents.
    pub pointer: String,
    /// The line, from 1.
    pub line: usize,
}

/// A line of a crate above the generated one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Use {
    /// The file, from the root of the workspace.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The line's text, or what the compiler says about it.
    pub text: String,
    /// How it was found.
    pub found_by: FoundBy,
}

/// How a line was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// A compiler reported it.
    Compiler,
    /// It names the changed item; it may mean another one of the same name.
    Name,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// The level.
    pub level: Level,
    /// The worse of the axes, or what the rule or the configuration says at least.
    pub severity: Severity,
    /// What happens to programs that are already built.
    pub wire: Wire,
    /// What happens to code that is compiled anew.
    pub source: Source,
    /// The operation, schema or file, as people call it.
    pub subject: String,
    /// What happened, in a sentence.
    pub message: String,
    /// Whether it travels in requests.
    pub in_requests: bool,
    /// Whether it travels in responses.
    pub in_responses: bool,
    /// The operations that reach it.
    pub operations: BTreeSet<String>,
    /// What else follows from the same edit, one sentence each.
    pub details: Vec<String>,
    /// Where it stands in the old document.
    pub old: Option<Place>,
    /// Where it stands in the new document.
    pub new: Option<Place>,
    /// What stood there.
    pub old_value: Option<Value>,
    /// What stands there now.
    pub new_value: Option<Value>,
    /// Of rule, pointer and both values; the same in every run.
    pub fingerprint: String,
    /// Changes of the generated code that come from it, as numbers in the report's list.
    pub rust: Vec<usize>,
    /// Lines of the crates above that use what changed.
    pub uses: Vec<Use>,
    /// Overlay actions that keep it from the client.
    pub masked_by: Vec<String>,
    /// Why it was accepted.
    pub accepted: Option<String>,
    /// The nodes that it accounts for with all below them; its own places where this is empty.
    #[serde(skip)]
    pub covers: Vec<String>,
    /// Nodes that are one under two names: what differs inside them has findings of its own.
    #[serde(skip)]
    pub pairs: Vec<(String, String)>,
}

impl Finding {
    /// A finding of a rule, with the severity that follows from the axes.
    #[must_use]
    pub fn new(
        rule: Rule,
        level: Level,
        wire: Wire,
        source: Source,
        subject: String,
        message: String,
    ) -> Self {
        let mut finding = Self {
            rule,
            level,
            severity: Severity::Docs,
            wire,
            source,
            subject,
            message,
            in_requests: false,
            in_responses: false,
            operations: BTreeSet::new(),
            details: Vec::new(),
            old: None,
            new: None,
            old_value: None,
            new_value: None,
            fingerprint: String::new(),
            rust: Vec::new(),
            uses: Vec::new(),
            masked_by: Vec::new(),
            accepted: None,
            covers: Vec::new(),
            pairs: Vec::new(),
        };
        finding.judge();
        finding
    }

    /// Works out the severity anew, after an axis changed.
    pub fn judge(&mut self) {
        let of_axes = Severity::of(self.wire, self.source);
        let at_least = self.rule.info().at_least;
        // Words have no axes; everything else is at least an addition.
        self.severity = if at_least == Severity::Docs && of_axes == Severity::Additive {
            Severity::Docs
        } else {
            of_axes.min(at_least)
        };
    }

    /// Computes the fingerprint: of rule, pointer, and both values, never of words or lines.
    pub fn stamp(&mut self) {
        let pointer =
            self.new.as_ref().or(self.old.as_ref()).map_or(self.subject.as_str(), |place| &place.pointer);
        let value = |value: &Option<Value>| value.as_ref().map(ToString::to_string).unwrap_or_default();
        let text = [self.rule.id(), pointer, &value(&self.old_value), &value(&self.new_value)].join("\n");
        self.fingerprint = Sha256::digest(text).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    }

    /// The place to show: in the new document, or in the old one for what is gone.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether it is about structure, and not about words alone.
    #[must_use]
    pub fn is_structural(&self) -> bool {
        !self.rule.is_docs()
    }

    /// What findings are sorted by: severity, area, place.
    #[must_use]
    pub fn sort_key(&self) -> (Severity, Level, &str, &str, &str, &str) {
        let pointer = self.place().map_or("", |place| &place.pointer);
        (self.severity, self.level, self.subject.as_str(), pointer, self.rule.id(), self.fingerprint.as_str())
    }
}

/// `1 finding`, `2 findings`.
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
