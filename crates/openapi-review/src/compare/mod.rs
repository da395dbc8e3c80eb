//! Comparison of two documents by meaning.
//!
//! Named schemas are compared by name and never expanded for each operation: a change is reported once, where
//! it is written, with the operations that it affects. Both sides are read through the views of `normalize`,
//! so that another spelling of the same is no change. A difference without a rule is reported as
//! `unclassified`: no difference is lost.
//!
//! * `engine`: shared parts of all comparisons;
//! * `operations`, `parameters`, `bodies`, `security`, `components`, `schema`, `properties`, `limits`,
//!   `composition`: the rules, by part of the document;
//! * `renames`: recognition of renamed nodes.

mod bodies;
mod components;
mod composition;
mod engine;
mod limits;
mod operations;
mod parameters;
mod properties;
mod renames;
mod schema;
mod security;

use std::collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry};

use serde_json::Value;

use self::engine::{At, Change, Engine, In, Side, keys, side_of, verb};
use crate::{
    ApiVersion, Finding, Place, Rule, Severity, Wire,
    document::{fingerprint, lines::Lines},
    finding,
};

/// A document with its lines and the name that reports give to it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The name of the file in reports.
    pub file: &'a str,
    /// The document.
    pub value: &'a Value,
    /// Its lines.
    pub lines: &'a Lines,
}

/// Options of a comparison.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Compare `x-` extensions. Defaults to `false`.
    pub extensions: bool,
}

/// Returns every difference between two documents, worst first.
#[must_use]
pub fn compare(old: Document<'_>, new: Document<'_>) -> Vec<Finding> {
    compare_with(old, new, Options::default())
}

/// Returns every difference between two documents, worst first, with options.
#[must_use]
pub fn compare_with(old: Document<'_>, new: Document<'_>, options: Options) -> Vec<Finding> {
    let mut engine = Engine {
        old: Side::new(old),
        new: Side::new(new),
        options,
        renamed: BTreeMap::new(),
        explained: BTreeSet::new(),
        active: Vec::new(),
        within: None,
        findings: Vec::new(),
    };
    if old.value != new.value {
        engine.find_renamed_schemas();
        engine.head();
        engine.paths();
        engine.components();
        engine.schemas();
        engine.version();
    }
    let mut findings = merged(engine.findings);
    for finding in &mut findings {
        finding.stamp();
    }
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    finding::distinguish(&mut findings);
    findings
}

/// Merges findings about the same nodes: a component is compared wherever an operation refers to it.
fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut made: Vec<Finding> = Vec::new();
    let mut known: HashMap<(Rule, Option<String>, Option<String>, String), usize> = HashMap::new();
    for mut finding in findings {
        let pointer = |place: &Option<Place>| place.as_ref().map(|place| place.pointer.clone());
        let key = (finding.rule, pointer(&finding.old), pointer(&finding.new), finding.message.clone());
        match known.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(made.len());
                made.push(finding);
            }
            Entry::Occupied(entry) => {
                let first = &mut made[*entry.get()];
                first.wire = first.wire.min(finding.wire);
                first.source = first.source.min(finding.source);
                first.in_requests |= finding.in_requests;
                first.in_responses |= finding.in_responses;
                first.operations.append(&mut finding.operations);
                first.covers.append(&mut finding.covers);
                first.pairs.append(&mut finding.pairs);
                first.judge();
            }
        }
    }
    made
}

impl<'a> Engine<'a> {
    /// Compares everything but paths and components.
    fn head(&mut self) {
        let (old, new) = (self.old.document, self.new.document);
        let root = At::root();
        let (before, after) = (old.get("openapi"), new.get("openapi"));
        if before != after {
            let inside = root.join("openapi");
            let change = Change::new(Rule::OpenapiChanged, &inside, "has another version of OpenAPI");
            self.report(change.between(before, after));
        }
        let (before, after) = (old.get("info"), new.get("info"));
        for key in keys(before, after).concat() {
            let part = |info: Option<&Value>| info.and_then(|info| info.get(key)).cloned();
            let (before, after) = (part(before), part(after));
            if !fingerprint::same(before.as_ref(), after.as_ref()) {
                let inside = root.join("info").join(key);
                let message = format!("{} its {key}", verb(before.as_ref(), after.as_ref()));
                let side = side_of(before.as_ref(), after.as_ref());
                self.report(
                    Change::new(Rule::InfoChanged, &inside, message)
                        .values(before.as_ref(), after.as_ref())
                        .only(side),
                );
            }
        }
        self.servers(&root, Rule::ServersChanged, old, new);
        self.root_security();
        self.tag_list(old.get("tags"), new.get("tags"));
        self.texts(Rule::TextChanged, &root, old, new);
        let known = ["openapi", "info", "servers", "security", "tags", "paths", "components", "externalDocs"];
        for key in keys(Some(old), Some(new)).concat() {
            if !known.contains(&key) {
                self.unclassified(&root, key, old.get(key), new.get(key));
            }
        }
    }

    /// Compares the list of tags, by name.
    fn tag_list(&mut self, old: Option<&Value>, new: Option<&Value>) {
        let named = |tags: Option<&Value>| -> Value {
            let tags = tags.and_then(Value::as_array).into_iter().flatten();
            tags.filter_map(|tag| Some((tag.get("name")?.as_str()?.to_owned(), tag.clone()))).collect()
        };
        let (before, after) = (named(old), named(new));
        let [both, removed, added] = keys(Some(&before), Some(&after));
        for (names, side, message) in
            [(removed, In::Old, "the tag was removed"), (added, In::New, "the tag was added")]
        {
            for name in names {
                let inside = At::root().join("tags").join(name).of(name);
                self.report(Change::new(Rule::TagsChanged, &inside, message).only(side));
            }
        }
        for name in both {
            let inside = At::root().join("tags").join(name).of(name);
            self.texts(Rule::TextChanged, &inside, &before[name], &after[name]);
            self.rest(&inside, &before[name], &after[name], "name");
        }
    }

    /// Compares the versions of the documents with the changes.
    fn version(&mut self) {
        let stated = |document: &Value| {
            let text = document.pointer("/info/version")?.as_str()?;
            text.parse::<ApiVersion>().ok()
        };
        let (Some(old), Some(new)) = (stated(self.old.document), stated(self.new.document)) else { return };
        let inside = At::root().join("info").join("version");
        let (before, after) = (Value::from(old.to_string()), Value::from(new.to_string()));
        if new < old {
            let message = format!("has the version {new}, which is older than {old}");
            let change = Change::new(Rule::VersionDecreased, &inside, message).wire(Wire::MayFail);
            self.report(change.values(Some(&before), Some(&after)));
        } else if new == old && self.findings.iter().any(|finding| finding.severity != Severity::Docs) {
            let message = format!("the structure changed, and the version is still {old}");
            let change = Change::new(Rule::VersionNotBumped, &inside, message).wire(Wire::MayFail);
            self.report(change.values(Some(&before), Some(&after)));
        }
    }
}
