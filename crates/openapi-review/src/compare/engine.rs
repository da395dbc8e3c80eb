//! Shared parts of all comparisons: both documents, the nodes in them, and the creation of findings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Document, Options};
use crate::{
    Finding, Level, Place, Rule, Source, Wire,
    document::{
        fingerprint::{self, DESCRIPTIONS, shape},
        pointer,
    },
    normalize::{Located, lists},
    reach::{Reach, Reached},
};

pub(crate) struct Side<'a> {
    pub(crate) input: Document<'a>,
    pub(crate) document: &'a Value,
    pub(crate) reach: Reach<'a>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(input: Document<'a>) -> Self {
        Self { input, document: input.value, reach: Reach::of(input.value) }
    }

    fn place(&self, pointer: &str) -> Place {
        Place::of(self.input.file, self.input.lines, pointer)
    }
}

pub(crate) struct Engine<'a> {
    pub(crate) old: Side<'a>,
    pub(crate) new: Side<'a>,
    pub(crate) options: Options,
    pub(crate) renamed: BTreeMap<String, String>,
    /// Components on one side only that another finding accounts for.
    pub(crate) explained: BTreeSet<String>,
    /// The pairs of schemas that are being compared, against cycles.
    pub(crate) active: Vec<[String; 2]>,
    /// The uses of the node around a nested comparison.
    pub(crate) within: Option<Reached>,
    pub(crate) findings: Vec<Finding>,
}

/// The same node in both documents, or a node of one of them.
#[derive(Debug, Clone)]
pub(crate) struct At<'a> {
    pub(crate) old: Located<'a>,
    pub(crate) new: Located<'a>,
    pub(crate) subject: String,
}

impl<'a> At<'a> {
    pub(crate) fn join(&self, segment: &str) -> Self {
        self.fork(segment, segment)
    }

    pub(crate) fn fork(&self, old: &str, new: &str) -> Self {
        self.moved(self.old.child(old), self.new.child(new))
    }

    pub(crate) fn moved(&self, old: Located<'a>, new: Located<'a>) -> Self {
        Self { old, new, subject: self.subject.clone() }
    }

    pub(crate) fn of(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    pub(crate) fn nodes(&self) -> (Option<&'a Value>, Option<&'a Value>) {
        (self.old.node, self.new.node)
    }

    pub(crate) fn is_same(&self) -> bool {
        self.old.node == self.new.node
    }

    pub(crate) fn is_removed(&self) -> bool {
        self.old.node.is_some() && self.new.node.is_none()
    }

    pub(crate) fn is_added(&self) -> bool {
        self.old.node.is_none() && self.new.node.is_some()
    }

    /// Returns the first value for a removed node, the second for an added one.
    pub(crate) fn either<T>(&self, removed: T, added: T) -> T {
        if self.is_removed() { removed } else { added }
    }

    pub(crate) fn verb(&self) -> &'static str {
        match self.nodes() {
            (None, _) => "adds",
            (_, None) => "removes",
            _ => "changes",
        }
    }

    pub(crate) fn flags(&self, key: &str) -> [bool; 2] {
        [&self.old, &self.new].map(|located| located.get(key) == Some(&Value::Bool(true)))
    }

    pub(crate) fn pointers(&self) -> [String; 2] {
        [self.old.pointer.clone(), self.new.pointer.clone()]
    }

    pub(crate) fn below(&self, keywords: &[&str]) -> Vec<String> {
        keywords.iter().flat_map(|key| self.join(key).pointers()).collect()
    }

    pub(crate) fn names(&self) -> BTreeSet<&'a str> {
        let objects = [self.old.node, self.new.node].into_iter().flatten().filter_map(Value::as_object);
        objects.flat_map(Map::keys).map(String::as_str).collect()
    }
}

pub(crate) struct Change<'f> {
    finding: &'f mut Finding,
    pub(crate) reached: Reached,
}

impl Change<'_> {
    pub(crate) fn wire(self, wire: Wire) -> Self {
        self.finding.wire = wire;
        self.finding.classify();
        self
    }

    pub(crate) fn wires(self, request: Wire, response: Wire) -> Self {
        let wire = self.reached.wire(request, response);
        self.wire(wire)
    }

    /// Sets the effect of a schema that allows fewer values than before, or more.
    pub(crate) fn narrowed(self, narrowed: bool) -> Self {
        if narrowed { self.wires(Wire::Fails, Wire::Works) } else { self.wires(Wire::Works, Wire::Fails) }
    }

    pub(crate) fn source(self, source: Source) -> Self {
        self.finding.source = source;
        self.finding.classify();
        self
    }

    /// Sets that code breaks if the condition holds and generated types have the node.
    pub(crate) fn breaks_if(self, condition: bool) -> Self {
        if condition && self.reached.in_types { self.source(Source::Breaks) } else { self }
    }

    pub(crate) fn values(self, old: impl Into<Option<Value>>, new: impl Into<Option<Value>>) -> Self {
        (self.finding.old_value, self.finding.new_value) = (old.into(), new.into());
        self
    }

    pub(crate) fn covering(self, pointers: impl IntoIterator<Item = String>) -> Self {
        self.finding.covers.extend(pointers);
        self
    }

    pub(crate) fn details(self, details: Vec<String>) -> Self {
        self.finding.details = details;
        self
    }

    /// States that both nodes are the same node under two names. Their content is compared separately.
    pub(crate) fn paired(self, at: &At<'_>) -> Self {
        self.finding.pairs.push(at.pointers().into());
        self
    }
}

impl<'a> Engine<'a> {
    pub(crate) fn at(&self, old: &str, new: &str) -> At<'a> {
        let locate =
            |side: &Side<'a>, at: &str| Located { pointer: at.into(), node: side.document.pointer(at) };
        At { old: locate(&self.old, old), new: locate(&self.new, new), subject: "the document".into() }
    }

    pub(crate) fn reached(&self, at: &At<'_>) -> Reached {
        let old = if at.is_added() { Reached::default() } else { self.old.reach.reached(&at.old.pointer) };
        let new = if at.is_removed() { Reached::default() } else { self.new.reach.reached(&at.new.pointer) };
        let within = |direction: fn(&Reached) -> bool| self.within.as_ref().is_none_or(direction);
        Reached {
            request: (old.request || new.request) && within(|within| within.request),
            response: (old.response || new.response) && within(|within| within.response),
            in_types: old.in_types || new.in_types,
            operations: if at.is_removed() { old.operations } else { new.operations },
        }
    }

    /// Returns true if existing callers already send a node.
    pub(crate) fn sent_before(&self, at: &At<'_>) -> bool {
        let is_sent = self.old.reach.reached(&at.old.pointer).request;
        is_sent && self.within.as_ref().is_none_or(|within| within.request)
    }

    /// Reports a change, with the effect on the wire that the catalog declares.
    pub(crate) fn report(&mut self, rule: Rule, at: &At<'_>, message: impl Into<String>) -> Change<'_> {
        let mut reached = self.reached(at);
        let mut finding = Finding::new(rule, Level::Published, at.subject.clone(), message.into());
        finding.wire = reached.wire(rule.info().request, rule.info().response);
        finding.classify();
        (finding.in_requests, finding.in_responses) = (reached.request, reached.response);
        finding.operations = std::mem::take(&mut reached.operations);
        finding.old = (!at.is_added()).then(|| self.old.place(&at.old.pointer));
        finding.new = (!at.is_removed()).then(|| self.new.place(&at.new.pointer));
        let (document, located) = at.either((self.old.document, &at.old), (self.new.document, &at.new));
        finding.name = pointer::by_name(document, &located.pointer);
        let index = self.findings.len();
        self.findings.push(finding);
        Change { finding: &mut self.findings[index], reached }
    }

    pub(crate) fn changed(&mut self, rule: Rule, at: &At<'_>, message: impl Into<String>) -> Change<'_> {
        self.report(rule, at, message).values(at.old.node.cloned(), at.new.node.cloned())
    }

    /// Runs a comparison whose findings belong to the node at `at`, and returns these findings.
    pub(crate) fn nested(&mut self, at: &At<'a>, compare: impl FnOnce(&mut Self)) -> Vec<Finding> {
        let reached = self.reached(at);
        let outer = self.within.replace(reached);
        let start = self.findings.len();
        compare(self);
        self.within = outer;
        self.findings.split_off(start)
    }

    pub(crate) fn unclassified(&mut self, at: &At<'_>) {
        let key = at.new.pointer.rsplit('/').next().unwrap_or_default();
        let without_prose = |located: &Located<'_>| {
            let mut value = located.node.cloned();
            value.iter_mut().for_each(fingerprint::replace_prose);
            value
        };
        let is_extension = key.starts_with("x-");
        if at.is_same()
            || is_extension && !self.options.extensions
            || without_prose(&at.old) == without_prose(&at.new)
        {
            return;
        }
        let (rule, message) = if is_extension {
            (Rule::ExtensionChanged, format!("{} `{key}`", at.verb()))
        } else if self.same_shape(at) {
            (Rule::TextChanged, format!("changes descriptions under `{key}`"))
        } else {
            (Rule::Unclassified, format!("{} `{key}`, for which there is no rule", at.verb()))
        };
        self.changed(rule, at, message).wire(rule.info().request);
    }

    pub(crate) fn descriptions(&mut self, rule: Rule, at: &At<'_>) {
        for key in DESCRIPTIONS {
            if !fingerprint::same(at.old.get(key), at.new.get(key)) {
                let inside = at.join(key);
                self.changed(rule, &inside, format!("{} the {key}", inside.verb()));
            }
        }
    }

    /// Compares descriptions, by `rule`, and the keywords that `known` does not contain.
    pub(crate) fn rest(&mut self, rule: Rule, at: &At<'_>, known: &str) {
        self.descriptions(rule, at);
        for key in at.names() {
            if !lists(known, key) && !DESCRIPTIONS.contains(&key) {
                self.unclassified(&at.join(key));
            }
        }
    }

    /// Reports a flag that was set or removed, by the rule and message for each of the two.
    pub(crate) fn toggled(&mut self, at: &At<'_>, key: &str, rules: [(Rule, &str); 2]) -> Option<Change<'_>> {
        let [old, new] = at.flags(key);
        let (rule, message) = if new { rules[0] } else { rules[1] };
        (old != new).then(|| {
            let change = self.report(rule, at, message).covering(at.below(&[key]));
            change.values(at.old.get(key).cloned(), at.new.get(key).cloned())
        })
    }

    pub(crate) fn written_differently(&mut self, at: &At<'_>, message: &str, covers: Vec<String>) {
        self.report(Rule::WrittenDifferently, at, format!("{message}, written differently")).covering(covers);
    }

    pub(crate) fn same_schema(&self, old: &str, new: &str) -> bool {
        self.renamed.get(old).map_or(old, String::as_str) == new
    }

    pub(crate) fn same_shape(&self, at: &At<'_>) -> bool {
        let (Some(old), Some(new)) = at.nodes() else { return false };
        shape(old, &self.renamed) == shape(new, &BTreeMap::new())
    }
}

/// Returns a value as messages and pointers name it.
pub(crate) fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => "nothing".to_owned(),
    }
}

pub(crate) fn fails_if(condition: bool) -> Wire {
    if condition { Wire::Fails } else { Wire::Works }
}

#[derive(Default)]
pub(crate) struct Matched<'a> {
    /// The old and the new name of each child of both.
    pub(crate) both: Vec<(&'a str, &'a str)>,
    pub(crate) removed: Vec<&'a str>,
    pub(crate) added: Vec<&'a str>,
}

impl<'a> Matched<'a> {
    pub(crate) fn of(at: &At<'a>) -> Self {
        let mut matched = Self::default();
        for name in at.names() {
            match (at.old.get(name), at.new.get(name)) {
                (Some(_), Some(_)) => matched.both.push((name, name)),
                (Some(_), None) => matched.removed.push(name),
                _ => matched.added.push(name),
            }
        }
        matched
    }

    pub(crate) fn by(&mut self, same: impl Fn(&str, &str) -> bool) -> Vec<(&'a str, &'a str)> {
        let found = pair_up(&mut self.removed, &mut self.added, |old, new| same(old, new));
        self.both.extend(&found);
        found
    }

    /// Returns the children on one side only: the removed ones, and the added ones.
    pub(crate) fn one_sided(&self, at: &At<'a>) -> Vec<(&'a str, At<'a>)> {
        self.removed.iter().chain(&self.added).map(|name| (*name, at.join(name))).collect()
    }
}

/// Takes out pairs of removed and added nodes that are the same node, each at most once.
pub(crate) fn pair_up<T>(
    removed: &mut Vec<T>,
    added: &mut Vec<T>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<(T, T)> {
    let mut pairs = Vec::new();
    for old in std::mem::take(removed) {
        match added.iter().position(|new| same(&old, new)) {
            Some(index) => pairs.push((old, added.remove(index))),
            None => removed.push(old),
        }
    }
    pairs
}
