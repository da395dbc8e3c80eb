//! Every request body is required.
//!
//! Reason: a body that is declared is there to be sent. The generator treats an optional body as required anyway, without saying so;
//! and an operation that may really be called without one is called with an empty object.

use anyhow::Result;
use serde_json::Value;

use openapi_review::document::walk;

/// Marks every request body as required.
///
/// # Errors
/// Never; the signature is that of every pass.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    walk::operations_mut(document, |_, _, node| {
        if let Some(body) = node.get_mut("requestBody").and_then(Value::as_object_mut)
            && body.insert("required".into(), true.into()) != Some(Value::Bool(true))
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
    fn requires_bodies_where_there_are_any() {
        let mut document = json!({"paths": {"/a": {"get": {}, "post": {"requestBody": {"content": {}}}, "put": {"requestBody": {"required": true}}}}});
        assert_eq!(rewrite(&mut document).unwrap(), 1);
        assert_eq!(document["paths"]["/a"]["post"]["requestBody"]["required"], true);
    }
}
