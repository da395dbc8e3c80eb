//! Comparison of constraints, defaults, array elements and additional properties.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    engine::{At, Engine},
    schema::keyword,
};
use crate::{
    Rule,
    normalize::{Flat, allows_any},
};

impl<'a> Engine<'a> {
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
}
