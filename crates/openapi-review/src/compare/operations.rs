//! Comparison of paths and operations.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::engine::{At, Engine, In, Matched, pair_up, plain, verb};
use crate::{
    Rule, Source, Wire,
    document::{
        pointer,
        walk::{self, Operation, template},
    },
    normalize::{path_prefixes, servers},
};

impl<'a> Engine<'a> {
    pub(crate) fn paths(&mut self) {
        let (old, new) = (self.old.document, self.new.document);
        let listed = At::root().join("paths");
        let mut matched = Matched::of(old.get("paths"), new.get("paths"));
        let prefixes = path_prefixes(old, new).unwrap_or_default();
        if prefixes.iter().any(|prefix| !prefix.is_empty()) {
            let both = std::mem::take(&mut matched.both);
            matched.removed.extend(both.iter().map(|(path, _)| path));
            matched.added.extend(both.iter().map(|(_, path)| path));
        }
        let full = |prefix: &str, path: &str| template(path.strip_prefix(prefix).unwrap_or(path)).0;
        let respelled = matched.by(|from, to| full(&prefixes[0], from) == full(&prefixes[1], to));
        for (from, to) in respelled {
            self.respelled(&listed.fork(from, to).of(to), from, to, &prefixes);
        }
        let [mut removed, mut added] = [old, new].map(|side| walk::operations(side).collect::<Vec<_>>());
        let paths: HashMap<&str, &str> = matched.both.iter().copied().collect();
        let mut kept = pair_up(&mut removed, &mut added, |old, new| {
            paths.get(old.path) == Some(&new.path) && old.method == new.method
        });
        // Operations with another path or method: with the same id, or with the same shape.
        let id = |operation: &Operation<'a>| {
            operation.id().filter(|_| !operation.node.contains_key("x-synthesised-operation-id"))
        };
        let mut moved = pair_up(&mut removed, &mut added, |old, new| id(old).is_some() && id(old) == id(new));
        moved.extend(pair_up(&mut removed, &mut added, |old, new| {
            let nodes = (self.old.node(&old.pointer()), self.new.node(&new.pointer()));
            let is_telling = || {
                let has_schema = || nodes.0.to_string().contains(pointer::SCHEMAS);
                old.node.contains_key("requestBody") || has_schema()
            };
            old.method == new.method && is_telling() && self.same_shape(nodes.0, nodes.1)
        }));
        for (from, to) in &moved {
            let at = Self::at(from, to);
            self.report(Rule::OperationMoved, &at, format!("was moved from {}", from.title()))
                .wire(Wire::Fails)
                .source(Source::Breaks)
                .values(Value::from(from.title()), Value::from(to.title()))
                .paired(&at);
        }
        for (operations, paths, side) in
            [(removed, &matched.removed, In::Old), (added, &matched.added, In::New)]
        {
            for (index, operation) in operations.iter().enumerate() {
                // The last operation of a path accounts for the path.
                let is_last = operations[index + 1..].iter().all(|other| other.path != operation.path);
                self.operation_on_one_side(operation, side, is_last && paths.contains(&operation.path));
            }
        }
        for (side, path) in matched.one_sided() {
            let (document, rule, message) = match side {
                In::Old => (old, Rule::PathRemoved, "the path was removed"),
                _ => (new, Rule::PathAdded, "the path was added"),
            };
            if walk::METHODS.iter().all(|method| document["paths"][path].get(method).is_none()) {
                self.report(rule, &listed.join(path).of(path).only(side), message);
            }
        }
        for (from, to) in matched.both {
            let at = listed.fork(from, to).of(to);
            let (old, new) = (self.old.node(&at.old), self.new.node(&at.new));
            self.servers(&at, Rule::OperationServersChanged, old, new);
            let known = walk::METHODS.join(" ") + " parameters servers";
            self.rest(Rule::OperationTextChanged, &at, old, new, &known);
        }
        kept.append(&mut moved);
        for (from, to) in kept {
            self.operation(&from, &to);
        }
    }

    fn at(from: &Operation<'_>, to: &Operation<'_>) -> At {
        At::root().moved(from.pointer(), to.pointer()).of(to.title())
    }

    /// Reports a path with other parameter names, or with a prefix that moved from or to the servers.
    fn respelled(&mut self, at: &At, from: &str, to: &str, prefixes: &[String; 2]) {
        let names = renamed_in(from, to);
        let (rule, message) = if names.is_empty() {
            (Rule::WrittenDifferently, format!("is the path {from} with the prefix {}", prefixes.concat()))
        } else {
            let list = |path: &str| template(path).1.join(", ");
            let message = format!("names its parameters {} instead of {}", list(to), list(from));
            (Rule::PathTemplateRenamed, message)
        };
        let mut change = self.report(rule, at, message).values(Value::from(from), Value::from(to)).paired(at);
        for at in walk::METHODS.iter().map(|method| at.join(method)).chain([at.clone()]) {
            for (from, to) in &names {
                let inside = at.join("parameters").fork(&format!("path:{from}"), &format!("path:{to}"));
                change = change.covering([pointer::join(&inside.new, "name")]).paired(&inside);
            }
        }
    }

    fn operation_on_one_side(&mut self, operation: &Operation<'_>, side: In, with_path: bool) {
        let at = Self::at(operation, operation).only(side);
        let (rule, verb, source) = match side {
            In::Old => (Rule::OperationRemoved, "removed", Source::Breaks),
            _ => (Rule::OperationAdded, "added", Source::Compiles),
        };
        let id = operation.id().map(Value::from);
        let values = if side == In::Old { (id, None) } else { (None, id) };
        let name = operation.id().unwrap_or("without operationId");
        let message = format!("the operation {name} was {verb}");
        let change = self.report(rule, &at, message).source(source).values(values.0, values.1);
        if with_path {
            change
                .details(vec![format!("the path {} was {verb}", operation.path)])
                .covering([operation.pointer(), pointer::join("/paths", operation.path)]);
        }
    }

    fn operation(&mut self, from: &Operation<'a>, to: &Operation<'a>) {
        let at = Self::at(from, to);
        let (old, new) = (self.old.node(&at.old), self.new.node(&at.new));
        self.security(&at, old, new);
        self.parameters(&at, from, to, &renamed_in(from.path, to.path));
        self.request_body(&at.join("requestBody"), old.get("requestBody"), new.get("requestBody"));
        self.responses(&at.join("responses"), old.get("responses"), new.get("responses"));
        if old == new {
            return;
        }
        self.id_changed(&at, old, new);
        self.deprecation(&at, old, new);
        let sorted = |node: &Value| -> BTreeSet<String> {
            let tags = node.get("tags").and_then(Value::as_array);
            tags.into_iter().flatten().map(ToString::to_string).collect()
        };
        if sorted(old) != sorted(new) {
            self.changed(Rule::OperationTagsChanged, &at.join("tags"), "has other tags");
        }
        self.servers(&at, Rule::OperationServersChanged, old, new);
        let rules = [Rule::CallbackAdded, Rule::CallbackRemoved, Rule::CallbackChanged];
        self.named(&at.join("callbacks"), (old.get("callbacks"), new.get("callbacks")), "callback", rules);
        self.rest(Rule::OperationTextChanged, &at, old, new, "operationId x-synthesised-operation-id x-sunset deprecated tags servers security parameters requestBody responses callbacks");
    }

    fn id_changed(&mut self, at: &At, old: &Value, new: &Value) {
        let (before, after) = (old.get("operationId"), new.get("operationId"));
        let is_made = |node: &Value| node.get("x-synthesised-operation-id").is_some();
        let (message, values) = if before != after {
            let message = format!("its operationId is {} instead of {}", plain(after), plain(before));
            (message, (before.cloned(), after.cloned()))
        } else if is_made(old) != is_made(new) {
            ("its operationId is published now, or no longer".to_owned(), (None, None))
        } else {
            return;
        };
        let covers = ["operationId", "x-synthesised-operation-id"].map(|key| pointer::join(&at.new, key));
        self.report(Rule::OperationIdChanged, at, message).values(values.0, values.1).covering(covers);
    }

    /// Compares `deprecated` and `x-sunset`.
    fn deprecation(&mut self, at: &At, old: &Value, new: &Value) {
        let (before, after) = (old.get("x-sunset"), new.get("x-sunset"));
        let date = after.and_then(Value::as_str);
        let is_deprecated = date.map(|date| format!("is deprecated and stops on {date}"));
        let set = (Rule::OperationDeprecated, is_deprecated.as_deref().unwrap_or("is deprecated"));
        let removed = (Rule::OperationUndeprecated, "is no longer deprecated");
        let inside = at.join("x-sunset");
        if let Some(change) = self.toggled((at, "deprecated"), (old, new), [set, removed]) {
            change.covering(inside.pointers());
        } else if before != after {
            let message = match date {
                Some(date) => format!("stops on {date}"),
                None => "has no sunset date any more".to_owned(),
            };
            // A later date gives more time; ISO dates sort as text.
            let before = before.and_then(Value::as_str);
            let is_later = before.is_some_and(|before| date.is_none_or(|date| date > before));
            let wire = if is_later { Wire::Works } else { Wire::MayFail };
            self.changed(Rule::OperationSunsetChanged, &inside, message).wire(wire);
        }
    }

    pub(crate) fn servers(&mut self, at: &At, rule: Rule, old: &Value, new: &Value) {
        let (before, after) = (old.get("servers"), new.get("servers"));
        if before == after {
            return;
        }
        let inside = at.join("servers");
        let (one, other) = (servers(old), servers(new));
        let is_root = at.new.is_empty();
        let is_same = one == other && (is_root || before.is_some() == after.is_some());
        if is_same || is_root && path_prefixes(self.old.document, self.new.document).is_some() {
            let message = "has the same servers, written differently";
            self.changed(Rule::WrittenDifferently, &inside, message).values(None::<Value>, None::<Value>);
            return;
        }
        // More servers are a choice.
        let wire = if one.iter().all(|server| other.contains(server)) { Wire::Works } else { Wire::MayFail };
        self.changed(rule, &inside, format!("{} its servers", verb(before, after))).wire(wire);
    }
}

/// Returns the new names of the parameters of a path, by old name.
fn renamed_in(from: &str, to: &str) -> BTreeMap<String, String> {
    let ((old_shape, old), (new_shape, new)) = (template(from), template(to));
    let pairs = old.into_iter().zip(new).filter(|(old, new)| old_shape == new_shape && old != new);
    pairs.map(|(old, new)| (old.to_owned(), new.to_owned())).collect()
}
