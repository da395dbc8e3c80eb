//! Examples and the provider's descriptions are removed.
//!
//! Reason: the provider's descriptions are vendored as fingerprints, which would become rustdoc. The lint
//! demands descriptions of the project's own; until then, none is better than a fingerprint.

use serde_json::Value;

use openapi_review::document::{fingerprint, walk};

/// Removes examples, `externalDocs` and fingerprints.
pub fn rewrite(document: &mut Value) -> usize {
    let mut changes = 0;
    walk::every_object_mut(document, &mut |named, map| {
        if named {
            return;
        }
        let before = map.len();
        for key in ["example", "examples", "externalDocs"] {
            map.remove(key);
        }
        for key in ["description", "summary", "title"] {
            if map.get(key).and_then(Value::as_str).is_some_and(fingerprint::is) {
                map.remove(key);
            }
        }
        changes += before - map.len();
    });
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fingerprints_and_examples_are_removed() {
        let mut document = json!({"description": "text:0123456789ab", "components": {"schemas": {"A": {
            "description": "Ours.", "example": 1, "properties": {"example": {"type": "string"}}}}}});
        assert_eq!(rewrite(&mut document), 2);
        let expected = json!({"components": {"schemas": {"A": {"description": "Ours.", "properties": {"example": {"type": "string"}}}}}});
        assert_eq!(document, expected);
    }
}
