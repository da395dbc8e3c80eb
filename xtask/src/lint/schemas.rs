//! Rules about schemas and their properties.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value};

use super::Finding;
use crate::{
    generator::types::variants,
    nodes::{entries, items},
};

/// Names that generated code uses for other things.
const RESERVED: &[&str] =
    &["BTreeMap", "Box", "Deserialize", "Option", "Result", "Self", "Serialize", "String", "Vec"];

/// Adds a finding with a pointer, a rule and a message.
type Report<'r> = &'r mut dyn FnMut(&str, &'static str, String);

/// Checks every schema of a document.
pub(super) fn check(document: &Value, findings: &mut Vec<Finding>) {
    let report: Report<'_> =
        &mut |at: &str, rule, message| findings.push(Finding::new(rule, place(at), at, message));
    names(document, report);
    cycles(document, report);
    walk::every_schema(document, &mut |at, schema| {
        properties(at, schema, report);
        enum_values(at, schema, report);
        discriminator(document, at, schema, report);
        match schema.get("type") {
            Some(Value::Array(types)) => {
                let types: Vec<_> = types.iter().filter_map(Value::as_str).collect();
                let message =
                    format!("the type is a list ({}), which OpenAPI 3.0 does not have", types.join(", "));
                report(at, "type-list", message);
            }
            Some(kind) if kind == "array" && !schema.contains_key("items") => {
                let message = "the array has no `items`, so the client reads any JSON";
                report(at, "items-missing", message.into());
            }
            _ => {}
        }
        if walk::is_shapeless(schema) {
            let message = "the schema is an object without properties, so the client reads any JSON";
            report(at, "object-without-shape", message.into());
        }
        for key in ["oneOf", "anyOf"] {
            if schema.contains_key(key) && !schema.contains_key("discriminator") {
                let message =
                    format!("`{key}` without a discriminator is read as the first variant that fits");
                report(at, "alternatives", message);
            }
        }
    });
}

/// Reports each schema that contains itself by references, `allOf`, `oneOf` or `anyOf`, without an object or
/// list in between.
fn cycles(document: &Value, report: Report<'_>) {
    let parts = |schema: &Value| -> Vec<String> {
        let lists = ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| items(schema.get(key)));
        let parts = lists.chain([schema]);
        let names = parts.filter_map(|part| part["$ref"].as_str()?.strip_prefix(pointer::SCHEMAS));
        names.map(str::to_owned).collect()
    };
    let edges: BTreeMap<&String, Vec<String>> =
        walk::schemas(document).map(|(name, schema)| (name, parts(schema))).collect();
    for start in edges.keys() {
        let mut reached: BTreeSet<&String> = BTreeSet::new();
        let mut queue = vec![*start];
        while let Some(name) = queue.pop() {
            queue.extend(edges.get(name).into_iter().flatten().filter(|next| reached.insert(next)));
        }
        if reached.contains(start) {
            let message = format!("{start} contains itself without an object in between");
            report(&pointer::join("/components/schemas", start), "schema-cycle", message);
        }
    }
}

fn discriminator(document: &Value, at: &str, schema: &Map<String, Value>, report: Report<'_>) {
    let mapping = schema.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
    for (value, target) in entries(mapping) {
        let target = target.as_str().unwrap_or_default();
        let name = target.strip_prefix(pointer::SCHEMAS).unwrap_or(target);
        if document["components"]["schemas"].get(name).is_none() {
            let message = format!("the value {value} is mapped to {target}, which is not a schema");
            let at = pointer::join(&format!("{at}/discriminator/mapping"), value);
            report(&at, "discriminator-mapping-dangling", message);
        }
    }
}

/// `/components/schemas/Order/properties/status` -> `schema Order.status`
fn place(at: &str) -> String {
    let segments: Vec<String> =
        at.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments[..] {
        ["components", "schemas", ref path @ ..] if !path.is_empty() => {
            let names = path.iter().enumerate();
            let names =
                names.filter(|(index, name)| *index == 0 || !matches!(**name, "properties" | "allOf"));
            let names: Vec<&str> = names.map(|(_, name)| *name).collect();
            format!("schema {}", names.join("."))
        }
        ["paths", path, method, ..] => format!("{} {path}", method.to_uppercase()),
        _ => "a schema".into(),
    }
}

fn names(document: &Value, report: Report<'_>) {
    let mut taken: BTreeMap<String, (&String, bool)> = BTreeMap::new();
    for (name, schema) in walk::schemas(document) {
        let at = pointer::join("/components/schemas", name);
        let given = schema["x-name"].as_str();
        let rust = given.unwrap_or(name).to_upper_camel_case();
        if !rust.starts_with(char::is_alphabetic) || name.contains(['/', '~']) {
            report(&at, "schema-name-invalid", format!("{name:?} gives no name for a type"));
        }
        if RESERVED.contains(&rust.as_str()) {
            report(&at, "schema-name-reserved", format!("a type called {rust} would hide that of Rust"));
        }
        // Two schemas may share a name when one of them only lends its items to a list; the pass `directions`
        // decides there.
        let is_given = given.is_some();
        if let Some((other, false)) = taken.insert(rust.clone(), (name, is_given)).filter(|_| !is_given) {
            report(&at, "schema-name-clash", format!("{name} and {other} are both {rust} in Rust"));
        }
    }
}

/// Returns the name that the generator gives a field, without the underscore of keywords.
fn field_name(name: &str) -> String {
    let name = match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => name.replace('\'', "").to_snake_case(),
    };
    if name.starts_with(char::is_alphabetic) { name } else { format!("x{name}") }
}

fn properties(at: &str, schema: &Map<String, Value>, report: Report<'_>) {
    let mut taken: BTreeMap<String, &String> = BTreeMap::new();
    for (name, property) in entries(schema.get("properties")) {
        let here = pointer::join(&format!("{at}/properties"), name);
        if let Some(other) = taken.insert(field_name(name), name) {
            report(&here, "member-name-clash", format!("{name:?} and {other:?} have the same name in Rust"));
        }
        let is_string_without = |format: &str| property["type"] == "string" && property["format"] != *format;
        let lower = name.to_lowercase();
        if ["amount", "price", "cost", "quantity"].contains(&lower.as_str())
            && (property["type"] == "integer" || is_string_without("decimal"))
        {
            let message = format!("{name} is money or a quantity, but not declared as a decimal");
            report(&here, "decimal-missing", message);
        }
        let is_secret = ["password", "token", "secret"].iter().any(|word| lower.ends_with(word));
        if is_secret && is_string_without("password") {
            let message = format!("{name} looks like a secret, but `Debug` would print it");
            report(&here, "secret-unmarked", message);
        }
    }
}

fn enum_values(at: &str, schema: &Map<String, Value>, report: Report<'_>) {
    let values = || items(schema.get("enum"));
    let strings: Vec<&str> = values().filter_map(Value::as_str).collect();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (value, variant) in strings.iter().copied().zip(variants(&strings)) {
        let twin = *names.entry(value.to_upper_camel_case()).or_insert(value);
        if !std::ptr::eq(twin, value) {
            let message = format!(
                "{twin} and {value} have the same name in Rust; the second would be called {variant}"
            );
            report(at, "enum-value-clash", message);
        }
    }
    if strings.len() < values().filter(|value| !value.is_null()).count() {
        report(at, "enum-not-text", "the enum has values that are not strings and is ignored".into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(schemas: Value) -> Vec<(&'static str, String)> {
        let mut findings = Vec::new();
        check(&json!({"components": {"schemas": schemas}}), &mut findings);
        findings.into_iter().map(|finding| (finding.rule, finding.place)).collect()
    }

    #[test]
    fn clashing_names_are_reported() {
        assert_eq!(
            found(json!({"Option": {"type": "string"}})),
            [("schema-name-reserved", "schema Option".into())]
        );
        assert_eq!(
            found(json!({"A": {"properties": {"newId": {}, "new_id": {}}}})),
            [("member-name-clash", "schema A.new_id".into())]
        );
        let twins = json!({"A": {"properties": {"type": {"enum": ["SETUP", "x", "setup"]}}}});
        assert_eq!(found(twins), [("enum-value-clash", "schema A.type".into())]);
        assert!(found(json!({"order": {"x-name": "Order"}})).is_empty());
        assert!(found(json!({"order_item": {}})).is_empty());
    }

    #[test]
    fn fields_without_letters_share_a_name() {
        for pair in [["", "!!!"], ["self", "Self"], ["2nd", "x2nd"], ["+1", "plus1"], ["it's", "its"]] {
            let properties: Map<String, Value> =
                pair.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
            let rules: Vec<_> =
                found(json!({"A": {"properties": properties}})).into_iter().map(|(rule, _)| rule).collect();
            assert_eq!(rules, ["member-name-clash"], "{pair:?}");
        }
        assert_eq!(found(json!({"!!!": {}}))[0].0, "schema-name-invalid");
    }

    #[test]
    fn cycles_are_reported_at_each_schema() {
        let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let schemas = json!({"A": {"allOf": [to("B")]}, "B": {"allOf": [to("A")]}, "C": to("D"), "D": to("C"), "E": {"oneOf": [to("E"), {}]},
            "F": {"properties": {"f": to("F")}}, "G": {"items": to("G")}, "H": {"allOf": [to("A"), to("F")]}});
        let mut cycles = found(schemas);
        cycles.retain(|(rule, _)| *rule == "schema-cycle");
        let places: Vec<_> = cycles.iter().map(|(_, place)| place.as_str()).collect();
        assert_eq!(places, ["schema A", "schema B", "schema C", "schema D", "schema E"]);
    }

    #[test]
    fn incomplete_schemas_are_reported() {
        let discriminator = json!({"propertyName": "k", "mapping": {"a": "#/components/schemas/A", "b": "A", "c": "#/components/schemas/C"}});
        assert_eq!(
            found(
                json!({"A": {"type": ["integer", "null"]}, "B": {"type": "array"}, "D": {"oneOf": [], "discriminator": discriminator}})
            ),
            [
                ("type-list", "schema A".into()),
                ("items-missing", "schema B".into()),
                ("discriminator-mapping-dangling", "schema D.discriminator.mapping.c".into())
            ]
        );
    }

    #[test]
    fn degrading_schemas_are_reported() {
        let weak = json!({"A": {"properties": {"value": {"type": "object"}, "amount": {"type": "string"}, "quantity": {"type": "integer"},
            "apiToken": {"type": "string"}, "code": {"enum": [1, 2]}, "either": {"oneOf": []}}}});
        let mut rules: Vec<_> = found(weak).into_iter().map(|(rule, _)| rule).collect();
        rules.sort_unstable();
        assert_eq!(
            rules,
            [
                "alternatives",
                "decimal-missing",
                "decimal-missing",
                "enum-not-text",
                "object-without-shape",
                "secret-unmarked"
            ]
        );
    }
}
