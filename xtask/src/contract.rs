//! Requests of the effective document as JSON Schema 2020-12, with which the sandbox checks requests.
//!
//! ```text
//! { "$schema", "operations": { NAME: { "query": { PARAMETER: schema }, "body": schema } },
//!   "$defs": { TYPE: schema }, "enumerations": { PROPERTY: [value] } }
//! ```
//!
//! Where the service is known to accept more than the document says, so do these schemas: decimals are
//! numbers or strings, ids are strings or numbers. Limits that the generator must not act on are back in
//! their place. Descriptions are left out. `enumerations` has the listed values of every property that is an
//! enum somewhere, in requests or responses.

use std::collections::{BTreeMap, BTreeSet};

use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value, json};

use crate::{
    nodes::{entries, items},
    passes::schemas::rust_type,
};

pub(crate) fn of(effective: &Value) -> String {
    let mut contract = Contract { schemas: &effective["components"]["schemas"], defs: Map::new() };
    let mut operations = Map::new();
    let mut all: Vec<_> = walk::operations(effective).collect();
    all.sort_by_key(|operation| (operation.path, operation.method));
    for operation in all {
        operations.insert(operation.id().unwrap_or_default().to_owned(), contract.operation(operation.node));
    }
    let contract = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "operations": operations,
        "$defs": contract.defs,
        "enumerations": contract.enumerations(),
    });
    format!("{contract:#}\n")
}

struct Contract<'a> {
    schemas: &'a Value,
    /// The schemas that requests reach.
    defs: Map<String, Value>,
}

impl Contract<'_> {
    fn operation(&mut self, operation: &Map<String, Value>) -> Value {
        let mut query = Map::new();
        for parameter in items(operation.get("parameters")).filter(|parameter| parameter["in"] == "query") {
            let schema = &parameter["schema"];
            // References of parameters are replaced by their schemas.
            let schema = target(schema).map_or(schema, |name| &self.schemas[name]);
            query.insert(parameter["name"].as_str().unwrap_or_default().to_owned(), self.schema(schema));
        }
        let mut out = json!({ "query": query });
        let body = operation.get("requestBody");
        if let Some(schema) = body.and_then(|body| body.pointer("/content/application~1json/schema")) {
            out["body"] = self.schema(schema);
        }
        out
    }

    fn schema(&mut self, schema: &Value) -> Value {
        let nullable = schema["nullable"] == true;
        if let Some(name) = target(schema) {
            if !self.defs.contains_key(name) {
                // Before its properties, which may refer to it.
                self.defs.insert(name.to_owned(), Value::Null);
                self.defs[name] = self.schema(&self.schemas[name]);
            }
            let reference = json!({ "$ref": format!("#/$defs/{name}") });
            return if nullable { json!({ "anyOf": [reference, { "type": "null" }] }) } else { reference };
        }
        let mut out = Map::new();
        let mut add = |key: &str, value: Value| drop(out.insert(key.to_owned(), value));
        if let Some(kind) = schema["type"].as_str() {
            let format = schema["format"].as_str().filter(|format| ["date", "date-time"].contains(format));
            let (mut types, format) = match rust_type(schema) {
                "Id" => (vec!["string", "integer"], None),
                "Decimal" => (vec!["number", "string"], Some("decimal")),
                _ => (vec![kind], format),
            };
            types.extend(nullable.then_some("null"));
            add("type", if let [one] = types[..] { one.into() } else { types.into() });
            format.into_iter().for_each(|format| add("format", format.into()));
        }
        if schema["format"] == "int32" && schema["type"] == "integer" {
            add("minimum", i32::MIN.into());
            add("maximum", i32::MAX.into());
        }
        // Exclusive limits are booleans in OpenAPI 3.0 and numbers here.
        for limit in walk::BOUNDS.iter().filter(|limit| !limit.starts_with("exclusive")) {
            let value = schema["x-stated"].get(*limit).or(schema.get(limit));
            value.into_iter().for_each(|value| add(limit, value.clone()));
        }
        if let Some(values) = schema["enum"].as_array() {
            add("enum", spellings(values, schema, nullable).into());
        }
        if let Some(items) = schema.get("items") {
            add("items", self.schema(items));
        }
        if let Some(properties) = schema["properties"].as_object() {
            let properties = properties.iter().map(|(name, schema)| (name.clone(), self.schema(schema)));
            add("properties", properties.collect());
        }
        if let Some(required) = schema.get("required") {
            add("required", required.clone());
        }
        if let Some(additional) = schema.get("additionalProperties") {
            let is_schema = additional.is_object();
            add("additionalProperties", if is_schema { self.schema(additional) } else { additional.clone() });
        }
        for combination in ["allOf", "anyOf", "oneOf"] {
            if let Some(parts) = schema[combination].as_array() {
                add(combination, parts.iter().map(|part| self.schema(part)).collect());
            }
        }
        out.into()
    }

    fn enumerations(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let properties =
            entries(Some(self.schemas)).flat_map(|(_, schema)| entries(schema.get("properties")));
        for (name, property) in properties {
            let element = property.get("items").unwrap_or(property);
            let listed = target(element).and_then(|name| self.schemas.get(name)).unwrap_or(element);
            for value in items(listed.get("enum")).filter_map(Value::as_str) {
                found.entry(name).or_default().insert(value);
            }
        }
        found
    }
}

/// Returns the name of the schema that a schema is a reference to, or adds nothing but a description to.
fn target(schema: &Value) -> Option<&str> {
    let reference = match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) => only,
        _ => schema,
    };
    reference["$ref"].as_str()?.strip_prefix(pointer::SCHEMAS)
}

fn spellings(values: &[Value], schema: &Value, nullable: bool) -> Vec<Value> {
    let mut all = values.to_vec();
    if schema["x-enum-ignore-case"] == true {
        let strings = || values.iter().filter_map(Value::as_str);
        let spelled = strings().map(str::to_ascii_lowercase).chain(strings().map(str::to_ascii_uppercase));
        for text in spelled.map(Value::from) {
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    all.extend(nullable.then_some(Value::Null));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(schemas: Value) -> Value {
        let document = json!({
            "paths": { "/things": { "summary": "a path", "post": {
                "operationId": "create_thing",
                "parameters": [
                    { "name": "limit", "in": "query", "schema": { "type": "integer", "x-stated": { "minimum": 1, "default": 10 } } },
                    { "name": "kind", "in": "query", "schema": { "$ref": "#/components/schemas/Kind" } },
                    { "name": "id", "in": "path", "schema": { "type": "string" } },
                ],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "responses": {},
            } } },
            "components": { "schemas": schemas },
        });
        serde_json::from_str(&of(&document)).unwrap()
    }

    fn thing(properties: Value) -> Value {
        let found = contract(json!({
            "Thing": { "type": "object", "required": ["a"], "properties": properties },
            "Kind": { "type": "string", "enum": ["small", "LARGE"], "x-enum-ignore-case": true },
            "Unused": { "type": "object", "properties": { "kind": { "$ref": "#/components/schemas/Kind" } } },
        }));
        found["$defs"]["Thing"]["properties"].clone()
    }

    #[test]
    fn nullable_becomes_an_alternative() {
        let found = thing(json!({
            "a": { "type": "string", "nullable": true, "description": "prose" },
            "b": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Thing" }] },
            "c": { "nullable": true },
        }));
        assert_eq!(found["a"], json!({ "type": ["string", "null"] }));
        assert_eq!(found["b"], json!({ "anyOf": [{ "$ref": "#/$defs/Thing" }, { "type": "null" }] }));
        assert_eq!(found["c"], json!({}));
    }

    #[test]
    fn numbers_and_ids_have_both_forms() {
        let of = |path: &str, kind: &str| json!({ "type": kind, "x-rust-type": { "path": path } });
        let found = thing(json!({
            "a": of("imcloud_raw::Id", "string"),
            "b": of("imcloud_raw::as_number::Id", "integer"),
            "c": of("imcloud_raw::as_number::Decimal", "number"),
            "d": { "type": "integer", "format": "int32" },
        }));
        assert_eq!(found["a"], json!({ "type": ["string", "integer"] }));
        assert_eq!(found["b"], found["a"]);
        assert_eq!(found["c"], json!({ "type": ["number", "string"], "format": "decimal" }));
        assert_eq!(found["d"], json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX }));
    }

    #[test]
    fn operations_have_only_reached_schemas() {
        let found = contract(json!({
            "Thing": { "type": "object" },
            "Kind": { "type": "string", "enum": ["small", "LARGE"], "x-enum-ignore-case": true },
            "Unused": { "type": "object", "properties": { "size": { "$ref": "#/components/schemas/Kind" } } },
        }));
        assert_eq!(
            found["operations"]["create_thing"],
            json!({
                "query": {
                    "limit": { "type": "integer", "minimum": 1 },
                    "kind": { "type": "string", "enum": ["small", "LARGE", "large", "SMALL"] },
                },
                "body": { "$ref": "#/$defs/Thing" },
            })
        );
        assert_eq!(found["$defs"], json!({ "Thing": { "type": "object" } }));
        assert_eq!(found["enumerations"], json!({ "size": ["LARGE", "small"] }));
    }
}
