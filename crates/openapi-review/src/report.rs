//! The report of a comparison, from which every output is made: findings, and the additions of a code
//! generator, which are changes of the code and the releases that follow.

use std::{collections::BTreeMap, fmt};

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Finding, Input, Level, Severity, Source, Wire,
    compare::{Options, compare},
    document::pointer::is_within,
    input::About,
};

/// The version of the JSON Schema of reports.
pub const SCHEMA_VERSION: u32 = 1;

/// Numbers about generated code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Statistics {
    /// Operations.
    pub operations: usize,
    /// Types.
    pub types: usize,
}

/// The review.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Report {
    /// The version of the JSON Schema that describes the report.
    pub schema_version: u32,
    /// The version of this tool.
    pub tool_version: &'static str,
    /// The old document.
    pub old: About,
    /// The new document.
    pub new: About,
    /// The level of the review.
    pub level: Level,
    /// Severities that the configuration changed, by rule.
    pub overrides: BTreeMap<String, Severity>,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
    /// Every change of the generated code, by item.
    pub rust: Vec<Change>,
    /// The next release of each crate.
    pub releases: Vec<Release>,
    /// The generated code, before and after.
    pub statistics: Option<[Statistics; 2]>,
}

impl Report {
    /// Compares two documents.
    pub fn of(old: &Input, new: &Input, options: Options) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool_version: env!("CARGO_PKG_VERSION"),
            old: old.about.clone(),
            new: new.about.clone(),
            level: Level::Published,
            overrides: BTreeMap::new(),
            findings: compare(old.document(), new.document(), options),
            rust: Vec::new(),
            releases: Vec::new(),
            statistics: None,
        }
    }

    /// Returns true if nothing changed.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.rust.is_empty()
    }

    /// Returns the findings of a severity that are neither accepted nor handled by edits of the caller.
    pub fn open(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity && finding.is_open())
    }

    /// Returns the findings that edits of the caller keep from the client.
    pub fn handled(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.accepted.is_none() && !finding.masked_by.is_empty())
    }

    /// Returns the accepted findings.
    pub fn accepted(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.accepted.is_some())
    }

    /// Returns the number of open findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.open(severity).count()
    }

    /// Returns true if an open finding is at least as bad as this.
    pub fn reaches(&self, threshold: Severity) -> bool {
        self.findings.iter().filter_map(Finding::effective_severity).any(|severity| severity <= threshold)
    }

    /// Keeps only findings at, above or below a pointer, with the changes of the generated code that they
    /// cause.
    ///
    /// Statements about all changes are removed: a part of them recommends no release.
    ///
    /// # Errors
    /// If it is not a JSON Pointer.
    pub fn keep_only(&mut self, pointer: &str) -> Result<()> {
        let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
        ensure!(
            pointer.starts_with('/'),
            "{pointer:?} is not a JSON Pointer. It starts with a slash: /paths"
        );
        let near = |at: &str| is_within(pointer, at) || is_within(at, pointer) && !at.is_empty();
        self.findings.retain(|finding| finding.pointers().chain(&finding.covers).any(|at| near(at)));
        let kept: Vec<usize> = (0..self.rust.len())
            .filter(|index| self.findings.iter().any(|finding| finding.rust.contains(index)))
            .collect();
        for finding in &mut self.findings {
            finding.rust =
                finding.rust.iter().filter_map(|old| kept.iter().position(|index| index == old)).collect();
        }
        self.rust = kept.into_iter().map(|index| self.rust[index].clone()).collect();
        self.releases.clear();
        self.statistics = None;
        Ok(())
    }

    /// The change, in one sentence.
    pub fn verdict(&self) -> String {
        if self.is_empty() {
            return "No changes.".into();
        }
        if let Some(verdict) = self.findings.iter().find_map(|finding| finding.rule.info().verdict) {
            return verdict.into();
        }
        let open = || self.findings.iter().filter(|finding| finding.is_open());
        let breaks = open().any(|finding| finding.source == Source::Breaks);
        let fails = open().any(|finding| finding.wire == Wire::Fails);
        let worst = open().map(|finding| finding.severity).min();
        match (breaks, fails, worst) {
            (true, true, _) => "Code stops compiling, and programs already built fail.",
            (true, false, _) => "Code stops compiling.",
            (false, true, _) => "Everything compiles, but programs already built fail.",
            (.., Some(Severity::Breaking)) => "A finding needs a decision.",
            (.., Some(Severity::Potential)) => "Everything compiles; some values or uses need a review.",
            _ => "Everything compiles and works.",
        }
        .into()
    }
}

/// The kind of a change of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A type is new.
    TypeAdded,
    /// A type was removed.
    TypeRemoved,
    /// A type is declared in another way.
    TypeChanged,
    /// A field is new.
    FieldAdded,
    /// A field was removed.
    FieldRemoved,
    /// A field has another type.
    FieldRetyped,
    /// A field has another name in JSON, or is written in another form.
    FieldWritten,
    /// A constructor takes other arguments.
    ConstructorChanged,
    /// A variant is new.
    VariantAdded,
    /// A variant was removed.
    VariantRemoved,
    /// A variant has another value.
    VariantWritten,
    /// A method of the client is new.
    OperationAdded,
    /// A method of the client was removed.
    OperationRemoved,
    /// A method of the client has another name.
    OperationRenamed,
    /// A method calls another address.
    OperationMoved,
    /// A method takes other arguments.
    ArgumentsChanged,
    /// A method has a new setter.
    SetterAdded,
    /// A setter was removed.
    SetterRemoved,
    /// A setter takes another type.
    SetterRetyped,
    /// A method returns another type.
    ResponseChanged,
    /// The published id that documentation shows differs.
    PublishedIdChanged,
}

/// One change of the generated code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Change {
    /// The item: `types::Order::quantity`, `Client::list_orders`, `Client::list_orders(limit)`.
    pub item: String,
    /// The kind of the change.
    pub what: What,
    /// The old signature.
    pub before: Option<String>,
    /// The new signature.
    pub after: Option<String>,
    /// The effect on code that uses the item.
    pub source: Source,
    /// The effect on programs that were built before.
    #[serde(skip)]
    pub wire: Wire,
    /// Fingerprints of the findings that cause it.
    pub causes: Vec<String>,
}

impl Change {
    /// A change with what it does to callers.
    pub fn new(item: impl Into<String>, what: What, before: Option<String>, after: Option<String>) -> Self {
        let (source, wire) = match what {
            What::OperationMoved => (Source::Compiles, Wire::Fails),
            What::FieldWritten | What::VariantWritten => (Source::Compiles, Wire::MayFail),
            What::TypeAdded
            | What::FieldAdded
            | What::VariantAdded
            | What::OperationAdded
            | What::SetterAdded
            | What::PublishedIdChanged => (Source::Compiles, Wire::Works),
            _ => (Source::Breaks, Wire::Works),
        };
        Self { item: item.into(), what, before, after, source, wire, causes: Vec::new() }
    }

    /// The type, or the method, that the item belongs to.
    pub fn owner(&self) -> &str {
        let end = self.item.find(['(', ' ']).unwrap_or(self.item.len());
        let item = &self.item[..end];
        match item.strip_prefix("types::").and_then(|rest| rest.find("::")) {
            Some(end) => &item[..end + "types::".len()],
            None => item,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "~ {}: {before} -> {after}", self.item),
            (Some(before), None) => write!(f, "- {}: {before}", self.item),
            (None, Some(after)) => write!(f, "+ {}: {after}", self.item),
            (None, None) => write!(f, "~ {}", self.item),
        }
    }
}

/// The size of a release for its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bump {
    /// Code of users may not compile any more.
    Breaking,
    /// Something is new.
    Addition,
    /// Nothing that users see in their code.
    Patch,
    /// Nothing changes.
    None,
}

/// The next release of a crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Release {
    /// The crate.
    #[serde(rename = "crate")]
    pub name: String,
    /// The version that its manifest states.
    pub current: String,
    /// The version to publish.
    pub next: String,
    /// The size of the release.
    pub bump: Bump,
    /// The reasons, in sentences.
    pub reasons: Vec<String>,
}
