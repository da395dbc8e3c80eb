//! Comparison of components: schemas first of all, then parameters, responses, bodies and headers; and
//! recognition of renamed nodes by their shape, their content and their names.

use std::{
    borrow::Borrow,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash},
};

use serde_json::{Map, Value, json};

use super::engine::{At, Engine, Matched};
use crate::{
    Rule,
    document::{
        fingerprint::{self, shape},
        pointer, walk,
    },
};

impl<'a> Engine<'a> {
    /// Finds renamed schemas. Has to run before anything that refers to them is compared.
    pub(crate) fn find_renamed_schemas(&mut self, listed: &At<'a>) {
        let Matched { removed, added, .. } = Matched::of(listed);
        // Renaming one schema changes the shape of those that refer to it.
        for _ in 0..8 {
            let taken: BTreeSet<&str> = self.renamed.values().map(String::as_str).collect();
            let removed = removed.iter().filter(|name| !self.renamed.contains_key(**name));
            let added = added.iter().filter(|name| !taken.contains(**name));
            let (old, new) = (anonymous(listed.old.node, removed), anonymous(listed.new.node, added));
            let found = renames(&old, &new, &self.renamed);
            if found.is_empty() {
                break;
            }
            self.renamed.extend(found.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())));
        }
    }

    /// Compares the component schemas. Has to run last: other findings account for some new ones.
    pub(crate) fn schemas(&mut self, listed: &At<'a>) {
        let matched = Matched::of(listed);
        for (name, _) in &matched.both {
            self.schema(&listed.join(name).of(*name));
        }
        let renamed = self.renamed.clone();
        let all = [self.old.document, self.new.document]
            .map(|document| if renamed.is_empty() { HashMap::new() } else { references(document) });
        for (from, to) in &renamed {
            let at = listed.fork(from, to).of(to);
            let covers = [(&all[0], from), (&all[1], to)].into_iter().flat_map(|(references, name)| {
                references.get(pointer::schema_reference(name).as_str()).into_iter().flatten().cloned()
            });
            self.report(Rule::SchemaRenamed, &at, format!("was renamed from {from}"))
                .breaks_if(true)
                .values(json!(from), json!(to))
                .covering(covers)
                .paired(&at);
            self.schema(&at);
        }
        for (name, at) in matched.one_sided(listed) {
            if !self.explained.contains(name) && !renamed.iter().any(|(from, to)| from == name || to == name)
            {
                let removed = (Rule::SchemaRemoved, "is no longer a schema");
                let (rule, message) = at.either(removed, (Rule::SchemaAdded, "is a new schema"));
                self.report(rule, &at.of(name), message).breaks_if(rule == Rule::SchemaRemoved);
            }
        }
        for (name, _) in &matched.both {
            self.reach_changed(name, &pointer::join("/components/schemas", name));
        }
    }

    /// Adds the loss of the last use of a schema, or its first use, to the finding that causes it.
    fn reach_changed(&mut self, name: &str, at: &str) {
        let (is_new, text) = match (self.old.reach.reaches(at), self.new.reach.reaches(at)) {
            (true, false) => (false, format!("{name} is no longer used by any operation")),
            (false, true) => (true, format!("{name} is used for the first time")),
            _ => return,
        };
        let side = if is_new { &self.new } else { &self.old };
        let cause = self.findings.iter_mut().find(|finding| {
            let place = if is_new { &finding.new } else { &finding.old };
            let mut places = place.iter().map(|place| &place.pointer).chain(&finding.covers);
            !finding.rule.is_docs() && places.any(|place| side.reach.leads_to(place, at))
        });
        if let Some(finding) = cause {
            finding.details.push(text);
        }
    }

    pub(crate) fn components(&mut self, components: &At<'a>) {
        for section in components.names() {
            let at = components.join(section);
            let named = |changed| [Rule::ComponentAdded, Rule::ComponentRemoved, changed];
            match section {
                _ if at.is_same() => {}
                "schemas" => {}
                "securitySchemes" => self.schemes(&at),
                "callbacks" => self.named(&at, "callback", named(Rule::CallbackChanged)),
                "links" => self.named(&at, "link", named(Rule::LinkChanged)),
                "parameters" | "responses" | "requestBodies" | "headers" | "examples" => {
                    self.section(&at, section);
                }
                _ => self.unclassified(&at),
            }
        }
    }

    fn section(&mut self, listed: &At<'a>, section: &str) {
        let matched = Matched::of(listed);
        for (name, at) in matched.one_sided(listed) {
            let (side, rule, message) = at.either(
                (&self.old, Rule::ComponentRemoved, "is no longer a component"),
                (&self.new, Rule::ComponentAdded, "is a new component"),
            );
            let rule = match section {
                // What refers to it is compared as if it were written there.
                _ if side.reach.reaches(&at.new.pointer) => Rule::WrittenDifferently,
                "examples" => Rule::TextChanged,
                _ => rule,
            };
            self.report(rule, &at.of(name), message);
        }
        for (name, _) in matched.both {
            let at = listed.join(name).of(name);
            match section {
                _ if at.is_same() => {}
                "parameters" => self.parameter(&at),
                "responses" => self.response(&at),
                "requestBodies" => self.body(&at),
                "headers" => self.header(&at, name),
                _ => drop(self.report(Rule::TextChanged, &at, "is another example")),
            }
        }
    }
}

/// Returns schemas in which references to themselves do not name them.
fn anonymous<'n>(schemas: Option<&Value>, names: impl Iterator<Item = &'n &'n str>) -> Vec<(String, Value)> {
    let one = |name: &&str| {
        let own = serde_json::to_string(&pointer::schema_reference(name)).ok()?;
        let text = schemas?.get(name)?.to_string();
        Some(((*name).to_owned(), serde_json::from_str(&text.replace(&own, "\"#\"")).ok()?))
    };
    names.filter_map(one).collect()
}

/// Returns the pointers of the references to each schema, by `$ref`.
fn references(document: &Value) -> HashMap<&str, Vec<String>> {
    let mut found: HashMap<&str, Vec<String>> = HashMap::new();
    walk::every_object(document, &mut |place, map| {
        if let Some(target) = map.get("$ref").and_then(Value::as_str).filter(|_| !place.named) {
            // Parts of a composition are named by the schema.
            let pointers = [format!("{}/$ref", place.pointer), place.pointer.to_owned()];
            found.entry(target).or_default().extend(pointers);
        }
        if place.key == "mapping" {
            for (key, target) in map.iter().filter_map(|(key, target)| Some((key, target.as_str()?))) {
                found.entry(target).or_default().push(pointer::join(place.pointer, key));
            }
        }
    });
    found
}

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
    fn name_is_paired_at_most_once() {
        let nodes = |names: &[&'static str]| -> Vec<(&str, Value)> {
            names.iter().map(|name| (*name, json!({"type": "string", "description": "x"}))).collect()
        };
        let found = |old: &[&'static str], new: &[&'static str]| -> Vec<String> {
            let (old, new) = (nodes(old), nodes(new));
            let pairs = renames(&old, &new, &BTreeMap::new());
            pairs.iter().map(|(old, new)| format!("{old}-{new}")).collect()
        };
        // The most similar names first.
        assert_eq!(found(&["status", "stat"], &["state"]), ["stat-state"]);
        assert_eq!(found(&["state"], &["status", "stat"]), ["state-stat"]);
        assert_eq!(found(&["a1", "b2"], &["b3", "a4"]), ["a1-a4", "b2-b3"]);
    }

    #[test]
    fn similarity_counts_common_beginning_and_end() {
        for (old, new, expected) in
            [("abcd", "abcd", 1000), ("abcd", "abxcd", 888), ("abc", "xyz", 0), ("aa", "a", 666), ("", "", 0)]
        {
            assert_eq!(similarity(old, new), expected, "{old} {new}");
        }
        for (old, new, expected) in [
            ("abcdefg", "abcdefx", true),
            ("abcdefghij", "abcdefgxyz", true),
            ("abcdefghij", "abcdefxyzw", false),
            ("id1", "customerid1", true),
            ("customerid1", "customer", true),
            ("id", "customerid", false),
        ] {
            assert_eq!((alike(old, new), alike(new, old)), (expected, expected), "{old} {new}");
        }
    }

    #[test]
    fn changed_node_shares_most_of_its_content() {
        let object = |names: &str| {
            let properties = names.chars().map(|name| (name.to_string(), json!({"type": "string"})));
            json!({"properties": properties.collect::<Map<_, _>>()})
        };
        let changed = |old: (&str, &str), new: (&str, &str)| {
            let nodes = [(old.0, object(old.1)), (new.0, object(new.1))];
            let [old, new] = nodes.each_ref().map(|node| Candidate::of(node, &BTreeMap::new()));
            old.is_changed_to(&new, old.content.intersection(&new.content).count())
        };
        assert!(changed(("Alpha", "abcd"), ("Omega", "abce")));
        assert!(!changed(("Alpha", "abcd"), ("Omega", "abxy")));
        assert!(changed(("Alpha", "abcd"), ("Alphas", "abxy")));
        assert!(!changed(("Alpha", "abcd"), ("Alphas", "axyz")));
        assert!(!changed(("Alpha", "ab"), ("Alphas", "ab")));
        assert!(changed(("Alpha", "abc"), ("Omega", "abcd")));
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
