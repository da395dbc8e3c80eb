//! The places of a document that descriptions are written for.

use std::collections::BTreeSet;

use openapi_review::document::{pointer, walk};
use serde_json::{Value, json};

use crate::nodes::{entries, items};

/// A named place. Several places can have the same key, such as a header of all responses.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The name under which it is described.
    pub(crate) key: String,
    /// Its JSON Pointer; that of the enum if it is a value.
    pub(crate) pointer: String,
    /// The value of the enum, if it is one.
    value: Option<String>,
    /// The fields that its description can have.
    pub(super) fields: &'static [&'static str],
    /// True if the document lacks a description that it must have.
    pub(super) is_missing: bool,
}

const PLAIN: &[&str] = &["description"];
const OPERATION: &[&str] = &["summary", "description", "response"];
const SCHEMA: &[&str] = &["description", "in-requests", "in-responses", "in-items"];

impl Place {
    fn new(key: impl Into<String>, pointer: String, fields: &'static [&'static str]) -> Self {
        Self { key: key.into(), pointer, value: None, fields, is_missing: false }
    }

    /// Sets `is_missing` if the node has none of the fields.
    fn required(mut self, node: &Value) -> Self {
        let has = |field: &&str| node[*field].as_str().is_some_and(|text| !text.trim().is_empty());
        self.is_missing = !self.fields.iter().any(has);
        self
    }

    /// Writes a field of a description; returns `None` if the document has no such place.
    pub(super) fn write(&self, document: &mut Value, field: &str, text: &str) -> Option<()> {
        let mut node = document.pointer_mut(&self.pointer)?;
        let key = match (field, &self.value) {
            (_, Some(value)) => {
                node = node.as_object_mut()?.entry("x-enum-descriptions").or_insert_with(|| json!({}));
                value
            }
            ("response", _) => {
                node = node.pointer_mut("/responses/2XX")?;
                "description"
            }
            ("in-requests", _) => "x-in-request",
            ("in-responses", _) => "x-in-response",
            ("in-items", _) => "x-in-items",
            (field, _) => field,
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

/// Lists the places of a document in which every schema and operation has its name, without schemas that no
/// operation reaches.
pub(super) fn of(document: &Value) -> Vec<Place> {
    let mut places = vec![Place::new("info", "/info".into(), PLAIN)];
    for (index, tag) in items(document.get("tags")).enumerate() {
        let key = format!("tags.{}", tag["name"].as_str().unwrap_or_default());
        places.push(Place::new(key, format!("/tags/{index}"), PLAIN));
    }
    section(&mut places, document, "/components", "securitySchemes");
    for operation in walk::operations(document) {
        let Some(id) = operation.id() else { continue };
        let at = operation.pointer();
        // Either of summary and description is enough.
        let node = &document["paths"][operation.path][operation.method];
        places.push(Place::new(id, at.clone(), OPERATION).required(node));
        for (index, parameter) in items(node.get("parameters")).enumerate() {
            let key = format!("{id}.{}", parameter["name"].as_str().unwrap_or_default());
            let place = Place::new(key, format!("{at}/parameters/{index}"), PLAIN);
            // Headers are the client's own.
            places.push(if parameter["in"] == "header" { place } else { place.required(parameter) });
        }
        section(&mut places, document, &format!("{at}/responses/2XX"), "headers");
        section(&mut places, document, &format!("{at}/responses/2XX"), "links");
    }
    let reached = reached(document);
    for (name, node) in walk::schemas(document).filter(|(name, _)| reached.contains(name.as_str())) {
        let at = pointer::join("/components/schemas", name);
        schema(&mut places, Place::new(name, at, SCHEMA).required(node), node);
    }
    places
}

/// Adds the named objects of a section, such as `headers`.
fn section(places: &mut Vec<Place>, document: &Value, parent: &str, name: &str) {
    let at = pointer::join(parent, name);
    for (key, _) in entries(document.pointer(&at)) {
        places.push(Place::new(format!("{name}.{key}"), pointer::join(&at, key), PLAIN));
    }
}

/// Adds a schema, its values, and the places inside it.
fn schema(places: &mut Vec<Place>, mut place: Place, node: &Value) {
    let Place { key, pointer, .. } = place.clone();
    let values = node.get("x-open-enum").and(node.get("enum"));
    if values.is_some() {
        place.fields = PLAIN;
    }
    places.push(place);
    for value in items(values).filter_map(Value::as_str) {
        places.push(Place {
            value: Some(value.to_owned()),
            is_missing: node["x-enum-descriptions"].get(value).is_none(),
            ..Place::new(format!("{key}.{value}"), pointer.clone(), PLAIN)
        });
    }
    for (name, property) in entries(node.get("properties")) {
        let at = pointer::join(&format!("{pointer}/properties"), name);
        schema(places, Place::new(format!("{key}.{name}"), at, SCHEMA).required(property), property);
    }
    for part in ["items", "additionalProperties"] {
        if let Some(inner) = node.get(part).filter(|inner| inner.is_object()) {
            schema(places, Place::new(format!("{key}.{part}"), format!("{pointer}/{part}"), SCHEMA), inner);
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
                if let Some(name) = text.strip_prefix(pointer::SCHEMAS).filter(|name| found.insert(*name)) {
                    queue.extend(document["components"]["schemas"].get(name));
                }
            }
            _ => {}
        }
    }
    found
}
