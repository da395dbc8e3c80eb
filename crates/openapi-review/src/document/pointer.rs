//! JSON Pointers (RFC 6901) and local references.

use serde_json::Value;

/// Appends one segment to a pointer, escaped.
#[must_use]
pub fn join(pointer: &str, segment: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + segment.len() + 1);
    joined.push_str(pointer);
    push(&mut joined, segment);
    joined
}

/// Appends one segment to a pointer in place.
pub fn push(pointer: &mut String, segment: &str) {
    pointer.push('/');
    if segment.contains(['~', '/']) {
        pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(segment);
    }
}

/// The local schema that a node refers to: `#/components/schemas/NAME`, directly or as the only part of an `allOf`.
#[must_use]
pub fn schema_name(node: &Value) -> Option<&str> {
    let direct = node.get("$ref").and_then(Value::as_str);
    let wrapped = || match node.get("allOf")?.as_array()?.as_slice() {
        [only] => only.get("$ref")?.as_str(),
        _ => None,
    };
    direct.or_else(wrapped)?.strip_prefix(SCHEMAS)
}

/// The beginning of every reference to a component schema.
pub const SCHEMAS: &str = "#/components/schemas/";

/// A reference to a component schema.
#[must_use]
pub fn schema_reference(name: &str) -> String {
    format!("{SCHEMAS}{name}")
}

/// Follows a local `$ref` (`#/a/b`) to its node; a node without one is returned as it is.
///
/// Returns `None` when the reference leads out of the document or to nothing, or in a circle.
#[must_use]
pub fn follow<'a>(document: &'a Value, node: &'a Value) -> Option<&'a Value> {
    let mut node = node;
    for _ in 0..32 {
        match node.get("$ref").and_then(Value::as_str) {
            None => return Some(node),
            Some(reference) => node = document.pointer(reference.strip_prefix('#')?)?,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn escapes_the_two_special_characters() {
        assert_eq!(join("/paths", "/a~b/{id}"), "/paths/~1a~0b~1{id}");
    }

    #[test]
    fn follows_chains_and_gives_up_on_circles() {
        let document = json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/c"}, "c": 1, "x": {"$ref": "#/x"}});
        assert_eq!(follow(&document, &document["a"]), Some(&json!(1)));
        assert_eq!(follow(&document, &document["x"]), None);
        assert_eq!(follow(&document, &json!({"$ref": "other.yaml#/a"})), None);
    }

    #[test]
    fn sees_through_the_wrapper_that_lets_a_reference_have_a_description() {
        let wrapped = json!({"allOf": [{"$ref": "#/components/schemas/Period"}], "description": "x"});
        assert_eq!(schema_name(&wrapped), Some("Period"));
        assert_eq!(schema_name(&json!({"type": "string"})), None);
    }
}
