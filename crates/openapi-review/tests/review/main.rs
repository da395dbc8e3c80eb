//! Tests of comparisons and reports.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot run fails")]

mod campaign;
mod coverage;
mod edit;
mod guards;
mod kinds;
mod meaning;
mod outputs;
mod random;
mod rules;

use std::{fs, path::Path};

use openapi_review::{Finding, Input, compare, document::canonical};
use serde_json::Value;

/// A document as an input, written as text, so that findings have lines.
fn input(file: &str, document: &Value) -> Input {
    Input::of(file, &canonical::to_yaml(document, &[]).unwrap()).unwrap()
}

/// The text of a real document of this repository.
fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/published").join(file);
    fs::read_to_string(path).unwrap()
}

/// A real document of this repository.
fn version(version: &str) -> Input {
    let file = format!("{version}.yaml");
    Input::of(&file, &text(&file)).unwrap()
}

/// A small API with a place for every kind of change.
fn shop() -> Value {
    openapi_review::document::tree::parse(include_str!("../fixtures/shop.yaml")).unwrap().value
}

/// Compares two documents.
fn compare(old: &Value, new: &Value) -> Vec<Finding> {
    let (old, new) = (input("old.yaml", old), input("new.yaml", new));
    compare::compare(old.document(), new.document(), Default::default())
}
