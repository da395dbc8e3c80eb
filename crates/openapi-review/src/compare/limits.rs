//! Comparison of constraints, defaults, array elements and additional properties.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    engine::{At, Engine, verb},
    schema::keyword,
};
use crate::{
    Rule,
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
            let written = match key {
                "minimum" => &["minimum", "exclusiveMinimum"][..],
                "maximum" => &["maximum", "exclusiveMaximum"],
                _ => &[key],
            };
            // The keyword that is written differently.
            let changed = written.iter().find(|key| old.get(key) != new.get(key)).unwrap_or(&key);
            let covers = written.iter().flat_map(|key| keyword(at, key, old, new).pointers());
            let message = format!("{} `{changed}`", verb(old.get(changed), new.get(changed)));
            self.changed(rule, &keyword(at, changed, old, new), message).covering(covers);
        }
        let (before, after) = (old.get("default"), new.get("default"));
        if before != after {
            let message = format!("{} its default", verb(before, after));
            self.changed(Rule::DefaultChanged, &keyword(at, "default", old, new), message);
        }
    }

    /// Compares the elements of arrays and additional properties.
    pub(crate) fn elements(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let inside = keyword(at, "items", old, new);
        match (old.get("items"), new.get("items")) {
            (Some(old), Some(new)) => self.schema(&inside.of(format!("{}[]", at.subject)), old, new),
            (old, new) if old != new => {
                let message = format!("{} the schema of its elements", verb(old, new));
                let change = self.changed(Rule::ItemsChanged, &inside, message);
                change.narrowed(new.is_some()).breaks_if(true);
            }
            _ => {}
        }
        let inside = keyword(at, "additionalProperties", old, new);
        match (old.get("additionalProperties"), new.get("additionalProperties")) {
            (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) => {
                self.schema(&inside.of(format!("{}{{}}", at.subject)), old, new);
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
                let message = format!("{} the schema of additional properties", verb(before, after));
                // Beside declared properties, generated types ignore others. Alone, they make the type a map.
                let change = self.changed(rule, &inside, message).breaks_if(is_map);
                if rule == Rule::AdditionalPropsChanged {
                    change.narrowed(allows_any(before));
                }
            }
            _ => {}
        }
    }
}
