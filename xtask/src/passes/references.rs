//! References and inheritance are resolved.
//!
//! * [`components`] puts shared parameters, responses and request bodies where they are used, and removes
//!   them from the components: every later pass rewrites operations by themselves, and the generator would
//!   read shared originals, which no pass completes. Parameters of a path are moved into its operations for
//!   the same reason. Schemas stay shared.
//! * [`wrap`] keeps properties next to a `$ref`, which OpenAPI 3.0 ignores: a description, `readOnly` or
//!   `nullable` there would be lost. In an `allOf` with one part they count.
//! * [`flatten`] makes one object of an `allOf` of objects: inheritance has no counterpart in Rust structs,
//!   and the merge of the generator fails on parts that repeat properties of each other with small
//!   differences. A later part replaces an earlier one, and inherits its description where it has none. An
//!   `allOf` with one part, a reference, is not inheritance.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value, json};

use crate::nodes::{entries_mut, items, single};

pub(super) fn components(document: &mut Value) -> Result<()> {
    let shared = single("components", document.get_mut("components").map(Value::take).unwrap_or_default());
    for (path, item) in entries_mut(document.get_mut("paths")) {
        let inherited = item.as_object_mut().and_then(|item| item.remove("parameters"));
        for method in walk::METHODS {
            if let Some(node) = item.get_mut(*method).and_then(Value::as_object_mut) {
                resolve_operation(&shared, inherited.as_ref(), node)
                    .with_context(|| format!("{} {path}", method.to_uppercase()))?;
            }
        }
    }
    if let (Value::Object(mut shared), Some(slot)) = (shared, document.get_mut("components")) {
        *slot = shared.remove("components").unwrap_or_default();
        if let Some(components) = slot.as_object_mut() {
            components.retain(|key, _| matches!(key.as_str(), "schemas" | "securitySchemes"));
        }
    }
    Ok(())
}

fn resolve_operation(shared: &Value, inherited: Option<&Value>, node: &mut Map<String, Value>) -> Result<()> {
    let resolve = |part: &mut Value| -> Result<()> {
        if let Some(reference) = part.get("$ref").map(Value::to_string) {
            let target = pointer::follow(shared, part);
            *part = target
                .with_context(|| format!("the reference {reference} does not lead to a component"))?
                .clone();
        }
        Ok(())
    };
    let mut parameters = match node.remove("parameters") {
        Some(Value::Array(own)) => own,
        _ => Vec::new(),
    };
    let own = parameters.len();
    parameters.extend(items(inherited).cloned());
    parameters.iter_mut().try_for_each(resolve)?;
    let key = |parameter: &Value| (parameter["name"].clone(), parameter["in"].clone());
    let inherited = parameters.split_off(own);
    let overridden: Vec<_> = parameters.iter().map(key).collect();
    parameters.extend(inherited.into_iter().filter(|parameter| !overridden.contains(&key(parameter))));
    if !parameters.is_empty() {
        node.insert("parameters".into(), parameters.into());
    }
    node.get_mut("requestBody").map_or(Ok(()), resolve)?;
    for (_, response) in entries_mut(node.get_mut("responses")) {
        resolve(response)?;
        entries_mut(response.get_mut("headers")).try_for_each(|(_, header)| resolve(header))?;
    }
    Ok(())
}

pub(super) fn wrap(document: &mut Value) {
    walk::every_schema_mut(document, &mut |_, schema| {
        if schema.len() > 1
            && let Some(reference) = schema.remove("$ref")
        {
            schema.insert("allOf".into(), json!([{"$ref": reference}]));
        }
    });
}

/// Merges the parts of every `allOf` that is more than a wrapper. Fails if a part refers to nothing or to
/// itself, or is not an object while another one is.
pub(crate) fn flatten(document: &mut Value) -> Result<()> {
    // Children come before their parents, which contain the merged children.
    let mut found = Vec::new();
    walk::every_schema_mut(document, &mut |at, schema| {
        found.extend(is_inheritance(schema).then(|| at.to_owned()));
    });
    for at in &found {
        let schema = document.pointer(at).and_then(Value::as_object);
        let merged = schema.map(|schema| flat(document, schema, &mut BTreeSet::new())).transpose()?;
        if let (Some(merged), Some(node)) = (merged, document.pointer_mut(at)) {
            *node = Value::Object(merged);
        }
    }
    Ok(())
}

/// More than one part, or a part next to properties of the schema's own.
fn is_inheritance(schema: &Map<String, Value>) -> bool {
    match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        None | Some([]) => false,
        Some([only]) => only.get("$ref").is_none() || schema.contains_key("properties"),
        Some(_) => true,
    }
}

fn flat(
    document: &Value,
    schema: &Map<String, Value>,
    seen: &mut BTreeSet<String>,
) -> Result<Map<String, Value>> {
    let mut own = schema.clone();
    let Some(Value::Array(parts)) = own.remove("allOf") else { return Ok(own) };
    let mut merged = Map::new();
    // A reference with annotations only: the wrapper in several pieces.
    let (references, others): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.get("$ref").is_some());
    if references.len() == 1 && !others.iter().any(|part| is_object(part)) && !own.contains_key("properties")
    {
        for part in &parts {
            match part.get("$ref") {
                Some(_) => drop(merged.insert("allOf".into(), json!([part]))),
                None => overlay(&mut merged, part.as_object().cloned().unwrap_or_default()),
            }
        }
        overlay(&mut merged, own);
        return Ok(merged);
    }
    for part in &parts {
        let mut resolved = part.as_object().cloned().unwrap_or_default();
        if let Some(reference) = part.get("$ref").and_then(Value::as_str) {
            if !seen.insert(reference.to_owned()) {
                bail!("the allOf of {reference} contains itself");
            }
            let target = pointer::follow(document, part).and_then(Value::as_object);
            let target = target.with_context(|| {
                format!("allOf refers to {reference}, which is not a schema of this document")
            })?;
            resolved = flat(document, target, seen)?;
            seen.remove(reference);
        }
        if resolved.contains_key("allOf") {
            resolved = flat(document, &resolved, seen)?;
        }
        let resolved = Value::Object(resolved);
        if !is_object(&resolved) && (resolved.get("type").is_some() || resolved.get("enum").is_some()) {
            bail!("allOf mixes an object with {resolved}; say in an overlay which of the two it is");
        }
        if let Value::Object(resolved) = resolved {
            overlay(&mut merged, resolved);
        }
    }
    overlay(&mut merged, own);
    Ok(merged)
}

fn is_object(schema: &Value) -> bool {
    schema["type"] == "object"
        || ["properties", "required", "additionalProperties", "allOf"]
            .iter()
            .any(|key| schema.get(key).is_some())
}

/// Applies `upper` to `lower`: `required` is united, properties are merged one by one, everything else is
/// replaced.
fn overlay(lower: &mut Map<String, Value>, upper: Map<String, Value>) {
    for (key, value) in upper {
        match (key.as_str(), lower.get_mut(&key), value) {
            ("required", Some(Value::Array(lower)), Value::Array(mut upper)) => {
                upper.retain(|name| !lower.contains(name));
                lower.extend(upper);
            }
            ("properties", Some(Value::Object(lower)), Value::Object(upper)) => {
                for (name, mut property) in upper {
                    let inherited = lower.remove(&name);
                    if let (Some(property), Some(Value::Object(inherited))) =
                        (property.as_object_mut(), inherited)
                    {
                        let kept = |key: &str| key == "description" || key.starts_with("x-");
                        for (key, text) in inherited.into_iter().filter(|(key, _)| kept(key)) {
                            property.entry(key).or_insert(text);
                        }
                    }
                    lower.insert(name, property);
                }
            }
            (_, _, value) => drop(lower.insert(key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operation_overrides_parameters_of_its_path() {
        let mut document = json!({
            "paths": {"/a/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}, {"name": "x", "in": "query", "schema": {"type": "string"}}],
                "get": {"parameters": [{"name": "x", "in": "query", "schema": {"type": "integer"}}],
                        "responses": {"4XX": {"$ref": "#/components/responses/Bad"}}}}},
            "components": {"parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {}}},
                           "responses": {"Bad": {"description": "bad"}}, "schemas": {}}});
        components(&mut document).unwrap();
        let item = &document["paths"]["/a/{id}"];
        assert_eq!(item.get("parameters"), None);
        assert_eq!(document["components"], json!({"schemas": {}}));
        assert_eq!(
            item["get"]["parameters"],
            json!([{"name": "x", "in": "query", "schema": {"type": "integer"}},
            {"name": "id", "in": "path", "required": true, "schema": {}}])
        );
        assert_eq!(item["get"]["responses"]["4XX"]["description"], "bad");
    }

    #[test]
    fn dangling_reference_error_names_operation() {
        let mut document = json!({"paths": {"/a": {"get": {"requestBody": {"$ref": "other.yaml#/x"}}}}});
        let error = format!("{:#}", components(&mut document).unwrap_err());
        assert!(error.starts_with("GET /a: the reference \"other.yaml#/x\""), "{error}");
    }

    fn flattened(schemas: Value) -> Result<Value> {
        let mut document = json!({"components": {"schemas": schemas}});
        flatten(&mut document)?;
        Ok(document["components"]["schemas"].take())
    }

    #[test]
    fn repeated_base_is_merged_with_descriptions() {
        let schemas = flattened(json!({
            "Base": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "description": "A."}, "b": {"type": "string"}}},
            "Mid": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"m": {"type": "string"}}}]},
            "Top": {"description": "Top.", "required": ["t"], "allOf": [{"$ref": "#/components/schemas/Mid"},
                {"type": "object", "properties": {"a": {"type": "string", "readOnly": true}, "t": {"type": "string"}}}]},
        }))
        .unwrap();
        assert_eq!(
            schemas["Top"],
            json!({"type": "object", "description": "Top.", "required": ["a", "t"], "properties": {
                "a": {"type": "string", "readOnly": true, "description": "A."},
                "b": {"type": "string"}, "m": {"type": "string"}, "t": {"type": "string"}}})
        );
    }

    #[test]
    fn wrapper_of_a_reference_stays() {
        let wrapped = json!({"allOf": [{"$ref": "#/components/schemas/B"}], "description": "d"});
        let in_pieces = json!({"allOf": [{"$ref": "#/components/schemas/B"}, {"description": "d"}]});
        let schemas =
            flattened(json!({"A": {"properties": {"w": wrapped, "p": in_pieces}}, "B": {"type": "string"}}))
                .unwrap();
        assert_eq!(schemas["A"]["properties"], json!({"w": wrapped, "p": wrapped}));
    }

    #[test]
    fn circles_and_mixtures_are_rejected() {
        let circle = json!({"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object"}]}});
        assert!(flattened(circle).unwrap_err().to_string().contains("contains itself"));
        let mixture = json!({"A": {"allOf": [{"type": "string"}, {"type": "object"}]}});
        assert!(flattened(mixture).unwrap_err().to_string().contains("mixes an object"));
    }

    #[test]
    fn siblings_of_references_are_kept() {
        let reference = json!({"$ref": "#/components/schemas/B"});
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "plain": reference, "told": {"$ref": "#/components/schemas/B", "description": "d", "readOnly": true}}}}}});
        wrap(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["plain"], reference);
        assert_eq!(properties["told"], json!({"allOf": [reference], "description": "d", "readOnly": true}));
    }
}
