//! Comparison of the properties of an object and of the values of an enum.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, fails_if, pair_up, plain},
    renames::renames,
    schema::keyword,
};
use crate::{
    Rule, Wire,
    normalize::{Flat, Located},
};

/// A property by name.
type Named<'a> = (&'a str, Located<'a>);

impl<'a> Engine<'a> {
    pub(crate) fn properties(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) {
        let only = |one: &Flat<'a>, other: &Flat<'a>| -> Vec<Named<'a>> {
            let missing = one.properties.iter().filter(|(name, _)| !other.properties.contains_key(*name));
            missing.map(|(name, located)| (*name, located.clone())).collect()
        };
        let (mut removed, mut added) = (only(old, new), only(new, old));
        let none_left = !old.properties.is_empty()
            && removed.len() == old.properties.len()
            && !["allOf", "oneOf", "anyOf"].iter().any(|key| old.get(key).or(new.get(key)).is_some());
        let nodes = |list: &[Named<'a>]| -> Vec<(&'a str, &'a Value)> {
            list.iter().filter_map(|(name, located)| Some((*name, located.node?))).collect()
        };
        let (old_nodes, new_nodes) = (nodes(&removed), nodes(&added));
        let pairs = renames(&old_nodes, &new_nodes, &self.renamed);
        let renamed = pair_up(&mut removed, &mut added, |old, new| pairs.contains(&(old.0, new.0)));
        let is_replaced = none_left && renamed.is_empty() && !added.is_empty();
        for (old, new) in renamed {
            self.property_renamed(at, old, new, none_left);
        }
        if is_replaced {
            self.replaced(at, (old, &removed), (new, &added));
        } else {
            for (name, located) in removed {
                let inside = at.moved(located.clone(), located.absent());
                self.property_on_one_side(at, inside, name, old.required.get(name), none_left);
            }
            for (name, located) in added {
                let inside = at.moved(located.absent(), located);
                self.property_on_one_side(at, inside, name, new.required.get(name), none_left);
            }
        }
        for (name, before) in &old.properties {
            if let Some(after) = new.properties.get(name) {
                self.schema(&property(at, name, before.clone(), after.clone()));
            }
        }
        let names: BTreeSet<&str> = old.required.keys().chain(new.required.keys()).copied().collect();
        for name in names {
            let declared = |flat: &Flat<'a>| flat.properties.contains_key(name);
            // Added and removed properties have separate findings. A name may be that of an inherited
            // property.
            if old.required.contains_key(name) != new.required.contains_key(name)
                && declared(old) == declared(new)
            {
                self.required_changed(at, name, old, new);
            }
        }
    }

    /// Reports an object without any of its old properties.
    fn replaced(&mut self, at: &At<'a>, old: (&Flat<'a>, &[Named<'a>]), new: (&Flat<'a>, &[Named<'a>])) {
        let names = |list: &[Named<'a>]| list.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let (before, after) = (names(old.1), names(new.1));
        let places = old.1.iter().chain(new.1).map(|(_, located)| located.pointer.clone());
        let required = old.0.required.values().chain(new.0.required.values()).cloned();
        self.report(Rule::SchemaReplaced, at, format!("has the properties {after} instead of {before}"))
            .breaks_if(true)
            .values(json!(before), json!(after))
            .covering(at.below(&["properties", "required"]).into_iter().chain(places).chain(required));
    }

    fn property_on_one_side(
        &mut self,
        object: &At<'a>,
        at: At<'a>,
        name: &str,
        required: Option<&String>,
        none_left: bool,
    ) {
        let at = property(object, name, at.old, at.new);
        let reached = self.reached(&at);
        let (rule, what) = match (at.is_removed(), required, reached.request, reached.response) {
            (true, Some(_), _, true) => (Rule::PropRemovedRequired, "no longer has the property"),
            (true, None, _, true) => (Rule::PropRemovedOptional, "no longer has the property"),
            (true, _, true, false) => (Rule::PropRemoved, "no longer has the property"),
            (true, _, false, false) => (Rule::PropRemovedUnreachable, "no longer has the property"),
            (false, Some(_), ..) => (Rule::PropAddedRequired, "has a new required property"),
            (false, None, ..) => (Rule::PropAddedOptional, "has a new property"),
        };
        // A required property of an object that no caller sends obliges no caller.
        let obliges = required.is_some() && reached.request && self.sent_before(object);
        let change = self.changed(rule, &at, format!("{what} {name}"));
        let change = change.covering([at.new.pointer.clone()].into_iter().chain(required.cloned()));
        match (at.is_removed(), none_left) {
            (true, true) => change.wires(Wire::MayFail, Wire::Fails).breaks_if(true),
            (true, false) => change.breaks_if(true),
            (false, _) => change.wire(fails_if(obliges)).breaks_if(obliges),
        };
    }

    fn property_renamed(&mut self, at: &At<'a>, old: Named<'a>, new: Named<'a>, none_left: bool) {
        let inside = property(at, old.0, old.1, new.1);
        self.report(Rule::PropRenamed, &inside, format!("was renamed to {}, or replaced by it", new.0))
            .wires(Wire::Fails, if none_left { Wire::Fails } else { Wire::MayFail })
            .breaks_if(true)
            .values(json!(old.0), json!(new.0))
            .covering(at.join("required").fork(old.0, new.0).pointers())
            .paired(&inside);
        self.schema(&inside);
    }

    fn required_changed(&mut self, at: &At<'a>, name: &str, old: &Flat<'a>, new: &Flat<'a>) {
        let entry = at.join("required").join(name);
        // A name may be listed where the property is not declared.
        let places = |flat: &Flat<'a>, entry: Located<'a>| {
            let listed = flat.required.get(name);
            let pointer = listed.cloned().unwrap_or(entry.pointer);
            let located = Located { pointer: pointer.clone(), node: listed.map(|_| &Value::Null) };
            (flat.properties.get(name).cloned().unwrap_or(located), pointer)
        };
        let ((before, old_entry), (after, new_entry)) = (places(old, entry.old), places(new, entry.new));
        let inside = property(at, name, before, after);
        let is_required = new.required.contains_key(name);
        let fails = is_required && self.sent_before(&inside);
        let (rule, message) = match is_required {
            true => (Rule::PropBecameRequired, "became required"),
            false => (Rule::PropBecameOptional, "became optional"),
        };
        let change = self.report(rule, &inside, message).wires(fails_if(fails), Wire::Works);
        // Received properties are optional in any case. Sent ones change the constructor.
        let breaks = change.reached.request;
        change
            .breaks_if(breaks)
            .values(json!(!is_required), json!(is_required))
            .covering([old_entry, new_entry]);
    }

    pub(crate) fn values(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) {
        let key = if old.get("enum").or(new.get("enum")).is_some() { "enum" } else { "const" };
        let listed = keyword(at, key, old, new);
        let list = |values: &[&Value]| values.iter().copied().cloned().collect::<Value>();
        let (before, after) = match (old.values(), new.values()) {
            (Some(before), Some(after)) => (before, after),
            (None, None) => return,
            (before, after) => {
                let (rule, message) = match after {
                    Some(_) => (Rule::EnumIntroduced, "is limited to the values of an enum now"),
                    None => (Rule::EnumDropped, "is no longer limited to the values of an enum"),
                };
                let change = self.changed(rule, &listed, message).breaks_if(true);
                change.values(before.map(|values| list(&values)), after.map(|values| list(&values)));
                return;
            }
        };
        for value in after.iter().filter(|value| !before.contains(value)) {
            let name = plain(Some(value));
            self.report(Rule::EnumValueAdded, at, format!("has the new value {name}"))
                .values(None::<Value>, (*value).clone())
                .covering([listed.new.child(&name).pointer]);
        }
        for value in before.iter().filter(|value| !after.contains(value)) {
            let name = plain(Some(value));
            self.report(Rule::EnumValueRemoved, at, format!("no longer has the value {name}"))
                .breaks_if(true)
                .values((*value).clone(), None::<Value>)
                .covering([listed.old.child(&name).pointer]);
        }
        let kept = |values: &[&'a Value], other: &[&Value]| -> Vec<&'a Value> {
            values.iter().copied().filter(|value| other.contains(value)).collect()
        };
        let (old_order, new_order) = (kept(&before, &after), kept(&after, &before));
        if old_order != new_order {
            self.report(Rule::EnumValueReordered, at, "lists its values in another order")
                .values(list(&old_order), list(&new_order))
                .covering([listed.new.child("order").pointer]);
        }
    }
}

fn property<'a>(object: &At<'a>, name: &str, old: Located<'a>, new: Located<'a>) -> At<'a> {
    object.moved(old, new).of(format!("{}.{name}", object.subject))
}
