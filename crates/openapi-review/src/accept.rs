//! A file of accepted findings.
//!
//! ```yaml
//! accepted:
//! - fingerprint: 0123456789ab
//!   rule: operation.removed
//!   reason: No client calls it.
//!   until: "1.15"            # optional: the last version for which this holds
//! severities:                # optional: another severity for every finding of a rule
//!   header.added: docs
//! ```
//!
//! An accepted finding stays in the report and no longer counts. Entries without a finding and changed
//! severities are reported.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::{
    ApiVersion, Finding, Level, Place, Rule, Severity,
    document::tree::{self, Lines},
};

/// Accepted findings and changed severities.
///
/// Example of a file: see the [module](self).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    #[serde(default)]
    accepted: Vec<Entry>,
    /// Severities by rule.
    #[serde(default)]
    pub severities: BTreeMap<String, Severity>,
    #[serde(skip)]
    file: String,
    #[serde(skip)]
    lines: Lines,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: String,
    rule: String,
    reason: String,
    until: Option<String>,
}

impl Acceptance {
    /// Reads the file, if it exists. `own` are the rules of the caller.
    ///
    /// # Errors
    /// If the file has another form, or names an unknown rule or severity.
    pub fn read(path: &Path, file: &str, own: &[Rule]) -> Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(file, &text, own),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read {file}")),
        }
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// As [`Acceptance::read`].
    pub fn parse(file: &str, text: &str, own: &[Rule]) -> Result<Self> {
        let read = || -> Result<Self> {
            let tree = tree::parse(text)?;
            let content =
                if tree.value.is_null() { Self::default() } else { serde_json::from_value(tree.value)? };
            let known = |rule: &str| Rule::ALL.iter().chain(own).any(|known| known.id() == rule);
            for rule in content.accepted.iter().map(|entry| &entry.rule).chain(content.severities.keys()) {
                ensure!(known(rule), "unknown rule {rule}");
            }
            for Entry { reason, fingerprint, .. } in &content.accepted {
                ensure!(
                    !reason.trim().is_empty(),
                    "the entry {fingerprint} has no reason. State why the finding is accepted"
                );
            }
            Ok(Self { file: file.to_owned(), lines: tree.lines, ..content })
        };
        read().with_context(|| format!("invalid {file}"))
    }

    /// Applies the severities, accepts findings, and reports entries without a finding.
    ///
    /// # Errors
    /// If an entry's `until` is not a version.
    pub fn apply(&self, findings: &mut Vec<Finding>, version: Option<&ApiVersion>) -> Result<()> {
        for finding in findings.iter_mut() {
            if let Some(severity) = self.severities.get(finding.rule.id()) {
                finding.severity = *severity;
            }
        }
        for (index, entry) in self.accepted.iter().enumerate() {
            let until = entry.until.as_deref().map(str::parse::<ApiVersion>).transpose()?;
            let is_expired = until.as_ref().zip(version).is_some_and(|(until, version)| version > until);
            let mut is_used = false;
            for finding in findings.iter_mut().filter(|_| !is_expired) {
                if finding.fingerprint == entry.fingerprint && finding.rule.id() == entry.rule {
                    finding.accepted = Some(entry.reason.clone());
                    is_used = true;
                }
            }
            if !is_used {
                let why = if is_expired { "is past its `until`" } else { "has no finding" };
                let message = format!("{} of {} {why}", entry.fingerprint, entry.rule);
                let place = Place::of(&self.file, &self.lines, &format!("/accepted/{index}"));
                let subject = "accepted findings".into();
                let mut finding =
                    Finding::at(Rule::AcceptanceUnused, Level::Overlays, subject, message, place);
                finding.new_value = Some(entry.fingerprint.clone().into());
                finding.stamp();
                findings.push(finding);
            }
        }
        Ok(())
    }
}
