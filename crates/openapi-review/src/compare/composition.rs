//! Comparing what schemas are composed of: `allOf`, `oneOf`, `anyOf`.

use serde_json::{Map, Value};

use super::{
    engine::{At, Change, Engine, In, keys, side_of},
    shape::shape,
};
use crate::{Rule, Wire, document::pointer};

impl Engine<'_> {
    /// Compares the parts of a composition: in place while their list is the same, or else as a whole.
    pub(crate) fn composition(
        &mut self,
        at: &At,
        key: &str,
        old: (&Map<String, Value>, &Value),
        new: (&Map<String, Value>, &Value),
    ) {
        let (before, after) = (old.0.get(key), new.0.get(key));
        if before == after {
            return;
        }
        let parts = |node: Option<&Value>| node.and_then(Value::as_array).cloned().unwrap_or_default();
        let (old_parts, new_parts) = (parts(before), parts(after));
        let inside = at.join(key);
        let same_list = old_parts.len() == new_parts.len()
            && old_parts.iter().zip(&new_parts).all(|(old, new)| {
                match (pointer::schema_name(old), pointer::schema_name(new)) {
                    (Some(old), Some(new)) => self.same_schema(old, new),
                    (old, new) => old.is_none() && new.is_none(),
                }
            });
        if same_list {
            for (index, (old, new)) in old_parts.iter().zip(&new_parts).enumerate() {
                let part = inside.join(&index.to_string()).of(at.subject.clone());
                self.schema(&part, old, new);
            }
            return;
        }
        let dirs = self.dirs(at, In::Both);
        let (message, wire, source) = if key == "allOf" {
            let (before, after) = (merged(self.old.document, old.1), merged(self.new.document, new.1));
            let [both, gone, added] = keys(Some(&before), Some(&after));
            let changed: Vec<_> = both.into_iter().filter(|name| before[*name] != after[*name]).collect();
            let list = |what: &str, names: &[&str]| {
                if names.is_empty() { String::new() } else { format!("; {what} {}", names.join(", ")) }
            };
            let message = format!(
                "is composed of other parts{}{}{}",
                list("gains", &added),
                list("loses", &gone),
                list("changes", &changed)
            );
            let loses = !gone.is_empty() || !changed.is_empty();
            (message, if loses { Wire::MayFail } else { Wire::Works }, dirs.breaks_if(loses))
        } else {
            let gone = old_parts.iter().any(|part| !new_parts.contains(part));
            let added = new_parts.iter().any(|part| !old_parts.contains(part));
            let wire = dirs.wire(
                if gone { Wire::Fails } else { Wire::Works },
                if added { Wire::Fails } else { Wire::Works },
            );
            (
                "has other alternatives".to_owned(),
                wire,
                dirs.breaks_if(gone || before.is_none() || after.is_none()),
            )
        };
        let change = Change::new(Rule::ComposeChanged, &inside, message).wire(wire).source(source);
        self.report(change.values(before, after).only(side_of(before, after)));
    }
}

/// The members of a schema with those of its parts; later parts win.
fn merged(document: &Value, schema: &Value) -> Value {
    fn go(document: &Value, schema: &Value, depth: usize, members: &mut Map<String, Value>) {
        let schema = pointer::follow(document, schema).unwrap_or(schema);
        if depth < 16 {
            for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
                go(document, part, depth + 1, members);
            }
        }
        for (name, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            members.insert(name.clone(), shape(member, &Default::default()));
        }
    }
    let mut members = Map::new();
    go(document, schema, 0, &mut members);
    Value::Object(members)
}
