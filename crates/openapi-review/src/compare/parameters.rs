//! Comparison of the parameters of an operation, matched by location and name in any order.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    engine::{At, Change, Engine, In, flag, verb},
    renames::{borrowed, renames},
};
use crate::{
    Rule, Source, Wire,
    document::pointer,
    normalize::{Located, parameter_key, parameters},
};

/// An operation by path and method.
pub(crate) type Key = (String, String);

impl<'a> Engine<'a> {
    /// Compares the parameters of an operation. `renamed` has the new names of parameters in the path, by old
    /// name.
    pub(crate) fn parameters(&mut self, at: &At, from: &Key, to: &Key, renamed: &BTreeMap<String, String>) {
        let mut before = parameters(self.old.document, &from.0, &from.1);
        let mut after = parameters(self.new.document, &to.0, &to.1);
        for (from, to) in renamed {
            if let Some(parameter) = before.remove(&format!("path:{from}")) {
                before.insert(format!("path:{to}"), parameter);
            }
        }
        let both: BTreeSet<String> = before.keys().filter(|key| after.contains_key(*key)).cloned().collect();
        for key in both {
            if let Some((old, new)) = before.remove(&key).zip(after.remove(&key)) {
                self.parameter(&Self::place(at, &old, &new), old.node, new.node);
            }
        }
        let name_of = |key: &str| key.split_once(':').map_or(key, |(_, name)| name).to_lowercase();
        for key in before.keys().cloned().collect::<Vec<_>>() {
            let other = after.keys().find(|other| name_of(other) == name_of(&key)).cloned();
            let new = other.and_then(|other| after.remove(&other));
            if let Some((new, old)) = new.and_then(|new| Some((new, before.remove(&key)?))) {
                self.parameter_renamed(Rule::ParamMoved, at, &old, &new);
            }
        }
        for (from, to) in renamed_parameters(&before, &after) {
            if let Some((old, new)) = before.remove(&from).zip(after.remove(&to)) {
                self.parameter_renamed(Rule::ParamRenamed, at, &old, &new);
            }
        }
        for old in before.values() {
            let inside = Self::place(at, old, old);
            let change = Change::new(Rule::ParamRemoved, &inside, "is no longer a parameter");
            let covers = [inside.old.clone(), Self::listed(at, old.node).old];
            self.report(
                change.source(Source::Breaks).values(Some(old.node), None).only(In::Old).covering(covers),
            );
        }
        for new in after.values() {
            let inside = Self::place(at, new, new);
            let (rule, message, source) = if flag(new.node, "required") {
                (Rule::ParamAddedRequired, "is a new required parameter", Source::Breaks)
            } else {
                (Rule::ParamAddedOptional, "is a new parameter", Source::Compiles)
            };
            let change = Change::new(rule, &inside, message).source(source).values(None, Some(new.node));
            let covers = [inside.new.clone(), Self::listed(at, new.node).new];
            self.report(change.only(In::New).covering(covers));
        }
    }

    /// Returns the place of a parameter. A component is a separate subject.
    fn place(at: &At, old: &Located<'_>, new: &Located<'_>) -> At {
        let name = |located: &Located<'_>| {
            located.node.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let subject = match [&old.pointer, &new.pointer].map(|at| at.strip_prefix("/components/parameters/"))
        {
            [Some(component), Some(same)] if component == same => component.to_owned(),
            _ => format!("{}, {}", at.subject, name(old)),
        };
        At { old: old.pointer.clone(), new: new.pointer.clone(), subject }
    }

    /// Returns the place of a parameter by its name in the list of an operation.
    fn listed(at: &At, parameter: &Value) -> At {
        at.join("parameters").join(&parameter_key(parameter))
    }

    /// Reports a parameter with another name or location.
    fn parameter_renamed(&mut self, rule: Rule, at: &At, old: &Located<'a>, new: &Located<'a>) {
        let inside = Self::place(at, old, new);
        let text = |located: &Located<'_>, key: &str| {
            located.node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let key = if rule == Rule::ParamMoved { "in" } else { "name" };
        let (from, to) = (text(old, key), text(new, key));
        let (message, source) = match key {
            "in" => (format!("is sent in the {to} instead of the {from}"), Source::Compiles),
            _ => (format!("was renamed to {to}, or replaced by it"), Source::Breaks),
        };
        let required = flag(old.node, "required") || flag(new.node, "required");
        let wire = if key == "in" || required { Wire::Fails } else { Wire::MayFail };
        let (before, after) = (Value::from(from), Value::from(to));
        let pair = (inside.old.clone(), inside.new.clone());
        let change = Change::new(rule, &inside, message).wire(wire).source(source);
        let covers = ["in", "name"].map(|key| pointer::join(&inside.new, key));
        self.report(change.values(Some(&before), Some(&after)).covering(covers).pairing([pair]));
        self.parameter(&inside, old.node, new.node);
    }

    /// Compares two parameters with the same name and location.
    pub(crate) fn parameter(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if old == new {
            return;
        }
        if flag(old, "required") != flag(new, "required") {
            let (rule, message) = if flag(new, "required") {
                (Rule::ParamBecameRequired, "became required")
            } else {
                (Rule::ParamBecameOptional, "became optional")
            };
            let (was, is) = (Value::from(flag(old, "required")), Value::from(flag(new, "required")));
            let change = Change::new(rule, at, message).source(Source::Breaks);
            self.report(change.values(Some(&was), Some(&is)).covering(at.join("required").pointers()));
        }
        for key in ["style", "explode", "allowReserved", "allowEmptyValue", "content"] {
            let (before, after) = (old.get(key), new.get(key));
            if before != after && effective(old, key) != effective(new, key) {
                let inside = at.join(key);
                let message = format!("{} its `{key}`", verb(before, after));
                let change = Change::new(Rule::ParamStyleChanged, &inside, message);
                self.report(change.between(before, after));
            }
        }
        let rules =
            ["is deprecated", "is no longer deprecated"].map(|message| (Rule::ParamDeprecated, message));
        self.toggled((at, "deprecated"), (old, new), rules);
        self.described(at, old, new);
        self.texts(Rule::ParamTextChanged, at, old, new);
        self.rest(
            at,
            old,
            new,
            "name in required style explode allowReserved allowEmptyValue content deprecated schema",
        );
    }
}

/// Pairs parameters with other names, in the same location and with the same shape.
fn renamed_parameters(
    old: &BTreeMap<String, Located<'_>>,
    new: &BTreeMap<String, Located<'_>>,
) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for location in ["query:", "header:", "cookie:"] {
        let bare = |list: &BTreeMap<String, Located<'_>>| -> Vec<(String, Value)> {
            let list = list.iter().filter_map(|(key, located)| Some((key.strip_prefix(location)?, located)));
            list.map(|(name, located)| {
                let mut node = located.node.clone();
                node.as_object_mut().map(|map| map.remove("name"));
                (name.to_owned(), node)
            })
            .collect()
        };
        let (old, new) = (bare(old), bare(new));
        let found = renames(&borrowed(&old), &borrowed(&new), &BTreeMap::new());
        pairs.extend(found.iter().map(|(from, to)| (format!("{location}{from}"), format!("{location}{to}"))));
    }
    pairs
}

/// Returns a keyword of the serialization, or its default.
fn effective(parameter: &Value, key: &str) -> Value {
    if let Some(value) = parameter.get(key) {
        return value.clone();
    }
    let is_form = matches!(parameter.get("in").and_then(Value::as_str), Some("query" | "cookie"));
    match key {
        "style" => json!(if is_form { "form" } else { "simple" }),
        "explode" => json!(effective(parameter, "style") == "form"),
        "content" => Value::Null,
        _ => json!(false),
    }
}
