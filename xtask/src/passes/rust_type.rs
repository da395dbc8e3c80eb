//! Naming the hand-written Rust type that stands for a schema.

use serde_json::{Map, Value, json};

/// The crate that holds the scalar types, and the path by which generated code reaches them.
pub const RAW_CRATE: &str = "imcloud-raw";

/// The module whose properties stand for "this scalar, written as a JSON number"; the generator resolves it.
pub const AS_NUMBER: &str = "as_number";

/// Says that `schema` is `imcloud_raw::NAME` in Rust (typify's extension `x-rust-type`).
pub fn set(schema: &mut Map<String, Value>, name: &str) {
    let path = format!("{}::{name}", RAW_CRATE.replace('-', "_"));
    schema.insert("x-rust-type".into(), json!({"crate": RAW_CRATE, "version": "*", "path": path}));
}

/// Returns true if `schema` is `imcloud_raw::NAME` in Rust, written as a string or as a number.
#[must_use]
pub fn is(schema: &Map<String, Value>, name: &str) -> bool {
    let path = schema.get("x-rust-type").and_then(|kind| kind.get("path")).and_then(Value::as_str);
    path.and_then(|path| path.rsplit("::").next()) == Some(name)
}

/// Returns true if a schema already has a Rust type.
#[must_use]
pub fn is_set(schema: &Map<String, Value>) -> bool {
    schema.contains_key("x-rust-type")
}

/// Returns true if `type` (and `format`, when given) of a schema are these.
#[must_use]
pub fn has_type(schema: &Map<String, Value>, kind: &str, format: Option<&str>) -> bool {
    schema.get("type").and_then(Value::as_str) == Some(kind)
        && format.is_none_or(|format| schema.get("format").and_then(Value::as_str) == Some(format))
}
