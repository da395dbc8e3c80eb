//! The report of a comparison, from which every output is made.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Finding, Input, Level, Severity, Source, Wire,
    code::{Change, Release},
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
