//! Rules about texts: everything that becomes rustdoc is described in our own words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Finding;
use openapi_review::document::{fingerprint, pointer, walk};

/// Checks every operation, parameter, schema and member.
pub fn check(document: &Value, findings: &mut Vec<Finding>) {
    for operation in walk::operations(document) {
        let at = operation.pointer();
        let title = operation.title();
        // Either of the two is enough for a summary line.
        if !told(operation.node, "summary") && !told(operation.node, "description") {
            missing(findings, &at, &title);
        }
        for (index, parameter) in
            operation.node.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate()
        {
            let name = parameter["name"].as_str().unwrap_or_default();
            let is_credential = parameter["in"] == "header";
            let untold = parameter
                .as_object()
                .is_some_and(|map| !is_credential && !map.contains_key("$ref") && !told(map, "description"));
            if untold {
                missing(
                    findings,
                    &pointer::join(&format!("{at}/parameters"), &index.to_string()),
                    &format!("{title}, parameter {name}"),
                );
            }
        }
    }
    for (name, schema) in walk::schemas(document) {
        let at = pointer::join("/components/schemas", name);
        if let Some(map) = schema.as_object() {
            if !told(map, "description") {
                missing(findings, &at, &format!("schema {name}"));
            }
            members(&at, name, map, findings);
        }
    }
    values(document, findings);
}

/// Every value of an enumeration is explained somewhere; places that share a name share their explanations.
fn values(document: &Value, findings: &mut Vec<Finding>) {
    let mut told_of: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
    let mut listed: BTreeMap<String, (String, Vec<&str>)> = BTreeMap::new();
    walk::every_schema(document, &mut |at, schema| {
        let Some(values) = schema.get("enum").and_then(Value::as_array) else { return };
        let name = schema.get("x-enum-name").and_then(Value::as_str).unwrap_or(at).to_owned();
        // The texts of a parameter's values stand beside its description, not in its schema.
        let parent =
            at.strip_suffix("/schema").and_then(|parameter| document.pointer(parameter)?.as_object());
        for node in [Some(schema), parent].into_iter().flatten() {
            let texts =
                node.get("x-enum-descriptions").and_then(Value::as_object).into_iter().flat_map(Map::keys);
            told_of.entry(name.clone()).or_default().extend(texts);
        }
        let slot = listed.entry(name).or_insert_with(|| (at.to_owned(), Vec::new()));
        slot.1.extend(values.iter().filter_map(Value::as_str));
    });
    for (name, (at, values)) in listed {
        let told = told_of.get(&name);
        let untold: BTreeSet<_> = values
            .into_iter()
            .filter(|value| !told.is_some_and(|told| told.iter().any(|known| known == value)))
            .collect();
        if !untold.is_empty() {
            let untold: Vec<_> = untold.into_iter().collect();
            findings.push(Finding {
                rule: "enum-text-missing",
                place: format!("enumeration {name}"),
                pointer: at,
                message: format!("these values are not explained: {}.", untold.join(", ")),
                remedy: "Explain them with `x-enum-descriptions` in a documentation overlay.".into(),
                stops_generation: false,
            });
        }
    }
}

fn members(at: &str, name: &str, schema: &Map<String, Value>, findings: &mut Vec<Finding>) {
    for (member, node) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let at = pointer::join(&format!("{at}/properties"), member);
        let place = format!("{name}.{member}");
        if let Some(map) = node.as_object() {
            if !told(map, "description") {
                missing(findings, &at, &format!("schema {place}"));
            }
            members(&at, &place, map, findings);
        }
    }
    for (index, part) in schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
        if let Some(map) = part.as_object() {
            members(&format!("{at}/allOf/{index}"), name, map, findings);
        }
    }
    if let Some(items) = schema.get("items").and_then(Value::as_object) {
        members(&format!("{at}/items"), name, items, findings);
    }
}

fn told(map: &Map<String, Value>, key: &str) -> bool {
    map.get(key).and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty() && !fingerprint::is(text))
}

fn missing(findings: &mut Vec<Finding>, at: &str, place: &str) {
    findings.push(Finding {
        rule: "text-missing",
        place: place.to_owned(),
        pointer: at.to_owned(),
        message: "there is no description in our words.".into(),
        remedy: "Describe it in a documentation overlay; read the publisher's page for what it is.".into(),
        stops_generation: false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn places_that_share_an_enumeration_share_its_explanations() {
        let place = |values: Value, texts: Value| json!({"enum": values, "x-enum-name": "E", "description": "d", "x-enum-descriptions": texts});
        let document = json!({"components": {"schemas": {"A": {"description": "d", "properties": {
            "b": place(json!(["x", "y"]), json!({"x": "X."})), "c": place(json!(["y", "z"]), json!({"y": "Y."}))}}}}});
        let mut findings = Vec::new();
        check(&document, &mut findings);
        let texts: Vec<_> =
            findings.iter().map(|finding| (finding.place.as_str(), finding.message.as_str())).collect();
        assert_eq!(texts, [("enumeration E", "these values are not explained: z.")]);
    }

    #[test]
    fn a_fingerprint_is_no_description() {
        let document = json!({
            "paths": {"/a": {"get": {"summary": "text:0123456789ab", "parameters": [{"name": "p", "in": "query", "description": "Ours."}, {"name": "q", "in": "query"}]}}},
            "components": {"schemas": {"A": {"description": "Ours.", "properties": {"b": {"description": "text:0123456789ab"}, "c": {"description": "Ours."}}}}}});
        let mut findings = Vec::new();
        check(&document, &mut findings);
        let places: Vec<_> = findings.iter().map(|finding| finding.place.as_str()).collect();
        assert_eq!(places, ["GET /a", "GET /a, parameter q", "schema A.b"]);
    }
}
