//! Shared parts of all comparisons: both documents, directions of nodes, and the creation of findings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    Finding, Level, Place, Rule, Source, Wire,
    document::{
        fingerprint,
        lines::Lines,
        pointer,
        shape::{DESCRIPTIONS, shape},
    },
    normalize::lists,
    reach::{Reach, Reached},
};

/// One of the two documents.
pub(crate) struct Side<'a> {
    pub(crate) file: &'a str,
    pub(crate) document: &'a Value,
    pub(crate) lines: &'a Lines,
    pub(crate) reach: Reach<'a>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(input: super::Document<'a>) -> Self {
        let super::Document { file, value: document, lines } = input;
        Self { file, document, lines, reach: Reach::of(document) }
    }

    fn place(&self, pointer: &str) -> Place {
        let line = self.lines.line(pointer).unwrap_or(1);
        Place { file: self.file.to_owned(), pointer: pointer.to_owned(), line }
    }

    /// Returns the node at a pointer, or null.
    pub(crate) fn node(&self, at: &str) -> &'a Value {
        self.document.pointer(at).unwrap_or(&Value::Null)
    }
}

/// The comparison of two documents.
pub(crate) struct Engine<'a> {
    pub(crate) old: Side<'a>,
    pub(crate) new: Side<'a>,
    pub(crate) options: super::Options,
    /// Renamed schemas, by old name.
    pub(crate) renamed: BTreeMap<String, String>,
    /// Components on one side only that another finding accounts for.
    pub(crate) explained: BTreeSet<String>,
    /// The pairs of schemas that are being compared, against cycles.
    pub(crate) active: Vec<(String, String)>,
    /// The directions of the node around a nested comparison.
    pub(crate) within: Option<Dirs>,
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
        Self::both("", "the document")
    }

    pub(crate) fn both(pointer: &str, subject: &str) -> Self {
        Self { old: pointer.into(), new: pointer.into(), subject: subject.into() }
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

    /// The same subject at other pointers.
    pub(crate) fn moved(&self, old: impl Into<String>, new: impl Into<String>) -> Self {
        Self { old: old.into(), new: new.into(), subject: self.subject.clone() }
    }

    pub(crate) fn of(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// The pointers on both sides.
    pub(crate) fn pointers(&self) -> [String; 2] {
        [self.old.clone(), self.new.clone()]
    }
}

/// The documents in which a node exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum In {
    Both,
    Old,
    New,
}

/// The directions in which a node is sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dirs {
    pub(crate) request: bool,
    pub(crate) response: bool,
    /// True if generated types have the node.
    pub(crate) in_types: bool,
    pub(crate) operations: BTreeSet<String>,
}

impl Dirs {
    /// Code breaks, if generated types have the node.
    pub(crate) fn breaks(&self) -> Source {
        self.breaks_if(true)
    }

    pub(crate) fn breaks_if(&self, condition: bool) -> Source {
        if condition && self.in_types { Source::Breaks } else { Source::Compiles }
    }

    /// Returns the worse of two effects, each limited to its direction.
    pub(crate) fn wire(&self, request: Wire, response: Wire) -> Wire {
        let of = |sent: bool, wire: Wire| if sent { wire } else { Wire::Works };
        of(self.request, request).min(of(self.response, response))
    }

    /// Returns the effect that the catalog declares for a rule.
    pub(crate) fn declared(&self, rule: Rule) -> Wire {
        self.wire(rule.info().request, rule.info().response)
    }
}

/// A finding in the making. Its effect on the wire defaults to the one that the catalog declares.
pub(crate) struct Change<'c> {
    rule: Rule,
    at: &'c At,
    side: In,
    message: String,
    wire: Option<Wire>,
    source: Source,
    old: Option<&'c Value>,
    new: Option<&'c Value>,
    covers: Vec<String>,
    pairs: Vec<(String, String)>,
    details: Vec<String>,
}

impl<'c> Change<'c> {
    pub(crate) fn new(rule: Rule, at: &'c At, message: impl Into<String>) -> Self {
        Self {
            rule,
            at,
            side: In::Both,
            message: message.into(),
            wire: None,
            source: Source::Compiles,
            old: None,
            new: None,
            covers: Vec::new(),
            pairs: Vec::new(),
            details: Vec::new(),
        }
    }

    pub(crate) fn wire(mut self, wire: Wire) -> Self {
        self.wire = Some(wire);
        self
    }

    pub(crate) fn source(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    /// Sets both values.
    pub(crate) fn values(mut self, old: Option<&'c Value>, new: Option<&'c Value>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    /// Sets both values of the node itself. Without one of them, it exists in the other document only.
    pub(crate) fn between(self, old: Option<&'c Value>, new: Option<&'c Value>) -> Self {
        self.values(old, new).only(side_of(old, new))
    }

    pub(crate) fn covering(mut self, pointers: impl IntoIterator<Item = String>) -> Self {
        self.covers.extend(pointers);
        self
    }

    pub(crate) fn details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// Marks both nodes as the same node under two names. Their content is compared separately.
    pub(crate) fn pairing(mut self, pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        self.pairs.extend(pairs);
        self
    }

    /// Limits the change to a node of one document.
    pub(crate) fn only(mut self, side: In) -> Self {
        self.side = side;
        self
    }
}

impl<'a> Engine<'a> {
    pub(crate) fn dirs(&self, at: &At, side: In) -> Dirs {
        let old = (side != In::New).then(|| self.old.reach.reached(&at.old));
        let new = (side != In::Old).then(|| self.new.reach.reached(&at.new));
        let any = |test: fn(&Reached) -> bool| [&old, &new].into_iter().flatten().any(test);
        let mut dirs = Dirs {
            request: any(|reached| !reached.request.is_empty()),
            response: any(|reached| !reached.response.is_empty()),
            in_types: any(|reached| reached.in_types),
            operations: Default::default(),
        };
        dirs.operations =
            new.or(old).map(|reached| reached.stated).filter(|titles| !titles.is_empty()).unwrap_or_default();
        if let Some(within) = &self.within {
            dirs.request &= within.request;
            dirs.response &= within.response;
        }
        dirs
    }

    /// Returns true if existing callers already send a node.
    pub(crate) fn sent_before(&self, at: &At) -> bool {
        let sent = !self.old.reach.reached(&at.old).request.is_empty();
        sent && self.within.as_ref().is_none_or(|within| within.request)
    }

    pub(crate) fn report(&mut self, change: Change<'_>) {
        let dirs = self.dirs(change.at, change.side);
        let mut finding = Finding::new(
            change.rule,
            Level::Published,
            change.wire.unwrap_or_else(|| dirs.declared(change.rule)),
            change.source,
            change.at.subject.clone(),
            change.message,
        );
        (finding.in_requests, finding.in_responses) = (dirs.request, dirs.response);
        finding.operations = dirs.operations;
        finding.details = change.details;
        finding.old = (change.side != In::New).then(|| self.old.place(&change.at.old));
        finding.new = (change.side != In::Old).then(|| self.new.place(&change.at.new));
        finding.old_value = change.old.cloned();
        finding.new_value = change.new.cloned();
        finding.covers = change.covers;
        finding.pairs = change.pairs;
        finding.name = match (&finding.old, &finding.new) {
            (_, Some(place)) => pointer::by_name(self.new.document, &place.pointer),
            (Some(place), None) => pointer::by_name(self.old.document, &place.pointer),
            (None, None) => String::new(),
        };
        self.findings.push(finding);
    }

    /// Runs a comparison whose findings belong to the node at `at`, and returns these findings.
    pub(crate) fn nested(&mut self, at: &At, compare: impl FnOnce(&mut Self)) -> Vec<Finding> {
        let dirs = self.dirs(at, In::Both);
        let outer = self.within.replace(dirs);
        let start = self.findings.len();
        compare(self);
        self.within = outer;
        self.findings.split_off(start)
    }

    /// Reports a difference under a keyword without a rule.
    pub(crate) fn unclassified(&mut self, at: &At, key: &str, old: Option<&Value>, new: Option<&Value>) {
        let without_prose = |value: Option<&Value>| {
            value.cloned().map(|mut value| {
                fingerprint::replace_prose(&mut value);
                value
            })
        };
        let is_extension = key.starts_with("x-");
        if old == new || is_extension && !self.options.extensions || without_prose(old) == without_prose(new)
        {
            return;
        }
        let inside = at.join(key);
        let bare = |value: Option<&Value>| value.map(|value| shape(value, &self.renamed));
        let (rule, message) = if is_extension {
            (Rule::ExtensionChanged, format!("{} `{key}`", verb(old, new)))
        } else if old.is_some() && bare(old) == bare(new) {
            (Rule::TextChanged, format!("changes descriptions under `{key}`"))
        } else {
            (Rule::Unclassified, format!("{} `{key}`, for which there is no rule", verb(old, new)))
        };
        let change = Change::new(rule, &inside, message).wire(rule.info().request);
        self.report(change.between(old, new));
    }

    /// Reports differences of descriptions.
    pub(crate) fn texts(&mut self, rule: Rule, at: &At, old: &Value, new: &Value) {
        for key in DESCRIPTIONS {
            let (old, new) = (old.get(*key), new.get(*key));
            if fingerprint::same(old, new) {
                continue;
            }
            let inside = at.join(key);
            let message = format!("{} the {key}", verb(old, new));
            self.report(Change::new(rule, &inside, message).between(old, new));
        }
    }

    /// Reports a flag that was set or removed, by the rule and message for each of the two.
    pub(crate) fn toggled(
        &mut self,
        (at, key): (&At, &str),
        (old, new): (&Value, &Value),
        [set, removed]: [(Rule, &str); 2],
    ) {
        if flag(old, key) != flag(new, key) {
            let (rule, message) = if flag(new, key) { set } else { removed };
            let change = Change::new(rule, at, message).values(old.get(key), new.get(key));
            self.report(change.covering(at.join(key).pointers()));
        }
    }

    /// Reports that both sides have the same meaning.
    pub(crate) fn written_differently(&mut self, at: &At, message: &str, covers: Vec<String>) {
        let change = Change::new(Rule::WrittenDifferently, at, format!("{message}, written differently"));
        self.report(change.covering(covers));
    }

    /// Compares the keywords that neither `known` nor the descriptions contain.
    pub(crate) fn rest(&mut self, at: &At, old: &Value, new: &Value, known: &str) {
        for key in keys(Some(old), Some(new)).concat() {
            if !lists(known, key) && !DESCRIPTIONS.contains(&key) {
                self.unclassified(at, key, old.get(key), new.get(key));
            }
        }
    }

    /// Returns true if two names belong to the same schema.
    pub(crate) fn same_schema(&self, old: &str, new: &str) -> bool {
        self.renamed.get(old).map_or(old, String::as_str) == new
    }

    /// Returns true if two nodes have the same shape.
    pub(crate) fn same_shape(&self, old: &Value, new: &Value) -> bool {
        shape(old, &self.renamed) == shape(new, &BTreeMap::new())
    }
}

/// Returns the side of a value that may be absent in one document.
pub(crate) fn side_of(old: Option<&Value>, new: Option<&Value>) -> In {
    match (old, new) {
        (None, _) => In::New,
        (_, None) => In::Old,
        _ => In::Both,
    }
}

/// Returns the verb for a change of a value.
pub(crate) fn verb(old: Option<&Value>, new: Option<&Value>) -> &'static str {
    match (old, new) {
        (None, _) => "adds",
        (_, None) => "removes",
        _ => "changes",
    }
}

/// Returns true if a flag is set.
pub(crate) fn flag(node: &Value, key: &str) -> bool {
    node.get(key) == Some(&Value::Bool(true))
}

/// Returns the keys of two objects, sorted: common, removed, added.
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
