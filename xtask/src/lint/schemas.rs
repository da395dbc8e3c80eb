//! Rules about schemas and their members.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::{Map, Value};

use super::Finding;
use crate::generator::enums;
use openapi_review::document::{pointer, walk};

/// Names that generated code uses for other things.
const RESERVED: &[&str] =
    &["BTreeMap", "Box", "Deserialize", "Option", "Result", "Self", "Serialize", "String", "Vec"];

/// Checks every schema of a document.
pub fn check(document: &Value, findings: &mut Vec<Finding>) {
    names(document, findings);
    walk::every_schema(document, &mut |at, schema| {
        members(at, schema, findings);
        enumeration(at, schema, findings);
        if walk::is_shapeless(schema) {
            push(
                findings,
                at,
                "object-without-shape",
                false,
                "the schema says `object` and nothing more, so the client reads any JSON".into(),
                "Remove the type in an overlay if anything may stand there, or describe the members.",
            );
        }
        for key in ["oneOf", "anyOf"] {
            if schema.contains_key(key) {
                push(
                    findings,
                    at,
                    "alternatives",
                    false,
                    format!(
                        "`{key}` is read by trying one alternative after the other, without the discriminator"
                    ),
                    "Say in an overlay which shape really occurs.",
                );
            }
        }
    });
}

fn push(
    findings: &mut Vec<Finding>,
    at: &str,
    rule: &'static str,
    stops_generation: bool,
    message: String,
    remedy: &str,
) {
    findings.push(Finding {
        rule,
        place: place(at),
        pointer: at.to_owned(),
        message: format!("{message}."),
        remedy: remedy.into(),
        stops_generation,
    });
}

/// `/components/schemas/Order/properties/status` -> `schema Order.status`
fn place(at: &str) -> String {
    let segments: Vec<String> =
        at.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect();
    match segments.as_slice() {
        [components, schemas, name, rest @ ..] if components == "components" && schemas == "schemas" => {
            let members = rest.iter().filter(|segment| !matches!(segment.as_str(), "properties" | "allOf"));
            let path: Vec<&str> = std::iter::once(name.as_str()).chain(members.map(String::as_str)).collect();
            format!("schema {}", path.join("."))
        }
        [paths, path, method, ..] if paths == "paths" => format!("{} {path}", method.to_uppercase()),
        _ => "a schema".into(),
    }
}

fn names(document: &Value, findings: &mut Vec<Finding>) {
    let mut taken: BTreeMap<String, &String> = BTreeMap::new();
    for (name, schema) in walk::schemas(document) {
        let at = pointer::join("/components/schemas", name);
        let given = schema.get("x-name").and_then(Value::as_str).unwrap_or(name);
        let rust = given.to_upper_camel_case();
        if RESERVED.contains(&rust.as_str()) {
            push(
                findings,
                &at,
                "schema-name-reserved",
                true,
                format!("a type called {rust} would hide Rust's own"),
                "Give the schema another name with `x-name` in an overlay.",
            );
        }
        // Two schemas may share a name when one of them only lends its rows to a list; the pass `directions` has the last word there.
        let has_given = schema.get("x-name").is_some();
        if let Some(other) = taken.insert(rust.clone(), name).filter(|_| !has_given)
            && walk::schemas(document)
                .find(|(key, _)| *key == other)
                .is_none_or(|(_, schema)| schema.get("x-name").is_none())
        {
            push(
                findings,
                &at,
                "schema-name-clash",
                true,
                format!("{name} and {other} are both {rust} in Rust"),
                "Give one of them another name with `x-name` in an overlay.",
            );
        }
    }
}

fn members(at: &str, schema: &Map<String, Value>, findings: &mut Vec<Finding>) {
    let mut taken: BTreeMap<String, &String> = BTreeMap::new();
    for (name, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let here = pointer::join(&format!("{at}/properties"), name);
        if let Some(other) = taken.insert(name.to_snake_case(), name) {
            push(
                findings,
                &here,
                "member-name-clash",
                true,
                format!("{name} and {other} have the same name in Rust"),
                "Remove one of the two in an overlay.",
            );
        }
        let kind = member.get("type").and_then(Value::as_str);
        let format = member.get("format").and_then(Value::as_str);
        let lower = name.to_lowercase();
        let is_money = ["amount", "price", "cost"].contains(&lower.as_str()) || lower == "quantity";
        if is_money && (kind == Some("integer") || kind == Some("string") && format != Some("decimal")) {
            push(
                findings,
                &here,
                "decimal-missing",
                false,
                format!("{name} is money or a quantity, but not declared as a decimal"),
                "Set `format: decimal` in an overlay (and `type: number` in place of integer).",
            );
        }
        let is_secret = ["password", "token", "secret"].iter().any(|word| lower.ends_with(word));
        if is_secret && kind == Some("string") && format != Some("password") {
            push(
                findings,
                &here,
                "secret-unmarked",
                false,
                format!("{name} looks like a secret, but could be printed like any text"),
                "Set `format: password` in an overlay.",
            );
        }
    }
}

fn enumeration(at: &str, schema: &Map<String, Value>, findings: &mut Vec<Finding>) {
    let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
    let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let variants = enums::variants(&texts);
    for (index, (value, variant)) in texts.iter().zip(&variants).enumerate() {
        let twin =
            texts[..index].iter().find(|other| other.to_upper_camel_case() == value.to_upper_camel_case());
        if let Some(twin) = twin {
            push(
                findings,
                at,
                "enum-value-clash",
                true,
                format!(
                    "{twin} and {value} have the same name in Rust; the second would be called {variant}"
                ),
                "Make the member a text in an overlay, or remove the spelling that the service does not use.",
            );
        }
    }
    if texts.len() < values.iter().filter(|value| !value.is_null()).count() {
        push(
            findings,
            at,
            "enum-not-text",
            false,
            "the enumeration has values that are no texts and is ignored".into(),
            "Describe the values in words in an overlay and remove the enumeration.",
        );
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
    fn knows_names_that_clash_in_rust() {
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
    fn knows_what_weakens_the_client() {
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
