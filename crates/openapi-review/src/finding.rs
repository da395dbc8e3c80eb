//! A difference between two documents, with its effects.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt,
};

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::{
    Rule, Severity, Source, Wire,
    document::{
        fingerprint::{sha256, shape},
        tree::Lines,
    },
};

/// The part of a review that a finding belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Changes between the two documents.
    #[default]
    Published,
    /// Effects on edits of the caller.
    #[value(name = "effective")]
    Overlays,
    /// Effects on generated code and on code that uses it.
    Rust,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Place {
    /// The file, as reports name it.
    pub file: String,
    /// The JSON Pointer in it; empty in other files than documents.
    pub pointer: String,
    /// The line, from 1.
    pub line: usize,
}

impl Place {
    /// Returns the place of a node in a file with these lines.
    pub fn of(file: &str, lines: &Lines, pointer: &str) -> Self {
        let line = lines.line(pointer).unwrap_or(1);
        Self { file: file.to_owned(), pointer: pointer.to_owned(), line }
    }
}

/// A line of code that uses generated code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Use {
    /// The file, from the root of the workspace.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The line's text, or what the compiler says about it.
    pub text: String,
    /// The method by which it was found.
    pub found_by: FoundBy,
}

/// The method by which a line was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// A compiler reported it.
    Compiler,
    /// It names the changed item; it may mean another one of the same name.
    Name,
}

impl fmt::Display for FoundBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(["does not compile at", "named at"][*self as usize])
    }
}

/// One difference.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Finding {
    /// The id of the rule; see `openapi-review rules`.
    #[schemars(with = "String")]
    pub rule: Rule,
    /// The level.
    pub level: Level,
    /// The worse of the axes, but at least that of the rule; the configuration overrides both.
    pub severity: Severity,
    /// The effect on programs that are already built.
    pub wire: Wire,
    /// The effect on code that is compiled again.
    pub source: Source,
    /// The operation, schema or file: `Order.quantity`, `GET /orders, limit`.
    pub subject: String,
    /// The change, as the predicate of a sentence about the subject.
    pub message: String,
    /// True if the node is in requests.
    pub in_requests: bool,
    /// True if the node is in responses.
    pub in_responses: bool,
    /// The operations that reach it.
    pub operations: BTreeSet<String>,
    /// Further effects of the same edit, one sentence each.
    pub details: Vec<String>,
    /// The place in the old document.
    pub old: Option<Place>,
    /// The place in the new document.
    pub new: Option<Place>,
    /// The old value.
    pub old_value: Option<Value>,
    /// The new value.
    pub new_value: Option<Value>,
    /// A digest of rule, names and structural values; the same in every run and unique in a report.
    pub fingerprint: String,
    /// The changes of generated code that it causes, as indices of the list in the report.
    pub rust: Vec<usize>,
    /// The lines that use what changed.
    pub uses: Vec<Use>,
    /// Edits of the caller that hide the change from the client.
    pub masked_by: Vec<String>,
    /// The reason why it was accepted.
    pub accepted: Option<String>,
    /// The nodes that it accounts for, with all nodes below them; its own places if empty.
    #[serde(skip)]
    pub covers: Vec<String>,
    /// Nodes that are the same under two names. Differences inside them have separate findings.
    #[serde(skip)]
    pub pairs: Vec<(String, String)>,
    /// The pointer with names instead of indices; part of the fingerprint. Defaults to the subject.
    #[serde(skip)]
    pub name: String,
}

impl Finding {
    /// Creates a finding without effects.
    pub fn new(rule: Rule, level: Level, subject: String, message: String) -> Self {
        let severity = rule.info().severity(Wire::Works, Source::Compiles);
        Self { rule, level, severity, subject, message, ..Self::default() }
    }

    /// Creates a finding without effects at a place, for rules of the caller.
    pub fn at(rule: Rule, level: Level, subject: String, message: String, place: Place) -> Self {
        Self { new: Some(place), ..Self::new(rule, level, subject, message) }
    }

    /// Computes the severity from the axes and the rule.
    pub fn classify(&mut self) {
        self.severity = self.rule.info().severity(self.wire, self.source);
    }

    /// Computes the fingerprint from the rule, names and structural values, never from positions or
    /// descriptions.
    pub fn stamp(&mut self) {
        self.fingerprint = self.digest(0);
    }

    /// Returns the fingerprint of a finding with `earlier` findings that have the same rule, names and
    /// values.
    fn digest(&self, earlier: usize) -> String {
        let name = if self.name.is_empty() { &self.subject } else { &self.name };
        let value = |value: &Option<Value>| match value {
            Some(value) if !self.rule.is_docs() => shape(value, &BTreeMap::new()).to_string(),
            _ => String::new(),
        };
        let mut text = [self.rule.id(), name, &value(&self.old_value), &value(&self.new_value)].join("\n");
        if earlier > 0 {
            text.push_str(&format!("\n{earlier}"));
        }
        sha256(&text)[..12].to_owned()
    }

    /// Returns true if the finding is neither accepted nor handled by edits of the caller.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none() && self.masked_by.is_empty()
    }

    /// Returns the severity that counts for a threshold: none of an accepted finding, that of the wire alone
    /// if edits of the caller handle the change.
    pub fn effective_severity(&self) -> Option<Severity> {
        match (&self.accepted, self.masked_by.is_empty(), self.wire) {
            (Some(_), ..) | (None, false, Wire::Works) => None,
            (None, false, wire) => Some(Severity::of(wire, Source::Compiles)),
            (None, true, _) => Some(self.severity),
        }
    }

    /// Returns the place to show: in the new document, or in the old one for a removed node.
    pub fn place(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Returns the pointers of its places in the old and in the new document.
    pub fn pointers(&self) -> impl Iterator<Item = &String> {
        [&self.old, &self.new].into_iter().flatten().map(|place| &place.pointer)
    }

    /// Returns true if it is about structure and not about documentation alone.
    pub fn is_structural(&self) -> bool {
        self.rule.info().area != "descriptions"
    }

    /// The sort key: severity, level, subject, place.
    pub fn sort_key(&self) -> (Severity, Level, &str, &str, &str, &str) {
        let pointer = self.place().map_or("", |place| &place.pointer);
        (self.severity, self.level, self.subject.as_str(), pointer, self.rule.id(), self.fingerprint.as_str())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.rule, self.subject, self.message)
    }
}

/// Makes the fingerprints of all findings unique.
pub fn distinguish(findings: &mut [Finding]) {
    let mut seen: HashSet<String> = HashSet::new();
    for finding in findings {
        let mut earlier = 0;
        while !seen.insert(finding.fingerprint.clone()) {
            earlier += 1;
            finding.fingerprint = finding.digest(earlier);
        }
    }
}

/// `1 finding`, `2 findings`.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
