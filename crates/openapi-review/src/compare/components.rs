//! Comparison of components: schemas first of all, then parameters, responses, bodies and headers.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In, keys},
    renames::{borrowed, renames},
};
use crate::{
    Rule,
    document::{pointer, walk},
};

impl<'a> Engine<'a> {
    /// Finds renamed schemas. Has to run before anything that refers to them is compared.
    pub(crate) fn find_renamed_schemas(&mut self) {
        let (old, new) = self.component_schemas();
        let [_, removed, added] = keys(old, new);
        // Renaming one schema changes the shape of those that refer to it.
        for _ in 0..8 {
            let free = |names: &[&str], taken: BTreeSet<&String>| -> Vec<String> {
                let names = names.iter().map(|name| (*name).to_owned());
                names.filter(|name| !taken.contains(name)).collect()
            };
            let old_list = anonymous(old, free(&removed, self.renamed.keys().collect()));
            let new_list = anonymous(new, free(&added, self.renamed.values().collect()));
            let found = renames(&borrowed(&old_list), &borrowed(&new_list), &self.renamed);
            if found.is_empty() {
                break;
            }
            self.renamed.extend(found.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())));
        }
    }

    fn component_schemas(&self) -> (Option<&'a Value>, Option<&'a Value>) {
        let at = "/components/schemas";
        (self.old.document.pointer(at), self.new.document.pointer(at))
    }

    /// Compares the component schemas. Has to run last: other findings account for some new ones.
    pub(crate) fn schemas(&mut self) {
        let (old, new) = self.component_schemas();
        let [both, removed, added] = keys(old, new);
        let at = At::root().join("components").join("schemas");
        for name in &both {
            let inside = at.join(name).of(*name);
            self.schema(&inside, self.old.node(&inside.old), self.new.node(&inside.new));
        }
        let renamed = self.renamed.clone();
        let all = [self.old.document, self.new.document]
            .map(|document| if renamed.is_empty() { HashMap::new() } else { references(document) });
        for (from, to) in renamed {
            let inside = at.fork(&from, &to).of(to.as_str());
            let dirs = self.dirs(&inside, In::Both);
            let (before, after) = (Value::from(from.as_str()), Value::from(to.as_str()));
            let covers = [(&all[0], &from), (&all[1], &to)].into_iter().flat_map(|(references, name)| {
                references.get(pointer::schema_reference(name).as_str()).into_iter().flatten().cloned()
            });
            let covers: Vec<String> = covers.collect();
            let change = Change::new(Rule::SchemaRenamed, &inside, format!("was renamed from {from}"));
            let pair = (inside.old.clone(), inside.new.clone());
            let change = change.source(dirs.breaks()).values(Some(&before), Some(&after));
            self.report(change.covering(covers).pairing([pair]));
            self.schema(&inside, self.old.node(&inside.old), self.new.node(&inside.new));
        }
        for name in removed {
            if !self.renamed.contains_key(name) && !self.explained.contains(name) {
                let inside = at.join(name).of(name);
                let source = self.dirs(&inside, In::Old).breaks();
                let change =
                    Change::new(Rule::SchemaRemoved, &inside, "is no longer a schema").source(source);
                self.report(change.only(In::Old));
            }
        }
        let new_names: BTreeSet<String> = self.renamed.values().cloned().collect();
        for name in added {
            if !new_names.contains(name) && !self.explained.contains(name) {
                let inside = at.join(name).of(name);
                self.report(Change::new(Rule::SchemaAdded, &inside, "is a new schema").only(In::New));
            }
        }
        self.unreachable(&both);
    }

    /// Adds to the findings which schemas lost their last use or got their first.
    fn unreachable(&mut self, both: &[&str]) {
        for name in both {
            let at = pointer::join("/components/schemas", name);
            let used = |side: &super::engine::Side<'_>| side.reach.reaches(&at);
            let (side, text) = match (used(&self.old), used(&self.new)) {
                (true, false) => (&self.old, format!("{name} is no longer used by any operation")),
                (false, true) => (&self.new, format!("{name} is used for the first time")),
                _ => continue,
            };
            let is_new = text.ends_with("time");
            let cause = self.findings.iter().position(|finding| {
                let place = if is_new { &finding.new } else { &finding.old };
                let own = place.iter().map(|place| place.pointer.as_str());
                let mut places = own.chain(finding.covers.iter().map(String::as_str));
                !finding.rule.is_docs() && places.any(|place| side.reach.leads_to(place, &at))
            });
            if let Some(finding) = cause.and_then(|index| self.findings.get_mut(index)) {
                finding.details.push(text);
            }
        }
    }

    /// Compares the other components.
    pub(crate) fn components(&mut self) {
        let (old, new) = (self.old.document.get("components"), self.new.document.get("components"));
        for section in keys(old, new).concat() {
            let side = |side: Option<&'a Value>| side.and_then(|side| side.get(section));
            let (before, after) = (side(old), side(new));
            let at = At::root().join("components").of("components");
            match section {
                _ if before == after => {}
                "schemas" => {}
                "securitySchemes" => self.schemes(before, after),
                "callbacks" | "links" => self.named(
                    &at.join(section),
                    (before, after),
                    (
                        section.trim_end_matches('s'),
                        [
                            Rule::ComponentAdded,
                            Rule::ComponentRemoved,
                            if section == "links" { Rule::LinkChanged } else { Rule::CallbackChanged },
                        ],
                    ),
                ),
                "parameters" | "responses" | "requestBodies" | "headers" | "examples" => {
                    self.section(&at.join(section), section, before, after);
                }
                _ => self.unclassified(&at, section, before, after),
            }
        }
    }

    fn section(&mut self, at: &At, section: &str, old: Option<&'a Value>, new: Option<&'a Value>) {
        let [both, removed, added] = keys(old, new);
        for (names, side, rule, message) in [
            (removed, In::Old, Rule::ComponentRemoved, "is no longer a component"),
            (added, In::New, Rule::ComponentAdded, "is a new component"),
        ] {
            for name in names {
                let rule = if section == "examples" { Rule::TextChanged } else { rule };
                // What refers to it is compared as if it were written there.
                let rule =
                    if self.is_referred_to(&at.join(name), side) { Rule::WrittenDifferently } else { rule };
                let inside = at.join(name).of(name);
                self.report(Change::new(rule, &inside, message).only(side));
            }
        }
        for name in both {
            let inside = at.join(name).of(name);
            let (old, new) = (self.old.node(&inside.old), self.new.node(&inside.new));
            match section {
                _ if old == new => {}
                "parameters" => self.parameter(&inside, old, new),
                "responses" => self.response(&inside),
                "requestBodies" => self.body(&inside, old, new),
                "headers" => self.header(&inside, name, old, new),
                _ => self.report(Change::new(Rule::TextChanged, &inside, "is another example")),
            }
        }
    }

    fn is_referred_to(&self, component: &At, side: In) -> bool {
        let (side, at) =
            if side == In::Old { (&self.old, &component.old) } else { (&self.new, &component.new) };
        side.reach.reaches(at)
    }
}

/// Returns schemas in which references to themselves do not name them.
fn anonymous(schemas: Option<&Value>, names: Vec<String>) -> Vec<(String, Value)> {
    let one = |name: String| {
        let own = serde_json::to_string(&pointer::schema_reference(&name)).ok()?;
        let text = schemas?.get(&name)?.to_string();
        Some((name, serde_json::from_str(&text.replace(&own, "\"#\"")).ok()?))
    };
    names.into_iter().filter_map(one).collect()
}

/// Returns the pointers of the references to each schema, by `$ref`.
fn references(document: &Value) -> HashMap<&str, Vec<String>> {
    let mut found: HashMap<&str, Vec<String>> = HashMap::new();
    walk::every_object(document, &mut |place, map| {
        if let Some(target) = map.get("$ref").and_then(Value::as_str).filter(|_| !place.named) {
            // Parts of a composition are named by the schema.
            found
                .entry(target)
                .or_default()
                .extend([format!("{}/$ref", place.pointer), place.pointer.to_owned()]);
        }
        if place.key == "mapping" {
            for (key, target) in map.iter().filter_map(|(key, target)| Some((key, target.as_str()?))) {
                found.entry(target).or_default().push(pointer::join(place.pointer, key));
            }
        }
    });
    found
}
