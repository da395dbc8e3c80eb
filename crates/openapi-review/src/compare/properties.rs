//! Comparison of the properties of an object and of the values of an enum.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, In, pair_up, plain},
    renames::renames,
    schema::keyword,
};
use crate::{
    Rule, Wire,
    document::pointer,
    normalize::{Flat, Located},
};

/// A property by name.
type Named<'a> = (&'a str, Located<'a>);

impl<'a> Engine<'a> {
    /// Compares `properties` and `required`.
    pub(crate) fn properties(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let only = |one: &Flat<'a>, other: &Flat<'a>| -> Vec<Named<'a>> {
            let missing = one.properties.iter().filter(|(name, _)| !other.properties.contains_key(*name));
            missing.map(|(name, located)| (*name, located.clone())).collect()
        };
        let (mut removed, mut added) = (only(old, new), only(new, old));
        let none_left = !old.properties.is_empty()
            && removed.len() == old.properties.len()
            && !["allOf", "oneOf", "anyOf"].iter().any(|key| old.get(key).or(new.get(key)).is_some());
        let nodes = |list: &[Named<'a>]| -> Vec<(&'a str, &'a Value)> {
            list.iter().map(|(name, located)| (*name, located.node)).collect()
        };
        let (old_nodes, new_nodes) = (nodes(&removed), nodes(&added));
        let pairs = renames(&old_nodes, &new_nodes, &self.renamed);
        let renamed = pair_up(&mut removed, &mut added, |old, new| pairs.contains(&(old.0, new.0)));
        let is_replaced = none_left && renamed.is_empty() && !added.is_empty();
        for (old, new) in renamed {
            self.property_renamed(at, &old, &new, none_left);
        }
        if is_replaced {
            self.replaced(at, (old, &removed), (new, &added));
        } else {
            for (list, object, side) in [(removed, old, In::Old), (added, new, In::New)] {
                for property in list {
                    self.property_on_one_side(at, &property, object, side, none_left);
                }
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
    fn replaced(&mut self, at: &At, old: (&Flat<'a>, &[Named<'a>]), new: (&Flat<'a>, &[Named<'a>])) {
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
        at: &At,
        (name, located): &Named<'a>,
        object: &Flat<'a>,
        side: In,
        none_left: bool,
    ) {
        let inside = Self::property(at, name).moved(&located.pointer, &located.pointer).only(side);
        let reached = self.reached(&inside);
        let required = object.required.get(name);
        let (rule, what) = match (side, required, reached.request, reached.response) {
            (In::Old, Some(_), _, true) => (Rule::PropRemovedRequired, "no longer has the property"),
            (In::Old, None, _, true) => (Rule::PropRemovedOptional, "no longer has the property"),
            (In::Old, _, true, false) => (Rule::PropRemoved, "no longer has the property"),
            (In::Old, _, false, false) => (Rule::PropRemovedUnreachable, "no longer has the property"),
            (_, Some(_), ..) => (Rule::PropAddedRequired, "has a new required property"),
            (_, None, ..) => (Rule::PropAddedOptional, "has a new property"),
        };
        let is_sent = self.sent_before(at);
        let change = self.changed(rule, &inside, format!("{what} {name}"));
        let change = change.covering([located.pointer.clone()].into_iter().chain(required.cloned()));
        if side == In::Old {
            let change = if none_left { change.wires(Wire::MayFail, Wire::Fails) } else { change };
            change.breaks_if(true);
        } else if required.is_some() && reached.request && is_sent {
            change.breaks_if(true);
        } else {
            // A required property of an object that nobody sends obliges no caller.
            change.wire(Wire::Works);
        }
    }

    fn property_renamed(&mut self, at: &At, old: &Named<'a>, new: &Named<'a>, none_left: bool) {
        let inside = Self::property(at, old.0).moved(&old.1.pointer, &new.1.pointer);
        self.report(Rule::PropRenamed, &inside, format!("was renamed to {}, or replaced by it", new.0))
            .wires(Wire::Fails, if none_left { Wire::Fails } else { Wire::MayFail })
            .breaks_if(true)
            .values(json!(old.0), json!(new.0))
            .covering(at.join("required").fork(old.0, new.0).pointers())
            .paired(&inside);
        self.schema(&inside, old.1.node, new.1.node);
    }

    fn required_changed(&mut self, at: &At, name: &str, old: &Flat<'a>, new: &Flat<'a>) {
        let entry = at.join("required").join(name);
        let places = |flat: &Flat<'a>, entry: String| {
            let entry = flat.required.get(name).cloned().unwrap_or(entry);
            let property = flat.properties.get(name).map(|located| located.pointer.clone());
            (property.unwrap_or_else(|| entry.clone()), entry)
        };
        let ((old_place, old_entry), (new_place, new_entry)) =
            (places(old, entry.old), places(new, entry.new));
        let required = new.required.contains_key(name);
        let side = match (new.properties.contains_key(name), required) {
            (true, _) => In::Both,
            (false, true) => In::New,
            (false, false) => In::Old,
        };
        let inside = Self::property(at, name).moved(old_place, new_place).only(side);
        let is_sent = self.sent_before(&inside);
        let (rule, message) = match required {
            true => (Rule::PropBecameRequired, "became required"),
            false => (Rule::PropBecameOptional, "became optional"),
        };
        let change = self.report(rule, &inside, message);
        // Received properties are optional in any case. Sent ones change the constructor.
        let breaks = change.reached.request;
        let change = if is_sent { change } else { change.wire(Wire::Works) };
        change.breaks_if(breaks).values(json!(!required), json!(required)).covering([old_entry, new_entry]);
    }

    /// Compares enums.
    pub(crate) fn values(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
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
                .covering([pointer::join(&listed.new, &name)]);
        }
        for value in before.iter().filter(|value| !after.contains(value)) {
            let name = plain(Some(value));
            self.report(Rule::EnumValueRemoved, at, format!("no longer has the value {name}"))
                .breaks_if(true)
                .values((*value).clone(), None::<Value>)
                .covering([pointer::join(&listed.old, &name)]);
        }
        let kept = |values: &[&'a Value], other: &[&Value]| -> Vec<&'a Value> {
            values.iter().copied().filter(|value| other.contains(value)).collect()
        };
        let (old_order, new_order) = (kept(&before, &after), kept(&after, &before));
        if old_order != new_order {
            self.report(Rule::EnumValueReordered, at, "lists its values in another order")
                .values(list(&old_order), list(&new_order))
                .covering([pointer::join(&listed.new, "order")]);
        }
    }
}
