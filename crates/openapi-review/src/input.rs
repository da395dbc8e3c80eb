//! Documents to compare, with their versions.

use std::{fmt, str::FromStr};

use anyhow::{Context, Error, Result, bail};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::{
    compare::Document,
    document::{
        check, fingerprint,
        tree::{self, Lines},
        walk,
    },
};

/// The identity of a compared document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct About {
    /// Its file.
    pub file: String,
    /// The version that it states, if that is a version.
    #[schemars(with = "Option<String>")]
    pub version: Option<ApiVersion>,
    /// The SHA-256 of its text.
    pub sha256: String,
}

impl About {
    /// Returns the name for headings: the version, or the file if there is none.
    pub fn title(&self) -> String {
        self.version.as_ref().map_or_else(|| self.file.clone(), ToString::to_string)
    }
}

/// A document that was read.
///
/// Example: see the [crate].
#[derive(Debug, Clone)]
pub struct Input {
    /// Its identity in reports.
    pub about: About,
    /// The document. Every operation has an id.
    pub document: Value,
    /// Its lines.
    pub lines: Lines,
}

impl Input {
    /// Reads the text of a document.
    ///
    /// # Errors
    /// If it is not a complete OpenAPI document.
    pub fn of(file: &str, text: &str) -> Result<Self> {
        let read = || -> Result<Self> {
            let tree::Parsed { value: mut document, lines, .. } = tree::parse(text)?;
            check::complete(&document)?;
            walk::synthesize_ids(&mut document);
            let version = document.pointer("/info/version").and_then(Value::as_str);
            let version = version.and_then(|version| version.parse().ok());
            let about = About { file: file.to_owned(), version, sha256: fingerprint::sha256(text) };
            Ok(Self { about, document, lines })
        };
        read().with_context(|| file.to_owned())
    }

    /// Returns the document with its lines, for comparing.
    pub fn document(&self) -> Document<'_> {
        Document { file: &self.about.file, value: &self.document, lines: &self.lines }
    }
}

/// A version of the API, such as `1.15`; compared part by part, so that 1.15 is newer than 1.6.
/// The default, for documents that state none, is older than every other.
///
/// # Examples
///
/// ```
/// use openapi_review::ApiVersion;
///
/// assert!("1.15".parse::<ApiVersion>()? > "1.6".parse()?);
/// # Ok::<(), anyhow::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion(Vec<u32>);

impl ApiVersion {
    /// Returns the versions that would come next: the last number raised up to `ahead` times, and the next
    /// first number.
    pub fn successors(&self, ahead: u32) -> Vec<Self> {
        let raised = |by: u32| {
            let mut parts = self.0.clone();
            parts.iter_mut().next_back().into_iter().for_each(|last| *last += by);
            Self(parts)
        };
        let major = Self(vec![self.0.first().map_or(1, |first| first + 1), 0]);
        (1..=ahead).map(raised).chain([major]).collect()
    }

    /// Returns true if it looks like a version of this API: two small numbers.
    pub fn is_plausible(&self) -> bool {
        self.0.len() == 2 && self.0.iter().all(|part| *part < 100)
    }
}

impl FromStr for ApiVersion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts = text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>();
        match parts.map(Self) {
            // Another spelling, such as `01.16` or `+1`, is not the version.
            Ok(version) if version.to_string() == text => Ok(version),
            _ => bail!("{text:?} is not an API version; write numbers separated by points, for example 1.15"),
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

impl Serialize for ApiVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_part_by_part() {
        let version = |text: &str| text.parse::<ApiVersion>().unwrap();
        assert!(version("1.15") > version("1.6"));
        assert!(version("2.0") > version("1.15"));
        assert!(version("1.6.1") > version("1.6"));
        assert_eq!(version("1.15").to_string(), "1.15");
    }

    #[test]
    fn invalid_versions_are_rejected() {
        for text in ["", "1.", "v1.15", "1.+5", "01.16", "latest"] {
            assert!(text.parse::<ApiVersion>().is_err(), "{text}");
        }
    }
}
