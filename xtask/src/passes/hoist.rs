//! Bodies with an inline schema get a named one.
//!
//! Reason: later passes make separate types for the two directions of a named schema, and the type of a public method deserves a name that
//! comes from the operation and not from the generator's counting.

use anyhow::Result;
use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use openapi_review::document::{pointer, walk};

/// Moves inline object schemas of bodies into the components.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
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
    Ok(changes)
}

fn hoist(body: &mut Value, name: &str, hoisted: &mut Vec<(String, Value)>) {
    for media in body.get_mut("content").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
    {
        if let Some(schema) = media.get_mut("schema")
            && is_inline_object(schema)
        {
            let reference = json!({"$ref": pointer::schema_reference(name)});
            hoisted.push((name.to_owned(), std::mem::replace(schema, reference)));
        }
    }
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
        let mut document = json!({"components": {}, "paths": {"/a": {"post": {"operationId": "create_a",
            "requestBody": {"content": {"application/json": {"schema": inline}}},
            "responses": {"2XX": {"content": {"application/json": {"schema": inline}}}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 2);
        assert_eq!(document["components"]["schemas"], json!({"CreateA": inline, "CreateAResult": inline}));
        let body = &document["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body, &json!({"$ref": "#/components/schemas/CreateA"}));
    }
}
