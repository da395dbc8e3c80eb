//! Comparison of components: schemas first of all, then parameters, responses, bodies and headers.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, Matched},
    renames::renames,
};
use crate::{
    Rule,
    document::{pointer, walk},
};

impl<'a> Engine<'a> {
    /// Finds renamed schemas. Has to run before anything that refers to them is compared.
    pub(crate) fn find_renamed_schemas(&mut self, listed: &At<'a>) {
        let Matched { removed, added, .. } = Matched::of(listed);
        // Renaming one schema changes the shape of those that refer to it.
        for _ in 0..8 {
            let taken: BTreeSet<&str> = self.renamed.values().map(String::as_str).collect();
            let removed = removed.iter().filter(|name| !self.renamed.contains_key(**name));
            let added = added.iter().filter(|name| !taken.contains(**name));
            let (old, new) = (anonymous(listed.old.node, removed), anonymous(listed.new.node, added));
            let found = renames(&old, &new, &self.renamed);
            if found.is_empty() {
                break;
            }
            self.renamed.extend(found.into_iter().map(|(old, new)| (old.to_owned(), new.to_owned())));
        }
    }

    /// Compares the component schemas. Has to run last: other findings account for some new ones.
    pub(crate) fn schemas(&mut self, listed: &At<'a>) {
        let matched = Matched::of(listed);
        for (name, _) in &matched.both {
            self.schema(&listed.join(name).of(*name));
        }
        let renamed = self.renamed.clone();
        let all = [self.old.document, self.new.document]
            .map(|document| if renamed.is_empty() { HashMap::new() } else { references(document) });
        for (from, to) in &renamed {
            let at = listed.fork(from, to).of(to);
            let covers = [(&all[0], from), (&all[1], to)].into_iter().flat_map(|(references, name)| {
                references.get(pointer::schema_reference(name).as_str()).into_iter().flatten().cloned()
            });
            self.report(Rule::SchemaRenamed, &at, format!("was renamed from {from}"))
                .breaks_if(true)
                .values(json!(from), json!(to))
                .covering(covers)
                .paired(&at);
            self.schema(&at);
        }
        for (name, at) in matched.one_sided(listed) {
            if !self.explained.contains(name) && !renamed.iter().any(|(from, to)| from == name || to == name)
            {
                let removed = (Rule::SchemaRemoved, "is no longer a schema");
                let (rule, message) = at.either(removed, (Rule::SchemaAdded, "is a new schema"));
                self.report(rule, &at.of(name), message).breaks_if(rule == Rule::SchemaRemoved);
            }
        }
        for (name, _) in &matched.both {
            self.reach_changed(name, &pointer::join("/components/schemas", name));
        }
    }

    /// Adds the loss of the last use of a schema, or its first use, to the finding that causes it.
    fn reach_changed(&mut self, name: &str, at: &str) {
        let (is_new, text) = match (self.old.reach.reaches(at), self.new.reach.reaches(at)) {
            (true, false) => (false, format!("{name} is no longer used by any operation")),
            (false, true) => (true, format!("{name} is used for the first time")),
            _ => return,
        };
        let side = if is_new { &self.new } else { &self.old };
        let cause = self.findings.iter_mut().find(|finding| {
            let place = if is_new { &finding.new } else { &finding.old };
            let mut places = place.iter().map(|place| &place.pointer).chain(&finding.covers);
            !finding.rule.is_docs() && places.any(|place| side.reach.leads_to(place, at))
        });
        if let Some(finding) = cause {
            finding.details.push(text);
        }
    }

    pub(crate) fn components(&mut self, components: &At<'a>) {
        for section in components.names() {
            let at = components.join(section);
            let named = |changed| [Rule::ComponentAdded, Rule::ComponentRemoved, changed];
            match section {
                _ if at.is_same() => {}
                "schemas" => {}
                "securitySchemes" => self.schemes(&at),
                "callbacks" => self.named(&at, "callback", named(Rule::CallbackChanged)),
                "links" => self.named(&at, "link", named(Rule::LinkChanged)),
                "parameters" | "responses" | "requestBodies" | "headers" | "examples" => {
                    self.section(&at, section);
                }
                _ => self.unclassified(&at),
            }
        }
    }

    fn section(&mut self, listed: &At<'a>, section: &str) {
        let matched = Matched::of(listed);
        for (name, at) in matched.one_sided(listed) {
            let (side, rule, message) = at.either(
                (&self.old, Rule::ComponentRemoved, "is no longer a component"),
                (&self.new, Rule::ComponentAdded, "is a new component"),
            );
            let rule = match section {
                // What refers to it is compared as if it were written there.
                _ if side.reach.reaches(&at.new.pointer) => Rule::WrittenDifferently,
                "examples" => Rule::TextChanged,
                _ => rule,
            };
            self.report(rule, &at.of(name), message);
        }
        for (name, _) in matched.both {
            let at = listed.join(name).of(name);
            match section {
                _ if at.is_same() => {}
                "parameters" => self.parameter(&at),
                "responses" => self.response(&at),
                "requestBodies" => self.body(&at),
                "headers" => self.header(&at, name),
                _ => drop(self.report(Rule::TextChanged, &at, "is another example")),
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
