//! A `$ref` with other members beside it becomes a one-part `allOf`.
//!
//! Reason: OpenAPI 3.0 ignores whatever stands beside a `$ref`, so our words, a read-only mark or `nullable` would be lost.
//! The one-part `allOf` is the form in which they count, and the generator sees through it.

use anyhow::Result;
use serde_json::{Value, json};

use openapi_review::document::walk;

/// Wraps references that have siblings.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        if schema.len() > 1
            && let Some(reference) = schema.remove("$ref")
        {
            schema.insert("allOf".into(), json!([{"$ref": reference}]));
            changes += 1;
        }
    });
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_stands_beside_a_reference() {
        let reference = json!({"$ref": "#/components/schemas/B"});
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "plain": reference, "told": {"$ref": "#/components/schemas/B", "description": "d", "readOnly": true}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 1);
        let properties = &document["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["plain"], reference);
        assert_eq!(properties["told"], json!({"allOf": [reference], "description": "d", "readOnly": true}));
    }
}
