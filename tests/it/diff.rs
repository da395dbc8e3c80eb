//! The review of a new version.

mod edit;
mod future;
mod inputs;
mod overlays;
mod rust;
mod uses;

use openapi_review::{Finding, Input, Level, Report, compare, document::canonical};
use serde_json::Value;
use xtask::review::{Side, report::Surroundings, review};

use crate::regeneration::workspace;

/// A document as an input; written out, so that lines are real.
pub(crate) fn input(file: &str, document: &Value) -> Side {
    Input::of(file, &canonical::to_yaml(document, &[]).unwrap()).unwrap().into()
}

/// A vendored version.
pub(crate) fn version(version: &str) -> Side {
    Side::read(&workspace(), version).unwrap()
}

/// The small API with a place for every kind of change.
pub(crate) fn shop() -> Value {
    openapi_review::document::tree::parse(include_str!(
        "../../crates/openapi-review/tests/fixtures/shop.yaml"
    ))
    .unwrap()
    .value
}

/// What differs between two documents.
pub(crate) fn compare(old: &Value, new: &Value) -> Vec<Finding> {
    let (old, new) = (input("old.yaml", old), input("new.yaml", new));
    compare::compare(old.input.document(), new.input.document())
}

/// Nothing but the two documents.
pub(crate) fn alone() -> Surroundings {
    Surroundings {
        overlays: Vec::new(),
        lines: Default::default(),
        acceptance: Default::default(),
        sources: Default::default(),
        crate_version: "0.3.0".into(),
    }
}

/// The whole review of two documents, without overlays.
pub(crate) fn reviewed(old: &Value, new: &Value) -> Report {
    review(&input("old.yaml", old), &input("new.yaml", new), &alone(), Level::Rust).unwrap()
}
