//! Every integer is 64 bits wide and has no bounds in its type.
//!
//! Reason: the generator turns `int32` into `i32` and `minimum: 1` into `NonZeroU64`, so that a wider value fails at run time and a changed
//! bound breaks the callers' code. A `format` other than those two widths says nothing about the wire.

use anyhow::Result;
use serde_json::Value;

use super::rust_type;
use openapi_review::document::walk;

/// Widens integers.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::every_schema_mut(document, &mut |schema| {
        if !rust_type::is_set(schema)
            && rust_type::has_type(schema, "integer", None)
            && schema.insert("format".into(), "int64".into()) != Some("int64".into())
        {
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
    fn widens_what_is_narrower() {
        let mut document = json!({"components": {"schemas": {"A": {"properties": {
            "a": {"type": "integer", "format": "int32"}, "b": {"type": "integer"}, "c": {"type": "integer", "format": "int64"}}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 2);
        assert_eq!(document["components"]["schemas"]["A"]["properties"]["a"]["format"], "int64");
    }
}
