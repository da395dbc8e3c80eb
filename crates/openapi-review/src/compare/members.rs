//! Comparing the members of an object and the values of an enumeration.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::{Map, Value};

use super::{
    engine::{At, Change, Engine, In, keys},
    shape::renames,
    texts,
};
use crate::{Rule, Source, Wire, document::pointer};

impl Engine<'_> {
    /// Compares `properties` and `required`.
    pub(crate) fn members(&mut self, at: &At, old: &Map<String, Value>, new: &Map<String, Value>) {
        let (before, after) = (old.get("properties"), new.get("properties"));
        let (was_required, is_required) = (names(old.get("required")), names(new.get("required")));
        if before == after && was_required == is_required {
            return;
        }
        let node = |side: Option<&Value>, name: &str| {
            side.and_then(|side| side.get(name)).cloned().unwrap_or_default()
        };
        let [both, mut gone, mut added] = keys(before, after);
        let pairs: Vec<(String, String)> = {
            let (old_list, new_list) = (entries(before, &gone), entries(after, &added));
            let found = renames(&old_list, &new_list, &self.renamed);
            found.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())).collect()
        };
        for (from, to) in &pairs {
            gone.retain(|name| name != from);
            added.retain(|name| name != to);
            self.member_renamed(at, (from, &node(before, from)), (to, &node(after, to)));
        }
        for name in gone {
            self.member_removed(at, name, &node(before, name), was_required.contains(name));
        }
        for name in added {
            self.member_added(at, name, &node(after, name), is_required.contains(name), new);
        }
        for name in &both {
            self.schema(&at.member(name), &node(before, name), &node(after, name));
        }
        let renamed: BTreeSet<&str> =
            pairs.iter().flat_map(|(old, new)| [old.as_str(), new.as_str()]).collect();
        for name in was_required.symmetric_difference(&is_required) {
            let stands = |side: Option<&Value>| side.is_some_and(|side| side.get(*name).is_some());
            // Members that are new or gone say so themselves; names may also be those of inherited members.
            if stands(before) == stands(after) && !renamed.contains(name) {
                self.required_changed(at, name, is_required.contains(name), stands(after));
            }
        }
    }

    fn member_added(
        &mut self,
        at: &At,
        name: &str,
        node: &Value,
        required: bool,
        object: &Map<String, Value>,
    ) {
        let inside = at.member(name);
        let dirs = self.dirs(&inside, In::New);
        let obliges = required && dirs.request && self.sent_before(at);
        let (rule, message) = if required {
            (Rule::PropAddedRequired, format!("has a new required member {name}"))
        } else {
            (Rule::PropAddedOptional, format!("has a new member {name}"))
        };
        let wire = if obliges { Wire::Fails } else { Wire::Works };
        let source = dirs.breaks_if(obliges);
        let required_at = pointer::join(&pointer::join(&at.new, "required"), name);
        let change = Change::new(rule, &inside, message).wire(wire).source(source).values(None, Some(node));
        self.report(change.only(In::New).covering([inside.new.clone(), required_at]));

        let mut others = object.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let twin = others.find(|other| *other != name && other.to_snake_case() == name.to_snake_case());
        if let Some(twin) = twin {
            let message = format!("{name} and {twin} have the same name in Rust");
            self.report(
                Change::new(Rule::PropCaseCollision, &inside, message).source(Source::Breaks).only(In::New),
            );
        }
    }

    fn member_removed(&mut self, at: &At, name: &str, node: &Value, required: bool) {
        let inside = at.member(name);
        let dirs = self.dirs(&inside, In::Old);
        let rule = match (dirs.request, dirs.response, required) {
            (_, true, true) => Rule::PropRemovedRequired,
            (_, true, false) => Rule::PropRemovedOptional,
            (true, false, _) => Rule::PropRemoved,
            (false, false, _) => Rule::PropRemovedUnreachable,
        };
        let message = format!("no longer has the member {name}");
        let required_at = pointer::join(&pointer::join(&at.old, "required"), name);
        let change = Change::new(rule, &inside, message).wire(dirs.wire(Wire::MayFail, Wire::MayFail));
        self.report(
            change
                .source(dirs.breaks())
                .values(Some(node), None)
                .only(In::Old)
                .covering([inside.old.clone(), required_at]),
        );
    }

    fn member_renamed(&mut self, at: &At, old: (&str, &Value), new: (&str, &Value)) {
        let inside = at.join("properties").fork(old.0, new.0).of(format!("{}.{}", at.subject, old.0));
        let dirs = self.dirs(&inside, In::Both);
        let message = format!("is called {} now, or was replaced by it", new.0);
        let covers = [
            pointer::join(&pointer::join(&at.old, "required"), old.0),
            pointer::join(&pointer::join(&at.new, "required"), new.0),
        ];
        let change =
            Change::new(Rule::PropRenamed, &inside, message).wire(dirs.wire(Wire::Fails, Wire::MayFail));
        let (before, after) = (Value::from(old.0), Value::from(new.0));
        let pair = (inside.old.clone(), inside.new.clone());
        self.report(
            change.source(dirs.breaks()).values(Some(&before), Some(&after)).covering(covers).pairing([pair]),
        );
        self.schema(&inside, old.1, new.1);
    }

    fn required_changed(&mut self, at: &At, name: &str, required: bool, own: bool) {
        let listed = at.join("required").join(name);
        let inside = if own { at.member(name) } else { listed.clone().of(format!("{}.{name}", at.subject)) };
        let dirs = self.dirs(&inside, In::Both);
        let (rule, message, wire) = if required {
            let fails = if self.sent_before(&inside) { Wire::Fails } else { Wire::Works };
            (Rule::PropBecameRequired, "must be there", dirs.wire(fails, Wire::Works))
        } else {
            (Rule::PropBecameOptional, "may be absent", Wire::Works)
        };
        // Received members are optional in any case; sent ones change the constructor.
        let source = dirs.breaks_if(dirs.request);
        let (was, is) = (Value::from(!required), Value::from(required));
        let side = if own {
            In::Both
        } else if required {
            In::New
        } else {
            In::Old
        };
        let change =
            Change::new(rule, &inside, message).wire(wire).source(source).values(Some(&was), Some(&is));
        self.report(change.only(side).covering([listed.old, listed.new]));
    }

    /// Compares enumerations.
    pub(crate) fn values(&mut self, at: &At, old: &Map<String, Value>, new: &Map<String, Value>) {
        let list = |map: &Map<String, Value>| map.get("enum").and_then(Value::as_array).cloned();
        let (before, after) = match (list(old), list(new)) {
            (old, new) if old == new => return,
            (Some(before), Some(after)) => (before, after),
            (before, after) => return self.enumeration_appeared(at, before, after),
        };
        let dirs = self.dirs(at, In::Both);
        let listed = at.join("enum");
        for (index, value) in after.iter().enumerate().filter(|(_, value)| !before.contains(value)) {
            let follower = after[index + 1..].iter().find(|other| before.contains(other));
            let place =
                follower.map_or_else(String::new, |other| format!(", inserted before {}", plain(other)));
            let message = format!("has the new value {}{place}", plain(value));
            let covers = [pointer::join(&listed.new, &plain(value))];
            let change =
                Change::new(Rule::EnumValueAdded, at, message).wire(dirs.wire(Wire::Works, Wire::MayFail));
            self.report(change.values(None, Some(value)).covering(covers));
            self.value_names(at, value, &after);
        }
        for value in before.iter().filter(|value| !after.contains(value)) {
            let message = format!("no longer has the value {}", plain(value));
            let covers = [pointer::join(&listed.old, &plain(value))];
            let change =
                Change::new(Rule::EnumValueRemoved, at, message).wire(dirs.wire(Wire::Fails, Wire::Works));
            self.report(change.source(dirs.breaks()).values(Some(value), None).covering(covers));
        }
        let kept = |list: &[Value], other: &[Value]| {
            list.iter().filter(|value| other.contains(value)).cloned().collect::<Vec<_>>()
        };
        let (old_order, new_order) = (kept(&before, &after), kept(&after, &before));
        if old_order != new_order {
            let (old, new) = (Value::from(old_order), Value::from(new_order));
            let change = Change::new(Rule::EnumValueReordered, at, "lists its values in another order");
            self.report(
                change.values(Some(&old), Some(&new)).covering([pointer::join(&listed.new, "order")]),
            );
        }
    }

    fn enumeration_appeared(&mut self, at: &At, old: Option<Vec<Value>>, new: Option<Vec<Value>>) {
        let dirs = self.dirs(at, In::Both);
        let inside = at.join("enum");
        let (old, new) = (old.map(Value::from), new.map(Value::from));
        let (rule, message, wire, side) = if new.is_some() {
            (Rule::EnumIntroduced, "is an enumeration now", dirs.wire(Wire::Fails, Wire::MayFail), In::New)
        } else {
            (Rule::EnumDropped, "is no longer an enumeration", Wire::Works, In::Old)
        };
        let change = Change::new(rule, &inside, message).wire(wire).source(dirs.breaks());
        self.report(change.values(old.as_ref(), new.as_ref()).only(side));
    }

    /// Names that a new value would get in Rust and that are taken.
    fn value_names(&mut self, at: &At, value: &Value, all: &[Value]) {
        let Some(text) = value.as_str() else { return };
        let name = text.to_upper_camel_case();
        let twin = all
            .iter()
            .filter_map(Value::as_str)
            .find(|other| *other != text && other.to_upper_camel_case() == name);
        if let Some(twin) = twin {
            let message = format!("the values {text} and {twin} have the same name in Rust");
            let covers = [pointer::join(&pointer::join(&at.new, "enum"), text)];
            let change = Change::new(Rule::PropCaseCollision, at, message)
                .source(Source::Breaks)
                .values(None, Some(value));
            self.report(change.covering(covers));
        }
    }

    /// Compares values that only a description lists; returns whether they differ.
    pub(crate) fn listed_in_text(&mut self, at: &At, old: &Value, new: &Value) -> bool {
        if old.get("enum").is_some() || new.get("enum").is_some() {
            return false;
        }
        let (before, after) =
            (texts::listed_values(old.get("description")), texts::listed_values(new.get("description")));
        let differ = !before.is_empty() && !after.is_empty() && before != after;
        if differ {
            let inside = at.join("description");
            let (old, new): (Value, Value) = (before.into_iter().collect(), after.into_iter().collect());
            let change = Change::new(Rule::EnumInTextOnly, &inside, "lists other values in its description");
            self.report(change.wire(Wire::MayFail).values(Some(&old), Some(&new)));
        }
        differ
    }
}

fn entries<'v>(side: Option<&'v Value>, names: &[&'v str]) -> Vec<(&'v str, &'v Value)> {
    names.iter().filter_map(|name| Some((*name, side?.get(*name)?))).collect()
}

fn names(list: Option<&Value>) -> BTreeSet<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A value as pointers and sentences name it.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
