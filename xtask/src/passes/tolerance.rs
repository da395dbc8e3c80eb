//! Decoding is tolerant: what a schema promises beyond its types is not enforced.
//!
//! Reason: services omit what the document requires, send null where it allows none, and exceed bounds; one
//! such item must not cost the page. It also keeps callers compiling when the provider tightens a promise.
//! Everything that is taken out is stored under `x-stated`.
//!
//! * [`remove_prose`]: the provider's descriptions are vendored as fingerprints, which would become rustdoc.
//!   Lint demands descriptions of the project's own; until then, none is better than a fingerprint.
//! * [`free_form`]: generators of documents write `type: object` without properties for "anything", so such a
//!   schema is any JSON; `anyOf` is read like `oneOf`.
//! * [`constraints`]: bounds would become validating types, and a default would be filled in where an absent
//!   property must stay visible.
//! * [`optional`]: a received property may be absent or null, and so may an optional one that is sent.

use openapi_review::document::{
    fingerprint,
    walk::{self, BOUNDS},
};
use serde_json::{Map, Value, json};

use crate::nodes::{entries_mut, items, single};

/// Removes examples, `externalDocs` and fingerprints.
pub(super) fn remove_prose(document: &mut Value) {
    walk::every_object_mut(document, &mut |named, map| {
        map.retain(|key, value| match key.as_str() {
            _ if named => true,
            "example" | "examples" | "externalDocs" => false,
            "description" | "summary" | "title" => !value.as_str().is_some_and(fingerprint::is),
            _ => true,
        });
    });
}

/// Removes the type from objects without properties, and renames `anyOf`.
pub(super) fn free_form(document: &mut Value) {
    walk::every_schema_mut(document, &mut |schema| {
        if walk::is_shapeless(schema) {
            schema.remove("type");
        }
        // The generator would join all variants in one struct.
        if !schema.contains_key("oneOf")
            && let Some(variants) = schema.remove("anyOf")
        {
            schema.insert("oneOf".into(), variants);
        }
    });
}

/// Moves constraints into `x-stated`.
pub(super) fn constraints(document: &mut Value) {
    walk::every_schema_mut(document, &mut |schema| {
        let is_constraint = |key: &&String| *key == "default" || BOUNDS.contains(&key.as_str());
        for key in schema.keys().filter(is_constraint).cloned().collect::<Vec<_>>() {
            set_aside(schema, &key);
        }
        // Properties that are not declared are ignored when read: neither rejected, nor collected next to
        // those that are.
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        if closed || schema.contains_key("properties") {
            set_aside(schema, "additionalProperties");
        }
    });
}

/// Moves one property of a schema into its `x-stated`.
fn set_aside(schema: &mut Map<String, Value>, key: &str) {
    if let Some(value) = schema.remove(key) {
        schema.entry("x-stated").or_insert_with(|| json!({}))[key] = value;
    }
}

/// Makes received properties optional and nullable, and optional sent ones nullable.
pub(super) fn optional(document: &mut Value) {
    for schema in walk::schemas_mut(document).values_mut() {
        let received = schema["x-direction"] == "response";
        let mut component = single("schema", schema.take());
        walk::every_schema_mut(&mut component, &mut |schema| {
            if received {
                set_aside(schema, "required");
            }
            let required = schema.get("required").cloned().unwrap_or_default();
            let is_required = |name: &String| items(Some(&required)).any(|known| known == name);
            for (name, property) in entries_mut(schema.get_mut("properties")) {
                if let Some(property) = property.as_object_mut().filter(|_| !is_required(name)) {
                    if let Some(reference) = property.remove("$ref") {
                        property.insert("allOf".into(), json!([{"$ref": reference}]));
                    }
                    property.insert("nullable".into(), true.into());
                }
            }
        });
        *schema = component["schema"].take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_and_examples_are_removed() {
        let mut document = json!({"description": "text:0123456789ab", "components": {"schemas": {"A": {
            "description": "Ours.", "example": 1, "properties": {"example": {"type": "string"}}}}}});
        remove_prose(&mut document);
        let expected = json!({"components": {"schemas": {"A": {"description": "Ours.", "properties": {"example": {"type": "string"}}}}}});
        assert_eq!(document, expected);
    }

    #[test]
    fn only_shapeless_objects_lose_their_type() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {
            "any": {"anyOf": [{"type": "string"}]}, "value": {"type": "object", "description": "Anything."}, "map": {"type": "object", "additionalProperties": {"type": "string"}}}}}}});
        free_form(&mut document);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["value"], json!({"description": "Anything."}));
        assert_eq!(properties["any"], json!({"oneOf": [{"type": "string"}]}));
        assert_eq!(properties["map"]["type"], "object");
    }

    #[test]
    fn constraints_are_stored_aside() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "additionalProperties": false, "properties": {
            "pattern": {"type": "string", "pattern": "^a$", "default": "a"}}}}}});
        constraints(&mut document);
        let schema = &document["components"]["schemas"]["A"];
        assert_eq!(schema["x-stated"], json!({"additionalProperties": false}));
        assert_eq!(
            schema["properties"]["pattern"],
            json!({"type": "string", "x-stated": {"pattern": "^a$", "default": "a"}})
        );
    }

    #[test]
    fn received_fields_are_optional() {
        let properties = json!({"a": {"type": "string"}, "b": {"$ref": "#/components/schemas/B"}});
        let mut document = json!({"components": {"schemas": {
            "R": {"x-direction": "response", "required": ["a"], "properties": properties},
            "S": {"x-direction": "request", "required": ["a"], "properties": properties}}}});
        optional(&mut document);
        let schemas = &document["components"]["schemas"];
        let nullable_b = json!({"allOf": [{"$ref": "#/components/schemas/B"}], "nullable": true});
        assert_eq!(
            schemas["R"],
            json!({"x-direction": "response", "x-stated": {"required": ["a"]},
            "properties": {"a": {"type": "string", "nullable": true}, "b": nullable_b}})
        );
        assert_eq!(
            schemas["S"],
            json!({"x-direction": "request", "required": ["a"],
            "properties": {"a": {"type": "string"}, "b": nullable_b}})
        );
    }
}
