//! Comparison of the parameters of an operation, matched by location and name in any order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, In, flag, pair_up, verb},
    renames::renames,
};
use crate::{
    Rule, Source, Wire,
    document::{pointer, walk::Operation},
    normalize::{Located, parameters},
};

/// A parameter with its location and name.
type Keyed<'a> = (String, Located<'a>);

impl<'a> Engine<'a> {
    /// Compares the parameters of an operation. `renamed` has the new names of parameters in the path, by old
    /// name.
    pub(crate) fn parameters(
        &mut self,
        at: &At,
        from: &Operation<'a>,
        to: &Operation<'a>,
        renamed: &BTreeMap<String, String>,
    ) {
        let mut before: Vec<Keyed<'a>> = parameters(self.old.document, from).into_iter().collect();
        let mut after: Vec<Keyed<'a>> = parameters(self.new.document, to).into_iter().collect();
        for (key, _) in &mut before {
            if let Some(name) = key.strip_prefix("path:").and_then(|name| renamed.get(name)) {
                *key = format!("path:{name}");
            }
        }
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, |old, new| old.0 == new.0) {
            self.parameter(&Self::place(at, &old, &new), old.node, new.node);
        }
        let name = |(key, _): &Keyed<'a>| key.split_once(':').map(|(_, name)| name.to_lowercase());
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, |old, new| name(old) == name(new)) {
            self.parameter_renamed(Rule::ParamMoved, at, &old, &new);
        }
        let pairs = renamed_parameters(&before, &after);
        let is_pair = |(from, _): &Keyed<'a>, (to, _): &Keyed<'a>| {
            pairs.iter().any(|pair| (&pair.0, &pair.1) == (from, to))
        };
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, is_pair) {
            self.parameter_renamed(Rule::ParamRenamed, at, &old, &new);
        }
        for (side, list) in [(In::Old, before), (In::New, after)] {
            for (key, parameter) in list {
                let (rule, message, source) = match (side, flag(parameter.node, "required")) {
                    (In::Old, _) => (Rule::ParamRemoved, "is no longer a parameter", Source::Breaks),
                    (_, true) => (Rule::ParamAddedRequired, "is a new required parameter", Source::Breaks),
                    (_, false) => (Rule::ParamAddedOptional, "is a new parameter", Source::Compiles),
                };
                let inside = Self::place(at, &parameter, &parameter).only(side);
                let covers = inside.pointers().into_iter().chain(at.join("parameters").below(&[&key]));
                self.changed(rule, &inside, message).source(source).covering(covers);
            }
        }
    }

    /// Returns the place of a parameter. A component is a separate subject.
    fn place(at: &At, old: &Located<'_>, new: &Located<'_>) -> At {
        let components = [old, new].map(|located| located.pointer.strip_prefix("/components/parameters/"));
        let subject = match components {
            [Some(component), Some(same)] if component == same => component.to_owned(),
            _ => format!("{}, {}", at.subject, text(old, "name")),
        };
        at.moved(&old.pointer, &new.pointer).of(subject)
    }

    /// Reports a parameter with another name or location.
    fn parameter_renamed(&mut self, rule: Rule, at: &At, old: &Located<'a>, new: &Located<'a>) {
        let inside = Self::place(at, old, new);
        let is_moved = rule == Rule::ParamMoved;
        let key = if is_moved { "in" } else { "name" };
        let (from, to) = (text(old, key), text(new, key));
        let (message, source) = if is_moved {
            (format!("is sent in the {to} instead of the {from}"), Source::Compiles)
        } else {
            (format!("was renamed to {to}, or replaced by it"), Source::Breaks)
        };
        let fails = is_moved || flag(old.node, "required") || flag(new.node, "required");
        self.report(rule, &inside, message)
            .wire(if fails { Wire::Fails } else { Wire::MayFail })
            .source(source)
            .values(json!(from), json!(to))
            .covering(["in", "name"].map(|key| pointer::join(&inside.new, key)))
            .paired(&inside);
        self.parameter(&inside, old.node, new.node);
    }

    /// Compares two parameters with the same name and location.
    pub(crate) fn parameter(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if old == new {
            return;
        }
        let set = (Rule::ParamBecameRequired, "became required");
        let removed = (Rule::ParamBecameOptional, "became optional");
        if let Some(change) = self.toggled((at, "required"), (old, new), [set, removed]) {
            let (was, is) = (flag(old, "required"), flag(new, "required"));
            change.source(Source::Breaks).values(json!(was), json!(is));
        }
        for key in ["style", "explode", "allowReserved", "allowEmptyValue", "content"] {
            let (before, after) = (old.get(key), new.get(key));
            if before != after && effective(old, key) != effective(new, key) {
                let message = format!("{} its `{key}`", verb(before, after));
                self.changed(Rule::ParamStyleChanged, &at.join(key), message);
            }
        }
        let messages = ["is deprecated", "is no longer deprecated"];
        self.toggled((at, "deprecated"), (old, new), messages.map(|text| (Rule::ParamDeprecated, text)));
        self.described(at, old, new);
        let known = "name in required style explode allowReserved allowEmptyValue content deprecated schema";
        self.rest(Rule::ParamTextChanged, at, old, new, known);
    }
}

fn text<'a>(parameter: &Located<'a>, key: &str) -> &'a str {
    parameter.node.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Pairs parameters with other names, in the same location and with the same shape.
fn renamed_parameters(old: &[Keyed<'_>], new: &[Keyed<'_>]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for location in ["query:", "header:", "cookie:"] {
        let nameless = |list: &[Keyed<'_>]| -> Vec<(String, Value)> {
            let list = list.iter().filter_map(|(key, located)| Some((key.strip_prefix(location)?, located)));
            list.map(|(name, located)| {
                let mut node = located.node.clone();
                node.as_object_mut().map(|map| map.remove("name"));
                (name.to_owned(), node)
            })
            .collect()
        };
        let (old, new) = (nameless(old), nameless(new));
        let found = renames(&old, &new, &BTreeMap::new());
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
