//! Comparison of descriptions, or of the fingerprints that stand for them.

use serde_json::Value;

use crate::document::fingerprint;

/// Keywords of descriptions and examples.
pub(crate) const KEYS: &[&str] = &["description", "summary", "title", "example", "examples", "externalDocs"];

/// Whether two descriptions are the same. A fingerprint is the same as its description.
pub(crate) fn same(old: Option<&Value>, new: Option<&Value>) -> bool {
    match (old, new) {
        // Fingerprints ignore white space.
        (Some(old), Some(new)) => old == new || whole(old) == whole(new),
        (None, None) => true,
        _ => false,
    }
}

/// Returns the fingerprint of a description. Mappings such as `examples` keep their names.
fn whole(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.values().all(Value::is_object) => map
            .iter()
            .map(|(key, value)| (key.clone(), value.get("value").map_or(value.clone(), fingerprint::of)))
            .collect(),
        other => fingerprint::of(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_and_its_fingerprint_are_the_same() {
        let text = json!("Some\n words");
        assert!(same(Some(&text), Some(&fingerprint::of(&json!("Some words")))));
        assert!(
            !same(Some(&text), Some(&json!("Other words"))) && !same(None, Some(&text)) && same(None, None)
        );
    }
}
