//! Comparison of the parameters of an operation, matched by location and name in any order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, pair_up},
    operations::renamed_in,
    renames::renames,
};
use crate::{
    Rule, Source, Wire,
    document::walk::Operation,
    normalize::{Located, parameters},
};

/// A parameter with its location and name.
type Keyed<'a> = (String, Located<'a>);

impl<'a> Engine<'a> {
    pub(crate) fn parameters(&mut self, at: &At<'a>, from: &Operation<'a>, to: &Operation<'a>) {
        let renamed = renamed_in(from.path, to.path);
        let mut before: Vec<Keyed<'a>> = parameters(self.old.document, from).into_iter().collect();
        let mut after: Vec<Keyed<'a>> = parameters(self.new.document, to).into_iter().collect();
        for (key, _) in &mut before {
            if let Some(name) = key.strip_prefix("path:").and_then(|name| renamed.get(name)) {
                *key = format!("path:{name}");
            }
        }
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, |old, new| old.0 == new.0) {
            self.parameter(&Self::place(at, old, new));
        }
        let name = |(key, _): &Keyed<'a>| key.split_once(':').map(|(_, name)| name.to_lowercase());
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, |old, new| name(old) == name(new)) {
            self.parameter_renamed(Rule::ParamMoved, &Self::place(at, old, new));
        }
        let (old_nodes, new_nodes) = (nameless(&before), nameless(&after));
        let pairs = renames(&old_nodes, &new_nodes, &BTreeMap::new());
        let is_pair = |(from, _): &Keyed<'a>, (to, _): &Keyed<'a>| {
            let names = from.split_once(':').zip(to.split_once(':'));
            names.is_some_and(|(from, to)| from.0 == to.0 && pairs.contains(&(from.1, to.1)))
        };
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, is_pair) {
            self.parameter_renamed(Rule::ParamRenamed, &Self::place(at, old, new));
        }
        let removed = before.into_iter().map(|(key, old)| (key, old.clone(), old.absent()));
        let added = after.into_iter().map(|(key, new)| (key, new.absent(), new));
        for (key, old, new) in removed.chain(added) {
            let inside = Self::place(at, old, new);
            let (rule, message, source) = match (inside.is_removed(), inside.flags("required")) {
                (true, _) => (Rule::ParamRemoved, "is no longer a parameter", Source::Breaks),
                (_, [_, true]) => (Rule::ParamAddedRequired, "is a new required parameter", Source::Breaks),
                _ => (Rule::ParamAddedOptional, "is a new parameter", Source::Compiles),
            };
            let covers = inside.pointers().into_iter().chain(at.join("parameters").below(&[&key]));
            self.changed(rule, &inside, message).source(source).covering(covers);
        }
    }

    /// Returns the place of a parameter. A component is a separate subject.
    fn place(at: &At<'a>, old: Located<'a>, new: Located<'a>) -> At<'a> {
        let components = [&old, &new].map(|located| located.pointer.strip_prefix("/components/parameters/"));
        let subject = match components {
            [Some(component), Some(same)] if component == same => component.to_owned(),
            _ => {
                let name = old.get("name").or(new.get("name")).and_then(Value::as_str);
                format!("{}, {}", at.subject, name.unwrap_or_default())
            }
        };
        at.moved(old, new).of(subject)
    }

    fn parameter_renamed(&mut self, rule: Rule, at: &At<'a>) {
        let is_moved = rule == Rule::ParamMoved;
        let text = |located: &Located<'a>, key: &str| located.get(key).and_then(Value::as_str);
        let key = if is_moved { "in" } else { "name" };
        let [from, to] = [&at.old, &at.new].map(|located| text(located, key).unwrap_or_default());
        let (message, source) = if is_moved {
            (format!("is sent in the {to} instead of the {from}"), Source::Compiles)
        } else {
            (format!("was renamed to {to}, or replaced by it"), Source::Breaks)
        };
        let fails = is_moved || at.flags("required").contains(&true);
        self.report(rule, at, message)
            .wire(if fails { Wire::Fails } else { Wire::MayFail })
            .source(source)
            .values(json!(from), json!(to))
            .covering(["in", "name"].map(|key| at.new.child(key).pointer))
            .paired(at);
        self.parameter(at);
    }

    pub(crate) fn parameter(&mut self, at: &At<'a>) {
        if at.is_same() {
            return;
        }
        let set = (Rule::ParamBecameRequired, "became required");
        let removed = (Rule::ParamBecameOptional, "became optional");
        if let Some(change) = self.toggled(at, "required", [set, removed]) {
            let [was, is] = at.flags("required");
            change.source(Source::Breaks).values(json!(was), json!(is));
        }
        for key in ["style", "explode", "allowReserved", "allowEmptyValue", "content"] {
            let inside = at.join(key);
            if !inside.is_same() && effective(&at.old, key) != effective(&at.new, key) {
                let message = format!("{} its `{key}`", inside.verb());
                self.changed(Rule::ParamStyleChanged, &inside, message);
            }
        }
        let messages = ["is deprecated", "is no longer deprecated"];
        self.toggled(at, "deprecated", messages.map(|message| (Rule::ParamDeprecated, message)));
        self.described(at);
        let known = "name in required style explode allowReserved allowEmptyValue content deprecated schema";
        self.rest(Rule::ParamTextChanged, at, known);
    }
}

/// Returns parameters by name, without their names in them. Those of paths are renamed with the path.
fn nameless(list: &[Keyed<'_>]) -> Vec<(String, Value)> {
    let one = |(key, located): &Keyed<'_>| {
        let (_, name) = key.split_once(':').filter(|(location, _)| *location != "path")?;
        let mut node = located.node.cloned()?;
        node.as_object_mut()?.remove("name");
        Some((name.to_owned(), node))
    };
    list.iter().filter_map(one).collect()
}

/// Returns a keyword of the serialization, or its default.
fn effective(parameter: &Located<'_>, key: &str) -> Value {
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
