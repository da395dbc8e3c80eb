//! Shared parameters, responses and request bodies are put where they are used, and removed from the
//! components.
//!
//! Reason: every later pass rewrites operations by themselves; a shared part would be rewritten for all of
//! its users at once. The generator would also read the shared originals, which no pass completes. Parameters
//! of a path are moved into its operations for the same reason. Schemas stay shared.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use openapi_review::document::{pointer, walk};

/// Resolves references to parameters, responses, headers and request bodies.
///
/// # Errors
/// If such a reference does not lead to a component.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let shared = json!({ "components": document.get_mut("components").map(Value::take) });
    let mut changes = 0;
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let Some(item) = item.as_object_mut() else { continue };
        let inherited = item.remove("parameters");
        let inherited = inherited.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for method in walk::METHODS {
            if let Some(node) = item.get_mut(*method).and_then(Value::as_object_mut) {
                changes += resolve_operation(&shared, inherited, node)
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
    Ok(changes)
}

fn resolve_operation(shared: &Value, inherited: &[Value], node: &mut Map<String, Value>) -> Result<usize> {
    let mut changes = 0;
    let mut resolve = |part: &mut Value| -> Result<()> {
        if part.get("$ref").is_some() {
            let reference = part["$ref"].to_string();
            *part = pointer::follow(shared, part)
                .with_context(|| format!("the reference {reference} does not lead to a component"))?
                .clone();
            changes += 1;
        }
        Ok(())
    };
    let mut parameters = match node.remove("parameters") {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    for parameter in &mut parameters {
        resolve(parameter)?;
    }
    for parameter in inherited {
        let mut parameter = parameter.clone();
        resolve(&mut parameter)?;
        let same = |other: &Value| (&other["name"], &other["in"]) == (&parameter["name"], &parameter["in"]);
        if !parameters.iter().any(same) {
            parameters.push(parameter);
        }
    }
    if !parameters.is_empty() {
        node.insert("parameters".into(), Value::Array(parameters));
    }
    if let Some(body) = node.get_mut("requestBody") {
        resolve(body)?;
    }
    for response in
        node.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
    {
        resolve(response)?;
        for header in
            response.get_mut("headers").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
        {
            resolve(header)?;
        }
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn puts_shared_parts_into_the_operation_and_lets_it_override_the_path() {
        let mut document = json!({
            "paths": {"/a/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}, {"name": "x", "in": "query", "schema": {"type": "string"}}],
                "get": {"parameters": [{"name": "x", "in": "query", "schema": {"type": "integer"}}],
                        "responses": {"4XX": {"$ref": "#/components/responses/Bad"}}}}},
            "components": {"parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {}}},
                           "responses": {"Bad": {"description": "bad"}}, "schemas": {}}});
        rewrite(&mut document).unwrap();
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
    fn names_the_operation_of_a_dangling_reference() {
        let mut document = json!({"paths": {"/a": {"get": {"requestBody": {"$ref": "other.yaml#/x"}}}}});
        let error = format!("{:#}", rewrite(&mut document).unwrap_err());
        assert!(error.starts_with("GET /a: the reference \"other.yaml#/x\""), "{error}");
    }
}
