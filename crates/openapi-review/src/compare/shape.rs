//! Shapes: nodes without descriptions and order, to recognize a node under another name.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::texts;
use crate::document::canonical::names_children;

/// Returns a node without descriptions, extensions and order, with references under their new names.
pub(crate) fn shape(node: &Value, renamed: &BTreeMap<String, String>) -> Value {
    go(node, "", false, renamed)
}

fn go(node: &Value, key: &str, named: bool, renamed: &BTreeMap<String, String>) -> Value {
    match node {
        Value::Object(map) => {
            let mut made = Map::new();
            for (inner, value) in map {
                if !named
                    && (texts::KEYS.contains(&inner.as_str())
                        || inner == "operationId"
                        || inner == "tags"
                        || inner.starts_with("x-"))
                {
                    continue;
                }
                let value = match (inner.as_str(), value) {
                    ("$ref", Value::String(target)) if !named => reference(target, renamed),
                    _ => go(value, inner, value.is_object() && names_children(inner, named), renamed),
                };
                made.insert(inner.clone(), value);
            }
            Value::Object(made)
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| go(item, "", false, renamed)).collect();
            if matches!(key, "required" | "enum" | "parameters" | "oneOf" | "anyOf") {
                items.sort_by_key(ToString::to_string);
            }
            Value::Array(items)
        }
        scalar => scalar.clone(),
    }
}

fn reference(target: &str, renamed: &BTreeMap<String, String>) -> Value {
    let name = target.strip_prefix("#/components/schemas/").and_then(|name| renamed.get(name));
    name.map_or(target, |name| name).into()
}

/// Whether a removed and an added node are the same node with another name.
///
/// The same shape is not enough for shapes as simple as "a string": then the descriptions must be the same, or the names alike. Objects and
/// enums with small differences are the same node if most of their content is the same.
pub(crate) fn is_rename(
    old: (&str, &Value),
    new: (&str, &Value),
    renamed: &BTreeMap<String, String>,
) -> bool {
    let (before, after) = (shape(old.1, renamed), shape(new.1, &BTreeMap::new()));
    if before != after {
        let shared = shared_content(&before, &after);
        return shared >= 0.75 || shared >= 0.5 && alike(old.0, new.0);
    }
    let prose = |node: &Value| node.get("description").cloned();
    let same_prose = prose(old.1).is_some() && texts::same(prose(old.1).as_ref(), prose(new.1).as_ref());
    same_prose || is_telling(old.1) || alike(old.0, new.0)
}

/// Returns the share of properties or enum values that two shapes have in common; 0 for fewer than three.
fn shared_content(old: &Value, new: &Value) -> f64 {
    let content = |node: &Value| -> Vec<(String, Value)> {
        let properties = node.get("properties").and_then(Value::as_object).into_iter().flatten();
        let values = node.get("enum").and_then(Value::as_array).into_iter().flatten();
        let properties = properties.map(|(name, node)| (name.clone(), node.clone()));
        properties.chain(values.map(|value| (value.to_string(), Value::Null))).collect()
    };
    let (old, new) = (content(old), content(new));
    let shared = old.iter().filter(|one| new.contains(one)).count();
    let most = old.len().max(new.len());
    if most < 3 { 0.0 } else { shared as f64 / most as f64 }
}

/// Whether a shape has enough content to recognize a node by it.
fn is_telling(node: &Value) -> bool {
    let count = |key: &str| node.get(key).map_or(0, |value| value.as_object().map_or(0, Map::len));
    count("properties") >= 2
        || node.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() >= 2)
}

/// Whether two names share most of their letters, or one is the beginning or end of the other.
fn alike(old: &str, new: &str) -> bool {
    let (old, new) = (old.to_lowercase(), new.to_lowercase());
    let similar = similar::TextDiff::from_chars(old.as_str(), new.as_str()).ratio() >= 0.7;
    let within =
        |long: &str, short: &str| short.len() >= 3 && (long.starts_with(short) || long.ends_with(short));
    similar || within(&old, &new) || within(&new, &old)
}

/// Pairs removed with added nodes, each at most once, the most similar names first.
pub(crate) fn renames<'v>(
    removed: &[(&'v str, &'v Value)],
    added: &[(&'v str, &'v Value)],
    renamed: &BTreeMap<String, String>,
) -> Vec<(&'v str, &'v str)> {
    let mut pairs: Vec<(u32, &str, &str)> = Vec::new();
    for old in removed {
        for new in added {
            if is_rename(*old, *new, renamed) {
                let ratio = similar::TextDiff::from_chars(old.0, new.0).ratio();
                pairs.push(((ratio * 1000.0) as u32, old.0, new.0));
            }
        }
    }
    pairs.sort_by(|a, b| (b.0, a.1, a.2).cmp(&(a.0, b.1, b.2)));
    let mut taken: Vec<(&str, &str)> = Vec::new();
    for (_, old, new) in pairs {
        if taken.iter().all(|pair| pair.0 != old && pair.1 != new) {
            taken.push((old, new));
        }
    }
    taken
}

/// Returns a list of borrowed entries.
pub(crate) fn borrowed(list: &[(String, Value)]) -> Vec<(&str, &Value)> {
    list.iter().map(|(name, value)| (name.as_str(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rename(old: (&str, Value), new: (&str, Value)) -> bool {
        is_rename((old.0, &old.1), (new.0, &new.1), &BTreeMap::new())
    }

    #[test]
    fn a_plain_text_needs_the_same_words_or_an_alike_name() {
        let text = |words: &str| json!({"type": "string", "description": words, "example": 1});
        assert!(!rename(("billingModel", text("a")), ("upgradeStartType", text("b"))));
        assert!(rename(("billingModel", text("a")), ("upgradeStartType", text("a"))));
        assert!(rename(("expirationDate", text("a")), ("expiryDate", text("b"))));
        assert!(!rename(("date", text("a")), ("date2", json!({"type": "integer"}))));
    }

    #[test]
    fn a_telling_shape_is_enough_and_order_and_words_do_not_matter() {
        let object = |words: &str| json!({"description": words, "required": ["b", "a"], "properties": {"a": {"type": "string"}, "b": {}}});
        let mut other = object("y");
        other["required"] = json!(["a", "b"]);
        assert!(rename(("Alpha", object("x")), ("Omega", other)));
        assert!(!rename(
            ("Alpha", object("x")),
            ("Alpha2", json!({"properties": {"a": {"type": "integer"}, "b": {}}}))
        ));
    }
}
