//! JSON Pointers (RFC 6901) and local references.

use serde_json::Value;

/// Appends one segment to a pointer, escaped.
pub fn join(pointer: &str, segment: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + segment.len() + 1);
    joined.push_str(pointer);
    push(&mut joined, segment);
    joined
}

/// Appends one segment to a pointer in place.
pub fn push(pointer: &mut String, segment: &str) {
    pointer.push('/');
    if segment.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(segment);
    }
}

/// The local schema that a node refers to: `#/components/schemas/NAME`, directly or as the only part of an
/// `allOf`.
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
pub fn schema_reference(name: &str) -> String {
    format!("{SCHEMAS}{name}")
}

/// Returns a pointer with names in place of indices where the elements of a list have names.
///
/// Parameters are named by location and name, tags by name, scalars by themselves, and parts of a composition
/// by the schema that they refer to.
pub fn by_name(document: &Value, pointer: &str) -> String {
    let mut named = String::new();
    let mut node = Some(document);
    let mut list = "";
    for segment in pointer.split('/').skip(1) {
        let items = node.and_then(Value::as_array);
        let element = items.and_then(|items| Some((items, segment.parse::<usize>().ok()?)));
        match element {
            Some((items, index)) => {
                push(&mut named, &element_name(list, items, index));
                node = items.get(index);
            }
            None => {
                named.push('/');
                named.push_str(segment);
                node = node.and_then(|node| node.pointer(&format!("/{segment}")));
            }
        }
        list = segment;
    }
    named
}

/// Returns the name of an element of the list under the key `list`, or its index.
pub fn element_name(list: &str, items: &[Value], index: usize) -> String {
    let Some(item) = items.get(index) else { return index.to_string() };
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    let scalars = items.iter().all(|item| !item.is_object() && !item.is_array());
    let name = match (item, list) {
        (Value::String(text), _) if scalars => Some(text.clone()),
        (scalar, _) if scalars => Some(scalar.to_string()),
        (_, "parameters") => {
            text("$ref").map(str::to_owned).or_else(|| Some(format!("{}:{}", text("in")?, text("name")?)))
        }
        (_, "tags") => text("name").map(str::to_owned),
        (_, "allOf" | "oneOf" | "anyOf") => schema_name(item).map(str::to_owned),
        _ => None,
    };
    name.unwrap_or_else(|| index.to_string())
}

/// Follows a local `$ref` (`#/a/b`) to its node; a node without one is returned.
///
/// Returns `None` when the reference leads out of the document or to nothing, or in a circle.
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

/// Returns true if a pointer is that of `outer` or of a node below it.
pub fn is_within(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns true if one of two pointers is that of the other node or of one below it.
pub fn is_near(left: &str, right: &str) -> bool {
    is_within(left, right) || is_within(right, left)
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
