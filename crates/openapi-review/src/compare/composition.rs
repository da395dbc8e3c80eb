//! Comparison of `allOf`, `oneOf` and `anyOf`.

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In},
    schema::plain,
};
use crate::{Rule, Wire, document::pointer, normalize::Flat};

impl<'a> Engine<'a> {
    /// Returns true if two schemas list the same parts under `allOf`, whatever inline parts contain.
    pub(crate) fn same_parts(&self, old: &Value, new: &Value) -> bool {
        let (old, new) = (list(old.get("allOf")), list(new.get("allOf")));
        old.len() == new.len()
            && old.iter().zip(new).all(|(old, new)| {
                match (pointer::schema_name(old), pointer::schema_name(new)) {
                    (Some(old), Some(new)) => self.same_schema(old, new),
                    (old, new) => old.is_none() && new.is_none(),
                }
            })
    }

    /// Compares the parts of `allOf` in place.
    pub(crate) fn parts(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let inside = at.join("allOf");
        let pairs = list(old.get("allOf")).iter().zip(list(new.get("allOf")));
        for (index, (old, new)) in pairs.enumerate() {
            self.schema(&inside.join(&index.to_string()), old, new);
        }
    }

    /// Compares the alternatives of `oneOf` and `anyOf`, in any order.
    pub(crate) fn alternatives(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        for key in ["oneOf", "anyOf"] {
            let other = if key == "oneOf" { "anyOf" } else { "oneOf" };
            let written = |flat: &Flat<'a>, with: &Flat<'a>| -> (&'static str, Option<&'a Value>) {
                // The other keyword has the same meaning to callers.
                match (flat.get(key), with.get(key)) {
                    (None, Some(_)) if with.get(other).is_none() => (other, flat.get(other)),
                    (found, _) => (key, found),
                }
            };
            let ((old_key, before), (new_key, after)) = (written(old, new), written(new, old));
            if old_key != new_key && key == "anyOf" || before == after && old_key == new_key {
                continue;
            }
            let places = (self.keyword(at, old_key, old, new), self.keyword(at, new_key, old, new));
            let inside = at.moved(places.0.old, places.1.new);
            self.listed_alternatives(at, &inside, before, after);
        }
    }

    fn listed_alternatives(&mut self, at: &At, inside: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        let mut removed: Vec<(usize, &Value)> = list(old).iter().enumerate().collect();
        let mut added = Vec::new();
        for (index, part) in list(new).iter().enumerate() {
            let same = |other: &Value| match (pointer::schema_name(other), pointer::schema_name(part)) {
                (Some(old), Some(new)) => self.same_schema(old, new),
                _ => self.same_shape(other, part),
            };
            match removed.iter().position(|(_, other)| same(other)) {
                Some(found) => drop(removed.remove(found)),
                None => added.push((index, part)),
            }
        }
        let is_inline = |part: &Value| pointer::schema_name(part).is_none();
        if let ([(from, old)], [(to, new)]) = (removed.as_slice(), added.as_slice())
            && is_inline(old)
            && is_inline(new)
        {
            return self.schema(&inside.fork(&from.to_string(), &to.to_string()), old, new);
        }
        if removed.is_empty() && added.is_empty() {
            return self.written_differently(at, "has the same alternatives", inside.pointers().into());
        }
        let name = |part: &Value| match pointer::schema_name(part) {
            Some(name) => name.to_owned(),
            None => {
                part.get("title").or(part.get("type")).map_or("inline".into(), |value| plain(Some(value)))
            }
        };
        let names = |what: &str, parts: &[(usize, &Value)]| {
            let names: Vec<String> = parts.iter().map(|(_, part)| name(part)).collect();
            if names.is_empty() { String::new() } else { format!("; {what} {}", names.join(", ")) }
        };
        let dirs = self.dirs(at, In::Both);
        let fails_if = |fails: bool| if fails { Wire::Fails } else { Wire::Works };
        let wire = match (old, new) {
            (None, _) => dirs.wire(Wire::Fails, Wire::Works),
            (_, None) => dirs.wire(Wire::Works, Wire::Fails),
            _ => dirs.wire(fails_if(!removed.is_empty()), fails_if(!added.is_empty())),
        };
        let message =
            format!("has other alternatives{}{}", names("added", &added), names("removed", &removed));
        let source = dirs.breaks_if(!removed.is_empty() || old.is_none() || new.is_none());
        let change = Change::new(Rule::ComposeChanged, inside, message).wire(wire).source(source);
        self.report(change.between(old, new));
    }
}

fn list(node: Option<&Value>) -> &[Value] {
    node.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
