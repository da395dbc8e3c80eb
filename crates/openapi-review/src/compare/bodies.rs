//! Comparison of request bodies, responses, media types, headers and links.

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, In, Matched, Values, child, flag, verb},
    schema::summary,
};
use crate::{
    Rule, Wire,
    document::walk::{essence, is_json},
    normalize::{resolve, success, syntax},
};

impl<'a> Engine<'a> {
    /// Resolves the references of both nodes.
    fn resolved(&self, at: &At) -> (At, &'a Value, &'a Value) {
        let (old, new) = (resolve(self.old.document, &at.old), resolve(self.new.document, &at.new));
        let mut inside = at.moved(old.pointer, new.pointer);
        if inside.old == inside.new && inside.old.starts_with("/components/") && inside.old != at.old {
            inside.subject = inside.old.rsplit('/').next().unwrap_or_default().to_owned();
        }
        (inside, old.node, new.node)
    }

    pub(crate) fn request_body(&mut self, at: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        let (inside, before, after) = self.resolved(at);
        let (rule, message) = match (old, new) {
            (Some(_), Some(_)) => return self.body(&inside, before, after),
            (Some(_), None) => (Rule::BodyRemoved, "no longer has a request body"),
            (None, Some(_)) if flag(after, "required") => (Rule::BodyAddedRequired, "has a request body now"),
            (None, Some(_)) => (Rule::BodyAddedOptional, "has a request body now"),
            (None, None) => return,
        };
        // Generated methods take a body whether or not it is required.
        self.changed(rule, at, message).breaks_if(true);
    }

    pub(crate) fn body(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if old == new {
            return;
        }
        let set = (Rule::BodyBecameRequired, "its request body became required");
        let removed = (Rule::BodyBecameOptional, "its request body became optional");
        self.toggled((at, "required"), (old, new), [set, removed]);
        self.content(at, old, new);
        self.rest(Rule::TextChanged, at, old, new, "required content");
    }

    /// Compares the media types of a body, and their schemas.
    fn content(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let (before, after) = (old.get("content"), new.get("content"));
        if before == after {
            return;
        }
        let listed = at.join("content");
        let mut matched = Matched::of(before, after);
        let mut respelled = matched.by(|from, to| essence(from) == essence(to));
        if !self.reached(&listed).request {
            respelled.extend(matched.by(|from, to| syntax(from) == syntax(to)));
        }
        for (from, to) in respelled {
            let inside = listed.fork(from, to);
            let message = format!("is {to} instead of {from}");
            self.report(Rule::WrittenDifferently, &inside, message).paired(&inside);
        }
        for (side, media) in matched.one_sided() {
            let (rule, message) = match side {
                In::Old => (Rule::MediaRemoved, format!("no longer has the media type {media}")),
                _ => (Rule::MediaAdded, format!("has the new media type {media}")),
            };
            let breaks = side == In::Old && (is_json(media) || matched.both.is_empty());
            self.changed(rule, &listed.join(media), message).breaks_if(breaks);
        }
        for (from, to) in matched.both {
            if let Some((old, new)) = child(before, from).zip(child(after, to)) {
                let inside = listed.fork(from, to);
                self.described(&inside, old, new);
                self.rest(Rule::TextChanged, &inside, old, new, "schema");
            }
        }
    }

    /// Compares the schemas of two bodies, parameters or headers.
    pub(crate) fn described(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let inside = at.join("schema");
        match (old.get("schema"), new.get("schema")) {
            (Some(old), Some(new)) => self.schema(&inside, old, new),
            (old, new) if old != new => {
                let rule = if new.is_some() { Rule::TypeNarrowed } else { Rule::TypeWidened };
                let change = self.changed(rule, &inside, format!("{} a schema", verb(old, new)));
                change.narrowed(new.is_some()).breaks_if(true);
            }
            _ => {}
        }
    }

    /// Compares the responses of an operation. The success of one side is compared with the success of the
    /// other, whatever their status.
    pub(crate) fn responses(&mut self, listed: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        if old == new {
            return;
        }
        let mut matched = Matched::of(old, new);
        matched.by(|from, to| from.eq_ignore_ascii_case(to));
        let taken = (old.and_then(success), new.and_then(success));
        let is_success = |status: &str| status.starts_with('2');
        if let (Some(from), Some(to)) = taken
            && !matched.by(|old, new| (old, new) == (from, to)).is_empty()
        {
            let inside = listed.fork(from, to);
            let rule = match (is_success(from), is_success(to)) {
                (true, true) if [from, to].iter().any(|status| status.eq_ignore_ascii_case("2xx")) => {
                    Rule::WrittenDifferently
                }
                (true, true) => Rule::ResponseStatusChanged,
                _ => Rule::ResponseDefaultToExplicit,
            };
            self.report(rule, &inside, format!("responds with {to} instead of {from}"))
                .values(json!(from), json!(to))
                .paired(&inside);
        }
        for status in &matched.removed {
            // Clients take another success, if there is one that fits.
            let (wire, details) = match taken {
                (Some(from), Some(to)) if from == *status => {
                    let other = listed.fork(from, to);
                    summary(&self.nested(&other, |engine| engine.response(&other)))
                }
                (Some(from), None) if from == *status => (Wire::Fails, Vec::new()),
                _ => (Wire::Works, Vec::new()),
            };
            let message = format!("no longer has the status {status}");
            self.changed(Rule::ResponseRemoved, &listed.join(status), message)
                .wire(wire)
                .breaks_if(taken == (Some(status), None))
                .details(details);
        }
        for status in &matched.added {
            let is_second = is_success(status)
                && matched.both.iter().any(|(_, other)| is_success(other) || *other == "default");
            let (wire, what) =
                if is_second { (Wire::MayFail, "the second success") } else { (Wire::Works, "the status") };
            let message = format!("has {what} {status}");
            self.changed(Rule::ResponseAdded, &listed.join(status), message).wire(wire);
        }
        for (from, to) in matched.both {
            self.response(&listed.fork(from, to));
        }
    }

    pub(crate) fn response(&mut self, at: &At) {
        let status = at.new.rsplit('/').next().unwrap_or_default();
        // Clients read the bodies of errors as text.
        let is_success = status.starts_with('2') || status == "default";
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
            let (rule, message, wire) = match has_body(new) {
                true => (Rule::ResponseBodyAdded, "has a body now", Wire::Works),
                false if is_success => (Rule::ResponseBodyRemoved, "no longer has a body", Wire::Fails),
                false => (Rule::ResponseBodyRemoved, "no longer has a body", Wire::MayFail),
            };
            self.changed(rule, &at.join("content"), message).wire(wire).breaks_if(is_success);
        }
        self.headers(&at.join("headers"), old.get("headers"), new.get("headers"));
        let rules = [Rule::LinkAdded, Rule::LinkRemoved, Rule::LinkChanged];
        self.named(&at.join("links"), (old.get("links"), new.get("links")), "link", rules);
        self.rest(Rule::ResponseTextChanged, &at, old, new, "content headers links");
    }

    /// Compares response headers, whatever the case of their names.
    fn headers(&mut self, listed: &At, old: Option<&'a Value>, new: Option<&'a Value>) {
        let mut matched = Matched::of(old, new);
        for (from, to) in matched.by(|from, to| from.eq_ignore_ascii_case(to)) {
            let inside = listed.fork(from, to);
            let message = format!("the header {from} is {to}");
            self.report(Rule::WrittenDifferently, &inside, message).paired(&inside);
        }
        for (side, name) in matched.one_sided() {
            let (rule, message) = match side {
                In::Old => (Rule::HeaderRemoved, format!("no longer has the header {name}")),
                _ => (Rule::HeaderAdded, format!("has the new header {name}")),
            };
            self.changed(rule, &listed.join(name), message);
        }
        for (from, to) in matched.both {
            let (inside, old, new) = self.resolved(&listed.fork(from, to));
            self.header(&inside, to, old, new);
        }
    }

    pub(crate) fn header(&mut self, at: &At, name: &str, old: &'a Value, new: &'a Value) {
        if old == new {
            return;
        }
        let set = format!("the header {name} is always sent now");
        let removed = format!("the header {name} may be missing now");
        let rules = [(Rule::HeaderBecameRequired, &*set), (Rule::HeaderBecameOptional, &*removed)];
        self.toggled((at, "required"), (old, new), rules);
        let mut nested = self.nested(at, |engine| engine.described(at, old, new));
        let (wire, details) = summary(&nested);
        if nested.iter().any(|finding| !finding.rule.is_docs()) {
            let (rule, what) = match wire {
                Wire::Works => (Rule::HeaderChanged, "another schema"),
                _ => (Rule::HeaderTypeChanged, "another type"),
            };
            let message = format!("the header {name} has {what}");
            self.changed(rule, &at.join("schema"), message).details(details);
        } else {
            self.findings.append(&mut nested);
        }
        self.rest(Rule::ResponseTextChanged, at, old, new, "required schema");
    }

    /// Compares links or callbacks by name. The rules are those of added, removed and changed ones.
    pub(crate) fn named(&mut self, at: &At, (old, new): Values<'a>, noun: &str, rules: [Rule; 3]) {
        let matched = Matched::of(old, new);
        for (side, name) in matched.one_sided() {
            let inside = at.join(name);
            let (rule, verb) = if side == In::Old { (rules[1], "no longer has") } else { (rules[0], "has") };
            let change = self.changed(rule, &inside, format!("{verb} the {noun} {name}"));
            let change = change.wire(rule.info().response).covering(inside.pointers());
            if old.is_none() || new.is_none() {
                change.covering(at.pointers());
            }
        }
        for (name, _) in matched.both {
            let (inside, old, new) = self.resolved(&at.join(name));
            if self.same_shape(old, new) {
                self.unclassified(&inside, (Some(old), Some(new)));
            } else {
                let change = self.changed(rules[2], &inside, format!("changes the {noun} {name}"));
                change.wire(rules[2].info().response);
            }
        }
    }
}
