//! An object without a shape is any JSON.
//!
//! Reason: `type: object` without members is what generators of specifications write for "anything". The client would read it as a
//! JSON object and fail on the strings, numbers and lists that really come.

use anyhow::Result;
use serde_json::Value;

use openapi_review::document::walk;

/// Takes the type from objects that have no shape.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        if walk::is_shapeless(schema) {
            schema.remove("type");
            changes += 1;
        }
    });
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_shapeless_objects_lose_their_type() {
        let mut document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {
            "value": {"type": "object", "description": "Anything."}, "map": {"type": "object", "additionalProperties": {"type": "string"}}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 1);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["value"], json!({"description": "Anything."}));
        assert_eq!(properties["map"]["type"], "object");
    }
}
