//! Bounds, patterns, lengths and defaults are taken out of the generator's sight.
//!
//! Reason: the generator makes validating newtypes of them, so that one odd value fails a whole page on reading, and so that a bound that
//! the publisher tightens breaks the callers' code. A default changes a member's Rust type and would be filled in on reading, where an absent
//! member must stay recognisable. The service checks what it is sent. All of it is kept under `x-stated`.

use anyhow::Result;
use serde_json::{Map, Value};

use openapi_review::document::walk::{self, BOUNDS};

/// Moves constraints into `x-stated`.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        for key in ["default"].iter().chain(BOUNDS) {
            changes += usize::from(set_aside(schema, key));
        }
        // Members that are not declared are passed over on reading: neither refused, nor collected beside those that are.
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        if closed || schema.contains_key("properties") {
            changes += usize::from(set_aside(schema, "additionalProperties"));
        }
    });
    Ok(changes)
}

/// Moves one member of a schema into its `x-stated`; returns whether it was there.
pub fn set_aside(schema: &mut Map<String, Value>, key: &str) -> bool {
    let Some(value) = schema.remove(key) else { return false };
    let stated = schema.entry("x-stated").or_insert_with(|| Value::Object(Map::new()));
    if let Some(stated) = stated.as_object_mut() {
        stated.insert(key.to_owned(), value);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keeps_what_it_takes_out() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "additionalProperties": false, "properties": {
            "pattern": {"type": "string", "pattern": "^a$", "default": "a"}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 3);
        let schema = &document["components"]["schemas"]["A"];
        assert_eq!(schema["x-stated"], json!({"additionalProperties": false}));
        assert_eq!(
            schema["properties"]["pattern"],
            json!({"type": "string", "x-stated": {"pattern": "^a$", "default": "a"}})
        );
    }
}
