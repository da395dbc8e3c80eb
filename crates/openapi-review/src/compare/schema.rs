//! Comparison of schemas: references, inheritance, types, formats and flags.

use std::collections::BTreeSet;

use serde_json::Value;

use super::engine::{At, Change, Engine, In, flag, keys, side_of, verb};
use crate::{
    Finding, Rule, Source, Wire,
    document::{pointer, shape::DESCRIPTIONS, walk},
    normalize::{Flat, lists, resolve},
};

/// Keywords with a separate comparison, besides constraints and descriptions.
const KNOWN: &str = "$ref type nullable format enum const default readOnly writeOnly deprecated items additionalProperties allOf oneOf anyOf discriminator";

impl<'a> Engine<'a> {
    /// Compares two schemas in place.
    pub(crate) fn schema(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if old == new || self.active.contains(&(at.old.clone(), at.new.clone())) {
            return;
        }
        if !old.is_object() || !new.is_object() {
            let change = Change::new(Rule::TypeChanged, at, "is a boolean schema, or no longer");
            let source = self.dirs(at, In::Both).breaks();
            return self.report(change.wire(Wire::MayFail).source(source).values(Some(old), Some(new)));
        }
        self.active.push((at.old.clone(), at.new.clone()));
        match (pointer::schema_name(old), pointer::schema_name(new)) {
            (Some(from), Some(to)) if self.same_schema(from, to) => self.beside_reference(at, old, new),
            (None, None) => self.inline(at, old, new),
            (from, to) => self.reference(at, (from, old), (to, new)),
        }
        self.active.pop();
    }

    /// Compares the keywords next to references to the same schema.
    fn beside_reference(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if old.get("$ref").is_some() != new.get("$ref").is_some() {
            let covers = ["$ref", "allOf"].into_iter().flat_map(|key| at.join(key).pointers()).collect();
            self.written_differently(at, "the same reference", covers);
        }
        let (before, after) = (Flat::own(&at.old, old), Flat::own(&at.new, new));
        self.flags(at, old, new);
        self.texts(Rule::TextChanged, at, old, new);
        self.nullable(at, &before, &after);
        self.constraints(at, &before, &after);
        self.rest(at, old, new, &format!("{KNOWN} {}", walk::BOUNDS.join(" ")));
    }

    /// Compares the targets of two references, or of one with an inline schema, as one change.
    fn reference(&mut self, at: &At, old: (Option<&str>, &'a Value), new: (Option<&str>, &'a Value)) {
        let target = |document: &'a Value, name: Option<&str>, at: &str| {
            let component = name.map(|name| pointer::join("/components/schemas", name));
            resolve(document, component.as_deref().unwrap_or(at))
        };
        let before = target(self.old.document, old.0, &at.old);
        let after = target(self.new.document, new.0, &at.new);
        let inside = at.moved(before.pointer, after.pointer);
        let nested = self.nested(at, |engine| engine.schema(&inside, before.node, after.node));
        let dirs = self.dirs(at, In::Both);
        let (wire, details) = summary(&nested);
        let same = nested.iter().all(|finding| finding.rule.is_docs());
        let is_body = at.new.ends_with("/schema") && at.new.starts_with("/paths/") && !is_part(&at.new);
        let (rule, message) = match (old.0, new.0, same) {
            (None, Some(name), true) => (Rule::InlineExtracted, format!("is the component {name} now")),
            (Some(name), None, true) => (Rule::RefInlined, format!("is written inline instead of as {name}")),
            (from, to, _) => {
                let name = |name: Option<&str>| name.unwrap_or("an inline schema").to_owned();
                let note = if same { ", which has the same shape" } else { "" };
                let rule = if is_body { Rule::BodySchemaSwapped } else { Rule::RefChanged };
                (rule, format!("refers to {} instead of {}{note}", name(to), name(from)))
            }
        };
        let mut covers: Vec<String> = if old.0.is_some() && new.0.is_some() {
            ["$ref", "allOf"].into_iter().flat_map(|key| at.join(key).pointers()).collect()
        } else {
            at.pointers().into()
        };
        if let Some(name) = old.0.or(new.0).filter(|_| same && old.0.is_some() != new.0.is_some()) {
            covers.extend(self.explain(name));
        }
        let values = (old.0.map(Value::from), new.0.map(Value::from));
        // Scalars have no generated type of their own.
        let has_type = ["properties", "enum", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| before.node.get(key).or(after.node.get(key)).is_some());
        let source = dirs.breaks_if(!same || has_type);
        let change = Change::new(rule, at, message).wire(wire).source(source).details(details);
        self.report(
            change
                .values(values.0.as_ref().or(Some(old.1)), values.1.as_ref().or(Some(new.1)))
                .covering(covers),
        );
    }

    /// Marks a schema component that exists in one document only as part of another finding; returns its
    /// pointer.
    pub(crate) fn explain(&mut self, name: &str) -> Option<String> {
        let component = pointer::join("/components/schemas", name);
        let exists = |side: &super::engine::Side<'_>| side.document.pointer(&component).is_some();
        (exists(&self.old) != exists(&self.new)).then(|| {
            self.explained.insert(name.to_owned());
            component
        })
    }

    /// Compares two inline schemas, merged with what they inherit if they inherit from different parts.
    fn inline(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        if self.same_parts(old, new) {
            let (before, after) = (Flat::own(&at.old, old), Flat::own(&at.new, new));
            self.shapes(at, (old, &before), (new, &after));
            return self.parts(at, old, new);
        }
        let merged =
            Flat::merged(self.old.document, &at.old, old).zip(Flat::merged(self.new.document, &at.new, new));
        let Some((before, after)) = merged else {
            let inside = at.join("allOf");
            let values = (old.get("allOf"), new.get("allOf"));
            let change = Change::new(Rule::ComposeChanged, &inside, "has other parts").wire(Wire::MayFail);
            let source = self.dirs(at, In::Both).breaks();
            self.report(change.source(source).between(values.0, values.1));
            let (before, after) = (Flat::own(&at.old, old), Flat::own(&at.new, new));
            return self.shapes(at, (old, &before), (new, &after));
        };
        let mut covers: Vec<String> = at.join("allOf").pointers().into();
        covers.extend(["type", "properties", "required"].iter().flat_map(|key| at.join(key).pointers()));
        for part in before.parts.symmetric_difference(&after.parts) {
            let name = part.strip_prefix("/components/schemas/").unwrap_or_default();
            covers.extend(self.explain(name));
        }
        let mut nested = self.nested(at, |engine| engine.shapes(at, (old, &before), (new, &after)));
        let (wire, details) = summary(&nested);
        let structural = nested.iter().filter(|finding| !finding.rule.is_docs()).count();
        match structural {
            0 => self.written_differently(at, "inherits the same", covers),
            1 => {
                for finding in nested.iter_mut().filter(|finding| !finding.rule.is_docs()) {
                    let own = [&finding.old, &finding.new].into_iter().flatten();
                    let own: Vec<String> = own.map(|place| place.pointer.clone()).collect();
                    finding.covers.extend(own.into_iter().chain(covers.iter().cloned()));
                }
            }
            _ => {
                let breaks = nested.iter().any(|finding| finding.source == Source::Breaks);
                let source = if breaks { Source::Breaks } else { Source::Compiles };
                let change = Change::new(Rule::ComposeChanged, at, "inherits from other schemas");
                let values = (old.get("allOf"), new.get("allOf"));
                self.report(
                    change
                        .wire(wire)
                        .source(source)
                        .details(details)
                        .values(values.0, values.1)
                        .covering(covers.into_iter().chain(nested.iter().flat_map(covered))),
                );
                nested.retain(|finding| finding.rule.is_docs());
            }
        }
        self.findings.extend(nested);
    }

    /// Compares the keywords of two schemas.
    fn shapes(&mut self, at: &At, old: (&'a Value, &Flat<'a>), new: (&'a Value, &Flat<'a>)) {
        let (before, after) = (old.1, new.1);
        if self.types(at, old, new) {
            return;
        }
        self.nullable(at, before, after);
        self.format(at, before, after);
        self.values(at, before, after);
        self.flags(at, old.0, new.0);
        self.constraints(at, before, after);
        self.properties(at, before, after);
        self.elements(at, before, after);
        self.alternatives(at, before, after);
        self.discriminator(at, old.0, new.0);
        self.texts(Rule::TextChanged, at, old.0, new.0);
        let names: BTreeSet<&str> = before.keywords().chain(after.keywords()).collect();
        for key in names {
            if !lists(KNOWN, key) && !walk::BOUNDS.contains(&key) && !DESCRIPTIONS.contains(&key) {
                self.unclassified(at, key, before.get(key), after.get(key));
            }
        }
    }

    /// Compares the JSON types; returns whether everything else follows from them.
    fn types(&mut self, at: &At, old: (&Value, &Flat<'a>), new: (&Value, &Flat<'a>)) -> bool {
        let (before, after) = (old.1.types(), new.1.types());
        let shapeless = (old.1.is_shapeless(), new.1.is_shapeless());
        let (dirs, values) = (|engine: &Self| engine.dirs(at, In::Both), (Some(old.0), Some(new.0)));
        // With `properties: {}`, each removed or added property has a separate finding.
        let is_listed = if shapeless.0 { old.0 } else { new.0 }.get("properties").is_some();
        if shapeless.0 != shapeless.1 && !is_listed && (before != after || before.contains("object")) {
            let dirs = dirs(self);
            let (message, wire) = if shapeless.0 {
                let message = "was an object without properties and is described now";
                (message, dirs.wire(Wire::MayFail, Wire::Works))
            } else {
                ("is an object without properties now", dirs.wire(Wire::Works, Wire::MayFail))
            };
            let change =
                Change::new(Rule::TypeObjectWithoutShape, at, message).wire(wire).source(dirs.breaks());
            self.report(change.values(values.0, values.1));
            return true;
        }
        if before == after {
            return false;
        }
        let dirs = dirs(self);
        let numbers = |types: &BTreeSet<&str>| types.iter().all(|kind| matches!(*kind, "integer" | "number"));
        let wider = |wide: &BTreeSet<&str>, narrow: &BTreeSet<&str>| {
            wide.is_empty()
                || !narrow.is_empty() && narrow.is_subset(wide)
                || narrow.contains("integer") && wide.contains("number") && numbers(narrow) && numbers(wide)
        };
        let list = |types: &BTreeSet<&str>| match types.len() {
            0 => "any JSON".to_owned(),
            _ => types.iter().copied().collect::<Vec<_>>().join(" or "),
        };
        let message = format!("is {} instead of {}", list(&after), list(&before));
        let rule = match (wider(&after, &before), wider(&before, &after)) {
            (true, _) => Rule::TypeWidened,
            (_, true) => Rule::TypeNarrowed,
            _ => Rule::TypeChanged,
        };
        let change = Change::new(rule, at, message).source(dirs.breaks());
        self.report(change.values(values.0, values.1));
        true
    }

    fn nullable(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let (before, after) = (old.is_nullable(), new.is_nullable());
        if before == after {
            return;
        }
        let (rule, message) = if after {
            (Rule::NullableAdded, "may be null")
        } else {
            (Rule::NullableRemoved, "may no longer be null")
        };
        // A received property may be null in any case. The type of a sent one changes only if it is required.
        let required = is_required(self.new.document, &at.new) || is_required(self.old.document, &at.old);
        let dirs = self.dirs(at, In::Both);
        let covers = ["nullable", "type", "enum/null"]
            .into_iter()
            .flat_map(|key| [&at.old, &at.new].map(|at| format!("{at}/{key}")));
        let (was, is) = (Value::from(before), Value::from(after));
        let change = Change::new(rule, at, message).source(dirs.breaks_if(dirs.request && required));
        self.report(change.values(Some(&was), Some(&is)).covering(covers));
    }

    fn format(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let (before, after) = (old.get("format"), new.get("format"));
        if before == after {
            return;
        }
        let text = |value: Option<&'a Value>| value.and_then(Value::as_str);
        let message = match (text(before), text(after)) {
            (None, Some(after)) => format!("has the format {after}"),
            (Some(before), None) => format!("no longer has the format {before}"),
            (before, after) => {
                format!("has the format {} instead of {}", after.unwrap_or("?"), before.unwrap_or("?"))
            }
        };
        let dirs = self.dirs(at, In::Both);
        let wire = match (text(before), text(after)) {
            (Some(_), None) | (Some("int32" | "float"), Some("int64" | "double")) => {
                dirs.wire(Wire::Works, Wire::MayFail)
            }
            (None, Some(_)) | (Some("int64" | "double"), Some("int32" | "float")) => {
                dirs.wire(Wire::MayFail, Wire::Works)
            }
            _ => dirs.declared(Rule::FormatChanged),
        };
        let source = dirs.breaks_if(scalar(old) != scalar(new));
        let inside = self.keyword(at, "format", old, new);
        let change = Change::new(Rule::FormatChanged, &inside, message).wire(wire).source(source);
        self.report(change.between(before, after));
    }

    /// Returns the pointers of a keyword on both sides.
    pub(crate) fn keyword(&self, at: &At, key: &str, old: &Flat<'_>, new: &Flat<'_>) -> At {
        let place = |flat: &Flat<'_>, at: &str| {
            flat.pointer(key).map_or_else(|| pointer::join(at, key), str::to_owned)
        };
        at.moved(place(old, &at.old), place(new, &at.new))
    }

    /// Compares `readOnly`, `writeOnly` and `deprecated`.
    fn flags(&mut self, at: &At, old: &Value, new: &Value) {
        let is_property = at.new.rsplit('/').nth(1) == Some("properties");
        for (key, rule, messages) in [
            ("readOnly", Rule::PropReadonlyChanged, ["is no longer sent", "may be sent"]),
            ("writeOnly", Rule::PropWriteonlyChanged, ["is no longer received", "may be received"]),
            ("deprecated", Rule::PropDeprecated, ["is deprecated", "is no longer deprecated"]),
        ] {
            let set = flag(new, key);
            if flag(old, key) == set {
                continue;
            }
            let mut change = Change::new(rule, at, messages[usize::from(!set)]).wire(Wire::Works);
            if set && key != "deprecated" {
                // Generated types follow the flags of properties, not those of whole schemas.
                let source = if is_property { Source::Breaks } else { Source::Compiles };
                change = change.wire(self.dirs(at, In::Both).declared(rule)).source(source);
            }
            self.report(change.values(old.get(key), new.get(key)).covering(at.join(key).pointers()));
        }
    }

    /// Compares `discriminator`.
    fn discriminator(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let (before, after) = (old.get("discriminator"), new.get("discriminator"));
        let inside = at.join("discriminator");
        let (Some(old), Some(new)) = (before, after) else {
            if before != after {
                let rule =
                    if after.is_some() { Rule::DiscriminatorAdded } else { Rule::DiscriminatorRemoved };
                let change = Change::new(rule, &inside, format!("{} a discriminator", verb(before, after)));
                self.report(change.between(before, after));
            }
            return;
        };
        let (before, after) = (old.get("propertyName"), new.get("propertyName"));
        if before != after {
            let change = Change::new(
                Rule::DiscriminatorPropertyChanged,
                &inside,
                format!("is distinguished by {} instead of {}", plain(after), plain(before)),
            );
            self.report(change.values(before, after).covering(inside.join("propertyName").pointers()));
        }
        let mappings = (old.get("mapping"), new.get("mapping"));
        // A mapping may have the name of a schema or a reference to it.
        let name = |target: Option<&Value>| {
            let target = plain(target);
            target.strip_prefix("#/components/schemas/").map_or(target.clone(), str::to_owned)
        };
        let [both, removed, added] = keys(mappings.0, mappings.1);
        let listed = inside.join("mapping");
        let cases = [
            (both, Rule::DiscriminatorMappingChanged, "maps"),
            (removed, Rule::DiscriminatorMappingRemoved, "no longer maps"),
            (added, Rule::DiscriminatorMappingAdded, "also maps"),
        ];
        for (values, rule, verb) in cases {
            for value in values {
                let (before, after) =
                    (mappings.0.and_then(|map| map.get(value)), mappings.1.and_then(|map| map.get(value)));
                let (from, to) = (name(before), name(after));
                if before.is_some() && after.is_some() && self.same_schema(&from, &to) {
                    continue;
                }
                let message = match (before, after) {
                    (Some(_), Some(_)) => format!("{verb} {value} to {to} instead of {from}"),
                    (Some(_), None) => format!("{verb} {value} to {from}"),
                    _ => format!("{verb} {value} to {to}"),
                };
                let place = listed.join(value);
                let change = Change::new(rule, &place, message).values(before, after);
                self.report(change.only(side_of(before, after)));
            }
        }
        self.rest(&inside, old, new, "propertyName mapping");
    }
}

/// Returns the worst effect of nested findings, and their messages.
pub(crate) fn summary(nested: &[Finding]) -> (Wire, Vec<String>) {
    let structural = nested.iter().filter(|finding| !finding.rule.is_docs());
    let details = structural.map(|finding| format!("{}: {}", finding.subject, finding.message)).collect();
    (nested.iter().map(|finding| finding.wire).min().unwrap_or(Wire::Works), details)
}

/// Returns the nodes that a finding accounts for.
pub(crate) fn covered(finding: &Finding) -> Vec<String> {
    let own = [&finding.old, &finding.new].into_iter().flatten().map(|place| place.pointer.clone());
    if finding.covers.is_empty() { own.collect() } else { finding.covers.clone() }
}

/// Returns true if a schema belongs to a parameter or a header.
fn is_part(at: &str) -> bool {
    at.contains("/parameters/") || at.contains("/headers/")
}

/// Returns a value as messages and pointers name it.
pub(crate) fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => "nothing".to_owned(),
    }
}

/// Returns true if the property at a pointer is required there.
fn is_required(document: &Value, at: &str) -> bool {
    let mut segments = at.rsplitn(3, '/');
    let (Some(name), Some("properties"), Some(parent)) = (segments.next(), segments.next(), segments.next())
    else {
        return false;
    };
    let required = document.pointer(parent).and_then(|schema| schema.get("required")?.as_array());
    required.is_some_and(|required| required.iter().any(|known| known == name))
}

/// Returns the kind of a scalar: formats with the same kind have the same type in generated code.
fn scalar(schema: &Flat<'_>) -> String {
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (kind, format) = (text("type"), text("format"));
    match (kind.as_str(), format.as_str()) {
        (
            "string",
            "date" | "date-time" | "decimal" | "password" | "signed-uri" | "uuid" | "binary" | "byte",
        ) => format,
        ("string", "ip" | "ipv4" | "ipv6") => "ip".to_owned(),
        _ => kind,
    }
}
