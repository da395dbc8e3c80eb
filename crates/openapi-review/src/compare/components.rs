//! Comparing what is shared: schemas first of all, then security schemes, parameters, responses, bodies and headers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In, keys},
    shape::renames,
    texts,
};
use crate::{Rule, Wire};

impl Engine<'_> {
    /// Finds out which schemas have another name only; needed before anything that refers to them is compared.
    pub(crate) fn find_renamed_schemas(&mut self) {
        let (old, new) = (
            self.old.document.pointer("/components/schemas"),
            self.new.document.pointer("/components/schemas"),
        );
        let [_, gone, added] = keys(old, new);
        // Renaming one schema changes the shape of those that refer to it.
        for _ in 0..8 {
            let free = |names: &[&str], taken: BTreeSet<&String>| -> Vec<String> {
                let names = names.iter().map(|name| (*name).to_owned());
                names.filter(|name| !taken.contains(name)).collect()
            };
            let old_list = anonymous(old, free(&gone, self.renamed.keys().collect()));
            let new_list = anonymous(new, free(&added, self.renamed.values().collect()));
            let found = renames(&borrowed(&old_list), &borrowed(&new_list), &self.renamed);
            if found.is_empty() {
                break;
            }
            self.renamed.extend(found.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())));
        }
    }

    /// Adds a consequence to the finding whose node refers to a component.
    fn add_detail(&mut self, component: &At, in_new: bool, text: String) {
        let side = if in_new { &self.new } else { &self.old };
        let target = if in_new { &component.new } else { &component.old };
        let cause = self.findings.iter().position(|finding| {
            let place = if in_new { &finding.new } else { &finding.old };
            let mut places: Vec<&str> = place.iter().map(|place| place.pointer.as_str()).collect();
            places.extend(finding.covers.iter().map(String::as_str));
            finding.is_structural() && places.into_iter().any(|at| side.reach.leads_to(at, target))
        });
        if let Some(finding) = cause.and_then(|index| self.findings.get_mut(index)) {
            finding.details.push(text);
        }
    }

    /// Compares the component schemas. Comes last, so that it knows which new ones another finding accounts for.
    pub(crate) fn schemas(&mut self) {
        let (old, new) = (
            self.old.document.pointer("/components/schemas"),
            self.new.document.pointer("/components/schemas"),
        );
        let [both, gone, added] = keys(old, new);
        let at = At::root().join("components").join("schemas");
        let node = |side: Option<&Value>, name: &str| {
            side.and_then(|side| side.get(name)).cloned().unwrap_or_default()
        };
        for name in &both {
            self.schema(&at.join(name).of(*name), &node(old, name), &node(new, name));
        }
        for (from, to) in self.renamed.clone() {
            let inside = at.fork(&from, &to).of(to.as_str());
            let dirs = self.dirs(&inside, In::Both);
            let message = format!("was called {from}");
            let (before, after) = (Value::from(from.as_str()), Value::from(to.as_str()));
            let mut covers = references_to(self.old.document, &from);
            covers.extend(references_to(self.new.document, &to));
            let change = Change::new(Rule::SchemaRenamed, &inside, message).source(dirs.breaks());
            let pair = (inside.old.clone(), inside.new.clone());
            self.report(change.values(Some(&before), Some(&after)).covering(covers).pairing([pair]));
            self.schema(&inside, &node(old, &from), &node(new, &to));
        }
        for name in gone {
            if self.renamed.contains_key(name) || self.explained.contains(name) {
                continue;
            }
            let inside = at.join(name).of(name);
            let source = self.dirs(&inside, In::Old).breaks();
            let change = Change::new(Rule::SchemaRemoved, &inside, "the schema is gone").source(source);
            self.report(change.only(In::Old));
        }
        let names: BTreeSet<String> = self.renamed.values().cloned().collect();
        for name in added.into_iter().filter(|name| !names.contains(*name)) {
            if self.explained.contains(name) {
                continue;
            }
            let inside = at.join(name).of(name);
            self.report(Change::new(Rule::SchemaAdded, &inside, "the schema is new").only(In::New));
        }
        self.unreachable(&both);
    }

    /// Schemas that lost their last use or got their first, without having changed themselves.
    fn unreachable(&mut self, both: &[&str]) {
        let at = At::root().join("components").join("schemas");
        for name in both {
            let inside = at.join(name).of(*name);
            let used =
                |side: &super::engine::Side<'_>, pointer: &str| side.reach.components().contains(pointer);
            let (before, after) = (used(&self.old, &inside.old), used(&self.new, &inside.new));
            if before != after {
                let text = if after {
                    format!("{name} is used for the first time")
                } else {
                    format!("{name} is no longer used by any operation")
                };
                self.add_detail(&inside, after, text);
            }
        }
    }

    /// Compares the other components.
    pub(crate) fn shared_parts(&mut self) {
        let (old, new) =
            (self.old.document.get("components").cloned(), self.new.document.get("components").cloned());
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        for section in keys(Some(&old), Some(&new)).concat() {
            let (before, after) = (old.get(section), new.get(section));
            if section == "schemas" || before == after {
                continue;
            }
            let at = At::root().join("components").join(section);
            if !matches!(
                section,
                "parameters" | "responses" | "requestBodies" | "headers" | "securitySchemes" | "examples"
            ) {
                self.unclassified(&At::root().join("components").of("components"), section, before, after);
                continue;
            }
            let [both, gone, added] = keys(before, after);
            for name in gone {
                self.part_gone_or_new(section, &at.join(name).of(name), In::Old);
            }
            for name in added {
                self.part_gone_or_new(section, &at.join(name).of(name), In::New);
            }
            for name in both {
                let inside = at.join(name).of(name);
                let (Some(old), Some(new)) =
                    (before.and_then(|side| side.get(name)), after.and_then(|side| side.get(name)))
                else {
                    continue;
                };
                if old == new {
                    continue;
                }
                match section {
                    "parameters" => self.parameter(&inside, old, new),
                    "responses" => self.response(&inside, old, new),
                    "requestBodies" => self.body(&inside, old, new),
                    "headers" => self.header(&inside, name, old, new),
                    "examples" => self.report(Change::new(Rule::TextChanged, &inside, "is another example")),
                    _ => self.scheme(&inside, old, new),
                }
            }
        }
    }

    fn part_gone_or_new(&mut self, section: &str, at: &At, side: In) {
        let is_new = side == In::New;
        let (rule, message, wire) = match (section, is_new) {
            ("securitySchemes", true) => {
                (Rule::SecuritySchemeAdded, "is a new way of authenticating", Wire::Works)
            }
            ("securitySchemes", false) => {
                (Rule::SecuritySchemeRemoved, "is no longer a way of authenticating", Wire::Fails)
            }
            ("examples", _) => (Rule::TextChanged, "is an example that is new or gone", Wire::Works),
            (_, true) => (Rule::ComponentAdded, "is a new shared part", Wire::Works),
            (_, false) => (Rule::ComponentRemoved, "is no longer a shared part", Wire::Works),
        };
        self.report(Change::new(rule, at, message).wire(wire).only(side));
    }

    fn scheme(&mut self, at: &At, old: &Value, new: &Value) {
        self.texts(Rule::TextChanged, at, old, new, texts::KEYS);
        let bare = |node: &Value| super::shape::shape(node, &Default::default());
        if bare(old) != bare(new) {
            let message = "authenticates in another way";
            let change = Change::new(Rule::SecuritySchemeChanged, at, message).wire(Wire::Fails);
            self.report(change.values(Some(old), Some(new)));
        }
    }
}

/// Schemas in which references to themselves do not name them.
fn anonymous(schemas: Option<&Value>, names: Vec<String>) -> Vec<(String, Value)> {
    let one = |name: String| {
        let own = serde_json::to_string(&crate::document::pointer::schema_reference(&name)).ok()?;
        let text = schemas?.get(&name)?.to_string();
        Some((name, serde_json::from_str(&text.replace(&own, "\"#\"")).ok()?))
    };
    names.into_iter().filter_map(one).collect()
}

fn borrowed(list: &[(String, Value)]) -> Vec<(&str, &Value)> {
    list.iter().map(|(name, value)| (name.as_str(), value)).collect()
}

/// The pointers of all references to a schema.
fn references_to(document: &Value, name: &str) -> Vec<String> {
    let target = crate::document::pointer::schema_reference(name);
    let mut found = Vec::new();
    crate::document::walk::every_object(document, &mut |place, map| {
        if !place.named && map.get("$ref").and_then(Value::as_str) == Some(&target) {
            found.push(format!("{}/$ref", place.pointer));
        }
        if place.key == "mapping" {
            for (key, value) in map {
                if value.as_str() == Some(&target) {
                    found.push(crate::document::pointer::join(&place.pointer, key));
                }
            }
        }
    });
    found
}
