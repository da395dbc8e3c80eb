//! Comparison of `allOf`, `oneOf` and `anyOf`.

use serde_json::Value;

use super::{
    engine::{At, Engine, fails_if, pair_up, plain},
    schema::keyword,
};
use crate::{
    Rule,
    document::pointer::schema_name,
    normalize::{Flat, Located},
};

impl<'a> Engine<'a> {
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

fn parts<'a>(list: &Located<'a>) -> Vec<Located<'a>> {
    let count = list.node.and_then(Value::as_array).map_or(0, Vec::len);
    (0..count).map(|index| list.child(&index.to_string())).collect()
}

fn name<'a>(part: &Located<'a>) -> Option<&'a str> {
    part.node.and_then(schema_name)
}
