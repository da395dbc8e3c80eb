//! Requests and responses have separate types.
//!
//! Reason: with one schema for both, a new object has an `id` and a response has a `password`. A property that
//! becomes required in one direction would break the other.
//!
//! * Every named schema is copied for each direction in which an operation reaches it. Schemas that no
//!   operation reaches are dropped, and open enums are shared.
//! * A response type has the name of the schema. A request type has the same name with `Input`, unless the
//!   name already ends in `Update` or `Request`. Names do not depend on the existence of the other direction,
//!   so a new use of a schema never renames a type.
//! * Requests lack read-only properties, responses write-only ones, and both lack objects that would be empty.
//!   `x-left-out` lists these properties. The keywords are ignored on complete schemas, because they
//!   contradict the uses of the schemas.
//!
//! An overlay renames a schema with `x-name`. Descriptions for one direction only are under `x-in-request`,
//! `x-in-response` and `x-in-items`, see [`crate::descriptions`].

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use openapi_review::document::{pointer, walk};

/// The direction in which a schema travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
}

/// The word under `x-direction` of a schema.
#[must_use]
pub fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "request",
        Direction::Response => "response",
    }
}

fn hidden_keyword(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    }
}

/// Suffixes that already say that a schema is sent.
const SENT: &[&str] = &["Input", "Request", "Update"];

/// Copies every schema for the directions in which it is used.
///
/// # Errors
/// If two copies would have the same name, or a reference leads to no schema.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut split = Split {
        old: std::mem::take(walk::schemas_mut(document)),
        new: Map::new(),
        made: BTreeMap::new(),
        queue: Vec::new(),
    };
    let mut failure = None;
    walk::operations_mut(document, |path, method, node| {
        let result = split.operation(node).with_context(|| format!("{} {path}", method.to_uppercase()));
        if let (Err(error), None) = (result, &failure) {
            failure = Some(error);
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    split.finish()?;
    let changes = split.new.len();
    *walk::schemas_mut(document) = split.new;
    Ok(changes)
}

struct Split {
    old: Map<String, Value>,
    new: Map<String, Value>,
    /// The new name of each schema in each direction.
    made: BTreeMap<(String, Direction), String>,
    queue: Vec<(String, Direction)>,
}

impl Split {
    fn operation(&mut self, node: &mut Map<String, Value>) -> Result<()> {
        for parameter in node.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            self.redirect(parameter, Direction::Request)?;
        }
        if let Some(body) = node.get_mut("requestBody") {
            self.redirect(body, Direction::Request)?;
        }
        for key in ["responses", "x-error-responses"] {
            if let Some(responses) = node.get_mut(key) {
                self.redirect(responses, Direction::Response)?;
            }
        }
        Ok(())
    }

    /// Points every reference below `node` to the copy for `direction`.
    fn redirect(&mut self, node: &mut Value, direction: Direction) -> Result<()> {
        match node {
            Value::Object(map) => {
                if let Some(name) = map.get("$ref").and_then(Value::as_str) {
                    let name = name
                        .strip_prefix("#/components/schemas/")
                        .with_context(|| format!("{name} is no schema of this document"))?
                        .to_owned();
                    let new = self.name(&name, direction)?;
                    map.insert("$ref".into(), pointer::schema_reference(&new).into());
                    return Ok(());
                }
                for (key, value) in map.iter_mut() {
                    // A discriminator maps values to schemas by text.
                    if key == "mapping" {
                        for target in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                            // OpenAPI allows a name in place of a reference.
                            let text = target.as_str().unwrap_or_default();
                            let name = text.rsplit('/').next().unwrap_or_default();
                            let mut reference = json!({"$ref": pointer::schema_reference(name)});
                            self.redirect(&mut reference, direction)?;
                            *target = reference["$ref"].take();
                        }
                    } else {
                        self.redirect(value, direction)?;
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.redirect(item, direction)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns the name of the copy of a schema, and requests the copy.
    fn name(&mut self, old: &str, direction: Direction) -> Result<String> {
        let key = (old.to_owned(), direction);
        if let Some(name) = self.made.get(&key) {
            return Ok(name.clone());
        }
        let schema = self.old.get(old).with_context(|| format!("there is no schema called {old}"))?;
        // In the case of the generator, so that schemas and types have the same names.
        let given = schema.get("x-name").and_then(Value::as_str).unwrap_or(old).to_upper_camel_case();
        let name = if is_shared(schema) { given } else { directed_name(&given, direction) };
        let clash = self.made.iter().find(|((other, _), taken)| **taken == name && other != old);
        if let Some(((other, _), _)) = clash {
            bail!(
                "the schemas {other} and {old} would both be called {name}; rename one with `x-name` in an overlay"
            );
        }
        self.made.insert(key.clone(), name.clone());
        self.queue.push(key);
        Ok(name)
    }

    fn finish(&mut self) -> Result<()> {
        while let Some((old, direction)) = self.queue.pop() {
            let name = self.made[&(old.clone(), direction)].clone();
            let mut schema = self.old[&old].clone();
            let shared = is_shared(&schema);
            if let (Some(map), false) = (schema.as_object_mut(), shared) {
                leave_out(map, direction, &self.old);
                map.insert("x-direction".into(), word(direction).into());
            }
            if let Some(map) = schema.as_object_mut() {
                map.remove("x-name");
                let of = map.remove("x-row-of").and_then(|row| row.as_str().map(str::to_owned));
                append_texts(map, direction, of.is_some());
                let published = of.unwrap_or_else(|| old.clone());
                if published != name {
                    map.insert("x-published-name".into(), published.into());
                }
            }
            self.redirect(&mut schema, direction)?;
            self.new.insert(name, schema);
        }
        Ok(())
    }
}

fn is_shared(schema: &Value) -> bool {
    schema.get("x-open-enum").is_some()
}

fn directed_name(name: &str, direction: Direction) -> String {
    let says_sent = SENT.iter().any(|suffix| name.ends_with(suffix));
    match (direction, says_sent) {
        (Direction::Request, false) => format!("{name}Input"),
        (Direction::Response, true) => format!("{name}Output"),
        _ => name.to_owned(),
    }
}

/// Removes the properties of the other direction, at every depth of inline objects.
fn leave_out(schema: &mut Map<String, Value>, direction: Direction, schemas: &Map<String, Value>) {
    let mut hidden = BTreeSet::new();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|name, property| {
            let out = is_hidden(property, direction) || is_hollow(property, direction, schemas);
            if out {
                hidden.insert(name.clone());
            }
            !out
        });
        for property in properties.values_mut().filter_map(Value::as_object_mut) {
            leave_out(property, direction, schemas);
        }
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name.as_str().is_none_or(|name| !hidden.contains(name)));
        if required.is_empty() {
            schema.remove("required");
        }
    }
    if !hidden.is_empty() {
        schema.insert("x-left-out".into(), hidden.into_iter().collect());
    }
    if let Some(items) = schema.get_mut("items").and_then(Value::as_object_mut) {
        leave_out(items, direction, schemas);
    }
    schema.remove("readOnly");
    schema.remove("writeOnly");
}

fn is_hidden(property: &Value, direction: Direction) -> bool {
    property.get(hidden_keyword(direction)) == Some(&Value::Bool(true))
}

/// Returns true if a property is an object, or a list of objects, whose properties are all hidden.
fn is_hollow(property: &Value, direction: Direction, schemas: &Map<String, Value>) -> bool {
    let name = pointer::schema_name(property).or_else(|| pointer::schema_name(property.get("items")?));
    let members = name.and_then(|name| schemas.get(name)?.get("properties")?.as_object());
    members.is_some_and(|members| {
        !members.is_empty() && members.values().all(|member| is_hidden(member, direction))
    })
}

fn append_texts(schema: &mut Map<String, Value>, direction: Direction, is_row: bool) {
    let mut whole = Value::Object(std::mem::take(schema));
    walk::every_object_mut(&mut whole, &mut |named, map| {
        if named {
            return;
        }
        for (key, wanted) in [
            ("x-in-request", direction == Direction::Request),
            ("x-in-response", direction == Direction::Response),
            ("x-in-items", is_row),
        ] {
            if let (Some(Value::String(text)), true) = (map.remove(key), wanted) {
                let before = map.get("description").and_then(Value::as_str).unwrap_or_default();
                let joined = format!("{before}\n\n{text}");
                map.insert("description".into(), joined.trim().into());
            }
        }
    });
    if let Value::Object(map) = whole {
        *schema = map;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(schemas: Value, request: &str, response: &str) -> Result<Value> {
        let body = |name: &str| json!({"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}});
        let mut document = json!({"components": {"schemas": schemas},
            "paths": {"/a": {"post": {"requestBody": body(request), "responses": {"2XX": body(response)}}}}});
        rewrite(&mut document)?;
        document.sort_all_objects();
        Ok(document)
    }

    #[test]
    fn separates_what_is_sent_from_what_is_received() {
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
        let members =
            |name: &str| schemas[name]["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(members("A"), ["id", "name", "part"]);
        assert_eq!(members("AInput"), ["name", "part", "password"]);
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
    fn a_member_of_which_nothing_would_be_left_is_left_out() {
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
    fn a_name_never_depends_on_the_other_direction() {
        let only_sent =
            split(json!({"A": {"type": "object"}, "BUpdate": {"type": "object"}}), "A", "BUpdate").unwrap();
        let names: Vec<_> = only_sent["components"]["schemas"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["AInput", "BUpdateOutput"]);
    }

    #[test]
    fn names_are_in_the_case_of_types() {
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
    fn words_for_one_direction_stand_only_there() {
        let quantity = json!({"type": "number", "description": "Seats.", "x-in-request": "Wanted total.", "x-in-response": "Difference."});
        let document =
            split(json!({"A": {"type": "object", "properties": {"q": quantity}}}), "A", "A").unwrap();
        let text =
            |name: &str| document["components"]["schemas"][name]["properties"]["q"]["description"].clone();
        assert_eq!(text("AInput"), "Seats.\n\nWanted total.");
        assert_eq!(text("A"), "Seats.\n\nDifference.");
    }

    #[test]
    fn refuses_two_schemas_of_one_name_and_dangling_references() {
        let clash =
            json!({"A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}}, "B": {"x-name": "A"}});
        let error = format!("{:#}", split(clash, "A", "A").unwrap_err());
        assert!(error.contains("would both be called"), "{error}");
        let error = format!("{:#}", split(json!({}), "A", "A").unwrap_err());
        assert!(error.starts_with("POST /a: there is no schema called A"), "{error}");
    }
}
