//! Comparison of the parts of a schema: properties, enum values, constraints, elements and variants.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    components::renames,
    engine::{At, Engine, fails_if, pair_up, plain},
    schema::keyword,
};
use crate::{
    Rule, Wire,
    document::pointer::schema_name,
    normalize::{Flat, Located, allows_any},
};

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

    pub(crate) fn constraints(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) {
        let (before, after) = (old.constraints(), new.constraints());
        let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        for key in names {
            let rule = match (before.get(key), after.get(key)) {
                (before, after) if before == after => continue,
                (Some(before), Some(after)) if !after.is_tighter(before) => Rule::BoundsLoosened,
                (_, Some(_)) => Rule::BoundsTightened,
                (_, None) => Rule::BoundsLoosened,
            };
            let written = match key {
                "minimum" => &["minimum", "exclusiveMinimum"][..],
                "maximum" => &["maximum", "exclusiveMaximum"],
                _ => &[key],
            };
            // The keyword that is written differently.
            let name = written.iter().find(|key| old.get(key) != new.get(key)).unwrap_or(&key);
            let covers = written.iter().flat_map(|key| keyword(at, key, old, new).pointers());
            let inside = keyword(at, name, old, new);
            self.changed(rule, &inside, format!("{} `{name}`", inside.verb())).covering(covers);
        }
        let inside = keyword(at, "default", old, new);
        if !inside.is_same() {
            self.changed(Rule::DefaultChanged, &inside, format!("{} its default", inside.verb()));
        }
    }

    pub(crate) fn elements(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) {
        let inside = keyword(at, "items", old, new).of(format!("{}[]", at.subject));
        if inside.is_added() || inside.is_removed() {
            let message = format!("{} the schema of its elements", inside.verb());
            let inside = inside.clone().of(&at.subject);
            let change = self.changed(Rule::ItemsChanged, &inside, message);
            change.narrowed(inside.is_added()).breaks_if(true);
        }
        self.schema(&inside);
        let inside = keyword(at, "additionalProperties", old, new);
        match inside.nodes() {
            (Some(Value::Object(_)), Some(Value::Object(_))) => {
                self.schema(&inside.of(format!("{}{{}}", at.subject)));
            }
            (before, after) if before != after => {
                let is_map = old.properties.is_empty() && new.properties.is_empty();
                if !is_map && allows_any(before) && allows_any(after) {
                    return;
                }
                let rule = match (before, after) {
                    (_, Some(Value::Bool(false))) => Rule::AdditionalPropsForbidden,
                    (Some(Value::Bool(false)), _) => Rule::AdditionalPropsAllowed,
                    _ => Rule::AdditionalPropsChanged,
                };
                let message = format!("{} the schema of additional properties", inside.verb());
                // Next to declared properties, generated types ignore others. Alone, they make the type a
                // map.
                let change = self.changed(rule, &inside, message).breaks_if(is_map);
                if rule == Rule::AdditionalPropsChanged {
                    change.narrowed(allows_any(before));
                }
            }
            _ => {}
        }
    }

    pub(crate) fn same_parts(&self, at: &At<'a>) -> bool {
        let (old, new) = (parts(&at.old.child("allOf")), parts(&at.new.child("allOf")));
        let same = |(old, new): (&Located<'a>, &Located<'a>)| match (name(old), name(new)) {
            (Some(old), Some(new)) => self.same_schema(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        old.len() == new.len() && old.iter().zip(&new).all(same)
    }

    pub(crate) fn parts(&mut self, at: &At<'a>) {
        let pairs = parts(&at.old.child("allOf")).into_iter().zip(parts(&at.new.child("allOf")));
        for (old, new) in pairs {
            self.schema(&at.moved(old, new));
        }
    }

    /// Compares the variants of `oneOf` and `anyOf`, in any order.
    pub(crate) fn alternatives(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) {
        for [key, other] in [["oneOf", "anyOf"], ["anyOf", "oneOf"]] {
            // The other keyword has the same meaning to callers.
            let written = |flat: &Flat<'a>, with: &Flat<'a>| match (flat.get(key), with.get(key)) {
                (None, Some(_)) if with.get(other).is_none() => other,
                _ => key,
            };
            let (old_key, new_key) = (written(old, new), written(new, old));
            let inside = at.moved(keyword(at, old_key, old, new).old, keyword(at, new_key, old, new).new);
            if old_key == new_key && !inside.is_same() || old_key != new_key && key == "oneOf" {
                self.variants(at, &inside);
            }
        }
    }

    fn variants(&mut self, at: &At<'a>, inside: &At<'a>) {
        let (mut removed, mut added) = (parts(&inside.old), parts(&inside.new));
        pair_up(&mut removed, &mut added, |old, new| match (name(old), name(new)) {
            (Some(old), Some(new)) => self.same_schema(old, new),
            _ => self.same_shape(&at.moved(old.clone(), new.clone())),
        });
        if let ([old], [new]) = (removed.as_slice(), added.as_slice())
            && name(old).or(name(new)).is_none()
        {
            return self.schema(&at.moved(old.clone(), new.clone()));
        }
        if removed.is_empty() && added.is_empty() {
            return self.written_differently(at, "has the same alternatives", inside.pointers().into());
        }
        let title = |variant: &Located<'a>| match name(variant) {
            Some(name) => name.to_owned(),
            None => {
                let title = variant.get("title").or(variant.get("type"));
                title.map_or("inline".into(), |value| plain(Some(value)))
            }
        };
        let mut message = "has other alternatives".to_owned();
        for (what, variants) in [("added", &added), ("removed", &removed)] {
            if !variants.is_empty() {
                let titles: Vec<String> = variants.iter().map(title).collect();
                message.push_str(&format!("; {what} {}", titles.join(", ")));
            }
        }
        let is_one_sided = inside.is_added() || inside.is_removed();
        let change = self.changed(Rule::ComposeChanged, inside, message);
        match is_one_sided {
            true => change.narrowed(inside.is_added()),
            false => change.wires(fails_if(!removed.is_empty()), fails_if(!added.is_empty())),
        }
        .breaks_if(!removed.is_empty() || is_one_sided);
    }
}

fn property<'a>(object: &At<'a>, name: &str, old: Located<'a>, new: Located<'a>) -> At<'a> {
    object.moved(old, new).of(format!("{}.{name}", object.subject))
}

fn parts<'a>(list: &Located<'a>) -> Vec<Located<'a>> {
    let count = list.node.and_then(Value::as_array).map_or(0, Vec::len);
    (0..count).map(|index| list.child(&index.to_string())).collect()
}

fn name<'a>(part: &Located<'a>) -> Option<&'a str> {
    part.node.and_then(schema_name)
}
