//! Comparing how much a schema allows: bounds, defaults, elements, members that are not declared.

use serde_json::{Map, Value};

use super::engine::{At, Change, Engine, In, side_of, verb};
use crate::{Rule, Wire, document::walk::BOUNDS};

impl Engine<'_> {
    /// Compares bounds and defaults.
    pub(crate) fn bounds(&mut self, at: &At, old: &Map<String, Value>, new: &Map<String, Value>) {
        let dirs =
            self.dirs_if(at, BOUNDS.iter().chain(&["default"]).any(|key| old.get(*key) != new.get(*key)));
        for key in BOUNDS {
            let (before, after) = (old.get(*key), new.get(*key));
            if before == after {
                continue;
            }
            let tightened = is_tighter(key, before, after);
            let (rule, wire) = if tightened {
                (Rule::BoundsTightened, dirs.wire(Wire::Fails, Wire::Works))
            } else {
                (Rule::BoundsLoosened, Wire::Works)
            };
            let inside = at.join(key);
            let change = Change::new(rule, &inside, format!("{} `{key}`", verb(before, after))).wire(wire);
            self.report(change.values(before, after).only(side_of(before, after)));
        }
        let (before, after) = (old.get("default"), new.get("default"));
        if before != after {
            let inside = at.join("default");
            let wire = dirs.wire(Wire::MayFail, Wire::Works);
            let change =
                Change::new(Rule::DefaultChanged, &inside, format!("{} its default", verb(before, after)));
            self.report(change.wire(wire).values(before, after).only(side_of(before, after)));
        }
    }

    fn dirs_if(&self, at: &At, wanted: bool) -> super::engine::Dirs {
        if wanted { self.dirs(at, In::Both) } else { Default::default() }
    }

    /// Compares elements of lists and members that are not declared.
    pub(crate) fn elements(&mut self, at: &At, old: &Map<String, Value>, new: &Map<String, Value>) {
        match (old.get("items"), new.get("items")) {
            (Some(old), Some(new)) => {
                let inside = at.join("items").of(format!("{}[]", at.subject));
                self.schema(&inside, old, new);
            }
            (old, new) if old != new => {
                let (inside, source) = (at.join("items"), self.dirs(at, In::Both).breaks());
                let change = Change::new(
                    Rule::ItemsChanged,
                    &inside,
                    format!("{} a description of its elements", verb(old, new)),
                );
                self.report(
                    change.wire(Wire::MayFail).source(source).values(old, new).only(side_of(old, new)),
                );
            }
            _ => {}
        }
        match (old.get("additionalProperties"), new.get("additionalProperties")) {
            (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) => {
                let inside = at.join("additionalProperties").of(format!("{}{{}}", at.subject));
                self.schema(&inside, old, new);
            }
            (before, after) if before != after => {
                // Beside declared members, others are passed over; alone, they make the type a map.
                let is_map = !old.contains_key("properties") && !new.contains_key("properties");
                let dirs = self.dirs(at, In::Both);
                let inside = at.join("additionalProperties");
                let message = format!("{} what it says about other members", verb(before, after));
                let change = Change::new(Rule::AdditionalPropsChanged, &inside, message).wire(Wire::MayFail);
                self.report(
                    change.source(dirs.breaks_if(is_map)).values(before, after).only(side_of(before, after)),
                );
            }
            _ => {}
        }
    }
}

/// Whether less is allowed than before.
fn is_tighter(key: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    match (old, new) {
        (None, Some(value)) => value != &Value::Bool(false),
        (Some(_), None) => false,
        _ if key == "uniqueItems" => new == Some(&Value::Bool(true)),
        _ => match (number(old), number(new)) {
            (Some(old), Some(new)) if key.starts_with("max") => new < old,
            (Some(old), Some(new)) if key.starts_with("min") => new > old,
            // Another pattern or step allows other values, and so fewer of the old ones.
            _ => true,
        },
    }
}
