//! Comparing request bodies, responses, their content and their headers.

use serde_json::Value;

use super::{
    engine::{At, Change, Engine, In, keys, side_of, verb},
    texts,
};
use crate::{Rule, Wire, document::walk};

impl Engine<'_> {
    /// Compares the request bodies of an operation.
    pub(crate) fn request_body(&mut self, at: &At, old: Option<&Value>, new: Option<&Value>) {
        let inside = at.join("requestBody");
        let required = |body: &Value| body.get("required") == Some(&Value::Bool(true));
        match (old, new) {
            (Some(old), Some(new)) => self.body(&inside, old, new),
            (None, Some(new)) => {
                let body = Self::resolve(self.new.document, new);
                let (rule, wire) = if required(body) {
                    (Rule::BodyAddedRequired, Wire::Fails)
                } else {
                    (Rule::BodyAddedOptional, Wire::Works)
                };
                // Generated methods take a body whether or not it is required.
                let source = self.dirs(&inside, In::New).breaks();
                let change = Change::new(rule, &inside, "has a request body now").wire(wire).source(source);
                self.report(change.values(None, Some(new)).only(In::New));
            }
            (Some(old), None) => {
                let source = self.dirs(&inside, In::Old).breaks();
                let change = Change::new(Rule::BodyRemoved, &inside, "no longer has a request body")
                    .wire(Wire::MayFail);
                self.report(change.source(source).values(Some(old), None).only(In::Old));
            }
            (None, None) => {}
        }
    }

    /// Compares two request bodies.
    pub(crate) fn body(&mut self, at: &At, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        let Some((at, old, new)) = self.through_references(at, old, new) else { return };
        let required = |body: &Value| body.get("required") == Some(&Value::Bool(true));
        if required(&old) != required(&new) {
            let (rule, message, wire) = if required(&new) {
                (Rule::BodyBecameRequired, "its request body must be sent", Wire::Fails)
            } else {
                (Rule::BodyBecameOptional, "its request body may be left out", Wire::Works)
            };
            let inside = at.join("required");
            let change =
                Change::new(rule, &at, message).wire(wire).values(old.get("required"), new.get("required"));
            self.report(change.covering([inside.old, inside.new]));
        }
        self.content(&at, &old, &new);
        self.texts(Rule::TextChanged, &at, &old, &new, texts::KEYS);
        self.rest(&at, &old, &new, &["required", "content", "$ref"]);
    }

    /// Compares the content types of a body, and what each holds.
    fn content(&mut self, at: &At, old: &Value, new: &Value) {
        let (before, after) = (old.get("content"), new.get("content"));
        let listed = at.join("content");
        let [both, gone, added] = keys(before, after);
        for media in gone {
            let inside = listed.join(media);
            let dirs = self.dirs(&inside, In::Old);
            let value = before.and_then(|content| content.get(media));
            let change =
                Change::new(Rule::MediaRemoved, &inside, format!("no longer has the content type {media}"));
            // Beside JSON, the generator passes other types over.
            let source = dirs.breaks_if(walk::is_json(media) || both.is_empty());
            let change = change.wire(dirs.wire(Wire::Fails, Wire::MayFail)).source(source);
            self.report(change.values(value, None).only(In::Old));
        }
        for media in added {
            let inside = listed.join(media);
            let value = after.and_then(|content| content.get(media));
            let change = Change::new(Rule::MediaAdded, &inside, format!("has the new content type {media}"));
            self.report(change.wire(Wire::MayFail).values(None, value).only(In::New));
        }
        for media in both {
            let inside = listed.join(media);
            let part = |side: Option<&Value>| {
                side.and_then(|content| content.get(media)).cloned().unwrap_or_default()
            };
            let (old, new) = (part(before), part(after));
            self.described(&inside, &old, &new);
            self.texts(Rule::TextChanged, &inside, &old, &new, texts::KEYS);
            self.rest(&inside, &old, &new, &["schema"]);
        }
    }

    /// Compares what a body, parameter or header says under `schema`.
    pub(crate) fn described(&mut self, at: &At, old: &Value, new: &Value) {
        let inside = at.join("schema");
        match (old.get("schema"), new.get("schema")) {
            (Some(old), Some(new)) => self.schema(&inside, old, new),
            (old, new) if old != new => {
                let source = self.dirs(&inside, side_of(old, new)).breaks();
                let rule = if new.is_some() { Rule::TypeNarrowed } else { Rule::TypeWidened };
                let change =
                    Change::new(rule, &inside, format!("{} a schema", verb(old, new))).wire(Wire::MayFail);
                self.report(change.source(source).values(old, new).only(side_of(old, new)));
            }
            _ => {}
        }
    }

    /// Compares the responses of an operation.
    pub(crate) fn responses(&mut self, at: &At, old: Option<&Value>, new: Option<&Value>) {
        let listed = at.join("responses");
        let [mut both, mut gone, mut added] =
            keys(old, new).map(|names| names.into_iter().map(str::to_owned).collect::<Vec<_>>());
        let node = |side: Option<&Value>, status: &str| {
            side.and_then(|side| side.get(status)).cloned().unwrap_or_default()
        };
        let is_success = |status: &String| status.starts_with('2');
        // `default` and a success status may take each other's place.
        let pair =
            match (gone.iter().position(|status| status == "default"), added.iter().position(is_success)) {
                (Some(default), Some(success)) => Some((gone.remove(default), added.remove(success))),
                _ => match (
                    gone.iter().position(is_success),
                    added.iter().position(|status| status == "default"),
                ) {
                    (Some(success), Some(default)) => Some((gone.remove(success), added.remove(default))),
                    _ => None,
                },
            };
        if let Some((from, to)) = pair {
            let inside = listed.fork(&from, &to);
            let (before, after) = (node(old, &from), node(new, &to));
            let (was, is) = (Value::from(from.as_str()), Value::from(to.as_str()));
            let message = format!("answers under {to} instead of {from}");
            let change =
                Change::new(Rule::ResponseDefaultToExplicit, &inside, message).values(Some(&was), Some(&is));
            self.report(change.pairing([(inside.old.clone(), inside.new.clone())]));
            self.response(&inside, &before, &after);
        }
        for status in gone {
            let inside = listed.join(&status);
            // Where another success stays, types follow that one.
            let stays = both.iter().chain(&added).any(|other| is_success(other) || other == "default");
            let success = is_success(&status) || status == "default" && both.is_empty();
            let dirs = self.dirs(&inside, In::Old);
            let wire = if success { Wire::Fails } else { Wire::Works };
            let change = Change::new(
                Rule::ResponseRemoved,
                &inside,
                format!("no longer declares the status {status}"),
            );
            let value = node(old, &status);
            self.report(
                change
                    .wire(wire)
                    .source(dirs.breaks_if(success && !stays))
                    .values(Some(&value), None)
                    .only(In::Old),
            );
        }
        for status in added {
            let inside = listed.join(&status);
            let second =
                is_success(&status) && both.iter().any(|other| is_success(other) || other == "default");
            let wire = if second { Wire::MayFail } else { Wire::Works };
            let what = if second { "a second success" } else { "the status" };
            let change =
                Change::new(Rule::ResponseAdded, &inside, format!("declares {what} {status}")).wire(wire);
            let value = node(new, &status);
            self.report(change.values(None, Some(&value)).only(In::New));
        }
        for status in both.drain(..) {
            self.response(&listed.join(&status), &node(old, &status), &node(new, &status));
        }
    }

    /// Compares two responses.
    pub(crate) fn response(&mut self, at: &At, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        let Some((at, old, new)) = self.through_references(at, old, new) else { return };
        let has_body = |response: &Value| {
            response.get("content").and_then(Value::as_object).is_some_and(|map| !map.is_empty())
        };
        if has_body(&old) == has_body(&new) {
            self.content(&at, &old, &new);
        } else {
            let (before, after) = (old.get("content"), new.get("content"));
            let inside = at.join("content");
            let (rule, message, wire) = if has_body(&new) {
                (Rule::ResponseBodyAdded, "answers with a body now", Wire::Works)
            } else {
                (Rule::ResponseBodyRemoved, "answers without a body now", Wire::MayFail)
            };
            // Bodies of errors are not typed.
            let status = at.new.rsplit('/').next().unwrap_or_default();
            let success = status.starts_with('2') || status == "default";
            let source = self.dirs(&at, In::Both).breaks_if(success);
            let change = Change::new(rule, &inside, message).wire(wire).source(source);
            self.report(change.values(before, after).only(side_of(before, after)));
        }
        self.headers(&at, old.get("headers"), new.get("headers"));
        self.texts(Rule::ResponseTextChanged, &at, &old, &new, texts::KEYS);
        self.rest(&at, &old, &new, &["content", "headers", "$ref"]);
    }

    fn headers(&mut self, at: &At, old: Option<&Value>, new: Option<&Value>) {
        let [both, gone, added] = keys(old, new);
        for name in gone {
            let inside = at.join("headers").join(name);
            let change =
                Change::new(Rule::HeaderRemoved, &inside, format!("no longer has the header {name}"));
            self.report(
                change.wire(Wire::MayFail).values(old.and_then(|side| side.get(name)), None).only(In::Old),
            );
        }
        for name in added {
            let inside = at.join("headers").join(name);
            let change = Change::new(Rule::HeaderAdded, &inside, format!("has the new header {name}"));
            self.report(change.values(None, new.and_then(|side| side.get(name))).only(In::New));
        }
        for name in both {
            let inside = at.join("headers").join(name);
            let (Some(old), Some(new)) =
                (old.and_then(|side| side.get(name)), new.and_then(|side| side.get(name)))
            else {
                continue;
            };
            self.header(&inside, name, old, new);
        }
    }

    /// Compares two headers: anything but their words is one change, since the generator passes headers over.
    pub(crate) fn header(&mut self, at: &At, name: &str, old: &Value, new: &Value) {
        let bare = |node: &Value| super::shape::shape(node, &Default::default());
        if bare(old) == bare(new) {
            self.texts(Rule::ResponseTextChanged, at, old, new, texts::KEYS);
            if let (Some(before), Some(after)) = (old.get("schema"), new.get("schema")) {
                self.texts(Rule::ResponseTextChanged, &at.join("schema"), before, after, texts::KEYS);
            }
        } else {
            let change =
                Change::new(Rule::HeaderChanged, at, format!("the header {name} has another schema"));
            self.report(change.wire(Wire::MayFail).values(Some(old), Some(new)));
        }
    }

    /// Reports keys that differ and that neither the caller nor the words account for.
    pub(crate) fn rest(&mut self, at: &At, old: &Value, new: &Value, known: &[&str]) {
        for key in keys(Some(old), Some(new)).concat() {
            if !known.contains(&key) && !texts::KEYS.contains(&key) {
                self.unclassified(at, key, old.get(key), new.get(key));
            }
        }
    }

    /// Follows references to shared parts. Parts that both sides share are compared where they are written; `None` then.
    pub(crate) fn through_references(
        &mut self,
        at: &At,
        old: &Value,
        new: &Value,
    ) -> Option<(At, Value, Value)> {
        let target = |node: &Value| node.get("$ref").and_then(Value::as_str).map(str::to_owned);
        let (from, to) = (target(old), target(new));
        if from.is_none() && to.is_none() {
            return Some((at.clone(), old.clone(), new.clone()));
        }
        if from == to {
            return None;
        }
        let resolved =
            (Self::resolve(self.old.document, old).clone(), Self::resolve(self.new.document, new).clone());
        let same = super::shape::shape(&resolved.0, &self.renamed)
            == super::shape::shape(&resolved.1, &Default::default());
        let (rule, message) = match (&from, &to) {
            (None, _) => (Rule::InlineExtracted, "is shared now"),
            (_, None) => (Rule::RefInlined, "is no longer shared"),
            _ => (Rule::RefChanged, "refers to another shared part"),
        };
        let rule = if same { rule } else { Rule::RefChanged };
        let (wire, source) = if same {
            (Wire::Works, crate::Source::Compiles)
        } else {
            (Wire::MayFail, self.dirs(at, In::Both).breaks())
        };
        self.report(Change::new(rule, at, message).wire(wire).source(source).values(Some(old), Some(new)));
        None
    }
}
