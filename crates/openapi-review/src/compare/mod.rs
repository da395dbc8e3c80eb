//! Comparison of two documents by meaning.
//!
//! Named schemas are compared by name and never expanded for each operation: a change is reported once, where
//! it is written, with the operations that it affects. Both sides are read through the views of `normalize`,
//! so that equal meaning is never a change. A difference without a rule is reported as
//! `unclassified`: no difference is lost.
//!
//! * `engine`: shared parts of all comparisons;
//! * `operations`, `messages`, `components`, `schema`, `parts`: the rules, by part of the document.

mod components;
mod engine;
mod messages;
mod operations;
mod parts;
mod schema;

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use serde_json::Value;

use self::engine::{At, Engine, Matched, Side};
use crate::{
    ApiVersion, Finding, Place, Rule, Severity, Wire,
    document::{fingerprint, tree::Lines},
    finding,
    normalize::Located,
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
///
/// Example: see the [crate].
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Compare `x-` extensions. Defaults to `false`.
    pub extensions: bool,
}

/// Returns every difference between two documents, worst first.
pub fn compare(old: Document<'_>, new: Document<'_>, options: Options) -> Vec<Finding> {
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
    let root = engine.at("", "");
    if !root.is_same() {
        let schemas = root.join("components").join("schemas");
        engine.find_renamed_schemas(&schemas);
        engine.head(&root);
        engine.paths(&root.join("paths"));
        engine.components(&root.join("components").of("components"));
        engine.schemas(&schemas);
        engine.version(&root.join("info").join("version"));
    }
    let mut findings = merged(engine.findings);
    findings.iter_mut().for_each(Finding::stamp);
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    finding::distinguish(&mut findings);
    findings
}

/// Merges findings about the same nodes: a component is compared wherever an operation refers to it.
fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: BTreeMap<(Rule, Option<String>, Option<String>, String), Finding> = BTreeMap::new();
    for mut finding in findings {
        let pointer = |place: &Option<Place>| place.as_ref().map(|place| place.pointer.clone());
        let key = (finding.rule, pointer(&finding.old), pointer(&finding.new), finding.message.clone());
        match merged.entry(key) {
            Entry::Vacant(entry) => drop(entry.insert(finding)),
            Entry::Occupied(mut first) => {
                first.get_mut().covers.append(&mut finding.covers);
                first.get_mut().pairs.append(&mut finding.pairs);
            }
        }
    }
    merged.into_values().collect()
}

impl<'a> Engine<'a> {
    fn head(&mut self, root: &At<'a>) {
        let openapi = root.join("openapi");
        if !openapi.is_same() {
            self.changed(Rule::OpenapiChanged, &openapi, "has another version of OpenAPI");
        }
        let info = root.join("info");
        for key in info.names() {
            if !fingerprint::same(info.old.get(key), info.new.get(key)) {
                let at = info.join(key);
                self.changed(Rule::InfoChanged, &at, format!("{} its {key}", at.verb()));
            }
        }
        self.servers(root, Rule::ServersChanged);
        self.root_security();
        self.tag_list(&root.join("tags"));
        self.rest(Rule::TextChanged, root, "openapi info servers security tags paths components");
    }

    fn tag_list(&mut self, at: &At<'a>) {
        let named = |tags: Option<&Value>| -> Value {
            let tags = tags.and_then(Value::as_array).into_iter().flatten();
            tags.filter_map(|tag| Some((tag.get("name")?.as_str()?.to_owned(), tag.clone()))).collect()
        };
        let (before, after) = (named(at.old.node), named(at.new.node));
        let located = |node| Located { pointer: "/tags".into(), node: Some(node) };
        let listed = At { old: located(&before), new: located(&after), subject: String::new() };
        let matched = Matched::of(&listed);
        for (name, at) in matched.one_sided(&listed) {
            let message = at.either("the tag was removed", "the tag was added");
            self.report(Rule::TagsChanged, &at.of(name), message);
        }
        for (name, _) in matched.both {
            self.rest(Rule::TextChanged, &listed.join(name).of(name), "name");
        }
    }

    /// Compares the versions of the documents with the changes.
    fn version(&mut self, at: &At<'a>) {
        let [old, new] = [at.old.node, at.new.node]
            .map(|version| version.and_then(Value::as_str).and_then(|text| text.parse::<ApiVersion>().ok()));
        let Some((old, new)) = old.zip(new) else { return };
        let has_changes = self.findings.iter().any(|finding| finding.severity != Severity::Docs);
        let (rule, message) = if new < old {
            (Rule::VersionDecreased, format!("has the version {new}, which is older than {old}"))
        } else if new == old && has_changes {
            (Rule::VersionNotBumped, format!("the structure changed, and the version is still {old}"))
        } else {
            return;
        };
        self.changed(rule, at, message).wire(Wire::MayFail);
    }
}
