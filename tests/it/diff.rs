//! Tests of the review of a new version.

#[path = "../../crates/openapi-review/tests/review/edit.rs"]
mod edit;
mod future;
mod inputs;
#[allow(dead_code, reason = "the campaign of `openapi-review` checks the expected effects")]
#[path = "../../crates/openapi-review/tests/review/kinds.rs"]
mod kinds;
mod overlays;
mod rust;

use std::collections::BTreeMap;

use openapi_review::{Input, Level, Report, document::canonical};
use serde_json::Value;
use xtask::review::{Context, Side, review};

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

#[test]
fn documented_review_matches_report() {
    let context = Context::read(&workspace()).unwrap();
    let mut report = review(&version("1.6"), &version("1.15"), &context, Level::Rust).unwrap();
    let render = |report: &Report| openapi_review::render::text::render(report, 100, false);
    let complete = render(&report);
    report.keep_only("/components/schemas/Subscription/properties/status").unwrap();
    // Lines are wrapped at another width, and refer to line numbers of code.
    let normalized = |text: &str| {
        let text = text.replace(|letter: char| letter.is_ascii_digit(), "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let printed = normalized(&format!("{complete}\n{}", render(&report)));
    for page in ["README.md", "docs/guide/src/review.md"] {
        let page = std::fs::read_to_string(workspace().root().join(page)).unwrap();
        let block = page.split("```text\n").find(|block| block.contains("enum.value-added")).unwrap();
        for line in block.split("```").next().unwrap().lines() {
            let line = normalized(line.trim_end_matches("..."));
            assert!(printed.contains(&line), "{line:?} is not in\n{printed}");
        }
    }
}
