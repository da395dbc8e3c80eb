//! Comparison of request bodies, responses, media types, headers and links.

use serde_json::{Value, json};

use super::{
    engine::{At, Engine, Matched},
    schema::summary,
};
use crate::{
    Rule, Wire,
    document::walk::{essence, is_json},
    normalize::{Located, resolve, success, syntax},
};

impl<'a> Engine<'a> {
    /// Resolves the references of both nodes.
    fn resolved(&self, at: &At<'a>) -> At<'a> {
        let old = resolve(self.old.document, &at.old.pointer);
        let inside = at.moved(old, resolve(self.new.document, &at.new.pointer));
        let is_component =
            inside.old.pointer == inside.new.pointer && inside.old.pointer.starts_with("/components/");
        if is_component && inside.old.pointer != at.old.pointer {
            let name = inside.old.pointer.rsplit('/').next().unwrap_or_default().to_owned();
            return inside.of(name);
        }
        inside
    }

    pub(crate) fn request_body(&mut self, at: &At<'a>) {
        let (rule, message) = match at.nodes() {
            (Some(_), Some(_)) => return self.body(&self.resolved(at)),
            (Some(_), None) => (Rule::BodyRemoved, "no longer has a request body"),
            (None, Some(_)) if self.resolved(at).flags("required")[1] => {
                (Rule::BodyAddedRequired, "has a request body now")
            }
            (None, Some(_)) => (Rule::BodyAddedOptional, "has a request body now"),
            (None, None) => return,
        };
        // Generated methods take a body whether or not it is required.
        self.changed(rule, at, message).breaks_if(true);
    }

    pub(crate) fn body(&mut self, at: &At<'a>) {
        if at.is_same() {
            return;
        }
        let set = (Rule::BodyBecameRequired, "its request body became required");
        let removed = (Rule::BodyBecameOptional, "its request body became optional");
        self.toggled(at, "required", [set, removed]);
        self.content(&at.join("content"));
        self.rest(Rule::TextChanged, at, "required content");
    }

    fn content(&mut self, listed: &At<'a>) {
        if listed.is_same() {
            return;
        }
        let mut matched = Matched::of(listed);
        let mut respelled = matched.by(|from, to| essence(from) == essence(to));
        if !self.reached(listed).request {
            respelled.extend(matched.by(|from, to| syntax(from) == syntax(to)));
        }
        for (from, to) in respelled {
            let inside = listed.fork(from, to);
            let message = format!("is {to} instead of {from}");
            self.report(Rule::WrittenDifferently, &inside, message).paired(&inside);
        }
        for (media, at) in matched.one_sided(listed) {
            let (rule, message) = match at.is_removed() {
                true => (Rule::MediaRemoved, format!("no longer has the media type {media}")),
                false => (Rule::MediaAdded, format!("has the new media type {media}")),
            };
            let breaks = at.is_removed() && (is_json(media) || matched.both.is_empty());
            self.changed(rule, &at, message).breaks_if(breaks);
        }
        for (from, to) in matched.both {
            let inside = listed.fork(from, to);
            self.described(&inside);
            self.rest(Rule::TextChanged, &inside, "schema");
        }
    }

    pub(crate) fn described(&mut self, at: &At<'a>) {
        let inside = at.join("schema");
        if inside.is_added() || inside.is_removed() {
            let is_added = inside.is_added();
            let rule = if is_added { Rule::TypeNarrowed } else { Rule::TypeWidened };
            let change = self.changed(rule, &inside, format!("{} a schema", inside.verb()));
            change.narrowed(is_added).breaks_if(true);
        }
        self.schema(&inside);
    }

    /// Compares the responses of an operation. The success of one side is compared with the success of the
    /// other, whatever their status.
    pub(crate) fn responses(&mut self, listed: &At<'a>) {
        if listed.is_same() {
            return;
        }
        let mut matched = Matched::of(listed);
        matched.by(|from, to| from.eq_ignore_ascii_case(to));
        let taken = (listed.old.node.and_then(success), listed.new.node.and_then(success));
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
        for (status, at) in matched.one_sided(listed) {
            if at.is_removed() {
                // Clients take another success, if there is one that fits.
                let (wire, details) = match taken {
                    (Some(from), Some(to)) if from == status => {
                        let other = listed.fork(from, to);
                        summary(&self.nested(&other, |engine| engine.response(&other)))
                    }
                    (Some(from), None) if from == status => (Wire::Fails, Vec::new()),
                    _ => (Wire::Works, Vec::new()),
                };
                self.changed(Rule::ResponseRemoved, &at, format!("no longer has the status {status}"))
                    .wire(wire)
                    .breaks_if(taken == (Some(status), None))
                    .details(details);
            } else {
                let mut others = matched.both.iter().map(|(_, other)| *other);
                let is_second =
                    is_success(status) && others.any(|other| is_success(other) || other == "default");
                let (wire, what) = match is_second {
                    true => (Wire::MayFail, "the second success"),
                    false => (Wire::Works, "the status"),
                };
                self.changed(Rule::ResponseAdded, &at, format!("has {what} {status}")).wire(wire);
            }
        }
        for (from, to) in matched.both {
            self.response(&listed.fork(from, to));
        }
    }

    pub(crate) fn response(&mut self, at: &At<'a>) {
        let status = at.new.pointer.rsplit('/').next().unwrap_or_default();
        // Clients read the bodies of errors as text.
        let is_success = status.starts_with('2') || status == "default";
        let at = self.resolved(at);
        if at.is_same() {
            return;
        }
        let content = at.join("content");
        let has_body = |content: &Located<'a>| {
            content.node.and_then(Value::as_object).is_some_and(|content| !content.is_empty())
        };
        match (has_body(&content.old), has_body(&content.new)) {
            (false, true) => {
                self.changed(Rule::ResponseBodyAdded, &content, "has a body now").breaks_if(is_success);
            }
            (true, false) => {
                let change = self.changed(Rule::ResponseBodyRemoved, &content, "no longer has a body");
                let wire = if is_success { Wire::Fails } else { Wire::MayFail };
                change.wire(wire).breaks_if(is_success);
            }
            _ => self.content(&content),
        }
        self.headers(&at.join("headers"));
        self.named(&at.join("links"), "link", [Rule::LinkAdded, Rule::LinkRemoved, Rule::LinkChanged]);
        self.rest(Rule::ResponseTextChanged, &at, "content headers links");
    }

    fn headers(&mut self, listed: &At<'a>) {
        let mut matched = Matched::of(listed);
        for (from, to) in matched.by(|from, to| from.eq_ignore_ascii_case(to)) {
            let inside = listed.fork(from, to);
            let message = format!("the header {from} is {to}");
            self.report(Rule::WrittenDifferently, &inside, message).paired(&inside);
        }
        for (name, at) in matched.one_sided(listed) {
            let (rule, message) = match at.is_removed() {
                true => (Rule::HeaderRemoved, format!("no longer has the header {name}")),
                false => (Rule::HeaderAdded, format!("has the new header {name}")),
            };
            self.changed(rule, &at, message);
        }
        for (from, to) in matched.both {
            self.header(&self.resolved(&listed.fork(from, to)), to);
        }
    }

    pub(crate) fn header(&mut self, at: &At<'a>, name: &str) {
        if at.is_same() {
            return;
        }
        let set = format!("the header {name} is always sent now");
        let removed = format!("the header {name} may be missing now");
        let rules = [(Rule::HeaderBecameRequired, &*set), (Rule::HeaderBecameOptional, &*removed)];
        self.toggled(at, "required", rules);
        let mut nested = self.nested(at, |engine| engine.described(at));
        let (wire, details) = summary(&nested);
        if nested.iter().all(|finding| finding.rule.is_docs()) {
            self.findings.append(&mut nested);
        } else {
            let (rule, what) = match wire {
                Wire::Works => (Rule::HeaderChanged, "another schema"),
                _ => (Rule::HeaderTypeChanged, "another type"),
            };
            let message = format!("the header {name} has {what}");
            self.changed(rule, &at.join("schema"), message).details(details);
        }
        self.rest(Rule::ResponseTextChanged, at, "required schema");
    }

    /// Compares links or callbacks by name. The rules are those of added, removed and changed ones.
    pub(crate) fn named(&mut self, listed: &At<'a>, noun: &str, [added, removed, changed]: [Rule; 3]) {
        let matched = Matched::of(listed);
        for (name, at) in matched.one_sided(listed) {
            let (rule, verb) = if at.is_removed() { (removed, "no longer has") } else { (added, "has") };
            let change = self.changed(rule, &at, format!("{verb} the {noun} {name}"));
            let change = change.wire(rule.info().response).covering(at.pointers());
            if listed.is_removed() || listed.is_added() {
                change.covering(listed.pointers());
            }
        }
        for (name, _) in matched.both {
            let at = self.resolved(&listed.join(name));
            if self.same_shape(&at) {
                self.unclassified(&at);
            } else {
                let change = self.changed(changed, &at, format!("changes the {noun} {name}"));
                change.wire(changed.info().response);
            }
        }
    }
}
