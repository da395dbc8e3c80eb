//! Comparison of schemas: references, inheritance, types, formats and flags.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::engine::{At, Engine, plain};
use crate::{
    Finding, Rule, Source, Wire,
    document::{fingerprint::DESCRIPTIONS, pointer, walk},
    normalize::{Flat, Located, lists, resolve},
};

/// Keywords with a separate comparison, besides constraints and descriptions.
const KNOWN: &str = "$ref type nullable format enum const default readOnly writeOnly deprecated items additionalProperties allOf oneOf anyOf discriminator";

impl<'a> Engine<'a> {
    pub(crate) fn schema(&mut self, at: &At<'a>) {
        let (Some(old), Some(new)) = at.nodes() else { return };
        let pair = at.pointers();
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
            (Some(from), Some(to)) if self.same_schema(from, to) => self.beside_reference(at),
            (None, None) => self.inline(at),
            (from, to) => self.reference(at, from, to),
        }
        self.active.pop();
    }

    /// Compares the keywords next to references to the same schema.
    fn beside_reference(&mut self, at: &At<'a>) {
        let reference = at.join("$ref");
        if reference.is_added() || reference.is_removed() {
            self.written_differently(at, "the same reference", at.below(&["$ref", "allOf"]));
        }
        let (before, after) = (Flat::own(&at.old), Flat::own(&at.new));
        self.flags(at);
        self.nullable(at, &before, &after);
        self.constraints(at, &before, &after);
        self.rest(Rule::TextChanged, at, &format!("{KNOWN} {}", walk::BOUNDS.join(" ")));
    }

    /// Compares the targets of two references, or of one with an inline schema, as one change.
    fn reference(&mut self, at: &At<'a>, old: Option<&'a str>, new: Option<&'a str>) {
        let target = |document: &'a Value, name: Option<&str>, at: &Located<'a>| {
            let component = name.map(|name| pointer::join("/components/schemas", name));
            resolve(document, component.as_ref().unwrap_or(&at.pointer))
        };
        let before = target(self.old.document, old, &at.old);
        let inside = at.moved(before, target(self.new.document, new, &at.new));
        let nested = self.nested(at, |engine| engine.schema(&inside));
        let (wire, details) = summary(&nested);
        let same = nested.iter().all(|finding| finding.rule.is_docs());
        // Schemas of parameters and headers are excluded.
        let place = &at.new.pointer;
        let is_body = place.ends_with("/schema")
            && place.starts_with("/paths/")
            && !place.contains("/parameters/")
            && !place.contains("/headers/");
        let (rule, message) = match (old, new, same) {
            (None, Some(name), true) => (Rule::InlineExtracted, format!("is the component {name} now")),
            (Some(name), None, true) => (Rule::RefInlined, format!("is written inline instead of as {name}")),
            (from, to, _) => {
                let [from, to] = [from, to].map(|name| name.unwrap_or("an inline schema"));
                let note = if same { ", which has the same shape" } else { "" };
                let rule = if is_body { Rule::BodySchemaSwapped } else { Rule::RefChanged };
                (rule, format!("refers to {to} instead of {from}{note}"))
            }
        };
        let mut covers = match old.and(new) {
            Some(_) => at.below(&["$ref", "allOf"]),
            None => at.pointers().into(),
        };
        if let Some(name) = old.xor(new).filter(|_| same) {
            covers.extend(self.explain(name));
        }
        // Scalars have no separate generated type.
        let has_type = ["properties", "enum", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| inside.old.get(key).or(inside.new.get(key)).is_some());
        let value = |name: Option<&str>, at: &Located<'a>| name.map(Value::from).or(at.node.cloned());
        self.report(rule, at, message)
            .wire(wire)
            .breaks_if(!same || has_type)
            .details(details)
            .values(value(old, &at.old), value(new, &at.new))
            .covering(covers);
    }

    /// Records that another finding accounts for a schema component that exists in one document only; returns
    /// its pointer.
    fn explain(&mut self, name: &str) -> Option<String> {
        let component = pointer::join("/components/schemas", name);
        let at = self.at(&component, &component);
        (at.is_added() || at.is_removed()).then(|| {
            self.explained.insert(name.to_owned());
            component
        })
    }

    /// Compares two inline schemas, merged with what they inherit if they inherit from different parts.
    fn inline(&mut self, at: &At<'a>) {
        let own = (Flat::own(&at.old), Flat::own(&at.new));
        if self.same_parts(at) {
            self.shapes(at, &own.0, &own.1);
            return self.parts(at);
        }
        let inherited = at.join("allOf");
        let merged = Flat::merged(self.old.document, &at.old).zip(Flat::merged(self.new.document, &at.new));
        let Some((before, after)) = merged else {
            let change = self.changed(Rule::ComposeChanged, &inherited, "has other parts");
            change.wire(Wire::MayFail).breaks_if(true);
            return self.shapes(at, &own.0, &own.1);
        };
        let mut covers = at.below(&["allOf", "type", "properties", "required"]);
        for part in before.parts.symmetric_difference(&after.parts) {
            let name = part.strip_prefix("/components/schemas/").unwrap_or_default();
            covers.extend(self.explain(name));
        }
        let mut nested = self.nested(at, |engine| engine.shapes(at, &before, &after));
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
                    .values(inherited.old.node.cloned(), inherited.new.node.cloned())
                    .covering(covers);
                nested.retain(|finding| finding.rule.is_docs());
            }
        }
        self.findings.extend(nested);
    }

    fn shapes(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) {
        if self.types(at, old, new) {
            return;
        }
        self.nullable(at, old, new);
        self.format(&keyword(at, "format", old, new), scalar(old) != scalar(new));
        self.values(at, old, new);
        self.flags(at);
        self.constraints(at, old, new);
        self.properties(at, old, new);
        self.elements(at, old, new);
        self.alternatives(at, old, new);
        self.discriminator(&at.join("discriminator"));
        self.descriptions(Rule::TextChanged, at);
        let names: BTreeSet<&str> = old.keywords().chain(new.keywords()).collect();
        for key in names {
            if !lists(KNOWN, key) && !walk::BOUNDS.contains(&key) && !DESCRIPTIONS.contains(&key) {
                self.unclassified(&keyword(at, key, old, new));
            }
        }
    }

    /// Compares the JSON types; returns true if everything else follows from them.
    fn types(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) -> bool {
        let (before, after) = (old.types(), new.types());
        let was_shapeless = old.is_shapeless();
        // With `properties: {}`, each removed or added property has a separate finding.
        let is_listed = if was_shapeless { &at.old } else { &at.new }.get("properties").is_some();
        let is_shape = was_shapeless != new.is_shapeless();
        if is_shape && !is_listed && (before != after || before.contains("object")) {
            let (message, request, response) = match was_shapeless {
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

    fn nullable(&mut self, at: &At<'a>, old: &Flat<'a>, new: &Flat<'a>) {
        let (before, after) = (old.is_nullable(), new.is_nullable());
        let (rule, message) = match (before, after) {
            (false, true) => (Rule::NullableAdded, "may be null"),
            (true, false) => (Rule::NullableRemoved, "may no longer be null"),
            _ => return,
        };
        // A received property may be null in any case. The type of a sent one changes only if it is required.
        let required = is_required(self.new.document, &at.new) || is_required(self.old.document, &at.old);
        let covers = at.below(&["nullable", "type"]).into_iter().chain(at.join("enum").below(&["null"]));
        let change = self.report(rule, at, message).values(json!(before), json!(after)).covering(covers);
        let breaks = change.reached.request && required;
        change.breaks_if(breaks);
    }

    fn format(&mut self, at: &At<'a>, breaks: bool) {
        if at.is_same() {
            return;
        }
        let formats = [at.old.node, at.new.node].map(|value| value.and_then(Value::as_str));
        let message = match formats {
            [None, Some(after)] => format!("has the format {after}"),
            [Some(before), None] => format!("no longer has the format {before}"),
            [before, after] => {
                format!("has the format {} instead of {}", after.unwrap_or("?"), before.unwrap_or("?"))
            }
        };
        let change = self.changed(Rule::FormatChanged, at, message).breaks_if(breaks);
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

    fn flags(&mut self, at: &At<'a>) {
        let is_property = at.new.pointer.rsplit('/').nth(1) == Some("properties");
        for (key, rule, messages) in [
            ("readOnly", Rule::PropReadonlyChanged, ["is no longer sent", "may be sent"]),
            ("writeOnly", Rule::PropWriteonlyChanged, ["is no longer received", "may be received"]),
            ("deprecated", Rule::PropDeprecated, ["is deprecated", "is no longer deprecated"]),
        ] {
            let rules = messages.map(|message| (rule, message));
            let Some(change) = self.toggled(at, key, rules) else { continue };
            if !at.flags(key)[1] {
                change.wire(Wire::Works);
            } else if is_property && key != "deprecated" {
                // Generated types follow the flags of properties, not those of complete schemas.
                change.source(Source::Breaks);
            }
        }
    }

    fn discriminator(&mut self, at: &At<'a>) {
        if at.is_added() || at.is_removed() {
            let rule = if at.is_added() { Rule::DiscriminatorAdded } else { Rule::DiscriminatorRemoved };
            self.changed(rule, at, format!("{} a discriminator", at.verb()));
            return;
        }
        let property = at.join("propertyName");
        if !property.is_same() {
            let (before, after) = property.nodes();
            let message = format!("is distinguished by {} instead of {}", plain(after), plain(before));
            self.report(Rule::DiscriminatorPropertyChanged, at, message)
                .values(before.cloned(), after.cloned())
                .covering(property.pointers());
        }
        let mapping = at.join("mapping");
        // A mapping may have the name of a schema or a reference to it.
        let name = |target: Option<&Value>| plain(target).trim_start_matches(pointer::SCHEMAS).to_owned();
        for value in mapping.names() {
            let case = mapping.join(value);
            let (from, to) = (name(case.old.node), name(case.new.node));
            let (rule, message) = match case.nodes() {
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
            self.changed(rule, &case, message);
        }
        self.rest(Rule::TextChanged, at, "propertyName mapping");
    }
}

/// Returns the nodes of a keyword, wherever it is inherited from.
pub(crate) fn keyword<'a>(at: &At<'a>, key: &str, old: &Flat<'a>, new: &Flat<'a>) -> At<'a> {
    let located = |flat: &Flat<'a>, at: &Located<'a>| flat.located(key).unwrap_or_else(|| at.child(key));
    at.moved(located(old, &at.old), located(new, &at.new))
}

/// Returns the worst effect of nested findings, and their messages.
pub(crate) fn summary(nested: &[Finding]) -> (Wire, Vec<String>) {
    let structural = nested.iter().filter(|finding| !finding.rule.is_docs());
    let details = structural.map(|finding| format!("{}: {}", finding.subject, finding.message)).collect();
    (nested.iter().map(|finding| finding.wire).min().unwrap_or(Wire::Works), details)
}

/// Returns true if a schema is a required property.
fn is_required(document: &Value, at: &Located<'_>) -> bool {
    let Some((parent, name)) = at.pointer.rsplit_once('/') else { return false };
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
