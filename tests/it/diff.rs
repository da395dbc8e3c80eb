//! Tests of the review of a new version.

#[path = "../../crates/openapi-review/tests/review/edit.rs"]
mod edit;
mod future;
mod inputs;
mod overlays;
mod rust;

use std::collections::BTreeMap;

use openapi_review::{Input, Level, Report, document::canonical};
use serde_json::Value;
use xtask::review::{Side, report::Context, review};

use crate::regeneration::workspace;

/// Returns a document as an input. Serialized as YAML, so that its findings have line numbers.
pub(crate) fn input(file: &str, document: &Value) -> Side {
    Input::of(file, &canonical::to_yaml(document, &[]).unwrap()).unwrap().into()
}

/// Reads a vendored version.
pub(crate) fn version(version: &str) -> Side {
    Side::read(&workspace(), version).unwrap()
}

/// Returns a small document that every type of change applies to.
pub(crate) fn shop() -> Value {
    openapi_review::document::tree::parse(include_str!(
        "../../crates/openapi-review/tests/fixtures/shop.yaml"
    ))
    .unwrap()
    .value
}

/// Returns all crates with the same version.
pub(crate) fn crate_versions(version: &str) -> BTreeMap<String, semver::Version> {
    let names = ["imcloud", "imcloud-cli", "imcloud-raw", "imcloud-sandbox"];
    names.map(|name| (name.to_owned(), version.parse().unwrap())).into()
}

/// Returns a context without overlays, descriptions and sources.
pub(crate) fn alone() -> Context {
    Context {
        overlays: Vec::new(),
        descriptions: Default::default(),
        acceptance: Default::default(),
        sources: Default::default(),
        crate_versions: crate_versions("0.3.0"),
    }
}

/// Returns the complete review of two documents, without overlays.
pub(crate) fn reviewed(old: &Value, new: &Value) -> Report {
    review(&input("old.yaml", old), &input("new.yaml", new), &alone(), Level::Rust).unwrap()
}
