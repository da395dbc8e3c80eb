//! Shapes: nodes without descriptions and order, to recognize a node under another name.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{canonical::names_children, pointer};

/// Keywords of descriptions and examples.
pub const DESCRIPTIONS: &[&str] = &["description", "summary", "title", "example", "examples", "externalDocs"];

/// Returns a node without descriptions, extensions and order, with references under their new names.
#[must_use]
pub fn shape(node: &Value, renamed: &BTreeMap<String, String>) -> Value {
    go(node, "", false, renamed)
}

fn go(node: &Value, key: &str, named: bool, renamed: &BTreeMap<String, String>) -> Value {
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
                    _ => go(value, inner, value.is_object() && names_children(inner, named), renamed),
                };
                made.insert(inner.clone(), value);
            }
            Value::Object(made)
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| go(item, "", false, renamed)).collect();
            if matches!(key, "required" | "enum" | "parameters" | "oneOf" | "anyOf") {
                items.sort_by_key(ToString::to_string);
            }
            Value::Array(items)
        }
        scalar => scalar.clone(),
    }
}
