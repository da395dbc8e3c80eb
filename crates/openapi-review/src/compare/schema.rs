//! Comparing two versions of one schema: types, marks, bounds, composition.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    engine::{At, Change, Engine, In, keys, side_of, verb},
    shape::shape,
    texts,
};
use crate::{
    Rule, Source, Wire,
    document::{
        pointer,
        walk::{self, BOUNDS},
    },
};

/// Keywords that a function below compares.
const KNOWN: &[&str] = &[
    "$ref",
    "type",
    "nullable",
    "format",
    "enum",
    "default",
    "readOnly",
    "writeOnly",
    "deprecated",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
];

impl Engine<'_> {
    /// Compares a schema in its place.
    pub(crate) fn schema(&mut self, at: &At, old: &Value, new: &Value) {
        if old == new {
            return;
        }
        let (Some(old_map), Some(new_map)) = (old.as_object(), new.as_object()) else {
            let change =
                Change::new(Rule::TypeChanged, at, "is another kind of schema").values(Some(old), Some(new));
            let source = self.dirs(at, In::Both).breaks();
            return self.report(change.wire(Wire::MayFail).source(source));
        };
        match (pointer::schema_name(old), pointer::schema_name(new)) {
            (Some(from), Some(to)) => self.reference(at, (from, old), (to, new)),
            (None, None) => return self.shapes(at, old_map, new_map),
            _ => return self.named_or_not(at, old, new),
        }
        // What stands beside the reference.
        self.marks(at, old, new);
        self.texts(Rule::TextChanged, at, old, new, texts::KEYS);
        self.nullable(at, old_map, new_map);
        for key in keys(Some(old), Some(new)).concat() {
            let seen = KNOWN.contains(&key) || texts::KEYS.contains(&key);
            if !seen {
                self.unclassified(at, key, old.get(key), new.get(key));
            }
        }
    }

    fn reference(&mut self, at: &At, old: (&str, &Value), new: (&str, &Value)) {
        let written = |node: &Value| (node.get("$ref").cloned(), node.get("allOf").cloned());
        if self.same_schema(old.0, new.0) {
            let (before, after) = (written(old.1), written(new.1));
            let moved = before.0.is_some() != after.0.is_some();
            if moved {
                let message = "writes its reference in another form";
                let covers = ["$ref", "allOf"]
                    .into_iter()
                    .flat_map(|key| [pointer::join(&at.old, key), pointer::join(&at.new, key)]);
                self.report(Change::new(Rule::TextChanged, at, message).covering(covers));
            }
            return;
        }
        let same_shape = shape(self.component(In::Old, old.0), &self.renamed)
            == shape(self.component(In::New, new.0), &Default::default());
        let wire = if same_shape { Wire::Works } else { Wire::Fails };
        let body =
            at.new.ends_with("/schema") && !at.new.contains("/parameters/") && !at.new.contains("/headers/");
        let rule =
            if body && at.new.starts_with("/paths/") { Rule::BodySchemaSwapped } else { Rule::RefChanged };
        let same = if same_shape { ", which has the same shape" } else { "" };
        let message = format!("refers to {} instead of {}{same}", new.0, old.0);
        let source = self.dirs(at, In::Both).breaks();
        let (before, after) = (Value::from(old.0), Value::from(new.0));
        let covers = ["$ref", "allOf"]
            .into_iter()
            .flat_map(|key| [pointer::join(&at.old, key), pointer::join(&at.new, key)]);
        self.report(
            Change::new(rule, at, message)
                .wire(wire)
                .source(source)
                .values(Some(&before), Some(&after))
                .covering(covers),
        );
    }

    /// One side names a schema, the other writes it out.
    fn named_or_not(&mut self, at: &At, old: &Value, new: &Value) {
        let extracted = pointer::schema_name(new).is_some();
        let name = pointer::schema_name(new).or(pointer::schema_name(old)).unwrap_or_default().to_owned();
        let same = if extracted {
            shape(old, &self.renamed) == shape(self.component(In::New, &name), &Default::default())
        } else {
            shape(self.component(In::Old, &name), &self.renamed) == shape(new, &Default::default())
        };
        let dirs = self.dirs(at, In::Both);
        let (rule, message) = match (same, extracted) {
            (true, true) => (Rule::InlineExtracted, format!("has its shape under the name {name} now")),
            (true, false) => (Rule::RefInlined, format!("writes out the shape that was called {name}")),
            (false, true) => (Rule::RefChanged, format!("refers to {name} instead of saying what it is")),
            (false, false) => (Rule::RefChanged, format!("says what it is instead of referring to {name}")),
        };
        let wire = if same { Wire::Works } else { dirs.wire(Wire::Fails, Wire::MayFail) };
        let mut covers = vec![at.old.clone(), at.new.clone()];
        if same {
            let component = pointer::join("/components/schemas", &name);
            let stands = |side: &super::engine::Side<'_>| side.document.pointer(&component).is_some();
            if stands(&self.old) != stands(&self.new) {
                self.explained.insert(name);
                covers.push(component);
            }
        }
        self.report(
            Change::new(rule, at, message)
                .wire(wire)
                .source(dirs.breaks())
                .values(Some(old), Some(new))
                .covering(covers),
        );
    }

    fn component(&self, side: In, name: &str) -> &Value {
        let document = if side == In::Old { self.old.document } else { self.new.document };
        document.pointer(&pointer::join("/components/schemas", name)).unwrap_or(&Value::Null)
    }

    /// Compares what two schemas say themselves.
    fn shapes(&mut self, at: &At, old: &Map<String, Value>, new: &Map<String, Value>) {
        let (old_value, new_value) = (Value::Object(old.clone()), Value::Object(new.clone()));
        if self.types(at, (old, &old_value), (new, &new_value)) {
            return;
        }
        self.nullable(at, old, new);
        self.format(at, old, new);
        self.values(at, old, new);
        self.marks(at, &old_value, &new_value);
        self.bounds(at, old, new);
        self.members(at, old, new);
        self.elements(at, old, new);
        for key in ["allOf", "oneOf", "anyOf"] {
            self.composition(at, key, (old, &old_value), (new, &new_value));
        }
        if old.get("discriminator") != new.get("discriminator") {
            let (old, new) = (old.get("discriminator"), new.get("discriminator"));
            let inside = at.join("discriminator");
            let change =
                Change::new(Rule::ComposeChanged, &inside, format!("{} its discriminator", verb(old, new)));
            self.report(change.wire(Wire::MayFail).values(old, new).only(side_of(old, new)));
        }
        let words =
            if self.listed_in_text(at, &old_value, &new_value) { &texts::KEYS[1..] } else { texts::KEYS };
        self.texts(Rule::TextChanged, at, &old_value, &new_value, words);
        for key in keys(Some(&old_value), Some(&new_value)).concat() {
            if !KNOWN.contains(&key) && !BOUNDS.contains(&key) && !texts::KEYS.contains(&key) {
                self.unclassified(at, key, old.get(key), new.get(key));
            }
        }
    }

    /// Compares the JSON types; returns whether that says all there is to say.
    fn types(
        &mut self,
        at: &At,
        old: (&Map<String, Value>, &Value),
        new: (&Map<String, Value>, &Value),
    ) -> bool {
        let (before, after) = (types(old.0), types(new.0));
        let dirs = self.dirs(at, In::Both);
        let shapeless = (walk::is_shapeless(old.0), walk::is_shapeless(new.0));
        if shapeless.0 != shapeless.1 && (before != after || before.contains("object")) {
            let message = if shapeless.0 {
                "was an object without a shape and now says what it is"
            } else {
                "is an object without a shape now"
            };
            let change =
                Change::new(Rule::TypeObjectWithoutShape, at, message).values(Some(old.1), Some(new.1));
            self.report(change.wire(Wire::MayFail).source(dirs.breaks()));
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
        let words = |types: &BTreeSet<&str>| {
            if types.is_empty() {
                "any JSON".to_owned()
            } else {
                types.iter().copied().collect::<Vec<_>>().join(" or ")
            }
        };
        let message = format!("is {} instead of {}", words(&after), words(&before));
        let (rule, wire) = if wider(&after, &before) {
            (Rule::TypeWidened, dirs.wire(Wire::Works, Wire::Fails))
        } else if wider(&before, &after) {
            (Rule::TypeNarrowed, dirs.wire(Wire::Fails, Wire::MayFail))
        } else {
            (Rule::TypeChanged, dirs.wire(Wire::Fails, Wire::Fails))
        };
        let change =
            Change::new(rule, at, message).wire(wire).source(dirs.breaks()).values(Some(old.1), Some(new.1));
        self.report(change);
        true
    }

    fn nullable(&mut self, at: &At, old: &Map<String, Value>, new: &Map<String, Value>) {
        let (before, after) = (is_nullable(old), is_nullable(new));
        if before == after {
            return;
        }
        let dirs = self.dirs(at, In::Both);
        let (rule, message, wire) = if after {
            (Rule::NullableAdded, "may be null", Wire::Works)
        } else {
            (Rule::NullableRemoved, "may no longer be null", dirs.wire(Wire::Fails, Wire::Works))
        };
        // Received members may be null in any case; a sent one only changes its type where it is required.
        let required = is_required(self.new.document, &at.new) || is_required(self.old.document, &at.old);
        let source = dirs.breaks_if(dirs.request && required);
        let covers = ["nullable", "type"]
            .into_iter()
            .flat_map(|key| [pointer::join(&at.old, key), pointer::join(&at.new, key)]);
        let (was, is) = (Value::from(before), Value::from(after));
        self.report(
            Change::new(rule, at, message)
                .wire(wire)
                .source(source)
                .values(Some(&was), Some(&is))
                .covering(covers),
        );
    }

    fn format(&mut self, at: &At, old: &Map<String, Value>, new: &Map<String, Value>) {
        let (before, after) = (old.get("format"), new.get("format"));
        if before == after {
            return;
        }
        let dirs = self.dirs(at, In::Both);
        let kind = |map: &Map<String, Value>| scalar(map).to_owned();
        let message = match (before.and_then(Value::as_str), after.and_then(Value::as_str)) {
            (None, Some(after)) => format!("has the format {after}"),
            (Some(before), None) => format!("no longer has the format {before}"),
            (before, after) => {
                format!("has the format {} instead of {}", after.unwrap_or("?"), before.unwrap_or("?"))
            }
        };
        let source = dirs.breaks_if(kind(old) != kind(new));
        let inside = at.join("format");
        let change = Change::new(Rule::FormatChanged, &inside, message)
            .values(before, after)
            .only(side_of(before, after));
        self.report(change.wire(dirs.wire(Wire::MayFail, Wire::MayFail)).source(source));
    }

    /// Compares `readOnly`, `writeOnly` and `deprecated`.
    pub(crate) fn marks(&mut self, at: &At, old: &Value, new: &Value) {
        let is_member = at.new.rsplit('/').nth(1) == Some("properties");
        for (mark, rule) in [
            ("readOnly", Rule::PropReadonlyChanged),
            ("writeOnly", Rule::PropWriteonlyChanged),
            ("deprecated", Rule::PropDeprecated),
        ] {
            let (before, after) = (old.get(mark), new.get(mark));
            if before == after {
                continue;
            }
            let set = after == Some(&Value::Bool(true));
            let (wire, source) = match (mark, set) {
                ("deprecated", _) | (_, false) => (Wire::Works, Source::Compiles),
                // The generated types follow the marks of members, not those of whole schemas.
                (_, true) => (Wire::MayFail, if is_member { Source::Breaks } else { Source::Compiles }),
            };
            let message = match (mark, set) {
                ("readOnly", true) => "is no longer sent",
                ("readOnly", false) => "may be sent",
                ("writeOnly", true) => "is no longer received",
                ("writeOnly", false) => "may be received",
                (_, true) => "is deprecated",
                (_, false) => "is no longer deprecated",
            };
            let inside = at.join(mark);
            let change = Change::new(rule, at, message).wire(wire).source(source).values(before, after);
            self.report(change.covering([inside.old, inside.new]));
        }
    }
}

/// The JSON types that a schema allows, without null.
fn types(map: &Map<String, Value>) -> BTreeSet<&str> {
    match map.get("type") {
        Some(Value::String(one)) => [one.as_str()].into(),
        Some(Value::Array(several)) => {
            several.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Whether null is allowed, in the manner of OpenAPI 3.0 or 3.1.
fn is_nullable(map: &Map<String, Value>) -> bool {
    let listed = map
        .get("type")
        .and_then(Value::as_array)
        .is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"));
    listed || map.get("nullable") == Some(&Value::Bool(true))
}

/// Whether the member at a pointer is required where it stands.
fn is_required(document: &Value, at: &str) -> bool {
    let mut segments = at.rsplitn(3, '/');
    let (Some(name), Some("properties"), Some(parent)) = (segments.next(), segments.next(), segments.next())
    else {
        return false;
    };
    let required = document.pointer(parent).and_then(|schema| schema.get("required")?.as_array());
    required.is_some_and(|required| required.iter().any(|known| known == name))
}

/// What the generator makes of a scalar: formats that it treats alike have the same word.
fn scalar(map: &Map<String, Value>) -> &str {
    let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
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
