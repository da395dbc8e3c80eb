//! The report of a comparison, from which every output is made.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Finding, Input, Level, Severity, Source, Wire,
    code::{Change, Release},
    compare::{Options, compare_with},
    document::pointer::is_within,
};

/// The version of the JSON Schema of reports.
pub const SCHEMA_VERSION: u32 = 1;

/// A compared document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct About {
    /// Its file.
    pub file: String,
    /// The version that it states.
    pub version: Option<String>,
    /// The SHA-256 of its text.
    pub sha256: String,
}

impl About {
    /// Returns the description of a document.
    #[must_use]
    pub fn of(input: &Input) -> Self {
        Self {
            file: input.file.clone(),
            version: input.version.as_ref().map(ToString::to_string),
            sha256: input.sha256.clone(),
        }
    }

    /// Returns the version, or the file if there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.version.as_deref().unwrap_or(&self.file)
    }
}

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
    #[must_use]
    pub fn of(old: &Input, new: &Input, options: Options) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool_version: env!("CARGO_PKG_VERSION"),
            old: About::of(old),
            new: About::of(new),
            level: Level::Published,
            overrides: BTreeMap::new(),
            findings: compare_with(old.document(), new.document(), options),
            rust: Vec::new(),
            releases: Vec::new(),
            statistics: None,
        }
    }

    /// Returns true if nothing changed.
    #[must_use]
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

    /// Returns the number of open findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.open(severity).count()
    }

    /// Returns true if an open finding is at least as bad as this.
    #[must_use]
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
        self.findings.retain(|finding| {
            let places =
                [&finding.old, &finding.new].into_iter().flatten().map(|place| place.pointer.as_str());
            places.chain(finding.covers.iter().map(String::as_str)).any(near)
        });
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
    #[must_use]
    pub fn verdict(&self) -> String {
        if self.is_empty() {
            return "No changes.".into();
        }
        let breaks =
            self.findings.iter().any(|finding| finding.is_open() && finding.source == Source::Breaks);
        let fails = self.findings.iter().any(|finding| finding.is_open() && finding.wire == Wire::Fails);
        if let Some(verdict) = self.findings.iter().find_map(|finding| finding.rule.info().verdict) {
            return verdict.into();
        }
        match (breaks, fails) {
            (true, true) => "Code stops compiling, and programs already built fail.",
            (true, false) => "Code stops compiling.",
            (false, true) => "Everything compiles, but programs already built fail.",
            (false, false) if self.count(Severity::Breaking) > 0 => "A finding needs a decision.",
            (false, false) if self.count(Severity::Potential) > 0 => {
                "Everything compiles; some values or uses need a review."
            }
            _ => "Everything compiles and works.",
        }
        .into()
    }
}
