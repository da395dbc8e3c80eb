//! Comparison of requests and responses: parameters, which are matched by location and name in any order,
//! bodies, media types, headers and links.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    components::renames,
    engine::{At, Engine, Matched, pair_up},
    operations::renamed_in,
    schema::summary,
};
use crate::{
    Rule, Source, Wire,
    document::walk::{Operation, essence, is_json},
    normalize::{Located, parameters, resolve, success, syntax},
};

type Keyed<'a> = (String, Located<'a>);

impl<'a> Engine<'a> {
    pub(crate) fn parameters(&mut self, at: &At<'a>, from: &Operation<'a>, to: &Operation<'a>) {
        let renamed = renamed_in(from.path, to.path);
        let mut before: Vec<Keyed<'a>> = parameters(self.old.document, from).into_iter().collect();
        let mut after: Vec<Keyed<'a>> = parameters(self.new.document, to).into_iter().collect();
        for (key, _) in &mut before {
            if let Some(name) = key.strip_prefix("path:").and_then(|name| renamed.get(name)) {
                *key = format!("path:{name}");
            }
        }
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, |old, new| old.0 == new.0) {
            self.parameter(&Self::place(at, old, new));
        }
        let name = |(key, _): &Keyed<'a>| key.split_once(':').map(|(_, name)| name.to_lowercase());
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, |old, new| name(old) == name(new)) {
            self.parameter_renamed(Rule::ParamMoved, &Self::place(at, old, new));
        }
        let (old_nodes, new_nodes) = (nameless(&before), nameless(&after));
        let pairs = renames(&old_nodes, &new_nodes, &BTreeMap::new());
        let is_pair = |(from, _): &Keyed<'a>, (to, _): &Keyed<'a>| {
            let names = from.split_once(':').zip(to.split_once(':'));
            names.is_some_and(|(from, to)| from.0 == to.0 && pairs.contains(&(from.1, to.1)))
        };
        for ((_, old), (_, new)) in pair_up(&mut before, &mut after, is_pair) {
            self.parameter_renamed(Rule::ParamRenamed, &Self::place(at, old, new));
        }
        let removed = before.into_iter().map(|(key, old)| (key, old.clone(), old.absent()));
        let added = after.into_iter().map(|(key, new)| (key, new.absent(), new));
        for (key, old, new) in removed.chain(added) {
            let inside = Self::place(at, old, new);
            let (rule, message, source) = match (inside.is_removed(), inside.flags("required")) {
                (true, _) => (Rule::ParamRemoved, "is no longer a parameter", Source::Breaks),
                (_, [_, true]) => (Rule::ParamAddedRequired, "is a new required parameter", Source::Breaks),
                _ => (Rule::ParamAddedOptional, "is a new parameter", Source::Compiles),
            };
            let covers = inside.pointers().into_iter().chain(at.join("parameters").below(&[&key]));
            self.changed(rule, &inside, message).source(source).covering(covers);
        }
    }

    /// Returns the place of a parameter. A component is a separate subject.
    fn place(at: &At<'a>, old: Located<'a>, new: Located<'a>) -> At<'a> {
        let components = [&old, &new].map(|located| located.pointer.strip_prefix("/components/parameters/"));
        let subject = match components {
            [Some(component), Some(same)] if component == same => component.to_owned(),
            _ => {
                let name = old.get("name").or(new.get("name")).and_then(Value::as_str);
                format!("{}, {}", at.subject, name.unwrap_or_default())
            }
        };
        at.moved(old, new).of(subject)
    }

    fn parameter_renamed(&mut self, rule: Rule, at: &At<'a>) {
        let is_moved = rule == Rule::ParamMoved;
        let text = |located: &Located<'a>, key: &str| located.get(key).and_then(Value::as_str);
        let key = if is_moved { "in" } else { "name" };
        let [from, to] = [&at.old, &at.new].map(|located| text(located, key).unwrap_or_default());
        let (message, source) = if is_moved {
            (format!("is sent in the {to} instead of the {from}"), Source::Compiles)
        } else {
            (format!("was renamed to {to}, or replaced by it"), Source::Breaks)
        };
        let fails = is_moved || at.flags("required").contains(&true);
        self.report(rule, at, message)
            .wire(if fails { Wire::Fails } else { Wire::MayFail })
            .source(source)
            .values(json!(from), json!(to))
            .covering(["in", "name"].map(|key| at.new.child(key).pointer))
            .paired(at);
        self.parameter(at);
    }

    pub(crate) fn parameter(&mut self, at: &At<'a>) {
        if at.is_same() {
            return;
        }
        let set = (Rule::ParamBecameRequired, "became required");
        let removed = (Rule::ParamBecameOptional, "became optional");
        if let Some(change) = self.toggled(at, "required", [set, removed]) {
            let [was, is] = at.flags("required");
            change.source(Source::Breaks).values(json!(was), json!(is));
        }
        for key in ["style", "explode", "allowReserved", "allowEmptyValue", "content"] {
            let inside = at.join(key);
            if !inside.is_same() && effective(&at.old, key) != effective(&at.new, key) {
                let message = format!("{} its `{key}`", inside.verb());
                self.changed(Rule::ParamStyleChanged, &inside, message);
            }
        }
        let messages = ["is deprecated", "is no longer deprecated"];
        self.toggled(at, "deprecated", messages.map(|message| (Rule::ParamDeprecated, message)));
        self.described(at);
        let known = "name in required style explode allowReserved allowEmptyValue content deprecated schema";
        self.rest(Rule::ParamTextChanged, at, known);
    }

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
            let (rule, verb) =
                at.either((Rule::MediaRemoved, "no longer has the"), (Rule::MediaAdded, "has the new"));
            let breaks = at.is_removed() && (is_json(media) || matched.both.is_empty());
            self.changed(rule, &at, format!("{verb} media type {media}")).breaks_if(breaks);
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
            let (rule, verb) =
                at.either((Rule::HeaderRemoved, "no longer has the"), (Rule::HeaderAdded, "has the new"));
            self.changed(rule, &at, format!("{verb} header {name}"));
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
            let (rule, verb) = at.either((removed, "no longer has"), (added, "has"));
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

/// Returns parameters by name, without their names in them. Those of paths are renamed with the path.
fn nameless(list: &[Keyed<'_>]) -> Vec<(String, Value)> {
    let one = |(key, located): &Keyed<'_>| {
        let (_, name) = key.split_once(':').filter(|(location, _)| *location != "path")?;
        let mut node = located.node.cloned()?;
        node.as_object_mut()?.remove("name");
        Some((name.to_owned(), node))
    };
    list.iter().filter_map(one).collect()
}

/// Returns a keyword of the serialization, or its default.
fn effective(parameter: &Located<'_>, key: &str) -> Value {
    if let Some(value) = parameter.get(key) {
        return value.clone();
    }
    let is_form = matches!(parameter.get("in").and_then(Value::as_str), Some("query" | "cookie"));
    match key {
        "style" => json!(if is_form { "form" } else { "simple" }),
        "explode" => json!(effective(parameter, "style") == "form"),
        "content" => Value::Null,
        _ => json!(false),
    }
}
