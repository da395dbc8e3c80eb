//! Comparison of paths and operations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In, flag, keys, side_of, verb},
    parameters::Key,
};
use crate::{
    Rule, Source, Wire,
    document::{pointer, shape::shape, walk},
    normalize::{path_prefixes, servers},
};

impl<'a> Engine<'a> {
    /// Compares all paths.
    pub(crate) fn paths(&mut self) {
        let (old, new) = (self.old.document.get("paths"), self.new.document.get("paths"));
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let [both, mut removed, mut added] = keys(old, new);
        let prefixes = path_prefixes(self.old.document, self.new.document).unwrap_or_default();
        if prefixes.iter().all(String::is_empty) {
            pairs.extend(both.into_iter().map(|path| (path, path)));
        } else {
            (removed, added) = ([&both[..], &removed].concat(), [&both[..], &added].concat());
        }
        let full = |prefix: &str, path: &str| template(path.strip_prefix(prefix).unwrap_or(path)).0;
        removed.retain(|path| {
            let twin = added.iter().position(|other| full(&prefixes[1], other) == full(&prefixes[0], path));
            if let Some(twin) = twin.map(|index| added.remove(index)) {
                self.respelled(path, twin, &prefixes);
                pairs.push((path, twin));
            }
            twin.is_none()
        });
        let methods = |side: Option<&'a Value>, path: &str| -> BTreeSet<&'static str> {
            let item = side.and_then(|side| side.get(path));
            let exists = |method: &&str| item.is_some_and(|item| item.get(*method).is_some());
            walk::METHODS.iter().copied().filter(exists).collect()
        };
        let key = |path: &str, method: &str| (path.to_owned(), method.to_owned());
        let all = |side: Option<&'a Value>, paths: &[&str]| -> Vec<Key> {
            let of = |path: &&str| {
                methods(side, path).into_iter().map(|method| key(path, method)).collect::<Vec<_>>()
            };
            paths.iter().flat_map(of).collect()
        };
        let (mut removed_operations, mut added_operations) = (all(old, &removed), all(new, &added));
        let mut kept: Vec<(Key, Key)> = Vec::new();
        for (from, to) in &pairs {
            let (before, after) = (methods(old, from), methods(new, to));
            removed_operations.extend(before.difference(&after).map(|method| key(from, method)));
            added_operations.extend(after.difference(&before).map(|method| key(to, method)));
            kept.extend(before.intersection(&after).map(|method| (key(from, method), key(to, method))));
        }
        let moved = self.moved(&removed_operations, &added_operations);
        for (from, to) in &moved {
            self.operation_moved(from, to);
        }
        removed_operations.retain(|key| !moved.iter().any(|(from, _)| from == key));
        added_operations.retain(|key| !moved.iter().any(|(_, to)| to == key));
        for (keys, paths, rule, side) in [
            (&removed_operations, &removed, Rule::OperationRemoved, In::Old),
            (&added_operations, &added, Rule::OperationAdded, In::New),
        ] {
            for key in keys {
                let last = keys.iter().rfind(|other| other.0 == key.0) == Some(key);
                self.operation_on_one_side(rule, key, side, last && paths.contains(&key.0.as_str()));
            }
        }
        for (paths, document, rule, side, message) in [
            (removed, old, Rule::PathRemoved, In::Old, "the path was removed"),
            (added, new, Rule::PathAdded, In::New, "the path was added"),
        ] {
            for path in paths.into_iter().filter(|path| methods(document, path).is_empty()) {
                let at = At::root().join("paths").join(path).of(path);
                self.report(Change::new(rule, &at, message).only(side));
            }
        }
        for (from, to) in pairs {
            let at = At::root().join("paths").fork(from, to).of(to);
            self.path_item(&at, self.old.node(&at.old), self.new.node(&at.new));
        }
        for (from, to) in kept.into_iter().chain(moved) {
            self.operation(&from, &to);
        }
    }

    fn at(from: &Key, to: &Key) -> At {
        let paths = At::root().join("paths").fork(&from.0, &to.0).fork(&from.1, &to.1);
        paths.of(format!("{} {}", to.1.to_uppercase(), to.0))
    }

    fn node(document: &'a Value, key: &Key) -> Option<&'a Value> {
        document.pointer(&pointer::join(&pointer::join("/paths", &key.0), &key.1))
    }

    /// Reports a path with other parameter names, or with a prefix that moved from or to the servers.
    fn respelled(&mut self, from: &str, to: &str, prefixes: &[String; 2]) {
        let at = At::root().join("paths").fork(from, to).of(to);
        let names = renamed_in(from, to);
        let mut pairs = vec![(at.old.clone(), at.new.clone())];
        let mut covers = Vec::new();
        for at in walk::METHODS.iter().map(|method| at.join(method)).chain([at.clone()]) {
            for (from, to) in &names {
                let inside = at.join("parameters").fork(&format!("path:{from}"), &format!("path:{to}"));
                covers.push(pointer::join(&inside.new, "name"));
                pairs.push((inside.old, inside.new));
            }
        }
        let (rule, message) = if names.is_empty() {
            (Rule::WrittenDifferently, format!("is the path {from} with the prefix {}", prefixes.concat()))
        } else {
            let list = |path: &str| template(path).1.join(", ");
            (
                Rule::PathTemplateRenamed,
                format!("names its parameters {} instead of {}", list(to), list(from)),
            )
        };
        let (before, after) = (Value::from(from), Value::from(to));
        let change = Change::new(rule, &at, message).values(Some(&before), Some(&after));
        self.report(change.covering(covers).pairing(pairs));
    }

    /// Finds operations with another path or method: with the same id, or with the same shape.
    fn moved(&self, removed: &[Key], added: &[Key]) -> Vec<(Key, Key)> {
        let mut found: Vec<(Key, Key)> = Vec::new();
        let id = |node: &Value| {
            let made = node.get("x-synthesised-operation-id").is_some();
            node.get("operationId").filter(|_| !made).cloned()
        };
        for by_id in [true, false] {
            for from in removed {
                for to in added {
                    let (Some(old), Some(new)) =
                        (Self::node(self.old.document, from), Self::node(self.new.document, to))
                    else {
                        continue;
                    };
                    let same = if by_id {
                        id(old).is_some() && id(old) == id(new)
                    } else {
                        from.1 == to.1
                            && is_telling(old)
                            && shape(old, &self.renamed) == shape(new, &BTreeMap::new())
                    };
                    if same && !found.iter().any(|pair| pair.0 == *from || pair.1 == *to) {
                        found.push((from.clone(), to.clone()));
                    }
                }
            }
        }
        found
    }

    fn operation_moved(&mut self, from: &Key, to: &Key) {
        let at = Self::at(from, to);
        let title = |key: &Key| format!("{} {}", key.1.to_uppercase(), key.0);
        let (before, after) = (Value::from(title(from)), Value::from(title(to)));
        let change = Change::new(Rule::OperationMoved, &at, format!("was moved from {}", title(from)))
            .wire(Wire::Fails)
            .source(Source::Breaks);
        let pair = (at.old.clone(), at.new.clone());
        self.report(change.values(Some(&before), Some(&after)).pairing([pair]));
    }

    /// Reports an operation of one document. The last one of a path accounts for the path.
    fn operation_on_one_side(&mut self, rule: Rule, key: &Key, side: In, with_path: bool) {
        let at = Self::at(key, key);
        let removed = side == In::Old;
        let document = if removed { self.old.document } else { self.new.document };
        let id = Self::node(document, key).and_then(|node| node.get("operationId"));
        let name = id.and_then(Value::as_str).unwrap_or("without operationId");
        let verb = if removed { "removed" } else { "added" };
        let mut change = Change::new(rule, &at, format!("the operation {name} was {verb}"));
        if with_path {
            let path = pointer::join("/paths", &key.0);
            change = change
                .details(vec![format!("the path {} was {verb}", key.0)])
                .covering([at.old.clone(), path]);
        }
        let source = if removed { Source::Breaks } else { Source::Compiles };
        let (old, new) = if removed { (id, None) } else { (None, id) };
        self.report(change.source(source).values(old, new).only(side));
    }

    /// Compares the keywords of a path item other than operations and parameters.
    fn path_item(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        self.texts(Rule::OperationTextChanged, at, old, new);
        self.servers(at, Rule::OperationServersChanged, old, new);
        self.rest(at, old, new, &(walk::METHODS.join(" ") + " parameters servers"));
    }

    /// Compares two operations.
    fn operation(&mut self, from: &Key, to: &Key) {
        let at = Self::at(from, to);
        let (old, new) = (self.old.node(&at.old), self.new.node(&at.new));
        self.security(&at, old, new);
        self.parameters(&at, from, to, &renamed_in(&from.0, &to.0));
        self.request_body(&at, old.get("requestBody"), new.get("requestBody"));
        self.responses(&at, old.get("responses"), new.get("responses"));
        if old == new {
            return;
        }
        self.id_changed(&at, old, new);
        self.deprecation(&at, old, new);
        self.tags(&at, old.get("tags"), new.get("tags"));
        self.servers(&at, Rule::OperationServersChanged, old, new);
        self.named(
            &at.join("callbacks"),
            (old.get("callbacks"), new.get("callbacks")),
            ("callback", [Rule::CallbackAdded, Rule::CallbackRemoved, Rule::CallbackChanged]),
        );
        self.texts(Rule::OperationTextChanged, &at, old, new);
        self.rest(&at, old, new, "operationId x-synthesised-operation-id x-sunset deprecated tags servers security parameters requestBody responses callbacks");
    }

    fn id_changed(&mut self, at: &At, old: &Value, new: &Value) {
        let (before, after) = (old.get("operationId"), new.get("operationId"));
        let covers = ["operationId", "x-synthesised-operation-id"].map(|key| pointer::join(&at.new, key));
        let made = |node: &Value| node.get("x-synthesised-operation-id").is_some();
        if before != after {
            let name = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or("nothing").to_owned();
            let message = format!("its operationId is {} instead of {}", name(after), name(before));
            let change = Change::new(Rule::OperationIdChanged, at, message).values(before, after);
            self.report(change.covering(covers));
        } else if made(old) != made(new) {
            let message = "its operationId is published now, or no longer";
            self.report(Change::new(Rule::OperationIdChanged, at, message).covering(covers));
        }
    }

    /// Compares `deprecated` and `x-sunset`.
    fn deprecation(&mut self, at: &At, old: &Value, new: &Value) {
        let (before, after) = (old.get("x-sunset"), new.get("x-sunset"));
        let date = after.and_then(Value::as_str);
        if flag(old, "deprecated") != flag(new, "deprecated") {
            let (rule, message) = match (flag(new, "deprecated"), date) {
                (true, Some(date)) => {
                    (Rule::OperationDeprecated, format!("is deprecated and stops on {date}"))
                }
                (true, None) => (Rule::OperationDeprecated, "is deprecated".to_owned()),
                (false, _) => (Rule::OperationUndeprecated, "is no longer deprecated".to_owned()),
            };
            let change = Change::new(rule, at, message).values(old.get("deprecated"), new.get("deprecated"));
            let covers = ["deprecated", "x-sunset"].into_iter().flat_map(|key| at.join(key).pointers());
            self.report(change.covering(covers));
        } else if before != after {
            let message = match date {
                Some(date) => format!("stops on {date}"),
                None => "has no sunset date any more".to_owned(),
            };
            let inside = at.join("x-sunset");
            // A later date gives more time; ISO dates sort as text.
            let later =
                before.and_then(Value::as_str).is_some_and(|before| date.is_none_or(|date| date > before));
            let wire = if later { Wire::Works } else { Wire::MayFail };
            let change = Change::new(Rule::OperationSunsetChanged, &inside, message).wire(wire);
            self.report(change.between(before, after));
        }
    }

    fn tags(&mut self, at: &At, old: Option<&Value>, new: Option<&Value>) {
        let sorted = |tags: Option<&Value>| -> BTreeSet<String> {
            tags.and_then(Value::as_array).into_iter().flatten().map(ToString::to_string).collect()
        };
        if sorted(old) != sorted(new) {
            let inside = at.join("tags");
            let change = Change::new(Rule::OperationTagsChanged, &inside, "has other tags").values(old, new);
            self.report(change.only(side_of(old, new)));
        }
    }

    /// Compares `servers`.
    pub(crate) fn servers(&mut self, at: &At, rule: Rule, old: &Value, new: &Value) {
        let (before, after) = (old.get("servers"), new.get("servers"));
        if before == after {
            return;
        }
        let inside = at.join("servers");
        let (one, other) = (servers(old), servers(new));
        let is_root = at.new.is_empty();
        let same = one == other && (is_root || before.is_some() == after.is_some());
        if same || is_root && path_prefixes(self.old.document, self.new.document).is_some() {
            let message = "has the same servers, written differently";
            let change = Change::new(Rule::WrittenDifferently, &inside, message);
            return self.report(change.only(side_of(before, after)));
        }
        // More servers are a choice.
        let wire = if one.iter().all(|server| other.contains(server)) { Wire::Works } else { Wire::MayFail };
        let change = Change::new(rule, &inside, format!("{} its servers", verb(before, after))).wire(wire);
        self.report(change.between(before, after));
    }
}

/// Returns true if an operation has enough content to be recognized by it.
fn is_telling(node: &Value) -> bool {
    node.get("requestBody").is_some() || node.to_string().contains("#/components/schemas/")
}

/// Returns a path without the names of its parameters, and these names.
fn template(path: &str) -> (String, Vec<String>) {
    let mut names = Vec::new();
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => {
                names.push(name.to_owned());
                "{}"
            }
            None => segment,
        })
        .collect();
    (segments.join("/"), names)
}

/// Returns the new names of the parameters of a path, by old name.
fn renamed_in(from: &str, to: &str) -> BTreeMap<String, String> {
    let ((old_shape, old), (new_shape, new)) = (template(from), template(to));
    let pairs = old.into_iter().zip(new).filter(|(old, new)| old != new);
    if old_shape == new_shape { pairs.collect() } else { BTreeMap::new() }
}
