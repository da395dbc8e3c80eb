//! Comparing parameters, matched by place and name.
//!
//! Their order is not compared: vendoring sorts them, so that a document that lists them otherwise gives the same client.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In, side_of, verb},
    texts,
};
use crate::{Rule, Source, Wire, document::pointer};

/// What identifies a parameter: `query:limit`, or its reference.
pub(crate) fn key(parameter: &Value) -> String {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str);
    match (text("$ref"), text("in"), text("name")) {
        (Some(reference), ..) => reference.to_owned(),
        (_, Some(place), Some(name)) => format!("{place}:{name}"),
        _ => parameter.to_string(),
    }
}

/// A parameter with its place in the list.
struct Listed {
    index: String,
    written: Value,
    resolved: Value,
}

impl Engine<'_> {
    /// Compares the parameters of an operation or of a path. `renamed` holds new names of parameters in the path, by old name.
    pub(crate) fn parameters(
        &mut self,
        at: &At,
        old: Option<&Value>,
        new: Option<&Value>,
        renamed: &BTreeMap<String, String>,
    ) {
        if old == new {
            return;
        }
        let mut before = listed(self.old.document, old);
        let mut after = listed(self.new.document, new);
        for (from, to) in renamed {
            if let Some(parameter) = before.remove(&format!("path:{from}")) {
                before.insert(format!("path:{to}"), parameter);
            }
        }
        let keys: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
        let name_of = |key: &str| key.split_once(':').map_or(key, |(_, name)| name).to_owned();
        let mut moved = BTreeSet::new();
        for key in &keys {
            if before.contains_key(key) && !after.contains_key(key) {
                let other =
                    after.keys().find(|other| !before.contains_key(*other) && name_of(other) == name_of(key));
                if let Some(other) = other.cloned() {
                    self.parameter_moved(at, (key, &before[key]), (&other, &after[&other]));
                    moved.extend([key.clone(), other]);
                }
            }
        }
        for key in keys.iter().filter(|key| !moved.contains(*key)) {
            match (before.remove(key), after.remove(key)) {
                (Some(old), Some(new)) => self.parameter_changed(at, key, &old, &new),
                (Some(old), None) => self.parameter_removed(at, key, &old),
                (None, Some(new)) => self.parameter_added(at, key, &new),
                (None, None) => {}
            }
        }
    }

    fn place(at: &At, key: &str, old: &Listed, new: &Listed) -> (At, [String; 2]) {
        let name = key.split_once(':').map_or(key, |(_, name)| name);
        let inside = at.join("parameters").fork(&old.index, &new.index).of(format!("{}, {name}", at.subject));
        let listed = at.join("parameters").join(key);
        (inside, [listed.old, listed.new])
    }

    fn parameter_added(&mut self, at: &At, key: &str, new: &Listed) {
        let (inside, covers) = Self::place(at, key, new, new);
        let required = new.resolved.get("required") == Some(&Value::Bool(true));
        let (rule, message, wire, source) = if required {
            (Rule::ParamAddedRequired, "is a new parameter that must be given", Wire::Fails, Source::Breaks)
        } else {
            (Rule::ParamAddedOptional, "is a new parameter", Wire::Works, Source::Compiles)
        };
        let change =
            Change::new(rule, &inside, message).wire(wire).source(source).values(None, Some(&new.written));
        self.report(change.only(In::New).covering(covers));
    }

    fn parameter_removed(&mut self, at: &At, key: &str, old: &Listed) {
        let (inside, covers) = Self::place(at, key, old, old);
        let change = Change::new(Rule::ParamRemoved, &inside, "is no longer a parameter").wire(Wire::MayFail);
        let change = change.source(Source::Breaks).values(Some(&old.written), None);
        self.report(change.only(In::Old).covering(covers));
    }

    fn parameter_moved(&mut self, at: &At, old: (&str, &Listed), new: (&str, &Listed)) {
        let (inside, _) = Self::place(at, old.0, old.1, new.1);
        let place = |key: &str| {
            key.split_once(':').map_or_else(|| "shared part".to_owned(), |(place, _)| place.to_owned())
        };
        let message = format!("is sent in the {} instead of the {}", place(new.0), place(old.0));
        let (before, after) = (Value::from(old.0), Value::from(new.0));
        let change = Change::new(Rule::ParamMoved, &inside, message)
            .wire(Wire::Fails)
            .values(Some(&before), Some(&after));
        let pair = (inside.old.clone(), inside.new.clone());
        self.report(change.covering([pointer::join(&inside.new, "in")]).pairing([pair]));
        self.parameter(&inside, &old.1.resolved, &new.1.resolved);
    }

    fn parameter_changed(&mut self, at: &At, key: &str, old: &Listed, new: &Listed) {
        let (inside, _) = Self::place(at, key, old, new);
        if let Some((inside, old, new)) = self.through_references(&inside, &old.written, &new.written) {
            self.parameter(&inside, &old, &new);
        }
    }

    /// Compares two parameters of one name and place.
    pub(crate) fn parameter(&mut self, at: &At, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        let required = |node: &Value| node.get("required") == Some(&Value::Bool(true));
        if required(old) != required(new) {
            let (rule, message, wire) = if required(new) {
                (Rule::ParamBecameRequired, "must be given", Wire::Fails)
            } else {
                (Rule::ParamBecameOptional, "may be left out", Wire::Works)
            };
            let inside = at.join("required");
            let (was, is) = (Value::from(required(old)), Value::from(required(new)));
            let change = Change::new(rule, at, message)
                .wire(wire)
                .source(Source::Breaks)
                .values(Some(&was), Some(&is));
            self.report(change.covering([inside.old, inside.new]));
        }
        for key in ["style", "explode", "allowReserved", "allowEmptyValue", "content"] {
            let (before, after) = (old.get(key), new.get(key));
            if before != after {
                let inside = at.join(key);
                let change = Change::new(
                    Rule::ParamStyleChanged,
                    &inside,
                    format!("{} its `{key}`", verb(before, after)),
                );
                self.report(change.wire(Wire::MayFail).values(before, after).only(side_of(before, after)));
            }
        }
        let (before, after) = (old.get("deprecated"), new.get("deprecated"));
        if before != after {
            let inside = at.join("deprecated");
            let message =
                if after == Some(&Value::Bool(true)) { "is deprecated" } else { "is no longer deprecated" };
            let change = Change::new(Rule::ParamDeprecated, at, message).values(before, after);
            self.report(change.covering([inside.old, inside.new]));
        }
        self.described(at, old, new);
        self.texts(Rule::ParamTextChanged, at, old, new, texts::KEYS);
        let known = [
            "name",
            "in",
            "required",
            "style",
            "explode",
            "allowReserved",
            "allowEmptyValue",
            "content",
            "deprecated",
            "schema",
        ];
        self.rest(at, old, new, &known);
    }
}

fn listed(document: &Value, list: Option<&Value>) -> BTreeMap<String, Listed> {
    let list = list.and_then(Value::as_array).into_iter().flatten().enumerate();
    list.map(|(index, written)| {
        let resolved = pointer::follow(document, written).unwrap_or(written).clone();
        (key(written), Listed { index: index.to_string(), written: written.clone(), resolved })
    })
    .collect()
}
