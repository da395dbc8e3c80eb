//! Shapes: nodes without descriptions and order, to recognize a node under another name.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

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

/// A node that may have been renamed.
struct Candidate<'v> {
    name: &'v str,
    node: &'v Value,
    shape: Value,
    /// Sorted hashes of the properties and enum values of the shape.
    content: Vec<u64>,
}

impl<'v> Candidate<'v> {
    fn of((name, node): (&'v str, &'v Value), renamed: &BTreeMap<String, String>) -> Self {
        let shape = shape(node, renamed);
        let properties = shape.get("properties").and_then(Value::as_object).into_iter().flatten();
        let values = shape.get("enum").and_then(Value::as_array).into_iter().flatten();
        let properties = properties.map(|(name, node)| (name.clone(), node.to_string()));
        let values = values.map(|value| (value.to_string(), String::new()));
        let hash = |one: (String, String)| BuildHasherDefault::<DefaultHasher>::default().hash_one(one);
        let mut content: Vec<u64> = properties.chain(values).map(hash).collect();
        content.sort_unstable();
        Self { name, node, shape, content }
    }

    /// Whether this removed node and an added one are the same node with another name.
    ///
    /// The same shape is not enough for shapes as simple as "a string": then the descriptions must be the same, or the names alike. Objects
    /// and enums with small differences are the same node if most of their content is the same.
    fn is_renamed_to(&self, new: &Self) -> bool {
        if self.shape != new.shape {
            let shared = self.shared_content(new);
            return shared >= 0.75 || shared >= 0.5 && alike(self.name, new.name);
        }
        let prose = |node: &'v Value| node.get("description");
        let same_prose = prose(self.node).is_some() && texts::same(prose(self.node), prose(new.node));
        same_prose || is_telling(self.node) || alike(self.name, new.name)
    }

    /// Returns the share of the content that two shapes have in common; 0 for fewer than three properties or values.
    fn shared_content(&self, new: &Self) -> f64 {
        let most = self.content.len().max(new.content.len());
        if most < 3 {
            return 0.0;
        }
        self.content.iter().filter(|one| new.content.binary_search(one).is_ok()).count() as f64 / most as f64
    }
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
    let removed: Vec<_> = removed.iter().map(|node| Candidate::of(*node, renamed)).collect();
    let added: Vec<_> = added.iter().map(|node| Candidate::of(*node, &BTreeMap::new())).collect();
    for old in &removed {
        for new in added.iter().filter(|new| old.is_renamed_to(new)) {
            let ratio = similar::TextDiff::from_chars(old.name, new.name).ratio();
            pairs.push(((ratio * 1000.0) as u32, old.name, new.name));
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
        let candidate = |name, node| Candidate::of((name, node), &BTreeMap::new());
        candidate(old.0, &old.1).is_renamed_to(&candidate(new.0, &new.1))
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
