//! Small edits of documents.

use serde_json::Value;

/// Puts a value where the pointer says; makes the last mapping property, or appends to a list with `-`.
pub(crate) fn set(mut document: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent).unwrap_or_else(|| panic!("no node at {parent}")) {
        Value::Object(map) => drop(map.insert(key, value)),
        Value::Array(list) if key == "-" => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        other => panic!("{parent} is {other}"),
    }
    document
}

/// Takes the node under a pointer out.
pub(crate) fn cut(mut document: Value, pointer: &str) -> (Value, Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let node = match document.pointer_mut(parent).unwrap() {
        Value::Object(map) => map.shift_remove(&key).unwrap_or_else(|| panic!("no node at {pointer}")),
        Value::Array(list) => list.remove(key.parse().unwrap()),
        other => panic!("{parent} is {other}"),
    };
    (document, node)
}

/// Moves a node.
pub(crate) fn shift(document: Value, from: &str, to: &str) -> Value {
    let (document, node) = cut(document, from);
    set(document, to, node)
}
