//! What the publisher changed: two documents compared by meaning.
//!
//! Named schemas are compared by name and never expanded for each operation, so that a change is reported once, where it is written; who
//! reaches it is an attribute of the finding. What differs and is known to no rule is reported as `unclassified`: nothing vanishes, and
//! [`super::coverage`] proves it.
//!
//! * `engine`: what all comparisons share;
//! * `operations`, `parameters`, `bodies`, `components`, `schema`, `members`, `limits`, `composition`: the rules, by the part of the document that they look at;
//! * `shape`: whether two things are one under another name;
//! * `texts`: the publisher's words, or the fingerprints that stand for them. Fingerprints tell that words changed and not which: to see them, and to
//!   have them searched for hints at behaviour, compare the publisher's own files.

mod bodies;
mod components;
mod composition;
mod engine;
mod limits;
mod members;
mod operations;
mod parameters;
mod schema;
mod shape;
pub(crate) mod texts;

use std::collections::BTreeSet;

use serde_json::Value;

use self::engine::{At, Change, Engine, In, Side, keys, side_of, verb};
pub(crate) use self::parameters::key;
use crate::version::ApiVersion;
use crate::{Finding, Rule, Wire, document::lines::Lines};

/// A document with its lines and the name that reports give to it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// How reports name its file.
    pub file: &'a str,
    /// The document.
    pub value: &'a Value,
    /// Its lines.
    pub lines: &'a Lines,
}

/// Every difference between two documents, worst first.
#[must_use]
pub fn compare(old: Document<'_>, new: Document<'_>) -> Vec<Finding> {
    let mut engine = Engine {
        old: Side::new(old.file, old.value, old.lines),
        new: Side::new(new.file, new.value, new.lines),
        renamed: Default::default(),
        explained: BTreeSet::new(),
        findings: Vec::new(),
    };
    if old.value != new.value {
        engine.find_renamed_schemas();
        engine.head();
        engine.paths();
        engine.shared_parts();
        engine.schemas();
        engine.version();
    }
    let mut findings = engine.findings;
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings
}

impl Engine<'_> {
    /// Compares everything but paths and components.
    fn head(&mut self) {
        let (old, new) = (self.old.document, self.new.document);
        let root = At::root();
        let (before, after) = (old.get("openapi"), new.get("openapi"));
        if before != after {
            let inside = root.join("openapi");
            let change =
                Change::new(Rule::OpenapiChanged, &inside, "is written in another version of OpenAPI");
            self.report(change.values(before, after).only(side_of(before, after)));
        }
        let (before, after) = (old.get("info"), new.get("info"));
        for key in keys(before, after).concat() {
            let part = |info: Option<&Value>| info.and_then(|info| info.get(key)).cloned();
            let (before, after) = (part(before), part(after));
            if !texts::same(before.as_ref(), after.as_ref()) {
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
        self.security(&root, old, new);
        self.groups(old.get("tags"), new.get("tags"));
        self.texts(Rule::TextChanged, &root, old, new, &["externalDocs"]);
        let known = ["openapi", "info", "servers", "security", "tags", "paths", "components", "externalDocs"];
        for key in keys(Some(old), Some(new)).concat() {
            if !known.contains(&key) {
                self.unclassified(&root, key, old.get(key), new.get(key));
            }
        }
    }

    /// Compares the list of groups, by name.
    fn groups(&mut self, old: Option<&Value>, new: Option<&Value>) {
        let named = |tags: Option<&Value>| -> Value {
            let tags = tags.and_then(Value::as_array).into_iter().flatten();
            tags.filter_map(|tag| Some((tag.get("name")?.as_str()?.to_owned(), tag.clone()))).collect()
        };
        let (before, after) = (named(old), named(new));
        let [both, gone, added] = keys(Some(&before), Some(&after));
        for (names, side, message) in
            [(gone, In::Old, "the group is gone"), (added, In::New, "the group is new")]
        {
            for name in names {
                let inside = At::root().join("tags").join(name).of(name);
                self.report(Change::new(Rule::TagsChanged, &inside, message).only(side));
            }
        }
        for name in both {
            let inside = At::root().join("tags").join(name).of(name);
            self.texts(Rule::TextChanged, &inside, &before[name], &after[name], texts::KEYS);
            self.rest(&inside, &before[name], &after[name], &["name"]);
        }
    }

    /// Whether the stated versions fit what changed.
    fn version(&mut self) {
        let stated = |document: &Value| {
            let text = document.pointer("/info/version")?.as_str()?;
            text.parse::<ApiVersion>().ok()
        };
        let (Some(old), Some(new)) = (stated(self.old.document), stated(self.new.document)) else { return };
        let inside = At::root().join("info").join("version");
        let (before, after) = (Value::from(old.to_string()), Value::from(new.to_string()));
        if new < old {
            let message = format!("states version {new}, which is older than {old}");
            let change = Change::new(Rule::VersionDecreased, &inside, message).wire(Wire::MayFail);
            self.report(change.values(Some(&before), Some(&after)));
        } else if new == old && self.findings.iter().any(Finding::is_structural) {
            let message = format!("its structure changed, and it still states version {old}");
            let change = Change::new(Rule::VersionNotBumped, &inside, message).wire(Wire::MayFail).derived();
            self.report(change.values(Some(&before), Some(&after)));
        }
    }
}
