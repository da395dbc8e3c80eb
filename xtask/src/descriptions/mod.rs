//! Descriptions of operations, parameters, schemas, properties and enum values, by name.
//!
//! The files in `openapi/descriptions/` map names to descriptions; [`mod@file`] reads them, [`places`] lists
//! the names of a document. They are applied when the passes have given every type its name (see
//! [`crate::passes`]), so inherited properties are described where they end up. A name that a document lacks
//! is not an error: it may belong to another version.

pub mod file;
pub mod places;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::yaml_files;
pub use file::Description;
pub use places::Place;

/// All descriptions, by key.
#[derive(Debug, Clone, Default)]
pub struct Descriptions {
    by_key: BTreeMap<String, Description>,
}

impl Descriptions {
    /// Reads every file of a directory. A missing directory means no descriptions.
    ///
    /// # Errors
    /// If a file cannot be read, or as [`Descriptions::add`].
    pub fn read(directory: &Path) -> Result<Self> {
        let mut descriptions = Self::default();
        if directory.is_dir() {
            for (name, text) in yaml_files(directory)? {
                descriptions.add(&name, &text)?;
            }
        }
        Ok(descriptions)
    }

    /// Adds the descriptions of one file; `name` is the name of the file in messages.
    ///
    /// # Errors
    /// If the text is not a file of descriptions, or another file has the same key.
    pub fn add(&mut self, name: &str, text: &str) -> Result<()> {
        for (key, description) in file::parse(name, text)? {
            let location = description.location.clone();
            if let Some(other) = self.by_key.insert(key.clone(), description) {
                bail!("{location}: {key:?} is also described at {}; keep one of the two", other.location);
            }
        }
        Ok(())
    }

    /// Writes the descriptions into a document; returns how many places it changed.
    ///
    /// # Errors
    /// If a description has a field that its place cannot have, such as a summary of a property.
    pub fn apply(&self, document: &mut Value) -> Result<usize> {
        let mut changes = 0;
        if self.by_key.is_empty() {
            return Ok(changes);
        }
        for place in places::of(document) {
            let Some(Description { location, fields }) = self.by_key.get(&place.key) else { continue };
            for (field, text) in fields {
                let key = &place.key;
                if !place.fields.contains(field) {
                    bail!("{location}: `{field}` cannot be set for {key:?}; use {}", place.fields.join(", "));
                }
                place
                    .write(document, field, text)
                    .with_context(|| format!("{location}: {key:?} has no place for `{field}`"))?;
            }
            changes += 1;
        }
        Ok(changes)
    }

    /// Returns the places of a document that have no description, neither here nor in the document.
    #[must_use]
    pub fn missing(&self, document: &Value) -> Vec<Place> {
        let mut places = places::of(document);
        places.retain(|place| place.is_missing && !self.by_key.contains_key(&place.key));
        places
    }

    /// Returns the keys that none of the documents has, with their locations.
    #[must_use]
    pub fn obsolete<'a>(&self, documents: impl IntoIterator<Item = &'a Value>) -> Vec<(&str, &str)> {
        let known: BTreeSet<String> =
            documents.into_iter().flat_map(places::of).map(|place| place.key).collect();
        let unknown = self.by_key.iter().filter(|(key, _)| !known.contains(*key));
        unknown.map(|(key, description)| (key.as_str(), description.location.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
    fn descriptions_are_written_to_every_kind_of_place() {
        let mut described = document();
        assert_eq!(descriptions(COMPLETE).apply(&mut described).unwrap(), 8);
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
        assert_eq!(descriptions.apply(&mut smaller).unwrap(), 7);
        assert_eq!(
            smaller["components"]["schemas"]["Order"]["properties"]["lines"]["description"],
            "Its lines."
        );
        assert_eq!(keys(&descriptions.missing(&smaller)), ["Order.kind"]);
        assert_eq!(descriptions.obsolete([&smaller]), [("Order.status", "a.yaml:5")]);
    }

    #[test]
    fn key_is_obsolete_only_if_no_version_has_it() {
        let descriptions = descriptions(&format!("{COMPLETE}Order.gone: Gone.\nUnused: Not reached.\n"));
        let mut newer = document();
        newer["components"]["schemas"]["Order"]["properties"]["gone"] = json!({});
        assert_eq!(descriptions.obsolete([&document(), &newer]), [("Unused", "a.yaml:11")]);
        assert_eq!(descriptions.obsolete([&newer, &document()]).len(), 1);
        assert_eq!(descriptions.obsolete([&document()]).len(), 2);
    }

    #[test]
    fn field_of_another_kind_of_place_is_rejected() {
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
