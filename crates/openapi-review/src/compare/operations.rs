//! Comparing paths and operations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In, side_of, verb},
    shape::shape,
};
use crate::{
    Rule, Source, Wire,
    document::{pointer, walk},
};

/// An operation by path and method.
type Key = (String, String);

impl Engine<'_> {
    /// Compares all paths.
    pub(crate) fn paths(&mut self) {
        let (old, new) = (self.old.document.get("paths"), self.new.document.get("paths"));
        let [both, gone, added] = super::engine::keys(old, new);
        let mut pairs: Vec<(String, String)> =
            both.iter().map(|path| ((*path).to_owned(), (*path).to_owned())).collect();
        let (mut gone, mut added): (BTreeSet<String>, BTreeSet<String>) =
            (gone.into_iter().map(str::to_owned).collect(), added.into_iter().map(str::to_owned).collect());
        for path in gone.clone() {
            let twin = added.iter().find(|other| template(other).0 == template(&path).0).cloned();
            if let Some(twin) = twin {
                gone.remove(&path);
                added.remove(&twin);
                self.template_renamed(&path, &twin);
                pairs.push((path, twin));
            }
        }
        let item = |side: Option<&Value>, path: &str| {
            side.and_then(|side| side.get(path)).cloned().unwrap_or_default()
        };
        let methods = |side: Option<&Value>, path: &str| -> BTreeSet<String> {
            let item = item(side, path);
            walk::METHODS
                .iter()
                .filter(|method| item.get(**method).is_some())
                .map(|method| (*method).to_owned())
                .collect()
        };
        let mut removed: Vec<Key> = Vec::new();
        let mut fresh: Vec<Key> = Vec::new();
        removed.extend(
            gone.iter().flat_map(|path| methods(old, path).into_iter().map(|method| (path.clone(), method))),
        );
        fresh.extend(
            added.iter().flat_map(|path| methods(new, path).into_iter().map(|method| (path.clone(), method))),
        );
        let mut kept: Vec<(Key, Key)> = Vec::new();
        for (from, to) in &pairs {
            let (before, after) = (methods(old, from), methods(new, to));
            removed.extend(before.difference(&after).map(|method| (from.clone(), method.clone())));
            fresh.extend(after.difference(&before).map(|method| (to.clone(), method.clone())));
            kept.extend(
                before
                    .intersection(&after)
                    .map(|method| ((from.clone(), method.clone()), (to.clone(), method.clone()))),
            );
        }
        let moved = self.moved(&removed, &fresh);
        for path in gone {
            let stays = removed.iter().any(|key| key.0 == path && !moved.iter().any(|(from, _)| from == key));
            self.path(Rule::PathRemoved, &path, In::Old, stays || methods(old, &path).is_empty());
        }
        for path in added {
            let stays = fresh.iter().any(|key| key.0 == path && !moved.iter().any(|(_, to)| to == key));
            self.path(Rule::PathAdded, &path, In::New, stays || methods(new, &path).is_empty());
        }
        for (from, to) in &moved {
            self.operation_moved(from, to);
        }
        for key in removed.iter().filter(|key| !moved.iter().any(|(from, _)| from == *key)) {
            self.operation_gone_or_new(Rule::OperationRemoved, key, In::Old);
        }
        for key in fresh.iter().filter(|key| !moved.iter().any(|(_, to)| to == *key)) {
            self.operation_gone_or_new(Rule::OperationAdded, key, In::New);
        }
        for (from, to) in &pairs {
            self.path_item(from, to, &item(old, from), &item(new, to));
        }
        for (from, to) in kept.into_iter().chain(moved) {
            self.operation(&from, &to);
        }
        self.ids();
    }

    fn node<'v>(document: &'v Value, key: &Key) -> Option<&'v Value> {
        document.pointer(&pointer::join(&pointer::join("/paths", &key.0), &key.1))
    }

    fn at(from: &Key, to: &Key) -> At {
        At::root().join("paths").fork(&from.0, &to.0).fork(&from.1, &to.1).of(format!(
            "{} {}",
            to.1.to_uppercase(),
            to.0
        ))
    }

    fn path(&mut self, rule: Rule, path: &str, side: In, wanted: bool) {
        if wanted {
            let at = At::root().join("paths").join(path).of(path);
            let change = if side == In::Old {
                Change::new(rule, &at, "the path is gone").wire(Wire::Fails).source(Source::Breaks)
            } else {
                Change::new(rule, &at, "the path is new")
            };
            self.report(change.only(side));
        }
    }

    fn template_renamed(&mut self, from: &str, to: &str) {
        let at = At::root().join("paths").fork(from, to).of(to);
        let message = format!(
            "names its parameters {} instead of {}",
            template(to).1.join(", "),
            template(from).1.join(", ")
        );
        let (before, after) = (Value::from(from), Value::from(to));
        let change = Change::new(Rule::PathTemplateRenamed, &at, message).values(Some(&before), Some(&after));
        let mut pairs = vec![(at.old.clone(), at.new.clone())];
        let mut covers = Vec::new();
        let names = renamed_in(from, to);
        let within = walk::METHODS.iter().map(|method| at.join(method)).chain([at.clone()]);
        for listed in within.map(|at| at.join("parameters")) {
            for (from, to) in &names {
                let (from, to) = (format!("path:{from}"), format!("path:{to}"));
                let inside = listed.fork(&from, &to);
                covers.push(pointer::join(&inside.new, "name"));
                pairs.push((inside.old, inside.new));
            }
        }
        self.report(change.covering(covers).pairing(pairs));
    }

    /// Operations that are gone here and new there: with the same id, or with the same shape.
    fn moved(&self, removed: &[Key], fresh: &[Key]) -> Vec<(Key, Key)> {
        let mut found: Vec<(Key, Key)> = Vec::new();
        let id = |node: &Value| {
            let made = node.get("x-synthesised-operation-id").is_some();
            node.get("operationId").filter(|_| !made).cloned()
        };
        for by_id in [true, false] {
            for from in removed {
                for to in fresh {
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
        // Methods are named after method and path.
        let change = Change::new(Rule::OperationMoved, &at, format!("was {}", title(from)))
            .wire(Wire::Fails)
            .source(Source::Breaks);
        let pair = (at.old.clone(), at.new.clone());
        self.report(change.values(Some(&before), Some(&after)).pairing([pair]));
    }

    fn operation_gone_or_new(&mut self, rule: Rule, key: &Key, side: In) {
        let at = Self::at(key, key);
        let document = if side == In::Old { self.old.document } else { self.new.document };
        let node = Self::node(document, key).cloned();
        let id = node
            .as_ref()
            .and_then(|node| node.get("operationId"))
            .and_then(Value::as_str)
            .unwrap_or("no operationId")
            .to_owned();
        let change = if side == In::Old {
            Change::new(rule, &at, format!("the operation {id} is gone"))
                .wire(Wire::Fails)
                .source(Source::Breaks)
        } else {
            Change::new(rule, &at, format!("the operation {id} is new"))
        };
        let id = Value::from(id);
        let (old, new) = if side == In::Old { (Some(&id), None) } else { (None, Some(&id)) };
        self.report(change.values(old, new).only(side));
    }

    /// Compares what a path says for all of its operations.
    fn path_item(&mut self, from: &str, to: &str, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        let at = At::root().join("paths").fork(from, to).of(to);
        self.parameters(&at, old.get("parameters"), new.get("parameters"), &renamed_in(from, to));
        self.texts(Rule::OperationTextChanged, &at, old, new, super::texts::KEYS);
        let mut known = walk::METHODS.to_vec();
        known.extend(["parameters", "servers"]);
        self.servers(&at, Rule::OperationServersChanged, old, new);
        self.rest(&at, old, new, &known);
    }

    /// Compares two operations.
    fn operation(&mut self, from: &Key, to: &Key) {
        let (Some(old), Some(new)) = (Self::node(self.old.document, from), Self::node(self.new.document, to))
        else {
            return;
        };
        let (old, new) = (&old.clone(), &new.clone());
        if old == new {
            return;
        }
        let at = Self::at(from, to);
        self.id_changed(&at, old, new);
        self.flags(&at, old, new);
        self.servers(&at, Rule::OperationServersChanged, old, new);
        self.security(&at, old, new);
        self.parameters(&at, old.get("parameters"), new.get("parameters"), &renamed_in(&from.0, &to.0));
        self.request_body(&at, old.get("requestBody"), new.get("requestBody"));
        self.responses(&at, old.get("responses"), new.get("responses"));
        self.texts(Rule::OperationTextChanged, &at, old, new, super::texts::KEYS);
        let known = [
            "operationId",
            "x-synthesised-operation-id",
            "deprecated",
            "tags",
            "servers",
            "security",
            "parameters",
            "requestBody",
            "responses",
        ];
        self.rest(&at, old, new, &known);
    }

    fn id_changed(&mut self, at: &At, old: &Value, new: &Value) {
        let (before, after) = (old.get("operationId"), new.get("operationId"));
        let covers = ["operationId", "x-synthesised-operation-id"].map(|key| pointer::join(&at.new, key));
        if before == after {
            let made = |node: &Value| node.get("x-synthesised-operation-id").is_some();
            if made(old) != made(new) {
                let change = Change::new(
                    Rule::OperationIdChanged,
                    at,
                    "its operationId is published now, or no longer",
                );
                self.report(change.covering(covers));
            }
            return;
        }
        let word = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or("nothing").to_owned();
        let message = format!("its operationId is {} instead of {}", word(after), word(before));
        let change = Change::new(Rule::OperationIdChanged, at, message).values(before, after);
        self.report(change.covering(covers));
    }

    fn flags(&mut self, at: &At, old: &Value, new: &Value) {
        let deprecated = |node: &Value| node.get("deprecated") == Some(&Value::Bool(true));
        let inside = at.join("deprecated");
        if old.get("deprecated") != new.get("deprecated") {
            let (rule, message) = if deprecated(new) {
                (Rule::OperationDeprecated, "is deprecated")
            } else {
                (Rule::OperationUndeprecated, "is no longer deprecated")
            };
            let (before, after) = (old.get("deprecated"), new.get("deprecated"));
            self.report(
                Change::new(rule, at, message).values(before, after).covering([inside.old, inside.new]),
            );
        }
        let (before, after) = (old.get("tags"), new.get("tags"));
        let sorted = |tags: Option<&Value>| {
            let mut tags: Vec<String> =
                tags.and_then(Value::as_array).into_iter().flatten().map(ToString::to_string).collect();
            tags.sort();
            tags
        };
        if sorted(before) != sorted(after) {
            let inside = at.join("tags");
            let change = Change::new(Rule::OperationTagsChanged, &inside, "stands in another group")
                .values(before, after);
            self.report(change.only(side_of(before, after)));
        }
    }

    /// Compares `servers` where they stand.
    pub(crate) fn servers(&mut self, at: &At, rule: Rule, old: &Value, new: &Value) {
        let (before, after) = (old.get("servers"), new.get("servers"));
        if before != after {
            let inside = at.join("servers");
            let change = Change::new(rule, &inside, format!("{} its servers", verb(before, after)))
                .wire(Wire::MayFail);
            self.report(change.values(before, after).only(side_of(before, after)));
        }
    }

    /// Compares the credentials that calls need.
    pub(crate) fn security(&mut self, at: &At, old: &Value, new: &Value) {
        let (before, after) = (old.get("security"), new.get("security"));
        if before == after || as_set(before) == as_set(after) && before.is_some() == after.is_some() {
            return;
        }
        let free = |security: Option<&Value>| {
            as_set(security).is_none_or(|alternatives| alternatives.is_empty() || alternatives.contains("{}"))
        };
        let (rule, message, wire) = match (free(before), free(after)) {
            (true, false) => (Rule::SecurityRequirementAdded, "needs credentials", Wire::Fails),
            (false, true) => {
                (Rule::SecurityRequirementRemoved, "needs no credentials of its own any more", Wire::Works)
            }
            _ => (Rule::SecurityRequirementChanged, "needs other credentials", Wire::Fails),
        };
        let inside = at.join("security");
        let change = Change::new(rule, &inside, message).wire(wire).values(before, after);
        self.report(change.only(side_of(before, after)));
    }

    /// Ids that the new document lacks or gives twice, and the old one did not.
    fn ids(&mut self) {
        let (before, after) = (bad_ids(self.old.document), bad_ids(self.new.document));
        for (title, (at, message)) in after {
            if !before.contains_key(&title) {
                let at = At { old: at.clone(), new: at, subject: title };
                self.report(Change::new(Rule::OperationIdMissing, &at, message).only(In::New));
            }
        }
    }
}

fn bad_ids(document: &Value) -> BTreeMap<String, (String, String)> {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut bad = BTreeMap::new();
    for operation in walk::operations(document) {
        let message = match operation.id() {
            None => Some("has no operationId".to_owned()),
            Some(id) => seen
                .insert(id, operation.title())
                .map(|other| format!("has the operationId {id}, like {other}")),
        };
        if let Some(message) = message {
            bad.insert(operation.title(), (operation.pointer(), message));
        }
    }
    bad
}

/// Whether an operation says enough to be recognised by it.
fn is_telling(node: &Value) -> bool {
    node.get("requestBody").is_some() || node.to_string().contains("#/components/schemas/")
}

fn as_set(security: Option<&Value>) -> Option<BTreeSet<String>> {
    Some(security?.as_array()?.iter().map(ToString::to_string).collect())
}

/// A path without the names of its parameters, and these names.
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

/// The parameters of one path under their names in the other.
fn renamed_in(from: &str, to: &str) -> BTreeMap<String, String> {
    let ((old_shape, old), (new_shape, new)) = (template(from), template(to));
    let pairs = old.into_iter().zip(new).filter(|(old, new)| old != new);
    if old_shape == new_shape { pairs.collect() } else { BTreeMap::new() }
}
