//! Inline objects get a name.
//!
//! Reason: later passes make separate types for the two directions of a named schema. [`rewrite`] names the
//! schemas of bodies after their operation. [`nested`] names objects inside of schemas after schema and
//! property; it runs after `rows`, which splits off named items only.

use anyhow::{Result, ensure};
use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use openapi_review::document::{pointer, walk};

/// Moves inline object schemas of bodies into the components.
pub fn rewrite(document: &mut Value) -> usize {
    let mut hoisted: Vec<(String, Value)> = Vec::new();
    walk::operations_mut(document, |_, _, node| {
        let name = node.get("operationId").and_then(Value::as_str).unwrap_or_default().to_upper_camel_case();
        if let Some(body) = node.get_mut("requestBody") {
            hoist(body, &name, &mut hoisted);
        }
        for key in ["responses", "x-error-responses"] {
            for (status, response) in node.get_mut(key).and_then(Value::as_object_mut).into_iter().flatten() {
                let suffix = if key == "responses" { String::new() } else { status.to_upper_camel_case() };
                hoist(response, &format!("{name}{suffix}Result"), &mut hoisted);
            }
        }
    });
    let changes = hoisted.len();
    walk::schemas_mut(document).extend(hoisted);
    changes
}

fn hoist(body: &mut Value, name: &str, hoisted: &mut Vec<(String, Value)>) {
    for media in body.get_mut("content").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
    {
        match media.get_mut("schema") {
            Some(schema) if is_inline_object(schema) => {
                let reference = json!({"$ref": pointer::schema_reference(name)});
                hoisted.push((name.to_owned(), std::mem::replace(schema, reference)));
            }
            Some(schema) => below(schema, name, hoisted),
            None => {}
        }
    }
}

/// Annotations of a property, which stay where it is.
const OF_PROPERTY: &[&str] = &["deprecated", "nullable", "readOnly", "writeOnly"];

/// Moves inline objects of schemas into the components, under the name that the generator would give their
/// types.
///
/// # Errors
/// If that name is taken.
pub fn nested(document: &mut Value) -> Result<usize> {
    let schemas = walk::schemas_mut(document);
    let mut queue: Vec<String> = schemas.keys().cloned().collect();
    let mut changes = 0;
    while let Some(name) = queue.pop() {
        let mut hoisted = Vec::new();
        if let Some(schema) = schemas.get_mut(&name) {
            below(schema, &name, &mut hoisted);
        }
        for (name, schema) in hoisted {
            ensure!(
                !schemas.contains_key(&name),
                "an inline object would be called {name} like a schema; name that schema with `x-name` in an overlay"
            );
            schemas.insert(name.clone(), schema);
            queue.push(name);
            changes += 1;
        }
    }
    Ok(changes)
}

fn below(schema: &mut Value, name: &str, hoisted: &mut Vec<(String, Value)>) {
    for (property, value) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
    {
        move_out(value, format!("{name}{}", property.to_upper_camel_case()), hoisted);
    }
    for (key, suffix) in [("items", "Item"), ("additionalProperties", "Value")] {
        if let Some(value) = schema.get_mut(key) {
            move_out(value, format!("{name}{suffix}"), hoisted);
        }
    }
    for key in ["oneOf", "anyOf"] {
        for (index, value) in
            schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().enumerate()
        {
            move_out(value, format!("{name}Variant{index}"), hoisted);
        }
    }
}

fn move_out(value: &mut Value, name: String, hoisted: &mut Vec<(String, Value)>) {
    if !is_inline_object(value) {
        return below(value, &name, hoisted);
    }
    let reference = json!({"$ref": pointer::schema_reference(&name)});
    let Value::Object(mut schema) = std::mem::replace(value, reference.clone()) else { return };
    let mut kept: Map<String, Value> =
        OF_PROPERTY.iter().filter_map(|key| schema.remove_entry(*key)).collect();
    for key in ["description", "x-origin"] {
        kept.extend(schema.get_key_value(key).map(|(key, value)| (key.clone(), value.clone())));
    }
    if !kept.is_empty() {
        kept.insert("allOf".into(), json!([reference]));
        *value = Value::Object(kept);
    }
    hoisted.push((name, Value::Object(schema)));
}

fn is_inline_object(schema: &Value) -> bool {
    ["properties", "oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inline_bodies_after_their_operation() {
        let inline = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        let list = json!({"type": "array", "items": inline});
        let mut document = json!({"components": {}, "paths": {"/a": {"post": {"operationId": "create_a",
            "x-error-responses": {"404": {"content": {"application/json": {"schema": list}}}},
            "requestBody": {"content": {"application/json": {"schema": inline}}},
            "responses": {"2XX": {"content": {"application/json": {"schema": inline}}}}}}}});
        assert_eq!(rewrite(&mut document), 3);
        assert_eq!(
            document["components"]["schemas"],
            json!({"CreateA": inline, "CreateAResult": inline, "CreateA404ResultItem": inline})
        );
        let body = &document["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body, &json!({"$ref": "#/components/schemas/CreateA"}));
    }

    #[test]
    fn nested_objects_are_named_after_schema_and_property() {
        let inline = json!({"type": "object", "required": ["a"], "properties": {"a": {}}});
        let mut price = inline.clone();
        price["readOnly"] = true.into();
        price["description"] = "A price.".into();
        let mut document = json!({"components": {"schemas": {"Order": {"properties": {"price": price, "parts": {"type": "array", "items": inline},
            "deep": {"properties": {"er": inline}}}}}}});
        assert_eq!(nested(&mut document).unwrap(), 4);
        let schemas = document["components"]["schemas"].as_object().unwrap();
        assert_eq!(
            schemas.keys().collect::<Vec<_>>(),
            ["Order", "OrderPrice", "OrderPartsItem", "OrderDeep", "OrderDeepEr"]
        );
        let properties = &schemas["Order"]["properties"];
        assert_eq!(
            properties["price"],
            json!({"readOnly": true, "description": "A price.", "allOf": [{"$ref": "#/components/schemas/OrderPrice"}]})
        );
        assert_eq!(properties["parts"]["items"], json!({"$ref": "#/components/schemas/OrderPartsItem"}));
        assert_eq!(schemas["OrderDeepEr"], inline);
        let mut taken = json!({"components": {"schemas": {"A": {"properties": {"b": inline}}, "AB": {}}}});
        assert!(nested(&mut taken).unwrap_err().to_string().contains("would be called AB like a schema"));
    }
}
