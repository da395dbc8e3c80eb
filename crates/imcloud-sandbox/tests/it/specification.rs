//! The effective specification as JSON Schemas, for checking responses. Stricter than the specification: a
//! property that it does not name is a fault, and so is a missing property that the provider states as
//! required, except in rows of lists.

use std::collections::BTreeMap;

use imcloud_raw::Operation;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

pub(crate) struct Specification {
    successes: BTreeMap<&'static str, Validator>,
    error: Validator,
}

impl Specification {
    pub(crate) fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/effective.yaml");
        let document: Value = serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let definitions: Map<String, Value> =
            schemas.iter().map(|(name, schema)| (name.clone(), json_schema(name, schema))).collect();
        let validator = |schema: &Value| {
            let mut schema = json_schema("", schema);
            schema["$defs"] = definitions.clone().into();
            jsonschema::draft202012::new(&schema).unwrap()
        };
        let mut successes = BTreeMap::new();
        let mut error = Value::Null;
        for operation in imcloud_raw::operations::OPERATIONS {
            let described = &document["paths"][operation.path][operation.method.to_lowercase()];
            let success = &described["responses"]["2XX"]["content"]["application/json"]["schema"];
            successes.insert(operation.name, validator(success));
            error = described["x-error-responses"]["4XX"]["content"]["application/json"]["schema"].clone();
        }
        Self { successes, error: validator(&error) }
    }

    /// Returns the faults of a response.
    pub(crate) fn faults(&self, operation: &Operation, status: u16, body: &Value) -> Vec<String> {
        let validator = if status == 200 { &self.successes[operation.name] } else { &self.error };
        let name = operation.name;
        validator
            .iter_errors(body)
            .map(|error| format!("{name} {}: {error}", error.instance_path()))
            .collect()
    }
}

fn json_schema(name: &str, schema: &Value) -> Value {
    let Some(members) = schema.as_object() else { return schema.clone() };
    let mut out = Map::new();
    for (key, value) in members {
        match key.as_str() {
            "properties" => {
                let properties = value.as_object().unwrap().iter();
                let properties = properties.map(|(key, schema)| (key.clone(), json_schema("", schema)));
                out.insert(key.clone(), Value::Object(properties.collect()));
                if !members.contains_key("additionalProperties") {
                    out.insert("additionalProperties".into(), false.into());
                }
            }
            "items" | "additionalProperties" if value.is_object() => {
                out.insert(key.clone(), json_schema("", value));
            }
            "allOf" | "oneOf" | "anyOf" => {
                let parts = value.as_array().unwrap().iter().map(|part| json_schema("", part));
                out.insert(key.clone(), parts.collect());
            }
            "$ref" => {
                let target = value.as_str().unwrap().replace("#/components/schemas/", "#/$defs/");
                out.insert(key.clone(), target.into());
            }
            // Codes of letters, of which no list exists.
            "enum" if name == "OrderStatusCode" => {}
            "enum" if members.contains_key("x-enum-ignore-case") => {
                let values = value.as_array().unwrap().iter().filter_map(Value::as_str);
                let both = values.flat_map(|value| [value.to_lowercase(), value.to_uppercase()]);
                out.insert(key.clone(), both.collect());
            }
            // The guide shows items of reports without id.
            "required" if name == "ReportSummary" => {}
            "type" | "enum" | "minimum" | "maximum" | "required" => {
                out.insert(key.clone(), value.clone());
            }
            "format" if matches!(value.as_str(), Some("date" | "date-time")) => {
                out.insert(key.clone(), value.clone());
            }
            "format" if value == "decimal" => {
                out.insert("pattern".into(), r"^-?\d+(\.\d+)?$".into());
            }
            "x-stated" if !name.ends_with("Summary") => {
                if let Some(required) = value.get("required") {
                    out.insert("required".into(), required.clone());
                }
            }
            _ => {}
        }
    }
    let mut alternatives = vec![Value::Object(out)];
    if members.contains_key("x-shorthand") {
        alternatives.push(json!({ "type": "string" }));
    }
    if members.get("nullable") == Some(&Value::Bool(true)) {
        alternatives.push(json!({ "type": "null" }));
    }
    match <[Value; 1]>::try_from(alternatives) {
        Ok([only]) => only,
        Err(alternatives) => json!({ "anyOf": alternatives }),
    }
}
