//! Documents without their descriptions: with fingerprints in place of them, and shapes.
//!
//! The descriptions belong to the provider, and they hide structural changes in a diff. A fingerprint still
//! shows that a description changed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{canonical::names_children, pointer, walk};

/// The start of every fingerprint.
pub const PREFIX: &str = "text:";

/// Replaces every description, summary, schema title and example in the document.
pub fn replace_prose(document: &mut Value) {
    // The title of the document is its name.
    let title = document.pointer("/info/title").cloned();
    walk::every_object_mut(document, &mut |place, map| {
        if !place.named {
            replace_in(map);
        }
    });
    if let (Some(title), Some(slot)) = (title, document.pointer_mut("/info/title")) {
        *slot = title;
    }
}

fn replace_in(map: &mut Map<String, Value>) {
    for key in ["description", "summary", "title", "example"] {
        if let Some(value) = map.get_mut(key) {
            *value = of(value);
        }
    }
    // `examples` has named Example Objects, or is a list as in JSON Schema.
    match map.get_mut("examples") {
        Some(Value::Object(examples)) => {
            for example in examples.values_mut().filter_map(Value::as_object_mut) {
                if let Some(value) = example.get_mut("value") {
                    *value = of(value);
                }
            }
        }
        Some(Value::Array(examples)) => examples.iter_mut().for_each(|example| *example = of(example)),
        _ => {}
    }
}

/// Returns the fingerprint of a description or example; a fingerprint is its own fingerprint.
///
/// White space has no influence.
pub fn of(value: &Value) -> Value {
    let text = match value {
        Value::String(text) if is(text) => return value.clone(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    format!("{PREFIX}{}", &sha256(&text)[..12]).into()
}

/// Returns the SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns true if a string is a fingerprint.
pub fn is(text: &str) -> bool {
    text.strip_prefix(PREFIX)
        .is_some_and(|rest| rest.len() == 12 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Returns true if two descriptions are the same. A fingerprint is the same as its description.
pub fn same(old: Option<&Value>, new: Option<&Value>) -> bool {
    match (old, new) {
        // Fingerprints ignore white space.
        (Some(old), Some(new)) => old == new || complete(old) == complete(new),
        (None, None) => true,
        _ => false,
    }
}

/// Returns the fingerprint of a description. Mappings such as `examples` keep their names.
fn complete(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.values().all(Value::is_object) => map
            .iter()
            .map(|(key, value)| (key.clone(), value.get("value").map_or(value.clone(), of)))
            .collect(),
        other => of(other),
    }
}

/// Keywords of descriptions and examples.
pub(crate) const DESCRIPTIONS: &[&str] =
    &["description", "summary", "title", "example", "examples", "externalDocs"];

/// Returns a node without descriptions, extensions and order, with references under their new names, to
/// recognize a node under another name.
pub(crate) fn shape(node: &Value, renamed: &BTreeMap<String, String>) -> Value {
    shape_of(node, "", false, renamed)
}

fn shape_of(node: &Value, key: &str, named: bool, renamed: &BTreeMap<String, String>) -> Value {
    match node {
        Value::Object(map) => {
            let is_dropped = |key: &str| {
                DESCRIPTIONS.contains(&key) || matches!(key, "operationId" | "tags") || key.starts_with("x-")
            };
            let mut made = Map::new();
            for (inner, value) in map.iter().filter(|(inner, _)| named || !is_dropped(inner)) {
                let value = match (inner.as_str(), value) {
                    ("$ref", Value::String(target)) if !named => {
                        let name = target.strip_prefix(pointer::SCHEMAS).and_then(|name| renamed.get(name));
                        name.unwrap_or(target).as_str().into()
                    }
                    _ => shape_of(value, inner, value.is_object() && names_children(inner, named), renamed),
                };
                made.insert(inner.clone(), value);
            }
            Value::Object(made)
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| shape_of(item, "", false, renamed)).collect();
            if matches!(key, "required" | "enum" | "parameters" | "oneOf" | "anyOf") {
                items.sort_by_key(ToString::to_string);
            }
            Value::Array(items)
        }
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_like_keywords_are_not_replaced() {
        let mut document = json!({
            "info": {"title": "API", "description": "prose"},
            "components": {"schemas": {"description": {"type": "object", "title": "prose", "example": {"a": 1},
                "properties": {"description": {"type": "string", "example": 5, "default": "kept", "enum": ["kept"]}}}}},
        });
        replace_prose(&mut document);
        assert_eq!(document["info"]["title"], "API");
        let schema = &document["components"]["schemas"]["description"];
        for place in [&document["info"]["description"], &schema["title"], &schema["example"]] {
            assert!(is(place.as_str().unwrap()), "{place}");
        }
        let property = &schema["properties"]["description"];
        assert_eq!(property["type"], "string");
        assert_eq!((&property["default"], &property["enum"]), (&json!("kept"), &json!(["kept"])));
        assert!(is(property["example"].as_str().unwrap()));
    }

    #[test]
    fn fingerprint_ignores_white_space_only() {
        assert_eq!(of(&json!("one\n  two")), of(&json!("one two ")));
        assert_ne!(of(&json!("one two")), of(&json!("one too")));
        assert_eq!(of(&of(&json!("x"))), of(&json!("x")));
    }

    #[test]
    fn description_equals_its_fingerprint() {
        let text = json!("Some\n words");
        assert!(same(Some(&text), Some(&of(&json!("Some words")))));
        assert!(
            !same(Some(&text), Some(&json!("Other words"))) && !same(None, Some(&text)) && same(None, None)
        );
    }
}
