//! What the effective document says about requests, as JSON Schema 2020-12, for the sandbox to check requests
//! with.
//!
//! ```text
//! { "$schema", "operations": { NAME: { "query": { PARAMETER: schema }, "body": schema } },
//!   "$defs": { TYPE: schema }, "enumerations": { MEMBER: [value] } }
//! ```
//!
//! Where the service is known to take more than the document says, so do these schemas: decimals come as
//! number or text, ids as text or number. Limits that the generator must not act on are back in their place.
//! Prose is left out. `enumerations` has the listed values of every property that is an enum somewhere,
//! in requests or responses.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

const SCHEMAS: &str = "#/components/schemas/";

/// Keywords of limits, which `x-stated` may hold too.
const LIMITS: [&str; 9] = [
    "maximum",
    "maxItems",
    "maxLength",
    "minimum",
    "minItems",
    "minLength",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// Derives the contract; the same document gives the same bytes.
///
/// # Errors
/// If an operation has no id, or a reference leads nowhere.
pub fn of(effective: &Value) -> Result<String> {
    let schemas = effective.pointer("/components/schemas").and_then(Value::as_object);
    let schemas = schemas.context("the effective document has no schemas")?;
    let mut contract = Contract { schemas, defs: Map::new() };
    let mut operations = Map::new();
    for (path, item) in members(effective, "paths") {
        for (method, operation) in item.as_object().into_iter().flatten() {
            // Summary, servers and the like stand next to the methods.
            if operation.get("responses").is_some() {
                let name = operation["operationId"].as_str();
                let name = name.with_context(|| format!("{method} {path} has no operationId"))?;
                operations.insert(name.to_owned(), contract.operation(operation)?);
            }
        }
    }
    let enumerations = enumerations(schemas);
    let contract = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "operations": operations,
        "$defs": contract.defs,
        "enumerations": enumerations,
    });
    Ok(serde_json::to_string_pretty(&contract)? + "\n")
}

struct Contract<'a> {
    schemas: &'a Map<String, Value>,
    /// The schemas that requests reach.
    defs: Map<String, Value>,
}

impl Contract<'_> {
    fn operation(&mut self, operation: &Value) -> Result<Value> {
        let mut query = Map::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] == "query"
                && let Some(name) = parameter["name"].as_str()
            {
                query.insert(name.to_owned(), self.inline(&parameter["schema"])?);
            }
        }
        let mut out = Map::new();
        out.insert("query".to_owned(), query.into());
        if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
            out.insert("body".to_owned(), self.schema(schema)?);
        }
        Ok(out.into())
    }

    /// A parameter's schema, with a reference replaced by what it refers to.
    fn inline(&mut self, schema: &Value) -> Result<Value> {
        match target(schema) {
            Some(name) => {
                let schema = self.schemas.get(name).with_context(|| format!("no schema is called {name}"))?;
                self.schema(schema)
            }
            None => self.schema(schema),
        }
    }

    fn schema(&mut self, schema: &Value) -> Result<Value> {
        let nullable = schema["nullable"] == true;
        if let Some(name) = target(schema) {
            self.define(name)?;
            let reference = json!({ "$ref": format!("#/$defs/{name}") });
            return Ok(if nullable {
                json!({ "anyOf": [reference, { "type": "null" }] })
            } else {
                reference
            });
        }
        let mut out = Map::new();
        if let Some(kind) = schema["type"].as_str() {
            let (types, format) = types(kind, schema);
            let types = types.iter().copied().chain(nullable.then_some("null"));
            let types: Vec<Value> = types.map(Value::from).collect();
            out.insert("type".to_owned(), if let [one] = &types[..] { one.clone() } else { types.into() });
            if let Some(format) = format {
                out.insert("format".to_owned(), format.into());
            }
        }
        if schema["format"] == "int32" && schema["type"] == "integer" {
            out.insert("minimum".to_owned(), i32::MIN.into());
            out.insert("maximum".to_owned(), i32::MAX.into());
        }
        for limit in LIMITS {
            let stated = schema.get("x-stated").and_then(|stated| stated.get(limit));
            if let Some(value) = stated.or_else(|| schema.get(limit)) {
                out.insert(limit.to_owned(), value.clone());
            }
        }
        if let Some(values) = schema["enum"].as_array() {
            out.insert("enum".to_owned(), spellings(values, schema, nullable).into());
        }
        if let Some(items) = schema.get("items") {
            out.insert("items".to_owned(), self.schema(items)?);
        }
        if let Some(properties) = schema["properties"].as_object() {
            let properties: Result<Map<_, _>> =
                properties.iter().map(|(name, schema)| Ok((name.clone(), self.schema(schema)?))).collect();
            out.insert("properties".to_owned(), properties?.into());
        }
        if let Some(required) = schema.get("required") {
            out.insert("required".to_owned(), required.clone());
        }
        if let Some(additional) = schema.get("additionalProperties") {
            let additional =
                if additional.is_object() { self.schema(additional)? } else { additional.clone() };
            out.insert("additionalProperties".to_owned(), additional);
        }
        for combination in ["allOf", "anyOf", "oneOf"] {
            if let Some(parts) = schema[combination].as_array() {
                let parts: Result<Vec<_>> = parts.iter().map(|part| self.schema(part)).collect();
                out.insert(combination.to_owned(), parts?.into());
            }
        }
        Ok(out.into())
    }

    fn define(&mut self, name: &str) -> Result<()> {
        if !self.defs.contains_key(name) {
            let schema = self.schemas.get(name).with_context(|| format!("no schema is called {name}"))?;
            // Before its properties, which may refer to it.
            self.defs.insert(name.to_owned(), Value::Null);
            let schema = self.schema(schema)?;
            self.defs.insert(name.to_owned(), schema);
        }
        Ok(())
    }
}

/// The name of the schema that a schema is a reference to, or adds nothing but prose to.
fn target(schema: &Value) -> Option<&str> {
    let reference = match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) => only,
        _ => schema,
    };
    reference["$ref"].as_str()?.strip_prefix(SCHEMAS)
}

/// The types that are accepted, and the format of texts.
fn types<'a>(kind: &'a str, schema: &'a Value) -> (Vec<&'a str>, Option<&'a str>) {
    let scalar = schema.pointer("/x-rust-type/path").and_then(Value::as_str).unwrap_or_default();
    match scalar.rsplit("::").next() {
        Some("Id") => (vec!["string", "integer"], None),
        Some("Decimal") => (vec!["number", "string"], Some("decimal")),
        _ => {
            let format = schema["format"].as_str().filter(|format| ["date", "date-time"].contains(format));
            (vec![kind], format)
        }
    }
}

fn spellings(values: &[Value], schema: &Value, nullable: bool) -> Vec<Value> {
    let mut all = values.to_vec();
    if schema["x-enum-ignore-case"] == true {
        let texts = || values.iter().filter_map(Value::as_str);
        let spelt = texts().map(str::to_ascii_lowercase).chain(texts().map(str::to_ascii_uppercase));
        for text in spelt.map(Value::from) {
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    all.extend(nullable.then_some(Value::Null));
    all
}

fn enumerations(schemas: &Map<String, Value>) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for schema in schemas.values() {
        for (name, member) in members(schema, "properties") {
            let element = member.get("items").unwrap_or(member);
            let listed = target(element).and_then(|name| schemas.get(name)).unwrap_or(element);
            let values = listed["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
            for value in values {
                found.entry(name).or_default().insert(value);
            }
        }
    }
    found
}

fn members<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let members = value.get(name).and_then(Value::as_object);
    members.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
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
        serde_json::from_str(&of(&document).unwrap()).unwrap()
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
    fn numbers_and_ids_are_taken_in_both_spellings() {
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
    fn operations_carry_their_query_and_only_what_they_reach() {
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

    #[test]
    fn a_reference_that_leads_nowhere_is_an_error() {
        let document = json!({
            "paths": { "/a": { "get": { "operationId": "a", "responses": {}, "requestBody": { "content": {
                "application/json": { "schema": { "$ref": "#/components/schemas/Gone" } } } } } } },
            "components": { "schemas": {} },
        });
        assert_eq!(of(&document).unwrap_err().to_string(), "no schema is called Gone");
    }
}
