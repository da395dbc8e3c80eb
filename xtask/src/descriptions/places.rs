//! The names of a document that descriptions are written for.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use openapi_review::document::{pointer, walk};

/// The kind of a place, which decides about its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `OPERATION`.
    Operation,
    /// `OPERATION.PARAMETER`; of a header, which the client may set by itself, if the flag is set.
    Parameter {
        /// Whether it is a header.
        is_header: bool,
    },
    /// `SCHEMA` or `SCHEMA.PROPERTY`.
    Schema,
    /// `SCHEMA.PROPERTY.items` or `SCHEMA.PROPERTY.additionalProperties`.
    Items,
    /// `ENUM`.
    Enum,
    /// `ENUM.VALUE`, with the value.
    Value(String),
    /// `info`, `tags.NAME`, `securitySchemes.NAME`, `headers.NAME`, `links.NAME`.
    Other,
}

impl Kind {
    /// Returns the fields that a description of this kind of place can have.
    #[must_use]
    pub fn fields(&self) -> &'static [&'static str] {
        match self {
            Self::Operation => &["summary", "description", "response"],
            Self::Schema | Self::Items => &["description", "in-requests", "in-responses", "in-items"],
            _ => &["description"],
        }
    }
}

/// A named place. Several places can have the same key, such as a header of all responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name under which it is described.
    pub key: String,
    /// Its kind.
    pub kind: Kind,
    /// Its JSON Pointer, for values that of their enum.
    pub pointer: String,
}

impl Place {
    fn new(key: impl Into<String>, kind: Kind, pointer: &str) -> Self {
        Self { key: key.into(), kind, pointer: pointer.to_owned() }
    }

    /// Whether the place lacks a description that it must have.
    #[must_use]
    pub fn is_required(&self, document: &Value) -> bool {
        let Some(node) = document.pointer(&self.pointer) else { return false };
        let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default().trim();
        match &self.kind {
            Kind::Parameter { is_header: true } | Kind::Items | Kind::Other => false,
            // Either of the two is enough for a summary line.
            Kind::Operation => text("summary").is_empty() && text("description").is_empty(),
            Kind::Value(value) => {
                node.get("x-enum-descriptions").and_then(|texts| texts.get(value)).is_none()
            }
            _ => text("description").is_empty(),
        }
    }

    /// Writes a field of a description; returns `None` if the document has no such place.
    pub(super) fn write(&self, document: &mut Value, field: &str, text: &str) -> Option<()> {
        let node = document.pointer_mut(&self.pointer)?;
        let key = match (&self.kind, field) {
            (Kind::Value(value), _) => {
                node["x-enum-descriptions"][value.as_str()] = text.into();
                return Some(());
            }
            (_, "response") => {
                node.pointer_mut("/responses/2XX")?["description"] = text.into();
                return Some(());
            }
            (_, "in-requests") => "x-in-request",
            (_, "in-responses") => "x-in-response",
            (_, "in-items") => "x-in-items",
            (_, field) => field,
        };
        let node = node.as_object_mut()?;
        // Siblings of a reference are ignored; a wrapper is not.
        if let Some(reference) = node.remove("$ref") {
            node.insert("allOf".into(), json!([{"$ref": reference}]));
        }
        node.insert(key.into(), text.into());
        Some(())
    }
}

/// Lists the places of a document in which every type and operation has its name. Schemas that no operation reaches have none.
#[must_use]
pub fn of(document: &Value) -> Vec<Place> {
    let mut places = vec![Place::new("info", Kind::Other, "/info")];
    for (index, tag) in document.get("tags").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let name = tag["name"].as_str().unwrap_or_default();
        places.push(Place::new(format!("tags.{name}"), Kind::Other, &format!("/tags/{index}")));
    }
    others(&mut places, document, "/components", "securitySchemes");
    for operation in walk::operations(document) {
        let Some(id) = operation.id() else { continue };
        let at = operation.pointer();
        places.push(Place::new(id, Kind::Operation, &at));
        let parameters = operation.node.get("parameters").and_then(Value::as_array).into_iter().flatten();
        for (index, parameter) in parameters.enumerate() {
            let key = format!("{id}.{}", parameter["name"].as_str().unwrap_or_default());
            let kind = Kind::Parameter { is_header: parameter["in"] == "header" };
            places.push(Place::new(key, kind, &format!("{at}/parameters/{index}")));
        }
        for section in ["headers", "links"] {
            others(&mut places, document, &format!("{at}/responses/2XX"), section);
        }
    }
    let reached = reached(document);
    for (name, schema) in walk::schemas(document).filter(|(name, _)| reached.contains(name.as_str())) {
        add(&mut places, name, Kind::Schema, &pointer::join("/components/schemas", name), schema);
    }
    places
}

/// Adds the named objects of a section, such as `headers`.
fn others(places: &mut Vec<Place>, document: &Value, parent: &str, section: &str) {
    let at = pointer::join(parent, section);
    for name in document.pointer(&at).and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        places.push(Place::new(format!("{section}.{name}"), Kind::Other, &pointer::join(&at, name)));
    }
}

fn add(places: &mut Vec<Place>, key: &str, kind: Kind, at: &str, schema: &Value) {
    let is_enum = schema.get("x-open-enum").is_some();
    places.push(Place::new(key, if is_enum { Kind::Enum } else { kind }, at));
    if is_enum {
        let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        for value in values.filter_map(Value::as_str) {
            places.push(Place::new(format!("{key}.{value}"), Kind::Value(value.to_owned()), at));
        }
    }
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let at = pointer::join(&format!("{at}/properties"), name);
        add(places, &format!("{key}.{name}"), Kind::Schema, &at, property);
    }
    for part in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(part).filter(|inner| inner.is_object()) {
            add(places, &format!("{key}.{part}"), Kind::Items, &format!("{at}/{part}"), inner);
        }
    }
}

/// Returns the schemas that operations refer to, directly or through other schemas.
fn reached(document: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<&Value> = document.get("paths").into_iter().collect();
    while let Some(node) = queue.pop() {
        match node {
            Value::Object(map) => queue.extend(map.values()),
            Value::Array(items) => queue.extend(items),
            Value::String(text) => {
                if let Some(name) = text.strip_prefix("#/components/schemas/")
                    && found.insert(name)
                {
                    queue.extend(document.pointer(&pointer::join("/components/schemas", name)));
                }
            }
            _ => {}
        }
    }
    found
}
