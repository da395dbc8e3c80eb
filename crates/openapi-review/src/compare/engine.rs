//! What all comparisons share: both documents, where each node is reached from, and how a finding comes about.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::pointer;
use crate::{Finding, Level, Place, Rule, Source, Wire, document::lines::Lines, reach::Reach};

/// One of the two documents.
pub(crate) struct Side<'a> {
    pub(crate) file: &'a str,
    pub(crate) document: &'a Value,
    pub(crate) lines: &'a Lines,
    pub(crate) reach: Reach<'a>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(file: &'a str, document: &'a Value, lines: &'a Lines) -> Self {
        Self { file, document, lines, reach: Reach::of(document) }
    }

    fn place(&self, pointer: &str) -> Place {
        let line = self.lines.line(pointer).unwrap_or(1);
        Place { file: self.file.to_owned(), pointer: pointer.to_owned(), line }
    }
}

/// The comparison of two documents.
pub(crate) struct Engine<'a> {
    pub(crate) old: Side<'a>,
    pub(crate) new: Side<'a>,
    /// Schemas with another name and the same shape, by old name.
    pub(crate) renamed: BTreeMap<String, String>,
    /// New schemas that another finding accounts for.
    pub(crate) explained: BTreeSet<String>,
    pub(crate) findings: Vec<Finding>,
}

/// The same node in both documents.
#[derive(Debug, Clone)]
pub(crate) struct At {
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) subject: String,
}

impl At {
    pub(crate) fn root() -> Self {
        Self { old: String::new(), new: String::new(), subject: "the document".into() }
    }

    pub(crate) fn join(&self, segment: &str) -> Self {
        self.fork(segment, segment)
    }

    pub(crate) fn fork(&self, old: &str, new: &str) -> Self {
        Self {
            old: pointer::join(&self.old, old),
            new: pointer::join(&self.new, new),
            subject: self.subject.clone(),
        }
    }

    pub(crate) fn of(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// A member of the subject.
    pub(crate) fn member(&self, name: &str) -> Self {
        let subject = format!("{}.{name}", self.subject);
        self.join("properties").join(name).of(subject)
    }
}

/// In which of the documents a change is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum In {
    Both,
    Old,
    New,
}

/// The directions in which a node travels.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dirs {
    pub(crate) request: bool,
    pub(crate) response: bool,
    /// Whether the generated types show it.
    pub(crate) in_rust: bool,
    pub(crate) operations: BTreeSet<String>,
}

impl Dirs {
    /// Code breaks, if the types show the node at all.
    pub(crate) fn breaks(&self) -> Source {
        if self.in_rust { Source::Breaks } else { Source::Compiles }
    }

    pub(crate) fn breaks_if(&self, condition: bool) -> Source {
        if condition { self.breaks() } else { Source::Compiles }
    }

    /// The worse of two consequences, each of which needs its direction.
    pub(crate) fn wire(&self, request: Wire, response: Wire) -> Wire {
        let of = |travels: bool, wire: Wire| if travels { wire } else { Wire::Works };
        of(self.request, request).min(of(self.response, response))
    }
}

/// A finding in the making.
pub(crate) struct Change<'c> {
    rule: Rule,
    at: &'c At,
    side: In,
    message: String,
    wire: Wire,
    source: Source,
    old: Option<&'c Value>,
    new: Option<&'c Value>,
    covers: Vec<String>,
    pairs: Vec<(String, String)>,
}

impl<'c> Change<'c> {
    pub(crate) fn new(rule: Rule, at: &'c At, message: impl Into<String>) -> Self {
        Self {
            rule,
            at,
            side: In::Both,
            message: message.into(),
            wire: Wire::Works,
            source: Source::Compiles,
            old: None,
            new: None,
            covers: Vec::new(),
            pairs: Vec::new(),
        }
    }

    pub(crate) fn wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    pub(crate) fn source(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    pub(crate) fn values(mut self, old: Option<&'c Value>, new: Option<&'c Value>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    pub(crate) fn covering(mut self, pointers: impl IntoIterator<Item = String>) -> Self {
        self.covers.extend(pointers);
        self
    }

    /// It follows from other findings and accounts for no node itself.
    pub(crate) fn derived(self) -> Self {
        self.covering([crate::coverage::NOTHING.to_owned()])
    }

    /// The two nodes are one under two names, and compared on their own.
    pub(crate) fn pairing(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        self.pairs.extend(pairs);
        self
    }

    /// The node stands in one of the documents only.
    pub(crate) fn only(mut self, side: In) -> Self {
        self.side = side;
        self
    }
}

impl Engine<'_> {
    pub(crate) fn dirs(&self, at: &At, side: In) -> Dirs {
        let old = (side != In::New).then(|| self.old.reach.reached(&at.old));
        let new = (side != In::Old).then(|| self.new.reach.reached(&at.new));
        let any = |test: fn(&crate::reach::Reached) -> bool| [&old, &new].into_iter().flatten().any(test);
        let operations =
            new.as_ref().or(old.as_ref()).map(|reached| reached.stated.clone()).unwrap_or_default();
        Dirs {
            request: any(|reached| !reached.request.is_empty()),
            response: any(|reached| !reached.response.is_empty()),
            in_rust: any(|reached| reached.in_rust),
            operations,
        }
    }

    /// Whether existing callers already send a node.
    pub(crate) fn sent_before(&self, at: &At) -> bool {
        !self.old.reach.reached(&at.old).request.is_empty()
    }

    pub(crate) fn report(&mut self, change: Change<'_>) {
        let dirs = self.dirs(change.at, change.side);
        let mut finding = Finding::new(
            change.rule,
            Level::Published,
            change.wire,
            change.source,
            change.at.subject.clone(),
            change.message,
        );
        (finding.in_requests, finding.in_responses) = (dirs.request, dirs.response);
        finding.operations = dirs.operations;
        finding.old = (change.side != In::New).then(|| self.old.place(&change.at.old));
        finding.new = (change.side != In::Old).then(|| self.new.place(&change.at.new));
        finding.old_value = change.old.cloned();
        finding.new_value = change.new.cloned();
        finding.covers = change.covers;
        finding.pairs = change.pairs;
        finding.stamp();
        self.findings.push(finding);
    }

    /// Reports a key that no rule knows.
    pub(crate) fn unclassified(&mut self, at: &At, key: &str, old: Option<&Value>, new: Option<&Value>) {
        let without_words = |value: Option<&Value>| {
            value.cloned().map(|mut value| {
                crate::document::fingerprint::replace_prose(&mut value);
                value
            })
        };
        if old == new || without_words(old) == without_words(new) {
            return;
        }
        let inside = at.join(key);
        let side = side_of(old, new);
        let bare = |value: Option<&Value>| value.map(|value| super::shape::shape(value, &self.renamed));
        if old.is_some() && bare(old) == bare(new) {
            let change = Change::new(Rule::TextChanged, &inside, format!("changes words under `{key}`"));
            return self.report(change.values(old, new));
        }
        let message = format!("{} `{key}`, which no rule knows", verb(old, new));
        let change =
            Change::new(Rule::Unclassified, &inside, message).wire(Wire::MayFail).values(old, new).only(side);
        self.report(change);
    }

    /// Reports texts that differ under these keys.
    pub(crate) fn texts(&mut self, rule: Rule, at: &At, old: &Value, new: &Value, keys: &[&str]) {
        for key in keys {
            let (old, new) = (old.get(*key), new.get(*key));
            if super::texts::same(old, new) {
                continue;
            }
            let inside = at.join(key);
            let rule = match rule {
                Rule::TextChanged if super::texts::hints_at_behaviour(old, new) => Rule::TextSemanticHint,
                other => other,
            };
            let message = format!("{} the {key}", verb(old, new));
            self.report(Change::new(rule, &inside, message).values(old, new).only(side_of(old, new)));
        }
    }

    /// Whether two names stand for the same schema.
    pub(crate) fn same_schema(&self, old: &str, new: &str) -> bool {
        match self.renamed.get(old) {
            Some(name) => name == new,
            None => old == new,
        }
    }

    /// The node that a local reference leads to, on either side.
    pub(crate) fn resolve<'v>(document: &'v Value, node: &'v Value) -> &'v Value {
        pointer::follow(document, node).unwrap_or(node)
    }
}

/// Where a value stands that may be absent on one side.
pub(crate) fn side_of(old: Option<&Value>, new: Option<&Value>) -> In {
    match (old, new) {
        (None, _) => In::New,
        (_, None) => In::Old,
        _ => In::Both,
    }
}

/// What happened to a value.
pub(crate) fn verb(old: Option<&Value>, new: Option<&Value>) -> &'static str {
    match (old, new) {
        (None, _) => "gains",
        (_, None) => "loses",
        _ => "changes",
    }
}

/// The names on both sides of two mappings, sorted: in both, gone, new.
pub(crate) fn keys<'v>(old: Option<&'v Value>, new: Option<&'v Value>) -> [Vec<&'v str>; 3] {
    let names = |node: Option<&'v Value>| -> BTreeSet<&'v str> {
        node.and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.as_str()).collect()
    };
    let (old, new) = (names(old), names(new));
    [
        old.intersection(&new).copied().collect(),
        old.difference(&new).copied().collect(),
        new.difference(&old).copied().collect(),
    ]
}
