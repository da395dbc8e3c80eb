//! Comparison of paths and operations, and of the credentials that they require.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use super::engine::{At, Engine, Matched, fails_if, pair_up, plain};
use crate::{
    Rule, Source, Wire,
    document::{
        fingerprint::shape,
        pointer,
        walk::{self, Operation, template},
    },
    normalize::{Requirement, path_prefixes, security, servers},
};

impl<'a> Engine<'a> {
    pub(crate) fn paths(&mut self, listed: &At<'a>) {
        let (old, new) = (self.old.document, self.new.document);
        let mut matched = Matched::of(listed);
        let prefixes = path_prefixes(old, new).unwrap_or_default();
        if prefixes.iter().any(|prefix| !prefix.is_empty()) {
            let both = std::mem::take(&mut matched.both);
            matched.removed.extend(both.iter().map(|(path, _)| path));
            matched.added.extend(both.iter().map(|(_, path)| path));
        }
        let full = |prefix: &str, path: &str| template(path.strip_prefix(prefix).unwrap_or(path)).0;
        for (from, to) in matched.by(|from, to| full(&prefixes[0], from) == full(&prefixes[1], to)) {
            self.respelled(&listed.fork(from, to).of(to), from, to, &prefixes);
        }
        let [mut removed, mut added] = [old, new].map(|side| walk::operations(side).collect::<Vec<_>>());
        let paths: HashMap<&str, &str> = matched.both.iter().copied().collect();
        let mut kept = pair_up(&mut removed, &mut added, |old, new| {
            paths.get(old.path) == Some(&new.path) && old.method == new.method
        });
        // Operations with another path or method: with the same id, or with the same shape.
        let id = |operation: &Operation<'a>| {
            operation.id().filter(|_| !operation.node.contains_key("x-synthesised-operation-id"))
        };
        let mut moved = pair_up(&mut removed, &mut added, |old, new| id(old).is_some() && id(old) == id(new));
        moved.extend(pair_up(&mut removed, &mut added, |old, new| {
            let at = self.pair(old, new);
            let has_schema = || at.old.node.is_some_and(|node| node.to_string().contains(pointer::SCHEMAS));
            let is_telling = || old.node.contains_key("requestBody") || has_schema();
            old.method == new.method && is_telling() && self.same_shape(&at)
        }));
        for (from, to) in &moved {
            let at = self.pair(from, to);
            self.report(Rule::OperationMoved, &at, format!("was moved from {}", from.title()))
                .wire(Wire::Fails)
                .source(Source::Breaks)
                .values(json!(from.title()), json!(to.title()))
                .paired(&at);
        }
        for (operations, paths) in [(removed, &matched.removed), (added, &matched.added)] {
            for (index, operation) in operations.iter().enumerate() {
                // The last operation of a path accounts for the path.
                let is_last = operations[index + 1..].iter().all(|other| other.path != operation.path);
                self.operation_on_one_side(operation, is_last && paths.contains(&operation.path));
            }
        }
        for (path, at) in matched.one_sided(listed) {
            let removed = (&at.old, Rule::PathRemoved, "the path was removed");
            let (item, rule, message) = at.either(removed, (&at.new, Rule::PathAdded, "the path was added"));
            if walk::METHODS.iter().all(|method| item.get(method).is_none()) {
                self.report(rule, &at.of(path), message);
            }
        }
        for (from, to) in matched.both {
            let at = listed.fork(from, to).of(to);
            self.servers(&at, Rule::OperationServersChanged);
            let known = walk::METHODS.join(" ") + " parameters servers";
            self.rest(Rule::OperationTextChanged, &at, &known);
        }
        kept.append(&mut moved);
        for (from, to) in kept {
            self.operation(&from, &to);
        }
    }

    fn pair(&self, from: &Operation<'_>, to: &Operation<'_>) -> At<'a> {
        self.at(&from.pointer(), &to.pointer()).of(to.title())
    }

    /// Reports a path with other parameter names, or with a prefix that moved from or to the servers.
    fn respelled(&mut self, at: &At<'a>, from: &str, to: &str, prefixes: &[String; 2]) {
        let names = renamed_in(from, to);
        let (rule, message) = if names.is_empty() {
            (Rule::WrittenDifferently, format!("is the path {from} with the prefix {}", prefixes.concat()))
        } else {
            let list = |path: &str| template(path).1.join(", ");
            let message = format!("names its parameters {} instead of {}", list(to), list(from));
            (Rule::PathTemplateRenamed, message)
        };
        let mut change = self.report(rule, at, message).values(json!(from), json!(to)).paired(at);
        for at in walk::METHODS.iter().map(|method| at.join(method)).chain([at.clone()]) {
            for (from, to) in &names {
                let inside = at.join("parameters").fork(&format!("path:{from}"), &format!("path:{to}"));
                change = change.covering([inside.new.child("name").pointer]).paired(&inside);
            }
        }
    }

    fn operation_on_one_side(&mut self, operation: &Operation<'_>, with_path: bool) {
        let at = self.pair(operation, operation);
        let id = operation.id().map(Value::from);
        let (rule, verb, source, values) = at.either(
            (Rule::OperationRemoved, "removed", Source::Breaks, (id.clone(), None)),
            (Rule::OperationAdded, "added", Source::Compiles, (None, id)),
        );
        let name = operation.id().unwrap_or("without operationId");
        let message = format!("the operation {name} was {verb}");
        let change = self.report(rule, &at, message).source(source).values(values.0, values.1);
        if with_path {
            change
                .details(vec![format!("the path {} was {verb}", operation.path)])
                .covering([operation.pointer(), pointer::join("/paths", operation.path)]);
        }
    }

    fn operation(&mut self, from: &Operation<'a>, to: &Operation<'a>) {
        let at = self.pair(from, to);
        self.security(&at);
        self.parameters(&at, from, to);
        self.request_body(&at.join("requestBody"));
        self.responses(&at.join("responses"));
        if at.is_same() {
            return;
        }
        self.id_changed(&at);
        self.deprecation(&at);
        let tags = at.join("tags");
        let [old, new] = [tags.old.node, tags.new.node].map(|tags| -> BTreeSet<String> {
            tags.and_then(Value::as_array).into_iter().flatten().map(ToString::to_string).collect()
        });
        if old != new {
            self.changed(Rule::OperationTagsChanged, &tags, "has other tags");
        }
        self.servers(&at, Rule::OperationServersChanged);
        let rules = [Rule::CallbackAdded, Rule::CallbackRemoved, Rule::CallbackChanged];
        self.named(&at.join("callbacks"), "callback", rules);
        self.rest(Rule::OperationTextChanged, &at, "operationId x-synthesised-operation-id x-sunset deprecated tags servers security parameters requestBody responses callbacks");
    }

    fn id_changed(&mut self, at: &At<'a>) {
        let (id, marker) = (at.join("operationId"), at.join("x-synthesised-operation-id"));
        let message = match (id.is_same(), marker.is_same()) {
            (false, _) => {
                format!("its operationId is {} instead of {}", plain(id.new.node), plain(id.old.node))
            }
            (true, false) => "its operationId is published now, or no longer".to_owned(),
            (true, true) => return,
        };
        let [old, new] = [id.old.node, id.new.node].map(|value| value.filter(|_| !id.is_same()).cloned());
        let covers = [id.new.pointer, marker.new.pointer];
        self.report(Rule::OperationIdChanged, at, message).values(old, new).covering(covers);
    }

    fn deprecation(&mut self, at: &At<'a>) {
        let sunset = at.join("x-sunset");
        let [before, date] = [sunset.old.node, sunset.new.node].map(|date| date.and_then(Value::as_str));
        let is_deprecated = date.map(|date| format!("is deprecated and stops on {date}"));
        let set = (Rule::OperationDeprecated, is_deprecated.as_deref().unwrap_or("is deprecated"));
        let removed = (Rule::OperationUndeprecated, "is no longer deprecated");
        if let Some(change) = self.toggled(at, "deprecated", [set, removed]) {
            change.covering(sunset.pointers());
        } else if !sunset.is_same() {
            let message = match date {
                Some(date) => format!("stops on {date}"),
                None => "has no sunset date any more".to_owned(),
            };
            // A later date gives more time; ISO dates sort as text.
            let is_later = before.is_some_and(|before| date.is_none_or(|date| date > before));
            let wire = if is_later { Wire::Works } else { Wire::MayFail };
            self.changed(Rule::OperationSunsetChanged, &sunset, message).wire(wire);
        }
    }

    pub(crate) fn servers(&mut self, at: &At<'a>, rule: Rule) {
        let inside = at.join("servers");
        if inside.is_same() {
            return;
        }
        let (one, other) = (servers(inside.old.node), servers(inside.new.node));
        let is_root = at.new.pointer.is_empty();
        let is_same = one == other && (is_root || !inside.is_added() && !inside.is_removed());
        if is_same || is_root && path_prefixes(self.old.document, self.new.document).is_some() {
            self.written_differently(&inside, "has the same servers", Vec::new());
            return;
        }
        // More servers are a choice.
        let wire = if one.iter().all(|server| other.contains(server)) { Wire::Works } else { Wire::MayFail };
        self.changed(rule, &inside, format!("{} its servers", inside.verb())).wire(wire);
    }

    /// Compares the requirement of the document. It applies to operations that declare none.
    pub(crate) fn root_security(&mut self) {
        let is_inherited = |document: &Value| {
            walk::operations(document).any(|operation| !operation.node.contains_key("security"))
        };
        let in_use = is_inherited(self.old.document) && is_inherited(self.new.document);
        self.requirement(&self.at("/security", "/security"), in_use);
    }

    pub(crate) fn security(&mut self, at: &At<'a>) {
        let mut own = at.join("security");
        if own.nodes() == (None, None) {
            return;
        }
        let root = self.at("/security", "/security");
        for (own, root) in [(&mut own.old, root.old), (&mut own.new, root.new)] {
            if own.node.is_none() {
                *own = root;
            }
        }
        self.requirement(&own, true);
    }

    fn requirement(&mut self, at: &At<'a>, in_use: bool) {
        let renamed = renamed_schemes(&self.at(SCHEMES, SCHEMES));
        let rename = |requirement: Requirement| -> Requirement {
            let name = |name: String| renamed.get(name.as_str()).map_or(name, |to| (*to).to_owned());
            requirement.into_iter().map(|(scheme, scopes)| (name(scheme), scopes)).collect()
        };
        let before: BTreeSet<Requirement> = security(at.old.node).into_iter().map(rename).collect();
        let after = security(at.new.node);
        if before == after {
            return;
        }
        if !in_use {
            return self.written_differently(at, "applies to no operation", at.pointers().into());
        }
        let fulfills = |given: &Requirement, wanted: &Requirement| {
            wanted.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|own| scopes.is_subset(own)))
        };
        let is_rejected = |given: &&Requirement| !after.iter().any(|wanted| fulfills(given, wanted));
        let rejected: Vec<&Requirement> = before.iter().filter(is_rejected).collect();
        let added: Vec<&Requirement> = after.difference(&before).collect();
        let has_other_scopes = |one: &&Requirement| added.iter().any(|other| one.keys().eq(other.keys()));
        let is_free = |alternatives: &BTreeSet<Requirement>| alternatives.contains(&Requirement::new());
        let rule = match (is_free(&before), is_free(&after)) {
            (true, false) => Rule::SecurityRequirementAdded,
            (false, true) => Rule::SecurityRequirementRemoved,
            _ if rejected.is_empty() && before.difference(&after).any(|one| has_other_scopes(&one)) => {
                Rule::SecurityScopeRemoved
            }
            _ if rejected.is_empty() => Rule::SecurityAlternativeAdded,
            _ if added.is_empty() => Rule::SecurityAlternativeRemoved,
            _ if rejected.iter().all(has_other_scopes) => Rule::SecurityScopeAdded,
            _ => Rule::SecurityRequirementChanged,
        };
        let message = format!("requires {} instead of {}", list(&after), list(&before));
        self.changed(rule, at, message).wire(rule.info().request);
    }

    pub(crate) fn schemes(&mut self, listed: &At<'a>) {
        let renamed = renamed_schemes(listed);
        let is_required = |document: &Value, name: &str| {
            let own = walk::operations(document).filter_map(|operation| operation.node.get("security"));
            own.chain(document.get("security"))
                .any(|own| security(Some(own)).iter().any(|alternative| alternative.contains_key(name)))
        };
        let mut matched = Matched::of(listed);
        let both = std::mem::take(&mut matched.both);
        for (from, to) in matched.by(|from, to| renamed.get(from) == Some(&to)) {
            let at = listed.fork(from, to).of(to);
            self.written_differently(&at, "is the same security scheme", at.pointers().into());
        }
        for (name, at) in matched.one_sided(listed) {
            let removed = (Rule::SecuritySchemeRemoved, "is no longer a security scheme");
            let (rule, message) = at.either(removed, (Rule::SecuritySchemeAdded, "is a new security scheme"));
            let is_dangling = at.is_removed() && is_required(self.new.document, name);
            self.report(rule, &at.of(name), message).wire(fails_if(is_dangling));
        }
        for (name, _) in both {
            let at = listed.join(name).of(name);
            self.descriptions(Rule::TextChanged, &at);
            if !self.same_shape(&at) {
                let fails = is_required(self.old.document, name);
                let change = self.changed(Rule::SecuritySchemeChanged, &at, "authenticates differently");
                change.wire(fails_if(fails));
            }
        }
    }
}

/// Returns the new names of the parameters of a path, by old name.
pub(crate) fn renamed_in(from: &str, to: &str) -> BTreeMap<String, String> {
    let ((old_shape, old), (new_shape, new)) = (template(from), template(to));
    let pairs = old.into_iter().zip(new).filter(|(old, new)| old_shape == new_shape && old != new);
    pairs.map(|(old, new)| (old.to_owned(), new.to_owned())).collect()
}

const SCHEMES: &str = "/components/securitySchemes";

/// Returns the security schemes with another name and the same definition, by old name.
fn renamed_schemes<'a>(listed: &At<'a>) -> BTreeMap<&'a str, &'a str> {
    let mut matched = Matched::of(listed);
    matched.both.clear();
    let bare = |node: Option<&Value>| node.map(|node| shape(node, &BTreeMap::new()));
    matched.by(|from, to| bare(listed.old.get(from)) == bare(listed.new.get(to))).into_iter().collect()
}

fn list(alternatives: &BTreeSet<Requirement>) -> String {
    let scheme = |(name, scopes): (&String, &BTreeSet<String>)| match scopes.len() {
        0 => name.clone(),
        _ => format!("{name} ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
    };
    let one = |alternative: &Requirement| match alternative.len() {
        0 => "no credentials".to_owned(),
        _ => alternative.iter().map(scheme).collect::<Vec<_>>().join(" and "),
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join(" or ")
}
