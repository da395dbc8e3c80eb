//! Inline enums become named, open ones.
//!
//! Reason: a closed enum loses a whole response over one value that is newer than the client, and a value
//! added by the provider breaks every exhaustive `match`. The generator makes an open type of a component
//! with `x-open-enum`. Inline enums are named after schema and property; `x-enum-name` in an overlay gives
//! another name, and joins all that bear it: their values are united in order of appearance. Enums of other
//! types than string say nothing that Rust could use and are dropped.

use anyhow::{Result, bail};
use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use openapi_review::document::{pointer, walk};

use super::origins;

/// Extracts enums into components.
///
/// # Errors
/// If the name of an enum is already that of another schema.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut found = Map::new();
    let mut changes = 0;
    for (name, schema) in walk::schemas_mut(document).iter_mut() {
        if let Some(schema) = schema.as_object_mut() {
            if normalise(schema) {
                schema.remove("x-enum-name");
                schema.insert("x-open-enum".into(), true.into());
                changes += 1;
            } else {
                changes += below(schema, name, &mut found);
            }
        }
    }
    walk::operations_mut(document, |_, _, node| {
        let operation =
            node.get("operationId").and_then(Value::as_str).unwrap_or_default().to_upper_camel_case();
        for parameter in node.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let name = format!(
                "{operation}{}",
                parameter["name"].as_str().unwrap_or_default().to_upper_camel_case()
            );
            if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) {
                changes += extract(schema, &name, &mut found);
            }
        }
    });
    let schemas = walk::schemas_mut(document);
    for (name, schema) in found {
        if schemas.contains_key(&name) {
            bail!(
                "an enumeration would be called {name} like a schema; give it another name with `x-enum-name` in an overlay"
            );
        }
        schemas.insert(name, schema);
    }
    Ok(changes)
}

/// Extracts what is inside `schema`, whose own name is `name`.
fn below(schema: &mut Map<String, Value>, name: &str, found: &mut Map<String, Value>) -> usize {
    let mut changes = 0;
    for (property, value) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
    {
        if let Some(value) = value.as_object_mut() {
            changes += extract(value, &format!("{name}{}", property.to_upper_camel_case()), found);
        }
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(value) = schema.get_mut(key).and_then(Value::as_object_mut) {
            changes += extract(value, name, found);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for value in schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(value) = value.as_object_mut() {
                changes += extract(value, name, found);
            }
        }
    }
    changes
}

/// Extracts `schema` itself when it is an enum, else what is inside it.
fn extract(schema: &mut Map<String, Value>, name: &str, found: &mut Map<String, Value>) -> usize {
    if !normalise(schema) {
        return below(schema, name, found);
    }
    let name = match schema.remove("x-enum-name") {
        Some(Value::String(given)) => given,
        _ => name.to_owned(),
    };
    let slot = found
        .entry(name.clone())
        .or_insert_with(|| json!({"type": "string", "enum": [], "x-open-enum": true}));
    if let (Some(Value::Array(values)), Some(Value::Array(known))) =
        (schema.remove("enum"), slot.get_mut("enum"))
    {
        for value in values {
            if !known.contains(&value) {
                known.push(value);
            }
        }
    }
    origins::join(slot, schema);
    if let Some(ignored) = schema.remove("x-enum-ignore-case") {
        slot["x-enum-ignore-case"] = ignored;
    }
    schema.remove("type");
    schema.remove("format");
    let reference = json!({"$ref": pointer::schema_reference(&name)});
    if schema.keys().all(|key| key == origins::ORIGIN) {
        schema.insert("$ref".into(), reference["$ref"].clone());
    } else {
        schema.insert("allOf".into(), json!([reference]));
    }
    1
}

/// Returns true if the schema is an enum of strings; drops other enums, and turns a listed null
/// into `nullable`.
fn normalise(schema: &mut Map<String, Value>) -> bool {
    let Some(Value::Array(values)) = schema.get_mut("enum") else { return false };
    let before = values.len();
    values.retain(|value| !value.is_null());
    let nullable = values.len() < before;
    let usable = !values.is_empty() && values.iter().all(Value::is_string);
    if nullable {
        schema.insert("nullable".into(), true.into());
    }
    if usable {
        schema.insert("type".into(), "string".into());
    } else {
        schema.remove("enum");
    }
    usable
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(schemas: Value) -> Value {
        let mut document = json!({"components": {"schemas": schemas}});
        rewrite(&mut document).unwrap();
        document["components"]["schemas"].take()
    }

    #[test]
    fn inline_enum_is_named_after_its_property() {
        let schemas = rewritten(json!({"Order": {"properties": {
            "status": {"type": "string", "enum": ["a", "unknown"], "readOnly": true, "description": "Status.",
                "x-enum-ignore-case": true},
            "tags": {"type": "array", "items": {"type": "string", "enum": ["x"]}}}}}));
        assert_eq!(
            schemas["Order"]["properties"],
            json!({"status": {"allOf": [{"$ref": "#/components/schemas/OrderStatus"}], "readOnly": true, "description": "Status."},
                   "tags": {"type": "array", "items": {"$ref": "#/components/schemas/OrderTags"}}})
        );
        assert_eq!(
            schemas["OrderStatus"],
            json!({"type": "string", "enum": ["a", "unknown"], "x-open-enum": true, "x-enum-ignore-case": true})
        );
    }

    #[test]
    fn a_shared_name_unites_the_values() {
        let schemas = rewritten(json!({
            "A": {"properties": {"type": {"type": "string", "enum": ["day", "month"], "x-enum-name": "PeriodType"}}},
            "B": {"properties": {"type": {"type": "string", "enum": ["month", "year"], "x-enum-name": "PeriodType"}}}}));
        assert_eq!(schemas["PeriodType"]["enum"], json!(["day", "month", "year"]));
        assert_eq!(schemas["A"], schemas["B"]);
    }

    #[test]
    fn drops_what_is_no_enumeration_of_strings() {
        let schemas = rewritten(json!({"A": {"properties": {
            "n": {"type": "integer", "enum": [1, 2]}, "s": {"type": "string", "enum": ["x", null]}}}}));
        assert_eq!(schemas["A"]["properties"]["n"], json!({"type": "integer"}));
        assert_eq!(schemas["A"]["properties"]["s"]["nullable"], true);
        assert_eq!(schemas["AS"]["enum"], json!(["x"]));
    }

    #[test]
    fn refuses_a_name_that_is_taken() {
        let mut document = json!({"components": {"schemas": {"AB": {"type": "object"}, "A": {"properties": {"b": {"enum": ["x"]}}}}}});
        assert!(rewrite(&mut document).unwrap_err().to_string().contains("would be called AB like a schema"));
    }
}
