//! Descriptions of operations, parameters, schemas, properties and enum values, by name.
//!
//! The files in `openapi/descriptions/` map names to descriptions; `places` lists the names of a document.
//! They are applied when the passes have given every type its name (see
//! [`crate::passes`]), so inherited properties are described where they end up. A name that a document lacks
//! is not an error: it may belong to another version.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use openapi_review::document::{pointer, tree, walk};
use serde_json::{Map, Value, json};

use crate::{
    nodes::{self, entries, items, references},
    workspace::Workspace,
};

/// The description of one place.
#[derive(Debug, Clone)]
struct Description {
    /// File and line of its key, as in `openapi/descriptions/orders.yaml:12`.
    location: String,
    /// The fields that it sets, one of [`FIELDS`] each, with their text.
    fields: Vec<(&'static str, String)>,
}

/// The fields of a description. A plain string is short for `description`.
const FIELDS: &[&str] = &["summary", "description", "in-requests", "in-responses", "in-items", "response"];

/// All descriptions, by key.
#[derive(Debug, Clone, Default)]
pub struct Descriptions(BTreeMap<String, Description>);

impl Descriptions {
    /// Reads every file of the directory. A missing directory means no descriptions.
    pub(crate) fn read(workspace: &Workspace) -> Result<Self> {
        const DIRECTORY: &str = "openapi/descriptions";
        let mut descriptions = Self::default();
        if workspace.root().join(DIRECTORY).is_dir() {
            for (name, text) in workspace.yaml_files(DIRECTORY)? {
                descriptions.add(&name, &text)?;
            }
        }
        Ok(descriptions)
    }

    /// Adds the descriptions of one file; `name` is the name of the file in messages. Fails if another file
    /// has the same key.
    pub(crate) fn add(&mut self, name: &str, text: &str) -> Result<()> {
        for (key, description) in parse(name, text)? {
            let location = description.location.clone();
            if let Some(other) = self.0.insert(key.clone(), description) {
                bail!("{location}: {key:?} is also described at {}; keep one of the two", other.location);
            }
        }
        Ok(())
    }

    /// Writes the descriptions into a document. Fails if one has a field that its place cannot have, such
    /// as a summary of a property.
    pub(crate) fn apply(&self, document: &mut Value) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        for place in places(document) {
            let Some(Description { location, fields }) = self.0.get(&place.key) else { continue };
            for (field, text) in fields {
                let key = &place.key;
                if !place.fields.contains(field) {
                    bail!("{location}: `{field}` cannot be set for {key:?}; use {}", place.fields.join(", "));
                }
                place
                    .write(document, field, text)
                    .with_context(|| format!("{location}: {key:?} has no place for `{field}`"))?;
            }
        }
        Ok(())
    }

    /// Returns the places of a document that have no description, neither here nor in the document.
    pub(crate) fn missing(&self, document: &Value) -> Vec<Place> {
        let mut places = places(document);
        places.retain(|place| place.is_missing && !self.0.contains_key(&place.key));
        places
    }

    /// Returns the keys that none of the documents has, with their locations.
    pub(crate) fn obsolete<'a>(&self, documents: impl IntoIterator<Item = &'a Value>) -> Vec<(&str, &str)> {
        let known: BTreeSet<String> = documents.into_iter().flat_map(places).map(|place| place.key).collect();
        let unknown = self.0.iter().filter(|(key, _)| !known.contains(*key));
        unknown.map(|(key, description)| (key.as_str(), description.location.as_str())).collect()
    }
}

fn parse(name: &str, text: &str) -> Result<Vec<(String, Description)>> {
    let parsed = tree::parse(text).with_context(|| format!("{name} cannot be read"))?;
    if let Some(duplicate) = parsed.duplicates.first() {
        bail!("{name}: {duplicate}; keep one of them");
    }
    let Value::Object(entries) = parsed.value else {
        bail!("{name}: expected a mapping, for example `Order.id: Identifier of the order.`");
    };
    let lines = parsed.lines;
    let locate = |at: &str| format!("{name}:{}", lines.line(at).unwrap_or(1));
    let mut descriptions = Vec::new();
    for (key, value) in entries {
        let at = pointer::join("", &key);
        let given = match value {
            Value::Object(given) if !given.is_empty() => given,
            value => Map::from_iter([("description".to_owned(), value)]),
        };
        let mut fields = Vec::new();
        for (field, value) in given {
            let location = locate(&pointer::join(&at, &field));
            let Some(known) = FIELDS.iter().find(|known| **known == field) else {
                bail!("{location}: unknown field {field:?} of {key:?}; use {}", FIELDS.join(", "));
            };
            match value {
                Value::String(text) if !text.trim().is_empty() => fields.push((*known, text)),
                _ => bail!(
                    "{location}: the {field} of {key:?} must be a string that is not empty; quote numbers and `true`"
                ),
            }
        }
        descriptions.push((key, Description { location: locate(&at), fields }));
    }
    Ok(descriptions)
}

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
    fields: &'static [&'static str],
    /// True if the document lacks a description that it must have.
    is_missing: bool,
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
    fn write(&self, document: &mut Value, field: &str, text: &str) -> Option<()> {
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
fn places(document: &Value) -> Vec<Place> {
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
            // The client sets headers.
            places.push(if parameter["in"] == "header" { place } else { place.required(parameter) });
        }
        section(&mut places, document, &format!("{at}/responses/2XX"), "headers");
        section(&mut places, document, &format!("{at}/responses/2XX"), "links");
    }
    let (used, targets) = (references(&document["paths"]), nodes::targets(document));
    let reached: BTreeSet<&str> =
        used.iter().flat_map(|name| nodes::reached(name, &targets)).chain(used.clone()).collect();
    for (name, node) in walk::schemas(document).filter(|(name, _)| reached.contains(name.as_str())) {
        let at = pointer::join("/components/schemas", name);
        schema(&mut places, Place::new(name, at, SCHEMA).required(node), node);
    }
    places
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_mappings_and_anchors_are_read() {
        let text =
            "# head\nA: &a One.\nA.b:\n  in-items: Two.\n  description: *a\n'A.b: c': >-\n  Three\n  four.\n";
        let fields: Vec<_> =
            parse("a.yaml", text).unwrap().into_iter().map(|(key, it)| (key, it.fields)).collect();
        let one = ("description", "One.".to_owned());
        assert_eq!(
            fields,
            [
                ("A".to_owned(), vec![one.clone()]),
                ("A.b".to_owned(), vec![("in-items", "Two.".to_owned()), one]),
                ("A.b: c".to_owned(), vec![("description", "Three four.".to_owned())]),
            ]
        );
    }

    #[test]
    fn errors_name_the_line_and_a_hint() {
        for (text, expected) in [
            ("- A\n", "a.yaml: expected a mapping, for example `Order.id: Identifier of the order.`"),
            ("", "a.yaml: expected a mapping"),
            (
                "A: One.\nB:\n  descripton: Two.\n",
                "a.yaml:3: unknown field \"descripton\" of \"B\"; use summary, description",
            ),
            ("A: One.\nB: 1.5\n", "a.yaml:2: the description of \"B\" must be a string that is not empty"),
            ("A: One.\nB:\n", "a.yaml:2: the description of \"B\" must be"),
            ("A: One.\nB: {}\n", "a.yaml:2: the description of \"B\" must be"),
            ("A: One.\nB:\n  summary: [x]\n", "a.yaml:3: the summary of \"B\" must be"),
            ("A: One.\nA: Two.\n", "a.yaml"),
            ("A: One.\nA: One.\n", "a.yaml: duplicate key at /A (lines 1 and 2)"),
        ] {
            let error = format!("{:#}", parse("a.yaml", text).unwrap_err());
            assert!(error.starts_with(expected), "{text}: {error}");
        }
    }

    fn document() -> Value {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let body = json!({"application/json": {"schema": reference("Order")}});
        json!({
            "paths": {"/orders": {"post": {"operationId": "create_order", "responses": {"2XX": {"content": body}},
                "parameters": [{"name": "dry/run", "in": "query"}, {"name": "X-Token", "in": "header"}]}}},
            "components": {"schemas": {
                "Order": {"properties": {"status": reference("Status"), "lines": {"type": "array", "items": {
                    "properties": {"count": {"type": "integer", "description": "From a correction."}}}}}},
                "Status": {"type": "string", "enum": ["open", "closed"], "x-open-enum": true},
                "Unused": {"type": "object"}}}})
    }

    fn descriptions(text: &str) -> Descriptions {
        let mut descriptions = Descriptions::default();
        descriptions.add("a.yaml", text).unwrap();
        descriptions
    }

    const COMPLETE: &str = "
create_order: {summary: Places an order., response: The order.}
create_order.dry/run: Validates only.
Order: {description: An order., in-requests: Sent.}
Order.status: Its status.
Order.lines: Its lines.
Status: A status.
Status.open: In progress.
Status.closed: Done.
";

    fn keys(places: &[Place]) -> Vec<&str> {
        places.iter().map(|place| place.key.as_str()).collect()
    }

    #[test]
    fn every_kind_of_place_is_described() {
        let mut described = document();
        descriptions(COMPLETE).apply(&mut described).unwrap();
        let operation = &described["paths"]["/orders"]["post"];
        assert_eq!(operation["summary"], "Places an order.");
        assert_eq!(operation["responses"]["2XX"]["description"], "The order.");
        assert_eq!(operation["parameters"][0]["description"], "Validates only.");
        let schemas = &described["components"]["schemas"];
        assert_eq!(schemas["Order"]["x-in-request"], "Sent.");
        // Siblings of a reference do not count, so it is wrapped.
        let status =
            json!({"allOf": [{"$ref": "#/components/schemas/Status"}], "description": "Its status."});
        assert_eq!(schemas["Order"]["properties"]["status"], status);
        assert_eq!(
            schemas["Status"]["x-enum-descriptions"],
            json!({"open": "In progress.", "closed": "Done."})
        );
    }

    #[test]
    fn missing_descriptions_are_listed_by_key() {
        assert_eq!(keys(&descriptions(COMPLETE).missing(&document())), [""; 0]);
        assert_eq!(
            keys(&Descriptions::default().missing(&document())),
            [
                "create_order",
                "create_order.dry/run",
                "Order",
                "Order.status",
                "Order.lines",
                "Status",
                "Status.open",
                "Status.closed"
            ]
        );
    }

    #[test]
    fn removed_property_affects_nothing_else() {
        let mut smaller = document();
        smaller["components"]["schemas"]["Order"]["properties"].as_object_mut().unwrap().remove("status");
        smaller["components"]["schemas"]["Order"]["properties"]["kind"] =
            json!({"$ref": "#/components/schemas/Status"});
        let descriptions = descriptions(COMPLETE);
        descriptions.apply(&mut smaller).unwrap();
        assert_eq!(
            smaller["components"]["schemas"]["Order"]["properties"]["lines"]["description"],
            "Its lines."
        );
        assert_eq!(keys(&descriptions.missing(&smaller)), ["Order.kind"]);
        assert_eq!(descriptions.obsolete([&smaller]), [("Order.status", "a.yaml:5")]);
    }

    #[test]
    fn obsolete_key_is_in_no_version() {
        let descriptions =
            descriptions(&format!("{COMPLETE}Order.removed: Removed.\nUnused: Not reached.\n"));
        let mut newer = document();
        newer["components"]["schemas"]["Order"]["properties"]["removed"] = json!({});
        assert_eq!(descriptions.obsolete([&document(), &newer]), [("Unused", "a.yaml:11")]);
        assert_eq!(descriptions.obsolete([&newer, &document()]).len(), 1);
        assert_eq!(descriptions.obsolete([&document()]).len(), 2);
    }

    #[test]
    fn field_of_another_place_is_rejected() {
        let error =
            descriptions("Status: {description: A., in-items: B.}").apply(&mut document()).unwrap_err();
        assert_eq!(error.to_string(), "a.yaml:1: `in-items` cannot be set for \"Status\"; use description");
    }

    #[test]
    fn key_in_two_files_is_rejected() {
        let mut descriptions = descriptions("Order: One.\n");
        let error = descriptions.add("b.yaml", "# head\nOrder: Two.\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "b.yaml:2: \"Order\" is also described at a.yaml:1; keep one of the two"
        );
    }
}
