//! A document to compare, with what reports say about it.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    ApiVersion,
    compare::Document,
    document::{check, fingerprint, lines::Lines, operation_ids, tree},
};

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name in reports.
    pub file: String,
    /// The version it states, where that is one.
    pub version: Option<ApiVersion>,
    /// The SHA-256 of its text.
    pub sha256: String,
    /// The document. Every operation has an id.
    pub document: Value,
    /// Its lines.
    pub lines: Lines,
}

impl Input {
    /// Takes a text for a document.
    ///
    /// # Errors
    /// If it is not a complete OpenAPI document.
    pub fn of(file: &str, text: &str) -> Result<Self> {
        let go = || -> Result<Self> {
            check::not_html(text)?;
            let tree::Parsed { value: mut document, lines, .. } = tree::parse(text)?;
            check::complete(&document)?;
            operation_ids::synthesise(&mut document);
            let version = document.pointer("/info/version").and_then(Value::as_str);
            let version = version.and_then(|version| version.parse().ok());
            let (file, sha256) = (file.to_owned(), fingerprint::sha256(text));
            Ok(Self { file, version, sha256, document, lines })
        };
        go().with_context(|| file.to_owned())
    }

    /// The document with its lines, for comparing.
    #[must_use]
    pub fn document(&self) -> Document<'_> {
        Document { file: &self.file, value: &self.document, lines: &self.lines }
    }

    /// Returns the name for headings: the stated version, or the file.
    #[must_use]
    pub fn title(&self) -> String {
        self.version.as_ref().map_or_else(|| self.file.clone(), ToString::to_string)
    }
}
