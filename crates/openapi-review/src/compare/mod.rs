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

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use serde_json::{Value, json};

use self::engine::{At, Engine, In, Matched, Side, child, names, verb};
use crate::{
    ApiVersion, Finding, Place, Rule, Severity, Wire,
    document::{fingerprint, tree::Lines},
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
pub fn compare(old: Document<'_>, new: Document<'_>) -> Vec<Finding> {
    compare_with(old, new, Options::default())
}

/// Returns every difference between two documents, worst first, with options.
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
    let mut known: BTreeMap<(Rule, Option<String>, Option<String>, String), usize> = BTreeMap::new();
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

impl Engine<'_> {
    /// Compares everything but paths and components.
    fn head(&mut self) {
        let (old, new) = (self.old.document, self.new.document);
        let root = At::root();
        if old.get("openapi") != new.get("openapi") {
            self.changed(Rule::OpenapiChanged, &root.join("openapi"), "has another version of OpenAPI");
        }
        let (before, after) = (old.get("info"), new.get("info"));
        for key in names(before, after) {
            let (before, after) = (child(before, key), child(after, key));
            if !fingerprint::same(before, after) {
                let message = format!("{} its {key}", verb(before, after));
                self.changed(Rule::InfoChanged, &root.join("info").join(key), message);
            }
        }
        self.servers(&root, Rule::ServersChanged, old, new);
        self.root_security();
        self.tag_list(&root.join("tags"), old.get("tags"), new.get("tags"));
        let known = "openapi info servers security tags paths components";
        self.rest(Rule::TextChanged, &root, old, new, known);
    }

    /// Compares the list of tags, by name.
    fn tag_list(&mut self, at: &At, old: Option<&Value>, new: Option<&Value>) {
        let named = |tags: Option<&Value>| -> Value {
            let tags = tags.and_then(Value::as_array).into_iter().flatten();
            tags.filter_map(|tag| Some((tag.get("name")?.as_str()?.to_owned(), tag.clone()))).collect()
        };
        let (before, after) = (named(old), named(new));
        let matched = Matched::of(Some(&before), Some(&after));
        for (side, name) in matched.one_sided() {
            let message = if side == In::Old { "the tag was removed" } else { "the tag was added" };
            self.report(Rule::TagsChanged, &at.join(name).of(name).only(side), message);
        }
        for (name, _) in matched.both {
            let inside = at.join(name).of(name);
            self.rest(Rule::TextChanged, &inside, &before[name], &after[name], "name");
        }
    }

    /// Compares the versions of the documents with the changes.
    fn version(&mut self) {
        let stated =
            |document: &Value| document.pointer("/info/version")?.as_str()?.parse::<ApiVersion>().ok();
        let (Some(old), Some(new)) = (stated(self.old.document), stated(self.new.document)) else { return };
        let has_changes = self.findings.iter().any(|finding| finding.severity != Severity::Docs);
        let (rule, message) = if new < old {
            (Rule::VersionDecreased, format!("has the version {new}, which is older than {old}"))
        } else if new == old && has_changes {
            (Rule::VersionNotBumped, format!("the structure changed, and the version is still {old}"))
        } else {
            return;
        };
        self.report(rule, &At::root().join("info").join("version"), message)
            .wire(Wire::MayFail)
            .values(json!(old.to_string()), json!(new.to_string()));
    }
}
