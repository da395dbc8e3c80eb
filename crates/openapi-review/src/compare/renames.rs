//! Recognition of renamed nodes: by their shape, their content and their names.

use std::{
    borrow::Borrow,
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash},
};

use serde_json::{Map, Value};

use crate::document::fingerprint::{self, shape};

/// The most new names that are considered for an old one at a time.
const MOST: usize = 8;

struct Candidate<'v> {
    name: &'v str,
    lower: String,
    node: &'v Value,
    shape: Value,
    shape_hash: u64,
    /// Hashes of the properties and enum values of the shape.
    content: HashSet<u64>,
}

impl<'v> Candidate<'v> {
    fn of<N: AsRef<str>, V: Borrow<Value>>(
        (name, node): &'v (N, V),
        renamed: &BTreeMap<String, String>,
    ) -> Self {
        let (name, node) = (name.as_ref(), node.borrow());
        let shape = shape(node, renamed);
        let properties = shape.get("properties").and_then(Value::as_object).into_iter().flatten();
        let values = shape.get("enum").and_then(Value::as_array).into_iter().flatten();
        let properties = properties.map(|(name, node)| hash((name, node.to_string())));
        let content = properties.chain(values.map(|value| hash(value.to_string()))).collect();
        let shape_hash = hash(shape.to_string());
        Self { name, lower: name.to_lowercase(), node, shape, shape_hash, content }
    }

    /// Returns true if this removed node and an added one of the same shape are the same node with another
    /// name.
    ///
    /// The same shape is not enough for shapes as simple as "a string": then the descriptions must be the
    /// same, or the names alike.
    fn is_renamed_to(&self, new: &Self) -> bool {
        let prose = |node: &'v Value| node.get("description");
        let same_prose = prose(self.node).is_some() && fingerprint::same(prose(self.node), prose(new.node));
        self.shape == new.shape && (same_prose || is_telling(self.node) || alike(&self.lower, &new.lower))
    }

    /// Returns true if objects or enums of different shapes are the same node: most of their content is the
    /// same.
    fn is_changed_to(&self, new: &Self, shared: usize) -> bool {
        let most = self.content.len().max(new.content.len());
        most >= 3 && (shared * 4 >= most * 3 || shared * 2 >= most && alike(&self.lower, &new.lower))
    }
}

fn hash(value: impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

/// Returns true if a shape has enough content to recognize a node by it.
fn is_telling(node: &Value) -> bool {
    let count = |key: &str| node.get(key).map_or(0, |value| value.as_object().map_or(0, Map::len));
    count("properties") >= 2
        || node.get("enum").and_then(Value::as_array).is_some_and(|values| values.len() >= 2)
}

/// Returns the share of the letters of two names that their common beginning and end have, in thousandths.
fn similarity(old: &str, new: &str) -> usize {
    let same = |(one, other): &(char, char)| one == other;
    let lengths = [old.chars().count(), new.chars().count()];
    let prefix = old.chars().zip(new.chars()).take_while(same).count();
    let rest = lengths[0].min(lengths[1]) - prefix;
    let suffix = old.chars().rev().zip(new.chars().rev()).take(rest).take_while(same).count();
    2000 * (prefix + suffix) / (lengths[0] + lengths[1]).max(1)
}

/// Returns true if two names in lower case share most of their letters, or one is the beginning or end of the
/// other.
fn alike(old: &str, new: &str) -> bool {
    let within =
        |long: &str, short: &str| short.len() >= 3 && (long.starts_with(short) || long.ends_with(short));
    similarity(old, new) >= 700 || within(old, new) || within(new, old)
}

/// Pairs removed with added nodes, each at most once, the most similar names first.
pub(crate) fn renames<'v, N: AsRef<str>, V: Borrow<Value>>(
    removed: &'v [(N, V)],
    added: &'v [(N, V)],
    renamed: &BTreeMap<String, String>,
) -> Vec<(&'v str, &'v str)> {
    let added: Vec<_> = added.iter().map(|node| Candidate::of(node, &BTreeMap::new())).collect();
    let (mut by_shape, mut by_content) =
        (HashMap::<u64, Vec<usize>>::new(), HashMap::<u64, Vec<usize>>::new());
    for (index, new) in added.iter().enumerate() {
        by_shape.entry(new.shape_hash).or_default().push(index);
        new.content.iter().for_each(|part| by_content.entry(*part).or_default().push(index));
    }
    let mut pairs: Vec<(Reverse<usize>, &str, &str)> = Vec::new();
    for old in removed.iter().map(|node| Candidate::of(node, renamed)) {
        let mut shared = vec![0; added.len()];
        for index in old.content.iter().filter_map(|part| by_content.get(part)).flatten() {
            shared[*index] += 1;
        }
        let same = by_shape.get(&old.shape_hash).into_iter().flatten().map(|index| &added[*index]);
        let changed = added
            .iter()
            .zip(shared)
            .filter(|(new, shared)| *shared > 0 && old.is_changed_to(new, *shared) && new.shape != old.shape);
        let found = same.filter(|new| old.is_renamed_to(new)).chain(changed.map(|(new, _)| new));
        let mut found: Vec<_> =
            found.map(|new| (Reverse(similarity(old.name, new.name)), old.name, new.name)).collect();
        found.sort_unstable();
        pairs.extend(found.into_iter().take(MOST));
    }
    pairs.sort_unstable();
    let (mut old_taken, mut new_taken) = (HashSet::new(), HashSet::new());
    pairs.retain(|(_, old, new)| {
        let is_free = !old_taken.contains(old) && !new_taken.contains(new);
        is_free && old_taken.insert(*old) && new_taken.insert(*new)
    });
    pairs.into_iter().map(|(_, old, new)| (old, new)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rename(old: (&str, Value), new: (&str, Value)) -> bool {
        Candidate::of(&old, &BTreeMap::new()).is_renamed_to(&Candidate::of(&new, &BTreeMap::new()))
    }

    #[test]
    fn plain_string_needs_description_or_similar_name() {
        let text = |prose: &str| json!({"type": "string", "description": prose, "example": 1});
        assert!(!rename(("billingModel", text("a")), ("upgradeStartType", text("b"))));
        assert!(rename(("billingModel", text("a")), ("upgradeStartType", text("a"))));
        assert!(rename(("expirationDate", text("a")), ("expiryDate", text("b"))));
        assert!(!rename(("date", text("a")), ("date2", json!({"type": "integer"}))));
    }

    #[test]
    fn distinctive_shape_ignores_order_and_descriptions() {
        let object = |prose: &str| json!({"description": prose, "required": ["b", "a"], "properties": {"a": {"type": "string"}, "b": {}}});
        let mut other = object("y");
        other["required"] = json!(["a", "b"]);
        assert!(rename(("Alpha", object("x")), ("Omega", other)));
        assert!(!rename(
            ("Alpha", object("x")),
            ("Alpha2", json!({"properties": {"a": {"type": "integer"}, "b": {}}}))
        ));
    }
}
