//! Reading is tolerant: a received member may always be absent or null.
//!
//! Reason: services leave out what the document requires, and send null where it allows none; one such row must not cost the page. It is
//! also what keeps callers compiling when the publisher makes a member required or optional. What the publisher requires is kept under
//! `x-stated`. Nothing defaults to empty, so that an absent list stays distinguishable from an empty one. In what is sent, required members
//! stay required, and the others may be null as well as absent.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::constraints::set_aside;
use openapi_review::document::walk;

/// Makes received members optional and nullable, and optional sent ones nullable.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
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
    Ok(changes)
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
    fn everything_received_may_be_missing_and_what_is_sent_stays_required() {
        let members = json!({"a": {"type": "string"}, "b": {"$ref": "#/components/schemas/B"}});
        let mut document = json!({"components": {"schemas": {
            "R": {"x-direction": "response", "required": ["a"], "properties": members},
            "S": {"x-direction": "request", "required": ["a"], "properties": members}}}});
        rewrite(&mut document).unwrap();
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
