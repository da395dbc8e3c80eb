//! Checks of a document's structure.

use std::collections::BTreeMap;

use anyhow::{Result, bail, ensure};
use serde_json::{Map, Value};

use super::{pointer, walk};
use crate::ApiVersion;

/// A defect that keeps a document from being read as OpenAPI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stable name of the rule.
    pub rule: &'static str,
    /// The JSON Pointer of the defect.
    pub pointer: String,
    /// The defect.
    pub message: String,
    /// A hint.
    pub hint: &'static str,
}

/// Rejects a document that is not OpenAPI 3, or whose structure is broken.
///
/// # Errors
/// Names the first defect by its JSON Pointer.
pub fn complete(document: &Value) -> Result<()> {
    match document.get("openapi").map(|version| version.as_str().unwrap_or_default()) {
        Some(version) if version.starts_with("3.") => {}
        Some(version) => bail!("#/openapi: the version is {version}; only OpenAPI 3 is supported"),
        None => bail!("the document has no property `openapi`, so it is not OpenAPI 3"),
    }
    let problems = problems(document);
    if let Some(Problem { pointer, message, hint, .. }) = problems.first() {
        let more = if problems.len() > 1 { format!(" ({} more)", problems.len() - 1) } else { String::new() };
        bail!("#{pointer}: {message}{more}. {hint}");
    }
    ensure!(
        walk::operations(document).next().is_some() || !is_3_0(document),
        "#/paths: the document has no operations"
    );
    Ok(())
}

fn is_3_0(document: &Value) -> bool {
    document.get("openapi").and_then(Value::as_str).is_none_or(|version| version.starts_with("3.0"))
}

/// Returns every defect of the structure, in the order of the document.
///
/// Missing properties that do no harm, such as `items`, are accepted.
pub fn problems(document: &Value) -> Vec<Problem> {
    let is_3_0 = is_3_0(document);
    let mut problems = Vec::new();
    let mut report = |rule, pointer: &str, message: String| {
        let hint = match rule {
            "version" => "Write numbers separated by points, without leading zeros.",
            "reference-external" => "Copy its target into the document.",
            "structure" => "Fix the source document; OpenAPI does not allow this.",
            _ => "The document may be truncated; otherwise add what is missing.",
        };
        problems.push(Problem { rule, pointer: pointer.to_owned(), message, hint });
    };
    for key in ["info", "paths"] {
        if document.get(key).is_none() && (is_3_0 || key == "info") {
            report("structure", "", format!("the property `{key}` is missing"));
        }
    }
    let version = document.pointer("/info/version").and_then(Value::as_str).unwrap_or_default();
    let is_numeric = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_numeric && version.parse::<ApiVersion>().is_err() {
        report("version", "/info/version", format!("`{version}` is not a valid version"));
    }
    walk::every_object(document, &mut |place, map| {
        for (key, value) in map {
            if let Some(message) = wrong_kind(&place, key, value, is_3_0) {
                report("structure", &pointer::join(place.pointer, key), message);
            }
        }
        if place.named {
            return;
        }
        if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
            match reference.strip_prefix('#').map(|path| document.pointer(path)) {
                None => {
                    let message = format!("the reference {reference} leads out of the document");
                    report("reference-external", place.pointer, message);
                }
                Some(None) => {
                    let message = format!("the target of the reference {reference} is missing");
                    report("reference-dangling", place.pointer, message);
                }
                Some(Some(_)) => {}
            }
        } else if let Some(key) = missing(&place, map, is_3_0) {
            report("structure", place.pointer, format!("the property `{key}` is missing"));
        }
    });
    for operation in walk::operations(document) {
        let requirements = operation.node.get("security").and_then(Value::as_array).into_iter().flatten();
        for scheme in requirements.filter_map(Value::as_object).flat_map(Map::keys) {
            if document.pointer(&pointer::join("/components/securitySchemes", scheme)).is_none() {
                let message = format!("the required security scheme {scheme} is missing");
                report("security-dangling", &format!("{}/security", operation.pointer()), message);
            }
        }
    }
    problems
}

/// Keywords whose values are mappings, and those whose values are lists.
#[rustfmt::skip]
const MAPPINGS: &[&str] = &[
    "components", "content", "discriminator", "headers", "info", "not", "patternProperties", "paths",
    "properties", "requestBodies", "requestBody", "responses", "schemas", "securitySchemes", "schema",
    "items", "mapping",
];
const LISTS: &[&str] = &["allOf", "anyOf", "enum", "oneOf", "security", "servers", "tags"];

#[rustfmt::skip]
const OF_MAPPINGS: &[&str] = &[
    "content", "headers", "patternProperties", "paths", "properties", "requestBodies", "responses",
    "schemas", "securitySchemes",
];

fn wrong_kind(place: &walk::Place<'_>, key: &str, value: &Value, is_3_0: bool) -> Option<String> {
    if key.starts_with("x-") && !matches!(place.key, "properties" | "schemas") {
        return None;
    }
    if value.is_null() {
        return (place.named || !matches!(key, "example" | "default" | "const" | "value"))
            .then(|| format!("`{key}` has no value"));
    }
    let (mapping, list, is_schema) = if place.named {
        let is_schema = matches!(place.key, "properties" | "patternProperties" | "schemas");
        (OF_MAPPINGS.contains(&place.key), false, is_schema)
    } else {
        (MAPPINGS.contains(&key), LISTS.contains(&key), matches!(key, "schema" | "items" | "not"))
    };
    if mapping && !value.is_object() && (is_3_0 || !is_schema || !value.is_boolean()) {
        return Some(format!("`{key}` must be a mapping"));
    }
    (list && !value.is_array()).then(|| format!("`{key}` must be a list"))
}

/// Returns the first missing property without which a node has no meaning.
fn missing(place: &walk::Place<'_>, map: &Map<String, Value>, is_3_0: bool) -> Option<&'static str> {
    let lacks = |keys: &[&'static str]| keys.iter().find(|key| !map.contains_key(**key)).copied();
    match place.pointer.rsplit('/').nth(1).unwrap_or_default() {
        "parameters" => lacks(&["name", "in"])
            .or_else(|| if map.contains_key("content") { None } else { lacks(&["schema"]) }),
        "securitySchemes" => match map.get("type").and_then(Value::as_str) {
            Some("http") => lacks(&["scheme"]),
            Some("apiKey") => lacks(&["name", "in"]),
            Some(_) => None,
            None => Some("type"),
        },
        _ if is_3_0 && walk::METHODS.contains(&place.key) && place.pointer.starts_with("/paths/") => {
            lacks(&["responses"])
        }
        _ => None,
    }
}

/// Returns warnings about legal peculiarities.
pub fn oddities(version: &ApiVersion, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let stated = document.pointer("/info/version").and_then(Value::as_str).unwrap_or("none");
    if stated != version.to_string() {
        found.push(format!("the document states version {stated}, not {version}"));
    }
    let mut templates: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for path in document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        templates.entry(walk::template(path.trim_end_matches('/')).0).or_default().push(path);
    }
    let same = templates.values().filter(|paths| paths.len() > 1);
    found.extend(
        same.map(|paths| {
            format!("{} are one path under several names of its parameters", paths.join(" and "))
        }),
    );
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problem(edit: (&str, Value)) -> String {
        let mut document = json!({"openapi": "3.0.3", "info": {"version": "1.16"}, "paths": {"/a": {"get": {"responses": {}}}},
            "components": {"schemas": {"A": {"properties": {"b": {"type": "array"}}}}}});
        let (parent, key) = edit.0.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[key] = edit.1;
        complete(&document).unwrap_err().to_string()
    }

    #[test]
    fn broken_structure_is_rejected_with_its_pointer() {
        for (pointer, value, expected) in [
            ("/components/schemas", json!(["a"]), "#/components/schemas: `schemas` must be a mapping"),
            (
                "/components/schemas/A/properties",
                json!(["a", "b"]),
                "#/components/schemas/A/properties: `properties` must be a mapping",
            ),
            ("/components/schemas/A", json!(true), "#/components/schemas/A: `A` must be a mapping"),
            (
                "/components/schemas/A/properties/b",
                json!({"$ref": "other.yaml#/B"}),
                "#/components/schemas/A/properties/b: the reference other.yaml#/B leads out of the document",
            ),
            (
                "/components/schemas/A/properties/b",
                json!({"$ref": "#/components/schemas/B"}),
                "#/components/schemas/A/properties/b: the target of the reference #/components/schemas/B is missing. The document may be truncated",
            ),
            (
                "/components/schemas/A/properties",
                json!(null),
                "#/components/schemas/A/properties: `properties` has no value",
            ),
            ("/paths/~1a/get", json!({}), "#/paths/~1a/get: the property `responses` is missing"),
            ("/info/version", json!("01.16"), "#/info/version: `01.16` is not a valid version"),
        ] {
            let error = problem((pointer, value));
            assert!(error.starts_with(expected), "{error}");
        }
    }

    #[test]
    fn openapi_3_1_may_have_boolean_schemas_and_no_paths() {
        let document = json!({"openapi": "3.1.0", "info": {}, "components": {"schemas": {"A": true, "B": {"type": ["array", "null"]}}}});
        complete(&document).unwrap();
    }

    #[test]
    fn missing_items_are_accepted() {
        let document = json!({"openapi": "3.0.3", "info": {}, "paths": {"/a": {"get": {"responses": {"200": {}}}}},
            "components": {"schemas": {"A": {"type": "array"}}}});
        complete(&document).unwrap();
    }

    #[test]
    fn path_under_two_parameter_names_is_a_warning() {
        let document = json!({"info": {"version": "1.15"}, "paths": {"/a/{id}": {}, "/a/{aId}": {}}});
        assert_eq!(
            oddities(&"1.15".parse().unwrap(), &document),
            ["/a/{id} and /a/{aId} are one path under several names of its parameters"]
        );
    }

    #[test]
    fn a_property_may_be_called_like_a_keyword() {
        let document = json!({"openapi": "3.0.3", "info": {}, "paths": {"/a": {"get": {"responses": {}}}},
            "components": {"schemas": {"responses": {"type": "object",
                "properties": {"parameters": {"type": "object"}, "responses": {"type": "string"}}}}}});
        complete(&document).unwrap();
    }
}
