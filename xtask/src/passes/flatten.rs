//! `allOf` of objects becomes one object.
//!
//! Reason: inheritance has no counterpart in Rust structs; the generator's own merge gives up on parts that
//! repeat each other's properties with small differences, which is how this kind of document is usually
//! written. A later part wins over an earlier one, and keeps the earlier one's text where it has none of its
//! own. A one-part `allOf` around a reference is left alone: it is not inheritance.
//!
//! [`wrap_references`] runs before: OpenAPI 3.0 ignores properties next to a `$ref`, so a description, `readOnly` or `nullable` there would
//! be lost. In a one-part `allOf` they count.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use openapi_review::document::{pointer, walk};

/// Wraps references that have siblings.
pub fn wrap_references(document: &mut Value) -> usize {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        if schema.len() > 1
            && let Some(reference) = schema.remove("$ref")
        {
            schema.insert("allOf".into(), json!([{"$ref": reference}]));
            changes += 1;
        }
    });
    changes
}

/// Merges the parts of every `allOf` that is more than a wrapper.
///
/// # Errors
/// If a part refers to nothing, to itself, or is not an object while another one is.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema(document, &mut |_, schema| changes += usize::from(is_inheritance(schema)));
    if changes == 0 {
        return Ok(0);
    }
    let whole = document.clone();
    let mut failure = None;
    walk::every_schema_mut(document, &mut |schema| {
        if failure.is_none() && is_inheritance(schema) {
            match flat(&whole, schema, &mut BTreeSet::new()) {
                Ok(merged) => *schema = merged,
                Err(error) => failure = Some(error),
            }
        }
    });
    failure.map_or(Ok(changes), Err)
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
    whole: &Value,
    schema: &Map<String, Value>,
    seen: &mut BTreeSet<String>,
) -> Result<Map<String, Value>> {
    let mut own = schema.clone();
    let parts = match own.remove("allOf") {
        Some(Value::Array(parts)) => parts,
        _ => Vec::new(),
    };
    // A reference with annotations only: the wrapper in several pieces.
    let references = parts.iter().filter(|part| part.get("$ref").is_some()).count();
    let annotations = |part: &&Value| part.get("$ref").is_none() && !is_object(part);
    if references == 1
        && parts.iter().filter(annotations).count() + 1 == parts.len()
        && !own.contains_key("properties")
    {
        let mut merged = Map::new();
        for part in &parts {
            match part.get("$ref") {
                Some(_) => drop(merged.insert("allOf".into(), Value::Array(vec![part.clone()]))),
                None => overlay(&mut merged, part.as_object().cloned().unwrap_or_default()),
            }
        }
        overlay(&mut merged, own);
        return Ok(merged);
    }

    let mut merged = Map::new();
    for part in &parts {
        let resolved = match part.get("$ref").and_then(Value::as_str) {
            None => part.as_object().cloned().unwrap_or_default(),
            Some(reference) => {
                if !seen.insert(reference.to_owned()) {
                    bail!("the allOf of {reference} contains itself");
                }
                let target = pointer::follow(whole, part).and_then(Value::as_object).with_context(|| {
                    format!("allOf refers to {reference}, which is no schema of this document")
                })?;
                let resolved = flat(whole, target, seen)?;
                seen.remove(reference);
                resolved
            }
        };
        let resolved = if resolved.contains_key("allOf") { flat(whole, &resolved, seen)? } else { resolved };
        let value = Value::Object(resolved);
        if !is_object(&value) && (value.get("type").is_some() || value.get("enum").is_some()) {
            bail!("allOf mixes an object with {value}; say in an overlay which of the two it is");
        }
        if let Value::Object(resolved) = value {
            overlay(&mut merged, resolved);
        }
    }
    overlay(&mut merged, own);
    Ok(merged)
}

fn is_object(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("object")
        || ["properties", "required", "additionalProperties", "allOf"]
            .iter()
            .any(|key| schema.get(key).is_some())
}

/// Lays `upper` over `lower`: `required` is united, properties are merged one by one, everything else is
/// replaced.
fn overlay(lower: &mut Map<String, Value>, upper: Map<String, Value>) {
    for (key, value) in upper {
        match (key.as_str(), lower.get_mut(&key), value) {
            ("required", Some(Value::Array(lower)), Value::Array(upper)) => {
                for name in upper {
                    if !lower.contains(&name) {
                        lower.push(name);
                    }
                }
            }
            ("properties", Some(Value::Object(lower)), Value::Object(upper)) => {
                for (name, property) in upper {
                    let inherited = lower.remove(&name);
                    lower.insert(name, with_inherited_text(property, inherited.as_ref()));
                }
            }
            (_, _, value) => drop(lower.insert(key, value)),
        }
    }
}

fn with_inherited_text(mut property: Value, inherited: Option<&Value>) -> Value {
    if let (Some(property), Some(inherited)) =
        (property.as_object_mut(), inherited.and_then(Value::as_object))
    {
        let texts = inherited.iter().filter(|(key, _)| *key == "description" || key.starts_with("x-"));
        for (key, text) in texts {
            property.entry(key.clone()).or_insert_with(|| text.clone());
        }
    }
    property
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flattened(schemas: Value) -> Result<Value> {
        let mut document = json!({"components": {"schemas": schemas}});
        rewrite(&mut document)?;
        Ok(document["components"]["schemas"].take())
    }

    #[test]
    fn merges_a_base_that_is_repeated_inline_and_keeps_its_texts() {
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
    fn a_wrapper_stays_a_wrapper() {
        let wrapped = json!({"allOf": [{"$ref": "#/components/schemas/B"}], "description": "d"});
        let in_pieces = json!({"allOf": [{"$ref": "#/components/schemas/B"}, {"description": "d"}]});
        let schemas =
            flattened(json!({"A": {"properties": {"w": wrapped, "p": in_pieces}}, "B": {"type": "string"}}))
                .unwrap();
        assert_eq!(schemas["A"]["properties"], json!({"w": wrapped, "p": wrapped}));
    }

    #[test]
    fn refuses_circles_and_mixtures() {
        let circle = json!({"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"type": "object"}]}});
        assert!(flattened(circle).unwrap_err().to_string().contains("contains itself"));
        let mixture = json!({"A": {"allOf": [{"type": "string"}, {"type": "object"}]}});
        assert!(flattened(mixture).unwrap_err().to_string().contains("mixes an object"));
    }

    #[test]
    fn keeps_what_stands_beside_a_reference() {
        let reference = json!({"$ref": "#/components/schemas/B"});
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "plain": reference, "told": {"$ref": "#/components/schemas/B", "description": "d", "readOnly": true}}}}}});
        assert_eq!(wrap_references(&mut document), 1);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["plain"], reference);
        assert_eq!(properties["told"], json!({"allOf": [reference], "description": "d", "readOnly": true}));
    }
}
