//! Comparison of constraints, defaults, array elements and additional properties.

use std::collections::BTreeSet;

use serde_json::Value;

use super::engine::{At, Change, Dirs, Engine, In, verb};
use crate::{
    Rule, Wire,
    normalize::{Flat, allows_any},
};

impl<'a> Engine<'a> {
    /// Compares constraints and defaults.
    pub(crate) fn constraints(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let (before, after) = (old.constraints(), new.constraints());
        let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        for key in names {
            let rule = match (before.get(key), after.get(key)) {
                (before, after) if before == after => continue,
                (Some(before), Some(after)) if !after.is_tighter(before) => Rule::BoundsLoosened,
                (_, Some(_)) => Rule::BoundsTightened,
                (_, None) => Rule::BoundsLoosened,
            };
            let exclusive = match key {
                "minimum" => Some("exclusiveMinimum"),
                "maximum" => Some("exclusiveMaximum"),
                _ => None,
            };
            // The keyword that is written differently.
            let differs = |key: &&str| old.get(key) != new.get(key);
            let written = [key].into_iter().chain(exclusive).find(differs).unwrap_or(key);
            let inside = self.keyword(at, written, old, new);
            let (before, after) = (old.get(written), new.get(written));
            let covers = [written].into_iter().chain(exclusive);
            let covers: Vec<String> =
                covers.flat_map(|key| self.keyword(at, key, old, new).pointers()).collect();
            let change = Change::new(rule, &inside, format!("{} `{written}`", verb(before, after)));
            self.report(change.between(before, after).covering(covers));
        }
        let (before, after) = (old.get("default"), new.get("default"));
        if before != after {
            let inside = self.keyword(at, "default", old, new);
            let change =
                Change::new(Rule::DefaultChanged, &inside, format!("{} its default", verb(before, after)));
            self.report(change.between(before, after));
        }
    }

    /// Returns the directions of a node, or none if they are not needed.
    pub(crate) fn dirs_if(&self, at: &At, wanted: bool) -> Dirs {
        if wanted { self.dirs(at, In::Both) } else { Dirs::default() }
    }

    /// Compares the elements of arrays and additional properties.
    pub(crate) fn elements(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let inside = self.keyword(at, "items", old, new);
        match (old.get("items"), new.get("items")) {
            (Some(old), Some(new)) => self.schema(&inside.of(format!("{}[]", at.subject)), old, new),
            (old, new) if old != new => {
                let dirs = self.dirs(at, In::Both);
                let message = format!("{} the schema of its elements", verb(old, new));
                let change = Change::new(Rule::ItemsChanged, &inside, message)
                    .wire(narrowed_if(&dirs, new.is_some()))
                    .source(dirs.breaks());
                self.report(change.between(old, new));
            }
            _ => {}
        }
        let inside = self.keyword(at, "additionalProperties", old, new);
        match (old.get("additionalProperties"), new.get("additionalProperties")) {
            (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) => {
                self.schema(&inside.of(format!("{}{{}}", at.subject)), old, new);
            }
            (before, after) if before != after => {
                let is_map = old.properties.is_empty() && new.properties.is_empty();
                if !is_map && allows_any(before) && allows_any(after) {
                    return;
                }
                // Beside declared properties, generated types ignore others. Alone, they make the type a map.
                let dirs = self.dirs(at, In::Both);
                let (rule, wire) = match (before, after) {
                    (_, Some(Value::Bool(false))) => (Rule::AdditionalPropsForbidden, None),
                    (Some(Value::Bool(false)), _) => (Rule::AdditionalPropsAllowed, None),
                    _ => (Rule::AdditionalPropsChanged, Some(narrowed_if(&dirs, allows_any(before)))),
                };
                let message = format!("{} the schema of additional properties", verb(before, after));
                let change = Change::new(rule, &inside, message)
                    .wire(wire.unwrap_or_else(|| dirs.declared(rule)))
                    .source(dirs.breaks_if(is_map));
                self.report(change.between(before, after));
            }
            _ => {}
        }
    }
}

/// Returns the effect of a schema that allows fewer values than before, or more.
pub(crate) fn narrowed_if(dirs: &Dirs, narrowed: bool) -> Wire {
    if narrowed { dirs.wire(Wire::Fails, Wire::Works) } else { dirs.wire(Wire::Works, Wire::Fails) }
}
