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
    normalize::lists,
    reach::{Reach, Reached},
};

/// One of the two documents.
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
        let line = self.input.lines.line(pointer).unwrap_or(1);
        Place { file: self.input.file.to_owned(), pointer: pointer.to_owned(), line }
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
    pub(crate) options: Options,
    /// Renamed schemas, by old name.
    pub(crate) renamed: BTreeMap<String, String>,
    /// Components on one side only that another finding accounts for.
    pub(crate) explained: BTreeSet<String>,
    /// The pairs of schemas that are being compared, against cycles.
    pub(crate) active: Vec<(String, String)>,
    /// The uses of the node around a nested comparison.
    pub(crate) within: Option<Reached>,
    pub(crate) findings: Vec<Finding>,
}

/// The documents in which a node exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum In {
    Both,
    Old,
    New,
}

/// The same node in both documents, or a node of one of them.
#[derive(Debug, Clone)]
pub(crate) struct At {
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) subject: String,
    pub(crate) side: In,
}

impl At {
    pub(crate) fn root() -> Self {
        Self { old: String::new(), new: String::new(), subject: "the document".into(), side: In::Both }
    }

    pub(crate) fn join(&self, segment: &str) -> Self {
        self.fork(segment, segment)
    }

    pub(crate) fn fork(&self, old: &str, new: &str) -> Self {
        self.moved(pointer::join(&self.old, old), pointer::join(&self.new, new))
    }

    /// Returns the same subject at other pointers.
    pub(crate) fn moved(&self, old: impl Into<String>, new: impl Into<String>) -> Self {
        Self { old: old.into(), new: new.into(), ..self.clone() }
    }

    pub(crate) fn of(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    pub(crate) fn only(self, side: In) -> Self {
        Self { side, ..self }
    }

    pub(crate) fn pointers(&self) -> [String; 2] {
        [self.old.clone(), self.new.clone()]
    }

    /// Returns the pointers below the node, for every keyword.
    pub(crate) fn below(&self, keywords: &[&str]) -> Vec<String> {
        keywords.iter().flat_map(|key| self.join(key).pointers()).collect()
    }
}

/// A finding that was just reported.
pub(crate) struct Change<'f> {
    finding: &'f mut Finding,
    pub(crate) reached: Reached,
}

impl Change<'_> {
    pub(crate) fn wire(self, wire: Wire) -> Self {
        self.finding.wire = wire;
        self.finding.judge();
        self
    }

    /// Sets the effects in requests and in responses.
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
        self.finding.judge();
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

    /// Marks both nodes as the same node under two names. Their content is compared separately.
    pub(crate) fn paired(self, at: &At) -> Self {
        self.finding.pairs.push((at.old.clone(), at.new.clone()));
        self
    }
}

impl<'a> Engine<'a> {
    pub(crate) fn reached(&self, at: &At) -> Reached {
        let old = (at.side != In::New).then(|| self.old.reach.reached(&at.old)).unwrap_or_default();
        let new = (at.side != In::Old).then(|| self.new.reach.reached(&at.new)).unwrap_or_default();
        let within = |direction: fn(&Reached) -> bool| self.within.as_ref().is_none_or(direction);
        Reached {
            request: (old.request || new.request) && within(|within| within.request),
            response: (old.response || new.response) && within(|within| within.response),
            in_types: old.in_types || new.in_types,
            operations: if at.side == In::Old { old.operations } else { new.operations },
        }
    }

    /// Returns true if existing callers already send a node.
    pub(crate) fn sent_before(&self, at: &At) -> bool {
        self.reached(&at.clone().only(In::Old)).request
    }

    /// Reports a change, with the effect on the wire that the catalog declares.
    pub(crate) fn report(&mut self, rule: Rule, at: &At, message: impl Into<String>) -> Change<'_> {
        let mut reached = self.reached(at);
        let wire = reached.wire(rule.info().request, rule.info().response);
        let (subject, message) = (at.subject.clone(), message.into());
        let mut finding = Finding::new(rule, Level::Published, wire, Source::Compiles, subject, message);
        (finding.in_requests, finding.in_responses) = (reached.request, reached.response);
        finding.operations = std::mem::take(&mut reached.operations);
        finding.old = (at.side != In::New).then(|| self.old.place(&at.old));
        finding.new = (at.side != In::Old).then(|| self.new.place(&at.new));
        finding.name = match at.side {
            In::Old => pointer::by_name(self.old.document, &at.old),
            _ => pointer::by_name(self.new.document, &at.new),
        };
        let index = self.findings.len();
        self.findings.push(finding);
        Change { finding: &mut self.findings[index], reached }
    }

    /// Reports a change with the values of both nodes. Without one of them, the node exists in the other
    /// document only.
    pub(crate) fn changed(&mut self, rule: Rule, at: &At, message: impl Into<String>) -> Change<'_> {
        let old = self.old.document.pointer(&at.old).filter(|_| at.side != In::New);
        let new = self.new.document.pointer(&at.new).filter(|_| at.side != In::Old);
        self.between(rule, at, message, (old, new))
    }

    pub(crate) fn between(
        &mut self,
        rule: Rule,
        at: &At,
        message: impl Into<String>,
        (old, new): Values<'_>,
    ) -> Change<'_> {
        let side = match (old, new) {
            (None, Some(_)) => In::New,
            (Some(_), None) => In::Old,
            _ => at.side,
        };
        self.report(rule, &at.clone().only(side), message).values(old.cloned(), new.cloned())
    }

    /// Runs a comparison whose findings belong to the node at `at`, and returns these findings.
    pub(crate) fn nested(&mut self, at: &At, compare: impl FnOnce(&mut Self)) -> Vec<Finding> {
        let reached = self.reached(at);
        let outer = self.within.replace(reached);
        let start = self.findings.len();
        compare(self);
        self.within = outer;
        self.findings.split_off(start)
    }

    /// Reports a difference under a keyword without a rule.
    pub(crate) fn unclassified(&mut self, at: &At, (old, new): Values<'_>) {
        let key = at.new.rsplit('/').next().unwrap_or_default();
        let without_prose = |value: Option<&Value>| {
            let mut value = value.cloned();
            value.iter_mut().for_each(fingerprint::replace_prose);
            value
        };
        let is_extension = key.starts_with("x-");
        if old == new || is_extension && !self.options.extensions || without_prose(old) == without_prose(new)
        {
            return;
        }
        let (rule, message) = if is_extension {
            (Rule::ExtensionChanged, format!("{} `{key}`", verb(old, new)))
        } else if old.zip(new).is_some_and(|(old, new)| self.same_shape(old, new)) {
            (Rule::TextChanged, format!("changes descriptions under `{key}`"))
        } else {
            (Rule::Unclassified, format!("{} `{key}`, for which there is no rule", verb(old, new)))
        };
        self.between(rule, at, message, (old, new)).wire(rule.info().request);
    }

    pub(crate) fn descriptions(&mut self, rule: Rule, at: &At, old: &Value, new: &Value) {
        for key in DESCRIPTIONS {
            let (old, new) = (old.get(*key), new.get(*key));
            if !fingerprint::same(old, new) {
                let message = format!("{} the {key}", verb(old, new));
                self.between(rule, &at.join(key), message, (old, new));
            }
        }
    }

    /// Compares descriptions, by `rule`, and the keywords that `known` does not contain.
    pub(crate) fn rest(&mut self, rule: Rule, at: &At, old: &Value, new: &Value, known: &str) {
        self.descriptions(rule, at, old, new);
        for key in names(Some(old), Some(new)) {
            if !lists(known, key) && !DESCRIPTIONS.contains(&key) {
                self.unclassified(&at.join(key), (old.get(key), new.get(key)));
            }
        }
    }

    /// Reports a flag that was set or removed, by the rule and message for each of the two.
    pub(crate) fn toggled(
        &mut self,
        (at, key): (&At, &str),
        (old, new): (&Value, &Value),
        [set, removed]: [(Rule, &str); 2],
    ) -> Option<Change<'_>> {
        let (rule, message) = if flag(new, key) { set } else { removed };
        (flag(old, key) != flag(new, key)).then(|| {
            let change = self.report(rule, at, message).values(old.get(key).cloned(), new.get(key).cloned());
            change.covering(at.join(key).pointers())
        })
    }

    /// Reports that both sides have the same meaning.
    pub(crate) fn written_differently(&mut self, at: &At, message: &str, covers: Vec<String>) {
        self.report(Rule::WrittenDifferently, at, format!("{message}, written differently")).covering(covers);
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

/// An old and a new value.
pub(crate) type Values<'v> = (Option<&'v Value>, Option<&'v Value>);

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

pub(crate) fn child<'v>(node: Option<&'v Value>, name: &str) -> Option<&'v Value> {
    node.and_then(|node| node.get(name))
}

/// Returns a value as messages and pointers name it.
pub(crate) fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => "nothing".to_owned(),
    }
}

/// Returns the names in either of two objects.
pub(crate) fn names<'v>(old: Option<&'v Value>, new: Option<&'v Value>) -> BTreeSet<&'v str> {
    let objects = [old, new].into_iter().flatten().filter_map(Value::as_object);
    objects.flat_map(Map::keys).map(String::as_str).collect()
}

/// The names of two objects.
#[derive(Default)]
pub(crate) struct Matched<'v> {
    /// The old and the new name of each child of both.
    pub(crate) both: Vec<(&'v str, &'v str)>,
    pub(crate) removed: Vec<&'v str>,
    pub(crate) added: Vec<&'v str>,
}

impl<'v> Matched<'v> {
    pub(crate) fn of(old: Option<&'v Value>, new: Option<&'v Value>) -> Self {
        let mut matched = Self::default();
        for name in names(old, new) {
            match (child(old, name), child(new, name)) {
                (Some(_), Some(_)) => matched.both.push((name, name)),
                (Some(_), None) => matched.removed.push(name),
                _ => matched.added.push(name),
            }
        }
        matched
    }

    /// Matches remaining names, and returns them.
    pub(crate) fn by(&mut self, same: impl Fn(&str, &str) -> bool) -> Vec<(&'v str, &'v str)> {
        let found = pair_up(&mut self.removed, &mut self.added, |old, new| same(old, new));
        self.both.extend(&found);
        found
    }

    /// Returns the names on one side only.
    pub(crate) fn one_sided(&self) -> Vec<(In, &'v str)> {
        let removed = self.removed.iter().map(|name| (In::Old, *name));
        removed.chain(self.added.iter().map(|name| (In::New, *name))).collect()
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
