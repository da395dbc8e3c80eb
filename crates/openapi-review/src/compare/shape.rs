//! Is this the same thing under another name?

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::texts;
use crate::document::canonical::names_children;

/// A node without words and without order, with references under their new names.
pub(crate) fn shape(node: &Value, renamed: &BTreeMap<String, String>) -> Value {
    go(node, "", false, renamed)
}

fn go(node: &Value, key: &str, named: bool, renamed: &BTreeMap<String, String>) -> Value {
    match node {
        Value::Object(map) => {
            let mut made = Map::new();
            for (inner, value) in map {
                if !named
                    && (texts::KEYS.contains(&inner.as_str()) || inner == "operationId" || inner == "tags")
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
            if matches!(key, "required" | "enum" | "parameters") {
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

/// Whether something that is gone and something that is new are one thing with another name.
///
/// The same shape is not enough where shapes are as simple as "a text": then the words must be the same, or the names alike.
pub(crate) fn is_rename(
    old: (&str, &Value),
    new: (&str, &Value),
    renamed: &BTreeMap<String, String>,
) -> bool {
    if shape(old.1, renamed) != shape(new.1, renamed) {
        return false;
    }
    let words = |node: &Value| node.get("description").cloned();
    let same_words = words(old.1).is_some() && texts::same(words(old.1).as_ref(), words(new.1).as_ref());
    same_words || is_telling(old.1) || alike(old.0, new.0)
}

/// Whether a shape says enough to recognise a thing by it.
fn is_telling(node: &Value) -> bool {
    let members = |key: &str| node.get(key).map_or(0, |value| value.as_object().map_or(0, Map::len));
    members("properties") >= 2
        || node.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() >= 2)
}

/// Whether two names share most of their letters, or one of them the beginning or end of the other.
fn alike(old: &str, new: &str) -> bool {
    let (old, new) = (old.to_lowercase(), new.to_lowercase());
    let similar = similar::TextDiff::from_chars(old.as_str(), new.as_str()).ratio() >= 0.7;
    let within =
        |long: &str, short: &str| short.len() >= 3 && (long.starts_with(short) || long.ends_with(short));
    similar || within(&old, &new) || within(&new, &old)
}

/// Pairs what is gone with what is new, each at most once, the most alike names first.
pub(crate) fn renames<'v>(
    gone: &[(&'v str, &'v Value)],
    added: &[(&'v str, &'v Value)],
    renamed: &BTreeMap<String, String>,
) -> Vec<(&'v str, &'v str)> {
    let mut pairs: Vec<(u32, &str, &str)> = Vec::new();
    for old in gone {
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
