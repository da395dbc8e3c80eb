//! Writing a tree as YAML in one order and formatting.
//!
//! Objects with fixed keywords are written in the order in which OpenAPI explains them; mappings whose keys
//! are names that the API chose (paths, schemas, headers, ...) are sorted; properties of a schema keep the
//! order in which the provider explains them. Lists keep their order, except the two kinds in which order
//! means nothing: `required`, and `parameters`, which are sorted by place and name. An enum is on one line.

use anyhow::{Context, Result};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// Mappings whose keys are names and not keywords.
#[rustfmt::skip]
const NAMED: &[&str] = &[
    "callbacks", "content", "encoding", "examples", "headers", "links", "mapping", "parameters", "paths",
    "patternProperties", "properties", "requestBodies", "responses", "schemas", "scopes",
    "securitySchemes", "variables", "x-enum-descriptions", "x-error-responses",
];

/// Keywords in reading order; what is not listed follows in alphabetical order.
#[rustfmt::skip]
const ORDER: &[&str] = &[
    "openapi", "info", "title", "version", "servers", "tags", "$ref", "name", "in", "get", "put", "post",
    "delete", "options", "head", "patch", "trace", "summary", "operationId", "description", "type",
    "format", "nullable", "readOnly", "writeOnly", "deprecated", "style", "explode", "default", "enum",
    "minimum", "maximum", "allOf", "oneOf", "anyOf", "not", "items", "additionalProperties", "parameters",
    "requestBody", "required", "properties", "schema", "example", "examples", "headers", "content",
    "responses", "links", "security", "paths", "components",
];

/// Returns true if the children of `key` are named by the API.
///
/// `named` says whether `key` itself is such a name, so that a property called `properties` is not taken for
/// the keyword.
pub(crate) fn names_children(key: &str, named: bool) -> bool {
    !named && NAMED.contains(&key)
}

/// The document as YAML, with each line of `header` as a comment on top.
///
/// # Errors
/// If the tree cannot be written as YAML.
pub fn to_yaml(document: &Value, header: &[String]) -> Result<String> {
    let mut text: String = header.iter().map(|line| format!("# {line}\n")).collect();
    let options = serde_saphyr::ser_options! { folded_wrap_chars: 110, min_fold_chars: 110 };
    let ordered = Ordered { value: document, key: "", named: false };
    let body = serde_saphyr::to_string_with_options(&ordered, options);
    text.push_str(&body.context("the document cannot be written as YAML")?);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// A node that serializes in canonical order.
struct Ordered<'a> {
    value: &'a Value,
    key: &'a str,
    /// True if the node's own keys are names.
    named: bool,
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                if !(self.named && self.key == "properties") {
                    entries.sort_by_key(|(key, _)| (if self.named { 0 } else { rank(key) }, key.as_str()));
                }
                let mut out = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    let named = value.is_object() && names_children(key, self.named);
                    out.serialize_entry(key, &Ordered { value, key, named })?;
                }
                out.end()
            }
            Value::Array(items) => {
                let mut items: Vec<_> = items.iter().collect();
                if is_set(self.key, &items) {
                    items.sort_by_key(|item| sort_key(item));
                }
                if self.key == "enum" && items.iter().all(|item| !item.is_object() && !item.is_array()) {
                    return serde_saphyr::FlowSeq(items).serialize(serializer);
                }
                serializer.collect_seq(items.into_iter().map(|value| Ordered {
                    value,
                    key: "",
                    named: false,
                }))
            }
            scalar => scalar.serialize(serializer),
        }
    }
}

fn rank(key: &str) -> usize {
    ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len())
}

/// Lists in which order means nothing. The shape is checked as well, for a property may be called `required`.
fn is_set(key: &str, items: &[&Value]) -> bool {
    match key {
        "required" => items.iter().all(|item| item.is_string()),
        "parameters" => items.iter().all(|item| item.get("in").is_some() || item.get("$ref").is_some()),
        _ => false,
    }
}

fn sort_key(item: &Value) -> (usize, String) {
    let text = |key| item.get(key).and_then(Value::as_str).unwrap_or_default();
    match item {
        Value::String(text) => (0, text.clone()),
        _ => {
            let place = ["path", "query", "header", "cookie"].iter().position(|place| *place == text("in"));
            (place.unwrap_or(4), format!("{}{}", text("name"), text("$ref")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tree;
    use serde_json::json;

    #[test]
    fn keywords_and_names_are_ordered_properties_are_not() {
        let document = json!({
            "paths": {"/b": {"post": {"responses": {}, "operationId": "x"}, "get": {}}, "/a": {}},
            "openapi": "3.0.1",
            "components": {"schemas": {"T": {"required": ["b", "a"], "type": "object", "properties": {"type": {}, "a": {}, "name": {}}}}},
        });
        let yaml = to_yaml(&document, &["Header".into()]).unwrap();
        assert_eq!(
            yaml,
            "# Header\nopenapi: \"3.0.1\"\npaths:\n  /a: {}\n  /b:\n    get: {}\n    post:\n      operationId: x\n      responses: {}\n\
             components:\n  schemas:\n    T:\n      type: object\n      required:\n      - a\n      - b\n      properties:\n        type: {}\n\
             \x20       a: {}\n        name: {}\n"
        );
    }

    #[test]
    fn parameters_are_sorted_by_location_and_name() {
        let document = json!({"parameters": [{"in": "query", "name": "b"}, {"in": "query", "name": "a"}, {"in": "path", "name": "z"}]});
        let yaml = to_yaml(&document, &[]).unwrap();
        let names: Vec<_> = yaml
            .lines()
            .filter_map(|line| line.strip_prefix("- name: ").or(line.strip_prefix("  name: ")))
            .collect();
        assert_eq!(names, ["z", "a", "b"]);
    }

    #[test]
    fn strings_like_other_types_stay_strings() {
        let document = json!({"a": "1.15", "b": "yes", "c": "2019-12-11", "d": "~", "on": "1e3", "e": "a: b # c", "f": "x\ny\n",
            "enum": ["014", "0o14", "0x1F", "1_000", ".5", "1.", "+1", "-.inf", ".NaN", "NO", "True", "<<", "", "null", "!x", "*a", "- b", "\u{feff}"]});
        assert_eq!(tree::parse(&to_yaml(&document, &[]).unwrap()).unwrap().value, document);
    }
}
