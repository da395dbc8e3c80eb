//! Comparison of `allOf`, `oneOf` and `anyOf`.

use serde_json::Value;

use super::{
    engine::{At, Engine, pair_up, plain},
    schema::keyword,
};
use crate::{Rule, Wire, document::pointer::schema_name, normalize::Flat};

impl<'a> Engine<'a> {
    /// Returns true if two schemas list the same parts under `allOf`, whatever inline parts contain.
    pub(crate) fn same_parts(&self, old: &Value, new: &Value) -> bool {
        let (old, new) = (list(old.get("allOf")), list(new.get("allOf")));
        let same = |(old, new)| match (schema_name(old), schema_name(new)) {
            (Some(old), Some(new)) => self.same_schema(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        old.len() == new.len() && old.iter().zip(new).all(same)
    }

    /// Compares the parts of `allOf` in place.
    pub(crate) fn parts(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let pairs = list(old.get("allOf")).iter().zip(list(new.get("allOf")));
        for (index, (old, new)) in pairs.enumerate() {
            self.schema(&at.join("allOf").join(&index.to_string()), old, new);
        }
    }

    /// Compares the variants of `oneOf` and `anyOf`, in any order.
    pub(crate) fn alternatives(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        for [key, other] in [["oneOf", "anyOf"], ["anyOf", "oneOf"]] {
            // The other keyword has the same meaning to callers.
            let written = |flat: &Flat<'a>, with: &Flat<'a>| match (flat.get(key), with.get(key)) {
                (None, Some(_)) if with.get(other).is_none() => other,
                _ => key,
            };
            let (old_key, new_key) = (written(old, new), written(new, old));
            let (before, after) = (old.get(old_key), new.get(new_key));
            if old_key != new_key && key == "anyOf" || before == after && old_key == new_key {
                continue;
            }
            let inside = at.moved(keyword(at, old_key, old, new).old, keyword(at, new_key, old, new).new);
            self.variants(at, &inside, before, after);
        }
    }

    fn variants(&mut self, at: &At, inside: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        let mut removed: Vec<(usize, &'a Value)> = list(old).iter().enumerate().collect();
        let mut added: Vec<(usize, &'a Value)> = list(new).iter().enumerate().collect();
        pair_up(&mut removed, &mut added, |(_, old), (_, new)| match (schema_name(old), schema_name(new)) {
            (Some(old), Some(new)) => self.same_schema(old, new),
            _ => self.same_shape(old, new),
        });
        if let ([(from, old)], [(to, new)]) = (removed.as_slice(), added.as_slice())
            && schema_name(old).or(schema_name(new)).is_none()
        {
            return self.schema(&inside.fork(&from.to_string(), &to.to_string()), old, new);
        }
        if removed.is_empty() && added.is_empty() {
            return self.written_differently(at, "has the same alternatives", inside.pointers().into());
        }
        let name = |(_, variant): &(usize, &Value)| match schema_name(variant) {
            Some(name) => name.to_owned(),
            None => {
                let title = variant.get("title").or(variant.get("type"));
                title.map_or("inline".into(), |value| plain(Some(value)))
            }
        };
        let mut message = "has other alternatives".to_owned();
        for (what, variants) in [("added", &added), ("removed", &removed)] {
            if !variants.is_empty() {
                let names: Vec<String> = variants.iter().map(name).collect();
                message.push_str(&format!("; {what} {}", names.join(", ")));
            }
        }
        let fails_if = |fails: bool| if fails { Wire::Fails } else { Wire::Works };
        let change = self.changed(Rule::ComposeChanged, inside, message);
        match (old, new) {
            (Some(_), Some(_)) => change.wires(fails_if(!removed.is_empty()), fails_if(!added.is_empty())),
            (_, new) => change.narrowed(new.is_some()),
        }
        .breaks_if(!removed.is_empty() || old.is_none() || new.is_none());
    }
}

fn list(node: Option<&Value>) -> &[Value] {
    node.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
