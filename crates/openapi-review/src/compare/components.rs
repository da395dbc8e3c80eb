//! Comparison of components: schemas first of all, then parameters, responses, bodies and headers.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, In, Matched, Side, Values, child, names},
    renames::renames,
};
use crate::{
    Rule,
    document::{pointer, walk},
};

impl<'a> Engine<'a> {
    /// Finds renamed schemas. Has to run before anything that refers to them is compared.
    pub(crate) fn find_renamed_schemas(&mut self) {
        let (old, new) = self.component_schemas();
        let Matched { removed, added, .. } = Matched::of(old, new);
        // Renaming one schema changes the shape of those that refer to it.
        for _ in 0..8 {
            let taken: BTreeSet<&String> = self.renamed.values().collect();
            let removed = removed.iter().filter(|name| !self.renamed.contains_key(**name));
            let added = added.iter().filter(|name| !taken.contains(&(**name).to_owned()));
            let (removed, added) = (anonymous(old, removed), anonymous(new, added));
            let found = renames(&removed, &added, &self.renamed);
            if found.is_empty() {
                break;
            }
            self.renamed.extend(found.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())));
        }
    }

    fn component_schemas(&self) -> Values<'a> {
        let at = "/components/schemas";
        (self.old.document.pointer(at), self.new.document.pointer(at))
    }

    /// Compares the component schemas. Has to run last: other findings account for some new ones.
    pub(crate) fn schemas(&mut self) {
        let (old, new) = self.component_schemas();
        let matched = Matched::of(old, new);
        let at = At::root().join("components").join("schemas");
        for (name, _) in &matched.both {
            let inside = at.join(name).of(*name);
            self.schema(&inside, self.old.node(&inside.old), self.new.node(&inside.new));
        }
        let renamed = self.renamed.clone();
        let all = [self.old.document, self.new.document]
            .map(|document| if renamed.is_empty() { HashMap::new() } else { references(document) });
        for (from, to) in &renamed {
            let inside = at.fork(from, to).of(to);
            let covers = [(&all[0], from), (&all[1], to)].into_iter().flat_map(|(references, name)| {
                references.get(pointer::schema_reference(name).as_str()).into_iter().flatten().cloned()
            });
            self.report(Rule::SchemaRenamed, &inside, format!("was renamed from {from}"))
                .breaks_if(true)
                .values(json!(from), json!(to))
                .covering(covers)
                .paired(&inside);
            self.schema(&inside, self.old.node(&inside.old), self.new.node(&inside.new));
        }
        for (side, name) in matched.one_sided() {
            if !self.explained.contains(name) && !renamed.iter().any(|(from, to)| from == name || to == name)
            {
                let inside = at.join(name).of(name).only(side);
                match side {
                    In::Old => {
                        self.report(Rule::SchemaRemoved, &inside, "is no longer a schema").breaks_if(true)
                    }
                    _ => self.report(Rule::SchemaAdded, &inside, "is a new schema"),
                };
            }
        }
        self.unreachable(&matched);
    }

    /// Adds to the findings which schemas lost their last use or got their first.
    fn unreachable(&mut self, matched: &Matched<'_>) {
        for (name, _) in &matched.both {
            let at = pointer::join("/components/schemas", name);
            let (is_new, text) = match (self.old.reach.reaches(&at), self.new.reach.reaches(&at)) {
                (true, false) => (false, format!("{name} is no longer used by any operation")),
                (false, true) => (true, format!("{name} is used for the first time")),
                _ => continue,
            };
            let side = if is_new { &self.new } else { &self.old };
            let cause = self.findings.iter_mut().find(|finding| {
                let place = if is_new { &finding.new } else { &finding.old };
                let mut places = place.iter().map(|place| &place.pointer).chain(&finding.covers);
                !finding.rule.is_docs() && places.any(|place| side.reach.leads_to(place, &at))
            });
            if let Some(finding) = cause {
                finding.details.push(text);
            }
        }
    }

    /// Compares the other components.
    pub(crate) fn components(&mut self) {
        let (old, new) = (self.old.document.get("components"), self.new.document.get("components"));
        let components = At::root().join("components").of("components");
        for section in names(old, new) {
            let values = (child(old, section), child(new, section));
            let at = components.join(section);
            let named = |changed| [Rule::ComponentAdded, Rule::ComponentRemoved, changed];
            match section {
                _ if values.0 == values.1 => {}
                "schemas" => {}
                "securitySchemes" => self.schemes(&at, values),
                "callbacks" => self.named(&at, values, "callback", named(Rule::CallbackChanged)),
                "links" => self.named(&at, values, "link", named(Rule::LinkChanged)),
                "parameters" | "responses" | "requestBodies" | "headers" | "examples" => {
                    self.section(&at, section, values);
                }
                _ => self.unclassified(&at, values),
            }
        }
    }

    fn section(&mut self, at: &At, section: &str, (old, new): Values<'a>) {
        let matched = Matched::of(old, new);
        for (side, name) in matched.one_sided() {
            let inside = at.join(name).of(name).only(side);
            let is_referred_to = |side: &Side<'_>| side.reach.reaches(&inside.new);
            let (is_used, rule, message) = match side {
                In::Old => (is_referred_to(&self.old), Rule::ComponentRemoved, "is no longer a component"),
                _ => (is_referred_to(&self.new), Rule::ComponentAdded, "is a new component"),
            };
            let rule = match section {
                // What refers to it is compared as if it were written there.
                _ if is_used => Rule::WrittenDifferently,
                "examples" => Rule::TextChanged,
                _ => rule,
            };
            self.report(rule, &inside, message);
        }
        for (name, _) in matched.both {
            let inside = at.join(name).of(name);
            let (old, new) = (self.old.node(&inside.old), self.new.node(&inside.new));
            match section {
                _ if old == new => {}
                "parameters" => self.parameter(&inside, old, new),
                "responses" => self.response(&inside),
                "requestBodies" => self.body(&inside, old, new),
                "headers" => self.header(&inside, name, old, new),
                _ => drop(self.report(Rule::TextChanged, &inside, "is another example")),
            }
        }
    }
}

/// Returns schemas in which references to themselves do not name them.
fn anonymous<'n>(schemas: Option<&Value>, names: impl Iterator<Item = &'n &'n str>) -> Vec<(String, Value)> {
    let one = |name: &&str| {
        let own = serde_json::to_string(&pointer::schema_reference(name)).ok()?;
        let text = schemas?.get(name)?.to_string();
        Some(((*name).to_owned(), serde_json::from_str(&text.replace(&own, "\"#\"")).ok()?))
    };
    names.filter_map(one).collect()
}

/// Returns the pointers of the references to each schema, by `$ref`.
fn references(document: &Value) -> HashMap<&str, Vec<String>> {
    let mut found: HashMap<&str, Vec<String>> = HashMap::new();
    walk::every_object(document, &mut |place, map| {
        if let Some(target) = map.get("$ref").and_then(Value::as_str).filter(|_| !place.named) {
            // Parts of a composition are named by the schema.
            let pointers = [format!("{}/$ref", place.pointer), place.pointer.to_owned()];
            found.entry(target).or_default().extend(pointers);
        }
        if place.key == "mapping" {
            for (key, target) in map.iter().filter_map(|(key, target)| Some((key, target.as_str()?))) {
                found.entry(target).or_default().push(pointer::join(place.pointer, key));
            }
        }
    });
    found
}
