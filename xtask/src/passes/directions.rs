//! Requests and responses have separate types.
//!
//! Reason: with one schema for both, a new object has an `id` and a response has a `password`. A property
//! that becomes required in one direction would break the other.
//!
//! * Every named schema is copied for each direction in which an operation reaches it. Schemas that no
//!   operation reaches are dropped, and open enums are shared.
//! * A response type has the name of the schema. A request type has the same name with `Input`, unless the
//!   name already ends in `Update` or `Request`. Names do not depend on the existence of the other direction,
//!   so a new use of a schema never renames a type.
//! * Requests lack read-only properties, responses write-only ones, and both lack objects that would be
//!   empty. `x-left-out` lists these properties. The keywords are ignored on complete schemas, because they
//!   contradict the uses of the schemas.
//!
//! `ResultListOrder` is called `OrderList`, and an overlay renames a schema with `x-name`. Descriptions for
//! one direction only are under `x-in-request`, `x-in-response` and `x-in-items`, see
//! [`crate::descriptions`].

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use heck::ToUpperCamelCase;
use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value};

use super::each_operation;
use crate::nodes::{entries_mut, items_mut};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
}

/// Suffixes that already say that a schema is sent.
const SENT: &[&str] = &["Input", "Request", "Update"];

/// Copies every schema for the directions in which it is used. Fails if two copies would have the same name,
/// or a reference leads to no schema.
pub(super) fn rewrite(document: &mut Value) -> Result<()> {
    let mut split = Split { old: std::mem::take(walk::schemas_mut(document)), ..Split::default() };
    each_operation(document, |node| {
        for (key, direction) in [
            ("parameters", Direction::Request),
            ("requestBody", Direction::Request),
            ("responses", Direction::Response),
            ("x-error-responses", Direction::Response),
        ] {
            node.get_mut(key).map_or(Ok(()), |node| split.redirect(node, direction))?;
        }
        Ok(())
    })?;
    split.copy()?;
    *walk::schemas_mut(document) = split.new;
    Ok(())
}

#[derive(Default)]
struct Split {
    old: Map<String, Value>,
    new: Map<String, Value>,
    /// The new name of each schema in each direction.
    names: BTreeMap<(String, Direction), String>,
    queue: Vec<(String, Direction)>,
}

impl Split {
    /// Points every reference below `node` to the copy for `direction`.
    fn redirect(&mut self, node: &mut Value, direction: Direction) -> Result<()> {
        match node {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get_mut("$ref") {
                    let name = reference.strip_prefix(pointer::SCHEMAS);
                    let name =
                        name.with_context(|| format!("{reference} is not a schema of this document"))?;
                    *reference = self.reference(name, direction)?;
                    return Ok(());
                }
                for (key, value) in map.iter_mut() {
                    if key != "mapping" {
                        self.redirect(value, direction)?;
                        continue;
                    }
                    // A discriminator maps values to references, or to names, which OpenAPI allows too.
                    for (_, target) in entries_mut(Some(value)) {
                        let name = target.as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
                        *target = self.reference(name, direction)?.into();
                    }
                }
                Ok(())
            }
            node => items_mut(Some(node)).try_for_each(|item| self.redirect(item, direction)),
        }
    }

    /// Returns the reference to the copy of a schema, and requests the copy.
    fn reference(&mut self, old: &str, direction: Direction) -> Result<String> {
        let key = (old.to_owned(), direction);
        if let Some(name) = self.names.get(&key) {
            return Ok(pointer::schema_reference(name));
        }
        let schema = self.old.get(old).with_context(|| format!("there is no schema called {old}"))?;
        let mut name = type_name(old, schema);
        let is_sent = SENT.iter().any(|suffix| name.ends_with(suffix));
        match direction {
            _ if is_shared(schema) => {}
            Direction::Request if !is_sent => name.push_str("Input"),
            Direction::Response if is_sent => name.push_str("Output"),
            _ => {}
        }
        let clash = self.names.iter().find(|((other, _), taken)| **taken == name && other != old);
        if let Some(((other, _), _)) = clash {
            bail!(
                "the schemas {other} and {old} would both be called {name}; rename one with `x-name` in an overlay"
            );
        }
        let reference = pointer::schema_reference(&name);
        self.names.insert(key.clone(), name);
        self.queue.push(key);
        Ok(reference)
    }

    fn copy(&mut self) -> Result<()> {
        while let Some(key) = self.queue.pop() {
            let name = self.names[&key].clone();
            let (old, direction) = key;
            let mut schema = self.old[&old].clone();
            if !is_shared(&schema) {
                leave_out(&mut schema, direction, &self.old);
                let is_sent = direction == Direction::Request;
                schema["x-direction"] = if is_sent { "request" } else { "response" }.into();
            }
            let map = schema.as_object_mut().with_context(|| format!("the schema {old} is not a mapping"))?;
            map.remove("x-name");
            let item_of = map.remove("x-row-of").and_then(|of| of.as_str().map(str::to_owned));
            let is_item = item_of.is_some();
            let published = item_of.unwrap_or(old);
            if published != name {
                map.insert("x-published-name".into(), published.into());
            }
            append_descriptions(&mut schema, direction, is_item);
            self.redirect(&mut schema, direction)?;
            self.new.insert(name, schema);
        }
        Ok(())
    }
}

fn is_shared(schema: &Value) -> bool {
    schema.get("x-open-enum").is_some()
}

/// Removes the properties of the other direction, at every depth of inline objects.
fn leave_out(schema: &mut Value, direction: Direction, schemas: &Map<String, Value>) {
    let Value::Object(schema) = schema else { return };
    let mut hidden = BTreeSet::new();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.retain(|name, property| {
            let out = is_hidden(property, direction) || is_hollow(property, direction, schemas);
            hidden.extend(out.then(|| name.clone()));
            !out
        });
        properties.values_mut().for_each(|property| leave_out(property, direction, schemas));
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| name.as_str().is_none_or(|name| !hidden.contains(name)));
        if required.is_empty() {
            schema.remove("required");
        }
    }
    if !hidden.is_empty() {
        schema.insert("x-left-out".into(), hidden.into_iter().collect());
    }
    if let Some(items) = schema.get_mut("items") {
        leave_out(items, direction, schemas);
    }
    schema.remove("readOnly");
    schema.remove("writeOnly");
}

fn is_hidden(property: &Value, direction: Direction) -> bool {
    property[if direction == Direction::Request { "readOnly" } else { "writeOnly" }] == true
}

/// Returns true if a property is an object, or a list of objects, whose properties are all hidden.
fn is_hollow(property: &Value, direction: Direction, schemas: &Map<String, Value>) -> bool {
    let name = pointer::schema_name(property).or_else(|| pointer::schema_name(&property["items"]));
    let properties = name.and_then(|name| schemas.get(name)?["properties"].as_object());
    properties.is_some_and(|properties| {
        !properties.is_empty() && properties.values().all(|property| is_hidden(property, direction))
    })
}

fn append_descriptions(schema: &mut Value, direction: Direction, is_item: bool) {
    let conditions = [
        ("x-in-request", direction == Direction::Request),
        ("x-in-response", direction == Direction::Response),
        ("x-in-items", is_item),
    ];
    walk::every_object_mut(schema, &mut |place, map| {
        for (key, applies) in conditions.iter().filter(|_| !place.named) {
            if let (Some(Value::String(added)), true) = (map.remove(*key), *applies) {
                append_description(map, &added);
            }
        }
    });
}

pub(super) fn append_description(schema: &mut Map<String, Value>, added: &str) {
    let before = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{before}\n\n{added}").trim().into();
    schema.insert("description".into(), description);
}

/// Returns the name of a schema in Rust, in the case of the generator, so that schemas and types have the
/// same names.
pub(crate) fn type_name(published: &str, schema: &Value) -> String {
    let name = match (schema["x-name"].as_str(), published.strip_prefix("ResultList")) {
        (Some(name), _) => name.to_owned(),
        (None, Some(item)) if !item.is_empty() => format!("{item}List"),
        _ => published.to_owned(),
    };
    name.to_upper_camel_case()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn split(schemas: Value, request: &str, response: &str) -> Result<Value> {
        let body = |name: &str| json!({"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}});
        let mut document = json!({"components": {"schemas": schemas},
            "paths": {"/a": {"post": {"requestBody": body(request), "responses": {"2XX": body(response)}}}}});
        rewrite(&mut document)?;
        document.sort_all_objects();
        Ok(document)
    }

    #[test]
    fn directions_have_separate_types() {
        let document = split(
            json!({"A": {"type": "object", "required": ["id", "name"], "writeOnly": true, "properties": {
                       "id": {"type": "string", "readOnly": true}, "name": {"type": "string"},
                       "password": {"type": "string", "writeOnly": true}, "part": {"$ref": "#/components/schemas/Part"}}},
                   "Part": {"type": "object", "readOnly": true, "properties": {"status": {"$ref": "#/components/schemas/Status"}}},
                   "Status": {"type": "string", "enum": ["x"], "x-open-enum": true}, "Unused": {"type": "object"}}),
            "A",
            "A",
        )
        .unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["A", "AInput", "Part", "PartInput", "Status"]);
        let properties =
            |name: &str| schemas[name]["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(properties("A"), ["id", "name", "part"]);
        assert_eq!(properties("AInput"), ["name", "part", "password"]);
        assert_eq!(schemas["AInput"]["required"], json!(["name"]));
        assert_eq!(schemas["AInput"]["properties"]["part"]["$ref"], "#/components/schemas/PartInput");
        assert_eq!(schemas["AInput"]["x-published-name"], "A");
        assert_eq!(schemas["A"]["x-direction"], "response");
        assert_eq!(
            (&schemas["A"]["x-left-out"], &schemas["AInput"]["x-left-out"]),
            (&json!(["password"]), &json!(["id"]))
        );
    }

    #[test]
    fn empty_properties_are_left_out() {
        let document = split(
            json!({"A": {"type": "object", "properties": {"name": {"type": "string"},
                       "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}}}},
                   "Result": {"type": "object", "properties": {"total": {"type": "string", "readOnly": true}}}}),
            "A",
            "A",
        )
        .unwrap();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["AInput"]["properties"], json!({"name": {"type": "string"}}));
        assert_eq!(schemas.get("ResultInput"), None);
        assert!(schemas["A"]["properties"].get("results").is_some());
    }

    #[test]
    fn discriminator_mappings_lead_to_the_copies() {
        let mapping = json!({"a": "#/components/schemas/A", "b": "B"});
        let document = split(
            json!({"A": {}, "B": {}, "E": {"oneOf": [], "discriminator": {"propertyName": "k", "mapping": mapping}}}),
            "E",
            "A",
        )
        .unwrap();
        assert_eq!(
            document["components"]["schemas"]["EInput"]["discriminator"]["mapping"],
            json!({"a": "#/components/schemas/AInput", "b": "#/components/schemas/BInput"})
        );
    }

    #[test]
    fn name_is_independent_of_other_direction() {
        let only_sent =
            split(json!({"A": {"type": "object"}, "BUpdate": {"type": "object"}}), "A", "BUpdate").unwrap();
        let names: Vec<_> = only_sent["components"]["schemas"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["AInput", "BUpdateOutput"]);
    }

    #[test]
    fn list_is_named_after_its_items() {
        let plain = json!({});
        assert_eq!(type_name("ResultListOrder", &plain), "OrderList");
        assert_eq!(type_name("ResultListOrder", &json!({"x-name": "Orders"})), "Orders");
        assert_eq!(type_name("ResultList", &plain), "ResultList");
    }

    #[test]
    fn schema_names_have_type_case() {
        let document = split(
            json!({"order_item": {"type": "object"}, "Api.Item": {"type": "object"}}),
            "order_item",
            "Api.Item",
        )
        .unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["ApiItem", "OrderItemInput"]);
        assert_eq!(schemas["ApiItem"]["x-published-name"], "Api.Item");
    }

    #[test]
    fn descriptions_of_a_direction_stay_there() {
        let quantity = json!({"type": "number", "description": "Seats.", "x-in-request": "Wanted total.", "x-in-response": "Difference."});
        let document =
            split(json!({"A": {"type": "object", "properties": {"q": quantity}}}), "A", "A").unwrap();
        let text =
            |name: &str| document["components"]["schemas"][name]["properties"]["q"]["description"].clone();
        assert_eq!(text("AInput"), "Seats.\n\nWanted total.");
        assert_eq!(text("A"), "Seats.\n\nDifference.");
    }

    #[test]
    fn clashing_and_dangling_schemas_are_rejected() {
        let clash =
            json!({"A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}}, "B": {"x-name": "A"}});
        let error = format!("{:#}", split(clash, "A", "A").unwrap_err());
        assert!(error.contains("would both be called"), "{error}");
        let error = format!("{:#}", split(json!({}), "A", "A").unwrap_err());
        assert!(error.starts_with("POST /a: there is no schema called A"), "{error}");
    }
}
