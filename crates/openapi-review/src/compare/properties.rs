//! Comparison of the properties of an object and of the values of an enum.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In},
    renames::renames,
    schema::plain,
};
use crate::{
    Rule, Wire,
    document::pointer,
    normalize::{Flat, Located},
};

impl<'a> Engine<'a> {
    /// Compares `properties` and `required`.
    pub(crate) fn properties(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let only = |one: &Flat<'a>, other: &Flat<'a>| -> Vec<(&'a str, Located<'a>)> {
            let missing = one.properties.iter().filter(|(name, _)| !other.properties.contains_key(*name));
            missing.map(|(name, located)| (*name, located.clone())).collect()
        };
        let (mut removed, mut added) = (only(old, new), only(new, old));
        let none_left = !old.properties.is_empty()
            && removed.len() == old.properties.len()
            && !["allOf", "oneOf", "anyOf"].iter().any(|key| old.get(key).or(new.get(key)).is_some());
        let node = |list: &[(&'a str, Located<'a>)]| -> Vec<(&'a str, &'a Value)> {
            list.iter().map(|(name, located)| (*name, located.node)).collect()
        };
        let pairs = renames(&node(&removed), &node(&added), &self.renamed);
        for (from, to) in &pairs {
            let located = |list: &mut Vec<(&'a str, Located<'a>)>, name: &str| {
                let index = list.iter().position(|(other, _)| *other == name)?;
                Some(list.remove(index))
            };
            if let Some((old, new)) = located(&mut removed, from).zip(located(&mut added, to)) {
                self.property_renamed(at, old, new, none_left);
            }
        }
        if none_left && pairs.is_empty() && !added.is_empty() {
            self.replaced(at, (old, &removed), (new, &added));
        } else {
            for (name, located) in removed {
                self.property_removed(at, name, &located, old.required.get(name), none_left);
            }
            for (name, located) in added {
                self.property_added(at, name, &located, new);
            }
        }
        for (name, before) in &old.properties {
            if let Some(after) = new.properties.get(name) {
                let inside = Self::property(at, name).moved(&before.pointer, &after.pointer);
                self.schema(&inside, before.node, after.node);
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

    fn property(at: &At, name: &str) -> At {
        at.clone().of(format!("{}.{name}", at.subject))
    }

    /// Reports an object without any of its old properties.
    fn replaced(
        &mut self,
        at: &At,
        old: (&Flat<'a>, &[(&'a str, Located<'a>)]),
        new: (&Flat<'a>, &[(&'a str, Located<'a>)]),
    ) {
        let names = |list: &[(&str, Located<'_>)]| -> String {
            list.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        let covers = ["properties", "required"].into_iter().flat_map(|key| at.join(key).pointers());
        let places = old.1.iter().chain(new.1).map(|(_, located)| located.pointer.clone());
        let required = old.0.required.values().chain(new.0.required.values()).cloned();
        let (before, after) = (Value::from(names(old.1)), Value::from(names(new.1)));
        let source = self.dirs(at, In::Both).breaks();
        let message = format!("has the properties {} instead of {}", names(new.1), names(old.1));
        let change = Change::new(Rule::SchemaReplaced, at, message).source(source);
        self.report(
            change.values(Some(&before), Some(&after)).covering(covers.chain(places).chain(required)),
        );
    }

    fn property_added(&mut self, at: &At, name: &str, located: &Located<'a>, object: &Flat<'a>) {
        let inside = Self::property(at, name).moved(&located.pointer, &located.pointer);
        let dirs = self.dirs(&inside, In::New);
        let required = object.required.get(name);
        let (rule, message) = match required {
            Some(_) => (Rule::PropAddedRequired, format!("has a new required property {name}")),
            None => (Rule::PropAddedOptional, format!("has a new property {name}")),
        };
        let obliges = required.is_some() && dirs.request && self.sent_before(at);
        let wire = if obliges { Wire::Fails } else { Wire::Works };
        let change = Change::new(rule, &inside, message).wire(wire).source(dirs.breaks_if(obliges));
        self.report(
            change
                .values(None, Some(located.node))
                .only(In::New)
                .covering([located.pointer.clone()].into_iter().chain(required.cloned())),
        );
    }

    fn property_removed(
        &mut self,
        at: &At,
        name: &str,
        located: &Located<'a>,
        required: Option<&String>,
        none_left: bool,
    ) {
        let inside = Self::property(at, name).moved(&located.pointer, &located.pointer);
        let dirs = self.dirs(&inside, In::Old);
        let rule = match (dirs.request, dirs.response, required) {
            (_, true, Some(_)) => Rule::PropRemovedRequired,
            (_, true, None) => Rule::PropRemovedOptional,
            (true, false, _) => Rule::PropRemoved,
            (false, false, _) => Rule::PropRemovedUnreachable,
        };
        let wire = if none_left { dirs.wire(Wire::MayFail, Wire::Fails) } else { dirs.declared(rule) };
        let change = Change::new(rule, &inside, format!("no longer has the property {name}"));
        self.report(
            change
                .wire(wire)
                .source(dirs.breaks())
                .values(Some(located.node), None)
                .only(In::Old)
                .covering([located.pointer.clone()].into_iter().chain(required.cloned())),
        );
    }

    fn property_renamed(
        &mut self,
        at: &At,
        old: (&str, Located<'a>),
        new: (&str, Located<'a>),
        none_left: bool,
    ) {
        let inside = Self::property(at, old.0).moved(&old.1.pointer, &new.1.pointer);
        let dirs = self.dirs(&inside, In::Both);
        let response = if none_left { Wire::Fails } else { Wire::MayFail };
        let covers = [(&at.old, old.0), (&at.new, new.0)]
            .map(|(at, name)| pointer::join(&pointer::join(at, "required"), name));
        let (before, after) = (Value::from(old.0), Value::from(new.0));
        let message = format!("was renamed to {}, or replaced by it", new.0);
        let change = Change::new(Rule::PropRenamed, &inside, message)
            .wire(dirs.wire(Wire::Fails, response))
            .source(dirs.breaks());
        let pair = (inside.old.clone(), inside.new.clone());
        self.report(change.values(Some(&before), Some(&after)).covering(covers).pairing([pair]));
        self.schema(&inside, old.1.node, new.1.node);
    }

    fn required_changed(&mut self, at: &At, name: &str, old: &Flat<'a>, new: &Flat<'a>) {
        let places = [(old, &at.old), (new, &at.new)].map(|(flat, at)| {
            let entry = pointer::join(&pointer::join(at, "required"), name);
            let entry = flat.required.get(name).cloned().unwrap_or(entry);
            (flat.properties.get(name).map_or(entry.clone(), |located| located.pointer.clone()), entry)
        });
        let [(old_place, old_entry), (new_place, new_entry)] = places;
        let inside = Self::property(at, name).moved(old_place, new_place);
        let required = new.required.contains_key(name);
        let dirs = self.dirs(&inside, In::Both);
        let (rule, message, wire) = if required {
            let fails = if self.sent_before(&inside) { Wire::Fails } else { Wire::Works };
            (Rule::PropBecameRequired, "became required", dirs.wire(fails, Wire::Works))
        } else {
            (Rule::PropBecameOptional, "became optional", Wire::Works)
        };
        // Received properties are optional in any case. Sent ones change the constructor.
        let source = dirs.breaks_if(dirs.request);
        let (was, is) = (Value::from(!required), Value::from(required));
        let side = match (new.properties.contains_key(name), required) {
            (true, _) => In::Both,
            (false, true) => In::New,
            (false, false) => In::Old,
        };
        let change = Change::new(rule, &inside, message).wire(wire).source(source);
        self.report(change.values(Some(&was), Some(&is)).only(side).covering([old_entry, new_entry]));
    }

    /// Compares enums.
    pub(crate) fn values(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let listed = self.keyword(
            at,
            if old.get("enum").or(new.get("enum")).is_some() { "enum" } else { "const" },
            old,
            new,
        );
        let (before, after) = match (old.values(), new.values()) {
            (Some(before), Some(after)) => (before, after),
            (None, None) => return,
            (before, after) => return self.enum_appeared(at, &listed, before, after),
        };
        let dirs = self.dirs_if(at, before != after);
        for value in after.iter().filter(|value| !before.contains(value)) {
            let message = format!("has the new value {}", plain(Some(value)));
            let covers = [pointer::join(&listed.new, &plain(Some(value)))];
            let change = Change::new(Rule::EnumValueAdded, at, message);
            self.report(change.values(None, Some(value)).covering(covers));
        }
        for value in before.iter().filter(|value| !after.contains(value)) {
            let message = format!("no longer has the value {}", plain(Some(value)));
            let covers = [pointer::join(&listed.old, &plain(Some(value)))];
            let change = Change::new(Rule::EnumValueRemoved, at, message).source(dirs.breaks());
            self.report(change.values(Some(value), None).covering(covers));
        }
        let kept = |list: &[&Value], other: &[&Value]| -> Value {
            list.iter().filter(|value| other.contains(value)).map(|value| (*value).clone()).collect()
        };
        let (old_order, new_order) = (kept(&before, &after), kept(&after, &before));
        if old_order != new_order {
            let change = Change::new(Rule::EnumValueReordered, at, "lists its values in another order");
            let covers = [pointer::join(&listed.new, "order")];
            self.report(change.values(Some(&old_order), Some(&new_order)).covering(covers));
        }
    }

    fn enum_appeared(&mut self, at: &At, listed: &At, old: Option<Vec<&Value>>, new: Option<Vec<&Value>>) {
        let list = |values: Option<Vec<&Value>>| -> Option<Value> {
            values.map(|values| values.into_iter().cloned().collect())
        };
        let (old, new) = (list(old), list(new));
        let (rule, message, side) = match &new {
            Some(_) => (Rule::EnumIntroduced, "is limited to the values of an enum now", In::New),
            None => (Rule::EnumDropped, "is no longer limited to the values of an enum", In::Old),
        };
        let source = self.dirs(at, In::Both).breaks();
        let change = Change::new(rule, listed, message).source(source);
        self.report(change.values(old.as_ref(), new.as_ref()).only(side));
    }
}
