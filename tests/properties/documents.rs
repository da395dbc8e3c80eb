//! Properties of documents: specifications, overlays and bodies.

use openapi_review::{
    ApiVersion, Input, compare,
    document::tree,
    render::{Format, render},
};
use serde_json::{Map, Value};
use xtask::{overlay, pipeline, vendor};

use crate::json;

/// The specification that documents are compared with and overlays are applied to.
const SHOP: &str = include_str!("../../crates/openapi-review/tests/fixtures/shop.yaml");

fn text(input: &[u8]) -> Option<&str> {
    std::str::from_utf8(input).ok()
}

/// Reverses the keys of all objects, which means the same.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries: Vec<_> = map.iter().map(|(key, value)| (key.clone(), reversed(value))).collect();
            Value::Object(Map::from_iter(entries.into_iter().rev()))
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

fn input(text: &str) -> Option<Input> {
    Input::of("input.yaml", text).ok()
}

/// A document equals itself in any order of its keys, and can be compared with another in both directions.
/// Each report can be rendered.
pub(crate) fn comparison(bytes: &[u8]) {
    let Some(document) = text(bytes).and_then(input) else { return };
    let value = &tree::parse(text(bytes).unwrap_or_default()).expect("an input is a document").value;
    let again = input(&serde_json::to_string(&reversed(value)).unwrap()).expect("JSON is YAML");
    let findings = compare::compare(document.document(), again.document(), Default::default());
    assert!(findings.is_empty(), "{findings:?}");

    let shop = input(SHOP).expect("the fixture is a document");
    for (old, new) in [(&shop, &document), (&document, &shop)] {
        let report = openapi_review::Report::of(old, new, Default::default());
        for format in [Format::Text, Format::Markdown, Format::Json, Format::Github, Format::Html] {
            render(&report, (old, new), format, (100, false)).expect("a report can be rendered");
        }
    }
}

/// A document is rejected, or its structure is stable: storing it again changes nothing.
pub(crate) fn vendoring(bytes: &[u8]) {
    let version: ApiVersion = "1.15".parse().unwrap();
    let Some(stored) = text(bytes).and_then(|text| vendor::vendor(&version, text).ok()) else { return };
    let first = tree::parse(&stored.text).expect("a stored document can be read");
    assert!(first.duplicates.is_empty());
    let again = vendor::vendor(&version, &stored.text).expect("a stored document is complete");
    assert_eq!(first.value, tree::parse(&again.text).unwrap().value);
}

/// An overlay is rejected, or applied to a document with the same result each time.
pub(crate) fn overlays(bytes: &[u8]) {
    let Some(overlay) = text(bytes).and_then(|text| overlay::parse("input.yaml", text).ok()) else { return };
    let shop = tree::parse(SHOP).unwrap().value;
    let version: ApiVersion = "1.15".parse().unwrap();
    let (corrected, applied) = pipeline::correct(shop.clone(), std::slice::from_ref(&overlay), &version);
    let (again, results) = pipeline::correct(shop, &[overlay], &version);
    assert_eq!(corrected, again);
    assert_eq!(applied.len(), results.len());
}

/// A body of the command line is valid JSON without duplicate keys, and keeps the text of its numbers.
pub(crate) fn bodies(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let _ = json::from_yaml(text);
    let value = match (json::read(text), serde_json::from_str::<Value>(text)) {
        (Ok(value), _) => value,
        (Err(error), result) => {
            let error = error.to_string();
            let is_stricter = error.contains("duplicate key") || error.contains("nested too deeply");
            assert!(is_stricter || result.is_err(), "{error}");
            return;
        }
    };
    let written = value.to_string();
    assert_eq!(json::read(&written).expect("written JSON can be read"), value);
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    if !text.contains('\\') && !written.contains('\\') {
        assert_eq!(digits(&written), digits(text), "digits were lost");
    }
}
