//! Decoding is tolerant: what a schema promises beyond its types is not enforced.
//!
//! Reason: services omit what the document requires, send null where it allows none, and exceed bounds; one
//! such item must not cost the page. It also keeps callers compiling when the provider tightens a promise.
//! Everything that is taken out is stored under `x-stated`.
//!
//! * [`free_form`]: generators of documents write `type: object` without properties for "anything", so such a
//!   schema is any JSON; `anyOf` is read like `oneOf`.
//! * [`constraints`]: bounds would become validating types, and a default would be filled in where an absent
//!   property must stay visible.
//! * [`rewrite`]: a received property may be absent or null, and so may an optional one that is sent.

use serde_json::{Map, Value, json};

use openapi_review::document::walk::{self, BOUNDS};

/// Removes the type from objects without properties, and renames `anyOf`.
pub fn free_form(document: &mut Value) -> usize {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        if walk::is_shapeless(schema) {
            schema.remove("type");
            changes += 1;
        }
        // The generator would join all variants in one struct.
        if let (false, Some(variants)) = (schema.contains_key("oneOf"), schema.get("anyOf").cloned()) {
            schema.remove("anyOf");
            schema.insert("oneOf".into(), variants);
            changes += 1;
        }
    });
    changes
}

/// Moves constraints into `x-stated`.
pub fn constraints(document: &mut Value) -> usize {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        let is_constraint = |key: &&String| *key == "default" || BOUNDS.contains(&key.as_str());
        for key in schema.keys().filter(is_constraint).cloned().collect::<Vec<_>>() {
            changes += usize::from(set_aside(schema, &key));
        }
        // Properties that are not declared are passed over on reading: neither refused, nor collected next to
        // those that are.
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        if closed || schema.contains_key("properties") {
            changes += usize::from(set_aside(schema, "additionalProperties"));
        }
    });
    changes
}

/// Moves one property of a schema into its `x-stated`; returns whether it was there.
pub fn set_aside(schema: &mut Map<String, Value>, key: &str) -> bool {
    let Some(value) = schema.remove(key) else { return false };
    let stated = schema.entry("x-stated").or_insert_with(|| Value::Object(Map::new()));
    if let Some(stated) = stated.as_object_mut() {
        stated.insert(key.to_owned(), value);
    }
    true
}

/// Makes received properties optional and nullable, and optional sent ones nullable.
pub fn rewrite(document: &mut Value) -> usize {
    let mut changes = 0;
    for schema in walk::schemas_mut(document).values_mut() {
        let received = schema.get("x-direction").and_then(Value::as_str) == Some("response");
        let mut components = json!({"schema": schema.take()});
        walk::every_schema_mut(&mut components, &mut |schema| {
            if received {
                changes += usize::from(set_aside(schema, "required"));
            }
            let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            for (name, property) in
                schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
            {
                if !required.iter().any(|known| known == name)
                    && let Some(property) = property.as_object_mut()
                {
                    changes += usize::from(allow_null(property));
                }
            }
        });
        *schema = components["schema"].take();
    }
    changes
}

fn allow_null(property: &mut Map<String, Value>) -> bool {
    if let Some(reference) = property.remove("$ref") {
        property.insert("allOf".into(), json!([{"$ref": reference}]));
    }
    property.insert("nullable".into(), true.into()) != Some(Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shapeless_objects_lose_their_type() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {
            "any": {"anyOf": [{"type": "string"}]}, "value": {"type": "object", "description": "Anything."}, "map": {"type": "object", "additionalProperties": {"type": "string"}}}}}}});
        assert_eq!(free_form(&mut document), 2);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["value"], json!({"description": "Anything."}));
        assert_eq!(properties["any"], json!({"oneOf": [{"type": "string"}]}));
        assert_eq!(properties["map"]["type"], "object");
    }

    #[test]
    fn keeps_what_it_takes_out() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "additionalProperties": false, "properties": {
            "pattern": {"type": "string", "pattern": "^a$", "default": "a"}}}}}});
        assert_eq!(constraints(&mut document), 3);
        let schema = &document["components"]["schemas"]["A"];
        assert_eq!(schema["x-stated"], json!({"additionalProperties": false}));
        assert_eq!(
            schema["properties"]["pattern"],
            json!({"type": "string", "x-stated": {"pattern": "^a$", "default": "a"}})
        );
    }

    #[test]
    fn everything_received_may_be_missing_and_what_is_sent_stays_required() {
        let members = json!({"a": {"type": "string"}, "b": {"$ref": "#/components/schemas/B"}});
        let mut document = json!({"components": {"schemas": {
            "R": {"x-direction": "response", "required": ["a"], "properties": members},
            "S": {"x-direction": "request", "required": ["a"], "properties": members}}}});
        rewrite(&mut document);
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
