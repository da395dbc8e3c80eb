//! Comparison of schemas: references, inheritance, types, formats and flags.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::engine::{At, Engine, Side, child, flag, names, plain, verb};
use crate::{
    Finding, Rule, Source, Wire,
    document::{fingerprint::DESCRIPTIONS, pointer, walk},
    normalize::{Flat, lists, resolve},
};

/// Keywords with a separate comparison, besides constraints and descriptions.
const KNOWN: &str = "$ref type nullable format enum const default readOnly writeOnly deprecated items additionalProperties allOf oneOf anyOf discriminator";

impl<'a> Engine<'a> {
    /// Compares two schemas in place.
    pub(crate) fn schema(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let pair = (at.old.clone(), at.new.clone());
        if old == new || self.active.contains(&pair) {
            return;
        }
        if !old.is_object() || !new.is_object() {
            let change = self.changed(Rule::TypeChanged, at, "is a boolean schema, or no longer");
            change.wire(Wire::MayFail).breaks_if(true);
            return;
        }
        self.active.push(pair);
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
            self.written_differently(at, "the same reference", at.below(&["$ref", "allOf"]));
        }
        let (before, after) = (Flat::own(&at.old, old), Flat::own(&at.new, new));
        self.flags(at, old, new);
        self.nullable(at, &before, &after);
        self.constraints(at, &before, &after);
        self.rest(Rule::TextChanged, at, old, new, &format!("{KNOWN} {}", walk::BOUNDS.join(" ")));
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
        let (wire, details) = summary(&nested);
        let same = nested.iter().all(|finding| finding.rule.is_docs());
        // Schemas of parameters and headers are no bodies.
        let is_body = at.new.ends_with("/schema")
            && at.new.starts_with("/paths/")
            && !at.new.contains("/parameters/")
            && !at.new.contains("/headers/");
        let (rule, message) = match (old.0, new.0, same) {
            (None, Some(name), true) => (Rule::InlineExtracted, format!("is the component {name} now")),
            (Some(name), None, true) => (Rule::RefInlined, format!("is written inline instead of as {name}")),
            (from, to, _) => {
                let [from, to] = [from, to].map(|name| name.unwrap_or("an inline schema"));
                let note = if same { ", which has the same shape" } else { "" };
                let rule = if is_body { Rule::BodySchemaSwapped } else { Rule::RefChanged };
                (rule, format!("refers to {to} instead of {from}{note}"))
            }
        };
        let mut covers = match old.0.and(new.0) {
            Some(_) => at.below(&["$ref", "allOf"]),
            None => at.pointers().into(),
        };
        if let Some(name) = old.0.xor(new.0).filter(|_| same) {
            covers.extend(self.explain(name));
        }
        // Scalars have no generated type of their own.
        let has_type = ["properties", "enum", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| before.node.get(key).or(after.node.get(key)).is_some());
        let value = |(name, node): (Option<&str>, &Value)| name.map_or_else(|| node.clone(), Value::from);
        self.report(rule, at, message)
            .wire(wire)
            .breaks_if(!same || has_type)
            .details(details)
            .values(value(old), value(new))
            .covering(covers);
    }

    /// Marks a schema component that exists in one document only as part of another finding; returns its
    /// pointer.
    fn explain(&mut self, name: &str) -> Option<String> {
        let component = pointer::join("/components/schemas", name);
        let exists = |side: &Side<'_>| side.document.pointer(&component).is_some();
        (exists(&self.old) != exists(&self.new)).then(|| {
            self.explained.insert(name.to_owned());
            component
        })
    }

    /// Compares two inline schemas, merged with what they inherit if they inherit from different parts.
    fn inline(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let own = (Flat::own(&at.old, old), Flat::own(&at.new, new));
        if self.same_parts(old, new) {
            self.shapes(at, (old, &own.0), (new, &own.1));
            return self.parts(at, old, new);
        }
        let merged =
            Flat::merged(self.old.document, &at.old, old).zip(Flat::merged(self.new.document, &at.new, new));
        let Some((before, after)) = merged else {
            self.changed(Rule::ComposeChanged, &at.join("allOf"), "has other parts")
                .wire(Wire::MayFail)
                .breaks_if(true);
            return self.shapes(at, (old, &own.0), (new, &own.1));
        };
        let mut covers = at.below(&["allOf", "type", "properties", "required"]);
        for part in before.parts.symmetric_difference(&after.parts) {
            let name = part.strip_prefix("/components/schemas/").unwrap_or_default();
            covers.extend(self.explain(name));
        }
        let mut nested = self.nested(at, |engine| engine.shapes(at, (old, &before), (new, &after)));
        let (wire, details) = summary(&nested);
        let mut structural: Vec<&mut Finding> =
            nested.iter_mut().filter(|finding| !finding.rule.is_docs()).collect();
        match structural.as_mut_slice() {
            [] => self.written_differently(at, "inherits the same", covers),
            [only] => {
                let own: Vec<String> = only.pointers().cloned().collect();
                only.covers.extend(own.into_iter().chain(covers));
            }
            _ => {
                for finding in &nested {
                    let own = finding.pointers().filter(|_| finding.covers.is_empty());
                    covers.extend(own.chain(&finding.covers).cloned());
                }
                let source = nested.iter().map(|finding| finding.source).min();
                self.report(Rule::ComposeChanged, at, "inherits from other schemas")
                    .wire(wire)
                    .source(source.unwrap_or(Source::Compiles))
                    .details(details)
                    .values(old.get("allOf").cloned(), new.get("allOf").cloned())
                    .covering(covers);
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
        self.discriminator(&at.join("discriminator"), old.0, new.0);
        self.descriptions(Rule::TextChanged, at, old.0, new.0);
        let names: BTreeSet<&str> = before.keywords().chain(after.keywords()).collect();
        for key in names {
            if !lists(KNOWN, key) && !walk::BOUNDS.contains(&key) && !DESCRIPTIONS.contains(&key) {
                self.unclassified(&keyword(at, key, before, after), (before.get(key), after.get(key)));
            }
        }
    }

    /// Compares the JSON types; returns true if everything else follows from them.
    fn types(&mut self, at: &At, old: (&Value, &Flat<'a>), new: (&Value, &Flat<'a>)) -> bool {
        let (before, after) = (old.1.types(), new.1.types());
        let shapeless = (old.1.is_shapeless(), new.1.is_shapeless());
        // With `properties: {}`, each removed or added property has a separate finding.
        let is_listed = if shapeless.0 { old.0 } else { new.0 }.get("properties").is_some();
        if shapeless.0 != shapeless.1 && !is_listed && (before != after || before.contains("object")) {
            let (message, request, response) = match shapeless.0 {
                true => {
                    let message = "was an object without properties and is described now";
                    (message, Wire::MayFail, Wire::Works)
                }
                false => ("is an object without properties now", Wire::Works, Wire::MayFail),
            };
            let change = self.changed(Rule::TypeObjectWithoutShape, at, message);
            change.wires(request, response).breaks_if(true);
            return true;
        }
        if before == after {
            return false;
        }
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
        self.changed(rule, at, message).breaks_if(true);
        true
    }

    fn nullable(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let (before, after) = (old.is_nullable(), new.is_nullable());
        let (rule, message) = match (before, after) {
            (false, true) => (Rule::NullableAdded, "may be null"),
            (true, false) => (Rule::NullableRemoved, "may no longer be null"),
            _ => return,
        };
        // A received property may be null in any case. The type of a sent one changes only if it is required.
        let required = is_required(self.new.document, &at.new) || is_required(self.old.document, &at.old);
        let covers =
            at.pointers().map(|at| ["nullable", "type", "enum/null"].map(|key| format!("{at}/{key}")));
        let change = self.report(rule, at, message);
        let breaks = change.reached.request && required;
        change.breaks_if(breaks).values(json!(before), json!(after)).covering(covers.concat());
    }

    fn format(&mut self, at: &At, old: &Flat<'a>, new: &Flat<'a>) {
        let [before, after] = [old, new].map(|flat| flat.get("format"));
        if before == after {
            return;
        }
        let formats = [before, after].map(|value| value.and_then(Value::as_str));
        let message = match formats {
            [None, Some(after)] => format!("has the format {after}"),
            [Some(before), None] => format!("no longer has the format {before}"),
            [before, after] => {
                format!("has the format {} instead of {}", after.unwrap_or("?"), before.unwrap_or("?"))
            }
        };
        let breaks = scalar(old) != scalar(new);
        let inside = keyword(at, "format", old, new);
        let change = self.changed(Rule::FormatChanged, &inside, message).breaks_if(breaks);
        match formats {
            [Some(_), None] | [Some("int32" | "float"), Some("int64" | "double")] => {
                change.wires(Wire::Works, Wire::MayFail);
            }
            [None, Some(_)] | [Some("int64" | "double"), Some("int32" | "float")] => {
                change.wires(Wire::MayFail, Wire::Works);
            }
            _ => {}
        }
    }

    /// Compares `readOnly`, `writeOnly` and `deprecated`.
    fn flags(&mut self, at: &At, old: &Value, new: &Value) {
        let is_property = at.new.rsplit('/').nth(1) == Some("properties");
        for (key, rule, messages) in [
            ("readOnly", Rule::PropReadonlyChanged, ["is no longer sent", "may be sent"]),
            ("writeOnly", Rule::PropWriteonlyChanged, ["is no longer received", "may be received"]),
            ("deprecated", Rule::PropDeprecated, ["is deprecated", "is no longer deprecated"]),
        ] {
            let rules = messages.map(|message| (rule, message));
            let Some(change) = self.toggled((at, key), (old, new), rules) else { continue };
            if !flag(new, key) {
                change.wire(Wire::Works);
            } else if is_property && key != "deprecated" {
                // Generated types follow the flags of properties, not those of complete schemas.
                change.source(Source::Breaks);
            }
        }
    }

    fn discriminator(&mut self, at: &At, old: &'a Value, new: &'a Value) {
        let (before, after) = (old.get("discriminator"), new.get("discriminator"));
        let (Some(old), Some(new)) = (before, after) else {
            if before != after {
                let rule =
                    if after.is_some() { Rule::DiscriminatorAdded } else { Rule::DiscriminatorRemoved };
                self.changed(rule, at, format!("{} a discriminator", verb(before, after)));
            }
            return;
        };
        let (before, after) = (old.get("propertyName"), new.get("propertyName"));
        if before != after {
            let message = format!("is distinguished by {} instead of {}", plain(after), plain(before));
            self.report(Rule::DiscriminatorPropertyChanged, at, message)
                .values(before.cloned(), after.cloned())
                .covering(at.below(&["propertyName"]));
        }
        let mappings = (old.get("mapping"), new.get("mapping"));
        // A mapping may have the name of a schema or a reference to it.
        let name = |target: Option<&Value>| plain(target).trim_start_matches(pointer::SCHEMAS).to_owned();
        for value in names(mappings.0, mappings.1) {
            let (before, after) = (child(mappings.0, value), child(mappings.1, value));
            let (from, to) = (name(before), name(after));
            let (rule, message) = match (before, after) {
                (Some(_), Some(_)) if self.same_schema(&from, &to) => continue,
                (Some(_), Some(_)) => {
                    let message = format!("maps {value} to {to} instead of {from}");
                    (Rule::DiscriminatorMappingChanged, message)
                }
                (Some(_), None) => {
                    (Rule::DiscriminatorMappingRemoved, format!("no longer maps {value} to {from}"))
                }
                _ => (Rule::DiscriminatorMappingAdded, format!("also maps {value} to {to}")),
            };
            self.changed(rule, &at.join("mapping").join(value), message);
        }
        self.rest(Rule::TextChanged, at, old, new, "propertyName mapping");
    }
}

/// Returns the pointers of a keyword on both sides.
pub(crate) fn keyword(at: &At, key: &str, old: &Flat<'_>, new: &Flat<'_>) -> At {
    let place =
        |flat: &Flat<'_>, at: &str| flat.pointer(key).map_or_else(|| pointer::join(at, key), str::to_owned);
    at.moved(place(old, &at.old), place(new, &at.new))
}

/// Returns the worst effect of nested findings, and their messages.
pub(crate) fn summary(nested: &[Finding]) -> (Wire, Vec<String>) {
    let structural = nested.iter().filter(|finding| !finding.rule.is_docs());
    let details = structural.map(|finding| format!("{}: {}", finding.subject, finding.message)).collect();
    (nested.iter().map(|finding| finding.wire).min().unwrap_or(Wire::Works), details)
}

/// Returns true if the property at a pointer is required there.
fn is_required(document: &Value, at: &str) -> bool {
    let Some((parent, name)) = at.rsplit_once('/') else { return false };
    let schema = parent.strip_suffix("/properties").and_then(|schema| document.pointer(schema));
    let required = schema.and_then(|schema| schema.get("required")?.as_array());
    required.is_some_and(|required| required.iter().any(|known| known == name))
}

/// Returns the kind of a scalar: formats with the same kind have the same type in generated code.
fn scalar<'a>(schema: &Flat<'a>) -> &'a str {
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    match (text("type"), text("format")) {
        (
            "string",
            format @ ("date" | "date-time" | "decimal" | "password" | "signed-uri" | "uuid" | "binary"
            | "byte"),
        ) => format,
        ("string", "ip" | "ipv4" | "ipv6") => "ip",
        (kind, _) => kind,
    }
}
