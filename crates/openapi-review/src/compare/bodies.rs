//! Comparison of request bodies, responses, media types, headers and links.

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In, flag, keys, side_of, verb},
    limits::narrowed_if,
    schema::summary,
};
use crate::{
    Rule, Wire,
    document::walk,
    normalize::{essence, resolve, success, syntax},
};

/// The children of two nodes under one name, and the names on one side only.
struct Matched<'a> {
    both: Vec<(&'a str, &'a str)>,
    removed: Vec<&'a str>,
    added: Vec<&'a str>,
}

impl<'a> Matched<'a> {
    fn of(old: Option<&'a Value>, new: Option<&'a Value>) -> Self {
        let [both, removed, added] = keys(old, new);
        Self { both: both.into_iter().map(|name| (name, name)).collect(), removed, added }
    }

    /// Matches the remaining names by a spelling.
    fn by(&mut self, spelling: impl Fn(&str) -> String) -> Vec<(&'a str, &'a str)> {
        let mut found = Vec::new();
        self.removed.retain(|old| {
            let twin = self.added.iter().position(|new| spelling(new) == spelling(old));
            if let Some(index) = twin {
                found.push((*old, self.added.remove(index)));
            }
            twin.is_none()
        });
        self.both.extend(&found);
        found
    }
}

impl<'a> Engine<'a> {
    /// Resolves the references of both nodes.
    pub(crate) fn resolved(&self, at: &At) -> (At, &'a Value, &'a Value) {
        let old = resolve(self.old.document, &at.old);
        let new = resolve(self.new.document, &at.new);
        let mut inside = at.moved(old.pointer, new.pointer);
        if inside.old == inside.new && inside.old.starts_with("/components/") && inside.old != at.old {
            inside.subject = inside.old.rsplit('/').next().unwrap_or_default().to_owned();
        }
        (inside, old.node, new.node)
    }

    /// Compares the request bodies of an operation.
    pub(crate) fn request_body(&mut self, at: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        let inside = at.join("requestBody");
        match (old, new) {
            (Some(_), Some(_)) => {
                let (inside, old, new) = self.resolved(&inside);
                self.body(&inside, old, new);
            }
            (None, Some(_)) => {
                let body = resolve(self.new.document, &inside.new).node;
                let rule =
                    if flag(body, "required") { Rule::BodyAddedRequired } else { Rule::BodyAddedOptional };
                // Generated methods take a body whether or not it is required.
                let source = self.dirs(&inside, In::New).breaks();
                let change = Change::new(rule, &inside, "has a request body now").source(source);
                self.report(change.values(None, new).only(In::New));
            }
            (Some(_), None) => {
                let source = self.dirs(&inside, In::Old).breaks();
                let change = Change::new(Rule::BodyRemoved, &inside, "no longer has a request body");
                self.report(change.source(source).values(old, None).only(In::Old));
            }
            (None, None) => {}
        }
    }

    /// Compares two request bodies.
    pub(crate) fn body(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if old == new {
            return;
        }
        let set = (Rule::BodyBecameRequired, "its request body became required");
        let removed = (Rule::BodyBecameOptional, "its request body became optional");
        self.toggled((at, "required"), (old, new), [set, removed]);
        self.content(at, old, new);
        self.texts(Rule::TextChanged, at, old, new);
        self.rest(at, old, new, "required content");
    }

    /// Compares the media types of a body, and their schemas.
    fn content(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let (before, after) = (old.get("content"), new.get("content"));
        if before == after {
            return;
        }
        let listed = at.join("content");
        let mut matched = Matched::of(before, after);
        let mut respelled = matched.by(essence);
        if !self.dirs(&listed, In::Both).request {
            respelled.extend(matched.by(syntax));
        }
        for (from, to) in respelled {
            let inside = listed.fork(from, to);
            let pair = (inside.old.clone(), inside.new.clone());
            let change = Change::new(Rule::WrittenDifferently, &inside, format!("is {to} instead of {from}"));
            self.report(change.pairing([pair]));
        }
        for media in &matched.removed {
            let inside = listed.join(media);
            let source =
                self.dirs(&inside, In::Old).breaks_if(walk::is_json(media) || matched.both.is_empty());
            let message = format!("no longer has the media type {media}");
            let change = Change::new(Rule::MediaRemoved, &inside, message).source(source);
            self.report(change.values(before.and_then(|content| content.get(media)), None).only(In::Old));
        }
        for media in &matched.added {
            let inside = listed.join(media);
            let change = Change::new(Rule::MediaAdded, &inside, format!("has the new media type {media}"));
            self.report(change.values(None, after.and_then(|content| content.get(media))).only(In::New));
        }
        for (from, to) in matched.both {
            if let Some((old, new)) = child(before, from).zip(child(after, to)) {
                let inside = listed.fork(from, to);
                self.described(&inside, old, new);
                self.texts(Rule::TextChanged, &inside, old, new);
                self.rest(&inside, old, new, "schema");
            }
        }
    }

    /// Compares the schemas of two bodies, parameters or headers.
    pub(crate) fn described(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let inside = at.join("schema");
        match (old.get("schema"), new.get("schema")) {
            (Some(old), Some(new)) => self.schema(&inside, old, new),
            (old, new) if old != new => {
                let dirs = self.dirs(&inside, side_of(old, new));
                let rule = if new.is_some() { Rule::TypeNarrowed } else { Rule::TypeWidened };
                let change = Change::new(rule, &inside, format!("{} a schema", verb(old, new)))
                    .wire(narrowed_if(&dirs, new.is_some()))
                    .source(dirs.breaks());
                self.report(change.between(old, new));
            }
            _ => {}
        }
    }

    /// Compares the responses of an operation. The success of one side is compared with the success of the
    /// other, whatever their status.
    pub(crate) fn responses(&mut self, at: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        if old == new {
            return;
        }
        let listed = at.join("responses");
        let mut matched = Matched::of(old, new);
        matched.by(str::to_uppercase);
        let taken = (old.and_then(success), new.and_then(success));
        let is_success = |status: &str| status.starts_with('2');
        if let (Some(from), Some(to)) = taken
            && matched.removed.contains(&from)
            && matched.added.contains(&to)
        {
            matched.removed.retain(|status| *status != from);
            matched.added.retain(|status| *status != to);
            let inside = listed.fork(from, to);
            let rule = match (is_success(from), is_success(to)) {
                (true, true) if [from, to].iter().any(|status| status.eq_ignore_ascii_case("2xx")) => {
                    Rule::WrittenDifferently
                }
                (true, true) => Rule::ResponseStatusChanged,
                _ => Rule::ResponseDefaultToExplicit,
            };
            let (was, is) = (Value::from(from), Value::from(to));
            let change = Change::new(rule, &inside, format!("responds with {to} instead of {from}"));
            let pair = (inside.old.clone(), inside.new.clone());
            self.report(change.values(Some(&was), Some(&is)).pairing([pair]));
            matched.both.push((from, to));
        }
        for status in &matched.removed {
            let inside = listed.join(status);
            let dirs = self.dirs(&inside, In::Old);
            // Clients take another success, if there is one that fits.
            let (wire, details) = match taken {
                (Some(from), Some(to)) if from == *status => {
                    let other = listed.fork(from, to);
                    summary(&self.nested(&other, |engine| engine.response(&other)))
                }
                (Some(from), None) if from == *status => (Wire::Fails, Vec::new()),
                _ => (Wire::Works, Vec::new()),
            };
            let source = dirs.breaks_if(taken.0 == Some(status) && taken.1.is_none());
            let message = format!("no longer has the status {status}");
            let change = Change::new(Rule::ResponseRemoved, &inside, message).wire(wire).source(source);
            self.report(change.values(child(old, status), None).only(In::Old).details(details));
        }
        for status in &matched.added {
            let inside = listed.join(status);
            let second = is_success(status)
                && matched.both.iter().any(|(_, other)| is_success(other) || *other == "default");
            let (wire, what) =
                if second { (Wire::MayFail, "the second success") } else { (Wire::Works, "the status") };
            let change = Change::new(Rule::ResponseAdded, &inside, format!("has {what} {status}")).wire(wire);
            self.report(change.values(None, child(new, status)).only(In::New));
        }
        for (from, to) in matched.both {
            self.response(&listed.fork(from, to));
        }
    }

    /// Compares two responses.
    pub(crate) fn response(&mut self, at: &At) {
        let status = at.new.rsplit('/').next().unwrap_or_default().to_owned();
        let (at, old, new) = self.resolved(at);
        if old == new {
            return;
        }
        let has_body = |response: &Value| {
            response.get("content").and_then(Value::as_object).is_some_and(|map| !map.is_empty())
        };
        if has_body(old) == has_body(new) {
            self.content(&at, old, new);
        } else {
            let (before, after) = (old.get("content"), new.get("content"));
            let inside = at.join("content");
            // Clients read the bodies of errors as text.
            let is_success = status.starts_with('2') || status == "default";
            let (rule, message, wire) = match has_body(new) {
                true => (Rule::ResponseBodyAdded, "has a body now", Wire::Works),
                false if is_success => (Rule::ResponseBodyRemoved, "no longer has a body", Wire::Fails),
                false => (Rule::ResponseBodyRemoved, "no longer has a body", Wire::MayFail),
            };
            let source = self.dirs(&at, In::Both).breaks_if(is_success);
            let change = Change::new(rule, &inside, message).wire(wire).source(source);
            self.report(change.between(before, after));
        }
        self.headers(&at, old.get("headers"), new.get("headers"));
        self.named(
            &at.join("links"),
            (old.get("links"), new.get("links")),
            ("link", [Rule::LinkAdded, Rule::LinkRemoved, Rule::LinkChanged]),
        );
        self.texts(Rule::ResponseTextChanged, &at, old, new);
        self.rest(&at, old, new, "content headers links");
    }

    /// Compares response headers, whatever the case of their names.
    fn headers(&mut self, at: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        if old == new {
            return;
        }
        let listed = at.join("headers");
        let mut matched = Matched::of(old, new);
        for (from, to) in matched.by(str::to_lowercase) {
            let inside = listed.fork(from, to);
            let pair = (inside.old.clone(), inside.new.clone());
            let change = Change::new(Rule::WrittenDifferently, &inside, format!("the header {from} is {to}"));
            self.report(change.pairing([pair]));
        }
        for name in matched.removed {
            let inside = listed.join(name);
            let change =
                Change::new(Rule::HeaderRemoved, &inside, format!("no longer has the header {name}"));
            self.report(change.values(child(old, name), None).only(In::Old));
        }
        for name in matched.added {
            let inside = listed.join(name);
            let change = Change::new(Rule::HeaderAdded, &inside, format!("has the new header {name}"));
            self.report(change.values(None, child(new, name)).only(In::New));
        }
        for (from, to) in matched.both {
            let (inside, old, new) = self.resolved(&listed.fork(from, to));
            self.header(&inside, to, old, new);
        }
    }

    /// Compares two response headers.
    pub(crate) fn header(&mut self, at: &At, name: &str, old: &'a Value, new: &'a Value) {
        if old == new {
            return;
        }
        let messages = [
            format!("the header {name} is always sent now"),
            format!("the header {name} may be missing now"),
        ];
        let set = (Rule::HeaderBecameRequired, messages[0].as_str());
        self.toggled((at, "required"), (old, new), [set, (Rule::HeaderBecameOptional, &messages[1])]);
        let mut nested = self.nested(at, |engine| engine.described(at, old, new));
        let (wire, details) = summary(&nested);
        if nested.iter().any(|finding| !finding.rule.is_docs()) {
            let inside = at.join("schema");
            let (rule, what) = match wire {
                Wire::Works => (Rule::HeaderChanged, "another schema"),
                _ => (Rule::HeaderTypeChanged, "another type"),
            };
            let change = Change::new(rule, &inside, format!("the header {name} has {what}"));
            self.report(change.values(old.get("schema"), new.get("schema")).details(details));
        } else {
            self.findings.append(&mut nested);
        }
        self.texts(Rule::ResponseTextChanged, at, old, new);
        self.rest(at, old, new, "required schema");
    }

    /// Compares links or callbacks by name.
    pub(crate) fn named(
        &mut self,
        at: &At,
        (old, new): (Option<&'a Value>, Option<&'a Value>),
        (noun, [added_rule, removed_rule, changed_rule]): (&str, [Rule; 3]),
    ) {
        let [both, removed, added] = keys(old, new);
        for (names, rule, verb, side) in
            [(removed, removed_rule, "no longer has", In::Old), (added, added_rule, "has", In::New)]
        {
            for name in names {
                let inside = at.join(name);
                let change = Change::new(rule, &inside, format!("{verb} the {noun} {name}"));
                let mut covers: Vec<String> = inside.pointers().into();
                if old.is_none() || new.is_none() {
                    covers.extend(at.pointers());
                }
                let change = change.wire(rule.info().response).covering(covers);
                self.report(change.values(child(old, name), child(new, name)).only(side));
            }
        }
        for name in both {
            let (inside, old, new) = self.resolved(&at.join(name));
            if self.same_shape(old, new) {
                if old != new {
                    self.unclassified(
                        &inside.moved(parent(&inside.old), parent(&inside.new)),
                        name,
                        Some(old),
                        Some(new),
                    );
                }
            } else {
                let change = Change::new(changed_rule, &inside, format!("changes the {noun} {name}"));
                self.report(change.wire(changed_rule.info().response).values(Some(old), Some(new)));
            }
        }
    }
}

fn child<'a>(node: Option<&'a Value>, name: &str) -> Option<&'a Value> {
    node.and_then(|node| node.get(name))
}

fn parent(at: &str) -> &str {
    at.rsplit_once('/').map_or("", |(parent, _)| parent)
}
